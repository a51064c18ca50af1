/* weigh_test.c -- small corpora with what a careful reader would conclude from them. */
#include "base/auto.h"
#include "build_corpus.h"
#include "check.h"
#include "weigh/run.h"

static const struct { const char *word; WordUse use; } english[] = {
    { "in", USE_IN }, { "of", USE_OF }, { "the", USE_ARTICLE }, { "northeast", USE_DIRECTION }, { "city", USE_CITY },
    { "village", USE_VILLAGE }, { "people", USE_PEOPLE }, { "residents", USE_PEOPLE }, { "civilians", USE_PEOPLE },
    { "their", USE_FUNCTION }, { "have", USE_FUNCTION },
};

static bool is_english(const void *context, uint64_t hash, WordUse use)
{
    (void)context;
    for (size_t i = 0; i < sizeof english / sizeof *english; i++)
        if (english[i].use == use && fold_hash(str_of(english[i].word)) == hash)
            return true;
    return false;
}

static Corpus *weigh(Build *b)
{
    static Gazetteer g;
    Corpus *c = build_end(b);

    g = build_gazetteer();
    weigh_corpus(&g, (Words){ .is = is_english }, b->arena, c);
    return c;
}

static size_t rows(const Corpus *c, ConflictKind kind, Verdict verdict)
{
    size_t n = 0;

    for (size_t i = 0; i < c->conflict_count; i++)
        n += c->conflicts[i].kind == kind && c->conflicts[i].verdict == verdict;
    return n;
}

static size_t alarms(const Corpus *c)
{
    size_t n = 0;

    for (size_t i = 0; i < c->conflict_count; i++)
        n += c->conflicts[i].verdict == VERDICT_CONFLICT || c->conflicts[i].verdict == VERDICT_ERROR;
    return n;
}

static bool some_why(const Corpus *c, Verdict verdict, const char *words)
{
    for (size_t i = 0; i < c->conflict_count; i++)
        if (c->conflicts[i].verdict == verdict && str_find(c->conflicts[i].why, str_of(words), 0) != SIZE_MAX)
            return true;
    return false;
}

/* The incident of the claim number `claim` of reading `reading`, or -1. */
static int incident_of(const Corpus *c, uint32_t reading, uint32_t claim)
{
    for (size_t i = 0; i < c->incident_count; i++)
        for (size_t k = 0; k < c->incidents[i].claim_count; k++)
            if (c->incidents[i].claims[k].reading == reading && c->incidents[i].claims[k].claim == claim)
                return (int)i;
    return -1;
}

/* Bodies at one site, deaths in the whole town, six found elsewhere: no contradiction, and the reasons why. */
static void test_not_comparable(void)
{
    Build b = build_start();

    build_reading(&b, "bodies.txt", "One Paper", "2022-12-22",
                  "More than 440 bodies of civilians and soldiers were exhumed in a forest at Izium in September.");
    int32_t q = build_quantity(&b, "More than 440 bodies", 441, QUANTITY_OPEN, "body", "civilian+soldier");
    int32_t p = build_place(&b, "Izium", "izium");
    build_claim(&b, "More than 440 bodies of civilians and soldiers were exhumed", "GRAVE", p, NULL, q, "One Paper");
    build_reading(&b, "town.txt", "Other Paper", "2022-09-16",
                  "At least 1,000 civilians died in Izium, officials said.\n"
                  "So far the bodies of at least six civilians were found.\n"
                  "In Hrakove two men lay in a grave.\n"
                  "In Zaliznychne soldiers were led to four graves.");
    q = build_quantity(&b, "At least 1,000 civilians", 1000, QUANTITY_OPEN, "killed", "civilian");
    p = build_place(&b, "Izium", "izium");
    build_claim(&b, "At least 1,000 civilians died in Izium", "KILL_ATTACK", p, NULL, q, "Other Paper|officials");
    int32_t six = build_quantity(&b, "at least six civilians", 6, QUANTITY_OPEN, "body", "civilian");
    build_claim(&b, "the bodies of at least six civilians were found", "KILL,GRAVE", -1, NULL, six, "Other Paper|investigators");
    p = build_place(&b, "Hrakove", "hrakove");
    q = build_quantity(&b, "two men", 2, 2, "body", "man");
    build_claim(&b, "two men lay in a grave", "GRAVE", p, NULL, q, "Other Paper|locals");
    p = build_place(&b, "Zaliznychne", "zaliznychne");
    q = build_quantity(&b, "four graves", 4, 4, "grave", "");
    build_claim(&b, "soldiers were led to four graves", "GRAVE", p, NULL, q, "Other Paper|locals");
    const Corpus *c = weigh(&b);

    /* proves P33 */
    CHECK_INT(alarms(c), 0, "nothing here contradicts anything");
    CHECK(some_why(c, VERDICT_NOT_COMPARABLE, "bodies of civilians and soldiers in Izium against civilians killed in Izium"),
          "440 against 1,000");
    CHECK(some_why(c, VERDICT_NOT_COMPARABLE, "civilians killed in Izium against bodies of civilians"), "1,000 against six");
    CHECK(some_why(c, VERDICT_AGREE, "2 + 4 = 6"), "the six are the two and the four");
    CHECK(incident_of(c, 0, 0) != incident_of(c, 1, 0), "the grave and the deaths in the town are two things");
    CHECK(incident_of(c, 1, 1) >= 0 && c->incidents[incident_of(c, 1, 1)].aggregate, "a sum");
    CHECK(incident_of(c, 1, 2) != incident_of(c, 1, 3), "two villages");
    arena_destroy(b.arena);
}

