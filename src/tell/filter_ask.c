/* filter_ask.c -- what a person typed becomes a Filter, or an error that helps: what is known, what is near. */
#include "tell/filter_in.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "lang/fold.h"
#include "lang/named.h"
#include "lang/words.h"
#include "model/edtf.h"
#include "tell/words.h"

#include <stdlib.h>

#define LIST_MAX     300    /* bytes of a list in an error: errors are one line */
#define NEAR_SHOWN   6
#define LETTERS_MAX  48

typedef struct Asking {
    Arena          *arena;
    const View     *view;
    const Lang     *lang;
    const FilterAsk *ask;
    Filter         *f;
    Error          *err;
} Asking;

/* ---- near words ---- */

static size_t folded_letters(Str s, uint32_t out[LETTERS_MAX])
{
    size_t count = 0, len;

    for (size_t i = 0; i < s.len && count < LETTERS_MAX; i += len) {
        uint32_t c = fold_char(utf8_get(s, i, &len));
        if (c)
            out[count++] = c;
    }
    return count;
}

/* Damerau (1964), optimal string alignment: a swap counts as one. */
size_t words_apart(Str a, Str b, size_t limit)
{
    uint32_t x[LETTERS_MAX], y[LETTERS_MAX];
    size_t row[3][LETTERS_MAX + 1], n = folded_letters(a, x), m = folded_letters(b, y);

    if (n > m + limit || m > n + limit)
        return limit + 1;
    for (size_t k = 0; k <= m; k++)
        row[0][k] = k;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = row[i % 3], *before = row[(i + 2) % 3], *older = row[(i + 1) % 3];
        now[0] = i;
        for (size_t k = 1; k <= m; k++) {
            size_t best = before[k - 1] + (x[i - 1] != y[k - 1]);
            if (before[k] + 1 < best)
                best = before[k] + 1;
            if (now[k - 1] + 1 < best)
                best = now[k - 1] + 1;
            if (i > 1 && k > 1 && x[i - 1] == y[k - 2] && x[i - 2] == y[k - 1] && older[k - 2] + 1 < best)
                best = older[k - 2] + 1;
            now[k] = best;
        }
    }
    return row[n % 3][m] <= limit ? row[n % 3][m] : limit + 1;
}

/* A longer word may be off by more. */
static bool near(Str a, Str b)
{
    size_t limit = a.len > 8 ? 2 : a.len > 3 ? 1 : 0;
    return words_apart(a, b, limit) <= limit;
}

static bool alike(Str a, Str b)
{
    return words_apart(a, b, 0) == 0;
}

/* Add an item to a list; one that would make it too long for an error is dots, once. */
static void list_add(StrBuf *list, Str item)
{
    if (str_ends(strbuf_str(list), S("...")))
        return;
    if (list->len)
        strbuf_add(list, S(", "));
    strbuf_add(list, list->len + item.len > LIST_MAX ? S("...") : item);
}

/* ---- place ---- */

static Str place_label(Arena *arena, const Gazetteer *g, uint32_t place)
{
    const Place *p = &g->places[place], *up = p->parent == NO_PLACE ? NULL : &g->places[p->parent];

    return up ? arena_printf(arena, STR_FMT " (" STR_FMT ", " STR_FMT ")", STR_ARG(p->id), STR_ARG(place_type_name(p->type)),
                             STR_ARG(up->en))
              : arena_printf(arena, STR_FMT " (" STR_FMT ")", STR_ARG(p->id), STR_ARG(place_type_name(p->type)));
}

/* Does a claim of the case name a place so that no list has? */
static bool case_names(const Asking *x, uint64_t name)
{
    const Corpus *c = &x->view->corpus;

    for (size_t r = 0; name && r < c->reading_count; r++)
        for (size_t i = 0; i < c->readings[r].claim_count; i++) {
            int32_t at = c->readings[r].claims[i].place;
            const Mention *m = at >= 0 ? &c->readings[r].mentions[at] : NULL;
            if (m && !m->place.place_id.len && (filter_name_hash(m->name) == name || filter_name_hash(m->lemma) == name))
                return true;
        }
    return false;
}

