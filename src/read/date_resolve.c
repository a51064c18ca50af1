/* date_resolve.c -- see date_resolve.h.
 *
 * Two passes over the hits: first those that name their year, so that an
 * inference may lean on a date told later in the same sentence; then the rest
 * in the order of the text, each leaning on those before it.
 */
#include "read/date_resolve.h"

#define FORWARD_REACH 12    /* tokens between "will" and its date */
#define PERFECT_REACH 5     /* tokens between "had" and the "due to" that it puts into the past */
#define FORWARD_AFTER 6     /* and between a date that begins its sentence and the "will" after it */
#define SOON 60             /* days ahead that "by January 15" may lie */

typedef struct Resolver {
    const Found *f;
    Arena       *arena;
    DateHits    *hits;
    int32_t      doc_first, doc_last;   /* DAY_UNKNOWN when the document has no date */
    /* the latest dates before the one being resolved, or NULL: so that a long text needs no search */
    const DateHit *told;                /* known to the year */
    const DateHit *told_month;          /* and to the month */
    const DateHit *told_quarter;
    const DateHit *given;               /* that names its year itself */
    const DateHit *story;               /* where the account has come to */
    int          year_of_month[13];     /* the year that was named with this month, 0 none */
    int32_t      day_of_month[13];      /* the latest day told in this month; DAY_UNKNOWN */
} Resolver;

/* Hits of one sentence that are looked at ahead of a date. */
#define AHEAD_HITS 16

/* --- what the context gives ------------------------------------------------ */

static bool doc_known(const Resolver *r)
{
    return r->doc_last != DAY_UNKNOWN && r->doc_last != DAY_OPEN;
}

/* The document's date as far as it is known: a day, a month or a year. */
static Calendar doc_calendar(const Resolver *r)
{
    Calendar c = calendar_of_day(r->doc_last);

    if (r->doc_first != r->doc_last)
        c.day = 0;
    Calendar first = calendar_of_day(r->doc_first == DAY_UNKNOWN ? r->doc_last : r->doc_first);
    if (first.year != c.year || first.month != c.month)
        c.month = 0;
    return c;
}

static int32_t paragraph_of(const Resolver *r, const DateHit *h)
{
    return r->f->sentences.at[h->sentence].paragraph;
}

/* The latest date before that is known to the year (or the month too), or NULL. */
static const DateHit *anchor_before(const Resolver *r, bool month)
{
    return month ? r->told_month : r->told;
}

#define STORY_LEAD 3        /* tokens before the date with which a sentence goes to another time */
#define STORY_STEP 2        /* years that an account goes on by the way */

/* An account goes to the date told, unless it is one named in passing: a year alone, or one far
 * off, inside a sentence ("projected for 1976", "as in 1614"). */
static bool moves_story(const Resolver *r, const DateHit *h)
{
    const Sentence *s = &r->f->sentences.at[h->sentence];
    int step = r->story ? h->at.year - r->story->at.year : 0;

    if (r->story == NULL || h->hit.first <= s->first + STORY_LEAD)
        return true;
    if (hit_get(&h->hit, FIELD_SIGN, 0) > 0)
        return false;
    return h->at.month && step <= STORY_STEP && step >= -STORY_STEP;
}

/* What hit i, resolved, tells those after it. */
static void remember(Resolver *r, size_t i)
{
    const DateHit *h = &r->hits->at[i];
    const Calendar *c = &h->at;

    if (!h->known || c->year == 0)
        return;
    r->told = h;
    if (c->month)
        r->told_month = h;
    if (c->quarter && h->hit.rule->meaning != MEANS_OFFSET)
        r->told_quarter = h;
    if (moves_story(r, h))
        r->story = h;
    if (h->year_given && r->story == h)
        r->given = h;
    if (h->year_given && c->month)
        r->year_of_month[c->month] = c->year;
    if (c->month && c->day)
        r->day_of_month[c->month] = day_from_civil(c->year, c->month, c->day);
}

/* The date that "three days after ..." leans on: the next one told in the sentence, else the one before. */
static const DateHit *anchor_event(const Resolver *r, size_t i)
{
    const DateHit *h = &r->hits->at[i];

    for (size_t k = i + 1; k < r->hits->count && k <= i + AHEAD_HITS && r->hits->at[k].sentence == h->sentence; k++)
        if (r->hits->at[k].known && r->hits->at[k].at.year && r->hits->at[k].at.month)
            return &r->hits->at[k];
    return anchor_before(r, true);
}

/* A word of what is to come ("will": datewords, role future) at token i. */
static bool is_future(const Tokens *t, size_t i)
{
    size_t len;
    return sense_with(t, i, CLASS_DATEWORD, 0, S("future"), &len) != NULL;
}

