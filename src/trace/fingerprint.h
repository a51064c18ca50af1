/* fingerprint.h -- which texts share words at all: an index of fingerprints.
 *
 * A text's fingerprints are 32-bit hashes of some of its word runs. The index says, for each document,
 * which others share enough of them to be worth laying side by side. Its answers are a function of
 * the set of documents in it: the order in which they came in changes nothing, so that
 * adding one document and adding all at once are the same thing.
 */
#ifndef TRACE_FINGERPRINT_H
#define TRACE_FINGERPRINT_H

#include "base/vec.h"
#include "trace/words.h"

/* A fingerprint in up to so many documents tells; in more it is a stock phrase, which leads only to the
 * neighbours; in more than PRINT_COMMON it leads nowhere. */
#define PRINT_RARE    16
#define PRINT_COMMON  1024
#define PRINT_EVERYWHERE (PRINT_COMMON + 1)

typedef struct Print {
    uint32_t hash;
    uint32_t sentence;      /* of the text, where it stands first */
} Print;

/* The fingerprints of one text, each once; the memory is used again for the next text. */
typedef struct PrintList {
    Arena    *arena;
    Print    *at;
    size_t    count;
    uint32_t *seen;         /* hash set: index into `at` plus one */
    size_t    room;         /* of both */
    uint32_t  mask;         /* of the part of `seen` that this text uses */
} PrintList;

void prints_of_text(const Text *t, PrintList *ret);
void print_list_finish(PrintList *list);

/* Another document that shares fingerprints with one. */
typedef struct Partner {
    uint32_t doc;
    uint32_t rare, stock;   /* fingerprints of each kind in common */
} Partner;

typedef VEC(Partner) PartnerList;

typedef struct Prints Prints;

/* `expected` documents: no limit, only how much room is made at first. */
Prints *prints_create(size_t expected);
void    prints_destroy(Prints *p);

/* Add a document; the first is number 0. `key` is a number that belongs to the document wherever it stands
 * (a hash of its id): it decides who is whose neighbour under a stock phrase. */
uint32_t prints_add(Prints *p, uint64_t key, const Print *at, size_t count);

/* `ret` becomes the documents that share a fingerprint with `doc`, in no order that means anything: at most PRINT_RARE - 1 for a rare
 * one, four for a stock one. */
void prints_partners(Arena *arena, Prints *p, uint32_t doc, const Print *at, size_t count, PartnerList *ret);

/* Documents with this fingerprint; PRINT_EVERYWHERE for more than PRINT_COMMON. */
uint32_t prints_frequency(const Prints *p, uint32_t hash);

/* Bring what is known of these near: for whoever is about to ask. */
void prints_fetch(const Prints *p, const Print *at, size_t count);

/* Bytes that the index holds. */
size_t prints_bytes(const Prints *p);

#endif
