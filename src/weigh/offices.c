/* offices.c -- who holds an office: two names for the mayor of one town, one name for two offices.
 *
 * An office is a word of weighing.tsv beside a person's name, with the place that
 * stands beside it: "mayor of Izium", "the head of the Izium city council", which is the same office. It is
 * compared only for people who are named in public (nobody who is protected), of texts whose days are near,
 * and not where a word beside it says that somebody else holds it, or held it: "former", "installed". Other spellings of one name are
 * one name.
 */
#include "base/auto.h"
#include "lang/scan.h"
#include "weigh/rows.h"

#include <stdlib.h>

#define BEFORE_NAME   48        /* bytes between an office and the name after it, its place among them */
#define AFTER_NAME    8         /* bytes between a name and the office after it: ", the " */
#define PLACE_BESIDE  48        /* bytes between an office and its place */
#define WORDS_BEFORE  40        /* bytes before an office in which a word may say that it is not held */
#define NEAR_DAYS     180       /* between two texts, for one office to have one holder */
#define HOLDERS_MAX   16        /* names of one office that are compared */
#define NAME_LEAST    4         /* letters of a family name that may differ in two and be the same */

typedef struct Holder {
    Str      office;            /* code */
    uint32_t place;
    Str      family, full;      /* skeletons of the last word of the name, and of all */
    uint32_t reading;
    Span     span;              /* name and office together */
    int32_t  day;               /* of the text */
} Holder;

typedef VEC(Holder) HolderVec;

/* Is a place of this kind what the office is for? "settlement", "oblast". */
static bool is_for(const Rows *rows, uint32_t place, Str kind)
{
    PlaceType type = rows->all->gazetteer->places[place].type;
    return str_eq(kind, S("settlement")) ? place_is_settled(type) : str_eq(place_type_name(type), kind);
}

static uint32_t place_at(const Rows *rows, const Mention *m)
{
    return m->kind == MENTION_PLACE && m->place.place_id.len ? gazetteer_find(rows->all->gazetteer, m->place.place_id)
                                                             : NO_PLACE;
}

/* The nearest place named right beside the words at `office`: "mayor of Izium", "Izium mayor", "head of the Izium city council". */
static uint32_t place_beside(const Rows *rows, const Reading *r, size_t person, Span office, Str kind)
{
    int32_t segment = r->mentions[person].segment;
    uint32_t best = NO_PLACE;
    size_t nearest = PLACE_BESIDE;

    for (int side = 0; side < 2; side++)
        for (size_t i = side ? person + 1 : person; side ? i < r->mention_count : i-- > 0; i += side ? 1 : 0) {
            const Mention *m = &r->mentions[i];
            if (m->segment != segment)
                break;
            uint32_t p = place_at(rows, m);
            size_t gap = m->span.start >= office.end ? m->span.start - office.end
                         : m->span.end <= office.start ? office.start - m->span.end : 0;
            if (p != NO_PLACE && gap < nearest && is_for(rows, p, kind)) {
                best = p;
                nearest = gap;
            }
        }
    return best;
}

/* A word close before the office, or in it, says that whoever is named does not hold it, or not alone. A comma or another
 * person ends what is said of the office. */
static bool not_held(const Rows *rows, const Reading *r, size_t person, Span office)
{
    uint32_t from = r->segments[r->mentions[person].segment].span.start;
    size_t at = office.start > from + WORDS_BEFORE ? office.start - WORDS_BEFORE : from;
    Phrase p;

    for (size_t i = at; i < office.start; i++)
        if (r->text.ptr[i] == ',')
            at = i;
    for (size_t i = person; i-- > 0 && r->mentions[i].span.end > at; )
        if (r->mentions[i].kind == MENTION_PERSON && r->mentions[i].span.end <= office.start)
            at = r->mentions[i].span.end;
    return words_find(&rows->words, str_slice(r->text, 0, office.end), &at, USE_NO_HOLDER, &p);
}

static bool in_place(const Reading *r, size_t person, Span word)
{
    for (size_t i = person; i-- > 0 && r->mentions[i].segment == r->mentions[person].segment; )
        if (r->mentions[i].kind == MENTION_PLACE && span_within(word, r->mentions[i].span))
            return true;
    return false;
}

