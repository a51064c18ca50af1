/* extract.c -- see extract.h: sniff, charset, then the way of each media type. */
#include "keep/extract.h"

#include "base/auto.h"
#include "base/hash.h"
#include "base/os.h"
#include "base/vec.h"
#include "keep/charset.h"
#include "keep/container.h"
#include "keep/html.h"
#include "keep/readers.h"
#include "keep/sniff.h"

#include <sys/stat.h>

typedef struct Work {
    Arena   *arena;
    Workers *workers;
    Extract *x;
    Charset  charset;
    Note    *notes;
    size_t   note_count;
} Work;

static void add_note(Work *w, Note note)
{
    Note *all = arena_array(w->arena, Note, w->note_count + 1);

    if (w->note_count)
        memcpy(all, w->notes, sizeof *all * w->note_count);
    all[w->note_count++] = note;
    w->notes = all;
}

/* The text in valid UTF-8, its invalid bytes noted. `charset` tells what it was. */
static Status decode(Work *w, Str bytes, bool html, Str *ret, Error *err)
{
    w->charset = charset_find(w->workers, bytes, html);
    if (str_eq(w->charset.name, S("utf-8"))) {
        Repaired repaired = utf8_repair(w->arena, bytes);
        w->notes = repaired.notes;
        w->note_count = repaired.note_count;
        w->x->own_offsets = true;
        w->x->own_bytes = repaired.note_count == 0;
        *ret = repaired.text;
        return OK;
    }
    return charset_convert(w->arena, w->workers, bytes, w->charset, ret, err);
}

static void note_charset(Work *w)
{
    Str code, text = charset_why(w->arena, w->charset, &code);

    if (text.ptr)
        add_note(w, (Note){ code, SPAN_NONE, text });
}

/* ---- the way back to the original ---- */

static void maps_of(Work *w, Span *text, Span *origin, size_t count, Str bytes, Str utf8)
{
    TextMap *maps = arena_array(w->arena, TextMap, count + 1);
    size_t kept = 0;

    if (!str_eq(w->charset.name, S("utf-8")))
        charset_origins(bytes, utf8, w->charset, origin, count);
    for (size_t i = 0; i < count; i++)
        if (span_is(origin[i]))
            maps[kept++] = (TextMap){ .text = text[i], .origin = origin[i] };
    w->x->maps = maps;
    w->x->map_count = kept;
}

static void maps_of_blocks(Work *w, Str bytes, Str utf8)
{
    const ReadInput *in = &w->x->input;
    Span *text = arena_array(w->arena, Span, in->block_count + 1);
    Span *origin = arena_array(w->arena, Span, in->block_count + 1);

    for (size_t i = 0; i < in->block_count; i++) {
        text[i] = in->blocks[i].span;
        origin[i] = in->blocks[i].origin;
    }
    maps_of(w, text, origin, in->block_count, bytes, utf8);
}

/* A text in another charset: line by line. */
static void maps_of_lines(Work *w, Str bytes, Str utf8)
{
    VEC(Span) lines = { 0 };
    Span *origin;

    for (size_t at = 0; at < utf8.len; ) {
        const char *end = memchr(utf8.ptr + at, '\n', utf8.len - at);
        size_t stop = end ? (size_t)(end - utf8.ptr) : utf8.len;
        if (stop > at)
            vec_push(w->arena, &lines, ((Span){ (uint32_t)at, (uint32_t)stop }));
        at = stop + 1;
    }
    origin = arena_array(w->arena, Span, lines.count + 1);
    if (lines.count)
        memcpy(origin, lines.at, sizeof *origin * lines.count);
    maps_of(w, lines.at, origin, lines.count, bytes, utf8);
}

