/* geography.c -- a text against the map: a town put into another region, a village
 * called a city, a river that is nowhere near. The pattern is two place mentions with a word for "in" between
 * them; the map is the gazetteer. One row a disagreement: every text that has the slip, and texts that have it right.
 */
#include "base/auto.h"
#include "lang/scan.h"
#include "weigh/rows.h"

#include <stdlib.h>

#define GAP_MAX      48     /* bytes between the town and the region it is put in */
#define RIGHT_GAP    120    /* bytes between them where another text has it right */
#define SLIPS_SHOWN  3      /* texts with one slip that its row shows; the others are those that have it right */
#define RIVER_KM     50     /* farther from every point of its course, a river is not near; the points are some km off */
#define RIVER_GAP    40     /* bytes between a settlement and the river it is said to be near */
#define NEAR_GAP     16     /* bytes between "nearby" and the river's name */
#define MENTIONS_BACK 64    /* among which that settlement is looked for */
#define HERE_PARAGRAPHS 6   /* how far back the settlement stands that "nearby" means */
#define TYPE_AHEAD   6      /* sentences in which "the village" still means the place before */

static uint32_t place_at(const Rows *rows, const Mention *m)
{
    if (m->kind != MENTION_PLACE || m->place.sense != SENSE_LOCATION || !m->place.place_id.len)
        return NO_PLACE;
    return gazetteer_find(rows->all->gazetteer, m->place.place_id);
}

static bool is_town(PlaceType t)
{
    return t == PLACE_CITY || t == PLACE_TOWN || t == PLACE_VILLAGE || t == PLACE_SETTLEMENT;
}

/* The oblast that a mention stands for when a town is put "in" it: a city's name often
 * means its oblast. Regions without borders (Donbas) are no ground for an error. */
static uint32_t region_of(const Gazetteer *g, uint32_t place)
{
    return gazetteer_ancestor(g, place, PLACE_OBLAST);
}

/* "in", "in northeast", "in Ukraine's", "in the": the first word says in, the others do not end the phrase. */
static bool puts_in(const Rows *rows, Str gap, bool oblast)
{
    size_t at = 0, count = 0;
    ScanWord w;

    for (size_t i = 0; i < gap.len; i++)
        if (strchr(".;:()!?\n", gap.ptr[i]))
            return false;
    while (scan_word(gap, &at, &w)) {
        if (count++ == 0) {
            bool comma = memchr(gap.ptr, ',', w.span.start) != NULL;
            bool a_word = word_is(&rows->words, w.hash, USE_IN) ||
                          (!comma && oblast && word_is(&rows->words, w.hash, USE_OF));
            /* ", a hamlet in Ukraine's": an apposition between commas may stand before the word. */
            if (!a_word && !(comma && word_is(&rows->words, w.hash, USE_ARTICLE)))
                return false;
            if (a_word)
                continue;
            count = 0;
            if (!scan_word(gap, &at, &w) || !scan_word(gap, &at, &w) || !word_is(&rows->words, w.hash, USE_IN))
                return false;
            count = 1;
        } else if (!word_is(&rows->words, w.hash, USE_ARTICLE) && !word_is(&rows->words, w.hash, USE_DIRECTION) &&
                   !w.capital) {
            return false;
        }
    }
    return count > 0;
}

/* "Izium, Donetsk Oblast" without a word between: only when the second is a region by its own name. */
static bool apposed(const Rows *rows, Str gap, uint32_t second, Str after)
{
    PlaceType type = rows->all->gazetteer->places[second].type;
    bool list = after.len && after.ptr[0] == ',';
    return type == PLACE_OBLAST && !list && str_eq(str_trim(gap), S(","));
}

static bool earlier(const Document *a, const Document *b)
{
    if (a->published_first == DAY_UNKNOWN || b->published_first == DAY_UNKNOWN)
        return a->published_first != DAY_UNKNOWN;
    return a->published_first < b->published_first;
}

