/* export_test.c -- tables for other programs: shape, masks, what is left out. */
#include "tell/fixture_test.h"

#include "base/auto.h"
#include "check.h"
#include "tell/export.h"

#include <jansson.h>

static bool holds(Str hay, const char *needle)
{
    return str_find(hay, str_of(needle), 0) != SIZE_MAX;
}

static const ExportChoice everything = { .from = DAY_UNKNOWN, .to = DAY_UNKNOWN };

static Str chosen(const Fixture *f, Arena *arena, const char *format, const ExportChoice *choice, size_t *rows)
{
    AUTO_STRBUF out = { 0 };
    Error err = { 0 };
    const ExportFormat *which = export_format_of(str_of(format));
    CHECK(which != NULL, format);
    CHECK_INT(tell_export(f->site, which, choice, &out, rows, &err), OK, err.text);
    return arena_str(arena, strbuf_str(&out));
}

static Str exported(const Fixture *f, Arena *arena, const char *format)
{
    size_t rows;
    return chosen(f, arena, format, &everything, &rows);
}

/* Neither the witness, nor what is withheld, nor anything that a guess could be tested with. */
static void check_masked(const Fixture *f, Str text, const char *what)
{
    CHECK(!holds(text, "Kanarchuk") && !holds(text, "Zoriana"), what);
    CHECK(!holds(text, "raped") && !holds(text, "SEXUAL") && !holds(text, "two men"), what);
    for (size_t i = 0; i < f->raw.reading_count; i++) {
        const Reading *r = &f->raw.readings[i];
        CHECK(str_find(text, r->doc.id, 0) == SIZE_MAX, "no hash of a document");
        for (size_t k = 0; k < r->claim_count; k++) {
            char id[ID_HEX + 1];
            id_format(r->claims[k].id, id);
            CHECK(!holds(text, id), "no id of the case");
        }
    }
}

static void test_all_masked(const Fixture *f, Arena *arena)
{
    static const ExportChoice choices[] = {
        { .from = DAY_UNKNOWN, .to = DAY_UNKNOWN },
        { .from = DAY_UNKNOWN, .to = DAY_UNKNOWN, .language = { "uk", 2 }, .coarse = true, .mark = true },
    };
    for (size_t i = 0; i < export_format_count; i++)
        for (size_t k = 0; k < 2; k++) {
            const char *name = export_formats[i].name;
            size_t rows;
            Str text = chosen(f, arena, name, &choices[k], &rows), again = chosen(f, arena, name, &choices[k], &rows);
            CHECK(text.len > 0 && rows > 0, name);
            /* proves P39, P206 */
            check_masked(f, text, name);
            CHECK_STR(again, text);
            CHECK_INT(str_starts(text, S("\xEF\xBB\xBF")), k == 1 && export_formats[i].table, name);
        }
}

static size_t fields_of(Str line)
{
    size_t n = 1;
    bool quoted = false;
    for (size_t i = 0; i < line.len; i++) {
        quoted ^= line.ptr[i] == '"';
        n += line.ptr[i] == ',' && !quoted;
    }
    return n;
}

/* Every row has as many fields as the head; lines end in CR LF. */
static size_t check_rows(Str csv, const char *what)
{
    size_t rows = 0, fields = 0;
    for (Str rest = csv, line; str_cut(&rest, '\n', &line) && line.len; rows++) {
        CHECK(str_ends(line, S("\r")), what);
        if (rows == 0)
            fields = fields_of(line);
        CHECK_INT(fields_of(line), fields, what);
    }
    return rows - 1;
}

static void test_cells(void)
{
    static const struct { Str value, cell; } cases[] = {
        { S("plain"),          S("plain") },
        { S("a, b"),           S("\"a, b\"") },
        { S("he \"said\""),    S("\"he \"\"said\"\"\"") },
        { S("two\nlines"),     S("\"two\nlines\"") },
        { S("=1+1"),           S("'=1+1") },
        { S("@SUM(A1,B1)"),    S("\"'@SUM(A1,B1)\"") },
        { S("-5"),             S("'-5") },
        { S("+380"),           S("'+380") },
        { S(""),               S("") },
        { S("Ізюм"),           S("Ізюм") },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO_STRBUF b = { 0 };
        csv_cell(&b, cases[i].value);
        /* proves P51 */
        CHECK_STR(strbuf_str(&b), cases[i].cell);
    }
}

