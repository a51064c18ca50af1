/* words.c -- the interface's texts, found by key. */
#include "tell/words.h"

#include "base/map.h"
#include "tell/asset.h"

struct Words {
    Str language;
    Map texts;          /* key -> index into values */
    Str *values;
    bool slavic;        /* three plural forms: 1 21 31, 2-4 22-24, the rest */
};

static size_t line_count(Str text)
{
    size_t n = 1;
    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] == '\n';
    return n;
}

Status words_load(Arena *arena, Str language, Words **ret, Error *err)
{
    bool ukrainian = str_eq(language, S("uk"));
    Str table = asset_bytes(ukrainian ? S("uk.tsv") : S("en.tsv"));
    if (!table.ptr)
        return fail(err, ERR_NOT_FOUND, "the interface texts are not in this program; build it again");

    Words *w = arena_new(arena, Words);
    w->language = ukrainian ? S("uk") : S("en");
    w->values = arena_array(arena, Str, line_count(table));
    int64_t count = 0;
    for (Str rest = table, line; str_cut(&rest, '\n', &line); ) {
        Str key;
        if (line.len == 0 || line.ptr[0] == '#' || !str_cut(&line, '\t', &key))
            continue;
        w->values[count] = line;
        map_put(arena, &w->texts, key, count++);
    }
    w->slavic = str_eq(words_get(w, S("plural.rule")), S("slavic"));
    *ret = w;
    return OK;
}

bool words_known(Str language)
{
    return str_eq(language, S("en")) || str_eq(language, S("uk"));
}

Str words_language(const Words *w)
{
    return w->language;
}

Str words_or(const Words *w, Str key, Str otherwise)
{
    const int64_t *at = map_get(&w->texts, key);
    return at ? w->values[*at] : otherwise;
}

Str words_get(const Words *w, Str key)
{
    return words_or(w, key, key);
}

Str tell_words_of(const Words *w, Arena *arena, const char *prefix, Str code)
{
    return words_or(w, arena_printf(arena, "%s" STR_FMT, prefix, STR_ARG(code)), code);
}

static const char *plural_form(const Words *w, int64_t n)
{
    if (!w->slavic)
        return n == 1 ? "one" : "many";
    int64_t tens = n % 100, ones = n % 10;
    if (ones == 1 && tens != 11)
        return "one";
    return ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? "few" : "many";
}

Str words_plural(const Words *w, Arena *arena, const char *key, int64_t n)
{
    return words_get(w, arena_printf(arena, "%s.%s", key, plural_form(w, n)));
}

void words_fill(Html *h, Str text, const Str *arguments, size_t count)
{
    size_t from = 0;
    for (size_t i = 0; i + 2 < text.len; i++) {
        size_t number = (size_t)(text.ptr[i + 1] - '1');
        if (text.ptr[i] != '{' || text.ptr[i + 2] != '}' || number >= count)
            continue;
        html_text(h, str_slice(text, from, i));
        html_text(h, arguments[number]);
        from = i + 3;
        i += 2;
    }
    html_text(h, str_slice(text, from, text.len));
}

void words_write(const Words *w, Html *h, Str key, const Str *arguments, size_t count)
{
    words_fill(h, words_get(w, key), arguments, count);
}
