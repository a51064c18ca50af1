/* fingerprint.c -- see fingerprint.h.
 *
 * Fingerprints of a text are: runs of five words, winnowed (Schleimer, Wilkerson, Aiken 2003: of each
 * WINDOW neighbouring runs the smallest hash is kept, so that WINDOW + 4 equal words in a row leave one);
 * whole sentences; and, because re-spinning alters words but keeps names and numbers, pairs of
 * neighbouring names and numbers, and of long words.
 *
 * They are 32 bits: two different runs may meet under one number, but two texts that have nothing in
 * common do not meet in the four that make them worth a look.
 *
 * The index is a table of eight-byte slots with linear probing. A slot holds the only document with this
 * fingerprint, or a list. Lists lie in rooms of powers of two; a room that was
 * left is used again. A list of a stock phrase is kept in order of the documents' keys, and each document is
 * the partner of the two before and the two after it: the members of a large family are the same ones
 * under all their phrases, stand in the same order there, and so find each other; documents that share
 * one planted sentence meet strangers under each. A search touches slots all over the table: they are fetched ahead.
 */
#include "trace/fingerprint.h"

#include "base/hash.h"
#include "base/os.h"

#define SHINGLE    5        /* words */
#define WINDOW     6        /* shingles of which the smallest hash is kept */
#define LONG_WORD  7        /* letters */
#define LONG_PAIRS 4        /* of so many pairs of long words one is kept, the same ones in every text */
#define SENTENCE   6        /* words from which a sentence as a whole is a fingerprint */
#define NEIGHBOURS 2        /* on each side, under a stock phrase */
#define GUESSES    5        /* in a list in order of keys */
#define AHEAD      128      /* slots that are fetched ahead */
#define SLOTS_EACH 128      /* made at first for each expected document */
#define SLOTS_MAX  ((size_t)1 << 26)
#define MOVED_EACH 8        /* slots of a growing table that move for each fingerprint that comes */
#define CHUNK      ((size_t)1 << 22)    /* words of lists that are taken at once */

/* ---- the fingerprints of a text ---- */

static void list_begin(PrintList *list, size_t words)
{
    size_t room = 64;

    while (room < words * 4)
        room *= 2;
    if (room > list->room) {
        print_list_finish(list);
        list->arena = arena_create();
        list->seen = arena_raw(list->arena, room * sizeof *list->seen);
        list->at = arena_raw(list->arena, room * sizeof *list->at);
        list->room = room;
    }
    memset(list->seen, 0, room * sizeof *list->seen);
    list->mask = (uint32_t)room - 1;
    list->count = 0;
}

static void list_add(PrintList *list, uint64_t wide, uint32_t sentence)
{
    uint32_t hash = (uint32_t)(wide >> 32);

    for (uint32_t i = hash & list->mask;; i = (i + 1) & list->mask) {
        if (list->seen[i] == 0) {
            list->at[list->count] = (Print){ hash, sentence };
            list->seen[i] = (uint32_t)++list->count;
            return;
        }
        if (list->at[list->seen[i] - 1].hash == hash)
            return;
    }
}

void print_list_finish(PrintList *list)
{
    arena_destroy(list->arena);
    *list = (PrintList){ .arena = NULL };
}

/* Runs of words are hashed in passing: a word comes in, the one SHINGLE before it goes out. */
static void winnow(const Text *t, PrintList *out)
{
    const uint64_t step = 0x9E3779B97F4A7C15ull, gone = step * step * step * step * step;
    uint64_t ring[WINDOW], last = 0, rolling = 0;
    uint32_t sentence = 0;

    for (uint32_t end = 0; end < t->word_count; end++) {
        rolling = rolling * step + t->words[end].hash;
        if (end >= SHINGLE)
            rolling -= t->words[end - SHINGLE].hash * gone;
        if (end + 1 < SHINGLE)
            continue;
        uint32_t i = end + 1 - SHINGLE;
        ring[i % WINDOW] = hash64_join(SHINGLE, rolling);
        while (i >= t->sentences[sentence].last)
            sentence++;
        if (i + 1 < WINDOW && end + 1 < t->word_count)
            continue;
        uint64_t smallest = ring[0];
        for (uint32_t k = 1; k < WINDOW && k <= i; k++)
            smallest = ring[k] < smallest ? ring[k] : smallest;
        if (smallest != last)
            list_add(out, smallest, sentence);
        last = smallest;
    }
}

