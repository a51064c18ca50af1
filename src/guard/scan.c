/* scan.c -- where protected names stand in a text.
 *
 * First the words that could be part of a name are collected (few: a bit a first
 * letter and one probe a stem stop the rest), then they are judged: two words
 * of one person side by side are a whole name, which nothing excuses; a word
 * alone is judged by what it stands in.
 */
#include "guard/guard_in.h"

#include "guard/withhold.h"

#include <stdlib.h>

#define ENDING_MAX  3       /* letters that an ending may add to a stem */
#define GAP_MAX     8       /* bytes between two words of one name: ", " or " P. " */
#define LONG_WORD   5       /* letters from which a lone word is a name in small letters too */
#define LOOK_BACK   512     /* bytes; no mention of a person or place is longer */

typedef enum Likeness { SAME, INFLECTED, SOUNDS_LIKE } Likeness;

typedef struct Match {
    uint32_t use;
    Likeness how;
} Match;

typedef struct Candidate {
    Span    span;
    bool    capital;
    uint8_t letters;
    size_t  first, count;   /* in Scan.matches */
    uint64_t sounds;        /* hash of its skeleton: equal for two spellings of one word */
} Candidate;

typedef struct Scan {
    const Guard       *g;
    Arena             *arena;
    Str                text;
    const MaskContext *context;
    VEC(Match)         matches;
    VEC(Candidate)     words;
} Scan;

static bool in_readings(const Scan *s, uint32_t person)
{
    const IndexVec *of = &s->g->persons.at[person].readings;

    for (size_t i = 0; i < of->count; i++)
        for (size_t k = 0; k < s->context->count; k++)
            if (of->at[i] == s->context->readings[k])
                return true;
    return false;
}

static void add_match(Scan *s, size_t first, uint32_t use, Likeness how)
{
    for (size_t i = first; i < s->matches.count; i++)
        if (s->matches.at[i].use == use)
            return;
    vec_push(s->arena, &s->matches, (Match){ use, how });
}

/* Uses of this word under its own form and with up to three letters of ending. */
static void match_form(Scan *s, size_t first, const NameWord *w)
{
    const Guard *g = s->g;
    Str folded = name_folded(w);

    if (!stem_seen(g->seen_stem, folded))
        return;
    for (unsigned cut = 0; cut <= ENDING_MAX && cut < w->letters; cut++) {
        const int64_t *head = map_get(&g->by_stem, str_slice(folded, 0, w->ends[w->letters - cut - 1]));
        for (uint32_t u = head ? (uint32_t)*head : 0; u; u = g->uses.at[u - 1].next) {
            const NameUse *use = &g->uses.at[u - 1];
            bool same = str_eq(use->folded, folded);
            if (same || name_ending(w, use->stem))
                add_match(s, first, u - 1, same ? SAME : INFLECTED);
        }
    }
}

/* Uses that sound alike: other spellings, the other script. */
static void match_sounds(Scan *s, size_t first, Str sounds)
{
    const int64_t *head;

    if (sounds.len < SOUNDS_MIN || !stem_seen(s->g->seen_sounds, sounds))
        return;
    head = map_get(&s->g->by_skeleton, sounds);
    for (uint32_t u = head ? (uint32_t)*head : 0; u; u = s->g->uses.at[u - 1].next_sound)
        add_match(s, first, u - 1, SOUNDS_LIKE);
}

static void match_word(Scan *s, const NameWord *w)
{
    size_t first = s->matches.count;
    char skeleton[NAME_SKELETON];
    Str sounds = { skeleton, name_skeleton(w, skeleton) };

    match_form(s, first, w);
    match_sounds(s, first, sounds);
    if (s->matches.count > first)
        vec_push(s->arena, &s->words, (Candidate){ { w->start, w->end }, w->capital, w->letters, first,
                                                   s->matches.count - first, hash64(sounds) });
}

static const NameUse *use_of(const Scan *s, const Candidate *c, size_t i)
{
    return &s->g->uses.at[s->matches.at[c->first + i].use];
}

/* Only spaces, joints, and at most one initial stand between the two. */
static bool side_by_side(Str text, Span a, Span b)
{
    Str gap = str_slice(text, a.end, b.start);
    size_t at = 0, words = 0;

    if (gap.len == 0 || gap.len > GAP_MAX || str_find(gap, S("\n\n"), 0) != SIZE_MAX)
        return false;
    for (NameWord w; name_next(gap, &at, &w); words++)
        if (w.letters > 1)
            return false;
    for (size_t i = 0; i < gap.len; i++)
        if (strchr("!?;:()[]\"", gap.ptr[i]) && gap.ptr[i])
            return false;
    return words <= 1;
}

