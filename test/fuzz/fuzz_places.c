/* fuzz_places.c -- any bytes as a source of places: what is accepted makes a table that opens, with every place inside the
 * world, in no circle, and found by its name; what is refused leaves nothing. Build: see standalone.c,
 * with the sources of lang/ and -ljansson. */
#include "base/auto.h"
#include "base/os.h"
#include "base/utf8.h"
#include "lang/import.h"
#include "lang/named.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Tables just large enough to be tables: an import into the whole program's would take a second each. */
static const struct { const char *path, *content; } tables[] = {
    { "lang/skeleton.tsv", "from\tto\nkh\th\n" },
    { "lang/uk/inflect.tsv", "paradigm\tending\tcases\nplace\tка\tка,ки,ці,ку,кою,ці\n" },
    { "lang/uk/translit.tsv", "letter\tinner\tinitial\nа\ta\nк\tk\nі\ti\nв\tv\nн\tn\n" },
    { "lang/uk/placeheads.tsv", "form\ttype\tposition\nрайон\traion\tafter\nобласть\toblast\tafter\n" },
    { "taxonomy/acts.tsv", "code\tlabel\tlabel_uk\tfamily\tflags\nKILL\tdeath\tсмерть\tlife\tharm\n" },
    { "places/base.tsv", "id\ttype\tparent\tlat\tlon\tprecision_m\tpopulation\ten\tuk\tru\tother\tnote\n"
                         "home\tcountry\t\t49\t32\t500000\t0\tUkraine\tУкраїна\n"
                         "first-oblast\toblast\thome\t46.6\t33.6\t100000\t0\tKhersonska Oblast\tХерсонська область\n"
                         "first-raion\traion\tfirst-oblast\t46.9\t33.4\t30000\t0\tBeryslavskyi Raion\tБериславський район\n"
                         "ivanivka\tvillage\tfirst-raion\t46.95\t33.41\t8000\t300\tIvanivka\tІванівка\n" },
    { "places/import/kinds.tsv", "source\tkind\ttype\ten\tuk\tru\nkatottg\tO\toblast\t\t{} область\nkatottg\tP\traion\t\t{} район\n"
                                 "katottg\tH\tcontainer\nkatottg\tC\tvillage\ncod\t0\tcountry\ncod\t1\toblast\ncod\t2\traion\n"
                                 "cod\t4\tsettlement\ngeonames\tP.PPL\tsettlement\ngeonames\tA.ADM1\toblast\ngeonames\tA.ADM2\traion\n"
                                 "geonames\tA.PCLI\tcountry\nwikidata\tQ532\tvillage\n" },
    { "places/import/uk-ru.tsv", "letter\tbecomes\nівка$\tовка\nі\tи\n^біл\tбел\n" },
};

#ifndef FUZZ_FOLDER
#define FUZZ_FOLDER "/tmp"      /* a folder in memory is several times faster */
#endif
static char folder[] = FUZZ_FOLDER "/dokaz-fuzz-XXXXXX";

static Lang *small_tables(Arena *arena)
{
    Lang *lang = NULL;
    Error err = { 0 };

    if (mkdtemp(folder) == NULL)
        abort();
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char *path = os_join(arena, str_of(folder), str_of(tables[i].path)), *dir = arena_cstr(arena, str_of(path));
        *strrchr(dir, '/') = '\0';
        if (os_make_dirs(dir, 0700, &err) != OK ||
            os_write_file(path, str_of(tables[i].content), 0600, NOT_DURABLE, &err) != OK)
            abort();
    }
    if (lang_load(folder, &lang, &err) != OK) {
        fprintf(stderr, "fuzz_places: %s\n", err.text);
        abort();
    }
    return lang;
}

static void check_table(Arena *arena, const char *path)
{
    Lang *lang = NULL;
    Error err = { 0 };

    if (lang_open(folder, path, &lang, &err) != OK || lang_check_places(path, &err) != OK) {
        fprintf(stderr, "fuzz_places: %s\n", err.text);
        abort();
    }
    const Gazetteer *g = lang_gazetteer(lang);
    for (uint32_t i = 0; i < g->count; i++) {
        const Place *p = &g->places[i];
        size_t depth = 0;
        if (!(p->lat >= -90 && p->lat <= 90 && p->lon >= -180 && p->lon <= 180) || p->precision_m <= 0 || p->en.len == 0 ||
            utf8_valid(p->en) < p->en.len || gazetteer_find(g, p->id) != i)
            abort();
        for (uint32_t up = p->parent; up != NO_PLACE; up = g->places[up].parent)
            if (up >= g->count || ++depth > 8)
                abort();
        PlaceName *names;
        if (lang_place_names(lang, arena, i, &names) == 0)
            abort();
        arena_reset(arena);
    }
    lang_free(lang);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Arena *kept;
    static Lang *lang;
    AUTO_ARENA arena = arena_create();
    ImportReport report;
    Error err = { 0 };

    if (kept == NULL) {
        kept = arena_create();
        lang = small_tables(kept);
    }
    char *source = os_join(arena, str_of(folder), S("source")), *table = os_join(arena, str_of(folder), S("table"));
    const char *path = source;
    ImportAsk ask = { &path, 1, table, NULL, STR_NONE };
    unlink(table);
    if (os_write_file(source, (Str){ (const char *)data, size }, 0600, NOT_DURABLE, &err) != OK)
        abort();
    Status status = places_import(arena, lang, &ask, &report, &err);
    if (status == OK)
        check_table(arena, table);
    else if (os_exists(table) || err.text[0] == '\0')
        abort();
    return 0;
}
