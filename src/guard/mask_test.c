/* mask_test.c -- names, numbers, views, cuts: over a small corpus built by hand. */
#include "base/auto.h"
#include "base/vec.h"
#include "check.h"
#include "guard/gate.h"
#include "guard/name.h"
#include "guard/view.h"

#include <stdlib.h>

typedef struct Maker {
    Arena       *arena;
    Reading      r;
    VEC(Mention) mentions;
    VEC(Segment) segments;
    VEC(Claim)   claims;
} Maker;

static Maker make(Arena *arena, const char *path, const char *text)
{
    Maker m = { .arena = arena };

    m.r.text = str_of(text);
    m.r.doc.path = str_of(path);
    for (size_t from = 0, end; from < m.r.text.len; from = end + 1) {
        end = str_find(m.r.text, S("\n"), from);
        if (end == SIZE_MAX)
            end = m.r.text.len;
        vec_push(arena, &m.segments, (Segment){ .span = { (uint32_t)from, (uint32_t)end }, .role = SEGMENT_SENTENCE,
                                                .supports = -1 });
    }
    return m;
}

/* The n-th (from 0) place where the words stand. */
static Span at(const Maker *m, const char *words, int n)
{
    size_t found = str_find(m->r.text, str_of(words), 0);

    while (n-- > 0 && found != SIZE_MAX)
        found = str_find(m->r.text, str_of(words), found + 1);
    if (found == SIZE_MAX)
        abort();
    return (Span){ (uint32_t)found, (uint32_t)(found + strlen(words)) };
}

static Mention *mention(Maker *m, MentionKind kind, const char *words, int n)
{
    Mention x = { .span = at(m, words, n), .kind = kind, .name = str_of(words) };

    for (size_t i = 0; i < m->segments.count; i++)
        if (span_overlaps(m->segments.at[i].span, x.span))
            x.segment = (int32_t)i;
    vec_push(m->arena, &m->mentions, x);
    return &m->mentions.at[m->mentions.count - 1];
}

static void person(Maker *m, const char *words, int n, bool protect, const char *full, const char *role)
{
    Mention *x = mention(m, MENTION_PERSON, words, n);
    Str name = str_of(full ? full : words);

    x->name = name;
    x->person = (PersonFields){ .protect = protect, .named = true, .role = str_of(role), .entity = -1 };
    for (size_t i = 0; i + 1 < m->mentions.count; i++)
        if (m->mentions.at[i].kind == MENTION_PERSON && str_eq(m->mentions.at[i].name, name)) {
            x->person.entity = (int32_t)i;
            break;
        }
}

static int by_span(const void *a, const void *b)
{
    const Mention *x = a, *y = b;
    return (x->span.start > y->span.start) - (x->span.start < y->span.start);
}

static Reading finish(Maker *m)
{
    /* entities are found again by name after sorting */
    if (m->mentions.count)
        qsort(m->mentions.at, m->mentions.count, sizeof *m->mentions.at, by_span);
    for (size_t i = 0; i < m->mentions.count; i++)
        for (size_t k = 0; m->mentions.at[i].kind == MENTION_PERSON && k <= i; k++)
            if (m->mentions.at[k].kind == MENTION_PERSON && str_eq(m->mentions.at[k].name, m->mentions.at[i].name)) {
                m->mentions.at[i].person.entity = (int32_t)k;
                break;
            }
    m->r.mentions = m->mentions.at;
    m->r.mention_count = m->mentions.count;
    m->r.segments = m->segments.at;
    m->r.segment_count = m->segments.count;
    m->r.claims = m->claims.at;
    m->r.claim_count = m->claims.count;
    return m->r;
}

static Str words_of(Arena *arena, const Guard *g, uint32_t reading, Span span)
{
    AUTO_STRBUF b = { 0 };

    guard_text(g, reading, span, &b);
    return arena_str(arena, strbuf_str(&b));
}

