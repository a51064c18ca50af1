/* leaf.c -- see leaf.h. */
#include "seal/leaf.h"

#include "base/auto.h"
#include "base/time.h"
#include "seal/strict.h"

#define ENTRY_HEAD "dokaz-entry/v1\n"

static const char *const names[ENTRY_TYPES] = {
    [ENTRY_ITEM] = "item",
    [ENTRY_SEGMENTATION] = "segmentation",
    [ENTRY_REFUSED] = "refused",
    [ENTRY_JUDGEMENT] = "judgement",
    [ENTRY_REDACTION] = "redaction",
    [ENTRY_CUSTODY] = "custody",
    [ENTRY_VIEW] = "view",
    [ENTRY_UNMASK] = "unmask",
    [ENTRY_EXPORT] = "export",
    [ENTRY_STAMP] = "stamp",
    [ENTRY_BEACON] = "beacon",
    [ENTRY_TOMBSTONE] = "tombstone",
    [ENTRY_KEY] = "key",
    [ENTRY_ROLE] = "role",
    [ENTRY_LOGIN] = "login",
    [ENTRY_CONTENTS] = "contents",
};

const char *entry_type_name(EntryType type)
{
    return names[type];
}

bool entry_type_of(Str name, EntryType *ret)
{
    for (int i = 0; i < ENTRY_TYPES; i++)
        if (str_eq(name, str_of(names[i]))) {
            *ret = (EntryType)i;
            return true;
        }
    return false;
}

void entry_write(StrBuf *out, const Entry *entry)
{
    char when[21];
    AUTO_ARENA arena = arena_create();

    time_format(entry->time, when);
    Str actor = hex_encode(arena, sha256_str(&entry->actor));
    Str commit = base64_encode(arena, sha256_str(&entry->commit));
    strbuf_printf(out, ENTRY_HEAD "type %s\ntime %s\nactor " STR_FMT "\ncommit " STR_FMT "\n",
                  names[entry->type], when, STR_ARG(actor), STR_ARG(commit));
    if (entry->type == ENTRY_SEGMENTATION) {
        Str root = base64_encode(arena, sha256_str(&entry->seg_root));
        strbuf_printf(out, "of %llu\nseg " STR_FMT " n=%u\n", (unsigned long long)entry->of,
                      STR_ARG(root), entry->seg_count);
    }
}

static bool parse_seg(Str value, Entry *e)
{
    Str root;
    uint64_t count;

    if (!str_cut(&value, ' ', &root) || !strict_base64(root, e->seg_root.byte, SHA256_SIZE) ||
        !str_starts(value, S("n=")) || !strict_u64(str_slice(value, 2, value.len), &count) ||
        count == 0 || count > UINT32_MAX)
        return false;
    e->seg_count = (uint32_t)count;
    return true;
}

Status entry_parse(Str text, Entry *ret, Error *err)
{
    Entry e = { 0 };
    Str rest = text, value;

    if (!str_starts(rest, S(ENTRY_HEAD)))
        return fail(err, ERR_BAD_INPUT, "the entry does not start with dokaz-entry/v1");
    rest = str_slice(rest, sizeof ENTRY_HEAD - 1, rest.len);
    if (!strict_field(&rest, S("type"), &value) || !entry_type_of(value, &e.type))
        return fail(err, ERR_BAD_INPUT, "the entry's type line is unknown or malformed");
    if (!strict_field(&rest, S("time"), &value) || !time_parse(value, &e.time))
        return fail(err, ERR_BAD_INPUT, "the entry's time line is malformed");
    if (!strict_field(&rest, S("actor"), &value) || !hex_decode(value, e.actor.byte, SHA256_SIZE))
        return fail(err, ERR_BAD_INPUT, "the entry's actor line is malformed");
    if (!strict_field(&rest, S("commit"), &value) || !strict_base64(value, e.commit.byte, SHA256_SIZE))
        return fail(err, ERR_BAD_INPUT, "the entry's commit line is malformed");
    if (e.type == ENTRY_SEGMENTATION) {
        if (!strict_field(&rest, S("of"), &value) || !strict_u64(value, &e.of))
            return fail(err, ERR_BAD_INPUT, "the entry's of line is malformed");
        if (!strict_field(&rest, S("seg"), &value) || !parse_seg(value, &e))
            return fail(err, ERR_BAD_INPUT, "the entry's seg line is malformed");
    }
    if (rest.len)
        return fail(err, ERR_BAD_INPUT, "the entry goes on after its last line");
    *ret = e;
    return OK;
}
