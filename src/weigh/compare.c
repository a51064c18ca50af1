/* compare.c -- see compare.h. Every refusal to compare is one row of a list of
 * questions, asked in a fixed order, so that the reason printed is always the
 * first that fails.
 */
#include "weigh/compare.h"

#include "base/auto.h"

/* Codes of people.tsv that name a part of any group. */
static bool is_part_of_people(Str who)
{
    return str_eq(who, S("child")) || str_eq(who, S("woman")) || str_eq(who, S("man"));
}

bool people_fit(Str a, Str b)
{
    if (a.len && b.len)
        return str_eq(a, b);
    return str_eq(a, b) || !is_part_of_people(a.len ? a : b);
}

static bool can_fall(Str unit)
{
    const Unit *u = unit_find(unit);
    return u == NULL || u->can_fall;
}

static int64_t low_of(const Statement *s)
{
    return s->low == QUANTITY_UNKNOWN ? INT64_MIN : s->low;
}

static int64_t high_of(const Statement *s)
{
    return s->high == QUANTITY_UNKNOWN ? QUANTITY_OPEN : s->high;
}

bool statement_meets(const Statement *a, const Statement *b)
{
    return low_of(a) <= high_of(b) && low_of(b) <= high_of(a);
}

static bool contains(const Statement *outer, const Statement *inner)
{
    return low_of(outer) <= low_of(inner) && high_of(outer) >= high_of(inner);
}

/* 1234567 -> "1,234,567" */
static void add_number(StrBuf *b, int64_t n)
{
    if (n >= 1000) {
        add_number(b, n / 1000);
        strbuf_printf(b, ",%03d", (int)(n % 1000));
    } else {
        strbuf_i64(b, n);
    }
}

static void add_range(StrBuf *b, const Statement *s)
{
    bool low = s->low != QUANTITY_UNKNOWN, high = s->high != QUANTITY_UNKNOWN && s->high != QUANTITY_OPEN;

    if (low && high && s->low == 0 && s->high > 0) {
        strbuf_add(b, S("up to "));
        add_number(b, s->high);
    } else if (low && high && s->low == s->high) {
        add_number(b, s->low);
    } else if (low && high) {
        add_number(b, s->low);
        strbuf_add(b, S(" to "));
        add_number(b, s->high);
    } else if (low) {
        add_number(b, s->low);
        strbuf_add(b, S(" or more"));
    } else if (high) {
        add_number(b, s->high);
        strbuf_add(b, S(" or fewer"));
    } else {
        strbuf_add(b, S("an unstated number"));
    }
}

/* "civilian+soldier" -> "civilians and soldiers" */
static void add_people(StrBuf *b, Str who)
{
    Str part, rest = who;

    for (bool first = true; str_cut(&rest, '+', &part); first = false) {
        if (!first)
            strbuf_add(b, S(" and "));
        if (str_eq(part, S("child")))
            strbuf_add(b, S("children"));
        else if (str_eq(part, S("woman")) || str_eq(part, S("man")))
            strbuf_printf(b, STR_FMT "en", (int)part.len - 2, part.ptr);
        else if (str_eq(part, S("person")))
            strbuf_add(b, S("people"));
        else
            strbuf_printf(b, str_ends(part, S("s")) ? STR_FMT : STR_FMT "s", STR_ARG(part));
    }
}

static void add_thing(StrBuf *b, const Statement *s)
{
    const Unit *u = unit_find(s->unit);
    Str unit = u ? u->plural : s->unit;
    bool noun = u == NULL || u->kin == KIN_STOCK ? !str_eq(unit, S("missing"))
                                                 : str_eq(unit, S("bodies")) || str_eq(unit, S("graves"));

    if (noun && !(str_eq(unit, S("people")) && s->who.len))
        strbuf_add(b, unit);
    if (s->who.len) {
        if (noun && !str_eq(unit, S("people")))
            strbuf_add(b, S(" of "));
        add_people(b, s->who);
    }
    if (!noun)
        strbuf_printf(b, "%s" STR_FMT, s->who.len ? " " : "people ", STR_ARG(unit));
}

Str statement_text(Arena *arena, const Statement *s)
{
    AUTO_STRBUF b = { 0 };

    add_range(&b, s);
    strbuf_char(&b, ' ');
    add_thing(&b, s);
    return arena_str(arena, strbuf_str(&b));
}

static Str thing_text(Arena *arena, const Statement *s)
{
    AUTO_STRBUF b = { 0 };

    add_thing(&b, s);
    return arena_str(arena, strbuf_str(&b));
}

