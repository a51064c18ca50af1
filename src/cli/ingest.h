/* ingest.h -- from files to an index that is up to date: what `add` does.
 *
 * The log is the truth. First comes what the log has and the index has not (after
 * a kill, or when index.db was deleted), then the given files are sealed, then
 * everything unread is read, masked, sealed piece by piece and indexed, and TRACE
 * and WEIGH run over the whole case. The index is written in one transaction
 * after the log is durable: killed at any moment, the case verifies and the next
 * `add` completes it.
 */
#ifndef CLI_INGEST_H
#define CLI_INGEST_H

#include "cli/cli.h"
#include "keep/intake.h"

typedef struct IngestAsk {
    const char *const *paths;
    size_t             path_count;
    const Sources     *sources;         /* may be NULL */
    Str                received_from;   /* STR_NONE unknown */
    bool               no_ocr;          /* do not look for text in pictures */
    bool               seal_only;       /* read nothing: the next ingest does */
    Str                import;          /* the path is one table that is imported under this profile; STR_NONE else */
    Str                import_key;      /* KeepItem */
} IngestAsk;

/* What happened, for the summary. */
typedef struct IngestReport {
    KeepCounts kept;
    size_t     parts;                   /* documents that were taken out of others */
    size_t     read, refused, segments, mentions, claims;
    size_t     again;                   /* documents whose masks changed: indexed anew */
    size_t     derivations, origins, incidents, conflicts;
    double     keep_seconds, read_seconds, trace_seconds, weigh_seconds;
    bool       rebuilt;                 /* tables or program changed: everything was read anew */
    Str       *troubles;                /* one line a file that could not be sealed, masked */
    size_t     trouble_count;
} IngestReport;

Status ingest(Cli *cli, Work *work, const IngestAsk *ask, IngestReport *ret, Error *err);

#endif
