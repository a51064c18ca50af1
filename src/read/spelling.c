/* spelling.c -- see spelling.h. */
#include "read/spelling.h"

#include "base/auto.h"
#include "lang/fold.h"
#include "lang/tables.h"
#include "read/agreement.h"

#define NEAR_KM      150
#define STEM_LEAST   6      /* letters that must be left of a word without its case ending */
#define LETTERS_MOST 40     /* of a word that is worth repairing */
#define WORDS_MOST   3      /* of a name whose first word has two scripts */

static bool has_place(const Found *f, const Entry *e)
{
    const Sense *s = e ? lang_senses(f->lang, e) : NULL;

    for (uint32_t i = 0; s && i < e->count; i++)
        if (s[i].word_class == CLASS_PLACE)
            return true;
    return false;
}

/* The place whose name begins with the repaired word and goes on with the tokens after i; the longest wins. */
static const Entry *place_from(const Found *f, uint64_t hash, uint32_t i, size_t *len)
{
    const Entry *e = lang_entry(f->lang, hash), *best = has_place(f, e) ? e : NULL;

    *len = 1;
    for (uint32_t k = i + 1; e && e->longer && k < i + WORDS_MOST && k < f->tokens.count && f->tokens.at[k].kind == TOKEN_WORD; k++) {
        hash = fold_join(hash, f->tokens.at[k].hash);
        e = lang_entry(f->lang, hash);
        if (has_place(f, e)) {
            best = e;
            *len = k + 1 - i;
        }
    }
    return best;
}

const Entry *mixed_script_place(const Found *f, uint32_t i, size_t *len)
{
    Str word = token_text(&f->tokens, i);
    const Entry *found = NULL;
    AUTO_STRBUF repaired = { 0 };

    for (int how = 0; how < RESPELLINGS && found == NULL && word.len <= 2 * LETTERS_MOST; how++) {
        repaired.len = 0;
        lang_respell(f->lang, (Respelling)how, word, &repaired);
        found = place_from(f, fold_hash(strbuf_str(&repaired)), i, len);
    }
    return found;
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

/* The word without its last `count` letters; empty when too little is left. */
static Str without_ending(Str word, size_t letters, size_t count)
{
    if (letters < count + STEM_LEAST)
        return STR_NONE;
    for (; count > 0; count--)
        do
            word.len--;
        while (((unsigned char)word.ptr[word.len] & 0xC0) == 0x80);
    return word;
}

uint32_t nearly_spelt_place(const Found *f, uint32_t i, const uint32_t *near, size_t near_count)
{
    Near n = { lang_gazetteer(f->lang), near, near_count, km_apart(NEAR_KM) };
    Str word = token_text(&f->tokens, i);
    size_t letters = 0;

    for (size_t k = 0; k < word.len; k++)
        letters += ((unsigned char)word.ptr[k] & 0xC0) != 0x80;
    uint32_t place = lang_nearly_spelt(f->lang, word, letters >= 9 ? 2 : 1, is_near, &n);
    /* The list of names near by holds nominatives: a case ending of one or two letters is taken off. */
    for (size_t ending = 1; place == NO_PLACE && ending <= 2 && has_endings(f, i); ending++) {
        Str stem = without_ending(word, letters, ending);
        if (stem.len)
            place = lang_nearly_spelt(f->lang, stem, 1, is_near, &n);
    }
    return place;
}
