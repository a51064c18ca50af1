/* import_merge.c -- is this row a place that is known already? By code, by name and what it lies in, by name and
 * distance.
 *
 * Names meet as search skeletons (case, script, apostrophes and the usual
 * differences of romanisation gone, words for "raion" and the like left out).
 * The rows of a source are never merged with one another: it should know.
 */
#include "base/auto.h"
#include "base/hash.h"
#include "lang/fold.h"
#include "lang/import_in.h"

#include <stdlib.h>

#define KEYS_MAX        3
#define WINDOW          (DEGREE * 35 / 100)     /* of latitude: nothing farther is the same place */
#define LIMIT_KM        5.0                     /* beside what both points leave open */
#define LIMIT_MOST_KM   30.0
#define RAION_KM        3.0     /* points this near overrule different raions: borders change */
#define BY_RAION_KM     0.0     /* what a match without points counts as */
#define BY_OBLAST_KM    50.0
#define BY_NAME_KM      90.0
#define OTHER_SIZE_KM   8.0     /* a town and a village of one name: what that counts as */
#define PAIRS_MAX       4000000 /* of one name: more cannot be told apart by it */

/* What was found for a row, and which rows wanted it. */
typedef struct Match {
    uint32_t best, second;      /* earlier rows */
    float    km, second_km;
    uint32_t wanted;            /* by how many rows */
    uint32_t by;                /* the nearest of them */
    float    by_km, by_second_km;
    uint32_t too_many;
} Match;

/* --- keys ---------------------------------------------------------------------- */

/* The words of a name but for those that say what kind of place it is. */
static Str bare_name(Arena *arena, const Lang *lang, Str name)
{
    AUTO_STRBUF out = { 0 };
    Str rest = name, word;

    while (str_cut(&rest, ' ', &word)) {
        const Entry *e = lang_entry(lang, fold_hash(word));
        if (word.len == 0 || (e && (e->classes & CLASS_BIT(CLASS_PLACEHEAD))))
            continue;
        if (out.len)
            strbuf_char(&out, ' ');
        strbuf_add(&out, word);
    }
    return out.len ? arena_str(arena, strbuf_str(&out)) : name;
}

static bool has_cyrillic(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] == 0xD0 || (unsigned char)s.ptr[i] == 0xD1)
            return true;
    return false;
}

static uint64_t skeleton_key(Arena *arena, const Lang *lang, Str latin)
{
    char *folded = arena_raw(arena, latin.len * 2 + 8);
    Str skeleton = transliterate(arena, &lang->translits[0], (Str){ folded, fold_word(latin, folded) });
    char *letters = arena_raw(arena, skeleton.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < skeleton.len; i++)
        if (skeleton.ptr[i] != ' ' && skeleton.ptr[i] != '-')
            letters[len++] = skeleton.ptr[i];
    uint64_t key = hash64((Str){ letters, len });
    return key ? key : 1;
}

static size_t name_keys(Arena *arena, const Lang *lang, Str name, Str code, uint64_t keys[KEYS_MAX])
{
    static const char *const scripts[] = { "uk", "ru" };
    size_t count = 0;

    name = bare_name(arena, lang, name);
    if (!has_cyrillic(name)) {
        keys[count++] = skeleton_key(arena, lang, name);
        return count;
    }
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        int index = lang_index(lang, str_of(scripts[i]));
        if (index < 0 || (code.len && !str_eq(code, str_of(scripts[i]))))
            continue;
        keys[count++] = skeleton_key(arena, lang, transliterate(arena, &lang->translits[1 + index], name));
    }
    return count;
}

/* Sorted among themselves by latitude, those without a point first. */
static uint32_t latitude_key(const ImportRow *r)
{
    return r->lat == NO_POINT ? 0 : (uint32_t)(r->lat + 90 * DEGREE + 1);
}

static Status add_keys(Import *in, Spool *keys, uint32_t row, Str name, Str lang, Arena *scratch, Error *err)
{
    uint64_t key[KEYS_MAX];
    size_t count = name_keys(scratch, in->lang, name, lang, key);
    uint32_t root = import_root(in, row);
    Status status = OK;

    for (size_t i = 0; status == OK && i < count; i++)
        status = spool_add(keys, &(ImportKey){ key[i], root, latitude_key(import_row(in, root)) }, err);
    arena_reset(scratch);
    return status;
}

