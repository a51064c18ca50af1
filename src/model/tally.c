/* tally.c -- see tally.h. */
#include "model/tally.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/vec.h"

#define ECHO_CLAIMS 64      /* origins of more claims are publishers' own, which nobody echoes */
#define TOLD_MAX    6       /* names in one part of the sentence of what was not seen */

typedef VEC(Str) Names;

uint64_t voice_key(Str name)
{
    return hash64(name);
}

uint64_t voice_key_of(Str publisher, Str name)
{
    return hash64_join(hash64(publisher), hash64(name));
}

static Str key_bytes(const uint64_t *key)
{
    return (Str){ (const char *)key, sizeof *key };
}

static Str voice_of(const Corpus *c, Str publisher, Str name)
{
    if (c->voices == NULL)
        return name;
    uint64_t own = voice_key_of(publisher, name), key = voice_key(name);
    const int64_t *found = map_get(c->voices, key_bytes(&own));
    if (found == NULL)
        found = map_get(c->voices, key_bytes(&key));
    return found ? c->voice_names[*found] : name;
}

Str corpus_voice(const Corpus *c, const Claim *claim, size_t link)
{
    return voice_of(c, claim->chain[0].name, claim->chain[link].name);
}

static void mark_parted(const Corpus *c, TallyIndex *x)
{
    for (size_t o = 0; o < c->origin_count; o++)
        for (size_t i = 0; i < c->origins[o].why_count; i++)
            x->parted[o] |= str_starts(c->origins[o].why[i], S(APART_BY_PERSON));
}

TallyIndex tally_index(Arena *arena, const Corpus *c)
{
    TallyIndex x = { c, arena_array(arena, uint32_t *, c->reading_count + 1), arena_new(arena, Map),
                     arena_array(arena, bool, c->origin_count + 1) };

    for (size_t r = 0; r < c->reading_count; r++) {
        Str publisher = document_voice(&c->readings[r].doc);
        x.origin_of[r] = arena_array(arena, uint32_t, c->readings[r].claim_count + 1);
        memset(x.origin_of[r], 0xFF, (c->readings[r].claim_count + 1) * sizeof(uint32_t));
        map_put(arena, x.publishers, voice_of(c, publisher, publisher), 1);
    }
    for (uint32_t o = 0; o < c->origin_count; o++)
        for (size_t i = 0; i < c->origins[o].claim_count; i++)
            x.origin_of[c->origins[o].claims[i].reading][c->origins[o].claims[i].claim] = o;
    mark_parted(c, &x);
    return x;
}

/* Known by what the voice is called everywhere, shown as these claims name it. */
static void add_voice(Arena *arena, Map *seen, Names *voices, Str voice, Str shown)
{
    if (voice.len == 0 || *map_put(arena, seen, voice, 0))
        return;
    *map_get(seen, voice) = 1;
    vec_push(arena, voices, shown);
}

/* Voices of an origin that stand in no chain of its claims: they only echo it. */
static void add_echoes(Arena *arena, const Corpus *c, const Origin *o, Map *seen, Names *voices)
{
    Map chains = { 0 };

    if (o->claim_count > ECHO_CLAIMS)
        return;
    for (size_t i = 0; i < o->claim_count; i++) {
        const Claim *claim = corpus_claim(c, o->claims[i]);
        for (size_t k = 0; k < claim->chain_count; k++) {
            map_put(arena, &chains, corpus_voice(c, claim, k), 1);
            map_put(arena, &chains, claim->chain[k].name, 1);
        }
    }
    for (size_t v = 0; v < o->voice_count; v++)
        if (map_get(&chains, o->voices[v]) == NULL)
            add_voice(arena, seen, voices, o->voices[v], o->voices[v]);
}

/* Has this reading a claim among these that a source is named for? */
static bool *sourced_readings(Arena *arena, const TallyIndex *x, const ClaimRef *claims, size_t count)
{
    bool *sourced = arena_array(arena, bool, count + 1);

    for (size_t i = 0, end; i < count; i = end) {
        bool any = false;
        for (end = i; end < count && claims[end].reading == claims[i].reading; end++) {
            uint32_t o = x->origin_of[claims[end].reading][claims[end].claim];
            any |= o != TALLY_NONE && x->corpus->origins[o].kind == ORIGIN_SOURCE;
        }
        for (size_t k = i; k < end; k++)
            sourced[k] = any;
    }
    return sourced;
}

/* What an origin counts as: a publisher's own reporting is one root in all its documents. */
static Str count_key(Arena *arena, const TallyIndex *x, uint32_t origin)
{
    const Origin *o = &x->corpus->origins[origin];

    if (o->kind != ORIGIN_SOURCE && !x->parted[origin])
        return arena_printf(arena, "own " STR_FMT, STR_ARG(o->name));
    return arena_printf(arena, "%u", origin);
}

