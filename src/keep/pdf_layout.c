/* pdf_layout.c -- see pdf_layout.h: marks what stands on every page, footnotes and headings, and joins lines. */
#include "keep/pdf_layout.h"

#include "base/map.h"
#include "base/utf8.h"
#include "keep/flow.h"
#include "keep/pdf_order.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define EDGE            0.10f   /* of the page's height, at top and bottom: where running heads stand */
#define EDGE_LINES      2       /* at each edge that are looked at */
#define REPEATS         2       /* pages that bear the same head, at least ... */
#define REPEAT_SHARE    6       /* ... and one page in so many */
#define NOTE_SIZE       0.95f   /* of the body's: a footnote is smaller */
#define NOTE_FROM       0.45f   /* of the page's height: footnotes stand below */
#define HEAD_SIZE       1.13f
#define HEAD_LETTERS    240     /* bytes of a heading */
#define BOLD_LETTERS    140
#define MARK_SIZE       0.82f   /* of its line's: a raised mark of a note */
#define SAME_SIZE       0.08f
#define NOTE_MAX        2000
#define LOW_CONFIDENCE  60

typedef struct Layout {
    Arena   *arena;
    Paper   *paper;
    PdfPage *pages;
    size_t   page_count;
    float    body;              /* size of most of the text */
    float    pitch;             /* from line to line of it */
    PdfLines lines;
    StrBuf   text;              /* of the open paragraph */
    Block    like;
    size_t   first, last;       /* its lines */
    VEC(Span) joined;           /* hyphens taken out, places in the open paragraph */
    VEC(size_t) later;          /* lines of boilerplate and notes met inside it */
    int      confidence_sum, words;
    bool     open, bold;
    float    size;
} Layout;

/* ---- measures ---- */

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* The size of font that most letters have, to half a point. */
static float body_size(const PdfPage *pages, size_t count)
{
    enum { SIZES = 200 };
    size_t letters[SIZES] = { 0 };
    int best = 20;

    for (size_t p = 0; p < count; p++)
        for (size_t i = 0; i < pages[p].count; i++) {
            int slot = (int)lroundf(fminf(pages[p].words[i].size, 99) * 2);
            letters[slot < 0 ? 0 : slot] += pages[p].words[i].text.len;
        }
    for (int i = 0; i < SIZES; i++)
        if (letters[i] > letters[best])
            best = i;
    return (float)best / 2;
}

static float line_pitch(const Layout *l)
{
    float *steps = arena_array(l->arena, float, l->lines.count + 1);
    size_t count = 0;

    for (size_t i = 1; i < l->lines.count; i++) {
        const PdfLine *a = &l->lines.at[i - 1], *b = &l->lines.at[i];
        if (a->page == b->page && a->column == b->column && b->y1 > a->y1 && b->y1 - a->y1 < 4 * l->body &&
            fabsf(b->size - l->body) < SAME_SIZE * l->body)
            steps[count++] = b->y1 - a->y1;
    }
    if (count == 0)
        return l->body * 1.2f;
    qsort(steps, count, sizeof *steps, by_value);
    return steps[count / 3];
}

/* ---- what stands on every page ---- */

static Str line_key(Arena *arena, const PdfLine *line)
{
    StrBuf key = { 0 };

    for (size_t i = 0; i < line->count; i++) {
        bool digit = false;
        for (size_t k = 0; k < line->words[i].text.len; k++) {
            char c = line->words[i].text.ptr[k];
            if (c >= '0' && c <= '9') {
                if (!digit)
                    strbuf_char(&key, '#');
                digit = true;
            } else {
                strbuf_char(&key, c);
                digit = false;
            }
        }
        strbuf_char(&key, ' ');
    }
    Str text = arena_str(arena, str_trim(strbuf_str(&key)));
    strbuf_finish(&key);
    return text;
}

static bool is_number_alone(Str key)
{
    bool digits = false;

    for (size_t i = 0; i < key.len; i++) {
        digits |= key.ptr[i] == '#';
        if (key.ptr[i] != '#' && key.ptr[i] != ' ' && key.ptr[i] != '-' && key.ptr[i] != '/' && key.ptr[i] != '|')
            return false;
    }
    return digits;
}

