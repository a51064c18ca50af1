/* strict_table.c -- see strict_table.h. Cells are cut by a grammar (RFC 4180), columns known by tables of names
 * (data/intake), values checked by one function a kind of column. */
#include "keep/strict_table.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "keep/rows.h"
#include "model/edtf.h"

#include <stdio.h>

extern const char intake_import_tsv[];      /* embedded by the build */

#define COLUMN_NAME_MAX 40      /* bytes; what is longer is no name of a column but the words of a record without header */

typedef struct Column {
    Str  name;              /* as the table writes it */
    Str  check;             /* word of import.tsv */
    Role role;
    int  rank;              /* of its name among those of its role */
} Column;

typedef struct Strict {
    Arena           *arena;
    const StrictAsk *ask;
    StrictTable     *t;
    RoleNames        roles;
    Map              known;         /* plain name -> index into checks */
    VEC(Str)         checks;
    VEC(TableTrouble) troubles;
    VEC(TableRow)    rows;
    VEC(Column)      columns;
    Map              ids;           /* id -> line */
    size_t           text, id;      /* columns; SIZE_MAX none */
} Strict;

static void tell(Strict *s, size_t line, size_t column, Str name, Str what, Str fix)
{
    if (s->troubles.count < IMPORT_TROUBLES_MAX)
        vec_push(s->arena, &s->troubles, ((TableTrouble){ line, column, name, what, fix }));
    else
        s->t->trouble_more++;
}

#define FIX(s, ...) arena_printf((s)->arena, __VA_ARGS__)

/* ---- names of columns ---- */

bool strict_profile(Arena *arena, Str profile, Str *names)
{
    Map seen = { 0 };
    Str rest = str_of(intake_import_tsv), name;
    bool head = true, found = false;

    *names = S("");
    for (Str line; str_cut(&rest, '\n', &line); ) {
        if (!line.len || line.ptr[0] == '#' || !str_cut(&line, '\t', &name))
            continue;
        if (!head && !map_get(&seen, name)) {
            map_put(arena, &seen, name, 1);
            found |= str_eq(name, profile);
            *names = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(*names), names->len ? ", " : "", STR_ARG(name));
        }
        head = false;
    }
    return found;
}

static void load_names(Strict *s)
{
    Str rest = str_of(intake_import_tsv), profile, check;

    role_names_load(s->arena, &s->roles);
    for (Str line; str_cut(&rest, '\n', &line); ) {
        if (!line.len || line.ptr[0] == '#' || !str_cut(&line, '\t', &profile) || !str_eq(profile, s->ask->profile) ||
            !str_cut(&line, '\t', &check))
            continue;
        for (Str name; str_cut(&line, '|', &name); )
            map_put(s->arena, &s->known, name, (int64_t)s->checks.count);
        vec_push(s->arena, &s->checks, check);
    }
}

static Str check_of_role(Role role)
{
    static const struct { Role role; Str check; } checks[] = {
        { ROLE_ID, S("id") }, { ROLE_TEXT, S("text") }, { ROLE_DATE, S("date") }, { ROLE_PUBLISHED, S("date") },
        { ROLE_LATITUDE, S("latitude") }, { ROLE_LONGITUDE, S("longitude") }, { ROLE_URL, S("address") },
    };

    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (checks[i].role == role)
            return checks[i].check;
    return S("any");
}

/* How many letters apart, up to 3: for "did you mean". */
static int apart(Str a, Str b)
{
    int row[64], before, left;

    if (a.len > 60 || b.len > 60)
        return 3;
    for (size_t k = 0; k <= b.len; k++)
        row[k] = (int)k;
    for (size_t i = 1; i <= a.len; i++) {
        before = row[0];
        row[0] = (int)i;
        for (size_t k = 1; k <= b.len; k++) {
            left = row[k];
            int change = before + (a.ptr[i - 1] != b.ptr[k - 1]);
            int least = row[k] < row[k - 1] ? row[k] + 1 : row[k - 1] + 1;
            row[k] = change < least ? change : least;
            before = left;
        }
    }
    return row[b.len] < 3 ? row[b.len] : 3;
}

