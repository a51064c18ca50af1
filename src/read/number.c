/* number.c -- see number.h. */
#include "read/number.h"

#define HIGHEST INT64_C(999000000000000)      /* whole numbers beyond are no counts of anything here */

typedef enum NumberKind {
    KIND_ONE,           /* 0..19, and whole numbers in one word */
    KIND_TEN,           /* 20, 30 .. 90 */
    KIND_HUNDRED,       /* multiplies 1..99 before it */
    KIND_HUNDREDS,      /* 200, 300 .. in one word: added */
    KIND_SCALE,         /* thousand, million: multiplies all below it */
    KIND_SCALES,        /* its plural: multiplies after a number, else vague */
    KIND_DOZEN,         /* 12, 10 or 20: multiplies */
    KIND_PLURAL,        /* "hundreds", "dozens": twice the value or more */
    KIND_SEVERAL,       /* the value or more */
    KIND_MANY,          /* nothing known */
    KIND_HALF,          /* thousandths: "half" 500, "one and a half" 1500 */
    KIND_AND,           /* joins: "one hundred and five" */
    KIND_OF,            /* joins after a plural: "hundreds of thousands" */
    KIND_ARTICLE,       /* one, before a multiplier only */
    KIND_NONE,
} NumberKind;

#define NAME(literal) { literal, sizeof literal - 1 }

static const Str kind_names[KIND_NONE] = {
    NAME("one"), NAME("ten"), NAME("hundred"), NAME("hundreds"), NAME("scale"), NAME("scales"), NAME("dozen"),
    NAME("plural"), NAME("several"), NAME("many"), NAME("half"), NAME("and"), NAME("of"), NAME("article"),
};

static bool sense_fits(const Tokens *t, const Token *token, const Sense *sense, WordClass class_)
{
    if (sense->word_class != class_)
        return false;
    if (sense->lang != LANG_ANY && !(token->langs >> sense->lang & 1))
        return false;
    return sense_written(t, token, sense);
}

/* *state counts the senses of the phrase, then those of the word. */
const Row *next_sense(const Tokens *t, size_t i, WordClass class_, uint32_t *state, size_t *len)
{
    const Token *token = &t->at[i];
    uint32_t     phrase_count = token->phrase ? token->phrase->count : 0;

    while (*state < phrase_count) {
        const Sense *sense = &lang_senses(t->lang, token->phrase)[(*state)++];
        if (sense_fits(t, token, sense, class_)) {
            *len = token->phrase_len;
            return lang_row(t->lang, sense->row);
        }
    }
    uint32_t word_count = token->entry ? token->entry->count : 0;
    while (*state < phrase_count + word_count) {
        const Sense *sense = &lang_senses(t->lang, token->entry)[(*state)++ - phrase_count];
        if (sense_fits(t, token, sense, class_)) {
            *len = 1;
            return lang_row(t->lang, sense->row);
        }
    }
    return NULL;
}

const Row *sense_with(const Tokens *t, size_t i, WordClass class_, int column, Str text, size_t *len)
{
    uint32_t   state = 0;
    const Row *row;

    if (i >= t->count || !((t->at[i].classes | t->at[i].phrase_classes) & CLASS_BIT(class_)))
        return NULL;
    while ((row = next_sense(t, i, class_, &state, len)))
        if (str_eq(row->s[column], text))
            return row;
    return NULL;
}

static NumberKind kind_of(Str name)
{
    int kind = 0;
    while (kind < KIND_NONE && !str_eq(name, kind_names[kind]))
        kind++;
    return (NumberKind)kind;
}

/* The number word at i (ordinals are none): its kind, value and length. */
static NumberKind number_word(const Tokens *t, size_t i, size_t end, int64_t *value, size_t *len)
{
    uint32_t   state = 0;
    const Row *row;

    if (i >= end || t->at[i].kind != TOKEN_WORD ||
        !((t->at[i].classes | t->at[i].phrase_classes) & CLASS_BIT(CLASS_NUMBER)))
        return KIND_NONE;
    while ((row = next_sense(t, i, CLASS_NUMBER, &state, len))) {
        NumberKind kind = kind_of(row->s[1]);
        if (kind != KIND_NONE && i + *len <= end) {
            *value = row->n[0];
            return kind;
        }
    }
    return KIND_NONE;
}

