/* dossier_parts.c -- the generated chapters, each a function from the case to blocks. What they say of people
 * comes from claims; what they say of the case is counted here. Nothing is typed.
 */
#include "tell/dossier_in.h"

#include "base/auto.h"
#include "model/grade.h"
#include "model/judged.h"
#include "tell/asset.h"

#include <stdlib.h>

/* ---- words in short ---- */

static Runs *text_of(Dossier *d, TextStyle style)
{
    Block *b = dossier_block(d, BLOCK_TEXT);

    b->style = style;
    return &b->runs;
}

static void cell_text(Dossier *d, Block *table, Str text)
{
    run_add(d, dossier_cell(d, table), RUN_TEXT, text);
}

static Str word(const Dossier *d, const char *key)
{
    return words_get(d->page.w, str_of(key));
}

/* Who passes it on, innermost first. A publisher that is not known is the document: file names do not leave. */
static Str voices(Dossier *d, ClaimRef ref)
{
    Page *p = &d->page;
    const Claim *claim = corpus_claim(p->c, ref);
    const Document *doc = &p->c->readings[ref.reading].doc;
    AUTO_STRBUF b = { 0 };

    for (size_t i = claim->chain_count; i-- > 0; ) {
        bool unknown = claim->chain[i].how == CHAIN_PUBLISHER && !doc->publisher.len;
        if (b.len)
            strbuf_add(&b, word(d, "chain.arrow"));
        strbuf_add(&b, unknown ? SAY(p, "document.number", say_i64(p, document_number(p->site, ref.reading)))
                               : or_not_stated(p, claim->chain[i].name));
    }
    return arena_str(p->arena, strbuf_str(&b));
}

/* ---- incidents in order ---- */

typedef struct Placed {
    uint32_t index;
    int32_t  day;
} Placed;

