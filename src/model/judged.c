/* judged.c -- see judged.h. */
#include "model/judged.h"

#include "base/auto.h"
#include "base/vec.h"

#include <stdlib.h>

/* ---- finding claims again ---- */

typedef struct Finder {
    const Corpus *corpus;
    Map           by_id;            /* 16 bytes -> place in refs */
    Map           by_document;      /* id -> reading */
    VEC(ClaimRef) refs;
} Finder;

static Str id_key(const Id *id)
{
    return (Str){ (const char *)id->byte, sizeof id->byte };
}

static void finder_fill(Arena *arena, const Corpus *c, Finder *f)
{
    *f = (Finder){ .corpus = c };
    for (uint32_t r = 0; r < c->reading_count; r++) {
        map_put(arena, &f->by_document, c->readings[r].doc.id, r);
        for (uint32_t k = 0; k < c->readings[r].claim_count; k++) {
            map_put(arena, &f->by_id, id_key(&c->readings[r].claims[k].id), (int64_t)f->refs.count);
            vec_push(arena, &f->refs, (ClaimRef){ r, k });
        }
    }
}

static uint32_t overlap(Span a, Span b)
{
    uint32_t start = a.start > b.start ? a.start : b.start, end = a.end < b.end ? a.end : b.end;

    return end > start ? end - start : 0;
}

/* A re-read may have moved its borders or renamed nothing but its id. */
static ClaimRef find_nearby(const Finder *f, uint32_t reading, const Anchor *a)
{
    const Reading *r = &f->corpus->readings[reading];
    ActSet acts = f->corpus->taxonomy ? acts_split(f->corpus->taxonomy, a->acts, ',') : 0;
    ClaimRef best = REF_GONE;
    uint32_t most = 0;

    for (uint32_t k = 0; k < r->claim_count; k++) {
        uint32_t shared = overlap(r->claims[k].span, a->span);
        if (shared > most && (r->claims[k].acts & acts)) {
            most = shared;
            best = (ClaimRef){ reading, k };
        }
    }
    return best;
}

static ClaimRef find_anchor(const Finder *f, const Anchor *a)
{
    const int64_t *reading = map_get(&f->by_document, a->document), *at;

    if (!reading)
        return REF_GONE;
    if (a->whole)
        return (ClaimRef){ (uint32_t)*reading, CLAIM_NONE };
    at = map_get(&f->by_id, id_key(&a->id));
    return at ? f->refs.at[*at] : find_nearby(f, (uint32_t)*reading, a);
}

/* ---- what stands ---- */

typedef struct Settle {
    Arena      *arena;
    Judgements *all;
    Map         owners;     /* what is said of what -> index of the newest judgement that says it */
    uint32_t   *owned;      /* of each judgement: how many keys are its own */
    VEC(JudgedLink) links;
    VEC(Ruling) rulings;
} Settle;

/* Decisions of the blind lie in layers of their own: nobody else's replaces them, and they nobody's. */
static Str layer_of(const Judgement *j)
{
    return j->blind ? j->coder : S("");
}

static Str ref_key(Arena *arena, const Judgement *j, const char *what, ClaimRef a)
{
    return arena_printf(arena, "%s|%d" STR_FMT "|%u.%u", what, j->blind, STR_ARG(layer_of(j)), a.reading, a.claim);
}

static int compare_refs(ClaimRef a, ClaimRef b)
{
    if (a.reading != b.reading)
        return a.reading < b.reading ? -1 : 1;
    return (a.claim > b.claim) - (a.claim < b.claim);
}

static Str pair_key(Arena *arena, const Judgement *j, const char *what, ClaimRef a, ClaimRef b, bool directed)
{
    if (!directed && compare_refs(a, b) > 0) {
        ClaimRef swap = a;
        a = b;
        b = swap;
    }
    return arena_printf(arena, "%s|%d" STR_FMT "|%u.%u|%u.%u", what, j->blind, STR_ARG(layer_of(j)), a.reading, a.claim,
                        b.reading, b.claim);
}

