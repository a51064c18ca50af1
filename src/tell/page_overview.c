/* page_overview.c -- the first page: how much there is, what is newest, what does
 * not agree, what was not read and what is kept back.
 */
#include "tell/page.h"

#define NEWEST_INCIDENTS 8
#define FIRST_CONFLICTS  5

static void show_count(Page *p, Str address, int64_t n, const char *key)
{
    HTML(p->h, "<li><a");
    HTML_ATTR(p->h, "href", address);
    HTML(p->h, "><b>");
    html_group(p->h, n);
    HTML(p->h, "</b> <span>");
    html_text(p->h, words_plural(p->w, p->arena, key, n));
    HTML(p->h, "</span></a></li>");
}

static size_t open_conflicts(const Corpus *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->conflict_count; i++)
        n += c->conflicts[i].verdict == VERDICT_CONFLICT || c->conflicts[i].verdict == VERDICT_ERROR;
    return n;
}

static void show_counts(Page *p)
{
    HTML(p->h, "<ul class=\"counts\">");
    show_count(p, S("/documents"), (int64_t)p->c->reading_count, "tile.documents");
    show_count(p, S("/incidents"), (int64_t)p->site->claim_count, "tile.claims");
    show_count(p, S("/incidents"), (int64_t)p->c->incident_count, "tile.incidents");
    show_count(p, S("/conflicts"), (int64_t)open_conflicts(p->c), "tile.conflicts");
    show_count(p, S("/custody"), (int64_t)guard_people(p->view->guard), "tile.protected");
    HTML(p->h, "</ul>");
}

static void show_newest(Page *p)
{
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "overview.incidents");
    HTML(p->h, "</h2>");
    const uint32_t *order = p->site->by_date;
    size_t count = p->c->incident_count < NEWEST_INCIDENTS ? p->c->incident_count : NEWEST_INCIDENTS;
    if (count)
        show_incident_rows(p, order, count);
    else
        show_empty(p, words_get(p->w, S("empty.incidents")));
    if (p->c->incident_count > count) {
        HTML(p->h, "<p class=\"more\">");
        show_link(p, S("/incidents"), say_number(p, "all.incidents", (int64_t)p->c->incident_count));
        HTML(p->h, "</p>");
    }
    HTML(p->h, "</section>");
}

static void show_conflicts(Page *p)
{
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "overview.conflicts");
    HTML(p->h, "</h2><ul class=\"rows\">");
    size_t shown = 0;
    Map reasons = { 0 };            /* one line a reason: the same one between five texts is said once */
    for (size_t i = 0; i < p->c->conflict_count && shown < FIRST_CONFLICTS; i++) {
        const Conflict *x = &p->c->conflicts[i];
        if ((x->verdict != VERDICT_CONFLICT && x->verdict != VERDICT_ERROR) || map_get(&reasons, x->why))
            continue;
        map_put(p->arena, &reasons, x->why, 1);
        HTML(p->h, "<li>");
        show_verdict(p, x->verdict);
        HTML(p->h, " <a");
        HTML_ATTR(p->h, "href", link_conflict(p, x));
        HTML(p->h, ">");
        html_text(p->h, tell_words_of(p->w, p->arena, "conflict.kind.", conflict_kind_name(x->kind)));
        HTML(p->h, "</a><p>");
        html_text(p->h, x->why);
        HTML(p->h, "</p></li>");
        shown++;
    }
    HTML(p->h, "</ul>");
    if (!shown)
        show_empty(p, words_get(p->w, S("empty.conflicts")));
    HTML(p->h, "<p class=\"more\">");
    show_link(p, S("/conflicts"), say_number(p, "all.comparisons", (int64_t)p->c->conflict_count));
    HTML(p->h, "</p></section>");
}

/* What a reader would otherwise not know is missing. */
static void show_gaps(Page *p)
{
    const TellInput *in = p->site->in;
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "overview.gaps");
    HTML(p->h, "</h2><ul class=\"plain\"><li>");
    html_text(p->h, say_number(p, "gap.protected", (int64_t)guard_people(p->view->guard)));
    if (p->site->withheld) {
        HTML(p->h, "</li><li>");
        W(p->w, p->h, "gap.withheld");
    }
    HTML(p->h, "</li><li>");
    if (!in->unread_count) {
        W(p->w, p->h, "gap.all_read");
    } else {
        html_text(p->h, say_number(p, "gap.unread", (int64_t)in->unread_count));
        HTML(p->h, " ");
        show_link(p, S("/documents#unread"), words_get(p->w, S("gap.unread.list")));
    }
    HTML(p->h, "</li><li>");
    W(p->w, p->h, "gap.silence");
    HTML(p->h, "</li></ul></section>");
}

int page_overview(Page *p, Str rest)
{
    (void)rest;
    page_begin(p, words_get(p->w, S("nav.overview")), S("nav.overview"));
    HTML(p->h, "<h1>");
    W(p->w, p->h, "overview.title");
    HTML(p->h, "</h1>");
    show_machine(p);
    show_counts(p);
    if (p->c->reading_count == 0) {
        show_empty(p, words_get(p->w, S("empty.case")));
    } else {
        HTML(p->h, "<div class=\"two\">");
        show_newest(p);
        HTML(p->h, "<div>");
        show_conflicts(p);
        show_gaps(p);
        HTML(p->h, "</div></div>");
    }
    page_end(p);
    return 200;
}
