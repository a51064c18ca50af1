/* worker_parsers.c -- the table of parsers. To add one: a file parse_<name>.c that ends in its row, a line here
 * and in meson.build, a row in readers.c that says which media types it reads. */
#include "keep/worker_parsers.h"

#include "keep/parse_in.h"
#include "keep/parse_reading_list.h"

#include <time.h>

static int count_bytes(Str original, Str options, StrBuf *answer)
{
    (void)options;
    strbuf_i64(answer, (int64_t)original.len);
    return 0;
}

/* Says how many bytes it was given: the tests' way to see that a worker runs. */
static const WorkerParser bytes_parser = { "bytes", NULL, count_bytes };

/* Computes for as many seconds as its option begins with, then says what it was told: the tests' way to see that
 * limits and options arrive. */
static int pass_time(Str original, Str options, StrBuf *answer)
{
    struct timespec used = { 0 };

    (void)original;
    while (used.tv_sec < options.ptr[0] - '0')
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    strbuf_add(answer, options);
    return 0;
}

static const WorkerParser time_parser = { "time", NULL, pass_time };
static const WorkerParser archive_parser = { "archive", archive_prepare, archive_parts };
static const WorkerParser geojson_parser = { "geojson", NULL, geojson_shapes };
static const WorkerParser json_parser = { "json", NULL, json_parts };
static const WorkerParser mail_parser = { "mail", mail_prepare, mail_read };
static const WorkerParser mbox_parser = { "mbox", NULL, mbox_parts };
static const WorkerParser table_parser = { "table", NULL, table_parts };
static const WorkerParser warc_parser = { "warc", archive_prepare, warc_parts };

extern const WorkerParser docx_parser, image_parser, odt_parser, pdf_parser, rtf_parser;

const WorkerParser *const worker_parsers[] = {
    &bytes_parser,
    &archive_parser,
    &csl_parser,
    &docx_parser,
    &image_parser,
    &geojson_parser,
    &json_parser,
    &mail_parser,
    &mbox_parser,
    &odt_parser,
    &parse_html,
    &parse_iconv,
    &parse_uchardet,
    &pdf_parser,
    &rtf_parser,
    &time_parser,
    &table_parser,
    &warc_parser,
    &zotero_parser,
    NULL
};
