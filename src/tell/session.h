/* session.h -- who is asking: keys of the address, sessions in cookies, tokens in forms, and how often.
 *
 * Pure: the time is handed in, nothing is sent. A key (shown by the terminal alone) opens a session; its id is
 * random, lives in a SameSite=Strict cookie, and ends when nobody asked for a while (the idle lock), when
 * its life is over, or when it is locked by hand. What changes the case must carry the form token of its
 * session, which a foreign page cannot read (CSRF). Guesses of keys are counted for all askers together: on
 * one machine they cannot be told apart.
 */
#ifndef TELL_SESSION_H
#define TELL_SESSION_H

#include "base/hash.h"

#define SESSIONS_MAX    64
#define SESSION_ID      32          /* letters of an id and of a form token */

/* What somebody may do; each may do what those before it may. */
typedef enum Visitor {
    VISITOR_NOBODY,
    VISITOR_READER,
    VISITOR_REVIEWER,               /* judges, adds */
    VISITORS
} Visitor;

typedef struct Session {
    char    id[SESSION_ID + 1];     /* "" free */
    Visitor visitor;
    int64_t since, last;            /* seconds */
} Session;

/* A bucket of tokens: `room` at once, one more each `each` seconds. */
typedef struct Bucket {
    double  tokens, room, each;
    int64_t at;
} Bucket;

typedef struct Sessions {
    Str     key[VISITORS];          /* that opens one; STR_NONE: nobody becomes that */
    int64_t idle, life;             /* seconds; 0: without end */
    Sha256  secret;                 /* of the form tokens */
    Bucket  guesses, changes;
    Session at[SESSIONS_MAX];
} Sessions;

/* Keys as letters and digits. */
void sessions_make(Sessions *s, Str reader_key, Str reviewer_key, int64_t idle, int64_t life);

/* Is this a key? VISITOR_NOBODY when not; *slow: too many wrong ones lately, nobody's key was looked at. */
Visitor sessions_key(Sessions *s, Str key, int64_t now, bool *slow);

/* A new session; when all are taken the one that was idle longest ends. */
const Session *session_open(Sessions *s, Visitor visitor, int64_t now);

/* The session of a cookie, which counts as used now; NULL when there is none or it has ended. */
const Session *session_find(Sessions *s, Str id, int64_t now);

void session_end(Sessions *s, Str id);

/* The token that a form of this session carries, and whether a form has it. */
void session_token(const Sessions *s, const Session *session, char token[SESSION_ID + 1]);
bool session_token_fits(const Sessions *s, const Session *session, Str token);

/* May one more change be made now? */
bool sessions_change(Sessions *s, int64_t now);

/* In constant time for equal lengths: a secret cannot be found byte by byte. */
bool secret_equal(Str a, Str b);

#endif
