/* claim.c -- see claim.h.
 *
 * A claim is a clause with at least one act. Its doer is only what the words
 * make the doer: the subject of an active verb, the phrase after "by", or the
 * side named right before a noun of action ("Russian shelling"). Nothing
 * is filled in from knowledge of the war.
 */
#include "read/claim.h"

#include "lang/tables.h"
#include "read/modality.h"
#include "read/party.h"

#define PLACE_REACH 4           /* sentences over which a place is carried on */
#define FORCE_REACH  6           /* sentences in which "the troops" are those named before */
#define SCENE_TOKENS 8          /* a shorter clause that only sets the scene is no claim beside another */

typedef struct Work {
    Found             *f;
    const Cover       *c;
    const ReportedVec *reported;
    size_t             next_reported;   /* first content that may still cover what comes */
    int32_t            last_place;      /* place mention last named, or -1 */
    int32_t            last_place_segment;
    int32_t            last_town;       /* settlement last named in the document, or -1 */
    int32_t            paragraph;
    const bool        *speaks;              /* by mention: this person is a source somewhere */
    int32_t            narrator;            /* person through whom the paragraph is told, or -1 */
    ActSet             kill, kill_attack, attack, destroy, denial, legal, control, personal, harm;
    Party              last_force;          /* armed doer last named with its side */
    int32_t            last_force_segment;
} Work;

/* --- what stands in a clause --------------------------------------------------- */

static bool has_class(const Found *f, const Clause *k, uint64_t classes)
{
    for (uint32_t i = k->first; i < k->last; i++)
        if ((f->tokens.at[i].classes | f->tokens.at[i].phrase_classes) & classes)
            return true;
    return false;
}

static bool needs_met(const Work *w, const Clause *k, const Trigger *t)
{
    const Found *f = w->f;

    switch (t->row->n[ACT_NEEDS]) {
    case NEEDS_OTHER:
        return false;           /* never alone; joins what else stands in the clause */
    case NEEDS_PERSON:
        return has_class(f, k,
                         CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_KIN) | CLASS_BIT(CLASS_DEMONYM) |
                             CLASS_BIT(CLASS_ROLE)) ||
               w->c->person[k->first] >= 0 || has_class(f, k, CLASS_BIT(CLASS_NUMBER));
    case NEEDS_OBJECT:
        return has_class(f, k, CLASS_BIT(CLASS_OBJECT) | CLASS_BIT(CLASS_WEAPON)) ||
               has_class(f, k, CLASS_BIT(CLASS_PLACE)) || has_class(f, k, CLASS_BIT(CLASS_PEOPLE));
    case NEEDS_ACTOR:
        return has_class(f, k, CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_DEMONYM) | CLASS_BIT(CLASS_WEAPON));
    case NEEDS_PLACE:
        return has_class(f, k, CLASS_BIT(CLASS_PLACE) | CLASS_BIT(CLASS_OBJECT) | CLASS_BIT(CLASS_DEMONYM));
    default:
        return true;
    }
}

/* How well the act's words carry the clause: alone, as a verb, as harm. */
static int rank(const Work *w, const Clause *k, const Trigger *t, bool met)
{
    bool verb = (t->row->n[ACT_KIND] == ACT_VERB || t->row->n[ACT_KIND] == ACT_PARTICIPLE) &&
                !act_is_nominal(w->f, k, t);
    bool harm = ((ActSet)t->row->n[ACT_ACTS] & w->harm) != 0;

    return met && t->row->n[ACT_NEEDS] == NEEDS_NOTHING
               ? 4 + 2 * (verb || act_has_light_verb(w->f, k, t)) + harm
               : 0;
}

/* Acts of the clause: all of them once one stands on its own. A noun that only
 * sets the scene ("during the occupation") gives way to harm. */