/* Lines at the edges of the page: none with more than EDGE_LINES - 1 beyond it. */
static bool at_edge(const Layout *l, size_t n)
{
    const PdfLine *line = &l->lines.at[n];
    const PdfPage *page = &l->pages[line->page];
    int beyond = 0;
    bool top = line->y1 <= page->height * EDGE, bottom = line->y0 >= page->height * (1 - EDGE);

    if (!top && !bottom)
        return false;
    for (size_t i = n; i-- > 0 && l->lines.at[i].page == line->page; )
        beyond += top ? l->lines.at[i].y0 < line->y0 - 1 : l->lines.at[i].y0 > line->y0 + 1;
    for (size_t i = n + 1; i < l->lines.count && l->lines.at[i].page == line->page; i++)
        beyond += top ? l->lines.at[i].y0 < line->y0 - 1 : l->lines.at[i].y0 > line->y0 + 1;
    return beyond < EDGE_LINES;
}

static void mark_running_heads(Layout *l)
{
    Map seen = { 0 };
    Str *keys = arena_array(l->arena, Str, l->lines.count + 1);
    size_t least = l->page_count / REPEAT_SHARE > REPEATS ? l->page_count / REPEAT_SHARE : REPEATS;

    for (size_t i = 0; i < l->lines.count; i++) {
        if (!at_edge(l, i))
            continue;
        keys[i] = line_key(l->arena, &l->lines.at[i]);
        ++*map_put(l->arena, &seen, keys[i], 0);
    }
    for (size_t i = 0; i < l->lines.count; i++)
        l->lines.at[i].boilerplate = keys[i].len && (is_number_alone(keys[i]) ||
                                                     (size_t)*map_get(&seen, keys[i]) >= least);
}

/* ---- footnotes ---- */

/* The number that a line begins with, "12", "12." or "12)": 0 none. Something must stand after it. */
static int leading_number(const PdfLine *line)
{
    Str s = line->words[0].text;
    int n = 0;
    size_t i = 0;

    for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9' && n < NOTE_MAX; i++)
        n = n * 10 + (s.ptr[i] - '0');
    if (i == 0 || i > 4 || n >= NOTE_MAX || (i < s.len && s.ptr[i] != '.' && s.ptr[i] != ')' && i + 1 < s.len))
        return 0;
    return line->count > 1 || i < s.len ? n : 0;
}

static void mark_footnotes(Layout *l)
{
    int now = 0;

    for (size_t i = 0; i < l->lines.count; i++) {
        PdfLine *line = &l->lines.at[i];
        const PdfLine *before = i ? &l->lines.at[i - 1] : NULL;
        bool low = line->y0 > l->pages[line->page].height * NOTE_FROM;
        if (line->boilerplate)
            continue;
        if (before && (before->page != line->page || before->column != line->column))
            now = 0;
        if (!low || line->row || line->size > l->body * NOTE_SIZE) {
            now = 0;
            continue;
        }
        int number = leading_number(line);
        if (number && (now == 0 || number == now + 1))
            now = line->note = number;
        else if (now)
            line->note = -1;
    }
}

/* ---- paragraphs ---- */

static bool is_small_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF) || (c >= 0x430 && c <= 0x45F) || c == 0x491;
}

static bool is_letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x24F) || (c >= 0x370 && c <= 0x52F);
}

static uint32_t first_of(Str s)
{
    size_t len;
    return s.len ? utf8_get(s, 0, &len) : 0;
}

static uint32_t last_of(Str s, size_t *at)
{
    size_t len;
    *at = s.len ? utf8_before(s, s.len) : 0;
    return s.len ? utf8_get(s, *at, &len) : 0;
}

static bool ends_sentence(Str s)
{
    size_t at;
    uint32_t c = last_of(s, &at);

    if (c == '"' || c == ')' || c == 0xBB || c == 0x201D || c == ']')
        c = last_of(str_slice(s, 0, at), &at);
    return c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026;
}

