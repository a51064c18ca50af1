/* cmd_read.c -- `dokaz read FILE...`: the program's pipe for other systems.
 *
 * Needs no case and writes none; prints the file's own words, since masking is
 * a case's business.
 */
#include "cli/commands.h"

#include "base/auto.h"
#include "cli/explain.h"
#include "cli/jobs.h"
#include "cli/print.h"
#include "cli/table.h"
#include "keep/container.h"
#include "keep/extract.h"
#include "keep/sniff.h"
#include "keep/sources.h"
#include "lang/lang.h"
#include "model/edtf.h"
#include "model/json.h"
#include "read/derive.h"
#include "read/read.h"
#include "tell/reading_page.h"

typedef struct ReadOptions {
    bool json, text, html;
    int64_t jobs;
    Str  explain, date, lang, data, places, sources;
} ReadOptions;

static const Option options[] = {
    OPTION_FLAG(ReadOptions, json,    "json",
                "document, segments, mentions, attributions, claims: JSON lines"),
    OPTION_FLAG(ReadOptions, text,    "text",            "the main text alone, one paragraph a line"),
    OPTION_FLAG(ReadOptions, html,    "html",
                "one self-contained page: the text with everything that was read in it"),
    OPTION_TEXT(ReadOptions, explain, "explain", "ID",   "why this mention or claim was read: rule, bytes, rows of tables"),
    OPTION_TEXT(ReadOptions, date,    "date",    "EDTF", "when the documents were published"),
    OPTION_TEXT(ReadOptions, lang,    "lang",    "CODE", "their language: en, uk, ru ..."),
    OPTION_TEXT(ReadOptions, sources, "sources", "FILE", "table of publishers, dates and addresses"),
    OPTION_TEXT(ReadOptions, places,  "places",  "FILE", "a table that `dokaz places import` made"),
    OPTION_TEXT(ReadOptions, data,    "data",    "DIR",  "other tables of words and places (laid out as data/)"),
    OPTION_INT (ReadOptions, jobs,    "jobs",    "N",    "processes that read; 0 or left out: one a processor"),
    OPTION_END
};

typedef struct ReadContext {
    Cli               *cli;
    const ReadOptions *options;
    const Sources     *sources;
    const Lang        *lang;
    Arena             *arena;       /* of one file at a time */
    char             **paths;
    Status             worst;       /* of the files so far; why is in `why` */
    Error              why;
} ReadContext;

/* Paragraphs of the main text: what is neither title nor byline nor boilerplate, blanks drawn together. */
static void print_main_text(Cli *cli, const Reading *r)
{
    int32_t paragraph = -1;
    bool begun = false;

    for (size_t i = 0; i < r->segment_count; i++) {
        const Segment *s = &r->segments[i];
        if (s->role == SEGMENT_TITLE || s->role == SEGMENT_BOILERPLATE || s->role == SEGMENT_BYLINE)
            continue;
        if (begun)
            strbuf_char(&cli->out, s->paragraph == paragraph ? ' ' : '\n');
        paragraph = s->paragraph;
        begun = true;
        bool blank = false;
        Str words = str_trim(span_text(r->text, s->span));
        for (size_t k = 0; k < words.len; k++) {
            bool white = (unsigned char)words.ptr[k] <= ' ';
            if (!white || !blank)
                strbuf_char(&cli->out, white ? ' ' : words.ptr[k]);
            blank = white;
        }
    }
    if (begun)
        strbuf_char(&cli->out, '\n');
}

static void print_summary(Cli *cli, const Taxonomy *t, const Reading *r)
{
    Arena *a = cli->arena;

    print_field(cli, "document", r->doc.id);
    print_field(cli, "path", r->doc.path);
    print_field(cli, "title", r->doc.title);
    print_field(cli, "language", r->doc.language);
    print_field(cli, "published", r->doc.published);
    print_field(cli, "found", arena_printf(a, STR_FMT ", " STR_FMT ", " STR_FMT ", " STR_FMT,
                STR_ARG(count_text(a, r->segment_count, "segment", "segments")),
                STR_ARG(count_text(a, r->mention_count, "mention", "mentions")),
                STR_ARG(count_text(a, r->attribution_count, "attribution", "attributions")),
                STR_ARG(count_text(a, r->claim_count, "claim", "claims"))));
    for (size_t i = 0; i < r->claim_count; i++) {
        const Claim *c = &r->claims[i];
        print_field(cli, "claim", arena_printf(a, STR_FMT ": " STR_FMT,
                    STR_ARG(acts_join(a, t, c->acts, ' ')), STR_ARG(span_text(r->text, c->span))));
    }
}

