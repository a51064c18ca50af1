/* html_judge.c -- what of a page is its text, decided once all blocks are known. Runs in the box.
 *
 * Prose speaks for the element that holds it, menus, links and chrome speak against it: the text
 * is the element for which the sum of both is greatest. No name of a class decides that. Inside
 * the element, lists of links, rows that look alike and only lead to other pages, and what the
 * page itself calls navigation, footer or comments are taken out.
 *
 * Names lie now and then: a class called "sidebar" on the wrapper of the whole page, one form
 * around everything. So a name counts for nothing where most of the page's prose stands under it,
 * and what would leave nearly nothing is taken back.
 */
#include "keep/html_in.h"

#define ENOUGH          250     /* letters of prose that make a page worth reading */
#define LINK_SHARE      70      /* percent of a block inside links: a link, not prose */
#define HEADING_SHARE   50      /* percent of a heading inside a link: it leads to another page */
#define ALL_SHARE       93      /* nothing but a link */
#define LINK_RUN        3       /* so many in a row are a list of links */
#define HEADING_LETTERS 120     /* a longer one is prose set in large letters */
#define PROSE_LETTERS   40      /* of a block, from which it may be prose */
#define STOP_EVERY      150     /* letters of prose have a comma or a full stop among them */
#define NAME_LIES       40      /* percent of the page's prose under an element: its class says nothing */
#define ELEMENT_LIES    70      /* the same for nav, aside, form ... */
#define ROWS            3       /* neighbours of one look are rows of a list */
#define ROW_LETTERS     350     /* beside its links, of a row that only leads elsewhere */
#define LINK_LETTERS    15      /* of a link that names another page */
#define FIGURE_LETTERS  6       /* of a figure at the side of a chart */
#define SCALE           3       /* so many of them */
#define TITLE_LETTERS   10
#define BYLINE_LETTERS  80
#define LINE_LETTERS    80
#define SIGNED_LINES    2       /* name, date, "reply": lines of a comment beside its words */
#define ARTICLE         800     /* letters of prose before comments that make them comments */
#define CHROME          15      /* what a short line without a stop speaks against its element, in letters */
#define MOST            70      /* percent of an element's prose in one child: is the rest worth having? */

/* Sums over everything in an element. */
typedef struct Sum {
    int64_t  good, bad;         /* letters that speak for and against */
    uint32_t prose;             /* letters of prose, whatever names say */
    uint32_t letters, linked;   /* linked: of blocks that are links */
    uint32_t links;             /* blocks that are a link to another page */
    uint32_t dated, lines;      /* lines with a date; lines too short for prose */
    uint32_t linked_lines;      /* of these, those with a link in them: to an author, to answer */
    uint32_t first, end;        /* blocks, half open */
} Sum;

static uint32_t length(const HtmlBlock *b)
{
    return span_len(b->block.span);
}

static bool mostly_link(const HtmlBlock *b)
{
    return (uint64_t)b->block.link_chars * 100 >= (uint64_t)length(b) * LINK_SHARE;
}

/* A link that names another page: a heading may have a kicker before it. */
static bool leads(const HtmlBlock *b)
{
    uint64_t share = b->block.kind == BLOCK_HEADING ? HEADING_SHARE : LINK_SHARE;
    return b->letters >= LINK_LETTERS && (uint64_t)b->block.link_chars * 100 >= (uint64_t)length(b) * share;
}

/* Nothing but a link, perhaps with a bullet or a full stop. */
static bool all_link(const HtmlBlock *b)
{
    return (uint64_t)b->block.link_chars * 100 >= (uint64_t)length(b) * ALL_SHARE ||
           (mostly_link(b) && length(b) - (uint32_t)b->block.link_chars <= 4);
}

static bool is_prose(const HtmlBlock *b)
{
    return b->letters >= PROSE_LETTERS && b->stops > b->letters / STOP_EVERY && !mostly_link(b) &&
           (b->block.kind != BLOCK_HEADING || b->letters >= HEADING_LETTERS);
}

