/* import_wikidata.c -- items of Wikidata: a dump, one item a line, or what a query gave.
 *
 * The file is never held whole: brackets are counted until one item is closed,
 * and that item alone is parsed.
 */
#include "lang/import_in.h"

#include <jansson.h>
#include <stdio.h>

#define TEXT_MAX   256
#define ITEM_MAX   ((size_t)64 << 20)
#define DEPTH_MAX  200          /* of brackets in one item */

/* --- cutting items out ------------------------------------------------------- */

/* The object that begins at l->rest, closed; STR_NONE when the file ends inside. */
static Str cut_object(Lines *l)
{
    size_t depth = 0;
    bool text = false;

    for (size_t i = 0; i < l->rest.len; i++) {
        char c = l->rest.ptr[i];
        l->number += c == '\n';
        if (text) {
            if (c == '\\')
                i++;
            else
                text = c != '"';
            continue;
        }
        text = c == '"';
        depth += c == '{' || c == '[';
        if (c == '}' || c == ']') {
            if (--depth == 0) {
                Str object = str_slice(l->rest, 0, i + 1);
                l->rest = str_slice(l->rest, i + 1, l->rest.len);
                return object;
            }
        }
        if (depth > DEPTH_MAX || i > ITEM_MAX)
            return STR_NONE;
    }
    return STR_NONE;
}

/* Pass over what stands between items; false when there is none any more. */
static bool to_object(Lines *l)
{
    size_t i = 0;

    while (i < l->rest.len && l->rest.ptr[i] != '{' && l->rest.ptr[i] != ']') {
        l->number += l->rest.ptr[i] == '\n';
        i++;
    }
    l->rest = str_slice(l->rest, i, l->rest.len);
    return l->rest.len > 0 && l->rest.ptr[0] == '{';
}

/* The result of a query: go on behind "bindings": [ */
static void enter_bindings(Lines *l)
{
    size_t at = str_find(str_slice(l->rest, 0, 65536), S("\"bindings\""), 0);

    if (at != SIZE_MAX && l->rest.ptr[0] == '{' && str_find(str_slice(l->rest, 0, at), S("\"head\""), 0) != SIZE_MAX)
        l->rest = str_slice(l->rest, at + 10, l->rest.len);
}

/* --- an item of the dump ------------------------------------------------------ */

static Str text_of(const json_t *value)
{
    return json_is_string(value) ? (Str){ json_string_value(value), json_string_length(value) } : S("");
}

/* The value of a statement that is neither deprecated nor unknown, or NULL. */
static json_t *statement_value(const json_t *statement)
{
    json_t *snak = json_object_get(statement, "mainsnak");

    if (str_eq(text_of(json_object_get(statement, "rank")), S("deprecated")) ||
        !str_eq(text_of(json_object_get(snak, "snaktype")), S("value")))
        return NULL;
    return json_object_get(json_object_get(snak, "datavalue"), "value");
}

static json_t *first_value(const json_t *claims, const char *property)
{
    json_t *statements = json_object_get(claims, property), *statement;
    size_t i;

    json_array_foreach(statements, i, statement) {
        json_t *value = statement_value(statement);
        if (value)
            return value;
    }
    return NULL;
}

static Str item_id(const json_t *value)
{
    return text_of(json_object_get(value, "id"));
}

static Str coded(char out[TEXT_MAX], const char *prefix, Str code)
{
    int len = snprintf(out, TEXT_MAX, "%s:" STR_FMT, prefix, (int)(code.len < 200 ? code.len : 200), code.ptr);
    return (Str){ out, (size_t)len };
}

