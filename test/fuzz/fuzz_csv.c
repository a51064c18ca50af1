/* fuzz_csv.c -- tables and JSON of records: any bytes give parts that can be read back, or nothing; a row ends. */
#include "base/auto.h"
#include "keep/csv.h"
#include "keep/parse_in.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void parse(int (*parser)(Str, Str, StrBuf *), Str bytes)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF answer = { 0 };
    Parts parts;

    if (parser(bytes, S("0 0 1000000 100"), &answer) == 0 && !parts_read(arena, strbuf_str(&answer), &parts))
        abort();
}

/* The parsers are given valid UTF-8, as keep_extract makes it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    char *text = arena_cstr(arena, (Str){ (const char *)data, size });
    Str s = { text, size };
    CsvRow row;

    for (size_t i = 0; i < size; i++)
        text[i] = (char)(text[i] & 0x7F);
    parse(table_parts, s);
    parse(json_parts, s);
    for (Str rest = s; rest.len; ) {
        size_t before = rest.len;
        if (!csv_row(arena, &rest, ';', &row) || rest.len >= before)
            abort();
    }
    return 0;
}
