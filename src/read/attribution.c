/* attribution.c -- see attribution.h.
 *
 * Each cue ("said", "according to") looks for its source beside it and for
 * its content on the other side: quotation marks first, else the clause after
 * the cue, else the words before the source. A quotation that runs on over
 * sentences or paragraphs keeps its speaker; pronouns take the last speaker.
 */
#include "read/attribution.h"

#include "lang/tables.h"
#include "read/extent.h"
#include "read/speaker.h"

#define CUES_MAX     48         /* of one sentence */
#define TOLD_MAX     16         /* speakers whose outlet is remembered */
#define CONTENT_TOKENS 400      /* tokens of a content, at most */
#define LOOK_BACK    80         /* tokens before a cue in which an act is looked for */
#define BACKSHIFT_REACH 10      /* tokens before the first verb of a sentence that carries speech on */
#define HEADLINE_REACH 7        /* tokens of a source beside a colon or dash */
#define SUBJECT_REACH 80        /* tokens into the sentence at which its subject stands at the latest */
#define SOURCE_REACH 9          /* tokens a source may stand away from its cue */

typedef struct Scene {
    Found       *f;
    const Cover *c;
    ReportedVec *ret;
    Speakers     who;           /* who spoke, and whom a pronoun can mean */
    int32_t      open_quote;    /* attribution whose quotation has not been closed, or -1 */
    int          open_stance;
    int32_t      carried;       /* indirect attribution that the last sentence ended under, or -1 */
    struct { Str speaker; Phrase outlet; } told[TOLD_MAX];    /* who told which outlet */
    size_t       told_count;
    const Quotations *quotes;
    Report       reports[CUES_MAX];     /* of this sentence, where the language has a table of them */
    size_t       report_count;
    size_t       before;        /* attributions of earlier sentences */
} Scene;

static bool opens_quote(uint32_t mark)
{
    return mark == 0x201C || mark == 0x2018 || mark == 0xAB || mark == 0x201E;
}
static bool closes_quote(uint32_t mark) { return mark == 0x201D || mark == 0x2019 || mark == 0xBB; }

static bool is_dash(uint32_t mark) { return mark == 0x2014 || mark == 0x2013 || mark == '-'; }

/* "..., - says Maria. - ...": words of the text inside one pair of marks, between
 * dashes, as Slavic languages have them; also after the dash that opens a dialogue. */
static bool interrupts(const Found *f, const Sentence *s, uint32_t dash)
{
    const Token *before = &f->tokens.at[dash - 1];
    bool pause = before->kind == TOKEN_MARK && (before->mark == ',' || before->mark == '!' || before->mark == '?' ||
                                                before->mark == '.' || before->mark == 0x2026);

    return pause && dash + 1 < s->last &&
           ((f->tokens.at[dash + 1].classes | f->tokens.at[dash + 1].phrase_classes) & CLASS_BIT(CLASS_CUE));
}

/* The quoted stretches of a sentence: pairs of marks, or one that stays open to
 * the end. A quotation of fewer than three words is a term, not speech. */
typedef struct Quoted {
    uint32_t first, last;       /* tokens inside the marks */
    bool     open;              /* not closed in this sentence */
} Quoted;

static size_t find_quotes(const Found *f, const Sentence *s, bool inside, bool dialogue, Quoted out[8])
{
    size_t count = 0;
    uint32_t start = s->first;
    bool low = false;

    inside |= dialogue;
    for (uint32_t i = s->first; i < s->last && count < 8; i++) {
        const Token *t = &f->tokens.at[i];
        if (t->kind != TOKEN_MARK)
            continue;
        bool straight = t->mark == '"';
        if (inside && i > start && is_dash(t->mark) && interrupts(f, s, i)) {
            if (i - start >= 3)
                out[count++] = (Quoted){ start, i, true };
            for (i++; i < s->last && !(is_dash(f->tokens.at[i].mark) && f->tokens.at[i].kind == TOKEN_MARK); i++)
                ;
            if (i + 1 >= s->last)
                return count;       /* it goes on in the next sentence */
            start = i + 1;
            continue;
        }
        if (!inside && (opens_quote(t->mark) || straight)) {
            inside = true;
            low = t->mark == 0x201E;    /* which the upper mark closes that opens in English */
            start = i + 1;
        } else if (inside && (closes_quote(t->mark) || straight ||
                              (t->mark == 0x201C && (low || (i > s->first && !(t->flags & TOKEN_SPACE)))))) {
            inside = low = false;
            if (i - start >= 3)
                out[count++] = (Quoted){ start, i, false };
        }
    }
    if (inside && count < 8 && s->last > start)
        out[count++] = (Quoted){ start, s->last, true };
    return count;
}

static bool in_quotes(const Quoted *q, size_t count, uint32_t i)
{
    for (size_t k = 0; k < count; k++)
        if (i >= q[k].first && i < q[k].last)
            return true;
    return false;
}

/* Can this phrase say something? Weapons and plain places cannot. */
static bool can_speak(const Found *f, const Phrase *p)
{
    if (p->kind == HEAD_NONE || p->kind == HEAD_WEAPON)
        return false;
    return p->kind != HEAD_PLACE || p->actor || f->mentions.at[p->mention].place.sense == SENSE_GOVERNMENT;
}

