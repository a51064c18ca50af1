/* bag_inside.h -- what the parts of the bag reader share; nobody else includes it. */
#ifndef SEAL_BAG_INSIDE_H
#define SEAL_BAG_INSIDE_H

#include "base/map.h"
#include "base/vec.h"
#include "seal/bag.h"

typedef enum BagSeen { BAG_HASH_OK, BAG_HASH_DIFFERS, BAG_HASH_UNREADABLE } BagSeen;

/* A digest that a manifest states of a file. */
typedef struct BagWant {
    uint32_t file;
    uint32_t next;              /* of the same file, plus one; 0 ends */
    uint8_t  manifest;          /* index in Bag.manifests */
    BagSeen  seen;              /* filled by bag_hash_files */
    uint8_t  digest[BAG_DIGEST_MAX];
} BagWant;

typedef struct BagFile {
    Str      path;              /* below the bag, as the file system has it */
    int64_t  size;
    uint32_t first_want;        /* index plus one; 0: no manifest names it */
    bool     payload;
    int      trouble;           /* errno of the reading */
} BagFile;

typedef struct BagManifest {
    const char *name;           /* "manifest-sha256.txt" */
    int         algorithm;      /* index in bag_algorithms */
    bool        tags;           /* tagmanifest-*.txt */
} BagManifest;

#define BAG_MANIFESTS_MAX 32

typedef struct Bag {
    Arena         *arena;
    const char    *dir;
    void         (*found)(void *context, const Finding *finding);
    void          *context;
    BagCounts      counts;

    BagDeclaration declaration;
    bool           unsafe;      /* pipes, devices, links out: nothing but what was listed may be opened */
    VEC(BagFile)   files;       /* in byte order of their paths */
    Map            by_path, by_fold;    /* index in files */
    BagManifest    manifests[BAG_MANIFESTS_MAX];
    unsigned       manifest_count;
    VEC(BagWant)   wants;
    Map            fetch;       /* paths that fetch.txt lists */
    Map            special;     /* paths that are missing, and are made and removed by systems */
    Map            derived;     /* paths that a case in it must have */
} Bag;

void bag_error(Bag *bag, Str path, const char *format, ...) __attribute__((format(printf, 3, 4)));
void bag_warn(Bag *bag, Str path, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Find every file; links and things that are no files are told of. */
Status bag_walk(Bag *bag, Error *err);

/* Hash each file that a manifest names once, with all algorithms that are asked of it, by two
 * threads; fills BagWant.seen and BagFile.trouble. */
Status bag_hash_files(Bag *bag, Error *err);

#endif
