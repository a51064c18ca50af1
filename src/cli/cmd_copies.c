/* cmd_copies.c -- `dokaz copies`: documents that are forms of one another; of one document; of two, side by side.
 *
 * What is shown is containment both ways, never one figure of likeness: of a half-copied article half stands in the other,
 * however long either is. Two passages stand beside one another in two columns; words that only one of
 * them has are between asterisks, as colours are lost in a pipe and on paper.
 */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "cli/find.h"
#include "cli/print.h"
#include "cli/table.h"
#include "model/json.h"
#include "tell/side.h"

#define WIDTH_PIPE  100     /* columns, where no terminal says how many */
#define WIDTH_LEAST 40
#define GUTTER      S("  |  ")

static const Option options[] = { LIST_OPTIONS(ListOptions), OPTION_END };

static void put_json(Cli *cli, const CopyPair *p)
{
    JsonOut j = json_lines(cli);

    json_derivation_begin(&j, &cli->work->view->corpus, p->derivation);
    json_str(&j, "kind", copy_kind_name(p->kind));
    json_i64(&j, "from_percent", p->from_percent);
    json_i64(&j, "to_percent", p->to_percent);
    json_object_end(&j);
    json_line_end(&j);
}

static Str named(Cli *cli, uint32_t reading)
{
    const Document *d = &cli->work->view->corpus.readings[reading].doc;

    return arena_printf(cli->arena, STR_FMT "  " STR_FMT, STR_ARG(short_document(cli->arena, d->id)),
                        STR_ARG(document_label(cli->arena, d)));
}

static Str percent_text(Cli *cli, int32_t percent)
{
    return arena_printf(cli->arena, "%d %%", percent);
}

/* ---- the list ---- */

static void print_list(Cli *cli, const CopyPair *pairs, size_t count)
{
    Table t = table_begin(cli->arena, "kind|document|of it|of the other|the other");

    for (size_t i = 0; i < count; i++) {
        const CopyPair *p = &pairs[i];
        table_cell(&t, copy_kind_name(p->kind));
        table_cell(&t, named(cli, p->derivation->from.reading));
        table_cell(&t, percent_text(cli, p->from_percent));
        table_cell(&t, percent_text(cli, p->to_percent));
        table_cell(&t, named(cli, p->derivation->to.reading));
    }
    if (!table_write(&t, cli->width, &cli->out)) {
        print_none(cli, "copies");
        return;
    }
    strbuf_add(&cli->out, S("\nof it: words that stand in the other, too. Who had it first is a guess from names and days:"
                            " `dokaz copies DOCUMENT` says why.\n"));
}

/* ---- the copies of one document ---- */

static void print_pair(Cli *cli, const CopyPair *p, uint32_t of)
{
    const Derivation *d = p->derivation;
    bool from = d->from.reading == of;

    print_field(cli, arena_cstr(cli->arena, copy_kind_name(p->kind)), named(cli, from ? d->to.reading : d->from.reading));
    print_field(cli, "  in common", arena_printf(cli->arena, "%d %% of the words of this document, %d %% of that one, in " STR_FMT,
                from ? p->from_percent : p->to_percent, from ? p->to_percent : p->from_percent,
                STR_ARG(count_text(cli->arena, d->passage_count, "passage", "passages"))));
    print_field(cli, "  listed", from ? S("this document as the derived one") : S("that document as the derived one"));
    print_field(cli, "  because", d->evidence);
}

static void print_of_one(Cli *cli, const CopyPair *pairs, size_t count, const CopyWish *asked)
{
    print_field(cli, "document", named(cli, asked->one));
    for (size_t i = 0; i < count; i++)
        print_pair(cli, &pairs[i], asked->one);
    if (count == 0)
        strbuf_add(&cli->out, S("no copies of it, and nothing that it copies, in what was read into this case\n"));
}

/* ---- two documents side by side ---- */

typedef VEC(Str) Lines;

typedef struct Column {
    Arena *arena;
    int    width;
    StrBuf line;
    int    used;
    Lines  lines;
} Column;

static void end_line(Column *c)
{
    if (c->used)
        vec_push(c->arena, &c->lines, arena_str(c->arena, strbuf_str(&c->line)));
    strbuf_clear(&c->line);
    c->used = 0;
}

/* A word that is wider than the column is cut into lines. */
static void add_word(Column *c, Str word)
{
    int width = text_width(word);

    if (c->used && c->used + 1 + width > c->width)
        end_line(c);
    if (c->used) {
        strbuf_char(&c->line, ' ');
        c->used++;
    }
    for (size_t i = 0, len; i < word.len; i += len) {
        Str letter = str_slice(word, i, word.len);
        utf8_get(letter, 0, &len);
        if (c->used >= c->width)
            end_line(c);
        strbuf_add(&c->line, str_slice(letter, 0, len));
        c->used++;
    }
}

/* The passage in lines; stretches that only it has between asterisks. */
static Lines fill(Arena *arena, const Side *side, int width)
{
    AUTO_STRBUF text = { 0 };
    Column c = { .arena = arena, .width = width };
    Str rest, word;

    for (size_t i = 0; i < side->count; i++) {
        if (side->pieces[i].only)
            strbuf_char(&text, '*');
        print_text(&text, side->pieces[i].text);
        if (side->pieces[i].only)
            strbuf_char(&text, '*');
    }
    rest = strbuf_str(&text);
    while (str_cut(&rest, ' ', &word))
        if (word.len)
            add_word(&c, word);
    end_line(&c);
    strbuf_finish(&c.line);
    return c.lines;
}

