/* grade.c -- see grade.h. */
#include "weigh/grade.h"

#include "lang/scan.h"
#include "model/grade.h"

const GradeRule grade_rules[] = {
    { .grade = "contested", .contested = true },
    { .grade = "several_first_hand", .origins = 2, .first_hand = true },
    { .grade = "several", .origins = 2 },
    { .grade = "single_first_hand", .first_hand = true },
    { .grade = "single", .named = true },
    { .grade = "single_unnamed" },
};

const size_t grade_rule_count = sizeof grade_rules / sizeof *grade_rules;

/* Kinds of source in the order in which reasons name them; the last two are what is left. */
static const char *const kinds[] = {
    "eyewitness", "official", "military", "court", "international", "ngo", "media", "anonymous", "other",
};

enum { KIND_COUNT = sizeof kinds / sizeof *kinds, KIND_EYEWITNESS = 0, KIND_OFFICIAL = 1, KIND_MEDIA = 6,
       KIND_ANONYMOUS = 7, KIND_OTHER = 8 };

/* What is counted of an incident before a rule is chosen. */
typedef struct Support {
    size_t claims, conflicts, agree, sourced, first_hand, placed, dated, figures;
    size_t of_kind[KIND_COUNT];
    bool   named;
} Support;

/* A source with a name of its own: some word of it begins with a capital letter. */
static bool is_named(Str name)
{
    size_t at = 0;
    ScanWord w;

    while (scan_word(name, &at, &w))
        if (w.capital)
            return true;
    return false;
}

static int kind_of(const Words *words, const Reading *r, const ChainLink *link)
{
    const Mention *m = link->mention >= 0 ? &r->mentions[link->mention] : NULL;
    Str kind = words->kind ? words->kind(words->context, link->name, link->how == CHAIN_PUBLISHER) : STR_NONE;

    for (int i = 0; i < KIND_COUNT && kind.len; i++)
        if (str_eq(kind, str_of(kinds[i])))
            return i;
    if (m && m->kind == MENTION_PERSON && m->person.protect)
        return KIND_EYEWITNESS;
    if (m && m->kind == MENTION_PERSON && m->person.role.len)
        return KIND_OFFICIAL;
    if (m && m->kind == MENTION_PLACE)          /* "Ukraine said": a government */
        return KIND_OFFICIAL;
    if (link->how == CHAIN_PUBLISHER)
        return KIND_MEDIA;
    return is_named(link->name) ? KIND_OTHER : KIND_ANONYMOUS;
}

/* Comparisons among the claims of each incident that alarm, or that agree across documents. */
typedef struct Compared {
    uint32_t conflicts, agree;
} Compared;

/* Claims of publishers whose text says that their own people were there. */
static bool *present_claims(Arena *arena, const Views *all, const Corpus *c)
{
    bool *present = arena_array(arena, bool, all->count + 1);

    for (size_t i = 0; i < c->origin_count; i++)
        for (size_t k = 0; c->origins[i].kind == ORIGIN_PRESENT && k < c->origins[i].claim_count; k++)
            present[view_of(all, c->origins[i].claims[k])] = true;
    return present;
}

static Compared *compare_count(Arena *arena, const Views *all, const Corpus *c)
{
    uint32_t *of = arena_array(arena, uint32_t, all->count + 1);
    Compared *found = arena_array(arena, Compared, c->incident_count + 1);

    for (uint32_t i = 0; i < c->incident_count; i++)
        for (size_t k = 0; k < c->incidents[i].claim_count; k++)
            of[view_of(all, c->incidents[i].claims[k])] = i + 1;
    for (size_t i = 0; i < c->conflict_count; i++) {
        const Conflict *x = &c->conflicts[i];
        bool alarm = x->verdict == VERDICT_CONFLICT || x->verdict == VERDICT_ERROR;
        bool agree = x->verdict == VERDICT_AGREE || x->verdict == VERDICT_REFINE;
        bool across = x->claim_count > 1 && x->claims[0].reading != x->claims[1].reading;
        uint32_t before = 0;
        for (size_t k = 0; k < x->claim_count; k++) {
            uint32_t at = x->claims[k].claim == CLAIM_NONE ? 0 : of[view_of(all, x->claims[k])];
            if (at == 0 || at == before)
                continue;
            found[at - 1].conflicts += alarm;
            found[at - 1].agree += agree && across;
            before = at;
        }
    }
    return found;
}

