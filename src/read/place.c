/* place.c -- see place.h.
 *
 * The lexicon holds every form of every name, so finding is a lookup; the work
 * is to choose. A name with several places behind it is settled by the words
 * around it ("village of", "Oblast", "northern"), by regions the document
 * names, and by distance to its certain places; the number of candidates stays.
 */
#include "read/place.h"

#include "base/map.h"
#include "lang/named.h"
#include "lang/tables.h"
#include "read/place_choice.h"
#include "read/spelling.h"

#define NEAR_MAX       256      /* different places of a document that vouch for a misspelt one */

uint32_t oblast_named_after(const Gazetteer *g, uint32_t city)
{
    uint32_t oblast = gazetteer_ancestor(g, city, PLACE_OBLAST);

    if (oblast == NO_PLACE || oblast == city)
        return NO_PLACE;
    Str name = g->places[city].en, whole = g->places[oblast].en;
    return name.len >= 4 && str_starts(whole, str_slice(name, 0, name.len < 5 ? name.len : 5)) ? oblast
                                                                                               : NO_PLACE;
}

/* Words a name of a place cannot be although the gazetteer knows them. */
static bool is_other_word(const Found *f, const Sentence *s, uint32_t i, size_t len)
{
    const Token *t = &f->tokens.at[i];
    uint64_t grammar = CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_MONTH) | CLASS_BIT(CLASS_NUMBER) |
                       CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_DEMONYM) | CLASS_BIT(CLASS_PUBLIC);

    if (len == 1 && (t->classes & grammar))
        return true;
    if (len == 1 && (t->classes & CLASS_BIT(CLASS_GIVEN)) && i + 1 < s->last &&
        f->tokens.at[i + 1].kind == TOKEN_WORD && (f->tokens.at[i + 1].flags & TOKEN_CAPITAL) &&
        !token_is(&f->tokens, i + 1, CLASS_PLACEHEAD))
        return true;            /* a given name before a surname */
    if (i > s->first && (f->tokens.at[i - 1].classes & (CLASS_BIT(CLASS_GIVEN))) &&
        (t->flags & TOKEN_CAPITAL) && !(f->tokens.at[i - 1].classes & CLASS_BIT(CLASS_PLACE)) &&
        !(t->flags & TOKEN_LINE))
        return true;            /* a surname */
    return false;
}

