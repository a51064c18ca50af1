/* redaction.c -- see redaction.h. */
#include "guard/redaction.h"

#include "base/auto.h"
#include "guard/guard_in.h"
#include "guard/withhold.h"
#include "seal/strict.h"

/* ---- rules ---- */

static bool touches(const MaskRange *ranges, size_t count, Span span)
{
    for (size_t i = 0; i < count; i++)
        if (span_overlaps(ranges[i].span, span))
            return true;
    return false;
}

/* Also a piece whose words come out otherwise than they stand: masking knows a name there. */
static PieceWhy rule_of(const Guard *g, Arena *arena, uint32_t reading, Span span, Str bytes, bool custodian)
{
    const GuardReading *r = &g->readings[reading];
    AUTO_STRBUF shown = { 0 };

    bool compartment = touches(r->blocks.at, r->blocks.count, span);
    if (compartment && !custodian)
        return PIECE_COMPARTMENT;
    if (touches(r->names.at, r->names.count, span))
        return PIECE_NAME;
    if (compartment)
        return str_eq(guard_str_of(g, arena, reading, bytes), bytes) ? PIECE_SHOWN : PIECE_NAME;
    guard_text(g, reading, span, &shown);
    return str_eq(strbuf_str(&shown), bytes) ? PIECE_SHOWN : PIECE_NAME;
}

PieceWhy *redaction_rules(const Guard *guard, Arena *arena, uint32_t reading, const Segmentation *s, Str text,
                          bool custodian)
{
    PieceWhy *why = arena_array(arena, PieceWhy, s->total);

    for (uint32_t i = 0; i < s->total; i++) {
        Span span = { i ? s->ends[i - 1] : 0, s->ends[i] };
        why[i] = rule_of(guard, arena, reading, span, segment_text(s, text, i), custodian);
    }
    return why;
}

/* ---- lists of pieces ---- */

static bool parse_range(Str part, uint32_t total, uint32_t *first, uint32_t *last)
{
    Str from;
    uint64_t a, b;

    if (!str_cut(&part, '-', &from) || !strict_u64(from, &a))
        return false;
    b = a;
    if (part.ptr && !strict_u64(part, &b))
        return false;
    if (a < 1 || a > b || b > total)
        return false;
    *first = (uint32_t)a;
    *last = (uint32_t)b;
    return true;
}

Status pieces_parse(Arena *arena, Str text, uint32_t total, bool **ret, Error *err)
{
    bool *pieces = arena_array(arena, bool, total);
    char *plain = arena_cstr(arena, text);
    Str rest = { plain, text.len }, part;
    uint32_t first, last;

    if (str_eq(text, S("all"))) {
        memset(pieces, true, total);
        *ret = pieces;
        return OK;
    }
    for (size_t i = 0; i < text.len; i++)
        plain[i] = plain[i] == ',' ? ' ' : plain[i];
    while (!str_eq(text, S("none")) && str_cut(&rest, ' ', &part)) {
        if (part.len == 0 && text.len)
            continue;
        if (!parse_range(part, total, &first, &last))
            return fail(err, ERR_USAGE, "'" STR_FMT "' is no piece: they are numbered 1 to %u, as in 3,5-9; or all, "
                        "or none", STR_ARG(part), total);
        memset(pieces + first - 1, true, last - first + 1);
    }
    *ret = pieces;
    return OK;
}

Str pieces_format(Arena *arena, const bool *pieces, uint32_t total)
{
    AUTO_STRBUF b = { 0 };

    for (uint32_t i = 0, end; i < total; i = end) {
        end = i + 1;
        if (!pieces[i])
            continue;
        while (end < total && pieces[end])
            end++;
        strbuf_printf(&b, "%s%u", b.len ? " " : "", i + 1);
        if (end > i + 1)
            strbuf_printf(&b, "-%u", end);
    }
    return b.len ? arena_str(arena, strbuf_str(&b)) : S("none");
}

/* ---- decisions ---- */

