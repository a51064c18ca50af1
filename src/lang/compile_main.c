/* compile_main.c -- the build step: compile_lang DATA OUT. */
#include "base/auto.h"
#include "base/os.h"
#include "lang/blob.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    Error err = { 0 };
    Str blob;

    if (argc != 3) {
        fprintf(stderr, "usage: compile_lang DATA OUT\n");
        return 2;
    }
    AUTO_ARENA arena = arena_create();
    Status status = blob_build(arena, argv[1], &blob, &err);
    if (status == OK)
        status = os_write_file(argv[2], blob, 0644, NOT_DURABLE, &err);
    if (status != OK)
        fprintf(stderr, "compile_lang: %s\n", err.text);
    return status_exit_code(status);
}
