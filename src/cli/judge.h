/* judge.h -- from a decision as it was typed to a sealed judgement: looked up, checked against the rules and against
 * what stands, sealed with others at once, applied. */
#ifndef CLI_JUDGE_H
#define CLI_JUDGE_H

#include "cli/cli.h"
#include "cli/decisions.h"
#include "cli/ingest.h"
#include "guard/judgement.h"

typedef struct Judging {
    Cli       *cli;
    Judgements all;         /* what the case has, and then what was made here */
    size_t     room, before;
    uint64_t   next;        /* log index of the next one */
    Map        entries;     /* entry numbers of a table's own column -> log index */
    size_t     standing;    /* decisions that stood already */
    VEC(size_t) lines;      /* of the table row that made all.at[before + i] */
} Judging;

/* The case must be loaded. */
void judging_begin(Cli *cli, Judging *ret);

/* Look up and check one decision and put it to the others.
 * out   *made   false: the very same stands already, as entry *as
 *       *wrong  on failure the cell that is wrong, or -1
 * fails ERR_REFUSED names the rule, or the entry that stands against it */
Status judge_make(Judging *x, const Decision *d, bool *made, uint64_t *as, int *wrong, Error *err);

/* Seal all that were made, in one commit, and bring the index up to date. */
Status judge_seal(Judging *x, IngestReport *report, Error *err);

#endif
