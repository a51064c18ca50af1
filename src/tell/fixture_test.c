/* fixture_test.c -- the hand-made case. */
#include "tell/fixture_test.h"

#include "base/hash.h"
#include "base/vec.h"
#include "seal/log.h"
#include "seal/object.h"
#include "seal/segment.h"

#include <stdio.h>
#include <stdlib.h>

static const Taxonomy taxonomy = {
    .act = {
        { .code = S("KILL_ATTACK"), .label = S("death caused by attack or military action"),
          .label_uk = S("загибель від атаки чи бойових дій"), .family = S("death"), .harm = true },
        { .code = S("GRAVE"), .label = S("grave, exhumation or body found"),
          .label_uk = S("поховання, ексгумація або знайдене тіло"), .family = S("death"), .harm = true },
        { .code = S("ATTACK"), .label = S("attack on civilians or civilian objects, shelling"),
          .label_uk = S("напад на цивільних або цивільні об'єкти, обстріл"), .family = S("attack"),
              .harm = true },
        { .code = S("SEXUAL"), .label = S("rape and sexual violence"), .label_uk = S("сексуальне насильство"),
          .family = S("sexual"), .harm = true, .compartment = true },
    },
    .count = 4,
};

enum { KILL_ATTACK = 1, GRAVE = 2, ATTACK = 4, SEXUAL = 8 };

typedef struct Maker {
    Arena           *arena;
    VEC(Reading)     readings;
    VEC(Segment)     segments;
    VEC(Mention)     mentions;
    VEC(Claim)       claims;
    Reading          now;
} Maker;

static Span where(const Maker *m, const char *words)
{
    size_t at = str_find(m->now.text, str_of(words), 0);
    if (at == SIZE_MAX) {
        fprintf(stderr, "fixture: not in the text: %s\n", words);
        exit(1);
    }
    return (Span){ (uint32_t)at, (uint32_t)(at + strlen(words)) };
}

static int32_t segment_with(const Maker *m, Span span)
{
    for (size_t i = 0; i < m->segments.count; i++)
        if (span_within(span, m->segments.at[i].span))
            return (int32_t)i;
    fprintf(stderr, "fixture: no segment holds byte %u\n", span.start);
    exit(1);
}

/* A line is a paragraph; a sentence ends at ". ". The first line is the title. */
static void cut_segments(Maker *m)
{
    Str text = m->now.text;
    int32_t paragraph = 0;
    uint32_t from = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        bool line = text.ptr[i] == '\n';
        bool stop = text.ptr[i] == '.' && i + 1 < text.len && text.ptr[i + 1] == ' ';
        if (!line && !stop)
            continue;
        uint32_t end = stop ? i + 1 : i;
        if (end > from) {
            SegmentRole role = paragraph == 0 ? SEGMENT_TITLE : text.ptr[from] == '[' ? SEGMENT_FOOTNOTE
                             : text.ptr[from] == '|' ? SEGMENT_BOILERPLATE : SEGMENT_SENTENCE;
            vec_push(m->arena, &m->segments, (Segment){ .span = { from, end }, .role = role,
                                                        .paragraph = paragraph,
                     .language = m->now.doc.language, .supports = role == SEGMENT_FOOTNOTE ? 1 : -1 });
        }
        from = i + 1 + stop;
        paragraph += line;
    }
}

static void document_begin(Maker *m, const char *path, const char *publisher, const char *published,
                           Str language, Str text)
{
    m->now = (Reading){ .text = text };
    Sha256 id = sha256(text);
    Str *author = arena_array(m->arena, Str, 1);
    author[0] = S("A. Reporter");
    int32_t day = DAY_UNKNOWN;
    day_parse(str_of(published), &day);
    m->now.doc = (Document){
        .id = hex_encode(m->arena, sha256_str(&id)), .path = str_of(path), .media_type = S("text/plain"),
        .language = language, .publisher = str_of(publisher), .authors = author, .author_count = 1,
        .published = published[0] ? str_of(published) : STR_NONE, .published_how = PUBLISHED_GIVEN,
        .published_first = day, .published_last = day, .bytes = text.len,
        .title = str_slice(text, 0, str_find(text, S("\n"), 0)),
    };
    memset(&m->segments, 0, sizeof m->segments);
    memset(&m->mentions, 0, sizeof m->mentions);
    memset(&m->claims, 0, sizeof m->claims);
    cut_segments(m);
}

