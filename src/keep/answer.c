/* answer.c -- see answer.h: numbers of four bytes, strings with their length. */
#include "keep/answer.h"

#include "base/utf8.h"

/* ---- inside the box ---- */

static void put_u32(StrBuf *b, uint32_t n)
{
    strbuf_add(b, (Str){ (const char *)&n, sizeof n });
}

static void put_str(StrBuf *b, Str s)
{
    put_u32(b, (uint32_t)s.len);
    strbuf_add(b, s);
}

static void put_short(StrBuf *b, Str s)
{
    size_t end = s.len;

    if (end > ANSWER_SHORT)
        for (end = ANSWER_SHORT; end > 0 && (s.ptr[end] & 0xC0) == 0x80; )
            end--;
    put_str(b, str_slice(s, 0, end));
}

static void put_block(StrBuf *out, const Block *b)
{
    const uint32_t numbers[] = { b->span.start, b->span.end, (uint32_t)b->kind, b->boilerplate,
                                 (uint32_t)b->link_chars, (uint32_t)b->number, (uint32_t)b->page, b->origin.start,
                                 b->origin.end, (uint32_t)b->confidence };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        put_u32(out, numbers[i]);
}

void answer_write(StrBuf *out, const Answer *a)
{
    put_str(out, a->text);
    put_u32(out, (uint32_t)a->ocr);
    const Str shorts[] = { a->title, a->language, a->parser, a->page.publisher, a->page.url, a->page.published };
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
        put_short(out, shorts[i]);
    put_u32(out, (uint32_t)a->page.author_count);
    for (size_t i = 0; i < a->page.author_count; i++)
        put_short(out, a->page.authors[i]);
    put_u32(out, (uint32_t)a->note_count);
    for (size_t i = 0; i < a->note_count; i++) {
        put_short(out, a->notes[i].code);
        put_u32(out, a->notes[i].span.start);
        put_u32(out, a->notes[i].span.end);
        put_short(out, a->notes[i].text);
    }
    put_u32(out, (uint32_t)a->fact_count);
    for (size_t i = 0; i < a->fact_count; i++) {
        put_short(out, a->facts[i].key);
        put_short(out, a->facts[i].value);
    }
    put_u32(out, (uint32_t)a->block_count);
    for (size_t i = 0; i < a->block_count; i++)
        put_block(out, &a->blocks[i]);
}

/* ---- outside ---- */

typedef struct Reader {
    Arena *arena;
    Str    rest;
    bool   bad;
} Reader;

static uint32_t get_u32(Reader *r)
{
    uint32_t n = 0;

    if (r->rest.len < sizeof n) {
        r->bad = true;
        return 0;
    }
    memcpy(&n, r->rest.ptr, sizeof n);
    r->rest = str_slice(r->rest, sizeof n, SIZE_MAX);
    return n;
}

static Str get_str(Reader *r)
{
    uint32_t len = get_u32(r);

    if (r->bad || len > r->rest.len || utf8_valid(str_slice(r->rest, 0, len)) < len) {
        r->bad = true;
        return STR_NONE;
    }
    Str s = str_slice(r->rest, 0, len);
    r->rest = str_slice(r->rest, len, SIZE_MAX);
    return s.len ? arena_str(r->arena, s) : STR_NONE;
}

/* How many follow, each of at least four bytes: a lie cannot make us reserve more than was sent. */
static size_t get_count(Reader *r)
{
    uint32_t count = get_u32(r);

    if (count > r->rest.len / 4)
        r->bad = true;
    return r->bad ? 0 : count;
}

static bool fact_key_is(Str key)
{
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        if (!(c >= 'a' && c <= 'z') && (i == 0 || (c != '-' && !(c >= '0' && c <= '9'))))
            return false;
    }
    return key.len > 0;
}

static bool get_block(Reader *r, Str text, uint32_t after, uint64_t original, Block *b)
{
    b->span.start = get_u32(r);
    b->span.end = get_u32(r);
    uint32_t kind = get_u32(r);
    b->kind = (BlockKind)kind;
    b->boilerplate = get_u32(r) != 0;
    b->link_chars = (int32_t)get_u32(r);
    b->number = (int32_t)get_u32(r);
    b->page = (int32_t)get_u32(r);
    b->origin.start = get_u32(r);
    b->origin.end = get_u32(r);
    b->confidence = (int32_t)get_u32(r);
    if (span_is(b->origin) && (b->origin.start > b->origin.end || b->origin.end > original))
        b->origin = SPAN_NONE;
    return !r->bad && kind <= BLOCK_BYLINE && b->span.start >= after && b->span.start <= b->span.end &&
           b->span.end <= text.len && b->link_chars >= 0 && b->page >= 0 &&
           b->confidence >= 0 && b->confidence <= 100;
}

static void get_notes(Reader *r, Answer *a)
{
    a->note_count = get_count(r);
    a->notes = arena_array(r->arena, Note, a->note_count + 1);
    for (size_t i = 0; i < a->note_count; i++) {
        Note *n = &a->notes[i];
        n->code = get_str(r);
        n->span.start = get_u32(r);
        n->span.end = get_u32(r);
        n->text = get_str(r);
        if (!span_is(n->span) || n->span.start > n->span.end || n->span.end > a->text.len)
            n->span = SPAN_NONE;
    }
}

static void get_facts(Reader *r, Answer *a)
{
    a->fact_count = get_count(r);
    a->facts = arena_array(r->arena, AnswerFact, a->fact_count + 1);
    for (size_t i = 0; i < a->fact_count; i++) {
        a->facts[i].key = get_str(r);
        a->facts[i].value = get_str(r);
        if (!fact_key_is(a->facts[i].key))
            r->bad = true;
    }
}

bool answer_read(Arena *arena, Str bytes, uint64_t original, Answer *ret)
{
    Reader r = { .arena = arena, .rest = bytes };
    Answer a = { .text = get_str(&r), .ocr = (AnswerOcr)get_u32(&r) };
    Str *shorts[] = { &a.title, &a.language, &a.parser, &a.page.publisher, &a.page.url, &a.page.published };
    uint32_t after = 0;

    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
        *shorts[i] = get_str(&r);
    a.page.author_count = get_count(&r);
    a.page.authors = arena_array(arena, Str, a.page.author_count + 1);
    for (size_t i = 0; i < a.page.author_count; i++)
        a.page.authors[i] = get_str(&r);
    get_notes(&r, &a);
    get_facts(&r, &a);
    a.block_count = get_count(&r);
    a.blocks = arena_array(arena, Block, a.block_count + 1);
    for (size_t i = 0; i < a.block_count && !r.bad; i++) {
        if (!get_block(&r, a.text, after, original, &a.blocks[i]))
            return false;
        after = a.blocks[i].span.end;
    }
    if (r.bad || r.rest.len || a.ocr > OCR_DONE)
        return false;
    *ret = a;
    return true;
}
