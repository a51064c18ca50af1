/* bench.h -- what the parts of the benchmark share. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "base/arena.h"
#include "base/err.h"
#include "lang/lang.h"

#define ROUNDS       3
#define REPORT_BYTES 6000

/* Texts that are read together. */
typedef struct Texts {
    const char *name;
    Str        *at;
    size_t      count;
    double      megabytes;          /* of 10^6 bytes */
} Texts;

typedef struct Bench {
    Arena      *arena;
    Lang       *lang;
    const char *dokaz, *folder;     /* folder: a temporary one */
    const char *data;               /* the project's tables, as text */
    Texts       reports;            /* generated */
    Texts       prose, pages;       /* real texts and saved pages; none when nobody has given any */
    char       *added;              /* the case that stage_add made last */
    uint64_t    sink;               /* results go here, so that no work is left out */
} Bench;

/* Seconds: of the clock on the wall; and of the processor in this thread, which others on the machine change little. */
double now(void);
double busy(void);

/* Ends the benchmark. */
void die(const char *what, const Error *err);

/* Best MB/s of some rounds over `megabytes`, by one of the clocks. */
double measure(Bench *b, void (*work)(Bench *), double (*clock)(void), double megabytes, int rounds);

/* One line: a speed, and what part it is of a floor (NULL: none). */
void row(const char *what, double speed, const char *floor_name, double floor_speed);

/* Tokenise, hash and look up: the floor of reading. */
void floor_words(Bench *b);

/* reading.c: reading by pass, in two threads, with JSON, its memory, its tables. */
void bench_reading(Bench *b, double floor);

/* tables.c: tables of 10 thousand and of a million place forms. */
void bench_tables(Bench *b);

/* pages.c: saved pages to main text. */
void bench_pages(Bench *b);

#endif