/* The first name of each role, and those of the profile: the others are translations and other spellings of them. */
static Str known_names(Strict *s, Str plain, Str *nearest)
{
    AUTO_STRBUF b = { 0 };
    int best = 3;
    bool told[ROLES] = { false };

    *nearest = STR_NONE;
    for (int pass = 0; pass < 2; pass++) {
        const Map *map = pass ? &s->known : &s->roles.by_name;
        for (size_t i = 0; i < map->count; i++) {
            Str name = map->entries[i].key;
            int far = apart(plain, name);
            if (far < best && name.len > 3) {
                best = far;
                *nearest = name;
            }
            bool *before = pass ? NULL : &told[map->entries[i].value & 0xFF];
            if ((unsigned char)name.ptr[0] >= 0x80 || (before && *before))
                continue;
            if (before)
                *before = true;
            strbuf_add(&b, b.len ? S(", ") : S(""));
            strbuf_add(&b, name);
        }
    }
    return arena_str(s->arena, strbuf_str(&b));
}

/* Whether the header is that of another profile: worth more than a list. */
static bool fits_other(Strict *s, Str plain, Str *other)
{
    Str rest = str_of(intake_import_tsv), profile, check;

    for (Str line; str_cut(&rest, '\n', &line); ) {
        if (!line.len || line.ptr[0] == '#' || !str_cut(&line, '\t', &profile) || !str_cut(&line, '\t', &check))
            continue;
        for (Str name; str_cut(&line, '|', &name); )
            if (str_eq(name, plain) && !str_eq(profile, s->ask->profile) && !str_eq(profile, S("profile"))) {
                *other = profile;
                return true;
            }
    }
    return false;
}

static void unknown_column(Strict *s, size_t column, Str name, Str plain)
{
    Str nearest, other, names = known_names(s, plain, &nearest);

    if (fits_other(s, plain, &other))
        tell(s, 1, column, name, S("is no column of this profile"),
             FIX(s, "it is one of the profile " STR_FMT ": import with --profile " STR_FMT, STR_ARG(other), STR_ARG(other)));
    else if (nearest.ptr)
        tell(s, 1, column, name, S("is no column that is known"),
             FIX(s, "did you mean '" STR_FMT "'? known are: " STR_FMT, STR_ARG(nearest), STR_ARG(names)));
    else
        tell(s, 1, column, name, S("is no column that is known"), FIX(s, "rename or remove it; known are: " STR_FMT, STR_ARG(names)));
}

/* Roles of which a row has one alone. */
static bool is_single(Role role)
{
    return role == ROLE_ID || role == ROLE_LATITUDE || role == ROLE_LONGITUDE || role == ROLE_DATE || role == ROLE_PUBLISHED;
}

static void add_column(Strict *s, Str name)
{
    size_t column = s->columns.count + 1;
    Str plain = role_plain_name(s->arena, str_trim(name));
    Column c = { .name = name.len <= COLUMN_NAME_MAX ? name : S("..."), .check = S("any") };
    const int64_t *known = map_get(&s->known, plain);

    c.role = role_ranked(s->arena, &s->roles, name, &c.rank);
    name = c.name;
    if (known && !str_eq(s->checks.at[*known], S("-")))
        c.check = s->checks.at[*known];
    else
        c.check = check_of_role(c.role);
    if (!plain.len)
        tell(s, 1, column, name, S("a column without a name"), S("give it one of the known names, or remove it"));
    else if (!known && c.role == ROLE_NONE)
        unknown_column(s, column, name, plain);
    for (size_t i = 0; i < s->columns.count; i++) {
        const Column *other = &s->columns.at[i];
        if (plain.len && str_eq(role_plain_name(s->arena, str_trim(other->name)), plain))
            tell(s, 1, column, name, S("stands twice in the header"),
                 FIX(s, "rename or remove one of columns %zu and %zu", i + 1, column));
        else if (c.role != ROLE_NONE && c.role == other->role && is_single(c.role))
            tell(s, 1, column, name, S("means the same as another column"),
                 FIX(s, "remove one of columns %zu and %zu: both are the %s", i + 1, column, role_word(c.role)));
    }
    vec_push(s->arena, &s->columns, c);
}

