/* parse_archive.c -- zip, 7z, tar and rar, and single compressed files, by libarchive.
 *
 * libarchive hands over names as they stand; whether they are to be trusted is decided here (part_name_refused). A name in
 * an old one-byte charset is read in the one of three that gives the likeliest letters; the bytes stay as a fact.
 */
#include "keep/package.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "keep/warc.h"

#include <archive.h>
#include <archive_entry.h>
#include <iconv.h>
#include <locale.h>

static const char *const charsets[] = { "CP866", "CP1251", "CP437" };

#define CHARSETS (sizeof charsets / sizeof *charsets)
#define SMALL_MAX ((uint64_t)16 << 20)

/* What these need is loaded now; the handles stay open so that it stays. */
int archive_prepare(Str options)
{
    (void)options;
    setlocale(LC_CTYPE, "C.UTF-8");     /* without it libarchive hands over no name beyond ASCII */
    for (size_t i = 0; i < CHARSETS; i++) {
        iconv_t handle = iconv_open("UTF-8", charsets[i]);
        char spark[2] = { 'a', 0 }, room[8], *in = spark, *out = room;
        size_t left = 1, free_bytes = sizeof room;
        if (handle != (iconv_t)-1)
            iconv(handle, &in, &left, &out, &free_bytes);
    }
    warc_digest(S("sha1:x"), S(""));    /* OpenSSL reads its settings now or never */
    return 0;
}

/* ---- names ---- */

static Str in_charset(Arena *arena, Str raw, const char *charset)
{
    iconv_t handle = iconv_open("UTF-8", charset);
    char *out = arena_raw(arena, raw.len * 4 + 1), *to = out, *from = (char *)(uintptr_t)raw.ptr;
    size_t left = raw.len, room = raw.len * 4;

    if (handle == (iconv_t)-1)
        return STR_NONE;
    size_t bad = iconv(handle, &from, &left, &to, &room);
    iconv_close(handle);
    if (bad == (size_t)-1)
        return STR_NONE;
    return (Str){ out, (size_t)(to - out) };
}

typedef enum Letter { NO_LETTER, LATIN_LETTER, SMALL_CYRILLIC, CAPITAL_CYRILLIC } Letter;

static Letter letter_of(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x17F && c != 0xD7 && c != 0xF7))
        return LATIN_LETTER;
    if ((c >= 0x430 && c <= 0x45F) || c == 0x491)
        return SMALL_CYRILLIC;
    return (c >= 0x400 && c <= 0x42F) || c == 0x490 ? CAPITAL_CYRILLIC : NO_LETTER;
}

/* How much it looks like words: letters that follow their like, no signs for drawing boxes. */
static int likeliness(Str name)
{
    Letter before = NO_LETTER;
    int sum = 0;

    for (size_t at = 0, len; at < name.len; at += len) {
        uint32_t c = utf8_get(name, at, &len);
        Letter l = letter_of(c);
        if (c >= 0x80)
            sum += l == NO_LETTER ? -4 : l == SMALL_CYRILLIC ? 3 : l == CAPITAL_CYRILLIC ? 2 : 1;
        if (l == CAPITAL_CYRILLIC && before == SMALL_CYRILLIC)
            sum -= 4;
        if ((l == LATIN_LETTER && before >= SMALL_CYRILLIC) || (l >= SMALL_CYRILLIC && before == LATIN_LETTER))
            sum -= 6;
        before = l;
    }
    return sum;
}

/* Six letters of cp866 can be two letters of Batak in UTF-8: then small Cyrillic letters alone decide. */
static bool is_utf8(Arena *arena, Str raw)
{
    size_t high = 0;

    if (utf8_valid(raw) < raw.len)
        return false;
    for (size_t i = 0; i < raw.len; i++)
        high += (unsigned char)raw.ptr[i] >= 0x80;
    if (high == 0 || likeliness(raw) >= 0)
        return true;
    for (size_t i = 0; i < CHARSETS; i++) {
        Str name = in_charset(arena, raw, charsets[i]);
        if (name.ptr && likeliness(name) == 3 * (int)high)
            return false;
    }
    return true;
}

static Str readable_name(Arena *arena, Str raw, Facts *facts)
{
    Str best = STR_NONE;
    int most = 0;
    size_t which = 0;

    if (is_utf8(arena, raw))
        return raw;
    for (size_t i = 0; i < CHARSETS; i++) {
        Str name = in_charset(arena, raw, charsets[i]);
        int sum = name.ptr ? likeliness(name) : 0;
        if (name.ptr && (!best.ptr || sum > most)) {
            best = name;
            most = sum;
            which = i;
        }
    }
    fact_add(arena, facts, "name-bytes", hex_encode(arena, raw));
    if (best.ptr)
        fact_add(arena, facts, "name-charset", str_of(charsets[which]));
    return best.ptr ? best : raw;
}

