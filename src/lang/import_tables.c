/* import_tables.c -- the sources that are tables: KATOTTG, COD-AB, GeoNames, and Dokaz's own. */
#include "lang/import_in.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT_MAX 1024

/* "prefix:code" in a buffer of the caller. */
static Str prefixed(char out[TEXT_MAX], const char *prefix, Str code)
{
    int len = snprintf(out, TEXT_MAX, "%s:" STR_FMT, prefix, (int)(code.len < 900 ? code.len : 900), code.ptr);
    return (Str){ out, (size_t)len };
}

/* The separator that the first row has most of. */
static char separator_of(Str row)
{
    static const char candidates[] = ";,\t";
    size_t most = 0;
    char best = ';';

    for (const char *c = candidates; *c; c++) {
        size_t count = 0;
        for (size_t i = 0; i < row.len; i++)
            count += row.ptr[i] == *c;
        if (count > most) {
            most = count;
            best = *c;
        }
    }
    return best;
}

/* --- KATOTTG: five columns of codes, the category, the name ------------------- */

#define KATOTTG_CODE   19       /* "UA" and 17 digits: oblast 2, raion 2, hromada 3, settlement 3, district 2, number 5 */
#define KATOTTG_LEVELS 5

static bool katottg_code(Str s)
{
    if (s.len != KATOTTG_CODE || s.ptr[0] != 'U' || s.ptr[1] != 'A')
        return false;
    for (size_t i = 2; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return true;
}

/* The code that the UN derives of it: oblast 4 letters, raion 6, hromada 9, settlement 12. */
static Str katottg_pcode(Str code)
{
    static const struct { size_t from, len; } levels[] = { { 9, 12 }, { 6, 9 }, { 4, 6 }, { 2, 4 } };

    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        for (size_t k = levels[i].from; k < levels[i].len; k++)
            if (code.ptr[k] != '0')
                return str_slice(code, 0, levels[i].len);
    return code;
}

static Status katottg_row(Import *in, Lines *l, Error *err)
{
    Str code = S(""), container = S(""), name = lines_cell(l, KATOTTG_LEVELS + 1);
    char own[TEXT_MAX], other[TEXT_MAX], column[32];

    if (l->count < KATOTTG_LEVELS + 2)
        return lines_fail(l, err, NULL, "%zu cells: five codes, the category and the name are expected", l->count);
    for (size_t k = 0; k < KATOTTG_LEVELS; k++) {
        Str cell = lines_cell(l, k);
        snprintf(column, sizeof column, "%zu", k + 1);
        if (cell.len && !katottg_code(cell))
            return lines_fail(l, err, column, "'" STR_FMT "' is no code of KATOTTG (UA and 17 digits)",
                              STR_ARG(str_slice(cell, 0, 40)));
        if (cell.len && !str_eq(cell, code)) {
            container = code;
            code = cell;
        }
    }
    if (code.len == 0)
        return lines_fail(l, err, "1", "no code");
    if (name.len == 0)
        return lines_fail(l, err, "7", "no name");
    const ImportKind *kind = import_kind(in, S("katottg"), lines_cell(l, KATOTTG_LEVELS));
    Str full = prefixed(own, "katottg", code);
    if (kind == NULL || import_repeated(in, l, full, name))
        return OK;
    RowDraft d = { .code = full, .kind_type = kind->type, .is_container = kind->container,
                   .precision_m = import_extent(kind->type) };
    d.container = container.len ? prefixed(other, "katottg", container) : S("");
    uint32_t row;
    Status status = import_add_row(in, l, &d, &row, err);
    if (status == OK)
        status = import_add_code(in, row, prefixed(other, "pcode", katottg_pcode(code)), err);
    ArenaMark mark = arena_mark(in->arena);
    if (status == OK)
        status = import_add_name(in, l, row, S("uk"), import_pattern(in->arena, kind->uk, name), 0, 0, err);
    arena_rewind(in->arena, mark);
    return status;
}

Status import_katottg(Import *in, Lines *l, Error *err)
{
    Status status;
    char separator = 0;

    while (lines_next(l, &status, err)) {
        if (separator == 0)
            separator = separator_of(l->line);
        status = lines_cells(l, separator, separator != '\t', err);
        if (status != OK)
            return status;
        if (l->number == 1 && !katottg_code(lines_cell(l, 0)))
            continue;           /* the names of the columns */
        in->file->counts.rows++;
        status = katottg_row(in, l, err);
        if (status != OK)
            return status;
    }
    return status;
}

/* --- COD-AB: columns named admN_LANG, admN_pcode, and perhaps a point ---------- */

#define COD_LEVELS 5

typedef struct CodColumns {
    int pcode[COD_LEVELS];
    int name[COD_LEVELS][3];    /* en uk ru */
    int lat, lon;
} CodColumns;

static bool is_one_of(Str name, const char *const *words)
{
    for (; *words; words++)
        if (str_eq(name, str_of(*words)))
            return true;
    return false;
}

static void cod_column(CodColumns *c, Str cell, int k)
{
    static const char *const lat[] = { "lat", "latitude", "center_lat", "y", "y_coord", "point_y", NULL };
    static const char *const lon[] = { "lon", "long", "longitude", "center_lon", "x", "x_coord", "point_x", NULL };
    static const char *const tails[][7] = { { "en", "name", "name_en", "ref_name", NULL },
                                            { "ua", "uk", "name1", "name_ua", "name_uk", NULL },
                                            { "ru", "name2", "name_ru", NULL } };
    char text[40];

    for (size_t i = 0; i < cell.len && i < sizeof text; i++)
        text[i] = cell.ptr[i] >= 'A' && cell.ptr[i] <= 'Z' ? (char)(cell.ptr[i] + 32) : cell.ptr[i];
    Str name = { text, cell.len < sizeof text ? cell.len : sizeof text };
    if (is_one_of(name, lat))
        c->lat = k;
    if (is_one_of(name, lon))
        c->lon = k;
    if (!str_starts(name, S("adm")) || name.len < 6 || name.ptr[3] < '0' || name.ptr[3] >= '0' + COD_LEVELS)
        return;
    int level = name.ptr[3] - '0';
    Str tail = str_slice(name, name.ptr[4] == '_' ? 5 : 4, name.len);
    if (str_eq(tail, S("pcode")))
        c->pcode[level] = k;
    for (int lang = 0; lang < 3; lang++)
        if (is_one_of(tail, tails[lang]) && c->name[level][lang] < 0)
            c->name[level][lang] = k;
}

static Str cod_cell(const Lines *l, int column)
{
    return column < 0 ? S("") : lines_cell(l, (size_t)column);
}

static Status cod_level(Import *in, Lines *l, const CodColumns *c, int level, bool deepest, Error *err)
{
    static const char *const langs[] = { "en", "uk", "ru" };
    char own[TEXT_MAX], other[TEXT_MAX];
    Str code = cod_cell(l, c->pcode[level]), full = prefixed(own, "pcode", code), container = S("");
    uint32_t known = import_find_code(in, full), row;

    if (known != NO_ROW && known >= in->base_count && import_row(in, known)->file == in->file->index) {
        in->file->counts.repeated += deepest;
        return OK;              /* every row repeats what it lies in */
    }
    char name[2] = { (char)('0' + level), '\0' };
    const ImportKind *kind = import_kind(in, S("cod"), str_of(name));
    if (kind == NULL)
        return OK;
    for (int up = level - 1; up >= 0 && container.len == 0; up--)
        if (cod_cell(l, c->pcode[up]).len)
            container = prefixed(other, "pcode", cod_cell(l, c->pcode[up]));
    RowDraft d = { .code = full, .container = container, .kind_type = kind->type, .is_container = kind->container,
                   .precision_m = import_extent(kind->type) };
    Status status = deepest ? import_point(l, cod_cell(l, c->lat), cod_cell(l, c->lon), "latitude", "longitude", &d, err)
                            : OK;
    if (status == OK)
        status = import_add_row(in, l, &d, &row, err);
    ArenaMark mark = arena_mark(in->arena);
    for (int i = 0; status == OK && i < 3; i++)
        status = import_add_name(in, l, row, str_of(langs[i]),
                                 import_pattern(in->arena, i == 0 ? kind->en : i == 1 ? kind->uk : kind->ru,
                                                cod_cell(l, c->name[level][i])), 0, 0, err);
    arena_rewind(in->arena, mark);
    return status;
}

static Status cod_row(Import *in, Lines *l, const CodColumns *c, size_t columns, Error *err)
{
    int deepest = -1;

    if (l->count != columns)
        return lines_fail(l, err, NULL, "%zu cells where %zu belong", l->count, columns);
    for (int level = 0; level < COD_LEVELS; level++)
        if (cod_cell(l, c->pcode[level]).len)
            deepest = level;
    if (deepest < 0)
        return lines_fail(l, err, "adm pcode", "no code of any level");
    for (int level = 0; level <= deepest; level++) {
        Status status = cod_cell(l, c->pcode[level]).len ? cod_level(in, l, c, level, level == deepest, err) : OK;
        if (status != OK)
            return status;
    }
    return OK;
}

Status import_cod(Import *in, Lines *l, Error *err)
{
    CodColumns c;
    Status status;
    size_t columns = 0;
    char separator = ',';

    memset(&c, -1, sizeof c);
    while (lines_next(l, &status, err)) {
        if (columns == 0)
            separator = separator_of(l->line);
        status = lines_cells(l, separator, separator != '\t', err);
        if (status != OK)
            return status;
        if (columns == 0) {
            columns = l->count;
            for (size_t k = 0; k < columns; k++)
                cod_column(&c, l->cell[k], (int)k);
            continue;
        }
        in->file->counts.rows++;
        status = cod_row(in, l, &c, columns, err);
        if (status != OK)
            return status;
    }
    return status;
}

/* --- GeoNames ------------------------------------------------------------------- */

enum { G_ID, G_NAME, G_ASCII, G_OTHER, G_LAT, G_LON, G_CLASS, G_CODE, G_COUNTRY, G_CC2, G_ADMIN1, G_ADMIN2, G_ADMIN3,
       G_ADMIN4, G_POPULATION, G_COLUMNS = 19 };

static bool country_wanted(const Import *in, Str country)
{
    Str rest = in->countries, one;

    if (rest.len == 0)
        return true;
    while (str_cut(&rest, ',', &one))
        if (str_eq(str_trim(one), country))
            return true;
    return false;
}

/* Settlements differ by size: the classes of GeoNames say who is seated there, not how large it is. */
static PlaceType settlement_type(PlaceType type, int64_t population)
{
    if (type < PLACE_CITY || type > PLACE_SETTLEMENT)
        return type;
    return population >= 50000 ? PLACE_CITY : population >= 10000 && type != PLACE_CITY ? PLACE_TOWN : type;
}

/* The administrative code that the row itself bears, and the path of those it lies in. */
static void admin_codes(const Lines *l, char own[TEXT_MAX], char within[TEXT_MAX])
{
    Str code = lines_cell(l, G_CODE);
    int depth = 4;          /* admin codes that name what contains it */
    bool admin = str_eq(lines_cell(l, G_CLASS), S("A"));

    own[0] = within[0] = '\0';
    if (admin && str_starts(code, S("ADM")) && code.len == 4 && code.ptr[3] >= '1' && code.ptr[3] <= '4')
        depth = code.ptr[3] - '0' - 1;
    else if (admin && str_starts(code, S("PCL")))
        depth = -1;
    int at = snprintf(within, TEXT_MAX, depth < 0 ? "" : "adm:" STR_FMT, STR_ARG(str_slice(lines_cell(l, G_COUNTRY), 0, 4)));
    for (int k = 0; k < depth && lines_cell(l, G_ADMIN1 + (size_t)k).len && at < TEXT_MAX - 32; k++)
        at += snprintf(within + at, (size_t)(TEXT_MAX - at), "." STR_FMT,
                       STR_ARG(str_slice(lines_cell(l, G_ADMIN1 + (size_t)k), 0, 24)));
    if (depth < 0)
        snprintf(own, TEXT_MAX, "adm:" STR_FMT, STR_ARG(str_slice(lines_cell(l, G_COUNTRY), 0, 4)));
    else if (depth < 4 && lines_cell(l, G_ADMIN1 + (size_t)depth).len)
        snprintf(own, TEXT_MAX, "%s." STR_FMT, within, STR_ARG(str_slice(lines_cell(l, G_ADMIN1 + (size_t)depth), 0, 24)));
}

static Status geonames_names(Import *in, Lines *l, uint32_t row, Error *err)
{
    Str name = lines_cell(l, G_NAME), ascii = lines_cell(l, G_ASCII), rest = lines_cell(l, G_OTHER), one;
    Status status = import_add_name(in, l, row, S(""), name, 0, 0, err);

    if (status == OK && !str_eq(ascii, name))
        status = import_add_name(in, l, row, S(""), ascii, 0, 0, err);
    while (status == OK && rest.len && str_cut(&rest, ',', &one))
        if (!str_eq(one, name) && !str_eq(one, ascii) && str_find(one, S("://"), 0) == SIZE_MAX)
            status = import_add_name(in, l, row, S(""), one, 0, 0, err);
    return status;
}

static Status geonames_row(Import *in, Lines *l, Error *err)
{
    char text[TEXT_MAX], kind_text[64], own[TEXT_MAX], within[TEXT_MAX];
    int64_t id = 0, population = 0;

    if (l->count != G_COLUMNS)
        return lines_fail(l, err, NULL, "%zu cells where %d belong: was the file cut off?", l->count, G_COLUMNS);
    if (!str_to_i64(lines_cell(l, G_ID), &id) || id <= 0)
        return lines_fail(l, err, "geonameid", "'" STR_FMT "' is no number", STR_ARG(str_slice(lines_cell(l, G_ID), 0, 40)));
    if (lines_cell(l, G_NAME).len == 0)
        return lines_fail(l, err, "name", "no name");
    if (lines_cell(l, G_POPULATION).len && !str_to_i64(lines_cell(l, G_POPULATION), &population))
        return lines_fail(l, err, "population", "'" STR_FMT "' is no number",
                          STR_ARG(str_slice(lines_cell(l, G_POPULATION), 0, 40)));
    RowDraft d = { .population = population };
    Status status = import_point(l, lines_cell(l, G_LAT), lines_cell(l, G_LON), "latitude", "longitude", &d, err);
    if (status != OK)
        return status;
    if (!country_wanted(in, lines_cell(l, G_COUNTRY))) {
        in->file->counts.passed++;
        return OK;
    }
    int len = snprintf(kind_text, sizeof kind_text, STR_FMT "." STR_FMT, STR_ARG(str_slice(lines_cell(l, G_CLASS), 0, 4)),
                       STR_ARG(str_slice(lines_cell(l, G_CODE), 0, 24)));
    const ImportKind *kind = import_kind(in, S("geonames"), (Str){ kind_text, (size_t)len });
    d.code = prefixed(text, "geonames", lines_cell(l, G_ID));
    if (kind == NULL || import_repeated(in, l, d.code, lines_cell(l, G_NAME)))
        return OK;
    admin_codes(l, own, within);
    d.container = str_of(within);
    d.is_container = kind->container;
    d.kind_type = settlement_type(kind->type, population);
    d.precision_m = import_extent((PlaceType)d.kind_type);
    uint32_t row;
    status = import_add_row(in, l, &d, &row, err);
    if (status == OK && own[0])
        status = import_add_code(in, row, str_of(own), err);
    return status == OK && !kind->container ? geonames_names(in, l, row, err) : status;
}

Status import_geonames(Import *in, Lines *l, Error *err)
{
    Status status;

    while (lines_next(l, &status, err)) {
        in->file->counts.rows++;
        status = lines_cells(l, '\t', false, err);
        if (status == OK)
            status = geonames_row(in, l, err);
        if (status != OK)
            return status;
    }
    return status;
}

/* --- alternate names of GeoNames -------------------------------------------------- */

enum { N_ID, N_PLACE, N_LANG, N_NAME, N_PREFERRED, N_SHORT, N_COLLOQUIAL, N_HISTORIC, N_FROM, N_TO };

#define YEAR_UNKNOWN 1          /* "was called so once": until some year */

static int year_in(Str s)
{
    for (size_t i = 0; i + 4 <= s.len; i++) {
        int64_t year;
        if (str_to_i64(str_slice(s, i, i + 4), &year) && year >= 1000 && year <= 2999)
            return (int)year;
    }
    return 0;
}

static bool is_language(Str s)
{
    if (s.len != 0 && s.len != 2 && s.len != 3)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < 'a' || s.ptr[i] > 'z')
            return false;
    return true;
}

