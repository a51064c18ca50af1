/* trace_test.c -- small corpora with what rests on what in them. */
#include "base/auto.h"
#include "build_corpus.h"
#include "check.h"
#include "trace/names.h"
#include "trace/work.h"

#define WIRE                                                                                             \
    "A missile struck a cafe and shop in the village of Hrakove early on Thursday afternoon, killing 51 people who had gathered for a meal, the minister said.\n" \
    "Some sixty people were inside after the reburial of a fellow villager, the head of the administration wrote.\n" \
    "Almost every family in the village lost someone, the minister told television.\n"                    \
    "The search of the rubble went on after dark with lamps and dogs and cranes brought from the city.\n"

#define STOCK "Read our coverage of the war every morning and support independent local reporting with a small gift.\n"

static WordKind kind_of(const void *context, uint64_t hash)
{
    (void)context;
    return hash == fold_join(fold_hash(S("echoed")), fold_hash(S("by"))) ? WORD_ECHO
           : hash == fold_join(fold_hash(S("preliminary")), fold_hash(S("data"))) ? WORD_HEDGE : WORD_PLAIN;
}

static Corpus *trace(Build *b)
{
    static Gazetteer g;
    Corpus *c = build_end(b);

    g = build_gazetteer();
    trace_corpus(&g, kind_of, NULL, b->arena, c);
    return c;
}

static const Derivation *derivation(const Corpus *c, DerivationHow how, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < c->derivation_count; i++)
        if (c->derivations[i].how == how && c->derivations[i].from.reading == from && c->derivations[i].to.reading == to)
            return &c->derivations[i];
    return NULL;
}

static const Origin *origin_of(const Corpus *c, uint32_t reading, uint32_t claim)
{
    for (size_t i = 0; i < c->origin_count; i++)
        for (size_t k = 0; k < c->origins[i].claim_count; k++)
            if (c->origins[i].claims[k].reading == reading && c->origins[i].claims[k].claim == claim)
                return &c->origins[i];
    return NULL;
}

static bool has_voice(const Origin *o, const char *name)
{
    for (size_t i = 0; i < o->voice_count; i++)
        if (str_eq(o->voices[i], str_of(name)))
            return true;
    return false;
}

static void test_names(void)
{
    static const struct { const char *a, *b; bool same; } cases[] = {
        { "Verstka", "Russian opposition outlet Verstka", true },
        { "the ISW", "Institute for the Study of War", true },
        { "Gerashchenko", "Anton Gerashchenko", true },
        { "Kyiv", "Kyiv police", false },
        { "Person 3", "Person 31", false },
        { "survivors from Izium", "survivors of Balakliia", false },
        { "regional prosecutors", "the regional prosecutors", true },
        { "officials", "city officials", false },
        { "", "Verstka", false },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Name a = name_of(str_of(cases[i].a)), b = name_of(str_of(cases[i].b));
        CHECK_INT(name_same(&a, &b), cases[i].same, cases[i].a);
        CHECK_INT(name_same(&b, &a), cases[i].same, cases[i].b);
    }
}

