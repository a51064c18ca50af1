/* judge.c -- see judge.h. */
#include "cli/judge.h"

#include "base/auto.h"
#include "cli/find.h"
#include "model/judged.h"
#include "seal/strict.h"
#include "weigh/correct.h"

#include <stdlib.h>

/* What a decision names. */
typedef struct Thing {
    JudgedThing kind;
    ClaimRef    claim;      /* of a claim; of a document with CLAIM_NONE */
    uint32_t    incident;
    Str         source;
    uint64_t    entry;
} Thing;

enum {
    MAY_CLAIM = 1 << THING_CLAIM, MAY_INCIDENT = 1 << THING_INCIDENT, MAY_DOCUMENT = 1 << THING_DOCUMENT,
    MAY_SOURCE = 1 << THING_SOURCE, MAY_ENTRY = 1 << THING_ENTRY,
};

/* What each kind speaks of, first and second. */
static const struct { unsigned about, other; } takes[JUDGEMENT_KINDS] = {
    [JUDGE_CONFIRM] = { MAY_CLAIM | MAY_INCIDENT, 0 },
    [JUDGE_REJECT] = { MAY_CLAIM | MAY_INCIDENT, 0 },
    [JUDGE_PENDING] = { MAY_CLAIM | MAY_INCIDENT, 0 },
    [JUDGE_EXCLUDE] = { MAY_CLAIM | MAY_DOCUMENT, 0 },
    [JUDGE_MERGE] = { MAY_INCIDENT, MAY_INCIDENT },
    [JUDGE_SPLIT] = { MAY_INCIDENT, MAY_CLAIM },
    [JUDGE_CORRECT] = { MAY_CLAIM, 0 },
    [JUDGE_GRADE] = { MAY_CLAIM | MAY_INCIDENT | MAY_SOURCE, 0 },
    [JUDGE_SAME_ORIGIN] = { MAY_CLAIM, MAY_CLAIM },
    [JUDGE_NOT_SAME_ORIGIN] = { MAY_CLAIM, MAY_CLAIM },
    [JUDGE_CUT_EDGE] = { MAY_CLAIM | MAY_DOCUMENT, MAY_CLAIM | MAY_DOCUMENT },
    [JUDGE_ADD_EDGE] = { MAY_CLAIM | MAY_DOCUMENT, MAY_CLAIM | MAY_DOCUMENT },
    [JUDGE_UNDO] = { MAY_ENTRY, 0 },
};

static const Corpus *shown(const Judging *x)
{
    return &x->cli->work->view->corpus;
}

void judging_begin(Cli *cli, Judging *ret)
{
    Judging x = { .cli = cli, .all = cli->work->judgements, .next = log_size(cli->work->c) };

    x.before = x.all.count;
    x.room = x.before + 16;
    Judgement *copy = arena_array(cli->arena, Judgement, x.room);
    if (x.before)
        memcpy(copy, x.all.at, sizeof *copy * x.before);
    x.all.at = copy;
    *ret = x;
}

/* ---- looking up ---- */

static Str take_list(Arena *arena, unsigned may)
{
    AUTO_STRBUF list = { 0 };

    for (int i = THING_CLAIM; i <= THING_ENTRY; i++)
        if (may >> i & 1)
            strbuf_printf(&list, "%s" STR_FMT, list.len ? " or " : "", STR_ARG(judged_thing_name((JudgedThing)i)));
    return arena_str(arena, strbuf_str(&list));
}

static uint32_t incident_of(const Corpus *c, ClaimRef claim)
{
    for (uint32_t i = 0; i < c->incident_count; i++)
        for (size_t k = 0; k < c->incidents[i].claim_count; k++)
            if (c->incidents[i].claims[k].reading == claim.reading && c->incidents[i].claims[k].claim == claim.claim)
                return i;
    return UINT32_MAX;
}

