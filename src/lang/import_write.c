/* import_write.c -- the table that an import makes: the tables inside the program and what was imported, as one blob.
 *
 * Everything is written from front to back, nothing is held whole: forms are
 * sorted by hash on the disk, and since the slots of the lexicon lie in the
 * order of the hashes, they too come out in one pass. Offsets of the texts
 * inside the program stay as they are; new texts follow them.
 */
#include "base/auto.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "lang/fold.h"
#include "lang/import_in.h"
#include "lang/tsv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#define PHRASE_MAX      8
#define SPELLINGS_MAX   400000      /* names that a misspelt word is compared with: reading looks through a bucket of them */
#define WRITE_BYTES     ((size_t)1 << 20)
#define SENSES_MAX      60000       /* of one form */
#define FORM_NAMES_MAX  1024        /* forms of one name */

typedef struct FormRecord {
    uint64_t hash;
    Sense    sense;             /* word_class CLASS_NONE: the beginning of a longer phrase */
} FormRecord;

/* What the forms of a language are made of. */
typedef struct FormLanguage {
    Paradigms        paradigms;
    const Translits *translits;
} FormLanguage;

typedef struct Writer {
    Import       *in;
    const BlobHeader *base;
    const char   *blob;         /* of the base */
    int           fd;
    StrBuf        buffer;
    uint64_t      at;           /* bytes of the file so far */
    Hasher       *hasher;
    Arena        *scratch;
    FormLanguage  langs[LANGUAGES_MAX];
    int           uk, ru;
    Translits     russian, russian_start, russian_end;
    Spool         order;        /* uint32_t: rows in the order of their ids */
    Spool         ids;          /* uint64_t offset of each row's id, by row */
    Spool         index;        /* uint32_t: a row's place in the table, NO_PLACE */
    Spool         of_place;     /* uint32_t: names, grouped by place */
    Spool         place_end;    /* uint32_t: where the names of a place end in of_place */
    Spool         forms;        /* FormRecord */
    Spool         new_texts;    /* bytes */
    Spool         names;        /* BlobName */
    Spool         places;       /* BlobPlace */
    Spool         spellings;    /* BlobSpelling */
    uint16_t      derived;      /* source of names that were derived */
    Str           base_texts;
} Writer;

/* --- bytes --------------------------------------------------------------------------- */

static Status flush(Writer *w, Error *err)
{
    Str bytes = strbuf_str(&w->buffer);
    Status status = os_write_all(w->fd, bytes, err);

    hasher_add(w->hasher, bytes);
    strbuf_clear(&w->buffer);
    return status;
}

static Status put(Writer *w, const void *data, size_t size, Error *err)
{
    for (size_t from = 0; from < size; ) {
        size_t len = size - from < WRITE_BYTES ? size - from : WRITE_BYTES;
        strbuf_add(&w->buffer, (Str){ (const char *)data + from, len });
        from += len;
        w->at += len;
        if (w->buffer.len >= WRITE_BYTES) {
            Status status = flush(w, err);
            if (status != OK)
                return status;
        }
    }
    return OK;
}

static Status begin_section(Writer *w, BlobSection *section, Error *err)
{
    static const char zeros[16];
    Status status = put(w, zeros, (16 - w->at % 16) % 16, err);

    *section = (BlobSection){ w->at, 0 };
    return status;
}

static Status put_section(Writer *w, BlobSection *section, const void *data, size_t size, size_t count, Error *err)
{
    Status status = begin_section(w, section, err);

    section->count = count;
    return status == OK ? put(w, data ? data : "", size * count, err) : status;
}

static Status new_text(Writer *w, Str text, BlobText *ret, Error *err)
{
    uint64_t at;

    if (text.len == 0) {
        *ret = (BlobText){ 0, 0 };
        return OK;
    }
    Status status = spool_bytes(&w->new_texts, text, &at, err);
    if (status == OK && at + text.len + w->base_texts.len > UINT32_MAX)
        return fail(err, ERR_BAD_INPUT, "more than 4 GB of names: import fewer countries (--countries); nothing was imported");
    *ret = (BlobText){ (uint32_t)(at + w->base_texts.len), (uint32_t)text.len };
    return status;
}

static Str text_in_base(const Writer *w, BlobText t)
{
    return str_slice(w->base_texts, t.at, t.at + t.len);
}

/* --- which rows are kept, under which ids ------------------------------------------------ */

