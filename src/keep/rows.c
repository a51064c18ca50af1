/* rows.c -- see rows.h. */
#include "keep/rows.h"

#include "base/utf8.h"
#include "keep/html_in.h"
#include "model/edtf.h"

#include <stdio.h>

extern const char intake_columns_tsv[];     /* embedded by the build */

static const char *const role_names[ROLES] = {
    [ROLE_URL] = "url", [ROLE_TITLE] = "title", [ROLE_DATE] = "date", [ROLE_PUBLISHER] = "publisher", [ROLE_TEXT] = "text",
    [ROLE_AUTHOR] = "author", [ROLE_ID] = "id", [ROLE_PLACE] = "place", [ROLE_LATITUDE] = "latitude",
    [ROLE_LONGITUDE] = "longitude", [ROLE_HASH] = "hash", [ROLE_STATUS] = "status", [ROLE_ARCHIVED] = "archived",
    [ROLE_ARCHIVE] = "archive", [ROLE_SCREENSHOT] = "screenshot", [ROLE_SOURCES] = "sources", [ROLE_LABELS] = "labels",
    [ROLE_PUBLISHED] = "published",
};

void role_names_load(Arena *arena, RoleNames *ret)
{
    Str rest = str_of(intake_columns_tsv), role;

    *ret = (RoleNames){ 0 };
    for (Str line; str_cut(&rest, '\n', &line); ) {
        Str name = line;
        if (line.len == 0 || line.ptr[0] == '#' || !str_cut(&name, '\t', &role))
            continue;
        for (int i = 1; i < ROLES; i++)
            if (str_eq(role, str_of(role_names[i])))
                map_put(arena, &ret->by_name, name, i | (int64_t)ret->by_name.count << 8);
    }
}

/* Small letters of ASCII and of the Cyrillic block. */
Str role_plain_name(Arena *arena, Str name)
{
    StrBuf out = { 0 };

    for (size_t at = 0, len; at < name.len; at += len) {
        uint32_t c = utf8_get(name, at, &len);
        if (c == '_' || c == '-')
            c = ' ';
        else if ((c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42F))
            c += 32;
        else if (c >= 0x400 && c <= 0x40F)
            c += 80;
        strbuf_utf8(&out, c);
    }
    Str plain = arena_str(arena, strbuf_str(&out));
    strbuf_finish(&out);
    return plain;
}

Role role_of(Arena *arena, const RoleNames *names, Str name)
{
    int rank;

    return role_ranked(arena, names, name, &rank);
}

Role role_ranked(Arena *arena, const RoleNames *names, Str name, int *rank)
{
    const int64_t *role = map_get(&names->by_name, role_plain_name(arena, str_trim(name)));

    *rank = role ? (int)(*role >> 8) : 0;
    return role ? (Role)(*role & 0xFF) : ROLE_NONE;
}

const char *role_word(Role role)
{
    return role_names[role] ? role_names[role] : "";
}

/* ---- dates ---- */

/* "24/02/2022", "2.24.22 10:00" */
static bool two_and_year(Str date, int *first, int *second, int *year)
{
    char text[11] = "";
    int used = 0;

    date = str_trim(date);
    memcpy(text, date.ptr ? date.ptr : "", date.len < 10 ? date.len : 10);
    return sscanf(text, "%2d%*[./-]%2d%*[./-]%4d%n", first, second, year, &used) == 3 && used >= 8 && *year >= 1000;
}

void date_order_see(DateOrder *order, Str date)
{
    int first, second, year;

    if (!two_and_year(date, &first, &second, &year))
        return;
    if (second > 12 && first <= 12)
        *order = ORDER_MONTH_FIRST;
    else if (first > 12 && second <= 12 && *order != ORDER_MONTH_FIRST)
        *order = ORDER_DAY_FIRST;
}