static void list_names(Arena *arena, const Names *names, const char *before, Str *text)
{
    for (size_t i = 0; i < names->count && i < TOLD_MAX; i++)
        *text = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(*text),
                             i == 0 ? before : i + 1 == names->count ? " and " : ", ", STR_ARG(names->at[i]));
    if (names->count > TOLD_MAX)
        *text = arena_printf(arena, STR_FMT " and %zu more", STR_ARG(*text), names->count - TOLD_MAX);
}

static bool is_witness(const Reading *r, const ChainLink *link)
{
    const Mention *m = link->mention >= 0 ? &r->mentions[link->mention] : NULL;

    return m && m->kind == MENTION_PERSON && m->person.protect;
}

/* Whoever passes it on and has no document here, and whose knowledge nobody explains. */
static Str unseen_of(Arena *arena, const TallyIndex *x, const ClaimRef *claims, size_t count, const uint32_t *origins,
                     size_t origin_count)
{
    const Corpus *c = x->corpus;
    Names documents = { 0 }, told = { 0 }, own = { 0 };
    Map seen_document = { 0 }, seen_told = { 0 }, seen_own = { 0 };
    Str text = S("");

    for (size_t i = 0; i < origin_count; i++)
        if (c->origins[origins[i]].kind == ORIGIN_OWN)
            add_voice(arena, &seen_own, &own, c->origins[origins[i]].name, c->origins[origins[i]].name);

    for (size_t i = 0; i < count; i++) {
        const Reading *r = &c->readings[claims[i].reading];
        const Claim *claim = corpus_claim(c, claims[i]);
        uint32_t o = x->origin_of[claims[i].reading][claims[i].claim];
        if (claim->chain_count == 1 && o != TALLY_NONE && c->origins[o].kind == ORIGIN_SOURCE &&
            str_eq(c->origins[o].name, claim->chain[0].name))      /* an office that publishes */
            add_voice(arena, &seen_told, &told, corpus_voice(c, claim, 0), claim->chain[0].name);
        for (size_t k = 1; k < claim->chain_count; k++) {
            const ChainLink *link = &claim->chain[k];
            Str voice = corpus_voice(c, claim, k);
            bool outlet = link->how == CHAIN_RELAYS || k + 1 < claim->chain_count ||
                          (link->mention >= 0 && r->mentions[link->mention].kind == MENTION_ORGANISATION);
            if (is_witness(r, link) || map_get(x->publishers, voice))
                continue;
            if (outlet)
                add_voice(arena, &seen_document, &documents, voice, link->name);
            if (k + 1 == claim->chain_count)
                add_voice(arena, &seen_told, &told, voice, link->name);
        }
    }
    list_names(arena, &told, "who told ", &text);
    list_names(arena, &documents, text.len ? "; the own words of " : "the own words of ", &text);
    list_names(arena, &own, text.len ? "; where this is known from by " : "where this is known from by ", &text);
    return text.len ? arena_printf(arena, "not seen in this case: " STR_FMT, STR_ARG(text)) : STR_NONE;
}

Tally tally_claims(Arena *arena, const TallyIndex *x, const ClaimRef *claims, size_t count)
{
    const Corpus *c = x->corpus;
    Names voices = { 0 };
    VEC(uint32_t) origins = { 0 };
    Map seen = { 0 }, counted = { 0 };
    const bool *sourced = sourced_readings(arena, x, claims, count);

    for (size_t i = 0; i < count; i++) {
        const Claim *claim = corpus_claim(c, claims[i]);
        uint32_t o = x->origin_of[claims[i].reading][claims[i].claim];
        for (size_t k = 0; k < claim->chain_count; k++)
            add_voice(arena, &seen, &voices, corpus_voice(c, claim, k), claim->chain[k].name);
        /* Who calls it a crime is a voice; that it happened rests on others. */
        if (o == TALLY_NONE || (claim->modality == MODALITY_OPINION && count > 1) ||
            (c->origins[o].kind == ORIGIN_OWN && sourced[i]))
            continue;
        Str key = count_key(arena, x, o);
        if (*map_put(arena, &counted, key, 0))
            continue;
        *map_get(&counted, key) = 1;
        vec_push(arena, &origins, o);
        add_echoes(arena, c, &c->origins[o], &seen, &voices);
    }
    return (Tally){ voices.at, voices.count, origins.at, origins.count, unseen_of(arena, x, claims, count, origins.at,
                     origins.count) };
}
