/* spelling.c -- see spelling.h. */
#include "read/spelling.h"

#include "base/utf8.h"
#include "lang/fold.h"
#include "lang/tables.h"

#define NEAR_KM    150
#define LETTERS_MAX 40

/* Cyrillic small letters that look like Latin ones. */
static const struct { uint16_t cyrillic; char latin;
} lookalikes[] = {
    { 0x430, 'a' }, { 0x432, 'b' }, { 0x435, 'e' }, { 0x43A, 'k' }, { 0x43C, 'm' }, { 0x43D, 'h' },
    { 0x43E, 'o' }, { 0x440, 'p' }, { 0x441, 'c' }, { 0x442, 't' }, { 0x443, 'y' }, { 0x445, 'x' },
    { 0x456, 'i' }, { 0x458, 'j' }, { 0x455, 's' }, { 0x4BB, 'h' },
};

/* ... and those that sound like them: a writer who switched keyboards mid-word. */
static const struct { uint16_t cyrillic; char latin[5];
} soundalikes[] = {
    { 0x430, "a" },  { 0x431, "b" }, { 0x432, "v" }, { 0x433, "h" },  { 0x434, "d" },  { 0x435, "e" },
    { 0x436, "zh" }, { 0x437, "z" }, { 0x438, "y" }, { 0x439, "i" },  { 0x43A, "k" },  { 0x43B, "l" },
    { 0x43C, "m" },  { 0x43D, "n" }, { 0x43E, "o" }, { 0x43F, "p" },  { 0x440, "r" },  { 0x441, "s" },
    { 0x442, "t" },  { 0x443, "u" }, { 0x444, "f" }, { 0x445, "kh" }, { 0x446, "ts" }, { 0x447, "ch" },
    { 0x448, "sh" }, { 0x456, "i" },
};

static const Entry *place_entry(const Found *f, Str word)
{
    const Entry *e = lang_entry(f->lang, fold_hash(word));
    const Sense *s = e ? lang_senses(f->lang, e) : NULL;

    for (uint32_t i = 0; s && i < e->count; i++)
        if (s[i].word_class == CLASS_PLACE)
            return e;
    return NULL;
}

typedef enum Repair { TO_LATIN_BY_LOOK, TO_LATIN_BY_SOUND, TO_CYRILLIC_BY_LOOK, REPAIRS } Repair;

static size_t repair_char(uint32_t c, Repair how, char *out)
{
    if (how == TO_CYRILLIC_BY_LOOK) {
        for (size_t i = 0; c < 0x80 && i < sizeof lookalikes / sizeof *lookalikes; i++)
            if ((uint32_t)lookalikes[i].latin == c)
                return utf8_put(lookalikes[i].cyrillic, out);
    } else if (how == TO_LATIN_BY_LOOK) {
        for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++)
            if (lookalikes[i].cyrillic == c)
                return utf8_put((uint32_t)lookalikes[i].latin, out);
    } else {
        for (size_t i = 0; i < sizeof soundalikes / sizeof *soundalikes; i++)
            if (soundalikes[i].cyrillic == c) {
                size_t len = strlen(soundalikes[i].latin);
                memcpy(out, soundalikes[i].latin, len);
                return len;
            }
    }
    return utf8_put(c, out);
}

const Entry *mixed_script_place(const Found *f, uint32_t i)
{
    Str word = token_text(&f->tokens, i);

    for (int how = 0; how < REPAIRS; how++) {
        char repaired[LETTERS_MAX * 4 + 8];
        size_t at = 0, len;
        for (size_t k = 0; k < word.len && at < LETTERS_MAX * 4; k += len)
            at += repair_char(fold_char(utf8_get(word, k, &len)), (Repair)how, repaired + at);
        const Entry *e = place_entry(f, (Str){ repaired, at });
        if (e)
            return e;
    }
    return NULL;
}

bool place_expected(const Found *f, const Sentence *s, uint32_t i)
{
    uint32_t before = i - 1;
    const Row *row = token_row(&f->tokens, before, CLASS_FUNCTION);

    if (token_is(&f->tokens, before, CLASS_PLACEHEAD))
        return true;
    if (row && (row->n[0] == FUNCTION_IN || row->n[0] == FUNCTION_PREPOSITION || row->n[0] == FUNCTION_OF))
        return true;
    bool listed = (row && row->n[0] == FUNCTION_CONJUNCTION) || token_mark(&f->tokens, before, ',');
    return listed && before > s->first && token_is(&f->tokens, before - 1, CLASS_PLACE);
}

/* Is the place near one that the text names for certain? */
typedef struct Near {
    const Gazetteer *g;
    const uint32_t  *places;
    size_t           count;
    double           limit;     /* NEAR_KM as place_apart() has it */
} Near;

static bool is_near(void *context, uint32_t place)
{
    const Near *n = context;

    for (size_t i = 0; i < n->count; i++)
        if (place_apart(n->g, place, n->places[i]) < n->limit)
            return true;
    return false;
}

uint32_t nearly_spelt_place(const Found *f, Str word, const uint32_t *near, size_t near_count)
{
    Near n = { lang_gazetteer(f->lang), near, near_count, km_apart(NEAR_KM) };
    size_t letters = 0;

    for (size_t i = 0; i < word.len; i++)
        letters += ((unsigned char)word.ptr[i] & 0xC0) != 0x80;
    return lang_nearly_spelt(f->lang, word, letters >= 9 ? 2 : 1, is_near, &n);
}
