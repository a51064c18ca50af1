/* lang.c -- the compiled tables opened for reading; see lang.h and words.h. */
#include "lang/lang.h"

#include "base/auto.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "lang/courses.h"
#include "lang/embedded.h"
#include "lang/fold.h"
#include "lang/lang_private.h"

#include <stdlib.h>

static Str text_at(const Lang *lang, const BlobHeader *h, BlobText t)
{
    return (Str){ lang->blob + h->strings.at + t.at, t.len };
}

static void open_rows(Lang *lang, const BlobHeader *h)
{
    const BlobRow *from = (const void *)(lang->blob + h->rows.at);

    lang->rows = arena_raw(lang->arena, (h->rows.count + 1) * sizeof *lang->rows);
    for (size_t i = 0; i < h->rows.count; i++) {
        Row *r = &lang->rows[i];
        r->key = from[i].key;
        r->form = text_at(lang, h, from[i].form);
        for (size_t k = 0; k < ROW_COLUMNS; k++) {
            r->s[k] = text_at(lang, h, from[i].s[k]);
            r->n[k] = from[i].n[k];
        }
    }
}

static void open_places(Lang *lang, const BlobHeader *h)
{
    const BlobPlace *from = (const void *)(lang->blob + h->places.at);
    Place *places = arena_raw(lang->arena, (h->places.count + 1) * sizeof *places);

    for (size_t i = 0; i < h->places.count; i++)
        places[i] = (Place){
            text_at(lang, h, from[i].id), text_at(lang, h, from[i].en), text_at(lang, h, from[i].uk),
            text_at(lang, h, from[i].ru), from[i].parent, (PlaceType)from[i].type, from[i].lat, from[i].lon,
            from[i].precision_m, from[i].population, from[i].flags };
    lang->gazetteer = (Gazetteer){ .places = places, .count = h->places.count,
                                   .unit = (const void *)(lang->blob + h->units.at) };
}

static Status open_small(Lang *lang, const BlobHeader *h, Error *err)
{
    const BlobLanguage *language = (const void *)(lang->blob + h->languages.at);
    const BlobAct *act = (const void *)(lang->blob + h->acts.at);
    const BlobTranslit *translit = (const void *)(lang->blob + h->translits.at);

    lang->language_count = h->languages.count;
    for (size_t i = 0; i < h->languages.count; i++) {
        lang->code[i] = text_at(lang, h, language[i].code);
        Str rules = text_at(lang, h, language[i].rules);
        lang->rules_text[i] = rules;
        Str where = arena_printf(lang->arena, "lang/" STR_FMT "/rules.txt", STR_ARG(lang->code[i]));
        Status status = rules.len ? rules_compile(lang->arena, rules, where, &lang->rules[i], err) : OK;
        if (status != OK)
            return status;
    }
    lang->taxonomy.count = h->acts.count;
    for (size_t i = 0; i < h->acts.count; i++)
        lang->taxonomy.act[i] = (ActCode){
            text_at(lang, h, act[i].code), text_at(lang, h, act[i].label), text_at(lang, h, act[i].label_uk),
            text_at(lang, h, act[i].family), act[i].harm, act[i].compartment, act[i].context };
    for (size_t i = 0; i < h->translits.count; i++)
        if (translit[i].table < TRANSLIT_TABLES)
            vec_push(lang->arena, &lang->translits[translit[i].table],
                 (Translit){ text_at(lang, h, translit[i].letter), text_at(lang, h, translit[i].inner),
                             text_at(lang, h, translit[i].initial) });
    return OK;
}

#define NEARLY_LETTERS 7        /* shorter words lie one letter from too many names */

static bool fits(Str blob, BlobSection section, size_t size)
{
    return section.at % 16 == 0 && section.at <= blob.len && section.count <= (blob.len - section.at) / size;
}

/* Is this a whole table of ours? A file that was cut off or is something else is told. */
static bool is_blob(Str blob)
{
    const BlobHeader *h = (const void *)blob.ptr;

    return blob.len >= sizeof *h && memcmp(h->magic, BLOB_MAGIC, sizeof h->magic) == 0 &&
           (h->size == 0 || h->size == blob.len) && fits(blob, h->slots, sizeof(Entry)) &&
           fits(blob, h->filter, sizeof(uint64_t)) && fits(blob, h->letters, sizeof(Letter)) &&
           fits(blob, h->senses, sizeof(Sense)) && fits(blob, h->rows, sizeof(BlobRow)) &&
           fits(blob, h->places, sizeof(BlobPlace)) && fits(blob, h->languages, sizeof(BlobLanguage)) &&
           fits(blob, h->acts, sizeof(BlobAct)) && fits(blob, h->translits, sizeof(BlobTranslit)) &&
           fits(blob, h->spellings, sizeof(BlobSpelling)) && fits(blob, h->names, sizeof(BlobName)) &&
           fits(blob, h->sources, sizeof(BlobSource)) && h->units.count == h->places.count &&
           fits(blob, h->units, 3 * sizeof(double)) && fits(blob, h->strings, 1) && h->filter.count > 0;
}

