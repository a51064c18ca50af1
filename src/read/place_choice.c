/* place_choice.c -- see place_choice.h.
 *
 * What counts, in decades: an oblast or raion named beside the name (strongest, for and
 * against), one in the same sentence, one near in the text, the distance to settled
 * places before and after, the kind that a head word tells, the same name
 * settled elsewhere in the document, and whether the place bore the name in the
 * year of the document. A former name is a hint: people go on using it.
 */
#include "read/place_choice.h"

#include "base/map.h"
#include "base/time.h"
#include "lang/named.h"
#include "lang/tables.h"
#include "read/place.h"

#include <math.h>
#include <stdlib.h>

#define SENSES_MAX      4096    /* places of one name: nobody can choose among more */
#define FACTS_MAX       6
#define ANCHORS_MAX     3       /* settled places before, and as many after */
#define ANCHOR_REACH    12      /* mentions that are looked through for them */
#define GAP_TOKENS      4       /* between a name and what it lies in */
#define OPTIONS_MAX     20      /* kept with a mention */
#define CONTEXTS_MAX    2000    /* different questions of a document that are remembered */
#define DATED_MAX       16      /* more candidates are not asked for the years of their names */

#define PEOPLE_UNKNOWN  400     /* a place whose number of people nobody gives is taken for a village */
#define SURE            0.65     /* share of all weight that the likeliest must have */

#define BESIDE          5.0     /* decades: what it lies in is named beside it */
#define BESIDE_OTHER    (-3.0)  /* ... and it lies elsewhere */
#define IN_SENTENCE     3.0
#define IN_TEXT         2.2
#define SAID_BEFORE     3.0     /* the same name was settled in this document */
#define KIND_FITS       4.0
#define KIND_OTHER      (-2.0)
#define KIND_EXACT      0.5
#define COUNTRY_WHOLE   2.0
#define NAMED_IN_REPORTS 0.4    /* the program lists it by itself: reports name it */
#define CITY_PEOPLE     100000  /* a city this large needs no addition; who means the village of its name says so */
#define CITY_KNOWN      1.0
#define NAME_OF_OTHER_YEARS (-0.4)
#define COUNTRY_COUNTS  0.2     /* of that, when the container is a country: most of a text is about one */
#define EARTH_KM        6371.0
#define NEAR_MOST       2.9     /* a settled place beside it; less with each tenfold of distance */
#define NEAR_STEP       1.5
#define NEAR_LEAST      (-0.5)

/* What the text says around one name. Compared byte by byte to find equal questions. */
typedef struct Facts {
    const Entry *entry;
    uint32_t beside[FACTS_MAX];     /* containers named beside it */
    uint32_t sentence[FACTS_MAX];   /* in its sentence */
    uint32_t text[FACTS_MAX];       /* near in the text */
    uint32_t anchor[2 * ANCHORS_MAX];
    uint32_t said;                  /* what the same name was settled as */
    int32_t  want_type;
} Facts;

typedef struct Answer {
    uint32_t     place;
    PlaceMeaning *options;
    uint32_t     count;
} Answer;

typedef struct Choice {
    Found            *f;
    const Gazetteer  *g;
    Candidates       *all;
    Map               asked;        /* Facts -> index into answers */
    VEC(Answer)       answers;
    Map               said;         /* entry -> place */
    uint32_t         *places;       /* room for SENSES_MAX */
    double           *weights;
    uint8_t          *reasons;
} Choice;

/* One name of a place in several languages: its senses stand beside one another (build.c sorts them so). */
static bool same_place_before(const Sense *s, uint32_t i)
{
    return i > 0 && s[i - 1].word_class == CLASS_PLACE && s[i - 1].row == s[i].row;
}

size_t place_sense_count(const Found *f, const Entry *e)
{
    const Sense *s = lang_senses(f->lang, e);
    size_t count = 0;

    for (uint32_t i = 0; i < e->count; i++)
        count += s[i].word_class == CLASS_PLACE && !same_place_before(s, i);
    return count;
}

static bool is_container(PlaceType type)
{
    return type <= PLACE_RAION;
}

static bool is_settlement(PlaceType type)
{
    return type >= PLACE_CITY && type <= PLACE_SETTLEMENT;
}

