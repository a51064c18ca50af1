/* utterance.c -- see utterance.h: the longest common subsequence of two short sequences of words, and the
 * stretches that are not in it.
 */
#include "trace/utterance.h"

#include "base/auto.h"
#include "lang/scan.h"

#define NAMED_MOST 3        /* stretches that are named; the rest is counted */

/* What stands between two words: brackets that open and close, and whether something is left out. */
static void look_between(Str text, size_t from, size_t to, int *depth, bool *gap)
{
    size_t len, dots = 0;

    for (size_t i = from; i < to; i += len) {
        uint32_t c = utf8_get(text, i, &len);
        *depth += c == '[';
        *depth -= c == ']' && *depth > 0;
        dots = c == '.' ? dots + 1 : 0;
        *gap |= c == 0x2026 || dots == 3;       /* an ellipsis */
    }
}

void utterance_take(Arena *arena, Str text, Span span, Utterance *ret)
{
    Str upto = str_slice(text, 0, span.end);
    size_t at = span.start, before = span.start, count = 0;
    UtteranceWord word[UTTERANCE_WORDS];
    int depth = 0;
    bool gap = false;
    ScanWord w;

    while (count < UTTERANCE_WORDS && scan_word(upto, &at, &w)) {
        look_between(text, before, w.span.start, &depth, &gap);
        before = w.span.end;
        if (depth > 0)
            continue;
        word[count++] = (UtteranceWord){ w.hash, w.span, gap };
        gap = false;
    }
    look_between(text, before, upto.len, &depth, &gap);
    *ret = (Utterance){ text, arena_raw(arena, count * sizeof *word), count, gap || count == UTTERANCE_WORDS };
    if (count)
        memcpy(ret->word, word, count * sizeof *word);
}

/* Lengths of the longest common subsequence from each pair of places on. */
typedef struct Table {
    uint8_t left[UTTERANCE_WORDS + 1][UTTERANCE_WORDS + 1];
} Table;

static void fill(const Utterance *a, const Utterance *b, Table *t)
{
    memset(t, 0, sizeof *t);
    for (size_t i = a->count; i-- > 0; )
        for (size_t k = b->count; k-- > 0; ) {
            uint8_t down = t->left[i + 1][k], right = t->left[i][k + 1];
            t->left[i][k] = a->word[i].hash == b->word[k].hash ? (uint8_t)(t->left[i + 1][k + 1] + 1) : down > right ? down : right;
        }
}

/* Words [from, to) as they stand in the text, on one line. */
static Str words_text(Arena *arena, const Utterance *u, size_t from, size_t to)
{
    AUTO_STRBUF out = { 0 };
    Str words = str_slice(u->text, u->word[from].span.start, u->word[to - 1].span.end), word;

    while (words.len) {
        str_cut(&words, ' ', &word);
        word = str_trim(word);
        if (word.len && out.len)
            strbuf_char(&out, ' ');
        strbuf_add(&out, word);
    }
    return arena_str(arena, strbuf_str(&out));
}

/* What one has between two common words and the other has not. */
typedef struct Stretch {
    size_t from, to;
} Stretch;

/* Does the utterance say that words are left out at this stretch, which holds none? */
static bool says_gap(const Utterance *u, Stretch s)
{
    return s.from == u->count ? u->gap_at_end : u->word[s.from].gap;
}

static bool any_gap(const Utterance *u, Stretch s)
{
    for (size_t i = s.from; i < s.to; i++)
        if (u->word[i].gap)
            return true;
    return says_gap(u, (Stretch){ s.to, s.to });
}

/* At either end a quotation may simply begin later or end earlier. */
static bool is_end(const Utterance *u, Stretch s)
{
    return s.from == 0 || s.to == u->count;
}

static Str say_difference(Arena *arena, const Utterance *it, Stretch x, const Utterance *other, Stretch y)
{
    Str own = x.to > x.from ? words_text(arena, it, x.from, x.to) : STR_NONE;
    Str others = y.to > y.from ? words_text(arena, other, y.from, y.to) : STR_NONE;

    if (own.ptr && others.ptr)
        return arena_printf(arena, "it has \"" STR_FMT "\" where the other has \"" STR_FMT "\"", STR_ARG(own), STR_ARG(others));
    return own.ptr ? arena_printf(arena, "it adds \"" STR_FMT "\"", STR_ARG(own))
                   : arena_printf(arena, "it leaves out \"" STR_FMT "\"", STR_ARG(others));
}

typedef struct Differences {
    Arena *arena;
    Str    text;
    size_t count;
    bool   part;            /* something is left out openly, or at an end */
} Differences;

static void take_stretches(Differences *d, const Utterance *it, Stretch x, const Utterance *other, Stretch y)
{
    bool x_empty = x.from == x.to, y_empty = y.from == y.to;

    if (x_empty && y_empty)
        return;
    /* One of them is silent here and says so, or ends here; or both leave something out. */
    if ((x_empty && (says_gap(it, x) || is_end(it, x))) || (y_empty && (says_gap(other, y) || is_end(other, y))) ||
        (!x_empty && !y_empty && any_gap(it, x) && any_gap(other, y))) {
        d->part = true;
        return;
    }
    if (d->count++ < NAMED_MOST)
        d->text = arena_printf(d->arena, STR_FMT "%s" STR_FMT, STR_ARG(d->text), d->text.len ? "; " : "",
                               STR_ARG(say_difference(d->arena, it, x, other, y)));
}

UtteranceMatch utterance_compare(Arena *arena, const Utterance *it, const Utterance *other)
{
    Table t;
    Differences d = { .arena = arena, .text = S("") };
    size_t i = 0, k = 0, x = 0, y = 0;      /* x, y: behind the last common words */

    fill(it, other, &t);
    while (i < it->count && k < other->count) {
        if (it->word[i].hash == other->word[k].hash) {
            take_stretches(&d, it, (Stretch){ x, i }, other, (Stretch){ y, k });
            x = ++i;
            y = ++k;
        } else if (t.left[i + 1][k] >= t.left[i][k + 1]) {
            i++;
        } else {
            k++;
        }
    }
    take_stretches(&d, it, (Stretch){ x, it->count }, other, (Stretch){ y, other->count });
    if (d.count > NAMED_MOST)
        d.text = arena_printf(arena, STR_FMT "; and %zu more", STR_ARG(d.text), d.count - NAMED_MOST);
    return (UtteranceMatch){ t.left[0][0], d.count ? UTTERANCE_ALTERED : d.part ? UTTERANCE_PART : UTTERANCE_SAME, d.text };
}
