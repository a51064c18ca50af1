/* import_records.c -- see import_records.h. First every cell is looked at (keep/strict_table.h), then the table is opened as
 * `add` would open it and laid beside what the log has; only then, and only whole, is it sealed. */
#include "cli/import_records.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/vec.h"
#include "cli/ingest.h"
#include "cli/rows_log.h"
#include "cli/table.h"
#include "keep/container.h"
#include "keep/sniff.h"
#include "keep/strict_table.h"
#include "lang/named.h"
#include "tell/export.h"

#include <stdlib.h>
#include <unistd.h>

#define TOLD 20             /* troubles and rows that the terminal shows; the file of errors has all */

typedef struct ImportRow {
    Str    id, key, print;
    size_t line;
    const LoggedRow *before;    /* the record as it is in the case, or NULL */
} ImportRow;

typedef struct Import {
    Cli        *cli;
    const ImportRecordsAsk *ask;
    Str         bytes, profile;
    StrictTable table;
    Str         key;            /* within what its ids are one */
    VEC(ImportRow) rows;
    LoggedRows  logged;
    size_t      fresh, changed, unchanged;
} Import;

/* ---- what is wrong ---- */

static Str errors_path(Arena *arena, Str path)
{
    Str base = str_ends(path, S(".csv")) || str_ends(path, S(".tsv")) ? str_slice(path, 0, path.len - 4) : path;

    return arena_printf(arena, STR_FMT ".errors.csv", STR_ARG(base));
}

static Status write_errors(Import *in, Str path, Error *err)
{
    AUTO_STRBUF b = { 0 };

    strbuf_add(&b, S("line,column,name,trouble,fix\r\n"));
    for (size_t i = 0; i < in->table.trouble_count; i++) {
        const TableTrouble *t = &in->table.troubles[i];
        strbuf_printf(&b, "%zu,", t->line);
        if (t->column)
            strbuf_printf(&b, "%zu", t->column);
        Str cells[] = { t->name, t->what, t->fix };
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
            strbuf_char(&b, ',');
            csv_cell(&b, cells[k]);
        }
        strbuf_add(&b, S("\r\n"));
    }
    return os_write_file(path.ptr, strbuf_str(&b), 0600, NOT_DURABLE, err);
}

/* "rows.csv:3:2: date: a date that could be two days: write ..." */
static void tell_trouble(Import *in, const TableTrouble *t)
{
    Arena *a = in->cli->arena;
    Str where = t->column ? arena_printf(a, ":%zu", t->column) : S("");
    Str name = t->name.len ? arena_printf(a, STR_FMT ": ", STR_ARG(str_slice(t->name, 0, 60))) : S("");

    complain(NULL, arena_printf(a, "%s:%zu" STR_FMT ": " STR_FMT STR_FMT ": " STR_FMT, in->ask->path, t->line, STR_ARG(where),
                                STR_ARG(name), STR_ARG(t->what), STR_ARG(t->fix)));
}

static Status refuse(Import *in, Error *err)
{
    size_t count = in->table.trouble_count + in->table.trouble_more;
    Str path = errors_path(in->cli->arena, str_of(in->ask->path));
    Error why = { 0 };

    for (size_t i = 0; i < in->table.trouble_count && i < TOLD; i++)
        tell_trouble(in, &in->table.troubles[i]);
    Status status = write_errors(in, path, &why);
    if (status != OK)
        return fail(err, ERR_BAD_INPUT, "nothing was imported, for %zu reasons; they could not be written to a file: %s", count,
                    why.text);
    return fail(err, ERR_BAD_INPUT, "nothing was imported: %zu %s to be put right, all in " STR_FMT, count,
                count == 1 ? "place is" : "places are", STR_ARG(path));
}

/* ---- swapped coordinates ---- */

#define NEAR_KM  100
#define FAR_KM   500

static bool swapped(void *context, Str place, double lat, double lon)
{
    Import *in = context;
    uint32_t *places;
    size_t count = place.len < 200 ? lang_places_named(in->cli->work->lang, in->cli->arena, place, &places) : 0;
    const Gazetteer *g = lang_gazetteer(in->cli->work->lang);
    bool there = false;

    for (size_t i = 0; i < count; i++) {
        const Place *p = &g->places[places[i]];
        if (place_km(p->lat, p->lon, lat, lon) < FAR_KM + p->precision_m / 1000.0)
            return false;
        there |= place_km(p->lat, p->lon, lon, lat) < NEAR_KM + p->precision_m / 1000.0;
    }
    return there;
}

/* ---- the rows, as `add` will take them out ---- */

