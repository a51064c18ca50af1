/* guard.c -- builds a Guard: who is protected, under which number, and by which words.
 *
 * Numbers already given come first, so that they never change; then new names
 * get theirs in order of document and offset. One folded name is one person.
 */
#include "guard/guard_in.h"
#include "guard/withhold.h"

#include <stdlib.h>

static bool is_person(const Mention *m)
{
    return m->kind == MENTION_PERSON;
}

/* The first mention of the same person in this document. */
static uint32_t entity_of(const Reading *r, uint32_t mention)
{
    int32_t e = r->mentions[mention].person.entity;
    return e >= 0 && (uint32_t)e < mention && is_person(&r->mentions[e]) ? (uint32_t)e : mention;
}

/* The name as it stands: from the field, or from the text when the field was masked before. */
static Str mention_name(const Reading *r, const Mention *m)
{
    if (m->name.len && (m->person.number == 0 || name_person_number(m->name) == 0))
        return m->name;
    return r->text.ptr && span_is(m->span) ? span_text(r->text, m->span) : STR_NONE;
}

static size_t name_words(Str name)
{
    size_t at = 0, count = 0;

    for (NameWord w; name_next(name, &at, &w); )
        count++;
    return count;
}

/* What the mentions of one person in one document say together. */
typedef struct Entity {
    bool    protect, named;
    int32_t number;         /* given before, or 0 */
    Str     longest;        /* most words, then first met */
    size_t  words;
    uint32_t last;          /* its latest mention so far */
    uint32_t next;          /* in every mention's row: the next one of the same person; 0 ends */
} Entity;

/* One row a mention, filled at the entity's first mention. */
static Entity *entities_of(Arena *arena, const Reading *r)
{
    Entity *all = arena_array(arena, Entity, r->mention_count + 1);

    for (uint32_t i = 0; i < r->mention_count; i++) {
        const Mention *m = &r->mentions[i];
        if (!is_person(m))
            continue;
        uint32_t first = entity_of(r, i);
        Entity *e = &all[first];
        if (i != first)
            all[e->last ? e->last : first].next = i;
        e->last = i;
        e->protect |= m->person.protect;
        if (!m->person.named)
            continue;
        int32_t number = m->person.number;
        Str name = mention_name(r, m);
        size_t words = name_words(name);
        e->named |= words > 0;
        if (m->person.protect && number > 0 && (e->number == 0 || number < e->number))
            e->number = number;
        if (words > e->words) {
            e->longest = name;
            e->words = words;
        }
    }
    return all;
}

static bool hidden(const Entity *e)
{
    return e->protect && e->named;
}

/* Does the mention stand inside `name` as the text has it there ("Page" in "Oskil Page")? */
static bool inside_name(const Reading *r, const Mention *m, Str name)
{
    Str word = span_text(r->text, m->span);

    for (size_t at = str_find(name, word, 0); at != SIZE_MAX; at = str_find(name, word, at + 1))
        if (m->span.start >= at && str_eq(str_slice(r->text, m->span.start - at, m->span.start - at + name.len), name))
            return true;
    return false;
}

static bool inside_any(const Reading *r, const Mention *m, const Str *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (inside_name(r, m, names[i]))
            return true;
    return false;
}

/* A word that READ took for a person, and that never stands but in the name of an outlet which
 * the sources table gives, is no person - unless somebody of that name is protected. */
static void outlets_are_no_people(Guard *g, Entity **entities)
{
    const Corpus *c = g->corpus;
    Str *outlets = arena_array(g->arena, Str, c->reading_count + 1);
    size_t count = 0;
    Map fuller = { 0 };             /* words of whole names of protected people */

    for (size_t i = 0; i < c->reading_count; i++) {
        if (name_words(c->readings[i].doc.publisher) >= 2)
            outlets[count++] = c->readings[i].doc.publisher;
        for (size_t m = 0; m < c->readings[i].mention_count; m++) {
            Str key = hidden(&entities[i][m]) && entities[i][m].words >= 2
                ? name_key(g->arena, entities[i][m].longest) : STR_NONE;
            for (Str word; str_cut(&key, ' ', &word); )
                map_put(g->arena, &fuller, word, 1);
        }
    }
    for (size_t i = 0; count && i < c->reading_count; i++)
        for (uint32_t m = 0; m < c->readings[i].mention_count; m++) {
            const Reading *r = &c->readings[i];
            Entity *e = &entities[i][m];
            if (!hidden(e) || e->words != 1 || e->number || !r->text.ptr ||
                map_get(&fuller, name_key(g->arena, e->longest)))
                continue;
            bool outlet = true;
            for (uint32_t k = m, first = true; first || k; k = entities[i][k].next, first = false)
                outlet &= inside_any(r, &r->mentions[k], outlets, count);
            e->protect &= !outlet;
        }
}

static uint32_t person_by_number(Guard *g, int32_t number)
{
    while (g->by_number.count <= (size_t)number)
        vec_push(g->arena, &g->by_number, 0);
    uint32_t *known = &g->by_number.at[number];
    if (*known == 0) {
        vec_push(g->arena, &g->persons, (Person){ .protected = { .number = number } });
        *known = (uint32_t)g->persons.count;
    }
    return *known - 1;
}

