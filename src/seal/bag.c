/* bag.c -- see bag.h: manifests against files, and files against manifests. */
#include "seal/bag_inside.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/bag_write.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#define MANIFEST_MAX ((size_t)1 << 30)  /* bytes of a manifest that are looked at */
#define TAG_MAX      ((size_t)16 << 20)

/* Files that systems make and remove by themselves. */
static const char *const special[] = { ".DS_Store", "Thumbs.db", "desktop.ini", "ehthumbs.db" };

static void tell(Bag *bag, FindingKind kind, Str path, const char *format, va_list args)
{
    AUTO_STRBUF shown = { 0 };
    char what[512];

    for (size_t i = 0; i < path.len; i++)       /* a stranger's name must not steer a terminal */
        if ((unsigned char)path.ptr[i] < 0x20 || path.ptr[i] == 0x7F)
            strbuf_printf(&shown, "%%%02X", (unsigned char)path.ptr[i]);
        else
            strbuf_char(&shown, path.ptr[i]);
    vsnprintf(what, sizeof what, format, args);
    Finding finding = { kind, strbuf_str(&shown).ptr, what };
    if (kind == FINDING_ERROR)
        bag->counts.errors++;
    else
        bag->counts.warnings++;
    if (bag->found)
        bag->found(bag->context, &finding);
}

void bag_error(Bag *bag, Str path, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    tell(bag, FINDING_ERROR, path, format, args);
    va_end(args);
}

void bag_warn(Bag *bag, Str path, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    tell(bag, FINDING_NOTE, path, format, args);
    va_end(args);
}

static BagFile *file_at(Bag *bag, Str path)
{
    int64_t *i = map_get(&bag->by_path, path);

    return i ? &bag->files.at[*i] : NULL;
}

/* A tag file's bytes; false, and told, when there are none to be had. */
static bool read_tag(Bag *bag, Str path, size_t limit, Str *ret)
{
    Error err = { 0 };
    Status status = os_read_file(bag->arena, os_join(bag->arena, str_of(bag->dir), path), limit, ret, &err);

    if (status != OK)
        bag_error(bag, path, "cannot be read: %s", err.text);
    return status == OK;
}

/* The same as UTF-8. */
static bool read_decoded(Bag *bag, Str path, size_t limit, Str *ret)
{
    Error err = { 0 };
    Str bytes;

    if (!read_tag(bag, path, limit, &bytes))
        return false;
    if (bag_decode(bag->arena, bag->declaration.encoding, bytes, ret, &err) == OK)
        return true;
    bag_error(bag, path, "%s", err.text);
    return false;
}

static bool read_declaration(Bag *bag)
{
    Error err = { 0 };
    Str bytes, path = S("bagit.txt");

    if (!file_at(bag, path)) {
        bag_error(bag, path, "missing: without it this is no bag");
        return false;
    }
    if (!read_tag(bag, path, TAG_MAX, &bytes))
        return false;
    if (bag_parse_declaration(bytes, &bag->declaration, &err) == OK)
        return true;
    bag_error(bag, path, "%s", err.text);
    return false;
}

/* ---- manifests ---- */

static void find_manifests(Bag *bag)
{
    for (size_t i = 0; i < bag->files.count; i++) {
        Str path = bag->files.at[i].path, name = path;
        bool tags = str_starts(name, S("tagmanifest-"));
        if ((!tags && !str_starts(name, S("manifest-"))) || !str_ends(name, S(".txt")) ||
            str_find(name, S("/"), 0) != SIZE_MAX)
            continue;
        name = str_slice(name, tags ? 12 : 9, name.len - 4);
        int algorithm = bag_algorithm_of(name);
        if (algorithm < 0)
            bag_error(bag, path, "its algorithm is not known here (md5, sha1, sha224, sha256, sha384, sha512 are)");
        else if (bag->manifest_count == BAG_MANIFESTS_MAX)
            bag_error(bag, path, "one manifest too many");
        else
            bag->manifests[bag->manifest_count++] =
                (BagManifest){ arena_cstr(bag->arena, path), algorithm, tags };
    }
    bag->counts.manifests = bag->manifest_count;
}

