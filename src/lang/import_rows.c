/* import_rows.c -- rows, names and codes as the readers of formats hand them over. */
#include "base/hash.h"
#include "base/utf8.h"
#include "lang/import_in.h"
#include "lang/tsv.h"

#include <math.h>
#include <stdio.h>

#define CODES_FIRST ((size_t)1 << 12)

static uint64_t code_key(Str code)
{
    uint64_t key = hash64(code);
    return key ? key : 1;
}

static ImportKey *code_slot(const Import *in, uint64_t key)
{
    for (size_t i = key & (in->codes.count - 1);; i = (i + 1) & (in->codes.count - 1)) {
        ImportKey *k = spool_at(&in->codes, i);
        if (k->key == 0 || k->key == key)
            return k;
    }
}

/* Twice the slots, everything put in again. */
static Status grow_codes(Import *in, Error *err)
{
    Spool old = in->codes;
    size_t slots = old.count ? old.count * 2 : CODES_FIRST;
    Status status = spool_open(in->dir, sizeof(ImportKey), &in->codes, err);

    if (status == OK)
        status = spool_resize(&in->codes, slots, err);
    for (size_t i = 0; status == OK && i < old.count; i++) {
        const ImportKey *k = spool_at(&old, i);
        if (k->key)
            *code_slot(in, k->key) = *k;
    }
    spool_close(&old);
    return status;
}

uint32_t import_find_code(const Import *in, Str code)
{
    if (in->codes.count == 0 || code.len == 0)
        return NO_ROW;
    const ImportKey *k = code_slot(in, code_key(code));
    return k->key ? k->row : NO_ROW;
}

/* Codes stay with the names, so that a later import finds the place by them. */
static Status remember_code(Import *in, uint32_t row, Str code, Error *err)
{
    ImportName n = { .row = row, .lang = "code" };

    if (in->file == NULL || str_starts(code, S("id:")) || import_row(in, row)->state == ROW_CONTAINER)
        return OK;
    n.file = in->file->index;
    n.len = (uint16_t)code.len;
    Status status = spool_bytes(&in->texts, code, &n.text, err);
    return status == OK ? spool_add(&in->names, &n, err) : status;
}

/* The first row that bears a code keeps it; a later one with the same code is that place. */
Status import_add_code(Import *in, uint32_t row, Str code, Error *err)
{
    Status status = in->code_count * 2 >= in->codes.count ? grow_codes(in, err) : OK;

    if (status != OK || code.len == 0)
        return status;
    ImportKey *k = code_slot(in, code_key(code));
    if (k->key == 0) {
        *k = (ImportKey){ code_key(code), row, 0 };
        in->code_count++;
        return remember_code(in, row, code, err);
    } else if (k->row != row && import_row(in, row)->same == NO_ROW) {
        import_row(in, row)->same = k->row;
    }
    return OK;
}

void import_doubt(Import *in, const ImportRow *row, Str name, Str why)
{
    ImportFile *file = &in->files[row->file];

    file->counts.doubts++;
    in->doubt_count++;
    strbuf_printf(&in->doubts, STR_FMT "\t%u\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(file->name), row->line,
                  STR_ARG(import_text(in, row->code, row->code_len)), STR_ARG(name), STR_ARG(why));
}

/* A code that stood in this file before: the first row counts. */
bool import_repeated(Import *in, const Lines *l, Str code, Str name)
{
    uint32_t known = import_find_code(in, code);

    if (known == NO_ROW || known < in->base_count || import_row(in, known)->file != in->file->index)
        return false;
    ImportRow row = *import_row(in, known);
    uint32_t first = row.line;
    row.line = (uint32_t)l->number;
    in->file->counts.repeated++;
    import_doubt(in, &row, name, arena_printf(in->arena, "its code stands in row %u too: that row counts", first));
    return true;
}

Status import_add_row(Import *in, const Lines *l, const RowDraft *d, uint32_t *ret, Error *err)
{
    ImportRow row = { .parent = NO_ROW, .same = NO_ROW, .lat = NO_POINT, .lon = NO_POINT,
                      .precision_m = d->precision_m, .line = (uint32_t)l->number, .file = in->file->index,
                      .type = (uint8_t)d->kind_type, .state = d->is_container ? ROW_CONTAINER : ROW_NEW };

    if (d->code.len == 0 || d->code.len > NAME_MAX_BYTES)
        return lines_fail(l, err, "code", "a code of %zu bytes", d->code.len);
    if (d->container.len > NAME_MAX_BYTES)
        return lines_fail(l, err, "container", "codes of %zu bytes", d->container.len);
    if (in->rows.count >= NO_ROW - 1)
        return lines_fail(l, err, NULL, "more rows than a table can hold");
    if (d->has_point) {
        row.lat = (int32_t)lround(d->lat * DEGREE);
        row.lon = (int32_t)lround(d->lon * DEGREE);
    }
    row.population = d->population < 0 ? 0 : d->population > UINT32_MAX ? UINT32_MAX : (uint32_t)d->population;
    row.code_len = (uint16_t)d->code.len;
    row.container_len = (uint16_t)d->container.len;
    Status status = spool_bytes(&in->texts, d->code, &row.code, err);
    if (status == OK)
        status = spool_bytes(&in->texts, d->container, &row.container, err);
    if (status == OK)
        status = spool_add(&in->rows, &row, err);
    if (status != OK)
        return status;
    *ret = (uint32_t)(in->rows.count - 1);
    in->file->counts.containers += d->is_container;
    return import_add_code(in, *ret, d->code, err);
}

