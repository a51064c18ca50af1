/* coding.c -- from judgements to ratings: which coder gave which unit which value, field by field (agreement.h). */
#include "weigh/agreement.h"

#include "base/vec.h"
#include "model/edtf.h"
#include "model/judged.h"

typedef enum FieldOf {
    CODED_CLAIM_STATUS, CODED_INCIDENT_STATUS, CODED_RELIABILITY, CODED_CLAIM_CREDIBILITY, CODED_INCIDENT_CREDIBILITY,
    CODED_PLACE, CODED_DATE, CODED_SAID_ON, CODED_QUANTITY, CODED_ACTS, CODED_BY, CODED_TO, CODED_MODALITY,
    CODED_AGGREGATE, CODED_ONE_INCIDENT, CODED_ONE_ORIGIN, CODED_EDGE,
    CODED_FIELDS
} FieldOf;

static const struct { const char *field, *of; AgreementLevel level; } fields[CODED_FIELDS] = {
    [CODED_CLAIM_STATUS]         = { "status", "claim", LEVEL_NOMINAL },
    [CODED_INCIDENT_STATUS]      = { "status", "incident", LEVEL_NOMINAL },
    [CODED_RELIABILITY]          = { "reliability", "source", LEVEL_ORDINAL },
    [CODED_CLAIM_CREDIBILITY]    = { "credibility", "claim", LEVEL_ORDINAL },
    [CODED_INCIDENT_CREDIBILITY] = { "credibility", "incident", LEVEL_ORDINAL },
    [CODED_PLACE]                = { "place", "claim", LEVEL_NOMINAL },
    [CODED_DATE]                 = { "date", "claim", LEVEL_INTERVAL },     /* days; of a longer time its first */
    [CODED_SAID_ON]              = { "said-on", "claim", LEVEL_INTERVAL },
    [CODED_QUANTITY]             = { "quantity", "claim", LEVEL_INTERVAL }, /* the lowest number that it allows */
    [CODED_ACTS]                 = { "acts", "claim", LEVEL_NOMINAL },
    [CODED_BY]                   = { "by", "claim", LEVEL_NOMINAL },
    [CODED_TO]                   = { "to", "claim", LEVEL_NOMINAL },
    [CODED_MODALITY]             = { "modality", "claim", LEVEL_NOMINAL },
    [CODED_AGGREGATE]            = { "aggregate", "claim", LEVEL_NOMINAL },
    [CODED_ONE_INCIDENT]         = { "one incident", "claims", LEVEL_NOMINAL },
    [CODED_ONE_ORIGIN]           = { "one origin", "claims", LEVEL_NOMINAL },
    [CODED_EDGE]                 = { "rests on", "claims", LEVEL_NOMINAL },
};

typedef VEC(Rating) RatingVec;

typedef struct Coding {
    Arena        *arena;
    const Corpus *corpus;
    const Judgements *all;
    Map           units;            /* text of a unit -> number */
    Map           values;           /* text of a nominal value -> number */
    Map           coders;
    VEC(Str)      names;
    RatingVec     ratings[CODED_FIELDS];
    size_t        unranked[CODED_FIELDS];
} Coding;

static uint32_t number_of(Arena *arena, Map *map, Str text)
{
    return (uint32_t)*map_put(arena, map, text, (int64_t)map->count);
}

static uint32_t coder_of(Coding *x, const Judgement *j)
{
    Str name = j->coder.len ? j->coder : str_slice(hex_encode(x->arena, sha256_str(&j->actor)), 0, 12);
    uint32_t number = number_of(x->arena, &x->coders, name);

    if (number == x->names.count)
        vec_push(x->arena, &x->names, name);
    return number;
}

/* The newest of a coder counts: judgements are walked from the newest to the oldest, and a second value of one unit by one
 * coder is passed over by agreement_of, which sorts stably by nothing but unit and coder; so it is kept out here. */
static bool rated(const RatingVec *ratings, uint32_t unit, uint32_t coder)
{
    for (size_t i = 0; i < ratings->count; i++)
        if (ratings->at[i].unit == unit && ratings->at[i].coder == coder)
            return true;
    return false;
}

