/* answer.c -- see answer.h: numbers of four bytes, strings with their length. */
#include "keep/answer_in.h"

#include "base/utf8.h"

/* ---- inside the box ---- */

void answer_put_u32(StrBuf *b, uint32_t n)
{
    strbuf_add(b, (Str){ (const char *)&n, sizeof n });
}

void answer_put_u64(StrBuf *b, uint64_t n)
{
    strbuf_add(b, (Str){ (const char *)&n, sizeof n });
}

void answer_put_str(StrBuf *b, Str s)
{
    answer_put_u32(b, (uint32_t)s.len);
    strbuf_add(b, s);
}

void answer_put_short(StrBuf *b, Str s)
{
    size_t end = s.len;

    if (end > ANSWER_SHORT)
        for (end = ANSWER_SHORT; end > 0 && (s.ptr[end] & 0xC0) == 0x80; )
            end--;
    answer_put_str(b, str_slice(s, 0, end));
}

void answer_put_facts(StrBuf *b, const AnswerFact *facts, size_t count)
{
    answer_put_u32(b, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        answer_put_short(b, facts[i].key);
        answer_put_short(b, facts[i].value);
    }
}

static void put_block(StrBuf *out, const Block *b)
{
    const uint32_t numbers[] = { b->span.start, b->span.end, (uint32_t)b->kind, b->boilerplate,
                                 (uint32_t)b->link_chars, (uint32_t)b->number, (uint32_t)b->page, b->origin.start,
                                 b->origin.end, (uint32_t)b->confidence };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        answer_put_u32(out, numbers[i]);
}

void answer_write(StrBuf *out, const Answer *a)
{
    answer_put_str(out, a->text);
    answer_put_u32(out, (uint32_t)a->ocr);
    const Str shorts[] = { a->title, a->language, a->parser, a->page.publisher, a->page.url, a->page.published };
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
        answer_put_short(out, shorts[i]);
    answer_put_u32(out, (uint32_t)a->page.author_count);
    for (size_t i = 0; i < a->page.author_count; i++)
        answer_put_short(out, a->page.authors[i]);
    answer_put_u32(out, (uint32_t)a->note_count);
    for (size_t i = 0; i < a->note_count; i++) {
        answer_put_short(out, a->notes[i].code);
        answer_put_u32(out, a->notes[i].span.start);
        answer_put_u32(out, a->notes[i].span.end);
        answer_put_short(out, a->notes[i].text);
    }
    answer_put_facts(out, a->facts, a->fact_count);
    answer_put_u32(out, (uint32_t)a->block_count);
    for (size_t i = 0; i < a->block_count; i++)
        put_block(out, &a->blocks[i]);
}

/* ---- outside ---- */

uint32_t answer_get_u32(AnswerReader *r)
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

uint64_t answer_get_u64(AnswerReader *r)
{
    uint64_t low = answer_get_u32(r), high = answer_get_u32(r);

    return low | high << 32;
}

Str answer_get_bytes(AnswerReader *r)
{
    uint32_t len = answer_get_u32(r);

    if (r->bad || len > r->rest.len) {
        r->bad = true;
        return STR_NONE;
    }
    Str s = str_slice(r->rest, 0, len);
    r->rest = str_slice(r->rest, len, SIZE_MAX);
    return s;
}

Str answer_get_str(AnswerReader *r)
{
    Str s = answer_get_bytes(r);

    if (utf8_valid(s) < s.len)
        r->bad = true;
    return s.len && !r->bad ? arena_str(r->arena, s) : STR_NONE;
}

size_t answer_get_count(AnswerReader *r)
{
    uint32_t count = answer_get_u32(r);

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

static bool get_block(AnswerReader *r, Str text, uint32_t after, uint64_t original, Block *b)
{
    b->span.start = answer_get_u32(r);
    b->span.end = answer_get_u32(r);
    uint32_t kind = answer_get_u32(r);
    b->kind = (BlockKind)kind;
    b->boilerplate = answer_get_u32(r) != 0;
    b->link_chars = (int32_t)answer_get_u32(r);
    b->number = (int32_t)answer_get_u32(r);
    b->page = (int32_t)answer_get_u32(r);
    b->origin.start = answer_get_u32(r);
    b->origin.end = answer_get_u32(r);
    b->confidence = (int32_t)answer_get_u32(r);
    if (span_is(b->origin) && (b->origin.start > b->origin.end || b->origin.end > original))
        b->origin = SPAN_NONE;
    return !r->bad && kind <= BLOCK_WORK_NOTE && b->span.start >= after && b->span.start <= b->span.end &&
           b->span.end <= text.len && b->link_chars >= 0 && b->page >= 0 &&
           b->confidence >= 0 && b->confidence <= 100;
}

static void get_notes(AnswerReader *r, Answer *a)
{
    a->note_count = answer_get_count(r);
    a->notes = arena_array(r->arena, Note, a->note_count + 1);
    for (size_t i = 0; i < a->note_count; i++) {
        Note *n = &a->notes[i];
        n->code = answer_get_str(r);
        n->span.start = answer_get_u32(r);
        n->span.end = answer_get_u32(r);
        n->text = answer_get_str(r);
        if (!span_is(n->span) || n->span.start > n->span.end || n->span.end > a->text.len)
            n->span = SPAN_NONE;
    }
}

AnswerFact *answer_get_facts(AnswerReader *r, size_t *count)
{
    size_t n = answer_get_count(r);
    AnswerFact *facts = arena_array(r->arena, AnswerFact, n + 1);

    for (size_t i = 0; i < n && !r->bad; i++) {
        facts[i].key = answer_get_str(r);
        facts[i].value = answer_get_str(r);
        r->bad = r->bad || !fact_key_is(facts[i].key);
    }
    *count = r->bad ? 0 : n;
    return facts;
}

bool answer_read(Arena *arena, Str bytes, uint64_t original, Answer *ret)
{
    AnswerReader r = { .arena = arena, .rest = bytes };
    Answer a = { .text = answer_get_str(&r), .ocr = (AnswerOcr)answer_get_u32(&r) };
    Str *shorts[] = { &a.title, &a.language, &a.parser, &a.page.publisher, &a.page.url, &a.page.published };
    uint32_t after = 0;

    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
        *shorts[i] = answer_get_str(&r);
    a.page.author_count = answer_get_count(&r);
    a.page.authors = arena_array(arena, Str, a.page.author_count + 1);
    for (size_t i = 0; i < a.page.author_count; i++)
        a.page.authors[i] = answer_get_str(&r);
    get_notes(&r, &a);
    a.facts = answer_get_facts(&r, &a.fact_count);
    a.block_count = answer_get_count(&r);
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
