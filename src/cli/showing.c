/* showing.c -- see showing.h. */
#include "cli/showing.h"

#include "base/os.h"
#include "cli/child.h"
#include "cli/site.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#define LOOK_MILLISECONDS 700       /* between two looks at whether the case has changed */

/* The case as it was at one moment. */
typedef struct Shown {
    Arena   *arena;                 /* NULL: the command's own, of which the first one lives */
    Work    *work;
    Site    *site;
    int      users;                 /* answers being made from it */
    struct Shown *older;            /* of those that are still being read */
} Shown;

/* What changes on disk when the case does. */
typedef struct Mark {
    int64_t size[3], time[3];
    ino_t   inode[3];
} Mark;

struct Showing {
    Cli            *cli;
    Str             coder;
    pthread_mutex_t deciding;       /* one change at a time, and the case is loaded anew before the next */
    pthread_mutex_t lock;           /* of what follows */
    Shown          *now;            /* and behind it older ones with readers */
    uint64_t        generation;
    pthread_t       watcher;
    pthread_cond_t  wake;
    bool            watching, ending, asked;
    Mark            mark;
};

static Mark mark_of(const Showing *s)
{
    static const char *const files[] = { "checkpoint", "index.db", "index.db-wal" };
    Mark mark = { 0 };
    Arena *arena = arena_create();

    for (size_t i = 0; i < 3; i++) {
        struct stat st;
        if (stat(os_join(arena, str_of(s->cli->work->dir), str_of(files[i])), &st) == 0) {
            mark.size[i] = st.st_size;
            mark.time[i] = st.st_mtim.tv_sec * 1000000000ll + st.st_mtim.tv_nsec;
            mark.inode[i] = st.st_ino;
        }
    }
    arena_destroy(arena);
    return mark;
}

/* ---- what is shown ---- */

static void forget(Shown *shown)
{
    if (shown->arena) {
        work_close(shown->work);
        arena_destroy(shown->arena);
    }
    free(shown);
}

static const Site *take(void *context, uint64_t *generation)
{
    Showing *s = context;

    pthread_mutex_lock(&s->lock);
    s->now->users++;
    *generation = s->generation;
    const Site *site = s->now->site;
    pthread_mutex_unlock(&s->lock);
    return site;
}

static void give(void *context, const Site *site)
{
    Showing *s = context;
    Shown *done = NULL;

    pthread_mutex_lock(&s->lock);
    for (Shown **at = &s->now; *at; at = &(*at)->older) {
        if ((*at)->site != site)
            continue;
        if (--(*at)->users == 0 && *at != s->now) {
            done = *at;
            *at = done->older;
        }
        break;
    }
    pthread_mutex_unlock(&s->lock);
    if (done)
        forget(done);
}

/* ---- loading anew ---- */

static Status load(const Showing *s, Shown *ret, Error *err)
{
    Arena *arena = arena_create();
    Cli cli = *s->cli;
    Work *work = NULL;

    Status status = work_open(arena, s->cli->work->dir, CASE_READ, &work, err);
    if (status == OK) {
        cli.arena = arena;
        cli.work = work;
        status = open_site_for_review(&cli, s->coder, &ret->site, err);
    }
    if (status != OK) {
        work_close(work);
        arena_destroy(arena);
        return status;
    }
    ret->arena = arena;
    ret->work = work;
    return OK;
}

/* A case that cannot be loaded just now (a command is in the middle of it) is looked at again later. */
static void renew(Showing *s, Mark seen)
{
    Shown *fresh = calloc(1, sizeof *fresh), *done = NULL;
    Error err = { 0 };

    if (!fresh || load(s, fresh, &err) != OK) {
        free(fresh);
        return;
    }
    pthread_mutex_lock(&s->lock);
    fresh->older = s->now;
    if (s->now->users == 0) {
        done = s->now;
        fresh->older = done->older;
    }
    s->now = fresh;
    s->generation++;
    s->mark = seen;
    pthread_mutex_unlock(&s->lock);
    if (done)
        forget(done);
}

