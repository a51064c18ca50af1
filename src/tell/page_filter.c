/* page_filter.c -- see page_filter.h. */
#include "tell/page_filter.h"

#include <stdlib.h>

void asked_filter(Page *p, PageFilter *ret)
{
    const Query *q = &p->query;
    Str origins = query_get(q, S("origins"));
    FilterAsk ask = {
        .place = query_get(q, S("place")), .from = query_get(q, S("from")), .to = query_get(q, S("to")),
        .act = query_get(q, S("act")), .counted = query_get(q, S("counted")), .language = query_get(q, S("language")),
        .min_origins = origins.len ? origins : query_get(q, S("min-origins")),
        .exact = query_get(q, S("exact")).len > 0, .conflicted = query_get(q, S("conflicted")).len > 0,
    };
    Error err = { 0 };

    ask.exact &= ask.place.len > 0;         /* a box that was left ticked is no question */
    *ret = (PageFilter){ .text = folded(p, query_get(q, S("text"))),
                         .fits = arena_array(p->arena, FilterFit, p->c->incident_count + 1) };
    if (filter_make(p->arena, p->view, p->site->in->lang, &ask, &ret->asked, &err) != OK) {
        StrBuf masked = { 0 };
        view_str(p->view, str_of(err.text), &masked);
        ret->trouble = arena_str(p->arena, strbuf_str(&masked));
        strbuf_finish(&masked);
        return;
    }
    for (size_t i = 0; i < p->c->incident_count; i++)
        ret->fits[i] = filter_fit(&ret->asked, i);
}

/* `f->text` is folded already. */
static bool text_fits(const Page *p, const PageFilter *f, const Incident *i)
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