/* "had been due to": what was to come is past (datewords, role past_perfect). */
static bool is_future_past(const Tokens *t, size_t i, size_t low)
{
    size_t len;
    for (int n = 0; n < PERFECT_REACH && i-- > low; n++)
        if (sense_with(t, i, CLASS_DATEWORD, 0, S("past_perfect"), &len))
            return true;
    return false;
}

/* True when a word of what is to come stands shortly before the date, with nobody
 * saying something in between; or shortly after a date that begins its sentence. */
static bool looks_forward(const Resolver *r, const DateHit *h)
{
    const Sentence *s = &r->f->sentences.at[h->sentence];
    const Tokens   *t = &r->f->tokens;
    size_t low = h->hit.first > s->first + FORWARD_REACH ? h->hit.first - FORWARD_REACH : s->first;
    size_t high = h->hit.last + FORWARD_AFTER < s->last ? h->hit.last + FORWARD_AFTER : s->last;

    for (size_t i = h->hit.first; i-- > low;) {
        if (is_future(t, i))
            return !is_future_past(t, i, low);
        if (token_is(t, i, CLASS_CUE))
            return false;
    }
    if (h->hit.first > s->first + 1)
        return false;
    for (size_t i = h->hit.last; i < high && !token_is(t, i, CLASS_CUE); i++)
        if (is_future(t, i))
            return true;
    return false;
}

/* True when `near`, told before in the paragraph, sets the year for a date in
 * sentence `sentence`. Where the document's date is known only a date of the
 * same or the last sentence, exact to the month, outweighs it. */
static bool sets_year(const Resolver *r, const DateHit *near, uint32_t sentence)
{
    if (!near->year_given || !near->known || near->at.year == 0)
        return false;
    return !doc_known(r) || (near->at.month && near->sentence + 1 >= sentence);
}

/* A date with its own year before in the same paragraph, or in the same
 * sentence: the passage tells of that year, whatever the document's date. */
static const DateHit *passage_year(const Resolver *r, size_t i)
{
    const DateHit *h = &r->hits->at[i];

    if (r->given && paragraph_of(r, r->given) == paragraph_of(r, h) && sets_year(r, r->given, h->sentence))
        return r->given;
    for (size_t k = i + 1; k < r->hits->count && k <= i + AHEAD_HITS && r->hits->at[k].sentence == h->sentence; k++)
        if (r->hits->at[k].year_given && r->hits->at[k].known && r->hits->at[k].at.month)
            return &r->hits->at[k];
    return NULL;
}

/* The year of a month in a passage that leans on another date. An account goes
 * forward, with short looks back: up to three months before, eight after. */
static int year_near(const Calendar *anchor, int month)
{
    int ahead = anchor->month ? month - anchor->month : 0;
    return anchor->year + (ahead < -3 ? 1 : ahead > 8 ? -1 : 0);
}

/* The latest year in which this month (and day) is not after the document's
 * date; looking forward, the first in which it is not before. */
static int year_from_doc(const Resolver *r, int month, int day, bool forward)
{
    Civil doc = day_to_civil(r->doc_last);
    bool  later = month > doc.month || (month == doc.month && day > doc.day && r->doc_first == r->doc_last);
    bool  before = month < doc.month || (month == doc.month && day && day < doc.day);

    if (forward)
        return before ? doc.year + 1 : doc.year;
    return later ? doc.year - 1 : doc.year;
}

#define JOINED 4            /* tokens between two dates that share a year: "the spring and early summer of 1943" */

/* The date right after hit i that names the year for both, or NULL. */
static const DateHit *next_given(const Resolver *r, size_t i)
{
    const DateHit *h = &r->hits->at[i], *next = h + 1;

    if (i + 1 >= r->hits->count || next->sentence != h->sentence || next->hit.first > h->hit.last + JOINED)
        return NULL;
    return next->year_given && next->known && (next->at.month || next->at.season) ? next : NULL;
}

/* 0 when nothing tells the year. */
static int pick_year(const Resolver *r, size_t i, int month, int day)
{
    const DateHit *near = passage_year(r, i);
    bool part = !hit_has(&r->hits->at[i].hit, FIELD_MONTH);     /* a season, a quarter */
    bool forward = !part && looks_forward(r, &r->hits->at[i]);

    if (!doc_known(r) && next_given(r, i))
        near = next_given(r, i);
    else if (!doc_known(r) && !near)
        near = r->told;
    if (near && (!doc_known(r) || near->at.year != day_to_civil(r->doc_last).year)) {
        int year = year_near(&near->at, month);
        if (!doc_known(r) || day_from_civil(year, month, day ? day : 1) <= r->doc_last)
            return year;
    }
    if (doc_known(r)) {
        int ahead = year_from_doc(r, month, day, true);
        bool soon = hit_get(&r->hits->at[i].hit, FIELD_SIGN, 0) > 0 &&
                    day_from_civil(ahead, month, day ? day : 1) - r->doc_last <= SOON;
        return soon ? ahead : year_from_doc(r, month, day, forward);
    }
    return r->told ? year_near(&r->told->at, month) : 0;
}

