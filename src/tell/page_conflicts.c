/* page_conflicts.c -- statements compared: the verdict, its reason, both sentences
 * side by side, and which of their fields differ.
 */
#include "tell/page.h"

#define COMPARISONS_A_PART 60

/* ---- two claims field by field ---- */

static Str claim_quantities(Page *p, ClaimRef ref, const Claim *claim)
{
    const Reading *r = &p->c->readings[ref.reading];
    Str all = STR_NONE;
    for (size_t i = 0; i < claim->quantity_count; i++) {
        const QuantityFields *q = &r->mentions[claim->quantities[i]].quantity;
        Str one = arena_printf(p->arena, STR_FMT " (" STR_FMT ")", STR_ARG(say_quantity(p, q)),
                               STR_ARG(say_counted(p, q->counted, q->who)));
        all = all.len ? arena_printf(p->arena, STR_FMT "; " STR_FMT, STR_ARG(all), STR_ARG(one)) : one;
    }
    return or_not_stated(p, all);
}

static Str claim_place(Page *p, ClaimRef ref, const Claim *claim)
{
    if (claim->place < 0)
        return words_get(p->w, S("not_stated"));
    const Mention *m = &p->c->readings[ref.reading].mentions[claim->place];
    return m->place.place_id.len ? say_place(p, m->place.place_id) : or_not_stated(p, m->name);
}

static Str claim_acts(Page *p, ClaimRef ref, const Claim *claim)
{
    (void)ref;
    return say_acts(p, claim->acts);
}

static Str claim_by(Page *p, ClaimRef ref, const Claim *claim)
{
    return say_party(p, ref.reading, &claim->by);
}

static Str claim_to(Page *p, ClaimRef ref, const Claim *claim)
{
    return say_party(p, ref.reading, &claim->to);
}

static Str claim_when(Page *p, ClaimRef ref, const Claim *claim)
{
    (void)ref;
    return say_dates(p, claim->first, claim->last);
}

static Str claim_day(Page *p, ClaimRef ref, const Claim *claim)
{
    (void)claim;
    return say_edtf(p, claim_said(p->c, ref));
}

static Str claim_modality(Page *p, ClaimRef ref, const Claim *claim)
{
    (void)ref;
    return tell_words_of(p->w, p->arena, "modality.", modality_name(claim->modality));
}

static Str claim_source(Page *p, ClaimRef ref, const Claim *claim)
{
    (void)ref;
    return say_chain(p, claim);
}

static const struct {
    const char *key;
    Str (*value)(Page *p, ClaimRef ref, const Claim *claim);
} compared[] = {
    { "field.acts",     claim_acts },
    { "field.figures",  claim_quantities },
    { "field.where",    claim_place },
    { "field.when",     claim_when },
    { "field.said_on",  claim_day },
    { "field.by",       claim_by },
    { "field.to",       claim_to },
    { "field.modality", claim_modality },
    { "field.chain",    claim_source },
};

static void show_compared(Page *p, ClaimRef a, ClaimRef b)
{
    const Claim *first = corpus_claim(p->c, a), *second = corpus_claim(p->c, b);
    begin_scroll(p);
    HTML(p->h, "<table class=\"compared\"><thead><tr><td></td><th scope=\"col\">");
    W(p->w, p->h, "compared.first");
    HTML(p->h, "</th><th scope=\"col\">");
    W(p->w, p->h, "compared.second");
    HTML(p->h, "</th><td></td></tr></thead><tbody>");
    for (size_t i = 0; i < sizeof compared / sizeof *compared; i++) {
        Str x = compared[i].value(p, a, first), y = compared[i].value(p, b, second);
        bool differs = !str_eq(x, y);
        HTML(p->h, "<tr");
        if (differs)
            HTML(p->h, " class=\"differs\"");
        HTML(p->h, "><th scope=\"row\">");
        html_text(p->h, words_get(p->w, str_of(compared[i].key)));
        HTML(p->h, "</th><td>");
        html_text(p->h, x);
        HTML(p->h, "</td><td>");
        html_text(p->h, y);
        HTML(p->h, "</td><td class=\"mark\">");
        html_text(p->h, words_get(p->w, differs ? S("compared.differs") : S("compared.same")));
        HTML(p->h, "</td></tr>");
    }
    HTML(p->h, "</tbody></table></div>");
}

