/* dossier_in.h -- what the two halves of the dossier share. Private to tell/. */
#ifndef TELL_DOSSIER_IN_H
#define TELL_DOSSIER_IN_H

#include "base/os.h"
#include "base/vec.h"
#include "seal/segment.h"
#include "tell/dossier.h"
#include "tell/page.h"

/* A sentence that a figure rests on; its number is its place in the list plus one. */
typedef struct FootNote {
    uint32_t reading;
    int32_t  segment;
} FootNote;

/* The sealed text of one document, opened once. */
typedef struct SealedText {
    bool         tried, open;
    Segmentation seg;
    Mapped       text;
    GuardCuts    cuts;
} SealedText;

typedef struct Dossier {
    Page                  page;
    const DossierOptions *options;
    VEC(FootNote)         notes;
    int32_t             **number_of;    /* [reading][segment]: number of its note, 0 none */
    SealedText           *texts;        /* one a reading */
} Dossier;

/* Write the proof of note `n`: what is shown, what is withheld and the disclosure.
 * False in *proved when nothing of the sentence may be shown or nothing is sealed. */
Status dossier_proof(Dossier *d, size_t n, bool *proved, Error *err);

void dossier_close(Dossier *d);

#endif