/* --- results ---------------------------------------------------------------- */

static void set_days(DateFields *d, int32_t first, int32_t last)
{
    d->first = first;
    d->last = last;
}

static void set_calendar(const Resolver *r, DateHit *h, Calendar c, Resolution resolution)
{
    int64_t part = hit_get(&h->hit, FIELD_PART, 0);
    DateFields *d = &h->fields;

    h->at = c;
    h->known = c.year || c.decade || c.century;
    d->timex = c.hour || c.daytime ? TIMEX_TIME : TIMEX_DATE;
    d->value = calendar_timex(r->arena, &c);
    d->edtf = h->known || c.month || c.day ? calendar_edtf(r->arena, &c) : STR_NONE;
    calendar_days(&c, &d->first, &d->last);
    if (part) {
        d->mod = rule_value_name(part);
        days_part(part, &d->first, &d->last);
    }
    d->resolution = resolution;
}

static void set_reference(DateHit *h, int64_t ref)
{
    DateFields *d = &h->fields;

    d->timex = TIMEX_DATE;
    d->value = ref == NAME_PAST ? S("PAST_REF") : ref == NAME_FUTURE ? S("FUTURE_REF") : S("PRESENT_REF");
    d->resolution = RESOLVED_VAGUE;
    set_days(d, DAY_UNKNOWN, DAY_UNKNOWN);
}

static int64_t reference_of(int64_t shift)
{
    return shift < 0 ? NAME_PAST : shift > 0 ? NAME_FUTURE : NAME_PRESENT;
}

/* Wording such as "almost" or "early" goes beside the value. */
static void set_mod(DateHit *h)
{
    int64_t mod = hit_get(&h->hit, FIELD_MOD, 0);

    if (mod)
        h->fields.mod = rule_value_name(mod);
    else if (hit_has(&h->hit, FIELD_BOUND) && h->hit.bound && h->hit.bound->s[4].len)
        h->fields.mod = h->hit.bound->s[4];
}

/* --- arithmetic -------------------------------------------------------------- */

static Calendar month_shifted(int year, int month, int64_t by)
{
    int64_t months = (int64_t)year * 12 + month - 1 + by;
    return (Calendar){ .year = (int)(months / 12), .month = (int)(months % 12) + 1 };
}

static Calendar week_of_day(int32_t day)
{
    Calendar c = { 0 };
    day_iso_week(day, &c.year, &c.week);
    return c;
}

/* `base` moved by n units; the result is as exact as the unit. False when the base is not exact enough. */
static bool shifted(Calendar base, int64_t unit, int64_t n, Calendar *ret)
{
    if (n > 100000 || n < -100000 || base.year == 0)
        return false;
    if (base.month == 0)
        base.month = calendar_first_month(&base);
    switch (unit) {
    case NAME_D:
    case NAME_W:
    case NAME_WEEKEND:
    case NAME_FORTNIGHT:
        if (base.day == 0 || base.month == 0)
            return false;
        int32_t day = day_from_civil(base.year, base.month, base.day);
        if (unit == NAME_D) {
            *ret = calendar_of_day(day + (int32_t)n);
            return true;
        }
        *ret = week_of_day(day + (int32_t)(n * (unit == NAME_FORTNIGHT ? 14 : 7)));
        ret->weekend = unit == NAME_WEEKEND;
        return true;
    case NAME_M:
        if (base.month == 0)
            return false;
        *ret = month_shifted(base.year, base.month, n);
        return true;
    case NAME_Q:
    case NAME_HALFYEAR: {
        int months = unit == NAME_Q ? 3 : 6;
        if (base.month == 0)
            return false;
        Calendar c = month_shifted(base.year, base.month, n * months);
        *ret = (Calendar){ .year = c.year };
        if (unit == NAME_Q)
            ret->quarter = (c.month - 1) / 3 + 1;
        else
            ret->half = (c.month - 1) / 6 + 1;
        return true;
    }
    case NAME_Y:
        *ret = (Calendar){ .year = year_shifted(base.year, n) };
        if (base.quarter && n)      /* beside a quarter "a year earlier" is the same one */
            ret->quarter = base.quarter;
        return true;
    case NAME_DECADE:
        *ret = (Calendar){ .decade = base.year / 10 + (int)n };
        return ret->decade != 0;
    case NAME_CENTURY:
        *ret = (Calendar){ .century = year_shifted(base.year > 0 ? base.year / 100 + 1 : base.year / 100 - 1, n) };
        return true;
    default:
        return false;
    }
}

/* Figures of a quarter, and those of "a year ago" beside them. */
static bool speaks_of_quarter(const Resolver *r, size_t i, int64_t unit, int64_t from)
{
    if (r->told_quarter == NULL)
        return false;
    if (unit == NAME_Q)
        return from == NAME_NARRATIVE;
    return unit == NAME_Y && hit_get(&r->hits->at[i].hit, FIELD_NUMBER, 0) == 1000 &&
           paragraph_of(r, r->told_quarter) == paragraph_of(r, &r->hits->at[i]);
}

