/* strict_table_test.c -- tables that are taken, and what is said of those that are not: test/cases/import. What is taken
 * is read by the parser in its box as as many parts, with the same ids. */
#include "cases.h"
#include "keep/parse_in.h"
#include "keep/strict_table.h"

#include <stdio.h>

static Str unescape(Arena *arena, Str s)
{
    AUTO_STRBUF b = { 0 };

    if (str_eq(s, S("-")))
        return S("");
    for (size_t i = 0; i < s.len; i++) {
        unsigned byte;
        char next = i + 1 < s.len ? s.ptr[i + 1] : 0;
        if (s.ptr[i] != '\\') {
            strbuf_char(&b, s.ptr[i]);
        } else if (next == 'x' && i + 3 < s.len && sscanf(s.ptr + i + 2, "%2x", &byte) == 1) {
            strbuf_char(&b, (char)byte);
            i += 3;
        } else {
            strbuf_char(&b, next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : next == '0' ? '\0' : next);
            i++;
        }
    }
    return arena_str(arena, strbuf_str(&b));
}

/* A gazetteer of one place. */
static bool swapped(void *context, Str place, double lat, double lon)
{
    (void)context;
    return str_eq(place, S("Hroza")) && lat > 37 && lat < 38 && lon > 49 && lon < 50;
}

static void check_parts(Arena *arena, Str file, const StrictTable *t, Str name)
{
    AUTO_STRBUF answer = { 0 };
    Parts parts;

    CHECK_INT(table_parts(file, S("0 0 100000000 100000"), &answer), 0, name);
    bool whole = parts_read(arena, strbuf_str(&answer), &parts);
    CHECK(whole, name);
    if (!whole)
        return;
    /* proves P213 */
    CHECK_INT(parts.count, t->row_count, name);
    for (size_t i = 0; i < parts.count && i < t->row_count; i++) {
        Str id = S("");
        for (size_t k = 0; k < parts.parts[i].fact_count; k++)
            if (str_eq(parts.parts[i].facts[k].key, S("row-id")))
                id = parts.parts[i].facts[k].value;
        CHECK_STR(id, t->rows[i].id.ptr ? t->rows[i].id : S(""));
    }
}

static void check_case(void *context, Str file_name, const Str *column)
{
    AUTO_ARENA arena = arena_create();
    StrictAsk ask = { column[0], swapped, NULL };
    StrictTable t;
    Str file = unescape(arena, column[1]);

    (void)context;
    (void)file_name;
    strict_table(arena, file, &ask, &t);
    if (str_starts(column[2], S("ok "))) {
        Str count = arena_printf(arena, "ok %zu", t.row_count);
        CHECK_STR(t.trouble_count ? t.troubles[0].what : count, column[2]);
        if (!t.trouble_count)
            check_parts(arena, file, &t, column[1]);
        return;
    }
    /* proves P214 */
    CHECK(t.trouble_count > 0, column[1]);
    if (!t.trouble_count)
        return;
    const TableTrouble *first = &t.troubles[0];
    for (size_t i = 0; i < t.trouble_count; i++) {
        const Str told[] = { t.troubles[i].name, t.troubles[i].what, t.troubles[i].fix };
        for (size_t k = 0; k < 3; k++)
            CHECK(str_find(told[k], S("Zirkovenko"), 0) == SIZE_MAX, told[k]);
    }
    CHECK_STR(arena_printf(arena, "%zu:%zu", first->line, first->column), column[2]);
    CHECK(str_find(first->what, column[3], 0) != SIZE_MAX, arena_printf(arena, STR_FMT " <- " STR_FMT, STR_ARG(first->what),
                                                                         STR_ARG(column[1])));
    CHECK(str_find(first->fix, column[4], 0) != SIZE_MAX, arena_printf(arena, STR_FMT " <- " STR_FMT, STR_ARG(first->fix),
                                                                        STR_ARG(column[1])));
}

/* All troubles are told, not the first alone; more than a file of them can hold are counted. */
static void test_many(void)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF b = { 0 };
    StrictAsk ask = { S("dokaz"), NULL, NULL };
    StrictTable t;

    strict_table(arena, S("text,date,latitude,longitude\nA,1/2/2022,\"49,6\",1\nB,2022,49.6,37\nC,x,0,0\n"), &ask, &t);
    CHECK_INT(t.trouble_count, 4, "each cell that is wrong");
    strbuf_add(&b, S("text,date\n"));
    for (int i = 0; i < IMPORT_TROUBLES_MAX + 7; i++)
        strbuf_add(&b, S("A,yesterday\n"));
    strict_table(arena, strbuf_str(&b), &ask, &t);
    CHECK_INT(t.trouble_count, IMPORT_TROUBLES_MAX, "told");
    CHECK_INT(t.trouble_more, 7, "counted");
}

static void test_large(void)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF b = { 0 };
    StrictAsk ask = { S("dokaz"), NULL, NULL };
    StrictTable t;

    strbuf_add(&b, S("text\n"));
    for (int i = 0; i <= IMPORT_ROWS_MAX; i++)
        strbuf_add(&b, S("A shell hit.\n"));
    strict_table(arena, strbuf_str(&b), &ask, &t);
    CHECK_INT(t.trouble_count, 1, "too many records");
    CHECK_INT(t.troubles[0].line, IMPORT_ROWS_MAX + 2, "at the first that is too many");
    strbuf_reserve(&b, (size_t)100 << 20);
    memset(b.ptr + b.len, 'a', ((size_t)100 << 20) - b.len);
    b.len = (size_t)100 << 20;
    strict_table(arena, strbuf_str(&b), &ask, &t);
    CHECK_INT(t.trouble_count, 1, "a file of 100 MB");
    CHECK_STR(t.troubles[0].fix, S("split it into several files"));
}

static void test_profiles(void)
{
    AUTO_ARENA arena = arena_create();
    Str names;

    CHECK(strict_profile(arena, S("acled"), &names) && !strict_profile(arena, S("profile"), &names), "profiles");
    CHECK_STR(names, S("dokaz, acled, uwazi, atlos"));
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    cases_run_all(argv[1], 5, check_case, NULL);
    test_many();
    test_large();
    test_profiles();
    return test_end();
}
