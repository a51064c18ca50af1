/* cmd_places.c -- `dokaz places`: ask the gazetteer, and add to it what users download. */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "cli/print.h"
#include "cli/table.h"
#include "lang/import.h"
#include "lang/named.h"

#define NEARLY_LETTERS 2    /* how far a name may be off to be offered */

typedef struct PlacesOptions {
    bool json;
    Str  data, places, output, doubts, countries;
} PlacesOptions;

static const Option options[] = {
    OPTION_FLAG(PlacesOptions, json,      "json",              "find: one JSON line a place"),
    OPTION_TEXT(PlacesOptions, places,    "places",    "FILE",  "find: in an imported table"),
    OPTION_TEXT(PlacesOptions, output,    "output",    "FILE",  "import: the table to be made (places.dokaz)"),
    OPTION_TEXT(PlacesOptions, doubts,    "doubts",    "FILE",  "import: list of the rows in doubt (beside the table, .doubts.tsv)"),
    OPTION_TEXT(PlacesOptions, countries, "countries", "CODES", "import: rows of GeoNames in these countries alone, as UA,RU,BY"),
    OPTION_TEXT(PlacesOptions, data,      "data",      "DIR",   "other tables of words and places (laid out as data/)"),
    OPTION_END
};

/* What was asked for, and how it was found. */
typedef struct Asked {
    const Lang *lang;
    Str         name;
    bool        nearly;         /* no place bears the name; these bear one like it */
} Asked;