static void own(Settle *s, uint32_t index, Str key)
{
    Judgement *new = &s->all->at[index];
    int64_t *owner = map_put(s->arena, &s->owners, key, -1);

    if (*owner >= 0 && *owner != index && --s->owned[*owner] == 0) {
        s->all->at[*owner].state = JUDGEMENT_REPLACED;
        s->all->at[*owner].changed_by = new->entry;
    }
    s->owned[index] += *owner != index;
    *owner = index;
}

static const char *pair_family(JudgementKind kind)
{
    switch (kind) {
    case JUDGE_MERGE:
    case JUDGE_SPLIT:           return "incident";
    case JUDGE_SAME_ORIGIN:
    case JUDGE_NOT_SAME_ORIGIN: return "origin";
    default:                    return "edge";
    }
}

static bool directed(JudgementKind kind)
{
    return kind == JUDGE_CUT_EDGE || kind == JUDGE_ADD_EDGE;
}

/* The pairs of two sides, those of one claim with itself left out; `visit` returns false to stop. */
static void each_pair(const Judgement *j, bool (*visit)(void *, const Judgement *, ClaimRef, ClaimRef), void *context)
{
    for (size_t a = 0; a < j->anchor_count; a++)
        for (size_t b = 0; b < j->anchor_count && !j->anchors[a].other; b++)
            if (j->anchors[b].other && ref_is(j->refs[a]) && ref_is(j->refs[b]) &&
                compare_refs(j->refs[a], j->refs[b]) != 0 && !visit(context, j, j->refs[a], j->refs[b]))
                return;
}

static bool own_pair(void *context, const Judgement *j, ClaimRef a, ClaimRef b)
{
    Settle *s = context;

    own(s, (uint32_t)(j - s->all->at), pair_key(s->arena, j, pair_family(j->kind), a, b, directed(j->kind)));
    return true;
}

/* The first of its claims that is still there; for a thing that is judged as a whole. */
static ClaimRef first_ref(const Judgement *j)
{
    for (size_t i = 0; i < j->anchor_count; i++)
        if (ref_is(j->refs[i]) && !j->anchors[i].other)
            return j->refs[i];
    return REF_GONE;
}

static Str correct_key(Arena *arena, const Judgement *j, ClaimRef claim)
{
    JudgedQuantity q;
    Str field = judged_field_name((JudgedField)j->field);
    Str unit = j->field == FIELD_QUANTITY && judged_quantity(j->value, &q) ? q.unit : S("");

    return ref_key(arena, j, arena_printf(arena, "correct " STR_FMT " " STR_FMT, STR_ARG(field), STR_ARG(unit)).ptr,
                   claim);
}

static void own_all(Settle *s, uint32_t index)
{
    const Judgement *j = &s->all->at[index];
    ClaimRef first = first_ref(j);

    switch (j->kind) {
    case JUDGE_CONFIRM:
    case JUDGE_REJECT:
    case JUDGE_PENDING:
    case JUDGE_EXCLUDE:
        own(s, index, ref_key(s->arena, j, arena_printf(s->arena, "status %d", j->thing).ptr, first));
        break;
    case JUDGE_CORRECT:
        own(s, index, correct_key(s->arena, j, first));
        break;
    case JUDGE_GRADE:
        own(s, index, j->thing == THING_SOURCE
            ? arena_printf(s->arena, "grade|%d" STR_FMT "|" STR_FMT, j->blind, STR_ARG(layer_of(j)), STR_ARG(j->source))
            : ref_key(s->arena, j, arena_printf(s->arena, "grade %d", j->thing).ptr, first));
        break;
    case JUDGE_UNDO:
        break;
    default:
        each_pair(j, own_pair, s);
    }
}

static bool count_pair(void *context, const Judgement *j, ClaimRef a, ClaimRef b)
{
    (void)j;
    (void)a;
    (void)b;
    *(bool *)context = true;
    return false;
}

static Str why_stale(const Judgement *j)
{
    bool pair = false;

    if (j->kind == JUDGE_UNDO || j->thing == THING_SOURCE)
        return STR_NONE;
    if (!judgement_pairs(j->kind))
        return ref_is(first_ref(j)) ? STR_NONE : S("what it is about is not in the case as it is read now");
    each_pair(j, count_pair, &pair);
    if (pair)
        return STR_NONE;
    for (size_t i = 0; i < j->anchor_count; i++)
        if (!ref_is(j->refs[i]))
            return S("one of the two things is not in the case as it is read now");
    return S("both things are one claim as the case is read now");
}

