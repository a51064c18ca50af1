/* print.c -- see print.h. */
#include "cli/print.h"

#include "base/auto.h"
#include "cli/table.h"

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

Str count_text(Arena *arena, size_t count, const char *one, const char *many)
{
    return arena_printf(arena, "%zu %s", count, count == 1 ? one : many);
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

void print_field(Cli *cli, const char *label, Str text)
{
    enum { INDENT = 14 };
    int room = cli->width > INDENT + 20 ? cli->width - INDENT : INT32_MAX, used = 0;
    Str rest = text, word;

    if (text.len == 0)
        return;
    strbuf_printf(&cli->out, "%-*s", INDENT, label);
    while (str_cut(&rest, ' ', &word)) {
        int width = text_width(word);
        if (used && used + 1 + width > room) {
            strbuf_printf(&cli->out, "\n%*s", INDENT, "");
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
