/* record.h -- the private facts behind an entry: a 32-byte salt and `key value` lines.
 *
 * The file records/ab/<hex> holds salt and text; its SHA-256 is its name and
 * the entry's commitment, so `sha256sum` checks it. Erasing the file makes the
 * commitment unguessable for ever.
 *
 * A key is [a-z][a-z0-9-]*. In a value backslash, newline, carriage return and
 * tab are written \\ \n \r \t; other control characters and bytes that are not
 * UTF-8 as \x and two lower-case hex digits. Each value has one way to be
 * written, and reading refuses any other. Keys may repeat; order is kept.
 *
 * The keys `sha256`, `text` and `layer` name objects (64 hex): verify demands them.
 */
#ifndef SEAL_RECORD_H
#define SEAL_RECORD_H

#include "base/strbuf.h"
#include "seal/case.h"

#define RECORD_SALT 32
#define RECORD_MAX  ((size_t)256 << 20)     /* bytes of a record file that are looked at */

typedef struct RecordField {
    Str key, value;         /* value unescaped; NUL is a byte like any other */
} RecordField;

typedef struct Record {
    const RecordField *fields;
    size_t             count;
} Record;

/* Append one line to a record text. `key` must be well formed (assert). */
void record_add(StrBuf *text, const char *key, Str value);
void record_add_i64(StrBuf *text, const char *key, int64_t value);
void record_add_hex(StrBuf *text, const char *key, const Sha256 *value);

Status record_parse(Arena *arena, Str text, Record *ret, Error *err);   /* the text without its salt */

/* The first value under `key`, or STR_NONE. */
Str record_value(const Record *record, const char *key);

/* Does a value under this key name an object? */
bool record_names_object(Str key);

/* Store a record text under a fresh salt; not flushed, see object.h. CASE_WRITE. */
Status record_put(Case *c, Str text, Sha256 *commit, Error *err);

/* Read and check against its name: ERR_CHECK when they differ, ERR_NOT_FOUND when
 * it is gone (erased or lost). */
Status record_get(Arena *arena, const Case *c, const Sha256 *commit, Record *ret, Error *err);

/* Destroy a record with its salt: nobody can guess from the entry what it said. None there is well.
 * Only erase.c asks for this. CASE_WRITE. */
Status record_erase(Case *c, const Sha256 *commit, Error *err);

#endif
