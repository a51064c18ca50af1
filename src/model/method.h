/* method.h -- how the program decides, as rows that a person can read: weights, limits, rules, words, versions.
 *
 * cli/ gathers them from the constants and tables that the stages themselves compute with, and hands them to whoever
 * prints: there is no second list that could say something else.
 */
#ifndef MODEL_METHOD_H
#define MODEL_METHOD_H

#include "base/str.h"

typedef struct MethodRow {
    Str name;               /* "SAME_DAY", "several", "G2" */
    Str value;              /* "+4.0 bits"; STR_NONE: the row has none */
    Str meaning;            /* English */
    Str meaning_uk;         /* STR_NONE: only in English */
} MethodRow;

typedef struct MethodSection {
    Str        key;         /* of the interface: "method.weights" is its heading, "method.weights.lead" what it is */
    MethodRow *rows;
    size_t     count;
} MethodSection;

typedef struct Method {
    MethodSection *sections;
    size_t         count;
} Method;

#endif
