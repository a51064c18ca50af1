/* copy_score.c -- see copy_score.h. */
#include "copy_score.h"

#include "base/auto.h"
#include "base/hash.h"

Text *score_texts(Arena *arena, const Families *f, uint32_t count)
{
    AUTO_ARENA scratch = arena_create();
    Text *texts = arena_array(arena, Text, count + 1);

    for (uint32_t i = 0; i < count; i++) {
        ArenaMark mark = arena_mark(scratch);
        Reading r;
        families_reading(scratch, f, i, &r);
        text_make(arena, scratch, &r, &texts[i]);
        arena_rewind(scratch, mark);
    }
    return texts;
}

uint64_t score_key(uint32_t number)
{
    return hash64_join(number, 1);
}

void score_start(CopyCount *count, const Families *f, uint32_t documents)
{
    *count = (CopyCount){ .families = f };
    for (uint32_t i = 0; i < documents; i++) {
        FamilyDoc d = families_truth(f, i);
        count->score.documents[d.kind] += d.source < documents;
    }
}

void score_pair(void *context, uint32_t a, uint32_t b, const Alignment *alignment)
{
    CopyCount *c = context;
    FamilyDoc x = families_truth(c->families, a), y = families_truth(c->families, b);

    c->score.pairs++;
    if (!families_copies(c->families, a, b)) {
        c->score.wrong++;
        if (c->wrong)
            c->wrong(c->families, a, b, alignment);
    }
    if (x.source == b && x.kind != FAMILY_SOURCE)
        c->score.found[x.kind]++;
    if (y.source == a && y.kind != FAMILY_SOURCE)
        c->score.found[y.kind]++;
}

double score_recall(const CopyScore *s, FamilyKind kind)
{
    return s->documents[kind] ? 100.0 * s->found[kind] / s->documents[kind] : 100;
}

double score_wrong(const CopyScore *s)
{
    return s->pairs ? 100.0 * s->wrong / s->pairs : 0;
}
