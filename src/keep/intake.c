/* intake.c -- see intake.h. The bytes go in first; what they are is asked of the sealed object,
 * so that no change of the file between two looks can part record and bytes.
 */
#include "keep/intake.h"

#include "base/auto.h"
#include "base/vec.h"
#include "guard/sandbox.h"
#include "keep/charset.h"
#include "keep/readers.h"
#include "keep/sniff.h"
#include "seal/object.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

typedef struct Intake {
    Arena          *arena;
    Case           *c;
    const Sources  *sources;
    Str             received_from;
    int64_t         now;
    const KeepHooks *hooks;
    KeepCounts     *counts;
    char            root[PATH_MAX];     /* of the path that is walked, absolute; a file's own */
    bool            root_is_folder;
    Str             inside;             /* the case, as seen from the root; STR_NONE: it lies elsewhere */
} Intake;

static void trouble(Intake *in, const char *path, const char *why)
{
    in->counts->trouble++;
    if (in->hooks && in->hooks->trouble)
        in->hooks->trouble(in->hooks->context, path, why);
}

static void add_text(StrBuf *record, const char *key, Str value)
{
    if (value.len)
        record_add(record, key, value);
}

static void add_given(StrBuf *record, const Given *g)
{
    add_text(record, "received-from", g->received_from);
    add_text(record, "publisher", g->publisher);
    for (size_t i = 0; i < g->author_count; i++)
        add_text(record, "author", g->authors[i]);
    add_text(record, "url", g->url);
    add_text(record, "published", g->published);
}

/* What kind of file it is, from the sealed bytes. */
static Status look(const Case *c, KeepItem *item, Error *err)
{
    Mapped bytes;
    Status status = object_map(c, &item->id, OBJECT_AS_IT_IS, &bytes, err);

    if (status != OK)
        return status;
    Sniffed kind = sniff(str_slice(bytes.bytes, 0, SNIFF_BYTES), (uint64_t)item->size, item->path);
    os_unmap(&bytes);
    if (item->media_type.ptr)           /* told by the container, which knows better */
        return OK;
    item->media_type = kind.media_type;
    item->unread = kind.unread;
    return OK;
}

void keep_add_facts(StrBuf *record, const AnswerFact *facts, size_t count)
{
    char key[128];

    for (size_t i = 0; i < count; i++)
        if (facts[i].key.len < 100) {
            snprintf(key, sizeof key, "fact-" STR_FMT, STR_ARG(facts[i].key));
            record_add(record, key, facts[i].value);
        }
}

static void add_part(StrBuf *record, const KeepItem *item)
{
    if (!item->part[0])
        return;
    record_add_i64(record, "part-of", (int64_t)item->part_of);
    record_add(record, "part", str_of(item->part));
    if (item->at != PART_NOWHERE) {
        record_add_i64(record, "at", (int64_t)item->at);
        record_add_i64(record, "length", (int64_t)item->length);
    }
    add_text(record, "title", item->title);
    add_text(record, "parser", item->parser);
    keep_add_facts(record, item->facts, item->fact_count);
}

static Status seal_item(Case *c, KeepItem *item, Error *err)
{
    AUTO_STRBUF record = { 0 };
    Status status = look(c, item, err);

    if (status != OK)
        return status;
    record_add_hex(&record, "sha256", &item->id);
    record_add_i64(&record, "size", item->size);
    record_add(&record, "name", item->path);
    if (item->mtime_ns)
        record_add_i64(&record, "mtime-ns", item->mtime_ns);
    record_add(&record, "media-type", item->media_type);
    add_text(&record, "unread", item->unread);
    add_given(&record, &item->given);
    add_text(&record, "import", item->import);
    add_text(&record, "import-key", item->import_key);
    add_part(&record, item);
    return log_seal(c, ENTRY_ITEM, item->time, strbuf_str(&record), &item->log_index, err);
}

static void describe(KeepItem *item, const Sources *sources, Str received_from)
{
    const Given *given = sources_find(sources, item->path);

    if (given)
        item->given = *given;
    if (!item->given.received_from.len)
        item->given.received_from = received_from;
}