/* One strike in three texts: a toll that rises, and its history. */
static void test_update(void)
{
    Build b = build_start();
    static const struct { const char *path, *publisher, *day, *text, *words; int64_t n; } docs[] = {
        { "a.txt", "Wire", "2023-10-05", "A missile hit a cafe in Hrakove on Thursday. It killed 51 people.", "51 people", 51 },
        { "b.txt", "Courier", "2023-10-06", "The missile that hit a cafe in Hrakove killed 52 people.", "52 people", 52 },
        { "c.txt", "Monitor", "2023-11-01", "The cafe missile in Hrakove killed 59 people.", "59 people", 59 },
    };

    for (size_t i = 0; i < 3; i++) {
        build_reading(&b, docs[i].path, docs[i].publisher, docs[i].day, docs[i].text);
        int32_t p = build_place(&b, "Hrakove", "hrakove");
        int32_t q = build_quantity(&b, docs[i].words, docs[i].n, docs[i].n, "person", "");
        Claim *k = build_claim(&b, docs[i].words, "KILL_ATTACK", p, "2023-10-05", q, docs[i].publisher);
        k->said_on = str_of(docs[i].day);
    }
    const Corpus *c = weigh(&b);

    CHECK_INT(c->incident_count, 1, "one strike");
    CHECK_INT(rows(c, CONFLICT_NUMBER, VERDICT_UPDATE), 3, "three pairs, each an update");
    /* proves P34 */
    CHECK_INT(alarms(c), 0, "a toll that rises is no conflict");
    CHECK_INT(c->incidents[0].voices, 3, "voices");
    CHECK_INT(c->incidents[0].quantities[0].low, 51, "hull");
    CHECK_INT(c->incidents[0].quantities[0].high, 59, "hull");
    CHECK_STR(c->incidents[0].title, S("KILL_ATTACK, Hrakove, 2023-10-05"));
    FigureHistory *h;
    Gazetteer g = build_gazetteer();
    CHECK_INT(weigh_history_of(&g, b.arena, c, &c->incidents[0], &h), 1, "one thing counted");
    CHECK_INT(h[0].step_count, 3, "three steps");
    CHECK_INT(h[0].steps[2].low, 59, "the last of them");
    CHECK(h[0].steps[0].day < h[0].steps[1].day, "in order of days");
    CHECK_INT(h[0].told_count, 3, "three numbers");
    /* proves P170 */
    CHECK_INT(h[0].told[0].reason, STEP_FIRST, "51");
    CHECK_INT(h[0].told[1].reason, STEP_RISES, "52");
    CHECK_INT(h[0].told[2].verdict, VERDICT_UPDATE, "59");
    CHECK_STR(h[0].told[2].voices[0], S("Monitor"));
    arena_destroy(b.arena);
}

