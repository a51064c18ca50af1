/* page_incidents.c -- the list of incidents, narrowed by what stands in the
 * address, so that a filtered list can be shared as a link.
 */
#include "tell/page.h"

#include <stdlib.h>

#define INCIDENTS_A_PAGE 100

typedef struct Filter {
    Str     place, text, act_code;
    ActSet  act;
    int32_t from, to;           /* days, DAY_UNKNOWN: not asked */
    int64_t origins;            /* at least; 0: not asked */
    bool    bad_date;
} Filter;

static int32_t asked_day(Page *p, Str name, Filter *f)
{
    Str value = query_get(&p->query, name);
    int32_t day;
    if (!value.len)
        return DAY_UNKNOWN;
    if (day_parse(value, &day))
        return day;
    f->bad_date = true;
    return DAY_UNKNOWN;
}

static Filter asked_filter(Page *p)
{
    Filter f = {
        .place = query_get(&p->query, S("place")),
        .text = folded(p, query_get(&p->query, S("text"))),
        .act_code = query_get(&p->query, S("act")),
    };
    f.act = f.act_code.len ? act_bit(p->c->taxonomy, f.act_code) : 0;
    f.from = asked_day(p, S("from"), &f);
    f.to = asked_day(p, S("to"), &f);
    if (!str_to_i64(query_get(&p->query, S("origins")), &f.origins) || f.origins < 0)
        f.origins = 0;
    return f;
}

/* Incidents have a place id, but a place may contain others; here only the id and name are compared. */
static bool place_fits(const Page *p, const Filter *f, const Incident *i)
{
    return !f->place.len || str_eq(i->place_id, f->place) || str_eq(say_place(p, i->place_id), f->place);
}

/* `f->text` is folded already. */
static bool text_fits(const Page *p, const Filter *f, const Incident *i)
{
    if (!f->text.len)
        return true;
    if (i->claim_count && str_find(folded(p, say_title(p, i)), f->text, 0) != SIZE_MAX)
        return true;
    for (size_t k = 0; k < i->claim_count; k++) {
        ClaimRef ref = i->claims[k];
        if (!claim_shown(p, ref))
            continue;
        Str words = say_words(p, ref.reading, corpus_claim(p->c, ref)->span);
        if (str_find(folded(p, words), f->text, 0) != SIZE_MAX)
            return true;
    }
    return false;
}

static bool fits(const Page *p, const Filter *f, const Incident *i)
{
    /* An incident of unknown date is no answer to a question about dates. */
    bool undated = i->first == DAY_UNKNOWN && i->last == DAY_UNKNOWN;
    int32_t last = i->last == DAY_UNKNOWN ? i->first : i->last;
    if ((f->from != DAY_UNKNOWN || f->to != DAY_UNKNOWN) && undated)
        return false;
    if (f->from != DAY_UNKNOWN && last < f->from)
        return false;
    if (f->to != DAY_UNKNOWN && i->first != DAY_UNKNOWN && i->first > f->to)
        return false;
    if (f->act_code.len && !(i->acts & f->act))
        return false;
    return i->origins >= f->origins && place_fits(p, f, i) && text_fits(p, f, i);
}

/* ---- one row ---- */

/* Rule G2 leaves an incident its row and nothing else. */
static void show_withheld_row(Page *p)
{
    HTML(p->h, "<li class=\"incident\"><p class=\"empty\">");
    W(p->w, p->h, "dossier.withheld");
    HTML(p->h, "</p></li>");
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
    HTML(p->h, "</p></li>");
}

void show_incident_rows(Page *p, const uint32_t *which, size_t count)
{
    HTML(p->h, "<ol class=\"rows incidents\">");
    for (size_t i = 0; i < count; i++)
        show_incident_row(p, &p->c->incidents[which[i]]);
    HTML(p->h, "</ol>");
}

/* ---- the form ---- */

static void show_option(Page *p, Str value, Str text, Str chosen)
{
    HTML(p->h, "<option");
    HTML_ATTR(p->h, "value", value);
    if (str_eq(value, chosen))
        HTML(p->h, " selected");
    HTML(p->h, ">");
    html_text(p->h, text);
    HTML(p->h, "</option>");
}

static void show_input(Page *p, const char *type, Str name, Str label, Str value)
{
    HTML(p->h, "<label><span>");
    html_text(p->h, label);
    HTML(p->h, "</span><input");
    HTML_ATTR(p->h, "type", str_of(type));
    HTML_ATTR(p->h, "name", name);
    HTML_ATTR(p->h, "value", value);
    if (str_eq(name, S("origins")))
        HTML(p->h, " min=\"0\" inputmode=\"numeric\"");
    HTML(p->h, "></label>");
}

typedef struct PlaceOption {
    Str id, name;
} PlaceOption;

static int by_name(const void *a, const void *b)
{
    const PlaceOption *x = a, *y = b;
    int order = str_cmp(x->name, y->name);
    return order ? order : str_cmp(x->id, y->id);
}