static bool katottg_like(Str s)
{
    if (s.len != 19 || !str_starts(s, S("UA")))
        return false;
    for (size_t i = 2; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return true;
}

/* The kind that the item is an instance of: the first that the table has. */
static const ImportKind *item_kind(Import *in, const json_t *claims)
{
    json_t *statements = json_object_get(claims, "P31"), *statement;
    size_t i, passed = in->file->counts.passed;

    json_array_foreach(statements, i, statement) {
        const ImportKind *kind = import_kind(in, S("wikidata"), item_id(statement_value(statement)));
        if (kind) {
            in->file->counts.passed = passed;
            return kind;
        }
    }
    in->file->counts.passed = passed + 1;
    return NULL;
}

static Status item_point(const Lines *l, const json_t *value, RowDraft *d, Error *err)
{
    const json_t *lat = json_object_get(value, "latitude"), *lon = json_object_get(value, "longitude");

    if (!json_is_number(lat) || !json_is_number(lon))
        return OK;
    d->lat = json_number_value(lat);
    d->lon = json_number_value(lon);
    if (!(d->lat >= -90 && d->lat <= 90))
        return lines_fail(l, err, "P625 latitude", "%.4f is no latitude", d->lat);
    if (!(d->lon >= -180 && d->lon <= 180))
        return lines_fail(l, err, "P625 longitude", "%.4f is no longitude", d->lon);
    d->has_point = true;
    return OK;
}

/* "+2016-05-19T00:00:00Z" */
static int time_year(const json_t *snaks)
{
    const json_t *value = json_object_get(json_object_get(json_array_get(snaks, 0), "datavalue"), "value");
    Str time = text_of(json_object_get(value, "time"));
    int64_t year;

    return time.len > 5 && str_to_i64(str_slice(time, 1, 5), &year) && year >= 1000 && year <= 2999 ? (int)year : 0;
}

static Status item_names(Import *in, Lines *l, uint32_t row, const json_t *item, Error *err)
{
    json_t *list, *entry;
    const char *lang;
    Status status = OK;
    size_t i;

    json_object_foreach(json_object_get(item, "labels"), lang, entry)
        if (status == OK && lang_index(in->lang, str_of(lang)) >= 0)
            status = import_add_name(in, l, row, str_of(lang), text_of(json_object_get(entry, "value")), 0, 0, err);
    json_object_foreach(json_object_get(item, "aliases"), lang, list)
        json_array_foreach(list, i, entry)
            if (status == OK && lang_index(in->lang, str_of(lang)) >= 0)
                status = import_add_name(in, l, row, str_of(lang), text_of(json_object_get(entry, "value")), 0, 0, err);
    json_array_foreach(json_object_get(json_object_get(item, "claims"), "P1448"), i, entry) {   /* official names */
        const json_t *value = statement_value(entry), *when = json_object_get(entry, "qualifiers");
        if (status == OK && value)
            status = import_add_name(in, l, row, text_of(json_object_get(value, "language")),
                                     text_of(json_object_get(value, "text")),
                                     time_year(json_object_get(when, "P580")), time_year(json_object_get(when, "P582")),
                                     err);
    }
    return status;
}

/* Codes of other sources that the item bears: any value that looks like one of KATOTTG, and the GeoNames id. */
static Status item_codes(Import *in, uint32_t row, json_t *claims, Error *err)
{
    char text[TEXT_MAX];
    const char *property;
    json_t *statements;
    Str geonames = text_of(first_value(claims, "P1566"));
    Status status = geonames.len ? import_add_code(in, row, coded(text, "geonames", geonames), err) : OK;

    json_object_foreach(claims, property, statements) {
        Str value = text_of(first_value(claims, property));
        if (status == OK && katottg_like(value))
            status = import_add_code(in, row, coded(text, "katottg", value), err);
    }
    return status;
}

static Status read_item(Import *in, Lines *l, const json_t *item, Error *err)
{
    char own[TEXT_MAX], other[TEXT_MAX];
    json_t *claims = json_object_get(item, "claims"), *people = first_value(claims, "P1082");
    Str id = text_of(json_object_get(item, "id")), amount = text_of(json_object_get(people, "amount"));

    if (id.len < 2 || id.ptr[0] != 'Q')
        return lines_fail(l, err, "id", "an item without an id that begins with Q");
    const ImportKind *kind = item_kind(in, claims);
    RowDraft d = { .code = coded(own, "wikidata", id) };
    if (kind == NULL || import_repeated(in, l, d.code, id))
        return OK;
    Status status = item_point(l, first_value(claims, "P625"), &d, err);
    if (status != OK)
        return status;
    d.kind_type = kind->type;
    d.is_container = kind->container;
    d.precision_m = import_extent(kind->type);
    if (amount.len > 1)
        str_to_i64(str_slice(amount, amount.ptr[0] == '+', amount.len), &d.population);
    Str within = item_id(first_value(claims, "P131"));
    if (within.len == 0)
        within = item_id(first_value(claims, "P17"));
    d.container = within.len ? coded(other, "wikidata", within) : S("");
    uint32_t row;
    status = import_add_row(in, l, &d, &row, err);
    if (status == OK)
        status = item_codes(in, row, claims, err);
    return status == OK ? item_names(in, l, row, item, err) : status;
}

/* --- a row of a query ------------------------------------------------------------ */

static const json_t *binding(const json_t *row, const char *const *names)
{
    for (; *names; names++) {
        const json_t *value = json_object_get(row, *names);
        if (value)
            return value;
    }
    return NULL;
}

static Str binding_text(const json_t *row, const char *const *names)
{
    const json_t *value = binding(row, names);
    Str text = text_of(json_is_object(value) ? json_object_get(value, "value") : value);

    if (str_starts(text, S("http")))            /* the address of an item: its id stands last */
        for (size_t i = text.len; i-- > 0; )
            if (text.ptr[i] == '/')
                return str_slice(text, i + 1, text.len);
    return text;
}

static Status read_binding(Import *in, Lines *l, const json_t *row, Error *err)
{
    static const char *const item[] = { "item", "place", "settlement", NULL }, *const kinds[] = { "type", "kind",
        "instance", NULL }, *const points[] = { "coord", "coords", "coordinates", "location", NULL },
        *const labels[] = { "itemLabel", "placeLabel", "settlementLabel", "label", "name", NULL },
        *const within[] = { "container", "admin", "parent", "within", NULL }, *const katottg[] = { "katottg", NULL },
        *const geonames[] = { "geonames", NULL }, *const people[] = { "population", NULL };
    char own[TEXT_MAX], other[TEXT_MAX];
    Str id = binding_text(row, item), point = binding_text(row, points), lon, lat;
    RowDraft d = { .code = coded(own, "wikidata", id) };

    if (id.len < 2 || id.ptr[0] != 'Q')
        return lines_fail(l, err, "item", "no variable named item with an id that begins with Q");
    Str label = binding_text(row, labels), lang = text_of(json_object_get(binding(row, labels), "xml:lang"));
    uint32_t known = import_find_code(in, d.code);
    if (known != NO_ROW && known >= in->base_count)     /* a query repeats an item for each of its names */
        return import_add_name(in, l, known, lang, label, 0, 0, err);
    const ImportKind *kind = import_kind(in, S("wikidata"), binding_text(row, kinds));
    if (kind == NULL)
        return OK;
    if (str_starts(point, S("Point(")) && str_ends(point, S(")"))) {
        point = str_slice(point, 6, point.len - 1);
        str_cut(&point, ' ', &lon);
        lat = point.ptr ? point : S("");
        Status status = import_point(l, lat, lon, "coord latitude", "coord longitude", &d, err);
        if (status != OK)
            return status;
    }
    Str up = binding_text(row, within);
    d.kind_type = kind->type;
    d.is_container = kind->container;
    d.precision_m = import_extent(kind->type);
    d.container = up.len ? coded(other, "wikidata", up) : S("");
    str_to_i64(binding_text(row, people), &d.population);
    uint32_t r;
    Status status = import_add_row(in, l, &d, &r, err);
    if (status == OK && katottg_like(binding_text(row, katottg)))
        status = import_add_code(in, r, coded(other, "katottg", binding_text(row, katottg)), err);
    if (status == OK && binding_text(row, geonames).len)
        status = import_add_code(in, r, coded(other, "geonames", binding_text(row, geonames)), err);
    return status == OK ? import_add_name(in, l, r, lang, label, 0, 0, err) : status;
}

static void free_json(json_t **value)
{
    json_decref(*value);
}

static Status read_object(Import *in, Lines *l, Str object, Error *err)
{
    json_error_t why;
    __attribute__((cleanup(free_json))) json_t *json = json_loadb(object.ptr, object.len, 0, &why);

    if (json == NULL)
        return lines_fail(l, err, NULL, "no valid JSON: %s", why.text);
    in->file->counts.rows++;
    if (json_object_get(json, "claims") || json_object_get(json, "labels"))
        return str_eq(text_of(json_object_get(json, "type")), S("property")) ? OK : read_item(in, l, json, err);
    return read_binding(in, l, json, err);
}

Status import_wikidata(Import *in, Lines *l, Error *err)
{
    l->number = 1;
    enter_bindings(l);
    while (to_object(l)) {
        Str object = cut_object(l);
        if (object.ptr == NULL)
            return lines_fail(l, err, NULL, "an item is not closed: was the file cut off?");
        l->line = object;
        Status status = read_object(in, l, object, err);
        if (status != OK)
            return status;
        lines_give_back(l);
    }
    return OK;
}