/* A place without a point of its own lies where it belongs to, as exactly as that is known. */
static void inherit_points(Import *in)
{
    for (uint32_t i = in->base_count; i < in->rows.count; i++) {
        ImportRow *r = import_row(in, i);
        if (r->state != ROW_ADDED || r->lat != NO_POINT)
            continue;
        for (uint32_t up = r->parent; up != NO_ROW; up = import_row(in, up)->parent) {
            up = import_root(in, up);
            const ImportRow *p = import_row(in, up);
            if (p->lat == NO_POINT || p->point_from_parent)
                continue;
            r->lat = p->lat;
            r->lon = p->lon;
            r->precision_m = p->precision_m;
            r->point_from_parent = 1;
            break;
        }
        if (r->lat == NO_POINT) {
            r->state = ROW_DOUBT;
            in->files[r->file].counts.added--;
            import_doubt(in, r, S(""), S("it has no point and lies in no place that has one"));
        }
    }
}

/* "katottg:UA6312..." -> "katottg-ua6312..."; "id:x" -> "x" */
static Status make_id(Writer *w, uint32_t row, Error *err)
{
    const ImportRow *r = import_row(w->in, row);
    char id[NAME_MAX_BYTES + 1];
    size_t len = r->code_len;

    memcpy(id, import_text(w->in, r->code, r->code_len).ptr, len);
    if (len > 3 && memcmp(id, "id:", 3) == 0) {
        len -= 3;
        memmove(id, id + 3, len);
    }
    for (size_t i = 0; i < len; i++) {
        char c = id[i] >= 'A' && id[i] <= 'Z' ? (char)(id[i] + 32) : id[i];
        id[i] = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
    }
    id[len++] = '\0';
    return spool_bytes(&w->in->texts, (Str){ id, len }, spool_at(&w->ids, row), err);
}

static const char *id_of(const Writer *w, uint32_t row)
{
    return w->in->texts.map + *(uint64_t *)spool_at(&w->ids, row);
}

static int by_id(const void *a, const void *b, void *context)
{
    return strcmp(id_of(context, *(const uint32_t *)a), id_of(context, *(const uint32_t *)b));
}

static Status order_rows(Writer *w, Error *err)
{
    Import *in = w->in;
    Status status = spool_resize(&w->ids, in->rows.count, err);

    if (status == OK)
        status = spool_resize(&w->index, in->rows.count, err);
    for (uint32_t i = 0; status == OK && i < in->rows.count; i++) {
        *(uint32_t *)spool_at(&w->index, i) = NO_PLACE;
        ImportRow *r = import_row(in, i);
        if (r->state != ROW_KNOWN && r->state != ROW_ADDED)
            continue;
        status = make_id(w, i, err);
        if (status == OK)
            status = spool_add(&w->order, &i, err);
    }
    if (status != OK)
        return status;
    qsort_r(w->order.map, w->order.count, sizeof(uint32_t), by_id, w);
    for (uint32_t i = 0; i < w->order.count; i++) {
        uint32_t row = *(uint32_t *)spool_at(&w->order, i);
        if (i > 0 && strcmp(id_of(w, row), id_of(w, *(uint32_t *)spool_at(&w->order, i - 1))) == 0)
            return fail(err, ERR_BAD_INPUT, "two places would have the id %s; nothing was imported", id_of(w, row));
        *(uint32_t *)spool_at(&w->index, row) = i;
    }
    return OK;
}

static uint32_t place_of_row(const Writer *w, uint32_t row)
{
    uint32_t root = import_root(w->in, row);
    return root == NO_ROW ? NO_PLACE : *(uint32_t *)spool_at(&w->index, root);
}

/* The nearest container that is a place of the table. */
static uint32_t parent_place(const Writer *w, uint32_t row)
{
    for (uint32_t up = import_row(w->in, row)->parent; up != NO_ROW; up = import_row(w->in, up)->parent) {
        up = import_root(w->in, up);
        uint32_t place = *(uint32_t *)spool_at(&w->index, up);
        if (place != NO_PLACE)
            return place;
    }
    return NO_PLACE;
}

/* --- forms --------------------------------------------------------------------------------- */

static Status add_form(Writer *w, Str form, uint32_t place, Error *err)
{
    uint64_t words[PHRASE_MAX];
    size_t count = fold_phrase(form, words, PHRASE_MAX);
    uint64_t hash = count ? words[0] : 0;
    Status status = OK;

    if (count == 0 || count == PHRASE_MAX)      /* longer than any phrase of the lexicon */
        return OK;
    for (size_t i = 1; status == OK && i < count; i++) {
        status = spool_add(&w->forms, &(FormRecord){ hash, { .word_class = CLASS_NONE } }, err);
        hash = fold_join(hash, words[i]);
    }
    /* So many villages are called like a word or a person that one word alone is a place only where the
     * sentence uses it as one. */
    uint16_t flags = SENSE_CAPITAL | (count == 1 ? SENSE_COMMON : 0);
    FormRecord form_record = { hash, { .word_class = CLASS_PLACE, .lang = LANG_ANY, .flags = flags, .row = place } };
    return status == OK ? spool_add(&w->forms, &form_record, err) : status;
}

