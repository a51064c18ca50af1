/* parse_rtf.c -- RTF: groups, control words, the code page of each font; paragraphs, rows, notes.
 *
 * A group inherits the state of the one around it; states lie on a stack of our own, so depth costs rows. Groups
 * that open with \* and a word not known here are passed over, as the format asks.
 */
#include "keep/parse_rtf.h"

#include "base/utf8.h"
#include "keep/flow.h"
#include "keep/worker.h"

#include <iconv.h>

#define DEPTH_MAX   10000
#define FONTS_MAX   10000
#define WORD_MAX    32

/* Code pages by the charset of a font (\fcharset) and by \ansicpg. */
static const struct { int charset, page; const char *name; } pages[] = {
    { 0, 1252, "CP1252" }, { 238, 1250, "CP1250" }, { 204, 1251, "CP1251" }, { 161, 1253, "CP1253" },
    { 162, 1254, "CP1254" }, { 177, 1255, "CP1255" }, { 178, 1256, "CP1256" }, { 186, 1257, "CP1257" },
    { 163, 1258, "CP1258" }, { 77, 10000, "MACINTOSH" }, { -1, 10007, "MAC-CYRILLIC" }, { -1, 866, "CP866" },
    { -1, 20866, "KOI8-R" }, { -1, 21866, "KOI8-U" }, { -1, 437, "CP437" }, { -1, 850, "CP850" },
    { -1, 65001, "UTF-8" }, { 128, 932, "CP932" }, { 134, 936, "CP936" }, { 129, 949, "CP949" }, { 136, 950, "CP950" },
};
#define PAGES (sizeof pages / sizeof *pages)

static iconv_t converters[PAGES];
static bool prepared;

typedef enum Target { TO_TEXT, TO_NOTHING, TO_FONTS, TO_TITLE, TO_AUTHOR, TO_EDITOR, TO_STYLES, TO_CREATED, TO_CHANGED } Target;

#define SYMBOLS (-2)            /* a font of signs, not letters */

typedef struct State {
    Target target;
    int    page;                /* index into pages, or SYMBOLS */
    int    skip;                /* \uc: so many characters stand in for one of \u */
    bool   hidden, deleted, raised, note;
} State;

typedef struct Rtf {
    Arena      *arena;
    Flow        flow;
    Str         in;
    size_t      at;
    VEC(State)  states;
    State       s;
    VEC(int)    fonts;          /* page by number of the font */
    int         page;           /* of the document */
    int         font;           /* being told in the font table */
    VEC(int)    headings;       /* by number of the style: level, TITLE or 0 */
    StrBuf      bytes;          /* in the page of the font, not converted yet */
    uint32_t    high;           /* first half of a pair */
    int         to_skip;        /* characters that stand in for the last \u */
    StrBuf      aside;          /* a name of a style, a title */
    size_t      note_base;      /* open paragraphs when the note began */
    Str         title, author, editor;
    int         created[3], changed[3];
    bool        star, in_row, cell_open, list, too_deep;
    int         style, outline;
} Rtf;

#define TITLE 100

void rtf_prepare(void)
{
    for (size_t i = 0; !prepared && i < PAGES; i++)
        converters[i] = iconv_open("UTF-8", pages[i].name);
    prepared = true;
}

/* ---- text ---- */

static void open_para(Rtf *r)
{
    bool note = r->flow.target == FLOW_NOTE;

    if (r->flow.paras.count > (note ? r->note_base : 0))
        return;
    if (!note) {
        r->flow.tables = r->in_row;
        if (r->in_row && !r->cell_open)
            flow_cell(&r->flow);
        r->cell_open |= r->in_row;
    }
    flow_open(&r->flow, flow_like(BLOCK_PARAGRAPH, 0));
}

static void close_para(Rtf *r)
{
    FlowPara *p = flow_top(&r->flow);
    size_t style = (size_t)r->style;
    int level = r->outline >= 0 && r->outline < 6 ? r->outline + 1
              : style < r->headings.count ? r->headings.at[style] : 0;

    if (p == NULL || r->flow.paras.count <= (r->flow.target == FLOW_NOTE ? r->note_base : 0))
        return;
    if (level)
        p->like = flow_like(level == TITLE ? BLOCK_TITLE : BLOCK_HEADING, level == TITLE ? 0 : level);
    else if (r->list)
        p->like.kind = BLOCK_LIST_ITEM;
    flow_close(&r->flow);
}

