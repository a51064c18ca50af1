/* package.c -- see package.h. */
#include "keep/package.h"

#include "base/hash.h"
#include "keep/csv.h"
#include "keep/warc.h"

#include <jansson.h>

extern const char intake_proof_tsv[];       /* embedded by the build */

#define MANIFEST_MAX ((size_t)16 << 20)
#define PAGES_MAX    1000
#define TROUBLES_MAX 100

static Str base_of(Str path)
{
    for (size_t at = path.len; at > 0; at--)
        if (path.ptr[at - 1] == '/')
            return str_slice(path, at, SIZE_MAX);
    return path;
}

static bool is_proof(Str path)
{
    return str_ends(path, S(".proof.csv")) || str_ends(path, S(".proof.json"));
}

bool package_wants(Str path)
{
    return str_eq(path, S("datapackage.json")) || str_eq(path, S("datapackage-digest.json")) ||
           str_eq(path, S("pages/pages.jsonl")) || is_proof(path);
}

static Str member(Arena *arena, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);

    if (json_is_integer(v))
        return arena_printf(arena, "%lld", (long long)json_integer_value(v));
    return json_is_string(v) ? arena_str(arena, (Str){ json_string_value(v), json_string_length(v) }) : STR_NONE;
}

/* ---- WACZ ---- */

static Str labelled(Arena *arena, Str hash, Str kind)
{
    if (!hash.len || str_find(hash, S(":"), 0) != SIZE_MAX)
        return hash;
    return arena_printf(arena, STR_FMT ":" STR_FMT, STR_ARG(kind.len ? kind : S("sha256")), STR_ARG(hash));
}

static void see_manifest(Package *p, Str bytes)
{
    static const struct { const char *key, *name; } kept[] = {
        { "package-profile", "profile" }, { "package-title", "title" }, { "package-description", "description" },
        { "package-created", "created" }, { "package-software", "software" }, { "wacz-version", "wacz_version" },
        { "main-page", "mainPageUrl" }, { "main-page-date", "mainPageDate" },
    };
    json_t *root = json_loadb(bytes.ptr, bytes.len, 0, NULL), *one;
    Sha256 own = sha256(bytes);
    size_t i;

    p->manifest = hex_encode(p->arena, sha256_str(&own));
    if (!json_is_object(root)) {
        p->wrong++;
        fact_add(p->arena, &p->facts, "package-trouble", S("datapackage.json is no JSON"));
        json_decref(root);
        return;
    }
    p->wacz = true;
    for (i = 0; i < sizeof kept / sizeof *kept; i++)
        fact_add(p->arena, &p->facts, kept[i].key, member(p->arena, root, kept[i].name));
    json_array_foreach(json_object_get(root, "resources"), i, one) {
        const json_t *stats = json_object_get(one, "stats");
        PackageFile file = { .path = member(p->arena, one, "path"), .bytes = -1 };
        Str kind = member(p->arena, one, "hashing"), size = member(p->arena, one, "bytes");
        file.hash = labelled(p->arena, member(p->arena, stats ? stats : one, "hash"), kind);
        if (size.len)
            str_to_i64(size, &file.bytes);
        if (file.path.len)
            vec_push(p->arena, &p->files, file);
    }
    json_decref(root);
}

static void see_manifest_digest(Package *p, Str bytes)
{
    static const struct { const char *key, *name; } kept[] = {
        { "signature-created", "created" }, { "signature-software", "software" }, { "signature-domain", "domain" },
        { "signature-key", "publicKey" },
    };
    json_t *root = json_loadb(bytes.ptr, bytes.len, 0, NULL);
    const json_t *said = json_object_get(root, "signedData");

    p->manifest_told = member(p->arena, root, "hash");
    if (json_is_object(said)) {
        fact_add(p->arena, &p->facts, "package-signature", S("present, not checked"));
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
            fact_add(p->arena, &p->facts, kept[i].key, member(p->arena, said, kept[i].name));
    }
    json_decref(root);
}

