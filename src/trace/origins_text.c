/* origins_text.c -- what one text shows by itself: restatements, echoes, one speaker, one figure. */
#include "trace/origins_in.h"

#include "lang/scan.h"

#define IN_TEXT  40     /* claims around one in its text that may give the same figure */
#define NEAR     200    /* claims of a text that a heading or a speaker is compared with */

static SegmentRole role_of(const Origins *o, uint32_t claim)
{
    const Claim *c = claim_of(o, claim);
    const Reading *r = reading_of(o, claim);
    bool known = c->segment >= 0 && (size_t)c->segment < r->segment_count;
    return known ? r->segments[c->segment].role : SEGMENT_SENTENCE;
}

static bool is_head(SegmentRole role)
{
    return role == SEGMENT_TITLE || role == SEGMENT_HEADING || role == SEGMENT_CAPTION;
}

/* Does `k` say with its source what `i` says without one? */
static bool restates(const Origins *o, uint32_t i, uint32_t k, bool head)
{
    if (is_own(o, k) || !(claim_of(o, i)->acts & claim_of(o, k)->acts) || !places_fit(o, i, k))
        return false;
    return same_figure(o, i, k) || (head && claim_of(o, i)->quantity_count == 0 && place_equal(o, i, k));
}

/* Headlines and captions drop the source; so does a sentence that repeats a sourced figure. */
static void move_restatements(Origins *o, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        bool head = is_head(role_of(o, i));
        uint32_t k = i > first + NEAR ? i - NEAR : first, until = end - i > NEAR ? i + NEAR : end;
        if (!is_own(o, i) || o->office[o->ref[i].reading])
            continue;
        while (k < until && !restates(o, i, k, head))
            k++;
        if (k == until)
            continue;
        o->moved[i] = true;
        origin_merge(o, k, i, arena_printf(o->w->arena, STR_FMT ": %s at byte %u restates what " STR_FMT
                     " says (byte %u)", STR_ARG(document_voice(&reading_of(o, i)->doc)),
                     head ? "the heading or caption" : "the sentence", claim_of(o, i)->span.start,
                     STR_ARG(source_of(o, k)), claim_of(o, k)->span.start));
    }
}

static bool same_entity(const Origins *o, uint32_t a, uint32_t b)
{
    const Mention *x = source_mention(o, a), *y = source_mention(o, b);

    return x && y && x->kind == MENTION_PERSON && y->kind == MENTION_PERSON && x->person.entity >= 0 &&
           x->person.entity == y->person.entity;
}

/* "The minister" after "the interior minister": an office told with fewer words, all of
 * which the other has. Witnesses are never taken for one another. */
static bool short_for(const Origins *o, uint32_t shorter, uint32_t fuller)
{
    const Name *a = &o->name[shorter], *b = &o->name[fuller];

    if (is_witness(o, shorter) || is_witness(o, fuller))
        return false;
    if (name_has_office(a))
        return name_match(a, b) != NAMES_DIFFER;
    if (a->count == 0 || a->count >= b->count || a->named)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        size_t k = 0;
        while (k < b->count && b->word[k] != a->word[i])
            k++;
        if (k == b->count)
            return false;
    }
    return true;
}

static bool one_speaker(const Origins *o, uint32_t later, uint32_t earlier)
{
    return said_days_fit(claim_of(o, later), claim_of(o, earlier)) &&
           (name_match(&o->name[later], &o->name[earlier]) == NAMES_SAME || same_entity(o, later, earlier) ||
            short_for(o, later, earlier));
}

/* The publisher's own reporting is one root, and so is each source on a day. */
static void roots_in_text(Origins *o, uint32_t first, uint32_t end)
{
    uint32_t own = UINT32_MAX;

    for (uint32_t i = first; i < end; i++) {
        if (is_own(o, i)) {
            if (o->moved[i])
                continue;
            if (own != UINT32_MAX)
                origin_merge(o, own, i, STR_NONE);
            else
                own = i;
            continue;
        }
        for (uint32_t k = i; k-- > first && i - k <= NEAR; )
            if (!is_own(o, k) && one_speaker(o, i, k)) {
                origin_merge(o, k, i, STR_NONE);
                break;
            }
    }
}