static void emit(Rtf *r, Str text)
{
    if (text.len == 0 || r->s.target == TO_NOTHING)
        return;
    if (r->s.target != TO_TEXT) {
        strbuf_add(&r->aside, text);
        return;
    }
    open_para(r);
    if (r->s.deleted || r->s.hidden)
        flow_mark(&r->flow, r->s.deleted ? MARK_DELETED : MARK_HIDDEN);
    else if (r->s.raised)
        flow_raised(&r->flow, text);
    else
        flow_add(&r->flow, text);
}

/* Bytes that are not of their code page become U+FFFD, one each. */
static void flush(Rtf *r)
{
    char out[4096], *in = r->bytes.ptr;
    size_t left = r->bytes.len;
    StrBuf text = { 0 };
    iconv_t converter = r->s.page >= 0 ? converters[r->s.page] : (iconv_t)-1;

    if (left == 0)
        return;
    if (r->s.page == SYMBOLS && r->s.target == TO_TEXT) {
        open_para(r);
        flow_mark(&r->flow, MARK_SYMBOL);
        left = 0;
        strbuf_char(&text, ' ');
    }
    if (converter != (iconv_t)-1)
        iconv(converter, NULL, NULL, NULL, NULL);
    while (left) {
        char *to = out;
        size_t room = sizeof out, before = left;
        if (converter != (iconv_t)-1)
            iconv(converter, &in, &left, &to, &room);
        strbuf_add(&text, (Str){ out, (size_t)(to - out) });
        if (left && left == before) {           /* no step forward */
            strbuf_utf8(&text, UTF8_REPLACEMENT);
            in++;
            left--;
        }
    }
    strbuf_clear(&r->bytes);
    emit(r, strbuf_str(&text));
    strbuf_finish(&text);
}

static void byte(Rtf *r, char c)
{
    if (r->to_skip > 0)
        r->to_skip--;
    else if (r->s.target != TO_NOTHING)
        strbuf_char(&r->bytes, c);
}

static void unicode(Rtf *r, int64_t n)
{
    uint32_t point = (uint32_t)(n < 0 ? n + 65536 : n);
    char bytes[4];

    flush(r);
    r->to_skip = r->s.skip;
    if (point >= 0xD800 && point < 0xDC00) {
        r->high = point;
        return;
    }
    if (point >= 0xDC00 && point < 0xE000)
        point = r->high ? 0x10000 + ((r->high - 0xD800) << 10) + (point - 0xDC00) : UTF8_REPLACEMENT;
    r->high = 0;
    if (point > 0x10FFFF || (point < 32 && point != 9))
        point = UTF8_REPLACEMENT;
    if (point >= 0xE000 && point < 0xF900) {
        open_para(r);
        flow_mark(&r->flow, MARK_SYMBOL);
        point = ' ';
    }
    emit(r, (Str){ bytes, utf8_put(point, bytes) });
}

/* ---- groups ---- */

static void open_group(Rtf *r)
{
    flush(r);
    r->to_skip = 0;
    if (r->states.count >= DEPTH_MAX) {
        r->too_deep = true;
        return;
    }
    vec_push(r->arena, &r->states, r->s);
    r->s.note = false;
    r->star = false;
}

static void end_note(Rtf *r)
{
    while (r->flow.paras.count > r->note_base)
        flow_close(&r->flow);
    size_t note = flow_take_note(&r->flow);
    r->flow.target = FLOW_BODY;
    if (note == SIZE_MAX)
        return;
    open_para(r);
    flow_cite(&r->flow, note);
}

static void take_style(Rtf *r)
{
    Str name = str_trim(strbuf_str(&r->aside));
    int level = 0;

    if (name.len >= 9 && (str_starts(name, S("heading ")) || str_starts(name, S("Heading "))))
        level = name.ptr[8] >= '1' && name.ptr[8] <= '6' ? name.ptr[8] - '0' : 0;
    else if (str_starts(name, S("Title;")))
        level = TITLE;
    while (level && r->headings.count <= (size_t)r->style)
        vec_push(r->arena, &r->headings, 0);
    if (level)
        r->headings.at[r->style] = level;
    r->style = 0;
}

