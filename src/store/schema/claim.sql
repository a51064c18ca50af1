CREATE TABLE attribution (
    document     INTEGER NOT NULL,
    ordinal      INTEGER NOT NULL,
    id           BLOB NOT NULL,
    source_start INTEGER,
    source_end   INTEGER,
    cue_start    INTEGER,
    cue_end      INTEGER,
    speaker      TEXT,
    person       INTEGER NOT NULL,
    direct       INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    contents     INTEGER NOT NULL,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;

CREATE TABLE attribution_content (
    document    INTEGER NOT NULL,
    attribution INTEGER NOT NULL,
    ordinal     INTEGER NOT NULL,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    PRIMARY KEY (document, attribution, ordinal)
) WITHOUT ROWID;

CREATE TABLE claim (
    document    INTEGER NOT NULL,
    ordinal     INTEGER NOT NULL,
    id          BLOB NOT NULL,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    segment     INTEGER NOT NULL,
    acts        TEXT,
    by_start    INTEGER,
    by_end      INTEGER,
    by_text     TEXT,
    to_start    INTEGER,
    to_end      INTEGER,
    to_text     TEXT,
    place       INTEGER NOT NULL,
    date        INTEGER NOT NULL,
    edtf        TEXT,
    first       INTEGER,
    last        INTEGER,
    said_on     TEXT,
    modality    TEXT NOT NULL,
    attribution INTEGER NOT NULL,
    aggregate   INTEGER NOT NULL,
    rule        TEXT,
    quantities  INTEGER NOT NULL,
    links       INTEGER NOT NULL,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;

CREATE TABLE claim_quantity (
    document INTEGER NOT NULL,
    claim    INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    mention  INTEGER NOT NULL,
    PRIMARY KEY (document, claim, ordinal)
) WITHOUT ROWID;

-- The chain of a claim, outermost first.
CREATE TABLE chain_link (
    document INTEGER NOT NULL,
    claim    INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    name     TEXT,
    start    INTEGER,
    end      INTEGER,
    how      TEXT NOT NULL,
    mention  INTEGER NOT NULL,
    PRIMARY KEY (document, claim, ordinal)
) WITHOUT ROWID;
