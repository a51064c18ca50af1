/* dossier_pdf.c -- the report as PDF: A4, set by pango, drawn by cairo, with structure tags, bookmarks and links.
 *
 * Text goes down the page line by line. What may be parted is parted with two lines at least on either side; a
 * heading takes the beginning of what follows along; a row of a table and a note stay whole while they fit on
 * a page. The same report gives the same bytes: the date is that of the report, and cairo asks no clock
 * and no locale. What cairo cannot do (language, attached proofs) is added behind it: dossier_pdf_file.c.
 */
#include "tell/dossier_pdf.h"

#include "base/auto.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define PAGE_WIDTH      595.28      /* A4, in points */
#define PAGE_HEIGHT     841.89
#define LEFT            65.0
#define TOP             64.0
#define BOTTOM          70.0
#define WIDTH           (PAGE_WIDTH - 2 * LEFT)
#define FLOOR           (PAGE_HEIGHT - BOTTOM)
#define CELL_GAP        8.0
#define ROW_PAD         3.0

#define SERIF   "Liberation Serif, DejaVu Serif, serif"
#define SANS    "Liberation Sans, DejaVu Sans, sans-serif"
#define MONO    "Liberation Mono, DejaVu Sans Mono, monospace"

typedef struct Look {
    const char *family;
    double      size, spacing;      /* points; lines, as a factor */
    double      above, below;       /* points */
    double      indent;
    bool        bold, soft, rule;   /* rule: a bar along its left side */
    const char *tag;
} Look;

enum { LOOK_TITLE, LOOK_CHAPTER, LOOK_SECTION, LOOK_TEXT, LOOK_LEAD, LOOK_CAUTION, LOOK_FACTS, LOOK_ITEM, LOOK_CODE,
       LOOK_HEAD, LOOK_CELL, LOOK_QUOTE, LOOK_SOURCE, LOOK_FOOT };

static const Look looks[] = {
    [LOOK_TITLE]   = { SANS, 21, 1.1, 0, 16, 0, true, false, false, "H1" },
    [LOOK_CHAPTER] = { SANS, 14, 1.15, 26, 8, 0, true, false, false, "H2" },
    [LOOK_SECTION] = { SANS, 10.5, 1.15, 14, 2, 0, true, false, false, "H3" },
    [LOOK_TEXT]    = { SERIF, 10.5, 1.15, 0, 7, 0, false, false, false, "P" },
    [LOOK_LEAD]    = { SANS, 10, 1.2, 0, 8, 0, false, true, false, "P" },
    [LOOK_CAUTION] = { SERIF, 10.5, 1.15, 0, 8, 12, false, false, true, "P" },
    [LOOK_FACTS]   = { SANS, 8.5, 1.2, 0, 5, 0, false, true, false, "P" },
    [LOOK_ITEM]    = { SERIF, 10.5, 1.15, 0, 3, 12, false, false, false, "LBody" },
    [LOOK_CODE]    = { MONO, 6.8, 1.15, 0, 0, 6, false, false, false, "P" },
    [LOOK_HEAD]    = { SANS, 7.5, 1.15, 0, 0, 0, false, true, false, "TH" },
    [LOOK_CELL]    = { SERIF, 9.5, 1.12, 0, 0, 0, false, false, false, "TD" },
    [LOOK_QUOTE]   = { SERIF, 9.5, 1.15, 0, 1, 24, false, false, false, "P" },
    [LOOK_SOURCE]  = { SANS, 7.5, 1.25, 0, 8, 24, false, true, false, "P" },
    [LOOK_FOOT]    = { SANS, 7.5, 1, 0, 0, 0, false, true, false, "P" },
};

typedef struct Link { uint32_t start, end; int32_t number; } Link;

/* A paragraph that was set. */
typedef struct Set {
    PangoLayout *layout;
    VEC(Link)    links;
    int          lines;
    double      *top;           /* of each line, and the bottom of the last, points from the top of the first */
} Set;

