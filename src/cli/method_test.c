/* method_test.c -- the gathered settings are the constants and tables that the stages compute with. */
#include "base/auto.h"
#include "check.h"
#include "cli/method.h"
#include "model/grade.h"
#include "weigh/grade.h"
#include "weigh/weights.h"

static const MethodSection *section(const Method *m, const char *key)
{
    for (size_t i = 0; i < m->count; i++)
        if (str_eq(m->sections[i].key, str_of(key)))
            return &m->sections[i];
    return NULL;
}

static const MethodRow *row(const MethodSection *s, Str name)
{
    for (size_t i = 0; s && i < s->count; i++)
        if (str_eq(s->rows[i].name, name))
            return &s->rows[i];
    return NULL;
}

/* proves P198 */
int main(void)
{
    AUTO_ARENA arena = arena_create();
    Lang *lang;
    Error err;
    Method m;

    CHECK(lang_load(NULL, &lang, &err) == OK && method_gather(arena, lang, &m, &err) == OK, "gathered");
    for (size_t i = 0; i < m.count; i++)
        CHECK(m.sections[i].count > 0, m.sections[i].key);
    const MethodSection *weights = section(&m, "method.weights"), *limits = section(&m, "method.limits");
    CHECK_INT(weights->count, pair_weight_count, "all weights");
    for (size_t i = 0; i < pair_weight_count; i++) {
        const MethodRow *r = row(weights, str_of(pair_weights[i].name));
        double printed = 0;
        CHECK(r && str_to_double(str_slice(r->value, r->value.ptr[0] == '+', r->value.len), &printed), str_of(pair_weights[i].name));
        CHECK(printed > pair_weights[i].bits - .051 && printed < pair_weights[i].bits + .051, str_of(pair_weights[i].name));
    }
    const MethodRow *accept = row(limits, S("LINK_ACCEPT"));
    CHECK(accept && str_eq(accept->value, arena_printf(arena, "%g bits", (double)LINK_ACCEPT)), "where one incident begins");
    const MethodSection *grades = section(&m, "method.grades");
    CHECK_INT(grades->count, grade_rule_count, "all rules");
    for (size_t i = 0; i < grade_rule_count; i++)
        CHECK(str_starts(grades->rows[i].meaning, grade_label(str_of(grade_rules[i].grade), S("en"))), grades->rows[i].name);
    CHECK_INT(section(&m, "method.acts")->count, lang_taxonomy(lang)->count, "all acts");
    CHECK_INT(section(&m, "method.admiralty")->count, 12, "A to F, 1 to 6");
    CHECK(row(section(&m, "method.protection"), S("G2")) != NULL, "rules of protection");
    CHECK_STR(row(section(&m, "method.versions"), S("data"))->value, lang_data_hash(lang));
    lang_free(lang);
    return test_end();
}
