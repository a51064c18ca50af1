/* export.h -- the case as tables for other programs, masked. docs/formats/export.md.
 *
 * An export leaves the case: a document is named by its log entry, never by
 * its hash or offsets (a hash of known text with one withheld name can be
 * guessed), and ids are made anew from entry and order.
 */
#ifndef TELL_EXPORT_H
#define TELL_EXPORT_H

#include "tell/tell.h"

typedef enum ExportFormat {
    EXPORT_CSV,             /* one row a claim */
    EXPORT_CSV_INCIDENTS,   /* one row a figure of an incident, or one without figures */
    EXPORT_JSONL,           /* rows of design 04: documents, claims, origins, incidents, conflicts, sources */
} ExportFormat;

/* "csv", "csv-incidents", "jsonl"; false for anything else. */
bool export_format_of(Str name, ExportFormat *ret);

/* Append the export to `out`.
 * fails ERR_REFUSED  the gate's rule forbids it; nothing is written then */
Status tell_export(const Site *site, ExportFormat format, StrBuf *out, Error *err);

/* One CSV cell as RFC 4180 wants it; what a spreadsheet would run as a formula begins with '. */
void csv_cell(StrBuf *out, Str value);

#endif