static ActSet acts_of(const Work *w, const Clause *k, const Trigger **lead, bool *scene_only)
{
    ActSet acts = 0, scene = 0;
    bool alone = false;
    int  best = 0;

    *lead = NULL;
    for (size_t i = 0; i < k->trigger_count; i++) {
        const Trigger *t = &k->trigger[i];
        if (act_is_negated(w->f, w->c, k, t))
            continue;
        bool met = needs_met(w, k, t);
        ActSet set = (ActSet)t->row->n[ACT_ACTS];
        if (!(set & w->harm) && act_is_attributive(w->f, k, t))
            continue;
        alone |= met;
        if (!(set & w->harm) && (t->row->n[ACT_KIND] == ACT_NOUN || act_is_nominal(w->f, k, t)))
            scene |= set;
        else
            acts |= set;
        int t_rank = rank(w, k, t, met);
        if (*lead == NULL || t_rank > best) {
            *lead = t;
            best = t_rank;
        }
    }
    *scene_only = acts == 0;
    return !alone ? 0 : acts & w->harm ? acts : acts | scene;
}

/* --- chain ------------------------------------------------------------ */

/* Contents that cover the claim, widest first: the chain from outside in. */
/* What is cited inside a report ("X, citing Y, reported") is the inner one of two that tell the same. */
static bool inner_than(const Reported *a, const Reported *b)
{
    uint32_t len_a = span_len(a->content), len_b = span_len(b->content);

    return len_b > len_a || (len_a == len_b && a->kind == CUE_CITING && b->kind != CUE_CITING);
}

/* Contents that byte `at`, the word of the act, stands in: the widest first. */
static size_t covering(const Work *w, Span span, uint32_t at, const Reported *out[8])
{
    size_t count = 0;

    for (size_t i = w->next_reported; i < w->reported->count && count < 8; i++) {
        const Reported *r = &w->reported->at[i];
        if (r->content.start > span.end + 2000)
            break;
        if (r->content.start <= at && r->content.end >= at)
            out[count++] = r;
    }
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && inner_than(out[k - 1], out[k]); k--) {
            const Reported *swap = out[k];
            out[k] = out[k - 1];
            out[k - 1] = swap;
        }
    return count;
}

/* "it is claimed", "he said" of nobody we know: somebody else's words all the same.
 * "We documented" is the publisher's own voice. */
static Str unknown_speaker(const Found *f, const Attribution *a)
{
    Span said = span_is(a->source) ? a->source : a->cue;

    if (!span_is(said) || function_kind(f, token_at(f, said.start)) == FUNCTION_WE)
        return STR_NONE;
    return span_text(f->in->text, said);
}

static void find_chain(const Work *w, Span span, uint32_t at, ChainLink reported, Modality hedge, Claim *claim)
{
    Found *f = w->f;
    const Reported *over[8];
    size_t count = covering(w, span, at, over);
    VEC(ChainLink) chain = { 0 };
    Str publisher = f->in->given.publisher.len ? f->in->given.publisher : f->in->page.publisher;

    vec_push(f->arena, &chain,
             (ChainLink){ publisher.len ? publisher : f->in->path, SPAN_NONE, CHAIN_PUBLISHER, -1 });
    claim->modality = hedge;
    claim->attribution = -1;
    for (size_t i = 0; i < count; i++) {
        const Attribution *a = &f->attributions.at[over[i]->attribution];
        Str speaker = a->speaker.len ? a->speaker : unknown_speaker(f, a);
        if (speaker.len == 0 || str_eq(speaker, publisher) ||
            (chain.count && str_eq(chain.at[chain.count - 1].name, speaker)))
            continue;
        ChainHow how = over[i]->media ? CHAIN_RELAYS : a->direct ? CHAIN_QUOTES : CHAIN_CITES;
        vec_push(f->arena, &chain, (ChainLink){ speaker, a->source, how, a->person });
        claim->attribution = over[i]->attribution;
        Modality said = modality_of_stance(over[i]->stance);
        if (claim->modality == MODALITY_ASSERTED || claim->modality == MODALITY_ALLEGED)
            claim->modality = said;
    }
    if (chain.count == 1 && reported.name.len)
        vec_push(f->arena, &chain, reported);
    claim->chain = chain.at;
    claim->chain_count = chain.count;
}

