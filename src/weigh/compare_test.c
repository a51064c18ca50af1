/* compare_test.c -- every row of test/cases/weigh/figures.cases, both ways round. */
#include "base/auto.h"
#include "base/os.h"
#include "build_corpus.h"
#include "check.h"
#include "weigh/compare.h"

static bool word(Str *rest, Str *ret)
{
    *rest = str_trim(*rest);
    return str_cut(rest, ' ', ret);
}

static int64_t number(Str s)
{
    int64_t n = QUANTITY_UNKNOWN;

    if (str_eq(s, S("*")))
        return QUANTITY_OPEN;
    str_to_i64(s, &n);
    return n;
}

static Statement statement_of(const Gazetteer *g, Str text)
{
    Statement s = { .first = DAY_UNKNOWN, .last = DAY_UNKNOWN, .said_first = DAY_UNKNOWN, .said_last = DAY_UNKNOWN };
    Str part[6] = { 0 };

    for (size_t i = 0; i < 6; i++)
        CHECK(word(&text, &part[i]), text);
    s.unit = part[0];
    s.who = str_eq(part[1], S("-")) ? STR_NONE : part[1];
    s.approximate = str_starts(part[2], S("~"));
    Str range = str_slice(part[2], s.approximate, part[2].len);
    size_t dots = str_find(range, S(".."), 0);
    s.low = number(str_slice(range, 0, dots));
    s.high = number(str_slice(range, dots + 2, range.len));
    s.place = gazetteer_find(g, part[3]);
    if (day_parse(part[4], &s.first))
        s.last = s.first;
    s.said = str_starts(part[5], S("!"));
    if (day_parse(str_slice(part[5], s.said, part[5].len), &s.said_first))
        s.said_last = s.said_first;
    return s;
}

/* Does a reason speak of what this question asks? Questions 0 to 5 are named in it, the last is of numbers. */
static bool reason_fits(size_t question, Str why)
{
    static const char *const words[STATEMENT_QUESTIONS] = {
        " against a ", "different things are counted", "one counts ", "one figure is for ", "is a sum over several events",
        "one speaks of ",
    };
    return words[question] == NULL || str_find(why, str_of(words[question]), 0) != SIZE_MAX;
}

/* The questions that are told are those that decide: the first that fails is the verdict's reason. proves P195 */
static void check_questions(Arena *arena, const Gazetteer *g, const Statement *a, const Statement *b, bool event, bool text,
                            Str line)
{
    Comparison c = compare_statements(arena, g, a, b, event, text);
    Question q[STATEMENT_QUESTIONS];
    size_t failed = 0;

    compare_questions(arena, g, a, b, event, text, q);
    while (failed < STATEMENT_QUESTIONS && q[failed].passed) {
        CHECK(q[failed].reached, line);
        failed++;
    }
    bool refused = c.verdict == VERDICT_NOT_COMPARABLE || c.verdict == VERDICT_CONFLICT;
    CHECK_INT(failed < STATEMENT_QUESTIONS, refused, line);
    if (failed < STATEMENT_QUESTIONS) {
        CHECK(q[failed].reached && reason_fits(failed, c.why), line);
        CHECK(failed + 1 == STATEMENT_QUESTIONS || !q[failed + 1].reached, line);
    }
}

static void run_case(Arena *arena, const Gazetteer *g, Str line)
{
    Str whole = line, part[5] = { 0 };

    for (size_t i = 0; i < 5; i++) {
        CHECK(str_cut(&line, '|', &part[i]), whole);
        part[i] = str_trim(part[i]);
    }
    Statement a = statement_of(g, part[0]), b = statement_of(g, part[1]);
    bool event = str_find(part[2], S("event"), 0) != SIZE_MAX, text = str_find(part[2], S("text"), 0) != SIZE_MAX;
    Comparison c = compare_statements(arena, g, &a, &b, event, text);
    Comparison d = compare_statements(arena, g, &b, &a, event, text);

    check_questions(arena, g, &a, &b, event, text, whole);
    check_questions(arena, g, &b, &a, event, text, whole);
    /* proves P33 */
    CHECK_STR(verdict_name(c.verdict), part[3]);
    CHECK_STR(verdict_name(d.verdict), part[3]);
    CHECK(str_find(c.why, part[4], 0) != SIZE_MAX, arena_printf(arena, STR_FMT " -> " STR_FMT, STR_ARG(whole), STR_ARG(c.why)));
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    Gazetteer g = build_gazetteer();
    Str file, line;
    Error err;

    CHECK_INT(argc, 2, "usage: compare_test FILE.cases");
    if (argc != 2 || os_read_file(arena, argv[1], 1 << 20, &file, &err) != OK)
        return 1;
    while (str_cut(&file, '\n', &line))
        if (str_trim(line).len && line.ptr[0] != '#')
            run_case(arena, &g, line);
    return test_end();
}
