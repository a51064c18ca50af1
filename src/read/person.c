/* person.c -- see person.h.
 *
 * A name is a run of capitalised words that something vouches for: a list of
 * public figures, a given name, a title or role before it, a role or age after
 * it, a verb of saying beside it. Whether its bearer is protected is decided
 * for the person, over the whole document, from every place that names them.
 */
#include "read/person.h"

#include "base/map.h"
#include "lang/tables.h"
#include "read/agreement.h"
#include "read/agreement.h"
#include "read/phrase.h"

#include <stdlib.h>

typedef struct Name {
    uint32_t first, last;       /* tokens, half open */
    int32_t  mention;
    int32_t  entity;
    bool     open;              /* something says that the bearer speaks or acts in public */
    bool     closed;            /* something says that the bearer must be protected */
    Str      role;
    Str      why;
} Name;

typedef VEC(Name) Names;

#define NOT_A_NAME                                                                                             \
    (CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_MONTH) | CLASS_BIT(CLASS_WEEKDAY) |                           \
     CLASS_BIT(CLASS_DEMONYM) | CLASS_BIT(CLASS_ORGHEAD) | CLASS_BIT(CLASS_ROLE) | CLASS_BIT(CLASS_TITLE) |    \
     CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_NUMBER) | CLASS_BIT(CLASS_DIRECTION) |   \
     CLASS_BIT(CLASS_PLACEHEAD) | CLASS_BIT(CLASS_WEAPON))

#define OFFICE_REACH 9      /* tokens between an office and the name of who holds it */
#define HARM_REACH   22     /* tokens in which a relative clause may tell what befell somebody */

enum { TAKEN_PERSON = 1, TAKEN_ORGANISATION = 2, TAKEN_PLACE = 4 };

/* What already covers each token; filled from earlier passes, kept up to date here. */
typedef struct People {
    Found   *f;
    Names    names;
    uint8_t *taken;
    Map      parts;             /* hash of a name's word -> name */
    Map      stems;             /* hash of a name's word without its case ending -> entity, or SEVERAL */
    ActSet   risk;              /* acts that single people out: torture, detention, trials */
} People;

static void take(People *x, Span span, uint8_t what)
{
    for (uint32_t i = token_at(x->f, span.start); i < x->f->tokens.count && x->f->tokens.at[i].start < span.end;
         i++)
        x->taken[i] |= what;
}

static bool is_taken(const People *x, uint32_t first, uint32_t last, uint8_t what)
{
    for (uint32_t i = first; i < last; i++)
        if (x->taken[i] & what)
            return true;
    return false;
}

static bool name_word(const Found *f, const Sentence *s, uint32_t i)
{
    if (i >= s->last)
        return false;
    const Token *t = &f->tokens.at[i];
    return t->kind == TOKEN_WORD && (t->flags & TOKEN_CAPITAL) &&
           !(t->flags & TOKEN_UPPER && t->end - t->start > 2 && f->in->text.ptr[t->end - 1] != '.') &&
           (!(t->classes & NOT_A_NAME) || (t->classes & CLASS_BIT(CLASS_GIVEN))) &&
           !((t->classes | t->phrase_classes) & (CLASS_BIT(CLASS_ORG) | CLASS_BIT(CLASS_WEAPON)));
}

static bool is_initial(const Found *f, const Sentence *s, uint32_t i)
{
    return i + 1 < s->last && f->tokens.at[i].kind == TOKEN_WORD && (f->tokens.at[i].flags & TOKEN_CAPITAL) &&
           f->tokens.at[i].end - f->tokens.at[i].start <= 2 && token_mark(&f->tokens, i + 1, '.') &&
           !(f->tokens.at[i + 1].flags & TOKEN_SPACE);
}

