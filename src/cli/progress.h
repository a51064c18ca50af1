/* progress.h -- a bar on a terminal while work goes on, and one line a stage when it is done. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "base/strbuf.h"

typedef struct Progress {
    bool    terminal;       /* standard error is one: draw */
    int64_t started;        /* of the stage, nanoseconds of the steady clock */
    int64_t drawn;          /* when the bar was drawn last */
    bool    visible;
} Progress;

void   progress_start(Progress *p, bool terminal);
void   progress_step(Progress *p, const char *stage, size_t done, size_t total);   /* total 0: unknown */
void   progress_clear(Progress *p);
double progress_seconds(const Progress *p);     /* since progress_start */

#endif