/* Does only what belongs to an office and its place stand between it and the name? */
static bool joined(const Rows *rows, const Reading *r, size_t person, size_t from)
{
    Str text = str_slice(r->text, 0, r->mentions[person].span.start);
    ScanWord w;

    for (size_t i = from; i < text.len; i++)
        if (strchr(".;:()!?\n\"", text.ptr[i]))
            return false;
    while (scan_word(text, &from, &w))
        if (!in_place(r, person, w.span) && !word_is(&rows->words, w.hash, USE_OF) &&
            !word_is(&rows->words, w.hash, USE_ARTICLE) && !word_is(&rows->words, w.hash, USE_CITY) &&
            !word_is(&rows->words, w.hash, USE_VILLAGE))
            return false;
    return true;
}

/* "Bondi, Mayor Henderson": the office belongs to the name after it. */
static bool begins_next(const Reading *r, size_t person, Span office)
{
    for (size_t i = person + 1; i < r->mention_count && r->mentions[i].span.start <= office.end + 2; i++)
        if (r->mentions[i].kind == MENTION_PERSON && r->mentions[i].span.start >= office.end)
            return true;
    return false;
}

/* The office that stands before or after the name of mention `person`. */
static bool office_of(const Rows *rows, const Reading *r, size_t person, Phrase *ret)
{
    const Mention *m = &r->mentions[person];
    Span s = r->segments[m->segment].span;
    size_t at = m->span.start > s.start + 3 * BEFORE_NAME ? m->span.start - 3 * BEFORE_NAME : s.start;
    bool found = false;
    Phrase p;

    while (words_find(&rows->words, str_slice(r->text, 0, m->span.start), &at, USE_OFFICE, &p))
        if (m->span.start - p.span.end <= BEFORE_NAME && joined(rows, r, person, p.span.end)) {
            *ret = p;
            found = true;
        }
    at = m->span.end;
    if (found || at >= s.end || r->text.ptr[at] != ',')
        return found;
    return words_find(&rows->words, str_slice(r->text, 0, s.end), &at, USE_OFFICE, ret) &&
           ret->span.start - m->span.end <= AFTER_NAME && !begins_next(r, person, ret->span);
}

/* The name letter by letter as all languages have it: words in their order, the last apart. */
static void skeletons(const Rows *rows, Arena *arena, Str name, Holder *h)
{
    AUTO_STRBUF all = { 0 };
    size_t at = 0;
    ScanWord w;

    while (scan_word(name, &at, &w)) {
        Str one = words_skeleton(&rows->words, arena, span_text(name, w.span));
        if (all.len)
            strbuf_char(&all, ' ');
        strbuf_add(&all, one);
        h->family = one;
    }
    h->full = arena_str(arena, strbuf_str(&all));
}

static void take_holders(const Rows *rows, Arena *arena, uint32_t reading, HolderVec *found)
{
    const Reading *r = &rows->corpus->readings[reading];

    for (size_t i = 0; i < r->mention_count; i++) {
        const Mention *m = &r->mentions[i];
        Phrase office;
        if (m->kind != MENTION_PERSON || !m->person.named || m->person.protect || m->segment < 0 ||
            r->segments[m->segment].role == SEGMENT_BOILERPLATE || !office_of(rows, r, i, &office) ||
            not_held(rows, r, i, office.span))
            continue;
        Str kind = office.value, code;
        Holder h = { .reading = reading, .day = r->doc.published_first, .span = m->span };
        if (!str_cut(&kind, ':', &code) || (h.place = place_beside(rows, r, i, office.span, kind)) == NO_PLACE)
            continue;
        h.office = code;
        if (office.span.start < h.span.start)
            h.span.start = office.span.start;
        if (office.span.end > h.span.end)
            h.span.end = office.span.end;
        skeletons(rows, arena, m->lemma.len ? m->lemma : m->name, &h);
        vec_push(arena, found, h);
    }
}

/* Letters to change, add or drop to make one word of the other; more than `limit` is not counted out. */
static size_t letters_apart(Str a, Str b, size_t limit)
{
    uint16_t row[64], before;

    if (a.len > 60 || b.len > 60 || (a.len > b.len ? a.len - b.len : b.len - a.len) > limit)
        return limit + 1;
    for (size_t k = 0; k <= b.len; k++)
        row[k] = (uint16_t)k;
    for (size_t i = 1; i <= a.len; i++) {
        before = row[0];
        row[0] = (uint16_t)i;
        for (size_t k = 1; k <= b.len; k++) {
            uint16_t change = (uint16_t)(before + (a.ptr[i - 1] != b.ptr[k - 1])), add = (uint16_t)(row[k - 1] + 1);
            before = row[k];
            row[k] = (uint16_t)(row[k] + 1 < change ? row[k] + 1 : change);
            if (add < row[k])
                row[k] = add;
        }
    }
    return row[b.len];
}

