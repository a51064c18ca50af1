/* page_test.c -- the pages as pure functions: all of them, in both languages, against
 * the hand-made case; escaping, filters, masks, words, addresses, the gate of http.
 */
#include "tell/fixture_test.h"

#include "base/auto.h"
#include "check.h"
#include "tell/asset.h"
#include "tell/page.h"
#include "tell/query.h"
#include "tell/words.h"

static bool holds(Str hay, const char *needle)
{
    return str_find(hay, str_of(needle), 0) != SIZE_MAX;
}

/* ---- html, words, query ---- */

static void test_html(void)
{
    AUTO_STRBUF b = { 0 };
    Html h = html_on(&b);
    HTML(&h, "<p");
    HTML_ATTR(&h, "title", S("\"><script>'&"));
    HTML_ATTR(&h, "lang", STR_NONE);
    HTML(&h, ">");
    html_text(&h, (Str){ "a<b>&\"'\0\x1b\n", 10 });
    html_group(&h, 1234567);
    html_group(&h, -12);
    html_group(&h, 0);
    CHECK_STR(strbuf_str(&b), S("<p title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">a&lt;b&gt;&amp;&quot;&#39;"
                                "\xEF\xBF\xBD\xEF\xBF\xBD\n1,234,567-120"));
}

static void test_query(Arena *arena)
{
    Query q = query_parse(arena, S("a=1&b=%D0%86%D0%B7%D1%8E%D0%BC&c=x+y%2&bad=%ff&nul=%00&a=2&empty="));
    CHECK_STR(query_get(&q, S("a")), S("1"));
    CHECK_STR(query_get(&q, S("b")), S("Ізюм"));
    CHECK_STR(query_get(&q, S("c")), S("x y%2"));
    CHECK(!query_get(&q, S("bad")).ptr, "no valid UTF-8");
    CHECK(!query_get(&q, S("nul")).ptr, "NUL");
    CHECK(!query_get(&q, S("empty")).ptr, "empty");
    q = query_parse(arena, S("a=%41"));
    CHECK_STR(query_get(&q, S("a")), S("A"));
    AUTO_STRBUF b = { 0 };
    query_encode(&b, S("a b&Ї"));
    CHECK_STR(strbuf_str(&b), S("a%20b%26%D0%87"));
}

/* Every key of one language is in the other; what is counted has its forms. */
static void test_words(Arena *arena)
{
    static const char *const codes[] = { "en", "uk" };
    Words *w[2];
    for (size_t i = 0; i < 2; i++)
        CHECK_INT(words_load(arena, str_of(codes[i]), &w[i], NULL), OK, codes[i]);
    for (size_t i = 0; i < 2; i++) {
        Str table = asset_bytes(i ? S("uk.tsv") : S("en.tsv"));
        size_t count = 0;
        for (Str rest = table, line; str_cut(&rest, '\n', &line); ) {
            Str key;
            if (!line.len || line.ptr[0] == '#' || !str_cut(&line, '\t', &key))
                continue;
            count++;
            CHECK(line.len > 0, key);
            if (!str_ends(key, S(".few")))
                CHECK(words_or(w[!i], key, STR_NONE).ptr != NULL, key);
        }
        CHECK(count > 300, "the table is there");
    }
    CHECK_STR(words_plural(w[0], arena, "count.voices", 1), S("{1} voice"));
    CHECK_STR(words_plural(w[0], arena, "count.voices", 2), S("{1} voices"));
    CHECK_STR(words_plural(w[1], arena, "count.voices", 21), S("{1} голос"));
    CHECK_STR(words_plural(w[1], arena, "count.voices", 3), S("{1} голоси"));
    CHECK_STR(words_plural(w[1], arena, "count.voices", 12), S("{1} голосів"));
}

