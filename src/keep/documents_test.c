/* documents_test.c -- PDF, DOCX, ODT, RTF and pictures, through the worker and its box as `add` reads them; and files
 * made to hurt. Originals are set by cairo and packed by libarchive. */
#include "check.h"
#include "base/auto.h"
#include "base/os.h"
#include "base/strbuf.h"
#include "keep/extract.h"
#include "keep/pages_made_test.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

typedef struct Part {
    const char *name, *text;
    size_t      zeros;          /* so many bytes of nothing after it */
} Part;

static la_ssize_t append(struct archive *a, void *context, const void *bytes, size_t len)
{
    (void)a;
    strbuf_add(context, (Str){ bytes, len });
    return (la_ssize_t)len;
}

static Str zip(Arena *arena, const Part *parts, size_t count)
{
    static const char nothing[65536];
    StrBuf out = { 0 };
    struct archive *a = archive_write_new();

    archive_write_set_format_zip(a);
    archive_write_open(a, &out, NULL, append, NULL);
    for (size_t i = 0; i < count; i++) {
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, parts[i].name);
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_size(e, (int64_t)(strlen(parts[i].text) + parts[i].zeros));
        archive_write_header(a, e);
        archive_write_data(a, parts[i].text, strlen(parts[i].text));
        for (size_t left = parts[i].zeros; left > 0; left -= left < sizeof nothing ? left : sizeof nothing)
            archive_write_data(a, nothing, left < sizeof nothing ? left : sizeof nothing);
        archive_entry_free(e);
    }
    archive_write_free(a);
    Str s = arena_str(arena, strbuf_str(&out));
    strbuf_finish(&out);
    return s;
}

static Status extract(Arena *arena, Str bytes, const char *name, Extract *x, Error *err)
{
    return keep_extract(arena, bytes, &(ExtractAsk){ .path = str_of(name) }, x, err);
}

static bool has_note(const Extract *x, const char *code, const char *words)
{
    for (size_t i = 0; i < x->input.note_count; i++)
        if (str_eq(x->input.notes[i].code, str_of(code)) && str_find(x->input.notes[i].text, str_of(words), 0) != SIZE_MAX)
            return true;
    return false;
}

static const Block *block_with(const Extract *x, Str words)
{
    for (size_t i = 0; i < x->input.block_count; i++)
        if (str_find(span_text(x->input.text, x->input.blocks[i].span), words, 0) != SIZE_MAX)
            return &x->input.blocks[i];
    return NULL;
}

#define CHECK_BLOCK(x, words, kind_, number_)                                   \
    do {                                                                        \
        const Block *b_ = block_with(x, S(words));                              \
        CHECK(b_ != NULL, words);                                               \
        CHECK_INT(b_ ? (int)b_->kind : -1, kind_, words);                       \
        CHECK_INT(b_ ? b_->number : -1, number_, words);                        \
    } while (0)

/* ---- DOCX, ODT, RTF ---- */

static const char docx_body[] =
    "<?xml version=\"1.0\"?><w:document " W "><w:body>"
    "<w:p><w:pPr><w:pStyle w:val=\"a7\"/></w:pPr><w:r><w:t>The market</w:t></w:r></w:p>"
    "<w:p><w:r><w:t xml:space=\"preserve\">On 5 October 2022</w:t></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>"
    "<w:r><w:t>12 people were killed</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>"
    "<w:del w:author=\"X\" w:date=\"2022-10-06T00:00:00Z\"><w:r><w:delText>unheard</w:delText><w:t>unseen</w:t></w:r></w:del>"
    "<w:ins w:author=\"X\"><w:r><w:t xml:space=\"preserve\"> in the town</w:t></w:r></w:ins>"
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>invisible</w:t></w:r><w:r><w:commentReference w:id=\"0\"/></w:r>"
    "<w:r><w:t>, 52</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>7</w:t></w:r>"
    "<w:r><w:t xml:space=\"preserve\"> wounded.</w:t><w:br/><w:t>North</w:t><w:noBreakHyphen/><w:t>West</w:t></w:r></w:p>"
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>First of a list</w:t></w:r></w:p>"
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Killed</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p>"
    "</w:tc></w:tr></w:tbl><w:p><w:r><w:t>The end.</w:t></w:r></w:p></w:body></w:document>";
