/* lang_private.h -- the opened tables; for the files of lang/ that look into them. */
#ifndef LANG_LANG_PRIVATE_H
#define LANG_LANG_PRIVATE_H

#include "base/os.h"
#include "lang/blob.h"
#include "lang/lang.h"
#include "lang/rules.h"

struct Lang {
    Arena       *arena;
    const char  *blob;
    Mapped       file;          /* of an imported table; else empty */
    Lexicon      lexicon;
    const Letter *letters;
    const Sense *senses;
    Row         *rows;
    Str          code[LANGUAGES_MAX];
    const Rules *rules[LANGUAGES_MAX];
    Str          rules_text[LANGUAGES_MAX];
    size_t       language_count;
    Taxonomy     taxonomy;
    Gazetteer    gazetteer;
    Translits    translits[TRANSLIT_TABLES];    /* 0: search skeleton; then languages; then respellings */
    const BlobSpelling *spellings;
    size_t       spelling_count;
    const BlobName   *names;
    size_t            name_count;
    const BlobSource *sources;
    Str          data_hash;
};

/* An imported table by itself, whatever tables of words it was made with: to import it anew. */
Status lang_open_any(const char *path, Lang **ret, Error *err);

/* Sort places by population, largest first, then by index (their ids are sorted); drop repeats. */
size_t order_places(const Lang *lang, uint32_t *places, size_t count);

#endif
