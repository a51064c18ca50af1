/* container.h -- originals that hold other documents, taken apart: which parser does it, within which caps.
 *
 * Needs no case: parts are handed to a function one by one, with their bytes.
 */
#ifndef KEEP_CONTAINER_H
#define KEEP_CONTAINER_H

#include "keep/mail.h"

typedef struct ContainerType {
    Str         media_type;
    const char *parser;         /* of dokaz-worker */
    const char *what;           /* for error texts */
    bool        text;           /* has a text of its own too: e-mail */
    bool        decoded;        /* its parser takes UTF-8 */
} ContainerType;

/* NULL: nothing that holds other documents. */
const ContainerType *container_of(Str media_type);

/* What one original may still unfold to; shared by everything inside it. */
typedef struct PartBudget {
    uint64_t bytes, entries;
} PartBudget;

PartBudget part_budget(uint64_t original_size);

/* "HASH", "HASH/3", "HASH/3/5": how many containers it lies in. */
int part_depth(Str document);

typedef struct Contents {
    uint64_t held, taken;       /* entries in it; parts that were handed on */
    Str      parser;
    AnswerFact *facts;          /* of the container as a whole */
    size_t   fact_count;
    Str     *refused;           /* one line each: number, name, why */
    size_t   refused_count;
    uint64_t refused_more;      /* beyond the lines that are kept */
} Contents;

#define CONTENTS_LINES 1000     /* refusals that are named; more are counted */

/* `part` gets each part that may be taken; its bytes live until it returns. */
typedef Status PartSink(void *context, const Part *part, Error *err);

/* `workers` as in worker.h, may be NULL.
 * fails ERR_BAD_INPUT  it cannot be taken apart, nothing was handed on: why
 *       ERR_IO         no worker, no box; or what the sink says */
Status container_open(Arena *arena, Workers *workers, Str bytes, const ContainerType *type, PartBudget *budget,
                      PartSink *part, void *context, Contents *ret, Error *err);

/* The same for a message that was read already. */
Status container_mail(Arena *arena, const Mail *mail, PartBudget *budget, PartSink *part, void *context, Contents *ret,
                      Error *err);

/* "holds 3 documents; 2 of its 6 entries were not taken: ..." */
Str contents_text(Arena *arena, const Contents *c);

#endif
