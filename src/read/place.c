/* place.c -- see place.h.
 *
 * The lexicon holds every form of every name, so finding is a lookup; the work
 * is to choose. A name with several places behind it is settled by the words
 * around it ("village of", "Oblast", "northern"), by regions the document
 * names, and by distance to its certain places; the number of candidates stays.
 */
#include "read/agreement.h"
#include "read/place.h"

#include "base/map.h"
#include "lang/named.h"
#include "lang/tables.h"
#include "read/cue.h"
#include "read/place_choice.h"
#include "read/spelling.h"
#include "read/toponym.h"

#define ALLEGIANCE_WORDS 4      /* of "loyal to", before the name */
#define NEAR_MAX       256      /* different places of a document that vouch for a misspelt one */

static Str hash_key(const Token *t)
{
    return (Str){ (const char *)&t->hash, sizeof t->hash };
}

uint32_t oblast_named_after(const Gazetteer *g, uint32_t city)
{
    uint32_t oblast = gazetteer_ancestor(g, city, PLACE_OBLAST);

    if (oblast == NO_PLACE || oblast == city)
        return NO_PLACE;
    Str name = g->places[city].en, whole = g->places[oblast].en;
    return name.len >= 4 && str_starts(whole, str_slice(name, 0, name.len < 5 ? name.len : 5)) ? oblast
                                                                                               : NO_PLACE;
}

static bool is_capital_word(const Found *f, uint32_t i)
{
    return i < f->tokens.count && f->tokens.at[i].kind == TOKEN_WORD && (f->tokens.at[i].flags & TOKEN_CAPITAL);
}

static bool is_initial(const Found *f, uint32_t i)
{
    return is_capital_word(f, i) && f->tokens.at[i].end - f->tokens.at[i].start <= 2 && token_mark(&f->tokens, i + 1, '.');
}

/* "..., 27,": an age. */
static bool age_follows(const Found *f, const Sentence *s, uint32_t i)
{
    return i + 1 < s->last && token_mark(&f->tokens, i, ',') && f->tokens.at[i + 1].kind == TOKEN_NUMBER &&
           f->tokens.at[i + 1].value > 0 && f->tokens.at[i + 1].value < 110 && f->tokens.at[i + 1].digits <= 3 &&
           (i + 2 >= s->last || f->tokens.at[i + 2].kind == TOKEN_MARK);
}

/* Is the word at token i part of a person's name here: beside a given name, an initial, a title, before an age? */
static bool names_person(const Found *f, const Sentence *s, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    const Token *before = i > s->first && !(t->flags & TOKEN_LINE) ? &f->tokens.at[i - 1] : NULL;

    if (!(t->flags & TOKEN_CAPITAL))
        return false;
    if (before && before->mark == '.' && i > s->first + 1 &&
        (is_initial(f, i - 2) || token_is(&f->tokens, i - 2, CLASS_TITLE)))
        return true;
    const Row *title = before ? token_row(&f->tokens, i - 1, CLASS_TITLE) : NULL;
    if (before && ((title && str_eq(title->s[0], S("civil"))) ||    /* "president of X" has no "of" in Slavic languages */
                   (token_is(&f->tokens, i - 1, CLASS_GIVEN) && !(before->classes & CLASS_BIT(CLASS_PLACE)))))
        return true;
    if (i + 1 < s->last && is_initial(f, i + 1) && is_capital_word(f, i + 3) &&
        !(f->tokens.at[i + 3].flags & TOKEN_LINE))
        return true;
    return (before && is_capital_word(f, i - 1) && before->entry == NULL && age_follows(f, s, i + 1)) ||
           (is_capital_word(f, i + 1) && f->tokens.at[i + 1].entry == NULL && age_follows(f, s, i + 2));
}

