/* export_cite.c -- the documents of a case as they are cited: CSL-JSON, BibTeX, RIS. docs/formats/citation.md.
 *
 * One list of fields, three ways to write it. The archive is the log, the place in it the entry; a digest is not
 * given, as in every export. What a document does not state is not there: no author is made of a publisher.
 */
#include "tell/export_in.h"

#include "base/auto.h"
#include "model/edtf.h"

typedef struct Citation {
    const Document *d;
    Str  key;                   /* "entry12" */
    Str  title, url, archive, location, accessed;
    int  date[3], date_parts;   /* year, month, day as far as stated; 0 parts: none */
} Citation;

static Citation cite(const Exporter *x, uint32_t reading)
{
    const Document *d = &x->c->readings[reading].doc;
    Citation c = { .d = d, .title = say_document(&x->page, reading), .url = export_url(x, reading),
                   .archive = export_log(x), .location = export_document(x, reading) };
    int32_t first, last;
    if (x->site->in->documents)
        c.accessed = str_slice(x->site->in->documents[reading].sealed, 0, 10);
    c.key = arena_printf(x->arena, "entry%lld", (long long)document_number(x->site, reading));
    if (!edtf_days(d->published, &first, &last))
        return c;
    Civil day = day_to_civil(first);
    c.date[0] = day.year;
    c.date[1] = day.month;
    c.date[2] = day.day;
    c.date_parts = first == last ? 3 : last - first > 31 ? 1 : 2;
    return c;
}

static Str note_of(const Exporter *x, const Citation *c)
{
    return arena_printf(x->arena, "archived_at " STR_FMT " " STR_FMT, STR_ARG(c->archive), STR_ARG(c->location));
}

/* ---- CSL-JSON ---- */

static void put(JsonOut *j, const char *key, Str value)
{
    if (value.len)
        json_str(j, key, value);
}

static void put_date(JsonOut *j, const char *key, const int *date, int parts)
{
    if (!parts)
        return;
    json_object(j, key);
    json_array(j, "date-parts");
    json_array(j, NULL);
    for (int i = 0; i < parts; i++)
        json_i64(j, NULL, date[i]);
    json_array_end(j);
    json_array_end(j);
    json_object_end(j);
}

static void put_day(JsonOut *j, const char *key, Str iso)
{
    int32_t day;
    if (!day_parse(iso, &day))
        return;
    Civil c = day_to_civil(day);
    put_date(j, key, (int[]){ c.year, c.month, c.day }, 3);
}

static void csl_item(Exporter *x, JsonOut *j, uint32_t reading)
{
    Citation c = cite(x, reading);
    json_object(j, NULL);
    json_str(j, "id", c.key);
    json_text(j, "type", c.url.len ? "webpage" : "document");
    json_str(j, "title", c.title);
    if (c.d->author_count) {
        json_array(j, "author");
        for (size_t i = 0; i < c.d->author_count; i++) {
            json_object(j, NULL);
            json_str(j, "literal", c.d->authors[i]);
            json_object_end(j);
        }
        json_array_end(j);
    }
    put_date(j, "issued", c.date, c.date_parts);
    put(j, "container-title", c.d->publisher);
    put(j, "publisher", c.d->publisher);
    put(j, "language", c.d->language);
    put(j, "URL", c.url);
    put_day(j, "accessed", c.accessed);
    put(j, "archive", c.archive);
    put(j, "archive_location", c.location);
    put(j, "note", note_of(x, &c));
    json_object_end(j);
    x->rows++;
}

void export_csl(Exporter *x)
{
    JsonOut j = { x->out, false };
    json_array(&j, NULL);
    for (uint32_t r = 0; r < x->c->reading_count; r++)
        if (export_reading(x, r))
            csl_item(x, &j, r);
    json_array_end(&j);
    json_line_end(&j);
}

/* ---- BibTeX ---- */

/* What TeX would act on is written so that it prints itself; braces are left out, because one alone would end the field. */
static void bibtex_text(StrBuf *out, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '{' || c == '}')
            continue;
        if (c == '\n' || c == '\r' || c == '\t')
            c = ' ';
        if (c == '\\')
            strbuf_add(out, S("\\textbackslash{}"));
        else if (c == '~')
            strbuf_add(out, S("\\textasciitilde{}"));
        else if (c == '^')
            strbuf_add(out, S("\\textasciicircum{}"));
        else {
            if (strchr("#$%&_", c) && c)
                strbuf_char(out, '\\');
            strbuf_char(out, c);
        }
    }
}

