/* ingest_in.h -- what the parts of ingest share; nobody else includes it. */
#ifndef CLI_INGEST_IN_H
#define CLI_INGEST_IN_H

#include "base/map.h"
#include "base/vec.h"
#include "cli/ingest.h"
#include "cli/progress.h"
#include "guard/judgement.h"
#include "guard/mask.h"
#include "keep/container.h"
#include "keep/extract.h"
#include "keep/mail.h"
#include "keep/worker.h"

/* An item of the log that the index does not know yet. */
typedef struct Item {
    KeepItem keep;
    const Mail *mail;       /* e-mail that was parsed in this run, or NULL */
    PartBudget *budget;     /* of the file that it lies in, or NULL: not opened yet */
    Contents contents;
    bool     opened;        /* `contents` is known, from the log or from this run */
    bool     from_file;     /* sealed just now: its file goes into the intake cache */
    bool     refused;       /* the log already holds its refusal */
} Item;

/* What a machine recognised in an original, kept as an object: it is not done again while our parser is the same. */
typedef struct Layer {
    Str object, parser;
} Layer;

/* A reading with where it belongs; `item` is NULL for one that came from the index. */
typedef struct Read {
    Reading     reading;    /* with text */
    StorePlace  place;
    const Item *item;
    Str         parser, charset, box;
    Str         layer;      /* what a machine recognised, bytes to be kept; STR_NONE: nothing new */
    const AnswerFact *facts;    /* what the original says of itself, for the record of its text */
    size_t      fact_count;
    Reading     masked;
    Str        *words;
    bool        changed;    /* was in the index with other masks */
} Read;

typedef struct Ingest {
    Cli             *cli;
    Work            *work;
    Arena           *arena;
    const IngestAsk *ask;
    IngestReport    *report;
    Progress         progress;
    Workers          workers;       /* parse what is read */
    int64_t          run;
    VEC(Item *)      items;
    VEC(Read)        reads;         /* in log order once gathered */
    VEC(Str)         troubles;
    Map              documents;     /* id -> 1: read, or about to be */
    StoreOriginal   *known;         /* originals of the index, before this run */
    size_t           known_count;
    Map              known_at;      /* log index, as text -> place in `known`; filled when something was erased */
    VEC(Str)         ids;           /* of documents */
    Map              by_bytes;      /* SHA-256, hex -> place in `ids`: the first place where these bytes were found */
    Map              opened;        /* id -> 1: what it holds was taken out */
    Map              contents;      /* log index of a container, as text -> place in `found` + 1 */
    VEC(Contents)    found;
    Map              segmentations; /* log index of an item, as text -> its newest segmentation + 1 */
    Map              erased;        /* log index, as text -> 1: a tombstone that the index does not know names it */
    VEC(Read)        dropped;       /* readings of the index whose item was erased */
    Map              replaced;      /* log index of a record that a later import replaced, as text -> of which item */
    VEC(Read)        renamed;       /* ... whose document has another id since its first item was erased */
    VEC(Read)        outdated;      /* readings of the index whose record was replaced */
    Map              refusals;      /* log index of an item, as text -> 1 */
    Map              layers;        /* log index of an item without words, as text -> place in layer_names */
    VEC(Layer)       layer_names;
    bool             any_new;
    VEC(uint64_t)    judged;        /* log indices of judgements, ascending */
    bool             judged_new;    /* some of them are not in the index yet */
    Judgements       judgements;    /* settled over the readings of the guard; masked once TRACE and WEIGH have run */
} Ingest;

/* One more item, from a file or out of another item. */
Status ingest_add(Ingest *in, const KeepItem *keep, bool from_file, Error *err);

/* Not read, and why: sealed unless the log has it. */
Status ingest_refuse(Ingest *in, Item *item, Str parser, Error *why, Error *err);

/* E-mail that no run of the parser has seen. */
bool ingest_is_mail(const Item *item);

/* Parse e-mail from item `first` on, as much as one run of the parser takes. */
Status ingest_read_mails(Ingest *in, size_t first, Error *err);

/* Take everything apart. Parts come to the end of the list and are looked at in their turn. Between two originals the log
 * may be made durable: what is in it is whole, and what is not is opened again. */
Status ingest_open_all(Ingest *in, Error *err);

/* ingest_rows.c: mark the items and known originals that a later import replaced. After ingest_open_all. */
Status ingest_replace(Ingest *in, Error *err);
bool   ingest_is_replaced(const Ingest *in, int64_t log_index);

/* A log index as a key of the maps above. */
Str ingest_number_key(Arena *arena, uint64_t number);

/* The record of a segmentation entry. */
Status ingest_segmentation_record(Ingest *in, uint64_t index, Record *ret, Error *err);

/* ingest_judge.c: what people decided. First the entries that the index knows; then, with the readings, what they say and
 * what it puts into the compartment; then rulings and corrected copies of the readings, for TRACE and WEIGH. */
Status ingest_known_judgements(Ingest *in, Error *err);
Status ingest_load_judgements(Ingest *in, Corpus *corpus, Error *err);
void   ingest_judge(Ingest *in, const Guard *guard, Corpus *corpus);

/* ingest_seal.c: mask every reading, seal the pieces of those whose masks are new or changed, and commit. */
Status ingest_mask_all(Ingest *in, const Guard *guard, Error *err);

#endif
