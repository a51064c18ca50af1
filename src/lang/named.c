/* named.c -- see named.h. */
#include "lang/named.h"

#include "base/utf8.h"
#include "lang/fold.h"
#include "lang/lang_private.h"

#include <stdlib.h>

#define WORDS_MAX 8     /* of a name */

static int by_population(const void *a, const void *b, void *context)
{
    const Place *places = ((const Lang *)context)->gazetteer.places;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    if (places[x].population != places[y].population)
        return places[x].population > places[y].population ? -1 : 1;
    return (x > y) - (x < y);
}

size_t order_places(const Lang *lang, uint32_t *places, size_t count)
{
    size_t kept = 0;

    if (count == 0)
        return 0;
    qsort_r(places, count, sizeof *places, by_population, (void *)lang);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || places[i] != places[i - 1])
            places[kept++] = places[i];
    return kept;
}

size_t lang_places_named(const Lang *lang, Arena *arena, Str name, uint32_t **ret)
{
    uint64_t words[WORDS_MAX];
    size_t count = fold_phrase(name, words, WORDS_MAX), found = 0;
    uint64_t hash = count ? words[0] : 0;

    for (size_t i = 1; i < count; i++)
        hash = fold_join(hash, words[i]);
    const Entry *e = count ? lang_entry(lang, hash) : NULL;
    const Sense *senses = e ? lang_senses(lang, e) : NULL;
    uint32_t *places = arena_array(arena, uint32_t, e ? e->count : 0);
    for (uint32_t i = 0; e && i < e->count; i++)
        if (senses[i].word_class == CLASS_PLACE)
            places[found++] = senses[i].row;
    *ret = places;
    return order_places(lang, places, found);
}

static size_t first_name(const Lang *lang, uint32_t place)
{
    size_t low = 0, high = lang->name_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (lang->names[middle].place < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t lang_place_names(const Lang *lang, Arena *arena, uint32_t place, PlaceName **ret)
{
    const BlobHeader *h = (const void *)lang->blob;
    const char *strings = lang->blob + h->strings.at;
    size_t from = first_name(lang, place), count = 0;

    while (from + count < lang->name_count && lang->names[from + count].place == place)
        count++;
    PlaceName *names = arena_array(arena, PlaceName, count);
    for (size_t i = 0; i < count; i++) {
        const BlobName *n = &lang->names[from + i];
        const BlobSource *s = &lang->sources[n->source];
        BlobText source = s->name;
        names[i] = (PlaceName){ { strings + n->text.at, n->text.len }, str_of(n->lang),
                                { strings + source.at, source.len }, n->source, s->imported != 0, n->from,
                                n->until };
    }
    *ret = names;
    return count;
}

#define NAME_ENDING 4   /* letters at the end of a name's word that its case forms may change */
#define SAID_ENDING 5

/* The next word of a name (blanks and hyphens part): its letters, folded; how many. */
static size_t next_word(Str text, size_t *at, uint32_t *letters, size_t max)
{
    size_t count = 0, len;

    for (; *at < text.len; *at += len) {
        uint32_t c = utf8_get(text, *at, &len), folded = fold_char(c);
        if (is_letter(c) || is_apostrophe(c)) {
            if (folded && count < max)
                letters[count++] = folded;
        } else if (count) {
            break;
        }
    }
    return count;
}

/* How well the words can be a form of the name; below 0 not at all. */
static int likeness(Str name, Str said)
{
    uint32_t a[SPELLING_LETTERS], b[SPELLING_LETTERS];
    size_t i = 0, k = 0, n, m;
    int score = 0;

    for (;;) {
        n = next_word(name, &i, a, SPELLING_LETTERS);
        m = next_word(said, &k, b, SPELLING_LETTERS);
        if (n == 0 || m == 0)
            break;
        size_t same = 0;
        while (same < n && same < m && a[same] == b[same])
            same++;
        if (same == 0 || n - same > NAME_ENDING || m - same > SAID_ENDING)
            return -1;
        score += 2 * (int)same - (int)(n - same) - (int)(m - same) + SPELLING_LETTERS;
    }
    return n || m ? -1 : score;
}

static const BlobName *name_called(const Lang *lang, uint32_t place, Str code, Str said)
{
    const char *strings = lang->blob + ((const BlobHeader *)(const void *)lang->blob)->strings.at;
    const BlobName *best = NULL;
    int best_score = 0;

    for (size_t i = first_name(lang, place); i < lang->name_count && lang->names[i].place == place; i++) {
        const BlobName *n = &lang->names[i];
        Str name = { strings + n->text.at, n->text.len };
        int score = str_eq(str_of(n->lang), code) ? likeness(name, said) : -1;
        if (score > best_score) {
            best_score = score;
            best = n;
        }
    }
    return best;
}

Str lang_place_called(const Lang *lang, uint32_t place, Str code, Str said)
{
    const char *strings = lang->blob + ((const BlobHeader *)(const void *)lang->blob)->strings.at;
    const BlobName *name = name_called(lang, place, code, said);

    return name ? (Str){ strings + name->text.at, name->text.len } : STR_NONE;
}

bool lang_place_years(const Lang *lang, uint32_t place, Str code, Str said, int *from, int *until)
{
    const BlobName *name = name_called(lang, place, code, said);

    if (name == NULL)
        return false;
    *from = name->from;
    *until = name->until;
    return true;
}

Str lang_place_note(const Lang *lang, uint32_t place)
{
    const BlobHeader *h = (const void *)lang->blob;
    const BlobPlace *p = (const BlobPlace *)(lang->blob + h->places.at) + place;

    return (Str){ lang->blob + h->strings.at + p->note.at, p->note.len };
}
