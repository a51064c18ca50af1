/* text.c -- paragraphs out of lines or blocks, and what role each plays; see text.h.
 *
 * A plain text says nothing about its layout, so lines are joined only where
 * the words ask for it: the next line goes on in small letters, this one ends
 * with a word that cannot end anything, or the whole file is wrapped at one width.
 */
#include "read/text.h"

#include "lang/tables.h"
#include "read/markdown.h"

#define CAPTION_WORDS 60
#define BOILER_WORDS 60       /* in a longer paragraph only its first words tell */
#define BOILER_OPENS 25       /* of a line that opens with such a word; a longer one is a report about it */
#define BOILER_LINE_WORDS 12  /* of a line in which one such word anywhere is enough */
#define WRAP_MIN 55     /* characters a wrapped line has at least, and at most */
#define WRAP_MAX 100
#define LIST_ROWS 3         /* so many short lines in small letters are a list, not one line broken up */
#define LIST_ROW_WORDS 4

static bool is_terminal(uint32_t mark)
{
    return mark == '.' || mark == '!' || mark == '?' || mark == 0x2026 || mark == ':' || mark == ';';
}

static bool is_bullet(uint32_t mark)
{
    return mark == '-' || mark == '*' || mark == 0x2022 || mark == 0x2013 || mark == 0x2014 || mark == 0xB7 ||
           mark == '+';
}

/* Superscript digits number footnotes. */
bool is_superscript(uint32_t mark)
{
    return mark == 0xB9 || mark == 0xB2 || mark == 0xB3 || (mark >= 0x2070 && mark <= 0x2079);
}

bool ends_sentence(const Found *f, const Paragraph *p)
{
    for (uint32_t i = p->last; i > p->first; i--) {
        const Token *t = &f->tokens.at[i - 1];
        if (t->kind != TOKEN_MARK)
            return t->kind == TOKEN_WORD && f->in->text.ptr[t->end - 1] == '.';
        if (is_terminal(t->mark))
            return true;
    }
    return false;
}

static bool any_sense(const Found *f, const Token *t, WordClass class_)
{
    const Sense *s = t->entry ? lang_senses(f->lang, t->entry) : NULL;

    for (uint32_t i = 0; s && i < t->entry->count; i++)
        if (s[i].word_class == class_)
            return true;
    return false;
}

/* Function words that need a word after them: a line cannot end there. */
static bool cannot_end(const Found *f, const Token *t)
{
    const Sense *s = t->entry && t->kind == TOKEN_WORD ? lang_senses(f->lang, t->entry) : NULL;

    for (uint32_t i = 0; s && i < t->entry->count; i++) {
        if (s[i].word_class != CLASS_FUNCTION)
            continue;
        int64_t kind = lang_row(f->lang, s[i].row)->n[0];
        if (kind == FUNCTION_ARTICLE || kind == FUNCTION_PREPOSITION || kind == FUNCTION_CONJUNCTION ||
            kind == FUNCTION_OF || kind == FUNCTION_IN || kind == FUNCTION_BY)
            return true;
    }
    return false;
}

static bool blank_between(const Found *f, uint32_t a, uint32_t b)
{
    size_t lines = 0;

    for (size_t i = f->tokens.at[a].end; i < f->tokens.at[b].start; i++)
        lines += f->in->text.ptr[i] == '\n';
    return lines > 1;
}

/* Is the whole file hard-wrapped at one width? */
static bool is_wrapped(const Found *f)
{
    size_t fitting = 0, followed = 0, start = 0;
    Str text = f->in->text;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\n')
            continue;
        size_t len = i - start, letters = 0;
        for (size_t k = start; k < i; k++)
            letters += ((unsigned char)text.ptr[k] & 0xC0) != 0x80;
        start = i + 1;
        if (letters > WRAP_MAX)
            return false;
        if (len == 0 || i + 1 >= text.len || text.ptr[i + 1] == '\n' || text.ptr[i + 1] == '\r')
            continue;
        followed++;
        fitting += letters >= WRAP_MIN;
    }
    return followed >= 4 && fitting * 10 >= followed * 7;
}

static bool starts_item(const Found *f, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    return t->kind == TOKEN_MARK && (is_bullet(t->mark) || is_superscript(t->mark) || t->mark == '#' ||
                                     t->mark == '<' || t->mark == '>' || t->mark == '|' || t->mark == MARK_URL ||
                                     t->mark == '[');
}

