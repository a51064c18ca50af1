/* generate.h -- report-like text from templates, the same for the same seed on every machine. */
#ifndef BENCH_GENERATE_H
#define BENCH_GENERATE_H

#include "base/err.h"
#include "base/strbuf.h"

#include "base/arena.h"

typedef struct Templates Templates;

/* Parse templates.tsv; `text` must outlive the result. */
Status templates_parse(Arena *arena, Str text, const Templates **ret, Error *err);

/* Append one report of about `bytes` bytes; report `number` of `seed` is always the same. */
void generate_report(const Templates *t, uint64_t seed, uint64_t number, size_t bytes, StrBuf *out);

#endif