static int by_latitude(const void *a, const void *b)
{
    const ImportKey *x = a, *y = b;

    if (x->unused != y->unused)
        return x->unused < y->unused ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* --- may these two be one? ------------------------------------------------------- */

static int level_of(uint8_t type)
{
    return type == PLACE_COUNTRY ? 0 : type == PLACE_OBLAST || type == PLACE_REGION ? 1 : type == PLACE_RAION ? 2 : 3;
}

static bool is_settlement(uint8_t type)
{
    return type >= PLACE_CITY && type <= PLACE_SETTLEMENT;
}

static bool same_kind(uint8_t a, uint8_t b)
{
    return a == b || (is_settlement(a) && is_settlement(b)) || (level_of(a) == 1 && level_of(b) == 1);
}

static uint32_t ancestor(const Import *in, uint32_t row, int level)
{
    for (uint32_t up = import_row(in, row)->parent; up != NO_ROW; up = import_row(in, up)->parent) {
        up = import_root(in, up);
        if (import_row(in, up)->state != ROW_CONTAINER && level_of(import_row(in, up)->type) == level)
            return up;
    }
    return NO_ROW;
}

/* City, town, village: sources differ about the lesser ones, but seldom call a village a city. */
static int size_of(uint8_t type)
{
    return type == PLACE_CITY ? 2 : type == PLACE_VILLAGE ? 0 : 1;
}

/* Kilometres between the two, or what stands for them; negative: they are two places. */
static double apart(const Import *in, uint32_t a, uint32_t b)
{
    const ImportRow *r = import_row(in, a), *e = import_row(in, b);
    bool same[3] = { false }, differ[3] = { false };

    if (!same_kind(r->type, e->type))
        return -1;
    for (int level = 0; level < 3 && level < level_of(r->type); level++) {
        uint32_t x = ancestor(in, a, level), y = ancestor(in, b, level);
        same[level] = x != NO_ROW && x == y;
        differ[level] = x != NO_ROW && y != NO_ROW && x != y;
    }
    if (differ[0])
        return -1;
    if (r->type == PLACE_DISTRICT && r->parent != NO_ROW && e->parent != NO_ROW &&
        import_root(in, r->parent) != import_root(in, e->parent))
        return -1;              /* a quarter of another town */
    if (r->type == PLACE_DISTRICT && r->parent != NO_ROW && e->parent != NO_ROW && r->lat == NO_POINT)
        return BY_RAION_KM;
    if (r->lat != NO_POINT && e->lat != NO_POINT) {
        double km = place_km((double)r->lat / DEGREE, (double)r->lon / DEGREE, (double)e->lat / DEGREE,
                             (double)e->lon / DEGREE);
        double limit = LIMIT_KM + (r->precision_m + e->precision_m) / 1000.0;
        if (level_of(r->type) == 3 && limit > LIMIT_MOST_KM)
            limit = LIMIT_MOST_KM;
        return km > limit || ((differ[1] || differ[2]) && km > RAION_KM) ? -1 : km;
    }
    if (differ[1] || differ[2])
        return -1;
    int own = level_of(r->type);
    if (own == 0)
        return BY_RAION_KM;     /* there is one country of a name */
    return same[2] || (own < 3 && same[own - 1]) ? BY_RAION_KM : same[1] ? BY_OBLAST_KM : BY_NAME_KM;
}

static void consider(Import *in, Spool *matches, uint32_t row, uint32_t earlier)
{
    Match *m = spool_at(matches, row), *e = spool_at(matches, earlier);
    uint8_t type = import_row(in, row)->type, other = import_row(in, earlier)->type;
    double km;

    if (m->best == earlier || m->second == earlier || (km = apart(in, row, earlier)) < 0)
        return;
    if (is_settlement(type) && is_settlement(other) && size_of(type) != size_of(other))
        km += OTHER_SIZE_KM;
    if (m->best == NO_ROW || km < m->km) {
        m->second = m->best;
        m->second_km = m->km;
        m->best = earlier;
        m->km = (float)km;
    } else if (m->second == NO_ROW || km < m->second_km) {
        m->second = earlier;
        m->second_km = (float)km;
    }
    if (e->by != row)
        e->wanted++;
    if (e->by == NO_ROW || km < e->by_km) {
        if (e->by != row && e->by != NO_ROW)
            e->by_second_km = e->by_km;
        e->by = row;
        e->by_km = (float)km;
    } else if (e->by != row && (e->wanted == 2 || km < e->by_second_km)) {
        e->by_second_km = (float)km;
    }
}

/* All of one name: new rows n, earlier rows e; both sorted by latitude. */
static void consider_group(Import *in, Spool *matches, int level, const ImportKey *n, size_t n_count,
                           const ImportKey *e, size_t e_count)
{
    size_t from = 0, pointless = 0;

    while (pointless < e_count && e[pointless].unused == 0)
        pointless++;
    for (size_t i = 0; i < n_count; i++) {
        const ImportRow *r = import_row(in, n[i].row);
        if (r->state != ROW_NEW || r->same != NO_ROW || level_of(r->type) != level)
            continue;
        size_t first = 0, last = e_count;
        if (level == 3 && n[i].unused && e_count > 64) {
            for (from = from < pointless ? pointless : from; from < e_count && e[from].unused + WINDOW < n[i].unused; )
                from++;
            for (last = from; last < e_count && e[last].unused <= n[i].unused + WINDOW; )
                last++;
            first = from;
        }
        if ((last - first + pointless) > PAIRS_MAX / (n_count + 1)) {
            ((Match *)spool_at(matches, n[i].row))->too_many = 1;
            continue;
        }
        for (size_t k = first; k < last; k++)
            consider(in, matches, n[i].row, e[k].row);
        for (size_t k = 0; first > 0 && k < pointless; k++)
            consider(in, matches, n[i].row, e[k].row);
    }
}

static size_t group_end(const Spool *keys, size_t from)
{
    size_t to = from;

    while (to < keys->count && ((ImportKey *)spool_at(keys, to))->key == ((ImportKey *)spool_at(keys, from))->key)
        to++;
    return to;
}

static void join(Import *in, Spool *matches, int level, const Spool *fresh, const Spool *known)
{
    for (size_t i = 0, k = 0; i < fresh->count && k < known->count; ) {
        const ImportKey *n = spool_at(fresh, i), *e = spool_at(known, k);
        if (n->key != e->key) {
            size_t *behind = n->key < e->key ? &i : &k;
            *behind = group_end(n->key < e->key ? fresh : known, *behind);
            continue;
        }
        size_t i_end = group_end(fresh, i), k_end = group_end(known, k);
        consider_group(in, matches, level, n, i_end - i, e, k_end - k);
        i = i_end;
        k = k_end;
    }
}

/* --- deciding ----------------------------------------------------------------------- */

static Str label(Import *in, uint32_t row)
{
    const ImportRow *r = import_row(in, row);
    uint32_t up = r->parent != NO_ROW ? import_root(in, r->parent) : NO_ROW;
    Str own = import_text(in, r->code, r->code_len);

    if (up == NO_ROW)
        return own;
    const ImportRow *p = import_row(in, up);
    return arena_printf(in->arena, STR_FMT " in " STR_FMT, STR_ARG(own), STR_ARG(import_text(in, p->code, p->code_len)));
}

static bool clearly_nearer(double km, double other_km)
{
    return other_km > 3 * km + 5;
}

/* The row is this earlier place: what it says better is taken over. */
static void merge_into(Import *in, uint32_t row, uint32_t earlier)
{
    ImportRow *r = import_row(in, row), *e = import_row(in, earlier);

    r->state = ROW_MERGED;
    r->same = earlier;
    if (r->lat != NO_POINT && (e->lat == NO_POINT || (r->precision_m < e->precision_m && level_of(e->type) == 3))) {
        e->lat = r->lat;
        e->lon = r->lon;
        e->precision_m = r->precision_m;
        in->files[r->file].counts.points++;
    }
    if (e->population == 0)
        e->population = r->population;
    if (e->parent == NO_ROW && r->parent != NO_ROW && import_root(in, r->parent) != earlier)
        e->parent = r->parent;
}

static void decide(Import *in, const Spool *matches, uint32_t row, Str name)
{
    ImportRow *r = import_row(in, row);
    const Match *m = spool_at(matches, row);
    ImportCounts *counts = &in->files[r->file].counts;

    if (name.len == 0) {
        r->state = ROW_DOUBT;
        import_doubt(in, r, name, S("it has no name"));
        return;
    }
    if (m->too_many) {
        r->state = ROW_DOUBT;
        import_doubt(in, r, name, S("too many places bear this name"));
        return;
    }
    if (m->best == NO_ROW) {
        r->state = ROW_ADDED;
        counts->added++;
        return;
    }
    const Match *e = spool_at(matches, m->best);
    if (m->second != NO_ROW && !clearly_nearer(m->km, m->second_km)) {
        r->state = ROW_DOUBT;
        import_doubt(in, r, name, arena_printf(in->arena, "it may be " STR_FMT " or " STR_FMT, STR_ARG(label(in, m->best)),
                                               STR_ARG(label(in, m->second))));
        return;
    }
    if (e->wanted > 1 && e->by == row && !clearly_nearer(e->by_km, e->by_second_km)) {
        r->state = ROW_DOUBT;
        import_doubt(in, r, name, arena_printf(in->arena, "%u rows may be " STR_FMT, e->wanted,
                                               STR_ARG(label(in, m->best))));
        return;
    }
    if (e->wanted > 1 && e->by != row) {
        if (clearly_nearer(e->by_km, m->km)) {      /* another row is that place: this one is a second of the name */
            r->state = ROW_ADDED;
            counts->added++;
            return;
        }
        r->state = ROW_DOUBT;
        import_doubt(in, r, name, arena_printf(in->arena, "%u rows may be " STR_FMT, e->wanted,
                                               STR_ARG(label(in, m->best))));
        return;
    }
    if (r->lat != NO_POINT && import_row(in, m->best)->lat != NO_POINT)
        counts->by_distance++;
    else
        counts->by_name++;
    merge_into(in, row, m->best);
}

/* --- a stage -------------------------------------------------------------------------- */

/* A container must be of a higher level, so that nothing can lie in itself. */
static bool may_contain(const ImportRow *outer, const ImportRow *inner)
{
    int out = outer->state == ROW_CONTAINER ? 3 : level_of(outer->type) == 3 ? 4 : level_of(outer->type);
    int in = inner->state == ROW_CONTAINER ? 3 : inner->type == PLACE_DISTRICT || inner->type > PLACE_SETTLEMENT ? 5
             : level_of(inner->type) == 3 ? 4 : level_of(inner->type);

    return out < in;
}

static void link_rows(Import *in, uint32_t first)
{
    for (uint32_t i = first; i < in->rows.count; i++) {
        ImportRow *r = import_row(in, i);
        Str path = import_text(in, r->container, r->container_len);
        while (path.len && r->parent == NO_ROW) {
            uint32_t found = import_find_code(in, path);
            if (found != NO_ROW && found != i && may_contain(import_row(in, found), r))
                r->parent = found;
            size_t cut = path.len;
            while (cut > 0 && path.ptr[cut - 1] != '.')
                cut--;
            path = str_slice(path, 0, cut ? cut - 1 : 0);
        }
    }
}

/* Rows that share a code with an earlier one are that place, if they are of its kind. */
static void merge_by_code(Import *in, uint32_t first)
{
    for (uint32_t i = first; i < in->rows.count; i++) {
        ImportRow *r = import_row(in, i);
        if (r->same == NO_ROW || r->state != ROW_NEW)
            continue;
        uint32_t earlier = import_root(in, r->same);
        if (earlier >= first || import_row(in, earlier)->state == ROW_DOUBT) {
            r->same = NO_ROW;
        } else if (import_row(in, earlier)->state == ROW_CONTAINER) {
            r->state = ROW_CONTAINER;
            r->same = NO_ROW;
        } else if (!same_kind(r->type, import_row(in, earlier)->type)) {
            r->state = ROW_DOUBT;
            import_doubt(in, r, S(""), arena_printf(in->arena, "it bears a code of " STR_FMT ", which is another kind of place",
                                                    STR_ARG(label(in, earlier))));
        } else {
            in->files[r->file].counts.by_code++;
            merge_into(in, i, earlier);
        }
    }
}

static Status collect_keys(Import *in, uint32_t first, Spool *fresh, Error *err)
{
    AUTO_ARENA scratch = arena_create();
    Status status = OK;

    for (size_t i = in->names_matched; status == OK && i < in->names.count; i++) {
        const ImportName *n = spool_at(&in->names, i);
        if (n->row >= first && strcmp(n->lang, "code") != 0)
            status = add_keys(in, fresh, n->row, import_text(in, n->text, n->len), str_of(n->lang), scratch, err);
    }
    in->names_matched = in->names.count;
    return status == OK ? spool_sort(fresh, in->dir, by_latitude, err) : status;
}

/* Names of the places inside the program: the first keys. */
static Status base_keys(Import *in, Error *err)
{
    AUTO_ARENA scratch = arena_create();
    AUTO_ARENA arena = arena_create();
    Status status = OK;

    for (uint32_t p = 0; status == OK && p < in->base_count; p++) {
        PlaceName *names;
        size_t count = lang_place_names(in->lang, arena, p, &names);
        for (size_t i = 0; status == OK && i < count; i++)
            status = add_keys(in, &in->known, p, names[i].text, names[i].lang, scratch, err);
        arena_reset(arena);
    }
    return status;
}

/* First name of each row of the stage, for the list of doubts. */
static Str name_of_row(const Import *in, const Spool *first_name, uint32_t row)
{
    uint32_t index = *(uint32_t *)spool_at(first_name, row);

    if (index == 0)
        return S("");
    const ImportName *n = spool_at(&in->names, index - 1);
    return import_text(in, n->text, n->len);
}

static Status stage(Import *in, uint32_t first, Spool *fresh, Spool *matches, Spool *first_name, Error *err)
{
    size_t names_from = in->names_matched;
    Status status = collect_keys(in, first, fresh, err);

    if (status == OK)
        status = spool_resize(matches, in->rows.count, err);
    if (status == OK)
        status = spool_resize(first_name, in->rows.count, err);
    if (status != OK)
        return status;
    for (size_t i = in->names.count; i-- > names_from; ) {
        const ImportName *n = spool_at(&in->names, i);
        if (strcmp(n->lang, "code") != 0)
            *(uint32_t *)spool_at(first_name, n->row) = (uint32_t)i + 1;
    }
    for (int level = 0; level <= 3; level++) {      /* from the outermost in: what contains decides for what lies in it */
        for (size_t i = 0; i < in->rows.count; i++)
            *(Match *)spool_at(matches, i) = (Match){ .best = NO_ROW, .second = NO_ROW, .by = NO_ROW };
        join(in, matches, level, fresh, &in->known);
        for (uint32_t i = first; i < in->rows.count; i++)
            if (import_row(in, i)->state == ROW_NEW && level_of(import_row(in, i)->type) == level)
                decide(in, matches, i, name_of_row(in, first_name, i));
    }
    for (size_t i = 0; status == OK && i < fresh->count; i++) {     /* known from now on */
        ImportKey k = *(ImportKey *)spool_at(fresh, i);
        k.row = import_root(in, k.row);
        if (import_row(in, k.row)->state == ROW_ADDED || import_row(in, k.row)->state == ROW_KNOWN)
            status = spool_add(&in->known, &k, err);
    }
    return status == OK ? spool_sort(&in->known, in->dir, by_latitude, err) : status;
}

Status import_merge(Import *in, uint32_t first, Error *err)
{
    Spool fresh = { 0 }, matches = { 0 }, first_name = { 0 };
    Status status = OK;

    if (in->known.count == 0) {
        status = base_keys(in, err);
        if (status == OK)
            status = spool_sort(&in->known, in->dir, by_latitude, err);
    }
    link_rows(in, first);
    merge_by_code(in, first);
    if (status == OK)
        status = spool_open(in->dir, sizeof(ImportKey), &fresh, err);
    if (status == OK)
        status = spool_open(in->dir, sizeof(Match), &matches, err);
    if (status == OK)
        status = spool_open(in->dir, sizeof(uint32_t), &first_name, err);
    if (status == OK)
        status = stage(in, first, &fresh, &matches, &first_name, err);
    spool_close(&fresh);
    spool_close(&matches);
    spool_close(&first_name);
    return status;
}
