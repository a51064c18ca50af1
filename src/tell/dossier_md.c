/* dossier_md.c -- the report as CommonMark with footnotes and pipe tables, as pandoc and the forges read them.
 * The proofs stand at the end in one fenced block, between the lines that dokaz-verify looks for.
 */
#include "tell/dossier_in.h"

#include "base/auto.h"

/* Everything that could be markup gets a backslash; breaks of the source are spaces. */
static void md_text(StrBuf *b, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '\n' || c == '\r' || c == '\t') {
            strbuf_char(b, ' ');
            continue;
        }
        if (c < 0x20 || c == 0x7F) {
            strbuf_add(b, S("\xEF\xBF\xBD"));
            continue;
        }
        if (strchr("\\`*_{}[]<>#+-!|~&$^@=", c))
            strbuf_char(b, '\\');
        strbuf_char(b, (char)c);
    }
}

/* A number and a dot at the start of a line would begin a list. */
static void md_line(StrBuf *b, Str s)
{
    size_t digits = 0;

    while (digits < s.len && s.ptr[digits] >= '0' && s.ptr[digits] <= '9')
        digits++;
    if (!digits || digits >= s.len || (s.ptr[digits] != '.' && s.ptr[digits] != ')')) {
        md_text(b, s);
        return;
    }
    strbuf_add(b, str_slice(s, 0, digits));
    strbuf_char(b, '\\');
    strbuf_char(b, s.ptr[digits]);
    md_text(b, str_slice(s, digits + 1, s.len));
}

static void md_runs(StrBuf *b, const Runs *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        const Run *run = &runs->at[i];
        bool strong = run->kind == RUN_STRONG || run->kind == RUN_FIGURE || run->kind == RUN_BADGE;
        if (run->kind == RUN_SPAN)
            continue;
        if (run->kind == RUN_MARK) {
            strbuf_printf(b, "[^%d]", run->number);
            continue;
        }
        if (strong)
            strbuf_add(b, S("**"));
        if (run->kind == RUN_FIGURE_WORDS)
            strbuf_char(b, '"');
        if (i == 0)
            md_line(b, run->text);
        else
            md_text(b, run->text);
        if (run->kind == RUN_FIGURE_WORDS)
            strbuf_char(b, '"');
        if (strong)
            strbuf_add(b, S("**"));
    }
}

static void md_table(StrBuf *b, const Table *t)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (!t->columns[i].drawn) {
            strbuf_add(b, S("| "));
            md_text(b, t->columns[i].name);
            strbuf_char(b, ' ');
        }
    strbuf_add(b, S("|\n"));
    for (size_t i = 0; i < t->column_count; i++)
        if (!t->columns[i].drawn)
            strbuf_add(b, t->columns[i].number ? S("|---:") : S("|---"));
    strbuf_add(b, S("|\n"));
    for (size_t i = 0; i < t->cells.count; i++) {
        size_t column = i % t->column_count;
        if (!t->columns[column].drawn) {
            strbuf_add(b, S("| "));
            md_runs(b, &t->cells.at[i]);
            strbuf_char(b, ' ');
        }
        if (column + 1 == t->column_count)
            strbuf_add(b, S("|\n"));
    }
    strbuf_char(b, '\n');
}

static void md_fence(StrBuf *b, Str text)
{
    strbuf_add(b, S("```\n"));
    strbuf_add(b, text);
    strbuf_add(b, str_ends(text, S("\n")) ? S("```\n\n") : S("\n```\n\n"));
}

static void md_notes(Dossier *d, StrBuf *b)
{
    for (size_t i = 0; i < d->notes.count; i++) {
        const FootNote *note = &d->notes.at[i];
        strbuf_printf(b, "[^%zu]: > ", i + 1);
        md_runs(b, &note->quote);
        strbuf_add(b, S("\n\n    "));
        md_line(b, note->source);
        strbuf_char(b, ' ');
        md_text(b, note->gap.len ? note->gap : words_get(d->page.w, S("dossier.unproved")));
        strbuf_add(b, S("\n\n"));
    }
}

static void md_block(Dossier *d, StrBuf *b, const Block *block, bool last_item)
{
    switch (block->kind) {
    case BLOCK_HEADING:
        strbuf_add(b, block->level == 2 ? S("## ") : S("### "));
        md_runs(b, &block->runs);
        strbuf_add(b, S("\n\n"));
        break;
    case BLOCK_TEXT:
        if (block->style == TEXT_CAUTION)
            strbuf_add(b, S("> "));
        md_runs(b, &block->runs);
        strbuf_add(b, S("\n\n"));
        break;
    case BLOCK_ITEM:
        strbuf_add(b, S("- "));
        md_runs(b, &block->runs);
        strbuf_add(b, last_item ? S("\n\n") : S("\n"));
        break;
    case BLOCK_TABLE: md_table(b, &block->table); break;
    case BLOCK_CODE:  md_fence(b, block->text); break;
    case BLOCK_NOTES: md_notes(d, b); break;
    }
}

Status dossier_md(Dossier *d, StrBuf *out, Error *err)
{
    DossierFile file = { .rest_known = true };
    StrBuf *b = &file.before;
    Str block;

    strbuf_add(b, S("# "));
    md_text(b, d->title);
    strbuf_add(b, S("\n\n"));
    for (size_t i = 0; i < d->blocks.count; i++) {
        bool item = i + 1 < d->blocks.count && d->blocks.at[i + 1].kind == BLOCK_ITEM;
        md_block(d, b, &d->blocks.at[i], !item);
    }
    if (d->options->sealed) {
        strbuf_add(b, S("```\n"));
        strbuf_add(&file.rest, S("```\n"));
    }
    Status status = dossier_statement(d, &file, true, &block, err);
    if (status == OK) {
        strbuf_add(out, strbuf_str(b));
        strbuf_add(out, block);
        strbuf_add(out, strbuf_str(&file.rest));
    }
    strbuf_finish(&file.before);
    strbuf_finish(&file.rest);
    return status;
}
