-- Judgements: the words of one stand in its record alone, read from there. A row says how it stood when TRACE and
-- WEIGH ran last; replaced whole by each run.
CREATE TABLE judgement (
    entry      INTEGER PRIMARY KEY,     -- log index
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    changed_by INTEGER                  -- the entry that undid or replaced it
);
