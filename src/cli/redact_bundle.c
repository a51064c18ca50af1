/* redact_bundle.c -- see redact_bundle.h. The folder is made beside its place and renamed when whole. */
#include "cli/redact_bundle.h"

#include "base/auto.h"
#include "base/os.h"
#include "tell/redacted_page.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[] = {
    "bundle.dokaz", "bundle.sd-jwt", "redacted.txt", "redacted.html", "checkpoint", "case.vkey", "log.der",
    "README.txt", "verify.sh",
};
#define FILES (sizeof names / sizeof *names)

void redact_bundle_remove(const char *dir)
{
    AUTO_ARENA arena = arena_create();

    for (size_t i = 0; i < FILES; i++)
        unlink(os_join(arena, str_of(dir), str_of(names[i])));
    rmdir(dir);
}

static Status write_files(Arena *arena, const char *dir, const Str *bytes, Error *err)
{
    Status status = OK;

    for (size_t i = 0; i < FILES && status == OK; i++)
        status = os_write_file(os_join(arena, str_of(dir), str_of(names[i])), bytes[i],
                               i + 1 == FILES ? 0755 : 0644, NOT_DURABLE, err);
    return status;
}

Status redact_bundle_write(Arena *arena, const Case *c, const Redacted *r, Str file, Str sd_jwt, const char *dir,
                           Error *err)
{
    AUTO_STRBUF text = { 0 };
    AUTO_STRBUF page = { 0 };
    AUTO_STRBUF readme = { 0 };
    AUTO_STRBUF script = { 0 };
    uint8_t der[KEY_DER_SIZE];
    Str vkey = vkey_format(arena, case_key(c));
    char *made = (char *)arena_printf(arena, STR_FMT ".new-%d",
                                      STR_ARG(((Str){ dir, strlen(dir) - (dir[0] && str_ends(str_of(dir), S("/"))) })),
                                      (int)getpid()).ptr;

    redacted_text(&text, r);
    tell_redacted_page(r, &page);
    tell_redacted_readme(&readme);
    tell_redacted_script(&script);
    key_der(case_key(c)->public_key, der);
    const Str bytes[FILES] = {
        file, sd_jwt, strbuf_str(&text), strbuf_str(&page), r->proof.checkpoint,
        arena_printf(arena, STR_FMT "\n", STR_ARG(vkey)), { (const char *)der, sizeof der }, strbuf_str(&readme),
        strbuf_str(&script),
    };
    if (mkdir(made, 0755) < 0)
        return fail(err, ERR_IO, "cannot make the folder %s: %s", made, strerror(errno));
    Status status = write_files(arena, made, bytes, err);
    if (status == OK && rename(made, dir) < 0)
        status = errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR
            ? fail(err, ERR_REFUSED, "%s is there and is no empty folder: name a new one", dir)
            : fail(err, ERR_IO, "cannot make the folder %s: %s", dir, strerror(errno));
    if (status != OK)
        redact_bundle_remove(made);
    return status;
}
