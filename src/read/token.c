/* token.c -- the hot path of reading: see token.h.
 *
 * One pass over the bytes. What a letter is and what it folds to is one row of a
 * table (lang/words.h, Letter), and each is stepped into the word's hash, so that
 * a word is looked up without being copied. Classes are given later, when the
 * language of the paragraph is known.
 */
#include "read/tokenize.h"

#include "base/utf8.h"
#include "lang/fold.h"

_Static_assert((int)LETTER_CYRILLIC == (int)TOKEN_CYRILLIC && (int)LETTER_LATIN == (int)TOKEN_LATIN,
               "scripts are copied from letters to words");

typedef struct Scan {
    const Lexicon *lexicon;
    const Letter  *letters;
    Arena         *arena;
    Str            text;
    size_t         at;
    uint8_t        flags;       /* for the next token */
    Letter         rare;        /* the row of a code point beyond the table */
    TokenVec      *out;
} Scan;

static const Letter *rare_letter(Scan *s, size_t at, uint32_t *c, size_t *len)
{
    *c = utf8_get(s->text, at, len);
    if (*c < LETTERS_END)
        return &s->letters[*c];
    s->rare = letter_of(*c);
    return &s->rare;
}

/* The code point at byte `at`, its length in bytes and its row. */
static inline const Letter *letter_here(Scan *s, size_t at, uint32_t *c, size_t *len)
{
    const unsigned char *p = (const unsigned char *)s->text.ptr + at;

    if (p[0] < 0x80) {
        *len = 1;
        *c = p[0];
        return &s->letters[p[0]];
    }
    if (p[0] >= 0xC2 && p[0] < 0xE0 && at + 1 < s->text.len && (p[1] & 0xC0) == 0x80) {
        *len = 2;
        *c = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return &s->letters[*c];
    }
    return rare_letter(s, at, c, len);
}

static void tokens_grow(Arena *arena, TokenVec *out)
{
    size_t room = out->room ? out->room * 2 : 64;

    out->at = arena_grow(arena, out->at, out->room * sizeof(Token), room * sizeof(Token));
    out->room = room;
}

static bool digit_at(const Scan *s, size_t at)
{
    return at < s->text.len && s->text.ptr[at] >= '0' && s->text.ptr[at] <= '9';
}

static bool letter_at(Scan *s, size_t at)
{
    uint32_t c;
    size_t len;

    return at < s->text.len && (letter_here(s, at, &c, &len)->flags & LETTER_IS);
}

/* Room for one more token, empty but for what white space said of it. */
static inline Token *add(Scan *s, TokenKind kind, size_t start, size_t end)
{
    TokenVec *out = s->out;

    if (out->count == out->room)
        tokens_grow(s->arena, out);
    Token *t = &out->at[out->count++];
    *t = (Token){ .start = (uint32_t)start, .end = (uint32_t)end, .value = -1, .kind = (uint8_t)kind,
                  .flags = s->flags };
    s->flags = 0;
    return t;
}

/* One word without clitics: what its letters are is told by `flags`. */
static inline void add_word(Scan *s, size_t start, size_t end, uint64_t hash, uint8_t flags)
{
    Token *t = add(s, TOKEN_WORD, start, end);

    t->flags |= flags;
    t->hash = hash;
    t->entry = lexicon_entry(s->lexicon, hash);
}

static void add_mark(Scan *s, size_t start, size_t end, uint32_t mark)
{
    add(s, TOKEN_MARK, start, end)->mark = mark;
}

static uint8_t letters_flags(Scan *s, size_t start, size_t end)
{
    unsigned flags = 0;
    size_t len, letters = 0, capitals = 0;
    uint32_t c;

    for (size_t i = start; i < end; i += len) {
        const Letter *l = letter_here(s, i, &c, &len);
        if (!(l->flags & LETTER_IS))
            continue;
        flags |= l->flags & (LETTER_CYRILLIC | LETTER_LATIN);
        if (l->flags & LETTER_UPPER) {
            capitals++;
            if (letters == 0)
                flags |= TOKEN_CAPITAL;
        }
        letters++;
    }
    return (uint8_t)(letters > 1 && capitals == letters ? flags | TOKEN_UPPER : flags);
}

/* "Kharkiv's", "l'Ukraine", a name with an apostrophe inside. */
static void add_parts(Scan *s, size_t start, size_t end)
{
    Str parts[3];
    size_t count = fold_clitics(str_slice(s->text, start, end), parts);

    for (size_t i = 0; i < count; i++) {
        size_t from = (size_t)(parts[i].ptr - s->text.ptr), to = from + parts[i].len;
        add_word(s, from, to, fold_hash(parts[i]), letters_flags(s, from, to));
    }
}