static Status find_kind(const Judging *x, Str id, JudgedThing kind, Thing *ret, Error *err)
{
    static const FoundKind kinds[] = { FOUND_CLAIM, FOUND_INCIDENT, FOUND_DOCUMENT };
    Found found;
    Status status = find_by_id(x->cli->work, id, (int)kinds[kind], &found, err);

    if (status == ERR_NOT_FOUND && kind == THING_INCIDENT) {     /* named by any of its claims */
        Thing claim;
        status = find_kind(x, id, THING_CLAIM, &claim, err);
        if (status != OK)
            return status;
        found.index = incident_of(shown(x), claim.claim);
        if (found.index == UINT32_MAX)
            return fail(err, ERR_NOT_FOUND, "the claim '" STR_FMT "' is in no incident", STR_ARG(id));
    }
    if (status != OK)
        return status;
    *ret = (Thing){ .kind = kind, .claim = { found.reading, kind == THING_CLAIM ? found.index : CLAIM_NONE },
                    .incident = kind == THING_INCIDENT ? found.index : UINT32_MAX };
    return OK;
}

/* A source is a name as `dokaz sources` has it; of a protected person the name itself, which only the record keeps. */
static Status find_source(const Judging *x, Str name, Thing *ret, Error *err)
{
    const Corpus *c = shown(x);
    Str masked = guard_str(x->cli->work->guard, x->cli->arena, name);
    uint64_t number;
    bool found = false;

    if (str_starts(name, S("Person ")) && strict_u64(str_slice(name, 7, SIZE_MAX), &number))
        return fail(err, ERR_REFUSED, "rule G1: '" STR_FMT "' stands for a protected person and may be given anew: a "
                    "grade needs the name itself, which only the sealed record keeps", STR_ARG(name));
    for (size_t r = 0; r < c->reading_count && !found; r++) {
        found = str_eq(document_voice(&c->readings[r].doc), masked) || str_eq(document_voice(&c->readings[r].doc), name);
        for (size_t i = 0; i < c->readings[r].claim_count && !found; i++)
            for (size_t k = 0; k < c->readings[r].claims[i].chain_count && !found; k++)
                found = str_eq(c->readings[r].claims[i].chain[k].name, masked) ||
                        str_eq(c->readings[r].claims[i].chain[k].name, name);
    }
    if (!found)
        return fail(err, ERR_NOT_FOUND, "no source is called '" STR_FMT "': `dokaz sources` lists them",
                    STR_ARG(str_slice(name, 0, 80)));
    *ret = (Thing){ .kind = THING_SOURCE, .source = name, .incident = UINT32_MAX };
    return OK;
}

/* A number of a table's own column `entry` speaks of that row. */
static Status find_entry(const Judging *x, Str number, Thing *ret, Error *err)
{
    const int64_t *own = map_get(&x->entries, number);
    uint64_t entry = 0;

    if (!own && !strict_u64(number, &entry))
        return fail(err, ERR_USAGE, "'" STR_FMT "' is no number of an entry: `dokaz judgements` lists them",
                    STR_ARG(str_slice(number, 0, 40)));
    *ret = (Thing){ .kind = THING_ENTRY, .entry = own ? (uint64_t)*own : entry, .incident = UINT32_MAX };
    return OK;
}

static Status find_named(const Judging *x, Str id, JudgedThing kind, Thing *ret, Error *err)
{
    switch (kind) {
    case THING_SOURCE: return find_source(x, id, ret, err);
    case THING_ENTRY:  return find_entry(x, id, ret, err);
    default:           return find_kind(x, id, kind, ret, err);
    }
}