typedef struct Pdf {
    Dossier         *d;
    Arena           *arena;
    cairo_surface_t *surface;
    cairo_t         *cr;
    PangoContext    *pango;
    double           y;         /* where the next line begins */
    int              page, chapter;
    bool             drawn;     /* something stands on this page */
    int              outline;   /* of the open chapter */
} Pdf;

/* ---- setting ---- */

static void attribute(PangoAttrList *list, PangoAttribute *a, size_t from, size_t to)
{
    a->start_index = (guint)from;
    a->end_index = (guint)to;
    pango_attr_list_insert(list, a);
}

static bool alarming(Str code)
{
    return str_eq(code, S("v-conflict")) || str_eq(code, S("v-error"));
}

static void dress(PangoAttrList *list, const Run *run, double size, size_t from, size_t to)
{
    switch (run->kind) {
    case RUN_STRONG: case RUN_FIGURE:
        attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
        break;
    case RUN_SOFT:
        attribute(list, pango_attr_foreground_new(0x5800, 0x5e00, 0x6600), from, to);
        break;
    case RUN_FIGURE_WORDS:
        attribute(list, pango_attr_style_new(PANGO_STYLE_ITALIC), from, to);
        break;
    case RUN_BADGE:
        attribute(list, pango_attr_family_new(SANS), from, to);
        attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
        attribute(list, pango_attr_size_new((int)(size * 0.82 * PANGO_SCALE)), from, to);
        if (alarming(run->code))
            attribute(list, pango_attr_foreground_new(0xa000, 0x2600, 0x1a00), from, to);
        break;
    case RUN_MASKED:
        attribute(list, pango_attr_family_new(SANS), from, to);
        attribute(list, pango_attr_size_new((int)(size * 0.88 * PANGO_SCALE)), from, to);
        attribute(list, pango_attr_background_new(0xe800, 0xe500, 0xde00), from, to);
        break;
    case RUN_MARK:
        /* not above the capitals beside it: the line would be pushed down */
        attribute(list, pango_attr_size_new((int)(size * 0.62 * PANGO_SCALE)), from, to);
        attribute(list, pango_attr_rise_new((int)(size * 0.3 * PANGO_SCALE)), from, to);
        attribute(list, pango_attr_foreground_new(0x1c00, 0x5000, 0x6c00), from, to);
        break;
    case RUN_TEXT: case RUN_PIECE: case RUN_QUOTED: case RUN_SPAN: break;
    }
}

/* Breaks of the source are spaces; other controls are not drawn as what they are. */
static void put_words(StrBuf *b, Str s, bool keep_lines)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '\n' && keep_lines)
            strbuf_char(b, '\n');
        else if (c == '\n' || c == '\r' || c == '\t')
            strbuf_char(b, ' ');
        else if (c < 0x20 || c == 0x7F)
            strbuf_add(b, S("\xEF\xBF\xBD"));
        else
            strbuf_char(b, s.ptr[i]);
    }
}

static void measure(Pdf *pdf, Set *set)
{
    PangoLayoutIter *at = pango_layout_get_iter(set->layout);
    int from, to, n = 0;

    set->lines = pango_layout_get_line_count(set->layout);
    set->top = arena_array(pdf->arena, double, set->lines + 1);
    do {
        pango_layout_iter_get_line_yrange(at, &from, &to);
        set->top[n++] = (double)from / PANGO_SCALE;
        set->top[n] = (double)to / PANGO_SCALE;
    } while (pango_layout_iter_next_line(at) && n < set->lines);
    pango_layout_iter_free(at);
}

