/* page.h -- what the pages of tell/ share. Private to tell/.
 *
 * A page writes with the Html writer, takes its words from Words and every
 * text of a document from the masked view. say_* functions give plain text in
 * the arena (to be escaped by whoever writes it); show_* functions write.
 */
#ifndef TELL_PAGE_H
#define TELL_PAGE_H

#include "base/map.h"
#include "tell/ground.h"
#include "tell/query.h"
#include "tell/tell.h"
#include "tell/words.h"

#define NO_INDEX (-1)

/* Numbers under a key, all in one array: those of key k are at[from[k]] to at[from[k + 1]] exclusive. */
typedef struct SiteLists {
    uint32_t *from, *at;
} SiteLists;

typedef struct SiteTexts {
    Str   *at;
    size_t count;
} SiteTexts;

typedef struct SiteSource {
    Str     name;
    int64_t documents;          /* it published */
    int64_t passed_on;          /* claims in whose chain it stands, not innermost */
    int64_t innermost;          /* claims whose innermost source it is */
} SiteSource;

struct TimelineRow;

struct Site {
    const TellInput *in;
    const View      *view;
    const Corpus    *corpus;
    int32_t        **incident_of;   /* [reading][claim]: index into incidents, or NO_INDEX */
    int32_t        **origin_of;     /* [reading][claim]: index into origins, or NO_INDEX */
    uint32_t        *origin_order;  /* of all origins, those with the most voices first */
    uint32_t        *origin_rank;   /* place of each origin in that order */
    Map              place_names;   /* place id -> index into place_name */
    Str             *place_name;    /* nominative, as the documents write it */
    int32_t         *place_claims;  /* claims an indexed place has */
    const int32_t   *disagreements; /* one an incident: conflicts and errors among its claims */
    MapGround        ground;        /* what incidents are drawn on */
    Map              incident_by_id, conflict_by_id, claim_by_id;
    uint32_t        *claim_base;    /* [reading]: how many claims stand before its first */
    SiteLists        by_claim, by_incident;     /* comparisons, in the case's order */
    uint32_t        *by_date;       /* incidents, the newest first, those without a date last */
    const struct TimelineRow *timeline;     /* of all incidents */
    ActSet           acts;          /* of all incidents */
    SiteTexts        places, units, languages;  /* ids and codes of the incidents' and documents' own, as first met */
    int32_t         *place_of;      /* [incident]: index into places, or NO_INDEX */
    const SiteSource *sources;      /* those with the most claims first */
    size_t           source_count;
    size_t           claim_count;   /* shown ones */
    bool             withheld;      /* some sentence is kept back; how many is told to nobody (rule G2) */
};

/* site_index.c */
void site_index(Arena *arena, Site *s);
const Incident *site_incident(const Site *s, Id id);        /* NULL: there is none */
const Conflict *site_conflict(const Site *s, Id id);
bool site_claim(const Site *s, Id id, ClaimRef *ret);
const uint32_t *site_conflicts_of_incident(const Site *s, const Incident *i, size_t *count);
const uint32_t *site_conflicts_of_claim(const Site *s, ClaimRef ref, size_t *count);

typedef struct Page {
    const Site   *site;
    const View   *view;
    const Corpus *c;
    Arena        *arena;
    const Words  *w;
    Html         *h;
    Query         query;
    Str           path;             /* of this page, for links that keep it */
    Str           token;            /* see TellAsk */
    int64_t       idle;
    bool          own;              /* set by whoever writes the token */
} Page;

/* A page's body writer; `rest` is what follows its name in the path. Returns the HTTP status. */
typedef int (*PageWriter)(Page *p, Str rest);

/* <!doctype> to <main>, and </main> to the end. `nav` is the key of the current entry. */
void page_begin(Page *p, Str title, Str nav);
void page_begin_bare(Page *p, Str title);     /* nothing of the case above <main> */
void page_end(Page *p);

/* A parameter of the address, masked: the only form in which it is written to a page. */
Str asked(const Page *p, Str name);

/* A long list is shown in parts; `page` in the address says which. */
typedef struct Part {
    size_t  from, to;           /* of the list: from inclusive, to exclusive */
    int64_t number, last;       /* counted from 1 */
} Part;

Part asked_part(const Page *p, size_t count, size_t each);
void show_parts(Page *p, const Part *part);     /* nothing when there is only one */

/* A long document is shown in parts of so many sentences; links to a sentence name its part. */
#define SENTENCES_A_PART 400
#define ORIGINS_A_PART   100

/* A text of the interface with its places {1} {2} filled, as plain text. */
Str say_with(const Page *p, Str text, const Str *arguments, size_t count);
#define SAY(p, key, ...)                                                                 \
    say_with((p), words_get((p)->w, S(key)), (const Str[]){ __VA_ARGS__ },               \
             sizeof((Str[]){ __VA_ARGS__ }) / sizeof(Str))

/* Plain text. */
Str say_day(const Page *p, int32_t day);
Str say_dates(const Page *p, int32_t first, int32_t last);
Str say_when(const Page *p, int32_t first, int32_t last);     /* the same, or "date not stated" */
Str say_edtf(const Page *p, Str edtf);                      /* "not stated" for none */
Str say_range(const Page *p, int64_t low, int64_t high, bool approximate);
Str say_quantity(const Page *p, const QuantityFields *q);   /* "441 or more", without the thing counted */
Str say_counted(const Page *p, Str counted, Str who);       /* "killed, civilian" */
Str say_acts(const Page *p, ActSet acts);
Str say_acts_short(const Page *p, ActSet acts, size_t most);    /* the first few, in few words */
Str say_title_undated(const Page *p, const Incident *i);    /* "Hroza: killing" */
Str say_title(const Page *p, const Incident *i);            /* "Hroza, 5 October 2023: killing" */
Str say_place(const Page *p, Str place_id);
Str say_precision(const Page *p, int32_t metres);
Str say_number(const Page *p, const char *key, int64_t n);  /* "4 voices" */
Str say_words(const Page *p, uint32_t reading, Span span);  /* masked words of a document */
Str folded(const Page *p, Str s);            /* without case, diacritics and apostrophes, to compare */
Str say_party(const Page *p, uint32_t reading, const Party *party);
Str say_chain(const Page *p, const Claim *claim);           /* "Courier <- governor of ..." innermost first */
Str say_innermost(const Claim *claim);
Str say_document(const Page *p, uint32_t reading);          /* its title, else "Document 12" */
Str or_not_stated(const Page *p, Str s);
Str say_i64(const Page *p, int64_t n);