/* White space of one character between two tokens: a thousands separator. */
static bool thin_gap(const Tokens *t, size_t i)
{
    Str gap = str_slice(t->text, t->at[i].end, t->at[i + 1].start);
    return str_eq(gap, S(" ")) || str_eq(gap, S("\xC2\xA0")) || str_eq(gap, S("\xE2\x80\xAF")) ||
           str_eq(gap, S("\xE2\x80\x89"));
}

/* "27", "27,000", "1.5", "1 000 000". */
static bool digits_parse(const Tokens *t, size_t i, size_t end, int64_t *milli, size_t *len)
{
    const Token *token = &t->at[i];

    if (token->value < 0 || token->value > HIGHEST)
        return false;
    *len = 1;
    if (token->flags & TOKEN_DECIMAL) {
        *milli = token->value;
        return true;
    }
    int64_t value = token->value;
    if (token->digits <= 3 && token->end - token->start == token->digits)
        while (i + *len < end && t->at[i + *len].kind == TOKEN_NUMBER && t->at[i + *len].digits == 3 &&
               t->at[i + *len].end - t->at[i + *len].start == 3 && !(t->at[i + *len].flags & TOKEN_HYPHEN) &&
               thin_gap(t, i + *len - 1) && value < HIGHEST / 1000) {
            value = value * 1000 + t->at[i + *len].value;
            (*len)++;
        }
    *milli = value * 1000;
    return true;
}

/* A sum being read from left to right, all in thousandths. */
typedef struct Sum {
    int64_t total;      /* closed by a scale word */
    int64_t current;    /* since then */
    int64_t below;      /* the next word must be smaller than this */
    bool    any;        /* something was read */
    bool    open, unknown, half;
} Sum;

static bool multiply(Sum *s, int64_t by)
{
    if (!s->any || s->current == 0)
        s->current = 1000;
    if (by <= 0 || s->current > HIGHEST * 1000 / by)
        return false;
    s->current *= by;
    s->any = true;
    return true;
}

/* Take one number word into the sum; false when it does not belong to it. */
static bool add_word(Sum *s, NumberKind kind, int64_t value)
{
    switch (kind) {
    case KIND_ONE:
    case KIND_TEN:
    case KIND_HUNDREDS:
        if (s->half || s->open || value * 1000 >= s->below)
            return false;
        s->current += value * 1000;
        s->below = kind == KIND_ONE ? 0 : kind == KIND_TEN ? 10000 : 100000;
        s->any = true;
        return true;
    case KIND_HUNDRED:
        if (s->any && (s->current == 0 || s->current >= 100000))
            return false;
        s->below = 100000;
        return multiply(s, value);
    case KIND_DOZEN:
        if (s->any && (s->current == 0 || s->current >= 100000))
            return false;
        s->below = 0;
        return multiply(s, value);
    case KIND_SCALES:
        if (!s->any) {
            s->open = true;
            value *= 2;
        }
        /* fall through */
    case KIND_SCALE:
        if (s->any && s->current == 0 && !s->unknown)
            return false;
        if (!multiply(s, value))
            return false;
        if (!s->open && !s->half) {
            s->total += s->current;
            s->current = 0;
        }
        s->half = false;
        s->below = s->open ? 0 : value * 1000;
        return true;
    case KIND_PLURAL:
        if (s->any && !s->open && !s->unknown)
            return false;
        s->open = true;
        s->unknown = false;
        s->below = 0;
        return multiply(s, s->any && s->current ? value : 2 * value);
    case KIND_SEVERAL:
        if (s->any)
            return false;
        s->current = value * 1000;
        s->open = s->any = true;
        s->below = 0;
        return true;
    case KIND_MANY:
        if (s->any)
            return false;
        s->unknown = s->any = true;
        s->below = 0;
        return true;
    case KIND_HALF:
        if (s->half || s->open || (s->any && s->current % 1000))
            return false;
        s->current += value;
        s->half = s->any = true;
        s->below = 0;
        return true;
    case KIND_AND:
    case KIND_OF:
    case KIND_ARTICLE:
    case KIND_NONE:
        return false;
    }
    return false;
}

static bool multiplies(NumberKind kind)
{
    return kind == KIND_HUNDRED || kind == KIND_SCALE || kind == KIND_SCALES || kind == KIND_DOZEN ||
           kind == KIND_HALF || kind == KIND_SEVERAL;
}