#define OWNER_WORDS    6    /* words of a source before its head */
#define RELATIVE_REACH 8

/* Token of the relative word that governs token i, or i itself. */
static uint32_t relative_start(const Found *f, const Sentence *s, uint32_t i)
{
    for (uint32_t k = i; k > s->first && k + RELATIVE_REACH > i; k--)
        if (function_kind(f, k - 1) == FUNCTION_RELATIVE)
            return k - 1;
    return i;
}

static bool in_relative(const Found *f, const Sentence *s, uint32_t i)
{
    uint32_t r = relative_start(f, s, i);
    return r < i && r > s->first;
}

/* Subject before the cue: the nearest phrase; over an apposition between commas to the name before it. */
static Phrase source_before(const Scene *x, const Sentence *s, uint32_t cue, const Quoted *q, size_t quotes)
{
    const Found *f = x->f;
    uint32_t limit = cue > s->first + SOURCE_REACH ? cue - SOURCE_REACH : s->first;
    Phrase best = { .kind = HEAD_NONE, .mention = -1 };

    for (uint32_t i = cue; i > limit; i--) {
        uint32_t at = i - 1;
        if (in_quotes(q, quotes, at) || token_mark(&f->tokens, at, ';'))
            break;
        if (token_mark(&f->tokens, at, ',') && at + 1 == cue) {
            /* "Maksim Strelnikov, chairman of the city council, said" */
            Phrase name = { .kind = HEAD_NONE, .mention = -1 };
            for (uint32_t k = at; k > s->first && k + 20 > at; k--)
                if (x->c->person[k - 1] >= 0 && f->mentions.at[x->c->person[k - 1]].person.named) {
                    name = phrase_at(f, x->c, s, k - 1);
                    break;
                }
            if (name.kind != HEAD_NONE)
                return name;
            continue;
        }
        if (token_mark(&f->tokens, at, ',') && best.kind == HEAD_NONE && at + 3 < cue)
            break;
        Phrase p = phrase_at(f, x->c, s, at);
        if (!can_speak(f, &p))
            continue;
        if (p.last != cue && in_relative(f, s, p.first)) {   /* not "who they say" */
            i = relative_start(f, s, p.first) + 1;
            continue;           /* "a man who lives there said": go on to the man */
        }
        best = p;
        int before = p.first > s->first ? function_kind(f, p.first - 1) : -1;
        if (before == FUNCTION_OF || before == FUNCTION_IN || before == FUNCTION_BY ||
            before == FUNCTION_PREPOSITION) {
            i = p.first;        /* "residents of X said": go on to the head */
            continue;
        }
        break;
    }
    return best;
}

static Phrase source_after(const Scene *x, const Sentence *s, uint32_t after)
{
    uint32_t limit = after + 6 < s->last ? after + 6 : s->last;

    for (uint32_t i = after; i < limit; i++) {
        const Token *t = &x->f->tokens.at[i];
        if (t->kind == TOKEN_MARK)
            break;
        Phrase p = phrase_at(x->f, x->c, s, i);
        if (can_speak(x->f, &p))
            return with_name(x->f, x->c, s, p);
        if (function_kind(x->f, i) == FUNCTION_THAT)
            break;
    }
    return (Phrase){ .kind = HEAD_NONE, .mention = -1 };
}

static uint32_t clause_end(const Found *f, const Sentence *s, uint32_t from)
{
    for (uint32_t i = from; i < s->last; i++)
        if (f->tokens.at[i].kind == TOKEN_MARK && (f->tokens.at[i].mark == ',' || f->tokens.at[i].mark == '.' ||
                                                   f->tokens.at[i].mark == ';'))
            return i;
    return s->last;
}

static Span token_span(const Found *f, uint32_t first, uint32_t last)
{
    while (first < last && f->tokens.at[first].kind == TOKEN_MARK)
        first++;
    while (last > first && f->tokens.at[last - 1].kind == TOKEN_MARK)
        last--;
    return first < last ? (Span){ f->tokens.at[first].start, f->tokens.at[last - 1].end } : SPAN_NONE;
}

/* The subject of the sentence before a pronoun: "locals led them to four graves they said ..." */
static Phrase antecedent(const Scene *x, const Sentence *s, uint32_t before)
{
    for (uint32_t i = s->first; i < before && i < s->first + SUBJECT_REACH; i++) {
        Phrase p = phrase_at(x->f, x->c, s, i);
        if (p.kind != HEAD_PERSON && p.kind != HEAD_PEOPLE && p.kind != HEAD_ROLE &&
            p.kind != HEAD_ORGANISATION && p.kind != HEAD_DEMONYM)
            continue;
        int kind = p.first > s->first ? function_kind(x->f, p.first - 1) : -1;
        if (kind != FUNCTION_OF && kind != FUNCTION_IN && kind != FUNCTION_BY && kind != FUNCTION_PREPOSITION)
            return p;
    }
    return (Phrase){ .kind = HEAD_NONE, .mention = -1 };
}

