/* judgement.c -- see judgement.h. */
#include "model/judgement.h"

#include "model/names.h"

NAMES(judgement_kind, JudgementKind, "confirm", "reject", "pending", "exclude", "merge", "split", "correct", "grade",
      "same-origin", "not-same-origin", "cut-edge", "add-edge", "undo")
NAMES(judged_thing, JudgedThing, "claim", "incident", "document", "source", "entry")
NAMES(judged_field, JudgedField, "place", "date", "said-on", "quantity", "acts", "by", "to", "modality", "aggregate",
      "reliability", "credibility")

static const char *const states[] = { "stands", "replaced", "undone", "stale" };

Str judgement_state_name(JudgementState state)
{
    return str_of(states[state]);
}

bool judgement_pairs(JudgementKind kind)
{
    return kind == JUDGE_MERGE || kind == JUDGE_SPLIT || (kind >= JUDGE_SAME_ORIGIN && kind <= JUDGE_ADD_EDGE);
}

bool grade_is(JudgedField field, Str value)
{
    char first = field == FIELD_RELIABILITY ? 'A' : '1';

    return value.len == 1 && value.ptr[0] >= first && value.ptr[0] < first + 6;
}

bool grade_ranks(JudgedField field, Str value)
{
    return grade_is(field, value) && value.ptr[0] != (field == FIELD_RELIABILITY ? 'F' : '6');
}
