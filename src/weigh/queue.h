/* queue.h -- what a person should decide first: where one decision changes most.
 *
 * The weight of an item is the number of documents that speak of what it changes, plus the number of binary digits of
 * the people at stake (1: 1, 51: 6, 440: 9): a toll ten times as large weighs some three documents more. It orders, and
 * means nothing else. Ties go by kind and id, so that the same case gives the same queue. docs/methods/judging.md.
 */
#ifndef WEIGH_QUEUE_H
#define WEIGH_QUEUE_H

#include "lang/lang.h"
#include "model/judgement.h"

typedef enum QueueKind {
    QUEUE_STALE,            /* a judgement that applies no more: before all else */
    QUEUE_CONFLICT,         /* claims that cannot both be right */
    QUEUE_PAIR,             /* two incidents that may be one */
    QUEUE_WEAK,             /* a claim that hardly belongs to its incident */
    QUEUE_ORIGIN,           /* a toll that rests on one origin */
    QUEUE_PLACE,            /* a name that several places bear */
    QUEUE_EXPOSED,          /* a protected person whom an age beside the mask may give away */
} QueueKind;

typedef struct QueueItem {
    QueueKind kind;
    int64_t   weight;
    size_t    documents;
    int64_t   people;       /* at stake; 0 none or not known */
    Id        about;        /* of the conflict, incident or claim */
    uint64_t  entry;        /* QUEUE_STALE */
    ClaimRef *claims;       /* that the decision is about */
    size_t    claim_count;
    Str       why;
    Str      *commands;     /* each decides it; REASON stands for a person's words */
    size_t    command_count;
} QueueItem;

typedef struct QueueAsk {
    const Lang       *lang;
    const Corpus     *corpus;       /* with texts, corrections laid over */
    const Judgements *all;          /* settled over it */
    Str               coder;        /* only this coder's decisions count as decided; empty: whatever stands */
    bool            (*hidden)(void *context, ClaimRef claim);   /* what is withheld is in no queue */
    void             *context;
    const ClaimRef   *exposed;      /* for QUEUE_EXPOSED: guard/ knows them */
    size_t            exposed_count;
} QueueAsk;

Str queue_kind_name(QueueKind kind);

/* Everything undecided, heaviest first. */
size_t queue_make(Arena *arena, const QueueAsk *ask, QueueItem **ret);

#endif
