/* dossier_in.h -- the report in memory, and what makes and writes it. Private to tell/.
 *
 * A report is a list of blocks; a block's words are runs. Runs know what they are (a figure, the mark of a
 * note, words that were sealed), not how they look: that is each writer's own business. Every number of
 * harm is a RUN_FIGURE, made by dossier_figure() alone, which asks the gate.
 */
#ifndef TELL_DOSSIER_IN_H
#define TELL_DOSSIER_IN_H

#include "base/os.h"
#include "base/vec.h"
#include "seal/report.h"
#include "seal/segment.h"
#include "tell/dossier.h"
#include "tell/page.h"

/* ---- the report ---- */

typedef enum RunKind {
    RUN_TEXT,
    RUN_STRONG,
    RUN_SOFT,           /* beside the matter */
    RUN_BADGE,          /* a word from a closed list; `code` is which */
    RUN_FIGURE,         /* `number` of the figure */
    RUN_MARK,           /* of note `number` */
    RUN_PIECE,          /* words of piece `number` of a sealed text, as they were sealed */
    RUN_QUOTED,         /* words of a text that nothing proves */
    RUN_MASKED,         /* what stands in place of a name or sentence */
    RUN_SPAN,           /* a bar from `number` to `end` of 1000, for eyes alone */
    RUN_FIGURE_WORDS,   /* the words that a figure was read from */
} RunKind;

typedef struct Run {
    RunKind kind;
    Str     text;
    Str     code;
    int32_t number, end;
} Run;

typedef struct Runs { Run *at; size_t count, room; } Runs;

typedef enum BlockKind {
    BLOCK_HEADING,      /* level 2 chapter, 3 section */
    BLOCK_TEXT,         /* a paragraph */
    BLOCK_ITEM,         /* of a list */
    BLOCK_TABLE,
    BLOCK_CODE,         /* `text` as it stands */
    BLOCK_NOTES,        /* all notes stand here */
} BlockKind;

typedef enum TextStyle { TEXT_PLAIN, TEXT_LEAD, TEXT_CAUTION, TEXT_FACTS, TEXT_EMPTY, TEXT_OWN, TEXT_STYLES } TextStyle;

typedef struct Column {
    Str  name;
    int  weight;        /* share of the width */
    bool number;        /* aligned on the right */
    bool drawn;         /* bars: left out where nothing is drawn */
} Column;

typedef struct Table {
    const Column *columns;
    size_t        column_count;
    VEC(Runs)     cells;        /* row by row */
} Table;

typedef struct Block {
    BlockKind kind;
    TextStyle style;
    int       level;
    Str       id, text;
    Runs      runs;
    Table     table;
} Block;

typedef struct Figure {
    Str       text;         /* as displayed */
    int32_t  *notes;        /* numbers, rising */
    size_t    note_count;
} Figure;

/* A sentence that a figure or statement rests on; its number is its place in the list plus one. */
typedef struct FootNote {
    uint32_t reading;
    int32_t  segment;
    Runs     quote;         /* filled by dossier_notes */
    Str      source;        /* the citation */
    Str      gap;           /* which pieces are shown and withheld; empty without a proof */
    Str      proof;         /* the disclosure; STR_NONE */
} FootNote;

/* The sealed text of one document, opened once. */
typedef struct SealedText {
    bool         tried, open;
    Segmentation seg;
    Mapped       text;
    GuardCuts    cuts;
} SealedText;

typedef struct Dossier {
    Page                  page;
    const DossierOptions *options;
    Str                   title;
    VEC(Block)            blocks;
    VEC(FootNote)         notes;
    VEC(Figure)           figures;
    int32_t             **number_of;    /* [reading][segment]: number of its note, 0 none */
    SealedText           *texts;        /* one a reading */
    const Incident       *incident;     /* that figures are made for just now; NULL: for a claim alone */
    uint64_t              log_size;     /* under which the proofs are made */
    Str                   vkey, checkpoint;     /* STR_NONE without a sealed case */
} Dossier;

/* ---- making it (dossier_build.c) ---- */

Block *dossier_block(Dossier *d, BlockKind kind);
void   dossier_heading(Dossier *d, int level, Str id, Str text);
void   dossier_words(Dossier *d, TextStyle style, const char *key);      /* a paragraph of the interface */
void   dossier_code(Dossier *d, const char *id, Str text);
Block *dossier_table(Dossier *d, const Column *columns, size_t count);
Runs  *dossier_cell(Dossier *d, Block *table);      /* the next one, row by row; valid until the next */
void   run_add(Dossier *d, Runs *runs, RunKind kind, Str text);
void   run_code(Dossier *d, Runs *runs, RunKind kind, Str code, Str text);
void   run_mark(Dossier *d, Runs *runs, uint32_t reading, int32_t segment);

/* A number that the report publishes, resting on `refs`; marks of its notes follow it when `marks`.
 * fails ERR_REFUSED  a rule forbids it: nothing of the report is written */
Status run_figure(Dossier *d, Runs *runs, Str text, const ClaimRef *refs, size_t count, bool marks, Error *err);

/* The words of certainty for an incident, by its grade. The only place that chooses them. */
Str dossier_certainty(const Dossier *d, const Incident *i);

/* ---- its chapters ---- */

/* Append the chapters that the template names (dossier_template.c). */
Status dossier_chapters(Dossier *d, Error *err);

/* A generated part; false in *offered: there is nothing of the kind, not even an empty list. */
typedef Status (*DossierPart)(Dossier *d, bool *offered, Error *err);

/* The part of that name, or NULL. */
DossierPart dossier_part(Str name);
Status dossier_incident(Dossier *d, const Incident *i, Error *err);

/* Fill in the notes: quotation, citation, proof (dossier_notes.c). */
Status dossier_notes(Dossier *d, Error *err);

/* Quotation and proof of note `n` (dossier_proof.c). */
Status dossier_prove(Dossier *d, size_t n, Error *err);
void   dossier_close(Dossier *d);

/* Words of a note's quotation as they are displayed, without marks. */
Str    dossier_quote(Dossier *d, const FootNote *note);

/* ---- putting it down ---- */

/* A file in two parts around the statement, and what the statement is to say of them. */
typedef struct DossierFile {
    StrBuf before, rest;
    bool   rest_known;      /* `rest` does not depend on the statement */
    Str    main;            /* html: the part whose displayed words are signed; else STR_NONE */
} DossierFile;

/* The statement's whole block, from REPORT_BEGIN to REPORT_END, about `file`; `proofs`: with all proofs.
 * Empty without a sealed case. (dossier_statement.c) */
Status dossier_statement(Dossier *d, const DossierFile *file, bool proofs, Str *ret, Error *err);

Status dossier_html(Dossier *d, StrBuf *out, Error *err);
Status dossier_pdf(Dossier *d, StrBuf *out, Error *err);
Status dossier_docx(Dossier *d, StrBuf *out, Error *err);
Status dossier_md(Dossier *d, StrBuf *out, Error *err);

#endif
