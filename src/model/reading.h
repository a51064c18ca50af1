/* reading.h -- what READ found in one document: the source layer, never edited.
 *
 * Plain structs. Strings live in the arena that made the reading, or in its
 * text. Indices point into the arrays of the same reading; -1 is "none".
 * Unknown stays unknown: a field that the words do not give is STR_NONE,
 * SPAN_NONE, -1, DAY_UNKNOWN or QUANTITY_UNKNOWN, never a default.
 *
 * In a case every string that leaves guard/ has protected names replaced
 * ("Person 3"), and `text` is empty outside keep/, read/, trace/ and guard/.
 */
#ifndef MODEL_READING_H
#define MODEL_READING_H

#include "base/arena.h"
#include "base/time.h"
#include "model/id.h"
#include "model/span.h"
#include "model/taxonomy.h"

/* A finding about bad or odd input: never a failure. */
typedef struct Note {
    Str  code;          /* "invalid_utf8", "mixed_script", "weekday_mismatch" ... */
    Span span;          /* may be SPAN_NONE */
    Str  text;          /* one sentence for a person */
} Note;

/* One way the same bytes came in; the first is the document's own path. */
typedef struct Occurrence {
    Str path, url, received_from;
    Str time;               /* UTC, "2022-09-10T08:00:00Z" */
} Occurrence;

typedef enum PublishedHow {
    PUBLISHED_UNKNOWN,
    PUBLISHED_STATED,
    PUBLISHED_INFERRED,
    PUBLISHED_GIVEN
} PublishedHow;

typedef struct Document {
    Str      id;            /* 64 hex digits: SHA-256 of the original; HASH/PART of what lies in another original */
    Str      sha256;        /* of the bytes of a part; STR_NONE: `id` is it */
    Str      path;          /* as the file was named when it came in */
    Str      media_type;    /* "text/plain", "text/html", "text/markdown" */
    Str      language;      /* "en", "uk", ...; STR_NONE unknown */
    Str      title;
    Str      publisher;
    Str     *authors;
    size_t   author_count;
    Str      url;
    Str      published;     /* EDTF */
    PublishedHow published_how;
    int32_t  published_first, published_last;   /* days, DAY_UNKNOWN */
    uint64_t bytes;         /* of the original */
    Note    *notes;
    size_t   note_count;
    Occurrence *occurrences;
    size_t   occurrence_count;
} Document;

typedef enum SegmentRole {
    SEGMENT_TITLE, SEGMENT_HEADING, SEGMENT_SENTENCE, SEGMENT_CAPTION, SEGMENT_LIST,
    SEGMENT_FOOTNOTE, SEGMENT_BOILERPLATE, SEGMENT_BYLINE,
} SegmentRole;

typedef struct Segment {
    Id          id;
    Span        span;
    SegmentRole role;
    Str         language;
    int32_t     page;       /* 1-based; 0 unknown */
    int32_t     paragraph;  /* 0-based, counts blocks of the text */
    int32_t     supports;   /* a footnote: first sentence it supports, or -1 */
} Segment;

typedef enum MentionKind {
    MENTION_PLACE, MENTION_DATE, MENTION_QUANTITY, MENTION_PERSON, MENTION_ORGANISATION, MENTION_ACT,
} MentionKind;

typedef enum PlaceSense {
    SENSE_LOCATION,
    SENSE_GOVERNMENT,
    SENSE_PART_OF_NAME,
    SENSE_PERSON_OR_OTHER
} PlaceSense;

/* What speaks for a place among those that bear the name. */
enum {
    OPTION_BESIDE    = 1,   /* what it lies in is named beside it */
    OPTION_SENTENCE  = 2,   /* ... in the same sentence */
    OPTION_TEXT_NEAR = 4,   /* ... near in the text */
    OPTION_DISTANCE  = 8,   /* places that the text names are near */
    OPTION_KIND      = 16,  /* the text says what kind of place it is */
    OPTION_SIZE      = 32,  /* a town that many live in */
    OPTION_SAID      = 64,  /* the same name means it elsewhere in the text */
};

