/* catalogue.h -- pages that list works: title, authors, date, language of each row; and footnotes. */
#ifndef READ_CATALOGUE_H
#define READ_CATALOGUE_H

#include "read/text.h"

/* Where at least five lines are nothing but a date, rows of title, authors and
 * date are read around them, grouped into works by author, time and places.
 * Runs after dates and places, before people: authors are no witnesses. */
void read_catalogue(Found *f, const Paragraphs *paragraphs);

/* Give rows that are one work the same number (works.c). */
void group_works(Found *f);

/* Tie each footnote to the first sentence that carries its number, as superscript digits or in square brackets. */
void read_footnotes(Found *f, const Paragraphs *paragraphs);

#endif
