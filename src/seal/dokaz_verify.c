/* dokaz_verify.c -- the small program for strangers: check a case, a proof, a disclosure, a redacted text.
 *
 * Built from base/ and seal/ alone, so that little has to be read to trust it.
 * It writes nothing, asks nobody, and prints no record. */
#include "base/auto.h"
#include "base/os.h"
#include "seal/disclosure.h"
#include "seal/redacted.h"
#include "seal/sd_jwt.h"
#include "seal/strict.h"
#include "seal/verify.h"

#include <stdio.h>

#define FILE_MAX ((size_t)256 << 20)

static const char usage[] =
    "usage: dokaz-verify CASE [--since CHECKPOINT]\n"
    "       dokaz-verify --key KEY --checkpoint FILE\n"
    "       dokaz-verify --key KEY --entry FILE --proof FILE\n"
    "       dokaz-verify --key KEY --disclosure FILE\n"
    "       dokaz-verify --key KEY --redacted FILE\n"
    "       dokaz-verify --key KEY --sd-jwt FILE\n"
    "\n"
    "CASE        a case folder: every original, record, entry, tile and signature is checked\n"
    "--since     a checkpoint of this case kept elsewhere: the log must continue it\n"
    "--key       the log's verifier key (text, or a file that holds it, like keys/case.vkey)\n"
    "--proof     a C2SP tlog-proof file for the entry\n"
    "--disclosure  a dokaz-disclosure/v1 file; its pieces are printed when they prove\n"
    "--redacted    a dokaz-redacted/v1 file; the text is printed when it proves, with a numbered block for\n"
    "              each piece that is withheld\n"
    "--sd-jwt      the same as an SD-JWT (RFC 9901) of type dokaz+sd-jwt\n"
    "\n"
    "Exit code: 0 everything is as it was sealed, 1 something is not, 2 usage, 3 cannot read.\n";

typedef struct Options {
    const char *folder, *since, *key, *checkpoint, *entry, *proof, *disclosure, *redacted, *sd_jwt;
} Options;

static int complain(Status status, const Error *err)
{
    fprintf(stderr, "dokaz-verify: %s\n", err->text);
    return status_exit_code(status);
}

static void print_finding(void *context, const Finding *finding)
{
    (void)context;
    printf("%s %s: %s\n", finding->kind == FINDING_ERROR ? "WRONG" : "note ", finding->path, finding->what);
}

static void print_counts(const VerifyCounts *n)
{
    const struct { int64_t count; const char *one, *many; } counts[] = {
        { n->entries, "entry", "entries" },     { n->records, "record", "records" },
        { n->objects, "object", "objects" },    { n->segmentations, "segment tree", "segment trees" },
        { n->bundles, "bundle", "bundles" },    { n->tiles, "tile", "tiles" },
        { n->checkpoints, "checkpoint", "checkpoints" },
    };

    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        printf("%lld %s, ", (long long)counts[i].count, counts[i].count == 1 ? counts[i].one : counts[i].many);
    printf("%.1f MB checked: %lld wrong, %lld note%s\n", (double)n->bytes / 1e6, (long long)n->errors,
           (long long)n->notes, n->notes == 1 ? "" : "s");
}

static int verify_folder(Arena *arena, const Options *o)
{
    Error err = { 0 };
    VerifyCounts n;
    Str since = { 0 };
    Status status = o->since ? os_read_file(arena, o->since, CHECKPOINT_MAX, &since, &err) : OK;

    if (status == OK)
        status = verify_case(o->folder, o->since ? &since : NULL, print_finding, NULL, &n, &err);
    if (status != OK)
        return complain(status, &err);
    print_counts(&n);
    return n.errors ? 1 : 0;
}

static Status read_key(Arena *arena, const char *given, VerifyKey *ret, Error *err)
{
    Str text = str_of(given);
    Status status = OK;

    if (strchr(given, '+') == NULL || os_exists(given))
        status = os_read_file(arena, given, FILE_MAX, &text, err);
    return status == OK ? vkey_parse(str_trim(text), ret, err) : status;
}

/* Control characters could move the reader's cursor over what was printed before. */
static void print_text(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool c1 = c == 0xC2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xA0;
        if (c1)
            i++;
        putchar(c < 0x20 || c == 0x7F || c1 ? ' ' : c);
    }
}

static int verify_disclosed(Arena *arena, const Options *o, const VerifyKey *key)
{
    Error err = { 0 };
    Disclosure d;
    Checkpoint checkpoint;
    Entry entry;
    Str file;
    Status status = os_read_file(arena, o->disclosure, FILE_MAX, &file, &err);

    if (status == OK)
        status = disclosure_verify(arena, file, key, &d, &checkpoint, &err);
    if (status == OK)
        status = entry_parse(d.entry, &entry, &err);
    if (status != OK)
        return complain(status, &err);
    for (size_t i = 0; i < d.count; i++) {
        printf("piece %u of %u: ", d.leaves[i].index + 1, d.total);
        print_text(d.leaves[i].bytes);
        putchar('\n');
    }
    printf("good: sealed in entry %llu (text of item %llu), under %.*s at %llu entries; %u of %u pieces "
           "are withheld\n", (unsigned long long)d.proof.index, (unsigned long long)entry.of,
           STR_ARG(checkpoint.origin), (unsigned long long)checkpoint.size,
           d.total - (unsigned)d.count, d.total);
    return 0;
}

/* A text that does not end a line must not run into what is said of it. */
static void print_whole(const StrBuf *text)
{
    fwrite(text->ptr, 1, text->len, stdout);
    if (text->len && text->ptr[text->len - 1] != '\n')
        putchar('\n');
}