static int32_t mention(Maker *m, MentionKind kind, const char *words)
{
    Span span = where(m, words);
    vec_push(m->arena, &m->mentions, (Mention){ .span = span, .segment = segment_with(m, span), .kind = kind,
             .name = str_of(words), .lemma = str_of(words), .rule = S("fixture") });
    return (int32_t)m->mentions.count - 1;
}

static int32_t place(Maker *m, const char *words, const char *lemma, const char *id)
{
    int32_t at = mention(m, MENTION_PLACE, words);
    m->mentions.at[at].lemma = str_of(lemma);
    m->mentions.at[at].place = (PlaceFields){ .place_id = str_of(id), .type = S("village"), .lat = 49.5,
                                              .lon = 36.1,
                                              .precision_m = 3000, .candidates = 1 };
    return at;
}

static int32_t quantity(Maker *m, const char *words, int64_t low, int64_t high, const char *counted,
                        const char *who)
{
    int32_t at = mention(m, MENTION_QUANTITY, words);
    m->mentions.at[at].quantity = (QuantityFields){ .part_of = -1, .low = low, .high = high, .counted = str_of(counted),
                                                    .who = who ? str_of(who) : STR_NONE };
    return at;
}

static int32_t person(Maker *m, const char *words, bool protect)
{
    int32_t at = mention(m, MENTION_PERSON, words);
    m->mentions.at[at].person = (PersonFields){ .protect = protect, .named = true, .entity = at,
                                                .why = S("witness") };
    return at;
}

static Claim *claim(Maker *m, const char *words, ActSet acts, int32_t at_place, int32_t number,
                    const char *edtf,
                    const char *source)
{
    Span span = where(m, words);
    Claim c = { .span = span, .segment = segment_with(m, span), .acts = acts, .place = at_place, .date = -1,
                .first = DAY_UNKNOWN, .last = DAY_UNKNOWN, .attribution = -1, .rule = S("fixture"),
                .by = { .span = SPAN_NONE }, .to = { .span = SPAN_NONE }, .said_on = m->now.doc.published };
    if (edtf && day_parse(str_of(edtf), &c.first)) {
        c.edtf = str_of(edtf);
        c.last = c.first;
    }
    if (number >= 0) {
        c.quantities = arena_array(m->arena, int32_t, 1);
        c.quantities[0] = number;
        c.quantity_count = 1;
    }
    c.chain = arena_array(m->arena, ChainLink, 2);
    c.chain[c.chain_count++] = (ChainLink){ .name = m->now.doc.publisher, .span = SPAN_NONE,
                                            .how = CHAIN_PUBLISHER, .mention = -1 };
    if (source)
        c.chain[c.chain_count++] = (ChainLink){ .name = str_of(source), .span = SPAN_NONE,
                                                .how = CHAIN_QUOTES, .mention = -1 };
    vec_push(m->arena, &m->claims, c);
    return &m->claims.at[m->claims.count - 1];
}

