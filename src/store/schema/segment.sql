CREATE TABLE segment (
    document  INTEGER NOT NULL,
    ordinal   INTEGER NOT NULL,
    id        BLOB NOT NULL,
    start     INTEGER NOT NULL,
    end       INTEGER NOT NULL,
    role      TEXT NOT NULL,
    language  TEXT,
    page      INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    supports  INTEGER NOT NULL,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;
