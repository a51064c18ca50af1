/* verify_objects.c -- every object, in packs and files, hashed against its name.
 *
 * First all are listed, then several threads read and hash them, then they are judged in the order of
 * the list: what is said does not depend on which thread was quicker. */
#include "seal/verify_inside.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/inside.h"
#include "seal/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#define THREADS_MAX 4
#define PIECE       (1u << 18)

typedef struct Object {
    const char *path;       /* of the file, or of the pack, below the case */
    bool        packed;
    PackMember  member;     /* when packed */
    Sha256      name;
    bool        read, whole;
    char        why[80];    /* when it could not be read */
    int64_t     bytes;
} Object;

typedef struct Objects {
    Check      *check;
    Packs      *packs;
    VEC(Object) list;
    bool        has_sealed;         /* packs/sealed is there and good */
    bool        has_damaged;        /* it is there and is not */
    uint32_t    sealed_pack;
    uint64_t    sealed_length;
    atomic_size_t next;
} Objects;

/* ---- listing ---- */

static char *keep_path(Check *check, const char *path)
{
    return arena_cstr(check->arena, str_of(path));
}

/* Written after the last commit, so that nobody was told it is there. Without packs/sealed all of it is; when an
 * entry speaks of what lies in a pack all the same, check_told says that packs/sealed is missing. */
static bool is_beyond(const Objects *o, uint32_t pack, uint64_t at)
{
    if (!o->has_sealed && !o->has_damaged)
        return true;
    return o->has_sealed && (pack > o->sealed_pack || (pack == o->sealed_pack && at >= o->sealed_length));
}

static void list_member(void *context, const PackMember *m)
{
    Objects *o = context;
    char *path = pack_name(o->check->arena, m->pack);

    if (m->cut) {
        if (is_beyond(o, m->pack, m->header))
            check_note(o->check, path, "ends in a member cut off by an interrupted add; the next one removes it");
        else
            check_error(o->check, path, "damaged: cut off inside the member at byte %llu",
                        (unsigned long long)m->header);
        return;
    }
    if (!m->padded)
        check_error(o->check, path, "damaged: the padding after the member at byte %llu is not zero",
                    (unsigned long long)m->header);
    vec_push(o->check->arena, &o->list,
             (Object){ .path = path, .packed = true, .member = *m, .name = m->id });
}

static void list_strange(void *context, uint32_t pack, uint64_t from, uint64_t to)
{
    Objects *o = context;
    char *path = pack_name(o->check->arena, pack);

    if (is_beyond(o, pack, from))
        check_note(o->check, path, "bytes %llu to %llu were left by an interrupted add; the next one removes them",
                   (unsigned long long)from, (unsigned long long)to);
    else
        check_error(o->check, path, "damaged: bytes %llu to %llu are no member", (unsigned long long)from,
                    (unsigned long long)to);
}

static void list_trouble(void *context, uint32_t pack, const char *why)
{
    Objects *o = context;

    check_error(o->check, pack_name(o->check->arena, pack), "cannot be read: %s", why);
}

static void list_file(Check *check, Arena *arena, const char *path)
{
    Objects *o = check->objects;
    Object object = { .path = keep_path(check, path) };

    (void)arena;
    if (blob_name(str_of(path), S("objects"), &object.name))
        vec_push(check->arena, &o->list, object);
    else
        check_note(check, path, "not part of the case: its name is no object's");
}

static void list_pack_file(Check *check, Arena *arena, const char *path)
{
    uint32_t number;

    (void)arena;
    if (strcmp(path, "packs/sealed") != 0 && !pack_number(os_basename(str_of(path)), &number))
        check_note(check, path, "not part of the case: its name is no pack's");
}

/* packs/sealed, and that the packs reach as far as it says. */
static void check_sealed(Objects *o)
{
    Check *check = o->check;
    AUTO_ARENA arena = arena_create();
    bool damaged;
    uint64_t length = 0;

    o->has_sealed = packs_sealed_read(check->dir, &o->sealed_pack, &o->sealed_length, &damaged);
    if (damaged)
        check_error(check, "packs/sealed", "damaged: it is not what was written");
    o->has_damaged = damaged;
    if (!o->has_sealed)
        return;
    char *name = pack_name(arena, o->sealed_pack);
    Mapped mapped;
    bool is = os_map(check_path(check, arena, name), &mapped, NULL) == OK;
    if (is) {
        length = mapped.bytes.len;
        os_unmap(&mapped);
    }
    if (length < o->sealed_length)
        check_error(check, name, is ? "damaged: it is shorter than what was sealed" : "missing");
}

/* ---- hashing ---- */

