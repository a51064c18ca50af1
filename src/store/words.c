/* words.c -- the word index: masked segments in, hits out. */
#include "store/db.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "base/vec.h"

#define SEGMENT_BITS 24     /* see schema/words.sql */

void words_put(Store *store, int64_t document, size_t segment, Str text)
{
    if (text.len == 0)
        return;
    if (segment >> SEGMENT_BITS) {
        db_damaged(store, "more segments than the word index can number");
        return;
    }
    Row out = row_of(store, "INSERT INTO words (rowid, text) VALUES (?, ?)");
    put_i64(&out, document << SEGMENT_BITS | (int64_t)segment);
    put_str(&out, text);
    row_write(&out);
}

/* A letter or a digit, roughly: FTS5 must never see a phrase without a word. */
static bool has_word(Str s)
{
    size_t len;

    for (size_t i = 0; i < s.len; i += len) {
        uint32_t c = utf8_get(s, i, &len);
        if ((c < 0x80 && ((c | 32) >= 'a' && (c | 32) <= 'z')) || (c >= '0' && c <= '9') ||
            (c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c < 0x2C00) && !(c >= 0x3000 && c < 0x3040) &&
             c != UTF8_REPLACEMENT))
            return true;
    }
    return false;
}

static void add_phrase(StrBuf *query, Str phrase)
{
    if (!has_word(phrase))
        return;
    if (query->len)
        strbuf_add(query, S(" AND "));
    strbuf_char(query, '"');
    for (size_t i = 0; i < phrase.len; i++)
        strbuf_char(query, phrase.ptr[i] ? phrase.ptr[i] : ' ');
    strbuf_char(query, '"');
}

/* What a person typed as a query that FTS5 cannot misread: every word and every
 * quoted phrase becomes a string, joined by AND. An unclosed quote ends at the end. */
static void build_query(Str words, StrBuf *query)
{
    size_t i = 0;

    while (i < words.len) {
        bool quoted = words.ptr[i] == '"';
        size_t start = i += quoted;
        while (i < words.len && words.ptr[i] != '"' && (quoted || (unsigned char)words.ptr[i] > ' '))
            i++;
        add_phrase(query, str_slice(words, start, i));
        if (i < words.len && (quoted || words.ptr[i] != '"'))
            i++;
    }
}

Status store_search(Store *store, Arena *arena, Str words, size_t limit, StoreHit **ret, size_t *count, Error *err)
{
    AUTO_STRBUF query = { 0 };
    VEC(StoreHit) hits = { 0 };

    if (utf8_valid(words) != words.len)
        return fail(err, ERR_USAGE, "the words to search for are no valid UTF-8");
    build_query(words, &query);
    if (query.len) {
        Row in = row_of(store, "SELECT rowid, rank FROM words WHERE words MATCH ? ORDER BY rank, rowid LIMIT ?");
        put_str(&in, strbuf_str(&query));
        put_i64(&in, (int64_t)limit);
        while (row_next(&in)) {
            int64_t row = get_i64(&in);
            double rank = get_double(&in);
            vec_push(arena, &hits, (StoreHit){ row >> SEGMENT_BITS, row & ((1 << SEGMENT_BITS) - 1), -rank });
        }
    }
    Status status = db_check(store, err);
    if (status == OK) {
        *ret = hits.at;
        *count = hits.count;
    }
    return status;
}
