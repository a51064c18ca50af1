/* id.h -- names that outlive better rules: built from where a thing stands, never
 * from the rule that found it or a row number (design 04).
 */
#ifndef MODEL_ID_H
#define MODEL_ID_H

#include "base/hash.h"
#include "model/span.h"

#define ID_HEX 32               /* characters */

typedef struct Id {
    uint8_t byte[16];
} Id;

/* First 32 hex digits of SHA-256 over "document LF start LF end LF kind LF ordinal LF".
 * in  document  64 hex digits of the original's SHA-256 (or HASH/part)
 *     kind      the mention's kind, "attribution" or "claim"
 *     ordinal   counts those with the same span and kind, from 0 */
Id id_make(Str document, Span span, Str kind, unsigned ordinal);

/* The same for many ids of one document, whose name is hashed once. */
typedef struct IdBase {
    Sha256Start start;
} IdBase;

IdBase id_base(Str document);
Id     id_of(const IdBase *base, Span span, Str kind, unsigned ordinal);

void id_format(Id id, char out[ID_HEX + 1]);
bool id_parse(Str hex, Id *ret);
int  id_cmp(Id a, Id b);

static inline bool id_eq(Id a, Id b) { return id_cmp(a, b) == 0; }

#endif
