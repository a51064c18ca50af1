/* copies.c -- exact, near, re-spun and partial copies.
 *
 * The index of fingerprints (fingerprint.h) says which documents are worth laying side by side: those that share
 * a few rare fingerprints, or many stock ones. The most promising are aligned sentence by sentence (align.c), which
 * decides. Containment, not similarity, is reported: of a half-copied article half stands in the
 * other, however long either is. Nothing here depends on the order of the documents.
 */
#include "trace/copies.h"

#include "base/auto.h"
#include "base/hash.h"
#include "trace/fingerprint.h"
#include "trace/names.h"

#define WORDS_MIN    5      /* a shorter text is no text */
#define SHARED_MIN   3      /* rare fingerprints in common from which two texts are aligned; one sentence leaves more */
#define STOCK_MIN    8      /* stock ones, and ... */
#define STOCK_PART   4      /* ... this part of the fingerprints of one of them: a planted sentence is less */
#define CANDIDATES   16     /* documents that one document is aligned with */
#define PASSAGES     200

/* ---- pairs ---- */

typedef struct Member {
    const Text *text;
    uint64_t    key;
    Print      *prints;
    uint32_t    print_count;
    bool       *stock;          /* of its sentences; NULL until wanted */
} Member;

struct Copies {
    Arena      *arena, *member_arena, *scratch;
    Prints     *prints;
    PrintList   list;
    VEC(Member) members;
};

Copies *copies_create(size_t expected)
{
    Arena *arena = arena_create();
    Copies *c = arena_new(arena, Copies);

    c->arena = arena;
    c->member_arena = arena_create();
    c->scratch = arena_create();
    c->prints = prints_create(expected);
    return c;
}

void copies_destroy(Copies *c)
{
    if (c == NULL)
        return;
    print_list_finish(&c->list);
    prints_destroy(c->prints);
    arena_destroy(c->scratch);
    arena_destroy(c->member_arena);
    arena_destroy(c->arena);
}

size_t copies_bytes(const Copies *c)
{
    return prints_bytes(c->prints) + arena_used(c->arena) + arena_used(c->member_arena);
}

uint32_t copies_add(Copies *c, const Text *text, uint64_t key)
{
    prints_of_text(text, &c->list);
    Member m = { text, key, arena_raw(c->arena, c->list.count * sizeof *m.prints), (uint32_t)c->list.count, NULL };
    memcpy(m.prints, c->list.at, m.print_count * sizeof *m.prints);
    vec_push(c->member_arena, &c->members, m);
    return prints_add(c->prints, key, m.prints, m.print_count);
}

static bool key_before(const Copies *c, uint32_t a, uint32_t b)
{
    uint64_t x = c->members.at[a].key, y = c->members.at[b].key;
    return x != y ? x < y : a < b;
}

static bool promising(const Copies *c, uint32_t doc, const Partner *p)
{
    const Member *x = &c->members.at[doc], *y = &c->members.at[p->doc];
    uint32_t shared = p->rare + p->stock;

    if (p->rare >= SHARED_MIN)
        return true;
    if (shared * STOCK_PART < x->print_count && shared < STOCK_MIN)
        return false;       /* most are such strangers, and nothing of them was looked at */
    uint32_t fewer = x->print_count < y->print_count ? x->print_count : y->print_count;
    return (shared >= STOCK_MIN && shared * STOCK_PART >= fewer) ||
           (x->text->whole == y->text->whole && x->text->word_count >= WORDS_MIN);
}

static bool better(const Copies *c, const Partner *a, const Partner *b)
{
    if (a->rare != b->rare)
        return a->rare > b->rare;
    return a->stock != b->stock ? a->stock > b->stock : key_before(c, a->doc, b->doc);
}

/* The most promising partners of a document. */
static size_t choose(Copies *c, uint32_t doc, Partner *best)
{
    const Member *m = &c->members.at[doc];
    PartnerList partners = { 0 };
    size_t count = 0;

    prints_partners(c->scratch, c->prints, doc, m->prints, m->print_count, &partners);
    for (size_t i = 0; i < partners.count; i++) {
        const Partner *p = &partners.at[i];
        if (!promising(c, doc, p) || (count == CANDIDATES && !better(c, p, &best[count - 1])))
            continue;
        size_t k = count < CANDIDATES ? count++ : count - 1;
        for (; k > 0 && better(c, p, &best[k - 1]); k--)
            best[k] = best[k - 1];
        best[k] = *p;
    }
    return count;
}

