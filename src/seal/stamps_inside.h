/* stamps_inside.h -- what the parts of stamps share; nobody else includes it. */
#ifndef SEAL_STAMPS_INSIDE_H
#define SEAL_STAMPS_INSIDE_H

#include "seal/stamps.h"

char *stamp_name(Arena *arena, const StampName *n);                     /* below stamps/ */
char *stamp_path(Arena *arena, const Case *c, const char *name);        /* from a name below stamps/ */

/* Put a file there, durable. */
Status stamp_write(Case *c, const char *name, Str bytes, Error *err);

/* The two lines of a record that seal a file. */
void stamp_record_file(StrBuf *record, Str name, const Sha256 *digest);

#endif
