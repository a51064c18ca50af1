/* page_judging.c -- people's decisions on pages: what stands of a claim or an incident, every judgement with who, when
 * and why, and the forms that make one. What a machine reads and what a person decided never share a field: a
 * corrected value stands beside the one that was read.
 *
 * A form sends `do`, words that `dokaz judge` takes; the server seals, weighs anew, and shows the page again.
 */
#include "tell/page.h"

#include "base/auto.h"
#include "base/time.h"
#include "model/grade.h"
#include "model/judged.h"

static const Judgements *all_of(const Page *p)
{
    static const Judgements none;
    return p->c->judgements ? p->c->judgements : &none;
}

bool is_judged_claim(const Page *p, ClaimRef ref)
{
    return judged_claim(p->arena, p->c, all_of(p), ref).entry_count > 0;
}

bool is_judged_incident(const Page *p, const Incident *i)
{
    return judged_incident(p->arena, all_of(p), i).entry_count > 0;
}

/* ---- forms ---- */

/* The beginning of a form that decides; nothing where nobody may. */
static bool begin_form(Page *p, const char *class_name)
{
    if (!p->token.len)
        return false;
    HTML(p->h, "<form action=\"/judge\" method=\"post\"");
    HTML_ATTR(p->h, "class", str_of(class_name));
    HTML(p->h, "><input type=\"hidden\" name=\"token\"");
    HTML_ATTR(p->h, "value", p->token);
    HTML(p->h, "><input type=\"hidden\" name=\"back\"");
    HTML_ATTR(p->h, "value", p->path);
    HTML(p->h, ">");
    p->own = true;
    return true;
}

static void show_reason(Page *p)
{
    HTML(p->h, "<label class=\"reason-field\"><span>");
    W(p->w, p->h, "judge.reason");
    HTML(p->h, "</span><input name=\"reason\" type=\"text\" autocomplete=\"off\" maxlength=\"2000\"></label>");
}

static void show_button(Page *p, Str decide, Str label, int number)
{
    HTML(p->h, "<button type=\"submit\" name=\"do\"");
    HTML_ATTR(p->h, "value", decide);
    if (number)
        HTML_ATTR_I64(p->h, "data-key", number);
    HTML(p->h, ">");
    html_text(p->h, label);
    if (number) {
        HTML(p->h, " <kbd>");
        html_i64(p->h, number);
        HTML(p->h, "</kbd>");
    }
    HTML(p->h, "</button>");
}

static Str kind_label(const Page *p, Str kind)
{
    return tell_words_of(p->w, p->arena, "judge.", kind);
}

/* "correct claim:12 place PLACE": what is asked for besides a reason. */
static Str open_value(Str decide)
{
    static const Str open[] = { { "FIGURE", 6 }, { "DATE", 4 }, { "PLACE", 5 } };

    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (str_ends(decide, open[i]))
            return open[i];
    return STR_NONE;
}

static void show_waiting_form(Page *p, const TellWaiting *q)
{
    Str open = STR_NONE;

    if (!begin_form(p, "decide"))
        return;
    show_reason(p);
    for (size_t i = 0; i < q->decide_count && !open.len; i++)
        open = open_value(q->decide[i]);
    if (open.len) {
        HTML(p->h, "<label class=\"value-field\"><span>");
        html_text(p->h, tell_words_of(p->w, p->arena, "judge.value.", open));
        HTML(p->h, "</span><input name=\"value\" type=\"text\" autocomplete=\"off\"></label>");
    }
    HTML(p->h, "<div class=\"buttons\">");
    for (size_t i = 0; i < q->decide_count; i++) {
        Str rest = q->decide[i], kind;
        str_cut(&rest, ' ', &kind);
        show_button(p, q->decide[i], kind_label(p, kind), (int)i + 1);
    }
    HTML(p->h, "</div></form>");
}

