/* corpus.h -- all readings of a case and what TRACE and WEIGH made of them.
 *
 * Claims of several documents are named by two indices; rows that leave the
 * program name them by Id.
 */
#ifndef MODEL_CORPUS_H
#define MODEL_CORPUS_H

#include "model/reading.h"

typedef struct ClaimRef {
    uint32_t reading;       /* index into Corpus.readings */
    uint32_t claim;         /* index into that reading's claims; CLAIM_NONE: the document itself */
} ClaimRef;

#define CLAIM_NONE UINT32_MAX

typedef enum DerivationHow {
    DERIVED_COPY,
    DERIVED_RESPUN,
    DERIVED_TRANSLATION,
    DERIVED_QUOTATION,
    DERIVED_CITATION,
    DERIVED_RELAY,
    DERIVED_FOOTNOTE,
} DerivationHow;

typedef struct Passage {
    Span from, to;          /* in the text of `from`, in the text of `to` */
} Passage;

/* `from` rests on `to` ("from" is the later, derived end). */
typedef struct Derivation {
    ClaimRef      from, to;
    DerivationHow how;
    Passage      *passages;
    size_t        passage_count;
    Str           evidence; /* the words it rests on, or the reason */
} Derivation;

/* What stands at a root. */
typedef enum OriginKind {
    ORIGIN_SOURCE,          /* somebody whom texts name: an eyewitness, an official on a day, a document */
    ORIGIN_OWN,             /* a publisher that names nobody and does not say that it was there */
    ORIGIN_PRESENT,         /* a publisher whose text says that its own people were there */
} OriginKind;

typedef struct Origin {
    Id        id;           /* smallest claim id in it */
    OriginKind kind;
    Str       name;
    ClaimRef *claims;
    size_t    claim_count;
    Str      *voices;       /* names, once each */
    size_t    voice_count;
    Str      *why;          /* one reason a merge */
    size_t    why_count;
} Origin;

typedef enum IncidentKind { INCIDENT_EVENT, INCIDENT_SITUATION } IncidentKind;

/* One thing counted in an incident: the hull of what its claims say. */
typedef struct IncidentQuantity {
    Str       counted, who;
    int64_t   low, high;
    ClaimRef *claims;
    size_t    claim_count;
} IncidentQuantity;

typedef struct Incident {
    Id                id;           /* smallest claim id in it */
    Str               title;
    IncidentKind      kind;
    Str               place_id;     /* STR_NONE unknown */
    double            lat, lon;
    int32_t           precision_m;
    Str               edtf;
    int32_t           first, last;
    ActSet            acts;
    ClaimRef         *claims;
    size_t            claim_count;
    uint32_t         *readings;     /* documents, once each, in the order of the claims */
    size_t            reading_count;
    int32_t           voices, origins;
    IncidentQuantity *quantities;
    size_t            quantity_count;
    Str               grade;        /* a machine's suggestion in words, with its reasons in why */
    Str               graded;       /* the same with its reasons, coded: grade.h */
    Str              *why;
    size_t            why_count;
    bool              aggregate;
} Incident;

typedef enum ConflictKind {
    CONFLICT_NUMBER,
    CONFLICT_DATE,
    CONFLICT_PLACE,
    CONFLICT_NAME,
    CONFLICT_WEEKDAY,
    CONFLICT_DURATION,
    CONFLICT_ARITHMETIC,
    CONFLICT_GEOGRAPHY,
    CONFLICT_QUOTATION,
    CONFLICT_HEADLINE,
    CONFLICT_CAPTION,
    CONFLICT_DENIAL,
    CONFLICT_EXPLANATION,   /* two causes or motives by different speakers: never an alarm */
} ConflictKind;

typedef enum Verdict {
    VERDICT_CONFLICT, VERDICT_ERROR, VERDICT_UPDATE, VERDICT_REFINE, VERDICT_AGREE, VERDICT_NOT_COMPARABLE,
} Verdict;

typedef struct ConflictSpan {
    uint32_t reading;
    Span     span;
} ConflictSpan;

/* A comparison of two (rarely more) statements and its verdict. */
typedef struct Conflict {
    Id            id;           /* id_make over the first span, kind "conflict" */
    ConflictKind  kind;
    Verdict       verdict;
    ConflictSpan *spans;
    size_t        span_count;
    ClaimRef     *claims;
    size_t        claim_count;
    Str           why;
} Conflict;

/* What people decided that changes how TRACE and WEIGH take the case. The readings themselves stay as they
 * were read; whoever fills this in has looked the claims up. `b` is unused where a kind names one thing. */
typedef enum RulingKind {
    RULING_TOGETHER,        /* claims a and b speak of one incident */
    RULING_APART,           /* claims a and b do not */
    RULING_SAME_ORIGIN,     /* what a and b say has one root */
    RULING_OTHER_ORIGIN,    /* it has two, whatever the texts share */
    RULING_CUT_EDGE,        /* a (a claim, or a document: CLAIM_NONE) does not rest on b */
    RULING_ADD_EDGE,        /* a rests on b */
    RULING_LEAVE_OUT,       /* claim a takes no part in incidents, counts and conflicts */
} RulingKind;

typedef struct Ruling {
    RulingKind kind;
    ClaimRef   a, b;
    uint64_t   entry;       /* log index of the judgement */
    Str        why;         /* the reason that was given, masked */
} Ruling;

typedef struct Corpus {
    const Taxonomy *taxonomy;
    const Ruling   *rulings;        /* in order of their entries; a later one does not undo an earlier one here */
    size_t          ruling_count;
    const struct Judgements *judgements;    /* all that people decided, for whoever shows rows; NULL none */
    const ClaimRef *closed;         /* claims that people put into the compartment (rule G2) */
    size_t          closed_count;
    Reading        *readings;       /* in the order of their log entries */
    size_t          reading_count;
    Derivation     *derivations;
    size_t          derivation_count;
    Origin         *origins;
    size_t          origin_count;
    Incident       *incidents;
    size_t          incident_count;
    Conflict       *conflicts;
    size_t          conflict_count;
    const struct Map *voices;       /* tally.h: names of one voice; NULL: each spelling is a voice */
    const Str      *voice_names;
} Corpus;

Str derivation_how_name(DerivationHow how);
Str origin_kind_name(OriginKind kind);
Str incident_kind_name(IncidentKind kind);
Str conflict_kind_name(ConflictKind kind);
Str verdict_name(Verdict verdict);
int derivation_how_of(Str name);
int origin_kind_of(Str name);
int incident_kind_of(Str name);
int conflict_kind_of(Str name);
int verdict_of(Str name);

static inline const Claim *corpus_claim(const Corpus *c, ClaimRef ref)
{
    return ref.claim == CLAIM_NONE ? NULL : &c->readings[ref.reading].claims[ref.claim];
}

/* The same corpus with its readings in another order: reading i of *ret is reading from[i] of `c`. Rows
 * and rulings keep their own order and point where they pointed. Readings and texts are shared. */
void corpus_reorder(Arena *arena, const Corpus *c, const uint32_t *from, Corpus *ret);

/* Find a claim, incident or conflict by its id; false when there is none. */
bool corpus_find_claim(const Corpus *c, Id id, ClaimRef *ret);

/* The publisher, else the path: what a voice is called that is a document. */
Str document_voice(const Document *d);

#endif
