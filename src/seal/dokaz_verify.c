/* dokaz_verify.c -- the small program for strangers: check a case, a proof, a disclosure, a redacted text, a report.
 *
 * Built from base/ and seal/ alone, so that little has to be read to trust it.
 * It writes nothing, asks nobody, and prints no record. */
#include "base/auto.h"
#include "base/os.h"
#include "base/time.h"
#include "seal/consistency.h"
#include "seal/disclosure.h"
#include "seal/policy.h"
#include "seal/redacted.h"
#include "seal/report.h"
#include "seal/sd_jwt.h"
#include "seal/strict.h"
#include "seal/verify.h"

#include <stdio.h>

#define FILE_MAX ((size_t)256 << 20)

static const char usage[] =
    "usage: dokaz-verify CASE [--since CHECKPOINT] [--policy FILE]\n"
    "       dokaz-verify --key KEY [--policy FILE] --checkpoint FILE\n"
    "       dokaz-verify --key KEY [--policy FILE] --entry FILE --proof FILE\n"
    "       dokaz-verify --key KEY [--policy FILE] --disclosure FILE\n"
    "       dokaz-verify --key KEY --redacted FILE\n"
    "       dokaz-verify --key KEY --report FILE [--words FILE]\n"
    "       dokaz-verify --key KEY --sd-jwt FILE\n"
    "       dokaz-verify --key KEY --consistency FILE\n"
    "       dokaz-verify --key KEY --fork CHECKPOINT CHECKPOINT\n"
    "\n"
    "CASE        a case folder: every original, record, entry, tile and signature is checked\n"
    "--since     a checkpoint of this case kept elsewhere: the log must continue it\n"
    "--key       the log's verifier key (text, or a file that holds it, like keys/case.vkey)\n"
    "--proof     a C2SP tlog-proof file for the entry\n"
    "--disclosure  a dokaz-disclosure/v1 file; its pieces are printed when they prove\n"
    "--redacted    a dokaz-redacted/v1 file; the text is printed when it proves, with a numbered block for\n"
    "              each piece that is withheld\n"
    "--report      a report of dokaz (html, pdf, docx, md): its statement, bytes, proofs, quotations and figures\n"
    "--words       what a reader of the report displays, for instance by pdftotext: compared with it\n"
    "--sd-jwt      the same as an SD-JWT (RFC 9901) of type dokaz+sd-jwt\n"
    "--policy    a C2SP tlog-policy got elsewhere: its quorum of witnesses must have cosigned;\n"
    "            --key may be left out when it names one log\n"
    "--consistency  a dokaz-consistency/v1 file: the newer checkpoint continues the older; 1 when it shows a fork\n"
    "--fork      two checkpoints of one size: 0 when the log signed two histories\n"
    "\n"
    "Exit code: 0 everything is as it was sealed, 1 something is not, 2 usage, 3 cannot read.\n";

typedef struct Options {
    const char *folder, *since, *key, *checkpoint, *entry, *proof, *disclosure, *policy, *consistency, *fork[2],
               *redacted, *sd_jwt, *report, *words;
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
        { n->cosignatures, "cosignature", "cosignatures" },
    };
    size_t shown = sizeof counts / sizeof *counts - (n->cosignatures == 0);

    for (size_t i = 0; i < shown; i++)
        printf("%lld %s, ", (long long)counts[i].count, counts[i].count == 1 ? counts[i].one : counts[i].many);
    if (n->stamps)
        printf("%lld stamp file%s, ", (long long)n->stamps, n->stamps == 1 ? "" : "s");
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
    if (o->policy) {
        Str policy, told;
        status = os_read_file(arena, o->policy, POLICY_MAX, &policy, &err);
        if (status == OK)
            status = verify_quorum(arena, o->folder, policy, &told, &err);
        if (status != OK)
            return complain(status, &err);
        printf("quorum: %.*s\n", STR_ARG(told));
    }
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

static Status read_policy(Arena *arena, const Options *o, Policy *ret, Error *err)
{
    Str text;
    Status status = os_read_file(arena, o->policy, POLICY_MAX, &text, err);

    return status == OK ? policy_parse(arena, text, ret, err) : status;
}

/* The key that was given, or the policy's only log. */
static Status find_key(Arena *arena, const Options *o, VerifyKey *ret, Error *err)
{
    Policy policy;

    if (o->key)
        return read_key(arena, o->key, ret, err);
    Status status = read_policy(arena, o, &policy, err);
    if (status == OK && policy.log_count != 1)
        status = fail(err, ERR_USAGE, "the policy names %zu logs: give the log's --key", policy.log_count);
    if (status == OK)
        *ret = policy.logs[0];
    return status;
}

