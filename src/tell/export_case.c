/* export_case.c -- see export_case.h. */
#include "tell/export_case.h"

#include "base/auto.h"
#include "base/json_out.h"
#include "base/time.h"

typedef struct CaseOut {
    JsonOut     j;
    Arena      *arena;
    const View *view;
    Case       *c;
    bool        digests;
    Sha256      origin;         /* hash of the log's name: the ids of what is not an entry */
} CaseOut;

Str export_uuid(Arena *arena, const Sha256 *hash, const char *word)
{
    AUTO_STRBUF b = { 0 };

    strbuf_add(&b, sha256_str(hash));
    strbuf_add(&b, str_of(word));
    Sha256 id = sha256(strbuf_str(&b));
    id.byte[6] = (uint8_t)((id.byte[6] & 0x0F) | 0x80);
    id.byte[8] = (uint8_t)((id.byte[8] & 0x3F) | 0x80);
    Str hex = hex_encode(arena, sha256_str(&id));
    return arena_printf(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex.ptr, hex.ptr + 8, hex.ptr + 12, hex.ptr + 16, hex.ptr + 20);
}

static Str node_id(CaseOut *o, const char *kind, const Sha256 *hash)
{
    Str uuid = export_uuid(o->arena, hash, kind);

    return arena_printf(o->arena, "kb:%s-" STR_FMT, kind, STR_ARG(uuid));
}

static void begin_node(CaseOut *o, const char *key, Str id, const char *type)
{
    json_object(&o->j, key);
    json_str(&o->j, "@id", id);
    json_text(&o->j, "@type", type);
}

static void reference(CaseOut *o, const char *key, Str id)
{
    json_object(&o->j, key);
    json_str(&o->j, "@id", id);
    json_object_end(&o->j);
}

static void typed(CaseOut *o, const char *key, const char *type, Str value)
{
    json_object(&o->j, key);
    json_text(&o->j, "@type", type);
    json_str(&o->j, "@value", value);
    json_object_end(&o->j);
}

static void masked(CaseOut *o, const char *key, Str value)
{
    AUTO_STRBUF b = { 0 };

    if (!value.len)
        return;
    view_str(o->view, value, &b);
    json_str(&o->j, key, strbuf_str(&b));
}

static void write_context(CaseOut *o)
{
    static const char *const context[][2] = {
        { "case-investigation", "https://ontology.caseontology.org/case/investigation/" },
        { "kb", "http://example.org/kb/" },
        { "uco-action", "https://ontology.unifiedcyberontology.org/uco/action/" },
        { "uco-core", "https://ontology.unifiedcyberontology.org/uco/core/" },
        { "uco-identity", "https://ontology.unifiedcyberontology.org/uco/identity/" },
        { "uco-observable", "https://ontology.unifiedcyberontology.org/uco/observable/" },
        { "uco-tool", "https://ontology.unifiedcyberontology.org/uco/tool/" },
        { "uco-types", "https://ontology.unifiedcyberontology.org/uco/types/" },
        { "xsd", "http://www.w3.org/2001/XMLSchema#" },
    };

    json_object(&o->j, "@context");
    for (size_t i = 0; i < sizeof context / sizeof *context; i++)
        json_text(&o->j, context[i][0], context[i][1]);
    json_object_end(&o->j);
}

/* What was there before the first entry: the investigation, the program, the keys. */
static void write_frame(CaseOut *o, const Custody *custody)
{
    Str origin = str_of(case_key(o->c)->name);

    begin_node(o, NULL, node_id(o, "investigation", &o->origin), "case-investigation:Investigation");
    json_str(&o->j, "uco-core:name", origin);
    json_array(&o->j, "uco-core:object");
    for (size_t i = 0; i < custody->count; i++)
        if (custody->events[i].type == ENTRY_ITEM)
            reference(o, NULL, node_id(o, "provenance-record", &custody->events[i].leaf));
    json_array_end(&o->j);
    json_object_end(&o->j);

    begin_node(o, NULL, node_id(o, "tool", &o->origin), "uco-tool:Tool");
    json_text(&o->j, "uco-core:name", "dokaz");
    json_text(&o->j, "uco-tool:toolType", "Evidence log");
    json_text(&o->j, "uco-tool:version", DOKAZ_VERSION);
    json_object_end(&o->j);

    for (size_t i = 0; i < custody->count; i++) {
        const CustodyEvent *e = &custody->events[i];
        bool before = false;
        for (size_t k = 0; k < i && !before; k++)
            before = memcmp(custody->events[k].actor.byte, e->actor.byte, SHA256_SIZE) == 0;
        if (before)
            continue;
        Str hex = hex_encode(o->arena, sha256_str(&e->actor));
        begin_node(o, NULL, node_id(o, "identity", &e->actor), "uco-identity:Identity");
        json_str(&o->j, "uco-core:name", arena_printf(o->arena, "Ed25519 key with SHA-256 " STR_FMT, STR_ARG(hex)));
        json_object_end(&o->j);
    }
}

