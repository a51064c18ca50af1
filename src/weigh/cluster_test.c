/* cluster_test.c -- decisions of people are obeyed whatever the weights say; one more document changes only
 * what it touches, and the result is that of deciding all at once.
 */
#include "base/auto.h"
#include "build_corpus.h"
#include "check.h"
#include "weigh/cluster.h"
#include "weigh/rows.h"
#include "weigh/run.h"

static bool no_word(const void *context, uint64_t hash, WordUse use)
{
    (void)context;
    (void)hash;
    (void)use;
    return false;
}

/* The incident of a claim, or -1. */
static int incident_of(const Corpus *c, uint32_t reading, uint32_t claim)
{
    for (size_t i = 0; i < c->incident_count; i++)
        for (size_t k = 0; k < c->incidents[i].claim_count; k++)
            if (c->incidents[i].claims[k].reading == reading && c->incidents[i].claims[k].claim == claim)
                return (int)i;
    return -1;
}

static bool some_reason(const Corpus *c, const char *words)
{
    for (size_t i = 0; i < c->incident_count; i++)
        for (size_t k = 0; k < c->incidents[i].why_count; k++)
            if (str_find(c->incidents[i].why[k], str_of(words), 0) != SIZE_MAX)
                return true;
    return false;
}

/* ---- people decide ---- */

/* Readings 0 to 3: one strike; reading 4: another town on another day. */
static Corpus *strikes(Build *b, const Ruling *rulings, size_t count)
{
    static Gazetteer g;
    static char texts[5][100];

    for (int i = 0; i < 5; i++) {
        const char *town = i == 4 ? "Izium" : "Hrakove";
        snprintf(texts[i], sizeof texts[i], "A missile hit a cafe in %s on Thursday. It killed %d people.", town, i == 4 ? 3 : 51);
        build_reading(b, "a.txt", "Wire", "2023-10-05", texts[i]);
        int32_t p = build_place(b, town, i == 4 ? "izium" : "hrakove");
        int32_t q = build_quantity(b, i == 4 ? "3 people" : "51 people", i == 4 ? 3 : 51, i == 4 ? 3 : 51, "person", "");
        build_claim(b, i == 4 ? "It killed 3 people" : "It killed 51 people", "KILL_ATTACK", p, i == 4 ? "2023-10-09" : "2023-10-05",
                    q, "Wire");
    }
    Corpus *c = build_end(b);
    c->rulings = rulings;
    c->ruling_count = count;
    g = build_gazetteer();
    weigh_corpus(&g, (Words){ .is = no_word }, b->arena, c);
    return c;
}

