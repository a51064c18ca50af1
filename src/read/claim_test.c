/* claim_test.c -- test/cases/claim and claim_place through the whole of READ: what is claimed, and where it was. */
#include "cases.h"
#include "read/read.h"

enum { SENTENCE, ACTS, BY, MODALITY, SOURCE, COLUMNS };

static bool looked_at(Str want)
{
    return !str_eq(want, S("*"));
}

static Str or_dash(Str s)
{
    return s.len ? s : S("-");
}

static void check_case(void *context, Str language, const Str *column)
{
    const Lang *lang = context;
    AUTO_ARENA arena = arena_create();
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"), .text = column[SENTENCE],
                     .bytes = column[SENTENCE].len, .language = language };
    Reading r = { 0 };

    read_document(lang, arena, &in, &r);
    if (str_eq(column[ACTS], S("-"))) {
        CHECK_INT(r.claim_count, 0, column[SENTENCE]);
        return;
    }
    CHECK(r.claim_count > 0, column[SENTENCE]);
    if (r.claim_count == 0)
        return;
    const Claim *c = &r.claims[0];
    const Taxonomy *t = lang_taxonomy(lang);
    if (looked_at(column[ACTS]))
        CHECK(acts_split(t, column[ACTS], ',') == c->acts,
              arena_printf(arena, STR_FMT " -> " STR_FMT, STR_ARG(column[SENTENCE]), STR_ARG(acts_join(arena, t, c->acts, ','))));
    if (looked_at(column[BY]))
        CHECK_STR(or_dash(c->by.text), column[BY]);
    if (looked_at(column[MODALITY])) {
        Str said = arena_printf(arena, STR_FMT "%s", STR_ARG(modality_name(c->modality)), c->aggregate ? " sum" : "");
        CHECK(str_eq(said, column[MODALITY]),
              arena_printf(arena, STR_FMT " -> " STR_FMT, STR_ARG(column[SENTENCE]), STR_ARG(said)));
    }
    if (looked_at(column[SOURCE]))
        CHECK_STR(c->chain_count > 1 ? c->chain[c->chain_count - 1].name : S("-"), column[SOURCE]);
    CHECK(span_is(c->span) && c->span.end <= column[SENTENCE].len, column[SENTENCE]);
}

/* Where the last claim of a text was. */
static void check_place(void *context, Str language, const Str *column)
{
    AUTO_ARENA arena = arena_create();
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"), .text = column[0],
                     .bytes = column[0].len, .language = language };
    Reading r = { 0 };

    read_document(context, arena, &in, &r);
    CHECK(r.claim_count > 0, column[0]);
    if (r.claim_count == 0)
        return;
    const Claim *c = &r.claims[r.claim_count - 1];
    Str got = c->place < 0 ? STR_NONE : r.mentions[c->place].place.place_id;
    CHECK(str_eq(or_dash(got), column[1]), arena_printf(arena, STR_FMT " -> " STR_FMT, STR_ARG(column[0]), STR_ARG(got)));
}

/* What a denial takes back is denied too, as a claim of its own. */
static void check_denied(const Lang *lang)
{
    AUTO_ARENA arena = arena_create();
    Str text = S("Russia continues to deny that its troops are deliberately targeting civilians.");
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"), .text = text,
                     .bytes = text.len, .language = S("en") };
    Reading r = { 0 };

    read_document(lang, arena, &in, &r);
    CHECK_INT(r.claim_count, 2, text);
    for (size_t i = 0; i < r.claim_count; i++)
        CHECK_STR(modality_name(r.claims[i].modality), S("denied"));
}

int main(int argc, char **argv)
{
    Lang *lang;
    Error err = { 0 };

    if (argc != 3 || lang_load(NULL, &lang, &err) != OK) {
        fprintf(stderr, "usage: claim_test CLAIM-CASES PLACE-CASES  %s\n", err.text);
        return 1;
    }
    /* proves P19, P23 */
    cases_run_all(argv[1], COLUMNS, check_case, lang);
    cases_run_all(argv[2], 2, check_place, lang);
    check_denied(lang);
    lang_free(lang);
    return test_end();
}
