/* rows.h -- conflict rows as they are gathered: one comparison each, every pair once. */
#ifndef WEIGH_ROWS_H
#define WEIGH_ROWS_H

#include "base/vec.h"
#include "weigh/cluster.h"
#include "weigh/words.h"

/* A figure that is the sum of others in its text: "at least six" is the two and the four. */
#define SUM_PARTS 5
typedef struct Sum {
    uint32_t total, parts[SUM_PARTS];           /* views */
    uint32_t total_figure, part_figure[SUM_PARTS];
    size_t   part_count;
} Sum;

/* Find them and mark the totals as aggregates, so that no incident takes both; before clustering. */
size_t sums_mark(Arena *arena, Views *all, Sum **ret);

/* A total and its parts in one sentence or the next: "59 killed: 36 women, 22 men and a boy". Mentions of one reading. */
typedef struct Breakdown {
    uint32_t reading, total, parts[SUM_PARTS];
    size_t   part_count;
} Breakdown;

/* A figure that is a part of another in its text. */
typedef struct PartOf {
    uint32_t reading, mention;
} PartOf;

/* Everything the searches for conflicts share. */
typedef struct Rows {
    Arena          *arena;
    const Views    *all;
    const Clusters *groups;
    Words           words;
    Corpus         *corpus;
    const Sum      *sums;
    size_t          sum_count;
    VEC(Breakdown)  breakdowns;
    VEC(PartOf)     parts;      /* of sums and breakdowns, sorted */
    VEC(PartOf)     wrong;      /* figures of headlines and captions that their own text puts right */
    VEC(Conflict)   found;
} Rows;

/* One statement that a row points at. */
typedef struct Site {
    uint32_t reading;
    Span     span;
    uint32_t claim;         /* CLAIM_NONE when the span belongs to no claim */
} Site;

/* Add a comparison, unless a person left one of its first two statements out; sites beyond SITES_MAX and spans beyond SPAN_MAX bytes are cut. */
#define SITES_MAX 6
#define SPAN_MAX  600
void rows_add(Rows *rows, ConflictKind kind, Verdict verdict, const Site *sites, size_t count, Str why);

/* A figure of a claim as a site: the quantity's own words. */
Site site_of_figure(const Views *all, const View *v, const Figure *f);
Site site_of_claim(const View *v);

/* Sort (alarms first), give ids, store into the corpus. */
void rows_finish(Rows *rows);

/* Is this quantity a part of another? After parts_find(). */
bool parts_hold(const Rows *rows, uint32_t reading, uint32_t mention);

/* The searches, each in its file. */
void parts_find(Rows *rows);            /* totals and their parts; before the others, which pass the parts over */
void figures_compare(Rows *rows);       /* tolls inside incidents and between them */
void sums_tell(Rows *rows);             /* a row for each sum, and for "36 women, 22 men and a boy" of 59 */
void shares_find(Rows *rows);           /* of N people M ...; elsewhere: N ... */
void dates_compare(Rows *rows);         /* one event, two days */
void durations_check(Rows *rows);       /* a duration against its ends, and of one occupation two */
void offices_compare(Rows *rows);       /* one office, two names; one name, two offices */
void denials_find(Rows *rows);
void explanations_find(Rows *rows);     /* two causes or motives by different speakers */
void quotations_compare(Rows *rows);
void notes_take(Rows *rows);            /* what READ found wrong: a weekday against its date */
void headlines_compare(Rows *rows);     /* a headline graver, or narrower, than its text */
void geography_find(Rows *rows);        /* a text against the map */

#endif
