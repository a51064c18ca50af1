/* extent.c -- see extent.h.
 *
 * English has a fixed order of words: the subject fills its clause from where
 * the clause begins to the verb group, and what is reported fills the rest. So
 * the work is to find where clauses begin and end.
 */
#include "read/extent.h"

#include "lang/tables.h"

#define SUBJECT_REACH 70        /* tokens a subject may have */
#define CONTENT_REACH 400       /* tokens a content may have */
#define QUOTED_REACH  6         /* tokens between a quotation and its cue */
#define LIST_REACH    50        /* tokens a list may have */
#define LEAD_REACH    100       /* tokens before a quotation that opens in an earlier sentence */

static const Token *at(const Extent *x, uint32_t i) { return &x->f->tokens.at[i]; }
static bool is_mark(const Extent *x, uint32_t i, uint32_t mark) { return token_mark(&x->f->tokens, i, mark); }
static int kind_of(const Extent *x, uint32_t i) { return i < x->s->last ? function_kind(x->f, i) : -1; }
static bool range_is(Range r) { return r.first < r.last; }

static bool is_dash(const Extent *x, uint32_t i)
{
    return at(x, i)->kind == TOKEN_MARK && (at(x, i)->mark == 0x2014 || at(x, i)->mark == 0x2013 || at(x, i)->mark == '-');
}

static bool is_stop(const Extent *x, uint32_t i)
{
    const Token *t = at(x, i);
    return t->kind == TOKEN_MARK && (t->mark == '.' || t->mark == '!' || t->mark == '?' || t->mark == 0x2026);
}

static bool is_quote_mark(const Extent *x, uint32_t i)
{
    const Token *t = at(x, i);
    return t->kind == TOKEN_MARK && (t->mark == '"' || t->mark == 0x201C || t->mark == 0x201D || t->mark == 0xAB ||
                                     t->mark == 0xBB || t->mark == 0x201E);
}

/* --- sources -------------------------------------------------------------------- */

static bool has_verb(const Extent *x, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (is_verb(x->f, x->s, i))
            return true;
    return false;
}

/* A verb that is not the first after a relative word: "those who survived in X and Y tell". */
static bool has_main_verb(const Extent *x, uint32_t from, uint32_t to)
{
    bool relative = false;

    for (uint32_t i = from; i < to; i++) {
        int kind = kind_of(x, i);
        if (kind == FUNCTION_RELATIVE) {
            relative = true;
        } else if (is_verb(x->f, x->s, i)) {
            if (!relative)
                return true;
            while (i + 1 < to && is_verb(x->f, x->s, i + 1))
                i++;                    /* "who have survived" */
            relative = false;
        }
    }
    return false;
}

/* First token of the clause whose verb group begins at `verb`. */
static uint32_t clause_start(const Extent *x, uint32_t verb, bool *apposition)
{
    const Sentence *s = x->s;
    uint32_t limit = verb > s->first + SUBJECT_REACH ? verb - SUBJECT_REACH : s->first;
    bool closed = verb > s->first && is_mark(x, verb - 1, ',');     /* "X, the mayor, said": the second comma */
    uint32_t i = closed ? verb - 1 : verb;
    bool inside = closed;               /* between the two commas */
    bool verbs = false;                 /* a verb stands to the right: of a relative clause */

    *apposition = closed;
    for (; i > limit; i--) {
        uint32_t k = i - 1;
        const Token *t = at(x, k);
        int kind = kind_of(x, k);
        if (is_mark(x, k, ')')) {
            while (k > limit && !is_mark(x, k, '('))
                k--;
            i = k + 1;
            continue;
        }
        if (is_mark(x, k, ',')) {
            if (inside) {
                inside = verbs = false;
                continue;
            }
            int next = kind_of(x, k + 1);
            if (closed && (next == FUNCTION_ARTICLE || next == FUNCTION_RELATIVE) && k > limit)
                continue;
            return i;
        }
        if (quotation_at(x->quotes, k) || is_mark(x, k, ';') || is_mark(x, k, ':') || is_mark(x, k, '(') || is_dash(x, k) ||
            is_stop(x, k)) {
            if (is_stop(x, k) && at(x, k)->end - at(x, k)->start == 1 && k > limit && i < verb &&
                !(at(x, i)->flags & TOKEN_LINE) && (at(x, k - 1)->flags & TOKEN_CAPITAL) &&
                at(x, k - 1)->end - at(x, k - 1)->start <= 6)
                continue;               /* "Gov. John Doe" */
            return i;
        }
        if (inside) {
            verbs |= is_verb(x->f, s, k);
            continue;
        }
        if (kind == FUNCTION_THAT || kind == FUNCTION_RELATIVE) {
            if (!verbs)
                return i;
            verbs = false;              /* "the man who lives there said" */
            continue;
        }
        int right = i < verb ? kind_of(x, i) : -1;
        if (!verbs && k + 1 < verb &&
            (kind == FUNCTION_SUBORDINATOR || ((right == FUNCTION_PRONOUN || right == FUNCTION_WE) &&
                                               function_is(x->f, k, FUNCTION_SUBORDINATOR))))
            return i;
        if (kind == FUNCTION_CONJUNCTION && (k == s->first || is_mark(x, k - 1, ',') || has_main_verb(x, limit, k)))
            return i;
        if (t->kind == TOKEN_WORD && is_verb(x->f, s, k)) {
            /* a participle behind its noun ("polls conducted by"), or the verb of another clause */
            bool relative = false;
            for (uint32_t j = k; j > limit && j + 12 > k && !relative; j--) {
                int before = kind_of(x, j - 1);
                if (is_mark(x, j - 1, ','))
                    break;
                relative = before == FUNCTION_RELATIVE || before == FUNCTION_THAT;
            }
            bool listed = kind >= 0 || token_is(&x->f->tokens, k, CLASS_REPORT);
            bool behind = word_ending(x->f, k) >= 0 && kind_of(x, i) >= 0 && kind < 0 && i < verb;
            if (!relative && listed && !behind)
                return i;
            verbs |= relative;
        }
    }
    return i;
}

