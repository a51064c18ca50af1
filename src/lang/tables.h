/* tables.h -- the tables of data/lang: which class each makes, and what its columns hold.
 *
 * A closed list names the words a column may hold; Row.n is the position in
 * it, and the enumerations below name those positions for C.
 */
#ifndef LANG_TABLES_H
#define LANG_TABLES_H

#include "lang/words.h"

enum act_column  { ACT_ACTS, ACT_KIND, ACT_FRAME, ACT_NEEDS };
/* ACT_PARTICIPLE: active after "have", else passive; frame doer: its "have" may stand far off (German). */
enum act_kind    { ACT_VERB, ACT_NOUN, ACT_THING, ACT_ADJECTIVE, ACT_PARTICIPLE };
enum act_frame   { FRAME_NONE, FRAME_DOER, FRAME_PATIENT };
/* What must stand beside a word before it makes a claim on its own. */
enum act_needs   { NEEDS_NOTHING, NEEDS_OTHER, NEEDS_PERSON, NEEDS_OBJECT, NEEDS_ACTOR, NEEDS_PLACE };

enum cue_column  { CUE_KIND, CUE_STANCE };
enum cue_kind {
    CUE_SAY,
    CUE_ACCORDING,
    CUE_NOUN,
    CUE_ECHO,
    CUE_IMPERSONAL,
    CUE_CALL,
    CUE_TELL,
    CUE_PARTICIPLE,
    CUE_CITING          /* as CUE_ACCORDING, inside somebody's report: "X, citing Y, reported" */
};
enum cue_stance  { STANCE_NEUTRAL, STANCE_DOUBT, STANCE_DENY, STANCE_OPINION, STANCE_PLAN, STANCE_ASK };

/* Wider than a cue of speech: whatever tells what people say, think, want or hold. */
enum given_column { GIVEN_NOTE, GIVEN_GENDER };
enum gender { GENDER_MALE, GENDER_FEMALE, GENDER_NEUTER, GENDER_PLURAL };

enum report_column { REPORT_KIND, REPORT_FRAME, REPORT_NOUN };
enum report_kind { REPORT_NOTHING, REPORT_SPEECH, REPORT_THOUGHT, REPORT_INTENTION, REPORT_ATTITUDE };
enum report_frame {
    REPORT_CLAUSE,      /* said (that) ...; the content can stand before it */
    REPORT_HEARER,      /* told somebody (that) ... */
    REPORT_OBJECT,      /* praised ..., called for ... */
    REPORT_WISH,        /* wants (to) ... */
    REPORT_SEEM,        /* the content stands on both sides of it, and nobody is named */
    REPORT_ADVERB,      /* reportedly */
    REPORT_SOURCE,      /* according to somebody */
    REPORT_NOUN_OF,     /* the claim that ..., a plan to ... */
    REPORT_ADJECTIVE,   /* is sure that ... */
    REPORT_PARTICLE,    /* a preposition that belongs to the verb before it */
    REPORT_TO,          /* before an infinitive */
    REPORT_ADJUNCT,     /* words that go with the cue */
    REPORT_VERB,        /* reports nothing: the subject ends before it */
    REPORT_MODIFIER,    /* an adverb within a verb group */
    REPORT_QUOTED,      /* reports only beside a quotation: he continued, "..." */
    REPORT_FINITE,      /* reports only a clause: saw that ..., knows what ... */
    REPORT_BACKSHIFT,   /* an auxiliary that carries reported speech on: had, would */
};

enum role_column { ROLE_KIND, ROLE_SIDE };
enum role_kind   { ROLE_OFFICIAL, ROLE_MILITARY, ROLE_MEDIA, ROLE_PUBLIC, ROLE_PRIVATE, ROLE_INVESTIGATOR };

enum people_column { PEOPLE_WHO, PEOPLE_PROTECT, PEOPLE_NUMBER, PEOPLE_ACTOR };

/* silent 1: spelt like a common word of another language, so that it tells nothing of the language of a text. */
enum function_column { FUNCTION_KIND, FUNCTION_SILENT };
enum function_kind {
    FUNCTION_ARTICLE,
    FUNCTION_PREPOSITION,
    FUNCTION_PRONOUN,
    FUNCTION_POSSESSIVE,
    FUNCTION_AUXILIARY,
    FUNCTION_CONJUNCTION,
    FUNCTION_RELATIVE,
    FUNCTION_SUBORDINATOR,
    FUNCTION_MODAL,
    FUNCTION_PARTICLE,
    FUNCTION_DEMONSTRATIVE,
    FUNCTION_BY,
    FUNCTION_OF,
    FUNCTION_THAT,
    FUNCTION_IN,
    FUNCTION_WE,
    FUNCTION_OTHER,
    FUNCTION_BE /* makes a passive with a participle; FUNCTION_AUXILIARY does not */
};

