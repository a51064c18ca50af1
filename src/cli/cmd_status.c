/* cmd_status.c -- `dokaz status`: what the case holds, in nine numbers, and what keeps parsers in. */
#include "cli/commands.h"

#include "cli/print.h"
#include "guard/sandbox.h"

typedef struct Counts {
    size_t claims, conflicts, unread;
    size_t by_role;             /* protected people without a name: "a resident" */
} Counts;

/* Who is withheld whole (G2) is not counted either. */
static size_t told_by_role(const View *view, uint32_t reading)
{
    const Reading *r = &view->corpus.readings[reading];
    size_t people = 0;

    for (size_t i = 0; i < r->mention_count; i++) {
        const Mention *m = &r->mentions[i];
        people += m->kind == MENTION_PERSON && m->person.protect && !m->person.named &&
                  m->person.entity == (int32_t)i && !view_segment_withheld(view, reading, (uint32_t)m->segment);
    }
    return people;
}

static Counts count_rows(const Work *work)
{
    const Corpus *c = &work->view->corpus;
    Counts n = { 0 };

    for (uint32_t r = 0; r < c->reading_count; r++) {
        for (uint32_t i = 0; i < c->readings[r].claim_count; i++)
            n.claims += !view_claim_withheld(work->view, (ClaimRef){ r, i });
        n.by_role += told_by_role(work->view, r);
    }
    for (size_t i = 0; i < c->conflict_count; i++)
        n.conflicts += c->conflicts[i].verdict == VERDICT_CONFLICT || c->conflicts[i].verdict == VERDICT_ERROR;
    for (size_t i = 0; i < work->original_count; i++)
        n.unread += work->originals[i].unread.ptr != NULL;
    return n;
}

static void print_json(Cli *cli, const Counts *n, Str root)
{
    const Work *work = cli->work;
    JsonOut j = json_lines(cli);

    json_object(&j, NULL);
    json_text(&j, "type", "status");
    json_i64(&j, "documents", (int64_t)work->corpus.reading_count);
    json_i64(&j, "claims", (int64_t)n->claims);
    json_i64(&j, "incidents", (int64_t)work->view->corpus.incident_count);
    json_i64(&j, "conflicts", (int64_t)n->conflicts);
    json_i64(&j, "protected", (int64_t)guard_people(work->guard));
    json_i64(&j, "protected_by_role", (int64_t)n->by_role);
    json_i64(&j, "log_size", (int64_t)log_size(work->c));
    json_str(&j, "root", root);
    json_i64(&j, "unread", (int64_t)n->unread);
    json_text(&j, "box", box_strength());
    json_object_end(&j);
    json_line_end(&j);
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ListOptions *o = given;
    Work *work = cli->work;
    Arena *a = cli->arena;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK)
        status = work_load(work, err);
    if (status != OK)
        return status;
    Counts n = count_rows(work);
    Sha256 hash = log_root(work->c);
    Str root = hex_encode(a, sha256_str(&hash));
    if (o->json) {
        print_json(cli, &n, root);
        return OK;
    }
    print_field(cli, "case", str_of(work->dir));
    print_field(cli, "documents", arena_printf(a, "%zu read, %zu sealed but unread", work->corpus.reading_count,
                                               n.unread));
    print_field(cli, "claims", arena_printf(a, "%zu", n.claims));
    print_field(cli, "incidents", arena_printf(a, "%zu", work->view->corpus.incident_count));
    print_field(cli, "conflicts", arena_printf(a, "%zu", n.conflicts));
    print_field(cli, "protected", arena_printf(a, STR_FMT " by name, %zu told by role",
                STR_ARG(count_text(a, guard_people(work->guard), "person", "people")), n.by_role));
    print_field(cli, "log", arena_printf(a, STR_FMT ", root " STR_FMT,
                STR_ARG(count_text(a, log_size(work->c), "entry", "entries")), STR_ARG(root)));
    print_field(cli, "box", str_of(box_strength()));
    return OK;
}

const Command cmd_status = {
    .name = "status", .arguments = "", .summary = "what the case holds, and the root of its log",
    .needs = NEEDS_CASE, .options = list_options, .options_size = sizeof(ListOptions), .run = run,
};