static Str people_text(Arena *arena, Str who)
{
    AUTO_STRBUF b = { 0 };

    add_people(&b, who);
    return arena_str(arena, strbuf_str(&b));
}

static Comparison refuse(Str why)
{
    return (Comparison){ VERDICT_NOT_COMPARABLE, why };
}

static Str day_text(Arena *arena, int32_t first, int32_t last)
{
    char a[11], b[11];

    day_format(first, a);
    if (first == last || last == DAY_UNKNOWN || last == DAY_OPEN)
        return arena_str(arena, str_of(a));
    day_format(last, b);
    return arena_printf(arena, "%s to %s", a, b);
}

static bool known(int32_t day)
{
    return day != DAY_UNKNOWN && day != DAY_OPEN;
}

/* True when both periods are stated and have no day in common. */
static bool apart(int32_t first1, int32_t last1, int32_t first2, int32_t last2)
{
    return (known(last1) && known(first2) && last1 < first2) || (known(last2) && known(first1) && last2 < first1);
}

/* Both say of which people, and not of the same. */
static bool people_differ(const Statement *a, const Statement *b)
{
    return a->who.len && b->who.len && !str_eq(a->who, b->who);
}

static Comparison people_reason(Arena *arena, const Statement *a, const Statement *b)
{
    if (a->who.len && b->who.len)
        return refuse(arena_printf(arena, "not comparable: one counts " STR_FMT ", the other " STR_FMT,
                                   STR_ARG(people_text(arena, a->who)), STR_ARG(people_text(arena, b->who))));
    return refuse(arena_printf(arena, "not comparable: one counts " STR_FMT ", the other does not say which people",
                               STR_ARG(people_text(arena, a->who.len ? a->who : b->who))));
}

static Str place_text(const Gazetteer *g, uint32_t place)
{
    return place == NO_PLACE ? S("no stated place") : g->places[place].en;
}

/* Inside one incident an unstated place, or the district around a village, is the same extent. */
static bool extent_differs(const Gazetteer *g, const Statement *a, const Statement *b, bool same_event)
{
    if (a->place == b->place && a->place != NO_PLACE)
        return false;
    return !(same_event && (a->place == NO_PLACE || b->place == NO_PLACE ||
                            gazetteer_within(g, a->place, b->place) || gazetteer_within(g, b->place, a->place)));
}

static Comparison extent_reason(Arena *arena, const Gazetteer *g, const Statement *a, const Statement *b)
{
    Str one = place_text(g, a->place), other = place_text(g, b->place);
    bool nested = gazetteer_within(g, a->place, b->place) || gazetteer_within(g, b->place, a->place);

    if (a->place == NO_PLACE || b->place == NO_PLACE)
        return refuse(arena_printf(arena, "not comparable: one figure is for " STR_FMT ", the other for " STR_FMT,
                                   STR_ARG(one), STR_ARG(other)));
    return refuse(arena_printf(arena, "not comparable: one figure is for " STR_FMT ", the other for " STR_FMT "%s",
                               STR_ARG(one), STR_ARG(other), nested ? ", which is not the same extent" : ""));
}

/* Rows of different units say in full what each counts: that is the reason readers need. */
static Comparison unit_reason(Arena *arena, const Gazetteer *g, const Statement *a, const Statement *b)
{
    Str where_a = a->place == NO_PLACE ? S("") : g->places[a->place].en;
    Str where_b = b->place == NO_PLACE ? S("") : g->places[b->place].en;

    return refuse(arena_printf(arena, "not comparable: " STR_FMT "%s" STR_FMT " against " STR_FMT "%s" STR_FMT
                               "; different things are counted",
                               STR_ARG(thing_text(arena, a)), where_a.len ? " in " : "", STR_ARG(where_a),
                               STR_ARG(thing_text(arena, b)), where_b.len ? " in " : "", STR_ARG(where_b)));
}

/* An open minimum far below an estimate of the whole: confirmed cases, not a rival toll. */
static bool minimum_against_estimate(const Statement *a, const Statement *b)
{
    const Statement *minimum = high_of(a) == QUANTITY_OPEN ? a : b, *whole = minimum == a ? b : a;

    return high_of(minimum) == QUANTITY_OPEN && whole->approximate && whole->high != QUANTITY_OPEN &&
           whole->low > 0 && low_of(minimum) < whole->low / 2;
}

