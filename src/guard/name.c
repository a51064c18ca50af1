/* name.c -- see name.h. Ranges of code points stand for letters, as everywhere in src/. */
#include "guard/name.h"

#include "base/strbuf.h"
#include "base/utf8.h"

static bool letter(uint32_t c)
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

static uint32_t lower(uint32_t c)
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
static uint32_t fold(uint32_t c)
{
    c = lower(c);
    return c == 0x451 ? 0x435 : c == 0x491 ? 0x433 : c;
}

static void add_letter(NameWord *w, uint32_t c)
{
    size_t used = w->letters ? w->ends[w->letters - 1] : 0;

    if (w->letters == NAME_LETTERS)
        return;
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
    size_t i = *at, len = 0;
    uint32_t c = 0;

    while (i < text.len && !letter(c = utf8_get(text, i, &len)))
        i += len;
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
        c = utf8_get(text, i, &len);
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

int32_t name_person_number(Str s)
{
    int64_t n;

    if (!str_starts(s, S("Person ")) || !str_to_i64(str_slice(s, 7, SIZE_MAX), &n) || n < 1 || n > INT32_MAX)
        return 0;
    return (int32_t)n;
}
