/* html_parse.c -- from the events of libxml2's HTML parser to text and blocks. Runs in the box.
 *
 * No tree is built: a stack holds what each open element hands down (its kind of block, its
 * signs), so that a page nested a hundred thousand deep costs a hundred thousand rows and no
 * recursion. A block is written down when the next block element begins or ends.
 */
#include "keep/html_in.h"

#include "base/auto.h"
#include "base/utf8.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#define FNV_SEED      0xCBF29CE484222325u   /* Fowler, Noll, Vo: a hash for short names */
#define FNV_STEP      0x100000001B3u
#define DATED_LETTERS 80    /* of a line that may be a date or a signature */
#define ID_WORDS      3
#define NOTE_MARK_MAX 3     /* characters of a footnote's number */

typedef enum Handling {
    INLINE, BLOCK, SKIP, CELL, BREAK, SUP, LINK, TITLE, SCRIPT, META, LINK_TAG, TIME, PRE, ARTICLE, LIST, ROOT,
} Handling;

static const struct { const char *name; Handling handling; BlockKind kind; } element_table[] = {
    { "html", ROOT, BLOCK_PARAGRAPH }, { "body", ROOT, BLOCK_PARAGRAPH },
    { "article", ARTICLE, BLOCK_PARAGRAPH }, { "main", ARTICLE, BLOCK_PARAGRAPH },
    { "h1", BLOCK, BLOCK_HEADING }, { "h2", BLOCK, BLOCK_HEADING }, { "h3", BLOCK, BLOCK_HEADING },
    { "h4", BLOCK, BLOCK_HEADING }, { "h5", BLOCK, BLOCK_HEADING }, { "h6", BLOCK, BLOCK_HEADING },
    { "p", BLOCK, BLOCK_PARAGRAPH }, { "div", BLOCK, BLOCK_PARAGRAPH }, { "section", BLOCK, BLOCK_PARAGRAPH },
    { "header", BLOCK, BLOCK_PARAGRAPH }, { "footer", BLOCK, BLOCK_PARAGRAPH }, { "nav", BLOCK, BLOCK_PARAGRAPH },
    { "aside", BLOCK, BLOCK_PARAGRAPH }, { "form", BLOCK, BLOCK_PARAGRAPH }, { "fieldset", BLOCK, BLOCK_PARAGRAPH },
    { "dialog", BLOCK, BLOCK_PARAGRAPH }, { "details", BLOCK, BLOCK_PARAGRAPH }, { "summary", BLOCK, BLOCK_PARAGRAPH },
    { "address", BLOCK, BLOCK_PARAGRAPH }, { "center", BLOCK, BLOCK_PARAGRAPH }, { "hr", BLOCK, BLOCK_PARAGRAPH },
    { "figure", BLOCK, BLOCK_PARAGRAPH }, { "figcaption", BLOCK, BLOCK_CAPTION }, { "caption", BLOCK, BLOCK_CAPTION },
    { "blockquote", BLOCK, BLOCK_QUOTE }, { "q", INLINE, BLOCK_QUOTE },
    { "ul", LIST, BLOCK_PARAGRAPH }, { "ol", LIST, BLOCK_PARAGRAPH }, { "dl", BLOCK, BLOCK_PARAGRAPH },
    { "menu", LIST, BLOCK_PARAGRAPH }, { "li", BLOCK, BLOCK_LIST_ITEM }, { "dt", BLOCK, BLOCK_LIST_ITEM },
    { "dd", BLOCK, BLOCK_LIST_ITEM },
    { "table", BLOCK, BLOCK_PARAGRAPH }, { "thead", BLOCK, BLOCK_PARAGRAPH }, { "tbody", BLOCK, BLOCK_PARAGRAPH },
    { "tfoot", BLOCK, BLOCK_PARAGRAPH }, { "tr", BLOCK, BLOCK_TABLE_ROW }, { "td", CELL, BLOCK_TABLE_ROW },
    { "th", CELL, BLOCK_TABLE_ROW }, { "pre", PRE, BLOCK_PARAGRAPH },
    { "br", BREAK, 0 }, { "sup", SUP, 0 }, { "a", LINK, 0 }, { "time", TIME, 0 }, { "title", TITLE, 0 },
    { "script", SCRIPT, 0 }, { "meta", META, 0 }, { "link", LINK_TAG, 0 },
    { "style", SKIP, 0 }, { "template", SKIP, 0 }, { "svg", SKIP, 0 }, { "math", SKIP, 0 }, { "iframe", SKIP, 0 },
    { "object", SKIP, 0 }, { "embed", SKIP, 0 }, { "select", SKIP, 0 }, { "button", SKIP, 0 }, { "textarea", SKIP, 0 },
    { "noscript", SKIP, 0 }, { "audio", SKIP, 0 }, { "video", SKIP, 0 }, { "canvas", SKIP, 0 }, { "map", SKIP, 0 },
};