/* End of the run of name words that begins at i. */
static uint32_t name_end(const Found *f, const Sentence *s, uint32_t i)
{
    uint32_t end = i;

    while (end < s->last && end < i + 5) {
        if (end > i && !(f->tokens.at[end].flags & (TOKEN_SPACE | TOKEN_HYPHEN)))
            break;
        if (end > i && (f->tokens.at[end].flags & TOKEN_LINE))
            break;
        if (is_initial(f, s, end))
            end += 2;
        else if (name_word(f, s, end) &&
                 !(end > i && (f->tokens.at[end].classes & CLASS_BIT(CLASS_PLACE)) &&
                   !(f->tokens.at[end - 1].classes & CLASS_BIT(CLASS_GIVEN))))
            end++;
        else
            break;
    }
    return end;
}

/* The role whose last word stands just before token i; *words gets its text. */
static const Row *role_ending_at(const Found *f, const Sentence *s, uint32_t i, Str *words)
{
    for (uint32_t k = i > s->first + 4 ? i - 4 : s->first; k < i; k++) {
        size_t len = 0;
        const Row *row = match_row(&f->tokens, k, CLASS_ROLE, &len);
        if (row && k + len == i) {
            *words = str_slice(f->in->text, f->tokens.at[k].start, f->tokens.at[i - 1].end);
            return row;
        }
    }
    return NULL;
}

/* "the head of the community X", "a spokesman of "Y" X" as Slavic languages have them:
 * genitives, or a name in quotation marks, between the office and its bearer. */
static const Row *role_of_office(const People *x, const Sentence *s, uint32_t i, Str *words, uint32_t *before)
{
    const Found *f = x->f;
    bool quoted = false;

    for (uint32_t k = i; k > s->first && k + OFFICE_REACH > i; k--) {
        const Token *t = &f->tokens.at[k - 1];
        if (t->kind == TOKEN_MARK) {
            bool close = t->mark == 0xBB || t->mark == 0x201D, open = t->mark == 0xAB || t->mark == 0x201E || t->mark == 0x201C;
            if (!close && !open)
                return NULL;
            quoted = close && !quoted;
        } else if (!quoted && !is_taken(x, k - 1, k, TAKEN_PLACE | TAKEN_ORGANISATION)) {
            const Row *role = role_ending_at(f, s, k, words);
            if (role) {
                *before = k;
                return role;
            }
            if (!(t->flags & TOKEN_CYRILLIC) || function_kind(f, k - 1) >= 0 ||
                (t->classes & (CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_ACT) | CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_KIN))) ||
                verb_form(f, &(Trigger){ .first = k - 1, .last = k }) >= 0)
                return NULL;
        }
    }
    return NULL;
}

/* Does a word of kinship stand right before these words? */
static bool role_is_of_kin(const Found *f, const Sentence *s, Str words)
{
    uint32_t at = token_at(f, (uint32_t)(words.ptr - f->in->text.ptr));

    return at > s->first && token_is(&f->tokens, at - 1, CLASS_KIN);
}

/* What stands before the name and vouches for it. */
static void look_before(const People *x, const Sentence *s, Name *n)
{
    const Found *f = x->f;
    uint32_t i = n->first, before = i;
    Str words = STR_NONE;
    const Row *role = role_ending_at(f, s, i, &words);

    /* "mayor of X, Y" without "of" and comma, as Slavic languages have it: over the place or body that the office belongs to */
    while (role == NULL && before > s->first && before + 5 > i &&
           (is_taken(x, before - 1, before, TAKEN_PLACE | TAKEN_ORGANISATION) ||
            token_is(&f->tokens, before - 1, CLASS_DEMONYM) || token_is(&f->tokens, before - 1, CLASS_ORGHEAD)))
        role = role_ending_at(f, s, --before, &words);
    if (role == NULL)
        role = role_of_office(x, s, i, &words, &before);
    if (role && before > s->first && role_is_of_kin(f, s, words)) {
        n->closed = true;       /* "the mayor's wife X" */
        n->role = words;
        n->why = S("told by whose relative it is");
        return;
    }

    if (i > s->first && token_is(&f->tokens, i - 1, CLASS_TITLE)) {
        n->role = token_text(&f->tokens, i - 1);
        const Row *title = token_row(&f->tokens, i - 1, CLASS_TITLE);
        if (!str_eq(title->s[0], S("civil"))) {
            n->open = true;
            n->why = S("introduced by an office");
        }
        return;
    }
    for (uint32_t k = i; role == NULL && k > s->first && k + 8 > i; k--) {
        if (!token_mark(&f->tokens, k, ','))     /* "mayor of Izium, Valery Marchenko" */
            continue;
        for (uint32_t j = k; role == NULL && j > s->first && j + 6 > k; j--) {
            role = token_row(&f->tokens, j - 1, CLASS_ROLE);
            words = str_slice(f->in->text, f->tokens.at[j - 1].start, f->tokens.at[k - 1].end);
        }
        break;
    }
    if (role) {
        n->role = words;
        bool office = role->n[0] != ROLE_PRIVATE;
        n->open |= office;
        n->closed |= !office;
        n->why = office ? S("introduced by an office or public role") : S("introduced as a private person");
    }
}