static void write_facets(CaseOut *o, const CustodyEvent *e)
{
    Sha256 digest;
    int64_t size;

    json_array(&o->j, "uco-core:hasFacet");
    begin_node(o, NULL, node_id(o, "file-facet", &e->leaf), "uco-observable:FileFacet");
    masked(o, "uco-observable:fileName", record_value(&e->record, "name"));
    if (o->digests && str_to_i64(record_value(&e->record, "size"), &size))
        json_i64(&o->j, "uco-observable:sizeInBytes", size);
    json_object_end(&o->j);
    begin_node(o, NULL, node_id(o, "content-data-facet", &e->leaf), "uco-observable:ContentDataFacet");
    masked(o, "uco-observable:mimeType", record_value(&e->record, "media-type"));
    if (o->digests && custody_digest(e, &digest)) {
        json_array(&o->j, "uco-observable:hash");
        begin_node(o, NULL, node_id(o, "hash", &e->leaf), "uco-types:Hash");
        json_text(&o->j, "uco-types:hashMethod", "SHA256");
        typed(o, "uco-types:hashValue", "xsd:hexBinary", hex_encode(o->arena, sha256_str(&digest)));
        json_object_end(&o->j);
        json_array_end(&o->j);
    }
    json_object_end(&o->j);
    json_array_end(&o->j);
}

/* The original, and the record that makes it an exhibit. */
static void write_original(CaseOut *o, const CustodyEvent *e)
{
    Str leaf = hex_encode(o->arena, sha256_str(&e->leaf));

    begin_node(o, NULL, node_id(o, "original", &e->leaf), "uco-observable:ObservableObject");
    if (!e->erased)
        write_facets(o, e);
    json_object_end(&o->j);
    begin_node(o, NULL, node_id(o, "provenance-record", &e->leaf), "case-investigation:ProvenanceRecord");
    json_str(&o->j, "case-investigation:exhibitNumber", arena_printf(o->arena, "entry:%llu", (unsigned long long)e->index));
    json_str(&o->j, "uco-core:description", arena_printf(o->arena, "entry %llu of the log; leaf hash " STR_FMT,
             (unsigned long long)e->index, STR_ARG(leaf)));
    json_array(&o->j, "uco-core:object");
    reference(o, NULL, node_id(o, "original", &e->leaf));
    json_array_end(&o->j);
    json_object_end(&o->j);
}

/* What the record says of the act, but for what the original's own facets say. */
static Str describe(CaseOut *o, const CustodyEvent *e)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < e->record.count; i++) {
        Str key = e->record.fields[i].key;
        bool facet = e->type == ENTRY_ITEM &&
                     (str_eq(key, S("name")) || str_eq(key, S("size")) || str_eq(key, S("media-type")));
        if (facet || !custody_shows(e, key))
            continue;
        strbuf_printf(&b, "%s" STR_FMT ": ", b.len ? "; " : "", STR_ARG(key));
        view_str(o->view, e->record.fields[i].value, &b);
    }
    return arena_str(o->arena, strbuf_str(&b));
}

static void write_action(CaseOut *o, const Custody *custody, const CustodyEvent *e)
{
    char time[21];
    Str about = describe(o, e);
    Str object = e->of >= 0 ? node_id(o, "original", &custody->events[e->of].leaf) : node_id(o, "investigation", &o->origin);

    time_format(e->time, time);
    begin_node(o, NULL, node_id(o, "investigative-action", &e->leaf), "case-investigation:InvestigativeAction");
    json_text(&o->j, "uco-core:name", custody_step(e->type));
    if (about.len)
        json_str(&o->j, "uco-core:description", about);
    typed(o, "uco-action:startTime", "xsd:dateTime", str_of(time));
    typed(o, "uco-action:endTime", "xsd:dateTime", str_of(time));
    reference(o, "uco-action:performer", node_id(o, "identity", &e->actor));
    reference(o, "uco-action:instrument", node_id(o, "tool", &o->origin));
    json_array(&o->j, "uco-action:object");
    reference(o, NULL, object);
    json_array_end(&o->j);
    if (e->type == ENTRY_ITEM) {
        json_array(&o->j, "uco-action:result");
        reference(o, NULL, node_id(o, "provenance-record", &e->leaf));
        json_array_end(&o->j);
    }
    json_object_end(&o->j);
}

void export_case(const View *view, Case *c, const Custody *custody, bool digests, StrBuf *out)
{
    AUTO_ARENA arena = arena_create();
    CaseOut o = { .j = { .out = out }, .arena = arena, .view = view, .c = c, .digests = digests,
                  .origin = sha256(str_of(case_key(c)->name)) };

    json_object(&o.j, NULL);
    write_context(&o);
    json_array(&o.j, "@graph");
    write_frame(&o, custody);
    for (size_t i = 0; i < custody->count; i++) {
        ArenaMark mark = arena_mark(arena);
        if (custody->events[i].type == ENTRY_ITEM)
            write_original(&o, &custody->events[i]);
        write_action(&o, custody, &custody->events[i]);
        arena_rewind(arena, mark);
    }
    json_array_end(&o.j);
    json_object_end(&o.j);
    json_line_end(&o.j);
}