Status import_add_name(Import *in, const Lines *l, uint32_t row, Str lang, Str name, int from, int until, Error *err)
{
    ImportName n = { .row = row, .file = in->file->index, .from = (int16_t)from, .until = (int16_t)until };

    name = str_trim(name);
    if (name.len == 0)
        return OK;
    if (name.len > NAME_MAX_BYTES)
        return lines_fail(l, err, "name", "a name of %zu bytes: at most %d are possible", name.len, NAME_MAX_BYTES);
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] < ' ')
            return lines_fail(l, err, "name", "a control character in a name");
    n.len = (uint16_t)name.len;
    memcpy(n.lang, lang.ptr ? lang.ptr : "", lang.len < sizeof n.lang ? lang.len : sizeof n.lang - 1);
    Status status = spool_bytes(&in->texts, name, &n.text, err);
    return status == OK ? spool_add(&in->names, &n, err) : status;
}

Status import_point(const Lines *l, Str lat, Str lon, const char *lat_column, const char *lon_column, RowDraft *d,
                    Error *err)
{
    if (lat.len == 0 && lon.len == 0)
        return OK;
    if (!str_to_double(lat, &d->lat) || !(d->lat >= -90 && d->lat <= 90))
        return lines_fail(l, err, lat_column, "'" STR_FMT "' is no latitude (degrees from -90 to 90)",
                          STR_ARG(str_slice(lat, 0, 40)));
    if (!str_to_double(lon, &d->lon) || !(d->lon >= -180 && d->lon <= 180))
        return lines_fail(l, err, lon_column, "'" STR_FMT "' is no longitude (degrees from -180 to 180)",
                          STR_ARG(str_slice(lon, 0, 40)));
    d->has_point = true;
    return OK;
}

/* --- kinds ------------------------------------------------------------------- */

const ImportKind *import_kind(Import *in, Str source, Str kind)
{
    char text[96];
    Str key = { text, (size_t)snprintf(text, sizeof text, STR_FMT "\t" STR_FMT, STR_ARG(source),
                                       STR_ARG(str_slice(kind, 0, 40))) };
    int64_t *known = map_get(&in->kinds, key);

    if (known)
        return &in->kind[*known];
    in->file->counts.passed++;
    int64_t *times = map_get(&in->passed_kinds, str_slice(kind, 0, 40));
    if (times)
        ++*times;
    else if (in->passed_kinds.count < PASSED_KINDS_MAX)
        map_put(in->arena, &in->passed_kinds, arena_str(in->arena, str_slice(kind, 0, 40)), 1);
    return NULL;
}

Status import_load_kinds(Import *in, Str table, Error *err)
{
    Tsv tsv;
    Status status = tsv_of(table, "data/places/import/kinds.tsv", &tsv, err);
    VEC(ImportKind) kinds = { 0 };

    while (status == OK && tsv_next(&tsv)) {
        int type = place_type_of(tsv_cell(&tsv, 2));
        bool container = str_eq(tsv_cell(&tsv, 2), S("container"));
        if (type < 0 && !container)
            return tsv_fail(&tsv, err, "unknown type of place '" STR_FMT "'", STR_ARG(tsv_cell(&tsv, 2)));
        map_put(in->arena, &in->kinds,
                arena_printf(in->arena, STR_FMT "\t" STR_FMT, STR_ARG(tsv_cell(&tsv, 0)), STR_ARG(tsv_cell(&tsv, 1))),
                (int64_t)kinds.count);
        vec_push(in->arena, &kinds, (ImportKind){ container ? PLACE_REGION : (PlaceType)type, container,
                                                  tsv_cell(&tsv, 3), tsv_cell(&tsv, 4), tsv_cell(&tsv, 5) });
    }
    in->kind = kinds.at;
    return status;
}

/* "{} Raion" and "Kupiansk" */
Str import_pattern(Arena *arena, Str pattern, Str name)
{
    size_t at = str_find(pattern, S("{}"), 0);

    if (at == SIZE_MAX || str_find(name, S(" "), 0) != SIZE_MAX)
        return name;        /* a name of several words is whole already */
    return arena_printf(arena, STR_FMT STR_FMT STR_FMT, (int)at, pattern.ptr, STR_ARG(name),
                        STR_ARG(str_slice(pattern, at + 2, pattern.len)));
}

/* How large a place of this kind may be, in metres: the least that its point can be known to. */
int32_t import_extent(PlaceType type)
{
    switch (type) {
    case PLACE_COUNTRY:
        return 500000;
    case PLACE_REGION:
    case PLACE_OBLAST:
    case PLACE_SEA:
        return 100000;
    case PLACE_RAION:
    case PLACE_RIVER:
    case PLACE_PENINSULA:
        return 30000;
    case PLACE_LAKE:
    case PLACE_RESERVOIR:
        return 10000;
    default:
        return 3000;
    }
}