/* An id without "claim:" or "incident:" before it must be one thing only. */
static Status find_bare(const Judging *x, Str id, unsigned may, Thing *ret, Error *err)
{
    Thing found = { .kind = THING_CLAIM };
    int count = 0;
    Error why = { 0 };

    if (may == MAY_INCIDENT || may == MAY_CLAIM)
        return find_kind(x, id, may == MAY_CLAIM ? THING_CLAIM : THING_INCIDENT, ret, err);
    for (int kind = THING_CLAIM; kind <= THING_DOCUMENT; kind++) {
        Found hit;
        static const FoundKind kinds[] = { FOUND_CLAIM, FOUND_INCIDENT, FOUND_DOCUMENT };
        if (!(may >> kind & 1))
            continue;
        Status status = find_by_id(x->cli->work, id, (int)kinds[kind], &hit, &why);
        if (status == ERR_USAGE)
            return fail(err, status, "%s", why.text);
        if (status == OK && ++count == 1)
            status = find_kind(x, id, (JudgedThing)kind, &found, err);
        if (status != OK && status != ERR_NOT_FOUND)
            return status;
    }
    if (count == 0)
        return fail(err, ERR_NOT_FOUND, "there is no " STR_FMT " whose id begins with '" STR_FMT "'",
                    STR_ARG(take_list(x->cli->arena, may & ~(unsigned)(MAY_SOURCE | MAY_ENTRY))), STR_ARG(str_slice(id, 0, 80)));
    if (count > 1)
        return fail(err, ERR_USAGE, "'" STR_FMT "' begins the ids of an incident and of a claim: write incident:" STR_FMT
                    " or claim:" STR_FMT, STR_ARG(id), STR_ARG(id), STR_ARG(id));
    *ret = found;
    return OK;
}

static Status find_thing(const Judging *x, Str token, unsigned may, Thing *ret, Error *err)
{
    size_t colon = str_find(token, S(":"), 0);
    int kind = colon == SIZE_MAX ? -1 : judged_thing_of(str_slice(token, 0, colon));
    Status status;

    if (token.len == 0)
        return fail(err, ERR_USAGE, "what is it about? A " STR_FMT " is wanted", STR_ARG(take_list(x->cli->arena, may)));
    if (kind >= 0 && !(may >> kind & 1))
        return fail(err, ERR_USAGE, "a " STR_FMT " is wanted, not '" STR_FMT "'", STR_ARG(take_list(x->cli->arena, may)),
                    STR_ARG(str_slice(token, 0, 80)));
    if (kind >= 0)
        status = find_named(x, str_slice(token, colon + 1, SIZE_MAX), (JudgedThing)kind, ret, err);
    else if (may == MAY_ENTRY)
        status = find_entry(x, token, ret, err);
    else
        status = find_bare(x, token, may, ret, err);
    if (status != OK || ret->kind == THING_SOURCE || ret->kind == THING_ENTRY || ret->kind == THING_DOCUMENT)
        return status;
    bool hidden = ret->kind == THING_CLAIM ? view_claim_withheld(x->cli->work->view, ret->claim)
                                           : shown(x)->incidents[ret->incident].claim_count == 0;
    return hidden ? fail(err, ERR_REFUSED, "rule G2: it tells of sexual violence and is withheld: judging it needs "
                         "`dokaz --unmask REASON judge ...`") : OK;
}

/* ---- anchors ---- */

static int compare_anchors(const void *a, const void *b)
{
    const Anchor *x = a, *y = b;

    return x->other != y->other ? x->other - y->other : id_cmp(x->id, y->id);
}

/* A judgement being made. */
typedef struct Making {
    Judging        *x;
    const Decision *d;
    Judgement       j;
    VEC(Anchor)     anchors;
    VEC(uint64_t)   items;
    int             wrong;      /* the cell that the trouble is about */
} Making;

static void add_anchor(Making *m, ClaimRef ref, bool other)
{
    Work *work = m->x->cli->work;
    uint64_t item = (uint64_t)work->places[ref.reading].log_index;

    vec_push(m->x->cli->arena, &m->anchors, anchor_of(m->x->cli->arena, &work->corpus, ref, other));
    for (size_t i = 0; i < m->items.count; i++)
        if (m->items.at[i] == item)
            return;
    vec_push(m->x->cli->arena, &m->items, item);
}

