/* explain.c -- why WEIGH takes two claims for one incident or not, and why their figures compare or not: the
 * same functions that decide are asked once more, and tell what they found on the way.
 */
#include "base/auto.h"
#include "weigh/rows.h"
#include "weigh/weigh.h"

#define STRONG 2.5      /* bits from which a field is called strong */
#define SLIGHT 0.25     /* bits below which it says nothing */

static const char *const field_names[PAIR_FIELDS] = {
    [PAIR_PLACE] = "place", [PAIR_ACT] = "act", [PAIR_DAY] = "day", [PAIR_NAMES] = "names",
    [PAIR_FIGURE] = "figure", [PAIR_WORDS] = "words", [PAIR_THINGS] = "things",
    [PAIR_TEXT] = "text",
};
_Static_assert(PAIR_FIELDS == EXPLAINED_FIELDS, "weigh.h tells of every field");

static const char *const says_names[] = {
    [SAYS_NOT_ASKED] = "not_asked", [SAYS_NOTHING] = "nothing", [SAYS_FOR_STRONGLY] = "for_strongly", [SAYS_FOR] = "for",
    [SAYS_AGAINST] = "against", [SAYS_AGAINST_STRONGLY] = "against_strongly", [SAYS_NEVER] = "never",
};

static const char *const says_texts[] = {
    [SAYS_NOT_ASKED] = "not asked", [SAYS_NOTHING] = "says nothing", [SAYS_FOR_STRONGLY] = "speaks strongly for one incident",
    [SAYS_FOR] = "speaks for one incident", [SAYS_AGAINST] = "speaks against it",
    [SAYS_AGAINST_STRONGLY] = "speaks strongly against it", [SAYS_NEVER] = "keeps them apart",
};

const char *field_says_text(FieldSays says)
{
    return says_texts[says];
}

const char *field_says_name(FieldSays says)
{
    return says_names[says];
}

static FieldSays says_of(const PairField *f)
{
    if (!f->weighed)
        return SAYS_NOT_ASKED;
    if (f->cannot)
        return SAYS_NEVER;
    if (f->bits >= STRONG)
        return SAYS_FOR_STRONGLY;
    if (f->bits <= -STRONG)
        return SAYS_AGAINST_STRONGLY;
    return f->bits > SLIGHT ? SAYS_FOR : f->bits < -SLIGHT ? SAYS_AGAINST : SAYS_NOTHING;
}

/* Why a claim takes part in no incident, or the two in none together. */
static Str parted(Arena *arena, const View *a, const View *b)
{
    if (!a->acts || !b->acts)
        return arena_printf(arena, "%s makes no incident: context, a denial, a plan, or no act",
                            !a->acts && !b->acts ? "neither of the two" : !a->acts ? "the first" : "the second");
    if (a->aggregate != b->aggregate)
        return arena_printf(arena, "the %s is a sum over several events, which never joins one event",
                            a->aggregate ? "first" : "second");
    return STR_NONE;
}

/* Places and days are told where the reasons in favour say nothing: then they differ, or one is not known. */
static Str day_range(Arena *arena, const View *v)
{
    char first[11], last[11];

    if (v->width == 0)
        return S("no day");
    day_format(v->first, first);
    day_format(v->last, last);
    return v->first == v->last ? arena_str(arena, str_of(first)) : arena_printf(arena, "%s to %s", first, last);
}

