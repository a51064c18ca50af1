/* cmd_origins.c -- `dokaz origins`: who rests on whom, and how many independent roots are left; for one claim or
 * incident with every edge, its evidence, and the judgement that overrules it.
 */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/vec.h"
#include "cli/find.h"
#include "cli/print.h"
#include "cli/table.h"
#include "model/json.h"
#include "model/tally.h"
#include "model/unit.h"
#include "trace/trace.h"

#define FIGURES_MAX 24      /* different figures of one incident that are counted */

static Str joined(Arena *arena, const Str *texts, size_t count, const char *between)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < count; i++)
        strbuf_printf(&b, "%s" STR_FMT, i ? between : "", STR_ARG(texts[i]));
    return arena_str(arena, strbuf_str(&b));
}

/* ---- the whole case ---- */

static void list_all(Cli *cli, const Corpus *c)
{
    Table t = table_begin(cli->arena, "origin|claims|name|voices");

    for (size_t i = 0; i < c->origin_count; i++) {
        const Origin *x = &c->origins[i];
        table_cell(&t, short_id(cli->arena, x->id));
        table_number(&t, (int64_t)x->claim_count);
        table_cell(&t, x->name);
        table_cell(&t, joined(cli->arena, x->voices, x->voice_count, "; "));
    }
    if (!table_write(&t, cli->width, &cli->out))
        print_none(cli, "origins");
    if (c->origin_count)
        strbuf_add(&cli->out, S("\nAn upper bound of independence found in this case; `dokaz origins ID` gives voices,"
                                " evidence and reasons of a claim or incident.\n"));
}

/* ---- one claim or incident ---- */

/* What is asked about: a claim, an incident's claims, or those of an origin. */
typedef struct Asked {
    const char     *what;
    Id              id;
    Str             title;
    const ClaimRef *claims;
    size_t          count;
} Asked;

static bool has_claim(const Asked *a, ClaimRef ref)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->claims[i].reading == ref.reading && a->claims[i].claim == ref.claim)
            return true;
    return false;
}

/* Does the derivation touch a claim that is asked about: by name, or with a passage that holds it? */
static bool touches(const Corpus *c, const Asked *a, const Derivation *d)
{
    if ((d->from.claim != CLAIM_NONE && has_claim(a, d->from)) || (d->to.claim != CLAIM_NONE && has_claim(a, d->to)))
        return true;
    for (size_t i = 0; i < a->count; i++) {
        const Claim *claim = corpus_claim(c, a->claims[i]);
        bool from = d->from.claim == CLAIM_NONE && d->from.reading == a->claims[i].reading;
        bool to = d->to.claim == CLAIM_NONE && d->to.reading == a->claims[i].reading && d->to.reading != d->from.reading;
        if ((from || to) && d->passage_count == 0)
            return true;
        for (size_t p = 0; p < d->passage_count; p++)
            if ((from && span_overlaps(d->passages[p].from, claim->span)) ||
                (to && span_overlaps(d->passages[p].to, claim->span)))
                return true;
    }
    return false;
}

/* A figure that claims state, with who states it. */
typedef struct Stated {
    Str      counted, who;
    int64_t  low, high;
    ClaimRef *claims;
    size_t   count;
} Stated;

static void state(Arena *arena, Stated *rows, size_t *count, const QuantityFields *q, ClaimRef ref, size_t room)
{
    size_t i = 0;

    while (i < *count && !(rows[i].low == q->low && rows[i].high == q->high && units_equal(rows[i].counted, q->counted)))
        i++;
    if (i == FIGURES_MAX)
        return;
    if (i == *count) {
        rows[i] = (Stated){ q->counted, q->who, q->low, q->high, arena_array(arena, ClaimRef, room), 0 };
        (*count)++;
    }
    if (rows[i].count == 0 || rows[i].claims[rows[i].count - 1].claim != ref.claim ||
        rows[i].claims[rows[i].count - 1].reading != ref.reading)
        rows[i].claims[rows[i].count++] = ref;
}

/* The tolls that the claims state, each interval by itself: 51 and 52 are two figures of one incident. */
static size_t figures_of(Arena *arena, const Corpus *c, const Asked *a, Stated rows[FIGURES_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < a->count; i++) {
        const Reading *r = &c->readings[a->claims[i].reading];
        const Claim *claim = corpus_claim(c, a->claims[i]);
        for (size_t k = 0; k < claim->quantity_count; k++) {
            const QuantityFields *q = &r->mentions[claim->quantities[k]].quantity;
            if (q->measure == MEASURE_COUNT && unit_is_toll(q->counted) && q->low != QUANTITY_UNKNOWN)
                state(arena, rows, &count, q, a->claims[i], a->count);
        }
    }
    return count;
}