/* --- facts ---------------------------------------------------------------------- */

static void note_fact(uint32_t *facts, size_t max, uint32_t place)
{
    for (size_t i = 0; i < max; i++) {
        if (facts[i] == place)
            return;
        if (facts[i] == NO_PLACE) {
            facts[i] = place;
            return;
        }
    }
}

/* Only commas, brackets and small words between two names: "X in the Y district", "Y's village of X". */
static bool joined(const Found *f, uint32_t from, uint32_t to)
{
    if (to < from || to - from > GAP_TOKENS)
        return false;
    for (uint32_t i = from; i < to; i++) {
        const Token *t = &f->tokens.at[i];
        if (t->kind == TOKEN_MARK ? t->mark != ',' && t->mark != '(' && t->mark != ')'
                                  : t->function == FUNCTION_CONJUNCTION + 1 ||
                                        (!t->function && !(t->classes & (CLASS_BIT(CLASS_PLACEHEAD) | CLASS_BIT(CLASS_DIRECTION))) &&
                                         t->end - t->start > 2))
            return false;
    }
    return true;
}

static const Candidate *neighbour(const Choice *x, size_t self, int step)
{
    size_t other = step < 0 ? self - (size_t)-step : self + (size_t)step;

    if (other >= x->all->count)
        return NULL;
    const Candidate *o = &x->all->at[other];
    return x->f->mentions.at[o->mention].segment == x->f->mentions.at[x->all->at[self].mention].segment ? o : NULL;
}

/* Containers beside the name, one after another: "X, Y district, Z region". */
static void find_beside(const Choice *x, size_t self, int direction, Facts *facts)
{
    const Candidate *last = &x->all->at[self];

    for (int step = direction;; step += direction) {
        const Candidate *o = neighbour(x, self, step);
        if (o == NULL || !o->settled || o->place == NO_PLACE || !is_container(x->g->places[o->place].type) ||
            !joined(x->f, direction > 0 ? last->token_end : o->token_end, direction > 0 ? o->token : last->token))
            return;
        note_fact(facts->beside, FACTS_MAX, o->place);
        last = o;
    }
}

static void find_around(const Choice *x, size_t self, int direction, Facts *facts)
{
    int32_t segment = x->f->mentions.at[x->all->at[self].mention].segment;
    size_t anchors = 0;

    for (size_t n = 1; n <= ANCHOR_REACH; n++) {
        size_t i = direction < 0 ? self - n : self + n;
        if (i >= x->all->count)
            return;
        const Candidate *o = &x->all->at[i];
        if (!o->settled || o->place == NO_PLACE)
            continue;
        const Place *p = &x->g->places[o->place];
        if (is_container(p->type)) {
            bool same = x->f->mentions.at[o->mention].segment == segment;
            note_fact(same ? facts->sentence : facts->text, FACTS_MAX, o->place);
        } else if (anchors < ANCHORS_MAX) {
            facts->anchor[(direction < 0 ? 0 : ANCHORS_MAX) + anchors++] = o->place;
        }
    }
}

static void gather(Choice *x, size_t self, Facts *ret)
{
    const Candidate *c = &x->all->at[self];

    memset(ret, 0xFF, sizeof *ret);     /* NO_PLACE everywhere, and no undefined bytes in the key */
    ret->entry = c->entry;
    ret->want_type = c->want_type;
    find_beside(x, self, 1, ret);
    find_beside(x, self, -1, ret);
    find_around(x, self, -1, ret);
    find_around(x, self, 1, ret);
    int64_t *said = map_get(&x->said, (Str){ (const char *)&c->entry, sizeof c->entry });
    if (said)
        ret->said = (uint32_t)*said;
}

/* --- weights -------------------------------------------------------------------- */

static double contained(const Choice *x, const uint32_t *facts, uint32_t place, double inside, double outside, uint8_t reason,
                        uint8_t *reasons)
{
    double sum = 0;

    for (size_t i = 0; i < FACTS_MAX && facts[i] != NO_PLACE; i++) {
        if (facts[i] == place)
            continue;
        if (gazetteer_within(x->g, place, facts[i])) {
            sum += x->g->places[facts[i]].type == PLACE_COUNTRY ? inside * COUNTRY_COUNTS : inside;
            *reasons |= reason;
        } else if (!gazetteer_within(x->g, facts[i], place)) {
            sum += outside;
        }
    }
    return sum;
}