/* Words a name of a place cannot be although the gazetteer knows them. */
static bool is_other_word(const Found *f, const Sentence *s, uint32_t i, size_t len)
{
    const Token *t = &f->tokens.at[i];
    uint64_t grammar = CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_MONTH) | CLASS_BIT(CLASS_NUMBER) |
                       CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_DEMONYM) | CLASS_BIT(CLASS_PUBLIC);

    if (len == 1 && (t->classes & grammar))
        return true;
    if (len == 2 && (t->flags & TOKEN_LATIN) && t->end - t->start <= 3 && !(f->tokens.at[i + 1].flags & (TOKEN_CAPITAL | TOKEN_UPPER)))
        return true;            /* "La paz" is peace, "La Paz" a city */
    return len == 1 && (t->classes & CLASS_BIT(CLASS_GIVEN)) && is_capital_word(f, i + 1) && i + 1 < s->last &&
           !token_is(&f->tokens, i + 1, CLASS_PLACEHEAD);   /* a given name before a surname */
}

static const Row *head_before(const Found *f, const Sentence *s, uint32_t i)
{
    for (uint32_t k = i > s->first + 3 ? i - 3 : s->first; k < i; k++) {
        size_t len = 0;
        const Row *row = match_row(&f->tokens, k, CLASS_PLACEHEAD, &len);
        if (row == NULL || row->n[PLACEHEAD_POSITION] != POSITION_BEFORE)
            continue;
        /* An abbreviation has its full stop; one that is a preposition too is a head only with it. */
        bool stopped = k + len + 1 == i && token_mark(&f->tokens, i - 1, '.') && f->tokens.at[k].end - f->tokens.at[k].start <= 6;
        if (stopped || (k + len == i && !f->tokens.at[k].function))
            return row;
    }
    return NULL;
}

static const Row *head_after(const Found *f, const Sentence *s, uint32_t i)
{
    const Row *row = i < s->last ? token_row(&f->tokens, i, CLASS_PLACEHEAD) : NULL;
    return row && row->n[PLACEHEAD_POSITION] == POSITION_AFTER ? row : NULL;
}

/* "Kyiv, Chernihiv, Kharkiv and Sumy" after "regions", or before "oblasts". */
static bool in_region_list(const Found *f, const Sentence *s, uint32_t i, uint32_t end)
{
    const Row *row;

    for (uint32_t k = end; k < s->last && k < end + 8; k++) {
        row = token_row(&f->tokens, k, CLASS_PLACEHEAD);
        if (row && row->n[PLACEHEAD_POSITION] == POSITION_AFTER)
            return place_type_of(row->s[PLACEHEAD_TYPE]) == PLACE_OBLAST;
        if (!(token_mark(&f->tokens, k, ',') || token_is(&f->tokens, k, CLASS_FUNCTION) ||
              token_is(&f->tokens, k, CLASS_PLACE)))
            break;
    }
    for (uint32_t k = i; k > s->first && k + 10 > i; k--) {
        const Token *t = &f->tokens.at[k - 1];
        row = token_row(&f->tokens, k - 1, CLASS_PLACEHEAD);
        if (row)
            return place_type_of(row->s[PLACEHEAD_TYPE]) == PLACE_OBLAST &&
                   (f->tokens.at[k].kind == TOKEN_MARK || (f->tokens.at[k].flags & TOKEN_HYPHEN));
        if (!(t->kind == TOKEN_MARK || (t->classes & (CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_PLACE)))))
            break;
    }
    return false;
}

/* "Over the Dnipro": a town takes no article, the river of its name does - unless a noun follows, which the
 * article may belong to ("the Dnipro factory"). */
static bool is_river_by_article(const Found *f, const Sentence *s, const Candidate *c)
{
    const Gazetteer *g = lang_gazetteer(f->lang);
    const Token *next = c->token_end < s->last ? &f->tokens.at[c->token_end] : NULL;

    if (c->token <= s->first || f->tokens.at[c->token - 1].function != FUNCTION_ARTICLE + 1 ||
        (next && next->kind != TOKEN_MARK && !next->function))
        return false;
    const Sense *sense = c->entry ? lang_senses(f->lang, c->entry) : NULL;
    for (uint32_t k = 0; sense && k < c->entry->count; k++)
        if (sense[k].word_class == CLASS_PLACE && g->places[sense[k].row].type == PLACE_RIVER)
            return true;
    return false;
}

