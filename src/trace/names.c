/* names.c -- see names.h. */
#include "trace/names.h"

#include "base/hash.h"
#include "lang/scan.h"
#include "lang/tables.h"
#include "lang/words.h"

#define SHORT_WORD   3      /* letters: "the", "of", "and" carry no name unless capitalised */
#define STEM_MIN     5      /* letters of a sound from which a vowel at its end is an ending */
#define BEGINS       8      /* bytes of a sound in NameWord.begins */
#define BEGINS_ALIKE 5      /* of them in common: one name with two endings */
#define OWNER_REACH  40     /* bytes before a source in which a country owns it */

typedef struct NameWord {
    uint64_t sound, begins;
} NameWord;

static bool vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static NameWord sound_of(Names *names, Str word, uint64_t folded)
{
    NameWord w = { .sound = folded };

    if (names->lang == NULL)
        return w;
    int64_t *known = map_put(names->arena, &names->words, arena_str(names->arena,
                             (Str){ (const char *)&folded, sizeof folded }), 0);
    if (*known)
        return *names->known.at[*known - 1];
    *known = (int64_t)names->known.count + 1;
    Str sound = lang_sound(names->lang, names->arena, word);
    if (sound.len > STEM_MIN && vowel(sound.ptr[sound.len - 1]))
        sound.len--;
    w.sound = sound.len ? hash64(sound) : folded;
    for (size_t i = 0; i < sound.len && i < BEGINS; i++)
        w.begins = w.begins << 8 | (unsigned char)sound.ptr[i];
    for (size_t i = sound.len; i < BEGINS; i++)
        w.begins <<= 8;
    NameWord *kept = arena_new(names->arena, NameWord);
    *kept = w;
    vec_push(names->arena, &names->known, kept);
    return w;
}

bool source_word(const Lang *lang, Str text, size_t *at, SourceWord *ret)
{
    size_t end = *at;
    ScanWord w;

    *ret = (SourceWord){ .count = 0 };
    if (!scan_word(text, &end, &w))
        return false;
    ret->span = w.span;
    *at = end;
    if (lang == NULL)
        return true;
    uint64_t hash = fold_join(SOURCE_WORDS, w.hash);
    const Entry *e = lang_entry(lang, hash), *best = NULL;
    while (e) {
        if (e->count) {
            best = e;
            ret->span.end = w.span.end;
            *at = end;
        }
        if (!e->longer || !scan_word(text, &end, &w))
            break;
        hash = fold_join(hash, w.hash);
        e = lang_entry(lang, hash);
    }
    const Sense *s = best ? lang_senses(lang, best) : NULL;
    for (uint16_t i = 0; best && i < best->count && ret->count < SOURCE_SENSES; i++) {
        const Row *row = lang_row(lang, s[i].row);
        if (s[i].word_class != CLASS_SOURCE)
            continue;
        ret->kind[ret->count] = (int)row->n[SOURCE_KIND];
        ret->code[ret->count++] = row->s[SOURCE_CODE];
    }
    return true;
}

static void add_body(Name *n, uint64_t code)
{
    size_t i = 0;

    while (i < NAME_BODIES && n->body[i] && n->body[i] != code)
        i++;
    if (i == NAME_BODIES)
        return;
    n->body[i] = code;
    for (; i > 0 && n->body[i - 1] > n->body[i]; i--) {
        uint64_t swap = n->body[i];
        n->body[i] = n->body[i - 1];
        n->body[i - 1] = swap;
    }
}

/* The state that a word names as owner: "Russia", "Ukrainian"; 0 for none. */
static uint64_t country_of(const Lang *lang, Str word)
{
    Str parts[3];

    if (lang == NULL || fold_clitics(word, parts) == 0)
        return 0;
    const Entry *e = lang_entry(lang, fold_hash(parts[0]));
    if (e == NULL || !(e->classes & (CLASS_BIT(CLASS_PLACE) | CLASS_BIT(CLASS_DEMONYM))))
        return 0;
    const Gazetteer *g = lang_gazetteer(lang);
    const Sense *s = lang_senses(lang, e);
    for (uint16_t i = 0; i < e->count; i++) {
        uint32_t p = s[i].word_class == CLASS_PLACE ? s[i].row
                     : s[i].word_class == CLASS_DEMONYM
                         ? gazetteer_find(g, lang_row(lang, s[i].row)->s[DEMONYM_PLACE]) : NO_PLACE;
        if (p != NO_PLACE && g->places[p].type == PLACE_COUNTRY)
            return hash64(g->places[p].id);
    }
    return 0;
}