/* Oldest first; what has no date comes last. */
static int by_date(const void *a, const void *b)
{
    const Placed *x = a, *y = b;
    int32_t m = x->day == DAY_UNKNOWN ? INT32_MAX : x->day, n = y->day == DAY_UNKNOWN ? INT32_MAX : y->day;
    if (m != n)
        return m < n ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

/* What a person decided of it: a JudgementKind, or -1. */
static int decided(const Page *p, const Incident *i)
{
    return p->c->judgements ? judged_incident(p->arena, p->c->judgements, i).status : -1;
}

/* The withheld are not among them, lest they be counted; nor is what a person rejected, which the summary tells. */
static const Incident **incidents_in_order(Dossier *d, size_t *count)
{
    const Corpus *c = d->page.c;
    Placed *order = arena_array(d->page.arena, Placed, c->incident_count + 1);
    const Incident **list = arena_array(d->page.arena, const Incident *, c->incident_count + 1);
    size_t n = 0;

    for (uint32_t i = 0; i < c->incident_count; i++)
        order[i] = (Placed){ i, c->incidents[i].first };
    qsort(order, c->incident_count, sizeof *order, by_date);
    for (size_t i = 0; i < c->incident_count; i++)
        if (c->incidents[order[i].index].claim_count && decided(&d->page, &c->incidents[order[i].index]) != JUDGE_REJECT)
            list[n++] = &c->incidents[order[i].index];
    *count = n;
    return list;
}

static bool dated(const Incident *i)
{
    return i->first != DAY_UNKNOWN || i->last != DAY_UNKNOWN;
}

/* ---- summary: from the data, never a standing phrase ---- */

typedef struct Census {
    int64_t incidents, without_date, without_place, minimums, disagreements;
    int64_t judged, rejected;       /* by a person */
    bool    withheld;
} Census;

static Census take_census(const Page *p)
{
    Census n = { 0 };
    for (size_t i = 0; i < p->c->incident_count; i++) {
        const Incident *incident = &p->c->incidents[i];
        if (!incident->claim_count) {
            n.withheld = true;
            continue;
        }
        int status = decided(p, incident);
        if (status == JUDGE_REJECT) {
            n.rejected++;
            continue;
        }
        n.incidents++;
        n.judged += status >= 0 && status != JUDGE_PENDING;
        n.without_date += !dated(incident);
        n.without_place += !incident->place_id.len;
        n.disagreements += p->site->disagreements[i] > 0;
        for (size_t k = 0; k < incident->quantity_count; k++)
            n.minimums += incident->quantities[k].high == QUANTITY_OPEN;
    }
    return n;
}

static void sentence(Dossier *d, Runs *runs, Str text)
{
    if (runs->count)
        run_add(d, runs, RUN_TEXT, S(" "));
    run_add(d, runs, RUN_TEXT, text);
}

static void counted(Dossier *d, Runs *runs, const char *key, int64_t n)
{
    if (n > 0)
        sentence(d, runs, say_number(&d->page, key, n));
}

static Status part_summary(Dossier *d, bool *offered, Error *err)
{
    Page *p = &d->page;
    Census n = take_census(p);

    (void)offered;
    (void)err;
    Runs *first = text_of(d, TEXT_LEAD);
    sentence(d, first, SAY(p, "dossier.as_read", say_edtf(p, d->options->as_of)));
    counted(d, first, "dossier.documents", (int64_t)p->c->reading_count);
    counted(d, first, "dossier.incidents", n.incidents);
    if (n.judged)
        counted(d, first, "dossier.judged", n.judged);
    else
        sentence(d, first, word(d, "dossier.machine"));

    Runs *second = text_of(d, TEXT_CAUTION);
    sentence(d, second, SAY(p, "caution.as_of", say_edtf(p, d->options->as_of)));
    counted(d, second, "caution.pending", n.incidents - n.judged);
    counted(d, second, "caution.rejected", n.rejected);
    counted(d, second, "caution.minimums", n.minimums);
    counted(d, second, "caution.disagreements", n.disagreements);

    Runs *third = text_of(d, TEXT_CAUTION);
    counted(d, third, "caution.unread", (int64_t)p->site->in->unread_count);
    counted(d, third, "caution.without_date", n.without_date);
    counted(d, third, "caution.without_place", n.without_place);
    if (n.withheld)
        sentence(d, third, word(d, "caution.withheld"));
    sentence(d, third, word(d, "caution.silence"));
    return OK;
}

/* A map is drawn by another part of TELL; until it offers one here, the chapter is left out. */
static Status part_map(Dossier *d, bool *offered, Error *err)
{
    (void)d;
    (void)err;
    *offered = false;
    return OK;
}

/* ---- timeline ---- */

static Str what_and_where(Dossier *d, const Incident *i)
{
    Page *p = &d->page;
    Str where = i->place_id.len ? say_place(p, i->place_id) : word(d, "place.not_stated");

    return SAY(p, "dossier.what_where", say_acts_short(p, i->acts, 1), where);
}

/* The days that something is dated to; a side that is not stated is cut where the other is. */
static void extent(const Incident *i, int32_t *first, int32_t *last)
{
    bool from = i->first != DAY_UNKNOWN, to = i->last != DAY_UNKNOWN && i->last != DAY_OPEN;

    *first = from ? i->first : i->last;
    *last = to ? i->last : *first;
}

static Status part_timeline(Dossier *d, bool *offered, Error *err)
{
    static const struct { const char *key; int weight; bool drawn; } heads[] = {
        { "field.when", 26, false }, { "timeline.bar", 22, true }, { "field.what", 52, false },
    };
    Page *p = &d->page;
    Column *columns = arena_array(p->arena, Column, 3);
    int32_t low = INT32_MAX, high = INT32_MIN, first, last;
    size_t count, shown = 0;
    const Incident **list = incidents_in_order(d, &count);

    (void)offered;
    (void)err;
    for (size_t i = 0; i < count; i++)
        if (dated(list[i])) {
            extent(list[i], &first, &last);
            low = first < low ? first : low;
            high = last > high ? last : high;
            shown++;
        }
    if (!shown) {
        dossier_words(d, TEXT_EMPTY, "timeline.empty");
        return OK;
    }
    for (size_t i = 0; i < 3; i++)
        columns[i] = (Column){ word(d, heads[i].key), heads[i].weight, false, heads[i].drawn };
    Block *table = dossier_table(d, columns, 3);
    int64_t days = (int64_t)high - low + 1;
    for (size_t i = 0; i < count; i++) {
        if (!dated(list[i]))
            continue;
        extent(list[i], &first, &last);
        cell_text(d, table, say_dates(p, list[i]->first, list[i]->last));
        vec_push(p->arena, dossier_cell(d, table),
                 (Run){ .kind = RUN_SPAN, .number = (int32_t)(((int64_t)first - low) * 1000 / days),
                        .end = (int32_t)(((int64_t)last - low + 1) * 1000 / days) });
        cell_text(d, table, what_and_where(d, list[i]));
    }
    if (shown < count)
        sentence(d, text_of(d, TEXT_FACTS), say_number(p, "caution.without_date", (int64_t)(count - shown)));
    return OK;
}

/* ---- incidents ---- */

static const char *const figure_heads[] = { "figure.stated", "figure.words", "dossier.counted", "figure.who_says",
                                            "figure.said_on" };
static const int figure_weights[] = { 15, 22, 17, 29, 17 };

/* What a person put in place of the figure of this claim; false when nobody did. */
static bool corrected(Dossier *d, ClaimRef ref, const IncidentQuantity *what, JudgedQuantity *ret)
{
    const Corpus *c = d->page.c;
    Judged judged = judged_claim(d->page.arena, c, c->judgements, ref);

    for (size_t i = 0; i < judged.correction_count; i++)
        if (judged.corrections[i].field == FIELD_QUANTITY && judged_quantity(judged.corrections[i].value, ret) &&
            !ret->none && str_eq(ret->unit, what->counted))
            return true;
    return false;
}

static Status stated_row(Dossier *d, Block *table, ClaimRef ref, const IncidentQuantity *what,
                         const QuantityFields *q, Error *err)
{
    Page *p = &d->page;
    const Claim *claim = corpus_claim(p->c, ref);
    const Reading *r = &p->c->readings[ref.reading];
    Span words = SPAN_NONE;

    for (size_t i = 0; i < claim->quantity_count; i++)
        if (&r->mentions[claim->quantities[i]].quantity == q)
            words = r->mentions[claim->quantities[i]].span;
    JudgedQuantity put;
    bool other = corrected(d, ref, what, &put);
    Str figure = other ? say_range(p, put.low, put.high, false) : say_quantity(p, q);
    Status status = run_figure(d, dossier_cell(d, table), figure, &ref, 1, true, err);
    if (status != OK)
        return status;
    if (other)
        run_add(d, &table->table.cells.at[table->table.cells.count - 1], RUN_SOFT,
                SAY(p, "figure.corrected", say_quantity(p, q)));
    run_add(d, dossier_cell(d, table), RUN_FIGURE_WORDS, say_words(p, ref.reading, words));
    cell_text(d, table, say_counted(p, what->counted, q->who.len ? q->who : what->who));
    cell_text(d, table, voices(d, ref));
    cell_text(d, table, say_edtf(p, claim_said(p->c, ref)));
    return OK;
}

static Status incident_figures(Dossier *d, const Incident *i, Error *err)
{
    Page *p = &d->page;
    Block *table = NULL;
    Column *columns = arena_array(p->arena, Column, 5);

    for (size_t k = 0; k < 5; k++)
        columns[k] = (Column){ word(d, figure_heads[k]), figure_weights[k], false, false };
    for (size_t k = 0; k < i->quantity_count; k++) {
        const IncidentQuantity *what = &i->quantities[k];
        for (size_t c = 0; c < what->claim_count; c++) {
            const Claim *claim = corpus_claim(p->c, what->claims[c]);
            const QuantityFields *q = claim && claim_shown(p, what->claims[c])
                                    ? stated_quantity(p->c, what->claims[c], what) : NULL;
            if (!q)
                continue;
            if (!table)
                table = dossier_table(d, columns, 5);
            Status status = stated_row(d, table, what->claims[c], what, q, err);
            if (status != OK)
                return status;
        }
    }
    return OK;
}

/* What one sentence reports, and who says so. */
typedef struct Statement {
    ActSet       acts;
    const Claim *claim;
    ClaimRef     ref;
    Str          chain;
} Statement;

static Statement statement_of(Dossier *d, const Incident *i, size_t first)
{
    ClaimRef ref = i->claims[first];
    const Claim *claim = corpus_claim(d->page.c, ref);
    Statement s = { .claim = claim, .ref = ref, .chain = voices(d, ref) };

    for (size_t k = first; k < i->claim_count; k++) {
        const Claim *other = corpus_claim(d->page.c, i->claims[k]);
        if (i->claims[k].reading == ref.reading && other->segment == claim->segment)
            s.acts |= other->acts;
    }
    return s;
}

static bool says_the_same(const Statement *a, const Statement *b)
{
    return a->acts == b->acts && a->claim->modality == b->claim->modality && str_eq(a->chain, b->chain);
}

/* One line for sentences that report the same by the same voices, with all their notes. */
static void statement_item(Dossier *d, const Statement *all, size_t count, size_t first)
{
    Page *p = &d->page;
    const Statement *s = &all[first];
    Runs *runs = &dossier_block(d, BLOCK_ITEM)->runs;

    run_add(d, runs, RUN_TEXT, say_acts(p, s->acts));
    if (s->claim->modality != MODALITY_ASSERTED) {
        Str name = modality_name(s->claim->modality);
        run_add(d, runs, RUN_TEXT, S(" "));
        run_code(d, runs, RUN_BADGE, arena_printf(p->arena, "m-" STR_FMT, STR_ARG(name)),
                 tell_words_of(p->w, p->arena, "modality.", name));
    }
    run_add(d, runs, RUN_SOFT, arena_printf(p->arena, " (" STR_FMT ")", STR_ARG(s->chain)));
    for (size_t k = first; k < count; k++)
        if (says_the_same(s, &all[k]))
            run_mark(d, runs, all[k].ref.reading, all[k].claim->segment);
}

static bool sentence_before(const Corpus *c, const Incident *i, size_t at)
{
    for (size_t k = 0; k < at; k++)
        if (i->claims[k].reading == i->claims[at].reading &&
            corpus_claim(c, i->claims[k])->segment == corpus_claim(c, i->claims[at])->segment)
            return true;
    return false;
}

static void statements(Dossier *d, const Incident *i)
{
    Statement *all = arena_array(d->page.arena, Statement, i->claim_count + 1);
    size_t count = 0;

    for (size_t k = 0; k < i->claim_count; k++)
        if (claim_shown(&d->page, i->claims[k]) && !sentence_before(d->page.c, i, k))
            all[count++] = statement_of(d, i, k);
    for (size_t k = 0; k < count; k++) {
        size_t same = 0;
        while (same < k && !says_the_same(&all[same], &all[k]))
            same++;
        if (same == k)
            statement_item(d, all, count, k);
    }
}

/* A comparison of words rather than claims (a headline, a place): its spans name the sentences. */
static void mark_spans(Dossier *d, const Conflict *x, Runs *runs)
{
    const Corpus *c = d->page.c;
    const Reading *before = NULL;
    int32_t segment_before = -1;

    for (size_t i = 0; i < x->span_count; i++) {
        const Reading *r = &c->readings[x->spans[i].reading];
        int32_t segment = -1;
        for (size_t s = 0; s < r->segment_count && segment < 0; s++)
            if (span_overlaps(r->segments[s].span, x->spans[i].span))
                segment = (int32_t)s;
        if (segment < 0 || (r == before && segment == segment_before) ||
            view_segment_withheld(d->page.view, x->spans[i].reading, (uint32_t)segment))
            continue;
        run_mark(d, runs, x->spans[i].reading, segment);
        before = r;
        segment_before = segment;
    }
}

static void comparison(Dossier *d, const Conflict *x, Runs *runs)
{
    Page *p = &d->page;
    Str name = verdict_name(x->verdict);

    run_code(d, runs, RUN_BADGE, arena_printf(p->arena, "v-" STR_FMT, STR_ARG(name)),
             tell_words_of(p->w, p->arena, "verdict.", name));
    run_add(d, runs, RUN_TEXT, S(" "));
    run_add(d, runs, RUN_TEXT, x->why);
    if (!x->claim_count)
        mark_spans(d, x, runs);
    for (size_t c = 0; c < x->claim_count; c++) {
        const Claim *claim = corpus_claim(p->c, x->claims[c]);
        bool before = false;
        for (size_t k = 0; k < c && claim; k++)
            before |= x->claims[k].reading == x->claims[c].reading && corpus_claim(p->c, x->claims[k]) &&
                      corpus_claim(p->c, x->claims[k])->segment == claim->segment;
        if (claim && !before && claim_shown(p, x->claims[c]))
            run_mark(d, runs, x->claims[c].reading, claim->segment);
    }
}

Status dossier_incident(Dossier *d, const Incident *i, Error *err)
{
    Page *p = &d->page;

    dossier_heading(d, 3, STR_NONE, say_title(p, i));
    Runs *facts = text_of(d, TEXT_FACTS);
    run_add(d, facts, RUN_TEXT, i->place_id.len
            ? arena_printf(p->arena, STR_FMT " (" STR_FMT ")", STR_ARG(say_place(p, i->place_id)),
                           STR_ARG(say_precision(p, i->precision_m)))
            : word(d, "place.not_stated"));
    run_add(d, facts, RUN_TEXT, S("; "));
    run_add(d, facts, RUN_TEXT, say_number(p, "count.voices", i->voices));
    run_add(d, facts, RUN_TEXT, S(", "));
    run_add(d, facts, RUN_TEXT, say_number(p, "count.origins", i->origins));
    run_add(d, facts, RUN_TEXT, S("; "));
    run_add(d, facts, RUN_TEXT, dossier_certainty(d, i));
    int judged = decided(p, i);
    if (judged >= 0) {
        run_add(d, facts, RUN_TEXT, S("; "));
        run_code(d, facts, RUN_BADGE, S("judged"), tell_words_of(p->w, p->arena, "dossier.judged.", judgement_kind_name((JudgementKind)judged)));
    }
    d->incident = i;
    Status status = incident_figures(d, i, err);
    d->incident = NULL;
    if (status != OK)
        return status;
    statements(d, i);
    for (size_t k = 0; k < p->c->conflict_count; k++) {
        const Conflict *x = &p->c->conflicts[k];
        if (x->verdict != VERDICT_AGREE && conflict_within(p, x, i))
            comparison(d, x, &dossier_block(d, BLOCK_ITEM)->runs);
    }
    return OK;
}

static Status part_incidents(Dossier *d, bool *offered, Error *err)
{
    size_t count;
    const Incident **list = incidents_in_order(d, &count);

    (void)offered;
    if (!count)
        dossier_words(d, TEXT_EMPTY, "empty.incidents");
    for (size_t i = 0; i < count; i++) {
        Status status = dossier_incident(d, list[i], err);
        if (status != OK)
            return status;
    }
    return OK;
}

/* ---- figures ---- */

/* The claims of a counted thing that may be shown. */
static size_t shown_claims(Dossier *d, const IncidentQuantity *what, ClaimRef *refs)
{
    size_t n = 0;

    for (size_t i = 0; i < what->claim_count; i++)
        if (corpus_claim(d->page.c, what->claims[i]) && claim_shown(&d->page, what->claims[i]) &&
            stated_quantity(d->page.c, what->claims[i], what))
            refs[n++] = what->claims[i];
    return n;
}

static Status figure_row(Dossier *d, Block *table, const Incident *i, const IncidentQuantity *what, Error *err)
{
    Page *p = &d->page;
    ClaimRef *refs = arena_array(p->arena, ClaimRef, what->claim_count + 1);
    size_t count = shown_claims(d, what, refs);
    bool low = what->low != QUANTITY_UNKNOWN, high = what->high != QUANTITY_UNKNOWN && what->high != QUANTITY_OPEN;
    Status status = OK;

    if (!count)
        return OK;
    d->incident = i;
    cell_text(d, table, say_title(p, i));
    cell_text(d, table, say_counted(p, what->counted, what->who));
    Runs *cell = dossier_cell(d, table);
    if (low)
        status = run_figure(d, cell, say_i64(p, what->low), refs, count, false, err);
    else
        run_add(d, cell, RUN_SOFT, word(d, "figure.no_low"));
    cell = dossier_cell(d, table);
    if (status == OK && high)
        status = run_figure(d, cell, say_i64(p, what->high), refs, count, false, err);
    else if (status == OK)
        run_add(d, cell, RUN_SOFT, word(d, "figure.no_high"));
    cell = dossier_cell(d, table);
    run_add(d, cell, RUN_TEXT, dossier_certainty(d, i));
    for (size_t k = 0; k < count; k++) {
        const Claim *claim = corpus_claim(p->c, refs[k]);
        bool before = false;
        for (size_t m = 0; m < k; m++)
            before |= refs[m].reading == refs[k].reading && corpus_claim(p->c, refs[m])->segment == claim->segment;
        if (!before)
            run_mark(d, cell, refs[k].reading, claim->segment);
    }
    d->incident = NULL;
    return status;
}

static Status part_figures(Dossier *d, bool *offered, Error *err)
{
    static const struct { const char *key; int weight; bool number; } heads[] = {
        { "figure.incident", 36, false }, { "dossier.counted", 20, false }, { "figure.lowest", 11, true },
        { "figure.highest", 11, true }, { "figure.certainty", 22, false },
    };
    Page *p = &d->page;
    Column *columns = arena_array(p->arena, Column, 5);
    size_t count;
    const Incident **list = incidents_in_order(d, &count);

    (void)offered;
    dossier_words(d, TEXT_PLAIN, "figure.lead");
    for (size_t i = 0; i < 5; i++)
        columns[i] = (Column){ word(d, heads[i].key), heads[i].weight, heads[i].number, false };
    Block *table = dossier_table(d, columns, 5);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < list[i]->quantity_count; k++) {
            Status status = figure_row(d, table, list[i], &list[i]->quantities[k], err);
            if (status != OK)
                return status;
        }
    if (!table->table.cells.count) {
        d->blocks.count--;
        dossier_words(d, TEXT_EMPTY, "empty.figures");
    }
    return OK;
}