/* A joining word at j counts only when what follows belongs to the same number. */
static bool joins(const Sum *s, NumberKind kind, NumberKind next, int64_t value)
{
    if (kind == KIND_AND)
        return s->any && !s->open &&
               ((next == KIND_HALF && value < 1000) || next == KIND_ARTICLE ||
                ((s->total || s->current >= 100000) && (next == KIND_ONE || next == KIND_TEN)));
    if (kind == KIND_OF)
        return s->open && (next == KIND_PLURAL || next == KIND_SCALES || next == KIND_SCALE);
    if (kind == KIND_ARTICLE)
        return (!s->any && multiplies(next)) || (s->half && (next == KIND_SCALE || next == KIND_DOZEN)) ||
               (s->any && next == KIND_HALF);
    return false;
}

/* The full stop of an abbreviated scale word ("606 tys. tonn"): what follows goes on in small letters. */
static bool abbreviation_stop(const Tokens *t, size_t j, size_t end)
{
    return j + 1 < end && token_mark(t, j, '.') && !(t->at[j].flags & TOKEN_SPACE) &&
           (t->at[j - 1].flags & TOKEN_CYRILLIC) && t->at[j + 1].kind == TOKEN_WORD &&
           !(t->at[j + 1].flags & TOKEN_CAPITAL);
}

bool number_parse(const Tokens *t, size_t i, size_t end, Number *ret)
{
    Sum     sum = { .below = INT64_MAX };
    size_t  j = i, len = 0, last_word = i;
    int64_t value = 0;
    Number  n = { 0 };
    NumberKind last = KIND_NONE;

    if (i < end && t->at[i].kind == TOKEN_NUMBER) {
        if (!digits_parse(t, i, end, &sum.current, &len))
            return false;
        sum.any = true;
        sum.below = 0;
        last_word = j += len;
        n.digits = len == 1;
    }
    for (;;) {
        NumberKind kind = number_word(t, j, end, &value, &len);
        if (kind == KIND_NONE || (j > i && t->at[j].kind != TOKEN_WORD))
            break;
        if (kind == KIND_AND || kind == KIND_OF || kind == KIND_ARTICLE) {
            int64_t next_value = 0;
            size_t  next_len = 0;
            NumberKind next = number_word(t, j + len, end, &next_value, &next_len);
            if (!joins(&sum, kind, next, next_value))
                break;
            n.article |= kind == KIND_ARTICLE && j == i;
            j += len;
            continue;
        }
        if (!add_word(&sum, kind, value))
            break;
        n.digits = false;
        last = kind;
        last_word = j += len;
        if (kind == KIND_SCALE && abbreviation_stop(t, j, end))
            last_word = ++j;
    }
    if (!sum.any || last_word == i)
        return false;
    n.milli = sum.total + sum.current;
    n.tokens = last_word - i;
    n.open = sum.open;
    n.unknown = sum.unknown;
    n.one = last_word == i + 1 && last == KIND_ONE && n.milli == 1000;
    *ret = n;
    return true;
}

NumberStart number_start(const Tokens *t, size_t i)
{
    uint32_t    state = 0;
    size_t      len;
    const Row  *row;
    NumberStart best = NUMBER_START_NEVER;

    while ((row = next_sense(t, i, CLASS_NUMBER, &state, &len))) {
        NumberKind kind = kind_of(row->s[1]);
        if (kind == KIND_ARTICLE && best == NUMBER_START_NEVER)
            best = NUMBER_START_ARTICLE;
        else if (kind != KIND_AND && kind != KIND_OF && kind != KIND_ARTICLE)
            best = NUMBER_START_YES;
    }
    return best;
}

bool ordinal_parse(const Tokens *t, size_t i, size_t end, int64_t *value, size_t *len)
{
    size_t word_len, tens_len = 0;
    int64_t tens = 0;

    if (i >= end)
        return false;
    if (t->at[i].kind == TOKEN_NUMBER) {
        if (i + 1 >= end || (t->at[i + 1].flags & TOKEN_SPACE) || t->at[i].value < 0 ||
            !sense_with(t, i + 1, CLASS_DATEWORD, 0, S("ordinal_ending"), &word_len))
            return false;
        *value = t->at[i].value;
        *len = 2;
        return true;
    }
    NumberKind kind = number_word(t, i, end, &tens, &tens_len);
    if (kind != KIND_TEN)
        tens = tens_len = 0;
    if (i + tens_len >= end)
        return false;
    const Row *row = sense_with(t, i + tens_len, CLASS_NUMBER, 1, S("ordinal"), &word_len);
    if (row == NULL || (tens && row->n[0] >= 10))
        return false;
    *value = tens + row->n[0];
    *len = tens_len + word_len;
    return true;
}
