/* source.c -- see source.h. Every word and phrase of the name is looked up in the tables of organisations,
 * offices, people and kin; which of what they say wins is data (data/taxonomy/sources.tsv).
 */
#include "weigh/source.h"

#include "lang/fold.h"
#include "lang/scan.h"
#include "lang/words.h"
#include "model/grade.h"

#define NAME_WORDS   16     /* of a name that are looked at */
#define PHRASE_WORDS 7

/* Where the code of a kind stands in the rows of a class. */
static const struct {
    WordClass   word_class;
    const char *name;
    int         column;
    bool        body;           /* names an organisation, no person */
} classes[] = {
    { CLASS_ORG, "org", 1, true },        { CLASS_ORGHEAD, "orghead", 0, true }, { CLASS_ROLE, "role", 0, false },
    { CLASS_PEOPLE, "people", 0, false }, { CLASS_KIN, "kin", 0, false },        { CLASS_PUBLIC, "public", 0, false },
};

typedef struct Best {
    size_t rank;
    Str    kind;
} Best;

static void take(const Lang *lang, const Sense *sense, bool publisher, Best *best)
{
    size_t rank;

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (classes[i].word_class != sense->word_class || (publisher && !classes[i].body))
            continue;
        Str kind = source_word_kind(str_of(classes[i].name), lang_row(lang, sense->row)->s[classes[i].column], &rank);
        if (kind.len && rank < best->rank)
            *best = (Best){ rank, kind };
    }
}

Str source_name_kind(const Lang *lang, Str name, bool publisher)
{
    uint64_t hash[NAME_WORDS];
    bool capital[NAME_WORDS];
    size_t count = 0, at = 0;
    ScanWord w;
    Best best = { SIZE_MAX, STR_NONE };

    for (; count < NAME_WORDS && scan_word(name, &at, &w); count++) {
        hash[count] = fold_hash(span_text(name, w.span));
        capital[count] = w.capital;
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t joined = hash[i];
        for (size_t k = i; k < count && k < i + PHRASE_WORDS; k++) {
            joined = k == i ? joined : fold_join(joined, hash[k]);
            const Entry *e = lang_entry(lang, joined);
            const Sense *senses = e ? lang_senses(lang, e) : NULL;
            if (e == NULL)
                break;
            for (uint32_t s = 0; s < e->count; s++)
                if (capital[i] || !(senses[s].flags & (SENSE_CAPITAL | SENSE_UPPER)))
                    take(lang, &senses[s], publisher, &best);
        }
    }
    return best.kind;
}
