/* page.c -- the frame around every page, the small pieces they share, and the
 * table that sends an address to its page.
 */
#include "tell/page.h"

#include "base/auto.h"
#include "model/judgement.h"
#include "tell/asset.h"

/* ---- small pieces ---- */

void show_link(Page *p, Str address, Str text)
{
    HTML(p->h, "<a");
    HTML_ATTR(p->h, "href", address);
    HTML(p->h, ">");
    html_text(p->h, text);
    HTML(p->h, "</a>");
}

void show_badge(Page *p, const char *class_prefix, Str code, Str text)
{
    HTML(p->h, "<span");
    HTML_ATTR(p->h, "class", arena_printf(p->arena, "badge %s" STR_FMT, class_prefix, STR_ARG(code)));
    HTML(p->h, ">");
    html_text(p->h, text);
    HTML(p->h, "</span>");
}

void show_verdict(Page *p, Verdict verdict)
{
    Str name = verdict_name(verdict);
    show_badge(p, "v-", name, tell_words_of(p->w, p->arena, "verdict.", name));
}

void show_machine(Page *p)
{
    HTML(p->h, "<p class=\"machine\">");
    W(p->w, p->h, "machine.read");
    HTML(p->h, "</p>");
}

void show_judged_note(Page *p, bool judged)
{
    if (!judged) {
        show_machine(p);
        return;
    }
    HTML(p->h, "<p class=\"machine judged\">");
    show_link(p, S("#decided"), words_get(p->w, S("machine.judged")));
    HTML(p->h, "</p>");
}

void show_field(Page *p, Str name, Str value)
{
    HTML(p->h, "<div><dt>");
    html_text(p->h, name);
    HTML(p->h, "</dt><dd>");
    html_text(p->h, value);
    HTML(p->h, "</dd></div>");
}

/* What scrolls must be reachable by keys, in every browser. */
void begin_scroll(Page *p)
{
    HTML(p->h, "<div class=\"scroll\" tabindex=\"0\" role=\"group\"");
    HTML_ATTR(p->h, "aria-label", words_get(p->w, S("scroll.label")));
    HTML(p->h, ">");
}

void show_empty(Page *p, Str sentence)
{
    HTML(p->h, "<p class=\"empty\">");
    html_text(p->h, sentence);
    HTML(p->h, "</p>");
}

int page_missing(Page *p, Str sentence)
{
    page_begin(p, words_get(p->w, S("missing.title")), STR_NONE);
    HTML(p->h, "<h1>");
    W(p->w, p->h, "missing.title");
    HTML(p->h, "</h1>");
    show_empty(p, sentence);
    HTML(p->h, "<p>");
    show_link(p, S("/"), words_get(p->w, S("missing.back")));
    HTML(p->h, "</p>");
    page_end(p);
    return 404;
}

bool claim_shown(const Page *p, ClaimRef ref)
{
    return ref.claim != CLAIM_NONE && !view_claim_withheld(p->view, ref);
}

void show_sentence(Page *p, uint32_t reading, int32_t segment, Span span)
{
    const Reading *r = &p->c->readings[reading];
    if (segment < 0 || (size_t)segment >= r->segment_count)
        return;
    if (view_segment_withheld(p->view, reading, (uint32_t)segment)) {
        HTML(p->h, "<span class=\"withheld\">");
        W_WITH(p->w, p->h, "withheld.sentence", say_i64(p, segment + 1),
               say_i64(p, (int64_t)r->segment_count));
        HTML(p->h, "</span>");
        return;
    }
    Span all = r->segments[segment].span;
    if (!span_is(span) || !span_overlaps(span, all)) {
        html_text(p->h, say_words(p, reading, all));
        return;
    }
    Span in = { span.start > all.start ? span.start : all.start, span.end < all.end ? span.end : all.end };
    html_text(p->h, say_words(p, reading, (Span){ all.start, in.start }));
    HTML(p->h, "<mark>");
    html_text(p->h, say_words(p, reading, in));
    HTML(p->h, "</mark>");
    html_text(p->h, say_words(p, reading, (Span){ in.end, all.end }));
}

void show_document_line(Page *p, uint32_t reading)
{
    const Document *d = &p->c->readings[reading].doc;
    HTML(p->h, "<span class=\"source\"><bdi>");
    show_link(p, link_document(p, reading), say_document(p, reading));
    HTML(p->h, "</bdi> <span class=\"by\" dir=\"auto\">");
    html_text(p->h, document_voice(d));
    HTML(p->h, "</span> <span class=\"when\">");
    html_text(p->h, say_edtf(p, d->published));
    HTML(p->h, "</span></span>");
}

