/* cmd_map.c -- `dokaz map import FILE.geojson`: outlines for the case's map: oblasts, raions, a front line of a day. */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/os.h"
#include "cli/layers.h"
#include "cli/print.h"
#include "keep/worker.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define NAME_MAX_LETTERS 40

typedef struct MapOptions {
    Str name;
} MapOptions;

static const Option options[] = {
    OPTION_TEXT(MapOptions, name, "name", "NAME", "import: what to call the layer (the file's name)"),
    OPTION_END
};

/* Small letters, digits and hyphens: it becomes a file's name. */
static Status layer_name(Arena *arena, Str text, Str *ret, Error *err)
{
    char *copy = arena_cstr(arena, text);
    size_t kept = 0;

    for (size_t i = 0; i < text.len && kept < NAME_MAX_LETTERS; i++) {
        char c = copy[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            copy[kept++] = c;
        else if (kept && copy[kept - 1] != '-')
            copy[kept++] = '-';
    }
    while (kept && copy[kept - 1] == '-')
        kept--;
    *ret = (Str){ copy, kept };
    return kept ? OK : fail(err, ERR_USAGE, "--name is missing: the file's name has no letter a-z or digit");
}

static char *layer_path(Cli *cli, const char *dir, Str name)
{
    return os_join(cli->arena, str_of(dir), arena_printf(cli->arena, LAYERS_DIR "/" STR_FMT ".tsv", STR_ARG(name)));
}

static Status run_import(Cli *cli, const char *dir, const MapOptions *o, int count, char **args, Error *err)
{
    AUTO(os_unmap) Mapped file = { S(""), NULL, 0 };
    StrBuf table = { 0 };
    MapLayer layer;
    Str name, base;
    Status status = need_arguments(count, 1, 1, "FILE.geojson", err);

    if (status != OK)
        return status;
    base = os_basename(str_of(args[0]));
    size_t dot = str_find(base, S("."), 1);
    status = layer_name(cli->arena, o->name.ptr ? o->name : str_slice(base, 0, dot), &name, err);
    if (status == OK)
        status = input_trouble(os_map(args[0], &file, err), err);
    if (status == OK)
        status = worker_run("geojson", args[0], file.bytes, S(""), &box_limits, &table, err);
    Str made = arena_str(cli->arena, strbuf_str(&table));
    strbuf_finish(&table);
    if (status == OK && str_starts(made, S("wrong: ")))
        return fail(err, ERR_BAD_INPUT, "%s: " STR_FMT "; nothing was imported", args[0],
                    STR_ARG(str_trim(str_slice(made, 7, made.len))));
    if (status == OK)
        status = map_shapes(cli->arena, made, args[0], &layer, err);
    if (status == OK)
        status = os_make_dirs(os_join(cli->arena, str_of(dir), S(LAYERS_DIR)), 0700, err);
    if (status == OK)
        status = os_write_file(layer_path(cli, dir, name), made, 0600, DURABLE, err);
    if (status != OK)
        return status;
    size_t points = 0;
    for (size_t i = 0; i < layer.count; i++)
        points += layer.shapes[i].count;
    strbuf_printf(&cli->out, "layer " STR_FMT ": %zu shapes, %zu points; the map shows it for orientation, it is no evidence\n",
                  STR_ARG(name), layer.count, points);
    return OK;
}

static Status run_list(Cli *cli, const char *dir, const MapOptions *o, int count, char **args, Error *err)
{
    MapLayer *layers;
    size_t found;
    Status status = need_arguments(count, 0, 0, "nothing more", err);

    (void)o;
    (void)args;
    if (status == OK)
        status = layers_load(cli->arena, dir, &layers, &found, err);
    for (size_t i = 0; status == OK && i < found; i++)
        strbuf_printf(&cli->out, STR_FMT "  %zu shapes\n", STR_ARG(layers[i].name), layers[i].count);
    if (status == OK && found == 0)
        strbuf_add(&cli->out, S("no layer was imported; borders, rivers and towns are there without one\n"));
    return status;
}

static Status run_remove(Cli *cli, const char *dir, const MapOptions *o, int count, char **args, Error *err)
{
    Str name;
    Status status = need_arguments(count, 1, 1, "NAME", err);

    (void)o;
    if (status == OK)
        status = layer_name(cli->arena, str_of(args[0]), &name, err);
    if (status == OK && unlink(layer_path(cli, dir, name)) < 0)
        return fail(err, errno == ENOENT ? ERR_USAGE : ERR_IO, "cannot remove the layer '" STR_FMT "': %s", STR_ARG(name),
                    strerror(errno));
    return status;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    static const struct {
        const char *name;
        Status    (*run)(Cli *, const char *, const MapOptions *, int, char **, Error *);
    } actions[] = { { "import", run_import }, { "list", run_list }, { "remove", run_remove } };
    char *dir = NULL;
    Status status = need_arguments(count, 1, INT32_MAX, "what to do (import, list or remove)", err);

    if (status == OK)
        status = named_case(cli, &dir, err);
    for (size_t i = 0; status == OK && i < sizeof actions / sizeof *actions; i++)
        if (strcmp(args[0], actions[i].name) == 0)
            return actions[i].run(cli, dir, given, count - 1, args + 1, err);
    return status != OK ? status : fail(err, ERR_USAGE, "map cannot '%s': import, list or remove", args[0]);
}

const Command cmd_map = {
    .name = "map", .arguments = "import FILE.geojson | list | remove NAME",
    .summary = "outlines for the case's map: oblasts, raions, a line of a day",
    .more = "GeoJSON (RFC 7946): longitude first, degrees (WGS84). Its shapes are drawn on the page `map` above borders,\n"
            "rivers and towns, for orientation: a layer is no evidence, is not sealed, and goes into no bag. A layer of\n"
            "the same name is replaced. What cannot be read is refused with the place in the file; nothing is kept then.",
    .needs = NEEDS_FOLDER, .options = options, .options_size = sizeof(MapOptions), .run = run,
};