static void show_place_choice(Page *p, const Filter *f)
{
    Map seen = { 0 };
    PlaceOption *options = arena_array(p->arena, PlaceOption, p->c->incident_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < p->c->incident_count; i++) {
        Str id = p->c->incidents[i].place_id;
        if (!id.len || map_get(&seen, id))
            continue;
        map_put(p->arena, &seen, id, 1);
        options[count++] = (PlaceOption){ id, say_place(p, id) };
    }
    qsort(options, count, sizeof *options, by_name);
    HTML(p->h, "<label><span>");
    W(p->w, p->h, "filter.place");
    HTML(p->h, "</span><select name=\"place\">");
    show_option(p, S(""), words_get(p->w, S("filter.any")), f->place);
    for (size_t i = 0; i < count; i++)
        show_option(p, options[i].id, options[i].name, f->place);
    HTML(p->h, "</select></label>");
}

static void show_act_choice(Page *p, const Filter *f)
{
    ActSet present = 0;
    for (size_t i = 0; i < p->c->incident_count; i++)
        present |= p->c->incidents[i].acts;
    HTML(p->h, "<label><span>");
    W(p->w, p->h, "filter.act");
    HTML(p->h, "</span><select name=\"act\">");
    show_option(p, S(""), words_get(p->w, S("filter.any")), f->act_code);
    for (size_t i = 0; i < p->c->taxonomy->count; i++)
        if (present >> i & 1)
            show_option(p, p->c->taxonomy->act[i].code, say_acts(p, (ActSet)1 << i), f->act_code);
    HTML(p->h, "</select></label>");
}

static void show_filter(Page *p, const Filter *f)
{
    HTML(p->h, "<form class=\"filter\" action=\"/incidents\" method=\"get\"");
    HTML_ATTR(p->h, "aria-label", words_get(p->w, S("filter.label")));
    HTML(p->h, ">");
    show_place_choice(p, f);
    show_act_choice(p, f);
    show_input(p, "date", S("from"), words_get(p->w, S("filter.from")), asked(p, S("from")));
    show_input(p, "date", S("to"), words_get(p->w, S("filter.to")), asked(p, S("to")));
    show_input(p, "number", S("origins"), words_get(p->w, S("filter.origins")), asked(p, S("origins")));
    show_input(p, "search", S("text"), words_get(p->w, S("filter.text")), asked(p, S("text")));
    HTML(p->h, "<div class=\"buttons\"><button type=\"submit\">");
    W(p->w, p->h, "filter.apply");
    HTML(p->h, "</button> ");
    show_link(p, S("/incidents"), words_get(p->w, S("filter.clear")));
    HTML(p->h, "</div></form>");
}

/* ---- the page ---- */

typedef struct Dated {
    uint32_t index;
    int32_t  day;               /* DAY_UNKNOWN sorts last */
} Dated;

static int newest_first(const void *a, const void *b)
{
    const Dated *x = a, *y = b;
    if (x->day != y->day)
        return x->day > y->day ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

uint32_t *incidents_by_date(const Page *p)
{
    size_t count = p->c->incident_count;
    Dated *dated = arena_array(p->arena, Dated, count + 1);
    uint32_t *order = arena_array(p->arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++)
        dated[i] = (Dated){ i, p->c->incidents[i].first };
    qsort(dated, count, sizeof *dated, newest_first);
    for (size_t i = 0; i < count; i++)
        order[i] = dated[i].index;
    return order;
}

int page_incidents(Page *p, Str rest)
{
    (void)rest;
    Filter f = asked_filter(p);
    uint32_t *which = arena_array(p->arena, uint32_t, p->c->incident_count + 1);
    size_t count = 0;
    uint32_t *order = incidents_by_date(p);
    for (size_t i = 0; i < p->c->incident_count; i++)
        if (fits(p, &f, &p->c->incidents[order[i]]))
            which[count++] = order[i];
    Part part = asked_part(p, count, INCIDENTS_A_PAGE);

    page_begin(p, words_get(p->w, S("nav.incidents")), S("nav.incidents"));
    HTML(p->h, "<h1>");
    W(p->w, p->h, "nav.incidents");
    HTML(p->h, "</h1>");
    show_machine(p);
    show_filter(p, &f);
    if (f.bad_date)
        show_empty(p, words_get(p->w, S("filter.bad_date")));
    HTML(p->h, "<p class=\"tally\" role=\"status\">");
    W_WITH(p->w, p->h, "filter.tally", say_i64(p, (int64_t)count),
           say_i64(p, (int64_t)p->c->incident_count));
    HTML(p->h, "</p>");
    if (count)
        show_incident_rows(p, which + part.from, part.to - part.from);
    else
        show_empty(p, words_get(p->w, p->c->incident_count ? S("filter.nothing") : S("empty.incidents")));
    show_parts(p, &part);
    page_end(p);
    return 200;
}