static void close_group(Rtf *r)
{
    flush(r);
    r->to_skip = 0;
    if (r->states.count == 0)
        return;
    State inner = r->s;
    r->s = r->states.at[--r->states.count];
    if (inner.note)
        end_note(r);
    Str *into = inner.target == TO_TITLE ? &r->title : inner.target == TO_AUTHOR ? &r->author
              : inner.target == TO_EDITOR ? &r->editor : NULL;
    if (into && r->s.target != inner.target)
        *into = paper_line(r->arena, strbuf_str(&r->aside));
    if (inner.target == TO_STYLES)
        take_style(r);
    if (inner.target != TO_TEXT)
        strbuf_clear(&r->aside);
}

/* ---- control words ---- */

typedef enum Act {
    DO_PAR, DO_TAB, DO_LINE, DO_PARD, DO_PLAIN, DO_CELL, DO_ROW, DO_INTBL, DO_NESTCELL, DO_UNICODE, DO_UC, DO_BIN, DO_ANSICPG,
    DO_MAC, DO_FONT, DO_CHARSET, DO_CPG, DO_TARGET, DO_NOTE, DO_COMMENT, DO_LIST, DO_HIDDEN,
    DO_DELETED, DO_REVISED, DO_RAISED, DO_STYLE, DO_OUTLINE, DO_CHAR, DO_DATE, DO_EMBEDDED,
} Act;

static const struct { const char *word; Act act; int n; } acts[] = {
    { "par", DO_PAR, 0 }, { "sect", DO_PAR, 0 }, { "page", DO_PAR, 0 }, { "tab", DO_TAB, 0 }, { "line", DO_LINE, 0 },
    { "pard", DO_PARD, 0 }, { "plain", DO_PLAIN, 0 }, { "cell", DO_CELL, 0 }, { "row", DO_ROW, 0 },
    { "intbl", DO_INTBL, 0 }, { "nestcell", DO_NESTCELL, 0 }, { "nestrow", DO_NESTCELL, 0 }, { "u", DO_UNICODE, 0 },
    { "uc", DO_UC, 0 }, { "bin", DO_BIN, 0 }, { "ansicpg", DO_ANSICPG, 0 }, { "mac", DO_MAC, 10000 }, { "pc", DO_MAC, 437 },
    { "pca", DO_MAC, 850 }, { "f", DO_FONT, 0 }, { "fcharset", DO_CHARSET, 0 }, { "cpg", DO_CPG, 0 },
    { "fonttbl", DO_TARGET, TO_FONTS }, { "stylesheet", DO_TARGET, TO_STYLES }, { "info", DO_TARGET, TO_NOTHING },
    { "title", DO_TARGET, TO_TITLE }, { "author", DO_TARGET, TO_AUTHOR }, { "operator", DO_TARGET, TO_EDITOR },
    { "colortbl", DO_TARGET, TO_NOTHING }, { "pict", DO_TARGET, TO_NOTHING }, { "header", DO_TARGET, TO_NOTHING },
    { "headerl", DO_TARGET, TO_NOTHING }, { "headerr", DO_TARGET, TO_NOTHING }, { "headerf", DO_TARGET, TO_NOTHING },
    { "footer", DO_TARGET, TO_NOTHING }, { "footerl", DO_TARGET, TO_NOTHING }, { "footerr", DO_TARGET, TO_NOTHING },
    { "footerf", DO_TARGET, TO_NOTHING }, { "fldinst", DO_TARGET, TO_NOTHING }, { "xe", DO_TARGET, TO_NOTHING },
    { "tc", DO_TARGET, TO_NOTHING }, { "rxe", DO_TARGET, TO_NOTHING }, { "nonshppict", DO_TARGET, TO_NOTHING },
    { "filetbl", DO_TARGET, TO_NOTHING }, { "revtbl", DO_TARGET, TO_NOTHING }, { "listtable", DO_TARGET, TO_NOTHING },
    { "objdata", DO_TARGET, TO_NOTHING }, { "object", DO_EMBEDDED, 0 }, { "ftnsep", DO_TARGET, TO_NOTHING },
    { "ftnsepc", DO_TARGET, TO_NOTHING }, { "aftnsep", DO_TARGET, TO_NOTHING }, { "aftnsepc", DO_TARGET, TO_NOTHING },
    { "ftncn", DO_TARGET, TO_NOTHING }, { "aftncn", DO_TARGET, TO_NOTHING }, { "doccomm", DO_TARGET, TO_NOTHING },
    { "creatim", DO_TARGET, TO_CREATED }, { "revtim", DO_TARGET, TO_CHANGED }, { "printim", DO_TARGET, TO_NOTHING },
    { "buptim", DO_TARGET, TO_NOTHING }, { "yr", DO_DATE, 0 }, { "mo", DO_DATE, 1 }, { "dy", DO_DATE, 2 },
    { "footnote", DO_NOTE, 0 }, { "annotation", DO_COMMENT, 0 }, { "listtext", DO_LIST, 0 }, { "pntext", DO_LIST, 0 },
    { "v", DO_HIDDEN, 0 }, { "deleted", DO_DELETED, 0 }, { "revised", DO_REVISED, 0 }, { "super", DO_RAISED, 1 },
    { "nosupersub", DO_RAISED, 0 }, { "s", DO_STYLE, 0 }, { "outlinelevel", DO_OUTLINE, 0 },
    { "emdash", DO_CHAR, 0x2014 }, { "endash", DO_CHAR, 0x2013 }, { "lquote", DO_CHAR, 0x2018 },
    { "rquote", DO_CHAR, 0x2019 }, { "ldblquote", DO_CHAR, 0x201C }, { "rdblquote", DO_CHAR, 0x201D },
    { "bullet", DO_CHAR, 0x2022 }, { "emspace", DO_CHAR, ' ' }, { "enspace", DO_CHAR, ' ' }, { "qmspace", DO_CHAR, ' ' },
};

