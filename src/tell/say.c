/* say.c -- values as plain text for a reader: dates with their precision,
 * numbers as intervals, unknown as "not stated". Nothing here writes markup.
 */
#include "tell/page.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "lang/fold.h"

Str or_not_stated(const Page *p, Str s)
{
    return s.len ? s : words_get(p->w, S("not_stated"));
}

Str say_i64(const Page *p, int64_t n)
{
    AUTO_STRBUF b = { 0 };
    Html h = html_on(&b);
    html_group(&h, n);
    return arena_str(p->arena, strbuf_str(&b));
}

Str say_with(const Page *p, Str text, const Str *arguments, size_t count)
{
    AUTO_STRBUF b = { 0 };
    for (size_t i = 0; i < text.len; i++) {
        size_t number = i + 2 < text.len ? (size_t)(text.ptr[i + 1] - '1') : SIZE_MAX;
        if (text.ptr[i] == '{' && number < count && text.ptr[i + 2] == '}') {
            strbuf_add(&b, arguments[number]);
            i += 2;
        } else {
            strbuf_char(&b, text.ptr[i]);
        }
    }
    return arena_str(p->arena, strbuf_str(&b));
}

Str say_number(const Page *p, const char *key, int64_t n)
{
    return say_with(p, words_plural(p->w, p->arena, key, n), (const Str[]){ say_i64(p, n) }, 1);
}

/* ---- dates ---- */

static Str month_name(const Page *p, const char *form, int month)
{
    return words_get(p->w, arena_printf(p->arena, "month.%s.%d", form, month));
}

Str say_day(const Page *p, int32_t day)
{
    if (day == DAY_UNKNOWN || day == DAY_OPEN)
        return words_get(p->w, S("not_stated"));
    Civil c = day_to_civil(day);
    return SAY(p, "date.day", arena_printf(p->arena, "%d", c.day), month_name(p, "of", c.month),
               arena_printf(p->arena, "%d", c.year));
}

static bool whole_months(Civil first, Civil last)
{
    return first.day == 1 && last.day == month_length(last.year, last.month);
}

/* Both ends are known days, first < last. */
static Str say_interval(const Page *p, int32_t first_day, int32_t last_day)
{
    Civil first = day_to_civil(first_day), last = day_to_civil(last_day);
    if (whole_months(first, last)) {
        Str first_year = arena_printf(p->arena, "%d", first.year),
            last_year = arena_printf(p->arena, "%d", last.year);
        if (first.month == 1 && last.month == 12)
            return first.year == last.year ? first_year : SAY(p, "date.range", first_year, last_year);
        Str a = SAY(p, "date.month", month_name(p, "name", first.month), first_year);
        if (first.year == last.year && first.month == last.month)
            return a;
        return SAY(p, "date.range", a, SAY(p, "date.month", month_name(p, "name", last.month), last_year));
    }
    if (first.year == last.year && first.month == last.month)
        return SAY(p, "date.days", arena_printf(p->arena, "%d", first.day),
                   arena_printf(p->arena, "%d", last.day),
                   month_name(p, "of", last.month), arena_printf(p->arena, "%d", last.year));
    return SAY(p, "date.range", say_day(p, first_day), say_day(p, last_day));
}

Str say_dates(const Page *p, int32_t first, int32_t last)
{
    bool from = first != DAY_UNKNOWN, to = last != DAY_UNKNOWN && last != DAY_OPEN;
    if (!from && !to)
        return words_get(p->w, S("not_stated"));
    if (!to)
        return SAY(p, "date.since", say_day(p, first));
    if (!from)
        return SAY(p, "date.until", say_day(p, last));
    return first == last ? say_day(p, first) : say_interval(p, first, last);
}

Str say_when(const Page *p, int32_t first, int32_t last)
{
    bool stated = first != DAY_UNKNOWN || last != DAY_UNKNOWN;
    return stated ? say_dates(p, first, last) : words_get(p->w, S("date.not_stated"));
}