static bool is_of(const Scan *s, const Candidate *c, uint32_t person)
{
    for (size_t m = 0; m < c->count; m++)
        if (use_of(s, c, m)->person == person)
            return true;
    return false;
}

/* The longest run from word `i` in which every word is this person's and at least two differ.
 * Returns its last word, or SIZE_MAX. */
static size_t whole_name(const Scan *s, size_t i, uint32_t person)
{
    const Candidate *words = s->words.at;
    size_t last = SIZE_MAX;

    for (size_t k = i + 1; k < s->words.count && is_of(s, &words[k], person) &&
                           side_by_side(s->text, words[k - 1].span, words[k].span); k++)
        if (last != SIZE_MAX || words[k].sounds != words[i].sounds)
            last = k;
    return last;
}

/* Does the word stand in an unprotected person's mention, or in something else that is
 * called so? In the same document only a fuller public name excuses a surname. */
static bool excused_by_mention(const Scan *s, const Candidate *c, const NameUse *use, Likeness how, bool same)
{
    const Reading *r = s->context->text_of;
    const GuardReading *gr;
    size_t low = 0, high;

    if (r == NULL)
        return false;
    gr = &s->g->readings[s->context->text_index];
    for (high = r->mention_count; low < high; ) {
        size_t mid = (low + high) / 2;
        if (r->mentions[mid].span.start < c->span.end)
            low = mid + 1;
        else
            high = mid;
    }
    for (size_t i = low; i-- > 0 && r->mentions[i].span.start + LOOK_BACK > c->span.start; ) {
        const Mention *m = &r->mentions[i];
        if (!span_overlaps(m->span, c->span))
            continue;
        if (m->kind == MENTION_PERSON && !m->person.protect && gr->person[i] < 0 && m->person.named &&
            (gr->open[i] || (!same && m->person.role.len > 0)))
            return true;
        if (m->kind == MENTION_PERSON && gr->person[i] >= 0 && use->role == ROLE_GIVEN)
            return true;
        if (m->kind == MENTION_PLACE && m->place.place_id.len &&
            (!same || how != SAME || use->role == ROLE_GIVEN))
            return true;
        if (m->kind == MENTION_ORGANISATION && use->role == ROLE_GIVEN)
            return true;
    }
    return false;
}

static bool open_pair(const Scan *s, const NameWord *a, const NameWord *b)
{
    char pair[2 * sizeof a->folded + 1];
    Str x = name_folded(a), y = name_folded(b);

    memcpy(pair, x.ptr, x.len);
    pair[x.len] = ' ';
    memcpy(pair + x.len + 1, y.ptr, y.len);
    return map_get(&s->g->open_pairs, (Str){ pair, x.len + 1 + y.len }) != NULL;
}

/* Is it part of an unprotected person's full name, as that stands elsewhere in the case? */
static bool excused_by_name(const Scan *s, const Candidate *c)
{
    size_t at = c->span.start > 96 ? c->span.start - 96 : 0;
    NameWord before, word, after;
    bool has_before = false;

    if (s->g->open_pairs.count == 0)
        return false;
    while (name_next(s->text, &at, &word) && word.start < c->span.start) {
        before = word;
        has_before = true;
    }
    if (has_before && c->span.start - before.end <= GAP_MAX && open_pair(s, &before, &word))
        return true;
    return name_next(s->text, &at, &after) && after.start - c->span.end <= GAP_MAX && open_pair(s, &word, &after);
}

/* A name of which a word only sounds alike gives way to a public name of the case that is spelled
 * as it stands. */
static bool public_spelling(const Scan *s, size_t first, size_t last, uint32_t person)
{
    bool sounds = false;

    for (size_t i = first; i <= last; i++) {
        const Candidate *c = &s->words.at[i];
        for (size_t m = 0; m < c->count; m++)
            if (use_of(s, c, m)->person == person) {
                sounds |= s->matches.at[c->first + m].how == SOUNDS_LIKE;
                break;              /* matches of the word's own form come first */
            }
    }
    return sounds && excused_by_name(s, &s->words.at[first]);
}

