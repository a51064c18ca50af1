/* parse_docx.c -- DOCX: paragraphs, headings, lists, rows of tables, notes tied by their number.
 *
 * Written from the schema of WordprocessingML. What tracked changes deleted, comments and hidden text are not part
 * of the text; that they are there is noted, without their words: nobody masks the names in them.
 */
#include "keep/parse_docx.h"

#include "base/map.h"
#include "base/utf8.h"
#include "keep/flow.h"
#include "keep/office.h"
#include "keep/worker.h"

#include <stdlib.h>

#define BASED_ON_MAX    20
#define EDGES           6       /* heads of pages that are looked for, and as many feet */

typedef struct Style {
    Str  id, based_on;
    int  level;                 /* of a heading, 1..6; 0 none */
    bool title, list;
} Style;

typedef enum Where { IN_STYLES, IN_NOTES, IN_CORE, IN_BODY, IN_EDGE } Where;

/* The open paragraph's own properties, until it is closed. */
typedef struct Properties {
    Str  style;
    int  outline;               /* -1 not given */
    bool list;
} Properties;

typedef struct Docx {
    Arena           *arena;
    Flow             flow;
    Where            where;
    VEC(Style)       styles;
    Map              style_of;
    Map              note_of;   /* "f3", "e3" -> index into the flow's notes */
    char             note_kind;
    Str              note_id;
    VEC(Properties)  properties;/* one an open paragraph */
    int              skipped;   /* depth inside what is not read */
    int              deleted;   /* depth inside what was deleted or moved away */
    int              settings;  /* depth inside pPr or rPr */
    bool             hidden, raised, in_run, in_text;
    StrBuf           aside;     /* a core property */
    Str              core[5];
} Docx;

static const struct { const char *name, *key; } core_facts[] = {
    { "title", NULL }, { "creator", "author" }, { "lastModifiedBy", "last-changed-by" }, { "created", "created" },
    { "modified", "changed" },
};

/* ---- styles ---- */

static Style *style_at(Docx *d, Str id)
{
    int64_t *at = map_get(&d->style_of, id);
    return at ? &d->styles.at[*at] : NULL;
}

static int number_of(Str s, int missing)
{
    int64_t n;
    return s.ptr && str_to_i64(s, &n) && n >= INT32_MIN && n <= INT32_MAX ? (int)n : missing;
}

static void style_start(Docx *d, const OfficeElement *e)
{
    if (str_eq(e->name, S("style"))) {
        Str id = arena_str(d->arena, office_attribute(e, "styleId"));
        *map_put(d->arena, &d->style_of, id, 0) = (int64_t)d->styles.count;
        vec_push(d->arena, &d->styles, (Style){ .id = id });
    }
    if (d->styles.count == 0)
        return;
    Style *s = &d->styles.at[d->styles.count - 1];
    Str value = office_attribute(e, "val");
    if (str_eq(e->name, S("basedOn")))
        s->based_on = arena_str(d->arena, value);
    else if (str_eq(e->name, S("numPr")))
        s->list = true;
    else if (str_eq(e->name, S("outlineLvl")) && s->level == 0)
        s->level = number_of(value, 9) < 6 ? number_of(value, 9) + 1 : 0;
    else if (str_eq(e->name, S("name")) && (str_eq(value, S("Title")) || str_eq(value, S("title"))))
        s->title = true;
    else if (str_eq(e->name, S("name")) && value.len == 9 && (str_starts(value, S("heading ")) ||
                                                              str_starts(value, S("Heading "))))
        s->level = value.ptr[8] >= '1' && value.ptr[8] <= '6' ? value.ptr[8] - '0' : 0;
}

/* What the paragraph's style says, or the one that is based on. */
static Block block_like(Docx *d, const Properties *p)
{
    BlockKind kind = p->list ? BLOCK_LIST_ITEM : BLOCK_PARAGRAPH;
    Str id = p->style;

    if (p->outline >= 0 && p->outline < 6)
        return flow_like(BLOCK_HEADING, p->outline + 1);
    for (int i = 0; i < BASED_ON_MAX && id.len; i++) {
        const Style *s = style_at(d, id);
        if (s == NULL)
            break;
        if (s->title || s->level)
            return flow_like(s->title ? BLOCK_TITLE : BLOCK_HEADING, s->level);
        if (s->list)
            kind = BLOCK_LIST_ITEM;
        id = s->based_on;
    }
    return flow_like(kind, 0);
}

