/* page_timeline.c -- incidents in the order of their days, each with a bar as wide as its date is known.
 *
 * Under a month the track is that month, under a year that year. A bar is solid where the day is stated, hatched
 * by its outline where only a month or year is. No script draws it.
 */
#include "tell/page_filter.h"

#include "tell/timeline.h"

#define TRACK_WIDTH 372     /* 31 days of 12, or 12 months of 31 */
#define TRACK_DAY   12

static Str heading_of(const Page *p, const TimelineRow *r)
{
    if (r->reach == REACH_NONE)
        return words_get(p->w, S("date.not_stated"));
    Civil c = day_to_civil(r->first);
    if (timeline_wide(r))
        return arena_printf(p->arena, "%d", c.year);
    return say_dates(p, day_from_civil(c.year, c.month, 1), day_from_civil(c.year, c.month, month_length(c.year, c.month)));
}

/* Days under a month, days of the year under a year; [*from, *to) on the track. */
static void extent(const TimelineRow *r, int64_t *from, int64_t *to)
{
    Civil c = day_to_civil(r->first);
    int32_t start = timeline_wide(r) ? day_from_civil(c.year, 1, 1) : day_from_civil(c.year, c.month, 1);
    int32_t days = timeline_wide(r) ? day_from_civil(c.year + 1, 1, 1) - start : 31;

    *from = (int64_t)(r->first - start) * TRACK_WIDTH / days;
    *to = (int64_t)(r->last + 1 - start) * TRACK_WIDTH / days;
    if (*to > TRACK_WIDTH)
        *to = TRACK_WIDTH;
}

static void show_ticks(Page *p, const TimelineRow *r)
{
    Civil c = day_to_civil(r->first);
    int32_t start = day_from_civil(c.year, 1, 1), days = day_from_civil(c.year + 1, 1, 1) - start;

    for (int i = 1; i < (timeline_wide(r) ? 12 : 5); i++) {
        int64_t x = timeline_wide(r) ? (int64_t)(day_from_civil(c.year, i + 1, 1) - start) * TRACK_WIDTH / days
                                     : (int64_t)i * 7 * TRACK_DAY;
        HTML(p->h, "<line class=\"tick\" y1=\"2\" y2=\"16\"");
        HTML_ATTR_I64(p->h, "x1", x);
        HTML_ATTR_I64(p->h, "x2", x);
        HTML(p->h, "/>");
    }
}

static void show_track(Page *p, const TimelineRow *r)
{
    int64_t from, to;
    bool partial = r->reach == REACH_MONTH || r->reach == REACH_YEAR, on = r->reach == REACH_YEARS;

    extent(r, &from, &to);
    HTML(p->h, "<svg class=\"track\" role=\"img\" viewBox=\"0 0 372 18\" preserveAspectRatio=\"none\"");
    HTML_ATTR(p->h, "aria-label", say_dates(p, r->first, r->last));
    HTML(p->h, "><line class=\"axis\" x1=\"0\" y1=\"9\" x2=\"372\" y2=\"9\"/>");
    show_ticks(p, r);
    HTML(p->h, "<rect y=\"3\" height=\"12\"");
    HTML_ATTR(p->h, "class", partial ? S("partial") : S("stated"));
    HTML_ATTR_I64(p->h, "x", from);
    HTML_ATTR_I64(p->h, "width", to - from > 3 ? to - from : 3);
    HTML(p->h, "/>");
    if (on)
        HTML(p->h, "<path class=\"arrow\" d=\"M362 2 L372 9 L362 16 Z\"/>");
    HTML(p->h, "</svg>");
}

static void show_row(Page *p, const TimelineRow *r)
{
    const Incident *n = r->n;

    HTML(p->h, "<li class=\"incident\"><div class=\"day\"><p class=\"when\">");
    if (r->reach != REACH_NONE)
        html_text(p->h, say_dates(p, r->first, r->last));
    HTML(p->h, "</p>");
    if (r->reach != REACH_NONE)
        show_track(p, r);
    HTML(p->h, "</div><div>");
    if (n->claim_count == 0) {              /* rule G2 leaves it its row and nothing else */
        HTML(p->h, "<p class=\"empty\">");
        W(p->w, p->h, "dossier.withheld");
        HTML(p->h, "</p></div></li>");
        return;
    }
    HTML(p->h, "<h3><a");
    HTML_ATTR(p->h, "href", link_incident(p, n));
    HTML(p->h, ">");
    html_text(p->h, say_title_undated(p, n));
    HTML(p->h, "</a></h3>");
    show_incident_facts(p, n);
    HTML(p->h, "</div></li>");
}

int page_timeline(Page *p, Str rest)
{
    PageFilter f;
    size_t all = p->c->incident_count, count = 0, answers = 0;
    const TimelineRow **rows = arena_array(p->arena, const TimelineRow *, all + 1);

    (void)rest;
    asked_filter(p, &f);
    for (size_t i = 0; i < all && !f.trouble.len; i++) {        /* those without a date stand last in the case's own order */
        const TimelineRow *row = &p->site->timeline[i];
        bool takes = filter_takes(p, &f, row->index);
        if (takes || (f.fits[row->index] == FIT_UNDATED && !f.text.len))
            rows[count++] = row;
        answers += takes;
    }
    Part part = asked_part(p, count, 200);

    page_begin(p, words_get(p->w, S("nav.timeline")), S("nav.timeline"));
    HTML(p->h, "<h1>");
    W(p->w, p->h, "nav.timeline");
    HTML(p->h, "</h1>");
    show_machine(p);
    show_filter(p, &f, "/timeline");
    if (!f.trouble.len) {
        show_tally(p, answers);
        HTML(p->h, "<p class=\"legend\">");
        W(p->w, p->h, "timeline.legend");
        HTML(p->h, "</p>");
    }
    Str before = STR_NONE;
    for (size_t i = part.from; i < part.to; i++) {
        Str heading = heading_of(p, rows[i]);
        if (!str_eq(heading, before)) {
            if (before.ptr)
                HTML(p->h, "</ol>");
            HTML(p->h, "<h2>");
            html_text(p->h, heading);
            HTML(p->h, "</h2><ol class=\"rows timeline\">");
        }
        before = heading;
        show_row(p, rows[i]);
    }
    if (before.ptr)
        HTML(p->h, "</ol>");
    if (count == 0 && !f.trouble.len)
        show_empty(p, words_get(p->w, p->c->incident_count ? S("filter.nothing") : S("empty.incidents")));
    show_parts(p, &part);
    if (!f.trouble.len)
        show_left_open(p, &f, true);
    page_end(p);
    return f.trouble.len ? 400 : 200;
}
