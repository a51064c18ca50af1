/* html_strip.c -- what holds no words of a page is cut out before the parser sees it. Runs in the box.
 *
 * Scripts, styles, comments, drawings and pictures written into the page itself are most of the
 * bytes of a saved page, and the parser would look at each of them. Only what plainly begins and
 * ends is cut; anything odd is left to the parser. One pass: where something ends is looked for once.
 */
#include "keep/html_in.h"

#include "keep/bytes.h"

#define PICTURE_MIN 64      /* bytes of an address with data in it that are worth cutting */

/* What is cut: from the end of its start tag, so that the element itself stays. */
typedef struct Raw {
    Str    open, close;
    size_t next_close;      /* place of a `close` at or after the last one asked about; SIZE_MAX: there is none */
    bool   asked;
} Raw;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool begins_with(Str page, size_t at, Str lower)
{
    if (page.len - at < lower.len)
        return false;
    for (size_t i = 0; i < lower.len; i++) {
        char c = page.ptr[at + i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lower.ptr[i])
            return false;
    }
    return true;
}

/* The next place of `close` at or after `at`. */
static size_t close_after(Str page, Raw *raw, size_t at)
{
    if (raw->asked && (raw->next_close == SIZE_MAX || raw->next_close >= at))
        return raw->next_close;
    raw->asked = true;
    raw->next_close = SIZE_MAX;
    for (size_t i = at; i < page.len; i++) {
        const char *less = memchr(page.ptr + i, raw->close.ptr[0], page.len - i);
        if (less == NULL)
            break;
        i = (size_t)(less - page.ptr);
        if (begins_with(page, i, raw->close)) {
            raw->next_close = i;
            break;
        }
    }
    return raw->next_close;
}

static void keep(HtmlStripped *s, Str page, size_t from, size_t to)
{
    strbuf_add(&s->text, str_slice(page, from, to));
}

static void cut(Arena *arena, HtmlStripped *s, size_t bytes)
{
    size_t before = s->cuts.count ? s->cuts.at[s->cuts.count - 1].removed : 0;

    if (bytes)
        vec_push(arena, &s->cuts, ((HtmlCut){ (uint32_t)s->text.len, (uint32_t)(before + bytes) }));
}

/* The element that opens at `at` (a '<'), when it is one whose content is cut. */
static Raw *raw_at(Str page, size_t at, Raw *raws, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t after = at + raws[i].open.len;
        if (begins_with(page, at, raws[i].open) && after < page.len &&
            (page.ptr[after] == '>' || is_blank(page.ptr[after])))
            return &raws[i];
    }
    return NULL;
}

/* Where the content of the element that opens at `at` begins and ends; false when it is left alone. */
static bool content_of(Str page, size_t at, Raw *raw, size_t *from, size_t *to)
{
    const char *end = memchr(page.ptr + at, '>', page.len - at);

    if (end == NULL || end[-1] == '/')
        return false;
    *from = (size_t)(end - page.ptr) + 1;
    *to = close_after(page, raw, *from);
    if (*to == SIZE_MAX)
        return false;
    Str tag = str_slice(page, at, *from), content = str_slice(page, *from, *to);
    if (str_eq(raw->open, S("<script")))
        return bytes_find_folded(tag, S("ld+json"), 0) == SIZE_MAX;
    /* a drawing in a drawing: the first end is not its own */
    return !str_eq(raw->open, S("<svg")) || str_find(content, S("<svg"), 0) == SIZE_MAX;
}

/* Copy from..to without pictures: ="data:..." up to its quotation mark. */
static void keep_without_pictures(Arena *arena, HtmlStripped *s, Str page, size_t from, size_t to)
{
    while (from < to) {
        size_t at = str_find(str_slice(page, 0, to), S("=\"data:"), from);
        if (at == SIZE_MAX)
            break;
        size_t start = at + 7, end = start;
        while (end < to && page.ptr[end] != '"' && page.ptr[end] != '<' && page.ptr[end] != '>')
            end++;
        bool picture = end < to && page.ptr[end] == '"' && end - start >= PICTURE_MIN;
        keep(s, page, from, picture ? start : end);
        if (picture)
            cut(arena, s, end - start);
        from = end;
    }
    keep(s, page, from, to);
}

void html_strip(Arena *arena, Str page, HtmlStripped *ret)
{
    Raw raws[] = {
        { .open = S("<script"), .close = S("</script") }, { .open = S("<style"), .close = S("</style") },
        { .open = S("<svg"), .close = S("</svg") },
    };
    Raw comment = { .open = S("<!--"), .close = S("-->") };
    size_t kept = 0;

    *ret = (HtmlStripped){ 0 };
    strbuf_reserve(&ret->text, page.len + 1);
    for (size_t at = 0; at < page.len; at++) {
        const char *less = memchr(page.ptr + at, '<', page.len - at);
        size_t from, to;
        if (less == NULL)
            break;
        at = (size_t)(less - page.ptr);
        if (begins_with(page, at, comment.open)) {
            from = at;
            to = close_after(page, &comment, at + 2);     /* "<!-->" is one too */
            if (to == SIZE_MAX)
                continue;
            to += comment.close.len;
        } else {
            Raw *raw = raw_at(page, at, raws, sizeof raws / sizeof *raws);
            if (raw == NULL || !content_of(page, at, raw, &from, &to))
                continue;
        }
        keep_without_pictures(arena, ret, page, kept, from);
        cut(arena, ret, to - from);
        kept = to;
        at = to - 1;
    }
    keep_without_pictures(arena, ret, page, kept, page.len);
}

uint32_t html_unstrip(const HtmlStripped *s, size_t *cut_at, uint32_t place)
{
    while (*cut_at < s->cuts.count && s->cuts.at[*cut_at].at <= place)
        ++*cut_at;
    return place + (*cut_at ? s->cuts.at[*cut_at - 1].removed : 0);
}
