/* table_test.c -- columns line up in letters, not bytes, and nothing can move a terminal's cursor. */
#include "cli/table.h"

#include "base/auto.h"
#include "check.h"

/* proves P54 */
int main(void)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF out = { 0 };
    Table t = table_begin(arena, "place|n|title");

    CHECK(!table_write(&t, 0, &out), "a header alone");
    CHECK_INT(out.len, 0, "a header alone is nothing");
    table_cell(&t, S("Куп'янськ"));
    table_number(&t, 440);
    table_cell(&t, S("a title that is too long for the terminal"));
    table_cell(&t, S("Izium"));
    table_cell(&t, STR_NONE);
    table_cell(&t, S("\x1b[31mred\n\xe2\x80\xaeturned"));
    table_write(&t, 44, &out);
    CHECK_STR(strbuf_str(&out), S("place      n    title\n"
                                  "Куп'янськ  440  a title that is too long ...\n"
                                  "Izium      -     [31mred  turned\n"));
    strbuf_clear(&out);
    table_write(&t, 0, &out);
    CHECK(str_find(strbuf_str(&out), S("for the terminal\n"), 0) != SIZE_MAX, "a pipe cuts nothing");
    return test_end();
}
