/* grade.h -- how well an incident is supported: a suggestion in words, with its reasons, never a number alone.
 *
 * The rules stand in one table, tried in order; the words of grades, reasons and kinds of source in
 * data/taxonomy (model/grade.h). Method: docs/methods/grading.md.
 */
#ifndef WEIGH_GRADE_H
#define WEIGH_GRADE_H

#include "weigh/view.h"
#include "weigh/words.h"

/* What must hold for a grade; the first rule whose conditions all hold gives it. */
typedef struct GradeRule {
    const char *grade;          /* a row of grades.tsv */
    bool        contested;      /* some of its statements cannot both be right */
    int         origins;        /* independent roots found, at least */
    bool        first_hand;     /* told to a publisher by a private person, or by a publisher whose people were there */
    bool        named;          /* some innermost source has a name of its own */
} GradeRule;

extern const GradeRule grade_rules[];
extern const size_t    grade_rule_count;

/* Suggest a grade for each incident; after the conflicts are known. `words` tells kinds of source; a table
 * without that use leaves every kind "other" or "anonymous". */
void incidents_grade(Arena *arena, const Views *all, const Words *words, Corpus *c);

#endif
