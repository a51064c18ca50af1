/* date.h -- dates, times, durations and sets, as TIMEX3 and as intervals of days (design 05). */
#ifndef READ_DATE_H
#define READ_DATE_H

#include "read/found.h"

/* Find every date mention of the document, sentence by sentence (boilerplate
 * too: it is cheap and dates of lists stand there), then resolve the relative
 * ones against the document's date and the narrative. Adds mentions of kind
 * date, and notes ("weekday_mismatch"). */
void read_dates(Found *f);

#endif