static void in_sentences(const Text *t, PrintList *out)
{
    for (uint32_t s = 0; s < t->sentence_count; s++) {
        uint64_t name = 0, lengthy = 0;
        const Sentence *x = &t->sentences[s];
        if (x->last - x->first >= SENTENCE)
            list_add(out, hash64_join(x->hash, 0xC3C3), s);
        for (const TextWord *w = t->words + x->first; w < t->words + x->last; w++) {
            if (w->capital || w->digit) {
                if (name && name != w->hash)
                    list_add(out, hash64_join(name ^ 0xA5A5, w->hash), s);
                name = w->hash;
            }
            if (w->letters >= LONG_WORD) {
                uint64_t pair = hash64_join(lengthy ^ 0x5A5A, w->hash);
                if (lengthy && lengthy != w->hash && pair % LONG_PAIRS == 0)
                    list_add(out, pair, s);
                lengthy = w->hash;
            }
        }
    }
}

void prints_of_text(const Text *t, PrintList *ret)
{
    list_begin(ret, t->word_count);
    winnow(t, ret);
    in_sentences(t, ret);
}

/* ---- the index ---- */

typedef struct Slot {
    uint32_t hash;
    uint32_t refers;        /* 0: free; else as below */
} Slot;

/* LIST and an offset into the pool; GONE: in more documents than are kept; else the only document plus one. */
#define LIST 0x80000000u
#define GONE 0x7FFFFFFFu

#define CLASSES 11          /* rooms of two to the power of 1 to 10 documents: PRINT_COMMON at most */

/* A list: how many, the power of its room, the documents. */
#define HEAD 2

/* An open-addressed table; two thirds are used at most. */
typedef struct Table {
    Slot    *slots;
    size_t   room;          /* a power of two; 0: no table */
    uint32_t shift;         /* from a mixed hash to a slot */
} Table;

struct Prints {
    Arena    *arena, *key_arena;
    Table     table;
    Table     old;                  /* while it grows: what has not moved yet lies from `moved` on */
    size_t    used, moved;
    uint32_t **chunks;              /* lists lie here and never move */
    size_t    chunk_count, chunk_room, chunk_used;      /* used: words of the last chunk */
    uint32_t  left[CLASSES];        /* a room that was left, where the address of the next one stands; 0: none */
    uint64_t *keys;
    uint32_t *place;                /* while partners are counted: of each document its place among them plus one */
    size_t    doc_count, doc_room;
};

static Slot *home_of(const Table *t, uint32_t hash)
{
    return &t->slots[(uint32_t)(hash * 0x9E3779B1u) >> t->shift];
}

/* The slot of this fingerprint in a table, or the free one where it belongs. */
static Slot *slot_in(const Table *t, uint32_t hash)
{
    Slot *s = home_of(t, hash), *end = t->slots + t->room;

    while (s->refers && s->hash != hash)
        if (++s == end)
            s = t->slots;
    return s;
}

/* In the new table, or still in the old one; else where it belongs. What moved is found in the new one first. */
static Slot *slot_of(const Prints *p, uint32_t hash)
{
    Slot *s = slot_in(&p->table, hash);

    if (s->refers == 0 && p->old.room) {
        Slot *before = slot_in(&p->old, hash);
        return before->refers ? before : s;
    }
    return s;
}

static Table table_make(size_t room)
{
    return (Table){ os_pages(room * sizeof(Slot)), room, 32 - (uint32_t)__builtin_ctzll(room) };
}

static void table_free(Table *t)
{
    os_pages_free(t->slots, t->room * sizeof *t->slots);
    *t = (Table){ .slots = NULL };
}

/* Move some slots of the old table, those it holds being in both from then on. */
static void move_some(Prints *p, size_t count)
{
    for (; count > 0 && p->moved < p->old.room; count--, p->moved++) {
        const Slot *s = &p->old.slots[p->moved];
        Slot *to = s->refers ? slot_in(&p->table, s->hash) : NULL;
        if (to && to->refers == 0)
            *to = *s;
    }
    if (p->old.room && p->moved == p->old.room)
        table_free(&p->old);
}

/* Room for `more`. A table that is full is moved bit by bit while others are added, so that no document waits for all
 * of it. */
static void reserve(Prints *p, size_t more)
{
    if (p->old.room)
        move_some(p, more * MOVED_EACH);
    while ((p->used + more) * 3 > p->table.room * 2) {
        move_some(p, SIZE_MAX);         /* has happened, unless one text is larger than all others */
        p->old = p->table;
        p->moved = 0;
        p->table = table_make(p->old.room * 2);
    }
}