/* "..., said the mayor": a comma, dash or quotation mark before the cue, and no
 * "X, the mayor, said" with its speaker at the head of the sentence. */
static bool comes_after(const Scene *x, const Sentence *s, uint32_t cue, uint32_t after)
{
    const Found *f = x->f;
    const Token *before = &f->tokens.at[cue - 1];

    if (before->kind != TOKEN_MARK || after >= s->last || f->tokens.at[after].kind == TOKEN_MARK ||
        !(before->mark == ',' || before->mark == 0x2014 || before->mark == 0x2013 || before->mark == '"' ||
          closes_quote(before->mark)))
        return false;
    for (uint32_t i = s->first; i + 1 < cue && i < s->first + 6; i++)
        if (token_mark(&f->tokens, i, ',') && i > s->first) {
            Phrase head = phrase_at(f, x->c, s, i - 1);
            return !can_speak(f, &head);
        }
    return true;
}

static bool is_media(const Found *f, const Phrase *p)
{
    const Row *row =
        p->kind == HEAD_ORGANISATION ? match_row(&f->tokens, p->first, CLASS_ORG, &(size_t){ 0 }) : NULL;
    return row && row->n[ORG_KIND] == ORG_MEDIA;
}

static void add(Scene *x, const Phrase *source, Span cue, const Span *content, size_t count, int kind,
                int stance, bool direct)
{
    Found *f = x->f;
    Speaker who = speaker_of(&x->who, source);
    Span *copy = arena_array(f->arena, Span, count);

    memcpy(copy, content, count * sizeof *copy);
    Attribution a = { .source = phrase_span(f, source), .cue = cue, .content = copy, .content_count = count,
                      .speaker = who.name, .person = who.mention, .direct = direct };
    vec_push(f->arena, &f->attributions, a);
    for (size_t i = 0; i < count; i++)
        vec_push(
            f->arena, x->ret,
            (Reported){ (int32_t)f->attributions.count - 1, content[i], stance, kind, is_media(f, source) });
}

static bool is_that(const Found *f, uint32_t i, const Sentence *s)
{
    return i < s->last && function_kind(f, i) == FUNCTION_THAT;
}

/* A noun of office that stands right behind another belongs to it: "a ministry official". */
static Phrase with_title(const Found *f, const Sentence *s, Phrase p)
{
    while ((p.kind == HEAD_ROLE || p.kind == HEAD_PEOPLE || p.kind == HEAD_DEMONYM) && p.last < s->last &&
           !(f->tokens.at[p.last].flags & TOKEN_CAPITAL) &&
           (f->tokens.at[p.last].classes &
            (CLASS_BIT(CLASS_ROLE) | CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_ORGHEAD))))
        p.last++;
    return p;
}

static bool has_act(const Found *f, uint32_t from, uint32_t to)
{
    if (to > from + LOOK_BACK)
        from = to - LOOK_BACK;

    for (uint32_t i = from; i < to; i++)
        if ((f->tokens.at[i].classes | f->tokens.at[i].phrase_classes) & CLASS_BIT(CLASS_ACT))
            return true;
    return false;
}

/* "..., citing Y, reported that ...": what both tell begins after the second "that". */
static uint32_t after_that(const Found *f, const Sentence *s, uint32_t from)
{
    for (uint32_t i = from; i < s->last && i < from + 8; i++) {
        if (has_act(f, i, i + 1))
            return from;
        if (is_that(f, i, s))
            return i + 1;
    }
    return from;
}

/* The sentence before this one, when no attribution has it yet. */
static Span sentence_before(const Scene *x, const Sentence *s)
{
    const Found *f = x->f;
    const Sentence *before = s > f->sentences.at ? s - 1 : NULL;

    if (before == NULL || before->role != SEGMENT_SENTENCE)
        return SPAN_NONE;
    Span span = token_span(f, before->first, before->last);
    for (size_t i = x->ret->count; i-- > 0 && x->ret->at[i].content.end > span.start;)
        if (span_overlaps(x->ret->at[i].content, span))
            return SPAN_NONE;
    return span;
}

/* "It is claimed that ...", "..., it was reported", "are believed to have ...": nobody is named. */
static void impersonal(Scene *x, const Sentence *s, uint32_t cue, size_t len, const Row *row)
{
    const Found *f = x->f;
    uint32_t after = cue + (uint32_t)len, from = after_that(f, s, after);
    Phrase nobody = { .kind = HEAD_NONE, .mention = -1 };
    bool right = cue <= s->first + 1 || !has_act(f, s->first, cue);
    Span content = right ? token_span(f, from, s->last) : token_span(f, s->first, has_act(f, after, s->last) ? s->last : cue);

    if (span_is(content))
        add(x, &nobody, token_span(f, cue, after), &content, 1, (int)row->n[CUE_KIND], (int)row->n[CUE_STANCE], false);
}

/* Is there a word for somebody named before: "by his account"? */
static bool points_back(const Found *f, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i < last; i++) {
        int kind = function_kind(f, i);
        if (kind == FUNCTION_PRONOUN || kind == FUNCTION_POSSESSIVE || token_is(&f->tokens, i, CLASS_GENDER))
            return true;
    }
    return false;
}

