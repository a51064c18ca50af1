/* rules.h -- patterns over token classes, written by linguists, run as small programs.
 *
 * data/lang/<code>/rules.txt holds one rule a line (data/lang/README-rules.md
 * tells how to write them). Each is compiled to a few instructions of a
 * backtracking machine that read/match.c runs over tokens. A rule is tried only
 * where a token has one of the classes the rule can begin with: a token
 * without any of them costs one AND.
 */
#ifndef LANG_RULES_H
#define LANG_RULES_H

#include "base/err.h"
#include "lang/words.h"

/* What a capture or an assignment fills; the letters stand in rules.txt. */
typedef enum RuleField {
    FIELD_DAY, FIELD_MONTH, FIELD_YEAR, FIELD_WEEKDAY, FIELD_SEASON, FIELD_QUARTER, FIELD_HALF,
    FIELD_NUMBER, FIELD_UNIT, FIELD_SHIFT, FIELD_PART, FIELD_TIME, FIELD_HOUR, FIELD_MINUTE,
    FIELD_DAY2, FIELD_MONTH2, FIELD_YEAR2, FIELD_NUMBER2, FIELD_BOUND, FIELD_REF, FIELD_FROM, FIELD_SIGN,
    FIELD_DECADE, FIELD_CENTURY, FIELD_COUNTED, FIELD_WHO, FIELD_MOD, FIELD_PART2, FIELD_UNIT2, FIELD_WEEKDAY2,
    FIELD_ERA, FIELD_HOLIDAY, FIELD_HOUR2, FIELD_MINUTE2, FIELD_SHIFT2,
    FIELD_COUNT_,
} RuleField;

/* What a rule says that its words are: C knows these kinds, never the words. */
typedef enum RuleMeaning {
    MEANS_NOTHING,      /* date or quantity: these words are none (they block shorter rules) */
    MEANS_DATE,         /* calendar parts that are given, the rest from the context */
    MEANS_RANGE,        /* two calendar dates */
    MEANS_SHIFT,        /* the unit `u` moved by `r`: "last week" */
    MEANS_OFFSET,       /* n units before or after another date: "two days ago", "three days after" */
    MEANS_DURATION,     /* n units long */
    MEANS_SET,          /* again and again: every unit, n times a unit */
    MEANS_REF,          /* PAST_REF, PRESENT_REF, FUTURE_REF */
    MEANS_EVENT,        /* before or after an event that the text dates elsewhere */
    MEANS_COUNT, MEANS_SHARE, MEANS_AGE, MEANS_RATE, MEANS_OTHER,   /* quantities */
} RuleMeaning;

typedef enum RuleOp {
    RULE_CLASS,         /* one word or phrase of `class_` whose column `column` is one of the words in `set` */
    RULE_WORD,          /* a word whose folded hash is in `set` */
    RULE_MARK,          /* a mark: code point in `low`; a hyphen stands for every dash */
    RULE_DIGITS,        /* a number in digits, low..high; class_ = digits wanted, 0 any */
    RULE_NUMBER,        /* a number in digits or words, low..high */
    RULE_ORDINAL,       /* "fifth", "5th" */
    RULE_YEAR_WORDS,    /* a year as it is spoken: "nineteen ninety-six", "two thousand and ten" */
    RULE_ISO,           /* 2022-09-10: fills year, month, day */
    RULE_DOTTED,        /* 10.09.2022 */
    RULE_SLASHED,       /* 10/09/2022; low 1: month first */
    RULE_CLOCK,         /* 14:30: fills hour and minute; low 1: 14.30, 14h30, 14h */
    RULE_CAPITAL,       /* any word with a capital letter */
    RULE_ANY,           /* any word */
    RULE_START,         /* the mention begins here ('[') */
    RULE_END,           /* the mention ends here (']') */
    RULE_SPLIT,         /* go on at `low`, or else at `high` */
    RULE_JUMP,          /* go on at `low` */
    RULE_LOOK,          /* the items up to `high` must match here and are not taken; `negative`: must not */
    RULE_MATCH,
} RuleOp;

enum { GLUE_ANY, GLUE_HYPHEN, GLUE_TIGHT };     /* "~": joined by a hyphen; "^": no blank before */

typedef struct RuleInstr {
    uint8_t  op;
    uint8_t  class_;
    uint8_t  column;
    uint8_t  glue;
    int8_t   field;         /* RuleField that the item's value fills, or -1 */
    bool     negative;      /* `set` names what must not stand */
    uint16_t set, set_count;/* into Rules.hashes */
    int64_t  low, high;
} RuleInstr;

typedef struct Rule {
    Str      name;
    bool     quantity;              /* else a date */
    uint8_t  meaning;
    uint64_t first;                 /* classes it can begin with; RULE_FIRST_DIGITS for a number in digits */
    uint64_t needed;                /* classes that must stand somewhere in it */
    uint64_t dateword;              /* bits of the date word roles it can begin with (rule_role_bit) */
    uint64_t second, literal;       /* what can stand after its first token: classes, and words or marks
                                     * (rule_literal_bit); see RULE_SECOND_... */
    uint64_t before;                /* rule_literal_bits of the word or mark before the first item, 0 any */
    uint32_t shape;                 /* RULE_SHAPE_... that it can begin with, where that is a number in digits */
    uint32_t lead, lead_count;      /* single-token items before the first class item, matched backward */
    uint32_t start;                 /* its first instruction */
    uint64_t fixed;                 /* fields that the rule sets itself */
    int64_t  value[FIELD_COUNT_];
} Rule;

