/* extent.h -- how far the source and the content of a cue reach in their sentence. */
#ifndef READ_EXTENT_H
#define READ_EXTENT_H

#include "read/cue.h"
#include "read/quotation.h"

typedef struct Range {
    uint32_t first, last;       /* tokens, half open; empty: none */
} Range;

#define CONTENT_PARTS 6

typedef struct Report {
    Cue    cue;
    Range  source;
    Range  content[CONTENT_PARTS];
    size_t parts;
    bool   direct;              /* some of it stands in quotation marks */
    bool   quoted;              /* some of it ends in quotation marks: more of them may follow */
    bool   after;               /* the content stands before the cue */
} Report;

/* What the passes over one sentence share. */
typedef struct Extent {
    const Found      *f;
    const Cover      *c;
    const Quotations *quotes;
    const Sentence   *s;
    Report           *reports;  /* of this sentence so far, in order */
    size_t            count;
} Extent;

/* Find source and content of `r->cue`; false when nothing is reported. */
bool report_extent(const Extent *x, Report *r);

#endif
