/* cmd_whosaid.c -- `dokaz whosaid NUMBER`: who in the case states a number, of what, where, as of when.
 *
 * "More than 440" names 440 although it counts 441 or more, so a number that is an end of an interval is stated
 * too; an interval that merely contains it stands under a heading of its own. Ages are left out: they tell of
 * persons, not of counts. Sentences that are withheld (rule G2) state nothing here.
 */
#include "cli/commands.h"

#include "base/vec.h"
#include "cli/print.h"
#include "cli/table.h"
#include "read/number_words.h"

#include <stdlib.h>

typedef struct WhosaidOptions {
    bool json, all;
} WhosaidOptions;

#define CONTAINING 12       /* intervals shown without --all, the closest first */

static const Option options[] = {
    LIST_OPTIONS(WhosaidOptions),
    OPTION_FLAG(WhosaidOptions, all, "all", "every interval that contains it, not the closest twelve"),
    OPTION_END
};

typedef struct Stated {
    uint32_t reading, mention;
    int32_t  claim;         /* the one that the number stands in, or -1 */
    bool     contained;     /* the interval only contains it */
    int64_t  off;           /* how far the nearer end lies away */
} Stated;

typedef VEC(Stated) StatedVec;

static bool names(const QuantityFields *q, int64_t n)
{
    bool open = q->high == QUANTITY_OPEN || q->high == QUANTITY_UNKNOWN;
    return q->low == n || (!open && q->high == n) || (open && q->low == n + 1);
}

static bool contains(const QuantityFields *q, int64_t n)
{
    bool below = q->low == QUANTITY_UNKNOWN || q->low <= n, above = q->high == QUANTITY_UNKNOWN || q->high >= n;
    return below && above && !(q->low == QUANTITY_UNKNOWN && (q->high == QUANTITY_UNKNOWN || q->high == QUANTITY_OPEN));
}

static int64_t distance(const QuantityFields *q, int64_t n)
{
    int64_t low = q->low == QUANTITY_UNKNOWN ? INT64_MAX : n - q->low;
    int64_t high = q->high == QUANTITY_UNKNOWN || q->high == QUANTITY_OPEN ? INT64_MAX : q->high - n;
    return low < high ? low : high;
}

static int32_t claim_of(const Reading *r, uint32_t mention)
{
    for (size_t i = 0; i < r->claim_count; i++)
        for (size_t k = 0; k < r->claims[i].quantity_count; k++)
            if (r->claims[i].quantities[k] == (int32_t)mention)
                return (int32_t)i;
    return -1;
}

static bool withheld(const View *view, uint32_t reading, const Mention *m, int32_t claim)
{
    return (m->segment >= 0 && view_segment_withheld(view, reading, (uint32_t)m->segment)) ||
           (claim >= 0 && view_claim_withheld(view, (ClaimRef){ reading, (uint32_t)claim }));
}