/* What a rule's `from` names, else the document's date. False when it is unknown. */
static bool base_of(const Resolver *r, size_t i, int64_t otherwise, Calendar *ret)
{
    int64_t from = hit_get(&r->hits->at[i].hit, FIELD_FROM, otherwise);
    int64_t unit = hit_get(&r->hits->at[i].hit, FIELD_UNIT, 0);
    bool    years = unit == NAME_Y || unit == NAME_DECADE || unit == NAME_CENTURY;
    const DateHit *anchor = from == NAME_EVENT ? anchor_event(r, i) :
                            from == NAME_NARRATIVE ? anchor_before(r, !years) : NULL;

    if (from != NAME_EVENT && speaks_of_quarter(r, i, unit, from))
        anchor = r->told_quarter;
    if (unit == NAME_Q && from == NAME_NARRATIVE && anchor != r->told_quarter && doc_known(r)) {
        *ret = doc_calendar(r);     /* none was told: the one that has ended */
        return shifted(*ret, NAME_Q, -1, ret);
    }

    if (anchor) {
        *ret = anchor->at;
        ret->daytime = ret->hour = ret->minute = 0;
        return true;
    }
    if (from == NAME_EVENT || !doc_known(r))
        return false;
    *ret = doc_calendar(r);
    return true;
}

/* --- one function a meaning --------------------------------------------------- */

/* The day of the week: the nearest not after the document's date; `shift` moves on from there. */
static void resolve_weekday(const Resolver *r, size_t i, Calendar c)
{
    DateHit *h = &r->hits->at[i];
    int64_t  shift = hit_get(&h->hit, FIELD_SHIFT, 0);
    Calendar base;

    if (!base_of(r, i, NAME_DOCUMENT, &base) || base.day == 0) {
        set_calendar(r, h, c, RESOLVED_RELATIVE);
        return;
    }
    int32_t day = day_from_civil(base.year, base.month, base.day);
    int32_t back = (day_weekday(day) - c.weekday + 7) % 7;
    bool    week = hit_get(&h->hit, FIELD_UNIT, 0) == NAME_W;
    if (week)
        day += (int32_t)(shift * 7) - day_weekday(day) + c.weekday;
    else if (shift > 0 || (shift == 0 && looks_forward(r, h)))
        day += back ? 7 - back : shift > 0 ? 7 : 0;
    else
        day -= back || shift == 0 ? back : 7;
    Calendar found = calendar_of_day(day);
    found.daytime = c.daytime;
    found.hour = c.hour;
    found.minute = c.minute;
    set_calendar(r, h, found, RESOLVED_RELATIVE);
}

/* A month, season, quarter or half with "last", "this" or "next". */
static bool resolve_named_shift(const Resolver *r, size_t i, Calendar *c)
{
    const DateHit *h = &r->hits->at[i];
    int64_t  shift = hit_get(&h->hit, FIELD_SHIFT, 0), unit = hit_get(&h->hit, FIELD_UNIT, 0);
    Calendar base;

    if (!base_of(r, i, NAME_DOCUMENT, &base))
        return false;
    if (unit == NAME_Y) {
        c->year = base.year + (int)shift;
        return true;
    }
    if (unit == NAME_M) {       /* "the 5th of last month" */
        if (base.month == 0)
            return false;
        Calendar m = month_shifted(base.year, base.month, shift);
        c->year = m.year;
        c->month = m.month;
        return true;
    }
    int month = calendar_first_month(c);
    if (month == 0)
        return false;
    int base_month = base.month ? base.month : 12;
    c->year = base.year;
    if (shift < -1)             /* "the summer before last" */
        c->year += (int)shift + 1;
    if (shift < 0 && month >= base_month)
        c->year--;
    else if (shift > 0 && month <= base_month)
        c->year++;
    return true;
}

static void check_weekday(DateHit *h, const Calendar *c)
{
    int weekday = (int)hit_get(&h->hit, FIELD_WEEKDAY, 0);

    if (weekday && c->year && c->month && c->day)
        h->mismatch = day_weekday(day_from_civil(c->year, c->month, c->day)) != weekday;
}

#define YEARS_AHEAD 10          /* how far ahead of the document a year of two digits may lie */
#define PIVOT       2030        /* and the latest it may be in a document without a date */

/* Two digits of a year ("'14") and decades written with them. */
static int full_year(const Resolver *r, int64_t year)
{
    int latest = doc_known(r) ? day_to_civil(r->doc_last).year + YEARS_AHEAD : PIVOT;

    if (year >= 100)
        return (int)year;
    int full = latest / 100 * 100 + (int)year;
    return full > latest ? full - 100 : full;
}

