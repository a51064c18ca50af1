#include "tell/dossier_in.h"
Status dossier_docx(Dossier *d, StrBuf *out, Error *err) { (void)d; (void)out; return fail(err, ERR_USAGE, "later"); }