static void add_incident(Making *m, uint32_t incident, bool other)
{
    const Incident *n = &shown(m->x)->incidents[incident];

    for (size_t i = 0; i < n->claim_count; i++)
        add_anchor(m, n->claims[i], other);
}

/* Ids of claims, parted by blanks. */
static Status add_claims(Making *m, Str list, bool other, Error *err)
{
    for (Str id; str_cut(&list, ' ', &id); ) {
        Thing claim;
        if (id.len == 0)
            continue;
        Status status = find_thing(m->x, id, MAY_CLAIM, &claim, err);
        if (status != OK)
            return status;
        add_anchor(m, claim.claim, other);
    }
    return OK;
}

/* The claims of an incident as a table names them, else as it is now. */
static Status add_members(Making *m, const Thing *thing, DecisionCell cell, bool other, Error *err)
{
    m->wrong = (int)cell;
    if (m->d->cell[cell].len)
        return add_claims(m, m->d->cell[cell], other, err);
    add_incident(m, thing->incident, other);
    return OK;
}

static Id claim_id(const Judging *x, ClaimRef ref)
{
    return corpus_claim(&x->cli->work->corpus, ref)->id;
}

static Status take_about(Making *m, Thing *about, Error *err)
{
    Judgement *j = &m->j;

    m->wrong = CELL_ABOUT;
    Status status = find_thing(m->x, m->d->cell[CELL_ABOUT], takes[j->kind].about, about, err);
    if (status != OK)
        return status;
    j->thing = about->kind;
    switch (about->kind) {
    case THING_CLAIM:
        j->id = claim_id(m->x, about->claim);
        add_anchor(m, about->claim, false);
        break;
    case THING_INCIDENT:
        j->id = shown(m->x)->incidents[about->incident].id;
        if (j->kind != JUDGE_SPLIT)
            status = add_members(m, about, CELL_CLAIMS, false, err);
        break;
    case THING_DOCUMENT:
        j->document = shown(m->x)->readings[about->claim.reading].doc.id;
        add_anchor(m, about->claim, false);
        break;
    case THING_SOURCE:
        j->source = about->source;
        break;
    case THING_ENTRY:
        j->undoes = about->entry;
        break;
    }
    return status;
}

/* ---- the kinds ---- */

static bool is_member(const Incident *n, ClaimRef ref)
{
    for (size_t i = 0; i < n->claim_count; i++)
        if (n->claims[i].reading == ref.reading && n->claims[i].claim == ref.claim)
            return true;
    return false;
}

static bool goes_out(const Making *m, Id id)
{
    for (size_t i = 0; i < m->anchors.count; i++)
        if (m->anchors.at[i].other && id_eq(m->anchors.at[i].id, id))
            return true;
    return false;
}

/* Those that are named go out; the others stay, and are named in the record too: a later one is no party to it. */
static Status make_split(Making *m, const Thing *about, Error *err)
{
    const Incident *n = &shown(m->x)->incidents[about->incident];
    Str list = m->d->cell[CELL_OTHER];
    bool told = m->d->cell[CELL_CLAIMS].len > 0;
    size_t out;

    m->wrong = CELL_OTHER;
    for (Str id; str_cut(&list, ' ', &id); ) {
        Thing claim;
        if (id.len == 0)
            continue;
        Status status = find_thing(m->x, id, MAY_CLAIM, &claim, err);
        if (status != OK)
            return status;
        if (!told && !is_member(n, claim.claim))
            return fail(err, ERR_USAGE, "the claim '" STR_FMT "' is not in this incident", STR_ARG(id));
        if (!goes_out(m, claim_id(m->x, claim.claim)))
            add_anchor(m, claim.claim, true);
    }
    out = m->anchors.count;
    if (out == 0)
        return fail(err, ERR_USAGE, "which claims go out of the incident? `dokaz show` lists them");
    m->j.other = m->anchors.at[0].id;
    m->wrong = CELL_CLAIMS;
    if (told) {
        Status status = add_claims(m, m->d->cell[CELL_CLAIMS], false, err);
        if (status != OK)
            return status;
    }
    for (size_t i = 0; !told && i < n->claim_count; i++)
        if (!goes_out(m, claim_id(m->x, n->claims[i])))
            add_anchor(m, n->claims[i], false);
    if (m->anchors.count == out)
        return fail(err, ERR_USAGE, "all claims of the incident would go out: name those that are another one");
    return OK;
}