static bool is_special(Str path)
{
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (str_eq(os_basename(path), str_of(special[i])))
            return true;
    return false;
}

static void add_want(Bag *bag, BagFile *file, unsigned manifest, const BagRow *row)
{
    BagWant want = { .file = (uint32_t)(file - bag->files.at), .next = file->first_want,
                     .manifest = (uint8_t)manifest };

    memcpy(want.digest, row->digest, sizeof want.digest);
    vec_push(bag->arena, &bag->wants, want);
    file->first_want = (uint32_t)bag->wants.count;
}

/* The file that a row means, or NULL, and told, when there is none. */
static BagFile *file_of_row(Bag *bag, const BagManifest *m, const BagRow *row)
{
    BagFile *file = file_at(bag, row->path);

    if (file)
        return file;
    int64_t *alike = map_get(&bag->by_fold, bag_fold_path(bag->arena, row->path));
    if (alike) {
        bag_warn(bag, row->path, "%s writes its name in another way than the disk (case or accents)", m->name);
        return &bag->files.at[*alike];
    }
    if (map_get(&bag->fetch, row->path))
        bag_error(bag, row->path, "missing: fetch.txt says where it was to be had; nothing is fetched here");
    else if (is_special(row->path) && map_put(bag->arena, &bag->special, row->path, 0))
        bag_warn(bag, row->path, "missing, a file that systems make and remove by themselves");
    else
        bag_error(bag, row->path, "missing, and %s lists it", m->name);
    return NULL;
}

