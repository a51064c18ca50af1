/* make_case.c -- a small case with what is handed out of it, for by_hand.sh.
 *
 *     make_case FOLDER     FOLDER/case, FOLDER/disclosure, FOLDER/entry, FOLDER/proof, FOLDER/redacted,
 *                          FOLDER/sd-jwt (its key, a line, and the SD-JWT: what fuzz_sd_jwt reads)
 */
#include "custody/scratch.h"
#include "seal/redacted.h"
#include "seal/sd_jwt.h"

int main(int argc, char **argv)
{
    static const uint32_t which[] = { 0, 2, 3 };
    static const bool show[SCRATCH_PIECES] = { true, false, true, true, false };
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF disclosure = { 0 };
    AUTO_STRBUF proved = { 0 };
    AUTO_STRBUF whole = { 0 };
    AUTO_STRBUF jwt = { 0 };
    Segmentation seg = { 0 };
    Redacted redacted;
    Disclosure d;
    Proof proof;
    Case *c;
    Str entry;

    if (argc != 2) {
        fputs("usage: make_case FOLDER\n", stderr);
        return 2;
    }
    Sealer sealer = sealer_of(os_join(arena, str_of(argv[1]), S("keys")));
    char *dir = os_join(arena, str_of(argv[1]), S("case"));
    MUST(case_create(dir, &sealer, err));
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    for (unsigned i = 0; i < 11; i++) {
        scratch_add(arena, c, i, i == 4 ? &seg : NULL);
        if (i % 4 == 0)
            MUST(log_commit(c, err));
    }
    MUST(log_commit(c, err));
    MUST(disclosure_make(arena, c, &seg, str_of(scratch_text), which, 3, &d, err));
    disclosure_write(&disclosure, &d);
    MUST(proof_make(arena, c, 7, &proof, err));
    MUST(log_read(arena, c, 7, &entry, err));
    proof_write(&proved, &proof);
    MUST(redacted_make(arena, c, &seg, str_of(scratch_text), show, &redacted, err));
    redacted_write(&whole, &redacted);
    Str vkey = vkey_format(arena, case_key(c));
    strbuf_printf(&jwt, STR_FMT "\n", STR_ARG(vkey));
    MUST(sd_jwt_make(arena, c, &seg, str_of(scratch_text), show, &jwt, err));
    case_close(c);

    const struct { const char *name; Str bytes; } files[] = {
        { "disclosure", strbuf_str(&disclosure) }, { "proof", strbuf_str(&proved) }, { "entry", entry },
        { "redacted", strbuf_str(&whole) }, { "sd-jwt", strbuf_str(&jwt) },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        MUST(os_write_file(os_join(arena, str_of(argv[1]), str_of(files[i].name)), files[i].bytes, 0600,
                           NOT_DURABLE, err));
    return 0;
}