static uint64_t merged_by(const Judging *x, const Incident *n)
{
    size_t count = 0;
    uint32_t *on = judgements_on_incident(x->cli->arena, &x->cli->work->judgements, n, &count);

    for (size_t i = count; i-- > 0; )
        if (x->all.at[on[i]].kind == JUDGE_MERGE && x->all.at[on[i]].state == JUDGEMENT_STANDS)
            return x->all.at[on[i]].entry;
    return UINT64_MAX;
}

static Status make_merge(Making *m, const Thing *about, const Thing *other, Error *err)
{
    const Incident *n = &shown(m->x)->incidents[about->incident];

    m->j.other = shown(m->x)->incidents[other->incident].id;
    if (about->incident != other->incident)
        return add_members(m, other, CELL_OTHER_CLAIMS, true, err);
    uint64_t by = merged_by(m->x, n);
    if (by != UINT64_MAX)
        return fail(err, ERR_USAGE, "they are one incident already: entry %llu merged them", (unsigned long long)by);
    return fail(err, ERR_USAGE, "an incident cannot be merged with itself");
}

static Status make_pair(Making *m, const Thing *about, Error *err)
{
    Judgement *j = &m->j;
    Thing other;

    if (j->kind == JUDGE_SPLIT)
        return make_split(m, about, err);
    m->wrong = CELL_OTHER;
    Status status = find_thing(m->x, m->d->cell[CELL_OTHER], takes[j->kind].other, &other, err);
    if (status != OK)
        return status;
    if (j->kind == JUDGE_MERGE)
        return make_merge(m, about, &other, err);
    if (other.kind == about->kind && other.claim.reading == about->claim.reading &&
        other.claim.claim == about->claim.claim)
        return fail(err, ERR_USAGE, "both are the same " STR_FMT, STR_ARG(judged_thing_name(other.kind)));
    if (other.kind == THING_CLAIM)
        j->other = claim_id(m->x, other.claim);
    else
        j->other_document = shown(m->x)->readings[other.claim.reading].doc.id;
    add_anchor(m, other.claim, true);
    return OK;
}

static Status make_correct(Making *m, Error *err)
{
    Judgement *j = &m->j;
    Work *work = m->x->cli->work;

    m->wrong = CELL_FIELD;
    j->field = judged_field_of(m->d->cell[CELL_FIELD]);
    if (j->field < 0 || j->field >= FIELD_RELIABILITY)
        return fail(err, ERR_USAGE, "'" STR_FMT "' is no field of a claim: they are place, date, said-on, quantity, acts, "
                    "by, to, modality, aggregate", STR_ARG(str_slice(m->d->cell[CELL_FIELD], 0, 40)));
    m->wrong = CELL_VALUE;
    if (m->d->cell[CELL_VALUE].len == 0)
        return fail(err, ERR_USAGE, "the value is missing: none says that it is unknown");
    return correction_value(m->x->cli->arena, lang_gazetteer(work->lang), &work->corpus, (JudgedField)j->field,
                            m->d->cell[CELL_VALUE], &j->value, err);
}

static int32_t origins_of(const Judging *x, const Thing *about)
{
    uint32_t incident = about->kind == THING_INCIDENT ? about->incident : incident_of(shown(x), about->claim);

    return incident == UINT32_MAX ? 1 : shown(x)->incidents[incident].origins;
}