static void decide_button(Page *p, const char *kind, Str about, int number)
{
    show_button(p, arena_printf(p->arena, "%s " STR_FMT, kind, STR_ARG(about)), kind_label(p, str_of(kind)), number);
}

/* A choice with a value of its own: correct a field, grade, merge with another. */
static void value_form(Page *p, const char *kind, Str about, const char *const *fields)
{
    if (!begin_form(p, "decide more"))
        return;
    HTML(p->h, "<label><span>");
    html_text(p->h, kind_label(p, str_of(kind)));
    HTML(p->h, "</span>");
    if (fields) {
        HTML(p->h, "<select name=\"do\">");
        for (size_t i = 0; fields[i]; i++) {
            HTML(p->h, "<option");
            HTML_ATTR(p->h, "value", arena_printf(p->arena, "%s " STR_FMT " %s VALUE", kind, STR_ARG(about), fields[i]));
            HTML(p->h, ">");
            html_text(p->h, tell_words_of(p->w, p->arena, "judge.field.", str_of(fields[i])));
            HTML(p->h, "</option>");
        }
        HTML(p->h, "</select></label><label><span>");
        W(p->w, p->h, "judge.value");
        HTML(p->h, "</span>");
    } else {
        HTML(p->h, "<input type=\"hidden\" name=\"do\"");
        HTML_ATTR(p->h, "value", arena_printf(p->arena, "%s " STR_FMT " VALUE", kind, STR_ARG(about)));
        HTML(p->h, ">");
    }
    HTML(p->h, "<input name=\"value\" type=\"text\" autocomplete=\"off\" required></label>");
    show_reason(p);
    HTML(p->h, "<button type=\"submit\">");
    W(p->w, p->h, "judge.do");
    HTML(p->h, "</button></form>");
}

static void grade_form(Page *p, Str about)
{
    if (!begin_form(p, "decide more"))
        return;
    HTML(p->h, "<label><span>");
    W(p->w, p->h, "judge.credibility");
    HTML(p->h, "</span><select name=\"do\">");
    for (int n = 1; n <= 6; n++) {
        Str digit = arena_printf(p->arena, "%d", n);
        HTML(p->h, "<option");
        HTML_ATTR(p->h, "value", arena_printf(p->arena, "grade " STR_FMT " %d", STR_ARG(about), n));
        HTML(p->h, ">");
        html_text(p->h, digit);
        HTML(p->h, " ");
        html_text(p->h, admiralty_label(S("credibility"), digit, words_language(p->w)));
        HTML(p->h, "</option>");
    }
    HTML(p->h, "</select></label>");
    show_reason(p);
    HTML(p->h, "<button type=\"submit\">");
    W(p->w, p->h, "judge.do");
    HTML(p->h, "</button></form>");
}

/* ---- what was decided ---- */

static Str state_words(const Page *p, const Judgement *j)
{
    Str state = tell_words_of(p->w, p->arena, "judge.state.", judgement_state_name(j->state));

    if (j->changed_by == UINT64_MAX || j->state == JUDGEMENT_STANDS)
        return state;
    return arena_printf(p->arena, STR_FMT " (%llu)", STR_ARG(state), (unsigned long long)j->changed_by);
}

static void show_undo(Page *p, const Judgement *j)
{
    if (j->state == JUDGEMENT_UNDONE || j->kind == JUDGE_UNDO || !begin_form(p, "undo"))
        return;
    show_reason(p);
    show_button(p, arena_printf(p->arena, "undo %llu", (unsigned long long)j->entry), words_get(p->w, S("judge.undo")), 0);
    HTML(p->h, "</form>");
}

/* What it sets, in words of the page. */
static Str value_words(const Page *p, const Judgement *j)
{
    if (j->kind == JUDGE_CORRECT && j->field != FIELD_NONE)
        return arena_printf(p->arena, STR_FMT ": " STR_FMT,
                            STR_ARG(tell_words_of(p->w, p->arena, "judge.field.", judged_field_name((JudgedField)j->field))),
                            STR_ARG(j->value.len ? j->value : words_get(p->w, S("judge.unknown"))));
    if (j->kind == JUDGE_UNDO)
        return arena_printf(p->arena, "%llu", (unsigned long long)j->undoes);
    return j->value;
}