Status redaction_seal(Case *c, int64_t time, const Segmentation *s, Str pieces, Str reason, uint64_t *index,
                      Error *err)
{
    AUTO_STRBUF record = { 0 };

    record_add_i64(&record, "of", (int64_t)s->of);
    record_add_i64(&record, "segmentation", (int64_t)s->index);
    record_add(&record, "pieces", pieces);
    record_add(&record, "reason", reason);
    return log_seal(c, ENTRY_REDACTION, time, strbuf_str(&record), index, err);
}

static Status read_decision(Arena *arena, Case *c, uint64_t index, const Entry *entry, Redaction *ret, Error *err)
{
    Record record;
    Status status = record_get(arena, c, &entry->commit, &record, err);

    if (status != OK)
        return status;
    Redaction r = { .index = index, .time = entry->time, .actor = entry->actor,
                    .pieces = record_value(&record, "pieces"), .reason = record_value(&record, "reason") };
    if (!strict_u64(record_value(&record, "of"), &r.of) ||
        !strict_u64(record_value(&record, "segmentation"), &r.segmentation) || !r.pieces.ptr)
        return fail(err, ERR_CHECK, "the record of entry %llu has no well-formed of, segmentation and pieces",
                    (unsigned long long)index);
    *ret = r;
    return OK;
}

Status redactions_load(Arena *arena, Case *c, Redaction **ret, size_t *count, Error *err)
{
    VEC(Redaction) found = { 0 };

    for (uint64_t i = 0; i < log_size(c); i++) {
        ArenaMark mark = arena_mark(arena);
        Redaction redaction;
        Entry entry;
        Status status = log_entry(arena, c, i, &entry, err);
        if (status == OK && entry.type != ENTRY_REDACTION) {
            arena_rewind(arena, mark);
            continue;
        }
        if (status == OK)
            status = read_decision(arena, c, i, &entry, &redaction, err);
        if (status == ERR_NOT_FOUND)
            continue;                   /* erased with its document */
        if (status != OK)
            return status;
        vec_push(arena, &found, redaction);
    }
    *ret = found.at;
    *count = found.count;
    return OK;
}

/* The segmentation that a decision speaks of, without its tree. */
static Status load_cuts(Arena *arena, Case *c, uint64_t index, Segmentation *ret, Error *err)
{
    Entry entry;
    Record record;
    Status status = log_entry(arena, c, index, &entry, err);

    if (status == OK && entry.type != ENTRY_SEGMENTATION)
        status = fail(err, ERR_CHECK, "entry %llu is no segmentation", (unsigned long long)index);
    if (status == OK)
        status = record_get(arena, c, &entry.commit, &record, err);
    return status == OK ? segmentation_of_record(arena, &entry, &record, ret, err) : status;
}

/* Any overlap withholds. Both rows of pieces cover the same text in order. */
static void lay_over(const Segmentation *from, const bool *hidden, const Segmentation *to, PieceWhy *pieces)
{
    uint32_t old = 0;

    for (uint32_t i = 0; i < to->total; i++) {
        uint32_t start = i ? to->ends[i - 1] : 0, end = to->ends[i];
        while (old < from->total && from->ends[old] <= start)
            old++;
        for (uint32_t k = old; k < from->total && (k ? from->ends[k - 1] : 0) < end; k++)
            if (hidden[k] && pieces[i] == PIECE_SHOWN)
                pieces[i] = PIECE_DECIDED;
    }
}

Status redaction_apply(Arena *arena, Case *c, const Redaction *all, size_t count, const Segmentation *s,
                       PieceWhy *pieces, size_t *found, Error *err)
{
    if (found)
        *found = count;
    for (size_t i = count; i-- > 0; ) {
        Segmentation from;
        bool *hidden;
        Status status = load_cuts(arena, c, all[i].segmentation, &from, err);
        if (status == ERR_NOT_FOUND)
            continue;
        if (status != OK)
            return status;
        if (memcmp(&from.text, &s->text, sizeof from.text) != 0)
            continue;
        status = pieces_parse(arena, all[i].pieces, from.total, &hidden, err);
        if (status != OK)
            return status;
        lay_over(&from, hidden, s, pieces);
        if (found)
            *found = i;
        return OK;
    }
    return OK;
}
