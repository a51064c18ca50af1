/* judged_test.c -- which judgements stand, what they rule, what they contradict; corrections beside what was read. */
#include "model/judged.h"

#include "base/auto.h"
#include "build_corpus.h"
#include "check.h"
#include "weigh/correct.h"

/* ---- a case of five claims ---- */

typedef struct Bench {
    Build      b;
    Corpus    *c;
    Judgements all;
    Judgement  at[40];
} Bench;

static void bench_start(Bench *x)
{
    static const char text[] = "A missile killed 51 people in Hrakove. Two houses burned in Izium. Ten were hurt in Kupiansk. "
                               "A shell killed 3 people in Dnipro. Nobody was killed in Mariupol.";
    Build *b = &x->b;

    *b = build_start();
    build_reading(b, "a.txt", "Wire", "2023-10-05", text);
    int32_t q = build_quantity(b, "51 people", 51, 51, "killed", "civilian"), place = build_place(b, "Hrakove", "hrakove");
    build_claim(b, "A missile killed 51 people in Hrakove", "KILL_ATTACK", place, "2023-10-05", q, "Wire");
    build_claim(b, "Two houses burned in Izium", "DESTROY", -1, NULL, -1, "Wire");
    build_claim(b, "Ten were hurt in Kupiansk", "ATTACK", -1, NULL, -1, "Wire");
    build_claim(b, "A shell killed 3 people in Dnipro", "KILL_ATTACK", -1, NULL, -1, "Wire");
    build_claim(b, "Nobody was killed in Mariupol", "DENIAL", -1, NULL, -1, "Wire");
    x->c = build_end(b);
    x->all = (Judgements){ .at = x->at };
}

/* Sides are lists of claims: "0", "12". */
static uint64_t judge(Bench *x, JudgementKind kind, JudgedThing thing, const char *a, const char *b)
{
    Judgement *j = &x->at[x->all.count];
    Arena *arena = x->b.arena;

    *j = (Judgement){ .entry = 100 + x->all.count, .kind = kind, .thing = thing, .field = FIELD_NONE, .value = S(""),
                      .reason = S("because"), .coder = S(""), .anchors = arena_array(arena, Anchor, 10),
                      .changed_by = UINT64_MAX, .undoes = UINT64_MAX };
    for (const char *s = a; *s; s++)
        j->anchors[j->anchor_count++] = anchor_of(arena, x->c, (ClaimRef){ 0, (uint32_t)(*s - '0') }, false);
    for (const char *s = b; *s; s++)
        j->anchors[j->anchor_count++] = anchor_of(arena, x->c, (ClaimRef){ 0, (uint32_t)(*s - '0') }, true);
    x->all.count++;
    judged_settle(arena, x->c, &x->all);
    return j->entry;
}

static uint64_t undo(Bench *x, uint64_t entry)
{
    x->at[x->all.count].undoes = entry;
    judge(x, JUDGE_UNDO, THING_ENTRY, "", "");
    x->at[x->all.count - 1].undoes = entry;
    judged_settle(x->b.arena, x->c, &x->all);
    return x->at[x->all.count - 1].entry;
}

static uint64_t correct(Bench *x, const char *claim, JudgedField field, const char *value)
{
    uint64_t entry = judge(x, JUDGE_CONFIRM, THING_CLAIM, claim, "");

    x->at[x->all.count - 1].kind = JUDGE_CORRECT;
    x->at[x->all.count - 1].field = (int)field;
    x->at[x->all.count - 1].value = str_of(value);
    judged_settle(x->b.arena, x->c, &x->all);
    return entry;
}

static int state(const Bench *x, uint64_t entry)
{
    return (int)x->at[entry - 100].state;
}

static size_t rules(const Bench *x, RulingKind kind, uint32_t a, uint32_t b)
{
    size_t n = 0;

    for (size_t i = 0; i < x->all.ruling_count; i++) {
        const Ruling *r = &x->all.rulings[i];
        n += r->kind == kind && ((r->a.claim == a && r->b.claim == b) || (r->a.claim == b && r->b.claim == a));
    }
    return n;
}

/* ---- what stands ---- */

