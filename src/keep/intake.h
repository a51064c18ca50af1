/* intake.h -- files into the case: sealed first, whatever they are; then what they hold.
 *
 * For each file below the given paths: its bytes become an object, an `item`
 * record and entry tell how it came in. Reading comes later and from the object.
 * Nothing is durable before the caller's log_commit.
 */
#ifndef KEEP_INTAKE_H
#define KEEP_INTAKE_H

#include "base/os.h"
#include "keep/container.h"
#include "keep/sources.h"
#include "seal/log.h"

#define DOCUMENT_ID_MAX (SHA256_HEX + 24 * PART_DEPTH + 1)   /* "HASH/NUMBER/NUMBER", NUL-terminated */

typedef struct KeepItem {
    Str      path;          /* below the path that was given; the base name for a file given itself */
    char     real_path[4096];   /* absolute: the key of the intake cache */
    int64_t  size, mtime_ns;
    uint64_t inode;
    Sha256   id;            /* of the bytes */
    char     sha256[SHA256_HEX + 1];        /* the same in hex, NUL-terminated */
    char     document[DOCUMENT_ID_MAX];     /* the same, or HASH/PART of the first place where these bytes were found */
    uint64_t log_index;     /* of its item entry, pending until log_commit */
    bool     new_object;    /* these bytes were not in the case before */
    Str      media_type;
    Str      unread;        /* why it is not read, or STR_NONE: then keep_extract it */
    Given    given;         /* from the sources table; received_from also from the command */
    int64_t  time;
    Str      import;        /* of a table that was imported as records: the profile; STR_NONE else */
    Str      import_key;    /* ... and within what its ids are one: "profile:dokaz", or "file:NAME" of such tables */

    /* Of a part: what it lies in. */
    char     part[DOCUMENT_ID_MAX];         /* HASH/PART of this very place; "" for a file */
    uint64_t part_of;       /* log index of the container's item; PART_NOWHERE for a file */
    uint64_t at, length;    /* bytes of the container; PART_NOWHERE unknown */
    Str      title;         /* told by the container, or STR_NONE */
    Str      parser;        /* that took it out */
    const AnswerFact *facts;
    size_t   fact_count;
} KeepItem;

/* What the caller knows and wants to hear; unset functions are skipped. */
typedef struct KeepHooks {
    /* True: this very file (real path, size, mtime, inode) was sealed before. */
    bool   (*known)(void *context, const KeepItem *file);
    /* True: these bytes at this path are an item already (a touched file). Asked only for old objects. */
    bool   (*occurs)(void *context, const KeepItem *file);
    /* One file was sealed. Another status than OK ends the intake. `item` lives in the arena. */
    Status (*sealed)(void *context, const KeepItem *item, Error *err);
    /* A file could not be sealed, or was passed over: one line. */
    void   (*trouble)(void *context, const char *path, const char *why);
    void    *context;
    Str      import, import_key;    /* of all files: see KeepItem */
} KeepHooks;

typedef struct KeepCounts {
    size_t   files, unchanged, sealed, new_objects, unread, trouble;
    uint64_t bytes;         /* of what was sealed */
} KeepCounts;

/* in    received_from  for all files that the table gives none; STR_NONE unknown
 *       sources        may be NULL
 * out   counts are added to
 * fails ERR_IO when the case cannot be written; what single files refuse goes to `trouble` */
Status keep_intake(Arena *arena, Case *c, const char *const *paths, size_t path_count, const Sources *sources,
                   Str received_from, int64_t now, const KeepHooks *hooks, KeepCounts *counts, Error *err);

/* Bytes from a descriptor (standard input) under a name. */
Status keep_intake_fd(Arena *arena, Case *c, int fd, Str name, const Sources *sources, Str received_from, int64_t now,
                      KeepItem **ret, Error *err);

/* Read an item back from its record (to rebuild the index). log_index and time are the caller's. */
Status keep_item_of_record(Arena *arena, const Record *record, KeepItem *ret, Error *err);

/* A part of an item: its bytes become an object, an `item` record and entry of its own tell where it lies. The item gets
 * its place's id as `document`; whether these bytes are known by another is the caller's business. */
Status keep_part(Arena *arena, Case *c, const KeepItem *container, const Part *part, Str parser, int64_t now, KeepItem **ret,
                 Error *err);

/* Seal what came out of a container, last of all: an entry of type `contents`. Its record has `of` (log index of the
 * container), `parser`, `held`, `taken`, a `refused` line for each entry that was not taken, `refused-more`, and facts. */
Status keep_contents(Case *c, int64_t now, uint64_t container, const Contents *contents, Error *err);
Status keep_contents_of_record(Arena *arena, const Record *record, Contents *ret, uint64_t *of, Error *err);

/* Facts are kept under their keys with "fact-" before them, so that none can be taken for one of ours. */
void keep_add_facts(StrBuf *record, const AnswerFact *facts, size_t count);

/* Seal that a parser refused an item, or found no words in it: an entry of type `refused` whose record has `of` (log
 * index of the item, decimal), `parser`, `reason`, `box` (what a parser's box is made of here), and the object `layer` when that is not NULL. */
Status keep_refuse(Case *c, int64_t now, uint64_t item, Str parser, Str reason, const Sha256 *layer, Error *err);

#endif
