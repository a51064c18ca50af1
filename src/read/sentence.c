/* sentence.c -- sentences out of paragraphs.
 *
 * A full stop ends a sentence unless the word before it is an abbreviation, an
 * initial or the number of a list, or what follows goes on in small letters.
 * Quotation marks, brackets and footnote numbers that close it belong to it.
 * Most tokens are no stop, and cost one comparison.
 */
#include "base/utf8.h"
#include "lang/fold.h"
#include "lang/tables.h"
#include "read/head.h"

#define DOTTED_PARTS   4    /* words of an abbreviation such as "a. m." or "d. o. o." */
#define DOTTED_LETTERS 3    /* of each of them */
#define ELLIPSIS       3    /* full stops of one */
#define ORDINAL_DIGITS 2    /* "am 12. Juni" */

static bool is_word(const Token *t)
{
    return t->kind == TOKEN_WORD;
}

static bool is_number(const Token *t)
{
    return t->kind == TOKEN_NUMBER;
}

static bool is_stop(const Token *t)
{
    return t->kind == TOKEN_MARK && t->mark == '.';
}

static size_t letters_of(const Found *f, const Token *t)
{
    size_t letters = 0;

    for (uint32_t k = t->start; k < t->end; k++)
        letters += ((unsigned char)f->in->text.ptr[k] & 0xC0) != 0x80;
    return letters;
}

/* Stops of scripts that have no capital letters and often no blanks: what follows never goes on. */
static bool is_full_stop_abroad(uint32_t mark)
{
    static const uint16_t stops[] = {
        0x0589, 0x061F, 0x06D4, 0x0964, 0x0965, 0x104B, 0x1362, 0x1367, 0x1368, 0x3002, 0xFF01, 0xFF1F, 0xFF61,
    };

    for (size_t i = 0; mark >= stops[0] && i < sizeof stops / sizeof *stops; i++)
        if (stops[i] == mark)
            return true;
    return false;
}

/* Greek asks with a semicolon, Armenian ends with a colon (and the full stop is no stop there). */
static bool stops_in_script(const Found *f, uint32_t i, uint32_t first)
{
    uint32_t mark = f->tokens.at[i].mark;
    Str before = i > first ? token_text(&f->tokens, i - 1) : STR_NONE;
    size_t len;

    if (before.len < 2 || f->tokens.at[i - 1].kind != TOKEN_WORD || !(before.ptr[0] & 0x80))
        return mark == '.';
    uint32_t c = utf8_get(before, 0, &len);
    bool armenian = c >= 0x530 && c < 0x590;
    return mark == '.' ? !armenian : mark == ';' ? c >= 0x370 && c < 0x400 : armenian;
}

static bool is_closer(const Found *f, uint32_t i, uint32_t last)
{
    if (i >= last)
        return false;
    const Token *t = &f->tokens.at[i];
    if (t->kind != TOKEN_MARK)
        return false;
    if (t->flags & TOKEN_SPACE)         /* French sets a blank before it; one that opens has none after it */
        return t->mark == 0xBB && (i + 1 >= last || (f->tokens.at[i + 1].flags & TOKEN_SPACE));
    switch (t->mark) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case '.':
    case '!':
    case '?':
    case 0x201D:
    case 0x2019:
    case 0xBB:
    case 0x2026:
    case 0x201C:
    case 0x300D:
    case 0x300F:
    case 0xFF09:
        return true;
    default:
        return is_superscript(t->mark);
    }
}

/* The token after everything at i that closes a sentence: quotation marks, brackets, marks of notes ("[12]"). */
static uint32_t after_closers(const Found *f, uint32_t i, uint32_t last)
{
    for (;;) {
        const Token *t = &f->tokens.at[i];
        if (is_closer(f, i, last) || (i + 1 == last && t->kind == TOKEN_MARK && t->mark == '|'))
            i++;
        else if (i + 3 < last && t->kind == TOKEN_MARK && t->mark == '[' && !(t->flags & TOKEN_SPACE)) {
            uint32_t number = i + 1 + token_mark(&f->tokens, i + 1, '^');
            if (!is_number(&f->tokens.at[number]) || !token_mark(&f->tokens, number + 1, ']'))
                return i;
            i = number + 2;
        }
        else
            return i;
    }
}

