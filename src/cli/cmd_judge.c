/* cmd_judge.c -- `dokaz judge`: a person decides, and it is sealed above what was read. */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/os.h"
#include "cli/judge.h"
#include "cli/print.h"

#define TABLE_LIMIT ((size_t)64 << 20)

typedef struct JudgeOptions {
    Str  reason, coder, file;
    bool blind, dry_run;
} JudgeOptions;

static const Option options[] = {
    OPTION_TEXT(JudgeOptions, reason,  "reason",  "TEXT", "why: is sealed with the decision; only confirm needs none"),
    OPTION_TEXT(JudgeOptions, coder,   "coder",   "NAME", "who decides, where several people share a key"),
    OPTION_FLAG(JudgeOptions, blind,   "blind",           "a second coder's decision: for `agreement` alone, changes nothing"),
    OPTION_TEXT(JudgeOptions, file,    "file",    "FILE", "a table of decisions (CSV): all of them, or none"),
    OPTION_FLAG(JudgeOptions, dry_run, "dry-run",         "check, and seal nothing"),
    OPTION_END
};

/* What follows KIND on the command line. */
static const struct Form {
    JudgementKind kind;
    int           min, max;
    DecisionCell  cells[3];     /* of the arguments; the last takes all the rest */
    const char   *what;
} forms[] = {
    { JUDGE_CONFIRM,         1, 1,         { CELL_ABOUT },                         "CLAIM or INCIDENT" },
    { JUDGE_REJECT,          1, 1,         { CELL_ABOUT },                         "CLAIM or INCIDENT" },
    { JUDGE_PENDING,         1, 1,         { CELL_ABOUT },                         "CLAIM or INCIDENT" },
    { JUDGE_EXCLUDE,         1, 1,         { CELL_ABOUT },                         "CLAIM or DOCUMENT" },
    { JUDGE_MERGE,           2, 2,         { CELL_ABOUT, CELL_OTHER },             "INCIDENT INCIDENT" },
    { JUDGE_SPLIT,           2, INT32_MAX, { CELL_ABOUT, CELL_OTHER, CELL_OTHER }, "INCIDENT CLAIM..." },
    { JUDGE_CORRECT,         3, 3,         { CELL_ABOUT, CELL_FIELD, CELL_VALUE }, "CLAIM FIELD VALUE" },
    { JUDGE_GRADE,           2, 2,         { CELL_ABOUT, CELL_VALUE },             "CLAIM, INCIDENT or source:NAME, and a grade" },
    { JUDGE_SAME_ORIGIN,     2, 2,         { CELL_ABOUT, CELL_OTHER },             "CLAIM CLAIM" },
    { JUDGE_NOT_SAME_ORIGIN, 2, 2,         { CELL_ABOUT, CELL_OTHER },             "CLAIM CLAIM" },
    { JUDGE_CUT_EDGE,        2, 2,         { CELL_ABOUT, CELL_OTHER },             "FROM TO" },
    { JUDGE_ADD_EDGE,        2, 2,         { CELL_ABOUT, CELL_OTHER },             "FROM TO" },
    { JUDGE_UNDO,            1, 1,         { CELL_ABOUT },                         "ENTRY" },
};

static const struct Form *form_of(Str kind)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_eq(judgement_kind_name(forms[i].kind), kind))
            return &forms[i];
    return NULL;
}

static Status decision_of(Cli *cli, const JudgeOptions *o, int count, char **args, Decision *ret, Error *err)
{
    Decision d = { .line = 0 };
    const struct Form *form = form_of(str_of(args[0]));

    for (int i = 0; i < DECISION_CELLS; i++)
        d.cell[i] = S("");
    d.cell[CELL_KIND] = str_of(args[0]);
    if (form) {
        Status status = need_arguments(count - 1, form->min, form->max, form->what, err);
        if (status != OK)
            return status;
    }
    for (int i = 1; form && i < count; i++) {
        DecisionCell cell = form->cells[i > 3 ? 2 : i - 1];
        d.cell[cell] = d.cell[cell].len ? arena_printf(cli->arena, STR_FMT " %s", STR_ARG(d.cell[cell]), args[i])
                                        : str_trim(str_of(args[i]));
    }
    d.cell[CELL_REASON] = str_trim(o->reason.ptr ? o->reason : S(""));
    d.cell[CELL_CODER] = str_trim(o->coder.ptr ? o->coder : S(""));
    d.cell[CELL_BLIND] = o->blind ? S("yes") : S("");
    *ret = d;
    return OK;
}

/* ---- a table ---- */

static Status refuse_table(Cli *cli, const Complaints *wrong, Error *err)
{
    for (size_t i = 0; i < wrong->count; i++)
        complain("judge", guard_str(cli->work->guard, cli->arena, wrong->at[i]));
    return fail(err, ERR_BAD_INPUT, "nothing was sealed: %zu %s to be put right", wrong->count,
                wrong->count == 1 ? "thing is" : "things are");
}

static void fill_in(const JudgeOptions *o, Decision *d)
{
    if (o->reason.ptr && d->cell[CELL_REASON].len == 0)
        d->cell[CELL_REASON] = o->reason;
    if (o->coder.ptr && d->cell[CELL_CODER].len == 0)
        d->cell[CELL_CODER] = o->coder;
    if (o->blind && d->cell[CELL_BLIND].len == 0)
        d->cell[CELL_BLIND] = S("yes");
}