/* --- place, time, quantities --------------------------------------------------------- */

/* "the city" is the settlement last named; "the village of X" is another. */
static bool names_settlement(const Found *f, uint32_t first, uint32_t last)
{
    for (uint32_t i = first + 1; i < last; i++) {
        const Row *object = token_row(&f->tokens, i, CLASS_OBJECT);
        if (object && str_eq(object->s[0], S("settlement")) && function_kind(f, i - 1) == FUNCTION_ARTICLE &&
            (i + 1 >= last || function_kind(f, i + 1) != FUNCTION_OF))
            return true;
    }
    return false;
}

/* "Oskil Page": a place whose next word is a capitalised one that no table and no mention knows is part of a name. */
static bool begins_name(const Work *w, uint32_t i, uint32_t last)
{
    const Found *f = w->f;

    while (i < last && w->c->place[i] >= 0)
        i++;
    const Token *t = i < last ? &f->tokens.at[i] : NULL;
    return t && t->kind == TOKEN_WORD && (t->flags & TOKEN_CAPITAL) && (t->flags & TOKEN_LATIN) && t->classes == 0 &&
           t->phrase_classes == 0 && w->c->person[i] < 0 && w->c->organisation[i] < 0 && w->c->date[i] < 0;
}

/* The first place in [first, last) that is no doer: near ones (a town, an oblast),
 * or, when `wide`, countries and rivers. */
static int32_t place_in(const Work *w, const Claim *claim, uint32_t first, uint32_t last, bool wide)
{
    for (uint32_t i = first; i < last; i++) {
        int32_t m = w->c->place[i];
        if (m < 0)
            continue;
        const Mention *place = &w->f->mentions.at[m];
        /* A street of no list does not tell where: the town does. */
        if (place->place.place_id.len == 0 && str_eq(place->rule, S("place.named")))
            continue;
        if (begins_name(w, i, last))
            continue;
        bool broad = str_eq(place->place.type, S("country")) || str_eq(place->place.type, S("river"));
        if (place->place.sense != SENSE_LOCATION || broad != wide ||
            (span_is(claim->by.span) && span_overlaps(place->span, claim->by.span)))
            continue;
        return m;
    }
    return -1;
}

/* "in Xyz": a name after "in" that no list of places has says that the clause is somewhere else. */
static bool names_unknown_place(const Found *f, const Cover *c, const Clause *k)
{
    for (uint32_t i = k->first + 1; i < k->last; i++) {
        const Token *t = &f->tokens.at[i];
        if (function_kind(f, i - 1) == FUNCTION_IN && t->kind == TOKEN_WORD && (t->flags & TOKEN_CAPITAL) &&
            t->classes == 0 && c->place[i] < 0 && c->organisation[i] < 0 && c->person[i] < 0 && c->date[i] < 0)
            return true;
    }
    return false;
}

/* "a shop in Hroza, in the Kupiansk district, killing 51": of two places of which one lies in the other the
 * settlement is meant, though it stands in the clause before. */
static void narrow_place(const Work *w, const Sentence *s, const Clause *k, Claim *claim)
{
    const Gazetteer *g = lang_gazetteer(w->f->lang);

    if (claim->place < 0)
        return;
    uint32_t wide = gazetteer_find(g, w->f->mentions.at[claim->place].place.place_id);
    if (wide == NO_PLACE || (g->places[wide].type != PLACE_RAION && g->places[wide].type != PLACE_OBLAST))
        return;
    for (uint32_t i = k->first; i > s->first; i--) {
        int32_t m = w->c->place[i - 1];
        if (m < 0 || w->f->mentions.at[m].place.sense != SENSE_LOCATION)
            continue;
        uint32_t place = gazetteer_find(g, w->f->mentions.at[m].place.place_id);
        if (place == NO_PLACE || g->places[place].type < PLACE_CITY || !gazetteer_within(g, place, wide))
            return;
        claim->place = m;
        return;
    }
}

