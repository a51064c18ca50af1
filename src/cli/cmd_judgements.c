/* cmd_judgements.c -- `dokaz judgements`: everything that people decided, in order, standing or not. */
#include "cli/commands.h"

#include "base/time.h"
#include "cli/find.h"
#include "cli/judged.h"
#include "cli/print.h"
#include "cli/table.h"
#include "model/json.h"
#include "model/judged.h"

typedef struct JudgementsOptions {
    bool json, csv, stale;
    Str  about, coder;
} JudgementsOptions;

static const Option options[] = {
    LIST_OPTIONS(JudgementsOptions),
    OPTION_FLAG(JudgementsOptions, csv,   "csv",           "as a table that `dokaz judge --file` takes"),
    OPTION_FLAG(JudgementsOptions, stale, "stale",         "only those that apply no more, and why"),
    OPTION_TEXT(JudgementsOptions, about, "about", "ID",   "only those on this claim or incident"),
    OPTION_TEXT(JudgementsOptions, coder, "coder", "NAME", "only those of this coder"),
    OPTION_END
};

/* Which of all are asked for: one flag each. */
static Status choose(Cli *cli, const JudgementsOptions *o, bool **ret, Error *err)
{
    const Judgements *all = shown_judgements(cli);
    bool *chosen = arena_array(cli->arena, bool, all->count + 1);
    size_t count = 0;
    Found found;

    for (size_t i = 0; i < all->count; i++)
        chosen[i] = !o->about.ptr && (!o->stale || all->at[i].state == JUDGEMENT_STALE) &&
                    (!o->coder.ptr || str_eq(all->at[i].coder, guard_str(cli->work->guard, cli->arena, o->coder)));
    *ret = chosen;
    if (!o->about.ptr)
        return OK;
    Status status = find_by_id(cli->work, o->about, FOUND_ANY, &found, err);
    if (status == OK && found.kind != FOUND_CLAIM && found.kind != FOUND_INCIDENT)
        status = fail(err, ERR_USAGE, "--about takes a claim or an incident");
    if (status != OK)
        return status;
    const Corpus *c = &cli->work->view->corpus;
    const Incident *n = found.kind == FOUND_INCIDENT ? &c->incidents[found.index] : NULL;
    for (size_t k = 0; k < (n ? n->claim_count : 1); k++) {
        ClaimRef claim = n ? n->claims[k] : (ClaimRef){ found.reading, found.index };
        uint32_t *on = judgements_on_claim(cli->arena, all, claim, &count);
        for (size_t i = 0; i < count; i++)
            chosen[on[i]] = !o->stale || all->at[on[i]].state == JUDGEMENT_STALE;
    }
    return OK;
}

static void table_row(Cli *cli, Table *t, const Judgement *j)
{
    Arena *a = cli->arena;
    char time[21];
    Str state = judgement_state_name(j->state), value = j->value;

    time_format(j->time, time);
    if (j->changed_by != UINT64_MAX)
        state = arena_printf(a, STR_FMT " by %llu", STR_ARG(state), (unsigned long long)j->changed_by);
    if (j->kind == JUDGE_CORRECT && j->field != FIELD_NONE)
        value = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(judged_field_name((JudgedField)j->field)),
                             STR_ARG(j->value.len ? j->value : S("unknown")));
    if (judgement_pairs(j->kind))
        value = judgement_other(a, j);
    table_number(t, (int64_t)j->entry);
    table_cell(t, arena_str(a, str_of(time)));
    table_cell(t, j->blind ? arena_printf(a, STR_FMT " (blind)", STR_ARG(j->coder)) : j->coder);
    table_cell(t, judgement_kind_name(j->kind));
    table_cell(t, judgement_about(a, j));
    table_cell(t, value);
    table_cell(t, state);
    table_cell(t, j->why.len ? j->why : j->reason);
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const JudgementsOptions *o = given;
    bool *chosen = NULL;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK && o->json && o->csv)
        status = fail(err, ERR_USAGE, "give --json or --csv, not both");
    if (status == OK)
        status = work_load(cli->work, err);
    if (status == OK)
        status = choose(cli, o, &chosen, err);
    if (status != OK)
        return status;
    const Judgements *all = shown_judgements(cli);
    Table t = table_begin(cli->arena, "entry|time|coder|kind|about|value|state|reason");
    JsonOut json = json_lines(cli);
    if (o->csv)
        decisions_header(&cli->out);
    for (size_t i = 0; i < all->count; i++) {
        Decision d;
        if (!chosen[i])
            continue;
        if (o->json)
            json_judgement(&json, &all->at[i], judgement_read(cli, &all->at[i]));
        if (!o->csv && !o->json)
            table_row(cli, &t, &all->at[i]);
        if (!o->csv || judgement_withheld(cli->work->view, &all->at[i]))
            continue;           /* a table without what is withheld could not be read again: the row is left out */
        judgement_decision(cli->arena, &all->at[i], &d);
        decision_write(&cli->out, &d);
    }
    if (!o->json && !o->csv && !table_write(&t, cli->width, &cli->out))
        strbuf_add(&cli->out, o->stale ? S("every judgement applies\n") : S("no judgements\n"));
    return OK;
}

const Command cmd_judgements = {
    .name = "judgements", .arguments = "", .summary = "what people decided, and what stands of it",
    .more = "The newest decision on a thing counts; an undone one does not. One whose claims are not in the case any\n"
            "more, because its tables read otherwise now, is stale: it stays in the list.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(JudgementsOptions), .run = run,
};
