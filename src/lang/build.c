/* build.c -- data/ into one flat table: see blob.h.
 *
 * The idea: everything that inflection, spelling and script can do to a word is
 * done here, once, so that reading is one probe a token. Errors name the file,
 * the line and what was expected.
 */
#include "base/auto.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/os.h"
#include "base/utf8.h"
#include "lang/blob.h"
#include "lang/fold.h"
#include "lang/rules.h"
#include "lang/tables.h"
#include "lang/tsv.h"

#include <dirent.h>
#include <stdlib.h>

#define FILE_LIMIT  (512u << 20)
#define PHRASE_MAX  8
#define EXONYMS     "exonyms.tsv"

typedef struct FormRecord {
    uint64_t hash;
    Sense    sense;             /* word_class CLASS_NONE: the beginning of a longer phrase */
} FormRecord;

typedef struct Build {
    Arena            *arena;
    Hasher           *hasher;   /* over every file read, in order */
    StrBuf            strings;
    Map               string_map;
    VEC(FormRecord)   forms;
    VEC(BlobRow)      rows;
    VEC(BlobPlace)    places;
    VEC(BlobLanguage) languages;
    VEC(BlobAct)      acts;
    VEC(BlobTranslit) translits;
    VEC(BlobSpelling) spellings;
    VEC(BlobName)     names;
    VEC(BlobSource)   sources;
    BlobText          kinds, russian, courses;
    Taxonomy          taxonomy; /* codes only, to read columns of acts */
} Build;

static BlobText text_of(Build *b, Str s)
{
    if (s.len == 0)
        return (BlobText){ 0, 0 };
    int64_t *known = map_get(&b->string_map, s);
    if (known)
        return (BlobText){ (uint32_t)*known, (uint32_t)s.len };
    uint32_t at = (uint32_t)b->strings.len;
    strbuf_add(&b->strings, s);
    map_put(b->arena, &b->string_map, arena_str(b->arena, s), at);
    return (BlobText){ at, (uint32_t)s.len };
}

static void add_form(Build *b, Str form, Sense sense)
{
    uint64_t words[PHRASE_MAX];

    while (form.len && (form.ptr[0] == '!' || form.ptr[0] == '=')) {
        sense.flags |= form.ptr[0] == '=' ? SENSE_EXACT
                       : sense.flags & SENSE_CAPITAL ? SENSE_UPPER
                                                     : SENSE_CAPITAL;
        form = str_slice(form, 1, form.len);
    }
    if (sense.flags & SENSE_EXACT) {
        size_t blank = str_find(form, S(" "), 0);
        sense.flags |= (uint16_t)(fold_marks(str_slice(form, 0, blank < form.len ? blank : form.len)) << SENSE_MARKS);
    }
    size_t count = fold_phrase(form, words, PHRASE_MAX);
    if (count == 0)
        return;
    uint64_t hash = sense.word_class == CLASS_SOURCE || sense.word_class == CLASS_CONCEPT
                        ? fold_join(SOURCE_WORDS, words[0]) : words[0];
    for (size_t i = 1; i < count; i++) {
        vec_push(b->arena, &b->forms, (FormRecord){ hash, { CLASS_NONE, 0, 0, 0 } });
        hash = fold_join(hash, words[i]);
    }
    vec_push(b->arena, &b->forms, (FormRecord){ hash, sense });
}

/* --- tables of a language ------------------------------------------------ */

static Status parse_list(const Column *column, Str value, int64_t *ret)
{
    Str rest = str_of(column->list), word;
    int64_t position = 0;

    while (str_cut(&rest, ' ', &word)) {
        if (word.len == 0)
            continue;
        if (str_eq(word, value)) {
            *ret = position;
            return OK;
        }
        position++;
    }
    return ERR_BAD_INPUT;
}

