/* progress.c -- see progress.h. The clock only decides when to draw. */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>

#define EVERY_NS 80000000   /* between two drawings */
#define BAR      30         /* letters */

static int64_t steady_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void progress_start(Progress *p, bool terminal)
{
    *p = (Progress){ .terminal = terminal, .started = steady_ns() };
}

double progress_seconds(const Progress *p)
{
    return (double)(steady_ns() - p->started) / 1e9;
}

void progress_step(Progress *p, const char *stage, size_t done, size_t total)
{
    int64_t now;

    if (!p->terminal || (now = steady_ns()) - p->drawn < EVERY_NS)
        return;
    p->drawn = now;
    p->visible = true;
    if (total == 0) {
        fprintf(stderr, "\r%-8s %zu\033[K", stage, done);
        return;
    }
    char bar[BAR + 1];
    size_t full = done >= total ? BAR : done * BAR / total;
    memset(bar, '.', BAR);
    memset(bar, '#', full);
    bar[BAR] = '\0';
    fprintf(stderr, "\r%-8s [%s] %zu of %zu\033[K", stage, bar, done, total);
}

void progress_clear(Progress *p)
{
    if (p->visible)
        fputs("\r\033[K", stderr);
    p->visible = false;
}