/* Bytes to be read: of a file, or of a part of one. */
typedef struct Piece {
    Str   bytes, path, media_type, document, title;
    Given given;
} Piece;

static Status print_reading(const ReadContext *x, const Extract *extract, const Reading *reading, Error *err)
{
    Cli *cli = x->cli;

    if (x->options->text) {
        print_main_text(cli, reading);
    } else if (x->options->json) {
        JsonOut j = json_lines(cli);
        json_reading(&j, lang_taxonomy(x->lang), reading);
        for (size_t i = 0; i < extract->map_count; i++)
            json_map(&j, reading->doc.id, extract->maps[i].text, extract->maps[i].origin, extract->maps[i].page,
                     extract->maps[i].confidence);
    } else if (x->options->html) {
        WordTrace *words;
        size_t count = derive_words(x->lang, x->arena, reading->text, x->options->lang,
                                    (Span){ 0, (uint32_t)reading->text.len }, &words);
        reading_page(x->arena, lang_taxonomy(x->lang), reading, words, count, &cli->out);
    } else if (x->options->explain.ptr) {
        return explain_id(&(Explained){ cli, x->lang, NULL, 0, reading, reading->text }, x->options->explain, err);
    } else {
        print_summary(cli, lang_taxonomy(x->lang), reading);
    }
    return OK;
}

static Str sha256_text(Arena *arena, Str bytes)
{
    Sha256 id = sha256(bytes);

    return hex_encode(arena, sha256_str(&id));
}

static Status read_text(const ReadContext *x, const Piece *piece, Error *err)
{
    Extract extract;
    Reading reading;
    Error why = { 0 };
    ExtractAsk ask = { .path = piece->path, .language = x->options->lang, .given = piece->given, .title = piece->title,
                       .document = piece->document, .media_type = piece->media_type };

    if (piece->document.ptr)
        ask.sha256 = sha256_text(x->arena, piece->bytes);
    Status status = keep_extract(x->arena, piece->bytes, &ask, &extract, &why);
    if (status != OK)
        return fail(err, status, STR_FMT ": %s", STR_ARG(piece->path), why.text);
    read_document(x->lang, x->arena, &extract.input, &reading);
    return print_reading(x, &extract, &reading, err);
}

typedef struct Inside {
    const ReadContext *x;
    Str                document;    /* of the container */
    PartBudget        *budget;
    size_t             read;
} Inside;

static Status read_piece(const ReadContext *x, const Piece *piece, PartBudget *budget, Error *err);

/* What lies in a container and cannot be read is told of when nothing in it can. */
static Status read_part(void *context, const Part *part, Error *err)
{
    Inside *in = context;
    Arena *arena = in->x->arena;
    Error why = { 0 };
    Piece piece = { .bytes = arena_str(arena, part->bytes), .path = part->name, .title = part->title, .given = part->given,
                    .media_type = part->media_type,
                    .document = arena_printf(arena, STR_FMT "/%llu", STR_ARG(in->document), (unsigned long long)part->number) };
    Status status = read_piece(in->x, &piece, in->budget, &why);

    in->read += status == OK;
    return status == OK || status == ERR_BAD_INPUT ? OK : fail(err, status, "%s", why.text);
}

static Status read_piece(const ReadContext *x, const Piece *piece, PartBudget *budget, Error *err)
{
    Str type = piece->media_type.ptr ? piece->media_type
                                     : sniff(str_slice(piece->bytes, 0, SNIFF_BYTES), piece->bytes.len, piece->path).media_type;
    const ContainerType *container = container_of(type);
    Inside in = { .x = x, .budget = budget, .document = piece->document };
    Contents contents;
    Error why = { 0 };

    if (!in.document.ptr)
        in.document = sha256_text(x->arena, piece->bytes);
    if (!container || part_depth(in.document) >= PART_DEPTH)
        return read_text(x, piece, err);
    Status status = container->text ? read_text(x, piece, err) : OK;
    in.read += container->text && status == OK;
    if (status == OK || status == ERR_BAD_INPUT)
        status = container_open(x->arena, NULL, piece->bytes, container, budget, read_part, &in, &contents, &why);
    if (status != OK && in.read == 0)
        return fail(err, status, STR_FMT ": %s", STR_ARG(piece->path), why.text);
    if (in.read == 0)
        return fail(err, ERR_BAD_INPUT, STR_FMT ": nothing that it holds can be read", STR_ARG(piece->path));
    return OK;
}