static Str origin_names(Arena *arena, const Corpus *c, const Tally *t)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < t->origin_count; i++)
        strbuf_printf(&b, "%s" STR_FMT, i ? "; " : "", STR_ARG(c->origins[t->origins[i]].name));
    return arena_str(arena, strbuf_str(&b));
}

static Str found_text(Arena *arena, size_t voices, size_t origins)
{
    return arena_printf(arena, STR_FMT ", " STR_FMT " found in this case", STR_ARG(count_text(arena, voices, "voice", "voices")),
                        STR_ARG(count_text(arena, origins, "origin", "origins")));
}

static Str end_text(Cli *cli, const Corpus *c, ClaimRef ref)
{
    const Claim *claim = corpus_claim(c, ref);
    Str label = document_label(cli->arena, &c->readings[ref.reading].doc);

    if (claim == NULL)
        return label;
    return arena_printf(cli->arena, STR_FMT " (" STR_FMT ")", STR_ARG(short_id(cli->arena, claim->id)), STR_ARG(label));
}

static Str end_id(Cli *cli, const Corpus *c, ClaimRef ref)
{
    const Claim *claim = corpus_claim(c, ref);
    return claim ? short_id(cli->arena, claim->id) : short_document(cli->arena, c->readings[ref.reading].doc.id);
}

static void print_edge(Cli *cli, const Corpus *c, const Derivation *d)
{
    Arena *a = cli->arena;
    bool out = d->from.reading == d->to.reading && d->to.claim == CLAIM_NONE;

    print_field(cli, "edge", arena_printf(a, STR_FMT ": " STR_FMT " rests on " STR_FMT, STR_ARG(derivation_how_name(d->how)),
                STR_ARG(end_text(cli, c, d->from)),
                STR_ARG(out ? S("something outside this case") : end_text(cli, c, d->to))));
    print_field(cli, "  evidence", d->evidence);
    if (!out)
        print_field(cli, "  overrule", arena_printf(a, "dokaz judge cut-edge " STR_FMT " " STR_FMT " --reason TEXT",
                    STR_ARG(end_id(cli, c, d->from)), STR_ARG(end_id(cli, c, d->to))));
}

static bool is_counted(const Tally *t, uint32_t origin)
{
    for (size_t i = 0; i < t->origin_count; i++)
        if (t->origins[i] == origin)
            return true;
    return false;
}

static const char *kind_text(const Corpus *c, const Tally *t, uint32_t origin)
{
    const Origin *o = &c->origins[origin];

    if (!is_counted(t, origin))
        return o->kind == ORIGIN_OWN ? "not counted: its text names a source for this and does not say that its own people were there"
                                     : "not counted: an opinion, or the same publisher in another document";
    return o->kind == ORIGIN_OWN       ? "its own reporting; what it knows this from is not said"
           : o->kind == ORIGIN_PRESENT ? "its own reporting; the text says that its own people were there"
                                       : "";
}

static void print_origin(Cli *cli, const TallyIndex *x, const Tally *t, const Asked *asked, uint32_t origin)
{
    const Corpus *c = x->corpus;
    const Origin *o = &c->origins[origin];
    const char *kind = kind_text(c, t, origin);
    Arena *a = cli->arena;

    strbuf_char(&cli->out, '\n');
    print_field(cli, "origin", arena_printf(a, STR_FMT "  " STR_FMT "%s%s", STR_ARG(short_id(a, o->id)), STR_ARG(o->name),
                *kind ? ": " : "", kind));
    for (size_t i = 0; i < o->why_count; i++)
        print_field(cli, "  why", o->why[i]);
    ClaimRef two[2];
    size_t known = 0;
    for (size_t i = 0; i < asked->count; i++) {
        const Claim *claim = corpus_claim(c, asked->claims[i]);
        if (x->origin_of[asked->claims[i].reading][asked->claims[i].claim] != origin)
            continue;
        if (known < 2)
            two[known++] = asked->claims[i];
        print_field(cli, "  claim", arena_printf(a, STR_FMT "  " STR_FMT ": " STR_FMT, STR_ARG(short_id(a, claim->id)),
                    STR_ARG(document_label(a, &c->readings[asked->claims[i].reading].doc)),
                    STR_ARG(quote_text(cli->work, a, asked->claims[i].reading, claim->span))));
    }
    if (known == 2)
        print_field(cli, "  overrule", arena_printf(a, "dokaz judge not-same-origin " STR_FMT " " STR_FMT " --reason TEXT",
                    STR_ARG(end_id(cli, c, two[0])), STR_ARG(end_id(cli, c, two[1]))));
}

