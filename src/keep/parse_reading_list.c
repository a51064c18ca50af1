/* parse_reading_list.c -- lists of works that a program for references wrote: CSL-JSON, Zotero's RDF.
 *
 * The text is the list itself, one block a value, so that every value of an entry has its words: title, authors,
 * date, language, where it appeared. Runs in dokaz-worker alone.
 */
#include "keep/parse_reading_list.h"

#include "base/auto.h"
#include "keep/paper.h"
#include "keep/parse_in.h"
#include "model/edtf.h"

#include <jansson.h>
#include <libxml/parser.h>

#define WORKS_MAX 20000

/* What one work has; written block by block. */
typedef struct Work {
    Str      title, date, language;
    VEC(Str) authors, notes;
} Work;

static void write_block(Paper *p, BlockKind kind, Str text)
{
    if (str_trim(text).len)
        paper_block(p, paper_line(p->arena, text), (Block){ .kind = kind, .origin = SPAN_NONE });
}

/* A date that is none as EDTF stays as words. */
static void write_work(Paper *p, const Work *w)
{
    if (!str_trim(w->title).len)
        return;
    write_block(p, BLOCK_WORK_TITLE, w->title);
    for (size_t i = 0; i < w->authors.count; i++)
        write_block(p, BLOCK_WORK_AUTHOR, w->authors.at[i]);
    write_block(p, edtf_plausible(str_trim(w->date)) ? BLOCK_WORK_DATE : BLOCK_WORK_NOTE, w->date);
    write_block(p, BLOCK_WORK_LANGUAGE, w->language);
    for (size_t i = 0; i < w->notes.count; i++)
        write_block(p, BLOCK_WORK_NOTE, w->notes.at[i]);
}

static int finish(Paper *p, const char *parser, StrBuf *answer)
{
    int code = p->blocks.count ? 0 : WORKER_EMPTY;

    if (code == 0)
        paper_answer(p, (Answer){ .parser = str_of(parser) }, answer);
    strbuf_finish(&p->text);
    return code;
}

/* ---- CSL-JSON ---- */

static Str text_of(const json_t *v)
{
    return json_is_string(v) ? (Str){ json_string_value(v), json_string_length(v) } : S("");
}

static Str number_or_text(Arena *arena, const json_t *v)
{
    return json_is_integer(v) ? arena_printf(arena, "%lld", (long long)json_integer_value(v)) : text_of(v);
}

static void add_names(Arena *arena, Work *w, const json_t *names)
{
    size_t i;
    json_t *one;

    json_array_foreach(names, i, one) {
        Str literal = text_of(json_object_get(one, "literal")), given = text_of(json_object_get(one, "given")),
            particle = text_of(json_object_get(one, "non-dropping-particle")), family = text_of(json_object_get(one, "family"));
        vec_push(arena, &w->authors, literal.len ? literal :
                 arena_printf(arena, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(given), STR_ARG(particle), STR_ARG(family)));
    }
}

/* {"date-parts": [[2022, 9, 10]]}, two of them for an interval; or {"raw": "..."}. */
static Str date_of(Arena *arena, const json_t *date)
{
    Str said = STR_NONE;
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(date, "date-parts"), i, one) {
        int64_t part[3] = { 0 };
        for (size_t k = 0; k < 3 && k < json_array_size(one); k++)
            str_to_i64(number_or_text(arena, json_array_get(one, k)), &part[k]);
        if (i > 1 || part[0] < 1000 || part[0] > 2999)
            break;
        Str day = part[1] < 1 || part[1] > 12 ? arena_printf(arena, "%04lld", (long long)part[0])
                : part[2] < 1 || part[2] > 31 ? arena_printf(arena, "%04lld-%02lld", (long long)part[0], (long long)part[1])
                : arena_printf(arena, "%04lld-%02lld-%02lld", (long long)part[0], (long long)part[1], (long long)part[2]);
        said = said.ptr ? arena_printf(arena, STR_FMT "/" STR_FMT, STR_ARG(said), STR_ARG(day)) : day;
    }
    if (said.ptr)
        return said;
    Str raw = text_of(json_object_get(date, "raw"));
    return raw.len ? raw : text_of(json_object_get(date, "literal"));
}

static void csl_item(Paper *p, const json_t *item)
{
    Work w = { .title = text_of(json_object_get(item, "title")), .language = text_of(json_object_get(item, "language")) };
    const json_t *author = json_object_get(item, "author");

    add_names(p->arena, &w, json_array_size(author) ? author : json_object_get(item, "editor"));
    w.date = date_of(p->arena, json_object_get(item, "issued"));
    static const char *const where[] = { "container-title", "publisher", "URL", "archive_location" };
    for (size_t i = 0; i < sizeof where / sizeof *where; i++) {
        Str note = text_of(json_object_get(item, where[i]));
        bool again = w.notes.count && str_eq(w.notes.at[w.notes.count - 1], note);
        if (note.len && !again)
            vec_push(p->arena, &w.notes, note);
    }
    write_work(p, &w);
}

