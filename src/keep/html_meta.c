/* html_meta.c -- what a page says about itself: meta tags and JSON-LD. Runs in the box.
 *
 * JSON-LD wins over OpenGraph, OpenGraph over plain meta: the more a
 * publisher's own system wrote it, the better it is kept up.
 */
#include "keep/html_in.h"

#include <jansson.h>

#define JSON_DEPTH   12     /* of objects that are looked into */
#define AUTHORS_MAX  50
#define BRIEF        200    /* bytes of a name that a note quotes */

static bool all_digits(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

/* Orders of a date's letters that mean one thing: Y year, M month, D day, others stand for themselves. */
static const char *const date_forms[] = { "YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD", "DD.MM.YYYY" };

static bool date_in_form(Str s, const char *form, char iso[11])
{
    size_t y = 0, m = 5, d = 8;

    memcpy(iso, "0000-00-00", 11);
    for (size_t i = 0; form[i]; i++) {
        if (i >= s.len)
            return false;
        char *to = form[i] == 'Y' ? &iso[y++] : form[i] == 'M' ? &iso[m++] : form[i] == 'D' ? &iso[d++] : NULL;
        if (to == NULL ? s.ptr[i] != form[i] : s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        if (to)
            *to = s.ptr[i];
    }
    size_t len = strlen(form);
    return s.len == len || !all_digits(str_slice(s, len, len + 1));
}

Str html_date(Arena *arena, Str s)
{
    char iso[11];
    int32_t day;

    s = str_trim(s);
    for (size_t i = 0; i < sizeof date_forms / sizeof *date_forms; i++)
        if (date_in_form(s, date_forms[i], iso) && day_parse((Str){ iso, 10 }, &day) && iso[0] != '0')
            return arena_str(arena, (Str){ iso, 10 });
    return STR_NONE;
}

static void set(Arena *arena, Str *field, Str value)
{
    value = str_trim(value);
    if (value.len && field->len == 0)
        *field = arena_str(arena, value);
}

static void set_date(Arena *arena, Str *field, Str value)
{
    if (html_date(arena, value).len)
        set(arena, field, value);
}

static bool among(const Str *names, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(names[i], name))
            return true;
    return false;
}

/* Some systems give the address of the author's page. */
static bool is_name(Str name)
{
    return name.len > 0 && !str_starts(name, S("http"));
}

typedef enum MetaField { META_TITLE, META_PUBLISHER, META_ARTICLE, META_PUBLISHED, META_MODIFIED, META_AUTHOR,
                         META_URL, META_LANGUAGE } MetaField;

static const struct { const char *name; MetaField field; } meta_names[] = {
    { "og:title", META_TITLE }, { "twitter:title", META_TITLE }, { "dc.title", META_TITLE },
    { "og:site_name", META_PUBLISHER }, { "dc.publisher", META_PUBLISHER }, { "publisher", META_PUBLISHER },
    { "article:published_time", META_ARTICLE }, { "og:published_time", META_ARTICLE },
    { "article:modified_time", META_MODIFIED }, { "og:updated_time", META_MODIFIED }, { "datemodified", META_MODIFIED },
    { "last-modified", META_MODIFIED }, { "dcterms.modified", META_MODIFIED }, { "datepublished", META_ARTICLE },
    { "pubdate", META_PUBLISHED },
    { "publishdate", META_PUBLISHED }, { "publish_date", META_PUBLISHED }, { "date", META_PUBLISHED },
    { "dc.date", META_PUBLISHED }, { "dc.date.issued", META_PUBLISHED }, { "dcterms.created", META_PUBLISHED },
    { "citation_publication_date", META_PUBLISHED }, { "parsely-pub-date", META_PUBLISHED },
    { "sailthru.date", META_PUBLISHED },
    { "author", META_AUTHOR }, { "article:author", META_AUTHOR }, { "dc.creator", META_AUTHOR },
    { "citation_author", META_AUTHOR }, { "parsely-author", META_AUTHOR }, { "sailthru.author", META_AUTHOR },
    { "og:url", META_URL }, { "content-language", META_LANGUAGE }, { "language", META_LANGUAGE },
    { "inlanguage", META_LANGUAGE },
};

void html_meta(Arena *arena, HtmlMeta *meta, Str name, Str content)
{
    char lower[40];

    if (name.len >= sizeof lower)
        return;
    for (size_t i = 0; i < name.len; i++)
        lower[i] = (char)(name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? name.ptr[i] + 32 : name.ptr[i]);
    for (size_t i = 0; i < sizeof meta_names / sizeof *meta_names; i++) {
        if (!str_eq(str_of(meta_names[i].name), (Str){ lower, name.len }))
            continue;
        switch (meta_names[i].field) {
        case META_TITLE:        set(arena, &meta->og_title, content);               break;
        case META_PUBLISHER:    set(arena, &meta->site, content);                           break;
        case META_ARTICLE:      set_date(arena, &meta->published[DATE_ARTICLE], content);   break;
        case META_PUBLISHED:    set_date(arena, &meta->published[DATE_META], content);      break;
        case META_MODIFIED:     set_date(arena, &meta->modified, content);                  break;
        case META_URL:          set(arena, &meta->url, content);                    break;
        case META_LANGUAGE:     set(arena, &meta->language, content);               break;
        case META_AUTHOR:
            content = str_trim(content);
            if (is_name(content) && meta->meta_authors.count < AUTHORS_MAX &&
                !among(meta->meta_authors.at, meta->meta_authors.count, content))
                vec_push(arena, &meta->meta_authors, arena_str(arena, content));
            break;
        }
    }
}

static Str json_text_of(const json_t *value)
{
    return json_is_string(value) ? (Str){ json_string_value(value), json_string_length(value) } : STR_NONE;
}

/* A string, {"name": ...}, or a list of either. */
static void json_authors(Arena *arena, HtmlMeta *meta, const json_t *value, int depth)
{
    if (depth > JSON_DEPTH)
        return;
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            json_authors(arena, meta, json_array_get(value, i), depth + 1);
    } else if (json_is_object(value)) {
        json_authors(arena, meta, json_object_get(value, "name"), depth + 1);
    } else {
        Str name = str_trim(json_text_of(value));
        if (is_name(name) && meta->authors.count < AUTHORS_MAX && !among(meta->authors.at, meta->authors.count, name))
            vec_push(arena, &meta->authors, arena_str(arena, name));
    }
}