/* "11 in the evening" is 23; the small hours of a night stay as they are. */
static int hour_of(int64_t hour, int daytime)
{
    bool later = daytime == NAME_AF || daytime == NAME_EV || (daytime == NAME_NI && hour >= 6);
    if (hour < 12 && later)
        hour += 12;
    else if (hour == 12 && (daytime == NAME_MO || daytime == NAME_NI))
        hour = 0;
    return (int)(hour % 24);
}

static Calendar calendar_of_hit(const Resolver *r, const RuleHit *h)
{
    Calendar c = {
        .month = (int)hit_get(h, FIELD_MONTH, 0),       .day = (int)hit_get(h, FIELD_DAY, 0),
        .season = (int)hit_get(h, FIELD_SEASON, 0),     .quarter = (int)hit_get(h, FIELD_QUARTER, 0),
        .half = (int)hit_get(h, FIELD_HALF, 0),         .daytime = (int)hit_get(h, FIELD_TIME, 0),
        .minute = (int)hit_get(h, FIELD_MINUTE, 0),
    };

    bool before_christ = hit_get(h, FIELD_ERA, 1) < 0;
    if (hit_has(h, FIELD_YEAR))
        c.year = before_christ ? -(int)h->value[FIELD_YEAR] : full_year(r, h->value[FIELD_YEAR]);
    if (hit_has(h, FIELD_DECADE))
        c.decade = before_christ ? -(int)h->value[FIELD_DECADE] / 10 : full_year(r, h->value[FIELD_DECADE]) / 10;
    if (hit_has(h, FIELD_CENTURY))
        c.century = (before_christ ? -1 : 1) * (int)h->value[FIELD_CENTURY];
    if (c.century > 0 && hit_has(h, FIELD_DECADE) && h->value[FIELD_DECADE] < 100) {
        c.decade = (c.century - 1) * 10 + (int)h->value[FIELD_DECADE] / 10;     /* "the 60s of the XX century" */
        c.century = 0;
    }
    if (hit_has(h, FIELD_HOLIDAY))
        calendar_set_holiday(&c, h->value[FIELD_HOLIDAY], c.year);
    if (hit_has(h, FIELD_HOUR))
        c.hour = hour_of(h->value[FIELD_HOUR], c.daytime) + 1;
    if (c.month && c.day > month_length(c.year ? c.year : 2000, c.month))
        c.day = 0;
    if (!c.day && !c.month)
        c.weekday = (int)hit_get(h, FIELD_WEEKDAY, 0);
    return c;
}

#define AHEAD_DAYS 31           /* how far ahead of the document a date with a weekday is looked for */
#define NEWS_DAYS  14           /* a day so near before the document is its own, whatever weekday it is given */

/* Does the day of this year exist, and fall on the weekday? */
static bool weekday_fits(const Calendar *c, int year, int weekday)
{
    return c->day <= month_length(year, c->month) && day_weekday(day_from_civil(year, c->month, c->day)) == weekday;
}

/* "tomorrow, Monday, 3 October": where the weekday denies the guessed year and fits a day soon after the document,
 * that day is meant; where the guessed day is no news and the weekday fits the year before, that one. */
static int year_of_weekday(const Resolver *r, const RuleHit *h, const Calendar *c)
{
    int weekday = (int)hit_get(h, FIELD_WEEKDAY, 0);

    if (weekday == 0 || c->year == 0 || c->month == 0 || c->day == 0 || !doc_known(r) ||
        weekday_fits(c, c->year, weekday))
        return c->year;
    if (weekday_fits(c, c->year + 1, weekday) &&
        day_from_civil(c->year + 1, c->month, c->day) <= r->doc_last + AHEAD_DAYS)
        return c->year + 1;
    bool news = day_from_civil(c->year, c->month, c->day) >= r->doc_first - NEWS_DAYS;
    return !news && weekday_fits(c, c->year - 1, weekday) ? c->year - 1 : c->year;
}

