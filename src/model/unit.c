/* unit.c -- see unit.h. */
#include "model/unit.h"

#define CODE(text) { text, sizeof text - 1 }
static const Unit units[] = {
    { CODE("killed"),  CODE("killed"),  CODE("killed"),   KIN_DEATH, false },
    { CODE("dead"),    CODE("killed"),  CODE("killed"),   KIN_DEATH, false },
    { CODE("death"),   CODE("killed"),  CODE("killed"),   KIN_DEATH, false },
    { CODE("died"),    CODE("killed"),  CODE("killed"),   KIN_DEATH, false },
    { CODE("body"),    CODE("body"),    CODE("bodies"),   KIN_DEATH, false },
    { CODE("grave"),   CODE("grave"),   CODE("graves"),   KIN_DEATH, false },
    { CODE("wounded"), CODE("wounded"), CODE("wounded"),  KIN_HURT,  true },
    { CODE("injured"), CODE("wounded"), CODE("wounded"),  KIN_HURT,  true },
    { CODE("missing"), CODE("missing"), CODE("missing"),  KIN_STOCK, true },
    { CODE("person"),  CODE("person"),  CODE("people"),   KIN_STOCK, true },
};

const Unit *unit_find(Str code)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_eq(units[i].code, code))
            return &units[i];
    return NULL;
}

static Str unit_same(Str code)
{
    const Unit *u = unit_find(code);
    return u ? u->same : code;
}

bool units_equal(Str a, Str b)
{
    return str_eq(a, b) || str_eq(unit_same(a), unit_same(b));
}

bool units_related(Str a, Str b)
{
    const Unit *u = unit_find(a), *v = unit_find(b);
    return units_equal(a, b) || (u && v && u->kin == v->kin && u->kin == KIN_DEATH);
}

bool unit_is_toll(Str unit)
{
    const Unit *u = unit_find(unit);
    return u && !str_eq(u->code, S("person"));
}