/* Letters outside links. */
static int64_t plain_letters(const HtmlBlock *b)
{
    return b->letters - (int64_t)b->letters * b->block.link_chars / (length(b) + 1);
}

/* What a block speaks for (above 0) or against its element. */
static int64_t speaks(const HtmlBlock *b)
{
    if (b->signs & SIGN_BOILERPLATE)
        return -CHROME;
    if (mostly_link(b))
        return -CHROME - (int64_t)(b->letters < 100 ? b->letters : 100) / 4;
    int64_t plain = plain_letters(b);
    if (b->block.kind == BLOCK_HEADING && !is_prose(b))
        return 0;
    if (is_prose(b))
        return b->block.kind == BLOCK_LIST_ITEM || b->block.kind == BLOCK_TABLE_ROW ? plain / 2
             : b->block.kind == BLOCK_CAPTION ? plain / 4 : plain;
    switch (b->block.kind) {
    case BLOCK_LIST_ITEM: case BLOCK_TABLE_ROW: case BLOCK_CAPTION: case BLOCK_QUOTE:
        return 0;
    default:
        return b->letters >= 2 * PROSE_LETTERS ? plain / 2 : -CHROME;
    }
}

static Sum *sums_of(Arena *arena, const HtmlResult *r)
{
    Sum *sum = arena_array(arena, Sum, r->nodes.count);

    for (size_t i = 0; i < r->nodes.count; i++)
        sum[i] = (Sum){ .first = UINT32_MAX };
    for (size_t i = 0; i < r->blocks.count; i++) {
        const HtmlBlock *b = &r->blocks.at[i];
        Sum *s = &sum[b->node];
        int64_t n = speaks(b);
        s->good += n > 0 ? n : 0;
        s->bad -= n < 0 ? n : 0;
        s->prose += is_prose(b) ? b->letters : 0;
        s->letters += b->letters;
        bool line = b->letters <= LINE_LETTERS && !is_prose(b);
        s->linked += mostly_link(b) || leads(b) ? b->letters : 0;
        s->links += leads(b);
        s->dated += b->dated;
        s->lines += line;
        s->linked_lines += line && b->block.link_chars > 0;
        s->first = s->first < i ? s->first : (uint32_t)i;
        s->end = (uint32_t)i + 1;
    }
    for (size_t i = r->nodes.count; i-- > 1; ) {
        Sum *up = &sum[r->nodes.at[i].parent];
        up->good += sum[i].good;
        up->bad += sum[i].bad;
        up->prose += sum[i].prose;
        up->letters += sum[i].letters;
        up->linked += sum[i].linked;
        up->links += sum[i].links;
        up->dated += sum[i].dated;
        up->lines += sum[i].lines;
        up->linked_lines += sum[i].linked_lines;
        up->first = up->first < sum[i].first ? up->first : sum[i].first;
        up->end = up->end > sum[i].end ? up->end : sum[i].end;
    }
    return sum;
}

/* ---- signs ---- */

/* Signs of the elements go down to their blocks, but for names that most of the prose gives the lie. */
static void hand_down(Arena *arena, HtmlResult *r, const Sum *sum)
{
    unsigned *signs = arena_array(arena, unsigned, r->nodes.count);
    uint64_t all = sum[0].prose;

    for (size_t i = 0; i < r->nodes.count; i++) {
        const HtmlNode *n = &r->nodes.at[i];
        unsigned own = n->own, above = n->parent >= 0 ? signs[n->parent] : 0;
        if (all >= ENOUGH && (uint64_t)sum[i].prose * 100 >= all * NAME_LIES)
            own &= ~(unsigned)(SIGN_CLASS | SIGN_FORM | SIGN_BYLINE | SIGN_CAPTION);
        if (all >= ENOUGH && (uint64_t)sum[i].prose * 100 >= all * ELEMENT_LIES)
            own &= ~(unsigned)(SIGN_ELEMENT | SIGN_HIDDEN | SIGN_FOOTNOTE);
        signs[i] = own & SIGN_FOOTNOTE ? SIGN_FOOTNOTE : own | above;
    }
    for (size_t i = 0; i < r->blocks.count; i++)
        r->blocks.at[i].signs = signs[r->blocks.at[i].node];
}

