/* words.c -- see words.h. */
#include "weigh/words.h"

#include "lang/scan.h"
#include "lang/tables.h"
#include "lang/words.h"
#include "weigh/source.h"

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
    case USE_OBJECT:    return s->word_class == CLASS_OBJECT;
    case USE_WEAPON:    return s->word_class == CLASS_WEAPON;
    case USE_NEAR: case USE_BEGINS: case USE_OFFICE: case USE_NO_HOLDER: case USE_CAUSE: case USE_GRAVER:
    case USE_FURTHER: case USE_THIS_DEED:
        return s->word_class == CLASS_WEIGHING && row->n[WEIGHING_KIND] == (int)use - (int)USE_NEAR;
    }
    return false;
}

/* The row by which a word is used so, or NULL. */
static const Row *lang_use(const Lang *lang, uint64_t hash, WordUse use)
{
    const Entry *e = lang_entry(lang, hash);

    if (e == NULL)
        return NULL;
    const Sense *s = lang_senses(lang, e);
    for (uint16_t i = 0; i < e->count; i++)
        if (s[i].word_class != CLASS_PLACE && row_fits(&s[i], lang_row(lang, s[i].row), use))
            return lang_row(lang, s[i].row);
    return NULL;
}

static bool lang_is(const void *context, uint64_t hash, WordUse use)
{
    return lang_use(context, hash, use) != NULL;
}

static Str lang_value(const void *context, uint64_t hash, WordUse use)
{
    const Row *row = lang_use(context, hash, use);
    size_t column = use == USE_OBJECT || use == USE_WEAPON ? 0 : WEIGHING_VALUE;

    return row ? row->s[column] : STR_NONE;
}

static Str lang_skeleton(const void *context, Arena *arena, Str word)
{
    Str keys[SEARCH_KEYS_MAX];
    size_t count = lang_search_keys(context, arena, word, keys);

    return count > 1 && !str_starts(keys[1], S("@")) ? keys[1] : keys[0];
}

static Str lang_kind(const void *context, Str name, bool publisher)
{
    return source_name_kind(context, name, publisher);
}

Words words_of(const Lang *lang)
{
    return (Words){ lang_is, lang_value, lang_skeleton, lang_kind, lang };
}

Str words_skeleton(const Words *w, Arena *arena, Str word)
{
    if (w->skeleton)
        return w->skeleton(w->context, arena, word);
    char *folded = arena_raw(arena, word.len * 2 + 8);
    return (Str){ folded, fold_word(word, folded) };
}

/* The longest phrase of this use that begins with the word `first`. */
static bool phrase_at(const Words *w, Str text, const ScanWord *first, WordUse use, Phrase *ret)
{
    uint64_t hash = first->hash;
    size_t at = first->span.end;
    bool found = false;
    ScanWord next = *first;

    for (int i = 0; i < WORDS_IN_PHRASE; i++) {
        if (i > 0) {
            if (!scan_word(text, &at, &next))
                break;
            hash = fold_join(hash, next.hash);
        }
        if (word_is(w, hash, use)) {
            *ret = (Phrase){ { first->span.start, next.span.end },
                             w->value ? w->value(w->context, hash, use) : STR_NONE };
            found = true;
        }
    }
    return found;
}

bool words_find(const Words *w, Str text, size_t *at, WordUse use, Phrase *ret)
{
    ScanWord word;

    while (scan_word(text, at, &word))
        if (phrase_at(w, text, &word, use, ret)) {
            *at = ret->span.end;
            return true;
        }
    return false;
}
