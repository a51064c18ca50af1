/* rulings_test.c -- people cut and add derivations. */
#include "build_corpus.h"
#include "check.h"
#include "trace/work.h"

#define STORY                                                                                            \
    "A missile struck a cafe and shop in the village of Hrakove early on Thursday afternoon, killing 51 people who had gathered for a meal, the minister said.\n" \
    "Some sixty people were inside after the reburial of a fellow villager, the head of the administration wrote.\n" \
    "Almost every family in the village lost someone, the minister told television.\n"                    \
    "The search of the rubble went on after dark with lamps and dogs and cranes brought from the city.\n"

static WordKind plain(const void *context, uint64_t hash)
{
    (void)context;
    (void)hash;
    return WORD_PLAIN;
}

/* Two papers with one story and a claim each, and a third text that shares nothing; traced with these rulings. */
static const Corpus *traced(Build *b, const Ruling *rulings, size_t count)
{
    static Gazetteer g;

    *b = build_start();
    build_reading(b, "wire.txt", "Sloboda Wire", "2023-10-05", STORY);
    build_claim(b, "killing 51 people", "KILL_ATTACK", -1, NULL, -1, "Sloboda Wire");
    build_reading(b, "courier.txt", "Courier", "2023-10-06", STORY "More in our edition of tomorrow, page 4.\n");
    build_claim(b, "killing 51 people", "KILL_ATTACK", -1, NULL, -1, "Courier");
    build_reading(b, "note.txt", "Monitor", "2023-11-01", "Our staff counted nine fresh graves behind the school on a Sunday.\n");
    build_claim(b, "counted nine fresh graves", "GRAVE", -1, NULL, -1, "Monitor");
    Corpus *c = build_end(b);
    c->rulings = rulings;
    c->ruling_count = count;
    g = build_gazetteer();
    trace_corpus(&g, plain, NULL, b->arena, c);
    return c;
}

static const ClaimRef wire = { 0, CLAIM_NONE }, courier = { 1, CLAIM_NONE }, note = { 2, CLAIM_NONE };
static const ClaimRef wire_claim = { 0, 0 }, courier_claim = { 1, 0 };

static const Derivation *between(const Corpus *c, ClaimRef from, ClaimRef to)
{
    for (size_t i = 0; i < c->derivation_count; i++) {
        const Derivation *d = &c->derivations[i];
        if (d->from.reading == from.reading && d->from.claim == from.claim && d->to.reading == to.reading &&
            d->to.claim == to.claim)
            return d;
    }
    return NULL;
}

static size_t passages(const Corpus *c)
{
    const Derivation *d = between(c, courier, wire);
    return d ? d->passage_count : 0;
}

/* proves P144 */
static void test_cuts(void)
{
    Ruling cut = { RULING_CUT_EDGE, courier, wire, 7, S("both had the minister's statement") };
    Ruling back = { RULING_CUT_EDGE, wire, courier, 7, S("both had the minister's statement") };
    Ruling claims = { RULING_CUT_EDGE, courier_claim, wire_claim, 7, S("this sentence is from the minister") };
    Ruling other = { RULING_CUT_EDGE, courier, note, 7, S("nothing in common") };
    Ruling kind = { RULING_APART, courier, wire, 7, S("of incidents") };
    Build b;

    CHECK_INT(passages(traced(&b, NULL, 0)), 4, "the courier prints the wire");
    arena_destroy(b.arena);
    CHECK_INT(traced(&b, &cut, 1)->derivation_count, 0, "cut");
    arena_destroy(b.arena);
    CHECK_INT(traced(&b, &back, 1)->derivation_count, 0, "cut, whichever way it was told");
    arena_destroy(b.arena);
    CHECK_INT(passages(traced(&b, &claims, 1)), 3, "the sentence with these two claims is left out");
    arena_destroy(b.arena);
    CHECK_INT(passages(traced(&b, &other, 1)), 4, "another pair");
    arena_destroy(b.arena);
    CHECK_INT(passages(traced(&b, &kind, 1)), 4, "another kind of ruling");
    arena_destroy(b.arena);
}

/* proves P144 */
static void test_added(void)
{
    Ruling added[] = {
        { RULING_ADD_EDGE, note, wire, 7, S("the editor told us") },
        { RULING_ADD_EDGE, wire_claim, courier_claim, 8, S("it came by telephone") },
        { RULING_CUT_EDGE, courier, wire, 9, S("the other way round") },
        { RULING_ADD_EDGE, wire, courier, 10, S("the wire had it from the courier") },
        { RULING_ADD_EDGE, note, wire, 10, S("the editor told us twice") },
        { RULING_ADD_EDGE, courier, note, 11, S("a slip") },
        { RULING_CUT_EDGE, courier, note, 12, S("it was a slip") },
    };
    Build b;
    const Corpus *c = traced(&b, added, sizeof added / sizeof *added);
    const Derivation *bare = between(c, note, wire), *claims = between(c, wire_claim, courier_claim);
    const Derivation *copy = between(c, wire, courier);

    CHECK_STR(bare ? bare->evidence : S("none"), S("a person judged so: the editor told us twice"));
    CHECK(bare && bare->how == DERIVED_CITATION && bare->passage_count == 0, "nothing in common to show");
    CHECK(claims && claims->passage_count == 1, "the words of both claims");
    CHECK_STR(copy ? copy->evidence : S("none"), S("a person judged so: the wire had it from the courier"));
    CHECK(copy && copy->how == DERIVED_COPY && copy->passage_count == 4, "what they share is shown");
    CHECK(between(c, courier, wire) == NULL, "the program's own is cut");
    CHECK(between(c, courier, note) == NULL, "the later ruling holds");
    CHECK_INT(c->derivation_count, 3, "and no other");
    arena_destroy(b.arena);
}

int main(void)
{
    test_cuts();
    test_added();
    return test_end();
}