/* Does a date that says when begin here: no lone word such as "early"? */
static bool is_day(const Extent *x, uint32_t i)
{
    int32_t date = x->c->date[i];
    if (date < 0)
        return false;
    bool more = (i > x->s->first && x->c->date[i - 1] == date) || (i + 1 < x->s->last && x->c->date[i + 1] == date);
    return more || (at(x, i)->flags & TOKEN_CAPITAL);
}

/* Leading words that belong to no subject: "But", "still", "On Monday". */
static uint32_t skip_leading(const Extent *x, uint32_t first, uint32_t last)
{
    while (first < last) {
        const Token *t = at(x, first);
        int kind = kind_of(x, first);
        if (t->kind == TOKEN_MARK || kind == FUNCTION_CONJUNCTION || kind == FUNCTION_SUBORDINATOR) {
            first++;
        } else if (is_day(x, first) && last - first > 1) {
            int32_t date = x->c->date[first];
            while (first < last && x->c->date[first] == date)
                first++;
        } else if ((has_frame(x->f, first, REPORT_MODIFIER) || (kind < 0 && word_ending(x->f, first) == ENDING_ADVERB) ||
                    function_is(x->f, first, FUNCTION_SUBORDINATOR)) &&
                   last - first > 1 && !(t->classes & CLASS_BIT(CLASS_GIVEN))) {
            first++;
        } else if ((kind == FUNCTION_PREPOSITION || kind == FUNCTION_IN) && last - first > 2 &&
                   is_day(x, first + 1)) {
            first++;
        } else {
            break;
        }
    }
    return first;
}

/* "X, speaking in Kyiv, said", "X on Monday said": the subject without what only says when and how. */
static uint32_t without_adjunct(const Extent *x, uint32_t first, uint32_t last)
{
    if (last > first + 1 && is_mark(x, last - 1, ',')) {
        uint32_t open = last - 1;
        while (open > first && !is_mark(x, open - 1, ','))
            open--;
        int kind = open > first ? kind_of(x, open) : -1;
        if (open > first + 1 && (kind == FUNCTION_PREPOSITION || kind == FUNCTION_IN || kind == FUNCTION_PRONOUN ||
                                 has_frame(x->f, open, REPORT_MODIFIER) ||
                                 (kind < 0 && !(at(x, open)->flags & TOKEN_CAPITAL) && word_ending(x->f, open) >= 0)))
            return open - 1;
        return last;
    }
    uint32_t end = last;
    while (end > first + 1 && is_day(x, end - 1))
        end--;
    if (end < last && end > first + 1 && (kind_of(x, end - 1) == FUNCTION_PREPOSITION || kind_of(x, end - 1) == FUNCTION_IN))
        end--;
    return end;
}

static Range subject_before(const Extent *x, uint32_t verb)
{
    bool apposition;

    if (verb > x->s->first && (kind_of(x, verb - 1) == FUNCTION_PRONOUN || kind_of(x, verb - 1) == FUNCTION_WE) &&
        !(verb > x->s->first + 1 && kind_of(x, verb - 2) == FUNCTION_CONJUNCTION && verb > x->s->first + 2 &&
          kind_of(x, verb - 3) == FUNCTION_PRONOUN))
        return (Range){ verb - 1, verb };           /* "graves they said": a pronoun is a subject by itself */
    uint32_t first = clause_start(x, verb, &apposition), last = verb;

    first = skip_leading(x, first, last);
    if (first >= last && verb > x->s->first) {      /* "who said": the relative word speaks */
        int kind = kind_of(x, verb - 1);
        if (kind == FUNCTION_RELATIVE || kind == FUNCTION_THAT)
            return (Range){ verb - 1, verb };
    }
    while (last > first && at(x, last - 1)->kind == TOKEN_MARK && !is_mark(x, last - 1, ')') &&
           !(apposition && last == verb && is_mark(x, last - 1, ',')) && !is_mark(x, last - 1, '.'))
        last--;
    last = without_adjunct(x, first, last);
    bool words = false;
    for (uint32_t i = first; i < last; i++)
        words |= at(x, i)->kind != TOKEN_MARK;
    return words ? (Range){ first, last } : (Range){ verb, verb };
}