/* A form of be or have, or a word that takes a subject: the apposition is over. */
static bool kind_of_verb(const Found *f, uint32_t i)
{
    int kind = function_kind(f, i);

    return kind == FUNCTION_BE || kind == FUNCTION_AUXILIARY || kind == FUNCTION_MODAL || kind == FUNCTION_RELATIVE ||
           kind == FUNCTION_PRONOUN;
}

/* What follows the name: ", chairman of the council", "of the Opora network", ", 72,", "(University of X)". */
static void look_after(const Found *f, const Sentence *s, Name *n)
{
    uint32_t i = n->last;
    bool apposition = token_mark(&f->tokens, i, ',') || token_mark(&f->tokens, i, '(');
    const Row *joint = i < s->last ? token_row(&f->tokens, i, CLASS_FUNCTION) : NULL;
    bool of = joint && (joint->n[0] == FUNCTION_OF || str_eq(joint->form, S("from")));
    uint32_t limit = i + 12 < s->last ? i + 12 : s->last;

    if (i >= s->last || (!apposition && !of))
        return;
    for (uint32_t k = i + 1; k < limit; k++) {
        const Token *t = &f->tokens.at[k];
        size_t len = 0;
        if (t->kind == TOKEN_MARK && (t->mark == ';' || t->mark == ')' || (t->mark == ',' && k > i + 1)))
            break;
        bool first = k == i + 1 || (k == i + 2 && function_kind(f, i + 1) == FUNCTION_OF);   /* "of 45 years" */
        if (apposition && first && t->kind == TOKEN_NUMBER && t->value < 120) {
            n->closed = true;
            n->why = S("introduced by age, as private people are");
            return;
        }
        const Row *role = match_row(&f->tokens, k, CLASS_ROLE, &len);
        const Row *people = token_row(&f->tokens, k, CLASS_PEOPLE);
        if (apposition && ((t->classes & CLASS_BIT(CLASS_ACT)) || kind_of_verb(f, k)))
            break;              /* "X, who surrendered the town to soldiers" */
        if (people && str_eq(people->s[PEOPLE_WHO], S("soldier")) && str_eq(people->s[PEOPLE_NUMBER], S("s")))
            n->closed = true, n->why = S("a soldier named as a person");
        if (role && apposition) {
            if (n->role.len == 0)
                n->role = (Str){ f->in->text.ptr + t->start, f->tokens.at[k + len - 1].end - t->start };
            if (role->n[0] == ROLE_PRIVATE)
                n->closed = true, n->why = S("a private person by role");
            else
                n->open = true, n->why = S("speaks in an office or public role");
        }
        if ((t->classes & (CLASS_BIT(CLASS_ORG) | CLASS_BIT(CLASS_ORGHEAD))) &&
            (t->flags & (TOKEN_CAPITAL | TOKEN_UPPER)))
            n->open = true, n->why = S("speaks for an organisation");
    }
}

static bool cue_beside(const Found *f, const Sentence *s, const Name *n)
{
    return (n->first > s->first && token_is(&f->tokens, n->first - 1, CLASS_CUE)) ||
           (n->last < s->last && token_is(&f->tokens, n->last, CLASS_CUE));
}

