/* tables.c -- see tables.h. A new kind of table is a row here and a class in words.h. */
#include "lang/tables.h"

#define TEXT(name)       { name, COLUMN_TEXT, NULL }
#define INTEGER(name)    { name, COLUMN_INTEGER, NULL }
#define VALUE(name)      { name, COLUMN_VALUE, NULL }     /* text, and what it means in rules (rule_value_of) */
#define ACTS(name)       { name, COLUMN_ACTS, NULL }
#define LIST(name, ...)  { name, COLUMN_LIST, __VA_ARGS__ }
#define GENDERS          "m f n p"
#define POSITION         LIST("position", "before after")

const TableSpec lang_tables[] = {
    { "months.tsv",     CLASS_MONTH,    false, { INTEGER("number"), TEXT("sure") } },
    { "weekdays.tsv",   CLASS_WEEKDAY,  false, { INTEGER("number") } },
    { "seasons.tsv",    CLASS_SEASON,   false, { VALUE("code") } },
    { "numbers.tsv",    CLASS_NUMBER,   false, { INTEGER("value"),
                                                 LIST("kind", "one ten hundred hundreds scale scales dozen plural several many half part "
                                                 "parts_of portion suffix point minus and of article ordinal roman grouped none") } },
    { "bounds.tsv",     CLASS_BOUND,    false, { POSITION, TEXT("low"), TEXT("high"), INTEGER("approximate"), TEXT("mod") } },
    { "units.tsv",      CLASS_UNIT,     false, { TEXT("unit"), TEXT("measure"), TEXT("kind") } },
    { "timeunits.tsv",  CLASS_TIMEUNIT, false, { VALUE("unit"), INTEGER("plural") } },
    { "datewords.tsv",  CLASS_DATEWORD, false, { TEXT("role"), VALUE("value") } },
    { "people.tsv",     CLASS_PEOPLE,   false, { TEXT("who"), INTEGER("protect"), TEXT("number"), INTEGER("actor") } },
    { "kin.tsv",        CLASS_KIN,      false, { TEXT("relation") } },
    { "acts.tsv",       CLASS_ACT,      false, { ACTS("acts"), LIST("kind", "verb noun thing adjective participle"),
                                                 LIST("frame", "none doer patient"),
                                                 LIST("needs", "nothing other person object actor place") } },
    { "cues.tsv",       CLASS_CUE,      false, { LIST("kind", "say according noun echo impersonal call tell participle citing"),
                                                 LIST("stance", "neutral doubt deny opinion plan ask") } },
    { "reporting.tsv",  CLASS_REPORT,   false, { LIST("kind", "none speech thought intention attitude"),
                                                 LIST("frame", "clause hearer object wish seem adverb source noun "
                                                 "adjective particle to adjunct verb modifier quoted finite backshift"),
                                                 LIST("noun", "no both") } },
    { "roles.tsv",      CLASS_ROLE,     false, { LIST("kind", "official military media public private investigator"), TEXT("side") } },
    { "negation.tsv",   CLASS_NEGATION, false, { TEXT("kind") } },
    { "hedges.tsv",     CLASS_HEDGE,    false, { LIST("kind", "reported hypothetical planned opinion question "
                                                 "aggregate irrealis condition unknown generic allegiance"), TEXT("source") } },
    { "titles.tsv",     CLASS_TITLE,    false, { TEXT("kind") } },
    { "abbreviations.tsv", CLASS_ABBREVIATION, false, { LIST("kind", "title inner maybe number last ordinal") } },
    { "function.tsv",   CLASS_FUNCTION, false, { LIST("kind", "article preposition pronoun possessive auxiliary conjunction relative "
                                                 "subordinator modal particle demonstrative by of that in we other be"),
                                                 INTEGER("silent") } },
    { "given.tsv",      CLASS_GIVEN,    true,  { TEXT("note"), LIST("gender", GENDERS) } },
    { "public.tsv",     CLASS_PUBLIC,   true,  { TEXT("name"), TEXT("role") } },
    { "orgs.tsv",       CLASS_ORG,      true,  { TEXT("name"), LIST("kind", "media ngo government military un court other") } },
    { "orgheads.tsv",   CLASS_ORGHEAD,  false, { LIST("kind", "media ngo government military un court other"), POSITION } },
    { "initials.tsv",   CLASS_INITIALS, false, { TEXT("note") } },
    { "demonyms.tsv",   CLASS_DEMONYM,  false, { TEXT("place"), LIST("kind", "adjective people"), LIST("position", "before after both") } },
    { "placeheads.tsv", CLASS_PLACEHEAD, false, { TEXT("type"), POSITION } },
    { "placeparts.tsv", CLASS_PLACEPART, false, { TEXT("type"), LIST("position", "first last"), INTEGER("lies") } },
    { "regions.tsv",    CLASS_REGION,   false, { TEXT("place") } },
    { "directions.tsv", CLASS_DIRECTION, false, { TEXT("code") } },
    { "weapons.tsv",    CLASS_WEAPON,   false, { TEXT("code"), INTEGER("actor") } },
    { "objects.tsv",    CLASS_OBJECT,   false, { TEXT("code") } },
    { "boilerplate.tsv", CLASS_BOILER,  false, { LIST("kind", "line rest list section caption byline") } },
    { "endings.tsv",    CLASS_ENDING,   false, { LIST("kind", "progressive adverb past") } },
    { "counting.tsv",   CLASS_COUNTING, false, { LIST("kind", "part of_them out_of each by so_far as_of none") } },
    { "light.tsv",      CLASS_LIGHT,    false, { TEXT("note") } },
    { "agreement.tsv",  CLASS_AGREEMENT, false, { LIST("kind", "verb_plural verb_feminine verb_masculine verb_neuter "
                                                 "noun_plural noun_feminine noun_masculine noun_neuter oblique instrumental "
                                                 "verb_infinitive") } },
    { "gender.tsv",     CLASS_GENDER,   false, { LIST("gender", GENDERS) } },
    { "caseendings.tsv", CLASS_CASEENDING, false, { TEXT("note") } },
    { "sources.tsv",    CLASS_SOURCE,   false, { TEXT("code"), LIST("kind", "body field level speaks filler presence credit") } },
    { "concepts.tsv",   CLASS_CONCEPT,  false, { TEXT("code") } },
    { "weighing.tsv",   CLASS_WEIGHING, false, { LIST("kind", "near begins office no_holder cause graver further this_deed"), TEXT("value") } },
    { "letters.tsv",    CLASS_LETTER,   false, { TEXT("note") } },
    { NULL, CLASS_NONE, false, { { NULL, COLUMN_NONE, NULL } } },
};