static void look_around(const Found *f, const Sentence *s, Candidate *c)
{
    const Row *before = head_before(f, s, c->token), *after = head_after(f, s, c->token_end);

    c->want_type = before ? place_type_of(before->s[PLACEHEAD_TYPE]) : -1;
    if (after && c->want_type < 0)
        c->want_type = place_type_of(after->s[PLACEHEAD_TYPE]);
    if (c->want_type < 0 && is_river_by_article(f, s, c))
        c->want_type = PLACE_RIVER;
    if (c->token > s->first) {
        const Row *direction = token_row(&f->tokens, c->token - 1, CLASS_DIRECTION);
        c->want_oblast = direction && !str_eq(direction->s[0], S("C")) && !str_eq(direction->s[0], S("X"));
    }
    if ((after && str_eq(after->s[PLACEHEAD_TYPE], S("front"))) || c->want_type == PLACE_OBLAST)
        c->want_oblast = true;
    if (in_region_list(f, s, c->token, c->token_end))
        c->want_oblast = true;
}

static bool is_quote(const Found *f, uint32_t i)
{
    uint32_t mark = f->tokens.at[i].kind == TOKEN_MARK ? f->tokens.at[i].mark : 0;
    return mark == '"' || mark == 0xAB || mark == 0xBB || mark == 0x201C || mark == 0x201D || mark == 0x201E;
}

static void add_candidate(Found *f, Candidates *out, const Sentence *s, uint32_t i, size_t len,
                          const Entry *entry, Str rule)
{
    uint32_t end = i + (uint32_t)len;
    uint32_t begin = i, first, last;
    bool abbreviated;
    Candidate c = { .token = i, .token_end = end, .place = NO_PLACE, .entry = entry };

    if (i > s->first + 1 && !(f->tokens.at[i].flags & TOKEN_LINE) && (f->tokens.at[i - 1].flags & TOKEN_CAPITAL)) {
        const Row *direction = token_row(&f->tokens, i - 1, CLASS_DIRECTION);
        begin -= direction && !str_eq(direction->s[0], S("X"));     /* "Western Europe" */
    }

    look_around(f, s, &c);
    const Row *after = head_after(f, s, end);
    if (after && !str_eq(after->s[PLACEHEAD_TYPE], S("front")) &&
        !str_eq(after->s[PLACEHEAD_TYPE], S("city")) && len == 1 &&
        (f->tokens.at[end].flags & (TOKEN_CAPITAL | TOKEN_UPPER)))
        c.token_end = ++end;    /* "Dnieper River": the head word belongs to the name */
    c.region = region_after_comma(f, s, end, &first, &last, &abbreviated);
    if (c.region != NO_PLACE && last < s->last && f->tokens.at[last].function == FUNCTION_CONJUNCTION + 1)
        c.region = NO_PLACE;    /* "in Lviv, Sumy Oblast and Poland" lists */
    c.other = i > s->first && end < s->last && is_quote(f, i - 1) && is_quote(f, end) && !head_before(f, s, i - 1);
    Span span = { f->tokens.at[begin].start, f->tokens.at[end - 1].end };
    c.mention = found_mention(f, MENTION_PLACE, span, s->segment, rule);
    vec_push(f->arena, out, c);
}

/* "the village of X" when no list has X: a place without a point. */
static bool add_unlisted(Found *f, Candidates *out, const Sentence *s, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    const Row *head = t->kind == TOKEN_WORD && (t->flags & TOKEN_CAPITAL) ? head_before(f, s, i) : NULL;

    if (head == NULL || (t->classes & (CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_PLACE) | CLASS_BIT(CLASS_GIVEN))))
        return false;
    uint32_t end = i + 1;
    while (end < s->last && f->tokens.at[end].kind == TOKEN_WORD && (f->tokens.at[end].flags & TOKEN_CAPITAL) &&
           !f->tokens.at[end].classes)
        end++;
    add_candidate(f, out, s, i, end - i, NULL, S("place.unlisted"));
    return true;
}

