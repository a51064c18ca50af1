/* origins_tell.c -- the sets as Corpus.origins: name, voices, reasons; and which names are one voice. */
#include "trace/origins_in.h"
#include "model/tally.h"

#include "base/hash.h"

#define WHY_MAX     16
#define VOICES_MAX  64
#define LOOKED_MAX  24      /* voices of one last word that a name is compared with */

/* ---- voices ---- */

/* Names known so far, those with one key in a chain. */
typedef struct Voices {
    Origins  *o;
    Map      *map;              /* voice_key: index into `names` */
    Map       chains;           /* key of a name: last voice with it plus one */
    VEC(Str)  names;
    VEC(Name) known;
    VEC(uint32_t) before;
} Voices;

static Str bytes_of(Arena *arena, uint64_t key)
{
    return arena_str(arena, (Str){ (const char *)&key, sizeof key });
}

/* One voice in two spellings. An office must be told as fully, for "the minister" is a minister of many. */
static bool one_voice(const Name *a, const Name *b)
{
    return name_match(a, b) == NAMES_SAME && a->country == b->country && a->person == b->person && a->speaks == b->speaks;
}

static uint64_t voice_block(const Name *n)
{
    return n->person ? n->person : n->body[0] ? n->body[0] : n->last;
}

static uint32_t voice_number(Voices *v, Str name, const Name *n)
{
    Arena *scratch = v->o->w->scratch;
    int64_t *head = map_put(scratch, &v->chains, bytes_of(scratch, voice_block(n)), 0);
    uint32_t k = (uint32_t)*head;

    for (size_t looked = 0; k && looked < LOOKED_MAX; k = v->before.at[k - 1], looked++)
        if (one_voice(&v->known.at[k - 1], n))
            return k - 1;
    vec_push(v->o->w->arena, &v->names, name);
    vec_push(scratch, &v->known, *n);
    vec_push(scratch, &v->before, (uint32_t)*head);
    *head = (int64_t)v->names.count;
    return (uint32_t)v->names.count - 1;
}

/* Publishers first, so that a voice is called as the publisher calls itself. */
void voices_make(Origins *o)
{
    Work *w = o->w;
    Voices v = { .o = o, .map = arena_new(w->arena, Map) };

    vec_push(w->arena, &v.names, S(""));
    vec_push(w->scratch, &v.known, (Name){ .count = 0 });
    vec_push(w->scratch, &v.before, 0);
    for (size_t r = 0; r < w->corpus->reading_count; r++) {
        Str publisher = document_voice(&w->corpus->readings[r].doc);
        int64_t *at = map_put(w->arena, v.map, bytes_of(w->arena, voice_key(publisher)), -1);
        Name n = name_made(&o->names, publisher);
        if (*at < 0)
            *at = voice_number(&v, publisher, &n);
    }
    o->publishers = (uint32_t)v.names.count - 1;
    for (uint32_t i = 0; i < w->claim_total; i++) {
        const Reading *r = reading_of(o, i);
        const Claim *c = claim_of(o, i);
        for (size_t k = 1; k < c->chain_count; k++) {
            bool nobody = k >= o->depth[i];
            uint64_t key = nobody ? voice_key_of(c->chain[0].name, c->chain[k].name) : voice_key(c->chain[k].name);
            int64_t *at = map_put(w->arena, v.map, bytes_of(w->arena, key), -1);
            if (*at >= 0)
                continue;
            Name n = name_of_link(&o->names, r, &c->chain[k]);
            *map_get(v.map, (Str){ (const char *)&key, sizeof key }) = nobody ? 0 : voice_number(&v, c->chain[k].name, &n);
        }
    }
    w->corpus->voices = v.map;
    w->corpus->voice_names = v.names.at;
}

/* ---- origins ---- */

/* A name of a person or outlet is a better name for an origin than "officials", a source better than a publisher. */
static int name_rank(const Origins *o, uint32_t claim)
{
    const Mention *x = source_mention(o, claim);
    bool proper = x && ((x->kind == MENTION_PERSON && x->person.named) || x->kind == MENTION_ORGANISATION);
    bool source = !is_own(o, claim) || o->office[o->ref[claim].reading];
    uint64_t key = voice_key(source_of(o, claim));
    const int64_t *voice = map_get(o->w->corpus->voices, (Str){ (const char *)&key, sizeof key });
    /* An outlet whose document is in the case passes on what its own source says. */
    bool passes_on = !is_own(o, claim) && voice && *voice > 0 && *voice <= o->publishers;

    if (o->moved[claim])
        return -1;              /* it only repeats what others say */
    return (passes_on ? 0 : source ? 4 : 0) + (proper ? 2 : 0) + (o->name[claim].named ? 1 : 0);
}

/* What is said of one origin while it is gathered. */
typedef struct Gathered {
    Str    voices[VOICES_MAX], shown[VOICES_MAX], why[WHY_MAX];
    size_t voice_count, why_count;
} Gathered;

/* Known by what the voice is called everywhere, shown as these claims name it. */
static void add_voice(Gathered *g, Str voice, Str shown)
{
    if (voice.len == 0 || g->voice_count == VOICES_MAX)
        return;
    for (size_t i = 0; i < g->voice_count; i++)
        if (str_eq(g->voices[i], voice) || str_eq(g->shown[i], shown))
            return;
    g->voices[g->voice_count] = voice;
    g->shown[g->voice_count++] = shown;
}

static void add_line(Str *lines, size_t *count, size_t max, Str line)
{
    if (line.len == 0 || *count == max)
        return;
    for (size_t i = 0; i < *count; i++)
        if (str_eq(lines[i], line))
            return;
    lines[(*count)++] = line;
}

