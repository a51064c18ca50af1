/* queue.c -- see queue.h. */
#include "weigh/queue.h"

#include "base/auto.h"
#include "base/vec.h"
#include "model/judged.h"
#include "weigh/pair.h"

#include <stdlib.h>

#define PAIR_WINDOW   6     /* incidents that follow at one place, or on the days after */
#define PAIR_DAYS     3
#define LEADS         3     /* claims of an incident that stand for it */
#define NEAR_BELOW    2.0   /* a weight this much under LINK_ACCEPT, or */
#define NEAR_ABOVE    1.0   /* over it, is near */
#define MEMBERS_TRIED 12
#define TOLL_LARGE    10    /* people: from here on one origin is worth a look */
#define SHARE_SURE    0.8   /* of a place among those of its name */
#define OPTIONS_SHOWN 3

Str queue_kind_name(QueueKind kind)
{
    static const char *const names[] = { "stale", "conflict", "pair", "weak", "origin", "place", "exposed" };

    return str_of(names[kind]);
}

typedef struct Queue {
    Arena          *arena;
    const QueueAsk *ask;
    Views           views;
    VEC(QueueItem)  items;
} Queue;

/* ---- decided? ---- */

static bool counts(const Queue *q, const Judgement *j)
{
    if (q->ask->coder.len)
        return str_eq(j->coder, q->ask->coder) && j->state != JUDGEMENT_UNDONE && j->state != JUDGEMENT_STALE;
    return j->state == JUDGEMENT_STANDS && !j->blind;
}

static bool claim_decided(const Queue *q, ClaimRef claim)
{
    AUTO_ARENA arena = arena_create();
    size_t count = 0;
    uint32_t *on = judgements_on_claim(arena, q->ask->all, claim, &count);

    for (size_t i = 0; i < count; i++) {
        const Judgement *j = &q->ask->all->at[on[i]];
        if (counts(q, j) && (j->thing == THING_CLAIM || j->thing == THING_DOCUMENT) && j->kind != JUDGE_UNDO)
            return true;
    }
    return false;
}

static bool incident_decided(const Queue *q, const Incident *n)
{
    AUTO_ARENA arena = arena_create();
    size_t count = 0;
    uint32_t *on = judgements_on_incident(arena, q->ask->all, n, &count);

    for (size_t i = 0; i < count; i++)
        if (counts(q, &q->ask->all->at[on[i]]) && q->ask->all->at[on[i]].kind != JUDGE_UNDO)
            return true;
    return false;
}

/* ---- making items ---- */

static int64_t digits(int64_t people)
{
    int64_t n = 0;

    for (; people > 0; people >>= 1)
        n++;
    return n;
}

static bool hidden(const Queue *q, const ClaimRef *claims, size_t count)
{
    for (size_t i = 0; q->ask->hidden && i < count; i++)
        if (q->ask->hidden(q->ask->context, claims[i]))
            return true;
    return false;
}

static void put(Queue *q, QueueItem item)
{
    if (hidden(q, item.claims, item.claim_count))
        return;
    item.weight = (int64_t)item.documents + digits(item.people);
    vec_push(q->arena, &q->items, item);
}

static Str hex_of(Arena *a, Id id)
{
    char hex[ID_HEX + 1];

    id_format(id, hex);
    return arena_str(a, (Str){ hex, 12 });
}

static Id claim_id(const Queue *q, ClaimRef ref)
{
    return corpus_claim(q->ask->corpus, ref)->id;
}

typedef VEC(Str) Commands;

static void command(Queue *q, Commands *list, const char *kind, const char *thing, Id id, Str rest)
{
    vec_push(q->arena, list, arena_printf(q->arena, "dokaz judge %s %s:" STR_FMT "%s" STR_FMT " --reason REASON", kind, thing,
             STR_ARG(hex_of(q->arena, id)), rest.len ? " " : "", STR_ARG(rest)));
}

static void finish(QueueItem *item, const Commands *list)
{
    item->commands = list->at;
    item->command_count = list->count;
}

/* People of the largest toll that an incident states for certain. */
static int64_t toll_of(const Incident *n)
{
    int64_t most = 0;

    for (size_t i = 0; i < n->quantity_count; i++)
        if (unit_is_toll(n->quantities[i].counted) && n->quantities[i].low != QUANTITY_UNKNOWN &&
            n->quantities[i].low > most)
            most = n->quantities[i].low;
    return most;
}