static void find_refs(Arena *arena, const Finder *f, Judgements *all)
{
    for (size_t i = 0; i < all->count; i++) {
        Judgement *j = &all->at[i];
        j->refs = arena_array(arena, ClaimRef, j->anchor_count + 1);
        j->state = JUDGEMENT_STANDS;
        j->changed_by = UINT64_MAX;
        for (size_t k = 0; k < j->anchor_count; k++)
            j->refs[k] = find_anchor(f, &j->anchors[k]);
        j->why = why_stale(j);
        if (j->why.ptr)
            j->state = JUDGEMENT_STALE;
    }
}

static Judgement *of_entry(const Judgements *all, uint64_t entry)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i].entry == entry)
            return &all->at[i];
    return NULL;
}

static void take_back(Judgements *all)
{
    for (size_t i = 0; i < all->count; i++) {
        Judgement *undone = all->at[i].kind == JUDGE_UNDO ? of_entry(all, all->at[i].undoes) : NULL;
        if (!undone || undone->kind == JUDGE_UNDO || undone->entry >= all->at[i].entry)
            continue;
        undone->state = JUDGEMENT_UNDONE;
        undone->changed_by = all->at[i].entry;
    }
}

/* ---- rulings ---- */

typedef struct PairOut {
    Settle    *settle;
    RulingKind kind;
} PairOut;

static bool put_pair(void *context, const Judgement *j, ClaimRef a, ClaimRef b)
{
    PairOut *out = context;
    Settle *s = out->settle;
    const int64_t *owner = map_get(&s->owners, pair_key(s->arena, j, pair_family(j->kind), a, b, directed(j->kind)));

    if (!owner || *owner != j - s->all->at)
        return true;
    vec_push(s->arena, &s->rulings, (Ruling){ out->kind, a, b, j->entry, j->reason });
    return true;
}

/* Has a newer split taken the two apart? */
static bool split_since(Settle *s, const Judgement *j, ClaimRef a, ClaimRef b)
{
    const int64_t *owner = map_get(&s->owners, pair_key(s->arena, j, pair_family(j->kind), a, b, false));

    return owner && *owner > j - s->all->at;
}

/* Whoever merged two incidents saw their claims: all of them belong together, but for those that a newer split takes
 * apart. Each is tied to the first before it from which it was not split. */
static void put_merge(Settle *s, const Judgement *j)
{
    for (size_t i = 1; i < j->anchor_count; i++)
        for (size_t k = 0; ref_is(j->refs[i]) && k < i; k++) {
            if (!ref_is(j->refs[k]) || compare_refs(j->refs[i], j->refs[k]) == 0 ||
                split_since(s, j, j->refs[i], j->refs[k]))
                continue;
            vec_push(s->arena, &s->rulings, (Ruling){ RULING_TOGETHER, j->refs[k], j->refs[i], j->entry, j->reason });
            break;
        }
}

static void put_left_out(Settle *s, const Corpus *c, const Judgement *j)
{
    ClaimRef first = first_ref(j);

    if (j->thing == THING_CLAIM)
        vec_push(s->arena, &s->rulings, (Ruling){ RULING_LEAVE_OUT, first, first, j->entry, j->reason });
    for (uint32_t k = 0; j->thing == THING_DOCUMENT && k < c->readings[first.reading].claim_count; k++)
        vec_push(s->arena, &s->rulings,
                 (Ruling){ RULING_LEAVE_OUT, { first.reading, k }, { first.reading, k }, j->entry, j->reason });
}