static const Part docx_parts[] = {
    { "[Content_Types].xml", "<Types/>", 0 }, { "word/document.xml", docx_body, 0 },
    { "word/styles.xml", "<w:styles " W "><w:style w:styleId=\"a7\"><w:name w:val=\"mine\"/><w:basedOn w:val=\"1\"/></w:style>"
      "<w:style w:styleId=\"1\"><w:name w:val=\"heading 2\"/></w:style></w:styles>", 0 },
    { "word/footnotes.xml", "<w:footnotes " W "><w:footnote w:id=\"0\"><w:p/></w:footnote><w:footnote w:id=\"2\"><w:p><w:r>"
      "<w:t>The mayor's letter.</w:t></w:r></w:p></w:footnote></w:footnotes>", 0 },
    { "word/media/image1.png", "x", 0 },
    { "docProps/core.xml", "<c xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>Ann Lee</dc:creator></c>", 0 },
};

/* proves P117 */
static void test_docx(Arena *arena)
{
    Extract x;
    Error err = { 0 };

    CHECK_INT(extract(arena, zip(arena, docx_parts, 6), "report.docx", &x, &err), OK, err.text);
    CHECK_STR(x.input.text, S("The market\nOn 5 October 2022 12 people were killed[1] in the town, 52[7] wounded.\n"
                              "North-West\nFirst of a list\nKilled\t\t12\nThe end.\nThe mayor's letter."));
    CHECK_BLOCK(&x, "The market", BLOCK_HEADING, 2);
    CHECK_BLOCK(&x, "First of", BLOCK_LIST_ITEM, 0);
    CHECK_BLOCK(&x, "Killed", BLOCK_TABLE_ROW, 0);
    CHECK_BLOCK(&x, "letter", BLOCK_FOOTNOTE, 1);
    CHECK(has_note(&x, "deleted_text", "deleted"), "deleted words are noted");
    CHECK(has_note(&x, "inserted_text", "inserted"), "inserted words are noted");
    CHECK(has_note(&x, "hidden_text", "hidden"), "hidden words are noted");
    CHECK(has_note(&x, "comment", "comment"), "comments are noted");
    CHECK(has_note(&x, "pictures", "1 pictures"), "pictures are noted");
    CHECK(has_note(&x, "file_says", "author: Ann Lee"), "the author is a fact");
    CHECK_INT(x.input.page.author_count, 0, "and no author of the text");
    CHECK_STR(x.parser, S("docx/1"));
}

static const char odt_body[] =
    "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\">"
    "<office:body><office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>unseen</text:p>"
    "</text:deletion></text:changed-region></text:tracked-changes><text:h text:outline-level=\"1\">Ринок</text:h>"
    "<text:p>5 жовтня\n   2022 року<text:s text:c=\"2\"/>загинуло 12 людей<text:note text:note-class=\"footnote\">"
    "<text:note-citation>1</text:note-citation><text:note-body><text:p>Лист міського голови.</text:p></text:note-body>"
    "</text:note>.<text:change text:change-id=\"c\"/><office:annotation><text:p>unsaid</text:p></office:annotation></text:p>"
    "<text:list><text:list-item><text:p>Перше</text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>Загиблі</text:p></table:table-cell><table:table-cell><text:p>12</text:p>"
    "</table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>";

static void test_odt(Arena *arena)
{
    const Part parts[] = { { "mimetype", "application/vnd.oasis.opendocument.text", 0 }, { "content.xml", odt_body, 0 } };
    const Part locked[] = { { "content.xml", "\x01\x02", 0 }, { "META-INF/manifest.xml", "<m><encryption-data/></m>", 0 } };
    Extract x;
    Error err = { 0 };

    CHECK_INT(extract(arena, zip(arena, parts, 2), "a.odt", &x, &err), OK, err.text);
    CHECK_STR(x.input.text, S("Ринок\n5 жовтня 2022 року  загинуло 12 людей[1].\nПерше\nЗагиблі\t12\nЛист міського голови."));
    CHECK_BLOCK(&x, "Ринок", BLOCK_HEADING, 1);
    CHECK_BLOCK(&x, "Перше", BLOCK_LIST_ITEM, 0);
    CHECK_BLOCK(&x, "Лист", BLOCK_FOOTNOTE, 1);
    CHECK(has_note(&x, "deleted_text", ""), "deleted words are noted");
    CHECK(has_note(&x, "comment", ""), "comments are noted");
    CHECK_INT(extract(arena, zip(arena, locked, 2), "a.odt", &x, &err), ERR_BAD_INPUT, "encrypted");
    CHECK(strstr(err.text, "password"), err.text);
}