static void print_row(Cli *cli, int width, Str left, Str right)
{
    strbuf_add(&cli->out, left);
    for (int k = text_width(left); k < width; k++)
        strbuf_char(&cli->out, ' ');
    strbuf_add(&cli->out, right.len ? GUTTER : S("  |"));
    strbuf_add(&cli->out, right);
    strbuf_char(&cli->out, '\n');
}

static void print_columns(Cli *cli, int width, const Lines *left, const Lines *right)
{
    for (size_t i = 0; i < left->count || i < right->count; i++)
        print_row(cli, width, i < left->count ? left->at[i] : S(""), i < right->count ? right->at[i] : S(""));
}

static Lines heading(Cli *cli, uint32_t reading, int32_t percent, int width)
{
    const Document *d = &cli->work->view->corpus.readings[reading].doc;
    Str text = arena_printf(cli->arena, STR_FMT " (%d %% of its words stand in the other)", STR_ARG(named(cli, reading)), percent);
    SidePiece piece = { text, false };
    Lines lines = fill(cli->arena, &(Side){ &piece, 1 }, width);

    piece.text = d->title;
    if (d->title.len) {
        Lines title = fill(cli->arena, &(Side){ &piece, 1 }, width);
        for (size_t i = 0; i < title.count; i++)
            vec_push(cli->arena, &lines, title.at[i]);
    }
    return lines;
}

static void print_side_by_side(Cli *cli, const CopyPair *p, const CopyWish *asked)
{
    const Derivation *d = p->derivation;
    const View *view = cli->work->view;
    bool swap = d->from.reading != asked->one;
    int all = cli->width ? cli->width : WIDTH_PIPE;
    int width = ((all > WIDTH_LEAST ? all : WIDTH_LEAST) - (int)GUTTER.len) / 2;
    Lines left = heading(cli, asked->one, swap ? p->to_percent : p->from_percent, width);
    Lines right = heading(cli, asked->other, swap ? p->from_percent : p->to_percent, width);

    print_columns(cli, width, &left, &right);
    strbuf_add(&cli->out, S("\n"));
    print_field(cli, arena_cstr(cli->arena, copy_kind_name(p->kind)), d->evidence);
    print_field(cli, "listed", arena_printf(cli->arena, STR_FMT " as the derived one", STR_ARG(named(cli, d->from.reading))));
    strbuf_add(&cli->out, S("*words* between asterisks stand on that side only\n"));
    for (size_t i = 0; i < d->passage_count; i++) {
        ArenaMark mark = arena_mark(cli->arena);
        Span a = swap ? d->passages[i].to : d->passages[i].from, b = swap ? d->passages[i].from : d->passages[i].to;
        Side x, y;
        side_by_side(cli->arena, view_text_str(view, cli->arena, asked->one, a), view_text_str(view, cli->arena, asked->other, b), &x, &y);
        left = fill(cli->arena, &x, width);
        right = fill(cli->arena, &y, width);
        strbuf_char(&cli->out, '\n');
        print_columns(cli, width, &left, &right);
        arena_rewind(cli->arena, mark);
    }
}

static void print_of_two(Cli *cli, const CopyPair *pairs, size_t count, const CopyWish *asked)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            strbuf_char(&cli->out, '\n');
        print_side_by_side(cli, &pairs[i], asked);
    }
    if (count)
        return;
    print_field(cli, "document", named(cli, asked->one));
    print_field(cli, "document", named(cli, asked->other));
    strbuf_add(&cli->out, S("no passage of one of them was found in the other\n"));
}

static Status find_document(Cli *cli, const char *id, uint32_t *ret, Error *err)
{
    Found found;
    Status status = find_by_id(cli->work, str_of(id), FOUND_DOCUMENT, &found, err);

    if (status == OK)
        *ret = found.reading;
    return status;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ListOptions *o = given;
    CopyWish asked = COPIES_ALL;
    size_t pair_count;

    Status status = need_arguments(count, 0, 2, "nothing, a document or two", err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status == OK && count > 0)
        status = find_document(cli, args[0], &asked.one, err);
    if (status == OK && count > 1)
        status = find_document(cli, args[1], &asked.other, err);
    if (status != OK)
        return status;
    if (count > 1 && asked.one == asked.other)
        return fail(err, ERR_USAGE, "%s and %s name one document: give two", args[0], args[1]);
    const CopyPair *pairs = copy_pairs(cli->arena, cli->work->view, asked, &pair_count);
    if (o->json) {
        for (size_t i = 0; i < pair_count; i++)
            put_json(cli, &pairs[i]);
    } else if (count == 0) {
        print_list(cli, pairs, pair_count);
    } else if (count == 1) {
        print_of_one(cli, pairs, pair_count, &asked);
    } else {
        print_of_two(cli, pairs, pair_count, &asked);
    }
    return OK;
}

const Command cmd_copies = {
    .name = "copies", .arguments = "[DOCUMENT [DOCUMENT]]", .summary = "documents that are copies of one another; two of them side by side",
    .more = "Without a document: every two of which one is a form of the other, and how much of each stands in the other. With one:\n"
            "its copies, and why which is listed as derived. With two: their passages in two columns; *words* between asterisks\n"
            "stand on that side only.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ListOptions), .run = run,
};
