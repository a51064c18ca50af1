/* parse_json.c -- JSON of forms that are known: an array of records (TimeMap's incidents, an auto-archiver's rows), at the
 * top or one step below, or one record a line. Each record with a text is a part. */
#include "keep/rows.h"

#include <jansson.h>

#define DEEP_MAX 3

static Str text_of(Arena *arena, const json_t *v)
{
    if (json_is_string(v))
        return (Str){ json_string_value(v), json_string_length(v) };
    if (json_is_integer(v))
        return arena_printf(arena, "%lld", (long long)json_integer_value(v));
    if (json_is_real(v))
        return arena_printf(arena, "%.7g", json_real_value(v));
    return STR_NONE;
}

static void add_field(Arena *arena, RowPart *row, Role role, Str name, Str value)
{
    if (value.len)
        vec_push(arena, &row->fields, ((RowField){ role, name, str_trim(value) }));
}

/* Sources and labels are lists of small records: "key: value". */
static void add_list(Arena *arena, const RoleNames *names, RowPart *row, Role role, Str name, const json_t *list)
{
    size_t i;
    json_t *one, *v;
    const char *key;

    json_array_foreach(list, i, one) {
        Str label = STR_NONE, said = STR_NONE;
        if (!json_is_object(one)) {
            add_field(arena, row, ROLE_NONE, name, text_of(arena, one));
            continue;
        }
        json_object_foreach(one, key, v) {
            Str value = text_of(arena, v);
            if (role == ROLE_SOURCES && role_of(arena, names, str_of(key)) == ROLE_URL)
                add_field(arena, row, ROLE_URL, S("source"), value);
            else if (strcmp(key, "key") == 0)
                label = value;
            else if (strcmp(key, "value") == 0)
                said = value;
        }
        if (said.len)
            add_field(arena, row, ROLE_NONE, label.len ? label : name, said);
    }
}

static void gather(Arena *arena, const RoleNames *names, RowPart *row, json_t *object, int depth)
{
    const char *key;
    json_t *v;

    json_object_foreach(object, key, v) {
        Str name = str_of(key);
        Role role = role_of(arena, names, name);
        if (json_is_array(v))
            add_list(arena, names, row, role, name, v);
        else if (json_is_object(v) && depth < DEEP_MAX)
            gather(arena, names, row, v, depth + 1);
        else
            add_field(arena, row, role == ROLE_SOURCES ? ROLE_NONE : role, name, text_of(arena, v));
    }
}

typedef VEC(json_t *) Records;

/* The list itself, or the first member that is a list of objects. */
static void records_of(Arena *arena, json_t *root, Records *ret)
{
    json_t *list = json_is_array(root) ? root : NULL, *v, *one;
    const char *key;
    size_t i;

    json_object_foreach(root, key, v)
        if (!list && json_is_array(v) && json_is_object(json_array_get(v, 0)))
            list = v;
    json_array_foreach(list, i, one)
        if (json_is_object(one))
            vec_push(arena, ret, json_incref(one));
}

/* One JSON value a line (JSONL). */
static void lines_of(Arena *arena, Str text, Records *ret)
{
    Str line;

    while (text.ptr && str_cut(&text, '\n', &line)) {
        json_t *one = str_trim(line).len ? json_loadb(line.ptr, line.len, 0, NULL) : NULL;
        if (json_is_object(one))
            vec_push(arena, ret, one);
        else
            json_decref(one);
    }
}

static bool has_text(const RowPart *row)
{
    for (size_t i = 0; i < row->fields.count; i++)
        if (row->fields.at[i].role == ROLE_TEXT)
            return true;
    return false;
}

/* How many records the list has, and how many became no part because they have no text to read: those
 * are in the original alone, which is sealed whole. */
static void tell_counts(Arena *arena, const RowPart *rows, size_t count, Facts *facts)
{
    int64_t silent = 0;

    for (size_t i = 0; i < count; i++)
        silent += !has_text(&rows[i]);
    fact_number(arena, facts, "records", (int64_t)count);
    if (silent)
        fact_number(arena, facts, "records-without-text", silent);
}

static int take(Arena *arena, const Records *records, const PartAsk *ask, StrBuf *answer)
{
    PartsOut out = parts_begin(answer, ask);
    RoleNames names;
    DateOrder order = ORDER_UNKNOWN;
    size_t i, taken = 0, count = records->count;
    RowPart *rows = arena_array(arena, RowPart, count + 1);

    role_names_load(arena, &names);
    for (i = 0; i < count; i++) {
        rows[i].at = rows[i].length = PART_NOWHERE;
        gather(arena, &names, &rows[i], records->at[i], 0);
        for (size_t k = 0; k < rows[i].fields.count; k++)
            if (rows[i].fields.at[k].role == ROLE_DATE)
                date_order_see(&order, rows[i].fields.at[k].value);
    }
    for (i = (size_t)ask->from; i < count && !parts_enough(&out); i++)
        taken += row_add(arena, &out, &rows[i], order);
    Facts facts = { 0 };
    if (i == count)             /* the last run of several tells */
        tell_counts(arena, rows, count, &facts);
    parts_end(&out, i < count ? i : 0, S("json/2"), facts.at, facts.count);
    return taken || ask->from ? 0 : WORKER_EMPTY;
}

int json_parts(Str original, Str options, StrBuf *answer)
{
    AUTO_ARENA arena = arena_create();
    PartAsk ask;
    Str text = str_starts(original, S("\xEF\xBB\xBF")) ? str_slice(original, 3, SIZE_MAX) : original;

    if (!part_ask_parse(options, &ask))
        return WORKER_BROKEN;
    json_t *root = json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, NULL);
    Records records = { 0 };
    if (root)
        records_of(arena, root, &records);
    else
        lines_of(arena, text, &records);
    bool known = root || records.count > 0;
    json_decref(root);
    int code = !known ? WORKER_BROKEN : records.count == 0 ? WORKER_EMPTY : take(arena, &records, &ask, answer);
    for (size_t i = 0; i < records.count; i++)
        json_decref(records.at[i]);
    return code;
}