static uint32_t *incidents_by_claim(Queue *q)
{
    const Corpus *c = q->ask->corpus;
    uint32_t *of = arena_array(q->arena, uint32_t, q->views.count + 1);

    for (uint32_t i = 0; i < c->incident_count; i++)
        for (size_t k = 0; k < c->incidents[i].claim_count; k++)
            of[view_of(&q->views, c->incidents[i].claims[k])] = i + 1;
    return of;
}

/* ---- stale judgements ---- */

static void stale(Queue *q)
{
    for (size_t i = 0; i < q->ask->all->count; i++) {
        const Judgement *j = &q->ask->all->at[i];
        Commands list = { 0 };
        if (j->state != JUDGEMENT_STALE || (q->ask->coder.len && !str_eq(j->coder, q->ask->coder)))
            continue;
        vec_push(q->arena, &list, arena_printf(q->arena, "dokaz judge undo %llu --reason REASON", (unsigned long long)j->entry));
        QueueItem item = { .kind = QUEUE_STALE, .documents = j->item_count, .entry = j->entry,
                           .why = arena_printf(q->arena, "entry %llu (" STR_FMT "): " STR_FMT, (unsigned long long)j->entry,
                                               STR_ARG(judgement_kind_name(j->kind)), STR_ARG(j->why)) };
        finish(&item, &list);
        put(q, item);
    }
}

/* ---- conflicts ---- */

static const Mention *first_figure(const Queue *q, ClaimRef ref)
{
    const Claim *claim = corpus_claim(q->ask->corpus, ref);
    const Reading *r = &q->ask->corpus->readings[ref.reading];

    for (size_t i = 0; claim && i < claim->quantity_count; i++)
        if (r->mentions[claim->quantities[i]].kind == MENTION_QUANTITY &&
            r->mentions[claim->quantities[i]].quantity.measure == MEASURE_COUNT)
            return &r->mentions[claim->quantities[i]];
    return NULL;
}

/* How far the figures lie apart: what deciding between them changes. */
static int64_t apart(const Queue *q, const Conflict *x)
{
    int64_t low = INT64_MAX, high = 0;

    for (size_t i = 0; x->kind == CONFLICT_NUMBER && i < x->claim_count; i++) {
        const Mention *m = x->claims[i].claim == CLAIM_NONE ? NULL : first_figure(q, x->claims[i]);
        if (!m || m->quantity.low == QUANTITY_UNKNOWN)
            continue;
        low = m->quantity.low < low ? m->quantity.low : low;
        high = m->quantity.low > high ? m->quantity.low : high;
    }
    return high > low ? high - low : 0;
}

static const char *field_at_stake(ConflictKind kind)
{
    switch (kind) {
    case CONFLICT_NUMBER:
    case CONFLICT_ARITHMETIC:
    case CONFLICT_HEADLINE:
    case CONFLICT_CAPTION:   return "quantity FIGURE";
    case CONFLICT_DATE:
    case CONFLICT_WEEKDAY:
    case CONFLICT_DURATION:  return "date DATE";
    case CONFLICT_PLACE:
    case CONFLICT_GEOGRAPHY: return "place PLACE";
    case CONFLICT_NAME:
    case CONFLICT_QUOTATION:
    case CONFLICT_DENIAL:
    case CONFLICT_EXPLANATION: break;
    }
    return NULL;
}

static size_t documents_touched(const Queue *q, const Conflict *x, const uint32_t *of)
{
    size_t most = 0;
    uint32_t last = UINT32_MAX;

    for (size_t i = 0; i < x->claim_count; i++) {
        uint32_t n = x->claims[i].claim == CLAIM_NONE ? 0 : of[view_of(&q->views, x->claims[i])];
        if (n && q->ask->corpus->incidents[n - 1].reading_count > most)
            most = q->ask->corpus->incidents[n - 1].reading_count;
    }
    size_t own = 0;
    for (size_t i = 0; i < x->span_count; i++) {
        own += x->spans[i].reading != last;
        last = x->spans[i].reading;
    }
    return most > own ? most : own;
}

