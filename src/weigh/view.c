/* view.c -- see view.h. */
#include "weigh/view.h"

#include "base/vec.h"
#include "lang/scan.h"
#include "weigh/weights.h"

#include <stdlib.h>

#define EVENT_SPREAD    4       /* days over which a text tells of one event and what followed */
#define EVENT_CLAIMS    24      /* of harm, in such a text: longer ones tell of more */
#define INFER_MENTIONS  200     /* ... and over how many mentions */
#define ONE_BREATH      40      /* claims before it whose day a figure may share */

/* Codes that never make an incident of their own: context, proceedings about cases, judgements of policy. */
static const char *const context_codes[] = { "FORCE", "PATTERN", "COLLAB", "LEGAL", "DENIAL" };

/* Codes that speak of a lasting state unless a day is given. */
static const char *const lasting_codes[] = {
    "CONTROL", "SCREEN", "PERSECUTE", "DETAIN", "DEPRIVE", "DEATH_INDIRECT", "EVAC_ORDER", "CONSCRIPT", "DEPORT",
    "INVEST", "POW", "SEXUAL", "ILLTREAT", "LOOT",
};

/* Counted things that are not people, their bodies or graves are no toll: time, money, distance. */
static const char *const measure_codes[] = {
    "year", "month", "week", "day", "hour", "minute", "mile", "kilometre", "metre", "degree", "percent", "hectare",
    "square_mile", "square_kilometre", "currency",
};

static ActSet codes_set(const Taxonomy *t, const char *const *codes, size_t count)
{
    ActSet set = 0;

    for (size_t i = 0; i < count; i++)
        set |= act_bit(t, str_of(codes[i]));
    return set;
}
#define CODES(t, list) codes_set((t), (list), sizeof(list) / sizeof *(list))

ActSet views_lasting(const Taxonomy *t)
{
    return CODES(t, lasting_codes);
}

bool place_is_settled(PlaceType type)
{
    switch (type) {
    case PLACE_CITY: case PLACE_TOWN: case PLACE_VILLAGE: case PLACE_SETTLEMENT: case PLACE_DISTRICT:
    case PLACE_SITE: case PLACE_FACILITY:
        return true;
    default:
        return false;
    }
}

static bool located(const Mention *m)
{
    return m->kind == MENTION_PLACE && m->place.sense == SENSE_LOCATION;
}