static void resolve_date(const Resolver *r, size_t i)
{
    DateHit   *h = &r->hits->at[i];
    Calendar   c = calendar_of_hit(r, &h->hit), base;
    Resolution how = RESOLVED_RELATIVE;

    if (c.weekday) {
        resolve_weekday(r, i, c);
        return;
    }
    if (c.year || c.decade || c.century)
        how = RESOLVED_ABSOLUTE;
    else if (hit_has(&h->hit, FIELD_SHIFT) && resolve_named_shift(r, i, &c))
        how = RESOLVED_RELATIVE;
    else if (c.season || c.quarter || c.half)
        c.year = pick_year(r, i, calendar_first_month(&c), 0);
    else if (c.month && hit_get(&h->hit, FIELD_FROM, 0) == NAME_EVENT)
        c.year = r->year_of_month[c.month];
    else if (c.month)
        c.year = pick_year(r, i, c.month, c.day);
    else if (base_of(r, i, NAME_NARRATIVE, &base)) {
        c.year = base.year;     /* a day of the month, or a time of the day */
        c.month = base.month;
        if (c.day == 0)
            c.day = base.day;
        if (c.month == 0 || c.day == 0 || c.day > month_length(c.year, c.month))
            c = (Calendar){ .daytime = c.daytime, .hour = c.hour, .minute = c.minute };
    }
    if (how == RESOLVED_RELATIVE)
        c.year = year_of_weekday(r, &h->hit, &c);
    if (hit_has(&h->hit, FIELD_HOLIDAY))
        calendar_set_holiday(&c, h->hit.value[FIELD_HOLIDAY], c.year);
    check_weekday(h, &c);
    set_calendar(r, h, c, how);
    if (hit_get(&h->hit, FIELD_DAY, 0) > 0 && c.month && c.day == 0) {
        h->impossible = true;   /* the month has no such day */
        h->known = false;
        h->fields.edtf = STR_NONE;
        h->fields.first = h->fields.last = DAY_UNKNOWN;
    }
    if (c.daytime == NAME_NI && hit_get(&h->hit, FIELD_SIGN, 1) < 0 && h->fields.first != DAY_UNKNOWN) {
        char first[11], last[11];       /* the night that ends on this day */
        day_format(--h->fields.first, first);
        day_format(--h->fields.last, last);
        h->fields.edtf = arena_printf(r->arena, "%s/%s", first, last);
    }
}

static void set_range(const Resolver *r, DateHit *h, Calendar a, Calendar b, Resolution how)
{
    set_calendar(r, h, a, how);
    Str     value = h->fields.value, edtf = h->fields.edtf;
    int32_t first, last;
    calendar_days(&b, &first, &last);
    days_part(hit_get(&h->hit, FIELD_PART2, 0), &first, &last);
    Str value_b = calendar_timex(r->arena, &b), edtf_b = calendar_edtf(r->arena, &b);
    h->fields.value = arena_printf(r->arena, STR_FMT "/" STR_FMT, STR_ARG(value), STR_ARG(value_b));
    if (edtf.len && edtf_b.len && !str_eq(edtf, edtf_b))
        h->fields.edtf = arena_printf(r->arena, STR_FMT "/" STR_FMT, STR_ARG(edtf), STR_ARG(edtf_b));
    h->fields.last = last;
    h->fields.mod = STR_NONE;
    if (h->fields.first > h->fields.last)
        h->fields.first = h->fields.last = DAY_UNKNOWN;
}

/* Two times of one day ("from 10 to 11 in the morning"), or two days beside the document's ("today and tomorrow"). */
static void range_near(const Resolver *r, size_t i, Calendar *a, Calendar *b)
{
    const RuleHit *hit = &r->hits->at[i].hit;
    Calendar base = { 0 };
    int64_t  otherwise = hit_has(hit, FIELD_SHIFT) ? NAME_DOCUMENT : NAME_NARRATIVE;

    if (a->day && a->month && !a->year)
        a->year = pick_year(r, i, a->month, a->day);
    if (!a->day && base_of(r, i, otherwise, &base) && base.day && base.month) {
        Calendar day = base;
        shifted(base, NAME_D, hit_get(hit, FIELD_SHIFT, 0), &day);
        a->year = day.year;
        a->month = day.month;
        a->day = day.day;
    }
    *b = *a;
    if (hit_has(hit, FIELD_SHIFT2) && base.day)
        shifted(base, NAME_D, hit->value[FIELD_SHIFT2], b);
    if (hit_has(hit, FIELD_HOUR2)) {
        b->hour = hour_of(hit->value[FIELD_HOUR2], b->daytime) + 1;
        b->minute = (int)hit_get(hit, FIELD_MINUTE2, 0);
    }
}

/* Two dates: what one does not say, the other may. */
static void resolve_range(const Resolver *r, size_t i)
{
    DateHit   *h = &r->hits->at[i];
    RuleHit   *hit = &h->hit;
    Calendar   a = calendar_of_hit(r, hit), b = a;
    Calendar   base;
    Resolution how = RESOLVED_ABSOLUTE;

    if (hit_has(hit, FIELD_HOUR2) || hit_has(hit, FIELD_SHIFT2)) {
        range_near(r, i, &a, &b);
        set_range(r, h, a, b, RESOLVED_RELATIVE);
        return;
    }

    b.day = (int)hit_get(hit, FIELD_DAY2, 0);
    b.month = (int)hit_get(hit, FIELD_MONTH2, a.month);
    b.year = hit_has(hit, FIELD_YEAR2) ? full_year(r, hit->value[FIELD_YEAR2]) : 0;
    if (b.year && hit_get(hit, FIELD_ERA, 1) < 0)
        b.year = -(int)hit->value[FIELD_YEAR2];
    else if (b.year && a.year >= 100 && hit->value[FIELD_YEAR2] < 100)
        b.year = a.year / 100 * 100 + (int)hit->value[FIELD_YEAR2];
    if (a.month == 0)
        a.month = b.month;
    if (hit_has(hit, FIELD_SHIFT) && base_of(r, i, NAME_DOCUMENT, &base)) {
        b.year = base.year + (int)hit->value[FIELD_SHIFT];
        how = RESOLVED_RELATIVE;
    }
    if (a.year == 0 && b.year == 0) {
        a.year = pick_year(r, i, a.month, a.day);       /* what has begun may go on beyond the document */
        b.year = a.year && b.month < a.month ? a.year + 1 : a.year;
        how = RESOLVED_RELATIVE;
    }
    if (b.year == 0)
        b.year = a.year;
    if (a.year == 0)
        a.year = b.year && a.month > b.month ? b.year - 1 : b.year;
    set_range(r, h, a, b, how);
}

