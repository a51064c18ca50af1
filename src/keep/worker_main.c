/* worker_main.c -- `dokaz-worker PARSER OPTIONS`: one original in, one answer out, from a box (keep/worker.h).
 * `dokaz-worker serve`: the same for many originals, each in a fork of its own. Never called by a person. */
#include "keep/worker.h"
#include "keep/worker_parsers.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

static const WorkerParser *find(const char *name)
{
    for (size_t i = 0; worker_parsers[i]; i++)
        if (strcmp(worker_parsers[i]->name, name) == 0)
            return worker_parsers[i];
    return NULL;
}

static bool map_original(Str *ret)
{
    struct stat st;

    if (fstat(0, &st) < 0)
        return false;
    if (st.st_size == 0) {
        *ret = S("");
        return true;
    }
    void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, 0, 0);
    *ret = (Str){ map, (size_t)st.st_size };
    return map != MAP_FAILED;
}

__attribute__((noreturn)) static void parse(const char *name, const char *option_line)
{
    const WorkerParser *parser = find(name);
    Str original, options = str_of(option_line);
    StrBuf answer = { 0 };

    if (!parser || !map_original(&original))
        box_answer(WORKER_BROKEN, &answer, &box_limits);
    int code = parser->prepare ? parser->prepare(options) : 0;
    if (code == 0)
        code = box_shut(&box_limits) ? parser->work(original, options, &answer) : BOX_NO_BOX;
    box_answer(code, &answer, &box_limits);
}

int main(int argc, char **argv)
{
    char request[BOX_REQUEST];

    if (argc == 3)
        parse(argv[1], argv[2]);
    if (argc != 2 || strcmp(argv[1], "serve") != 0) {
        fputs("dokaz-worker is a part of dokaz: it parses one file in a box and is not for people\n", stderr);
        return 2;
    }
    box_serve(request);
    char *space = strchr(request, ' ');
    if (!space)
        return WORKER_BROKEN;
    *space = '\0';
    parse(request, space + 1);
}