static Comparison meet(Arena *arena, const Statement *a, const Statement *b)
{
    Str one = statement_text(arena, a), other = statement_text(arena, b);

    if (low_of(a) == low_of(b) && high_of(a) == high_of(b))
        return (Comparison){ VERDICT_AGREE, arena_printf(arena, "both say " STR_FMT, STR_ARG(one)) };
    if (minimum_against_estimate(a, b))
        return refuse(arena_printf(arena, "not comparable: a minimum of confirmed cases and an estimate of the whole ("
                                   STR_FMT " against " STR_FMT ")", STR_ARG(one), STR_ARG(other)));
    if (contains(a, b) || contains(b, a)) {
        bool b_inside = contains(a, b);
        return (Comparison){ VERDICT_REFINE, arena_printf(arena, STR_FMT " lies inside " STR_FMT,
                             STR_ARG(b_inside ? other : one), STR_ARG(b_inside ? one : other)) };
    }
    return (Comparison){ VERDICT_AGREE, arena_printf(arena, STR_FMT " and " STR_FMT " can both be right",
                         STR_ARG(one), STR_ARG(other)) };
}

/* Which of two is of a later day; 0 when that cannot be told. */
static int later_of(const Statement *a, const Statement *b)
{
    if (!known(a->said_first) || !known(b->said_first))
        return 0;
    if (apart(a->said_first, a->said_last, b->said_first, b->said_last))
        return a->said_first < b->said_first ? 1 : -1;
    return 0;
}

static bool one_day(const Statement *s)
{
    return known(s->said_first) && s->said_first == s->said_last;
}

static Comparison update(Arena *arena, const Statement *before, const Statement *after, bool in_text)
{
    Str one = statement_text(arena, before), other = statement_text(arena, after);

    if (in_text)
        return (Comparison){ VERDICT_UPDATE, arena_printf(arena, STR_FMT ", then " STR_FMT
                             ": successive counts in one text", STR_ARG(one), STR_ARG(other)) };
    return (Comparison){ VERDICT_UPDATE, arena_printf(arena, STR_FMT " as of " STR_FMT ", then " STR_FMT " as of " STR_FMT,
                         STR_ARG(one), STR_ARG(day_text(arena, before->said_first, before->said_last)),
                         STR_ARG(other), STR_ARG(day_text(arena, after->said_first, after->said_last))) };
}

/* The figures have no number in common: a later day may explain that, the same day cannot. */
static Comparison miss(Arena *arena, const Statement *a, const Statement *b, bool in_order)
{
    int later = later_of(a, b);
    const Statement *before = later < 0 ? b : a, *after = later < 0 ? a : b;
    Str one = statement_text(arena, before), other = statement_text(arena, after);
    bool rises = low_of(after) > low_of(before) || can_fall(a->unit);

    if (later && rises)
        return update(arena, before, after, false);
    if (in_order)           /* a toll of the dead rises, however the text is ordered */
        return low_of(b) > low_of(a) || can_fall(a->unit) ? update(arena, a, b, true) : update(arena, b, a, true);
    if (later && a->said && b->said)
        return (Comparison){ VERDICT_CONFLICT, arena_printf(arena, STR_FMT " as of " STR_FMT ", but " STR_FMT " as of "
                             STR_FMT ": a toll of the dead does not fall", STR_ARG(one),
                             STR_ARG(day_text(arena, before->said_first, before->said_last)), STR_ARG(other),
                             STR_ARG(day_text(arena, after->said_first, after->said_last))) };
    /* A toll rises within one day too, and a paper prints the one of the day before; that both are of it must be said,
     * not taken from a date of print. */
    if (!one_day(a) || !one_day(b) || a->said_first != b->said_first || !(a->said && b->said))
        return refuse(arena_printf(arena, "not comparable: " STR_FMT " and " STR_FMT
                                   ", but as of which day is not known for both", STR_ARG(one), STR_ARG(other)));
    return (Comparison){ VERDICT_CONFLICT, arena_printf(arena, STR_FMT " against " STR_FMT
                         ": the same thing counted, of the same people, in the same place, as of the same day",
                         STR_ARG(one), STR_ARG(other)) };
}

/* One says of which people, the other does not: only figures that meet, or a later and larger one, go together. */
static Comparison compare_unstated(Arena *arena, const Statement *a, const Statement *b, bool same_event,
                                   bool in_order)
{
    if (!people_fit(a->who, b->who))
        return people_reason(arena, a, b);
    if (same_event && statement_meets(a, b))
        return meet(arena, a, b);
    Comparison c = same_event ? miss(arena, a, b, in_order) : refuse(STR_NONE);
    return c.verdict == VERDICT_UPDATE ? c : people_reason(arena, a, b);
}