static void put_rulings(Settle *s, const Corpus *c)
{
    static const RulingKind kinds[JUDGEMENT_KINDS] = {
        [JUDGE_SPLIT] = RULING_APART, [JUDGE_SAME_ORIGIN] = RULING_SAME_ORIGIN,
        [JUDGE_NOT_SAME_ORIGIN] = RULING_OTHER_ORIGIN, [JUDGE_CUT_EDGE] = RULING_CUT_EDGE,
        [JUDGE_ADD_EDGE] = RULING_ADD_EDGE,
    };
    for (size_t i = 0; i < s->all->count; i++) {
        const Judgement *j = &s->all->at[i];
        if (j->state != JUDGEMENT_STANDS || j->blind)
            continue;
        if (j->kind == JUDGE_MERGE)
            put_merge(s, j);
        else if (judgement_pairs(j->kind))
            each_pair(j, put_pair, &(PairOut){ s, kinds[j->kind] });
        else if (j->kind == JUDGE_REJECT || j->kind == JUDGE_EXCLUDE)
            put_left_out(s, c, j);
    }
    s->all->rulings = s->rulings.at;
    s->all->ruling_count = s->rulings.count;
}

/* ---- by claim ---- */

static Str ref_bytes(const ClaimRef *ref)
{
    _Static_assert(sizeof *ref == 8, "two numbers without a gap are the key");
    return (Str){ (const char *)ref, sizeof *ref };
}

static void link_claim(Settle *s, const ClaimRef *ref, uint32_t judgement)
{
    int64_t *head = map_put(s->arena, &s->all->by_claim, ref_bytes(ref), 0);
    uint32_t *at = NULL;

    vec_push(s->arena, &s->links, (JudgedLink){ judgement, 0 });
    if (*head == 0) {
        *head = (int64_t)s->links.count;
        return;
    }
    for (at = &s->links.at[*head - 1].next; *at; at = &s->links.at[*at - 1].next)
        if (s->links.at[*at - 1].judgement == judgement)
            return;
    *at = (uint32_t)s->links.count;
}

static void link_all(Settle *s)
{
    s->all->by_claim = (Map){ 0 };
    for (uint32_t i = 0; i < s->all->count; i++)
        for (size_t k = 0; k < s->all->at[i].anchor_count; k++)
            if (ref_is(s->all->at[i].refs[k]))
                link_claim(s, &s->all->at[i].refs[k], i);
    s->all->links = s->links.at;
    s->all->link_count = s->links.count;
}

void judged_settle(Arena *arena, const Corpus *c, Judgements *all)
{
    Settle s = { .arena = arena, .all = all, .owned = arena_array(arena, uint32_t, all->count + 1) };
    Finder f;

    all->rulings = NULL;
    all->ruling_count = 0;
    if (all->count == 0)
        return;
    finder_fill(arena, c, &f);
    find_refs(arena, &f, all);
    take_back(all);
    for (uint32_t i = 0; i < all->count; i++)
        if (all->at[i].state == JUDGEMENT_STANDS)
            own_all(&s, i);
    put_rulings(&s, c);
    link_all(&s);
}

/* ---- contradictions ---- */

/* Claims that rulings of one kind join, as groups. */
typedef struct Joins {
    Arena        *arena;
    Map           nodes;        /* ClaimRef -> node */
    VEC(uint32_t) parent;
} Joins;

static uint32_t root_of(Joins *g, uint32_t node)
{
    while (g->parent.at[node] != node)
        node = g->parent.at[node] = g->parent.at[g->parent.at[node]];
    return node;
}

static uint32_t node_of(Joins *g, const ClaimRef *ref)
{
    int64_t *at = map_put(g->arena, &g->nodes, ref_bytes(ref), (int64_t)g->parent.count);

    if ((size_t)*at == g->parent.count)
        vec_push(g->arena, &g->parent, (uint32_t)g->parent.count);
    return root_of(g, (uint32_t)*at);
}

/* Both nodes first: either may make the array move. */
static void join(Joins *g, const Ruling *r)
{
    uint32_t a = node_of(g, &r->a), b = node_of(g, &r->b);

    g->parent.at[a] = b;
}

/* Those of entry `without` left out. */
static void join_all(Joins *g, const Judgements *all, RulingKind kind, uint64_t without)
{
    for (size_t i = 0; i < all->ruling_count; i++)
        if (all->rulings[i].kind == kind && all->rulings[i].entry != without)
            join(g, &all->rulings[i]);
}

static bool joined(Joins *g, const Ruling *r)
{
    uint32_t a = node_of(g, &r->a), b = node_of(g, &r->b);

    return root_of(g, a) == root_of(g, b);
}

