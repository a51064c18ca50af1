/* credits.c -- whose text it is, when it is not the publisher's: "HROZA (Agency) -", "(Reuters/AFP)", "with material
 * from Ukrinform", "AFP contributed to this report", an author that is an agency, the name under a picture.
 *
 * An outlet is a publisher of the case or a name that orgs.tsv calls a medium; the words of a credit are in
 * sources.tsv. A credited text rests on the agency's own dispatch where the case has one that tells the same; else it leads
 * out of the case. A picture's credit says whose the picture is, nothing about the text.
 */
#include "base/hash.h"
#include "base/map.h"
#include "lang/scan.h"
#include "lang/tables.h"
#include "lang/words.h"
#include "trace/names.h"
#include "trace/work.h"

#define NAME_LONG    6      /* words of an outlet's name */
#define CREDIT_REACH 5      /* words between a word of credit and the outlet */
#define DOCUMENTS    64     /* of one outlet that are looked at */
#define OLD_DAYS     14     /* a dispatch older than this is not what a text was made of */
#define ALIKE_MIN    1      /* claims that a dispatch tells too */
#define SHOWN_MAX    200

typedef struct Outlet {
    Str      name;
    uint32_t last;          /* last reading that it published plus one; 0: none in the case */
} Outlet;

typedef struct Credits {
    Work     *w;
    Map       publishers;   /* hash of the folded words: index into `outlets` plus one */
    VEC(Outlet) outlets;
    uint32_t *before;       /* of each reading: the one before with its publisher, plus one */
    Map       told;         /* "reading outlet": reported */
} Credits;

static Str bytes_of(const uint64_t *hash)
{
    return (Str){ (const char *)hash, sizeof *hash };
}

static uint64_t words_hash(Str name)
{
    uint64_t hash = 0;
    size_t at = 0, count = 0;
    ScanWord w;

    for (; scan_word(name, &at, &w); count++)
        hash = hash ? fold_join(hash, w.hash) : w.hash;
    return count && count <= NAME_LONG ? hash : 0;
}

static void index_publishers(Credits *c)
{
    const Corpus *corpus = c->w->corpus;

    c->before = arena_array(c->w->scratch, uint32_t, corpus->reading_count + 1);
    for (uint32_t r = 0; r < corpus->reading_count; r++) {
        Str name = corpus->readings[r].doc.publisher;
        uint64_t hash = words_hash(name);
        if (hash == 0)
            continue;
        int64_t *at = map_put(c->w->scratch, &c->publishers, arena_str(c->w->scratch, bytes_of(&hash)), 0);
        if (*at == 0) {
            vec_push(c->w->scratch, &c->outlets, (Outlet){ name, 0 });
            *at = (int64_t)c->outlets.count;
        }
        c->before[r] = c->outlets.at[*at - 1].last;
        c->outlets.at[*at - 1].last = r + 1;
    }
}

/* What orgs.tsv calls this medium; STR_NONE for anything else. */
static Str medium(const Lang *lang, uint64_t hash)
{
    const Entry *e = lang ? lang_entry(lang, hash) : NULL;
    const Sense *s = e && e->count ? lang_senses(lang, e) : NULL;

    for (uint16_t i = 0; s && i < e->count; i++) {
        const Row *row = s[i].word_class == CLASS_ORG ? lang_row(lang, s[i].row) : NULL;
        if (row && row->n[ORG_KIND] == ORG_MEDIA)
            return row->s[ORG_NAME];
    }
    return STR_NONE;
}

/* The longest name of an outlet that begins at byte `at`, where a word with a capital letter must stand. */
static bool outlet_at(const Credits *c, Str text, size_t at, Span *span, Outlet *ret)
{
    uint64_t hash = 0;
    bool found = false;
    ScanWord w;

    for (size_t n = 0; n < NAME_LONG && scan_word(text, &at, &w); n++) {
        if (n == 0 && !w.capital)
            return false;
        if (n == 0)
            span->start = w.span.start;
        hash = n ? fold_join(hash, w.hash) : w.hash;
        const int64_t *publisher = map_get(&c->publishers, bytes_of(&hash));
        Str name = publisher ? c->outlets.at[*publisher - 1].name : medium(c->w->lang, hash);
        if (name.len == 0)
            continue;
        *ret = publisher ? c->outlets.at[*publisher - 1] : (Outlet){ name, 0 };
        span->end = w.span.end;
        found = true;
    }
    return found;
}

