/* token.c -- the hot path of reading: see token.h.
 *
 * One pass over the bytes. Each letter is folded by table and stepped into the
 * word's hash, so that a word is looked up without being copied. Classes are
 * given later, when the language of the paragraph is known.
 */
#include "read/tokenize.h"

#include "base/utf8.h"
#include "lang/fold.h"

enum { A_OTHER, A_LETTER, A_DIGIT, A_BLANK, A_NEWLINE };

/* Classes of the ASCII bytes; bytes of 0x80 and up are decoded first. */
static const uint8_t ascii_class[128] = {
    ['\t'] = A_BLANK, [' '] = A_BLANK, ['\r'] = A_BLANK, ['\f'] = A_BLANK, ['\v'] = A_BLANK, ['\n'] = A_NEWLINE,
    ['0' ... '9'] = A_DIGIT, ['a' ... 'z'] = A_LETTER, ['A' ... 'Z'] = A_LETTER,
};

typedef struct Scan {
    const Lang *lang;
    Arena      *arena;
    Str         text;
    size_t      at;
    uint8_t     flags;          /* for the next token */
    TokenVec   *out;
} Scan;

static bool is_blank_char(uint32_t c)
{
    return c == 0xA0 || c == 0x202F || (c >= 0x2000 && c <= 0x200B) || c == 0xFEFF || c == 0x3000;
}

static bool is_hyphen(uint32_t c)
{
    return c == '-' || c == 0x2010 || c == 0x2011 || c == 0x2013;
}

static uint32_t char_at(const Scan *s, size_t at, size_t *len)
{
    unsigned char c = (unsigned char)s->text.ptr[at];

    *len = 1;
    return c < 0x80 ? c : utf8_get(s->text, at, len);
}

static bool digit_at(const Scan *s, size_t at)
{
    return at < s->text.len && s->text.ptr[at] >= '0' && s->text.ptr[at] <= '9';
}

static bool letter_at(const Scan *s, size_t at)
{
    size_t len;
    return at < s->text.len && is_letter(char_at(s, at, &len));
}

static void push(Scan *s, Token t)
{
    t.flags |= s->flags;
    t.entry = t.kind == TOKEN_WORD ? lang_entry(s->lang, t.hash) : NULL;
    vec_push(s->arena, s->out, t);
    s->flags = 0;
}

/* One word without clitics: what its letters are is told by `flags`. */
static void push_word(Scan *s, size_t start, size_t end, uint64_t hash, uint8_t flags)
{
    push(s, (Token){ .start = (uint32_t)start,
                     .end = (uint32_t)end,
                     .kind = TOKEN_WORD,
                     .hash = hash,
                     .value = -1,
                     .flags = flags });
}

static uint8_t letters_flags(Str word)
{
    uint8_t flags = 0;
    size_t len, letters = 0, capitals = 0;

    for (size_t i = 0; i < word.len; i += len) {
        uint32_t c = utf8_get(word, i, &len);
        if (!is_letter(c))
            continue;
        flags |= is_cyrillic(c) ? TOKEN_CYRILLIC : c < 0x250 ? TOKEN_LATIN : 0;
        if (is_upper(c)) {
            capitals++;
            if (letters == 0)
                flags |= TOKEN_CAPITAL;
        }
        letters++;
    }
    return letters > 1 && capitals == letters ? flags | TOKEN_UPPER : flags;
}

static void scan_word(Scan *s)
{
    size_t start = s->at, at = start, len, letters = 0, capitals = 0;
    uint64_t hash = FOLD_SEED;
    uint8_t flags = 0;
    bool apostrophe = false;

    while (at < s->text.len) {
        uint32_t c = char_at(s, at, &len);
        if (c < 0x80) {
            if (ascii_class[c] == A_LETTER) {
                flags |= TOKEN_LATIN;
                if (c <= 'Z') {
                    capitals++;
                    if (letters == 0)
                        flags |= TOKEN_CAPITAL;
                    c += 32;
                }
                letters++;
            } else if (ascii_class[c] == A_DIGIT) {
                letters++;
            } else if (c == '.' && letters == 1 && capitals == 1 && letter_at(s, at + 1) &&
                       at + 2 < s->text.len && s->text.ptr[at + 2] == '.') {
                at++;               /* U.S., M.V.: letters and stops, one word */
                letters = 0;
                continue;
            } else if ((c == '\'' || c == '`') && letter_at(s, at + 1)) {
                apostrophe = true;
                at++;
                continue;
            } else {
                break;
            }
            hash = fold_step(hash, c);
            at++;
            continue;
        }
        if (is_letter(c)) {
            if (is_upper(c)) {
                capitals++;
                if (letters == 0)
                    flags |= TOKEN_CAPITAL;
            }
            flags |= is_cyrillic(c) ? TOKEN_CYRILLIC : c < 0x250 ? TOKEN_LATIN : 0;
            letters++;
            hash = fold_step(hash, fold_char(c));
        } else if (is_apostrophe(c) && letter_at(s, at + len)) {
            apostrophe = true;
        } else if (c != 0xAD && (c < 0x300 || c >= 0x370)) {
            break;
        }
        at += len;
    }
    s->at = at;
    if (letters > 1 && capitals >= letters)
        flags |= TOKEN_UPPER;
    if (!apostrophe) {
        push_word(s, start, at, fold_end(hash), flags);
        return;
    }
    Str parts[3];
    size_t count = fold_clitics(str_slice(s->text, start, at), parts);
    for (size_t i = 0; i < count; i++) {
        size_t from = (size_t)(parts[i].ptr - s->text.ptr);
        push_word(s, from, from + parts[i].len, fold_hash(parts[i]), letters_flags(parts[i]));
    }
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
    Str written = str_slice(s->text, start, at);
    push(s, (Token){ .start = (uint32_t)start,
                     .end = (uint32_t)at,
                     .kind = TOKEN_NUMBER,
                     .hash = fold_hash(written),
                     .value = digits <= 18 ? value : -1,
                     .flags = flags,
                     .digits = digits });
}

