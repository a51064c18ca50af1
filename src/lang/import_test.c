/* import_test.c -- small sources written for this test: what is merged, added, in doubt; what bad input says and leaves.
 *
 * Codes and the smaller places are invented.
 */
#include "base/auto.h"
#include "base/os.h"
#include "check.h"
#include "lang/import.h"
#include "lang/named.h"

#include <stdlib.h>
#include <sys/stat.h>

#define KATOTTG_HEAD "Рівень 1;Рівень 2;Рівень 3;Рівень 4;Рівень 5;Категорія;Назва\r\n"
#define OBLAST  "UA65000000000099001"
#define RAION   "UA65020000000099002"
#define HROMADA "UA65020010000099003"

static const char katottg[] =
    "\xEF\xBB\xBF" KATOTTG_HEAD
    OBLAST ";;;;;O;Херсонська\r\n"
    OBLAST ";" RAION ";;;;P;Бериславський\r\n"
    OBLAST ";" RAION ";" HROMADA ";;;H;Вигаданська\r\n"
    OBLAST ";" RAION ";" HROMADA ";UA65020010010099004;;M;Берислав\r\n"
    OBLAST ";" RAION ";" HROMADA ";UA65020010020099005;;C;Вигадківка\r\n"
    OBLAST ";" RAION ";" HROMADA ";UA65020010030099006;;C;Двоярівка\r\n"
    OBLAST ";" RAION ";" HROMADA ";UA65020010040099007;;C;Двоярівка\r\n"
    OBLAST ";" RAION ";" HROMADA ";UA65020010050099008;;C;Вигадківка Друга\r\n"
    OBLAST ";" RAION ";" HROMADA ";UA65020010050099008;;C;Вигадківка Третя\r\n"
    OBLAST ";" RAION ";" HROMADA ";UA65020010060099009;;Z;Незнане\r\n";

/* id name ascii other lat lon class code country cc2 admin1-4 population elevation dem zone date */
#define GEO(id, name, other, lat, lon, kind, admin, people) \
    id "\t" name "\t" name "\t" other "\t" lat "\t" lon "\t" kind "\tUA\t\t" admin "\t\t\t" people "\t\t0\tEurope/Kyiv\t2024-01-01\n"

static const char geonames[] =
    GEO("900000", "Ukraine", "", "49", "32", "A\tPCLI", "00\t", "0")
    GEO("900001", "Kherson Oblast", "", "46.6", "33.5", "A\tADM1", "08\t", "0")
    GEO("900002", "Beryslavskyi Raion", "", "46.99", "33.4", "A\tADM2", "08\t6502", "0")
    GEO("900003", "Vyhadkivka", "Vygadkovka,Вигадківка", "46.951", "33.377", "P\tPPL", "08\t6502", "300")
    GEO("900004", "Nova Vyhadka", "", "46.9", "33.3", "P\tPPL", "08\t6502", "0")
    GEO("900005", "Dvoiarivka", "", "46.9", "33.4", "P\tPPL", "08\t6502", "0")
    GEO("900006", "Mount Nowhere", "", "46.9", "33.3", "T\tMT", "08\t6502", "0")
    GEO("900004", "Nova Vyhadka", "", "46.9", "33.3", "P\tPPL", "08\t6502", "0");

static const char alternate[] =
    "1\t900004\truq\tx\n"
    "2\t900004\tru\tНовая Выгадка\t\t\t\t\t\t\n"
    "3\t900004\tuk\tКрасна Вигадка\t\t\t\t1\t\t2016\n"
    "4\t900004\twkdt\tQ990004\n"
    "5\t900004\tlink\thttps://example.org/x\n"
    "6\t123\ten\tElsewhere\n";

static const char cod[] =
    "ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_UA,ADM1_PCODE,ADM2_EN,ADM2_UA,ADM2_PCODE,ADM4_EN,ADM4_UA,ADM4_PCODE,lat,lon\n"
    "Ukraine,UA,Khersonska,Херсонська,UA65,Beryslavskyi,Бериславський,UA6502,\"Vyhadkivka Druha\",Вигадківка Друга,"
    "UA6502001005,46.93,33.31\n";

static const char wikidata[] =
    "[\n"
    "{\"type\":\"item\",\"id\":\"Q990004\",\"labels\":{\"pl\":{\"language\":\"pl\",\"value\":\"Nowa Wyhadka\"},"
    "\"xx\":{\"language\":\"xx\",\"value\":\"no\"}},\"aliases\":{},\"claims\":{\"P31\":[{\"mainsnak\":{\"snaktype\":\"value\","
    "\"datavalue\":{\"value\":{\"id\":\"Q532\"}}},\"rank\":\"normal\"}],\"P625\":[{\"mainsnak\":{\"snaktype\":\"value\","
    "\"datavalue\":{\"value\":{\"latitude\":46.9,\"longitude\":33.3}}},\"rank\":\"normal\"}]}},\n"
    "{\"type\":\"item\",\"id\":\"Q5\",\"labels\":{},\"claims\":{}}\n"
    "]\n";

