/* derive.c -- see derive.h.
 *
 * Nothing is kept while a text is read: the words are looked up again, by the same
 * tokenizer, when somebody asks. So reading pays nothing for being explained.
 */
#include "read/derive.h"

#include "base/vec.h"
#include "lang/tables.h"
#include "read/text.h"
#include "read/tokenize.h"

static const TableSpec *table_of(WordClass class_)
{
    for (const TableSpec *t = lang_tables; t->file; t++)
        if (t->class_ == class_)
            return t;
    return NULL;
}

/* "acts TORTURE, kind verb, frame doer": the columns that hold something. */
static Str columns_text(Arena *arena, const TableSpec *t, const Row *row)
{
    Str text = S("");

    for (size_t i = 0; i < ROW_COLUMNS && t->columns[i].name; i++)
        if (row->s[i].len)
            text = arena_printf(arena, STR_FMT "%s%s " STR_FMT, STR_ARG(text), text.len ? ", " : "",
                                t->columns[i].name, STR_ARG(row->s[i]));
    return text;
}

/* "village, in kupiansk-raion, kharkiv-oblast, ukraine; 49.7400 37.6100, known to 3000 m" */
static Str place_text(Arena *arena, const Gazetteer *g, uint32_t place)
{
    const Place *p = &g->places[place];
    Str text = place_type_name(p->type);

    for (uint32_t up = p->parent; up != NO_PLACE; up = g->places[up].parent)
        text = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(text), up == p->parent ? " in " : ", ",
                            STR_ARG(g->places[up].id));
    return arena_printf(arena, STR_FMT "; %.4f %.4f, known to %d m", STR_ARG(text), p->lat, p->lon, (int)p->precision_m);
}

static WordSense sense_text(const Lang *lang, Arena *arena, const Sense *s, uint32_t words)
{
    const Gazetteer *g = lang_gazetteer(lang);

    if (s->word_class == CLASS_PLACE)
        return (WordSense){ S("places"), g->places[s->row].id, place_text(arena, g, s->row), words };
    const TableSpec *t = table_of((WordClass)s->word_class);
    const Row *row = lang_row(lang, s->row);
    Str file = str_of(t ? t->file : "?");
    if (s->lang != LANG_ANY)
        file = arena_printf(arena, STR_FMT "/" STR_FMT, STR_ARG(lang_code(lang, s->lang)), STR_ARG(file));
    return (WordSense){ file, row->form, t ? columns_text(arena, t, row) : STR_NONE, words };
}

/* Add the senses of an entry that hold for this token: its language, its capitals, its accents. */
static void add_senses(const Tokens *t, Arena *arena, const Token *token, const Entry *entry, uint32_t words,
                       WordTrace *trace, size_t *room)
{
    const Sense *s = entry ? lang_senses(t->lang, entry) : NULL;

    for (uint32_t i = 0; s && i < entry->count; i++) {
        if ((s[i].lang != LANG_ANY && !(token->langs >> s[i].lang & 1)) || !sense_written(t, token, &s[i]))
            continue;
        if (trace->sense_count == *room) {
            size_t wider = *room ? *room * 2 : 8;
            WordSense *senses = arena_array(arena, WordSense, wider);
            for (size_t k = 0; k < trace->sense_count; k++)
                senses[k] = trace->senses[k];
            trace->senses = senses;
            *room = wider;
        }
        trace->senses[trace->sense_count++] = sense_text(t->lang, arena, &s[i], words);
    }
}

size_t derive_words(const Lang *lang, Arena *arena, Str text, Str language, Span span, WordTrace **ret)
{
    ReadInput in = { .document = S(""), .path = S(""), .media_type = S("text/plain"), .text = text, .bytes = text.len,
                     .language = language };
    Found f = { .arena = arena, .in = &in, .lang = lang };
    TokenVec tokens = { 0 };
    Paragraphs paragraphs = { 0 };
    VEC(WordTrace) found = { 0 };
    int document_lang = -1;

    tokenize(lang, arena, text, &tokens);
    f.tokens = (Tokens){ .lang = lang, .text = text, .at = tokens.at, .count = tokens.count,
                         .bits = arena_array(arena, uint64_t, tokens.count + 1) };
    find_paragraphs(&f, &paragraphs);
    find_languages(&f, &paragraphs, &document_lang);
    for (size_t i = 0; i < f.tokens.count; i++) {
        const Token *t = &f.tokens.at[i];
        if (t->end <= span.start || t->kind == TOKEN_MARK)
            continue;
        if (t->start >= span.end)
            break;
        WordTrace trace = { .span = { t->start, t->end } };
        size_t room = 0;
        add_senses(&f.tokens, arena, t, t->phrase, t->phrase_len, &trace, &room);
        add_senses(&f.tokens, arena, t, t->entry, 1, &trace, &room);
        vec_push(arena, &found, trace);
    }
    *ret = found.at;
    return found.count;
}

/* The line of `text` whose second word is `rule` before a colon; *number gets its number. */
static Str rule_line(Str text, Str rule, size_t *number)
{
    *number = 0;
    while (text.len) {
        size_t end = str_find(text, S("\n"), 0);
        Str line = str_trim(end < text.len ? str_slice(text, 0, end) : text);
        text = end < text.len ? str_slice(text, end + 1, text.len) : S("");
        ++*number;
        size_t colon = str_find(line, S(":"), 0), blank = str_find(line, S(" "), 0);
        if (line.len && line.ptr[0] != '#' && colon < line.len && blank < colon &&
            str_eq(str_trim(str_slice(line, blank, colon)), rule))
            return line;
    }
    return STR_NONE;
}

Str derive_rule(const Lang *lang, Arena *arena, Str language, Str rule)
{
    size_t languages = lang_language_count(lang);
    int    own = lang_index(lang, language);

    for (size_t k = 0; k <= languages; k++) {
        int i = k == 0 ? own : (int)k - 1;
        if (i < 0)
            continue;
        size_t number;
        Str line = rule_line(lang_rules_text(lang, i), rule, &number);
        if (line.len)
            return arena_printf(arena, STR_FMT "/rules.txt:%zu: " STR_FMT, STR_ARG(lang_code(lang, i)), number, STR_ARG(line));
    }
    return STR_NONE;
}
