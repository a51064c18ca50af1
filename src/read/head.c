/* head.c -- see head.h. The words that open a byline are data (boilerplate.tsv, kind byline); what
 * follows them must be names, roles, places and dates, so that "By Monday they had left" is none.
 */
#include "read/head.h"

#include "lang/tables.h"
#include "read/number.h"

#define BYLINE_WORDS    16
#define DATE_WORDS      8
#define PROSE_WORDS     12      /* a paragraph of so many words that ends with a stop is no head any more */
#define HEAD_PARAGRAPHS 12      /* looked at for a head, at most */
#define AFTER_LEAD      3       /* paragraphs after the first prose that may still be bylines */
#define DATELINE_TOKENS 24      /* before its dash */
#define NAME_WORDS      4
#define AUTHORS_MAX     12

static bool is_mark(const Token *t, uint32_t mark)
{
    return t->kind == TOKEN_MARK && t->mark == mark;
}

static bool has(const Token *t, WordClass class_)
{
    return t->kind == TOKEN_WORD && (t->classes & CLASS_BIT(class_));
}

static bool is_function(const Token *t, enum function_kind kind)
{
    return t->function == (int)kind + 1;
}

static bool is_capital(const Token *t)
{
    return t->kind == TOKEN_WORD && (t->flags & (TOKEN_CAPITAL | TOKEN_UPPER));
}

/* ---- bylines ---- */

/* The token after the words that open a byline, or `first` when it opens with none. */
static uint32_t after_cue(const Found *f, const Paragraph *p)
{
    size_t len;
    const Row *row = match_row(&f->tokens, p->first, CLASS_BOILER, &len);

    return row && row->n[0] == BOILER_BYLINE ? p->first + (uint32_t)len : p->first;
}

/* May this word stand beside names in a byline? */
static bool beside_names(const Token *t)
{
    return t->kind != TOKEN_WORD || is_capital(t) || has(t, CLASS_ROLE) || has(t, CLASS_PEOPLE) || has(t, CLASS_ORGHEAD) ||
           has(t, CLASS_MONTH) || has(t, CLASS_WEEKDAY) || has(t, CLASS_TITLE) || is_function(t, FUNCTION_CONJUNCTION) ||
           is_function(t, FUNCTION_IN) || is_function(t, FUNCTION_OF) || is_function(t, FUNCTION_PREPOSITION);
}

static bool is_byline(const Found *f, const Paragraph *p)
{
    uint32_t i = after_cue(f, p), words = 0, others = 0;

    if (i == p->first || i >= p->last || p->last - p->first > 2 * BYLINE_WORDS)
        return false;
    bool colon = is_mark(&f->tokens.at[i], ':');
    const Token *name = &f->tokens.at[i + (colon && i + 1 < p->last)];
    if (!is_capital(name) || has(name, CLASS_WEEKDAY) || has(name, CLASS_MONTH))
        return false;
    for (; i < p->last; i++) {
        const Token *t = &f->tokens.at[i];
        words += t->kind == TOKEN_WORD;
        others += !beside_names(t);
        if (has(t, CLASS_ACT))
            return false;
    }
    return words <= BYLINE_WORDS && (others == 0 || (others <= 1 && !ends_sentence(f, p)) || (colon && !ends_sentence(f, p)));
}

/* ---- dates ---- */

typedef struct Day {
    int64_t year, month, day;
} Day;

static int64_t month_of(const Found *f, uint32_t i)
{
    const Row *row = token_row(&f->tokens, i, CLASS_MONTH);
    return row ? row->n[0] : -1;
}

static bool number_in(const Token *t, int64_t low, int64_t high)
{
    return t->kind == TOKEN_NUMBER && !(t->flags & TOKEN_DECIMAL) && t->value >= low && t->value <= high;
}

/* A whole day at token i: "5 October 2022", "October 5, 2022", "2022-10-05", "05.10.2022". The order of
 * digits in 05/10/2022 differs from country to country: none. */
