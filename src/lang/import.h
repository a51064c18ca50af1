/* import.h -- `dokaz places import`: what users download becomes part of the gazetteer.
 *
 * The idea: every source is a stream of rows (code, names, kind, container, point). Rows go
 * to working files on the disk, so that twelve million of them need little memory; source
 * after source, each row is asked whether a place that is known already is meant: by a
 * code both bear, by the name and what it lies in, by the name and the distance. Where
 * several may be meant the row is in doubt: it is left out and listed with the reason.
 * The result is one file with the same layout as the tables inside the program, and is mapped
 * when it is used. Bad input imports nothing.
 */
#ifndef LANG_IMPORT_H
#define LANG_IMPORT_H

#include "base/arena.h"
#include "lang/lang.h"

typedef enum ImportFormat {
    IMPORT_TABLE,           /* laid out as data/places/x.tsv */
    IMPORT_COMPILED,        /* what an import made before */
    IMPORT_KATOTTG,         /* the Ukrainian codifier, csv */
    IMPORT_COD,             /* OCHA COD-AB, csv: columns admN_name and admN_pcode */
    IMPORT_GEONAMES,        /* UA.txt, allCountries.txt */
    IMPORT_ALTERNATE,       /* alternateNames.txt of GeoNames */
    IMPORT_WIKIDATA,        /* json: dump, one item a line, or the result of a query */
    IMPORT_FORMATS,
} ImportFormat;

const char *import_format_name(ImportFormat format);

/* Which format the content has, whatever the file is called; IMPORT_FORMATS none of these. */
ImportFormat import_sniff(Str beginning);

typedef struct ImportAsk {
    const char *const *paths;
    size_t             path_count;
    const char        *output;      /* the file to be made */
    const char        *doubts;      /* table of the rows in doubt; NULL: not wanted */
    Str                countries;   /* "UA,PL": rows of these alone (GeoNames); empty: all */
} ImportAsk;

/* What became of one file's rows. */
typedef struct ImportCounts {
    Str          file;
    ImportFormat format;
    size_t       rows;
    size_t       by_code, by_name, by_distance;     /* known already: merged */
    size_t       added;
    size_t       containers;        /* kept only to say what lies in what */
    size_t       passed;            /* of a kind that Dokaz does not name, or of another country */
    size_t       repeated;          /* the same row again */
    size_t       names;             /* names that were new to a place */
    size_t       points;            /* places whose point became more exact */
    size_t       doubts;
} ImportCounts;

typedef struct ImportReport {
    ImportCounts *files;
    size_t        count;
    size_t        places, forms;    /* in the table that was made */
    size_t        doubts;
} ImportReport;

/* lang   the tables that the import adds to: those inside the program
 * fails  ERR_BAD_INPUT  names file, row and column, says what was expected
 *        ERR_IO         disk full and the like. In either case nothing was written. */
Status places_import(Arena *arena, const Lang *lang, const ImportAsk *ask, ImportReport *ret, Error *err);

#endif
