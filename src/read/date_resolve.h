/* date_resolve.h -- from the words of a date to its place in the calendar.
 *
 * The words give parts; the rest comes from the document's date and from the
 * dates told before. An account of what happened looks back: "March 5" is the
 * latest one not after the document's date, unless the passage is in another
 * year. What cannot be known stays X.
 */
#ifndef READ_DATE_RESOLVE_H
#define READ_DATE_RESOLVE_H

#include "read/date_value.h"
#include "read/found.h"
#include "read/match.h"

typedef struct DateHit {
    RuleHit  hit;
    uint32_t sentence;
    /* filled by dates_resolve */
    bool       known;       /* `at` is a place in the calendar */
    bool       year_given;  /* the words themselves name the year */
    Calendar   at;
    DateFields fields;
    bool       mismatch;    /* the weekday named is not that of the date */
    bool       impossible;  /* the month has no such day */
} DateHit;

typedef VEC(DateHit) DateHits;

/* Fill known, at and fields of every hit (in order of the text). */
void dates_resolve(const Found *f, DateHits *hits);

#endif