/* A place whose name is no everyday word and no surname, at this token. */
static bool is_plain_place(const Found *f, const Entry *e)
{
    const Sense *s = lang_senses(f->lang, e);

    for (uint32_t i = 0; i < e->count; i++)
        if (s[i].word_class == CLASS_PLACE && !(s[i].flags & (SENSE_COMMON | SENSE_SURNAME)))
            return true;
    return false;
}

static bool is_plain_place_at(const Found *f, const Sentence *s, uint32_t i)
{
    return i >= s->first && i < s->last && token_is(&f->tokens, i, CLASS_PLACE) &&
           is_plain_place(f, f->tokens.at[i].entry);
}

/* Is there a comma or a function word ("and") at token i, joined to what stands beside it? */
static bool is_joint(const Found *f, const Sentence *s, uint32_t i)
{
    return i >= s->first && i < s->last && (token_mark(&f->tokens, i, ',') || token_mark(&f->tokens, i, '(') ||
                                            f->tokens.at[i].function == FUNCTION_CONJUNCTION + 1);
}

/* "X, Y district", "X (Y region)", "X Y-district" in languages that need no comma: what it lies in follows. */
static bool container_follows(const Found *f, const Sentence *s, uint32_t i)
{
    if (i < s->last && (token_mark(&f->tokens, i, ',') || token_mark(&f->tokens, i, '(')))
        i++;
    if (i >= s->last)
        return false;
    const Token *t = &f->tokens.at[i];
    const Entry *e = t->phrase_classes & CLASS_BIT(CLASS_PLACE) ? t->phrase
                     : t->classes & CLASS_BIT(CLASS_PLACE)      ? t->entry
                                                                : NULL;
    const Sense *sense = e ? lang_senses(f->lang, e) : NULL;
    const Gazetteer *g = lang_gazetteer(f->lang);

    for (uint32_t k = 0; e && k < e->count && k < 8; k++)
        if (sense[k].word_class == CLASS_PLACE &&
            (g->places[sense[k].row].type == PLACE_OBLAST || g->places[sense[k].row].type == PLACE_RAION))
            return true;
    return false;
}

/* A name that is an everyday word or a surname too: does the sentence use it as a name of a place?
 * It does after "the village of", before what it lies in, in a list with a place, and, if no surname, when it
 * is the one word with a capital in the middle of a sentence and no noun follows that it could describe. */
static bool is_used_as_place(const Found *f, const Sentence *s, uint32_t i, size_t len)
{
    uint32_t end = i + (uint32_t)len;
    const Entry *entry = len > 1 ? f->tokens.at[i].phrase : f->tokens.at[i].entry;
    const Sense *sense = lang_senses(f->lang, entry);
    const Row *after = head_after(f, s, end);
    bool surname = false;

    if (head_before(f, s, i) || (after && place_type_of(after->s[PLACEHEAD_TYPE]) >= PLACE_CITY &&
                                 place_type_of(after->s[PLACEHEAD_TYPE]) <= PLACE_SETTLEMENT))
        return true;
    if (container_follows(f, s, end))
        return true;
    if ((is_joint(f, s, end) && is_plain_place_at(f, s, end + 1)) ||
        (i > s->first + 1 && is_joint(f, s, i - 1) && is_plain_place_at(f, s, i - 2)))
        return true;
    for (uint32_t k = 0; k < entry->count; k++)
        surname |= sense[k].word_class == CLASS_PLACE && (sense[k].flags & SENSE_SURNAME);
    if (i == s->first || (f->tokens.at[i].flags & (TOKEN_UPPER | TOKEN_LINE)))
        return false;
    if (surname)                /* "in Makarov" cannot be a man; with Slavic cases "at Shevchenko's" looks alike */
        return (f->tokens.at[i].flags & TOKEN_LATIN) && f->tokens.at[i - 1].function == FUNCTION_IN + 1;
    const Token *before = &f->tokens.at[i - 1], *next = end < s->last ? &f->tokens.at[end] : NULL;
    if (before->kind == TOKEN_MARK ? before->mark != ',' && before->mark != '('
                                   : (before->flags & TOKEN_CAPITAL) && !before->function)
        return false;
    if (before->function == FUNCTION_IN + 1 && next && !(next->flags & TOKEN_CAPITAL))
        return true;            /* "in X burned a house" */
    return next == NULL || next->function || (next->classes & (CLASS_BIT(CLASS_ACT) | CLASS_BIT(CLASS_NUMBER))) ||
           (next->kind == TOKEN_MARK && (next->mark == ',' || next->mark == '.' || next->mark == ')'));
}