/* Every byte of an imported table is as it was written. */
static Status check_sum(Str blob, const char *path, Error *err)
{
    const BlobHeader *h = (const void *)blob.ptr;
    Hasher *hasher = hasher_create();
    char hex[SHA256_HEX];

    hasher_add(hasher, (Str){ h->base_hash, sizeof h->base_hash });
    hasher_add(hasher, str_slice(blob, sizeof *h, blob.len));
    Sha256 hash = hasher_end(hasher);
    hasher_destroy(hasher);
    hex_write(sha256_str(&hash), hex);
    if (memcmp(hex, h->data_hash, sizeof hex) != 0)
        return fail(err, ERR_BAD_INPUT, "%s is damaged: import what you downloaded again", path);
    return OK;
}

static Status open_blob(Lang *lang, Str blob, Error *err)
{
    const BlobHeader *h = (const void *)blob.ptr;

    if (!is_blob(blob))
        return fail(err, ERR_BAD_INPUT, "the language tables in this program are damaged or of another version");
    lang->blob = blob.ptr;
    lang->lexicon = (Lexicon){ (const void *)(blob.ptr + h->filter.at), h->filter.count - 1,
                               (const void *)(blob.ptr + h->slots.at), h->slots.count };
    lang->letters = (const void *)(blob.ptr + h->letters.at);
    lang->senses = (const void *)(blob.ptr + h->senses.at);
    lang->spellings = (const void *)(blob.ptr + h->spellings.at);
    lang->spelling_count = h->spellings.count;
    lang->names = (const void *)(blob.ptr + h->names.at);
    lang->name_count = h->names.count;
    lang->sources = (const void *)(blob.ptr + h->sources.at);
    lang->data_hash = (Str){ h->data_hash, sizeof h->data_hash };
    open_rows(lang, h);
    open_places(lang, h);
    Status status = h->courses.len ? courses_read(lang->arena, &lang->gazetteer, text_at(lang, h, h->courses),
                                                  &lang->gazetteer.courses, err)
                                   : OK;
    return status == OK ? open_small(lang, h, err) : status;
}

/* Map an imported table; it must rest on the tables `base`. */
static Status open_places_file(Lang *lang, const char *path, Str base, Str *ret, Error *err)
{
    Status status = os_map(path, &lang->file, err);

    if (status != OK)
        return status;
    const BlobHeader *h = (const void *)lang->file.bytes.ptr;
    if (!is_blob(lang->file.bytes) || h->size == 0)
        return fail(err, ERR_BAD_INPUT, "%s is no table that `dokaz places import` made, or is cut off, or another version of Dokaz "
                    "made it: import what you downloaded", path);
    if (memcmp(h->base_hash, ((const BlobHeader *)(const void *)base.ptr)->data_hash, sizeof h->base_hash) != 0)
        return fail(err, ERR_CHECK, "%s was made with other tables of words: `dokaz places import --output %s %s` makes "
                    "it anew", path, path, path);
    *ret = lang->file.bytes;
    return OK;
}

Status lang_open(const char *dir, const char *places, Lang **ret, Error *err)
{
    Arena *arena = arena_create();
    Lang *lang = arena_new(arena, Lang);
    Str blob = { embedded_lang, (size_t)(embedded_lang_end - embedded_lang) };

    lang->arena = arena;
    Status status = dir ? blob_build(arena, dir, &blob, err) : OK;
    if (status == OK && places)
        status = open_places_file(lang, places, blob, &blob, err);
    if (status == OK)
        status = open_blob(lang, blob, err);
    if (status != OK) {
        lang_free(lang);
        return status;
    }
    *ret = lang;
    return OK;
}

Status lang_open_any(const char *path, Lang **ret, Error *err)
{
    Arena *arena = arena_create();
    Lang *lang = arena_new(arena, Lang);

    lang->arena = arena;
    Status status = os_map(path, &lang->file, err);
    if (status == OK && (!is_blob(lang->file.bytes) || ((const BlobHeader *)(const void *)lang->file.bytes.ptr)->size == 0))
        status = fail(err, ERR_BAD_INPUT, "%s is no table that `dokaz places import` made, or is cut off, or another version of Dokaz "
                      "made it: import what you downloaded", path);
    if (status == OK)
        status = check_sum(lang->file.bytes, path, err);
    if (status == OK)
        status = open_blob(lang, lang->file.bytes, err);
    if (status != OK) {
        lang_free(lang);
        return status;
    }
    *ret = lang;
    return OK;
}

Status lang_check_places(const char *path, Error *err)
{
    Lang *lang = NULL;
    Status status = lang_open_any(path, &lang, err);

    lang_free(lang);
    return status;
}

Status lang_load(const char *dir, Lang **ret, Error *err)
{
    return lang_open(dir, NULL, ret, err);
}

void lang_free(Lang *lang)
{
    if (lang == NULL)
        return;
    os_unmap(&lang->file);
    arena_destroy(lang->arena);
}

