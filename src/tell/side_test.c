/* side_test.c -- two texts side by side: which words are marked, and that the pages of copies show masked words alone. */
#include "tell/fixture_test.h"

#include "base/auto.h"
#include "check.h"
#include "tell/side.h"

static bool holds(Str hay, const char *needle)
{
    return str_find(hay, str_of(needle), 0) != SIZE_MAX;
}

/* The side with words of its own between asterisks. */
static Str marked(Arena *arena, const Side *side)
{
    Str text = S("");

    for (size_t i = 0; i < side->count; i++)
        text = arena_printf(arena, side->pieces[i].only ? STR_FMT "*" STR_FMT "*" : STR_FMT STR_FMT, STR_ARG(text),
                            STR_ARG(side->pieces[i].text));
    return text;
}

static void test_words(Arena *arena)
{
    static const struct { const char *a, *b, *marked_a, *marked_b; } cases[] = {
        { "Six people died.", "Six people died.", "Six people died.", "Six people died." },
        { "Six people died.", "six  people\nDIED!", "Six people died.", "six people DIED!" },
        { "Six people died on Monday.", "Seven people died.", "*Six* people died *on Monday*.", "*Seven* people died." },
        { "", "Nobody.", "", "*Nobody*." },
        { "—", "", "—", "" },
        { "Шість людей загинуло.", "Загинуло шість людей.", "Шість людей *загинуло*.", "*Загинуло* шість людей." },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Side a, b;
        side_by_side(arena, str_of(cases[i].a), str_of(cases[i].b), &a, &b);
        CHECK_STR(marked(arena, &a), str_of(cases[i].marked_a));
        CHECK_STR(marked(arena, &b), str_of(cases[i].marked_b));
    }
}

/* Of very long passages the first words are compared; all of them are shown. */
static void test_long(Arena *arena)
{
    AUTO_STRBUF b = { 0 };
    Side x, y;

    for (int i = 0; i < 3 * SIDE_WORDS; i++)
        strbuf_printf(&b, "word%d ", i);
    side_by_side(arena, strbuf_str(&b), S("word0"), &x, &y);
    CHECK_INT(marked(arena, &x).len, b.len - 1 + 2, "every word is there, one stretch is marked");
    CHECK_STR(marked(arena, &y), S("word0"));
}

static Span whole(const Fixture *f, uint32_t reading)
{
    return (Span){ 0, (uint32_t)f->raw.readings[reading].text.len };
}

/* The hand-made case with two documents that are said to be copies, passage by passage of their whole texts. */
static void test_pages(Fixture *f, Arena *arena)
{
    Passage all[2] = { { whole(f, 0), whole(f, 3) }, { f->raw.readings[0].segments[0].span, f->raw.readings[3].segments[0].span } };
    Derivation d = { .from = { 0, CLAIM_NONE }, .to = { 3, CLAIM_NONE }, .how = DERIVED_COPY, .passages = all,
                     .passage_count = 2, .evidence = S("who had it <first> is not known") };
    View view = *f->view;
    TellInput in = f->in;
    Fixture with = *f;
    Error err = { 0 };
    int status;

    view.corpus.derivations = &d;
    view.corpus.derivation_count = 1;
    in.view = &view;
    with.view = &view;
    Site *site = NULL;
    CHECK_INT(site_create(arena, &in, &site, &err), OK, "site");
    with.site = site;
    for (int language = 0; language < 2; language++) {
        static const char *const paths[] = { "/copies", "/copies/0/6", "/copies/6/0", "/document/0", "/document/6" };
        for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
            Str html = fixture_page(&with, arena, paths[i], "", language ? "uk" : "en", &status);
            CHECK_INT(status, 200, paths[i]);
            /* proves P145 */
            CHECK(!holds(html, "Kanarchuk") && !holds(html, "raped") && !holds(html, "<first>"), paths[i]);
            CHECK(holds(html, "/copies/0/6\"") || str_starts(str_of(paths[i]), S("/copies/")), paths[i]);
            CHECK(!holds(html, ">copies.") && !holds(html, ">copy.") && !holds(html, ">column."), paths[i]);
        }
    }
    Str pair = fixture_page(&with, arena, "/copies/0/6", "", "en", &status);
    CHECK(holds(pair, "Person 1") && holds(pair, "<mark class=\"only\" title=\"stands on this side only\">"), "masked and marked");
    CHECK(holds(pair, "who had it &lt;first&gt; is not known"), "the reason");
    CHECK(holds(pair, "100\xC2\xA0%"), "how much");
    static const char *const wrong[] = { "/copies/0/0", "/copies/0/2", "/copies/x/6", "/copies/0/", "/copies/0/99", "/copies//" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        fixture_page(&with, arena, wrong[i], "", "en", &status);
        CHECK_INT(status, 404, wrong[i]);
    }
    CHECK(holds(fixture_page(f, arena, "/copies", "", "en", &status), "No document of this case is a copy"), "none");
    CHECK(!holds(fixture_page(f, arena, "/document/0", "", "en", &status), "/copies/"), "none of this document");
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    Fixture *f = fixture_make(arena);

    test_words(arena);
    test_long(arena);
    test_pages(f, arena);
    return test_end();
}
