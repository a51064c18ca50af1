/* work.h -- an open case as commands work with it: log, index, words, and the masked view.
 *
 * Opening is cheap. work_load reads the whole corpus, attaches the texts from
 * their objects, builds the guard and the view: everything printed goes through it.
 */
#ifndef CLI_WORK_H
#define CLI_WORK_H

#include "guard/judgement.h"
#include "lang/lang.h"
#include "seal/log.h"
#include "seal/object.h"
#include "store/store.h"

typedef struct Work {
    Arena         *arena;
    const char    *dir;
    Sealer         sealer;
    Case          *c;
    Lang          *lang;
    Error          places_trouble;  /* why the case's imported table of places could not be used; OK: it could, or there is none */
    StoreWords     words;
    Store         *store;       /* NULL: no index yet (a case that nothing was added to) */

    Str            unmask;      /* reason for showing names; STR_NONE: masked, as always else */
    const char    *unmask_key;  /* the custodian's key file; NULL: where init put it */
    int64_t        now;         /* for the `unmask` entry */

    bool           loaded;      /* what follows is filled by work_load */
    Corpus         corpus;      /* masked strings, raw texts: for guard/, trace/ and weigh/ alone */
    StorePlace    *places;      /* one a reading */
    StoreOriginal *originals;
    size_t         original_count;
    size_t         behind;      /* originals of the log that the index does not know: `add` completes it */
    size_t         undecided;   /* judgements of the log that the index does not know */
    Judgements     judgements;  /* all, in clear, settled over `corpus`; the view's corpus has them as they may be shown */
    Guard         *guard;
    View          *view;
} Work;

/* dir: NULL for the nearest folder upward. The tables are those inside the program. */
Status work_open(Arena *arena, const char *dir, CaseMode mode, Work **ret, Error *err);
/* Take other tables of words and places, before anything was loaded. */
Status work_tables(Work *work, const char *dir, Error *err);
/* Take an imported table of places into the case, or out of it when `file` is "none". `data` as above, or NULL. */
Status work_places(Work *work, const char *file, const char *data, Error *err);

void   work_close(Work *work);              /* NULL is fine */

Status work_load(Work *work, Error *err);

/* ERR_NOT_FOUND of a file or case becomes ERR_IO; all else stays. */
Status input_trouble(Status status, Error *err);

/* Highest number of a "Person N" that the index has given: also to people of erased documents. */
#define WORK_PERSONS "persons"      /* the fact that remembers it */
Status work_floor(Work *work, int32_t *ret, Error *err);

/* Text of an object, in `arena` (small) or mapped for as long as the program runs (large). */
Status work_text(Work *work, Arena *arena, Str object, Str *ret, Error *err);

/* Replace protected names in an error text, when the case has got far enough to know them. */
void work_mask_error(Work *work, Error *err);

#endif
