/* export.h -- the case as files for other programs, masked: one table of formats. docs/formats/export.md.
 *
 * An export leaves the case: a document is named by its log entry, never by
 * its hash or offsets (a hash of known text with one withheld name can be
 * guessed), and ids are made anew from entry and order. To add a format: a
 * writer in a file export_<name>.c, a row in export.c, a document in docs/formats.
 */
#ifndef TELL_EXPORT_H
#define TELL_EXPORT_H

#include "guard/gate.h"
#include "tell/tell.h"

typedef struct Exporter Exporter;

typedef struct ExportFormat {
    const char *name;       /* "geojson" */
    const char *what;       /* one line for the list of formats */
    GateKind    gate;       /* GATE_MAP: what is context alone is left out (rule G3) */
    bool        table;      /* CSV: may begin with a byte order mark */
    void      (*write)(Exporter *x);
} ExportFormat;

extern const ExportFormat export_formats[];
extern const size_t       export_format_count;

/* NULL when there is no format of this name. */
const ExportFormat *export_format_of(Str name);

/* What the caller chose; all zero but the days is everything, in English. */
typedef struct ExportChoice {
    Str     language;       /* of the texts for people: "en" or "uk"; STR_NONE English */
    Str     place;          /* id, or a name as the documents write it: a place, or what it lies in; STR_NONE all */
    Str     act;            /* code; STR_NONE all */
    int32_t from, to;       /* days; DAY_UNKNOWN: no bound. What has no date is left out when either is given */
    bool    mark;           /* begin tables with a byte order mark */
    bool    coarse;         /* the public profile: coordinates are coarsened, and the file says so */
} ExportChoice;

/* Append the export to `out`; *rows gets how many claims, incidents or documents are in it.
 * fails ERR_REFUSED    the gate's rule forbids it
 *       ERR_NOT_FOUND  no place or act of the case is called so
 * Nothing is written then. */
Status tell_export(const Site *site, const ExportFormat *format, const ExportChoice *choice, StrBuf *out, size_t *rows,
                   Error *err);

/* One CSV cell as RFC 4180 wants it; what a spreadsheet would run as a formula begins with '. */
void csv_cell(StrBuf *out, Str value);

#endif