static Status parse_cell(Build *b, const Column *column, Str value, BlobRow *row, size_t k, const Tsv *tsv,
                         Error *err)
{
    row->s[k] = text_of(b, value);
    row->n[k] = -1;
    if (value.len == 0)
        return OK;
    switch (column->type) {
    case COLUMN_INTEGER:
        if (!str_to_i64(value, &row->n[k]))
            return tsv_fail(tsv, err, "column %s must be a whole number, not '" STR_FMT "'", column->name,
                            STR_ARG(value));
        break;
    case COLUMN_LIST:
        if (parse_list(column, value, &row->n[k]) != OK)
            return tsv_fail(tsv, err, "column %s must be one of: %s; not '" STR_FMT "'", column->name,
                            column->list, STR_ARG(value));
        break;
    case COLUMN_VALUE:
        row->n[k] = rule_value_of(value);
        break;
    case COLUMN_ACTS:
        row->n[k] = (int64_t)acts_split(&b->taxonomy, value, ',');
        if (row->n[k] == 0)
            return tsv_fail(tsv, err, "no act code in '" STR_FMT "'", STR_ARG(value));
        break;
    default:
        break;
    }
    return OK;
}

static Status add_table(Build *b, const TableSpec *spec, const Paradigms *paradigms, int lang, const char *path,
                        Error *err)
{
    Tsv tsv;
    Status status = tsv_open(b->arena, path, &tsv, err);
    if (status != OK)
        return status == ERR_NOT_FOUND ? OK : status;
    hasher_add(b->hasher, tsv.bytes);

    while (tsv_next(&tsv)) {
        BlobRow row = { .form = text_of(b, tsv_cell(&tsv, 0)) };
        for (size_t k = 0; k < ROW_COLUMNS; k++) {
            status = parse_cell(b, &spec->columns[k], tsv_cell(&tsv, k + 1), &row, k, &tsv, err);
            if (status != OK)
                return status;
        }
        row.key = fold_hash(tsv_cell(&tsv, 1u + rule_column(spec->class_)));
        Forms forms = { 0 };
        const char *why = expand_form(b->arena, paradigms, tsv_cell(&tsv, 0), &forms);
        if (why)
            return tsv_fail(&tsv, err, "%s", why);
        Sense sense = { (uint8_t)spec->class_, spec->name ? LANG_ANY : (uint8_t)lang, 0,
                        (uint32_t)b->rows.count };
        vec_push(b->arena, &b->rows, row);
        for (size_t i = 0; i < forms.count; i++)
            add_form(b, forms.at[i], sense);
    }
    return OK;
}

static Status load_paradigms(Build *b, const char *path, Paradigms *ret, BlobText *raw, Error *err)
{
    Tsv tsv;
    Status status = tsv_open(b->arena, path, &tsv, err);
    if (status != OK)
        return status == ERR_NOT_FOUND ? OK : status;
    hasher_add(b->hasher, tsv.bytes);
    *raw = text_of(b, tsv.bytes);
    while (tsv_next(&tsv))
        vec_push(b->arena, ret, paradigm_of(tsv_cell(&tsv, 0), tsv_cell(&tsv, 1), tsv_cell(&tsv, 2)));
    return OK;
}

static Status load_translit(Build *b, const char *path, uint32_t table, Translits *ret, Error *err)
{
    Tsv tsv;
    Status status = tsv_open(b->arena, path, &tsv, err);
    if (status != OK)
        return status == ERR_NOT_FOUND ? OK : status;
    hasher_add(b->hasher, tsv.bytes);
    while (tsv_next(&tsv)) {
        Str letter = tsv_cell(&tsv, 0), inner = tsv_cell(&tsv, 1), initial = tsv_cell(&tsv, 2);
        if (initial.len == 0)
            initial = inner;
        vec_push(b->arena, ret, (Translit){ letter, inner, initial });
        vec_push(b->arena, &b->translits,
                 (BlobTranslit){ text_of(b, letter), text_of(b, inner), text_of(b, initial), table });
    }
    return OK;
}

static void add_respelling(Build *b, Respelling how, Str from, Str to)
{
    if (from.len && to.len)
        vec_push(b->arena, &b->translits,
                 (BlobTranslit){ text_of(b, from), text_of(b, to), text_of(b, to), TRANSLIT_RESPELL + (uint32_t)how });
}

/* Letters that look or sound like those of another script: letter, looks, sounds. */
static Status load_lookalikes(Build *b, const char *path, Error *err)
{
    Tsv tsv;
    Status status = tsv_open(b->arena, path, &tsv, err);
    if (status != OK)
        return status == ERR_NOT_FOUND ? OK : status;
    hasher_add(b->hasher, tsv.bytes);
    while (tsv_next(&tsv)) {
        Str letter = tsv_cell(&tsv, 0), looks = tsv_cell(&tsv, 1), sounds = tsv_cell(&tsv, 2);
        add_respelling(b, TO_LATIN_BY_LOOK, letter, looks);
        add_respelling(b, TO_LATIN_BY_SOUND, letter, sounds);
        add_respelling(b, TO_CYRILLIC_BY_LOOK, looks, letter);
    }
    return OK;
}