static void test_jsonl(const Fixture *f, Str text)
{
    size_t claims = 0, incidents = 0, empty = 0;
    for (Str rest = text, line; str_cut(&rest, '\n', &line) && line.len; ) {
        json_error_t error;
        json_t *row = json_loadb(line.ptr, line.len, JSON_REJECT_DUPLICATES, &error);
        CHECK(row != NULL, line);
        if (!row)
            continue;
        const char *type = json_string_value(json_object_get(row, "type"));
        claims += strcmp(type, "claim") == 0;
        if (strcmp(type, "claim") == 0) {
            CHECK(json_is_null(json_object_get(row, "start")) &&
                  json_is_null(json_object_get(row, "end")), "no offsets");
            CHECK(strncmp(json_string_value(json_object_get(row, "document")), "entry:", 6) == 0,
                  "document by entry");
        }
        if (strcmp(type, "document") == 0)
            /* proves P44 */
            CHECK(json_is_null(json_object_get(row, "sha256")) &&
                  json_is_null(json_object_get(row, "path")), "no hash, no path");
        if (strcmp(type, "incident") == 0) {
            incidents++;
            empty += json_array_size(json_object_get(row, "claims")) == 0 &&
                json_is_null(json_object_get(row, "place_id")) &&
                     json_array_size(json_object_get(row, "quantities")) == 0;
        }
        json_decref(row);
    }
    CHECK_INT(claims, 8, "claims that are not withheld");
    CHECK_INT(incidents, 3, "incidents");
    /* proves P42 */
    CHECK_INT(empty, 1, "the withheld incident keeps an empty row");
    (void)f;
}

/* Verkhnia Lypa lies at 49.5 36.1. */
static void test_coarse(const Fixture *f, Arena *arena)
{
    ExportChoice choice = everything;
    size_t rows;
    choice.coarse = true;
    for (size_t i = 0; i < export_format_count; i++) {
        const char *name = export_formats[i].name;
        Str plain = exported(f, arena, name), coarse = chosen(f, arena, name, &choice, &rows);
        bool has = holds(plain, "36.1");
        if (!has)
            continue;
        /* proves P207 */
        CHECK(!holds(coarse, "36.1,") && !holds(coarse, "36.1}") && !holds(coarse, "36.1\"") && holds(coarse, "36.15"), name);
        CHECK(holds(coarse, "7900") || holds(coarse, "on purpose"), name);
    }
    Str map = chosen(f, arena, "geojson", &choice, &rows);
    json_t *root = json_loadb(map.ptr, map.len, JSON_REJECT_DUPLICATES, NULL);
    const char *note = json_string_value(json_object_get(json_object_get(root, "dokaz"), "coordinates"));
    CHECK(note && strstr(note, "on purpose"), "the file says so");
    json_t *features = json_object_get(root, "features"), *one;
    size_t i;
    json_array_foreach(features, i, one) {
        json_t *p = json_object_get(one, "properties");
        bool located = !json_is_null(json_object_get(one, "geometry"));
        CHECK_INT(json_is_true(json_object_get(p, "coarsened")), located, "each feature says so");
    }
    json_decref(root);
}

