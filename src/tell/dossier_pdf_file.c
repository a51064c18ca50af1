/* dossier_pdf_file.c -- an update behind the PDF that cairo drew: its catalog again, with the language of the text,
 * metadata, and the file proofs.txt, which `pdfdetach` hands out and dokaz-verify finds in place.
 *
 * The statement signs what lies before and behind it, and it lies in a stream whose length and place those
 * bytes tell. So all numbers are written with ten digits: the length of everything is known before its hash.
 */
#include "tell/dossier_pdf.h"

#include "base/auto.h"
#include "tell/asset.h"
#include "tell/html.h"

typedef struct Update {
    Str      drawn, catalog;        /* the catalog's dictionary, between << and >> */
    int64_t  size, root, info, previous;
    size_t   at[6];                 /* offsets of the new objects */
    int64_t  number[6];
} Update;

/* The catalog keeps its number; the others follow the last that cairo gave. */
enum { NEW_CATALOG, NEW_METADATA, NEW_SPEC, NEW_FILE, NEW_SCRIPT_SPEC, NEW_SCRIPT, NEW_OBJECTS };

/* The number behind the last `key` in the trailer. */
static bool trailer_number(Str trailer, Str key, int64_t *ret)
{
    size_t at = str_find(trailer, key, 0), end;

    if (at == SIZE_MAX)
        return false;
    at += key.len;
    for (end = at; end < trailer.len && trailer.ptr[end] >= '0' && trailer.ptr[end] <= '9'; )
        end++;
    return str_to_i64(str_slice(trailer, at, end), ret);
}

static size_t find_last(Str s, Str needle)
{
    size_t found = SIZE_MAX;

    for (size_t at = 0; (at = str_find(s, needle, at)) != SIZE_MAX; at++)
        found = at;
    return found;
}

static Status read_drawn(Arena *arena, Str drawn, Update *u, Error *err)
{
    size_t from = find_last(drawn, S("\ntrailer"));
    Str trailer = str_slice(drawn, from == SIZE_MAX ? drawn.len : from, drawn.len);

    *u = (Update){ .drawn = drawn };
    if (!trailer_number(trailer, S("/Size "), &u->size) || !trailer_number(trailer, S("/Root "), &u->root) ||
        !trailer_number(trailer, S("/Info "), &u->info) || !trailer_number(trailer, S("startxref\n"), &u->previous))
        return fail(err, ERR_CHECK, "the PDF that cairo made has no trailer as expected");
    Str open = arena_printf(arena, "\n%lld 0 obj\n<<", (long long)u->root);
    size_t at = str_find(drawn, open, 0);
    size_t to = at == SIZE_MAX ? SIZE_MAX : str_find(drawn, S(">>\nendobj"), at);
    if (to == SIZE_MAX)
        return fail(err, ERR_CHECK, "the PDF that cairo made has no catalog as expected");
    u->catalog = str_slice(drawn, at + open.len, to);
    return OK;
}

/* "/Names 12 0 R" of the catalog names the destinations; that object's own words are needed here. */
static Str take_names(Arena *arena, Update *u, Str *catalog)
{
    size_t at = str_find(u->catalog, S("/Names "), 0);
    int64_t number;

    *catalog = u->catalog;
    if (at == SIZE_MAX || !trailer_number(str_slice(u->catalog, at, u->catalog.len), S("/Names "), &number))
        return S("");
    size_t end = str_find(u->catalog, S(" R"), at) + 2;
    *catalog = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(str_slice(u->catalog, 0, at)),
                            STR_ARG(str_slice(u->catalog, end, u->catalog.len)));
    Str open = arena_printf(arena, "\n%lld 0 obj\n<<", (long long)number);
    size_t from = str_find(u->drawn, open, 0);
    size_t to = from == SIZE_MAX ? SIZE_MAX : str_find(u->drawn, S(">>\nendobj"), from);
    return to == SIZE_MAX ? S("") : str_slice(u->drawn, from + open.len, to);
}

static Str xmp(Dossier *d)
{
    AUTO_STRBUF b = { 0 };
    Html h = html_on(&b);
    Str language = words_language(d->page.w), day = d->options->as_of;

    HTML(&h, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
             "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
             "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
             "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt>"
             "<rdf:li xml:lang=\"x-default\">");
    html_text(&h, d->title);
    HTML(&h, "</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>");
    html_text(&h, language);
    HTML(&h, "</rdf:li></rdf:Bag></dc:language><xmp:CreateDate>");
    html_text(&h, day);
    HTML(&h, "T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>");
    html_text(&h, day);
    HTML(&h, "T00:00:00Z</xmp:ModifyDate><xmp:CreatorTool>Dokaz " DOKAZ_VERSION "</xmp:CreatorTool></rdf:Description>"
             "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>\n");
    return arena_str(d->page.arena, strbuf_str(&b));
}

static void begin_object(Update *u, StrBuf *b, int which)
{
    u->at[which] = b->len;
    strbuf_printf(b, "%lld 0 obj\n", (long long)u->number[which]);
}

