/* table.c -- see table.h. A table is rows of cells one after another; its head is the first row, when
 * that has words where the others have figures. Nothing is taken from a head that the tables of the
 * language do not know as something that is counted.
 */
#include "read/table.h"

#include "read/count_noun.h"

#define CELLS_MAX   40
#define HEAD_TOKENS 16      /* of a head that are looked at */

typedef struct Cells {
    uint32_t first[CELLS_MAX], last[CELLS_MAX];     /* tokens, half open */
    size_t   count;
} Cells;

/* Cells end with a tab (pages) or a bar (Markdown). */
static bool cell_ends(const Found *f, uint32_t before, uint32_t next)
{
    const Token *a = &f->tokens.at[before], *b = &f->tokens.at[next];

    return memchr(f->in->text.ptr + a->end, '\t', b->start - a->end) != NULL;
}

static void cut_cells(const Found *f, const Paragraph *p, Cells *ret)
{
    uint32_t from = p->first;

    ret->count = 0;
    if (from < p->last && token_mark(&f->tokens, from, '|'))
        from++;
    for (uint32_t i = from; i <= p->last && ret->count < CELLS_MAX; i++) {
        bool bar = i < p->last && token_mark(&f->tokens, i, '|');
        bool tab = i > from && i < p->last && cell_ends(f, i - 1, i);
        if (i < p->last && !bar && !tab)
            continue;
        if (i < p->last || i > from) {
            ret->first[ret->count] = from;
            ret->last[ret->count++] = i;
        }
        from = i + bar;
    }
}

static bool has_number(const Found *f, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i < last; i++)
        if (f->tokens.at[i].kind == TOKEN_NUMBER && f->tokens.at[i].digits != 4)    /* a year may stand in a head */
            return true;
    return false;
}

/* Words in every cell but the first, which may be empty. */
static bool is_head(const Found *f, const Cells *c)
{
    for (size_t i = 1; i < c->count; i++)
        if (c->first[i] == c->last[i] || has_number(f, c->first[i], c->last[i]))
            return false;
    return c->count > 1;
}

/* What a cell of words says is counted: false when the tables know none of it. */
static bool counted_in(const Found *f, uint32_t first, uint32_t last, Counted *ret)
{
    last = last - first > HEAD_TOKENS ? first + HEAD_TOKENS : last;
    for (uint32_t i = first; i < last; i++) {
        counted_find(&f->tokens, last, i, ret);
        if (ret->known && ret->unit.len)
            return true;
        counted_verb(&f->tokens, first, last, i, i, ret);
        if (ret->known && ret->unit.len)
            return true;
    }
    return false;
}

static size_t cell_of(const Found *f, const Cells *c, uint32_t byte)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->first[i] < c->last[i] && f->tokens.at[c->first[i]].start <= byte &&
            byte < f->tokens.at[c->last[i] - 1].end)
            return i;
    return SIZE_MAX;
}

static void read_cell(Found *f, Mention *m, const Cells *head, const Cells *row)
{
    Counted c;
    size_t cell = cell_of(f, row, m->span.start);

    if (cell == SIZE_MAX || m->quantity.counted.len || m->quantity.measure != MEASURE_COUNT)
        return;
    bool told = head && cell < head->count && counted_in(f, head->first[cell], head->last[cell], &c);
    if (!told && cell > 0)
        told = counted_in(f, row->first[0], row->last[0], &c);
    if (!told)
        return;
    m->quantity.counted = c.unit;
    m->quantity.who = counted_who(f->arena, &c);
    m->quantity.measure = c.measure;
    m->rule = S("quantity.table");
}

void find_table_heads(Found *f, Paragraphs *paragraphs)
{
    Cells row;

    for (size_t i = 0; i + 1 < paragraphs->count; i++) {
        Paragraph *p = &paragraphs->at[i], *next = &paragraphs->at[i + 1];
        bool starts = i == 0 || paragraphs->at[i - 1].kind != BLOCK_TABLE_ROW;
        if (p->kind != BLOCK_TABLE_ROW || next->kind != BLOCK_TABLE_ROW || !starts ||
            !has_number(f, next->first, next->last))
            continue;
        cut_cells(f, p, &row);
        p->boilerplate |= is_head(f, &row);
    }
}

void read_tables(Found *f, const Paragraphs *paragraphs)
{
    Cells head, row;
    bool headed = false;
    size_t m = 0;

    for (size_t i = 0; i < paragraphs->count; i++) {
        const Paragraph *p = &paragraphs->at[i];
        bool starts = i == 0 || paragraphs->at[i - 1].kind != BLOCK_TABLE_ROW;
        if (p->kind != BLOCK_TABLE_ROW)
            continue;
        cut_cells(f, p, &row);
        if (starts)
            headed = is_head(f, &row);
        if (starts && headed) {
            head = row;
            continue;
        }
        uint32_t start = f->tokens.at[p->first].start, end = f->tokens.at[p->last - 1].end;
        if (p->boilerplate || row.count < 2)
            continue;
        while (m < f->mentions.count &&
               (f->mentions.at[m].kind != MENTION_QUANTITY || f->mentions.at[m].span.start < start))
            m++;
        for (; m < f->mentions.count && f->mentions.at[m].span.start < end; m++)
            if (f->mentions.at[m].kind == MENTION_QUANTITY)
                read_cell(f, &f->mentions.at[m], headed ? &head : NULL, &row);
    }
}