static bool age_before(const Found *f, const Sentence *s, uint32_t i)
{
    return i >= s->first + 3 && f->tokens.at[i - 3].kind == TOKEN_NUMBER &&
           (f->tokens.at[i - 2].flags & TOKEN_HYPHEN) && (f->tokens.at[i - 1].flags & TOKEN_HYPHEN);
}

static int32_t add_name(People *x, const Sentence *s, Name n, Str rule)
{
    Span span = { x->f->tokens.at[n.first].start, x->f->tokens.at[n.last - 1].end };

    n.mention = found_mention(x->f, MENTION_PERSON, span, s->segment, rule);
    n.entity = (int32_t)x->names.count;
    vec_push(x->f->arena, &x->names, n);
    take(x, span, TAKEN_PERSON);
    return n.mention;
}

static bool is_author(const Found *f, Str name)
{
    const Given *given[] = { &f->in->given, &f->in->page };

    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < given[g]->author_count; i++)
            if (str_eq(given[g]->authors[i], name))
                return true;
    return false;
}

/* A run of capitals that something vouches for, or nothing. */
static bool is_name(const People *x, const Sentence *s, Name *n)
{
    const Found *f = x->f;
    const Token *t = &f->tokens.at[n->first];
    Span span = { t->start, f->tokens.at[n->last - 1].end };
    bool given = (t->classes & CLASS_BIT(CLASS_GIVEN)) != 0;
    bool title = s->role == SEGMENT_TITLE || s->role == SEGMENT_HEADING;

    if (is_taken(x, n->first, n->last, TAKEN_ORGANISATION) ||
        (!given && is_taken(x, n->first, n->last, TAKEN_PLACE)))
        return false;
    look_before(x, s, n);
    look_after(f, s, n);
    if ((given && (n->last - n->first > 1 || n->first > s->first || cue_beside(f, s, n) || n->closed)) ||
        (!title && n->first > 0 && token_is(&f->tokens, n->first - 1, CLASS_TITLE)) ||
        age_before(f, s, n->first) || is_author(f, span_text(f->in->text, span)))
        return true;
    bool unknown = !(t->classes & ~(CLASS_BIT(CLASS_GIVEN) | CLASS_BIT(CLASS_LETTER)));
    bool introduced = n->open || n->closed || n->role.len || cue_beside(f, s, n);
    bool alone = n->first > s->first && cue_beside(f, s, n) && function_kind(f, n->first - 1) != FUNCTION_ARTICLE &&
                 !(f->tokens.at[n->first - 1].flags & TOKEN_CAPITAL) && s->role != SEGMENT_BOILERPLATE;
    return unknown && !title && (n->last - n->first >= 2 ? introduced : alone);
}

static void find_named(People *x, const Sentence *s)
{
    const Found *f = x->f;

    for (uint32_t i = s->first; i < s->last; i++) {
        const Token *t = &f->tokens.at[i];
        size_t len = 0;
        if (t->kind != TOKEN_WORD || !(t->flags & TOKEN_CAPITAL) || is_taken(x, i, i + 1, TAKEN_PERSON))
            continue;
        const Row *known = match_row(&f->tokens, i, CLASS_PUBLIC, &len);
        if (known) {
            Name n = { .first = i, .last = i + (uint32_t)len, .open = true, .role = known->s[PUBLIC_ROLE],
                       .why = S("known to all by office") };
            int32_t m = add_name(x, s, n, S("person.public"));
            f->mentions.at[m].lemma = known->s[PUBLIC_NAME];
            i += (uint32_t)len - 1;
            continue;
        }
        if (!name_word(f, s, i) && !is_initial(f, s, i))
            continue;
        Name n = { .first = i, .last = name_end(f, s, i) };
        for (uint32_t k = n.first + 1; k < n.last && !token_is(&f->tokens, n.first, CLASS_GIVEN); k++)
            if (token_is(&f->tokens, k, CLASS_GIVEN) && k + 1 < n.last)
                n.first = k;    /* "... for Human Rights Tatyana M.": the name begins with the given name */
        if (n.last == n.first || !is_name(x, s, &n))
            continue;
        add_name(x, s, n, S("person.named"));
        i = n.last - 1;
    }
}

