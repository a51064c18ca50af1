/* date.c -- see date.h: find by rule, resolve, then say what was found as mentions. */
#include "read/date.h"

#include "read/date_resolve.h"

static void find_in_sentence(Matcher *m, const Found *f, size_t sentence, DateHits *hits)
{
    const Sentence *s = &f->sentences.at[sentence];
    RuleHit         hit;

    if (!(s->bits & m->first))
        return;
    m->low = s->first;
    m->high = s->last;
    for (size_t i = s->first; i < s->last;) {
        if (!(f->tokens.bits[i] & m->first) || !matcher_at(m, i, &hit)) {
            i++;
            continue;
        }
        if (hit.rule->meaning != MEANS_NOTHING)
            vec_push(f->arena, hits, (DateHit){ .hit = hit, .sentence = (uint32_t)sentence });
        size_t next = hit.rule->meaning == MEANS_NOTHING ? hit.to : hit.last;
        i = next > i ? next : i + 1;
        m->low = i;         /* what a mention has taken is not looked at again */
    }
}

static const char *const weekday_names[8] = {
    "", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
};

static void note_mismatch(Found *f, const DateHit *h, Span span)
{
    char day[11];
    int64_t said = hit_get(&h->hit, FIELD_WEEKDAY, 0);
    int32_t number = day_from_civil(h->at.year, h->at.month, h->at.day);

    day_format(number, day);
    found_note(f, S("weekday_mismatch"), span,
               arena_printf(f->arena, "the text says %s, but %s was a %s",
                            weekday_names[said & 7], day, weekday_names[day_weekday(number)]));
}

/* "31 April": no such day. The words stay, a value is not made up. */
static void note_impossible(Found *f, const DateHit *h, Span span)
{
    found_note(f, S("impossible_date"), span,
               arena_printf(f->arena, "no month %d has a day %d", (int)hit_get(&h->hit, FIELD_MONTH, 0),
                            (int)hit_get(&h->hit, FIELD_DAY, 0)));
}

void read_dates(Found *f)
{
    DateHits hits = { 0 };
    Matcher  m;

    matcher_init(&m, &f->tokens, false);
    for (size_t i = 0; i < f->sentences.count; i++)
        find_in_sentence(&m, f, i, &hits);
    dates_resolve(f, &hits);
    for (size_t i = 0; i < hits.count; i++) {
        const DateHit *h = &hits.at[i];
        Span span = { f->tokens.at[h->hit.first].start, f->tokens.at[h->hit.last - 1].end };
        int32_t segment = f->sentences.at[h->sentence].segment;
        int32_t k = found_mention(f, MENTION_DATE, span, segment, h->hit.rule->name);
        f->mentions.at[k].date = h->fields;
        if (h->mismatch)
            note_mismatch(f, h, span);
        if (h->impossible)
            note_impossible(f, h, span);
    }
}
