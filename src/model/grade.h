/* grade.h -- what a suggested grade is called, and why it was suggested, in the reader's language.
 *
 * A grade is a code with coded reasons ("several support=4,2 official=3,5 no_conflict"); the words stand in
 * data/taxonomy/{grades,reasons,sources,admiralty}.tsv. A report's words of certainty come from the same row as the
 * grade, so that it never says more than the grade allows. Never a number: the numbers here count claims.
 */
#ifndef MODEL_GRADE_H
#define MODEL_GRADE_H

#include "base/arena.h"
#include "base/strbuf.h"

#define GRADE_REASONS 24

typedef struct GradeReason {
    Str     code;           /* a row of reasons.tsv */
    int64_t number[2];
    int     numbers;
} GradeReason;

typedef struct Graded {
    Str         grade;      /* a row of grades.tsv; STR_NONE: not graded */
    GradeReason reason[GRADE_REASONS];
    size_t      count;
} Graded;

/* "several support=4,2": write and read; what cannot be read is left out. The strings point into `coded`. */
Str    graded_text(Arena *arena, const Graded *g);
Graded graded_of(Str coded);

void graded_add(Graded *g, const char *code, int numbers, int64_t first, int64_t second);

/* In "en" or "uk"; the code itself for one that the tables do not have. */
Str grade_label(Str grade, Str language);
Str grade_certainty(Str grade, Str language);   /* "according to one source" */
Str grade_reason(Arena *arena, const GradeReason *reason, Str language);
Str admiralty_label(Str field, Str code, Str language);     /* "reliability" "B" -> "usually reliable" */

/* Kind of source that a word of this class ("org", "role" ...) and code tells of, and the rank of its row: the
 * smallest wins. STR_NONE when no row has it. */
Str source_word_kind(Str class_, Str value, size_t *rank);

/* The tables as they stand in data/, for the methodology page; "grades", "reasons", "sources", "admiralty". */
Str grade_table(Str name);

#endif
