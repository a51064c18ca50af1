/* office.h -- what DOCX and ODT have in common: parts of a ZIP archive, and XML read as a stream of events.
 * For parsers inside the box. */
#ifndef KEEP_OFFICE_H
#define KEEP_OFFICE_H

#include "base/arena.h"
#include "base/strbuf.h"

#define OFFICE_DEPTH 2000       /* of elements inside each other */

/* ---- the archive ---- */

typedef struct OfficePart {
    const char *name;           /* in the archive */
    Str         bytes;          /* STR_NONE when it is not there */
} OfficePart;

/* Fill in the parts that are there. *pictures gets the number of files in a folder `media` or `Pictures`.
 * 0, or WORKER_BROKEN, WORKER_LOCKED, WORKER_TOO_BIG (one part over 256 MiB, or over 16 MiB and 200 times the archive) */
int office_parts(Arena *arena, Str zip, OfficePart *parts, size_t count, size_t *pictures);

/* ---- XML ---- */

typedef struct OfficeAttribute {
    Str name, value;            /* name without prefix; value with its entities resolved */
} OfficeAttribute;

typedef struct OfficeElement {
    Str                    space, name;     /* name space (an address) and local name */
    const OfficeAttribute *attributes;
    size_t                 attribute_count;
} OfficeElement;

typedef struct OfficeEvents {
    void (*start)(void *context, const OfficeElement *e);
    void (*end)(void *context, Str space, Str name);
    void (*text)(void *context, Str text);  /* white space included, wherever it stands */
    void  *context;
} OfficeEvents;

/* Before the doors close. */
void office_prepare(void);

/* 0; WORKER_BROKEN when it is no well-formed XML or has a document type (none of these formats may have one);
 * WORKER_TOO_BIG when it is nested deeper than OFFICE_DEPTH. Events up to there were given. */
int office_xml(Arena *arena, Str xml, const OfficeEvents *events);

/* STR_NONE when there is none. */
Str office_attribute(const OfficeElement *e, const char *name);

#endif