/* The quorum of --policy over a note; nothing is asked without one. */
static Status check_quorum(Arena *arena, const Options *o, const VerifyKey *key, Str note, Error *err)
{
    Policy policy;
    PolicyVerdict verdict;
    Checkpoint checkpoint;

    if (!o->policy)
        return OK;
    Status status = read_policy(arena, o, &policy, err);
    if (status == OK)
        status = policy_verify(&policy, key, note, &checkpoint, &verdict, err);
    for (size_t i = 0; status == OK && i < policy.node_count; i++)
        if (verdict.time[i]) {
            char when[21];
            time_format(verdict.time[i], when);
            printf("cosigned %s by %s\n", when, policy.nodes[i].key.name);
        }
    return status;
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
    if (status == OK)
        status = check_quorum(arena, o, key, d.proof.checkpoint, &err);
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

static void print_wrong(void *context, Str what)
{
    (void)context;
    fputs("WRONG: ", stdout);
    print_text(what);
    putchar('\n');
}

static int verify_report(Arena *arena, const Options *o, const VerifyKey *key)
{
    Error err = { 0 };
    Str file, words = STR_NONE;
    ReportCounts n;
    Status status = os_read_file(arena, o->report, FILE_MAX, &file, &err);

    if (status == OK && o->words)
        status = os_read_file(arena, o->words, FILE_MAX, &words, &err);
    if (status == OK)
        status = report_verify(arena, file, words, key, print_wrong, NULL, &n, &err);
    if (status != OK)
        return complain(status, &err);
    if (n.wrong) {
        printf("%zu wrong\n", n.wrong);
        return 1;
    }
    printf("good: %zu figures and %zu notes as %s signed them; %zu notes lead to sealed words%s\n", n.figures, n.notes,
           key->name, n.proved, n.text_checked ? "" : "; what the report displays was not compared: give --words");
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
    if (status == OK)
        status = check_quorum(arena, o, key, proof.checkpoint, &err);
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
    if (status == OK)
        status = check_quorum(arena, o, key, note, &err);
    if (status != OK)
        return complain(status, &err);
    printf("good: %.*s signs %llu entries\n", STR_ARG(checkpoint.origin),
           (unsigned long long)checkpoint.size);
    return 0;
}

static int verify_consistency(Arena *arena, const Options *o, const VerifyKey *key)
{
    Error err = { 0 };
    Consistency c;
    Checkpoint old, new;
    Str file;
    Status status = os_read_file(arena, o->consistency, CONSISTENCY_MAX, &file, &err);

    if (status == OK)
        status = consistency_parse(arena, file, &c, &err);
    if (status == OK)
        status = consistency_verify(&c, key, &old, &new, &err);
    if (status != OK)
        return complain(status, &err);
    if (c.fork) {
        printf("FORK: the log signed two histories: %s at %llu entries is not the beginning of what it signs at %llu\n",
               key->name, (unsigned long long)old.size, (unsigned long long)new.size);
        return 1;
    }
    printf("good: %s at %llu entries continues its %llu entries\n", key->name, (unsigned long long)new.size,
           (unsigned long long)old.size);
    return 0;
}

static int verify_fork(Arena *arena, const Options *o, const VerifyKey *key)
{
    Error err = { 0 };
    Checkpoint checkpoint;
    Str note[2];
    Status status = OK;

    for (int i = 0; status == OK && i < 2; i++)
        status = os_read_file(arena, o->fork[i], CHECKPOINT_MAX, &note[i], &err);
    if (status == OK)
        status = fork_verify(note[0], note[1], key, &checkpoint, &err);
    if (status != OK)
        return complain(status, &err);
    printf("FORK: the log signed two histories: %s signs two roots at %llu entries\n", key->name,
           (unsigned long long)checkpoint.size);
    return 0;
}

/* The rows of the table that must go together: exactly one thing is asked. */
static bool options_fit(const Options *o)
{
    int asked = (o->folder != NULL) + (o->proof && o->entry) + (o->disclosure != NULL) + (o->checkpoint != NULL) +
                (o->consistency != NULL) + (o->fork[0] != NULL) + (o->redacted != NULL) + (o->sd_jwt != NULL) + (o->report != NULL);

    if (asked != 1 || !o->proof != !o->entry || (o->words && !o->report))
        return false;
    if (o->folder)
        return !o->key;
    bool policy_fits = o->proof || o->disclosure || o->checkpoint;
    return !o->since && (policy_fits ? o->key || o->policy : o->key && !o->policy);
}

static bool parse_options(int argc, char **argv, Options *ret)
{
    const struct { const char *name; const char **value; int count; } table[] = {
        { "--since", &ret->since, 1 },              { "--key", &ret->key, 1 },
        { "--entry", &ret->entry, 1 },              { "--proof", &ret->proof, 1 },
        { "--disclosure", &ret->disclosure, 1 },    { "--checkpoint", &ret->checkpoint, 1 },
        { "--policy", &ret->policy, 1 },            { "--consistency", &ret->consistency, 1 },
        { "--fork", ret->fork, 2 },                 { "--redacted", &ret->redacted, 1 },
        { "--sd-jwt", &ret->sd_jwt, 1 },            { "--report", &ret->report, 1 },
        { "--words", &ret->words, 1 },
    };

    for (int i = 1; i < argc; i++) {
        bool known = false;
        for (size_t k = 0; k < sizeof table / sizeof *table && !known; k++)
            if (strcmp(argv[i], table[k].name) == 0) {
                if (i + table[k].count >= argc || *table[k].value)
                    return false;
                for (int n = 0; n < table[k].count; n++)
                    table[k].value[n] = argv[++i];
                known = true;
            }
        if (!known && (argv[i][0] == '-' || ret->folder))
            return false;
        if (!known)
            ret->folder = argv[i];
    }
    return options_fit(ret);
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
    Status status = find_key(arena, &o, &key, &err);
    if (status != OK)
        return complain(status, &err);
    if (o.disclosure)
        return verify_disclosed(arena, &o, &key);
    if (o.consistency)
        return verify_consistency(arena, &o, &key);
    if (o.fork[0])
        return verify_fork(arena, &o, &key);
    if (o.redacted)
        return verify_redacted(arena, &o, &key);
    if (o.sd_jwt)
        return verify_sd_jwt(arena, &o, &key);
    if (o.report)
        return verify_report(arena, &o, &key);
    return o.checkpoint ? verify_checkpoint(arena, &o, &key) : verify_entry(arena, &o, &key);
}
