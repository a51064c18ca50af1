/* html.c -- see html.h: has the page parsed by the worker and reads its answer, trusting none of it. */
#include "keep/html.h"

#include "base/auto.h"
#include "keep/answer.h"

#include <libxml/xmlversion.h>

Status html_extract(Arena *arena, Workers *workers, Str utf8, HtmlPage *ret, Error *err)
{
    AUTO_STRBUF answer = { 0 };
    Answer page;
    Status status = workers_run(workers, "html", "HTML", utf8, S(""), &box_limits, &answer, err);

    if (status != OK)
        return status;
    if (!answer_read(arena, strbuf_str(&answer), utf8.len, &page))
        return fail(err, ERR_BAD_INPUT, "HTML: the parser's answer makes no sense");
    *ret = (HtmlPage){ page.text, page.blocks, page.block_count, page.title, page.language, page.page, page.notes,
                       page.note_count };
    return OK;
}

Str html_parser(void)
{
    return S("html/1 libxml2 " LIBXML_DOTTED_VERSION);
}