static const char query[] =
    "{\"head\":{\"vars\":[\"item\",\"itemLabel\",\"coord\",\"type\"]},\"results\":{\"bindings\":["
    "{\"item\":{\"type\":\"uri\",\"value\":\"http://www.wikidata.org/entity/Q990009\"},\"itemLabel\":{\"xml:lang\":\"uk\","
    "\"type\":\"literal\",\"value\":\"Питайлівка\"},\"coord\":{\"type\":\"literal\",\"value\":\"Point(33.21 46.81)\"},"
    "\"type\":{\"type\":\"uri\",\"value\":\"http://www.wikidata.org/entity/Q532\"}}]}}";

static const char table[] =
    "id\ttype\tparent\tlat\tlon\tprecision_m\tpopulation\ten\tuk\tru\tother\tnote\n"
    "# a heading\n"
    "camp-invented\tsite\tberyslav-raion\t46.91\t33.41\t500\t0\tInvented Camp|Old Camp<2014\tВигаданий табір\t\tde:Erfundenes Lager\t\n";

typedef struct Folder {
    Arena *arena;
    char  *path;
    Lang  *base;
} Folder;

static const char *put(const Folder *f, const char *name, Str content)
{
    char *path = os_join(f->arena, str_of(f->path), str_of(name));
    Error err = { 0 };

    CHECK_INT(os_write_file(path, content, 0600, NOT_DURABLE, &err), OK, err.text);
    return path;
}

static Status import(const Folder *f, const char *const *paths, size_t count, ImportReport *report, Error *err)
{
    ImportAsk ask = { paths, count, os_join(f->arena, str_of(f->path), S("out.dokaz")),
                      os_join(f->arena, str_of(f->path), S("doubts.tsv")), STR_NONE };
    return places_import(f->arena, f->base, &ask, report, err);
}

static Lang *opened(const Folder *f)
{
    Lang *lang = NULL;
    Error err = { 0 };

    CHECK_INT(lang_open(NULL, os_join(f->arena, str_of(f->path), S("out.dokaz")), &lang, &err), OK, err.text);
    return lang;
}

/* The one place of this name, or NULL. */
static const Place *only(const Folder *f, const Lang *lang, const char *name)
{
    uint32_t *places;
    size_t count = lang_places_named(lang, f->arena, str_of(name), &places);

    CHECK_INT(count, 1, name);
    return count == 1 ? &lang_gazetteer(lang)->places[places[0]] : NULL;
}

static const PlaceName *name_of(const Folder *f, const Lang *lang, const Place *p, const char *text)
{
    PlaceName *names;
    size_t count = lang_place_names(lang, f->arena, gazetteer_find(lang_gazetteer(lang), p->id), &names);

    for (size_t i = 0; i < count; i++)
        if (str_eq(names[i].text, str_of(text)))
            return &names[i];
    return NULL;
}

/* --- one after another: codifier, GeoNames, alternate names, COD-AB, Wikidata, an own table --------- */

