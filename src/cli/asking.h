/* asking.h -- the options by which incidents are asked for, and how what they leave open is told. */
#ifndef CLI_ASKING_H
#define CLI_ASKING_H

#include "cli/cli.h"
#include "tell/filter.h"

/* The members that ASKING_OPTIONS fills; each struct of options that takes them begins with these. */
typedef struct AskingOptions {
    bool json, exact, conflicted;
    Str  place, from, to, act, counted, min_origins, language;
} AskingOptions;

#define ASKING_OPTIONS(T)                                                                                             \
    OPTION_TEXT(T, asking.place,       "place",       "PLACE", "there, or in what lies in it: a name in any spelling or script, or an id"), \
    OPTION_FLAG(T, asking.exact,       "exact",                "the place itself, not what lies in it"),             \
    OPTION_TEXT(T, asking.from,        "from",        "DATE",  "not over before: a day, a month or a year"),         \
    OPTION_TEXT(T, asking.to,          "to",          "DATE",  "begun by then: a day, a month or a year"),           \
    OPTION_TEXT(T, asking.act,         "act",         "ACT",   "of this act: its code, or its label in English or Ukrainian"), \
    OPTION_TEXT(T, asking.counted,     "counted",     "UNIT",  "with a figure of this: killed, wounded, missing ..., in any language"), \
    OPTION_TEXT(T, asking.min_origins, "min-origins", "N",     "with at least N independent origins found"),         \
    OPTION_FLAG(T, asking.conflicted,  "conflicted",           "with statements that cannot both be right"),         \
    OPTION_TEXT(T, asking.language,    "language",    "CODE",  "told in this language by some sentence"),            \
    OPTION_FLAG(T, asking.json,        "json",                 "JSON lines, version 1")

/* A paragraph for --help. */
#define ASKING_MORE                                                                                                   \
    "Dates overlap: an incident of 10 to 16 September is one of --from 2022-09-12. What does not say where or when\n" \
    "is no answer to a question about it, and is counted beside the answers as left open."

/* Load the case and choose. Fails as filter_make does. */
Status asking_choose(Cli *cli, const AskingOptions *o, Filter *filter, Chosen *chosen, Error *err);

/* "3 more have no date; 2 are placed only in what contains Izium": nothing when nothing is left open. Also
 * says so when the place's name is that of several places that answer. */
void asking_print_open(Cli *cli, const Filter *filter, const Chosen *chosen);

/* The same as a JSON line of type "left_open"; nothing when nothing is. */
void asking_json_open(Cli *cli, const Chosen *chosen);

#endif
