/* mail.c -- see mail.h: the side outside the box. */
#include "keep/mail.h"

#include "base/auto.h"
#include "keep/answer_in.h"
#include "keep/worker.h"

static const BoxLimits limits = { .memory = 1536ull << 20, .cpu_seconds = 60, .wall_seconds = 120, .output = 1ull << 30 };

static bool get_mail(Arena *arena, AnswerReader *r, Str message, Mail *ret)
{
    Str answer = answer_get_bytes(r), parts = answer_get_bytes(r);

    if (r->bad)
        return false;
    *ret = (Mail){ .refused = STR_NONE };
    if (answer.len == 0) {
        ret->refused = S("e-mail: the file is damaged, or not of this format");
        return true;
    }
    return answer_read(arena, answer, message.len, &ret->answer) && parts_read(arena, parts, &ret->parts);
}

static Status run(Arena *arena, Workers *workers, const Str *messages, size_t count, Mail *ret, Error *err)
{
    AUTO_STRBUF asked = { 0 };
    AUTO_STRBUF answer = { 0 };

    for (size_t i = 0; i < count; i++) {
        answer_put_u64(&asked, messages[i].len);
        strbuf_add(&asked, messages[i]);
    }
    Status status = workers_run(workers, "mail", "e-mail", strbuf_str(&asked), S(""), &limits, &answer, err);
    if (status != OK)
        return status;
    AnswerReader r = { .arena = arena, .rest = arena_str(arena, strbuf_str(&answer)) };
    for (size_t i = 0; i < count; i++)
        if (!get_mail(arena, &r, messages[i], &ret[i]))
            return fail(err, ERR_BAD_INPUT, "e-mail: the parser's answer makes no sense");
    return OK;
}

Status mail_read_all(Arena *arena, Workers *workers, const Str *messages, size_t count, Mail *ret, Error *err)
{
    Error why = { 0 };
    Status status = count ? run(arena, workers, messages, count, ret, &why) : OK;

    if (status == OK)
        return OK;
    if (status != ERR_BAD_INPUT)
        return fail(err, status, "%s", why.text);
    if (count == 1) {
        ret[0] = (Mail){ .refused = arena_str(arena, str_of(why.text)) };
        return OK;
    }
    status = mail_read_all(arena, workers, messages, count / 2, ret, err);
    return status == OK ? mail_read_all(arena, workers, messages + count / 2, count - count / 2, ret + count / 2, err)
                        : status;
}