/* `size` bytes from `at`, or to the end when size is negative; the padding after a member too. */
static void hash_stretch(Object *object, int fd, uint64_t at, int64_t size, char *piece)
{
    Hasher *hasher = hasher_create();
    ssize_t n = 0;

    object->read = true;
    while (size != 0) {
        size_t want = size < 0 || size > PIECE ? PIECE : (size_t)size;
        n = pread(fd, piece, want, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        hasher_add(hasher, (Str){ piece, (size_t)n });
        object->bytes += n;
        at += (uint64_t)n;
        size -= size < 0 ? 0 : n;
    }
    if (n < 0) {
        object->read = false;
        snprintf(object->why, sizeof object->why, "%s", strerror(errno));
    }
    Sha256 is = hasher_end(hasher);
    object->whole = object->read && memcmp(is.byte, object->name.byte, SHA256_SIZE) == 0;
    hasher_destroy(hasher);
}

static void *hash_some(void *context)
{
    Objects *o = context;
    char *piece = malloc(PIECE);
    const char *open_path = NULL;
    int fd = -1;

    for (size_t i; piece && (i = atomic_fetch_add(&o->next, 1)) < o->list.count; ) {
        Object *object = &o->list.at[i];
        if (!open_path || strcmp(open_path, object->path) != 0) {
            AUTO_ARENA arena = arena_create();
            if (fd >= 0)
                close(fd);
            open_path = object->path;
            fd = open(check_path(o->check, arena, object->path), O_RDONLY | O_CLOEXEC);
        }
        if (fd < 0)
            snprintf(object->why, sizeof object->why, "%s", strerror(errno));
        else if (object->packed)
            hash_stretch(object, fd, object->member.place.at, (int64_t)object->member.place.size, piece);
        else
            hash_stretch(object, fd, 0, -1, piece);
    }
    if (fd >= 0)
        close(fd);
    free(piece);
    return NULL;
}

static void hash_all(Objects *o)
{
    pthread_t threads[THREADS_MAX];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted = processors < 1 ? 1 : processors > THREADS_MAX ? THREADS_MAX : (size_t)processors, running = 0;

    sha256(S(""));      /* OpenSSL is set up once, here */
    while (running + 1 < wanted && pthread_create(&threads[running], NULL, hash_some, o) == 0)
        running++;
    hash_some(o);
    for (size_t i = 0; i < running; i++)
        pthread_join(threads[i], NULL);
}

/* ---- judging ---- */

/* A damaged member that was added again stays where it is; a whole one of the same name stands for it. */
static bool stands_elsewhere(const Objects *o, const Object *object)
{
    const int64_t *flags = object_flags(o->check, &object->name);

    return flags && *flags & OBJECT_WHOLE;
}

static const char *label(Check *check, Arena *arena, const Object *object)
{
    if (!object->packed)
        return object->path;
    (void)check;
    return arena_printf(arena, "%s:%s", object->path, blob_name_of(arena, "objects", &object->name)).ptr;
}

/* It is written before the first checkpoint that speaks of what lies in a pack. */
static void check_told(const Objects *o)
{
    bool told = o->has_sealed || o->has_damaged;

    for (size_t i = 0; i < o->list.count && !told; i++) {
        const int64_t *flags = object_flags(o->check, &o->list.at[i].name);
        if (o->list.at[i].packed && flags && *flags & OBJECT_WANTED) {
            check_error(o->check, "packs/sealed", "missing");
            told = true;
        }
    }
}

static void judge(Objects *o, Arena *arena, const Object *object)
{
    Check *check = o->check;
    const char *path = label(check, arena, object);
    const int64_t *flags = object_flags(check, &object->name);
    bool wanted = flags && *flags & OBJECT_WANTED;
    bool beyond = object->packed && is_beyond(o, object->member.pack, object->member.header);

    check->counts.objects += object->whole;
    if (!flags && (contents_complete(check) || beyond))
        check_note(check, path, "in no record, left by an interrupted add%s",
                   object->whole ? "" : " and not whole; adding the original again replaces it");
    else if (!flags && !object->whole)
        check_error(check, path, "damaged: its bytes do not belong to its name");
    else if (flags && !wanted)
        check_note(check, path, "still there, though a tombstone says it was erased");
    else if (!object->whole && wanted && stands_elsewhere(o, object))
        check_note(check, path, "damaged, and a whole one of that name stands elsewhere in the case");
    else if (!object->read && wanted)
        check_error(check, path, "cannot be read: %s", object->why);
    else if (!object->whole && wanted)
        check_error(check, path, "damaged: its bytes are not those that were sealed");
}

void check_objects(Check *check)
{
    AUTO_ARENA arena = arena_create();
    Objects o = { .check = check, .packs = packs_create(check->dir) };

    check->objects = &o;
    check_sealed(&o);
    check_walk(check, "packs", list_pack_file);
    packs_visit(o.packs, &(PackVisit){ list_member, list_strange, list_trouble, &o });
    check_walk(check, "objects", list_file);
    hash_all(&o);
    for (size_t i = 0; i < o.list.count; i++) {
        const Object *object = &o.list.at[i];
        int64_t *flags = object_flags(check, &object->name);
        check->counts.bytes += object->bytes;
        if (flags)
            *flags |= OBJECT_SEEN | (object->whole ? OBJECT_WHOLE : 0);
    }
    check_told(&o);
    for (size_t i = 0; i < o.list.count; i++) {
        ArenaMark mark = arena_mark(arena);
        judge(&o, arena, &o.list.at[i]);
        arena_rewind(arena, mark);
    }
    check->packs = o.packs;
    check->objects = NULL;
}

bool check_object_map(Check *check, const Sha256 *name, Mapped *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    PackPlace place;

    if (check->ask->bag)
        return os_map(os_join(arena, str_of(check->ask->bag), str_of(check_bag_path(check, arena, name))), ret, err) == OK;
    if (packs_find(check->packs, name, &place))
        return packs_map(check->packs, &place, ret, err) == OK;
    return os_map(blob_path(arena, check->dir, "objects", name), ret, err) == OK;
}