/* Word for word, shortened; reworded in order; and a text on the same subject that is its own. */
static void test_copies(void)
{
    Build b = build_start();

    build_reading(&b, "wire.txt", "Sloboda Wire", "2023-10-05", WIRE STOCK);
    int32_t p = build_place(&b, "Hrakove", "hrakove");
    int32_t q = build_quantity(&b, "51 people", 51, 51, "person", "");
    build_claim(&b, "killing 51 people", "KILL_ATTACK", p, "2023-10-05", q, "Sloboda Wire|the minister");
    build_reading(&b, "courier.txt", "Courier", "2023-10-06", "World, page 7\n(Sloboda Wire)\n" WIRE STOCK);
    p = build_place(&b, "Hrakove", "hrakove");
    q = build_quantity(&b, "51 people", 51, 51, "person", "");
    build_claim(&b, "killing 51 people", "KILL_ATTACK", p, "2023-10-05", q, "Courier|the minister");
    build_reading(&b, "dispatch.txt", "Dispatch", "2023-10-06",
                  "Some 51 mourners who had gathered for a meal lost their lives when a missile struck the cafe and shop in Hrakove on Thursday.\n"
                  "Around sixty people were inside after a fellow villager was buried again, said the head of the administration.\n"
                  "Hardly a family in the village that has not lost someone, the minister told television viewers.\n"
                  "The search of the rubble went on through the dark with lamps and cranes and dogs from the city.\n" STOCK);
    q = build_quantity(&b, "51 mourners", 51, 51, "person", "");
    p = build_place(&b, "Hrakove", "hrakove");
    build_claim(&b, "51 mourners who had gathered for a meal lost their lives", "KILL_ATTACK", p, "2023-10-05", q, "Dispatch");
    build_reading(&b, "note.txt", "Monitor", "2023-11-01",
                  "Our staff counted fresh graves in Hrakove on a Sunday and spoke with a man who had dug them for nine days.\n"
                  "He said that he had stopped asking for whom. The cafe was never rebuilt and the shop sells bread from a van.\n" STOCK);
    p = build_place(&b, "Hrakove", "hrakove");
    build_claim(&b, "counted fresh graves", "GRAVE", p, NULL, -1, "Monitor");
    const Corpus *c = trace(&b);

    const Derivation *copy = derivation(c, DERIVED_COPY, 1, 0), *spun = derivation(c, DERIVED_RESPUN, 2, 0);
    CHECK(copy != NULL, "the courier prints the wire");
    CHECK(copy && copy->passage_count >= 4, "sentence by sentence");
    CHECK(copy && str_find(copy->evidence, S("names the publisher"), 0) != SIZE_MAX, "it says whence it has it");
    CHECK(spun != NULL, "the dispatch reworded it");
    for (uint32_t i = 0; i < 3; i++)
        CHECK(derivation(c, DERIVED_COPY, 3, i) == NULL && derivation(c, DERIVED_RESPUN, 3, i) == NULL,
              "one stock sentence is no copy");
    const Origin *o = origin_of(c, 0, 0);
    /* proves P29 */
    CHECK(o == origin_of(c, 1, 0) && o == origin_of(c, 2, 0), "one minister behind three papers");
    CHECK_STR(o->name, S("the minister"));
    CHECK(has_voice(o, "Sloboda Wire") && has_voice(o, "Courier") && has_voice(o, "Dispatch"), "three papers");
    CHECK(origin_of(c, 3, 0) != o, "the monitor saw for itself");
    CHECK_INT(c->origin_count, 2, "two roots in all");
    /* proves P32 */
    CHECK(o->why_count > 0, "a reason for each merge");
    arena_destroy(b.arena);
}

/* Outlet <- institute <- paper; and a chain that leads out of the case. */
static void test_relays(void)
{
    Build b = build_start();

    build_reading(&b, "page.txt", "Oskil Page", "2022-10-01", "Near Kupiansk 24 people were killed, said the head of the administration.");
    int32_t p = build_place(&b, "Kupiansk", "kupiansk");
    int32_t q = build_quantity(&b, "24 people", 24, 24, "killed", "");
    build_claim(&b, "24 people were killed", "KILL_ATTACK", p, NULL, q, "Oskil Page|head of the administration");
    build_reading(&b, "digest.txt", "Border Monitor", "2022-10-02", "According to Oskil Page, 24 people were killed near Kupiansk.");
    q = build_quantity(&b, "24 people", 24, 24, "killed", "");
    p = build_place(&b, "Kupiansk", "kupiansk");
    build_claim(&b, "24 people were killed near Kupiansk", "KILL_ATTACK", p, NULL, q, "Border Monitor|Oskil Page");
    build_now(&b)->claims[0].chain[1].how = CHAIN_RELAYS;
    build_reading(&b, "paper.txt", "Evening Paper", "2022-10-04",
                  "The Border Monitor, citing Oskil Page, wrote that 24 people were killed near Kupiansk.\n"
                  "According to the ISW, Verstka stated that men were sent to the front.");
    q = build_quantity(&b, "24 people", 24, 24, "killed", "");
    p = build_place(&b, "Kupiansk", "kupiansk");
    build_claim(&b, "24 people were killed near Kupiansk", "KILL_ATTACK", p, NULL, q, "Evening Paper|Border Monitor|Oskil Page");
    build_claim(&b, "men were sent to the front", "CONSCRIPT", -1, NULL, -1, "Evening Paper|ISW|Verstka");
    const Corpus *c = trace(&b);

    CHECK(derivation(c, DERIVED_RELAY, 1, 0) != NULL, "the monitor has it from the page");
    CHECK(derivation(c, DERIVED_RELAY, 2, 1) != NULL, "the paper has it from the monitor");
    const Origin *o = origin_of(c, 0, 0);
    CHECK(o == origin_of(c, 1, 0) && o == origin_of(c, 2, 0), "one official behind all three");
    CHECK_INT(o->voice_count, 4, "page, official, monitor, paper");
    const Derivation *out = derivation(c, DERIVED_RELAY, 2, 2);
    CHECK(out && str_find(out->evidence, S("no document of the source is in this case"), 0) != SIZE_MAX, "ISW and Verstka");
    CHECK_STR(origin_of(c, 2, 1)->name, S("Verstka"));
    /* proves P30 */
    CHECK(str_find(origin_of(c, 2, 1)->why[0], S("ISW has it from Verstka"), 0) != SIZE_MAX, "the chain in words");
    arena_destroy(b.arena);
}