typedef struct Gather {
    uint64_t initials;
    size_t   capitals;
} Gather;

static void add_word(Names *names, Name *n, Gather *g, Str text, const ScanWord *w)
{
    size_t len;

    if (n->count == NAME_WORDS || (w->letters <= SHORT_WORD && !w->capital && !w->digit))
        return;
    NameWord word = sound_of(names, span_text(text, w->span), w->hash);
    n->acronym = n->count ? 0 : w->hash;
    n->word[n->count] = n->last = word.sound;
    n->begins[n->count++] = word.begins;
    if (w->capital) {
        n->named = true;
        g->capitals++;
        g->initials = fold_step(g->initials, fold_char(utf8_get(text, w->span.start, &len)));
    }
}

/* Words of offices become codes. Without a body ("city officials") they are words like others. */
static void gather(Names *names, Str text, bool offices, Name *n)
{
    Gather g = { FOLD_SEED, 0 };
    SourceWord s;
    size_t at = 0;

    while (source_word(names->lang, text, &at, &s)) {
        bool office = false;
        for (size_t i = 0; i < s.count && offices; i++) {
            uint64_t code = hash64(s.code[i]);
            if (s.kind[i] == SOURCE_BODY)
                add_body(n, code);
            else if (s.kind[i] == SOURCE_FIELD)
                n->field = code;
            else if (s.kind[i] == SOURCE_LEVEL)
                n->level = n->level ? n->level : code;
            n->speaks |= s.kind[i] == SOURCE_SPEAKS;
            office |= s.kind[i] <= SOURCE_FILLER;
        }
        Str phrase = span_text(text, s.span);
        uint64_t country = offices ? country_of(names->lang, phrase) : 0;
        if (country) {
            n->country = country;
            office = true;
        }
        size_t in = 0;
        ScanWord w;
        while (!office && scan_word(phrase, &in, &w))
            add_word(names, n, &g, phrase, &w);
    }
    n->initials = g.capitals >= 2 ? fold_end(g.initials) : 0;
}

Name name_made(Names *names, Str text)
{
    Name n = { .count = 0 };

    gather(names, text, true, &n);
    if (n.body[0])
        return n;
    n = (Name){ .count = 0 };
    gather(names, text, false, &n);
    return n;
}

Name name_of(Str text)
{
    Names plain = { .lang = NULL };
    return name_made(&plain, text);
}

/* The last word that carries a name: "Klymenko". */
static uint64_t family_name(Names *names, Str name)
{
    uint64_t last = 0;
    size_t at = 0;
    ScanWord w;

    while (scan_word(name, &at, &w))
        if (w.capital && !w.digit && w.letters > 1)
            last = sound_of(names, span_text(name, w.span), w.hash).sound;
    return last;
}

/* A country in the few words before the source: "Russia's [defence ministry]". */
static uint64_t owner_before(const Names *names, const Reading *r, Span s)
{
    uint64_t country = 0;
    ScanWord w;

    if (!span_is(s) || s.start > r->text.len)
        return 0;
    size_t at = s.start > OWNER_REACH ? s.start - OWNER_REACH : 0;
    while (at < s.start && ((unsigned char)r->text.ptr[at] & 0xC0) == 0x80)
        at++;
    Str before = str_slice(r->text, 0, s.start);
    while (scan_word(before, &at, &w))
        country = country_of(names->lang, span_text(before, w.span));
    return country;
}

