/* explanations.c -- two answers to one question: a disagreement without numbers.
 *
 * "Lack of discipline" by one speaker and "an active plan" by another cannot be
 * set right by a count, yet they decide who answers for what happened. Which
 * words give an answer, and to what question, is data (weighing.tsv: question:answer). A
 * row is no alarm: both may be partly right, and both must stand with their speakers.
 */
#include "base/auto.h"
#include "lang/scan.h"
#include "weigh/rows.h"

#include <stdlib.h>

#define ANSWERS_TOGETHER 48     /* of one text, or of one incident, that are set against each other */
#define ROWS_TOGETHER   4
#define SIDE_SITES      3       /* sentences shown for each answer */

/* One sentence that answers a question. */
typedef struct Answer {
    Str      question, answer, speaker;
    uint32_t reading, claim, group;
    Span     span;              /* the words that answer, with what follows them in their claim */
} Answer;

typedef VEC(Answer) AnswerVec;

static bool names_somebody(const Rows *rows, const Reading *r, Span source)
{
    size_t at = source.start;
    ScanWord w;

    return span_is(source) && scan_word(str_slice(r->text, 0, source.end), &at, &w) &&
           !(word_is(&rows->words, w.hash, USE_FUNCTION) && w.span.end >= source.end);
}

/* Who says the words at `span`: the speaker of the narrowest attribution whose content holds them and whose cue stands in
 * the same sentence and whose source is named there, no pronoun ("the pattern that suggests ..."); else the publisher. */
static Str speaker_at(const Rows *rows, const Reading *r, Span sentence, Span span)
{
    const Attribution *best = NULL;
    size_t width = SIZE_MAX;

    for (size_t i = 0; i < r->attribution_count; i++) {
        const Attribution *a = &r->attributions[i];
        for (size_t k = 0; k < a->content_count; k++)
            if (a->speaker.len && span_within(a->cue, sentence) &&
                names_somebody(rows, r, a->source) && span_within(span, a->content[k]) &&
                span_len(a->content[k]) < width) {
                best = a;
                width = span_len(a->content[k]);
            }
    }
    return best ? best->speaker : document_voice(&r->doc);
}

static Str innermost(const Claim *c)
{
    return c->chain_count ? c->chain[c->chain_count - 1].name : STR_NONE;
}

/* The claims of one text in order, beside its sentences in order. */
typedef struct Beside {
    const Rows *rows;
    uint32_t    reading, next;      /* the first claim that does not end before the sentence */
} Beside;

/* What the claims of a sentence say of it. Sentences must be asked in order. */
typedef struct Stated {
    uint32_t claim;             /* that holds the words, CLAIM_NONE */
    bool     harm, withheld;    /* some claim is of harm; of what is withheld whole */
} Stated;

static Stated stated_in(Beside *b, Span sentence, Span words)
{
    const Views *all = b->rows->all;
    const Taxonomy *t = b->rows->corpus->taxonomy;
    const Reading *r = &b->rows->corpus->readings[b->reading];
    ActSet pattern = act_bit(t, S("PATTERN"));
    Stated s = { .claim = CLAIM_NONE };

    while (b->next < r->claim_count && r->claims[b->next].span.end <= sentence.start)
        b->next++;
    for (uint32_t i = b->next; i < r->claim_count && r->claims[i].span.start < sentence.end; i++) {
        const Claim *c = &r->claims[i];
        s.harm |= (c->acts & (acts_harm(t) | pattern)) != 0;
        s.withheld |= (c->acts & acts_compartment(t)) != 0;
        if (span_within(words, c->span) && !all->at[all->first[b->reading] + i].denied)
            s.claim = i;
    }
    return s;
}

/* The sentences of one text that answer something. Only beside harm: a paragraph without any is about other things. */
static void take_answers(const Rows *rows, Arena *arena, uint32_t reading, AnswerVec *found)
{
    const Reading *r = &rows->corpus->readings[reading];
    Beside beside = { rows, reading, 0 };
    size_t begin = found->count;
    int32_t harm_paragraph = -2;
    Phrase p;

    for (size_t i = 0; i < r->segment_count && found->count < begin + ANSWERS_TOGETHER; i++) {
        const Segment *s = &r->segments[i];
        size_t at = s->span.start;
        if (s->role == SEGMENT_BOILERPLATE || s->role == SEGMENT_FOOTNOTE || s->role == SEGMENT_BYLINE)
            continue;
        Stated any = stated_in(&beside, s->span, SPAN_NONE);
        if (any.harm)
            harm_paragraph = s->paragraph;
        while (!any.withheld && s->paragraph - harm_paragraph <= 1 &&
               words_find(&rows->words, str_slice(r->text, 0, s->span.end), &at, USE_CAUSE, &p)) {
            Str answer = p.value, question;
            Stated its = stated_in(&beside, s->span, p.span);
            uint32_t group = its.claim == CLAIM_NONE ? NO_GROUP
                                                     : rows->groups->group[rows->all->first[reading] + its.claim];
            Str speaker = its.claim == CLAIM_NONE ? speaker_at(rows, r, s->span, p.span)
                                                  : innermost(&r->claims[its.claim]);
            if (str_cut(&answer, ':', &question) && answer.len)
                vec_push(arena, found, (Answer){ question, answer, speaker, reading, its.claim, group,
                                                 { p.span.start, s->span.end } });
        }
    }
}

