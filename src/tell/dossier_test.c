/* dossier_test.c -- the report: its figures, its template, its proofs (by report_verify, by disclosure_verify, and by
 * the script it prints, with stock tools), what may not be in it, and that what was changed is found.
 */
#include "tell/fixture_test.h"

#include "base/auto.h"
#include "base/os.h"
#include "check.h"
#include "seal/report.h"
#include "tell/asset.h"
#include "tell/dossier.h"

#include <stdio.h>
#include <stdlib.h>

static bool holds(Str hay, const char *needle)
{
    return str_find(hay, str_of(needle), 0) != SIZE_MAX;
}

static Status sign(void *context, Arena *arena, Str text, Str *ret, Error *err)
{
    return report_sign(arena, context, text, ret, err);
}

static Str made(Fixture *f, Arena *arena, DossierOptions options, Error *err)
{
    StrBuf out = { 0 };

    options.as_of = S("2026-11-22");
    options.sign = options.sealed ? sign : NULL;
    options.sign_context = options.sealed;
    Str text = tell_dossier(f->site, &options, &out, err) == OK ? arena_str(arena, strbuf_str(&out)) : STR_NONE;
    strbuf_finish(&out);
    return text;
}

static Str dossier(Fixture *f, Arena *arena, Case *c, const char *language, DossierFormat format)
{
    Error err = { 0 };
    Str text = made(f, arena, (DossierOptions){ .language = str_of(language), .sealed = c, .format = format }, &err);

    CHECK_INT(err.status, OK, err.text);
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

/* `command`, run in the folder, must succeed. */
static void by_shell(Arena *arena, const char *folder, const char *about, const char *command)
{
    CHECK_INT(system(arena_cstr(arena, arena_printf(arena, "cd %s && %s", folder, command))), 0, about);
}

/* As a stranger would: the printed script, openssl, sha256sum, base64. */
static void check_by_hand(Arena *arena, const char *folder, Str html, Case *c)
{
    CHECK_STR(block(arena, html, "key"), arena_printf(arena, STR_FMT "\n", STR_ARG(vkey_format(arena, case_key(c)))));
    write_to(arena, folder, "case.vkey", block(arena, html, "key"));
    write_to(arena, folder, "check.sh", block(arena, html, "check"));
    write_to(arena, folder, "note.txt", block(arena, html, "note-1"));
    write_to(arena, folder, "report.html", html);
    write_to(arena, folder, "cut.sh", block(arena, html, "cut"));
    write_to(arena, folder, "stock.sh", block(arena, html, "with-stock"));

    /* proves P50 */
    by_shell(arena, folder, "the script says right of the report",
             "sh stock.sh > right.txt 2>&1 && grep -q '^RIGHT' right.txt && grep -q '^figure 1: 49 or more (notes 1)$' right.txt && "
             "grep -q 'piece [0-9]* of [0-9]*: .*49 people' right.txt");
    by_shell(arena, folder, "sed cuts the proof out of the file", "sh cut.sh && cmp note.txt note-1.txt");
    by_shell(arena, folder, "the script says right of one proof",
             "sh check.sh note-1.txt \"$(cat case.vkey)\" > one.txt 2>&1 && grep -q '^RIGHT' one.txt");
    by_shell(arena, folder, "script and dossier count pieces from one, the file leaves from zero",
             "n=$(sed -n 's/^piece \\([0-9]*\\) of.*/\\1/p' one.txt | head -n 1) && grep -q \"^leaf $((n - 1))$\" note-1.txt && "
             "grep -o 'Shown: pieces [0-9]*' report.html | head -n 1 | grep -q \" $n$\"");
    by_shell(arena, folder, "a changed path is refused",
             "awk '/^path /&&!x{sub(/^path ./,\"path /\");x=1}1' note.txt > bad.txt && ! cmp -s note.txt bad.txt && "
             "! sh check.sh bad.txt \"$(cat case.vkey)\" > wrong.txt 2>&1 && grep -q WRONG wrong.txt");
    by_shell(arena, folder, "a changed signature is refused",
             "awk '/ dokaz.* /{s=substr($3,30,1)==\"A\"?\"B\":\"A\"; $3=substr($3,1,29) s substr($3,31)}1' note.txt > bad.txt && "
             "! cmp -s note.txt bad.txt && ! sh check.sh bad.txt \"$(cat case.vkey)\" > wrong.txt 2>&1 && grep -q WRONG wrong.txt");
}

/* ---- what was changed is found ---- */

typedef struct Findings { Str first; size_t count; Arena *arena; } Findings;

static void keep_finding(void *context, Str what)
{
    Findings *f = context;

    if (!f->count++)
        f->first = arena_str(f->arena, what);
}

static Findings verify(Arena *arena, Str file, const VerifyKey *key)
{
    Findings found = { .arena = arena, .first = S("") };
    ReportCounts counts;
    Error err = { 0 };

    if (report_verify(arena, file, STR_NONE, key, keep_finding, &found, &counts, &err) != OK)
        keep_finding(&found, str_of(err.text));
    return found;
}

static void keep_all(void *context, Str what)
{
    strbuf_add(context, what);
    strbuf_char(context, '\n');
}

/* The file with the first `from` at or behind `after` written as `to`. */
static Str changed(Arena *arena, Str file, const char *after, const char *from, const char *to)
{
    size_t start = str_find(file, str_of(after), 0);
    size_t at = start == SIZE_MAX ? SIZE_MAX : str_find(file, str_of(from), start);

    CHECK(at != SIZE_MAX, from);
    if (at == SIZE_MAX)
        return file;
    return arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(str_slice(file, 0, at)), to,
                        STR_ARG(str_slice(file, at + strlen(from), file.len)));
}