void show_quote(Page *p, ClaimRef ref)
{
    const Claim *claim = corpus_claim(p->c, ref);
    if (!claim)
        return;
    HTML(p->h, "<figure class=\"quote\"><blockquote");
    HTML_ATTR(p->h, "lang", p->c->readings[ref.reading].segments[claim->segment].language);
    HTML(p->h, " dir=\"auto\"><a class=\"tosentence\"");
    HTML_ATTR(p->h, "href", link_words(p, ref));
    HTML(p->h, ">");
    show_sentence(p, ref.reading, claim->segment, claim->span);
    HTML(p->h, "</a></blockquote><figcaption>");
    show_document_line(p, ref.reading);
    HTML(p->h, "</figcaption></figure>");
}

const Incident *incident_of(const Page *p, ClaimRef ref)
{
    int32_t at = ref.claim == CLAIM_NONE ? NO_INDEX : p->site->incident_of[ref.reading][ref.claim];
    return at == NO_INDEX ? NULL : &p->c->incidents[at];
}

const Origin *origin_of(const Page *p, ClaimRef ref)
{
    int32_t at = ref.claim == CLAIM_NONE ? NO_INDEX : p->site->origin_of[ref.reading][ref.claim];
    return at == NO_INDEX ? NULL : &p->c->origins[at];
}

bool conflict_within(const Page *p, const Conflict *x, const Incident *i)
{
    for (size_t k = 0; k < x->claim_count; k++)
        if (incident_of(p, x->claims[k]) == i)
            return true;
    return false;
}

Str claim_said(const Corpus *c, ClaimRef ref)
{
    const Claim *claim = corpus_claim(c, ref);
    return claim && claim->said_on.len ? claim->said_on : c->readings[ref.reading].doc.published;
}

int32_t claim_said_day(const Corpus *c, ClaimRef ref)
{
    int32_t day;
    if (day_parse(claim_said(c, ref), &day))
        return day;
    return c->readings[ref.reading].doc.published_first;
}

/* ---- the frame ---- */

static const struct {
    const char *address, *key;
} navigation[] = {
    { "/",          "nav.overview" },
    { "/incidents", "nav.incidents" },
    { "/timeline",  "nav.timeline" },
    { "/map",       "nav.map" },
    { "/conflicts", "nav.conflicts" },
    { "/documents", "nav.documents" },
    { "/origins",   "nav.origins" },
    { "/sources",   "nav.sources" },
    { "/queue",     "nav.queue" },
    { "/judgements", "nav.judgements" },
    { "/custody",   "nav.custody" },
};

/* What somebody typed is masked as well before it is shown again. */
Str asked(const Page *p, Str name)
{
    Str value = query_get(&p->query, name);
    if (!value.ptr)
        return value;
    AUTO_STRBUF b = { 0 };
    view_str(p->view, value, &b);
    return arena_str(p->arena, strbuf_str(&b));
}

/* The same page in another language: the address with its own ui= replaced. */
static Str other_language(const Page *p, Str code)
{
    AUTO_STRBUF b = { 0 };
    strbuf_add(&b, p->path);
    char separator = '?';
    for (size_t i = 0; i < p->query.count; i++) {
        QueryPair pair = p->query.pair[i];
        if (str_eq(pair.name, S("ui")))
            continue;
        strbuf_char(&b, separator);
        query_encode(&b, pair.name);
        strbuf_char(&b, '=');
        query_encode(&b, asked(p, pair.name));
        separator = '&';
    }
    strbuf_char(&b, separator);
    strbuf_add(&b, S("ui="));
    strbuf_add(&b, code);
    return arena_str(p->arena, strbuf_str(&b));
}

static void show_language(Page *p, Str code, Str name)
{
    bool current = str_eq(words_language(p->w), code);
    HTML(p->h, "<a");
    HTML_ATTR(p->h, "href", other_language(p, code));
    HTML_ATTR(p->h, "lang", code);
    HTML_ATTR(p->h, "hreflang", code);
    if (current)
        HTML(p->h, " aria-current=\"true\"");
    HTML(p->h, ">");
    html_text(p->h, name);
    HTML(p->h, "</a>");
}

