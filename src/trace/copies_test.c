/* copies_test.c -- two texts side by side, and what is said of who had it first. */
#include "build_corpus.h"
#include "check.h"
#include "trace/copies.h"

#include "base/auto.h"

#define ONE   "The mill by the river burned for two nights, and the village had no flour until the spring came.\n"
#define TWO   "Our baker walked to the next town each morning and carried forty loaves home on a borrowed bicycle.\n"
#define THREE "Nobody asked him for money, because everybody knew that the flour was a gift of the monastery.\n"
#define FOUR  "In April the regional council promised a new wheel, new stones and a roof that would keep the rain out.\n"
#define FIVE  "A photographer from the capital stayed for a week and left with nine pictures of the empty granary.\n"
#define STOCK "Please support our independent reporting with a small monthly gift so that we can stay in the field.\n"

static WordKind plain(const void *context, uint64_t hash)
{
    (void)context;
    (void)hash;
    return WORD_PLAIN;
}

static Text text_of(Build *b, const char *words)
{
    AUTO_ARENA scratch = arena_create();
    Text t;

    build_reading(b, "text.txt", "Paper", NULL, words);
    text_make(b->arena, scratch, build_now(b), &t);
    return t;
}

static void test_alignment(void)
{
    static const struct { const char *a, *b, *pairs; bool derived; } cases[] = {
        { ONE TWO THREE FOUR, ONE TWO THREE FOUR,  "0=0 1=1 2=2 3=3 ", true },
        { ONE TWO THREE FOUR, FIVE TWO THREE,      "1=1 2=2 ", true },
        { ONE TWO THREE FOUR, FOUR TWO ONE THREE,  "0=2 1=1 2=3 3=0 ", true },       /* moved */
        { ONE TWO ONE TWO,    TWO ONE,             "0=1 1=0 ", true },               /* the first with the first */
        { ONE TWO,            THREE FIVE,          "", false },
        { "The mill by the river burned for three nights, and the village had no bread until spring came.\n", FIVE ONE,
          "0=1 ", false },                                                           /* 18 words, one of them another */
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Build b = build_start();
        Text x = text_of(&b, cases[i].a), y = text_of(&b, cases[i].b);
        Alignment found;
        Str pairs = S("");
        align_texts(b.arena, &x, NULL, &y, NULL, &found);
        for (uint32_t k = 0; k < found.pair_count; k++)
            pairs = arena_printf(b.arena, STR_FMT "%u=%u ", STR_ARG(pairs), found.pairs[k].a, found.pairs[k].b);
        CHECK_STR(pairs, str_of(cases[i].pairs));
        CHECK_INT(found.derived, cases[i].derived, cases[i].a);
        arena_destroy(b.arena);
    }
}

/* A stock sentence says nothing beside others, and is no passage. */
static void test_stock_sentence(void)
{
    Build b = build_start();
    Text x = text_of(&b, ONE TWO STOCK), y = text_of(&b, THREE FOUR STOCK), z = text_of(&b, TWO FIVE STOCK);
    const bool stock[] = { false, false, true };
    Alignment found;

    align_texts(b.arena, &x, NULL, &y, NULL, &found);
    CHECK_INT(found.pair_count, 1, "nobody knows that it is stock");
    align_texts(b.arena, &x, stock, &y, stock, &found);
    CHECK_INT(found.pair_count, 0, "it is known");
    CHECK(!found.derived, "and says nothing");
    align_texts(b.arena, &x, stock, &z, stock, &found);
    CHECK_INT(found.pair_count, 1, "another sentence says something");
    CHECK_INT(found.a_common, 18, "and its words alone are counted");
    arena_destroy(b.arena);
}