/* What it is about: the incident, the sentences, the source, the other judgement. What is withheld is not told. */
static void show_about(Page *p, const Judgement *j)
{
    if (j->thing == THING_SOURCE && j->source.len) {
        HTML(p->h, "<p>");
        html_text(p->h, j->source);
        HTML(p->h, "</p>");
    }
    const Incident *last = NULL;
    for (size_t i = 0, shown = 0; i < j->anchor_count && shown < 3 && j->refs; i++) {
        ClaimRef ref = j->refs[i];
        if (!ref_is(ref) || (ref.claim != CLAIM_NONE && !claim_shown(p, ref)))
            continue;
        const Incident *incident = j->thing == THING_INCIDENT && !j->anchors[i].other ? incident_of(p, ref) : NULL;
        if (incident && incident == last)
            continue;
        shown++;
        if (incident && incident->claim_count) {
            last = incident;
            HTML(p->h, "<p>");
            show_link(p, link_incident(p, incident), say_title(p, incident));
            HTML(p->h, "</p>");
        } else if (ref.claim == CLAIM_NONE) {
            HTML(p->h, "<p>");
            show_document_line(p, ref.reading);
            HTML(p->h, "</p>");
        } else {
            show_quote(p, ref);
        }
    }
}

static void show_judgement(Page *p, const Judgement *j, bool about)
{
    char time[21];

    time_format(j->time, time);
    HTML(p->h, "<li class=\"judgement\"");
    HTML_ATTR(p->h, "id", arena_printf(p->arena, "j-%llu", (unsigned long long)j->entry));
    HTML(p->h, "><p>");
    show_badge(p, "j-", judgement_state_name(j->state), kind_label(p, judgement_kind_name(j->kind)));
    HTML(p->h, " <b>");
    html_text(p->h, value_words(p, j));
    HTML(p->h, "</b></p><p class=\"facts\"><span>");
    html_text(p->h, arena_printf(p->arena, "%llu", (unsigned long long)j->entry));
    HTML(p->h, "</span><span>");
    html_text(p->h, str_of(time));
    HTML(p->h, "</span><span>");
    html_text(p->h, j->coder.len ? j->coder : words_get(p->w, S("judge.no_coder")));
    HTML(p->h, "</span><span>");
    html_text(p->h, state_words(p, j));
    HTML(p->h, "</span></p>");
    if (about)
        show_about(p, j);
    HTML(p->h, "<p>");
    html_text(p->h, j->reason.len ? j->reason : words_get(p->w, S("judge.no_reason")));
    HTML(p->h, "</p>");
    if (j->why.len) {
        HTML(p->h, "<p class=\"why\">");
        html_text(p->h, j->why);
        HTML(p->h, "</p>");
    }
    show_undo(p, j);
    HTML(p->h, "</li>");
}

/* Corrected fields: as it was read, and as a person put it. */
static void show_corrections(Page *p, const Judged *judged)
{
    if (!judged->correction_count)
        return;
    begin_scroll(p);
    HTML(p->h, "<table><thead><tr><th>");
    W(p->w, p->h, "judge.field");
    HTML(p->h, "</th><th>");
    W(p->w, p->h, "judge.read");
    HTML(p->h, "</th><th>");
    W(p->w, p->h, "judge.by_person");
    HTML(p->h, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < judged->correction_count; i++) {
        const Correction *k = &judged->corrections[i];
        HTML(p->h, "<tr><td>");
        html_text(p->h, tell_words_of(p->w, p->arena, "judge.field.", judged_field_name(k->field)));
        HTML(p->h, "</td><td>");
        html_text(p->h, k->read.len ? k->read : words_get(p->w, S("judge.unknown")));
        HTML(p->h, "</td><td><b>");
        html_text(p->h, k->value.len ? k->value : words_get(p->w, S("judge.unknown")));
        HTML(p->h, "</b></td></tr>");
    }
    HTML(p->h, "</tbody></table></div>");
}

