/* worker_main.c -- `dokaz-worker PARSER OPTIONS`: one original in, one answer out, from a box (keep/worker.h).
 *
 * Never called by a person. */
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

int main(int argc, char **argv)
{
    const WorkerParser *parser = argc == 3 ? find(argv[1]) : NULL;
    StrBuf answer = { 0 };
    Str original;

    if (!parser || !map_original(&original)) {
        fputs("dokaz-worker is a part of dokaz: it parses one file in a box and is not for people\n", stderr);
        return 2;
    }
    Str options = str_of(argv[2]);
    int code = parser->prepare ? parser->prepare(options) : 0;
    if (code == 0)
        code = box_shut(&box_limits) ? parser->work(original, options, &answer) : BOX_NO_BOX;
    box_answer(code, &answer, &box_limits);
}
