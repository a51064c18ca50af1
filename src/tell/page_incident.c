/* page_incident.c -- one incident: what is reported of it, by whom, resting on
 * which origins, with which figures, and where the statements part.
 *
 * Every number is a link to the sentence that states it. A claim's own page is
 * here too.
 */
#include "tell/page.h"

#include "base/vec.h"
#include "model/grade.h"
#include "model/judged.h"

#include <stdlib.h>

/* ---- figures ---- */

typedef struct StatedFigure {
    ClaimRef               ref;
    const QuantityFields  *quantity;
} StatedFigure;

/* The same thing of the same people first, then the same thing, then a number whose
 * thing the words leave open and the incident's comparison supplied. */
static int fit(const QuantityFields *q, const IncidentQuantity *what)
{
    if (str_eq(q->counted, what->counted))
        return str_eq(q->who, what->who) ? 3 : 2;
    return !q->counted.len && q->measure == MEASURE_COUNT ? 1 : 0;
}

const QuantityFields *stated_quantity(const Corpus *c, ClaimRef ref, const IncidentQuantity *what)
{
    const Claim *claim = corpus_claim(c, ref);
    const QuantityFields *best = NULL;
    int best_fit = 0;
    for (size_t i = 0; claim && i < claim->quantity_count; i++) {
        const QuantityFields *q = &c->readings[ref.reading].mentions[claim->quantities[i]].quantity;
        if (fit(q, what) > best_fit) {
            best_fit = fit(q, what);
            best = q;
        }
    }
    return best;
}

static void show_figure_row(Page *p, BarScale scale, const StatedFigure *f)
{
    const Claim *claim = corpus_claim(p->c, f->ref);
    Str range = say_quantity(p, f->quantity);
    HTML(p->h, "<tr><td class=\"number\"><a");
    HTML_ATTR(p->h, "href", link_words(p, f->ref));
    HTML_ATTR(p->h, "title", words_get(p->w, S("figure.to_sentence")));
    HTML(p->h, ">");
    html_text(p->h, range);
    HTML(p->h, "</a></td><td class=\"drawn\">");
    show_bar(p, scale, f->quantity->low, f->quantity->high, false, range);
    HTML(p->h, "</td><td>");
    html_text(p->h, say_chain(p, claim));
    HTML(p->h, "</td><td class=\"when\">");
    html_text(p->h, say_edtf(p, claim_said(p->c, f->ref)));
    HTML(p->h, "</td></tr>");
}

static int step_order(const void *a, const void *b)
{
    const Step *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->low != y->low || x->high != y->high)
        return x->low < y->low || (x->low == y->low && x->high < y->high) ? -1 : 1;
    if (x->ref.reading != y->ref.reading)
        return x->ref.reading < y->ref.reading ? -1 : 1;
    return x->ref.claim < y->ref.claim ? -1 : x->ref.claim > y->ref.claim;
}

/* The same steps in words: day, number, and everybody who states it. */
static void show_step_voices(Page *p, const Step *steps, size_t count)
{
    HTML(p->h, "<ol class=\"stepvoices\"");
    HTML_ATTR(p->h, "aria-label", words_get(p->w, S("history.voices")));
    HTML(p->h, ">");
    for (size_t i = 0, end; i < count; i = end) {
        HTML(p->h, "<li><span class=\"when\">");
        html_text(p->h, say_day(p, steps[i].day));
        HTML(p->h, "</span> <b>");
        html_text(p->h, say_range(p, steps[i].low, steps[i].high, false));
        HTML(p->h, "</b> ");
        for (end = i; end < count && steps[end].day == steps[i].day && steps[end].low == steps[i].low &&
                      steps[end].high == steps[i].high; end++) {
            if (end > i)
                HTML(p->h, "; ");
            show_link(p, link_words(p, steps[end].ref), say_chain(p, corpus_claim(p->c, steps[end].ref)));
        }
        HTML(p->h, "</li>");
    }
    HTML(p->h, "</ol>");
}

static void show_history(Page *p, const StatedFigure *figures, size_t count, Str what)
{
    Step *steps = arena_array(p->arena, Step, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        /* "up to 52" gives no least number: drawn, it would look like a fall to nothing */
        int32_t day = claim_said_day(p->c, figures[i].ref);
        const QuantityFields *q = figures[i].quantity;
        if (day != DAY_UNKNOWN && q->low > 0)
            steps[n++] = (Step){ day, q->low, q->high, figures[i].ref };
    }
    qsort(steps, n, sizeof *steps, step_order);
    if (n < 2 || steps[0].day == steps[n - 1].day)
        return;
    HTML(p->h, "<figure class=\"history\"><figcaption>");
    W_WITH(p->w, p->h, "history.caption", what);
    HTML(p->h, "</figcaption>");
    show_steps(p, steps, n, words_get(p->w, S("history.label")));
    show_step_voices(p, steps, n);
    HTML(p->h, "</figure>");
}

