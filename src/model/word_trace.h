/* word_trace.h -- what the tables say of one word of a text: for people who ask why something was read. */
#ifndef MODEL_WORD_TRACE_H
#define MODEL_WORD_TRACE_H

#include "model/span.h"

/* One row of a table that the word, or the phrase that begins at it, stands in. */
typedef struct WordSense {
    Str      table;         /* "uk/acts.tsv", "places" */
    Str      form;          /* as the table has it, with its choices and paradigms; a place: its id */
    Str      says;          /* its columns: "acts TORTURE, kind verb, frame doer" */
    uint32_t words;         /* words of the phrase; 1: the word alone */
} WordSense;

typedef struct WordTrace {
    Span       span;
    WordSense *senses;      /* none: no table has the word */
    size_t     sense_count;
} WordTrace;

#endif