/* Two counted origins that a person may know to be one. */
static void print_joining(Cli *cli, const TallyIndex *x, const Tally *t)
{
    const Corpus *c = x->corpus;

    if (t->origin_count < 2)
        return;
    strbuf_add(&cli->out, S("\nTwo of these that are one: "));
    strbuf_printf(&cli->out, "dokaz judge same-origin " STR_FMT " " STR_FMT " --reason TEXT\n",
                  STR_ARG(short_id(cli->arena, c->origins[t->origins[0]].id)),
                  STR_ARG(short_id(cli->arena, c->origins[t->origins[1]].id)));
}

static void print_asked(Cli *cli, const TallyIndex *x, const Asked *asked)
{
    const Corpus *c = x->corpus;
    Arena *a = cli->arena;
    Tally t = tally_claims(a, x, asked->claims, asked->count);
    Stated figures[FIGURES_MAX];
    size_t figure_count = figures_of(a, c, asked, figures);
    bool *seen = arena_array(a, bool, c->origin_count + 1);

    print_field(cli, asked->what, arena_printf(a, STR_FMT "  " STR_FMT, STR_ARG(short_id(a, asked->id)), STR_ARG(asked->title)));
    print_field(cli, "found", arena_printf(a, STR_FMT ": an upper bound of independence",
                STR_ARG(found_text(a, t.voice_count, t.origin_count ? t.origin_count : 1))));
    print_field(cli, "voices", joined(a, t.voices, t.voice_count, "; "));
    print_field(cli, "unseen", t.unseen);
    for (size_t i = 0; i < figure_count; i++) {
        Tally f = tally_claims(a, x, figures[i].claims, figures[i].count);
        print_field(cli, "figure", arena_printf(a, STR_FMT " " STR_FMT ": " STR_FMT " (" STR_FMT ")",
                    STR_ARG(interval_text(a, figures[i].low, figures[i].high)), STR_ARG(figures[i].counted),
                    STR_ARG(found_text(a, f.voice_count, f.origin_count ? f.origin_count : 1)),
                    STR_ARG(origin_names(a, c, &f))));
    }
    for (size_t i = 0; i < asked->count; i++) {
        uint32_t o = x->origin_of[asked->claims[i].reading][asked->claims[i].claim];
        if (o == TALLY_NONE || seen[o])
            continue;
        seen[o] = true;
        print_origin(cli, x, &t, asked, o);
    }
    strbuf_char(&cli->out, '\n');
    for (size_t i = 0; i < c->derivation_count; i++)
        if (touches(c, asked, &c->derivations[i]))
            print_edge(cli, c, &c->derivations[i]);
    print_field(cli, "missing edge", S("dokaz judge add-edge FROM TO --reason TEXT (claims or documents: FROM rests on TO)"));
    print_joining(cli, x, &t);
}

static void json_texts(JsonOut *j, const char *key, const Str *texts, size_t count)
{
    json_array(j, key);
    for (size_t i = 0; i < count; i++)
        json_str(j, NULL, texts[i]);
    json_array_end(j);
}

static void json_found(JsonOut *j, const Corpus *c, const Tally *t)
{
    json_texts(j, "voices", t->voices, t->voice_count);
    json_array(j, "origins");
    for (size_t i = 0; i < t->origin_count; i++) {
        char hex[ID_HEX + 1];
        id_format(c->origins[t->origins[i]].id, hex);
        json_text(j, NULL, hex);
    }
    json_array_end(j);
}

