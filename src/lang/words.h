/* words.h -- what the lexicon knows of a word: its senses.
 *
 * Every table of data/lang/<code>/ gives its rows one class (design 05: months,
 * numbers, bounds, cues are classes). A form is looked up once by the hash of
 * its folded letters; several words in a row make a phrase, found by joining
 * the hashes. C knows the classes and the meaning of columns, never the words.
 *
 * Forms in the tables: words separated by blanks; "kill(|s|ed|ing)" expands;
 * "word@paradigm" takes the endings of data/lang/<code>/inflect.tsv; "!May"
 * only with a capital letter, "!!ISW" only in capitals throughout, "=word" only
 * with the accents as written (those of its first word).
 */
#ifndef LANG_WORDS_H
#define LANG_WORDS_H

#include "base/arena.h"
#include "lang/lang.h"

/* At most 64: a token's classes are a bit set. The table's file is named beside each. */
typedef enum WordClass {
    CLASS_NONE,
    CLASS_MONTH,        /* months.tsv      form number */
    CLASS_WEEKDAY,      /* weekdays.tsv    form number (1 Monday) */
    CLASS_SEASON,       /* seasons.tsv     form code (SP SU FA WI) */
    CLASS_NUMBER,       /* numbers.tsv     form value kind */
    CLASS_BOUND,        /* bounds.tsv      form position low high approximate */
    CLASS_UNIT,         /* units.tsv       form unit measure */
    CLASS_TIMEUNIT,     /* timeunits.tsv   form unit (Y M W D H decade century ... TIMEX letters) plural */
    CLASS_DATEWORD,     /* datewords.tsv   form role value : last, ago, early, mid, today, night ... */
    CLASS_PEOPLE,       /* people.tsv      form who protect number actor */
    CLASS_KIN,          /* kin.tsv         form relation : mother, neighbour ... (always protected) */
    CLASS_ACT,          /* acts.tsv        form acts kind frame */
    CLASS_CUE,          /* cues.tsv        form kind stance */
    CLASS_ROLE,         /* roles.tsv       form kind side : mayor, spokesman ... */
    CLASS_NEGATION,     /* negation.tsv    form kind */
    CLASS_HEDGE,        /* hedges.tsv      form kind : reportedly, may, plans to ... */
    CLASS_TITLE,        /* titles.tsv      form : Mr, General ... */
    CLASS_ABBREVIATION, /* abbreviations.tsv  form kind : no sentence ends after it */
    CLASS_FUNCTION, /* function.tsv    form kind : article, preposition, pronoun ...; also votes for the language */
    CLASS_GIVEN,     /* given.tsv       form : given names of people */
    CLASS_PUBLIC,    /* public.tsv      form name role : heads of state and others known to all */
    CLASS_ORG,       /* orgs.tsv        form name kind : organisations known by name */
    CLASS_ORGHEAD,   /* orgheads.tsv    form kind position : Ministry, Group, Commission ... */
    CLASS_DEMONYM,   /* demonyms.tsv    form place actor : Russian, Ukrainians ... */
    CLASS_PLACEHEAD, /* placeheads.tsv  form type position : village of X, X Oblast */
    CLASS_DIRECTION, /* directions.tsv  form : northern, east ... */
    CLASS_WEAPON,    /* weapons.tsv     form code actor : missile, artillery ... */
    CLASS_OBJECT,    /* objects.tsv     form code : hospital, school, home ... */
    CLASS_BOILER,    /* boilerplate.tsv form kind : "read also", "share this" ... (line starts) */
    CLASS_PLACE,     /* data/places     value = index into the gazetteer */
    CLASS_LETTER,    /* letters.tsv     form : letters that tell the language of a line */
    CLASS_ENDING,    /* endings.tsv     form kind : last letters of a word that tell its form */
    CLASS_COUNTING,  /* counting.tsv    form kind : among them, of whom, each, so far, as of */
    CLASS_GENDER,    /* gender.tsv      form gender : he, her, widow, spokeswoman ... */
    CLASS_REPORT,    /* reporting.tsv   form kind frame noun : says, believes, plans, supports ... */
    CLASS_LIGHT,     /* light.tsv       form : commit, carry out: their subject does what their object names */
    CLASS_AGREEMENT, /* agreement.tsv   form kind : last letters that tell the number and case of a word */
    CLASS_PLACEPART, /* placeparts.tsv form type position lies : Street, Lake, airport: words inside names of places */
    CLASS_REGION,    /* regions.tsv     form place : abbreviations that follow a town and a comma: Calif */
    CLASS_INITIALS, /* initials.tsv    form note : letters in capitals that are no organisation */
    CLASS_CASEENDING, /* caseendings.tsv form note : what the cases put to names of people */
    CLASS_SOURCE,     /* sources.tsv     form code kind : what the words of a source's name mean; see SOURCE_WORDS */
    CLASS_CONCEPT,    /* concepts.tsv    form code : common words of titles, one code in all languages; see SOURCE_WORDS */
    CLASS_WEIGHING,   /* weighing.tsv    form kind value : what comparing needs to know: near, begins, an office ... */
    CLASS_COUNT_,
} WordClass;

#define CLASS_BIT(c) ((uint64_t)1 << (c))

