/* report.c -- the statement of a report: written, read, signed; see report.h. Checking one: report_verify.c. */
#include "seal/report.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "seal/case_witness.h"
#include "seal/inside.h"
#include "seal/strict.h"

#define HEAD    "dokaz-report/v1\n"
#define EM_DASH "\xE2\x80\x94"

Str report_squeeze(Arena *arena, Str text)
{
    AUTO_STRBUF b = { 0 };

    /* no-break space, soft hyphen, zero-width space, byte order mark */
    static const Str unseen[] = { S("\xC2\xA0"), S("\xC2\xAD"), S("\xE2\x80\x8B"), S("\xEF\xBB\xBF") };

    strbuf_reserve(&b, text.len);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        size_t k = c < 0x80 ? 4 : 0;
        while (k < 4 && !str_starts(str_slice(text, i, text.len), unseen[k]))
            k++;
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            continue;
        if (k < 4)
            i += unseen[k].len - 1;
        else if (c < 0x20 || c == 0x7F)
            strbuf_add(&b, S("\xEF\xBF\xBD"));
        else
            strbuf_char(&b, text.ptr[i]);
    }
    return arena_str(arena, strbuf_str(&b));
}

/* Text of the five escapes, without them. */
Str report_unescape(Arena *arena, Str s)
{
    static const struct { Str escape; char plain; } escapes[] = {
        { S("&amp;"), '&' }, { S("&lt;"), '<' }, { S("&gt;"), '>' }, { S("&quot;"), '"' }, { S("&#39;"), '\'' },
    };
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < s.len; i++) {
        size_t k = s.ptr[i] == '&' ? 0 : 5;
        while (k < 5 && !str_starts(str_slice(s, i, s.len), escapes[k].escape))
            k++;
        strbuf_char(&b, k < 5 ? escapes[k].plain : s.ptr[i]);
        i += k < 5 ? escapes[k].escape.len - 1 : 0;
    }
    return arena_str(arena, strbuf_str(&b));
}

/* What stands outside of <...>, without escapes. */
Str report_displayed(Arena *arena, Str html)
{
    AUTO_STRBUF b = { 0 };
    bool tag = false;

    for (size_t i = 0; i < html.len; i++) {
        if (html.ptr[i] == '<')
            tag = true;
        if (!tag)
            strbuf_char(&b, html.ptr[i]);
        if (html.ptr[i] == '>')
            tag = false;
    }
    return report_unescape(arena, strbuf_str(&b));
}

static void add_hash(StrBuf *out, const char *key, const Sha256 *hash)
{
    AUTO_ARENA arena = arena_create();
    Str text = base64_encode(arena, sha256_str(hash));

    strbuf_printf(out, "%s " STR_FMT "\n", key, STR_ARG(text));
}

void report_write(StrBuf *out, const ReportStatement *s)
{
    AUTO_ARENA arena = arena_create();

    strbuf_printf(out, HEAD "log " STR_FMT "\nformat " STR_FMT "\nas-of " STR_FMT "\nlanguage " STR_FMT "\nbefore %llu\n",
                  STR_ARG(s->log), STR_ARG(s->format), STR_ARG(s->as_of), STR_ARG(s->language),
                  (unsigned long long)s->before);
    add_hash(out, "begin", &s->begin);
    if (s->has_rest)
        add_hash(out, "rest", &s->rest);
    if (s->has_text)
        add_hash(out, "text", &s->text);
    for (size_t i = 0; i < s->note_count; i++) {
        Str quote = base64_encode(arena, sha256_str(&s->notes[i].quote));
        Str proof = s->notes[i].proved ? base64_encode(arena, sha256_str(&s->notes[i].proof)) : S("-");
        strbuf_printf(out, "note %zu " STR_FMT " " STR_FMT "\n", i + 1, STR_ARG(quote), STR_ARG(proof));
    }
    for (size_t i = 0; i < s->figure_count; i++)
        strbuf_printf(out, "figure %zu " STR_FMT " " STR_FMT "\n", i + 1, STR_ARG(s->figures[i].notes),
                      STR_ARG(s->figures[i].text));
}

static bool hash_field(Str *rest, Str key, Sha256 *ret)
{
    Str value;

    return strict_field(rest, key, &value) && strict_base64(value, ret->byte, SHA256_SIZE);
}

/* "N " at the start of a row, N the number that is due. */
static bool numbered(Str *row, uint64_t due)
{
    Str number;
    uint64_t n;

    return str_cut(row, ' ', &number) && strict_u64(number, &n) && n == due && row->ptr;
}

