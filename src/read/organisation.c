/* organisation.c -- see person.h.
 *
 * An organisation is one that a list has; capitalised words with a head word
 * among them; a head word that begins with a capital, or that a capitalised word
 * describes, with the genitives after it; what stands in quotation marks, in
 * another script or unknown after a head word; letters in capitals that are no word.
 */
#include "read/person.h"

#include "lang/tables.h"
#include "read/agreement.h"
#include "read/phrase.h"

#define NAME_WORDS      10      /* of a capitalised name */
#define BEFORE_HEAD     3       /* words between the capital letter and the head */
#define TAIL_WORDS      6       /* after the head, up to a place */
#define QUOTED_WORDS    7
#define INITIALS_MOST   6       /* letters of an abbreviation in capitals */

static bool is_capital(const Found *f, uint32_t i, const Sentence *s)
{
    return i < s->last && f->tokens.at[i].kind == TOKEN_WORD &&
           (f->tokens.at[i].flags & (TOKEN_CAPITAL | TOKEN_UPPER));
}

static bool is_joint(const Found *f, uint32_t i)
{
    const Row *row = token_row(&f->tokens, i, CLASS_FUNCTION);
    return row && (row->n[0] == FUNCTION_OF || str_eq(row->form, S("for")));
}

static uint16_t quote_at(const Found *f, const Sentence *s, uint32_t i)
{
    uint32_t mark = i < s->last && f->tokens.at[i].kind == TOKEN_MARK ? f->tokens.at[i].mark : 0;
    return mark == '"' || mark == 0xAB || mark == 0xBB || (mark >= 0x201C && mark <= 0x201E) ? (uint16_t)mark : 0;
}

/* Names of several capitalised words with a head word among them. */
static uint32_t headed_name(const Found *f, const Sentence *s, uint32_t i)
{
    uint32_t end = i, head = 0;

    if (f->tokens.at[i].classes &
        (CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_MONTH) | CLASS_BIT(CLASS_WEEKDAY)))
        return i;
    while (end < s->last && end < i + NAME_WORDS) {
        if (is_capital(f, end, s) && (end == i || (f->tokens.at[end].flags & (TOKEN_SPACE | TOKEN_HYPHEN)))) {
            head |= (f->tokens.at[end].classes & CLASS_BIT(CLASS_ORGHEAD)) != 0;
            end++;
        } else if (head && end > i && is_joint(f, end) && is_capital(f, end + 1, s)) {
            end++;
        } else {
            break;
        }
    }
    return head && end - i >= 2 ? end : i;
}

/* Can a word in small letters belong to a name: no verb, nothing that carries the sentence? */
static bool is_inner_word(const Found *f, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    uint64_t carries = CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_ACT) | CLASS_BIT(CLASS_NUMBER) |
                       CLASS_BIT(CLASS_ROLE) | CLASS_BIT(CLASS_MONTH) | CLASS_BIT(CLASS_NEGATION) | CLASS_BIT(CLASS_REPORT);

    return t->kind == TOKEN_WORD && !(t->flags & TOKEN_CAPITAL) && (t->flags & TOKEN_SPACE) && !(t->classes & carries) &&
           !is_verb_form(f, i);
}

/* Where the genitives after a head end: at a place or organisation ("of fuel and energy of Ukraine"), else
 * with the words whose endings can be nothing else. */
static uint32_t tail_end(const Found *f, const Sentence *s, uint32_t head_end)
{
    uint32_t sure = head_end, k = head_end;

    for (; k < s->last && k < head_end + TAIL_WORDS; k++) {
        const Token *t = &f->tokens.at[k];
        if (is_capital(f, k, s)) {
            bool place = (t->classes | t->phrase_classes) & (CLASS_BIT(CLASS_PLACE) | CLASS_BIT(CLASS_ORG));
            return place && (t->flags & TOKEN_SPACE) ? k + (t->phrase_len && t->phrase_classes ? t->phrase_len : 1) : sure;
        }
        bool conjunction = function_kind(f, k) == FUNCTION_CONJUNCTION;
        if (!conjunction && !is_inner_word(f, k))
            break;
        if (!conjunction && sure == k && is_oblique_form(f, k))
            sure = k + 1;
    }
    return sure;
}