/* A name with a part word that is longer than what the list has at this token. */
static bool add_toponym(Found *f, Candidates *out, const Sentence *s, uint32_t *i, size_t listed)
{
    Toponym name;

    if (!toponym_at(f, s, *i, &name) || name.end <= *i + listed)
        return false;
    const Token *t = &f->tokens.at[name.inner];
    const Entry *within = !name.lies_in                              ? NULL
                          : t->phrase_classes & CLASS_BIT(CLASS_PLACE) ? t->phrase
                          : t->classes & CLASS_BIT(CLASS_PLACE)        ? t->entry
                                                                       : NULL;
    add_candidate(f, out, s, *i, name.end - *i, within, S("place.named"));
    *i = name.end - 1;
    return true;
}

/* "Sulphur, La.": the abbreviation is a mention of the region. */
static void add_abbreviated_region(Found *f, Candidates *out, const Sentence *s, uint32_t *i)
{
    uint32_t first, end;
    bool abbreviated;
    uint32_t region = region_after_comma(f, s, *i, &first, &end, &abbreviated);

    if (region == NO_PLACE || !abbreviated)
        return;
    add_candidate(f, out, s, first, end - first, NULL, S("place.region"));
    out->at[out->count - 1].place = region;
    out->at[out->count - 1].settled = true;
    *i = end - 1;
}

static void find_in_sentence(Found *f, Candidates *out, const Sentence *s, Map *people)
{
    for (uint32_t i = s->first; i < s->last; i++) {
        const Token *t = &f->tokens.at[i];
        bool capital = t->flags & (TOKEN_CAPITAL | TOKEN_UPPER);
        bool part = (t->classes | t->phrase_classes) & CLASS_BIT(CLASS_PLACEPART);
        bool small = !capital && (t->phrase_classes & CLASS_BIT(CLASS_PLACE));  /* "mer Noire" */
        if (t->kind != TOKEN_WORD || (!capital && !part && !small))
            continue;
        size_t len = 0, before = out->count;
        const Entry *entry = NULL;
        uint32_t region_end = i;
        if ((capital || small) && (t->phrase_classes & CLASS_BIT(CLASS_PLACE))) {
            entry = t->phrase;
            len = t->phrase_len;
        } else if (capital && (t->classes & CLASS_BIT(CLASS_PLACE))) {
            entry = t->entry;
            len = 1;
        }
        if (small) {
            add_candidate(f, out, s, i, len, entry, S("place.listed"));
            i += (uint32_t)len - 1;
        } else if (add_toponym(f, out, s, &i, len) || !capital) {
            /* found, or no name can begin with this word */
        } else if (entry && names_person(f, s, i)) {
            map_put(f->arena, people, hash_key(t), 1);
        } else if (entry && !is_other_word(f, s, i, len) &&
                   (is_plain_place(f, entry) || is_used_as_place(f, s, i, len))) {
            add_candidate(f, out, s, i, len, entry, S("place.listed"));
            i += (uint32_t)len - 1;
        } else if (entry == NULL && (t->flags & TOKEN_LATIN) && (t->flags & TOKEN_CYRILLIC)) {
            entry = mixed_script_place(f, i, &len);
            if (entry) {
                add_candidate(f, out, s, i, len, entry, S("place.mixed_script"));
                i += (uint32_t)len - 1;
            }
        } else if (entry == NULL && !add_unlisted(f, out, s, i) && (region_end = named_in_region(f, s, i)) > i) {
            add_candidate(f, out, s, i, region_end - i, NULL, S("place.in_region"));
            i = region_end - 1;
        }
        if (out->count > before) {
            i++;
            add_abbreviated_region(f, out, s, &i);
            i--;
        }
    }
}

