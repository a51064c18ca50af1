/* dossier_build.c -- the small acts by which chapters are made: blocks, runs, notes, figures. */
#include "tell/dossier_in.h"

#include "guard/gate.h"
#include "model/grade.h"

#include <stdlib.h>

Block *dossier_block(Dossier *d, BlockKind kind)
{
    vec_push(d->page.arena, &d->blocks, (Block){ .kind = kind });
    return &d->blocks.at[d->blocks.count - 1];
}

void run_code(Dossier *d, Runs *runs, RunKind kind, Str code, Str text)
{
    vec_push(d->page.arena, runs, (Run){ .kind = kind, .text = text, .code = code });
}

void run_add(Dossier *d, Runs *runs, RunKind kind, Str text)
{
    run_code(d, runs, kind, STR_NONE, text);
}

void dossier_heading(Dossier *d, int level, Str id, Str text)
{
    Block *b = dossier_block(d, BLOCK_HEADING);

    b->level = level;
    b->id = id;
    run_add(d, &b->runs, RUN_TEXT, text);
}

void dossier_words(Dossier *d, TextStyle style, const char *key)
{
    Block *b = dossier_block(d, BLOCK_TEXT);

    b->style = style;
    run_add(d, &b->runs, RUN_TEXT, words_get(d->page.w, str_of(key)));
}

void dossier_code(Dossier *d, const char *id, Str text)
{
    Block *b = dossier_block(d, BLOCK_CODE);

    b->id = str_of(id);
    b->text = text;
}

Block *dossier_table(Dossier *d, const Column *columns, size_t count)
{
    Block *b = dossier_block(d, BLOCK_TABLE);

    b->table.columns = columns;
    b->table.column_count = count;
    return b;
}

Runs *dossier_cell(Dossier *d, Block *table)
{
    vec_push(d->page.arena, &table->table.cells, (Runs){ 0 });
    return &table->table.cells.at[table->table.cells.count - 1];
}

static int32_t note_number(Dossier *d, uint32_t reading, int32_t segment)
{
    int32_t *number = &d->number_of[reading][segment];

    if (!*number) {
        vec_push(d->page.arena, &d->notes, (FootNote){ .reading = reading, .segment = segment });
        *number = (int32_t)d->notes.count;
    }
    return *number;
}

void run_mark(Dossier *d, Runs *runs, uint32_t reading, int32_t segment)
{
    vec_push(d->page.arena, runs, (Run){ .kind = RUN_MARK, .number = note_number(d, reading, segment) });
}

static int by_number(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

Status run_figure(Dossier *d, Runs *runs, Str text, const ClaimRef *refs, size_t count, bool marks, Error *err)
{
    const Corpus *c = d->page.c;
    Figure f = { .text = text, .notes = arena_array(d->page.arena, int32_t, count + 1) };
    Status status = gate_figure(d->page.view, d->incident, refs, count, err);

    if (status != OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        int32_t number = note_number(d, refs[i].reading, corpus_claim(c, refs[i])->segment);
        size_t k = 0;
        while (k < f.note_count && f.notes[k] != number)
            k++;
        if (k == f.note_count)
            f.notes[f.note_count++] = number;
    }
    qsort(f.notes, f.note_count, sizeof *f.notes, by_number);
    vec_push(d->page.arena, &d->figures, f);
    vec_push(d->page.arena, runs, (Run){ .kind = RUN_FIGURE, .text = text, .number = (int32_t)d->figures.count });
    for (size_t i = 0; marks && i < f.note_count; i++)
        vec_push(d->page.arena, runs, (Run){ .kind = RUN_MARK, .number = f.notes[i] });
    return OK;
}

Str dossier_certainty(const Dossier *d, const Incident *i)
{
    Str grade = i->graded.len ? graded_of(i->graded).grade : i->grade;

    return grade.len ? grade_certainty(grade, words_language(d->page.w)) : words_get(d->page.w, S("certainty.reported"));
}