typedef struct Language {
    Str       code;
    Paradigms paradigms;
    Translits translits;
} Language;

static Status add_language(Build *b, const char *dir, Language *lang, int index, Error *err)
{
    char *folder = os_join(b->arena, str_of(dir), arena_printf(b->arena, "lang/" STR_FMT, STR_ARG(lang->code)));
    BlobText inflect = { 0, 0 };
    Status status =
        load_paradigms(b, os_join(b->arena, str_of(folder), S("inflect.tsv")), &lang->paradigms, &inflect, err);

    if (status == OK)
        status = load_translit(b, os_join(b->arena, str_of(folder), S("translit.tsv")), 1 + (uint32_t)index,
                               &lang->translits, err);
    for (const TableSpec *spec = lang_tables; status == OK && spec->file; spec++)
        status = add_table(b, spec, &lang->paradigms, index,
                           os_join(b->arena, str_of(folder), str_of(spec->file)), err);
    if (status != OK)
        return status;

    Str rules = STR_NONE;
    status = os_read_file(b->arena, os_join(b->arena, str_of(folder), S("rules.txt")), FILE_LIMIT, &rules, err);
    if (status != OK && status != ERR_NOT_FOUND)
        return status;
    hasher_add(b->hasher, rules);
    vec_push(b->arena, &b->languages, (BlobLanguage){ text_of(b, lang->code), text_of(b, rules), inflect });
    return OK;
}

/* --- taxonomy ------------------------------------------------------------- */

static Status add_taxonomy(Build *b, const char *dir, Error *err)
{
    Tsv tsv;
    Status status = tsv_open(b->arena, os_join(b->arena, str_of(dir), S("taxonomy/acts.tsv")), &tsv, err);

    if (status != OK)
        return status;
    hasher_add(b->hasher, tsv.bytes);
    while (tsv_next(&tsv)) {
        if (b->taxonomy.count == TAXONOMY_MAX)
            return tsv_fail(&tsv, err, "more than %d act codes", TAXONOMY_MAX);
        b->taxonomy.act[b->taxonomy.count++].code = tsv_cell(&tsv, 0);
        Str flags = tsv_cell(&tsv, 4);
        vec_push(b->arena, &b->acts,
                 (BlobAct){ text_of(b, tsv_cell(&tsv, 0)), text_of(b, tsv_cell(&tsv, 1)),
                            text_of(b, tsv_cell(&tsv, 2)), text_of(b, tsv_cell(&tsv, 3)),
                            str_find(flags, S("harm"), 0) != SIZE_MAX,
                            str_find(flags, S("compartment"), 0) != SIZE_MAX,
                            str_find(flags, S("context"), 0) != SIZE_MAX, 0 });
    }
    return OK;
}

/* --- places ---------------------------------------------------------------- */

enum { P_ID, P_TYPE, P_PARENT, P_LAT, P_LON, P_PRECISION, P_POPULATION, P_EN, P_UK, P_RU, P_OTHER, P_NOTE };

typedef struct PlaceLine {
    Str id, parent;
    BlobPlace place;
    Str names[4];           /* en uk ru other */
    uint16_t source;
    const char *file;
    size_t line;
} PlaceLine;

typedef VEC(PlaceLine) PlaceLines;

static int by_id(const void *a, const void *b)
{
    return str_cmp(((const PlaceLine *)a)->id, ((const PlaceLine *)b)->id);
}

static Str first_name(Str names)
{
    Str name;
    NameMarks marks;
    return plain_name(str_cut(&names, '|', &name) ? name : names, &marks);
}

