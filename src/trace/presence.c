/* presence.c -- does a text say that its publisher's own people were there? ("Our reporters counted ...",
 * "Human Rights First visited ...": sources.tsv, kind presence.)
 *
 * Only then is what it tells without a source set beside its sources as a root of its own.
 */
#include "lang/scan.h"
#include "lang/tables.h"
#include "trace/origins_in.h"

#define NAME_MAX_WORDS 6    /* words of a publisher's name that are looked for before a verb */

typedef struct Publisher {
    uint64_t word[NAME_MAX_WORDS];
    size_t   count;
} Publisher;

static Publisher words_of(Str name)
{
    Publisher p = { .count = 0 };
    size_t at = 0;
    ScanWord w;

    while (scan_word(name, &at, &w)) {
        if (p.count == NAME_MAX_WORDS)
            return (Publisher){ .count = 0 };
        p.word[p.count++] = w.hash;
    }
    return p;
}

/* Does the text before this byte of the segment end with the publisher's name? */
static bool named_before(const Publisher *p, Str text, Span segment, uint32_t byte)
{
    uint64_t last[NAME_MAX_WORDS] = { 0 };
    size_t at = segment.start, seen = 0;
    ScanWord w;

    while (scan_word(str_slice(text, 0, byte), &at, &w))
        last[seen++ % NAME_MAX_WORDS] = w.hash;
    for (size_t i = 0; i < p->count; i++)
        if (seen < p->count || last[(seen - p->count + i) % NAME_MAX_WORDS] != p->word[i])
            return false;
    return p->count > 0;
}

static bool opens(uint32_t c) { return c == 0x201C || c == 0xAB || c == 0x201E; }
static bool closes(uint32_t c) { return c == 0x201D || c == 0xBB; }

/* "We saw them", said a woman: her words, not the publisher's. */
static bool in_quotation(const Reading *r, Span segment, Span words)
{
    bool inside = false;
    size_t len;

    for (size_t i = segment.start; i < words.start; i += len) {
        uint32_t c = utf8_get(r->text, i, &len);
        inside = opens(c) || (inside ? !closes(c) && c != '"' : c == '"');
    }
    for (size_t i = 0; i < r->attribution_count && !inside; i++)
        for (size_t k = 0; k < r->attributions[i].content_count && !inside; k++)
            inside = r->attributions[i].kind == ATTRIBUTION_SPEECH && span_overlaps(r->attributions[i].content[k], words);
    return inside;
}

void origins_presence(Origins *o, uint32_t reading)
{
    const Reading *r = &o->w->corpus->readings[reading];
    Publisher p = words_of(r->doc.publisher);

    for (size_t i = 0; i < r->segment_count && !o->present[reading] && o->w->lang; i++) {
        const Segment *s = &r->segments[i];
        size_t at = s->span.start;
        SourceWord w;
        if (s->role == SEGMENT_BOILERPLATE || s->span.end > r->text.len)
            continue;
        while (!o->present[reading] && source_word(o->w->lang, str_slice(r->text, 0, s->span.end), &at, &w))
            for (size_t k = 0; k < w.count; k++)
                if (w.kind[k] == SOURCE_PRESENCE && !in_quotation(r, s->span, w.span))
                    o->present[reading] |= str_eq(w.code[k], S("we")) || named_before(&p, r->text, s->span, w.span.start);
    }
}
