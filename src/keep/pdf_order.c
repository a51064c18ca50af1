/* pdf_order.c -- see pdf_order.h.
 *
 * The page is cut into strips, one a line of print (or several, where the lines of two columns do not stand side
 * by side). Strips below each other that share an empty gutter are a band; a band whose sides hold running text is
 * read column by column, each cut in the same way again; other bands are read line by line, as tables are.
 */
#include "keep/pdf_order.h"

#include <math.h>
#include <stdlib.h>

#define GUTTER_MIN      7.0f    /* points; and one letter high at least */
#define FILL_MIN        0.55f   /* of a column's width that its lines of running text fill, on the average */
#define WORDS_MIN       2.5f    /* a line of it, on the average */
#define LINES_MIN       3       /* of a column */
#define ROWS_MIN        3       /* of a table */
#define DEPTH_MAX       6
#define GAPS_MAX        16

typedef struct Gap {
    float from, to;
} Gap;

typedef struct Gaps {
    Gap at[GAPS_MAX];
    int count;
} Gaps;

typedef struct Order {
    Arena    *arena;
    float     size;
    int       page, columns;
    PdfLines *lines;
} Order;

typedef struct Area {
    PdfWord *words;
    size_t   count;
    float    left, right;
} Area;

static float middle(const PdfWord *w)
{
    return (w->y0 + w->y1) / 2;
}

static int by_height(const void *a, const void *b)
{
    const PdfWord *x = a, *y = b;
    float dx = middle(x), dy = middle(y);

    if (dx != dy)
        return dx < dy ? -1 : 1;
    return x->x0 < y->x0 ? -1 : x->x0 > y->x0;
}

static int by_left(const void *a, const void *b)
{
    const PdfWord *x = a, *y = b;

    if (x->x0 != y->x0)
        return x->x0 < y->x0 ? -1 : 1;
    return x->y0 < y->y0 ? -1 : x->y0 > y->y0;
}

bool pdf_is_cell_gap(const PdfWord *left, const PdfWord *right, float size)
{
    float least = size > GUTTER_MIN ? size : GUTTER_MIN;
    return right->x0 - left->x1 >= least;
}

/* Empty stretches between the words (and to the edges of the area), wide enough for a gutter. */
static void find_gaps(const Order *o, const Area *a, size_t from, size_t to, PdfWord *scratch, Gaps *ret)
{
    float least = o->size > GUTTER_MIN ? o->size : GUTTER_MIN, reach = a->left;

    ret->count = 0;
    memcpy(scratch, a->words + from, sizeof *scratch * (to - from));
    qsort(scratch, to - from, sizeof *scratch, by_left);
    for (size_t i = 0; i < to - from; i++) {
        bool gap = scratch[i].x0 - reach >= least;
        if (gap && ret->count < GAPS_MAX)
            ret->at[ret->count++] = (Gap){ reach, scratch[i].x0 };
        if (scratch[i].x1 > reach)
            reach = scratch[i].x1;
    }
    if (a->right - reach >= least && ret->count < GAPS_MAX)
        ret->at[ret->count++] = (Gap){ reach, a->right };
}

/* What is empty in both, still wide enough. */
static void common_gaps(const Order *o, const Gaps *a, const Gaps *b, Gaps *ret)
{
    float least = o->size > GUTTER_MIN ? o->size : GUTTER_MIN;
    Gaps both = { .count = 0 };

    for (int i = 0; i < a->count; i++)
        for (int k = 0; k < b->count; k++) {
            float from = fmaxf(a->at[i].from, b->at[k].from), to = fminf(a->at[i].to, b->at[k].to);
            if (to - from >= least && both.count < GAPS_MAX)
                both.at[both.count++] = (Gap){ from, to };
        }
    *ret = both;
}