static void conflict(Queue *q, const Conflict *x, const uint32_t *of)
{
    const char *field = field_at_stake(x->kind);
    Commands list = { 0 };
    VEC(ClaimRef) claims = { 0 };

    for (size_t i = 0; i < x->claim_count; i++) {
        if (x->claims[i].claim == CLAIM_NONE)
            continue;
        if (claim_decided(q, x->claims[i]))
            return;
        vec_push(q->arena, &claims, x->claims[i]);
    }
    if (claims.count == 0)
        return;
    for (size_t i = 0; i < claims.count && i < 2; i++) {
        Id id = claim_id(q, claims.at[i]);
        command(q, &list, "reject", "claim", id, STR_NONE);
        if (field)
            command(q, &list, "correct", "claim", id, str_of(field));
    }
    command(q, &list, "pending", "claim", claim_id(q, claims.at[0]), STR_NONE);
    QueueItem item = { .kind = QUEUE_CONFLICT, .about = x->id, .documents = documents_touched(q, x, of), .people = apart(q, x),
                       .claims = claims.at, .claim_count = claims.count,
                       .why = arena_printf(q->arena, STR_FMT " of " STR_FMT ": " STR_FMT, STR_ARG(verdict_name(x->verdict)),
                                           STR_ARG(conflict_kind_name(x->kind)), STR_ARG(x->why)) };
    finish(&item, &list);
    put(q, item);
}

/* ---- incidents beside one another ---- */

typedef struct Beside {
    uint32_t incident;
    Str      place;
    int32_t  day;
} Beside;

static int by_place(const void *a, const void *b)
{
    const Beside *x = a, *y = b;
    int order = str_cmp(x->place, y->place);

    if (order == 0 && x->day != y->day)
        order = x->day < y->day ? -1 : 1;
    return order ? order : (x->incident > y->incident) - (x->incident < y->incident);
}

static int by_day(const void *a, const void *b)
{
    const Beside *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->incident > y->incident) - (x->incident < y->incident);
}

/* The strongest link between claims that lead the two; false when something keeps them apart. */
static bool best_link(const Queue *q, const Incident *a, const Incident *b, double *weight)
{
    *weight = -1000;
    for (size_t i = 0; i < a->claim_count && i < LEADS; i++)
        for (size_t k = 0; k < b->claim_count && k < LEADS; k++) {
            const View *x = &q->views.at[view_of(&q->views, a->claims[i])];
            const View *y = &q->views.at[view_of(&q->views, b->claims[k])];
            Link link = pair_weigh(&q->views, x, y, NULL);
            if (link.cannot)
                return false;
            if (link.weight > *weight)
                *weight = link.weight;
        }
    return true;
}

/* Documents of either, those of both once; both lists ascend. */
static size_t documents_of_both(const Incident *a, const Incident *b)
{
    size_t i = 0, k = 0, count = 0;

    for (; i < a->reading_count && k < b->reading_count; count++) {
        uint32_t x = a->readings[i], y = b->readings[k];
        i += x <= y;
        k += y <= x;
    }
    return count + (a->reading_count - i) + (b->reading_count - k);
}

static void pair(Queue *q, Map *seen, uint32_t one, uint32_t two)
{
    const Incident *a = &q->ask->corpus->incidents[one < two ? one : two];
    const Incident *b = &q->ask->corpus->incidents[one < two ? two : one];
    int64_t *met = map_put(q->arena, seen, arena_printf(q->arena, "%p %p", (const void *)a, (const void *)b), 0);
    double weight;
    Commands list = { 0 };

    if ((*met)++ || a->kind != b->kind || a->aggregate != b->aggregate || incident_decided(q, a) ||
        incident_decided(q, b) || !best_link(q, a, b, &weight) || weight < LINK_ACCEPT - NEAR_BELOW)
        return;
    int64_t less = toll_of(a) < toll_of(b) ? toll_of(a) : toll_of(b);
    ClaimRef *claims = arena_array(q->arena, ClaimRef, 2);
    claims[0] = a->claims[0];
    claims[1] = b->claims[0];
    command(q, &list, "merge", "incident", a->id, arena_printf(q->arena, "incident:" STR_FMT, STR_ARG(hex_of(q->arena, b->id))));
    command(q, &list, "confirm", "incident", a->id, STR_NONE);
    QueueItem item = { .kind = QUEUE_PAIR, .about = a->id, .documents = documents_of_both(a, b), .people = less,
                       .claims = claims, .claim_count = 2,
                       .why = arena_printf(q->arena, "two incidents that may be one: what speaks for it weighs %.1f, and %.1f "
                                           "joins them", weight, LINK_ACCEPT) };
    finish(&item, &list);
    put(q, item);
}

