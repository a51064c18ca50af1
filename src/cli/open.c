/* open.c -- what the originals hold is taken out and sealed beside them; see ingest_in.h. */
#include "cli/ingest_in.h"

#include "keep/container.h"

#define PENDING_MAX 20000       /* entries in memory before they are made durable between two originals */

bool ingest_is_mail(const Item *item)
{
    return !item->mail && !item->keep.unread.ptr && str_eq(item->keep.media_type, S("message/rfc822"));
}

Status ingest_read_mails(Ingest *in, size_t first, Error *err)
{
    Str messages[MAILS_A_RUN];
    Item *items[MAILS_A_RUN];
    size_t count = 0;
    uint64_t bytes = 0;

    for (size_t i = first; i < in->items.count && count < MAILS_A_RUN && bytes < MAIL_BYTES; i++) {
        Item *item = in->items.at[i];
        if (!ingest_is_mail(item))
            continue;
        Status status = work_text(in->work, in->arena, str_of(item->keep.sha256), &messages[count], err);
        if (status != OK)
            return status;
        bytes += messages[count].len;
        items[count++] = item;
    }
    Mail *mails = arena_array(in->arena, Mail, count + 1);
    Status status = mail_read_all(in->arena, &in->workers, messages, count, mails, err);
    for (size_t i = 0; status == OK && i < count; i++)
        items[i]->mail = &mails[i];
    return status;
}

typedef struct Opening {
    Ingest *in;
    Item   *item;
    Str     parser;
} Opening;

static Status take_part(void *context, const Part *part, Error *err)
{
    Opening *o = context;
    Ingest *in = o->in;
    KeepItem *kept = NULL;
    Status status = keep_part(in->arena, in->work->c, &o->item->keep, part, o->parser, in->cli->now, &kept, err);

    if (status == OK)
        status = ingest_add(in, kept, false, err);
    if (status != OK)
        return status;
    in->items.at[in->items.count - 1]->budget = o->item->budget;
    in->report->parts++;
    return OK;
}

/* What was meant for a table or a list of records and is none says more than the parser can. */
static const struct { Str media_type; const char *reason; } no_records[] = {
    { S("text/csv"),                  "a table with no column of texts or addresses" },
    { S("text/tab-separated-values"), "a table with no column of texts or addresses" },
    { S("application/json"),          "JSON of a form that is not known" },
};

static Status not_opened(Ingest *in, Item *item, const ContainerType *type, Error *why, Error *err)
{
    if (why->status != ERR_BAD_INPUT)
        return fail(err, why->status, "%s", why->text);
    if (type->text)
        return OK;
    for (size_t i = 0; i < sizeof no_records / sizeof *no_records; i++)
        if (str_eq(item->keep.media_type, no_records[i].media_type))
            fail(why, ERR_BAD_INPUT, "%s", no_records[i].reason);
    return ingest_refuse(in, item, str_of(type->parser), why, err);
}

static Status open_item(Ingest *in, Item *item, const ContainerType *type, Error *err)
{
    Opening o = { in, item, str_of(type->parser) };
    Error why = { 0 };
    Str bytes = S("");
    Status status = OK;

    if (!item->budget) {
        item->budget = arena_new(in->arena, PartBudget);
        *item->budget = part_budget((uint64_t)item->keep.size);
    }
    if (part_depth(str_of(item->keep.document)) >= PART_DEPTH) {
        fail(&why, ERR_BAD_INPUT, "it lies in %d other originals already: it is not taken apart", PART_DEPTH);
        return ingest_refuse(in, item, o.parser, &why, err);
    }
    if (!item->mail)
        status = work_text(in->work, in->arena, str_of(item->keep.sha256), &bytes, err);
    if (status != OK)
        return status;
    status = item->mail ? container_mail(in->arena, item->mail, item->budget, take_part, &o, &item->contents, &why)
                        : container_open(in->arena, &in->workers, bytes, type, item->budget, take_part, &o, &item->contents, &why);
    if (status != OK)
        return not_opened(in, item, type, &why, err);
    item->opened = true;
    if (type->text && item->contents.held == 0)
        return OK;
    return keep_contents(in->work->c, in->cli->now, item->keep.log_index, &item->contents, err);
}

Status ingest_open_all(Ingest *in, Error *err)
{
    for (size_t i = 0; i < in->items.count; i++) {
        Item *item = in->items.at[i];
        const ContainerType *type = container_of(item->keep.media_type);
        Str id = str_of(item->keep.document);
        Status status = OK;
        if (!type || item->keep.unread.ptr || item->opened || item->refused || map_get(&in->opened, id))
            continue;
        if (ingest_is_mail(item))
            status = ingest_read_mails(in, i, err);
        if (status == OK)
            status = open_item(in, item, type, err);
        map_put(in->arena, &in->opened, id, 1);
        if (status == OK && log_pending(in->work->c) > PENDING_MAX)
            status = log_commit(in->work->c, err);
        if (status != OK)
            return status;
        progress_step(&in->progress, "opened", i + 1, in->items.count);
    }
    return log_commit(in->work->c, err);
}
