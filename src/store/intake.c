/* intake.c -- which files were sealed already and have not changed since. */
#include "store/db.h"

#include "base/hash.h"

Status store_cache_get(Store *store, const StoreFile *file, bool *found, StoreSeen *ret, Error *err)
{
    Sha256 path = sha256(file->path);
    Row in = row_of(store, "SELECT document, log_index FROM intake"
                           " WHERE path = ? AND size = ? AND mtime_ns = ? AND inode = ?");
    StoreSeen seen = { { 0 }, 0 };

    put_blob(&in, sha256_str(&path));
    put_i64(&in, file->size);
    put_i64(&in, file->mtime_ns);
    put_i64(&in, (int64_t)file->inode);
    bool known = row_next(&in);
    if (known) {
        const unsigned char *hex = sqlite3_column_text(in.handle, in.column++);
        if (hex && strlen((const char *)hex) == SHA256_HEX)
            memcpy(seen.document, hex, SHA256_HEX);
        else
            db_damaged(store, "a hash of another length");
        seen.log_index = get_i64(&in);
        row_next(&in);
    }
    Status status = db_check(store, err);
    if (status == OK) {
        *found = known;
        if (known)
            *ret = seen;
    }
    return status;
}

Status store_cache_put(Store *store, const StoreFile *file, const StoreSeen *seen, Error *err)
{
    Sha256 path = sha256(file->path);
    Row out = row_of(store, "INSERT OR REPLACE INTO intake VALUES (?, ?, ?, ?, ?, ?)");

    put_blob(&out, sha256_str(&path));
    put_i64(&out, file->size);
    put_i64(&out, file->mtime_ns);
    put_i64(&out, (int64_t)file->inode);
    put_str(&out, str_of(seen->document));
    put_i64(&out, seen->log_index);
    row_write(&out);
    return db_check(store, err);
}