static void test_rtf(Arena *arena)
{
    Extract x;
    Error err = { 0 };
    Str rtf = S("{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0\\fnil\\fcharset204 A;}{\\f1\\fcharset0 B;}{\\f2\\cpg20866 C;}}"
                "{\\info{\\title Report}{\\author Ann Lee}{\\creatim\\yr2022\\mo10\\dy5}}{\\stylesheet{\\s1 heading 1;}}"
                "\\pard\\s1\\f0 \\'c7\\'e2\\'b3\\'f2\\par\\pard In \\u1050?\\u1080\\'3f\\uc0\\u1108\\u1074\\uc1  "
                "{\\f1 caf\\'e9} {\\f2 \\'cd\\'c9\\'d2} 52{\\super 3} died{\\footnote\\pard {\\super\\chftn} A letter.}.{\\v unseen}"
                "{\\deleted gone}{\\*\\unknown {deep} words}{\\pict 0102}\\par\\trowd\\pard\\intbl A\\cell\\cell C\\cell\\row\\pard"
                "{\\listtext 1.\\tab}an item\\par{\\footer Foot}}");

    CHECK_INT(extract(arena, rtf, "a.rtf", &x, &err), OK, err.text);
    CHECK_STR(x.input.text, S("Звіт\nIn Києв café мир 52[3] died[1].\nA\t\tC\nan item\nA letter."));
    CHECK_BLOCK(&x, "Звіт", BLOCK_HEADING, 1);
    CHECK_BLOCK(&x, "A\t", BLOCK_TABLE_ROW, 0);
    CHECK_BLOCK(&x, "item", BLOCK_LIST_ITEM, 0);
    CHECK_BLOCK(&x, "letter", BLOCK_FOOTNOTE, 1);
    CHECK(has_note(&x, "hidden_text", "") && has_note(&x, "deleted_text", ""), "noted");
    CHECK(has_note(&x, "file_says", "created: 2022-10-05"), "the day of the file");
}

/* The list of communities of 2025, where the reference data are: every row of its tables. */
static void test_register(Arena *arena, const char *shared)
{
    char *path = os_join(arena, str_of(shared), S("reference/gazetteer/perelik-2025-05-07.docx"));
    Extract x;
    Error err = { 0 };
    Str bytes;
    size_t rows = 0;

    if (!os_exists(path)) {
        printf("skipped: %s is not there\n", path);
        return;
    }
    CHECK_INT(keep_read_file(arena, path, &bytes, &err), OK, err.text);
    CHECK_INT(extract(arena, bytes, path, &x, &err), OK, err.text);
    for (size_t i = 0; i < x.input.block_count; i++)
        rows += x.input.blocks[i].kind == BLOCK_TABLE_ROW;
    CHECK_INT(rows, 3211, "rows of the tables");
}

/* ---- PDF ---- */

/* The paragraph as it should come out: its hyphens gone. */
static Str whole(Arena *arena, const char *text)
{
    StrBuf out = { 0 };

    for (const char *c = text; *c; c++) {
        if (c[0] == '-' && c[1] == '\n')
            c++;
        else if (c[0] == '\xC2' && c[1] == '\xAD')
            c++;
        else
            strbuf_char(&out, *c);
    }
    Str s = arena_str(arena, strbuf_str(&out));
    strbuf_finish(&out);
    return s;
}

/* Columns are read one after the other; a paragraph is one block; page and note are known. proves P116 */
static void test_columns(Arena *arena)
{
    Extract x;
    Error err = { 0 };
    size_t at = 0;

    CHECK_INT(extract(arena, make_two_columns(arena), "two.pdf", &x, &err), OK, err.text);
    for (int page = 1; page <= 3; page++) {
        const char *const *sides[] = { made_left, made_right };
        for (int s = 0; s < 2; s++)
            for (size_t i = 0; sides[s][i]; i++) {
                Str want = whole(arena, sides[s][i]);
                size_t found = str_find(x.input.text, want, at);
                CHECK(found != SIZE_MAX, want);
                at = found != SIZE_MAX ? found + want.len : at;
            }
    }
    CHECK_BLOCK(&x, "The market of Velyka Lypa", BLOCK_TITLE, 0);
    CHECK_BLOCK(&x, "Letter 2", BLOCK_FOOTNOTE, 2);
    CHECK(str_find(x.input.text, S("same day.[2]"), 0) != SIZE_MAX, "a raised mark");
    CHECK(block_with(&x, S("Bulletin")) && block_with(&x, S("Bulletin"))->boilerplate, "a running head");
    CHECK_INT(block_with(&x, S("Letter 3"))->page, 3, "the page");
    CHECK_INT(x.map_count, x.input.block_count, "each block leads to its page");
    CHECK(!span_is(x.maps[0].origin) && x.maps[0].page == 1, "a page and no bytes");
    CHECK(has_note(&x, "hyphen_joined", "hyphen"), "hyphens that were taken out");
    CHECK_STR(x.input.title, S("The market of Velyka Lypa"));
    CHECK_INT(x.input.page.author_count, 1, "the author");
    CHECK(x.input.page.published.ptr == NULL, "the day of the file is no day of publication");
    CHECK(has_note(&x, "file_says", "created: 2022-11-01"), "but is shown");
}