/* proves P220 */
static void check_changes(Arena *arena, const char *folder, Str html, Case *c)
{
    static const struct { const char *what, *after, *from, *to, *says; } changes[] = {
        { "a figure",    "id=\"f-1\"", ">49 or more<", ">94 or more<", "figure 1 reads \"94 or more\"" },
        { "a quotation", "id=\"q-1\"", "At least 49 people", "At least 94 people", "note 1: the quotation does not read as the sealed piece" },
        { "a proof",     "id=\"note-1\"", "\nsalt ", "\nsalt A", "note 1: " },
        { "a caution",   "class=\"caution\"", "3 figures", "2 figures", "the words of the report" },
        { "the script",  "<script>", "SHA-2", "SHA-3", "bytes before the statement" },
        { "the mark of a figure", "id=\"f-1\"", "data-notes=\"1\"", "data-notes=\"2\"", "figure 1 is displayed with other notes" },
        { "what is hidden", "</section>", "</body>", "<b>7</b></body>", "bytes behind the statement" },
        { "the statement", "-- statement", "figure 1 1 49", "figure 1 1 94", "the signature under the statement" },
    };

    CHECK_STR(verify(arena, html, case_key(c)).first, S(""));
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        Str bad = changed(arena, html, changes[i].after, changes[i].from, changes[i].to);
        Findings found = verify(arena, bad, case_key(c));
        bool said = false;
        CHECK(found.count > 0, changes[i].what);
        ReportCounts counts;
        Error err = { 0 };
        StrBuf told = { 0 };
        if (report_verify(arena, bad, STR_NONE, case_key(c), keep_all, &told, &counts, &err) == OK)
            said = holds(strbuf_str(&told), changes[i].says);
        CHECK(said, changes[i].says);
        strbuf_finish(&told);
        write_to(arena, folder, "report.html", bad);
        by_shell(arena, folder, changes[i].what, "! sh stock.sh > wrong.txt 2>&1 && grep -q WRONG wrong.txt");
    }
    write_to(arena, folder, "report.html", html);
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
    CHECK(!holds(html, "http://") && !holds(html, "https://") && !holds(html, " src="), "self-contained");
    CHECK(holds(html, "default-src &#39;none&#39;") && holds(html, "style-src &#39;sha256-") &&
          holds(html, "script-src &#39;sha256-"), "policy");
    CHECK(holds(html, "As read on 22 November 2026."), "as of");
    CHECK(holds(html, "<b class=\"figure\" id=\"f-1\" data-notes=\"1\">49 or more</b><sup>\xC2\xA0<a href=\"#n-1\""),
          "figure with its note");
    CHECK(holds(html, "<q>At least 49 people were killed</q>"), "the words that a figure was read from");
    CHECK(holds(html, "rule G1"), "gap of a protected name");
    CHECK(holds(html, "3 figures are given only as a minimum; the actual figures are likely higher."),
          "caution from the data");
    CHECK(holds(html, "Some incidents are withheld whole under rule G2."), "withheld incident");
    CHECK(holds(html, "Not comparable") || holds(html, "not comparable"), "verdict");
    CHECK(holds(html, "<span class=\"masked\">Person 1</span>"), "mask");
    CHECK(!holds(html, "proof of what") && !holds(html, "is true"), "words that are not used");
    CHECK(!holds(html, ">Map<"), "a chapter with nothing to show goes with its heading");
}