/* ---- conflicts ---- */

static Status part_conflicts(Dossier *d, bool *offered, Error *err)
{
    Page *p = &d->page;
    bool any = false;

    (void)offered;
    (void)err;
    dossier_words(d, TEXT_PLAIN, "conflicts.lead");
    for (size_t k = 0; k < p->c->conflict_count; k++) {
        const Conflict *x = &p->c->conflicts[k];
        bool hidden = false;
        for (size_t c = 0; c < x->claim_count; c++)
            hidden |= x->claims[c].claim != CLAIM_NONE && !claim_shown(p, x->claims[c]);
        if (hidden || (x->verdict != VERDICT_CONFLICT && x->verdict != VERDICT_ERROR))
            continue;
        comparison(d, x, &dossier_block(d, BLOCK_ITEM)->runs);
        any = true;
    }
    if (!any)
        dossier_words(d, TEXT_EMPTY, "empty.conflicts");
    return OK;
}

/* ---- method ---- */

static Status part_method(Dossier *d, bool *offered, Error *err)
{
    static const char *const lines[] = { "method.read", "method.figures", "method.origins", "method.compare",
                                         "method.protect" };
    static const char *const words_used[] = { "reported", "documented", "pending", "alleged", "denied" };
    Page *p = &d->page;
    Column *columns = arena_array(p->arena, Column, 2);

    (void)offered;
    (void)err;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        dossier_words(d, TEXT_PLAIN, lines[i]);
    columns[0] = (Column){ word(d, "method.word"), 25, false, false };
    columns[1] = (Column){ word(d, "method.meaning"), 75, false, false };
    Block *table = dossier_table(d, columns, 2);
    for (size_t i = 0; i < sizeof words_used / sizeof *words_used; i++) {
        cell_text(d, table, tell_words_of(p->w, p->arena, "certainty.", str_of(words_used[i])));
        cell_text(d, table, tell_words_of(p->w, p->arena, "certainty.means.", str_of(words_used[i])));
    }
    for (Str rest = grade_table(S("grades")), line; str_cut(&rest, '\n', &line); ) {
        Str code;
        str_cut(&line, '\t', &code);
        if (!line.ptr || code.ptr[0] == '#' || str_eq(code, S("code")))
            continue;
        cell_text(d, table, grade_certainty(code, words_language(p->w)));
        cell_text(d, table, SAY(p, "certainty.graded", grade_label(code, words_language(p->w))));
    }
    return OK;
}

