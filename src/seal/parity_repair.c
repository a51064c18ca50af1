/* parity_repair.c -- see parity.h: putting right what verify_case finds wrong.
 *
 * Only files that the seal calls wrong are touched, so parity that has grown old can set nothing
 * back: what changed since rightly counts as lost blocks for the others, no more. Every block that comes
 * back is held against its digest, every file against its sealed name, the whole case against its log. */
#include "seal/parity_inside.h"

#include "base/auto.h"
#include "base/map.h"
#include "base/os.h"
#include "seal/checkpoint.h"
#include "seal/inside.h"
#include "seal/strict.h"
#include "seal/verify.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#define DAMAGED ".damaged"

typedef struct Repair {
    Arena        *arena;
    const char   *dir;
    const Gf     *gf;
    void        (*told)(void *context, RepairKind kind, const char *path, const char *what);
    void         *context;
    RepairCounts  counts;
    Map           wrong;            /* paths that verify_case names */
    bool          beyond;           /* there are files of the log beyond the checkpoint that was found */
    Map           named;            /* paths that were told of */
} Repair;

static void tell(Repair *r, RepairKind kind, Str path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static void tell(Repair *r, RepairKind kind, Str path, const char *format, ...)
{
    AUTO_ARENA arena = arena_create();
    char what[400];
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    r->counts.restored += kind == REPAIR_RESTORED;
    r->counts.refused += kind == REPAIR_REFUSED;
    map_put(r->arena, &r->named, arena_str(r->arena, path), 1);
    if (r->told)
        r->told(r->context, kind, arena_cstr(arena, path), what);
}

static void note_wrong(void *context, const Finding *f)
{
    Repair *r = context;

    if (f->kind == FINDING_ERROR)
        map_put(r->arena, &r->wrong, arena_str(r->arena, str_of(f->path)), 1);
    else if (strstr(f->what, "beyond the checkpoint"))
        r->beyond = true;
}

static Status look(Repair *r, int64_t *wrong, Error *err)
{
    VerifyCounts n;

    r->wrong = (Map){ 0 };
    r->beyond = false;
    Status status = verify_case(r->dir, NULL, note_wrong, r, &n, err);
    if (status == OK)
        *wrong = n.errors;
    return status;
}

/* ---- which blocks are lost, and which files can be had back ---- */

typedef struct Loss {
    Volume  *v;
    int      fd;            /* of the parity file */
    uint8_t *bad;           /* one a data block, then one a parity block: it is not what it was */
    uint8_t *hopeless;      /* one a stripe: more is lost than there is parity left */
    uint64_t bad_blocks;
    uint64_t at_once;       /* stripes */
    uint8_t *data, *sums;
} Loss;

static void find_bad_data(Loss *l, uint64_t first, uint64_t end)
{
    Volume *v = l->v;

    volume_read(v, first * v->block, l->data, (size_t)((end - first) * v->block));
    for (uint64_t b = first; b < end; b++) {
        Digest is = digest_of((Str){ (const char *)l->data + (b - first) * v->block, v->block });
        l->bad[b] = !digest_eq(&is, &v->digests[b]);
        l->bad_blocks += l->bad[b];
    }
}

static void find_hopeless(Loss *l, uint64_t stripe)
{
    Volume *v = l->v;
    unsigned lost = 0, parity = 0;

    for (uint64_t b = stripe; b < v->blocks; b += v->stripes)
        lost += l->bad[b];
    for (unsigned row = 0; row < RS_PARITY; row++)
        parity += !l->bad[v->blocks + row * v->stripes + stripe];
    l->hopeless[stripe] = lost > parity;
}

static void find_loss(Loss *l)
{
    Volume *v = l->v;

    for (uint64_t b = 0; b < v->blocks; b += l->at_once)
        find_bad_data(l, b, b + l->at_once < v->blocks ? b + l->at_once : v->blocks);
    for (unsigned row = 0; l->bad_blocks && row < RS_PARITY; row++)
        for (uint64_t s = 0; s < v->stripes; s++)
            l->bad[v->blocks + row * v->stripes + s] = !parity_read(l->fd, v, row, s, l->data);
    for (uint64_t s = 0; s < v->stripes; s++)
        find_hopeless(l, s);
}

/* Blocks of the member that are not what they were, and how many of them parity cannot give back. */
static uint64_t member_loss(const Loss *l, const Member *m, uint64_t *hopeless)
{
    uint64_t bad = 0;

    *hopeless = 0;
    for (uint64_t b = member_first(l->v, m); b < member_end(l->v, m); b++) {
        bad += l->bad[b];
        *hopeless += l->bad[b] && l->hopeless[b % l->v->stripes];
    }
    return bad;
}

/* ---- blocks that come back ---- */

typedef struct Rebuilt {
    Member *m;
    char   *tmp;
    int     fd;
} Rebuilt;

typedef struct Rebuild {
    Repair  *r;
    Loss    *l;
    VEC(Rebuilt) files;     /* in the order of their members */
} Rebuild;

static bool write_exactly(int fd, const uint8_t *bytes, size_t size, uint64_t at)
{
    while (size > 0) {
        ssize_t n = pwrite(fd, bytes, size, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes += n;
        at += (uint64_t)n;
        size -= (size_t)n;
    }
    return true;
}

/* The block's bytes to those files that are being rebuilt and hold some of them. */
static Status put_block(Rebuild *b, uint64_t number, const uint8_t *block, Error *err)
{
    uint64_t start = number * b->l->v->block, end = start + b->l->v->block;

    for (size_t i = 0; i < b->files.count; i++) {
        const Rebuilt *f = &b->files.at[i];
        uint64_t from = f->m->start > start ? f->m->start : start;
        uint64_t to = f->m->start + f->m->size < end ? f->m->start + f->m->size : end;
        if (from < to && !write_exactly(f->fd, block + (from - start), (size_t)(to - from), from - f->m->start))
            return fail(err, ERR_IO, "cannot write %s: %s", f->tmp, strerror(errno));
    }
    return OK;
}

/* Solve one stripe; `slot` is its place in the sums, which are over its good blocks. */
static Status solve(Rebuild *b, uint64_t stripe, uint64_t slot, Error *err)
{
    Loss *l = b->l;
    Volume *v = l->v;
    unsigned positions[RS_PARITY], rows[RS_PARITY], count = 0, have = 0;
    uint8_t weights[RS_PARITY * RS_PARITY];
    AUTO_FREE uint8_t *block = malloc(2 * v->block);

    if (block == NULL)
        return fail(err, ERR_IO, "out of memory");
    for (unsigned p = 0; p * v->stripes + stripe < v->blocks; p++)
        if (l->bad[p * v->stripes + stripe])
            positions[count++] = p;
    for (unsigned row = 0; row < RS_PARITY && have < count; row++)
        if (!l->bad[v->blocks + row * v->stripes + stripe]) {
            uint8_t *sum = l->sums + (row * l->at_once + slot) * v->block;
            if (!parity_read(l->fd, v, row, stripe, block))
                return fail(err, ERR_IO, "the parity cannot be read twice");
            gf_add(b->r->gf, sum, block, v->block, 1);      /* what the row is short of */
            rows[have++] = row;
        }
    rs_solve(b->r->gf, positions, rows, count, weights);
    for (unsigned i = 0; i < count; i++) {
        uint64_t number = positions[i] * v->stripes + stripe;
        memset(block, 0, v->block);
        for (unsigned k = 0; k < count; k++)
            gf_add(b->r->gf, block, l->sums + (rows[k] * l->at_once + slot) * v->block, v->block,
                   weights[i * count + k]);
        Digest is = digest_of((Str){ (const char *)block, v->block });
        if (!digest_eq(&is, &v->digests[number]))
            return fail(err, ERR_CHECK, "a block does not come back as it was");
        Status status = put_block(b, number, block, err);
        if (status != OK)
            return status;
    }
    return OK;
}

static bool stripe_hurt(const Loss *l, uint64_t stripe)
{
    if (l->hopeless[stripe])
        return false;
    for (uint64_t b = stripe; b < l->v->blocks; b += l->v->stripes)
        if (l->bad[b])
            return true;
    return false;
}

/* Sum the good blocks of the hurt ones among `count` stripes, then solve those. */
static Status rebuild_stripes(Rebuild *b, uint64_t first, uint64_t count, Error *err)
{
    Loss *l = b->l;
    Volume *v = l->v;
    bool any = false;
    Status status = OK;

    for (uint64_t s = 0; s < count; s++)
        any = any || stripe_hurt(l, first + s);
    if (!any)
        return OK;
    memset(l->sums, 0, RS_PARITY * l->at_once * v->block);
    for (unsigned p = 0; p < RS_DATA && p * v->stripes + first < v->blocks; p++) {
        uint64_t start = p * v->stripes + first, end = start + count;
        end = end < v->blocks ? end : v->blocks;
        volume_read(v, start * v->block, l->data, (size_t)((end - start) * v->block));
        for (uint64_t n = start; n < end; n++)
            for (unsigned row = 0; !l->bad[n] && row < RS_PARITY; row++)
                gf_add(b->r->gf, l->sums + (row * l->at_once + (n - start)) * v->block,
                       l->data + (n - start) * v->block, v->block, rs_weight(b->r->gf, row, p));
    }
    for (uint64_t s = 0; status == OK && s < count; s++)
        if (stripe_hurt(l, first + s))
            status = solve(b, first + s, s, err);
    return status;
}

/* ---- files that come back ---- */

/* A pack may have grown since its parity was made; nothing else grows. */
static bool may_be_longer(const Member *m)
{
    return str_starts(m->path, S("packs/"));
}

/* How much of a pack of `size` bytes is kept: what was sealed since its parity was made, as far as that is known. */
static uint64_t kept_size(const Repair *r, const Member *m, uint64_t size)
{
    uint32_t number, pack;
    uint64_t sealed;
    bool damaged;

    if (packs_sealed_read(r->dir, &pack, &sealed, &damaged) && pack_number(os_basename(m->path), &number) &&
        number == pack && size > sealed)
        size = sealed;
    return size > m->size ? size : m->size;
}

/* A copy of the damaged file, zeros where it cannot be read, to be mended. */
static Status begin_file(Repair *r, Rebuilt *f, uint64_t *copied, Error *err)
{
    AUTO_FREE uint8_t *piece = malloc(PARITY_PIECE);
    AUTO_CLOSE from = open(os_join(r->arena, str_of(r->dir), f->m->path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat st = { .st_mode = str_starts(f->m->path, S("objects/")) ? 0400 : 0600 };
    bool there = from >= 0 && fstat(from, &st) == 0;
    uint64_t size = there && may_be_longer(f->m) ? kept_size(r, f->m, (uint64_t)st.st_size) : f->m->size;

    f->tmp = (char *)arena_printf(r->arena, "%s/" PARITY_FOLDER "/.new-XXXXXX", r->dir).ptr;
    f->fd = mkostemp(f->tmp, O_CLOEXEC);
    if (piece == NULL || f->fd < 0 || ftruncate(f->fd, (off_t)size) < 0 || fchmod(f->fd, st.st_mode & 0777) < 0)
        return fail(err, ERR_IO, "cannot create a file in %s/" PARITY_FOLDER ": %s", r->dir, strerror(errno));
    for (uint64_t at = 0; there && at < size && at < (uint64_t)st.st_size; at += PARITY_PIECE / 16) {
        ssize_t n = pread(from, piece, PARITY_PIECE / 16, (off_t)at);
        size_t take = n < 0 ? 0 : (uint64_t)n < size - at ? (size_t)n : (size_t)(size - at);
        if (!write_exactly(f->fd, piece, take, at))
            return fail(err, ERR_IO, "cannot write %s: %s", f->tmp, strerror(errno));
    }
    *copied = size;
    return OK;
}

/* Every block that lies in the rebuilt file alone, read back from the disk; and the sealed name. */
static Status check_file(Rebuild *b, Rebuilt *f, Error *err)
{
    Volume *v = b->l->v;
    Str base = os_basename(f->m->path);
    Sha256 name, is;
    int64_t bytes = 0;

    if (fsync(f->fd) < 0)
        return fail(err, ERR_IO, "cannot flush %s: %s", f->tmp, strerror(errno));
    volume_close(v);
    f->m->instead = f->tmp;
    for (uint64_t n = member_first(v, f->m); n < member_end(v, f->m); n++) {
        bool alone = n * v->block >= f->m->start &&
                     ((n + 1) * v->block <= f->m->start + f->m->size || f->m->start + f->m->size == v->size);
        if (!alone)
            continue;
        volume_read(v, n * v->block, b->l->data, v->block);
        Digest digest = digest_of((Str){ (const char *)b->l->data, v->block });
        if (!digest_eq(&digest, &v->digests[n]))
            return fail(err, ERR_CHECK, "what was rebuilt is not what was covered");
    }
    if ((str_starts(f->m->path, S("objects/")) || str_starts(f->m->path, S("records/"))) &&
        hex_decode(base, name.byte, SHA256_SIZE) &&
        (!blob_hash(f->tmp, &is, &bytes, err) || memcmp(is.byte, name.byte, SHA256_SIZE) != 0))
        return fail(err, ERR_CHECK, "what was rebuilt is not what was sealed");
    return OK;
}

/* The rebuilt file takes the place of the damaged one, which stays beside it for now. */
static Status put_in_place(Repair *r, Str name, const char *tmp, Error *err)
{
    char *path = os_join(r->arena, str_of(r->dir), name);
    char *aside = (char *)arena_printf(r->arena, "%s" DAMAGED, path).ptr;
    Str folder = { path, strlen(path) - os_basename(str_of(path)).len - 1 };
    Status status = os_make_dirs(arena_cstr(r->arena, folder), 0700, err);

    if (status != OK)
        return status;
    unlink(aside);
    if (os_exists(path) && link(path, aside) < 0 && rename(path, aside) < 0)
        return fail(err, ERR_IO, "cannot set %s aside: %s", path, strerror(errno));
    if (rename(tmp, path) < 0)
        return fail(err, ERR_IO, "cannot name %s: %s", path, strerror(errno));
    return os_sync_dir(arena_cstr(r->arena, folder), err);
}

static void finish_file(Rebuild *b, Rebuilt *f, const Error *trouble)
{
    Error err = { 0 };

    if (trouble->status == OK && check_file(b, f, &err) == OK && put_in_place(b->r, f->m->path, f->tmp, &err) == OK)
        tell(b->r, REPAIR_RESTORED, f->m->path, "restored");
    else
        tell(b->r, REPAIR_REFUSED, f->m->path, "left as it is: %s", trouble->status != OK ? trouble->text : err.text);
    volume_close(b->l->v);
    f->m->instead = NULL;
    if (f->fd >= 0) {
        close(f->fd);
        unlink(f->tmp);     /* gone already when it was put into its place */
    }
}

/* Which members are to be rebuilt, and which cannot be. */
static void choose(Rebuild *b)
{
    Repair *r = b->r;
    Loss *l = b->l;

    for (size_t i = 0; i < l->v->members.count; i++) {
        Member *m = &l->v->members.at[i];
        uint64_t hopeless, bad = member_loss(l, m, &hopeless);
        /* Of what lies in packs the finding may name the object, so a pack is wrong when its blocks are. */
        if (!(map_get(&r->wrong, m->path) || (may_be_longer(m) && bad)))
            continue;
        if (hopeless)
            tell(r, REPAIR_REFUSED, m->path, "%llu blocks of %llu bytes are lost, and %llu of them are more than the "
                 "parity can give back; it is left as it is", (unsigned long long)bad,
                 (unsigned long long)l->v->block, (unsigned long long)hopeless);
        else
            vec_push(r->arena, &b->files, (Rebuilt){ m, NULL, -1 });
    }
}

static void rebuild(Rebuild *b)
{
    Error err = { 0 };
    Status status = OK;
    uint64_t copied, stripes = b->l->v->stripes;

    for (size_t i = 0; status == OK && i < b->files.count; i++)
        status = begin_file(b->r, &b->files.at[i], &copied, &err);
    for (uint64_t first = 0; status == OK && first < stripes; first += b->l->at_once)
        status = rebuild_stripes(b, first, stripes - first < b->l->at_once ? stripes - first : b->l->at_once, &err);
    for (size_t i = 0; i < b->files.count; i++)
        finish_file(b, &b->files.at[i], &err);
}

/* A volume matters when one of its files is named as wrong, or when it is a pack. */
static bool concerned(const Repair *r, const Volume *v)
{
    if (str_starts(v->name, S("packs/")))
        return true;
    for (size_t i = 0; i < v->members.count; i++)
        if (map_get(&r->wrong, v->members.at[i].path))
            return true;
    return false;
}

static void repair_volume(Repair *r, Str name)
{
    AUTO_ARENA arena = arena_create();
    Str path = arena_printf(r->arena, PARITY_FOLDER "/" STR_FMT ".par", STR_ARG(name));
    Volume *v = NULL;
    int parity = -1;
    Error err = { 0 };

    if (parity_load(arena, r->dir, name, &v, &parity, &err) != OK) {
        tell(r, REPAIR_NOTED, path, "of no help: %s", err.text);
        return;
    }
    AUTO_CLOSE fd = parity;
    if (!concerned(r, v))
        return;
    uint64_t at_once = PARITY_PIECE / v->block < v->stripes ? PARITY_PIECE / v->block : v->stripes;
    AUTO_FREE uint8_t *bad = calloc(v->blocks + RS_PARITY * v->stripes + 1, 1);
    AUTO_FREE uint8_t *hopeless = calloc(v->stripes + 1, 1);
    AUTO_FREE uint8_t *data = malloc(at_once * v->block);
    AUTO_FREE uint8_t *sums = malloc(RS_PARITY * at_once * v->block);
    Loss loss = { .v = v, .fd = fd, .bad = bad, .hopeless = hopeless, .at_once = at_once, .data = data,
                  .sums = sums };
    Rebuild b = { .r = r, .l = &loss };
    if (!bad || !hopeless || !data || !sums) {
        tell(r, REPAIR_NOTED, path, "out of memory");
        return;
    }
    find_loss(&loss);
    choose(&b);
    if (b.files.count)
        rebuild(&b);
    volume_close(v);
}

typedef struct Names {
    Repair *r;
    VEC(Str) parity, aside;     /* volumes that have parity; what was set aside, without its ending */
} Names;

static Status gather_names(void *context, const FoundFile *file, Error *err)
{
    Names *n = context;
    Str path = str_slice(str_of(file->path), strlen(n->r->dir) + 1, SIZE_MAX);

    (void)err;
    if (str_starts(path, S(PARITY_FOLDER "/")) && str_ends(path, S(".par")))
        vec_push(n->r->arena, &n->parity,
                 arena_str(n->r->arena, str_slice(path, sizeof PARITY_FOLDER, path.len - 4)));
    else if (str_ends(path, S(DAMAGED)))
        vec_push(n->r->arena, &n->aside,
                 arena_str(n->r->arena, str_slice(path, 0, path.len - sizeof DAMAGED + 1)));
    return OK;
}

static void pass_over(void *context, const char *path, const char *why)
{
    (void)context;
    (void)path;
    (void)why;
}

static Names names(Repair *r)
{
    Names n = { .r = r };

    os_walk(r->arena, r->dir, gather_names, pass_over, &n, NULL);
    return n;
}

/* ---- packs/sealed, which says how long the packs are ---- */

typedef struct Reach {
    uint32_t pack;
    uint64_t end;       /* of the last whole member */
} Reach;

static void reach_member(void *context, const PackMember *m)
{
    Reach *reach = context;

    if (m->cut)
        return;
    reach->pack = m->pack;
    reach->end = (m->place.at + m->place.size + PACK_BLOCK - 1) / PACK_BLOCK * PACK_BLOCK;
}

static void reach_strange(void *context, uint32_t pack, uint64_t from, uint64_t to)
{
    (void)context;
    (void)pack;
    (void)from;
    (void)to;
}

static void reach_trouble(void *context, uint32_t pack, const char *why)
{
    (void)context;
    (void)pack;
    (void)why;
}

/* Put a small file that was told from others in its place. */
static Status put_small(Repair *r, Str name, Str bytes, Error *err)
{
    char *tmp = os_join(r->arena, str_of(r->dir), S(PARITY_FOLDER "/.new-small"));
    Status status = os_make_dirs(os_join(r->arena, str_of(r->dir), S(PARITY_FOLDER)), 0700, err);

    if (status == OK)
        status = os_write_file(tmp, bytes, 0600, DURABLE, err);
    return status == OK ? put_in_place(r, name, tmp, err) : status;
}

/* Everything that is whole counts as sealed: what was not is in no record, and harms nothing. */
static void repair_sealed(Repair *r)
{
    Packs *packs = packs_create(r->dir);
    Reach reach = { 0 };
    Error err = { 0 };

    packs_visit(packs, &(PackVisit){ reach_member, reach_strange, reach_trouble, &reach });
    packs_destroy(packs);
    if (reach.pack && put_small(r, S("packs/sealed"), packs_sealed_text(r->arena, reach.pack, reach.end), &err) == OK)
        tell(r, REPAIR_RESTORED, S("packs/sealed"), "restored from the packs");
    else
        tell(r, REPAIR_REFUSED, S("packs/sealed"), "left as it is: %s", reach.pack ? err.text : "no pack has a member");
}

/* ---- the checkpoint, which has a copy and no parity ---- */

typedef struct Newest {
    Repair          *r;
    const VerifyKey *key;
    Str              note;
    uint64_t         size;
} Newest;

static Status look_at_copy(void *context, const FoundFile *file, Error *err)
{
    Newest *n = context;
    Checkpoint checkpoint;
    Str note;

    (void)err;
    if (os_read_file(n->r->arena, file->path, CHECKPOINT_MAX, &note, NULL) == OK &&
        checkpoint_verify(note, n->key, &checkpoint, NULL) == OK && (!n->note.ptr || checkpoint.size > n->size)) {
        n->note = note;
        n->size = checkpoint.size;
    }
    return OK;
}

/* When files of the log go on beyond the newest copy, the damaged checkpoint was a newer one. */
static void repair_checkpoint(Repair *r)
{
    Error err = { 0 };
    Str text, line;
    VerifyKey key;
    Newest newest = { .r = r, .key = &key };
    Status status = os_read_file(r->arena, os_join(r->arena, str_of(r->dir), S("keys/case.vkey")), CHECKPOINT_MAX,
                                 &text, &err);

    if (status == OK && strict_line(&text, &line) && vkey_parse(line, &key, &err) == OK)
        os_walk(r->arena, os_join(r->arena, str_of(r->dir), S("checkpoints")), look_at_copy, pass_over, &newest, NULL);
    if (!newest.note.ptr || r->beyond) {
        tell(r, REPAIR_REFUSED, S("checkpoint"), "left as it is: %s", newest.note.ptr
             ? "the log goes on beyond the newest copy in checkpoints/" : "no good copy is in checkpoints/");
        return;
    }
    if (put_small(r, S("checkpoint"), newest.note, &err) == OK)
        tell(r, REPAIR_RESTORED, S("checkpoint"), "restored from checkpoints/%llu", (unsigned long long)newest.size);
    else
        tell(r, REPAIR_REFUSED, S("checkpoint"), "left as it is: %s", err.text);
}

/* A finding about the file, or about a member of it. */
static bool is_wrong(const Repair *r, Str path)
{
    AUTO_ARENA arena = arena_create();
    Str member = arena_printf(arena, STR_FMT ":", STR_ARG(path));

    for (size_t i = 0; i < r->wrong.count; i++)
        if (str_eq(r->wrong.entries[i].key, path) || str_starts(r->wrong.entries[i].key, member))
            return true;
    return false;
}

/* What lies aside goes when the file in its place is good now. */
static void clear_aside(Repair *r)
{
    Names n = names(r);

    for (size_t i = 0; i < n.aside.count; i++) {
        char *path = os_join(r->arena, str_of(r->dir), n.aside.at[i]);
        char *aside = (char *)arena_printf(r->arena, "%s" DAMAGED, path).ptr;
        if (os_exists(path) && !is_wrong(r, n.aside.at[i]))
            unlink(aside);
        else
            tell(r, REPAIR_NOTED, n.aside.at[i], "not as it was sealed even now; what was found lies beside it");
    }
}

/* What is wrong and was not told of: nothing covers it, or what does is damaged itself. */
static void tell_uncovered(Repair *r)
{
    for (size_t i = 0; i < r->wrong.count; i++) {
        Str rest = r->wrong.entries[i].key, path;
        if (str_starts(rest, S(PARITY_FOLDER "/")) || !str_cut(&rest, ':', &path) || map_get(&r->named, path))
            continue;
        tell(r, REPAIR_REFUSED, path, "left as it is: no parity that is whole brings it back");
    }
}

Status parity_repair(const char *given,
                     void (*told)(void *context, RepairKind kind, const char *path, const char *what),
                     void *context, RepairCounts *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    Repair r = { .arena = arena, .dir = parity_dir(arena, given), .told = told, .context = context,
                 .gf = gf_create_best(arena) };
    int lock_fd = -1;
    Status status = case_is(r.dir) ? case_lock(r.dir, &lock_fd, err)
                                   : fail(err, ERR_NOT_FOUND, "%s holds no case (no keys/format)", r.dir);
    AUTO_CLOSE lock = lock_fd;

    if (status == OK)
        status = look(&r, &r.counts.wrong_before, err);
    if (status != OK)
        return status;
    if (r.counts.wrong_before) {
        Names n = names(&r);
        for (size_t i = 0; i < n.parity.count; i++)
            repair_volume(&r, n.parity.at[i]);
        if (map_get(&r.wrong, S("packs/sealed")))
            repair_sealed(&r);
        if (map_get(&r.wrong, S("checkpoint")))
            repair_checkpoint(&r);
        tell_uncovered(&r);
    }
    status = look(&r, &r.counts.wrong_after, err);
    if (status == OK)
        clear_aside(&r);
    if (status == OK)
        *ret = r.counts;
    return status;
}
