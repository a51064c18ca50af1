/* ingest_rows.c -- the step of ingest that finds records which a later import replaced: they stay sealed, and are
 * read no more. */
#include "cli/ingest_in.h"

#include "cli/rows_log.h"

static Str reason(Ingest *in, int64_t by)
{
    return arena_printf(in->arena, "replaced by entry %lld: a later import of the same record", (long long)by);
}

/* Only a run that met an imported table can change what is replaced. */
static bool any_import(const Ingest *in)
{
    for (size_t i = 0; i < in->items.count; i++)
        if (in->items.at[i]->keep.import.len)
            return true;
    return false;
}

bool ingest_is_replaced(const Ingest *in, int64_t log_index)
{
    return in->replaced.count && map_get(&in->replaced, ingest_number_key(in->arena, (uint64_t)log_index)) != NULL;
}

Status ingest_replace(Ingest *in, Error *err)
{
    LoggedRows rows;

    if (!any_import(in))
        return OK;
    Status status = rows_of_log(in->arena, in->work->c, &rows, err);
    if (status != OK)
        return status;
    in->replaced = rows.replaced;
    for (size_t i = 0; i < in->items.count; i++) {
        KeepItem *k = &in->items.at[i]->keep;
        const int64_t *by = map_get(&in->replaced, ingest_number_key(in->arena, k->log_index));
        if (by)
            k->unread = reason(in, *by);
    }
    for (size_t i = 0; i < in->known_count; i++) {
        const int64_t *by = map_get(&in->replaced, ingest_number_key(in->arena, (uint64_t)in->known[i].log_index));
        if (by)
            in->known[i].unread = reason(in, *by);
    }
    return OK;
}