Prints *prints_create(size_t expected)
{
    Arena *arena = arena_create();
    Prints *p = arena_new(arena, Prints);
    size_t slots = expected < SLOTS_MAX / SLOTS_EACH ? expected * SLOTS_EACH : SLOTS_MAX, room = 1 << 10;

    p->arena = arena;
    p->chunk_used = CHUNK;
    while (room < slots)
        room *= 2;
    p->table = table_make(room);
    return p;
}

void prints_destroy(Prints *p)
{
    if (p == NULL)
        return;
    table_free(&p->table);
    table_free(&p->old);
    for (size_t i = 0; i < p->chunk_count; i++)
        os_pages_free(p->chunks[i], CHUNK * sizeof **p->chunks);
    arena_destroy(p->key_arena);
    arena_destroy(p->arena);
}

size_t prints_bytes(const Prints *p)
{
    return (p->table.room + p->old.room) * sizeof(Slot) + p->chunk_count * CHUNK * sizeof(uint32_t) +
           p->doc_room * (sizeof *p->keys + sizeof *p->place);
}

static void docs_reserve(Prints *p)
{
    size_t room = p->doc_room ? p->doc_room * 2 : 64;
    Arena *arena;

    if (p->doc_count < p->doc_room)
        return;
    arena = arena_create();
    uint64_t *keys = arena_array(arena, uint64_t, room);
    if (p->doc_count)
        memcpy(keys, p->keys, p->doc_count * sizeof *keys);
    arena_destroy(p->key_arena);
    p->key_arena = arena;
    p->keys = keys;
    p->place = arena_array(arena, uint32_t, room);
    p->doc_room = room;
}

/* ---- lists ---- */

static uint32_t *list_at(const Prints *p, uint32_t at)
{
    return p->chunks[at / CHUNK] + at % CHUNK;
}

static uint32_t room_take(Prints *p, uint32_t power)
{
    size_t words = HEAD + ((size_t)1 << power);
    uint32_t at = p->left[power];

    if (at) {
        p->left[power] = *list_at(p, at);
    } else {
        if (p->chunk_used + words > CHUNK) {
            if (p->chunk_count == p->chunk_room) {
                size_t room = p->chunk_room ? p->chunk_room * 2 : 64;
                p->chunks = arena_grow(p->arena, p->chunks, p->chunk_room * sizeof *p->chunks, room * sizeof *p->chunks);
                p->chunk_room = room;
            }
            p->chunks[p->chunk_count++] = os_pages(CHUNK * sizeof(uint32_t));
            p->chunk_used = p->chunk_count == 1;        /* address 0 is none */
        }
        at = (uint32_t)((p->chunk_count - 1) * CHUNK + p->chunk_used);
        p->chunk_used += words;
    }
    list_at(p, at)[1] = power;
    return at;
}

static void room_leave(Prints *p, uint32_t at)
{
    uint32_t *list = list_at(p, at);
    uint32_t power = list[1];

    list[0] = p->left[power];
    p->left[power] = at;
}

static bool before(const Prints *p, uint32_t a, uint32_t b)
{
    return p->keys[a] != p->keys[b] ? p->keys[a] < p->keys[b] : a < b;
}

/* Where `doc` stands or belongs among documents in order of their keys. Those are hashes, so that a key tells about
 * where it stands (interpolation search); a few guesses, then halves. */
static uint32_t place_in(const Prints *p, const uint32_t *docs, uint32_t count, uint32_t doc)
{
    uint32_t low = 0, high = count;
    double least = 0, most = (double)UINT64_MAX, key = (double)p->keys[doc];

    for (int guess = 0; low < high; guess++) {
        uint32_t middle = (low + high) / 2;
        if (guess < GUESSES && key >= least && key < most)
            middle = low + (uint32_t)((key - least) / (most - least) * (high - low));
        middle = middle < high ? middle : high - 1;
        if (before(p, docs[middle], doc)) {
            low = middle + 1;
            least = (double)p->keys[docs[middle]];
        } else {
            high = middle;
            most = (double)p->keys[docs[middle]];
        }
    }
    return low;
}

static void list_insert(const Prints *p, uint32_t *docs, uint32_t count, uint32_t doc)
{
    uint32_t at = place_in(p, docs, count, doc);

    memmove(docs + at + 1, docs + at, (count - at) * sizeof *docs);
    docs[at] = doc;
}