static Status alternate_row(Import *in, Lines *l, Error *err)
{
    char text[TEXT_MAX];
    int64_t id;

    if (l->count < N_NAME + 1)
        return lines_fail(l, err, NULL, "%zu cells where at least %d belong: was the file cut off?", l->count, N_NAME + 1);
    if (!str_to_i64(lines_cell(l, N_PLACE), &id))
        return lines_fail(l, err, "geonameid", "'" STR_FMT "' is no number",
                          STR_ARG(str_slice(lines_cell(l, N_PLACE), 0, 40)));
    uint32_t row = import_find_code(in, prefixed(text, "geonames", lines_cell(l, N_PLACE)));
    Str lang = lines_cell(l, N_LANG);
    if (row == NO_ROW || import_row(in, row)->state == ROW_CONTAINER) {
        in->file->counts.passed++;
        return OK;
    }
    if (str_eq(lang, S("wkdt"))) {
        Str code = prefixed(text, "wikidata", lines_cell(l, N_NAME));
        return import_find_code(in, code) == NO_ROW ? import_add_code(in, row, code, err) : OK;
    }
    if (!is_language(lang)) {
        in->file->counts.passed++;      /* links, post codes, airports */
        return OK;
    }
    int until = year_in(lines_cell(l, N_TO));
    if (until == 0 && str_eq(lines_cell(l, N_HISTORIC), S("1")))
        until = YEAR_UNKNOWN;
    return import_add_name(in, l, row, lang, lines_cell(l, N_NAME), year_in(lines_cell(l, N_FROM)), until, err);
}