static void test_newest(void)
{
    Bench x;
    bench_start(&x);

    /* proves P178 */
    uint64_t confirm = judge(&x, JUDGE_CONFIRM, THING_CLAIM, "0", "");
    CHECK_INT(judged_claim(x.b.arena, x.c, &x.all, (ClaimRef){ 0, 0 }).status, JUDGE_CONFIRM, "confirmed");
    uint64_t reject = judge(&x, JUDGE_REJECT, THING_CLAIM, "0", "");
    CHECK_INT(state(&x, confirm), JUDGEMENT_REPLACED, "the older one");
    CHECK_INT(x.at[0].changed_by, reject, "by which");
    CHECK_INT(judged_claim(x.b.arena, x.c, &x.all, (ClaimRef){ 0, 0 }).status, JUDGE_REJECT, "the newest counts");
    CHECK_INT(rules(&x, RULING_LEAVE_OUT, 0, 0), 1, "left out");
    uint64_t taken_back = undo(&x, reject);
    CHECK_INT(state(&x, reject), JUDGEMENT_UNDONE, "undone");
    CHECK_INT(x.at[1].changed_by, taken_back, "by which");
    CHECK_INT(state(&x, confirm), JUDGEMENT_STANDS, "the older one stands again");
    CHECK_INT(judged_claim(x.b.arena, x.c, &x.all, (ClaimRef){ 0, 0 }).status, JUDGE_CONFIRM, "confirmed again");
    CHECK_INT(x.all.ruling_count, 0, "nothing is left out");
    CHECK_INT(judged_claim(x.b.arena, x.c, &x.all, (ClaimRef){ 0, 1 }).status, -1, "another claim");

    /* The blind change nothing, and nothing of theirs is replaced by others. */
    uint64_t blind = judge(&x, JUDGE_EXCLUDE, THING_CLAIM, "1", "");
    x.at[blind - 100].blind = true;
    x.at[blind - 100].coder = S("Second");
    uint64_t open = judge(&x, JUDGE_PENDING, THING_CLAIM, "1", "");
    CHECK_INT(state(&x, blind), JUDGEMENT_STANDS, "the blind one");
    CHECK_INT(state(&x, open), JUDGEMENT_STANDS, "the open one");
    CHECK_INT(x.all.ruling_count, 0, "a blind decision rules nothing");
    CHECK_INT(judged_claim(x.b.arena, x.c, &x.all, (ClaimRef){ 0, 1 }).status, JUDGE_PENDING, "the open one counts");

    /* A whole document. */
    x.at[x.all.count].anchors = NULL;
    judge(&x, JUDGE_EXCLUDE, THING_DOCUMENT, "0", "");
    x.at[x.all.count - 1].anchors[0] = anchor_of(x.b.arena, x.c, (ClaimRef){ 0, CLAIM_NONE }, false);
    judged_settle(x.b.arena, x.c, &x.all);
    CHECK_INT(x.all.ruling_count, 5, "all its claims are left out");
    CHECK_INT(judged_claim(x.b.arena, x.c, &x.all, (ClaimRef){ 0, 4 }).status, JUDGE_EXCLUDE, "each of them");
    arena_destroy(x.b.arena);
}

static void test_groups(void)
{
    Bench x;
    bench_start(&x);

    uint64_t merge = judge(&x, JUDGE_MERGE, THING_INCIDENT, "01", "23");
    CHECK_INT(x.all.ruling_count, 3, "four claims are tied by three rulings");
    CHECK_INT(rules(&x, RULING_TOGETHER, 0, 3), 1, "also across");
    /* One goes out of what was merged: the others stay together, though it was the first of them. */
    uint64_t split = judge(&x, JUDGE_SPLIT, THING_INCIDENT, "123", "0");
    CHECK_INT(state(&x, merge), JUDGEMENT_STANDS, "the merge");
    CHECK_INT(rules(&x, RULING_APART, 0, 1) + rules(&x, RULING_APART, 0, 2) + rules(&x, RULING_APART, 0, 3), 3, "apart");
    CHECK_INT(rules(&x, RULING_TOGETHER, 0, 1) + rules(&x, RULING_TOGETHER, 0, 3), 0, "not tied to it any more");
    CHECK_INT(rules(&x, RULING_TOGETHER, 1, 2), 1, "still tied");
    CHECK_INT(rules(&x, RULING_TOGETHER, 1, 3), 1, "still tied");
    undo(&x, split);
    CHECK_INT(rules(&x, RULING_TOGETHER, 0, 1), 1, "as before");
    /* Taken apart whole, the merge says nothing any more. */
    split = judge(&x, JUDGE_SPLIT, THING_INCIDENT, "01", "23");
    CHECK_INT(state(&x, merge), JUDGEMENT_REPLACED, "the merge");
    CHECK_INT(rules(&x, RULING_APART, 0, 2), 1, "apart");
    CHECK_INT(rules(&x, RULING_TOGETHER, 0, 1), 0, "nothing of it is left");
    arena_destroy(x.b.arena);
}