static Status read_one(const ReadContext *x, const char *path, Error *err)
{
    Piece piece = { .path = str_of(path) };
    Status status = input_trouble(keep_read_file(x->arena, path, &piece.bytes, err), err);

    if (status != OK)
        return status;
    const Given *row = x->sources ? sources_find(x->sources, piece.path) : NULL;
    if (row)
        piece.given = *row;
    if (x->options->date.ptr)
        piece.given.published = x->options->date;
    PartBudget budget = part_budget(piece.bytes.len);
    return read_piece(x, &piece, &budget, err);
}

static Status read_job(void *context, size_t index, StrBuf *out, Error *err)
{
    ReadContext *x = context;
    StrBuf kept = x->cli->out;

    x->cli->out = *out;
    arena_reset(x->arena);
    Status status = read_one(x, x->paths[index], err);
    *out = x->cli->out;
    x->cli->out = kept;
    return status;
}

/* One file is read: print what came, and go on with the next whatever came of it. */
static Status print_job(void *context, size_t index, Status status, const Error *why, Str out, Error *err)
{
    ReadContext *x = context;

    (void)index;
    if (status != OK) {
        if (x->worst != OK)
            complain("read", str_of(x->why.text));
        x->worst = status;
        x->why = *why;
    }
    strbuf_add(&x->cli->out, out);
    return cli_flush(x->cli, err);
}

#define FILES_A_PROCESS 8       /* fewer are read before a process is made */

static size_t processes_for(const ReadOptions *o, size_t count, char **paths)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(paths[i], "-") == 0)
            return 1;               /* standard input belongs to one */
    if (o->jobs > 0)
        return (size_t)o->jobs;
    size_t useful = count / FILES_A_PROCESS, processors = jobs_processors();
    return useful < processors ? useful : processors;
}

static Status check_options(const ReadOptions *o, Error *err)
{
    if (o->json + o->text + o->html + (o->explain.ptr != NULL) > 1)
        return fail(err, ERR_USAGE, "one of --json, --text, --html and --explain, not several");
    int32_t first, last;
    if (o->date.ptr && !edtf_days(o->date, &first, &last))
        return fail(err, ERR_USAGE, "--date cannot be '" STR_FMT "': give a day, month or year of the calendar, as "
                    "2022-09-10, 2022-09 or 2022 (~ after it: about)", STR_ARG(str_slice(o->date, 0, 40)));
    return OK;
}

/* A language without tables would be read by none of them, and nothing would say so. */
static Status check_language(Arena *arena, const Lang *lang, Str code, Error *err)
{
    Str known = S("");

    if (!code.ptr || lang_index(lang, code) >= 0)
        return OK;
    for (size_t i = 0; i < lang_language_count(lang); i++)
        known = arena_printf(arena, STR_FMT " " STR_FMT, STR_ARG(known), STR_ARG(lang_code(lang, (int)i)));
    return fail(err, ERR_USAGE, "--lang cannot be '" STR_FMT "': there are tables for" STR_FMT,
                STR_ARG(str_slice(code, 0, 40)), STR_ARG(known));
}

static void free_lang(Lang **lang)
{
    if (*lang)
        lang_free(*lang);
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ReadOptions *o = given;
    AUTO(free_lang) Lang *lang = NULL;
    Sources sources = { .count = 0 };
    Status status = need_arguments(count, 1, INT32_MAX, "FILE", err);

    if (status == OK)
        status = check_options(o, err);
    if (status == OK && o->sources.ptr)
        status = input_trouble(sources_load(cli->arena, o->sources.ptr, &sources, err), err);
    if (status == OK)
        status = input_trouble(lang_open(o->data.ptr, o->places.ptr, &lang, err), err);
    if (status == OK)
        status = check_language(cli->arena, lang, o->lang, err);
    if (status != OK)
        return status;
    AUTO_ARENA arena = arena_create();
    ReadContext x = { .cli = cli, .options = o, .sources = o->sources.ptr ? &sources : NULL, .lang = lang,
                      .arena = arena, .paths = args };
    Jobs jobs = { (size_t)count, processes_for(o, (size_t)count, args), &x, read_job, print_job };
    status = jobs_run(&jobs, err);
    if (status != OK || x.worst == OK)
        return status;
    *err = x.why;
    return x.worst;
}

const Command cmd_read = {
    .name = "read", .arguments = "FILE...", .summary = "read files without a case and print what they say",
    .more = "`-` is standard input. Nothing is written and nothing is masked: the file's own words\n"
            "come out, with `protect` beside the people.",
    .needs = NEEDS_NOTHING, .options = options, .options_size = sizeof(ReadOptions), .run = run,
};
