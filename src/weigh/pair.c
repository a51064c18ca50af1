/* pair.c -- see pair.h. */
#include "base/strbuf.h"
#include "weigh/pair.h"
#include "weigh/weights.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Codes that often stand for one incident told in two ways. */
const ActsTogether acts_together[] = {
    { "KILL", "KILL_ATTACK", .7 },      { "KILL", "GRAVE", .8 },            { "KILL", "MUTILATE", .5 },
    { "KILL", "TORTURE", .5 },          { "KILL", "POW", .5 },              { "KILL", "INVEST", .4 },
    { "KILL_ATTACK", "ATTACK", .8 },    { "KILL_ATTACK", "DESTROY", .5 },   { "KILL_ATTACK", "INVEST", .3 },
    { "GRAVE", "MUTILATE", .5 },        { "GRAVE", "TORTURE", .4 },         { "GRAVE", "INVEST", .4 },
    { "GRAVE", "POW", .3 },             { "TORTURE", "ILLTREAT", .7 },      { "TORTURE", "DETAIN", .6 },
    { "TORTURE", "POW", .5 },           { "TORTURE", "INVEST", .3 },        { "TORTURE", "MUTILATE", .4 },
    { "TORTURE", "SEXUAL", .4 },        { "TORTURE", "DISAPPEAR", .3 },     { "TORTURE", "SCREEN", .3 },
    { "DETAIN", "DISAPPEAR", .7 },      { "DETAIN", "SCREEN", .4 },         { "DETAIN", "CONSCRIPT", .5 },
    { "DETAIN", "ILLTREAT", .6 },       { "DETAIN", "POW", .5 },            { "SCREEN", "ILLTREAT", .5 },
    { "SCREEN", "PERSECUTE", .5 },      { "SCREEN", "LOOT", .3 },           { "CONSCRIPT", "ILLTREAT", .5 },
    { "ATTACK", "DESTROY", .8 },        { "ATTACK", "KILL", .4 },           { "ATTACK", "DEPRIVE", .3 },
    { "ATTACK", "PERSECUTE", .4 },      { "ATTACK", "INVEST", .3 },         { "ATTACK", "CONTROL", .2 },
    { "DESTROY", "LOOT", .5 },
    { "DESTROY", "DEPRIVE", .4 },       { "DEPRIVE", "DEATH_INDIRECT", .6 },{ "DEPORT", "DISAPPEAR", .5 },
};
const size_t acts_together_count = sizeof acts_together / sizeof *acts_together;

/* W_ACT_SAME, TOLL_DAYS ...: constants and rows of one table. */
#define W(name, bits, meaning) static const double W_##name = bits;
#define LIMIT(name, number, unit, meaning) name = number,
PAIR_WEIGHTS(W)
enum { PAIR_LIMITS(LIMIT) };
#undef W
#undef LIMIT

#define W(name, bits, meaning) { #name, meaning, bits },
#define LIMIT(name, number, unit, meaning) { #name, unit, meaning, number },
const PairWeight pair_weights[] = { PAIR_WEIGHTS(W) };
const size_t pair_weight_count = sizeof pair_weights / sizeof *pair_weights;
const PairLimit pair_limits[] = { PAIR_LIMITS(LIMIT) };
const size_t pair_limit_count = sizeof pair_limits / sizeof *pair_limits;
const PairLimit weigh_limits[] = {
    { "LINK_ACCEPT", "bits", "evidence from which two claims are suggested for one incident", LINK_ACCEPT },
    { "AVERAGE_MIN", "bits", "mean evidence between two groups that may join", AVERAGE_MIN },
    { "EVENT_DAYS", "days", "a claim whose days span more speaks of a situation", EVENT_DAYS },
    { "INFER_PARAGRAPHS", "paragraphs", "how far back a claim without a place looks for one", INFER_PARAGRAPHS },
    { "TOLL_MIN", "people", "a toll of this many, in one settlement, is one toll although it grew ...", TOLL_MIN },
    { "TOLL_GAP", "days", "... by no more than a quarter within so many days", TOLL_GAP },
};
const size_t weigh_limit_count = sizeof weigh_limits / sizeof *weigh_limits;

