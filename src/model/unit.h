/* unit.h -- which codes of counted things mean one thing: "dead" and "killed". */
#ifndef MODEL_UNIT_H
#define MODEL_UNIT_H

#include "base/str.h"

typedef enum UnitKin { KIN_NONE, KIN_DEATH, KIN_HURT, KIN_STOCK } UnitKin;

/* What the program needs to know of a unit. */
typedef struct Unit {
    Str     code, same;     /* `same`: the code that it equals */
    Str     plural;         /* as it is printed in reasons */
    UnitKin kin;
    bool    can_fall;       /* its number may fall from one day to the next */
} Unit;

/* NULL for a unit that is printed as it stands and equals itself alone. */
const Unit *unit_find(Str code);

/* True when two unit codes are the same thing. */
bool units_equal(Str a, Str b);

/* Units that speak of deaths, graves or bodies, or of injuries: worth a row that says why they do not compare. */
bool units_related(Str a, Str b);

/* True for units of harm to people (killed, wounded, missing, bodies, graves): a toll, not "people" at large. */
bool unit_is_toll(Str unit);

#endif
