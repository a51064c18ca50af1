/* families.c -- see families.h.
 *
 * A document is composed as tokens: words of grammar, words of content with a number, places, people, numbers,
 * days. The forms of a family are made by changing the tokens; only then are they written out. Words of content
 * come from a lexicon of LEXICON stems whose frequencies fall as in Zipf's law, half of them from a few dozen that belong to the
 * document's subject, so that runs of words are about as rare as in news; a table of three forms (the word, a
 * synonym, a foreign one) belongs to each.
 *
 * Twenty documents make a block: a source, its six forms, an independent report of the same event, and twelve that
 * stand alone. Their numbers are scattered over the whole collection.
 */
#include "families.h"

#include "draw.h"

#include "base/hash.h"
#include "base/strbuf.h"
#include "base/vec.h"

#define BLOCK       20
#define LEXICON     4000    /* words of each class */
#define ZIPF_FLAT   12      /* the first ranks are less frequent than in the plain law */
#define PLACES      6000
#define PEOPLE      40000
#define SUBJECT     24      /* words of each class that belong to a subject */
#define SENTENCES   24      /* at most, of one document */

const char *const family_kind_names[FAMILY_KINDS] = {
    "source", "exact", "cut", "synonyms", "half", "shuffled", "translated", "event", "alone",
};

typedef VEC(Str) StrVec;

struct Families {
    StrVec    syllables, foreign_syllables, words, foreign_words, months, foreign_months, patterns, stock;
    uint64_t  seed;
    uint32_t  count;        /* documents */
    uint32_t  step;         /* has no divisor in common with count */
    uint64_t *zipf;         /* running sums of the weights of LEXICON ranks */
};

/* ---- the table ---- */