static Status add_forms(Writer *w, Str name, int lang, uint32_t place, Error *err)
{
    const FormLanguage *l = lang >= 0 ? &w->langs[lang] : NULL;
    Forms forms = { 0 };
    Status status = OK;

    if (l && l->paradigms.count)
        expand_name(w->scratch, &l->paradigms, S("place"), name, &forms);
    else
        vec_push(w->scratch, &forms, name);
    for (size_t i = 0; status == OK && i < forms.count && i < FORM_NAMES_MAX; i++)
        status = add_form(w, forms.at[i], place, err);
    if (status == OK && l && l->translits->count)
        status = add_form(w, transliterate(w->scratch, l->translits, name), place, err);
    return status;
}

static bool has_cyrillic(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] == 0xD0 || (unsigned char)s.ptr[i] == 0xD1)
            return true;
    return false;
}

static Status forms_of_name(Writer *w, Str name, Str lang, uint32_t place, Error *err)
{
    int index = lang.len ? lang_index(w->in->lang, lang) : -1;
    Status status = OK;

    if (lang.len == 0 && has_cyrillic(name)) {      /* the source does not say whose: both inflect it */
        status = add_forms(w, name, w->uk, place, err);
        if (status == OK)
            status = add_forms(w, name, w->ru, place, err);
    } else {
        status = add_forms(w, name, index, place, err);
    }
    arena_reset(w->scratch);
    return status;
}

/* --- Russian of Ukrainian names ---------------------------------------------------------------- */

/* One word by the table: a beginning, an ending, letters between. */
static void russian_word(Writer *w, Str word, StrBuf *out)
{
    const Translit *start = NULL, *end = NULL;

    for (size_t i = 0; i < w->russian_start.count; i++)
        if (str_starts(word, w->russian_start.at[i].letter) &&
            (start == NULL || w->russian_start.at[i].letter.len > start->letter.len))
            start = &w->russian_start.at[i];
    size_t from = start ? start->letter.len : 0;
    Str rest = str_slice(word, from, word.len);
    for (size_t i = 0; i < w->russian_end.count; i++)
        if (str_ends(rest, w->russian_end.at[i].letter) && (end == NULL || w->russian_end.at[i].letter.len > end->letter.len))
            end = &w->russian_end.at[i];
    rest.len -= end ? end->letter.len : 0;
    if (start)
        strbuf_add(out, start->inner);
    strbuf_add(out, transliterate(w->scratch, &w->russian, rest));
    if (end)
        strbuf_add(out, end->inner);
}

static Str russian_name(Writer *w, Str name)
{
    AUTO_STRBUF out = { 0 };
    char *folded = arena_raw(w->scratch, name.len * 2 + 8);
    Str rest = { folded, fold_word(name, folded) };

    while (rest.len) {
        size_t len = 0;
        while (len < rest.len && rest.ptr[len] != ' ' && rest.ptr[len] != '-')
            len++;
        russian_word(w, str_slice(rest, 0, len), &out);
        if (len < rest.len)
            strbuf_char(&out, rest.ptr[len++]);
        rest = str_slice(rest, len, rest.len);
    }
    /* The table has small letters; names begin with a capital one. */
    Str small = strbuf_str(&out);
    char *capital = arena_raw(w->scratch, small.len + 4);
    bool first = true;
    size_t at = 0, len;
    for (size_t i = 0; i < small.len; i += len) {
        uint32_t c = utf8_get(small, i, &len);
        at += utf8_put(first && c >= 0x430 && c <= 0x44F ? c - 32 : c, capital + at);
        first = c == ' ' || c == '-';
    }
    return arena_str(w->scratch, (Str){ capital, at });
}

static Status load_russian(Writer *w, Error *err)
{
    Tsv tsv;
    Status status = tsv_of(text_in_base(w, w->base->russian), "data/places/import/uk-ru.tsv", &tsv, err);
    Arena *arena = w->in->arena;

    while (status == OK && tsv_next(&tsv)) {
        Str letter = tsv_cell(&tsv, 0), becomes = tsv_cell(&tsv, 1);
        if (str_starts(letter, S("^")))
            vec_push(arena, &w->russian_start, (Translit){ str_slice(letter, 1, letter.len), becomes, becomes });
        else if (str_ends(letter, S("$")))
            vec_push(arena, &w->russian_end, (Translit){ str_slice(letter, 0, letter.len - 1), becomes, becomes });
        else
            vec_push(arena, &w->russian, (Translit){ letter, becomes, becomes });
    }
    return status;
}

