/* incident_test.c -- what makes two claims one incident and what keeps them apart, phenomenon by phenomenon. */
#include "base/auto.h"
#include "build_corpus.h"
#include "check.h"
#include "weigh/run.h"

static const struct { const char *word; WordUse use; const char *value; } things[] = {
    { "clinic", USE_OBJECT, "medical" }, { "cafe", USE_OBJECT, "commerce" }, { "missile", USE_WEAPON, "missile" },
    { "drone", USE_WEAPON, "drone" },
};

static Str thing_value(const void *context, uint64_t hash, WordUse use)
{
    (void)context;
    for (size_t i = 0; i < sizeof things / sizeof *things; i++)
        if (things[i].use == use && fold_hash(str_of(things[i].word)) == hash)
            return str_of(things[i].value);
    return STR_NONE;
}

static bool is_thing(const void *context, uint64_t hash, WordUse use)
{
    return thing_value(context, hash, use).len > 0;
}

static Corpus *weigh(Build *b)
{
    static Gazetteer g;
    Corpus *c = build_end(b);

    g = build_gazetteer();
    weigh_corpus(&g, (Words){ .is = is_thing, .value = thing_value }, b->arena, c);
    return c;
}

static const Incident *incident_of(const Corpus *c, uint32_t reading, uint32_t claim)
{
    for (size_t i = 0; i < c->incident_count; i++)
        for (size_t k = 0; k < c->incidents[i].claim_count; k++)
            if (c->incidents[i].claims[k].reading == reading && c->incidents[i].claims[k].claim == claim)
                return &c->incidents[i];
    return NULL;
}

static bool has_reason(const Incident *x, const char *words)
{
    for (size_t i = 0; x && i < x->why_count; i++)
        if (str_find(x->why[i], str_of(words), 0) != SIZE_MAX)
            return true;
    return false;
}

/* A text of one claim: so many killed in Hrakove on a day. */
static Claim *toll(Build *b, const char *text, const char *words, int64_t killed, const char *day)
{
    build_reading(b, "a.txt", "Wire", day, text);
    int32_t p = build_place(b, "Hrakove", "hrakove");
    int32_t q = build_quantity(b, words, killed, killed, "killed", "");
    return build_claim(b, words, "KILL_ATTACK", p, day, q, "Wire");
}

/* A large toll that is told again on the next day, hardly larger, is the same; a small one is not. */
static void test_toll_goes_on(void)
{
    Build b = build_start();
    const Corpus *c;

    toll(&b, "In Hrakove 51 people died.", "51 people", 51, "2023-10-05");
    toll(&b, "The strike in Hrakove took 51 people.", "51 people", 51, "2023-10-05");
    toll(&b, "In Hrakove 52 people are dead now.", "52 people", 52, "2023-10-06");
    c = weigh(&b);
    CHECK_INT(c->incident_count, 1, "one strike, and a death on the next day");
    CHECK_STR(c->incidents[0].edtf, S("2023-10-05"));
    CHECK(has_reason(&c->incidents[0], "the same toll, brought up to date"), "and why");
    arena_destroy(b.arena);

    b = build_start();
    toll(&b, "In Hrakove 2 people died.", "2 people", 2, "2023-10-05");
    toll(&b, "In Hrakove 3 people died.", "3 people", 3, "2023-10-06");
    CHECK_INT(weigh(&b)->incident_count, 2, "small tolls of two days are of two events");
    arena_destroy(b.arena);

    b = build_start();
    toll(&b, "In Hrakove 20 people died.", "20 people", 20, "2023-10-05");
    toll(&b, "In Hrakove 40 people died.", "40 people", 40, "2023-10-06");
    CHECK_INT(weigh(&b)->incident_count, 2, "nor does a toll double overnight");
    arena_destroy(b.arena);
}