static Str raw_name(struct archive_entry *e)
{
    const char *name = archive_entry_pathname(e);

    if (!name)
        name = archive_entry_pathname_utf8(e);
    return str_of(name ? name : "");
}

/* ---- reading ---- */

static struct archive *open_archive(Str bytes)
{
    struct archive *a = archive_read_new();

    archive_read_support_filter_all(a);
    archive_read_support_format_zip(a);
    archive_read_support_format_7zip(a);
    archive_read_support_format_tar(a);
    archive_read_support_format_gnutar(a);
    archive_read_support_format_rar(a);
    archive_read_support_format_rar5(a);
    archive_read_support_format_raw(a);
    if (archive_read_open_memory(a, bytes.ptr, bytes.len) != ARCHIVE_OK) {
        archive_read_free(a);
        return NULL;
    }
    return a;
}

/* Bytes of the entry, `limit` + 1 at most. False: damaged. */
static bool entry_bytes(struct archive *a, uint64_t limit, StrBuf *out)
{
    char piece[65536];

    strbuf_clear(out);
    for (;;) {
        la_ssize_t n = archive_read_data(a, piece, sizeof piece);
        if (n == 0)
            return true;
        if (n < 0)
            return false;
        strbuf_add(out, (Str){ piece, (size_t)n });
        if (out->len > limit)
            return true;
    }
}

typedef struct Job {
    Arena   *arena;         /* of one entry at a time */
    PartsOut out;
    Package  package;
    StrBuf   bytes;
    Map      names;         /* folded name -> 1, for those that meet */
    Arena   *whole;
} Job;

static const struct { unsigned type; const char *why; } no_files[] = {
    { AE_IFLNK,  "a symbolic link is not followed" }, { AE_IFIFO, "a pipe is no file" }, { AE_IFSOCK, "a socket is no file" },
    { AE_IFCHR,  "a device is no file" }, { AE_IFBLK, "a device is no file" },
};

static const char *not_a_file(struct archive_entry *e)
{
    if (archive_entry_hardlink(e))
        return "a link to another entry is not followed";
    if (archive_entry_sparse_count(e) > 0)
        return "a sparse file is not unfolded";
    for (size_t i = 0; i < sizeof no_files / sizeof *no_files; i++)
        if (archive_entry_filetype(e) == no_files[i].type)
            return no_files[i].why;
    return NULL;
}

static void refuse(Job *j, Str name, Facts *facts, const char *why)
{
    Part part = { .name = part_name(j->arena, name), .at = PART_NOWHERE, .length = PART_NOWHERE, .refused = str_of(why),
                  .facts = facts->at, .fact_count = facts->count };

    parts_add(&j->out, &part);
}

/* The same name twice, or two that differ in letters' case alone: systems would lay one over the other. */
static void note_name(Job *j, Str name, Str odd, Facts *facts)
{
    char *folded = arena_cstr(j->whole, name);

    for (char *c = folded; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + 32);
    int64_t *seen = map_put(j->whole, &j->names, str_of(folded), 0);
    if ((*seen)++)
        fact_add(j->arena, facts, "name-note", S("another entry of this archive has this name"));
    fact_add(j->arena, facts, "name-note", odd);
}

static void entry_facts(Job *j, struct archive_entry *e, Facts *facts)
{
    if (archive_entry_mtime_is_set(e)) {
        time_t t = archive_entry_mtime(e);
        struct tm tm;
        char text[32];
        if (gmtime_r(&t, &tm) && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm))
            fact_add(j->arena, facts, "modified", str_of(text));
    }
}

static const char *why_damaged(struct archive *a, Arena *arena)
{
    const char *why = archive_error_string(a);
    Str text = part_name(arena, str_slice(str_of(why ? why : "no reason given"), 0, 200));

    return arena_printf(arena, "it is damaged: " STR_FMT, STR_ARG(text)).ptr;
}

static void take(Job *j, struct archive *a, struct archive_entry *e, bool single)
{
    Facts facts = { 0 };
    Str raw = single ? S("") : raw_name(e), odd = STR_NONE;
    Str name = readable_name(j->arena, raw, &facts);
    const char *why = not_a_file(e);
    Str distrust = single ? STR_NONE : part_name_refused(name, &odd);

    if (archive_entry_filetype(e) == AE_IFDIR) {
        j->out.number++;
        return;
    }
    if (distrust.ptr)
        why = distrust.ptr;
    if (archive_entry_is_data_encrypted(e) == 1 || archive_entry_is_metadata_encrypted(e) == 1)
        why = "it is encrypted and needs a password";
    if (why) {
        refuse(j, name, &facts, why);
        return;
    }
    uint64_t room = parts_room(&j->out, PART_SIZE);
    bool whole = entry_bytes(a, room, &j->bytes);
    if (!whole) {
        refuse(j, name, &facts, why_damaged(a, j->arena));
        return;
    }
    note_name(j, name, odd, &facts);
    entry_facts(j, e, &facts);
    package_entry(&j->package, j->arena, name, strbuf_str(&j->bytes), &facts);
    if (package_own(&j->package, name)) {
        j->out.number++;
        return;
    }
    Part part = { .name = part_name(j->arena, name), .bytes = strbuf_str(&j->bytes), .at = PART_NOWHERE,
                  .length = PART_NOWHERE, .facts = facts.at, .fact_count = facts.count };
    parts_add(&j->out, &part);
}

