/* name.c -- see name.h. Ranges of code points stand for letters, as everywhere in src/. */
#include "guard/name.h"

#include "base/strbuf.h"
#include "base/utf8.h"

/* Most text is ASCII or two bytes a letter: worth a short way. */
static inline uint32_t code_point(Str s, size_t at, size_t *len)
{
    unsigned char b = (unsigned char)s.ptr[at];

    *len = 1;
    return b < 0x80 ? b : utf8_get(s, at, len);
}

static inline bool letter(uint32_t c)
{
    if (c < 0x80)
        return (c | 32) >= 'a' && (c | 32) <= 'z';
    if (c < 0x2B0)
        return (c >= 0xC0 && c != 0xD7 && c != 0xF7) || c == 0xAA || c == 0xB5 || c == 0xBA;
    if (c < 0x2000)
        return c >= 0x370 && c != 0x37E && c != 0x387 && c != 0x482 && c != 0x58A && !(c >= 0x60C && c <= 0x61F);
    return (c >= 0x2C00 && c < 0x2E00) || (c >= 0x3040 && c < 0xD800) || (c >= 0xF900 && c < 0xFE00);
}

static bool apostrophe(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0x2019 || c == 0x2BC || c == 0x2018 || c == 0xB4 || c == 0x2032;
}

/* Marks that a reader does not see, or that sit on the letter before. */
static bool invisible(uint32_t c)
{
    return c == 0xAD || (c >= 0x300 && c < 0x370) || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

static inline uint32_t lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
        return c + 32;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
        return c + (c & 1);
    if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || (c >= 0x460 && c <= 0x481) ||
        (c >= 0x48A && c <= 0x52F && c != 0x4C0))
        return c | 1;
    if (c == 0x178)
        return 0xFF;
    return c >= 0x400 && c <= 0x40F ? c + 80 : c;
}

/* Io is typed as ie by most, and upturned ghe as ghe. */
static inline uint32_t fold(uint32_t c)
{
    c = lower(c);
    return c == 0x451 ? 0x435 : c == 0x491 ? 0x433 : c;
}

static void add_letter(NameWord *w, uint32_t c)
{
    size_t used = w->letters ? w->ends[w->letters - 1] : 0;

    if (w->letters == NAME_LETTERS)
        return;
    if (c < 0x80) {
        w->folded[used] = (char)c;
        w->ends[w->letters++] = (uint8_t)(used + 1);
        return;
    }
    w->ends[w->letters++] = (uint8_t)(used + utf8_put(c, w->folded + used));
}

/* "'s" at the end belongs to the sentence, not to the name. */
static void drop_possessive(NameWord *w, uint32_t apostrophe_at)
{
    if (apostrophe_at && w->letters >= 2 && w->folded[w->ends[w->letters - 2]] == 's') {
        w->letters--;
        w->end = apostrophe_at;
    }
}

bool name_next(Str text, size_t *at, NameWord *w)
{
    size_t i = *at, len = 1;
    uint32_t c = 0;

    for (; i < text.len; i += len) {
        c = code_point(text, i, &len);
        if (letter(c))
            break;
    }
    if (i >= text.len)
        return false;
    w->start = (uint32_t)i;
    w->letters = 0;
    w->capital = lower(c) != c;
    w->cyrillic = c >= 0x400 && c < 0x530;

    uint32_t mark = 0;              /* an apostrophe with exactly one letter after it so far */
    unsigned after = 0;
    w->end = w->start;
    while (i < text.len) {
        c = code_point(text, i, &len);
        if (letter(c)) {
            add_letter(w, fold(c));
            after++;
        } else if (apostrophe(c)) {
            size_t next_len = 0;
            if (i + len >= text.len || !letter(utf8_get(text, i + len, &next_len)))
                break;
            mark = (uint32_t)i;
            after = 0;
        } else if (!invisible(c)) {
            break;
        }
        i += len;
        w->end = (uint32_t)i;
    }
    *at = i > w->start ? i : i + len;
    if (after == 1)
        drop_possessive(w, mark);
    return true;
}

/* Vowels, short i and the soft sign, which Slavic endings replace. */
static bool soft_end(uint32_t c)
{
    static const uint16_t ends[] = {
        0x430, 0x435, 0x438, 0x439, 0x43E, 0x443, 0x44B, 0x44C, 0x44D, 0x44E, 0x44F, 0x454, 0x456, 0x457,
    };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends[i] == c)
            return true;
    return false;
}

unsigned name_stem(const NameWord *w)
{
    unsigned stem = w->letters;

    if (!w->cyrillic || stem < 4)
        return stem;
    /* A second letter goes only from a name long enough to be told from other words. */
    for (unsigned cut = 0; cut < 2 && stem > (cut ? 4u : 3u); cut++) {
        size_t len;
        if (!soft_end(utf8_get(name_folded(w), stem > 1 ? w->ends[stem - 2] : 0, &len)))
            break;
        stem--;
    }
    return stem;
}

