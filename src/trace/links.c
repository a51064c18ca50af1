/* links.c -- addresses that lead to documents of the case (in footnotes, in the text), and titles in a
 * catalogue that are titles of its documents.
 *
 * An address is compared without scheme, "www.", the mark of a section and what is added to count clicks. What a footnote
 * names and the case does not hold is reported too, as leading out: it says what a reader would have to look at.
 */
#include "base/hash.h"
#include "base/map.h"
#include "lang/scan.h"
#include "trace/work.h"

#define SHOWN_MAX   300     /* bytes of a footnote or address shown as evidence */
#define LINKS_MAX   200     /* addresses of one document that are followed */
#define TITLE_WORDS 3       /* words from which a title names one document */

/* Drop "?utm_source=..." and the like, which say how a reader came, not what was read. */
static Str without_counting(Str url)
{
    static const char *const marks[] = { "?utm_", "&utm_", "?fbclid=", "&fbclid=", "#" };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = str_find(url, str_of(marks[i]), 0);
        if (at != SIZE_MAX)
            url = str_slice(url, 0, at);
    }
    return url;
}

static Str plain_url(Str url)
{
    static const char *const begin[] = { "http://", "https://", "www." };

    for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
        if (str_starts(url, str_of(begin[i])))
            url = str_slice(url, strlen(begin[i]), url.len);
    url = without_counting(url);
    while (url.len && url.ptr[url.len - 1] == '/')
        url.len--;
    return url;
}

typedef struct Links {
    Work *w;
    Map   by_url;       /* plain address: reading */
    Map   by_title;     /* folded words of the title: reading plus one; 0: of several */
} Links;

/* The next address at or after *at, which moves behind it. Marks that end a sentence are no part of it. */
static bool next_url(Str text, size_t *at, Span *ret)
{
    size_t start = str_find(text, S("http"), *at), end;

    for (; start != SIZE_MAX; start = str_find(text, S("http"), start + 4)) {
        Str rest = str_slice(text, start, text.len);
        if (str_starts(rest, S("http://")) || str_starts(rest, S("https://")))
            break;
    }
    if (start == SIZE_MAX)
        return false;
    for (end = start; end < text.len && !strchr(" <>,()[]{}\"\t\r\n", text.ptr[end]) &&
                      (unsigned char)text.ptr[end] < 0x80; end++)
        ;
    while (end > start && strchr(".;:!?'", text.ptr[end - 1]))
        end--;
    *at = end;
    *ret = (Span){ (uint32_t)start, (uint32_t)end };
    return true;
}

static Span first_segment(const Reading *r)
{
    return r->segment_count ? r->segments[0].span : (Span){ 0, 0 };
}

static Str shown(Str text)
{
    return text.len > SHOWN_MAX ? str_slice(text, 0, SHOWN_MAX) : text;
}

static void lead(Links *l, uint32_t reading, Span sentence, Span words, uint32_t target, DerivationHow how)
{
    Work *w = l->w;
    const Reading *r = &w->corpus->readings[reading];
    Passage p = { sentence, target == reading ? words : first_segment(&w->corpus->readings[target]) };

    work_add(w, (ClaimRef){ reading, claim_at(r, sentence) }, (ClaimRef){ target, CLAIM_NONE }, how, &p, 1,
             arena_printf(w->arena, STR_FMT " (byte %u)%s", STR_ARG(shown(str_trim(span_text(r->text, words)))), words.start,
                          target == reading ? "; no document with this address is in this case" : ""));
}

/* Every address of the note that the case has; when it has none, the note itself. */
static void footnote(Links *l, uint32_t reading, const Segment *note)
{
    const Reading *r = &l->w->corpus->readings[reading];
    Span sentence = r->segments[note->supports].span, url;
    Str text = str_slice(r->text, 0, note->span.end);
    size_t at = note->span.start, found = 0, looked = 0;

    while (looked++ < LINKS_MAX && next_url(text, &at, &url)) {
        const int64_t *target = map_get(&l->by_url, plain_url(span_text(r->text, url)));
        if (target == NULL || (uint32_t)*target == reading)
            continue;
        lead(l, reading, sentence, url, (uint32_t)*target, DERIVED_FOOTNOTE);
        found++;
    }
    if (!found)
        lead(l, reading, sentence, note->span, reading, DERIVED_FOOTNOTE);
}

