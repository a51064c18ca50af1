/* dossier_test.c -- the report: its figures, its proofs (by disclosure_verify, and by the
 * script it prints, with stock tools), and what may not be in it.
 */
#include "tell/fixture_test.h"

#include "base/auto.h"
#include "base/os.h"
#include "check.h"
#include "seal/disclosure.h"
#include "tell/asset.h"
#include "tell/dossier.h"

#include <stdio.h>
#include <stdlib.h>

static bool holds(Str hay, const char *needle)
{
    return str_find(hay, str_of(needle), 0) != SIZE_MAX;
}

static Str dossier(Fixture *f, Arena *arena, Case *c, const char *language)
{
    StrBuf out = { 0 };
    Error err = { 0 };
    DossierOptions options = { .as_of = S("2026-11-22"), .language = str_of(language), .sealed = c };
    Status status = tell_dossier(f->site, &options, &out, &err);
    CHECK_INT(status, OK, err.text);
    Str text = arena_str(arena, strbuf_str(&out));
    strbuf_finish(&out);
    return text;
}

/* The text between <pre id="ID"> and </pre>, with the five escapes undone. */
static Str block(Arena *arena, Str html, const char *id)
{
    static const struct { Str escape; char plain; } escapes[] = {
        { S("&amp;"), '&' }, { S("&lt;"), '<' }, { S("&gt;"), '>' }, { S("&quot;"), '"' }, { S("&#39;"), 39 },
    };
    Str open = arena_printf(arena, " id=\"%s\">\n", id);
    size_t from = str_find(html, open, 0);
    if (from == SIZE_MAX)
        return STR_NONE;
    from += open.len;
    Str in = str_slice(html, from, str_find(html, S("</pre>"), from));
    StrBuf out = { 0 };
    for (size_t i = 0; i < in.len; i++) {
        size_t k = 0;
        while (k < 5 && !str_starts(str_slice(in, i, in.len), escapes[k].escape))
            k++;
        strbuf_char(&out, k < 5 ? escapes[k].plain : in.ptr[i]);
        i += k < 5 ? escapes[k].escape.len - 1 : 0;
    }
    Str text = arena_str(arena, strbuf_str(&out));
    strbuf_finish(&out);
    return text;
}

static void write_to(Arena *arena, const char *folder, const char *name, Str bytes)
{
    Error err = { 0 };
    CHECK_INT(os_write_file(os_join(arena, str_of(folder), str_of(name)), bytes, 0600, NOT_DURABLE, &err), OK,
              err.text);
}

#define REFUSED "! cmp -s note-1.txt whole.txt && ! sh stock.sh > wrong.txt 2>&1 && grep -q WRONG wrong.txt"

/* `command`, run in the folder, must succeed. */
static void by_shell(Arena *arena, const char *folder, const char *about, const char *command)
{
    CHECK_INT(system(arena_cstr(arena, arena_printf(arena, "cd %s && %s", folder, command))), 0, about);
}

/* As a stranger would: the printed script, openssl, sha256sum, base64. */
static void check_by_hand(Arena *arena, const char *folder, Str html, Case *c)
{
    Str note = block(arena, html, "note-1"), key = block(arena, html, "key");
    CHECK_STR(key, arena_printf(arena, STR_FMT "\n", STR_ARG(vkey_format(arena, case_key(c)))));
    write_to(arena, folder, "check.sh", block(arena, html, "check"));
    write_to(arena, folder, "note-1.txt", note);
    write_to(arena, folder, "dossier.html", html);
    write_to(arena, folder, "cut.sh", block(arena, html, "cut"));
    write_to(arena, folder, "stock.sh", block(arena, html, "with-stock"));

    /* proves P50 */
    by_shell(arena, folder, "the script says right",
             "sh stock.sh > right.txt 2>&1 && grep -q '^RIGHT' right.txt && "
             "grep -q 'piece [0-9]* of [0-9]*: .*49 people' right.txt");
    by_shell(arena, folder, "script and dossier count pieces from one, the file leaves from zero",
             "n=$(sed -n 's/^piece \\([0-9]*\\) of.*/\\1/p' right.txt | head -n 1) && "
             "grep -q \"^leaf $((n - 1))$\" note-1.txt && "
             "grep -o 'Shown: pieces [0-9]*' dossier.html | head -n 1 | grep -q \" $n$\"");
    by_shell(arena, folder, "sed cuts the proof out of the file",
             "cp note-1.txt whole.txt && sh cut.sh && cmp note-1.txt whole.txt");

    /* One changed word, one changed hash, one changed signature: each must be refused. */
    by_shell(arena, folder, "a changed word is refused",
             "awk '/^bytes /&&!x{$2=\"QXQgbGVhc3QgOTkgcGVvcGxl\";x=1}1' whole.txt > note-1.txt && " REFUSED);
    by_shell(arena, folder, "a changed path is refused",
             "awk '/^path /&&!x{sub(/^path ./,\"path /\");x=1}1' whole.txt > note-1.txt && " REFUSED);
    by_shell(arena, folder, "a changed signature is refused",
             "awk '/ dokaz.* /{s=substr($3,30,1)==\"A\"?\"B\":\"A\"; "
             "$3=substr($3,1,29) s substr($3,31)}1' whole.txt > note-1.txt && " REFUSED);
}

