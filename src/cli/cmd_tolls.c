/* cmd_tolls.c -- `dokaz tolls INCIDENT`: how each figure of an incident was told, day by day.
 *
 * A step is one number as of one day, with everybody who states it and their words. Nothing is
 * chosen and nothing added up: a later step supersedes an earlier one only for the reader.
 */
#include "cli/commands.h"

#include "cli/find.h"
#include "cli/judged.h"
#include "cli/print.h"
#include "cli/table.h"
#include "weigh/weigh.h"

#define LINE_COLUMNS 24     /* of the drawing */

static const Option options[] = { LIST_OPTIONS(ListOptions), OPTION_END };

/* The right end of the drawing: the largest number that is stated. */
static int64_t scale_of(const FigureHistory *h)
{
    int64_t high = 1;

    for (size_t i = 0; i < h->step_count; i++) {
        const FigureStep *s = &h->steps[i];
        int64_t end = s->high == QUANTITY_OPEN || s->high == QUANTITY_UNKNOWN ? s->low : s->high;
        high = end > high ? end : high;
    }
    return high;
}

static int column(int64_t n, int64_t scale)
{
    return n <= 0 ? 0 : (int)((double)n / (double)scale * (LINE_COLUMNS - 1) + .5);
}

/* "..........|====|....": from the least to the most that the words allow; ">" has no upper end. */
static void draw(StrBuf *out, const FigureTold *s, int64_t scale)
{
    bool open = s->high == QUANTITY_OPEN || s->high == QUANTITY_UNKNOWN;
    int from = column(s->low == QUANTITY_UNKNOWN ? 0 : s->low, scale), to = open ? LINE_COLUMNS - 1 : column(s->high, scale);

    for (int i = 0; i < LINE_COLUMNS; i++)
        strbuf_char(out, i < from || i > to ? '.' : i == from ? '|' : open && i == to ? '>' : i == to ? '|' : '=');
    if (open && from == LINE_COLUMNS - 1)
        strbuf_char(out, '>');
}

static Str day_text(Arena *arena, int32_t day)
{
    char text[11];

    if (day == DAY_UNKNOWN || day == DAY_OPEN)
        return S("day unknown");
    day_format(day, text);
    return arena_str(arena, str_of(text));
}

/* "rises"; and where a number falls, what comparing makes of it. */
static void print_reason(Cli *cli, const FigureTold *t)
{
    strbuf_printf(&cli->out, "  %s", step_reason_text(t->reason));
    if (t->reason == STEP_FALLS)
        strbuf_printf(&cli->out, " (" STR_FMT ")", STR_ARG(verdict_name(t->verdict)));
    strbuf_char(&cli->out, '\n');
    if (t->verdict == VERDICT_CONFLICT)
        print_wrapped(cli, 4, t->why);
}

static void print_told(Cli *cli, const FigureTold *t, int64_t scale)
{
    const Corpus *c = &cli->work->view->corpus;
    Arena *a = cli->arena;

    strbuf_printf(&cli->out, "  %-11.*s  ", STR_ARG(day_text(a, t->day)));
    draw(&cli->out, t, scale);
    strbuf_printf(&cli->out, "  " STR_FMT, STR_ARG(interval_text(a, t->low, t->high)));
    print_reason(cli, t);
    for (size_t i = 0; i < t->step_count; i++) {
        const Claim *claim = corpus_claim(c, t->steps[i].claim);
        print_wrapped(cli, 4, arena_printf(a, STR_FMT "  " STR_FMT, STR_ARG(short_id(a, claim->id)),
                                           STR_ARG(chain_text(a, claim))));
        print_wrapped(cli, 6, arena_printf(a, "\"" STR_FMT "\"", STR_ARG(quote_text(cli->work, a, t->steps[i].claim.reading,
                                                                                  claim->span))));
    }
}

