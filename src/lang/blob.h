/* blob.h -- the compiled tables as they lie in the executable: flat, no pointers.
 *
 * Private to lang/. All sections begin at multiples of 16 bytes; offsets are
 * from the start of the blob; text is (offset, length) in the string pool.
 */
#ifndef LANG_BLOB_H
#define LANG_BLOB_H

#include "lang/expand.h"
#include "lang/words.h"

#define BLOB_MAGIC "DOKAZ-LANG-0005"    /* 15 characters and a NUL */

typedef struct BlobText {
    uint32_t at, len;
} BlobText;

typedef struct BlobRow {
    uint64_t key;
    BlobText form, s[ROW_COLUMNS];
    int64_t  n[ROW_COLUMNS];
} BlobRow;

typedef struct BlobPlace {
    BlobText id, en, uk, ru, note;
    double   lat, lon;
    int64_t  population;
    uint32_t parent;
    int32_t  precision_m;
    uint32_t type;
    uint32_t flags;             /* PLACE_IMPORTED ... */
} BlobPlace;

/* A name of a place as its source has it, nominative; sorted by place. */
typedef struct BlobName {
    BlobText text;
    uint32_t place;
    uint16_t source;            /* index into `sources` */
    int16_t  from, until;       /* years, 0 not known: borne since, borne until */
    char     lang[10];          /* "uk"; empty: the source does not say */
} BlobName;

/* Where names, points and codes come from: a table of data/places, or an imported file. */
typedef struct BlobSource {
    BlobText name;
    uint32_t imported, unused;
} BlobSource;

typedef struct BlobLanguage {
    BlobText code, rules;
    BlobText inflect;           /* its table of paradigms, for names that are imported */
} BlobLanguage;

typedef struct BlobAct {
    BlobText code, label, label_uk, family;
    uint32_t harm, compartment, context, unused;
} BlobAct;

/* Tables of letters: the search skeleton, one a language, one a respelling. */
enum { TRANSLIT_RESPELL = 1 + LANGUAGES_MAX, TRANSLIT_TABLES = TRANSLIT_RESPELL + RESPELLINGS };

typedef struct BlobTranslit {
    BlobText letter, inner, initial;
    uint32_t table;             /* 0 search skeleton, 1 + language index, TRANSLIT_RESPELL + how */
} BlobTranslit;

/* A settlement's name as folded letters, for finding names one letter away;
 * sorted by first letter, then length. */
#define SPELLING_LETTERS 23
typedef struct BlobSpelling {
    uint64_t mask;              /* bit (letter mod 64) of every letter in it */
    uint32_t place;
    uint16_t length;
    uint16_t letter[SPELLING_LETTERS];
} BlobSpelling;

typedef struct BlobSection {
    uint64_t at, count;
} BlobSection;

typedef struct BlobHeader {
    char        magic[16];
    BlobSection slots;          /* Entry; hash 0 is free */
    BlobSection filter;         /* uint64_t; a power of two */
    BlobSection letters;        /* Letter; LETTERS_END of them */
    BlobSection units;          /* double[3] of each place */
    BlobSection senses, rows, places, languages, acts, translits, spellings, names, sources, strings;
    BlobText    kinds, russian; /* data/places/import: tables for `places import` */
    BlobText    courses;        /* data/places/courses/rivers.tsv */
    uint64_t    size;           /* of the whole, when it is a file */
    char        base_hash[64];  /* data_hash of the tables that an import added to; zeros: none */
    char        data_hash[64];
} BlobHeader;

/* What the table says of a name with marks. */
typedef struct NameMarks {
    uint16_t flags;             /* SENSE_COMMON, SENSE_SURNAME, SENSE_UPPER */
    int16_t  from, until;       /* years; 0 none */
    bool     fixed;             /* it has no cases */
} NameMarks;

/* Cut the marks off: "Artemivsk<2016" was the name until 2016, "Bakhmut>2016" is since; "?Vilne" is an
 * everyday word too, "??Shevchenko" a surname; "^Mali" has no cases, nor has "!CAR", written in capitals only. */
Str plain_name(Str name, NameMarks *ret);

/* A settlement's name as the table of spellings has it; false when it is too long for that. */
bool blob_spelling(Str name, uint32_t place, BlobSpelling *ret);
int  blob_by_spelling(const void *x, const void *y);

/* Read the folder `dir`, laid out as data/, and build the blob (owned by the arena). */
Status blob_build(Arena *arena, const char *dir, Str *ret, Error *err);

#endif