static void start_para(Docx *d)
{
    flow_open(&d->flow, flow_like(BLOCK_PARAGRAPH, 0));
    d->properties.count = d->flow.paras.count - 1;
    vec_push(d->arena, &d->properties, (Properties){ .outline = -1 });
}

static void end_para(Docx *d)
{
    FlowPara *p = flow_top(&d->flow);

    if (p && d->flow.paras.count <= d->properties.count)
        p->like = block_like(d, &d->properties.at[d->flow.paras.count - 1]);
    flow_close(&d->flow);
}

static void refer(Docx *d, char kind, Str id)
{
    int64_t *at = map_get(&d->note_of, arena_printf(d->arena, "%c" STR_FMT, kind, STR_ARG(id)));

    if (at && d->deleted == 0)
        flow_cite(&d->flow, (size_t)*at);
}

/* ---- elements of WordprocessingML ---- */

/* An on/off property: <w:vanish/>, not <w:vanish w:val="0"/>. */
static bool is_on(const OfficeElement *e)
{
    Str value = office_attribute(e, "val");
    return !value.ptr || !(str_eq(value, S("0")) || str_eq(value, S("false")) || str_eq(value, S("off")));
}

static void property(Docx *d, const OfficeElement *e)
{
    size_t open = d->flow.paras.count;
    Properties *p = open && open <= d->properties.count ? &d->properties.at[open - 1] : NULL;

    if (str_eq(e->name, S("vanish")) && is_on(e))
        d->hidden |= d->in_run;
    if (str_eq(e->name, S("vertAlign")))
        d->raised = d->in_run && str_eq(office_attribute(e, "val"), S("superscript"));
    if (p == NULL)
        return;
    if (str_eq(e->name, S("pStyle")))
        p->style = arena_str(d->arena, office_attribute(e, "val"));
    else if (str_eq(e->name, S("outlineLvl")))
        p->outline = number_of(office_attribute(e, "val"), -1);
    else if (str_eq(e->name, S("numId")))
        p->list = number_of(office_attribute(e, "val"), 0) != 0;
}

static void symbol(Docx *d, const OfficeElement *e)
{
    Str hex = office_attribute(e, "char");
    uint32_t point = hex.len == 4 ? (uint32_t)strtoul(arena_cstr(d->arena, hex), NULL, 16) : 0;
    char bytes[4];

    if (point < 32 || (point >= 0xD800 && point < 0xF900)) {
        flow_mark(&d->flow, MARK_SYMBOL);
        flow_add(&d->flow, S(" "));
        return;
    }
    flow_add(&d->flow, (Str){ bytes, utf8_put(point, bytes) });
}

typedef enum Act {
    DO_PARA, DO_RUN, DO_TEXT, DO_TAB, DO_BREAK, DO_HYPHEN, DO_SYMBOL, DO_TABLE, DO_ROW, DO_CELL,
    DO_INSERTED, DO_DELETED, DO_FOOTNOTE, DO_ENDNOTE, DO_COMMENT, DO_EMBEDDED, DO_PROPERTIES, DO_NOTE,
    DO_SKIP,
} Act;

static const struct { const char *name; Act act; } acts[] = {
    { "p", DO_PARA }, { "r", DO_RUN }, { "t", DO_TEXT }, { "tab", DO_TAB },
    { "ptab", DO_TAB }, { "br", DO_BREAK }, { "cr", DO_BREAK }, { "noBreakHyphen", DO_HYPHEN }, { "sym", DO_SYMBOL },
    { "tbl", DO_TABLE }, { "tr", DO_ROW }, { "tc", DO_CELL }, { "ins", DO_INSERTED }, { "moveTo", DO_INSERTED },
    { "del", DO_DELETED }, { "moveFrom", DO_DELETED }, { "footnoteReference", DO_FOOTNOTE },
    { "endnoteReference", DO_ENDNOTE }, { "commentReference", DO_COMMENT }, { "altChunk", DO_EMBEDDED },
    { "pPr", DO_PROPERTIES }, { "rPr", DO_PROPERTIES }, { "footnote", DO_NOTE }, { "endnote", DO_NOTE },
    { "pPrChange", DO_SKIP }, { "rPrChange", DO_SKIP }, { "tblPrChange", DO_SKIP }, { "sectPrChange", DO_SKIP },
};

static int act_of(Str name)
{
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (str_eq(name, str_of(acts[i].name)))
            return (int)acts[i].act;
    return -1;
}

static bool is_word(Str space)
{
    return str_find(space, S("wordprocessingml"), 0) != SIZE_MAX && str_ends(space, S("/main"));
}