static bool day_at(const Found *f, uint32_t i, uint32_t last, Day *ret)
{
    const Token *t = &f->tokens.at[i];
    uint32_t left = last - i;

    if (left >= 3 && number_in(t, 1, 31) && t->digits <= 2 && month_of(f, i + 1) > 0) {
        uint32_t year = i + 2 + is_mark(&t[2], '.');
        if (year >= last || !number_in(&f->tokens.at[year], 1900, 2100))
            return false;
        *ret = (Day){ f->tokens.at[year].value, month_of(f, i + 1), t->value };
        return true;
    }
    if (left >= 3 && month_of(f, i) > 0) {
        uint32_t day = i + 1 + is_mark(&t[1], '.');
        if (day + 1 >= last || !number_in(&f->tokens.at[day], 1, 31))
            return false;
        uint32_t year = day + 1 + is_mark(&f->tokens.at[day + 1], ',');
        if (year >= last || !number_in(&f->tokens.at[year], 1900, 2100))
            return false;
        *ret = (Day){ f->tokens.at[year].value, month_of(f, i), f->tokens.at[day].value };
        return true;
    }
    if (left >= 3 && number_in(t, 1900, 2100) && t->digits == 4 && (t[1].flags & TOKEN_HYPHEN) && number_in(&t[1], 1, 12) &&
        (t[2].flags & TOKEN_HYPHEN) && number_in(&t[2], 1, 31)) {
        *ret = (Day){ t->value, t[1].value, t[2].value };
        return true;
    }
    /* 05.10 is one decimal number to the tokenizer */
    Str text = f->in->text;
    if (t->kind == TOKEN_NUMBER && t->start + 10 <= text.len && text.ptr[t->start + 2] == '.' && text.ptr[t->start + 5] == '.') {
        Str s = str_slice(text, t->start, t->start + 10);
        return str_to_i64(str_slice(s, 0, 2), &ret->day) && str_to_i64(str_slice(s, 3, 5), &ret->month) &&
               str_to_i64(str_slice(s, 6, 10), &ret->year) && ret->year >= 1900 && ret->year <= 2100;
    }
    return false;
}

static bool is_day(Day d)
{
    return d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= month_length((int)d.year, (int)d.month);
}

static bool find_day(const Found *f, uint32_t first, uint32_t last, Day *ret)
{
    for (uint32_t i = first; i < last; i++)
        if (day_at(f, i, last, ret) && is_day(*ret))
            return true;
    return false;
}

/* Nothing but a date, a time and a word or two about them ("updated"). */
static bool is_date_line(const Found *f, const Paragraph *p)
{
    uint32_t words = 0, others = 0;
    Day day;

    for (uint32_t i = p->first; i < p->last; i++) {
        const Token *t = &f->tokens.at[i];
        words += t->kind != TOKEN_MARK;
        others += t->kind == TOKEN_WORD && !has(t, CLASS_MONTH) && !has(t, CLASS_WEEKDAY) && !has(t, CLASS_TIMEUNIT) &&
                  !has(t, CLASS_DATEWORD) && t->function == 0;
        if (has(t, CLASS_ACT) || words > 2 * DATE_WORDS)
            return false;
    }
    return words <= DATE_WORDS && others <= 2 && find_day(f, p->first, p->last, &day);
}

/* ---- roles ---- */

static size_t words_of(const Found *f, const Paragraph *p)
{
    size_t words = 0;

    for (uint32_t i = p->first; i < p->last; i++)
        words += f->tokens.at[i].kind != TOKEN_MARK;
    return words;
}

static bool is_prose(const Found *f, const Paragraph *p)
{
    return !p->boilerplate && words_of(f, p) >= PROSE_WORDS && ends_sentence(f, p);
}

static bool can_be_head(const Paragraph *p)
{
    return !p->boilerplate && (p->kind == BLOCK_PARAGRAPH || p->kind == BLOCK_HEADING || p->kind == BLOCK_LIST_ITEM ||
                               p->kind == BLOCK_TABLE_ROW);
}

void find_bylines(Found *f, Paragraphs *paragraphs)
{
    size_t body = 0, end = paragraphs->count, looked = 0;

    while (body < paragraphs->count && !is_prose(f, &paragraphs->at[body]))
        body++;
    while (end > body && !is_prose(f, &paragraphs->at[end - 1]))
        end--;
    for (size_t i = 0; i < paragraphs->count && looked < HEAD_PARAGRAPHS; i++) {
        Paragraph *p = &paragraphs->at[i];
        bool dated = i > 0 && i < body && body < paragraphs->count;
        looked += !p->boilerplate + (i > body) * HEAD_PARAGRAPHS / AFTER_LEAD;     /* a lead may stand over the names */
        if (can_be_head(p) && (is_byline(f, p) || (dated && is_date_line(f, p))))
            p->kind = BLOCK_BYLINE;
    }
    looked = 0;
    for (size_t i = end; i < paragraphs->count && looked < HEAD_PARAGRAPHS; i++, looked++)
        if (can_be_head(&paragraphs->at[i]) && is_byline(f, &paragraphs->at[i]))
            paragraphs->at[i].kind = BLOCK_BYLINE;
}

