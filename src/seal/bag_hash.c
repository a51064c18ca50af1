/* bag_hash.c -- the digests of a bag's files, each file read once; see bag_inside.h.
 *
 * Two threads take the next file from one counter. Each writes only into the rows of
 * its own file, and findings are made afterwards in order: who was faster shows nowhere.
 */
#include "seal/bag_inside.h"

#include "base/auto.h"
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#define PIECE   (1u << 18)
#define THREADS 2

typedef struct Hashing {
    Bag         *bag;
    atomic_size_t next;         /* file to be taken */
    atomic_bool  broken;        /* memory or OpenSSL failed */
} Hashing;

typedef struct Digests {
    EVP_MD_CTX *of[BAG_MANIFESTS_MAX];      /* one an algorithm; NULL: not asked */
} Digests;

static void free_digests(Digests *d)
{
    for (unsigned i = 0; i < bag_algorithm_count; i++)
        EVP_MD_CTX_free(d->of[i]);
}

static bool begin(Bag *bag, const BagFile *file, Digests *ret)
{
    for (uint32_t w = file->first_want; w; w = bag->wants.at[w - 1].next) {
        int a = bag->manifests[bag->wants.at[w - 1].manifest].algorithm;
        if (ret->of[a])
            continue;
        const EVP_MD *md = EVP_get_digestbyname(bag_algorithms[a].name);
        ret->of[a] = EVP_MD_CTX_new();
        if (md == NULL || ret->of[a] == NULL || EVP_DigestInit_ex(ret->of[a], md, NULL) != 1)
            return false;
    }
    return true;
}

/* Read to the end into all digests; false when the file cannot be read, errno says why. */
static bool feed(int fd, char *piece, Digests *digests)
{
    ssize_t n;

    while ((n = read(fd, piece, PIECE)) > 0 || (n < 0 && errno == EINTR))
        for (unsigned i = 0; n > 0 && i < bag_algorithm_count; i++)
            if (digests->of[i])
                EVP_DigestUpdate(digests->of[i], piece, (size_t)n);
    return n == 0;
}

static bool compare(Bag *bag, const BagFile *file, Digests *digests)
{
    uint8_t is[BAG_MANIFESTS_MAX][EVP_MAX_MD_SIZE];

    for (unsigned i = 0; i < bag_algorithm_count; i++)
        if (digests->of[i] && EVP_DigestFinal_ex(digests->of[i], is[i], NULL) != 1)
            return false;
    for (uint32_t w = file->first_want; w; w = bag->wants.at[w - 1].next) {
        BagWant *want = &bag->wants.at[w - 1];
        int a = bag->manifests[want->manifest].algorithm;
        want->seen = memcmp(is[a], want->digest, bag_algorithms[a].size) == 0 ? BAG_HASH_OK : BAG_HASH_DIFFERS;
    }
    return true;
}

/* False only when the machine fails. */
static bool hash_file(Bag *bag, BagFile *file, char *piece)
{
    AUTO_STRBUF path = { 0 };
    AUTO(free_digests) Digests digests = { { NULL } };

    strbuf_printf(&path, "%s/", bag->dir);
    strbuf_add(&path, file->path);
    AUTO_CLOSE fd = open(path.ptr, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (!begin(bag, file, &digests))
        return false;
    if (fd >= 0 && feed(fd, piece, &digests))
        return compare(bag, file, &digests);
    file->trouble = errno;
    for (uint32_t w = file->first_want; w; w = bag->wants.at[w - 1].next)
        bag->wants.at[w - 1].seen = BAG_HASH_UNREADABLE;
    return true;
}

static void *work(void *given)
{
    Hashing *h = given;
    AUTO_FREE char *piece = malloc(PIECE);

    for (;;) {
        size_t i = atomic_fetch_add(&h->next, 1);
        if (i >= h->bag->files.count || atomic_load(&h->broken))
            return NULL;
        if (h->bag->files.at[i].first_want && (piece == NULL || !hash_file(h->bag, &h->bag->files.at[i], piece)))
            atomic_store(&h->broken, true);
    }
}

Status bag_hash_files(Bag *bag, Error *err)
{
    Hashing h = { .bag = bag };
    pthread_t threads[THREADS - 1];
    size_t started = 0;

    while (started < THREADS - 1 && pthread_create(&threads[started], NULL, work, &h) == 0)
        started++;
    work(&h);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return atomic_load(&h.broken) ? fail(err, ERR_IO, "cannot hash: memory or OpenSSL failed") : OK;
}
