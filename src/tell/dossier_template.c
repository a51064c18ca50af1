/* dossier_template.c -- the chapters of a report from a plain text that its makers edit.
 *
 *     = Title   == Chapter   === Section   - item   paragraphs
 *     {part}                              alone on a line: what dokaz makes (dossier_parts.c)
 *     {figure incident=ID counted=UNIT}   in the text: a number, made from claims, with its notes
 *
 * The makers write words; numbers of people come from the case alone. An error names file, line and column, and
 * what would be right. What they write is masked like all else.
 */
#include "tell/dossier_in.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "tell/asset.h"

Str dossier_template(Str language)
{
    return asset_bytes(str_eq(language, S("uk")) ? S("report/template.uk.txt") : S("report/template.en.txt"));
}

typedef struct Reader {
    Dossier *d;
    int      line;          /* of the template, counted from 1 */
    Runs     open;          /* the paragraph or item that is being read */
    bool     item;
    size_t   chapter;       /* the block where the open chapter begins */
    bool     in_chapter, wanting, kept;     /* a part was asked for; something stands in it */
    bool     notes, annex;
} Reader;

static Status wrong(const Reader *t, Error *err, const char *what, Str about)
{
    Str name = t->d->options->template_name;

    return fail(err, ERR_BAD_INPUT, STR_FMT ":%d: %s" STR_FMT, STR_ARG(name.len ? name : S("template")), t->line, what,
                STR_ARG(about));
}

static Str masked(Dossier *d, Str s)
{
    AUTO_STRBUF b = { 0 };

    view_str(d->page.view, s, &b);
    return arena_str(d->page.arena, strbuf_str(&b));
}

/* ---- what stands in braces ---- */

/* "figure incident=ID counted=killed" -> name and values by key. */
typedef struct Placed {
    Str name, incident, claim, counted, who, id;
} Placed;

static Status read_braces(const Reader *t, Str inside, Placed *ret, Error *err)
{
    Placed placed = { 0 };
    const struct { Str key; Str *value; } keys[] = {
        { S("incident"), &placed.incident }, { S("claim"), &placed.claim }, { S("counted"), &placed.counted },
        { S("who"), &placed.who },           { S("id"), &placed.id },
    };
    Str rest = str_trim(inside), part;

    str_cut(&rest, ' ', &placed.name);
    while (str_cut(&rest, ' ', &part)) {
        Str key;
        size_t k = 0;
        if (!part.len)
            continue;
        str_cut(&part, '=', &key);
        while (k < sizeof keys / sizeof *keys && !str_eq(keys[k].key, key))
            k++;
        if (k == sizeof keys / sizeof *keys || !part.ptr || !part.len)
            return wrong(t, err, "in braces stands name=value, with incident, claim, counted, who or id; not ", key);
        *keys[k].value = part;
    }
    *ret = placed;
    return OK;
}

/* Does this id, in hex, begin so? At least eight digits are asked for, so that no two are alike. */
static bool id_begins(const Page *p, Id id, Str prefix)
{
    return prefix.len >= 8 && str_starts(id_text(p, id), prefix);
}

static Status find_incident(const Reader *t, Str id, const Incident **ret, Error *err)
{
    const Page *p = &t->d->page;

    for (size_t i = 0; i < p->c->incident_count; i++) {
        const Incident *incident = &p->c->incidents[i];
        if (!id_begins(p, incident->id, id))
            continue;
        if (!incident->claim_count)
            return fail(err, ERR_REFUSED, "rule G2: the incident of line %d of the template is withheld whole", t->line);
        *ret = incident;
        return OK;
    }
    return wrong(t, err, "the case has no incident whose id begins with (8 digits at least): ", id);
}

static bool counts(const IncidentQuantity *q, const Placed *placed)
{
    return (!placed->counted.len || str_eq(q->counted, placed->counted)) &&
           (!placed->who.len || str_eq(q->who, placed->who));
}

static Status figure_of_incident(const Reader *t, const Placed *placed, Runs *runs, Error *err)
{
    Dossier *d = t->d;
    const Incident *incident;
    const IncidentQuantity *found = NULL;
    Status status = find_incident(t, placed->incident, &incident, err);

    if (status != OK)
        return status;
    for (size_t i = 0; i < incident->quantity_count; i++) {
        const IncidentQuantity *q = &incident->quantities[i];
        if (!counts(q, placed) || (found && !placed->who.len && !found->who.len && q->who.len))
            continue;
        /* without who=, people of no kind that is named come first */
        if (found && (placed->who.len || q->who.len || !found->who.len))
            return wrong(t, err, "the incident has several figures; say which with counted= and who=, not only ",
                         placed->counted);
        found = q;
    }
    if (!found)
        return wrong(t, err, "the incident has no figure that is counted as ", placed->counted);
    d->incident = incident;
    status = run_figure(d, runs, say_range(&d->page, found->low, found->high, false), found->claims, found->claim_count,
                        true, err);
    d->incident = NULL;
    return status;
}