/* "the city" is the settlement last named; a sentence without a place goes on
 * where the sentences just before it were, a few sentences long. */
static void find_place(const Work *w, const Sentence *s, const Clause *k, Claim *claim)
{
    claim->place = place_in(w, claim, k->first, k->last, false);
    narrow_place(w, s, k, claim);
    if (claim->place < 0 && names_settlement(w->f, k->first, k->last))
        claim->place = w->last_town;
    if (claim->place < 0)
        claim->place = place_in(w, claim, s->first, s->last, false);
    if (claim->place < 0)
        claim->place = place_in(w, claim, k->first, k->last, true);
    if (claim->place < 0 && names_unknown_place(w->f, w->c, k))
        return;
    if (claim->place < 0 && w->last_place >= 0 && s->segment - w->last_place_segment <= PLACE_REACH)
        claim->place = w->last_place;
    if (claim->place < 0)
        claim->place = place_in(w, claim, s->first, s->last, true);
}

static void find_time(const Work *w, const Sentence *s, const Clause *k, Claim *claim)
{
    const Found *f = w->f;
    int32_t best = -1;

    claim->first = claim->last = DAY_UNKNOWN;
    claim->date = -1;
    for (int pass = 0; pass < 2 && best < 0; pass++) {
        uint32_t from = pass ? s->first : k->first, to = pass ? s->last : k->last;
        for (uint32_t i = from; i < to && best < 0; i++) {
            int32_t m = w->c->date[i];
            if (m < 0 || f->mentions.at[m].date.timex == TIMEX_SET ||
                f->mentions.at[m].date.first == DAY_UNKNOWN)
                continue;
            best = m;
        }
    }
    if (best < 0)
        return;
    const DateFields *d = &f->mentions.at[best].date;
    /* A date outside the reported words, beside the cue, says when it was said. */
    if (claim->attribution >= 0) {
        const Attribution *a = &f->attributions.at[claim->attribution];
        bool inside = false;
        for (size_t i = 0; i < a->content_count; i++)
            inside |= span_overlaps(a->content[i], f->mentions.at[best].span);
        if (!inside && span_is(a->cue)) {
            claim->said_on = d->edtf;
            return;
        }
    }
    claim->date = best;
    claim->edtf = d->edtf;
    claim->first = d->first;
    claim->last = d->last;
}

static void find_quantities(const Work *w, const Clause *k, Claim *claim)
{
    VEC(int32_t) found = { 0 };

    for (uint32_t i = k->first; i < k->last; i++) {
        int32_t m = w->c->quantity[i];
        if (m >= 0 && (found.count == 0 || found.at[found.count - 1] != m))
            vec_push(w->f->arena, &found, m);
    }
    claim->quantities = found.at;
    claim->quantity_count = found.count;
}

/* --- putting a claim together ----------------------------------------------------------- */

static bool strippable(const Found *f, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    int kind = function_kind(f, i);

    return t->kind == TOKEN_MARK || kind == FUNCTION_CONJUNCTION || kind == FUNCTION_SUBORDINATOR ||
           kind == FUNCTION_THAT || kind == FUNCTION_RELATIVE;
}

/* The clause without linking words, marks and the words of the cue. */
static Span claim_span(const Work *w, const Clause *k, uint32_t keep_first, uint32_t keep_last)
{
    const Found *f = w->f;
    uint32_t first = k->first, last = k->last;

    while (first < keep_first && strippable(f, first))
        first++;
    while (last > keep_last && f->tokens.at[last - 1].kind == TOKEN_MARK)
        last--;
    Span span = { f->tokens.at[first].start, f->tokens.at[last - 1].end };
    for (size_t i = w->next_reported; i < w->reported->count; i++) {
        Span content = w->reported->at[i].content;
        uint32_t act_start = f->tokens.at[keep_first].start, act_end = f->tokens.at[keep_last - 1].end;
        if (content.start > span.end)
            break;
        if (content.start <= act_start && content.end >= act_end) {
            if (content.start > span.start)
                span.start = content.start;
            if (content.end < span.end)
                span.end = content.end;
        }
    }
    return span;
}

