/* method.c -- see method.h. One function a section; each reads the array that the stage itself computes with. */
#include "cli/method.h"

#include "base/hash.h"
#include "base/vec.h"
#include "model/corpus.h"
#include "model/grade.h"
#include "tell/words.h"
#include "trace/copies.h"
#include "weigh/compare.h"
#include "weigh/grade.h"
#include "weigh/weights.h"

typedef VEC(MethodRow) Rows;

typedef struct Gathering {
    Arena       *arena;
    const Lang  *lang;
    const Words *en, *uk;
    Rows         rows;
} Gathering;

static void add(Gathering *x, Str name, Str value, Str meaning, Str meaning_uk)
{
    vec_push(x->arena, &x->rows, (MethodRow){ name, value, meaning, meaning_uk });
}

static void weights(Gathering *x)
{
    for (size_t i = 0; i < pair_weight_count; i++)
        add(x, str_of(pair_weights[i].name), arena_printf(x->arena, "%+.1f", pair_weights[i].bits),
            str_of(pair_weights[i].meaning), STR_NONE);
}

static void limit_rows(Gathering *x, const PairLimit *limits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(x, str_of(limits[i].name), arena_printf(x->arena, "%g %s", limits[i].number, limits[i].unit),
            str_of(limits[i].meaning), STR_NONE);
}

static void limits(Gathering *x)
{
    limit_rows(x, weigh_limits, weigh_limit_count);
    limit_rows(x, pair_limits, pair_limit_count);
    add(x, S("ALIKE_COPY"), arena_printf(x->arena, "%g", ALIKE_COPY),
        S("mean likeness of aligned sentences from which they count as copied, not reworded"), STR_NONE);
}

static void acts(Gathering *x)
{
    for (size_t i = 0; i < acts_together_count; i++)
        add(x, arena_printf(x->arena, "%s + %s", acts_together[i].one, acts_together[i].other),
            arena_printf(x->arena, "%.1f", acts_together[i].fit), STR_NONE, STR_NONE);
}

static void taxonomy(Gathering *x)
{
    const Taxonomy *t = lang_taxonomy(x->lang);

    for (size_t i = 0; i < t->count; i++) {
        const ActCode *a = &t->act[i];
        const char *flags = a->compartment ? "harm, withheld" : a->context ? "context" : a->harm ? "harm" : "";
        add(x, a->code, str_of(flags), a->label, a->label_uk);
    }
}

/* The questions are asked of two empty statements: what is printed is their wording and order. */
static void questions(Gathering *x)
{
    Statement nothing = { .place = NO_PLACE, .first = DAY_UNKNOWN, .last = DAY_UNKNOWN, .said_first = DAY_UNKNOWN,
                          .said_last = DAY_UNKNOWN };
    Question q[STATEMENT_QUESTIONS];

    compare_questions(x->arena, lang_gazetteer(x->lang), &nothing, &nothing, true, false, q);
    for (int i = 0; i < STATEMENT_QUESTIONS; i++)
        add(x, arena_printf(x->arena, "%d", i + 1), STR_NONE, str_of(q[i].asked), STR_NONE);
}

static void verdicts(Gathering *x)
{
    for (int i = VERDICT_CONFLICT; i <= VERDICT_NOT_COMPARABLE; i++) {
        Str name = verdict_name((Verdict)i);
        add(x, name, STR_NONE, tell_words_of(x->en, x->arena, "verdict.means.", name),
            tell_words_of(x->uk, x->arena, "verdict.means.", name));
    }
}

static Str conditions(Arena *arena, const GradeRule *rule, const Words *w)
{
    const struct { bool holds; const char *key; } all[] = {
        { rule->contested, "method.if.contested" }, { rule->first_hand, "method.if.first_hand" },
        { rule->named, "method.if.named" },
    };
    Str text = rule->origins ? arena_printf(arena, STR_FMT " %d", STR_ARG(words_get(w, S("method.if.origins"))), rule->origins)
                             : S("");

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].holds)
            text = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(text), text.len ? "; " : "",
                                STR_ARG(words_get(w, str_of(all[i].key))));
    return text.len ? text : words_get(w, S("method.if.else"));
}