/* ---- pictures ---- */

/* Of the words of `want`, how many stand in `got`, in percent. */
static int words_found(Str want, Str got)
{
    Str word;
    int words = 0, found = 0;

    while (str_cut(&want, ' ', &word)) {
        words++;
        found += str_find(got, word, 0) != SIZE_MAX;
    }
    return words ? found * 100 / words : 0;
}

/* proves P119 */
static void test_ocr(Arena *arena)
{
    const struct { Str bytes; const char *name, *text; } all[] = {
        { make_picture(arena, made_uk), "uk.png", made_uk }, { make_picture(arena, made_en), "en.png", made_en },
        { make_scan(arena, made_uk), "scan.pdf", made_uk },
    };
    Extract x, again;
    Error err = { 0 };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        CHECK_INT(extract(arena, all[i].bytes, all[i].name, &x, &err), OK, err.text);
        CHECK(words_found(str_of(all[i].text), x.input.text) >= 90, x.input.text);
        CHECK(has_note(&x, "ocr", "mean confidence"), "it says that a machine read it");
        CHECK(x.map_count > 0 && x.maps[0].confidence > 50 && x.maps[0].page == 1, "a block has its confidence");
        CHECK(str_find(x.parser, S("ukr+rus+eng"), 0) != SIZE_MAX, x.parser);
        CHECK(x.layer.len > 0, "a layer to keep");
        ExtractAsk kept = { .path = str_of(all[i].name), .layer = x.layer };
        CHECK_INT(keep_extract(arena, all[i].bytes, &kept, &again, &err), OK, err.text);
        CHECK_STR(again.input.text, x.input.text);
    }
    ExtractAsk off = { .path = S("uk.png"), .no_ocr = true };
    CHECK_INT(keep_extract(arena, all[0].bytes, &off, &x, &err), OK, err.text);
    CHECK(x.input.text.len == 0 && has_note(&x, "ocr_off", "") && !x.layer.ptr, "switched off");
}

/* A JPEG's head with EXIF and a manifest: camera, day, place are facts; nothing is claimed. proves P120 */
static void test_exif(Arena *arena)
{
    static const char exif[] =
        "Exif\0\0MM\0*\0\0\0\x08\0\x02" "\x01\x0F\0\x02\0\0\0\x04" "Ab1\0" "\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0"
        "\0\x04" "\0\x01\0\x02\0\0\0\x02" "N\0\0\0" "\0\x02\0\x05\0\0\0\x03\0\0\0\x5C" "\0\x03\0\x02\0\0\0\x02" "E\0\0\0"
        "\0\x04\0\x05\0\0\0\x03\0\0\0\x74\0\0\0\0"
        "\0\0\0\x31\0\0\0\x01\0\0\0\x1E\0\0\0\x01\0\0\0\0\0\0\0\x01" "\0\0\0\x24\0\0\0\x01\0\0\0\x0F\0\0\0\x01\0\0\0\0\0\0\0\x01";
    size_t len = sizeof exif - 1;
    StrBuf b = { 0 };
    Extract x;
    Error err = { 0 };

    strbuf_add(&b, S("\xFF\xD8\xFF\xE1"));
    strbuf_char(&b, (char)((len + 2) >> 8));
    strbuf_char(&b, (char)(len + 2));
    strbuf_add(&b, (Str){ exif, len });
    strbuf_add(&b, S("\xFF\xEB\0\x0FJP\0\1jumb c2pa" "\xFF\xC0\0\x0B\x08\0\x10\0\x20\1\1\x11\0" "\xFF\xDA"));
    CHECK_INT(extract(arena, strbuf_str(&b), "photo.jpg", &x, &err), OK, err.text);
    CHECK(has_note(&x, "file_says", "camera-maker: Ab1"), "the camera");
    CHECK(has_note(&x, "file_says", "gps: 49.500000, 36.250000 (not judged)"), "the place");
    CHECK(has_note(&x, "file_says", "pixels: 32 x 16"), "the size");
    CHECK(has_note(&x, "file_says", "c2pa-manifest: present, not judged"), "the manifest");
    CHECK(has_note(&x, "ocr_failed", "damaged"), "there is no picture in it");
    CHECK_INT(x.input.text.len, 0, "no text");
    strbuf_finish(&b);
}

