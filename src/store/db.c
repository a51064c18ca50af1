/* db.c -- opening the index, statements, rows. See db.h and store.h.
 *
 * WAL with synchronous=NORMAL: a power cut may lose the last transactions, never
 * half of one, and what is lost is read again from the objects.
 */
#include "store/db.h"

#include "base/auto.h"
#include "base/os.h"

#include <fcntl.h>
#include <stdio.h>

/* ---- errors ---- */

void db_trouble(Store *store, const char *doing)
{
    if (store->trouble.status != OK)
        return;
    int code = sqlite3_errcode(store->db) & 0xff;
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        fail(&store->trouble, ERR_BAD_INPUT, "index.db is damaged (%s): delete it, `dokaz add` builds it again",
             sqlite3_errmsg(store->db));
    else if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        fail(&store->trouble, ERR_IO, "index.db is in use by another dokaz: wait until it has ended");
    else
        fail(&store->trouble, ERR_IO, "index.db: cannot %s: %s", doing, sqlite3_errmsg(store->db));
}

void db_damaged(Store *store, const char *what)
{
    if (store->trouble.status == OK)
        fail(&store->trouble, ERR_BAD_INPUT, "index.db is damaged (%s): delete it, `dokaz add` builds it again", what);
}

Status db_check(Store *store, Error *err)
{
    Error trouble = store->trouble;
    store->trouble = (Error){ 0 };
    return trouble.status == OK ? OK : fail(err, trouble.status, "%s", trouble.text);
}

/* ---- statements and rows ---- */

void db_exec(Store *store, const char *sql)
{
    if (store->trouble.status == OK && sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        db_trouble(store, "change it");
}

Row row_of(Store *store, const char *sql)
{
    if (store->trouble.status != OK)
        return (Row){ store, NULL, 0 };
    for (size_t i = 0; i < store->statement_count; i++)
        if (store->statements[i].sql == sql) {
            sqlite3_reset(store->statements[i].handle);
            return (Row){ store, store->statements[i].handle, 0 };
        }
    Statement new = { sql, NULL };
    if (store->statement_count == STATEMENTS_MAX ||
        sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &new.handle, NULL) != SQLITE_OK) {
        db_trouble(store, "prepare a statement");
        return (Row){ store, NULL, 0 };
    }
    store->statements[store->statement_count++] = new;
    return (Row){ store, new.handle, 0 };
}

void row_write(Row *row)
{
    if (row->handle) {
        if (sqlite3_step(row->handle) != SQLITE_DONE)
            db_trouble(row->store, "write a row");
        sqlite3_reset(row->handle);
    }
    row->column = 0;
}

bool row_next(Row *row)
{
    row->column = 0;
    if (!row->handle)
        return false;
    int code = sqlite3_step(row->handle);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        db_trouble(row->store, "read a row");
    sqlite3_reset(row->handle);
    return false;
}

void put_i64(Row *row, int64_t value)
{
    if (row->handle)
        sqlite3_bind_int64(row->handle, ++row->column, value);
}

void put_double(Row *row, double value)
{
    if (row->handle)
        sqlite3_bind_double(row->handle, ++row->column, value);
}

void put_str(Row *row, Str value)
{
    if (!value.ptr)
        put_null(row);
    else if (row->handle)
        sqlite3_bind_text64(row->handle, ++row->column, value.ptr, value.len, SQLITE_STATIC, SQLITE_UTF8);
}

void put_blob(Row *row, Str value)
{
    if (row->handle)
        sqlite3_bind_blob64(row->handle, ++row->column, value.ptr, value.len, SQLITE_STATIC);
}

void put_null(Row *row)
{
    if (row->handle)
        sqlite3_bind_null(row->handle, ++row->column);
}

void put_id(Row *row, const Id *id)
{
    put_blob(row, (Str){ (const char *)id->byte, sizeof id->byte });
}

void put_day(Row *row, int32_t day)
{
    if (day == DAY_UNKNOWN)
        put_null(row);
    else
        put_i64(row, day);
}

void put_end(Row *row, int64_t value)
{
    if (value == QUANTITY_UNKNOWN)
        put_null(row);
    else
        put_i64(row, value);
}

void put_span(Row *row, Span span)
{
    if (span_is(span)) {
        put_i64(row, span.start);
        put_i64(row, span.end);
    } else {
        put_null(row);
        put_null(row);
    }
}

