/* html_words.c -- the table of data/html/boilerplate.tsv, and class names taken apart into words. */
#include "keep/html_in.h"

extern const char html_boilerplate_tsv[];   /* embedded by the build */

#define WORD_MAX 40

static unsigned sign_of(Str kind, Str where, Str word)
{
    if (str_eq(kind, S("footnote")))
        return SIGN_FOOTNOTE;
    if (str_eq(kind, S("byline")))
        return SIGN_BYLINE;
    if (str_eq(kind, S("caption")))
        return SIGN_CAPTION;
    if (str_eq(kind, S("keep")))
        return SIGN_KEEP;
    if (str_eq(word, S("form")))
        return SIGN_FORM;
    return str_eq(where, S("class")) ? SIGN_CLASS : SIGN_ELEMENT;
}

void html_words_load(Arena *arena, HtmlWords *ret)
{
    Str rest = str_of(html_boilerplate_tsv);

    *ret = (HtmlWords){ 0 };
    for (Str line; str_cut(&rest, '\n', &line); ) {
        Str kind, where, word = line;
        if (line.len == 0 || line.ptr[0] == '#' || !str_cut(&word, '\t', &kind) || !str_cut(&word, '\t', &where))
            continue;
        Map *map = str_eq(where, S("element")) ? &ret->elements : str_eq(where, S("role")) ? &ret->roles
                 : str_eq(where, S("class")) ? &ret->classes : NULL;
        if (map)        /* the header row names no map */
            *map_put(arena, map, word, 0) |= sign_of(kind, where, word);
    }
}

unsigned html_word_element(const HtmlWords *w, Str name)
{
    const int64_t *signs = map_get(&w->elements, name);
    return signs ? (unsigned)*signs : 0;
}

unsigned html_word_role(const HtmlWords *w, Str role)
{
    const int64_t *signs = map_get(&w->roles, str_trim(role));
    return signs ? (unsigned)*signs : 0;
}

static bool small(char c)   { return c >= 'a' && c <= 'z'; }
static bool capital(char c) { return c >= 'A' && c <= 'Z'; }

/* "readAlso_box2" is read, also, box. Two neighbours are looked up as "read-also" too. */
unsigned html_word_class(const HtmlWords *w, Str value)
{
    char pair[2 * WORD_MAX + 1];
    size_t before = 0;              /* length of the word before, at the front of `pair` */
    unsigned signs = 0;

    for (size_t i = 0; i < value.len; ) {
        char word[WORD_MAX];
        size_t len = 0;
        if (!small(value.ptr[i]) && !capital(value.ptr[i])) {
            if (value.ptr[i] == ' ')
                before = 0;         /* the next class name */
            i++;
            continue;
        }
        do {
            if (len < WORD_MAX)
                word[len++] = (char)(value.ptr[i] | 32);
            i++;
        } while (i < value.len && (small(value.ptr[i]) || (capital(value.ptr[i]) && capital(value.ptr[i - 1]))));
        const int64_t *found = map_get(&w->classes, (Str){ word, len });
        signs |= found ? (unsigned)*found : 0;
        if (before) {
            pair[before] = '-';
            memcpy(pair + before + 1, word, len);
            found = map_get(&w->classes, (Str){ pair, before + 1 + len });
            signs |= found ? (unsigned)*found : 0;
        }
        memcpy(pair, word, len);
        before = len;
    }
    return signs;
}
