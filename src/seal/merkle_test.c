/* merkle_test.c -- proofs of all small trees, and the transparency-dev vectors where they are at hand. */
#include "seal/merkle.h"

#include "base/os.h"
#include "check.h"
#include "custody/scratch.h"

#include <jansson.h>

#define SMALL 67

/* RFC 9162, 2.1.1, as it is written there: the definition that merkle_root must meet. */
static Sha256 defined(const Sha256 *leaf, uint64_t n)
{
    uint64_t k = 1;

    if (n == 1)
        return leaf[0];
    while (k * 2 < n)
        k *= 2;
    Sha256 left = defined(leaf, k), right = defined(leaf + k, n - k);
    return merkle_node(&left, &right);
}

static bool same(const Sha256 *a, const Sha256 *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static void test_small_trees(Arena *arena)
{
    Sha256 leaf[SMALL], root[SMALL + 1];
    MerkleProof proof;

    for (unsigned i = 0; i < SMALL; i++)
        leaf[i] = merkle_leaf((Str){ (const char *)&i, sizeof i });
    MerkleTree tree = merkle_tree(arena, leaf, SMALL);
    MerkleSource source = merkle_tree_source(&tree);
    for (uint64_t n = 0; n <= SMALL; n++)
        MUST(merkle_root(source, n, &root[n], err));
    for (uint64_t n = 1; n <= SMALL; n++) {
        Sha256 want = defined(leaf, n);
        CHECK(same(&want, &root[n]), "root");
        for (uint64_t i = 0; i < n; i++) {
            MUST(merkle_prove_inclusion(arena, source, i, n, &proof, err));
            CHECK(merkle_check_inclusion(&leaf[i], i, n, proof, &root[n]), "inclusion");
            CHECK(!merkle_check_inclusion(&leaf[(i + 1) % SMALL], i, n, proof, &root[n]), "another leaf");
            CHECK(n == 1 || !merkle_check_inclusion(&leaf[i], (i + 1) % n, n, proof, &root[n]), "index");
        }
        for (uint64_t m = 1; m <= n; m++) {
            MUST(merkle_prove_consistency(arena, source, m, n, &proof, err));
            CHECK(merkle_check_consistency(m, n, proof, &root[m], &root[n]), "consistency");
            CHECK(m == n || !merkle_check_consistency(m, n, proof, &root[n], &root[n]), "another root");
        }
    }
    Error why;
    CHECK_INT(merkle_prove_inclusion(arena, source, 5, 5, &proof, &why), ERR_USAGE, "beyond");
    CHECK_INT(merkle_prove_consistency(arena, source, 0, 5, &proof, &why), ERR_USAGE, "empty");
    CHECK(same(&root[0], &(Sha256){ { 0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4,
          0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99,
          0x1b, 0x78, 0x52, 0xb8, 0x55 } }), "the empty root is SHA-256 of nothing");
}

/* SUBTREE_PROOF of the draft as it is written there, the last hash first. */
static void prove_subtree(uint64_t start, uint64_t end, const Sha256 *leaf, uint64_t n, bool known, Sha256 *proof,
                          size_t *count)
{
    uint64_t k = 1;

    if (start == 0 && end == n) {
        if (!known)
            proof[(*count)++] = defined(leaf, n);
        return;
    }
    while (k * 2 < n)
        k *= 2;
    if (end <= k) {
        prove_subtree(start, end, leaf, k, known, proof, count);
        proof[(*count)++] = defined(leaf + k, n - k);
    } else {
        bool right = k <= start;
        prove_subtree(right ? start - k : 0, end - k, leaf + k, n - k, right && known, proof, count);
        proof[(*count)++] = defined(leaf, k);
    }
}

static void test_small_subtrees(void)
{
    Sha256 leaf[SMALL], proof[MERKLE_PROOF_MAX];
    size_t subtrees = 0;

    for (unsigned i = 0; i < SMALL; i++)
        leaf[i] = merkle_leaf((Str){ (const char *)&i, sizeof i });
    for (uint64_t n = 1; n <= 37; n++)
        for (uint64_t start = 0; start < n; start++)
            for (uint64_t end = start + 1; end <= n; end++) {
                if (!merkle_subtree_is(start, end))
                    continue;
                size_t count = 0;
                Sha256 root = defined(leaf, n), subroot = defined(leaf + start, end - start);
                prove_subtree(start, end, leaf, n, true, proof, &count);
                MerkleProof p = { proof, count };
                CHECK(merkle_check_subtree_consistency(start, end, n, p, &subroot, &root), "subtree");
                CHECK(end - start == n || !merkle_check_subtree_consistency(start, end, n, p, &root, &root),
                      "another subtree");
                if (count) {
                    proof[count - 1].byte[0] ^= 1;
                    CHECK(!merkle_check_subtree_consistency(start, end, n, p, &subroot, &root), "a changed hash");
                    proof[count - 1].byte[0] ^= 1;
                }
                subtrees++;
            }
    CHECK(subtrees > 1000, "subtrees");
    CHECK(!merkle_subtree_is(1, 3) && !merkle_subtree_is(4, 4) && merkle_subtree_is(4, 7) &&
          !merkle_subtree_is(1, UINT64_MAX) && merkle_subtree_is(0, UINT64_MAX), "which ranges are subtrees");
}

/* A hash of another length than 32 bytes can be no hash, so such a vector is one that is refused;
 * roots alone may be shorter ("don't care 2"), and then only their sameness counts. */
static bool read_hash(Arena *arena, const json_t *value, size_t least, Sha256 *ret)
{
    Str bytes;

    if (!base64_decode(arena, str_of(json_string_value(value)), &bytes) || bytes.len < least ||
        bytes.len > SHA256_SIZE)
        return false;
    memset(ret, 0, sizeof *ret);
    memcpy(ret->byte, bytes.ptr, bytes.len);
    return true;
}

/* Some indexes are 2^64 - 1, which jansson reads as a real number only. */
static uint64_t read_number(const json_t *value)
{
    double n = json_number_value(value);

    return n >= 18446744073709551615.0 ? UINT64_MAX : (uint64_t)n;
}

/* What the families of vectors ask. */
typedef struct Vector {
    uint64_t    index, start, end, size1, size2;
    Sha256      a, b;               /* leaf or smaller root; root */
    MerkleProof proof;
} Vector;

static bool ask_inclusion(const Vector *v)
{
    return merkle_check_inclusion(&v->a, v->index, v->size2, v->proof, &v->b);
}

static bool ask_consistency(const Vector *v)
{
    return merkle_check_consistency(v->size1, v->size2, v->proof, &v->a, &v->b);
}

static bool ask_subtree_inclusion(const Vector *v)
{
    return merkle_check_subtree_inclusion(&v->a, v->index, v->start, v->end, v->proof, &v->b);
}

static bool ask_subtree_consistency(const Vector *v)
{
    return merkle_check_subtree_consistency(v->start, v->end, v->size2, v->proof, &v->a, &v->b);
}

static const struct Family {
    const char *name, *size2;
    int         count;
    bool      (*ask)(const Vector *v);
} families[] = {
    { "inclusion",          "treeSize", 98,  ask_inclusion },
    { "consistency",        "size2",    98,  ask_consistency },
    { "subtreeinclusion",   "treeSize", 204, ask_subtree_inclusion },
    { "subtreeconsistency", "size",     118, ask_subtree_consistency },
};

typedef struct Run {
    Arena               *arena;
    const struct Family *family;
    int                  refused;       /* vectors that were refused, as they should be */
} Run;

static Status run_vector(void *context, const FoundFile *file, Error *err)
{
    Run *run = context;
    json_t *v = json_load_file(file->path, JSON_DECODE_INT_AS_REAL, NULL);
    json_t *list = json_object_get(v, "proof");
    bool leaf = json_object_get(v, "leafIdx") != NULL;
    Vector ask = {
        .index = read_number(json_object_get(v, "leafIdx")), .start = read_number(json_object_get(v, "start")),
        .end = read_number(json_object_get(v, "end")), .size1 = read_number(json_object_get(v, "size1")),
        .size2 = read_number(json_object_get(v, run->family->size2)), .proof = { NULL, json_array_size(list) },
    };
    bool good = read_hash(run->arena, json_object_get(v, leaf ? "leafHash" : "root1"), 1, &ask.a) &&
                read_hash(run->arena, json_object_get(v, leaf ? "root" : "root2"), 1, &ask.b);
    Sha256 *hash = arena_array(run->arena, Sha256, ask.proof.count + 1);

    (void)err;
    ask.proof.hash = hash;
    for (size_t i = 0; i < ask.proof.count; i++)
        good = good && read_hash(run->arena, json_array_get(list, i), SHA256_SIZE, &hash[i]);
    good = good && run->family->ask(&ask);
    run->refused += !good;
    CHECK_INT(!good, json_is_true(json_object_get(v, "wantErr")), file->path);
    json_decref(v);
    return OK;
}

static void no_trouble(void *context, const char *path, const char *why)
{
    (void)context;
    CHECK(false, path);
    fprintf(stderr, "%s\n", why);
}

static void test_vectors(Arena *arena, const char *shared)
{
    char *archive = os_join(arena, str_of(shared), S("reference/custody/conformance.tar.xz"));

    if (!os_exists(archive)) {
        printf("skipped: no merkle vectors at %s (set DOKAZ_SHARED)\n", archive);
        return;
    }
    char *folder = scratch_folder(arena);
    Str command = arena_printf(arena, "tar -xJf '%s' -C '%s' ./merkle/testdata", archive, folder);
    CHECK_INT(system(command.ptr), 0, "unpack");
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        Run run = { arena, &families[i], 0 };
        int before = test_checks, failed = test_failures;
        char *at = (char *)arena_printf(arena, "%s/merkle/testdata/%s", folder, families[i].name).ptr;
        MUST(os_walk(arena, at, run_vector, no_trouble, &run, err));
        int seen = test_checks - before;
        CHECK_INT(seen, families[i].count, families[i].name);
        printf("merkle %s: %d of %d as the suite wants, %d of them refused\n", families[i].name,
               seen - (test_failures - failed), seen, run.refused);
    }
    scratch_remove(folder);
}

/* merkle_test [SHARED]: the folder with reference/, which DOKAZ_SHARED overrides. */
int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    const char *shared = getenv("DOKAZ_SHARED");

    test_small_trees(arena);
    test_small_subtrees();
    test_vectors(arena, shared ? shared : argc > 1 ? argv[1] : "../shared");
    return test_end();
}
