/* charset.c -- see charset.h. Finding looks at byte patterns only; uchardet and iconv, which are
 * parsers of hostile bytes like any other, run in the box.
 */
#include "keep/charset.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "guard/sandbox.h"
#include "keep/bytes.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <uchardet/uchardet.h>

#define GUESS_BYTES     (1u << 20)  /* of the text that guessing looks at */
#define META_BYTES      4096        /* where a page must have named its charset */
#define NAME_MAX_LEN    40
#define NOTES_MAX       20
#define NOTE_RARE       200         /* damage: fewer than one invalid byte in so many */

/* ---- names ---- */

static const struct { const char *from, *to; } same_charset[] = {
    { "utf8", "utf-8" }, { "us-ascii", "utf-8" }, { "ascii", "utf-8" }, { "unicode", "utf-16le" },
    { "utf-16", "utf-16le" }, { "iso-8859-1", "windows-1252" }, { "iso8859-1", "windows-1252" },
    { "latin1", "windows-1252" }, { "cp1251", "windows-1251" }, { "win-1251", "windows-1251" },
    { "x-cp1251", "windows-1251" }, { "cp1252", "windows-1252" }, { "koi8", "koi8-u" }, { "koi8-ru", "koi8-u" },
    { "cp866", "ibm866" }, { "866", "ibm866" }, { "x-mac-cyrillic", "mac-cyrillic" },
    { "iso-8859-9", "windows-1254" }, { "gb2312", "gb18030" }, { "gbk", "gb18030" },
};

/* Lower case, only what a charset's name may hold, one name a charset; STR_NONE when it is none. */
static Str plain_name(Str name, char out[NAME_MAX_LEN + 1])
{
    name = str_trim(name);
    if (name.len == 0 || name.len > NAME_MAX_LEN)
        return STR_NONE;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':'))
            return STR_NONE;
        out[i] = c;
    }
    out[name.len] = '\0';
    for (size_t i = 0; i < sizeof same_charset / sizeof *same_charset; i++)
        if (strcmp(out, same_charset[i].from) == 0)
            return str_of(same_charset[i].to);
    return (Str){ out, name.len };
}