/* proves P146: the time of this test would be hours if each were compared with each. */
static void test_repeated_sentence(void)
{
    enum { TIMES = 100000 };
    Build b = build_start();
    Text once = text_of(&b, ONE), x = once;
    Alignment found;
    uint32_t words = once.word_count;

    x.words = arena_array(b.arena, TextWord, (size_t)words * TIMES);
    x.sentences = arena_array(b.arena, Sentence, TIMES);
    x.word_count = words * TIMES;
    x.sentence_count = TIMES;
    for (uint32_t i = 0; i < TIMES; i++) {
        memcpy(x.words + (size_t)i * words, once.words, words * sizeof *x.words);
        x.sentences[i] = (Sentence){ .hash = once.sentences[0].hash, .first = i * words, .last = (i + 1) * words };
    }
    align_texts(b.arena, &x, NULL, &x, NULL, &found);
    CHECK_INT(found.pair_count, TIMES, "the first with the first, the second with the second");
    for (uint32_t i = 0; i < TIMES; i++)
        x.words[(size_t)i * words + i % words].hash += i;       /* and when each is a little other */
    for (uint32_t i = 0; i < TIMES; i++)
        x.sentences[i].hash += i;
    Text y = x;
    y.sentences = arena_array(b.arena, Sentence, TIMES);
    for (uint32_t i = 0; i < TIMES; i++) {
        y.sentences[i] = x.sentences[i];
        y.sentences[i].hash ^= (uint64_t)1 << 40;
    }
    align_texts(b.arena, &x, NULL, &y, NULL, &found);
    CHECK(found.pair_count <= TIMES, "no more than there are");
    arena_destroy(b.arena);
}

static const Derivation *copy_in(const Corpus *c)
{
    for (size_t i = 0; i < c->derivation_count; i++)
        if (c->derivations[i].how == DERIVED_COPY)
            return &c->derivations[i];
    return NULL;
}

/* proves P142: the same two documents in either order; each row says which is listed as derived, and why. */
static void test_direction(void)
{
    static const struct { const char *a, *a_day, *b, *b_day, *from, *why; } cases[] = {
        { ONE TWO THREE, NULL, FIVE ONE TWO THREE, NULL, NULL, "who had it first is not known" },
        { ONE TWO THREE, "2023-10-05", FIVE ONE TWO THREE, "2023-10-05", NULL, "who had it first is not known" },
        { ONE TWO THREE, "2023-10-05", FIVE ONE TWO THREE, "2023-10-06", "b",
          "it was published later; a date alone proves no copying" },
        { ONE TWO THREE, "2023-10-07", FIVE ONE TWO THREE, "2023-10-06", "a",
          "it was published later; a date alone proves no copying" },
        { ONE TWO THREE, NULL, "Our own office and Alpha Wire report.\n" ONE TWO THREE, NULL, "b",
          "it names the publisher of the other" },
        { ONE TWO THREE, "2023-10-07", "Our own office and Alpha Wire report.\n" ONE TWO THREE, "2023-10-06", "a",
          "it was published later; a date alone proves no copying" },
    };
    static Gazetteer g;

    g = build_gazetteer();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str from[2];
        for (int turn = 0; turn < 2; turn++) {
            Build b = build_start();
            for (int k = 0; k < 2; k++) {
                bool first = k == turn;
                build_reading(&b, first ? "a" : "b", first ? "Alpha Wire" : "Beta Post", first ? cases[i].a_day : cases[i].b_day,
                              first ? cases[i].a : cases[i].b);
                build_now(&b)->doc.id = arena_printf(b.arena, "%064d", first ? 7 : 8);
            }
            Corpus *c = build_end(&b);
            trace_corpus(&g, plain, NULL, b.arena, c);
            const Derivation *d = copy_in(c);
            CHECK(d != NULL, cases[i].why);
            from[turn] = d ? str_slice(c->readings[d->from.reading].doc.path, 0, 1) : S("none");
            from[turn] = str_eq(from[turn], S("a")) ? S("a") : S("b");
            CHECK(d && str_ends(d->evidence, str_of(cases[i].why)), d ? d->evidence : S("none"));
            arena_destroy(b.arena);
        }
        CHECK_STR(from[0], from[1]);
        if (cases[i].from)
            CHECK_STR(from[0], str_of(cases[i].from));
    }
}

int main(void)
{
    test_alignment();
    test_stock_sentence();
    test_repeated_sentence();
    test_direction();
    return test_end();
}
