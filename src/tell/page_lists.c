/* page_lists.c -- origins, sources, search and custody: the pages that list. */
#include "tell/page.h"

#include "base/vec.h"
#include "guard/gate.h"


static void show_title(Page *p, const char *key, const char *nav)
{
    page_begin(p, words_get(p->w, str_of(key)), str_of(nav));
    HTML(p->h, "<h1>");
    html_text(p->h, words_get(p->w, str_of(key)));
    HTML(p->h, "</h1>");
}

static void show_lead(Page *p, const char *key)
{
    HTML(p->h, "<p class=\"lead\">");
    html_text(p->h, words_get(p->w, str_of(key)));
    HTML(p->h, "</p>");
}

/* ---- origins ---- */

#define OF_ORIGIN       100     /* voices, reasons, statements of one origin in the list of all; a page of its own has them all */
#define CLAIMS_A_PART   100

static void show_texts(Page *p, const char *class_name, const Str *texts, size_t count)
{
    HTML(p->h, "<ul");
    HTML_ATTR(p->h, "class", str_of(class_name));
    HTML(p->h, ">");
    for (size_t i = 0; i < count; i++) {
        HTML(p->h, "<li>");
        html_text(p->h, texts[i]);
        HTML(p->h, "</li>");
    }
    HTML(p->h, "</ul>");
}

static size_t at_most(size_t count, size_t most)
{
    return count < most ? count : most;
}

/* `alone`: on a page of its own, the statements in parts; else the first of everything, and a link to that page. */
static void show_origin(Page *p, const Origin *o, bool alone)
{
    size_t most = alone ? SIZE_MAX : OF_ORIGIN;
    Part part = { .to = at_most(o->claim_count, OF_ORIGIN) };

    if (alone)
        part = asked_part(p, o->claim_count, CLAIMS_A_PART);
    HTML(p->h, "<article class=\"origin\"");
    HTML_ATTR(p->h, "id", arena_printf(p->arena, "o-" STR_FMT, STR_ARG(id_text(p, o->id))));
    HTML(p->h, "><h3>");
    html_text(p->h, or_not_stated(p, o->name));
    HTML(p->h, "</h3><p class=\"facts\"><span>");
    html_text(p->h, say_number(p, "count.voices", (int64_t)o->voice_count));
    HTML(p->h, "</span><span>");
    html_text(p->h, say_number(p, "count.claims", (int64_t)o->claim_count));
    HTML(p->h, "</span></p>");
    show_texts(p, "inline", o->voices, at_most(o->voice_count, most));
    show_texts(p, "why", o->why, at_most(o->why_count, most));
    HTML(p->h, "<details class=\"group\"");
    if (alone)
        HTML(p->h, " open");
    HTML(p->h, "><summary>");
    html_text(p->h, say_number(p, "count.claims", (int64_t)o->claim_count));
    HTML(p->h, "</summary>");
    for (size_t i = part.from; i < part.to; i++)
        if (o->claims[i].claim != CLAIM_NONE)
            show_quote(p, o->claims[i]);
    HTML(p->h, "</details>");
    if (alone) {
        show_parts(p, &part);
    } else if (o->claim_count > most || o->voice_count > most || o->why_count > most) {
        HTML(p->h, "<p class=\"more\">");
        show_link(p, arena_printf(p->arena, "/origins?of=" STR_FMT, STR_ARG(id_text(p, o->id))),
                  words_get(p->w, S("origins.whole")));
        HTML(p->h, "</p>");
    }
    HTML(p->h, "</article>");
}

static const Origin *asked_origin(const Page *p)
{
    Id id;

    if (id_parse(query_get(&p->query, S("of")), &id))
        for (size_t i = 0; i < p->c->origin_count; i++)
            if (id_eq(p->c->origins[i].id, id))
                return &p->c->origins[i];
    return NULL;
}

int page_origins(Page *p, Str rest)
{
    const Origin *one = asked_origin(p);

    (void)rest;
    show_title(p, "nav.origins", "nav.origins");
    show_lead(p, "origins.lead");
    HTML(p->h, "<p>");
    show_link(p, one ? S("/origins") : S("/copies"), words_get(p->w, one ? S("origins.all") : S("copies.all")));
    HTML(p->h, "</p>");
    show_machine(p);
    if (one) {
        show_origin(p, one, true);
        page_end(p);
        return 200;
    }
    Part part = asked_part(p, p->c->origin_count, ORIGINS_A_PART);
    for (size_t i = part.from; i < part.to; i++)
        show_origin(p, &p->c->origins[p->site->origin_order[i]], false);
    show_parts(p, &part);
    if (!p->c->origin_count)
        show_empty(p, words_get(p->w, S("empty.origins")));
    page_end(p);
    return 200;
}

/* ---- sources ---- */