/* What an open element hands down to everything in it. */
typedef struct Level {
    Handling  handling;
    BlockKind kind;
    unsigned  signs;
    int16_t   heading;          /* 1..6, 0 */
    bool      skip, link, pre, in_article, numbered;
    int32_t   number;           /* of a list row in a numbered list, 0 unknown */
    int32_t   rows;             /* of a list: counted so far */
    int32_t   node;             /* of the nearest block element */
    size_t    mark_from;        /* of sup, and of a link to a place in the page: where its text begins; else SIZE_MAX */
} Level;

typedef struct Parse {
    Arena           *arena;
    const HtmlWords *words;
    HtmlResult      *out;
    htmlParserCtxtPtr xml;
    Map              elements;
    VEC(Level)       levels;
    StrBuf           block;     /* the block being built */
    HtmlBlock        now;       /* its properties, set at its first letter */
    bool             space;     /* white space was passed over */
    bool             cell;      /* a cell ended */
    bool             closed;    /* the last event was the end of an element */
    unsigned         breaks;    /* <br> since the last letter */
    size_t           before;    /* byte of the page where the last event ended */
    StrBuf           aside;     /* text of <title> or a script */
    bool             json;      /* the open script is JSON-LD */
} Parse;

static Level *top(Parse *p)
{
    return &p->levels.at[p->levels.count - 1];
}

static size_t position(const Parse *p)
{
    const htmlParserInputPtr in = p->xml->input;
    return in ? in->consumed + (size_t)(in->cur - in->base) : 0;
}

/* ---- text ---- */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 12:30, or a year of our time. */
static bool has_date(Str s)
{
    for (size_t i = 0; i + 4 <= s.len; i++) {
        if (!digit(s.ptr[i]) || (i && digit(s.ptr[i - 1])))
            continue;
        size_t end = i + 1;
        while (end < s.len && digit(s.ptr[end]))
            end++;
        if (end - i == 4 && ((s.ptr[i] == '2' && s.ptr[i + 1] == '0') || (s.ptr[i] == '1' && s.ptr[i + 1] == '9')))
            return true;
        if (end - i <= 2 && end + 2 < s.len && s.ptr[end] == ':' && digit(s.ptr[end + 1]) && digit(s.ptr[end + 2]))
            return true;
    }
    return false;
}

/* Letters and stops of a block. */
static void weigh(Str text, HtmlBlock *b)
{
    uint32_t letters = 0, stops = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        letters += (c & 0xC0) != 0x80;
        stops += c == ',' || c == '.' || c == '!' || c == '?';
        if (c < 0xE3 || c > 0xEF || i + 2 >= text.len)
            continue;
        unsigned char second = (unsigned char)text.ptr[i + 1], third = (unsigned char)text.ptr[i + 2];
        letters += c < 0xEE ? 2 : 0;
        /* ideographic comma and full stop, and their wide forms */
        stops += (c == 0xE3 && second == 0x80 && (third == 0x81 || third == 0x82)) ||
                 (c == 0xEF && second == 0xBC && (third == 0x8C || third == 0x8E));
    }
    b->letters = letters;
    b->dated = letters <= DATED_LETTERS && has_date(text);
    b->stops = stops;
}

