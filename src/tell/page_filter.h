/* page_filter.h -- lists of incidents narrowed by what stands in the address (filter.h), and the form for it. */
#ifndef TELL_PAGE_FILTER_H
#define TELL_PAGE_FILTER_H

#include "tell/filter.h"
#include "tell/page.h"

typedef struct PageFilter {
    Filter    asked;
    FilterFit *fits;        /* one an incident */
    Str       text;         /* words that its title or its sentences hold, folded */
    Str       trouble;      /* why it could not be asked; STR_NONE: it could */
} PageFilter;

/* Read the address. */
void asked_filter(Page *p, PageFilter *ret);

/* Is this incident an answer? */
bool filter_takes(const Page *p, const PageFilter *f, size_t incident);

/* The form, and under it why the question could not be asked. `action`: the page's own address. */
void show_filter(Page *p, const PageFilter *f, const char *action);

/* "12 of 55 incidents" */
void show_tally(Page *p, size_t count);

/* What the question leaves open, by reason, folded away. `undated_shown`: those without a date are on the page. */
void show_left_open(Page *p, const PageFilter *f, bool undated_shown);

#endif