/* Authors of catalogue rows: names of two or three capitalised words. */
static void find_authors(People *x)
{
    const Found *f = x->f;

    for (size_t e = 0; e < f->entries.count; e++)
        for (size_t k = 0; k < f->entries.at[e].author_count; k++) {
            Str author = f->entries.at[e].authors[k];
            uint32_t start = (uint32_t)(author.ptr - f->in->text.ptr);
            uint32_t first = token_at(f, start), last = token_at(f, start + (uint32_t)author.len), words = 0;
            bool plain = !is_taken(x, first, last, TAKEN_ORGANISATION | TAKEN_PERSON);
            for (uint32_t i = first; i < last; i++) {
                const Token *t = &f->tokens.at[i];
                words += t->kind == TOKEN_WORD;
                plain &= t->kind == TOKEN_MARK ||
                         ((t->flags & (TOKEN_CAPITAL | TOKEN_UPPER)) &&
                          !(t->classes & (CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_ORGHEAD))));
            }
            if (!plain || words < 2 || words > 4)
                continue;
            Name n = { .first = first, .last = last, .open = true, .why = S("an author") };
            size_t at = sentence_at(f, first);
            if (at < f->sentences.count)
                add_name(x, &f->sentences.at[at], n, S("person.author"));
        }
}

#define SEVERAL (-1)    /* people whose names differ only in endings: a surname of a couple, say */

/* The person whose name has this word, in this form or else in another case. */
static int64_t *part_of(const People *x, uint32_t i)
{
    int64_t *known = map_get(&x->parts, (Str){ (const char *)&x->f->tokens.at[i].hash, sizeof(uint64_t) });

    if (known || x->stems.count == 0)
        return known;
    uint64_t stem = stem_hash(x->f, i);
    known = map_get(&x->stems, (Str){ (const char *)&stem, sizeof stem });
    return known && *known != SEVERAL ? known : NULL;
}

/* Words of names without their case endings, where the language has them. */
static void know_stems(People *x)
{
    for (size_t i = 0; i < x->names.count; i++) {
        const Name *n = &x->names.at[i];
        for (uint32_t k = n->first; k < n->last; k++) {
            if (!(x->f->tokens.at[k].flags & TOKEN_CYRILLIC))
                continue;
            uint64_t stem = stem_hash(x->f, k);
            Str key = { (const char *)&stem, sizeof stem };
            int64_t *earlier = map_get(&x->stems, key);
            if (earlier == NULL)
                map_put(x->f->arena, &x->stems, arena_str(x->f->arena, key), n->entity);
            else if (*earlier != n->entity)
                *earlier = SEVERAL;
        }
    }
}

/* Surnames and given names of people already met: "Kashporovskyi", "Mr Gerashchenko", "Maria". */
static void find_again(People *x, const Sentence *s)
{
    const Found *f = x->f;

    for (uint32_t i = s->first; i < s->last; i++) {
        const Token *t = &f->tokens.at[i];
        if (t->kind != TOKEN_WORD || !(t->flags & TOKEN_CAPITAL) || (t->classes & CLASS_BIT(CLASS_PUBLIC)) ||
            is_taken(x, i, i + 1, TAKEN_PERSON | TAKEN_ORGANISATION))
            continue;
        int64_t *known = part_of(x, i);
        if (known == NULL)
            continue;
        Name n = { .first = i, .last = i + 1 };
        while (n.last < s->last && !is_taken(x, n.last, n.last + 1, TAKEN_PERSON) && part_of(x, n.last) &&
               *part_of(x, n.last) == *known)
            n.last++;
        int64_t entity = *known;
        int32_t m = add_name(x, s, n, S("person.again"));
        x->names.at[x->names.count - 1].entity = (int32_t)entity;
        f->mentions.at[m].lemma = f->mentions.at[x->names.at[entity].mention].lemma;
        i = n.last - 1;
    }
}

