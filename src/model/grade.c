/* grade.c -- see grade.h. */
#include "model/grade.h"

extern const char taxonomy_grades_tsv[], taxonomy_reasons_tsv[], taxonomy_sources_tsv[], taxonomy_admiralty_tsv[];

static const struct {
    const char *name, *table;
} tables[] = {
    { "grades", taxonomy_grades_tsv }, { "reasons", taxonomy_reasons_tsv }, { "sources", taxonomy_sources_tsv },
    { "admiralty", taxonomy_admiralty_tsv },
};

Str grade_table(Str name)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (str_eq(name, str_of(tables[i].name)))
            return str_of(tables[i].table);
    return STR_NONE;
}

#define COLUMNS 5

/* The next row of a table, without its header and comments. */
static bool next_row(Str *rest, Str cell[COLUMNS])
{
    Str line;

    while (str_cut(rest, '\n', &line)) {
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        for (int i = 0; i < COLUMNS; i++) {
            cell[i] = STR_NONE;
            str_cut(&line, '\t', &cell[i]);
        }
        return true;
    }
    return false;
}

/* The first row that begins with these cells; the header has no code. */
static bool find_row(const char *table, const Str *key, int keys, Str cell[COLUMNS])
{
    Str rest = str_of(table);

    while (next_row(&rest, cell)) {
        bool found = true;
        for (int i = 0; i < keys; i++)
            found &= str_eq(cell[i], key[i]);
        if (found)
            return true;
    }
    return false;
}

static int second_language(Str language)
{
    return str_eq(language, S("uk"));
}

Str grade_label(Str grade, Str language)
{
    Str cell[COLUMNS];
    return find_row(taxonomy_grades_tsv, &grade, 1, cell) ? cell[1 + second_language(language)] : grade;
}

Str grade_certainty(Str grade, Str language)
{
    Str cell[COLUMNS];
    return find_row(taxonomy_grades_tsv, &grade, 1, cell) ? cell[3 + second_language(language)] : grade;
}

Str admiralty_label(Str field, Str code, Str language)
{
    Str cell[COLUMNS], key[2] = { field, code };
    return find_row(taxonomy_admiralty_tsv, key, 2, cell) ? cell[2 + second_language(language)] : code;
}

Str grade_reason(Arena *arena, const GradeReason *reason, Str language)
{
    Str cell[COLUMNS], out = S(""), text;

    if (!find_row(taxonomy_reasons_tsv, &reason->code, 1, cell))
        return reason->code;
    text = cell[1 + second_language(language)];
    for (size_t i = 0, from = 0; i <= text.len; i++) {
        bool hole = i + 2 < text.len && text.ptr[i] == '{' && text.ptr[i + 2] == '}';
        int n = hole ? text.ptr[i + 1] - '1' : -1;
        if (i < text.len && (!hole || n < 0 || n > 1))
            continue;
        out = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(out), STR_ARG(str_slice(text, from, i)));
        if (i < text.len)
            out = arena_printf(arena, STR_FMT "%lld", STR_ARG(out), (long long)reason->number[n]);
        from = i + 3;
    }
    return out;
}

Str source_word_kind(Str class_, Str value, size_t *rank)
{
    Str rest = str_of(taxonomy_sources_tsv), cell[COLUMNS];

    for (size_t row = 0; next_row(&rest, cell); row++)
        if (str_eq(cell[0], class_) && (str_eq(cell[1], value) || str_eq(cell[1], S("*")))) {
            *rank = row;
            return cell[2];
        }
    return STR_NONE;
}

void graded_add(Graded *g, const char *code, int numbers, int64_t first, int64_t second)
{
    if (g->count < GRADE_REASONS)
        g->reason[g->count++] = (GradeReason){ str_of(code), { first, second }, numbers };
}

Str graded_text(Arena *arena, const Graded *g)
{
    StrBuf out = { 0 };

    strbuf_add(&out, g->grade);
    for (size_t i = 0; i < g->count; i++) {
        const GradeReason *r = &g->reason[i];
        strbuf_printf(&out, " " STR_FMT, STR_ARG(r->code));
        for (int n = 0; n < r->numbers; n++)
            strbuf_printf(&out, "%c%lld", n ? ',' : '=', (long long)r->number[n]);
    }
    Str text = arena_str(arena, strbuf_str(&out));
    strbuf_finish(&out);
    return text;
}

Graded graded_of(Str coded)
{
    Graded g = { 0 };
    Str rest = coded, word, code, number;

    if (coded.len == 0 || !str_cut(&rest, ' ', &g.grade))
        return g;
    while (g.count < GRADE_REASONS && str_cut(&rest, ' ', &word)) {
        GradeReason r = { 0 };
        str_cut(&word, '=', &code);
        r.code = code;
        while (r.numbers < 2 && str_cut(&word, ',', &number))
            if (!str_to_i64(number, &r.number[r.numbers++]))
                r.code = STR_NONE;
        if (r.code.len)
            g.reason[g.count++] = r;
    }
    return g;
}
