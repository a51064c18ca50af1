/* reveal.c -- for a custodian: "Person 3" becomes the name again. Called only through guard_unmask. */
#include "guard/guard_in.h"

#include "base/auto.h"

static Str name_of(const Guard *g, int32_t number)
{
    if (number <= 0 || (size_t)number >= g->by_number.count || g->by_number.at[number] == 0)
        return STR_NONE;
    return g->persons.at[g->by_number.at[number] - 1].protected.name;
}

static Str reveal(const Guard *g, Arena *arena, Str s)
{
    AUTO_STRBUF b = { 0 };
    size_t from = 0;

    if (s.len == 0)
        return s;
    for (size_t at; (at = str_find(s, S("Person "), from)) != SIZE_MAX; ) {
        size_t end = at + 7;
        while (end < s.len && s.ptr[end] >= '0' && s.ptr[end] <= '9')
            end++;
        Str name = name_of(g, name_person_number(str_slice(s, at, end)));
        strbuf_add(&b, str_slice(s, from, at));
        strbuf_add(&b, name.len ? name : str_slice(s, at, end));
        from = end;
    }
    if (from == 0)
        return s;
    strbuf_add(&b, str_slice(s, from, s.len));
    return arena_str(arena, strbuf_str(&b));
}

static Str *reveal_all(const Guard *g, Arena *arena, const Str *strings, size_t count)
{
    Str *copy = arena_array(arena, Str, count + 1);

    for (size_t i = 0; i < count; i++)
        copy[i] = reveal(g, arena, strings[i]);
    return copy;
}

#define COPY_ROWS(T, field, count)                                                      \
    do {                                                                                \
        T *rows_ = arena_array(arena, T, out->count + 1);                               \
        if (out->count)                                                                 \
            memcpy(rows_, out->field, sizeof(T) * out->count);                          \
        out->field = rows_;                                                             \
    } while (0)

static void reveal_claims(const Guard *g, Arena *arena, Reading *out)
{
    COPY_ROWS(Claim, claims, claim_count);
    for (size_t i = 0; i < out->claim_count; i++) {
        Claim *c = &out->claims[i];
        ChainLink *chain = arena_array(arena, ChainLink, c->chain_count + 1);
        for (size_t k = 0; k < c->chain_count; k++) {
            chain[k] = c->chain[k];
            chain[k].name = reveal(g, arena, chain[k].name);
        }
        c->chain = chain;
        c->by.text = reveal(g, arena, c->by.text);
        c->to.text = reveal(g, arena, c->to.text);
    }
}

static void reveal_reading(const Guard *g, Arena *arena, Reading *out)
{
    Str text = out->text;

    COPY_ROWS(Mention, mentions, mention_count);
    COPY_ROWS(Attribution, attributions, attribution_count);
    COPY_ROWS(CatalogueEntry, entries, entry_count);
    out->text = STR_NONE;
    out->doc.path = reveal(g, arena, out->doc.path);
    out->doc.title = reveal(g, arena, out->doc.title);
    out->doc.publisher = reveal(g, arena, out->doc.publisher);
    out->doc.url = reveal(g, arena, out->doc.url);
    out->doc.authors = reveal_all(g, arena, out->doc.authors, out->doc.author_count);
    for (size_t i = 0; i < out->mention_count; i++) {
        Mention *m = &out->mentions[i];
        if (name_person_number(m->name) && text.ptr && span_is(m->span))
            m->name = span_text(text, m->span);
        m->name = reveal(g, arena, m->name);
        m->lemma = reveal(g, arena, m->lemma);
        if (m->kind == MENTION_PERSON)
            m->person.role = reveal(g, arena, m->person.role);
    }
    for (size_t i = 0; i < out->attribution_count; i++)
        out->attributions[i].speaker = reveal(g, arena, out->attributions[i].speaker);
    reveal_claims(g, arena, out);
    for (size_t i = 0; i < out->entry_count; i++) {
        CatalogueEntry *e = &out->entries[i];
        e->title_text = reveal(g, arena, e->title_text);
        e->authors = reveal_all(g, arena, e->authors, e->author_count);
        e->notes = reveal_all(g, arena, e->notes, e->note_count);
    }
}

void guard_reveal_corpus(const Guard *g, Arena *arena, const Corpus *corpus, Corpus *revealed)
{
    Corpus copy = *corpus, *out = &copy;

    COPY_ROWS(Reading, readings, reading_count);
    COPY_ROWS(Derivation, derivations, derivation_count);
    COPY_ROWS(Origin, origins, origin_count);
    COPY_ROWS(Incident, incidents, incident_count);
    COPY_ROWS(Conflict, conflicts, conflict_count);
    for (size_t i = 0; i < out->reading_count; i++)
        reveal_reading(g, arena, &out->readings[i]);
    for (size_t i = 0; i < out->derivation_count; i++)
        out->derivations[i].evidence = reveal(g, arena, out->derivations[i].evidence);
    for (size_t i = 0; i < out->origin_count; i++) {
        Origin *o = &out->origins[i];
        o->name = reveal(g, arena, o->name);
        o->voices = reveal_all(g, arena, o->voices, o->voice_count);
        o->why = reveal_all(g, arena, o->why, o->why_count);
    }
    for (size_t i = 0; i < out->incident_count; i++) {
        Incident *n = &out->incidents[i];
        n->title = reveal(g, arena, n->title);
        n->why = reveal_all(g, arena, n->why, n->why_count);
    }
    for (size_t i = 0; i < out->conflict_count; i++)
        out->conflicts[i].why = reveal(g, arena, out->conflicts[i].why);
    *revealed = copy;
}
