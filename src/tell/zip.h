/* zip.h -- a zip file of stored members, the same bytes for the same members: no times, no owners. */
#ifndef TELL_ZIP_H
#define TELL_ZIP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"

typedef struct Zip {
    StrBuf *out;
    StrBuf  directory;      /* freed by zip_end */
    size_t  start;          /* of the zip in out */
    unsigned count;
} Zip;

Zip    zip_on(StrBuf *out);
/* ERR_REFUSED above 65,535 members or 4 GiB: the plain format ends there. */
Status zip_add(Zip *zip, const char *name, Str bytes, Error *err);
void   zip_end(Zip *zip);
void   zip_drop(Zip *zip);      /* instead of zip_end, after an error */

#endif