static uint64_t prose_left(const HtmlResult *r, unsigned taken)
{
    uint64_t n = 0;

    for (size_t i = 0; i < r->blocks.count; i++) {
        const HtmlBlock *b = &r->blocks.at[i];
        if (!(b->signs & taken) && !mostly_link(b))
            n += b->letters;
    }
    return n;
}

static void take_back(HtmlResult *r)
{
    static const unsigned weakest_first[] = { SIGN_CLASS, SIGN_FORM, SIGN_HIDDEN };
    unsigned kept = SIGN_BOILERPLATE;

    for (size_t i = 0; i < sizeof weakest_first / sizeof *weakest_first; i++) {
        uint64_t now = prose_left(r, kept), without = prose_left(r, kept & ~weakest_first[i]);
        if (now >= ENOUGH || without < 2 * now + ENOUGH)
            continue;
        kept &= ~weakest_first[i];
    }
    for (size_t i = 0; i < r->blocks.count; i++)
        r->blocks.at[i].signs &= kept | ~(unsigned)SIGN_BOILERPLATE;
}

/* ---- rows that lead elsewhere ---- */

typedef enum RowKind { ROW_LEADS, ROW_SIGNED, ROW_KINDS } RowKind;

typedef struct Look {
    uint64_t look;
    int32_t  parent;                /* -1: the place is free */
    uint32_t rows;                  /* elements of this look with words in them */
    uint32_t of_kind[ROW_KINDS];    /* those of them that only lead elsewhere, or are signed */
    uint32_t first;                 /* block of the first */
    uint64_t prose;
} Look;

typedef struct Looks {
    Look  *at;
    size_t mask;
} Looks;

static Look *look_at(const Looks *t, const HtmlNode *n)
{
    size_t i = (size_t)((n->look ^ (uint64_t)n->parent * 0x9E3779B97F4A7C15u) >> 7) & t->mask;

    while (t->at[i].parent >= 0 && (t->at[i].parent != n->parent || t->at[i].look != n->look))
        i = (i + 1) & t->mask;
    return &t->at[i];
}

/* A short element that opens with a link to another page and has more than that. */
static bool leads_elsewhere(const HtmlResult *r, const Sum *s)
{
    uint32_t i = s->first;

    if (s->links == 0 || s->end - s->first < 2 || s->letters - s->linked > ROW_LETTERS ||
        r->blocks.at[i].block.kind == BLOCK_TABLE_ROW)
        return false;
    while (i + 1 < s->end && r->blocks.at[i].letters < LINK_LETTERS)
        i++;
    return leads(&r->blocks.at[i]);
}

/* Somebody's words with a name and a date: a comment, or an entry of a forum. */
static bool is_signed(const Sum *s)
{
    return s->dated > 0 && s->lines >= SIGNED_LINES && s->linked_lines > 0 && s->end - s->first > SIGNED_LINES;
}

static Looks looks_of(Arena *arena, const HtmlResult *r, const Sum *sum)
{
    size_t count = r->nodes.count, room = 4;

    while (room < 2 * count)
        room *= 2;
    Looks looks = { arena_array(arena, Look, room), room - 1 };
    for (size_t i = 0; i < room; i++)
        looks.at[i].parent = -1;
    for (size_t i = 1; i < count; i++) {
        if (sum[i].end == 0)
            continue;
        Look *l = look_at(&looks, &r->nodes.at[i]);
        if (l->parent < 0)
            *l = (Look){ .look = r->nodes.at[i].look, .parent = r->nodes.at[i].parent, .first = sum[i].first };
        l->rows++;
        l->of_kind[ROW_LEADS] += leads_elsewhere(r, &sum[i]);
        l->of_kind[ROW_SIGNED] += is_signed(&sum[i]);
        l->prose += sum[i].prose;
    }
    return looks;
}

