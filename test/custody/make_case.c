/* make_case.c -- a small case with what is handed out of it, for by_hand.sh.
 *
 *     make_case FOLDER     FOLDER/case, FOLDER/disclosure, FOLDER/entry, FOLDER/proof
 */
#include "custody/scratch.h"

int main(int argc, char **argv)
{
    static const uint32_t which[] = { 0, 2, 3 };
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF disclosure = { 0 };
    AUTO_STRBUF proved = { 0 };
    Segmentation seg = { 0 };
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
    case_close(c);

    const struct { const char *name; Str bytes; } files[] = {
        { "disclosure", strbuf_str(&disclosure) }, { "proof", strbuf_str(&proved) }, { "entry", entry },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        MUST(os_write_file(os_join(arena, str_of(argv[1]), str_of(files[i].name)), files[i].bytes, 0600,
                           NOT_DURABLE, err));
    return 0;
}