static bool is_name_char(char c)
{
    return (c | 32) >= 'a' ? (c | 32) <= 'z' : (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

Str charset_of_meta(Str bytes)
{
    Str head = str_slice(bytes, 0, META_BYTES);

    for (size_t at = 0; (at = bytes_find_folded(head, S("charset"), at)) != SIZE_MAX; at++) {
        size_t i = at + 7;
        /* Only inside a tag: a text that says "charset=..." tells nothing. */
        size_t open = at;
        while (open > 0 && head.ptr[open - 1] != '<' && head.ptr[open - 1] != '>')
            open--;
        if (open == 0 || head.ptr[open - 1] != '<')
            continue;
        while (i < head.len && (head.ptr[i] == ' ' || head.ptr[i] == '='))
            i++;
        while (i < head.len && (head.ptr[i] == '"' || head.ptr[i] == '\''))
            i++;
        size_t start = i;
        while (i < head.len && (is_name_char(head.ptr[i]) || head.ptr[i] == '_'))
            i++;
        if (i > start)
            return str_slice(head, start, i);
    }
    if (!str_starts(head, S("<?xml")))
        return STR_NONE;
    size_t end = str_find(head, S("?>"), 0), at = bytes_find_folded(head, S("encoding="), 0);
    if (end == SIZE_MAX || at == SIZE_MAX || at > end)
        return STR_NONE;
    Str name = str_slice(head, at + 10, end);
    size_t quote = 0;
    while (quote < name.len && is_name_char(name.ptr[quote]))
        quote++;
    return str_slice(name, 0, quote);
}

/* ---- one-byte Cyrillic ---- */

typedef enum Cyrillic { CP1251, KOI8, CP866, ISO5, MAC, CYRILLIC_KINDS } Cyrillic;

static const char *const cyrillic_names[CYRILLIC_KINDS] = {
    "windows-1251", "koi8-u", "ibm866", "iso-8859-5", "mac-cyrillic",
};

/* Letters beyond the Russian 64, byte by byte. */
static const struct { uint8_t byte; uint16_t letter; } extra_letters[CYRILLIC_KINDS][10] = {
    [CP1251] = { { 0xA8, 0x401 }, { 0xB8, 0x451 }, { 0xAA, 0x404 }, { 0xBA, 0x454 }, { 0xAF, 0x407 }, { 0xBF, 0x457 },
                 { 0xB2, 0x406 }, { 0xB3, 0x456 }, { 0xA5, 0x490 }, { 0xB4, 0x491 } },
    [KOI8]   = { { 0xB3, 0x401 }, { 0xA3, 0x451 }, { 0xB4, 0x404 }, { 0xA4, 0x454 }, { 0xB7, 0x407 }, { 0xA7, 0x457 },
                 { 0xB6, 0x406 }, { 0xA6, 0x456 }, { 0xBD, 0x490 }, { 0xAD, 0x491 } },
    [CP866]  = { { 0xF0, 0x401 }, { 0xF1, 0x451 }, { 0xF2, 0x404 }, { 0xF3, 0x454 }, { 0xF4, 0x407 }, { 0xF5, 0x457 } },
    [ISO5]   = { { 0xA1, 0x401 }, { 0xF1, 0x451 }, { 0xA4, 0x404 }, { 0xF4, 0x454 }, { 0xA7, 0x407 }, { 0xF7, 0x457 },
                 { 0xA6, 0x406 }, { 0xF6, 0x456 } },
    [MAC]    = { { 0xDD, 0x401 }, { 0xDE, 0x451 }, { 0xB8, 0x404 }, { 0xB9, 0x454 }, { 0xBA, 0x407 }, { 0xBB, 0x457 },
                 { 0xA7, 0x406 }, { 0xB4, 0x456 }, { 0xDF, 0x44F }, { 0xA2, 0x490 } },
};

/* KOI8 puts Cyrillic where the Latin letter of the same sound stands: its own order of the 32. */
static const uint8_t koi8_order[32] = {
    30, 0, 1, 22, 4, 5, 20, 3, 21, 8, 9, 10, 11, 12, 13, 14, 15, 31, 16, 17, 18, 19, 6, 2, 28, 27, 7, 24, 29, 25, 23, 26,
};

static uint32_t cyrillic_letter(Cyrillic kind, uint8_t b)
{
    for (size_t i = 0; i < 10; i++)
        if (extra_letters[kind][i].byte == b && b)
            return extra_letters[kind][i].letter;
    switch (kind) {
    case CP1251:
        return b >= 0xC0 ? 0x410u + (b - 0xC0u) : 0;
    case KOI8:
        return b >= 0xE0 ? 0x410u + koi8_order[b - 0xE0] : b >= 0xC0 ? 0x430u + koi8_order[b - 0xC0] : 0;
    case CP866:
        return b >= 0x80 && b < 0xB0 ? 0x410u + (b - 0x80u) : b >= 0xE0 && b < 0xF0 ? 0x440u + (b - 0xE0u) : 0;
    case ISO5:
        return b >= 0xB0 && b < 0xF0 ? 0x410u + (b - 0xB0u) : 0;
    case MAC:
        return b >= 0x80 && b < 0xA0 ? 0x410u + (b - 0x80u) : b >= 0xE0 && b < 0xFF ? 0x430u + (b - 0xE0u) : 0;
    case CYRILLIC_KINDS:
        break;
    }
    return 0;
}

/* a v e i k l n o r s t i, which make up two thirds of Ukrainian and Russian text. */
static bool frequent(uint32_t c)
{
    static const uint16_t letters[] = {
        0x430, 0x432, 0x435, 0x438, 0x43A, 0x43B, 0x43D, 0x43E, 0x440, 0x441, 0x442, 0x456,
    };

    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i] == c)
            return true;
    return false;
}