/* Do the later name's words all stand in the earlier one? */
static bool same_person(const Found *f, const Name *full, const Name *later)
{
    for (uint32_t i = later->first; i < later->last; i++) {
        bool found = false;
        for (uint32_t k = full->first; k < full->last && !found; k++)
            found = f->tokens.at[k].hash == f->tokens.at[i].hash;
        if (!found && f->tokens.at[i].kind == TOKEN_WORD)
            return false;
    }
    return true;
}

static int name_by_place(const void *a, const void *b)
{
    uint32_t x = ((const Name *)a)->first, y = ((const Name *)b)->first;
    return x < y ? -1 : x > y;
}

static void join_entities(People *x)
{
    Found *f = x->f;
    Names *names = &x->names;
    Map *parts = &x->parts;

    if (names->count)
        qsort(names->at, names->count, sizeof *names->at, name_by_place);
    for (size_t i = 0; i < names->count; i++)
        names->at[i].entity = (int32_t)i;

    for (size_t i = 0; i < names->count; i++) {
        Name *n = &names->at[i];
        uint32_t last_word = n->last - 1;
        Str key = { (const char *)&f->tokens.at[last_word].hash, sizeof(uint64_t) };
        int64_t *earlier = map_get(parts, key);
        if (earlier == NULL && n->last - n->first == 1)
            earlier = map_get(parts, (Str){ (const char *)&f->tokens.at[n->first].hash, sizeof(uint64_t) });
        if (earlier && (same_person(f, &names->at[*earlier], n) || same_person(f, n, &names->at[*earlier]))) {
            n->entity = names->at[*earlier].entity;
            continue;
        }
        map_put(f->arena, parts, key, (int64_t)i);
        map_put(f->arena, parts, (Str){ (const char *)&f->tokens.at[n->first].hash, sizeof(uint64_t) },
                (int64_t)i);
    }
}

/* One decision a person: any sign of an office opens, but a sign of danger closes again. */
static void decide(Found *f, Names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        Name *n = &names->at[i], *e = &names->at[n->entity];
        Str name = span_text(f->in->text, f->mentions.at[n->mention].span);
        SegmentRole role = f->segments.at[f->mentions.at[n->mention].segment].role;
        if (role == SEGMENT_BYLINE || is_author(f, name))
            e->open = true, e->why = S("an author");
        if (n != e) {
            e->open |= n->open;
            e->closed |= n->closed;
            if (e->role.len == 0)
                e->role = n->role;
            if (e->why.len == 0)
                e->why = n->why;
        }
    }
    for (size_t i = 0; i < names->count; i++) {
        const Name *n = &names->at[i], *e = &names->at[n->entity];
        Mention *m = &f->mentions.at[n->mention];
        bool public_ = e->open && !e->closed;
        m->person =
            (PersonFields){ .role = n->role.len ? n->role : e->role,
                            .named = true,
                            .protect = !public_,
                            .entity = names->at[n->entity].mention,
                            .why = e->why.len ? e->why : S("nothing says that this person speaks in public") };
        if (n->entity != (int32_t)i && m->lemma.ptr == m->name.ptr)
            m->lemma = f->mentions.at[e->mention].lemma;
    }
}

/* --- people told by role ------------------------------------------------------ */

static bool is_counted(const Found *f, uint32_t i)
{
    const Row *row = token_row(&f->tokens, i, CLASS_FUNCTION);
    const Token *t = &f->tokens.at[i];

    if (i + 1 < f->tokens.count && (f->tokens.at[i + 1].flags & TOKEN_HYPHEN))
        return false;           /* "60-year-old" */
    if (t->classes & (CLASS_BIT(CLASS_NUMBER)))
        return true;
    return row && (row->n[0] == FUNCTION_ARTICLE || row->n[0] == FUNCTION_POSSESSIVE);
}