static bool most_are(const Look *l, RowKind kind)
{
    return l->rows >= ROWS && l->of_kind[kind] * 3 >= l->rows * 2;
}

/* Neighbours of one look, each with a link to another page and little beside it, are teasers. Signed
 * ones are comments where an article stands before them; without one they are the text: a forum, an
 * exported chat, a chronicle. */
static void mark_rows(Arena *arena, HtmlResult *r, const Sum *sum)
{
    Looks looks = looks_of(arena, r, sum);
    uint64_t *before = arena_array(arena, uint64_t, r->blocks.count + 1);   /* letters of prose before each block */
    int32_t *opened = arena_array(arena, int32_t, r->blocks.count + 1);     /* rows that begin less those that end */

    for (size_t i = 0; i < r->blocks.count; i++) {
        const HtmlBlock *b = &r->blocks.at[i];
        before[i + 1] = before[i] + (speaks(b) > 0 ? b->letters : 0);
    }
    for (size_t i = 1; i < r->nodes.count; i++) {
        if (sum[i].end == 0)
            continue;
        const Look *l = look_at(&looks, &r->nodes.at[i]);
        bool teaser = most_are(l, ROW_LEADS) && leads_elsewhere(r, &sum[i]);
        bool comment = most_are(l, ROW_SIGNED) && before[l->first] >= ARTICLE && 2 * before[l->first] >= l->prose;
        if (teaser || comment) {
            opened[sum[i].first]++;
            opened[sum[i].end]--;
        }
    }
    int64_t outside = 0;
    int32_t open = 0;
    for (size_t i = 0; i < r->blocks.count; i++) {
        open += opened[i];
        outside += open == 0 && speaks(&r->blocks.at[i]) > 0 ? r->blocks.at[i].letters : 0;
    }
    if (outside < ENOUGH)
        return;                 /* a page of rows and nothing else: they are what it says */
    open = 0;
    for (size_t i = 0; i < r->blocks.count; i++) {      /* rows stand in rows: each block is looked at once */
        open += opened[i];
        if (open > 0 && !(r->blocks.at[i].signs & SIGN_FOOTNOTE))
            r->blocks.at[i].signs |= SIGN_LINKS;
    }
}

static void mark_link_lists(HtmlResult *r)
{
    uint64_t text = prose_left(r, SIGN_BOILERPLATE);

    for (size_t i = 0, end; i < r->blocks.count; i = end) {
        uint64_t letters = 0;
        for (end = i; end < r->blocks.count && all_link(&r->blocks.at[end]); end++)
            letters += r->blocks.at[end].letters;
        /* A list of links may be the text itself (a reading list): only beside much more prose is it
         * an interruption. */
        if (end - i >= LINK_RUN && text > 3 * letters + ENOUGH)
            for (size_t k = i; k < end; k++)
                if (!(r->blocks.at[k].signs & SIGN_FOOTNOTE))
                    r->blocks.at[k].signs |= SIGN_LINKS;
        if (end == i)
            end++;
    }
}

static bool is_alone_figure(const HtmlResult *r, const HtmlBlock *b)
{
    Str s = span_text(strbuf_str(&r->text), b->block.span);

    if (b->block.kind != BLOCK_PARAGRAPH || b->letters > FIGURE_LETTERS || b->dated)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool plain = (c | 32) >= 'a' && (c | 32) <= 'z';
        /* first bytes of letters; C2 and E2 begin signs of money, dashes and apostrophes */
        if (plain || (c >= 0xC3 && c != 0xE2))
            return false;
    }
    return true;
}

/* Figures one under another without a word: the scale of a chart. */
static void mark_scales(HtmlResult *r)
{
    for (size_t i = 0, end; i < r->blocks.count; i = end) {
        for (end = i; end < r->blocks.count && is_alone_figure(r, &r->blocks.at[end]); end++)
            ;
        for (size_t k = i; end - i >= SCALE && k < end; k++)
            r->blocks.at[k].signs |= SIGN_LINKS;
        if (end == i)
            end++;
    }
}

