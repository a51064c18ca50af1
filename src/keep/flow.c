/* flow.c -- see flow.h. */
#include "keep/flow.h"

#define LINES_OF_LAYOUT 3       /* a cell of so many paragraphs lays out a page; it is no figure in a row */
#define LAYOUT_CELLS    2       /* that hold words, at most, in a row that lays out a page */
#define NOTE_MARK_MAX   3       /* digits */
#define PARAS_MAX       500     /* open inside each other */

static const struct { const char *code, *text; } marks[] = {
    [MARK_DELETED]  = { "deleted_text", "words were deleted here by tracked changes; they are not part of the text" },
    [MARK_INSERTED] = { "inserted_text", "words were inserted here by tracked changes; they are read" },
    [MARK_COMMENT]  = { "comment", "a comment stands here; it is not part of the text" },
    [MARK_HIDDEN]   = { "hidden_text", "hidden words stand here; they are not part of the text" },
    [MARK_SYMBOL]   = { "symbol", "a sign of a picture font stands here; it is not read" },
    [MARK_EMBEDDED] = { "embedded", "another document is embedded here; it is not read" },
};

void flow_begin(Flow *f, Arena *arena)
{
    *f = (Flow){ .arena = arena, .paper = { .arena = arena } };
}

void flow_finish(Flow *f)
{
    for (size_t i = 0; i < f->paras.count; i++)
        strbuf_finish(&f->paras.at[i]->text);
    strbuf_finish(&f->row);
    strbuf_finish(&f->note);
    strbuf_finish(&f->paper.text);
}

FlowPara *flow_top(Flow *f)
{
    return f->paras.count ? f->paras.at[f->paras.count - 1] : NULL;
}

void flow_open(Flow *f, Block like)
{
    if (f->paras.count >= PARAS_MAX)
        flow_close(f);
    FlowPara *p = arena_new(f->arena, FlowPara);
    p->like = like;
    vec_push(f->arena, &f->paras, p);
}

static void place_marks(Flow *f, const FlowPara *p, size_t block)
{
    for (size_t i = 0; i < p->marks.count; i++) {
        Span span = SPAN_NONE;
        if (block != SIZE_MAX) {
            span = f->paper.blocks.at[block].span;
            if (p->marks.at[i].at < span.end - span.start)
                span.start += p->marks.at[i].at;
            else
                span.start = span.end;
            span.end = span.start;
        }
        paper_note(&f->paper, marks[p->marks.at[i].mark].code, span, str_of(marks[p->marks.at[i].mark].text));
    }
}

static void into_cell(Flow *f, const FlowPara *p)
{
    Str text = paper_line(f->arena, strbuf_str(&p->text));

    place_marks(f, p, SIZE_MAX);
    if (text.len == 0)
        return;
    if (f->in_cell++)
        strbuf_char(&f->row, ' ');
    else
        f->filled++;
    strbuf_add(&f->row, text);
    vec_push(f->arena, &f->cells, text);
    f->layout |= f->in_cell >= LINES_OF_LAYOUT;
}

void flow_close(Flow *f)
{
    FlowPara *p = flow_top(f);

    if (p == NULL)
        return;
    f->paras.count--;
    if (f->target == FLOW_NOTE) {
        if (f->note.len)
            strbuf_char(&f->note, ' ');
        strbuf_add(&f->note, strbuf_str(&p->text));
    } else if (f->target == FLOW_EDGE) {
        paper_block(&f->paper, paper_line(f->arena, strbuf_str(&p->text)),
                    (Block){ .kind = BLOCK_PARAGRAPH, .boilerplate = true, .origin = SPAN_NONE });
    } else if (f->tables > 0) {
        into_cell(f, p);
    } else {
        place_marks(f, p, paper_block(&f->paper, strbuf_str(&p->text), p->like));
    }
    strbuf_finish(&p->text);
}

void flow_add(Flow *f, Str text)
{
    FlowPara *p = flow_top(f);

    if (p)
        strbuf_add(&p->text, text);
}

