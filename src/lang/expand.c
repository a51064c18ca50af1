/* expand.c -- see expand.h. */
#include "lang/expand.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "lang/fold.h"

#define PREPOSITION_LETTERS 3

/* Offset of the bracket that closes the one at `open`, or SIZE_MAX. */
static size_t closing(Str form, size_t open)
{
    size_t depth = 0;

    for (size_t i = open; i < form.len; i++) {
        depth += form.ptr[i] == '(';
        if (form.ptr[i] == ')' && --depth == 0)
            return i;
    }
    return SIZE_MAX;
}

/* Cut the next choice off at a '|' that stands in no inner bracket. */
static bool next_choice(Str *rest, Str *choice)
{
    size_t depth = 0, i = 0;

    if (rest->ptr == NULL)
        return false;
    for (; i < rest->len && !(rest->ptr[i] == '|' && depth == 0); i++) {
        depth += rest->ptr[i] == '(';
        depth -= rest->ptr[i] == ')';
    }
    *choice = str_slice(*rest, 0, i);
    *rest = i < rest->len ? str_slice(*rest, i + 1, rest->len) : STR_NONE;
    return true;
}

/* Expand the first bracket group of `form` and recurse on each result. */
static const char *expand_groups(Arena *arena, Str form, Forms *ret)
{
    size_t open = str_find(form, S("("), 0);
    if (open == SIZE_MAX) {
        if (str_find(form, S(")"), 0) != SIZE_MAX)
            return "a bracket is closed that was not opened";
        vec_push(arena, ret, form);
        return NULL;
    }
    size_t close = closing(form, open);
    if (close == SIZE_MAX)
        return "a bracket is not closed";
    Str choices = str_slice(form, open + 1, close), choice;
    while (next_choice(&choices, &choice)) {
        Str joined = arena_printf(arena, STR_FMT STR_FMT STR_FMT, (int)open, form.ptr, STR_ARG(choice),
                                  STR_ARG(str_slice(form, close + 1, form.len)));
        const char *why = expand_groups(arena, joined, ret);
        if (why)
            return why;
    }
    return NULL;
}

Paradigm paradigm_of(Str name, Str ending, Str cases)
{
    Paradigm p = { .name = name, .ending = ending };
    Str one;

    while (str_cut(&cases, ',', &one) && p.case_count < CASES_MAX)
        p.cases[p.case_count++] = str_trim(one);
    return p;
}

/* The row of this paradigm with the longest ending that `word` has, or NULL. */
static const Paradigm *paradigm_for(const Paradigms *p, Str name, Str word)
{
    const Paradigm *best = NULL;

    for (size_t i = 0; i < p->count; i++)
        if (str_eq(p->at[i].name, name) && str_ends(word, p->at[i].ending) &&
            (best == NULL || p->at[i].ending.len > best->ending.len))
            best = &p->at[i];
    return best;
}

static const char *expand_paradigm(Arena *arena, const Paradigms *paradigms, Str form, Forms *ret)
{
    size_t at = str_find(form, S("@"), 0);
    if (at == SIZE_MAX) {
        vec_push(arena, ret, form);
        return NULL;
    }
    size_t end = str_find(form, S(" "), at);
    if (end == SIZE_MAX)
        end = form.len;
    size_t start = at;
    while (start > 0 && form.ptr[start - 1] != ' ')
        start--;
    Str word = str_slice(form, start, at);
    const Paradigm *p = paradigm_for(paradigms, str_slice(form, at + 1, end), word);
    if (p == NULL)
        return "no paradigm in inflect.tsv fits the word before @";
    for (size_t c = 0; c < p->case_count; c++) {
        Str alternatives = p->cases[c], ending;
        while (str_cut(&alternatives, '/', &ending)) {
            Str joined = arena_printf(arena, STR_FMT STR_FMT STR_FMT, (int)(at - p->ending.len), form.ptr,
                                      STR_ARG(ending), STR_ARG(str_slice(form, end, form.len)));
            const char *why = expand_paradigm(arena, paradigms, joined, ret);
            if (why)
                return why;
        }
    }
    return NULL;
}