static Str whole(Arena *arena, const Guard *g, const Corpus *c, uint32_t reading)
{
    return words_of(arena, g, reading, (Span){ 0, (uint32_t)c->readings[reading].text.len });
}

static void test_words(void)
{
    static const struct { const char *text; Str folded; Str shown; } cases[] = {
        { "Strelnikov\xE2\x80\x99s dog",    S("strelnikov"),    S("Strelnikov") },
        { "Mar'yana",                       S("maryana"),       S("Mar'yana") },
        { "D\xE2\x80\x99" "Artagnan's",     S("dartagnan"),     S("D\xE2\x80\x99" "Artagnan") },
        { " soft\xC2\xAD" "hyphen",         S("softhyphen"),    S("soft\xC2\xAD" "hyphen") },
        { "Семёнов,",                       S("семенов"),       S("Семёнов") },
        { "ЇЖАК",                           S("їжак"),          S("ЇЖАК") },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str text = str_of(cases[i].text);
        NameWord w;
        size_t from = 0;
        CHECK(name_next(text, &from, &w), text);
        CHECK_STR(name_folded(&w), cases[i].folded);
        CHECK_STR(str_slice(text, w.start, w.end), cases[i].shown);
    }
}

static void test_names(void)
{
    AUTO_ARENA a = arena_create();
    Maker one = make(a, "oksana-kanarenko.txt",
        "Oksana Kanarenko, 43, hid for a week.\n"
        "Ms Kanarenko’s son left; KANARENKO wept, Oksana did too.\n"
        "Mayor Ivan Petrenko said so, and Petrenko knows Petro Bilyk of Bilyk's yard.\n"
        "A tearful woman agreed. Lyman fell. kanarenko-street");
    person(&one, "Oksana Kanarenko", 0, true, NULL, "");
    person(&one, "Kanarenko", 1, true, "Oksana Kanarenko", "");
    person(&one, "Ivan Petrenko", 0, false, NULL, "Mayor");
    person(&one, "Petrenko", 1, false, "Ivan Petrenko", "");
    person(&one, "Petro Bilyk", 0, true, NULL, "");
    mention(&one, MENTION_PERSON, "A tearful woman", 0)->person = (PersonFields){ .protect = true, .entity = -1 };
    Maker two = make(a, "two.txt",
        "Kanarenko, Oksana told the court. Oksana Markarova, ambassador, did not.\n"
        "Оксану Канаренко бачили; Канаренком звали і брата.\n"
        "Mr Ihor Petrenko, a witness, met Petrenko and Ivan Petrenko in Lyman.");
    person(&two, "Oksana Markarova", 0, false, NULL, "ambassador");
    person(&two, "Оксану Канаренко", 0, true, "Оксана Канаренко", "");
    person(&two, "Ihor Petrenko", 0, true, NULL, "");
    Reading readings[2] = { finish(&one), finish(&two) };
    Corpus c = { .readings = readings, .reading_count = 2 };
    Guard *g = guard_build(a, &c, 0);

    CHECK_INT(guard_people(g), 3, "people");
    CHECK_STR(whole(a, g, &c, 0), S(
        "Person 1, 43, hid for a week.\n"
        "Ms Person 1’s son left; Person 1 wept, Person 1 did too.\n"
        "Mayor Ivan Petrenko said so, and Petrenko knows Person 2 of Person 2's yard.\n"
        "A tearful woman agreed. Lyman fell. Person 1-street"));
    CHECK_STR(whole(a, g, &c, 1), S(
        "Person 1 told the court. Oksana Markarova, ambassador, did not.\n"
        "Person 1 бачили; Person 1 звали і брата.\n"
        "Mr Person 3, a witness, met Person 3 and Ivan Petrenko in Lyman."));
    /* A span that cuts a name shows nothing of it. */
    CHECK_STR(words_of(a, g, 0, (Span){ 3, 12 }), S("Person 1"));
    CHECK_STR(words_of(a, g, 0, (Span){ 10, 21 }), S("Person 1, 43,"));
    CHECK_STR(guard_str(g, a, S("in/oksana_kanarenko/1.txt")), S("in/Person 1/1.txt"));
    CHECK_STR(guard_str(g, a, S("Oksana Markarova")), S("Oksana Markarova"));
    CHECK_STR(guard_str(g, a, S("Petro is a name")), S("Petro is a name"));
    CHECK_STR(guard_str_of(g, a, 0, S("Petro is a name")), S("Person 2 is a name"));

    Reading masked;
    guard_mask_reading(g, a, 0, &readings[0], &masked);
    CHECK(masked.text.ptr == NULL, "no text");
    CHECK_STR(masked.doc.path, S("Person 1.txt"));
    CHECK_STR(masked.mentions[0].name, S("Person 1"));
    CHECK_INT(masked.mentions[0].person.number, 1, "number");
    CHECK_STR(masked.mentions[2].name, S("Ivan Petrenko"));
    CHECK_STR(masked.mentions[3].name, S("Ivan Petrenko"));
    CHECK_STR(masked.mentions[5].name, S("A tearful woman"));
    CHECK_INT(masked.mentions[5].person.number, 0, "no number for a role");

    /* Out of the index again: names are gone from the fields, and come back from text and span. */
    Reading stored[2];
    for (uint32_t i = 0; i < 2; i++) {
        guard_mask_reading(g, a, i, &readings[i], &stored[i]);
        stored[i].text = readings[i].text;
    }
    Corpus again = { .readings = stored, .reading_count = 2 };
    Guard *h = guard_build(a, &again, 0);
    CHECK_STR(whole(a, h, &again, 0), whole(a, g, &c, 0));
    View *clear = view_make_clear(a, &again, h);
    CHECK_STR(clear->corpus.readings[0].mentions[0].name, S("Oksana Kanarenko"));
    CHECK_STR(clear->corpus.readings[0].doc.path, S("Oksana Kanarenko.txt"));
}

