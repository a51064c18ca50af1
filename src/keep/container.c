/* container.c -- see container.h. */
#include "keep/container.h"

#include "base/auto.h"
#include "base/vec.h"
#include "keep/charset.h"
#include "keep/worker.h"

static const ContainerType types[] = {
    { S("message/rfc822"),              "mail",    "e-mail",        true,  false },
    { S("application/mbox"),            "mbox",    "the mailbox",   false, false },
    { S("application/zip"),             "archive", "the archive",   false, false },
    { S("application/wacz"),            "archive", "the archive",   false, false },
    { S("application/x-7z-compressed"), "archive", "the archive",   false, false },
    { S("application/vnd.rar"),         "archive", "the archive",   false, false },
    { S("application/x-tar"),           "archive", "the archive",   false, false },
    { S("application/gzip"),            "archive", "the compressed file", false, false },
    { S("application/x-bzip2"),         "archive", "the compressed file", false, false },
    { S("application/x-xz"),            "archive", "the compressed file", false, false },
    { S("application/zstd"),            "archive", "the compressed file", false, false },
    { S("application/warc"),            "warc",    "the web archive", false, false },
    { S("application/x-arc"),           "warc",    "the web archive", false, false },
    { S("text/csv"),                    "table",   "the table",     false, true },
    { S("text/tab-separated-values"),   "table",   "the table",     false, true },
    { S("application/json"),            "json",    "JSON",          false, true },
};

#define FACTS_MAX 6000

static const BoxLimits limits = { .memory = 2048ull << 20, .cpu_seconds = 60, .wall_seconds = 120, .output = 1ull << 30 };

const ContainerType *container_of(Str media_type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq(types[i].media_type, media_type))
            return &types[i];
    return NULL;
}

PartBudget part_budget(uint64_t size)
{
    uint64_t most = size < PART_TOTAL / PART_RATIO ? size * PART_RATIO : PART_TOTAL;

    if (most < PART_FREE)
        most = PART_FREE;
    return (PartBudget){ most < PART_TOTAL ? most : PART_TOTAL, PART_ENTRIES };
}

int part_depth(Str document)
{
    int depth = 0;

    for (size_t i = 0; i < document.len; i++)
        depth += document.ptr[i] == '/';
    return depth;
}

/* ---- what came out ---- */

typedef struct Opening {
    Arena      *arena;
    Workers    *workers;
    PartBudget *budget;
    PartSink   *sink;
    void       *context;
    Contents    c;
    VEC(Str)        refused;
    VEC(AnswerFact) facts;
    bool        full, converted;
} Opening;

static void refuse(Opening *o, Str line)
{
    if (o->refused.count < CONTENTS_LINES)
        vec_push(o->arena, &o->refused, line);
    else
        o->c.refused_more++;
}

static void refuse_part(Opening *o, const Part *part, Str why)
{
    refuse(o, arena_printf(o->arena, "%llu " STR_FMT ": " STR_FMT, (unsigned long long)part->number,
                           STR_ARG(str_slice(part->name, 0, 500)), STR_ARG(why)));
}

/* Numbers of several answers are added up, all else is kept once. The first answer repeats nothing. */
static void add_fact(Opening *o, const AnswerFact *fact, size_t first)
{
    int64_t a, b;

    for (size_t i = 0; i < first; i++) {
        AnswerFact *old = &o->facts.at[i];
        if (!str_eq(old->key, fact->key))
            continue;
        if (str_to_i64(old->value, &a) && str_to_i64(fact->value, &b)) {
            old->value = arena_printf(o->arena, "%lld", (long long)(a + b));
            return;
        }
        if (str_eq(old->value, fact->value))
            return;
    }
    if (o->facts.count < FACTS_MAX)
        vec_push(o->arena, &o->facts, *fact);
}

static Status hand_on(Opening *o, Part *part, Error *err)
{
    if (part->refused.ptr) {
        refuse_part(o, part, part->refused);
        return OK;
    }
    if (o->full || o->budget->entries == 0 || o->budget->bytes < part->bytes.len) {
        o->full = true;
        return OK;
    }
    if (o->converted)
        part->at = part->length = PART_NOWHERE;
    o->budget->entries--;
    o->budget->bytes -= part->bytes.len;
    o->c.taken++;
    return o->sink(o->context, part, err);
}

static Status take(Opening *o, const Parts *p, Error *err)
{
    Status status = OK;

    for (size_t i = 0; status == OK && i < p->count; i++)
        status = hand_on(o, &p->parts[i], err);
    for (size_t i = 0, first = o->facts.count; i < p->fact_count; i++)
        add_fact(o, &p->facts[i], first);
    o->c.held = p->number;
    o->full = o->full || p->full;
    if (p->parser.ptr)
        o->c.parser = p->parser;
    return status;
}