static void test_filters(const Fixture *f, Arena *arena)
{
    static const struct { ExportChoice choice; const char *format; size_t rows; } cases[] = {
        { { .from = DAY_UNKNOWN, .to = DAY_UNKNOWN },                                                  "geojson", 2 },
        { { .from = DAY_UNKNOWN, .to = DAY_UNKNOWN, .place = { "verkhnia lypa", 13 } },                "geojson", 1 },
        { { .from = DAY_UNKNOWN, .to = DAY_UNKNOWN, .act = { "GRAVE", 5 } },                           "geojson", 1 },
        { { .from = 19635, .to = DAY_UNKNOWN },                                                        "geojson", 1 },
        { { .from = 19636, .to = DAY_UNKNOWN },                                                        "geojson", 0 },
        { { .from = DAY_UNKNOWN, .to = 19634 },                                                        "geojson", 0 },
        { { .from = DAY_UNKNOWN, .to = DAY_UNKNOWN, .place = { "stara_hreblia", 13 } },                "csv",     2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t rows;
        chosen(f, arena, cases[i].format, &cases[i].choice, &rows);
        /* proves P208 */
        CHECK_INT(rows, cases[i].rows, cases[i].format);
    }
    ExportChoice nowhere = everything;
    AUTO_STRBUF out = { 0 };
    Error err = { 0 };
    size_t rows;
    nowhere.place = S("Atlantis");
    CHECK_INT(tell_export(f->site, export_format_of(S("csv")), &nowhere, &out, &rows, &err), ERR_NOT_FOUND, "no such place");
    CHECK_INT(out.len, 0, "nothing is written then");
}

/* An address may hold a name: it leaves only with a document of which nothing is hidden. */
static void test_addresses(const Fixture *f, Arena *arena)
{
    Fixture with = *f;
    Error err = { 0 };
    View *view = arena_new(arena, View);
    *view = *f->view;
    view->corpus.readings = arena_array(arena, Reading, f->view->corpus.reading_count);
    for (size_t i = 0; i < f->view->corpus.reading_count; i++) {
        view->corpus.readings[i] = f->view->corpus.readings[i];
        view->corpus.readings[i].doc.url = arena_printf(arena, "https://example.org/page-%zu", i);
    }
    with.in.view = view;
    CHECK_INT(site_create(arena, &with.in, &with.site, &err), OK, err.text);
    Str csl = exported(&with, arena, "csl"), graph = exported(&with, arena, "jsonld");
    for (size_t i = 0; i < f->raw.reading_count; i++) {
        bool hidden = str_find(f->raw.readings[i].text, S(CANARY), 0) != SIZE_MAX ||
                      str_find(f->raw.readings[i].text, S("raped"), 0) != SIZE_MAX;
        Str url = arena_printf(arena, "page-%zu\"", i);
        /* proves P209 */
        CHECK_INT(str_find(csl, url, 0) == SIZE_MAX, hidden, url);
        CHECK_INT(str_find(graph, url, 0) == SIZE_MAX, hidden, url);
    }
    CHECK(holds(graph, "TextPositionSelector"), "positions of what is open");
}

/* Were graves and deaths context alone, Stara Hreblia would be on no map, no timeline and in no feed, and in a table
 * without a place. */
static void test_context(const Fixture *f, Arena *arena)
{
    Fixture with = *f;
    Error err = { 0 };
    View *view = arena_new(arena, View);
    Taxonomy *taxonomy = arena_new(arena, Taxonomy);
    *view = *f->view;
    *taxonomy = *f->raw.taxonomy;
    taxonomy->act[0].context = taxonomy->act[1].context = true;
    view->corpus.taxonomy = taxonomy;
    with.in.view = view;
    CHECK_INT(site_create(arena, &with.in, &with.site, &err), OK, err.text);
    for (size_t i = 0; i < export_format_count; i++) {
        size_t rows;
        Str text = chosen(&with, arena, export_formats[i].name, &everything, &rows);
        if (export_formats[i].gate == GATE_MAP)
            CHECK(!holds(text, "Stara Hreblia, ") && !holds(text, "stara_hreblia"), export_formats[i].name);
    }
    Str table = exported(&with, arena, "csv-incidents");
    CHECK(holds(table, ",stara_hreblia,,,,unknown,"), "in a table without coordinates");
}

static void test_corrections(const Fixture *f, Arena *arena)
{
    Ruling ruling = { RULING_APART, { 0, 0 }, { 1, 0 }, 31, S("another cafe, says " CANARY) };
    Fixture with = *f;
    Error err = { 0 };
    View *view = arena_new(arena, View);
    *view = *f->view;
    view->corpus.rulings = &ruling;
    view->corpus.ruling_count = 1;
    with.in.view = view;
    CHECK_INT(site_create(arena, &with.in, &with.site, &err), OK, err.text);
    Str feed = exported(&with, arena, "atom");
    /* proves P210 */
    CHECK(holds(feed, "<category term=\"update\"/>") && holds(feed, "<category term=\"judgement\"/>"), "corrections are entries");
    CHECK(holds(feed, "another cafe, says Person 1"), "a reason is masked");
    check_masked(&with, feed, "atom with a judgement");
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    Fixture *f = fixture_make(arena);
    test_cells();
    Str csv = exported(f, arena, "csv"), incidents = exported(f, arena, "csv-incidents"),
        jsonl = exported(f, arena, "jsonl");
    CHECK(holds(csv, "Person 1") && holds(jsonl, "Person 1"), "the witness is somebody");
    test_all_masked(f, arena);
    test_coarse(f, arena);
    test_filters(f, arena);
    test_addresses(f, arena);
    test_context(f, arena);
    test_corrections(f, arena);
    CHECK_INT(check_rows(csv, "csv"), 8, "one row a claim");
    CHECK_INT(check_rows(incidents, "csv-incidents"), 4, "one row a figure, none for what is withheld");
    CHECK(holds(csv, ",49,open,killed,civilian,asserted,Sloboda Wire > regional governor,2023-10-05\r\n"),
          "a row's end");
    CHECK(holds(csv, "verkhnia_lypa,49.5,36.1,3000,locality,,2023-10-05,2023-10-05,"), "place and days");
    test_jsonl(f, jsonl);
    CHECK_STR(exported(f, arena, "jsonl"), jsonl);

    size_t rows = 0;
    CHECK(!export_format_of(S("xlsx")), "no such format");
    Fixture clear = *f;
    clear.in.view = view_make_clear(arena, &f->raw, f->guard);
    Error err = { 0 };
    AUTO_STRBUF out = { 0 };
    CHECK_INT(site_create(arena, &clear.in, &clear.site, &err), OK, err.text);
    CHECK_INT(tell_export(clear.site, export_format_of(S("csv")), &everything, &out, &rows, &err), ERR_REFUSED,
              "unmasked");
    CHECK(holds(str_of(err.text), "G1") && out.len == 0, "the refusal names its rule");
    return test_end();
}
