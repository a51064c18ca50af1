/* fuzz_report.c -- any bytes as a report: checking it does not crash, nothing passes without the secret of the key, and
 * what is read as a statement is written back as it came. Build: see standalone.c. */
#include "base/auto.h"
#include "seal/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t public_key[KEY_PUBLIC_SIZE] = { 9 };
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF again = { 0 };
    Str file = { (const char *)data, size };
    ReportStatement s;
    ReportCounts counts;
    VerifyKey key;

    if (report_parse(arena, file, &s, NULL) == OK) {
        report_write(&again, &s);
        if (!str_eq(strbuf_str(&again), file))
            abort();
    }
    if (vkey_make(S("dokaz/00"), public_key, &key, NULL) != OK)
        abort();
    if (report_verify(arena, file, STR_NONE, &key, NULL, NULL, &counts, NULL) == OK && counts.wrong == 0)
        abort();        /* nobody has the secret of that key */
    if (report_verify(arena, file, file, &key, NULL, NULL, &counts, NULL) == OK && counts.wrong == 0)
        abort();
    return 0;
}