#define SOURCES_A_PART 500

static void show_sources_table(Page *p, const Part *part)
{
    static const char *const columns[] = {
        "column.source", "column.published", "column.passed_on", "column.innermost",
    };
    begin_scroll(p);
    HTML(p->h, "<table class=\"list\"><thead><tr>");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (i)
            HTML(p->h, "<th scope=\"col\" class=\"number\">");
        else
            HTML(p->h, "<th scope=\"col\">");
        html_text(p->h, words_get(p->w, str_of(columns[i])));
        HTML(p->h, "</th>");
    }
    HTML(p->h, "</tr></thead><tbody>");
    for (size_t i = part->from; i < part->to; i++) {
        const SiteSource *source = &p->site->sources[i];
        HTML(p->h, "<tr");
        HTML_ATTR(p->h, "id", source_anchor(p, source->name));
        HTML(p->h, "><td>");
        html_text(p->h, source->name);
        HTML(p->h, "</td><td class=\"number\">");
        html_group(p->h, source->documents);
        HTML(p->h, "</td><td class=\"number\">");
        html_group(p->h, source->passed_on);
        HTML(p->h, "</td><td class=\"number\">");
        html_group(p->h, source->innermost);
        HTML(p->h, "</td></tr>");
    }
    HTML(p->h, "</tbody></table></div>");
}

int page_sources(Page *p, Str rest)
{
    (void)rest;
    Part part = asked_part(p, p->site->source_count, SOURCES_A_PART);
    show_title(p, "nav.sources", "nav.sources");
    show_lead(p, "sources.lead");
    show_machine(p);
    if (part.to)
        show_sources_table(p, &part);
    else
        show_empty(p, words_get(p->w, S("empty.case")));
    show_parts(p, &part);
    page_end(p);
    return 200;
}

/* ---- search ---- */

/* Without an index: sentences that hold the words as typed, but for case and accents. */
static void search_plainly(Page *p, Str words, TellHits *hits)
{
    VEC(TellHit) found = { 0 };
    words = folded(p, words);
    for (uint32_t r = 0; r < p->c->reading_count; r++) {
        const Reading *reading = &p->c->readings[r];
        for (size_t i = 0; i < reading->segment_count && found.count < TELL_SEARCH_LIMIT; i++) {
            if (view_segment_withheld(p->view, r, (uint32_t)i))
                continue;
            Str sentence = folded(p, say_words(p, r, reading->segments[i].span));
            if (str_find(sentence, words, 0) != SIZE_MAX)
                vec_push(p->arena, &found, (TellHit){ r, (int32_t)i });
        }
    }
    *hits = (TellHits){ found.at, found.count };
}

static void show_hit(Page *p, const TellHit *hit)
{
    const Reading *r = &p->c->readings[hit->reading];
    HTML(p->h, "<li class=\"hit\"><blockquote");
    HTML_ATTR(p->h, "lang", r->segments[hit->segment].language);
    HTML(p->h, " dir=\"auto\"><a class=\"tosentence\"");
    HTML_ATTR(p->h, "href", link_segment(p, hit->reading, hit->segment));
    HTML(p->h, ">");
    show_sentence(p, hit->reading, hit->segment, SPAN_NONE);
    HTML(p->h, "</a></blockquote><p class=\"facts\">");
    show_document_line(p, hit->reading);
    for (uint32_t i = 0; i < r->claim_count; i++) {
        const Incident *incident = incident_of(p, (ClaimRef){ hit->reading, i });
        if (r->claims[i].segment == hit->segment && incident) {
            show_link(p, link_incident(p, incident),
                      say_title(p, incident));
            break;
        }
    }
    HTML(p->h, "</p></li>");
}

int page_search(Page *p, Str rest)
{
    (void)rest;
    Str words = query_get(&p->query, S("q"));
    TellHits hits = { 0 };
    Error err = { .status = OK };
    if (words.len && p->site->in->search)
        p->site->in->search(p->site->in->search_context, p->arena, words, TELL_SEARCH_LIMIT, &hits, &err);
    else if (words.len)
        search_plainly(p, words, &hits);

    show_title(p, "search.title", "");
    if (!words.len) {
        show_lead(p, "search.lead");
    } else if (err.status != OK) {
        show_empty(p, str_of(err.text));
    } else if (!hits.count) {
        HTML(p->h, "<p class=\"empty\">");
        W_WITH(p->w, p->h, "search.nothing", asked(p, S("q")));
        HTML(p->h, "</p>");
    } else {
        HTML(p->h, "<p class=\"tally\" role=\"status\">");
        html_text(p->h, say_number(p, hits.count < TELL_SEARCH_LIMIT ? "search.found" : "search.first",
                                   (int64_t)hits.count));
        HTML(p->h, "</p><ol class=\"rows\">");
        for (size_t i = 0; i < hits.count; i++)
            if (hits.at[i].reading < p->c->reading_count && hits.at[i].segment >= 0 &&
                (size_t)hits.at[i].segment < p->c->readings[hits.at[i].reading].segment_count)
                show_hit(p, &hits.at[i]);
        HTML(p->h, "</ol>");
    }
    page_end(p);
    return 200;
}