static Status load_paradigms(Writer *w, Error *err)
{
    const BlobLanguage *from = (const void *)(w->blob + w->base->languages.at);

    for (size_t i = 0; i < w->base->languages.count; i++) {
        Tsv tsv;
        Status status = tsv_of(text_in_base(w, from[i].inflect), "inflect.tsv", &tsv, err);
        while (status == OK && tsv_next(&tsv)) {
            Paradigm p = paradigm_of(tsv_cell(&tsv, 0), tsv_cell(&tsv, 1), tsv_cell(&tsv, 2));
            vec_push(w->in->arena, &w->langs[i].paradigms, p);
        }
        if (status != OK)
            return status;
        w->langs[i].translits = &w->in->lang->translits[1 + i];
    }
    w->uk = lang_index(w->in->lang, S("uk"));
    w->ru = lang_index(w->in->lang, S("ru"));
    return OK;
}

/* --- names ---------------------------------------------------------------------------------- */

/* Names by the place that bears them: counted, then put where they belong. */
static Status group_names(Writer *w, Error *err)
{
    Import *in = w->in;
    Status status = spool_resize(&w->place_end, w->order.count + 1, err);

    if (status == OK)
        status = spool_resize(&w->of_place, in->names.count, err);
    if (status != OK)
        return status;
    uint32_t *end = spool_at(&w->place_end, 0), *out = in->names.count ? spool_at(&w->of_place, 0) : NULL;
    for (size_t i = 0; i < in->names.count; i++) {
        uint32_t place = place_of_row(w, ((ImportName *)spool_at(&in->names, i))->row);
        if (place != NO_PLACE)
            end[place + 1]++;
    }
    for (size_t i = 1; i <= w->order.count; i++)
        end[i] += end[i - 1];
    for (size_t i = 0; i < in->names.count; i++) {      /* afterwards end[p] is where the names of p end */
        uint32_t place = place_of_row(w, ((ImportName *)spool_at(&in->names, i))->row);
        if (place != NO_PLACE)
            out[end[place]++] = (uint32_t)i;
    }
    return OK;
}

/* Preferred names while the names of one place go by. */
typedef struct Preferred {
    Str en, latin, uk, ru;
} Preferred;

static void prefer(Preferred *p, Str lang, Str name)
{
    if (p->en.len == 0 && str_eq(lang, S("en")))
        p->en = name;
    if (p->uk.len == 0 && str_eq(lang, S("uk")))
        p->uk = name;
    if (p->ru.len == 0 && str_eq(lang, S("ru")))
        p->ru = name;
    if (p->latin.len == 0 && lang.len == 0 && !has_cyrillic(name))
        p->latin = name;
}

static Status put_name(Writer *w, uint32_t place, Str text, Str lang, uint16_t source, int16_t from, int16_t until,
                       Error *err)
{
    BlobName n = { .place = place, .source = source, .from = from, .until = until };
    Status status = new_text(w, text, &n.text, err);

    memcpy(n.lang, lang.ptr ? lang.ptr : "", lang.len < sizeof n.lang ? lang.len : sizeof n.lang - 1);
    return status == OK ? spool_add(&w->names, &n, err) : status;
}

static bool same_name(const PlaceName *names, size_t count, Str text, Str lang)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(names[i].text, text) && (lang.len == 0 || str_eq(names[i].lang, lang)))
            return true;
    return false;
}

static Status add_spelling(Writer *w, Str name, uint32_t place, Error *err)
{
    BlobSpelling s;

    if (w->spellings.count >= SPELLINGS_MAX || !blob_spelling(name, place, &s))
        return OK;
    return spool_add(&w->spellings, &s, err);
}

typedef struct Known {
    PlaceName *names;           /* written for this place so far */
    size_t     count;
} Known;

static Status import_one_name(Writer *w, uint32_t place, const ImportName *n, bool settlement, Known *known, Error *err)
{
    Str text = import_text(w->in, n->text, n->len), lang = str_of(n->lang);

    if (same_name(known->names, known->count, text, lang))
        return OK;              /* an earlier source has it */
    w->in->files[n->file].counts.names++;
    Status status = put_name(w, place, text, lang, (uint16_t)(w->base->sources.count + n->file), n->from, n->until, err);
    if (status != OK || str_eq(lang, S("code")))
        return status;
    known->names[known->count++] = (PlaceName){ .text = text, .lang = lang };
    status = forms_of_name(w, text, lang, place, err);
    if (status == OK && settlement && (lang.len == 0 || str_eq(lang, S("en")) || str_eq(lang, S("uk")) || str_eq(lang, S("ru"))))
        status = add_spelling(w, text, place, err);
    return status;
}