static void name_document(KeepItem *item)
{
    hex_write(sha256_str(&item->id), item->sha256);
    item->sha256[SHA256_HEX] = '\0';
    snprintf(item->document, sizeof item->document, "%s", item->part[0] ? item->part : item->sha256);
}

/* A path is bytes to the system and text to everybody else. */
static Str path_text(Arena *arena, const char *path)
{
    AUTO_STRBUF b = { 0 };

    for (const char *p = path; *p; p++)
        if ((unsigned char)*p < 32 || *p == 127)
            strbuf_char(&b, '?');
        else
            strbuf_char(&b, *p);
    return utf8_repair(arena, arena_str(arena, strbuf_str(&b))).text;
}

/* Files that the system will not let us read are passed over; a case that cannot be
 * written ends everything. Opening first tells the two apart. */
static Status put_file(Intake *in, const char *path, KeepItem *item, bool *passed_over, Error *err)
{
    struct stat st;
    AUTO_CLOSE fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    *passed_over = true;
    if (fd < 0) {
        trouble(in, path, strerror(errno));
        return OK;
    }
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        trouble(in, path, "no regular file");
        return OK;
    }
    char byte;
    if (st.st_size > 0 && pread(fd, &byte, 1, 0) < 0) {
        trouble(in, path, strerror(errno));
        return OK;
    }
    *passed_over = false;
    return object_put_fd(in->c, fd, &item->id, &item->size, &item->new_object, err);
}

static Status take_in(void *context, const FoundFile *file, Error *err)
{
    Intake *in = context;
    const KeepHooks *hooks = in->hooks;
    KeepItem *item = arena_new(in->arena, KeepItem);
    bool passed_over;

    in->counts->files++;
    item->part_of = item->at = item->length = PART_NOWHERE;
    item->path = path_text(in->arena, arena_cstr(in->arena, file->relative));
    /* The walk follows no link to a folder, so one look at the root serves all files below it. */
    Str rest = in->root_is_folder ? file->relative : S("");
    if (snprintf(item->real_path, sizeof item->real_path, "%s%s" STR_FMT, in->root,
                 rest.len && strcmp(in->root, "/") != 0 ? "/" : "", STR_ARG(rest)) >= (int)sizeof item->real_path) {
        trouble(in, file->path, "its path is too long");
        return OK;
    }
    item->size = file->size;
    item->mtime_ns = file->mtime_ns;
    item->inode = file->inode;
    item->time = in->now;
    if (hooks && hooks->known && hooks->known(hooks->context, item)) {
        in->counts->unchanged++;
        return OK;
    }
    Status status = put_file(in, file->path, item, &passed_over, err);
    if (status != OK || passed_over)
        return status;
    name_document(item);
    if (!item->new_object && hooks && hooks->occurs && hooks->occurs(hooks->context, item)) {
        in->counts->unchanged++;
        return OK;
    }
    describe(item, in->sources, in->received_from);
    if (hooks) {
        item->import = hooks->import;
        item->import_key = hooks->import_key;
    }
    status = seal_item(in->c, item, err);
    if (status != OK)
        return status;
    in->counts->sealed++;
    in->counts->new_objects += item->new_object;
    in->counts->unread += item->unread.ptr != NULL;
    in->counts->bytes += (uint64_t)item->size;
    return hooks && hooks->sealed ? hooks->sealed(hooks->context, item, err) : OK;
}

/* The path below the folder, or STR_NONE when it is not there; "" for the folder itself. */
static Str below(Str path, Str folder)
{
    if (folder.len == 1)
        return str_slice(path, 1, path.len);
    if (!str_starts(path, folder) || (path.len > folder.len && path.ptr[folder.len] != '/'))
        return STR_NONE;
    return str_slice(path, folder.len + 1, path.len);
}

/* Taking the case into itself would never end: it is refused as a root, and passed over below one. */
static Status set_root(Intake *in, const char *path, Error *err)
{
    char folder[PATH_MAX];

    in->root_is_folder = os_is_dir(path);
    in->inside = STR_NONE;
    if (realpath(path, in->root) == NULL) {
        if (snprintf(in->root, sizeof in->root, "%s", path) >= (int)sizeof in->root)
            return fail(err, ERR_BAD_INPUT, "path too long: %.200s", path);
        return OK;
    }
    if (realpath(case_dir(in->c), folder) == NULL)
        return OK;
    if (below(str_of(in->root), str_of(folder)).ptr)
        return fail(err, ERR_USAGE, "%s lies inside the case; name files outside it", path);
    Str inside = below(str_of(folder), str_of(in->root));
    if (inside.ptr)
        in->inside = arena_str(in->arena, inside);
    return OK;
}

