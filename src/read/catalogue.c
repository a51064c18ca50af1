/* catalogue.c -- see catalogue.h. */
#include "read/catalogue.h"

#include "lang/tables.h"
#include "read/phrase.h"

#include <stdlib.h>

#define DATE_LINES_MIN 5
#define PROSE_TOKENS   40       /* a longer line is no row of a catalogue */

typedef struct Line {
    uint32_t paragraph;
    int32_t  segment;
    int32_t  date;              /* mention that is the whole line, or -1 */
} Line;

typedef VEC(Line) Lines;

static Span line_span(const Found *f, const Paragraph *p)
{
    return (Span){ f->tokens.at[p->first].start, f->tokens.at[p->last - 1].end };
}

/* The date that is the whole line, or -1. `dates` tells the date mention at each token. */
static int32_t whole_date(const Found *f, const Paragraph *p, const int32_t *dates)
{
    Span line = line_span(f, p);
    int32_t m = dates[p->first];

    if (m < 0)
        return -1;
    const Mention *date = &f->mentions.at[m];
    return date->span.start <= line.start + 1 && date->span.end + 1 >= line.end &&
                   date->date.first != DAY_UNKNOWN
               ? m
               : -1;
}

/* Names only: capitals, initials, particles; no verb, no full stop at the end. */
static bool looks_like_authors(const Found *f, const Paragraph *p)
{
    uint32_t words = 0, capitals = 0, known = 0;

    for (uint32_t i = p->first; i < p->last; i++) {
        const Token *t = &f->tokens.at[i];
        if (t->kind == TOKEN_NUMBER ||
            (t->kind == TOKEN_MARK && strchr("?!\"", (int)(t->mark < 128 ? t->mark : 'a'))))
            return false;
        if (t->kind == TOKEN_MARK && (t->mark == 0x2018 || t->mark == 0x201C || t->mark == 0xAB))
            return false;
        if (t->kind != TOKEN_WORD)
            continue;
        words++;
        capitals += (t->flags & (TOKEN_CAPITAL | TOKEN_UPPER)) != 0;
        known +=
            (t->classes & (CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_ACT) | CLASS_BIT(CLASS_PLACE))) != 0;
    }
    return words > 0 && words <= 12 &&
           (capitals == words || (capitals * 3 >= words * 2 && words <= 4 && known == 0));
}

static bool is_initial_word(const Found *f, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    return t->end - t->start <= 2 && (t->flags & TOKEN_CAPITAL) && token_mark(&f->tokens, i + 1, '.');
}


typedef VEC(Str) Names;

/* A run of words without commas into names of two words (three with an initial between). */
static void split_names(Found *f, uint32_t first, uint32_t last, Names *out)
{
    bool plain = true;

    for (uint32_t i = first; i < last; i++)
        plain &= f->tokens.at[i].kind != TOKEN_WORD || (f->tokens.at[i].flags & (TOKEN_CAPITAL | TOKEN_UPPER));
    uint32_t i = first;
    while (i < last) {
        uint32_t end = i, words = 0;
        while (end < last && (words < 2 || !plain)) {
            if (f->tokens.at[end].flags & TOKEN_HYPHEN && end > i)
                words--;        /* Jean-Marc is one word */
            words += f->tokens.at[end].kind == TOKEN_WORD && !(end > i && is_initial_word(f, end));
            end++;
            while (end < last &&
                   (f->tokens.at[end].kind == TOKEN_MARK || (f->tokens.at[end].flags & TOKEN_HYPHEN)))
                end++;
        }
        Str name = { f->in->text.ptr + f->tokens.at[i].start,
                     f->tokens.at[end - 1].end - f->tokens.at[i].start };
        vec_push(f->arena, out, name);
        i = end;
    }
}

static void read_authors(Found *f, const Paragraph *p, CatalogueEntry *entry)
{
    Names names = { 0 };
    uint32_t first = p->first;

    for (uint32_t i = p->first; i <= p->last; i++) {
        bool comma = i < p->last && (token_mark(&f->tokens, i, ',') || token_mark(&f->tokens, i, '&') ||
                                     token_mark(&f->tokens, i, ':'));
        if (i < p->last && !comma)
            continue;
        if (i > first && !token_mark(&f->tokens, i, ':'))
            split_names(f, first, i, &names);
        first = i + 1;
    }
    entry->authors = names.at;
    entry->author_count = names.count;
}

