/* parse_odt.c -- ODT: paragraphs, headings, lists, rows of tables, notes tied by their number.
 *
 * Written from the OpenDocument schema. Deleted text stands in one element before the text and is passed over, as
 * are comments; that they are there is noted, without their words. */
#include "keep/parse_odt.h"

#include "base/map.h"
#include "keep/flow.h"
#include "keep/office.h"
#include "keep/worker.h"

#define BLANKS_MAX 100          /* of one <text:s> */

typedef enum Act {
    DO_PARA, DO_HEADING, DO_ITEM, DO_SPACES, DO_TAB, DO_BREAK, DO_TABLE, DO_ROW, DO_CELL, DO_NOTE, DO_NOTE_BODY, DO_STYLE,
    DO_INSERTED, DO_DELETED, DO_COMMENT, DO_SKIP, DO_EMBEDDED, DO_HIDDEN, DO_TEXT,
} Act;

typedef enum Space { SPACE_TEXT, SPACE_TABLE, SPACE_OFFICE, SPACE_DRAW, SPACE_STYLE, SPACE_OTHER } Space;

static const struct { Space space; const char *name; Act act; } acts[] = {
    { SPACE_TEXT, "p", DO_PARA }, { SPACE_TEXT, "h", DO_HEADING }, { SPACE_TEXT, "list-item", DO_ITEM },
    { SPACE_TEXT, "s", DO_SPACES }, { SPACE_TEXT, "tab", DO_TAB }, { SPACE_TEXT, "line-break", DO_BREAK },
    { SPACE_TABLE, "table", DO_TABLE }, { SPACE_TABLE, "table-row", DO_ROW }, { SPACE_TABLE, "table-cell", DO_CELL },
    { SPACE_TABLE, "covered-table-cell", DO_CELL }, { SPACE_TEXT, "note", DO_NOTE },
    { SPACE_TEXT, "note-body", DO_NOTE_BODY }, { SPACE_TEXT, "note-citation", DO_SKIP },
    { SPACE_TEXT, "tracked-changes", DO_SKIP }, { SPACE_TEXT, "change-start", DO_INSERTED },
    { SPACE_TEXT, "change", DO_DELETED }, { SPACE_OFFICE, "annotation", DO_COMMENT },
    { SPACE_DRAW, "object", DO_EMBEDDED }, { SPACE_DRAW, "object-ole", DO_EMBEDDED },
    { SPACE_TEXT, "hidden-text", DO_HIDDEN }, { SPACE_TEXT, "sequence-decls", DO_SKIP },
    { SPACE_STYLE, "style", DO_STYLE }, { SPACE_OFFICE, "text", DO_TEXT }, { SPACE_OFFICE, "forms", DO_SKIP },
    { SPACE_TEXT, "ruby-text", DO_SKIP },
};

typedef struct Odt {
    Arena *arena;
    Flow   flow;
    Map    parents;             /* style -> 1 + index into parent_names */
    VEC(Str) parent_names;
    bool   in_meta, in_body;
    int    items, skipped;
    StrBuf aside;
    Str    title, author, changed_by, created, changed, generator;
} Odt;

static Space space_of(Str space)
{
    static const char *const ends[] = { ":text:1.0", ":table:1.0", ":office:1.0", ":drawing:1.0", ":style:1.0" };

    for (int i = 0; i < SPACE_OTHER; i++)
        if (str_ends(space, str_of(ends[i])))
            return (Space)i;
    return SPACE_OTHER;
}

static int act_of(Str space, Str name)
{
    Space s = space_of(space);

    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (acts[i].space == s && str_eq(name, str_of(acts[i].name)))
            return (int)acts[i].act;
    return -1;
}

static int64_t number_of(const OfficeElement *e, const char *name, int64_t missing)
{
    int64_t n;
    Str s = office_attribute(e, name);

    return s.ptr && str_to_i64(s, &n) ? n : missing;
}

