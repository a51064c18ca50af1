/* catalogue.c -- entries of reading lists. */
#include "store/db.h"

void entries_put(Store *store, int64_t document, const Reading *r)
{
    for (size_t i = 0; i < r->entry_count; i++) {
        const CatalogueEntry *e = &r->entries[i];
        Row out = row_of(store, "INSERT INTO catalogue_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        put_i64(&out, document);
        put_i64(&out, (int64_t)i);
        put_span(&out, e->span);
        put_span(&out, e->title);
        put_str(&out, e->title_text);
        put_str(&out, e->date);
        put_str(&out, e->language);
        put_i64(&out, e->work);
        put_i64(&out, (int64_t)e->author_count);
        put_i64(&out, (int64_t)e->note_count);
        row_write(&out);
        lines_put(store, S("entry_author"), document, (int64_t)i, e->authors, e->author_count);
        lines_put(store, S("entry_note"), document, (int64_t)i, e->notes, e->note_count);
    }
}

void entries_load(Store *store, Arena *arena, int64_t document, Reading *r)
{
    r->entries = arena_array(arena, CatalogueEntry, r->entry_count);
    Row in = row_of(store, "SELECT start, end, title_start, title_end, title, date, language, work, authors, notes"
                           " FROM catalogue_entry WHERE document = ? ORDER BY ordinal");
    size_t n = 0;

    put_i64(&in, document);
    while (row_next(&in) && n < r->entry_count) {
        CatalogueEntry *e = &r->entries[n++];
        e->span = get_span(&in);
        e->title = get_span(&in);
        e->title_text = get_str(&in, arena);
        e->date = get_str(&in, arena);
        e->language = get_str(&in, arena);
        e->work = get_i32(&in);
        e->author_count = get_count(&in);
        e->note_count = get_count(&in);
    }
    if (n != r->entry_count)
        db_damaged(store, "catalogue entries are missing");
    for (size_t i = 0; i < n; i++) {
        CatalogueEntry *e = &r->entries[i];
        lines_load(store, arena, S("entry_author"), document, (int64_t)i, &e->authors, e->author_count);
        lines_load(store, arena, S("entry_note"), document, (int64_t)i, &e->notes, e->note_count);
    }
}