static int mention_order(const void *a, const void *b)
{
    const Mention *x = a, *y = b;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

/* Sorting moves mentions; claims must follow. */
static void sort_mentions(Maker *m)
{
    size_t n = m->mentions.count;
    Mention *old = arena_array(m->arena, Mention, n + 1);
    memcpy(old, m->mentions.at, n * sizeof *old);
    qsort(m->mentions.at, n, sizeof *old, mention_order);
    int32_t *now = arena_array(m->arena, int32_t, n + 1);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (span_eq(old[i].span, m->mentions.at[k].span) && old[i].kind == m->mentions.at[k].kind)
                now[i] = (int32_t)k;
    for (size_t i = 0; i < n; i++)
        if (m->mentions.at[i].kind == MENTION_PERSON)
            m->mentions.at[i].person.entity = (int32_t)i;
    for (size_t i = 0; i < m->claims.count; i++) {
        Claim *c = &m->claims.at[i];
        if (c->place >= 0)
            c->place = now[c->place];
        for (size_t k = 0; k < c->quantity_count; k++)
            c->quantities[k] = now[c->quantities[k]];
    }
}

static void document_end(Maker *m)
{
    if (m->mentions.count)
        sort_mentions(m);
    m->now.segments = m->segments.at;
    m->now.segment_count = m->segments.count;
    m->now.mentions = m->mentions.at;
    m->now.mention_count = m->mentions.count;
    m->now.claims = m->claims.at;
    m->now.claim_count = m->claims.count;
    reading_make_ids(m->arena, &m->now);
    vec_push(m->arena, &m->readings, m->now);
}

static void make_documents(Maker *m)
{
    document_begin(m, "wire.txt", "Sloboda Wire", "2023-10-05", S("en"), S(
        "Missile hits cafe in Verkhnia Lypa\n"
        "At least 49 people were killed when a missile hit a cafe in Verkhnia Lypa on 5 October 2023, the "
        "regional governor said. "
        "" CANARY ", who hid in the cellar, heard <b>two</b> blasts & saw the roof fall.\n"
        "Six people were wounded, said the regional governor.\n"
        "[1] Statement of the regional governor, 5 October 2023.\n"
        "| Subscribe | Share | Home\n"));
    int32_t p = place(m, "Verkhnia Lypa on", "Verkhnia Lypa", "verkhnia_lypa");
    m->mentions.at[p].span.end -= 3;
    m->mentions.at[p].name = S("Verkhnia Lypa");
    int32_t q = quantity(m, "At least 49 people were killed", 49, QUANTITY_OPEN, "killed", "civilian");
    int32_t wounded = quantity(m, "Six people were wounded", 6, 6, "wounded", NULL);
    mention(m, MENTION_DATE, "on 5 October 2023");
    mention(m, MENTION_ORGANISATION, "regional governor");
    person(m, CANARY, true);
    Claim *c = claim(m, "At least 49 people were killed when a missile hit a cafe in Verkhnia Lypa on 5 "
                        "October 2023",
                     KILL_ATTACK, p, q, "2023-10-05", "regional governor");
    c->to = (Party){ where(m, "At least 49 people"), S("At least 49 people") };
    claim(m, "a missile hit a cafe in Verkhnia Lypa", ATTACK, p, -1, "2023-10-05", "regional governor");
    claim(m, "Six people were wounded", KILL_ATTACK, p, wounded, NULL, "regional governor");
    Claim *heard = claim(m, CANARY ", who hid in the cellar, heard <b>two</b> blasts", ATTACK, p, -1, NULL,
                         CANARY);
    heard->modality = MODALITY_ALLEGED;
    document_end(m);

    document_begin(m, "courier.txt", "Harbour Courier", "2023-10-06", S("en"), S(
        "Toll rises in Verkhnia Lypa\n"
        "The number of people killed in Verkhnia Lypa rose to 52, Sloboda Wire reported.\n"
        "Rescuers are still searching the ruins.\n"));
    p = place(m, "Verkhnia Lypa rose", "Verkhnia Lypa", "verkhnia_lypa");
    m->mentions.at[p].span.end -= 5;
    q = quantity(m, "52", 52, 52, "killed", "civilian");
    claim(m, "The number of people killed in Verkhnia Lypa rose to 52", KILL_ATTACK, p, q, "2023-10-05",
          "Sloboda Wire");
    document_end(m);

    document_begin(m, "zayava.txt", "Обласна адміністрація", "2023-10-08", S("uk"), S(
        "Заява щодо Верхньої Липи\n"
        "У Верхній Липі 5 жовтня загинули 59 мирних мешканців.\n"));
    p = place(m, "Верхній Липі", "Верхня Липа", "verkhnia_lypa");
    q = quantity(m, "59 мирних мешканців", 59, 59, "killed", "civilian");
    claim(m, "У Верхній Липі 5 жовтня загинули 59 мирних мешканців", KILL_ATTACK, p, q, "2023-10-05", NULL);
    document_end(m);

    document_begin(m, "note.txt", "Field note", "", S("en"), S(
        "Field note, Stara Hreblia\n"
        "More than 440 bodies were exhumed near Stara Hreblia. A woman was raped by two men in the cellar. "
        "The neighbour knew " CANARY " from school.\n"));
    p = place(m, "Stara Hreblia.", "Stara Hreblia", "stara_hreblia");
    m->mentions.at[p].span.end -= 1;
    q = quantity(m, "More than 440 bodies", 441, QUANTITY_OPEN, "body", "civilian+soldier");
    person(m, CANARY, true);
    claim(m, "More than 440 bodies were exhumed near Stara Hreblia", GRAVE, p, q, NULL, NULL);
    claim(m, "A woman was raped by two men in the cellar", SEXUAL, -1, -1, NULL, NULL);
    document_end(m);

    document_begin(m, "page.txt", "Border Monitor", "2022-10", S("en"), S(
        "Figures from Stara Hreblia\n"
        "At least 1,000 civilians were killed in Stara Hreblia during seven months, officials said.\n"));
    p = place(m, "Stara Hreblia during", "Stara Hreblia", "stara_hreblia");
    m->mentions.at[p].span.end -= 7;
    q = quantity(m, "At least 1,000 civilians", 1000, QUANTITY_OPEN, "killed", "civilian");
    claim(m, "At least 1,000 civilians were killed in Stara Hreblia during seven months", KILL_ATTACK, p, q,
          NULL, "officials");
    document_end(m);
}

static Id claim_id(const Corpus *c, ClaimRef ref)
{
    return c->readings[ref.reading].claims[ref.claim].id;
}

/* The smallest claim id names an incident or an origin. */
static Id smallest(const Corpus *c, const ClaimRef *refs, size_t n)
{
    Id least = claim_id(c, refs[0]);
    for (size_t i = 1; i < n; i++)
        if (id_cmp(claim_id(c, refs[i]), least) < 0)
            least = claim_id(c, refs[i]);
    return least;
}

static void *keep(Arena *arena, const void *from, size_t size)
{
    void *to = arena_alloc(arena, size);
    memcpy(to, from, size);
    return to;
}

#define KEEP(arena, T, ...) keep((arena), (T[]){ __VA_ARGS__ }, sizeof((T[]){ __VA_ARGS__ }))

static void make_results(Arena *arena, Corpus *c)
{
    ClaimRef *first = KEEP(arena, ClaimRef, { 0, 0 }, { 0, 1 }, { 0, 2 }, { 0, 3 }, { 1, 0 }, { 2, 0 });
    ClaimRef *killed = KEEP(arena, ClaimRef, { 0, 0 }, { 1, 0 }, { 2, 0 });
    ClaimRef *wounded = KEEP(arena, ClaimRef, { 0, 2 });
    ClaimRef *second = KEEP(arena, ClaimRef, { 3, 0 }, { 4, 0 }), *bodies = KEEP(arena, ClaimRef, { 3, 0 });
    ClaimRef *thousand = KEEP(arena, ClaimRef, { 4, 0 });
    ClaimRef *withheld = KEEP(arena, ClaimRef, { 3, 1 });
    int32_t day = day_from_civil(2023, 10, 5);
    Incident *incidents = arena_array(arena, Incident, 3);
    incidents[0] = (Incident){
        .id = smallest(c, first, 6), .title = S("Verkhnia Lypa, 5 October 2023: death caused by attack"),
        .place_id = S("verkhnia_lypa"),
        .lat = 49.5, .lon = 36.1, .precision_m = 3000, .edtf = S("2023-10-05"), .first = day, .last = day,
        .acts = KILL_ATTACK | ATTACK, .claims = first, .claim_count = 6,
        .readings = KEEP(arena, uint32_t, 0, 1, 2),
        .reading_count = 3, .voices = 4, .origins = 2, .grade = S("two origins; figures differ"),
        .quantities = KEEP(arena, IncidentQuantity,
            { S("killed"), S("civilian"), 49, QUANTITY_OPEN, killed, 3 },
                { S("wounded"), STR_NONE, 6, 6, wounded, 1 }),
        .quantity_count = 2, .why = KEEP(arena, Str, S("same place and day, acts of one family")),
        .why_count = 1,
    };
    incidents[1] = (Incident){
        .id = smallest(c, second, 2), .title = S("Stara Hreblia: grave, exhumation or body found"),
        .kind = INCIDENT_SITUATION,
        .place_id = S("stara_hreblia"), .precision_m = 4000, .first = DAY_UNKNOWN, .last = DAY_UNKNOWN,
        .acts = GRAVE | KILL_ATTACK,
        .claims = second, .claim_count = 2, .readings = KEEP(arena, uint32_t, 3, 4), .reading_count = 2,
        .voices = 3, .origins = 2,
        .quantities = KEEP(arena, IncidentQuantity, { S("body"), S("civilian+soldier"), 441, QUANTITY_OPEN,
                                                      bodies, 1 },
                           { S("killed"), S("civilian"), 1000, QUANTITY_OPEN, thousand, 1 }),
        .quantity_count = 2,
    };
    incidents[2] = (Incident){
        .id = smallest(c, withheld, 1), .title = S("cellar"), .first = DAY_UNKNOWN, .last = DAY_UNKNOWN,
        .acts = SEXUAL,
        .claims = withheld, .claim_count = 1, .readings = KEEP(arena, uint32_t, 3), .reading_count = 1,
        .voices = 1, .origins = 1,
    };
    c->incidents = incidents;
    c->incident_count = 3;

    ClaimRef *wire = KEEP(arena, ClaimRef, { 0, 0 }, { 0, 1 }, { 0, 2 }, { 1, 0 }),
        *office = KEEP(arena, ClaimRef, { 2, 0 });
    c->origins = KEEP(arena, Origin,
        { smallest(c, wire, 4), ORIGIN_SOURCE, S("regional governor, 5 October 2023"), wire, 4,
          KEEP(arena, Str, S("regional governor"), S("Sloboda Wire"), S("Harbour Courier")), 3,
          KEEP(arena, Str, S("Harbour Courier names Sloboda Wire: \"Sloboda Wire reported\"")), 1 },
        { claim_id(c, office[0]), ORIGIN_SOURCE, S("Обласна адміністрація"), office, 1,
          KEEP(arena, Str, S("Обласна адміністрація")), 1, NULL, 0 });
    c->origin_count = 2;

    ClaimRef *one = KEEP(arena, ClaimRef, { 1, 0 }, { 2, 0 }),
        *two = KEEP(arena, ClaimRef, { 0, 0 }, { 1, 0 });
    const Reading *r = c->readings;
#define SPAN_OF(reading, n) { reading, r[reading].claims[n].span }
    c->conflicts = KEEP(arena, Conflict,
        { id_make(r[1].doc.id, r[1].claims[0].span, S("conflict"), 0), CONFLICT_NUMBER, VERDICT_CONFLICT,
          KEEP(arena, ConflictSpan, SPAN_OF(1, 0), SPAN_OF(2, 0)), 2, one, 2,
          S("52 and 59 people killed, of the same people, at the same place, neither said to replace the "
            "other") },
        { id_make(r[0].doc.id, r[0].claims[0].span, S("conflict"), 0), CONFLICT_NUMBER, VERDICT_UPDATE,
          KEEP(arena, ConflictSpan, SPAN_OF(0, 0), SPAN_OF(1, 0)), 2, two, 2,
          S("6 October is later than 5 October: 52 lies within \"at least 49\"") },
        { id_make(r[3].doc.id, r[3].claims[0].span, S("conflict"), 0), CONFLICT_NUMBER,
          VERDICT_NOT_COMPARABLE,
          KEEP(arena, ConflictSpan, SPAN_OF(3, 0), SPAN_OF(4, 0)), 2, second, 2,
          S("bodies exhumed are not people killed") });
    c->conflict_count = 3;
}

static void must(Status status, const Error *err)
{
    if (status != OK) {
        fprintf(stderr, "fixture: %s\n", err->text);
        exit(1);
    }
}

Fixture *fixture_make(Arena *arena)
{
    Fixture *f = arena_new(arena, Fixture);
    Maker m = { .arena = arena };
    make_documents(&m);
    f->raw = (Corpus){ .taxonomy = &taxonomy, .readings = m.readings.at, .reading_count = m.readings.count };
    make_results(arena, &f->raw);
    f->guard = guard_build(arena, &f->raw, 0);
    f->view = view_make(arena, &f->raw, f->guard);
    for (size_t i = 0; i < f->raw.reading_count; i++)
        f->documents[i] = (TellDocument){ .entry = (int64_t)i * 2, .segmentation = -1,
                                          .sealed = S("2026-11-22T02:30:00Z") };
    f->unread[0] = (TellUnread){ 11, S("no text: the bytes are a picture") };
    static Lang *lang;          /* the tables inside the program, loaded once */
    Error unread;
    if (!lang)
        must(lang_load(NULL, &lang, &unread), &unread);
    f->in = (TellInput){
        .view = f->view, .lang = lang, .documents = f->documents, .unread = f->unread, .unread_count = 1, .log_size = 12,
        .root = S("6f1c0000000000000000000000000000000000000000000000000000000000ab"),
        .checkpoint = S("dokaz/fixture\n12\nbxwAAA==\n\n\xE2\x80\x94 dokaz/fixture AAAA\n"),
        .vkey = S("dokaz/fixture+0000+AAAA"),
    };
    Error err;
    must(site_create(arena, &f->in, &f->site, &err), &err);
    return f;
}

#define SEALED_AT 1795314600     /* 2026-11-22T02:30:00Z */

static void seal_document(Fixture *f, Arena *arena, Case *c, size_t i)
{
    Error err = { 0 };
    Sha256 id;
    uint64_t entry;
    Segmentation seg;
    Str text = f->raw.readings[i].text;
    StrBuf record = { 0 };
    must(object_put(c, text, &id, NULL, &err), &err);
    record_add_hex(&record, "sha256", &id);
    record_add_i64(&record, "size", (int64_t)text.len);
    must(log_seal(c, ENTRY_ITEM, SEALED_AT, strbuf_str(&record), &entry, &err), &err);
    strbuf_finish(&record);
    f->documents[i].entry = (int64_t)entry;
    GuardCuts cuts = guard_cuts(f->guard, arena, (uint32_t)i);
    uint32_t *ends = arena_array(arena, uint32_t, cuts.count);
    for (size_t k = 0; k < cuts.count; k++)
        ends[k] = cuts.spans[k].end;
    must(segmentation_seal(arena, c, SEALED_AT, entry, &id, text, ends, (uint32_t)cuts.count, STR_NONE, &seg,
                           &err), &err);
    f->documents[i].segmentation = (int64_t)seg.index;
}

Case *fixture_seal(Fixture *f, Arena *arena, const char *folder)
{
    Error err = { 0 };
    Case *c;
    Sealer sealer = sealer_of(os_join(arena, str_of(folder), S("keys")));
    const char *dir = os_join(arena, str_of(folder), S("case"));
    must(case_create(dir, &sealer, &err), &err);
    must(case_open(dir, CASE_WRITE, &sealer, &c, &err), &err);
    for (size_t i = 0; i < f->raw.reading_count; i++)
        seal_document(f, arena, c, i);
    must(log_commit(c, &err), &err);
    return c;
}

Str fixture_page(const Fixture *f, Arena *arena, const char *path, const char *query, const char *language,
                 int *status)
{
    StrBuf out = { 0 };
    TellAsk ask = { .method = S("GET"), .path = str_of(path), .query = str_of(query),
                    .language = str_of(language) };
    TellReply reply = tell_page(f->site, arena, &ask, &out);
    if (status)
        *status = reply.status;
    Str body = arena_str(arena, strbuf_str(&out));
    strbuf_finish(&out);
    return body;
}
