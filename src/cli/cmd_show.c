/* cmd_show.c -- `dokaz show ID`: one thing with everything that hangs on it. */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/time.h"
#include "cli/find.h"
#include "cli/judged.h"
#include "cli/print.h"
#include "cli/table.h"
#include "model/json.h"
#include "model/judged.h"

typedef struct ShowOptions {
    bool json;
    Str  kind;
} ShowOptions;

static const Option options[] = {
    LIST_OPTIONS(ShowOptions),
    OPTION_TEXT(ShowOptions, kind, "kind", "KIND", "only a document, claim, incident, conflict, origin, mention ..."),
    OPTION_END
};

static void heading(Cli *cli, const char *kind, Str id)
{
    strbuf_printf(&cli->out, "%-14s" STR_FMT "\n", kind, STR_ARG(id));
}

static Str id_text(Arena *arena, Id id)
{
    char hex[ID_HEX + 1];

    id_format(id, hex);
    return arena_str(arena, str_of(hex));
}

/* "  1a2b3c4d5e6f  Paper, 2022-09-10: words of the claim" */
static void claim_line(Cli *cli, const char *label, ClaimRef ref)
{
    const Corpus *c = &cli->work->view->corpus;
    const Claim *claim = corpus_claim(c, ref);
    Arena *a = cli->arena;

    if (!claim) {
        print_field(cli, label, document_label(a, &c->readings[ref.reading].doc));
        return;
    }
    print_field(cli, label, arena_printf(a, STR_FMT "  " STR_FMT ": " STR_FMT, STR_ARG(short_id(a, claim->id)),
                STR_ARG(document_label(a, &c->readings[ref.reading].doc)),
                STR_ARG(quote_text(cli->work, a, ref.reading, claim->span))));
}

static void show_occurrences(Cli *cli, Str document)
{
    for (size_t i = 0; i < cli->work->original_count; i++) {
        const StoreOriginal *o = &cli->work->originals[i];
        char time[21];
        if (!str_eq(o->document, document))
            continue;
        time_format(o->time, time);
        print_field(cli, "sealed", arena_printf(cli->arena, "%s as " STR_FMT " (log entry %lld%s" STR_FMT ")%s" STR_FMT,
                    time, STR_ARG(o->path), (long long)o->log_index, o->part.len ? ", part " : "",
                    STR_ARG(o->part), o->received_from.len ? ", received from " : "",
                    STR_ARG(o->received_from)));
    }
}

/* "fact-block-digest" of a record as "block-digest"; whoever sends and receives is shown by the domain alone. */
static Str fact_text(Cli *cli, Str value)
{
    AUTO_STRBUF out = { 0 };
    Str masked = guard_str(cli->work->guard, cli->arena, value);

    for (size_t i = 0; i < masked.len; i++) {
        char c = masked.ptr[i];
        if (c == '@')
            while (out.len && !strchr(" <>\"'(),;:=[]\t", out.ptr[out.len - 1]))
                out.len--;
        if (c == '@')
            strbuf_add(&out, S("..."));
        strbuf_char(&out, c);
    }
    return arena_str(cli->arena, strbuf_str(&out));
}

static void show_record(Cli *cli, uint64_t index, bool contents)
{
    Entry entry;
    Record record;

    if (log_entry(cli->arena, cli->work->c, index, &entry, NULL) != OK ||
        record_get(cli->arena, cli->work->c, &entry.commit, &record, NULL) != OK)
        return;
    for (size_t i = 0; i < record.count; i++) {
        const RecordField *f = &record.fields[i];
        if (str_starts(f->key, S("fact-")))
            print_field(cli, "fact", arena_printf(cli->arena, STR_FMT ": " STR_FMT, STR_ARG(str_slice(f->key, 5, SIZE_MAX)),
                        STR_ARG(fact_text(cli, f->value))));
        if (contents && str_eq(f->key, S("refused")))
            print_field(cli, "not taken", fact_text(cli, f->value));
    }
}

/* The entry of what a container holds, or of why it was refused, comes after its own: the first that names it. */
static void show_contents(Cli *cli, const StoreOriginal *o)
{
    Entry entry;
    Record record;
    int64_t of;

    for (uint64_t i = (uint64_t)o->log_index + 1; o->holds.ptr && i < log_size(cli->work->c); i++) {
        ArenaMark mark = arena_mark(cli->arena);
        bool is = log_entry(cli->arena, cli->work->c, i, &entry, NULL) == OK && entry.type == ENTRY_CONTENTS &&
                  record_get(cli->arena, cli->work->c, &entry.commit, &record, NULL) == OK &&
                  str_to_i64(record_value(&record, "of"), &of) && of == o->log_index;
        arena_rewind(cli->arena, mark);
        if (is) {
            show_record(cli, i, true);
            return;
        }
    }
}