Str date_in_order(Arena *arena, Str date, DateOrder order)
{
    int first, second, year;

    if (!two_and_year(date, &first, &second, &year))
        return edtf_plausible(str_trim(date)) ? str_trim(date) : html_date(arena, date);
    if (order == ORDER_UNKNOWN && first == second)
        order = ORDER_DAY_FIRST;
    if (order == ORDER_UNKNOWN)
        return html_date(arena, date);
    int day = order == ORDER_DAY_FIRST ? first : second, month = order == ORDER_DAY_FIRST ? second : first;
    return html_date(arena, arena_printf(arena, "%04d-%02d-%02d", year, month, day));
}

/* ---- parts ---- */

/* A record with a place of its own tells of an event: its date is that of the event, not of a publication. */
typedef struct RowDate {
    DateOrder order;
    bool      of_event;
} RowDate;

static const char *const fact_keys[ROLES] = {
    [ROLE_ID] = "row-id", [ROLE_PLACE] = "place-as-told", [ROLE_LATITUDE] = "latitude-as-told",
    [ROLE_LONGITUDE] = "longitude-as-told", [ROLE_HASH] = "hash-as-told", [ROLE_STATUS] = "archive-status",
    [ROLE_ARCHIVED] = "archived", [ROLE_ARCHIVE] = "archive", [ROLE_SCREENSHOT] = "screenshot",
    [ROLE_DATE] = "date-as-written",
};

static void describe(Arena *arena, Part *part, const RowField *f, RowDate order, Facts *facts)
{
    if (f->role == ROLE_URL && !part->given.url.ptr)
        part->given.url = f->value;
    else if (f->role == ROLE_TITLE && !part->title.ptr)
        part->title = f->value;
    else if (f->role == ROLE_PUBLISHER && !part->given.publisher.ptr)
        part->given.publisher = f->value;
    else if (f->role == ROLE_DATE && order.of_event) {
        fact_add(arena, facts, "date-as-told", date_in_order(arena, f->value, order.order));
        fact_add(arena, facts, fact_keys[ROLE_DATE], f->value);
    } else if ((f->role == ROLE_DATE || f->role == ROLE_PUBLISHED) && !part->given.published.ptr) {
        part->given.published = date_in_order(arena, f->value, order.order);
        fact_add(arena, facts, fact_keys[ROLE_DATE], f->value);
    } else if (f->role == ROLE_AUTHOR && part->given.author_count == 0) {
        part->given.authors = arena_array(arena, Str, 1);
        part->given.authors[0] = f->value;
        part->given.author_count = 1;
    } else if (fact_keys[f->role])
        fact_add(arena, facts, fact_keys[f->role], f->value);
    else if (f->value.ptr != part->bytes.ptr)
        fact_add(arena, facts, "field", arena_printf(arena, STR_FMT ": " STR_FMT, STR_ARG(f->name), STR_ARG(f->value)));
}

bool row_add(Arena *arena, PartsOut *out, const RowPart *row, DateOrder order)
{
    Facts facts = { 0 };
    Part part = { .at = row->at, .length = row->length, .media_type = S("text/plain") };

    for (size_t i = 0; i < row->fields.count; i++)
        if (row->fields.at[i].role == ROLE_TEXT && !part.bytes.len)
            part.bytes = row->fields.at[i].value;
    if (!part.bytes.len) {
        out->number++;
        return false;
    }
    RowDate date = { order, false };
    Str id = STR_NONE;
    for (size_t i = 0; i < row->fields.count; i++) {
        const RowField *f = &row->fields.at[i];
        date.of_event |= f->value.len && (f->role == ROLE_LATITUDE || f->role == ROLE_PLACE);
        if (f->role == ROLE_ID && !id.len)
            id = f->value;
    }
    for (size_t i = 0; i < row->fields.count; i++)
        if (row->fields.at[i].value.len)
            describe(arena, &part, &row->fields.at[i], date, &facts);
    part.name = arena_printf(arena, "row %llu%s" STR_FMT, (unsigned long long)out->number + 1, id.len ? " " : "",
                             STR_ARG(part_name(arena, str_slice(id, 0, 100))));
    part.facts = facts.at;
    part.fact_count = facts.count;
    parts_add(out, &part);
    return true;
}
