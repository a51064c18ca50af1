/* dossier_pdf.h -- what cairo drew, and what is added behind it. Private to tell/. */
#ifndef TELL_DOSSIER_PDF_H
#define TELL_DOSSIER_PDF_H

#include "tell/dossier_in.h"

/* Append `drawn` to `out`, then an update of it (ISO 32000-1, 7.5.6) with the language, the metadata as XMP, and
 * the statement with all proofs as an attached file.
 * fails ERR_CHECK  `drawn` is not built as cairo builds it */
Status dossier_pdf_file(Dossier *d, Str drawn, StrBuf *out, Error *err);

#endif