static int verify_redacted(Arena *arena, const Options *o, const VerifyKey *key)
{
    Error err = { 0 };
    Redacted r;
    Checkpoint checkpoint;
    Entry entry;
    Str file;
    AUTO_STRBUF text = { 0 };
    Status status = os_read_file(arena, o->redacted, FILE_MAX, &file, &err);

    if (status == OK)
        status = redacted_verify(arena, file, key, &r, &checkpoint, &err);
    if (status == OK)
        status = entry_parse(r.entry, &entry, &err);
    if (status != OK)
        return complain(status, &err);
    redacted_text(&text, &r);
    print_whole(&text);
    printf("good: sealed in entry %llu (text of item %llu), under %.*s at %llu entries; %u of %u pieces "
           "are withheld\n", (unsigned long long)r.proof.index, (unsigned long long)entry.of,
           STR_ARG(checkpoint.origin), (unsigned long long)checkpoint.size, r.total - r.shown, r.total);
    return 0;
}

static int verify_sd_jwt(Arena *arena, const Options *o, const VerifyKey *key)
{
    Error err = { 0 };
    SdJwt jwt;
    Str file;
    AUTO_STRBUF text = { 0 };
    Status status = os_read_file(arena, o->sd_jwt, FILE_MAX, &file, &err);

    if (status == OK)
        status = sd_jwt_verify(arena, file, key, &jwt, &err);
    if (status != OK)
        return complain(status, &err);
    for (uint32_t i = 0; i < jwt.total; i++)
        if (jwt.pieces[i].ptr)
            redacted_words(&text, jwt.pieces[i]);
        else
            redacted_block(&text, i, jwt.total);
    print_whole(&text);
    printf("good: %s says that this is entry %llu of its %llu entries; %u of %u pieces are withheld\n", key->name,
           (unsigned long long)jwt.entry, (unsigned long long)jwt.size, jwt.total - jwt.shown, jwt.total);
    return 0;
}

static int verify_entry(Arena *arena, const Options *o, const VerifyKey *key)
{
    Error err = { 0 };
    Proof proof;
    Checkpoint checkpoint;
    Str entry, file;
    Status status = os_read_file(arena, o->entry, LOG_ENTRY_MAX, &entry, &err);

    if (status == OK)
        status = os_read_file(arena, o->proof, FILE_MAX, &file, &err);
    if (status == OK)
        status = proof_parse(arena, file, &proof, &err);
    if (status == OK)
        status = proof_verify(&proof, entry, key, &checkpoint, &err);
    if (status != OK)
        return complain(status, &err);
    printf("good: entry %llu of %.*s at %llu entries\n", (unsigned long long)proof.index,
           STR_ARG(checkpoint.origin), (unsigned long long)checkpoint.size);
    return 0;
}

static int verify_checkpoint(Arena *arena, const Options *o, const VerifyKey *key)
{
    Error err = { 0 };
    Checkpoint checkpoint;
    Str note;
    Status status = os_read_file(arena, o->checkpoint, CHECKPOINT_MAX, &note, &err);

    if (status == OK)
        status = checkpoint_verify(note, key, &checkpoint, &err);
    if (status != OK)
        return complain(status, &err);
    printf("good: %.*s signs %llu entries\n", STR_ARG(checkpoint.origin),
           (unsigned long long)checkpoint.size);
    return 0;
}

static bool parse_options(int argc, char **argv, Options *ret)
{
    const struct { const char *name; const char **value; } table[] = {
        { "--since", &ret->since },     { "--key", &ret->key },
        { "--entry", &ret->entry },     { "--proof", &ret->proof },
        { "--disclosure", &ret->disclosure }, { "--checkpoint", &ret->checkpoint },
        { "--redacted", &ret->redacted }, { "--sd-jwt", &ret->sd_jwt },
    };

    for (int i = 1; i < argc; i++) {
        bool known = false;
        for (size_t k = 0; k < sizeof table / sizeof *table && !known; k++)
            if (strcmp(argv[i], table[k].name) == 0) {
                if (i + 1 == argc || *table[k].value)
                    return false;
                *table[k].value = argv[++i];
                known = true;
            }
        if (!known && (argv[i][0] == '-' || ret->folder))
            return false;
        if (!known)
            ret->folder = argv[i];
    }
    int proofs = (ret->proof && ret->entry) + (ret->disclosure != NULL) + (ret->checkpoint != NULL) +
                 (ret->redacted != NULL) + (ret->sd_jwt != NULL);
    if (ret->folder)
        return !ret->key && !proofs && !ret->proof && !ret->entry;
    return ret->key && proofs == 1 && !ret->since && !ret->proof == !ret->entry;
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    Options o = { 0 };
    VerifyKey key;
    Error err = { 0 };

    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("dokaz-verify " DOKAZ_VERSION);
        return 0;
    }
    if (!parse_options(argc, argv, &o)) {
        fputs(usage, stderr);
        return 2;
    }
    if (o.folder)
        return verify_folder(arena, &o);
    Status status = read_key(arena, o.key, &key, &err);
    if (status != OK)
        return complain(status, &err);
    if (o.disclosure)
        return verify_disclosed(arena, &o, &key);
    if (o.redacted)
        return verify_redacted(arena, &o, &key);
    if (o.sd_jwt)
        return verify_sd_jwt(arena, &o, &key);
    return o.checkpoint ? verify_checkpoint(arena, &o, &key) : verify_entry(arena, &o, &key);
}
