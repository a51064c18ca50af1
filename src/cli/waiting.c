/* waiting.c -- see waiting.h. */
#include "cli/waiting.h"

#include "base/vec.h"
#include "model/judged.h"
#include "trace/trace.h"
#include "weigh/correct.h"
#include "weigh/weigh.h"

static bool withheld(void *context, ClaimRef claim)
{
    return claim.claim != CLAIM_NONE && view_claim_withheld(context, claim);
}

/* Claims in whose sentence an age stands beside a protected person. */
static ClaimRef *exposed_claims(Cli *cli, size_t *count)
{
    const Corpus *c = &cli->work->corpus;
    VEC(ClaimRef) found = { 0 };

    for (uint32_t r = 0; r < c->reading_count; r++) {
        size_t warnings = 0;
        GuardWarning *w = guard_warnings(cli->work->guard, cli->arena, r, &warnings);
        for (uint32_t k = 0, i = 0; k < c->readings[r].claim_count; k++)
            for (i = 0; i < warnings; i++)
                if (w[i].segment == c->readings[r].claims[k].segment) {
                    vec_push(cli->arena, &found, (ClaimRef){ r, k });
                    break;
                }
    }
    *count = found.count;
    return found.at;
}

/* A blind coder sees the case as the program has it: TRACE and WEIGH run again, in memory, on what was read alone. */
static void take_corpus(Cli *cli, bool blind, Corpus *corpus, Judgements *all, View **view)
{
    Work *work = cli->work;

    *corpus = work->corpus;
    *all = work->judgements;
    *view = work->view;
    if (!blind) {
        judged_settle(cli->arena, corpus, all);
        corrections_lay_over(cli->arena, lang_gazetteer(work->lang), all, corpus);
        return;
    }
    corpus->rulings = NULL;
    corpus->ruling_count = 0;
    trace_run(work->lang, cli->arena, corpus);
    weigh_run(work->lang, cli->arena, corpus);
    *view = view_make(cli->arena, corpus, work->guard);
}

void waiting_make(Cli *cli, Str coder, bool blind, Waiting *ret)
{
    Corpus *corpus = arena_new(cli->arena, Corpus);
    Judgements *all = arena_new(cli->arena, Judgements);

    *ret = (Waiting){ 0 };
    take_corpus(cli, blind, corpus, all, &ret->view);
    QueueAsk ask = { .lang = cli->work->lang, .corpus = corpus, .all = all, .coder = coder.ptr ? coder : S(""),
                     .hidden = withheld, .context = ret->view };
    ask.exposed = exposed_claims(cli, &ask.exposed_count);
    ret->count = queue_make(cli->arena, &ask, &ret->items);
}