/* A number that is repeated on one day is one step with two voices; one that falls is shown with its verdict. */
static void test_history(void)
{
    Build b = build_start();
    static const struct { const char *path, *publisher, *day, *words; int64_t n; } docs[] = {
        { "a.txt", "Wire", "2023-10-05", "51 people", 51 }, { "b.txt", "Courier", "2023-10-05", "51 people", 51 },
        { "c.txt", "Monitor", "2023-10-07", "51 people", 51 }, { "d.txt", "Post", "2023-10-08", "49 people", 49 },
    };

    for (size_t i = 0; i < 4; i++) {
        build_reading(&b, docs[i].path, docs[i].publisher, docs[i].day,
                      arena_printf(b.arena, "The missile that hit a cafe in Hrakove killed %s.", docs[i].words).ptr);
        int32_t p = build_place(&b, "Hrakove", "hrakove");
        int32_t q = build_quantity(&b, docs[i].words, docs[i].n, docs[i].n, "killed", "");
        build_claim(&b, docs[i].words, "KILL_ATTACK", p, "2023-10-05", q, docs[i].publisher)->said_on = str_of(docs[i].day);
    }
    const Corpus *c = weigh(&b);
    FigureHistory *h;
    Gazetteer g = build_gazetteer();

    CHECK_INT(weigh_history_of(&g, b.arena, c, &c->incidents[0], &h), 1, "one thing counted");
    CHECK_INT(h[0].told_count, 3, "51 on one day, 51 on a later one, 49");
    CHECK_INT(h[0].told[0].voice_count, 2, "two papers");
    CHECK_INT(h[0].told[1].reason, STEP_REPEATS, "51 again");
    /* proves P170 */
    CHECK_INT(h[0].told[2].reason, STEP_FALLS, "49");
    CHECK_INT(h[0].told[2].verdict, VERDICT_CONFLICT, "a toll of the dead does not fall");
    CHECK(str_find(h[0].told[2].why, S("does not fall"), 0) != SIZE_MAX, h[0].told[2].why);
    arena_destroy(b.arena);
}

/* The same evening, the same people, no number in common. */
static void test_conflict_of_figures(void)
{
    Build b = build_start();

    for (int i = 0; i < 2; i++) {
        const char *who = i ? "Evening Paper" : "Prosecutors";
        build_reading(&b, i ? "b.txt" : "a.txt", who, "2022-06-28",
                      i ? "After the strike on the mall in Dnipro 36 people are missing."
                        : "After the strike on the mall in Dnipro more than 40 people are missing.");
        int32_t p = build_place(&b, "Dnipro", "dnipro");
        int32_t q = i ? build_quantity(&b, "36 people", 36, 36, "missing", "")
                      : build_quantity(&b, "more than 40 people", 41, QUANTITY_OPEN, "missing", "");
        Claim *k = build_claim(&b, i ? "36 people are missing" : "more than 40 people are missing", "DISAPPEAR", p,
                               NULL, q, who);
        k->said_on = S("2022-06-28");
    }
    const Corpus *c = weigh(&b);

    CHECK_INT(rows(c, CONFLICT_NUMBER, VERDICT_CONFLICT), 1, "41 or more against 36");
    /* proves P35 */
    CHECK_INT(c->conflicts[0].span_count, 2, "both statements");
    CHECK_INT(c->conflicts[0].claim_count, 2, "both claims");
    CHECK_STR(c->incidents[incident_of(c, 0, 0)].grade, S("contested"));
    arena_destroy(b.arena);
}

/* What a person left out takes part in no comparison: neither a claim nor the words of one. */
static void test_left_out(void)
{
    static const Ruling out[] = { { .kind = RULING_LEAVE_OUT, .a = { 1, 0 }, .entry = 7, .why = S("a parody") },
                                  { .kind = RULING_LEAVE_OUT, .a = { 1, 1 }, .entry = 8, .why = S("a parody") } };

    for (int ruled = 0; ruled < 2; ruled++) {
        Build b = build_start();
        for (int i = 0; i < 2; i++) {
            build_reading(&b, i ? "b.txt" : "a.txt", i ? "Parody" : "Prosecutors", "2022-06-28",
                          i ? "After the strike on the mall in Dnipro 36 people are missing.\n"
                              "Soldiers marched into Izium in northeast Donetsk."
                            : "After the strike on the mall in Dnipro more than 40 people are missing.");
            int32_t p = build_place(&b, "Dnipro", "dnipro");
            int32_t q = i ? build_quantity(&b, "36 people", 36, 36, "missing", "")
                          : build_quantity(&b, "more than 40 people", 41, QUANTITY_OPEN, "missing", "");
            Claim *k = build_claim(&b, i ? "36 people are missing" : "more than 40 people are missing",
                                   "DISAPPEAR", p, NULL, q, i ? "Parody" : "Prosecutors");
            k->said_on = S("2022-06-28");
        }
        build_from(&b, "Soldiers marched");
        build_place(&b, "Izium", "izium");
        int32_t p = build_place(&b, "Donetsk", "donetsk");
        build_claim(&b, "Soldiers marched into Izium in northeast Donetsk", "CONTROL", p, NULL, -1, "Parody");
        if (ruled) {
            b.corpus.rulings = out;
            b.corpus.ruling_count = 2;
        }
        const Corpus *c = weigh(&b);
        /* proves P169 */
        CHECK_INT(alarms(c), ruled ? 0 : 2, "41 or more against 36 and a town in the wrong oblast, unless they are left out");
        arena_destroy(b.arena);
    }
}