/* "Multiple officials" are one named man and three who echo him. */
static void test_echoes(void)
{
    Build b = build_start();

    build_reading(&b, "a.txt", "Paper", "2022-09-16",
                  "At least 1,000 civilians died in Izium, according to multiple officials.\n"
                  "Maksim Strelnyk said at least 1,000 civilians have been killed.\n"
                  "His words were echoed by Anton Hera and Iulia Mend.\n"
                  "Our reporters saw a burnt school in Izium.");
    int32_t q = build_quantity(&b, "At least 1,000 civilians", 1000, QUANTITY_OPEN, "killed", "civilian");
    int32_t p = build_place(&b, "Izium", "izium");
    build_claim(&b, "At least 1,000 civilians died in Izium", "KILL_ATTACK", p, NULL, q, "Paper|multiple officials");
    q = build_quantity(&b, "at least 1,000 civilians", 1000, QUANTITY_OPEN, "killed", "civilian");
    build_claim(&b, "at least 1,000 civilians have been killed", "KILL_ATTACK", p, NULL, q, "Paper|Maksim Strelnyk");
    build_mention(&b, "Anton Hera", MENTION_PERSON)->person.named = true;
    build_mention(&b, "Iulia Mend", MENTION_PERSON)->person.named = true;
    build_claim(&b, "saw a burnt school", "DESTROY", p, NULL, -1, "Paper");
    const Corpus *c = trace(&b);

    const Origin *o = origin_of(c, 0, 0);
    CHECK(o == origin_of(c, 0, 1), "one figure in one text");
    CHECK_STR(o->name, S("Maksim Strelnyk"));
    /* proves P31 */
    CHECK(has_voice(o, "Anton Hera") && has_voice(o, "Iulia Mend"), "echoes are voices");
    CHECK_INT(o->voice_count, 5, "paper, officials, three names");
    CHECK_INT(c->origin_count, 2, "and what the paper saw itself");
    arena_destroy(b.arena);
}

