/* judgement.c -- which entries of the log are judgements, and how each stood in the last run. */
#include "store/db.h"

#include "base/vec.h"

Status store_put_judgements(Store *store, const Judgements *all, Error *err)
{
    db_exec(store, "DELETE FROM judgement");
    Row out = row_of(store, "INSERT INTO judgement VALUES (?, ?, ?, ?)");

    for (size_t i = 0; i < all->count; i++) {
        const Judgement *j = &all->at[i];
        put_i64(&out, (int64_t)j->entry);
        put_str(&out, judgement_kind_name(j->kind));
        put_str(&out, judgement_state_name(j->state));
        if (j->changed_by == UINT64_MAX)
            put_null(&out);
        else
            put_i64(&out, (int64_t)j->changed_by);
        row_write(&out);
    }
    return db_check(store, err);
}

Status store_judgements(Store *store, Arena *arena, uint64_t **ret, size_t *count, Error *err)
{
    VEC(uint64_t) found = { 0 };
    Row in = row_of(store, "SELECT entry FROM judgement ORDER BY entry");

    while (row_next(&in))
        vec_push(arena, &found, (uint64_t)get_i64(&in));
    Status status = db_check(store, err);
    if (status == OK) {
        *ret = found.at;
        *count = found.count;
    }
    return status;
}