bool filter_takes(const Page *p, const PageFilter *f, size_t incident)
{
    return !f->trouble.len && f->fits[incident] == FIT_YES && text_fits(p, f, &p->c->incidents[incident]);
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

static void begin_label(Page *p, const char *key)
{
    HTML(p->h, "<label><span>");
    html_text(p->h, words_get(p->w, str_of(key)));
    HTML(p->h, "</span>");
}

static void show_input(Page *p, const char *type, Str name, const char *key)
{
    begin_label(p, key);
    HTML(p->h, "<input");
    HTML_ATTR(p->h, "type", str_of(type));
    HTML_ATTR(p->h, "name", name);
    HTML_ATTR(p->h, "value", asked(p, name));
    if (str_eq(name, S("origins")))
        HTML(p->h, " min=\"0\" inputmode=\"numeric\"");
    if (str_eq(name, S("from")) || str_eq(name, S("to")))
        HTML(p->h, " placeholder=\"2022-09\" autocomplete=\"off\"");
    if (str_eq(name, S("place")))
        HTML(p->h, " list=\"places\" autocomplete=\"off\" spellcheck=\"false\"");
    HTML(p->h, "></label>");
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* Names of the places of the case's incidents, for whoever does not want to type. */
static void show_places(Page *p)
{
    size_t count = p->site->places.count;
    Str *names = arena_array(p->arena, Str, count + 1);

    for (size_t i = 0; i < count; i++)
        names[i] = say_place(p, p->site->places.at[i]);
    qsort(names, count, sizeof *names, by_text);
    HTML(p->h, "<datalist id=\"places\">");
    for (size_t i = 0; i < count; i++) {
        if (i && str_eq(names[i], names[i - 1]))
            continue;
        HTML(p->h, "<option");
        HTML_ATTR(p->h, "value", names[i]);
        HTML(p->h, "></option>");
    }
    HTML(p->h, "</datalist>");
}

typedef struct Choice {
    Str value, text;
} Choice;

static void show_choice(Page *p, Str name, const char *key, const Choice *choices, size_t count)
{
    Str chosen = asked(p, name);
    bool listed = chosen.len == 0;

    begin_label(p, key);
    HTML(p->h, "<select");
    HTML_ATTR(p->h, "name", name);
    HTML(p->h, ">");
    show_option(p, S(""), words_get(p->w, S("filter.any")), chosen);
    for (size_t i = 0; i < count; i++) {
        show_option(p, choices[i].value, choices[i].text, chosen);
        listed |= str_eq(choices[i].value, chosen);
    }
    if (!listed)                            /* typed into the address: it stays what is asked */
        show_option(p, chosen, chosen, chosen);
    HTML(p->h, "</select></label>");
}

static void show_acts_choice(Page *p)
{
    const Taxonomy *t = p->c->taxonomy;
    Choice *choices = arena_array(p->arena, Choice, t->count + 1);
    size_t count = 0;

    for (size_t i = 0; i < t->count; i++)
        if (p->site->acts >> i & 1)
            choices[count++] = (Choice){ t->act[i].code, say_acts(p, (ActSet)1 << i) };
    show_choice(p, S("act"), "filter.act", choices, count);
}

static void show_units_choice(Page *p)
{
    const SiteTexts *units = &p->site->units;
    Choice *choices = arena_array(p->arena, Choice, units->count + 1);

    for (size_t i = 0; i < units->count; i++)
        choices[i] = (Choice){ units->at[i], say_counted(p, units->at[i], STR_NONE) };
    show_choice(p, S("counted"), "filter.counted", choices, units->count);
}

static void show_languages_choice(Page *p)
{
    const SiteTexts *codes = &p->site->languages;
    Choice *choices = arena_array(p->arena, Choice, codes->count + 1);

    for (size_t i = 0; i < codes->count; i++)
        choices[i] = (Choice){ codes->at[i], tell_words_of(p->w, p->arena, "lang.", codes->at[i]) };
    show_choice(p, S("language"), "filter.language", choices, codes->count);
}

static void show_box(Page *p, Str name, const char *key)
{
    HTML(p->h, "<label class=\"box\"><input type=\"checkbox\" value=\"1\"");
    HTML_ATTR(p->h, "name", name);
    if (asked(p, name).len)
        HTML(p->h, " checked");
    HTML(p->h, "><span>");
    html_text(p->h, words_get(p->w, str_of(key)));
    HTML(p->h, "</span></label>");
}

void show_filter(Page *p, const PageFilter *f, const char *action)
{
    HTML(p->h, "<form class=\"filter\" method=\"get\"");
    HTML_ATTR(p->h, "action", str_of(action));
    HTML_ATTR(p->h, "aria-label", words_get(p->w, S("filter.label")));
    HTML(p->h, ">");
    show_input(p, "text", S("place"), "filter.place");
    show_places(p);
    show_acts_choice(p);
    show_input(p, "text", S("from"), "filter.from");
    show_input(p, "text", S("to"), "filter.to");
    show_units_choice(p);
    show_languages_choice(p);
    show_input(p, "number", S("origins"), "filter.origins");
    show_input(p, "search", S("text"), "filter.text");
    HTML(p->h, "<div class=\"boxes\">");
    show_box(p, S("conflicted"), "filter.conflicted");
    show_box(p, S("exact"), "filter.exact");
    HTML(p->h, "</div><div class=\"buttons\"><button type=\"submit\">");
    W(p->w, p->h, "filter.apply");
    HTML(p->h, "</button> ");
    show_link(p, str_of(action), words_get(p->w, S("filter.clear")));
    HTML(p->h, "</div></form>");
    if (!f->trouble.len)
        return;
    HTML(p->h, "<p class=\"trouble\" role=\"alert\">");
    W(p->w, p->h, "filter.trouble");
    HTML(p->h, " <span lang=\"en\">");
    html_text(p->h, f->trouble);
    HTML(p->h, "</span></p>");
}

void show_tally(Page *p, size_t count)
{
    HTML(p->h, "<p class=\"tally\" role=\"status\">");
    W_WITH(p->w, p->h, "filter.tally", say_i64(p, (int64_t)count), say_i64(p, (int64_t)p->c->incident_count));
    HTML(p->h, "</p>");
}

#define LEFT_OPEN_SHOWN 100

static const struct {
    FilterFit   fit;
    const char *key;
} left_open[] = {
    { FIT_UNDATED, "filter.open.undated" }, { FIT_UNPLACED, "filter.open.unplaced" }, { FIT_WIDER, "filter.open.wider" },
};

void show_left_open(Page *p, const PageFilter *f, bool undated_shown)
{
    uint32_t *which = arena_array(p->arena, uint32_t, p->c->incident_count + 1);

    for (size_t k = 0; k < sizeof left_open / sizeof *left_open; k++) {
        size_t count = 0;
        for (uint32_t i = 0; i < p->c->incident_count; i++)
            if (f->fits[i] == left_open[k].fit && text_fits(p, f, &p->c->incidents[i]))
                which[count++] = i;
        if (count == 0 || (undated_shown && left_open[k].fit == FIT_UNDATED))
            continue;
        HTML(p->h, "<details class=\"group open\"><summary>");
        html_text(p->h, say_number(p, left_open[k].key, (int64_t)count));
        HTML(p->h, "</summary>");
        show_incident_rows(p, which, count < LEFT_OPEN_SHOWN ? count : LEFT_OPEN_SHOWN);
        if (count > LEFT_OPEN_SHOWN) {
            HTML(p->h, "<p class=\"more\">");
            W_WITH(p->w, p->h, "filter.open.first", say_i64(p, LEFT_OPEN_SHOWN));
            HTML(p->h, "</p>");
        }
        HTML(p->h, "</details>");
    }
}
