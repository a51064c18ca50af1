/* quantity.h -- numbers of people and things as a sentence states them: intervals.
 *
 * "more than 440 bodies" does not say 440: it says 441 or more, with no
 * upper end. Here wording becomes an interval; believing it is weigh/'s work.
 * The wording itself ("at least") is data: data/lang/<code>/bounds.tsv.
 */
#ifndef READ_QUANTITY_H
#define READ_QUANTITY_H

#include "read/found.h"

/* Find every quantity mention. Runs after read_dates: numbers inside a date
 * are none, but a duration that counts harm or occupation is both. */
void read_quantities(Found *f);

#endif