static void set_role(Found *f, const Paragraph *p, SegmentRole role)
{
    for (size_t i = sentence_at(f, p->first); i < f->sentences.count && f->sentences.at[i].first < p->last;
         i++) {
        f->sentences.at[i].role = role;
        f->segments.at[f->sentences.at[i].segment].role = role;
    }
}

static void add_entry(Found *f, const Paragraphs *all, const Line *title, const Line *authors, const Line *date)
{
    const Paragraph *p = &all->at[title->paragraph];
    const Line *end = date ? date : authors ? authors : title;
    CatalogueEntry e = { .title = line_span(f, p), .work = -1,
                         .language = p->lang >= 0 ? lang_code(f->lang, p->lang) : STR_NONE };

    e.span = (Span){ e.title.start, line_span(f, &all->at[end->paragraph]).end };
    e.title_text = span_text(f->in->text, e.title);
    if (authors)
        read_authors(f, &all->at[authors->paragraph], &e);
    if (date)
        e.date = f->mentions.at[date->date].date.edtf;
    Names notes = { 0 };
    if (!authors)
        vec_push(f->arena, &notes, S("no author stated"));
    if (!date)
        vec_push(f->arena, &notes, S("no date stated"));
    e.notes = notes.at;
    e.note_count = notes.count;
    vec_push(f->arena, &f->entries, e);
    set_role(f, p, SEGMENT_LIST);
    if (authors)
        set_role(f, &all->at[authors->paragraph], SEGMENT_BYLINE);
}

/* Lines between two dates: pairs of title and authors; the last pair has the date. */
static void read_rows(Found *f, const Paragraphs *all, const Line *lines, size_t count, const Line *date)
{
    size_t i = 0;

    while (i < count) {
        bool authored = i + 1 < count && looks_like_authors(f, &all->at[lines[i + 1].paragraph]);
        size_t used = authored ? 2 : 1;
        bool last = i + used >= count;
        add_entry(f, all, &lines[i], authored ? &lines[i + 1] : NULL, last ? date : NULL);
        i += used;
    }
}

static int32_t *date_tokens(Found *f)
{
    int32_t *dates = arena_raw(f->arena, (f->tokens.count + 1) * sizeof *dates);

    memset(dates, 0xFF, (f->tokens.count + 1) * sizeof *dates);
    for (size_t i = 0; i < f->mentions.count; i++)
        if (f->mentions.at[i].kind == MENTION_DATE)
            for (uint32_t t = token_at(f, f->mentions.at[i].span.start);
                 t < f->tokens.count && f->tokens.at[t].start < f->mentions.at[i].span.end; t++)
                dates[t] = (int32_t)i;
    return dates;
}

/* --- rows in one line: title / authors / date --------------------------------------- */

#define FIELDS_MAX 8

/* Parts of a line between the same mark (a slash, a bar) with blanks on both sides. */
static size_t split_fields(const Found *f, const Paragraph *p, uint32_t first[FIELDS_MAX],
                           uint32_t last[FIELDS_MAX])
{
    size_t count = 0;
    uint32_t mark = 0, from = p->first;

    for (uint32_t i = p->first; i <= p->last && count < FIELDS_MAX; i++) {
        const Token *t = i < p->last ? &f->tokens.at[i] : NULL;
        bool parts = t && t->kind == TOKEN_MARK && (t->mark == '/' || t->mark == '|') &&
                     (t->flags & TOKEN_SPACE) && i + 1 < p->last && (f->tokens.at[i + 1].flags & TOKEN_SPACE) &&
                     (mark == 0 || t->mark == mark);
        if (t && !parts)
            continue;
        if (i > from) {
            first[count] = from;
            last[count++] = i;
        }
        mark = t ? t->mark : mark;
        from = i + 1;
    }
    return count;
}