/* "Title", or a style of this file whose parent is that. */
static bool is_title(Odt *o, Str style)
{
    int64_t *at = map_get(&o->parents, style);

    return str_eq(style, S("Title")) || (at && str_eq(o->parent_names.at[*at - 1], S("Title")));
}

static Block para_like(Odt *o, const OfficeElement *e)
{
    if (is_title(o, office_attribute(e, "style-name")))
        return flow_like(BLOCK_TITLE, 0);
    return flow_like(o->items && o->flow.target == FLOW_BODY ? BLOCK_LIST_ITEM : BLOCK_PARAGRAPH, 0);
}

static void spaces(Odt *o, int64_t count)
{
    for (int64_t i = 0; i < count && i < BLANKS_MAX; i++)
        flow_add(&o->flow, S(" "));
}

static void style(Odt *o, const OfficeElement *e)
{
    vec_push(o->arena, &o->parent_names, arena_str(o->arena, office_attribute(e, "parent-style-name")));
    *map_put(o->arena, &o->parents, arena_str(o->arena, office_attribute(e, "name")), 0) = (int64_t)o->parent_names.count;
}

static void start(void *context, const OfficeElement *e)
{
    Odt *o = context;
    int act = act_of(e->space, e->name);

    strbuf_clear(&o->aside);
    if (o->skipped || act == DO_SKIP || act == DO_COMMENT || act == DO_HIDDEN || act == DO_EMBEDDED) {
        if (!o->skipped++ && act != DO_SKIP)
            flow_mark(&o->flow, act == DO_COMMENT ? MARK_COMMENT : act == DO_HIDDEN ? MARK_HIDDEN : MARK_EMBEDDED);
        return;
    }
    switch (act) {
    case DO_TEXT:       o->in_body = true;                              break;
    case DO_STYLE:      style(o, e);                                    break;
    case DO_PARA:       flow_open(&o->flow, para_like(o, e));           break;
    case DO_HEADING: {
        int64_t level = number_of(e, "outline-level", 1);
        flow_open(&o->flow, flow_like(BLOCK_HEADING, level >= 1 && level <= 6 ? (int32_t)level : 6));
        break;
    }
    case DO_ITEM:       o->items++;                                     break;
    case DO_SPACES:     spaces(o, number_of(e, "c", 1));                break;
    case DO_TAB:        flow_break(&o->flow, '\t');                     break;
    case DO_BREAK:      flow_break(&o->flow, '\n');                     break;
    case DO_TABLE:      o->flow.tables++;                               break;
    case DO_CELL:       flow_cell(&o->flow);                            break;
    case DO_INSERTED:   flow_mark(&o->flow, MARK_INSERTED);             break;
    case DO_DELETED:    flow_mark(&o->flow, MARK_DELETED);              break;
    case DO_NOTE_BODY:  o->flow.target = FLOW_NOTE;                     break;
    default:                                                            break;
    }
}

static void meta_end(Odt *o, Str name)
{
    const struct { Str name; Str *into; } facts[] = {
        { S("title"), &o->title }, { S("initial-creator"), &o->author }, { S("creator"), &o->changed_by },
        { S("creation-date"), &o->created }, { S("date"), &o->changed }, { S("generator"), &o->generator },
    };

    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (str_eq(name, facts[i].name))
            *facts[i].into = paper_line(o->arena, strbuf_str(&o->aside));
    strbuf_clear(&o->aside);
}

static void end_note(Odt *o)
{
    if (o->flow.target != FLOW_NOTE)
        return;
    size_t note = flow_take_note(&o->flow);
    o->flow.target = FLOW_BODY;
    if (note != SIZE_MAX)
        flow_cite(&o->flow, note);
}