static Status read_place(Build *b, const Tsv *tsv, PlaceLine *ret, Error *err)
{
    int type = place_type_of(tsv_cell(tsv, P_TYPE));
    int64_t precision = 0, population = 0;
    PlaceLine p = {
        .id = tsv_cell(tsv, P_ID), .parent = tsv_cell(tsv, P_PARENT), .file = tsv->path, .line = tsv->line
    };

    if (type < 0)
        return tsv_fail(tsv, err, "unknown type of place '" STR_FMT "'", STR_ARG(tsv_cell(tsv, P_TYPE)));
    if (!str_to_double(tsv_cell(tsv, P_LAT), &p.place.lat) ||
        !str_to_double(tsv_cell(tsv, P_LON), &p.place.lon))
        return tsv_fail(tsv, err, "lat and lon must be decimal degrees");
    if (!str_to_i64(tsv_cell(tsv, P_PRECISION), &precision) || precision <= 0)
        return tsv_fail(tsv, err, "precision_m must be metres above 0");
    str_to_i64(tsv_cell(tsv, P_POPULATION), &population);
    p.place.type = (uint32_t)type;
    p.place.precision_m = (int32_t)precision;
    p.place.population = population;
    p.place.id = text_of(b, p.id);
    p.place.note = text_of(b, tsv_cell(tsv, P_NOTE));
    p.source = (uint16_t)(b->sources.count - 1);
    for (size_t k = 0; k < 4; k++)
        p.names[k] = tsv_cell(tsv, P_EN + k);
    p.place.en = text_of(b, first_name(p.names[0]));
    p.place.uk = text_of(b, first_name(p.names[1]));
    p.place.ru = text_of(b, first_name(p.names[2]));
    *ret = p;
    return OK;
}

static Status read_places(Build *b, const char *dir, PlaceLines *ret, Error *err)
{
    VEC(char *) names = { 0 };
    char *folder = os_join(b->arena, str_of(dir), S("places"));
    DIR *d = opendir(folder);

    if (d == NULL)
        return fail(err, ERR_IO, "cannot open the folder %s", folder);
    for (struct dirent *e; (e = readdir(d)); )
        if (str_ends(str_of(e->d_name), S(".tsv")))
            vec_push(b->arena, &names, arena_cstr(b->arena, str_of(e->d_name)));
    closedir(d);
    qsort(names.at, names.count, sizeof *names.at, compare_cstr);
    for (size_t i = 0; i < names.count; i++) {
        Tsv tsv;
        if (str_eq(str_of(names.at[i]), S(EXONYMS)))
            continue;
        Status status = tsv_open(b->arena, os_join(b->arena, str_of(folder), str_of(names.at[i])), &tsv, err);
        if (status != OK)
            return status;
        hasher_add(b->hasher, tsv.bytes);
        vec_push(b->arena, &b->sources, (BlobSource){ .name = text_of(b, str_of(names.at[i])) });
        while (tsv_next(&tsv)) {
            PlaceLine p;
            status = read_place(b, &tsv, &p, err);
            if (status != OK)
                return status;
            vec_push(b->arena, ret, p);
        }
    }
    qsort(ret->at, ret->count, sizeof *ret->at, by_id);
    return OK;
}

bool blob_spelling(Str name, uint32_t place, BlobSpelling *ret)
{
    BlobSpelling s = { .place = place };
    size_t len;

    for (size_t i = 0; i < name.len; i += len) {
        uint32_t c = fold_char(utf8_get(name, i, &len));
        if (c == 0)
            continue;
        if (c > UINT16_MAX || s.length == SPELLING_LETTERS)
            return false;       /* longer than any name worth repairing */
        s.letter[s.length++] = (uint16_t)c;
        s.mask |= 1ull << (c % 64);
    }
    *ret = s;
    return s.length > 0;
}

static void add_spelling(Build *b, Str name, uint32_t place)
{
    BlobSpelling s;

    if (blob_spelling(name, place, &s))
        vec_push(b->arena, &b->spellings, s);
}

int blob_by_spelling(const void *x, const void *y)
{
    const BlobSpelling *a = x, *b = y;

    if (a->letter[0] != b->letter[0])
        return a->letter[0] < b->letter[0] ? -1 : 1;
    if (a->length != b->length)
        return a->length - b->length;
    int order = memcmp(a->letter, b->letter, sizeof a->letter);
    return order ? order : a->place < b->place ? -1 : a->place > b->place;
}

static const Language *language_of(const Language *langs, size_t count, Str code)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(langs[i].code, code))
            return &langs[i];
    return NULL;
}

/* Whose names a cell holds. */
typedef struct Named {
    Sense           sense;
    uint16_t        source;
    Str             code;       /* "uk" */
    const Language *lang;       /* NULL: the forms stand in the table */
} Named;

