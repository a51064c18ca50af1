/* cmd_sources.c -- `dokaz sources`: every voice, with how much it says.
 *
 * A publisher counts its documents; a name inside a chain counts the claims that
 * pass through it. Reliability is for a person to set (`dokaz judge grade`): the program has none of its own.
 */
#include "cli/commands.h"

#include "base/map.h"
#include "base/vec.h"
#include "cli/judged.h"
#include "cli/print.h"
#include "cli/table.h"
#include "model/judged.h"

typedef struct Source {
    Str         name;
    const char *kind;       /* publisher, person, organisation, official */
    int64_t     documents, claims;
    int64_t     last;       /* reading counted last, plus one: a document counts once */
} Source;

typedef struct SourceList {
    Arena      *arena;
    Map         index;
    VEC(Source) found;
} SourceList;

static const char *link_kind(const Reading *r, const ChainLink *link)
{
    if (link->how == CHAIN_PUBLISHER)
        return "publisher";
    if (link->mention < 0)
        return "organisation";
    const Mention *m = &r->mentions[link->mention];
    if (m->kind == MENTION_PLACE)
        return "official";
    if (m->kind != MENTION_PERSON)
        return "organisation";
    return m->person.role.len && !m->person.protect ? "official" : "person";
}

static Source *source_of(SourceList *s, Str name, const char *kind)
{
    int64_t *at = map_put(s->arena, &s->index, name, (int64_t)s->found.count);

    if ((size_t)*at == s->found.count)
        vec_push(s->arena, &s->found, (Source){ .name = name, .kind = kind });
    return &s->found.at[*at];
}

static void add_reading(SourceList *s, const View *view, uint32_t r)
{
    const Reading *reading = &view->corpus.readings[r];
    Source *publisher = source_of(s, document_voice(&reading->doc), "publisher");

    publisher->documents++;
    publisher->last = (int64_t)r + 1;
    for (uint32_t i = 0; i < reading->claim_count; i++) {
        if (view_claim_withheld(view, (ClaimRef){ r, i }))
            continue;
        const Claim *claim = &reading->claims[i];
        for (size_t k = 0; k < claim->chain_count; k++) {
            if (claim->chain[k].name.len == 0)
                continue;
            Source *source = source_of(s, claim->chain[k].name, link_kind(reading, &claim->chain[k]));
            source->claims++;
            source->documents += source->last != (int64_t)r + 1;
            source->last = (int64_t)r + 1;
        }
    }
}

static void print_json(Cli *cli, const SourceList *s)
{
    JsonOut j = json_lines(cli);

    for (size_t i = 0; i < s->found.count; i++) {
        json_object(&j, NULL);
        json_text(&j, "type", "source");
        json_str(&j, "name", s->found.at[i].name);
        json_text(&j, "kind", s->found.at[i].kind);
        json_i64(&j, "documents", s->found.at[i].documents);
        json_i64(&j, "claims", s->found.at[i].claims);
        json_str(&j, "reliability", judged_source(cli->arena, shown_judgements(cli), s->found.at[i].name).grade);
        json_object_end(&j);
        json_line_end(&j);
    }
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ListOptions *o = given;
    SourceList sources = { .arena = cli->arena };

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status != OK)
        return status;
    for (uint32_t r = 0; r < cli->work->view->corpus.reading_count; r++)
        add_reading(&sources, cli->work->view, r);
    if (o->json) {
        print_json(cli, &sources);
        return OK;
    }
    bool judged = shown_judgements(cli)->count > 0;
    Table t = table_begin(cli->arena, judged ? "kind|documents|claims|grade|name" : "kind|documents|claims|name");
    for (size_t i = 0; i < sources.found.count; i++) {
        table_cell(&t, str_of(sources.found.at[i].kind));
        table_number(&t, sources.found.at[i].documents);
        table_number(&t, sources.found.at[i].claims);
        if (judged)
            table_cell(&t, judged_source(cli->arena, shown_judgements(cli), sources.found.at[i].name).grade);
        table_cell(&t, sources.found.at[i].name);
    }
    if (!table_write(&t, cli->width, &cli->out))
        print_none(cli, "sources");
    return OK;
}

const Command cmd_sources = {
    .name = "sources", .arguments = "", .summary = "publishers, people and bodies that state something",
    .needs = NEEDS_CASE, .options = list_options, .options_size = sizeof(ListOptions), .run = run,
};