static Str chain_reason(Work *w, const Claim *c, size_t depth)
{
    Str text = S("");

    for (size_t i = 1; i < depth; i++)
        text = arena_printf(w->arena, STR_FMT "%s" STR_FMT " has it from " STR_FMT, STR_ARG(text), i > 1 ? ", " : "",
                            STR_ARG(c->chain[i - 1].name), STR_ARG(c->chain[i].name));
    return text.len ? arena_printf(w->arena, STR_FMT " (byte %u)", STR_ARG(text), c->span.start) : text;
}

/* Lists of numbers by set: items[start[n]] .. items[start[n + 1] - 1], in order. */
typedef struct Lists {
    uint32_t *start, *items;
} Lists;

static Lists lists_make(Arena *arena, const uint32_t *set, size_t count, size_t sets)
{
    Lists l = { arena_array(arena, uint32_t, sets + 2), arena_array(arena, uint32_t, count + 1) };

    for (size_t i = 0; i < count; i++)
        l.start[set[i] + 2]++;
    for (size_t n = 2; n <= sets + 1; n++)
        l.start[n] += l.start[n - 1];
    for (uint32_t i = 0; i < count; i++)
        l.items[l.start[set[i] + 1]++] = i;
    return l;
}

static OriginKind kind_of_claim(const Origins *o, uint32_t claim)
{
    uint32_t reading = o->ref[claim].reading;

    if (!is_own(o, claim) || o->office[reading])
        return ORIGIN_SOURCE;
    return o->present[reading] ? ORIGIN_PRESENT : ORIGIN_OWN;
}

static void describe(Origins *o, const uint32_t *claims, size_t count, Gathered *g, Origin *x)
{
    Work *w = o->w;
    int rank = -2;

    x->claims = arena_array(w->arena, ClaimRef, count);
    for (size_t i = 0; i < count; i++) {
        const Claim *c = claim_of(o, claims[i]);
        OriginKind kind = kind_of_claim(o, claims[i]);
        x->claims[x->claim_count++] = o->ref[claims[i]];
        if (i == 0 || id_cmp(c->id, x->id) < 0)
            x->id = c->id;
        /* One claim with a source makes it the source's; else to have been there counts. */
        x->kind = i == 0 || kind == ORIGIN_SOURCE ? kind : x->kind == ORIGIN_OWN ? kind : x->kind;
        if (name_rank(o, claims[i]) > rank) {
            rank = name_rank(o, claims[i]);
            x->name = source_of(o, claims[i]);
        }
        for (size_t k = 0; k < c->chain_count; k++)
            add_voice(g, corpus_voice(w->corpus, c, k), c->chain[k].name);
        if (!is_own(o, claims[i]) && (i == 0 || !str_eq(source_of(o, claims[i]), source_of(o, claims[i - 1]))))
            add_line(g->why, &g->why_count, WHY_MAX, chain_reason(w, c, o->depth[claims[i]]));
    }
}

static void keep_gathered(Arena *arena, const Gathered *g, Origin *x)
{
    x->voices = arena_array(arena, Str, g->voice_count + 1);
    x->why = arena_array(arena, Str, g->why_count + 1);
    memcpy(x->voices, g->shown, g->voice_count * sizeof(Str));
    memcpy(x->why, g->why, g->why_count * sizeof(Str));
    x->voice_count = g->voice_count;
    x->why_count = g->why_count;
}

/* Number the sets in the order of their first claims and describe each. */
void origins_tell(Origins *o)
{
    Work *w = o->w;
    Arena *scratch = w->scratch;
    uint32_t *set = arena_array(scratch, uint32_t, w->claim_total + 1);
    uint32_t *reason_set = arena_array(scratch, uint32_t, o->reasons.count + 1);
    uint32_t *echo_set = arena_array(scratch, uint32_t, o->echoes.count + 1);
    size_t count = 0;

    voices_make(o);
    /* The root is the smallest number of its set, so it is met first. */
    for (uint32_t i = 0; i < w->claim_total; i++)
        set[i] = origin_find(o, i) == i ? (uint32_t)count++ : set[origin_find(o, i)];
    for (size_t i = 0; i < o->reasons.count; i++)
        reason_set[i] = set[o->reasons.at[i].claim];
    for (size_t i = 0; i < o->echoes.count; i++)
        echo_set[i] = set[o->echoes.at[i].claim];
    Lists members = lists_make(scratch, set, w->claim_total, count);
    Lists reasons = lists_make(scratch, reason_set, o->reasons.count, count);
    Lists echoed = lists_make(scratch, echo_set, o->echoes.count, count);
    Origin *origins = arena_array(w->arena, Origin, count + 1);
    Gathered *g = arena_new(scratch, Gathered);
    for (size_t n = 0; n < count; n++) {
        g->voice_count = g->why_count = 0;
        /* Why they are one comes before how each has it: of many lines the first are kept. */
        for (uint32_t i = reasons.start[n]; i < reasons.start[n + 1] && g->why_count < WHY_MAX / 2; i++)
            add_line(g->why, &g->why_count, WHY_MAX, o->reasons.at[reasons.items[i]].text);
        describe(o, &members.items[members.start[n]], members.start[n + 1] - members.start[n], g, &origins[n]);
        for (uint32_t i = echoed.start[n]; i < echoed.start[n + 1]; i++)
            add_voice(g, o->echoes.at[echoed.items[i]].voice, o->echoes.at[echoed.items[i]].voice);
        for (uint32_t i = reasons.start[n]; i < reasons.start[n + 1]; i++)
            add_line(g->why, &g->why_count, WHY_MAX, o->reasons.at[reasons.items[i]].text);
        keep_gathered(w->arena, g, &origins[n]);
    }
    w->corpus->origins = origins;
    w->corpus->origin_count = count;
}
