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

static Str exported(const Fixture *f, Arena *arena, const char *format)
{
    AUTO_STRBUF out = { 0 };
    ExportFormat which;
    Error err = { 0 };
    CHECK(export_format_of(str_of(format), &which), format);
    CHECK_INT(tell_export(f->site, which, &out, &err), OK, err.text);
    return arena_str(arena, strbuf_str(&out));
}

static void check_masked(const Fixture *f, Str text, const char *what)
{
    CHECK(!holds(text, "Kanarchuk") && !holds(text, "Zoriana"), what);
    CHECK(!holds(text, "raped") && !holds(text, "SEXUAL"), what);
    CHECK(holds(text, "Person 1") || strcmp(what, "csv-incidents") == 0, what);
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

int main(void)
{
    AUTO_ARENA arena = arena_create();
    Fixture *f = fixture_make(arena);
    test_cells();
    Str csv = exported(f, arena, "csv"), incidents = exported(f, arena, "csv-incidents"),
        jsonl = exported(f, arena, "jsonl");
    /* proves P39 */
    check_masked(f, csv, "csv");
    check_masked(f, incidents, "csv-incidents");
    check_masked(f, jsonl, "jsonl");
    CHECK_INT(check_rows(csv, "csv"), 8, "one row a claim");
    CHECK_INT(check_rows(incidents, "csv-incidents"), 4, "one row a figure, none for what is withheld");
    CHECK(holds(csv, ",49,open,killed,civilian,asserted,Sloboda Wire > regional governor,2023-10-05\r\n"),
          "a row's end");
    CHECK(holds(csv, "verkhnia_lypa,49.5,36.1,3000,2023-10-05,2023-10-05,"), "place and days");
    test_jsonl(f, jsonl);
    CHECK_STR(exported(f, arena, "jsonl"), jsonl);

    ExportFormat which;
    CHECK(!export_format_of(S("xlsx"), &which), "no such format");
    Fixture clear = *f;
    clear.in.view = view_make_clear(arena, &f->raw, f->guard);
    Error err = { 0 };
    AUTO_STRBUF out = { 0 };
    CHECK_INT(site_create(arena, &clear.in, &clear.site, &err), OK, err.text);
    CHECK_INT(tell_export(clear.site, EXPORT_CSV, &out, &err), ERR_REFUSED, "unmasked");
    CHECK(holds(str_of(err.text), "G1") && out.len == 0, "the refusal names its rule");
    return test_end();
}