/* ---- templates ---- */

/* The first 12 digits of the id of an incident or claim. */
static const char *short_id(Arena *arena, Id id)
{
    char hex[ID_HEX + 1];

    id_format(id, hex);
    return arena_cstr(arena, str_slice(str_of(hex), 0, 12));
}

static Str with_template(Fixture *f, Arena *arena, Case *c, Str text, Error *err)
{
    return made(f, arena, (DossierOptions){ .sealed = c, .format = DOSSIER_MD, .template_text = text,
                                            .template_name = S("my.txt") }, err);
}

/* proves P221 */
static void check_template(Fixture *f, Arena *arena, Case *c)
{
    const char *first = short_id(arena, f->raw.incidents[0].id), *withheld = short_id(arena, f->raw.readings[3].claims[1].id);
    Error err = { 0 };
    Str own = with_template(f, arena, c, arena_printf(arena,
        "# a comment\n= Verkhnia Lypa in {as-of}\n\n== What we found\nOur words, {{ and %s.\nKilled: {figure incident=%s "
        "counted=killed}.\n\n- an item\n\n== Map\n{map}\n\n== Sources\n{sources}\n", CANARY, first), &err);

    CHECK_INT(err.status, OK, err.text);
    CHECK(str_starts(own, S("# Verkhnia Lypa in 22 November 2026\n\n## What we found\n\nOur words, \\{ and Person 1. Killed: "
                            "**49 or more**[^1][^2][^3].\n\n- an item\n\n## Sources\n")), "own chapters, in their order");
    CHECK(holds(own, "## Notes") && holds(own, "[^3]: >"), "notes stand in every report");
    CHECK(!holds(own, "## Map") && !holds(own, "## Incidents"), "only what is asked for");
    CHECK_STR(verify(arena, own, case_key(c)).first, S(""));

    static const struct { const char *text, *says; } errors[] = {
        { "= A\n\n== B\n{nonsense}\n", "my.txt:4: within a text stand {figure ...} and {as-of}; there is no nonsense" },
        { "text {figure counted=killed}\n", "my.txt:1: a figure needs incident=ID or claim=ID" },
        { "\n\ntext {figure incident=00000000}\n", "my.txt:3: the case has no incident whose id begins with" },
        { "text {figure claim=0123}\n", "my.txt:1: the case has no claim whose id begins with (8 digits at least): 0123" },
        { "text {figure what=x}\n", "my.txt:1: in braces stands name=value" },
        { "text {figure incident=\n", "my.txt:1: a brace is opened and not closed on its line" },
        { "see {timeline} there\n", "my.txt:1: this part stands alone on its line: timeline" },
        { "{notes}\n{notes}\n", "my.txt:2: the notes stand in a report once" },
        { "ok\n\xFF\n", "my.txt:2: the template must be UTF-8" },
    };
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        Error why = { 0 };
        with_template(f, arena, c, str_of(errors[i].text), &why);
        CHECK_INT(why.status, ERR_BAD_INPUT, errors[i].text);
        CHECK(holds(str_of(why.text), errors[i].says), why.text);
    }

    /* proves P222 */
    Error why = { 0 };
    with_template(f, arena, c, arena_printf(arena, "x {figure incident=%s}\n", withheld), &why);
    CHECK_INT(why.status, ERR_REFUSED, why.text);
    CHECK(holds(str_of(why.text), "rule G2"), why.text);
}

