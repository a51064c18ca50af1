/* quotes_test.c -- is it one utterance, and which words differ? test/cases/trace. */
#include "cases.h"

#include "build_corpus.h"
#include "trace/work.h"

#include "base/utf8.h"

static WordKind plain(const void *context, uint64_t hash)
{
    (void)context;
    (void)hash;
    return WORD_PLAIN;
}

/* The first letter or bracket after the opening mark, and the end before the closing one. */
static Span inside(Str words)
{
    size_t from, before = words.len;

    utf8_get(words, 0, &from);
    for (size_t i = 0, len; i < words.len; i += len) {
        utf8_get(words, i, &len);
        before = i;
    }
    return (Span){ (uint32_t)from, (uint32_t)before };
}

static void add_quotation(Build *b, Str speaker, Str words, const char *path)
{
    build_reading(b, path, path, NULL, arena_cstr(b->arena, words));
    Reading *r = build_now(b);
    Attribution *a = &r->attributions[r->attribution_count++];

    *a = (Attribution){ .source = SPAN_NONE, .cue = SPAN_NONE, .speaker = speaker, .person = -1, .direct = true };
    a->content = arena_array(b->arena, Span, 1);
    a->content[a->content_count++] = inside(words);
}

static const Corpus *traced(Build *b)
{
    static Gazetteer g;
    Corpus *c = build_end(b);

    g = build_gazetteer();
    trace_corpus(&g, plain, NULL, b->arena, c);
    return c;
}

static const Derivation *quotation(const Corpus *c, size_t *count)
{
    const Derivation *first = NULL;

    *count = 0;
    for (size_t i = 0; i < c->derivation_count; i++)
        if (c->derivations[i].how == DERIVED_QUOTATION && (*count)++ == 0)
            first = &c->derivations[i];
    return first;
}

/* proves P143 */
static void check_case(void *context, Str file, const Str *column)
{
    Build b = build_start();
    size_t count;

    (void)context;
    (void)file;
    add_quotation(&b, column[0], column[1], "one");
    add_quotation(&b, column[2], column[3], "two");
    const Derivation *d = quotation(traced(&b), &count);
    CHECK_INT(count, str_eq(column[4], S("-")) ? 0 : 1, column[3]);
    CHECK_STR(d ? d->evidence : S("-"), column[4]);
    arena_destroy(b.arena);
}

/* One saying that thirty places have is linked through, and not each with each. */
static void test_many(void)
{
    enum { PAPERS = 15, TWICE = 2 };       /* build_corpus.h has room for 16 */
    static const char saying[] = "We had flour for nine days and then we baked with bran";
    Build b = build_start();
    size_t count;

    for (int i = 0; i < PAPERS; i++) {
        Str text = arena_printf(b.arena, "\"%s\" - \"%s\"", saying, saying);
        add_quotation(&b, S("the baker"), text, "paper");
        Attribution *a = &build_now(&b)->attributions[0];
        a->content = arena_array(b.arena, Span, TWICE);
        a->content[0] = (Span){ 1, sizeof saying };
        a->content[1] = (Span){ (uint32_t)(text.len - sizeof saying), (uint32_t)text.len - 1 };
        a->content_count = TWICE;
    }
    quotation(traced(&b), &count);
    CHECK(count >= PAPERS - 1, "linked through");
    CHECK(count <= (size_t)PAPERS * TWICE * 2, "two neighbours each");
    arena_destroy(b.arena);
}

int main(int argc, char **argv)
{
    cases_run_all(argc > 1 ? argv[1] : "test/cases/trace", 5, check_case, NULL);
    test_many();
    return test_end();
}