static void json_article(Arena *arena, HtmlMeta *meta, const json_t *object)
{
    if (meta->headline.len)
        return;                 /* the first article of the page is the page's own */
    meta->headline = arena_str(arena, str_trim(json_text_of(json_object_get(object, "headline"))));
    set_date(arena, &meta->published[DATE_JSON], json_text_of(json_object_get(object, "datePublished")));
    Str modified = json_text_of(json_object_get(object, "dateModified"));
    if (html_date(arena, modified).len)
        meta->modified = arena_str(arena, modified);
    const json_t *publisher = json_object_get(object, "publisher");
    set(arena, &meta->publisher, json_is_string(publisher) ? json_text_of(publisher)
                                                           : json_text_of(json_object_get(publisher, "name")));
    set(arena, &meta->language, json_text_of(json_object_get(object, "inLanguage")));
    json_authors(arena, meta, json_object_get(object, "author"), 0);
}

static void json_walk(Arena *arena, HtmlMeta *meta, const json_t *value, int depth)
{
    if (depth > JSON_DEPTH)
        return;
    if (json_is_array(value))
        for (size_t i = 0; i < json_array_size(value); i++)
            json_walk(arena, meta, json_array_get(value, i), depth + 1);
    if (!json_is_object(value))
        return;
    if (json_object_get(value, "headline"))
        json_article(arena, meta, value);
    json_walk(arena, meta, json_object_get(value, "@graph"), depth + 1);
    json_walk(arena, meta, json_object_get(value, "mainEntity"), depth + 1);
}

/* Line breaks inside strings and comment marks around it all are no JSON, but common. */
static Str mended(Arena *arena, Str json)
{
    size_t start = 0, end = json.len;
    char *copy = arena_cstr(arena, json);

    for (size_t i = 0; i < json.len; i++)
        if ((unsigned char)copy[i] < ' ')
            copy[i] = ' ';
    while (start < end && copy[start] != '{' && copy[start] != '[')
        start++;
    while (end > start && copy[end - 1] != '}' && copy[end - 1] != ']')
        end--;
    return (Str){ copy + start, end - start };
}

