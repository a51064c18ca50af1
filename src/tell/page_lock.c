/* page_lock.c -- what is shown to whoever has no session, and why a form was not carried out. Neither tells of the case.
 */
#include "tell/page.h"

int page_locked(Page *p, Str rest)
{
    (void)rest;
    page_begin_bare(p, words_get(p->w, S("lock.title")));
    HTML(p->h, "<h1>");
    W(p->w, p->h, "lock.title");
    HTML(p->h, "</h1><p class=\"lead\">");
    W(p->w, p->h, "lock.lead");
    HTML(p->h, "</p><form class=\"unlock\" action=\"/unlock\" method=\"post\"><label><span>");
    W(p->w, p->h, "lock.key");
    HTML(p->h, "</span><input type=\"password\" name=\"key\" autocomplete=\"off\" required></label>"
               "<button type=\"submit\">");
    W(p->w, p->h, "lock.open");
    HTML(p->h, "</button></form>");
    page_end(p);
    return 200;
}

int page_refused(Page *p, Str rest)
{
    Str back = query_get(&p->query, S("back"));

    (void)rest;
    page_begin(p, words_get(p->w, S("refused.title")), STR_NONE);
    HTML(p->h, "<h1>");
    W(p->w, p->h, "refused.title");
    HTML(p->h, "</h1><p class=\"lead\">");
    html_text(p->h, asked(p, S("why")));
    HTML(p->h, "</p><p>");
    show_link(p, str_starts(back, S("/")) && !str_starts(back, S("//")) ? back : S("/"), words_get(p->w, S("refused.back")));
    HTML(p->h, "</p>");
    page_end(p);
    return 200;
}
