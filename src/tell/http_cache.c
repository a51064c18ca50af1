/* http_cache.c -- see http_cache.h. An open table; when it is full, of bytes or of answers, all goes: what is asked
 * often is back at once.
 */
#include "tell/http_cache.h"

#include "base/hash.h"

#include <pthread.h>
#include <stdlib.h>

#define SLOTS       4096            /* a power of two; half of them are used at most */
#define BYTES_MAX   (48u << 20)

typedef struct Kept {
    char                *key;
    size_t               key_len;
    struct MHD_Response *response;
} Kept;

struct HttpCache {
    pthread_mutex_t lock;
    uint64_t        generation;
    size_t          count, bytes;
    Kept            slot[SLOTS];
};

HttpCache *http_cache_make(void)
{
    HttpCache *c = calloc(1, sizeof *c);

    if (c)
        pthread_mutex_init(&c->lock, NULL);
    return c;
}

static void forget_all(HttpCache *c)
{
    for (size_t i = 0; i < SLOTS; i++)
        if (c->slot[i].key) {
            MHD_destroy_response(c->slot[i].response);
            free(c->slot[i].key);
            c->slot[i] = (Kept){ 0 };
        }
    c->count = c->bytes = 0;
}

void http_cache_free(HttpCache *c)
{
    if (!c)
        return;
    forget_all(c);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

/* Where the key stands, or the free slot where it would. */
static Kept *find(HttpCache *c, Str key)
{
    size_t i = hash64(key) & (SLOTS - 1);

    while (c->slot[i].key && !str_eq((Str){ c->slot[i].key, c->slot[i].key_len }, key))
        i = (i + 1) & (SLOTS - 1);
    return &c->slot[i];
}

bool http_cache_send(HttpCache *c, uint64_t generation, Str key, struct MHD_Connection *connection,
                     enum MHD_Result *ret)
{
    pthread_mutex_lock(&c->lock);
    const Kept *kept = c->generation == generation ? find(c, key) : NULL;
    bool found = kept && kept->key;
    if (found)      /* under the lock: another thread may forget it right after */
        *ret = MHD_queue_response(connection, MHD_HTTP_OK, kept->response);
    pthread_mutex_unlock(&c->lock);
    return found;
}

void http_cache_keep(HttpCache *c, uint64_t generation, Str key, struct MHD_Response *response, size_t bytes)
{
    pthread_mutex_lock(&c->lock);
    if (generation < c->generation) {       /* the case has changed while this was written */
        MHD_destroy_response(response);
        pthread_mutex_unlock(&c->lock);
        return;
    }
    if (c->generation != generation || c->count >= SLOTS / 2 || c->bytes + bytes > BYTES_MAX)
        forget_all(c);
    c->generation = generation;
    Kept *kept = find(c, key);
    char *copy = kept->key ? NULL : malloc(key.len + 1);
    if (copy) {
        memcpy(copy, key.ptr, key.len);
        *kept = (Kept){ copy, key.len, response };
        c->count++;
        c->bytes += bytes;
    } else {
        MHD_destroy_response(response);
    }
    pthread_mutex_unlock(&c->lock);
}