/* The headline and the caption against the body. */
static void test_caption(void)
{
    Build b = build_start();

    build_reading(&b, "a.txt", "Paper", "2022-09-25",
                  "In Izium the last of the 346 bodies is carried away.\n"
                  "In Izium investigators lifted 436 bodies from the forest.");
    build_now(&b)->segments[0].role = SEGMENT_CAPTION;
    int32_t p = build_place(&b, "Izium", "izium");
    int32_t q = build_quantity(&b, "346 bodies", 346, 346, "body", "");
    build_claim(&b, "the last of the 346 bodies is carried away", "GRAVE", p, NULL, q, "Paper");
    build_from(&b, "In Izium investigators");
    p = build_place(&b, "Izium", "izium");
    q = build_quantity(&b, "436 bodies", 436, 436, "body", "");
    build_claim(&b, "investigators lifted 436 bodies from the forest", "GRAVE", p, NULL, q, "Paper|head of the administration");
    const Corpus *c = weigh(&b);

    CHECK_INT(rows(c, CONFLICT_CAPTION, VERDICT_ERROR), 1, "346 in the caption, 436 in the text");
    for (size_t i = 0; i < c->incident_count; i++)
        for (size_t n = 0; n < c->incidents[i].quantity_count; n++)
            CHECK(c->incidents[i].quantities[n].low != 346, "an error enters no hull");
    CHECK_INT(alarms(c), 1, "and nothing else");
    arena_destroy(b.arena);
}

static void test_dates_and_geography(void)
{
    Build b = build_start();

    build_reading(&b, "a.txt", "Paper", "2022-12-22",
                  "Soldiers marched into Izium in northeast Donetsk in March.\n"
                  "Ukrainian forces arrived in Izium on 10 September.\n"
                  "He waits in Izium since Ukrainian forces liberated it on 11 September.\n"
                  "He was in the city of Bohorodychne. Two people were alive in the village.");
    build_place(&b, "Izium", "izium");
    build_place(&b, "Donetsk", "donetsk");
    build_from(&b, "Ukrainian forces arrived");
    int32_t p = build_place(&b, "Izium", "izium");
    Claim *k = build_claim(&b, "Ukrainian forces arrived in Izium on 10 September", "CONTROL", p, "2022-09-10", -1, "Paper");
    k->by.text = S("Ukrainian forces");
    build_from(&b, "He waits in Izium");
    p = build_place(&b, "Izium", "izium");
    k = build_claim(&b, "Ukrainian forces liberated it on 11 September", "CONTROL", p, "2022-09-11", -1, "Paper");
    k->by.text = S("Ukrainian forces");
    build_place(&b, "Bohorodychne", "bohorodychne");
    build_reading(&b, "b.txt", "Report", "2023-09-15",
                  "Izium and its villages, also in Kharkiv Oblast, were occupied.\nWe saw Izium, Donetsk and Kupiansk.");
    build_place(&b, "Izium", "izium");
    build_place(&b, "Kharkiv Oblast", "kharkiv-oblast");
    build_from(&b, "We saw Izium");
    build_place(&b, "Izium", "izium");
    build_place(&b, "Donetsk", "donetsk");
    build_place(&b, "Kupiansk", "kupiansk");
    const Corpus *c = weigh(&b);

    CHECK_INT(rows(c, CONFLICT_DATE, VERDICT_CONFLICT), 1, "10 and 11 September");
    CHECK_INT(rows(c, CONFLICT_GEOGRAPHY, VERDICT_ERROR), 1, "Izium is not in Donetsk Oblast");
    CHECK_INT(rows(c, CONFLICT_GEOGRAPHY, VERDICT_CONFLICT), 0, "and no second row of it");
    CHECK_INT(rows(c, CONFLICT_PLACE, VERDICT_ERROR), 1, "a village called a city");
    CHECK_INT(alarms(c), 3, "a list of towns raises none");
    arena_destroy(b.arena);
}

