/* handover.h -- the page that lies in a bag and explains it to whoever opens it.
 *
 * Its words are data (data/bag/readme.*.txt): "# " begins a heading, four spaces a command, all
 * else is a paragraph; "[whole] " and "[log] " keep a line to bags of that kind; {key} and the like
 * are filled in.
 */
#ifndef TELL_HANDOVER_H
#define TELL_HANDOVER_H

#include "base/strbuf.h"

typedef struct Handover {
    bool    whole;          /* originals and records are in it */
    Str     date;           /* 2026-11-22 */
    Str     key;            /* verifier key */
    Str     root;           /* hex */
    int64_t originals, entries;
} Handover;

/* README.txt: English, then Ukrainian. */
void handover_text(const Handover *given, StrBuf *out);

/* README.html: the same as one page that asks for nothing outside itself. */
void handover_html(const Handover *given, StrBuf *out);

/* verify.sh, as it goes into a bag. */
Str  handover_script(void);

#endif