/* ---- files made to hurt ---- */

static void refused(Arena *arena, Str bytes, const char *name, const char *reason)
{
    Extract x;
    Error err = { 0 };

    CHECK_INT(extract(arena, bytes, name, &x, &err), ERR_BAD_INPUT, name);
    CHECK(strstr(err.text, reason) && !strchr(err.text, '\n'), err.text);
}

static Str many(Arena *arena, const char *head, const char *one, size_t times, const char *tail)
{
    StrBuf b = { 0 };

    strbuf_add(&b, str_of(head));
    for (size_t i = 0; i < times; i++)
        strbuf_add(&b, str_of(one));
    strbuf_add(&b, str_of(tail));
    Str s = arena_str(arena, strbuf_str(&b));
    strbuf_finish(&b);
    return s;
}

/* proves P121 */
static void test_hostile(Arena *arena)
{
    const Part laughs[] = { { "word/document.xml", "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><w:document " W
                              "><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>", 0 } };
    const Part bomb[] = { { "word/document.xml", "<w:document " W ">", (size_t)300 << 20 } };
    const Part deep[] = { { "word/document.xml", many(arena, "", "<a>", 100000, "").ptr, 0 } };
    const Part empty[] = { { "word/other.xml", "<a/>", 0 } };

    refused(arena, zip(arena, laughs, 1), "a.docx", "damaged");
    refused(arena, zip(arena, bomb, 1), "a.docx", "larger or deeper");
    refused(arena, zip(arena, deep, 1), "a.docx", "larger or deeper");
    refused(arena, zip(arena, empty, 1), "a.docx", "damaged");
    refused(arena, many(arena, "{\\rtf1 ", "{", 1000000, ""), "a.rtf", "larger or deeper");
    refused(arena, S("{\\rtf1 }"), "a.rtf", "nothing to read");
    refused(arena, S("%PDF-1.4 and no more"), "a.pdf", "PDF:");
    refused(arena, S("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"
                     "endobj\ntrailer<</Root 1 0 R>>\n"), "a.pdf", "PDF:");
    refused(arena, S("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
                     "3 0 obj<</Filter/Standard/V 1/R 2/P -4/O(12345678901234567890123456789012)/U(12345678901234567890123456789012)>>"
                     "endobj\ntrailer<</Root 1 0 R/Encrypt 3 0 R/ID[(a)(b)]>>\n"), "a.pdf", "password");
}

/* Cut at many places: an answer or one line, from the box. */
static void test_cut(Arena *arena)
{
    const struct { Str bytes; const char *name; } all[] = {
        { zip(arena, docx_parts, 6), "a.docx" }, { make_two_columns(arena), "a.pdf" },
        { make_picture(arena, made_en), "a.png" },
    };
    Extract x;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (size_t part = 1; part < 8; part++) {
            Error err = { 0 };
            ExtractAsk ask = { .path = str_of(all[i].name), .no_ocr = true };
            Status status = keep_extract(arena, str_slice(all[i].bytes, 0, all[i].bytes.len * part / 8), &ask, &x, &err);
            CHECK(status == OK || status == ERR_BAD_INPUT, err.text);
        }
}

/* The same bytes give the same text, blocks and notes. */
static void test_same_twice(Arena *arena)
{
    Str pdf = make_two_columns(arena);
    Extract a, b;
    Error err = { 0 };

    CHECK_INT(extract(arena, pdf, "a.pdf", &a, &err), OK, err.text);
    CHECK_INT(extract(arena, pdf, "a.pdf", &b, &err), OK, err.text);
    CHECK_STR(a.input.text, b.input.text);
    CHECK_INT(a.input.block_count, b.input.block_count, "blocks");
    CHECK(memcmp(a.input.blocks, b.input.blocks, sizeof *a.input.blocks * a.input.block_count) == 0, "the same blocks");
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    const char *shared = getenv("DOKAZ_SHARED");

    test_docx(arena);
    test_odt(arena);
    test_rtf(arena);
    test_register(arena, shared ? shared : argc > 1 ? argv[1] : "../shared");
    test_columns(arena);
    test_ocr(arena);
    test_exif(arena);
    test_hostile(arena);
    test_cut(arena);
    test_same_twice(arena);
    return test_end();
}