static void bibtex_field(StrBuf *out, const char *name, Str value)
{
    if (!value.len)
        return;
    strbuf_printf(out, ",\n  %s = {", name);
    bibtex_text(out, value);
    strbuf_char(out, '}');
}

/* An address is taken as it stands; what would end the field is percent-encoded. */
static void bibtex_address(StrBuf *out, Str url)
{
    if (!url.len)
        return;
    strbuf_add(out, S(",\n  url = {"));
    for (size_t i = 0; i < url.len; i++)
        if (strchr("{}\\ ", url.ptr[i]))
            strbuf_printf(out, "%%%02X", (unsigned char)url.ptr[i]);
        else
            strbuf_char(out, url.ptr[i]);
    strbuf_char(out, '}');
}

/* Each author in braces of its own: a name is not taken apart at its "and" or comma. */
static void bibtex_authors(StrBuf *out, const Document *d)
{
    for (size_t i = 0; i < d->author_count; i++) {
        strbuf_add(out, i ? S(" and {") : S(",\n  author = {{"));
        bibtex_text(out, d->authors[i]);
        strbuf_char(out, '}');
    }
    if (d->author_count)
        strbuf_char(out, '}');
}

static void bibtex_item(Exporter *x, uint32_t reading)
{
    static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };
    Citation c = cite(x, reading);
    StrBuf *out = x->out;
    strbuf_printf(out, "@misc{" STR_FMT, STR_ARG(c.key));
    bibtex_field(out, "title", c.title);
    bibtex_authors(out, c.d);
    if (c.date_parts)
        strbuf_printf(out, ",\n  year = {%04d}", c.date[0]);
    if (c.date_parts > 1)
        strbuf_printf(out, ",\n  month = %s", months[c.date[1] - 1]);
    if (c.date_parts > 2)
        strbuf_printf(out, ",\n  day = {%d}", c.date[2]);
    bibtex_field(out, "howpublished", c.d->publisher);
    bibtex_field(out, "language", c.d->language);
    bibtex_address(out, c.url);
    bibtex_field(out, "urldate", c.accessed);
    bibtex_field(out, "note", note_of(x, &c));
    strbuf_add(out, S("\n}\n"));
    x->rows++;
}

void export_bibtex(Exporter *x)
{
    for (uint32_t r = 0; r < x->c->reading_count; r++)
        if (export_reading(x, r))
            bibtex_item(x, r);
}

/* ---- RIS ---- */

static void ris_field(StrBuf *out, const char *tag, Str value)
{
    if (!value.len)
        return;
    strbuf_printf(out, "%s  - ", tag);
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        strbuf_char(out, c == '\n' || c == '\r' ? ' ' : c);
    }
    strbuf_add(out, S("\r\n"));
}

static void ris_item(Exporter *x, uint32_t reading)
{
    Citation c = cite(x, reading);
    StrBuf *out = x->out;
    ris_field(out, "TY", c.url.len ? S("ELEC") : S("GEN"));
    ris_field(out, "ID", c.key);
    ris_field(out, "TI", c.title);
    for (size_t i = 0; i < c.d->author_count; i++)
        ris_field(out, "AU", c.d->authors[i]);
    if (c.date_parts) {
        ris_field(out, "PY", arena_printf(x->arena, "%04d", c.date[0]));
        AUTO_STRBUF date = { 0 };
        strbuf_printf(&date, "%04d/", c.date[0]);
        for (int i = 1; i < 3; i++) {
            if (c.date_parts > i)
                strbuf_printf(&date, "%02d", c.date[i]);
            strbuf_char(&date, '/');
        }
        ris_field(out, "DA", strbuf_str(&date));
    }
    ris_field(out, "T2", c.d->publisher);
    ris_field(out, "PB", c.d->publisher);
    ris_field(out, "LA", c.d->language);
    ris_field(out, "UR", c.url);
    if (c.accessed.len) {
        Str day = arena_str(x->arena, c.accessed);
        for (size_t i = 0; i < day.len; i++)
            if (day.ptr[i] == '-')
                ((char *)(uintptr_t)day.ptr)[i] = '/';
        ris_field(out, "Y2", day);
    }
    ris_field(out, "DB", c.archive);
    ris_field(out, "AN", c.location);
    ris_field(out, "N1", note_of(x, &c));
    strbuf_add(out, S("ER  - \r\n\r\n"));
    x->rows++;
}

void export_ris(Exporter *x)
{
    for (uint32_t r = 0; r < x->c->reading_count; r++)
        if (export_reading(x, r))
            ris_item(x, r);
}
