/* rules_test.c -- rules.txt as it is compiled, and what is said when it cannot be. */
#include "base/auto.h"
#include "lang/rules.h"
#include "check.h"

static const struct {
    const char *text, *complaint;       /* part of the message */
} wrong[] = {
    { "date x : MONTH",                         "a rule is `date name" },
    { "date x : MONHT -> date",                 "words.txt:1: neither a class nor a let: MONHT" },
    { "\ndate x : m=MONTH -> dat",              "words.txt:2: no such meaning" },
    { "date x : k=MONTH -> date",               "no such capture: k" },
    { "date x : \"of\" -> date",                "needs a class or a number" },
    { "date x : MONTH? -> date",                "needs a class or a number" },
    { "date x : ( MONTH -> date",               "a bracket is not closed" },
    { "date x : MONTH ) -> date",               "cannot be read from here" },
    { "date x : DIGITS(1-31) -> date",          "takes a range of numbers" },
    { "date x : \"two words\" MONTH -> date",   "one word or mark" },
    { "date x : MONTH -> date sign=left",       "neither a number nor the name of a value" },
    { "let A = A\ndate x : A -> date",          "a let contains itself" },
    { "rule x : MONTH -> date",                 "a line begins with" },
};

static void check_first(const char *text, uint64_t first, uint64_t needed, uint32_t lead)
{
    AUTO_ARENA arena = arena_create();
    const Rules *rules = NULL;
    Error err = { 0 };

    CHECK_INT(rules_compile(arena, str_of(text), S("words.txt"), &rules, &err), OK, err.text);
    if (rules == NULL)
        return;
    CHECK_INT(rules->count, 1, text);
    CHECK_INT(rules->rules[0].first, first, text);
    CHECK_INT(rules->rules[0].needed, needed, text);
    CHECK_INT(rules->rules[0].lead_count, lead, text);
}

int main(void)
{
    const uint64_t month = CLASS_BIT(CLASS_MONTH), weekday = CLASS_BIT(CLASS_WEEKDAY), digits = RULE_FIRST_DIGITS;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        AUTO_ARENA arena = arena_create();
        const Rules *rules = NULL;
        Error err = { 0 };
        CHECK_INT(rules_compile(arena, str_of(wrong[i].text), S("words.txt"), &rules, &err), ERR_BAD_INPUT, wrong[i].text);
        CHECK(strstr(err.text, wrong[i].complaint) != NULL, err.text);
        CHECK(rules == NULL, wrong[i].text);
    }
    check_first("date x : m=MONTH y=YEAR -> date", month, month | digits, 0);
    check_first("date x : w=WEEKDAY? m=MONTH -> date", month | weekday, month, 0);
    check_first("date x : ( d=DIGITS(1..31) m=MONTH | m=MONTH d=DIGITS(1..31) ) -> date", month | digits, month | digits, 0);
    check_first("date x : \"the\"? (\"in\" | \"of\") [ m=MONTH ] -> date", month, month, 4);
    check_first("let DAY = ( d=DIGITS(1..31) | d=ORD(1..31) )\ndate x : DAY m=MONTH !\"%\" -> date",
                digits | CLASS_BIT(CLASS_NUMBER), month, 0);
    CHECK_INT(rule_field_of(S("m2")), FIELD_MONTH2, "m2");
    CHECK_INT(rule_value_of(S("-1")), -1, "-1");
    CHECK_INT(rule_value_of(S("END")), NAME_END, "END");
    CHECK_STR(rule_value_name(NAME_EQUAL_OR_LESS), S("EQUAL_OR_LESS"));
    return test_end();
}