/* Several sources in one text with one figure for one thing: the text itself shows one origin. */
static void figures_in_text(Origins *o, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (is_own(o, i) || claim_of(o, i)->quantity_count == 0)
            continue;
        for (uint32_t k = i + 1; k < end && k <= i + IN_TEXT; k++) {
            const QuantityFields *q;
            if (is_own(o, k) || !(claim_of(o, i)->acts & claim_of(o, k)->acts) || !places_fit(o, i, k) ||
                (is_witness(o, i) && is_witness(o, k)) || !said_days_fit(claim_of(o, i), claim_of(o, k)) ||
                (q = same_figure(o, i, k)) == NULL)
                continue;
            origin_merge(o, i, k, arena_printf(o->w->arena, STR_FMT " and " STR_FMT " give the same figure (%lld) in "
                         "one text (" STR_FMT ", bytes %u and %u): more voices, no further origin", STR_ARG(source_of(o, i)),
                         STR_ARG(source_of(o, k)), (long long)q->low, STR_ARG(document_voice(&reading_of(o, i)->doc)),
                         claim_of(o, i)->span.start,
                         claim_of(o, k)->span.start));
        }
    }
}

/* ---- echoes ---- */

/* The first claim of a reading that starts at or after a byte; claims stand in order of their start. */
static uint32_t claim_from(const Origins *o, uint32_t first, uint32_t end, uint32_t byte)
{
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (claim_of(o, middle)->span.start < byte)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

/* The last claim before a byte that has a source of its own. */
static uint32_t sourced_before(const Origins *o, uint32_t first, uint32_t end, uint32_t byte)
{
    uint32_t from = claim_from(o, first, end, byte);

    for (uint32_t i = from; i-- > first && from - i <= NEAR; )
        if (!is_own(o, i))
            return i;
    return UINT32_MAX;
}

/* "His words were echoed by A, B and C": three voices more, no origin. */
static void echo_segment(Origins *o, const Reading *r, int32_t segment, uint32_t first, uint32_t end)
{
    Span s = r->segments[segment].span;
    uint32_t target = sourced_before(o, first, end, s.start);
    size_t voices = 0;

    if (target == UINT32_MAX)
        return;
    for (uint32_t i = claim_from(o, first, end, s.start); i < end && claim_of(o, i)->span.start < s.end; i++)
        if (i != target) {
            o->moved[i] = true;
            origin_merge(o, target, i, STR_NONE);
        }
    for (size_t m = 0; m < r->mention_count; m++) {
        const Mention *x = &r->mentions[m];
        if (x->segment != segment || x->kind != MENTION_PERSON || !x->person.named)
            continue;
        vec_push(o->w->scratch, &o->echoes, (Echo){ target, x->name });
        voices++;
    }
    vec_push(o->w->scratch, &o->reasons, (Reason){ target, arena_printf(o->w->arena,
             "the words of " STR_FMT " are echoed by %zu others (sentence at byte %u): an echo adds a voice, no origin",
             STR_ARG(source_of(o, target)), voices, s.start) });
}

static void echoes(Origins *o, uint32_t reading)
{
    const Reading *r = &o->w->corpus->readings[reading];

    for (size_t s = 0; s < r->segment_count && r->text.len; s++) {
        size_t at = r->segments[s].span.start;
        uint64_t before = 0;
        ScanWord word;
        if (r->segments[s].role != SEGMENT_SENTENCE)
            continue;
        /* A word, or two in a row: "echoed by". */
        while (scan_word(str_slice(r->text, 0, r->segments[s].span.end), &at, &word)) {
            if (o->w->kind(o->w->kind_context, word.hash) == WORD_ECHO ||
                (before && o->w->kind(o->w->kind_context, fold_join(before, word.hash)) == WORD_ECHO)) {
                echo_segment(o, r, (int32_t)s, o->w->first[reading], o->w->first[reading + 1]);
                break;
            }
            before = word.hash;
        }
    }
}

void origins_restated(Origins *o, uint32_t reading)
{
    move_restatements(o, o->w->first[reading], o->w->first[reading + 1]);
    echoes(o, reading);
}

void origins_in_text(Origins *o, uint32_t reading)
{
    roots_in_text(o, o->w->first[reading], o->w->first[reading + 1]);
    figures_in_text(o, o->w->first[reading], o->w->first[reading + 1]);
}