/* Claims of `reading` that the other tells too. */
static size_t told_alike(const Work *w, uint32_t reading, uint32_t other)
{
    size_t alike = 0;

    for (uint32_t k = 0; k < w->corpus->readings[reading].claim_count; k++) {
        int score;
        if (fitting_claim(w, (ClaimRef){ reading, k }, other, &score) != CLAIM_NONE && score >= FIT_SURE)
            alike++;
    }
    return alike;
}

/* The outlet's document that tells most of the same, no later and not long before; the reading itself: none. */
static uint32_t dispatch_of(const Credits *c, uint32_t reading, const Outlet *outlet)
{
    const Corpus *corpus = c->w->corpus;
    const Document *own = &corpus->readings[reading].doc;
    uint32_t best = reading;
    size_t most = ALIKE_MIN - 1, seen = 0;

    for (uint32_t r = outlet->last; r && seen < DOCUMENTS; r = c->before[r - 1], seen++) {
        const Document *d = &corpus->readings[r - 1].doc;
        bool dated = own->published_last != DAY_UNKNOWN && own->published_last != DAY_OPEN &&
                     d->published_first != DAY_UNKNOWN && d->published_first != DAY_OPEN;
        if (r - 1 == reading || (dated && (d->published_first > own->published_last ||
                                           own->published_last - d->published_first > OLD_DAYS)))
            continue;
        size_t alike = told_alike(c->w, reading, r - 1);
        if (alike > most) {
            most = alike;
            best = r - 1;
        }
    }
    return best;
}

static void credit(Credits *c, uint32_t reading, const Outlet *outlet, Span words, DerivationHow how, Str evidence)
{
    Work *w = c->w;
    const Reading *r = &w->corpus->readings[reading];
    Str key = arena_printf(w->scratch, "%u " STR_FMT, reading, STR_ARG(outlet->name));

    if (str_eq(outlet->name, r->doc.publisher) || *map_put(w->scratch, &c->told, key, 0))
        return;
    *map_get(&c->told, key) = 1;
    uint32_t target = how == DERIVED_RELAY ? dispatch_of(c, reading, outlet) : reading;
    Passage p = { words, target == reading ? words
                         : w->corpus->readings[target].segment_count ? w->corpus->readings[target].segments[0].span
                                                                     : (Span){ 0, 0 } };
    bool out = target == reading && outlet->last == 0;
    const char *end = how != DERIVED_RELAY ? "; a picture's credit says nothing about the text"
                      : target != reading  ? "; it tells the same"
                      : out                ? "; no document of the source is in this case"
                                           : "; no document of the source that tells the same is in this case";
    work_add(w, (ClaimRef){ reading, CLAIM_NONE }, (ClaimRef){ target, CLAIM_NONE }, how, &p, span_is(words),
             arena_printf(w->arena, STR_FMT "%s", STR_ARG(evidence), end));
}

static Str quoted(Work *w, const Reading *r, Span words, const char *what, Str outlet)
{
    if (words.end - words.start > SHOWN_MAX)
        words.end = words.start + SHOWN_MAX;
    while (words.end > words.start && ((unsigned char)r->text.ptr[words.end - 1] & 0xC0) == 0xC0)
        words.end--;
    return arena_printf(w->arena, STR_FMT " %s " STR_FMT ": \"" STR_FMT "\" (byte %u)", STR_ARG(document_voice(&r->doc)),
                        what, STR_ARG(outlet), STR_ARG(span_text(r->text, words)), words.start);
}