static bool read_line_row(Found *f, const Paragraph *p, const int32_t *dates, CatalogueEntry *ret)
{
    uint32_t first[FIELDS_MAX], last[FIELDS_MAX];
    size_t count = split_fields(f, p, first, last);

    if (count < 2 || dates[first[count - 1]] < 0 || last[count - 1] - first[count - 1] > 8)
        return false;
    const Mention *date = &f->mentions.at[dates[first[count - 1]]];
    CatalogueEntry e = { .span = line_span(f, p), .work = -1, .date = date->date.edtf,
                         .language = p->lang >= 0 ? lang_code(f->lang, p->lang) : STR_NONE,
                         .title = { f->tokens.at[first[0]].start, f->tokens.at[last[0] - 1].end } };
    Names names = { 0 }, notes = { 0 };
    e.title_text = span_text(f->in->text, e.title);
    if (count > 2) {
        Span authors = { f->tokens.at[first[count - 2]].start, f->tokens.at[last[count - 2] - 1].end };
        vec_push(f->arena, &names, span_text(f->in->text, authors));
    }
    if (date->date.edtf.len == 0)
        vec_push(f->arena, &notes, S("the date is none"));
    e.authors = names.at;
    e.author_count = names.count;
    e.notes = notes.at;
    e.note_count = notes.count;
    *ret = e;
    return true;
}

static void read_line_rows(Found *f, const Paragraphs *paragraphs, const int32_t *dates)
{
    CatalogueEntry e;
    size_t rows = 0;

    for (size_t i = 0; i < paragraphs->count; i++)
        rows += !paragraphs->at[i].boilerplate && read_line_row(f, &paragraphs->at[i], dates, &e);
    for (size_t i = 0; rows >= DATE_LINES_MIN && i < paragraphs->count; i++)
        if (!paragraphs->at[i].boilerplate && read_line_row(f, &paragraphs->at[i], dates, &e)) {
            vec_push(f->arena, &f->entries, e);
            set_role(f, &paragraphs->at[i], SEGMENT_LIST);
        }
}

/* --- lists whose file says which value is which ---------------------------------------- */

/* From a title to before the next one. Returns the block after it. */
static size_t read_told_entry(Found *f, size_t first)
{
    const Block *blocks = f->in->blocks;
    size_t i = first + 1;
    CatalogueEntry e = { .span = blocks[first].span, .title = blocks[first].span, .work = -1,
                         .title_text = span_text(f->in->text, blocks[first].span) };
    Names authors = { 0 }, notes = { 0 };

    for (; i < f->in->block_count && blocks[i].kind > BLOCK_WORK_TITLE && blocks[i].kind <= BLOCK_WORK_NOTE; i++) {
        Str value = span_text(f->in->text, blocks[i].span);
        e.span.end = blocks[i].span.end;
        if (blocks[i].kind == BLOCK_WORK_AUTHOR)
            vec_push(f->arena, &authors, value);
        else if (blocks[i].kind == BLOCK_WORK_DATE)
            e.date = value;
        else if (blocks[i].kind == BLOCK_WORK_LANGUAGE)
            e.language = str_slice(value, 0, str_find(value, S("-"), 0));      /* "en-GB" */
        else
            vec_push(f->arena, &notes, value);
    }
    if (!authors.count)
        vec_push(f->arena, &notes, S("no author stated"));
    if (!e.date.len)
        vec_push(f->arena, &notes, S("no date stated"));
    e.authors = authors.at;
    e.author_count = authors.count;
    e.notes = notes.at;
    e.note_count = notes.count;
    vec_push(f->arena, &f->entries, e);
    return i;
}

static bool read_told(Found *f)
{
    bool any = false;

    for (size_t i = 0; i < f->in->block_count; ) {
        bool title = f->in->blocks[i].kind == BLOCK_WORK_TITLE;
        any |= title;
        i = title ? read_told_entry(f, i) : i + 1;
    }
    return any;
}