static void test_numbers_stay(void)
{
    AUTO_ARENA a = arena_create();
    Maker one = make(a, "a", "Anna Bondar spoke."), two = make(a, "b", "Vira Koval and Anna Bondar spoke.");
    person(&one, "Anna Bondar", 0, true, NULL, "");
    one.mentions.at[0].person.number = 7;
    person(&two, "Vira Koval", 0, true, NULL, "");
    person(&two, "Anna Bondar", 0, true, NULL, "");
    Reading readings[2] = { finish(&two), finish(&one) };
    Corpus c = { .readings = readings, .reading_count = 2 };
    Guard *g = guard_build(a, &c, 9);

    CHECK_STR(whole(a, g, &c, 0), S("Person 10 and Person 7 spoke."));
    /* proves P40 */
    CHECK_INT(guard_number(g, 1, 0), 7, "kept");
}

static void test_sounds(void)
{
    static const char *const alike[][2] = {
        { "Butkevych", "Butkevitch" }, { "Butkevych", "Буткевич" }, { "Kanarenko", "Канаренко" },
        { "Oxana", "Оксана" }, { "Zhyvoplit", "Живопліт" }, { "Shcherbyna", "Щербина" }, { "Halyna", "Галина" },
        { "Galina", "Галина" }, { "Tsymbaliuk", "Цимбалюк" }, { "Yevhenia", "Євгенія" },
    };

    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        char sounds[2][NAME_SKELETON];
        size_t len[2];
        for (size_t k = 0; k < 2; k++) {
            NameWord w;
            size_t from = 0;
            name_next(str_of(alike[i][k]), &from, &w);
            len[k] = name_skeleton(&w, sounds[k]);
        }
        CHECK_STR(((Str){ sounds[0], len[0] }), ((Str){ sounds[1], len[1] }));
    }

    AUTO_ARENA a = arena_create();
    Maker one = make(a, "butkevych_maksym.txt", "Максим Буткевич розповів. Буткевича били."),
          two = make(a, "b", "Maksim Butkevitch and BUTKEVYCH. What Anna Koval said. Koval wept."),
          three = make(a, "c", "Anna Koval spoke to Hanna Koval\xC2\xA0" "and Ganna Koval.");
    person(&one, "Максим Буткевич", 0, true, NULL, "");
    person(&two, "Maksim Butkevitch", 0, true, NULL, "");
    person(&two, "Koval", 1, true, NULL, "");
    person(&three, "Anna Koval", 0, true, NULL, "");
    person(&three, "Hanna Koval", 0, true, NULL, "");
    person(&three, "Ganna Koval", 0, false, NULL, "minister");
    Reading readings[3] = { finish(&one), finish(&three), finish(&two) };
    Corpus c = { .readings = readings, .reading_count = 3 };
    Guard *g = guard_build(a, &c, 0);

    CHECK_INT(guard_people(g), 3, "one person in two scripts; one with and without her given name");
    CHECK_STR(whole(a, g, &c, 0), S("Person 1 розповів. Person 1 били."));
    /* A public name that sounds like a protected one is left; a protected one never is. */
    CHECK_STR(whole(a, g, &c, 1), S("Person 2 spoke to Person 3\xC2\xA0" "and Ganna Koval."));
    CHECK_STR(whole(a, g, &c, 2), S("Person 1 and Person 1. What Person 2 said. Person 2 wept."));
    CHECK_STR(guard_str(g, a, readings[0].doc.path), S("Person 1.txt"));
    CHECK_STR(guard_str(g, a, S("https://example.org/butkevich/1")), S("https://example.org/Person 1/1"));
}

