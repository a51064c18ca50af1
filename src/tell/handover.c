/* handover.c -- see handover.h. */
#include "tell/handover.h"

#include "base/auto.h"
#include "tell/asset.h"
#include "tell/html.h"

static const char *const languages[] = { "en", "uk" };

static Str words_of(const char *language)
{
    AUTO_STRBUF name = { 0 };

    strbuf_printf(&name, "bag/readme.%s.txt", language);
    return asset_bytes(strbuf_str(&name));
}

/* The value under a name in braces; false when there is no such name. */
static bool value_of(const Handover *h, Str name, StrBuf *out)
{
    const struct { const char *name; Str text; int64_t number; } values[] = {
        { "date", h->date, 0 },             { "key", h->key, 0 },   { "root", h->root, 0 },
        { "version", S(DOKAZ_VERSION), 0 }, { "originals", STR_NONE, h->originals },
        { "entries", STR_NONE, h->entries },
    };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (!str_eq(name, str_of(values[i].name)))
            continue;
        if (values[i].text.ptr)
            strbuf_add(out, values[i].text);
        else
            strbuf_i64(out, values[i].number);
        return true;
    }
    return false;
}

static void fill(const Handover *h, Str line, StrBuf *out)
{
    for (size_t at = 0; at < line.len; ) {
        size_t end = line.ptr[at] == '{' ? str_find(line, S("}"), at) : SIZE_MAX;
        if (end != SIZE_MAX && value_of(h, str_slice(line, at + 1, end), out))
            at = end + 1;
        else
            strbuf_char(out, line.ptr[at++]);
    }
}

/* The next line that belongs to this kind of bag, filled in. */
static bool next_line(const Handover *h, Str *rest, StrBuf *out)
{
    Str line;

    strbuf_clear(out);
    while (rest->len && str_cut(rest, '\n', &line)) {
        bool whole = str_starts(line, S("[whole] ")), log = str_starts(line, S("[log] "));
        if ((whole && !h->whole) || (log && h->whole))
            continue;
        fill(h, str_slice(line, whole ? 8 : log ? 6 : 0, line.len), out);
        return true;
    }
    return false;
}

void handover_text(const Handover *h, StrBuf *out)
{
    AUTO_STRBUF line = { 0 };

    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        Str rest = words_of(languages[i]);
        strbuf_add(out, i ? S("\n\n") : S(""));
        while (next_line(h, &rest, &line)) {
            strbuf_add(out, strbuf_str(&line));
            strbuf_char(out, '\n');
        }
    }
}

static void html_line(Html *h, Str line)
{
    if (str_starts(line, S("# "))) {
        HTML(h, "<h2>");
        html_text(h, str_slice(line, 2, line.len));
        HTML(h, "</h2>\n");
    } else if (str_starts(line, S("    "))) {
        HTML(h, "<pre>");
        html_text(h, str_trim(line));
        HTML(h, "</pre>\n");
    } else if (line.len) {
        HTML(h, "<p>");
        html_text(h, line);
        HTML(h, "</p>\n");
    }
}

void handover_html(const Handover *given, StrBuf *out)
{
    AUTO_STRBUF line = { 0 };
    Html h = html_on(out);

    HTML(&h, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
             "<meta name=\"viewport\" content=\"width=device-width\"><title>dokaz</title><style>"
             "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 serif}"
             "h2{font-size:1.2rem;margin-top:1.6rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f3f1ec;"
             "padding:.6rem}p{overflow-wrap:anywhere}section+section{border-top:2px solid;margin-top:3rem}"
             "</style></head><body>\n");
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        Str rest = words_of(languages[i]);
        HTML(&h, "<section");
        HTML_ATTR(&h, "lang", str_of(languages[i]));
        HTML(&h, ">\n");
        while (next_line(given, &rest, &line))
            html_line(&h, strbuf_str(&line));
        HTML(&h, "</section>\n");
    }
    HTML(&h, "</body></html>\n");
}

Str handover_script(void)
{
    return asset_bytes(S("bag/verify.sh"));
}