static double nearness(const Choice *x, const Facts *facts, const Place *p, uint32_t place, uint8_t *reasons)
{
    double nearest = -1;

    for (size_t i = 0; i < 2 * ANCHORS_MAX; i++) {
        if (facts->anchor[i] == NO_PLACE || facts->anchor[i] == place)
            continue;
        double apart = place_apart(x->g, place, facts->anchor[i]);
        nearest = nearest < 0 || apart < nearest ? apart : nearest;
    }
    if (nearest < 0)
        return 0;
    double blur = is_settlement(p->type) ? p->precision_m / 2000.0 : 0;     /* a point that is hardly known is near nothing */
    nearest = sqrt(nearest * EARTH_KM * EARTH_KM + blur * blur);
    if (nearest < 100)
        *reasons |= OPTION_DISTANCE;
    return fmax(NEAR_LEAST, NEAR_MOST - NEAR_STEP * log10(1 + nearest / 10));
}

static double kind_weight(const Place *p, int wanted, uint8_t *reasons)
{
    if (wanted < 0)
        return 0;
    if ((int)p->type != wanted && !(is_settlement(p->type) && is_settlement((PlaceType)wanted)))
        return KIND_OTHER;
    *reasons |= OPTION_KIND;
    return KIND_FITS + ((int)p->type == wanted ? KIND_EXACT : 0);
}

static double weigh(const Choice *x, const Facts *facts, uint32_t place, uint8_t *reasons)
{
    const Place *p = &x->g->places[place];
    double people = p->population > 0 ? (double)p->population : PEOPLE_UNKNOWN;
    double weight = log10(people + 100) + (p->type == PLACE_COUNTRY ? COUNTRY_WHOLE : 0) +
                    (p->population >= CITY_PEOPLE ? CITY_KNOWN : 0) +
                    (p->flags & PLACE_IMPORTED ? 0 : NAMED_IN_REPORTS);

    *reasons = p->population >= 10000 ? OPTION_SIZE : 0;
    weight += contained(x, facts->beside, place, BESIDE, BESIDE_OTHER, OPTION_BESIDE, reasons);
    weight += contained(x, facts->sentence, place, IN_SENTENCE, 0, OPTION_SENTENCE, reasons);
    double text = contained(x, facts->text, place, IN_TEXT, 0, OPTION_TEXT_NEAR, reasons);
    weight += text > 2 * IN_TEXT ? 2 * IN_TEXT : text;
    weight += nearness(x, facts, p, place, reasons);
    weight += kind_weight(p, facts->want_type, reasons);
    if (facts->said == place) {
        weight += SAID_BEFORE;
        *reasons |= OPTION_SAID;
    }
    return weight;
}

/* Did the place bear the name in the year of the document? */
static double dated(const Choice *x, const Candidate *c, uint32_t place)
{
    const Mention *m = &x->f->mentions.at[c->mention];
    int lang = x->f->sentences.at[m->segment].lang, from, until;

    if (x->f->published_first == DAY_UNKNOWN || lang < 0 ||
        !lang_place_years(x->f->lang, place, lang_code(x->f->lang, lang), span_text(x->f->in->text, m->span), &from, &until))
        return 0;
    int year = day_to_civil(x->f->published_first).year;
    return (until > 0 && year > until) || (from > 0 && year < from) ? NAME_OF_OTHER_YEARS : 0;
}

/* --- the answer ------------------------------------------------------------------ */

static void keep_options(Choice *x, size_t count, double total, double most, Answer *ret)
{
    size_t kept = count < OPTIONS_MAX ? count : OPTIONS_MAX;

    ret->options = arena_array(x->f->arena, PlaceMeaning, kept);
    for (size_t k = 0; k < kept; k++) {         /* the likeliest so far; equal ones in the order of their ids */
        size_t best = SIZE_MAX;
        for (size_t i = 0; i < count; i++)
            if (x->places[i] != NO_PLACE && (best == SIZE_MAX || x->weights[i] > x->weights[best]))
                best = i;
        ret->options[k] = (PlaceMeaning){ x->g->places[x->places[best]].id, pow(10, x->weights[best] - most) / total,
                                         x->reasons[best] };
        x->places[best] = NO_PLACE;
    }
    ret->count = (uint32_t)kept;
}

