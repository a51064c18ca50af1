/* find.c -- see find.h. */
#include "cli/find.h"

#include "base/auto.h"
#include "base/map.h"

#define PREFIX_MIN 4

static const char *const names[] = {
    [FOUND_DOCUMENT] = "document", [FOUND_SEGMENT] = "segment", [FOUND_MENTION] = "mention",
    [FOUND_ATTRIBUTION] = "attribution", [FOUND_CLAIM] = "claim", [FOUND_ORIGIN] = "origin",
    [FOUND_INCIDENT] = "incident", [FOUND_CONFLICT] = "conflict",
    [FOUND_ORIGINAL] = "original",
};

int found_kind_of(Str name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(str_of(names[i]), name))
            return (int)i;
    return FOUND_ANY;
}

typedef struct Search {
    int    kind;        /* FOUND_ANY: all */
    Str    prefix;
    Id     id;          /* of the best so far, when it has one */
    Str    document;
    Found  best;
    int    rank;        /* of the best; 0 nothing yet */
    size_t others;      /* things of other ids that begin the same */
} Search;

/* Larger wins among things that bear the same id. */
static const int ranks[] = {
    [FOUND_SEGMENT] = 1, [FOUND_MENTION] = 2, [FOUND_ATTRIBUTION] = 3, [FOUND_CLAIM] = 4, [FOUND_CONFLICT] = 5,
    [FOUND_ORIGIN] = 6, [FOUND_INCIDENT] = 7, [FOUND_DOCUMENT] = 8,
    [FOUND_ORIGINAL] = 9,
};

static void offer(Search *s, Id id, Found found)
{
    char hex[ID_HEX + 1];

    if (s->kind != FOUND_ANY && s->kind != (int)found.kind)
        return;
    id_format(id, hex);
    if (!str_starts(str_of(hex), s->prefix))
        return;
    if (s->rank && (s->document.ptr || !id_eq(s->id, id))) {
        s->others++;
        return;
    }
    if (ranks[found.kind] > s->rank) {
        s->rank = ranks[found.kind];
        s->best = found;
        s->id = id;
    }
}

bool names_document(Str id, Str asked)
{
    size_t at = str_find(asked, S("/"), 0), slash = str_find(id, S("/"), 0);

    if (at == SIZE_MAX || slash == SIZE_MAX)
        return at == slash && str_starts(id, asked);
    return str_starts(id, str_slice(asked, 0, at)) && str_eq(str_slice(id, slash, SIZE_MAX), str_slice(asked, at, SIZE_MAX));
}

static void offer_document(Search *s, Str id, Found found)
{
    if ((s->kind != FOUND_ANY && s->kind != (int)found.kind) || !names_document(id, s->prefix))
        return;
    if (s->rank && s->best.kind == found.kind && s->best.reading == found.reading && s->best.index == found.index)
        return;
    if (s->rank && str_eq(s->document, id))
        return;
    if (s->rank) {
        s->others++;
        return;
    }
    s->rank = ranks[found.kind];
    s->document = id;
    s->best = found;
}

/* Originals that were not read, and bytes that are a document under the id of another place. */
static void search_originals(Search *s, const Work *work)
{
    const Corpus *c = &work->view->corpus;
    Map readings = { 0 };
    AUTO_ARENA arena = arena_create();

    for (uint32_t r = 0; r < c->reading_count; r++)
        map_put(arena, &readings, c->readings[r].doc.id, r);
    for (uint32_t i = 0; i < work->original_count; i++) {
        const StoreOriginal *o = &work->originals[i];
        int64_t *r = map_get(&readings, o->document);
        Found found = r ? (Found){ FOUND_DOCUMENT, (uint32_t)*r, 0 } : (Found){ FOUND_ORIGINAL, 0, i };
        if (!r)
            offer_document(s, o->document, found);
        if (!str_eq(o->sha256, o->document))
            offer_document(s, o->sha256, found);
        if (o->part.ptr && !str_eq(o->part, o->document))
            offer_document(s, o->part, found);
    }
}

static void search_reading(Search *s, const Reading *r, uint32_t reading)
{
    offer_document(s, r->doc.id, (Found){ FOUND_DOCUMENT, reading, 0 });
    for (uint32_t i = 0; i < r->claim_count; i++)
        offer(s, r->claims[i].id, (Found){ FOUND_CLAIM, reading, i });
    for (uint32_t i = 0; i < r->mention_count; i++)
        offer(s, r->mentions[i].id, (Found){ FOUND_MENTION, reading, i });
    for (uint32_t i = 0; i < r->attribution_count; i++)
        offer(s, r->attributions[i].id, (Found){ FOUND_ATTRIBUTION, reading, i });
    for (uint32_t i = 0; i < r->segment_count; i++)
        offer(s, r->segments[i].id, (Found){ FOUND_SEGMENT, reading, i });
}

Status find_by_id(const Work *work, Str prefix, int kind, Found *ret, Error *err)
{
    const Corpus *c = &work->view->corpus;
    Search s = { .prefix = prefix, .kind = kind };

    for (size_t i = 0; i < prefix.len; i++)
        if (!strchr("0123456789abcdef/", prefix.ptr[i]) || !prefix.ptr[i])
            return fail(err, ERR_USAGE, "an id is made of the digits 0-9 and a-f, and of / before the number of a part");
    if (prefix.len < PREFIX_MIN)
        return fail(err, ERR_USAGE, "give at least %d digits of the id", PREFIX_MIN);
    for (uint32_t i = 0; i < c->incident_count; i++)
        offer(&s, c->incidents[i].id, (Found){ FOUND_INCIDENT, 0, i });
    for (uint32_t i = 0; i < c->origin_count; i++)
        offer(&s, c->origins[i].id, (Found){ FOUND_ORIGIN, 0, i });
    for (uint32_t i = 0; i < c->conflict_count; i++)
        offer(&s, c->conflicts[i].id, (Found){ FOUND_CONFLICT, 0, i });
    for (uint32_t r = 0; r < c->reading_count; r++)
        search_reading(&s, &c->readings[r], r);
    search_originals(&s, work);
    if (!s.rank)
        return fail(err, ERR_NOT_FOUND, "nothing in this case has an id that begins with " STR_FMT, STR_ARG(prefix));
    if (s.others)
        return fail(err, ERR_USAGE, "%zu things have ids that begin with " STR_FMT ": give more digits", s.others + 1,
                    STR_ARG(prefix));
    *ret = s.best;
    return OK;
}