/* Places of the case's own incidents first: they are what was meant most often. */
static Status no_such_place(const Asking *x)
{
    const Corpus *c = &x->view->corpus;
    const Gazetteer *g = lang_gazetteer(x->lang);
    AUTO_STRBUF list = { 0 };
    uint32_t seen[NEAR_SHOWN], *others;
    size_t shown = 0;

    for (size_t i = 0; i < c->incident_count && shown < NEAR_SHOWN; i++) {
        uint32_t at = c->incidents[i].place_id.len ? gazetteer_find(g, c->incidents[i].place_id) : NO_PLACE;
        bool known = at == NO_PLACE;
        for (size_t k = 0; k < shown; k++)
            known |= seen[k] == at;
        if (known || !(near(x->ask->place, g->places[at].en) || near(x->ask->place, g->places[at].uk) ||
                       near(x->ask->place, g->places[at].ru) || near(x->ask->place, g->places[at].id)))
            continue;
        seen[shown++] = at;
        list_add(&list, place_label(x->arena, g, at));
    }
    size_t count = shown ? 0 : lang_places_nearly(x->lang, x->arena, x->ask->place, 2, &others);
    for (size_t i = 0; i < count && i < NEAR_SHOWN; i++)
        list_add(&list, place_label(x->arena, g, others[i]));
    if (list.len)
        return fail(x->err, ERR_USAGE, "no place is called '" STR_FMT "': near are " STR_FMT, STR_ARG(x->ask->place),
                    STR_ARG(strbuf_str(&list)));
    return fail(x->err, ERR_USAGE, "no place is called '" STR_FMT "': `dokaz places find NAME` asks the list of places",
                STR_ARG(x->ask->place));
}

static Status ask_place(const Asking *x)
{
    Str asked = str_trim(x->ask->place);
    const Gazetteer *g = x->f->gazetteer;

    if (asked.len == 0)
        return OK;
    x->f->placed = true;
    for (size_t i = 0; i < x->view->corpus.incident_count && !x->f->place_id.len; i++)
        if (str_eq(x->view->corpus.incidents[i].place_id, asked))
            x->f->place_id = asked;
    uint32_t id = gazetteer_find(g, asked);
    if (id != NO_PLACE) {
        x->f->places = arena_array(x->arena, uint32_t, 1);
        x->f->places[0] = id;
        x->f->place_count = 1;
        return OK;
    }
    if (x->f->place_id.len)
        return OK;
    if (!x->lang)
        return fail(x->err, ERR_USAGE, "no incident of this case has the place '" STR_FMT "'", STR_ARG(asked));
    x->f->place_count = lang_places_named(x->lang, x->arena, asked, &x->f->places);
    if (x->f->place_count)
        return OK;
    x->f->place_name = filter_name_hash(asked);
    return case_names(x, x->f->place_name) ? OK : no_such_place(x);
}

/* ---- days ---- */

static Status ask_day(const Asking *x, const char *name, Str asked, bool end, int32_t *ret)
{
    int32_t first, last;

    *ret = DAY_UNKNOWN;
    if (asked.len == 0)
        return OK;
    if (!edtf_days(str_trim(asked), &first, &last))
        return fail(x->err, ERR_USAGE, "'" STR_FMT "' is no date for %s: a day, a month or a year, as 2022-09-10, 2022-09, 2022",
                    STR_ARG(asked), name);
    *ret = end ? last : first;
    x->f->dated = true;
    return OK;
}

static Status ask_days(const Asking *x)
{
    Status status = ask_day(x, "from", x->ask->from, false, &x->f->from);

    if (status == OK)
        status = ask_day(x, "to", x->ask->to, true, &x->f->to);
    if (status == OK && x->f->from != DAY_UNKNOWN && x->f->to != DAY_UNKNOWN && x->f->from > x->f->to)
        return fail(x->err, ERR_USAGE, "from " STR_FMT " to " STR_FMT " holds no day: it begins after its end",
                    STR_ARG(x->ask->from), STR_ARG(x->ask->to));
    return status;
}

