/* paper.c -- see paper.h. */
#include "keep/paper.h"

#include "base/utf8.h"

#define SHORT_FACT 300      /* bytes of a fact that are kept */

/* Bytes that are no UTF-8 become U+FFFD, controls other than tab and newline blanks. */
static void add_clean(StrBuf *out, Str s)
{
    for (size_t i = 0; i < s.len; ) {
        unsigned char c = (unsigned char)s.ptr[i];
        size_t len = 1;
        if (c < 0x80) {
            strbuf_char(out, (c < 32 && c != '\n' && c != '\t') || c == 127 ? ' ' : (char)c);
        } else {
            size_t good = utf8_valid(str_slice(s, i, i + 4));
            uint32_t point = good ? utf8_get(str_slice(s, i, i + good), 0, &len) : UTF8_REPLACEMENT;
            strbuf_utf8(out, point);
        }
        i += len;
    }
}

size_t paper_block(Paper *p, Str text, Block like)
{
    text = str_trim(text);
    if (text.len == 0 || p->full)
        return SIZE_MAX;
    if (p->text.len + text.len > PAPER_TEXT_MAX) {
        p->full = true;
        return SIZE_MAX;
    }
    size_t before = p->text.len;
    if (before)
        strbuf_char(&p->text, '\n');
    like.span.start = (uint32_t)p->text.len;
    add_clean(&p->text, text);
    while (p->text.len > like.span.start && p->text.ptr[p->text.len - 1] == ' ')
        p->text.len--;
    if (p->text.len == like.span.start) {
        p->text.len = before;
        return SIZE_MAX;
    }
    like.span.end = (uint32_t)p->text.len;
    vec_push(p->arena, &p->blocks, like);
    return p->blocks.count - 1;
}

static PaperSum *sum_of(Paper *p, const char *code)
{
    for (size_t i = 0; i < p->sums.count; i++)
        if (strcmp(p->sums.at[i].code, code) == 0)
            return &p->sums.at[i];
    vec_push(p->arena, &p->sums, (PaperSum){ code, 0 });
    return &p->sums.at[p->sums.count - 1];
}

void paper_note(Paper *p, const char *code, Span span, Str text)
{
    if (++sum_of(p, code)->count <= PAPER_NOTES_MAX)
        vec_push(p->arena, &p->notes, (Note){ str_of(code), span, paper_line(p->arena, text) });
}

Str paper_line(Arena *arena, Str text)
{
    StrBuf clean = { 0 };
    size_t len = 0;

    add_clean(&clean, text);
    for (size_t i = 0; i < clean.len; i++) {
        char c = clean.ptr[i];
        bool blank = c == ' ' || c == '\n' || c == '\t';
        if (blank && (len == 0 || clean.ptr[len - 1] == ' '))
            continue;
        clean.ptr[len++] = blank ? ' ' : c;
    }
    while (len && clean.ptr[len - 1] == ' ')
        len--;
    Str line = arena_str(arena, (Str){ clean.ptr ? clean.ptr : "", len });
    strbuf_finish(&clean);
    return line;
}

void paper_fact(Paper *p, const char *key, Str value)
{
    Str line = paper_line(p->arena, str_slice(value, 0, 4 * SHORT_FACT));
    size_t end = line.len;

    if (end > SHORT_FACT)
        end = utf8_before(line, SHORT_FACT);
    if (line.len)
        vec_push(p->arena, &p->facts, (AnswerFact){ str_of(key), str_slice(line, 0, end) });
}

#define FIRST_PAGE 3000     /* bytes */

Str paper_title(Paper *p, Str title)
{
    Str line = paper_line(p->arena, title);
    Str start = paper_line(p->arena, str_slice(strbuf_str(&p->text), 0, FIRST_PAGE));

    if (line.len && str_find(start, line, 0) != SIZE_MAX)
        return line;
    paper_fact(p, "title", line);
    return STR_NONE;
}

void paper_answer(Paper *p, Answer a, StrBuf *out)
{
    for (size_t i = 0; i < p->sums.count; i++)
        if (p->sums.at[i].count > PAPER_NOTES_MAX)
            vec_push(p->arena, &p->notes, (Note){ str_of(p->sums.at[i].code), SPAN_NONE,
                     arena_printf(p->arena, "and %zu more of these", p->sums.at[i].count - PAPER_NOTES_MAX) });
    if (p->full)
        vec_push(p->arena, &p->notes, (Note){ S("cut_short"), SPAN_NONE,
                 S("the text is longer than 256 MiB; the rest was not read") });
    a.text = strbuf_str(&p->text);
    a.blocks = p->blocks.at;
    a.block_count = p->blocks.count;
    a.notes = p->notes.at;
    a.note_count = p->notes.count;
    a.facts = p->facts.at;
    a.fact_count = p->facts.count;
    answer_write(out, &a);
}