static Set set_runs(Pdf *pdf, const Look *look, const Runs *runs, double width, bool right)
{
    Set set = { .layout = pango_layout_new(pdf->pango) };
    PangoAttrList *list = pango_attr_list_new();
    PangoFontDescription *font = pango_font_description_new();
    AUTO_STRBUF text = { 0 };

    pango_font_description_set_family(font, look->family);
    pango_font_description_set_size(font, (int)(look->size * PANGO_SCALE));
    if (look->bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(set.layout, font);
    pango_font_description_free(font);
    /* "fi" as one sign would be lost to some who search or copy. */
    attribute(list, pango_attr_font_features_new("liga=0, clig=0, dlig=0"), 0, G_MAXUINT);
    /* One height for all lines, whatever stands in them: raised marks alone on a line would rise into the one above. */
    attribute(list, pango_attr_line_height_new_absolute((int)(look->size * look->spacing * 1.12 * PANGO_SCALE)), 0, G_MAXUINT);
    if (look->soft)
        attribute(list, pango_attr_foreground_new(0x4c00, 0x5200, 0x5a00), 0, G_MAXUINT);
    for (size_t i = 0; i < runs->count; i++) {
        const Run *run = &runs->at[i];
        size_t from = text.len;
        if (run->kind == RUN_SPAN)
            continue;
        if (run->kind == RUN_MARK) {
            /* copied as text, 75 with note 27 must not become 7527 */
            strbuf_add(&text, i && runs->at[i - 1].kind == RUN_MARK ? S(", ") : S("\xC2\xA0"));
            size_t digits = text.len;
            strbuf_i64(&text, run->number);
            vec_push(pdf->arena, &set.links, (Link){ (uint32_t)digits, (uint32_t)text.len, run->number });
        } else {
            put_words(&text, run->text, look == &looks[LOOK_CODE]);
        }
        dress(list, run, look->size, from, text.len);
    }
    pango_layout_set_text(set.layout, text.len ? text.ptr : "", (int)text.len);
    pango_layout_set_attributes(set.layout, list);
    pango_attr_list_unref(list);
    pango_layout_set_width(set.layout, (int)((width - look->indent) * PANGO_SCALE));
    pango_layout_set_wrap(set.layout, look == &looks[LOOK_CODE] ? PANGO_WRAP_CHAR : PANGO_WRAP_WORD_CHAR);
    if (right)
        pango_layout_set_alignment(set.layout, PANGO_ALIGN_RIGHT);
    measure(pdf, &set);
    return set;
}

static Set set_text(Pdf *pdf, const Look *look, Str text, double width)
{
    Runs runs = { 0 };

    run_add(pdf->d, &runs, RUN_TEXT, text);
    return set_runs(pdf, look, &runs, width, false);
}

static double height_of(const Set *set, int from, int to)
{
    return set->top[to] - set->top[from];
}

static double whole(const Set *set)
{
    return height_of(set, 0, set->lines);
}

static void unset(Set *set)
{
    g_object_unref(set->layout);
}

/* ---- drawing ---- */

static void tag(Pdf *pdf, const char *name, const char *attributes)
{
    cairo_tag_begin(pdf->cr, name, attributes);
}

static void end(Pdf *pdf, const char *name)
{
    cairo_tag_end(pdf->cr, name);
}

/* Lines from .. to, exclusive, the first at (x, y). */
static void draw_lines(Pdf *pdf, const Set *set, double x, double y, int from, int to)
{
    PangoLayoutIter *at = pango_layout_get_iter(set->layout);

    for (int n = 0; n < to; n++) {
        PangoRectangle rect;
        if (n >= from) {
            pango_layout_iter_get_line_extents(at, NULL, &rect);
            double baseline = (double)pango_layout_iter_get_baseline(at) / PANGO_SCALE;
            cairo_move_to(pdf->cr, x + (double)rect.x / PANGO_SCALE, y + baseline - set->top[from]);
            pango_cairo_show_layout_line(pdf->cr, pango_layout_iter_get_line_readonly(at));
        }
        if (!pango_layout_iter_next_line(at))
            break;
    }
    pango_layout_iter_free(at);
}

/* Links lie over what was drawn. */
static void draw_links(Pdf *pdf, const Set *set, double x, double y, int from, int to)
{
    for (size_t i = 0; i < set->links.count; i++) {
        PangoRectangle a, b;
        const Link *link = &set->links.at[i];
        pango_layout_index_to_pos(set->layout, (int)link->start, &a);
        pango_layout_index_to_pos(set->layout, (int)link->end - 1, &b);
        double top = (double)a.y / PANGO_SCALE, right = (double)(b.x + b.width) / PANGO_SCALE, left = (double)a.x / PANGO_SCALE;
        if (top < set->top[from] - 0.5 || top > set->top[to] - 0.5)
            continue;
        Str where = arena_printf(pdf->arena, "rect=[%d.%d %d.%d %d.%d %d.%d] dest='n-%d'",
                                 (int)(x + left), 0, (int)(y + top - set->top[from]), 0, (int)(right - left) + 1, 0,
                                 (int)((double)a.height / PANGO_SCALE), 0, link->number);
        tag(pdf, CAIRO_TAG_LINK, arena_cstr(pdf->arena, where));
        end(pdf, CAIRO_TAG_LINK);
    }
}

static void destination(Pdf *pdf, Str name)
{
    cairo_move_to(pdf->cr, LEFT, pdf->y);
    tag(pdf, CAIRO_TAG_DEST, arena_cstr(pdf->arena, arena_printf(pdf->arena, "name='" STR_FMT "' x=%d y=%d", STR_ARG(name),
                                                                 (int)LEFT, (int)(pdf->y > 14 ? pdf->y - 14 : 0))));
    end(pdf, CAIRO_TAG_DEST);
}

static void draw_foot(Pdf *pdf)
{
    Set title = set_text(pdf, &looks[LOOK_FOOT], pdf->d->title, WIDTH - 60);
    Set number = set_text(pdf, &looks[LOOK_FOOT], arena_printf(pdf->arena, "%d", pdf->page), 60);
    PangoRectangle ink;

    pango_layout_get_extents(number.layout, NULL, &ink);
    draw_lines(pdf, &title, LEFT, PAGE_HEIGHT - 42, 0, 1);
    draw_lines(pdf, &number, LEFT + WIDTH - (double)ink.width / PANGO_SCALE, PAGE_HEIGHT - 42, 0, 1);
    unset(&title);
    unset(&number);
}

static void new_page(Pdf *pdf)
{
    draw_foot(pdf);
    cairo_show_page(pdf->cr);
    pdf->page++;
    pdf->y = TOP;
    pdf->drawn = false;
}

/* Begin a page when fewer than `need` points are left, unless it is fresh. */
static void room(Pdf *pdf, double need)
{
    if (pdf->drawn && pdf->y + need > FLOOR)
        new_page(pdf);
}

static void space(Pdf *pdf, double points)
{
    if (pdf->drawn)
        pdf->y += points;
}

/* How many lines of set, from `from`, go on this page so that two stay together on either side. */
static int lines_that_fit(const Pdf *pdf, const Set *set, int from)
{
    int n = from;

    while (n < set->lines && pdf->y + height_of(set, from, n + 1) <= FLOOR)
        n++;
    if (n == set->lines)
        return n;
    if (set->lines - n < 2)
        n = set->lines - 2;
    if (n - from < 2)
        n = from;
    return n > from || pdf->drawn ? n : from + 1;
}

static void draw_rule(Pdf *pdf, double height)
{
    cairo_set_source_rgb(pdf->cr, 0.63, 0.15, 0.1);
    cairo_rectangle(pdf->cr, LEFT, pdf->y + 1, 2, height - 2);
    cairo_fill(pdf->cr);
    cairo_set_source_rgb(pdf->cr, 0.11, 0.13, 0.15);
}

static double first_baseline(const Set *set)
{
    return (double)pango_layout_get_baseline(set->layout) / PANGO_SCALE;
}

/* A paragraph down the page, over as many pages as it takes. `mark`: a sign before its first line. */
static void flow(Pdf *pdf, const Look *look, const Set *set, const Set *mark)
{
    for (int at = 0; at < set->lines; ) {
        int to = lines_that_fit(pdf, set, at);
        if (to == at) {
            new_page(pdf);
            continue;
        }
        if (look->rule)
            draw_rule(pdf, height_of(set, at, to));
        if (mark && at == 0) {
            tag(pdf, "Lbl", NULL);
            draw_lines(pdf, mark, LEFT, pdf->y + first_baseline(set) - first_baseline(mark), 0, 1);
            end(pdf, "Lbl");
        }
        tag(pdf, look->tag, NULL);
        draw_lines(pdf, set, LEFT + look->indent, pdf->y, at, to);
        end(pdf, look->tag);
        draw_links(pdf, set, LEFT + look->indent, pdf->y, at, to);
        pdf->y += height_of(set, at, to);
        pdf->drawn = true;
        at = to;
        if (at < set->lines)
            new_page(pdf);
    }
    space(pdf, look->below);
}

/* ---- tables ---- */

typedef struct Row { Set *cells; size_t count; double height; } Row;

static double column_x(const Table *t, size_t column)
{
    int before = 0, all = 0;

    for (size_t i = 0; i < t->column_count; i++) {
        all += t->columns[i].weight;
        before += i < column ? t->columns[i].weight : 0;
    }
    return LEFT + WIDTH * before / all;
}

static double column_width(const Table *t, size_t column)
{
    double next = column + 1 < t->column_count ? column_x(t, column + 1) : LEFT + WIDTH + CELL_GAP;

    return next - column_x(t, column) - CELL_GAP;
}

static Row set_row(Pdf *pdf, const Table *t, const Runs *cells, const Look *look)
{
    Row row = { .cells = arena_array(pdf->arena, Set, t->column_count), .count = t->column_count };

    for (size_t i = 0; i < t->column_count; i++) {
        row.cells[i] = set_runs(pdf, look, &cells[i], column_width(t, i), t->columns[i].number);
        double high = whole(&row.cells[i]);
        row.height = high > row.height ? high : row.height;
    }
    return row;
}

static void unset_row(Row *row)
{
    for (size_t i = 0; i < row->count; i++)
        unset(&row->cells[i]);
}

static void draw_line_below(Pdf *pdf)
{
    cairo_set_source_rgb(pdf->cr, 0.78, 0.76, 0.72);
    cairo_set_line_width(pdf->cr, 0.5);
    cairo_move_to(pdf->cr, LEFT, pdf->y);
    cairo_line_to(pdf->cr, LEFT + WIDTH, pdf->y);
    cairo_stroke(pdf->cr);
    cairo_set_source_rgb(pdf->cr, 0.11, 0.13, 0.15);
}

static void draw_bar(Pdf *pdf, const Table *t, size_t column, const Run *run)
{
    double x = column_x(t, column), wide = column_width(t, column), from = run->number / 1000.0, to = run->end / 1000.0;
    double least = 2.5 / wide;

    to = to - from < least ? from + least : to;
    from = to > 1 ? 1 - (to - from) : from;
    cairo_set_source_rgb(pdf->cr, 0.945, 0.937, 0.918);
    cairo_rectangle(pdf->cr, x, pdf->y + 3, wide, 5);
    cairo_fill(pdf->cr);
    cairo_set_source_rgb(pdf->cr, 0.12, 0.34, 0.45);
    cairo_rectangle(pdf->cr, x + from * wide, pdf->y + 3, (to > 1 ? 1 - from : to - from) * wide, 5);
    cairo_fill(pdf->cr);
    cairo_set_source_rgb(pdf->cr, 0.11, 0.13, 0.15);
}

static void draw_head(Pdf *pdf, const Row *head, const Table *t)
{
    tag(pdf, "TR", NULL);
    for (size_t i = 0; i < head->count; i++) {
        tag(pdf, "TH", NULL);
        draw_lines(pdf, &head->cells[i], column_x(t, i), pdf->y + head->height - whole(&head->cells[i]), 0, head->cells[i].lines);
        end(pdf, "TH");
    }
    end(pdf, "TR");
    pdf->y += head->height + ROW_PAD;
    pdf->drawn = true;
    draw_line_below(pdf);
    pdf->y += ROW_PAD;
}

/* One row; one that is longer than a page goes on on the next. */
static void draw_row(Pdf *pdf, const Table *t, const Runs *cells, Row *row, const Row *head)
{
    int *at = arena_array(pdf->arena, int, row->count + 1);
    bool more = true, first = true;

    while (more) {
        double deepest = pdf->y;
        more = false;
        tag(pdf, "TR", NULL);
        for (size_t i = 0; i < row->count; i++) {
            const Set *set = &row->cells[i];
            int to = at[i];
            while (to < set->lines && (pdf->y + height_of(set, at[i], to + 1) <= FLOOR || (to == at[i] && !first)))
                to++;
            if (first && to == at[i] && to < set->lines)
                to++;
            tag(pdf, "TD", NULL);
            draw_lines(pdf, set, column_x(t, i), pdf->y, at[i], to);
            end(pdf, "TD");
            draw_links(pdf, set, column_x(t, i), pdf->y, at[i], to);
            for (size_t k = 0; first && k < cells[i].count; k++)
                if (cells[i].at[k].kind == RUN_SPAN)
                    draw_bar(pdf, t, i, &cells[i].at[k]);
            double bottom = pdf->y + height_of(set, at[i], to);
            deepest = bottom > deepest ? bottom : deepest;
            at[i] = to;
            more |= to < set->lines;
        }
        end(pdf, "TR");
        pdf->y = deepest + ROW_PAD;
        pdf->drawn = true;
        first = false;
        if (more) {
            end(pdf, "Table");
            new_page(pdf);
            tag(pdf, "Table", NULL);
            draw_head(pdf, head, t);
        }
    }
    draw_line_below(pdf);
    pdf->y += ROW_PAD;
}

static Row set_head(Pdf *pdf, const Table *t)
{
    Runs *cells = arena_array(pdf->arena, Runs, t->column_count);

    for (size_t i = 0; i < t->column_count; i++)
        run_add(pdf->d, &cells[i], RUN_TEXT, t->columns[i].name);
    return set_row(pdf, t, cells, &looks[LOOK_HEAD]);
}

static void draw_table(Pdf *pdf, const Table *t)
{
    Row head = set_head(pdf, t);

    tag(pdf, "Table", NULL);
    for (size_t i = 0; i < t->cells.count; i += t->column_count) {
        Row row = set_row(pdf, t, &t->cells.at[i], &looks[LOOK_CELL]);
        double need = row.height + 2 * ROW_PAD + (i == 0 ? head.height + 2 * ROW_PAD : 0);
        if (pdf->drawn && pdf->y + need > FLOOR && need <= FLOOR - TOP - head.height) {
            end(pdf, "Table");
            new_page(pdf);
            tag(pdf, "Table", NULL);
        }
        if (i == 0 || !pdf->drawn)
            draw_head(pdf, &head, t);
        draw_row(pdf, t, &t->cells.at[i], &row, &head);
        unset_row(&row);
    }
    end(pdf, "Table");
    unset_row(&head);
    space(pdf, 8);
}

/* ---- blocks ---- */

static const Look *look_of(const Block *b)
{
    static const int texts[TEXT_STYLES] = {
        [TEXT_PLAIN] = LOOK_TEXT, [TEXT_LEAD] = LOOK_LEAD, [TEXT_CAUTION] = LOOK_CAUTION, [TEXT_FACTS] = LOOK_FACTS,
        [TEXT_EMPTY] = LOOK_FACTS, [TEXT_OWN] = LOOK_TEXT,
    };
    switch (b->kind) {
    case BLOCK_HEADING: return &looks[b->level == 2 ? LOOK_CHAPTER : LOOK_SECTION];
    case BLOCK_ITEM:    return &looks[LOOK_ITEM];
    case BLOCK_CODE:    return &looks[LOOK_CODE];
    case BLOCK_TEXT:    return &looks[texts[b->style]];
    case BLOCK_TABLE: case BLOCK_NOTES: break;
    }
    return &looks[LOOK_TEXT];
}

/* What must stand together from block `i` on: a heading takes the beginning of the next along. */
static double beginning(Pdf *pdf, size_t i)
{
    if (i >= pdf->d->blocks.count)
        return 0;
    const Block *b = &pdf->d->blocks.at[i];
    const Look *look = look_of(b);
    double need = 0;

    if (b->kind == BLOCK_NOTES)
        return 60;
    if (b->kind == BLOCK_CODE)
        return 30;
    if (b->kind == BLOCK_TABLE) {
        Row head = set_head(pdf, &b->table), row = { 0 };
        if (b->table.cells.count)
            row = set_row(pdf, &b->table, b->table.cells.at, &looks[LOOK_CELL]);
        need = head.height + row.height + 4 * ROW_PAD;
        unset_row(&head);
        unset_row(&row);
        return need;
    }
    Set set = set_runs(pdf, look, &b->runs, WIDTH, false);
    int lines = b->kind == BLOCK_HEADING || set.lines < 4 ? set.lines : 2;
    need = look->above + height_of(&set, 0, lines);
    unset(&set);
    bool table = i + 1 < pdf->d->blocks.count && pdf->d->blocks.at[i + 1].kind == BLOCK_TABLE;
    bool along = b->kind == BLOCK_HEADING || (b->kind == BLOCK_TEXT && (b->style == TEXT_FACTS || table));
    return along ? need + look->below + beginning(pdf, i + 1) : need;
}

static Str words_of(Pdf *pdf, const Runs *runs)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < runs->count; i++)
        strbuf_add(&b, runs->at[i].text);
    return arena_str(pdf->arena, strbuf_str(&b));
}

