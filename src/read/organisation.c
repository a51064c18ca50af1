/* organisation.c -- see person.h. */
#include "read/person.h"

#include "lang/tables.h"

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

/* Names of several capitalised words with a head word among them. */
static uint32_t headed_name(const Found *f, const Sentence *s, uint32_t i)
{
    uint32_t end = i, head = 0;

    if (f->tokens.at[i].classes &
        (CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_MONTH) | CLASS_BIT(CLASS_WEEKDAY)))
        return i;
    while (end < s->last && end < i + 10) {
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

static void find_in_sentence(Found *f, const Sentence *s)
{
    bool title_case = s->role == SEGMENT_TITLE || s->role == SEGMENT_HEADING;

    for (uint32_t i = s->first; i < s->last; i++) {
        const Token *t = &f->tokens.at[i];
        size_t len = 0;
        if (t->kind != TOKEN_WORD)
            continue;
        const Row *row = match_row(&f->tokens, i, CLASS_ORG, &len);
        uint32_t end = row ? i + (uint32_t)len : i;
        Str rule = S("organisation.listed");
        if (!title_case && (t->flags & (TOKEN_CAPITAL | TOKEN_UPPER))) {
            uint32_t longer = headed_name(f, s, i);
            if (longer > end) {
                end = longer;
                rule = S("organisation.headed");
            }
        }
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