static void check_all(const Folder *f)
{
    const char *paths[] = { put(f, "names", str_of(alternate)), put(f, "cod", str_of(cod)), put(f, "geo", str_of(geonames)),
                            put(f, "wiki", str_of(wikidata)), put(f, "query", str_of(query)), put(f, "kat", str_of(katottg)),
                            put(f, "own", str_of(table)) };
    ImportReport r = { .places = 0 };
    Error err = { 0 };

    /* proves P58 */
    CHECK_INT(import(f, paths, 7, &r, &err), OK, err.text);
    Lang *lang = opened(f);
    if (lang == NULL)
        return;
    const Gazetteer *g = lang_gazetteer(lang);
    const Place *p = only(f, lang, "Вигадківці");         /* an inflected form of a name that only the sources have */
    if (p) {
        CHECK_STR(p->id, S("katottg-ua65020010020099005"));
        CHECK_STR(g->places[p->parent].id, S("beryslav-raion"));
        CHECK(p->lat > 46.95 && p->lat < 46.952 && p->precision_m == 3000, "the point comes from GeoNames");
        CHECK(name_of(f, lang, p, "Vygadkovka") != NULL, "names of both sources");
        CHECK_STR(name_of(f, lang, p, "Vygadkovka")->source, S("geo"));
        CHECK_STR(name_of(f, lang, p, "Вигадківка")->source, S("kat"));
        CHECK(name_of(f, lang, p, "Ivanivka") == NULL, "and no others");
    }
    p = only(f, lang, "Nova Vyhadka");
    if (p) {
        CHECK_STR(p->id, S("geonames-900004"));
        CHECK(only(f, lang, "Nowa Wyhadka") == p, "the same item of Wikidata by the code of the alternate names");
        CHECK_INT(name_of(f, lang, p, "Красна Вигадка")->until, 2016, "a former name has its year");
        CHECK(only(f, lang, "Красної Вигадки") == p, "and is found");
    }
    p = only(f, lang, "Berislav");
    if (p)
        CHECK_STR(p->id, S("beryslav"));
    p = only(f, lang, "Vyhadkivka Druha");
    if (p)
        CHECK(p->lat > 46.92 && p->lat < 46.94 && str_starts(p->id, S("katottg-")), "joined by the code that COD-AB derives");
    p = only(f, lang, "Питайлівки");
    if (p)
        CHECK_STR(p->id, S("wikidata-q990009"));
    p = only(f, lang, "Old Camp");
    if (p)
        CHECK_STR(p->id, S("camp-invented"));
    uint32_t *two;
    CHECK_INT(lang_places_named(lang, f->arena, S("Двоярівка"), &two), 2, "two villages of one name stay two");
    CHECK(!str_eq(lang_data_hash(lang), lang_data_hash(f->base)), "the run knows which table it was");
    lang_free(lang);

    Str doubts = STR_NONE;
    os_read_file(f->arena, os_join(f->arena, str_of(f->path), S("doubts.tsv")), 1 << 20, &doubts, &err);
    CHECK(str_find(doubts, S("geo\t6\tgeonames:900005\tDvoiarivka\tit may be katottg:"), 0) != SIZE_MAX, doubts);
    CHECK(str_find(doubts, S("kat\t10\tkatottg:UA65020010050099008\tВигадківка Третя\tits code stands in row 9 too"), 0) !=
          SIZE_MAX, doubts);
}

/* The order of the files changes nothing; a table imported again, with more beside it, is what all at once gives. */
static void check_again(const Folder *f)
{
    const char *kat = put(f, "kat", str_of(katottg)), *geo = put(f, "geo", str_of(geonames)), *names = put(f, "names", str_of(alternate));
    const char *one[] = { kat, geo }, *other[] = { geo, kat };
    ImportReport r = { .places = 0 };
    Error err = { 0 };

    CHECK_INT(import(f, one, 2, &r, &err), OK, err.text);
    Lang *lang = opened(f);
    Str first = lang ? arena_str(f->arena, lang_data_hash(lang)) : STR_NONE;
    lang_free(lang);
    CHECK_INT(import(f, other, 2, &r, &err), OK, err.text);
    lang = opened(f);
    if (lang)
        CHECK_STR(lang_data_hash(lang), first);
    lang_free(lang);
    char *out = os_join(f->arena, str_of(f->path), S("out.dokaz"));
    const char *more[] = { names, out };
    CHECK_INT(import(f, more, 2, &r, &err), OK, err.text);
    lang = opened(f);
    const Place *p = lang ? only(f, lang, "Красна Вигадка") : NULL;
    if (p) {
        CHECK_STR(p->id, S("geonames-900004"));
        CHECK_STR(name_of(f, lang, p, "Nova Vyhadka")->source, S("geo"));
    }
    if (lang)
        only(f, lang, "Вигадківка");
    lang_free(lang);
}

/* --- bad input ------------------------------------------------------------------------------------ */

#define LONG "яяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяя"

