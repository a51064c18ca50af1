/* dump.c -- every row of the index as sorted lines of text, so that two indexes can be compared.
 *
 * The intake cache is left out (it knows the user's folders, not the case), and of the word index its
 * words and where they stand are listed, not its pages, whose shape tells the order of writing. */
#include "store/db.h"

#include "base/auto.h"
#include "base/vec.h"

typedef VEC(Str) Lines;

/* A table of the index by its rows, one line each: its name and its columns as SQL writes values. */
static void dump_query(Store *store, Arena *arena, const char *name, const char *sql, Lines *lines)
{
    AUTO_STRBUF line = { 0 };
    sqlite3_stmt *s = NULL;
    int step;

    if (sqlite3_prepare_v2(store->db, sql, -1, &s, NULL) != SQLITE_OK) {
        db_trouble(store, "read for comparing");
        return;
    }
    while ((step = sqlite3_step(s)) == SQLITE_ROW) {
        strbuf_clear(&line);
        strbuf_add(&line, str_of(name));
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            int type = sqlite3_column_type(s, i);
            const void *bytes = sqlite3_column_blob(s, i);
            Str value = { bytes, (size_t)sqlite3_column_bytes(s, i) };
            strbuf_char(&line, '\t');
            if (type == SQLITE_NULL)
                strbuf_add(&line, S("null"));
            else if (type == SQLITE_BLOB)
                strbuf_add(&line, hex_encode(arena, value));
            else
                for (size_t k = 0; k < value.len; k++)
                    if (value.ptr[k] == '\n' || value.ptr[k] == '\t' || value.ptr[k] == '\\' || value.ptr[k] == '\0')
                        strbuf_printf(&line, "\\x%02x", (unsigned char)value.ptr[k]);
                    else
                        strbuf_char(&line, value.ptr[k]);
        }
        vec_push(arena, lines, arena_str(arena, strbuf_str(&line)));
    }
    if (step != SQLITE_DONE)
        db_trouble(store, "read for comparing");
    sqlite3_finalize(s);
}

static void list_tables(Store *store, Arena *arena, Lines *ret)
{
    Row in = row_of(store, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'intake' "
                           "AND name NOT LIKE 'words%' AND name NOT LIKE 'sqlite_%' ORDER BY name");

    while (row_next(&in))
        vec_push(arena, ret, get_str(&in, arena));
}

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

Status store_dump(Store *store, Arena *arena, StrBuf *out, Error *err)
{
    Lines tables = { 0 }, lines = { 0 };

    list_tables(store, arena, &tables);
    for (size_t i = 0; i < tables.count; i++) {
        /* How far the log was read is no row of the case: an export makes it longer and changes nothing. */
        Str sql = arena_printf(arena, "SELECT * FROM \"" STR_FMT "\"%s", STR_ARG(tables.at[i]),
                               str_eq(tables.at[i], S("fact")) ? " WHERE name <> 'log'" : "");
        dump_query(store, arena, arena_cstr(arena, tables.at[i]), sql.ptr, &lines);
    }
    db_exec(store, "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word_places USING fts5vocab('main', 'words', 'instance')");
    dump_query(store, arena, "words", "SELECT term, doc, col, offset FROM temp.word_places", &lines);
    db_exec(store, "DROP TABLE IF EXISTS temp.word_places");
    Status status = db_check(store, err);
    if (status != OK)
        return status;
    if (lines.count)
        qsort(lines.at, lines.count, sizeof *lines.at, by_bytes);
    for (size_t i = 0; i < lines.count; i++) {
        strbuf_add(out, lines.at[i]);
        strbuf_char(out, '\n');
    }
    return OK;
}