/* What no source gives but people write: a Latin name by the official rules, a Russian one by the table. */
static Status derive_names(Writer *w, uint32_t place, bool settlement, Preferred *p, Arena *arena, Error *err)
{
    Status status = OK;

    if (p->ru.len == 0 && p->uk.len && w->ru >= 0) {
        p->ru = arena_str(arena, russian_name(w, p->uk));
        status = put_name(w, place, p->ru, S("ru"), w->derived, 0, 0, err);
        if (status == OK)
            status = forms_of_name(w, p->ru, S("ru"), place, err);
    }
    if (p->en.len == 0)
        p->en = p->latin;
    if (status == OK && p->en.len == 0 && (p->uk.len || p->ru.len)) {
        int lang = p->uk.len ? w->uk : w->ru;
        p->en = lang < 0 ? p->uk : arena_str(arena, transliterate(w->scratch, w->langs[lang].translits,
                                                                   p->uk.len ? p->uk : p->ru));
        status = put_name(w, place, p->en, S("en"), w->derived, 0, 0, err);
        if (status == OK)
            status = forms_of_name(w, p->en, S("en"), place, err);
        if (status == OK && settlement)
            status = add_spelling(w, p->en, place, err);
    }
    return status;
}

static Status write_place_names(Writer *w, uint32_t place, uint32_t row, Preferred *p, Arena *arena, Error *err)
{
    Import *in = w->in;
    const uint32_t *end = spool_at(&w->place_end, 0);
    uint32_t from = place ? end[place - 1] : 0, to = end[place];
    bool base = row < in->base_count;
    PlaceName *names = NULL;
    size_t count = base ? lang_place_names(in->lang, arena, row, &names) : 0;
    Known known = { arena_array(arena, PlaceName, count + (to - from)), 0 };
    bool settlement = import_row(in, row)->type >= PLACE_CITY && import_row(in, row)->type <= PLACE_SETTLEMENT;
    Status status = OK;

    for (size_t i = 0; status == OK && i < count; i++) {
        known.names[known.count++] = names[i];
        prefer(p, names[i].lang, names[i].text);
        status = put_name(w, place, names[i].text, names[i].lang, names[i].source_index, (int16_t)names[i].from,
                          (int16_t)names[i].until, err);
    }
    for (uint32_t k = from; status == OK && k < to; k++) {
        const ImportName *n = spool_at(&in->names, *(uint32_t *)spool_at(&w->of_place, k));
        if (!n->until)
            prefer(p, str_of(n->lang), import_text(in, n->text, n->len));
        status = import_one_name(w, place, n, settlement, &known, err);
    }
    return status == OK && !base ? derive_names(w, place, settlement, p, arena, err) : status;
}

static Status write_place(Writer *w, uint32_t place, uint32_t row, Arena *arena, Error *err)
{
    const ImportRow *r = import_row(w->in, row);
    BlobPlace b = { .parent = NO_PLACE };
    Preferred p = { .en = S("") };
    Status status = write_place_names(w, place, row, &p, arena, err);

    if (status == OK && row < w->in->base_count) {
        b = ((const BlobPlace *)(const void *)(w->blob + w->base->places.at))[row];
        b.parent = b.parent == NO_PLACE ? NO_PLACE : *(uint32_t *)spool_at(&w->index, b.parent);
        if ((int32_t)r->precision_m != b.precision_m) {     /* a source knows the point better */
            b.lat = (double)r->lat / DEGREE;
            b.lon = (double)r->lon / DEGREE;
            b.precision_m = r->precision_m;
        }
        return spool_add(&w->places, &b, err);
    }
    if (status == OK)
        status = new_text(w, str_of(id_of(w, row)), &b.id, err);
    if (status == OK)
        status = new_text(w, p.en.len ? p.en : str_of(id_of(w, row)), &b.en, err);
    if (status == OK)
        status = new_text(w, p.uk, &b.uk, err);
    if (status == OK)
        status = new_text(w, p.ru, &b.ru, err);
    b.lat = (double)r->lat / DEGREE;
    b.lon = (double)r->lon / DEGREE;
    b.precision_m = r->precision_m;
    b.population = r->population;
    b.type = r->type;
    b.flags = PLACE_IMPORTED | (r->point_from_parent ? PLACE_POINT_OF_PARENT : 0);
    b.parent = parent_place(w, row);
    return status == OK ? spool_add(&w->places, &b, err) : status;
}

