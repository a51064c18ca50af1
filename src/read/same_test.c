/* same_test.c -- the same bytes give the same reading, byte for byte; nothing stands outside the text.
 *
 * Reads every example twice, in another locale and with the memory used before,
 * and cut short at many places, so that no text can make a reading go astray.
 */
#include "base/auto.h"
#include "base/os.h"
#include "check.h"
#include "model/json.h"
#include "read/read.h"

#include <locale.h>

typedef struct Context {
    const Lang *lang;
    Arena      *arena;
    size_t      files;
} Context;

static void read_to(const Lang *lang, Arena *arena, Str text, StrBuf *out)
{
    ReadInput in = { .document = S("0000"), .path = S("x.txt"), .media_type = S("text/plain"), .text = text, .bytes = text.len };
    Reading r = { 0 };
    JsonOut j = { out, false };

    read_document(lang, arena, &in, &r);
    json_reading(&j, lang_taxonomy(lang), &r);
    for (size_t i = 0; i < r.mention_count; i++)
        CHECK(r.mentions[i].span.start < r.mentions[i].span.end && r.mentions[i].span.end <= text.len, text);
    for (size_t i = 0; i < r.claim_count; i++)
        CHECK(r.claims[i].span.start < r.claims[i].span.end && r.claims[i].span.end <= text.len && r.claims[i].chain_count > 0,
              text);
    for (size_t i = 1; i < r.segment_count; i++)
        CHECK(r.segments[i - 1].span.end <= r.segments[i].span.start, text);
}

static Status visit(void *context, const FoundFile *file, Error *err)
{
    Context *x = context;
    Mapped m;
    Status status = os_map(file->path, &m, err);

    if (status != OK)
        return status;
    AUTO_STRBUF first = { 0 };
    AUTO_STRBUF second = { 0 };
    read_to(x->lang, x->arena, m.bytes, &first);
    setlocale(LC_ALL, "");
    read_to(x->lang, x->arena, m.bytes, &second);   /* proves P27 */
    CHECK_STR(strbuf_str(&second), strbuf_str(&first));
    for (size_t end = 1; end < m.bytes.len; end += 97) {
        AUTO_ARENA scratch = arena_create();
        strbuf_clear(&second);
        read_to(x->lang, scratch, str_slice(m.bytes, end / 2, end), &second);
    }
    x->files++;
    os_unmap(&m);
    return OK;
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

    if (argc != 2 || lang_load(NULL, &lang, &err) != OK) {
        fprintf(stderr, "usage: same_test FOLDER  %s\n", err.text);
        return 1;
    }
    Context x = { lang, arena, 0 };
    CHECK_INT(os_walk(arena, argv[1], visit, trouble, &x, &err), OK, err.text);
    CHECK(x.files > 0, argv[1]);
    lang_free(lang);
    return test_end();
}
