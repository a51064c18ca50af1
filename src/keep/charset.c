/* charset.c -- see charset.h. Finding looks at byte patterns only; uchardet and iconv, which are
 * parsers of hostile bytes like any other, run in the box.
 */
#include "keep/charset.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "keep/bytes.h"
#include "keep/worker.h"

#include <stdio.h>

#define GUESS_BYTES     (1u << 20)  /* of the text that guessing looks at */
#define META_BYTES      4096        /* where a page must have named its charset */
#define NAME_MAX_LEN    40
#define NOTES_MAX       20
#define JOINED          7           /* tenths of Cyrillic bytes that stand beside another one */
#define CYRILLIC_BETTER 0.5         /* by so much than what the page's tag says */
#define CYRILLIC_LIKELY 1.7
#define CYRILLIC_SURE   2.0         /* even when uchardet takes it for an Asian charset */
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


/* The best of the five, when the text has words of such letters; else STR_NONE. */
static Str cyrillic_of(Str bytes, double *best)
{
    size_t high = 0, joined = 0;
    Str name = STR_NONE;

    *best = 0;
    /* In Western texts such bytes stand alone between plain letters; tags and addresses do not count. */
    for (size_t i = 0; i < bytes.len; i++) {
        bool here = (unsigned char)bytes.ptr[i] >= 0x80;
        high += here;
        joined += here && ((i && (unsigned char)bytes.ptr[i - 1] >= 0x80) ||
                           (i + 1 < bytes.len && (unsigned char)bytes.ptr[i + 1] >= 0x80));
    }
    if (joined * 10 < high * JOINED)
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

static const char *const asian[] = { "utf-16", "utf-32", "gb", "big5", "shift", "euc", "iso-2022", "hz", "uhc", "johab" };

/* Charsets that are read: names that live as long as the program. */
static const char *const known[] = {
    "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
    "windows-1257", "windows-1258", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6",
    "iso-8859-7", "iso-8859-8", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16", "koi8-r",
    "koi8-u", "macintosh", "ibm437", "ibm850", "ibm852", "ibm855", "ibm866", "mac-cyrillic", "gb18030", "big5",
    "big5-hkscs", "shift_jis", "euc-jp", "euc-kr", "euc-tw", "iso-2022-jp", "iso-2022-kr", "uhc", "tis-620",
    "windows-874", "utf-16le", "utf-16be", "utf-32le", "utf-32be", "utf-7",
};

static Str known_name(Str name)
{
    for (size_t i = 0; name.ptr && i < sizeof known / sizeof *known; i++)
        if (str_eq(name, str_of(known[i])))
            return str_of(known[i]);
    return STR_NONE;
}

/* uchardet's word, weighed against the Cyrillic score. */
static Str guess(Workers *workers, Str bytes, CharsetHow *how)
{
    Str head = str_slice(bytes, 0, GUESS_BYTES), found = S("windows-1252");
    AUTO_STRBUF answer = { 0 };
    char name[NAME_MAX_LEN + 1];
    double score;
    Str cyrillic = cyrillic_of(head, &score);

    *how = CHARSET_WORDS;
    if (cyrillic.ptr && score >= CYRILLIC_SURE)
        return cyrillic;
    if (workers_run(workers, "uchardet", "charset", head, S(""), &box_limits, &answer, NULL) == OK) {
        Str said = known_name(plain_name(strbuf_str(&answer), name));
        found = said.ptr ? said : found;
    }
    *how = CHARSET_PATTERN;
    for (size_t i = 0; i < sizeof asian / sizeof *asian; i++)
        if (str_starts(found, str_of(asian[i])))
            return found;
    if (cyrillic.ptr)
        *how = CHARSET_WORDS;
    return cyrillic.ptr ? cyrillic : found;
}

/* The tag names a charset of one byte a letter, but the bytes are Cyrillic words in another one. */
static Str better_than_tag(Str tag, Str bytes)
{
    Str head = str_slice(bytes, 0, GUESS_BYTES);
    double best, told = 0;
    Str name = cyrillic_of(head, &best);

    if (!name.ptr || best < CYRILLIC_SURE || str_eq(name, tag))
        return STR_NONE;
    for (int kind = 0; kind < CYRILLIC_KINDS; kind++)
        if (str_eq(tag, str_of(cyrillic_names[kind])) || (kind == KOI8 && str_eq(tag, S("koi8-r"))))
            told = cyrillic_score((Cyrillic)kind, head);
    /* KOI8-U is KOI8-R with four letters more: nothing else is lost by reading the larger one */
    if (str_eq(tag, S("koi8-r")) && str_eq(name, S("koi8-u")))
        return name;
    bool one_byte = str_starts(tag, S("windows-")) || str_starts(tag, S("iso-8859")) || str_starts(tag, S("koi8")) ||
                    str_starts(tag, S("ibm")) || str_starts(tag, S("mac"));
    return one_byte && best > told + CYRILLIC_BETTER ? name : STR_NONE;
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

/* UTF-8 with some damage: few bad bytes beside many good sequences, or hardly any at all. */
static bool is_damaged_utf8(Str bytes, Str tag)
{
    Validity v = validity(bytes);
    bool damaged = v.sequences ? v.invalid <= v.sequences : v.invalid * NOTE_RARE < bytes.len && v.quotes < v.invalid;

    if (str_eq(tag, S("utf-8")) && v.invalid <= 4 * (v.sequences + 1))
        damaged = true;
    return damaged && (!tag.ptr || str_eq(tag, S("utf-8")) || v.sequences > 8);
}

static Charset find_unmarked(Workers *workers, Str bytes, Str tag)
{
    CharsetHow how;
    Str wide = bytes_utf16(str_slice(bytes, 0, GUESS_BYTES));

    if (wide.ptr)
        return (Charset){ .name = wide, .how = CHARSET_ZEROS };
    if (utf8_valid(bytes) == bytes.len)
        return (Charset){ .name = S("utf-8"), .certain = true, .how = CHARSET_VALID };
    if (is_damaged_utf8(bytes, tag))
        return (Charset){ .name = S("utf-8"), .certain = tag.ptr != NULL, .how = CHARSET_VALID };
    Str named = known_name(tag);
    if (named.ptr && !str_starts(named, S("utf-16")) && !str_starts(named, S("utf-32"))) {
        Str better = better_than_tag(named, bytes);
        return better.ptr ? (Charset){ .name = better, .how = CHARSET_WORDS }
                          : (Charset){ .name = named, .certain = true, .how = CHARSET_TOLD };
    }
    Str name = guess(workers, bytes, &how);
    return (Charset){ .name = name, .how = how };
}

Charset charset_find(Workers *workers, Str bytes, bool html)
{
    static const struct { Str mark; Str name; } marks[] = {
        { S("\xEF\xBB\xBF"), S("utf-8") }, { S("\xFF\xFE\0\0"), S("utf-32le") }, { S("\0\0\xFE\xFF"), S("utf-32be") },
        { S("\xFF\xFE"), S("utf-16le") }, { S("\xFE\xFF"), S("utf-16be") },
    };
    char plain[NAME_MAX_LEN + 1];
    Str told = html ? charset_of_meta(bytes) : STR_NONE;

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(bytes, marks[i].mark))
            return (Charset){ .name = marks[i].name, .mark = marks[i].mark.len, .certain = true, .how = CHARSET_MARK,
                              .told = told };
    Charset c = find_unmarked(workers, bytes, plain_name(told, plain));
    c.told = told;
    return c;
}

/* Do the tag and the choice name one charset? KOI8-R and KOI8-U count as one. */
static bool same_as_told(Charset c)
{
    char plain[NAME_MAX_LEN + 1];
    Str told = plain_name(c.told, plain);

    return str_eq(told, c.name) || (str_eq(told, S("koi8-r")) && str_eq(c.name, S("koi8-u")));
}

Str charset_why(Arena *arena, Charset c, Str *code)
{
    static const char *const reasons[] = {
        [CHARSET_MARK] = "its byte order mark says so",     [CHARSET_VALID] = "the bytes are valid in it",
        [CHARSET_TOLD] = "the page says so",                [CHARSET_ZEROS] = "every other byte is one of UTF-16",
        [CHARSET_WORDS] = "in it the bytes are Cyrillic words",
        [CHARSET_PATTERN] = "the pattern of the bytes fits it best",
    };

    if (c.told.len && !same_as_told(c)) {
        *code = S("charset_mismatch");
        return arena_printf(arena, "the page names the charset " STR_FMT "; read as " STR_FMT ": %s", STR_ARG(c.told),
                            STR_ARG(c.name), reasons[c.how]);
    }
    if (c.certain || c.told.len || c.how == CHARSET_VALID)
        return STR_NONE;
    *code = S("charset_guessed");
    return arena_printf(arena, "the charset is not stated; read as " STR_FMT ": %s", STR_ARG(c.name), reasons[c.how]);
}

/* ---- converting ---- */

static size_t unit_of(Charset c)
{
    return str_starts(c.name, S("utf-16")) ? 2 : str_starts(c.name, S("utf-32")) ? 4 : 1;
}

Status charset_convert(Arena *arena, Workers *workers, Str bytes, Charset from, Str *ret, Error *err)
{
    AUTO_STRBUF answer = { 0 };
    char name[NAME_MAX_LEN + 1], what[NAME_MAX_LEN + 32];
    Str plain = plain_name(from.name, name);

    if (plain.ptr == NULL)
        return fail(err, ERR_BAD_INPUT, "the charset the page names is none that is known");
    snprintf(what, sizeof what, "converting from " STR_FMT, STR_ARG(plain));
    Status status = workers_run(workers, "iconv", what, str_slice(bytes, from.mark, SIZE_MAX), plain,
                                &box_limits, &answer, err);
    if (status != OK)
        return status;
    if (utf8_valid(strbuf_str(&answer)) < answer.len)
        return fail(err, ERR_BAD_INPUT, "%s gave no valid text", what);
    *ret = arena_str(arena, strbuf_str(&answer));
    return OK;
}

/* ---- the way back ---- */

/* Bytes of the original that a letter of the text took; 0 when only its line is known. */
static size_t bytes_of_letter(Charset from, size_t utf8_len)
{
    static const char *const one_byte[] = { "windows-", "iso-8859", "koi8", "ibm", "mac" };

    if (unit_of(from) == 2)
        return utf8_len == 4 ? 4 : 2;
    if (unit_of(from) == 4)
        return 4;
    for (size_t i = 0; i < sizeof one_byte / sizeof *one_byte; i++)
        if (str_starts(from.name, str_of(one_byte[i])))
            return 1;
    return 0;
}

static uint32_t next_line(Str s, uint32_t at)
{
    const char *end = at < s.len ? memchr(s.ptr + at, '\n', s.len - at) : NULL;
    return end ? (uint32_t)(end - s.ptr) + 1 : (uint32_t)s.len;
}

typedef struct Way {
    Str      bytes, utf8;
    Charset  from;
    uint32_t at, origin;        /* a place in the text, and the same one in the original */
} Way;

/* Go on to `to` in the text, or to the last line's start before it when only lines are known. */
static uint32_t way_to(Way *w, uint32_t to, bool end)
{
    size_t len;

    if (bytes_of_letter(w->from, 1) == 0) {
        uint32_t line;
        while (w->at < to && (line = next_line(w->utf8, w->at)) <= to) {
            w->at = line;
            w->origin = next_line(w->bytes, w->origin);
        }
        return end && w->at < to ? next_line(w->bytes, w->origin) : w->origin;
    }
    while (w->at < to) {
        utf8_get(w->utf8, w->at, &len);
        w->at += (uint32_t)len;
        w->origin += (uint32_t)bytes_of_letter(w->from, len);
    }
    return w->origin < w->bytes.len ? w->origin : (uint32_t)w->bytes.len;
}

void charset_origins(Str bytes, Str utf8, Charset from, Span *spans, size_t count)
{
    Way w = { bytes, utf8, from, 0, (uint32_t)from.mark };

    for (size_t i = 0; i < count; i++) {
        if (!span_is(spans[i]))
            continue;
        uint32_t start = way_to(&w, spans[i].start, false);
        Way inside = w;                 /* spans may touch or lie in one another */
        spans[i] = (Span){ start, way_to(&inside, spans[i].end, true) };
    }
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