#define RULE(what, one, two, number, reason) \
    { .kind = RULING_##what, .a = { one, 0 }, .b = { two, 0 }, .entry = number, .why = S(reason) }

static void test_alone(void)
{
    Build b = build_start();
    const Corpus *c = strikes(&b, NULL, 0);

    CHECK_INT(c->incident_count, 2, "the strike, and the other one");
    CHECK_INT(incident_of(c, 0, 0), incident_of(c, 3, 0), "four papers");
    CHECK(!some_reason(c, "by a person"), "nobody decided anything");
    arena_destroy(b.arena);
}

static void test_together(void)
{
    static const Ruling rulings[] = { RULE(TOGETHER, 4, 1, 40, "the day was misprinted") };
    Build b = build_start();
    const Corpus *c = strikes(&b, rulings, 1);

    /* proves P158 */
    CHECK_INT(c->incident_count, 1, "two days and two towns, but a person said so");
    CHECK_INT(c->incidents[0].claim_count, 5, "with all that belong to either");
    CHECK(some_reason(c, "joined by a person: the day was misprinted"), "and why");
    arena_destroy(b.arena);
}

static void test_apart(void)
{
    static const Ruling rulings[] = { RULE(APART, 0, 1, 40, "two cafes"), RULE(TOGETHER, 1, 2, 41, "the second cafe"),
                                      RULE(TOGETHER, 0, 3, 42, "the first cafe") };
    Build b = build_start();
    const Corpus *c = strikes(&b, rulings, 3);

    CHECK(incident_of(c, 0, 0) != incident_of(c, 1, 0), "equal in every field, but a person parted them");
    CHECK_INT(incident_of(c, 1, 0), incident_of(c, 2, 0), "the second cafe");
    CHECK_INT(incident_of(c, 0, 0), incident_of(c, 3, 0), "the first cafe");
    CHECK(incident_of(c, 3, 0) != incident_of(c, 2, 0), "apart holds for all that was put together with either");
    CHECK(some_reason(c, "kept apart by a person: two cafes"), "and why");
    arena_destroy(b.arena);
}

/* The later decision is followed; that the earlier one is not, is told. */
static void test_contradiction(void)
{
    static const Ruling later_apart[] = { RULE(TOGETHER, 0, 1, 40, "one cafe"), RULE(TOGETHER, 1, 2, 41, "one cafe too"),
                                          RULE(APART, 0, 2, 42, "two after all") };
    static const Ruling later_together[] = { RULE(APART, 0, 1, 40, "two cafes"), RULE(TOGETHER, 0, 1, 41, "one after all") };
    Build b = build_start();
    const Corpus *c = strikes(&b, later_apart, 3);

    CHECK(incident_of(c, 0, 0) != incident_of(c, 2, 0), "the last word");
    CHECK_INT(incident_of(c, 1, 0), incident_of(c, 2, 0), "the newer of the two that it contradicts together");
    CHECK(some_reason(c, "a later decision says otherwise: one cafe"), "the older one is not lost");
    arena_destroy(b.arena);

    b = build_start();
    c = strikes(&b, later_together, 2);
    CHECK_INT(incident_of(c, 0, 0), incident_of(c, 1, 0), "the last word");
    CHECK(some_reason(c, "a later decision says otherwise: two cafes"), "the older one is not lost");
    arena_destroy(b.arena);
}

static void test_left_out(void)
{
    static const Ruling rulings[] = { { .kind = RULING_LEAVE_OUT, .a = { 4, 0 }, .entry = 40, .why = S("satire") },
                                      RULE(TOGETHER, 4, 1, 41, "x") };
    Build b = build_start();
    const Corpus *c = strikes(&b, rulings, 2);

    CHECK_INT(incident_of(c, 4, 0), -1, "left out of every incident");
    CHECK_INT(c->incident_count, 1, "the other one is not there any more");
    for (size_t i = 0; i < c->conflict_count; i++)
        for (size_t k = 0; k < c->conflicts[i].claim_count; k++)
            CHECK(c->conflicts[i].claims[k].reading != 4, "and of every comparison");
    arena_destroy(b.arena);
}

/* ---- one more document ---- */

static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15ull;

    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ z >> 27) * 0x94D049BB133111EBull;
    return z ^ z >> 31;
}

#define TOWNS 40

/* How much of a random corpus fits together. */
typedef struct Kind {
    unsigned documents, towns, days, names;     /* out of so many; a name is one of six, with a number */
    unsigned seeds;
    bool     busy;          /* most claims speak of the first town: more of one place than any claim is compared with */
} Kind;

static const Kind kinds[] = {
    { 14, 3, 3, 2, 40, false },
    { 40, TOWNS, 6, 90, 3, false },
    { 60, TOWNS, 1, 30, 4, true },
};

/* Villages that lie apart from one another, some of them in one region. */
static Gazetteer many_towns(void)
{
    static Place places[TOWNS];
    static char ids[TOWNS][8], names[TOWNS][12];

    for (unsigned i = 0; i < TOWNS; i++) {
        snprintf(ids[i], sizeof ids[i], "t%02u", i);
        snprintf(names[i], sizeof names[i], "Town%02u", i);
        places[i] = (Place){ str_of(ids[i]), str_of(names[i]), S(""), S(""), i > 30 ? 0 : NO_PLACE, PLACE_VILLAGE, 48 + i * 0.1,
                             30 + i * 0.1, 1000, 0, 0 };
    }
    places[0].type = PLACE_OBLAST;
    return (Gazetteer){ .places = places, .count = TOWNS };
}

/* A text of one to four claims, some without a day or place, with names that now and then two texts share. */
static void random_reading(Build *b, const Kind *kind, uint64_t seed, unsigned number)
{
    static const char *const acts[] = { "KILL_ATTACK", "ATTACK", "KILL,GRAVE", "DETAIN", "CONTROL" };
    static const char *const days[] = { "2022-03-05", "2022-03-06", "2022-03-09", "2022-05-09", "2022-07-20", "2022-09-30" };
    static const char *const people[] = { "Arden", "Bellow", "Corvin", "Dorset", "Elmore", "Farrow" };
    uint64_t state = seed * 1000 + number;
    size_t claims = 1 + draw(&state) % 4;
    char *text = arena_alloc(b->arena, 1000);
    size_t at = 0, town[4], figure[4];

    for (size_t i = 0; i < claims; i++) {
        town[i] = kind->busy && draw(&state) % 4 ? 1 : draw(&state) % kind->towns;
        figure[i] = 3 + draw(&state) % 3;
        at += (size_t)snprintf(text + at, 1000 - at, "It was %s%zu who told of Town%02zu%zu where %zu%zu0 people were hit.%s",
                               people[draw(&state) % 6], (size_t)(draw(&state) % kind->names), town[i], i, figure[i], i,
                               draw(&state) % 2 ? "\n" : " ");
    }
    build_reading(b, "r.txt", "Paper", days[draw(&state) % kind->days], text);
    build_now(b)->doc.id = arena_printf(b->arena, "%064u", number);
    for (size_t i = 0; i < claims; i++) {
        char words[40], said[60], id[20];
        snprintf(words, sizeof words, "Town%02zu%zu", town[i], i);
        snprintf(id, sizeof id, "t%02zu", town[i]);
        int32_t p = build_place(b, words, id);
        build_now(b)->mentions[p].place.place_id = arena_str(b->arena, str_of(id));
        snprintf(said, sizeof said, "%zu%zu0 people", figure[i], i);
        int32_t q = build_quantity(b, said, (int64_t)figure[i], (int64_t)figure[i], "killed", "");
        const char *day = draw(&state) % 4 ? days[draw(&state) % kind->days] : NULL;
        build_claim(b, said, acts[draw(&state) % 5], draw(&state) % 4 ? p : -1, day, draw(&state) % 3 ? q : -1, "Paper");
    }
}