static void show_quantity(Page *p, const IncidentQuantity *q)
{
    VEC(StatedFigure) figures = { 0 };
    VEC(int64_t) ends = { 0 };
    for (size_t i = 0; i < q->claim_count; i++) {
        const QuantityFields *stated = stated_quantity(p->c, q->claims[i], q);
        if (!stated || !claim_shown(p, q->claims[i]))
            continue;
        vec_push(p->arena, &figures, (StatedFigure){ q->claims[i], stated });
        vec_push(p->arena, &ends, stated->low);
        vec_push(p->arena, &ends, stated->high);
    }
    vec_push(p->arena, &ends, q->low);
    vec_push(p->arena, &ends, q->high);
    BarScale scale = bar_scale(ends.at, ends.count);
    Str what = say_counted(p, q->counted, q->who), hull = say_range(p, q->low, q->high, false);

    HTML(p->h, "<section class=\"quantity\"><h3>");
    html_text(p->h, what);
    HTML(p->h, "</h3>");
    begin_scroll(p);
    HTML(p->h, "<table class=\"figures\"><thead><tr><th scope=\"col\">");
    W(p->w, p->h, "figure.stated");
    HTML(p->h, "</th><th scope=\"col\" class=\"drawn\"><span class=\"scale\"><span>0</span><span>");
    html_group(p->h, scale.high);
    HTML(p->h, "</span></span></th><th scope=\"col\">");
    W(p->w, p->h, "figure.who_says");
    HTML(p->h, "</th><th scope=\"col\">");
    W(p->w, p->h, "figure.said_on");
    HTML(p->h, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < figures.count; i++)
        show_figure_row(p, scale, &figures.at[i]);
    HTML(p->h, "</tbody><tfoot><tr><td class=\"number\">");
    html_text(p->h, hull);
    HTML(p->h, "</td><td class=\"drawn\">");
    show_bar(p, scale, q->low, q->high, true, hull);
    HTML(p->h, "</td><td colspan=\"2\">");
    W(p->w, p->h, "figure.hull");
    HTML(p->h, "</td></tr></tfoot></table></div>");
    show_history(p, figures.at, figures.count, what);
    HTML(p->h, "</section>");
}

static void show_figures(Page *p, const Incident *i)
{
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "incident.figures");
    HTML(p->h, "</h2>");
    if (!i->quantity_count)
        show_empty(p, words_get(p->w, S("empty.figures")));
    for (size_t k = 0; k < i->quantity_count; k++)
        show_quantity(p, &i->quantities[k]);
    HTML(p->h, "</section>");
}

/* ---- voices and origins ---- */

bool origin_beside_source(const Page *p, const Incident *i, const Origin *o)
{
    bool *sourced = arena_array(p->arena, bool, p->c->reading_count + 1);

    if (o->kind != ORIGIN_OWN)
        return false;
    for (size_t k = 0; k < i->claim_count; k++) {
        const Origin *other = origin_of(p, i->claims[k]);
        sourced[i->claims[k].reading] |= other && other->kind == ORIGIN_SOURCE;
    }
    for (size_t k = 0; k < i->claim_count; k++)
        if (origin_of(p, i->claims[k]) == o && !sourced[i->claims[k].reading])
            return false;
    return true;
}

static void show_origin_of(Page *p, const Incident *i, const Origin *o)
{
    HTML(p->h, "<li><a");
    HTML_ATTR(p->h, "href", link_origin(p, o));
    HTML(p->h, ">");
    html_text(p->h, or_not_stated(p, o->name));
    HTML(p->h, "</a> <span class=\"voices\">");
    html_text(p->h, say_number(p, "count.voices", (int64_t)o->voice_count));
    HTML(p->h, "</span><ul class=\"why\">");
    const char *remark = origin_beside_source(p, i, o) ? "origin.beside" : o->kind == ORIGIN_PRESENT ? "origin.present" : NULL;
    if (remark) {
        HTML(p->h, "<li>");
        html_text(p->h, words_get(p->w, str_of(remark)));
        HTML(p->h, "</li>");
    }
    for (size_t k = 0; k < o->why_count; k++) {
        HTML(p->h, "<li>");
        html_text(p->h, o->why[k]);
        HTML(p->h, "</li>");
    }
    HTML(p->h, "</ul></li>");
}