static Status figure_of_claim(const Reader *t, const Placed *placed, Runs *runs, Error *err)
{
    Dossier *d = t->d;
    const Page *p = &d->page;

    for (uint32_t r = 0; r < p->c->reading_count; r++) {
        const Reading *reading = &p->c->readings[r];
        for (uint32_t k = 0; k < reading->claim_count; k++) {
            const Claim *claim = &reading->claims[k];
            if (!id_begins(p, claim->id, placed->claim))
                continue;
            for (size_t i = 0; i < claim->quantity_count; i++) {
                const QuantityFields *q = &reading->mentions[claim->quantities[i]].quantity;
                if (placed->counted.len && !str_eq(q->counted, placed->counted))
                    continue;
                ClaimRef ref = { r, k };
                return run_figure(d, runs, say_quantity(p, q), &ref, 1, true, err);
            }
            return wrong(t, err, "the claim states no figure that is counted as ", placed->counted);
        }
    }
    return wrong(t, err, "the case has no claim whose id begins with (8 digits at least): ", placed->claim);
}

static Status put_inline(const Reader *t, const Placed *placed, Runs *runs, Error *err)
{
    Dossier *d = t->d;

    if (str_eq(placed->name, S("as-of"))) {
        run_add(d, runs, RUN_TEXT, say_edtf(&d->page, d->options->as_of));
        return OK;
    }
    if (str_eq(placed->name, S("figure")) && placed->incident.len)
        return figure_of_incident(t, placed, runs, err);
    if (str_eq(placed->name, S("figure")) && placed->claim.len)
        return figure_of_claim(t, placed, runs, err);
    if (str_eq(placed->name, S("figure")))
        return wrong(t, err, "a figure needs incident=ID or claim=ID", S(""));
    if (dossier_part(placed->name) || str_eq(placed->name, S("incident")))
        return wrong(t, err, "this part stands alone on its line: ", placed->name);
    return wrong(t, err, "within a text stand {figure ...} and {as-of}; there is no ", placed->name);
}

/* Text with braces, to runs. */
static Status put_text(const Reader *t, Str text, Runs *runs, Error *err)
{
    Dossier *d = t->d;
    size_t from = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '{')
            continue;
        if (i > from)
            run_add(d, runs, RUN_TEXT, masked(d, str_slice(text, from, i)));
        if (i + 1 < text.len && text.ptr[i + 1] == '{') {
            run_add(d, runs, RUN_TEXT, S("{"));
            from = i + 2;
            i++;
            continue;
        }
        size_t end = str_find(text, S("}"), i);
        Placed placed = { 0 };
        if (end == SIZE_MAX)
            return wrong(t, err, "a brace is opened and not closed on its line; {{ is a brace", S(""));
        Status status = read_braces(t, str_slice(text, i + 1, end), &placed, err);
        if (status == OK)
            status = put_inline(t, &placed, runs, err);
        if (status != OK)
            return status;
        from = end + 1;
        i = end;
    }
    if (from < text.len)
        run_add(d, runs, RUN_TEXT, masked(d, str_slice(text, from, text.len)));
    return OK;
}

/* ---- lines ---- */

static void end_paragraph(Reader *t)
{
    if (!t->open.count)
        return;
    Block *b = dossier_block(t->d, t->item ? BLOCK_ITEM : BLOCK_TEXT);
    b->style = TEXT_OWN;
    b->runs = t->open;
    t->open = (Runs){ 0 };
    t->item = false;
    t->kept = true;
}

/* A chapter all of whose parts had nothing to offer goes with its heading. */
static void end_chapter(Reader *t)
{
    end_paragraph(t);
    if (t->in_chapter && t->wanting && !t->kept)
        t->d->blocks.count = t->chapter;
    t->in_chapter = t->wanting = t->kept = false;
}

