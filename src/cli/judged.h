/* judged.h -- how the commands show what people decided. Everything here prints from the view's own judgements. */
#ifndef CLI_JUDGED_H
#define CLI_JUDGED_H

#include "cli/cli.h"
#include "cli/decisions.h"

/* All judgements of the case, as they may be shown. */
const Judgements *shown_judgements(const Cli *cli);

/* A corpus as WEIGH took it, corrections laid over and rulings beside it: for whoever computes from claims, never for
 * showing what was read. `of`: the view's, or the work's own with texts; readings in the order of the case. */
Corpus corrected_corpus(Cli *cli, const Corpus *of);

/* "claim 45c1e93e2a32", "source Sloboda Wire", "entry 57": what it is about, and the second thing. */
Str judgement_about(Arena *arena, const Judgement *j);
Str judgement_other(Arena *arena, const Judgement *j);

/* "claim:45c1...": the same as `dokaz judge` takes it, ids whole. */
void judgement_decision(Arena *arena, const Judgement *j, Decision *ret);

/* Of a correction: what the program reads in that field, as it may be shown. */
Str judgement_read(Cli *cli, const Judgement *j);

/* "confirmed", "confirmed, grade 2", "2 corrected": for a column; empty when nothing stands. */
Str judged_text(Arena *arena, const Judged *judged);

/* Lines of `dokaz show`: what stands, field by field, and every judgement in order. */
void show_judged_claim(Cli *cli, ClaimRef claim);
void show_judged_incident(Cli *cli, const Incident *incident);

#endif