void put_acts(Row *row, ActSet acts)
{
    put_str(row, acts_join(row->store->scratch, row->store->words.taxonomy, acts, ','));
}

static bool is_null(const Row *row)
{
    return !row->handle || sqlite3_column_type(row->handle, row->column) == SQLITE_NULL;
}

int64_t get_i64(Row *row)
{
    int64_t value = row->handle ? sqlite3_column_int64(row->handle, row->column) : 0;
    row->column++;
    return value;
}

uint32_t get_u32(Row *row)
{
    int64_t value = get_i64(row);
    return value < 0 || value > UINT32_MAX ? 0 : (uint32_t)value;
}

int32_t get_i32(Row *row)
{
    int64_t value = get_i64(row);
    return value < INT32_MIN || value > INT32_MAX ? 0 : (int32_t)value;
}

double get_double(Row *row)
{
    double value = row->handle ? sqlite3_column_double(row->handle, row->column) : 0;
    row->column++;
    return value;
}

Str get_str(Row *row, Arena *arena)
{
    Str value = STR_NONE;
    if (!is_null(row)) {
        const char *ptr = (const char *)sqlite3_column_text(row->handle, row->column);
        value = arena_str(arena, (Str){ ptr ? ptr : "", (size_t)sqlite3_column_bytes(row->handle, row->column) });
    }
    row->column++;
    return value;
}

int get_name(Row *row, int (*of)(Str))
{
    int value = -1;
    if (!is_null(row)) {
        const char *ptr = (const char *)sqlite3_column_text(row->handle, row->column);
        value = of((Str){ ptr ? ptr : "", (size_t)sqlite3_column_bytes(row->handle, row->column) });
    }
    row->column++;
    if (value < 0 && row->handle)
        db_damaged(row->store, "an unknown name of a kind");
    return value < 0 ? 0 : value;
}

/* A blob of exactly `size` bytes; else damage. */
static void get_bytes(Row *row, void *out, size_t size)
{
    if (row->handle && (size_t)sqlite3_column_bytes(row->handle, row->column) == size)
        memcpy(out, sqlite3_column_blob(row->handle, row->column), size);
    else if (row->handle)
        db_damaged(row->store, "an id of another length");
    row->column++;
}

Id get_id(Row *row)
{
    Id id = { { 0 } };
    get_bytes(row, id.byte, sizeof id.byte);
    return id;
}

Sha256 get_hash(Row *row)
{
    Sha256 hash = { { 0 } };
    get_bytes(row, hash.byte, sizeof hash.byte);
    return hash;
}

int32_t get_day(Row *row)
{
    bool unknown = is_null(row);
    int32_t day = get_i32(row);
    return unknown ? DAY_UNKNOWN : day;
}

int64_t get_end(Row *row)
{
    bool unknown = is_null(row);
    int64_t value = get_i64(row);
    return unknown ? QUANTITY_UNKNOWN : value;
}

Span get_span(Row *row)
{
    bool none = is_null(row);
    Span span;
    span.start = get_u32(row);
    span.end = get_u32(row);
    return none ? SPAN_NONE : span;
}

ActSet get_acts(Row *row)
{
    ActSet acts = 0;
    if (!is_null(row)) {
        const char *ptr = (const char *)sqlite3_column_text(row->handle, row->column);
        acts = acts_split(row->store->words.taxonomy, str_of(ptr ? ptr : ""), ',');
    }
    row->column++;
    return acts;
}

size_t get_count(Row *row)
{
    int64_t count = get_i64(row);
    if (count < 0 || count > 1 << 28) {     /* damage must not become memory */
        db_damaged(row->store, "an impossible count");
        return 0;
    }
    return (size_t)count;
}

/* ---- lists of texts ---- */

void lines_put(Store *store, Str family, int64_t document, int64_t row, const Str *lines, size_t count)
{
    if (count == 0)
        return;
    Row out = row_of(store, "INSERT INTO line VALUES (?, ?, ?, ?, ?)");
    for (size_t i = 0; i < count; i++) {
        put_str(&out, family);
        put_i64(&out, document);
        put_i64(&out, row);
        put_i64(&out, (int64_t)i);
        put_str(&out, lines[i]);
        row_write(&out);
    }
}