static int page_of(int64_t number)
{
    for (size_t i = 0; i < PAGES; i++)
        if (pages[i].page == number)
            return (int)i;
    return 0;
}

static int page_of_charset(Rtf *r, int64_t charset)
{
    for (size_t i = 0; i < PAGES; i++)
        if (charset > 1 && pages[i].charset == charset)
            return (int)i;
    return charset == 2 ? SYMBOLS : charset == 0 ? 0 : r->page;
}

static void set_font(Rtf *r, int page)
{
    if (r->font < 0 || r->font >= FONTS_MAX)
        return;
    while (r->fonts.count <= (size_t)r->font)
        vec_push(r->arena, &r->fonts, r->page);
    r->fonts.at[r->font] = page;
}

static void use_font(Rtf *r, int64_t n)
{
    if (r->s.target == TO_FONTS)
        r->font = n >= 0 && n < FONTS_MAX ? (int)n : -1;
    else
        r->s.page = n >= 0 && n < (int64_t)r->fonts.count ? r->fonts.at[n] : r->page;
}

/* Rows where one paragraph's end is the end of a cell. */
static void end_cell(Rtf *r)
{
    if (r->flow.target != FLOW_BODY)
        return;
    r->flow.tables = 1;
    if (!r->cell_open)
        flow_cell(&r->flow);
    close_para(r);
    r->cell_open = false;
}

static void end_row(Rtf *r)
{
    if (r->flow.target != FLOW_BODY)
        return;
    close_para(r);
    r->flow.tables = 1;
    flow_row(&r->flow);
    r->flow.tables = 0;
    r->cell_open = false;
}

static void start_note(Rtf *r)
{
    if (r->s.target != TO_TEXT || r->flow.target != FLOW_BODY)
        return;
    r->s.note = true;
    r->s.raised = false;
    r->note_base = r->flow.paras.count;
    r->flow.target = FLOW_NOTE;
}

static void pass_over(Rtf *r, FlowMark mark)
{
    if (r->s.target == TO_TEXT) {
        open_para(r);
        flow_mark(&r->flow, mark);
    }
    r->s.target = TO_NOTHING;
}

