/* reading_page.h -- one self-contained page of a text and everything that was read in it: for a linguist's eyes. */
#ifndef TELL_READING_PAGE_H
#define TELL_READING_PAGE_H

#include "base/strbuf.h"
#include "model/reading.h"
#include "model/word_trace.h"

/* The page of a file's own reading: nothing is masked, so it is for whoever has the file. `words`: those of
 * the whole text with the rows that the tables have on them, in order. No address is opened by the page. */
void reading_page(Arena *arena, const Taxonomy *taxonomy, const Reading *reading, const WordTrace *words,
                  size_t word_count, StrBuf *out);

#endif