static void flush(Parse *p)
{
    HtmlResult *r = p->out;
    Str text = str_trim(strbuf_str(&p->block));

    p->space = p->cell = false;
    p->breaks = 0;
    if (text.len > 0) {
        if (r->text.len)
            strbuf_char(&r->text, '\n');
        p->now.block.span.start = (uint32_t)r->text.len;
        strbuf_add(&r->text, text);
        p->now.block.span.end = (uint32_t)r->text.len;
        p->now.block.origin.end = (uint32_t)p->before;
        weigh(text, &p->now);
        vec_push(p->arena, &r->blocks, p->now);
    }
    strbuf_clear(&p->block);
}

static void begin_block(Parse *p)
{
    const Level *l = top(p);

    p->now = (HtmlBlock){ .node = l->node, .in_article = l->in_article };
    p->now.block.kind = l->kind;
    p->now.block.number = l->heading ? l->heading : l->signs & SIGN_FOOTNOTE ? l->number : 0;
    p->now.block.origin.start = (uint32_t)p->before;
}

/* The white space that stands before the next letter. */
static void before_letter(Parse *p)
{
    if (p->block.len == 0)
        begin_block(p);
    else if (p->breaks)
        strbuf_char(&p->block, '\n');
    else if (p->cell)
        strbuf_char(&p->block, '\t');
    else if (p->space)
        strbuf_char(&p->block, ' ');
    p->space = p->cell = false;
    p->breaks = 0;
}

/* Soft hyphens, zero-width spaces and byte order marks are for typesetting. */
static size_t typesetting(Str s, size_t i)
{
    if (s.ptr[i] == '\xC2' && i + 1 < s.len && s.ptr[i + 1] == '\xAD')
        return 2;
    if (i + 2 < s.len && (memcmp(s.ptr + i, "\xE2\x80\x8B", 3) == 0 || memcmp(s.ptr + i, "\xEF\xBB\xBF", 3) == 0))
        return 3;
    return 0;
}

static void add_text(Parse *p, Str s)
{
    const Level *l = top(p);

    for (size_t i = 0; i < s.len; ) {
        char c = s.ptr[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
            if (c == '\n' && l->pre && p->block.len)
                p->breaks++;
            p->space = true;
            i++;
            continue;
        }
        size_t skip = typesetting(s, i);
        if (skip) {
            i += skip;
            continue;
        }
        size_t end = i + 1;
        while (end < s.len && s.ptr[end] > ' ')
            end++;
        while (end < s.len && (unsigned char)s.ptr[end] >= 0x80 && !typesetting(s, end))
            end++;
        before_letter(p);
        strbuf_add(&p->block, str_slice(s, i, end));
        if (l->link)
            p->now.block.link_chars += (int32_t)(end - i);
        i = end;
    }
}

/* "52" and the mark of note 1 must not become 521: such marks are set in brackets. */
static void bracket_mark(Parse *p, size_t from, bool is_link)
{
    StrBuf *b = &p->block;
    size_t start = from;

    while (start < b->len && b->ptr[start] == ' ')
        start++;
    size_t len = b->len - start;
    if (from > b->len || len == 0 || len > NOTE_MARK_MAX)
        return;
    for (size_t i = start; i < b->len; i++)
        if (b->ptr[i] < '0' || b->ptr[i] > '9')
            return;
    /* m2 and km2 are measures */
    size_t letters = 0;
    while (letters < from && (b->ptr[from - 1 - letters] | 32) >= 'a' && (b->ptr[from - 1 - letters] | 32) <= 'z')
        letters++;
    if (!is_link && letters > 0 && letters <= 2)
        return;
    char digits[NOTE_MARK_MAX];
    memcpy(digits, b->ptr + start, len);
    b->len = start;
    strbuf_char(b, '[');
    strbuf_add(b, (Str){ digits, len });
    strbuf_char(b, ']');
}