/* "According to X, ..." and "..., according to X". */
static void according(Scene *x, const Sentence *s, uint32_t cue, size_t len, const Row *row)
{
    const Found *f = x->f;
    uint32_t end = clause_end(f, s, cue + (uint32_t)len), limit = end < s->last ? end : s->last;
    Phrase source = { .kind = HEAD_NONE, .mention = -1 };
    Span content;

    for (uint32_t i = cue + (uint32_t)len; i < limit && source.kind == HEAD_NONE; i++) {
        Phrase p = phrase_at(f, x->c, s, i);
        if (can_speak(f, &p))
            source = with_name(f, x->c, s, p);
    }
    if (source.kind != HEAD_NONE && source.first < cue + len)
        source.first = cue + (uint32_t)len;
    if (source.kind == HEAD_NONE && end == cue + len && !points_back(f, cue, end)) {
        impersonal(x, s, cue, len, row);                    /* "by preliminary data, ...": nobody */
        return;
    }
    if (source.kind == HEAD_NONE && end == cue + len)       /* "by his account": whoever spoke last */
        source = (Phrase){
            .first = cue, .last = cue + (uint32_t)len, .head = cue, .kind = HEAD_LAST, .mention = -1
        };
    if (source.kind == HEAD_NONE && end > cue + len)
        source = (Phrase){
            .first = cue + (uint32_t)len, .last = end, .head = end - 1, .kind = HEAD_ROLE, .mention = -1
        };
    source = with_title(f, s, source);
    bool right = cue <= s->first + 1 || (end + 1 < s->last && !has_act(f, s->first, cue));
    content = right ? token_span(f, after_that(f, s, end), s->last) : token_span(f, s->first, cue);
    if (!right && row->n[CUE_KIND] == CUE_CITING && f->attributions.count > x->before)    /* "..., X reported, citing Y": they tell the same */
        content = f->attributions.at[f->attributions.count - 1].content[0];
    if (!span_is(content) && cue == s->first)
        content = sentence_before(x, s);            /* "This was reported by ..." */
    if (source.kind == HEAD_NONE || !span_is(content))
        return;
    add(x, &source, token_span(f, cue, cue + (uint32_t)len), &content, 1, (int)row->n[CUE_KIND],
        (int)row->n[CUE_STANCE], false);
}

/* "the report", "his claim": a noun that looks like the verb. */
static bool is_noun_place(const Found *f, uint32_t i)
{
    int kind = function_kind(f, i - 1);
    return kind == FUNCTION_ARTICLE || kind == FUNCTION_POSSESSIVE || kind == FUNCTION_DEMONSTRATIVE ||
           kind == FUNCTION_OF || kind == FUNCTION_IN;
}

/* Content of a verb of saying without quotation marks. */
/* "..., Ukraine's minister said", "..., mayor X said": the comma before the words that belong to the source. */
static uint32_t before_owner(const Found *f, const Sentence *s, uint32_t end)
{
    for (uint32_t i = end; i > s->first && i + OWNER_WORDS > end; i--) {
        const Token *t = &f->tokens.at[i - 1];
        int kind = function_kind(f, i - 1);
        if (t->kind == TOKEN_MARK)
            return t->mark == ',' ? i : end;
        if ((t->classes & (CLASS_BIT(CLASS_ACT) | CLASS_BIT(CLASS_CUE))) ||
            (kind >= 0 && kind != FUNCTION_PARTICLE && kind != FUNCTION_ARTICLE && kind != FUNCTION_POSSESSIVE && kind != FUNCTION_OF))
            return end;
    }
    return end;
}

static Span indirect_content(const Scene *x, const Sentence *s, uint32_t after, const Phrase *source,
                             uint32_t cue)
{
    const Found *f = x->f;
    uint32_t from = after;
    bool that = false;

    if (source->kind != HEAD_NONE && source->first >= after)
        from = source->last;                                    /* "said X" */
    uint32_t plain = from;
    while (from < s->last && (x->c->date[from] >= 0 || function_kind(f, from) == FUNCTION_PREPOSITION) &&
           from < after + 6 && !is_that(f, from, s))
        from++;                                                 /* "reported on 3 June that" */
    for (uint32_t i = from; i < s->last && i < from + 10; i++)
        if (is_that(f, i, s)) {
            from = i + 1;
            that = true;
            break;
        }
    if (!that && plain < from)
        from = plain;               /* "reported about two dead" */
    uint32_t last = from;
    uint32_t limit = s->last - from > CONTENT_TOKENS ? from + CONTENT_TOKENS : s->last;     /* no sentence is endless */
    while (last < limit && !(last > from + 1 && function_kind(f, last - 1) == FUNCTION_CONJUNCTION &&
                               token_is(&f->tokens, last, CLASS_CUE)))
        last++;                                                 /* "denied X and accused Y of": two contents */
    Span right = token_span(f, from, last < limit ? last - 1 : last);
    bool before_cue = !that && source->kind != HEAD_NONE && source->first >= after && cue > s->first &&
                      f->tokens.at[cue - 1].kind == TOKEN_MARK && !token_mark(&f->tokens, source->last, ':');
    if (!before_cue && span_is(right) && (that || (span_len(right) > 12 && s->last - from > 3)))
        return right;
    uint32_t end = source->kind != HEAD_NONE && source->first < cue ? source->first : cue;
    if (source->kind != HEAD_PRONOUN)
        end = before_owner(f, s, end);
    if (end > s->first && f->tokens.at[end - 1].kind != TOKEN_MARK && source->kind != HEAD_PRONOUN)
        return SPAN_NONE;           /* "a claim the ministry denies" */
    return token_span(f, s->first, end);
}