/* "As of the 6th 52 were known": the day of counting is not the day of the deed. */
static void test_as_of(void)
{
    Build b = build_start();

    toll(&b, "In Hrakove 51 people died.", "51 people", 51, "2023-10-05");
    Claim *k = toll(&b, "In Hrakove 60 people were known to have died by 20 October.", "60 people", 60, "2023-10-20");
    k->edtf = S("2023-10-20");
    build_now(&b)->mentions[k->quantities[0]].quantity.as_of = S("2023-10-20");
    const Corpus *c = weigh(&b);
    const Incident *x = incident_of(c, 1, 0);

    CHECK(x != NULL && x->first != k->first, "nobody died on the day of the count");
    arena_destroy(b.arena);
}

/* The day of a title in a reading list is when it was printed. */
static void test_catalogue(void)
{
    Build b = build_start();

    Claim *k = toll(&b, "In Hrakove 51 people died / Wire / 1 November 2023", "51 people", 51, "2023-11-01");
    k->edtf = S("2023-11-01");
    CatalogueEntry entry = { .span = { 0, (uint32_t)build_now(&b)->text.len }, .date = S("2023-11-01") };
    build_now(&b)->entries = &entry;
    build_now(&b)->entry_count = 1;
    const Corpus *c = weigh(&b);

    CHECK_INT(c->incident_count, 1, "it is told");
    CHECK(c->incidents[0].edtf.ptr == NULL, "without a day");
    arena_destroy(b.arena);
}

/* Capture in March, retreat in September: one occupation where a text says that it lasted six months. */
static void test_lasted(void)
{
    for (int said = 0; said < 2; said++) {
        Build b = build_start();
        build_reading(&b, "a.txt", "Paper", "2022-12-22",
                      "Russian soldiers marched into Izium on 5 March.\n"
                      "They left Izium on 10 September after six months of occupation.");
        int32_t p = build_place(&b, "Izium", "izium");
        build_claim(&b, "Russian soldiers marched into Izium on 5 March", "CONTROL", p, "2022-03-05", -1, "Paper");
        build_from(&b, "They left");
        p = build_place(&b, "Izium", "izium");
        if (said) {
            Mention *m = build_mention(&b, "six months", MENTION_DATE);
            m->date = (DateFields){ .timex = TIMEX_DURATION, .value = S("P6M"), .first = DAY_UNKNOWN, .last = DAY_UNKNOWN };
        }
        build_claim(&b, "They left Izium on 10 September after six months of occupation", "CONTROL", p, "2022-09-10", -1, "Paper");
        const Corpus *c = weigh(&b);
        CHECK_INT(c->incident_count, said ? 1 : 2, "its beginning and its end");
        if (said)
            CHECK(has_reason(&c->incidents[0], "it lasted from one day to the other"), "and why");
        arena_destroy(b.arena);
    }
}

/* "Kupiansk ordered": who acts is not where. */
static void test_doer(void)
{
    Build b = build_start();

    build_reading(&b, "a.txt", "Paper", "2023-08-11", "Izium is empty. Kupiansk ordered all to leave.");
    build_place(&b, "Izium", "izium");
    int32_t p = build_place(&b, "Kupiansk", "kupiansk");
    Claim *k = build_claim(&b, "Kupiansk ordered all to leave", "EVAC_ORDER", p, "2023-08-10", -1, "Paper");
    k->by = (Party){ build_span(&b, "Kupiansk"), S("Kupiansk") };
    const Corpus *c = weigh(&b);

    CHECK_INT(c->incident_count, 1, "an order");
    CHECK(!str_eq(c->incidents[0].place_id, S("kupiansk")), "not for the town that gave it");
    arena_destroy(b.arena);
}