void flow_break(Flow *f, char c)
{
    flow_add(f, f->tables || f->target != FLOW_BODY || c == ' ' ? S(" ") : c == '\t' ? S("\t") : S("\n"));
}

/* m2 and km2 are measures, 10 is a base: letters of one or two, or "10", before the raised digits. */
static bool is_power(Str before)
{
    size_t end = before.len, letters = 0;

    if (str_ends(before, S("10")))
        return true;
    while (end > 0 && letters < 3 && ((unsigned char)before.ptr[end - 1] >= 0x80 ||
                                      ((before.ptr[end - 1] | 32) >= 'a' && (before.ptr[end - 1] | 32) <= 'z'))) {
        end--;
        while (end > 0 && ((unsigned char)before.ptr[end] & 0xC0) == 0x80)
            end--;
        letters++;
    }
    return letters == 1 || letters == 2;
}

bool flow_is_note_mark(Str before, Str raised)
{
    for (size_t i = 0; i < raised.len; i++)
        if (raised.ptr[i] < '0' || raised.ptr[i] > '9')
            return false;
    return raised.len > 0 && raised.len <= NOTE_MARK_MAX && !is_power(before);
}

void flow_raised(Flow *f, Str text)
{
    FlowPara *p = flow_top(f);
    Str mark = str_trim(text);
    bool note = p && f->target == FLOW_BODY && flow_is_note_mark(strbuf_str(&p->text), mark);

    flow_add(f, note ? arena_printf(f->arena, "[" STR_FMT "]", STR_ARG(mark)) : text);
}

void flow_mark(Flow *f, FlowMark mark)
{
    FlowPara *p = flow_top(f);

    if (p == NULL || f->target != FLOW_BODY)
        return;
    size_t n = p->marks.count;      /* one after the other is one */
    if (n && p->marks.at[n - 1].mark == mark && p->marks.at[n - 1].at == p->text.len)
        return;
    vec_push(f->arena, &p->marks, (__typeof__(*p->marks.at)){ mark, (uint32_t)p->text.len });
}

void flow_cell(Flow *f)
{
    if (f->tables != 1)
        return;
    if (f->begun)
        strbuf_char(&f->row, '\t');
    f->begun = true;
    f->in_cell = 0;
}

void flow_row(Flow *f)
{
    if (f->tables != 1)
        return;
    if (f->layout && f->filled <= LAYOUT_CELLS)
        for (size_t i = 0; i < f->cells.count; i++)
            paper_block(&f->paper, f->cells.at[i], flow_like(BLOCK_PARAGRAPH, 0));
    else
        paper_block(&f->paper, strbuf_str(&f->row), flow_like(BLOCK_TABLE_ROW, 0));
    strbuf_clear(&f->row);
    f->cells.count = 0;
    f->in_cell = f->filled = 0;
    f->layout = f->begun = false;
}

size_t flow_take_note(Flow *f)
{
    Str text = paper_line(f->arena, strbuf_str(&f->note));

    strbuf_clear(&f->note);
    if (text.len == 0)
        return SIZE_MAX;
    vec_push(f->arena, &f->notes, (FlowNote){ .text = text });
    return f->notes.count - 1;
}

void flow_cite(Flow *f, size_t note)
{
    if (note >= f->notes.count || f->target != FLOW_BODY)
        return;
    FlowNote *n = &f->notes.at[note];
    if (n->number == 0) {
        vec_push(f->arena, &f->cited, note);
        n->number = (int)f->cited.count;
    }
    flow_add(f, arena_printf(f->arena, "[%d]", n->number));
}

void flow_write_notes(Flow *f)
{
    for (size_t i = 0; i < f->cited.count; i++) {
        const FlowNote *n = &f->notes.at[f->cited.at[i]];
        paper_block(&f->paper, n->text, flow_like(BLOCK_FOOTNOTE, n->number));
    }
}