static void test_contradictions(void)
{
    Bench x;
    uint64_t against = 0;
    bench_start(&x);

    /* proves P180 */
    judge(&x, JUDGE_SAME_ORIGIN, THING_CLAIM, "0", "1");
    CHECK(!judged_contradicts(&x.all, &against), "the first");
    uint64_t second = judge(&x, JUDGE_SAME_ORIGIN, THING_CLAIM, "1", "2");
    CHECK(!judged_contradicts(&x.all, &against), "the second");
    judge(&x, JUDGE_NOT_SAME_ORIGIN, THING_CLAIM, "2", "0");
    CHECK(judged_contradicts(&x.all, &against), "through a third");
    CHECK_INT(against, second, "which stands against it");
    x.all.count--;
    judge(&x, JUDGE_NOT_SAME_ORIGIN, THING_CLAIM, "1", "0");
    CHECK(!judged_contradicts(&x.all, &against), "the same pair: the newest wins");
    CHECK_INT(state(&x, 100), JUDGEMENT_REPLACED, "the older one");
    uint64_t apart = x.at[x.all.count - 1].entry;
    judge(&x, JUDGE_SAME_ORIGIN, THING_CLAIM, "2", "0");
    CHECK(judged_contradicts(&x.all, &against), "joined through a third");
    CHECK_INT(against, apart, "which stands against it");
    x.all.count--;
    judge(&x, JUDGE_SPLIT, THING_INCIDENT, "0", "2");
    CHECK(!judged_contradicts(&x.all, &against), "incidents are another matter");
    judge(&x, JUDGE_MERGE, THING_INCIDENT, "0", "1");
    judge(&x, JUDGE_MERGE, THING_INCIDENT, "1", "2");
    CHECK(judged_contradicts(&x.all, &against), "incidents through a third");
    arena_destroy(x.b.arena);
}

/* ---- a re-read ---- */

static void test_found_again(void)
{
    Bench x;
    bench_start(&x);
    uint64_t by_id = judge(&x, JUDGE_PENDING, THING_CLAIM, "0", ""), by_span = judge(&x, JUDGE_PENDING, THING_CLAIM, "3", "");
    uint64_t lost = judge(&x, JUDGE_PENDING, THING_CLAIM, "1", ""), pair = judge(&x, JUDGE_SAME_ORIGIN, THING_CLAIM, "0", "1");
    Claim *claims = x.c->readings[0].claims;

    /* proves P179 */
    claims[3].span.start += 2;                          /* other borders, another id, the same act */
    claims[3].acts |= act_bit(&x.b.taxonomy, S("DESTROY"));
    claims[1].acts = act_bit(&x.b.taxonomy, S("LEGAL"));
    claims[1].span.end -= 3;                            /* the words are there, and say something else now */
    reading_make_ids(x.b.arena, &x.c->readings[0]);
    judged_settle(x.b.arena, x.c, &x.all);
    CHECK_INT(state(&x, by_id), JUDGEMENT_STANDS, "by its id");
    CHECK_INT(state(&x, by_span), JUDGEMENT_STANDS, "by span and act");
    CHECK_INT(x.at[by_span - 100].refs[0].claim, 3, "which");
    CHECK_INT(state(&x, lost), JUDGEMENT_STALE, "lost");
    CHECK(x.at[lost - 100].why.len > 0, "why");
    CHECK_INT(state(&x, pair), JUDGEMENT_STALE, "half of it is lost");
    CHECK_INT(x.all.ruling_count, 0, "what is stale rules nothing");
    CHECK_INT(x.all.count, 4, "nothing is dropped");
    x.c->readings[0].doc.id = S("another");
    judged_settle(x.b.arena, x.c, &x.all);
    CHECK_INT(state(&x, by_id), JUDGEMENT_STALE, "its document is gone");
    arena_destroy(x.b.arena);
}

/* ---- corrections ---- */