static void show_status(Page *p, const Judged *judged)
{
    if (judged->status < 0 && !judged->grade.len)
        return;
    HTML(p->h, "<p>");
    if (judged->status >= 0)
        show_badge(p, "j-", S("stands"), kind_label(p, judgement_kind_name((JudgementKind)judged->status)));
    if (judged->grade.len) {
        HTML(p->h, " ");
        show_badge(p, "j-", S("stands"), arena_printf(p->arena, STR_FMT " " STR_FMT, STR_ARG(judged->grade),
                   STR_ARG(admiralty_label(S("credibility"), judged->grade, words_language(p->w)))));
    }
    HTML(p->h, "</p>");
    if (judged->unmet)
        show_empty(p, words_get(p->w, S("judge.unmet")));
}

static void show_decided(Page *p, const Judged *judged, const uint32_t *on, size_t count)
{
    const Judgements *all = all_of(p);

    HTML(p->h, "<section id=\"decided\"><h2>");
    W(p->w, p->h, "judge.title");
    HTML(p->h, "</h2>");
    show_status(p, judged);
    show_corrections(p, judged);
    if (count) {
        HTML(p->h, "<ol class=\"rows\">");
        for (size_t i = 0; i < count; i++)
            show_judgement(p, &all->at[on[i]], false);
        HTML(p->h, "</ol>");
    } else {
        show_empty(p, words_get(p->w, S("judge.none")));
    }
}

/* Decisions by one button, and below them those that need a value of their own. */
static void show_choices(Page *p, Str about, const char *const *kinds, void (*others)(Page *p, Str about))
{
    if (begin_form(p, "decide")) {
        show_reason(p);
        HTML(p->h, "<div class=\"buttons\">");
        for (int i = 0; kinds[i]; i++)
            decide_button(p, kinds[i], about, i + 1);
        HTML(p->h, "</div></form><details class=\"other\"><summary>");
        W(p->w, p->h, "judge.other");
        HTML(p->h, "</summary>");
        others(p, about);
        grade_form(p, about);
        HTML(p->h, "</details>");
    }
    HTML(p->h, "</section>");
}

static void incident_forms(Page *p, Str about)
{
    value_form(p, "merge", about, NULL);
    value_form(p, "split", about, NULL);
}

static void claim_forms(Page *p, Str about)
{
    static const char *const fields[] = { "place", "date", "said-on", "quantity", "acts", "by", "to", "modality", "aggregate", NULL };

    value_form(p, "correct", about, fields);
    value_form(p, "same-origin", about, NULL);
    value_form(p, "not-same-origin", about, NULL);
}

void show_judging_incident(Page *p, const Incident *i)
{
    static const char *const kinds[] = { "confirm", "reject", "pending", NULL };
    Judged judged = judged_incident(p->arena, all_of(p), i);
    size_t count = 0;
    uint32_t *on = judgements_on_incident(p->arena, all_of(p), i, &count);

    show_decided(p, &judged, on, count);
    show_choices(p, arena_printf(p->arena, "incident:" STR_FMT, STR_ARG(id_text(p, i->id))), kinds, incident_forms);
}

void show_judging_claim(Page *p, ClaimRef ref)
{
    static const char *const kinds[] = { "confirm", "reject", "pending", "exclude", NULL };
    Judged judged = judged_claim(p->arena, p->c, all_of(p), ref);
    size_t count = 0;
    uint32_t *on = judgements_on_claim(p->arena, all_of(p), ref, &count);

    show_decided(p, &judged, on, count);
    show_choices(p, arena_printf(p->arena, "claim:" STR_FMT, STR_ARG(id_text(p, corpus_claim(p->c, ref)->id))), kinds, claim_forms);
}