/* Addresses. */
int64_t document_number(const Site *s, uint32_t reading);
Str link_document(const Page *p, uint32_t reading);         /* "/document/12" */
Str link_words(const Page *p, ClaimRef ref);                /* "/document/12#c-<claim id>" */
Str link_segment(const Page *p, uint32_t reading, int32_t segment);
Str link_claim(const Page *p, ClaimRef ref);
Str link_incident(const Page *p, const Incident *i);
Str link_conflict(const Page *p, const Conflict *x);
Str link_origin(const Page *p, const Origin *o);
Str link_source(const Page *p, Str name);                    /* its row of the page of sources */
Str source_anchor(const Page *p, Str name);                  /* the id of that row */
Str id_text(const Page *p, Id id);

/* Small pieces of a page. */
void show_link(Page *p, Str address, Str text);
void show_badge(Page *p, const char *class_prefix, Str code, Str text);
void show_verdict(Page *p, Verdict verdict);
void show_judged_note(Page *p, bool judged);                /* the same, or that a person has judged it */
void show_machine(Page *p);                                 /* "machine-read, not judged by a person" */
void show_field(Page *p, Str name, Str value);              /* <dt><dd> of a definition list */
void show_quote(Page *p, ClaimRef ref);                     /* the claim's sentence with its source */
void show_document_line(Page *p, uint32_t reading);         /* title, publisher, date */
void begin_scroll(Page *p);                                  /* <div> around a table that may be wider than the page */
void show_empty(Page *p, Str sentence);
int  page_missing(Page *p, Str sentence);                   /* the 404 page; returns 404 */

/* What a claim states of one counted thing; NULL when nothing that fits. */
const QuantityFields *stated_quantity(const Corpus *c, ClaimRef ref, const IncidentQuantity *what);

/* The segment's sentence with the bytes of `span` in <mark>; withheld segments say so. */
void show_sentence(Page *p, uint32_t reading, int32_t segment, Span span);

/* The incident and the comparisons that a claim stands in. */
const Incident *incident_of(const Page *p, ClaimRef ref);
const Origin   *origin_of(const Page *p, ClaimRef ref);
bool conflict_within(const Page *p, const Conflict *x, const Incident *i);
bool claim_shown(const Page *p, ClaimRef ref);              /* false when its sentence is withheld */

/* When a claim was said, as EDTF and as a day: its own date, else the document's; none or DAY_UNKNOWN. */
Str claim_said(const Corpus *c, ClaimRef ref);
int32_t claim_said_day(const Corpus *c, ClaimRef ref);

/* Drawings (svg.c). */
typedef struct BarScale {
    int64_t high;               /* the right end, > 0 */
} BarScale;

BarScale bar_scale(const int64_t *values, size_t count);
void show_bar(Page *p, BarScale scale, int64_t low, int64_t high, bool hull, Str label);

typedef struct Step {
    int32_t  day;               /* never DAY_UNKNOWN */
    int64_t  low, high;
    ClaimRef ref;
} Step;

void show_steps(Page *p, const Step *steps, size_t count, Str label);

/* Is this reporting of a publisher's own beside a source that the same text names? It is shown and not counted. */
bool origin_beside_source(const Page *p, const Incident *i, const Origin *o);

/* Origins, documents, publishers of an incident and what joins them (page_graph.c); nothing for one document. */
void show_origin_graph(Page *p, const Incident *i);

/* The pages (one file a family). */
int page_overview(Page *p, Str rest);
int page_documents(Page *p, Str rest);
int page_document(Page *p, Str rest);
int page_incidents(Page *p, Str rest);
int page_incident(Page *p, Str rest);
int page_claim(Page *p, Str rest);
int page_conflicts(Page *p, Str rest);
int page_conflict(Page *p, Str rest);
int page_origins(Page *p, Str rest);
int page_copies(Page *p, Str rest);
int page_copy(Page *p, Str rest);
int page_search(Page *p, Str rest);
int page_methodology(Page *p, Str rest);
int page_timeline(Page *p, Str rest);
int page_map(Page *p, Str rest);
int page_judgements(Page *p, Str rest);
int page_locked(Page *p, Str rest);
int page_queue(Page *p, Str rest);
int page_refused(Page *p, Str rest);
int page_sources(Page *p, Str rest);
int page_custody(Page *p, Str rest);

/* What people decided of it, and the forms that decide (page_judging.c). */
bool is_judged_claim(const Page *p, ClaimRef ref);
bool is_judged_incident(const Page *p, const Incident *i);
void show_judging_claim(Page *p, ClaimRef ref);
void show_judging_incident(Page *p, const Incident *i);

/* Lists that two pages share. */
void show_incident_facts(Page *p, const Incident *i);    /* acts, figures, voices, disagreements */
void show_incident_rows(Page *p, const uint32_t *which, size_t count);
void show_comparison(Page *p, const Conflict *x, bool link);
void show_copies_of(Page *p, uint32_t reading);             /* nothing when there are none */

#endif
