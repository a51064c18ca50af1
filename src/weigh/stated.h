/* stated.h -- a figure of a claim in its incident: what comparisons of figures pass about. */
#ifndef WEIGH_STATED_H
#define WEIGH_STATED_H

#include "weigh/rows.h"

/* One figure of one claim, with its group. */
typedef struct Stated {
    uint32_t view, figure, group;
} Stated;

typedef VEC(Stated) StatedVec;

static inline const View *stated_view(const Rows *rows, const Stated *s)
{
    return &rows->all->at[s->view];
}

static inline const Statement *stated_figure(const Rows *rows, const Stated *s)
{
    return &stated_view(rows, s)->figures[s->figure].s;
}

/* The mention that states it. */
static inline const Mention *stated_mention(const Rows *rows, const Stated *s)
{
    const View *v = stated_view(rows, s);
    return &view_reading(rows->all, v)->mentions[v->figures[s->figure].mention];
}

Site stated_site(const Rows *rows, const Stated *s);

/* Add a row of two of them. */
void stated_add(Rows *rows, ConflictKind kind, Verdict verdict, const Stated *a, const Stated *b, Str why);

/* Every figure of every claim in an incident, by incident, then in order of the claims. */
void stated_gather(Rows *rows, StatedVec *all);

/* In the body of a text; its headings and captions are set against it apart. */
bool stated_in_body(const View *v);

/* The figure with what its paragraph says of when: told in one breath with one that says "as of the evening of the
 * 28th", a figure is of that evening. */
Statement stated_as_of(const Rows *rows, const Stated *s);

/* The same thing, as far as units and people go. */
bool stated_same(const Rows *rows, const Stated *a, const Stated *b);

/* It is a summand of another figure of its text. */
bool stated_is_part(const Rows *rows, const Stated *s);

/* A headline's or caption's that its own text puts right; after tolls_compare(). */
bool stated_is_wrong(const Rows *rows, const Stated *s);

/* Its words say that it is a part or comes on top of another: "three of those killed", "another two". */
bool stated_is_share(const Rows *rows, const Stated *s);

/* What an alarm may rest on: a figure that says what it counts in its own words, and is a whole. */
bool stated_stands(const Rows *rows, const Stated *s);

/* From `i` on, all of one document. */
size_t stated_run(const Rows *rows, const Stated *at, size_t i, size_t end);

/* A headline's or caption's figure that the text does not have; `run`: one document's figures of one incident. */
void head_against_body(Rows *rows, const Stated *run, size_t count);

/* The figures of each incident; see tolls.c. */
void tolls_compare(Rows *rows, const StatedVec *all);

#endif