static int compare_hash(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void take_thing(const Words *words, uint64_t hash, WordUse use, Str *things)
{
    Str code = words->value ? words->value(words->context, hash, use) : STR_NONE;

    /* "Building", "town": what nearly every report has tells nothing apart. */
    if (!code.len || str_eq(code, S("property")) || str_eq(code, S("settlement")))
        return;
    for (size_t i = 0; i < VIEW_THINGS; i++) {
        if (str_eq(things[i], code))
            return;
        if (!things[i].len) {
            things[i] = code;
            return;
        }
    }
}

/* What was hit and with what: the kinds of things that the claim's words name. */
static void take_things(const Views *all, const Reading *r, View *v)
{
    Str said = span_text(r->text, v->claim->span);
    size_t at = 0;
    ScanWord w;

    while (scan_word(said, &at, &w)) {
        take_thing(&all->words, w.hash, USE_OBJECT, v->objects);
        take_thing(&all->words, w.hash, USE_WEAPON, v->weapons);
    }
}

/* Names among those to whom it was done. */
static void take_whom(const Reading *r, View *v)
{
    Str said = span_is(v->claim->to.span) ? span_text(r->text, v->claim->to.span) : STR_NONE;
    size_t count = 0, at = 0;
    ScanWord w;

    while (count < VIEW_PEOPLE && scan_word(said, &at, &w))
        if (w.capital && w.letters >= 4)
            v->whom[count++] = w.hash;
}

/* Long words of the claim carry its object, weapon and people; short ones are mostly grammar. */
static void take_words(const Reading *r, View *v)
{
    const size_t shortest = 5;
    Str said = span_text(r->text, v->claim->span);
    uint64_t found[VIEW_WORDS * 4];
    size_t count = 0, at = 0;
    ScanWord w;

    while (count < sizeof found / sizeof *found && scan_word(said, &at, &w))
        if (w.letters >= shortest || w.digit)
            found[count++] = w.hash;
    qsort(found, count, sizeof *found, compare_hash);
    for (size_t i = 0; i < count && v->word_count < VIEW_WORDS; i++)
        if (i == 0 || found[i] != found[i - 1])
            v->words[v->word_count++] = found[i];
}

/* "Kupiansk issued an order": a place that acts is no place where something happens. */
static bool is_doer(const Claim *c, const Mention *m)
{
    return span_is(c->by.span) && span_within(m->span, c->by.span);
}

static void take_place(const Views *all, const Reading *r, View *v)
{
    if (v->claim->place < 0)
        return;
    const Mention *m = &r->mentions[v->claim->place];
    if (m->kind != MENTION_PLACE || is_doer(v->claim, m))
        return;
    if (m->place.place_id.len)
        v->place = gazetteer_find(all->gazetteer, m->place.place_id);
    if (v->place != NO_PLACE)
        v->settled = place_is_settled(all->gazetteer->places[v->place].type);
    else
        v->name = fold_hash(m->name);
    /* READ carries a place on from sentence to sentence; what the sentence itself names weighs more. */
    v->inferred = m->segment != v->claim->segment;
}

static void set_inferred(View *v, uint32_t place)
{
    v->place = place;
    v->settled = v->inferred = true;
}

/* Where the sources of a text are named, by start; `reach` is the furthest end so far. */
typedef struct SourceSpan {
    uint32_t start, reach;
} SourceSpan;

/* What is looked up once a text, not once a claim. */
typedef struct Text {
    const Reading *r;
    uint32_t       title;       /* the settlement that the headline names; NO_PLACE */
    SourceSpan    *sources;
    size_t         source_count;
} Text;

static int compare_source(const void *a, const void *b)
{
    const SourceSpan *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->reach < y->reach ? -1 : x->reach > y->reach;
}

static void list_sources(Arena *arena, Text *t)
{
    VEC(SourceSpan) spans = { 0 };

    for (size_t i = 0; i < t->r->claim_count; i++)
        for (size_t k = 0; k < t->r->claims[i].chain_count; k++) {
            Span s = t->r->claims[i].chain[k].span;
            if (s.end > s.start)
                vec_push(arena, &spans, (SourceSpan){ s.start, s.end });
        }
    if (spans.count)
        qsort(spans.at, spans.count, sizeof *spans.at, compare_source);
    for (size_t i = 1; i < spans.count; i++)
        if (spans.at[i].reach < spans.at[i - 1].reach)
            spans.at[i].reach = spans.at[i - 1].reach;
    t->sources = spans.at;
    t->source_count = spans.count;
}

/* "the head of the Poltava administration": an office's name, no place of what it tells. */
static bool in_source(const Text *t, Span s)
{
    size_t low = 0, high = t->source_count;

    while (low < high) {            /* the last that begins no later */
        size_t middle = low + (high - low) / 2;
        if (t->sources[middle].start <= s.start)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && t->sources[low - 1].reach >= s.end;
}

/* Number of mentions that begin before this byte. */
static size_t mentions_before(const Reading *r, uint32_t byte)
{
    size_t low = 0, high = r->mention_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->mentions[middle].span.start < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The settlement that the headline names, if it names one. */
static uint32_t title_place(const Views *all, const Reading *r)
{
    for (size_t i = 0; i < r->mention_count; i++) {
        const Mention *m = &r->mentions[i];
        if (!located(m) || m->segment < 0 || r->segments[m->segment].role != SEGMENT_TITLE)
            continue;
        uint32_t p = gazetteer_find(all->gazetteer, m->place.place_id);
        if (p != NO_PLACE && place_is_settled(all->gazetteer->places[p].type))
            return p;
    }
    return NO_PLACE;
}

static bool lies_in(const Views *all, uint32_t place, uint32_t region)
{
    return region == NO_PLACE || gazetteer_within(all->gazetteer, place, region);
}

/* The claim's place stands in the name of its speaker's office: the widest extent that it can mean. */
static uint32_t office_region(const Views *all, const Text *t, const View *v)
{
    if (v->place == NO_PLACE || !v->settled || !in_source(t, t->r->mentions[v->claim->place].span))
        return NO_PLACE;
    return gazetteer_ancestor(all->gazetteer, v->place, PLACE_OBLAST);
}

/* "They questioned his loyalty to Ukraine": in a tale without a day of its own a whole country is hardly where. */
static bool is_loose_country(const Views *all, const View *v)
{
    return v->place != NO_PLACE && v->width == 0 && !v->aggregate && all->gazetteer->places[v->place].type == PLACE_COUNTRY;
}

/* A claim without a place speaks of the settlement that the sentences before it
 * name, while no other comes between: the nearest before it, not far away;
 * else of the one in the headline. */
static void infer_place(const Views *all, const Text *t, View *v)
{
    const Reading *r = t->r;
    uint32_t region = v->place, office = office_region(all, t, v);

    /* A region that was carried on, or an office's, gives way to a settlement in it that stands nearer. */
    if (office != NO_PLACE)
        region = office;
    else if (is_loose_country(all, v))
        region = v->place;
    else if (v->name || (region != NO_PLACE && (v->settled || !v->inferred)))
        return;
    if (t->title != NO_PLACE && lies_in(all, t->title, region))
        set_inferred(v, t->title);
    size_t from = mentions_before(r, v->claim->span.end), least = from > INFER_MENTIONS ? from - INFER_MENTIONS : 0;
    for (size_t i = from; i-- > least; ) {
        const Mention *m = &r->mentions[i];
        if (!located(m) || m->segment < 0 || is_doer(v->claim, m))
            continue;
        if (v->paragraph - r->segments[m->segment].paragraph > INFER_PARAGRAPHS)
            return;
        uint32_t p = gazetteer_find(all->gazetteer, m->place.place_id);
        bool same_paragraph = v->paragraph == r->segments[m->segment].paragraph;
        if (p == NO_PLACE || !place_is_settled(all->gazetteer->places[p].type) ||
            !(same_paragraph || lies_in(all, p, region)) || in_source(t, m->span) ||
            (office != NO_PLACE && !lies_in(all, p, office)))
            continue;
        set_inferred(v, p);
        return;
    }
}

/* Figures told in one breath are of one day: "as of the evening of 28 June 20 died ... 40 are missing". */
static Str said_in_paragraph(const Reading *r, const View *v)
{
    const Claim *c = v->claim, *least = c - r->claims > ONE_BREATH ? c - ONE_BREATH : r->claims;

    for (; c->said_on.len != 10 && v->width == 0 && c > least; c--)
        if (c[-1].segment < 0 || r->segments[c[-1].segment].paragraph != v->paragraph || day_known(c[-1].first))
            return v->claim->said_on;
    return c->said_on;
}

/* As of which day a figure stands: the day on which it was said; else, for a claim with
 * a day ("on 14 January five were known"), some day from then to the document's; else the document's. */
static void said_days(const Reading *r, const View *v, const QuantityFields *q, Statement *s)
{
    int32_t day;
    Str said_on = q->as_of.len == 10 ? q->as_of : said_in_paragraph(r, v);

    s->said_first = r->doc.published_first;
    s->said_last = r->doc.published_last;
    if (said_on.len == 10 && day_parse(said_on, &day)) {
        s->said_first = s->said_last = day;
        s->said = true;
    } else if (v->width > 0 && v->width <= 3) {
        s->said = v->first == s->said_first;
        if (s->said_first == DAY_UNKNOWN || v->first < s->said_first)
            s->said_first = v->first;
        if (s->said_last == DAY_UNKNOWN)
            s->said_last = DAY_OPEN;
    }
}

/* The day of a row in a reading list is the day of the title it names, not of what the title tells. */
static bool dated_by_catalogue(const Reading *r, const Claim *c)
{
    size_t low = 0, high = r->entry_count;

    while (low < high) {            /* the last that begins no later */
        size_t middle = low + (high - low) / 2;
        if (r->entries[middle].span.start <= c->span.start)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && span_within(c->span, r->entries[low - 1].span) && str_eq(r->entries[low - 1].date, c->edtf);
}

/* "As of the morning of 6 October 52 were known": the day of knowing, not of the deed. */
static bool dated_by_count(const Reading *r, const Claim *c)
{
    for (size_t i = 0; i < c->quantity_count; i++) {
        const Mention *m = &r->mentions[c->quantities[i]];
        if (m->kind == MENTION_QUANTITY && m->quantity.as_of.len && str_eq(m->quantity.as_of, c->edtf))
            return true;
    }
    return false;
}

/* Days of a TIMEX3 duration of whole days, weeks, months or years ("P6M"); 0 for any other. */
static int32_t duration_days(Str value)
{
    static const struct { char letter; int32_t days; } units[] = { { 'D', 1 }, { 'W', 7 }, { 'M', 30 }, { 'Y', 365 } };
    int64_t number;

    if (value.len < 3 || value.ptr[0] != 'P' || !str_to_i64(str_slice(value, 1, value.len - 1), &number) || number < 1 ||
        number > 1000)
        return 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (value.ptr[value.len - 1] == units[i].letter)
            return (int32_t)number * units[i].days;
    return 0;
}

/* How long the claim says that it lasted, in days: of several the longest. */
static int32_t days_lasted(const Reading *r, const Claim *c)
{
    int32_t longest = 0;

    for (size_t i = mentions_before(r, c->span.start); i < r->mention_count && r->mentions[i].span.start < c->span.end; i++) {
        const Mention *m = &r->mentions[i];
        if (m->kind != MENTION_DATE || m->date.timex != TIMEX_DURATION)
            continue;
        int32_t days = duration_days(m->date.value);
        longest = days > longest ? days : longest;
    }
    return longest;
}

static bool measures_no_toll(Str unit)
{
    for (size_t i = 0; i < sizeof measure_codes / sizeof *measure_codes; i++)
        if (str_eq(str_of(measure_codes[i]), unit))
            return true;
    return false;
}

/* "killing 51 people", "the toll rose to 26": READ counts people or does not say;
 * that they were killed, or are missing, is in the act. Only the first figure of a
 * claim is read so, and only when no figure of it says what it counts. */
static Str unit_of(const Taxonomy *t, const Reading *r, const Claim *c, const QuantityFields *q)
{
    ActSet deaths = act_bit(t, S("KILL")) | act_bit(t, S("KILL_ATTACK")) | act_bit(t, S("DEATH_INDIRECT"));
    ActSet beside = act_bit(t, S("ATTACK")) | act_bit(t, S("INVEST")) | act_bit(t, S("DESTROY")) |
                    act_bit(t, S("POW"));

    if (q->counted.len && !str_eq(q->counted, S("person")))
        return q->counted;
    if (q != &r->mentions[c->quantities[0]].quantity)
        return q->counted;
    for (size_t i = 0; i < c->quantity_count; i++)
        if (r->mentions[c->quantities[i]].kind == MENTION_QUANTITY &&
            unit_is_toll(r->mentions[c->quantities[i]].quantity.counted))
            return q->counted;
    if ((c->acts & deaths) && (c->acts & ~(deaths | beside)) == 0)
        return S("killed");
    return c->acts == act_bit(t, S("DISAPPEAR")) ? S("missing") : q->counted;
}

static void take_figures(Arena *arena, const Views *all, const Reading *r, View *v)
{
    const Claim *c = v->claim;

    if (c->quantity_count)
        v->figures = arena_array(arena, Figure, VIEW_FIGURES);
    for (size_t i = 0; i < c->quantity_count && v->figure_count < VIEW_FIGURES; i++) {
        const Mention *m = &r->mentions[c->quantities[i]];
        if (m->kind != MENTION_QUANTITY || m->quantity.measure != MEASURE_COUNT || measures_no_toll(m->quantity.counted) ||
            (m->quantity.low == QUANTITY_UNKNOWN && m->quantity.high == QUANTITY_UNKNOWN) ||
            (m->quantity.part_of >= 0 && m->quantity.who.len == 0))
            continue;           /* "six of them seriously" is no figure beside the whole */
        const QuantityFields *q = &m->quantity;
        Figure f = { .mention = c->quantities[i], .s = {
            .unit = unit_of(all->corpus->taxonomy, r, c, q), .who = str_eq(q->who, S("person")) ? STR_NONE : q->who,
            .low = q->low, .high = q->high, .approximate = q->approximate, .measure = q->measure,
            .place = v->place, .first = v->first, .last = v->last, .aggregate = v->aggregate,
        } };
        said_days(r, v, q, &f.s);
        v->figures[v->figure_count++] = f;
    }
}

static void view_make(Arena *arena, const Views *all, const Text *t, ActSet context, ActSet lasting, ClaimRef ref,
                      View *v)
{
    const Reading *r = t->r;
    const Claim *c = &r->claims[ref.claim];
    bool known = c->segment >= 0 && (size_t)c->segment < r->segment_count;
    const Segment *seg = known ? &r->segments[c->segment] : NULL;

    *v = (View){ .ref = ref, .claim = c, .place = NO_PLACE, .segment = c->segment,
                 .paragraph = seg ? seg->paragraph : -1, .role = seg ? seg->role : SEGMENT_SENTENCE,
                 .first = c->first, .last = c->last, .aggregate = c->aggregate };
    v->near = day_known(v->first) ? v->first : r->doc.published_first;
    if (c->edtf.len && (dated_by_catalogue(r, c) || dated_by_count(r, c)))
        v->first = v->last = DAY_UNKNOWN;
    if (day_known(v->first) && day_known(v->last))
        v->width = v->last - v->first + 1;
    v->near_told = v->width > 0 && v->width <= 3;
    v->denied = c->modality == MODALITY_DENIED || (c->acts & act_bit(all->corpus->taxonomy, S("DENIAL")));
    if (!v->denied && c->modality != MODALITY_PLANNED && c->modality != MODALITY_HYPOTHETICAL &&
        v->role != SEGMENT_BOILERPLATE)
        v->acts = c->acts & ~context;
    v->lasted = days_lasted(r, c);
    v->situation = v->width > EVENT_DAYS || ((c->acts & lasting) && (v->width == 0 || v->width > 3));
    take_place(all, r, v);
    infer_place(all, t, v);
    take_figures(arena, all, r, v);
    take_words(r, v);
    take_things(all, r, v);
    take_whom(r, v);
}

/* The one event that a text tells of: its claims of harm name one settlement at most, and days that lie together. */
typedef struct OneEvent {
    uint32_t place;
    int32_t  first, last;
} OneEvent;

static bool find_one_event(const Views *all, uint32_t from, uint32_t to, OneEvent *ret)
{
    OneEvent e = { NO_PLACE, DAY_UNKNOWN, DAY_UNKNOWN };
    ActSet harm = acts_harm(all->corpus->taxonomy);
    size_t claims = 0;

    for (uint32_t i = from; i < to; i++) {
        const View *v = &all->at[i];
        if (!v->acts || v->situation || v->aggregate || !(v->acts & harm))
            continue;
        claims++;
        if (v->settled && !v->inferred) {
            if (e.place != NO_PLACE && e.place != v->place)
                return false;
            e.place = v->place;
        }
        if (v->width > 0) {
            e.first = e.first == DAY_UNKNOWN || v->first < e.first ? v->first : e.first;
            e.last = e.last == DAY_UNKNOWN || v->last > e.last ? v->last : e.last;
        }
    }
    *ret = e;
    return claims <= EVENT_CLAIMS && (e.first == DAY_UNKNOWN || e.last - e.first <= EVENT_SPREAD);
}

/* What such a text leaves unsaid of a claim is taken from what it says of its event: as a hint, never as a fact. */
static bool take_one_event(Views *all, uint32_t from, uint32_t to)
{
    OneEvent e;

    if (!find_one_event(all, from, to, &e))
        return false;
    for (uint32_t i = from; i < to; i++) {
        View *v = &all->at[i];
        if (v->situation || v->aggregate)
            continue;
        if (e.place != NO_PLACE && v->place == NO_PLACE && !v->name)
            set_inferred(v, e.place);
        if (e.first != DAY_UNKNOWN && v->width == 0) {
            v->near = e.first;
            v->near_told = true;
        }
    }
    return true;
}

/* What people ruled: a claim that is left out states nothing; one that was put together with another takes part,
 * also where rules would keep it out. */
static void obey_rulings(Views *all)
{
    const Corpus *c = all->corpus;

    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < c->ruling_count; i++) {
            const Ruling *x = &c->rulings[i];
            const ClaimRef both[2] = { x->a, x->b };
            for (int k = 0; k < (x->kind == RULING_LEAVE_OUT ? 1 : 2); k++) {
                if (both[k].reading >= c->reading_count || both[k].claim >= c->readings[both[k].reading].claim_count)
                    continue;
                View *v = &all->at[view_of(all, both[k])];
                if (pass == 0 && x->kind == RULING_TOGETHER && !v->acts) {
                    v->acts = v->claim->acts;
                } else if (pass == 1 && x->kind == RULING_LEAVE_OUT) {
                    v->left_out = true;
                    v->acts = 0;
                    v->figure_count = 0;
                }
            }
        }
}

void views_make(Arena *arena, const Gazetteer *g, Words words, const Corpus *c, Views *ret)
{
    Views all = { .gazetteer = g, .corpus = c, .words = words, .first = arena_array(arena, uint32_t, c->reading_count + 1) };
    ActSet context = CODES(c->taxonomy, context_codes), lasting = CODES(c->taxonomy, lasting_codes);

    for (size_t r = 0; r < c->reading_count; r++)
        all.first[r + 1] = all.first[r] + (uint32_t)c->readings[r].claim_count;
    all.count = all.first[c->reading_count];
    all.at = arena_array(arena, View, all.count + 1);
    for (size_t r = 0; r < c->reading_count; r++) {
        Text text = { .r = &c->readings[r], .title = title_place(&all, &c->readings[r]) };
        list_sources(arena, &text);
        for (size_t k = 0; k < c->readings[r].claim_count; k++)
            view_make(arena, &all, &text, context, lasting, (ClaimRef){ (uint32_t)r, (uint32_t)k },
                      &all.at[all.first[r] + k]);
    }
    obey_rulings(&all);
    all.one_event = arena_array(arena, bool, c->reading_count + 1);
    for (size_t r = 0; r < c->reading_count; r++)
        all.one_event[r] = take_one_event(&all, all.first[r], all.first[r + 1]);
    *ret = all;
}

void views_mark_wrong(Views *all)
{
    for (size_t i = 0; i < all->corpus->conflict_count; i++) {
        const Conflict *x = &all->corpus->conflicts[i];
        if (x->verdict != VERDICT_ERROR || (x->kind != CONFLICT_CAPTION && x->kind != CONFLICT_HEADLINE))
            continue;
        uint32_t r = x->spans[0].reading;
        for (uint32_t v = all->first[r]; v < all->first[r + 1]; v++)
            for (size_t f = 0; f < all->at[v].figure_count; f++) {
                Figure *figure = &all->at[v].figures[f];
                figure->wrong |= span_eq(all->corpus->readings[r].mentions[figure->mention].span, x->spans[0].span);
            }
    }
}
