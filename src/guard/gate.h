/* gate.h -- what may leave a case. A refusal names its rule. */
#ifndef GUARD_GATE_H
#define GUARD_GATE_H

#include "guard/view.h"

typedef struct GuardRule {
    const char *number;     /* "G1" */
    const char *text;       /* one line */
} GuardRule;

extern const GuardRule guard_rules[];
extern const size_t    guard_rule_count;

typedef enum GateKind {
    GATE_PAGE,          /* pages served on loopback */
    GATE_TABLE,         /* csv, jsonl of claims and documents */
    GATE_DOSSIER,
    GATE_MAP,           /* anything with coordinates: geojson, map, feed */
    GATE_ORIGINALS,     /* the bytes as they came in, or whole texts */
} GateKind;

/* May this view leave in this way?
 * fails ERR_REFUSED  "rule G1: ..." when the view is unmasked (pages on loopback may be) or
 *                    originals with protected people would go out */
Status gate_export(const View *view, GateKind kind, Error *err);

/* The part of it that is known before a case is shown in clear: asked first, nothing is sealed in vain. */
Status gate_unmasked(bool unmasked, GateKind kind, Error *err);

/* Originals as they came in, of which `unread` were not read: nobody knows whom those tell of.
 * fails ERR_REFUSED  "rule G4: ..." when they tell, or may tell, of protected people */
Status gate_originals(const View *view, size_t unread, Error *err);

/* May a report publish a number that rests on these claims, of this incident (NULL: of the claims alone)?
 * fails ERR_REFUSED  "rule G2: ..." one of them is withheld, "rule G5: ..." a person rejected it, one of them or
 *                    the incident, or left it out of the counts */
Status gate_figure(const View *view, const Incident *incident, const ClaimRef *claims, size_t count, Error *err);

/* Does this claim or incident go on a map or feed (G3: not with context acts alone)? */
bool gate_on_map(const View *view, ActSet acts);

#endif
