/* cmd_explain.c -- `dokaz explain ID`: which rule made it, out of what, in which run. */
#include "cli/commands.h"

#include "cli/find.h"
#include "cli/print.h"

static const Option options[] = { OPTION_END };

static void explain_mention(Cli *cli, uint32_t r, const Mention *m)
{
    Arena *a = cli->arena;

    print_field(cli, "rule", m->rule);
    print_field(cli, "kind", mention_kind_name(m->kind));
    print_field(cli, "words", quote_text(cli->work, a, r, m->span));
    if (m->kind == MENTION_DATE)
        print_field(cli, "resolved", arena_printf(a, STR_FMT " to " STR_FMT, STR_ARG(resolution_name(
                    m->date.resolution)), STR_ARG(m->date.edtf)));
    if (m->kind == MENTION_PLACE)
        print_field(cli, "sense", arena_printf(a, STR_FMT ", %d candidates", STR_ARG(place_sense_name(m->place.sense)),
                    m->place.candidates));
    if (m->kind == MENTION_PERSON)
        print_field(cli, m->person.protect ? "protected" : "public", m->person.why);
}

static void explain_claim(Cli *cli, uint32_t r, const Claim *c)
{
    const Reading *reading = &cli->work->view->corpus.readings[r];
    Arena *a = cli->arena;

    print_field(cli, "rule", c->rule);
    print_field(cli, "words", quote_text(cli->work, a, r, c->span));
    print_field(cli, "sentence", quote_text(cli->work, a, r, reading->segments[c->segment].span));
    for (size_t i = 0; i < reading->mention_count; i++)
        if (span_within(reading->mentions[i].span, c->span) ||
            (int32_t)i == c->place || (int32_t)i == c->date)
            print_field(cli, "from", arena_printf(a, STR_FMT " '" STR_FMT "' by " STR_FMT,
                        STR_ARG(mention_kind_name(reading->mentions[i].kind)),
                        STR_ARG(quote_text(cli->work, a, r, reading->mentions[i].span)),
                        STR_ARG(reading->mentions[i].rule)));
    if (c->attribution >= 0 && span_is(reading->attributions[c->attribution].cue))
        print_field(cli, "cue", quote_text(cli->work, a, r, reading->attributions[c->attribution].cue));
}

static void explain(Cli *cli, const Found *f)
{
    const Corpus *c = &cli->work->view->corpus;
    const Reading *r = &c->readings[f->reading];

    switch (f->kind) {
    case FOUND_MENTION:
        explain_mention(cli, f->reading, &r->mentions[f->index]);
        break;
    case FOUND_CLAIM:
        if (view_claim_withheld(cli->work->view, (ClaimRef){ f->reading, f->index }))
            print_field(cli, "withheld", S("rule G2"));
        else
            explain_claim(cli, f->reading, &r->claims[f->index]);
        break;
    case FOUND_ORIGIN:
        for (size_t i = 0; i < c->origins[f->index].why_count; i++)
            print_field(cli, "why", c->origins[f->index].why[i]);
        break;
    case FOUND_INCIDENT:
        for (size_t i = 0; i < c->incidents[f->index].why_count; i++)
            print_field(cli, "why", c->incidents[f->index].why[i]);
        break;
    case FOUND_CONFLICT:
        print_field(cli, "because", c->conflicts[f->index].why);
        break;
    case FOUND_DOCUMENT:
        for (size_t i = 0; i < r->doc.note_count; i++)
            print_field(cli, "note", r->doc.notes[i].text);
        break;
    case FOUND_SEGMENT:
        print_field(cli, "role", segment_role_name(r->segments[f->index].role));
        break;
    case FOUND_ATTRIBUTION:
        print_field(cli, "speaker", r->attributions[f->index].speaker);
        break;
    }
}

static Status run(Cli *cli, const void *unused, int count, char **args, Error *err)
{
    Found found;
    StoreRun *runs = NULL;
    size_t run_count = 0;

    (void)unused;
    Status status = need_arguments(count, 1, 1, "ID", err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status == OK)
        status = find_by_id(cli->work, str_of(args[0]), FOUND_ANY, &found, err);
    if (status == OK && cli->work->store)
        status = store_runs(cli->work->store, cli->arena, &runs, &run_count, err);
    if (status != OK)
        return status;
    explain(cli, &found);
    const char *stage = found.kind >= FOUND_ORIGIN ? "weigh" : "read";
    for (size_t i = 0; i < run_count; i++)
        if (str_eq(runs[i].stage, str_of(stage)))
            print_field(cli, "run", arena_printf(cli->arena, "dokaz " STR_FMT ", tables " STR_FMT,
                        STR_ARG(runs[i].program), STR_ARG(str_slice(runs[i].data, 0, 12))));
    return OK;
}

const Command cmd_explain = {
    .name = "explain", .arguments = "ID", .summary = "the rule that made a mention, claim, incident or verdict",
    .needs = NEEDS_CASE, .options = options, .options_size = 0, .run = run,
};
