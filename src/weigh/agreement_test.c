/* agreement_test.c -- the published worked examples, and what has no value. proves P183 */
#include "base/auto.h"
#include "check.h"
#include "weigh/agreement.h"

#include <math.h>

#define NA (-1)

/* Krippendorff (2011), section C, D and E: four coders, twelve units, values missing. */
static const int four[4][12] = {
    { 1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA },
    { 1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3 },
    { NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA },
    { 1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA },
};

/* Section A: two coders, ten units, two values. */
static const int binary[2][10] = { { 0, 1, 0, 0, 0, 0, 0, 0, 1, 0 }, { 1, 1, 1, 0, 0, 1, 0, 0, 0, 0 } };

/* Section B: two coders, twelve units, five values. */
static const char *const letters[2] = { "aabbdcccedda", "babbbccceddd" };

static Agreement of_rows(Arena *arena, const int *rows, size_t coders, size_t units, AgreementLevel level)
{
    Rating ratings[64];
    size_t count = 0;

    for (size_t c = 0; c < coders; c++)
        for (size_t u = 0; u < units; u++)
            if (rows[c * units + u] != NA)
                ratings[count++] = (Rating){ (uint32_t)u, (uint32_t)c, rows[c * units + u] };
    return agreement_of(arena, ratings, count, level);
}

static void check_alpha(const Agreement *a, double want, const char *what)
{
    CHECK_INT(a->defined, true, S("defined"));
    CHECK_INT((int64_t)lround(a->alpha * 1000), (int64_t)lround(want * 1000), str_of(what));
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    Agreement a = of_rows(arena, four[0], 4, 12, LEVEL_NOMINAL);

    check_alpha(&a, .743, "four coders, nominal");
    CHECK_INT(a.units, 11, S("units that pair"));
    CHECK_INT(a.values, 40, S("values that pair"));
    CHECK_INT(a.single, 1, S("units of one coder"));
    a = of_rows(arena, four[0], 4, 12, LEVEL_ORDINAL);
    check_alpha(&a, .815, "four coders, ordinal");
    a = of_rows(arena, four[0], 4, 12, LEVEL_INTERVAL);
    check_alpha(&a, .849, "four coders, interval");

    a = of_rows(arena, binary[0], 2, 10, LEVEL_NOMINAL);
    check_alpha(&a, .095, "two coders, two values");
    CHECK_INT(a.same, 6, S("pairs that agree"));
    CHECK_INT(a.pairs, 10, S("pairs"));

    Rating ratings[24];
    for (uint32_t i = 0; i < 24; i++)
        ratings[i] = (Rating){ i % 12, i / 12, letters[i / 12][i % 12] };
    a = agreement_of(arena, ratings, 24, LEVEL_NOMINAL);
    check_alpha(&a, .692, "two coders, five values");

    /* The order of the ratings changes nothing, and a second value of one coder is passed over. */
    Rating turned[26];
    for (size_t i = 0; i < 24; i++)
        turned[i] = ratings[23 - i];
    turned[24] = turned[25] = turned[3];
    a = agreement_of(arena, turned, 26, LEVEL_NOMINAL);
    check_alpha(&a, .692, "in another order");

    /* Nothing to disagree about, nobody to disagree with, nothing at all. */
    const int same[2][3] = { { 1, 1, 1 }, { 1, 1, 1 } }, alone[2][3] = { { 1, 2, 3 }, { NA, NA, NA } };
    a = of_rows(arena, same[0], 2, 3, LEVEL_NOMINAL);
    CHECK_INT(a.defined, false, S("all the same value"));
    CHECK_INT(a.same, 3, S("all the same value"));
    a = of_rows(arena, alone[0], 2, 3, LEVEL_ORDINAL);
    CHECK_INT(a.defined, false, S("one coder"));
    CHECK_INT(a.single, 3, S("one coder"));
    a = agreement_of(arena, NULL, 0, LEVEL_INTERVAL);
    CHECK_INT(a.defined || a.values, false, S("nothing"));
    return test_end();
}