/* A name that is a person's elsewhere in the document is a place only where something says so. */
static void set_people_apart(const Found *f, Candidates *all, const Map *people)
{
    for (size_t i = 0; i < all->count && people->count; i++) {
        Candidate *c = &all->at[i];
        const Sentence *s = &f->sentences.at[f->mentions.at[c->mention].segment];
        if (c->token_end - c->token != 1 || c->region != NO_PLACE || !map_get(people, hash_key(&f->tokens.at[c->token])))
            continue;
        bool led = c->token > s->first && f->tokens.at[c->token - 1].function == FUNCTION_IN + 1;
        c->other |= !led && !head_before(f, s, c->token) && !head_after(f, s, c->token_end);
    }
}

/* --- what is known of each ---------------------------------------------------- */

static Str name_in(const Found *f, const Place *p, int lang)
{
    Str code = lang >= 0 ? lang_code(f->lang, lang) : STR_NONE;
    return str_eq(code, S("uk")) && p->uk.len ? p->uk : str_eq(code, S("ru")) && p->ru.len ? p->ru : p->en;
}

/* "the outlet Oskil Page", "the Geneva Conventions": before a capitalised word that no table knows the name is the
 * beginning of another. Not in headlines, whose words are all capitals, nor after "in" and the like. */
static bool begins_longer_name(const Found *f, const Candidate *c, const Row *before)
{
    const Token *next = c->token_end < f->tokens.count ? &f->tokens.at[c->token_end] : NULL;
    const Mention *m = &f->mentions.at[c->mention];

    if (next == NULL || next->kind != TOKEN_WORD || !(next->flags & TOKEN_CAPITAL) || (next->flags & (TOKEN_LINE | TOKEN_HYPHEN)) ||
        (next->classes | next->phrase_classes) || has_endings(f, c->token))
        return false;           /* where words have cases the next name is somebody beside an office: "President of X, N" */
    if (before && (before->n[0] == FUNCTION_IN || before->n[0] == FUNCTION_PREPOSITION || before->n[0] == FUNCTION_OF))
        return false;
    return m->segment >= 0 && f->segments.at[m->segment].role == SEGMENT_SENTENCE;
}

/* A country, or a city right under one as capitals are. */
static bool stands_for_state(const Found *f, const Place *p)
{
    const Gazetteer *g = lang_gazetteer(f->lang);

    return p->type == PLACE_COUNTRY ||
           (p->type == PLACE_CITY && p->parent != NO_PLACE && g->places[p->parent].type == PLACE_COUNTRY);
}

/* Does what follows a name make it the subject of a verb that no table has ("Kyiv issued an order", "Moscow has
 * sent troops")? Only an active verb with its object: "Kyiv, shelled since March", "Ukraine has been invaded" do not. */
static bool has_verb_after(const Found *f, const Candidate *c, const Place *p)
{
    uint32_t end = c->token_end;
    if (end + 1 >= f->tokens.count || f->tokens.at[end].kind != TOKEN_WORD || (f->tokens.at[end].flags & TOKEN_CAPITAL))
        return false;
    int kind = function_kind(f, end), next = function_kind(f, end + 1);

    if (kind == FUNCTION_AUXILIARY || kind == FUNCTION_MODAL)
        return next != FUNCTION_BE && word_ending(f, end + 1) == ENDING_PAST;
    if (kind >= 0)
        return false;
    if (has_endings(f, end)) {
        int form = verb_form(f, &(Trigger){ .first = end, .last = end + 1 });
        Str name = span_text(f->in->text, f->mentions.at[c->mention].span);
        return (form == FORM_VERB_FEMININE || form == FORM_VERB_MASCULINE) &&
               (str_eq(name, p->uk) || str_eq(name, p->ru)) && function_kind(f, end + 1) < 0;
    }
    return word_ending(f, end) == ENDING_PAST &&
           (next == FUNCTION_ARTICLE || next == FUNCTION_POSSESSIVE || next == FUNCTION_DEMONSTRATIVE || next == FUNCTION_THAT);
}

