/* words.c -- see words.h. */
#include "weigh/words.h"

#include "lang/tables.h"
#include "lang/words.h"

static bool row_fits(const Sense *s, const Row *row, WordUse use)
{
    switch (use) {
    case USE_IN:        return s->word_class == CLASS_FUNCTION && row->n[0] == FUNCTION_IN;
    case USE_OF:        return s->word_class == CLASS_FUNCTION && row->n[0] == FUNCTION_OF;
    case USE_ARTICLE:   return s->word_class == CLASS_FUNCTION && row->n[0] == FUNCTION_ARTICLE;
    case USE_FUNCTION:  return s->word_class == CLASS_FUNCTION;
    case USE_DIRECTION: return s->word_class == CLASS_DIRECTION;
    case USE_PEOPLE:
        return s->word_class == CLASS_PEOPLE || s->word_class == CLASS_DEMONYM || s->word_class == CLASS_ROLE;
    case USE_CITY:      return s->word_class == CLASS_PLACEHEAD && str_eq(row->s[PLACEHEAD_TYPE], S("city"));
    case USE_VILLAGE:   return s->word_class == CLASS_PLACEHEAD && str_eq(row->s[PLACEHEAD_TYPE], S("village"));
    }
    return false;
}

static bool lang_is(const void *context, uint64_t hash, WordUse use)
{
    const Lang *lang = context;
    const Entry *e = lang_entry(lang, hash);

    if (e == NULL)
        return false;
    const Sense *s = lang_senses(lang, e);
    for (uint16_t i = 0; i < e->count; i++)
        if (s[i].word_class != CLASS_PLACE && row_fits(&s[i], lang_row(lang, s[i].row), use))
            return true;
    return false;
}

Words words_of(const Lang *lang)
{
    return (Words){ lang_is, lang };
}
