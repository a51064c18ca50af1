/* session.c -- see session.h. */
#include "tell/session.h"

#include <stdio.h>
#include <string.h>

static const char hex[] = "0123456789abcdef";

static void as_hex(const uint8_t *bytes, size_t count, char *out)
{
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = hex[bytes[i] >> 4];
        out[2 * i + 1] = hex[bytes[i] & 15];
    }
    out[2 * count] = 0;
}

bool secret_equal(Str a, Str b)
{
    unsigned difference = a.len != b.len;

    for (size_t i = 0; i < a.len && i < b.len; i++)
        difference |= (unsigned char)a.ptr[i] ^ (unsigned char)b.ptr[i];
    return a.len > 0 && difference == 0;
}

static Bucket bucket_of(double room, double each)
{
    return (Bucket){ .tokens = room, .room = room, .each = each };
}

static bool bucket_take(Bucket *b, int64_t now)
{
    if (now > b->at) {
        b->tokens += (double)(now - b->at) / b->each;
        b->at = now;
    }
    b->tokens = b->tokens > b->room ? b->room : b->tokens;
    if (b->tokens < 1)
        return false;
    b->tokens -= 1;
    return true;
}

void sessions_make(Sessions *s, Str reader_key, Str reviewer_key, int64_t idle, int64_t life)
{
    *s = (Sessions){ .idle = idle, .life = life, .guesses = bucket_of(10, 6), .changes = bucket_of(60, .5) };
    s->key[VISITOR_READER] = reader_key;
    s->key[VISITOR_REVIEWER] = reviewer_key;
    random_bytes(s->secret.byte, sizeof s->secret.byte);
}

Visitor sessions_key(Sessions *s, Str key, int64_t now, bool *slow)
{
    Visitor found = VISITOR_NOBODY;
    Bucket left = s->guesses;

    *slow = !bucket_take(&left, now);
    if (*slow)
        return VISITOR_NOBODY;
    for (Visitor v = VISITOR_READER; v < VISITORS; v++)
        if (secret_equal(s->key[v], key))
            found = v;
    if (found == VISITOR_NOBODY)        /* right keys cost nothing */
        s->guesses = left;
    return found;
}

static bool has_ended(const Sessions *s, const Session *x, int64_t now)
{
    return (s->idle && now - x->last > s->idle) || (s->life && now - x->since > s->life);
}

const Session *session_open(Sessions *s, Visitor visitor, int64_t now)
{
    Session *x = &s->at[0];
    uint8_t random[SESSION_ID / 2];

    for (size_t i = 0; i < SESSIONS_MAX && x->id[0]; i++)
        if (!s->at[i].id[0] || s->at[i].last < x->last)
            x = &s->at[i];
    random_bytes(random, sizeof random);
    as_hex(random, sizeof random, x->id);
    x->visitor = visitor;
    x->since = x->last = now;
    return x;
}

static Session *find(Sessions *s, Str id)
{
    for (size_t i = 0; i < SESSIONS_MAX; i++)
        if (s->at[i].id[0] && secret_equal(str_of(s->at[i].id), id))
            return &s->at[i];
    return NULL;
}

const Session *session_find(Sessions *s, Str id, int64_t now)
{
    Session *x = find(s, id);

    if (!x)
        return NULL;
    if (has_ended(s, x, now)) {
        *x = (Session){ 0 };
        return NULL;
    }
    x->last = now;
    return x;
}

void session_end(Sessions *s, Str id)
{
    Session *x = find(s, id);

    if (x)
        *x = (Session){ 0 };
}

void session_token(const Sessions *s, const Session *session, char token[SESSION_ID + 1])
{
    Sha256 h = sha256_hmac(sha256_str(&s->secret), str_of(session->id));
    as_hex(h.byte, SESSION_ID / 2, token);
}

bool session_token_fits(const Sessions *s, const Session *session, Str token)
{
    char right[SESSION_ID + 1];

    session_token(s, session, right);
    return secret_equal(str_of(right), token);
}

bool sessions_change(Sessions *s, int64_t now)
{
    return bucket_take(&s->changes, now);
}