/* ---- acts ---- */

/* A label, or one of the words between its commas. */
static bool labelled(Str label, Str asked, bool (*same)(Str, Str))
{
    AUTO_STRBUF plain = { 0 };
    Str rest, part;

    if (!label.len)
        return false;
    if (same(asked, label))
        return true;
    for (size_t i = 0; i < label.len; i++)
        strbuf_char(&plain, strchr("(;", label.ptr[i]) ? ',' : label.ptr[i] == ')' ? ' ' : label.ptr[i]);
    rest = strbuf_str(&plain);
    while (str_cut(&rest, ',', &part))
        if (same(asked, str_trim(part)))
            return true;
    return false;
}

static ActSet acts_called(const Taxonomy *t, Str asked, bool (*same)(Str, Str))
{
    ActSet acts = 0;

    for (size_t i = 0; i < t->count; i++)
        if (same(asked, t->act[i].code) || labelled(t->act[i].label, asked, same) || labelled(t->act[i].label_uk, asked, same))
            acts |= (ActSet)1 << i;
    return acts;
}

static Status no_such_act(const Asking *x, const Taxonomy *t)
{
    ActSet close = acts_called(t, x->ask->act, near);
    AUTO_STRBUF list = { 0 };

    for (size_t i = 0; i < t->count; i++)
        if (close ? close >> i & 1 : true)
            list_add(&list, close ? arena_printf(x->arena, STR_FMT " (" STR_FMT ")", STR_ARG(t->act[i].code),
                                                 STR_ARG(t->act[i].label))
                                  : t->act[i].code);
    return fail(x->err, ERR_USAGE, "there is no act '" STR_FMT "': %s " STR_FMT, STR_ARG(x->ask->act),
                close ? "near is" : "known are", STR_ARG(strbuf_str(&list)));
}

static Status ask_act(const Asking *x)
{
    const Taxonomy *t = x->view->corpus.taxonomy;
    Str asked = str_trim(x->ask->act);

    if (asked.len == 0)
        return OK;
    x->f->acts = act_bit(t, asked);
    if (!x->f->acts)
        x->f->acts = acts_called(t, asked, alike);
    if (!x->f->acts)
        return no_such_act(x, t);
    if (!x->view->unmasked && (x->f->acts & acts_compartment(t)))
        return fail(x->err, ERR_REFUSED, "rule G2: claims of this act are withheld, and no list, count or filter tells of them");
    return OK;
}

/* ---- what is counted ---- */

/* The unit that a word of any language stands for; STR_NONE for none. */
static Str unit_of_word(const Lang *lang, Str asked)
{
    const Entry *e = lang_entry(lang, filter_name_hash(asked));
    const Sense *senses = e ? lang_senses(lang, e) : NULL;

    for (uint32_t i = 0; e && i < e->count; i++)
        if (senses[i].word_class == CLASS_UNIT)
            return lang_row(lang, senses[i].row)->s[0];
    return STR_NONE;
}

static Str unit_labelled(Arena *arena, const Words *w, Str code)
{
    return words_or(w, arena_printf(arena, "unit." STR_FMT, STR_ARG(code)), STR_NONE);
}

/* Codes of units that incidents of the case count, each once. */
static size_t case_units(const Asking *x, Str **ret)
{
    const Corpus *c = &x->view->corpus;
    VEC(Str) units = { 0 };

    for (size_t i = 0; i < c->incident_count; i++)
        for (size_t k = 0; k < c->incidents[i].quantity_count; k++) {
            Str unit = c->incidents[i].quantities[k].counted;
            bool known = unit.len == 0;
            for (size_t u = 0; u < units.count && !known; u++)
                known = str_eq(units.at[u], unit);
            if (!known)
                vec_push(x->arena, &units, unit);
        }
    *ret = units.at;
    return units.count;
}