static Status write_places(Writer *w, Error *err)
{
    AUTO_ARENA arena = arena_create();
    Status status = OK;

    for (uint32_t i = 0; status == OK && i < w->order.count; i++) {
        status = write_place(w, i, *(uint32_t *)spool_at(&w->order, i), arena, err);
        arena_reset(arena);
    }
    return status;
}

/* --- the lexicon --------------------------------------------------------------------------------- */

/* Everything that the program's own lexicon has, under the new numbers of places. */
static Status base_forms(Writer *w, Error *err)
{
    const Lang *lang = w->in->lang;
    const uint32_t *index = spool_at(&w->index, 0);
    Status status = OK;

    for (uint64_t i = 0; status == OK && i < lang->lexicon.slot_count; i++) {
        const Entry *e = &lang->lexicon.slots[i];
        if (e->hash == 0)
            continue;
        if (e->longer || e->count == 0)
            status = spool_add(&w->forms, &(FormRecord){ e->hash, { .word_class = CLASS_NONE } }, err);
        for (uint32_t k = 0; status == OK && k < e->count; k++) {
            FormRecord f = { e->hash, lang->senses[e->first + k] };
            if (f.sense.word_class == CLASS_PLACE)
                f.sense.row = index[f.sense.row];
            status = spool_add(&w->forms, &f, err);
        }
    }
    const BlobSpelling *s = lang->spellings;
    for (size_t i = 0; status == OK && i < lang->spelling_count; i++) {
        BlobSpelling moved = s[i];
        moved.place = index[moved.place];
        status = spool_add(&w->spellings, &moved, err);
    }
    return status;
}

static int by_sense(const void *x, const void *y)
{
    const Sense *a = &((const FormRecord *)x)->sense, *b = &((const FormRecord *)y)->sense;

    if (a->word_class != b->word_class)
        return a->word_class - b->word_class;
    if (a->lang != b->lang)
        return a->lang - b->lang;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return a->flags - b->flags;
}

/* The entry of the forms from `i` on that share a hash; their senses are written. */
static Status write_entry(Writer *w, size_t *i, Entry *e, uint32_t *senses, Error *err)
{
    const FormRecord *first = spool_at(&w->forms, *i), *last = NULL;
    const Entry *known = lang_entry(w->in->lang, first->hash);
    Status status = OK;

    *e = known ? *known : (Entry){ .hash = first->hash, .lang = LANG_ANY, .flags = SENSE_CAPITAL };
    bool fresh = known == NULL || known->count == 0;
    e->first = *senses;
    e->count = 0;
    for (; *i < w->forms.count && ((FormRecord *)spool_at(&w->forms, *i))->hash == e->hash; ++*i) {
        const FormRecord *f = spool_at(&w->forms, *i);
        if (f->sense.word_class == CLASS_NONE) {
            e->longer = 1;
            continue;
        }
        if (e->count == SENSES_MAX || (last && last->sense.word_class == f->sense.word_class &&
                                       last->sense.lang == f->sense.lang && last->sense.row == f->sense.row))
            continue;
        last = f;
        if (fresh && e->count == 0) {
            e->lang = f->sense.lang;
            e->flags = f->sense.flags;
        } else if (f->sense.word_class == CLASS_PLACE && (e->lang != f->sense.lang || e->flags != f->sense.flags)) {
            e->lang = LANG_MIXED;
        }
        e->classes |= CLASS_BIT(f->sense.word_class);
        e->count++;
        ++*senses;
        status = put(w, &f->sense, sizeof f->sense, err);
        if (status != OK)
            return status;
    }
    return OK;
}

/* Slots in the order of the hashes. Entries that would fall off the end are put first: a
 * probe that reaches the end goes on at the beginning. */
static size_t overflow(const Spool *entries, uint64_t slots, size_t before)
{
    uint64_t next = before;

    for (size_t i = 0; i < entries->count - before; i++) {
        uint64_t home = slot_of(((Entry *)spool_at(entries, i))->hash, slots);
        next = (home > next ? home : next) + 1;
    }
    return next > slots ? before + (size_t)(next - slots) : before;
}

static Status write_slots(Writer *w, BlobSection *section, const Spool *entries, Error *err)
{
    static const Entry empty;
    uint64_t slots = entries->count * 170 / 100 + 16, next = 0;
    size_t wrapped = 0, more;
    Status status = begin_section(w, section, err);

    while ((more = overflow(entries, slots, wrapped)) != wrapped)
        wrapped = more;
    section->count = slots;
    for (size_t i = 0; status == OK && i < entries->count; i++) {
        bool first = i < wrapped;
        const Entry *e = spool_at(entries, first ? entries->count - wrapped + i : i - wrapped);
        uint64_t home = first ? next : slot_of(e->hash, slots);
        for (; status == OK && next < home; next++)
            status = put(w, &empty, sizeof empty, err);
        if (status == OK)
            status = put(w, e, sizeof *e, err);
        next++;
    }
    for (; status == OK && next < slots; next++)
        status = put(w, &empty, sizeof empty, err);
    return status;
}