/* The end of the strip that begins at word `from`: words are in order of their height. */
static size_t strip_end(const Area *a, size_t from)
{
    const PdfWord *first = &a->words[from];
    float bottom = middle(first) + (first->y1 - first->y0) * 0.3f;
    size_t i = from + 1;

    for (; i < a->count; i++) {
        const PdfWord *w = &a->words[i];
        float half = (w->y1 - w->y0) * 0.3f;
        if (middle(w) - half > bottom)
            break;
        bottom = fmaxf(bottom, middle(w) + half);
    }
    return i;
}

static void emit_line(Order *o, const Area *a, PdfWord *words, size_t count, bool row)
{
    PdfLine line = { .words = words, .count = count, .x0 = INFINITY, .y0 = INFINITY, .left = a->left, .right = a->right,
                     .column = o->columns, .page = o->page, .row = row };
    float letters = 0, sizes = 0;

    qsort(words, count, sizeof *words, by_left);
    for (size_t i = 0; i < count; i++) {
        line.x0 = fminf(line.x0, words[i].x0);
        line.y0 = fminf(line.y0, words[i].y0);
        line.x1 = fmaxf(line.x1, words[i].x1);
        line.y1 = fmaxf(line.y1, words[i].y1);
        letters += (float)words[i].text.len;
        sizes += words[i].size * (float)words[i].text.len;
    }
    line.size = letters > 0 ? sizes / letters : o->size;
    vec_push(o->arena, o->lines, line);
}

/* The lines of a strip. Raised marks and words of another size stand with the line whose height they share. */
static void emit_strip(Order *o, const Area *a, size_t from, size_t to, bool rows)
{
    for (size_t i = from; i < to; ) {
        size_t end = i + 1;
        float y0 = a->words[i].y0, y1 = a->words[i].y1;
        for (; end < to; end++) {
            const PdfWord *w = &a->words[end];
            float overlap = fminf(y1, w->y1) - fmaxf(y0, w->y0);
            if (overlap < 0.35f * fminf(y1 - y0, w->y1 - w->y0))
                break;
            if (w->size >= a->words[i].size) {
                y0 = w->y0;
                y1 = w->y1;
            }
        }
        bool row = false;
        qsort(a->words + i, end - i, sizeof *a->words, by_left);
        for (size_t k = i + 1; rows && k < end; k++)
            row |= pdf_is_cell_gap(&a->words[k - 1], &a->words[k], o->size);
        emit_line(o, a, a->words + i, end - i, row);
        i = end;
    }
}

typedef struct Band {
    size_t from, to;            /* words */
    size_t strips;
    Gaps   gaps;                /* inner ones: with words on both sides */
} Band;

/* Keep the gaps that part something. */
static void inner_gaps(const Area *a, Band *b)
{
    Gaps inner = { .count = 0 };

    for (int g = 0; g < b->gaps.count; g++) {
        bool left = false, right = false;
        for (size_t i = b->from; i < b->to; i++) {
            left |= a->words[i].x1 <= b->gaps.at[g].from + 0.01f;
            right |= a->words[i].x0 >= b->gaps.at[g].to - 0.01f;
        }
        if (left && right)
            inner.at[inner.count++] = b->gaps.at[g];
    }
    b->gaps = inner;
}

/* Does each side hold lines of running text? */
static bool is_text(const Order *o, const Area *side)
{
    size_t lines = 0;
    float filled = 0, x0 = INFINITY, x1 = 0;

    for (size_t i = 0; i < side->count; i++) {
        x0 = fminf(x0, side->words[i].x0);
        x1 = fmaxf(x1, side->words[i].x1);
    }
    for (size_t i = 0; i < side->count; lines++) {
        size_t end = strip_end(side, i);
        float from = INFINITY, to = 0;
        for (; i < end; i++) {
            from = fminf(from, side->words[i].x0);
            to = fmaxf(to, side->words[i].x1);
        }
        filled += to - from;
    }
    return lines >= LINES_MIN && (float)side->count >= WORDS_MIN * (float)lines && x1 > x0 &&
           filled >= FILL_MIN * (x1 - x0) * (float)lines && x1 - x0 >= 5 * o->size;
}

