/* dossier_docx.c -- the report as WordprocessingML (ECMA-376, transitional), to be worked on in a word processor:
 * headings are styles, notes are real footnotes, tables have heads that repeat. The parts are stored, not
 * compressed, without times: the same report gives the same bytes.
 *
 * The statement with all proofs is the last part, dokaz/proofs.txt. It signs what lies before it. As soon as the
 * text is edited that does not hold any more, and shall not: the proofs still do.
 *
 * A note that is pointed to again is a field (NOTEREF) that shows the number of its first mark: word processors
 * know one mark a footnote.
 */
#include "tell/dossier_in.h"

#include "base/auto.h"
#include "tell/asset.h"
#include "tell/html.h"
#include "tell/zip.h"

#define W_NS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define R_NS "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define XML  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
/* Superscript twice over: not every reader takes it from the style, and "75" with note 27 must not become 7527. */
#define MARK "<w:rPr><w:rStyle w:val=\"FootnoteReference\"/><w:vertAlign w:val=\"superscript\"/></w:rPr>"
#define WIDTH_TWIPS 9354        /* A4 less its margins, in twentieths of a point */

typedef struct Docx {
    Dossier *d;
    Html    *h;
    bool    *marked;            /* notes that have their footnote mark */
} Docx;

/* Breaks of the source are spaces; what XML cannot hold is U+FFFD. */
static void put_text(Html *h, Str s)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool never = c == 0xEF && i + 2 < s.len && (unsigned char)s.ptr[i + 1] == 0xBF && (unsigned char)s.ptr[i + 2] >= 0xBE;
        if (never)
            strbuf_add(&b, S("\xEF\xBF\xBD"));
        else
            strbuf_char(&b, c == '\n' || c == '\r' || c == '\t' ? ' ' : s.ptr[i]);
        i += never ? 2 : 0;
    }
    html_text(h, strbuf_str(&b));
}

static void put_t(Html *h, Str s)
{
    HTML(h, "<w:t xml:space=\"preserve\">");
    put_text(h, s);
    HTML(h, "</w:t>");
}