static bool is_skipped(Str space, Str name)
{
    return (is_word(space) && act_of(name) == DO_SKIP) ||
           (str_eq(name, S("Fallback")) && str_find(space, S("markup-compatibility"), 0) != SIZE_MAX);
}

static void body_start(Docx *d, const OfficeElement *e)
{
    int act = is_word(e->space) ? act_of(e->name) : -1;

    if (d->settings) {
        d->settings += act == DO_PROPERTIES;
        property(d, e);
        return;
    }
    switch (act) {
    case DO_PARA:       start_para(d);                                              break;
    case DO_RUN:        d->in_run = true; d->hidden = d->raised = false;                     break;
    case DO_TEXT:       d->in_text = true;                                          break;
    case DO_TAB:        flow_break(&d->flow, '\t');                                 break;
    case DO_BREAK:      flow_break(&d->flow, '\n');                                 break;
    case DO_HYPHEN:     flow_add(&d->flow, S("-"));                                 break;
    case DO_SYMBOL:     symbol(d, e);                                               break;
    case DO_TABLE:      d->flow.tables++;                                           break;
    case DO_CELL:       flow_cell(&d->flow);                                        break;
    case DO_INSERTED:   flow_mark(&d->flow, MARK_INSERTED);                         break;
    case DO_DELETED:    flow_mark(&d->flow, MARK_DELETED); d->deleted++;            break;
    case DO_FOOTNOTE:   refer(d, 'f', office_attribute(e, "id"));                   break;
    case DO_ENDNOTE:    refer(d, 'e', office_attribute(e, "id"));                   break;
    case DO_COMMENT:    flow_mark(&d->flow, MARK_COMMENT);                          break;
    case DO_EMBEDDED:   flow_mark(&d->flow, MARK_EMBEDDED);                         break;
    case DO_PROPERTIES: d->settings = 1;                                            break;
    case DO_NOTE:       d->note_id = arena_str(d->arena, office_attribute(e, "id")); break;
    default:                                                                        break;
    }
}

/* The lines that part notes from the text are notes too: empty ones. */
static void end_note(Docx *d)
{
    size_t note = d->where == IN_NOTES ? flow_take_note(&d->flow) : SIZE_MAX;

    if (note != SIZE_MAX)
        *map_put(d->arena, &d->note_of, arena_printf(d->arena, "%c" STR_FMT, d->note_kind, STR_ARG(d->note_id)), 0) =
            (int64_t)note;
}

static void body_end(Docx *d, Str space, Str name)
{
    int act = is_word(space) ? act_of(name) : -1;

    if (d->settings) {
        d->settings -= act == DO_PROPERTIES;
        return;
    }
    switch (act) {
    case DO_PARA:       end_para(d);                            break;
    case DO_RUN:        d->in_run = d->hidden = d->raised = false;        break;
    case DO_TEXT:       d->in_text = false;                     break;
    case DO_TABLE:      d->flow.tables -= d->flow.tables > 0;   break;
    case DO_ROW:        flow_row(&d->flow);                     break;
    case DO_DELETED:    d->deleted -= d->deleted > 0;           break;
    case DO_NOTE:       end_note(d);                            break;
    default:                                                    break;
    }
}

static void start(void *context, const OfficeElement *e)
{
    Docx *d = context;

    d->skipped += d->skipped > 0 || is_skipped(e->space, e->name);
    if (d->skipped)
        return;
    switch (d->where) {
    case IN_STYLES: style_start(d, e);          break;
    case IN_CORE:   strbuf_clear(&d->aside);    break;
    default:        body_start(d, e);           break;
    }
}

static void end(void *context, Str space, Str name)
{
    Docx *d = context;

    if (d->skipped) {
        d->skipped--;
        return;
    }
    if (d->where == IN_CORE) {
        for (size_t i = 0; i < sizeof core_facts / sizeof *core_facts; i++)
            if (str_eq(name, str_of(core_facts[i].name)))
                d->core[i] = paper_line(d->arena, strbuf_str(&d->aside));
    } else if (d->where != IN_STYLES) {
        body_end(d, space, name);
    }
}

static void text(void *context, Str s)
{
    Docx *d = context;

    if (d->where == IN_CORE)
        strbuf_add(&d->aside, s);
    else if (d->in_text && d->hidden)
        flow_mark(&d->flow, MARK_HIDDEN);
    else if (d->in_text && d->deleted == 0)
        (d->raised ? flow_raised : flow_add)(&d->flow, s);
}

/* ---- the whole ---- */

