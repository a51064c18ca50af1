/* dossier.h -- a report whose every figure leads to its sentence and can be checked by a stranger, offline,
 * with openssl and sha256sum: as HTML, PDF, DOCX or Markdown.
 *
 * Figure -> footnote -> masked sentence -> pieces of the sealed text with salts
 * -> segment tree -> log entry -> signed checkpoint. Pieces that hold a
 * protected name stay withheld; the gap shows by number. What is displayed is
 * bound to it by a signed statement (seal/report.h).
 *
 * A report is made in memory first (dossier_in.h), from chapters that a template
 * names; then one of four writers puts it down.
 */
#ifndef TELL_DOSSIER_H
#define TELL_DOSSIER_H

#include "seal/case.h"
#include "tell/tell.h"

typedef enum DossierFormat { DOSSIER_HTML, DOSSIER_PDF, DOSSIER_DOCX, DOSSIER_MD, DOSSIER_FORMATS } DossierFormat;

typedef struct DossierOptions {
    Str   as_of;            /* the day it is made, "2026-11-22": handed in, no clock here */
    Str   language;         /* "en" or "uk"; STR_NONE: English */
    Str   title;            /* STR_NONE: the template's */
    DossierFormat format;
    Str   template_text;    /* STR_NONE: the standing one */
    Str   template_name;    /* for errors */
    Case *sealed;           /* open for reading; NULL: a dossier without proofs, which says so */

    /* Sign a statement with the log's key: the whole note into *ret. NULL, or when it fails: the report says
     * that nobody vouches for its figures. */
    Status (*sign)(void *context, Arena *arena, Str text, Str *ret, Error *err);
    void   *sign_context;
} DossierOptions;

/* Append one self-contained file to `out`.
 * fails ERR_REFUSED    a rule of the gate forbids it, or forbids a figure that the template asks for
 *       ERR_BAD_INPUT  the template, by name and line
 *       others         a sealed text could not be read or does not match */
Status tell_dossier(const Site *site, const DossierOptions *options, StrBuf *out, Error *err);

/* "html", "pdf", "docx", "md"; -1 for any other. */
int dossier_format_of(Str name);
const char *dossier_format_name(DossierFormat format);

/* The standing template in a language. */
Str dossier_template(Str language);

#endif
