/* sentence.c -- sentences out of paragraphs.
 *
 * A full stop ends a sentence unless the word before it is an abbreviation or
 * an initial, or what follows goes on in small letters. Quotation marks,
 * brackets and footnote numbers that close it belong to it.
 */
#include "lang/tables.h"
#include "read/text.h"

static bool is_closer(const Found *f, uint32_t i, uint32_t last)
{
    if (i >= last)
        return false;
    const Token *t = &f->tokens.at[i];
    if (t->kind != TOKEN_MARK || (t->flags & TOKEN_SPACE))
        return false;
    switch (t->mark) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case '.':
    case '!':
    case '?':
    case 0x201D:
    case 0x2019:
    case 0xBB:
    case 0x2026:
    case 0x201C:
        return true;
    default:
        return is_superscript(t->mark);
    }
}

static bool is_opener(uint32_t mark)
{
    return mark == '"' || mark == '\'' || mark == '(' || mark == '[' || mark == 0x201C || mark == 0x2018 ||
           mark == 0xAB || mark == 0x201E || mark == 0x2014 || mark == 0x2013 || mark == '-';
}

/* The first token at or after i that is no opening mark. */
static const Token *first_inside(const Found *f, uint32_t i, uint32_t last)
{
    while (i < last && f->tokens.at[i].kind == TOKEN_MARK && is_opener(f->tokens.at[i].mark))
        i++;
    return i < last ? &f->tokens.at[i] : NULL;
}

static bool starts_lower(const Token *t)
{
    return t && t->kind == TOKEN_WORD && !(t->flags & (TOKEN_CAPITAL | TOKEN_UPPER)) &&
           (t->flags & (TOKEN_LATIN | TOKEN_CYRILLIC));
}

/* May the full stop at token i, after the word before it, end a sentence? */
static bool stop_ends(const Found *f, uint32_t i, uint32_t first, uint32_t next, uint32_t last)
{
    if (i == first)
        return false;
    const Token *before = &f->tokens.at[i - 1];
    if (before->kind != TOKEN_WORD || (f->tokens.at[i].flags & TOKEN_SPACE))
        return true;
    const Row *row = token_row(&f->tokens, i - 1, CLASS_ABBREVIATION);
    const Token *after = first_inside(f, next, last);
    if (row && (row->n[0] == ABBREVIATION_TITLE || row->n[0] == ABBREVIATION_INNER))
        return after == NULL;
    if (row && after && !(after->classes & CLASS_BIT(CLASS_FUNCTION)))
        return false;
    size_t letters = 0;
    for (uint32_t k = before->start; k < before->end; k++)
        letters += ((unsigned char)f->in->text.ptr[k] & 0xC0) != 0x80;
    return !(letters == 1 && (before->flags & TOKEN_CAPITAL) && after);
}

/* An acronym that ends in its own full stop before a capitalised function word. */
static bool acronym_ends(const Found *f, uint32_t i, uint32_t last)
{
    const Token *t = &f->tokens.at[i];
    const Token *after = i + 1 < last ? &f->tokens.at[i + 1] : NULL;

    return t->kind == TOKEN_WORD && f->in->text.ptr[t->end - 1] == '.' && after && after->kind == TOKEN_WORD &&
           (after->flags & TOKEN_CAPITAL) && (after->classes & CLASS_BIT(CLASS_FUNCTION));
}

static SegmentRole role_of(const Paragraph *p)
{
    if (p->boilerplate)
        return SEGMENT_BOILERPLATE;
    switch (p->kind) {
    case BLOCK_TITLE:     return SEGMENT_TITLE;
    case BLOCK_HEADING:   return SEGMENT_HEADING;
    case BLOCK_LIST_ITEM: return SEGMENT_LIST;
    case BLOCK_CAPTION:   return SEGMENT_CAPTION;
    case BLOCK_FOOTNOTE:  return SEGMENT_FOOTNOTE;
    case BLOCK_BYLINE:    return SEGMENT_BYLINE;
    default:              return SEGMENT_SENTENCE;
    }
}

static void push_sentence(Found *f, const Paragraph *p, int32_t paragraph, uint32_t first, uint32_t last)
{
    if (first >= last)
        return;
    Span span = { f->tokens.at[first].start, f->tokens.at[last - 1].end };
    SegmentRole role = role_of(p);
    Str language = p->lang >= 0 ? lang_code(f->lang, p->lang) : STR_NONE;
    vec_push(f->arena, &f->sentences,
             (Sentence){ first, last, (int32_t)f->segments.count, role, p->lang, paragraph });
    vec_push(
        f->arena, &f->segments,
        (Segment){ .span = span, .role = role, .language = language, .paragraph = paragraph, .supports = -1 });
}

void find_sentences(Found *f, const Paragraphs *paragraphs)
{
    for (size_t n = 0; n < paragraphs->count; n++) {
        const Paragraph *p = &paragraphs->at[n];
        uint32_t first = p->first;
        for (uint32_t i = p->first; i < p->last; i++) {
            const Token *t = &f->tokens.at[i];
            bool mark = t->kind == TOKEN_MARK &&
                        (t->mark == '.' || t->mark == '!' || t->mark == '?' || t->mark == 0x2026);
            if (!mark && !acronym_ends(f, i, p->last))
                continue;
            uint32_t next = i + 1;
            while (is_closer(f, next, p->last))
                next++;
            if (next >= p->last)
                break;
            if (!(f->tokens.at[next].flags & TOKEN_SPACE) || starts_lower(first_inside(f, next, p->last)))
                continue;
            if (mark && t->mark == '.' && next == i + 1 && !stop_ends(f, i, p->first, next, p->last))
                continue;
            push_sentence(f, p, (int32_t)n, first, next);
            first = next;
            i = next - 1;
        }
        push_sentence(f, p, (int32_t)n, first, p->last);
    }
}
