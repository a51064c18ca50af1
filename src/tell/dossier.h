/* dossier.h -- a report in one HTML file whose every figure leads to its sentence and
 * can be checked by a stranger, offline, with openssl and sha256sum.
 *
 * Figure -> footnote -> masked sentence -> pieces of the sealed text with salts
 * -> segment tree -> log entry -> signed checkpoint. Pieces that hold a
 * protected name stay withheld; the gap shows by number.
 */
#ifndef TELL_DOSSIER_H
#define TELL_DOSSIER_H

#include "seal/case.h"
#include "tell/tell.h"

typedef struct DossierOptions {
    Str   as_of;            /* the day it is made, "2026-11-22": handed in, no clock here */
    Str   language;         /* "en" or "uk"; STR_NONE: English */
    Str   title;            /* STR_NONE: the standing one */
    Case *sealed;           /* open for reading; NULL: a dossier without proofs, which says so */
} DossierOptions;

/* Append one self-contained HTML file to `out`.
 * fails ERR_REFUSED  the gate's rule forbids it
 *       others       a sealed text could not be read or does not match */
Status tell_dossier(const Site *site, const DossierOptions *options, StrBuf *out, Error *err);

#endif