/* First look: what the archive says about itself. False when there is nothing that could be read. */
static bool look(Job *j, Str bytes)
{
    struct archive *a = open_archive(bytes);
    struct archive_entry *e;
    uint64_t count = 0, held = 0;

    if (!a)
        return false;
    while (count <= PART_ENTRIES && archive_read_next_header(a, &e) >= ARCHIVE_WARN) {
        Str name = raw_name(e);
        count += archive_format(a) != ARCHIVE_FORMAT_RAW || archive_filter_count(a) > 1;
        if (package_wants(name) && held < SMALL_MAX && archive_entry_is_data_encrypted(e) != 1 &&
            entry_bytes(a, SMALL_MAX - held, &j->bytes)) {
            held += j->bytes.len;
            package_see(&j->package, name, strbuf_str(&j->bytes));
        }
    }
    archive_read_free(a);
    if (count == 0 || (!j->package.files.count && !j->package.proofs.count))
        return count > 0;
    a = open_archive(bytes);
    for (uint64_t i = 0; a && i < count && archive_read_next_header(a, &e) >= ARCHIVE_WARN; i++)
        package_path(&j->package, raw_name(e));
    archive_read_free(a);
    package_end(&j->package);
    return true;
}

/* One file, compressed; `raw` also takes whatever is in no format at all. */
static bool is_single(struct archive *a)
{
    return archive_format(a) == ARCHIVE_FORMAT_RAW && archive_filter_count(a) > 1;
}

/* Formats whose parts lie one behind the other have to be passed over again up to `from`. */
static uint64_t read_entries(Job *j, struct archive *a)
{
    struct archive_entry *e;
    int code = ARCHIVE_OK;

    for (uint64_t i = 0; i < j->out.ask.from && code >= ARCHIVE_WARN; i++)
        code = archive_read_next_header(a, &e);
    while (code >= ARCHIVE_WARN && !parts_enough(&j->out)) {
        arena_reset(j->arena);
        code = archive_read_next_header(a, &e);
        if (code == ARCHIVE_EOF)
            return 0;
        if (code < ARCHIVE_WARN) {
            Facts none = { 0 };
            refuse(j, S("the rest"), &none, why_damaged(a, j->arena));
            return 0;
        }
        take(j, a, e, is_single(a));
    }
    return j->out.number;
}

/* Whole web archives are compressed too. */
static bool is_warc(Str bytes)
{
    AUTO_ARENA arena = arena_create();
    WarcRecord record;

    if (!str_starts(bytes, S("\x1F\x8B")))
        return false;
    WarcReader *w = warc_open(arena, str_slice(bytes, 0, 1u << 16), 0);
    bool is = w && warc_next(w, arena, &record) == WARC_RECORD;
    if (w)
        warc_close(w);
    return is;
}

int archive_parts(Str original, Str options, StrBuf *answer)
{
    AUTO_ARENA whole = arena_create();
    AUTO_ARENA one = arena_create();
    PartAsk ask;
    Job j = { .arena = one, .whole = whole, .package = { .arena = whole } };

    if (!part_ask_parse(options, &ask))
        return WORKER_BROKEN;
    if (is_warc(original))
        return warc_parts(original, options, answer);
    if (!look(&j, original))
        return WORKER_BROKEN;
    if (ask.from) {                     /* what the archive says as a whole was told with the first answer */
        j.package.facts = (Facts){ 0 };
        j.package.wrong = 0;
    }
    struct archive *a = open_archive(original);
    if (!a)
        return WORKER_BROKEN;
    j.out = parts_begin(answer, &ask);
    uint64_t next = read_entries(&j, a);
    archive_read_free(a);
    strbuf_finish(&j.bytes);
    if (j.package.wrong)
        fact_number(whole, &j.package.facts, "wrong-digests", j.package.wrong);
    parts_end(&j.out, next, S("archive/1 libarchive " ARCHIVE_VERSION_ONLY_STRING), j.package.facts.at,
              j.package.facts.count);
    return 0;
}