static Status make_table(Judging *x, const JudgeOptions *o, Error *err)
{
    Cli *cli = x->cli;
    Str bytes;
    Decisions rows = { 0 };
    Complaints wrong = { 0 };
    Status status = input_trouble(os_read_file(cli->arena, o->file.ptr, TABLE_LIMIT, &bytes, err), err);

    if (status != OK)
        return status;
    decisions_parse(cli->arena, bytes, o->file, &rows, &wrong);
    for (size_t i = 0; wrong.count == 0 && i < rows.count; i++)
        fill_in(o, &rows.at[i]);
    bool well_formed = wrong.count == 0;
    for (size_t i = 0; well_formed && i < rows.count; i++) {
        Error why = { 0 };
        bool made;
        uint64_t as;
        int cell = -1;
        status = judge_make(x, &rows.at[i], &made, &as, &cell, &why);
        if (status == ERR_IO)
            return fail(err, status, "%s", why.text);
        if (status != OK)
            vec_push(cli->arena, &wrong, decision_complaint(cli->arena, o->file, rows.at[i].line, cell,
                     arena_str(cli->arena, str_of(why.text))));
    }
    return wrong.count ? refuse_table(cli, &wrong, err) : OK;
}

/* ---- the command ---- */

static Status make_one(Judging *x, const JudgeOptions *o, int count, char **args, Error *err)
{
    Decision d;
    bool made = false;
    uint64_t as = 0;
    int cell;
    Status status = decision_of(x->cli, o, count, args, &d, err);

    if (status == OK)
        status = judge_make(x, &d, &made, &as, &cell, err);
    if (status == OK && !made)
        strbuf_printf(&x->cli->out, "entry %llu says so already\n", (unsigned long long)as);
    return status;
}

static void summary(Judging *x, const IngestReport *r, bool dry)
{
    Cli *cli = x->cli;
    size_t made = x->all.count - x->before;
    const Judgement *first = &x->all.at[x->before], *last = &x->all.at[x->all.count - 1];

    if (made) {
        strbuf_printf(&cli->out, "%s  " STR_FMT, dry ? "would seal" : "sealed", STR_ARG(count_text(cli->arena, made, "decision",
                      "decisions")));
        if (made == 1)
            strbuf_printf(&cli->out, " as entry %llu", (unsigned long long)first->entry);
        else
            strbuf_printf(&cli->out, " as entries %llu to %llu", (unsigned long long)first->entry,
                          (unsigned long long)last->entry);
        strbuf_char(&cli->out, '\n');
    }
    if (x->standing && made + x->standing > 1)
        strbuf_printf(&cli->out, "stood   " STR_FMT " already\n", STR_ARG(count_text(cli->arena, x->standing, "decision",
                      "decisions")));
    if (made && !dry)
        strbuf_printf(&cli->out, "weighed " STR_FMT ", " STR_FMT ", " STR_FMT "\n",
                      STR_ARG(count_text(cli->arena, r->incidents, "incident", "incidents")),
                      STR_ARG(count_text(cli->arena, r->origins, "origin", "origins")),
                      STR_ARG(count_text(cli->arena, r->conflicts, "comparison", "comparisons")));
}

/* What an interrupted `add` or `judge` left comes first: ids are looked up in an index that is up to date. */
static Status catch_up(Cli *cli, Error *err)
{
    IngestAsk ask = { .path_count = 0 };
    IngestReport report = { .read = 0 };
    int64_t known = 0;
    Status status = store_fact(cli->work->store, S("log"), 0, &known, err);

    if (status == OK && (uint64_t)known < log_size(cli->work->c))
        status = ingest(cli, cli->work, &ask, &report, err);
    return status == OK ? work_load(cli->work, err) : status;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const JudgeOptions *o = given;
    IngestReport report = { .read = 0 };
    Judging x;
    Status status = o->file.ptr ? need_arguments(count, 0, 0, "--file", err)
                                : need_arguments(count, 1, INT32_MAX, "a decision", err);

    if (status == OK)
        status = catch_up(cli, err);
    if (status != OK)
        return status;
    judging_begin(cli, &x);
    status = o->file.ptr ? make_table(&x, o, err) : make_one(&x, o, count, args, err);
    if (status == OK && !o->dry_run && x.all.count > x.before)
        status = judge_seal(&x, &report, err);
    if (status == OK)
        summary(&x, &report, o->dry_run);
    cli->work->undecided = 0;
    return status;
}

const Command cmd_judge = {
    .name = "judge", .arguments = "KIND WHAT...", .summary = "decide: confirm, reject, merge, split, correct, grade ...",
    .more = "confirm, reject, pending CLAIM|INCIDENT     exclude CLAIM|DOCUMENT     undo ENTRY\n"
            "merge INCIDENT INCIDENT                     split INCIDENT CLAIM...    (these go out)\n"
            "correct CLAIM FIELD VALUE                   FIELD: place, date, said-on, quantity, acts, by, to,\n"
            "                                            modality, aggregate; VALUE none: unknown\n"
            "grade source:NAME A..F                      grade CLAIM|INCIDENT 1..6  (F and 6: cannot be judged)\n"
            "same-origin, not-same-origin CLAIM CLAIM    cut-edge, add-edge FROM TO (FROM rests on TO)\n"
            "An incident bears the id of a claim: write incident:ID or claim:ID where both are meant. Nothing that\n"
            "was read is changed: decisions lie above it, and undo takes one back. `dokaz queue` says what to decide.",
    .needs = NEEDS_CASE_WRITE, .options = options, .options_size = sizeof(JudgeOptions), .run = run,
};
