-- What TRACE and WEIGH made of all readings together; replaced whole by each run.
-- `claim` is the ordinal of a claim in its document, -1 for the document itself.
CREATE TABLE derivation (
    ordinal       INTEGER PRIMARY KEY,
    run           INTEGER NOT NULL,
    from_document INTEGER NOT NULL,
    from_claim    INTEGER NOT NULL,
    to_document   INTEGER NOT NULL,
    to_claim      INTEGER NOT NULL,
    how           TEXT NOT NULL,
    evidence      TEXT,
    passages      INTEGER NOT NULL
);

CREATE TABLE passage (
    derivation INTEGER NOT NULL,
    ordinal    INTEGER NOT NULL,
    from_start INTEGER,
    from_end   INTEGER,
    to_start   INTEGER,
    to_end     INTEGER,
    PRIMARY KEY (derivation, ordinal)
) WITHOUT ROWID;

CREATE TABLE origin (
    ordinal INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL,
    id      BLOB NOT NULL,
    kind    TEXT NOT NULL,
    name    TEXT,
    claims  INTEGER NOT NULL,
    voices  INTEGER NOT NULL,
    whys    INTEGER NOT NULL
);

CREATE TABLE incident (
    ordinal     INTEGER PRIMARY KEY,
    run         INTEGER NOT NULL,
    id          BLOB NOT NULL,
    title       TEXT,
    kind        TEXT NOT NULL,
    place_id    TEXT,
    lat         REAL,
    lon         REAL,
    precision_m INTEGER NOT NULL,
    edtf        TEXT,
    first       INTEGER,
    last        INTEGER,
    acts        TEXT,
    voices      INTEGER NOT NULL,
    origins     INTEGER NOT NULL,
    grade       TEXT,
    graded      TEXT,       -- the same with its reasons, coded
    aggregate   INTEGER NOT NULL,
    claims      INTEGER NOT NULL,
    readings    INTEGER NOT NULL,
    quantities  INTEGER NOT NULL,
    whys        INTEGER NOT NULL
);

CREATE TABLE incident_reading (
    incident INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (incident, ordinal)
) WITHOUT ROWID;

CREATE TABLE incident_quantity (
    incident INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    counted  TEXT,
    who      TEXT,
    low      INTEGER,
    high     INTEGER,
    claims   INTEGER NOT NULL,
    PRIMARY KEY (incident, ordinal)
) WITHOUT ROWID;

CREATE TABLE conflict (
    ordinal INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL,
    id      BLOB NOT NULL,
    kind    TEXT NOT NULL,
    verdict TEXT NOT NULL,
    why     TEXT,
    spans   INTEGER NOT NULL,
    claims  INTEGER NOT NULL
);

CREATE TABLE conflict_span (
    conflict INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    document INTEGER NOT NULL,
    start    INTEGER,
    end      INTEGER,
    PRIMARY KEY (conflict, ordinal)
) WITHOUT ROWID;

-- Claims of an origin, an incident, a quantity of an incident (`part` is its ordinal) or a conflict.
CREATE TABLE member (
    family   TEXT NOT NULL,
    row      INTEGER NOT NULL,
    part     INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    document INTEGER NOT NULL,
    claim    INTEGER NOT NULL,
    PRIMARY KEY (family, row, part, ordinal)
) WITHOUT ROWID;