/* "By preliminary data" is nobody; an office told with fewer words is the same office; two witnesses stay two. */
static void test_sources_in_text(void)
{
    Build b = build_start();

    build_reading(&b, "a.txt", "Paper", "2023-10-05",
                  "Preliminary data speak of a missile. A shell hit a house. The regional minister said a mill was hit. "
                  "The minister said a barn was hit. A man saw a fire. A woman saw a fire too.");
    build_claim(&b, "speak of a missile", "ATTACK", -1, NULL, -1, "Paper|Preliminary data");
    build_claim(&b, "shell hit a house", "ATTACK", -1, NULL, -1, "Paper");
    build_claim(&b, "a mill was hit", "ATTACK", -1, NULL, -1, "Paper|the regional minister");
    build_claim(&b, "a barn was hit", "ATTACK", -1, NULL, -1, "Paper|the minister");
    build_claim(&b, "A man saw a fire", "ATTACK", -1, NULL, -1, "Paper|a man");
    build_claim(&b, "A woman saw a fire", "ATTACK", -1, NULL, -1, "Paper|a woman");
    const Corpus *c = trace(&b);

    CHECK(origin_of(c, 0, 0) == origin_of(c, 0, 1), "what nobody is named for is the paper's own");
    CHECK(!has_voice(origin_of(c, 0, 0), "Preliminary data"), "and no voice");
    CHECK(origin_of(c, 0, 2) == origin_of(c, 0, 3), "one office");
    CHECK(origin_of(c, 0, 4) != origin_of(c, 0, 5), "two witnesses");
    CHECK_INT(c->origin_count, 4, "paper, minister, man, woman");
    arena_destroy(b.arena);
}

static void quote(Build *b, const char *words, const char *speaker)
{
    Reading *r = build_now(b);
    Attribution *a = &r->attributions[r->attribution_count++];

    *a = (Attribution){ .source = SPAN_NONE, .cue = SPAN_NONE, .speaker = str_of(speaker), .person = -1, .direct = true };
    a->content = arena_array(b->arena, Span, 1);
    a->content[a->content_count++] = build_span(b, words);
}

static void test_quotations(void)
{
    Build b = build_start();

    build_reading(&b, "a.txt", "Wire", "2023-10-05", "\"We carried people out on doors, because there were not enough stretchers,\" said a rescue worker.");
    quote(&b, "We carried people out on doors, because there were not enough stretchers", "a rescue worker");
    build_reading(&b, "b.txt", "Dispatch", "2023-10-06", "\"We carried the dead out on doors because there were no stretchers left,\" a rescuer was quoted.");
    quote(&b, "We carried the dead out on doors because there were no stretchers left", "a rescuer");
    build_reading(&b, "c.txt", "Courier", "2023-10-07", "\"We carried people out on doors, because there were not enough stretchers,\" said a man.");
    quote(&b, "We carried people out on doors, because there were not enough stretchers", "a man");
    build_reading(&b, "d.txt", "Monitor", "2023-10-08", "\"If I had lost the book they would have lost their names,\" he said.");
    quote(&b, "If I had lost the book they would have lost their names", "he");
    const Corpus *c = trace(&b);

    const Derivation *altered = derivation(c, DERIVED_QUOTATION, 1, 0), *same = derivation(c, DERIVED_QUOTATION, 2, 0);
    CHECK(altered && str_find(altered->evidence, S("not the same words"), 0) != SIZE_MAX, "altered inside the marks");
    CHECK(same && str_eq(same->evidence, S("the same quoted words")), "word for word");
    CHECK(derivation(c, DERIVED_QUOTATION, 3, 0) == NULL, "another utterance");
    arena_destroy(b.arena);
}

static void test_footnotes(void)
{
    Build b = build_start();

    build_reading(&b, "report.txt", "Monitor", "2022-10-05", "Izium was occupied for five months.\nNote <https://example.org/monitor/chronology>");
    int32_t p = build_place(&b, "Izium", "izium");
    build_claim(&b, "Izium was occupied", "CONTROL", p, NULL, -1, "Monitor");
    build_now(&b)->segments[1].role = SEGMENT_FOOTNOTE;
    build_now(&b)->segments[1].supports = 0;
    build_reading(&b, "chronology.txt", "Monitor", "2022-09-30", "A chronology of the year.");
    build_now(&b)->doc.url = S("https://example.org/monitor/chronology");
    const Corpus *c = trace(&b);

    const Derivation *d = derivation(c, DERIVED_FOOTNOTE, 0, 1);
    CHECK(d && d->from.claim == 0 && d->to.claim == CLAIM_NONE, "from the claim to the document of the case");
    arena_destroy(b.arena);
}

int main(void)
{
    test_names();
    test_copies();
    test_relays();
    test_echoes();
    test_sources_in_text();
    test_quotations();
    test_footnotes();
    return test_end();
}