static int csl_work(Str original, Str options, StrBuf *answer)
{
    AUTO_ARENA arena = arena_create();
    Paper paper = { .arena = arena };
    Str text = str_starts(original, S("\xEF\xBB\xBF")) ? str_slice(original, 3, SIZE_MAX) : original;
    json_t *root = json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, NULL), *item;
    size_t i;

    (void)options;
    if (!root)
        return WORKER_BROKEN;
    json_array_foreach(root, i, item)
        if (i < WORKS_MAX)
            csl_item(&paper, item);
    int code = json_array_size(root) > WORKS_MAX ? WORKER_TOO_BIG : finish(&paper, "csl/1", answer);
    json_decref(root);
    return code;
}

/* ---- Zotero's RDF ---- */

static Str name_of(const xmlNode *n)
{
    return str_of((const char *)n->name);
}

static bool is_element(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && str_eq(name_of(n), str_of(name));
}

static Str content(Arena *arena, const xmlNode *n)
{
    xmlChar *text = xmlNodeGetContent(n);
    Str copy = text ? arena_str(arena, str_trim(str_of((const char *)text))) : S("");

    xmlFree(text);
    return copy;
}

static Str child_text(Arena *arena, const xmlNode *n, const char *name)
{
    for (const xmlNode *c = n->children; c; c = c->next)
        if (is_element(c, name))
            return content(arena, c);
    return S("");
}

#define DEEP_MAX 12

/* Persons at any depth below bib:authors. */
static void add_persons(Arena *arena, Work *w, const xmlNode *n, int depth)
{
    for (const xmlNode *c = n->children; c && depth < DEEP_MAX; c = c->next) {
        if (!is_element(c, "Person")) {
            add_persons(arena, w, c, depth + 1);
            continue;
        }
        Str given = child_text(arena, c, "givenName"), family = child_text(arena, c, "surname");
        if (!given.len)
            given = child_text(arena, c, "givenname");
        vec_push(arena, &w->authors, arena_printf(arena, STR_FMT " " STR_FMT, STR_ARG(given), STR_ARG(family)));
    }
}

/* The journal or site that it appeared in, when it stands inside. */
static Str place_of(Arena *arena, const xmlNode *n)
{
    for (const xmlNode *c = n->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && child_text(arena, c, "title").len)
            return child_text(arena, c, "title");
    return S("");
}

static void zotero_item(Paper *p, const xmlNode *n)
{
    Arena *arena = p->arena;
    Work w = { .title = child_text(arena, n, "title"), .date = child_text(arena, n, "date"),
               .language = child_text(arena, n, "language") };

    for (const xmlNode *c = n->children; c; c = c->next) {
        if (is_element(c, "authors"))
            add_persons(arena, &w, c, 0);
        else if (is_element(c, "isPartOf") && place_of(arena, c).len)
            vec_push(arena, &w.notes, place_of(arena, c));
        else if (is_element(c, "identifier"))
            vec_push(arena, &w.notes, content(arena, c));
    }
    write_work(p, &w);
}

/* Attachments, notes and collections have no item type of a work. */
static bool is_work(Arena *arena, const xmlNode *n)
{
    Str type = child_text(arena, n, "itemType");

    return n->type == XML_ELEMENT_NODE && type.len && !str_eq(type, S("attachment")) && !str_eq(type, S("note"));
}

static int zotero_work(Str original, Str options, StrBuf *answer)
{
    AUTO_ARENA arena = arena_create();
    Paper paper = { .arena = arena };
    size_t works = 0;

    (void)options;
    if (original.len > INT32_MAX)
        return WORKER_TOO_BIG;
    xmlDoc *doc = xmlReadMemory(original.ptr, (int)original.len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (!root) {
        xmlFreeDoc(doc);
        return WORKER_BROKEN;
    }
    for (const xmlNode *n = root->children; n && works < WORKS_MAX; n = n->next)
        if (is_work(arena, n)) {
            zotero_item(&paper, n);
            works++;
        }
    xmlFreeDoc(doc);
    return works >= WORKS_MAX ? WORKER_TOO_BIG : finish(&paper, "zotero/1", answer);
}

static int zotero_prepare(Str options)
{
    (void)options;
    xmlInitParser();
    return 0;
}

const WorkerParser csl_parser = { "csl", NULL, csl_work };
const WorkerParser zotero_parser = { "zotero", zotero_prepare, zotero_work };