/* ---- the sentences ---- */

static int32_t segment_of(const Reading *r, Span span)
{
    for (size_t i = 0; i < r->segment_count; i++)
        if (span_within(span, r->segments[i].span))
            return (int32_t)i;
    for (size_t i = 0; i < r->segment_count; i++)
        if (span_overlaps(span, r->segments[i].span))
            return (int32_t)i;
    return -1;
}

static void show_span_quote(Page *p, const ConflictSpan *s)
{
    const Reading *r = &p->c->readings[s->reading];
    int32_t segment = segment_of(r, s->span);
    HTML(p->h, "<figure class=\"quote\"><blockquote");
    if (segment >= 0)
        HTML_ATTR(p->h, "lang", r->segments[segment].language);
    HTML(p->h, " dir=\"auto\"><a class=\"tosentence\"");
    HTML_ATTR(p->h, "href", link_segment(p, s->reading, segment < 0 ? 0 : segment));
    HTML(p->h, ">");
    show_sentence(p, s->reading, segment, s->span);
    HTML(p->h, "</a></blockquote><figcaption>");
    show_document_line(p, s->reading);
    HTML(p->h, "</figcaption></figure>");
}

static bool all_shown(Page *p, const Conflict *x)
{
    for (size_t i = 0; i < x->claim_count; i++)
        if (x->claims[i].claim != CLAIM_NONE && !claim_shown(p, x->claims[i]))
            return false;
    return true;
}

void show_comparison(Page *p, const Conflict *x, bool link)
{
    HTML(p->h, "<article class=\"comparison\"><header>");
    show_verdict(p, x->verdict);
    HTML(p->h, " <span class=\"kind\">");
    html_text(p->h, tell_words_of(p->w, p->arena, "conflict.kind.", conflict_kind_name(x->kind)));
    HTML(p->h, "</span>");
    if (link) {
        HTML(p->h, " ");
        show_link(p, link_conflict(p, x), words_get(p->w, S("compared.open")));
    }
    HTML(p->h, "</header><p class=\"reason\">");
    html_text(p->h, x->why);
    HTML(p->h, "</p><div class=\"sides\">");
    for (size_t i = 0; i < x->span_count; i++)
        show_span_quote(p, &x->spans[i]);
    if (!x->span_count)
        for (size_t i = 0; i < x->claim_count; i++)
            show_quote(p, x->claims[i]);
    HTML(p->h, "</div>");
    if (!link && x->claim_count >= 2 && all_shown(p, x) && x->claims[0].claim != CLAIM_NONE &&
        x->claims[1].claim != CLAIM_NONE)
        show_compared(p, x->claims[0], x->claims[1]);
    HTML(p->h, "</article>");
}

/* ---- the pages ---- */

int page_conflict(Page *p, Str rest)
{
    Id id;
    const Conflict *x = id_parse(rest, &id) ? site_conflict(p->site, id) : NULL;
    if (!x)
        return page_missing(p, words_get(p->w, S("missing.conflict")));
    page_begin(p, words_get(p->w, S("compared.title")), S("nav.conflicts"));
    HTML(p->h, "<p class=\"crumb\">");
    show_link(p, S("/conflicts"), words_get(p->w, S("nav.conflicts")));
    HTML(p->h, "</p><h1>");
    W(p->w, p->h, "compared.title");
    HTML(p->h, "</h1>");
    show_machine(p);
    show_comparison(p, x, false);
    HTML(p->h, "<p class=\"facts\">");
    for (size_t i = 0; i < x->claim_count; i++) {
        const Incident *incident = incident_of(p, x->claims[i]);
        if (incident && (i == 0 || incident != incident_of(p, x->claims[i - 1])))
            show_link(p, link_incident(p, incident), say_title(p, incident));
    }
    HTML(p->h, "</p>");
    page_end(p);
    return 200;
}