static void end(void *context, Str space, Str name)
{
    Odt *o = context;

    if (o->skipped) {
        o->skipped--;
        return;
    }
    if (o->in_meta) {
        meta_end(o, name);
        return;
    }
    switch (act_of(space, name)) {
    case DO_TEXT:                       o->in_body = false;                         break;
    case DO_PARA: case DO_HEADING:      flow_close(&o->flow);                       break;
    case DO_ITEM:                       o->items -= o->items > 0;                   break;
    case DO_TABLE:                      o->flow.tables -= o->flow.tables > 0;       break;
    case DO_ROW:                        flow_row(&o->flow);                         break;
    case DO_NOTE_BODY:                  end_note(o);                                break;
    default:                                                                        break;
    }
}

/* In OpenDocument a run of white space is one blank, and none at the start of a paragraph. */
static void text(void *context, Str s)
{
    Odt *o = context;

    if (o->in_meta) {
        strbuf_add(&o->aside, s);
        return;
    }
    if (o->skipped || !o->in_body)
        return;
    for (size_t i = 0, from = 0; i <= s.len; i++) {
        bool white = i < s.len && (s.ptr[i] == ' ' || s.ptr[i] == '\n' || s.ptr[i] == '\t' || s.ptr[i] == '\r');
        if (i < s.len && !white)
            continue;
        flow_add(&o->flow, str_slice(s, from, i));
        from = i + 1;
        FlowPara *p = white ? flow_top(&o->flow) : NULL;
        if (p && p->text.len && p->text.ptr[p->text.len - 1] != ' ')
            flow_add(&o->flow, S(" "));
    }
}

static int read_part(Odt *o, Str bytes, bool meta)
{
    OfficeEvents events = { start, end, text, o };

    o->in_meta = meta;
    int code = bytes.ptr ? office_xml(o->arena, bytes, &events) : 0;
    while (flow_top(&o->flow))
        flow_close(&o->flow);
    flow_row(&o->flow);
    return code;
}

static int parse(Odt *o, Str original, StrBuf *answer)
{
    OfficePart parts[] = { { "content.xml", STR_NONE }, { "meta.xml", STR_NONE }, { "META-INF/manifest.xml", STR_NONE } };
    size_t pictures = 0;
    int code = office_parts(o->arena, original, parts, sizeof parts / sizeof *parts, &pictures);

    if (code == 0 && parts[2].bytes.ptr && str_find(parts[2].bytes, S("encryption-data"), 0) != SIZE_MAX)
        code = WORKER_LOCKED;
    if (code == 0 && !parts[0].bytes.ptr)
        code = WORKER_BROKEN;
    if (code == 0)
        read_part(o, parts[1].bytes, true);
    if (code == 0)
        code = read_part(o, parts[0].bytes, false);
    Paper *paper = &o->flow.paper;
    if (code == WORKER_BROKEN && paper->text.len) {
        paper_note(paper, "damaged", SPAN_NONE, S("the file is damaged: only the text before the damage was read"));
        code = 0;
    }
    if (code != 0)
        return code;
    flow_write_notes(&o->flow);
    if (paper->text.len == 0)
        return WORKER_EMPTY;
    paper_fact(paper, "author", o->author);
    paper_fact(paper, "last-changed-by", o->changed_by);
    paper_fact(paper, "created", o->created);
    paper_fact(paper, "changed", o->changed);
    paper_fact(paper, "program", o->generator);
    if (pictures)
        paper_note(paper, "pictures", SPAN_NONE, arena_printf(o->arena, "%zu pictures in it are not read", pictures));
    paper_answer(paper, (Answer){ .title = paper_title(paper, o->title), .parser = S(ODT_VERSION) }, answer);
    return 0;
}

int odt_parse(Arena *arena, Str original, StrBuf *answer)
{
    Odt o = { .arena = arena };

    flow_begin(&o.flow, arena);
    int code = parse(&o, original, answer);
    flow_finish(&o.flow);
    strbuf_finish(&o.aside);
    return code;
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
    return odt_parse(arena_create(), original, answer);
}

const WorkerParser odt_parser = { "odt", prepare, work };
