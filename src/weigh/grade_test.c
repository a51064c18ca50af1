/* grade_test.c -- grades and their reasons: one table of words for all, one table of rules, kinds of source from data;
 * and the weights that the methodology page prints are those that are added up. */
#include "base/auto.h"
#include "build_corpus.h"
#include "check.h"
#include "model/grade.h"
#include "weigh/grade.h"
#include "weigh/pair.h"
#include "weigh/run.h"
#include "weigh/source.h"
#include "weigh/weights.h"

static bool no_word(const void *context, uint64_t hash, WordUse use)
{
    (void)context, (void)hash, (void)use;
    return false;
}

/* Kinds as data would have them: the test says which name is whose. */
static Str kind_for_test(const void *context, Str name, bool publisher)
{
    (void)context, (void)publisher;
    return str_find(name, S("woman"), 0) != SIZE_MAX ? S("eyewitness")
           : str_find(name, S("Office"), 0) != SIZE_MAX ? S("official") : STR_NONE;
}

/* proves P197: every rule has its words in both languages, and so has every reason that may be given. */
static void test_words(void)
{
    static const char *const languages[] = { "en", "uk" };
    AUTO_ARENA arena = arena_create();

    for (size_t i = 0; i < grade_rule_count; i++)
        for (int k = 0; k < 2; k++) {
            Str grade = str_of(grade_rules[i].grade), language = str_of(languages[k]);
            Str label = grade_label(grade, language), certainty = grade_certainty(grade, language);
            CHECK(label.len > 0, grade);
            CHECK(certainty.len && !str_eq(certainty, grade), grade);
            CHECK(k == 0 || !str_eq(label, grade_label(grade, S("en"))), grade);
        }
    CHECK_STR(grade_label(S("no such grade"), S("uk")), S("no such grade"));
    CHECK_STR(admiralty_label(S("reliability"), S("B"), S("en")), S("usually reliable"));
    CHECK_STR(admiralty_label(S("credibility"), S("7"), S("en")), S("7"));
    for (int k = 0; k < 12; k++) {
        char code[2] = { k < 6 ? (char)('A' + k) : (char)('1' + k - 6), 0 };
        Str field = k < 6 ? S("reliability") : S("credibility");
        CHECK(admiralty_label(field, str_of(code), S("uk")).len > 1, str_of(code));
    }
    Graded g = { .grade = S("several") };
    graded_add(&g, "support", 2, 4, 3);
    graded_add(&g, "no_conflict", 0, 0, 0);
    Str coded = graded_text(arena, &g);
    CHECK_STR(coded, S("several support=4,3 no_conflict"));
    Graded back = graded_of(coded);
    CHECK_INT(back.count, 2, "both reasons");
    CHECK_STR(grade_reason(arena, &back.reason[0], S("en")),
              S("voices: 4; origins found in this case: 3 (an upper bound of independence)"));
    CHECK_STR(grade_reason(arena, &back.reason[1], S("en")), S("no conflict found"));
    CHECK(!str_eq(grade_reason(arena, &back.reason[1], S("uk")), S("no conflict found")), "Ukrainian");
    CHECK_INT(graded_of(STR_NONE).count, 0, "not graded");
}

/* As TRACE would have it for texts that rest on nobody in the case: each claim is a root. */
static void add_origins(Arena *arena, Corpus *c, OriginKind own)
{
    c->origins = arena_array(arena, Origin, c->reading_count);
    for (uint32_t r = 0; r < c->reading_count; r++) {
        const Claim *claim = &c->readings[r].claims[0];
        Origin *o = &c->origins[c->origin_count++];
        *o = (Origin){ .id = claim->id, .name = claim->chain[claim->chain_count - 1].name, .claim_count = 1,
                       .kind = claim->chain_count > 1 ? ORIGIN_SOURCE : own, .claims = arena_array(arena, ClaimRef, 1) };
        o->claims[0] = (ClaimRef){ r, 0 };
    }
}

/* One place, one day, one number; who says so differs. */
static const struct {
    const char *first, *second, *grade;     /* chains; `second` NULL: one document */
    int64_t     said;                       /* by the second document; the first says 30 */
    OriginKind  own;                        /* of a publisher that names nobody */
} rules[] = {
    { "Paper",                       NULL,                            "single_first_hand",  30, ORIGIN_PRESENT },
    { "Paper",                       NULL,                            "single",             30, ORIGIN_OWN },
    { "paper",                       NULL,                            "single_unnamed",     30, ORIGIN_OWN },
    { "Paper|a woman",               NULL,                            "single_first_hand",  30, ORIGIN_OWN },
    { "Paper|Agency|a woman",        NULL,                            "single_unnamed",     30, ORIGIN_OWN },
    { "Paper",                       "Courier",                       "several",            30, ORIGIN_OWN },
    { "Paper|Office of the Mayor",   "Courier",                       "several",            30, ORIGIN_OWN },
    { "Paper|a woman",               "Courier",                       "several_first_hand", 30, ORIGIN_OWN },
    { "Paper|a woman",               "Courier",                       "contested",          36, ORIGIN_OWN },
};