static bool is_opener(uint32_t mark)
{
    return mark == '"' || mark == '\'' || mark == '(' || mark == '[' || mark == 0x201C || mark == 0x2018 ||
           mark == 0xAB || mark == 0x201E || mark == 0x2014 || mark == 0x2013 || mark == '-' || mark == 0xBF ||
           mark == 0xA1;
}

/* The first token at or after i that is no opening mark. */
static const Token *first_inside(const Found *f, uint32_t i, uint32_t last)
{
    while (i < last && f->tokens.at[i].kind == TOKEN_MARK && is_opener(f->tokens.at[i].mark))
        i++;
    return i < last ? &f->tokens.at[i] : NULL;
}

static bool starts_lower(const Token *t)
{
    return t && t->kind == TOKEN_WORD && !(t->flags & (TOKEN_CAPITAL | TOKEN_UPPER)) &&
           (t->flags & (TOKEN_LATIN | TOKEN_CYRILLIC));
}

static bool has(const Token *t, WordClass class_)
{
    return (t->classes & CLASS_BIT(class_)) != 0;
}

/* --- what the word before a full stop is ------------------------------------ */

/* A sense as an abbreviation in any language: a foreign title keeps its full stop in every text. */
static const Row *abbreviation_abroad(const Found *f, const Token *t)
{
    const Sense *s = t->entry && t->classes == 0 && (t->flags & TOKEN_CAPITAL) ? lang_senses(f->lang, t->entry) : NULL;

    for (uint32_t i = 0; s && i < t->entry->count; i++) {
        if (s[i].word_class != CLASS_ABBREVIATION)
            continue;
        const Row *row = lang_row(f->lang, s[i].row);
        if (row->n[0] == ABBREVIATION_TITLE)
            return row;
    }
    return NULL;
}

/* "a.m." and "z. B." are several tokens: their letters together are looked up. *from gets the first of them. */
static const Row *dotted_abbreviation(const Found *f, uint32_t i, uint32_t first, uint32_t *from)
{
    const Token *t = f->tokens.at;
    uint32_t start = i - 1;

    if (!is_word(&t[start]) || letters_of(f, &t[start]) > DOTTED_LETTERS)
        return NULL;
    for (size_t parts = 1; parts < DOTTED_PARTS && start >= first + 2 && is_stop(&t[start - 1]) &&
                           is_word(&t[start - 2]) && letters_of(f, &t[start - 2]) <= DOTTED_LETTERS; parts++)
        start -= 2;
    for (; start < i - 1; start += 2) {
        uint64_t hash = FOLD_SEED;
        for (uint32_t k = start; k < i; k += 2) {
            Str part = token_text(&f->tokens, k);
            size_t len;
            for (size_t at = 0; at < part.len; at += len)
                hash = fold_step(hash, fold_char(utf8_get(part, at, &len)));
        }
        const Entry *e = lang_entry(f->lang, fold_end(hash));
        const Row *row = e ? sense_row(&f->tokens, &t[i - 1], e, CLASS_ABBREVIATION) : NULL;
        if (row) {
            *from = start;
            return row;
        }
    }
    return NULL;
}

/* Nothing but a preposition and a number stands before: "At 5 a.m. Mr Lee left." */
static bool too_short(const Found *f, uint32_t sentence, uint32_t from)
{
    if (sentence >= from || !has(&f->tokens.at[sentence], CLASS_FUNCTION))
        return false;
    for (uint32_t i = sentence + 1; i < from; i++)
        if (is_word(&f->tokens.at[i]))
            return false;
    return true;
}

/* An abbreviation that may end a sentence: does it, before this word? `from`: its first token. */
static bool maybe_ends(const Found *f, uint32_t sentence, uint32_t from, const Token *after)
{
    if (after == NULL)
        return true;
    if (!is_word(after) || too_short(f, sentence, from))
        return false;
    if (has(after, CLASS_FUNCTION))
        return true;
    /* After a number it is a unit or an hour; a day, a month or a zone may belong to it. */
    return from > sentence && is_number(&f->tokens.at[from - 1]) && !(after->flags & TOKEN_UPPER) &&
           !has(after, CLASS_WEEKDAY) && !has(after, CLASS_MONTH);
}

