/* cmd_timeline.c -- `dokaz timeline`: incidents in the order of their days.
 *
 * A date is drawn as wide as it is known. A day stands under its month; a date that spans months stands under
 * its year, before the months, and is never put on a day that nobody named. What has no date comes last.
 */
#include "cli/commands.h"

#include "base/auto.h"
#include "cli/asking.h"
#include "cli/print.h"
#include "cli/table.h"
#include "tell/timeline.h"

typedef struct TimelineOptions {
    AskingOptions asking;
    Str           by;
} TimelineOptions;

static const Option options[] = {
    OPTION_TEXT(TimelineOptions, by, "by", "UNIT", "headings by day, month or year (month)"),
    ASKING_OPTIONS(TimelineOptions),
    OPTION_END
};

typedef enum By { BY_DAY, BY_MONTH, BY_YEAR } By;

static const char *const by_names[] = { [BY_DAY] = "day", [BY_MONTH] = "month", [BY_YEAR] = "year" };

/* ---- for people ---- */

#define GRID_DAYS   31      /* columns under a month: one a day */
#define GRID_MONTHS 24      /* under a year: two a month */

static Str heading_of(Arena *arena, const TimelineRow *r, By by)
{
    if (r->reach == REACH_NONE)
        return S("no date");
    Civil c = day_to_civil(r->first);
    if (by == BY_YEAR || timeline_wide(r))
        return arena_printf(arena, "%d", c.year);
    if (by == BY_MONTH || r->reach == REACH_MONTH)
        return arena_printf(arena, "%d-%02d", c.year, c.month);
    char day[11];
    day_format(r->first, day);
    return arena_str(arena, str_of(day));
}

/* What the heading does not say yet: "10", "10/16", "03-05/09-10", "month". */
static Str when_of(Arena *arena, const TimelineRow *r, By by)
{
    if (r->reach == REACH_NONE)
        return S("");
    Civil a = day_to_civil(r->first), b = day_to_civil(r->last);
    switch (r->reach) {
    case REACH_YEARS:
        return arena_printf(arena, "%02d-%02d/%d", a.month, a.day, b.year);
    case REACH_YEAR:
        return S("year");
    case REACH_MONTHS:
        return arena_printf(arena, "%02d-%02d/%02d-%02d", a.month, a.day, b.month, b.day);
    case REACH_MONTH:
        return by == BY_YEAR ? arena_printf(arena, "%02d", a.month) : S("month");
    case REACH_DAYS:
        return by == BY_YEAR ? arena_printf(arena, "%02d-%02d/%02d", a.month, a.day, b.day)
                             : arena_printf(arena, "%02d/%02d", a.day, b.day);
    case REACH_DAY:
        return by == BY_YEAR ? arena_printf(arena, "%02d-%02d", a.month, a.day) : arena_printf(arena, "%02d", a.day);
    default:
        return S("");
    }
}

/* A column of the grid for a day, clamped to the heading's time. */
static int column_of(int32_t day, Civil heading, bool year)
{
    Civil c = day_to_civil(day);

    if (c.year != heading.year)
        return c.year < heading.year ? 0 : (year ? GRID_MONTHS : GRID_DAYS) - 1;
    return year ? (c.month - 1) * 2 + (c.day > 15) : c.day - 1;
}

/* "....#....", "..=====...": # a day that is stated, = a stretch of days, - a month or a year and no more. */
static void draw(StrBuf *out, const TimelineRow *r, By by)
{
    bool year = by == BY_YEAR || timeline_wide(r);
    int width = year ? GRID_MONTHS : GRID_DAYS;
    Civil heading = day_to_civil(r->first);
    int days = year ? width : month_length(heading.year, heading.month);
    int from = column_of(r->first, heading, year), to = column_of(r->last, heading, year);
    char mark = r->reach == REACH_DAY ? '#' : r->reach == REACH_MONTH || r->reach == REACH_YEAR ? '-' : '=';

    for (int i = 0; i < days; i++)
        strbuf_char(out, i >= from && i <= to ? (r->reach == REACH_YEARS && i == to ? '>' : mark) : '.');
    for (int i = days; i < GRID_DAYS; i++)
        strbuf_char(out, ' ');
}