static Status put_heading(Reader *t, int level, Str text, Error *err)
{
    Dossier *d = t->d;
    Runs runs = { 0 };

    end_paragraph(t);
    if (level <= 2)
        end_chapter(t);
    if (!text.len)
        return wrong(t, err, "a heading without words", S(""));
    Status status = put_text(t, text, &runs, err);
    if (status != OK)
        return status;
    for (size_t i = 0; i < runs.count; i++)
        if (runs.at[i].kind != RUN_TEXT)
            return wrong(t, err, "a figure stands in a text, not in a heading", S(""));
    if (level == 1) {
        AUTO_STRBUF title = { 0 };
        for (size_t i = 0; i < runs.count; i++)
            strbuf_add(&title, runs.at[i].text);
        d->title = arena_str(d->page.arena, strbuf_str(&title));
        return OK;
    }
    if (level == 2) {
        t->chapter = d->blocks.count;
        t->in_chapter = true;
    }
    Block *b = dossier_block(d, BLOCK_HEADING);
    b->level = level;
    b->runs = runs;
    return OK;
}

static Status put_part(Reader *t, Str line, Error *err)
{
    Dossier *d = t->d;
    Placed placed = { 0 };
    bool offered = true;
    Status status = read_braces(t, str_slice(line, 1, line.len - 1), &placed, err);

    if (status != OK)
        return status;
    end_paragraph(t);
    if (str_eq(placed.name, S("incident"))) {
        const Incident *incident;
        status = find_incident(t, placed.id, &incident, err);
        t->kept = true;
        return status == OK ? dossier_incident(d, incident, err) : status;
    }
    DossierPart part = dossier_part(placed.name);
    if (str_eq(placed.name, S("notes")) && t->notes)
        return wrong(t, err, "the notes stand in a report once", S(""));
    t->notes |= str_eq(placed.name, S("notes"));
    t->annex |= str_eq(placed.name, S("annex"));
    status = part(d, &offered, err);
    t->wanting = true;
    t->kept |= offered;
    return status;
}

/* Is the line one pair of braces that names a part? */
static bool is_part(Str line)
{
    Str name, rest;

    if (line.len < 3 || line.ptr[0] != '{' || line.ptr[line.len - 1] != '}' || str_find(line, S("}"), 0) != line.len - 1)
        return false;
    rest = str_trim(str_slice(line, 1, line.len - 1));
    str_cut(&rest, ' ', &name);
    return dossier_part(name) || str_eq(name, S("incident"));
}

static Status put_line(Reader *t, Str line, Error *err)
{
    static const struct { Str mark; int level; } heads[] = { { S("=== "), 3 }, { S("== "), 2 }, { S("= "), 1 } };

    if (!line.len) {
        end_paragraph(t);
        return OK;
    }
    if (line.ptr[0] == '#')
        return OK;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (str_starts(line, heads[i].mark))
            return put_heading(t, heads[i].level, str_trim(str_slice(line, heads[i].mark.len, line.len)), err);
    if (is_part(line))
        return put_part(t, line, err);
    if (str_starts(line, S("- "))) {
        end_paragraph(t);
        t->item = true;
        line = str_slice(line, 2, line.len);
    } else if (t->open.count) {
        run_add(t->d, &t->open, RUN_TEXT, S(" "));
    }
    return put_text(t, line, &t->open, err);
}

/* Notes and their check stand in every report, whatever the template says. */
static Status put_missing(Reader *t, Error *err)
{
    static const struct { const char *part, *heading; } always[] = { { "notes", "dossier.notes" }, { "annex", "check.title" } };
    Dossier *d = t->d;
    Status status = OK;

    for (size_t i = 0; status == OK && i < 2; i++) {
        bool offered = true;
        if (i == 0 ? t->notes : t->annex)
            continue;
        dossier_heading(d, 2, STR_NONE, words_get(d->page.w, str_of(always[i].heading)));
        status = dossier_part(str_of(always[i].part))(d, &offered, err);
    }
    return status;
}

Status dossier_chapters(Dossier *d, Error *err)
{
    Reader t = { .d = d };
    Str text = d->options->template_text.ptr ? d->options->template_text : dossier_template(d->options->language);
    Str rest = str_starts(text, S("\xEF\xBB\xBF")) ? str_slice(text, 3, text.len) : text, line;

    if (utf8_valid(text) != text.len) {
        t.line = 1;
        for (size_t i = 0; i < utf8_valid(text); i++)
            t.line += text.ptr[i] == '\n';
        return wrong(&t, err, "the template must be UTF-8", S(""));
    }
    while (str_cut(&rest, '\n', &line)) {
        t.line++;
        Status status = put_line(&t, str_trim(line), err);
        if (status != OK)
            return status;
    }
    end_chapter(&t);
    return put_missing(&t, err);
}