static bool is_one_of_us(const Row *people)
{
    static const char *const kinds[] = { "man", "woman", "child", "elderly" };

    for (size_t i = 0; people && i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(people->s[PEOPLE_WHO], str_of(kinds[i])))
            return true;
    return false;
}

/* "Those who survived ... tell": people at the head of a sentence that reports them. */
static void find_those_who(People *x, const Sentence *s)
{
    Found *f = x->f;
    bool cue = false;

    if (s->last - s->first < 4 || function_kind(f, s->first) != FUNCTION_DEMONSTRATIVE ||
        function_kind(f, s->first + 1) != FUNCTION_RELATIVE)
        return;
    for (uint32_t i = s->first; i < s->last; i++)
        cue |= token_is(&f->tokens, i, CLASS_CUE) || (f->tokens.at[i].phrase_classes & CLASS_BIT(CLASS_CUE));
    if (!cue)
        return;
    Span span = { f->tokens.at[s->first].start, f->tokens.at[s->first + 2].end };
    int32_t m = found_mention(f, MENTION_PERSON, span, s->segment, S("person.those_who"));
    f->mentions.at[m].person = (PersonFields){ .role = span_text(f->in->text, span),
                                               .protect = true,
                                               .entity = m,
                                               .why = S("private people who tell what they lived through") };
    take(x, span, TAKEN_PERSON);
}

/* Is something that endangers people told of the words at token i: "activists who were
 * tortured", "a singer convicted of ..."; of soldiers only where the words make them its object? */
static bool is_harmed(const Found *f, ActSet risk, const Sentence *s, uint32_t i, size_t len, const Row *role,
                      const Row *people)
{
    bool armed = people ? people->n[PEOPLE_ACTOR] == 1 : role->n[ROLE_KIND] == ROLE_MILITARY;
    bool office = !role ? !armed : role->n[ROLE_KIND] == ROLE_OFFICIAL || role->n[ROLE_KIND] == ROLE_INVESTIGATOR;
    uint32_t limit = i + HARM_REACH < s->last ? i + HARM_REACH : s->last;
    bool relative = false, passive = false;

    if (office)
        return false;
    if (armed) {
        for (uint32_t k = i; k-- > s->first && k + 3 > i && !function_is(f, k, FUNCTION_BY);) {   /* "beat some soldiers" */
            const Row *act = token_row(&f->tokens, k, CLASS_ACT);
            if (act && act->n[ACT_KIND] == ACT_VERB && act->n[ACT_FRAME] == FRAME_DOER && ((ActSet)act->n[ACT_ACTS] & risk))
                return true;
        }
        return false;
    }
    uint32_t end = i + (uint32_t)len;
    for (uint32_t k = end; k < limit; k++) {
        const Token *t = &f->tokens.at[k];
        int kind = function_kind(f, k);
        if (t->kind == TOKEN_MARK && t->mark != ',')
            return false;
        relative |= kind == FUNCTION_RELATIVE;
        passive |= kind == FUNCTION_BE;
        size_t words = 0;
        const Row *act = match_row(&f->tokens, k, CLASS_ACT, &words);
        if (act && ((ActSet)act->n[ACT_ACTS] & risk))
            return passive || (relative && act->n[ACT_KIND] == ACT_NOUN) ? relative || k <= end + 3 : k == end;
        if (!relative && kind < 0 && (t->classes & CLASS_BIT(CLASS_CUE)))
            return false;
    }
    return false;
}