/* "Page" of the outlet "Oskil Page" was taken for a person; Zhyvoplit of the "Zhyvoplit Archive" is one. */
static void test_outlets(void)
{
    AUTO_ARENA a = arena_create();
    Maker one = make(a, "a", "Oskil Page reports, and the Zhyvoplit Archive agrees."), two = make(a, "b", "x"),
          three = make(a, "c", "Neonila Zhyvoplit spoke. Page wept.");
    two.r.doc.publisher = S("Oskil Page");
    three.r.doc.publisher = S("Zhyvoplit Archive");
    person(&one, "Page", 0, true, NULL, "");
    person(&one, "Zhyvoplit", 0, true, NULL, "");
    person(&three, "Neonila Zhyvoplit", 0, true, NULL, "");
    Reading readings[3] = { finish(&one), finish(&two), finish(&three) };
    Corpus c = { .readings = readings, .reading_count = 3 };
    Guard *g = guard_build(a, &c, 0);
    Reading masked;

    CHECK_STR(whole(a, g, &c, 0), S("Oskil Page reports, and the Person 1 Archive agrees."));
    CHECK_STR(whole(a, g, &c, 2), S("Person 2 spoke. Page wept."));
    guard_mask_reading(g, a, 0, &readings[0], &masked);
    CHECK_STR(masked.mentions[0].name, S("Page"));
    CHECK_INT(masked.mentions[0].person.number, 0, "no number");
    person(&three, "Page", 0, true, NULL, "");
    readings[2] = finish(&three);
    g = guard_build(a, &c, 0);
    CHECK(!str_starts(guard_str(g, a, S("Page")), S("Page")), "elsewhere it is a person");
}

static void test_cuts(void)
{
    AUTO_ARENA a = arena_create();
    Maker one = make(a, "a", "Then Anna Bondar spoke.\nBondar wept.");
    person(&one, "Anna Bondar", 0, true, NULL, "");
    Reading r = finish(&one);
    Corpus c = { .readings = &r, .reading_count = 1 };
    GuardCuts cuts = guard_cuts(guard_build(a, &c, 0), a, 0);
    static const char *const pieces[] = { "Then ", "Anna Bondar", " spoke.", "\n", "Bondar", " wept." };
    static const bool masked[] = { false, true, false, false, true, false };

    CHECK_INT(cuts.count, 6, "pieces");
    for (size_t i = 0; i < cuts.count && i < 6; i++) {
        CHECK_STR(span_text(r.text, cuts.spans[i]), str_of(pieces[i]));
        CHECK_INT(cuts.masked[i], masked[i], pieces[i]);
    }
}