/* Only what lies outside the case itself. */
static Status visit(void *context, const FoundFile *file, Error *err)
{
    Intake *in = context;

    return in->inside.ptr && below(file->relative, in->inside).ptr ? OK : take_in(context, file, err);
}

static void walk_trouble(void *context, const char *path, const char *why)
{
    trouble(context, path, why);
}

Status keep_intake(Arena *arena, Case *c, const char *const *paths, size_t path_count, const Sources *sources,
                   Str received_from, int64_t now, const KeepHooks *hooks, KeepCounts *counts, Error *err)
{
    Intake in = { .arena = arena, .c = c, .sources = sources, .received_from = received_from, .now = now,
                  .hooks = hooks, .counts = counts };

    for (size_t i = 0; i < path_count; i++) {
        Status status = set_root(&in, paths[i], err);
        if (status == OK)
            status = os_walk(arena, paths[i], visit, walk_trouble, &in, err);
        if (status != OK)
            return status;
    }
    return OK;
}

Status keep_intake_fd(Arena *arena, Case *c, int fd, Str name, const Sources *sources, Str received_from, int64_t now,
                      KeepItem **ret, Error *err)
{
    KeepItem *item = arena_new(arena, KeepItem);

    item->part_of = item->at = item->length = PART_NOWHERE;
    item->path = path_text(arena, arena_cstr(arena, name));
    item->time = now;
    Status status = object_put_fd(c, fd, &item->id, &item->size, &item->new_object, err);
    if (status != OK)
        return status;
    name_document(item);
    describe(item, sources, received_from);
    status = seal_item(c, item, err);
    if (status == OK)
        *ret = item;
    return status;
}

/* "letter.zip" + "a/b.txt"; a compressed file's one part has the file's name without its ending. */
static Str part_path(Arena *arena, const KeepItem *container, Str name)
{
    Str path = container->path.ptr ? container->path : S("");
    size_t end = path.len;

    if (name.len)
        return name;
    Str base = os_basename(path);
    for (size_t i = base.len; i > 1; i--)
        if (base.ptr[i - 1] == '.') {
            end = i - 1;
            break;
        }
    return arena_str(arena, end == path.len ? base : str_slice(base, 0, end));
}

Status keep_part(Arena *arena, Case *c, const KeepItem *container, const Part *part, Str parser, int64_t now, KeepItem **ret,
                 Error *err)
{
    KeepItem *item = arena_new(arena, KeepItem);

    item->path = part_path(arena, container, part->name);
    item->time = now;
    item->part_of = container->log_index;
    item->at = part->at;
    item->length = part->length;
    item->title = part->title;
    item->parser = parser;
    item->facts = part->facts;
    item->fact_count = part->fact_count;
    item->media_type = part->media_type;
    item->given = part->given;
    if (!item->given.received_from.len)
        item->given.received_from = container->given.received_from;
    item->size = (int64_t)part->bytes.len;
    snprintf(item->part, sizeof item->part, "%s/%llu", container->document, (unsigned long long)part->number);
    Status status = object_put(c, part->bytes, &item->id, &item->new_object, err);
    if (status != OK)
        return status;
    name_document(item);
    status = seal_item(c, item, err);
    if (status == OK)
        *ret = item;
    return status;
}

Status keep_contents(Case *c, int64_t now, uint64_t container, const Contents *contents, Error *err)
{
    AUTO_STRBUF record = { 0 };
    uint64_t index;

    record_add_i64(&record, "of", (int64_t)container);
    add_text(&record, "parser", contents->parser);
    record_add_i64(&record, "held", (int64_t)contents->held);
    record_add_i64(&record, "taken", (int64_t)contents->taken);
    for (size_t i = 0; i < contents->refused_count; i++)
        record_add(&record, "refused", contents->refused[i]);
    if (contents->refused_more)
        record_add_i64(&record, "refused-more", (int64_t)contents->refused_more);
    keep_add_facts(&record, contents->facts, contents->fact_count);
    return log_seal(c, ENTRY_CONTENTS, now, strbuf_str(&record), &index, err);
}