static void bookmark(Pdf *pdf, const Block *b, Str name)
{
    int parent = b->level == 2 ? CAIRO_PDF_OUTLINE_ROOT : pdf->outline;
    int made = cairo_pdf_surface_add_outline(pdf->surface, parent, arena_cstr(pdf->arena, words_of(pdf, &b->runs)),
                                             arena_cstr(pdf->arena, arena_printf(pdf->arena, "dest='" STR_FMT "'", STR_ARG(name))),
                                             0);
    if (b->level == 2)
        pdf->outline = made;
}

static void draw_heading(Pdf *pdf, size_t i)
{
    const Block *b = &pdf->d->blocks.at[i];
    const Look *look = look_of(b);
    Str name = arena_printf(pdf->arena, "h-%zu", i);

    double need = beginning(pdf, i);
    room(pdf, need < (FLOOR - TOP) / 2 ? need : (FLOOR - TOP) / 2);
    space(pdf, look->above);
    destination(pdf, name);
    bookmark(pdf, b, name);
    Set set = set_runs(pdf, look, &b->runs, WIDTH, false);
    flow(pdf, look, &set, NULL);
    unset(&set);
}

static void draw_item(Pdf *pdf, const Block *b)
{
    Set set = set_runs(pdf, &looks[LOOK_ITEM], &b->runs, WIDTH, false);
    Set bullet = set_text(pdf, &looks[LOOK_TEXT], S("\xE2\x80\xA2"), 12);

    tag(pdf, "LI", NULL);
    room(pdf, height_of(&set, 0, set.lines < 2 ? set.lines : 2));
    flow(pdf, &looks[LOOK_ITEM], &set, &bullet);
    end(pdf, "LI");
    unset(&set);
    unset(&bullet);
}