/* From token `line` on: how many lines in a row are short, begin small and end without a stop (LIST_ROWS at most). */
static size_t short_rows(const Found *f, uint32_t line)
{
    size_t rows = 0, words = 0;
    uint32_t count = (uint32_t)f->tokens.count;

    for (uint32_t i = line; rows < LIST_ROWS && words <= LIST_ROW_WORDS; i++) {
        if (i > line && (i == count || (f->tokens.at[i].flags & TOKEN_LINE))) {
            const Token *last = &f->tokens.at[i - 1], *first = &f->tokens.at[line];
            if (first->kind != TOKEN_WORD || (first->flags & TOKEN_CAPITAL) ||
                (last->kind == TOKEN_MARK && (is_terminal(last->mark) || last->mark == ',')) || cannot_end(f, last))
                break;
            rows++;
            words = 0;
            line = i;
        }
        if (i >= count)
            break;
        words++;
    }
    return rows;
}

static bool joins_next_line(const Found *f, uint32_t line_start, uint32_t next, bool wrapped, bool *in_list)
{
    const Token *last = &f->tokens.at[next - 1], *t = &f->tokens.at[next];

    if (blank_between(f, next - 1, next) || starts_item(f, next))
        return false;
    if (cannot_end(f, last) && t->kind != TOKEN_MARK)
        return true;
    if (t->kind == TOKEN_WORD && !(t->flags & (TOKEN_CAPITAL | TOKEN_UPPER)) &&
        (t->flags & (TOKEN_LATIN | TOKEN_CYRILLIC)) && !(last->kind == TOKEN_MARK && is_terminal(last->mark)))
        return wrapped || !(*in_list = short_rows(f, *in_list ? next : line_start) >= (*in_list ? 1 : LIST_ROWS));
    return wrapped && last->end - f->tokens.at[line_start].start >= WRAP_MIN * 2 / 3;
}

static void paragraphs_of_lines(Found *f, Paragraphs *ret)
{
    bool wrapped = is_wrapped(f), in_list = false;
    uint32_t count = (uint32_t)f->tokens.count, first = 0, line = 0;

    for (uint32_t i = 1; i <= count; i++) {
        if (i < count && !(f->tokens.at[i].flags & TOKEN_LINE))
            continue;
        if (i < count && joins_next_line(f, line, i, wrapped, &in_list)) {
            line = i;
            continue;
        }
        Paragraph p = { .first = first, .last = i, .kind = BLOCK_PARAGRAPH, .lang = -1,
                        .blank_before = first == 0 || blank_between(f, first - 1, first) };
        const Token *t = &f->tokens.at[first];
        if (t->kind == TOKEN_MARK && t->mark == '#') {
            p.kind = BLOCK_HEADING;
            while (p.first + 1 < p.last && f->tokens.at[p.first].kind == TOKEN_MARK &&
                   f->tokens.at[p.first].mark == '#')
                p.first++;
        } else if (t->kind == TOKEN_MARK && is_bullet(t->mark) && first + 1 < i &&
                   (f->tokens.at[first + 1].flags & TOKEN_SPACE)) {
            p.kind = BLOCK_LIST_ITEM;
            p.first++;
        }
        vec_push(f->arena, ret, p);
        first = line = i;
    }
}

static void paragraphs_of_blocks(Found *f, Paragraphs *ret)
{
    uint32_t i = 0, count = (uint32_t)f->tokens.count;

    for (size_t b = 0; b < f->in->block_count; b++) {
        const Block *block = &f->in->blocks[b];
        while (i < count && f->tokens.at[i].start < block->span.start)
            i++;
        uint32_t first = i;
        while (i < count && f->tokens.at[i].start < block->span.end)
            i++;
        if (i > first)
            vec_push(f->arena, ret, (Paragraph){ .first = first, .last = i, .kind = block->kind, .lang = -1,
                                                 .boilerplate = block->boilerplate, .blank_before = true,
                                                 .number = block->kind == BLOCK_FOOTNOTE ? block->number : 0,
                                                 .page = block->page });
    }
}

void find_paragraphs(Found *f, Paragraphs *ret)
{
    if (f->tokens.count == 0)
        return;
    if (f->in->block_count)
        paragraphs_of_blocks(f, ret);
    else
        paragraphs_of_lines(f, ret);
    if (str_eq(f->in->media_type, S("text/markdown")))
        read_markdown(f, ret);
}

/* --- roles ----------------------------------------------------------------- */

/* The row of boilerplate.tsv that this paragraph begins with, or that stands anywhere in a short one:
 * a report may well speak of cookies, menus and subscriptions. */