static Status extract_html(Work *w, Str bytes, Str utf8, Error *err)
{
    ReadInput *in = &w->x->input;
    HtmlPage page;
    Str fed = utf8;

    if (memchr(utf8.ptr, 0, utf8.len)) {        /* libxml2 takes NUL for the end of the page */
        char *copy = arena_cstr(w->arena, utf8);
        for (size_t i = 0; i < utf8.len; i++)
            if (copy[i] == '\0')
                copy[i] = ' ';
        fed = (Str){ copy, utf8.len };
        add_note(w, (Note){ S("nul_bytes"), SPAN_NONE, S("NUL bytes in the page, read as spaces") });
    }
    Status status = html_extract(w->arena, w->workers, fed, &page, err);
    if (status != OK)
        return status;
    /* Places in the page, not in the text that came out of it. */
    for (size_t i = 0; i < w->note_count; i++)
        w->notes[i].span = SPAN_NONE;
    in->text = page.text.ptr ? page.text : S("");
    in->blocks = page.blocks;
    in->block_count = page.block_count;
    in->title = page.title;
    in->page = page.page;
    in->page_language = page.language;
    for (size_t i = 0; i < page.note_count; i++)
        add_note(w, page.notes[i]);
    maps_of_blocks(w, bytes, utf8);
    w->x->own_offsets = w->x->own_bytes = false;
    w->x->parser = html_parser();
    return OK;
}

static Status extract_mail(Work *w, Str bytes, const Mail *read, Error *err)
{
    ReadInput *in = &w->x->input;
    Mail mail;

    Status status = read ? OK : mail_read_all(w->arena, w->workers, &bytes, 1, &mail, err);
    if (status != OK)
        return status;
    mail = read ? *read : mail;
    if (mail.refused.ptr)
        return fail(err, ERR_BAD_INPUT, STR_FMT, STR_ARG(mail.refused));
    if (str_trim(mail.answer.text).len == 0)
        return fail(err, ERR_BAD_INPUT, "the message has no text of its own");
    in->text = mail.answer.text;
    in->blocks = mail.answer.blocks;
    in->block_count = mail.answer.block_count;
    in->title = mail.answer.title;
    in->page = mail.answer.page;
    for (size_t i = 0; i < mail.answer.note_count; i++)
        add_note(w, mail.answer.notes[i]);
    w->charset.name = S("utf-8");
    maps_of_blocks(w, bytes, in->text);
    w->x->facts = mail.answer.facts;
    w->x->fact_count = mail.answer.fact_count;
    w->x->parser = mail.answer.parser;
    return OK;
}

/* ---- by a parser of the worker ---- */

static void maps_of_answer(Work *w, const Answer *a)
{
    TextMap *maps = arena_array(w->arena, TextMap, a->block_count + 1);
    size_t kept = 0;

    for (size_t i = 0; i < a->block_count; i++) {
        const Block *b = &a->blocks[i];
        if (span_is(b->origin) || b->page || b->confidence)
            maps[kept++] = (TextMap){ b->span, b->origin, b->page, b->confidence };
    }
    w->x->maps = maps;
    w->x->map_count = kept;
}

/* What the file says of itself is shown to people; nothing is concluded from it. */
static void note_facts(Work *w, const Answer *a)
{
    for (size_t i = 0; i < a->fact_count; i++)
        add_note(w, (Note){ S("file_says"), SPAN_NONE, arena_printf(w->arena, STR_FMT ": " STR_FMT,
                            STR_ARG(a->facts[i].key), STR_ARG(a->facts[i].value)) });
}

/* An answer that was kept is taken as it is while the parser is the same. */
static Status answer_of(Work *w, const Reader *reader, Str bytes, const ExtractAsk *ask, Answer *ret, Error *err)
{
    if (ask->layer.ptr && answer_read(w->arena, ask->layer, bytes.len, ret)) {
        w->x->layer = ask->layer;
        return OK;
    }
    w->x->box = str_of(box_strength());
    return reader_run(w->arena, w->workers, reader, bytes, !ask->no_ocr, ret, &w->x->layer, err);
}