static void draw_note(Pdf *pdf, size_t n)
{
    Dossier *d = pdf->d;
    const FootNote *note = &d->notes.at[n];
    Runs source = { 0 };
    Set quote = set_runs(pdf, &looks[LOOK_QUOTE], &note->quote, WIDTH, false);

    run_add(d, &source, RUN_TEXT, note->source);
    run_add(d, &source, RUN_TEXT, S(" "));
    run_add(d, &source, RUN_TEXT, note->gap.len ? note->gap : words_get(d->page.w, S("dossier.unproved")));
    Set cited = set_runs(pdf, &looks[LOOK_SOURCE], &source, WIDTH, false);
    Set number = set_text(pdf, &looks[LOOK_QUOTE], arena_printf(pdf->arena, "%zu", n + 1), 60);
    double need = whole(&quote) + whole(&cited);
    if (need <= FLOOR - TOP)
        room(pdf, need);
    destination(pdf, arena_printf(pdf->arena, "n-%zu", n + 1));
    tag(pdf, "Note", NULL);
    flow(pdf, &looks[LOOK_QUOTE], &quote, &number);
    flow(pdf, &looks[LOOK_SOURCE], &cited, NULL);
    end(pdf, "Note");
    unset(&quote);
    unset(&cited);
    unset(&number);
}