/* ---- sources ---- */

static Status part_sources(Dossier *d, bool *offered, Error *err)
{
    static const struct { const char *key; int weight; bool number; } heads[] = {
        { "field.entry", 9, true }, { "sources.title", 39, false }, { "field.publisher", 20, false },
        { "field.published", 16, false }, { "field.sealed", 16, false },
    };
    Page *p = &d->page;
    Column *columns = arena_array(p->arena, Column, 5);
    const TellDocument *documents = p->site->in->documents;

    (void)offered;
    (void)err;
    if (!p->c->reading_count) {
        dossier_words(d, TEXT_EMPTY, "empty.case");
        return OK;
    }
    for (size_t i = 0; i < 5; i++)
        columns[i] = (Column){ word(d, heads[i].key), heads[i].weight, heads[i].number, false };
    Block *table = dossier_table(d, columns, 5);
    for (uint32_t r = 0; r < p->c->reading_count; r++) {
        const Document *doc = &p->c->readings[r].doc;
        Str sealed = documents ? str_slice(documents[r].sealed, 0, 10) : STR_NONE;
        cell_text(d, table, say_i64(p, document_number(p->site, r)));
        cell_text(d, table, say_document(p, r));
        cell_text(d, table, or_not_stated(p, doc->publisher));
        cell_text(d, table, say_edtf(p, doc->published));
        cell_text(d, table, say_edtf(p, sealed));
    }
    return OK;
}