static void pairs(Queue *q)
{
    const Corpus *c = q->ask->corpus;
    Beside *list = arena_array(q->arena, Beside, c->incident_count + 1);
    Map seen = { 0 };
    size_t count = 0;

    for (uint32_t i = 0; i < c->incident_count; i++)
        if (c->incidents[i].claim_count)
            list[count++] = (Beside){ i, c->incidents[i].place_id, c->incidents[i].first };
    qsort(list, count, sizeof *list, by_place);
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && k <= i + PAIR_WINDOW && list[i].place.len && str_eq(list[k].place, list[i].place); k++)
            pair(q, &seen, list[i].incident, list[k].incident);
    qsort(list, count, sizeof *list, by_day);
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && k <= i + PAIR_WINDOW && list[i].day != DAY_UNKNOWN &&
                               list[k].day <= list[i].day + PAIR_DAYS; k++)
            pair(q, &seen, list[i].incident, list[k].incident);
}

/* ---- one incident ---- */

static void weakest(Queue *q, const Incident *n)
{
    size_t tried = n->claim_count < MEMBERS_TRIED ? n->claim_count : MEMBERS_TRIED, weak = 0;
    double least = LINK_ACCEPT + NEAR_ABOVE;
    bool found = false;
    Commands list = { 0 };

    if (n->reading_count < 2 || n->claim_count < 2)
        return;
    for (size_t i = 0; i < tried; i++) {
        double best = -1000;
        for (size_t k = 0; k < tried; k++) {
            const View *x = &q->views.at[view_of(&q->views, n->claims[i])];
            const View *y = &q->views.at[view_of(&q->views, n->claims[k])];
            double weight = i == k ? -1000 : pair_weigh(&q->views, x, y, NULL).weight;
            best = weight > best ? weight : best;
        }
        if (best >= least)
            continue;
        least = best;
        weak = i;
        found = true;
    }
    if (!found || claim_decided(q, n->claims[weak]))
        return;
    Id id = claim_id(q, n->claims[weak]);
    command(q, &list, "split", "incident", n->id, arena_printf(q->arena, "claim:" STR_FMT, STR_ARG(hex_of(q->arena, id))));
    command(q, &list, "confirm", "incident", n->id, STR_NONE);
    QueueItem item = { .kind = QUEUE_WEAK, .about = n->id, .documents = n->reading_count, .people = toll_of(n),
                       .claims = &n->claims[weak], .claim_count = 1,
                       .why = arena_printf(q->arena, "a claim hangs on its incident by %.1f, and %.1f is the least that joins", least,
                                           LINK_ACCEPT) };
    finish(&item, &list);
    put(q, item);
}

static void one_origin(Queue *q, const Incident *n)
{
    int64_t toll = toll_of(n);
    Commands list = { 0 };

    if (n->origins != 1 || toll < TOLL_LARGE || n->aggregate)
        return;
    command(q, &list, "confirm", "incident", n->id, STR_NONE);
    command(q, &list, "pending", "incident", n->id, STR_NONE);
    for (size_t k = 1; k < n->claim_count; k++)
        if (n->claims[k].reading != n->claims[0].reading) {
            command(q, &list, "not-same-origin", "claim", claim_id(q, n->claims[0]),
                    arena_printf(q->arena, "claim:" STR_FMT, STR_ARG(hex_of(q->arena, claim_id(q, n->claims[k])))));
            break;
        }
    QueueItem item = { .kind = QUEUE_ORIGIN, .about = n->id, .documents = n->reading_count, .people = toll,
                       .claims = n->claims, .claim_count = n->claim_count,
                       .why = arena_printf(q->arena, "%lld people rest on one origin, told by %d %s", (long long)toll, n->voices,
                                           n->voices == 1 ? "voice" : "voices") };
    finish(&item, &list);
    put(q, item);
}

