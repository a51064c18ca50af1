/* facts.c -- facts that parsers of containers find. */
#include "keep/parse_in.h"

void fact_add(Arena *arena, Facts *facts, const char *key, Str value)
{
    value = str_trim(value);
    if (value.len)
        vec_push(arena, facts, ((AnswerFact){ str_of(key), part_name(arena, str_slice(value, 0, ANSWER_SHORT)) }));
}

void fact_number(Arena *arena, Facts *facts, const char *key, int64_t value)
{
    if (value)
        fact_add(arena, facts, key, arena_printf(arena, "%lld", (long long)value));
}
