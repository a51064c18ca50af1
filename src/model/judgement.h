/* judgement.h -- what people decided of a case: the layer above the readings, which are never edited.
 *
 * A judgement is about something that is named by a stable id. Each claim that it touches is anchored: id, document,
 * span and acts, so that it finds the claim again after a re-read with better rules (model/judged.h). Nothing is
 * quoted: spans and ids are enough, and an erased document leaves no words here. How it is sealed: guard/judgement.h
 * and docs/formats/judgements.md.
 */
#ifndef MODEL_JUDGEMENT_H
#define MODEL_JUDGEMENT_H

#include "base/map.h"
#include "model/corpus.h"

typedef enum JudgementKind {
    JUDGE_CONFIRM,          /* claim or incident: it is as the program has it */
    JUDGE_REJECT,           /* it is no such claim, or no such incident */
    JUDGE_PENDING,          /* not decided: looked at, and left open */
    JUDGE_EXCLUDE,          /* claim or document: stays to be seen, takes no part in counts */
    JUDGE_MERGE,            /* two incidents are one */
    JUDGE_SPLIT,            /* claims that go out of their incident */
    JUDGE_CORRECT,          /* a field of a claim is otherwise */
    JUDGE_GRADE,            /* reliability of a source, or credibility of a claim or incident */
    JUDGE_SAME_ORIGIN,
    JUDGE_NOT_SAME_ORIGIN,
    JUDGE_CUT_EDGE,         /* the first does not rest on the second */
    JUDGE_ADD_EDGE,         /* the first rests on the second */
    JUDGE_UNDO,             /* takes another judgement back */
    JUDGEMENT_KINDS
} JudgementKind;

typedef enum JudgedThing { THING_CLAIM, THING_INCIDENT, THING_DOCUMENT, THING_SOURCE, THING_ENTRY } JudgedThing;

/* What `correct` and `grade` set. */
typedef enum JudgedField {
    FIELD_PLACE,            /* id of the gazetteer */
    FIELD_DATE,             /* EDTF, when it happened */
    FIELD_SAID_ON,          /* EDTF, when it was said */
    FIELD_QUANTITY,         /* "51 killed", "40..50 wounded civilian": the figure of that unit */
    FIELD_ACTS,             /* codes, parted by commas */
    FIELD_BY, FIELD_TO,     /* words */
    FIELD_MODALITY,
    FIELD_AGGREGATE,        /* yes or no */
    FIELD_RELIABILITY,      /* A to F: of a source */
    FIELD_CREDIBILITY,      /* 1 to 6: of a claim or incident */
    JUDGED_FIELDS
} JudgedField;

#define FIELD_NONE (-1)

/* Where a thing stood when it was judged. */
typedef struct Anchor {
    bool other;             /* of the second thing; of a split: goes out */
    bool whole;             /* the document itself: no id, span and acts */
    Id   id;                /* of a claim */
    Str  document;
    Span span;
    Str  acts;              /* codes, parted by commas; empty none */
} Anchor;

typedef enum JudgementState {
    JUDGEMENT_STANDS,
    JUDGEMENT_REPLACED,     /* a newer one says something else of the same thing */
    JUDGEMENT_UNDONE,
    JUDGEMENT_STALE,        /* what it was about is not there any more, or a rule is not met any more */
} JudgementState;

typedef struct Judgement {
    uint64_t      entry;    /* log index; UINT64_MAX not sealed yet */
    int64_t       time;
    Sha256        actor;
    JudgementKind kind;
    JudgedThing   thing;
    Id            id;       /* as it was named: of a claim or incident */
    Str           document; /* THING_DOCUMENT */
    Str           source;   /* THING_SOURCE: the name */
    uint64_t      undoes;   /* JUDGE_UNDO */
    Id            other;    /* of the second thing, when it has one; of a split, as the first that goes out */
    Str           other_document;
    Anchor       *anchors;
    size_t        anchor_count;
    uint64_t     *items;    /* log indices of the originals that it speaks of */
    size_t        item_count;
    int           field;    /* JudgedField, or FIELD_NONE */
    Str           value;    /* empty: unknown */
    Str           reason, coder;
    bool          blind;    /* for the agreement alone: not applied to the case */

    /* Found out by judged_settle (model/judged.h). */
    JudgementState state;
    uint64_t       changed_by;  /* the entry that undid or replaced it; UINT64_MAX none */
    Str            why;         /* of a stale one */
    ClaimRef      *refs;        /* one an anchor; reading UINT32_MAX: not there */
} Judgement;

#define REF_GONE ((ClaimRef){ UINT32_MAX, CLAIM_NONE })

static inline bool ref_is(ClaimRef r) { return r.reading != UINT32_MAX; }

/* One judgement that touches a claim; those of one claim are linked, oldest first. */
typedef struct JudgedLink {
    uint32_t judgement, next;   /* `next`: index plus one; 0 ends */
} JudgedLink;

typedef struct Judgements {
    Judgement *at;          /* in the order of their entries */
    size_t     count;

    /* What judged_settle (model/judged.h) adds. */
    Map         by_claim;   /* ClaimRef, as 8 bytes -> first link, plus one */
    JudgedLink *links;
    size_t      link_count;
    Ruling     *rulings;
    size_t      ruling_count;
} Judgements;

/* One field of a claim as it was read and as a person put it: never mixed. */
typedef struct Correction {
    JudgedField field;
    Str         read, value;    /* as text; empty: unknown */
    uint64_t    entry;
} Correction;

/* What stands of one claim, incident or source. */
typedef struct Judged {
    int         status;         /* JUDGE_CONFIRM, JUDGE_REJECT, JUDGE_PENDING or JUDGE_EXCLUDE; -1 none */
    Str         grade;          /* "A" to "F", or "1" to "6"; STR_NONE not graded */
    bool        unmet;          /* credibility 1, and there are not two independent origins any more (rule J1) */
    Correction *corrections;
    size_t      correction_count;
    uint64_t   *entries;        /* all that say something of it and stand */
    size_t      entry_count;
} Judged;

Str judgement_kind_name(JudgementKind kind);
Str judged_thing_name(JudgedThing thing);
Str judged_field_name(JudgedField field);
Str judgement_state_name(JudgementState state);
int judgement_kind_of(Str name);        /* -1 unknown */
int judged_thing_of(Str name);
int judged_field_of(Str name);

/* Does this kind speak of two things? */
bool judgement_pairs(JudgementKind kind);

/* A to F for a source, 1 to 6 for a claim or incident: two fields that nothing multiplies. */
bool grade_is(JudgedField field, Str value);

/* F and 6 say that it cannot be judged: they stand outside of any order. */
bool grade_ranks(JudgedField field, Str value);

#endif
