/* judgement.c -- see judgement.h. */
#include "guard/judgement.h"

#include "base/auto.h"
#include "base/vec.h"
#include "seal/strict.h"

/* ---- writing ---- */

static void add_id(StrBuf *out, const char *label, Id id)
{
    char hex[ID_HEX + 1];

    id_format(id, hex);
    strbuf_printf(out, "%s%s", label, hex);
}

static void write_about(const Judgement *j, StrBuf *record)
{
    AUTO_STRBUF about = { 0 };

    strbuf_add(&about, judged_thing_name(j->thing));
    strbuf_char(&about, ' ');
    switch (j->thing) {
    case THING_CLAIM:
    case THING_INCIDENT: add_id(&about, "", j->id); break;
    case THING_DOCUMENT: strbuf_add(&about, j->document); break;
    case THING_SOURCE:   strbuf_add(&about, j->source); break;
    case THING_ENTRY:    strbuf_printf(&about, "%llu", (unsigned long long)j->undoes); break;
    }
    record_add(record, "about", strbuf_str(&about));
    if (!judgement_pairs(j->kind))
        return;
    strbuf_clear(&about);
    if (j->other_document.ptr) {
        strbuf_add(&about, S("document "));
        strbuf_add(&about, j->other_document);
    } else {
        add_id(&about, j->kind == JUDGE_MERGE ? "incident " : "claim ", j->other);
    }
    record_add(record, "other", strbuf_str(&about));
}

static void write_anchor(const Anchor *a, StrBuf *record)
{
    AUTO_STRBUF line = { 0 };

    strbuf_printf(&line, "%c ", a->other ? 'b' : 'a');
    if (!a->whole) {
        add_id(&line, "", a->id);
        strbuf_char(&line, ' ');
    }
    strbuf_add(&line, a->document);
    if (!a->whole)
        strbuf_printf(&line, " %u %u " STR_FMT, a->span.start, a->span.end,
                      STR_ARG(a->acts.len ? a->acts : S("-")));
    record_add(record, a->whole ? "document" : "claim", strbuf_str(&line));
}

void judgement_write(const Judgement *j, StrBuf *record)
{
    record_add(record, "kind", judgement_kind_name(j->kind));
    write_about(j, record);
    for (size_t i = 0; i < j->anchor_count; i++)
        write_anchor(&j->anchors[i], record);
    for (size_t i = 0; i < j->item_count; i++)
        record_add_i64(record, "of", (int64_t)j->items[i]);
    if (j->field != FIELD_NONE)
        record_add(record, "field", judged_field_name((JudgedField)j->field));
    if (j->value.len)
        record_add(record, "value", j->value);
    if (j->coder.len)
        record_add(record, "coder", j->coder);
    if (j->blind)
        record_add(record, "blind", S("yes"));
    if (j->reason.len)
        record_add(record, "reason", j->reason);
}

/* ---- reading ---- */

typedef VEC(Anchor)   AnchorVec;
typedef VEC(uint64_t) ItemVec;

static bool read_side(Str *rest, Anchor *a)
{
    Str side;

    if (!str_cut(rest, ' ', &side) || side.len != 1 || (side.ptr[0] != 'a' && side.ptr[0] != 'b'))
        return false;
    a->other = side.ptr[0] == 'b';
    return true;
}

static bool read_offset(Str *rest, uint32_t *ret)
{
    Str part;
    uint64_t n;

    if (!str_cut(rest, ' ', &part) || !strict_u64(part, &n) || n >= UINT32_MAX)
        return false;
    *ret = (uint32_t)n;
    return true;
}

static bool word_is_plain(Str s)
{
    return s.len > 0 && memchr(s.ptr, ' ', s.len) == NULL;
}

static bool read_claim(Str value, Anchor *ret)
{
    Anchor a = { .whole = false };
    Str part;

    if (!read_side(&value, &a) || !str_cut(&value, ' ', &part) || !id_parse(part, &a.id) ||
        !str_cut(&value, ' ', &a.document) || !read_offset(&value, &a.span.start) ||
        !read_offset(&value, &a.span.end) || a.span.start > a.span.end || !word_is_plain(a.document) ||
        !word_is_plain(value))
        return false;
    a.acts = str_eq(value, S("-")) ? S("") : value;
    *ret = a;
    return true;
}