static void rate(Coding *x, FieldOf field, Str unit, uint32_t coder, double value)
{
    uint32_t number = number_of(x->arena, &x->units, arena_printf(x->arena, "%d " STR_FMT, (int)field, STR_ARG(unit)));

    if (!rated(&x->ratings[field], number, coder))
        vec_push(x->arena, &x->ratings[field], (Rating){ number, coder, value });
}

static Str unit_of_ref(Coding *x, ClaimRef ref, Str more)
{
    return arena_printf(x->arena, "%u.%u " STR_FMT, ref.reading, ref.claim, STR_ARG(more));
}

static ClaimRef first_of(const Judgement *j, bool other)
{
    for (size_t i = 0; i < j->anchor_count; i++)
        if (j->anchors[i].other == other && ref_is(j->refs[i]))
            return j->refs[i];
    return REF_GONE;
}

/* A value of a field as a number, by its level: text by a number of its own. False: unknown, no value. */
static bool value_of(Coding *x, FieldOf field, Str text, double *ret)
{
    int32_t first, last;
    JudgedQuantity q;

    if (text.len == 0 && fields[field].level != LEVEL_NOMINAL)
        return false;
    switch (field) {
    case CODED_DATE:
    case CODED_SAID_ON:
        if (!edtf_days(str_slice(text, 0, str_find(text, S("/"), 0)), &first, &last))
            return false;
        *ret = first;
        return true;
    case CODED_QUANTITY:
        if (!judged_quantity(text, &q) || q.none)
            return false;
        *ret = (double)q.low;
        return true;
    default:
        *ret = number_of(x->arena, &x->values, arena_str(x->arena, text));
        return true;
    }
}

static FieldOf field_of(JudgedField field)
{
    static const FieldOf of[] = {
        [FIELD_PLACE] = CODED_PLACE, [FIELD_DATE] = CODED_DATE, [FIELD_SAID_ON] = CODED_SAID_ON,
        [FIELD_QUANTITY] = CODED_QUANTITY, [FIELD_ACTS] = CODED_ACTS, [FIELD_BY] = CODED_BY, [FIELD_TO] = CODED_TO,
        [FIELD_MODALITY] = CODED_MODALITY, [FIELD_AGGREGATE] = CODED_AGGREGATE,
    };
    return of[field];
}

static Str unit_name(const Judgement *j)
{
    JudgedQuantity q;

    return j->field == FIELD_QUANTITY && judged_quantity(j->value, &q) ? q.unit : S("");
}

static void rate_correction(Coding *x, const Judgement *j, uint32_t coder)
{
    ClaimRef ref = first_of(j, false);
    FieldOf field = field_of((JudgedField)j->field);
    double value;

    if (ref_is(ref) && value_of(x, field, j->value, &value))
        rate(x, field, unit_of_ref(x, ref, unit_name(j)), coder, value);
}

/* Who confirmed a claim had each field before their eyes as it was read: counted where somebody corrected it. */
static void rate_as_read(Coding *x, const Judgement *confirmed, uint32_t coder)
{
    ClaimRef ref = first_of(confirmed, false);
    const Claim *claim = ref_is(ref) ? corpus_claim(x->corpus, ref) : NULL;
    double value;

    for (size_t i = 0; claim && i < x->all->count; i++) {
        const Judgement *j = &x->all->at[i];
        ClaimRef other = j->kind == JUDGE_CORRECT ? first_of(j, false) : REF_GONE;
        if (j->kind != JUDGE_CORRECT || j->state == JUDGEMENT_UNDONE || j->field == FIELD_NONE ||
            other.reading != ref.reading || other.claim != ref.claim)
            continue;
        FieldOf field = field_of((JudgedField)j->field);
        Str read = claim_field_text(x->arena, x->corpus->taxonomy, &x->corpus->readings[ref.reading], claim,
                                    (JudgedField)j->field, unit_name(j));
        if (value_of(x, field, read, &value))
            rate(x, field, unit_of_ref(x, ref, unit_name(j)), coder, value);
    }
}