static bool party_has(const Work *w, const Party *p, WordClass class_)
{
    if (!span_is(p->span))
        return false;
    for (uint32_t t = token_at(w->f, p->span.start);
         t < w->f->tokens.count && w->f->tokens.at[t].start < p->span.end; t++)
        if (token_is(&w->f->tokens, t, class_))
            return true;
    return false;
}

/* Is the party a thing, as "Russian missiles" are? People with weapons ("tank crews") are none. */
static bool is_weapon(const Work *w, const Party *p)
{
    return party_has(w, p, CLASS_WEAPON) && !party_has(w, p, CLASS_PEOPLE) && !party_has(w, p, CLASS_ROLE) &&
           w->c->organisation[token_at(w->f, p->span.start)] < 0;
}

/* A weapon does nothing of its own accord: of "a Russian missile" the side is the doer, of "a missile" nobody. */
static void name_side_of_weapon(const Work *w, Party *by)
{
    const Found *f = w->f;

    if (!is_weapon(w, by))
        return;
    Span all = by->span;
    *by = PARTY_NONE;
    for (uint32_t t = token_at(f, all.start); t < f->tokens.count && f->tokens.at[t].start < all.end; t++) {
        const Row *side = token_row(&f->tokens, t, CLASS_DEMONYM);
        if (side && side->s[DEMONYM_PLACE].len) {
            by->span = (Span){ f->tokens.at[t].start, f->tokens.at[t].end };
            by->text = span_text(f->in->text, by->span);
            return;
        }
    }
}

/* "Russian" of "a Russian strike": a side, but no people. */
static bool is_side_alone(const Work *w, const Party *by)
{
    uint32_t first = token_at(w->f, by->span.start);
    const Row *row = token_row(&w->f->tokens, first, CLASS_DEMONYM);
    return row && row->n[DEMONYM_KIND] == DEMONYM_ADJECTIVE && first + 1 == token_at(w->f, by->span.end);
}

/* KILL,KILL_ATTACK stands for a killing of either kind: people as doers decide.
 * What a missile destroys was attacked. */
static ActSet settle_acts(const Work *w, ActSet acts, const Party *by)
{
    ActSet both = w->kill | w->kill_attack;
    bool weapon = is_weapon(w, by);

    if ((acts & both) == both)
        acts &= ~(span_is(by->span) && !weapon && !((acts & w->attack) && is_side_alone(w, by)) ? w->kill_attack : w->kill);
    return (acts & w->destroy) && weapon ? acts | w->attack : acts;
}

/* Is the party's head a word for many armed people? */
static bool is_force(const Work *w, const Party *p)
{
    const Row *row = token_row(&w->f->tokens, token_at(w->f, p->span.end) - 1, CLASS_PEOPLE);
    return row && row->n[PEOPLE_ACTOR] == 1 && str_eq(row->s[PEOPLE_NUMBER], S("p"));
}

/* "the troops" without a side are the force last named with one, a few sentences before. */
static void resolve_force(Work *w, const Sentence *s, Party *by)
{
    if (!span_is(by->span) || !is_force(w, by))
        return;
    uint32_t first = token_at(w->f, by->span.start);
    if (party_has(w, by, CLASS_DEMONYM)) {
        w->last_force = *by;
        w->last_force_segment = s->segment;
    } else if (span_is(w->last_force.span) && s->segment - w->last_force_segment <= FORCE_REACH &&
               function_kind(w->f, first) == FUNCTION_ARTICLE &&
               first + 2 == token_at(w->f, by->span.end))
        *by = w->last_force;
}

/* Does an act stand in the sentence outside this clause? */
static bool act_elsewhere(const Found *f, const Sentence *s, const Clause *k)
{
    for (uint32_t i = s->first; i < s->last; i++)
        if ((i < k->first || i >= k->last) &&
            ((f->tokens.at[i].classes | f->tokens.at[i].phrase_classes) & CLASS_BIT(CLASS_ACT)))
            return true;
    return false;
}