/* Rulings come in order: the one that completes the way between the two is the newest on it. */
static uint64_t last_join(Arena *arena, const Judgements *all, RulingKind kind, const Ruling *apart)
{
    Joins g = { .arena = arena };

    for (size_t i = 0; i < all->ruling_count; i++) {
        const Ruling *r = &all->rulings[i];
        if (r->kind != kind || r->entry == apart->entry)
            continue;
        join(&g, r);
        if (joined(&g, apart))
            return r->entry;
    }
    return UINT64_MAX;
}

static bool contradicts(Arena *arena, const Judgements *all, RulingKind join, RulingKind part, uint64_t *entry)
{
    uint64_t new = all->at[all->count - 1].entry;
    Joins before = { .arena = arena }, after = { .arena = arena };

    join_all(&before, all, join, new);
    join_all(&after, all, join, UINT64_MAX);
    for (size_t i = 0; i < all->ruling_count; i++) {
        const Ruling *r = &all->rulings[i];
        if (r->kind != part || !joined(&after, r))
            continue;
        if (r->entry == new) {
            *entry = last_join(arena, all, join, r);
            return true;
        }
        if (!joined(&before, r)) {
            *entry = r->entry;
            return true;
        }
    }
    return false;
}

bool judged_contradicts(const Judgements *all, uint64_t *entry)
{
    AUTO_ARENA arena = arena_create();

    return all->count > 0 &&
           (contradicts(arena, all, RULING_TOGETHER, RULING_APART, entry) ||
            contradicts(arena, all, RULING_SAME_ORIGIN, RULING_OTHER_ORIGIN, entry));
}

/* ---- the compartment ---- */

ClaimRef *judged_closed(Arena *arena, const Corpus *c, const Judgements *all, size_t *count)
{
    VEC(ClaimRef) found = { 0 };
    ActSet closed = c->taxonomy ? acts_compartment(c->taxonomy) : 0;

    for (size_t i = 0; i < all->count; i++) {
        const Judgement *j = &all->at[i];
        if (j->kind == JUDGE_CORRECT && j->field == FIELD_ACTS && j->state == JUDGEMENT_STANDS &&
            (acts_split(c->taxonomy, j->value, ',') & closed))
            vec_push(arena, &found, first_ref(j));
    }
    *count = found.count;
    return found.at;
}

/* ---- human values ---- */

typedef struct Gather {
    Arena          *arena;
    Judged          out;
    VEC(Correction) corrections;
    VEC(uint64_t)   entries;
} Gather;

static void take_entry(Gather *g, const Judgement *j)
{
    if (g->entries.count == 0 || g->entries.at[g->entries.count - 1] != j->entry)
        vec_push(g->arena, &g->entries, j->entry);
}

static Judged gathered(Gather *g)
{
    g->out.corrections = g->corrections.at;
    g->out.correction_count = g->corrections.count;
    g->out.entries = g->entries.at;
    g->out.entry_count = g->entries.count;
    return g->out;
}

static void take_judgement(Gather *g, const Judgement *j)
{
    take_entry(g, j);
    if (j->kind <= JUDGE_EXCLUDE)
        g->out.status = (int)j->kind;
    else if (j->kind == JUDGE_GRADE)
        g->out.grade = j->value;
}

static bool counts(const Judgement *j)
{
    return j->state == JUDGEMENT_STANDS && !j->blind;
}

uint32_t *judgements_on_claim(Arena *arena, const Judgements *all, ClaimRef claim, size_t *count)
{
    VEC(uint32_t) found = { 0 };
    const int64_t *head = all && all->count ? map_get(&all->by_claim, ref_bytes(&claim)) : NULL;

    for (uint32_t at = head ? (uint32_t)*head : 0; at; at = all->links[at - 1].next)
        if (found.count == 0 || found.at[found.count - 1] != all->links[at - 1].judgement)
            vec_push(arena, &found, all->links[at - 1].judgement);
    *count = found.count;
    return found.at;
}

static bool about_claim(const Judgement *j, ClaimRef claim)
{
    return j->thing == THING_CLAIM && compare_refs(first_ref(j), claim) == 0;
}