static const Row *head_before(const Found *f, const Sentence *s, uint32_t i)
{
    for (uint32_t k = i > s->first + 3 ? i - 3 : s->first; k < i; k++) {
        size_t len = 0;
        const Row *row = match_row(&f->tokens, k, CLASS_PLACEHEAD, &len);
        if (row && row->n[PLACEHEAD_POSITION] == POSITION_BEFORE && k + len == i)
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

static void look_around(const Found *f, const Sentence *s, Candidate *c)
{
    const Row *before = head_before(f, s, c->token), *after = head_after(f, s, c->token_end);

    c->want_type = before ? place_type_of(before->s[PLACEHEAD_TYPE]) : -1;
    if (after && c->want_type < 0)
        c->want_type = place_type_of(after->s[PLACEHEAD_TYPE]);
    if (c->token > s->first) {
        const Row *direction = token_row(&f->tokens, c->token - 1, CLASS_DIRECTION);
        c->want_oblast = direction && !str_eq(direction->s[0], S("C")) && !str_eq(direction->s[0], S("X"));
    }
    if ((after && str_eq(after->s[PLACEHEAD_TYPE], S("front"))) || c->want_type == PLACE_OBLAST)
        c->want_oblast = true;
    if (in_region_list(f, s, c->token, c->token_end))
        c->want_oblast = true;
}

static void add_candidate(Found *f, Candidates *out, const Sentence *s, uint32_t i, size_t len,
                          const Entry *entry, Str rule)
{
    uint32_t end = i + (uint32_t)len;
    Candidate c = { .token = i, .token_end = end, .place = NO_PLACE, .entry = entry };

    look_around(f, s, &c);
    const Row *after = head_after(f, s, end);
    if (after && !str_eq(after->s[PLACEHEAD_TYPE], S("front")) &&
        !str_eq(after->s[PLACEHEAD_TYPE], S("city")) && len == 1 &&
        (f->tokens.at[end].flags & (TOKEN_CAPITAL | TOKEN_UPPER)))
        c.token_end = ++end;    /* "Dnieper River": the head word belongs to the name */
    Span span = { f->tokens.at[i].start, f->tokens.at[end - 1].end };
    c.mention = found_mention(f, MENTION_PLACE, span, s->segment, rule);
    vec_push(f->arena, out, c);
}

/* "the village of X" when no list has X: a place without a point. */
static bool add_unlisted(Found *f, Candidates *out, const Sentence *s, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    const Row *head = t->kind == TOKEN_WORD && (t->flags & TOKEN_CAPITAL) ? head_before(f, s, i) : NULL;

    if (head == NULL || (t->classes & (CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_PLACE))))
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

/* A name that is an everyday word or a surname too: does the sentence use it as a name of a place?
 * It does after "the village of", in a list with a place, and, if no surname, when it is the one word with
 * a capital in the middle of a sentence and no noun follows that it could describe. */
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
    return next == NULL || next->function || (next->classes & (CLASS_BIT(CLASS_ACT) | CLASS_BIT(CLASS_NUMBER))) ||
           (next->kind == TOKEN_MARK && (next->mark == ',' || next->mark == '.' || next->mark == ')'));
}

static void find_in_sentence(Found *f, Candidates *out, const Sentence *s)
{
    for (uint32_t i = s->first; i < s->last; i++) {
        const Token *t = &f->tokens.at[i];
        if (t->kind != TOKEN_WORD || !(t->flags & (TOKEN_CAPITAL | TOKEN_UPPER)))
            continue;
        size_t len = 0;
        const Entry *entry = NULL;
        if (t->phrase_classes & CLASS_BIT(CLASS_PLACE)) {
            entry = t->phrase;
            len = t->phrase_len;
        } else if (t->classes & CLASS_BIT(CLASS_PLACE)) {
            entry = t->entry;
            len = 1;
        }
        if (entry && !is_other_word(f, s, i, len) &&
            (is_plain_place(f, entry) || is_used_as_place(f, s, i, len))) {
            add_candidate(f, out, s, i, len, entry, S("place.listed"));
            i += (uint32_t)len - 1;
            continue;
        }
        if (entry == NULL && (t->flags & TOKEN_LATIN) && (t->flags & TOKEN_CYRILLIC)) {
            entry = mixed_script_place(f, i);
            if (entry)
                add_candidate(f, out, s, i, 1, entry, S("place.mixed_script"));
            continue;
        }
        if (entry == NULL)
            add_unlisted(f, out, s, i);
    }
}

/* --- what is known of each ---------------------------------------------------- */

static Str name_in(const Found *f, const Place *p, int lang)
{
    Str code = lang >= 0 ? lang_code(f->lang, lang) : STR_NONE;
    return str_eq(code, S("uk")) && p->uk.len ? p->uk : str_eq(code, S("ru")) && p->ru.len ? p->ru : p->en;
}

/* A capital or country that speaks or acts is its government. */
static PlaceSense sense_of(const Found *f, const Candidate *c, const Place *p)
{
    uint32_t i = c->token, end = c->token_end;
    bool state = p->type == PLACE_COUNTRY || (p->type == PLACE_CITY && p->population > 700000);
    const Row *before = i > 0 ? token_row(&f->tokens, i - 1, CLASS_FUNCTION) : NULL;

    if (end < f->tokens.count && token_is(&f->tokens, end, CLASS_ORGHEAD) &&
        (f->tokens.at[end].flags & TOKEN_CAPITAL))
        return SENSE_PART_OF_NAME;
    if (i > 1 && token_is(&f->tokens, i - 2, CLASS_ORGHEAD) && (f->tokens.at[i - 2].flags & TOKEN_CAPITAL))
        return SENSE_PART_OF_NAME;
    if (!state || (before && (before->n[0] == FUNCTION_IN || before->n[0] == FUNCTION_PREPOSITION ||
                              before->n[0] == FUNCTION_OF)))
        return SENSE_LOCATION;
    return end < f->tokens.count &&
                   (token_is(&f->tokens, end, CLASS_CUE) || token_is(&f->tokens, end, CLASS_ACT) ||
                    token_is(&f->tokens, end, CLASS_HEDGE))
               ? SENSE_GOVERNMENT
               : SENSE_LOCATION;
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
        return;
    }
    const Place *p = &g->places[c->place];
    uint32_t oblast = gazetteer_ancestor(g, c->place, PLACE_OBLAST);
    uint32_t country = gazetteer_ancestor(g, c->place, PLACE_COUNTRY);
    m->place.place_id = p->id;
    m->place.type = place_type_name(p->type);
    m->place.admin1 = oblast != NO_PLACE ? name_in(f, &g->places[oblast], lang) : STR_NONE;
    m->place.country = country != NO_PLACE ? g->places[country].id : STR_NONE;
    m->place.lat = p->lat;
    m->place.lon = p->lon;
    m->place.precision_m = p->precision_m;
    m->place.sense = sense_of(f, c, p);
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
    bool *seen = arena_array(f->arena, bool, g->count);

    for (size_t i = 0; i < known && near.count < NEAR_MAX; i++) {
        uint32_t p = all->at[i].place;
        if (p != NO_PLACE && g->places[p].type != PLACE_COUNTRY && !seen[p]) {
            seen[p] = true;
            vec_push(f->arena, &near, p);
        }
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
            Str key = { (const char *)&t->hash, sizeof t->hash };
            int64_t *known_answer = map_get(&tried, key);
            uint32_t place = known_answer
                                 ? (uint32_t)*known_answer
                                 : nearly_spelt_place(f, token_text(&f->tokens, i), near.at, near.count);
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

    for (size_t n = 0; n < f->sentences.count; n++)
        if (f->sentences.at[n].role != SEGMENT_FOOTNOTE)
            find_in_sentence(f, &all, &f->sentences.at[n]);
    settle_places(f, &all);
    find_misspelt(f, &all);
    for (size_t i = 0; i < all.count; i++)
        fill(f, &all.at[i]);
}
