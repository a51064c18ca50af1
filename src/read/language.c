/* language.c -- which language a paragraph is in.
 *
 * Its words vote: function words most, any other word that only some languages
 * know a little, letters that only one language has. A paragraph that says too
 * little takes the language of the document when their scripts agree.
 */
#include "lang/fold.h"
#include "lang/tables.h"
#include "read/text.h"
#include "read/tokenize.h"

#include "base/utf8.h"

#define WORDS_LOOKED_AT   120   /* of a paragraph: more tell nothing new */
#define LETTERS_LOOKED_AT 300
#define TOLD   3                /* votes for the language that the user or the page names */
#define PLAINLY 4               /* so many times the votes for the page's own word, and ... */
#define PLAIN_VOTES 60          /* ... so many more speak against it */
#define ENOUGH 4                /* votes under which the document decides */

static void vote_word(const Token *t, int32_t votes[LANGUAGES_MAX])
{
    uint32_t function = t->entry->function_langs, other = t->entry->other_langs, all = function | other;
    bool one = (all & (all - 1)) == 0, two = !one && ((all & (all - 1)) & ((all & (all - 1)) - 1)) == 0;

    for (uint32_t rest = all; rest; rest &= rest - 1) {
        int l = __builtin_ctz(rest);
        votes[l] += (function >> l & 1) ? (one ? 6 : two ? 3 : 2) : 0;
        votes[l] += (other >> l & 1) ? (one ? 2 : 1) : 0;
    }
}

static void vote_letters(const Found *f, const Token *t, int32_t votes[LANGUAGES_MAX])
{
    const Letter *letters = lang_letters(f->lang);
    const unsigned char *bytes = (const unsigned char *)f->in->text.ptr;
    size_t len;

    for (size_t i = t->start; i < t->end; i += len) {
        uint32_t c = (bytes[i] & 0x1Fu) << 6;
        len = 2;
        if (bytes[i] >= 0xC4 && bytes[i] < 0xE0 && i + 1 < t->end && (bytes[i + 1] & 0xC0) == 0x80)
            c |= bytes[i + 1] & 0x3F;
        else
            c = utf8_get(f->in->text, i, &len);
        if (c < 0x250 || c >= LETTERS_END)
            continue;
        for (uint32_t rest = letters[c].langs; rest; rest &= rest - 1)
            votes[__builtin_ctz(rest)] += 3;
    }
}

static int winner(const int32_t votes[LANGUAGES_MAX], int32_t *best_votes)
{
    int best = -1;

    *best_votes = 0;
    for (int l = 0; l < LANGUAGES_MAX; l++)
        if (votes[l] > *best_votes) {
            *best_votes = votes[l];
            best = l;
        }
    return best;
}

/* The language that most words speak for; the page's own word for it, unless they plainly speak against it:
 * templates often name the language they were written in. */
static int document_of(Found *f, const int32_t total[LANGUAGES_MAX], int told)
{
    int32_t votes;
    int best = winner(total, &votes);

    if (told < 0)
        return best;
    if (best < 0 || best == told || votes < PLAINLY * total[told] + PLAIN_VOTES)
        return told;
    found_note(f, S("language_mismatch"), SPAN_NONE,
               arena_printf(f->arena, "the page says that it is in '" STR_FMT "'; its words are of '" STR_FMT "'",
                            STR_ARG(f->in->page_language), STR_ARG(lang_code(f->lang, best))));
    return best;
}

void find_languages(Found *f, Paragraphs *paragraphs, int *document_lang)
{
    int32_t total[LANGUAGES_MAX] = { 0 }, best_votes;
    int32_t *strength = arena_array(f->arena, int32_t, paragraphs->count + 1);
    uint8_t *script = arena_array(f->arena, uint8_t, paragraphs->count + 1);
    uint8_t script_of_lang[LANGUAGES_MAX] = { 0 };
    bool by_user = f->in->language.len > 0;
    int told = by_user ? lang_index(f->lang, f->in->language)
             : f->in->page_language.len ? lang_index(f->lang, f->in->page_language) : -1;

    for (size_t n = 0; n < paragraphs->count; n++) {
        Paragraph *p = &paragraphs->at[n];
        int32_t votes[LANGUAGES_MAX] = { 0 };
        uint32_t letters = 0, cyrillic = 0, latin = 0;
        for (uint32_t i = p->first; i < p->last; i++) {
            const Token *t = &f->tokens.at[i];
            if (t->kind != TOKEN_WORD)
                continue;
            cyrillic += (t->flags & TOKEN_CYRILLIC) != 0;
            latin += (t->flags & TOKEN_LATIN) != 0;
            /* an initial says nothing */
            bool letter = t->end - t->start == 1 && token_mark(&f->tokens, i + 1, '.');
            if (t->entry && cyrillic + latin < WORDS_LOOKED_AT && !letter)
                vote_word(t, votes);
            if (letters < LETTERS_LOOKED_AT && !(t->flags & TOKEN_LATIN)) {
                vote_letters(f, t, votes);
                letters += t->end - t->start;
            }
        }
        script[n] = cyrillic > latin ? TOKEN_CYRILLIC : latin ? TOKEN_LATIN : 0;
        for (int l = 0; l < LANGUAGES_MAX && !p->boilerplate; l++)
            total[l] += votes[l];
        if (told >= 0)
            votes[told] += TOLD;
        p->lang = winner(votes, &best_votes);
        strength[n] = best_votes;
        if (p->lang >= 0)
            script_of_lang[p->lang] |= script[n];
    }
    int document = by_user && told >= 0 ? told : document_of(f, total, told);
    for (size_t n = 0; n < paragraphs->count; n++) {
        Paragraph *p = &paragraphs->at[n];
        bool fits = document >= 0 && (script[n] == 0 || script_of_lang[document] == 0 ||
                                      (script_of_lang[document] & script[n]));
        if (fits && (p->lang < 0 || strength[n] < ENOUGH))
            p->lang = document;
        classify(&f->tokens, p->first, p->last, p->lang >= 0 ? (uint16_t)(1u << p->lang) : 0,
                 script[n]);
    }
    *document_lang = document;
}