/* The person a lone word stands for, or -1. */
static int32_t lone_word(const Scan *s, const Candidate *c)
{
    int32_t best = -1;
    bool best_same = false;

    for (size_t i = 0; i < c->count; i++) {
        const NameUse *use = use_of(s, c, i);
        Likeness how = s->matches.at[c->first + i].how;
        bool same = in_readings(s, use->person);
        if (use->role == ROLE_GIVEN && (!same || how == SOUNDS_LIKE))
            continue;
        if (use->role == ROLE_EITHER && how == SOUNDS_LIKE && s->context->text_of)
            continue;
        /* A text has words that only look like a name in small letters; a path or address is all small. */
        if (!c->capital && (c->letters < LONG_WORD || how == INFLECTED || (how == SOUNDS_LIKE && s->context->text_of)))
            continue;
        if (c->letters < (how == SOUNDS_LIKE ? LONG_WORD + 1 : 3) && !(c->capital && how == SAME && same))
            continue;
        if (excused_by_mention(s, c, use, how, same))
            continue;
        if (best >= 0 && (best_same > same || (best_same == same &&
                s->g->persons.at[best].protected.number <= s->g->persons.at[use->person].protected.number)))
            continue;
        best = (int32_t)use->person;
        best_same = same;
    }
    return best >= 0 && excused_by_name(s, c) ? -1 : best;
}

static void add_mentions(const Scan *s, RangeVec *out)
{
    const Reading *r = s->context->text_of;

    for (size_t i = 0; r && i < r->mention_count; i++) {
        int32_t person = s->g->readings[s->context->text_index].person[i];
        if (person >= 0 && span_is(r->mentions[i].span) && r->mentions[i].span.end <= s->text.len)
            vec_push(s->arena, out, (MaskRange){ r->mentions[i].span, person });
    }
}

static int by_start(const void *a, const void *b)
{
    const MaskRange *x = a, *y = b;

    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    if (x->span.end != y->span.end)
        return x->span.end > y->span.end ? -1 : 1;
    return (x->person > y->person) - (x->person < y->person);
}

static bool only_space(Str s)
{
    return str_trim(s).len == 0;
}

/* Overlapping ranges become one; so do neighbours that stand for one person. */
static void join_ranges(Str text, RangeVec *v)
{
    size_t kept = 0;

    if (v->count)
        qsort(v->at, v->count, sizeof *v->at, by_start);
    for (size_t i = 0; i < v->count; i++) {
        MaskRange *last = kept ? &v->at[kept - 1] : NULL;
        const MaskRange *r = &v->at[i];
        if (last && (r->span.start < last->span.end ||
                     (r->person == last->person &&
                      only_space(str_slice(text, last->span.end, r->span.start))))) {
            if (r->span.end > last->span.end)
                last->span.end = r->span.end;
            continue;
        }
        v->at[kept++] = *r;
    }
    v->count = kept;
}

void guard_scan(const Guard *g, Arena *arena, Str text, const MaskContext *context, RangeVec *out)
{
    Scan s = { .g = g, .arena = arena, .text = text, .context = context };
    size_t at = 0;

    if (g->uses.count == 0)
        return;
    for (NameWord w; name_next(text, &at, &w); )
        match_word(&s, &w);
    add_mentions(&s, out);
    for (size_t i = 0; i < s.words.count; i++) {
        const Candidate *c = &s.words.at[i];
        size_t last = SIZE_MAX;
        int32_t person = -1;
        for (size_t m = 0; m < c->count; m++) {
            size_t end = whole_name(&s, i, use_of(&s, c, m)->person);
            if (end != SIZE_MAX && (last == SIZE_MAX || end > last) &&
                !public_spelling(&s, i, end, use_of(&s, c, m)->person)) {
                last = end;
                person = (int32_t)use_of(&s, c, m)->person;
            }
        }
        if (last != SIZE_MAX) {
            vec_push(arena, out, (MaskRange){ { c->span.start, s.words.at[last].span.end }, person });
            i = last;
        } else if (!context->whole_only && (person = lone_word(&s, c)) >= 0) {
            vec_push(arena, out, (MaskRange){ c->span, person });
        }
    }
    join_ranges(text, out);
}

void guard_replace(const Guard *g, Str text, const RangeVec *ranges, Span cut, StrBuf *out)
{
    uint32_t at = cut.start;

    for (size_t i = range_after(ranges, at); i < ranges->count && ranges->at[i].span.start < cut.end; i++) {
        const MaskRange *r = &ranges->at[i];
        if (r->span.start > at)
            strbuf_add(out, str_slice(text, at, r->span.start));
        if (r->person == MASK_WITHHELD)
            strbuf_add(out, S(WITHHELD_TEXT));
        else
            strbuf_printf(out, "Person %d", g->persons.at[r->person].protected.number);
        at = r->span.end;
    }
    if (at < cut.end)
        strbuf_add(out, str_slice(text, at, cut.end));
}