/* "Supreme court of X", "Ministry of fuel and energy of X" where only the first word has a capital. */
static uint32_t described_head(const Found *f, const Sentence *s, uint32_t i)
{
    uint64_t people = CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_ROLE) | CLASS_BIT(CLASS_TITLE) | CLASS_BIT(CLASS_PEOPLE) |
                      CLASS_BIT(CLASS_GIVEN) | CLASS_BIT(CLASS_PUBLIC) | CLASS_BIT(CLASS_PLACE) | CLASS_BIT(CLASS_CUE);
    size_t len = 0;
    uint32_t k = i;

    for (; k < s->last && k <= i + BEFORE_HEAD; k++)
        if ((f->tokens.at[k].classes | f->tokens.at[k].phrase_classes) & CLASS_BIT(CLASS_ORGHEAD))
            break;
    if (k == s->last || k > i + BEFORE_HEAD || match_row(&f->tokens, k, CLASS_ORGHEAD, &len) == NULL || !has_endings(f, k + (uint32_t)len - 1))
        return i;
    /* At the beginning of a sentence every word has a capital: only the head itself may. */
    if (k > i && (i == s->first || (f->tokens.at[i].classes & people)))
        return i;
    for (uint32_t n = i + 1; n < k; n++)
        if (!is_inner_word(f, n))
            return i;
    uint32_t end = tail_end(f, s, k + (uint32_t)len);
    return end - i >= 2 ? end : i;
}

/* The end of what stands in quotation marks from token i on, a capital letter first; i when nothing does. */
static uint32_t quoted_end(const Found *f, const Sentence *s, uint32_t i)
{
    uint16_t open = quote_at(f, s, i);

    if (!open || !is_capital(f, i + 1, s))
        return i;
    for (uint32_t k = i + 2; k < s->last && k <= i + 1 + QUOTED_WORDS; k++)
        if (quote_at(f, s, k) && quote_at(f, s, k) != (open == 0xAB ? 0xAB : 0))   /* one mark closes two that are open */
            return k + 1;
    return i;
}

/* A capitalised run after a head word that nothing else explains: in Latin letters, or one unknown word. */
static uint32_t unknown_end(const Found *f, const Sentence *s, uint32_t i)
{
    uint32_t k = i;

    if (!is_capital(f, i, s) || !(f->tokens.at[i].flags & TOKEN_SPACE) || f->tokens.at[i].classes)
        return i;
    if (f->tokens.at[i].flags & TOKEN_CYRILLIC)
        return f->tokens.at[i].entry == NULL ? i + 1 : i;
    while (k < s->last && k < i + 4 && is_capital(f, k, s) && (f->tokens.at[k].flags & TOKEN_LATIN) &&
           !(f->tokens.at[k].classes & CLASS_BIT(CLASS_GIVEN)))
        k++;
    return k;
}

/* A name right after a head word in small letters, or with its legal form in capitals: a bank called by a word. */
static bool named_after_head(const Found *f, const Sentence *s, uint32_t i, Span *ret, uint32_t *end)
{
    const Token *t = &f->tokens.at[i];
    size_t len = 0;

    if (!((t->classes | t->phrase_classes) & CLASS_BIT(CLASS_ORGHEAD)) || match_row(&f->tokens, i, CLASS_ORGHEAD, &len) == NULL)
        return false;
    uint32_t name = i + (uint32_t)len, quoted = quoted_end(f, s, name);
    bool legal_form = (t->flags & TOKEN_UPPER) != 0;
    if (quoted > name) {
        *end = quoted;
        *ret = legal_form ? (Span){ t->start, f->tokens.at[quoted - 1].end }
                          : (Span){ f->tokens.at[name + 1].start, f->tokens.at[quoted - 2].end };
        return true;
    }
    uint32_t unknown = t->flags & TOKEN_CYRILLIC ? unknown_end(f, s, name) : name;
    if (unknown == name)
        return false;
    *end = unknown;
    *ret = (Span){ f->tokens.at[legal_form ? i : name].start, f->tokens.at[unknown - 1].end };
    return true;
}

static bool in_capitals(const Found *f, const Sentence *s, uint32_t i)
{
    return i >= s->first && i < s->last && f->tokens.at[i].kind == TOKEN_WORD && (f->tokens.at[i].flags & TOKEN_UPPER);
}

static bool is_roman(Str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!strchr("IVXLCDM", word.ptr[i]))
            return false;
    return true;
}

/* Two to six letters in capitals that no table knows, alone among ordinary words. */
static bool is_initials(const Found *f, const Sentence *s, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    size_t letters = 0;

    if (!(t->flags & TOKEN_UPPER) || t->classes || t->phrase_classes || (t->flags & TOKEN_HYPHEN) ||
        in_capitals(f, s, i + 1) || (i > s->first && in_capitals(f, s, i - 1)) ||
        (i + 1 < s->last && (f->tokens.at[i + 1].flags & TOKEN_HYPHEN)))
        return false;
    Str word = token_text(&f->tokens, i);
    for (size_t k = 0; k < word.len; k++) {
        letters += ((unsigned char)word.ptr[k] & 0xC0) != 0x80;
        if (word.ptr[k] >= '0' && word.ptr[k] <= '9')
            return false;
    }
    return letters >= 2 && letters <= INITIALS_MOST && !is_roman(word) && s->last - s->first > 3;
}

