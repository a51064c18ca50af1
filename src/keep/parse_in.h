/* parse_in.h -- the parsers of containers, each in its file; they run in dokaz-worker alone. Private to keep/. */
#ifndef KEEP_PARSE_IN_H
#define KEEP_PARSE_IN_H

#include "base/vec.h"
#include "base/auto.h"
#include "keep/part.h"
#include "keep/worker.h"

typedef VEC(AnswerFact) Facts;

/* Unless the value is empty. The key is a word of ours; the value is made valid UTF-8. */
void fact_add(Arena *arena, Facts *facts, const char *key, Str value);
void fact_number(Arena *arena, Facts *facts, const char *key, int64_t value);

/* Web archives: `warc`. Pure but for the allocator. 0 or a WORKER_ code. */
int warc_parts(Str original, Str options, StrBuf *answer);

/* Mailboxes: `mbox`; tables of links and records: `table` (the text in UTF-8); JSON of known forms: `json`. */
int mbox_parts(Str original, Str options, StrBuf *answer);
int table_parts(Str original, Str options, StrBuf *answer);
int geojson_shapes(Str original, Str options, StrBuf *answer);
int json_parts(Str original, Str options, StrBuf *answer);

/* E-mail: `original` is a row of messages, each after its length as 8 bytes of this machine's order; the answer has
 * for each message, each after its length as 4 bytes, the answer of its text and its parts; see keep/mail.h. */
int mail_prepare(Str options);
int mail_read(Str original, Str options, StrBuf *answer);

/* zip, 7z, tar, rar, and single compressed files: `archive`. */
int archive_prepare(Str options);
int archive_parts(Str original, Str options, StrBuf *answer);

#endif
