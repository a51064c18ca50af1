/* judged.c -- see judged.h. */
#include "cli/judged.h"

#include "base/auto.h"
#include "base/time.h"
#include "cli/print.h"
#include "model/grade.h"
#include "model/judged.h"
#include "weigh/correct.h"

static const Judgements none;

const Judgements *shown_judgements(const Cli *cli)
{
    const Judgements *all = cli->work->view->corpus.judgements;

    return all ? all : &none;
}

Corpus corrected_corpus(Cli *cli, const Corpus *of)
{
    Corpus c = *of;
    Judgements all;

    judgements_mask(cli->work->guard, cli->arena, &cli->work->judgements, &all);
    c.rulings = all.rulings;
    c.ruling_count = all.ruling_count;
    corrections_lay_over(cli->arena, lang_gazetteer(cli->work->lang), &all, &c);
    return c;
}

/* ---- what it is about ---- */

static Str thing_text(Arena *a, JudgedThing thing, Id id, Str name, uint64_t entry, bool whole)
{
    char hex[ID_HEX + 1];
    const char *between = whole ? ":" : " ";
    Str kind = judged_thing_name(thing);

    switch (thing) {
    case THING_CLAIM:
    case THING_INCIDENT:
        id_format(id, hex);
        return arena_printf(a, STR_FMT "%s%.*s", STR_ARG(kind), between, whole ? ID_HEX : 12, hex);
    case THING_DOCUMENT:
        return arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(kind), between, STR_ARG(whole ? name : short_document(a, name)));
    case THING_SOURCE:
        return arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(kind), between, STR_ARG(name));
    case THING_ENTRY:
        break;
    }
    return arena_printf(a, STR_FMT "%s%llu", STR_ARG(kind), between, (unsigned long long)entry);
}

static Str about(Arena *a, const Judgement *j, bool whole)
{
    return thing_text(a, j->thing, j->id, j->thing == THING_SOURCE ? j->source : j->document, j->undoes, whole);
}

static size_t others(const Judgement *j)
{
    size_t count = 0;

    for (size_t i = 0; i < j->anchor_count; i++)
        count += j->anchors[i].other;
    return count;
}

static Str other(Arena *a, const Judgement *j, bool whole)
{
    JudgedThing thing = j->other_document.ptr ? THING_DOCUMENT : j->kind == JUDGE_MERGE ? THING_INCIDENT : THING_CLAIM;

    return judgement_pairs(j->kind) ? thing_text(a, thing, j->other, j->other_document, 0, whole) : S("");
}

Str judgement_about(Arena *arena, const Judgement *j)
{
    return about(arena, j, false);
}

Str judgement_other(Arena *arena, const Judgement *j)
{
    size_t out = j->kind == JUDGE_SPLIT ? others(j) : 0;
    Str first = other(arena, j, false);

    return out > 1 ? arena_printf(arena, STR_FMT " and %zu more", STR_ARG(first), out - 1) : first;
}

static Str claims_text(Arena *arena, const Judgement *j, bool of_other)
{
    AUTO_STRBUF list = { 0 };
    char hex[ID_HEX + 1];

    for (size_t i = 0; i < j->anchor_count; i++) {
        if (j->anchors[i].other != of_other || j->anchors[i].whole)
            continue;
        id_format(j->anchors[i].id, hex);
        strbuf_printf(&list, "%s%s", list.len ? " " : "", hex);
    }
    return arena_str(arena, strbuf_str(&list));
}

void judgement_decision(Arena *arena, const Judgement *j, Decision *ret)
{
    char time[21];
    bool incident = j->thing == THING_INCIDENT;

    time_format(j->time, time);
    *ret = (Decision){ .cell = {
        [CELL_KIND] = judgement_kind_name(j->kind), [CELL_ABOUT] = about(arena, j, true),
        [CELL_OTHER] = j->kind == JUDGE_SPLIT ? claims_text(arena, j, true) : other(arena, j, true),
        [CELL_FIELD] = j->kind != JUDGE_CORRECT || j->field == FIELD_NONE ? S("") : judged_field_name((JudgedField)j->field),
        [CELL_VALUE] = j->kind == JUDGE_CORRECT && j->value.len == 0 && j->field != FIELD_NONE ? S("none") : j->value,
        [CELL_REASON] = j->reason, [CELL_CODER] = j->coder, [CELL_BLIND] = j->blind ? S("yes") : S(""),
        [CELL_CLAIMS] = incident ? claims_text(arena, j, false) : S(""),
        [CELL_OTHER_CLAIMS] = j->kind == JUDGE_MERGE ? claims_text(arena, j, true) : S(""),
        [CELL_ENTRY] = arena_printf(arena, "%llu", (unsigned long long)j->entry),
        [CELL_TIME] = arena_str(arena, str_of(time)), [CELL_AUTHOR] = hex_encode(arena, sha256_str(&j->actor)),
        [CELL_STATE] = judgement_state_name(j->state),
    } };
}

