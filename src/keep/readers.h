/* readers.h -- which media types a parser of the worker reads (worker.h), and within what limits. */
#ifndef KEEP_READERS_H
#define KEEP_READERS_H

#include "guard/sandbox.h"
#include "keep/answer.h"
#include "keep/worker.h"

typedef struct Reader {
    Str         media_type;
    const char *parser;         /* its name in worker_parsers.c */
    const char *what;           /* for people: "PDF" */
    const char *version;        /* "pdf/1": for the record, where the parser's answer names none */
    BoxLimits   limits;
    BoxLimits   ocr;            /* of the second run, which recognises text in pictures; 0: there is none */
} Reader;

/* NULL: no parser of the worker reads it. */
const Reader *reader_of(Str media_type);

/* Is text in pictures recognised by this reader? Its answers are kept as layers (docs/formats/case.md). */
static inline bool reader_recognises(const Reader *r)
{
    return r && r->ocr.cpu_seconds > 0;
}

/* Parse; recognise text in pictures when the parser asks for it and `ocr` is true. When that fails, the answer of
 * the first run stands, with a note.
 * out   layer (may be NULL) gets the answer's own bytes, in `arena`, when text was recognised; else STR_NONE
 * fails as workers_run; ERR_BAD_INPUT also when the answer makes no sense */
Status reader_run(Arena *arena, Workers *workers, const Reader *reader, Str bytes, bool ocr, Answer *ret, Str *layer,
                  Error *err);

#endif
