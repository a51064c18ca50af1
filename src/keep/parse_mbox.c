/* parse_mbox.c -- a mailbox: messages that each begin with a line "From ...". A message is handed over as its bytes
 * stand, ">From" with them, so that its place in the mailbox is exact and signatures over it hold. */
#include "keep/parse_in.h"

/* "From somebody Thu Oct  5 14:20:11 2023": four digits of a year, or a time of day, somewhere in it. */
static bool begins(Str s, size_t at)
{
    Str line = str_slice(s, at, at + 300);
    const char *end = memchr(line.ptr, '\n', line.len);
    bool colon = false;

    if (!end || !str_starts(line, S("From ")))
        return false;
    for (const char *c = line.ptr; c + 2 < end; c++)
        colon |= c[1] == ':' && c[0] >= '0' && c[0] <= '9' && c[2] >= '0' && c[2] <= '9';
    return colon;
}

/* The next beginning at or after `from`, which stands after an empty line. */
static size_t next_message(Str s, size_t from)
{
    for (size_t at = from; (at = str_find(s, S("\nFrom "), at)) != SIZE_MAX; at++) {
        size_t back = at;
        if (back > 0 && s.ptr[back - 1] == '\r')
            back--;
        if ((back == 0 || s.ptr[back - 1] == '\n') && begins(s, at + 1))
            return at + 1;
    }
    return s.len;
}

static Str envelope(Str line)
{
    return str_trim(str_slice(line, 5, SIZE_MAX));
}

int mbox_parts(Str original, Str options, StrBuf *answer)
{
    AUTO_ARENA arena = arena_create();
    PartAsk ask;
    size_t at;

    if (!part_ask_parse(options, &ask) || !begins(original, 0))
        return WORKER_BROKEN;
    PartsOut out = parts_begin(answer, &ask);
    for (at = (size_t)ask.from; at < original.len && !parts_enough(&out); ) {
        size_t end = next_message(original, at + 1);
        Str rest = str_slice(original, at, end), line;
        Facts facts = { 0 };
        arena_reset(arena);
        str_cut(&rest, '\n', &line);
        fact_add(arena, &facts, "envelope", envelope(line));
        Part part = { .name = arena_printf(arena, "message %llu", (unsigned long long)out.number + 1),
                      .media_type = S("message/rfc822"), .bytes = rest.ptr ? rest : S(""), .facts = facts.at,
                      .fact_count = facts.count };
        part.at = at + line.len + 1;
        part.length = part.bytes.len;
        parts_add(&out, &part);
        at = end;
    }
    parts_end(&out, at < original.len ? at : 0, S("mbox/1"), NULL, 0);
    return 0;
}