/* People who are no doers, or a thing that can be hit. */
static bool is_bystander(const Found *f, uint32_t i)
{
    const Row *people = token_row(&f->tokens, i, CLASS_PEOPLE);
    return (people && people->n[PEOPLE_ACTOR] != 1) || token_is(&f->tokens, i, CLASS_OBJECT) ||
           token_is(&f->tokens, i, CLASS_KIN);
}

/* A noun of action of which the clause says nothing, neither who nor whom, where, when or how many
 * ("condemned the attacks"), only refers to what is told elsewhere. */
static bool is_bare_mention(const Work *w, const Sentence *s, const Clause *k, const Claim *claim)
{
    if (s->role != SEGMENT_SENTENCE && s->role != SEGMENT_LIST)
        return false;           /* a headline or caption is all there is */
    if (span_is(claim->by.span) || span_is(claim->to.span) || claim->quantity_count)
        return false;
    for (size_t i = 0; i < k->trigger_count; i++)
        if (!act_is_nominal(w->f, k, &k->trigger[i]) || act_is_passive(w->f, k, &k->trigger[i]) ||
            k->trigger[i].row->n[ACT_KIND] == ACT_THING)
            return false;
    for (uint32_t i = k->first; i < k->last; i++)
        if (w->c->place[i] >= 0 || w->c->date[i] >= 0 || function_kind(w->f, i) == FUNCTION_BE ||
            is_bystander(w->f, i))
            return false;
    return true;
}

/* Power over a town changes hands; of a person the same words tell something else ("took the post of minister"). */
static bool controls_nobody(const Work *w, const Claim *claim)
{
    if (claim->acts != w->control || !span_is(claim->to.span))
        return false;
    uint32_t last = token_at(w->f, claim->to.span.end) - 1;
    const Row *people = token_row(&w->f->tokens, last, CLASS_PEOPLE);
    return w->c->person[last] >= 0 || token_is(&w->f->tokens, last, CLASS_ROLE) || (people && people->n[PEOPLE_ACTOR] != 1);
}

static void add_claim(Work *w, const Sentence *s, const Clause *k, Party *shared_by)
{
    Found *f = w->f;
    const Trigger *lead;
    bool scene_only = false;
    ActSet acts = acts_of(w, k, &lead, &scene_only);

    if (acts == 0 || is_unknown(f, s, lead->first) || (scene_only && (s->role == SEGMENT_HEADING ||
                                     (k->last - k->first <= SCENE_TOKENS && act_elsewhere(f, s, k)))))
        return;
    uint32_t keep_first = k->trigger[0].first, keep_last = k->trigger[k->trigger_count - 1].last;
    Span span = claim_span(w, k, keep_first, keep_last);
    ChainLink reported = { STR_NONE, SPAN_NONE, CHAIN_CITES, -1 };
    Claim claim = { .span = span, .segment = s->segment, .rule = lead->row->s[ACT_ACTS],
                    .aggregate = clause_is_aggregate(f, k) || is_generic(f, k, lead) };
    find_parties(&(Scene){ f, w->c, w->legal, w->personal, w->denial }, s, k, lead, &claim);
    bool shares = k->coordinated || act_is_participle(f, k, lead);
    if (!span_is(claim.by.span) && shares && lead->row->n[ACT_FRAME] == FRAME_DOER &&
        lead->row->n[ACT_KIND] != ACT_PARTICIPLE && !act_is_passive(f, k, lead))
        claim.by = *shared_by;
    resolve_force(w, s, &claim.by);
    claim.acts = settle_acts(w, acts, &claim.by);
    Modality hedge = hedge_of(f, w->c, s, k, lead->first, &reported);
    if (hedge == MODALITY_ASSERTED && is_generic(f, k, lead))
        hedge = MODALITY_OPINION;
    find_chain(w, span, f->tokens.at[lead->first].start, reported, hedge, &claim);
    if (k->denied || ((claim.acts & w->denial) && claim.modality == MODALITY_ASSERTED))
        claim.modality = MODALITY_DENIED;
    find_place(w, s, k, &claim);
    find_time(w, s, k, &claim);
    find_quantities(w, k, &claim);
    if (is_bare_mention(w, s, k, &claim) || controls_nobody(w, &claim) ||
        (hedge == MODALITY_PLANNED && act_is_nominal(f, k, lead) && !span_is(claim.by.span)))
        return;                 /* "tried to get away from the shelling" plans no shelling */
    if (span_is(claim.by.span))
        *shared_by = claim.by;  /* the next clause still has to know a weapon from people */
    name_side_of_weapon(w, &claim.by);
    vec_push(f->arena, &f->claims, claim);
}