Name name_of_link(Names *names, const Reading *r, const ChainLink *link)
{
    Name n = name_made(names, link->name);
    const Mention *m = link->mention >= 0 ? &r->mentions[link->mention] : NULL;

    if (name_has_office(&n) && n.country == 0)
        n.country = owner_before(names, r, link->span);
    if (m == NULL || m->kind != MENTION_PERSON || m->person.protect || !m->person.named)
        return n;
    const Mention *first = m->person.entity >= 0 ? &r->mentions[m->person.entity] : m;
    if (first->kind != MENTION_PERSON)
        first = m;
    n.person = family_name(names, first->lemma.len ? first->lemma : first->name);
    Str role = m->person.role.len ? m->person.role : first->person.role;
    Name office = name_made(names, role);
    name_add_office(&n, &office);
    return n;
}

void name_add_office(Name *to, const Name *from)
{
    if (name_has_office(to) || !name_has_office(from))
        return;
    memcpy(to->body, from->body, sizeof to->body);
    to->field = from->field;
    to->level = from->level;
    to->country = to->country ? to->country : from->country;
}

static bool has(const Name *n, uint64_t word)
{
    for (size_t i = 0; i < n->count; i++)
        if (n->word[i] == word)
            return true;
    return false;
}

static bool begins_alike(const Name *n, uint64_t begins)
{
    for (size_t i = 0; i < n->count; i++)
        if (n->begins[i] >> (BEGINS - BEGINS_ALIKE) * 8 == begins >> (BEGINS - BEGINS_ALIKE) * 8)
            return true;
    return false;
}

static size_t body_count(const Name *n)
{
    size_t i = 0;

    while (i < NAME_BODIES && n->body[i])
        i++;
    return i;
}

static bool has_body(const Name *n, uint64_t code)
{
    for (size_t i = 0; i < NAME_BODIES; i++)
        if (n->body[i] == code)
            return true;
    return false;
}

static bool agree(uint64_t a, uint64_t b)
{
    return a == 0 || b == 0 || a == b;
}

static NameMatch offices_match(const Name *a, const Name *b)
{
    const Name *fewer = body_count(a) <= body_count(b) ? a : b, *more = fewer == a ? b : a;

    for (size_t i = 0; i < body_count(fewer); i++)
        if (!has_body(more, fewer->body[i]))
            return NAMES_DIFFER;
    if (!agree(a->field, b->field) || !agree(a->level, b->level) || !agree(a->country, b->country))
        return NAMES_DIFFER;
    fewer = a->count <= b->count ? a : b;
    more = fewer == a ? b : a;
    /* A person's own name beside the office says nothing of the office. */
    for (size_t i = 0; i < fewer->count && !a->person && !b->person; i++)
        if (!begins_alike(more, fewer->begins[i]))
            return NAMES_DIFFER;
    bool full = body_count(a) == body_count(b) && a->field == b->field && a->level == b->level && a->count == b->count;
    return full ? NAMES_SAME : NAMES_SHORT;
}

static NameMatch words_match(const Name *a, const Name *b)
{
    const Name *fewer = a->count <= b->count ? a : b, *more = fewer == a ? b : a;

    if (fewer->count == 0)
        return NAMES_DIFFER;
    if (fewer->acronym && fewer->named && more->initials && more->initials == fewer->acronym)
        return NAMES_SAME;
    for (size_t i = 0; i < fewer->count; i++)
        if (!has(more, fewer->word[i]))
            return NAMES_DIFFER;
    return fewer->count == more->count || (fewer->named && fewer->last == more->last) ? NAMES_SAME : NAMES_DIFFER;
}

NameMatch name_match(const Name *a, const Name *b)
{
    if (a->person && b->person)
        return a->person == b->person ? NAMES_SAME : NAMES_DIFFER;
    if (name_has_office(a) && name_has_office(b))
        return offices_match(a, b);
    if (name_has_office(a) || name_has_office(b))
        return NAMES_DIFFER;
    return words_match(a, b);
}

uint64_t trace_name_key(const Name *n)
{
    uint64_t sum = n->field * 3 + n->level * 5;

    for (size_t i = 0; i < NAME_BODIES; i++)
        sum += n->body[i] * 0xC2B2AE3D27D4EB4Full;
    for (size_t i = 0; i < n->count; i++)
        sum += n->word[i] * 0x9E3779B97F4A7C15ull;
    return sum;
}
