/* fixture_test.h -- a small case made by hand for the tests of tell/.
 *
 * Five documents about two invented events: figures that agree, that were
 * updated and that conflict; a relay; a protected witness; a withheld
 * sentence; markup in the text. CANARY is the name that may appear nowhere.
 */
#ifndef TELL_FIXTURE_TEST_H
#define TELL_FIXTURE_TEST_H

#include "seal/case.h"
#include "tell/tell.h"

#define CANARY "Zoriana Kanarchuk"

typedef struct Fixture {
    Corpus       raw;
    Guard       *guard;
    View        *view;
    TellDocument documents[8];
    TellUnread   unread[1];
    TellInput    in;
    Site        *site;
} Fixture;

/* Everything in `arena`; exits when it cannot be made. */
Fixture *fixture_make(Arena *arena);

/* Seal its texts into a case at folder/case with keys at folder/keys; f->documents then name the entries. */
Case *fixture_seal(Fixture *f, Arena *arena, const char *folder);

/* The body of a page; its status goes to *status when that is not NULL. */
Str fixture_page(const Fixture *f, Arena *arena, const char *path, const char *query, const char *language,
                 int *status);

#endif
