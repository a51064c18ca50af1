/* person.h -- people and organisations, their roles, and who must be protected. */
#ifndef READ_PERSON_H
#define READ_PERSON_H

#include "read/found.h"

/* Find organisations: known by name, or capitals around a head word ("... Commission"). */
void read_organisations(Found *f);

/* Find people: named (public, introduced by title, role or given name) and told
 * by role ("a tearful woman"). When in doubt a person is protected: only
 * people who speak or act in an office, authors and public speakers are not. */
void read_people(Found *f);

#endif