static void show_search_form(Page *p)
{
    HTML(p->h, "<form class=\"search\" action=\"/search\" method=\"get\" role=\"search\">"
               "<label class=\"unseen\" for=\"q\">");
    W(p->w, p->h, "search.label");
    HTML(p->h, "</label><input id=\"q\" name=\"q\" type=\"search\" autocomplete=\"off\" "
               "spellcheck=\"false\"");
    HTML_ATTR(p->h, "placeholder", words_get(p->w, S("search.placeholder")));
    HTML_ATTR(p->h, "value", asked(p, S("q")));
    HTML(p->h, "><button type=\"submit\">");
    W(p->w, p->h, "search.button");
    HTML(p->h, "</button></form>");
}

static void show_head(Page *p, Str title)
{
    HTML(p->h, "<!doctype html>\n<html");
    HTML_ATTR(p->h, "lang", words_language(p->w));
    HTML(p->h, "><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
               "initial-scale=1\">"
               "<meta name=\"color-scheme\" content=\"light dark\"><title>");
    html_text(p->h, title);
    HTML(p->h, " \xC2\xB7 Dokaz</title><link rel=\"stylesheet\" href=\"/assets/style.css\">"
               "<link rel=\"icon\" href=\"/assets/icon.svg\" type=\"image/svg+xml\">"
               "<script src=\"/assets/script.js\" defer></script></head>\n<body><a class=\"skip\" "
               "href=\"#main\">");
    W(p->w, p->h, "skip");
    HTML(p->h, "</a>");
}

void page_begin_bare(Page *p, Str title)
{
    show_head(p, title);
    HTML(p->h, "\n<main id=\"main\" tabindex=\"-1\">\n");
}

void page_begin(Page *p, Str title, Str nav)
{
    show_head(p, title);
    HTML(p->h, "<header class=\"top\"><div class=\"bar\"><a class=\"name\" href=\"/\">Dokaz</a>");
    show_search_form(p);
    HTML(p->h, "<form class=\"lock\" action=\"/lock\" method=\"post\"");
    if (p->idle)
        HTML_ATTR_I64(p->h, "data-idle", p->idle);
    HTML(p->h, "><button type=\"submit\">");
    W(p->w, p->h, "lock.button");
    HTML(p->h, "</button></form><div class=\"languages\">");
    show_language(p, S("en"), words_get(p->w, S("language.en")));
    show_language(p, S("uk"), words_get(p->w, S("language.uk")));
    HTML(p->h, "</div></div><nav");
    HTML_ATTR(p->h, "aria-label", words_get(p->w, S("nav.label")));
    HTML(p->h, "><ul>");
    for (size_t i = 0; i < sizeof navigation / sizeof *navigation; i++) {
        HTML(p->h, "<li><a");
        HTML_ATTR(p->h, "href", str_of(navigation[i].address));
        if (str_eq(nav, str_of(navigation[i].key)))
            HTML(p->h, " aria-current=\"page\"");
        HTML(p->h, ">");
        html_text(p->h, words_get(p->w, str_of(navigation[i].key)));
        HTML(p->h, "</a></li>");
    }
    HTML(p->h, "</ul></nav></header>\n<main id=\"main\" tabindex=\"-1\">\n");
}

void page_end(Page *p)
{
    HTML(p->h, "\n</main>\n<footer class=\"foot\"><p>");
    html_text(p->h, words_get(p->w, p->c->judgements && p->c->judgements->count ? S("foot.judged") : S("foot.machine")));
    HTML(p->h, "</p><p>");
    W(p->w, p->h, "foot.words");
    HTML(p->h, "</p><p>");
    show_link(p, S("/methodology"), words_get(p->w, S("foot.methodology")));
    HTML(p->h, "</p></footer></body></html>\n");
}

/* ---- long lists in parts ---- */

Part asked_part(const Page *p, size_t count, size_t each)
{
    Part part = { .last = count ? (int64_t)((count + each - 1) / each) : 1 };
    bool asked_one = str_to_i64(query_get(&p->query, S("page")), &part.number);
    if (!asked_one || part.number < 1 || part.number > part.last)
        part.number = 1;
    part.from = (size_t)(part.number - 1) * each;
    part.to = part.from + each < count ? part.from + each : count;
    return part;
}

static Str part_address(const Page *p, int64_t number)
{
    AUTO_STRBUF b = { 0 };
    strbuf_add(&b, p->path);
    strbuf_add(&b, S("?page="));
    strbuf_i64(&b, number);
    for (size_t i = 0; i < p->query.count; i++) {
        if (str_eq(p->query.pair[i].name, S("page")))
            continue;
        strbuf_char(&b, '&');
        query_encode(&b, p->query.pair[i].name);
        strbuf_char(&b, '=');
        query_encode(&b, asked(p, p->query.pair[i].name));
    }
    return arena_str(p->arena, strbuf_str(&b));
}