static void test_rules(void)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        Build b = build_start();
        Gazetteer g = build_gazetteer();
        for (int k = 0; k < (rules[i].second ? 2 : 1); k++) {
            bool second = k == 1, other = second && rules[i].said == 36;
            build_reading(&b, second ? "b.txt" : "a.txt", second ? "Courier" : "Paper", "2022-06-28",
                          other ? "In Dnipro 36 people are missing." : "In Dnipro 30 people are missing.");
            int32_t p = build_place(&b, "Dnipro", "dnipro");
            int32_t q = other ? build_quantity(&b, "36 people", 36, 36, "missing", "")
                              : build_quantity(&b, "30 people", 30, 30, "missing", "");
            Claim *c = build_claim(&b, "people are missing", "DISAPPEAR", p, "2022-06-27", q,
                                   second ? rules[i].second : rules[i].first);
            c->said_on = S("2022-06-28");
        }
        Corpus *c = build_end(&b);
        add_origins(b.arena, c, rules[i].own);
        weigh_corpus(&g, (Words){ .is = no_word, .kind = kind_for_test }, b.arena, c);
        Graded graded = graded_of(c->incidents[0].graded);
        CHECK_STR(graded.grade, str_of(rules[i].grade));
        CHECK_STR(c->incidents[0].grade, grade_label(graded.grade, S("en")));
        CHECK(graded.count >= 6, "reasons");
        for (size_t k = 0; k < graded.count; k++)
            CHECK(!str_eq(grade_reason(b.arena, &graded.reason[k], S("uk")), graded.reason[k].code), graded.reason[k].code);
        arena_destroy(b.arena);
    }
}

static const struct {
    const char *name, *kind;
    bool        publisher;
} sources[] = {
    { "the interior minister",             "official",      false },
    { "Human Rights Watch",                "ngo",           true },
    { "a researcher of Human Rights Watch", "ngo",          false },
    { "OHCHR",                             "international", false },
    { "General Staff",                     "military",      false },
    { "residents",                         "eyewitness",    false },
    { "her neighbour",                     "eyewitness",    false },
    { "the soldiers",                      "military",      false },
    { "Soldiers Weekly",                   "",              true },
    { "several sources",                   "",              false },
};

static void test_sources(void)
{
    Lang *lang;
    Error err;

    CHECK(lang_load(NULL, &lang, &err) == OK, "tables");
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        CHECK_STR(source_name_kind(lang, str_of(sources[i].name), sources[i].publisher), str_of(sources[i].kind));
    lang_free(lang);
}

static double weight(const char *name)
{
    for (size_t i = 0; i < pair_weight_count; i++)
        if (strcmp(pair_weights[i].name, name) == 0)
            return pair_weights[i].bits;
    CHECK(false, str_of(name));
    return 0;
}

/* proves P198: what is printed is what is added up. */
static void test_weights(void)
{
    Build b = build_start();
    Gazetteer g = build_gazetteer();
    Views all;
    PairField f[PAIR_FIELDS];

    for (int k = 0; k < 2; k++) {
        build_reading(&b, k ? "b.txt" : "a.txt", k ? "Courier" : "Paper", "2022-06-28", "In Dnipro 30 people are missing.");
        int32_t p = build_place(&b, "Dnipro", "dnipro"), q = build_quantity(&b, "30 people", 30, 30, "missing", "");
        build_claim(&b, "people are missing", "DISAPPEAR", p, "2022-06-27", q, k ? "Courier" : "Paper");
    }
    Corpus *c = build_end(&b);
    views_make(b.arena, &g, (Words){ 0 }, c, &all);
    signatures_make(b.arena, c, &all.signatures);
    pair_prepare(b.arena, &all);
    Link l = pair_weigh_fields(&all, &all.at[0], &all.at[1], NULL, f);
    CHECK(f[PAIR_PLACE].bits == weight("SETTLEMENT"), "place");
    CHECK(f[PAIR_ACT].bits == weight("ACT_SAME"), "act");
    CHECK(f[PAIR_DAY].bits == weight("SAME_DAY"), "day");
    CHECK(f[PAIR_FIGURE].bits == weight("FIGURE_EQUAL"), "figure");
    double sum = 0;
    for (int i = 0; i < PAIR_FIELDS; i++)
        sum += f[i].bits;
    CHECK(sum > l.weight - 1e-9 && sum < l.weight + 1e-9, "the fields are the whole");
    arena_destroy(b.arena);
}

int main(void)
{
    test_words();
    test_rules();
    test_sources();
    test_weights();
    return test_end();
}