/* ---- the element that holds the text ---- */

/* The element for which most speaks; 0 (the page) when nothing does. */
static int32_t best_node(const HtmlResult *r, const Sum *sum)
{
    int32_t best = 0;

    for (size_t i = 1; i < r->nodes.count; i++)
        if (sum[i].good - sum[i].bad >= sum[best].good - sum[best].bad && sum[i].good > 0)
            best = (int32_t)i;
    return best;
}

/* Down to a child that has most of the prose, when what is beside it is half chrome. */
static int32_t narrow(const HtmlResult *r, const Sum *sum, int32_t best)
{
    for (size_t i = (size_t)best + 1; i < r->nodes.count; i++) {
        if (r->nodes.at[i].parent != best || sum[i].good * 100 < sum[best].good * MOST)
            continue;
        int64_t good = sum[best].good - sum[i].good, bad = sum[best].bad - sum[i].bad;
        if (2 * bad >= good)
            best = (int32_t)i;
    }
    return best;
}

/* Take off what stands at both ends of the element and speaks more against it than for it: the run of
 * blocks with the greatest sum remains. */
static Sum trim(const HtmlResult *r, Sum root)
{
    int64_t sum = 0, best = 0;
    uint32_t from = root.first;
    Sum kept = root;

    for (uint32_t i = root.first; i < root.end; i++) {
        sum += speaks(&r->blocks.at[i]);
        if (sum < 0) {
            sum = 0;
            from = i + 1;
        } else if (sum + CHROME >= best) {
            best = sum > best ? sum : best;
            kept.first = from;
            kept.end = i + 1;
        }
    }
    return kept;
}

/* ---- title, bylines, roles ---- */

/* "Depot burns - Lower River Post": the name of the outlet stands behind a mark and blanks. */
static bool is_front_of(Str text, Str name)
{
    Str rest = str_slice(name, text.len, SIZE_MAX);

    if (!str_starts(name, text) || rest.len < 3)
        return false;
    return rest.ptr[0] == ' ' && ((unsigned char)rest.ptr[1] >= 0x80 || strchr("-|:/", rest.ptr[1]));
}

static bool says(const HtmlResult *r, const HtmlBlock *b, bool exactly)
{
    const Str names[] = { r->meta.headline, r->meta.og_title, r->meta.title };
    Str text = span_text(strbuf_str(&r->text), b->block.span);

    if (b->letters < TITLE_LETTERS)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (exactly ? str_eq(names[i], text) || is_front_of(text, names[i]) : str_find(names[i], text, 0) != SIZE_MAX)
            return true;
    return false;
}

/* The block with the page's title, or SIZE_MAX: a heading that the page's own name repeats, any block
 * that is that name, the first heading of the first rank. */
static size_t find_title(const HtmlResult *r, const Sum *root)
{
    size_t count = r->blocks.count;

    for (int way = 0; way < 4; way++)
        for (size_t i = 0; i < count && i < root->end; i++) {
            const HtmlBlock *b = &r->blocks.at[i];
            bool heading = b->block.kind == BLOCK_HEADING, first_rank = heading && b->block.number == 1;
            if (b->signs & (SIGN_HIDDEN | SIGN_FOOTNOTE))
                continue;
            if ((way == 0 && first_rank && says(r, b, false)) || (way == 1 && heading && says(r, b, false)) ||
                (way == 2 && says(r, b, true)) || (way == 3 && first_rank && !(b->signs & SIGN_BOILERPLATE)))
                return i;
        }
    return SIZE_MAX;
}

/* Outside the element everything is the page's own, but for the title, prose between the title and the
 * text (a lead) and footnotes. */