/* What the original says of itself: at its place in a container, in its own headers, of what it holds. */
static void show_facts(Cli *cli, Str document, int64_t segmentation)
{
    for (size_t i = 0; i < cli->work->original_count; i++) {
        const StoreOriginal *o = &cli->work->originals[i];
        if (!str_eq(o->document, document))
            continue;
        if (o->part.ptr)
            show_record(cli, (uint64_t)o->log_index, false);
        print_field(cli, "contents", o->holds);
        show_contents(cli, o);
    }
    if (segmentation >= 0)
        show_record(cli, (uint64_t)segmentation, false);
}

static void show_original(Cli *cli, const StoreOriginal *o)
{
    heading(cli, "original", o->document);
    print_field(cli, "media type", o->media_type);
    print_field(cli, "address", o->url);
    print_field(cli, "unread", o->unread);
    show_occurrences(cli, o->document);
    show_facts(cli, o->document, -1);
}

static void show_document(Cli *cli, uint32_t r)
{
    const Reading *reading = &cli->work->view->corpus.readings[r];
    const Document *doc = &reading->doc;

    heading(cli, "document", doc->id);
    print_field(cli, "title", doc->title);
    print_field(cli, "publisher", doc->publisher);
    for (size_t i = 0; i < doc->author_count; i++)
        print_field(cli, "author", doc->authors[i]);
    print_field(cli, "published", doc->published.ptr ? arena_printf(cli->arena, STR_FMT " (" STR_FMT ")",
                STR_ARG(doc->published), STR_ARG(published_how_name(doc->published_how))) : STR_NONE);
    print_field(cli, "language", doc->language);
    print_field(cli, "address", doc->url);
    show_occurrences(cli, doc->id);
    for (size_t i = 0; i < doc->note_count; i++)
        print_field(cli, "note", doc->notes[i].text);
    show_facts(cli, doc->id, cli->work->places[r].segmentation);
    for (uint32_t i = 0; i < reading->claim_count; i++)
        if (!view_claim_withheld(cli->work->view, (ClaimRef){ r, i }))
            print_field(cli, "claim", arena_printf(cli->arena, STR_FMT "  " STR_FMT,
                        STR_ARG(short_id(cli->arena, reading->claims[i].id)),
                        STR_ARG(quote_text(cli->work, cli->arena, r, reading->claims[i].span))));
}

static Str mention_value(Arena *a, const Mention *m)
{
    switch (m->kind) {
    case MENTION_PLACE:
        return m->place.place_id.ptr
            ? arena_printf(a, STR_FMT " (" STR_FMT "), %.4f %.4f, known to %d m", STR_ARG(m->place.place_id),
                           STR_ARG(m->place.type), m->place.lat, m->place.lon, m->place.precision_m)
            : S("not located");
    case MENTION_DATE:
        return arena_printf(a, STR_FMT " (" STR_FMT ")", STR_ARG(m->date.edtf), STR_ARG(m->date.value));
    case MENTION_QUANTITY:
        return arena_printf(a, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(interval_text(a, m->quantity.low,
                            m->quantity.high)), STR_ARG(m->quantity.counted), STR_ARG(m->quantity.who));
    case MENTION_PERSON:
        return m->person.protect ? arena_printf(a, "protected: " STR_FMT, STR_ARG(m->person.why)) : m->person.role;
    case MENTION_ORGANISATION:
    case MENTION_ACT:
        break;
    }
    return STR_NONE;
}

static void show_mention(Cli *cli, uint32_t r, uint32_t i)
{
    const Mention *m = &cli->work->view->corpus.readings[r].mentions[i];

    heading(cli, "mention", id_text(cli->arena, m->id));
    print_field(cli, "kind", mention_kind_name(m->kind));
    print_field(cli, "words", quote_text(cli->work, cli->arena, r, m->span));
    print_field(cli, "name", m->name);
    print_field(cli, "value", mention_value(cli->arena, m));
    if (m->kind == MENTION_ACT)
        print_field(cli, "acts", acts_join(cli->arena, lang_taxonomy(cli->work->lang), m->acts, ' '));
    print_field(cli, "document", cli->work->view->corpus.readings[r].doc.id);
    print_field(cli, "bytes", arena_printf(cli->arena, "%u to %u", m->span.start, m->span.end));
    print_field(cli, "rule", m->rule);
}