static bool has_ordinals(const Found *f, const Token *t)
{
    const Entry *e = lang_entry(f->lang, fold_hash(S("1")));
    const Row *row = e ? sense_row(&f->tokens, t, e, CLASS_ABBREVIATION) : NULL;

    return row && row->n[0] == ABBREVIATION_ORDINAL;
}

/* Does the full stop after a number end the sentence? */
static bool number_ends(const Found *f, uint32_t number, uint32_t sentence, const Token *after)
{
    const Token *t = &f->tokens.at[number];

    if (after == NULL)
        return true;
    if (number == sentence || (number == sentence + 1 && f->tokens.at[sentence].kind == TOKEN_MARK))
        return t->digits > ELLIPSIS;    /* "2." opens an item of a list */
    if (t->digits > ORDINAL_DIGITS || !is_word(after))
        return true;
    if (has(after, CLASS_MONTH))
        return false;
    return has(after, CLASS_FUNCTION) || !has_ordinals(f, after);
}

static bool initial_ends(const Found *f, uint32_t i, uint32_t sentence, const Token *after)
{
    /* "you and I. Did ..." and "plan B. The ...", but "Albert I. Jones" and "V. O. Petrenko" */
    bool in_name = i - 1 == sentence || is_stop(&f->tokens.at[i - 2]) ||
                   (f->tokens.at[i - 2].flags & (TOKEN_CAPITAL | TOKEN_UPPER)) || !is_word(&f->tokens.at[i - 2]);

    return !in_name && is_word(after) && has(after, CLASS_FUNCTION) && letters_of(f, after) > 1;
}

/* May the full stop at token i, after the word before it, end the sentence that began at `sentence`? */
static bool stop_ends(const Found *f, uint32_t i, uint32_t sentence, uint32_t next, uint32_t last)
{
    if (i == sentence)
        return false;
    const Token *before = &f->tokens.at[i - 1], *after = first_inside(f, next, last);
    uint32_t from = i - 1;

    if (after && after->kind == TOKEN_MARK && (after->mark == 0x2116 || after->mark == '#'))
        return false;
    if (is_number(before))
        return number_ends(f, i - 1, sentence, after);
    if (i - 1 == sentence && before->end - before->start == 1)
        return after == NULL;                               /* "a." opens an item of a list */
    if (!is_word(before))       /* a degree sign: the number of something */
        return !(after && is_number(after) && (before->mark == 0xB0 || before->mark == 0xBA));
    const Row *row = dotted_abbreviation(f, i, sentence, &from);
    if (row == NULL)
        row = token_row(&f->tokens, i - 1, CLASS_ABBREVIATION);
    if (row == NULL)
        row = abbreviation_abroad(f, before);
    bool initial = (before->flags & TOKEN_CAPITAL) && letters_of(f, before) == 1;
    if (row && after && row->n[0] == ABBREVIATION_NUMBER && !initial)
        return !is_number(after) && !(after->flags & TOKEN_UPPER);
    if (row && row->n[0] == ABBREVIATION_TITLE && from > sentence && is_number(&f->tokens.at[from - 1]))
        return maybe_ends(f, sentence, from, after);        /* "2014 r.": the year, not the river */
    if (row && row->n[0] == ABBREVIATION_MAYBE)
        return maybe_ends(f, sentence, from, after);
    if (after == NULL || (row && row->n[0] == ABBREVIATION_LAST))
        return true;
    if (row && !initial)
        return false;
    size_t letters = letters_of(f, before);
    if (letters < DOTTED_LETTERS && is_word(after) && letters_of(f, after) == letters &&
        (letters == 1 || (before->flags & after->flags & TOKEN_UPPER)) && after + 1 < &f->tokens.at[last] &&
        is_stop(after + 1))
        return false;                   /* "z. B.", "EE. UU.": the abbreviation goes on */
    return !initial || initial_ends(f, i, sentence, after);
}

/* An acronym that ends in its own full stop: before a capitalised function word, or as an hour. */
static bool acronym_ends(const Found *f, uint32_t i, uint32_t sentence, uint32_t last)
{
    const Token *t = &f->tokens.at[i];
    const Token *after = i + 1 < last ? &f->tokens.at[i + 1] : NULL;

    return f->in->text.ptr[t->end - 1] == '.' && after && is_word(after) && (after->flags & TOKEN_CAPITAL) &&
           maybe_ends(f, sentence, i, after);
}