static Status take_part(void *context, const Part *part, Error *err)
{
    Import *in = context;
    Arena *a = in->cli->arena;
    ImportRow row = { .id = row_id(part), .print = row_print(a, part) };

    (void)err;
    row.id = row.id.ptr ? arena_str(a, row.id) : row.id;
    row.key = row_key(a, in->key, row.id, row.print);
    row.line = in->rows.count < in->table.row_count ? in->table.rows[in->rows.count].line : 0;
    vec_push(a, &in->rows, row);
    return OK;
}

static Status open_table(Import *in, Error *err)
{
    Sniffed kind = sniff(str_slice(in->bytes, 0, SNIFF_BYTES), in->bytes.len, str_of(in->ask->path));
    const ContainerType *type = container_of(kind.media_type);
    PartBudget budget = part_budget(in->bytes.len);
    Contents contents;
    Error why = { 0 };

    if (!type || strcmp(type->parser, "table") != 0)
        return fail(err, ERR_BAD_INPUT, "%s is not taken for a table: give it a name that ends in .csv", in->ask->path);
    Status status = container_open(in->cli->arena, NULL, in->bytes, type, &budget, take_part, in, &contents, &why);
    if (status != OK)
        return fail(err, status, "%s: %s", in->ask->path, why.text);
    if (in->rows.count != in->table.row_count || contents.refused_count)
        return fail(err, ERR_BAD_INPUT, "%s: %zu of its %zu records would be taken, and nothing is imported in part: split the table",
                    in->ask->path, in->rows.count, in->table.row_count);
    return OK;
}

/* ---- beside what is there ---- */

static void compare(Import *in)
{
    Map seen = { 0 };

    for (size_t i = 0; i < in->rows.count; i++) {
        ImportRow *row = &in->rows.at[i];
        const int64_t *at = map_get(&in->logged.by_key, row->key);
        row->before = at ? &in->logged.at.at[*at] : NULL;
        bool same = row->before ? str_eq(row->before->print, row->print) : map_get(&seen, row->key) != NULL;
        map_put(in->cli->arena, &seen, row->key, 1);
        in->unchanged += same;
        in->changed += row->before && !same;
        in->fresh += !row->before && !same;
    }
}

/* "words, date": which lines of the two contents differ. */
static Str differences(Arena *arena, Str before, Str now)
{
    static const struct { const char *key, *word; } words[] = {
        { "sha256", "words" }, { "publisher", "publisher" }, { "author", "author" }, { "url", "address" },
        { "published", "date of publication" }, { "title", "title" }, { "fact-date-as-told", "date" },
        { "fact-date-as-written", "date" }, { "fact-place-as-told", "place" }, { "fact-latitude-as-told", "coordinates" },
        { "fact-longitude-as-told", "coordinates" },
    };
    AUTO_STRBUF b = { 0 };
    Map seen = { 0 };

    for (int pass = 0; pass < 2; pass++) {
        Str rest = pass ? now : before, other = pass ? before : now;
        for (Str line; str_cut(&rest, '\n', &line) && line.len; ) {
            Str whole = arena_printf(arena, STR_FMT "\n", STR_ARG(line)), word = S("another field"), key = line;
            if (str_find(other, whole, 0) != SIZE_MAX)
                continue;
            key = str_slice(line, 0, str_find(line, S(" "), 0));
            for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (str_eq(key, str_of(words[i].key)))
                    word = str_of(words[i].word);
            if (str_eq(key, S("fact-field")))       /* "fact-field NAME: value" */
                word = str_slice(line, key.len + 1, str_find(line, S(": "), 0));
            if (map_get(&seen, word))
                continue;
            map_put(arena, &seen, word, 1);
            strbuf_add(&b, b.len ? S(", ") : S(""));
            strbuf_add(&b, word);
        }
    }
    return arena_str(arena, strbuf_str(&b));
}

/* An id is whatever a table says: it is shown as the case would show it. */
static Str shown_id(Import *in, Str id)
{
    AUTO_STRBUF masked = { 0 };

    view_str(in->cli->work->view, str_slice(id, 0, 100), &masked);
    return arena_str(in->cli->arena, strbuf_str(&masked));
}

