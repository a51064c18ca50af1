/* id.c -- see id.h. */
#include "model/id.h"

#include "base/hash.h"

#include <stdio.h>

Id id_make(Str document, Span span, Str kind, unsigned ordinal)
{
    char text[256];
    Id id;
    int len = snprintf(text, sizeof text, STR_FMT "\n%u\n%u\n" STR_FMT "\n%u\n", STR_ARG(document),
                       span.start, span.end, STR_ARG(kind), ordinal);
    Sha256 hash = sha256((Str){ text, (size_t)len < sizeof text ? (size_t)len : sizeof text - 1 });

    memcpy(id.byte, hash.byte, sizeof id.byte);
    return id;
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
