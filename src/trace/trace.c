/* trace.c -- see trace.h: the steps in order. */
#include "trace/work.h"

#include "base/auto.h"
#include "lang/tables.h"
#include "lang/words.h"

static Work work_of(const Gazetteer *g, const Lang *lang, WordKind (*kind)(const void *context, uint64_t hash),
                    const void *context, Arena *arena, Arena *scratch, Corpus *c)
{
    Work w = { .arena = arena, .scratch = scratch, .corpus = c, .gazetteer = g, .lang = lang, .kind = kind,
               .kind_context = context, .first = arena_array(scratch, uint32_t, c->reading_count + 1) };

    for (size_t r = 0; r < c->reading_count; r++)
        w.first[r + 1] = w.first[r] + (uint32_t)c->readings[r].claim_count;
    w.claim_total = w.first[c->reading_count];
    return w;
}

static void trace_all(const Gazetteer *g, const Lang *lang, WordKind (*kind)(const void *context, uint64_t hash),
                      const void *context, Arena *arena, Corpus *c)
{
    AUTO_ARENA scratch = arena_create();
    Work w = work_of(g, lang, kind, context, arena, scratch, c);

    rulings_index(&w);
    texts_make(&w);
    copies_find(&w);
    quotations_find(&w);
    translations_find(&w);
    relays_find(&w);
    rulings_add_edges(&w);
    origins_make(&w);
    c->derivations = w.found.at;
    c->derivation_count = w.found.count;
}

void trace_corpus(const Gazetteer *g, WordKind (*kind)(const void *context, uint64_t hash), const void *context,
                  Arena *arena, Corpus *c)
{
    trace_all(g, NULL, kind, context, arena, c);
}

static WordKind kind_of(const void *context, uint64_t hash)
{
    const Lang *lang = context;
    const Entry *e = lang_entry(lang, hash);
    WordKind kind = WORD_PLAIN;

    if (e == NULL)
        return WORD_PLAIN;
    const Sense *s = lang_senses(lang, e);
    for (uint16_t i = 0; i < e->count; i++) {
        if (s[i].word_class == CLASS_CUE && lang_row(lang, s[i].row)->n[CUE_KIND] == CUE_ECHO)
            return WORD_ECHO;
        int64_t cue = s[i].word_class == CLASS_CUE ? lang_row(lang, s[i].row)->n[CUE_KIND] : -1;
        if (s[i].word_class == CLASS_HEDGE || cue == CUE_IMPERSONAL || cue == CUE_ACCORDING)
            kind = WORD_HEDGE;
    }
    return kind;
}

void trace_voices(const Lang *lang, Arena *arena, Corpus *c)
{
    AUTO_ARENA scratch = arena_create();
    Work w = work_of(lang_gazetteer(lang), lang, kind_of, lang, arena, scratch, c);

    origins_voices(&w);
}

void trace_run(const Lang *lang, Arena *arena, Corpus *c)
{
    trace_all(lang_gazetteer(lang), lang, kind_of, lang, arena, c);
}