/* One capitalised word in Latin letters in a text in Cyrillic ones. */
static bool is_foreign_name(const Found *f, const Sentence *s, uint32_t i)
{
    const Token *t = &f->tokens.at[i];

    if ((t->flags & (TOKEN_LATIN | TOKEN_CYRILLIC)) != TOKEN_LATIN || t->classes || t->phrase_classes || t->end - t->start < 3 ||
        is_roman(token_text(&f->tokens, i)))
        return false;
    const Token *before = i > s->first ? &f->tokens.at[i - 1] : NULL, *after = i + 1 < s->last ? &f->tokens.at[i + 1] : NULL;
    bool latin_beside = (before && before->kind == TOKEN_WORD && (before->flags & TOKEN_LATIN)) ||
                        (after && after->kind == TOKEN_WORD && (after->flags & TOKEN_LATIN));
    bool cyrillic_beside = (before && (before->flags & TOKEN_CYRILLIC)) || (after && (after->flags & TOKEN_CYRILLIC));
    return !latin_beside && cyrillic_beside;
}

/* Does a place in another case than the nominative follow, in a language that has cases? */
static bool is_whose(const Found *f, const Sentence *s, uint32_t i)
{
    return is_capital(f, i, s) && (f->tokens.at[i].flags & TOKEN_CYRILLIC) && token_is(&f->tokens, i, CLASS_PLACE) &&
           has_endings(f, i);
}

static void longer(uint32_t found, Str rule, uint32_t *end, Str *because)
{
    if (found > *end) {
        *end = found;
        *because = rule;
    }
}

/* The organisation that begins at token i: its end and rule; i when there is none. */
static uint32_t organisation_at(const Found *f, const Sentence *s, uint32_t i, const Row *listed, size_t len, Str *rule)
{
    uint32_t end = listed ? i + (uint32_t)len : i;

    *rule = S("organisation.listed");
    if (s->role == SEGMENT_TITLE || s->role == SEGMENT_HEADING || !is_capital(f, i, s))
        return end;
    longer(headed_name(f, s, i), S("organisation.headed"), &end, rule);
    longer(described_head(f, s, i), S("organisation.described"), &end, rule);
    if (end == i && is_initials(f, s, i)) {
        longer(i + 1, S("organisation.initials"), &end, rule);
        longer(quoted_end(f, s, i + 1), S("organisation.named"), &end, rule);
    }
    /* "Supreme Court of Ukraine": what the list has, and whose it is. Abbreviations have no endings. */
    if (end > i && (end == i + 1 ? is_whose(f, s, end) : has_endings(f, end - 1)))
        longer(tail_end(f, s, end), S("organisation.of"), &end, rule);
    if (end == i && is_foreign_name(f, s, i))
        longer(i + 1, S("organisation.foreign"), &end, rule);
    return end;
}

static void find_in_sentence(Found *f, const Sentence *s)
{
    for (uint32_t i = s->first; i < s->last; i++) {
        const Token *t = &f->tokens.at[i];
        size_t len = 0;
        Span named;
        uint32_t end;
        Str rule;
        if (t->kind != TOKEN_WORD)
            continue;
        if (named_after_head(f, s, i, &named, &end)) {
            found_mention(f, MENTION_ORGANISATION, named, s->segment, S("organisation.named"));
            i = end - 1;
            continue;
        }
        const Row *row = match_row(&f->tokens, i, CLASS_ORG, &len);
        end = organisation_at(f, s, i, row, len, &rule);
        if (end == i)
            continue;
        int32_t m = found_mention(f, MENTION_ORGANISATION, (Span){ t->start, f->tokens.at[end - 1].end },
                                  s->segment, rule);
        if (row)
            f->mentions.at[m].lemma = row->s[ORG_NAME];
        i = end - 1;
    }
}

void read_organisations(Found *f)
{
    for (size_t n = 0; n < f->sentences.count; n++)
        if (f->sentences.at[n].role != SEGMENT_FOOTNOTE && f->sentences.at[n].role != SEGMENT_BOILERPLATE)
            find_in_sentence(f, &f->sentences.at[n]);
}