static void draw_block(Pdf *pdf, size_t i)
{
    Dossier *d = pdf->d;
    const Block *b = &d->blocks.at[i];
    bool before = i && d->blocks.at[i - 1].kind == BLOCK_ITEM;
    bool after = i + 1 < d->blocks.count && d->blocks.at[i + 1].kind == BLOCK_ITEM;
    Set set;

    switch (b->kind) {
    case BLOCK_HEADING: draw_heading(pdf, i); break;
    case BLOCK_TABLE:   draw_table(pdf, &b->table); break;
    case BLOCK_ITEM:
        if (!before)
            tag(pdf, "L", NULL);
        draw_item(pdf, b);
        if (!after)
            end(pdf, "L");
        if (!after)
            space(pdf, 5);
        break;
    case BLOCK_TEXT:
        if (b->style == TEXT_FACTS)
            room(pdf, beginning(pdf, i));
        set = set_runs(pdf, look_of(b), &b->runs, WIDTH, false);
        flow(pdf, look_of(b), &set, NULL);
        unset(&set);
        break;
    case BLOCK_CODE:
        set = set_text(pdf, look_of(b), b->text, WIDTH);
        flow(pdf, look_of(b), &set, NULL);
        unset(&set);
        space(pdf, 9);
        break;
    case BLOCK_NOTES:
        for (size_t n = 0; n < d->notes.count; n++)
            draw_note(pdf, n);
        break;
    }
}

