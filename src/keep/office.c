/* office.c -- see office.h: libarchive's ZIP reader and libxml2's SAX parser, both given memory only. */
#include "keep/office.h"

#include "base/vec.h"
#include "keep/worker.h"

#include <archive.h>
#include <archive_entry.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#define PART_MAX    ((size_t)256 << 20)
#define PART_FREE   ((size_t)16 << 20)      /* up to here no ratio is asked for */
#define RATIO_MAX   200
#define ENTRIES_MAX 100000

/* ---- the archive ---- */

static int read_part(struct archive *zip, Arena *arena, size_t archive_size, Str *ret)
{
    StrBuf bytes = { 0 };
    size_t room = archive_size * RATIO_MAX > PART_FREE ? archive_size * RATIO_MAX : PART_FREE;
    la_ssize_t n = 0;

    if (room > PART_MAX)
        room = PART_MAX;
    do {
        strbuf_reserve(&bytes, 1 << 16);
        n = archive_read_data(zip, bytes.ptr + bytes.len, 1 << 16);
        if (n > 0)
            bytes.len += (size_t)n;
    } while (n > 0 && bytes.len <= room);
    int code = bytes.len > room ? WORKER_TOO_BIG : n < 0 ? WORKER_BROKEN : 0;
    if (code == 0)
        *ret = arena_str(arena, strbuf_str(&bytes));
    strbuf_finish(&bytes);
    return code;
}

static bool is_picture(const char *name)
{
    return strstr(name, "/media/") || strncmp(name, "Pictures/", 9) == 0;
}

static int take_entry(struct archive *zip, struct archive_entry *entry, Arena *arena, size_t archive_size,
                      OfficePart *parts, size_t count, size_t *pictures)
{
    const char *name = archive_entry_pathname(entry);

    if (name == NULL)
        return 0;
    *pictures += is_picture(name);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(parts[i].name, name) != 0 || parts[i].bytes.ptr)
            continue;
        return archive_entry_is_encrypted(entry) ? WORKER_LOCKED : read_part(zip, arena, archive_size, &parts[i].bytes);
    }
    return 0;
}

int office_parts(Arena *arena, Str zip, OfficePart *parts, size_t count, size_t *pictures)
{
    struct archive *archive = archive_read_new();
    struct archive_entry *entry;
    size_t entries = 0;
    int code = 0, got = ARCHIVE_OK;

    archive_read_support_format_zip(archive);
    if (archive_read_open_memory(archive, zip.ptr, zip.len) != ARCHIVE_OK)
        code = WORKER_BROKEN;
    while (code == 0 && (got = archive_read_next_header(archive, &entry)) >= ARCHIVE_WARN && got != ARCHIVE_EOF)
        code = ++entries > ENTRIES_MAX ? WORKER_TOO_BIG
             : take_entry(archive, entry, arena, zip.len, parts, count, pictures);
    archive_read_free(archive);
    return code ? code : entries ? 0 : WORKER_BROKEN;
}

/* ---- XML ---- */

typedef struct Xml {
    const OfficeEvents *events;
    Arena              *arena;
    xmlParserCtxtPtr    parser;
    VEC(OfficeAttribute) attributes;        /* of the element that opens */
    size_t              depth;
    int                 code;
} Xml;

static void stop(Xml *x, int code)
{
    if (x->code == 0)
        x->code = code;
    xmlStopParser(x->parser);
}

static void start_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space, int spaces,
                          const xmlChar **namespaces, int count, int defaulted, const xmlChar **values)
{
    Xml *x = context;

    (void)prefix, (void)spaces, (void)namespaces, (void)defaulted;
    if (++x->depth > OFFICE_DEPTH) {
        stop(x, WORKER_TOO_BIG);
        return;
    }
    x->attributes.count = 0;
    for (int i = 0; i < count; i++)
        vec_push(x->arena, &x->attributes, (OfficeAttribute){ str_of((const char *)values[5 * i]),
                 { (const char *)values[5 * i + 3], (size_t)(values[5 * i + 4] - values[5 * i + 3]) } });
    OfficeElement e = { space ? str_of((const char *)space) : S(""), str_of((const char *)name), x->attributes.at,
                        x->attributes.count };
    if (x->code == 0)
        x->events->start(x->events->context, &e);
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
    Xml *x = context;

    (void)prefix;
    x->depth--;
    if (x->code == 0)
        x->events->end(x->events->context, space ? str_of((const char *)space) : S(""), str_of((const char *)name));
}

static void characters(void *context, const xmlChar *text, int len)
{
    Xml *x = context;

    if (x->code == 0 && len > 0)
        x->events->text(x->events->context, (Str){ (const char *)text, (size_t)len });
}

/* A document type can define entities, and entities multiply. */
static void document_type(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    stop(context, WORKER_BROKEN);
}

static void silent(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

void office_prepare(void)
{
    xmlInitParser();
}

int office_xml(Arena *arena, Str xml, const OfficeEvents *events)
{
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC, .startElementNs = start_element, .endElementNs = end_element,
        .characters = characters, .ignorableWhitespace = characters, .cdataBlock = characters,
        .internalSubset = document_type, .warning = silent, .error = silent, .fatalError = silent,
    };
    Xml x = { .events = events, .arena = arena };

    if (xml.len == 0 || xml.len > INT32_MAX)
        return WORKER_BROKEN;
    x.parser = xmlCreateMemoryParserCtxt(xml.ptr, (int)xml.len);
    if (x.parser == NULL)
        return WORKER_BROKEN;
    xmlCtxtUseOptions(x.parser, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    *x.parser->sax = handler;
    x.parser->userData = &x;
    xmlParseDocument(x.parser);
    if (x.code == 0 && !x.parser->wellFormed)
        x.code = WORKER_BROKEN;
    xmlFreeParserCtxt(x.parser);
    return x.code;
}

Str office_attribute(const OfficeElement *e, const char *name)
{
    for (size_t i = 0; i < e->attribute_count; i++)
        if (str_eq(e->attributes[i].name, str_of(name)))
            return e->attributes[i].value;
    return STR_NONE;
}