static Status parse_rows(Arena *arena, Str rest, ReportStatement *s, Error *err)
{
    VEC(ReportNote) notes = { 0 };
    VEC(ReportFigure) figures = { 0 };
    Str row;

    while (strict_field(&rest, S("note"), &row)) {
        ReportNote n = { 0 };
        Str quote;
        if (!numbered(&row, notes.count + 1) || !str_cut(&row, ' ', &quote) ||
            !strict_base64(quote, n.quote.byte, SHA256_SIZE))
            return fail(err, ERR_BAD_INPUT, "note %zu of the statement is malformed", notes.count + 1);
        n.proved = !str_eq(row, S("-"));
        if (n.proved && !strict_base64(row, n.proof.byte, SHA256_SIZE))
            return fail(err, ERR_BAD_INPUT, "note %zu of the statement has no digest of its proof", notes.count + 1);
        vec_push(arena, &notes, n);
    }
    while (strict_field(&rest, S("figure"), &row)) {
        ReportFigure f = { 0 };
        if (!numbered(&row, figures.count + 1) || !str_cut(&row, ' ', &f.notes) || !row.len)
            return fail(err, ERR_BAD_INPUT, "figure %zu of the statement is malformed", figures.count + 1);
        f.text = row;
        vec_push(arena, &figures, f);
    }
    if (rest.len)
        return fail(err, ERR_BAD_INPUT, "the statement has lines that are not understood");
    s->notes = notes.at;
    s->note_count = notes.count;
    s->figures = figures.at;
    s->figure_count = figures.count;
    return OK;
}

Status report_parse(Arena *arena, Str text, ReportStatement *ret, Error *err)
{
    ReportStatement s = { 0 };
    Str rest = text, value;

    if (!str_starts(text, S(HEAD)))
        return fail(err, ERR_BAD_INPUT, "the statement does not start with dokaz-report/v1");
    if (utf8_valid(text) != text.len)
        return fail(err, ERR_BAD_INPUT, "the statement is not UTF-8");
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 && text.ptr[i] != '\n')
            return fail(err, ERR_BAD_INPUT, "the statement holds a control character");
    rest = str_slice(text, sizeof HEAD - 1, text.len);
    if (!strict_field(&rest, S("log"), &s.log) || !strict_field(&rest, S("format"), &s.format) ||
        !strict_field(&rest, S("as-of"), &s.as_of) || !strict_field(&rest, S("language"), &s.language) ||
        !strict_field(&rest, S("before"), &value) || !strict_u64(value, &s.before) ||
        !hash_field(&rest, S("begin"), &s.begin))
        return fail(err, ERR_BAD_INPUT, "the head of the statement is malformed");
    s.has_rest = str_starts(rest, S("rest "));
    if (s.has_rest && !hash_field(&rest, S("rest"), &s.rest))
        return fail(err, ERR_BAD_INPUT, "the line `rest` of the statement holds no digest");
    s.has_text = str_starts(rest, S("text "));
    if (s.has_text && !hash_field(&rest, S("text"), &s.text))
        return fail(err, ERR_BAD_INPUT, "the line `text` of the statement holds no digest");
    Status status = parse_rows(arena, rest, &s, err);
    if (status == OK)
        *ret = s;
    return status;
}

Status report_sign(Arena *arena, Case *c, Str text, Str *ret, Error *err)
{
    uint8_t signature[sizeof c->key.id + KEY_SIGNATURE_SIZE];

    if (c->mode != CASE_WRITE)
        return fail(err, ERR_USAGE, "a case that is open for reading signs nothing");
    memcpy(signature, c->key.id, sizeof c->key.id);
    Status status = key_sign(c->log_key, text, signature + sizeof c->key.id, err);
    if (status != OK)
        return status;
    Str line = base64_encode(arena, (Str){ (const char *)signature, sizeof signature });
    *ret = arena_printf(arena, STR_FMT "\n" EM_DASH " %s " STR_FMT "\n", STR_ARG(text), c->key.name, STR_ARG(line));
    return OK;
}

/* Entries that tell that somebody looked, and nothing of the case. */
static bool trace_of_looking(EntryType type)
{
    return type == ENTRY_EXPORT || type == ENTRY_VIEW || type == ENTRY_UNMASK || type == ENTRY_LOGIN;
}

Status report_size(Arena *arena, Case *c, uint64_t *ret, Error *err)
{
    uint64_t *sizes, need = log_size(c), found = log_size(c);
    size_t count;
    Status status = case_checkpoints(arena, c, &sizes, &count, err);

    while (status == OK && need > 0) {
        AUTO_ARENA scratch = arena_create();
        Entry entry;
        status = log_entry(scratch, c, need - 1, &entry, err);
        if (status != OK || !trace_of_looking(entry.type))
            break;
        need--;
    }
    for (size_t i = 0; status == OK && i < count; i++) {
        Str note;       /* newest first; one that is damaged is passed over */
        if (sizes[i] >= need && sizes[i] < found && case_cosigned(arena, c, sizes[i], &note, NULL) == OK)
            found = sizes[i];
    }
    if (status == OK)
        *ret = found;
    return status;
}
