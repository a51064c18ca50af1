/* generate.c -- see generate.h.
 *
 * Every choice comes from one 64-bit generator (splitmix64) seeded by seed and
 * number of the report, so that any report can be made alone.
 */
#include "generate.h"

#include "draw.h"

#include "base/vec.h"

typedef VEC(Str) StrVec;

typedef struct Slot {
    Str    name;
    StrVec values;
} Slot;

typedef struct Language {
    Str       code;
    StrVec    titles, sentences;
    VEC(Slot) slots;
} Language;

struct Templates {
    VEC(Language) languages;
};

/* ---- templates ---- */

static Language *language_of(Arena *arena, Templates *t, Str code)
{
    for (size_t i = 0; i < t->languages.count; i++)
        if (str_eq(t->languages.at[i].code, code))
            return &t->languages.at[i];
    vec_push(arena, &t->languages, (Language){ .code = code });
    return &t->languages.at[t->languages.count - 1];
}

Status templates_parse(Arena *arena, Str text, const Templates **ret, Error *err)
{
    Templates *t = arena_new(arena, Templates);
    Str line, code, kind, value;
    int number = 0;

    while (str_cut(&text, '\n', &line)) {
        number++;
        if (line.len == 0 || line.ptr[0] == '#' || str_starts(line, S("language\t")))
            continue;
        if (!str_cut(&line, '\t', &code) || !str_cut(&line, '\t', &kind) || line.len == 0)
            return fail(err, ERR_BAD_INPUT, "templates, line %d: three columns at least are wanted", number);
        Language *language = language_of(arena, t, code);
        if (str_eq(kind, S("title"))) {
            vec_push(arena, &language->titles, line);
        } else if (str_eq(kind, S("sentence"))) {
            vec_push(arena, &language->sentences, line);
        } else {
            Slot slot = { .name = str_slice(kind, 5, kind.len) };
            while (str_cut(&line, '\t', &value))
                vec_push(arena, &slot.values, value);
            vec_push(arena, &language->slots, slot);
        }
    }
    *ret = t;
    return OK;
}

/* ---- text ---- */

static void fill_slot(const Language *l, Str name, uint64_t *state, StrBuf *out)
{
    if (str_eq(name, S("n"))) {
        strbuf_i64(out, (int64_t)(2 + below(state, 6) * below(state, 80)));
    } else if (str_eq(name, S("d"))) {
        strbuf_i64(out, (int64_t)(1 + below(state, 28)));
    } else if (str_eq(name, S("y"))) {
        strbuf_i64(out, (int64_t)(2022 + below(state, 3)));
    } else {
        for (size_t i = 0; i < l->slots.count; i++)
            if (str_eq(l->slots.at[i].name, name))
                strbuf_add(out, l->slots.at[i].values.at[below(state, l->slots.at[i].values.count)]);
    }
}

static void fill(const Language *l, Str sentence, uint64_t *state, StrBuf *out)
{
    Str part;

    while (sentence.len) {
        size_t open = str_find(sentence, S("{"), 0), close = str_find(sentence, S("}"), 0);
        if (open == SIZE_MAX || close == SIZE_MAX) {
            strbuf_add(out, sentence);
            return;
        }
        part = str_slice(sentence, 0, open);
        strbuf_add(out, part);
        fill_slot(l, str_slice(sentence, open + 1, close), state, out);
        sentence = str_slice(sentence, close + 1, sentence.len);
    }
}

void generate_report(const Templates *t, uint64_t seed, uint64_t number, size_t bytes, StrBuf *out)
{
    uint64_t state = seed * 0xD1342543DE82EF95ull + number;
    const Language *l = &t->languages.at[number % t->languages.count];
    size_t start = out->len;

    fill(l, l->titles.at[below(&state, l->titles.count)], &state, out);
    strbuf_add(out, S("\n\n"));
    while (out->len - start < bytes) {
        size_t sentences = 2 + below(&state, 4);
        for (size_t i = 0; i < sentences; i++) {
            fill(l, l->sentences.at[below(&state, l->sentences.count)], &state, out);
            strbuf_char(out, i + 1 < sentences ? ' ' : '\n');
        }
        strbuf_char(out, '\n');
    }
}
