/* svg.c -- intervals drawn as bars and a figure's history as a step line.
 *
 * An open end is drawn as an arrow, never as a number: "441 or more" has no
 * right end. Every drawing has a text of its own for those who do not see it,
 * and stands beside the number in words. Sizes are attributes, since the
 * pages' policy allows no style in the markup.
 */
#include "tell/page.h"

#define BAR_WIDTH   320     /* units of the drawing */
#define BAR_HEIGHT  18
#define BAR_INNER   296     /* where the scale ends; the arrow has the rest */

static bool known(int64_t n)
{
    return n != QUANTITY_UNKNOWN && n != QUANTITY_OPEN;
}

/* 1, 2 or 5 times a power of ten, so that two bars of one page compare at a glance. */
static int64_t round_up(int64_t n)
{
    static const int64_t steps[] = { 1, 2, 5 };
    for (int64_t power = 1; power < INT64_MAX / 100; power *= 10)
        for (size_t i = 0; i < 3; i++)
            if (steps[i] * power >= n)
                return steps[i] * power;
    return n;
}

BarScale bar_scale(const int64_t *values, size_t count)
{
    int64_t high = 1;
    for (size_t i = 0; i < count; i++)
        if (known(values[i]) && values[i] > high)
            high = values[i];
    return (BarScale){ round_up(high) };
}

static int64_t place_on(BarScale scale, int64_t n, int64_t width)
{
    if (n <= 0)
        return 0;
    return n >= scale.high ? width : (int64_t)((double)n / (double)scale.high * (double)width + 0.5);
}

void show_bar(Page *p, BarScale scale, int64_t low, int64_t high, bool hull, Str label)
{
    if (!known(low) && !known(high))
        return;
    bool open = !known(high);
    int64_t from = known(low) ? place_on(scale, low, BAR_INNER) : 0;
    int64_t to = open ? BAR_WIDTH - 10 : place_on(scale, high, BAR_INNER);
    Html *h = p->h;
    HTML(h, "<svg role=\"img\" viewBox=\"0 0 320 18\" preserveAspectRatio=\"none\"");
    HTML_ATTR(h, "class", hull ? S("bar-svg hull") : S("bar-svg"));
    HTML_ATTR(h, "aria-label", label);
    HTML(h, "><line class=\"axis\" x1=\"0\" y1=\"9\" x2=\"320\" y2=\"9\"/>");
    if (open || to - from >= 4) {
        HTML(h, "<rect class=\"extent\" y=\"4\" height=\"10\"");
        HTML_ATTR_I64(h, "x", from);
        HTML_ATTR_I64(h, "width", to - from > 1 ? to - from : 1);
        HTML(h, "/>");
    }
    if (open)
        HTML(h, "<path class=\"arrow\" d=\"M310 2 L320 9 L310 16 Z\"/>");
    HTML(h, "<rect class=\"end\" y=\"2\" height=\"14\" width=\"4\"");
    HTML_ATTR_I64(h, "x", from < 2 ? 0 : from - 2);
    HTML(h, "/>");
    if (!open && to - from >= 4) {
        HTML(h, "<rect class=\"end\" y=\"2\" height=\"14\" width=\"4\"");
        HTML_ATTR_I64(h, "x", to - 2);
        HTML(h, "/>");
    }
    HTML(h, "</svg>");
}

/* ---- the history of a figure ---- */

#define STEP_WIDTH  640
#define STEP_HEIGHT 150
#define STEP_LEFT   56
#define STEP_RIGHT  600
#define STEP_TOP    14
#define STEP_BOTTOM 120

typedef struct StepFrame {
    int32_t  first, last;       /* days */
    BarScale scale;
} StepFrame;

static int64_t step_x(const StepFrame *f, int32_t day)
{
    int32_t days = f->last - f->first;
    return days <= 0 ? STEP_LEFT : STEP_LEFT + (int64_t)(day - f->first) * (STEP_RIGHT - STEP_LEFT) / days;
}

static int64_t step_y(const StepFrame *f, int64_t n)
{
    return STEP_BOTTOM - place_on(f->scale, n, STEP_BOTTOM - STEP_TOP);
}