static bool url_at(const Scan *s)
{
    Str rest = str_slice(s->text, s->at, s->at + 8);
    return str_starts(rest, S("http://")) || str_starts(rest, S("https://")) || str_starts(rest, S("www."));
}

static void scan_url(Scan *s)
{
    size_t start = s->at, len;

    while (s->at < s->text.len) {
        uint32_t c = char_at(s, s->at, &len);
        if (c <= ' ' || c == '<' || c == '>' || c == '"' || is_blank_char(c) || c == 0x00BB || c == 0x201D)
            break;
        s->at += len;
    }
    while (s->at > start + 4 && strchr(".,;:)", s->text.ptr[s->at - 1]))
        s->at--;
    push(s, (Token){ .start = (uint32_t)start,
                     .end = (uint32_t)s->at,
                     .kind = TOKEN_MARK,
                     .mark = MARK_URL,
                     .value = -1 });
}

/* A hyphen that joins what stands on both sides is a flag, any other is a mark. */
static bool joins(const Scan *s, size_t after)
{
    return s->flags == 0 && s->out->count && s->out->at[s->out->count - 1].end == s->at &&
           s->out->at[s->out->count - 1].kind != TOKEN_MARK && (letter_at(s, after) || digit_at(s, after));
}

void tokenize(const Lang *lang, Arena *arena, Str text, TokenVec *ret)
{
    Scan s = { .lang = lang, .arena = arena, .text = text, .out = ret, .flags = TOKEN_LINE };

    while (s.at < text.len) {
        size_t len;
        uint32_t c = char_at(&s, s.at, &len);
        uint8_t class_ = c < 0x80           ? ascii_class[c]
                         : is_letter(c)     ? A_LETTER
                         : is_blank_char(c) ? A_BLANK
                                            : A_OTHER;
        switch (class_) {
        case A_NEWLINE:
            s.flags |= TOKEN_LINE | TOKEN_SPACE;
            s.at++;
            break;
        case A_BLANK:
            s.flags |= TOKEN_SPACE;
            s.at += len;
            break;
        case A_LETTER:
            if ((c == 'h' || c == 'w') && url_at(&s)) {
                scan_url(&s);
                break;
            }
            scan_word(&s);
            close_acronym(&s);
            break;
        case A_DIGIT:
            scan_number(&s);
            break;
        default:
            if (is_hyphen(c) && joins(&s, s.at + len)) {
                s.flags |= TOKEN_HYPHEN;
                s.at += len;
                break;
            }
            s.at += len;
            push(&s, (Token){ .start = (uint32_t)(s.at - len),
                              .end = (uint32_t)s.at,
                              .kind = TOKEN_MARK,
                              .mark = c,
                              .value = -1 });
        }
    }
}

/* --- classes, once the language is known ---------------------------------- */

static uint64_t classes_of(const Tokens *t, const Token *token, const Entry *e, uint16_t langs)
{
    const Sense *sense = lang_senses(t->lang, e);
    uint64_t classes = 0;

    for (uint32_t i = 0; i < e->count; i++, sense++) {
        if (sense->lang != LANG_ANY && !(langs >> sense->lang & 1))
            continue;
        if (sense_written(t, token, sense))
            classes |= CLASS_BIT(sense->word_class);
    }
    return classes;
}

void classify(Tokens *t, size_t first, size_t last, uint16_t paragraph_langs, uint8_t script)
{
    const uint8_t scripts = TOKEN_LATIN | TOKEN_CYRILLIC;

    for (size_t i = first; i < last; i++) {
        Token *token = &t->at[i];
        bool foreign = script && (token->flags & scripts) && !(token->flags & script);
        uint16_t langs = token->langs = foreign ? UINT16_MAX : paragraph_langs;
        token->phrase = NULL;
        token->phrase_len = 0;
        if (token->entry == NULL)
            continue;
        if (token->entry->count)
            token->classes = classes_of(t, token, token->entry, langs);
        if (token->classes & CLASS_BIT(CLASS_FUNCTION))
            token->function = (uint8_t)(sense_row(t, token, token->entry, CLASS_FUNCTION)->n[0] + 1);
        if (!token->entry->longer)
            continue;
        uint64_t hash = token->hash;
        const Entry *e = token->entry;
        for (size_t k = i + 1; k < last && e && e->longer && t->at[k].kind != TOKEN_MARK; k++) {
            hash = fold_join(hash, t->at[k].hash);
            e = lang_entry(t->lang, hash);
            uint64_t classes = e && e->count ? classes_of(t, token, e, langs) : 0;
            if (classes) {
                token->phrase = e;
                token->phrase_len = (uint8_t)(k + 1 - i);
                token->phrase_classes = classes;
            }
        }
    }
}

const Row *sense_row(const Tokens *t, const Token *token, const Entry *e, WordClass class_)
{
    const Sense *sense = e ? lang_senses(t->lang, e) : NULL;

    for (uint32_t i = 0; sense && i < e->count; i++, sense++)
        if (sense->word_class == class_ && (sense->lang == LANG_ANY || (token->langs >> sense->lang & 1)) &&
            sense_written(t, token, sense))
            return lang_row(t->lang, sense->row);
    return NULL;
}
