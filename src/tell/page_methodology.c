/* page_methodology.c -- how the program decides, as it was handed in: the constants it computes with, no second list. */
#include "tell/page.h"

static void show_row(Page *p, const MethodRow *r, bool values)
{
    bool ukrainian = str_eq(words_language(p->w), S("uk"));

    HTML(p->h, "<tr><th scope=\"row\"><code>");
    html_text(p->h, r->name);
    HTML(p->h, "</code></th>");
    if (values) {
        HTML(p->h, "<td class=\"setting\">");
        html_text(p->h, r->value);
        HTML(p->h, "</td>");
    }
    HTML(p->h, "<td");
    if (ukrainian && !r->meaning_uk.len)
        HTML(p->h, " lang=\"en\"");
    HTML(p->h, ">");
    html_text(p->h, ukrainian && r->meaning_uk.len ? r->meaning_uk : r->meaning);
    HTML(p->h, "</td></tr>");
}

static void show_section(Page *p, const MethodSection *s)
{
    Str lead = words_or(p->w, arena_printf(p->arena, STR_FMT ".lead", STR_ARG(s->key)), STR_NONE);
    bool values = false;

    for (size_t i = 0; i < s->count; i++)
        values |= s->rows[i].value.len > 0;
    HTML(p->h, "<section><h2");
    HTML_ATTR(p->h, "id", str_slice(s->key, 7, s->key.len));
    HTML(p->h, ">");
    html_text(p->h, words_get(p->w, s->key));
    HTML(p->h, "</h2>");
    if (lead.len) {
        HTML(p->h, "<p>");
        html_text(p->h, lead);
        HTML(p->h, "</p>");
    }
    begin_scroll(p);
    HTML(p->h, "<table class=\"method\"><tbody>");
    for (size_t i = 0; i < s->count; i++)
        show_row(p, &s->rows[i], values);
    HTML(p->h, "</tbody></table></div></section>");
}

int page_methodology(Page *p, Str rest)
{
    const Method *m = p->site->in->method;

    (void)rest;
    page_begin(p, words_get(p->w, S("nav.methodology")), S("nav.methodology"));
    HTML(p->h, "<h1>");
    W(p->w, p->h, "nav.methodology");
    HTML(p->h, "</h1><p>");
    W(p->w, p->h, "method.lead");
    HTML(p->h, "</p>");
    for (size_t i = 0; m && i < m->count; i++)
        show_section(p, &m->sections[i]);
    page_end(p);
    return 200;
}