/* "... told the news site TSN": later words of this speaker come through it too. */
static void remember_outlet(Scene *x, const Sentence *s, uint32_t after, const Phrase *source)
{
    const Found *f = x->f;

    for (uint32_t i = after; i < s->last && i < after + 5 && x->told_count < TOLD_MAX; i++) {
        Phrase p = phrase_at(f, x->c, s, i);
        if (p.kind != HEAD_ORGANISATION)
            continue;
        Speaker who = speaker_of(&x->who, source);
        x->told[x->told_count].speaker = who.name;
        x->told[x->told_count++].outlet = p;
        return;
    }
}

static void add_outlet(Scene *x, const Phrase *source, const Span *content, size_t count)
{
    Speaker who = speaker_of(&x->who, source);

    for (size_t i = 0; i < x->told_count && who.name.len; i++)
        if (str_eq(x->told[i].speaker, who.name)) {
            Phrase outlet = x->told[i].outlet;
            Speaker kept = x->who.last;
            Span span = phrase_span(x->f, &outlet);
            if (!str_eq(span_text(x->f->in->text, span), x->f->in->given.publisher))
                add(x, &outlet, SPAN_NONE, content, count, CUE_TELL, STANCE_NEUTRAL, false);
            x->who.last = kept;
            return;
        }
}

/* "Each has ...", "Their ears ...", "Three were buried": goes on with what the last source told. */
static bool is_backshifted(const Found *f, const Sentence *s)
{
    for (uint32_t i = s->first; i < s->last && i < s->first + BACKSHIFT_REACH; i++) {
        if (f->tokens.at[i].kind == TOKEN_MARK)
            return false;
        if (is_verb(f, s, i))
            return has_frame(f, i, REPORT_BACKSHIFT);
    }
    return false;
}

static bool starts_anaphoric(const Found *f, const Sentence *s)
{
    int kind = function_kind(f, s->first);
    const Token *t = &f->tokens.at[s->first];
    const Token *next = s->first + 1 < s->last ? &f->tokens.at[s->first + 1] : NULL;

    if (kind == FUNCTION_PRONOUN || kind == FUNCTION_POSSESSIVE || is_backshifted(f, s))
        return true;
    if (next == NULL || !(next->classes & CLASS_BIT(CLASS_FUNCTION)))
        return false;
    return (kind == FUNCTION_OTHER || (t->classes & CLASS_BIT(CLASS_NUMBER))) &&
           (function_kind(f, s->first + 1) == FUNCTION_AUXILIARY ||
            function_kind(f, s->first + 1) == FUNCTION_BE);
}

static void carry_on(Scene *x, const Sentence *s)
{
    Found *f = x->f;
    const Attribution *before = &f->attributions.at[x->carried];
    Span content = token_span(f, s->first, s->last);

    if (!span_is(content))
        return;
    Attribution a = { .source = before->source,
                      .cue = SPAN_NONE,
                      .content = arena_array(f->arena, Span, 1),
                      .content_count = 1,
                      .speaker = before->speaker,
                      .person = before->person };
    a.content[0] = content;
    vec_push(f->arena, &f->attributions, a);
    vec_push(f->arena, x->ret,
             (Reported){ (int32_t)f->attributions.count - 1, content, STANCE_NEUTRAL, CUE_SAY, false });
}

/* "Ukraine's ...": the phrase only says whose somebody is. */
static bool is_possessor(const Found *f, const Phrase *p, uint32_t end)
{
    return p->last + 1 < end && function_kind(f, p->last) == FUNCTION_PARTICLE &&
           !(f->tokens.at[p->last].flags & TOKEN_SPACE);
}

/* Whom the words of a subject name: its first phrase, or the name in apposition to it. */
/* "Oskil Page in turn": unknown words are a name up to the first preposition, those of "of" aside. */
static uint32_t name_end(const Found *f, Range r)
{
    for (uint32_t i = r.first + 1; i < r.last; i++) {
        int kind = function_kind(f, i);
        if (kind == FUNCTION_IN || kind == FUNCTION_PREPOSITION || kind == FUNCTION_BY)
            return i;
    }
    return r.last;
}