/* "sympathetic to Russia", "loyalty to Ukraine": whom somebody stands with, not where anything is. */
static bool after_allegiance(const Found *f, uint32_t i)
{
    size_t len = 0;

    for (uint32_t k = i > ALLEGIANCE_WORDS ? i - ALLEGIANCE_WORDS : 0; k < i; k++) {
        const Row *row = match_row(&f->tokens, k, CLASS_HEDGE, &len);
        if (row && row->n[0] == HEDGE_ALLEGIANCE && k + len == i)
            return true;
    }
    return false;
}

/* "accused Kyiv of shelling", "blamed Russia for the strike": who is charged, not where it was. */
static bool is_accused(const Found *f, const Candidate *c)
{
    const Row *cue = c->token > 0 ? token_row(&f->tokens, c->token - 1, CLASS_CUE) : NULL;
    int next = c->token_end < f->tokens.count ? function_kind(f, c->token_end) : -1;

    return cue && cue->n[CUE_STANCE] == STANCE_DOUBT &&
           (next == FUNCTION_OF || next == FUNCTION_IN || next == FUNCTION_PREPOSITION);
}

/* A capital or country that speaks or acts is its government. */
static PlaceSense sense_of(const Found *f, const Candidate *c, const Place *p)
{
    uint32_t i = c->token, end = c->token_end;
    bool state = stands_for_state(f, p) || (p->type == PLACE_CITY && p->population > 700000);
    const Row *before = i > 0 ? token_row(&f->tokens, i - 1, CLASS_FUNCTION) : NULL;

    if (end < f->tokens.count && token_is(&f->tokens, end, CLASS_ORGHEAD) &&
        (f->tokens.at[end].flags & TOKEN_CAPITAL))
        return SENSE_PART_OF_NAME;
    if (i > 1 && token_is(&f->tokens, i - 2, CLASS_ORGHEAD) && (f->tokens.at[i - 2].flags & TOKEN_CAPITAL))
        return SENSE_PART_OF_NAME;
    if (begins_longer_name(f, c, before))
        return SENSE_PART_OF_NAME;
    if (stands_for_state(f, p) && (after_allegiance(f, i) || is_accused(f, c)))
        return SENSE_GOVERNMENT;
    if (!state || (before && (before->n[0] == FUNCTION_IN || before->n[0] == FUNCTION_PREPOSITION ||
                              before->n[0] == FUNCTION_OF)))
        return SENSE_LOCATION;
    return end < f->tokens.count &&
                   (token_is(&f->tokens, end, CLASS_CUE) || token_is(&f->tokens, end, CLASS_ACT) ||
                    token_is(&f->tokens, end, CLASS_HEDGE) || (stands_for_state(f, p) && has_verb_after(f, c, p)))
               ? SENSE_GOVERNMENT
               : SENSE_LOCATION;
}

/* The oblast and the country of a place, or of the region that is all we know of it. */
static void fill_region(const Found *f, Mention *m, uint32_t place, int lang)
{
    const Gazetteer *g = lang_gazetteer(f->lang);

    if (place == NO_PLACE)
        return;
    uint32_t oblast = gazetteer_ancestor(g, place, PLACE_OBLAST), country = gazetteer_ancestor(g, place, PLACE_COUNTRY);
    m->place.admin1 = oblast != NO_PLACE ? name_in(f, &g->places[oblast], lang) : STR_NONE;
    m->place.country = country != NO_PLACE ? g->places[country].id : STR_NONE;
}