/* Every case of a Ukrainian or Russian name, and its transliterations. */
static void add_names(Build *b, const Named *of, Str names)
{
    const Language *lang = of->lang;
    Str name;

    while (str_cut(&names, '|', &name)) {
        Forms forms = { 0 };
        NameMarks marks;
        Sense sense = of->sense;
        name = plain_name(name, &marks);
        sense.flags |= marks.flags;
        BlobName known = { .place = sense.row, .source = of->source, .from = marks.from, .until = marks.until };
        if (name.len == 0)
            continue;
        known.text = text_of(b, name);
        memcpy(known.lang, of->code.ptr, of->code.len < sizeof known.lang ? of->code.len : sizeof known.lang - 1);
        vec_push(b->arena, &b->names, known);
        if (lang && !marks.fixed)
            expand_name(b->arena, &lang->paradigms, S("place"), name, &forms);
        else
            vec_push(b->arena, &forms, name);
        for (size_t i = 0; i < forms.count; i++)
            add_form(b, forms.at[i], sense);
        if (lang && lang->translits.count)
            add_form(b, transliterate(b->arena, &lang->translits, name), sense);
    }
}

/* Names of places in other languages: id, language, names parted by '|', all their cases. */
static Status add_exonyms(Build *b, const char *dir, const Map *index, const Language *langs, size_t lang_count,
                          Error *err)
{
    Tsv tsv;
    Status status = tsv_open(b->arena, os_join(b->arena, str_of(dir), S("places/" EXONYMS)), &tsv, err);

    if (status != OK)
        return status == ERR_NOT_FOUND ? OK : status;
    hasher_add(b->hasher, tsv.bytes);
    vec_push(b->arena, &b->sources, (BlobSource){ .name = text_of(b, S(EXONYMS)) });
    while (tsv_next(&tsv)) {
        int64_t *place = map_get(index, tsv_cell(&tsv, 0));
        const Language *lang = language_of(langs, lang_count, tsv_cell(&tsv, 1));
        if (place == NULL)
            return tsv_fail(&tsv, err, "no place has the id " STR_FMT, STR_ARG(tsv_cell(&tsv, 0)));
        if (lang == NULL)
            return tsv_fail(&tsv, err, "data/lang has no folder " STR_FMT, STR_ARG(tsv_cell(&tsv, 1)));
        /* of that language alone: Polish Human is no place in English */
        Named of = { { CLASS_PLACE, (uint8_t)(lang - langs), SENSE_CAPITAL, (uint32_t)*place },
                     (uint16_t)(b->sources.count - 1), lang->code, lang };
        Str names = tsv_cell(&tsv, 2), one;
        while (str_cut(&names, '|', &one)) {
            bool small = one.len && !is_upper(utf8_get(one, 0, &(size_t){ 0 })) && str_find(one, S(" "), 0) != SIZE_MAX;
            of.sense.flags = small ? 0 : SENSE_CAPITAL;    /* several words may begin small: "mer Noire" */
            add_names(b, &of, one);
        }
    }
    return OK;
}

static Status add_places(Build *b, const char *dir, const Language *langs, size_t lang_count, Error *err)
{
    PlaceLines lines = { 0 };
    Map index = { 0 };
    Status status = read_places(b, dir, &lines, err);

    if (status != OK)
        return status;
    for (size_t i = 0; i < lines.count; i++) {
        if (i && str_eq(lines.at[i].id, lines.at[i - 1].id))
            return fail(err, ERR_BAD_INPUT, "%s:%zu: the id " STR_FMT " stands twice", lines.at[i].file,
                        lines.at[i].line, STR_ARG(lines.at[i].id));
        map_put(b->arena, &index, lines.at[i].id, (int64_t)i);
    }
    for (size_t i = 0; i < lines.count; i++) {
        PlaceLine *p = &lines.at[i];
        int64_t *parent = p->parent.len ? map_get(&index, p->parent) : NULL;
        if (p->parent.len && parent == NULL)
            return fail(err, ERR_BAD_INPUT, "%s:%zu: no place has the id " STR_FMT " given as parent", p->file,
                        p->line, STR_ARG(p->parent));
        p->place.parent = parent ? (uint32_t)*parent : NO_PLACE;
        vec_push(b->arena, &b->places, p->place);

        Sense sense = { CLASS_PLACE, LANG_ANY, SENSE_CAPITAL, (uint32_t)i };
        NameMarks marks;
        for (size_t k = 0; k < 3 && p->place.type >= PLACE_CITY && p->place.type <= PLACE_SETTLEMENT; k++) {
            Str names = p->names[k], name;
            while (str_cut(&names, '|', &name))
                add_spelling(b, plain_name(name, &marks), (uint32_t)i);
        }
        Named en = { sense, p->source, S("en"), NULL };
        Named uk = { sense, p->source, S("uk"), language_of(langs, lang_count, S("uk")) };
        Named ru = { sense, p->source, S("ru"), language_of(langs, lang_count, S("ru")) };
        add_names(b, &en, p->names[0]);
        add_names(b, &uk, p->names[1]);
        add_names(b, &ru, p->names[2]);
        Str other = p->names[3], one;
        while (str_cut(&other, '|', &one)) {
            size_t colon = str_find(one, S(":"), 0);
            Named other_language = { sense, p->source, str_slice(one, 0, colon), NULL };
            if (colon != SIZE_MAX)
                add_names(b, &other_language, str_slice(one, colon + 1, one.len));
        }
    }
    return add_exonyms(b, dir, &index, langs, lang_count, err);
}