/* Of N people M do it; elsewhere all N do. */
static void test_share(void)
{
    Build b = build_start();

    build_reading(&b, "a.txt", "Report", "2023-09-15",
                  "Some 5,000 refuse to abandon their homes.\n"
                  "The population of Kupiansk is only around 5,000.\n"
                  "Of the 5,000 people remaining in the city, around 2,000 residents have no plan of leaving their homes.");
    build_quantity(&b, "Some 5,000", 4500, 5500, "person", "");
    build_from(&b, "The population");
    build_quantity(&b, "around 5,000", 4500, 5500, "person", "");
    build_from(&b, "Of the 5,000");
    build_quantity(&b, "5,000 people", 5000, 5000, "person", "");
    build_quantity(&b, "around 2,000 residents", 1800, 2200, "person", "");
    const Corpus *c = weigh(&b);

    CHECK_INT(rows(c, CONFLICT_NUMBER, VERDICT_CONFLICT), 1, "5,000 remain, 2,000 of them refuse");
    CHECK_INT(alarms(c), 1, "the population is no refusal");
    arena_destroy(b.arena);
}

/* A denial of the deed itself, and one of everything. */
static void test_denial(void)
{
    Build b = build_start();

    build_reading(&b, "a.txt", "Paper", "2022-07-08",
                  "On 16 March the theatre in Mariupol was destroyed from the air.\n"
                  "The ministry has denied bombing the theatre.\n"
                  "The ministry says that its forces do not strike civilians.");
    int32_t p = build_place(&b, "Mariupol", "mariupol");
    build_claim(&b, "the theatre in Mariupol was destroyed from the air", "ATTACK,DESTROY", p, "2022-03-16", -1, "Paper");
    Claim *k = build_claim(&b, "bombing the theatre", "ATTACK", -1, NULL, -1, "Paper|The ministry");
    k->modality = MODALITY_DENIED;
    k->to = (Party){ k->span, S("the theatre") };
    k = build_claim(&b, "its forces do not strike civilians", "ATTACK", -1, NULL, -1, "Paper|The ministry");
    k->modality = MODALITY_DENIED;
    k->to = (Party){ k->span, S("civilians") };
    const Corpus *c = weigh(&b);

    CHECK_INT(rows(c, CONFLICT_DENIAL, VERDICT_CONFLICT), 1, "the theatre");
    CHECK_INT(rows(c, CONFLICT_DENIAL, VERDICT_NOT_COMPARABLE), 1, "civilians at large");
    /* proves P36 */
    CHECK_INT(incident_of(c, 0, 1), -1, "what is denied makes no incident");
    arena_destroy(b.arena);
}

/* Context stays out of incidents; an occupation is a situation; two days of events are two events. */
static void test_incidents(void)
{
    Build b = build_start();

    build_reading(&b, "a.txt", "Paper", "2023-08-30",
                  "Russian forces occupied Kupiansk in 2022. Troops gather near Kupiansk.\n"
                  "On 5 August a missile hit a clinic in Kupiansk.\n"
                  "On 26 August a missile hit a cafe in Kupiansk and killed two people.");
    int32_t p = build_place(&b, "Kupiansk", "kupiansk");
    Claim *k = build_claim(&b, "Russian forces occupied Kupiansk in 2022", "CONTROL", p, NULL, -1, "Paper");
    day_parse(S("2022-02-27"), &k->first);
    day_parse(S("2022-09-10"), &k->last);
    build_claim(&b, "Troops gather near Kupiansk", "FORCE", p, NULL, -1, "Paper");
    build_from(&b, "On 5 August");
    p = build_place(&b, "Kupiansk", "kupiansk");
    build_claim(&b, "a missile hit a clinic in Kupiansk", "ATTACK", p, "2023-08-05", -1, "Paper");
    build_from(&b, "On 26 August");
    p = build_place(&b, "Kupiansk", "kupiansk");
    build_claim(&b, "a missile hit a cafe in Kupiansk", "ATTACK", p, "2023-08-26", -1, "Paper");
    build_claim(&b, "killed two people", "KILL_ATTACK", p, "2023-08-26", -1, "Paper");
    const Corpus *c = weigh(&b);

    CHECK_INT(c->incident_count, 3, "an occupation and two strikes");
    CHECK_INT(c->incidents[incident_of(c, 0, 0)].kind, INCIDENT_SITUATION, "an occupation");
    /* proves P37 */
    CHECK_INT(incident_of(c, 0, 1), -1, "troops are context");
    CHECK(incident_of(c, 0, 2) != incident_of(c, 0, 3), "two days");
    CHECK_INT(incident_of(c, 0, 3), incident_of(c, 0, 4), "the cafe and the two people");
    CHECK_INT(c->incidents[incident_of(c, 0, 2)].kind, INCIDENT_EVENT, "a strike");
    arena_destroy(b.arena);
}

int main(void)
{
    test_not_comparable();
    test_update();
    test_history();
    test_conflict_of_figures();
    test_left_out();
    test_caption();
    test_dates_and_geography();
    test_share();
    test_denial();
    test_incidents();
    return test_end();
}