typedef struct Towns {      /* mentions of settlements by place, in order */
    uint32_t *first;        /* of each place: index into next[], or NO_PLACE */
    struct { uint32_t reading, mention, next; } *at;
    size_t count;
} Towns;

static void towns_index(Rows *rows, Towns *t)
{
    const Corpus *c = rows->corpus;
    const Gazetteer *g = rows->all->gazetteer;
    size_t total = 0;

    for (size_t r = 0; r < c->reading_count; r++)
        total += c->readings[r].mention_count;
    t->first = arena_array(rows->arena, uint32_t, g->count + 1);
    t->at = arena_raw(rows->arena, sizeof *t->at * (total + 1));
    memset(t->first, 0xFF, sizeof *t->first * (g->count + 1));
    for (size_t r = c->reading_count; r-- > 0; )
        for (size_t m = c->readings[r].mention_count; m-- > 0; ) {
            uint32_t p = place_at(rows, &c->readings[r].mentions[m]);
            if (p == NO_PLACE || !is_town(g->places[p].type))
                continue;
            t->at[t->count].reading = (uint32_t)r;
            t->at[t->count].mention = (uint32_t)m;
            t->at[t->count].next = t->first[p];
            t->first[p] = (uint32_t)t->count++;
        }
}

/* Mention `m` and, soon after it in its sentence, the region it lies in. */
static bool right_here(const Rows *rows, const Reading *r, size_t m, uint32_t town, Span *ret)
{
    const Gazetteer *g = rows->all->gazetteer;
    uint32_t region = region_of(g, town);

    for (size_t k = m + 1; k < r->mention_count && r->mentions[k].segment == r->mentions[m].segment; k++) {
        uint32_t p = place_at(rows, &r->mentions[k]);
        if (r->mentions[k].span.start > r->mentions[m].span.end + RIGHT_GAP)
            return false;
        if (p == NO_PLACE || p == town)
            continue;
        if (p == region || (region_of(g, p) == region && str_starts(g->places[region].en, g->places[p].en))) {
            *ret = (Span){ r->mentions[m].span.start, r->mentions[k].span.end };
            return true;
        }
        if (region_of(g, p) != region)
            return false;
    }
    return false;
}

/* The earliest documents that put the town where the map has it, at most SITES_MAX - 1. */
static size_t right_elsewhere(const Rows *rows, const Towns *towns, uint32_t reading, uint32_t town, Site *ret)
{
    const Reading *readings = rows->corpus->readings;
    uint32_t last = UINT32_MAX;
    size_t count = 0;

    for (uint32_t i = towns->first[town]; i != UINT32_MAX; i = towns->at[i].next) {
        uint32_t other = towns->at[i].reading;
        Span right;
        if (other == reading || other == last ||
            !right_here(rows, &readings[other], towns->at[i].mention, town, &right))
            continue;
        last = other;
        size_t k = count < SITES_MAX - 1 ? count++ : count;
        for (; k > 0 && earlier(&readings[other].doc, &readings[ret[k - 1].reading].doc); k--)
            if (k < SITES_MAX - 1)
                ret[k] = ret[k - 1];
        if (k < SITES_MAX - 1)
            ret[k] = (Site){ other, right, CLAIM_NONE };
    }
    return count;
}

/* A town put into a region where the map does not have it. */
typedef struct Slip {
    uint32_t town, said;    /* places: the settlement, the region it is put in */
    uint32_t reading;
    Span     span;
} Slip;

typedef VEC(Slip) SlipVec;

