/* store.h -- the index of a case: spans and masked strings, never a document's text.
 *
 * index.db is derived: delete it and the next `add` builds it again from the
 * log, the records and the objects. It may lag behind the log, never lead it,
 * so it is written last and needs no flush of its own. Whoever hands strings
 * in has masked them: no protected name reaches this folder.
 *
 * Documents are numbered by the log index of the entry that sealed them first,
 * segments, mentions and claims by their place in the reading, so that every
 * order below is the same on every machine.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/hash.h"
#include "base/strbuf.h"
#include "model/judgement.h"

typedef struct Store Store;

/* Keys of a word beyond its folded form (other spellings, scripts, the place it
 * names), so that a query in one finds a text in another. Returns the count. */
#define STORE_KEYS_MAX 4
typedef size_t StoreKeys(void *context, Arena *arena, Str word, Str keys[STORE_KEYS_MAX]);

/* What the store must know of words: the act codes, and how a word is found again. */
typedef struct StoreWords {
    const Taxonomy *taxonomy;
    StoreKeys      *keys;       /* NULL: folded forms alone */
    void           *context;    /* handed to `keys` */
} StoreWords;

typedef enum StoreMode {
    STORE_READ,         /* must exist; nothing is written */
    STORE_WRITE,        /* created when missing */
} StoreMode;

/* Open `path`. An index from an older version is emptied when it is opened for
 * writing. ERR_BAD_INPUT when the file is no index of Dokaz or from a newer one. */
Status store_open(const char *path, StoreMode mode, const StoreWords *words, Store **ret, Error *err);
void   store_close(Store *store);               /* NULL is fine; an open transaction is undone */

/* Writers work inside one transaction a batch. */
Status store_begin(Store *store, Error *err);
Status store_commit(Store *store, Error *err);
void   store_rollback(Store *store);            /* nothing to undo is fine */

/* Forget everything that can be derived again; the intake cache stays. */
Status store_clear(Store *store, Error *err);

/* Write the file anew without anything that was deleted, also in its log. Outside a transaction.
 * ERR_IO when another program is reading: what was deleted is overwritten all the same, once that has ended. */
Status store_scrub(Store *store, Error *err);

/* Every derived row as a line of text, sorted: two indexes of one case are the same when these are. */
Status store_dump(Store *store, Arena *arena, StrBuf *out, Error *err);

/* ---- runs and small facts ---- */

typedef struct StoreRun {
    Str stage;          /* "read", "trace", "weigh" */
    Str program;        /* version of the program */
    Str data;           /* hash of the data files */
} StoreRun;

/* Number of the run, the same for an equal one. */
Status store_put_run(Store *store, const StoreRun *run, int64_t *ret, Error *err);
Status store_runs(Store *store, Arena *arena, StoreRun **ret, size_t *count, Error *err);

/* A number under a name, kept until store_clear: how far the log is in the index. */
Status store_put_fact(Store *store, Str name, int64_t value, Error *err);
Status store_fact(Store *store, Str name, int64_t missing, int64_t *ret, Error *err);

/* ---- originals: one row an `item` entry of the log ---- */

typedef struct StoreOriginal {
    int64_t  log_index;
    Str      document;      /* 64 hex digits, or HASH/PART */
    Str      sha256;        /* of the bytes, 64 hex digits; STR_NONE: as `document` */
    Str      part;          /* HASH/PART of this very place, STR_NONE for a file */
    Str      holds;         /* of a container: what came out of it; masked */
    Str      path;          /* masked, as are the next two */
    Str      url, received_from;
    Str      media_type;
    uint64_t bytes;
    int64_t  time;          /* sealed; seconds since 1970 */
    Str      unread;        /* why it could not be read; STR_NONE when it was */
    Sha256   occurrence;    /* store_occurrence() of the document and the unmasked path */
} StoreOriginal;

/* What tells one occurrence of a document from another: a hash, so that the path itself need not be kept. */
Sha256 store_occurrence(Str document, Str path);

/* Insert or replace the row of this log index. */
Status store_put_original(Store *store, const StoreOriginal *original, Error *err);
/* *found: an original with this occurrence is there. */
Status store_occurs(Store *store, const Sha256 *occurrence, bool *found, Error *err);

/* Forget an item and the file that it came from; readings go with store_clear. */
Status store_forget_item(Store *store, int64_t log_index, Error *err);

/* In order of log index. */
Status store_originals(Store *store, Arena *arena, StoreOriginal **ret, size_t *count, Error *err);

/* ---- readings ---- */

/* What belongs to a reading besides the reading. */
typedef struct StorePlace {
    int64_t log_index;      /* of the entry that sealed the original first: the document's number */
    int64_t run;
    int64_t segmentation;   /* log index of the entry that sealed the text's segments; -1 for an empty text */
    Str     text;           /* hex name of the text's object */
    Str     fingerprint;    /* of all that masking made of it; the caller's, to see a change */
} StorePlace;

/* Store a masked reading. words[i]: masked text of segment i for the word index, empty when
 * the segment is withheld. A second reading under one log index is ERR_CHECK. */
Status store_put_reading(Store *store, const StorePlace *place, const Reading *reading, const Str *words, Error *err);

/* False when no document with this log index was read. */
Status store_has_reading(Store *store, int64_t log_index, bool *ret, Error *err);

/* All readings in the order of their log indices, with what TRACE and WEIGH stored. Texts are
 * empty. places (may be NULL) gets one row a reading. */
Status store_load_corpus(Store *store, Arena *arena, Corpus *ret, StorePlace **places, Error *err);

/* Replace all derivations, origins, incidents and conflicts by those of `corpus`,
 * whose readings are those of store_load_corpus, in the same order. */
Status store_put_results(Store *store, const Corpus *corpus, int64_t run, Error *err);

/* Replace the rows of all judgements. */
Status store_put_judgements(Store *store, const Judgements *all, Error *err);

/* Log indices of the judgements that the last run knew, ascending. */
Status store_judgements(Store *store, Arena *arena, uint64_t **ret, size_t *count, Error *err);

/* Numbers N of the "Person N" that stand in the index, ascending, once each. */
Status store_known_person_numbers(Store *store, Arena *arena, int32_t **ret, size_t *count, Error *err);

/* ---- search ---- */

typedef struct StoreHit {
    int64_t  log_index;     /* of the document */
    uint32_t segment;
    double   score;         /* larger is better */
} StoreHit;

/* Segments that hold every word of `words` and every "quoted phrase", best first.
 * Anything may be typed: what is no word is passed over, and words without one
 * letter find nothing. */
Status store_search(Store *store, Arena *arena, Str words, size_t limit, StoreHit **ret, size_t *count, Error *err);

/* ---- the intake cache: an unchanged file costs a stat ---- */

typedef struct StoreFile {
    Str      path;          /* only its hash is kept */
    int64_t  size, mtime_ns;
    uint64_t inode;
} StoreFile;

typedef struct StoreSeen {
    char    document[65];   /* NUL-terminated hex */
    int64_t log_index;      /* of the entry that sealed it from this path */
} StoreSeen;

/* *found: this very file was sealed before and has not changed since. */
Status store_cache_get(Store *store, const StoreFile *file, bool *found, StoreSeen *ret, Error *err);

/* Call after the checkpoint that covers the entry is durable. */
Status store_cache_put(Store *store, const StoreFile *file, const StoreSeen *seen, Error *err);

#endif