static void rate_grade(Coding *x, const Judgement *j, uint32_t coder)
{
    FieldOf field = j->thing == THING_SOURCE ? CODED_RELIABILITY
                  : j->thing == THING_CLAIM ? CODED_CLAIM_CREDIBILITY : CODED_INCIDENT_CREDIBILITY;
    Str unit = j->thing == THING_SOURCE ? j->source : unit_of_ref(x, first_of(j, false), S(""));

    if (!grade_ranks((JudgedField)j->field, j->value))
        x->unranked[field]++;
    else
        rate(x, field, unit, coder, j->value.ptr[0]);
}

static void rate_pairs(Coding *x, const Judgement *j, uint32_t coder)
{
    FieldOf field = j->kind == JUDGE_MERGE || j->kind == JUDGE_SPLIT ? CODED_ONE_INCIDENT
                  : j->kind == JUDGE_CUT_EDGE || j->kind == JUDGE_ADD_EDGE ? CODED_EDGE : CODED_ONE_ORIGIN;
    bool yes = j->kind == JUDGE_MERGE || j->kind == JUDGE_SAME_ORIGIN || j->kind == JUDGE_ADD_EDGE;

    for (size_t a = 0; a < j->anchor_count; a++)
        for (size_t b = 0; b < j->anchor_count && !j->anchors[a].other; b++) {
            ClaimRef one = j->refs[a], two = j->refs[b];
            if (!j->anchors[b].other || !ref_is(one) || !ref_is(two))
                continue;
            if (field != CODED_EDGE && (one.reading > two.reading || (one.reading == two.reading && one.claim > two.claim))) {
                one = j->refs[b];
                two = j->refs[a];
            }
            rate(x, field, arena_printf(x->arena, "%u.%u %u.%u", one.reading, one.claim, two.reading, two.claim), coder, yes);
        }
}

static void rate_one(Coding *x, const Judgement *j)
{
    uint32_t coder = coder_of(x, j);
    ClaimRef first = first_of(j, false);

    switch (j->kind) {
    case JUDGE_CONFIRM:
    case JUDGE_REJECT:
    case JUDGE_PENDING:
    case JUDGE_EXCLUDE:
        if (ref_is(first) && j->thing != THING_DOCUMENT)
            rate(x, j->thing == THING_CLAIM ? CODED_CLAIM_STATUS : CODED_INCIDENT_STATUS, unit_of_ref(x, first, S("")), coder,
                 (double)j->kind);
        if (j->kind == JUDGE_CONFIRM && j->thing == THING_CLAIM)
            rate_as_read(x, j, coder);
        break;
    case JUDGE_CORRECT:
        if (j->field != FIELD_NONE)
            rate_correction(x, j, coder);
        break;
    case JUDGE_GRADE:
        if (j->field != FIELD_NONE && (j->thing == THING_SOURCE || ref_is(first)))
            rate_grade(x, j, coder);
        break;
    case JUDGE_UNDO:
        break;
    default:
        rate_pairs(x, j, coder);
    }
}

size_t agreement_of_case(Arena *arena, const Corpus *c, const Judgements *all, Coded **ret, Str **coders,
                         size_t *coder_count)
{
    Coding x = { .arena = arena, .corpus = c, .all = all };
    VEC(Coded) found = { 0 };

    for (size_t i = 0; i < all->count; i++)
        if (all->at[i].kind != JUDGE_UNDO && all->at[i].state != JUDGEMENT_UNDONE)
            coder_of(&x, &all->at[i]);
    for (size_t i = all->count; i-- > 0; )
        if (all->at[i].state != JUDGEMENT_UNDONE && all->at[i].state != JUDGEMENT_STALE)
            rate_one(&x, &all->at[i]);
    for (int f = 0; f < CODED_FIELDS; f++)
        if (x.ratings[f].count || x.unranked[f])
            vec_push(arena, &found, (Coded){ fields[f].field, fields[f].of, fields[f].level,
                     agreement_of(arena, x.ratings[f].at, x.ratings[f].count, fields[f].level), x.unranked[f] });
    *ret = found.at;
    *coders = x.names.at;
    *coder_count = x.names.count;
    return found.count;
}
