/* explain.c -- see explain.h.
 *
 * In a case a word is looked up for the reader only where the view shows it as it
 * stands: the table row behind a protected name would be the name.
 */
#include "cli/explain.h"

#include "base/auto.h"

#include "cli/print.h"
#include "model/json.h"
#include "read/derive.h"
#include "tell/asset.h"

#define PREFIX_MIN 4

static Str words_of(const Explained *x, Span span)
{
    if (!span_is(span))
        return STR_NONE;
    return x->work ? quote_text(x->work, x->cli->arena, x->index, span) : span_text(x->text, span);
}

static bool shown_as_it_stands(const Explained *x, Span span)
{
    return !x->work ||
           str_eq(view_text_str(x->work->view, x->cli->arena, x->index, span), span_text(x->text, span));
}

static void field_span(const Explained *x, const char *label, Span span)
{
    if (!span_is(span))
        return;
    if (!shown_as_it_stands(x, span))       /* the bytes of a masked name would tell its length */
        print_field(x->cli, label, words_of(x, span));
    else
        print_field(x->cli, label, arena_printf(x->cli->arena, STR_FMT "  (bytes %u to %u)",
                    STR_ARG(words_of(x, span)), span.start, span.end));
}

/* The second column of rules.tsv for a rule of the program, or STR_NONE. */
static Str program_rule(Str rule)
{
    Str rest = asset_bytes(S("rules.tsv"));

    while (rest.len) {
        Str line, name, says;
        str_cut(&rest, '\n', &line);
        str_cut(&line, '\t', &name);
        str_cut(&line, '\t', &says);
        if (str_eq(name, rule))
            return says;
    }
    return STR_NONE;
}

static void field_rule(const Explained *x, Str language, Str rule)
{
    Arena *a = x->cli->arena;
    Str says = program_rule(rule);

    print_field(x->cli, "rule", rule);
    if (!says.len)
        says = derive_rule(x->lang, a, language, rule);
    if (says.len)
        print_field(x->cli, "which is", says);
}

/* Is every word of the phrase that begins at word i shown? A row of a longer phrase names what follows, too. */
static bool phrase_shown(const Explained *x, const WordTrace *words, size_t count, size_t i, uint32_t length)
{
    size_t last = i + length - 1;

    if (length <= 1 || !x->work)
        return true;
    return last < count && shown_as_it_stands(x, (Span){ words[i].span.start, words[last].span.end });
}

/* The words of a span, each with the rows that the tables have on it. */
static void field_words(const Explained *x, Span span)
{
    Arena *a = x->cli->arena;
    WordTrace *words;
    size_t count = derive_words(x->lang, a, x->text, x->reading->doc.language, span, &words);

    for (size_t i = 0; i < count; i++) {
        const WordTrace *w = &words[i];
        if (!shown_as_it_stands(x, w->span)) {
            print_field(x->cli, "word", S("(protected)"));
            continue;
        }
        field_span(x, "word", w->span);
        for (size_t k = 0; k < w->sense_count; k++) {
            const WordSense *s = &w->senses[k];
            if (!phrase_shown(x, words, count, i, s->words))
                continue;
            Str phrase = s->words > 1 ? arena_printf(a, " (%u words)", s->words) : S("");
            print_field(x->cli, "", arena_printf(a, STR_FMT STR_FMT ": " STR_FMT, STR_ARG(s->table),
                        STR_ARG(phrase), STR_ARG(s->form)));
            if (s->says.len)
                print_field(x->cli, "", arena_printf(a, "    " STR_FMT, STR_ARG(s->says)));
        }
        if (w->sense_count == 0)
            print_field(x->cli, "", S("in no table"));
    }
}

static Str language_of(const Explained *x, int32_t segment)
{
    return segment >= 0 ? x->reading->segments[segment].language : x->reading->doc.language;
}

/* What else the name may mean, and why this was chosen or nothing was. */
static void place_meanings(const Explained *x, const PlaceFields *p)
{
    for (int32_t i = 0; i < p->option_count; i++) {
        AUTO_STRBUF why = { 0 };
        for (unsigned k = 0; k < OPTION_REASONS; k++)
            if (p->options[i].reasons >> k & 1)
                strbuf_printf(&why, "%s%s", why.len ? ", " : "", option_reason_name(k));
        print_field(x->cli, i ? "" : "may be", arena_printf(x->cli->arena, STR_FMT "  %.1f %%%s" STR_FMT,
                    STR_ARG(p->options[i].place_id), 100 * p->options[i].share, why.len ? "  " : "", STR_ARG(strbuf_str(&why))));
    }
}

