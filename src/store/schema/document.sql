-- Originals: one row an `item` entry of the log. The same bytes at two paths are two rows and one document.
CREATE TABLE original (
    log_index     INTEGER PRIMARY KEY,
    document      TEXT NOT NULL,        -- SHA-256 of the bytes, hex; HASH/PART where they were found in another original first
    sha256        TEXT NOT NULL,        -- of the bytes
    part          TEXT,                 -- HASH/PART of this very place; NULL for a file
    holds         TEXT,                 -- of a container: what came out of it
    path          TEXT NOT NULL,
    url           TEXT,
    received_from TEXT,
    media_type    TEXT,
    bytes         INTEGER NOT NULL,
    time          INTEGER NOT NULL,     -- seconds since 1970, UTC
    unread        TEXT,                 -- why it was not read; NULL when it was
    occurrence    BLOB NOT NULL         -- hash of document and path as it came
);
CREATE INDEX original_occurrence ON original (occurrence);

-- Documents: originals that were read, numbered by the entry that sealed them first.
CREATE TABLE document (
    number          INTEGER PRIMARY KEY,
    run             INTEGER NOT NULL,
    segmentation    INTEGER NOT NULL,   -- log index of the entry that sealed its segments, -1 none
    text            TEXT,               -- name of the text's object
    fingerprint     TEXT,               -- of all that masking made of it
    id              TEXT NOT NULL UNIQUE,
    sha256          TEXT,               -- of the bytes of a part; NULL: the id is it
    path            TEXT NOT NULL,
    media_type      TEXT,
    language        TEXT,
    title           TEXT,
    publisher       TEXT,
    url             TEXT,
    published       TEXT,               -- EDTF
    published_how   TEXT NOT NULL,
    published_first INTEGER,            -- days since 1970
    published_last  INTEGER,
    bytes           INTEGER NOT NULL,
    segments        INTEGER NOT NULL,   -- how many rows follow in the tables below
    mentions        INTEGER NOT NULL,
    attributions    INTEGER NOT NULL,
    claims          INTEGER NOT NULL,
    entries         INTEGER NOT NULL,
    notes           INTEGER NOT NULL
);

CREATE TABLE note (
    document INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    code     TEXT NOT NULL,
    start    INTEGER,
    end      INTEGER,
    text     TEXT,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;

-- Lists of plain texts: authors of a document, authors and notes of a catalogue entry,
-- voices and reasons of an origin, reasons of an incident. `document` is 0 for the last two.
CREATE TABLE line (
    family   TEXT NOT NULL,
    document INTEGER NOT NULL,
    row      INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    text     TEXT,
    PRIMARY KEY (family, document, row, ordinal)
) WITHOUT ROWID;