static void json_names(JsonOut *j, const PlaceName *names, size_t count)
{
    json_array(j, "names");
    for (size_t i = 0; i < count; i++) {
        json_object(j, NULL);
        json_str(j, "name", names[i].text);
        json_str(j, "language", names[i].lang.len ? names[i].lang : STR_NONE);
        if (names[i].from)
            json_i64(j, "from", names[i].from);
        else
            json_null(j, "from");
        if (names[i].until)
            json_i64(j, "until", names[i].until);
        else
            json_null(j, "until");
        json_str(j, "source", names[i].source);
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_json(Cli *cli, const Asked *asked, uint32_t place)
{
    const Gazetteer *g = lang_gazetteer(asked->lang);
    const Place *p = &g->places[place];
    PlaceName *names;
    size_t count = lang_place_names(asked->lang, cli->arena, place, &names);
    Str note = lang_place_note(asked->lang, place);
    JsonOut j = json_lines(cli);

    json_object(&j, NULL);
    json_text(&j, "type", "place");
    json_str(&j, "asked", asked->name);
    json_bool(&j, "misspelt", asked->nearly);
    json_str(&j, "place_id", p->id);
    json_str(&j, "place_type", place_type_name(p->type));
    json_names(&j, names, count);
    json_array(&j, "within");
    for (uint32_t up = p->parent; up != NO_PLACE; up = g->places[up].parent)
        json_str(&j, NULL, g->places[up].id);
    json_array_end(&j);
    json_double(&j, "lat", p->lat, 6);
    json_double(&j, "lon", p->lon, 6);
    json_i64(&j, "precision_m", p->precision_m);
    if (p->population)
        json_i64(&j, "population", p->population);
    else
        json_null(&j, "population");
    json_str(&j, "note", note.len ? note : STR_NONE);
    json_object_end(&j);
    json_line_end(&j);
}

/* "uk Artemivsk (until 2016)", after one another; a language is said once. */
static Str names_text(Arena *arena, const PlaceName *names, size_t count, Str source)
{
    AUTO_STRBUF out = { 0 };
    Str lang = STR_NONE;

    for (size_t i = 0; i < count; i++) {
        if (!str_eq(names[i].source, source))
            continue;
        if (out.len)
            strbuf_add(&out, str_eq(lang, names[i].lang) ? S(", ") : S("; "));
        if (names[i].lang.len && !str_eq(lang, names[i].lang))
            strbuf_printf(&out, STR_FMT " ", STR_ARG(names[i].lang));
        lang = names[i].lang;
        strbuf_add(&out, names[i].text);
        if (names[i].until)
            strbuf_printf(&out, " (until %d)", names[i].until);
        else if (names[i].from)
            strbuf_printf(&out, " (since %d)", names[i].from);
    }
    return arena_str(arena, strbuf_str(&out));
}

static Str hierarchy_text(Arena *arena, const Gazetteer *g, uint32_t place)
{
    AUTO_STRBUF out = { 0 };

    for (uint32_t up = g->places[place].parent; up != NO_PLACE; up = g->places[up].parent)
        strbuf_printf(&out, "%s" STR_FMT " (" STR_FMT ")", out.len ? " < " : "", STR_ARG(g->places[up].en),
                      STR_ARG(place_type_name(g->places[up].type)));
    return arena_str(arena, strbuf_str(&out));
}

static void print_place(Cli *cli, const Asked *asked, uint32_t place)
{
    Arena *a = cli->arena;
    const Gazetteer *g = lang_gazetteer(asked->lang);
    const Place *p = &g->places[place];
    PlaceName *names;
    size_t count = lang_place_names(asked->lang, a, place, &names);
    Str note = lang_place_note(asked->lang, place);

    print_field(cli, "place", arena_printf(a, STR_FMT ", " STR_FMT, STR_ARG(p->id), STR_ARG(place_type_name(p->type))));
    print_field(cli, "in", hierarchy_text(a, g, place));
    print_field(cli, "point", arena_printf(a, "%.4f %.4f, known to %d m", p->lat, p->lon, p->precision_m));
    if (p->population)
        print_field(cli, "people", arena_printf(a, "about %lld", (long long)p->population));
    for (size_t i = 0; i < count; i++) {        /* one line a source, in the order they came */
        bool told = false;
        for (size_t k = 0; k < i && !told; k++)
            told = str_eq(names[k].source, names[i].source);
        if (!told)
            print_field(cli, "names", arena_printf(a, STR_FMT " [" STR_FMT "]",
                        STR_ARG(names_text(a, names, count, names[i].source)), STR_ARG(names[i].source)));
    }
    print_field(cli, "note", note);
}

static Status find(Cli *cli, const PlacesOptions *o, const Lang *lang, Str name, Error *err)
{
    Asked asked = { lang, name, false };
    uint32_t *places;
    size_t count = lang_places_named(lang, cli->arena, name, &places);

    if (count == 0) {
        asked.nearly = true;
        count = lang_places_nearly(lang, cli->arena, name, name.len > 12 ? NEARLY_LETTERS : 1, &places);
    }
    if (count == 0)
        return fail(err, ERR_NOT_FOUND, "no place is called '" STR_FMT "', nor nearly so: `dokaz places import` takes "
                    "in larger lists", STR_ARG(str_slice(name, 0, 80)));
    if (asked.nearly && !o->json)
        strbuf_printf(&cli->out, "no place is called '" STR_FMT "'; nearly so:\n\n", STR_ARG(str_slice(name, 0, 80)));
    for (size_t i = 0; i < count; i++) {
        if (i && !o->json)
            strbuf_char(&cli->out, '\n');
        if (o->json)
            print_json(cli, &asked, places[i]);
        else
            print_place(cli, &asked, places[i]);
    }
    return OK;
}

static void free_lang(Lang **lang)
{
    if (*lang)
        lang_free(*lang);
}

static Status run_find(Cli *cli, const PlacesOptions *o, int count, char **args, Error *err)
{
    AUTO(free_lang) Lang *lang = NULL;
    Str name = S("");
    Status status = need_arguments(count, 1, INT32_MAX, "NAME", err);

    if (status == OK)
        status = input_trouble(lang_open(o->data.ptr, o->places.ptr, &lang, err), err);
    if (status != OK)
        return status;
    for (int i = 0; i < count; i++)
        name = arena_printf(cli->arena, i ? STR_FMT " %s" : STR_FMT "%s", STR_ARG(name), args[i]);
    if (utf8_valid(name) < name.len)
        return fail(err, ERR_USAGE, "the name is no valid UTF-8");
    return find(cli, o, lang, name, err);
}

/* --- import ------------------------------------------------------------------ */

static void count_field(Cli *cli, const char *label, size_t count, const char *what)
{
    if (count)
        print_field(cli, label, arena_printf(cli->arena, "%zu %s", count, what));
}

static void print_counts(Cli *cli, const ImportCounts *c)
{
    print_field(cli, "file", arena_printf(cli->arena, STR_FMT " (%s), %zu rows", STR_ARG(c->file),
                                          import_format_name(c->format), c->rows));
    count_field(cli, "  merged", c->by_code, "places known by a code both bear");
    count_field(cli, "  merged", c->by_name, "places known by the name and what it lies in");
    count_field(cli, "  merged", c->by_distance, "places known by the name and the distance");
    count_field(cli, "  added", c->added, "places");
    count_field(cli, "  names", c->names, "names and codes that were new");
    count_field(cli, "  points", c->points, "places whose point is known better now");
    count_field(cli, "  in doubt", c->doubts, "rows, left out");
    count_field(cli, "  frame", c->containers, "rows that only say what lies in what");
    count_field(cli, "  passed", c->passed, "rows of kinds or countries that are not taken in");
}

static Status run_import(Cli *cli, const PlacesOptions *o, int count, char **args, Error *err)
{
    AUTO(free_lang) Lang *lang = NULL;
    ImportReport report;
    Status status = need_arguments(count, 1, INT32_MAX, "FILE", err);
    const char *output = o->output.ptr ? o->output.ptr : "places.dokaz";
    Str doubts = o->doubts.ptr ? o->doubts : arena_printf(cli->arena, "%s.doubts.tsv", output);

    if (status == OK)
        status = input_trouble(lang_load(o->data.ptr, &lang, err), err);
    if (status != OK)
        return status;
    ImportAsk ask = { (const char *const *)args, (size_t)count, output, doubts.ptr, o->countries };
    status = input_trouble(places_import(cli->arena, lang, &ask, &report, err), err);
    if (status != OK)
        return status;
    for (size_t i = 0; i < report.count; i++)
        print_counts(cli, &report.files[i]);
    print_field(cli, "table", arena_printf(cli->arena, "%s: %zu places, %zu forms of words and names", output,
                                           report.places, report.forms));
    if (report.doubts)
        print_field(cli, "in doubt", arena_printf(cli->arena, "%zu rows, each with the reason, in " STR_FMT, report.doubts,
                                                  STR_ARG(doubts)));
    return OK;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    static const struct { const char *name; Status (*run)(Cli *, const PlacesOptions *, int, char **, Error *);
    } actions[] = { { "find", run_find }, { "import", run_import } };
    Status status = need_arguments(count, 1, INT32_MAX, "what to do (find or import)", err);

    for (size_t i = 0; status == OK && i < sizeof actions / sizeof *actions; i++)
        if (strcmp(args[0], actions[i].name) == 0)
            return actions[i].run(cli, given, count - 1, args + 1, err);
    return status != OK ? status : fail(err, ERR_USAGE, "places cannot '%s': see --help", args[0]);
}

const Command cmd_places = {
    .name = "places", .arguments = "find NAME | import FILE...", .summary = "which places bear a name; take in larger lists",
    .more = "NAME in any spelling, script or grammatical case. Every place that bears it is shown with what\n"
            "it lies in, its point and how exactly that is known, and each name with the table it comes from.\n"
            "\n"
            "FILE is the Ukrainian codifier (KATOTTG, csv), OCHA COD-AB (csv), GeoNames (UA.txt, allCountries.txt,\n"
            "alternateNames.txt), Wikidata (json), a table laid out as data/places, or a table imported before; its\n"
            "content tells which. Rows that are a place known already are merged, rows in doubt are listed and left\n"
            "out; bad input imports nothing. `read --places` and `add --places` use the table.",
    .needs = NEEDS_NOTHING, .options = options, .options_size = sizeof(PlacesOptions), .run = run,
};