#define RULES_MAX 512           /* of one language */

/* A set of rules, as bits of their indices: joined and cut by | and &, in a few registers. */
#define RULE_WORDS (RULES_MAX / 64)
typedef uint64_t RuleSet __attribute__((vector_size(RULES_MAX / 8), aligned(16)));   /* as an arena aligns */

/* Stands in `first` where CLASS_NONE would be. */
#define RULE_FIRST_DIGITS CLASS_BIT(CLASS_NONE)

/* What the digits of a number look like. */
enum {
    RULE_SHAPE_ANY     = 1,
    RULE_SHAPE_ISO     = 2,         /* a hyphen after one to four digits */
    RULE_SHAPE_DOTTED  = 4,         /* a full stop */
    RULE_SHAPE_SLASHED = 8,
    RULE_SHAPE_CLOCK   = 16,        /* a colon, or the letter h */
    RULE_SHAPE_FOUR    = 32,        /* four digits and no more */
    RULE_SHAPE_LOW     = 64,        /* below 100 */
};
#define RULE_SHAPES 7

/* Bits of `second` beside those of classes. */
#define RULE_SECOND_CAPITAL CLASS_BIT(63)   /* a capitalised word: TOKEN_BIT_CAPITAL of read/token.h */
#define RULE_SECOND_WORD    CLASS_BIT(62)   /* any word: TOKEN_BIT_WORD */
#define RULE_SECOND_ALL     CLASS_BIT(61)   /* anything, and the end of the sentence */
#define RULE_SECOND_NUMBER  CLASS_BIT(60)   /* anything of which a number could go on */
_Static_assert(CLASS_COUNT_ < 60, "bits of classes and of RULE_SECOND_... are apart");

typedef struct Rules {
    Rule      *rules;
    size_t     count;
    RuleInstr *code;
    uint64_t  *hashes;              /* folded words that items accept */
    uint64_t   date_first, quantity_first;  /* union of `first` by kind */
    uint64_t   dateword;                    /* union of theirs */
    uint64_t   second;                      /* union of theirs */
    uint64_t  *needed;                      /* of each rule, close together */
    /* Which rules can stand where: a rule is tried only when it is in all the sets that hold there. */
    RuleSet    by_class[2][64];     /* date rules, quantity rules that can begin with this class */
    RuleSet    by_role[64];         /* rules by the bits of dateword, second, literal, before and shape */
    RuleSet    by_second[64], by_literal[64], by_before[64], by_shape[RULE_SHAPES];
    RuleSet    free_before;         /* rules that want no certain word before them */
} Rules;

/* Most rules begin with some date word: its role, as one bit of a small filter,
 * spares trying those that want another. */
static inline uint64_t rule_role_bit(uint64_t role_hash)
{
    return (uint64_t)1 << (role_hash >> 20 & 63);
}

/* A word by its hash, or a mark, as one bit of a small filter. */
static inline uint64_t rule_literal_bit(uint64_t hash_or_mark)
{
    return (uint64_t)1 << (hash_or_mark * 0x9E3779B97F4A7C15ull >> 58);
}

/* Compile the text of one rules.txt; `where` names it in messages. */
Status rules_compile(Arena *arena, Str text, Str where, const Rules **ret, Error *err);

/* Field of "d", "m2" ..., or -1. Names of values: "START", "W", "PAST" (see rule_value_of). */
int rule_field_of(Str name);

/* The column of a class's table whose words stand in brackets in rules, DATEWORD(last). */
uint8_t rule_column(WordClass class_);

/* A word that datewords.tsv or a rule gives as a value: a number, or one of the
 * closed list of names (units, parts, references); -1 when it is neither. */
int64_t rule_value_of(Str word);
Str     rule_value_name(int64_t value);

/* Positions in the closed list of value names, offset so that no number is one. */
#define RULE_NAMES 1000000
typedef enum RuleName {
    NAME_Y = RULE_NAMES,
    NAME_M,
    NAME_W,
    NAME_D,
    NAME_Q,
    NAME_TH,
    NAME_TM,
    NAME_TS,
    NAME_HALFYEAR,
    NAME_DECADE,
    NAME_CENTURY,
    NAME_WEEKEND,
    NAME_FORTNIGHT,
    NAME_START,
    NAME_MID,
    NAME_END,
    NAME_MO,
    NAME_MI,
    NAME_AF,
    NAME_EV,
    NAME_NI,
    NAME_DT,
    NAME_PAST,
    NAME_PRESENT,
    NAME_FUTURE,
    NAME_SP,
    NAME_SU,
    NAME_FA,
    NAME_WI,
    NAME_DOCUMENT,
    NAME_NARRATIVE,
    NAME_EVENT,
    NAME_INVASION,
    NAME_BEFORE,
    NAME_AFTER,
    NAME_APPROX,
    NAME_MORE_THAN,
    NAME_LESS_THAN,
    NAME_EQUAL_OR_MORE,
    NAME_EQUAL_OR_LESS,
    NAME_HALFHOUR,
    NAME_END_OF_LIST_,
} RuleName;

#endif