Str judgement_read(Cli *cli, const Judgement *j)
{
    const Corpus *c = &cli->work->view->corpus;
    JudgedQuantity q = { .unit = S("") };

    if (j->kind != JUDGE_CORRECT || j->field == FIELD_NONE || j->anchor_count == 0 || !ref_is(j->refs[0]))
        return S("");
    if (j->field == FIELD_QUANTITY)
        judged_quantity(j->value, &q);
    const Reading *r = &c->readings[j->refs[0].reading];
    return claim_field_text(cli->arena, c->taxonomy, r, &r->claims[j->refs[0].claim], (JudgedField)j->field, q.unit);
}

/* ---- what stands ---- */

static const char *const status_words[] = {
    [JUDGE_CONFIRM] = "confirmed", [JUDGE_REJECT] = "rejected", [JUDGE_PENDING] = "pending",
    [JUDGE_EXCLUDE] = "excluded",
};

Str judged_text(Arena *arena, const Judged *judged)
{
    AUTO_STRBUF text = { 0 };

    if (judged->status >= 0)
        strbuf_printf(&text, "%s", status_words[judged->status]);
    if (judged->grade.ptr)
        strbuf_printf(&text, "%sgrade " STR_FMT "%s", text.len ? ", " : "", STR_ARG(judged->grade),
                      judged->unmet ? " (rule J1 is not met any more)" : "");
    if (judged->correction_count)
        strbuf_printf(&text, "%s%zu corrected", text.len ? ", " : "", judged->correction_count);
    return arena_str(arena, strbuf_str(&text));
}

static Str value_text(Str value)
{
    return value.len ? value : S("unknown");
}

static void show_one(Cli *cli, const Judgement *j)
{
    Arena *a = cli->arena;
    char time[21];
    AUTO_STRBUF line = { 0 };

    time_format(j->time, time);
    strbuf_printf(&line, "entry %llu, %s: " STR_FMT " " STR_FMT, (unsigned long long)j->entry, time,
                  STR_ARG(judgement_kind_name(j->kind)), STR_ARG(judgement_about(a, j)));
    if (judgement_other(a, j).len)
        strbuf_printf(&line, ", " STR_FMT, STR_ARG(judgement_other(a, j)));
    if (j->field != FIELD_NONE)
        strbuf_printf(&line, ", " STR_FMT " " STR_FMT, STR_ARG(judged_field_name((JudgedField)j->field)),
                      STR_ARG(value_text(j->value)));
    Str author = hex_encode(a, sha256_str(&j->actor));
    strbuf_printf(&line, " (" STR_FMT "%s" STR_FMT ", key " STR_FMT ")", STR_ARG(j->coder), j->coder.len ? "" : "no coder",
                  STR_ARG(j->blind ? S(", blind") : S("")), STR_ARG(str_slice(author, 0, 12)));
    if (j->state != JUDGEMENT_STANDS)
        strbuf_printf(&line, ", " STR_FMT, STR_ARG(judgement_state_name(j->state)));
    if (j->changed_by != UINT64_MAX)
        strbuf_printf(&line, " by entry %llu", (unsigned long long)j->changed_by);
    if (j->why.len)
        strbuf_printf(&line, " (" STR_FMT ")", STR_ARG(j->why));
    if (j->reason.len)
        strbuf_printf(&line, ": " STR_FMT, STR_ARG(j->reason));
    print_field(cli, "judgement", arena_str(a, strbuf_str(&line)));
}

static void show_values(Cli *cli, const Judged *judged)
{
    print_field(cli, "judged", judged_text(cli->arena, judged));
    if (judged->grade.ptr)
        print_field(cli, "credibility", arena_printf(cli->arena, STR_FMT ": " STR_FMT, STR_ARG(judged->grade),
                    STR_ARG(admiralty_label(judged_field_name(FIELD_CREDIBILITY), judged->grade, S("en")))));
    for (size_t i = 0; i < judged->correction_count; i++) {
        const Correction *c = &judged->corrections[i];
        print_field(cli, "corrected", arena_printf(cli->arena, STR_FMT ": " STR_FMT " (read: " STR_FMT ")",
                    STR_ARG(judged_field_name(c->field)), STR_ARG(value_text(c->value)), STR_ARG(value_text(c->read))));
    }
}

void show_judged_claim(Cli *cli, ClaimRef claim)
{
    const Judgements *all = shown_judgements(cli);
    size_t count = 0;
    Judged judged = judged_claim(cli->arena, &cli->work->view->corpus, all, claim);
    uint32_t *on = judgements_on_claim(cli->arena, all, claim, &count);

    show_values(cli, &judged);
    for (size_t i = 0; i < count; i++)      /* those on its incident are the incident's, but for a split: it may go out */
        if (all->at[on[i]].thing != THING_INCIDENT || all->at[on[i]].kind == JUDGE_SPLIT)
            show_one(cli, &all->at[on[i]]);
}

void show_judged_incident(Cli *cli, const Incident *incident)
{
    const Judgements *all = shown_judgements(cli);
    size_t count = 0;
    Judged judged = judged_incident(cli->arena, all, incident);
    uint32_t *on = judgements_on_incident(cli->arena, all, incident, &count);

    show_values(cli, &judged);
    for (size_t i = 0; i < count; i++)
        show_one(cli, &all->at[on[i]]);
}