static Phrase phrase_in(const Scene *x, const Sentence *s, Range r)
{
    const Found *f = x->f;
    Phrase none = { .kind = HEAD_NONE, .mention = -1 }, head = none;

    for (uint32_t i = r.first; i < r.last; i++) {
        if (head.kind == HEAD_PERSON || (head.kind == HEAD_PRONOUN))
            break;
        Phrase p = phrase_at(f, x->c, s, i);
        if (p.first < r.first)
            p.first = r.first;
        bool apposition = i > r.first && (token_mark(&f->tokens, i - 1, ',') || i == head.last);
        if ((p.kind == HEAD_PRONOUN && r.last > r.first + 1) || (p.kind != HEAD_NONE && is_possessor(f, &p, r.last)))
            continue;               /* "one local woman"; "Ukraine's minister" is the minister */
        if (head.kind == HEAD_NONE ? can_speak(f, &p) : p.kind == HEAD_PERSON && apposition)
            head = with_title(f, s, p);
        else if (function_kind(f, i) == FUNCTION_RELATIVE && i > r.first)
            break;
    }
    if (head.kind == HEAD_NONE && r.first > s->first && function_kind(f, r.first - 1) == FUNCTION_RELATIVE)
        return antecedent(x, s, r.first - 1);   /* "a volunteer who brings bread there said" */
    if (head.kind == HEAD_NONE && r.last > r.first + 1) {
        uint32_t last = name_end(f, r);
        return (Phrase){ .first = r.first, .last = last, .head = last - 1, .kind = HEAD_ROLE, .mention = -1 };
    }
    return head;
}

/* The extent of the cue at token i, where the language has a table of them; NULL otherwise. */
static const Report *extent_of(Scene *x, const Sentence *s, uint32_t i)
{
    Extent e = { .f = x->f, .c = x->c, .quotes = x->quotes, .s = s, .reports = x->reports, .count = x->report_count };
    Report *r = &x->reports[x->report_count];

    if (x->report_count == CUES_MAX || !token_is(&x->f->tokens, i, CLASS_REPORT))
        return NULL;
    *r = (Report){ .parts = 0 };
    if (!cue_at(x->f, s, i, &r->cue) || !report_extent(&e, r))
        return NULL;
    x->report_count++;
    return r;
}

/* From the first to the last word of what is reported, without the "that" before it. */
static Span whole_content(const Found *f, const Sentence *s, const Report *r)
{
    uint32_t first = r->content[0].first;

    return token_span(f, first + is_that(f, first, s), r->content[r->parts - 1].last);
}

static void say(Scene *x, const Sentence *s, uint32_t cue, size_t len, const Row *row, Quoted *q, size_t quotes)
{
    const Found *f = x->f;
    uint32_t after = cue + (uint32_t)len;
    bool participle =
        row->n[CUE_KIND] == CUE_PARTICIPLE; /* ", saying that": the subject of the sentence speaks */
    Phrase source = participle ? antecedent(x, s, cue) : source_before(x, s, cue, q, quotes);
    Span content[9];
    size_t count = 0;

    if (!participle && cue > s->first && comes_after(x, s, cue, after)) {
        Phrase follower = source_after(x, s, after);
        if (follower.kind != HEAD_NONE && follower.first <= after + 1)
            source = follower;
    }
    bool quote_before = quotes && q[0].last <= cue;
    if (!participle &&
        (source.kind == HEAD_NONE || (quote_before && source.last < cue && source.first <= q[0].last)))
        source = source_after(x, s, after);
    if (source.kind == HEAD_NONE)
        source = source_before(x, s, cue, NULL, 0);
    const Report *whole = extent_of(x, s, cue);
    if (whole && whole->source.first < whole->source.last) {
        Phrase subject = phrase_in(x, s, whole->source);
        if (subject.kind != HEAD_NONE)
            source = subject;
    }
    if ((participle || row->n[CUE_KIND] == CUE_TELL) && source.kind == HEAD_NONE)
        return;
    bool embedded = false;
    if (source.kind == HEAD_PRONOUN && source.first > s->first + 2 && source.last == cue && quotes == 0 &&
        f->tokens.at[source.first - 1].kind != TOKEN_MARK && function_kind(f, source.first) != FUNCTION_WE &&
        !function_is(f, source.first - 1, FUNCTION_SUBORDINATOR) && function_kind(f, source.first - 1) != FUNCTION_THAT &&
        function_kind(f, source.first - 1) != FUNCTION_CONJUNCTION) {
        Phrase subject = antecedent(x, s, source.first);
        if (subject.kind != HEAD_NONE) {
            source = subject;
            embedded = true;    /* the whole sentence is what they say */
        }
    }
    for (size_t i = 0; i < quotes; i++)
        content[count++] = token_span(f, q[i].first, q[i].last);
    bool direct = count > 0;
    if (!direct) {
        content[0] = embedded ? token_span(f, s->first, s->last)
                     : whole  ? whole_content(f, s, whole)
                              : indirect_content(x, s, after, &source, cue);
        count = span_is(content[0]);
    }
    if (count == 0 || (source.kind == HEAD_NONE && !direct))
        return;
    if (row->n[CUE_KIND] == CUE_TELL)
        remember_outlet(x, s, after, &source);
    add_outlet(x, &source, content, count);
    add(x, &source, token_span(f, cue, after), content, count, (int)row->n[CUE_KIND], (int)row->n[CUE_STANCE],
        direct);
    if (quotes && q[quotes - 1].open) {
        x->open_quote = (int32_t)f->attributions.count - 1;
        x->open_stance = (int)row->n[CUE_STANCE];
    }
}