static int read_part(Docx *d, Str bytes, Where where)
{
    OfficeEvents events = { start, end, text, d };

    d->where = where;
    d->flow.target = where == IN_NOTES ? FLOW_NOTE : where == IN_EDGE ? FLOW_EDGE : FLOW_BODY;
    d->skipped = d->deleted = d->settings = d->flow.tables = 0;
    d->in_text = d->in_run = d->hidden = false;
    int code = bytes.ptr ? office_xml(d->arena, bytes, &events) : 0;
    while (flow_top(&d->flow))
        end_para(d);
    flow_row(&d->flow);                     /* where damage ended the file inside a row */
    return code;
}

static void write_facts(Docx *d, size_t pictures)
{
    for (size_t i = 1; i < sizeof core_facts / sizeof *core_facts; i++)
        paper_fact(&d->flow.paper, core_facts[i].key, d->core[i]);
    if (pictures)
        paper_note(&d->flow.paper, "pictures", SPAN_NONE, arena_printf(d->arena, "%zu pictures in it are not read", pictures));
}

enum { PART_BODY, PART_STYLES, PART_FOOTNOTES, PART_ENDNOTES, PART_CORE, PART_HEADS, PART_FEET = PART_HEADS + EDGES,
       PARTS = PART_FEET + EDGES };

static int parse(Docx *d, OfficePart parts[PARTS], size_t pictures, StrBuf *answer)
{
    Paper *paper = &d->flow.paper;

    read_part(d, parts[PART_STYLES].bytes, IN_STYLES);     /* damage here costs headings, notes, dates: not the text */
    d->note_kind = 'f';
    read_part(d, parts[PART_FOOTNOTES].bytes, IN_NOTES);
    d->note_kind = 'e';
    read_part(d, parts[PART_ENDNOTES].bytes, IN_NOTES);
    read_part(d, parts[PART_CORE].bytes, IN_CORE);
    for (int i = 0; i < EDGES; i++)
        read_part(d, parts[PART_HEADS + i].bytes, IN_EDGE);
    int code = read_part(d, parts[PART_BODY].bytes, IN_BODY);
    if (code == WORKER_TOO_BIG || (code != 0 && paper->text.len == 0))
        return code;
    if (code != 0)
        paper_note(paper, "damaged", SPAN_NONE, S("the file is damaged: only the text before the damage was read"));
    flow_write_notes(&d->flow);
    for (int i = 0; i < EDGES; i++)
        read_part(d, parts[PART_FEET + i].bytes, IN_EDGE);
    if (paper->text.len == 0)
        return WORKER_EMPTY;
    write_facts(d, pictures);
    paper_answer(paper, (Answer){ .title = paper_title(paper, d->core[0]), .parser = S(DOCX_VERSION) }, answer);
    return 0;
}

static int parse_parts(Arena *arena, OfficePart parts[PARTS], size_t pictures, StrBuf *answer)
{
    Docx d = { .arena = arena };

    flow_begin(&d.flow, arena);
    int code = parse(&d, parts, pictures, answer);
    flow_finish(&d.flow);
    strbuf_finish(&d.aside);
    return code;
}

int docx_parse(Arena *arena, Str original, StrBuf *answer)
{
    OfficePart parts[PARTS] = {
        [PART_BODY] = { .name = "word/document.xml" }, [PART_STYLES] = { .name = "word/styles.xml" },
        [PART_FOOTNOTES] = { .name = "word/footnotes.xml" }, [PART_ENDNOTES] = { .name = "word/endnotes.xml" },
        [PART_CORE] = { .name = "docProps/core.xml" },
    };
    size_t pictures = 0;

    for (int i = 0; i < EDGES; i++) {
        parts[PART_HEADS + i].name = arena_printf(arena, "word/header%d.xml", i + 1).ptr;
        parts[PART_FEET + i].name = arena_printf(arena, "word/footer%d.xml", i + 1).ptr;
    }
    int code = office_parts(arena, original, parts, PARTS, &pictures);
    if (code == 0 && !parts[PART_BODY].bytes.ptr)
        code = WORKER_BROKEN;
    return code ? code : parse_parts(arena, parts, pictures, answer);
}

int docx_parse_body(Arena *arena, Str xml, StrBuf *answer)
{
    OfficePart parts[PARTS] = { [PART_BODY] = { .bytes = xml } };

    return parse_parts(arena, parts, 0, answer);
}

static int prepare(Str options)
{
    (void)options;
    office_prepare();
    return 0;
}

static int work(Str original, Str options, StrBuf *answer)
{
    (void)options;
    return docx_parse(arena_create(), original, answer);
}

const WorkerParser docx_parser = { "docx", prepare, work };