/* Words of sources.tsv and concepts.tsv stand apart: their hash begins with fold_join(SOURCE_WORDS, first word), so that no
 * reader of sentences meets them and no phrase of theirs hides a word of another table. */
#define SOURCE_WORDS 0x5EC0DE5ull

/* One row of a table: each column as text and, where it is a number or one of
 * a closed list, as a number. Column 0 is the first after `form`. */
#define ROW_COLUMNS 5
typedef struct Row {
    Str     s[ROW_COLUMNS];
    int64_t n[ROW_COLUMNS];     /* integer, position in the closed list, or ActSet; -1 when empty or text */
    Str     form;               /* as the table has it */
    uint64_t key;               /* fold_hash of the column that rules select the class by (rule_column) */
} Row;

enum {
    SENSE_CAPITAL = 1,          /* only when the word begins with a capital letter */
    SENSE_UPPER   = 2,          /* only when all its letters are capitals */
    SENSE_EXACT   = 4,          /* only with fold_marks() as in flags >> SENSE_MARKS */
    SENSE_COMMON  = 8,          /* a place whose name is an everyday word too: "Vilne" is "free" */
    SENSE_SURNAME = 16,         /* a place whose name is a surname too; names of places are never SENSE_EXACT */
};
#define SENSE_MARKS 4           /* bits above hold the FOLD_MARKS letters of fold_marks() */

typedef struct Sense {
    uint8_t  word_class;
    uint8_t  lang;              /* index of a language; LANG_ANY for names */
    uint16_t flags;
    uint32_t row;               /* lang_row(); for CLASS_PLACE the gazetteer index */
} Sense;

#define LANG_ANY      255
#define LANG_MIXED    254       /* Entry.lang: its senses differ in language or flags, and must be looked at */
#define LANGUAGES_MAX 16

/* Where a (joined) hash leads. What reading asks of every word stands here, so
 * that the senses of most words are never looked at. */
typedef struct Entry {
    uint64_t hash;
    uint64_t classes;           /* CLASS_BITs of all its senses */
    uint32_t first;             /* index of its first sense */
    uint16_t count;             /* 0: only the beginning of a phrase */
    uint8_t  longer;            /* some phrase continues after it */
    uint8_t  lang;              /* of all its senses alike, or LANG_MIXED */
    uint16_t flags;             /* unless LANG_MIXED: of all its senses alike, SENSE_EXACT never */
    uint16_t function_langs;    /* languages that know it as a function word (no silent one): bit set */
    uint16_t other_langs;       /* ... as some other word, no abbreviation */
    uint16_t function;          /* unless LANG_MIXED: function_kind plus one of its first such sense, 0 none */
} Entry;

/* Words by hash. Most words that are in no table end at the filter. */
typedef struct Lexicon {
    const uint64_t *filter;     /* two bits of one word for each entry */
    uint64_t        filter_mask;
    const Entry    *slots;
    uint64_t        slot_count;
} Lexicon;

const Lexicon *lang_lexicon(const Lang *lang);

static inline uint64_t filter_bits(uint64_t hash)
{
    return 1ull << (hash >> 58) | 1ull << (hash >> 52 & 63);
}

/* The slot at which looking for a hash begins: its upper half, scaled to the table. */
static inline uint64_t slot_of(uint64_t hash, uint64_t slot_count)
{
    return (hash >> 32) * slot_count >> 32;
}

/* The entry of a hash, or NULL. */
static inline const Entry *lexicon_entry(const Lexicon *x, uint64_t hash)
{
    uint64_t bits = filter_bits(hash);

    if ((x->filter[hash & x->filter_mask] & bits) != bits)
        return NULL;
    for (uint64_t i = slot_of(hash, x->slot_count);; i = i + 1 < x->slot_count ? i + 1 : 0) {
        if (x->slots[i].hash == hash)
            return &x->slots[i];
        if (x->slots[i].hash == 0)
            return NULL;
    }
}

const Entry *lang_entry(const Lang *lang, uint64_t hash);
const Sense *lang_senses(const Lang *lang, const Entry *entry);
const Row   *lang_row(const Lang *lang, uint32_t row);

/* What reading asks of each code point below LETTERS_END: a row of a table, not a row of questions. */
#define LETTERS_END 0x2200
enum {
    LETTER_IS         = 1,      /* fold.h: is_letter, is_upper ... */
    LETTER_UPPER      = 2,
    LETTER_CYRILLIC   = 4,
    LETTER_LATIN      = 8,
    LETTER_APOSTROPHE = 16,
    LETTER_DIGIT      = 32,
    LETTER_BLANK      = 64,
    LETTER_LINE       = 128,
    LETTER_VANISHES   = 256,    /* soft hyphens and combining marks: no part of the folded word */
    LETTER_HYPHEN     = 512,
};
typedef struct Letter {
    uint16_t folded;            /* fold_char */
    uint16_t flags;
    uint16_t langs;             /* languages that this letter tells (CLASS_LETTER): bit set */
    uint16_t unused;
} Letter;

const Letter *lang_letters(const Lang *lang);

/* The row of any code point, but for `langs`. */
Letter letter_of(uint32_t code_point);

/* The compiled rules of data/lang/<code>/rules.txt, or NULL when the language has none. */
struct Rules;
const struct Rules *lang_rules(const Lang *lang, int index);

#endif
