/* cmd_compare.c -- `dokaz compare CLAIM CLAIM`: does WEIGH see one incident in them, and do their figures compare?
 *
 * Every question is printed with its answer, in the order in which it is asked; those behind the first that
 * fails were not asked. Weights are told in words: their sum is a rank, and no measure of truth.
 */
#include "cli/commands.h"

#include "cli/find.h"
#include "cli/judged.h"
#include "cli/print.h"
#include "cli/table.h"
#include "weigh/weigh.h"

static const Option options[] = { LIST_OPTIONS(ListOptions), OPTION_END };

typedef struct Asked {
    Cli          *cli;
    ClaimRef      a, b;
    const Incident *of_a, *of_b;    /* NULL: in none */
    PairExplained pair;
    FiguresCompared *figures;
    size_t        figure_count;
} Asked;

static const Incident *incident_of(const Corpus *c, ClaimRef ref)
{
    for (size_t i = 0; i < c->incident_count; i++)
        for (size_t k = 0; k < c->incidents[i].claim_count; k++)
            if (c->incidents[i].claims[k].reading == ref.reading && c->incidents[i].claims[k].claim == ref.claim)
                return &c->incidents[i];
    return NULL;
}

static Status find_claim(Cli *cli, const char *id, ClaimRef *ret, Error *err)
{
    Found found;
    Status status = find_by_id(cli->work, str_of(id), FOUND_CLAIM, &found, err);

    if (status != OK)
        return status;
    *ret = (ClaimRef){ found.reading, found.index };
    if (view_claim_withheld(cli->work->view, *ret))
        return fail(err, ERR_REFUSED, "rule G2: the claim %s is withheld, and nothing is told of it", id);
    return OK;
}

static void print_claim(const Asked *x, const char *label, ClaimRef ref, const Incident *in)
{
    Cli *cli = x->cli;
    const Claim *claim = corpus_claim(&cli->work->view->corpus, ref);

    print_field(cli, label, arena_printf(cli->arena, STR_FMT "  " STR_FMT, STR_ARG(short_id(cli->arena, claim->id)),
                                         STR_ARG(chain_text(cli->arena, claim))));
    print_field(cli, "  words", quote_text(cli->work, cli->arena, ref.reading, claim->span));
    print_field(cli, "  incident", in ? arena_printf(cli->arena, STR_FMT "  " STR_FMT, STR_ARG(short_id(cli->arena, in->id)),
                                                   STR_ARG(in->title)) : S("none"));
}

/* What the pair says, and what became of it among all the others. */
static const char *verdict_text(const Asked *x)
{
    bool one = x->of_a && x->of_a == x->of_b;

    if (one)
        return x->pair.suggested ? "WEIGH sees one incident: these two alone suffice for it"
                                 : "WEIGH sees one incident, though not for these two alone: others join them";
    return x->pair.suggested ? "WEIGH sees two incidents: these two would suffice for one, but others of their groups exclude it"
                             : "WEIGH sees no one incident in them";
}

static void print_pair(const Asked *x)
{
    Cli *cli = x->cli;

    strbuf_char(&cli->out, '\n');
    print_wrapped(cli, 0, str_of(verdict_text(x)));
    if (x->pair.apart.len) {
        print_field(cli, "  because", x->pair.apart);
        return;
    }
    for (size_t i = 0; i < EXPLAINED_FIELDS; i++) {
        Str why = x->pair.fields[i].why;
        print_field(cli, arena_cstr(cli->arena, arena_printf(cli->arena, "  %s", x->pair.fields[i].name)),
                    arena_printf(cli->arena, "%s%s" STR_FMT, field_says_text(x->pair.fields[i].says), why.len ? ": " : "",
                                 STR_ARG(why)));
    }
}

static void print_figures(const Asked *x)
{
    Cli *cli = x->cli;
    Arena *a = cli->arena;

    for (size_t i = 0; i < x->figure_count; i++) {
        const FiguresCompared *f = &x->figures[i];
        strbuf_char(&cli->out, '\n');
        print_wrapped(cli, 0, arena_printf(a, STR_FMT " against " STR_FMT ": " STR_FMT, STR_ARG(f->one_text),
                                           STR_ARG(f->other_text), STR_ARG(verdict_name(f->outcome.verdict))));
        for (size_t q = 0; q < STATEMENT_QUESTIONS; q++) {
            const Question *k = &f->questions[q];
            print_wrapped(cli, 2, !k->reached ? arena_printf(a, "%s  not asked", k->asked)
                          : arena_printf(a, "%s  %s: " STR_FMT, k->asked, k->passed ? "yes" : "no", STR_ARG(k->answer)));
        }
        print_field(cli, "  because", f->outcome.why);
    }
    if (x->figure_count == 0)
        print_note(cli, S("no figures to set against each other: one of the two states none"));
}