/* By place, else in the order they came: exonyms came last. */
static BlobName *names_by_place(Build *b)
{
    size_t *next = arena_array(b->arena, size_t, b->places.count + 1);
    BlobName *sorted = arena_array(b->arena, BlobName, b->names.count + 1);

    for (size_t i = 0; i < b->names.count; i++)
        next[b->names.at[i].place + 1]++;
    for (size_t i = 1; i <= b->places.count; i++)
        next[i] += next[i - 1];
    for (size_t i = 0; i < b->names.count; i++)
        sorted[next[b->names.at[i].place]++] = b->names.at[i];
    return sorted;
}

/* --- the blob --------------------------------------------------------------- */

static int by_hash(const void *x, const void *y)
{
    const FormRecord *a = x, *b = y;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->sense.word_class != b->sense.word_class)
        return a->sense.word_class - b->sense.word_class;
    bool place = a->sense.word_class == CLASS_PLACE && a->sense.row != b->sense.row;    /* one place, one group */
    if (!place && a->sense.lang != b->sense.lang)
        return a->sense.lang - b->sense.lang;
    if (a->sense.row != b->sense.row)
        return a->sense.row < b->sense.row ? -1 : 1;
    return a->sense.flags - b->sense.flags;
}

typedef VEC(Entry) Entries;
typedef VEC(Sense) Senses;

static void collect_entries(Build *b, Entries *entries, Senses *senses)
{
    qsort(b->forms.at, b->forms.count, sizeof *b->forms.at, by_hash);
    for (size_t i = 0; i < b->forms.count; i++) {
        const FormRecord *f = &b->forms.at[i];
        if (entries->count == 0 || entries->at[entries->count - 1].hash != f->hash)
            vec_push(b->arena, entries, (Entry){ .hash = f->hash, .first = (uint32_t)senses->count });
        Entry *e = &entries->at[entries->count - 1];
        if (f->sense.word_class == CLASS_NONE) {
            e->longer = 1;
            continue;
        }
        const Sense *last = e->count ? &senses->at[senses->count - 1] : NULL;
        if (last && last->word_class == f->sense.word_class && last->lang == f->sense.lang &&
            last->row == f->sense.row && (last->flags == f->sense.flags || !(last->flags & SENSE_EXACT)))
            continue;                       /* the same form twice; by_hash put the laxer flags first */
        vec_push(b->arena, senses, f->sense);
        e->count++;
    }
}

/* What an entry says of its senses all together. */
static void sum_up(const Build *b, Entry *e, const Sense *senses)
{
    for (uint16_t i = 0; i < e->count; i++) {
        const Sense *s = &senses[e->first + i];
        uint16_t lang = s->lang == LANG_ANY ? 0 : (uint16_t)(1u << s->lang);
        e->classes |= CLASS_BIT(s->word_class);
        if (i == 0) {
            e->lang = s->lang;
            e->flags = s->flags;
        }
        if (e->lang != s->lang || e->flags != s->flags || (s->flags & SENSE_EXACT))
            e->lang = LANG_MIXED;
        if (s->word_class != CLASS_FUNCTION) {
            e->other_langs |= s->word_class == CLASS_ABBREVIATION ? 0 : lang;
            continue;
        }
        const BlobRow *row = &b->rows.at[s->row];
        if (row->n[FUNCTION_SILENT] != 1)
            e->function_langs |= lang;
        if (e->function == 0)
            e->function = (uint16_t)(row->n[FUNCTION_KIND] + 1);
    }
}

