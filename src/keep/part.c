/* part.c -- see part.h. */
#include "keep/part.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "keep/answer_in.h"

enum { ANOTHER = 1, END = 2 };

/* ---- in the box ---- */

Str part_ask_text(Arena *arena, const PartAsk *ask)
{
    return arena_printf(arena, "%llu %llu %llu %llu", (unsigned long long)ask->from, (unsigned long long)ask->number,
                        (unsigned long long)ask->bytes, (unsigned long long)ask->entries);
}

bool part_ask_parse(Str text, PartAsk *ret)
{
    uint64_t *numbers[] = { &ret->from, &ret->number, &ret->bytes, &ret->entries };
    int64_t n;
    Str word;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (!str_cut(&text, ' ', &word) || !str_to_i64(word, &n) || n < 0)
            return false;
        *numbers[i] = (uint64_t)n;
    }
    return text.len == 0;
}

PartsOut parts_begin(StrBuf *out, const PartAsk *ask)
{
    return (PartsOut){ .out = out, .ask = *ask, .number = ask->number };
}

uint64_t parts_room(const PartsOut *p, uint64_t want)
{
    uint64_t left = p->ask.bytes - p->bytes;
    uint64_t most = left < PART_SIZE ? left : PART_SIZE;

    return want < most ? want : most;
}

static void put_part(StrBuf *out, const Part *part)
{
    const Str shorts[] = { part->media_type, part->refused, part->title, part->given.publisher, part->given.url,
                           part->given.published, part->given.received_from };

    answer_put_u32(out, ANOTHER);
    answer_put_u64(out, part->number);
    answer_put_u64(out, part->at);
    answer_put_u64(out, part->length);
    answer_put_str(out, part->name);
    answer_put_str(out, part->bytes);
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
        answer_put_short(out, shorts[i]);
    answer_put_u32(out, (uint32_t)part->given.author_count);
    for (size_t i = 0; i < part->given.author_count; i++)
        answer_put_short(out, part->given.authors[i]);
    answer_put_facts(out, part->facts, part->fact_count);
}

/* A refused part costs an entry too: a million refusals are a flood like any other. */
void parts_add(PartsOut *p, Part *part)
{
    part->number = ++p->number;
    if (p->full)
        return;
    if (p->entries >= p->ask.entries || parts_room(p, part->bytes.len) < part->bytes.len) {
        if (p->entries >= p->ask.entries || part->bytes.len <= PART_SIZE) {
            p->full = true;
            return;
        }
        part->refused = S("it is over the limit of 512 MiB for a part");
    }
    if (!part->refused.ptr && part->bytes.len == 0)
        part->refused = S("it is empty");
    if (part->refused.ptr)
        part->bytes = S("");
    p->entries++;
    p->bytes += part->bytes.len;
    put_part(p->out, part);
}

bool parts_enough(const PartsOut *p)
{
    return p->full || p->out->len >= PART_BATCH;
}

void parts_end(PartsOut *p, uint64_t next, Str parser, const AnswerFact *facts, size_t fact_count)
{
    answer_put_u32(p->out, END);
    answer_put_u64(p->out, p->full ? 0 : next);
    answer_put_u64(p->out, p->number);
    answer_put_u32(p->out, p->full);
    answer_put_short(p->out, parser);
    answer_put_facts(p->out, facts, fact_count);
}

/* ---- outside ---- */

static void get_part(AnswerReader *r, Part *part)
{
    Str *shorts[] = { &part->media_type, &part->refused, &part->title, &part->given.publisher, &part->given.url,
                      &part->given.published, &part->given.received_from };

    part->number = answer_get_u64(r);
    part->at = answer_get_u64(r);
    part->length = answer_get_u64(r);
    part->name = answer_get_str(r);
    part->bytes = answer_get_bytes(r);
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
        *shorts[i] = answer_get_str(r);
    part->given.author_count = answer_get_count(r);
    part->given.authors = arena_array(r->arena, Str, part->given.author_count + 1);
    for (size_t i = 0; i < part->given.author_count; i++)
        part->given.authors[i] = answer_get_str(r);
    part->facts = answer_get_facts(r, &part->fact_count);
}

bool parts_read(Arena *arena, Str bytes, Parts *ret)
{
    AnswerReader r = { .arena = arena, .rest = bytes };
    VEC(Part) parts = { 0 };
    Parts p = { .parts = NULL };
    uint64_t number = 0;
    uint32_t tag;

    while ((tag = answer_get_u32(&r)) == ANOTHER && !r.bad) {
        Part part = { .number = 0 };
        get_part(&r, &part);
        if (r.bad || part.number <= number || (part.refused.ptr && part.bytes.len))
            return false;
        number = part.number;
        vec_push(arena, &parts, part);
    }
    p.next = answer_get_u64(&r);
    p.number = answer_get_u64(&r);
    p.full = answer_get_u32(&r) != 0;
    p.parser = answer_get_str(&r);
    p.facts = answer_get_facts(&r, &p.fact_count);
    if (tag != END || r.bad || r.rest.len || p.number < number)
        return false;
    p.parts = parts.at;
    p.count = parts.count;
    *ret = p;
    return true;
}

/* ---- names ---- */

Str part_name(Arena *arena, Str raw)
{
    char *name = arena_cstr(arena, raw);
    Str s = { name, raw.len };

    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)name[i] < 32 || name[i] == 127)
            name[i] = '?';
    for (size_t at; (at = utf8_valid(s)) < s.len; )
        name[at] = '?';
    return s;
}

static bool turns_direction(uint32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool unseen(uint32_t c)
{
    return c == 0x00AD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF || (c >= 0x80 && c < 0xA0);
}

typedef enum Script { NO_SCRIPT, LATIN = 1, CYRILLIC = 2, GREEK = 4 } Script;

static Script script_of(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x250))
        return LATIN;
    if (c >= 0x400 && c < 0x530)
        return CYRILLIC;
    return c >= 0x370 && c < 0x400 ? GREEK : NO_SCRIPT;
}

static Str odd_letters(Str name)
{
    unsigned scripts = 0;

    for (size_t at = 0, len; at < name.len; at += len) {
        uint32_t c = utf8_get(name, at, &len);
        if (turns_direction(c))
            return S("its name holds characters that turn the direction of writing");
        if (unseen(c))
            return S("its name holds characters that are not seen");
        Script s = script_of(c);
        scripts = s == NO_SCRIPT ? 0 : scripts | s;
        if (scripts & (scripts - 1))
            return S("its name has a word with letters of two scripts");
    }
    return STR_NONE;
}

Str part_name_refused(Str raw, Str *note)
{
    Str rest = raw, step;

    *note = STR_NONE;
    if (raw.len == 0)
        return S("it has no name");
    if (raw.len > 4096)
        return S("its name is longer than 4096 bytes");
    if (memchr(raw.ptr, 0, raw.len))
        return S("its name holds NUL");
    if (raw.ptr[0] == '/' || raw.ptr[0] == '\\' || (raw.len > 1 && raw.ptr[1] == ':'))
        return S("its name is an absolute path");
    while (str_cut(&rest, '/', &step))
        for (Str part; str_cut(&step, '\\', &part); )
            if (str_eq(part, S("..")))
                return S("its name leads out of the archive (..)");
    if (utf8_valid(raw) == raw.len)
        *note = odd_letters(raw);
    return STR_NONE;
}