/* ---- custody ---- */

static void show_step_text(Page *p, const char *key, Str commands)
{
    HTML(p->h, "<li><p>");
    html_text(p->h, words_get(p->w, str_of(key)));
    HTML(p->h, "</p><pre tabindex=\"0\"><code>");
    html_text(p->h, commands);
    HTML(p->h, "</code></pre></li>");
}

/* The commands are the same in every language: they are typed, not read. */
static void show_how_to_check(Page *p)
{
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "custody.check");
    HTML(p->h, "</h2><ol class=\"steps-list\">");
    show_step_text(p, "custody.check.where", S("CASE=/path/of/the/case\nmkdir check && cd check"));
    show_step_text(p, "custody.check.all", S("dokaz -C \"$CASE\" verify\ndokaz-verify \"$CASE\""));
    show_step_text(p, "custody.check.signature", S(
        "sed '/^$/,$d' \"$CASE/checkpoint\" > note.text\n"
        "sed '1,/^$/d' \"$CASE/checkpoint\" | head -n 1 | cut -d' ' -f3 | base64 -d | tail -c +5 > note.sig\n"
        "(printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; "
        "cut -d+ -f3- \"$CASE/keys/case.vkey\" | base64 -d | tail -c +2) > log.der\n"
        "openssl pkeyutl -verify -pubin -keyform DER -inkey log.der -rawin -in note.text -sigfile note.sig"));
    show_step_text(p, "custody.check.original", S(
        "(cd \"$CASE/objects\" && find . -type f ! -name '.new-*' | while read -r file; do\n"
        "    echo \"$(basename \"$file\")  $file\"\n"
        "done | sha256sum --check)"));
    show_step_text(p, "custody.check.entry", S(
        "bundle=$(ls -d \"$CASE\"/entries/000 \"$CASE\"/entries/000.p/* 2>/dev/null | tail -n 1)\n"
        "tile=$(ls -d \"$CASE\"/tile/0/000 \"$CASE\"/tile/0/000.p/* 2>/dev/null | head -n 1)\n"
        "length=$((0x$(head -c 2 \"$bundle\" | od -A n -t x1 | tr -d ' \\n')))\n"
        "tail -c +3 \"$bundle\" | head -c \"$length\" > entry\n"
        "leaf=$({ printf '\\000'; cat entry; } | sha256sum | cut -c 1-64)\n"
        "[ \"$leaf\" = \"$(head -c 32 \"$tile\" | od -A n -t x1 | tr -d ' \\n')\" ] && echo same || echo DIFFERENT"));
    HTML(p->h, "</ol></section>");
}

static void show_rules(Page *p)
{
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "rules.title");
    HTML(p->h, "</h2><dl class=\"fields wide\">");
    for (size_t i = 0; i < guard_rule_count; i++) {
        Str number = str_of(guard_rules[i].number);
        show_field(p, number, words_or(p->w, arena_printf(p->arena, "rule." STR_FMT, STR_ARG(number)),
                                       str_of(guard_rules[i].text)));
    }
    HTML(p->h, "</dl></section>");
}

int page_custody(Page *p, Str rest)
{
    (void)rest;
    const TellInput *in = p->site->in;
    show_title(p, "custody.title", "nav.custody");
    show_lead(p, "custody.lead");
    if (!in->checkpoint.len) {
        show_empty(p, words_get(p->w, S("empty.custody")));
    } else {
        HTML(p->h, "<dl class=\"fields wide\">");
        show_field(p, words_get(p->w, S("custody.size")), say_i64(p, in->log_size));
        show_field(p, words_get(p->w, S("custody.root")), in->root);
        show_field(p, words_get(p->w, S("custody.key")), or_not_stated(p, in->vkey));
        show_field(p, words_get(p->w, S("custody.protected")),
                   say_number(p, "gap.protected", (int64_t)guard_people(p->view->guard)));
        HTML(p->h, "</dl>");
        show_rules(p);
        HTML(p->h, "<section><h2>");
        W(p->w, p->h, "custody.checkpoint");
        HTML(p->h, "</h2><p>");
        W(p->w, p->h, "custody.keep");
        HTML(p->h, "</p><pre class=\"note\" tabindex=\"0\"><code>");
        html_text(p->h, in->checkpoint);
        HTML(p->h, "</code></pre></section>");
        show_how_to_check(p);
    }
    page_end(p);
    return 200;
}