/* One date of EDTF: a day, a month, a year, perhaps marked uncertain; any other form stands as it is. */
static Str say_edtf_point(const Page *p, Str edtf)
{
    int32_t day;
    int64_t year, month;
    if (edtf.len && strchr("~?%", edtf.ptr[edtf.len - 1]))
        return SAY(p, "range.about", say_edtf_point(p, str_slice(edtf, 0, edtf.len - 1)));
    if (day_parse(edtf, &day))
        return say_day(p, day);
    if (edtf.len == 7 && edtf.ptr[4] == '-' && str_to_i64(str_slice(edtf, 0, 4), &year) &&
        str_to_i64(str_slice(edtf, 5, 7), &month) && month >= 1 && month <= 12)
        return SAY(p, "date.month", month_name(p, "name", (int)month), str_slice(edtf, 0, 4));
    return edtf;
}

Str say_edtf(const Page *p, Str edtf)
{
    size_t slash = str_find(edtf, S("/"), 0);
    if (edtf.len == 0)
        return words_get(p->w, S("not_stated"));
    if (slash == SIZE_MAX)
        return say_edtf_point(p, edtf);
    Str from = str_slice(edtf, 0, slash), to = str_slice(edtf, slash + 1, edtf.len);
    bool no_from = from.len == 0 || str_eq(from, S("..")), no_to = to.len == 0 || str_eq(to, S(".."));
    if (no_from || no_to)
        return no_to ? SAY(p, "date.since", say_edtf_point(p, from))
                     : SAY(p, "date.until", say_edtf_point(p, to));
    return SAY(p, "date.range", say_edtf_point(p, from), say_edtf_point(p, to));
}

/* ---- numbers ---- */

Str say_range(const Page *p, int64_t low, int64_t high, bool approximate)
{
    bool no_low = low == QUANTITY_UNKNOWN, no_high = high == QUANTITY_UNKNOWN;
    if (no_low && no_high)
        return words_get(p->w, S("not_stated"));
    if (high == QUANTITY_OPEN || no_high)
        return SAY(p, "range.or_more", say_i64(p, no_low ? 0 : low));
    if (no_low || low <= 0)
        return high <= 0 ? say_i64(p, high) : SAY(p, "range.up_to", say_i64(p, high));
    if (low == high)
        return approximate ? SAY(p, "range.about", say_i64(p, low)) : say_i64(p, low);
    return SAY(p, "range.between", say_i64(p, low), say_i64(p, high));
}

Str say_quantity(const Page *p, const QuantityFields *q)
{
    return say_range(p, q->low, q->high, q->approximate);
}

/* "civilian+soldier" -> "civilians and soldiers", each part through the table. */
static Str say_population(const Page *p, Str who)
{
    AUTO_STRBUF b = { 0 };
    size_t n = 0;
    for (Str rest = who, part; str_cut(&rest, '+', &part); n++) {
        if (n)
            strbuf_add(&b, words_get(p->w, S("and")));
        strbuf_add(&b, tell_words_of(p->w, p->arena, "who.", part));
    }
    return arena_str(p->arena, strbuf_str(&b));
}

Str say_counted(const Page *p, Str counted, Str who)
{
    Str unit = counted.len ? tell_words_of(p->w, p->arena, "unit.", counted) : STR_NONE;
    if (!who.len)
        return unit.len ? unit : words_get(p->w, S("unit.none"));
    Str people = say_population(p, who);
    return unit.len ? arena_printf(p->arena, STR_FMT ", " STR_FMT, STR_ARG(unit), STR_ARG(people)) : people;
}

/* ---- what, where, who ---- */

static Str act_label(const Page *p, const ActCode *a)
{
    bool ukrainian = str_eq(words_language(p->w), S("uk"));
    return ukrainian && a->label_uk.len ? a->label_uk : a->label.len ? a->label : a->code;
}

