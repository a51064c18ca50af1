/* ingest_judge.c -- the part of ingest that lays what people decided over what was read, before TRACE and WEIGH. */
#include "cli/ingest_in.h"

#include "model/judged.h"
#include "weigh/correct.h"

Status ingest_known_judgements(Ingest *in, Error *err)
{
    uint64_t *known = NULL;
    size_t count = 0;
    Status status = store_judgements(in->work->store, in->arena, &known, &count, err);

    for (size_t i = 0; status == OK && i < count; i++)
        vec_push(in->arena, &in->judged, known[i]);
    return status;
}

Status ingest_load_judgements(Ingest *in, Corpus *corpus, Error *err)
{
    Status status = judgements_load(in->arena, in->work->c, in->judged.at, in->judged.count, &in->judgements, err);

    if (status != OK)
        return status;
    judged_settle(in->arena, corpus, &in->judgements);
    corpus->closed = judged_closed(in->arena, corpus, &in->judgements, &corpus->closed_count);
    return OK;
}

/* Masked while the refs are those of the guard's readings; then settled over the readings as TRACE and WEIGH take them. */
void ingest_judge(Ingest *in, const Guard *guard, Corpus *corpus)
{
    Judgements masked;

    judgements_mask(guard, in->arena, &in->judgements, &masked);
    judged_settle(in->arena, corpus, &masked);
    corrections_lay_over(in->arena, lang_gazetteer(in->work->lang), &masked, corpus);
    corpus->rulings = masked.rulings;
    corpus->ruling_count = masked.ruling_count;
    in->judgements = masked;
}
