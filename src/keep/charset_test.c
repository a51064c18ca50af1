/* charset_test.c -- the right charset for short and long texts, offsets that stay, media types. */
#include "keep/charset.h"

#include "base/auto.h"
#include "check.h"
#include "keep/extract.h"
#include "keep/sniff.h"

#include <iconv.h>

static Str encode(Arena *arena, const char *charset, Str utf8)
{
    iconv_t cd = iconv_open(charset, "UTF-8");
    char *out = arena_raw(arena, utf8.len * 4 + 8), *to = out, *from = (char *)(uintptr_t)utf8.ptr;
    size_t left = utf8.len, room = utf8.len * 4 + 8;

    CHECK(iconv(cd, &from, &left, &to, &room) != (size_t)-1, charset);
    iconv_close(cd);
    return (Str){ out, (size_t)(to - out) };
}

static const char uk[] = "У Куп'янську внаслідок обстрілу загинули двоє людей, її й інших поранено. Село є зруйноване.";
static const char ru[] = "В Купянске в результате обстрела погибли два человека, сообщили власти области.";
static const char caps[] = "ОБСТРІЛ ХАРКОВА: ШЕСТЕРО ЗАГИБЛИХ";
static const char brief[] = "Ще двоє зниклих під Бучею"; /* rare letters: the score alone is not sure */
static const char fr[] = "L\xE2\x80\x99" "armée a frappé l\xE2\x80\x99hôpital, où étaient réfugiés des blessés à Koupiansk.";