/* "soldiers accused of looting", "was accused of": who stands before it is charged and says nothing. */
static bool is_charged(const Found *f, uint32_t cue, uint32_t after, const Row *row)
{
    return row->n[CUE_STANCE] == STANCE_DOUBT && word_ending(f, cue) == ENDING_PAST && after < f->tokens.count &&
           function_kind(f, after) == FUNCTION_OF;
}

/* What they are charged with is somebody's allegation, of whom nothing is known. */
static void charge(Scene *x, const Sentence *s, uint32_t cue, uint32_t of, const Row *row)
{
    Phrase nobody = { .kind = HEAD_NONE, .mention = -1 };
    uint32_t end = clause_end(x->f, s, of + 1);
    Span content = token_span(x->f, of + 1, end < s->last ? end : s->last);

    if (span_is(content))
        add(x, &nobody, token_span(x->f, cue, of + 1), &content, 1, (int)row->n[CUE_KIND], (int)row->n[CUE_STANCE], false);
}

/* A verb of speech that only the wider table has ("admitted that", "complained that"):
 * a statement, unless what follows is no clause ("promised to come"). */
static bool say_otherwise(Scene *x, const Sentence *s, uint32_t i)
{
    const Found *f = x->f;
    const Report *r = extent_of(x, s, i);

    if (r == NULL || r->cue.kind != REPORT_SPEECH || r->source.first >= r->source.last ||
        (r->cue.frame != REPORT_CLAUSE && r->cue.frame != REPORT_HEARER) || r->cue.passive)
        return false;
    uint32_t first = r->content[0].first;
    Phrase source = phrase_in(x, s, r->source);
    Span content = whole_content(f, s, r);
    bool anybody = source.kind != HEAD_ROLE || token_is(&f->tokens, source.head, CLASS_ROLE) ||
                   (f->tokens.at[source.head].phrase_classes & CLASS_BIT(CLASS_ROLE));
    if (source.kind == HEAD_NONE || !anybody || !span_is(content) || r->direct ||
        !(r->after || is_that(f, first, s) || function_kind(f, first) == FUNCTION_PRONOUN))
        return false;
    add(x, &source, token_span(f, r->cue.first, r->cue.last), &content, 1, CUE_SAY, STANCE_NEUTRAL, false);
    return true;
}

/* A sentence inside a quotation that began earlier, or a quotation without a cue after a speaker. */
static void go_on_quoting(Scene *x, const Quoted *q, size_t quotes)
{
    Found *f = x->f;

    for (size_t i = 0; i < quotes; i++) {
        Span content = token_span(f, q[i].first, q[i].last);
        if (!span_is(content))
            continue;
        Attribution a = { .source = SPAN_NONE,
                          .cue = SPAN_NONE,
                          .content = arena_array(f->arena, Span, 1),
                          .content_count = 1,
                          .speaker = x->who.last.name,
                          .person = x->who.last.mention,
                          .direct = true };
        a.content[0] = content;
        vec_push(f->arena, &f->attributions, a);
        vec_push(f->arena, x->ret,
                 (Reported){ (int32_t)f->attributions.count - 1, content, x->open_stance, CUE_SAY, false });
        x->open_quote = q[i].open ? (int32_t)f->attributions.count - 1 : -1;
    }
}

static Span mark_span(const Found *f, uint32_t i)
{
    return (Span){ f->tokens.at[i].start, f->tokens.at[i].end };
}

/* Whoever stands beside the mark of a headline speaks; a thing or a place is what it is about ("Kramatorsk
 * station: 52 killed"), unless quoted words follow. */
static bool can_head(const Found *f, const Phrase *p, uint32_t said)
{
    const Token *t = &f->tokens.at[said];
    bool quoted = t->kind == TOKEN_MARK && (opens_quote(t->mark) || t->mark == '"');

    if (p->kind == HEAD_NONE || p->kind == HEAD_PRONOUN)
        return false;
    if (p->kind == HEAD_PLACE)
        return quoted;
    return p->kind != HEAD_ROLE || quoted || token_is(&f->tokens, p->head, CLASS_ROLE) ||
           (f->tokens.at[p->head].phrase_classes & CLASS_BIT(CLASS_ROLE)) || p->mention >= 0;
}

/* "Mayor: two people killed" and "Two people killed - police": a mark does for the verb. */
static bool headline(Scene *x, const Sentence *s)
{
    const Found *f = x->f;
    bool title = s->role == SEGMENT_TITLE || s->role == SEGMENT_HEADING;
    uint32_t limit = s->first + HEADLINE_REACH < s->last ? s->first + HEADLINE_REACH : s->last, k = s->first;

    while (k < limit && f->tokens.at[k].kind != TOKEN_MARK)
        k++;
    if (k < limit && k > s->first && token_mark(&f->tokens, k, ':') && k + 3 < s->last) {
        Phrase p = phrase_in(x, s, (Range){ s->first, k });
        Span content = token_span(f, k + 1, s->last);
        if (can_head(f, &p, span_is(content) ? k + 1 : s->last) && p.last == k && p.first == s->first &&
            span_is(content)) {
            add(x, &p, mark_span(f, k), &content, 1, CUE_SAY, STANCE_NEUTRAL, false);
            return true;
        }
    }
    for (uint32_t i = s->last; title && i > s->first + 3 && i + HEADLINE_REACH > s->last; i--) {
        if (f->tokens.at[i - 1].kind != TOKEN_MARK || !is_dash(f->tokens.at[i - 1].mark))
            continue;
        Phrase p = phrase_in(x, s, (Range){ i, s->last });
        Span content = token_span(f, s->first, i - 1);
        if (!can_head(f, &p, s->first) || p.first != i || p.last != s->last)
            return false;
        add(x, &p, mark_span(f, i - 1), &content, 1, CUE_SAY, STANCE_NEUTRAL, false);
        return true;
    }
    return false;
}