static Taxonomy taxonomy(void)
{
    Taxonomy t = { .count = 3 };

    t.act[0] = (ActCode){ .code = S("KILL"), .harm = true };
    t.act[1] = (ActCode){ .code = S("SEXVIOL"), .harm = true, .compartment = true };
    t.act[2] = (ActCode){ .code = S("FORCE"), .context = true };
    return t;
}

static void claim(Maker *m, int segment, ActSet acts)
{
    ChainLink *chain = arena_array(m->arena, ChainLink, 2);

    chain[0] = (ChainLink){ .name = S("Paper"), .span = SPAN_NONE, .mention = -1 };
    chain[1] = (ChainLink){ .name = S("She"), .span = SPAN_NONE, .mention = -1 };
    vec_push(m->arena, &m->claims, (Claim){ .span = m->segments.at[segment].span, .segment = segment, .acts = acts,
             .by = { SPAN_NONE, STR_NONE }, .to = { SPAN_NONE, S("her") }, .edtf = S("2022"), .chain = chain,
             .chain_count = 2, .place = -1, .date = -1, .attribution = -1 });
}

static void test_compartment(void)
{
    AUTO_ARENA a = arena_create();
    Taxonomy t = taxonomy();
    Maker one = make(a, "a", "Soldiers killed six.\nAnna Bondar was assaulted in Izium.\nThe end.");
    one.r.doc.title = S("Anna Bondar was assaulted in Izium. - Paper");
    person(&one, "Anna Bondar", 0, true, NULL, "");
    mention(&one, MENTION_PLACE, "Izium", 0)->place.place_id = S("izium");
    claim(&one, 0, 1);
    claim(&one, 1, 2);
    Reading r = finish(&one);
    ClaimRef refs[2] = { { 0, 0 }, { 0, 1 } };
    Incident incidents[2] = {
        { .title = S("Killing"), .acts = 1, .claims = refs, .claim_count = 1, .place_id = S("x"), .voices = 1 },
        { .title = S("Assault in Izium"), .acts = 2, .claims = refs + 1, .claim_count = 1, .place_id = S("izium"),
          .lat = 49, .edtf = S("2022"), .voices = 1, .origins = 1 },
    };
    ConflictSpan where = { 0, r.segments[1].span };
    Conflict conflict = { .spans = &where, .span_count = 1, .why = S("assault") };
    ClaimRef whole = { 0, CLAIM_NONE }, first = { 0, 0 };
    Passage both[2] = { { r.segments[0].span, r.segments[0].span }, { r.segments[1].span, r.segments[1].span } };
    Derivation derivations[3] = {
        { .from = whole, .to = whole, .how = DERIVED_COPY, .passages = both, .passage_count = 2, .evidence = S("2 of 3 sentences") },
        { .from = whole, .to = whole, .how = DERIVED_COPY, .passages = both + 1, .passage_count = 1 },
        { .from = first, .to = whole, .how = DERIVED_QUOTATION, .passages = both + 1, .passage_count = 1,
          .evidence = S("it has \"assaulted\" where the other has \"hurt\"") },
    };
    Corpus c = { .taxonomy = &t, .readings = &r, .reading_count = 1, .incidents = incidents, .incident_count = 2,
                 .conflicts = &conflict, .conflict_count = 1, .derivations = derivations, .derivation_count = 3 };
    Guard *g = guard_build(a, &c, 0);
    View *v = view_make(a, &c, g);

    /* proves P42, P145 */
    CHECK_INT(v->corpus.derivation_count, 1, "what two texts share stays without the withheld sentence");
    CHECK_INT(v->corpus.derivations[0].passage_count, 1, "the other passage");
    CHECK(span_eq(v->corpus.derivations[0].passages[0].from, r.segments[0].span), "which is not the withheld one");
    CHECK_INT(c.derivations[0].passage_count, 2, "the input is untouched");
    CHECK_STR(view_text_str(v, a, 0, (Span){ 0, (uint32_t)r.text.len }),
              S("Soldiers killed six.\n" WITHHELD_TEXT "\nThe end."));
    CHECK(view_segment_withheld(v, 0, 1) && !view_segment_withheld(v, 0, 0), "segment");
    CHECK(view_claim_withheld(v, refs[1]) && !view_claim_withheld(v, refs[0]), "claim");
    CHECK_STR(v->corpus.readings[0].doc.title, S(WITHHELD_TEXT));
    CHECK_STR(v->corpus.readings[0].mentions[1].name, S(WITHHELD_TITLE));
    CHECK(v->corpus.readings[0].mentions[1].place.place_id.ptr == NULL, "place of a withheld mention");
    CHECK_INT(v->corpus.readings[0].claims[1].acts, 0, "acts");
    CHECK_INT(v->corpus.readings[0].claims[1].chain_count, 1, "chain");
    CHECK_INT(v->corpus.incident_count, 2, "the row stays");
    CHECK_STR(v->corpus.incidents[0].title, S("Killing"));
    CHECK_STR(v->corpus.incidents[1].title, S(WITHHELD_TITLE));
    CHECK(v->corpus.incidents[1].place_id.ptr == NULL && v->corpus.incidents[1].edtf.ptr == NULL, "place and date");
    CHECK_INT(v->corpus.incidents[1].claim_count, 0, "claims");
    CHECK_INT(v->corpus.conflict_count, 0, "conflicts");
    CHECK_INT(c.conflict_count, 1, "the input is untouched");
    CHECK_STR(c.incidents[1].title, S("Assault in Izium"));

    Error err = { 0 };
    CHECK_INT(gate_export(v, GATE_TABLE, &err), OK, "masked table");
    CHECK_INT(gate_export(v, GATE_ORIGINALS, &err), ERR_REFUSED, "originals");
    /* proves P43 */
    CHECK(str_starts(str_of(err.text), S("rule G4")), err.text);
    View *clear = view_make_clear(a, &c, g);
    CHECK_INT(gate_export(clear, GATE_DOSSIER, &err), ERR_REFUSED, "clear dossier");
    CHECK(str_starts(str_of(err.text), S("rule G1")), err.text);
    CHECK_STR(view_text_str(clear, a, 0, r.segments[1].span), S("Anna Bondar was assaulted in Izium."));
    /* proves P37 */
    CHECK(gate_on_map(v, 1) && !gate_on_map(v, 2) && !gate_on_map(v, 4), "map");

    size_t count = 0;
    ViewPiece *pieces = view_pieces(v, a, 0, (Span){ 9, 30 }, &count);
    CHECK_INT(count, 2, "pieces");
    CHECK_STR(pieces[0].text, S("killed six.\n"));
    CHECK_INT(pieces[1].number, -1, "withheld piece");
}

