/* speaker.h -- who speaks: phrases, pronouns and "by her account" resolved inside the document. */
#ifndef READ_SPEAKER_H
#define READ_SPEAKER_H

#include "read/phrase.h"

typedef struct Speaker {
    Str     name;               /* STR_NONE: unknown */
    int32_t mention;            /* person or organisation, or -1 */
    int     gender;             /* enum gender, or -1 */
} Speaker;

#define SPEAKER_NONE ((Speaker){ STR_NONE, -1, -1 })

/* What is remembered from sentence to sentence. */
typedef struct Speakers {
    const Found *f;
    const Cover *c;
    Speaker      last;          /* whoever spoke last */
    Speaker      topic;         /* the person with whom a sentence began, of this one or the one before */
    Speaker      outlet;        /* that was named last: "the outlet" */
    Speaker      people[4];     /* of either gender, and several: who spoke last (by enum gender) */
} Speakers;

void speakers_init(Speakers *s, const Found *f, const Cover *c);

/* A heading: what was said before says nothing about who "she" is after it. */
void speakers_forget(Speakers *s);

/* Whom a phrase names; a pronoun stands for whoever spoke last and can be meant.
 * "we" and a pronoun that nobody fits give SPEAKER_NONE. Remembers the speaker. */
Speaker speaker_of(Speakers *s, const Phrase *p);

/* The speaker that the words [first, last) point back to ("by her account"). */
Speaker speaker_back(Speakers *s, uint32_t first, uint32_t last);

/* After a sentence: the person with whom it begins may be meant by a pronoun of the next. */
void speakers_topic(Speakers *s, const Sentence *sentence);

/* "the mayor of X, Name" as Slavic languages have it: a role goes on over the
 * place or body that it belongs to, quoted or not, to the name of its bearer. */
Phrase with_name(const Found *f, const Cover *c, const Sentence *s, Phrase role);

#endif