static void mark_outside(HtmlResult *r, const Sum *root, size_t title)
{
    for (size_t i = 0; i < r->blocks.count; i++) {
        HtmlBlock *b = &r->blocks.at[i];
        bool inside = i >= root->first && i < root->end;
        bool signed_line = (b->signs & SIGN_BYLINE) || (b->dated && !mostly_link(b));
        bool lead = i > title && i < root->first && title != SIZE_MAX && (is_prose(b) || signed_line);
        if (!inside && lead && !is_prose(b))
            b->signs |= SIGN_BYLINE;
        if (!inside && !lead && i != title && !(b->signs & SIGN_FOOTNOTE))
            b->signs |= SIGN_OUTSIDE;
    }
}

/* Between the title and the first prose stand names, dates and counters; what stands beside that prose is text. */
static void mark_head(HtmlResult *r, const Sum *root, size_t title)
{
    size_t prose = title + 1;

    while (prose < root->end && !is_prose(&r->blocks.at[prose]))
        prose++;
    if (prose >= root->end)
        return;
    int32_t beside = r->nodes.at[r->blocks.at[prose].node].parent;
    for (size_t i = title + 1; i < prose; i++) {
        HtmlBlock *b = &r->blocks.at[i];
        bool line = b->block.kind == BLOCK_PARAGRAPH || b->block.kind == BLOCK_LIST_ITEM;
        if (line && b->letters <= BYLINE_LETTERS && !(b->signs & SIGN_CAPTION) && r->nodes.at[b->node].parent != beside)
            b->signs |= SIGN_BYLINE;
    }
    for (size_t i = root->first; i < title && i < root->end; i++)
        if (!is_prose(&r->blocks.at[i]))
            r->blocks.at[i].signs |= SIGN_OUTSIDE;      /* kickers, crumbs */
}

/* "14:40", over an entry of a chronicle. */
static bool is_time(Str s)
{
    size_t digits = 0;

    for (size_t i = 0; i < s.len; i++) {
        bool digit = s.ptr[i] >= '0' && s.ptr[i] <= '9';
        if (!digit && s.ptr[i] != ':' && s.ptr[i] != '.')
            return false;
        digits += digit;
    }
    return s.len >= 4 && s.len <= 8 && digits >= 3;
}

static void set_kinds(HtmlResult *r, size_t title)
{
    for (size_t i = 0; i < r->blocks.count; i++) {
        HtmlBlock *b = &r->blocks.at[i];
        Str words = span_text(strbuf_str(&r->text), b->block.span);
        b->block.boilerplate = (b->signs & SIGN_BOILERPLATE) != 0;
        if (b->signs & SIGN_FOOTNOTE)
            b->block.kind = BLOCK_FOOTNOTE;
        else if (i == title) {
            b->block.kind = BLOCK_TITLE;
            b->block.boilerplate = false;
        } else if (b->block.kind == BLOCK_PARAGRAPH && (b->signs & SIGN_CAPTION))
            b->block.kind = BLOCK_CAPTION;
        else if (b->block.kind == BLOCK_TABLE_ROW && is_prose(b) && memchr(words.ptr, '\t', words.len) == NULL)
            b->block.kind = BLOCK_PARAGRAPH;        /* a cell that lays out the page */
        else if (b->block.kind == BLOCK_PARAGRAPH && is_time(words))
            b->block.kind = BLOCK_BYLINE;
        else if ((b->block.kind == BLOCK_PARAGRAPH || b->block.kind == BLOCK_LIST_ITEM) && (b->signs & SIGN_BYLINE) &&
                 b->letters < ENOUGH)
            b->block.kind = BLOCK_BYLINE;
    }
}

void html_judge(Arena *arena, HtmlResult *r)
{
    Sum *sum = sums_of(arena, r);

    hand_down(arena, r, sum);
    take_back(r);
    mark_rows(arena, r, sum);
    sum = sums_of(arena, r);
    Sum root = sum[0];
    if (sum[0].good >= ENOUGH)
        root = trim(r, sum[narrow(r, sum, best_node(r, sum))]);
    size_t title = find_title(r, &root);
    mark_outside(r, &root, title);
    if (title != SIZE_MAX)
        mark_head(r, &root, title);
    mark_link_lists(r);
    mark_scales(r);
    set_kinds(r, title);
}