static Support support_of(const Views *all, const Words *words, const bool *present, const Corpus *c, const Incident *x,
                          Compared compared)
{
    Support s = { .claims = x->claim_count, .conflicts = compared.conflicts, .agree = compared.agree };

    for (size_t i = 0; i < x->claim_count; i++) {
        const View *v = &all->at[view_of(all, x->claims[i])];
        const Claim *claim = corpus_claim(c, x->claims[i]);
        const ChainLink *innermost = &claim->chain[claim->chain_count - 1];
        int kind = kind_of(words, &c->readings[x->claims[i].reading], innermost);
        s.of_kind[kind]++;
        s.sourced += claim->chain_count > 1;
        s.first_hand += (kind == KIND_EYEWITNESS && claim->chain_count == 2) ||
                        (claim->chain_count == 1 && present[view_of(all, x->claims[i])]);
        s.placed += v->settled && !v->inferred;
        s.dated += v->width > 0 && v->width <= 3;
        s.figures += v->figure_count > 0;
        s.named |= is_named(innermost->name);
    }
    return s;
}

static bool holds(const GradeRule *rule, const Incident *x, const Support *s)
{
    return (!rule->contested || s->conflicts) && x->origins >= rule->origins && (!rule->first_hand || s->first_hand) &&
           (!rule->named || s->named);
}

static void add_reasons(const Incident *x, const Support *s, Graded *g)
{
    graded_add(g, "support", 2, x->voices, x->origins);
    for (int i = 0; i < KIND_COUNT; i++)
        if (s->of_kind[i])
            graded_add(g, kinds[i], 2, (int64_t)s->of_kind[i], (int64_t)s->claims);
    if (s->sourced)
        graded_add(g, "sourced", 2, (int64_t)s->sourced, (int64_t)s->claims);
    if (s->first_hand)
        graded_add(g, "first_hand", 2, (int64_t)s->first_hand, (int64_t)s->claims);
    if (s->agree)
        graded_add(g, "agree", 1, (int64_t)s->agree, 0);
    graded_add(g, s->placed ? "place_stated" : "place_open", 0, 0, 0);
    graded_add(g, s->dated ? "day_stated" : "day_open", 0, 0, 0);
    graded_add(g, s->figures ? "figure_stated" : "figure_open", 0, 0, 0);
    graded_add(g, s->conflicts ? "conflicts" : "no_conflict", s->conflicts ? 1 : 0, (int64_t)s->conflicts, 0);
}

/* The reasons as one sentence, beside those for which the claims were put together. */
static void tell(Arena *arena, const Graded *g, Incident *x)
{
    Str *why = arena_array(arena, Str, x->why_count + 1), text = S("grade: ");

    for (size_t i = 0; i < g->count; i++)
        text = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(text), i ? "; " : "",
                            STR_ARG(grade_reason(arena, &g->reason[i], S("en"))));
    if (x->why_count)
        memcpy(why, x->why, x->why_count * sizeof *why);
    why[x->why_count++] = text;
    x->why = why;
}

void incidents_grade(Arena *arena, const Views *all, const Words *words, Corpus *c)
{
    const Compared *compared = compare_count(arena, all, c);
    const bool *present = present_claims(arena, all, c);

    for (size_t i = 0; i < c->incident_count; i++) {
        Incident *x = &c->incidents[i];
        Support s = support_of(all, words, present, c, x, compared[i]);
        Graded g = { 0 };
        size_t rule = 0;
        while (rule + 1 < grade_rule_count && !holds(&grade_rules[rule], x, &s))
            rule++;
        g.grade = str_of(grade_rules[rule].grade);
        add_reasons(x, &s, &g);
        x->grade = grade_label(g.grade, S("en"));
        x->graded = graded_text(arena, &g);
        tell(arena, &g, x);
    }
}