/* The list with one document more: what the slot then refers to. */
static uint32_t list_grow(Prints *p, uint32_t at, uint32_t doc)
{
    uint32_t *list = list_at(p, at), count = list[0];

    if (count == PRINT_COMMON) {
        room_leave(p, at);
        return GONE;
    }
    if (count == 1u << list[1]) {
        uint32_t larger = room_take(p, list[1] + 1);
        memcpy(list_at(p, larger) + HEAD, list + HEAD, count * sizeof *list);
        room_leave(p, at);
        at = larger;
        list = list_at(p, at);
    }
    uint32_t *docs = list + HEAD;
    if (count == PRINT_RARE)            /* from here on it is kept in order */
        for (uint32_t i = 1; i < count; i++)
            list_insert(p, docs, i, docs[i]);
    if (count >= PRINT_RARE)
        list_insert(p, docs, count, doc);
    else
        docs[count] = doc;
    list[0] = count + 1;
    return LIST | at;
}

static void enter(Prints *p, uint32_t hash, uint32_t doc)
{
    Slot *s = slot_of(p, hash);

    if (s->refers == 0) {
        *s = (Slot){ hash, doc + 1 };
        p->used++;
    } else if (s->refers & LIST) {
        s->refers = list_grow(p, s->refers & ~LIST, doc);
    } else if (s->refers != GONE) {
        uint32_t at = room_take(p, 1), *list = list_at(p, at);
        list[0] = 2;
        list[HEAD] = s->refers - 1;
        list[HEAD + 1] = doc;
        s->refers = LIST | at;
    }
}

void prints_fetch(const Prints *p, const Print *at, size_t count)
{
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(home_of(&p->table, at[i].hash), 1);
}

uint32_t prints_add(Prints *p, uint64_t key, const Print *at, size_t count)
{
    uint32_t doc = (uint32_t)p->doc_count;

    docs_reserve(p);
    p->keys[doc] = key;
    p->doc_count++;
    reserve(p, count);
    for (size_t from = 0; from < count; from += AHEAD) {
        size_t to = from + AHEAD < count ? from + AHEAD : count;
        prints_fetch(p, at + from, to - from);
        for (size_t i = from; i < to; i++)
            enter(p, at[i].hash, doc);
    }
    return doc;
}

uint32_t prints_frequency(const Prints *p, uint32_t hash)
{
    uint32_t refers = slot_of(p, hash)->refers;

    return refers == 0 ? 0 : refers == GONE ? PRINT_EVERYWHERE : refers & LIST ? *list_at(p, refers & ~LIST) : 1;
}

/* ---- partners ---- */

static Partner *partner(Arena *arena, Prints *p, uint32_t doc, PartnerList *ret)
{
    if (p->place[doc] == 0) {
        vec_push(arena, ret, (Partner){ doc, 0, 0 });
        p->place[doc] = (uint32_t)ret->count;
    }
    return &ret->at[p->place[doc] - 1];
}

static void partners_under(Arena *arena, Prints *p, uint32_t at, uint32_t doc, PartnerList *ret)
{
    const uint32_t *list = list_at(p, at), *docs = list + HEAD;
    uint32_t count = list[0];

    if (count <= PRINT_RARE) {
        for (uint32_t i = 0; i < count; i++)
            if (docs[i] != doc)
                partner(arena, p, docs[i], ret)->rare++;
        return;
    }
    uint32_t own = place_in(p, docs, count, doc);
    for (uint32_t i = own > NEIGHBOURS ? own - NEIGHBOURS : 0; i <= own + NEIGHBOURS && i < count; i++)
        if (docs[i] != doc)
            partner(arena, p, docs[i], ret)->stock++;
}

void prints_partners(Arena *arena, Prints *p, uint32_t doc, const Print *at, size_t count, PartnerList *ret)
{
    uint32_t lists[AHEAD];

    ret->count = 0;
    for (size_t from = 0; from < count; from += AHEAD) {
        size_t to = from + AHEAD < count ? from + AHEAD : count, found = 0;
        prints_fetch(p, at + from, to - from);
        for (size_t i = from; i < to; i++) {
            uint32_t refers = slot_of(p, at[i].hash)->refers;
            if (refers & LIST) {
                lists[found++] = refers & ~LIST;
                __builtin_prefetch(list_at(p, refers & ~LIST));
            }
        }
        for (size_t i = 0; i < found; i++)
            partners_under(arena, p, lists[i], doc, ret);
    }
    for (size_t i = 0; i < ret->count; i++)
        p->place[ret->at[i].doc] = 0;
}