#define SLOTS_FOR_100   170     /* slots for a hundred entries: a probe seldom goes on to the next */
#define FILTER_PER_WORD 4       /* entries that share a word of the filter */

static size_t make_slots(Build *b, const Entries *entries, Entry **ret)
{
    size_t count = entries->count * SLOTS_FOR_100 / 100 + 16;

    *ret = arena_array(b->arena, Entry, count);
    for (size_t i = 0; i < entries->count; i++) {
        size_t at = slot_of(entries->at[i].hash, count);
        while ((*ret)[at].hash)
            at = at + 1 < count ? at + 1 : 0;
        (*ret)[at] = entries->at[i];
    }
    return count;
}

static size_t make_filter(Build *b, const Entries *entries, uint64_t **ret)
{
    size_t count = 16;

    while (count < entries->count / FILTER_PER_WORD)
        count *= 2;
    *ret = arena_array(b->arena, uint64_t, count);
    for (size_t i = 0; i < entries->count; i++)
        (*ret)[entries->at[i].hash & (count - 1)] |= filter_bits(entries->at[i].hash);
    return count;
}

static Letter *make_letters(Build *b, const Entries *entries, const Senses *senses)
{
    Letter *letters = arena_array(b->arena, Letter, LETTERS_END);
    Map langs = { 0 };

    for (size_t i = 0; i < entries->count; i++) {
        const Entry *e = &entries->at[i];
        for (uint16_t k = 0; (e->classes & CLASS_BIT(CLASS_LETTER)) && k < e->count; k++) {
            const Sense *s = &senses->at[e->first + k];
            if (s->word_class == CLASS_LETTER && s->lang != LANG_ANY)
                *map_put(b->arena, &langs, (Str){ (const char *)&e->hash, sizeof e->hash }, 0) |= 1 << s->lang;
        }
    }
    for (uint32_t c = 0; c < LETTERS_END; c++) {
        letters[c] = letter_of(c);
        uint64_t hash = fold_end(fold_step(FOLD_SEED, letters[c].folded));
        const int64_t *known = map_get(&langs, (Str){ (const char *)&hash, sizeof hash });
        letters[c].langs = known && letters[c].folded ? (uint16_t)*known : 0;
    }
    return letters;
}

static BlobSection put_section(StrBuf *out, const void *data, size_t size, size_t count)
{
    static const char zeros[16];
    size_t pad = (16 - out->len % 16) % 16;

    strbuf_add(out, (Str){ zeros, pad });
    BlobSection s = { out->len, count };
    strbuf_add(out, (Str){ data ? data : "", size * count });
    return s;
}

static Str assemble(Build *b)
{
    AUTO_STRBUF out = { 0 };
    Entries entries = { 0 };
    Senses senses = { 0 };
    BlobHeader h = { .magic = BLOB_MAGIC, .kinds = b->kinds, .russian = b->russian,
                     .courses = b->courses };

    collect_entries(b, &entries, &senses);
    for (size_t i = 0; i < entries.count; i++)
        sum_up(b, &entries.at[i], senses.at);
    Entry *slots;
    uint64_t *filter;
    size_t slot_count = make_slots(b, &entries, &slots), filter_count = make_filter(b, &entries, &filter);
    Sha256 hash = hasher_end(b->hasher);
    hex_write(sha256_str(&hash), h.data_hash);

    strbuf_add(&out, (Str){ (char *)&h, sizeof h });
    h.slots = put_section(&out, slots, sizeof *slots, slot_count);
    h.filter = put_section(&out, filter, sizeof *filter, filter_count);
    h.letters = put_section(&out, make_letters(b, &entries, &senses), sizeof(Letter), LETTERS_END);
    h.senses = put_section(&out, senses.at, sizeof *senses.at, senses.count);
    h.rows = put_section(&out, b->rows.at, sizeof *b->rows.at, b->rows.count);
    double(*units)[3] = arena_raw(b->arena, (b->places.count + 1) * sizeof *units);
    for (size_t i = 0; i < b->places.count; i++)
        place_unit(b->places.at[i].lat, b->places.at[i].lon, units[i]);
    h.units = put_section(&out, units, sizeof *units, b->places.count);
    h.places = put_section(&out, b->places.at, sizeof *b->places.at, b->places.count);
    h.languages = put_section(&out, b->languages.at, sizeof *b->languages.at, b->languages.count);
    h.acts = put_section(&out, b->acts.at, sizeof *b->acts.at, b->acts.count);
    h.translits = put_section(&out, b->translits.at, sizeof *b->translits.at, b->translits.count);
    if (b->spellings.count)
        qsort(b->spellings.at, b->spellings.count, sizeof *b->spellings.at, blob_by_spelling);
    h.spellings = put_section(&out, b->spellings.at, sizeof *b->spellings.at, b->spellings.count);
    h.names = put_section(&out, names_by_place(b), sizeof *b->names.at, b->names.count);
    h.sources = put_section(&out, b->sources.at, sizeof *b->sources.at, b->sources.count);
    h.strings = put_section(&out, b->strings.ptr, 1, b->strings.len);
    memcpy(out.ptr, &h, sizeof h);
    char *aligned = arena_raw(b->arena, out.len);
    memcpy(aligned, out.ptr, out.len);
    return (Str){ aligned, out.len };
}

