/* gate.c -- see gate.h: the rules, and the one place that says no. */
#include "guard/gate.h"

#include "base/auto.h"
#include "model/judged.h"

const GuardRule guard_rules[] = {
    { "G1", "Protected people are masked; unmasking needs the custodian's key, gives a reason and is logged." },
    { "G2", "Sexual violence is withheld whole: words, place, number and count, in every output." },
    { "G3", "Troops, control and other context get no map and no feed." },
    { "G4", "Originals and whole texts with protected people do not leave the case." },
    { "G5", "What a person rejected or left out of the counts is no figure of a report." },
};
const size_t guard_rule_count = sizeof guard_rules / sizeof *guard_rules;

static bool anyone_hidden(const View *view)
{
    for (size_t i = 0; i < view->corpus.reading_count; i++) {
        const Reading *r = &view->corpus.readings[i];
        for (size_t m = 0; m < r->mention_count; m++)
            if (r->mentions[m].kind == MENTION_PERSON && r->mentions[m].person.protect)
                return true;
        for (size_t s = 0; s < r->segment_count; s++)
            if (guard_withheld_segment(view->guard, (uint32_t)i, (uint32_t)s))
                return true;
    }
    return false;
}

Status gate_unmasked(bool unmasked, GateKind kind, Error *err)
{
    if (unmasked && kind != GATE_PAGE)
        return fail(err, ERR_REFUSED, "rule G1: names of protected people do not leave the case; "
                    "make the export without --unmask");
    return OK;
}

Status gate_export(const View *view, GateKind kind, Error *err)
{
    Status status = gate_unmasked(view->unmasked, kind, err);

    if (status != OK)
        return status;
    if (kind == GATE_ORIGINALS && anyone_hidden(view))
        return fail(err, ERR_REFUSED, "rule G4: originals and whole texts that tell of protected people do not leave "
                    "the case; export the dossier or a table, which are masked");
    return OK;
}

Status gate_originals(const View *view, size_t unread, Error *err)
{
    Status status = gate_export(view, GATE_ORIGINALS, err);

    if (status == OK && unread)
        return fail(err, ERR_REFUSED, "rule G4: originals that tell of protected people do not leave the case, and %zu of "
                    "these could not be read, so that nobody knows whom they tell of", unread);
    return status;
}

static bool turned_down(int status)
{
    return status == JUDGE_REJECT || status == JUDGE_EXCLUDE;
}

/* By a ruling that WEIGH obeyed, or by a judgement that came after. */
static bool left_out(Arena *arena, const Corpus *c, ClaimRef ref)
{
    for (size_t i = 0; i < c->ruling_count; i++) {
        const Ruling *r = &c->rulings[i];
        if (r->kind == RULING_LEAVE_OUT && r->a.reading == ref.reading &&
            (r->a.claim == ref.claim || r->a.claim == CLAIM_NONE))
            return true;
    }
    return c->judgements && turned_down(judged_claim(arena, c, c->judgements, ref).status);
}

Status gate_figure(const View *view, const Incident *incident, const ClaimRef *claims, size_t count, Error *err)
{
    const Corpus *c = &view->corpus;
    AUTO_ARENA arena = arena_create();

    if (incident && c->judgements && turned_down(judged_incident(arena, c->judgements, incident).status))
        return fail(err, ERR_REFUSED, "rule G5: a figure of an incident that a person rejected does not leave in a report; "
                    "undo the judgement, or take the figure out");
    for (size_t i = 0; i < count; i++) {
        if (view_claim_withheld(view, claims[i]))
            return fail(err, ERR_REFUSED, "rule G2: a figure of a statement that is withheld whole does not leave the case");
        if (left_out(arena, c, claims[i]))
            return fail(err, ERR_REFUSED, "rule G5: a figure of a claim that a person rejected or left out of the counts "
                        "does not leave in a report; undo the judgement, or take the figure out");
    }
    return OK;
}

bool gate_on_map(const View *view, ActSet acts)
{
    const Taxonomy *t = view->corpus.taxonomy;

    if (t == NULL)
        return true;
    return (acts & acts_compartment(t)) == 0 && (acts & ~acts_context(t)) != 0;
}