static bool read_document(Str value, Anchor *ret)
{
    Anchor a = { .whole = true, .span = SPAN_NONE, .acts = S("") };

    if (!read_side(&value, &a) || !word_is_plain(value))
        return false;
    a.document = value;
    *ret = a;
    return true;
}

static bool read_about(Str value, Judgement *j)
{
    Str word;

    if (!str_cut(&value, ' ', &word) || value.len == 0)
        return false;
    int thing = judged_thing_of(word);
    if (thing < 0)
        return false;
    j->thing = (JudgedThing)thing;
    switch (j->thing) {
    case THING_CLAIM:
    case THING_INCIDENT: return id_parse(value, &j->id);
    case THING_DOCUMENT: j->document = value; return word_is_plain(value);
    case THING_SOURCE:   j->source = value; return true;
    case THING_ENTRY:    return strict_u64(value, &j->undoes);
    }
    return false;
}

static bool read_other(Str value, Judgement *j)
{
    Str word;

    if (!judgement_pairs(j->kind) || !str_cut(&value, ' ', &word) || value.len == 0)
        return false;
    if (str_eq(word, S("document"))) {
        j->other_document = value;
        return word_is_plain(value);
    }
    return str_eq(word, j->kind == JUDGE_MERGE ? S("incident") : S("claim")) && id_parse(value, &j->other);
}

static bool read_field(Arena *arena, const RecordField *f, Judgement *j, AnchorVec *anchors, ItemVec *items)
{
    Anchor anchor;
    uint64_t item;

    if (str_eq(f->key, S("about")))
        return read_about(f->value, j);
    if (str_eq(f->key, S("other")))
        return read_other(f->value, j);
    if (str_eq(f->key, S("claim")) || str_eq(f->key, S("document"))) {
        if (!(str_eq(f->key, S("claim")) ? read_claim(f->value, &anchor) : read_document(f->value, &anchor)))
            return false;
        vec_push(arena, anchors, anchor);
        return true;
    }
    if (str_eq(f->key, S("of"))) {
        if (!strict_u64(f->value, &item))
            return false;
        vec_push(arena, items, item);
        return true;
    }
    if (str_eq(f->key, S("field"))) {
        j->field = judged_field_of(f->value);
        return j->field >= 0;
    }
    if (str_eq(f->key, S("value")))
        j->value = f->value;
    else if (str_eq(f->key, S("coder")))
        j->coder = f->value;
    else if (str_eq(f->key, S("reason")))
        j->reason = f->value;
    else if (str_eq(f->key, S("blind")))
        j->blind = str_eq(f->value, S("yes"));
    else
        return str_eq(f->key, S("kind"));
    return true;
}

/* One way to be written: whatever was read must be written again to the same lines. */
static bool same_lines(const Judgement *j, const Record *record)
{
    AUTO_STRBUF again = { 0 }, given = { 0 };
    AUTO_ARENA arena = arena_create();

    judgement_write(j, &again);
    for (size_t i = 0; i < record->count; i++)
        record_add(&given, arena_cstr(arena, record->fields[i].key), record->fields[i].value);
    return str_eq(strbuf_str(&again), strbuf_str(&given));
}

Status judgement_of_record(Arena *arena, const Record *record, Judgement *ret, Error *err)
{
    Judgement j = { .entry = UINT64_MAX, .changed_by = UINT64_MAX, .field = FIELD_NONE, .value = S(""),
                    .reason = S(""), .coder = S("") };
    AnchorVec anchors = { 0 };
    ItemVec items = { 0 };
    int kind = judgement_kind_of(record_value(record, "kind"));
    bool well = kind >= 0;

    j.kind = (JudgementKind)(well ? kind : 0);
    for (size_t i = 0; well && i < record->count; i++)
        well = read_field(arena, &record->fields[i], &j, &anchors, &items);
    j.anchors = anchors.at;
    j.anchor_count = anchors.count;
    j.items = items.at;
    j.item_count = items.count;
    bool sets = j.kind == JUDGE_CORRECT || j.kind == JUDGE_GRADE;
    if (!well || sets != (j.field != FIELD_NONE) || (j.kind == JUDGE_UNDO) != (j.thing == THING_ENTRY) ||
        !same_lines(&j, record))
        return fail(err, ERR_CHECK, "a judgement's record is not well formed");
    *ret = j;
    return OK;
}