/* "(Sloboda Wire)", "(Reuters/AFP)": nothing but outlets between the marks. */
static void in_parentheses(Credits *c, uint32_t reading, const Segment *s)
{
    const Reading *r = &c->w->corpus->readings[reading];
    DerivationHow how = s->role == SEGMENT_CAPTION ? DERIVED_CITATION : DERIVED_RELAY;
    Str text = str_slice(r->text, 0, s->span.end);

    for (size_t open = str_find(text, S("("), s->span.start); open != SIZE_MAX; open = str_find(text, S("("), open + 1)) {
        size_t close = str_find(text, S(")"), open);
        Span span = { 0, 0 };
        Outlet outlets[4];
        size_t count = 0, at = open + 1;
        bool only = close != SIZE_MAX;
        while (only && count < 4 && at < close) {
            only = outlet_at(c, str_slice(text, 0, close), at, &span, &outlets[count]);
            at = span.end;
            count += only;
            while (at < close && strchr("/,;& ", text.ptr[at]))
                at++;
        }
        for (size_t i = 0; only && at >= close && i < count; i++) {
            Span words = { (uint32_t)open, (uint32_t)close + 1 };
            credit(c, reading, &outlets[i], words, how, quoted(c->w, r, words, "credits", outlets[i].name));
        }
    }
}

static void after_word(Credits *c, uint32_t reading, const Segment *s, Span word, bool picture)
{
    const Reading *r = &c->w->corpus->readings[reading];
    Str text = str_slice(r->text, 0, s->span.end);
    size_t at = word.end;
    Span span;
    Outlet outlet;
    ScanWord w;

    for (size_t n = 0; n < CREDIT_REACH; n++) {
        size_t here = at;
        if (outlet_at(c, text, here, &span, &outlet)) {
            Span words = { word.start, span.end };
            credit(c, reading, &outlet, words, picture ? DERIVED_CITATION : DERIVED_RELAY,
                   quoted(c->w, r, words, picture ? "credits a picture to" : "credits", outlet.name));
            at = span.end;
            continue;
        }
        if (!scan_word(text, &at, &w))
            break;
    }
}

static void before_word(Credits *c, uint32_t reading, const Segment *s, Span word)
{
    const Reading *r = &c->w->corpus->readings[reading];
    Str text = str_slice(r->text, 0, word.start);
    size_t at = s->span.start;
    Span span;
    Outlet outlet;
    ScanWord w;

    while (at < word.start) {
        if (outlet_at(c, text, at, &span, &outlet)) {
            Span words = { span.start, word.end };
            credit(c, reading, &outlet, words, DERIVED_RELAY, quoted(c->w, r, words, "credits", outlet.name));
            at = span.end;
        } else if (!scan_word(text, &at, &w)) {
            break;
        }
    }
}

/* Words of credit. "Photo" alone is one only under a picture. */
static void by_words(Credits *c, uint32_t reading, const Segment *s)
{
    const Reading *r = &c->w->corpus->readings[reading];
    Str text = str_slice(r->text, 0, s->span.end);
    size_t at = s->span.start;
    SourceWord w;

    while (source_word(c->w->lang, text, &at, &w))
        for (size_t k = 0; k < w.count; k++) {
            if (w.kind[k] != SOURCE_CREDIT)
                continue;
            bool picture = str_eq(w.code[k], S("picture"));
            if (str_eq(w.code[k], S("gave")))
                before_word(c, reading, s, w.span);
            else if (!picture || s->role == SEGMENT_CAPTION)
                after_word(c, reading, s, w.span, picture);
        }
}

/* "Sloboda Wire staff": an author whose name begins with an outlet's. */
static void by_authors(Credits *c, uint32_t reading)
{
    const Document *d = &c->w->corpus->readings[reading].doc;

    for (size_t i = 0; i < d->author_count; i++) {
        Span span;
        Outlet outlet;
        if (outlet_at(c, d->authors[i], 0, &span, &outlet))
            credit(c, reading, &outlet, SPAN_NONE, DERIVED_RELAY,
                   arena_printf(c->w->arena, STR_FMT " names an outlet as its author: \"" STR_FMT "\"",
                                STR_ARG(document_voice(d)), STR_ARG(d->authors[i])));
    }
}

void credits_find(Work *w)
{
    Credits c = { .w = w };

    index_publishers(&c);
    for (uint32_t r = 0; r < w->corpus->reading_count; r++) {
        const Reading *reading = &w->corpus->readings[r];
        for (size_t s = 0; s < reading->segment_count && reading->text.len; s++) {
            const Segment *x = &reading->segments[s];
            if (x->role == SEGMENT_BOILERPLATE || x->role == SEGMENT_FOOTNOTE || x->span.end > reading->text.len)
                continue;
            in_parentheses(&c, r, x);
            by_words(&c, r, x);
        }
        by_authors(&c, r);
    }
}