bool name_ending(const NameWord *found, unsigned stem)
{
    unsigned extra = found->letters - stem;

    if (extra == 0)
        return true;
    if (stem < 3 || extra > 3)
        return false;
    if (found->cyrillic)
        return true;
    Str ending = str_slice(name_folded(found), found->ends[stem - 1], SIZE_MAX);
    return stem >= 4 && (str_eq(ending, S("s")) || str_eq(ending, S("es")) || str_eq(ending, S("a")));
}

Str name_key(Arena *arena, Str name)
{
    char *out = arena_raw(arena, name.len * 2 + 1);
    size_t len = 0, at = 0;
    NameWord w;

    while (name_next(name, &at, &w)) {
        if (len)
            out[len++] = ' ';
        memcpy(out + len, w.folded, name_folded(&w).len);
        len += name_folded(&w).len;
    }
    return (Str){ out, len };
}

/* Cyrillic 0x430..0x45F by sound. Everything like i is left out: spellings agree on it least. Capitals
 * stand for one sound that Latin writes with several letters. */
static const char cyrillic_sounds[] =
    "a" "b" "v" "h" "d" "e" "Z" "z" "." "." "k" "l" "m" "n" "o" "p"
    "r" "s" "t" "u" "f" "h" "c" "C" "S" "W" "." "." "." "e" "u" "a"
    "e" "e" "d" "h" "e" "z" "." "." "." "l" "n" "c" "k" "." "u" "d";

/* The longest match first. */
static const struct { const char *letters, *sound; } latin_sounds[] = {
    { "shch", "W" }, { "schtsch", "W" }, { "tch", "C" }, { "sch", "S" }, { "sh", "S" }, { "ch", "C" }, { "zh", "Z" },
    { "kh", "h" }, { "ts", "c" }, { "tz", "c" }, { "ph", "f" }, { "th", "t" }, { "ou", "u" }, { "oo", "u" },
    { "x", "ks" }, { "w", "v" }, { "g", "h" }, { "q", "k" }, { "i", "" }, { "y", "" }, { "j", "" },
};

static size_t add_sound(char *out, size_t len, char sound)
{
    if (sound == '.' || len == NAME_SKELETON || (len && out[len - 1] == sound))
        return len;
    out[len] = sound;
    return len + 1;
}

/* Letters that may begin a row of the table; every other Latin letter is its own sound. */
static bool several(char c)
{
    return strchr("sctzkpoxwgqiyj", c) != NULL;
}

size_t name_skeleton(const NameWord *w, char out[NAME_SKELETON])
{
    Str s = name_folded(w);
    size_t len = 0;

    for (size_t i = 0; i < s.len; ) {
        size_t step, row = 0, rows = sizeof latin_sounds / sizeof *latin_sounds;
        uint32_t c = code_point(s, i, &step);
        if (c >= 0x80 || !several((char)c)) {
            char sound = c < 0x80 ? (char)c : c >= 0x430 && c < 0x460 ? cyrillic_sounds[c - 0x430] : '.';
            len = add_sound(out, len, sound);
            i += step;
            continue;
        }
        while (row < rows && (latin_sounds[row].letters[0] != (char)c ||
                              !str_starts(str_slice(s, i, s.len), str_of(latin_sounds[row].letters))))
            row++;
        if (row == rows) {
            len = add_sound(out, len, (char)c);
            i += step;
            continue;
        }
        for (const char *p = latin_sounds[row].sound; *p; p++)
            len = add_sound(out, len, *p);
        i += strlen(latin_sounds[row].letters);
    }
    return len;
}

#define SOUNDS_WORD 3       /* sounds that every word must have */
#define SOUNDS_NAME 8       /* and the name, to be told from others by sound alone */

Str name_sounds(Arena *arena, Str name)
{
    char *out = arena_raw(arena, name.len * 2 + NAME_SKELETON + 1);
    size_t len = 0, at = 0, words = 0;

    for (NameWord w; name_next(name, &at, &w); words++) {
        char sounds[NAME_SKELETON];
        size_t n = name_skeleton(&w, sounds);
        if (n < SOUNDS_WORD)
            return STR_NONE;
        if (len)
            out[len++] = ' ';
        memcpy(out + len, sounds, n);
        len += n;
    }
    return words >= 2 && len >= SOUNDS_NAME ? (Str){ out, len } : STR_NONE;
}

int32_t name_person_number(Str s)
{
    int64_t n;

    if (!str_starts(s, S("Person ")) || !str_to_i64(str_slice(s, 7, SIZE_MAX), &n) || n < 1 || n > INT32_MAX)
        return 0;
    return (int32_t)n;
}
