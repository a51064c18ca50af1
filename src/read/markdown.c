/* markdown.c -- see markdown.h. Lines are looked at one by one; no tree is built, since only the kind
 * of a line matters to what is read in it.
 */
#include "read/markdown.h"

static Str line_of(const Found *f, const Paragraph *p)
{
    return str_slice(f->in->text, f->tokens.at[p->first].start, f->tokens.at[p->last - 1].end);
}

static bool only(Str line, const char *marks)
{
    for (size_t i = 0; i < line.len; i++)
        if (!strchr(marks, line.ptr[i]))
            return false;
    return line.len > 0;
}

/* A line of one mark, three times at least. */
static bool is_rule(Str line, char mark)
{
    const char marks[] = { mark, ' ', '\0' };
    return line.len >= 3 && line.ptr[0] == mark && only(line, marks);
}

static bool mark_at(const Found *f, const Paragraph *p, uint32_t i, uint32_t mark)
{
    return p->first + i < p->last && token_mark(&f->tokens, p->first + i, mark);
}

static bool number_at(const Found *f, const Paragraph *p, uint32_t i)
{
    return p->first + i < p->last && f->tokens.at[p->first + i].kind == TOKEN_NUMBER;
}

/* "[^3]: the note": what stands before the words is left out of none, since it numbers the note. */
static bool is_note(const Found *f, const Paragraph *p)
{
    return mark_at(f, p, 0, '[') && mark_at(f, p, 1, '^') && number_at(f, p, 2) && mark_at(f, p, 3, ']') &&
           mark_at(f, p, 4, ':');
}

static void leave_out(Paragraph *p, uint32_t tokens)
{
    if (p->first + tokens < p->last)
        p->first += tokens;
}

static void read_line(const Found *f, Paragraph *p)
{
    if (is_note(f, p)) {
        p->kind = BLOCK_FOOTNOTE;
        p->number = (int32_t)f->tokens.at[p->first + 2].value;
    } else if (mark_at(f, p, 0, '>')) {
        while (mark_at(f, p, 0, '>') && p->first + 1 < p->last)
            leave_out(p, 1);
        p->kind = BLOCK_QUOTE;
    } else if (mark_at(f, p, 0, '!') && mark_at(f, p, 1, '[')) {
        p->kind = BLOCK_CAPTION;
    } else if (mark_at(f, p, 0, '|')) {
        p->kind = BLOCK_TABLE_ROW;
    } else if (p->kind == BLOCK_PARAGRAPH && number_at(f, p, 0) && f->tokens.at[p->first].digits <= 3 &&
               (mark_at(f, p, 1, '.') || mark_at(f, p, 1, ')')) && p->first + 2 < p->last &&
               (f->tokens.at[p->first + 2].flags & TOKEN_SPACE)) {
        p->kind = BLOCK_LIST_ITEM;
    }
}

/* What a line says of the one before it. */
static void read_underline(const Found *f, Paragraph *before, Paragraph *p)
{
    Str line = line_of(f, p);

    if (p->kind == BLOCK_TABLE_ROW && only(line, "|-: ")) {
        p->boilerplate = true;
        before->boilerplate |= before->kind == BLOCK_TABLE_ROW;     /* the head */
    } else if ((is_rule(line, '=') || is_rule(line, '-')) && before->kind == BLOCK_PARAGRAPH && !p->blank_before &&
               !before->boilerplate) {
        before->kind = BLOCK_HEADING;
        p->boilerplate = true;
    }
}

void read_markdown(Found *f, Paragraphs *paragraphs)
{
    bool settings = false, code = false;

    for (size_t i = 0; i < paragraphs->count; i++) {
        Paragraph *p = &paragraphs->at[i];
        Str line = line_of(f, p);
        bool fence = str_starts(line, S("```")), rule = is_rule(line, '-') || is_rule(line, '*') || is_rule(line, '_');
        bool opens = i == 0 && (str_eq(line, S("---")) || str_starts(line, S("---\n")));
        bool closes = (settings && str_eq(line, S("---"))) || ((settings || opens) && str_ends(line, S("\n---")));
        read_line(f, p);
        if (i > 0 && !settings)
            read_underline(f, &paragraphs->at[i - 1], p);
        settings |= opens;
        p->boilerplate |= settings || rule || fence || code;
        settings &= !closes;
        if (fence)
            code = !code;
    }
}