static uint32_t divisor(uint32_t a, uint32_t b)
{
    while (b) {
        uint32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool take_row(Arena *arena, Families *f, Str kind, Str text, Str foreign)
{
    const struct { const char *kind; StrVec *text, *foreign; } rows[] = {
        { "syllable", &f->syllables, &f->foreign_syllables },
        { "word",     &f->words,     &f->foreign_words },
        { "month",    &f->months,    &f->foreign_months },
        { "sentence", &f->patterns,  NULL },
        { "stock",    &f->stock,     NULL },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!str_eq(kind, str_of(rows[i].kind)))
            continue;
        vec_push(arena, rows[i].text, text);
        if (rows[i].foreign)
            vec_push(arena, rows[i].foreign, foreign);
        return true;
    }
    return false;
}

Status families_parse(Arena *arena, Str text, uint64_t seed, uint32_t count, const Families **ret, Error *err)
{
    Families *f = arena_new(arena, Families);
    Str line, kind, words, foreign;
    int number = 0;
    uint64_t sum = 0;

    while (str_cut(&text, '\n', &line)) {
        number++;
        if (line.len == 0 || line.ptr[0] == '#' || str_starts(line, S("kind\t")))
            continue;
        if (!str_cut(&line, '\t', &kind) || !str_cut(&line, '\t', &words) || words.len == 0)
            return fail(err, ERR_BAD_INPUT, "families, line %d: two columns at least are wanted", number);
        foreign = line;
        if (!take_row(arena, f, kind, words, foreign))
            return fail(err, ERR_BAD_INPUT, "families, line %d: there is no kind '" STR_FMT "'", number, STR_ARG(kind));
    }
    if (!f->syllables.count || f->months.count != 12 || !f->patterns.count || !f->stock.count || count == 0)
        return fail(err, ERR_BAD_INPUT, "families: syllables, twelve months, sentences and stock are wanted");
    f->seed = seed;
    f->count = count;
    f->step = 2654435761u % count;
    while (divisor(f->step, count) != 1)
        f->step++;
    f->zipf = arena_array(arena, uint64_t, LEXICON);
    for (uint64_t rank = 0; rank < LEXICON; rank++)
        f->zipf[rank] = sum += ((uint64_t)1 << 32) / (rank + ZIPF_FLAT);
    *ret = f;
    return OK;
}

/* ---- what is true ---- */

/* Where a document stands in its block, and the way back. */
static uint32_t place_of(const Families *f, uint32_t number)
{
    return (uint32_t)((uint64_t)number * f->step % f->count);
}

static uint32_t number_of(const Families *f, uint32_t place)
{
    int64_t a = f->step, m = f->count, x = 1, y = 0;     /* the inverse of step, by Euclid */

    for (int64_t r = a, s = m; s; ) {
        int64_t q = r / s, t = r - q * s;
        r = s;
        s = t;
        t = x - q * y;
        x = y;
        y = t;
    }
    return (uint32_t)((uint64_t)place * (uint64_t)((x % m + m) % m) % f->count);
}

FamilyDoc families_truth(const Families *f, uint32_t number)
{
    uint32_t place = place_of(f, number), role = place % BLOCK;

    return (FamilyDoc){ place / BLOCK, number_of(f, place / BLOCK * BLOCK),
                        role < FAMILY_ALONE ? (FamilyKind)role : FAMILY_ALONE };
}

bool families_copies(const Families *f, uint32_t a, uint32_t b)
{
    FamilyDoc x = families_truth(f, a), y = families_truth(f, b);

    return x.family == y.family && x.kind < FAMILY_COPIES && y.kind < FAMILY_COPIES;
}

/* ---- composing ---- */

typedef enum TokenKind { TOKEN_GRAMMAR, TOKEN_CONTENT, TOKEN_PLACE, TOKEN_PERSON, TOKEN_NUMBER, TOKEN_DAY, TOKEN_MARK } TokenKind;

typedef struct Token {
    TokenKind kind;
    uint32_t  id;           /* of a word, place or person; a number; a day of the year */
    bool      synonym;
} Token;

typedef VEC(Token) TokenVec;

/* Of one sentence; a stock one is only its number plus one. */
typedef struct Line {
    TokenVec tokens;
    uint32_t stock;
} Line;

typedef struct Composed {
    Line   lines[SENTENCES];
    size_t count;
} Composed;

enum { CLASSES = 4, FACTS = 4 };

/* What an event and a subject give to every sentence. */
typedef struct Subject {
    uint32_t words[CLASSES][SUBJECT];
    uint32_t places[FACTS], people[FACTS], numbers[FACTS], day;
} Subject;

static uint64_t start(const Families *f, uint64_t what, uint64_t which)
{
    return hash64_join(hash64_join(f->seed, what), which);
}

static uint32_t word_by_frequency(const Families *f, uint64_t *state)
{
    uint64_t at = draw(state) % f->zipf[LEXICON - 1];
    uint32_t low = 0, high = LEXICON - 1;

    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (f->zipf[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void subject_make(const Families *f, uint64_t event, uint64_t words, Subject *s)
{
    for (uint32_t c = 0; c < CLASSES; c++)
        for (uint32_t i = 0; i < SUBJECT; i++)
            s->words[c][i] = word_by_frequency(f, &words);
    for (uint32_t i = 0; i < FACTS; i++) {
        s->places[i] = (uint32_t)below(&event, PLACES);
        s->people[i] = (uint32_t)below(&event, PEOPLE);
        s->numbers[i] = (uint32_t)(2 + below(&event, 12) * below(&event, 60));
    }
    s->day = (uint32_t)below(&event, 336);
}

static uint32_t grammar_of(const Families *f, Str word)
{
    for (uint32_t i = 0; i < f->words.count; i++)
        if (str_eq(f->words.at[i], word))
            return i;
    return 0;
}

static Token token_of(const Families *f, const Subject *s, Str part, uint64_t *state)
{
    static const char *const classes[CLASSES] = { "{n}", "{v}", "{a}", "{d}" };

    for (uint32_t c = 0; c < CLASSES; c++) {
        if (!str_eq(part, str_of(classes[c])))
            continue;
        uint32_t word = below(state, 2) ? s->words[c][below(state, SUBJECT)] : word_by_frequency(f, state);
        return (Token){ .kind = TOKEN_CONTENT, .id = c * LEXICON + word };
    }
    if (str_eq(part, S("{place}")))
        return (Token){ .kind = TOKEN_PLACE, .id = below(state, 4) ? s->places[below(state, FACTS)] : (uint32_t)below(state, PLACES) };
    if (str_eq(part, S("{person}")))
        return (Token){ .kind = TOKEN_PERSON, .id = s->people[below(state, FACTS)] };
    if (str_eq(part, S("{number}")))
        return (Token){ .kind = TOKEN_NUMBER, .id = below(state, 2) ? s->numbers[below(state, FACTS)] : (uint32_t)(2 + below(state, 400)) };
    if (str_eq(part, S("{day}")))
        return (Token){ .kind = TOKEN_DAY, .id = (s->day + (uint32_t)below(state, 3)) % 336 };
    if (str_eq(part, S(",")))
        return (Token){ .kind = TOKEN_MARK };
    return (Token){ .kind = TOKEN_GRAMMAR, .id = grammar_of(f, part) };
}

static void compose_line(Arena *arena, const Families *f, const Subject *s, uint64_t *state, Line *ret)
{
    Str pattern = f->patterns.at[below(state, f->patterns.count)], part;

    *ret = (Line){ .stock = 0 };
    while (str_cut(&pattern, ' ', &part))
        vec_push(arena, &ret->tokens, token_of(f, s, part, state));
}

/* The report of an event in words that belong to `which`. */
static void compose(Arena *arena, const Families *f, uint64_t event, uint64_t which, Composed *ret)
{
    uint64_t state = start(f, 1, which);
    Subject s;

    subject_make(f, start(f, 2, event), start(f, 3, which), &s);
    ret->count = 9 + below(&state, 8);
    for (size_t i = 0; i < ret->count; i++)
        compose_line(arena, f, &s, &state, &ret->lines[i]);
}

/* ---- the forms of a family ---- */

static void cut(Composed *c, uint64_t *state)
{
    for (size_t gone = (c->count + 5) / 10; gone > 0; gone--) {
        size_t at = below(state, c->count);
        memmove(&c->lines[at], &c->lines[at + 1], (c->count - at - 1) * sizeof *c->lines);
        c->count--;
    }
}

static void shuffle(Composed *c, uint64_t *state)
{
    for (size_t i = c->count; i > 1; i--) {
        size_t k = below(state, i);
        Line swap = c->lines[i - 1];
        c->lines[i - 1] = c->lines[k];
        c->lines[k] = swap;
    }
}

static void reword(Composed *c, uint64_t *state)
{
    uint64_t percent = 20 + below(state, 31);

    for (size_t i = 0; i < c->count; i++)
        for (size_t k = 0; k < c->lines[i].tokens.count; k++)
            c->lines[i].tokens.at[k].synonym = below(state, 100) < percent;
}

/* One half of the source: its first, its second, or every other sentence; the rest from `own`. */
static void replace_half(Composed *c, const Composed *own, uint64_t *state)
{
    uint64_t way = below(state, 3);

    for (size_t i = 0; i < c->count; i++) {
        bool gone = way == 0 ? i >= c->count / 2 : way == 1 ? i < (c->count + 1) / 2 : i % 2;
        if (gone)
            c->lines[i] = own->lines[i % own->count];
    }
}

/* A third of the documents carries stock sentences, some a paragraph of three, before or after their text. */
static void plant(const Families *f, Composed *c, uint64_t *state)
{
    uint64_t how = below(state, 9);
    size_t count = how == 0 ? 3 : how < 3 ? 1 : 0, first = below(state, f->stock.count);
    bool in_front = below(state, 4) == 0;

    for (size_t i = 0; i < count; i++) {
        Line line = { .stock = (uint32_t)((first + i) % f->stock.count) + 1 };
        size_t at = in_front ? i : c->count;
        memmove(&c->lines[at + 1], &c->lines[at], (c->count - at) * sizeof *c->lines);
        c->lines[at] = line;
        c->count++;
    }
}

static void compose_document(Arena *arena, const Families *f, uint32_t number, Composed *ret)
{
    FamilyDoc truth = families_truth(f, number);
    uint64_t state = start(f, 4, number), planted = start(f, 5, truth.kind == FAMILY_EXACT ? truth.source : number);
    uint64_t first = (uint64_t)truth.family * BLOCK;
    Composed own;

    if (truth.kind == FAMILY_ALONE) {
        compose(arena, f, first + place_of(f, number) % BLOCK, place_of(f, number), ret);
    } else if (truth.kind == FAMILY_EVENT) {
        compose(arena, f, first, first + FAMILY_EVENT, ret);
    } else {
        compose(arena, f, first, first, ret);
    }
    switch (truth.kind) {
    case FAMILY_CUT:      cut(ret, &state);      break;
    case FAMILY_SYNONYMS: reword(ret, &state);   break;
    case FAMILY_SHUFFLED: shuffle(ret, &state);  break;
    case FAMILY_HALF:
        compose(arena, f, first, first + FAMILY_HALF, &own);
        replace_half(ret, &own, &state);
        break;
    default:
        break;
    }
    plant(f, ret, &planted);
}

/* ---- writing out ---- */

typedef enum Form { FORM_PLAIN, FORM_SYNONYM, FORM_FOREIGN } Form;

/* The syllables of a stem: the commoner, the shorter. */
static void write_stem(const Families *f, uint64_t what, uint32_t id, Form form, size_t syllables, bool capital, StrBuf *out)
{
    uint64_t state = hash64_join(hash64_join(what, id), form);
    const StrVec *from = form == FORM_FOREIGN ? &f->foreign_syllables : &f->syllables;
    size_t start_at = out->len;

    for (size_t i = 0; i < syllables; i++)
        strbuf_add(out, from->at[below(&state, from->count)]);
    if (capital)
        out->ptr[start_at] = (char)(out->ptr[start_at] - 'a' + 'A');
}

static void write_token(const Families *f, const Token *t, bool foreign, StrBuf *out)
{
    uint32_t rank = t->id % LEXICON;

    switch (t->kind) {
    case TOKEN_GRAMMAR:
        strbuf_add(out, (foreign ? &f->foreign_words : &f->words)->at[t->id]);
        break;
    case TOKEN_CONTENT:
        write_stem(f, 1, t->id, foreign ? FORM_FOREIGN : t->synonym ? FORM_SYNONYM : FORM_PLAIN,
                   rank < 60 ? 2 : rank < 1200 ? 3 : 4, false, out);
        break;
    case TOKEN_PLACE:
        write_stem(f, 2, t->id, FORM_PLAIN, 3, true, out);
        break;
    case TOKEN_PERSON:
        write_stem(f, 3, t->id % 400, FORM_PLAIN, 2, true, out);
        strbuf_char(out, ' ');
        write_stem(f, 4, t->id, FORM_PLAIN, 3, true, out);
        break;
    case TOKEN_NUMBER:
        strbuf_i64(out, t->id);
        break;
    case TOKEN_DAY:
        strbuf_i64(out, t->id % 28 + 1);
        strbuf_char(out, ' ');
        strbuf_add(out, (foreign ? &f->foreign_months : &f->months)->at[t->id / 28]);
        break;
    case TOKEN_MARK:
        break;
    }
}

static void mention(Arena *arena, const Token *t, Span span, int32_t segment, Mention *ret)
{
    const int32_t new_year = 18993;     /* 1 January 2022 */

    *ret = (Mention){ .span = span, .segment = segment };
    if (t->kind == TOKEN_PLACE) {
        ret->kind = MENTION_PLACE;
        ret->place.place_id = arena_printf(arena, "place-%u", t->id);
    } else if (t->kind == TOKEN_DAY) {
        ret->kind = MENTION_DATE;
        ret->date.first = ret->date.last = new_year + (int32_t)(t->id / 28 * 31 + t->id % 28);
    } else {
        ret->kind = MENTION_QUANTITY;
        ret->quantity = (QuantityFields){ .low = t->id, .high = t->id, .part_of = -1 };
    }
}

static void write_line(Arena *arena, const Families *f, const Line *line, bool foreign, Reading *r, StrBuf *out)
{
    int32_t segment = (int32_t)r->segment_count;
    uint32_t from = (uint32_t)out->len;

    if (line->stock)
        strbuf_add(out, f->stock.at[line->stock - 1]);
    for (size_t i = 0; i < line->tokens.count; i++) {
        const Token *t = &line->tokens.at[i];
        if (t->kind == TOKEN_MARK)
            strbuf_char(out, ',');
        else if (i)
            strbuf_char(out, ' ');
        Span span = { (uint32_t)out->len, 0 };
        write_token(f, t, foreign, out);
        span.end = (uint32_t)out->len;
        if (t->kind == TOKEN_PLACE || t->kind == TOKEN_NUMBER || t->kind == TOKEN_DAY)
            mention(arena, t, span, segment, &r->mentions[r->mention_count++]);
    }
    if (!line->stock)
        strbuf_char(out, '.');
    r->segments[r->segment_count++] = (Segment){ .span = { from, (uint32_t)out->len }, .role = SEGMENT_SENTENCE,
                                                 .language = r->doc.language, .paragraph = segment, .supports = -1 };
    strbuf_char(out, '\n');
}

void families_reading(Arena *arena, const Families *f, uint32_t number, Reading *ret)
{
    StrBuf text = { 0 };
    Composed c;
    size_t tokens = 0;
    bool foreign = families_truth(f, number).kind == FAMILY_TRANSLATED;

    compose_document(arena, f, number, &c);
    for (size_t i = 0; i < c.count; i++)
        tokens += c.lines[i].tokens.count;
    *ret = (Reading){ .doc = { .id = arena_printf(arena, "%064u", number), .language = foreign ? S("uk") : S("en"),
                               .published_first = DAY_UNKNOWN, .published_last = DAY_UNKNOWN } };
    ret->segments = arena_array(arena, Segment, c.count + 1);
    ret->mentions = arena_array(arena, Mention, tokens + 1);
    for (size_t i = 0; i < c.count; i++)
        write_line(arena, f, &c.lines[i], foreign, ret, &text);
    ret->text = arena_str(arena, strbuf_str(&text));
    strbuf_finish(&text);
}