static size_t check_all_notes(Arena *arena, Str html, Case *c)
{
    size_t n = 0;
    for (size_t i = 1; i < 40; i++) {
        Str note = block(arena, html, arena_cstr(arena, arena_printf(arena, "note-%zu", i)));
        CHECK(note.len < 4096, "the proof of a figure is under 4 KB");
        if (!note.len)
            continue;
        Disclosure d;
        Error err = { 0 };
        CHECK_INT(disclosure_verify(arena, note, case_key(c), &d, NULL, &err), OK, err.text);
        for (size_t k = 0; k < d.count; k++)
            CHECK(!holds(d.leaves[k].bytes, "Kanarchuk") && !holds(d.leaves[k].bytes, "Zoriana"),
                  "canary in a shown piece");
        n++;
    }
    return n;
}

static void check_content(Str html)
{
    /* proves P39 */
    CHECK(!holds(html, "Kanarchuk") && !holds(html, "Zoriana"), "canary");
    CHECK(!holds(html, "raped"), "withheld sentence");
    /* proves P45 */
    CHECK(!holds(html, "<script") && !holds(html, "http://") && !holds(html, "https://") &&
          !holds(html, " src="), "self-contained");     /* a hash in base64 may end in these letters */
    CHECK(holds(html, "Content-Security-Policy") && holds(html, "style-src &#39;sha256-"), "policy");
    CHECK(holds(html, "As read on 22 November 2026."), "as of");
    CHECK(holds(html, "<b>49 or more</b><sup><a href=\"#n-1\">"), "figure with its note");
    CHECK(holds(html, "rule G1"), "gap of a protected name");
    CHECK(holds(html, "3 figures are given only as a minimum; the actual figures are likely higher."),
          "caution from the data");
    CHECK(holds(html, "Some incidents are withheld whole under rule G2."), "withheld incident");
    CHECK(holds(html, "Not comparable") || holds(html, "not comparable"), "verdict");
    CHECK(holds(html, "Person 1"), "mask");
    CHECK(!holds(html, "proof of what") && !holds(html, "is true"), "words that are not used");
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    char folder[] = "/tmp/dokaz-dossier-XXXXXX";
    if (!mkdtemp(folder))
        return 1;
    Fixture *f = fixture_make(arena);
    Case *c = fixture_seal(f, arena, folder);

    Str html = dossier(f, arena, c, "en");
    check_content(html);
    CHECK_INT(check_all_notes(arena, html, c), 7, "notes with a proof");
    check_by_hand(arena, folder, html, c);
    CHECK_STR(dossier(f, arena, c, "en"), html);       /* same input, same bytes */

    CHECK(holds(dossier(f, arena, c, "uk"), "Про що повідомлено"), "Ukrainian");
    CHECK(holds(dossier(f, arena, NULL, "en"), "No proof is given"), "without a sealed case");

    StrBuf titled = { 0 };
    DossierOptions options = { .as_of = S("2026-11-22"), .title = S("What " CANARY " saw") };
    Error trouble = { 0 };
    CHECK_INT(tell_dossier(f->site, &options, &titled, &trouble), OK, trouble.text);
    CHECK(holds(strbuf_str(&titled), "<h1>What Person 1 saw</h1>"), "a typed title is masked");
    strbuf_finish(&titled);

    /* The style stands in the page byte for byte, or its hash in the policy is another. */
    Str css = asset_bytes(S("dossier.css"));
    CHECK(str_find(html, css, 0) != SIZE_MAX, "dossier.css needs no escape");

    Fixture clear = *f;
    clear.in.view = view_make_clear(arena, &f->raw, f->guard);
    Error err = { 0 };
    StrBuf out = { 0 };
    CHECK_INT(site_create(arena, &clear.in, &clear.site, &err), OK, err.text);
    CHECK_INT(tell_dossier(clear.site, &(DossierOptions){ .as_of = S("2026-11-22") }, &out, &err),
              ERR_REFUSED, "unmasked");
    /* proves P43 */
    CHECK(holds(str_of(err.text), "G1") && out.len == 0, "the refusal names its rule");
    strbuf_finish(&out);

    case_close(c);
    if (test_failures == 0)
        CHECK_INT(system(arena_cstr(arena, arena_printf(arena, "rm -rf %s", folder))), 0, "clean up");
    return test_end();
}