void read_catalogue(Found *f, const Paragraphs *paragraphs)
{
    Lines lines = { 0 };
    size_t dated = 0, prose = 0, from = 0;

    if (read_told(f)) {
        group_works(f);
        return;
    }
    int32_t *dates = date_tokens(f);

    for (uint32_t i = 0; i < paragraphs->count; i++) {
        const Paragraph *p = &paragraphs->at[i];
        if (p->boilerplate)
            continue;
        Line line = { i, -1, p->last - p->first <= 8 ? whole_date(f, p, dates) : -1 };
        dated += line.date >= 0;
        prose += p->last - p->first > PROSE_TOKENS;
        vec_push(f->arena, &lines, line);
    }
    if (dated < DATE_LINES_MIN || prose > dated) {      /* else dates over entries of a chronicle */
        read_line_rows(f, paragraphs, dates);
        group_works(f);
        return;
    }
    bool begun = false;
    for (size_t i = 0; i < lines.count; i++) {
        if (lines.at[i].date < 0)
            continue;
        if (!begun && i >= from + 2)
            from = i - (looks_like_authors(f, &paragraphs->at[lines.at[i - 1].paragraph]) ? 2 : 1);
        begun = true;
        if (i > from)
            read_rows(f, paragraphs, &lines.at[from], i - from, &lines.at[i]);
        from = i + 1;
    }
    group_works(f);
}

/* --- footnotes -------------------------------------------------------------------------- */

#define NOTES_MAX 2000      /* numbers of footnotes, from 1 */

static int superscript_digit(uint32_t mark)
{
    if (mark >= 0x2070 && mark <= 0x2079)
        return (int)(mark - 0x2070);
    return mark == 0xB9 ? 1 : mark == 0xB2 ? 2 : mark == 0xB3 ? 3 : -1;
}

/* The number of a note that begins at token i, as superscript digits or in square brackets; -1 none.
 * *end gets the token after it. */
static int64_t note_number(const Found *f, uint32_t i, uint32_t last, uint32_t *end)
{
    const Token *t = f->tokens.at;
    int64_t number = -1;

    if (t[i].kind != TOKEN_MARK)
        return -1;
    uint32_t caret = t[i].mark == '[' && token_mark(&f->tokens, i + 1, '^');        /* Markdown: [^3] */
    i += caret;
    if ((t[i].mark == '[' || caret) && i + 2 < last && t[i + 1].kind == TOKEN_NUMBER &&
        token_mark(&f->tokens, i + 2, ']') &&
        t[i + 1].digits <= 4 && !(t[i + 1].flags & TOKEN_DECIMAL)) {
        *end = i + 3;
        return t[i + 1].value;
    }
    for (int digit; i < last && t[i].kind == TOKEN_MARK && number < NOTES_MAX; i++) {
        if ((digit = superscript_digit(t[i].mark)) < 0)
            break;
        number = (number < 0 ? 0 : number) * 10 + digit;
    }
    *end = i;
    return number;
}

/* The number that a footnote opens with: also "3." and "3)". */
static int64_t own_number(const Found *f, const Sentence *s)
{
    const Token *t = &f->tokens.at[s->first];
    uint32_t end;
    int64_t number = note_number(f, s->first, s->last, &end);

    if (number < 0 && t->kind == TOKEN_NUMBER && t->digits <= 4 && s->first + 1 < s->last &&
        (token_mark(&f->tokens, s->first + 1, '.') || token_mark(&f->tokens, s->first + 1, ')')))
        number = t->value;
    return number;
}

void read_footnotes(Found *f, const Paragraphs *paragraphs)
{
    int32_t *marked = arena_array(f->arena, int32_t, NOTES_MAX);    /* first sentence with the note's mark, plus one */
    uint32_t end;

    for (size_t n = 0; n < f->sentences.count; n++) {
        const Sentence *s = &f->sentences.at[n];
        if (s->role == SEGMENT_FOOTNOTE || s->role == SEGMENT_BOILERPLATE)
            continue;
        for (uint32_t i = s->first; i < s->last; i++) {
            int64_t number = note_number(f, i, s->last, &end);
            if (number < 0 || number >= NOTES_MAX)
                continue;
            if (marked[number] == 0)
                marked[number] = s->segment + 1;
            i = end - 1;
        }
    }
    for (size_t n = 0; n < f->sentences.count; n++) {
        const Sentence *s = &f->sentences.at[n];
        if (s->role != SEGMENT_FOOTNOTE)
            continue;
        int64_t number = paragraphs->at[s->paragraph].number;
        if (number == 0)
            number = own_number(f, s);
        if (number >= 0 && number < NOTES_MAX && marked[number])
            f->segments.at[s->segment].supports = marked[number] - 1;
    }
}
