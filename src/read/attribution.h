/* attribution.h -- who says what: source, cue and content of every statement that the text reports. */
#ifndef READ_ATTRIBUTION_H
#define READ_ATTRIBUTION_H

#include "read/phrase.h"
#include "read/quotation.h"

typedef struct Reported {
    int32_t attribution;        /* index into f->attributions */
    Span    content;
    int     stance;             /* enum cue_stance */
    int     kind;               /* enum cue_kind */
    bool    media;              /* the source is an outlet: it relays */
} Reported;

typedef VEC(Reported) ReportedVec;

/* Find attributions; *ret lists every content span with its attribution, in text order. */
void read_attributions(Found *f, const Cover *c, const Quotations *quotes, ReportedVec *ret);

#endif