/* A figure of a claim that a person left out stops the report, in whatever chapter it would stand. */
static void check_rejected(Fixture *f, Arena *arena, Case *c)
{
    static const Ruling rulings[] = { { .kind = RULING_LEAVE_OUT, .a = { 1, 0 } } };
    Error err = { 0 };

    f->view->corpus.rulings = rulings;
    f->view->corpus.ruling_count = 1;
    for (int format = 0; format < DOSSIER_FORMATS; format++) {
        Str text = made(f, arena, (DossierOptions){ .sealed = c, .format = (DossierFormat)format }, &err);
        CHECK(text.ptr == NULL, "nothing is written");
        CHECK_INT(err.status, ERR_REFUSED, err.text);
        CHECK(holds(str_of(err.text), "rule G5"), err.text);
    }
    f->view->corpus.rulings = NULL;
    f->view->corpus.ruling_count = 0;
}

/* ---- the four formats ---- */

static void check_formats(Fixture *f, Arena *arena, Case *c)
{
    for (int format = 0; format < DOSSIER_FORMATS; format++) {
        const char *name = dossier_format_name((DossierFormat)format);
        Str text = dossier(f, arena, c, "en", (DossierFormat)format);
        CHECK(!holds(text, "Kanarchuk") && !holds(text, "Zoriana") && !holds(text, "raped"), name);
        /* proves P223 */
        CHECK(str_eq(dossier(f, arena, c, "en", (DossierFormat)format), text), name);
        Findings found = verify(arena, text, case_key(c));
        CHECK(found.count == 0, arena_cstr(arena, found.first));
        /* one bit in what is before the statement, one behind it */
        char *bytes = arena_cstr(arena, text);
        Str bad = { bytes, text.len };
        bytes[text.len / 10] ^= 1;
        CHECK(verify(arena, bad, case_key(c)).count > 0, name);
        bytes[text.len / 10] ^= 1;
        CHECK_INT(dossier_format_of(str_of(name)), format, name);
        CHECK(dossier(f, arena, NULL, "uk", (DossierFormat)format).len > 1000, "without a sealed case");
    }
}

static void check_unsigned(Fixture *f, Arena *arena, Case *c)
{
    StrBuf out = { 0 };
    Error err = { 0 };
    DossierOptions options = { .as_of = S("2026-11-22"), .sealed = c };

    CHECK_INT(tell_dossier(f->site, &options, &out, &err), OK, err.text);
    CHECK(holds(verify(arena, strbuf_str(&out), case_key(c)).first, "not signed"), "a report without a key says so");
    strbuf_finish(&out);
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    char folder[] = "/tmp/dokaz-dossier-XXXXXX";
    if (!mkdtemp(folder))
        return 1;
    Fixture *f = fixture_make(arena);
    Case *c = fixture_seal(f, arena, folder);

    Str html = dossier(f, arena, c, "en", DOSSIER_HTML);
    check_content(html);
    CHECK_INT(check_all_notes(arena, html, c), 7, "notes with a proof");
    check_by_hand(arena, folder, html, c);
    check_changes(arena, folder, html, c);
    check_template(f, arena, c);
    check_rejected(f, arena, c);
    check_formats(f, arena, c);
    check_unsigned(f, arena, c);

    CHECK(holds(dossier(f, arena, c, "uk", DOSSIER_HTML), "Про що повідомлено"), "Ukrainian");
    CHECK(holds(dossier(f, arena, NULL, "en", DOSSIER_HTML), "No proof is given"), "without a sealed case");

    Error trouble = { 0 };
    Str titled = made(f, arena, (DossierOptions){ .title = S("What " CANARY " saw") }, &trouble);
    CHECK(holds(titled, "<h1>What Person 1 saw</h1>"), "a typed title is masked");

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