/* "a tearful woman", "his elderly father", "two young men", "her 60-year-old son", "locals". */
static void find_by_role(People *x, const Sentence *s)
{
    Found *f = x->f;

    for (uint32_t i = s->first; i < s->last; i++) {
        const Token *t = &f->tokens.at[i];
        const Row *people = token_row(&f->tokens, i, CLASS_PEOPLE);
        size_t len = 1;
        const Row *role = match_row(&f->tokens, i, CLASS_ROLE, &len);
        bool outlet = role && role->n[0] == ROLE_MEDIA && len > 1;      /* "the local newspaper" is nobody local */
        bool kin = (t->classes & CLASS_BIT(CLASS_KIN)) != 0;
        bool private_ = role && role->n[0] == ROLE_PRIVATE;
        bool ordinary = people && people->n[PEOPLE_PROTECT] == 1;
        bool single = people && str_eq(people->s[PEOPLE_NUMBER], S("s"));
        bool at_risk = (role || people) && is_harmed(f, x->risk, s, i, len, role, people);
        if (outlet || (!kin && !private_ && !ordinary && !at_risk) || is_taken(x, i, i + 1, TAKEN_PERSON | TAKEN_ORGANISATION))
            continue;
        uint32_t start = i;
        while (start > s->first && start + 6 > i && !is_counted(f, start) &&
               f->tokens.at[start - 1].kind != TOKEN_MARK &&
               !(f->tokens.at[start - 1].classes & (CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_ACT))) &&
               (function_kind(f, start - 1) < 0 || is_counted(f, start - 1)))
            start--;
        bool counted = start < i && is_counted(f, start);
        int kind = function_kind(f, start);
        bool speaks = (i + 1 < s->last && token_is(&f->tokens, i + 1, CLASS_CUE)) ||
                      (start > s->first && token_is(&f->tokens, start - 1, CLASS_CUE));
        bool number = counted && kind < 0;
        bool definite = counted && (kind == FUNCTION_ARTICLE || kind == FUNCTION_DEMONSTRATIVE);
        bool wanted = at_risk || (kin && counted && kind == FUNCTION_POSSESSIVE) || ((ordinary || private_) && speaks) ||
                      (single && (number || definite)) || (is_one_of_us(people) && number && i - start <= 3) ||
                      (private_ && (i == s->first || f->tokens.at[i - 1].kind == TOKEN_MARK));
        if (!wanted)
            continue;
        if (!counted)
            start = i;
        Span span = { f->tokens.at[start].start, f->tokens.at[i + len - 1].end };
        int32_t m = found_mention(f, MENTION_PERSON, span, s->segment, S("person.by_role"));
        f->mentions.at[m].person = (PersonFields){ .role = span_text(f->in->text, span),
                                                   .protect = true,
                                                   .entity = m,
                                                   .why = at_risk ? S("told as a victim of what was done")
                                                                  : S("a private person told by role") };
        take(x, span, TAKEN_PERSON);
    }
}

void read_people(Found *f)
{
    const Taxonomy *taxonomy = lang_taxonomy(f->lang);
    People x = { .f = f, .taken = arena_alloc(f->arena, f->tokens.count + 1),
                 .risk = acts_split(taxonomy, S("TORTURE,ILLTREAT,SEXUAL,DETAIN,DISAPPEAR,DEPORT,PERSECUTE,CONSCRIPT,LEGAL"),
                                    ',') };

    for (size_t i = 0; i < f->mentions.count; i++) {
        MentionKind kind = f->mentions.at[i].kind;
        if (kind == MENTION_PLACE || kind == MENTION_ORGANISATION)
            take(&x, f->mentions.at[i].span, kind == MENTION_PLACE ? TAKEN_PLACE : TAKEN_ORGANISATION);
    }
    find_authors(&x);
    for (size_t n = 0; n < f->sentences.count; n++)
        if (f->sentences.at[n].role != SEGMENT_FOOTNOTE)
            find_named(&x, &f->sentences.at[n]);
    join_entities(&x);
    know_stems(&x);
    for (size_t n = 0; n < f->sentences.count; n++)
        if (f->sentences.at[n].role != SEGMENT_FOOTNOTE)
            find_again(&x, &f->sentences.at[n]);
    decide(f, &x.names);
    for (size_t n = 0; n < f->sentences.count; n++)
        if (f->sentences.at[n].role != SEGMENT_FOOTNOTE && f->sentences.at[n].role != SEGMENT_BOILERPLATE) {
            find_those_who(&x, &f->sentences.at[n]);
            find_by_role(&x, &f->sentences.at[n]);
        }
}