/* Two spellings of one name: a letter or two in a long one. */
static bool same_name(Str a, Str b)
{
    size_t limit = a.len > NAME_LEAST && b.len > NAME_LEAST ? 2 : 0;
    return letters_apart(a, b, limit) <= limit;
}

static bool near(const Holder *a, const Holder *b)
{
    return a->reading == b->reading || (day_known(a->day) && day_known(b->day) && abs(a->day - b->day) <= NEAR_DAYS);
}

static int by_office(const void *a, const void *b)
{
    const Holder *x = a, *y = b;
    int order = str_cmp(x->office, y->office);

    if (order)
        return order;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->reading != y->reading)
        return x->reading < y->reading ? -1 : 1;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

static int by_name(const void *a, const void *b)
{
    int order = str_cmp(((const Holder *)a)->full, ((const Holder *)b)->full);
    return order ? order : by_office(a, b);
}

/* Different names among the holders of one office, each once, at most SITES_MAX; how many. */
static size_t different_names(const Holder *at, size_t count, const Holder **ret)
{
    size_t used = 0;

    for (size_t i = 0; i < count && i < HOLDERS_MAX && used < SITES_MAX; i++) {
        bool known = false;
        for (size_t k = 0; k < used; k++)
            known |= same_name(ret[k]->family, at[i].family) || !near(ret[k], &at[i]);
        if (!known)
            ret[used++] = &at[i];
    }
    return used;
}

static void compare_office(Rows *rows, const Holder *at, size_t count)
{
    const Holder *names[SITES_MAX];
    Site sites[SITES_MAX];
    size_t used = different_names(at, count, names);

    if (used < 2)
        return;
    for (size_t i = 0; i < used; i++)
        sites[i] = (Site){ names[i]->reading, names[i]->span, CLAIM_NONE };
    rows_add(rows, CONFLICT_NAME, VERDICT_CONFLICT, sites, used,
             arena_printf(rows->arena, "one office (" STR_FMT ", " STR_FMT "), %zu names as of days near each other",
                          STR_ARG(at->office), STR_ARG(rows->all->gazetteer->places[at->place].en), used));
}

/* One full name for an office in two places. */
static void compare_name(Rows *rows, const Holder *at, size_t count)
{
    for (size_t i = 1; i < count && i < HOLDERS_MAX; i++) {
        if (at[i].place == at->place || !str_eq(at[i].office, at->office) || !near(at, &at[i]))
            continue;
        Site sites[2] = { { at->reading, at->span, CLAIM_NONE }, { at[i].reading, at[i].span, CLAIM_NONE } };
        rows_add(rows, CONFLICT_NAME, VERDICT_CONFLICT, sites, 2,
                 arena_printf(rows->arena, "one name, two offices: " STR_FMT " of " STR_FMT " and of " STR_FMT,
                              STR_ARG(at->office), STR_ARG(rows->all->gazetteer->places[at->place].en),
                              STR_ARG(rows->all->gazetteer->places[at[i].place].en)));
        return;
    }
}

void offices_compare(Rows *rows)
{
    AUTO_ARENA scratch = arena_create();
    HolderVec found = { 0 };

    for (uint32_t r = 0; r < rows->corpus->reading_count; r++)
        if (rows->corpus->readings[r].text.len)
            take_holders(rows, scratch, r, &found);
    if (found.count == 0)
        return;
    qsort(found.at, found.count, sizeof *found.at, by_office);
    for (size_t i = 0, end; i < found.count; i = end) {
        for (end = i; end < found.count && str_eq(found.at[end].office, found.at[i].office) &&
                      found.at[end].place == found.at[i].place; end++)
            ;
        compare_office(rows, found.at + i, end - i);
    }
    qsort(found.at, found.count, sizeof *found.at, by_name);
    for (size_t i = 0, end; i < found.count; i = end) {
        for (end = i; end < found.count && str_eq(found.at[end].full, found.at[i].full); end++)
            ;
        if (memchr(found.at[i].full.ptr, ' ', found.at[i].full.len))
            compare_name(rows, found.at + i, end - i);
    }
}