/* A table for `places import`: kept as it is. */
static Status add_raw(Build *b, const char *path, BlobText *ret, Error *err)
{
    Tsv tsv;
    Status status = tsv_open(b->arena, path, &tsv, err);

    if (status != OK)
        return status == ERR_NOT_FOUND ? OK : status;
    hasher_add(b->hasher, tsv.bytes);
    *ret = text_of(b, tsv.bytes);
    return OK;
}

static Status list_languages(Build *b, const char *dir, Language **ret, size_t *ret_count, Error *err)
{
    VEC(char *) names = { 0 };
    char *folder = os_join(b->arena, str_of(dir), S("lang"));
    DIR *d = opendir(folder);

    if (d == NULL)
        return fail(err, ERR_IO, "no folder %s: the data folder must hold lang/, places/ and taxonomy/",
                    folder);
    for (struct dirent *e; (e = readdir(d)); )
        if (e->d_name[0] != '.' && os_is_dir(os_join(b->arena, str_of(folder), str_of(e->d_name))))
            vec_push(b->arena, &names, arena_cstr(b->arena, str_of(e->d_name)));
    closedir(d);
    if (names.count == 0 || names.count > LANGUAGES_MAX)
        return fail(err, ERR_BAD_INPUT, "%s holds %zu languages; 1 to %d are possible", folder, names.count,
                    LANGUAGES_MAX);
    qsort(names.at, names.count, sizeof *names.at, compare_cstr);
    Language *langs = arena_array(b->arena, Language, names.count);
    for (size_t i = 0; i < names.count; i++)
        langs[i].code = str_of(names.at[i]);
    *ret = langs;
    *ret_count = names.count;
    return OK;
}

Status blob_build(Arena *arena, const char *dir, Str *ret, Error *err)
{
    Build b = { .arena = arena, .hasher = hasher_create() };
    Language *langs = NULL;
    size_t count = 0;
    Translits skeleton = { 0 };

    strbuf_char(&b.strings, '\0');          /* offset 0 is the empty text */
    Status status = list_languages(&b, dir, &langs, &count, err);
    if (status == OK)
        status = add_taxonomy(&b, dir, err);
    if (status == OK)
        status = load_translit(&b, os_join(arena, str_of(dir), S("lang/skeleton.tsv")), 0, &skeleton, err);
    if (status == OK)
        status = load_lookalikes(&b, os_join(arena, str_of(dir), S("lang/lookalikes.tsv")), err);
    for (size_t i = 0; status == OK && i < count; i++)
        status = add_language(&b, dir, &langs[i], (int)i, err);
    if (status == OK)
        status = add_places(&b, dir, langs, count, err);
    if (status == OK)
        status = add_raw(&b, os_join(arena, str_of(dir), S("places/import/kinds.tsv")), &b.kinds, err);
    if (status == OK)
        status = add_raw(&b, os_join(arena, str_of(dir), S("places/import/uk-ru.tsv")), &b.russian, err);
    if (status == OK)
        status = add_raw(&b, os_join(arena, str_of(dir), S("places/courses/rivers.tsv")), &b.courses, err);
    if (status == OK)
        *ret = assemble(&b);
    strbuf_finish(&b.strings);
    hasher_destroy(b.hasher);
    return status;
}
