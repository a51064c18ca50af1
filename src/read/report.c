/* report.c -- see report.h. */
#include "read/report.h"

#include "lang/tables.h"
#include "read/extent.h"

#define CUES_MAX 48     /* of one sentence */

typedef struct Pass {
    Found      *f;
    const Cover *c;
    const Quotations *quotes;
    size_t      known;          /* attributions that were there before this pass */
    size_t      next;           /* first of them that a later sentence may hold */
    int32_t     open;           /* attribution whose quotation the next sentences may continue, or -1 */
    int32_t     open_paragraph;
    bool        unclosed;       /* the last quotation of `open` runs to the end of its paragraph */
    Str         last_speaker;
    int32_t     last_person;
} Pass;

static Span range_span(const Found *f, Range r)
{
    return r.first < r.last ? (Span){ f->tokens.at[r.first].start, f->tokens.at[r.last - 1].end } : SPAN_NONE;
}

/* Who the words of a source name: the person in them, else the words; for a pronoun whoever spoke last. */
static void name_speaker(Pass *p, const Report *r, Attribution *a)
{
    const Found *f = p->f;

    if (r->source.first >= r->source.last)
        return;
    if (r->source.last - r->source.first == 1 && f->tokens.at[r->source.first].function) {
        a->speaker = p->last_speaker;
        a->person = p->last_person;
        return;
    }
    a->speaker = span_text(f->in->text, a->source);
    for (uint32_t i = r->source.first; i < r->source.last; i++)
        if (p->c->person[i] >= 0) {
            const Mention *m = &f->mentions.at[p->c->person[i]];
            a->person = p->c->person[i];
            if (m->person.named)
                a->speaker = m->person.entity >= 0 ? f->mentions.at[m->person.entity].name : m->name;
            break;
        }
}

static int32_t keep(Pass *p, const Sentence *s, const Report *r)
{
    Found *f = p->f;
    Span cue = range_span(f, (Range){ r->cue.first, r->cue.last });
    Attribution *a = NULL;
    int32_t index = -1;

    for (size_t i = p->next; i < p->known && index < 0; i++) {
        const Attribution *old = &f->attributions.at[i];
        if (old->content_count && old->content[0].start >= f->tokens.at[s->last - 1].end)
            break;
        if (span_is(old->cue) && old->cue.start < cue.end && cue.start < old->cue.end)
            index = (int32_t)i;
    }
    if (index < 0) {
        index = (int32_t)f->attributions.count;
        vec_push(f->arena, &f->attributions, (Attribution){ .source = SPAN_NONE, .person = -1 });
    }
    a = &f->attributions.at[index];
    a->cue = cue;
    a->kind = (AttributionKind)(r->cue.kind - 1);
    if (r->source.first < r->source.last || (size_t)index >= p->known)
        a->source = range_span(f, r->source);
    a->content = arena_array(f->arena, Span, r->parts);
    a->content_count = r->parts;
    for (size_t i = 0; i < r->parts; i++)
        a->content[i] = range_span(f, r->content[i]);
    a->direct = r->direct;
    if ((size_t)index >= p->known)
        name_speaker(p, r, a);
    if (a->speaker.len) {
        p->last_speaker = a->speaker;
        p->last_person = a->person;
    }
    return index;
}

static void append(Pass *p, int32_t attribution, Span part)
{
    Attribution *a = &p->f->attributions.at[attribution];
    Span *content = arena_array(p->f->arena, Span, a->content_count + 1);

    memcpy(content, a->content, a->content_count * sizeof *content);
    content[a->content_count] = part;
    a->content = content;
    a->content_count++;
}

/* A sentence that begins with a quotation and has no cue of its own goes on with the one before it. */
static void go_on(Pass *p, const Sentence *s, const Quotation *q)
{
    if (p->open < 0 || q == NULL || q->first != s->first)
        return;
    append(p, p->open, range_span(p->f, (Range){ q->first, q->last }));
    p->unclosed = !q->closed;
}

static void read_sentence(Pass *p, const Sentence *s)
{
    Report reports[CUES_MAX];
    Extent x = { .f = p->f, .c = p->c, .quotes = p->quotes, .s = s, .reports = reports };
    const Quotation *opening = quotation_at(p->quotes, s->first);
    int32_t direct = -1;

    if (s->paragraph != p->open_paragraph && !(p->unclosed && opening && opening->first == s->first))
        p->open = -1;
    for (uint32_t i = s->first; i < s->last && x.count < CUES_MAX; i++) {
        const Token *t = &p->f->tokens.at[i];
        Report *r = &reports[x.count];
        if (!((t->classes | t->phrase_classes) & CLASS_BIT(CLASS_REPORT)) || (t->function && !t->phrase_len))
            continue;
        const Quotation *q = quotation_at(p->quotes, i);
        if (q && q->last - q->first > 3) {
            i = q->last - 1;
            continue;
        }
        *r = (Report){ .parts = 0 };
        if (!cue_at(p->f, s, i, &r->cue))
            continue;
        uint32_t next = r->cue.last;
        if (report_extent(&x, r)) {
            int32_t index = keep(p, s, r);
            if (r->quoted) {
                const Quotation *last = quotation_at(p->quotes, r->content[r->parts - 1].last - 1);
                direct = index;
                p->unclosed = last && !last->closed;
            }
            x.count++;
        }
        i = next > i ? next - 1 : i;
    }
    if (x.count == 0)
        go_on(p, s, opening);
    else
        p->open = direct;
    if (direct >= 0 || x.count == 0)
        p->open_paragraph = s->paragraph;
}

void read_reports(Found *f, const Cover *c, const Quotations *quotes)
{
    Pass p = { .f = f, .c = c, .quotes = quotes, .known = f->attributions.count, .open = -1, .open_paragraph = -1, .last_person = -1 };

    for (size_t n = 0; n < f->sentences.count; n++) {
        const Sentence *s = &f->sentences.at[n];
        if (s->role == SEGMENT_BOILERPLATE || s->role == SEGMENT_FOOTNOTE || s->role == SEGMENT_BYLINE)
            continue;
        uint32_t start = f->tokens.at[s->first].start;
        while (p.next < p.known && f->attributions.at[p.next].content_count &&
               f->attributions.at[p.next].content[0].end <= start && f->attributions.at[p.next].cue.end <= start)
            p.next++;
        read_sentence(&p, s);
    }
}