static bool person_in(const Person *p, uint32_t reading)
{
    for (size_t i = 0; i < p->readings.count; i++)
        if (p->readings.at[i] == reading)
            return true;
    return false;
}

static void know_words(Guard *g, uint32_t person, Str key)
{
    Str rest = key;

    if (!memchr(key.ptr, ' ', key.len))
        return;
    for (Str word; str_cut(&rest, ' ', &word); ) {
        int64_t *first = map_put(g->arena, &g->by_word, word, 0);
        vec_push(g->arena, &g->words_of, (WordOf){ key, person, (uint32_t)*first });
        *first = (int64_t)g->words_of.count;
    }
}

static void know_name(Guard *g, uint32_t person, Str name)
{
    Person *p = &g->persons.at[person];
    Str key = name_key(g->arena, name);
    Str sounds = name_sounds(g->arena, name);

    if (key.len && map_get(&g->by_key, key) == NULL) {
        map_put(g->arena, &g->by_key, key, person);
        know_words(g, person, key);
    }
    if (sounds.len)
        map_put(g->arena, &g->by_sounds, sounds, person);
    if (name_words(name) > name_words(p->protected.name) || p->protected.name.len == 0)
        p->protected.name = name;
}

/* All mentions of the entity are this person's. */
static void claim_entity(Guard *g, uint32_t reading, uint32_t entity, const Entity *all, uint32_t person)
{
    const Entity *e = &all[entity];
    const Reading *r = &g->corpus->readings[reading];
    GuardReading *gr = &g->readings[reading];
    Person *p = &g->persons.at[person];

    if (p->readings.count == 0 || p->readings.at[p->readings.count - 1] != reading)
        if (!person_in(p, reading))
            vec_push(g->arena, &p->readings, reading);
    for (uint32_t i = entity, first = true; first || i; i = all[i].next, first = false) {
        const Mention *m = &r->mentions[i];
        if (!m->person.named)
            continue;
        gr->person[i] = (int32_t)person;
        Str name = mention_name(r, m);
        /* "Petrenko" alone, where the document also says "Ivan Petrenko", is no name of its own. */
        if (name_words(name) >= 2 || e->words < 2)
            know_name(g, person, name);
        if (m->lemma.len && name_person_number(m->lemma) == 0 && name_words(m->lemma) >= (e->words < 2 ? 1 : 2))
            know_name(g, person, m->lemma);
    }
}

/* Do the words of the key stand in the text one after the other? */
static bool text_has_name(Str text, Str key)
{
    Str want = key, word;
    size_t at = 0;

    if (text.ptr == NULL || !str_cut(&want, ' ', &word))
        return false;
    for (NameWord w; name_next(text, &at, &w); ) {
        if (!str_eq(name_folded(&w), word)) {
            want = key;
            str_cut(&want, ' ', &word);
            if (!str_eq(name_folded(&w), word))
                continue;
        }
        if (!str_cut(&want, ' ', &word))
            return true;
    }
    return false;
}

/* The person of whom a one-word name is part: exactly one fuller name of the same document has
 * this word. -1 when there is none or more. */
static int64_t person_of_part(const Guard *g, uint32_t reading, Str key)
{
    const int64_t *first = map_get(&g->by_word, key);
    int64_t found = -1;

    for (uint32_t w = first ? (uint32_t)*first : 0; w; w = g->words_of.at[w - 1].next) {
        const WordOf *of = &g->words_of.at[w - 1];
        if ((int64_t)of->person == found)
            continue;
        if (!person_in(&g->persons.at[of->person], reading) &&
            !text_has_name(g->corpus->readings[reading].text, of->name))
            continue;
        if (found >= 0)
            return -1;
        found = of->person;
    }
    return found;
}

/* Somebody of this name, in this spelling or one that sounds alike; -1 when new. */
static int64_t person_named(const Guard *g, Arena *arena, Str name)
{
    int64_t *known = map_get(&g->by_key, name_key(arena, name));
    Str sounds = name_sounds(arena, name);

    if (known == NULL && sounds.len)
        known = map_get(&g->by_sounds, sounds);
    return known ? *known : -1;
}

static void number_people(Guard *g, Entity **entities, int32_t floor)
{
    const Corpus *c = g->corpus;
    int32_t last = floor;

    for (uint32_t i = 0; i < c->reading_count; i++)
        for (uint32_t m = 0; m < c->readings[i].mention_count; m++) {
            const Entity *e = &entities[i][m];
            if (hidden(e) && e->number > 0) {
                claim_entity(g, i, m, entities[i], person_by_number(g, e->number));
                last = e->number > last ? e->number : last;
            }
        }
    /* Fuller names first inside a document, so that a surname alone finds its owner. */
    for (uint32_t i = 0; i < c->reading_count; i++)
        for (int full = 1; full >= 0; full--)
            for (uint32_t m = 0; m < c->readings[i].mention_count; m++) {
                const Entity *e = &entities[i][m];
                if (!hidden(e) || e->number > 0 || (e->words >= 2) != full)
                    continue;
                int64_t person = full ? -1 : person_of_part(g, i, name_key(g->arena, e->longest));
                if (person < 0)
                    person = person_named(g, g->arena, e->longest);
                if (person < 0)
                    person = person_by_number(g, ++last);
                claim_entity(g, i, m, entities[i], (uint32_t)person);
            }
}

