/* export_in.h -- what the writers of exports share. Private to tell/. */
#ifndef TELL_EXPORT_IN_H
#define TELL_EXPORT_IN_H

#include "base/json_out.h"
#include "tell/export.h"
#include "tell/page.h"

struct Exporter {
    const Site          *site;
    const Corpus        *c;
    Arena               *arena;
    StrBuf              *out;
    const ExportFormat  *format;
    const ExportChoice  *choice;
    Page                 page;      /* for the say_ functions */
    Map                  places;    /* ids of the places that were asked for */
    ActSet               acts;      /* that were asked for; 0 all */
    uint8_t             *open;      /* [reading] of export_open: 0 not asked yet, 1 yes, 2 no */
    Str                 *incident_ids;
    size_t               rows;      /* written so far */
};

/* "entry:12" */
Str export_document(const Exporter *x, uint32_t reading);

/* Ids made of entry and order alone: an id of the case is a hash over the
 * document's hash, with which a guess at a withheld name could be tested. */
Id  export_claim_id(const Exporter *x, ClaimRef ref);
Id  export_group_id(const Exporter *x, const ClaimRef *claims, size_t count, const char *kind, size_t index);
Id  export_mention_id(const Exporter *x, uint32_t reading, int32_t mention);
Str export_id_text(const Exporter *x, Id id);
Str export_incident_id(const Exporter *x, size_t incident);

/* "urn:uuid:..." over the log's key and a name that is one within the case. */
Str export_urn(const Exporter *x, Str name);

/* The log's name, "dokaz/3f2a...". */
Str export_log(const Exporter *x);

/* The masked words of a claim; the same on one line. */
Str export_words(const Exporter *x, uint32_t reading, Span span);
Str export_line(const Exporter *x, uint32_t reading, Span span);

/* Whoever the words make the doer or the harmed; empty when they name nobody. */
Str export_party(const Exporter *x, uint32_t reading, const Party *party);

/* Outermost voice first, " > " between. */
Str export_chain(const Exporter *x, const Claim *claim);

/* A day as YYYY-MM-DD, empty when unknown. */
Str export_day(const Exporter *x, int32_t day);

/* "441", "open" for no upper end, empty for what was not stated. */
Str export_bound(const Exporter *x, int64_t n);

/* Of one figure of an incident: "441 or more bodies". */
Str export_figure(const Exporter *x, const IncidentQuantity *q);

/* The publishers of an incident's documents, "; " between, each once; a document without one by its entry. */
Str export_publishers(const Exporter *x, const Incident *i);

/* Not withheld, and within what was asked for. */
bool export_claim(const Exporter *x, ClaimRef ref);
bool export_shown(const Exporter *x, ClaimRef ref);     /* not withheld */
bool export_incident(const Exporter *x, size_t incident);

/* A document is part of an export when it has a claim that is, or when nothing was asked for. */
bool export_reading(const Exporter *x, uint32_t reading);

/* Nothing of it is masked or withheld: offsets and its address tell nothing that its words do not. */
bool export_open(const Exporter *x, uint32_t reading);

/* The address of a document of which nothing is hidden; empty else. */
Str export_url(const Exporter *x, uint32_t reading);

/* Is anything kept back by the filters? */
bool export_filtered(const Exporter *x);

/* ---- where ---- */

typedef struct ExportPoint {
    bool    located;
    double  lat, lon;           /* WGS 84 */
    int32_t precision_m;        /* of what is written here */
    int32_t coarsened_m;        /* how far it may have been moved on purpose; 0 not */
} ExportPoint;

ExportPoint export_claim_point(const Exporter *x, ClaimRef ref);
ExportPoint export_incident_point(const Exporter *x, const Incident *i);

/* "exact", "vicinity", "locality", "raion", "oblast", "country", or "unknown": by its metres alone. */
Str export_precision_label(const ExportPoint *p);

/* The sentence that says what was done to the coordinates, in the language of the export; empty when nothing was. */
Str export_coarse_note(const Exporter *x);

/* ---- JSON that several formats write ---- */

/* In an object: `counted`, `who`, `low`, `high` (null: not stated, or open), `high_open`. */
void export_json_figure(JsonOut *j, const IncidentQuantity *q);
void export_json_acts(const Exporter *x, JsonOut *j, const char *key, ActSet acts);

/* What the whole file is and how it was made: log, program, profile, filters. Nothing that the export itself changes:
 * its own entry in the log would make the next one differ. */
void export_json_about(const Exporter *x, JsonOut *j, const char *key);

/* ---- cells of tables: each writes the comma after it ---- */

void export_head(const Exporter *x, const char *names);
void export_cell(const Exporter *x, Str value);
void export_cell_i64(const Exporter *x, int64_t n);
void export_cell_degrees(const Exporter *x, bool is, double degrees);
void export_row_end(Exporter *x);       /* takes the last comma back, counts the row */

/* Degrees in decimal, for formats where all is text. */
Str export_degrees(const Exporter *x, double degrees);

/* ---- the writers ---- */

void export_csv_claims(Exporter *x);
void export_csv_incidents(Exporter *x);
void export_jsonl(Exporter *x);             /* rows of design 04 */
void export_geojson(Exporter *x);
void export_timemap(Exporter *x);
void export_timemap_sources(Exporter *x);
void export_timemap_associations(Exporter *x);
void export_timeline(Exporter *x);
void export_uwazi(Exporter *x);
void export_atlos(Exporter *x);
void export_acled(Exporter *x);
void export_ftm(Exporter *x);
void export_jsonld(Exporter *x);
void export_csl(Exporter *x);
void export_bibtex(Exporter *x);
void export_ris(Exporter *x);
void export_atom(Exporter *x);

#endif