static void show_origins(Page *p, const Incident *i)
{
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "incident.origins");
    HTML(p->h, "</h2><p class=\"bound\"><b>");
    html_text(p->h, say_number(p, "count.voices", i->voices));
    HTML(p->h, ", ");
    html_text(p->h, say_number(p, "count.origins", i->origins));
    HTML(p->h, "</b> ");
    W(p->w, p->h, "origins.bound");
    HTML(p->h, "</p>");
    show_origin_graph(p, i);
    HTML(p->h, "<ul class=\"rows\">");
    bool *seen = arena_array(p->arena, bool, p->c->origin_count + 1);
    for (size_t k = 0; k < i->claim_count; k++) {
        const Origin *o = origin_of(p, i->claims[k]);
        if (!o || seen[o - p->c->origins])
            continue;
        seen[o - p->c->origins] = true;
        show_origin_of(p, i, o);
    }
    HTML(p->h, "</ul></section>");
}

/* ---- what the statements say ---- */

static bool same_sentence(const Corpus *c, ClaimRef a, ClaimRef b)
{
    return a.reading == b.reading && corpus_claim(c, a)->segment == corpus_claim(c, b)->segment;
}

static void show_claim_facts(Page *p, ClaimRef ref)
{
    const Claim *claim = corpus_claim(p->c, ref);
    HTML(p->h, "<p class=\"facts\">");
    show_link(p, link_claim(p, ref), say_acts_short(p, claim->acts, 4));
    if (claim->modality != MODALITY_ASSERTED)
        show_badge(p, "m-", modality_name(claim->modality),
                   tell_words_of(p->w, p->arena, "modality.", modality_name(claim->modality)));
    HTML(p->h, "<span>");
    html_text(p->h, say_chain(p, claim));
    HTML(p->h, "</span></p>");
}

/* A sentence once, with all that this incident takes from it. */
static void show_claims(Page *p, const Incident *i)
{
    bool *done = arena_array(p->arena, bool, i->claim_count + 1);
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "incident.claims");
    HTML(p->h, "</h2><ol class=\"rows\">");
    for (size_t k = 0; k < i->claim_count; k++) {
        if (done[k] || !claim_shown(p, i->claims[k]))
            continue;
        HTML(p->h, "<li class=\"statement\">");
        show_quote(p, i->claims[k]);
        for (size_t m = k; m < i->claim_count; m++)
            if (!done[m] && same_sentence(p->c, i->claims[k], i->claims[m]) && claim_shown(p, i->claims[m])) {
                show_claim_facts(p, i->claims[m]);
                done[m] = true;
            }
        HTML(p->h, "</li>");
    }
    HTML(p->h, "</ol></section>");
}

/* ---- comparisons ---- */

static const Verdict verdict_order[] = {
    VERDICT_CONFLICT, VERDICT_ERROR, VERDICT_UPDATE, VERDICT_REFINE, VERDICT_NOT_COMPARABLE, VERDICT_AGREE,
};

static void show_comparisons(Page *p, const Incident *i)
{
    size_t shown = 0, all;
    const uint32_t *which = site_conflicts_of_incident(p->site, i, &all);
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "incident.comparisons");
    HTML(p->h, "</h2>");
    for (size_t v = 0; v < sizeof verdict_order / sizeof *verdict_order; v++) {
        size_t count = 0;
        for (size_t k = 0; k < all; k++)
            count += p->c->conflicts[which[k]].verdict == verdict_order[v];
        if (!count)
            continue;
        shown += count;
        bool open = verdict_order[v] == VERDICT_CONFLICT || verdict_order[v] == VERDICT_ERROR || count == 1;
        HTML(p->h, "<details class=\"group\"");
        if (open)
            HTML(p->h, " open");
        HTML(p->h, "><summary>");
        show_verdict(p, verdict_order[v]);
        HTML(p->h, " ");
        html_group(p->h, (int64_t)count);
        HTML(p->h, "</summary>");
        for (size_t k = 0; k < all; k++)
            if (p->c->conflicts[which[k]].verdict == verdict_order[v])
                show_comparison(p, &p->c->conflicts[which[k]], true);
        HTML(p->h, "</details>");
    }
    if (!shown)
        show_empty(p, words_get(p->w, S("empty.comparisons")));
    HTML(p->h, "</section>");
}

/* ---- the incident ---- */

#define FIRST_ACTS 4