/* Heads, feet and data keep their inner groups out as well; a title stands inside \info. */
static void set_target(Rtf *r, Target target)
{
    bool named = target == TO_TITLE || target == TO_AUTHOR || target == TO_EDITOR || target == TO_CREATED ||
                 target == TO_CHANGED;

    if (named ? r->s.target == TO_NOTHING : r->s.target == TO_TEXT)
        r->s.target = target;
    strbuf_clear(&r->aside);
}

static void date(Rtf *r, int part, int64_t n)
{
    int *into = r->s.target == TO_CREATED ? r->created : r->s.target == TO_CHANGED ? r->changed : NULL;

    if (into && n >= 0 && n < 10000)
        into[part] = (int)n;
}

static void character(Rtf *r, uint32_t point)
{
    char bytes[4];

    emit(r, (Str){ bytes, utf8_put(point, bytes) });
}

static void control(Rtf *r, Str word, bool given, int64_t n)
{
    size_t i = 0, count = sizeof acts / sizeof *acts;
    bool star = r->star, text = r->s.target == TO_TEXT;

    r->star = false;
    if (r->to_skip > 0 && !str_eq(word, S("u")) && !str_eq(word, S("uc"))) {
        r->to_skip--;
        return;
    }
    while (i < count && !str_eq(word, str_of(acts[i].word)))
        i++;
    if (i == count) {
        if (star)
            r->s.target = TO_NOTHING;
        return;
    }
    if (acts[i].act != DO_UNICODE)
        flush(r);
    switch (acts[i].act) {
    case DO_PAR:        if (text) close_para(r);                                    break;
    case DO_TAB:        if (text) { open_para(r); flow_break(&r->flow, '\t'); }     break;
    case DO_LINE:       if (text) { open_para(r); flow_break(&r->flow, '\n'); }     break;
    case DO_PARD:       r->in_row = r->list = false; r->style = 0; r->outline = -1; break;
    case DO_PLAIN:      r->s.hidden = r->s.deleted = r->s.raised = false;           break;
    case DO_CELL:       if (text) end_cell(r);                                      break;
    case DO_ROW:        if (text) end_row(r);                                       break;
    case DO_INTBL:      r->in_row = true;                                           break;
    case DO_NESTCELL:   if (text) close_para(r);                                    break;
    case DO_UNICODE:    unicode(r, n);                                              break;
    case DO_UC:         r->s.skip = n >= 0 && n < 100 ? (int)n : 1;                 break;
    case DO_BIN:        r->at += n > 0 && (uint64_t)n < r->in.len - r->at ? (size_t)n : 0; break;
    case DO_ANSICPG:    r->page = r->s.page = page_of(n);                           break;
    case DO_MAC:        r->page = r->s.page = page_of(acts[i].n);                   break;
    case DO_FONT:       use_font(r, n);                                             break;
    case DO_CHARSET:    if (r->s.target == TO_FONTS) set_font(r, page_of_charset(r, n)); break;
    case DO_CPG:        if (r->s.target == TO_FONTS) set_font(r, page_of(n));       break;
    case DO_TARGET:     set_target(r, (Target)acts[i].n);                           break;
    case DO_NOTE:       start_note(r);                                              break;
    case DO_COMMENT:    pass_over(r, MARK_COMMENT);                                 break;
    case DO_EMBEDDED:   pass_over(r, MARK_EMBEDDED);                                break;
    case DO_LIST:       if (text) r->s.target = TO_NOTHING; r->list = true;         break;
    case DO_HIDDEN:     r->s.hidden = !given || n != 0;                             break;
    case DO_DELETED:    r->s.deleted = !given || n != 0;                            break;
    case DO_REVISED:    if (text && (!given || n)) { open_para(r); flow_mark(&r->flow, MARK_INSERTED); } break;
    case DO_RAISED:     r->s.raised = acts[i].n && (!given || n != 0);              break;
    case DO_STYLE:      r->style = n >= 0 && n < FONTS_MAX ? (int)n : 0;            break;
    case DO_OUTLINE:    r->outline = n >= 0 && n < 10 ? (int)n : -1;                break;
    case DO_CHAR:       character(r, (uint32_t)acts[i].n);                          break;
    case DO_DATE:       date(r, acts[i].n, n);                                      break;
    default:                                                                        break;
    }
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

static void symbol(Rtf *r, char c)
{
    switch (c) {
    case '\'': {
        int high = r->at < r->in.len ? hex_digit(r->in.ptr[r->at]) : -1;
        int low = r->at + 1 < r->in.len ? hex_digit(r->in.ptr[r->at + 1]) : -1;
        if (high >= 0 && low >= 0) {
            r->at += 2;
            byte(r, (char)(high * 16 + low));
        }
        break;
    }
    case '*':               r->star = true;                     break;
    case '~':               flush(r); character(r, 0xA0);       break;
    case '_':               byte(r, '-');                       break;
    case '\r': case '\n':   control(r, S("par"), false, 0);     break;
    case '\\': case '{': case '}': byte(r, c);                  break;
    default:                                                    break;      /* \- and others */
    }
}

/* At a backslash that was read: a word of letters, a number, one blank. */
static void read_control(Rtf *r)
{
    size_t from = r->at;

    while (r->at < r->in.len && (r->in.ptr[r->at] | 32) >= 'a' && (r->in.ptr[r->at] | 32) <= 'z' &&
           r->at - from < WORD_MAX)
        r->at++;
    if (r->at == from) {
        if (r->at < r->in.len)
            symbol(r, r->in.ptr[r->at++]);
        return;
    }
    Str word = str_slice(r->in, from, r->at);
    bool minus = r->at < r->in.len && r->in.ptr[r->at] == '-', given = false;
    size_t digits = r->at + minus;
    int64_t n = 0;
    for (; digits < r->in.len && r->in.ptr[digits] >= '0' && r->in.ptr[digits] <= '9'; digits++) {
        n = n < 1000000000 ? n * 10 + (r->in.ptr[digits] - '0') : n;
        given = true;
    }
    if (given)
        r->at = digits;
    if (r->at < r->in.len && r->in.ptr[r->at] == ' ')
        r->at++;
    control(r, word, given, minus ? -n : n);
}

static void read_all(Rtf *r)
{
    while (r->at < r->in.len && !r->too_deep) {
        char c = r->in.ptr[r->at++];
        switch (c) {
        case '{':           open_group(r);      break;
        case '}':           close_group(r);     break;
        case '\\':          read_control(r);    break;
        case '\r': case '\n': case '\0':        break;
        default:            byte(r, c);         break;
        }
    }
    while (r->states.count)
        close_group(r);
    flush(r);
    if (flow_top(&r->flow))
        close_para(r);
    end_row(r);
}

static void fact_date(Rtf *r, const char *key, const int date_of[3])
{
    if (date_of[0])
        paper_fact(&r->flow.paper, key, arena_printf(r->arena, "%04d-%02d-%02d", date_of[0], date_of[1], date_of[2]));
}

static int parse(Rtf *r, StrBuf *answer)
{
    Paper *paper = &r->flow.paper;

    if (!str_starts(r->in, S("{\\rtf")))
        return WORKER_BROKEN;
    read_all(r);
    if (r->too_deep)
        return WORKER_TOO_BIG;
    flow_write_notes(&r->flow);
    if (paper->text.len == 0)
        return WORKER_EMPTY;
    paper_fact(paper, "author", r->author);
    paper_fact(paper, "last-changed-by", r->editor);
    fact_date(r, "created", r->created);
    fact_date(r, "changed", r->changed);
    paper_answer(paper, (Answer){ .title = paper_title(paper, r->title), .parser = S(RTF_VERSION) }, answer);
    return 0;
}

int rtf_parse(Arena *arena, Str original, StrBuf *answer)
{
    Rtf r = { .arena = arena, .in = original, .outline = -1, .s = { .skip = 1 } };

    rtf_prepare();
    flow_begin(&r.flow, arena);
    int code = parse(&r, answer);
    flow_finish(&r.flow);
    strbuf_finish(&r.bytes);
    strbuf_finish(&r.aside);
    return code;
}

static int prepare(Str options)
{
    (void)options;
    rtf_prepare();
    return 0;
}

static int work(Str original, Str options, StrBuf *answer)
{
    (void)options;
    return rtf_parse(arena_create(), original, answer);
}

const WorkerParser rtf_parser = { "rtf", prepare, work };
