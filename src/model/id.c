/* id.c -- see id.h. */
#include "model/id.h"

/* Decimal digits and a line feed; returns the next free byte. */
static char *put_line(char *at, unsigned n)
{
    char digits[12];
    size_t count = 0;

    do {
        digits[count++] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    while (count)
        *at++ = digits[--count];
    *at++ = '\n';
    return at;
}

IdBase id_base(Str document)
{
    return (IdBase){ sha256_start(str_slice(document, 0, 128)) };
}

Id id_of(const IdBase *base, Span span, Str kind, unsigned ordinal)
{
    char text[96], *at = text;
    size_t word = kind.len < 32 ? kind.len : 32;
    Id id;

    *at++ = '\n';
    at = put_line(at, span.start);
    at = put_line(at, span.end);
    memcpy(at, kind.ptr, word);
    at += word;
    *at++ = '\n';
    at = put_line(at, ordinal);
    Sha256 hash = sha256_go_on(&base->start, (Str){ text, (size_t)(at - text) });
    memcpy(id.byte, hash.byte, sizeof id.byte);
    return id;
}

Id id_make(Str document, Span span, Str kind, unsigned ordinal)
{
    IdBase base = id_base(document);

    return id_of(&base, span, kind, ordinal);
}

void id_format(Id id, char out[ID_HEX + 1])
{
    hex_write((Str){ (const char *)id.byte, sizeof id.byte }, out);
    out[ID_HEX] = '\0';
}

bool id_parse(Str hex, Id *ret)
{
    return hex_decode(hex, ret->byte, sizeof ret->byte);
}

int id_cmp(Id a, Id b)
{
    return memcmp(a.byte, b.byte, sizeof a.byte);
}
