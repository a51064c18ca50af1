/* lang.h -- everything that is words: lexicon, rules, gazetteer, taxonomy.
 *
 * Compiled from data/ by a build step into one table inside the executable;
 * `--lang DIR` compiles another at run time. Read-only once loaded, shared by
 * threads.
 */
#ifndef LANG_LANG_H
#define LANG_LANG_H

#include "base/err.h"
#include "lang/gazetteer.h"
#include "model/taxonomy.h"

typedef struct Lang Lang;

/* The table inside the executable, or the folder `dir` (laid out as data/) when not NULL. */
Status lang_load(const char *dir, Lang **ret, Error *err);
void   lang_free(Lang *lang);

/* Is the file a table that `dokaz places import` made, every byte as it was written? Whatever words it rests on. */
Status lang_check_places(const char *path, Error *err);

/* The same with the table `places` that `dokaz places import` made (NULL: without). It is mapped; the
 * hash of the data then tells of it too. ERR_CHECK when it was made with other tables of words than
 * these: it has to be imported again. */
Status lang_open(const char *dir, const char *places, Lang **ret, Error *err);

const Taxonomy  *lang_taxonomy(const Lang *lang);
const Gazetteer *lang_gazetteer(const Lang *lang);

/* SHA-256 (hex) of all data files that went in: part of every run's name. */
Str lang_data_hash(const Lang *lang);

/* Index of "en", "uk" ... in the order of the folders, or -1; and back. */
int    lang_index(const Lang *lang, Str code);
Str    lang_code(const Lang *lang, int index);
size_t lang_language_count(const Lang *lang);

/* The text of this language's rules.txt; empty when it has none. For people: rules are compiled already. */
Str lang_rules_text(const Lang *lang, int index);

/* The settlement whose name differs from `word` by at most `limit` letters
 * inserted, deleted, changed or swapped, the first letter being right, and that
 * `accept` takes; NO_PLACE when none is, or several are equally near. */
uint32_t lang_nearly_spelt(const Lang *lang, Str word, size_t limit,
                           bool (*accept)(void *context, uint32_t place), void *context);

/* How a word of two scripts can be brought to one. */
typedef enum Respelling { TO_LATIN_BY_LOOK, TO_LATIN_BY_SOUND, TO_CYRILLIC_BY_LOOK, RESPELLINGS } Respelling;

/* Append the word, folded, letter by letter (data/lang/lookalikes.tsv). */
struct StrBuf;
void lang_respell(const Lang *lang, Respelling how, Str word, struct StrBuf *out);

/* A word as it sounds, in Latin letters, whatever its script: the skeleton of lang_search_keys without a
 * look at places, h and g being one (Ihor, Igor). */
Str lang_sound(const Lang *lang, Arena *arena, Str word);

/* Keys under which a word is found in search, whatever its spelling or script:
 * its folded form, a Latin transliteration skeleton, and for a place name in
 * any form "@place_id". At most SEARCH_KEYS_MAX; returns the count. */
#define SEARCH_KEYS_MAX 4
size_t lang_search_keys(const Lang *lang, Arena *arena, Str word, Str keys[SEARCH_KEYS_MAX]);

#endif