/* A long list would fill the box: its first few, and the whole of it on demand. */
static void show_acts(Page *p, ActSet acts)
{
    int count = __builtin_popcountll(acts);
    Str name = words_get(p->w, S("field.acts"));

    if (count <= FIRST_ACTS) {
        show_field(p, name, say_acts(p, acts));
        return;
    }
    HTML(p->h, "<div><dt>");
    html_text(p->h, name);
    HTML(p->h, "</dt><dd>");
    html_text(p->h, say_acts_short(p, acts, FIRST_ACTS));
    HTML(p->h, "<details class=\"group\"><summary>");
    html_text(p->h, say_number(p, "all.acts", count));
    HTML(p->h, "</summary><p>");
    html_text(p->h, say_acts(p, acts));
    HTML(p->h, "</p></details></dd></div>");
}

/* Why the grade was suggested: its coded reasons, in the reader's language. */
static void show_grade_reasons(Page *p, const Graded *g)
{
    if (g->count == 0)
        return;
    HTML(p->h, "<details class=\"group\"><summary>");
    W(p->w, p->h, "field.reasons");
    HTML(p->h, "</summary><ul class=\"why\">");
    for (size_t k = 0; k < g->count; k++) {
        HTML(p->h, "<li>");
        html_text(p->h, grade_reason(p->arena, &g->reason[k], words_language(p->w)));
        HTML(p->h, "</li>");
    }
    HTML(p->h, "</ul><p>");
    show_link(p, S("/methodology#grades"), words_get(p->w, S("nav.methodology")));
    HTML(p->h, "</p></details>");
}

static void show_facts(Page *p, const Incident *i)
{
    const Words *w = p->w;
    HTML(p->h, "<dl class=\"fields\">");
    show_field(p, words_get(w, S("field.when")), say_dates(p, i->first, i->last));
    show_field(p, words_get(w, S("field.where")), i->place_id.len
               ? arena_printf(p->arena, STR_FMT " (" STR_FMT ")", STR_ARG(say_place(p, i->place_id)),
                              STR_ARG(say_precision(p, i->precision_m)))
               : words_get(w, S("not_stated")));
    show_acts(p, i->acts);
    show_field(p, words_get(w, S("field.kind")),
               tell_words_of(w, p->arena, "incident.kind.", incident_kind_name(i->kind)));
    show_field(p, words_get(w, S("field.documents")), say_i64(p, (int64_t)i->reading_count));
    Graded g = graded_of(i->graded);
    Str language = words_language(w);
    show_field(p, words_get(w, S("field.grade")), g.grade.len ? grade_label(g.grade, language) : or_not_stated(p, i->grade));
    if (g.grade.len)
        show_field(p, words_get(w, S("field.certainty")), grade_certainty(g.grade, language));
    Judged judged = judged_incident(p->arena, p->c->judgements, i);
    if (judged.grade.len)
        show_field(p, words_get(w, S("field.credibility")),
                   arena_printf(p->arena, STR_FMT ": " STR_FMT, STR_ARG(judged.grade),
                                STR_ARG(admiralty_label(S("credibility"), judged.grade, language))));
    HTML(p->h, "</dl>");
    show_grade_reasons(p, &g);
}

static void show_reasons(Page *p, const Incident *i)
{
    if (!i->why_count)
        return;
    HTML(p->h, "<details class=\"group\"><summary>");
    W(p->w, p->h, "incident.why");
    HTML(p->h, "</summary><ul class=\"why\">");
    for (size_t k = 0; k < i->why_count; k++) {
        if (i->graded.len && str_starts(i->why[k], S("grade: ")))      /* stands with the grade, in the reader's language */
            continue;
        HTML(p->h, "<li>");
        html_text(p->h, i->why[k]);
        HTML(p->h, "</li>");
    }
    HTML(p->h, "</ul></details>");
}

int page_incident(Page *p, Str rest)
{
    Id id;
    const Incident *i = id_parse(rest, &id) ? site_incident(p->site, id) : NULL;
    if (!i)
        return page_missing(p, words_get(p->w, S("missing.incident")));

    if (!i->claim_count)
        return page_missing(p, words_get(p->w, S("dossier.withheld")));
    Str title = say_title(p, i);
    page_begin(p, title, S("nav.incidents"));
    HTML(p->h, "<p class=\"crumb\">");
    show_link(p, S("/incidents"), words_get(p->w, S("nav.incidents")));
    HTML(p->h, "</p><h1>");
    html_text(p->h, title);
    HTML(p->h, "</h1>");
    show_judged_note(p, is_judged_incident(p, i));
    show_facts(p, i);
    show_reasons(p, i);
    show_figures(p, i);
    show_origins(p, i);
    show_comparisons(p, i);
    show_claims(p, i);
    show_judging_incident(p, i);
    page_end(p);
    return 200;
}

