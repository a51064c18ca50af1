/* tell.h -- what TELL offers to cli/: a site of pages, and answers to requests.
 *
 * A site is a masked view of a case plus what the log says of it. A page is a
 * pure function of the site and the address: no socket, no clock, no file.
 * http.h is a thin shell over it.
 */
#ifndef TELL_TELL_H
#define TELL_TELL_H

#include "base/err.h"
#include "base/strbuf.h"
#include "guard/view.h"
#include "lang/gazetteer.h"
#include "lang/lang.h"
#include "model/method.h"
#include "tell/ground.h"

#define TELL_SEARCH_LIMIT 200       /* hits on one page */

/* A found sentence, in the order of relevance. */
typedef struct TellHit {
    uint32_t reading;               /* index into the view's corpus */
    int32_t  segment;
} TellHit;

typedef struct TellHits {
    TellHit *at;
    size_t   count;
} TellHits;

/* Words in any spelling or script -> sentences. At most `limit` hits. */
typedef Status (*TellSearch)(void *context, Arena *arena, Str words, size_t limit, TellHits *ret, Error *err);

/* What the log says of one read document. */
typedef struct TellDocument {
    int64_t entry;                  /* log index of the entry that sealed the original; -1 unknown */
    int64_t segmentation;           /* log index of the entry that sealed its text in pieces; -1 none */
    Str     sealed;                 /* time of the item's entry, "2026-11-22T02:30:00Z"; STR_NONE unknown */
} TellDocument;

/* An original that was sealed but not read. */
typedef struct TellUnread {
    int64_t entry;
    Str     reason;                 /* masked text for a person */
} TellUnread;

/* Something that waits for a decision: a row of the queue (weigh/queue.h), masked. */
typedef struct TellWaiting {
    Str       kind;                 /* "conflict", "pair" ... */
    int64_t   weight, people;
    size_t    documents;
    Id        about;
    bool      of_incident;          /* `about` is an incident's id */
    ClaimRef *claims;
    size_t    claim_count;
    Str       why;
    Str      *decide;               /* "merge incident:.. incident:..": what `dokaz judge` takes; FIGURE, DATE, PLACE for a value */
    size_t    decide_count;
} TellWaiting;

typedef struct TellInput {
    const View         *view;
    const Lang         *lang;       /* tables, by which the lists of a page are narrowed; NULL: by place id and act code alone */
    const Method       *method;     /* how the program decides; NULL: the page of it is empty */
    const TellDocument *documents;  /* one a reading, in the same order; NULL when nothing is sealed */
    const TellUnread   *unread;
    size_t              unread_count;
    int64_t             log_size;   /* entries */
    Str                 root;       /* 64 hex digits */
    Str                 checkpoint; /* the signed note as it stands in the case */
    Str                 vkey;       /* the log's verifier key line */
    TellSearch          search;     /* NULL: the program searches the sentences itself, by exact words */
    void               *search_context;
    const TellWaiting  *waiting;
    size_t              waiting_count;
    const Gazetteer    *gazetteer;  /* names of places in the language of the page; NULL: as the documents name them */
    const MapLayer     *layers;     /* what the case has imported for its map */
    size_t              layer_count;
} TellInput;

typedef struct Site Site;

/* Prepares the indices that pages share. `in` and all it points to must outlive the site. */
Status site_create(Arena *arena, const TellInput *in, Site **ret, Error *err);

typedef struct TellAsk {
    Str method;                     /* "GET", "HEAD"; all else is answered 405 */
    Str path;                       /* "/incidents", not decoded */
    Str query;                      /* "place=x&act=KILL", not decoded, without the ? */
    Str language;                   /* chosen before ("uk"), or STR_NONE */
    Str accept_language;            /* the header, or STR_NONE */
    Str token;                      /* for the forms of whoever may change the case; STR_NONE: pages have none */
    int64_t idle;                   /* seconds after which the page hides itself; 0: never */
} TellAsk;

typedef struct TellReply {
    int status;                     /* 200, 400, 404, 405, 500 */
    Str content_type;
    Str language;                   /* what the page is written in: "en" or "uk" */
    bool own;                       /* holds what is this asker's alone (a form's token) */
} TellReply;

/* Write the page's body to `out` and say how it went. Never fails: a page that
 * cannot be made is an error page. */
TellReply tell_page(const Site *site, Arena *arena, const TellAsk *ask, StrBuf *out);

#endif