static void json_id(JsonOut *j, const char *key, Id id)
{
    char hex[ID_HEX + 1];

    id_format(id, hex);
    json_text(j, key, hex);
}

static void print_json(const Asked *x)
{
    Cli *cli = x->cli;
    const Corpus *c = &cli->work->view->corpus;
    JsonOut j = json_lines(cli);

    json_object(&j, NULL);
    json_text(&j, "type", "comparison");
    json_array(&j, "claims");
    json_id(&j, NULL, corpus_claim(c, x->a)->id);
    json_id(&j, NULL, corpus_claim(c, x->b)->id);
    json_array_end(&j);
    json_bool(&j, "one_incident", x->of_a && x->of_a == x->of_b);
    json_bool(&j, "suggested", x->pair.suggested);
    json_str(&j, "apart", x->pair.apart);
    json_array(&j, "fields");
    for (size_t i = 0; i < EXPLAINED_FIELDS; i++) {
        json_object(&j, NULL);
        json_text(&j, "field", x->pair.fields[i].name);
        json_text(&j, "says", field_says_name(x->pair.fields[i].says));
        json_str(&j, "why", x->pair.fields[i].why.len ? x->pair.fields[i].why : STR_NONE);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_array(&j, "figures");
    for (size_t i = 0; i < x->figure_count; i++) {
        const FiguresCompared *f = &x->figures[i];
        json_object(&j, NULL);
        json_str(&j, "one", f->one_text);
        json_str(&j, "other", f->other_text);
        json_str(&j, "verdict", verdict_name(f->outcome.verdict));
        json_str(&j, "why", f->outcome.why);
        json_array(&j, "questions");
        for (size_t q = 0; q < STATEMENT_QUESTIONS && f->questions[q].reached; q++) {
            json_object(&j, NULL);
            json_text(&j, "question", f->questions[q].asked);
            json_bool(&j, "passed", f->questions[q].passed);
            json_str(&j, "answer", f->questions[q].answer);
            json_object_end(&j);
        }
        json_array_end(&j);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    json_line_end(&j);
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ListOptions *o = given;
    Asked x = { .cli = cli };

    Status status = need_arguments(count, 2, 2, "CLAIM CLAIM", err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status == OK)
        status = find_claim(cli, args[0], &x.a, err);
    if (status == OK)
        status = find_claim(cli, args[1], &x.b, err);
    if (status == OK && x.a.reading == x.b.reading && x.a.claim == x.b.claim)
        return fail(err, ERR_USAGE, "these are one claim: compare takes two");
    if (status != OK)
        return status;
    const Corpus *c = &cli->work->view->corpus;
    x.of_a = incident_of(c, x.a);
    x.of_b = incident_of(c, x.b);
    /* The texts are needed for names and words in common; what comes back names places of the list and counts. */
    Corpus corrected = corrected_corpus(cli, &cli->work->corpus);
    weigh_explain_pair(cli->work->lang, cli->arena, &corrected, x.a, x.b, &x.pair);
    x.figure_count = weigh_compare_claims(cli->work->lang, cli->arena, &corrected, x.a, x.b,
                                          x.of_a && x.of_a == x.of_b, &x.figures);
    if (o->json) {
        print_json(&x);
        return OK;
    }
    print_claim(&x, "first", x.a, x.of_a);
    print_claim(&x, "second", x.b, x.of_b);
    print_pair(&x);
    print_figures(&x);
    return OK;
}

const Command cmd_compare = {
    .name = "compare", .arguments = "CLAIM CLAIM", .summary = "why two claims are one incident or not, and their figures compare or not",
    .more = "Each question in its order with the answer; what stands behind the first that fails was not asked. The\n"
            "beginning of an id is enough.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ListOptions), .run = run,
};
