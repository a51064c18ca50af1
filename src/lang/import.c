/* import.c -- the order of an import: tell the formats, read the files, merge each with what came before, write. */
#include "base/auto.h"
#include "base/utf8.h"
#include "lang/import_in.h"

#include <stdio.h>
#include <stdlib.h>

#define SNIFF_BYTES 65536

static const char *const format_names[] = {
    "place table", "imported table", "KATOTTG", "COD-AB", "GeoNames", "GeoNames names", "Wikidata",
};

const char *import_format_name(ImportFormat format)
{
    return format_names[format];
}

/* --- which format ------------------------------------------------------------- */

static size_t count_char(Str s, char c)
{
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++)
        count += s.ptr[i] == c;
    return count;
}

static Str cell_of(Str line, char separator, size_t k)
{
    Str cell = S("");

    for (size_t i = 0; i <= k; i++)
        if (!str_cut(&line, separator, &cell))
            return S("");
    return str_trim(cell);
}

static bool is_number(Str s)
{
    int64_t n;
    return str_to_i64(s, &n);
}

/* "UA" and 17 digits in the first cell of the row */
static bool katottg_row_like(Str line)
{
    if (line.len && line.ptr[0] == '"')
        line = str_slice(line, 1, line.len);
    if (line.len < 20 || !str_starts(line, S("UA")))
        return false;
    for (size_t i = 2; i < 19; i++)
        if (line.ptr[i] < '0' || line.ptr[i] > '9')
            return false;
    return true;
}

static bool contains_folded(Str line, const char *word)
{
    size_t len = strlen(word);

    for (size_t i = 0; i + len <= line.len; i++) {
        size_t k = 0;
        while (k < len && (line.ptr[i + k] | 32) == word[k])
            k++;
        if (k == len)
            return true;
    }
    return false;
}

ImportFormat import_sniff(Str s)
{
    Str rest, first = S(""), second = S("");

    if (s.len >= sizeof BLOB_MAGIC && memcmp(s.ptr, BLOB_MAGIC, 11) == 0)
        return IMPORT_COMPILED;
    if (str_starts(s, S("\xEF\xBB\xBF")))
        s = str_slice(s, 3, s.len);
    rest = str_trim(s);
    if (rest.len && (rest.ptr[0] == '{' || rest.ptr[0] == '['))
        return IMPORT_WIKIDATA;
    str_cut(&rest, '\n', &first);
    str_cut(&rest, '\n', &second);
    if (str_starts(first, S("id\ttype\tparent\tlat\tlon")))
        return IMPORT_TABLE;
    if (katottg_row_like(first) || katottg_row_like(second))
        return IMPORT_KATOTTG;
    if (contains_folded(first, "adm") && contains_folded(first, "pcode"))
        return IMPORT_COD;
    size_t tabs = count_char(first, '\t');
    if (tabs >= 17 && is_number(cell_of(first, '\t', 0)))
        return IMPORT_GEONAMES;
    if (tabs >= 3 && tabs < 17 && is_number(cell_of(first, '\t', 0)) && is_number(cell_of(first, '\t', 1)))
        return IMPORT_ALTERNATE;
    return IMPORT_FORMATS;
}

/* --- opening and closing --------------------------------------------------------- */

static Status open_spools(Import *in, Error *err)
{
    struct { Spool *spool; size_t record; } all[] = {
        { &in->texts, 1 }, { &in->rows, sizeof(ImportRow) }, { &in->names, sizeof(ImportName) },
        { &in->known, sizeof(ImportKey) },
    };
    Status status = OK;
    uint64_t at;

    for (size_t i = 0; status == OK && i < sizeof all / sizeof *all; i++)
        status = spool_open(in->dir, all[i].record, all[i].spool, err);
    return status == OK ? spool_bytes(&in->texts, S("\n"), &at, err) : status;   /* offset 0 is no text */
}

static void close_import(Import *in)
{
    spool_close(&in->texts);
    spool_close(&in->rows);
    spool_close(&in->names);
    spool_close(&in->known);
    spool_close(&in->codes);
    strbuf_finish(&in->doubts);
}

/* The places inside the program are the first rows. */
static Status add_base(Import *in, Error *err)
{
    const Gazetteer *g = lang_gazetteer(in->lang);
    char code[NAME_MAX_BYTES];
    Status status = OK;

    in->base_count = (uint32_t)g->count;
    for (uint32_t i = 0; status == OK && i < g->count; i++) {
        const Place *p = &g->places[i];
        ImportRow row = { .parent = p->parent == NO_PLACE ? NO_ROW : p->parent, .same = NO_ROW,
                          .lat = (int32_t)(p->lat * DEGREE + (p->lat < 0 ? -0.5 : 0.5)),
                          .lon = (int32_t)(p->lon * DEGREE + (p->lon < 0 ? -0.5 : 0.5)), .precision_m = p->precision_m,
                          .population = p->population > UINT32_MAX ? UINT32_MAX : (uint32_t)p->population,
                          .file = UINT16_MAX, .type = (uint8_t)p->type, .state = ROW_KNOWN };
        Str text = { code, (size_t)snprintf(code, sizeof code, "id:" STR_FMT, STR_ARG(str_slice(p->id, 0, 300))) };
        row.code_len = (uint16_t)text.len;
        status = spool_bytes(&in->texts, text, &row.code, err);
        if (status == OK)
            status = spool_add(&in->rows, &row, err);
        if (status == OK)
            status = import_add_code(in, i, text, err);
    }
    return status;
}

