CREATE TABLE catalogue_entry (
    document    INTEGER NOT NULL,
    ordinal     INTEGER NOT NULL,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    title_start INTEGER,
    title_end   INTEGER,
    title       TEXT,
    date        TEXT,
    language    TEXT,
    work        INTEGER NOT NULL,
    authors     INTEGER NOT NULL,
    notes       INTEGER NOT NULL,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;
