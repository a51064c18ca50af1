/* verify_bag.c -- the objects of a case that lies in a bag: in folders, under their digests.
 *
 * Unlike in a case nothing may lie beside them: whatever is handed over must be in a record. */
#include "seal/verify_inside.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/inside.h"

#include <dirent.h>

char *check_bag_path(const Check *check, Arena *arena, const Sha256 *name)
{
    const VerifyAsk *ask = check->ask;
    Str hex = hex_encode(arena, sha256_str(name));

    for (unsigned i = 1; i < ask->folder_count; i++) {
        char *path = (char *)arena_printf(arena, "%s/" STR_FMT, ask->folders[i], STR_ARG(hex)).ptr;
        if (os_exists(os_join(arena, str_of(ask->bag), str_of(path))))
            return path;
    }
    return (char *)arena_printf(arena, "%s/" STR_FMT, ask->folders[0], STR_ARG(hex)).ptr;
}

static void check_one(Check *check, Arena *arena, const char *path)
{
    Error err = { 0 };
    Sha256 name, is;
    bool named = hex_decode(os_basename(str_of(path)), name.byte, SHA256_SIZE);
    int64_t *flags = named ? object_flags(check, &name) : NULL;
    bool read = blob_hash(os_join(arena, str_of(check->ask->bag), str_of(path)), &is, &check->counts.bytes, &err);
    bool whole = read && named && memcmp(is.byte, name.byte, SHA256_SIZE) == 0;

    if (flags == NULL && (contents_complete(check) || !named))
        check_error(check, path, "in no record: it is not part of the case");
    else if (!read)
        check_error(check, path, "cannot be read: %s", err.text);
    else if (!whole)
        check_error(check, path, "damaged: its bytes are not those that were sealed");
    if (flags)
        *flags |= OBJECT_SEEN | (whole ? OBJECT_WHOLE : 0);
    check->counts.objects += flags && whole;
}

void check_objects_in_bag(Check *check)
{
    AUTO_ARENA arena = arena_create();

    for (unsigned i = 0; i < check->ask->folder_count; i++) {
        const char *folder = check->ask->folders[i];
        DIR *d = opendir(os_join(arena, str_of(check->ask->bag), str_of(folder)));
        for (struct dirent *e; d && (e = readdir(d)); ) {
            ArenaMark mark = arena_mark(arena);
            if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
                check_one(check, arena, os_join(arena, str_of(folder), str_of(e->d_name)));
            arena_rewind(arena, mark);
        }
        if (d)
            closedir(d);
    }
}