static Status make_grade(Making *m, const Thing *about, Error *err)
{
    Judgement *j = &m->j;

    m->wrong = CELL_VALUE;
    j->field = about->kind == THING_SOURCE ? FIELD_RELIABILITY : FIELD_CREDIBILITY;
    j->value = m->d->cell[CELL_VALUE];
    if (!grade_is((JudgedField)j->field, j->value))
        return fail(err, ERR_USAGE, about->kind == THING_SOURCE
                    ? "'" STR_FMT "' is no reliability of a source: A to E, or F, cannot be judged"
                    : "'" STR_FMT "' is no credibility of a claim or incident: 1 to 5, or 6, cannot be judged; a letter "
                      "grades a source:NAME", STR_ARG(str_slice(j->value, 0, 20)));
    int32_t origins = about->kind == THING_SOURCE ? 0 : origins_of(m->x, about);
    if (about->kind != THING_SOURCE && str_eq(j->value, S("1")) && origins < 2)
        return fail(err, ERR_REFUSED, "rule J1: credibility 1 (confirmed by other sources) needs two independent origins, "
                    "and %d was found in this case", origins);
    return OK;
}

static Judgement *of_entry(const Judging *x, uint64_t entry)
{
    for (size_t i = 0; i < x->all.count; i++)
        if (x->all.at[i].entry == entry)
            return &x->all.at[i];
    return NULL;
}

/* It speaks of what the undone one speaks of, so that both go when its document is erased. */
static Status make_undo(Making *m, Error *err)
{
    Judgement *j = &m->j, *undone = of_entry(m->x, j->undoes);
    unsigned long long entry = (unsigned long long)j->undoes;

    m->wrong = CELL_ABOUT;
    if (!undone)
        return fail(err, ERR_NOT_FOUND, "entry %llu is no judgement: `dokaz judgements` lists them", entry);
    if (undone->kind == JUDGE_UNDO)
        return fail(err, ERR_USAGE, "entry %llu is itself an undo: judge anew instead", entry);
    if (undone->state == JUDGEMENT_UNDONE)
        return fail(err, ERR_USAGE, "entry %llu was undone by entry %llu already", entry,
                    (unsigned long long)undone->changed_by);
    for (size_t i = 0; i < undone->anchor_count; i++)
        vec_push(m->x->cli->arena, &m->anchors, undone->anchors[i]);
    for (size_t i = 0; i < undone->item_count; i++)
        vec_push(m->x->cli->arena, &m->items, undone->items[i]);
    j->blind = undone->blind;
    return OK;
}

/* ---- who and why ---- */

static Status take_flag(Making *m, Error *err)
{
    Str blind = m->d->cell[CELL_BLIND];

    m->wrong = CELL_BLIND;
    m->j.blind = str_eq(blind, S("yes"));
    if (blind.len && !m->j.blind && !str_eq(blind, S("no")))
        return fail(err, ERR_USAGE, "'" STR_FMT "' is neither yes nor no", STR_ARG(str_slice(blind, 0, 20)));
    m->wrong = CELL_CODER;
    m->j.coder = m->d->cell[CELL_CODER];
    if (m->j.blind && m->j.coder.len == 0)
        return fail(err, ERR_USAGE, "who codes blind? Give the coder's name");
    m->wrong = CELL_REASON;
    m->j.reason = m->d->cell[CELL_REASON];
    if (m->j.reason.len == 0 && m->j.kind != JUDGE_CONFIRM)
        return fail(err, ERR_USAGE, "a reason is asked for: why is it judged so?");
    return OK;
}