/* The subject of the sentence: before its first verb. */
static Range main_subject(const Extent *x, uint32_t before)
{
    for (uint32_t i = x->s->first; i < before && i < x->s->first + SUBJECT_REACH; i++) {
        if (!is_verb(x->f, x->s, i) || quotation_at(x->quotes, i))
            continue;
        int kind = i > x->s->first ? kind_of(x, i - 1) : -1;
        if (kind == FUNCTION_RELATIVE || kind == FUNCTION_THAT || word_ending(x->f, i) == ENDING_PROGRESSIVE)
            continue;
        uint32_t verb = i;
        while (verb > x->s->first && (kind_of(x, verb - 1) == FUNCTION_PARTICLE ||
                                      (kind_of(x, verb - 1) < 0 && word_ending(x->f, verb - 1) == ENDING_ADVERB)))
            verb--;
        Range subject = subject_before(x, verb);
        if (range_is(subject))
            return subject;
    }
    return (Range){ before, before };
}

/* Source of a cue that has no subject of its own: whoever the cue before it has. */
static Range inherited(const Extent *x, uint32_t cue)
{
    for (size_t i = x->count; i-- > 0;)
        if (range_is(x->reports[i].source) && x->reports[i].cue.frame != REPORT_NOUN_OF &&
            (x->reports[i].cue.first < cue))
            return x->reports[i].source;
    return main_subject(x, cue);
}

/* End of a source that stands after its cue: "said X, the mayor of Y" up to a full stop or a quotation. */
static Range source_after(const Extent *x, uint32_t from, bool long_)
{
    uint32_t i = from, limit = from + SUBJECT_REACH < x->s->last ? from + SUBJECT_REACH : x->s->last;
    bool first_part = true;

    for (; i < limit; i++) {
        int kind = kind_of(x, i), next = i + 1 < limit ? kind_of(x, i + 1) : -1;
        if (is_quote_mark(x, i) || is_mark(x, i, ';') || is_mark(x, i, ':') || is_dash(x, i))
            break;
        if (is_stop(x, i) && (i + 1 >= limit || !(at(x, i + 1)->kind == TOKEN_WORD)))
            break;
        if (is_mark(x, i, '(')) {
            while (i < limit && !is_mark(x, i, ')'))
                i++;
            continue;
        }
        if (is_mark(x, i, ',')) {
            if (!long_ || i + 1 >= limit || at(x, i + 1)->kind == TOKEN_MARK)
                break;
            if (next == FUNCTION_CONJUNCTION || next == FUNCTION_SUBORDINATOR || next == FUNCTION_PREPOSITION ||
                next == FUNCTION_IN || next == FUNCTION_PRONOUN || next == FUNCTION_PARTICLE ||
                word_ending(x->f, i + 1) == ENDING_PROGRESSIVE || is_verb(x->f, x->s, i + 1))
                break;
            first_part = false;
            continue;
        }
        if (is_day(x, i) && i > from)
            break;
        if (first_part && i > from &&
            (kind == FUNCTION_IN || kind == FUNCTION_SUBORDINATOR || kind == FUNCTION_THAT ||
             (kind == FUNCTION_PREPOSITION && !has_frame(x->f, i, REPORT_PARTICLE))))
            break;
        if (kind == FUNCTION_PRONOUN && i == from)
            return (Range){ from, from + 1 };
    }
    while (i > from && at(x, i - 1)->kind == TOKEN_MARK && !is_mark(x, i - 1, ')') && !is_mark(x, i - 1, '.'))
        i--;
    return (Range){ from, i };
}

/* Can a phrase that names somebody begin here? */
static bool starts_name(const Extent *x, uint32_t i)
{
    if (i >= x->s->last || at(x, i)->kind != TOKEN_WORD)
        return false;
    int kind = kind_of(x, i);
    if (kind == FUNCTION_ARTICLE || kind == FUNCTION_POSSESSIVE || kind == FUNCTION_WE)
        return true;
    if (kind >= 0)
        return kind == FUNCTION_PRONOUN && i + 1 < x->s->last && at(x, i + 1)->kind == TOKEN_MARK;
    return (at(x, i)->flags & TOKEN_CAPITAL) ? x->c->date[i] < 0
                                             : (at(x, i)->classes & (CLASS_BIT(CLASS_ROLE) | CLASS_BIT(CLASS_PEOPLE))) != 0;
}

/* --- contents -------------------------------------------------------------------- */

