/* html_meta.c -- what a page says about itself: meta tags and JSON-LD. Runs in the box.
 *
 * JSON-LD wins over OpenGraph, OpenGraph over plain meta: the more a
 * publisher's own system wrote it, the better it is kept up.
 */
#include "keep/html_in.h"

#include <jansson.h>

#define JSON_DEPTH   12     /* of objects that are looked into */
#define AUTHORS_MAX  50

Str html_date(Str s)
{
    int32_t day;

    s = str_slice(str_trim(s), 0, 10);
    return day_parse(s, &day) ? s : STR_NONE;
}

static void set(Arena *arena, Str *field, Str value)
{
    value = str_trim(value);
    if (value.len && field->len == 0)
        *field = arena_str(arena, value);
}

static void add_author(Arena *arena, HtmlMeta *meta, Str name)
{
    name = str_trim(name);
    /* Some systems give the address of the author's page. */
    if (name.len == 0 || str_starts(name, S("http")) || meta->authors.count >= AUTHORS_MAX)
        return;
    for (size_t i = 0; i < meta->authors.count; i++)
        if (str_eq(meta->authors.at[i], name))
            return;
    vec_push(arena, &meta->authors, arena_str(arena, name));
}

typedef enum MetaField { META_TITLE, META_PUBLISHER, META_PUBLISHED, META_AUTHOR, META_URL, META_LANGUAGE } MetaField;

static const struct { const char *name; MetaField field; } meta_names[] = {
    { "og:title", META_TITLE }, { "twitter:title", META_TITLE }, { "dc.title", META_TITLE },
    { "og:site_name", META_PUBLISHER }, { "dc.publisher", META_PUBLISHER }, { "publisher", META_PUBLISHER },
    { "article:published_time", META_PUBLISHED }, { "datepublished", META_PUBLISHED }, { "pubdate", META_PUBLISHED },
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
        case META_PUBLISHER:    set(arena, &meta->publisher, content);              break;
        case META_PUBLISHED:    set(arena, &meta->published, html_date(content));   break;
        case META_URL:          set(arena, &meta->url, content);                    break;
        case META_LANGUAGE:     set(arena, &meta->language, content);               break;
        case META_AUTHOR:
            if (!meta->authors_from_json)
                add_author(arena, meta, content);
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
        add_author(arena, meta, json_text_of(value));
    }
}

/* An override: JSON-LD comes after the meta tags it beats. */
static void replace(Arena *arena, Str *field, Str value)
{
    if (str_trim(value).len)
        *field = arena_str(arena, str_trim(value));
}

static void json_article(Arena *arena, HtmlMeta *meta, const json_t *object)
{
    const json_t *author = json_object_get(object, "author");

    if (meta->headline.len)
        return;                 /* the first article of the page is the page's own */
    meta->headline = arena_str(arena, str_trim(json_text_of(json_object_get(object, "headline"))));
    replace(arena, &meta->published, html_date(json_text_of(json_object_get(object, "datePublished"))));
    replace(arena, &meta->publisher, json_text_of(json_object_get(json_object_get(object, "publisher"), "name")));
    set(arena, &meta->language, json_text_of(json_object_get(object, "inLanguage")));
    if (author && !meta->authors_from_json) {
        meta->authors.count = 0;
        json_authors(arena, meta, author, 0);
        meta->authors_from_json = true;
    }
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

void html_meta_json(Arena *arena, HtmlMeta *meta, Str json)
{
    json_t *root = json_loadb(json.ptr, json.len, 0, NULL);

    if (root)
        json_walk(arena, meta, root, 0);
    json_decref(root);
}