enum hedge_kind {
    HEDGE_REPORTED,
    HEDGE_HYPOTHETICAL,
    HEDGE_PLANNED,
    HEDGE_OPINION,
    HEDGE_QUESTION,
    HEDGE_AGGREGATE,
    HEDGE_IRREALIS, /* as hypothetical, wherever it stands in the clause: a verbal mood, not a word of doubt */
    HEDGE_CONDITION, /* "if": the clause, and where it begins the sentence all of it */
    HEDGE_UNKNOWN,   /* "it is not known whether": nothing after it is claimed */
    HEDGE_GENERIC,   /* "is a war crime": a noun of action before it is of a kind, no event */
    HEDGE_ALLEGIANCE /* "loyal to": the state named next is a side, no place */
};
enum abbreviation_kind {
    ABBREVIATION_TITLE,
    ABBREVIATION_INNER,
    ABBREVIATION_MAYBE,
    ABBREVIATION_NUMBER,    /* only before a number: "No. 5" */
    ABBREVIATION_LAST,      /* mostly ends a sentence, but is no other word: "and so on" */
    ABBREVIATION_ORDINAL    /* of the form "1": a number and a full stop are an ordinal in this language */
};
enum demonym_column { DEMONYM_PLACE, DEMONYM_KIND, DEMONYM_POSITION };
enum demonym_kind  { DEMONYM_ADJECTIVE, DEMONYM_PEOPLE };
enum demonym_position { DEMONYM_BEFORE, DEMONYM_AFTER, DEMONYM_BOTH };  /* of its noun; empty (-1): before */
enum position      { POSITION_BEFORE, POSITION_AFTER };
enum placehead_column { PLACEHEAD_TYPE, PLACEHEAD_POSITION };
enum placepart_column { PLACEPART_TYPE, PLACEPART_POSITION, PLACEPART_LIES };
enum region_column { REGION_PLACE };
enum orghead_column { ORGHEAD_KIND, ORGHEAD_POSITION };
enum org_column    { ORG_NAME, ORG_KIND };
enum org_kind      { ORG_MEDIA, ORG_NGO, ORG_GOVERNMENT, ORG_MILITARY, ORG_UN, ORG_COURT, ORG_OTHER };
enum public_column { PUBLIC_NAME, PUBLIC_ROLE };
enum agreement_kind {
    FORM_VERB_PLURAL,
    FORM_VERB_FEMININE,
    FORM_VERB_MASCULINE,
    FORM_VERB_NEUTER,
    FORM_NOUN_PLURAL,       /* in the order of the verbs */
    FORM_NOUN_FEMININE,
    FORM_NOUN_MASCULINE,
    FORM_NOUN_NEUTER,
    FORM_OBLIQUE,
    FORM_INSTRUMENTAL,
    FORM_INFINITIVE         /* of verbs */
};
enum counting_column { COUNTING_KIND };
enum counting_kind {
    COUNTING_PART,      /* the counts that follow are parts of the one before */
    COUNTING_OF_THEM,   /* the count right before, or those that follow */
    COUNTING_OUT_OF,    /* the count that follows is the whole */
    COUNTING_EACH,
    COUNTING_BY,        /* the count right after is one of many alike */
    COUNTING_SO_FAR,
    COUNTING_AS_OF,
    COUNTING_NONE       /* words that only look like one of these */
};
enum source_column { SOURCE_CODE, SOURCE_KIND };
enum source_kind {
    SOURCE_BODY,        /* an institution: police, ministry */
    SOURCE_FIELD,       /* what it is for: interior, defence */
    SOURCE_LEVEL,       /* how wide it reaches: region, place */
    SOURCE_SPEAKS,      /* whoever speaks for it: head, spokesman */
    SOURCE_FILLER,
    SOURCE_PRESENCE,    /* the text says that its own people were there: code "we", or "it" with the outlet named before it */
    SOURCE_CREDIT       /* hands a text over to an outlet: code "from" (named after it), "gave" (before it), "picture" */
};
enum weighing_column { WEIGHING_KIND, WEIGHING_VALUE };
enum weighing_kind {
    WEIGHING_NEAR,          /* "nearby": what is named with it is said to lie near */
    WEIGHING_BEGINS,        /* "entered": the beginning of what another text may call done */
    WEIGHING_OFFICE,        /* "mayor": value = code of the office, one office one holder */
    WEIGHING_NO_HOLDER,     /* "former", "installed": who is called so does not hold the office, or not alone */
    WEIGHING_CAUSE,         /* "lack of discipline": value = question:answer */
    WEIGHING_GRAVER,        /* "murdered": value = scale:rank */
    WEIGHING_FURTHER,       /* "another", beside a number: it comes on top of one */
    WEIGHING_THIS_DEED,     /* "responsibility", in a denial: what the text tells of is denied */
};
enum ending_kind   { ENDING_PROGRESSIVE, ENDING_ADVERB, ENDING_PAST };
enum boiler_kind   { BOILER_LINE, BOILER_REST, BOILER_LIST, BOILER_SECTION, BOILER_CAPTION, BOILER_BYLINE };

typedef enum ColumnType { COLUMN_NONE, COLUMN_TEXT, COLUMN_INTEGER, COLUMN_LIST, COLUMN_ACTS, COLUMN_VALUE } ColumnType;

typedef struct Column {
    const char *name;
    ColumnType  type;
    const char *list;       /* COLUMN_LIST: words separated by blanks */
} Column;

typedef struct TableSpec {
    const char *file;       /* "acts.tsv" */
    WordClass   class_;
    bool        name;       /* a name: the same in every language, found in texts of any */
    Column      columns[ROW_COLUMNS];
} TableSpec;

/* Ends with a row whose file is NULL. */
extern const TableSpec lang_tables[];

#endif