/* The claim of the incident whose place is least sure. */
static void unsure_place(Queue *q, const Incident *n)
{
    double least = SHARE_SURE;
    const Mention *place = NULL;
    size_t which = 0;
    Commands list = { 0 };

    for (size_t i = 0; i < n->claim_count; i++) {
        const Claim *claim = corpus_claim(q->ask->corpus, n->claims[i]);
        const Reading *r = &q->ask->corpus->readings[n->claims[i].reading];
        const Mention *m = claim->place >= 0 ? &r->mentions[claim->place] : NULL;
        if (!m || m->kind != MENTION_PLACE || m->place.option_count < 2 || m->place.options[0].share >= least ||
            claim_decided(q, n->claims[i]))
            continue;
        least = m->place.options[0].share;
        place = m;
        which = i;
    }
    if (!place)
        return;
    Id id = claim_id(q, n->claims[which]);
    for (int32_t k = 0; k < place->place.option_count && k < OPTIONS_SHOWN; k++)
        command(q, &list, "correct", "claim", id, arena_printf(q->arena, "place " STR_FMT,
                STR_ARG(place->place.options[k].place_id)));
    command(q, &list, "confirm", "claim", id, STR_NONE);
    QueueItem item = { .kind = QUEUE_PLACE, .about = n->id, .documents = n->reading_count, .people = toll_of(n),
                       .claims = &n->claims[which], .claim_count = 1,
                       .why = arena_printf(q->arena, "%d places bear the name, and the likeliest has %d %% of the weight",
                                           place->place.candidates, (int)(100 * least)) };
    finish(&item, &list);
    put(q, item);
}

static void exposed(Queue *q, ClaimRef claim)
{
    Commands list = { 0 };
    const Reading *r = &q->ask->corpus->readings[claim.reading];
    ClaimRef *claims = arena_array(q->arena, ClaimRef, 1);

    if (claim_decided(q, claim))
        return;
    claims[0] = claim;
    vec_push(q->arena, &list, arena_printf(q->arena, "dokaz redact " STR_FMT, STR_ARG(str_slice(r->doc.id, 0, 12))));
    command(q, &list, "confirm", "claim", claim_id(q, claim), STR_NONE);
    QueueItem item = { .kind = QUEUE_EXPOSED, .about = claim_id(q, claim), .documents = 1, .people = 1, .claims = claims,
                       .claim_count = 1, .why = S("a protected person is masked, and an age beside the mask may tell who it is") };
    finish(&item, &list);
    put(q, item);
}

static int heaviest_first(const void *a, const void *b)
{
    const QueueItem *x = a, *y = b;
    bool first = x->kind == QUEUE_STALE, second = y->kind == QUEUE_STALE;

    if (first != second)
        return first ? -1 : 1;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    int order = id_cmp(x->about, y->about);
    return order ? order : str_cmp(x->commands[0], y->commands[0]);
}

size_t queue_make(Arena *arena, const QueueAsk *ask, QueueItem **ret)
{
    Queue q = { .arena = arena, .ask = ask };
    const Corpus *c = ask->corpus;

    views_make(arena, lang_gazetteer(ask->lang), words_of(ask->lang), c, &q.views);
    signatures_make(arena, c, &q.views.signatures);
    pair_prepare(arena, &q.views);
    uint32_t *of = incidents_by_claim(&q);
    stale(&q);
    for (size_t i = 0; i < c->conflict_count; i++)
        if (c->conflicts[i].verdict == VERDICT_CONFLICT || c->conflicts[i].verdict == VERDICT_ERROR)
            conflict(&q, &c->conflicts[i], of);
    pairs(&q);
    for (size_t i = 0; i < c->incident_count; i++)
        if (!incident_decided(&q, &c->incidents[i])) {
            weakest(&q, &c->incidents[i]);
            one_origin(&q, &c->incidents[i]);
            unsure_place(&q, &c->incidents[i]);
        }
    for (size_t i = 0; i < ask->exposed_count; i++)
        exposed(&q, ask->exposed[i]);
    if (q.items.count)
        qsort(q.items.at, q.items.count, sizeof *q.items.at, heaviest_first);
    *ret = q.items.at;
    return q.items.count;
}