/* A full stop without a blank after it ends a sentence where a new one plainly begins: not in
 * addresses, names of files or abbreviations. */
static bool ends_unspaced(const Found *f, uint32_t i, uint32_t sentence, uint32_t next, uint32_t last)
{
    const Token *t = f->tokens.at, *after = &t[next];

    if (i == sentence || t[i].mark == 0x2026 || !is_word(after) || !(after->flags & TOKEN_CAPITAL) ||
        (t[i].flags & TOKEN_SPACE) || ((after->flags & TOKEN_UPPER) && !(t[i - 1].flags & TOKEN_CYRILLIC)))
        return false;
    if (letters_of(f, after) <= 3 && !has(after, CLASS_FUNCTION) && !has(after, CLASS_TITLE))
        return false;                   /* a domain of two or three letters */
    if (next + 1 < last && t[next + 1].kind == TOKEN_MARK && !(t[next + 1].flags & TOKEN_SPACE) &&
        (t[next + 1].mark == '/' || t[next + 1].mark == '@' || t[next + 1].mark == '_' || t[next + 1].mark == '('))
        return false;
    const Token *before = &t[i - 1];
    if (is_number(before))
        return i - 1 != sentence;
    bool opens = has(after, CLASS_FUNCTION) || has(after, CLASS_TITLE);
    return is_word(before) && letters_of(f, before) > 1 && !(before->flags & TOKEN_UPPER) &&
           (opens || !(before->flags & TOKEN_CAPITAL)) && (t[i].mark != '.' || stop_ends(f, i, sentence, next, last));
}

/* --- runs of full stops ------------------------------------------------------ */

typedef enum Run { RUN_NONE, RUN_GOES_ON, RUN_ENDS } Run;

/* ". . ." with blanks is an omission and ends nothing; a fourth stop ends the sentence: before the
 * omission when it is set to the word, after it otherwise. "[...]" is an omission too.
 * *next gets the token after what ends or is passed over. */
static Run run_of_stops(const Found *f, uint32_t i, uint32_t first, uint32_t last, uint32_t *next)
{
    const Token *t = f->tokens.at;
    bool spaced = false;
    uint32_t end = i + 1;

    for (; end < last && is_stop(&t[end]); end++)
        spaced |= (t[end].flags & TOKEN_SPACE) != 0;
    bool bracketed = i > first && t[i - 1].kind == TOKEN_MARK && (t[i - 1].mark == '[' || t[i - 1].mark == '(') &&
                     end < last && t[end].kind == TOKEN_MARK && (t[end].mark == ']' || t[end].mark == ')');
    if (bracketed) {
        *next = end + 1;
        return RUN_GOES_ON;
    }
    if (!spaced || end - i < ELLIPSIS)
        return RUN_NONE;
    uint32_t after = after_closers(f, end, last);
    *next = after;
    if (end - i == ELLIPSIS || after >= last)
        return RUN_GOES_ON;
    if (!(t[i].flags & TOKEN_SPACE))
        *next = i + 1;
    return RUN_ENDS;
}

/* --- lists set in one line ---------------------------------------------------- */

typedef struct Item {
    int64_t  number;        /* of digits or a letter */
    uint32_t style;         /* letters or digits, and the marks after them */
    uint32_t end;           /* token after the mark */
} Item;

/* "1." "1)" "1.)" "a." "b)" at token i. */
static bool item_at(const Found *f, uint32_t i, uint32_t last, Item *ret)
{
    const Token *t = &f->tokens.at[i];
    bool digits = t->kind == TOKEN_NUMBER && t->digits <= 2 && t->value >= 0 && !(t->flags & TOKEN_DECIMAL);

    if (!digits && !(is_word(t) && t->end - t->start == 1))
        return false;
    uint32_t marks = 0, end = i + 1;
    while (end < last && end < i + 3 && f->tokens.at[end].kind == TOKEN_MARK &&
           !(f->tokens.at[end].flags & TOKEN_SPACE) && (f->tokens.at[end].mark == '.' || f->tokens.at[end].mark == ')'))
        marks = marks * 256 + f->tokens.at[end++].mark;
    if (marks == 0 || end >= last || !(f->tokens.at[end].flags & TOKEN_SPACE))
        return false;
    *ret = (Item){ digits ? t->value : f->in->text.ptr[t->start], marks * 2 + digits, end };
    return true;
}