static int compare_slips(const void *a, const void *b)
{
    const Slip *x = a, *y = b;

    if (x->town != y->town)
        return x->town < y->town ? -1 : 1;
    if (x->said != y->said)
        return x->said < y->said ? -1 : 1;
    if (x->reading != y->reading)
        return x->reading < y->reading ? -1 : 1;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

/* One finding for a reader, however many texts have the slip: those that have it, then those that put it right. */
static void tell_wrong_region(Rows *rows, const Towns *towns, const Slip *at, size_t count)
{
    const Gazetteer *g = rows->all->gazetteer;
    Str real = g->places[region_of(g, at->town)].en, put = g->places[at->said].en;
    Site sites[SITES_MAX], right[SITES_MAX];
    size_t used = 0, texts = 0;

    for (size_t i = 0; i < count; i++) {
        if (i && at[i].reading == at[i - 1].reading)
            continue;       /* a second time in one text tells nothing new */
        texts++;
        if (used < SLIPS_SHOWN)
            sites[used++] = (Site){ at[i].reading, at[i].span, CLAIM_NONE };
    }
    size_t found = right_elsewhere(rows, towns, at->reading, at->town, right);
    for (size_t i = 0; i < found && used < SITES_MAX; i++)
        sites[used++] = right[i];
    Str who = texts > 1 ? arena_printf(rows->arena, "%zu texts put", texts) : S("the text puts");
    rows_add(rows, CONFLICT_GEOGRAPHY, VERDICT_ERROR, sites, used,
             arena_printf(rows->arena, STR_FMT " " STR_FMT " in " STR_FMT "; by the gazetteer it lies in "
                          STR_FMT "%s", STR_ARG(who), STR_ARG(g->places[at->town].en), STR_ARG(put), STR_ARG(real),
                          found ? ", where other texts have it" : ""));
}

static void tell_slips(Rows *rows, const Towns *towns, SlipVec *slips)
{
    if (slips->count)
        qsort(slips->at, slips->count, sizeof *slips->at, compare_slips);
    for (size_t i = 0, end; i < slips->count; i = end) {
        for (end = i; end < slips->count && slips->at[end].town == slips->at[i].town &&
                      slips->at[end].said == slips->at[i].said; end++)
            ;
        tell_wrong_region(rows, towns, &slips->at[i], end - i);
    }
}

/* Regions whose villages the list has. Where it has towns alone a namesake may well be missing. */
static bool *regions_known(const Rows *rows, Arena *arena)
{
    const Gazetteer *g = rows->all->gazetteer;
    bool *known = arena_array(arena, bool, g->count + 1);

    for (uint32_t i = 0; i < g->count; i++)
        if (g->places[i].type == PLACE_VILLAGE && region_of(g, i) != NO_PLACE)
            known[region_of(g, i)] = true;
    return known;
}

/* What setting a text against the map needs. */
#define TOLD_A_TEXT  12     /* different slips of one text against the map that are told */
typedef struct Mapping {
    Towns     towns;
    SlipVec   slips;
    struct { uint32_t one, other; } told[TOLD_A_TEXT];      /* rivers with towns, villages: of the present text */
    size_t    told_count;
    bool     *known;    /* of each place: is it a region whose villages the list has? */
} Mapping;

static void check_region(Rows *rows, Arena *scratch, Mapping *x, uint32_t reading, size_t m)
{
    const Gazetteer *g = rows->all->gazetteer;
    const Reading *r = &rows->corpus->readings[reading];
    const Mention *a = &r->mentions[m];
    uint32_t town = place_at(rows, a);

    if (town == NO_PLACE || !is_town(g->places[town].type) || region_of(g, town) == NO_PLACE)
        return;
    for (size_t k = m + 1; k < r->mention_count && r->mentions[k].span.start <= a->span.end + GAP_MAX; k++) {
        uint32_t p = place_at(rows, &r->mentions[k]);
        /* Mentions of other kinds may lie between ("Ukraine's"): only places count, and a country is passed over. */
        if (p == NO_PLACE || g->places[p].type == PLACE_COUNTRY || r->mentions[k].span.start < a->span.end)
            continue;
        if (r->mentions[k].segment != a->segment)
            return;
        Str gap = str_slice(r->text, a->span.end, r->mentions[k].span.start);
        bool region_type = g->places[p].type == PLACE_OBLAST || g->places[p].type == PLACE_CITY;
        uint32_t said = region_of(g, p);
        if (region_type && said != NO_PLACE && said != region_of(g, town) && x->known[said] &&
            (puts_in(rows, gap, g->places[p].type == PLACE_OBLAST) ||
             apposed(rows, gap, p, str_slice(r->text, r->mentions[k].span.end, r->text.len))))
            vec_push(scratch, &x->slips, (Slip){ town, said, reading, { a->span.start, r->mentions[k].span.end } });
        return;
    }
}

/* Once a text: has this been told of it? */
static bool is_told(Mapping *x, uint32_t one, uint32_t other)
{
    for (size_t i = 0; i < x->told_count; i++)
        if (x->told[i].one == one && x->told[i].other == other)
            return true;
    if (x->told_count == TOLD_A_TEXT)
        return true;
    x->told[x->told_count].one = one;
    x->told[x->told_count++].other = other;
    return false;
}

/* The word that says what kind of place a mention is: "the city of Bohorodychne". */
static bool called(const Rows *rows, const Reading *r, const Mention *m, WordUse use, uint32_t *start)
{
    size_t from = m->span.start > 40 ? m->span.start - 40 : 0, at = from;
    ScanWord w, last[2] = { { .hash = 0 }, { .hash = 0 } };

    if (m->segment >= 0 && r->segments[m->segment].span.start > from)
        at = r->segments[m->segment].span.start;
    while (scan_word(str_slice(r->text, 0, m->span.start), &at, &w)) {
        last[0] = last[1];
        last[1] = w;
    }
    if (last[1].hash && word_is(&rows->words, last[1].hash, use)) {
        *start = last[1].span.start;
        return true;
    }
    *start = last[0].span.start;
    return last[0].hash && word_is(&rows->words, last[1].hash, USE_OF) && word_is(&rows->words, last[0].hash, use);
}

/* "the village" in the sentences that follow, before another settlement is named. */
static bool village_after(const Rows *rows, const Reading *r, size_t m, uint32_t place, Span *ret)
{
    int32_t segment = r->mentions[m].segment;
    size_t stop = r->text.len, at = r->mentions[m].span.end;
    ScanWord w;

    for (int32_t s = segment; s <= segment + TYPE_AHEAD && s < (int32_t)r->segment_count; s++)
        stop = r->segments[s].span.end;
    for (size_t k = m + 1; k < r->mention_count && r->mentions[k].span.start < stop; k++) {
        uint32_t p = place_at(rows, &r->mentions[k]);
        if (p != NO_PLACE && p != place && place_is_settled(rows->all->gazetteer->places[p].type)) {
            stop = stop < r->mentions[k].span.start ? stop : r->mentions[k].span.start;
            break;
        }
    }
    while (scan_word(str_slice(r->text, 0, stop), &at, &w))
        if (word_is(&rows->words, w.hash, USE_VILLAGE) && !word_is(&rows->words, w.hash, USE_CITY)) {
            *ret = w.span;
            return true;
        }
    return false;
}

static void check_type(Rows *rows, Mapping *x, uint32_t reading, size_t m)
{
    const Reading *r = &rows->corpus->readings[reading];
    uint32_t p = place_at(rows, &r->mentions[m]), start;
    Span after;

    if (p == NO_PLACE || rows->all->gazetteer->places[p].type != PLACE_VILLAGE ||
        !called(rows, r, &r->mentions[m], USE_CITY, &start) || is_told(x, p, NO_PLACE))
        return;
    Site sites[2] = { { reading, { start, r->mentions[m].span.end }, CLAIM_NONE } };
    Str name = rows->all->gazetteer->places[p].en;
    if (village_after(rows, r, m, p, &after)) {
        sites[1] = (Site){ reading, after, CLAIM_NONE };
        rows_add(rows, CONFLICT_PLACE, VERDICT_ERROR, sites, 2,
                 arena_printf(rows->arena, "the text calls " STR_FMT " a city and then a village; by the gazetteer it "
                              "is a village", STR_ARG(name)));
    } else {
        rows_add(rows, CONFLICT_PLACE, VERDICT_ERROR, sites, 1,
                 arena_printf(rows->arena, "the text calls " STR_FMT " a city; by the gazetteer it is a village",
                              STR_ARG(name)));
    }
}

/* Does a word of nearness stand right before mention `m`: its value ("here" or none)? */
static bool said_near(const Rows *rows, const Reading *r, const Mention *m, Phrase *ret)
{
    size_t start = r->segments[m->segment].span.start;
    size_t at = m->span.start > start + 2 * NEAR_GAP ? m->span.start - 2 * NEAR_GAP : start;
    bool found = false;
    Phrase p;

    while (words_find(&rows->words, str_slice(r->text, 0, m->span.start), &at, USE_NEAR, &p))
        if (m->span.start - p.span.end <= NEAR_GAP) {
            *ret = p;
            found = true;
        }
    return found;
}

/* The settlement that the river is said to be near: named right before the words, or (for "nearby") last named. */
static size_t settlement_before(const Rows *rows, const Reading *r, size_t river, const Phrase *near)
{
    const Mention *m = &r->mentions[river];
    bool here = near->value.len > 0;

    for (size_t i = river; i-- > 0 && river - i <= MENTIONS_BACK; ) {
        const Mention *x = &r->mentions[i];
        uint32_t p = place_at(rows, x);
        if (x->segment < 0 || r->segments[m->segment].paragraph - r->segments[x->segment].paragraph > HERE_PARAGRAPHS ||
            (!here && (x->segment != m->segment || x->span.end + RIVER_GAP < near->span.start)))
            return SIZE_MAX;
        if (p != NO_PLACE && is_town(rows->all->gazetteer->places[p].type) &&
            r->segments[x->segment].role != SEGMENT_BOILERPLATE && x->span.end <= near->span.start)
            return i;
    }
    return SIZE_MAX;
}

static void check_river(Rows *rows, Mapping *mapping, uint32_t reading, size_t m)
{
    const Gazetteer *g = rows->all->gazetteer;
    const Reading *r = &rows->corpus->readings[reading];
    uint32_t river = place_at(rows, &r->mentions[m]);
    Phrase near = { .span = SPAN_NONE };

    if (river == NO_PLACE || g->places[river].type != PLACE_RIVER || !said_near(rows, r, &r->mentions[m], &near))
        return;
    size_t town = settlement_before(rows, r, m, &near);
    if (town == SIZE_MAX)
        return;
    uint32_t place = place_at(rows, &r->mentions[town]);
    double km = gazetteer_river_km(g, river, place);
    if (km < RIVER_KM + g->places[place].precision_m / 1000.0 || is_told(mapping, river, place))
        return;
    Site sites[2] = { { reading, { near.span.start, r->mentions[m].span.end }, CLAIM_NONE },
                      { reading, r->mentions[town].span, CLAIM_NONE } };
    rows_add(rows, CONFLICT_GEOGRAPHY, VERDICT_ERROR, sites, 2,
             arena_printf(rows->arena, "the text has " STR_FMT " near " STR_FMT "; it runs some %d km away",
                          STR_ARG(g->places[river].en), STR_ARG(g->places[place].en), (int)(km / 10 + 0.5) * 10));
}

void geography_find(Rows *rows)
{
    AUTO_ARENA scratch = arena_create();
    Mapping x = { .known = regions_known(rows, scratch) };

    towns_index(rows, &x.towns);
    for (uint32_t r = 0; r < rows->corpus->reading_count; r++) {
        const Reading *reading = &rows->corpus->readings[r];
        if (reading->text.len == 0)
            continue;
        x.told_count = 0;
        for (size_t m = 0; m < reading->mention_count; m++) {
            const Mention *mention = &reading->mentions[m];
            if (mention->segment < 0 || reading->segments[mention->segment].role == SEGMENT_BOILERPLATE)
                continue;
            check_region(rows, scratch, &x, r, m);
            check_type(rows, &x, r, m);
            check_river(rows, &x, r, m);
        }
    }
    tell_slips(rows, &x.towns, &x.slips);
}