Judged judged_claim(Arena *arena, const Corpus *c, const Judgements *all, ClaimRef claim)
{
    Gather g = { .arena = arena, .out = { .status = -1 } };
    const Reading *r = &c->readings[claim.reading];
    ClaimRef whole = { claim.reading, CLAIM_NONE };
    size_t count = 0;
    uint32_t *on = judgements_on_claim(arena, all, whole, &count);

    for (size_t i = 0; i < count; i++)
        if (counts(&all->at[on[i]]) && all->at[on[i]].thing == THING_DOCUMENT && all->at[on[i]].kind <= JUDGE_EXCLUDE)
            take_judgement(&g, &all->at[on[i]]);
    on = judgements_on_claim(arena, all, claim, &count);
    for (size_t i = 0; i < count; i++) {
        const Judgement *j = &all->at[on[i]];
        JudgedQuantity q = { .unit = S("") };
        if (!counts(j) || j->thing == THING_INCIDENT || (j->kind != JUDGE_SPLIT && !judgement_pairs(j->kind) &&
            !about_claim(j, claim)))
            continue;
        take_judgement(&g, j);
        if (j->kind != JUDGE_CORRECT || j->field == FIELD_NONE)
            continue;
        if (j->field == FIELD_QUANTITY)
            judged_quantity(j->value, &q);
        Str read = claim_field_text(arena, c->taxonomy, r, &r->claims[claim.claim], (JudgedField)j->field, q.unit);
        vec_push(arena, &g.corrections, (Correction){ (JudgedField)j->field, read, j->value, j->entry });
    }
    return gathered(&g);
}