static bool is_dot(const Token *t)
{
    return t->kind == TOKEN_MARK && (t->mark == 0x2022 || t->mark == 0x2043 || t->mark == 0x25CF || t->mark == 0x25AA ||
                                     t->mark == 0x25E6 || t->mark == 0x2023 || t->mark == 0xB7);
}

/* The paragraph opens with an item of a list: may more of them follow? style 0: a dot for each. */
static bool opens_list(const Found *f, const Paragraph *p, Item *ret)
{
    uint32_t i = p->first;
    bool dot = is_dot(&f->tokens.at[i]) || (p->kind == BLOCK_LIST_ITEM && i > 0 && is_dot(&f->tokens.at[i - 1]));

    *ret = (Item){ 0 };
    if (f->tokens.at[i].kind == TOKEN_MARK && i + 1 < p->last)
        i++;
    return item_at(f, i, p->last, ret) || dot;
}

/* Does token i open the item after *item? Then *item is that one. */
static bool next_item(const Found *f, uint32_t i, uint32_t last, Item *item)
{
    Item found;
    bool dot = is_dot(&f->tokens.at[i]) && (f->tokens.at[i].flags & TOKEN_SPACE) && i + 1 < last;

    if (item->style == 0) {
        item->end = i + 1;
        return dot && (f->tokens.at[i + 1].flags & TOKEN_SPACE);
    }
    if (dot && item_at(f, i + 1, last, &found) && found.style == item->style && found.number == item->number + 1) {
        *item = found;
        return true;
    }
    if (!(f->tokens.at[i].flags & TOKEN_SPACE) || !item_at(f, i, last, &found) || found.style != item->style ||
        found.number != item->number + 1)
        return false;
    *item = found;
    return true;
}

static SegmentRole role_of(const Paragraph *p)
{
    if (p->boilerplate)
        return SEGMENT_BOILERPLATE;
    switch (p->kind) {
    case BLOCK_TITLE:     return SEGMENT_TITLE;
    case BLOCK_HEADING:   return SEGMENT_HEADING;
    case BLOCK_LIST_ITEM:
    case BLOCK_TABLE_ROW: return SEGMENT_LIST;
    case BLOCK_CAPTION:   return SEGMENT_CAPTION;
    case BLOCK_FOOTNOTE:  return SEGMENT_FOOTNOTE;
    case BLOCK_BYLINE:    return SEGMENT_BYLINE;
    case BLOCK_WORK_TITLE:      /* what a work is called is no claim of who lists it */
    case BLOCK_WORK_AUTHOR:
    case BLOCK_WORK_DATE:
    case BLOCK_WORK_LANGUAGE:
    case BLOCK_WORK_NOTE: return SEGMENT_BYLINE;
    default:              return SEGMENT_SENTENCE;
    }
}

static void push_piece(Found *f, const Paragraph *p, int32_t paragraph, uint32_t first, uint32_t last)
{
    Span span = { f->tokens.at[first].start, f->tokens.at[last - 1].end };
    SegmentRole role = role_of(p);
    Str language = p->lang >= 0 ? lang_code(f->lang, p->lang) : STR_NONE;
    uint64_t bits = 0;
    for (uint32_t i = first; i < last; i++)
        bits |= f->tokens.bits[i];
    vec_push(f->arena, &f->sentences,
             (Sentence){ first, last, (int32_t)f->segments.count, role, p->lang, paragraph, bits });
    vec_push(
        f->arena, &f->segments,
        (Segment){ .span = span, .role = role, .language = language, .paragraph = paragraph, .supports = -1,
                   .page = p->page });
}

/* Nobody writes a sentence of so many tokens. What a table or a broken text leaves is cut, after a mark where one
 * is, so that no pass that looks to the end of the sentence looks farther than this. */
#define SENTENCE_TOKENS 450
#define CUT_FROM        350