static void warn_of_oddities(Bag *bag, const BagManifest *m, unsigned odd)
{
    static const struct { unsigned odd; const char *what; } table[] = {
        { BAG_ODD_STAR, "has an asterisk before a path, as md5sum writes" },
        { BAG_ODD_DOT, "has paths with a part that is empty or a dot" },
        { BAG_ODD_PERCENT, "has a percent sign that is not written %%25" },
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (odd & table[i].odd)
            bag_warn(bag, str_of(m->name), "%s", table[i].what);
}

/* A path that this manifest had before. */
static void check_again(Bag *bag, const BagManifest *m, const BagRow *row, const uint8_t *before)
{
    if (memcmp(before, row->digest, bag_algorithms[m->algorithm].size) != 0)
        bag_error(bag, row->path, "%s lists it twice, with two digests", m->name);
    else if (bag->declaration.major >= 1)
        bag_error(bag, row->path, "%s lists it twice", m->name);
    else
        bag_warn(bag, row->path, "%s lists it twice", m->name);
}

static void take_row(Bag *bag, unsigned manifest, const BagRow *row, Map *seen, const uint8_t **digests)
{
    const BagManifest *m = &bag->manifests[manifest];
    bool payload = str_starts(row->path, S("data/"));
    int64_t *before = map_get(seen, row->path);

    if (before) {
        check_again(bag, m, row, digests[*before]);
        return;
    }
    digests[seen->count] = row->digest;
    map_put(bag->arena, seen, row->path, (int64_t)seen->count);
    if (payload == m->tags) {
        bag_error(bag, row->path, m->tags ? "%s lists payload, which belongs to the manifests"
                                          : "%s lists a file that is not below data/", m->name);
        return;
    }
    BagFile *file = file_of_row(bag, m, row);
    if (file)
        add_want(bag, file, manifest, row);
}

static void read_manifest(Bag *bag, unsigned manifest)
{
    const BagManifest *m = &bag->manifests[manifest];
    Str text, line;
    Map seen = { 0 };
    unsigned odd = 0;
    size_t lines = 0;

    if (!read_decoded(bag, str_of(m->name), MANIFEST_MAX, &text))
        return;
    for (Str rest = text; bag_line(&rest, &line); )
        lines++;
    const uint8_t **digests = arena_array(bag->arena, const uint8_t *, lines + 1);
    for (size_t number = 1; bag_line(&text, &line); number++) {
        BagRow *row = arena_new(bag->arena, BagRow);
        Error err = { 0 };
        if (line.len == 0)
            continue;
        if (bag_parse_row(bag->arena, &bag->declaration, &bag_algorithms[m->algorithm], line, row, &err) != OK) {
            bag_error(bag, str_of(m->name), "line %zu: %s", number, err.text);
            continue;
        }
        odd |= row->odd;
        take_row(bag, manifest, row, &seen, digests);
    }
    warn_of_oddities(bag, m, odd);
}

static void read_fetch(Bag *bag)
{
    Str text, line, path = S("fetch.txt");
    BagFetch row;

    if (!file_at(bag, path) || !read_decoded(bag, path, MANIFEST_MAX, &text))
        return;
    for (size_t number = 1; bag_line(&text, &line); number++) {
        Error err = { 0 };
        if (line.len == 0)
            continue;
        if (bag_parse_fetch(bag->arena, &bag->declaration, line, &row, &err) != OK)
            bag_error(bag, path, "line %zu: %s", number, err.text);
        else
            map_put(bag->arena, &bag->fetch, row.path, 0);
    }
}

/* Each payload file in a manifest; from 1.0 on in each of them. */
static void check_listed(Bag *bag)
{
    unsigned payload_manifests = 0;

    for (unsigned i = 0; i < bag->manifest_count; i++)
        payload_manifests += !bag->manifests[i].tags;
    if (payload_manifests == 0)
        bag_error(bag, S("manifest-sha256.txt"), "missing, and every other manifest of the payload too");
    for (size_t i = 0; payload_manifests && i < bag->files.count; i++) {
        const BagFile *f = &bag->files.at[i];
        uint32_t listed = 0;
        for (uint32_t w = f->first_want; w; w = bag->wants.at[w - 1].next)
            listed |= 1u << bag->wants.at[w - 1].manifest;
        unsigned count = (unsigned)__builtin_popcount(listed);
        if (f->payload && count == 0 && is_special(f->path) && bag->declaration.major < 1)
            bag_warn(bag, f->path, "in no manifest, a file that systems make by themselves");
        else if (f->payload && count < (bag->declaration.major >= 1 ? payload_manifests : 1))
            bag_error(bag, f->path, count ? "not in every manifest" : "in no manifest: it does not belong to the bag");
    }
    for (size_t i = 0; i < bag->fetch.count; i++) {
        Str path = bag->fetch.entries[i].key;
        BagFile *f = file_at(bag, path);
        if (f && f->first_want == 0)
            bag_error(bag, path, "fetch.txt lists it, and no manifest does");
    }
}

static void check_digests(Bag *bag)
{
    for (size_t i = 0; i < bag->files.count; i++) {
        const BagFile *f = &bag->files.at[i];
        for (uint32_t w = f->first_want; w; w = bag->wants.at[w - 1].next) {
            const BagWant *want = &bag->wants.at[w - 1];
            if (want->seen == BAG_HASH_UNREADABLE) {
                bag_error(bag, f->path, "cannot be read: %s", strerror(f->trouble));
                break;
            }
            if (want->seen == BAG_HASH_DIFFERS)
                bag_error(bag, f->path, "damaged: it is not what %s states", bag->manifests[want->manifest].name);
        }
    }
}

static bool same_label(Str a, const char *b)
{
    bool same = a.len == strlen(b);

    for (size_t i = 0; same && i < a.len; i++)
        same = (a.ptr[i] | 32) == (b[i] | 32);
    return same;
}

static void check_info(Bag *bag)
{
    Str path = bag->declaration.major == 0 && bag->declaration.minor < 96 ? S("package-info.txt") : S("bag-info.txt");
    Error err = { 0 };
    Str text;
    BagInfo info;
    int64_t bytes, files;

    if (!file_at(bag, path) || !read_decoded(bag, path, TAG_MAX, &text))
        return;
    if (bag_parse_info(bag->arena, text, &info, &err) != OK) {
        bag_error(bag, path, "%s", err.text);
        return;
    }
    if (info.odd && bag->declaration.major >= 1)
        bag_warn(bag, path, "has white space before a colon, or none after it");
    for (size_t i = 0; i < info.count; i++) {
        if (!same_label(info.fields[i].label, "Payload-Oxum"))
            continue;
        if (!bag_parse_oxum(info.fields[i].value, &bytes, &files))
            bag_error(bag, path, "Payload-Oxum is not `BYTES.FILES`");
        else if (bag->special.count ? bytes < bag->counts.bytes || files > bag->counts.files + (int64_t)bag->special.count
                                    : bytes != bag->counts.bytes || files != bag->counts.files)
            bag_error(bag, path, "Payload-Oxum says %lld bytes in %lld files, and data/ has %lld in %lld",
                      (long long)bytes, (long long)files, (long long)bag->counts.bytes, (long long)bag->counts.files);
    }
}

/* ---- the case in it ---- */

typedef struct InCase {
    Bag *bag;
} InCase;

/* A finding of verify_case, with its path as it is in the bag. */
static void found_in_case(void *context, const Finding *finding)
{
    Bag *bag = ((InCase *)context)->bag;
    bool elsewhere = strncmp(finding->path, "data/", 5) == 0;
    Str path = elsewhere ? str_of(finding->path)
                         : arena_printf(bag->arena, BAG_CUSTODY "/%s", finding->path);

    bool others = strncmp(finding->path, "stamps", 6) == 0 || strncmp(finding->path, "witness", 7) == 0 ||
                  (strcmp(finding->path, "policy") == 0 && bag->counts.holds == BAG_LOG);
    if (finding->kind == FINDING_ERROR || !others)      /* what an interrupted add leaves does not go into a bag */
        bag_error(bag, path, "%s", finding->what);
    else
        bag_warn(bag, path, "%s", finding->what);
}

static bool any_below(Bag *bag, Str folder)
{
    for (size_t i = 0; i < bag->files.count; i++)
        if (str_starts(bag->files.at[i].path, folder))
            return true;
    return false;
}

/* The index for people and the proofs must be what log and records give. */
static Status compare_derived(void *context, const char *path, Str bytes, Error *err)
{
    Bag *bag = context;
    AUTO_ARENA arena = arena_create();
    Str is;

    (void)err;
    map_put(bag->arena, &bag->derived, arena_str(bag->arena, str_of(path)), 1);
    if (!file_at(bag, str_of(path)))
        bag_error(bag, str_of(path), "missing");
    else if (os_read_file(arena, os_join(arena, str_of(bag->dir), str_of(path)), bytes.len + 1, &is, NULL) != OK ||
             !str_eq(is, bytes))
        bag_error(bag, str_of(path), "is not what the log and the records of this bag give");
    return OK;
}

static void check_derived(Bag *bag, const char *custody)
{
    AUTO_ARENA arena = arena_create();
    Case *c = NULL;
    Error err = { 0 };
    Status status = case_open(custody, CASE_READ, NULL, &c, &err);

    if (status == OK)
        status = bag_derived(arena, c, bag->counts.holds, compare_derived, bag, &err);
    case_close(c);
    if (status != OK) {
        bag_error(bag, S(BAG_CUSTODY), "%s", err.text);
        return;
    }
    for (size_t i = 0; i < bag->files.count; i++) {
        const BagFile *f = &bag->files.at[i];
        bool ours = str_starts(f->path, S(BAG_PROOFS "/")) || str_eq(f->path, S(BAG_INDEX));
        if (ours && !map_get(&bag->derived, f->path))
            bag_error(bag, f->path, "belongs to no entry of the log");
        else if (str_starts(f->path, S(BAG_CUSTODY "/")) && !bag_custody_is(f->path))
            bag_error(bag, f->path, "does not belong in the custody of a bag");
        else if (f->payload && !ours && !str_eq(f->path, S("data/README.txt")) && !str_eq(f->path, S("data/README.html")) &&
                 !str_starts(f->path, S(BAG_CUSTODY "/")) && !str_starts(f->path, S(BAG_ORIGINALS "/")) &&
                 !str_starts(f->path, S(BAG_TEXTS "/")))
            bag_error(bag, f->path, "not part of a case: nothing in the log speaks for it");
    }
}

static Status check_case(Bag *bag, const VerifyKey *key, Error *err)
{
    static const char *const folders[] = { BAG_ORIGINALS, BAG_TEXTS };
    InCase in = { bag };
    VerifyKey is;
    Str text;

    if (!any_below(bag, S(BAG_CUSTODY "/"))) {
        if (key)
            bag_error(bag, S(BAG_CUSTODY), "missing: the bag holds no case, and one with a given key was asked for");
        return OK;
    }
    if (bag->unsafe) {
        bag_error(bag, S(BAG_CUSTODY), "not checked: there are things in the bag that are no files");
        return OK;
    }
    bool tags = false;
    for (unsigned i = 0; i < bag->manifest_count; i++)
        tags = tags || bag->manifests[i].tags;
    if (!tags)
        bag_error(bag, S("tagmanifest-sha256.txt"), "missing");
    bag->counts.holds = any_below(bag, S(BAG_CUSTODY "/records/")) ? BAG_WHOLE : BAG_LOG;
    VerifyAsk ask = { .dir = os_join(bag->arena, str_of(bag->dir), S(BAG_CUSTODY)), .bag = bag->dir,
                      .folders = folders, .folder_count = 2, .log_alone = bag->counts.holds == BAG_LOG };
    Status status = verify_case_as(&ask, found_in_case, &in, &bag->counts.in_case, err);
    if (status == ERR_NOT_FOUND || status == ERR_BAD_INPUT) {
        bag_error(bag, S(BAG_CUSTODY "/keys/format"), "%s", err->text);
        status = OK;
    }
    if (status == OK && bag->counts.in_case.errors == 0)
        check_derived(bag, ask.dir);
    bool named = read_tag(bag, S(BAG_CUSTODY "/keys/case.vkey"), TAG_MAX, &text) &&
                 vkey_parse(str_trim(text), &is, NULL) == OK;
    if (named)
        snprintf(bag->counts.origin, sizeof bag->counts.origin, "%s", is.name);
    if (key && (!named || strcmp(key->name, is.name) != 0 ||
                memcmp(key->public_key, is.public_key, sizeof is.public_key) != 0))
        bag_error(bag, S(BAG_CUSTODY "/keys/case.vkey"), "is not the key that was given");
    return status;
}

Status bag_verify(const char *dir, const VerifyKey *key, void (*found)(void *context, const Finding *finding),
                  void *context, BagCounts *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    Bag bag = { .arena = arena, .dir = dir, .found = found, .context = context };
    Status status = os_exists(dir) && !os_is_dir(dir) ? fail(err, ERR_IO, "%s is no folder: unpack it first", dir)
                                                      : bag_walk(&bag, err);

    if (status == OK && read_declaration(&bag)) {
        find_manifests(&bag);
        read_fetch(&bag);
        for (unsigned i = 0; i < bag.manifest_count; i++)
            read_manifest(&bag, i);
        check_listed(&bag);
        check_info(&bag);
        status = bag_hash_files(&bag, err);
        if (status == OK)
            check_digests(&bag);
        if (status == OK)
            status = check_case(&bag, key, err);
    }
    if (status == OK)
        *ret = bag.counts;
    return status;
}