/* ---- elements ---- */

static Str attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2)
        if (strcmp((const char *)attributes[i], name) == 0)
            return attributes[i + 1] ? str_of((const char *)attributes[i + 1]) : STR_NONE;
    return STR_NONE;
}

static bool hidden(const xmlChar **attributes)
{
    static const char *const ways[] = { "display:none", "display: none", "visibility:hidden", "visibility: hidden" };
    Str style = STR_NONE;

    for (size_t i = 0; attributes && attributes[i]; i += 2) {
        const char *name = (const char *)attributes[i];
        if (strcmp(name, "hidden") == 0)
            return true;
        if (strcmp(name, "aria-hidden") == 0 && attributes[i + 1] &&
            strcmp((const char *)attributes[i + 1], "true") == 0)
            return true;
        if (strcmp(name, "style") == 0 && attributes[i + 1])
            style = str_of((const char *)attributes[i + 1]);
    }
    for (size_t i = 0; style.len && i < sizeof ways / sizeof *ways; i++)
        if (str_find(style, str_of(ways[i]), 0) != SIZE_MAX)
            return true;
    return false;
}

static bool is_block(Handling h)
{
    return h == BLOCK || h == CELL || h == PRE || h == ARTICLE || h == LIST || h == ROOT;
}

/* An id of many words is made of a heading and says nothing of its element. */
static Str short_id(Str id)
{
    size_t words = 1;

    for (size_t i = 0; i < id.len; i++)
        words += id.ptr[i] == '-' || id.ptr[i] == '_' || id.ptr[i] == ' ';
    return words <= ID_WORDS ? id : STR_NONE;
}

/* The signs of this element itself. */
static unsigned signs_of(Parse *p, const Level *parent, Str name, Handling handling, const xmlChar **attributes)
{
    unsigned own;

    own = html_word_element(p->words, name) | html_word_role(p->words, attribute(attributes, "role"));
    if (str_eq(name, S("header")) && !parent->in_article)
        own |= SIGN_ELEMENT;
    if (handling == BLOCK || handling == CELL || handling == LIST || handling == PRE) {
        own |= html_word_class(p->words, attribute(attributes, "class"));
        own |= html_word_class(p->words, short_id(attribute(attributes, "id")));
        own |= html_word_class(p->words, attribute(attributes, "itemprop")) & ~(unsigned)SIGN_CLASS;
        if (own & SIGN_KEEP)
            own &= ~(unsigned)(SIGN_CLASS | SIGN_KEEP);
        if (hidden(attributes))
            own |= SIGN_HIDDEN;
    }
    return own;
}

static uint64_t look_of(Str name, Str class_)
{
    uint64_t hash = FNV_SEED;

    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * FNV_STEP;
    for (size_t i = 0; i < class_.len && class_.ptr[i] != ' '; i++)     /* the rest are states: first, odd, open */
        hash = (hash ^ (unsigned char)class_.ptr[i]) * FNV_STEP;
    return hash;
}

/* A node for the open block element; *l is its level. */
static void add_node(Parse *p, Level *l, const Level *parent, Str name, const xmlChar **attributes)
{
    HtmlNode node = { .parent = parent->node, .own = signs_of(p, parent, name, l->handling, attributes),
                      .look = look_of(name, attribute(attributes, "class")), .list = l->handling == LIST };

    l->signs = node.own & SIGN_FOOTNOTE ? SIGN_FOOTNOTE : node.own | parent->signs;
    l->node = (int32_t)p->out->nodes.count;
    vec_push(p->arena, &p->out->nodes, node);
}

