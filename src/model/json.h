/* json.h -- the rows of design 04, one JSON object a line. */
#ifndef MODEL_JSON_H
#define MODEL_JSON_H

#include "base/json_out.h"
#include "model/judgement.h"

/* document, segments, mentions, attributions, claims, catalogue entries: what `dokaz read --json` prints. */
/* The way from a stretch of a document's text back to bytes of the original. */
void json_map(JsonOut *j, Str document, Span text, Span origin, int32_t page, int32_t confidence);

/* "judged": what people decided of a thing, null when nothing stands. Inside of an object. */
void json_judged(JsonOut *j, const Judged *judged);
/* One judgement, as it may be shown. `read`: of a correction, what the program reads. */
void json_judgement(JsonOut *j, const Judgement *x, Str read);

void json_reading(JsonOut *j, const Taxonomy *t, const Reading *r);

void json_document(JsonOut *j, const Reading *r);
void json_segment(JsonOut *j, const Reading *r, size_t segment);
void json_mention(JsonOut *j, const Taxonomy *t, const Reading *r, size_t mention);
void json_attribution(JsonOut *j, const Reading *r, size_t attribution);
/* `judged` may be NULL: not of a case. */
void json_claim(JsonOut *j, const Taxonomy *t, const Reading *r, size_t claim, const Judged *judged);
void json_catalogue_entry(JsonOut *j, const Reading *r, size_t entry);
void json_derivation(JsonOut *j, const Corpus *c, const Derivation *d);
void json_derivation_begin(JsonOut *j, const Corpus *c, const Derivation *d);   /* leaves its object open for more keys */
void json_origin(JsonOut *j, const Corpus *c, const Origin *o);
void json_incident(JsonOut *j, const Corpus *c, const Incident *i);
void json_conflict(JsonOut *j, const Corpus *c, const Conflict *x);

#endif
