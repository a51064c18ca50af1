/* query.h -- the part of an address after the "?": names and values, decoded. */
#ifndef TELL_QUERY_H
#define TELL_QUERY_H

#include "base/arena.h"
#include "base/strbuf.h"

#define QUERY_MAX 24            /* parameters kept; the rest is passed over */

typedef struct QueryPair {
    Str name, value;
} QueryPair;

typedef struct Query {
    QueryPair pair[QUERY_MAX];
    size_t    count;
} Query;

/* Decode "a=b&c=d+e%20f". Values that are no valid UTF-8, or hold a NUL, are left out. */
Query query_parse(Arena *arena, Str text);

/* The first value under `name`, without white space at its ends; STR_NONE when absent or empty. */
Str query_get(const Query *q, Str name);

/* Append `value` so that it is safe as part of an address. */
void query_encode(StrBuf *out, Str value);

#endif