void lines_load(Store *store, Arena *arena, Str family, int64_t document, int64_t row, Str **ret, size_t count)
{
    *ret = arena_array(arena, Str, count);
    if (count == 0)
        return;
    Row in = row_of(store, "SELECT text FROM line WHERE family = ? AND document = ? AND row = ? ORDER BY ordinal");
    put_str(&in, family);
    put_i64(&in, document);
    put_i64(&in, row);
    size_t n = 0;
    while (row_next(&in) && n < count)
        (*ret)[n++] = get_str(&in, arena);
    if (n != count)
        db_damaged(store, "texts of a list are missing");
}

/* ---- opening ---- */

static int64_t pragma(Store *store, const char *sql)
{
    int64_t value = -1;
    sqlite3_stmt *handle = NULL;

    if (sqlite3_prepare_v2(store->db, sql, -1, &handle, NULL) == SQLITE_OK && sqlite3_step(handle) == SQLITE_ROW)
        value = sqlite3_column_int64(handle, 0);
    else
        db_trouble(store, "open it");
    sqlite3_finalize(handle);
    return value;
}

static void create_schema(Store *store)
{
    AUTO_STRBUF sql = { 0 };

    strbuf_printf(&sql, "BEGIN IMMEDIATE;\n%s\nPRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT;",
                  store_schema, STORE_APPLICATION, STORE_VERSION);
    db_exec(store, sql.ptr);
    if (store->trouble.status != OK)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

/* Is it ours, and of this version? An empty file gets the schema when `writing`. */
static Status check_version(Store *store, const char *path, bool writing, bool *old, Error *err)
{
    int64_t application = pragma(store, "PRAGMA application_id");
    int64_t version = pragma(store, "PRAGMA user_version");
    int64_t objects = pragma(store, "SELECT count(*) FROM sqlite_schema");

    *old = false;
    Status status = db_check(store, err);
    if (status != OK)
        return status;
    if (objects == 0 && writing) {
        create_schema(store);
        return db_check(store, err);
    }
    if (objects == 0)           /* an `add` that was cut short at its very beginning */
        return fail(err, ERR_NOT_FOUND, "there is no index yet (%s): `dokaz add` builds it", path);
    if (application != STORE_APPLICATION)
        return fail(err, ERR_BAD_INPUT, "%s is no index of Dokaz: move it away, `dokaz add` builds a new one", path);
    if (version > STORE_VERSION)
        return fail(err, ERR_BAD_INPUT, "%s is from a newer Dokaz (index version %lld, this one knows %d): update Dokaz",
                    path, (long long)version, STORE_VERSION);
    *old = version < STORE_VERSION;
    if (*old && !writing)
        return fail(err, ERR_BAD_INPUT, "%s is from an older Dokaz: `dokaz add` builds it again", path);
    return OK;
}

/* What is deleted is overwritten: a name that was masked later must not linger in free pages. */
static Status configure(Store *store, bool writing, Error *err)
{
    sqlite3_busy_timeout(store->db, 5000);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    db_exec(store, "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA secure_delete = ON");
    if (writing)
        db_exec(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    return db_check(store, err);
}

/* A case on a read-only medium has no place for a -shm file: then the file is taken as immutable. */
static Status open_database(const char *path, StoreMode mode, Store *store, Error *err)
{
    int flags = mode == STORE_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;

    if (mode == STORE_WRITE)        /* SQLite would make it readable to all; -wal and -shm take its mode */
        close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (mode == STORE_READ && !os_exists(path))
        return fail(err, ERR_NOT_FOUND, "there is no index yet (%s): `dokaz add` builds it", path);
    if (sqlite3_open_v2(path, &store->db, flags, NULL) == SQLITE_OK &&
        (mode == STORE_WRITE || sqlite3_exec(store->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL) !=
         SQLITE_CANTOPEN))
        return OK;
    if (mode == STORE_READ) {
        AUTO_STRBUF uri = { 0 };
        strbuf_add(&uri, S("file:"));
        for (const char *c = path; *c; c++)
            if (strchr("%?#", *c))
                strbuf_printf(&uri, "%%%02X", (unsigned char)*c);
            else
                strbuf_char(&uri, *c);
        strbuf_add(&uri, S("?immutable=1"));
        sqlite3_close_v2(store->db);
        store->db = NULL;
        if (sqlite3_open_v2(uri.ptr, &store->db, flags | SQLITE_OPEN_URI, NULL) == SQLITE_OK)
            return OK;
    }
    return fail(err, ERR_IO, "cannot open %s: %s", path, store->db ? sqlite3_errmsg(store->db) : "no memory");
}

static void close_quietly(Store **store)
{
    store_close(*store);
}

Status store_open(const char *path, StoreMode mode, const StoreWords *words, Store **ret, Error *err)
{
    AUTO(close_quietly) Store *store = calloc(1, sizeof *store);
    bool writing = mode == STORE_WRITE, old = false;

    if (!store)
        return fail(err, ERR_IO, "out of memory");
    store->words = *words;
    store->scratch = arena_create();
    Status status = open_database(path, mode, store, err);
    if (status == OK)
        status = configure(store, writing, err);
    if (status == OK)
        status = tokenizer_register(store, err);
    if (status == OK)
        status = check_version(store, path, writing, &old, err);
    if (status == OK && old) {
        /* Derived data of another shape: an empty index is as good. */
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_RESET_DATABASE, 1, NULL);
        db_exec(store, "VACUUM");
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_RESET_DATABASE, 0, NULL);
        create_schema(store);
        status = db_check(store, err);
    }
    if (status != OK)
        return status;
    *ret = store;
    store = NULL;
    return OK;
}

