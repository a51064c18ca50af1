/* which_place_test.c -- test/cases/which_place/{en,uk,ru}: which place is meant, of several that bear the name.
 *
 * The places are a table of invented villages, taken in as a user would: by the import.
 */
#include "cases.h"
#include "lang/import.h"
#include "read/read.h"

#include <stdlib.h>
#include <unistd.h>

static void check_case(void *context, Str name, const Str *column)
{
    AUTO_ARENA arena = arena_create();
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"), .text = column[0],
                     .bytes = column[0].len, .language = name };
    Reading r = { 0 };
    const Mention *last = NULL;

    if (!str_eq(column[3], S("-")))
        in.given.published = column[3];
    read_document(context, arena, &in, &r);
    for (size_t i = 0; i < r.mention_count; i++)
        if (r.mentions[i].kind == MENTION_PLACE && str_eq(span_text(r.text, r.mentions[i].span), column[1]))
            last = &r.mentions[i];
    CHECK(last != NULL, column[0]);
    if (last == NULL)
        return;
    /* proves P60 */
    if (!str_eq(last->place.place_id.len ? last->place.place_id : S("-"), column[2]))
        fprintf(stderr, "in: %.*s\n", STR_ARG(column[0]));
    CHECK_STR(last->place.place_id.len ? last->place.place_id : S("-"), column[2]);
    CHECK(last->place.candidates > 1 && last->place.option_count == last->place.candidates, column[0]);
}

static Status import_villages(Arena *arena, const char *folder, const char *table, Error *err)
{
    char *villages = os_join(arena, str_of(folder), S("villages.tsv"));
    const char *path = villages;
    ImportReport report;
    Lang *plain = NULL;
    Status status = lang_load(NULL, &plain, err);
    ImportAsk ask = { &path, 1, table, NULL, STR_NONE };

    if (status == OK)
        status = places_import(arena, plain, &ask, &report, err);
    CHECK_INT(status == OK ? report.doubts : 0, 0, villages);
    lang_free(plain);
    return status;
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    char folder[] = "/tmp/dokaz-place-XXXXXX";
    Lang *lang = NULL;
    Error err = { 0 };

    if (argc != 2 || mkdtemp(folder) == NULL)
        return 2;
    char *table = os_join(arena, str_of(folder), S("table"));
    if (import_villages(arena, argv[1], table, &err) != OK || lang_open(NULL, table, &lang, &err) != OK) {
        fprintf(stderr, "which_place_test: %s\n", err.text);
        return 1;
    }
    cases_run(argv[1], S("en"), 4, check_case, lang);
    cases_run(argv[1], S("uk"), 4, check_case, lang);
    cases_run(argv[1], S("ru"), 4, check_case, lang);
    lang_free(lang);
    unlink(table);
    rmdir(folder);
    return test_end();
}