static void print_row(Cli *cli, const TimelineRow *r, By by)
{
    Arena *a = cli->arena;
    const Incident *n = r->n;
    Str figures = figures_text(cli, n);

    strbuf_printf(&cli->out, "  %-13.*s", STR_ARG(when_of(a, r, by)));
    if (r->reach != REACH_NONE && by != BY_DAY) {
        draw(&cli->out, r, by);
        strbuf_add(&cli->out, S("  "));
    }
    strbuf_printf(&cli->out, STR_FMT "\n", STR_ARG(short_id(a, n->id)));
    print_wrapped(cli, 4, n->title);
    print_wrapped(cli, 4, n->claim_count == 0 ? STR_NONE
                  : arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(figures), figures.len ? "; " : "",
                                 STR_ARG(support_text(a, n))));
}

static void print_rows(Cli *cli, const TimelineRow *rows, size_t count, By by)
{
    Str before = STR_NONE;

    for (size_t i = 0; i < count; i++) {
        Str heading = heading_of(cli->arena, &rows[i], by);
        if (!str_eq(heading, before))
            strbuf_printf(&cli->out, "%s" STR_FMT "\n", i ? "\n" : "", STR_ARG(heading));
        before = heading;
        print_row(cli, &rows[i], by);
    }
    if (by != BY_DAY)
        print_note(cli, S("# a day, = from day to day, - a month or a year and nothing nearer"));
}

/* ---- JSON ---- */

static void json_day(JsonOut *j, const char *key, int32_t day)
{
    char text[11];

    if (day == DAY_UNKNOWN || day == DAY_OPEN) {
        json_null(j, key);
        return;
    }
    day_format(day, text);
    json_text(j, key, text);
}

static void print_json(Cli *cli, const TimelineRow *r)
{
    const Incident *n = r->n;
    JsonOut j = json_lines(cli);
    char id[ID_HEX + 1];

    id_format(n->id, id);
    json_object(&j, NULL);
    json_text(&j, "type", "timeline_entry");
    json_text(&j, "incident", id);
    json_str(&j, "title", n->title);
    json_str(&j, "kind", incident_kind_name(n->kind));
    json_str(&j, "edtf", n->edtf.len ? n->edtf : STR_NONE);
    json_day(&j, "first", n->first);
    json_day(&j, "last", n->last);
    json_text(&j, "known_to", reach_name(r->reach));
    json_str(&j, "place_id", n->place_id.len ? n->place_id : STR_NONE);
    json_i64(&j, "voices", n->voices);
    json_i64(&j, "origins", n->origins);
    json_object_end(&j);
    json_line_end(&j);
}

static Status by_of(Str asked, By *ret, Error *err)
{
    *ret = BY_MONTH;
    if (!asked.ptr)
        return OK;
    for (int i = BY_DAY; i <= BY_YEAR; i++)
        if (str_eq(asked, str_of(by_names[i]))) {
            *ret = (By)i;
            return OK;
        }
    return fail(err, ERR_USAGE, "--by takes day, month or year, not '" STR_FMT "'", STR_ARG(asked));
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const TimelineOptions *o = given;
    Filter filter;
    Chosen chosen;
    By by;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK)
        status = by_of(o->by, &by, err);
    if (status == OK)
        status = asking_choose(cli, &o->asking, &filter, &chosen, err);
    if (status != OK)
        return status;
    const Corpus *c = &cli->work->view->corpus;
    /* What has no date is part of the line, at its end, also when dates were asked for. */
    size_t yes = chosen.count[FIT_YES], rows = yes + chosen.count[FIT_UNDATED];
    uint32_t *which = arena_array(cli->arena, uint32_t, rows + 1);
    for (size_t i = 0; i < rows; i++)
        which[i] = i < yes ? chosen.of[FIT_YES][i] : chosen.of[FIT_UNDATED][i - yes];
    chosen.count[FIT_UNDATED] = 0;
    const TimelineRow *row = timeline_make(cli->arena, c, which, rows);
    for (size_t i = 0; o->asking.json && i < rows; i++)
        print_json(cli, &row[i]);
    if (o->asking.json) {
        asking_json_open(cli, &chosen);
        return OK;
    }
    if (rows == 0)
        print_none(cli, filter.any ? "such incidents" : "incidents");
    else
        print_rows(cli, row, rows, by);
    asking_print_open(cli, &filter, &chosen);
    return OK;
}

const Command cmd_timeline = {
    .name = "timeline", .arguments = "", .summary = "incidents in the order of their days; what has no date comes last",
    .more = ASKING_MORE,
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(TimelineOptions), .run = run,
};
