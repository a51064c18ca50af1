/* import_again.c -- a table that an import made before is imported into the tables of today.
 *
 * What came from the program then is left out (the program of today has its own);
 * each name keeps the source it came from.
 */
#include "base/auto.h"
#include "base/map.h"
#include "lang/import_in.h"

#include <stdio.h>

typedef struct Again {
    Import  *in;
    Lang    *old;
    Lines    lines;             /* for errors alone */
    uint16_t *file_of_source;   /* UINT16_MAX: of the program, left out */
} Again;

/* Its sources are files of this import too, with nothing to read. */
static Status take_sources(Again *a, Error *err)
{
    Import *in = a->in;
    const BlobHeader *h = (const void *)a->old->blob;

    a->file_of_source = arena_array(in->arena, uint16_t, h->sources.count);
    for (size_t i = 0; i < h->sources.count; i++) {
        const BlobSource *s = &a->old->sources[i];
        Str name = { a->old->blob + h->strings.at + s->name.at, s->name.len };
        a->file_of_source[i] = UINT16_MAX;
        if (!s->imported || str_eq(name, S("derived")))
            continue;
        for (size_t k = 0; k < in->file_count; k++)
            if (k >= in->read_count && str_eq(in->files[k].name, name))
                a->file_of_source[i] = (uint16_t)k;
        if (a->file_of_source[i] != UINT16_MAX)
            continue;
        if (in->file_count >= in->file_room)
            return fail(err, ERR_BAD_INPUT, "more than %d sources in one table; nothing was imported", FILES_MORE);
        in->files[in->file_count] = (ImportFile){ .path = a->lines.path, .name = arena_str(in->arena, name),
                                                  .format = IMPORT_COMPILED, .index = (uint16_t)in->file_count };
        a->file_of_source[i] = (uint16_t)in->file_count++;
    }
    return OK;
}

static Status take_place(Again *a, uint32_t place, Error *err)
{
    Import *in = a->in;
    const Gazetteer *g = lang_gazetteer(a->old);
    const Place *p = &g->places[place];
    char own[NAME_MAX_BYTES], other[NAME_MAX_BYTES];
    Str code = { own, (size_t)snprintf(own, sizeof own, "id:" STR_FMT, STR_ARG(str_slice(p->id, 0, 300))) };
    uint32_t row = import_find_code(in, code);
    bool point = !(p->flags & PLACE_POINT_OF_PARENT);
    Status status = OK;

    if (!(p->flags & PLACE_IMPORTED) && row == NO_ROW)
        return OK;              /* the program of today has it no more */
    if (row != NO_ROW && row < in->base_count) {
        ImportRow *r = import_row(in, row);
        if (p->precision_m < r->precision_m && p->type >= PLACE_CITY) {
            r->lat = (int32_t)(p->lat * DEGREE + (p->lat < 0 ? -0.5 : 0.5));
            r->lon = (int32_t)(p->lon * DEGREE + (p->lon < 0 ? -0.5 : 0.5));
            r->precision_m = p->precision_m;
        }
    } else {
        RowDraft d = { .code = code, .kind_type = (int)p->type, .lat = p->lat, .lon = p->lon, .has_point = point,
                       .precision_m = p->precision_m, .population = p->population };
        if (p->parent != NO_PLACE)
            d.container = (Str){ other, (size_t)snprintf(other, sizeof other, "id:" STR_FMT,
                                                         STR_ARG(str_slice(g->places[p->parent].id, 0, 300))) };
        in->file->counts.rows++;
        status = import_add_row(in, &a->lines, &d, &row, err);
    }
    PlaceName *names;
    size_t count = status == OK ? lang_place_names(a->old, in->arena, place, &names) : 0;
    ImportFile *file = in->file;
    for (size_t i = 0; status == OK && i < count; i++) {
        uint16_t source = a->file_of_source[names[i].source_index];
        if (source == UINT16_MAX)
            continue;
        in->file = &in->files[source];
        if (str_eq(names[i].lang, S("code")))
            status = import_add_code(in, row, names[i].text, err);
        else
            status = import_add_name(in, &a->lines, row, names[i].lang, names[i].text, names[i].from, names[i].until, err);
    }
    in->file = file;
    return status;
}

static void free_lang(Lang **lang)
{
    lang_free(*lang);
}

Status import_compiled(Import *in, const char *path, Error *err)
{
    AUTO(free_lang) Lang *old = NULL;
    Again a = { .in = in, .lines = { .path = path } };
    Status status = lang_open_any(path, &old, err);

    if (status != OK)
        return status;
    a.old = old;
    status = take_sources(&a, err);
    for (uint32_t i = 0; status == OK && i < lang_gazetteer(old)->count; i++) {
        ArenaMark mark = arena_mark(in->arena);
        status = take_place(&a, i, err);
        arena_rewind(in->arena, mark);
    }
    return status;
}