static Answer choose(Choice *x, const Candidate *c, const Facts *facts)
{
    const Sense *s = lang_senses(x->f->lang, c->entry);
    size_t count = 0, best = 0;
    double total = 0, most = -1e9;
    Answer ret = { NO_PLACE, NULL, 0 };

    for (uint32_t i = 0; i < c->entry->count && count < SENSES_MAX; i++)
        if (s[i].word_class == CLASS_PLACE && !same_place_before(s, i))
            x->places[count++] = s[i].row;
    for (size_t i = 0; i < count; i++) {
        x->weights[i] = weigh(x, facts, x->places[i], &x->reasons[i]);
        if (count <= DATED_MAX)
            x->weights[i] += dated(x, c, x->places[i]);
        if (x->weights[i] > most) {
            most = x->weights[i];
            best = i;
        }
    }
    for (size_t i = 0; i < count; i++)
        total += pow(10, x->weights[i] - most);
    if (1 / total >= SURE)
        ret.place = x->places[best];
    if (x->answers.count < CONTEXTS_MAX)
        keep_options(x, count, total, most, &ret);
    return ret;
}

static void settle(Choice *x, size_t self)
{
    Candidate *c = &x->all->at[self];
    Facts facts;

    gather(x, self, &facts);
    Str key = { (const char *)&facts, sizeof facts };
    int64_t *known = map_get(&x->asked, key);
    Answer answer = known ? x->answers.at[*known] : choose(x, c, &facts);
    if (known == NULL && x->answers.count < CONTEXTS_MAX) {
        map_put(x->f->arena, &x->asked, arena_str(x->f->arena, key), (int64_t)x->answers.count);
        vec_push(x->f->arena, &x->answers, answer);
    }
    c->place = answer.place;
    c->options = answer.options;
    c->option_count = answer.count;
    c->settled = true;
    if (c->place != NO_PLACE && facts.beside[0] != NO_PLACE)
        *map_put(x->f->arena, &x->said, (Str){ (const char *)&c->entry, sizeof c->entry }, 0) = c->place;
}

static bool has_container_beside(Choice *x, size_t self)
{
    Facts facts;

    memset(&facts, 0xFF, sizeof facts);
    find_beside(x, self, 1, &facts);
    find_beside(x, self, -1, &facts);
    return facts.beside[0] != NO_PLACE;
}

/* "northern Kharkiv" is the oblast of that name; "Springfield, Texas" is none of the others. */
static void to_region(const Choice *x, Candidate *c)
{
    if (c->place != NO_PLACE && c->region != NO_PLACE && x->g->places[c->region].type == PLACE_OBLAST &&
        !gazetteer_within(x->g, c->place, c->region))
        c->place = NO_PLACE;
    if (!c->want_oblast || c->place == NO_PLACE || x->g->places[c->place].type != PLACE_CITY)
        return;
    uint32_t oblast = oblast_named_after(x->g, c->place);
    if (oblast != NO_PLACE)
        c->place = oblast;
}

void settle_places(Found *f, Candidates *all)
{
    Choice x = { .f = f, .g = lang_gazetteer(f->lang), .all = all };
    size_t open = 0;

    for (size_t i = 0; i < all->count; i++) {   /* the certain ones first: they decide the others */
        Candidate *c = &all->at[i];
        if (c->entry == NULL) {
            c->settled = true;
        } else if (place_sense_count(f, c->entry) == 1) {
            const Sense *s = lang_senses(f->lang, c->entry);
            while (s->word_class != CLASS_PLACE)
                s++;
            c->place = s->row;
            c->settled = true;
            to_region(&x, c);
        } else {
            open++;
        }
    }
    if (open == 0)
        return;
    x.places = arena_array(f->arena, uint32_t, SENSES_MAX);
    x.weights = arena_array(f->arena, double, SENSES_MAX);
    x.reasons = arena_array(f->arena, uint8_t, SENSES_MAX);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < all->count; i++)
            if (!all->at[i].settled && (pass == 1 || has_container_beside(&x, i))) {
                settle(&x, i);
                to_region(&x, &all->at[i]);
            }
}
