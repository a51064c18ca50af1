-- One row a mention; the columns after `rule` belong to one kind each and are NULL elsewhere.
-- Of a protected person `name` is the mask ("Person 3"), never the name.
CREATE TABLE mention (
    document    INTEGER NOT NULL,
    ordinal     INTEGER NOT NULL,
    id          BLOB NOT NULL,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    segment     INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    name        TEXT,
    lemma       TEXT,
    rule        TEXT,
    -- place
    place_id    TEXT,
    place_type  TEXT,
    admin1      TEXT,
    country     TEXT,
    lat         REAL,
    lon         REAL,
    precision_m INTEGER,
    sense       TEXT,
    candidates  INTEGER,
    options     TEXT,       -- "place_id share reasons", parted by ";": likeliest meanings of an ambiguous name
    -- date
    timex       TEXT,
    value       TEXT,
    mod         TEXT,
    edtf        TEXT,
    first       INTEGER,
    last        INTEGER,
    resolution  TEXT,
    -- quantity; 9223372036854775807 is "no upper end was stated"
    low         INTEGER,
    high        INTEGER,
    approximate INTEGER,
    counted     TEXT,
    who         TEXT,
    measure     TEXT,
    part_of     INTEGER,
    each        INTEGER,
    so_far      INTEGER,
    as_of       TEXT,
    -- person
    role        TEXT,
    protect     INTEGER,
    why         TEXT,
    named       INTEGER,
    entity      INTEGER,
    number      INTEGER,
    -- act
    acts        TEXT,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;