static Str found_in(Arena *arena, const Views *all, PairFieldName name, const PairField *f, const View *a, const View *b)
{
    const Gazetteer *g = all->gazetteer;
    const Taxonomy *t = all->corpus->taxonomy;

    switch (name) {
    case PAIR_PLACE:
        return arena_printf(arena, STR_FMT " and " STR_FMT, STR_ARG(a->place == NO_PLACE ? S("no place") : g->places[a->place].en),
                            STR_ARG(b->place == NO_PLACE ? S("no place") : g->places[b->place].en));
    case PAIR_ACT:
        return arena_printf(arena, STR_FMT " and " STR_FMT, STR_ARG(acts_join(arena, t, a->acts, ' ')),
                            STR_ARG(acts_join(arena, t, b->acts, ' ')));
    case PAIR_DAY:
        return arena_printf(arena, STR_FMT " and " STR_FMT, STR_ARG(day_range(arena, a)), STR_ARG(day_range(arena, b)));
    case PAIR_NAMES:
        return f->bits < 0 ? S("two texts, and one of them does not say where") : STR_NONE;
    case PAIR_FIGURE:
        return f->bits < 0 ? S("figures that differ in one text, or count different things") : STR_NONE;
    case PAIR_TEXT:
        return f->bits < 0 ? S("far apart in one text, or told by different sources") : STR_NONE;
    default:
        return STR_NONE;
    }
}

static Str reason_of(Arena *arena, Str why, const PairField *f)
{
    Str part = str_trim(str_slice(why, f->why_start, f->why_end));

    while (part.len && (part.ptr[0] == ',' || part.ptr[0] == ' '))
        part = str_slice(part, 1, part.len);
    return arena_str(arena, part);
}

/* Views as weigh_run has them before it makes groups. */
static void prepare(const Lang *lang, Arena *scratch, const Corpus *c, Views *all)
{
    Sum *sums;

    views_make(scratch, lang_gazetteer(lang), words_of(lang), c, all);
    signatures_make(scratch, c, &all->signatures);
    pair_prepare(scratch, all);
    sums_mark(scratch, all, &sums);
}

void weigh_explain_pair(const Lang *lang, Arena *arena, const Corpus *c, ClaimRef a, ClaimRef b, PairExplained *ret)
{
    Views all;
    PairField fields[PAIR_FIELDS];
    AUTO_ARENA scratch = arena_create();
    AUTO_STRBUF why = { 0 };

    prepare(lang, scratch, c, &all);
    const View *one = &all.at[view_of(&all, a)], *other = &all.at[view_of(&all, b)];
    Link link = pair_weigh_fields(&all, one, other, &why, fields);
    *ret = (PairExplained){ .apart = parted(arena, one, other), .suggested = !link.cannot && link.weight >= LINK_ACCEPT };
    for (int i = 0; i < PAIR_FIELDS; i++) {
        Str reason = reason_of(arena, strbuf_str(&why), &fields[i]);
        bool telling = reason.len == 0 && fields[i].weighed;
        ret->fields[i].name = field_names[i];
        ret->fields[i].says = says_of(&fields[i]);
        ret->fields[i].why = telling ? found_in(arena, &all, (PairFieldName)i, &fields[i], one, other) : reason;
    }
}

size_t weigh_compare_claims(const Lang *lang, Arena *arena, const Corpus *c, ClaimRef a, ClaimRef b, bool same_event,
                            FiguresCompared **ret)
{
    const Gazetteer *g = lang_gazetteer(lang);
    bool in_order = a.reading == b.reading && a.claim < b.claim;
    Views all;
    size_t count = 0;
    AUTO_ARENA scratch = arena_create();

    prepare(lang, scratch, c, &all);
    const View *one = &all.at[view_of(&all, a)], *other = &all.at[view_of(&all, b)];
    *ret = arena_array(arena, FiguresCompared, one->figure_count * other->figure_count + 1);
    for (size_t i = 0; i < one->figure_count; i++)
        for (size_t k = 0; k < other->figure_count; k++) {
            const Statement *s = &one->figures[i].s, *t = &other->figures[k].s;
            FiguresCompared *f = &(*ret)[count++];
            *f = (FiguresCompared){ one->figures[i].mention, other->figures[k].mention, statement_text(arena, s),
                                    statement_text(arena, t), compare_statements(arena, g, s, t, same_event, in_order), { { 0 } } };
            compare_questions(arena, g, s, t, same_event, in_order, f->questions);
        }
    return count;
}
