/* method.h -- the settings of every stage, gathered from where they are used (model/method.h). */
#ifndef CLI_METHOD_H
#define CLI_METHOD_H

#include "base/err.h"
#include "lang/lang.h"
#include "model/method.h"

Status method_gather(Arena *arena, const Lang *lang, Method *ret, Error *err);

#endif