static void read_sentence(Scene *x, const Sentence *s, bool new_paragraph)
{
    Found *f = x->f;
    Quoted q[8];
    size_t attributions = f->attributions.count;
    const Token *first = &f->tokens.at[s->first];
    bool starts_quoted = first->kind == TOKEN_MARK && (opens_quote(first->mark) || first->mark == '"');
    bool inside = x->open_quote >= 0 && !starts_quoted && !new_paragraph;
    x->report_count = 0;
    x->before = f->attributions.count;
    if ((s->role == SEGMENT_TITLE || s->role == SEGMENT_HEADING || new_paragraph) && !starts_quoted && headline(x, s))
        return;
    bool dialogue = new_paragraph && first->kind == TOKEN_MARK && is_dash(first->mark);
    size_t quotes = find_quotes(f, s, inside, dialogue, q), cues = 0;

    if (x->open_quote >= 0 && new_paragraph && !starts_quoted)
        x->open_quote = -1;
    for (uint32_t i = s->first; i < s->last; i++) {
        size_t len = 0;
        const Row *row = match_row(&f->tokens, i, CLASS_CUE, &len);
        if (in_quotes(q, quotes, i))
            continue;
        if (row == NULL) {
            cues += token_is(&f->tokens, i, CLASS_REPORT) && say_otherwise(x, s, i);
            continue;
        }
        if (len == 1 && i > s->first && is_noun_place(f, i))
            continue;
        if (len == 1 && token_is(&f->tokens, i, CLASS_REPORT) && !cue_at(f, s, i, &(Cue){ .first = 0 }))
            continue;           /* "the United States", "failed to say" */
        if (row->n[CUE_KIND] == CUE_ACCORDING || row->n[CUE_KIND] == CUE_CITING)
            according(x, s, i, len, row);
        else if (row->n[CUE_KIND] == CUE_IMPERSONAL)
            impersonal(x, s, i, len, row);
        else if (is_charged(f, i, i + (uint32_t)len, row))
            charge(x, s, i, i + (uint32_t)len, row);
        else if (row->n[CUE_KIND] == CUE_SAY || row->n[CUE_KIND] == CUE_TELL ||
                 row->n[CUE_KIND] == CUE_PARTICIPLE)
            say(x, s, i, len, row, q, cues ? 0 : quotes);
        else
            continue;
        cues++;
        i += (uint32_t)len - 1;
    }
    if (cues == 0 && quotes && (inside || starts_quoted) && x->who.last.name.len)
        go_on_quoting(x, q, quotes);
    else if (cues == 0)
        x->open_quote = -1;
    if (cues == 0 && quotes == 0 && x->carried >= 0 && starts_anaphoric(f, s)) {
        carry_on(x, s);
        return;
    }
    x->carried = -1;
    if (cues && quotes == 0 && f->attributions.count > attributions) {
        const Attribution *a = &f->attributions.at[f->attributions.count - 1];
        uint32_t end = f->tokens.at[s->last - 1].start;
        if (!a->direct && a->speaker.len && a->content[a->content_count - 1].end + 2 >= end)
            x->carried = (int32_t)f->attributions.count - 1;
    }
}

/* Contents in text order: only what points back to an earlier sentence stands wrong. */
static void sort_reported(ReportedVec *v)
{
    for (size_t i = 1; i < v->count; i++) {
        Reported r = v->at[i];
        size_t k = i;
        for (; k > 0 && v->at[k - 1].content.start > r.content.start; k--)
            v->at[k] = v->at[k - 1];
        v->at[k] = r;
    }
}

void read_attributions(Found *f, const Cover *c, const Quotations *quotes, ReportedVec *ret)
{
    Scene x = { .f = f, .c = c, .ret = ret, .quotes = quotes, .open_quote = -1, .carried = -1 };
    int32_t paragraph = -1;

    speakers_init(&x.who, f, c);

    for (size_t n = 0; n < f->sentences.count; n++) {
        const Sentence *s = &f->sentences.at[n];
        if (s->role == SEGMENT_BOILERPLATE || s->role == SEGMENT_FOOTNOTE || s->role == SEGMENT_BYLINE)
            continue;
        if (s->role == SEGMENT_HEADING)
            speakers_forget(&x.who);
        read_sentence(&x, s, s->paragraph != paragraph);
        speakers_topic(&x.who, s);
        paragraph = s->paragraph;
    }
    sort_reported(ret);
}