static void scan_word(Scan *s)
{
    size_t start = s->at, at = start, len;
    uint32_t c, letters = 0, capitals = 0;
    uint64_t hash = FOLD_SEED;
    unsigned seen = 0;
    bool apostrophe = false;

    for (; at < s->text.len; at += len) {
        const Letter *l = letter_here(s, at, &c, &len);
        if (l->flags & (LETTER_IS | LETTER_DIGIT)) {
            seen |= l->flags;
            capitals += (l->flags & LETTER_UPPER) != 0;
            letters++;
            hash = fold_step(hash, l->folded);
            continue;
        }
        if (l->flags & LETTER_VANISHES)
            continue;
        if ((l->flags & LETTER_APOSTROPHE) && letter_at(s, at + len)) {
            apostrophe = true;
            continue;
        }
        if (c != '.' || letters != 1 || capitals != 1 || !letter_at(s, at + 1) || at + 2 >= s->text.len ||
            s->text.ptr[at + 2] != '.')
            break;
        letters = 0;        /* U.S., M.V.: letters and stops, one word */
    }
    s->at = at;
    if (apostrophe) {
        add_parts(s, start, at);
        return;
    }
    bool capital = letter_here(s, start, &c, &len)->flags & LETTER_UPPER;
    add_word(s, start, at, fold_end(hash),
             (uint8_t)((seen & (LETTER_CYRILLIC | LETTER_LATIN)) | (capital ? TOKEN_CAPITAL : 0) |
                       (letters > 1 && capitals >= letters ? TOKEN_UPPER : 0)));
}

/* An acronym's last full stop belongs to it: "U.S." and "M.V." */
static void close_acronym(Scan *s)
{
    Token *last = &s->out->at[s->out->count - 1];

    if (last->kind == TOKEN_WORD && last->end == s->at && s->at < s->text.len && s->text.ptr[s->at] == '.' &&
        last->end - last->start >= 3 && s->text.ptr[last->start + 1] == '.') {
        last->end++;
        last->flags |= TOKEN_UPPER;
        s->at++;
    }
}

static void scan_number(Scan *s)
{
    size_t start = s->at, at = start;
    int64_t value = 0;
    uint8_t flags = 0, digits = 0;

    for (;;) {
        while (digit_at(s, at)) {
            if (digits < 18)
                value = value * 10 + (s->text.ptr[at] - '0');
            digits += digits < 200;
            at++;
        }
        /* 27,000: a comma and exactly three digits; the first group has one to three. */
        if (at < s->text.len && s->text.ptr[at] == ',' && digit_at(s, at + 1) && digit_at(s, at + 2) &&
            digit_at(s, at + 3) && !digit_at(s, at + 4) && (digits <= 3 || s->text.ptr[at - 4] == ','))
            at++;
        else
            break;
    }
    if (at + 1 < s->text.len && (s->text.ptr[at] == '.' || s->text.ptr[at] == ',') && digit_at(s, at + 1)) {
        size_t end = at + 1;
        while (digit_at(s, end))
            end++;
        bool another = end + 1 < s->text.len && s->text.ptr[end] == '.' && digit_at(s, end + 1);
        bool spaced = s->text.ptr[at] == ',' && end - at > 3;
        if (!another && !spaced && digits < 12) {
            int64_t scale = 100;
            value *= 1000;
            for (size_t i = at + 1; i < end && scale; i++, scale /= 10)
                value += (s->text.ptr[i] - '0') * scale;
            flags = TOKEN_DECIMAL;
            at = end;
        }
    }
    s->at = at;
    Token *t = add(s, TOKEN_NUMBER, start, at);
    t->hash = fold_hash(str_slice(s->text, start, at));
    t->value = digits <= 18 ? value : -1;
    t->flags |= flags;
    t->digits = digits;
}

static bool url_at(const Scan *s)
{
    Str rest = str_slice(s->text, s->at, s->at + 8);
    return str_starts(rest, S("http://")) || str_starts(rest, S("https://")) || str_starts(rest, S("www."));
}

static void scan_url(Scan *s)
{
    size_t start = s->at, len;
    uint32_t c;

    for (; s->at < s->text.len; s->at += len) {
        const Letter *l = letter_here(s, s->at, &c, &len);
        if (c <= ' ' || c == '<' || c == '>' || c == '"' || (l->flags & LETTER_BLANK) || c == 0x00BB || c == 0x201D)
            break;
    }
    while (s->at > start + 4 && strchr(".,;:)", s->text.ptr[s->at - 1]))
        s->at--;
    add_mark(s, start, s->at, MARK_URL);
}

/* A hyphen that joins what stands on both sides is a flag, any other is a mark. */
static bool joins(Scan *s, size_t after)
{
    return s->flags == 0 && s->out->count && s->out->at[s->out->count - 1].end == s->at &&
           s->out->at[s->out->count - 1].kind != TOKEN_MARK && (letter_at(s, after) || digit_at(s, after));
}