static void choose_columns(Strict *s)
{
    bool lat = false, lon = false;

    s->text = s->id = SIZE_MAX;
    for (size_t i = 0; i < s->columns.count; i++) {
        const Column *c = &s->columns.at[i];
        lat |= c->role == ROLE_LATITUDE;
        lon |= c->role == ROLE_LONGITUDE;
        if (c->role == ROLE_ID && s->id == SIZE_MAX)
            s->id = i;
        if (c->role == ROLE_TEXT && (s->text == SIZE_MAX || c->rank < s->columns.at[s->text].rank))
            s->text = i;
    }
    for (size_t i = 0; i < s->columns.count; i++)
        if (s->columns.at[i].role == ROLE_TEXT && i != s->text)
            s->columns.at[i].check = S("any");
    if (s->text == SIZE_MAX && !s->troubles.count)
        tell(s, 1, 0, STR_NONE, S("no column of texts: a record is what its words say"),
             S("name the column with the words 'text' or 'description'"));
    if (lat != lon && !s->troubles.count)
        tell(s, 1, 0, STR_NONE, S("half a place"),
             S("a table has both latitude and longitude, in decimal degrees (WGS 84), or neither"));
    s->t->has_ids = s->id != SIZE_MAX;
    s->t->own_ids = s->t->has_ids && str_eq(role_plain_name(s->arena, str_trim(s->columns.at[s->id].name)), S("dokaz id"));
}

/* ---- values ---- */

typedef struct Cell {
    Strict *s;
    size_t  line, column;
    Str     name, value;    /* trimmed */
    const CsvRow *row;
} Cell;

/* A value as it is told: figures and signs alone. Letters may be a name that slipped into the wrong column. */
static Str shown(Str value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
            return S("...");
    }
    return str_slice(value, 0, 40);
}

#define TELL(c, what, ...) tell((c)->s, (c)->line, (c)->column, (c)->name, S(what), FIX((c)->s, __VA_ARGS__))

