/* http_test.c -- who may ask what: every route times every visitor times every method, keys, cookies, tokens, limits. No socket.
 */
#include "tell/http.h"

#include "base/auto.h"
#include "check.h"

#include <stdio.h>

#define PORT 8080
#define READ_KEY    S("aaaa1111")
#define REVIEW_KEY  S("bbbb2222")

static Str cookie_of(Arena *arena, const Session *s)
{
    return arena_printf(arena, "a=b; dokaz_key_8080=%s", s->id);
}

static HttpAsk asking(const char *method, Str path, Str cookie)
{
    return (HttpAsk){ .method = str_of(method), .path = path, .host = S("127.0.0.1:8080"), .cookie = cookie,
                      .content_type = S("application/x-www-form-urlencoded") };
}

/* What each visitor may do with each route: the first who may by GET and by POST; `N` nobody at all. */
static const struct {
    const char *path;
    Visitor     get, post;
} routes[] = {
    { "/",                 VISITOR_READER, VISITORS },          { "/incidents",       VISITOR_READER, VISITORS },
    { "/incident/0123",    VISITOR_READER, VISITORS },          { "/map",             VISITOR_READER, VISITORS },
    { "/no/such/page",     VISITOR_READER, VISITORS },          { "/assets/style.css", VISITOR_NOBODY, VISITORS },
    { "/assets/../custody", VISITOR_NOBODY, VISITORS },         { "/locked",          VISITOR_NOBODY, VISITORS },
    { "/lock",             VISITOR_READER, VISITOR_READER },    { "/unlock",          VISITOR_READER, VISITOR_NOBODY },
    { "/judge",            VISITOR_READER, VISITOR_REVIEWER },  { "/judge/",          VISITOR_READER, VISITORS },
    { "/JUDGE",            VISITOR_READER, VISITORS },
};

/* proves P236 */
static void test_routes(Arena *arena)
{
    static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "" };
    size_t asked = 0;

    for (size_t r = 0; r < sizeof routes / sizeof *routes; r++)
        for (Visitor v = VISITOR_NOBODY; v < VISITORS; v++)
            for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
                Sessions s;
                sessions_make(&s, READ_KEY, REVIEW_KEY, 900, 0);
                Str cookie = v == VISITOR_NOBODY ? STR_NONE : cookie_of(arena, session_open(&s, v, 1));
                HttpAsk ask = asking(methods[m], str_of(routes[r].path), cookie);
                Visitor wanted = m < 2 ? routes[r].get : m == 2 ? routes[r].post : VISITORS;
                int right = wanted == VISITORS ? 405 : v >= wanted ? 200 : v == VISITOR_NOBODY ? 401 : 403;
                HttpGate g = http_gate(PORT, &s, &ask, 1);
                CHECK_INT(g.status, right, routes[r].path);
                asked++;
            }
    CHECK(asked == sizeof routes / sizeof *routes * VISITORS * 11, "every route, visitor and method");
}