static void print_history(Cli *cli, const IncidentQuantity *q, const FigureHistory *h)
{
    print_wrapped(cli, 0, arena_printf(cli->arena, STR_FMT " in all that is told",
                                       STR_ARG(figure_text(cli, q->low, q->high, q->counted, q->who))));
    for (size_t i = 0; i < h->told_count; i++)
        print_told(cli, &h->told[i], scale_of(h));
}

static void json_end_of(JsonOut *j, const char *key, int64_t n)
{
    if (n == QUANTITY_UNKNOWN || n == QUANTITY_OPEN)
        json_null(j, key);
    else
        json_i64(j, key, n);
}

static void json_history(Cli *cli, Id incident, const FigureHistory *h)
{
    const Corpus *c = &cli->work->view->corpus;

    for (size_t i = 0; i < h->told_count; i++) {
        const FigureTold *t = &h->told[i];
        JsonOut j = json_lines(cli);
        char id[ID_HEX + 1];
        id_format(incident, id);
        json_object(&j, NULL);
        json_text(&j, "type", "toll_step");
        json_text(&j, "incident", id);
        json_str(&j, "counted", h->counted.len ? h->counted : STR_NONE);
        json_str(&j, "who", h->who.len ? h->who : STR_NONE);
        json_str(&j, "day", t->day == DAY_UNKNOWN ? STR_NONE : day_text(cli->arena, t->day));
        json_end_of(&j, "low", t->low);
        json_end_of(&j, "high", t->high);
        json_array(&j, "said");
        for (size_t k = 0; k < t->step_count; k++) {
            const Claim *claim = corpus_claim(c, t->steps[k].claim);
            id_format(claim->id, id);
            json_object(&j, NULL);
            json_text(&j, "claim", id);
            json_str(&j, "document", c->readings[t->steps[k].claim.reading].doc.id);
            json_array(&j, "chain");
            for (size_t n = 0; n < claim->chain_count; n++)
                json_str(&j, NULL, claim->chain[n].name);
            json_array_end(&j);
            json_str(&j, "text", quote_text(cli->work, cli->arena, t->steps[k].claim.reading, claim->span));
            json_object_end(&j);
        }
        json_array_end(&j);
        json_str(&j, "step", str_of(step_reason_text(t->reason)));
        json_str(&j, "verdict", t->reason == STEP_FIRST ? STR_NONE : verdict_name(t->verdict));
        json_array(&j, "voices");
        for (size_t k = 0; k < t->voice_count; k++)
            json_str(&j, NULL, t->voices[k]);
        json_array_end(&j);
        json_object_end(&j);
        json_line_end(&j);
    }
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ListOptions *o = given;
    Found found;
    FigureHistory *history;

    Status status = need_arguments(count, 1, 1, "INCIDENT", err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status == OK)
        status = find_by_id(cli->work, str_of(args[0]), FOUND_INCIDENT, &found, err);
    if (status != OK)
        return status;
    const Corpus *c = &cli->work->view->corpus;
    const Incident *n = &c->incidents[found.index];
    Corpus corrected = corrected_corpus(cli, c);
    size_t figures = weigh_history(cli->work->lang, cli->arena, &corrected, n, &history), shown = 0;
    if (!o->json)
        print_wrapped(cli, 0, n->title);
    for (size_t i = 0; i < figures; i++) {
        if (history[i].step_count == 0)
            continue;
        shown++;
        if (o->json) {
            json_history(cli, n->id, &history[i]);
            continue;
        }
        strbuf_char(&cli->out, '\n');
        print_history(cli, &n->quantities[i], &history[i]);
    }
    if (!o->json && shown == 0)
        strbuf_add(&cli->out, S("\nno figure is told of it\n"));
    return OK;
}

const Command cmd_tolls = {
    .name = "tolls", .arguments = "INCIDENT", .summary = "how each figure of an incident was told, day by day",
    .more = "The day is that as of which the words count, else the one on which they were said. | is the number, |==| a range,\n"
            "> has no upper end. The beginning of an id is enough.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ListOptions), .run = run,
};