static const struct {
    const char *content, *complaint;
} bad[] = {
    { KATOTTG_HEAD OBLAST ";;;;;O;Херсонська\nUA65;;;;;C;X\n", "row 3, column 1: 'UA65' is no code of KATOTTG" },
    { KATOTTG_HEAD OBLAST ";;;;;O;Херсонська\n" OBLAST ";" RAION ";;\n", "row 3: 4 cells" },
    { KATOTTG_HEAD OBLAST ";;;;;O;Херсонська\n" OBLAST ";" RAION ";;;;P;\n", "row 3, column 7: no name" },
    { KATOTTG_HEAD OBLAST ";;;;;O;\xD5\xE5\xF0\xF1\xEE\xED\n", "row 2: invalid UTF-8 at byte" },
    { KATOTTG_HEAD OBLAST ";;;;;O;" LONG LONG LONG "\n", "row 2, column name: a name of" },
    { KATOTTG_HEAD OBLAST ";;;;;O;\"Херсонська\n", "row 2: a quote is not closed" },
    { GEO("1", "X", "", "46.9", "33.3", "P\tPPL", "08\t6502", "0") GEO("2", "Y", "", "146.9", "33.3", "P\tPPL", "08\t", "0"),
      "row 2, column latitude: '146.9' is no latitude" },
    { GEO("1", "X", "", "46.9", "east", "P\tPPL", "08\t6502", "0"), "row 1, column longitude: 'east' is no longitude" },
    { GEO("1", "X", "", "46.9", "33.3", "P\tPPL", "08\t6502", "0") "2\tY\tY\t\t46.9\n", "row 2: 5 cells where 19 belong" },
    { GEO("1", "X", "", "46.9", "33.3", "P\tPPL", "08\t6502", "many"), "row 1, column population: 'many' is no number" },
    { "adm1_pcode,adm1_name,lat\nUA65,Khersonska\n", "row 2: 2 cells where 3 belong" },
    { "adm1_pcode,adm1_name,lat,lon\n,Khersonska,46,33\n", "row 2, column adm pcode: no code of any level" },
    { "[{\"id\":\"Q1\",\"labels\":{\"en\":\n", "an item is not closed" },
    { "[{\"id\":\"Q1\",\"labels\":{},}]\n", "row 1: no valid JSON" },
    { "[{\"id\":17,\"labels\":{}}]\n", "column id: an item without an id" },
    { "id\ttype\tparent\tlat\tlon\tprecision_m\nx\tcastle\t\t1\t2\t3\n", "row 2, column type: unknown type of place 'castle'" },
    { "id\ttype\tparent\tlat\tlon\tprecision_m\nx\tsite\t\t1\t2\t\n", "row 2, column precision_m" },
    { "id\ttype\tparent\tlat\tlon\tprecision_m\nX Y\tsite\t\t1\t2\t5\n", "row 2, column id" },
    { "name,where\nX,Y\n", "none of the sources that can be imported" },
    { "", "none of the sources that can be imported" },
};

static void check_bad(const Folder *f)
{
    char *out = os_join(f->arena, str_of(f->path), S("out.dokaz"));
    const char *good = put(f, "good", str_of(katottg));
    struct stat before, after;
    ImportReport r;

    unlink(out);
    CHECK_INT(import(f, &good, 1, &r, NULL), OK, "good");
    CHECK(stat(out, &before) == 0, out);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *paths[] = { good, put(f, "bad", str_of(bad[i].content)) };
        Error err = { 0 };
        /* proves P59 */
        CHECK_INT(import(f, paths, 2, &r, &err), ERR_BAD_INPUT, bad[i].complaint);
        CHECK(str_find(str_of(err.text), str_of(bad[i].complaint), 0) != SIZE_MAX, err.text);
        CHECK(str_find(str_of(err.text), S("nothing was imported"), 0) != SIZE_MAX, err.text);
        CHECK(stat(out, &after) == 0 && after.st_ino == before.st_ino && after.st_size == before.st_size, "the old table stays");
        CHECK(!os_exists(arena_printf(f->arena, "%s.new", out).ptr), "nothing half made stays");
    }
}

/* A table that was cut off or changed is told, not read. */
static void check_damaged(const Folder *f)
{
    const char *good = put(f, "good", str_of(katottg));
    char *out = os_join(f->arena, str_of(f->path), S("out.dokaz"));
    ImportReport r;
    Str bytes;
    Lang *lang = NULL;
    Error err = { 0 };

    CHECK_INT(import(f, &good, 1, &r, &err), OK, err.text);
    CHECK_INT(os_read_file(f->arena, out, 1 << 28, &bytes, &err), OK, err.text);
    CHECK_INT(lang_open(NULL, put(f, "cut", str_slice(bytes, 0, bytes.len / 2)), &lang, &err), ERR_BAD_INPUT, "cut");
    CHECK_INT(lang_open(NULL, put(f, "cut", str_slice(bytes, 0, 20)), &lang, &err), ERR_BAD_INPUT, "cut");
    char *copy = arena_cstr(f->arena, bytes);
    copy[bytes.len - 5] ^= 1;
    const char *changed = put(f, "changed", (Str){ copy, bytes.len });
    CHECK_INT(lang_check_places(changed, &err), ERR_BAD_INPUT, "changed");
    CHECK_INT(import(f, &changed, 1, &r, &err), ERR_BAD_INPUT, "changed");
    CHECK_INT(lang_check_places(out, &err), OK, err.text);
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    char path[] = "/tmp/dokaz-import-XXXXXX";
    Folder f = { .arena = arena, .path = mkdtemp(path) };
    Error err = { 0 };

    if (f.path == NULL || lang_load(NULL, &f.base, &err) != OK) {
        fprintf(stderr, "import_test: %s\n", err.text);
        return 1;
    }
    check_all(&f);
    check_again(&f);
    check_bad(&f);
    check_damaged(&f);
    static const char *const made[] = { "names", "cod", "geo", "wiki", "query", "kat", "own", "good", "bad", "cut", "changed",
                                        "out.dokaz", "doubts.tsv" };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        unlink(os_join(arena, str_of(path), str_of(made[i])));
    CHECK(rmdir(path) == 0, "no working file is left");
    lang_free(f.base);
    return test_end();
}