/* What its pages are called: address, title, time. */
static void see_pages(Package *p, Str bytes)
{
    Str line;
    size_t count = 0;

    while (bytes.ptr && str_cut(&bytes, '\n', &line) && count < PAGES_MAX) {
        json_t *page = str_trim(line).len ? json_loadb(line.ptr, line.len, 0, NULL) : NULL;
        Str url = member(p->arena, page, "url"), title = member(p->arena, page, "title"), ts = member(p->arena, page, "ts");
        if (url.len && ++count)
            fact_add(p->arena, &p->facts, "page", arena_printf(p->arena, STR_FMT "\t" STR_FMT "\t" STR_FMT, STR_ARG(url),
                     STR_ARG(title), STR_ARG(ts)));
        json_decref(page);
    }
}

static void check_manifest(Package *p)
{
    if (!p->manifest.len || !p->manifest_told.len)
        return;
    bool same = str_eq(p->manifest_told, arena_printf(p->arena, "sha256:" STR_FMT, STR_ARG(p->manifest)));
    fact_add(p->arena, &p->facts, "package-digest-check",
             same ? S("datapackage.json has the digest that datapackage-digest.json states")
                  : S("datapackage.json has another digest than datapackage-digest.json states"));
    p->wrong += !same;
}

/* ---- ProofMode ---- */

static Str key_of_proof(Str name)
{
    Str rest = str_of(intake_proof_tsv), key;

    for (Str line; str_cut(&rest, '\n', &line); ) {
        Str told = line;
        if (line.len && line.ptr[0] != '#' && str_cut(&told, '\t', &key) && str_eq(told, name))
            return key;
    }
    return STR_NONE;
}

static Proof *proof_for(Package *p, Str hash)
{
    for (size_t i = 0; i < p->proofs.count; i++)
        if (str_eq(p->proofs.at[i].hash, hash))
            return &p->proofs.at[i];
    vec_push(p->arena, &p->proofs, ((Proof){ .hash = arena_str(p->arena, hash) }));
    return &p->proofs.at[p->proofs.count - 1];
}

static void proof_says(Package *p, Proof *proof, Str name, Str value)
{
    Str key = key_of_proof(name);

    for (size_t i = 0; key.ptr && i < proof->facts.count; i++)
        if (str_eq(proof->facts.at[i].key, key))
            return;
    if (key.ptr)
        fact_add(p->arena, &proof->facts, arena_cstr(p->arena, key), value);
}

static void see_proof_csv(Package *p, Proof *proof, Str bytes)
{
    CsvRow names, values;
    char separator = csv_separator(bytes);

    if (!separator || !csv_row(p->arena, &bytes, separator, &names) || !csv_row(p->arena, &bytes, separator, &values))
        return;
    for (size_t i = 0; i < names.count && i < values.count; i++)
        proof_says(p, proof, names.at[i], values.at[i]);
}

static void see_proof_json(Package *p, Proof *proof, Str bytes)
{
    json_t *root = json_loadb(bytes.ptr, bytes.len, 0, NULL), *v;
    json_t *object = json_is_array(root) ? json_array_get(root, 0) : root;
    const char *key;

    json_object_foreach(object, key, v)
        if (json_is_string(v))
            proof_says(p, proof, str_of(key), (Str){ json_string_value(v), json_string_length(v) });
    json_decref(root);
}

static bool hash_in_name(Str base, Str *ret)
{
    *ret = str_slice(base, 0, 64);
    for (size_t i = 0; i < ret->len; i++)
        if (!strchr("0123456789abcdef", ret->ptr[i]) || !ret->ptr[i])
            return false;
    return ret->len == 64;
}

/* ---- all ---- */

void package_path(Package *p, Str path)
{
    Str base = base_of(path), hash;

    for (size_t i = 0; i < p->files.count; i++)
        p->files.at[i].seen |= str_eq(p->files.at[i].path, path);
    if (!hash_in_name(base, &hash))
        return;
    Str ending = str_slice(base, 64, SIZE_MAX);
    if (is_proof(base))
        p->proofmode = true;
    if (str_eq(ending, S(".asc")) || str_eq(ending, S(".sig")))
        proof_for(p, hash)->signed_media = true;
    if (str_starts(ending, S(".proof.")) && str_ends(ending, S(".asc")))
        proof_for(p, hash)->signed_proof = true;
    if (str_eq(ending, S(".ots")) || str_eq(ending, S(".gst")))
        proof_for(p, hash)->stamped = true;
}

