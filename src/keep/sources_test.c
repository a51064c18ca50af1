/* sources_test.c -- the table, and one clear line for each way to get it wrong. */
#include "keep/sources.h"

#include "base/auto.h"
#include "check.h"

#define HEAD "# note\r\nfile\tpublisher\tauthors\turl\tpublished\treceived_from\r\n"

static void test_good(void)
{
    AUTO_ARENA a = arena_create();
    Sources s;
    Error err = { 0 };
    Str table = S("\xEF\xBB\xBF" HEAD "a.txt\tPaper\tAnn Lee; Bo Ek ;\thttps://e.org\t2022-09\tby hand\n\n"
                  "#b.txt\tX\n" "in/c.txt\t\t\t\t2022-11-25~");

    CHECK_INT(sources_parse(a, table, S("t.tsv"), &s, &err), OK, err.text);
    CHECK_INT(s.count, 2, "rows");
    const Given *g = sources_find(&s, S("/some/where/a.txt"));
    CHECK(g != NULL, "by base name");
    CHECK_STR(g->publisher, S("Paper"));
    CHECK_INT(g->author_count, 2, "authors");
    CHECK_STR(g->authors[1], S("Bo Ek"));
    CHECK_STR(g->received_from, S("by hand"));
    g = sources_find(&s, S("c.txt"));
    CHECK(g && g->publisher.ptr == NULL && g->author_count == 0, "empty cells are unknown");
    CHECK_STR(g->published, S("2022-11-25~"));
    CHECK(sources_find(&s, S("b.txt")) == NULL, "a comment is no row");
    CHECK(sources_find(NULL, S("b.txt")) == NULL, "no table");
    CHECK_INT(sources_parse(a, S("url\tfile\nhttps://e.org\tx"), S("t"), &s, &err), OK, "other order, fewer columns");
    CHECK_STR(sources_find(&s, S("x"))->url, S("https://e.org"));
}

static void test_bad(void)
{
    static const struct { Str table; const char *says; } cases[] = {
        { S(""),                        "t.tsv: empty; expected a header row" },
        { S("file\tcolour\nx\ty"),      "t.tsv, line 1: unknown column 'colour'; expected" },
        { S("publisher\turl\n"),        "t.tsv, line 1: no column 'file'; expected" },
        { S("file\tfile\n"),            "t.tsv, line 1: the column file stands twice" },
        { S("file\turl\nx\ty\tz"),      "t.tsv, line 2: more cells than the 2 columns" },
        { S("file\turl\n\thttps:"),     "t.tsv, line 2: the cell 'file' is empty" },
        { S("#\nfile\nx\na/x\n"),       "t.tsv, line 4: a second row for x" },
        { S("file\tpublisher\nx\t\xFF"), "t.tsv, line 2: not UTF-8" },
        { S("file\tpublished\nx\tMay"), "t.tsv, line 2: 'May' is no date" },
        { S("file\tpublished\nx\t2022-02-30"), "t.tsv, line 2: '2022-02-30' is no date of the calendar; write 2022-09-10" },
        { S("file\tpublished\nx\t2022-13~"), "t.tsv, line 2: '2022-13~' is no date" },
        { S("file\tpublished\nx\t2022-09-10/2022-09-31"), "t.tsv, line 2: '2022-09-10/2022-09-31' is no date" },
        { S("file\tpublished\nx\t../.."), "t.tsv, line 2: '../..' is no date" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO_ARENA a = arena_create();
        Sources s = { .count = 77 };
        Error err = { 0 };
        CHECK_INT(sources_parse(a, cases[i].table, S("t.tsv"), &s, &err), ERR_BAD_INPUT, cases[i].says);
        CHECK(str_starts(str_of(err.text), str_of(cases[i].says)), err.text);
        CHECK_INT(s.count, 77, "untouched");
    }
}

int main(void)
{
    test_good();
    test_bad();
    return test_end();
}