/* What stands between the text so far and the next line; a hyphen that parted a word goes. */
static void join_line(Layout *l, Str next)
{
    size_t at, before;
    Str so_far = strbuf_str(&l->text);
    uint32_t c = last_of(so_far, &at);
    bool soft = c == 0xAD, hard = c == '-' || c == 0x2010;

    if (l->text.len == 0)
        return;
    if (soft || (hard && is_small_letter(first_of(next)) && is_letter(last_of(str_slice(so_far, 0, at), &before)))) {
        l->text.len = at;
        if (hard)
            vec_push(l->arena, &l->joined, ((Span){ (uint32_t)at, (uint32_t)at }));
    } else {
        strbuf_char(&l->text, ' ');
    }
}

/* Soft hyphens inside a line are for typesetting. */
static void add_word(Layout *l, Str word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (i + 2 < word.len && word.ptr[i] == '\xC2' && word.ptr[i + 1] == '\xAD') {
            i++;
            continue;
        }
        strbuf_char(&l->text, word.ptr[i]);
    }
}

static bool is_raised(const PdfLine *line, const PdfWord *w)
{
    return w->size < MARK_SIZE * line->size && w->y1 < line->y1 - 0.08f * line->size;
}

static void add_line(Layout *l, const PdfLine *line)
{
    for (size_t i = 0; i < line->count; i++) {
        const PdfWord *w = &line->words[i], *before = i ? &line->words[i - 1] : NULL;
        bool raised = i > 0 && is_raised(line, w);
        if (before == NULL)
            join_line(l, w->text);
        else if (line->row && pdf_is_cell_gap(before, w, l->body))
            strbuf_char(&l->text, '\t');
        else if (w->x0 - before->x1 > 0.12f * line->size && !raised)
            strbuf_char(&l->text, ' ');
        if (raised && flow_is_note_mark(strbuf_str(&l->text), w->text))
            strbuf_printf(&l->text, "[" STR_FMT "]", STR_ARG(w->text));
        else
            add_word(l, w->text);
        l->confidence_sum += w->confidence;
        l->words++;
    }
}

static bool all_bold(const PdfLine *line)
{
    for (size_t i = 0; i < line->count; i++)
        if (!line->words[i].bold)
            return false;
    return true;
}

static void note_block(Layout *l, size_t block)
{
    const Block *b = &l->paper->blocks.at[block];

    for (size_t i = 0; i < l->joined.count; i++) {
        uint32_t at = b->span.start + l->joined.at[i].start;
        if (at <= b->span.end)
            paper_note(l->paper, "hyphen_joined", (Span){ at, at }, S("a hyphen at the end of a line was taken out here"));
    }
    if (b->confidence && b->confidence < LOW_CONFIDENCE)
        paper_note(l->paper, "ocr_low", b->span, arena_printf(l->arena,
                   "recognised with low confidence (%d %%): compare it with the picture", (int)b->confidence));
}

static void judge_heading(Layout *l)
{
    float ratio = l->size / l->body;

    if (l->like.kind != BLOCK_PARAGRAPH || l->like.boilerplate || l->text.len > HEAD_LETTERS)
        return;
    if (ratio >= HEAD_SIZE)
        l->like = (Block){ .kind = BLOCK_HEADING, .number = ratio >= 1.6f ? 1 : ratio >= 1.3f ? 2 : 3, .page = l->like.page,
                           .origin = SPAN_NONE };
    else if (l->bold && ratio > 0.95f && l->text.len <= BOLD_LETTERS && !ends_sentence(strbuf_str(&l->text)))
        l->like = (Block){ .kind = BLOCK_HEADING, .number = 4, .page = l->like.page, .origin = SPAN_NONE };
}

static void write_later(Layout *l);

static void close_block(Layout *l)
{
    if (!l->open)
        return;
    l->open = false;
    judge_heading(l);
    l->like.confidence = l->words ? l->confidence_sum / l->words : 0;
    size_t block = paper_block(l->paper, strbuf_str(&l->text), l->like);
    if (block != SIZE_MAX)
        note_block(l, block);
    strbuf_clear(&l->text);
    l->joined.count = 0;
    write_later(l);
}

static void open_block(Layout *l, size_t n, Block like)
{
    const PdfLine *line = &l->lines.at[n];

    close_block(l);
    write_later(l);
    like.origin = SPAN_NONE;
    like.page = l->pages[line->page].number;
    l->like = like;
    l->open = true;
    l->bold = true;
    l->size = line->size;
    l->first = n;
    l->words = l->confidence_sum = 0;
}