static bool all_digits(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

/* "2022-02-24 10:00", "2022-02-24T10:00:00Z": the day alone is taken. */
static bool day_with_time(Str v)
{
    int32_t day;

    return v.len > 10 && (v.ptr[10] == 'T' || v.ptr[10] == ' ') && day_parse(str_slice(v, 0, 10), &day);
}

static void check_date(const Cell *c)
{
    Str v = c->value;
    int a, b, y;
    char text[41];

    snprintf(text, sizeof text, STR_FMT, STR_ARG(str_slice(v, 0, 40)));
    if (edtf_plausible(v) || day_with_time(v))
        return;
    if (sscanf(text, "%2d%*[./-]%2d%*[./-]%4d", &a, &b, &y) == 3 && y >= 1000) {
        if (a <= 12 && b <= 12 && a != b)
            TELL(c, "a date that could be two days", "write %04d-%02d-%02d or %04d-%02d-%02d for '" STR_FMT "'", y, b, a, y, a, b,
                 STR_ARG(shown(v)));
        else if (a <= 31 && b <= 31)
            TELL(c, "a date that is not ISO", "write %04d-%02d-%02d for '" STR_FMT "'", y, a > 12 ? b : a, a > 12 ? a : b,
                 STR_ARG(shown(v)));
        else
            TELL(c, "no day of the calendar", "correct '" STR_FMT "'", STR_ARG(shown(v)));
    } else if (all_digits(v) && v.len == 5)
        TELL(c, "a number of days as spreadsheets count them", "write the day as 2022-02-24 (format the column as text)");
    else
        TELL(c, "no date", "write a day, a month, a year or an interval (2022-02-24, 2022-02, 2022, 2022-02-24/2022-03-01), not '"
             STR_FMT "'", STR_ARG(shown(v)));
}

static Str cell_of_role(const Cell *c, Role role)
{
    for (size_t i = 0; i < c->s->columns.count && i < c->row->count; i++)
        if (c->s->columns.at[i].role == role)
            return str_trim(c->row->at[i]);
    return S("");
}

/* Degrees with a decimal point; tells what else it is. */
static bool degrees(const Cell *c, Str v, double most, double *ret)
{
    Str comma = STR_NONE;

    if (str_to_double(v, ret) && *ret >= -most && *ret <= most)
        return true;
    for (size_t i = 0; i < v.len && !comma.ptr; i++)
        if (v.ptr[i] == ',')
            comma = str_slice(v, i + 1, v.len);
    if (comma.ptr && all_digits(comma))
        TELL(c, "a decimal comma", "write " STR_FMT "." STR_FMT " for '" STR_FMT "'", STR_ARG(str_slice(v, 0, v.len - comma.len - 1)),
             STR_ARG(comma), STR_ARG(shown(v)));
    else if (str_to_double(v, ret) && most < 180 && *ret >= -180 && *ret <= 180)
        TELL(c, "beyond 90 degrees", "latitude and longitude are swapped: latitude is the one between -90 and 90");
    else
        TELL(c, "no decimal degrees", "write degrees as 49.66 (WGS 84, south and west negative), not '" STR_FMT "'", STR_ARG(shown(v)));
    return false;
}

static void check_latitude(const Cell *c)
{
    double lat, lon;
    Str other = cell_of_role(c, ROLE_LONGITUDE), place = cell_of_role(c, ROLE_PLACE);

    if (!degrees(c, c->value, 90, &lat))
        return;
    if (!other.len)
        TELL(c, "half a place", "give the longitude too, or leave both empty");
    else if (!str_to_double(other, &lon))
        return;
    else if (lat == 0 && lon == 0)
        TELL(c, "0, 0 lies in the sea off Africa", "leave both empty where the place is not known");
    else if (place.len && c->s->ask->swapped && c->s->ask->swapped(c->s->ask->context, place, lat, lon))
        TELL(c, "latitude and longitude are swapped", "the place of this row lies at the other point: exchange the two cells");
}

static void check_longitude(const Cell *c)
{
    double lon;

    if (degrees(c, c->value, 180, &lon) && !cell_of_role(c, ROLE_LATITUDE).len)
        TELL(c, "half a place", "give the latitude too, or leave both empty");
}

static void check_pair(const Cell *c)
{
    Str rest = c->value, part[2] = { S(""), S("") };
    double lat, lon;

    for (int i = 0; i < 2; i++)
        str_cut(&rest, '|', &part[i]);
    if (!part[0].len || !part[1].len || rest.ptr)
        TELL(c, "no pair of coordinates", "write latitude and longitude with a bar between: 49.66|37.17");
    else if (degrees(c, part[0], 90, &lat))
        degrees(c, part[1], 180, &lon);
}

static bool slashed_day(Str v)
{
    char iso[11] = "";
    int32_t day;

    if (v.len != 10 || v.ptr[4] != v.ptr[7] || (v.ptr[4] != '/' && v.ptr[4] != '-'))
        return false;
    snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", v.ptr, v.ptr + 5, v.ptr + 8);
    return day_parse((Str){ iso, 10 }, &day);
}

static void check_range(const Cell *c)
{
    Str rest = c->value, from = S(""), to = S("");

    str_cut(&rest, ':', &from);
    str_cut(&rest, ':', &to);
    if (rest.ptr || (from.len && !slashed_day(from)) || (to.len && !slashed_day(to)) || (!from.len && !to.len))
        TELL(c, "no range of days", "write first and last day with a colon between: 2023/10/05:2023/10/06");
}

/* "441", "open", several with bars between. */
static void check_number(const Cell *c)
{
    for (Str rest = c->value, one; str_cut(&rest, '|', &one); ) {
        int64_t n;
        one = str_trim(one);
        if (!one.len || str_eq(one, S("open")) || (str_to_i64(one, &n) && one.ptr[0] != '+'))
            continue;
        TELL(c, "no whole number", "write digits alone (1000, not 1,000 or 1 000), or 'open' where no upper end is stated; not '" STR_FMT
             "'", STR_ARG(shown(one)));
        return;
    }
}

static void check_address(const Cell *c)
{
    bool web = str_starts(c->value, S("http://")) || str_starts(c->value, S("https://"));
    bool blank = false;

    for (size_t i = 0; i < c->value.len; i++)
        blank |= (unsigned char)c->value.ptr[i] <= ' ';
    if (!web || blank)
        TELL(c, "no address", "write one address that begins with https:// or http:// and has no blank in it");
}

static void check_state(const Cell *c)
{
    static const Str states[] = { S("To Do"), S("In Progress"), S("Help Needed"), S("Ready for Review"), S("Completed"),
                                  S("Canceled") };

    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (str_eq(states[i], c->value))
            return;
    TELL(c, "no state that Atlos has", "write one of: To Do, In Progress, Help Needed, Ready for Review, Completed, Canceled");
}

static void check_any(const Cell *c)
{
    (void)c;
}

static const struct {
    Str   check;
    void (*run)(const Cell *c);
} checks[] = {
    { S("any"),       check_any },       { S("text"),     check_any },      { S("id"),    check_any },
    { S("date"),      check_date },      { S("number"),   check_number },   { S("range"), check_range },
    { S("latitude"),  check_latitude },  { S("address"),  check_address },  { S("pair"),  check_pair },
    { S("longitude"), check_longitude }, { S("state"),    check_state },
};

/* A formula was never worked out for whoever reads the file as text; what `export` neutralised begins with '. */
static void check_cell(Strict *s, size_t line, size_t column, const CsvRow *row)
{
    const Column *k = &s->columns.at[column];
    Cell c = { s, line, column + 1, k->name, str_trim(row->at[column]), row };

    if (!c.value.len)
        return;
    if (c.value.ptr[0] == '=') {
        TELL(&c, "a formula", "write its value; where a text really begins with =, put a ' before it");
        return;
    }
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (str_eq(checks[i].check, k->check))
            checks[i].run(&c);
}

/* ---- rows ---- */

static void take_row(Strict *s, size_t line, const CsvRow *row)
{
    size_t before = s->troubles.count;

    if (row->count == 1 && !str_trim(row->at[0]).len)
        return;                             /* an empty line */
    if (row->count != s->columns.count) {
        tell(s, line, 0, STR_NONE, row->count > s->columns.count ? S("more cells than the header has columns")
                                                                 : S("fewer cells than the header has columns"),
             FIX(s, "%zu cells, %zu columns: put cells that hold the separator into \"quotes\"", row->count, s->columns.count));
        return;
    }
    for (size_t i = 0; i < row->count; i++)
        check_cell(s, line, i, row);
    Str text = str_trim(row->at[s->text]), id = s->id == SIZE_MAX ? STR_NONE : str_trim(row->at[s->id]);
    if (!text.len)
        tell(s, line, s->text + 1, s->columns.at[s->text].name, S("a row without words"), S("write what is claimed, or remove the row"));
    if (id.ptr && !id.len)
        tell(s, line, s->id + 1, s->columns.at[s->id].name, S("a row without an id"),
             S("give every row an id of its own that stays, or remove the column"));
    const int64_t *first = id.len ? map_get(&s->ids, id) : NULL;
    if (first)
        tell(s, line, s->id + 1, s->columns.at[s->id].name, S("an id that stands twice"),
             FIX(s, "line %lld has it too: one id, one record", (long long)*first));
    else if (id.len)
        map_put(s->arena, &s->ids, id, (int64_t)line);
    if (s->troubles.count == before)
        vec_push(s->arena, &s->rows, ((TableRow){ line, id }));
}

/* From the opening quote behind the closing one; false when there is none. */
static bool skip_quoted(Str b, size_t *at, size_t *line)
{
    size_t i = *at + 1;

    while (i < b.len && (b.ptr[i] != '"' || (i + 1 < b.len && b.ptr[i + 1] == '"'))) {
        *line += b.ptr[i] == '\n';
        i += b.ptr[i] == '"' ? 2 : 1;
    }
    *at = i < b.len ? i + 1 : i;
    return i < b.len;
}

/* Does the row at *at keep the grammar? *at and *line go on to the next one. */
static bool row_grammar(Strict *s, Str b, size_t *at, size_t *line)
{
    size_t i = *at;

    for (size_t cell = 1; ; cell++) {
        size_t opened = *line;
        bool quoted = i < b.len && b.ptr[i] == '"';
        if (quoted && !skip_quoted(b, &i, line)) {
            tell(s, opened, cell, STR_NONE, S("a quote that is never closed"),
                 S("close it, and write a quote inside a cell twice: \"\""));
            return false;
        }
        while (!quoted && i < b.len && b.ptr[i] != s->t->separator && b.ptr[i] != '\n' && b.ptr[i] != '"')
            i++;
        if (i + 1 < b.len && b.ptr[i] == '\r' && b.ptr[i + 1] == '\n')
            i++;
        if (i < b.len && b.ptr[i] != s->t->separator && b.ptr[i] != '\n') {
            tell(s, *line, cell, STR_NONE, quoted ? S("words after a closing quote") : S("a quote inside a cell"),
                 S("put the whole cell into quotes and write a quote inside it twice: \"\""));
            return false;
        }
        if (i >= b.len || b.ptr[i] == '\n')
            break;
        i++;
    }
    *line += i < b.len;
    *at = i < b.len ? i + 1 : i;
    return true;
}

/* ---- the file as a whole ---- */

static size_t line_of(Str b, size_t at, size_t *start)
{
    size_t line = 1;

    *start = 0;
    for (size_t i = 0; i < at; i++)
        if (b.ptr[i] == '\n') {
            line++;
            *start = i + 1;
        }
    return line;
}

/* What it must be before it can be a table; false: it is not. */
static bool good_bytes(Strict *s, Str b)
{
    size_t start, bad = utf8_valid(b), nul = str_find(b, (Str){ "", 1 }, 0);
    const char *save = "save the table as CSV in UTF-8 (a spreadsheet calls it \"CSV UTF-8\")";

    if (b.len > IMPORT_BYTES_MAX)
        tell(s, 1, 0, STR_NONE, S("a table of more than 50 MB"), S("split it into several files"));
    else if (str_starts(b, S("\xFF\xFE")) || str_starts(b, S("\xFE\xFF")))
        tell(s, 1, 0, STR_NONE, S("the text is UTF-16"), str_of(save));
    else if (str_starts(b, S("PK\x03\x04")) || str_starts(b, S("\xD0\xCF\x11\xE0")))
        tell(s, 1, 0, STR_NONE, S("a workbook, not a table of text"), str_of(save));
    else if (nul != SIZE_MAX) {
        size_t line = line_of(b, nul, &start);
        tell(s, line, 0, STR_NONE, FIX(s, "a NUL byte at byte %zu of the line", nul - start + 1), str_of(save));
    } else if (bad < b.len) {
        size_t line = line_of(b, bad, &start);
        tell(s, line, 0, STR_NONE, FIX(s, "byte %zu of the line, 0x%02X, is no UTF-8", bad - start + 1, (unsigned char)b.ptr[bad]),
             str_of(save));
    } else if (str_find(b, S("\n"), 0) == SIZE_MAX && str_find(b, S("\r"), 0) != SIZE_MAX)
        tell(s, 1, 0, STR_NONE, S("lines end in CR alone"), S("save the table with line ends LF or CR LF"));
    else if (!str_trim(b).len)
        tell(s, 1, 0, STR_NONE, S("the file is empty"), S("the first line names the columns, each other line is a record"));
    return s->troubles.count == 0;
}

static bool take_head(Strict *s, Str b, size_t *at, size_t *line)
{
    CsvRow head = { 0 };
    size_t from = *at;

    if (!row_grammar(s, b, at, line))
        return false;
    Str row = str_slice(b, from, *at);
    csv_row(s->arena, &row, s->t->separator, &head);
    for (size_t i = 0; i < head.count; i++)
        add_column(s, head.at[i]);
    if (head.count >= CSV_CELLS_MAX)
        tell(s, 1, 0, STR_NONE, S("more columns than a table may have"), FIX(s, "at most %d", CSV_CELLS_MAX - 1));
    if (s->troubles.count == 0)
        choose_columns(s);
    return s->troubles.count == 0;
}

static void take_rows(Strict *s, Str b, size_t at, size_t line)
{
    CsvRow row;

    while (at < b.len) {
        size_t from = at, first = line;
        if (s->rows.count >= IMPORT_ROWS_MAX) {
            tell(s, first, 0, STR_NONE, FIX(s, "more than %d records", IMPORT_ROWS_MAX), S("split the table into several files"));
            return;
        }
        if (!row_grammar(s, b, &at, &line))
            return;
        Str rest = str_slice(b, from, at);
        csv_row(s->arena, &rest, s->t->separator, &row);
        take_row(s, first, &row);
    }
    if (!s->rows.count && !s->troubles.count)
        tell(s, 1, 0, STR_NONE, S("no record follows the header"), S("each line below the first is a record"));
}

void strict_table(Arena *arena, Str bytes, const StrictAsk *ask, StrictTable *ret)
{
    Strict s = { .arena = arena, .ask = ask, .t = ret };
    size_t line = 1, at = str_starts(bytes, S("\xEF\xBB\xBF")) ? 3 : 0;

    *ret = (StrictTable){ 0 };
    if (good_bytes(&s, bytes)) {
        load_names(&s);
        ret->separator = csv_separator(str_slice(bytes, at, bytes.len));
        if (ret->separator == '|')
            tell(&s, 1, 0, STR_NONE, S("cells are parted by bars"), S("part them by commas, semicolons or tabs"));
        else if (take_head(&s, bytes, &at, &line))
            take_rows(&s, bytes, at, line);
    }
    ret->rows = s.rows.at;
    ret->row_count = s.rows.count;
    ret->troubles = s.troubles.at;
    ret->trouble_count = s.troubles.count;
}
