/* generate_main.c -- write generated reports into a folder: generate TEMPLATES SEED REPORTS BYTES FOLDER */
#include "generate.h"

#include "base/auto.h"
#include "base/os.h"

#include <stdio.h>

static Status generate_all(Arena *arena, char **args, Error *err)
{
    int64_t seed, reports, bytes;
    const Templates *templates = NULL;
    AUTO_STRBUF text = { 0 };
    Str source;

    if (!str_to_i64(str_of(args[2]), &seed) || !str_to_i64(str_of(args[3]), &reports) ||
        !str_to_i64(str_of(args[4]), &bytes) || reports < 0 || bytes < 1)
        return fail(err, ERR_USAGE, "SEED, REPORTS and BYTES are whole numbers");
    Status status = os_read_file(arena, args[1], 1 << 20, &source, err);
    if (status == OK)
        status = templates_parse(arena, source, &templates, err);
    if (status == OK)
        status = os_make_dirs(args[5], 0777, err);
    for (int64_t i = 0; status == OK && i < reports; i++) {
        ArenaMark mark = arena_mark(arena);
        char *path = os_join(arena, str_of(args[5]), arena_printf(arena, "%06lld.txt", (long long)i));
        strbuf_clear(&text);
        generate_report(templates, (uint64_t)seed, (uint64_t)i, (size_t)bytes, &text);
        status = os_write_file(path, strbuf_str(&text), 0666, NOT_DURABLE, err);
        arena_rewind(arena, mark);
    }
    return status;
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    Error err = { 0 };

    if (argc != 6) {
        fputs("usage: generate TEMPLATES SEED REPORTS BYTES FOLDER\n", stderr);
        return 2;
    }
    Status status = generate_all(arena, argv, &err);
    if (status != OK)
        fprintf(stderr, "generate: %s\n", err.text);
    return status_exit_code(status);
}