Str say_acts(const Page *p, ActSet acts)
{
    AUTO_STRBUF b = { 0 };
    for (size_t i = 0; i < p->c->taxonomy->count; i++) {
        if (!(acts >> i & 1))
            continue;
        if (b.len)
            strbuf_add(&b, S("; "));
        strbuf_add(&b, act_label(p, &p->c->taxonomy->act[i]));
    }
    return or_not_stated(p, arena_str(p->arena, strbuf_str(&b)));
}

/* The label up to its first comma or bracket: what the rest explains is said on the page itself. */
static Str short_label(Str label)
{
    for (size_t i = 0; i < label.len; i++)
        if (label.ptr[i] == ',' || label.ptr[i] == '(')
            return str_trim(str_slice(label, 0, i));
    return label;
}

Str say_acts_short(const Page *p, ActSet acts, size_t most)
{
    AUTO_STRBUF b = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < p->c->taxonomy->count && n < most; i++) {
        if (!(acts >> i & 1))
            continue;
        if (n++)
            strbuf_add(&b, S("; "));
        strbuf_add(&b, short_label(act_label(p, &p->c->taxonomy->act[i])));
    }
    return or_not_stated(p, arena_str(p->arena, strbuf_str(&b)));
}

static Str say_where(const Page *p, const Incident *i)
{
    return i->place_id.len ? say_place(p, i->place_id) : words_get(p->w, S("place.not_stated"));
}

Str say_title_undated(const Page *p, const Incident *i)
{
    return SAY(p, "incident.title_plain", say_where(p, i), say_acts_short(p, i->acts, 1));
}

Str say_title(const Page *p, const Incident *i)
{
    Str what = say_acts_short(p, i->acts, 1), where = say_where(p, i);
    if (i->first == DAY_UNKNOWN && i->last == DAY_UNKNOWN)
        return SAY(p, "incident.title", where, what);
    return SAY(p, "incident.title_dated", where, say_dates(p, i->first, i->last), what);
}

/* As the gazetteer names it in the reader's language; else as the documents do. */
Str say_place(const Page *p, Str place_id)
{
    const Gazetteer *g = p->site->in->gazetteer;
    uint32_t found = g && place_id.len ? gazetteer_find(g, place_id) : NO_PLACE;
    if (found != NO_PLACE) {
        const Place *place = &g->places[found];
        Str name = str_eq(words_language(p->w), S("uk")) ? place->uk : place->en;
        if (name.len)
            return name;
    }
    const int64_t *at = place_id.len ? map_get(&p->site->place_names, place_id) : NULL;
    return at ? p->site->place_name[*at] : or_not_stated(p, place_id);
}

Str say_precision(const Page *p, int32_t metres)
{
    if (metres <= 0)
        return words_get(p->w, S("precision.unknown"));
    if (metres < 1000)
        return SAY(p, "precision.metres", say_i64(p, metres));
    return SAY(p, "precision.kilometres", say_i64(p, (metres + 500) / 1000));
}

/* A masked passage as one line: the breaks of the file are not the reader's business. */
Str say_words(const Page *p, uint32_t reading, Span span)
{
    AUTO_STRBUF b = { 0 };
    if (!span_is(span))
        return STR_NONE;
    view_text(p->view, reading, span, &b);
    for (size_t i = 0; i < b.len; i++)
        if (b.ptr[i] == '\n' || b.ptr[i] == '\r' || b.ptr[i] == '\t')
            b.ptr[i] = ' ';
    return arena_str(p->arena, strbuf_str(&b));
}

Str folded(const Page *p, Str s)
{
    AUTO_STRBUF b = { 0 };
    for (size_t i = 0, len; i < s.len; i += len) {
        uint32_t letter = fold_char(utf8_get(s, i, &len));
        if (letter)
            strbuf_utf8(&b, letter);
    }
    return arena_str(p->arena, strbuf_str(&b));
}

Str say_party(const Page *p, uint32_t reading, const Party *party)
{
    if (party->text.len)
        return party->text;
    Str words = say_words(p, reading, party->span);
    return or_not_stated(p, words);
}

