/* taxonomy.c -- see taxonomy.h. */
#include "model/taxonomy.h"

#include "base/auto.h"

ActSet act_bit(const Taxonomy *t, Str code)
{
    for (size_t i = 0; i < t->count; i++)
        if (str_eq(t->act[i].code, code))
            return (ActSet)1 << i;
    return 0;
}

#define FLAGGED(flag)                                   \
    ActSet set = 0;                                     \
    for (size_t i = 0; i < t->count; i++)               \
        if (t->act[i].flag)                             \
            set |= (ActSet)1 << i;                      \
    return set

ActSet acts_harm(const Taxonomy *t)         { FLAGGED(harm); }
ActSet acts_compartment(const Taxonomy *t)  { FLAGGED(compartment); }
ActSet acts_context(const Taxonomy *t)      { FLAGGED(context); }

Str acts_join(Arena *arena, const Taxonomy *t, ActSet acts, char separator)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < t->count; i++) {
        if (!(acts >> i & 1))
            continue;
        if (b.len)
            strbuf_char(&b, separator);
        strbuf_add(&b, t->act[i].code);
    }
    return arena_str(arena, strbuf_str(&b));
}

ActSet acts_split(const Taxonomy *t, Str joined, char separator)
{
    ActSet set = 0;
    Str part;

    while (str_cut(&joined, separator, &part))
        set |= act_bit(t, part);
    return set;
}