/* Does a cue stand in a sentence before token `to`? */
static bool has_cue(const Extent *x, const Sentence *s, uint32_t to)
{
    Cue cue;

    for (uint32_t i = s->first; i < to; i++)
        if (cue_at(x->f, s, i, &cue))
            return true;
    return false;
}

static uint32_t skip_adverbs(const Extent *x, uint32_t i)
{
    while (i < x->s->last && at(x, i)->kind == TOKEN_WORD &&
           (kind_of(x, i) == FUNCTION_PARTICLE || kind_of(x, i) == FUNCTION_CONJUNCTION ||
            (kind_of(x, i) < 0 && word_ending(x->f, i) == ENDING_ADVERB)))
        i++;
    return i;
}

/* A cue within the next words, with at most a subject before it. */
static bool cue_ahead(const Extent *x, uint32_t from, uint32_t reach, Cue *ret)
{
    for (uint32_t i = from; i < x->s->last && i < from + reach; i++) {
        if (at(x, i)->kind == TOKEN_MARK && !is_mark(x, i, '.'))
            return false;
        if (i > from && (kind_of(x, i) == FUNCTION_THAT || kind_of(x, i) == FUNCTION_RELATIVE))
            return false;
        if (cue_at(x->f, x->s, i, ret) && ret->frame != REPORT_NOUN_OF && ret->frame != REPORT_ADVERB)
            return true;
        if (is_verb(x->f, x->s, i) && kind_of(x, i) < 0)
            return false;
    }
    return false;
}

/* Does another report begin after the comma or dash at token i? */
static bool report_follows(const Extent *x, const Report *r, uint32_t i)
{
    uint32_t next = skip_adverbs(x, i + 1);
    bool joined = next > i + 1 && kind_of(x, i + 1) == FUNCTION_CONJUNCTION;
    Cue cue;

    if (next < x->s->last && cue_at(x->f, x->s, next, &cue) && cue.first >= i + 1 &&
        (cue.participle || cue.frame == REPORT_SOURCE || joined))
        return true;
    if (!cue_ahead(x, next, 14, &cue) || cue.infinitive || cue.participle)
        return false;
    if (joined)
        return cue.kind == r->cue.kind || cue.frame == REPORT_CLAUSE;
    if (cue.frame != REPORT_CLAUSE && cue.frame != REPORT_HEARER)
        return false;
    return cue.last >= x->s->last || at(x, cue.last)->kind == TOKEN_MARK;   /* ", he said," */
}

/* "a, b and c": a few words without a verb, then another comma or an "and". */
static bool list_goes_on(const Extent *x, uint32_t comma)
{
    uint32_t part = comma + 1, limit = comma + LIST_REACH;

    for (uint32_t i = part; i < x->s->last && i < limit && i < part + 6; i++) {
        if (kind_of(x, i) == FUNCTION_CONJUNCTION)
            return true;
        if (is_mark(x, i, ',')) {
            if (i == part)
                return false;
            part = i + 1;
            continue;
        }
        int kind = kind_of(x, i);
        if (at(x, i)->kind == TOKEN_MARK || kind == FUNCTION_RELATIVE || kind == FUNCTION_PRONOUN ||
            kind == FUNCTION_THAT || is_verb(x->f, x->s, i))
            return false;
    }
    return false;
}

/* Where what begins at `from` ends in its clause. */
static uint32_t content_end(const Extent *x, const Report *r, uint32_t from)
{
    bool narrow = r->cue.frame == REPORT_OBJECT || r->cue.frame == REPORT_ADJECTIVE || r->cue.frame == REPORT_NOUN_OF;
    uint32_t limit = from + CONTENT_REACH < x->s->last ? from + CONTENT_REACH : x->s->last, i = from;

    while (i < limit) {
        const Quotation *q = quotation_at(x->quotes, i);
        if (q && q->first >= from) {
            if (q->last >= limit)
                return q->last;
            i = q->last;
            continue;
        }
        int kind = kind_of(x, i);
        if (is_mark(x, i, '(')) {
            while (i < limit && !is_mark(x, i, ')'))
                i++;
            continue;
        }
        if (is_mark(x, i, ';'))
            return i;
        if (is_mark(x, i, ',') || is_dash(x, i)) {
            bool relative = range_is(r->source) && kind_of(x, r->source.first) == FUNCTION_RELATIVE;
            if (relative && i + 1 < limit && is_verb(x->f, x->s, i + 1))
                return i;               /* "the teacher, who says she saw it, left" */
            if (i > from && (report_follows(x, r, i) || (narrow && !list_goes_on(x, i))))
                return i;
        } else if (kind == FUNCTION_CONJUNCTION && i > from) {
            Cue cue;
            uint32_t next = skip_adverbs(x, i + 1);
            if (next < limit && cue_at(x->f, x->s, next, &cue) && cue.frame != REPORT_NOUN_OF && !cue.infinitive &&
                cue.participle == r->cue.participle && cue.first <= next)
                return i;
        } else if (narrow && i > from && kind == FUNCTION_SUBORDINATOR && !has_frame(x->f, i, REPORT_PARTICLE)) {
            return i;
        } else if (i > from && has_frame(x->f, i, REPORT_SOURCE)) {
            return i;
        }
        i++;
    }
    return i;
}