/* ---- the pages ---- */

#define ITEMS_A_PAGE 25

/* Two claims side by side, so that they can be compared at a glance. */
static void show_waiting(Page *p, const TellWaiting *q, int64_t number)
{
    HTML(p->h, "<li class=\"waiting\" tabindex=\"0\"><header><span class=\"place\">");
    html_i64(p->h, number);
    HTML(p->h, "</span> ");
    show_badge(p, "q-", q->kind, tell_words_of(p->w, p->arena, "queue.", q->kind));
    HTML(p->h, " <span class=\"facts\"><span>");
    html_text(p->h, say_number(p, "queue.documents", (int64_t)q->documents));
    HTML(p->h, "</span>");
    if (q->people) {
        HTML(p->h, "<span>");
        html_text(p->h, say_number(p, "queue.people", q->people));
        HTML(p->h, "</span>");
    }
    HTML(p->h, "</span></header>");
    const Incident *of = q->of_incident ? site_incident(p->site, q->about) : NULL;
    if (of && of->claim_count) {
        HTML(p->h, "<h2>");
        show_link(p, link_incident(p, of), say_title(p, of));
        HTML(p->h, "</h2>");
    }
    HTML(p->h, "<p class=\"why-line\">");
    html_text(p->h, q->why);
    HTML(p->h, "</p>");
    if (q->claim_count > 1)
        HTML(p->h, "<div class=\"sides\">");
    for (size_t i = 0; i < q->claim_count && i < 4; i++)
        show_quote(p, q->claims[i]);
    if (q->claim_count > 1)
        HTML(p->h, "</div>");
    show_waiting_form(p, q);
    HTML(p->h, "</li>");
}

int page_queue(Page *p, Str rest)
{
    const TellInput *in = p->site->in;
    Part part = asked_part(p, in->waiting_count, ITEMS_A_PAGE);

    (void)rest;
    page_begin(p, words_get(p->w, S("nav.queue")), S("nav.queue"));
    HTML(p->h, "<h1>");
    W(p->w, p->h, "nav.queue");
    HTML(p->h, "</h1><p class=\"lead\">");
    W(p->w, p->h, "queue.lead");
    HTML(p->h, "</p>");
    if (p->token.len) {
        HTML(p->h, "<p class=\"keys\">");
        W(p->w, p->h, "queue.keys");
        HTML(p->h, "</p>");
    }
    HTML(p->h, "<p class=\"tally\" role=\"status\">");
    html_text(p->h, say_number(p, "queue.tally", (int64_t)in->waiting_count));
    HTML(p->h, "</p>");
    if (!in->waiting_count) {
        show_empty(p, words_get(p->w, S("queue.empty")));
    } else {
        HTML(p->h, "<ol class=\"rows queue\">");
        for (size_t i = part.from; i < part.to; i++)
            show_waiting(p, &in->waiting[i], (int64_t)i + 1);
        HTML(p->h, "</ol>");
    }
    show_parts(p, &part);
    page_end(p);
    return 200;
}

int page_judgements(Page *p, Str rest)
{
    const Judgements *all = all_of(p);
    Part part = asked_part(p, all->count, 100);

    (void)rest;
    page_begin(p, words_get(p->w, S("nav.judgements")), S("nav.judgements"));
    HTML(p->h, "<h1>");
    W(p->w, p->h, "nav.judgements");
    HTML(p->h, "</h1><p class=\"lead\">");
    W(p->w, p->h, "judge.lead");
    HTML(p->h, "</p>");
    if (!all->count) {
        show_empty(p, words_get(p->w, S("judge.none")));
    } else {
        HTML(p->h, "<ol class=\"rows\">");
        for (size_t i = part.from; i < part.to; i++)    /* the newest first */
            show_judgement(p, &all->at[all->count - 1 - i], true);
        HTML(p->h, "</ol>");
    }
    show_parts(p, &part);
    page_end(p);
    return 200;
}
