/* protected.h -- the name of a person at risk, closed: only guard/ knows what is inside.
 *
 * Everybody may carry a pointer to one, ask guard/ for its number, and compare
 * pointers. Nobody else can print it: the type has no fields here.
 */
#ifndef MODEL_PROTECTED_H
#define MODEL_PROTECTED_H

typedef struct Protected Protected;

#endif