/* Marks at its end belong to it only inside quotation marks. */
static Range trimmed(const Extent *x, Range r)
{
    while (r.last > r.first && at(x, r.last - 1)->kind == TOKEN_MARK && !is_mark(x, r.last - 1, ')') &&
           !is_mark(x, r.last - 1, '%')) {
        const Quotation *q = quotation_at(x->quotes, r.last - 1);
        if (q && q->first >= r.first && q->last == r.last)
            break;
        r.last--;
    }
    while (r.first < r.last && at(x, r.first)->kind == TOKEN_MARK && !is_mark(x, r.first, '(')) {
        const Quotation *q = quotation_at(x->quotes, r.first);
        if (q && q->first == r.first)
            break;
        r.first++;
    }
    return r;
}

static bool add_content(const Extent *x, Report *r, uint32_t first, uint32_t last)
{
    Range part = trimmed(x, (Range){ first, last });

    if (!range_is(part) || r->parts == CONTENT_PARTS)
        return false;
    const Quotation *q = quotation_at(x->quotes, part.first);
    r->direct |= q && q->first == part.first;
    q = quotation_at(x->quotes, part.last - 1);
    r->quoted |= q && q->last == part.last;
    r->content[r->parts++] = part;
    return true;
}

/* "(told reporters) Ivan Petrenko had": a verb right after the capitalised words at token i. */
static bool verb_after_name(const Extent *x, uint32_t i)
{
    while (i < x->s->last && at(x, i)->kind == TOKEN_WORD && (at(x, i)->flags & TOKEN_CAPITAL))
        i++;
    return i < x->s->last && is_verb(x->f, x->s, i);
}

/* After "told": past the one who was told. */
static uint32_t skip_hearer(const Extent *x, uint32_t i)
{
    uint32_t last = x->s->last, start = i;
    int kind = kind_of(x, i);

    if (kind == FUNCTION_PRONOUN || kind == FUNCTION_WE)
        return i + 1;
    for (uint32_t k = i; k < last && k < i + 14; k++) {
        int word = kind_of(x, k);
        if (word == FUNCTION_THAT || quotation_at(x->quotes, k) || is_mark(x, k, ':') || is_mark(x, k, ','))
            return k;
        if (k > start && (word == FUNCTION_PRONOUN || word == FUNCTION_WE || has_frame(x->f, k, REPORT_TO) ||
                          (has_frame(x->f, k, REPORT_PARTICLE) &&
                           !(word == FUNCTION_OF && k + 1 < last && (at(x, k + 1)->flags & TOKEN_CAPITAL))) ||
                          word == FUNCTION_SUBORDINATOR || word == FUNCTION_OTHER))
            return k;
        if (k > start && (word == FUNCTION_ARTICLE || word == FUNCTION_POSSESSIVE) && kind_of(x, k - 1) < 0)
            return k;
        if (k > start && word < 0 && (at(x, k)->flags & TOKEN_CAPITAL) && !(at(x, k - 1)->flags & TOKEN_CAPITAL) &&
            kind_of(x, k - 1) < 0 && verb_after_name(x, k))
            return k;
        if (is_verb(x->f, x->s, k))
            break;
    }
    return i + 1 < last ? i + 1 : i;
}

/* "said Tuesday that", "wrote on 3 June: ...": to the word that opens the content, if one does. */
static uint32_t skip_adjunct(const Extent *x, uint32_t i)
{
    int kind = kind_of(x, i);

    if (kind == FUNCTION_THAT || i >= x->s->last || quotation_at(x->quotes, i) || has_frame(x->f, i, REPORT_TO))
        return i;
    bool adjunct = x->c->date[i] >= 0 || token_is(&x->f->tokens, i, CLASS_DATEWORD) ||
                   kind == FUNCTION_PREPOSITION || kind == FUNCTION_IN || kind == FUNCTION_PARTICLE ||
                   (kind < 0 && word_ending(x->f, i) == ENDING_ADVERB);
    for (uint32_t k = i; adjunct && k < x->s->last && k < i + 16; k++) {
        if (kind_of(x, k) == FUNCTION_THAT)
            return k;
        int before = k > i ? kind_of(x, k - 1) : FUNCTION_PREPOSITION;
        if (kind_of(x, k) == FUNCTION_PRONOUN && before < 0)
            return k;               /* "said in a statement he would" */
        const Quotation *q = quotation_at(x->quotes, k);
        if (q && q->first == k && k > i && at(x, k - 1)->kind == TOKEN_MARK)
            return k;
        if (is_verb(x->f, x->s, k))
            break;
    }
    uint32_t k = i;
    while (k < x->s->last && x->c->date[k] >= 0)
        k++;                        /* "said Tuesday he would" */
    return k;
}