/* Dates are said with their precision, never sharper than they were stated. */
static void test_dates(const Fixture *f, Arena *arena)
{
    static const struct { Str edtf, said; } cases[] = {
        { S("2022-09-10"),            S("10 September 2022") },
        { S("2022-09"),               S("September 2022") },
        { S("2022"),                  S("2022") },
        { S("2022-09~"),              S("about September 2022") },
        { S("2022-09-10/2022-10"),    S("10 September 2022 to October 2022") },
        { S("2022-09-10/.."),         S("from 10 September 2022, end not stated") },
        { S("../2022-09-10"),         S("until 10 September 2022, start not stated") },
        { S("2022-21"),               S("2022-21") },
        { S(""),                      S("not stated") },
    };
    Words *words;
    CHECK_INT(words_load(arena, S("en"), &words, NULL), OK, "words");
    Page p = { .site = f->site, .view = f->view, .c = &f->view->corpus, .arena = arena, .w = words };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_STR(say_edtf(&p, cases[i].edtf), cases[i].said);
    CHECK_STR(say_dates(&p, day_from_civil(2022, 9, 10), day_from_civil(2022, 9, 12)),
              S("10 to 12 September 2022"));
    CHECK_STR(say_dates(&p, day_from_civil(2022, 9, 1), day_from_civil(2022, 9, 30)), S("September 2022"));
    CHECK_STR(say_dates(&p, day_from_civil(2022, 1, 1), day_from_civil(2023, 12, 31)), S("2022 to 2023"));
    CHECK_STR(say_dates(&p, DAY_UNKNOWN, DAY_UNKNOWN), S("not stated"));
    CHECK_STR(say_range(&p, 441, QUANTITY_OPEN, false), S("441 or more"));
    CHECK_STR(say_range(&p, 0, 50, false), S("up to 50"));
    CHECK_STR(say_range(&p, 0, 0, false), S("0"));
    CHECK_STR(say_range(&p, 1000, 1000, true), S("about 1,000"));
    CHECK_STR(say_range(&p, 24, 30, false), S("24 to 30"));
    CHECK_STR(say_range(&p, QUANTITY_UNKNOWN, QUANTITY_UNKNOWN, false), S("not stated"));
}

/* ---- pages ---- */

static Str first_link(Arena *arena, Str html, const char *prefix)
{
    size_t at = str_find(html, str_of(prefix), 0);
    CHECK(at != SIZE_MAX, prefix);
    if (at == SIZE_MAX)
        return S("/");
    return arena_str(arena, str_slice(html, at, at + strlen(prefix) + ID_HEX));
}

/* A key of the interface that has no text would show as itself. */
static void check_no_bare_key(Str html, const char *path)
{
    static const char *const families[] = {
        ">nav.", ">field.", ">empty.", ">filter.", ">claim.", ">figure.", ">incident.", ">custody.",
        ">column.",
        ">compared.", ">verdict.", ">origins.", ">sources.", ">search.", ">unread.", ">catalogue.",
        ">missing.", "{1}",
    };
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        CHECK(!holds(html, families[i]), path);
}

static void test_all_pages(const Fixture *f, Arena *arena)
{
    static const char *const languages[] = { "en", "uk" };
    int status;
    Str list = fixture_page(f, arena, "/incidents", "", "en", &status);
    Str conflicts = fixture_page(f, arena, "/conflicts", "", "en", &status);
    Str incident = first_link(arena, list, "/incident/");
    Str claim = first_link(arena, fixture_page(f, arena, "/document/0", "", "en", NULL), "/claim/");
    const char *paths[] = {
        "/", "/incidents", incident.ptr, claim.ptr, "/conflicts",
        first_link(arena, conflicts, "/conflict/").ptr,
        "/documents", "/document/0", "/document/2", "/document/6", "/origins", "/search", "/sources",
        "/custody", "/map", "/timeline", "/methodology",
    };
    for (size_t l = 0; l < 2; l++)
        for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
            Str html = fixture_page(f, arena, paths[i], "", languages[l], &status);
            CHECK_INT(status, 200, paths[i]);
            /* proves P39 */
            CHECK(!holds(html, "Kanarchuk") && !holds(html, "Zoriana"), paths[i]);
            /* proves P42 */
            CHECK(!holds(html, "raped"), paths[i]);
            CHECK(!holds(html, "<b>two") && !holds(html, "style=\"") && !holds(html, "onclick"), paths[i]);
            CHECK(holds(html, l ? "<html lang=\"uk\">" : "<html lang=\"en\">") &&
                  str_ends(html, S("</html>\n")), paths[i]);
            CHECK(!holds(html, "http:") && !holds(html, "https:") && !holds(html, "src=\"//"), paths[i]);
            /* proves P38 */
            CHECK(!holds(html, "proof of") && !holds(html, "confirmed"), paths[i]);
            check_no_bare_key(html, paths[i]);
        }
}

