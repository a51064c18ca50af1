/* report.h -- what a report says of itself, signed with the log's key: `dokaz-report/v1`.
 *
 * A proof shows that quoted words were sealed. It does not show that a figure beside them is the one that
 * was written there. So a report ends in a statement that lists every figure as it is displayed with its
 * notes, every note by the digest of its displayed words and of its proof, and the digest of the file's
 * own bytes before and after the statement. docs/formats/report.md.
 *
 * The statement stands between the lines REPORT_BEGIN and REPORT_END, in clear, in every format of report,
 * so that it is found without knowing the format.
 */
#ifndef SEAL_REPORT_H
#define SEAL_REPORT_H

#include "seal/disclosure.h"

#define REPORT_BEGIN    "-- statement\n"
#define REPORT_NOTE     "-- note "          /* and a number: a disclosure follows */
#define REPORT_END      "-- end\n"

typedef struct ReportNote {
    Sha256 quote;           /* of the displayed words, squeezed */
    bool   proved;
    Sha256 proof;           /* of the disclosure's text */
} ReportNote;

typedef struct ReportFigure {
    Str notes;              /* "3,5": rising, without spaces */
    Str text;               /* as displayed: "49 or more" */
} ReportFigure;

typedef struct ReportStatement {
    Str           log;      /* the origin of the log */
    Str           format, as_of, language;
    uint64_t      before;   /* bytes of the file before REPORT_BEGIN (docx: before the zip head of that part) */
    Sha256        begin;    /* of those */
    Sha256        rest;     /* of the bytes after REPORT_END; zeros when has_rest is false */
    bool          has_rest;
    Sha256        text;     /* of all displayed words, squeezed; only html */
    bool          has_text;
    ReportNote   *notes;    /* numbered from 1 */
    size_t        note_count;
    ReportFigure *figures;  /* numbered from 1 */
    size_t        figure_count;
} ReportStatement;

/* Without white space (space, tab, line ends, no-break space) and what is never seen (soft hyphen, zero-width
 * space, byte order mark), and with U+FFFD for other controls: what is compared of displayed words, whatever a
 * writer or reader of the format does to their spacing. */
Str report_squeeze(Arena *arena, Str text);

/* What stands outside of <...>, without the five escapes; the escapes alone. */
Str report_displayed(Arena *arena, Str html);
Str report_unescape(Arena *arena, Str text);

void   report_write(StrBuf *out, const ReportStatement *s);             /* the text that is signed */
Status report_parse(Arena *arena, Str text, ReportStatement *ret, Error *err);     /* strict */

/* A C2SP signed note over the text. CASE_WRITE. */
Status report_sign(Arena *arena, Case *c, Str text, Str *ret, Error *err);

/* The checkpoint size that a report's proofs are made under: the smallest that the case has kept behind the
 * last entry that is more than a trace of looking (export, view, unmask, login), so that two reports in a
 * row are the same. */
Status report_size(Arena *arena, Case *c, uint64_t *ret, Error *err);

typedef struct ReportCounts {
    size_t figures, notes, proved, wrong;
    bool   text_checked;    /* figures and quotations were compared with displayed words */
    Str    origin;
} ReportCounts;

/* Check a report of any format with everything in it. `words`: what a reader of the format displays (pdftotext),
 * or STR_NONE: of html, md and docx it is found here. `found` is called for each thing that is wrong.
 * out   *ret           good when wrong is 0
 * fails ERR_BAD_INPUT  no statement in it, or one that is malformed: nothing was checked */
Status report_verify(Arena *arena, Str file, Str words, const VerifyKey *key,
                     void (*found)(void *context, Str what), void *context, ReportCounts *ret, Error *err);

#endif
