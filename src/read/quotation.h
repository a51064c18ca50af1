/* quotation.h -- quotation marks of a document, paired. */
#ifndef READ_QUOTATION_H
#define READ_QUOTATION_H

#include "read/found.h"

typedef struct Quotation {
    uint32_t first, last;       /* tokens, half open, the marks included */
    bool     closed;            /* false: it runs to the end of its paragraph (the next may go on) */
} Quotation;

typedef VEC(Quotation) Quotations;

/* Pair the marks of every paragraph, in text order; quotations do not nest here: the outer ones are given. */
void find_quotations(const Found *f, Quotations *ret);

/* The quotation that token i stands in (its marks included), or NULL. */
const Quotation *quotation_at(const Quotations *q, uint32_t i);

#endif
