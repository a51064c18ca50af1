/* head.h -- who wrote a text and when, as its first lines tell. */
#ifndef READ_HEAD_H
#define READ_HEAD_H

#include "read/text.h"

/* Give bylines and lines that are nothing but a date their kind. Only before the first prose and, for
 * names, after the last: a date over an entry of a chronicle is a heading. Runs after find_roles. */
void find_bylines(Found *f, Paragraphs *paragraphs);

/* The token after a dateline with its dash ("KYIV. 5 October. UNA -"), or p->first when there is none:
 * its full stops end no sentence. */
uint32_t dateline_end(const Found *f, const Paragraph *p);

/* Authors and day of publication from these lines and from a dateline ("IZIUM, Ukraine, 5 October
 * 2022 (AP) -"), where neither the sources table nor the page has told them. Needs sentences; runs
 * before dates are read, since they are counted from that day. */
void read_head(Found *f, const Paragraphs *paragraphs, Document *doc);

#endif