void tokenize(const Lang *lang, Arena *arena, Str text, TokenVec *ret)
{
    Scan s = { .lexicon = lang_lexicon(lang), .letters = lang_letters(lang), .arena = arena, .text = text, .out = ret,
               .flags = TOKEN_LINE };
    uint32_t c;
    size_t len;

    while (s.at < text.len) {
        const Letter *l = letter_here(&s, s.at, &c, &len);
        if (l->flags & LETTER_BLANK) {
            s.flags |= l->flags & LETTER_LINE ? TOKEN_LINE | TOKEN_SPACE : TOKEN_SPACE;
            s.at += len;
        } else if (l->flags & LETTER_IS) {
            if ((c == 'h' || c == 'w') && url_at(&s)) {
                scan_url(&s);
                continue;
            }
            scan_word(&s);
            close_acronym(&s);
        } else if (l->flags & LETTER_DIGIT) {
            scan_number(&s);
        } else if (l->flags & LETTER_VANISHES) {
            s.at += len;
        } else if ((l->flags & LETTER_HYPHEN) && joins(&s, s.at + len)) {
            s.flags |= TOKEN_HYPHEN;
            s.at += len;
        } else {
            add_mark(&s, s.at, s.at + len, c);
            s.at += len;
        }
    }
}

/* --- classes, once the language is known ---------------------------------- */

static uint64_t classes_of(const Tokens *t, const Token *token, const Entry *e)
{
    uint64_t classes = 0;

    if (e->lang != LANG_MIXED) {
        Sense all = { .lang = e->lang, .flags = e->flags };
        return sense_speaks(&all, token) && sense_written(t, token, &all) ? e->classes : 0;
    }
    const Sense *sense = lang_senses(t->lang, e);
    for (uint32_t i = 0; i < e->count; i++, sense++)
        if (sense_speaks(sense, token) && sense_written(t, token, sense))
            classes |= CLASS_BIT(sense->word_class);
    return classes;
}

/* "St. Petersburg": the stop of an abbreviation that begins a phrase. */
static bool is_inner_stop(const Tokens *t, size_t first, size_t k, size_t last)
{
    return k == first + 1 && t->at[k].mark == '.' && !(t->at[k].flags & TOKEN_SPACE) &&
           (t->at[first].flags & TOKEN_CAPITAL) && t->at[first].end - t->at[first].start <= 4 && k + 1 < last &&
           (t->at[k + 1].flags & TOKEN_CAPITAL);
}

/* The longest phrase that begins at token i. */
static void find_phrase(Tokens *t, size_t i, size_t last)
{
    const Lexicon *lexicon = lang_lexicon(t->lang);
    Token *token = &t->at[i];
    uint64_t hash = token->hash;
    const Entry *e = token->entry;

    for (size_t k = i + 1; k < last && e && e->longer; k++) {
        if (t->at[k].kind == TOKEN_MARK) {
            if (!is_inner_stop(t, i, k, last))
                break;
            continue;
        }
        hash = fold_join(hash, t->at[k].hash);
        e = lexicon_entry(lexicon, hash);
        uint64_t classes = e && e->count ? classes_of(t, token, e) : 0;
        if (classes) {
            token->phrase = e;
            token->phrase_len = (uint8_t)(k + 1 - i);
            token->phrase_classes = classes;
        }
    }
}

void classify(Tokens *t, size_t first, size_t last, uint16_t paragraph_langs, uint8_t script)
{
    const uint8_t scripts = TOKEN_LATIN | TOKEN_CYRILLIC;

    for (size_t i = first; i < last; i++) {
        Token *token = &t->at[i];
        bool foreign = script && (token->flags & scripts) && !(token->flags & script);
        const Entry *e = token->entry;
        token->langs = foreign ? UINT16_MAX : paragraph_langs;
        t->bits[i] = token->kind == TOKEN_NUMBER           ? TOKEN_BIT_DIGITS
                     : token->kind == TOKEN_MARK           ? 0
                     : token->flags & TOKEN_CAPITAL        ? TOKEN_BIT_WORD | TOKEN_BIT_CAPITAL
                                                           : TOKEN_BIT_WORD;
        if (e == NULL)
            continue;
        token->classes = classes_of(t, token, e);
        if (token->classes & CLASS_BIT(CLASS_FUNCTION))
            token->function = e->lang != LANG_MIXED
                                  ? e->function
                                  : (uint8_t)(sense_row(t, token, e, CLASS_FUNCTION)->n[0] + 1);
        if (e->longer)
            find_phrase(t, i, last);
        t->bits[i] |= token->classes | token->phrase_classes;
    }
}

const Row *sense_row(const Tokens *t, const Token *token, const Entry *e, WordClass class_)
{
    const Sense *sense = e && (e->classes & CLASS_BIT(class_)) ? lang_senses(t->lang, e) : NULL;

    for (uint32_t i = 0; sense && i < e->count; i++, sense++)
        if (sense->word_class == class_ && sense_speaks(sense, token) && sense_written(t, token, sense))
            return lang_row(t->lang, sense->row);
    return NULL;
}