const Taxonomy  *lang_taxonomy(const Lang *lang)            { return &lang->taxonomy; }
const Gazetteer *lang_gazetteer(const Lang *lang)           { return &lang->gazetteer; }
Str              lang_data_hash(const Lang *lang)           { return lang->data_hash; }
Str lang_rules_text(const Lang *lang, int index) { return lang->rules_text[index]; }
const Row       *lang_row(const Lang *lang, uint32_t row)   { return &lang->rows[row]; }
Str              lang_code(const Lang *lang, int index)     { return lang->code[index]; }
size_t           lang_language_count(const Lang *lang)      { return lang->language_count; }
const Lexicon   *lang_lexicon(const Lang *lang)             { return &lang->lexicon; }
const Letter    *lang_letters(const Lang *lang)             { return lang->letters; }
const Rules     *lang_rules(const Lang *lang, int index)    { return lang->rules[index]; }

const Sense *lang_senses(const Lang *lang, const Entry *entry)
{
    return lang->senses + entry->first;
}

int lang_index(const Lang *lang, Str code)
{
    for (size_t i = 0; i < lang->language_count; i++)
        if (str_eq(lang->code[i], code))
            return (int)i;
    return -1;
}

const Entry *lang_entry(const Lang *lang, uint64_t hash)
{
    return lexicon_entry(&lang->lexicon, hash);
}

/* The place that most people mean by a word, for search: the most populous. */
static Str place_key(const Lang *lang, Str word)
{
    const Entry *e = lang_entry(lang, fold_hash(word));
    const Place *best = NULL;

    for (uint32_t i = 0; e && i < e->count; i++) {
        const Sense *s = &lang->senses[e->first + i];
        if (s->word_class != CLASS_PLACE)
            continue;
        const Place *p = &lang->gazetteer.places[s->row];
        if (best == NULL || p->population > best->population)
            best = p;
    }
    return best ? best->id : STR_NONE;
}

static bool any_place(void *context, uint32_t place)
{
    (void)context;
    (void)place;
    return true;
}

/* A capitalised word of some length that nothing knows, one letter from one
 * settlement: found under that place too ("Kuyansk"). */
static Str nearly_key(const Lang *lang, Str word)
{
    size_t len, letters = 0;

    if (word.len == 0 || !is_upper(utf8_get(word, 0, &len)) || lang_entry(lang, fold_hash(word)))
        return STR_NONE;
    for (size_t i = 0; i < word.len; i++)
        letters += ((unsigned char)word.ptr[i] & 0xC0) != 0x80;
    uint32_t place = letters >= NEARLY_LETTERS ? lang_nearly_spelt(lang, word, 1, any_place, NULL) : NO_PLACE;
    return place != NO_PLACE ? lang->gazetteer.places[place].id : STR_NONE;
}

static Str skeleton_of(const Lang *lang, Arena *arena, Str folded)
{
    Str latin = folded;

    for (size_t i = 0; i < lang->language_count; i++)
        if (lang->translits[1 + i].count)
            latin = transliterate(arena, &lang->translits[1 + i], latin);
    char *plain = arena_raw(arena, latin.len * 2 + 8);
    return transliterate(arena, &lang->translits[0], (Str){ plain, fold_word(latin, plain) });
}

Str lang_sound(const Lang *lang, Arena *arena, Str word)
{
    char *folded = arena_raw(arena, word.len * 2 + 8);
    Str skeleton = skeleton_of(lang, arena, (Str){ folded, fold_word(word, folded) });
    char *sound = arena_raw(arena, skeleton.len + 1);

    for (size_t i = 0; i < skeleton.len; i++)
        sound[i] = skeleton.ptr[i] == 'g' ? 'h' : skeleton.ptr[i];
    return (Str){ sound, skeleton.len };
}

size_t lang_search_keys(const Lang *lang, Arena *arena, Str word, Str keys[SEARCH_KEYS_MAX])
{
    char *folded = arena_raw(arena, word.len * 2 + 8);
    size_t count = 0;

    keys[count++] = (Str){ folded, fold_word(word, folded) };
    Str skeleton = skeleton_of(lang, arena, keys[0]);
    if (!str_eq(skeleton, keys[0]) && skeleton.len)
        keys[count++] = skeleton;
    Str place = place_key(lang, word);
    if (place.len == 0)
        place = nearly_key(lang, word);
    if (place.len)
        keys[count++] = arena_printf(arena, "@" STR_FMT, STR_ARG(place));
    return count;
}

void lang_respell(const Lang *lang, Respelling how, Str word, StrBuf *out)
{
    const Translits *table = &lang->translits[TRANSLIT_RESPELL + how];
    size_t len;

    for (size_t i = 0; i < word.len; i += len) {
        char letter[8];
        uint32_t folded = fold_char(utf8_get(word, i, &len));
        Str to = { letter, folded ? utf8_put(folded, letter) : 0 };
        for (size_t k = 0; k < table->count; k++)
            if (str_eq(table->at[k].letter, to)) {
                to = table->at[k].inner;
                break;
            }
        strbuf_add(out, to);
    }
}