Str say_chain(const Page *p, const Claim *claim)
{
    AUTO_STRBUF b = { 0 };
    for (size_t i = claim->chain_count; i-- > 0; ) {
        Str name = claim->chain[i].name;
        if (b.len)
            strbuf_add(&b, words_get(p->w, S("chain.arrow")));
        strbuf_add(&b, or_not_stated(p, name));
    }
    return arena_str(p->arena, strbuf_str(&b));
}

Str say_innermost(const Claim *claim)
{
    return claim->chain_count ? claim->chain[claim->chain_count - 1].name : STR_NONE;
}

Str say_document(const Page *p, uint32_t reading)
{
    const Document *d = &p->c->readings[reading].doc;
    if (d->title.len)
        return d->title;
    return SAY(p, "document.number", arena_printf(p->arena, "%lld",
                                                  (long long)document_number(p->site, reading)));
}

/* ---- addresses ---- */

int64_t document_number(const Site *s, uint32_t reading)
{
    const TellDocument *d = s->in->documents;
    return d && d[reading].entry >= 0 ? d[reading].entry : (int64_t)reading;
}

Str id_text(const Page *p, Id id)
{
    char hex[ID_HEX + 1];
    id_format(id, hex);
    return arena_str(p->arena, str_of(hex));
}

Str link_document(const Page *p, uint32_t reading)
{
    return arena_printf(p->arena, "/document/%lld", (long long)document_number(p->site, reading));
}

/* The part of its document that holds a sentence. */
static Str link_part(const Page *p, uint32_t reading, int32_t segment)
{
    Str document = link_document(p, reading);
    if (segment < SENTENCES_A_PART)
        return document;
    return arena_printf(p->arena, STR_FMT "?page=%d", STR_ARG(document), segment / SENTENCES_A_PART + 1);
}

Str link_words(const Page *p, ClaimRef ref)
{
    const Claim *claim = corpus_claim(p->c, ref);
    if (!claim)
        return link_document(p, ref.reading);
    return arena_printf(p->arena, STR_FMT "#c-" STR_FMT, STR_ARG(link_part(p, ref.reading, claim->segment)),
                        STR_ARG(id_text(p, claim->id)));
}

Str link_segment(const Page *p, uint32_t reading, int32_t segment)
{
    return arena_printf(p->arena, STR_FMT "#s-%d", STR_ARG(link_part(p, reading, segment)), segment);
}

Str link_claim(const Page *p, ClaimRef ref)
{
    const Claim *claim = corpus_claim(p->c, ref);
    if (!claim)
        return link_document(p, ref.reading);
    return arena_printf(p->arena, "/claim/" STR_FMT, STR_ARG(id_text(p, claim->id)));
}

Str link_incident(const Page *p, const Incident *i)
{
    return arena_printf(p->arena, "/incident/" STR_FMT, STR_ARG(id_text(p, i->id)));
}

Str link_conflict(const Page *p, const Conflict *x)
{
    return arena_printf(p->arena, "/conflict/" STR_FMT, STR_ARG(id_text(p, x->id)));
}

/* Encoded in both places: a browser compares the letters of the fragment before it decodes them. */
Str source_anchor(const Page *p, Str name)
{
    AUTO_STRBUF b = { 0 };

    query_encode(&b, name);
    return arena_printf(p->arena, "s-" STR_FMT, STR_ARG(strbuf_str(&b)));
}

Str link_source(const Page *p, Str name)
{
    return arena_printf(p->arena, "/sources#" STR_FMT, STR_ARG(source_anchor(p, name)));
}

Str link_origin(const Page *p, const Origin *o)
{
    uint32_t rank = p->site->origin_rank[o - p->c->origins];
    if (rank < ORIGINS_A_PART)
        return arena_printf(p->arena, "/origins#o-" STR_FMT, STR_ARG(id_text(p, o->id)));
    return arena_printf(p->arena, "/origins?page=%u#o-" STR_FMT, rank / ORIGINS_A_PART + 1,
                        STR_ARG(id_text(p, o->id)));
}