static void show_claim(Cli *cli, uint32_t r, uint32_t i)
{
    const Reading *reading = &cli->work->view->corpus.readings[r];
    const Claim *claim = &reading->claims[i];
    Arena *a = cli->arena;

    heading(cli, "claim", id_text(a, claim->id));
    if (view_claim_withheld(cli->work->view, (ClaimRef){ r, i })) {
        print_field(cli, "withheld", S("rule G2"));
        return;
    }
    print_field(cli, "words", quote_text(cli->work, a, r, claim->span));
    print_field(cli, "acts", acts_join(a, lang_taxonomy(cli->work->lang), claim->acts, ' '));
    print_field(cli, "by", claim->by.text);
    print_field(cli, "to", claim->to.text);
    if (claim->place >= 0)
        print_field(cli, "where", arena_printf(a, STR_FMT ": " STR_FMT, STR_ARG(reading->mentions[claim->place].name),
                    STR_ARG(mention_value(a, &reading->mentions[claim->place]))));
    print_field(cli, "when", claim->edtf);
    print_field(cli, "said on", claim->said_on);
    for (size_t k = 0; k < claim->quantity_count; k++)
        print_field(cli, "how many", mention_value(a, &reading->mentions[claim->quantities[k]]));
    print_field(cli, "modality", modality_name(claim->modality));
    print_field(cli, "chain", chain_text(a, claim));
    print_field(cli, "document", reading->doc.id);
    print_field(cli, "bytes", arena_printf(a, "%u to %u", claim->span.start, claim->span.end));
    print_field(cli, "rule", claim->rule);
    show_judged_claim(cli, (ClaimRef){ r, i });
}

static void show_incident(Cli *cli, const Incident *n)
{
    Arena *a = cli->arena;

    heading(cli, "incident", id_text(a, n->id));
    print_field(cli, "title", n->title);
    print_field(cli, "kind", incident_kind_name(n->kind));
    if (n->place_id.ptr)
        print_field(cli, "where", arena_printf(a, STR_FMT ", %.4f %.4f, known to %d m", STR_ARG(n->place_id), n->lat,
                    n->lon, n->precision_m));
    print_field(cli, "when", n->edtf);
    print_field(cli, "acts", acts_join(a, lang_taxonomy(cli->work->lang), n->acts, ' '));
    print_field(cli, "voices", arena_printf(a, "%d, and " STR_FMT " found in this case", n->voices,
                STR_ARG(count_text(a, (size_t)n->origins, "origin", "origins"))));
    for (size_t i = 0; i < n->quantity_count; i++) {
        const IncidentQuantity *q = &n->quantities[i];
        print_field(cli, "figure", arena_printf(a, STR_FMT " " STR_FMT " " STR_FMT " (" STR_FMT ")",
                    STR_ARG(interval_text(a, q->low, q->high)), STR_ARG(q->counted), STR_ARG(q->who),
                    STR_ARG(count_text(a, q->claim_count, "claim", "claims"))));
    }
    print_field(cli, "suggested", n->grade);
    for (size_t i = 0; i < n->why_count; i++)
        print_field(cli, "why", n->why[i]);
    for (size_t i = 0; i < n->claim_count; i++)
        claim_line(cli, "claim", n->claims[i]);
    show_judged_incident(cli, n);
}

static void show_origin(Cli *cli, const Origin *o)
{
    heading(cli, "origin", id_text(cli->arena, o->id));
    print_field(cli, "name", o->name);
    for (size_t i = 0; i < o->voice_count; i++)
        print_field(cli, "voice", o->voices[i]);
    for (size_t i = 0; i < o->why_count; i++)
        print_field(cli, "why", o->why[i]);
    for (size_t i = 0; i < o->claim_count; i++)
        claim_line(cli, "claim", o->claims[i]);
}