static void content_right(const Extent *x, Report *r)
{
    uint32_t from = r->cue.last;

    if (r->source.first >= from && range_is(r->source))
        from = r->source.last;
    if (r->cue.frame == REPORT_HEARER && from < x->s->last && at(x, from)->kind == TOKEN_WORD)
        from = skip_hearer(x, from);
    if (r->cue.frame == REPORT_CLAUSE || r->cue.frame == REPORT_HEARER)
        from = skip_adjunct(x, from);
    if (from == r->cue.last && from < x->s->last && is_mark(x, from, ':'))
        from = ++r->cue.last;           /* "said:" */
    while (from < x->s->last && (is_mark(x, from, ',') || is_mark(x, from, ':') ||
                                 (has_frame(x->f, from, REPORT_MODIFIER) && from + 1 < x->s->last && is_mark(x, from + 1, ','))))
        from++;             /* "did not mention, however, that" */
    if (from < x->s->last)
        add_content(x, r, from, content_end(x, r, from));
}

/* Do the words from `from` have a verb before a mark or a relative word: "said the programme is" against "said X"? */
static bool clause_opens(const Extent *x, uint32_t from)
{
    for (uint32_t i = from; i < x->s->last && i < from + SUBJECT_REACH; i++) {
        int kind = kind_of(x, i);
        if ((at(x, i)->kind == TOKEN_MARK && !is_mark(x, i, '.')) || kind == FUNCTION_RELATIVE ||
            function_is(x->f, i, FUNCTION_SUBORDINATOR))
            return false;
        if (i > from && is_verb(x->f, x->s, i))
            return true;
    }
    return false;
}

/* Does the content stand before the words [first, last) of source and cue ("..., he said")? */
static bool stands_after(const Extent *x, uint32_t first, uint32_t last)
{
    if (first <= x->s->first + 1)
        return false;
    const Token *before = at(x, first - 1);
    const Quotation *q = quotation_at(x->quotes, first - 1);
    bool quoted = q && q->last == first;
    if (!quoted && !(before->kind == TOKEN_MARK && (before->mark == ',' || is_dash(x, first - 1))))
        return false;
    if (!quoted && q == NULL && first >= 2) {
        q = quotation_at(x->quotes, first - 2);
        quoted = q && q->last == first - 1;
    }
    if (last >= x->s->last)
        return true;
    int kind = kind_of(x, last);
    bool clause = kind == FUNCTION_THAT || (quotation_at(x->quotes, last) != NULL && !quoted);
    bool ends = at(x, last)->kind == TOKEN_MARK && !is_mark(x, last, ':');
    if (quoted)
        return kind != FUNCTION_THAT || ends;
    if (is_mark(x, first - 1, ',') && is_mark(x, last, ',') && first > x->s->first + 2 &&
        !quotation_at(x->quotes, last + 1))
        return true;                /* "the question, he said, is" */
    if (clause || !has_verb(x, x->s->first, first - 1))
        return false;
    return ends || x->c->date[last] >= 0 || kind == FUNCTION_PREPOSITION || kind == FUNCTION_IN || kind == FUNCTION_BY ||
           kind == FUNCTION_PARTICLE || kind == FUNCTION_SUBORDINATOR;
}

/* First token of the sentence in which a quotation opens that this sentence goes on with. */
static uint32_t quotation_sentence(const Extent *x, const Quotation *q)
{
    size_t n = sentence_at(x->f, q->first);
    const Sentence *s = &x->f->sentences.at[n];

    return s->first < q->first && q->first - s->first < LEAD_REACH && s->paragraph == x->s->paragraph &&
                   !has_cue(x, s, q->first)
               ? s->first : q->first;
}