void show_parts(Page *p, const Part *part)
{
    if (part->last <= 1)
        return;
    HTML(p->h, "<p class=\"pages\">");
    if (part->number > 1)
        show_link(p, part_address(p, part->number - 1), words_get(p->w, S("pages.previous")));
    HTML(p->h, " <span>");
    W_WITH(p->w, p->h, "pages.of", say_i64(p, part->number), say_i64(p, part->last));
    HTML(p->h, "</span> ");
    if (part->number < part->last)
        show_link(p, part_address(p, part->number + 1), words_get(p->w, S("pages.next")));
    HTML(p->h, "</p>");
}

/* ---- addresses to pages ---- */

static const struct {
    const char *name;           /* first part of the path */
    bool        more;           /* true: an id follows */
    PageWriter  write;
} pages[] = {
    { "",          false, page_overview },
    { "documents", false, page_documents },
    { "document",  true,  page_document },
    { "incidents", false, page_incidents },
    { "incident",  true,  page_incident },
    { "claim",     true,  page_claim },
    { "conflicts", false, page_conflicts },
    { "conflict",  true,  page_conflict },
    { "origins",   false, page_origins },
    { "judgements", false, page_judgements },
    { "copies",    false, page_copies },
    { "copies",    true,  page_copy },
    { "locked",    false, page_locked },
    { "map",       false, page_map },
    { "methodology", false, page_methodology },
    { "queue",     false, page_queue },
    { "refused",   false, page_refused },
    { "search",    false, page_search },
    { "sources",   false, page_sources },
    { "timeline",  false, page_timeline },
    { "custody",   false, page_custody },
};

static const struct {
    const char *name, *type;
} served_assets[] = {
    { "style.css", "text/css; charset=utf-8" },
    { "script.js", "text/javascript; charset=utf-8" },
    { "icon.svg",  "image/svg+xml" },
};

static bool serve_asset(Str name, TellReply *reply, StrBuf *out)
{
    for (size_t i = 0; i < sizeof served_assets / sizeof *served_assets; i++) {
        if (!str_eq(name, str_of(served_assets[i].name)))
            continue;
        strbuf_add(out, asset_bytes(name));
        reply->status = 200;
        reply->content_type = str_of(served_assets[i].type);
        return true;
    }
    return false;
}

static int write_page(Page *p)
{
    Str rest = str_slice(p->path, 1, p->path.len), name;
    bool more = str_find(rest, S("/"), 0) != SIZE_MAX;
    str_cut(&rest, '/', &name);
    if (p->path.len && p->path.ptr[0] == '/')
        for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
            if (str_eq(name, str_of(pages[i].name)) && pages[i].more == more)
                return pages[i].write(p, rest);
    return page_missing(p, words_get(p->w, S("missing.page")));
}

/* What the address asks for, then what was chosen before, then what the browser says it reads. */
static Str choose_language(const TellAsk *ask, const Query *query)
{
    Str asked = query_get(query, S("ui"));
    if (!asked.len)
        asked = ask->language;
    if (str_eq(asked, S("en")) || str_eq(asked, S("uk")))
        return asked;
    for (Str rest = ask->accept_language, part; str_cut(&rest, ',', &part); ) {
        Str code = str_slice(str_trim(part), 0, 2);
        if (str_eq(code, S("uk")) || str_eq(code, S("en")))
            return code;
    }
    return S("en");
}

TellReply tell_page(const Site *site, Arena *arena, const TellAsk *ask, StrBuf *out)
{
    TellReply reply = { .status = 200, .content_type = S("text/html; charset=utf-8"), .language = S("en") };
    Str asset = str_slice(ask->path, 8, ask->path.len);
    if (str_starts(ask->path, S("/assets/")) && serve_asset(asset, &reply, out))
        return reply;

    Html h = html_on(out);
    Query query = query_parse(arena, ask->query);
    Words *words;
    reply.language = choose_language(ask, &query);
    if (words_load(arena, reply.language, &words, NULL) != OK) {
        reply.status = 500;
        return reply;
    }
    Page page = {
        .site = site, .view = site->view, .c = site->corpus, .arena = arena, .w = words, .h = &h,
        .query = query, .path = ask->path, .token = ask->token, .idle = ask->idle,
    };
    if (!str_eq(ask->method, S("GET")) && !str_eq(ask->method, S("HEAD"))) {
        page_missing(&page, words_get(words, S("missing.method")));
        reply.status = 405;
        return reply;
    }
    reply.status = write_page(&page);
    reply.own = page.own;
    return reply;
}