/* "last week", "yesterday", "the end of the month". */
static void resolve_shift(const Resolver *r, size_t i)
{
    DateHit *h = &r->hits->at[i];
    int64_t  shift = hit_get(&h->hit, FIELD_SHIFT, 0), unit = hit_get(&h->hit, FIELD_UNIT, NAME_D);
    int64_t  daytime = hit_get(&h->hit, FIELD_TIME, 0);
    Calendar base, c;

    bool based = base_of(r, i, NAME_DOCUMENT, &base);
    if (based && unit == NAME_WEEKEND && hit_get(&h->hit, FIELD_SIGN, 0) < 0 && base.day && base.month &&
        day_weekday(day_from_civil(base.year, base.month, base.day)) < 6)
        shift--;                /* "over the weekend", told on a working day */
    if (!based || !shifted(base, unit, shift, &c)) {
        if (unit == NAME_D && hit_get(&h->hit, FIELD_FROM, NAME_DOCUMENT) == NAME_NARRATIVE) {
            /* "the next day" in an account without days: some day */
            set_calendar(r, h, (Calendar){ .daytime = (int)daytime }, RESOLVED_VAGUE);
            return;
        }
        set_reference(h, reference_of(shift));
        return;
    }
    c.daytime = (int)daytime;
    if (hit_has(&h->hit, FIELD_HOUR)) {
        c.hour = hour_of(h->hit.value[FIELD_HOUR], c.daytime) + 1;
        c.minute = (int)hit_get(&h->hit, FIELD_MINUTE, 0);
    }
    set_calendar(r, h, c, RESOLVED_RELATIVE);
}

/* A step forward from an earlier date that would end after the document was
 * written started from the wrong one. */
static bool told_after_document(const Resolver *r, const DateHit *h, const Calendar *c)
{
    int32_t first, last;

    calendar_days(c, &first, &last);
    return doc_known(r) && first > r->doc_last && hit_get(&h->hit, FIELD_FROM, NAME_DOCUMENT) == NAME_NARRATIVE;
}

/* The length stated; "two hours (and) five minutes" is one. */
static Str length_timex(const Resolver *r, const RuleHit *hit, int64_t unit)
{
    Str value = duration_timex(r->arena, hit_get(hit, FIELD_NUMBER, 1000), unit);

    if (!hit_has(hit, FIELD_UNIT2))
        return value;
    Str more = duration_timex(r->arena, hit_get(hit, FIELD_NUMBER2, 1000), hit->value[FIELD_UNIT2]);
    bool time = str_starts(value, S("PT"));
    return arena_printf(r->arena, STR_FMT STR_FMT, STR_ARG(value), STR_ARG(str_slice(more, time ? 2 : 1, more.len)));
}

/* "two days ago", "three days after", "seven months later". */
static void resolve_offset(const Resolver *r, size_t i)
{
    DateHit *h = &r->hits->at[i];
    int64_t  n = hit_get(&h->hit, FIELD_NUMBER, 1000), unit = hit_get(&h->hit, FIELD_UNIT, NAME_D);
    int64_t  sign = hit_get(&h->hit, FIELD_SIGN, 1);
    bool     event = hit_get(&h->hit, FIELD_FROM, 0) == NAME_EVENT;
    Calendar base, c;

    if (n == NUMBER_VAGUE && hit_get(&h->hit, FIELD_FROM, NAME_DOCUMENT) == NAME_DOCUMENT) {
        set_reference(h, reference_of(sign));
        return;
    }
    if (unit == NAME_Y && n % 1000 && n * 12 % 1000 == 0) {
        unit = NAME_M;
        n *= 12;
    }
    bool based = base_of(r, i, NAME_DOCUMENT, &base);
    if (unit == NAME_W && event && n % 1000 == 0) {
        unit = NAME_D;          /* from an event weeks are counted in days */
        n *= 7;
    }
    if (hit_has(&h->hit, FIELD_UNIT2))
        based = false;          /* days and hours: as long as was said, from no stated hour */
    bool exact = n > 0 && n % 1000 == 0 && based && shifted(base, unit, sign * (n / 1000), &c);
    if (exact && !(sign > 0 && told_after_document(r, h, &c))) {
        set_calendar(r, h, c, event ? RESOLVED_TO_EVENT : RESOLVED_RELATIVE);
        return;
    }
    h->fields.timex = TIMEX_DATE;
    h->fields.value = length_timex(r, &h->hit, unit);
    h->fields.mod = sign < 0 ? S("BEFORE") : S("AFTER");
    h->fields.resolution = event ? RESOLVED_TO_EVENT : RESOLVED_VAGUE;
    set_days(&h->fields, DAY_UNKNOWN, DAY_UNKNOWN);
}