/* How much the bytes read like Cyrillic words in this charset, a high byte: about 2.3 for the right
 * one, in capitals too, under 1.7 for the wrong ones. Capitals inside words tell a wrong one. */
static double cyrillic_score(Cyrillic kind, Str bytes)
{
    int64_t score = 0, high = 0;
    bool after_small = false;

    for (size_t i = 0; i < bytes.len; i++) {
        uint8_t b = (uint8_t)bytes.ptr[i];
        uint32_t c = b < 0x80 ? 0 : cyrillic_letter(kind, b);
        uint32_t lower = c >= 0x430 || c == 0 ? c : c < 0x410 ? c + 80 : c == 0x490 ? 0x491 : c + 32;
        high += b >= 0x80;
        if (c && c == lower)
            score += frequent(c) ? 3 : 1;
        else if (c)
            score += after_small ? -4 : frequent(lower) ? 3 : 1;
        else if (b >= 0x80)
            score -= 2;
        after_small = c && c == lower;
    }
    return high ? (double)score / (double)high : 0;
}

#define CYRILLIC_LIKELY 1.7
#define CYRILLIC_SURE   2.0     /* even when uchardet takes it for an Asian charset */

/* The best of the five, when the text is mostly such letters; else STR_NONE. */
static Str cyrillic_of(Str bytes, double *best)
{
    size_t high = 0, latin = 0;
    Str name = STR_NONE;

    *best = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        high += c >= 0x80;
        latin += (c | 32) >= 'a' && (c | 32) <= 'z';
    }
    if (high * 4 < latin)
        return STR_NONE;
    for (int kind = 0; kind < CYRILLIC_KINDS; kind++) {
        double score = cyrillic_score((Cyrillic)kind, bytes);
        if (score > *best) {
            *best = score;
            name = str_of(cyrillic_names[kind]);
        }
    }
    return *best >= CYRILLIC_LIKELY ? name : STR_NONE;
}

/* ---- finding ---- */

static int ask_uchardet(void *context, StrBuf *answer)
{
    const Str *bytes = context;
    uchardet_t u = uchardet_new();
    int failed = uchardet_handle_data(u, bytes->ptr, bytes->len);

    uchardet_data_end(u);
    if (!failed)
        strbuf_add(answer, str_of(uchardet_get_charset(u)));
    return failed ? 1 : 0;
}

static const char *const asian[] = { "utf-16", "utf-32", "gb", "big5", "shift", "euc", "iso-2022", "hz", "uhc", "johab" };

/* uchardet's word, weighed against the Cyrillic score. Kept for the life of the program: a name of a table. */
static Str guess(Str bytes)
{
    static const char *const known[] = {
        "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
        "windows-1257", "windows-1258", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6",
        "iso-8859-7", "iso-8859-8", "iso-8859-10", "iso-8859-13", "iso-8859-15", "iso-8859-16", "koi8-r", "koi8-u",
        "ibm852", "ibm855", "ibm866", "mac-cyrillic", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "euc-tw",
        "iso-2022-jp", "iso-2022-kr", "uhc", "tis-620", "utf-16le", "utf-16be",
    };
    Str head = str_slice(bytes, 0, GUESS_BYTES), found = S("windows-1252");
    AUTO_STRBUF answer = { 0 };
    BoxResult result;
    char name[NAME_MAX_LEN + 1];
    double score;
    Str cyrillic = cyrillic_of(head, &score);

    if (cyrillic.ptr && score >= CYRILLIC_SURE)
        return cyrillic;
    if (box_run(&(BoxJob){ .work = ask_uchardet, .context = &head }, &box_limits, &answer, &result, NULL) == OK &&
        result.end == BOX_OK) {
        Str said = plain_name(strbuf_str(&answer), name);
        for (size_t i = 0; said.ptr && i < sizeof known / sizeof *known; i++)
            if (str_eq(said, str_of(known[i])))
                found = str_of(known[i]);
    }
    for (size_t i = 0; i < sizeof asian / sizeof *asian; i++)
        if (str_starts(found, str_of(asian[i])))
            return found;
    return cyrillic.ptr ? cyrillic : found;
}