#define OPTION_REASONS 7

/* Word for the reason of bit k: "beside", "sentence" ... */
const char *option_reason_name(unsigned k);

typedef struct PlaceMeaning {
    Str     place_id;
    double  share;          /* of the weight of all that bear the name, 0 to 1 */
    uint8_t reasons;
} PlaceMeaning;

typedef struct PlaceFields {
    Str        place_id;    /* gazetteer id, STR_NONE when unlocated */
    Str        type;        /* "city", "oblast", ... */
    Str        admin1;      /* name of the oblast or region */
    Str        country;     /* gazetteer id of the country */
    double     lat, lon;    /* degrees; only when place_id is given */
    int32_t    precision_m;
    PlaceSense sense;
    int32_t    candidates;
    PlaceMeaning *options;   /* of a name that several places bear: the likeliest first, not all when they are many */
    int32_t    option_count;
} PlaceFields;

typedef enum TimexType { TIMEX_DATE, TIMEX_TIME, TIMEX_DURATION, TIMEX_SET } TimexType;
typedef enum Resolution { RESOLVED_ABSOLUTE, RESOLVED_RELATIVE, RESOLVED_TO_EVENT, RESOLVED_VAGUE } Resolution;

typedef struct DateFields {
    TimexType  timex;
    Str        value;       /* TIMEX3 */
    Str        mod;         /* START MID END APPROX BEFORE AFTER ..., or STR_NONE */
    Str        edtf;
    int32_t    first, last; /* days, inclusive; DAY_UNKNOWN and DAY_OPEN */
    Resolution resolution;
} DateFields;

#define QUANTITY_OPEN    INT64_MAX      /* high: no upper end was stated */
#define QUANTITY_UNKNOWN INT64_MIN      /* low or high: nothing was stated */

typedef enum Measure { MEASURE_COUNT, MEASURE_RATE, MEASURE_SHARE, MEASURE_AGE, MEASURE_OTHER } Measure;

typedef struct QuantityFields {
    int64_t low;            /* inclusive, or QUANTITY_UNKNOWN */
    int64_t high;           /* inclusive, QUANTITY_OPEN or QUANTITY_UNKNOWN */
    bool    approximate;
    Str counted; /* unit code: "killed" "wounded" "body" "grave" "person" "missing" "month" ...; see data/lang */
    Str     who;            /* population: "civilian" "soldier" "child" "civilian+soldier" ... or STR_NONE */
    Measure measure;
    int32_t part_of;        /* quantity mention that this one is a part of, or -1: never counted beside it */
    bool    each;           /* said of each of several */
    bool    so_far;         /* said to be the count up to then */
    Str     as_of;          /* EDTF of the day up to which was counted; STR_NONE */
} QuantityFields;

typedef struct PersonFields {
    Str     role;           /* as the text has it: "mayor of Izium"; STR_NONE */
    bool    protect;
    Str     why;            /* why protected, or why not */
    bool    named;          /* false: told by role ("a tearful woman") */
    int32_t entity;         /* same person in this document: index of the first mention of them */
    int32_t number;         /* in a case: the N of "Person N"; 0 when not protected or no case */
} PersonFields;

typedef struct Mention {
    Id          id;
    Span        span;
    int32_t     segment;
    MentionKind kind;
    Str         name;       /* the words as they stand, or repaired; a person's full name */
    Str         lemma;      /* nominative, in the language of the text */
    Str         rule;       /* the rule that made it */
    union {
        PlaceFields    place;
        DateFields     date;
        QuantityFields quantity;
        PersonFields   person;
        ActSet         acts;
    };
} Mention;

/* Only what is said makes a link in a claim's chain. */
typedef enum AttributionKind {
    ATTRIBUTION_SPEECH,
    ATTRIBUTION_THOUGHT,        /* believes, knows, doubts */
    ATTRIBUTION_INTENTION,      /* wants, plans, hopes */
    ATTRIBUTION_ATTITUDE,       /* supports, opposes, fears */
} AttributionKind;