static void write_spec(Update *u, StrBuf *b, int which, const char *name, int file)
{
    begin_object(u, b, which);
    strbuf_printf(b, "<< /Type /Filespec /F (%s) /UF (%s) /AFRelationship /Supplement /EF << /F %lld 0 R >> >>\nendobj\n",
                  name, name, (long long)u->number[file]);
}

/* Everything before the statement; `length` is that of the statement's block. */
static void write_before(Dossier *d, Update *u, size_t length, StrBuf *b)
{
    Arena *arena = d->page.arena;
    Str metadata = xmp(d), catalog, names = take_names(arena, u, &catalog);

    strbuf_clear(b);
    strbuf_add(b, u->drawn);
    begin_object(u, b, NEW_METADATA);
    strbuf_printf(b, "<< /Type /Metadata /Subtype /XML /Length %zu >>\nstream\n" STR_FMT "\nendstream\nendobj\n", metadata.len,
                  STR_ARG(metadata));
    if (d->options->sealed) {
        Str script = asset_bytes(S("check.sh"));
        write_spec(u, b, NEW_SPEC, "proofs.txt", NEW_FILE);
        write_spec(u, b, NEW_SCRIPT_SPEC, "check.sh", NEW_SCRIPT);
        begin_object(u, b, NEW_SCRIPT);
        strbuf_printf(b, "<< /Type /EmbeddedFile /Subtype /text#2Fplain /Length %zu >>\nstream\n" STR_FMT
                      "\nendstream\nendobj\n", script.len, STR_ARG(script));
    }
    begin_object(u, b, NEW_CATALOG);
    strbuf_printf(b, "<<" STR_FMT "\n/Lang (" STR_FMT ")\n/MarkInfo << /Marked true >>\n/ViewerPreferences << /DisplayDocTitle true >>\n"
                  "/Metadata %lld 0 R\n/Names <<" STR_FMT, STR_ARG(catalog), STR_ARG(words_language(d->page.w)),
                  (long long)u->number[NEW_METADATA], STR_ARG(names));
    if (d->options->sealed)
        strbuf_printf(b, " /EmbeddedFiles << /Names [ (check.sh) %lld 0 R (proofs.txt) %lld 0 R ] >>",
                      (long long)u->number[NEW_SCRIPT_SPEC], (long long)u->number[NEW_SPEC]);
    strbuf_add(b, S(" >>\n>>\nendobj\n"));
    if (d->options->sealed) {
        begin_object(u, b, NEW_FILE);
        strbuf_printf(b, "<< /Type /EmbeddedFile /Subtype /text#2Fplain /Length %010zu >>\nstream\n", length);
    }
}

static void write_rest(Dossier *d, const Update *u, size_t length, StrBuf *b, size_t before)
{
    bool sealed = d->options->sealed != NULL;
    size_t first = before + length;

    strbuf_clear(b);
    if (sealed)
        strbuf_add(b, S("\nendstream\nendobj\n"));
    size_t xref = first + b->len;
    strbuf_printf(b, "xref\n%lld 1\n%010zu 00000 n \n", (long long)u->number[NEW_CATALOG], u->at[NEW_CATALOG]);
    int added = sealed ? NEW_OBJECTS - 1 : 1;
    strbuf_printf(b, "%lld %d\n", (long long)u->number[NEW_METADATA], added);
    for (int i = 0; i < added; i++)
        strbuf_printf(b, "%010zu 00000 n \n", u->at[NEW_METADATA + i]);
    strbuf_printf(b, "trailer\n<< /Size %lld /Root %lld 0 R /Info %lld 0 R /Prev %lld >>\nstartxref\n%010zu\n%%%%EOF\n",
                  (long long)u->size + added, (long long)u->root, (long long)u->info, (long long)u->previous, xref);
}

Status dossier_pdf_file(Dossier *d, Str drawn, StrBuf *out, Error *err)
{
    DossierFile file = { .rest_known = true };
    Update u;
    Str block = STR_NONE;
    Status status = read_drawn(d->page.arena, drawn, &u, err);

    if (status != OK)
        return status;
    for (int i = 0; i < NEW_OBJECTS; i++)
        u.number[i] = i == NEW_CATALOG ? u.root : u.size + i - NEW_METADATA;
    /* Twice: the first block is as long as the second, which is about the right bytes. */
    for (int pass = 0; status == OK && pass < 2; pass++) {
        size_t length = block.len;
        write_before(d, &u, length, &file.before);
        write_rest(d, &u, length, &file.rest, file.before.len);
        status = dossier_statement(d, &file, true, &block, err);
        if (status == OK && pass == 1 && block.len != length)
            status = fail(err, ERR_CHECK, "the statement of the report changed its length");
    }
    if (status == OK) {
        strbuf_add(out, strbuf_str(&file.before));
        strbuf_add(out, block);
        strbuf_add(out, strbuf_str(&file.rest));
    }
    strbuf_finish(&file.before);
    strbuf_finish(&file.rest);
    return status;
}