typedef struct Decided {
    Build    b;
    Views    all;
    Clusters groups;
} Decided;

/* The documents whose bit is set, in order of their ids; lives in its own arena. */
static Decided *look(const Kind *kind, uint64_t seed, uint64_t documents)
{
    static Gazetteer g;
    Build b = build_start();
    Decided *d = arena_new(b.arena, Decided);
    Sum *sums;

    g = many_towns();
    d->b = b;
    for (unsigned i = 0; i < kind->documents; i++)
        if (documents >> i & 1)
            random_reading(&d->b, kind, seed, i);
    Corpus *c = build_end(&d->b);
    views_make(d->b.arena, &g, (Words){ .is = no_word }, c, &d->all);
    signatures_make(d->b.arena, c, &d->all.signatures);
    pair_prepare(d->b.arena, &d->all);
    sums_mark(d->b.arena, &d->all, &sums);
    return d;
}

static void check_same(const Decided *a, const Decided *b, const char *what)
{
    CHECK_INT(a->groups.group_count, b->groups.group_count, what);
    CHECK_INT(a->groups.joined_count, b->groups.joined_count, what);
    for (size_t i = 0; i < a->all.count; i++) {
        CHECK_INT(a->groups.group[i], b->groups.group[i], what);
        CHECK_INT(a->groups.component[i], b->groups.component[i], what);
    }
    for (size_t i = 0; i < a->groups.joined_count && i < b->groups.joined_count; i++) {
        CHECK_INT(a->groups.joined[i].one, b->groups.joined[i].one, what);
        CHECK_INT(a->groups.joined[i].other, b->groups.joined[i].other, what);
        CHECK(a->groups.joined[i].weight == b->groups.joined[i].weight, what);
    }
}

/* Documents one by one in random order, now and then one less: at each step as if all were decided at once. */
static void renew(const Kind *kind, uint64_t seed, size_t *renewed, size_t *whole, size_t *joined)
{
    Decided *before = look(kind, seed, 0);
    uint64_t state = seed, there = 0;

    clusters_make(before->b.arena, &before->all, &before->groups);
    while (there != ((uint64_t)1 << kind->documents) - 1) {
        uint64_t next = (uint64_t)1 << draw(&state) % kind->documents;
        if (there & next && draw(&state) % 20)
            continue;
        there ^= next;
        Decided *now = look(kind, seed, there), *all = look(kind, seed, there);
        clusters_renew(now->b.arena, &before->all, &before->groups, &now->all, &now->groups);
        clusters_make(all->b.arena, &all->all, &all->groups);
        /* proves P159 */
        check_same(now, all, "step by step, or all at once");
        *renewed += now->groups.pairs_weighed;
        *whole += all->groups.pairs_weighed;
        *joined += all->groups.joined_count;
        arena_destroy(all->b.arena);
        arena_destroy(before->b.arena);
        before = now;
    }
    arena_destroy(before->b.arena);
}

static void test_renew(void)
{
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t renewed = 0, whole = 0, joined = 0;
        for (unsigned seed = 1; seed <= kinds[k].seeds; seed++)
            renew(&kinds[k], seed, &renewed, &whole, &joined);
        printf("%u documents: %zu pairs weighed step by step, %zu all at once, %zu joined\n", kinds[k].documents, renewed,
               whole, joined);
        CHECK(joined > 500, "there was something to join");
        CHECK(k != 1 || renewed * 2 < whole, "where little touches, little is decided again");
    }
}

int main(void)
{
    test_alone();
    test_together();
    test_apart();
    test_contradiction();
    test_left_out();
    test_renew();
    return test_end();
}