typedef struct Validity {
    size_t sequences;       /* valid ones of two bytes or more */
    size_t invalid;         /* bytes */
    size_t quotes;          /* of those: 0x91..0x97, the curly quotes and dashes of windows-1252 */
} Validity;

static Validity validity(Str bytes)
{
    Validity v = { 0 };

    for (size_t i = 0; i < bytes.len; ) {
        size_t len;
        unsigned char b = (unsigned char)bytes.ptr[i];
        if (b < 0x80) {
            i++;
            continue;
        }
        if (utf8_get(bytes, i, &len) == UTF8_REPLACEMENT && len == 1) {
            v.invalid++;
            v.quotes += b >= 0x91 && b <= 0x97;
        } else {
            v.sequences++;
        }
        i += len;
    }
    return v;
}

Charset charset_find(Str bytes, bool html)
{
    static const struct { Str mark; Str name; } marks[] = {
        { S("\xEF\xBB\xBF"), S("utf-8") }, { S("\xFF\xFE\0\0"), S("utf-32le") }, { S("\0\0\xFE\xFF"), S("utf-32be") },
        { S("\xFF\xFE"), S("utf-16le") }, { S("\xFE\xFF"), S("utf-16be") },
    };
    char plain[NAME_MAX_LEN + 1];

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(bytes, marks[i].mark))
            return (Charset){ marks[i].name, marks[i].mark.len, true };

    Str wide = bytes_utf16(str_slice(bytes, 0, GUESS_BYTES));
    if (wide.ptr)
        return (Charset){ wide, 0, false };
    if (utf8_valid(bytes) == bytes.len)
        return (Charset){ S("utf-8"), 0, true };
    Validity v = validity(bytes);
    /* A damaged UTF-8 text stays one: few bad bytes beside many good sequences, or hardly any at all. */
    bool damaged = v.sequences ? v.invalid <= v.sequences : v.invalid * NOTE_RARE < bytes.len && v.quotes < v.invalid;
    Str tag = html ? plain_name(charset_of_meta(bytes), plain) : STR_NONE;
    if (str_eq(tag, S("utf-8")) && v.invalid <= 4 * (v.sequences + 1))
        damaged = true;
    if (damaged && (!tag.ptr || str_eq(tag, S("utf-8")) || v.sequences > 8))
        return (Charset){ S("utf-8"), 0, tag.ptr != NULL };
    if (tag.ptr && !str_eq(tag, S("utf-8")))
        /* The tag's bytes live in the page, its plain form only here: name it by the page's own bytes. */
        return (Charset){ tag.ptr == plain ? charset_of_meta(bytes) : tag, 0, true };
    return (Charset){ guess(bytes), 0, false };
}

/* ---- converting ---- */

typedef struct Conversion {
    Str     bytes;
    char    name[NAME_MAX_LEN + 1];
    iconv_t iconv;
} Conversion;

#define NO_CHARSET  10
#define NOT_OF_IT   11

static int open_iconv(void *context)
{
    Conversion *c = context;
    char spark[8], *in = spark, *out = spark + 4;
    size_t in_left = 0, out_left = 4;

    c->iconv = iconv_open("UTF-8", c->name);
    if (c->iconv == (iconv_t)-1)
        return NO_CHARSET;
    iconv(c->iconv, &in, &in_left, &out, &out_left);    /* whatever it loads late, it loads now */
    iconv(c->iconv, NULL, NULL, NULL, NULL);
    return 0;
}