static Status unused_cells(Making *m, Error *err)
{
    static const struct { DecisionCell cell; unsigned kinds; } only[] = {
        { CELL_OTHER, 1 << JUDGE_MERGE | 1 << JUDGE_SPLIT | 1 << JUDGE_SAME_ORIGIN | 1 << JUDGE_NOT_SAME_ORIGIN |
                      1 << JUDGE_CUT_EDGE | 1 << JUDGE_ADD_EDGE },
        { CELL_FIELD, 1 << JUDGE_CORRECT | 1 << JUDGE_GRADE },
        { CELL_VALUE, 1 << JUDGE_CORRECT | 1 << JUDGE_GRADE },
    };
    for (size_t i = 0; i < sizeof only / sizeof *only; i++)
        if (m->d->cell[only[i].cell].len && !(only[i].kinds >> m->j.kind & 1)) {
            m->wrong = (int)only[i].cell;
            return fail(err, ERR_USAGE, STR_FMT " takes no %s", STR_ARG(judgement_kind_name(m->j.kind)),
                        decision_cell_name(only[i].cell));
        }
    return OK;
}

/* ---- against what stands ---- */

static bool same_anchors(const Judgement *a, const Judgement *b)
{
    if (a->anchor_count != b->anchor_count)
        return false;
    for (size_t i = 0; i < a->anchor_count; i++)
        if (a->anchors[i].other != b->anchors[i].other || !id_eq(a->anchors[i].id, b->anchors[i].id) ||
            !str_eq(a->anchors[i].document, b->anchors[i].document))
            return false;
    return true;
}

static bool says_the_same(const Judgement *a, const Judgement *b)
{
    return a->kind == b->kind && a->thing == b->thing && a->field == b->field && a->blind == b->blind &&
           str_eq(a->value, b->value) && str_eq(a->coder, b->coder) && str_eq(a->source, b->source) &&
           same_anchors(a, b);
}

static bool settles(JudgementKind kind)
{
    return kind == JUDGE_MERGE || kind == JUDGE_SPLIT || kind == JUDGE_SAME_ORIGIN || kind == JUDGE_NOT_SAME_ORIGIN;
}

static size_t line_of(const Judging *x, uint64_t entry)
{
    for (size_t i = x->before; i < x->all.count; i++)
        if (x->all.at[i].entry == entry)
            return x->lines.at[i - x->before];
    return 0;
}

static Status check_against(Judging *x, Error *err)
{
    Judgement *new = &x->all.at[x->all.count - 1];
    uint64_t entry = UINT64_MAX;

    if (new->blind || !settles(new->kind))
        return OK;
    judged_settle(x->cli->arena, &x->cli->work->corpus, &x->all);
    if (!judged_contradicts(&x->all, &entry))
        return OK;
    size_t line = line_of(x, entry);
    const char *what = new->kind == JUDGE_MERGE || new->kind == JUDGE_SPLIT ? "one incident" : "one origin";
    if (line)
        return fail(err, ERR_REFUSED, "line %zu stands against it: the same claims would be %s and two at once", line, what);
    return fail(err, ERR_REFUSED, "entry %llu stands against it: the same claims would be %s and two at once. `dokaz judge "
                "undo %llu` takes that one back", (unsigned long long)entry, what, (unsigned long long)entry);
}

static void push(Judging *x, const Judgement *j, size_t line)
{
    if (x->all.count == x->room) {
        Judgement *more = arena_array(x->cli->arena, Judgement, x->room * 2);
        memcpy(more, x->all.at, sizeof *more * x->all.count);
        x->all.at = more;
        x->room *= 2;
    }
    x->all.at[x->all.count++] = *j;
    vec_push(x->cli->arena, &x->lines, line);
}

static void pop(Judging *x)
{
    x->all.count--;
    x->lines.count--;
    judged_settle(x->cli->arena, &x->cli->work->corpus, &x->all);
}

