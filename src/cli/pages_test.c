/* pages_test.c -- saved pages from bytes to segments: test/cases/pages/NAME.html gives NAME.expected.
 *
 * The first lines are what is known of the document, then one line a segment: its role and its words,
 * line breaks shown as blanks. `pages_test FOLDER write` writes the files anew, for a person to compare.
 */
#include "base/auto.h"
#include "base/os.h"
#include "check.h"
#include "keep/extract.h"
#include "read/read.h"

typedef struct Context {
    const Lang *lang;
    bool        write;
    size_t      pages;
} Context;

static void put_line(StrBuf *b, Str role, Str words)
{
    strbuf_add(b, role);
    strbuf_char(b, '\t');
    for (size_t i = 0; i < words.len; i++)
        strbuf_char(b, words.ptr[i] == '\n' || words.ptr[i] == '\t' ? ' ' : words.ptr[i]);
    strbuf_char(b, '\n');
}

static void put_reading(StrBuf *b, const Reading *r)
{
    static const char *const how[] = { "unknown", "stated", "inferred", "given" };

    put_line(b, S("=title"), r->doc.title);
    put_line(b, S("=publisher"), r->doc.publisher);
    for (size_t i = 0; i < r->doc.author_count; i++)
        put_line(b, S("=author"), r->doc.authors[i]);
    put_line(b, S("=published"), r->doc.published);
    put_line(b, S("=how"), str_of(how[r->doc.published_how]));
    for (size_t i = 0; i < r->doc.note_count; i++)
        put_line(b, S("=note"), r->doc.notes[i].text);
    for (size_t i = 0; i < r->segment_count; i++) {
        const Segment *s = &r->segments[i];
        put_line(b, segment_role_name(s->role), span_text(r->text, s->span));
        if (s->supports >= 0)
            put_line(b, S("  supports"), span_text(r->text, r->segments[s->supports].span));
    }
}

static Status visit(void *context, const FoundFile *file, Error *err)
{
    Context *x = context;
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF got = { 0 };
    Str path = str_of(file->path), bytes, expected = S("");
    Extract extract;
    Reading reading;

    if (!str_ends(path, S(".html")))
        return OK;
    const char *beside = arena_printf(arena, STR_FMT ".expected", STR_ARG(str_slice(path, 0, path.len - 5))).ptr;
    Status status = os_read_file(arena, file->path, 1 << 20, &bytes, err);
    if (status == OK)
        status = keep_extract(arena, bytes, &(ExtractAsk){ .path = path }, &extract, err);
    if (status != OK)
        return status;
    read_document(x->lang, arena, &extract.input, &reading);
    put_reading(&got, &reading);
    x->pages++;
    if (x->write)
        return os_write_file(beside, strbuf_str(&got), 0644, NOT_DURABLE, err);
    status = os_read_file(arena, beside, 1 << 20, &expected, err);
    CHECK_STR(strbuf_str(&got), expected);
    return status;
}

static void trouble(void *context, const char *path, const char *why)
{
    (void)context;
    CHECK(false, path);
    CHECK(false, why);
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    Error err = { 0 };
    Lang *lang;

    if (argc < 2 || lang_load(NULL, &lang, &err) != OK) {
        fprintf(stderr, "usage: pages_test FOLDER [write]  %s\n", err.text);
        return 1;
    }
    Context x = { .lang = lang, .write = argc > 2 };
    CHECK_INT(os_walk(arena, argv[1], visit, trouble, &x, &err), OK, err.text);
    CHECK(x.pages > 0, argv[1]);
    lang_free(lang);
    return test_end();
}