static void test_map(const Fixture *f, Arena *arena)
{
    Str html = fixture_page(f, arena, "/map", "", "en", NULL);
    /* proves P234 */
    CHECK(holds(html, "within "), "precision is said");
    CHECK(holds(html, "class=\"mark") && holds(html, ": 1 incident, within 3 km\""), "a mark is a link with a name");
    Str far = fixture_page(f, arena, "/map", "lat=-40&lon=170&zoom=6&x=%22%3E%3Cscript%3E", "en", NULL);
    CHECK(holds(far, "outside what is shown") && !holds(far, "<script>\""), "what lies outside is said");
    CHECK(holds(far, "x=%22%3E%3Cscript%3E"), "the rest of the address stays");
    Str none = fixture_page(f, arena, "/map", "from=2024-01-01", "en", NULL);
    CHECK(!holds(none, "class=\"mark"), "questions of the address hold here too");
    Str bad = fixture_page(f, arena, "/map", "lat=nan&lon=1e9&zoom=-3", "en", NULL);
    CHECK(holds(bad, "class=\"mark"), "a window that cannot be is passed over");
}

static void test_incident(const Fixture *f, Arena *arena)
{
    Str list = fixture_page(f, arena, "/incidents", "", "en", NULL);
    Str html = fixture_page(f, arena, first_link(arena, list, "/incident/").ptr, "", "en", NULL);
    CHECK(holds(html, "4 voices, 2 origins found in this case</b> An upper bound"), "voices and origins");
    /* proves P48 */
    CHECK(holds(html, "49 or more</a>") && holds(html, "href=\"/document/0#c-"),
          "a number leads to its sentence");
    CHECK(holds(html, "class=\"arrow\"") && holds(html, "class=\"steps\""), "bars and history");
    CHECK(holds(html, "Verkhnia Lypa (within 3 km)"), "precision is said");
    CHECK(holds(html, "52 and 59 people killed"), "the conflict's reason");
    CHECK(holds(list, "3 of 3 incidents") && holds(list, "An incident is withheld: rule G2"),
          "a withheld incident keeps its row");
}

static size_t times(Str hay, const char *needle)
{
    size_t n = 0;
    for (size_t at = 0; (at = str_find(hay, str_of(needle), at)) != SIZE_MAX; at++)
        n++;
    return n;
}

/* Drawn by the server, every node a link, every line with its sentence; never more than 40 nodes, the rest counted.
 * proves P243 */
static void test_graph(const Fixture *f, Arena *arena)
{
    const char *path = first_link(arena, fixture_page(f, arena, "/incidents", "", "en", NULL), "/incident/").ptr;
    Str html = fixture_page(f, arena, path, "", "en", NULL);
    Str graph = str_slice(html, str_find(html, S("<svg class=\"graph\""), 0), html.len);
    graph = str_slice(graph, 0, str_find(graph, S("</svg>"), 0));

    CHECK_INT(times(graph, "<rect"), times(graph, "<a href=\"/"), "every node is a link");
    CHECK_INT(times(graph, "<a href=\"/document/"), 3, "three documents");
    CHECK_INT(times(graph, "<a href=\"/origins#o-"), 2, "two origins");
    CHECK_INT(times(graph, "<path"), times(graph, "</title></path>"), "every line says what it rests on");
    CHECK(holds(graph, "At least 49 people were killed when a missile"), "the sentence itself");
    Str publisher = str_slice(graph, str_find(graph, S("/sources#"), 0) + 9, graph.len);
    publisher = str_slice(publisher, 0, str_find(publisher, S("\""), 0));
    CHECK(publisher.len > 2 && str_find(fixture_page(f, arena, "/sources", "", "en", NULL),
          arena_printf(arena, "id=\"" STR_FMT "\"", STR_ARG(publisher)), 0) != SIZE_MAX, "its row among the sources");
    CHECK(!holds(html, "not drawn"), "all is drawn");

}

