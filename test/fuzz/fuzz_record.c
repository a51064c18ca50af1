/* fuzz_record.c -- any bytes as a record and as an entry: what is accepted is written back as it came.
 * Build: see standalone.c. */
#include "base/auto.h"
#include "seal/leaf.h"
#include "seal/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF again = { 0 };
    AUTO_STRBUF entry_again = { 0 };
    Str text = { (const char *)data, size };
    Record record;
    Entry entry;

    if (record_parse(arena, text, &record, NULL) == OK) {
        for (size_t i = 0; i < record.count; i++)
            record_add(&again, arena_cstr(arena, record.fields[i].key), record.fields[i].value);
        if (!str_eq(strbuf_str(&again), text))
            abort();
    }
    if (entry_parse(text, &entry, NULL) == OK) {
        entry_write(&entry_again, &entry);
        if (!str_eq(strbuf_str(&entry_again), text))
            abort();
    }
    return 0;
}