Comparison compare_statements(Arena *arena, const Gazetteer *g, const Statement *a, const Statement *b,
                              bool same_event, bool in_order)
{
    if (a->measure != b->measure)
        return refuse(arena_printf(arena, "not comparable: a " STR_FMT " against a " STR_FMT,
                                   STR_ARG(measure_name(a->measure)), STR_ARG(measure_name(b->measure))));
    if (!units_equal(a->unit, b->unit))
        return unit_reason(arena, g, a, b);
    if (people_differ(a, b))
        return people_reason(arena, a, b);
    if (extent_differs(g, a, b, same_event))
        return extent_reason(arena, g, a, b);
    if (!str_eq(a->who, b->who))
        return compare_unstated(arena, a, b, same_event, in_order);
    if (a->aggregate != b->aggregate && !same_event)
        return refuse(S("not comparable: one is a sum over several events, the other is not"));
    if (!same_event && apart(a->first, a->last, b->first, b->last))
        return refuse(arena_printf(arena, "not comparable: one speaks of " STR_FMT ", the other of " STR_FMT,
                                   STR_ARG(day_text(arena, a->first, a->last)),
                                   STR_ARG(day_text(arena, b->first, b->last))));
    if (statement_meets(a, b))
        return meet(arena, a, b);
    if (!same_event)
        return refuse(arena_printf(arena, "not comparable: " STR_FMT " and " STR_FMT
                                   " may speak of different events", STR_ARG(statement_text(arena, a)),
                                   STR_ARG(statement_text(arena, b))));
    return miss(arena, a, b, in_order);
}

/* ---- the same, told ---- */

static Str both_text(Arena *arena, Str one, Str other)
{
    return str_eq(one, other) ? arena_printf(arena, "both " STR_FMT, STR_ARG(one))
                              : arena_printf(arena, STR_FMT ", and " STR_FMT, STR_ARG(one), STR_ARG(other));
}

static Str who_or_unsaid(Arena *arena, Str who)
{
    return who.len ? people_text(arena, who) : S("people not said");
}

static Str days_or_unsaid(Arena *arena, int32_t first, int32_t last)
{
    return known(first) ? day_text(arena, first, last) : S("not stated");
}

static Str unit_or_unsaid(Str unit)
{
    return unit.len ? unit : S("not stated");
}

void compare_questions(Arena *arena, const Gazetteer *g, const Statement *a, const Statement *b, bool same_event,
                       bool in_order, Question ret[STATEMENT_QUESTIONS])
{
    Comparison whole = compare_statements(arena, g, a, b, same_event, in_order);
    bool one_unsaid = !str_eq(a->who, b->who) && !people_differ(a, b);
    bool unsaid_fits = same_event && people_fit(a->who, b->who) && (statement_meets(a, b) || whole.verdict == VERDICT_UPDATE);
    bool sums = a->aggregate == b->aggregate || same_event;
    bool days = same_event || !apart(a->first, a->last, b->first, b->last);
    Question all[STATEMENT_QUESTIONS] = {
        { "the same measure?", true, a->measure == b->measure,
          both_text(arena, measure_name(a->measure), measure_name(b->measure)) },
        { "the same thing counted?", true, units_equal(a->unit, b->unit),
          both_text(arena, unit_or_unsaid(a->unit), unit_or_unsaid(b->unit)) },
        { "of the same people?", true, !people_differ(a, b) && (!one_unsaid || unsaid_fits),
          both_text(arena, who_or_unsaid(arena, a->who), who_or_unsaid(arena, b->who)) },
        { "over the same extent?", true, !extent_differs(g, a, b, same_event),
          both_text(arena, place_text(g, a->place), place_text(g, b->place)) },
        { "both a sum, or both not?", true, sums,
          both_text(arena, a->aggregate ? S("a sum over several events") : S("of one event"),
                    b->aggregate ? S("a sum over several events") : S("of one event")) },
        { "of the same days?", true, days,
          both_text(arena, days_or_unsaid(arena, a->first, a->last), days_or_unsaid(arena, b->first, b->last)) },
        { "do the numbers fit?", true, whole.verdict != VERDICT_NOT_COMPARABLE && whole.verdict != VERDICT_CONFLICT,
          both_text(arena, statement_text(arena, a), statement_text(arena, b)) },
    };
    /* People of whom one text says nothing are asked about only where the extent fits. */
    if (one_unsaid && !all[3].passed)
        all[2].passed = true;
    bool stopped = false;
    for (size_t i = 0; i < STATEMENT_QUESTIONS; i++) {
        all[i].reached = !stopped;
        stopped |= !all[i].passed;
        ret[i] = all[i];
    }
}
