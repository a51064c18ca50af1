-- Who made a row: program, stage and tables. The same run is one row.
CREATE TABLE run (
    number  INTEGER PRIMARY KEY,
    stage   TEXT NOT NULL,
    program TEXT NOT NULL,
    data    TEXT NOT NULL,
    UNIQUE (stage, program, data)
);

-- How far the log is in the index, and the like.
CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
