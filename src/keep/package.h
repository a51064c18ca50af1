/* package.h -- what some archives say about their own entries: WACZ (digests of its files) and ProofMode (a proof of
 * each picture). Pure: small files of the archive in, sayings out. Signatures are named, never judged. */
#ifndef KEEP_PACKAGE_H
#define KEEP_PACKAGE_H

#include "base/map.h"
#include "keep/parse_in.h"

typedef struct PackageFile {
    Str path, hash;         /* "sha256:<hex>"; STR_NONE unknown */
    int64_t bytes;          /* -1 unknown */
    bool seen;
} PackageFile;

typedef struct Proof {
    Str   hash;             /* 64 hex digits of the media it is about */
    Facts facts;
    bool  signed_proof, signed_media, stamped;
} Proof;

typedef struct Package {
    Arena *arena;
    VEC(PackageFile) files;
    VEC(Proof)       proofs;
    Facts            facts;     /* of the archive as a whole */
    Str              manifest;  /* SHA-256 of datapackage.json, hex */
    Str              manifest_told;
    int64_t          wrong;     /* digests that are not those told, and files that are missing */
    bool             wacz, proofmode;
} Package;

/* Must its bytes be shown to package_see before the entries are read? */
bool package_wants(Str path);
void package_see(Package *p, Str path, Str bytes);

/* Every path of the archive, whatever it is. */
void package_path(Package *p, Str path);

/* When all were seen: what is missing, what the manifest's own digest says. */
void package_end(Package *p);

/* The tables and lists of a WACZ; proofs and signatures of ProofMode, which can lead to a witness: all stay in the archive. */
bool package_own(const Package *p, Str path);

/* Facts about one entry by its bytes. */
void package_entry(Package *p, Arena *arena, Str path, Str bytes, Facts *facts);

#endif
