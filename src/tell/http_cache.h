/* http_cache.h -- answers as they were sent, kept while the case stays as it is. Private to http.c; for several threads. */
#ifndef TELL_HTTP_CACHE_H
#define TELL_HTTP_CACHE_H

#include "base/str.h"

#include <microhttpd.h>

typedef struct HttpCache HttpCache;

HttpCache *http_cache_make(void);
void       http_cache_free(HttpCache *cache);       /* NULL is fine; after the daemon has stopped */

/* Queue what was kept under this key; false when there is nothing of this generation. */
bool http_cache_send(HttpCache *cache, uint64_t generation, Str key, struct MHD_Connection *connection,
                     enum MHD_Result *ret);

/* Keep a response of status 200 with so many bytes; it is the cache's from here on. */
void http_cache_keep(HttpCache *cache, uint64_t generation, Str key, struct MHD_Response *response, size_t bytes);

#endif