/* ---- the log ---- */

Status judgement_seal(Case *c, int64_t time, const Judgement *j, uint64_t *index, Error *err)
{
    AUTO_STRBUF record = { 0 };

    judgement_write(j, &record);
    return log_seal(c, ENTRY_JUDGEMENT, time, strbuf_str(&record), index, err);
}

Status judgements_load(Arena *arena, Case *c, const uint64_t *entries, size_t count, Judgements *ret, Error *err)
{
    VEC(Judgement) found = { 0 };

    for (size_t i = 0; i < count; i++) {
        Entry entry;
        Record record;
        Judgement j;
        Status status = log_entry(arena, c, entries[i], &entry, err);
        if (status == OK && entry.type != ENTRY_JUDGEMENT)
            status = fail(err, ERR_CHECK, "entry %llu is no judgement", (unsigned long long)entries[i]);
        if (status == OK)
            status = record_get(arena, c, &entry.commit, &record, err);
        if (status == ERR_NOT_FOUND)
            continue;                   /* erased with its document */
        if (status == OK)
            status = judgement_of_record(arena, &record, &j, err);
        if (status == ERR_CHECK)
            fail(err, ERR_CHECK, "entry %llu: the record of a judgement is damaged: `dokaz verify` tells more",
                 (unsigned long long)entries[i]);
        if (status != OK)
            return status;
        j.entry = entries[i];
        j.time = entry.time;
        j.actor = entry.actor;
        vec_push(arena, &found, j);
    }
    *ret = (Judgements){ .at = found.at, .count = found.count };
    return OK;
}

/* ---- showing ---- */

static bool touches_withheld(const Guard *guard, const Judgement *j)
{
    for (size_t i = 0; j->refs && i < j->anchor_count; i++)
        if (ref_is(j->refs[i]) && guard_withheld_claim(guard, j->refs[i]))
            return true;
    return false;
}

bool judgement_withheld(const View *view, const Judgement *j)
{
    return !view->unmasked && touches_withheld(view->guard, j);
}

static void copy_all(Arena *arena, const Judgements *all, Judgements *ret)
{
    *ret = *all;
    ret->at = arena_array(arena, Judgement, all->count + 1);
    if (all->count)
        memcpy(ret->at, all->at, sizeof *ret->at * all->count);
}

/* Rulings carry reasons too; they stand in the order of their judgements. */
static void mask_rulings(Arena *arena, Judgements *all)
{
    Ruling *rulings = arena_array(arena, Ruling, all->ruling_count + 1);

    for (size_t i = 0, k = 0; i < all->ruling_count; i++) {
        rulings[i] = all->rulings[i];
        while (k < all->count && all->at[k].entry < rulings[i].entry)
            k++;
        rulings[i].why = k < all->count ? all->at[k].reason : S("");
    }
    all->rulings = rulings;
}

void judgements_mask(const Guard *guard, Arena *arena, const Judgements *all, Judgements *ret)
{
    copy_all(arena, all, ret);
    for (size_t i = 0; i < ret->count; i++) {
        Judgement *j = &ret->at[i];
        j->reason = touches_withheld(guard, j) ? S("") : guard_str(guard, arena, j->reason);
        j->value = guard_str(guard, arena, j->value);
        j->coder = guard_str(guard, arena, j->coder);
        j->source = guard_str(guard, arena, j->source);
    }
    mask_rulings(arena, ret);
}

/* Ids stay: they stand in the lists anyway, and whoever opens the compartment finds the claim by them. */
static void withhold(Arena *arena, Judgement *j)
{
    Anchor *anchors = arena_array(arena, Anchor, j->anchor_count + 1);

    for (size_t i = 0; i < j->anchor_count; i++) {
        anchors[i] = j->anchors[i];
        anchors[i].acts = S("");
    }
    j->anchors = anchors;
    j->value = j->reason = S("");
    j->why = S("withheld: rule G2");
    j->field = FIELD_NONE;
}

void judgements_show(const View *view, Arena *arena, const Judgements *all, Judgements *ret)
{
    if (view->unmasked) {
        copy_all(arena, all, ret);
        return;
    }
    judgements_mask(view->guard, arena, all, ret);
    for (size_t i = 0; i < ret->count; i++)
        if (touches_withheld(view->guard, &ret->at[i]))
            withhold(arena, &ret->at[i]);
}