static const Row *boiler_row(const Found *f, const Paragraph *p, size_t words)
{
    size_t len, hits = 0;
    const Row *anywhere = NULL;

    for (uint32_t i = p->first; i < p->last; i++) {
        if (i - p->first > 2 && words > BOILER_WORDS)
            break;
        const Row *row = match_row(&f->tokens, i, CLASS_BOILER, &len);
        if (row == NULL || row->n[0] == BOILER_BYLINE)
            continue;
        bool opens = i - p->first <= 2;
        bool credit = row->n[0] == BOILER_CAPTION && (i == p->first || token_mark(&f->tokens, i - 1, '('));
        if (credit || (row->n[0] != BOILER_CAPTION && opens && (row->n[0] != BOILER_LINE || words <= BOILER_OPENS)))
            return row;
        if (row->n[0] == BOILER_REST)
            return row;
        if (row->n[0] == BOILER_LINE) {
            hits++;
            anywhere = row;
        }
        i += (uint32_t)len - 1;
    }
    return hits > 1 || words <= BOILER_LINE_WORDS ? anywhere : NULL;
}

static bool is_footnote(const Found *f, const Paragraph *p)
{
    const Token *t = &f->tokens.at[p->first];
    bool address = false;

    for (uint32_t i = p->first; i < p->last && i < p->first + 12; i++)
        address |= f->tokens.at[i].kind == TOKEN_MARK && f->tokens.at[i].mark == MARK_URL;
    if (t->kind == TOKEN_MARK && is_superscript(t->mark))
        return true;
    if (t->kind == TOKEN_MARK && (t->mark == '<' || t->mark == MARK_URL))
        return address;
    return t->kind == TOKEN_MARK && t->mark == '[' && p->last - p->first > 3 &&
           f->tokens.at[p->first + 1].kind == TOKEN_NUMBER && token_mark(&f->tokens, p->first + 2, ']') &&
           p->blank_before;
}

static size_t word_count(const Found *f, const Paragraph *p)
{
    size_t words = 0;

    for (uint32_t i = p->first; i < p->last; i++)
        words += f->tokens.at[i].kind != TOKEN_MARK;
    return words;
}

static bool looks_like_heading(const Found *f, const Paragraph *p)
{
    size_t words = word_count(f, p);
    const Token *t = &f->tokens.at[p->first];

    return words > 0 && words <= 16 && !ends_sentence(f, p) && p->kind == BLOCK_PARAGRAPH &&
           (t->kind != TOKEN_WORD || (t->flags & (TOKEN_CAPITAL | TOKEN_UPPER)));
}

/* The rest of a page after an appeal for money or members is the page's, not the report's. */
static void mark_boilerplate(Found *f, Paragraphs *p)
{
    bool list = false, section = false;

    for (size_t i = 0; i < p->count; i++) {
        Paragraph *at = &p->at[i];
        if (f->in->block_count && at->boilerplate)
            continue;
        const Row *row = boiler_row(f, at, word_count(f, at));
        bool item = at->kind == BLOCK_LIST_ITEM;
        if (section && looks_like_heading(f, at) && row == NULL && i + 1 < p->count &&
            word_count(f, &p->at[i + 1]) > 30)
            section = false;
        if (list && !item)
            list = false;
        at->boilerplate |= list || section;
        if (row == NULL)
            continue;
        int64_t kind = row->n[0];
        if (kind == BOILER_CAPTION) {
            if (at->kind == BLOCK_PARAGRAPH && word_count(f, at) <= CAPTION_WORDS)
                at->kind = BLOCK_CAPTION;
            continue;
        }
        if (kind == BOILER_SECTION && !looks_like_heading(f, at))
            continue;
        if (kind == BOILER_LIST && word_count(f, at) > 30)
            continue;
        at->boilerplate = true;
        list = kind == BOILER_LIST;
        section |= (kind == BOILER_SECTION || kind == BOILER_REST) && i * 2 > p->count;
    }
}

void find_roles(Found *f, Paragraphs *p)
{
    bool title = false, body = false;

    mark_boilerplate(f, p);
    for (size_t i = 0; i < p->count; i++) {
        Paragraph *at = &p->at[i];
        if (at->boilerplate)
            continue;
        if (at->kind == BLOCK_TITLE)
            title = true;
        if (is_footnote(f, at)) {
            at->kind = BLOCK_FOOTNOTE;
            continue;
        }
        if (at->kind == BLOCK_HEADING && !title) {
            at->kind = BLOCK_TITLE;
            title = true;
            continue;
        }
        if (!looks_like_heading(f, at)) {
            body |= at->kind == BLOCK_PARAGRAPH && word_count(f, at) > 3;
            continue;
        }
        bool before_title_ends = !body && i > 0 && p->at[i - 1].kind == BLOCK_TITLE &&
                                 word_count(f, &p->at[i - 1]) < 5 &&
                                 any_sense(f, &f->tokens.at[at->first], CLASS_PLACE);
        if (f->in->block_count == 0 && (!title || before_title_ends)) {
            at->kind = BLOCK_TITLE;
            title = true;
        } else if (f->in->block_count == 0) {
            at->kind = BLOCK_HEADING;
        }
    }
}