static Status make(Making *m, Error *err)
{
    Thing about = { .kind = THING_CLAIM };
    int kind = judgement_kind_of(m->d->cell[CELL_KIND]);

    m->wrong = CELL_KIND;
    if (kind < 0)
        return fail(err, ERR_USAGE, "there is no decision '" STR_FMT "': they are confirm, reject, pending, exclude, merge, "
                    "split, correct, grade, same-origin, not-same-origin, cut-edge, add-edge, undo",
                    STR_ARG(str_slice(m->d->cell[CELL_KIND], 0, 40)));
    m->j.kind = (JudgementKind)kind;
    Status status = unused_cells(m, err);
    if (status == OK)
        status = take_flag(m, err);
    if (status == OK)
        status = take_about(m, &about, err);
    if (status == OK && judgement_pairs(m->j.kind))
        status = make_pair(m, &about, err);
    if (status == OK && m->j.kind == JUDGE_CORRECT)
        status = make_correct(m, err);
    if (status == OK && m->j.kind == JUDGE_GRADE)
        status = make_grade(m, &about, err);
    if (status == OK && m->j.kind == JUDGE_UNDO)
        status = make_undo(m, err);
    if (status != OK)
        return status;
    if (m->anchors.count)
        qsort(m->anchors.at, m->anchors.count, sizeof *m->anchors.at, compare_anchors);
    m->j.anchors = m->anchors.at;
    m->j.anchor_count = m->anchors.count;
    m->j.items = m->items.at;
    m->j.item_count = m->items.count;
    return OK;
}

Status judge_make(Judging *x, const Decision *d, bool *made, uint64_t *as, int *wrong, Error *err)
{
    Making m = { .x = x, .d = d, .wrong = -1, .j = {
        .entry = x->next, .time = x->cli->now, .actor = case_actor(x->cli->work->c), .changed_by = UINT64_MAX,
        .field = FIELD_NONE, .value = S(""), .reason = S(""), .coder = S(""), .undoes = UINT64_MAX,
    } };
    Status status = make(&m, err);

    *wrong = m.wrong;
    if (status != OK)
        return status;
    *made = false;
    for (size_t i = x->all.count; i-- > 0; )
        if (x->all.at[i].state == JUDGEMENT_STANDS && says_the_same(&x->all.at[i], &m.j) && m.j.kind != JUDGE_UNDO) {
            *as = x->all.at[i].entry;
            x->standing++;
            if (d->cell[CELL_ENTRY].len)
                map_put(x->cli->arena, &x->entries, d->cell[CELL_ENTRY], (int64_t)*as);
            return OK;
        }
    push(x, &m.j, d->line);
    *wrong = -1;
    status = check_against(x, err);
    if (status != OK) {
        pop(x);
        return status;
    }
    Judgement *undone = m.j.kind == JUDGE_UNDO ? of_entry(x, m.j.undoes) : NULL;
    if (undone) {
        undone->state = JUDGEMENT_UNDONE;
        undone->changed_by = m.j.entry;
    }
    *made = true;
    *as = x->next++;
    if (d->cell[CELL_ENTRY].len)
        *map_put(x->cli->arena, &x->entries, d->cell[CELL_ENTRY], 0) = (int64_t)*as;
    return OK;
}

Status judge_seal(Judging *x, IngestReport *report, Error *err)
{
    Work *work = x->cli->work;
    Status status = OK;

    for (size_t i = x->before; i < x->all.count && status == OK; i++) {
        uint64_t index = 0;
        status = judgement_seal(work->c, x->cli->now, &x->all.at[i], &index, err);
        if (status == OK && index != x->all.at[i].entry)
            status = fail(err, ERR_CHECK, "the log has grown meanwhile: nothing was sealed, try again");
    }
    if (status == OK)
        status = log_commit(work->c, err);
    if (status != OK) {
        log_drop(work->c);
        return status;
    }
    IngestAsk ask = { .path_count = 0 };
    Error why = { 0 };
    status = ingest(x->cli, work, &ask, report, &why);
    if (status != OK)
        return fail(err, status, "sealed, and not applied yet (%s): `dokaz add` without a path does", why.text);
    return OK;
}
