/* parse_charset.c -- the worker's two parsers of charsets: uchardet guesses one, iconv converts from one. */
#include "keep/worker_parsers.h"

#include <errno.h>
#include <iconv.h>
#include <uchardet/uchardet.h>

static int guess(Str original, Str options, StrBuf *answer)
{
    (void)options;
    uchardet_t u = uchardet_new();
    int failed = uchardet_handle_data(u, original.ptr, original.len);

    uchardet_data_end(u);
    if (!failed)
        strbuf_add(answer, str_of(uchardet_get_charset(u)));
    uchardet_delete(u);
    return failed ? WORKER_BROKEN : 0;
}

/* bytes of the smallest piece of a charset */
static size_t unit_of(Str charset)
{
    return str_starts(charset, S("utf-16")) ? 2 : str_starts(charset, S("utf-32")) ? 4 : 1;
}

/* libc loads a charset's table from a file at the first use and keeps it while one user is there. */
static int load_table(Str options)
{
    char spark[8], *in = spark, *out = spark + 4;
    size_t in_left = 0, out_left = 4;
    iconv_t kept = iconv_open("UTF-8", options.ptr);

    if (kept == (iconv_t)-1)
        return WORKER_NO_CHARSET;
    iconv(kept, &in, &in_left, &out, &out_left);    /* whatever it loads late, it loads now */
    return 0;
}

static int convert(Str original, Str options, StrBuf *answer)
{
    size_t left = original.len, bad = 0, unit = unit_of(options);
    char *in = (char *)(uintptr_t)original.ptr;
    iconv_t table = iconv_open("UTF-8", options.ptr);

    if (table == (iconv_t)-1)
        return WORKER_NO_CHARSET;
    while (left > 0) {
        size_t room = left * 2 + 64, before = room;
        strbuf_reserve(answer, room);
        char *out = answer->ptr + answer->len;
        size_t n = iconv(table, &in, &left, &out, &room);
        answer->len += before - room;
        if (n != (size_t)-1 || errno == E2BIG)
            continue;
        size_t skipped = left < unit ? left : unit;
        strbuf_char(answer, '?');
        in += skipped;
        left -= skipped;
        bad += skipped;
    }
    iconv_close(table);
    return bad * 50 > original.len ? WORKER_NOT_OF_IT : 0;
}

const WorkerParser parse_uchardet = { "uchardet", NULL, guess };
const WorkerParser parse_iconv = { "iconv", load_table, convert };
