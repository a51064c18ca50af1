/* redacted_page.c -- see redacted_page.h. The frame is an asset; verify.sh knows its hash, and makes what
 * lies between its two comments again from the bundle. */
#include "tell/redacted_page.h"

#include "base/auto.h"
#include "base/hash.h"
#include "tell/asset.h"
#include "tell/html.h"

#define PIECES      "<!-- pieces -->\n"
#define PAGE_HASH   "@PAGE@"            /* in verify.sh */

static void show_block(Html *h, uint32_t index, uint32_t total)
{
    AUTO_STRBUF block = { 0 };

    redacted_block(&block, index, total);
    HTML(h, "<b class=\"gap\">");
    html_text(h, strbuf_str(&block));
    HTML(h, "</b>");
}

void tell_redacted_page(const Redacted *r, StrBuf *out)
{
    Str frame = asset_bytes(S("redacted/page.html"));
    size_t at = str_find(frame, S(PIECES), 0) + sizeof PIECES - 1;
    Html html = html_on(out);

    html_literal_(&html, frame.ptr, at);
    for (uint32_t i = 0; i < r->total; i++) {
        AUTO_STRBUF words = { 0 };
        if (!r->pieces[i].bytes.ptr) {
            show_block(&html, i, r->total);
            continue;
        }
        redacted_words(&words, r->pieces[i].bytes);
        html_text(&html, strbuf_str(&words));
    }
    HTML(&html, "\n");
    html_literal_(&html, frame.ptr + at, frame.len - at);
}

/* The frame without the lines between which the text stands, as verify.sh hashes it. */
static Str frame_hash(Arena *arena)
{
    Str frame = asset_bytes(S("redacted/page.html")), end = S("<!-- end -->\n");
    size_t from = str_find(frame, S(PIECES), 0), to = str_find(frame, end, from) + end.len;
    Str rest = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(str_slice(frame, 0, from)),
                            STR_ARG(str_slice(frame, to, frame.len)));
    Sha256 hash = sha256(rest);

    return hex_encode(arena, sha256_str(&hash));
}

void tell_redacted_script(StrBuf *out)
{
    AUTO_ARENA arena = arena_create();
    Str script = asset_bytes(S("redacted/verify.sh"));
    size_t at = str_find(script, S(PAGE_HASH), 0);

    strbuf_add(out, str_slice(script, 0, at));
    strbuf_add(out, frame_hash(arena));
    strbuf_add(out, str_slice(script, at + sizeof PAGE_HASH - 1, script.len));
}

void tell_redacted_readme(StrBuf *out)
{
    strbuf_add(out, asset_bytes(S("redacted/README.txt")));
    tell_redacted_script(out);
}