static void add_use(Guard *g, uint32_t person, NameRole role, const NameWord *w)
{
    NameUse use = { .person = person, .role = role, .stem = (uint8_t)name_stem(w), .letters = w->letters,
                    .folded = arena_str(g->arena, name_folded(w)) };
    Str stem = str_slice(use.folded, 0, w->ends[use.stem - 1]);
    int64_t *first = map_put(g->arena, &g->by_stem, stem, 0);

    for (uint32_t u = (uint32_t)*first; u; u = g->uses.at[u - 1].next)
        if (g->uses.at[u - 1].person == person && str_eq(g->uses.at[u - 1].folded, use.folded)) {
            if (role > g->uses.at[u - 1].role)
                g->uses.at[u - 1].role = role;
            return;
        }
    use.next = (uint32_t)*first;
    char sounds[NAME_SKELETON];
    size_t sound_count = name_skeleton(w, sounds);
    if (sound_count >= SOUNDS_MIN) {
        int64_t *alike = map_put(g->arena, &g->by_skeleton, arena_str(g->arena, (Str){ sounds, sound_count }), 0);
        stem_see(g->seen_sounds, (Str){ sounds, sound_count });
        use.next_sound = (uint32_t)*alike;
        *alike = (int64_t)g->uses.count + 1;
    }
    vec_push(g->arena, &g->uses, use);
    *first = (int64_t)g->uses.count;
    stem_see(g->seen_stem, use.folded);
}

/* The last word is the surname; in Cyrillic the order is as often the other way
 * round, so every word counts as one there. */
static void index_names(Guard *g)
{
    for (size_t k = 0; k < g->by_key.count; k++) {
        Str key = g->by_key.entries[k].key;
        size_t at = 0, count = name_words(key), i = 0;
        for (NameWord w; name_next(key, &at, &w); i++)
            if (w.letters >= 2 || count == 1)
                add_use(g, (uint32_t)g->by_key.entries[k].value,
                        i + 1 == count ? ROLE_SURNAME : w.cyrillic ? ROLE_EITHER : ROLE_GIVEN, &w);
    }
}

static void open_name(Guard *g, Str name)
{
    Str rest = name_key(g->arena, name), before, word;

    if (!str_cut(&rest, ' ', &before))
        return;
    for (; str_cut(&rest, ' ', &word); before = word)
        map_put(g->arena, &g->open_pairs, (Str){ before.ptr, (size_t)(word.ptr + word.len - before.ptr) }, 1);
}

/* Names of people who need no protection: officials, and who signs the text. */
static void collect_open(Guard *g, Entity **entities)
{
    for (uint32_t i = 0; i < g->corpus->reading_count; i++) {
        const Reading *r = &g->corpus->readings[i];
        for (size_t a = 0; a < r->doc.author_count; a++)
            open_name(g, r->doc.authors[a]);
        for (uint32_t m = 0; m < r->mention_count; m++) {
            if (!is_person(&r->mentions[m]))
                continue;
            const Entity *e = &entities[i][entity_of(r, m)];
            if (e->protect || e->words < 2)
                continue;
            open_name(g, e->longest);
            g->readings[i].open[m] = true;
        }
    }
}

Guard *guard_build(Arena *arena, const Corpus *corpus, int32_t floor)
{
    Guard *g = arena_new(arena, Guard);
    Entity **entities = arena_array(arena, Entity *, corpus->reading_count + 1);

    g->arena = arena;
    g->corpus = corpus;
    g->readings = arena_array(arena, GuardReading, corpus->reading_count + 1);
    for (size_t i = 0; i < corpus->reading_count; i++) {
        const Reading *r = &corpus->readings[i];
        g->readings[i].person = arena_array(arena, int32_t, r->mention_count + 1);
        g->readings[i].open = arena_array(arena, bool, r->mention_count + 1);
        g->readings[i].withheld = arena_array(arena, bool, r->segment_count + 1);
        for (size_t m = 0; m < r->mention_count; m++)
            g->readings[i].person[m] = -1;
        entities[i] = entities_of(arena, r);
    }
    outlets_are_no_people(g, entities);
    number_people(g, entities, floor);
    index_names(g);
    collect_open(g, entities);
    for (uint32_t i = 0; i < corpus->reading_count; i++) {
        const Reading *r = &corpus->readings[i];
        MaskContext context = { .readings = &i, .count = 1, .text_of = r, .text_index = i };
        guard_scan(g, arena, r->text, &context, &g->readings[i].names);
    }
    guard_find_withheld(g);
    return g;
}

size_t guard_people(const Guard *g)
{
    return g->persons.count;
}

int32_t guard_number(const Guard *g, uint32_t reading, uint32_t mention)
{
    int32_t person = g->readings[reading].person[mention];
    return person < 0 ? 0 : g->persons.at[person].protected.number;
}
