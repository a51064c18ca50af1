/* flow.h -- a text that comes as a stream of events (DOCX, ODT, RTF): paragraphs inside cells, notes and text
 * boxes go to where they belong. For parsers inside the box. */
#ifndef KEEP_FLOW_H
#define KEEP_FLOW_H

#include "keep/paper.h"

/* What is noted where it stands, without the words: nobody masks the names in them. */
typedef enum FlowMark { MARK_DELETED, MARK_INSERTED, MARK_COMMENT, MARK_HIDDEN, MARK_SYMBOL, MARK_EMBEDDED } FlowMark;

typedef struct FlowPara {
    StrBuf text;
    Block  like;                /* what it will be: may be changed while it is open */
    VEC(struct { FlowMark mark; uint32_t at; }) marks;
} FlowPara;

typedef struct FlowNote {
    Str text;
    int number;                 /* 0: nothing refers to it yet */
} FlowNote;

/* Where closed paragraphs go: the text or the open cell; the open note; boilerplate (heads and feet of pages). */
typedef enum FlowTarget { FLOW_BODY, FLOW_NOTE, FLOW_EDGE } FlowTarget;

typedef struct Flow {
    Arena          *arena;
    Paper           paper;
    FlowTarget      target;
    VEC(FlowPara *) paras;      /* open ones: a text box or note stands inside a paragraph */
    int             tables;     /* open ones inside each other: all but the outermost are words of its cells */
    StrBuf          row, note;
    VEC(Str)        cells;      /* paragraphs of the row */
    size_t          in_cell;    /* of the open cell */
    size_t          filled;     /* cells of the row that hold words */
    bool            layout, begun;
    VEC(FlowNote)   notes;
    VEC(size_t)     cited;      /* notes by their number */
} Flow;

void flow_begin(Flow *f, Arena *arena);
void flow_finish(Flow *f);      /* frees; the paper's text goes with paper_answer */

void flow_open(Flow *f, Block like);
void flow_close(Flow *f);       /* nothing when none is open */
FlowPara *flow_top(Flow *f);    /* NULL when none is open */
void flow_add(Flow *f, Str text);               /* dropped where no paragraph is open */
void flow_break(Flow *f, char c);               /* tab or newline; a blank inside tables and notes */
void flow_raised(Flow *f, Str text);            /* "52" and the mark of note 1 must not become 521: set in brackets */
bool flow_is_note_mark(Str before, Str raised); /* raised digits after that text */
void flow_mark(Flow *f, FlowMark mark);

void flow_cell(Flow *f);        /* a cell begins */
void flow_row(Flow *f);         /* a row ends */

/* Take the note that was written since the target became FLOW_NOTE: its index, or SIZE_MAX when it is empty. */
size_t flow_take_note(Flow *f);
/* The text refers to it here: "[3]" is set, numbers in the order of the first reference. */
void flow_cite(Flow *f, size_t note);
void flow_write_notes(Flow *f); /* all that were referred to, as blocks */

static inline Block flow_like(BlockKind kind, int32_t number)
{
    return (Block){ .kind = kind, .number = number, .origin = SPAN_NONE };
}

#endif