static void *watch(void *context)
{
    Showing *s = context;

    pthread_mutex_lock(&s->lock);
    while (!s->ending) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += LOOK_MILLISECONDS * 1000000ll;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&s->wake, &s->lock, &until);
        bool asked = s->asked, ending = s->ending;
        Mark before = s->mark;
        s->asked = false;
        pthread_mutex_unlock(&s->lock);
        Mark seen = mark_of(s);
        if (!ending && (asked || memcmp(&seen, &before, sizeof seen) != 0))
            renew(s, seen);
        pthread_mutex_lock(&s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

static void again(void *context)
{
    Showing *s = context;

    pthread_mutex_lock(&s->lock);
    s->asked = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
}

/* ---- what forms decide ---- */

#define DECIDING_SECONDS 120

/* "merge incident:12 incident:34", and what the reader wrote in place of FIGURE, DATE, PLACE. */
static size_t words_of(Str decide, Str value, Str *words, size_t room)
{
    size_t count = 0;
    Str word;

    while (str_cut(&decide, ' ', &word) && count < room) {
        bool open = str_eq(word, S("FIGURE")) || str_eq(word, S("DATE")) || str_eq(word, S("PLACE")) || str_eq(word, S("VALUE"));
        if (word.len)
            words[count++] = open ? value : word;
    }
    return count;
}

/* Carried out by `dokaz judge`, which checks all of it: an id that is none, a rule, a decision that stands against it. */
static Status act(void *context, Arena *arena, Str action, const Query *form, Error *err)
{
    Showing *s = context;
    Str words[CHILD_ARGS], value = query_get(form, S("value"));
    size_t count = 0;

    if (!str_eq(action, S("judge")))
        return fail(err, ERR_USAGE, "there is no such form");
    words[count++] = S("judge");
    words[count++] = arena_printf(arena, "--reason=" STR_FMT, STR_ARG(query_get(form, S("reason"))));
    if (s->coder.len)
        words[count++] = arena_printf(arena, "--coder=" STR_FMT, STR_ARG(s->coder));
    words[count++] = S("--");
    size_t decided = words_of(query_get(form, S("do")), value, words + count, CHILD_ARGS - count);
    if (decided < 2)
        return fail(err, ERR_USAGE, "the form does not say what to decide");
    pthread_mutex_lock(&s->deciding);
    Status status = child_run(arena, s->cli->work->dir, words, count + decided, DECIDING_SECONDS, err);
    if (status == OK)
        renew(s, mark_of(s));       /* so that the page that comes back shows it */
    pthread_mutex_unlock(&s->deciding);
    return status;
}

Status showing_begin(Cli *cli, Str coder, Showing **ret, Error *err)
{
    Showing *s = arena_new(cli->arena, Showing);

    s->cli = cli;
    s->coder = coder;
    s->now = calloc(1, sizeof *s->now);
    if (!s->now)
        return fail(err, ERR_IO, "no memory");
    s->mark = mark_of(s);               /* before it is loaded: what changes meanwhile is seen */
    Status status = open_site_for_review(cli, coder, &s->now->site, err);
    if (status != OK) {
        free(s->now);
        return status;
    }
    s->now->work = cli->work;
    pthread_mutex_init(&s->lock, NULL);
    pthread_mutex_init(&s->deciding, NULL);
    pthread_cond_init(&s->wake, NULL);
    s->watching = !cli->unmask.ptr && pthread_create(&s->watcher, NULL, watch, s) == 0;
    *ret = s;
    return OK;
}

HttpCase showing_case(Showing *s)
{
    return (HttpCase){ .context = s, .take = take, .give = give, .act = s->watching ? act : NULL,
                       .again = s->watching ? again : NULL };
}

void showing_end(Showing *s)
{
    pthread_mutex_lock(&s->lock);
    s->ending = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    if (s->watching)
        pthread_join(s->watcher, NULL);
    for (Shown *at = s->now, *older; at; at = older) {
        older = at->older;
        forget(at);
    }
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->lock);
    pthread_mutex_destroy(&s->deciding);
}
