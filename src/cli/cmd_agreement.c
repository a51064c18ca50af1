/* cmd_agreement.c -- `dokaz agreement`: how far coders agree, field by field. */
#include "cli/commands.h"

#include "cli/judged.h"
#include "cli/print.h"
#include "cli/table.h"
#include "weigh/agreement.h"

static Str percent(Arena *a, const Agreement *x)
{
    return x->pairs ? arena_printf(a, "%.1f", 100.0 * (double)x->same / (double)x->pairs) : STR_NONE;
}

static void print_json(Cli *cli, const Coded *coded, size_t count, const Str *coders, size_t coder_count)
{
    for (size_t i = 0; i < count; i++) {
        const Agreement *x = &coded[i].agreement;
        JsonOut j = json_lines(cli);
        json_object(&j, NULL);
        json_text(&j, "type", "agreement");
        json_text(&j, "field", coded[i].field);
        json_text(&j, "of", coded[i].of);
        json_str(&j, "level", agreement_level_name(coded[i].level));
        json_array(&j, "coders");
        for (size_t k = 0; k < coder_count; k++)
            json_str(&j, NULL, coders[k]);
        json_array_end(&j);
        json_i64(&j, "units", (int64_t)x->units);
        json_i64(&j, "values", (int64_t)x->values);
        json_i64(&j, "single", (int64_t)x->single);
        json_i64(&j, "unranked", (int64_t)coded[i].unranked);
        if (x->pairs)
            json_double(&j, "agree_percent", 100.0 * (double)x->same / (double)x->pairs, 1);
        else
            json_null(&j, "agree_percent");
        if (x->defined)
            json_double(&j, "alpha", x->alpha, 3);
        else
            json_null(&j, "alpha");
        json_object_end(&j);
        json_line_end(&j);
    }
}

static void print_table(Cli *cli, const Coded *coded, size_t count, const Str *coders, size_t coder_count)
{
    Arena *a = cli->arena;
    Table t = table_begin(a, "field|of|level|units|alone|agree %|alpha");
    bool undefined = false;

    for (size_t i = 0; i < count; i++) {
        const Agreement *x = &coded[i].agreement;
        undefined |= !x->defined;
        table_cell(&t, str_of(coded[i].field));
        table_cell(&t, str_of(coded[i].of));
        table_cell(&t, agreement_level_name(coded[i].level));
        table_number(&t, (int64_t)x->units);
        table_number(&t, (int64_t)x->single);
        table_cell(&t, percent(a, x));
        table_cell(&t, x->defined ? arena_printf(a, "%.3f", x->alpha) : STR_NONE);
    }
    if (!table_write(&t, cli->width, &cli->out)) {
        strbuf_add(&cli->out, S("nothing was judged yet\n"));
        return;
    }
    strbuf_add(&cli->out, S("\ncoders: "));
    for (size_t k = 0; k < coder_count; k++) {
        strbuf_add(&cli->out, k ? S(", ") : S(""));
        print_text(&cli->out, coders[k]);
    }
    strbuf_add(&cli->out, S("\nunits: judged by two coders or more; alone: by one. alpha is Krippendorff's: 1 full agreement, 0 as by "
                            "chance.\n"));
    if (undefined)
        strbuf_add(&cli->out, S("-: not defined, because no two coders judged the same unit or no value differs from another\n"));
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ListOptions *o = given;
    Coded *coded = NULL;
    Str *coders = NULL;
    size_t coder_count = 0;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status != OK)
        return status;
    size_t fields = agreement_of_case(cli->arena, &cli->work->corpus, &cli->work->judgements, &coded, &coders, &coder_count);
    for (size_t i = 0; i < coder_count; i++)
        coders[i] = guard_str(cli->work->guard, cli->arena, coders[i]);
    if (o->json)
        print_json(cli, coded, fields, coders, coder_count);
    else
        print_table(cli, coded, fields, coders, coder_count);
    return OK;
}

const Command cmd_agreement = {
    .name = "agreement", .arguments = "", .summary = "how far coders agree, field by field",
    .more = "Of each coder the newest judgement of a thing counts, blind or not. Who confirmed a claim agreed with each of its\n"
            "fields as it was read. Method: docs/methods/judging.md.",
    .needs = NEEDS_CASE, .options = list_options, .options_size = sizeof(ListOptions), .run = run,
};