static void content_left(const Extent *x, Report *r, uint32_t first, uint32_t last)
{
    const Quotation *q = quotation_at(x->quotes, first - 1);
    uint32_t start = x->s->first;

    if (q == NULL && first >= x->s->first + 2)
        q = quotation_at(x->quotes, first - 2);
    for (size_t i = x->count; i-- > 0;)         /* not over what an earlier cue already has */
        if (x->reports[i].parts && x->reports[i].cue.last <= first && x->reports[i].cue.first > start &&
            x->reports[i].after)
            start = x->reports[i].cue.last;
    const Quotation *open = quotation_at(x->quotes, start);
    if (open && open->first < start)
        start = quotation_sentence(x, open);    /* it began in an earlier sentence */
    for (uint32_t i = first - 1; i-- > start + 1;)      /* "they disagree - it is late, he said" */
        if ((is_dash(x, i) || is_mark(x, i, ';')) && !quotation_at(x->quotes, i) && i + 3 < first) {
            start = i + 1;
            break;
        }
    r->after = add_content(x, r, start, first);
    /* "..., he said, and ...": the other half */
    uint32_t i = last;
    bool gap = r->cue.frame == REPORT_HEARER;
    while (i < x->s->last && !is_mark(x, i, ',') && !is_dash(x, i) && !quotation_at(x->quotes, i) && !is_stop(x, i)) {
        i++;
        gap = true;
    }
    if (i < x->s->last && quotation_at(x->quotes, i)) {
        if (i == last || at(x, i - 1)->kind != TOKEN_MARK)
            return;
    } else if (i >= x->s->last || is_stop(x, i) || (gap && !(i + 1 < x->s->last && quotation_at(x->quotes, i + 1)))) {
        return;
    }
    if (!quotation_at(x->quotes, i) &&
        (r->direct || report_follows(x, r, i) || (i + 1 < x->s->last && word_ending(x->f, i + 1) == ENDING_PROGRESSIVE)))
        return;
    while (i < x->s->last && at(x, i)->kind == TOKEN_MARK && !quotation_at(x->quotes, i))
        i++;
    if (i < x->s->last)
        add_content(x, r, i, content_end(x, r, i));
}

/* --- one cue ---------------------------------------------------------------------- */

/* "according to X, ..." and "..., according to X". */
static bool from_source(const Extent *x, Report *r)
{
    r->source = source_after(x, r->cue.last, r->cue.first > x->s->first + 1);
    if (!range_is(r->source))
        return false;
    if (r->cue.first <= x->s->first + 1) {
        uint32_t from = r->source.last;
        while (from < x->s->last && at(x, from)->kind == TOKEN_MARK && !quotation_at(x->quotes, from))
            from++;
        return from < x->s->last && add_content(x, r, from, content_end(x, r, from));
    }
    content_left(x, r, r->cue.first, r->source.last);
    return r->parts > 0;
}

/* "reportedly", "seemed to": what is on both sides. */
static bool on_both_sides(const Extent *x, Report *r)
{
    bool apposition;
    uint32_t verb = r->cue.first;

    while (verb > x->s->first && (kind_of(x, verb - 1) == FUNCTION_BE || kind_of(x, verb - 1) == FUNCTION_AUXILIARY))
        verb--;                     /* "is reportedly" */
    uint32_t first = clause_start(x, verb, &apposition);

    first = skip_leading(x, first, r->cue.first);
    if (first < r->cue.first)
        add_content(x, r, first, r->cue.first);
    if (r->cue.last < x->s->last)
        add_content(x, r, r->cue.last, content_end(x, r, r->cue.last));
    return r->parts > 0;
}

/* "was told", "is expected to", "proposed by": the source, if any, stands after "by". */
static bool passive_extent(const Extent *x, Report *r)
{
    Range subject = subject_before(x, r->cue.first);
    uint32_t from = r->cue.last;

    if (from < x->s->last && kind_of(x, from) == FUNCTION_BY) {
        r->source = source_after(x, from + 1, false);
        from = r->source.last;
    }
    if (range_is(subject) && r->cue.frame != REPORT_HEARER)     /* "was told": the subject only heard it */
        add_content(x, r, subject.first, subject.last);
    if (from < x->s->last && at(x, from)->kind == TOKEN_WORD && !(range_is(r->source) && r->parts))
        add_content(x, r, from, content_end(x, r, from));
    return r->parts > 0;
}

/* "which he said were lost", "what he called a mistake": the relative word is what the rest is said of. */
static void add_relative(const Extent *x, Report *r)
{
    uint32_t k = r->source.first;
    int kind = range_is(r->source) && r->source.last <= r->cue.first && k > x->s->first ? kind_of(x, k - 1) : -1;
    int next = kind_of(x, r->cue.last);

    if ((kind == FUNCTION_RELATIVE || kind == FUNCTION_THAT || (kind == FUNCTION_OTHER && !(at(x, k - 1)->flags & TOKEN_CAPITAL))) &&
        (next == FUNCTION_BE || next == FUNCTION_MODAL || next == FUNCTION_AUXILIARY || next == FUNCTION_PREPOSITION ||
         (next < 0 && r->cue.last < x->s->last && (is_verb(x->f, x->s, r->cue.last) || quotation_at(x->quotes, r->cue.last)))))
        add_content(x, r, k - 1, k);
}

static bool noun_extent(const Extent *x, Report *r)
{
    uint32_t k = r->cue.first;

    while (k > x->s->first && kind_of(x, k - 1) < 0 && at(x, k - 1)->kind == TOKEN_WORD &&
           !(at(x, k - 1)->flags & TOKEN_CAPITAL) && k + 4 > r->cue.first && !is_verb(x->f, x->s, k - 1))
        k--;
    if (k > x->s->first && kind_of(x, k - 1) == FUNCTION_POSSESSIVE) {
        r->source = (Range){ k - 1, k };
        r->cue.first = k;
    } else if (k > x->s->first + 1 && kind_of(x, k - 1) == FUNCTION_PARTICLE &&
               at(x, k - 1)->start == at(x, k - 2)->end) {      /* "Kyiv's claim" */
        uint32_t first = k - 1;
        while (first > x->s->first && (at(x, first - 1)->flags & TOKEN_CAPITAL) && kind_of(x, first - 1) < 0)
            first--;
        r->source = (Range){ first, k - 1 };
        r->cue.first = k;
        if (!range_is(r->source))
            return false;
    } else {
        return false;
    }
    content_right(x, r);
    return r->parts > 0;
}

