/* sniff.h -- what kind of file this is: by its first bytes, then by its name. */
#ifndef KEEP_SNIFF_H
#define KEEP_SNIFF_H

#include "base/str.h"

#define SNIFF_BYTES 65536       /* of the head; more is not looked at */

typedef struct Sniffed {
    Str media_type;     /* "text/plain", "text/markdown", "text/html", else what it is */
    Str unread;         /* why it is not read: "PDF is not read yet"; STR_NONE for the three above */
} Sniffed;

/* in  head  the first SNIFF_BYTES of the file, or all of it
 *     size  of the whole file, bytes */
Sniffed sniff(Str head, uint64_t size, Str path);

#endif
