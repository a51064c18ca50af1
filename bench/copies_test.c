/* copies_test.c -- among 2,000 generated documents: what is found of each kind of copy, and that neither the order in
 * which they come nor whether they come one by one changes anything.
 */
#include "copy_score.h"

#include "base/auto.h"
#include "base/os.h"
#include "check.h"
#include "draw.h"
#include "trace/fingerprint.h"

#define DOCUMENTS 2000

typedef struct Pair {
    uint32_t a, b;      /* numbers of the generator */
    uint32_t sentences;
    double   likeness;
} Pair;

typedef struct Pairs {
    VEC(Pair)       found;
    Arena          *arena;
    const uint32_t *numbers;    /* of the documents in the order in which they were added */
} Pairs;

static void note(void *context, uint32_t a, uint32_t b, const Alignment *x)
{
    Pairs *p = context;

    vec_push(p->arena, &p->found, (Pair){ p->numbers[a], p->numbers[b], x->pair_count, x->likeness });
}

static int compare_pair(const void *a, const void *b)
{
    const Pair *x = a, *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* In order, each once. */
static void settle(Pairs *p)
{
    size_t kept = 0;

    if (p->found.count)
        qsort(p->found.at, p->found.count, sizeof *p->found.at, compare_pair);
    for (size_t i = 0; i < p->found.count; i++)
        if (kept == 0 || compare_pair(&p->found.at[kept - 1], &p->found.at[i]) != 0)
            p->found.at[kept++] = p->found.at[i];
    p->found.count = kept;
}

static bool same_pairs(const Pairs *p, const Pairs *q)
{
    if (p->found.count != q->found.count)
        return false;
    for (size_t i = 0; i < p->found.count; i++) {
        const Pair *x = &p->found.at[i], *y = &q->found.at[i];
        if (compare_pair(x, y) != 0 || x->sentences != y->sentences || x->likeness != y->likeness)
            return false;
    }
    return true;
}

static uint32_t *shuffled(Arena *arena, uint64_t seed)
{
    uint32_t *order = arena_array(arena, uint32_t, DOCUMENTS);

    for (uint32_t i = 0; i < DOCUMENTS; i++)
        order[i] = i;
    for (uint32_t i = DOCUMENTS; seed && i > 1; i--) {
        uint32_t k = (uint32_t)below(&seed, i), swap = order[k];
        order[k] = order[i - 1];
        order[i - 1] = swap;
    }
    return order;
}

/* All at once, in some order. */
static Pairs all_at_once(Arena *arena, const Text *texts, uint64_t seed)
{
    Pairs p = { .arena = arena, .numbers = shuffled(arena, seed) };
    Copies *c = copies_create(DOCUMENTS);

    for (uint32_t i = 0; i < DOCUMENTS; i++)
        copies_add(c, &texts[p.numbers[i]], score_key(p.numbers[i]));
    copies_all(c, (CopySink){ note, &p });
    copies_destroy(c);
    settle(&p);
    return p;
}

/* Each searched for when it comes: `early` is what that found; and searched for again when all are there. */
static Pairs one_by_one(Arena *arena, const Text *texts, uint64_t seed, Pairs *early)
{
    Pairs p = { .arena = arena, .numbers = shuffled(arena, seed) };
    Copies *c = copies_create(0);

    *early = (Pairs){ .arena = arena, .numbers = p.numbers };
    for (uint32_t i = 0; i < DOCUMENTS; i++)
        copies_of(c, copies_add(c, &texts[p.numbers[i]], score_key(p.numbers[i])), (CopySink){ note, early });
    for (uint32_t i = 0; i < DOCUMENTS; i++)
        copies_of(c, i, (CopySink){ note, &p });
    copies_destroy(c);
    settle(&p);
    settle(early);
    return p;
}

/* proves P140 */
static void test_order(Arena *arena, const Text *texts)
{
    Pairs first = all_at_once(arena, texts, 0), early;

    CHECK(first.found.count > DOCUMENTS / 3, "most families are found");
    for (uint64_t seed = 1; seed <= 4; seed++) {
        Pairs again = all_at_once(arena, texts, seed), single = one_by_one(arena, texts, seed, &early);
        size_t missing = 0;
        CHECK(same_pairs(&first, &again), "another order");
        CHECK(same_pairs(&first, &single), "one by one");
        for (size_t i = 0, k = 0; i < first.found.count; i++) {
            while (k < early.found.count && compare_pair(&early.found.at[k], &first.found.at[i]) < 0)
                k++;
            missing += k == early.found.count || compare_pair(&early.found.at[k], &first.found.at[i]) != 0;
        }
        CHECK_INT(missing, 0, "each was found when the second of the two came");
    }
}

/* proves P139 */
static void test_found(const Families *f, const Text *texts)
{
    static const struct { FamilyKind kind; double least; } wanted[] = {
        { FAMILY_EXACT, 100 }, { FAMILY_CUT, 99 }, { FAMILY_SYNONYMS, 97 }, { FAMILY_HALF, 97 }, { FAMILY_SHUFFLED, 99 },
    };
    CopyCount counted;
    Copies *c = copies_create(DOCUMENTS);

    score_start(&counted, f, DOCUMENTS);
    for (uint32_t i = 0; i < DOCUMENTS; i++)
        copies_add(c, &texts[i], score_key(i));
    copies_all(c, (CopySink){ score_pair, &counted });
    copies_destroy(c);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        CHECK_INT(counted.score.documents[wanted[i].kind], DOCUMENTS / 20, family_kind_names[wanted[i].kind]);
        CHECK(score_recall(&counted.score, wanted[i].kind) >= wanted[i].least, family_kind_names[wanted[i].kind]);
    }
    CHECK(score_wrong(&counted.score) < 1, "wrong pairs");
}