static int compare_index(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

uint32_t *judgements_on_incident(Arena *arena, const Judgements *all, const Incident *n, size_t *count)
{
    VEC(uint32_t) found = { 0 };
    size_t kept = 0;

    for (size_t i = 0; i < n->claim_count; i++) {
        size_t some = 0;
        uint32_t *on = judgements_on_claim(arena, all, n->claims[i], &some);
        for (size_t k = 0; k < some; k++)
            if (all->at[on[k]].thing == THING_INCIDENT)
                vec_push(arena, &found, on[k]);
    }
    if (found.count)
        qsort(found.at, found.count, sizeof *found.at, compare_index);
    for (size_t i = 0; i < found.count; i++)
        if (kept == 0 || found.at[kept - 1] != found.at[i])
            found.at[kept++] = found.at[i];
    *count = kept;
    return found.at;
}

static bool has_claim(const Incident *n, ClaimRef claim)
{
    for (size_t i = 0; i < n->claim_count; i++)
        if (compare_refs(n->claims[i], claim) == 0)
            return true;
    return false;
}

/* It speaks of the incident in which the first of its claims lies now. */
Judged judged_incident(Arena *arena, const Judgements *all, const Incident *incident)
{
    Gather g = { .arena = arena, .out = { .status = -1 } };
    size_t count = 0;
    uint32_t *on = judgements_on_incident(arena, all, incident, &count);

    for (size_t i = 0; i < count; i++)
        if (counts(&all->at[on[i]]) && (judgement_pairs(all->at[on[i]].kind) ||
                                        has_claim(incident, first_ref(&all->at[on[i]]))))
            take_judgement(&g, &all->at[on[i]]);
    g.out.unmet = str_eq(g.out.grade, S("1")) && incident->origins < 2;
    return gathered(&g);
}

Judged judged_source(Arena *arena, const Judgements *all, Str name)
{
    Gather g = { .arena = arena, .out = { .status = -1 } };

    for (size_t i = 0; all && i < all->count; i++)
        if (counts(&all->at[i]) && all->at[i].kind == JUDGE_GRADE && all->at[i].thing == THING_SOURCE &&
            str_eq(all->at[i].source, name))
            take_judgement(&g, &all->at[i]);
    return gathered(&g);
}

/* ---- fields as text ---- */

static bool to_number(Str s, int64_t open, int64_t *ret)
{
    *ret = open;
    return s.len == 0 || (s.ptr[0] >= '0' && s.ptr[0] <= '9' && str_to_i64(s, ret));
}

bool judged_quantity(Str value, JudgedQuantity *ret)
{
    JudgedQuantity q = { 0, 0, S(""), S(""), false };
    Str rest = str_trim(value), number, word;

    if (!str_cut(&rest, ' ', &number) || !str_cut(&rest, ' ', &q.unit) || q.unit.len == 0)
        return false;
    if (str_cut(&rest, ' ', &word))
        q.who = word;
    if (rest.ptr && rest.len)
        return false;
    q.none = str_eq(number, S("none"));
    if (q.none) {
        q.low = q.high = QUANTITY_UNKNOWN;
        *ret = q;
        return q.who.len == 0;
    }
    size_t dots = str_find(number, S(".."), 0);
    Str low = dots == SIZE_MAX ? number : str_slice(number, 0, dots);
    Str high = dots == SIZE_MAX ? number : str_slice(number, dots + 2, SIZE_MAX);
    if (number.len <= (dots == SIZE_MAX ? 0 : 2) || !to_number(low, 0, &q.low) ||
        !to_number(high, QUANTITY_OPEN, &q.high) || q.low > q.high)
        return false;
    *ret = q;
    return true;
}

static Str interval(Arena *a, const QuantityFields *q)
{
    Str unit = q->counted.len ? q->counted : S("-");

    if (q->low == QUANTITY_UNKNOWN && (q->high == QUANTITY_UNKNOWN || q->high == QUANTITY_OPEN))
        return S("");
    if (q->low == q->high)
        return arena_printf(a, "%lld " STR_FMT "%s" STR_FMT, (long long)q->low, STR_ARG(unit), q->who.len ? " " : "",
                            STR_ARG(q->who));
    Str low = q->low == QUANTITY_UNKNOWN ? S("") : arena_printf(a, "%lld", (long long)q->low);
    Str high = q->high == QUANTITY_OPEN || q->high == QUANTITY_UNKNOWN ? S("") : arena_printf(a, "%lld", (long long)q->high);
    return arena_printf(a, STR_FMT ".." STR_FMT " " STR_FMT "%s" STR_FMT, STR_ARG(low), STR_ARG(high), STR_ARG(unit),
                        q->who.len ? " " : "", STR_ARG(q->who));
}

static Str quantity_text(Arena *arena, const Reading *r, const Claim *claim, Str unit)
{
    for (size_t i = 0; i < claim->quantity_count; i++) {
        const Mention *m = &r->mentions[claim->quantities[i]];
        if (m->kind == MENTION_QUANTITY && (str_eq(m->quantity.counted, unit) || unit.len == 0))
            return interval(arena, &m->quantity);
    }
    return S("");
}

static Str or_empty(Str s)
{
    return s.ptr ? s : S("");
}

Str claim_field_text(Arena *arena, const Taxonomy *t, const Reading *r, const Claim *claim, JudgedField field, Str unit)
{
    switch (field) {
    case FIELD_PLACE:
        return claim->place >= 0 ? or_empty(r->mentions[claim->place].place.place_id) : S("");
    case FIELD_DATE:        return or_empty(claim->edtf);
    case FIELD_SAID_ON:     return or_empty(claim->said_on);
    case FIELD_QUANTITY:    return quantity_text(arena, r, claim, unit);
    case FIELD_ACTS:        return acts_join(arena, t, claim->acts, ',');
    case FIELD_BY:          return or_empty(claim->by.text);
    case FIELD_TO:          return or_empty(claim->to.text);
    case FIELD_MODALITY:    return modality_name(claim->modality);
    case FIELD_AGGREGATE:   return claim->aggregate ? S("yes") : S("no");
    default:                return S("");
    }
}

Anchor anchor_of(Arena *arena, const Corpus *c, ClaimRef ref, bool other)
{
    const Reading *r = &c->readings[ref.reading];
    const Claim *claim = corpus_claim(c, ref);

    if (!claim)
        return (Anchor){ .other = other, .whole = true, .document = r->doc.id, .span = SPAN_NONE, .acts = S("") };
    return (Anchor){ .other = other, .id = claim->id, .document = r->doc.id, .span = claim->span,
                     .acts = acts_join(arena, c->taxonomy, claim->acts, ',') };
}
