/* weights.h -- the numbers of pair.c in one table that others can read.
 *
 * pair.c computes with the constants that this table makes, and the methodology
 * page prints its rows: to change a number here is to change both. Weights are
 * bits of evidence set by hand (see pair.h); limits have the unit that their row names.
 */
#ifndef WEIGH_WEIGHTS_H
#define WEIGH_WEIGHTS_H

#include <stddef.h>

/* name, bits, what it is for */
#define PAIR_WEIGHTS(X)                                                                                     \
    X(ACT_SAME,       2.5, "the same act")                                                                  \
    X(ACT_FITS,       2.0, "acts that often go together, times how often (the table of acts)")              \
    X(SETTLEMENT,     3.5, "the same settlement, named by both")                                            \
    X(REGION,         0.5, "the same region")                                                               \
    X(COUNTRY,        0.0, "the same country")                                                              \
    X(NAME,           3.0, "the same place name that no list of places has")                                \
    X(INFERRED,       2.0, "the same place, one from the sentences before")                                 \
    X(FOLLOWS,        3.0, "the same place, and the second claim goes on about the first")                  \
    X(OTHER_PLACE,   -3.0, "two places, one of them only carried on from another sentence")                 \
    X(UNPLACED,      -2.0, "two texts, and one of them does not say where")                                 \
    X(NAMES_PLACED,   2.0, "most that shared names weigh where the places are known")                       \
    X(CROWD,          1.5, "taken off for each tenfold of a larger town")                                   \
    X(NAMES_CROWD,    2.0, "and how much more that lets shared names weigh")                                \
    X(NEAR,           2.5, "a site and its town, or places as near as they are known")                      \
    X(CONTAINED,      0.5, "one place lies in the other")                                                   \
    X(SAME_DAY,       4.0, "the same day")                                                                  \
    X(SAME_MONTH,     1.5, "days that overlap, a month at most")                                            \
    X(SAME_YEAR,      0.3, "days that overlap, more than a month")                                          \
    X(DAY_MISSES,    -4.0, "days that do not overlap but may belong to one event")                          \
    X(NEAR_DAYS,      1.0, "a town that changes hands, told with two days of one week")                     \
    X(NO_DAY,        -3.0, "an event without a day, in two documents that are not of the same days")        \
    X(NEWS,           0.5, "an event without a day, in two documents of the same days")                     \
    X(TOLD_DAY,       2.0, "an event without a day, in a text that names but this one day")                 \
    X(KIND_DIFFERS,  -3.0, "a situation against an event: it contains events, it does not swallow them")    \
    X(LASTING,        1.0, "a lasting state of one settlement, where no day says otherwise")                \
    X(LASTED,         1.5, "a state that lasted as long as lies between the two days")                      \
    X(TOLL_GOES_ON,   1.5, "a large toll that hardly grew within days")                                     \
    X(FIGURE_EQUAL,   3.0, "the same figure of the same thing")                                             \
    X(FIGURE_FITS,    0.5, "figures that can both be right")                                                \
    X(FIGURE_MISSES, -2.5, "two tolls of one thing in one text")                                            \
    X(OTHER_UNIT,    -2.5, "large figures of different things about one place")                             \
    X(SAME_OBJECT,    1.0, "the same kind of object hit")                                                   \
    X(OTHER_OBJECT,  -1.5, "other kinds of object")                                                         \
    X(SAME_WEAPON,    0.5, "the same kind of weapon")                                                       \
    X(OTHER_WEAPON,  -1.0, "other kinds of weapon")                                                         \
    X(SAME_PEOPLE,    1.5, "a name among those it was done to")                                             \
    X(WORDS,          3.0, "times the share of long words in common")                                       \
    X(SOURCE,         1.0, "one text, one source")                                                          \
    X(OTHER_SOURCE,  -0.7, "one text, two sources")                                                         \
    X(SENTENCE,       2.5, "one sentence")                                                                  \
    X(PARAGRAPH,      1.5, "one paragraph")                                                                 \
    X(NEXT,           0.7, "neighbouring paragraphs")                                                       \
    X(ONE_EVENT,      3.0, "one text that names one place and one day at most")                             \
    X(TITLE,          1.0, "a headline and its text")                                                       \
    X(FAR,           -1.0, "one text, but pages apart")

/* name, number, its unit, what it is for */
#define PAIR_LIMITS(X)                                                                                      \
    X(TOLL_DAYS,     31,    "days",   "a toll is brought up to date for so long")                           \
    X(TOLL_NEAR,     3,     "days",   "within so long a large toll goes on ...")                            \
    X(TOLL_LARGE,    10,    "people", "... when it is so large ...")                                        \
    X(TOLL_GROWTH,   4,     "parts",  "... and grows by one of so many at most")                            \
    X(LASTED_SLACK,  31,    "days",   "what lasted months may be off by so much")                           \
    X(NEWS_DAYS,     14,    "days",   "two documents printed within are of the same days")                  \
    X(CROWD,         10000, "people", "of a town where two reports of one kind are hardly of two events")   \
    X(LARGE_FIGURE,  20,    "people", "from here on a figure names its event")

/* Limits of the other files of WEIGH; weigh_limits lists them with what they are for. */
#define LINK_ACCEPT      5.0    /* bits */
#define AVERAGE_MIN      3.0    /* bits, mean of two groups */
#define EVENT_DAYS       31
#define INFER_PARAGRAPHS 3
#define TOLL_MIN         10
#define TOLL_GAP         3

typedef struct PairWeight {
    const char *name, *meaning;
    double      bits;
} PairWeight;

typedef struct PairLimit {
    const char *name, *unit, *meaning;
    double      number;
} PairLimit;

/* Two act codes that often stand for one incident told in two ways. */
typedef struct ActsTogether {
    const char *one, *other;
    double      fit;            /* 0 to 1 */
} ActsTogether;

extern const PairWeight pair_weights[];
extern const size_t     pair_weight_count;
extern const PairLimit  pair_limits[];
extern const size_t     pair_limit_count;
extern const PairLimit  weigh_limits[];
extern const size_t     weigh_limit_count;
extern const ActsTogether acts_together[];
extern const size_t     acts_together_count;

#endif