const char *expand_form(Arena *arena, const Paradigms *paradigms, Str form, Forms *ret)
{
    Forms groups = { 0 };
    const char *why = expand_groups(arena, form, &groups);

    for (size_t i = 0; why == NULL && i < groups.count; i++)
        why = expand_paradigm(arena, paradigms, groups.at[i], ret);
    return why;
}

/* Words in one case: the alternatives of each multiply. */
static void combine(Arena *arena, const Paradigm *const *rows, const Str *words, const char *joints,
                    size_t count, size_t which, Str so_far, size_t at, Forms *ret)
{
    if (at == count) {
        vec_push(arena, ret, so_far);
        return;
    }
    const Paradigm *p = rows[at];
    char joint[2] = { at ? joints[at] : '\0', '\0' };
    if (p == NULL || which >= p->case_count) {
        combine(arena, rows, words, joints, count, which,
                arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(so_far), joint, STR_ARG(words[at])), at + 1,
                ret);
        return;
    }
    Str alternatives = p->cases[which], ending;
    Str stem = str_slice(words[at], 0, words[at].len - p->ending.len);
    while (str_cut(&alternatives, '/', &ending))
        combine(arena, rows, words, joints, count, which,
                arena_printf(arena, STR_FMT "%s" STR_FMT STR_FMT, STR_ARG(so_far), joint, STR_ARG(stem),
                             STR_ARG(ending)), at + 1, ret);
}

void expand_name(Arena *arena, const Paradigms *paradigms, Str paradigm, Str name, Forms *ret)
{
    Str words[8];
    const Paradigm *rows[8];
    char joints[8];
    size_t count = 0, start = 0, cases = 1, len, last_hyphen = 0;
    bool frozen = false;

    for (size_t i = 0; i <= name.len && count < 8; i++) {
        if (i < name.len && name.ptr[i] != ' ' && name.ptr[i] != '-')
            continue;
        joints[count] = start ? name.ptr[start - 1] : '\0';
        if (joints[count] == '-')
            last_hyphen = count;
        words[count] = str_slice(name, start, i);
        uint32_t first = words[count].len ? utf8_get(words[count], 0, &len) : 0;
        /* What stands behind a preposition keeps its case: the river of Rostov-on-Don. */
        frozen |= count && words[count].len <= 2 * PREPOSITION_LETTERS && is_letter(first) && !is_upper(first);
        rows[count] = frozen ? NULL : paradigm_for(paradigms, paradigm, words[count]);
        if (rows[count] && rows[count]->case_count > cases)
            cases = rows[count]->case_count;
        count++;
        start = i + 1;
    }
    vec_push(arena, ret, name);
    if (start <= name.len && count == 8)
        return;                             /* longer than any name we inflect */
    for (size_t c = 0; c < cases; c++)
        combine(arena, rows, words, joints, count, c, S(""), 0, ret);
    if (last_hyphen == 0 || frozen)
        return;
    for (size_t i = 0; i < last_hyphen; i++)    /* of parts with a hyphen often only the last is inflected */
        rows[i] = NULL;
    for (size_t c = 0; c < cases; c++)
        combine(arena, rows, words, joints, count, c, S(""), 0, ret);
}

Str transliterate(Arena *arena, const Translits *t, Str word)
{
    AUTO_STRBUF out = { 0 };
    bool initial = true;
    size_t len;

    for (size_t i = 0; i < word.len; i += len) {
        const Translit *best = NULL;
        Str rest = str_slice(word, i, word.len);
        char second = rest.len > 1 ? rest.ptr[1] : '\0';    /* tells letters apart that the first byte does not */
        utf8_get(word, i, &len);
        for (size_t k = 0; k < t->count; k++) {
            Str letter = t->at[k].letter;
            if (letter.len && letter.ptr[0] == rest.ptr[0] && (letter.len == 1 || letter.ptr[1] == second) &&
                str_starts(rest, letter) && (best == NULL || letter.len > best->letter.len))
                best = &t->at[k];
        }
        if (best) {
            len = best->letter.len;
            strbuf_add(&out, initial ? best->initial : best->inner);
        } else {
            strbuf_add(&out, str_slice(word, i, i + len));
        }
        initial = word.ptr[i] == ' ' || word.ptr[i] == '-';
    }
    return arena_str(arena, strbuf_str(&out));
}