/* proves P46 */
static void test_keys(Arena *arena)
{
    Sessions s;
    sessions_make(&s, READ_KEY, REVIEW_KEY, 900, 0);
    HttpAsk ask = asking("GET", S("/"), STR_NONE);

    ask.query = S("x=1&key=bbbb2222");
    HttpGate g = http_gate(PORT, &s, &ask, 5);
    CHECK_INT(g.status, 303, "a right key opens a session");
    CHECK_INT(g.visitor, VISITOR_REVIEWER, "of a reviewer");
    ask.query = STR_NONE;
    ask.cookie = cookie_of(arena, g.session);
    CHECK_INT(http_gate(PORT, &s, &ask, 6).status, 200, "and the cookie is it");
    ask.host = S("localhost:8080");
    CHECK_INT(http_gate(PORT, &s, &ask, 6).status, 200, "localhost");
    static const struct { const char *host, *before; size_t cut; int status; } bad[] = {
        { "evil.example:8080", "dokaz_key_8080=", 0, 403 },   { "127.0.0.1:81", "dokaz_key_8080=", 0, 403 },
        { "127.0.0.1", "dokaz_key_8080=", 0, 403 },           { NULL, "dokaz_key_8080=", 0, 403 },
        { "127.0.0.1:8080.evil", "dokaz_key_8080=", 0, 403 }, { "127.0.0.1:8080", "dokaz_key_80=", 0, 401 },
        { "127.0.0.1:8080", "dokaz_key_8080=", 1, 401 },      { "127.0.0.1:8080", "dokaz_key_8080=", 32, 401 },
        { "127.0.0.1:8080", "dokaz_key_8080=x", 0, 401 },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Str id = str_slice(str_of(g.session->id), bad[i].cut, SESSION_ID);
        HttpAsk other = asking("GET", S("/"), arena_printf(arena, "%s" STR_FMT, bad[i].before, STR_ARG(id)));
        other.host = str_of(bad[i].host);
        CHECK_INT(http_gate(PORT, &s, &other, 6).status, bad[i].status, bad[i].host ? bad[i].host : "no host");
    }
    static char long_query[HTTP_ADDRESS_MAX + 1];
    memset(long_query, 'a', sizeof long_query);
    ask.query = (Str){ long_query, sizeof long_query };
    CHECK_INT(http_gate(PORT, &s, &ask, 6).status, 414, "too long");

    Sessions none;
    sessions_make(&none, STR_NONE, REVIEW_KEY, 900, 0);
    ask = asking("GET", S("/"), STR_NONE);
    ask.query = S("key=");
    CHECK_INT(http_gate(PORT, &none, &ask, 5).status, 401, "no key is no key");
    ask.query = S("key=aaaa1111");
    CHECK_INT(http_gate(PORT, &none, &ask, 5).status, 401, "a reader's key where there are no readers");
}

/* proves P237 */
static void test_guesses(void)
{
    Sessions s;
    sessions_make(&s, READ_KEY, REVIEW_KEY, 900, 0);
    HttpAsk ask = asking("GET", S("/"), STR_NONE);
    int tried = 0;

    ask.query = S("key=wrong");
    while (tried < 100 && http_gate(PORT, &s, &ask, 10).status == 401)
        tried++;
    CHECK_INT(tried, 10, "ten wrong keys, then none is looked at");
    ask.query = S("key=bbbb2222");
    CHECK_INT(http_gate(PORT, &s, &ask, 10).status, 429, "not even the right one");
    CHECK_INT(http_gate(PORT, &s, &ask, 17).status, 303, "a little later it is");
    for (int i = 0; i < 50; i++)
        CHECK_INT(http_gate(PORT, &s, &ask, 17).status, 303, "right keys are no guesses");
}

/* proves P238 */
static void test_sessions(Arena *arena)
{
    Sessions s;
    sessions_make(&s, READ_KEY, REVIEW_KEY, 900, 7200);
    const Session *one = session_open(&s, VISITOR_READER, 100);
    Str id = arena_str(arena, str_of(one->id));

    CHECK(session_find(&s, id, 1000), "used within its time");
    CHECK(session_find(&s, id, 1900), "each use begins it anew");
    CHECK(!session_find(&s, id, 2801), "idle: it has ended");
    CHECK(!session_find(&s, id, 2801) && !session_find(&s, S(""), 2801), "and stays so");
    one = session_open(&s, VISITOR_READER, 5000);
    id = arena_str(arena, str_of(one->id));
    for (int64_t now = 5000; now < 5000 + 7200; now += 600)
        CHECK(session_find(&s, id, now), "in use");
    CHECK(!session_find(&s, id, 5000 + 7201), "its life is over");
    one = session_open(&s, VISITOR_REVIEWER, 9000);
    id = arena_str(arena, str_of(one->id));
    session_end(&s, id);
    CHECK(!session_find(&s, id, 9000), "locked");
    for (int i = 0; i < 200; i++)
        id = arena_str(arena, str_of(session_open(&s, VISITOR_READER, 9000 + i)->id));
    CHECK(session_find(&s, id, 9200), "the newest is there however many there were");
    /* What keeps nothing awake: pages that nobody needs a session for. */
    HttpAsk ask = asking("GET", S("/locked"), arena_printf(arena, "dokaz_key_8080=" STR_FMT, STR_ARG(id)));
    CHECK_INT(http_gate(PORT, &s, &ask, 9900).status, 200, "the locked page");
    CHECK(!session_find(&s, id, 9200 + 901), "did not count as use");
}