/* In tenths, so that a table of bytes will do. */
struct ActFit {
    uint8_t tenths[TAXONOMY_MAX][TAXONOMY_MAX];
    ActSet  control, order, grave, lasting;
};

static int act_index(const Taxonomy *t, Str code)
{
    ActSet bit = act_bit(t, code);
    return bit ? __builtin_ctzll(bit) : -1;
}

void pair_prepare(Arena *arena, Views *all)
{
    const Taxonomy *t = all->corpus->taxonomy;
    struct ActFit *fit = arena_new(arena, struct ActFit);

    for (size_t i = 0; i < t->count; i++)
        fit->tenths[i][i] = 10;
    for (size_t i = 0; i < acts_together_count; i++) {
        int one = act_index(t, str_of(acts_together[i].one)), other = act_index(t, str_of(acts_together[i].other));
        if (one >= 0 && other >= 0)
            fit->tenths[one][other] = fit->tenths[other][one] = (uint8_t)(acts_together[i].fit * 10 + .5);
    }
    fit->control = act_bit(t, S("CONTROL"));
    fit->grave = act_bit(t, S("GRAVE"));
    fit->order = act_bit(t, S("EVAC_ORDER"));
    fit->lasting = views_lasting(t);
    all->fit = fit;
}

double acts_fit(const Views *all, ActSet a, ActSet b)
{
    uint8_t best = 0;

    if (a & b)
        return 1;
    for (ActSet x = a; x; x &= x - 1)
        for (ActSet y = b; y; y &= y - 1) {
            uint8_t tenths = all->fit->tenths[__builtin_ctzll(x)][__builtin_ctzll(y)];
            if (tenths > best)
                best = tenths;
        }
    return best / 10.0;
}

