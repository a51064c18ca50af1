/* page_incidents.c -- the list of incidents, narrowed by what stands in the
 * address, so that a filtered list can be shared as a link.
 */
#include "tell/page_filter.h"

#define INCIDENTS_A_PAGE 100

/* ---- one row ---- */

/* Rule G2 leaves an incident its row and nothing else. */
static void show_withheld_row(Page *p)
{
    HTML(p->h, "<li class=\"incident\"><p class=\"empty\">");
    W(p->w, p->h, "dossier.withheld");
    HTML(p->h, "</p></li>");
}

void show_incident_facts(Page *p, const Incident *i)
{
    if (i->acts & (i->acts - 1)) {          /* more than the one act that the title names */
        HTML(p->h, "<p class=\"facts\"><span>");
        html_text(p->h, say_acts_short(p, i->acts, 4));
        HTML(p->h, "</span></p>");
    }
    HTML(p->h, "<p class=\"facts\">");
    for (size_t k = 0; k < i->quantity_count && k < 4; k++) {
        const IncidentQuantity *q = &i->quantities[k];
        HTML(p->h, "<span class=\"figure\"><b>");
        html_text(p->h, say_range(p, q->low, q->high, false));
        HTML(p->h, "</b> ");
        html_text(p->h, say_counted(p, q->counted, q->who));
        HTML(p->h, "</span>");
    }
    HTML(p->h, "<span class=\"voices\">");
    html_text(p->h, say_number(p, "count.voices", i->voices));
    HTML(p->h, ", ");
    html_text(p->h, say_number(p, "count.origins", i->origins));
    HTML(p->h, "</span>");
    int32_t conflicts = p->site->disagreements[i - p->c->incidents];
    if (conflicts)
        show_badge(p, "v-", S("conflict"), say_number(p, "count.disagreements", conflicts));
    HTML(p->h, "</p>");
}

static void show_incident_row(Page *p, const Incident *i)
{
    if (!i->claim_count) {
        show_withheld_row(p);
        return;
    }
    HTML(p->h, "<li class=\"incident\"><h3><a");
    HTML_ATTR(p->h, "href", link_incident(p, i));
    HTML(p->h, ">");
    html_text(p->h, say_title(p, i));
    HTML(p->h, "</a></h3>");
    show_incident_facts(p, i);
    HTML(p->h, "</li>");
}

void show_incident_rows(Page *p, const uint32_t *which, size_t count)
{
    HTML(p->h, "<ol class=\"rows incidents\">");
    for (size_t i = 0; i < count; i++)
        show_incident_row(p, &p->c->incidents[which[i]]);
    HTML(p->h, "</ol>");
}

/* ---- the page ---- */

int page_incidents(Page *p, Str rest)
{
    PageFilter f;
    uint32_t *which = arena_array(p->arena, uint32_t, p->c->incident_count + 1);
    size_t count = 0;
    const uint32_t *order = p->site->by_date;

    (void)rest;
    asked_filter(p, &f);
    for (size_t i = 0; i < p->c->incident_count; i++)
        if (filter_takes(p, &f, order[i]))
            which[count++] = order[i];
    Part part = asked_part(p, count, INCIDENTS_A_PAGE);

    page_begin(p, words_get(p->w, S("nav.incidents")), S("nav.incidents"));
    HTML(p->h, "<h1>");
    W(p->w, p->h, "nav.incidents");
    HTML(p->h, "</h1>");
    show_machine(p);
    show_filter(p, &f, "/incidents");
    if (f.trouble.len == 0) {
        show_tally(p, count);
        if (count)
            show_incident_rows(p, which + part.from, part.to - part.from);
        else
            show_empty(p, words_get(p->w, p->c->incident_count ? S("filter.nothing") : S("empty.incidents")));
        show_parts(p, &part);
        show_left_open(p, &f, false);
    }
    page_end(p);
    return f.trouble.len ? 400 : 200;
}