/* proves P239 */
static void test_forms(Arena *arena)
{
    Sessions s, other;
    char token[SESSION_ID + 1], foreign[SESSION_ID + 1];
    sessions_make(&s, READ_KEY, REVIEW_KEY, 900, 0);
    sessions_make(&other, READ_KEY, REVIEW_KEY, 900, 0);
    const Session *one = session_open(&s, VISITOR_REVIEWER, 1), *two = session_open(&s, VISITOR_REVIEWER, 1);
    session_token(&s, one, token);
    session_token(&s, two, foreign);
    HttpAsk ask = asking("POST", S("/judge"), cookie_of(arena, one));
    HttpGate g = http_gate(PORT, &s, &ask, 1);
    CHECK_INT(g.status, 200, "a form");
    Query right = query_parse(arena, arena_printf(arena, "a=1&token=%s", token)),
          wrong = query_parse(arena, arena_printf(arena, "token=%s", foreign)), none = query_parse(arena, S("a=1"));
    CHECK(http_form_fits(&s, &g, ask.path, &right), "with its token");
    CHECK(!http_form_fits(&s, &g, ask.path, &wrong) && !http_form_fits(&s, &g, ask.path, &none), "of another session, or none");
    session_token(&other, one, foreign);
    CHECK(!str_eq(str_of(token), str_of(foreign)), "another run, another token");

    static const struct { const char *origin, *site, *type; int status; } cases[] = {
        { NULL, NULL, "application/x-www-form-urlencoded", 200 },
        { "http://127.0.0.1:8080", "same-origin", "application/x-www-form-urlencoded; charset=utf-8", 200 },
        { "http://localhost:8080", NULL, "application/x-www-form-urlencoded", 200 },
        { "http://evil.example", NULL, "application/x-www-form-urlencoded", 403 },
        { "http://127.0.0.1:8081", NULL, "application/x-www-form-urlencoded", 403 },
        { "https://127.0.0.1:8080", NULL, "application/x-www-form-urlencoded", 403 },
        { "null", NULL, "application/x-www-form-urlencoded", 403 },
        { NULL, "cross-site", "application/x-www-form-urlencoded", 403 },
        { NULL, "same-site", "application/x-www-form-urlencoded", 403 },
        { NULL, "none", "application/x-www-form-urlencoded", 403 },
        { NULL, NULL, "text/plain", 415 }, { NULL, NULL, "multipart/form-data", 415 }, { NULL, NULL, NULL, 415 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ask.origin = str_of(cases[i].origin);
        ask.fetch_site = str_of(cases[i].site);
        ask.content_type = str_of(cases[i].type);
        CHECK_INT(http_gate(PORT, &s, &ask, 1).status, cases[i].status, cases[i].origin ? cases[i].origin : "no origin");
    }
    ask = asking("POST", S("/judge"), cookie_of(arena, one));
    int made = 0;
    while (made < 1000 && http_gate(PORT, &s, &ask, 2).status == 200)
        made++;
    CHECK(made > 40 && made <= 60, "so many changes at once, then a pause");
    CHECK_INT(http_gate(PORT, &s, &ask, 4).status, 200, "and on it goes");
}

int main(void)
{
    AUTO_ARENA arena = arena_create();

    test_routes(arena);
    test_keys(arena);
    test_guesses();
    test_sessions(arena);
    test_forms(arena);
    return test_end();
}