static void say(StrBuf *why, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(StrBuf *why, const char *format, ...)
{
    char text[256];
    va_list args;

    if (why == NULL)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (why->len)
        strbuf_add(why, S(", "));
    strbuf_add(why, str_of(text));
}

static void weigh_acts(const Views *all, const View *a, const View *b, Link *l, StrBuf *why)
{
    const Taxonomy *t = all->corpus->taxonomy;
    double fit = acts_fit(all, a->acts, b->acts);

    if (fit == 0) {
        l->cannot = true;
        return;
    }
    l->weight += fit == 1 ? W_ACT_SAME : fit * W_ACT_FITS;
    if (why == NULL)
        return;
    for (size_t i = 0; i < t->count; i++)
        if (a->acts & b->acts & (ActSet)1 << i) {
            say(why, "same act (" STR_FMT ")", STR_ARG(t->act[i].code));
            return;
        }
    say(why, "compatible acts");
}

static bool places_near(const Gazetteer *g, uint32_t a, uint32_t b)
{
    const Place *p = &g->places[a], *q = &g->places[b];

    return (p->type == PLACE_SITE || p->type == PLACE_FACILITY || q->type == PLACE_SITE || q->type == PLACE_FACILITY) &&
           place_km(p->lat, p->lon, q->lat, q->lon) * 1000 <= p->precision_m + q->precision_m;
}

/* In a large city much happens at once: that two texts name it says less. */
static double crowd_bits(const Place *p)
{
    return p->population > CROWD ? W_CROWD * log10((double)p->population / CROWD) : 0;
}

static void weigh_places(const Views *all, const View *a, const View *b, Link *l, StrBuf *why)
{
    const Gazetteer *g = all->gazetteer;

    if (a->place == NO_PLACE || b->place == NO_PLACE) {
        if (a->name && a->name == b->name) {
            l->weight += W_NAME;
            say(why, "same place name");
        } else if (a->name && b->name) {
            l->cannot = true;
        }
        return;
    }
    const Place *p = &g->places[a->place];
    const Place *q = &g->places[b->place];
    bool nested = gazetteer_within(g, a->place, b->place) || gazetteer_within(g, b->place, a->place);
    if (a->place == b->place) {
        bool follows = a->ref.reading == b->ref.reading && abs(a->paragraph - b->paragraph) <= 1;
        l->weight += !a->settled ? (p->type == PLACE_COUNTRY ? W_COUNTRY : W_REGION)
                     : !a->inferred && !b->inferred ? W_SETTLEMENT : follows ? W_FOLLOWS : W_INFERRED;
        if (a->settled && a->ref.reading != b->ref.reading)
            l->weight -= crowd_bits(p);
        say(why, "same place (" STR_FMT ")", STR_ARG(p->en));
    } else if (nested && a->settled && b->settled) {
        l->weight += W_NEAR;
        say(why, STR_FMT " and " STR_FMT ", one in the other", STR_ARG(p->en), STR_ARG(q->en));
    } else if (nested) {
        l->weight += W_CONTAINED;
        say(why, "one place lies in the other");
    } else if (places_near(g, a->place, b->place)) {
        l->weight += W_NEAR;
        say(why, "places as near as they are known");
    } else if (a->inferred || b->inferred) {
        l->weight += W_OTHER_PLACE;
        say(why, STR_FMT " and " STR_FMT ", one of them from the sentences around", STR_ARG(p->en), STR_ARG(q->en));
    } else {
        l->cannot = true;
    }
}

/* Days between two known intervals; 0 when they share one. */
static int32_t day_gap(const View *a, const View *b)
{
    return a->last < b->first ? b->first - a->last : b->last < a->first ? a->first - b->last : 0;
}

/* A toll that is larger, or the same, on the later day. */
static bool toll_rises(const View *a, const View *b)
{
    const View *early = a->first <= b->first ? a : b, *late = early == a ? b : a;

    for (size_t i = 0; i < early->figure_count; i++)
        for (size_t k = 0; k < late->figure_count; k++) {
            const Statement *s = &early->figures[i].s, *t = &late->figures[k].s;
            if (units_equal(s->unit, t->unit) && unit_is_toll(s->unit) && t->low >= s->low && t->low > 2)
                return true;
        }
    return false;
}

/* "51 killed" on the 5th and "52 killed" on the 6th, in one village. */
static bool toll_goes_on(const View *a, const View *b, int32_t gap)
{
    const View *early = a->first <= b->first ? a : b, *late = early == a ? b : a;

    if (gap > TOLL_NEAR || !a->settled || a->place != b->place)
        return false;
    for (size_t i = 0; i < early->figure_count; i++)
        for (size_t k = 0; k < late->figure_count; k++) {
            const Statement *s = &early->figures[i].s, *t = &late->figures[k].s;
            if (units_equal(s->unit, t->unit) && unit_is_toll(s->unit) && s->low >= TOLL_LARGE && t->low >= s->low &&
                t->low - s->low <= s->low / TOLL_GROWTH)
                return true;
        }
    return false;
}

/* A state that is said to have lasted about as long as lies between the two days: they are its beginning and its end. */
static bool lasted_between(const View *a, const View *b, int32_t gap)
{
    int32_t lasted = a->lasted > b->lasted ? a->lasted : b->lasted;

    return lasted >= 2 * LASTED_SLACK && a->place == b->place && gap <= lasted + LASTED_SLACK;
}

static void weigh_gap(const Views *all, const View *a, const View *b, int32_t gap, Link *l, StrBuf *why)
{
    if (toll_goes_on(a, b, gap)) {
        l->weight += W_TOLL_GOES_ON;
        say(why, "the same toll, brought up to date");
        return;
    }
    if ((a->acts & b->acts & all->fit->lasting) && lasted_between(a, b, gap)) {
        l->weight += W_LASTED;
        say(why, "it lasted from one day to the other");
        return;
    }
    if (gap <= TOLL_DAYS && a->settled && a->place == b->place && toll_rises(a, b)) {
        l->weight += a->ref.reading == b->ref.reading ? 0 : W_DAY_MISSES;
        return;
    }
    bool control = a->acts & b->acts & all->fit->control;
    bool order = a->acts & b->acts & all->fit->order, grave = a->acts & b->acts & all->fit->grave;
    /* A town changes hands over days, a grave is opened over weeks, an order is renewed: told with several dates. */
    bool vague = a->width > 3 || b->width > 3;
    int32_t tolerance = order ? 190 : control ? (vague ? 31 : 7) : grave ? 31 : a->situation && b->situation ? 31 : 1;

    if (gap > tolerance)
        l->cannot = true;
    else if (!(order || (a->situation && b->situation)))
        l->weight += control ? W_NEAR_DAYS : grave ? W_DAY_MISSES / 4 : W_DAY_MISSES;
}

/* An event without a day of its own: news is about the days on which it appears. */
static void weigh_near(const View *a, const View *b, Link *l, StrBuf *why)
{
    int32_t apart = day_known(a->near) && day_known(b->near) ? abs(a->near - b->near) : NEWS_DAYS + 1;

    if (a->near_told && b->near_told) {
        l->weight += apart <= 1 ? W_TOLD_DAY : apart <= 3 ? W_NEWS : W_NO_DAY;
        if (apart <= 1)
            say(why, "told of one day");
    } else if (apart <= 3) {
        l->weight += W_NEWS;
        say(why, "told in the same days");
    } else {
        l->weight += apart <= NEWS_DAYS ? W_NO_DAY / 2 : W_NO_DAY;
    }
}

static void weigh_days(const Views *all, const View *a, const View *b, Link *l, StrBuf *why)
{
    bool one_text = a->ref.reading == b->ref.reading;

    if (a->situation && b->situation && (a->acts & b->acts & all->fit->lasting) && a->settled && a->place == b->place)
        l->weight += W_LASTING;
    if (a->width == 0 || b->width == 0) {
        if (!(a->situation && b->situation) && !one_text)
            weigh_near(a, b, l, why);
        return;
    }
    int32_t gap = day_gap(a, b), widest = a->width > b->width ? a->width : b->width;
    int32_t narrowest = a->width < b->width ? a->width : b->width;
    if (gap > 0) {
        weigh_gap(all, a, b, gap, l, why);
        return;
    }
    if (widest > 62 && narrowest <= 3 && !(a->acts & b->acts & all->fit->control)) {
        l->weight += W_KIND_DIFFERS;
    } else {
        l->weight += widest <= 3 ? W_SAME_DAY : widest <= 31 ? W_SAME_MONTH : W_SAME_YEAR;
        say(why, widest <= 3 ? "same day" : "overlapping days");
    }
}

/* The figures of two claims: the best agreement, else the clearest difference. */
static void weigh_figures(const View *a, const View *b, Link *l, StrBuf *why)
{
    /* A headline or caption speaks of what its text does, even where it gets the figure wrong. */
    bool body = a->role == SEGMENT_SENTENCE && b->role == SEGMENT_SENTENCE;
    bool equal = false, fits = false, misses = false, half = false, other = false;
    const Statement *shown = NULL;

    for (size_t i = 0; i < a->figure_count; i++)
        for (size_t k = 0; k < b->figure_count; k++) {
            const Statement *s = &a->figures[i].s, *t = &b->figures[k].s;
            bool people_fit = str_eq(s->who, t->who) || !s->who.len || !t->who.len;
            if (!units_equal(s->unit, t->unit)) {
                half |= units_related(s->unit, t->unit) && !statement_meets(s, t);
                other |= s->low >= LARGE_FIGURE && t->low >= LARGE_FIGURE && units_related(s->unit, t->unit);
                equal |= s->low == t->low && s->high == t->high && s->low > 1 && units_related(s->unit, t->unit);
            } else if (!people_fit) {
                continue;
            } else if (s->low == t->low && s->high == t->high && s->low > 1) {
                equal = true;
                shown = s;
            } else if (statement_meets(s, t)) {
                fits = true;
            } else {
                misses |= unit_is_toll(s->unit);
            }
        }
    if (equal) {
        l->weight += W_FIGURE_EQUAL;
        say(why, "same figure");
        if (shown && why)
            strbuf_printf(why, shown->high == QUANTITY_OPEN ? " (%lld or more)" : " (%lld)", (long long)shown->low);
    } else if (misses && body && a->ref.reading == b->ref.reading) {
        l->weight += W_FIGURE_MISSES;
    } else if (half && body && a->ref.reading == b->ref.reading) {
        l->weight += W_FIGURE_MISSES / 2;
    } else if (fits) {
        l->weight += W_FIGURE_FITS;
    } else if (other) {
        l->weight += W_OTHER_UNIT;
    }
}

static void weigh_words(const View *a, const View *b, Link *l, StrBuf *why)
{
    size_t i = 0, k = 0, both = 0;
    size_t fewer = a->word_count < b->word_count ? a->word_count : b->word_count;

    while (i < a->word_count && k < b->word_count) {
        both += a->words[i] == b->words[k];
        if (a->words[i] <= b->words[k])
            k += a->words[i++] == b->words[k];
        else
            k++;
    }
    if (fewer < 2 || both == 0)
        return;
    l->weight += W_WORDS * (double)both / (double)(a->word_count + b->word_count - both);
    if (both >= 2)
        say(why, "%zu long words in common", both);
}

static bool same_thing(const Str *a, const Str *b, Str *ret)
{
    for (size_t i = 0; i < VIEW_THINGS && a[i].len; i++)
        for (size_t k = 0; k < VIEW_THINGS && b[k].len; k++)
            if (str_eq(a[i], b[k])) {
                *ret = a[i];
                return true;
            }
    return false;
}

/* What was hit, with what, and who was harmed: where both claims say so. */
static void weigh_things(const View *a, const View *b, Link *l, StrBuf *why)
{
    Str which;
    bool people = false;

    if (a->objects[0].len && b->objects[0].len) {
        bool same = same_thing(a->objects, b->objects, &which);
        l->weight += same ? W_SAME_OBJECT : W_OTHER_OBJECT;
        if (same)
            say(why, "same kind of object (" STR_FMT ")", STR_ARG(which));
    }
    if (a->weapons[0].len && b->weapons[0].len) {
        bool same = same_thing(a->weapons, b->weapons, &which);
        l->weight += same ? W_SAME_WEAPON : W_OTHER_WEAPON;
        if (same)
            say(why, "same kind of weapon (" STR_FMT ")", STR_ARG(which));
    }
    for (size_t i = 0; i < VIEW_PEOPLE && a->whom[i]; i++)
        for (size_t k = 0; k < VIEW_PEOPLE && b->whom[k]; k++)
            people |= a->whom[i] == b->whom[k];
    if (people) {
        l->weight += W_SAME_PEOPLE;
        say(why, "the same people named");
    }
}

static void weigh_source(const View *a, const View *b, Link *l)
{
    const Claim *x = a->claim, *y = b->claim;

    if (a->ref.reading != b->ref.reading || x->chain_count < 2 || y->chain_count < 2)
        return;
    bool same = str_eq(x->chain[x->chain_count - 1].name, y->chain[y->chain_count - 1].name);
    l->weight += same ? W_SOURCE : W_OTHER_SOURCE;
}

static void weigh_distance(const Views *all, const View *a, const View *b, Link *l, StrBuf *why)
{
    if (a->ref.reading != b->ref.reading || a->paragraph < 0 || b->paragraph < 0)
        return;
    bool one_event = all->one_event[a->ref.reading] && !a->situation && !b->situation;
    if (one_event) {
        l->weight += W_ONE_EVENT;
        say(why, "a text about one event");
    }
    int32_t apart = abs(a->paragraph - b->paragraph);
    if (a->segment == b->segment) {
        l->weight += W_SENTENCE;
        say(why, "one sentence");
    } else if (apart == 0) {
        l->weight += abs(a->segment - b->segment) == 1 ? W_SENTENCE - 0.5 : W_PARAGRAPH;
        say(why, "one paragraph");
    } else if (apart <= 2) {
        l->weight += W_NEXT;
        say(why, "neighbouring paragraphs");
    } else if (a->role == SEGMENT_TITLE || b->role == SEGMENT_TITLE) {
        l->weight += W_TITLE;
        say(why, "headline and text");
    } else if (!one_event && !(a->situation && b->situation)) {
        l->weight += W_FAR;
    }
}

/* Names that two texts share: what speaks where a place is not known. */
static void weigh_names(const Views *all, const View *a, const View *b, Link *l, StrBuf *why)
{
    size_t count;

    if (a->ref.reading == b->ref.reading)
        return;
    bool placed = a->place != NO_PLACE && b->place != NO_PLACE;
    double bits = signatures_shared(&all->signatures, a->ref.reading, b->ref.reading, &count);
    double most = W_NAMES_PLACED;
    if (placed && a->place == b->place && a->settled)       /* in a crowd names tell what the place does not */
        most += W_NAMES_CROWD * crowd_bits(&all->gazetteer->places[a->place]);
    l->weight += placed ? (bits < most ? bits : most) : bits + W_UNPLACED;
    if (bits > 0)
        say(why, "%zu rare names in common", count);
}

/* What a field added, and the reasons in words that it gave. */
static void note(PairField *fields, PairFieldName name, const Link *l, const StrBuf *why)
{
    if (fields == NULL)
        return;
    double before = 0;
    size_t said = 0;
    for (int i = 0; i < PAIR_FIELDS; i++) {
        before += fields[i].bits;
        said = fields[i].why_end > said ? fields[i].why_end : said;
    }
    fields[name] = (PairField){ .weighed = true, .bits = l->weight - before, .cannot = l->cannot,
                                .why_start = said, .why_end = why ? why->len : 0 };
}

Link pair_weigh_fields(const Views *all, const View *a, const View *b, StrBuf *why, PairField fields[PAIR_FIELDS])
{
    Link l = { 0 };

    if (fields)
        memset(fields, 0, PAIR_FIELDS * sizeof *fields);
    if (!a->acts || !b->acts || a->aggregate != b->aggregate) {
        l.cannot = true;
        return l;
    }
    weigh_places(all, a, b, &l, why);
    note(fields, PAIR_PLACE, &l, why);
    if (!l.cannot) {
        weigh_acts(all, a, b, &l, why);
        note(fields, PAIR_ACT, &l, why);
    }
    if (!l.cannot) {
        weigh_days(all, a, b, &l, why);
        note(fields, PAIR_DAY, &l, why);
    }
    if (l.cannot)
        return l;
    weigh_names(all, a, b, &l, why);
    note(fields, PAIR_NAMES, &l, why);
    weigh_figures(a, b, &l, why);
    note(fields, PAIR_FIGURE, &l, why);
    weigh_words(a, b, &l, why);
    note(fields, PAIR_WORDS, &l, why);
    weigh_things(a, b, &l, why);
    note(fields, PAIR_THINGS, &l, why);
    weigh_source(a, b, &l);
    weigh_distance(all, a, b, &l, why);
    note(fields, PAIR_TEXT, &l, why);
    return l;
}

Link pair_weigh(const Views *all, const View *a, const View *b, StrBuf *why)
{
    return pair_weigh_fields(all, a, b, why, NULL);
}
