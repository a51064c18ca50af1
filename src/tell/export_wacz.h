/* export_wacz.h -- web pages of the case as WACZ 1.1.1 for other archives' programs. docs/formats/bag.md.
 *
 * Originals of kind text/html whose address was given. What was kept is the page, not the answer of a
 * server: records of type `resource` say so. WARC-Date is when the page was sealed.
 */
#ifndef TELL_EXPORT_WACZ_H
#define TELL_EXPORT_WACZ_H

#include "tell/custody.h"

/* Append the file; *pages gets how many are in it. The gate is asked by the caller: these are originals.
 * fails ERR_NOT_FOUND  no page with an address is there
 *       ERR_REFUSED    larger than a zip file can be */
Status export_wacz(Case *c, const Custody *custody, StrBuf *out, size_t *pages, Error *err);

/* Is this item a page that goes in? */
bool   export_wacz_takes(const CustodyEvent *e);

/* The sort-friendly form of an address: "com,example)/path?query". */
void   export_surt(StrBuf *out, Str url);

#endif