/* Of each sentence, whether most of its fingerprints are stock. */
static const bool *stock_sentences(Arena *arena, Copies *c, uint32_t doc)
{
    Member *m = &c->members.at[doc];
    uint32_t sentences = m->text->sentence_count;
    uint16_t *all, *many;

    if (m->stock)
        return m->stock;
    m->stock = arena_array(arena, bool, sentences + 1);
    ArenaMark mark = arena_mark(c->scratch);
    all = arena_array(c->scratch, uint16_t, sentences + 1);
    many = arena_array(c->scratch, uint16_t, sentences + 1);
    prints_fetch(c->prints, m->prints, m->print_count);
    for (size_t i = 0; i < m->print_count; i++) {
        uint32_t s = m->prints[i].sentence;
        all[s]++;
        many[s] += prints_frequency(c->prints, m->prints[i].hash) > PRINT_RARE;
    }
    for (uint32_t s = 0; s < sentences; s++)
        m->stock[s] = many[s] * 2 > all[s];
    arena_rewind(c->scratch, mark);
    return m->stock;
}

/* Lay two documents side by side; what is stock in them is remembered in `arena`. */
static void lay(Arena *arena, Copies *c, uint32_t doc, uint32_t other, CopySink sink)
{
    bool first = key_before(c, doc, other);
    uint32_t a = first ? doc : other, b = first ? other : doc;
    const Text *x = c->members.at[a].text, *y = c->members.at[b].text;
    bool exact = x->whole == y->whole;
    const bool *x_stock = exact ? NULL : stock_sentences(arena, c, a), *y_stock = exact ? NULL : stock_sentences(arena, c, b);
    ArenaMark mark = arena_mark(c->scratch);
    Alignment found;

    align_texts(c->scratch, x, x_stock, y, y_stock, &found);
    if (found.derived || exact)
        sink.tell(sink.context, a, b, &found);
    arena_rewind(c->scratch, mark);
}

void copies_of(Copies *c, uint32_t doc, CopySink sink)
{
    AUTO_ARENA arena = arena_create();
    ArenaMark mark = arena_mark(c->scratch);
    Partner best[CANDIDATES];
    size_t count = choose(c, doc, best);

    arena_rewind(c->scratch, mark);
    for (size_t i = 0; i < count; i++)
        lay(arena, c, doc, best[i].doc, sink);
    c->members.at[doc].stock = NULL;        /* the next document that is added changes it */
    for (size_t i = 0; i < count; i++)
        c->members.at[best[i].doc].stock = NULL;
}

/* Partners of all documents, CANDIDATES each, as number plus one. */
static bool has_chosen(const uint32_t *chosen, uint32_t doc, uint32_t other)
{
    for (size_t i = 0; i < CANDIDATES; i++)
        if (chosen[(size_t)doc * CANDIDATES + i] == other + 1)
            return true;
    return false;
}

/* A pair is looked at when either of the two has chosen the other. */
void copies_all(Copies *c, CopySink sink)
{
    AUTO_ARENA arena = arena_create();
    uint32_t count = (uint32_t)c->members.count;
    uint32_t *chosen = arena_array(arena, uint32_t, (size_t)count * CANDIDATES + 1);

    for (uint32_t d = 0; d < count; d++) {
        ArenaMark mark = arena_mark(c->scratch);
        Partner best[CANDIDATES];
        size_t found = choose(c, d, best);
        for (size_t i = 0; i < found; i++)
            chosen[(size_t)d * CANDIDATES + i] = best[i].doc + 1;
        arena_rewind(c->scratch, mark);
    }
    for (uint32_t d = 0; d < count; d++)
        for (size_t i = 0; i < CANDIDATES && chosen[(size_t)d * CANDIDATES + i]; i++) {
            uint32_t other = chosen[(size_t)d * CANDIDATES + i] - 1;
            if (other > d || !has_chosen(chosen, other, d))
                lay(arena, c, d, other, sink);
        }
    for (uint32_t d = 0; d < count; d++)
        c->members.at[d].stock = NULL;
}

/* ---- what is reported ---- */

/* Names in the text of `r` of the publisher of `other`: it says whence it has it. */
static bool text_names(const Work *w, uint32_t r, uint32_t other)
{
    Str publisher = w->corpus->readings[other].doc.publisher;
    Name name = name_of(publisher);
    const Text *t = &w->texts[r];

    if (name.count == 0 || str_eq(publisher, w->corpus->readings[r].doc.publisher))
        return false;
    for (uint32_t i = 0; i + name.count <= t->word_count; i++) {
        size_t k = 0;
        while (k < name.count && t->words[i + k].hash == name.word[k])
            k++;
        if (k == name.count)
            return true;
    }
    return false;
}