static void grades(Gathering *x)
{
    for (size_t i = 0; i < grade_rule_count; i++) {
        Str grade = str_of(grade_rules[i].grade);
        add(x, grade, STR_NONE,
            arena_printf(x->arena, STR_FMT ": " STR_FMT, STR_ARG(grade_label(grade, S("en"))),
                         STR_ARG(conditions(x->arena, &grade_rules[i], x->en))),
            arena_printf(x->arena, STR_FMT ": " STR_FMT, STR_ARG(grade_label(grade, S("uk"))),
                         STR_ARG(conditions(x->arena, &grade_rules[i], x->uk))));
    }
}

static void certainty(Gathering *x)
{
    for (size_t i = 0; i < grade_rule_count; i++) {
        Str grade = str_of(grade_rules[i].grade);
        add(x, grade, STR_NONE, grade_certainty(grade, S("en")), grade_certainty(grade, S("uk")));
    }
}

/* Rows of a table of data/ as they stand: its columns to name, value and meanings. */
static void table_rows(Gathering *x, const char *table, int name, int value, int meaning, int meaning_uk)
{
    Str rest = grade_table(str_of(table)), line;
    bool header = true;

    while (str_cut(&rest, '\n', &line)) {
        Str cell[6] = { STR_NONE };
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        for (int i = 1; i <= 5; i++)
            str_cut(&line, '\t', &cell[i]);
        if (!header)
            add(x, cell[name], cell[value], cell[meaning], cell[meaning_uk]);
        header = false;
    }
}

/* Rows that follow one another with one class and one kind are one; their order is that in which they are asked. */
static void sources(Gathering *x)
{
    Gathering all = *x;

    all.rows = (Rows){ 0 };
    table_rows(&all, "sources", 1, 3, 2, 0);
    for (size_t i = 0, end; i < all.rows.count; i = end) {
        MethodRow row = all.rows.at[i];
        for (end = i + 1; end < all.rows.count && str_eq(all.rows.at[end].name, row.name) &&
                          str_eq(all.rows.at[end].value, row.value); end++)
            row.meaning = arena_printf(x->arena, STR_FMT ", " STR_FMT, STR_ARG(row.meaning), STR_ARG(all.rows.at[end].meaning));
        vec_push(x->arena, &x->rows, row);
    }
}

static void admiralty(Gathering *x) { table_rows(x, "admiralty", 1, 2, 3, 4); }

static void protection(Gathering *x)
{
    for (int i = 1; ; i++) {
        Str key = arena_printf(x->arena, "rule.G%d", i), en = words_or(x->en, key, STR_NONE);
        if (!en.len)
            return;
        add(x, str_slice(key, 5, key.len), STR_NONE, en, words_or(x->uk, key, STR_NONE));
    }
}

static Str hash_text(Gathering *x, Str bytes)
{
    Sha256 digest = sha256(bytes);
    return hex_encode(x->arena, sha256_str(&digest));
}

static void versions(Gathering *x)
{
    static const char *const tables[] = { "grades", "reasons", "sources", "admiralty" };

    add(x, S("dokaz"), S(DOKAZ_VERSION), S("version of the program"), STR_NONE);
    add(x, S("data"), lang_data_hash(x->lang), S("SHA-256 of all tables of words and places, as every run names it"), STR_NONE);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        add(x, arena_printf(x->arena, "data/taxonomy/%s.tsv", tables[i]), hash_text(x, grade_table(str_of(tables[i]))),
            S("SHA-256 of the file"), STR_NONE);
}

static const struct {
    const char *key;
    void      (*gather)(Gathering *x);
} sections[] = {
    { "method.grades", grades },       { "method.certainty", certainty }, { "method.admiralty", admiralty },
    { "method.sources", sources },     { "method.questions", questions }, { "method.verdicts", verdicts },
    { "method.weights", weights },     { "method.limits", limits },       { "method.together", acts },
    { "method.acts", taxonomy },       { "method.protection", protection }, { "method.versions", versions },
};

Status method_gather(Arena *arena, const Lang *lang, Method *ret, Error *err)
{
    enum { COUNT = sizeof sections / sizeof *sections };
    Words *en, *uk;
    Status status = words_load(arena, S("en"), &en, err);

    if (status == OK)
        status = words_load(arena, S("uk"), &uk, err);
    if (status != OK)
        return status;
    *ret = (Method){ arena_array(arena, MethodSection, COUNT), COUNT };
    for (size_t i = 0; i < COUNT; i++) {
        Gathering x = { .arena = arena, .lang = lang, .en = en, .uk = uk };
        sections[i].gather(&x);
        ret->sections[i] = (MethodSection){ str_of(sections[i].key), x.rows.at, x.rows.count };
    }
    return OK;
}