static void push_sentence(Found *f, const Paragraph *p, int32_t paragraph, uint32_t first, uint32_t last)
{
    while (last - first > SENTENCE_TOKENS && last > first) {
        uint32_t cut = first + SENTENCE_TOKENS;
        while (cut > first + CUT_FROM && f->tokens.at[cut - 1].kind != TOKEN_MARK)
            cut--;
        if (cut == first + CUT_FROM)
            cut = first + SENTENCE_TOKENS;
        push_piece(f, p, paragraph, first, cut);
        first = cut;
    }
    if (first < last)
        push_piece(f, p, paragraph, first, last);
}

/* "Get down!" Petrenko shouted: the quotation stands inside the sentence. */
static bool is_cue_after_name(const Found *f, uint32_t i, uint32_t next, uint32_t last)
{
    const Token *t = f->tokens.at;
    uint32_t mark = next > i + 1 ? t[next - 1].mark : 0;

    return (mark == '"' || mark == 0x201D || mark == 0x201C || mark == 0xBB) && next + 1 < last && is_word(&t[next]) &&
           !has(&t[next], CLASS_FUNCTION) && has(&t[next + 1], CLASS_CUE) && is_word(&t[next + 1]);
}

/* Does a sentence end with the stop at token i? *next gets the first token after it, or after what
 * was passed over. */
static bool ends_at(const Found *f, const Paragraph *p, uint32_t i, uint32_t sentence, uint32_t *next)
{
    const Token *t = &f->tokens.at[i];
    bool stop = is_stop(t), abroad = t->kind == TOKEN_MARK && is_full_stop_abroad(t->mark);

    if (stop && (i + 1 < p->last || i > sentence)) {
        Run run = run_of_stops(f, i, sentence, p->last, next);
        if (run != RUN_NONE)
            return run == RUN_ENDS;
    }
    *next = after_closers(f, i + 1, p->last);
    if (*next >= p->last || abroad)
        return *next >= p->last || *next == i + 1 || (f->tokens.at[*next].flags & TOKEN_SPACE);
    if (!(f->tokens.at[*next].flags & TOKEN_SPACE))
        return t->kind == TOKEN_MARK && *next == i + 1 && ends_unspaced(f, i, sentence, *next, p->last);
    if (starts_lower(first_inside(f, *next, p->last)))
        return false;
    if (!stop && is_cue_after_name(f, i, *next, p->last))
        return false;
    bool item = *next == i + 2 && token_mark(&f->tokens, i + 1, ')') && is_number(&f->tokens.at[i - (i > sentence)]);
    return !stop || (*next > i + 1 && !item) || stop_ends(f, i, sentence, *next, p->last);
}

/* May a sentence end with this token? All others are passed over at once. */
static bool may_end(const Found *f, uint32_t i, uint32_t sentence, uint32_t last)
{
    const Token *t = &f->tokens.at[i];

    if (t->kind != TOKEN_MARK)
        return t->kind == TOKEN_WORD && (t->flags & TOKEN_UPPER) && acronym_ends(f, i, sentence, last);
    if (t->mark == '.' || t->mark == ';' || t->mark == ':')
        return stops_in_script(f, i, sentence);
    return t->mark == '!' || t->mark == '?' || t->mark == 0x2026 || is_full_stop_abroad(t->mark);
}

void find_sentences(Found *f, const Paragraphs *paragraphs)
{
    for (size_t n = 0; n < paragraphs->count; n++) {
        const Paragraph *p = &paragraphs->at[n];
        uint32_t first = p->first, next;
        Item item;
        bool list = opens_list(f, p, &item);
        bool dateline = p->kind == BLOCK_PARAGRAPH && (f->tokens.at[first].flags & TOKEN_UPPER);
        uint32_t body = dateline ? dateline_end(f, p) : first;
        for (uint32_t i = p->first; i < p->last; i++) {
            if (list && i > first && next_item(f, i, p->last, &item)) {
                push_sentence(f, p, (int32_t)n, first, i);
                first = i;
                i = item.end - 1;
                continue;
            }
            if (i < body || !may_end(f, i, first, p->last))
                continue;
            bool ends = ends_at(f, p, i, first, &next);
            if (next >= p->last)
                break;
            if (ends) {
                push_sentence(f, p, (int32_t)n, first, next);
                first = next;
            }
            i = ends || next > i + 1 ? next - 1 : i;
        }
        push_sentence(f, p, (int32_t)n, first, p->last);
    }
}