/* ---- a claim ---- */

static void show_claim_quantities(Page *p, ClaimRef ref, const Claim *claim)
{
    const Reading *r = &p->c->readings[ref.reading];
    for (size_t i = 0; i < claim->quantity_count; i++) {
        const Mention *m = &r->mentions[claim->quantities[i]];
        show_field(p, say_counted(p, m->quantity.counted, m->quantity.who), say_quantity(p, &m->quantity));
    }
}

static void show_claim_fields(Page *p, ClaimRef ref, const Claim *claim)
{
    const Words *w = p->w;
    const Reading *r = &p->c->readings[ref.reading];
    const Mention *place = claim->place >= 0 ? &r->mentions[claim->place] : NULL;
    HTML(p->h, "<dl class=\"fields\">");
    show_field(p, words_get(w, S("field.acts")), say_acts(p, claim->acts));
    show_field(p, words_get(w, S("field.by")), say_party(p, ref.reading, &claim->by));
    show_field(p, words_get(w, S("field.to")), say_party(p, ref.reading, &claim->to));
    show_field(p, words_get(w, S("field.where")), place ? place->name : words_get(w, S("not_stated")));
    show_field(p, words_get(w, S("field.when")), say_dates(p, claim->first, claim->last));
    show_field(p, words_get(w, S("field.said_on")), say_edtf(p, claim->said_on));
    show_claim_quantities(p, ref, claim);
    show_field(p, words_get(w, S("field.modality")),
               tell_words_of(w, p->arena, "modality.", modality_name(claim->modality)));
    show_field(p, words_get(w, S("field.rule")), or_not_stated(p, claim->rule));
    HTML(p->h, "</dl>");
}

static void show_chain(Page *p, const Claim *claim)
{
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "claim.chain");
    HTML(p->h, "</h2><ol class=\"chain\">");
    for (size_t i = 0; i < claim->chain_count; i++) {
        const ChainLink *link = &claim->chain[i];
        HTML(p->h, "<li><b>");
        html_text(p->h, or_not_stated(p, link->name));
        HTML(p->h, "</b> <span>");
        html_text(p->h, tell_words_of(p->w, p->arena, "chain.", chain_how_name(link->how)));
        HTML(p->h, "</span></li>");
    }
    HTML(p->h, "</ol></section>");
}

static void show_claim_links(Page *p, ClaimRef ref)
{
    const Incident *i = incident_of(p, ref);
    const Origin *o = origin_of(p, ref);
    HTML(p->h, "<p class=\"facts\">");
    show_link(p, link_words(p, ref), words_get(p->w, S("claim.in_document")));
    if (i)
        show_link(p, link_incident(p, i), words_get(p->w, S("claim.incident")));
    if (o)
        show_link(p, link_origin(p, o), words_get(p->w, S("claim.origin")));
    HTML(p->h, "</p>");
}

int page_claim(Page *p, Str rest)
{
    Id id;
    ClaimRef ref;
    if (!id_parse(rest, &id) || !site_claim(p->site, id, &ref))
        return page_missing(p, words_get(p->w, S("missing.claim")));
    const Claim *claim = corpus_claim(p->c, ref);
    bool shown = claim_shown(p, ref);
    page_begin(p, words_get(p->w, S("claim.title")), STR_NONE);
    HTML(p->h, "<p class=\"crumb\">");
    show_link(p, link_document(p, ref.reading), say_document(p, ref.reading));
    HTML(p->h, "</p><h1>");
    W(p->w, p->h, "claim.title");
    HTML(p->h, "</h1>");
    show_judged_note(p, shown && is_judged_claim(p, ref));
    show_quote(p, ref);
    if (shown) {
        show_claim_links(p, ref);
        show_claim_fields(p, ref, claim);
        show_chain(p, claim);
    }
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "incident.comparisons");
    HTML(p->h, "</h2>");
    size_t count = 0;
    const uint32_t *which = shown ? site_conflicts_of_claim(p->site, ref, &count) : NULL;
    for (size_t k = 0; k < count; k++)
        show_comparison(p, &p->c->conflicts[which[k]], true);
    if (!count)
        show_empty(p, words_get(p->w, S("empty.comparisons")));
    HTML(p->h, "</section>");
    if (shown)
        show_judging_claim(p, ref);
    page_end(p);
    return 200;
}
