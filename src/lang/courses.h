/* courses.h -- reads the table of courses of rivers; see gazetteer.h for what is asked of it. Private to lang/. */
#ifndef LANG_COURSES_H
#define LANG_COURSES_H

#include "base/arena.h"
#include "base/err.h"
#include "lang/gazetteer.h"

#define COURSES_TABLE "data/places/courses/rivers.tsv"

/* In the arena. ERR_BAD_INPUT with file and line for an unknown id or a course without points. */
Status courses_read(Arena *arena, const Gazetteer *g, Str table, Courses *ret, Error *err);

#endif