/* Is what follows the cue a clause: "that", "what", or words with a verb of their own? */
static bool clause_follows(const Extent *x, uint32_t from)
{
    int kind = kind_of(x, from);

    if (from >= x->s->last)
        return false;
    if (kind == FUNCTION_THAT || kind == FUNCTION_OTHER || kind == FUNCTION_SUBORDINATOR || quotation_at(x->quotes, from))
        return true;
    for (uint32_t i = from; i < x->s->last && i < from + 14; i++) {
        if (at(x, i)->kind == TOKEN_MARK || kind_of(x, i) == FUNCTION_RELATIVE || kind_of(x, i) == FUNCTION_CONJUNCTION)
            return false;
        if (i > from && is_verb(x->f, x->s, i))
            return true;
    }
    return false;
}

/* Does this verb report anything with what stands beside it? */
static bool has_complement(const Extent *x, const Report *r)
{
    uint32_t after = r->cue.last;
    int kind = kind_of(x, after);

    if (r->cue.frame == REPORT_FINITE)
        return clause_follows(x, after);
    if (r->cue.frame == REPORT_QUOTED) {
        uint32_t from = r->cue.first > x->s->first + QUOTED_REACH ? r->cue.first - QUOTED_REACH : x->s->first;
        bool near = quotation_at(x->quotes, after) || (after + 1 < x->s->last && quotation_at(x->quotes, after + 1));
        for (uint32_t i = from; i < r->cue.first && !near; i++)
            near = quotation_at(x->quotes, i) != NULL;
        return near;
    }
    if (after < x->s->last && kind == FUNCTION_CONJUNCTION)
        return false;
    if (r->cue.frame == REPORT_OBJECT || r->cue.frame == REPORT_WISH)
        return after < x->s->last && (at(x, after)->kind != TOKEN_MARK || is_mark(x, after, ':') || is_mark(x, after, '$') ||
                                      quotation_at(x->quotes, after)) &&
               (r->cue.last - r->cue.verb > 1 || x->f->tokens.at[r->cue.verb].phrase_len ||
                (kind != FUNCTION_PREPOSITION && kind != FUNCTION_IN) || has_frame(x->f, after, REPORT_TO) ||
                x->c->date[after] >= 0);
    return true;
}

bool report_extent(const Extent *x, Report *r)
{
    const Cue *c = &r->cue;
    uint32_t after = c->last;

    r->source = (Range){ c->first, c->first };
    if (c->frame == REPORT_SOURCE)
        return from_source(x, r);
    if (c->frame == REPORT_ADVERB || c->frame == REPORT_SEEM)
        return on_both_sides(x, r);
    if (c->frame == REPORT_NOUN_OF)
        return noun_extent(x, r);
    if (c->passive || (after < x->s->last && kind_of(x, after) == FUNCTION_BY && !c->participle))
        return passive_extent(x, r);

    if (!has_complement(x, r))
        return false;
    bool speaks = c->frame == REPORT_CLAUSE || c->frame == REPORT_HEARER || c->frame == REPORT_QUOTED;
    if (c->participle || c->infinitive) {
        r->source = inherited(x, c->first);
    } else if (speaks && c->first > x->s->first && at(x, c->first - 1)->kind == TOKEN_MARK && starts_name(x, after) &&
               (quotation_at(x->quotes, c->first - 1) || quotation_at(x->quotes, c->first - 2) ||
                (stands_after(x, c->first, x->s->last) && !clause_opens(x, after)))) {
        r->source = source_after(x, after, true);
        content_left(x, r, c->first, r->source.last);
        return r->parts > 0;
    } else {
        r->source = subject_before(x, c->first);
        if (!range_is(r->source))
            r->source = inherited(x, c->first);
    }
    if (speaks && !c->participle) {
        uint32_t first = range_is(r->source) && r->source.last <= c->first && r->source.last + 1 >= c->first ? r->source.first
                                                                                                         : c->first;
        uint32_t last = c->last;
        if (c->frame == REPORT_HEARER && last < x->s->last && at(x, last)->kind == TOKEN_WORD)
            last = skip_hearer(x, last);
        if (stands_after(x, first, last)) {
            content_left(x, r, first, last);
            return r->parts > 0;
        }
    }
    add_relative(x, r);
    content_right(x, r);
    return r->parts > 0;
}