void package_see(Package *p, Str path, Str bytes)
{
    Str hash, base = base_of(path);

    if (bytes.len > MANIFEST_MAX)
        return;
    if (str_eq(path, S("datapackage.json")))
        see_manifest(p, bytes);
    else if (str_eq(path, S("datapackage-digest.json")))
        see_manifest_digest(p, bytes);
    else if (str_eq(path, S("pages/pages.jsonl")))
        see_pages(p, bytes);
    else if (is_proof(path) && hash_in_name(base, &hash)) {
        Proof *proof = proof_for(p, hash);
        if (str_ends(path, S(".csv")))
            see_proof_csv(p, proof, bytes);
        else
            see_proof_json(p, proof, bytes);
    }
}

void package_end(Package *p)
{
    check_manifest(p);
    for (size_t i = 0; i < p->files.count; i++)
        if (!p->files.at[i].seen) {
            if (p->wrong++ < TROUBLES_MAX)
                fact_add(p->arena, &p->facts, "package-trouble",
                     arena_printf(p->arena, STR_FMT " is named in datapackage.json and is not there",
                                  STR_ARG(str_slice(p->files.at[i].path, 0, 500))));
        }
    if (p->wacz)
        fact_add(p->arena, &p->facts, "kind", S("WACZ"));
    if (p->proofmode)
        fact_add(p->arena, &p->facts, "kind", S("ProofMode"));
}

/* Some versions name the picture itself by its hash. */
static bool is_media(Str ending)
{
    static const char *const endings[] = { ".jpg", ".jpeg", ".png", ".heic", ".mp4", ".mov", ".m4a", ".mp3", ".webp" };

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_eq(ending, str_of(endings[i])))
            return true;
    return false;
}

bool package_own(const Package *p, Str path)
{
    static const char *const folders[] = { "indexes/", "pages/", "logs/" };

    for (size_t i = 0; p->wacz && i < sizeof folders / sizeof *folders; i++)
        if (str_starts(path, str_of(folders[i])))
            return true;
    if (p->wacz && str_starts(path, S("datapackage")))
        return true;
    Str base = base_of(path), hash;
    Str ending = str_slice(base, 64, SIZE_MAX);
    return p->proofmode && (str_eq(base, S("pubkey.asc")) || (hash_in_name(base, &hash) && ending.len > 0 &&
                            ending.ptr[0] == '.' && !is_media(ending)));
}

static void file_facts(Package *p, Arena *arena, const PackageFile *file, Str bytes, Facts *facts)
{
    int is = warc_digest(file->hash, bytes);
    bool size = file->bytes < 0 || (uint64_t)file->bytes == bytes.len;

    fact_add(arena, facts, "package-digest", file->hash);
    if (is == 0 && size)
        return;
    fact_add(arena, facts, "package-digest-check", is >= 0 && size ? S("its bytes have this digest")
                                                                   : S("its bytes have another digest or size"));
    p->wrong += is < 0 || !size;
}

static void proof_facts(Arena *arena, const Proof *proof, Facts *facts)
{
    fact_add(arena, facts, "proof-hash-check", S("its bytes have the SHA-256 that its proof is named by"));
    for (size_t i = 0; i < proof->facts.count; i++)
        fact_add(arena, facts, arena_cstr(arena, proof->facts.at[i].key), proof->facts.at[i].value);
    for (size_t i = 0; i < proof->facts.count; i++)
        if (str_starts(proof->facts.at[i].key, S("proof-latitude")))
            fact_add(arena, facts, "proof-location-is", S("a claim of the device, checked by nobody"));
    if (proof->signed_media)
        fact_add(arena, facts, "media-signature", S("present, not checked"));
    if (proof->signed_proof)
        fact_add(arena, facts, "proof-signature", S("present, not checked"));
    if (proof->stamped)
        fact_add(arena, facts, "proof-time-stamp", S("present, not checked"));
}

void package_entry(Package *p, Arena *arena, Str path, Str bytes, Facts *facts)
{
    for (size_t i = 0; i < p->files.count; i++)
        if (str_eq(p->files.at[i].path, path))
            file_facts(p, arena, &p->files.at[i], bytes, facts);
    if (p->proofs.count == 0)
        return;
    Sha256 id = sha256(bytes);
    Str hex = hex_encode(arena, sha256_str(&id));
    for (size_t i = 0; i < p->proofs.count; i++)
        if (str_eq(p->proofs.at[i].hash, hex))
            proof_facts(arena, &p->proofs.at[i], facts);
}
