/* numerals.c -- the numerals of each line on standard input, exactly: for the adapter of timex_phrases.
 *
 *     numerals LANGUAGE < LINES
 *
 * A line out for a line in: "n START END WHOLE OVER" for a number of WHOLE / OVER thousandths,
 * "o START END VALUE" for an ordinal, with " ;; " between several.
 */
#include "base/auto.h"
#include "lang/lang.h"
#include "read/number.h"
#include "read/tokenize.h"

#include <stdio.h>
#include <stdlib.h>

static bool glued_to_word(const Tokens *t, size_t next)
{
    return next < t->count && t->at[next].kind == TOKEN_WORD && !(t->at[next].flags & (TOKEN_SPACE | TOKEN_HYPHEN));
}

static void print_line(const Lang *lang, uint16_t langs, Str text)
{
    AUTO_ARENA arena = arena_create();
    TokenVec tokens = { 0 };
    const char *between = "";

    tokenize(lang, arena, text, &tokens);
    Tokens t = { .lang = lang, .text = text, .at = tokens.at, .count = tokens.count };
    t.bits = arena_array(arena, uint64_t, t.count + 1);
    classify(&t, 0, t.count, langs, 0);
    for (size_t i = 0; i < t.count;) {
        Number  n = { 0 };
        int64_t ordinal = 0;
        size_t  len = 0;
        bool number = number_parse(&t, i, t.count, &n), nth = ordinal_parse(&t, i, t.count, &ordinal, &len);
        if (nth && (!number || len >= n.tokens)) {
            printf("%so %u %u %lld", between, t.at[i].start, t.at[i + len - 1].end, (long long)ordinal);
            i += len;
        } else if (number && !n.open && !n.unknown && !(n.digits && glued_to_word(&t, i + n.tokens))) {
            printf("%sn %u %u %lld %lld", between, t.at[i].start, t.at[i + n.tokens - 1].end, (long long)n.whole, (long long)n.over);
            i += n.tokens;
        } else {
            i += number ? n.tokens : 1;
            continue;
        }
        between = " ;; ";
    }
    printf("\n");
}

int main(int argc, char **argv)
{
    Lang *lang = NULL;
    Error err = { 0 };
    char *line = NULL;
    size_t size = 0;
    ssize_t len;

    if (argc != 2 || lang_load(NULL, &lang, &err) != OK || lang_index(lang, str_of(argv[1])) < 0) {
        fprintf(stderr, "numerals LANGUAGE < LINES: %s\n", err.text);
        return 1;
    }
    uint16_t langs = (uint16_t)(1u << lang_index(lang, str_of(argv[1])));
    while ((len = getline(&line, &size, stdin)) >= 0)
        print_line(lang, langs, (Str){ line, (size_t)len - (len && line[len - 1] == '\n') });
    free(line);
    lang_free(lang);
    return 0;
}