static void mention_values(const Explained *x, const Mention *m)
{
    Arena *a = x->cli->arena;

    switch (m->kind) {
    case MENTION_DATE:
        print_field(x->cli, "date", arena_printf(a, STR_FMT " " STR_FMT ", " STR_FMT ": " STR_FMT,
                    STR_ARG(timex_type_name(m->date.timex)), STR_ARG(m->date.value),
                    STR_ARG(resolution_name(m->date.resolution)), STR_ARG(m->date.edtf)));
        break;
    case MENTION_PLACE:
        print_field(x->cli, "place", arena_printf(a, STR_FMT ", " STR_FMT ", %d candidate%s",
                    STR_ARG(m->place.place_id.len ? m->place.place_id : m->place.option_count ? S("unknown which") : S("not listed")),
                    STR_ARG(place_sense_name(m->place.sense)), m->place.candidates, m->place.candidates == 1 ? "" : "s"));
        place_meanings(x, &m->place);
        break;
    case MENTION_PERSON:
        print_field(x->cli, m->person.protect ? "protected" : "public", m->person.why);
        break;
    case MENTION_QUANTITY:
        print_field(x->cli, "interval", interval_text(a, m->quantity.low, m->quantity.high));
        print_field(x->cli, "counted", m->quantity.counted);
        print_field(x->cli, "who", m->quantity.who);
        if (m->quantity.part_of >= 0)
            field_span(x, "part of", x->reading->mentions[m->quantity.part_of].span);
        break;
    case MENTION_ACT:
        print_field(x->cli, "acts", acts_join(a, lang_taxonomy(x->lang), m->acts, ' '));
        break;
    case MENTION_ORGANISATION:
        break;
    }
}

void explain_mention(const Explained *x, size_t mention)
{
    const Mention *m = &x->reading->mentions[mention];

    print_field(x->cli, "mention", mention_kind_name(m->kind));
    field_span(x, "words", m->span);
    field_rule(x, language_of(x, m->segment), m->rule);
    mention_values(x, m);
    field_words(x, m->span);
}

void explain_attribution(const Explained *x, size_t attribution)
{
    const Attribution *a = &x->reading->attributions[attribution];

    field_span(x, "source", a->source);
    field_span(x, "cue", a->cue);
    for (size_t i = 0; i < a->content_count; i++)
        field_span(x, "content", a->content[i]);
    if (span_is(a->cue))
        field_words(x, a->cue);
}

static void claim_mention(const Explained *x, const char *label, int32_t mention)
{
    if (mention < 0)
        return;
    const Mention *m = &x->reading->mentions[mention];
    print_field(x->cli, label, arena_printf(x->cli->arena, STR_FMT "  (bytes %u to %u, by " STR_FMT ")",
                STR_ARG(words_of(x, m->span)), m->span.start, m->span.end, STR_ARG(m->rule)));
}

void explain_claim(const Explained *x, size_t claim)
{
    const Reading *r = x->reading;
    const Claim *c = &r->claims[claim];
    Arena *a = x->cli->arena;

    print_field(x->cli, "claim", acts_join(a, lang_taxonomy(x->lang), c->acts, ' '));
    field_span(x, "words", c->span);
    field_span(x, "sentence", r->segments[c->segment].span);
    print_field(x->cli, "act by", c->rule);
    print_field(x->cli, "modality", modality_name(c->modality));
    field_span(x, "doer", c->by.span);
    field_span(x, "undergoer", c->to.span);
    claim_mention(x, "where", c->place);
    claim_mention(x, "when", c->date);
    for (size_t i = 0; i < c->quantity_count; i++)
        claim_mention(x, "how many", c->quantities[i]);
    for (size_t i = 0; i < c->chain_count; i++)
        if (span_is(c->chain[i].span))
            field_span(x, i + 1 == c->chain_count ? "who says so" : "relayed by", c->chain[i].span);
    if (c->attribution >= 0)
        field_span(x, "cue", r->attributions[c->attribution].cue);
    field_words(x, c->span);
}

typedef struct Candidate {
    void   (*explain)(const Explained *x, size_t index);
    size_t   index, others;
    Id       id;
} Candidate;

static void offer(Candidate *c, Id id, Str prefix, void (*explain)(const Explained *x, size_t index), size_t index)
{
    char hex[ID_HEX + 1];

    id_format(id, hex);
    if (!str_starts(str_of(hex), prefix))
        return;
    if (c->explain && !id_eq(c->id, id))
        c->others++;
    *c = (Candidate){ explain, index, c->others, id };
}

Status explain_id(const Explained *x, Str prefix, Error *err)
{
    const Reading *r = x->reading;
    Candidate c = { .explain = NULL };

    if (prefix.len < PREFIX_MIN)
        return fail(err, ERR_USAGE, "give at least %d digits of an id that `dokaz read --json` prints", PREFIX_MIN);
    for (size_t i = 0; i < r->mention_count; i++)
        offer(&c, r->mentions[i].id, prefix, explain_mention, i);
    for (size_t i = 0; i < r->attribution_count; i++)
        offer(&c, r->attributions[i].id, prefix, explain_attribution, i);
    for (size_t i = 0; i < r->claim_count; i++)
        offer(&c, r->claims[i].id, prefix, explain_claim, i);
    if (!c.explain)
        return fail(err, ERR_NOT_FOUND, "nothing that was read here has an id beginning with " STR_FMT, STR_ARG(str_slice(prefix, 0, 64)));
    if (c.others)
        return fail(err, ERR_USAGE, "%zu things begin with " STR_FMT ": give more digits", c.others + 1, STR_ARG(prefix));
    c.explain(x, c.index);
    return OK;
}