static void addresses_in(Links *l, uint32_t reading, const Segment *s)
{
    const Reading *r = &l->w->corpus->readings[reading];
    Str text = str_slice(r->text, 0, s->span.end);
    size_t at = s->span.start;
    Span url;

    for (size_t looked = 0; looked < LINKS_MAX && next_url(text, &at, &url); looked++) {
        const int64_t *target = map_get(&l->by_url, plain_url(span_text(r->text, url)));
        if (target && (uint32_t)*target != reading)
            lead(l, reading, s->span, url, (uint32_t)*target, DERIVED_CITATION);
    }
}

static uint64_t title_hash(Str title)
{
    uint64_t hash = 0;
    size_t at = 0, words = 0;
    ScanWord w;

    for (; scan_word(title, &at, &w); words++)
        hash = hash64_join(hash, w.hash);
    return words >= TITLE_WORDS ? hash : 0;
}

static Str hash_bytes(Arena *arena, uint64_t hash)
{
    return arena_str(arena, (Str){ (const char *)&hash, sizeof hash });
}

/* Rows of a catalogue whose title is that of a document of the case, and of no second one. */
static void titles_in(Links *l, uint32_t reading)
{
    Work *w = l->w;
    const Reading *r = &w->corpus->readings[reading];

    for (size_t i = 0; i < r->entry_count; i++) {
        const CatalogueEntry *e = &r->entries[i];
        uint64_t hash = title_hash(e->title_text);
        const int64_t *found = hash ? map_get(&l->by_title, (Str){ (const char *)&hash, sizeof hash }) : NULL;
        if (found == NULL || *found == 0 || (uint32_t)*found - 1 == reading)
            continue;
        uint32_t target = (uint32_t)*found - 1;
        Passage p = { e->span, first_segment(&w->corpus->readings[target]) };
        work_add(w, (ClaimRef){ reading, claim_at(r, e->span) },
                 (ClaimRef){ target, claim_at(&w->corpus->readings[target], p.to) }, DERIVED_CITATION, &p, 1,
                 arena_printf(w->arena, "the row (byte %u) lists a document of this case by its title: \"" STR_FMT "\"",
                              e->span.start, STR_ARG(shown(e->title_text))));
    }
}

static void index_documents(Links *l)
{
    const Corpus *c = l->w->corpus;
    Arena *scratch = l->w->scratch;

    for (uint32_t r = 0; r < c->reading_count; r++) {
        uint64_t hash = title_hash(c->readings[r].doc.title);
        if (c->readings[r].doc.url.len)
            map_put(scratch, &l->by_url, plain_url(c->readings[r].doc.url), r);
        if (hash == 0)
            continue;
        int64_t *found = map_put(scratch, &l->by_title, hash_bytes(scratch, hash), -1);
        *found = *found == -1 ? r + 1 : 0;
    }
}

void links_find(Work *w)
{
    Links l = { .w = w };

    index_documents(&l);
    for (uint32_t r = 0; r < w->corpus->reading_count; r++) {
        const Reading *reading = &w->corpus->readings[r];
        titles_in(&l, r);
        for (size_t s = 0; s < reading->segment_count && reading->text.len; s++) {
            const Segment *x = &reading->segments[s];
            if (x->span.end > reading->text.len)
                continue;
            if (x->role == SEGMENT_FOOTNOTE && x->supports >= 0 && (size_t)x->supports < reading->segment_count)
                footnote(&l, r, x);
            else if (x->role != SEGMENT_FOOTNOTE && x->role != SEGMENT_BOILERPLATE)
                addresses_in(&l, r, x);
        }
    }
}