static Status extract_answer(Work *w, const Reader *reader, Str bytes, const ExtractAsk *ask, Error *err)
{
    ReadInput *in = &w->x->input;
    Answer a;
    Status status = answer_of(w, reader, bytes, ask, &a, err);

    if (status != OK)
        return status;
    in->text = a.text.ptr ? a.text : S("");
    in->blocks = a.blocks;
    in->block_count = a.block_count;
    in->title = a.title;
    in->page = a.page;
    in->page_language = a.language;
    for (size_t i = 0; i < a.note_count; i++)
        add_note(w, a.notes[i]);
    note_facts(w, &a);
    maps_of_answer(w, &a);
    w->x->parser = a.parser.ptr ? a.parser : str_of(reader->version);
    w->x->charset = STR_NONE;
    in->notes = w->notes;
    in->note_count = w->note_count;
    return OK;
}

static Str document_of(Arena *arena, Str bytes)
{
    Sha256 id = sha256(bytes);
    return hex_encode(arena, sha256_str(&id));
}

Status keep_extract(Arena *arena, Str bytes, const ExtractAsk *ask, Extract *ret, Error *err)
{
    Extract x = { .parser = S("plain/1") };
    Work w = { .arena = arena, .workers = ask->workers, .x = &x };
    Sniffed kind = sniff(str_slice(bytes, 0, SNIFF_BYTES), bytes.len, ask->path);
    Str utf8;

    if (kind.unread.ptr && !ask->media_type.ptr)
        return fail(err, ERR_BAD_INPUT, STR_FMT, STR_ARG(kind.unread));
    if (bytes.len == 0)
        return fail(err, ERR_BAD_INPUT, "the file is empty");
    const ContainerType *container = container_of(ask->media_type.ptr ? ask->media_type : kind.media_type);
    if (container && !container->text)
        return fail(err, ERR_BAD_INPUT, "it holds other documents and has no text of its own");
    if (bytes.len > TEXT_LIMIT)
        return fail(err, ERR_BAD_INPUT, "over the limit of 256 MiB for texts");
    x.input = (ReadInput){
        .document = ask->document.ptr ? ask->document : document_of(arena, bytes), .path = ask->path,
        .media_type = ask->media_type.ptr ? ask->media_type : kind.media_type, .bytes = bytes.len,
        .language = ask->language, .given = ask->given, .title = ask->title,
        .sha256 = ask->sha256,
    };
    if (container && container->text) {
        Status done = extract_mail(&w, bytes, ask->mail, err);
        if (done != OK)
            return done;
        x.input.notes = w.notes;
        x.input.note_count = w.note_count;
        *ret = x;
        return OK;
    }
    const Reader *reader = reader_of(x.input.media_type);
    if (reader) {
        Status read = extract_answer(&w, reader, bytes, ask, err);
        if (read == OK)
            *ret = x;
        return read;
    }
    bool html = str_eq(x.input.media_type, S("text/html"));
    Status status = decode(&w, bytes, html, &utf8, err);
    if (status == OK)
        note_charset(&w);
    if (status == OK && html)
        status = extract_html(&w, bytes, utf8, err);
    else
        x.input.text = utf8;
    if (status == OK && !html && !x.own_offsets)
        maps_of_lines(&w, bytes, utf8);
    if (status != OK)
        return status;
    if (str_eq(x.input.media_type, S("text/markdown")))
        x.parser = S("markdown/1");
    if (html || !str_eq(w.charset.name, S("utf-8")))
        x.box = str_of(box_strength());
    x.charset = arena_str(arena, w.charset.name);
    x.input.notes = w.notes;
    x.input.note_count = w.note_count;
    *ret = x;
    return OK;
}

Status keep_read_file(Arena *arena, const char *path, Str *ret, Error *err)
{
    struct stat st;
    Error inner = { 0 };

    if (strcmp(path, "-") == 0) {
        Status status = os_read_all(arena, 0, TEXT_LIMIT, ret, &inner);
        return status == OK ? OK : fail(err, status, "standard input: %s", inner.text);
    }
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return fail(err, ERR_BAD_INPUT, "%s is a folder; name the files in it", path);
    if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size > TEXT_LIMIT)
        return fail(err, ERR_BAD_INPUT, "%s: over the limit of 256 MiB for texts; cut it into pieces", path);
    return os_read_file(arena, path, TEXT_LIMIT, ret, err);
}
