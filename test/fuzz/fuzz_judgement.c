/* fuzz_judgement.c -- any bytes as the record of a judgement and as a table of decisions: what is accepted is written
 * again as it came, and read again as it was. proves P190 */
#include "base/auto.h"
#include "base/utf8.h"
#include "cli/decisions.h"
#include "guard/judgement.h"
#include "model/judged.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_record(Arena *arena, Str bytes)
{
    AUTO_STRBUF again = { 0 };
    Record record;
    Judgement j;
    JudgedQuantity q;

    if (judged_quantity(bytes, &q) && (q.unit.len == 0 || (!q.none && q.low > q.high)))
        abort();
    if (record_parse(arena, bytes, &record, NULL) != OK || judgement_of_record(arena, &record, &j, NULL) != OK)
        return;
    judgement_write(&j, &again);
    if (!str_eq(strbuf_str(&again), bytes))
        abort();
    Corpus nothing = { .readings = NULL };
    Judgements all = { .at = &j, .count = 1 };
    judged_settle(arena, &nothing, &all);
}

static void try_table(Arena *arena, Str bytes)
{
    AUTO_STRBUF again = { 0 };
    Decisions rows = { 0 }, more = { 0 };
    Complaints wrong = { 0 };

    decisions_parse(arena, bytes, S("t"), &rows, &wrong);
    if (wrong.count)
        return;
    decisions_header(&again);
    for (size_t i = 0; i < rows.count; i++)
        decision_write(&again, &rows.at[i]);
    decisions_parse(arena, strbuf_str(&again), S("t"), &more, &wrong);
    if (wrong.count || more.count != rows.count)
        abort();
    for (size_t i = 0; i < rows.count; i++)
        for (int c = 0; c < DECISION_CELLS; c++)
            if (!str_eq(rows.at[i].cell[c], more.at[i].cell[c]))
                abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    Str bytes = arena_str(arena, (Str){ (const char *)data, size });

    try_record(arena, bytes);
    try_table(arena, bytes);
    return 0;
}