static void put_mark(Docx *x, int32_t number)
{
    Html *h = x->h;

    if (x->marked[number]) {
        HTML(h, "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> NOTEREF n");
        html_i64(h, number);
        HTML(h, " \\f \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
                "<w:r>" MARK "<w:t>");
        html_i64(h, number);
        HTML(h, "</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
        return;
    }
    x->marked[number] = true;
    HTML(h, "<w:bookmarkStart w:id=\"");
    html_i64(h, number);
    HTML(h, "\" w:name=\"n");
    html_i64(h, number);
    HTML(h, "\"/><w:r>" MARK "<w:footnoteReference w:id=\"");
    html_i64(h, number);
    HTML(h, "\"/></w:r><w:bookmarkEnd w:id=\"");
    html_i64(h, number);
    HTML(h, "\"/>");
}

static void put_runs(Docx *x, const Runs *runs, Str language)
{
    static const char *const styles[] = {
        [RUN_STRONG] = "Strong", [RUN_SOFT] = "Soft", [RUN_BADGE] = "Badge", [RUN_FIGURE] = "Figure",
        [RUN_MASKED] = "Masked", [RUN_FIGURE_WORDS] = "SourceWords",
    };
    Html *h = x->h;

    for (size_t i = 0; i < runs->count; i++) {
        const Run *run = &runs->at[i];
        const char *style = styles[run->kind];
        if (run->kind == RUN_SPAN)
            continue;
        if (run->kind == RUN_MARK) {
            bool first = !i || runs->at[i - 1].kind != RUN_MARK;
            HTML(h, "<w:r>" MARK "<w:t xml:space=\"preserve\">");
            html_text(h, first ? S("\xC2\xA0") : S(", "));
            HTML(h, "</w:t></w:r>");
            put_mark(x, run->number);
            continue;
        }
        HTML(h, "<w:r>");
        if (style || language.len) {
            HTML(h, "<w:rPr>");
            if (style) {
                HTML(h, "<w:rStyle");
                HTML_ATTR(h, "w:val", str_of(style));
                HTML(h, "/>");
            }
            if (language.len) {
                HTML(h, "<w:lang");
                HTML_ATTR(h, "w:val", language);
                HTML(h, "/>");
            }
            HTML(h, "</w:rPr>");
        }
        put_t(h, run->text);
        HTML(h, "</w:r>");
    }
}

static void begin_p(Html *h, const char *style)
{
    HTML(h, "<w:p><w:pPr><w:pStyle");
    HTML_ATTR(h, "w:val", str_of(style));
    HTML(h, "/></w:pPr>");
}

static void put_p(Docx *x, const char *style, const Runs *runs)
{
    begin_p(x->h, style);
    put_runs(x, runs, STR_NONE);
    HTML(x->h, "</w:p>\n");
}

static void put_cell(Docx *x, const Column *column, int width, const Runs *runs, const char *style)
{
    Html *h = x->h;

    HTML(h, "<w:tc><w:tcPr><w:tcW w:type=\"dxa\"");
    HTML_ATTR_I64(h, "w:w", width);
    HTML(h, "/></w:tcPr><w:p><w:pPr><w:pStyle");
    HTML_ATTR(h, "w:val", str_of(style));
    HTML(h, "/>");
    if (column->number)
        HTML(h, "<w:jc w:val=\"right\"/>");
    HTML(h, "</w:pPr>");
    put_runs(x, runs, STR_NONE);
    HTML(h, "</w:p></w:tc>");
}

static void put_table(Docx *x, const Table *t)
{
    Html *h = x->h;
    int all = 0;

    for (size_t i = 0; i < t->column_count; i++)
        all += t->columns[i].drawn ? 0 : t->columns[i].weight;
    HTML(h, "<w:tbl><w:tblPr><w:tblStyle w:val=\"Plain\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/>"
            "<w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" "
            "w:noVBand=\"1\"/></w:tblPr><w:tblGrid>");
    for (size_t i = 0; i < t->column_count; i++)
        if (!t->columns[i].drawn) {
            HTML(h, "<w:gridCol");
            HTML_ATTR_I64(h, "w:w", WIDTH_TWIPS * t->columns[i].weight / all);
            HTML(h, "/>");
        }
    HTML(h, "</w:tblGrid>\n<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (size_t i = 0; i < t->column_count; i++) {
        Runs name = { 0 };
        run_add(x->d, &name, RUN_TEXT, t->columns[i].name);
        if (!t->columns[i].drawn)
            put_cell(x, &t->columns[i], WIDTH_TWIPS * t->columns[i].weight / all, &name, "TableHead");
    }
    HTML(h, "</w:tr>\n");
    for (size_t i = 0; i < t->cells.count; i++) {
        size_t column = i % t->column_count;
        if (column == 0)
            HTML(h, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        if (!t->columns[column].drawn)
            put_cell(x, &t->columns[column], WIDTH_TWIPS * t->columns[column].weight / all, &t->cells.at[i], "TableText");
        if (column + 1 == t->column_count)
            HTML(h, "</w:tr>\n");
    }
    HTML(h, "</w:tbl>\n<w:p><w:pPr><w:pStyle w:val=\"TableEnd\"/></w:pPr></w:p>\n");
}

static void put_code(Docx *x, Str text)
{
    Html *h = x->h;
    bool first = true;

    begin_p(h, "Code");
    HTML(h, "<w:r>");
    if (str_ends(text, S("\n")))
        text = str_slice(text, 0, text.len - 1);
    for (Str rest = text, line; str_cut(&rest, '\n', &line); first = false) {
        if (!first)
            HTML(h, "<w:br/>");
        put_t(h, line);
    }
    HTML(h, "</w:r></w:p>\n");
}

static void put_block(Docx *x, const Block *b)
{
    static const char *const texts[TEXT_STYLES] = {
        [TEXT_PLAIN] = "BodyText", [TEXT_LEAD] = "Lead", [TEXT_CAUTION] = "Caution", [TEXT_FACTS] = "Facts",
        [TEXT_EMPTY] = "Facts", [TEXT_OWN] = "BodyText",
    };
    switch (b->kind) {
    case BLOCK_HEADING: put_p(x, b->level == 2 ? "Heading1" : "Heading2", &b->runs); break;
    case BLOCK_TEXT:    put_p(x, texts[b->style], &b->runs); break;
    case BLOCK_ITEM:
        HTML(x->h, "<w:p><w:pPr><w:pStyle w:val=\"ListBullet\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>");
        put_runs(x, &b->runs, STR_NONE);
        HTML(x->h, "</w:p>\n");
        break;
    case BLOCK_TABLE:   put_table(x, &b->table); break;
    case BLOCK_CODE:    put_code(x, b->text); break;
    case BLOCK_NOTES:   break;      /* they stand at the foot of the pages */
    }
}

static void put_body(Docx *x)
{
    Dossier *d = x->d;
    Html *h = x->h;
    Runs title = { 0 };

    HTML(h, XML "<w:document " W_NS " " R_NS "><w:body>\n");
    run_add(d, &title, RUN_TEXT, d->title);
    put_p(x, "Title", &title);
    for (size_t i = 0; i < d->blocks.count; i++)
        put_block(x, &d->blocks.at[i]);
    HTML(h, "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId5\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
            "<w:pgMar w:top=\"1304\" w:right=\"1276\" w:bottom=\"1304\" w:left=\"1276\" w:header=\"680\" w:footer=\"680\" "
            "w:gutter=\"0\"/></w:sectPr></w:body></w:document>\n");
}

static void put_note(Docx *x, size_t n)
{
    Dossier *d = x->d;
    const FootNote *note = &d->notes.at[n];
    Html *h = x->h;

    HTML(h, "<w:footnote w:id=\"");
    html_i64(h, (int64_t)n + 1);
    HTML(h, "\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr><w:r>" MARK "<w:footnoteRef/></w:r><w:r>"
            "<w:t xml:space=\"preserve\"> </w:t></w:r>");
    put_runs(x, &note->quote, d->page.c->readings[note->reading].segments[note->segment].language);
    HTML(h, "</w:p><w:p><w:pPr><w:pStyle w:val=\"FootnoteSource\"/></w:pPr><w:r>");
    put_t(h, note->source);
    put_t(h, S(" "));
    put_t(h, note->gap.len ? note->gap : words_get(d->page.w, S("dossier.unproved")));
    HTML(h, "</w:r></w:p></w:footnote>\n");
}

static void put_footnotes(Docx *x)
{
    Html *h = x->h;

    HTML(h, XML "<w:footnotes " W_NS ">\n"
            "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\n"
            "<w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>\n");
    for (size_t i = 0; i < x->d->notes.count; i++)
        put_note(x, i);
    HTML(h, "</w:footnotes>\n");
}

static void put_styles(Docx *x)
{
    Str styles = asset_bytes(S("dossier_styles.xml")), mark = S("@LANGUAGE@");
    size_t at = str_find(styles, mark, 0);

    html_literal_(x->h, styles.ptr, at);
    html_text(x->h, words_language(x->d->page.w));
    html_literal_(x->h, styles.ptr + at + mark.len, styles.len - at - mark.len);
}

static void put_core(Docx *x)
{
    Html *h = x->h;
    Str day = x->d->options->as_of;

    HTML(h, XML "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    put_text(h, x->d->title);
    HTML(h, "</dc:title><dc:creator>Dokaz " DOKAZ_VERSION "</dc:creator><dc:language>");
    html_text(h, words_language(x->d->page.w));
    HTML(h, "</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">");
    html_text(h, day);
    HTML(h, "T00:00:00Z</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">");
    html_text(h, day);
    HTML(h, "T00:00:00Z</dcterms:modified></cp:coreProperties>\n");
}

#define OFFICE  "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define RELATED "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char content_types[] =
    XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"txt\" ContentType=\"text/plain\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"" OFFICE "document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"" OFFICE "styles+xml\"/>"
    "<Override PartName=\"/word/settings.xml\" ContentType=\"" OFFICE "settings+xml\"/>"
    "<Override PartName=\"/word/numbering.xml\" ContentType=\"" OFFICE "numbering+xml\"/>"
    "<Override PartName=\"/word/footnotes.xml\" ContentType=\"" OFFICE "footnotes+xml\"/>"
    "<Override PartName=\"/word/footer1.xml\" ContentType=\"" OFFICE "footer+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    "</Types>\n";

static const char package_rels[] =
    XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" RELATED "officeDocument\" Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" "
    "Target=\"docProps/core.xml\"/></Relationships>\n";

static const char document_rels[] =
    XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" RELATED "styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" RELATED "settings\" Target=\"settings.xml\"/>"
    "<Relationship Id=\"rId3\" Type=\"" RELATED "numbering\" Target=\"numbering.xml\"/>"
    "<Relationship Id=\"rId4\" Type=\"" RELATED "footnotes\" Target=\"footnotes.xml\"/>"
    "<Relationship Id=\"rId5\" Type=\"" RELATED "footer\" Target=\"footer1.xml\"/></Relationships>\n";

static const char settings[] =
    XML "<w:settings " W_NS "><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr></w:settings>\n";

static const char numbering[] =
    XML "<w:numbering " W_NS "><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\">"
    "<w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\xE2\x80\xA2\"/><w:lvlJc w:val=\"left\"/><w:pPr>"
    "<w:ind w:left=\"240\" w:hanging=\"240\"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
    "</w:numbering>\n";

static const char footer[] =
    XML "<w:ftr " W_NS "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r>"
    "</w:fldSimple></w:p></w:ftr>\n";

static Status add_made(Docx *x, Zip *zip, const char *name, void (*put)(Docx *x), Error *err)
{
    AUTO_STRBUF part = { 0 };
    Html h = html_on(&part);

    x->h = &h;
    put(x);
    return zip_add(zip, name, strbuf_str(&part), err);
}

static Status add_parts(Docx *x, Zip *zip, Error *err)
{
    static const struct { const char *name, *text; } standing[] = {
        { "[Content_Types].xml", content_types }, { "_rels/.rels", package_rels },
        { "word/_rels/document.xml.rels", document_rels }, { "word/settings.xml", settings },
        { "word/numbering.xml", numbering }, { "word/footer1.xml", footer },
    };
    static const struct { const char *name; void (*put)(Docx *x); } made[] = {
        { "docProps/core.xml", put_core }, { "word/styles.xml", put_styles }, { "word/document.xml", put_body },
        { "word/footnotes.xml", put_footnotes },
    };
    Status status = OK;

    for (size_t i = 0; status == OK && i < sizeof standing / sizeof *standing; i++)
        status = zip_add(zip, standing[i].name, str_of(standing[i].text), err);
    for (size_t i = 0; status == OK && i < sizeof made / sizeof *made; i++)
        status = add_made(x, zip, made[i].name, made[i].put, err);
    return status;
}

Status dossier_docx(Dossier *d, StrBuf *out, Error *err)
{
    DossierFile file = { 0 };
    Zip zip = zip_on(&file.before);
    Docx x = { .d = d, .marked = arena_array(d->page.arena, bool, d->notes.count + 2) };
    Str block;
    Status status = add_parts(&x, &zip, err);

    if (status == OK)
        status = dossier_statement(d, &file, true, &block, err);
    if (status == OK && block.len)      /* the line of the statement must begin one */
        status = zip_add(&zip, "dokaz/proofs.txt", arena_printf(d->page.arena, "\n" STR_FMT, STR_ARG(block)), err);
    if (status == OK) {
        zip_end(&zip);
        strbuf_add(out, strbuf_str(&file.before));
    } else {
        zip_drop(&zip);
    }
    strbuf_finish(&file.before);
    return status;
}