/* The same with 60 more papers that print what the second document says. proves P243 */
static void test_graph_bound(const Fixture *f, Arena *arena)
{
    enum { MORE = 60 };
    Corpus c = f->raw;
    size_t count = c.reading_count;
    Reading *readings = arena_array(arena, Reading, count + MORE);
    Incident *incidents = arena_array(arena, Incident, c.incident_count);
    ClaimRef *claims = arena_array(arena, ClaimRef, incidents[0].claim_count + MORE + 16);
    Origin *origins = arena_array(arena, Origin, c.origin_count);
    Error err;
    memcpy(readings, c.readings, count * sizeof *readings);
    memcpy(incidents, c.incidents, c.incident_count * sizeof *incidents);
    memcpy(origins, c.origins, c.origin_count * sizeof *origins);
    for (size_t i = 0; i < MORE; i++) {
        readings[count + i] = readings[1];
        readings[count + i].doc.publisher = arena_printf(arena, "Paper %zu", i);
        claims[i] = (ClaimRef){ (uint32_t)(count + i), 0 };
    }
    c.readings = readings;
    c.reading_count = count + MORE;
    c.incidents = incidents;
    c.origins = origins;
    incidents[0].claims = origins[0].claims = claims;
    incidents[0].claim_count = origins[0].claim_count = MORE;
    TellInput in = f->in;
    Fixture many = *f;
    in.view = view_make(arena, &c, guard_build(arena, &c, 0));
    in.documents = NULL;
    CHECK_INT(site_create(arena, &in, &many.site, &err), OK, "site");
    char hex[ID_HEX + 1];
    id_format(incidents[0].id, hex);
    Str path = arena_printf(arena, "/incident/%s", hex);
    Str html = fixture_page(&many, arena, path.ptr, "", "en", NULL);
    CHECK_INT(times(html, "<rect height=\"26\""), 39, "an origin and 19 papers with what they published: a 20th would be half");
    CHECK(holds(html, "82 more are not drawn"), "the rest is counted");
}

/* A bar as wide as the date is known, what has no date at the end, nothing on a day that nobody named. proves P200 */
static void test_timeline(const Fixture *f, Arena *arena)
{
    Str html = fixture_page(f, arena, "/timeline", "", "en", NULL);
    size_t dated = str_find(html, S("<h2>October 2023</h2>"), 0), undated = str_find(html, S("<h2>date not stated</h2>"), 0);

    CHECK(dated != SIZE_MAX && undated != SIZE_MAX && dated < undated, "in the order of days, no date last");
    CHECK(holds(html, "class=\"stated\" x=\"48\""), "5 October is the fifth day of the track");
    CHECK(holds(html, "An incident is withheld: rule G2"), "a withheld incident keeps its row");
    Str narrowed = fixture_page(f, arena, "/timeline", "from=2023-10", "en", NULL);
    CHECK(holds(narrowed, "date not stated") && !holds(narrowed, "An incident is withheld"), "what has no date stays in sight");
    CHECK(holds(fixture_page(f, arena, "/timeline", "", "uk", NULL), "\xD0\xB6\xD0\xBE\xD0\xB2\xD1\x82\xD0\xB5\xD0\xBD\xD1\x8C 2023"),
          "months in Ukrainian");
}