/* --- a file ------------------------------------------------------------------------- */

static Status read_file(Import *in, ImportFile *file, Error *err)
{
    static Status (*const readers[])(Import *, Lines *, Error *) = {
        [IMPORT_TABLE] = import_table, [IMPORT_KATOTTG] = import_katottg, [IMPORT_COD] = import_cod,
        [IMPORT_GEONAMES] = import_geonames, [IMPORT_ALTERNATE] = import_alternate,
        [IMPORT_WIKIDATA] = import_wikidata,
    };
    Mapped mapped;
    uint32_t first = (uint32_t)in->rows.count;

    in->file = file;
    in->passed_kinds = (Map){ 0 };
    if (file->format == IMPORT_COMPILED) {
        Status status = import_compiled(in, file->path, err);
        return status == OK ? import_merge(in, first, err) : status;
    }
    Status status = os_map(file->path, &mapped, err);
    if (status != OK)
        return status;
    Lines *l = arena_new(in->arena, Lines);
    *l = (Lines){ .path = file->path, .rest = mapped.bytes, .given_back = mapped.bytes.ptr };
    status = readers[file->format](in, l, err);
    free(l->scratch);
    os_unmap(&mapped);
    return status == OK ? import_merge(in, first, err) : status;
}

static Status sniff_file(Import *in, const char *path, ImportFile *ret, Error *err)
{
    Mapped mapped;
    Status status = os_map(path, &mapped, err);

    if (status != OK)
        return status;
    ImportFormat format = import_sniff(str_slice(mapped.bytes, 0, SNIFF_BYTES));
    os_unmap(&mapped);
    if (format == IMPORT_FORMATS)
        return fail(err, ERR_BAD_INPUT, "%s is none of the sources that can be imported (KATOTTG csv, COD-AB csv, GeoNames, "
                    "its alternate names, Wikidata json, a place table); nothing was imported", path);
    *ret = (ImportFile){ .path = path, .name = arena_str(in->arena, os_basename(str_of(path))), .format = format };
    ret->counts = (ImportCounts){ .file = ret->name, .format = format };
    return OK;
}

static int by_format(const void *a, const void *b)
{
    const ImportFile *x = a, *y = b;

    if (x->format != y->format)
        return (int)x->format - (int)y->format;
    return (int)x->index - (int)y->index;
}

/* In a fixed order of formats, so that the order of the words on the command line changes nothing. */
static Status list_files(Import *in, const ImportAsk *ask, Error *err)
{
    in->files = arena_array(in->arena, ImportFile, ask->path_count + FILES_MORE);
    for (size_t i = 0; i < ask->path_count; i++) {
        Status status = sniff_file(in, ask->paths[i], &in->files[i], err);
        if (status != OK)
            return status;
        in->files[i].index = (uint16_t)i;
    }
    in->file_count = in->read_count = ask->path_count;
    in->file_room = ask->path_count + FILES_MORE;
    qsort(in->files, in->file_count, sizeof *in->files, by_format);
    for (size_t i = 0; i < in->file_count; i++)
        in->files[i].index = (uint16_t)i;
    return OK;
}

static Status write_doubts(Import *in, const char *path, Error *err)
{
    AUTO_STRBUF out = { 0 };

    strbuf_add(&out, S("file\trow\tcode\tname\treason\n"));
    strbuf_add(&out, strbuf_str(&in->doubts));
    return os_write_file(path, strbuf_str(&out), 0644, NOT_DURABLE, err);
}

static char *folder_of(Arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return arena_cstr(arena, S("."));
    return arena_cstr(arena, slash == path ? S("/") : (Str){ path, (size_t)(slash - path) });
}

Status places_import(Arena *arena, const Lang *lang, const ImportAsk *ask, ImportReport *ret, Error *err)
{
    __attribute__((cleanup(close_import))) Import in = { .arena = arena, .lang = lang, .countries = ask->countries,
                                                         .dir = folder_of(arena, ask->output) };
    const BlobHeader *h = (const void *)lang->blob;
    ImportReport report = { .places = 0 };

    if (ask->path_count > FILES_MAX)
        return fail(err, ERR_BAD_INPUT, "at most %d files at a time", FILES_MAX);
    Status status = list_files(&in, ask, err);
    if (status == OK)
        status = import_load_kinds(&in, (Str){ lang->blob + h->strings.at + h->kinds.at, h->kinds.len }, err);
    if (status == OK)
        status = open_spools(&in, err);
    if (status == OK)
        status = add_base(&in, err);
    for (size_t i = 0; status == OK && i < in.read_count; i++)
        status = read_file(&in, &in.files[i], err);
    if (status == OK)
        status = import_write(&in, ask->output, &report, err);
    if (status == OK && ask->doubts)
        status = write_doubts(&in, ask->doubts, err);
    if (status != OK)
        return status;
    report.count = in.read_count;
    report.files = arena_array(arena, ImportCounts, in.read_count);
    for (size_t i = 0; i < in.read_count; i++)
        report.files[i] = in.files[i].counts;
    report.doubts = in.doubt_count;
    *ret = report;
    return OK;
}