static int compare_stated(const void *a, const void *b)
{
    const Stated *x = a, *y = b;

    if (x->contained != y->contained)
        return x->contained ? 1 : -1;
    if (x->contained && x->off != y->off)
        return x->off < y->off ? -1 : 1;
    if (x->reading != y->reading)
        return x->reading < y->reading ? -1 : 1;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

static void gather(Cli *cli, int64_t n, StatedVec *ret)
{
    const View *view = cli->work->view;

    for (uint32_t r = 0; r < view->corpus.reading_count; r++) {
        const Reading *reading = &view->corpus.readings[r];
        for (uint32_t m = 0; m < reading->mention_count; m++) {
            const Mention *mention = &reading->mentions[m];
            const QuantityFields *q = &mention->quantity;
            /* "Hundreds of metres" is an answer to a question about its own number alone. */
            if (mention->kind != MENTION_QUANTITY || q->measure == MEASURE_AGE ||
                !(names(q, n) || (q->measure == MEASURE_COUNT && contains(q, n))))
                continue;
            int32_t claim = claim_of(reading, m);
            if (!withheld(view, r, mention, claim))
                vec_push(cli->arena, ret, (Stated){ r, m, claim, !names(q, n), distance(q, n) });
        }
    }
    if (ret->count)
        qsort(ret->at, ret->count, sizeof *ret->at, compare_stated);
}

static Str said_day(const Reading *r, const Mention *m, const Claim *claim)
{
    if (m->quantity.as_of.len)
        return m->quantity.as_of;
    return claim && claim->said_on.len ? claim->said_on : r->doc.published;
}

static Str acts_text(Cli *cli, const Claim *claim)
{
    const Taxonomy *t = cli->work->view->corpus.taxonomy;
    Str text = S("");

    for (size_t i = 0; i < t->count; i++)
        if (claim->acts >> i & 1)
            text = arena_printf(cli->arena, STR_FMT "%s" STR_FMT, STR_ARG(text), text.len ? "; " : "",
                                STR_ARG(t->act[i].label));
    return text;
}

static Span sentence_of(const Reading *r, const Mention *m)
{
    return m->segment >= 0 ? r->segments[m->segment].span : m->span;
}

static void print_stated(Cli *cli, const Stated *s)
{
    const Reading *r = &cli->work->view->corpus.readings[s->reading];
    const Mention *m = &r->mentions[s->mention];
    const Claim *claim = s->claim >= 0 ? &r->claims[s->claim] : NULL;
    Arena *a = cli->arena;
    const Mention *place = claim && claim->place >= 0 ? &r->mentions[claim->place] : NULL;
    Str figure = figure_text(cli, m->quantity.low, m->quantity.high, m->quantity.counted, m->quantity.who);

    strbuf_printf(&cli->out, STR_FMT "  " STR_FMT "\n", STR_ARG(short_id(a, claim ? claim->id : m->id)), STR_ARG(figure));
    if (m->quantity.measure != MEASURE_COUNT)
        print_field(cli, "  measure", measure_name(m->quantity.measure));
    if (claim) {
        print_field(cli, "  of", acts_text(cli, claim));
        print_field(cli, "  where", !place ? STR_NONE : place->lemma.len ? place->lemma : place->name);
        print_field(cli, "  when", claim->edtf);
    }
    print_field(cli, "  as of", said_day(r, m, claim));
    print_field(cli, "  through", claim ? chain_text(a, claim) : document_voice(&r->doc));
    print_field(cli, "  words", quote_text(cli->work, a, s->reading, sentence_of(r, m)));
}

static void print_json(Cli *cli, const Stated *s)
{
    const Reading *r = &cli->work->view->corpus.readings[s->reading];
    const Mention *m = &r->mentions[s->mention];
    const Claim *claim = s->claim >= 0 ? &r->claims[s->claim] : NULL;
    const Mention *place = claim && claim->place >= 0 ? &r->mentions[claim->place] : NULL;
    const QuantityFields *q = &m->quantity;
    JsonOut j = json_lines(cli);
    char id[ID_HEX + 1];

    json_object(&j, NULL);
    json_text(&j, "type", "stated_number");
    json_text(&j, "how", s->contained ? "contained" : "stated");
    id_format(m->id, id);
    json_text(&j, "mention", id);
    if (claim)
        id_format(claim->id, id);
    json_text(&j, "claim", claim ? id : NULL);
    json_str(&j, "document", r->doc.id);
    if (q->low == QUANTITY_UNKNOWN)
        json_null(&j, "low");
    else
        json_i64(&j, "low", q->low);
    if (q->high == QUANTITY_UNKNOWN || q->high == QUANTITY_OPEN)
        json_null(&j, "high");
    else
        json_i64(&j, "high", q->high);
    json_str(&j, "counted", q->counted.len ? q->counted : STR_NONE);
    json_str(&j, "who", q->who.len ? q->who : STR_NONE);
    json_str(&j, "measure", measure_name(q->measure));
    json_array(&j, "acts");
    for (size_t i = 0; claim && i < cli->work->view->corpus.taxonomy->count; i++)
        if (claim->acts >> i & 1)
            json_str(&j, NULL, cli->work->view->corpus.taxonomy->act[i].code);
    json_array_end(&j);
    json_str(&j, "place_id", place && place->place.place_id.len ? place->place.place_id : STR_NONE);
    json_str(&j, "edtf", claim && claim->edtf.len ? claim->edtf : STR_NONE);
    Str day = said_day(r, m, claim);
    json_str(&j, "as_of", day.len ? day : STR_NONE);
    json_array(&j, "chain");
    for (size_t i = 0; claim && i < claim->chain_count; i++)
        json_str(&j, NULL, claim->chain[i].name);
    json_array_end(&j);
    json_str(&j, "text", quote_text(cli->work, cli->arena, s->reading, sentence_of(r, m)));
    json_object_end(&j);
    json_line_end(&j);
}

/* "1,000", "1 000" and words; blanks of any width may part the digits. */
static Status asked_number(Cli *cli, int count, char **args, int64_t *ret, Error *err)
{
    Str text = S(""), digits = S("");

    for (int i = 0; i < count; i++)
        text = arena_printf(cli->arena, STR_FMT "%s%s", STR_ARG(text), i ? " " : "", args[i]);
    text = str_trim(text);
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != ' ' && text.ptr[i] != ',')
            digits = arena_printf(cli->arena, STR_FMT "%c", STR_ARG(digits), text.ptr[i]);
    if ((str_to_i64(digits, ret) && *ret >= 0) || number_of_words(cli->work->lang, cli->arena, text, ret))
        return OK;
    return fail(err, ERR_USAGE, "'" STR_FMT "' is no number: digits (1,000) or words of one language (two dozen)",
                STR_ARG(text));
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const WhosaidOptions *o = given;
    StatedVec found = { 0 };
    int64_t n = 0;
    size_t stated = 0;

    Status status = need_arguments(count, 1, 12, "NUMBER", err);
    if (status == OK)
        status = asked_number(cli, count, args, &n, err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status != OK)
        return status;
    gather(cli, n, &found);
    while (stated < found.count && !found.at[stated].contained)
        stated++;
    size_t contained = found.count - stated, shown = o->all || o->json || contained <= CONTAINING ? contained : CONTAINING;
    for (size_t i = 0; o->json && i < found.count; i++)
        print_json(cli, &found.at[i]);
    if (o->json)
        return OK;
    if (stated == 0)
        strbuf_printf(&cli->out, "nobody states %lld in what was read into this case\n", (long long)n);
    for (size_t i = 0; i < stated; i++)
        print_stated(cli, &found.at[i]);
    if (shown)
        strbuf_printf(&cli->out, "\nintervals that contain %lld\n\n", (long long)n);
    for (size_t i = 0; i < shown; i++)
        print_stated(cli, &found.at[stated + i]);
    if (shown < contained)
        print_note(cli, arena_printf(cli->arena, "%zu wider ones: --all shows them", contained - shown));
    return OK;
}

const Command cmd_whosaid = {
    .name = "whosaid", .arguments = "NUMBER", .summary = "who states a number: of what, where, as of when, through whom",
    .more = "NUMBER in digits or in words of any language of the tables. \"More than 440\" states 440. Ages are left out.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(WhosaidOptions), .run = run,
};
