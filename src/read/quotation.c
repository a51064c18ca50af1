/* quotation.c -- see quotation.h.
 *
 * Typographic marks say themselves whether they open or close. A straight mark
 * opens when a word follows it without a blank and none stands right before it.
 * Two single marks in a row, as typewriters had them, are one.
 */
#include "read/quotation.h"

typedef enum MarkSide { SIDE_NONE, SIDE_OPEN, SIDE_CLOSE, SIDE_EITHER } MarkSide;

/* Side of the mark at token i; *len gets its tokens. */
static MarkSide side_of(const Found *f, uint32_t i, uint32_t last, uint32_t *len)
{
    const Token *t = &f->tokens.at[i];

    *len = 1;
    switch (t->mark) {
    case 0x201C: case 0xAB:   return SIDE_OPEN;
    case 0x201E:              return SIDE_OPEN;
    case 0x201D: case 0xBB:   return SIDE_CLOSE;
    case '"':                 return SIDE_EITHER;
    case '\'':
        if (i + 1 < last && token_mark(&f->tokens, i + 1, '\'') && f->tokens.at[i + 1].start == t->end) {
            *len = 2;
            return SIDE_EITHER;
        }
        return SIDE_NONE;
    default:                  return SIDE_NONE;
    }
}

static bool opens(const Found *f, uint32_t i, uint32_t len, uint32_t first, uint32_t last)
{
    bool after = i + len < last && f->tokens.at[i + len].start == f->tokens.at[i + len - 1].end;
    bool before = i > first && f->tokens.at[i - 1].end == f->tokens.at[i].start;

    return after && !before;
}

static void pair(const Found *f, uint32_t first, uint32_t last, Quotations *ret)
{
    bool inside = false;
    uint32_t start = first, len = 1;

    for (uint32_t i = first; i < last; i += len) {
        len = 1;
        if (f->tokens.at[i].kind != TOKEN_MARK)
            continue;
        MarkSide side = side_of(f, i, last, &len);
        if (side == SIDE_NONE)
            continue;
        if (!inside && (side == SIDE_OPEN || (side == SIDE_EITHER && opens(f, i, len, first, last)))) {
            inside = true;
            start = i;
        } else if (inside && side != SIDE_OPEN && !(side == SIDE_EITHER && opens(f, i, len, first, last))) {
            inside = false;
            vec_push(f->arena, ret, (Quotation){ start, i + len, true });
        }
    }
    if (inside)
        vec_push(f->arena, ret, (Quotation){ start, last, false });
}

void find_quotations(const Found *f, Quotations *ret)
{
    for (size_t n = 0; n < f->sentences.count;) {
        size_t m = n + 1;
        while (m < f->sentences.count && f->sentences.at[m].paragraph == f->sentences.at[n].paragraph)
            m++;
        pair(f, f->sentences.at[n].first, f->sentences.at[m - 1].last, ret);
        n = m;
    }
}

const Quotation *quotation_at(const Quotations *q, uint32_t i)
{
    size_t low = 0, high = q->count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (q->at[middle].last <= i)
            low = middle + 1;
        else
            high = middle;
    }
    return low < q->count && q->at[low].first <= i ? &q->at[low] : NULL;
}