/* What is handed in is what is printed, in both languages. proves P198 */
static void test_methodology(Fixture *f, Arena *arena)
{
    MethodRow rows[] = {
        { S("SAME_DAY"), S("+4.0"), S("the <same> day"), STR_NONE },
        { S("several"), STR_NONE, S("several origins"), S("UKRAINIAN WORDS") },
    };
    MethodSection sections[] = { { S("method.weights"), rows, 1 }, { S("method.grades"), rows + 1, 1 } };
    Method method = { sections, 2 };

    f->in.method = &method;
    Str html = fixture_page(f, arena, "/methodology", "", "en", NULL);
    CHECK(holds(html, "+4.0") && holds(html, "the &lt;same&gt; day") && holds(html, "Weights of evidence"), "a weight");
    rows[0].value = S("+9.9");
    Str changed = fixture_page(f, arena, "/methodology", "", "en", NULL);
    CHECK(holds(changed, "+9.9") && !holds(changed, "+4.0"), "a changed constant changes the page");
    CHECK(holds(fixture_page(f, arena, "/methodology", "", "uk", NULL), "UKRAINIAN WORDS"), "in Ukrainian");
    f->in.method = NULL;
    CHECK(holds(fixture_page(f, arena, "/methodology", "", "en", NULL), "<h1>"), "without settings an empty page");
}