/* a came out on days before those of b. */
static bool days_before(const Document *a, const Document *b)
{
    return a->published_last != DAY_UNKNOWN && b->published_first != DAY_UNKNOWN && a->published_last < b->published_first;
}

/* Is b the derived one of the two? No date proves who copied whom, so the reason goes into the evidence. Nothing is
 * said of the order in which the two came into the case. */
static bool derived_is_second(const Work *w, uint32_t a, uint32_t b, const char **why)
{
    const Document *x = &w->corpus->readings[a].doc, *y = &w->corpus->readings[b].doc;
    bool x_first = days_before(x, y), y_first = days_before(y, x);
    bool x_names = text_names(w, a, b), y_names = text_names(w, b, a);

    /* A text of the days before cannot have it from one that was not yet out, whatever it names. */
    if (x_names != y_names && !(y_names ? y_first : x_first)) {
        *why = "it names the publisher of the other";
        return y_names;
    }
    if (x_first || y_first) {
        *why = "it was published later; a date alone proves no copying";
        return x_first;
    }
    *why = "who had it first is not known";
    return true;
}

static uint32_t percent(uint32_t part, uint32_t all)
{
    return all ? (uint32_t)((uint64_t)part * 100 / all) : 0;
}

/* What of `from` stands in the other, and what part of the other that is. */
static Str share_text(const Work *w, const Alignment *a, uint32_t from, bool from_a)
{
    uint32_t own = from_a ? percent(a->a_common, a->a_words) : percent(a->b_common, a->b_words);
    uint32_t of_other = from_a ? percent(a->b_common, a->b_words) : percent(a->a_common, a->a_words);

    return arena_printf(w->arena, "%u of %u sentences (%u %% of its words) stand%s in the other text and are %u %% of that one",
                        a->pair_count, w->texts[from].sentence_count, own, a->likeness >= ALIKE_COPY ? "" : " reworded",
                        of_other);
}

/* Spans of the aligned sentences, `from` first. */
static size_t passages_of(const Work *w, uint32_t a, uint32_t b, const Alignment *found, bool from_a, Passage *ret)
{
    size_t count = 0;

    for (size_t i = 0; i < found->pair_count && count < PASSAGES; i++) {
        Span s = w->texts[a].sentences[found->pairs[i].a].span;
        Span t = w->texts[b].sentences[found->pairs[i].b].span;
        ret[count++] = from_a ? (Passage){ s, t } : (Passage){ t, s };
    }
    return count;
}

void copies_lay_side_by_side(Work *w, uint32_t from, uint32_t to, Derivation *d)
{
    Alignment a;

    align_texts(w->scratch, &w->texts[from], NULL, &w->texts[to], NULL, &a);
    d->passages = arena_array(w->scratch, Passage, a.pair_count + 1);
    d->passage_count = passages_of(w, from, to, &a, true, d->passages);
    if (d->passage_count)
        d->how = a.likeness >= ALIKE_COPY ? DERIVED_COPY : DERIVED_RESPUN;
}

static void tell_copy(void *context, uint32_t a, uint32_t b, const Alignment *found)
{
    Work *w = context;
    const char *why;
    bool from_b = derived_is_second(w, a, b, &why);
    uint32_t from = from_b ? b : a, to = from_b ? a : b;
    Passage passages[PASSAGES];
    size_t count = passages_of(w, a, b, found, !from_b, passages);
    bool exact = w->texts[a].whole == w->texts[b].whole;
    Str share = exact ? S("the same words throughout") : share_text(w, found, from, !from_b);

    work_add(w, (ClaimRef){ from, CLAIM_NONE }, (ClaimRef){ to, CLAIM_NONE },
             found->likeness >= ALIKE_COPY ? DERIVED_COPY : DERIVED_RESPUN, passages, count,
             arena_printf(w->arena, STR_FMT "; %s", STR_ARG(share), why));
}

static void destroy(Copies **c)
{
    copies_destroy(*c);
}

void copies_find(Work *w)
{
    size_t count = w->corpus->reading_count;
    AUTO(destroy) Copies *c = copies_create(count);

    for (size_t r = 0; r < count; r++)
        copies_add(c, &w->texts[r], hash64(w->corpus->readings[r].doc.id));
    copies_all(c, (CopySink){ tell_copy, w });
}