static void fill(Found *f, const Candidate *c)
{
    const Gazetteer *g = lang_gazetteer(f->lang);
    Mention *m = &f->mentions.at[c->mention];
    int lang = f->sentences.at[m->segment].lang;

    m->place = (PlaceFields){ .candidates = c->entry ? (int32_t)place_sense_count(f, c->entry) : 0,
                                .options = c->options, .option_count = (int32_t)c->option_count };
    if (c->place == NO_PLACE) {
        m->place.type = c->want_type >= 0 ? place_type_name((PlaceType)c->want_type) : STR_NONE;
        fill_region(f, m, c->region, lang);
        return;
    }
    const Place *p = &g->places[c->place];
    m->place.place_id = p->id;
    m->place.type = place_type_name(p->type);
    fill_region(f, m, c->place, lang);
    m->place.lat = p->lat;
    m->place.lon = p->lon;
    m->place.precision_m = p->precision_m;
    m->place.sense = c->other ? SENSE_PERSON_OR_OTHER : sense_of(f, c, p);
    Str called = lang < 0 ? STR_NONE
                          : lang_place_called(f->lang, c->place, lang_code(f->lang, lang), span_text(f->in->text, m->span));
    m->lemma = called.len ? called : name_in(f, p, lang);
    if (str_eq(m->rule, S("place.mixed_script")) || str_eq(m->rule, S("place.misspelt"))) {
        m->name = name_in(f, p, lang);
        found_note(f, str_slice(m->rule, 6, m->rule.len), m->span,
                   arena_printf(f->arena, "'" STR_FMT "' is read as " STR_FMT "%s",
                                STR_ARG(span_text(f->in->text, m->span)), STR_ARG(m->name),
                                str_eq(m->rule, S("place.misspelt")) ? ": misspelt"
                                                                     : ": letters of two scripts in one word"));
    }
}

/* Unknown words where a place is expected, one or two letters from a place near by. */
static void find_misspelt(Found *f, Candidates *all)
{
    const Gazetteer *g = lang_gazetteer(f->lang);
    size_t known = all->count;
    VEC(uint32_t) near = { 0 };
    Map tried = { 0 };

    for (size_t i = 0; i < known && near.count < NEAR_MAX; i++) {
        uint32_t p = all->at[i].place;
        bool seen = false;      /* few are kept: looking through them costs less than a mark for every place there is */
        for (size_t k = 0; k < near.count && !seen; k++)
            seen = near.at[k] == p;
        if (p != NO_PLACE && g->places[p].type != PLACE_COUNTRY && !seen)
            vec_push(f->arena, &near, p);
    }
    if (near.count == 0)
        return;
    for (size_t n = 0; n < f->sentences.count; n++) {
        const Sentence *s = &f->sentences.at[n];
        for (uint32_t i = s->first + 1; i < s->last; i++) {
            const Token *t = &f->tokens.at[i];
            if (t->kind != TOKEN_WORD || t->entry || !(t->flags & TOKEN_CAPITAL) || t->end - t->start < 6)
                continue;
            if (!place_expected(f, s, i))
                continue;
            Str key = hash_key(t);
            int64_t *known_answer = map_get(&tried, key);
            uint32_t place = known_answer
                                 ? (uint32_t)*known_answer
                                 : nearly_spelt_place(f, i, near.at, near.count);
            if (known_answer == NULL)
                map_put(f->arena, &tried, key, place);
            if (place == NO_PLACE)
                continue;
            add_candidate(f, all, s, i, 1, NULL, S("place.misspelt"));
            all->at[all->count - 1].place = place;
            all->at[all->count - 1].settled = true;
        }
    }
}

void read_places(Found *f)
{
    Candidates all = { 0 };
    Map people = { 0 };         /* words that are part of a person's name somewhere in the document */

    for (size_t n = 0; n < f->sentences.count; n++)
        if (f->sentences.at[n].role != SEGMENT_FOOTNOTE)
            find_in_sentence(f, &all, &f->sentences.at[n], &people);
    set_people_apart(f, &all, &people);
    settle_places(f, &all);
    find_misspelt(f, &all);
    for (size_t i = 0; i < all.count; i++)
        fill(f, &all.at[i]);
}