static void start_block(Parse *p, Level *l, const Level *parent, Str name)
{
    /* A paragraph inside a list row, a quotation or a caption is still part of that. */
    bool inherits = l->kind == BLOCK_PARAGRAPH &&
        (parent->kind == BLOCK_LIST_ITEM || parent->kind == BLOCK_QUOTE || parent->kind == BLOCK_CAPTION);

    if (inherits)
        l->kind = parent->kind;
    l->heading = name.len == 2 && name.ptr[0] == 'h' && name.ptr[1] >= '1' && name.ptr[1] <= '6'
        ? (int16_t)(name.ptr[1] - '0') : 0;
    if (l->handling == LIST) {
        l->numbered = str_eq(name, S("ol"));
        l->rows = 0;
    }
    if (str_eq(name, S("li")) && p->levels.count && top(p)->numbered)
        l->number = ++top(p)->rows;
    /* A cell of several lines lays out a page; it is no figure in a row. */
    bool row = l->handling == CELL && p->block.len && p->now.block.kind == BLOCK_TABLE_ROW &&
               memchr(p->block.ptr, '\n', p->block.len) == NULL;
    if (row)
        p->cell = true;
    else
        flush(p);
}

static void read_link_tag(Parse *p, const xmlChar **attributes)
{
    if (str_eq(attribute(attributes, "rel"), S("canonical")) && attribute(attributes, "href").len)
        p->out->meta.url = arena_str(p->arena, str_trim(attribute(attributes, "href")));
}