static void test_filters(const Fixture *f, Arena *arena)
{
    static const struct { const char *query, *tally; } cases[] = {
        { "",                                   "3 of 3 incidents" },
        { "place=stara_hreblia",                "1 of 3 incidents" },
        { "act=ATTACK",                         "1 of 3 incidents" },
        { "act=NO_SUCH",                        "there is no act" },
        { "act=exhumation+or+body+found",       "1 of 3 incidents" },       /* by its label */
        { "act=SEXUAL",                         "rule G2" },
        { "counted=bodies",                     "1 of 3 incidents" },
        { "counted=frogs",                      "nothing is counted as" },
        { "language=xx",                        "there is no language" },
        { "conflicted=1",                       "1 of 3 incidents" },
        { "place=nowhereville",                 "no place is called" },
        { "from=2023-10-05&to=2023-10-05",      "1 of 3 incidents" },
        { "from=2023-10-06",                    "0 of 3 incidents" },
        { "to=2023-10-04",                      "0 of 3 incidents" },
        { "from=2023-10-05&to=2023-10-05",      "1 more has no date" },     /* and the withheld one is not among them */
        { "from=2023-10",                       "1 of 3 incidents" },
        { "from=nonsense",                      "is no date" },
        { "origins=2",                          "2 of 3 incidents" },
        { "text=EXHUMED",                       "1 of 3 incidents" },
        { "text=%D0%97%D0%90%D0%93%D0%98%D0%9D%D0%A3%D0%9B%D0%98", "1 of 3 incidents" },    /* in capitals */
        { "text=raped",                         "0 of 3 incidents" },
        { "text=Kanarchuk",                     "0 of 3 incidents" },
        { "page=99999999999999999999",          "3 of 3 incidents" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK(holds(fixture_page(f, arena, "/incidents", cases[i].query, "en", NULL), cases[i].tally),
              cases[i].query);
    int status = 0;
    Str refused = fixture_page(f, arena, "/incidents", "place=%3Cscript%3EKanarchuk", "en", &status);
    CHECK_INT(status, 400, "what cannot be asked");
    CHECK(!holds(refused, "<script>K") && !holds(refused, "Kanarchuk"), "what was typed is escaped and masked");
    Str verdict = fixture_page(f, arena, "/conflicts", "verdict=update", "en", NULL);
    CHECK(holds(verdict, "6 October is later") && !holds(verdict, "52 and 59"), "one verdict");
}

static void test_document(const Fixture *f, Arena *arena)
{
    Str html = fixture_page(f, arena, "/document/0", "", "en", NULL);
    CHECK(holds(html, "<span class=\"masked\">Person 1</span>"), "mask");
    /* proves P49 */
    CHECK(holds(html, "&lt;b&gt;two&lt;/b&gt; blasts"), "markup of the text is text");
    CHECK(holds(html, "class=\"m m-quantity\">At least 49"), "a mention is marked");
    CHECK(holds(html, "href=\"#c-") && holds(html, "id=\"c-"), "claims point to their words");
    CHECK(holds(html, "class=\"para dim\"") && holds(html, "class=\"para footnote\""),
          "boilerplate and footnote");
    CHECK(holds(html, "href=\"#s-1\">to the sentence"), "a footnote leads back");
    CHECK(holds(fixture_page(f, arena, "/document/6", "", "en", NULL), "Sentence 3 of 4 withheld: rule G2."),
          "gap");
}

static void test_custody(const Fixture *f, Arena *arena)
{
    Str html = fixture_page(f, arena, "/custody", "", "en", NULL);
    CHECK(holds(html, "sha256sum --check") && holds(html, "&gt; entry") && holds(html, "|| echo DIFFERENT"),
          "the steps make what they need and compare");
    CHECK(!holds(html, " CASE/"), "the case is named once, in the first step");
}

static void test_search(const Fixture *f, Arena *arena)
{
    CHECK(holds(fixture_page(f, arena, "/search", "q=exhumed", "en", NULL), "1 sentence found"), "found");
    Str nothing = fixture_page(f, arena, "/search", "q=%3Cscript%3E", "en", NULL);
    CHECK(holds(nothing, "&lt;script&gt;") && !holds(nothing, "<script>"), "the question is escaped");
    Str canary = fixture_page(f, arena, "/search", "q=Zoriana+Kanarchuk", "en", NULL);
    CHECK(holds(canary, "No sentence") && !holds(canary, "Kanarchuk"),
          "a protected name is found nowhere, nor echoed");
}

static void test_refusals(const Fixture *f, Arena *arena)
{
    static const char *const missing[] = {
        "/nothing", "/document/999", "/document/x", "/incident/",
        "/incident/00000000000000000000000000000000",
        "/claim/zz", "/conflict/1", "/assets/../page.c", "/assets/en.tsv", "//", "/incidents/", "",
        "/document/0/x",
    };
    int status;
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        fixture_page(f, arena, missing[i], "", "en", &status);
        CHECK_INT(status, 404, missing[i]);
    }
    AUTO_STRBUF out = { 0 };
    TellReply reply = tell_page(f->site, arena, &(TellAsk){ .method = S("POST"), .path = S("/") }, &out);
    CHECK_INT(reply.status, 405, "POST");
    strbuf_clear(&out);
    reply = tell_page(f->site, arena, &(TellAsk){ .method = S("GET"), .path = S("/"),
                                                  .accept_language = S("fr, uk;q=0.8") }, &out);
    CHECK_STR(reply.language, S("uk"));
    CHECK_INT(tell_page(f->site, arena, &(TellAsk){ .method = S("GET"), .path = S("/assets/style.css") },
                        &out).status, 200, "style");
}

static void test_empty_case(Arena *arena)
{
    Fixture f = { .raw = { .taxonomy = NULL } };
    static const Taxonomy none = { .count = 0 };
    f.raw.taxonomy = &none;
    f.guard = guard_build(arena, &f.raw, 0);
    f.view = view_make(arena, &f.raw, f.guard);
    f.in = (TellInput){ .view = f.view };
    Error err = { 0 };
    CHECK_INT(site_create(arena, &f.in, &f.site, &err), OK, err.text);
    static const char *const paths[] = { "/", "/incidents", "/timeline", "/conflicts", "/documents", "/origins",
                                         "/sources", "/custody", "/search", "/map" };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        int status;
        Str html = fixture_page(&f, arena, paths[i], "q=x", "en", &status);
        CHECK_INT(status, 200, paths[i]);
        CHECK(holds(html, "class=\"empty\""), paths[i]);
    }
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    Fixture *f = fixture_make(arena);
    test_html();
    test_query(arena);
    test_words(arena);
    test_dates(f, arena);
    test_all_pages(f, arena);
    test_map(f, arena);
    test_graph(f, arena);
    test_graph_bound(f, arena);
    test_incident(f, arena);
    test_filters(f, arena);
    test_timeline(f, arena);
    test_methodology(f, arena);
    test_document(f, arena);
    test_custody(f, arena);
    test_search(f, arena);
    test_refusals(f, arena);
    test_empty_case(arena);
    return test_end();
}
