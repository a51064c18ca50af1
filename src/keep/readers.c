/* readers.c -- see readers.h. To add a reader: a row here, its parser in worker_parsers.c, and no reason to leave
 * the type unread in sniff.c. */
#include "keep/readers.h"

#include "base/auto.h"

#define GIB ((uint64_t)1 << 30)

#define MIB ((uint64_t)1 << 20)

#define IMAGE_LIMITS .limits = { 1536 * MIB, 20, 30, GIB }, .ocr = { 2048 * MIB, 300, 450, GIB }

static const Reader readers[] = {
    { .media_type = S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), .parser = "docx",
      .what = "DOCX", .version = "docx/1", .limits = { 1536 * MIB, 60, 90, GIB } },
    { .media_type = S("application/vnd.oasis.opendocument.text"), .parser = "odt", .what = "ODT", .version = "odt/1",
      .limits = { 1536 * MIB, 60, 90, GIB } },
    { .media_type = S("application/rtf"), .parser = "rtf", .what = "RTF", .version = "rtf/1",
      .limits = { 1536 * MIB, 60, 90, GIB } },
    { .media_type = S("application/pdf"), .parser = "pdf", .what = "PDF", .version = "pdf/1",
      .limits = { 1536 * MIB, 120, 180, GIB }, .ocr = { 2048 * MIB, 1200, 1800, GIB } },
    { .media_type = S("application/vnd.citationstyles.csl+json"), .parser = "csl", .what = "CSL-JSON", .version = "csl/1",
      .limits = { 1024 * MIB, 30, 45, GIB } },
    { .media_type = S("application/rdf+xml"), .parser = "zotero", .what = "Zotero's RDF", .version = "zotero/1",
      .limits = { 1024 * MIB, 30, 45, GIB } },
    { .media_type = S("image/jpeg"), .parser = "image", .what = "picture", .version = "image/1", IMAGE_LIMITS },
    { .media_type = S("image/png"), .parser = "image", .what = "picture", .version = "image/1", IMAGE_LIMITS },
    { .media_type = S("image/tiff"), .parser = "image", .what = "picture", .version = "image/1", IMAGE_LIMITS },
    { .media_type = S("image/webp"), .parser = "image", .what = "picture", .version = "image/1", IMAGE_LIMITS },
    { .media_type = S("image/gif"), .parser = "image", .what = "picture", .version = "image/1", IMAGE_LIMITS },
    { .media_type = S("image/bmp"), .parser = "image", .what = "picture", .version = "image/1", IMAGE_LIMITS },
    { .media_type = S("image/heic"), .parser = "image", .what = "picture", .version = "image/1", IMAGE_LIMITS },
    { .media_type = { NULL, 0 } },
};

const Reader *reader_of(Str media_type)
{
    for (size_t i = 0; readers[i].media_type.ptr; i++)
        if (str_eq(readers[i].media_type, media_type))
            return &readers[i];
    return NULL;
}

static Status parse(Arena *arena, Workers *workers, const Reader *reader, Str bytes, Str options,
                    const BoxLimits *limits, Answer *ret, Str *raw, Error *err)
{
    AUTO_STRBUF answer = { 0 };
    Status status = workers_run(workers, reader->parser, reader->what, bytes, options, limits, &answer, err);

    if (status != OK)
        return status;
    if (!answer_read(arena, strbuf_str(&answer), bytes.len, ret))
        return fail(err, ERR_BAD_INPUT, "%s: the parser's answer makes no sense", reader->what);
    if (raw)
        *raw = arena_str(arena, strbuf_str(&answer));
    return OK;
}

static void add_note(Arena *arena, Answer *a, Str code, Str text)
{
    Note *all = arena_array(arena, Note, a->note_count + 1);

    if (a->note_count)
        memcpy(all, a->notes, sizeof *all * a->note_count);
    all[a->note_count++] = (Note){ code, SPAN_NONE, text };
    a->notes = all;
}

Status reader_run(Arena *arena, Workers *workers, const Reader *reader, Str bytes, bool ocr, Answer *ret, Str *layer,
                  Error *err)
{
    Answer plain, better;
    Error why = { 0 };
    Str raw;
    Status status = parse(arena, workers, reader, bytes, S(""), &reader->limits, &plain, NULL, err);

    if (layer)
        *layer = STR_NONE;
    if (status != OK)
        return status;
    *ret = plain;
    if (plain.ocr != OCR_WANTED || !reader_recognises(reader))
        return OK;
    if (!ocr) {
        add_note(arena, ret, S("ocr_off"), S("text in pictures was not looked for"));
        return OK;
    }
    status = parse(arena, workers, reader, bytes, S("ocr"), &reader->ocr, &better, &raw, &why);
    if (status != OK) {
        add_note(arena, ret, S("ocr_failed"),
                 arena_printf(arena, "text in pictures could not be recognised: %s", why.text));
        return OK;
    }
    *ret = better;
    if (layer)
        *layer = raw;
    return OK;
}
