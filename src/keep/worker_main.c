/* worker_main.c -- `dokaz-worker LIMITS PARSER OPTIONS`: one original in, one answer out, from a box (keep/worker.h).
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

static bool read_limits(const char *text, BoxLimits *ret)
{
    unsigned long long memory, output;
    BoxLimits limits;

    if (sscanf(text, WORKER_LIMITS_OUT, &memory, &limits.cpu_seconds, &limits.wall_seconds, &output) != 4)
        return false;
    limits.memory = memory;
    limits.output = output;
    *ret = limits;
    return true;
}

__attribute__((noreturn)) static void parse(const char *limit_line, const char *name, const char *option_line)
{
    const WorkerParser *parser = find(name);
    Str original, options = str_of(option_line);
    BoxLimits limits = box_limits;
    StrBuf answer = { 0 };

    if (!parser || !read_limits(limit_line, &limits) || !map_original(&original))
        box_answer(WORKER_BROKEN, &answer, &box_limits);
    int code = parser->prepare ? parser->prepare(options) : 0;
    if (code == 0)
        code = box_shut(&limits) ? parser->work(original, options, &answer) : BOX_NO_BOX;
    box_answer(code, &answer, &limits);
}

/* The next word of a line, NUL-terminated in place; "" when there is none. */
static const char *next_word(char **line)
{
    char *word = strsep(line, " ");
    return word ? word : "";
}

int main(int argc, char **argv)
{
    char request[BOX_REQUEST], *rest = request;

    if (argc == 4)
        parse(argv[1], argv[2], argv[3]);
    if (argc != 2 || strcmp(argv[1], "serve") != 0) {
        fputs("dokaz-worker is a part of dokaz: it parses one file in a box and is not for people\n", stderr);
        return 2;
    }
    box_serve(request);
    const char *limit_line = next_word(&rest), *name = next_word(&rest);
    parse(limit_line, name, rest ? rest : "");
}
