/* import_in.h -- what the parts of the import share; private to lang/. */
#ifndef LANG_IMPORT_IN_H
#define LANG_IMPORT_IN_H

#include "base/map.h"
#include "base/os.h"
#include "base/spool.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "lang/import.h"
#include "lang/lang_private.h"
#include "lang/named.h"

#define NO_ROW          UINT32_MAX
#define NO_POINT        INT32_MIN
#define CELLS_MAX       128
#define NAME_MAX_BYTES  400
#define PASSED_KINDS_MAX 2000
#define FILES_MAX       100
#define FILES_MORE      200             /* sources that an earlier table was made of */
#define DEGREE          100000          /* coordinates are kept in 1e-5 degrees: a metre */

typedef enum RowState { ROW_NEW, ROW_KNOWN, ROW_ADDED, ROW_MERGED, ROW_DOUBT, ROW_CONTAINER } RowState;

/* A place of the gazetteer (the first rows, by index) or of a source. */
typedef struct ImportRow {
    uint64_t code;          /* text in `texts`: the source's own key; its length in code_len */
    uint64_t container;     /* text: path of codes, outermost first, parted by '.'; 0 none */
    uint32_t parent;        /* row it lies in, NO_ROW unknown */
    uint32_t same;          /* ROW_MERGED: the earlier row that it is */
    int32_t  lat, lon;      /* in 1/DEGREE; NO_POINT not given */
    int32_t  precision_m;
    uint32_t population;
    uint32_t line;          /* of its file */
    uint16_t code_len, container_len;
    uint16_t file;          /* index into files, or the source of the base */
    uint8_t  type;          /* PlaceType */
    uint8_t  state;
    uint8_t  point_from_parent;
    uint8_t  unused[7];
} ImportRow;

/* A name, of any row. */
typedef struct ImportName {
    uint64_t text;
    uint32_t row;
    uint16_t len, file;
    int16_t  from, until;   /* years, 0 unknown */
    char     lang[12];      /* "uk", "" unknown; "code": a code, not a name */
} ImportName;

/* A key under which rows are found: hash of a code, or of a name. */
typedef struct ImportKey {
    uint64_t key;
    uint32_t row, unused;
} ImportKey;

/* A kind of thing in a source, as data/places/import/kinds.tsv maps it. */
typedef struct ImportKind {
    PlaceType type;
    bool      container;    /* not a place of ours, but places lie in it */
    Str       en, uk, ru;   /* "{} Raion": names that are made of a bare adjective; empty: as it is */
} ImportKind;

typedef struct ImportFile {
    const char  *path;
    Str          name;      /* base name: what the table will say of where a name comes from */
    ImportFormat format;
    uint16_t     index;
    ImportCounts counts;
} ImportFile;

typedef struct Import {
    Arena        *arena;
    const Lang   *lang;
    const char   *dir;      /* of the working files */
    Str           countries;
    Spool         texts, rows, names;
    Spool         codes;    /* ImportKey: codes of the rows so far; open addressing */
    size_t        code_count;
    Spool         known;        /* ImportKey: names of the rows so far, sorted */
    size_t        names_matched;    /* names whose keys were made */
    ImportFile   *files;
    size_t        file_count, file_room;
    size_t        read_count;   /* files of the command line; behind them sources of a table that was imported */
    ImportFile   *file;     /* the one being read */
    Map           kinds;        /* "katottg TAB P" -> index into kind */
    ImportKind   *kind;
    Map           passed_kinds; /* how often, of the file being read */
    StrBuf        doubts;
    size_t        doubt_count;
    size_t        points;
    uint32_t      base_count;   /* the first rows are the places of `lang` */
} Import;

static inline ImportRow *import_row(const Import *in, uint32_t i)
{
    return spool_at(&in->rows, i);
}

static inline Str import_text(const Import *in, uint64_t at, size_t len)
{
    return (Str){ in->texts.map + at, len };
}

/* The row that it is, after all merging. */
static inline uint32_t import_root(const Import *in, uint32_t row)
{
    while (row != NO_ROW && import_row(in, row)->state == ROW_MERGED)
        row = import_row(in, row)->same;
    return row;
}

/* --- reading a file row by row --------------------------------------------- */

typedef struct Lines {
    const char *path;
    Str         rest, line;
    size_t      number;         /* of the row, from 1 */
    const char *given_back;     /* the mapping before it was handed back to the system */
    Str         cell[CELLS_MAX];
    size_t      count;
    char       *scratch;        /* unquoted cells of one row */
    size_t      scratch_room;
} Lines;

Status lines_fail(const Lines *l, Error *err, const char *column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The next row that is not empty, without its line end, checked to be UTF-8; false at the end or on error. */
bool lines_next(Lines *l, Status *status, Error *err);

/* What lies before the row is not read again. */
void lines_give_back(Lines *l);

/* Cut the row into cells. `quotes`: cells may stand in double quotes. */
Status lines_cells(Lines *l, char separator, bool quotes, Error *err);

static inline Str lines_cell(const Lines *l, size_t k)
{
    return k < l->count ? l->cell[k] : S("");
}

/* --- what the readers of formats call --------------------------------------- */

/* A row in the making. */
typedef struct RowDraft {
    Str      code;
    Str      container;     /* path of codes */
    int      kind_type;     /* PlaceType */
    bool     is_container;
    double   lat, lon;
    bool     has_point;
    int32_t  precision_m;
    int64_t  population;
} RowDraft;

Status import_add_row(Import *in, const Lines *l, const RowDraft *draft, uint32_t *ret, Error *err);
Status import_add_name(Import *in, const Lines *l, uint32_t row, Str lang, Str name, int from, int until, Error *err);
/* A further code by which other sources know the row. */
Status import_add_code(Import *in, uint32_t row, Str code, Error *err);
void     import_doubt(Import *in, const ImportRow *row, Str name, Str why);
bool     import_repeated(Import *in, const Lines *l, Str code, Str name);
int32_t  import_extent(PlaceType type);
uint32_t import_find_code(const Import *in, Str code);

/* What a source calls `kind`; NULL when Dokaz has no such places: the row is counted as passed over. */
const ImportKind *import_kind(Import *in, Str source, Str kind);

/* Coordinates as a source writes them; ERR_BAD_INPUT names the column. */
Status import_point(const Lines *l, Str lat, Str lon, const char *lat_column, const char *lon_column, RowDraft *draft,
                    Error *err);

Status import_load_kinds(Import *in, Str table, Error *err);
Str    import_pattern(Arena *arena, Str pattern, Str name);

Status import_katottg(Import *in, Lines *l, Error *err);
Status import_cod(Import *in, Lines *l, Error *err);
Status import_geonames(Import *in, Lines *l, Error *err);
Status import_alternate(Import *in, Lines *l, Error *err);
Status import_wikidata(Import *in, Lines *l, Error *err);
Status import_table(Import *in, Lines *l, Error *err);
Status import_compiled(Import *in, const char *path, Error *err);

/* Find for every new row from `first` on whether it is one of the rows before. */
Status import_merge(Import *in, uint32_t first, Error *err);

/* Write the table. */
Status import_write(Import *in, const char *path, ImportReport *report, Error *err);

#endif
