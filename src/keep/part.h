/* part.h -- the documents that an original holds: entries of an archive, pages of a web archive, messages of
 * a mailbox, attachments, rows of a table.
 *
 * A parser in its box hands them over one after another; outside, every length and string is checked.
 * A part has a number in its container, from 1, counted over all that the container holds, taken or not, so that
 * HASH/NUMBER means the same in every run.
 */
#ifndef KEEP_PART_H
#define KEEP_PART_H

#include "keep/answer.h"

#define PART_NOWHERE UINT64_MAX

/* Caps; what is over them is refused with a reason, the container itself is sealed all the same. */
#define PART_DEPTH      4                           /* a container in a container ... */
#define PART_ENTRIES    100000                      /* parts of one original, whatever the depth */
#define PART_TOTAL      ((uint64_t)2 << 30)         /* bytes that one original may unfold to */
#define PART_RATIO      100                         /* ... and so many times its own size, */
#define PART_FREE       ((uint64_t)32 << 20)        /* once that is more than this */
#define PART_SIZE       ((uint64_t)512 << 20)       /* bytes of one part */
#define PART_BATCH      ((uint64_t)64 << 20)        /* bytes after which a parser answers and is asked again */

typedef struct Part {
    uint64_t number;
    Str      name;          /* path in the container, URL of a page; valid UTF-8, may be anything else */
    Str      media_type;    /* where the container knows and the bytes do not tell; else STR_NONE */
    Str      bytes;         /* decoded; empty when refused */
    uint64_t at, length;    /* bytes of the container that it came from; PART_NOWHERE unknown */
    Str      refused;       /* why it is not taken, or STR_NONE */
    Str      title;
    Given    given;
    AnswerFact *facts;
    size_t   fact_count;
} Part;

/* ---- in the box ---- */

/* What is asked for, as one line of options: "FROM BYTES ENTRIES". */
typedef struct PartAsk {
    uint64_t from;          /* 0, or what the last answer said under `next` */
    uint64_t number;        /* of the last part before `from` */
    uint64_t bytes;         /* that may still come out */
    uint64_t entries;       /* parts that may still come */
} PartAsk;

Str  part_ask_text(Arena *arena, const PartAsk *ask);
bool part_ask_parse(Str text, PartAsk *ret);

typedef struct PartsOut {
    StrBuf  *out;
    PartAsk  ask;
    uint64_t number;        /* of the part that came last, taken or not */
    uint64_t bytes, entries;
    bool     full;          /* a cap was met: nothing more is taken */
} PartsOut;

PartsOut parts_begin(StrBuf *out, const PartAsk *ask);

/* Bytes that a part may have: less than `want` means that it is over a cap. */
uint64_t parts_room(const PartsOut *p, uint64_t want);

/* Give the part the next number and hand it over. What is over a cap becomes a refusal. */
void parts_add(PartsOut *p, Part *part);

/* Is it time to answer? */
bool parts_enough(const PartsOut *p);

/* `next`: where to go on, 0 at the end. Facts are those of the container. */
void parts_end(PartsOut *p, uint64_t next, Str parser, const AnswerFact *facts, size_t fact_count);

/* ---- outside ---- */

typedef struct Parts {
    Part    *parts;
    size_t   count;
    uint64_t next, number;
    bool     full;
    Str      parser;
    AnswerFact *facts;
    size_t   fact_count;
} Parts;

/* Bytes of the parts are views of `bytes`, all else is copied. False when it makes no sense. */
bool parts_read(Arena *arena, Str bytes, Parts *ret);

/* A name as it may be shown and kept: control characters and bytes that are no UTF-8 become `?`. */
Str part_name(Arena *arena, Str raw);

/* Why a path in an archive is not to be trusted: it climbs out, is absolute, holds NUL ...; STR_NONE: it is
 * well. *note gets what is only odd: letters that turn the direction, letters of several scripts in one word. */
Str part_name_refused(Str raw, Str *note);

#endif
