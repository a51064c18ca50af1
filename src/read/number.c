/* number.c -- see number.h. */
#include "read/number.h"

#include "lang/fold.h"

#define HIGHEST INT64_C(999000000000000)      /* whole numbers beyond are no counts of anything here */

/* In the order of the list in lang/tables.c; what it has beyond these is no number that is read here. */
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
    KIND_PART,          /* a denominator: "thirds" 3 */
    KIND_PARTS_OF,      /* a denominator only where "of" follows: "three quarters of" */
    KIND_PORTION,       /* a denominator that is no ordinal: alone it is one of them */
    KIND_SUFFIX,        /* a scale written to the digits: "10k" */
    KIND_POINT,         /* decimals follow: "nine point five" */
    KIND_MINUS,         /* below zero */
    KIND_AND,           /* joins: "one hundred and five" */
    KIND_OF,            /* joins after a plural: "hundreds of thousands" */
    KIND_ARTICLE,       /* one, before a multiplier only */
    KIND_NONE,
} NumberKind;

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

static NumberKind kind_of(const Row *row)
{
    return row->n[1] >= 0 && row->n[1] < KIND_NONE ? (NumberKind)row->n[1] : KIND_NONE;
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
        NumberKind kind = kind_of(row);
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

/* True where digits are grouped by full stops: the language has a row "1.000" of kind grouped. */
static bool grouped_by_stops(const Tokens *t, const Token *token)
{
    const Entry *entry = lang_entry(t->lang, fold_hash(S("1.000")));
    uint32_t     count = entry ? entry->count : 0;

    for (uint32_t i = 0; i < count; i++) {
        const Sense *sense = &lang_senses(t->lang, entry)[i];
        if (sense->word_class == CLASS_NUMBER && sense->lang != LANG_ANY && (token->langs >> sense->lang & 1))
            return true;
    }
    return false;
}

/* "4.800" and "1.234.567" in such a language; the tokens, 0 when it is no such number. */
static size_t stops_parse(const Tokens *t, size_t i, size_t end, int64_t *milli)
{
    const Token *token = &t->at[i];
    size_t       j = i + 1;

    if (token->flags & TOKEN_DECIMAL) {
        Str text = token_text(t, i);
        size_t stop = str_find(text, S("."), 0);
        if (stop == SIZE_MAX || stop > 3 || text.len - stop != 4 || text.ptr[0] == '0' || !grouped_by_stops(t, token))
            return 0;
        *milli = token->value * 1000;
        return 1;
    }
    int64_t value = token->value;
    if (token->digits > 3 || value == 0)
        return 0;
    while (j + 1 < end && token_mark(t, j, '.') && t->at[j + 1].kind == TOKEN_NUMBER && t->at[j + 1].digits == 3 &&
           !((t->at[j].flags | t->at[j + 1].flags) & (TOKEN_SPACE | TOKEN_DECIMAL)) && value < HIGHEST / 1000) {
        value = value * 1000 + t->at[j + 1].value;
        j += 2;
    }
    if (j == i + 1 || !grouped_by_stops(t, token))
        return 0;
    *milli = value * 1000;
    return j - i;
}

/* "27", "27,000", "1.5", "1 000 000". */
static bool digits_parse(const Tokens *t, size_t i, size_t end, int64_t *milli, size_t *len)
{
    const Token *token = &t->at[i];

    if (token->value < 0 || token->value > HIGHEST)
        return false;
    *len = stops_parse(t, i, end, milli);
    if (*len)
        return true;
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
    int64_t parts, over;/* a fraction beside it: parts / over, over 0 when there is none */
    int64_t scale;      /* the scale word just read, 0 when another word followed */
    bool    any;        /* something was read */
    bool    open, unknown, half;
} Sum;

static bool multiply(Sum *s, int64_t by)
{
    if (!s->any || (s->current == 0 && s->over == 0))
        s->current = 1000;
    if (by <= 0 || s->current > HIGHEST * 1000 / by || s->parts > HIGHEST * 1000 / by)
        return false;
    s->current *= by;
    s->parts *= by;
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
        if (s->any && s->current == 0 && !s->unknown && s->over == 0)
            return false;
        if (s->total % (value * 1000) && s->current > 0 && !s->open && !s->half) {
            s->current += s->total % (value * 1000);    /* thousands of millions: "455 mil 228 millones" */
            s->total -= s->total % (value * 1000);
        }
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
        if (s->any && !s->open && !s->unknown && !s->half && !s->over && s->total == 0 && s->current > 0 &&
            s->current < 100000) {
            s->below = 0;
            return multiply(s, value);      /* "three dozens" */
        }
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
        if (s->scale)           /* "a million and a half" */
            s->total += value * s->scale;
        else
            s->current += value;
        s->half = s->any = true;
        s->below = 0;
        return true;
    case KIND_PART:
    case KIND_PARTS_OF:
    case KIND_PORTION:
    case KIND_SUFFIX:
    case KIND_POINT:
    case KIND_MINUS:
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
                ((s->total || s->current >= 100000) && (next == KIND_ONE || next == KIND_TEN)) ||
                (s->total && s->current == 0 && next == KIND_HUNDREDS));
    if (kind == KIND_OF && s->over && s->total + s->current == 0)
        return next == KIND_SCALE || next == KIND_SCALES || next == KIND_ARTICLE;
    if (kind == KIND_OF)
        return s->open && (next == KIND_PLURAL || next == KIND_SCALES || next == KIND_SCALE);
    if (kind == KIND_ARTICLE)
        return (!s->any && multiplies(next)) || ((s->half || s->over) && (next == KIND_SCALE || next == KIND_DOZEN)) ||
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

/* "thirds" after a number of them; the plain word for a part only before "of", where it may be no ordinal.
 * `joined`: behind "and", where a quarter is no quarter of a year. */
static size_t part_word(const Tokens *t, size_t j, size_t end, bool plain, bool joined, int64_t *over)
{
    int64_t    value = 0, ignored;
    size_t     len = 0, of_len;
    NumberKind kind = number_word(t, j, end, &value, &len);

    if ((kind != KIND_PART && kind != KIND_PARTS_OF && kind != KIND_PORTION) || value < 2)
        return 0;
    if (kind != KIND_PORTION && ((kind == KIND_PARTS_OF && !joined) || plain) && number_word(t, j + len, end, &ignored, &of_len) != KIND_OF)
        return 0;
    *over = value;
    return len;
}

/* A whole number read so far becomes the numerator: "two" and "thirds". */
static size_t take_part(const Tokens *t, size_t j, size_t end, bool article, Sum *s)
{
    int64_t whole = s->total + s->current, over;
    size_t  len;

    if (!s->any || s->open || s->unknown || s->half || s->over || whole <= 0 || whole % 1000)
        return 0;
    len = part_word(t, j, end, article, false, &over);
    if (len) {
        s->parts = whole;
        s->over = over;
        s->total = s->current = s->below = 0;
    }
    return len;
}

/* "and a third", "and two fifths" after a whole number; `j` is behind the word that joins. */
static size_t mixed_part(const Tokens *t, size_t j, size_t end, Sum *s)
{
    int64_t value = 0, over;
    size_t  len = 0, part;
    NumberKind kind = number_word(t, j, end, &value, &len);

    if (s->open || s->unknown || s->half || s->over)
        return 0;
    if (kind == KIND_ARTICLE)
        value = 1;
    else if (kind != KIND_ONE || value < 1)
        return 0;
    part = part_word(t, j + len, end, false, true, &over);
    if (part == 0)
        return 0;
    s->parts = value * 1000 * (s->scale ? s->scale : 1);    /* "a million and a quarter" */
    s->over = over;
    s->below = 0;
    return len + part;
}

/* "2 1/2" and "3/4": small denominators only, since dates and scores are written so too. */
static size_t slashed_part(const Tokens *t, size_t j, size_t end, Sum *s)
{
    static const uint16_t denominators = 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 8;

    if (j + 2 >= end || t->at[j].kind != TOKEN_NUMBER || t->at[j + 1].kind != TOKEN_MARK || t->at[j + 1].mark != '/' ||
        t->at[j + 2].kind != TOKEN_NUMBER || ((t->at[j + 1].flags | t->at[j + 2].flags) & TOKEN_SPACE) ||
        t->at[j].digits != 1 || t->at[j + 2].digits != 1 || t->at[j + 2].value > 8 ||
        !(denominators >> t->at[j + 2].value & 1) || t->at[j].value < 1 || t->at[j].value >= t->at[j + 2].value ||
        (t->at[j].flags & TOKEN_HYPHEN) || (j + 3 < end && token_mark(t, j + 3, '/')))
        return 0;
    s->parts = t->at[j].value * 1000;
    s->over = t->at[j + 2].value;
    s->any = true;
    s->below = 0;
    return 3;
}

#define DECIMAL_WORDS 8

/* "point five", "point zero four": each digit by its name, or the decimals as one number. */
static size_t decimals(const Tokens *t, size_t j, size_t end, Sum *s)
{
    int64_t value = 0, digits = 0, over = 1;
    size_t  len = 0, taken = 0;

    if (!s->any || s->open || s->unknown || s->half || s->over || number_word(t, j, end, &value, &len) != KIND_POINT)
        return 0;
    for (size_t k = j + len; k < end && over < 1000000; k += len) {
        NumberKind kind = number_word(t, k, end, &value, &len);
        Number     whole;
        if (taken == 0 && (kind != KIND_ONE || value > 9)) {
            size_t near = k + DECIMAL_WORDS < end ? k + DECIMAL_WORDS : end;    /* decimals of decimals end soon */
            if (!number_parse(t, k, near, &whole) || whole.open || whole.unknown || whole.over != 1 ||
                whole.milli % 1000 || whole.milli < 10000 || whole.milli > 9999000)
                break;
            digits = whole.milli / 1000;
            while (over <= digits)
                over *= 10;
            taken = k + whole.tokens - j;
            break;
        }
        if (kind != KIND_ONE || value > 9)
            break;
        digits = digits * 10 + value;
        over *= 10;
        taken = k + len - j;
    }
    if (taken) {
        s->parts = digits * 1000;
        s->over = over;
        s->below = 0;
    }
    return taken;
}

/* The byte after "e" or "10^" of a power of ten that is written to the digits: "1e6", "1.3x10^6". */
static size_t power_at(Str s, size_t at)
{
    bool times = at < s.len && (s.ptr[at] == 'x' || s.ptr[at] == 'X' || s.ptr[at] == '*');

    if (at + 1 < s.len && s.ptr[at] == '\xC3' && s.ptr[at + 1] == '\x97') {     /* the sign of multiplication */
        times = true;
        at++;
    }
    if (times && at + 4 < s.len && s.ptr[at + 1] == '1' && s.ptr[at + 2] == '0' && s.ptr[at + 3] == '^')
        return at + 4;
    return !times && at + 1 < s.len && (s.ptr[at] == 'e' || s.ptr[at] == 'E') ? at + 1 : 0;
}

/* A power of ten behind the number in digits at i; the tokens it takes with the number, 0 for none. */
static size_t power_of_ten(const Tokens *t, size_t i, size_t end, Sum *sum)
{
    Str     s = t->text;
    size_t  at = power_at(s, t->at[i].end), j = i;
    int     power = 0, digits = 0;

    if (at == 0)
        return 0;
    bool below_one = at < s.len && s.ptr[at] == '-';
    if (at < s.len && (s.ptr[at] == '+' || s.ptr[at] == '-'))
        at++;
    for (; at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9' && digits < 3; at++, digits++)
        power = power * 10 + (s.ptr[at] - '0');
    if (digits == 0 || digits > 2 || power > 14)
        return 0;
    while (j < end && t->at[j].end <= at)
        j++;
    if (t->at[j - 1].end != at)
        return 0;
    int64_t by = 1, milli = sum->current;
    for (; power > 0; power--)
        by *= 10;
    if (below_one) {
        sum->parts = milli;
        sum->over = by;
        sum->current = 0;
    } else if (milli <= HIGHEST * 1000 / by) {
        sum->current = milli * by;
    } else {
        return 0;
    }
    return j - i;
}

/* The number that was summed up. */
static Number number_of(const Sum *s)
{
    Number n = { .milli = s->total + s->current, .open = s->open, .unknown = s->unknown, .over = 1 };

    n.whole = n.milli;
    if (s->over) {
        n.fraction = n.milli == 0 && s->parts < s->over * 1000;
        n.over = s->over;
        n.whole = n.milli * s->over + s->parts;
        n.milli += (s->parts + s->over / 2) / s->over;
    }
    return n;
}

/* A number in digits at i, with what is written to it; the token behind it, or i. */
static size_t digits_begin(const Tokens *t, size_t i, size_t end, Sum *s, bool *digits)
{
    size_t len, power, j;

    len = slashed_part(t, i, end, s);
    if (len)
        return i + len;
    if (!digits_parse(t, i, end, &s->current, &len))
        return i;
    s->any = true;
    s->below = 0;
    power = len == 1 ? power_of_ten(t, i, end, s) : 0;
    j = i + (power ? power : len);
    *digits = j == i + 1;
    if (s->current % 1000 == 0 && j < end && (t->at[j].flags & TOKEN_SPACE))
        j += slashed_part(t, j, end, s);
    return j;
}

/* What no word adds to the sum but joins, divides or shifts it; the tokens taken at j. `join`
 * is true for a word that counts only with what follows. */
static size_t take_other(const Tokens *t, size_t j, size_t end, NumberKind kind, size_t len, bool article, Sum *s,
                         bool *join)
{
    int64_t value = 0;
    size_t  next_len = 0, taken;

    *join = false;
    switch (kind) {
    case KIND_PORTION:
        if (!s->any) {
            s->current = 1000;
            s->any = true;
        }
        return take_part(t, j, end, article, s);
    case KIND_PART:
    case KIND_PARTS_OF:
        return take_part(t, j, end, article, s);
    case KIND_POINT:
        taken = s->any ? mixed_part(t, j + len, end, s) : 0;
        return taken ? len + taken : decimals(t, j, end, s);
    case KIND_AND:
        taken = s->any ? mixed_part(t, j + len, end, s) : 0;
        if (taken)
            return len + taken;
        break;
    case KIND_OF:
    case KIND_ARTICLE:
        break;
    default:
        return 0;
    }
    NumberKind next = number_word(t, j + len, end, &value, &next_len);
    if (kind == KIND_ARTICLE && !s->any) {
        if (part_word(t, j + len, end, true, false, &value)) {
            s->current = 1000;
            s->any = true;
            *join = true;
            return len;
        }
    }
    *join = joins(s, kind, next, value);
    return *join ? len : 0;
}

/* "4 thousand 3 hundred": digits go on behind a scale word when a smaller one follows them. */
static bool more_digits(const Tokens *t, size_t j, size_t end, const Sum *s)
{
    int64_t value = 0;
    size_t  len;

    if (s->scale == 0 || s->current || j + 1 >= end || t->at[j].kind != TOKEN_NUMBER || t->at[j].value < 1 ||
        t->at[j].value > 999 || (t->at[j].flags & (TOKEN_DECIMAL | TOKEN_HYPHEN)))
        return false;
    NumberKind next = number_word(t, j + 1, end, &value, &len);
    if (t->at[j].digits == 3 && s->scale >= 1000 && next == KIND_NONE)
        return true;            /* "2 thousand 300 soldiers" */
    return (next == KIND_HUNDRED || next == KIND_SCALE || next == KIND_SCALES) && value < s->scale;
}

bool number_parse(const Tokens *t, size_t i, size_t end, Number *ret)
{
    Sum     sum = { .below = INT64_MAX };
    size_t  j = i, len = 0, last_word;
    int64_t value = 0;
    bool    digits = false, article = false, minus = false;
    NumberKind last = KIND_NONE;

    if (i < end && t->at[i].kind == TOKEN_NUMBER)
        j = digits_begin(t, i, end, &sum, &digits);
    else
        minus = number_word(t, i, end, &value, &len) == KIND_MINUS;
    if (minus)
        j += len;
    last_word = minus ? i : j;
    if (minus && j < end && t->at[j].kind == TOKEN_NUMBER) {
        j = digits_begin(t, j, end, &sum, &digits);
        last_word = sum.any ? j : i;
    }
    for (;;) {
        NumberKind kind = number_word(t, j, end, &value, &len);
        if (more_digits(t, j, end, &sum)) {
            bool last_digits = t->at[j].digits == 3;
            sum.current += t->at[j++].value * 1000;
            sum.scale = 0;
            last_word = last_digits ? j : last_word;
            continue;
        }
        if (kind == KIND_NONE || (j > i && t->at[j].kind != TOKEN_WORD))
            break;
        bool   join = false;
        size_t other = take_other(t, j, end, kind, len, article, &sum, &join);
        if (other) {
            article |= kind == KIND_ARTICLE && j == i;
            j += other;
            if (!join)
                last_word = j;
            digits = false;
            continue;
        }
        if (kind == KIND_SUFFIX) {
            if (j == i || t->at[j - 1].kind != TOKEN_NUMBER || (t->at[j].flags & (TOKEN_SPACE | TOKEN_HYPHEN)))
                break;
            kind = KIND_SCALE;
        }
        if (!add_word(&sum, kind, value))
            break;
        sum.scale = kind == KIND_SCALE || kind == KIND_SCALES ? value : 0;
        digits = false;
        last = kind;
        last_word = j += len;
        if (kind == KIND_SCALE && abbreviation_stop(t, j, end))
            last_word = ++j;
    }
    if (!sum.any || last_word == i)
        return false;
    Number n = number_of(&sum);
    if (minus) {
        n.milli = -n.milli;
        n.whole = -n.whole;
    }
    n.tokens = last_word - i;
    n.digits = digits;
    n.article = article;
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
        NumberKind kind = kind_of(row);
        if (kind == KIND_ARTICLE && best == NUMBER_START_NEVER)
            best = NUMBER_START_ARTICLE;
        else if (kind == KIND_NONE || kind < KIND_PART || kind == KIND_PORTION || kind == KIND_MINUS)
            best = NUMBER_START_YES;
    }
    return best;
}

/* What still fits under an ordinal: 9 beside the twentieth, 99 beside the hundredth. */
static int64_t room_below(int64_t value)
{
    int64_t room = 1;

    while (value && value % 10 == 0) {
        value /= 10;
        room *= 10;
    }
    return room;
}

/* A chain of number words that an ordinal ends ("one hundred twenty fifth"), or several
 * ordinals going down ("dwudziesty drugi"); a great one multiplies ("two hundredth"). */
static size_t ordinal_words(const Tokens *t, size_t i, size_t end, int64_t *value)
{
    Sum     sum = { .below = INT64_MAX };
    int64_t so_far = 0, below = INT64_MAX, v = 0;
    size_t  j = i, taken = 0, len;
    bool    joined = false;

    while (j < end && t->at[j].kind == TOKEN_WORD) {
        const Row *row = sense_with(t, j, CLASS_NUMBER, 1, S("ordinal"), &len);
        if (row && j + len <= end && (so_far == 0 || row->n[0] < below)) {
            so_far += row->n[0];
        } else if (row && j + len <= end && taken == 0 && row->n[0] >= 100 && row->n[0] > so_far &&
                   so_far <= HIGHEST / row->n[0]) {
            so_far *= row->n[0];
        } else if (row || taken) {
            break;
        } else {
            NumberKind kind = number_word(t, j, end, &v, &len);
            if (kind == KIND_AND && sum.any && !joined) {
                joined = true;
                j += len;
                continue;
            }
            joined = false;
            if (kind > KIND_SCALES || (kind == KIND_SCALES && !sum.any) || !add_word(&sum, kind, v))
                break;
            so_far = (sum.total + sum.current) / 1000;
            below = sum.below / 1000;
            j += len;
            continue;
        }
        below = room_below(so_far);
        j += len;
        taken = j - i;
    }
    *value = so_far;
    return taken;
}

bool ordinal_parse(const Tokens *t, size_t i, size_t end, int64_t *value, size_t *len)
{
    size_t word_len;

    if (i >= end)
        return false;
    if (t->at[i].kind == TOKEN_NUMBER) {
        if (i + 1 >= end || (t->at[i + 1].flags & TOKEN_SPACE) || t->at[i].value < 0 ||
            (t->at[i].flags & TOKEN_DECIMAL) ||
            !sense_with(t, i + 1, CLASS_DATEWORD, 0, S("ordinal_ending"), &word_len))
            return false;
        *value = t->at[i].value;
        *len = 2;
        return true;
    }
    if (!((t->at[i].classes | t->at[i].phrase_classes) & CLASS_BIT(CLASS_NUMBER)))
        return false;
    *len = ordinal_words(t, i, end, value);
    return *len > 0;
}

bool year_words_parse(const Tokens *t, size_t i, size_t end, int64_t *value, size_t *len)
{
    Number first, second;

    if (i >= end || t->at[i].kind != TOKEN_WORD)
        return false;
    if (ordinal_parse(t, i, end, value, len) && *value >= 1000)
        return true;
    if (!number_parse(t, i, end, &first) || first.open || first.unknown || first.milli % 1000)
        return false;
    *value = first.milli / 1000;
    *len = first.tokens;
    if (*value >= 1000)
        return true;
    if (*value < 13 || *value > 20 || i + *len >= end || t->at[i + *len].kind != TOKEN_WORD ||
        !number_parse(t, i + *len, end, &second) || second.open || second.unknown || second.milli % 1000 ||
        second.milli < 10000 || second.milli > 99000)
        return false;
    *value = *value * 100 + second.milli / 1000;
    *len += second.tokens;
    return true;
}