/* `text` with one sentence of `other` in the place of its own. */
static Text with_other_sentence(Arena *arena, const Text *text, uint32_t at, const Text *other)
{
    VEC(TextWord) words = { 0 };
    Text t = { .sentence_count = text->sentence_count, .language = text->language };

    t.sentences = arena_array(arena, Sentence, t.sentence_count);
    for (uint32_t s = 0; s < t.sentence_count; s++) {
        const Text *from = s == at ? other : text;
        const Sentence *x = &from->sentences[s % from->sentence_count];
        t.sentences[s] = (Sentence){ .hash = x->hash, .first = (uint32_t)words.count };
        for (uint32_t i = x->first; i < x->last; i++) {
            vec_push(arena, &words, from->words[i]);
            t.whole = t.whole * 31 + from->words[i].hash;
        }
        t.sentences[s].last = (uint32_t)words.count;
    }
    t.words = words.at;
    t.word_count = (uint32_t)words.count;
    return t;
}

/* proves P140: sixty papers print one agency, each with a sentence of its own, so that all they share is stock. */
static void test_large_family(Arena *arena, const Text *texts)
{
    enum { PAPERS = 60 };
    Text papers[DOCUMENTS];
    uint32_t root[PAPERS], alone = 0;
    Pairs first, again;

    for (uint32_t i = 0; i < DOCUMENTS; i++)
        papers[i] = i < PAPERS ? with_other_sentence(arena, &texts[0], i % texts[0].sentence_count, &texts[i + 1]) : texts[i];
    first = all_at_once(arena, papers, 0);
    again = all_at_once(arena, papers, 5);
    CHECK(same_pairs(&first, &again), "another order");
    for (uint32_t i = 0; i < PAPERS; i++)
        root[i] = i;
    for (uint32_t round = 0; round < PAPERS; round++)
        for (size_t i = 0; i < first.found.count; i++) {
            const Pair *p = &first.found.at[i];
            if (p->a < PAPERS && p->b < PAPERS)
                root[p->a] = root[p->b] = root[p->a] < root[p->b] ? root[p->a] : root[p->b];
        }
    for (uint32_t i = 0; i < PAPERS; i++)
        alone += root[i] != 0;
    CHECK_INT(alone, 0, "all hang together");
}

/* The fingerprints of a document, cut to PLAIN; every other one has forty more, all of them one. */
static void planted_prints(const Text *text, uint32_t number, PrintList *list)
{
    enum { PLAIN = 60, PLANTED = 40 };

    prints_of_text(text, list);
    list->count = list->count < PLAIN ? list->count : PLAIN;
    for (uint32_t k = 0; k < PLANTED && number % 2 == 0; k++)
        list->at[list->count++] = (Print){ 0xD0CA0000u + k, 0 };
    list->at[list->count++] = (Print){ 0xEEEEEEEEu, 0 };
}

/* proves P141: the work of one document stays what it was, however many have the same three sentences. */
static void test_stock(Arena *arena, const Text *texts)
{
    Prints *p = prints_create(DOCUMENTS);
    PrintList list = { 0 };
    PartnerList partners = { 0 };
    size_t under_stock = 0;

    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        planted_prints(&texts[i], i, &list);
        prints_add(p, score_key(i), list.at, list.count);
    }
    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        planted_prints(&texts[i], i, &list);
        prints_partners(arena, p, i, list.at, list.count, &partners);
        for (size_t k = 0; k < partners.count; k++)
            under_stock += partners.at[k].stock >= 40;
    }
    CHECK(under_stock > DOCUMENTS && under_stock <= 4 * DOCUMENTS / 2, "forty stock phrases lead to the same four neighbours");
    CHECK_INT(prints_frequency(p, 0xD0CA0000u), DOCUMENTS / 2, "it is known in how many documents it stands");
    CHECK_INT(prints_frequency(p, 0xEEEEEEEEu), PRINT_EVERYWHERE, "or that there are too many to tell");
    CHECK_INT(prints_frequency(p, 0xEEEEEEEDu), 0, "one that nobody has");
    print_list_finish(&list);
    prints_destroy(p);
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    const Families *f = NULL;
    Error err = { 0 };
    Str text;

    if (argc != 2 || os_read_file(arena, argv[1], 1 << 20, &text, &err) != OK ||
        families_parse(arena, text, 7, DOCUMENTS, &f, &err) != OK) {
        fprintf(stderr, "copies_test FAMILIES: %s\n", err.text);
        return 1;
    }
    const Text *texts = score_texts(arena, f, DOCUMENTS);
    test_found(f, texts);
    test_order(arena, texts);
    test_large_family(arena, texts);
    test_stock(arena, texts);
    return test_end();
}