static void test_guess(void)
{
    static const struct { const char *charset, *text, *name; } cases[] = {
        { "WINDOWS-1251", uk, "windows-1251" }, { "KOI8-U", uk, "koi8-u" }, { "KOI8-R", ru, "koi8-u" },
        { "WINDOWS-1251", ru, "windows-1251" }, { "CP866", ru, "ibm866" }, { "ISO-8859-5", uk, "iso-8859-5" },
        { "MAC-CYRILLIC", ru, "mac-cyrillic" }, { "UTF-16LE", uk, "utf-16le" }, { "UTF-16BE", ru, "utf-16be" },
        { "UTF-16LE", "Six people were killed in the strike.", "utf-16le" },
        { "WINDOWS-1251", caps, "windows-1251" }, { "KOI8-U", caps, "koi8-u" }, { "CP866", ru, "ibm866" },
        { "WINDOWS-1251", brief, "windows-1251" }, { "KOI8-U", brief, "koi8-u" }, { "WINDOWS-1252", fr, NULL },
        { "UTF-8", uk, "utf-8" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO_ARENA a = arena_create();
        Error err = { 0 };
        Str bytes = encode(a, cases[i].charset, str_of(cases[i].text)), text = bytes;
        Charset found = charset_find(NULL, bytes, false);
        if (cases[i].name)
            CHECK_STR(found.name, str_of(cases[i].name));
        if (!str_eq(found.name, S("utf-8")))
            CHECK_INT(charset_convert(a, NULL, bytes, found, &text, &err), OK, err.text);
        CHECK_STR(text, str_of(cases[i].text));
    }
}

static void test_told(void)
{
    AUTO_ARENA a = arena_create();
    Error err = { 0 };
    Str text, page = encode(a, "KOI8-R", S("<html><head><meta http-equiv='Content-Type' content='text/html; "
                                           "charset=KOI8-R'></head><body>\xD1\x85\xD0\xB0</body>"));
    Charset found = charset_find(NULL, page, true);

    CHECK_STR(found.name, S("koi8-r"));
    CHECK_INT(charset_convert(a, NULL, page, found, &text, &err), OK, err.text);
    CHECK(str_find(text, S("\xD1\x85\xD0\xB0"), 0) != SIZE_MAX, "converted");
    CHECK_STR(charset_of_meta(S("<?xml version=\"1.0\" encoding=\"windows-1251\"?><html>")), S("windows-1251"));
    CHECK(charset_of_meta(S("<p>charset=koi8-r</p>")).ptr == NULL, "only in a tag");
    CHECK_STR(charset_find(NULL, S("<meta charset=windows-1251>\xD0\xB0"), true).name, S("utf-8"));
    CHECK_STR(charset_find(NULL, S("\xEF\xBB\xBFx"), false).name, S("utf-8"));
    CHECK_STR(charset_find(NULL, S("\xFF\xFEx\0"), false).name, S("utf-16le"));
    CHECK_INT(charset_convert(a, NULL, S("x\xFF"), (Charset){ .name = S("no-such-charset") }, &text, &err), ERR_BAD_INPUT,
              "unknown");
    CHECK_STR(str_of(err.text), S("converting from no-such-charset: the charset is none that this system knows"));
    CHECK_INT(charset_convert(a, NULL, S("x\xFF"), (Charset){ .name = S("../x") }, &text, &err), ERR_BAD_INPUT, "a path");
}

/* What a page says and what its bytes are: the better one is used, and the note says why. */
static void test_mismatch(void)
{
    static const struct { const char *tag, *charset, *text, *name, *code; } cases[] = {
        { "utf-8",          "WINDOWS-1251", uk, "windows-1251", "charset_mismatch" },
        { "iso-8859-1",     "WINDOWS-1251", ru, "windows-1251", "charset_mismatch" },
        { "windows-1251",   "KOI8-U",       uk, "koi8-u",       "charset_mismatch" },
        { "windows-1251",   "UTF-8",        uk, "utf-8",        "charset_mismatch" },
        { "x-nobody-knows", "KOI8-U",       uk, "koi8-u",       "charset_mismatch" },
        { "koi8-r",         "KOI8-U",       uk, "koi8-u",       NULL },
        { "windows-1251",   "WINDOWS-1251", uk, "windows-1251", NULL },
        { "windows-1252",   "WINDOWS-1252", fr, "windows-1252", NULL },
        { "iso-8859-5",     "ISO-8859-5",   ru, "iso-8859-5",   NULL },
        { NULL,             "CP866",        ru, "ibm866",       "charset_guessed" },
        { NULL,             "UTF-16BE",     uk, "utf-16be",     "charset_guessed" },
        { NULL,             "UTF-8",        uk, "utf-8",        NULL },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO_ARENA a = arena_create();
        Str code = STR_NONE, tag = cases[i].tag ? arena_printf(a, "<meta charset='%s'>", cases[i].tag) : S("");
        Str page = encode(a, cases[i].charset, arena_printf(a, STR_FMT "<p>%s</p>", STR_ARG(tag), cases[i].text));
        Charset found = charset_find(NULL, page, true);
        CHECK_STR(found.name, str_of(cases[i].name));
        Str why = charset_why(a, found, &code);
        CHECK_INT(why.ptr != NULL, cases[i].code != NULL, page);
        if (cases[i].code)
            CHECK_STR(code, str_of(cases[i].code));
    }
    AUTO_ARENA a = arena_create();
    Str code, page = encode(a, "WINDOWS-1251", arena_printf(a, "<meta charset=utf-8>%s", ru));
    CHECK_STR(charset_why(a, charset_find(NULL, page, true), &code),
              S("the page names the charset utf-8; read as windows-1251: in it the bytes are Cyrillic words"));
}

/* Each line, and each block of a page, leads back to its own bytes. */
static void test_maps(void)
{
    static const char *const charsets[] = { "WINDOWS-1251", "KOI8-U", "UTF-16LE", "UTF-16BE" };
    static const char text[] = "Перший рядок.\n\nДругий рядок, довший за перший, щоб було що читати.\r\nТретій.";
    static const char page[] = "<html><body><p>Перше речення сторінки про обстріл.</p>\n<div>Друге речення "
                               "цієї ж сторінки.</div></body>";

    for (size_t i = 0; i < 2 * sizeof charsets / sizeof *charsets; i++) {
        AUTO_ARENA a = arena_create();
        Error err = { 0 };
        Extract x;
        bool html = i % 2;
        const char *charset = charsets[i / 2];
        Str bytes = encode(a, charset, str_of(html ? page : text));
        CHECK_INT(keep_extract(a, bytes, &(ExtractAsk){ .path = html ? S("a.html") : S("a.txt"), .media_type = html ?
                  S("text/html") : S("text/plain") }, &x, &err), OK, err.text);
        CHECK(!x.own_offsets, charset);
        CHECK_INT(x.map_count, html ? 2 : 3, charset);
        for (size_t k = 0; k < x.map_count; k++) {
            Str words = span_text(x.input.text, x.maps[k].text), from = span_text(bytes, x.maps[k].origin);
            Str expected = encode(a, charset, words);
            if (html)
                CHECK(str_find(from, expected, 0) != SIZE_MAX, charset);
            else
                CHECK_STR(from, expected);
        }
    }
}

static void test_repair(void)
{
    AUTO_ARENA a = arena_create();
    Repaired r = utf8_repair(a, S("a\xFF\xFE" "b\0\xD0\xB0\xD0"));

    CHECK_STR(r.text, S("a??b\0\xD0\xB0?"));
    /* proves P17 */
    CHECK_INT(r.note_count, 2, "runs");
    CHECK_STR(r.notes[0].text, S("invalid UTF-8 at byte 1, shown as '?'"));
    CHECK_INT(r.notes[0].span.end, 3, "span");
    char many[5000];
    for (size_t i = 0; i < sizeof many; i++)
        many[i] = i % 2 ? 'x' : '\x80';
    r = utf8_repair(a, (Str){ many, sizeof many });
    CHECK_INT(r.note_count, 21, "notes are capped");
    CHECK_STR(r.notes[20].text, S("invalid UTF-8 at 2,480 more places, shown as '?'"));
    Str fine = S("fine");
    CHECK(utf8_repair(a, fine).text.ptr == fine.ptr, "no copy");
}

static void test_extract(void)
{
    AUTO_ARENA a = arena_create();
    Error err = { 0 };
    Extract x;
    Str text = S("\xEF\xBB\xBFSix people were killed\r\nin Ky\xD1\x97v \xFF on Monday.\0 There were more.\n");

    CHECK_INT(keep_extract(a, text, &(ExtractAsk){ .path = S("a.txt") }, &x, &err), OK, err.text);
    CHECK_STR(x.charset, S("utf-8"));
    CHECK(x.own_offsets && !x.own_bytes, "offsets stay");
    CHECK_INT(x.input.text.len, text.len, "same length: mark, CR and NUL stay");
    CHECK_INT(x.input.note_count, 1, "note");
    CHECK_INT(x.input.notes[0].span.start, 36, "where");
    CHECK_STR(x.input.media_type, S("text/plain"));
    CHECK_INT(x.input.document.len, 64, "hash");
    CHECK_INT(keep_extract(a, S("# Six"), &(ExtractAsk){ .path = S("a.MD") }, &x, &err), OK, err.text);
    CHECK_STR(x.input.media_type, S("text/markdown"));
    CHECK(x.own_bytes, "the file itself");
    CHECK_INT(keep_extract(a, S(""), &(ExtractAsk){ .path = S("a.txt") }, &x, &err), ERR_BAD_INPUT, "empty");
    CHECK_STR(str_of(err.text), S("the file is empty"));
    CHECK_INT(keep_extract(a, S("%PDF-1.7 x"), &(ExtractAsk){ .path = S("a.txt") }, &x, &err), ERR_BAD_INPUT, "pdf");
    CHECK(str_starts(str_of(err.text), S("PDF: ")), err.text);
}

static void test_sniff(void)
{
    static const struct { Str head; const char *path; Str media_type; bool read; } cases[] = {
        { S("Six people"),                  "a",            S("text/plain"),    true },
        { S("Six people"),                  "a.md",         S("text/markdown"), true },
        { S("\n <!DOCTYPE HTML><html>"),    "a.txt",        S("text/html"),     true },
        { S("<?xml version='1.0'?><html>"), "a",            S("text/html"),     true },
        { S("words <b>only</b>"),           "a.txt",        S("text/plain"),    true },
        { S("a\tb\n"),                      "sources.tsv",  S("text/tab-separated-values"), true },
        { S("\x89PNG\r\n\x1A\n"),           "a.txt",        S("image/png"),     true },
        { S("PK\3\4abcd"),                  "a.DOCX",       S("application/vnd.openxmlformats-officedocument."
                                                              "wordprocessingml.document"), true },
        { S("PK\3\4abcd"),                  "a",            S("application/zip"), true },
        { S("ID3abcd"),                     "a.docx",       S("audio/mpeg"),    false },
        { S("BMW of the mayor"),            "a",            S("text/plain"),    true },
        { S("BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0"), "a", S("image/bmp"), true },
        { S("\1\2\3\4\0\0\0\0\0ab\7\7\7"),  "a",            S("application/octet-stream"), false },
        { S("\xFF\xFE<\0h\0t\0m\0l\0>\0"), "a",  S("text/html"),     true },
        { S("\xFF\xFE" "A\0b\0"),           "a",            S("text/plain"),    true },
        { S("one NUL\0 in a text of many letters that goes on and on, so that it stays text"), "a",
          S("text/plain"), true },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Sniffed s = sniff(cases[i].head, cases[i].head.len, str_of(cases[i].path));
        CHECK_STR(s.media_type, cases[i].media_type);
        CHECK_INT(s.unread.ptr == NULL, cases[i].read, cases[i].path);
    }
    CHECK_STR(sniff(S("x"), 300u << 20, S("a")).unread, S("over the limit of 256 MiB for texts"));
    CHECK_STR(sniff(S(""), 0, S("a")).unread, S("the file is empty"));
}

int main(void)
{
    test_guess();
    test_told();
    test_mismatch();
    test_maps();
    test_repair();
    test_extract();
    test_sniff();
    return test_end();
}
