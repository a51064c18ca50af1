/* print.h -- how the commands show ids, spans, intervals and counts to people. */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include "cli/cli.h"
#include "base/json_out.h"

/* The first 12 digits: enough to name a thing on the command line. */
Str short_id(Arena *arena, Id id);
/* An original that was not read, as a document with a note of why, or of what it holds. */
void json_original(JsonOut *j, const StoreOriginal *o);

Str short_document(Arena *arena, Str id);

/* "441 or more", "17", "0 to 12", "at most 9", "" when nothing is stated. */
Str interval_text(Arena *arena, int64_t low, int64_t high);

/* "441 or more bodies", "17 people killed, civilians": with the words of the interface; for people, never for programs. */
Str figure_text(Cli *cli, int64_t low, int64_t high, Str counted, Str who);

/* "3 voices, 2 origins" */
Str support_text(Arena *arena, const Incident *n);

/* Figures of an incident, the first two; `show` has them all. */
Str figures_text(Cli *cli, const Incident *n);

/* "Courier < governor": from the publisher to the innermost source. */
Str chain_text(Arena *arena, const Claim *claim);

/* "5 documents", "1 document" */
Str count_text(Arena *arena, size_t count, const char *one, const char *many);

/* Words of a span on one line, as the view shows them. */
Str quote_text(const Work *work, Arena *arena, uint32_t reading, Span span);

/* "Person 3 (Paper, 2022-09-10)": who a document speaks for. */
Str document_label(Arena *arena, const Document *doc);

/* "no incidents: ..." for a list that has none, and what to do when nothing was read yet. */
void print_none(Cli *cli, const char *what);

/* Begin a JSON line on standard output. */
static inline JsonOut json_lines(Cli *cli) { return (JsonOut){ .out = &cli->out }; }

/* Text wrapped at `width`, each line indented by so many columns. */
void print_wrapped(Cli *cli, int indent, Str text);

/* An empty line, then the text, wrapped. */
void print_note(Cli *cli, Str text);

/* "label   text", indented and wrapped at `width` (0: not at all). */
void print_field(Cli *cli, const char *label, Str text);

/* The only option of most commands. */
typedef struct ListOptions {
    bool json;
} ListOptions;

#define LIST_OPTIONS(T) OPTION_FLAG(T, json, "json", "JSON lines, version 1")

extern const Option list_options[];

#endif
