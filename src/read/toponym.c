/* toponym.c -- see toponym.h. */
#include "read/toponym.h"

#include "lang/tables.h"
#include "read/number.h"
#include "read/phrase.h"

#define NAME_WORDS 3        /* of an unlisted name beside its part */

#define GRAMMAR                                                                                                \
    (CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_MONTH) | CLASS_BIT(CLASS_WEEKDAY) | CLASS_BIT(CLASS_CUE) |    \
     CLASS_BIT(CLASS_TITLE) | CLASS_BIT(CLASS_PUBLIC) | CLASS_BIT(CLASS_ROLE) | CLASS_BIT(CLASS_NUMBER))

/* A word with a capital that may stand in a name. */
static bool is_name_word(const Found *f, const Sentence *s, uint32_t i)
{
    const Token *t = &f->tokens.at[i];

    return i < s->last && t->kind == TOKEN_WORD && (t->flags & TOKEN_CAPITAL) && !(t->classes & GRAMMAR);
}

static bool goes_on(const Found *f, const Sentence *s, uint32_t i)
{
    return i < s->last && (f->tokens.at[i].flags & (TOKEN_SPACE | TOKEN_HYPHEN)) && !(f->tokens.at[i].flags & TOKEN_LINE);
}

static const Row *part_at(const Found *f, const Sentence *s, uint32_t i, Str position, size_t *len)
{
    bool any = i < s->last && ((f->tokens.at[i].classes | f->tokens.at[i].phrase_classes) & CLASS_BIT(CLASS_PLACEPART));
    return any ? sense_with(&f->tokens, i, CLASS_PLACEPART, PLACEPART_POSITION, position, len) : NULL;
}

static void describe(const Row *row, Toponym *ret)
{
    ret->type = place_type_of(row->s[PLACEPART_TYPE]);
    ret->lies_in = row->n[PLACEPART_LIES] == 1;
}

/* "Mill Street", "Kharkiv Airport", "Andriivskyi descent": up to three words, then the part. */
static bool part_is_last(const Found *f, const Sentence *s, uint32_t i, Toponym *ret)
{
    size_t len = 0;

    for (uint32_t k = i; k < i + NAME_WORDS && is_name_word(f, s, k); k++) {
        if (k > i && !goes_on(f, s, k))
            return false;
        const Row *row = goes_on(f, s, k + 1) ? part_at(f, s, k + 1, S("last"), &len) : NULL;
        if (row == NULL)
            continue;
        /* "Jim Lake" is a man; a sentence that begins with "New park" has no name. */
        bool street = str_eq(row->s[PLACEPART_TYPE], S("street")) || str_eq(row->s[PLACEPART_TYPE], S("raion"));
        if ((!street && token_is(&f->tokens, i, CLASS_GIVEN)) ||
            (i == s->first && !(f->tokens.at[k + 1].flags & TOKEN_CAPITAL)))
            return false;
        *ret = (Toponym){ .end = k + 1 + (uint32_t)len, .inner = i };
        describe(row, ret);
        return true;
    }
    return false;
}

/* "Lake Vermont": the part, then up to three words or initials. */
static bool part_is_first(const Found *f, const Sentence *s, uint32_t i, Toponym *ret)
{
    size_t len = 0;
    const Row *row = part_at(f, s, i, S("first"), &len);

    if (row == NULL)
        return false;
    uint32_t end = i + (uint32_t)len, words = 0;
    if (token_mark(&f->tokens, end, '.') && end + 1 < s->last)
        end++;
    uint32_t inner = end;
    while (words < NAME_WORDS && is_name_word(f, s, end) && goes_on(f, s, end)) {
        bool initial = f->tokens.at[end].end - f->tokens.at[end].start <= 2 && token_mark(&f->tokens, end + 1, '.');
        words += !initial;
        end += initial ? 2 : 1;
    }
    /* "the district of Kyiv" is told of Kyiv, which the list has. */
    if (words == 0 || end > s->last || token_is(&f->tokens, inner, CLASS_PLACE))
        return false;
    *ret = (Toponym){ .end = end, .inner = inner, .part_first = true };
    describe(row, ret);
    return true;
}

bool toponym_at(const Found *f, const Sentence *s, uint32_t i, Toponym *ret)
{
    return part_is_first(f, s, i, ret) || ((f->tokens.at[i].flags & TOKEN_CAPITAL) && part_is_last(f, s, i, ret));
}

/* The first sense of the entry that is a region or a country. */
static uint32_t region_of(const Found *f, const Entry *e)
{
    const Gazetteer *g = lang_gazetteer(f->lang);
    const Sense *sense = lang_senses(f->lang, e);

    for (uint32_t i = 0; i < e->count; i++)
        if (sense[i].word_class == CLASS_PLACE &&
            (g->places[sense[i].row].type == PLACE_COUNTRY || g->places[sense[i].row].type == PLACE_OBLAST))
            return sense[i].row;
    return NO_PLACE;
}

uint32_t region_after_comma(const Found *f, const Sentence *s, uint32_t i, uint32_t *first, uint32_t *end,
                            bool *abbreviated)
{
    size_t len = 0;

    if (!token_mark(&f->tokens, i, ',') || i + 1 >= s->last || !(f->tokens.at[i + 1].flags & TOKEN_CAPITAL))
        return NO_PLACE;
    const Token *t = &f->tokens.at[i + 1];
    const Row *row = match_row(&f->tokens, i + 1, CLASS_REGION, &len);
    *first = i + 1;
    *abbreviated = row != NULL;
    if (row) {
        *end = i + 1 + (uint32_t)len;
        bool stopped = token_mark(&f->tokens, *end, '.');
        /* "Sulphur, La.": an abbreviation has its full stop, or is letters in capitals ("TX", "S.C."). */
        if (!stopped && !(t->flags & TOKEN_UPPER))
            return NO_PLACE;
        *end += stopped && !(t->flags & TOKEN_UPPER);
        return gazetteer_find(lang_gazetteer(f->lang), row->s[REGION_PLACE]);
    }
    const Entry *e = t->phrase_classes & CLASS_BIT(CLASS_PLACE) ? t->phrase
                     : t->classes & CLASS_BIT(CLASS_PLACE)      ? t->entry
                                                                : NULL;
    *end = i + 1 + (e == t->phrase && e ? t->phrase_len : 1);
    return e ? region_of(f, e) : NO_PLACE;
}

uint32_t named_in_region(const Found *f, const Sentence *s, uint32_t i)
{
    uint32_t end = i, first, last;
    bool abbreviated;

    while (end < i + NAME_WORDS && is_name_word(f, s, end) && (end == i || goes_on(f, s, end)) &&
           !(f->tokens.at[end].classes & (CLASS_BIT(CLASS_GIVEN) | CLASS_BIT(CLASS_ORGHEAD) | CLASS_BIT(CLASS_DEMONYM))))
        end++;
    if (end == i || is_name_word(f, s, end) || region_after_comma(f, s, end, &first, &last, &abbreviated) == NO_PLACE)
        return i;
    int before = i > s->first ? function_kind(f, i - 1) : -1;
    bool led = before == FUNCTION_IN || before == FUNCTION_PREPOSITION || before == FUNCTION_OF;
    return led || (abbreviated && (i == s->first || f->tokens.at[i - 1].kind == TOKEN_MARK)) ? end : i;
}
