/* print.c -- see print.h. */
#include "cli/print.h"

#include "base/auto.h"
#include "cli/table.h"
#include "tell/words.h"

const Option list_options[] = { LIST_OPTIONS(ListOptions), OPTION_END };

Str short_id(Arena *arena, Id id)
{
    char hex[ID_HEX + 1];

    id_format(id, hex);
    return arena_str(arena, (Str){ hex, 12 });
}

Str short_document(Arena *arena, Str id)
{
    size_t slash = str_find(id, S("/"), 0);

    return slash == SIZE_MAX ? str_slice(id, 0, 12)
                             : arena_printf(arena, STR_FMT STR_FMT, STR_ARG(str_slice(id, 0, 12)),
                                            STR_ARG(str_slice(id, slash, SIZE_MAX)));
}

Str interval_text(Arena *arena, int64_t low, int64_t high)
{
    if (low == QUANTITY_UNKNOWN && (high == QUANTITY_UNKNOWN || high == QUANTITY_OPEN))
        return S("");
    if (low == QUANTITY_UNKNOWN)
        return arena_printf(arena, "at most %lld", (long long)high);
    if (high == QUANTITY_OPEN || high == QUANTITY_UNKNOWN)
        return arena_printf(arena, "%lld or more", (long long)low);
    if (low == high)
        return arena_printf(arena, "%lld", (long long)low);
    return arena_printf(arena, "%lld to %lld", (long long)low, (long long)high);
}

/* "civilian+soldier" -> "civilians and soldiers" */
static Str people_text(Arena *arena, const Words *w, Str who)
{
    Str text = S(""), rest = who, part;

    while (str_cut(&rest, '+', &part))
        text = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(text), text.len ? " and " : "",
                            STR_ARG(tell_words_of(w, arena, "who.", part)));
    return text;
}

Str figure_text(Cli *cli, int64_t low, int64_t high, Str counted, Str who)
{
    Arena *a = cli->arena;
    Str number = interval_text(a, low, high);
    const Words *w = cli->words;

    if (!w && words_load(a, S("en"), &cli->words, NULL) != OK)
        return arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(number), STR_ARG(counted));
    w = cli->words;
    Str unit = counted.len ? tell_words_of(w, a, "unit.", counted) : who.len ? S("") : words_get(w, S("unit.none"));
    Str people = people_text(a, w, who);
    return arena_printf(a, STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(number), unit.len ? " " : "", STR_ARG(unit),
                        !people.len ? "" : unit.len ? ", " : " ", STR_ARG(people));
}

Str count_text(Arena *arena, size_t count, const char *one, const char *many)
{
    return arena_printf(arena, "%zu %s", count, count == 1 ? one : many);
}

Str support_text(Arena *arena, const Incident *n)
{
    return arena_printf(arena, STR_FMT ", " STR_FMT, STR_ARG(count_text(arena, (size_t)n->voices, "voice", "voices")),
                        STR_ARG(count_text(arena, (size_t)n->origins, "origin", "origins")));
}

Str figures_text(Cli *cli, const Incident *n)
{
    Arena *arena = cli->arena;
    Str text = S("");

    for (size_t i = 0; i < n->quantity_count && i < 2; i++) {
        const IncidentQuantity *q = &n->quantities[i];
        text = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(text), i ? "; " : "",
                            STR_ARG(figure_text(cli, q->low, q->high, q->counted, q->who)));
    }
    if (n->quantity_count > 2)
        text = arena_printf(arena, STR_FMT "; %zu more", STR_ARG(text), n->quantity_count - 2);
    return text;
}

Str chain_text(Arena *arena, const Claim *claim)
{
    Str text = S("");

    for (size_t i = 0; i < claim->chain_count; i++)
        text = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(text), i ? " < " : "", STR_ARG(claim->chain[i].name));
    return text;
}

Str quote_text(const Work *work, Arena *arena, uint32_t reading, Span span)
{
    AUTO_STRBUF text = { 0 }, line = { 0 };
    bool blank = false;

    view_text(work->view, reading, span, &text);
    for (size_t i = 0; i < text.len; i++) {
        bool white = (unsigned char)text.ptr[i] <= ' ';
        if (!white) {
            if (blank && line.len)
                strbuf_char(&line, ' ');
            strbuf_char(&line, text.ptr[i]);
        }
        blank = white;
    }
    return arena_str(arena, strbuf_str(&line));
}

Str document_label(Arena *arena, const Document *doc)
{
    Str voice = document_voice(doc);

    if (!doc->published.ptr)
        return voice;
    return arena_printf(arena, STR_FMT ", " STR_FMT, STR_ARG(voice), STR_ARG(doc->published));
}

void print_none(Cli *cli, const char *what)
{
    bool empty = cli->work->view->corpus.reading_count == 0 && cli->work->behind == 0;

    strbuf_printf(&cli->out, "no %s%s\n", what, empty ? ": nothing has been read into this case yet; `dokaz add "
                  "PATH...` does" : " in what was read into this case");
}

/* The first line is begun already; the others are indented. */
static void wrap(Cli *cli, int indent, Str text)
{
    int room = cli->width > indent + 20 ? cli->width - indent : INT32_MAX, used = 0;
    Str rest = text, word;

    while (str_cut(&rest, ' ', &word)) {
        int width = text_width(word);
        if (used && used + 1 + width > room) {
            strbuf_printf(&cli->out, "\n%*s", indent, "");
            used = 0;
        } else if (used) {
            strbuf_char(&cli->out, ' ');
            used++;
        }
        print_text(&cli->out, word);
        used += width;
    }
    strbuf_char(&cli->out, '\n');
}

void print_wrapped(Cli *cli, int indent, Str text)
{
    if (text.len == 0)
        return;
    strbuf_printf(&cli->out, "%*s", indent, "");
    wrap(cli, indent, text);
}

void print_note(Cli *cli, Str text)
{
    strbuf_char(&cli->out, '\n');
    print_wrapped(cli, 0, text);
}

void print_field(Cli *cli, const char *label, Str text)
{
    enum { INDENT = 14 };

    if (text.len == 0)
        return;
    strbuf_printf(&cli->out, "%-*s", INDENT, label);
    wrap(cli, INDENT, text);
}