void html_meta_json(Arena *arena, HtmlMeta *meta, Str json)
{
    Str text = mended(arena, json);
    json_t *root = json_loadb(text.ptr, text.len, 0, NULL);

    if (root)
        json_walk(arena, meta, root, 0);
    json_decref(root);
}

/* ---- what it comes to ---- */

void html_meta_time(Arena *arena, HtmlMeta *meta, Str datetime)
{
    set_date(arena, &meta->published[DATE_TIME], datetime);
}

static int best_date(const HtmlMeta *meta)
{
    for (int i = 0; i < DATES; i++)
        if (meta->published[i].len)
            return i;
    return DATES;
}

Str html_meta_published(Arena *arena, const HtmlMeta *meta)
{
    int best = best_date(meta);
    return best < DATES ? html_date(arena, meta->published[best]) : STR_NONE;
}

/* Days apart; one day is none where a time zone may make it. */
static bool differ(Arena *arena, Str a, Str b)
{
    int32_t x, y;

    if (!day_parse(html_date(arena, a), &x) || !day_parse(html_date(arena, b), &y))
        return false;
    int32_t days = x > y ? x - y : y - x;
    return days > 1 || (days == 1 && a.len <= 10 && b.len <= 10);
}

/* The beginning of a name, no letter cut in two. */
static Str brief(Str name)
{
    size_t end = name.len < BRIEF ? name.len : BRIEF;

    while (end < name.len && end > 0 && (name.ptr[end] & 0xC0) == 0x80)
        end--;
    return str_slice(name, 0, end);
}

static void note_dates(Arena *arena, const HtmlMeta *meta, HtmlNotes *notes)
{
    static const char *const where[DATES] = { "its JSON-LD", "its article tag", "a meta tag", "a time element" };
    int best = best_date(meta);

    /* The first time element of a page may be anybody's: it is used for want of better, and contradicts nothing. */
    for (int i = best + 1; i < DATE_TIME; i++)
        if (meta->published[i].len && differ(arena, meta->published[best], meta->published[i]))
            vec_push(arena, notes, ((Note){ S("page_date_conflict"), SPAN_NONE,
                     arena_printf(arena, "the page was published on " STR_FMT " by %s, on " STR_FMT " by %s; "
                                  "the first is used",
                                  STR_ARG(html_date(arena, meta->published[best])), where[best],
                                  STR_ARG(html_date(arena, meta->published[i])), where[i]) }));
    if (best < DATES && differ(arena, meta->modified, meta->published[best]))
        vec_push(arena, notes, ((Note){ S("page_modified"), SPAN_NONE,
                 arena_printf(arena, "the page says that it was changed on " STR_FMT,
                              STR_ARG(html_date(arena, meta->modified))) }));
}

HtmlNotes html_meta_notes(Arena *arena, const HtmlMeta *meta)
{
    HtmlNotes notes = { 0 };
    bool shared = false;

    note_dates(arena, meta, &notes);
    if (meta->publisher.len && meta->site.len && str_find(meta->publisher, meta->site, 0) == SIZE_MAX &&
        str_find(meta->site, meta->publisher, 0) == SIZE_MAX)
        vec_push(arena, &notes, ((Note){ S("page_publisher_conflict"), SPAN_NONE,
                 arena_printf(arena, "the page names its publisher " STR_FMT ", its meta tags " STR_FMT
                              "; the first is used",
                              STR_ARG(brief(meta->publisher)), STR_ARG(brief(meta->site))) }));
    for (size_t i = 0; i < meta->meta_authors.count; i++)
        shared |= among(meta->authors.at, meta->authors.count, meta->meta_authors.at[i]);
    if (meta->authors.count && meta->meta_authors.count && !shared)
        vec_push(arena, &notes, ((Note){ S("page_author_conflict"), SPAN_NONE,
                 arena_printf(arena, "the page names its author " STR_FMT ", its meta tags " STR_FMT
                              "; the first is used",
                              STR_ARG(brief(meta->authors.at[0])), STR_ARG(brief(meta->meta_authors.at[0]))) }));
    return notes;
}