static void order_area(Order *o, Area *a, int depth);

/* Read the band column by column, when all of its sides are text. */
static bool by_columns(Order *o, const Area *a, const Band *b, int depth)
{
    Area sides[GAPS_MAX + 1];
    int count = b->gaps.count + 1;
    float left = a->left;

    if (depth >= DEPTH_MAX || b->gaps.count == 0)
        return false;
    for (int s = 0; s < count; s++) {
        float right = s < b->gaps.count ? b->gaps.at[s].from : a->right;
        sides[s] = (Area){ .words = arena_array(o->arena, PdfWord, b->to - b->from), .left = left, .right = right };
        for (size_t i = b->from; i < b->to; i++)
            if ((a->words[i].x0 + a->words[i].x1) / 2 >= left &&
                (s == count - 1 || (a->words[i].x0 + a->words[i].x1) / 2 < b->gaps.at[s].to))
                sides[s].words[sides[s].count++] = a->words[i];
        if (!is_text(o, &sides[s]))
            return false;
        left = s < b->gaps.count ? b->gaps.at[s].to : left;
    }
    for (int s = 0; s < count; s++) {
        o->columns++;
        order_area(o, &sides[s], depth + 1);
    }
    o->columns++;
    return true;
}

/* Lines of a table have their gaps where the lines above and below have them; wide blanks of justified text meet
 * by accident, and one of many. */
static bool is_table(const Order *o, const Area *a, const Band *b, PdfWord *scratch)
{
    size_t rows = 0, strips = 0;

    if (b->gaps.count == 0 || b->strips < ROWS_MIN)
        return false;
    for (size_t i = b->from; i < b->to; strips++) {
        size_t end = strip_end(a, i);
        Gaps own;
        int wide = 0;
        find_gaps(o, a, i, end, scratch, &own);
        for (int g = 0; g < own.count; g++)
            wide += own.at[g].from > a->left && own.at[g].to < a->right;
        rows += wide <= b->gaps.count;
        i = end;
    }
    return rows * 4 >= strips * 3;
}

static void close_band(Order *o, const Area *a, Band *b, int depth)
{
    inner_gaps(a, b);
    if (by_columns(o, a, b, depth))
        return;
    bool table = is_table(o, a, b, arena_array(o->arena, PdfWord, b->to - b->from));
    for (size_t i = b->from; i < b->to; ) {
        size_t end = strip_end(a, i);
        if (end > b->to)
            end = b->to;
        emit_strip(o, a, i, end, table);
        i = end;
    }
}

static void order_area(Order *o, Area *a, int depth)
{
    PdfWord *scratch = arena_array(o->arena, PdfWord, a->count + 1);
    Band band = { 0 };

    qsort(a->words, a->count, sizeof *a->words, by_height);
    for (size_t i = 0; i < a->count; ) {
        size_t end = strip_end(a, i);
        Gaps own, both;
        find_gaps(o, a, i, end, scratch, &own);
        common_gaps(o, &band.gaps, &own, &both);
        if (band.strips && both.count == 0) {
            close_band(o, a, &band, depth);
            band.strips = 0;
        }
        if (band.strips == 0)
            band = (Band){ .from = i, .gaps = own };
        else
            band.gaps = both;
        band.to = end;
        band.strips++;
        i = end;
    }
    if (band.strips)
        close_band(o, a, &band, depth);
}

void pdf_order(Arena *arena, PdfPage *page, int index, float size, PdfLines *ret)
{
    Order o = { arena, size, index, 0, ret };
    Area all = { page->words, page->count, INFINITY, 0 };

    for (size_t i = 0; i < page->count; i++) {
        all.left = fminf(all.left, page->words[i].x0);
        all.right = fmaxf(all.right, page->words[i].x1);
    }
    if (page->count)
        order_area(&o, &all, 0);
}