static uint64_t number_of(const Record *record, const char *key, uint64_t missing)
{
    int64_t n;

    return str_to_i64(record_value(record, key), &n) && n >= 0 ? (uint64_t)n : missing;
}

Status keep_contents_of_record(Arena *arena, const Record *record, Contents *ret, uint64_t *of, Error *err)
{
    VEC(Str) refused = { 0 };
    VEC(AnswerFact) facts = { 0 };
    Contents c = { .held = number_of(record, "held", 0), .taken = number_of(record, "taken", 0),
                   .refused_more = number_of(record, "refused-more", 0), .parser = record_value(record, "parser") };

    *of = number_of(record, "of", PART_NOWHERE);
    if (*of == PART_NOWHERE)
        return fail(err, ERR_BAD_INPUT, "a record of contents names no item");
    for (size_t i = 0; i < record->count; i++) {
        const RecordField *f = &record->fields[i];
        if (str_eq(f->key, S("refused")))
            vec_push(arena, &refused, f->value);
        if (str_starts(f->key, S("fact-")))
            vec_push(arena, &facts, ((AnswerFact){ str_slice(f->key, 5, SIZE_MAX), f->value }));
    }
    c.refused = refused.at;
    c.refused_count = refused.count;
    c.facts = facts.at;
    c.fact_count = facts.count;
    *ret = c;
    return OK;
}

Status keep_item_of_record(Arena *arena, const Record *record, KeepItem *ret, Error *err)
{
    KeepItem item = { 0 };
    VEC(Str) authors = { 0 };
    Str hex = record_value(record, "sha256");

    if (!hex.ptr || !hex_decode(hex, item.id.byte, sizeof item.id.byte))
        return fail(err, ERR_BAD_INPUT, "an item's record names no sha256");
    if (!str_to_i64(record_value(record, "size"), &item.size) || item.size < 0)
        return fail(err, ERR_BAD_INPUT, "an item's record names no size");
    Str part = record_value(record, "part");
    if (part.len >= sizeof item.part)
        return fail(err, ERR_BAD_INPUT, "an item's record names a part too long to be one");
    snprintf(item.part, sizeof item.part, STR_FMT, STR_ARG(part.ptr ? part : S("")));
    item.part_of = number_of(record, "part-of", PART_NOWHERE);
    item.at = number_of(record, "at", PART_NOWHERE);
    item.length = number_of(record, "length", PART_NOWHERE);
    item.title = record_value(record, "title");
    name_document(&item);
    Str mtime = record_value(record, "mtime-ns");
    if (mtime.ptr)
        str_to_i64(mtime, &item.mtime_ns);
    item.path = record_value(record, "name");
    item.import = record_value(record, "import");
    item.import_key = record_value(record, "import-key");
    item.media_type = record_value(record, "media-type");
    item.unread = reader_of(item.media_type) ? STR_NONE : record_value(record, "unread");   /* sealed before there was a reader */
    item.given.received_from = record_value(record, "received-from");
    item.given.publisher = record_value(record, "publisher");
    item.given.url = record_value(record, "url");
    item.given.published = record_value(record, "published");
    for (size_t i = 0; i < record->count; i++)
        if (str_eq(record->fields[i].key, S("author")))
            vec_push(arena, &authors, record->fields[i].value);
    item.given.authors = authors.at;
    item.given.author_count = authors.count;
    *ret = item;
    return OK;
}

Status keep_refuse(Case *c, int64_t now, uint64_t item, Str parser, Str reason, const Sha256 *layer, Error *err)
{
    AUTO_STRBUF record = { 0 };
    uint64_t index;

    record_add_i64(&record, "of", (int64_t)item);
    add_text(&record, "parser", parser);
    record_add(&record, "reason", reason);
    record_add(&record, "box", str_of(box_strength()));
    if (layer)
        record_add_hex(&record, "layer", layer);
    return log_seal(c, ENTRY_REFUSED, now, strbuf_str(&record), &index, err);
}