static size_t count_verdict(const Corpus *c, Verdict v)
{
    size_t n = 0;
    for (size_t i = 0; i < c->conflict_count; i++)
        n += c->conflicts[i].verdict == v;
    return n;
}

static void show_verdict_filter(Page *p, Str chosen)
{
    HTML(p->h, "<ul class=\"tabs\">");
    HTML(p->h, "<li><a href=\"/conflicts\"");
    if (!chosen.len)
        HTML(p->h, " aria-current=\"true\"");
    HTML(p->h, ">");
    W(p->w, p->h, "filter.all");
    HTML(p->h, "</a></li>");
    for (int v = VERDICT_CONFLICT; v <= VERDICT_NOT_COMPARABLE; v++) {
        Str name = verdict_name((Verdict)v);
        HTML(p->h, "<li><a");
        HTML_ATTR(p->h, "href", arena_printf(p->arena, "/conflicts?verdict=" STR_FMT, STR_ARG(name)));
        if (str_eq(name, chosen))
            HTML(p->h, " aria-current=\"true\"");
        HTML(p->h, ">");
        html_text(p->h, tell_words_of(p->w, p->arena, "verdict.", name));
        HTML(p->h, " <span class=\"n\">");
        html_group(p->h, (int64_t)count_verdict(p->c, (Verdict)v));
        HTML(p->h, "</span></a></li>");
    }
    HTML(p->h, "</ul>");
}

/* Those of the chosen verdict, or all, the gravest first. */
static uint32_t *ordered_conflicts(Page *p, Str chosen, size_t *count)
{
    static const Verdict order[] = {
        VERDICT_CONFLICT, VERDICT_ERROR, VERDICT_UPDATE, VERDICT_REFINE,
        VERDICT_NOT_COMPARABLE, VERDICT_AGREE,
    };
    uint32_t *which = arena_array(p->arena, uint32_t, p->c->conflict_count + 1);
    *count = 0;
    for (size_t v = 0; v < sizeof order / sizeof *order; v++) {
        if (chosen.len && verdict_of(chosen) != (int)order[v])
            continue;
        for (uint32_t i = 0; i < p->c->conflict_count; i++)
            if (p->c->conflicts[i].verdict == order[v])
                which[(*count)++] = i;
    }
    return which;
}

static void show_verdict_head(Page *p, Verdict v)
{
    HTML(p->h, "<h2>");
    show_verdict(p, v);
    HTML(p->h, "</h2><p class=\"lead\">");
    html_text(p->h, tell_words_of(p->w, p->arena, "verdict.means.", verdict_name(v)));
    HTML(p->h, "</p>");
}

int page_conflicts(Page *p, Str rest)
{
    (void)rest;
    Str chosen = query_get(&p->query, S("verdict"));
    size_t count;
    uint32_t *which = ordered_conflicts(p, chosen, &count);
    Part part = asked_part(p, count, COMPARISONS_A_PART);
    page_begin(p, words_get(p->w, S("nav.conflicts")), S("nav.conflicts"));
    HTML(p->h, "<h1>");
    W(p->w, p->h, "nav.conflicts");
    HTML(p->h, "</h1><p class=\"lead\">");
    W(p->w, p->h, "conflicts.lead");
    HTML(p->h, "</p>");
    show_machine(p);
    show_verdict_filter(p, chosen);
    for (size_t i = part.from; i < part.to; i++) {
        const Conflict *x = &p->c->conflicts[which[i]];
        if (i == part.from || x->verdict != p->c->conflicts[which[i - 1]].verdict)
            show_verdict_head(p, x->verdict);
        show_comparison(p, x, true);
    }
    if (!count)
        show_empty(p, words_get(p->w, S("empty.comparisons")));
    show_parts(p, &part);
    page_end(p);
    return 200;
}
