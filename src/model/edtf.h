/* edtf.h -- dates of documents as people give them: a day, a month or a year (EDTF level 0, and ~ ? % after it). */
#ifndef MODEL_EDTF_H
#define MODEL_EDTF_H

#include "base/time.h"

/* First and last day of "2022-09-10", "2022-09" or "2022"; the qualifiers ~ ? % leave the
 * interval as it is. False, and nothing written, for anything else and for a day that the
 * calendar does not have. */
bool edtf_days(Str edtf, int32_t *first, int32_t *last);

/* True for what edtf_days reads, and for two of them with a slash between, either of which
 * may be open ("2022-09-10/..", "/2022"). */
bool edtf_plausible(Str edtf);

#endif