static Status write_filter(Writer *w, BlobSection *section, const Spool *entries, Error *err)
{
    Spool filter = { 0 };
    size_t words = 16;

    while (words < entries->count / 4)
        words *= 2;
    Status status = spool_open(w->in->dir, sizeof(uint64_t), &filter, err);
    if (status == OK)
        status = spool_resize(&filter, words, err);
    for (size_t i = 0; status == OK && i < entries->count; i++) {
        uint64_t hash = ((Entry *)spool_at(entries, i))->hash;
        *(uint64_t *)spool_at(&filter, hash & (words - 1)) |= filter_bits(hash);
    }
    if (status == OK)
        status = put_section(w, section, filter.map, sizeof(uint64_t), words, err);
    spool_close(&filter);
    return status;
}

static Status write_lexicon(Writer *w, BlobHeader *h, ImportReport *report, Error *err)
{
    Spool entries = { 0 };
    uint32_t senses = 0;
    Status status = spool_sort(&w->forms, w->in->dir, by_sense, err);

    if (status == OK)
        status = spool_open(w->in->dir, sizeof(Entry), &entries, err);
    if (status == OK)
        status = begin_section(w, &h->senses, err);
    for (size_t i = 0; status == OK && i < w->forms.count; ) {
        Entry e;
        status = write_entry(w, &i, &e, &senses, err);
        if (status == OK)
            status = spool_add(&entries, &e, err);
    }
    h->senses.count = senses;
    report->forms = entries.count;
    if (status == OK)
        status = write_slots(w, &h->slots, &entries, err);
    if (status == OK)
        status = write_filter(w, &h->filter, &entries, err);
    spool_close(&entries);
    return status;
}

/* --- the whole -------------------------------------------------------------------------------------- */

static Status copy_section(Writer *w, BlobSection from, size_t size, BlobSection *to, Error *err)
{
    return put_section(w, to, w->blob + from.at, size, from.count, err);
}

static Status write_sources(Writer *w, BlobSection *section, Error *err)
{
    const BlobSource *base = (const void *)(w->blob + w->base->sources.at);
    Status status = begin_section(w, section, err);

    section->count = w->base->sources.count + w->in->file_count + 1;
    for (size_t i = 0; status == OK && i < section->count; i++) {
        BlobSource s = { .imported = i >= w->base->sources.count };
        size_t file = i - w->base->sources.count;
        if (!s.imported)
            s = base[i];
        else
            status = new_text(w, file < w->in->file_count ? w->in->files[file].name : S("derived"), &s.name, err);
        if (status == OK)
            status = put(w, &s, sizeof s, err);
    }
    return status;
}

static Status write_texts(Writer *w, BlobSection *section, Error *err)
{
    Status status = begin_section(w, section, err);

    section->count = w->base_texts.len + w->new_texts.count;
    if (status == OK)
        status = put(w, w->base_texts.ptr, w->base_texts.len, err);
    return status == OK ? put(w, w->new_texts.map, w->new_texts.count, err) : status;
}

/* Points on the ball, for distances. */
static Status write_units(Writer *w, BlobSection *section, Error *err)
{
    Status status = begin_section(w, section, err);

    section->count = w->places.count;
    for (size_t i = 0; status == OK && i < w->places.count; i++) {
        const BlobPlace *p = spool_at(&w->places, i);
        double unit[3];
        place_unit(p->lat, p->lon, unit);
        status = put(w, unit, sizeof unit, err);
    }
    return status;
}