/* ---- the file ---- */

static cairo_status_t keep(void *context, const unsigned char *bytes, unsigned count)
{
    strbuf_add(context, (Str){ (const char *)bytes, count });
    return CAIRO_STATUS_SUCCESS;
}

static void describe(Pdf *pdf)
{
    const Dossier *d = pdf->d;
    cairo_surface_t *s = pdf->surface;
    char *day = arena_cstr(pdf->arena, arena_printf(pdf->arena, STR_FMT "T00:00:00Z", STR_ARG(d->options->as_of)));

    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, arena_cstr(pdf->arena, d->title));
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "Dokaz " DOKAZ_VERSION);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, day);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_MOD_DATE, day);
}

static PangoContext *quiet_context(cairo_t *cr, Str language)
{
    PangoContext *context = pango_cairo_create_context(cr);
    cairo_font_options_t *options = cairo_font_options_create();
    AUTO_ARENA arena = arena_create();

    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_language(context, pango_language_from_string(arena_cstr(arena, language)));
    return context;
}

static Status draw_report(Dossier *d, StrBuf *out, Error *err)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(keep, out, PAGE_WIDTH, PAGE_HEIGHT);
    /* 1.4: plain tables of objects, which dossier_pdf_file.c continues, in any version of cairo */
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
    cairo_t *cr = cairo_create(surface);
    Pdf pdf = { .d = d, .arena = d->page.arena, .surface = surface, .cr = cr, .y = TOP, .page = 1,
                .pango = quiet_context(cr, words_language(d->page.w)) };

    describe(&pdf);
    cairo_set_source_rgb(cr, 0.11, 0.13, 0.15);
    Set title = set_text(&pdf, &looks[LOOK_TITLE], d->title, WIDTH);
    flow(&pdf, &looks[LOOK_TITLE], &title, NULL);
    unset(&title);
    for (size_t i = 0; i < d->blocks.count; i++)
        draw_block(&pdf, i);
    draw_foot(&pdf);
    cairo_show_page(cr);
    g_object_unref(pdf.pango);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS ? OK : fail(err, ERR_IO, "cairo made no PDF: %s", cairo_status_to_string(status));
}

Status dossier_pdf(Dossier *d, StrBuf *out, Error *err)
{
    AUTO_STRBUF drawn = { 0 };
    Status status = draw_report(d, &drawn, err);

    return status == OK ? dossier_pdf_file(d, strbuf_str(&drawn), out, err) : status;
}
