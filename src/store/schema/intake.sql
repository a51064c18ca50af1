-- Files that were sealed and have not changed since: an unchanged file costs a stat.
-- Filled again by the next `add` when it is lost; holds no path, only its hash.
CREATE TABLE intake (
    path      BLOB PRIMARY KEY,
    size      INTEGER NOT NULL,
    mtime_ns  INTEGER NOT NULL,
    inode     INTEGER NOT NULL,
    document  TEXT NOT NULL,
    log_index INTEGER NOT NULL
) WITHOUT ROWID;