static void test_corrections(void)
{
    Bench x;
    Gazetteer g = build_gazetteer();
    bench_start(&x);
    const Reading *read = x.c->readings;
    Corpus copy = *x.c;
    size_t mentions = read->mention_count;

    correct(&x, "0", FIELD_QUANTITY, "59 killed");
    correct(&x, "0", FIELD_PLACE, "izium");
    correct(&x, "0", FIELD_PLACE, "kupiansk");
    correct(&x, "0", FIELD_DATE, "2023-10");
    correct(&x, "1", FIELD_MODALITY, "denied");
    correct(&x, "1", FIELD_TO, "two houses");
    correct(&x, "2", FIELD_QUANTITY, "10.. wounded");
    uint64_t nowhere = correct(&x, "3", FIELD_PLACE, "atlantis");
    corrections_lay_over(x.b.arena, &g, &x.all, &copy);

    /* proves P185 */
    const Reading *laid = copy.readings;
    CHECK(laid->claims != read->claims && read->mention_count == mentions, "what was read stays");
    CHECK_STR(read->mentions[read->claims[0].place].place.place_id, S("hrakove"));
    CHECK_INT(read->mentions[read->claims[0].quantities[0]].quantity.low, 51, "what was read stays");
    CHECK_STR(laid->mentions[laid->claims[0].place].place.place_id, S("kupiansk"));
    const Mention *figure = &laid->mentions[laid->claims[0].quantities[0]];
    CHECK_INT(figure->quantity.low, 59, "low");
    CHECK_INT(figure->quantity.high, 59, "high");
    CHECK_STR(figure->quantity.who, S("civilian"));
    CHECK(span_eq(figure->span, read->mentions[read->claims[0].quantities[0]].span), "in the words that it corrects");
    int32_t first, last;
    CHECK(day_parse(S("2023-10-01"), &first) && day_parse(S("2023-10-31"), &last), "days");
    CHECK_INT(laid->claims[0].first, first, "first");
    CHECK_INT(laid->claims[0].last, last, "last");
    CHECK_INT(laid->claims[1].modality, MODALITY_DENIED, "modality");
    CHECK_STR(laid->claims[1].to.text, S("two houses"));
    CHECK_INT(laid->claims[2].quantity_count, 1, "a figure where none was read");
    CHECK_INT(laid->mentions[laid->claims[2].quantities[0]].quantity.high, QUANTITY_OPEN, "or more");
    CHECK_INT(state(&x, nowhere), JUDGEMENT_STALE, "the tables do not have that place");
    Judged judged = judged_claim(x.b.arena, x.c, &x.all, (ClaimRef){ 0, 0 });
    CHECK_INT(judged.correction_count, 3, "figure, place, date");
    CHECK_STR(judged.corrections[0].read, S("51 killed civilian"));
    CHECK_STR(judged.corrections[0].value, S("59 killed"));
    arena_destroy(x.b.arena);
}

static const struct { const char *text; bool is; int64_t low, high; const char *unit, *who; } figures[] = {
    { "51 killed", true, 51, 51, "killed", "" },
    { "40..50 wounded civilian", true, 40, 50, "wounded", "civilian" },
    { "441.. body", true, 441, QUANTITY_OPEN, "body", "" },
    { "..20 killed", true, 0, 20, "killed", "" },
    { "none killed", true, QUANTITY_UNKNOWN, QUANTITY_UNKNOWN, "killed", "" },
    { "killed", false, 0, 0, "", "" }, { "51", false, 0, 0, "", "" }, { "", false, 0, 0, "", "" },
    { "50..40 killed", false, 0, 0, "", "" }, { "-5 killed", false, 0, 0, "", "" }, { ".. killed", false, 0, 0, "", "" },
    { "5.5 killed", false, 0, 0, "", "" }, { "5 killed of them all", false, 0, 0, "", "" },
    { "99999999999999999999 killed", false, 0, 0, "", "" }, { "none killed civilian", false, 0, 0, "", "" },
};

static void test_figures(void)
{
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        JudgedQuantity q = { 0 };
        CHECK_INT(judged_quantity(str_of(figures[i].text), &q), figures[i].is, figures[i].text);
        if (!figures[i].is)
            continue;
        CHECK_INT(q.low, figures[i].low, figures[i].text);
        CHECK_INT(q.high, figures[i].high, figures[i].text);
        CHECK_STR(q.unit, str_of(figures[i].unit));
        CHECK_STR(q.who, str_of(figures[i].who));
    }
}

int main(void)
{
    test_newest();
    test_groups();
    test_contradictions();
    test_found_again();
    test_corrections();
    test_figures();
    return test_end();
}