static Status write_sections(Writer *w, BlobHeader *h, ImportReport *report, Error *err)
{
    const BlobHeader *b = w->base;
    Status status = write_places(w, err);

    if (status == OK)
        status = base_forms(w, err);
    if (status == OK && w->spellings.count)
        qsort(w->spellings.map, w->spellings.count, sizeof(BlobSpelling), blob_by_spelling);
    if (status == OK)
        status = write_lexicon(w, h, report, err);
    if (status == OK)
        status = copy_section(w, b->letters, sizeof(Letter), &h->letters, err);
    if (status == OK)
        status = copy_section(w, b->rows, sizeof(BlobRow), &h->rows, err);
    if (status == OK)
        status = copy_section(w, b->languages, sizeof(BlobLanguage), &h->languages, err);
    if (status == OK)
        status = copy_section(w, b->acts, sizeof(BlobAct), &h->acts, err);
    if (status == OK)
        status = copy_section(w, b->translits, sizeof(BlobTranslit), &h->translits, err);
    if (status == OK)
        status = put_section(w, &h->places, w->places.map, sizeof(BlobPlace), w->places.count, err);
    if (status == OK)
        status = write_units(w, &h->units, err);
    if (status == OK)
        status = put_section(w, &h->spellings, w->spellings.map, sizeof(BlobSpelling), w->spellings.count, err);
    if (status == OK)
        status = put_section(w, &h->names, w->names.map, sizeof(BlobName), w->names.count, err);
    if (status == OK)
        status = write_sources(w, &h->sources, err);
    if (status == OK)
        status = write_texts(w, &h->strings, err);
    report->places = w->places.count;
    return status;
}

static Status write_file(Writer *w, ImportReport *report, Error *err)
{
    BlobHeader h = *w->base, placeholder = { .magic = "" };
    Status status = put(w, &placeholder, sizeof placeholder, err);

    if (status == OK)
        status = flush(w, err);
    hasher_end(w->hasher);      /* the hash is of what follows the header */
    hasher_add(w->hasher, (Str){ w->base->data_hash, sizeof w->base->data_hash });
    if (status == OK)
        status = write_sections(w, &h, report, err);
    if (status == OK)
        status = flush(w, err);
    if (status != OK)
        return status;
    Sha256 hash = hasher_end(w->hasher);
    memcpy(h.base_hash, w->base->data_hash, sizeof h.base_hash);
    hex_write(sha256_str(&hash), h.data_hash);
    h.size = w->at;
    if (pwrite(w->fd, &h, sizeof h, 0) != (ssize_t)sizeof h)
        return fail(err, ERR_IO, "cannot write the table: %s", strerror(errno));
    return fsync(w->fd) < 0 ? fail(err, ERR_IO, "cannot flush the table: %s", strerror(errno)) : OK;
}

static Status open_spools(Writer *w, Error *err)
{
    const char *dir = w->in->dir;
    struct { Spool *spool; size_t record; } all[] = {
        { &w->order, sizeof(uint32_t) }, { &w->ids, sizeof(uint64_t) }, { &w->index, sizeof(uint32_t) },
        { &w->of_place, sizeof(uint32_t) }, { &w->place_end, sizeof(uint32_t) }, { &w->forms, sizeof(FormRecord) },
        { &w->new_texts, 1 }, { &w->names, sizeof(BlobName) }, { &w->places, sizeof(BlobPlace) },
        { &w->spellings, sizeof(BlobSpelling) },
    };
    Status status = OK;

    for (size_t i = 0; status == OK && i < sizeof all / sizeof *all; i++)
        status = spool_open(dir, all[i].record, all[i].spool, err);
    return status;
}

static void close_writer(Writer *w)
{
    Spool *all[] = { &w->order, &w->ids, &w->index, &w->of_place, &w->place_end, &w->forms, &w->new_texts, &w->names,
                     &w->places, &w->spellings };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        spool_close(all[i]);
    strbuf_finish(&w->buffer);
    hasher_destroy(w->hasher);
    arena_destroy(w->scratch);
    if (w->fd >= 0)
        close(w->fd);
}

Status import_write(Import *in, const char *path, ImportReport *report, Error *err)
{
    __attribute__((cleanup(close_writer))) Writer w = { .in = in, .blob = in->lang->blob, .fd = -1,
                                                        .hasher = hasher_create(), .scratch = arena_create() };
    char *unfinished = (char *)arena_printf(in->arena, "%s.new", path).ptr;

    w.base = (const void *)w.blob;
    w.base_texts = (Str){ w.blob + w.base->strings.at, w.base->strings.count };
    w.derived = (uint16_t)(w.base->sources.count + in->file_count);
    inherit_points(in);
    Status status = open_spools(&w, err);
    if (status == OK)
        status = load_russian(&w, err);
    if (status == OK)
        status = load_paradigms(&w, err);
    if (status == OK)
        status = order_rows(&w, err);
    if (status == OK)
        status = group_names(&w, err);
    if (status != OK)
        return status;
    w.fd = open(unfinished, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0644);
    if (w.fd < 0)
        return fail(err, ERR_IO, "cannot create %s: %s", unfinished, strerror(errno));
    AUTO_UNLINK partial = unfinished;
    status = write_file(&w, report, err);
    if (status != OK)
        return status;
    if (rename(unfinished, path) < 0)
        return fail(err, ERR_IO, "cannot name %s: %s", path, strerror(errno));
    partial = NULL;
    return OK;
}