void store_close(Store *store)
{
    if (!store)
        return;
    for (size_t i = 0; i < store->statement_count; i++)
        sqlite3_finalize(store->statements[i].handle);
    sqlite3_close_v2(store->db);
    arena_destroy(store->scratch);
    free(store);
}

/* ---- transactions ---- */

Status store_begin(Store *store, Error *err)
{
    db_exec(store, "BEGIN IMMEDIATE");
    store->in_transaction = store->trouble.status == OK;
    return db_check(store, err);
}

Status store_commit(Store *store, Error *err)
{
    db_exec(store, "COMMIT");
    if (store->trouble.status == OK)
        store->in_transaction = false;
    return db_check(store, err);
}

void store_rollback(Store *store)
{
    if (store->in_transaction)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    store->in_transaction = false;
    store->trouble = (Error){ 0 };
}

Status store_clear(Store *store, Error *err)
{
    static const char *const tables[] = {
        "run", "fact", "original", "document", "note", "line", "segment", "mention", "attribution", "attribution_content",
        "claim", "claim_quantity", "chain_link", "catalogue_entry", "derivation", "passage", "origin", "incident",
        "incident_reading", "incident_quantity", "conflict", "conflict_span", "member", "judgement",
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char sql[64];
        snprintf(sql, sizeof sql, "DELETE FROM %s", tables[i]);
        db_exec(store, sql);
    }
    db_exec(store, "INSERT INTO words (words) VALUES ('delete-all')");
    return db_check(store, err);
}

/* secure_delete has overwritten what was deleted; this also takes it out of the write-ahead log, and gives
 * the free pages back. */
Status store_scrub(Store *store, Error *err)
{
    db_exec(store, "VACUUM");
    if (pragma(store, "PRAGMA wal_checkpoint(TRUNCATE)") != 0 && store->trouble.status == OK)
        fail(&store->trouble, ERR_IO, "index.db is in use by another dokaz: run `dokaz add` when it has ended, so that "
             "nothing erased lingers in its log");
    return db_check(store, err);
}

/* ---- runs ---- */

Status store_put_run(Store *store, const StoreRun *run, int64_t *ret, Error *err)
{
    Row out = row_of(store, "INSERT OR IGNORE INTO run (stage, program, data) VALUES (?, ?, ?)");
    put_str(&out, run->stage);
    put_str(&out, run->program);
    put_str(&out, run->data);
    row_write(&out);

    Row in = row_of(store, "SELECT number FROM run WHERE stage = ? AND program = ? AND data = ?");
    put_str(&in, run->stage);
    put_str(&in, run->program);
    put_str(&in, run->data);
    int64_t number = row_next(&in) ? get_i64(&in) : 0;
    row_next(&in);      /* to the end, so that the statement holds no lock */
    Status status = db_check(store, err);
    if (status == OK)
        *ret = number;
    return status;
}