static int64_t lowest(const Step *s)
{
    return known(s->low) ? s->low : 0;
}

static void svg_text(Page *p, int64_t x, int64_t y, Str anchor, Str text)
{
    HTML(p->h, "<text");
    HTML_ATTR_I64(p->h, "x", x);
    HTML_ATTR_I64(p->h, "y", y);
    HTML_ATTR(p->h, "text-anchor", anchor);
    HTML(p->h, ">");
    html_text(p->h, text);
    HTML(p->h, "</text>");
}

/* The line of the stated low ends: flat until the next statement. */
static void step_line(Page *p, const StepFrame *f, const Step *steps, size_t count)
{
    HTML(p->h, "<path class=\"line\" d=\"M");
    for (size_t i = 0; i < count; i++) {
        if (i) {
            HTML(p->h, " H");
            html_i64(p->h, step_x(f, steps[i].day));
            HTML(p->h, " V");
            html_i64(p->h, step_y(f, lowest(&steps[i])));
        } else {
            html_i64(p->h, step_x(f, steps[i].day));
            HTML(p->h, " ");
            html_i64(p->h, step_y(f, lowest(&steps[i])));
        }
    }
    HTML(p->h, " H");
    html_i64(p->h, STEP_RIGHT + 20);
    HTML(p->h, "\"/>");
}

static void step_mark(Page *p, const StepFrame *f, const Step *s)
{
    int64_t x = step_x(f, s->day), y = step_y(f, lowest(s));
    if (s->high == QUANTITY_OPEN || s->high > s->low) {
        HTML(p->h, "<line class=\"spread\"");
        HTML_ATTR_I64(p->h, "x1", x);
        HTML_ATTR_I64(p->h, "x2", x);
        HTML_ATTR_I64(p->h, "y1", y);
        HTML_ATTR_I64(p->h, "y2", known(s->high) ? step_y(f, s->high) : STEP_TOP - 6);
        HTML(p->h, "/>");
    }
    HTML(p->h, "<a");
    HTML_ATTR(p->h, "href", link_words(p, s->ref));
    HTML(p->h, "><circle class=\"dot\" r=\"5\"");
    HTML_ATTR_I64(p->h, "cx", x);
    HTML_ATTR_I64(p->h, "cy", y);
    HTML(p->h, "><title>");
    html_text(p->h, say_day(p, s->day));
    HTML(p->h, ": ");
    html_text(p->h, say_range(p, s->low, s->high, false));
    HTML(p->h, " (");
    html_text(p->h, say_chain(p, corpus_claim(p->c, s->ref)));
    HTML(p->h, ")</title></circle></a>");
}

void show_steps(Page *p, const Step *steps, size_t count, Str label)
{
    if (count < 2 || steps[0].day == steps[count - 1].day)
        return;
    StepFrame f = { steps[0].day, steps[count - 1].day, { 1 } };
    for (size_t i = 0; i < count; i++) {
        int64_t ends[] = { f.scale.high, steps[i].low, steps[i].high };
        f.scale = bar_scale(ends, 3);
    }
    HTML(p->h, "<svg role=\"img\" class=\"steps\" viewBox=\"0 0 640 150\"");
    HTML_ATTR(p->h, "aria-label", label);
    HTML(p->h, "><line class=\"axis\" x1=\"56\" y1=\"120\" x2=\"620\" y2=\"120\"/>"
               "<line class=\"grid\" x1=\"56\" y1=\"14\" x2=\"620\" y2=\"14\"/>");
    svg_text(p, STEP_LEFT - 8, STEP_BOTTOM + 4, S("end"), S("0"));
    svg_text(p, STEP_LEFT - 8, STEP_TOP + 4, S("end"), say_i64(p, f.scale.high));
    svg_text(p, STEP_LEFT, STEP_BOTTOM + 20, S("start"), say_day(p, f.first));
    svg_text(p, STEP_RIGHT + 20, STEP_BOTTOM + 20, S("end"), say_day(p, f.last));
    step_line(p, &f, steps, count);
    for (size_t i = 0; i < count; i++)
        step_mark(p, &f, &steps[i]);
    HTML(p->h, "</svg>");
}