static void take_line(Layout *l, size_t n)
{
    l->bold &= all_bold(&l->lines.at[n]);
    l->last = n;
    add_line(l, &l->lines.at[n]);
}

/* Boilerplate and notes that stood inside a paragraph which goes on over the page come after it. */
static void write_later(Layout *l)
{
    size_t count = l->later.count;

    l->later.count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = l->later.at[i];
        const PdfLine *line = &l->lines.at[n];
        if (line->boilerplate)
            open_block(l, n, (Block){ .kind = BLOCK_PARAGRAPH, .boilerplate = true });
        else if (line->note > 0 || !l->open)
            open_block(l, n, (Block){ .kind = BLOCK_FOOTNOTE, .number = line->note > 0 ? line->note : 0 });
        take_line(l, n);
    }
    if (count)
        close_block(l);
}

static bool is_bullet(Str s)
{
    uint32_t c = first_of(s);
    return c == 0x2022 || c == 0x25CF || c == 0x25AA || c == 0x2023 || c == 0xB7 ||
           ((c == '-' || c == 0x2013 || c == 0x2014) && s.len <= 3);
}

/* Does this line begin a new paragraph after the open one's last line? */
static bool begins_paragraph(const Layout *l, const PdfLine *before, const PdfLine *line)
{
    Str so_far = strbuf_str(&l->text);
    bool small = is_small_letter(first_of(line->words[0].text));

    if (fabsf(line->size - before->size) > SAME_SIZE * l->body || is_bullet(line->words[0].text) ||
        all_bold(line) != all_bold(before))
        return !(small && before->size == line->size && !ends_sentence(so_far));
    if (before->page != line->page || before->column != line->column)
        return ends_sentence(so_far) || !(small || before->x1 > before->right - 3 * l->body);
    if (line->y1 - before->y1 > 1.4f * fmaxf(l->pitch, line->size))
        return true;
    if (line->x0 - before->x0 > 0.8f * line->size && before->x0 - line->left < 0.8f * line->size)
        return true;                            /* the first line is indented */
    return before->x1 < before->right - 0.15f * (before->right - before->left) && (ends_sentence(so_far) || !small);
}

static void read_lines(Layout *l)
{
    for (size_t n = 0; n < l->lines.count; n++) {
        const PdfLine *line = &l->lines.at[n];
        if (line->boilerplate || line->note) {
            vec_push(l->arena, &l->later, n);
            if (line->boilerplate && !l->open)
                write_later(l);
            continue;
        }
        if (line->row) {
            open_block(l, n, (Block){ .kind = BLOCK_TABLE_ROW });
            take_line(l, n);
            continue;
        }
        if (!l->open || l->like.kind == BLOCK_TABLE_ROW || begins_paragraph(l, &l->lines.at[l->last], line))
            open_block(l, n, (Block){ .kind = is_bullet(line->words[0].text) ? BLOCK_LIST_ITEM : BLOCK_PARAGRAPH });
        take_line(l, n);
    }
    close_block(l);
    write_later(l);
}

/* The largest heading on the first page is the title. */
static void find_title(Layout *l)
{
    Block *best = NULL;

    for (size_t i = 0; i < l->paper->blocks.count; i++) {
        Block *b = &l->paper->blocks.at[i];
        if (b->page != l->pages[0].number)
            break;
        if (b->kind == BLOCK_HEADING && b->number <= 2 && (best == NULL || b->number < best->number))
            best = b;
    }
    if (best) {
        best->kind = BLOCK_TITLE;
        best->number = 0;
    }
}

void pdf_layout(Paper *paper, PdfPage *pages, size_t count)
{
    Layout l = { .arena = paper->arena, .paper = paper, .pages = pages, .page_count = count };

    if (count == 0)
        return;
    l.body = body_size(pages, count);
    for (size_t i = 0; i < count; i++)
        pdf_order(l.arena, &pages[i], (int)i, l.body, &l.lines);
    l.pitch = line_pitch(&l);
    mark_running_heads(&l);
    mark_footnotes(&l);
    read_lines(&l);
    find_title(&l);
    strbuf_finish(&l.text);
}
