/* export_atom.c -- incidents as an Atom feed (RFC 4287); what was corrected or decided is an entry of its own.
 * docs/formats/atom.md.
 *
 * Times are those of the log: an incident was published when the last of its documents was sealed. Whoever follows
 * the feed sees a correction as something new, and never a figure that changed in silence.
 */
#include "tell/export_in.h"

#include "base/auto.h"

#define NO_TIME "1970-01-01T00:00:00Z"      /* a site without a log: the fixtures of tests */

static Str sealed(const Exporter *x, uint32_t reading)
{
    return x->site->in->documents ? x->site->in->documents[reading].sealed : STR_NONE;
}

static void newer(Str *latest, Str time)
{
    if (time.len && str_cmp(time, *latest) > 0)
        *latest = time;
}

static Str time_of_readings(const Exporter *x, const uint32_t *readings, size_t count)
{
    Str latest = S(NO_TIME);
    for (size_t i = 0; i < count; i++)
        newer(&latest, sealed(x, readings[i]));
    return latest;
}

static Str time_of_spans(const Exporter *x, const ConflictSpan *spans, size_t count)
{
    Str latest = S(NO_TIME);
    for (size_t i = 0; i < count; i++)
        newer(&latest, sealed(x, spans[i].reading));
    return latest;
}

/* ---- entries ---- */

typedef struct FeedEntry {
    Str        id, title, time, content;
    const char *category;           /* "incident", "update", "error", "judgement" */
} FeedEntry;

static void write_entry(Exporter *x, const FeedEntry *e)
{
    Html h = html_on(x->out);
    HTML(&h, "<entry><id>");
    html_text(&h, e->id);
    HTML(&h, "</id><title>");
    html_text(&h, e->title);
    HTML(&h, "</title><updated>");
    html_text(&h, e->time);
    HTML(&h, "</updated><category");
    HTML_ATTR(&h, "term", str_of(e->category));
    HTML(&h, "/><content type=\"text\">");
    html_text(&h, e->content);
    HTML(&h, "</content></entry>\n");
    x->rows++;
}

static void incident_entry(Exporter *x, size_t index)
{
    const Incident *i = &x->c->incidents[index];
    AUTO_STRBUF text = { 0 };
    for (size_t k = 0; k < i->quantity_count; k++) {
        strbuf_add(&text, export_figure(x, &i->quantities[k]));
        strbuf_add(&text, S("; "));
    }
    strbuf_add(&text, say_number(&x->page, "count.voices", i->voices));
    strbuf_add(&text, S(", "));
    strbuf_add(&text, say_number(&x->page, "count.origins", i->origins));
    strbuf_add(&text, S(". "));
    strbuf_add(&text, export_publishers(x, i));
    Str id = export_incident_id(x, index);
    write_entry(x, &(FeedEntry){ export_urn(x, arena_printf(x->arena, "incident " STR_FMT, STR_ARG(id))),
                                 say_title(&x->page, i), time_of_readings(x, i->readings, i->reading_count),
                                 strbuf_str(&text), "incident" });
}

/* The incident of a comparison's first claim that is in the export. */
static const Incident *incident_behind(const Exporter *x, const Conflict *c)
{
    for (size_t i = 0; i < c->claim_count; i++) {
        int32_t at = c->claims[i].claim == CLAIM_NONE ? NO_INDEX
                                                      : x->site->incident_of[c->claims[i].reading][c->claims[i].claim];
        if (at != NO_INDEX && export_incident(x, (size_t)at))
            return &x->c->incidents[at];
    }
    return NULL;
}

static Str titled(const Exporter *x, const char *key, const Incident *i)
{
    Str kind = words_get(x->page.w, str_of(key)), title = say_title(&x->page, i);
    return arena_printf(x->arena, STR_FMT ": " STR_FMT, STR_ARG(kind), STR_ARG(title));
}

static void correction_entry(Exporter *x, size_t index)
{
    const Conflict *c = &x->c->conflicts[index];
    const Incident *i = c->verdict == VERDICT_UPDATE || c->verdict == VERDICT_ERROR ? incident_behind(x, c) : NULL;
    if (!i)
        return;
    bool update = c->verdict == VERDICT_UPDATE;
    AUTO_STRBUF name = { 0 };           /* what it compares and how, so that it is the same entry next month */
    strbuf_printf(&name, "correction " STR_FMT " " STR_FMT, STR_ARG(conflict_kind_name(c->kind)), STR_ARG(c->why));
    for (size_t k = 0; k < c->claim_count; k++)
        if (export_shown(x, c->claims[k])) {
            strbuf_char(&name, ' ');
            strbuf_add(&name, export_id_text(x, export_claim_id(x, c->claims[k])));
        }
    write_entry(x, &(FeedEntry){ export_urn(x, strbuf_str(&name)), titled(x, update ? "export.update" : "export.error", i),
                                 time_of_spans(x, c->spans, c->span_count), c->why, update ? "update" : "error" });
}

/* What a person decided, with the reason that was given. */
static void ruling_entry(Exporter *x, size_t index)
{
    const Ruling *r = &x->c->rulings[index];
    int32_t at = export_shown(x, r->a) ? x->site->incident_of[r->a.reading][r->a.claim] : NO_INDEX;
    if (at == NO_INDEX || !export_incident(x, (size_t)at))
        return;
    const Incident *i = &x->c->incidents[at];
    AUTO_STRBUF why = { 0 };
    view_str(x->site->view, r->why, &why);
    write_entry(x, &(FeedEntry){ export_urn(x, arena_printf(x->arena, "judgement %llu", (unsigned long long)r->entry)),
                                 titled(x, "export.judgement", i),
                                 time_of_readings(x, i->readings, i->reading_count), strbuf_str(&why), "judgement" });
}

static Str feed_time(const Exporter *x)
{
    Str latest = S(NO_TIME);
    for (uint32_t r = 0; r < x->c->reading_count; r++)
        if (export_reading(x, r))
            newer(&latest, sealed(x, r));
    return latest;
}

void export_atom(Exporter *x)
{
    Html h = html_on(x->out);
    HTML(&h, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    HTML_ATTR(&h, "xml:lang", words_language(x->page.w));
    HTML(&h, ">\n<id>");
    html_text(&h, export_urn(x, S("feed")));
    HTML(&h, "</id><title>");
    html_text(&h, words_get(x->page.w, S("export.feed")));
    HTML(&h, "</title><updated>");
    html_text(&h, feed_time(x));
    HTML(&h, "</updated><author><name>");
    html_text(&h, export_log(x));
    HTML(&h, "</name></author><generator");
    HTML_ATTR(&h, "version", S(DOKAZ_VERSION));
    HTML(&h, ">dokaz</generator><subtitle>");
    html_text(&h, words_get(x->page.w, S("export.note")));
    HTML(&h, "</subtitle>\n");
    for (size_t i = 0; i < x->c->incident_count; i++)
        if (export_incident(x, i))
            incident_entry(x, i);
    for (size_t i = 0; i < x->c->conflict_count; i++)
        correction_entry(x, i);
    for (size_t i = 0; i < x->c->ruling_count; i++)
        ruling_entry(x, i);
    HTML(&h, "</feed>\n");
}