static void read_meta(Parse *p, const xmlChar **attributes)
{
    static const char *const names[] = { "property", "name", "itemprop", "http-equiv" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (attribute(attributes, names[i]).len)
            html_meta(p->arena, &p->out->meta, attribute(attributes, names[i]), attribute(attributes, "content"));
}

static void start_element(void *context, const xmlChar *xml_name, const xmlChar **attributes)
{
    Parse *p = context;
    Str name = str_of((const char *)xml_name);
    const int64_t *row = map_get(&p->elements, name);
    Level parent = *top(p), l = parent;
    bool after_element = p->closed;

    p->closed = false;
    p->before = position(p);
    l.handling = row ? element_table[*row].handling : INLINE;
    l.mark_from = SIZE_MAX;
    l.numbered = false;
    if (is_block(l.handling)) {
        l.kind = element_table[*row].kind;
        l.number = str_eq(name, S("li")) ? 0 : parent.number;
        start_block(p, &l, &parent, name);
    }
    l.in_article |= l.handling == ARTICLE;
    l.pre |= l.handling == PRE;
    if (is_block(l.handling))
        add_node(p, &l, &parent, name, attributes);
    /* Links and times that stand side by side are apart on the screen. */
    if (after_element && (l.handling == LINK || l.handling == TIME) && p->block.len)
        p->space = true;
    switch (l.handling) {
    case SKIP:      l.skip = true;                              break;
    case META:      read_meta(p, attributes);                   break;
    case LINK_TAG:  read_link_tag(p, attributes);               break;
    case SUP:       l.mark_from = p->block.len;                 break;
    case INLINE:
        l.skip |= attributes && hidden(attributes) && !attribute(attributes, "aria-hidden").len;
        break;
    case LINK:
        l.link = true;
        if (str_starts(attribute(attributes, "href"), S("#")) && parent.handling != SUP)
            l.mark_from = p->block.len;
        break;
    case BREAK:
        if (p->block.len && ++p->breaks >= 2)
            flush(p);
        break;
    case TITLE: case SCRIPT:
        strbuf_clear(&p->aside);
        p->json = str_eq(attribute(attributes, "type"), S("application/ld+json"));
        break;
    case TIME:
        if (!(l.signs & SIGN_BOILERPLATE))
            html_meta_time(p->arena, &p->out->meta, attribute(attributes, "datetime"));
        break;
    case ROOT:
        if (!p->out->meta.language.len && attribute(attributes, "lang").len)
            p->out->meta.language = arena_str(p->arena, attribute(attributes, "lang"));
        break;
    default:
        break;
    }
    vec_push(p->arena, &p->levels, l);
}

static void end_element(void *context, const xmlChar *xml_name)
{
    Parse *p = context;
    Level l = *top(p);
    HtmlMeta *meta = &p->out->meta;

    (void)xml_name;         /* the parser closes what is open, in order */
    if (p->levels.count <= 1)
        return;
    p->levels.count--;
    if (l.handling == TITLE && !meta->title.len && !l.skip)
        meta->title = arena_str(p->arena, str_trim(strbuf_str(&p->aside)));
    else if (l.handling == SCRIPT && p->json)
        html_meta_json(p->arena, meta, strbuf_str(&p->aside));
    else if (is_block(l.handling) && l.handling != CELL)
        flush(p);
    else if (l.mark_from != SIZE_MAX && !l.skip)
        bracket_mark(p, l.mark_from, l.handling == LINK);
    p->closed = true;
    p->before = position(p);
}

static void characters(void *context, const xmlChar *text, int len)
{
    Parse *p = context;
    const Level *l = top(p);
    Str s = { (const char *)text, len > 0 ? (size_t)len : 0 };

    if (l->handling == TITLE || l->handling == SCRIPT)
        strbuf_add(&p->aside, s);
    else if (!l->skip)
        add_text(p, s);
    p->closed = false;
    p->before = position(p);
}

static void silent(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

/* The parser counted in the stripped page. */
static void place_origins(HtmlResult *r, const HtmlStripped *stripped)
{
    size_t start_cut = 0, end_cut = 0;

    for (size_t i = 0; i < r->blocks.count; i++) {
        Span *origin = &r->blocks.at[i].block.origin;
        origin->start = html_unstrip(stripped, &start_cut, origin->start);
        origin->end = html_unstrip(stripped, &end_cut, origin->end);
    }
}

bool html_parse(Arena *arena, const HtmlWords *words, Str utf8, HtmlResult *ret)
{
    Parse p = { .arena = arena, .words = words, .out = ret };
    htmlSAXHandler handler = {
        .startElement = start_element, .endElement = end_element, .characters = characters,
        .ignorableWhitespace = characters, .cdataBlock = characters, .warning = silent, .error = silent,
    };

    HtmlStripped stripped;
    *ret = (HtmlResult){ 0 };
    for (size_t i = 0; i < sizeof element_table / sizeof *element_table; i++)
        map_put(arena, &p.elements, str_of(element_table[i].name), (int64_t)i);
    vec_push(arena, &p.levels, (Level){ .handling = ROOT, .kind = BLOCK_PARAGRAPH, .mark_from = SIZE_MAX });
    vec_push(arena, &ret->nodes, (HtmlNode){ .parent = -1 });
    if (utf8.len == 0 || utf8.len > INT32_MAX)
        return false;
    html_strip(arena, utf8, &stripped);
    p.xml = stripped.text.len ? htmlCreateMemoryParserCtxt(stripped.text.ptr, (int)stripped.text.len) : NULL;
    if (p.xml == NULL) {
        strbuf_finish(&stripped.text);
        return false;
    }
    htmlCtxtUseOptions(p.xml, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                              XML_PARSE_HUGE | HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(p.xml, XML_CHAR_ENCODING_UTF8);   /* the caller knows: it is UTF-8, whatever the page says */
    *p.xml->sax = handler;
    p.xml->userData = &p;
    htmlParseDocument(p.xml);
    flush(&p);
    htmlFreeParserCtxt(p.xml);
    place_origins(ret, &stripped);
    strbuf_finish(&stripped.text);
    strbuf_finish(&p.block);
    strbuf_finish(&p.aside);
    return true;
}