/* A name that nothing else resembles may stand in no masked string of any kind. */
static bool holds(Str s, Str name)
{
    return str_find(s, name, 0) != SIZE_MAX;
}

static void test_canary(void)
{
    AUTO_ARENA a = arena_create();
    Str canary = S("Zhyvoplit");
    Maker one = make(a, "reports/Zhyvoplit.txt",
                     "Neonila Zhyvoplit saw it.\nZhyvoplit's house burned; the Zhyvoplits fled.\nSafe words."),
          two = make(a, "two.txt", "The lawyer of Neonila Zhyvoplit, Mr Zhyvoplit, spoke to ZHYVOPLIT.");
    person(&one, "Neonila Zhyvoplit", 0, true, NULL, "mother of Ivan Zhyvoplit");
    person(&two, "Neonila Zhyvoplit", 0, false, NULL, "");      /* READ was wrong here */
    one.r.doc.title = S("What Neonila Zhyvoplit saw");
    one.r.doc.url = S("https://example.org/neonila-Zhyvoplit");
    one.r.doc.publisher = S("The Zhyvoplit Times");
    one.r.doc.authors = &canary;
    one.r.doc.author_count = 1;
    Note note = { S("x"), SPAN_NONE, S("odd: Zhyvoplit") };
    one.r.doc.notes = &note;
    one.r.doc.note_count = 1;
    claim(&one, 0, 1);
    one.claims.at[0].chain[1].name = S("Zhyvoplit");
    one.claims.at[0].by.text = S("Zhyvoplit and others");
    one.claims.at[0].to = (Party){ { 0, 17 }, S("Neonila Zhyvoplit") };
    Attribution said = { .speaker = S("Neonila Zhyvoplit"), .source = SPAN_NONE, .cue = SPAN_NONE, .person = -1 };
    one.r.attributions = &said;
    one.r.attribution_count = 1;
    CatalogueEntry entry = { .title_text = S("Zhyvoplit: a life"), .authors = &canary, .author_count = 1 };
    one.r.entries = &entry;
    one.r.entry_count = 1;
    Reading readings[2] = { finish(&one), finish(&two) };
    ClaimRef ref = { 0, 0 };
    Origin origin = { .name = S("Neonila Zhyvoplit"), .claims = &ref, .claim_count = 1, .voices = &canary,
                      .voice_count = 1, .why = &canary, .why_count = 1 };
    Incident incident = { .title = S("Zhyvoplit house"), .claims = &ref, .claim_count = 1, .why = &canary,
                          .why_count = 1 };
    Conflict conflict = { .why = S("Zhyvoplit says 2") };
    Derivation derivation = { .from = ref, .to = { 1, CLAIM_NONE }, .evidence = S("said Zhyvoplit") };
    Corpus c = { .readings = readings, .reading_count = 2, .origins = &origin, .origin_count = 1,
                 .incidents = &incident, .incident_count = 1, .conflicts = &conflict, .conflict_count = 1,
                 .derivations = &derivation, .derivation_count = 1 };
    Guard *g = guard_build(a, &c, 0);
    View *v = view_make(a, &c, g);
    const Reading *r = &v->corpus.readings[0];
    const Str strings[] = {
        whole(a, g, &c, 0), whole(a, g, &c, 1), r->doc.path, r->doc.title, r->doc.url, r->doc.publisher,
        r->doc.authors[0], r->doc.notes[0].text, r->mentions[0].name, r->mentions[0].person.role,
        v->corpus.readings[1].mentions[0].name, r->claims[0].chain[1].name, r->claims[0].by.text,
        r->claims[0].to.text, r->attributions[0].speaker, r->entries[0].title_text, r->entries[0].authors[0],
        v->corpus.origins[0].name, v->corpus.origins[0].voices[0], v->corpus.origins[0].why[0],
        v->corpus.incidents[0].title, v->corpus.incidents[0].why[0], v->corpus.conflicts[0].why,
        v->corpus.derivations[0].evidence,
    };

    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        CHECK(strings[i].len > 0, "something is left");
        /* proves P39 */
        CHECK(!holds(strings[i], canary) && !holds(strings[i], S("ZHYVOPLIT")), strings[i]);
    }
    for (uint32_t i = 0; i < readings[0].text.len; i++)
        for (uint32_t k = i + 1; k <= readings[0].text.len; k++)
            CHECK(!holds(words_of(a, g, 0, (Span){ i, k }), S("hyvopl")), "every cut");
    /* Spans and indices are those of the input. */
    CHECK(span_eq(r->mentions[0].span, readings[0].mentions[0].span), "span");
}

int main(void)
{
    test_words();
    test_names();
    test_numbers_stay();
    test_sounds();
    test_outlets();
    test_cuts();
    test_compartment();
    test_canary();
    return test_end();
}
