-- The word index: one row a segment, masked words in and nothing but words kept.
-- rowid = document number * 2^24 + ordinal of the segment.
CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = 'dokaz');