/* Mark every person who is the source of some attribution, by the first mention of them. */
static bool *find_speakers(Found *f)
{
    bool *speaks = arena_array(f->arena, bool, f->mentions.count + 1);

    for (size_t i = 0; i < f->attributions.count; i++) {
        int32_t p = f->attributions.at[i].person;
        if (p >= 0 && f->mentions.at[p].kind == MENTION_PERSON)
            speaks[f->mentions.at[p].person.entity] = true;
    }
    return speaks;
}

/* "His words were echoed by A, B and C": the same claim with more voices. */
static void add_echo(Work *w, const Sentence *s)
{
    Found *f = w->f;
    size_t len = 0;

    for (uint32_t i = s->first; i < s->last && f->claims.count; i++) {
        const Row *row = match_row(&f->tokens, i, CLASS_CUE, &len);
        if (row == NULL || row->n[CUE_KIND] != CUE_ECHO || i + len >= s->last)
            continue;
        size_t k = f->claims.count;
        while (k > 0 && !(f->claims.at[k - 1].chain_count > 1 && (f->claims.at[k - 1].acts & w->harm) &&
                          (f->claims.at[k - 1].quantity_count || k == f->claims.count)))
            k--;
        if (k == 0 || f->claims.at[k - 1].segment + 8 < s->segment)
            return;
        Claim claim = f->claims.at[k - 1];
        uint32_t last = s->last;
        while (last > i + len && f->tokens.at[last - 1].kind == TOKEN_MARK)
            last--;
        Span who = { f->tokens.at[i + len].start, f->tokens.at[last - 1].end };
        ChainLink *chain = arena_array(f->arena, ChainLink, 2);
        chain[0] = claim.chain[0];
        chain[1] = (ChainLink){ span_text(f->in->text, who), who, CHAIN_CITES, w->c->person[i + len] };
        claim.span = (Span){ f->tokens.at[s->first].start, who.end };
        claim.segment = s->segment;
        claim.chain = chain;
        claim.chain_count = 2;
        claim.attribution = -1;
        claim.said_on = STR_NONE;
        claim.rule = S("claim.echo");
        vec_push(f->arena, &f->claims, claim);
        return;
    }
}

/* A paragraph told through a private person who speaks elsewhere in the document is that person's account. */
static void tell_through(Work *w, size_t first_claim, const Sentence *s)
{
    Found *f = w->f;

    for (uint32_t i = s->first; i < s->last; i++) {
        int32_t m = w->c->person[i];
        if (m >= 0 && f->mentions.at[m].person.named && f->mentions.at[m].person.protect &&
            w->speaks[f->mentions.at[m].person.entity]) {
            w->narrator = f->mentions.at[m].person.entity;
            break;
        }
    }
    for (size_t k = first_claim; w->narrator >= 0 && k < f->claims.count; k++) {
        Claim *c = &f->claims.at[k];
        if (c->chain_count > 1 || !(c->acts & w->harm))
            continue;
        const Mention *who = &f->mentions.at[w->narrator];
        ChainLink *chain = arena_array(f->arena, ChainLink, 2);
        chain[0] = c->chain[0];
        chain[1] = (ChainLink){ who->name, who->span, CHAIN_CITES, w->narrator };
        c->chain = chain;
        c->chain_count = 2;
        if (c->modality == MODALITY_ASSERTED)
            c->modality = MODALITY_ALLEGED;
    }
}