typedef struct Attribution {
    Id      id;
    Span    source;         /* who, or SPAN_NONE */
    Span    cue;            /* "said", or SPAN_NONE */
    Span   *content;
    size_t  content_count;
    Str     speaker;        /* resolved: "Maksim Strelnikov" for "he"; STR_NONE unknown */
    int32_t person;         /* mention of the speaker, or -1 */
    bool    direct;
    AttributionKind kind;
} Attribution;

typedef enum ChainHow { CHAIN_PUBLISHER, CHAIN_QUOTES, CHAIN_CITES, CHAIN_RELAYS } ChainHow;

typedef struct ChainLink {
    Str      name;
    Span     span;          /* where the text names it; SPAN_NONE for a publisher given from outside */
    ChainHow how;
    int32_t  mention;       /* person, organisation or place (government) mention, or -1 */
} ChainLink;

typedef enum Modality {
    MODALITY_ASSERTED,
    MODALITY_ALLEGED,
    MODALITY_DENIED,
    MODALITY_PLANNED,
    MODALITY_HYPOTHETICAL,
    MODALITY_OPINION,
} Modality;

typedef struct Party {
    Span span;              /* SPAN_NONE where the words name nobody */
    Str  text;
} Party;

typedef struct Claim {
    Id         id;
    Span       span;
    int32_t    segment;
    ActSet     acts;
    Party      by;          /* whoever the words make the doer */
    Party      to;          /* people or things done to */
    int32_t    place;       /* place mention of this reading, or -1 */
    int32_t    date;        /* date mention, or -1 */
    Str        edtf;        /* when it happened; STR_NONE unknown */
    int32_t    first, last; /* days */
    Str        said_on;     /* EDTF */
    int32_t   *quantities;  /* mentions */
    size_t     quantity_count;
    Modality   modality;
    ChainLink *chain;       /* outermost (publisher) first, innermost source last; never empty */
    size_t     chain_count;
    int32_t    attribution; /* innermost attribution, or -1 */
    bool       aggregate;   /* a sum or generic statement ("since February", "in the region") */
    Str        rule;
} Claim;

typedef struct CatalogueEntry {
    Span    span;
    Span    title;
    Str     title_text;
    Str    *authors;
    size_t  author_count;
    Str     date;           /* EDTF */
    Str     language;
    int32_t work;           /* entries of one work share a number; 0-based */
    Str    *notes;
    size_t  note_count;
} CatalogueEntry;

typedef struct Reading {
    Document        doc;
    Str             text;           /* valid UTF-8 (or the file's own bytes, NUL and all) */
    Segment        *segments;
    size_t          segment_count;
    Mention        *mentions;       /* in order of start */
    size_t          mention_count;
    Attribution    *attributions;
    size_t          attribution_count;
    Claim          *claims;         /* in order of start */
    size_t          claim_count;
    CatalogueEntry *entries;
    size_t          entry_count;
} Reading;

/* Names of the enumerations as design 04 prints them, and back (-1 unknown). */
Str segment_role_name(SegmentRole role);
Str mention_kind_name(MentionKind kind);
Str place_sense_name(PlaceSense sense);
Str timex_type_name(TimexType type);
Str resolution_name(Resolution resolution);
Str measure_name(Measure measure);
Str attribution_kind_name(AttributionKind kind);
Str modality_name(Modality modality);
Str chain_how_name(ChainHow how);
Str published_how_name(PublishedHow how);
int segment_role_of(Str name);
int mention_kind_of(Str name);
int place_sense_of(Str name);
int timex_type_of(Str name);
int resolution_of(Str name);
int measure_of(Str name);
int attribution_kind_of(Str name);
int modality_of(Str name);
int chain_how_of(Str name);
int published_how_of(Str name);

/* Give segments, mentions, attributions and claims their ids (design 04). */
void reading_make_ids(Arena *scratch, Reading *r);

#endif