static void list_rows(Import *in, bool changed, const char *word)
{
    StrBuf *out = &in->cli->out;
    size_t told = 0, count = changed ? in->changed : in->fresh;

    for (size_t i = 0; i < in->rows.count && told < TOLD; i++) {
        const ImportRow *row = &in->rows.at[i];
        if (changed ? !row->before || str_eq(row->before->print, row->print) : row->before != NULL)
            continue;
        told++;
        strbuf_printf(out, "  %-8s line %zu", word, row->line);
        if (row->id.ptr) {
            strbuf_add(out, S(", "));
            print_text(out, shown_id(in, row->id));
        }
        if (changed) {
            Str what = differences(in->cli->arena, row->before->print, row->print);
            strbuf_printf(out, ": " STR_FMT, STR_ARG(what));
        }
        strbuf_char(out, '\n');
    }
    if (count > told)
        strbuf_printf(out, "  %-8s and %zu more\n", word, count - told);
}

/* Records of this table that an earlier version of it had and this one has not. */
static size_t missing(Import *in)
{
    Map here = { 0 };
    size_t count = 0;
    Str prefix = arena_printf(in->cli->arena, "i" STR_FMT "\n", STR_ARG(in->key));

    for (size_t i = 0; i < in->rows.count; i++)
        map_put(in->cli->arena, &here, in->rows.at[i].key, 1);
    for (size_t i = 0; i < in->logged.by_key.count; i++) {
        Str key = in->logged.by_key.entries[i].key;
        count += in->table.has_ids && str_starts(key, prefix) && !map_get(&here, key);
    }
    return count;
}

static void tell_difference(Import *in)
{
    StrBuf *out = &in->cli->out;
    size_t gone = missing(in);

    list_rows(in, false, "new");
    list_rows(in, true, "changed");
    strbuf_printf(out, "%zu new, %zu changed, %zu unchanged\n", in->fresh, in->changed, in->unchanged);
    if (gone)
        strbuf_printf(out, gone == 1 ? "%zu record of earlier imports is not in this file and stays as it was\n"
                                     : "%zu records of earlier imports are not in this file and stay as they were\n", gone);
}

/* An original is taken apart once. These very bytes came in with `add`, or an earlier version of the table is to hold again. */
static Status was_sealed(Import *in, Error *err)
{
    Sha256 id = sha256(in->bytes);
    Str hex = hex_encode(in->cli->arena, sha256_str(&id));

    for (size_t i = 0; i < in->cli->work->original_count; i++)
        if (str_eq(in->cli->work->originals[i].sha256, hex))
            return fail(err, ERR_REFUSED, "%s: these very bytes were sealed before and are not taken apart twice: to import them again, "
                        "add an empty line at the end of the file", in->ask->path);
    return OK;
}

static Status seal(Import *in, Error *err)
{
    IngestReport report = { .read = 0 };
    IngestAsk ask = { &in->ask->path, 1, NULL, in->ask->received_from, .import = in->profile, .import_key = in->key };
    Status status = ingest(in->cli, in->cli->work, &ask, &report, err);

    if (status != OK)
        return status;
    if (report.trouble_count)
        return fail(err, ERR_IO, STR_FMT, STR_ARG(report.troubles[0]));
    strbuf_printf(&in->cli->out, "imported: %zu %s taken out of %s and %zu read\n", report.parts,
                  report.parts == 1 ? "record" : "records", in->ask->path, report.read);
    return OK;
}

static void free_mapped(Mapped *mapped)
{
    os_unmap(mapped);
}

Status import_records(Cli *cli, const ImportRecordsAsk *ask, Error *err)
{
    Import in = { .cli = cli, .ask = ask, .profile = ask->profile.ptr ? ask->profile : S("dokaz") };
    AUTO(free_mapped) Mapped mapped = { S(""), NULL, 0 };
    StrictAsk strict = { in.profile, swapped, &in };
    Str names;

    if (!strict_profile(cli->arena, in.profile, &names))
        return fail(err, ERR_USAGE, "there is no profile '" STR_FMT "': " STR_FMT, STR_ARG(in.profile), STR_ARG(names));
    Status status = input_trouble(os_map(ask->path, &mapped, err), err);
    if (status != OK)
        return status;
    in.bytes = mapped.bytes;
    strict_table(cli->arena, in.bytes, &strict, &in.table);
    if (in.table.trouble_count)
        return refuse(&in, err);
    Str of = in.table.own_ids ? in.profile : os_basename(str_of(ask->path));
    in.key = arena_printf(cli->arena, "%s:" STR_FMT, in.table.own_ids ? "profile" : "file", STR_ARG(of));
    status = open_table(&in, err);
    if (status == OK)
        status = rows_of_log(cli->arena, cli->work->c, &in.logged, err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status != OK)
        return status;
    compare(&in);
    tell_difference(&in);
    if (!in.fresh && !in.changed)
        return OK;
    status = was_sealed(&in, err);
    return status == OK && !ask->dry_run ? seal(&in, err) : status;
}