static void json_asked(Cli *cli, const TallyIndex *x, const Asked *asked)
{
    const Corpus *c = x->corpus;
    JsonOut j = json_lines(cli);
    Tally t = tally_claims(cli->arena, x, asked->claims, asked->count);
    Stated figures[FIGURES_MAX];
    size_t figure_count = figures_of(cli->arena, c, asked, figures);
    bool *seen = arena_array(cli->arena, bool, c->origin_count + 1);
    char hex[ID_HEX + 1];

    for (size_t i = 0; i < c->derivation_count; i++)
        if (touches(c, asked, &c->derivations[i]))
            json_derivation(&j, c, &c->derivations[i]);
    for (size_t i = 0; i < asked->count; i++) {
        uint32_t o = x->origin_of[asked->claims[i].reading][asked->claims[i].claim];
        if (o != TALLY_NONE && !seen[o])
            json_origin(&j, c, &c->origins[o]);
        if (o != TALLY_NONE)
            seen[o] = true;
    }
    json_object(&j, NULL);
    json_text(&j, "type", "tally");
    id_format(asked->id, hex);
    json_text(&j, "of", hex);
    json_found(&j, c, &t);
    json_str(&j, "unseen", t.unseen);
    json_array(&j, "figures");
    for (size_t i = 0; i < figure_count; i++) {
        Tally f = tally_claims(cli->arena, x, figures[i].claims, figures[i].count);
        json_object(&j, NULL);
        json_str(&j, "counted", figures[i].counted);
        json_i64(&j, "low", figures[i].low);
        if (figures[i].high == QUANTITY_OPEN || figures[i].high == QUANTITY_UNKNOWN)
            json_str(&j, "high", STR_NONE);
        else
            json_i64(&j, "high", figures[i].high);
        json_found(&j, c, &f);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    json_line_end(&j);
}

static const Incident *incident_of(const Corpus *c, ClaimRef ref)
{
    for (size_t i = 0; i < c->incident_count; i++)
        for (size_t k = 0; k < c->incidents[i].claim_count; k++)
            if (c->incidents[i].claims[k].reading == ref.reading && c->incidents[i].claims[k].claim == ref.claim)
                return &c->incidents[i];
    return NULL;
}

/* A claim with all that say the same from the same root: those of its origin that share an act, in its incident. */
static Asked claim_and_echoes(Cli *cli, const Corpus *c, ClaimRef ref)
{
    const Claim *claim = corpus_claim(c, ref);
    const Incident *n = incident_of(c, ref);
    TallyIndex x = tally_index(cli->arena, c);
    uint32_t origin = x.origin_of[ref.reading][ref.claim];
    ClaimRef *same = arena_array(cli->arena, ClaimRef, (n ? n->claim_count : 0) + 1);
    size_t count = 0;

    for (size_t i = 0; n && i < n->claim_count; i++)
        if (x.origin_of[n->claims[i].reading][n->claims[i].claim] == origin && (corpus_claim(c, n->claims[i])->acts & claim->acts))
            same[count++] = n->claims[i];
    if (count == 0)
        same[count++] = ref;
    return (Asked){ "claim", claim->id, quote_text(cli->work, cli->arena, ref.reading, claim->span), same, count };
}

/* An incident, a claim with all that say the same, or an origin. */
static Status asked_about(Cli *cli, const Corpus *c, Str id, Asked *ret, Error *err)
{
    Found f;
    Status status = find_by_id(cli->work, id, FOUND_ANY, &f, err);

    if (status != OK)
        return status;
    if (f.kind == FOUND_INCIDENT) {
        const Incident *n = &c->incidents[f.index];
        *ret = (Asked){ "incident", n->id, n->title, n->claims, n->claim_count };
    } else if (f.kind == FOUND_ORIGIN) {
        const Origin *o = &c->origins[f.index];
        *ret = (Asked){ "origin", o->id, o->name, o->claims, o->claim_count };
    } else if (f.kind == FOUND_CLAIM) {
        *ret = claim_and_echoes(cli, c, (ClaimRef){ f.reading, f.index });
    } else {
        return fail(err, ERR_USAGE, "origins are counted of a claim, an incident or an origin; this id names something else");
    }
    return OK;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ListOptions *o = given;
    Status status = need_arguments(count, 0, 1, "a claim, an incident or nothing", err);

    if (status == OK)
        status = work_load(cli->work, err);
    if (status != OK)
        return status;
    Corpus c = cli->work->view->corpus;
    if (count) {
        Asked asked = { .what = "" };
        status = asked_about(cli, &c, str_of(args[0]), &asked, err);
        if (status != OK)
            return status;
        trace_voices(cli->work->lang, cli->arena, &c);
        TallyIndex index = tally_index(cli->arena, &c);
        if (o->json)
            json_asked(cli, &index, &asked);
        else
            print_asked(cli, &index, &asked);
        return OK;
    }
    if (!o->json) {
        list_all(cli, &c);
        return OK;
    }
    JsonOut j = json_lines(cli);
    for (size_t i = 0; i < c.derivation_count; i++)
        json_derivation(&j, &c, &c.derivations[i]);
    for (size_t i = 0; i < c.origin_count; i++)
        json_origin(&j, &c, &c.origins[i]);
    return OK;
}

const Command cmd_origins = {
    .name = "origins", .arguments = "[CLAIM|INCIDENT]", .summary = "independent roots of claims, and what rests on what",
    .needs = NEEDS_CASE, .options = list_options, .options_size = sizeof(ListOptions), .run = run,
};
