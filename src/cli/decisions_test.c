/* decisions_test.c -- tables of decisions as people and spreadsheets write them. */
#include "cli/decisions.h"

#include "base/auto.h"
#include "check.h"

#define HEAD "kind,about,other,field,value,reason\n"

static void test_good(void)
{
    AUTO_ARENA a = arena_create();
    Decisions rows = { 0 };
    Complaints wrong = { 0 };

    decisions_parse(a, S("\xEF\xBB\xBF" "Reason;KIND;About;Field;Value\r\n\r\n\"he said \"\"no\"\";\r\ntwice\";correct;claim:12ab;place; izium \r\n"
                         "'=1+1;confirm;12ab\r\n\"'quoted' words\";confirm;12ac"), S("t.csv"), &rows, &wrong);
    CHECK_INT(wrong.count, 0, wrong.count ? wrong.at[0].ptr : "");
    CHECK_INT(rows.count, 3, "rows");
    CHECK_STR(rows.at[0].cell[CELL_REASON], S("he said \"no\";\r\ntwice"));
    CHECK_STR(rows.at[0].cell[CELL_VALUE], S("izium"));
    CHECK_STR(rows.at[0].cell[CELL_OTHER], S(""));
    CHECK_INT(rows.at[0].line, 3, "line");
    CHECK_STR(rows.at[1].cell[CELL_REASON], S("=1+1"));
    CHECK_INT(rows.at[1].line, 5, "a row over two lines counts as two");
    CHECK_STR(rows.at[2].cell[CELL_REASON], S("'quoted' words"));

    rows = (Decisions){ 0 };
    decisions_parse(a, S("РІШЕННЯ,Твердження,Чому\nconfirm,12ab,так\n"), S("t.csv"), &rows, &wrong);
    CHECK_INT(wrong.count, 0, wrong.count ? wrong.at[0].ptr : "");
    CHECK_STR(rows.at[0].cell[CELL_REASON], S("так"));
    rows = (Decisions){ 0 };
    decisions_parse(a, S("решение\tо чём\tоснование\nconfirm\t12ab\tда\n"), S("t.csv"), &rows, &wrong);
    CHECK_INT(wrong.count, 0, wrong.count ? wrong.at[0].ptr : "");
    CHECK_STR(rows.at[0].cell[CELL_ABOUT], S("12ab"));
}

/* proves P182 */
static const struct { const char *table, *says; } bad[] = {
    { "", "t.csv, line 1: empty" },
    { "kind,about,colour\n", "t.csv, line 1: unknown column 'colour'; known are: kind, about, other," },
    { "kind,reason\n", "t.csv, line 1, column about: the header row must name" },
    { "about,reason\n", "t.csv, line 1, column kind: the header row must name" },
    { "kind,about,decision\n", "t.csv, line 1, column kind: the column stands twice" },
    { HEAD "confirm,12ab,,,,x,y\n", "t.csv, line 2: 7 cells, and the header row names 6 columns" },
    { HEAD "confirm,12ab,,,,\"x\nconfirm,12ac\n", "t.csv, line 2: a quotation mark in this row is never closed" },
    { HEAD "confirm,\xFF\n", "t.csv, line 2: not UTF-8" },
};

static void test_bad(void)
{
    AUTO_ARENA a = arena_create();

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Decisions rows = { 0 };
        Complaints wrong = { 0 };
        decisions_parse(a, str_of(bad[i].table), S("t.csv"), &rows, &wrong);
        CHECK_INT(wrong.count, 1, bad[i].table);
        CHECK(wrong.count && str_starts(wrong.at[0], str_of(bad[i].says)), wrong.count ? wrong.at[0].ptr : bad[i].table);
    }
    Decisions rows = { 0 };
    Complaints wrong = { 0 };
    decisions_parse(a, S("kind,about\nconfirm,12ab\nconfirm,12ab,x\nreject,12ab,y,z\n"), S("t.csv"), &rows, &wrong);
    CHECK_INT(wrong.count, 2, "all that is wrong is told");
    CHECK_STR(decision_complaint(a, S("t.csv"), 7, CELL_OTHER_CLAIMS, S("no")), S("t.csv, line 7, column other claims: no"));
}

/* What is written is read as it was, whatever it holds. */
static void test_again(void)
{
    static const char *const cells[] = { "=1+1", "'=1+1", "-", "+1", "@x", "''", "a,b;c", "say \"no\"", "two\r\nlines", "plain", "" };
    AUTO_ARENA a = arena_create();
    AUTO_STRBUF out = { 0 };
    Decisions rows = { 0 };
    Complaints wrong = { 0 };
    size_t count = sizeof cells / sizeof *cells;

    decisions_header(&out);
    for (size_t i = 0; i < count; i++) {
        Decision d = { .line = 0 };
        for (int c = 0; c < DECISION_CELLS; c++)
            d.cell[c] = str_of(cells[(i + (size_t)c) % count]);
        decision_write(&out, &d);
    }
    decisions_parse(a, strbuf_str(&out), S("t.csv"), &rows, &wrong);
    CHECK_INT(wrong.count, 0, wrong.count ? wrong.at[0].ptr : "");
    CHECK_INT(rows.count, count, "rows");
    for (size_t i = 0; i < rows.count; i++)
        for (int c = 0; c < DECISION_CELLS; c++)
            CHECK_STR(rows.at[i].cell[c], str_of(cells[(i + (size_t)c) % count]));
}

int main(void)
{
    test_good();
    test_bad();
    test_again();
    return test_end();
}