Status import_alternate(Import *in, Lines *l, Error *err)
{
    Status status;

    while (lines_next(l, &status, err)) {
        in->file->counts.rows++;
        status = lines_cells(l, '\t', false, err);
        if (status == OK)
            status = alternate_row(in, l, err);
        if (status != OK)
            return status;
    }
    return status;
}

/* --- Dokaz's own layout ------------------------------------------------------------ */

enum { T_ID, T_TYPE, T_PARENT, T_LAT, T_LON, T_PRECISION, T_POPULATION, T_EN, T_UK, T_RU, T_OTHER, T_NOTE };

static Status table_names(Import *in, Lines *l, uint32_t row, Str lang, Str names, Error *err)
{
    Status status = OK;
    Str name;

    while (status == OK && names.len && str_cut(&names, '|', &name)) {
        NameMarks marks;
        name = plain_name(name, &marks);
        status = import_add_name(in, l, row, lang, name, marks.from, marks.until, err);
    }
    return status;
}

static bool is_id(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || (s.ptr[i] >= '0' && s.ptr[i] <= '9') || s.ptr[i] == '-'))
            return false;
    return s.len > 0;
}

static Status table_row(Import *in, Lines *l, Error *err)
{
    static const char *const langs[] = { "en", "uk", "ru" };
    char own[TEXT_MAX], other[TEXT_MAX];
    int type = place_type_of(lines_cell(l, T_TYPE));
    int64_t precision = 0, population = 0;

    if (!is_id(lines_cell(l, T_ID)))
        return lines_fail(l, err, "id", "'" STR_FMT "': small letters, digits and hyphens make an id",
                          STR_ARG(str_slice(lines_cell(l, T_ID), 0, 40)));
    if (type < 0)
        return lines_fail(l, err, "type", "unknown type of place '" STR_FMT "'",
                          STR_ARG(str_slice(lines_cell(l, T_TYPE), 0, 40)));
    RowDraft d = { .code = prefixed(own, "id", lines_cell(l, T_ID)), .kind_type = type };
    Status status = import_point(l, lines_cell(l, T_LAT), lines_cell(l, T_LON), "lat", "lon", &d, err);
    if (status != OK)
        return status;
    if (d.has_point && (!str_to_i64(lines_cell(l, T_PRECISION), &precision) || precision <= 0 || precision > 20000000))
        return lines_fail(l, err, "precision_m", "metres above 0 are expected");
    if (lines_cell(l, T_POPULATION).len && !str_to_i64(lines_cell(l, T_POPULATION), &population))
        return lines_fail(l, err, "population", "a whole number is expected");
    if (import_repeated(in, l, d.code, lines_cell(l, T_EN)))
        return OK;
    d.precision_m = (int32_t)precision;
    d.population = population;
    d.container = lines_cell(l, T_PARENT).len ? prefixed(other, "id", lines_cell(l, T_PARENT)) : S("");
    uint32_t row;
    status = import_add_row(in, l, &d, &row, err);
    for (int k = 0; status == OK && k < 3; k++)
        status = table_names(in, l, row, str_of(langs[k]), lines_cell(l, T_EN + (size_t)k), err);
    Str rest = lines_cell(l, T_OTHER), one;
    while (status == OK && rest.len && str_cut(&rest, '|', &one)) {
        size_t colon = str_find(one, S(":"), 0);
        if (colon != SIZE_MAX)
            status = table_names(in, l, row, str_slice(one, 0, colon), str_slice(one, colon + 1, one.len), err);
    }
    return status;
}

Status import_table(Import *in, Lines *l, Error *err)
{
    Status status;
    bool begun = false;

    while (lines_next(l, &status, err)) {
        if (l->line.ptr[0] == '#' || str_trim(l->line).len == 0)
            continue;
        status = lines_cells(l, '\t', false, err);
        if (status == OK && begun) {
            in->file->counts.rows++;
            status = table_row(in, l, err);
        }
        begun = true;           /* the first row names the columns */
        if (status != OK)
            return status;
    }
    return status;
}