static bool same_speaker(const Answer *a, const Answer *b)
{
    return str_eq(a->speaker, b->speaker);
}

/* All answers of this kind, each speaker once, at most SIDE_SITES. */
static size_t side(const Answer *at, size_t count, const Answer *of, Site *sites)
{
    const Answer *taken[SIDE_SITES];
    size_t used = 0;

    for (size_t i = 0; i < count && used < SIDE_SITES; i++) {
        bool known = false;
        if (!str_eq(at[i].question, of->question) || !str_eq(at[i].answer, of->answer))
            continue;
        for (size_t k = 0; k < used; k++)
            known |= same_speaker(taken[k], &at[i]);
        if (known)
            continue;
        taken[used] = &at[i];
        sites[used++] = (Site){ at[i].reading, at[i].span, at[i].claim };
    }
    return used;
}

/* The pairs of answers that a row was written for. */
typedef struct Told {
    const Answer *one[ROWS_TOGETHER], *other[ROWS_TOGETHER];
    size_t        count;
} Told;

static bool is_told(const Told *t, const Answer *a, const Answer *b)
{
    for (size_t i = 0; i < t->count; i++)
        if (str_eq(t->one[i]->question, a->question) &&
            ((str_eq(t->one[i]->answer, a->answer) && str_eq(t->other[i]->answer, b->answer)) ||
             (str_eq(t->one[i]->answer, b->answer) && str_eq(t->other[i]->answer, a->answer))))
            return true;
    return false;
}

/* Answers of one text, or (`across`) of the texts of one incident, against each other. */
static void compare_answers(Rows *rows, const Answer *at, size_t count, bool across)
{
    Told told = { .count = 0 };

    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && told.count < ROWS_TOGETHER; k++) {
            const Answer *a = &at[i], *b = &at[k];
            if (!str_eq(a->question, b->question) || str_eq(a->answer, b->answer) || same_speaker(a, b) ||
                (across && a->reading == b->reading) || is_told(&told, a, b))
                continue;
            Site sites[2 * SIDE_SITES];
            size_t used = side(at, count, a, sites);
            used += side(at, count, b, sites + used);
            rows_add(rows, CONFLICT_EXPLANATION, VERDICT_NOT_COMPARABLE, sites, used,
                     arena_printf(rows->arena, "two explanations by different speakers (" STR_FMT "; " STR_FMT "); no "
                                  "number decides between them, and each stands with its speaker", STR_ARG(a->speaker),
                                  STR_ARG(b->speaker)));
            told.one[told.count] = a;
            told.other[told.count++] = b;
        }
}

static int by_group(const void *a, const void *b)
{
    const Answer *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->reading != y->reading)
        return x->reading < y->reading ? -1 : 1;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

/* Of each incident the first answers of its texts. */
static void compare_incidents(Rows *rows, AnswerVec *all)
{
    if (all->count)
        qsort(all->at, all->count, sizeof *all->at, by_group);
    for (size_t i = 0, end; i < all->count; i = end) {
        for (end = i; end < all->count && all->at[end].group == all->at[i].group; end++)
            ;
        if (all->at[i].group != NO_GROUP)
            compare_answers(rows, all->at + i, end - i < ANSWERS_TOGETHER ? end - i : ANSWERS_TOGETHER, true);
    }
}

void explanations_find(Rows *rows)
{
    AUTO_ARENA scratch = arena_create();
    AnswerVec all = { 0 };

    for (uint32_t r = 0; r < rows->corpus->reading_count; r++) {
        size_t begin = all.count;
        if (rows->corpus->readings[r].text.len)
            take_answers(rows, scratch, r, &all);
        compare_answers(rows, all.at + begin, all.count - begin, false);
    }
    compare_incidents(rows, &all);
}