static void read_sentence(Work *w, const Sentence *s)
{
    Found *f = w->f;
    Clause clauses[CLAUSES_MAX];
    Party by = PARTY_NONE;
    bool any = false;

    for (uint32_t i = s->first; i < s->last && !any; i++)
        any = (f->tokens.at[i].classes | f->tokens.at[i].phrase_classes) & CLASS_BIT(CLASS_ACT);
    if (!any || is_question(f, s))
        return;
    size_t count = find_clauses(f, w->c, s, clauses);
    for (size_t i = 0; i < count; i++) {
        if (clauses[i].trigger_count)
            add_claim(w, s, &clauses[i], &by);
    }
}

static void begin_paragraph(Work *w, const Sentence *s)
{
    if (s->paragraph != w->paragraph) {
        w->paragraph = s->paragraph;
        w->narrator = -1;
        if (s->role == SEGMENT_HEADING)
            w->last_place = -1;
    }
}

/* A place is carried on for as long as the text speaks of it, be it as "the city". */
static void remember_places(Work *w, const Sentence *s)
{
    if (w->last_town >= 0 && names_settlement(w->f, s->first, s->last)) {
        w->last_place = w->last_town;
        w->last_place_segment = s->segment;
    }
    for (uint32_t i = s->first; i < s->last; i++) {
        int32_t m = w->c->place[i];
        if (m < 0)
            continue;
        Str type = w->f->mentions.at[m].place.type;
        if (w->f->mentions.at[m].place.sense != SENSE_LOCATION)
            continue;
        if (str_eq(type, S("city")) || str_eq(type, S("town")) || str_eq(type, S("village")) ||
            str_eq(type, S("settlement")))
            w->last_town = m;
        else if (!str_eq(type, S("oblast")) && !str_eq(type, S("raion")))
            continue;
        w->last_place = m;
        w->last_place_segment = s->segment;
    }
}

void read_claims(Found *f, const Cover *c, const ReportedVec *reported)
{
    const Taxonomy *t = lang_taxonomy(f->lang);
    Work w = { .f = f,
               .c = c,
               .reported = reported,
               .last_place = -1,
               .last_town = -1,
               .paragraph = -1,
               .narrator = -1,
               .kill = act_bit(t, S("KILL")),
               .kill_attack = act_bit(t, S("KILL_ATTACK")),
               .attack = act_bit(t, S("ATTACK")),
               .destroy = act_bit(t, S("DESTROY")),
               .denial = act_bit(t, S("DENIAL")),
               .legal = act_bit(t, S("LEGAL")),
               .control = act_bit(t, S("CONTROL")),
               .personal = act_bit(t, S("KILL")) | act_bit(t, S("KILL_ATTACK")) | act_bit(t, S("TORTURE")) |
                           act_bit(t, S("DETAIN")) | act_bit(t, S("DISAPPEAR")) | act_bit(t, S("SEXUAL")) |
                           act_bit(t, S("DEPORT")) | act_bit(t, S("LEGAL")),
               .harm = acts_harm(t),
               .last_force = PARTY_NONE,
               .speaks = find_speakers(f) };

    for (size_t n = 0; n < f->sentences.count; n++) {
        const Sentence *s = &f->sentences.at[n];
        if (s->role == SEGMENT_BOILERPLATE || s->role == SEGMENT_FOOTNOTE || s->role == SEGMENT_BYLINE)
            continue;
        uint32_t start = f->tokens.at[s->first].start;
        while (w.next_reported < reported->count && reported->at[w.next_reported].content.end < start)
            w.next_reported++;
        size_t first = f->claims.count;
        begin_paragraph(&w, s);
        read_sentence(&w, s);
        add_echo(&w, s);
        tell_through(&w, first, s);
        remember_places(&w, s);
    }
}