static void show_conflict(Cli *cli, const Conflict *x)
{
    const Corpus *c = &cli->work->view->corpus;

    heading(cli, "conflict", id_text(cli->arena, x->id));
    print_field(cli, "kind", conflict_kind_name(x->kind));
    print_field(cli, "verdict", verdict_name(x->verdict));
    print_field(cli, "because", x->why);
    for (size_t i = 0; i < x->span_count; i++)
        print_field(cli, "says", arena_printf(cli->arena, STR_FMT ": " STR_FMT,
                    STR_ARG(document_label(cli->arena, &c->readings[x->spans[i].reading].doc)),
                    STR_ARG(quote_text(cli->work, cli->arena, x->spans[i].reading, x->spans[i].span))));
    for (size_t i = 0; i < x->claim_count; i++)
        claim_line(cli, "claim", x->claims[i]);
}

static void show_words(Cli *cli, const char *kind, Id id, uint32_t r, Span span)
{
    heading(cli, kind, id_text(cli->arena, id));
    print_field(cli, "words", quote_text(cli->work, cli->arena, r, span));
    print_field(cli, "document", cli->work->view->corpus.readings[r].doc.id);
    print_field(cli, "bytes", arena_printf(cli->arena, "%u to %u", span.start, span.end));
}

static void show_found(Cli *cli, const Found *f)
{
    const Corpus *c = &cli->work->view->corpus;
    const Reading *r = c->reading_count ? &c->readings[f->reading] : NULL;

    switch (f->kind) {
    case FOUND_DOCUMENT:    show_document(cli, f->reading); break;
    case FOUND_SEGMENT:     show_words(cli, "segment", r->segments[f->index].id, f->reading,
                                       r->segments[f->index].span); break;
    case FOUND_ATTRIBUTION: show_words(cli, "attribution", r->attributions[f->index].id, f->reading,
                                       r->attributions[f->index].content_count ? r->attributions[f->index].content[0] :
                                       r->attributions[f->index].source); break;
    case FOUND_MENTION:     show_mention(cli, f->reading, f->index); break;
    case FOUND_CLAIM:       show_claim(cli, f->reading, f->index); break;
    case FOUND_ORIGIN:      show_origin(cli, &c->origins[f->index]); break;
    case FOUND_INCIDENT:    show_incident(cli, &c->incidents[f->index]); break;
    case FOUND_CONFLICT:    show_conflict(cli, &c->conflicts[f->index]); break;
    case FOUND_ORIGINAL:    show_original(cli, &cli->work->originals[f->index]); break;
    }
}

static void show_json(Cli *cli, const Found *f)
{
    const Corpus *c = &cli->work->view->corpus;
    const Reading *r = c->reading_count ? &c->readings[f->reading] : NULL;
    const Taxonomy *t = lang_taxonomy(cli->work->lang);
    JsonOut j = json_lines(cli);

    switch (f->kind) {
    case FOUND_DOCUMENT:    json_document(&j, r); break;
    case FOUND_SEGMENT:     json_segment(&j, r, f->index); break;
    case FOUND_ATTRIBUTION: json_attribution(&j, r, f->index); break;
    case FOUND_MENTION:     json_mention(&j, t, r, f->index); break;
    case FOUND_CLAIM: {
        Judged judged = judged_claim(cli->arena, c, c->judgements, (ClaimRef){ f->reading, f->index });
        json_claim(&j, t, r, f->index, &judged);
        break;
    }
    case FOUND_ORIGIN:      json_origin(&j, c, &c->origins[f->index]); break;
    case FOUND_INCIDENT:    json_incident(&j, c, &c->incidents[f->index]); break;
    case FOUND_CONFLICT:    json_conflict(&j, c, &c->conflicts[f->index]); break;
    case FOUND_ORIGINAL:    json_original(&j, &cli->work->originals[f->index]); break;
    }
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ShowOptions *o = given;
    int kind = o->kind.ptr ? found_kind_of(o->kind) : FOUND_ANY;
    Found found;
    Status status = need_arguments(count, 1, 1, "ID", err);

    if (status == OK && o->kind.ptr && kind == FOUND_ANY)
        return fail(err, ERR_USAGE, "there is no kind '" STR_FMT "': see --help", STR_ARG(o->kind));
    if (status == OK)
        status = work_load(cli->work, err);
    if (status == OK)
        status = find_by_id(cli->work, str_of(args[0]), kind, &found, err);
    if (status != OK)
        return status;
    if (o->json)
        show_json(cli, &found);
    else
        show_found(cli, &found);
    return OK;
}

const Command cmd_show = {
    .name = "show", .arguments = "ID", .summary = "one document, claim, incident, conflict, origin or mention",
    .more = "The beginning of an id is enough when nothing else begins the same.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ShowOptions), .run = run,
};