/* ---- notes and annex ---- */

static Status part_notes(Dossier *d, bool *offered, Error *err)
{
    (void)offered;
    (void)err;
    dossier_words(d, TEXT_PLAIN, "dossier.notes_lead");
    dossier_block(d, BLOCK_NOTES);
    return OK;
}

static void commands(Dossier *d, const char *key, const char *id, Str text)
{
    dossier_words(d, TEXT_PLAIN, key);
    dossier_code(d, id, text);
}

static Status part_annex(Dossier *d, bool *offered, Error *err)
{
    Page *p = &d->page;
    Str name = arena_printf(p->arena, "report.%s", dossier_format_name(d->options->format));
    bool html = d->options->format == DOSSIER_HTML, pdf = d->options->format == DOSSIER_PDF;

    (void)offered;
    (void)err;
    if (!d->options->sealed) {
        dossier_words(d, TEXT_PLAIN, "check.nothing");
        return OK;
    }
    dossier_words(d, TEXT_PLAIN, "check.what");
    commands(d, "check.key", "key", arena_printf(p->arena, STR_FMT "\n", STR_ARG(d->vkey)));
    commands(d, "check.checkpoint", "checkpoint", d->checkpoint);
    if (html)
        dossier_words(d, TEXT_PLAIN, "check.itself");
    commands(d, "check.dokaz", "with-dokaz",
             pdf ? S("pdftotext -raw report.pdf report.txt\n"
                     "dokaz-verify --key case.vkey --report report.pdf --words report.txt\n")
                 : arena_printf(p->arena, "dokaz-verify --key case.vkey --report " STR_FMT "\n", STR_ARG(name)));
    commands(d, pdf ? "check.stock_attached" : "check.stock", "with-stock",
             arena_printf(p->arena, "%ssh check.sh " STR_FMT " \"$(cat case.vkey)\"\n",
                          pdf ? "pdfdetach -saveall report.pdf\n" : "", STR_ARG(name)));
    if (html)
        commands(d, "check.cut", "cut", S(
            "sed -n '/^<pre id=\"note-1\">$/,/^<\\/pre>$/p' report.html | sed '1d;$d' > note-1.txt\n"));
    if (!pdf)       /* which has it attached: lines that a page breaks are no script */
        commands(d, "check.script", "check", asset_bytes(S("check.sh")));
    dossier_words(d, TEXT_PLAIN, "check.limits");
    return OK;
}

/* ---- by name ---- */

static const struct {
    const char *name;
    DossierPart make;
} parts[] = {
    { "summary", part_summary },   { "map", part_map },         { "timeline", part_timeline },
    { "incidents", part_incidents }, { "figures", part_figures }, { "conflicts", part_conflicts },
    { "method", part_method },     { "sources", part_sources }, { "notes", part_notes },
    { "annex", part_annex },
};

DossierPart dossier_part(Str name)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (str_eq(name, str_of(parts[i].name)))
            return parts[i].make;
    return NULL;
}