static int convert(void *context, StrBuf *answer)
{
    Conversion *c = context;
    char *in = (char *)(uintptr_t)c->bytes.ptr;
    size_t left = c->bytes.len, bad = 0;

    while (left > 0) {
        strbuf_reserve(answer, left * 2 + 64);
        char *out = answer->ptr + answer->len;
        size_t room = left * 2 + 64, before = room;
        size_t n = iconv(c->iconv, &in, &left, &out, &room);
        answer->len += before - room;
        if (n != (size_t)-1 || errno == E2BIG)
            continue;
        strbuf_char(answer, '?');
        in++;
        left--;
        bad++;
    }
    return bad * 50 > c->bytes.len ? NOT_OF_IT : 0;
}

Status charset_convert(Arena *arena, Str bytes, Charset from, Str *ret, Error *err)
{
    Conversion c = { .bytes = str_slice(bytes, from.mark, SIZE_MAX) };
    AUTO_STRBUF answer = { 0 };
    BoxResult result;
    Str name = plain_name(from.name, c.name);

    if (name.ptr == NULL)
        return fail(err, ERR_BAD_INPUT, "the charset the page names is none that is known");
    if (name.ptr != c.name)
        snprintf(c.name, sizeof c.name, STR_FMT, STR_ARG(name));
    Status status = box_run(&(BoxJob){ open_iconv, convert, &c }, &box_limits, &answer, &result, err);
    if (status != OK)
        return status;
    if (result.end == BOX_FAILED && result.detail == NO_CHARSET)
        return fail(err, ERR_BAD_INPUT, "the charset '%s' is none that this system knows", c.name);
    if (result.end == BOX_FAILED && result.detail == NOT_OF_IT)
        return fail(err, ERR_BAD_INPUT, "the text is not in the charset %s that it seemed to be in", c.name);
    if (result.end != BOX_OK)
        return fail(err, ERR_BAD_INPUT, "converting from %s: %s", c.name, result.reason);
    if (utf8_valid(strbuf_str(&answer)) < answer.len)
        return fail(err, ERR_BAD_INPUT, "converting from %s gave no valid text", c.name);
    *ret = arena_str(arena, strbuf_str(&answer));
    return OK;
}

/* ---- repair ---- */

static Str with_commas(Arena *arena, size_t n)
{
    char digits[32], out[48];
    int len = snprintf(digits, sizeof digits, "%zu", n), k = 0;

    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            out[k++] = ',';
        out[k++] = digits[i];
    }
    return arena_str(arena, (Str){ out, (size_t)k });
}

Repaired utf8_repair(Arena *arena, Str bytes)
{
    size_t at = utf8_valid(bytes), runs = 0;
    VEC(Note) notes = { 0 };

    if (at >= bytes.len)
        return (Repaired){ .text = bytes };
    char *text = arena_cstr(arena, bytes);
    while (at < bytes.len) {
        size_t start = at, len = 1;
        while (at < bytes.len && utf8_get(bytes, at, &len) == UTF8_REPLACEMENT && len == 1)
            text[at++] = '?';
        if (++runs <= NOTES_MAX)
            vec_push(arena, &notes, (Note){ S("invalid_utf8"), { (uint32_t)start, (uint32_t)at },
                     arena_printf(arena, "invalid UTF-8 at byte " STR_FMT ", shown as '?'",
                                  STR_ARG(with_commas(arena, start))) });
        size_t valid = utf8_valid(str_slice(bytes, at, SIZE_MAX));
        at += valid;
    }
    if (runs > NOTES_MAX)
        vec_push(arena, &notes, (Note){ S("invalid_utf8"), SPAN_NONE,
                 arena_printf(arena, "invalid UTF-8 at " STR_FMT " more places, shown as '?'",
                              STR_ARG(with_commas(arena, runs - NOTES_MAX))) });
    return (Repaired){ { text, bytes.len }, notes.at, notes.count };
}