static void resolve_duration(const Resolver *r, size_t i, bool set)
{
    DateHit *h = &r->hits->at[i];
    int64_t  unit = hit_get(&h->hit, FIELD_UNIT, NAME_D);

    h->fields.timex = set ? TIMEX_SET : TIMEX_DURATION;
    if (set && hit_has(&h->hit, FIELD_WEEKDAY))
        h->fields.value = arena_printf(r->arena, "XXXX-WXX-%d", (int)h->hit.value[FIELD_WEEKDAY]);
    else if (set && hit_has(&h->hit, FIELD_MONTH))
        h->fields.value = arena_printf(r->arena, "XXXX-%02d", (int)h->hit.value[FIELD_MONTH]);
    else
        h->fields.value = length_timex(r, &h->hit, unit);
    h->fields.resolution = hit_has(&h->hit, FIELD_SHIFT) ? RESOLVED_RELATIVE : RESOLVED_ABSOLUTE;
    if (hit_get(&h->hit, FIELD_NUMBER, 0) == NUMBER_VAGUE)
        h->fields.resolution = RESOLVED_VAGUE;
    set_days(&h->fields, DAY_UNKNOWN, DAY_UNKNOWN);
}

/* "before the full-scale invasion", "after the February invasion": the event's
 * day stands in datewords.tsv, or the text has told its month before. */
static void resolve_event(const Resolver *r, size_t i)
{
    DateHit   *h = &r->hits->at[i];
    const Row *row = hit_has(&h->hit, FIELD_REF) ? h->hit.ref : NULL;
    int        month = (int)hit_get(&h->hit, FIELD_MONTH, 0);
    bool       before = hit_get(&h->hit, FIELD_MOD, 0) == NAME_BEFORE;
    int32_t    day = DAY_UNKNOWN;

    if (row == NULL || !day_parse(row->s[1], &day) || (month && calendar_of_day(day).month != month)) {
        day = month ? r->day_of_month[month] : DAY_UNKNOWN;
    }
    if (day == DAY_UNKNOWN) {
        set_reference(h, NAME_PAST);
        h->fields.resolution = RESOLVED_TO_EVENT;
        return;
    }
    Calendar c = calendar_of_day(day);
    char     text[11];
    day_format(day, text);
    c.day = 0;
    h->fields.timex = TIMEX_DATE;
    h->fields.value = before ? S("PAST_REF") : calendar_timex(r->arena, &c);
    h->fields.edtf = arena_printf(r->arena, before ? "../%s" : "%s/..", text);
    set_days(&h->fields, before ? DAY_UNKNOWN : day, before ? day : DAY_OPEN);
    h->fields.resolution = RESOLVED_TO_EVENT;
}

static void resolve(const Resolver *r, size_t i)
{
    DateHit *h = &r->hits->at[i];

    switch ((RuleMeaning)h->hit.rule->meaning) {
    case MEANS_RANGE:
        resolve_range(r, i);
        break;
    case MEANS_SHIFT:
        resolve_shift(r, i);
        break;
    case MEANS_OFFSET:
        resolve_offset(r, i);
        break;
    case MEANS_DURATION:
        resolve_duration(r, i, false);
        break;
    case MEANS_SET:
        resolve_duration(r, i, true);
        break;
    case MEANS_REF:
        set_reference(h, hit_get(&h->hit, FIELD_REF, NAME_PAST));
        break;
    case MEANS_EVENT:
        resolve_event(r, i);
        break;
    default:
        resolve_date(r, i);
    }
    set_mod(h);
}

void dates_resolve(const Found *f, DateHits *hits)
{
    Resolver r = { .f = f, .arena = f->arena, .hits = hits, .doc_first = f->published_first,
                   .doc_last = f->published_last };

    for (int month = 0; month < 13; month++)
        r.day_of_month[month] = DAY_UNKNOWN;
    for (size_t i = 0; i < hits->count; i++) {
        DateHit *h = &hits->at[i];
        h->year_given = hit_has(&h->hit, FIELD_YEAR) &&
                        (h->hit.rule->meaning == MEANS_DATE || h->hit.rule->meaning == MEANS_RANGE);
        if (h->year_given)
            resolve(&r, i);
    }
    for (size_t i = 0; i < hits->count; i++) {
        if (!hits->at[i].year_given)
            resolve(&r, i);
        remember(&r, i);
    }
}