static void finish(Opening *o, Contents *ret)
{
    if (o->full) {                      /* first, so that it is named whatever else is */
        refuse(o, o->refused.count ? o->refused.at[0] : STR_NONE);
        o->refused.at[0] = arena_printf(o->arena, "the rest: over the limits for one original (%d entries, %d times its"
                                        " size, 2 GB)", PART_ENTRIES, PART_RATIO);
    }
    o->c.facts = o->facts.at;
    o->c.fact_count = o->facts.count;
    o->c.refused = o->refused.at;
    o->c.refused_count = o->refused.count;
    *ret = o->c;
}

/* ---- asking the worker ---- */

static Status ask_once(Opening *o, int original, const ContainerType *type, PartAsk *ask, Error *err)
{
    AUTO_STRBUF answer = { 0 };
    Parts parts;

    ask->bytes = o->budget->bytes;
    ask->entries = o->budget->entries;
    Status status = workers_run_on(o->workers, type->parser, type->what, original, part_ask_text(o->arena, ask), &limits,
                                  &answer, err);
    if (status != OK)
        return status;
    if (!parts_read(o->arena, strbuf_str(&answer), &parts) || (parts.next && parts.next <= ask->from) ||
        parts.number < ask->number)
        return fail(err, ERR_BAD_INPUT, "%s: the parser's answer makes no sense", type->what);
    ask->from = parts.next;
    ask->number = parts.number;
    return take(o, &parts, err);
}

static Status ask_all(Opening *o, int original, const ContainerType *type, Error *err)
{
    PartAsk ask = { .from = 0 };
    Error why = { 0 };
    uint64_t before;
    Status status;

    do {
        before = o->c.taken;
        status = ask_once(o, original, type, &ask, &why);
    } while (status == OK && ask.from && !o->full);
    if (status == ERR_BAD_INPUT && before > 0) {        /* what came before it stays */
        refuse(o, arena_printf(o->arena, "the rest: %s", why.text));
        return OK;
    }
    return status == OK ? OK : fail(err, status, "%s", why.text);
}

static Status decode(Opening *o, Str *bytes, Error *err)
{
    Charset charset = charset_find(o->workers, *bytes, false);

    if (str_eq(charset.name, S("utf-8"))) {
        *bytes = utf8_repair(o->arena, *bytes).text;
        return OK;
    }
    o->converted = true;
    return charset_convert(o->arena, o->workers, *bytes, charset, bytes, err);
}

Status container_open(Arena *arena, Workers *workers, Str bytes, const ContainerType *type, PartBudget *budget,
                      PartSink *part, void *context, Contents *ret, Error *err)
{
    Opening o = { .arena = arena, .workers = workers, .budget = budget, .sink = part, .context = context };
    AUTO_CLOSE original = -1;
    Mail mail;

    if (bytes.len > PART_TOTAL)
        return fail(err, ERR_BAD_INPUT, "%s: over the limit of 2 GB for originals that are taken apart", type->what);
    if (type->text) {
        Status status = mail_read_all(arena, workers, &bytes, 1, &mail, err);
        return status == OK ? container_mail(arena, &mail, budget, part, context, ret, err) : status;
    }
    Status status = type->decoded ? decode(&o, &bytes, err) : OK;
    if (status == OK)
        status = worker_file(bytes, &original, err);
    if (status == OK)
        status = ask_all(&o, original, type, err);
    if (status == OK)
        finish(&o, ret);
    return status;
}

Status container_mail(Arena *arena, const Mail *mail, PartBudget *budget, PartSink *part, void *context, Contents *ret,
                      Error *err)
{
    Opening o = { .arena = arena, .budget = budget, .sink = part, .context = context };

    if (mail->refused.ptr)
        return fail(err, ERR_BAD_INPUT, STR_FMT, STR_ARG(mail->refused));
    Status status = take(&o, &mail->parts, err);
    o.c.parser = mail->answer.parser;
    if (status == OK)
        finish(&o, ret);
    return status;
}

static int64_t number_of(const Contents *c, Str key)
{
    int64_t n = 0;

    for (size_t i = 0; i < c->fact_count; i++)
        if (str_eq(c->facts[i].key, key))
            str_to_i64(c->facts[i].value, &n);
    return n;
}

Str contents_text(Arena *arena, const Contents *c)
{
    uint64_t refused = c->refused_count + c->refused_more;
    Str text = c->taken ? arena_printf(arena, "holds %llu %s", (unsigned long long)c->taken,
                                       c->taken == 1 ? "document" : "documents")
                        : S("holds no document that could be taken out");
    int64_t links = number_of(c, S("links"));

    if (links && !c->taken)
        text = arena_printf(arena, "lists %lld %s", (long long)links, links == 1 ? "address" : "addresses");

    if (refused)
        text = arena_printf(arena, STR_FMT "; not taken: " STR_FMT "%s", STR_ARG(text),
                            STR_ARG(str_slice(c->refused[0], 0, 200)),
                            refused > 1 ? arena_printf(arena, " (and %llu more)", (unsigned long long)refused - 1).ptr : "");
    if (number_of(c, S("wrong-digests")) > 0)
        text = arena_printf(arena, STR_FMT "; digests that do not hold or files that are missing: %lld", STR_ARG(text),
                            (long long)number_of(c, S("wrong-digests")));
    return text;
}
