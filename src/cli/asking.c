/* asking.c -- see asking.h. */
#include "cli/asking.h"

#include "base/auto.h"
#include "cli/print.h"
#include "cli/table.h"

Status asking_choose(Cli *cli, const AskingOptions *o, Filter *filter, Chosen *chosen, Error *err)
{
    FilterAsk ask = { .place = o->place, .from = o->from, .to = o->to, .act = o->act, .counted = o->counted,
                      .min_origins = o->min_origins, .language = o->language, .exact = o->exact,
                      .conflicted = o->conflicted };
    Status status = work_load(cli->work, err);

    if (status == OK)
        status = filter_make(cli->arena, cli->work->view, cli->work->lang, &ask, filter, err);
    if (status == OK)
        filter_choose(cli->arena, filter, chosen);
    return status;
}

static const struct {
    FilterFit   fit;
    const char *key, *one, *many;
} open_kinds[] = {
    { FIT_UNDATED,  "undated",  "more has no date",   "more have no date" },
    { FIT_UNPLACED, "unplaced", "more has no place",  "more have no place" },
    { FIT_WIDER,    "wider",    "more is placed only in something that contains it",
                                "more are placed only in something that contains it" },
};

#define OPEN_COUNT (sizeof open_kinds / sizeof *open_kinds)

/* Which of several namesakes do the answers lie in? */
static void print_namesakes(Cli *cli, const Filter *f, const Chosen *chosen)
{
    const Corpus *c = &cli->work->view->corpus;
    AUTO_STRBUF list = { 0 };
    size_t count = 0;

    for (size_t p = 0; p < f->place_count; p++) {
        bool met = false;
        for (size_t i = 0; i < chosen->count[FIT_YES] && !met; i++) {
            uint32_t at = gazetteer_find(f->gazetteer, c->incidents[chosen->of[FIT_YES][i]].place_id);
            met = at != NO_PLACE && (at == f->places[p] || (!f->exact && gazetteer_within(f->gazetteer, at, f->places[p])));
        }
        if (!met)
            continue;
        strbuf_printf(&list, "%s" STR_FMT, count ? ", " : "", STR_ARG(f->gazetteer->places[f->places[p]].id));
        count++;
    }
    if (count > 1)
        print_note(cli, arena_printf(cli->arena, "The name is that of %zu places: " STR_FMT ". Ask by id for one.", count,
                                     STR_ARG(strbuf_str(&list))));
}

void asking_print_open(Cli *cli, const Filter *f, const Chosen *chosen)
{
    AUTO_STRBUF text = { 0 };

    for (size_t i = 0; i < OPEN_COUNT; i++) {
        size_t n = chosen->count[open_kinds[i].fit];
        if (n)
            strbuf_printf(&text, "%s%zu %s", text.len ? "; " : "", n, n == 1 ? open_kinds[i].one : open_kinds[i].many);
    }
    if (text.len) {
        strbuf_add(&text, S(": --json lists them"));
        print_note(cli, strbuf_str(&text));
    }
    print_namesakes(cli, f, chosen);
}

void asking_json_open(Cli *cli, const Chosen *chosen)
{
    const Corpus *c = &cli->work->view->corpus;
    JsonOut j = json_lines(cli);
    size_t count = 0;

    for (size_t i = 0; i < OPEN_COUNT; i++)
        count += chosen->count[open_kinds[i].fit];
    if (count == 0)
        return;
    json_object(&j, NULL);
    json_text(&j, "type", "left_open");
    for (size_t i = 0; i < OPEN_COUNT; i++) {
        json_array(&j, open_kinds[i].key);
        for (size_t k = 0; k < chosen->count[open_kinds[i].fit]; k++) {
            char id[ID_HEX + 1];
            id_format(c->incidents[chosen->of[open_kinds[i].fit][k]].id, id);
            json_text(&j, NULL, id);
        }
        json_array_end(&j);
    }
    json_object_end(&j);
    json_line_end(&j);
}