static Status ask_counted(const Asking *x)
{
    Str asked = str_trim(x->ask->counted), *units;
    Words *words[2];
    AUTO_STRBUF list = { 0 };

    if (asked.len == 0)
        return OK;
    size_t count = case_units(x, &units);
    for (size_t i = 0; i < count; i++)
        if (alike(units[i], asked))
            x->f->counted = units[i];
    Status status = words_load(x->arena, S("en"), &words[0], x->err);
    if (status == OK)
        status = words_load(x->arena, S("uk"), &words[1], x->err);
    if (status != OK)
        return status;
    for (size_t i = 0; i < count && !x->f->counted.len; i++)
        for (int k = 0; k < 2; k++)
            if (alike(unit_labelled(x->arena, words[k], units[i]), asked))
                x->f->counted = units[i];
    if (!x->f->counted.len && x->lang)
        x->f->counted = unit_of_word(x->lang, asked);
    if (!x->f->counted.len && unit_labelled(x->arena, words[0], asked).len)
        x->f->counted = asked;
    if (x->f->counted.len)
        return OK;
    for (size_t i = 0; i < count; i++)
        list_add(&list, units[i]);
    return fail(x->err, ERR_USAGE, "nothing is counted as '" STR_FMT "': in this case are " STR_FMT, STR_ARG(asked),
                STR_ARG(list.len ? strbuf_str(&list) : S("no figures")));
}

/* ---- language, origins ---- */

static Status ask_language(const Asking *x)
{
    const Corpus *c = &x->view->corpus;
    Str asked = str_trim(x->ask->language);
    AUTO_STRBUF list = { 0 };
    VEC(Str) seen = { 0 };

    if (asked.len == 0)
        return OK;
    for (size_t i = 0; i < c->reading_count; i++) {
        Str code = c->readings[i].doc.language;
        bool known = code.len == 0;
        for (size_t k = 0; k < seen.count && !known; k++)
            known = str_eq(seen.at[k], code);
        if (known)
            continue;
        vec_push(x->arena, &seen, code);
        list_add(&list, code);
    }
    x->f->language = asked;
    if (x->lang && lang_index(x->lang, asked) >= 0)
        return OK;
    for (size_t i = 0; i < seen.count; i++)
        if (str_eq(seen.at[i], asked))
            return OK;
    return fail(x->err, ERR_USAGE, "there is no language '" STR_FMT "': the documents of this case are in " STR_FMT,
                STR_ARG(asked), STR_ARG(list.len ? strbuf_str(&list) : S("none that is known")));
}

static Status ask_origins(const Asking *x)
{
    Str asked = str_trim(x->ask->min_origins);

    if (asked.len && (!str_to_i64(asked, &x->f->min_origins) || x->f->min_origins < 0))
        return fail(x->err, ERR_USAGE, "'" STR_FMT "' is no number of origins", STR_ARG(asked));
    return OK;
}

Status filter_make(Arena *arena, const View *view, const Lang *lang, const FilterAsk *ask, Filter *ret, Error *err)
{
    static const Gazetteer none = { .count = 0 };
    Filter f = { .exact = ask->exact, .conflicted = ask->conflicted, .view = view,
                 .gazetteer = lang ? lang_gazetteer(lang) : &none,
                 .from = DAY_UNKNOWN, .to = DAY_UNKNOWN };
    Asking x = { arena, view, lang, ask, &f, err };
    Status (*const steps[])(const Asking *) = { ask_place, ask_days, ask_act, ask_counted, ask_language, ask_origins };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        Status status = steps[i](&x);
        if (status != OK)
            return status;
    }
    if (f.exact && !f.placed)
        return fail(err, ERR_USAGE, "exact speaks of a place: which?");
    f.any = f.placed || f.dated || f.acts || f.counted.len || f.min_origins > 0 || f.language.len || f.conflicted;
    f.disagreements = incident_disagreements(arena, &view->corpus);
    *ret = f;
    return OK;
}