/* Two texts of the same days about strikes on one town, without a day: what was hit, and with what, tells. */
static void test_things(void)
{
    for (int other = 0; other < 2; other++) {
        Build b = build_start();
        for (int i = 0; i < 2; i++) {
            bool second = i == 1 && other == 1;
            const char *said = second ? "A drone hit a cafe in Izium" : i ? "A missile tore up the clinic of Izium"
                                                                          : "A missile hit a clinic in Izium";
            build_reading(&b, i ? "b.txt" : "a.txt", i ? "Paper" : "Wire", "2022-03-05", said);
            int32_t p = build_place(&b, "Izium", "izium");
            build_claim(&b, said, "ATTACK", p, NULL, -1, i ? "Paper" : "Wire");
        }
        const Corpus *c = weigh(&b);
        CHECK_INT(c->incident_count, other ? 2 : 1, "a clinic and a cafe, or twice a clinic");
        if (!other)
            CHECK(has_reason(&c->incidents[0], "same kind of object (medical), same kind of weapon (missile)"), "and why");
        arena_destroy(b.arena);
    }
}

/* Two texts that do not say where: the name of the man whom it befell tells. */
static void test_whom(void)
{
    for (int same = 0; same < 2; same++) {
        Build b = build_start();
        for (int i = 0; i < 2; i++) {
            const char *name = i && !same ? "Bellowby" : "Ardenby", *said = arena_printf(b.arena, "soldiers beat %s there", name).ptr;
            build_reading(&b, i ? "b.txt" : "a.txt", i ? "Paper" : "Wire", "2022-03-05", said);
            Claim *k = build_claim(&b, said, "TORTURE", -1, NULL, -1, i ? "Paper" : "Wire");
            k->to = (Party){ build_span(&b, name), str_of(name) };
        }
        CHECK_INT(incident_of(weigh(&b), 0, 0) != NULL, same, "one man, or two");
        arena_destroy(b.arena);
    }
}

/* "Since February", "in the region": a sum is never one of the events that it counts. */
static void test_sum_apart(void)
{
    Build b = build_start();

    toll(&b, "In Hrakove 51 people died.", "51 people", 51, "2023-10-05");
    toll(&b, "In Hrakove 51 people died since February.", "51 people", 51, "2023-10-05")->aggregate = true;
    const Corpus *c = weigh(&b);

    /* proves P160 */
    CHECK_INT(c->incident_count, 2, "equal in everything else");
    CHECK(!incident_of(c, 0, 0)->aggregate && incident_of(c, 1, 0)->aggregate, "and marked");
    arena_destroy(b.arena);
}

/* A short text that names one place and one day tells of one event, also where its sentences stand far apart. */
static void test_one_event(void)
{
    for (int days = 1; days <= 2; days++) {
        Build b = build_start();
        build_reading(&b, "a.txt", "Wire", "2023-10-07",
                      "In Hrakove a house was hit on the 5th.\nIt was cold.\nNobody slept.\nSchools stayed shut.\n"
                      "Seven people were killed.\nOn the 20th of last month a shop burnt.");
        int32_t p = build_place(&b, "Hrakove", "hrakove");
        build_claim(&b, "a house was hit on the 5th", "ATTACK,KILL_ATTACK", p, "2023-10-05", -1, "Wire");
        int32_t q = build_quantity(&b, "Seven people", 7, 7, "killed", "");
        build_claim(&b, "Seven people were killed", "KILL_ATTACK", -1, NULL, q, "Wire");
        if (days == 2)
            build_claim(&b, "On the 20th of last month a shop burnt", "ATTACK", p, "2023-09-20", -1, "Wire");
        const Corpus *c = weigh(&b);
        CHECK_INT(incident_of(c, 0, 0) == incident_of(c, 0, 1), days == 1, "the seven died in the house");
        if (days == 1)
            CHECK(has_reason(incident_of(c, 0, 1), "a text about one event"), "and why");
        arena_destroy(b.arena);
    }
}

int main(void)
{
    test_toll_goes_on();
    test_as_of();
    test_catalogue();
    test_lasted();
    test_doer();
    test_things();
    test_whom();
    test_sum_apart();
    test_one_event();
    return test_end();
}
