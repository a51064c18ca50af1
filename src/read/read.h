/* read.h -- READ: from text to mentions, attributions and claims.
 *
 * A pure core: no store, no clock, no locale. Same input and tables, same
 * reading, byte for byte.
 */
#ifndef READ_READ_H
#define READ_READ_H

#include "lang/lang.h"
#include "model/block.h"

/* Read one document. Everything in *ret lives in `arena`, in `lang` or in the
 * input. Bad input becomes notes, never a failure. */
void read_document(const Lang *lang, Arena *arena, const ReadInput *in, Reading *ret);

/* Told when a pass is done, for a profile; `pass` is a fixed word, the same for every document. */
typedef struct ReadWatch {
    void (*passed)(void *context, const char *pass);
    void  *context;
} ReadWatch;

/* The same, watched. */
void read_document_watched(const Lang *lang, Arena *arena, const ReadInput *in, const ReadWatch *watch, Reading *ret);

#endif