/* ---- authors and day ---- */

/* Names of two words or more, joined by commas and "and"; nothing else may stand there. */
static size_t names_in(const Found *f, uint32_t first, uint32_t last, Str names[AUTHORS_MAX])
{
    size_t count = 0;
    uint32_t from = first;

    for (uint32_t i = first; i <= last; i++) {
        const Token *t = i < last ? &f->tokens.at[i] : NULL;
        bool divides = t == NULL || is_mark(t, ',') || is_mark(t, '&') || is_mark(t, ';') ||
                       is_function(t, FUNCTION_CONJUNCTION);
        bool initial = t && is_mark(t, '.') && i > from && f->tokens.at[i - 1].end - f->tokens.at[i - 1].start <= 2;
        if (!divides && !initial && (!is_capital(t) || has(t, CLASS_ORGHEAD) || has(t, CLASS_ORG)))
            return 0;
        if (!divides)
            continue;
        uint32_t words = 0;
        for (uint32_t k = from; k < i; k++)
            words += f->tokens.at[k].kind == TOKEN_WORD;
        if (i > from && (words < 2 || words > NAME_WORDS || count == AUTHORS_MAX))
            return 0;
        if (i > from)
            names[count++] = str_slice(f->in->text, f->tokens.at[from].start, f->tokens.at[i - 1].end);
        from = i + 1;
    }
    return count;
}

static void take_authors(Found *f, const Paragraph *p, Document *doc)
{
    Str names[AUTHORS_MAX];
    uint32_t first = after_cue(f, p), last = p->last;

    if (doc->author_count || first == p->first)
        return;
    if (first < last && is_mark(&f->tokens.at[first], ':'))
        first++;
    if (last > first && is_mark(&f->tokens.at[last - 1], '.') && words_of(f, p) > 2)
        last--;
    size_t count = first < last ? names_in(f, first, last, names) : 0;
    if (count == 0)
        return;
    doc->authors = arena_array(f->arena, Str, count);
    memcpy(doc->authors, names, sizeof *names * count);
    doc->author_count = count;
}

/* Place, date and agency in capitals and figures, then a dash. */
uint32_t dateline_end(const Found *f, const Paragraph *p)
{
    const Token *begin = &f->tokens.at[p->first];

    if (!is_capital(begin) || (begin->function && !is_function(begin, FUNCTION_ARTICLE)))
        return p->first;        /* "On September 1 ... - " is a sentence */
    for (uint32_t i = p->first; i < p->last && i < p->first + DATELINE_TOKENS; i++) {
        const Token *t = &f->tokens.at[i];
        if (t->kind == TOKEN_MARK && (t->mark == 0x2014 || t->mark == 0x2013 || (t->mark == '-' && (t->flags & TOKEN_SPACE))))
            return i > p->first ? i + 1 : p->first;
        if (t->kind == TOKEN_WORD && !beside_names(t) && !has(t, CLASS_DATEWORD) && !has(t, CLASS_TIMEUNIT) && t->function == 0)
            return p->first;
    }
    return p->first;
}

static void take_day(const Found *f, Day d, Document *doc)
{
    char text[11];

    doc->published_first = doc->published_last = day_from_civil((int)d.year, (int)d.month, (int)d.day);
    day_format(doc->published_first, text);
    doc->published = arena_str(f->arena, str_of(text));
    doc->published_how = PUBLISHED_INFERRED;
}

void read_head(Found *f, const Paragraphs *paragraphs, Document *doc)
{
    bool prose = false;
    Day day;

    for (size_t i = 0; i < paragraphs->count; i++) {
        const Paragraph *p = &paragraphs->at[i];
        bool first_prose = !prose && is_prose(f, p);
        if (p->kind == BLOCK_BYLINE && !p->boilerplate) {
            take_authors(f, p, doc);
            if (!prose && doc->published.len == 0 && find_day(f, p->first, p->last, &day))
                take_day(f, day, doc);
        } else if (first_prose && doc->published.len == 0 && find_day(f, p->first, dateline_end(f, p), &day)) {
            take_day(f, day, doc);
        }
        prose |= first_prose;
    }
}
