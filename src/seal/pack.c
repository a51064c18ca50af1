/* pack.c -- see pack.h. */
#include "seal/pack.h"

#include "base/auto.h"
#include "seal/parity.h"
#include "seal/strict.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define MEMBER_FOLDER   "objects/"
#define NAME_LEN        (sizeof MEMBER_FOLDER - 1 + 3 + SHA256_HEX)
#define FLUSH_AHEAD     (8u << 20)      /* bytes after which the system may begin to write them out */
#define SEALED_MAX      512
#define SEALED_HEAD     "dokaz-packs/v1"

struct Packs {
    Arena *arena;
    char  *dir;                 /* the case's */
    Map    ids;                 /* 32-byte name -> index into places */
    VEC(PackPlace) places;
    uint32_t seen_pack;         /* members up to here are in the map */
    uint64_t seen;
    int      read_fd;           /* of read_pack, or -1 */
    uint32_t read_pack;

    bool     learned;

    bool     writing;           /* all that is appended goes through here: no need to look again */
    int      fd;                /* of the pack that is appended to, or -1 */
    uint32_t last;
    uint64_t end, told, started;    /* appended; in packs/sealed; handed to the disk */
    uint32_t told_pack;
    char    *room;              /* header, object, padding */
};

/* ---- members ---- */

static void octal(char *field, size_t digits, uint64_t value)
{
    field[digits] = '\0';
    while (digits-- > 0) {
        field[digits] = (char)('0' + (value & 7));
        value >>= 3;
    }
}

/* One way to write each header: whatever differs by a bit is no header. */
static void write_header(char out[PACK_BLOCK], const Sha256 *id, uint64_t size)
{
    char hex[SHA256_HEX];
    unsigned sum = 0;

    hex_write(sha256_str(id), hex);
    memset(out, 0, PACK_BLOCK);
    memcpy(out, MEMBER_FOLDER, sizeof MEMBER_FOLDER - 1);
    memcpy(out + sizeof MEMBER_FOLDER - 1, hex, 2);
    out[sizeof MEMBER_FOLDER + 1] = '/';
    memcpy(out + sizeof MEMBER_FOLDER + 2, hex, SHA256_HEX);
    octal(out + 100, 7, 0400);
    octal(out + 108, 7, 0);
    octal(out + 116, 7, 0);
    octal(out + 124, 11, size);
    octal(out + 136, 11, 0);
    memset(out + 148, ' ', 8);
    out[156] = '0';
    memcpy(out + 257, "ustar\0" "00", 8);
    for (size_t i = 0; i < PACK_BLOCK; i++)
        sum += (unsigned char)out[i];
    octal(out + 148, 6, sum);
}

static bool read_header(const char in[PACK_BLOCK], Sha256 *id, uint64_t *size)
{
    char again[PACK_BLOCK];
    Str hex = { in + sizeof MEMBER_FOLDER + 2, SHA256_HEX };

    *size = 0;
    for (size_t i = 124; i < 135; i++) {
        if (in[i] < '0' || in[i] > '7')
            return false;
        *size = *size << 3 | (uint64_t)(in[i] - '0');
    }
    if (!hex_decode(hex, id->byte, SHA256_SIZE))
        return false;
    write_header(again, id, *size);
    return memcmp(in, again, PACK_BLOCK) == 0;
}

static uint64_t padded(uint64_t size)
{
    return (size + PACK_BLOCK - 1) / PACK_BLOCK * PACK_BLOCK;
}

char *pack_name(Arena *arena, uint32_t pack)
{
    return (char *)arena_printf(arena, "packs/%06u.tar", pack).ptr;
}

bool pack_number(Str name, uint32_t *ret)
{
    uint64_t n = 0;

    if (name.len < 10 || !str_ends(name, S(".tar")))
        return false;
    for (size_t i = 0; i + 4 < name.len; i++) {
        if (name.ptr[i] < '0' || name.ptr[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(name.ptr[i] - '0');
    }
    *ret = (uint32_t)n;
    return n > 0 && n < UINT32_MAX && (name.len == 10 || name.ptr[0] != '0');
}

/* ---- files ---- */

Packs *packs_create(const char *case_dir)
{
    Arena *arena = arena_create();
    Packs *p = arena_new(arena, Packs);

    *p = (Packs){ .arena = arena, .dir = arena_cstr(arena, str_of(case_dir)), .read_fd = -1, .fd = -1 };
    return p;
}

static void forget_file(Packs *p)
{
    if (p->read_fd >= 0)
        close(p->read_fd);
    p->read_fd = -1;
}

void packs_destroy(Packs *p)
{
    if (p == NULL)
        return;
    forget_file(p);
    if (p->fd >= 0)
        close(p->fd);
    free(p->room);
    arena_destroy(p->arena);
}

static int open_pack(Packs *p, uint32_t pack, int flags)
{
    AUTO_ARENA arena = arena_create();

    return open(os_join(arena, str_of(p->dir), str_of(pack_name(arena, pack))), flags | O_CLOEXEC, 0600);
}

/* Offsets may have moved: everything is looked at anew when it is next asked for. */
static void forget_places(Packs *p)
{
    forget_file(p);
    p->ids = (Map){ 0 };
    p->places.count = 0;
    p->seen_pack = 0;
    p->seen = 0;
    p->learned = false;
}

static int reader(Packs *p, uint32_t pack)
{
    if (p->read_fd < 0 || p->read_pack != pack) {
        forget_file(p);
        p->read_fd = open_pack(p, pack, O_RDONLY);
        p->read_pack = pack;
    }
    return p->read_fd;
}

/* Exactly `size` bytes, or less at the end of the file; -1. */
static ssize_t read_at(int fd, char *out, size_t size, uint64_t at)
{
    size_t done = 0;

    while (done < size) {
        ssize_t n = pread(fd, out + done, size - done, (off_t)(at + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

static Status write_at(int fd, const char *bytes, size_t size, uint64_t at, Error *err)
{
    for (size_t done = 0; done < size; ) {
        ssize_t n = pwrite(fd, bytes + done, size - done, (off_t)(at + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return fail(err, ERR_IO, "%s", n < 0 ? strerror(errno) : "nothing could be written");
        done += (size_t)n;
    }
    return OK;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* The numbers of all packs there are, rising. */
static size_t list(Packs *p, Arena *arena, uint32_t **ret)
{
    VEC(uint32_t) numbers = { 0 };
    uint32_t number;
    DIR *d = opendir(os_join(arena, str_of(p->dir), S("packs")));

    for (struct dirent *e; d && (e = readdir(d)); )
        if (pack_number(str_of(e->d_name), &number))
            vec_push(arena, &numbers, number);
    if (d)
        closedir(d);
    if (numbers.count)
        qsort(numbers.at, numbers.count, sizeof *numbers.at, by_number);
    *ret = numbers.at;
    return numbers.count;
}

/* ---- walking ---- */

static uint64_t length_of(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 && st.st_size > 0 ? (uint64_t)st.st_size : 0;
}

/* The member whose header stands at `at`. */
static bool member_at(int fd, uint32_t pack, uint64_t at, uint64_t length, PackMember *ret)
{
    char header[PACK_BLOCK];
    uint64_t size;

    if (length - at < PACK_BLOCK || read_at(fd, header, PACK_BLOCK, at) != PACK_BLOCK ||
        !read_header(header, &ret->id, &size))
        return false;
    ret->pack = pack;
    ret->header = at;
    ret->place = (PackPlace){ pack, at + PACK_BLOCK, size };
    ret->cut = length - at - PACK_BLOCK < padded(size);
    return true;
}

/* Where the next header stands after bytes that are none: headers stand at whole blocks. */
static uint64_t next_header(int fd, uint32_t pack, uint64_t at, uint64_t length)
{
    PackMember m;

    for (at += PACK_BLOCK; at < length; at += PACK_BLOCK)
        if (member_at(fd, pack, at, length, &m))
            return at;
    return length;
}

static void remember(Packs *p, const PackMember *m)
{
    int64_t *slot = map_get(&p->ids, sha256_str(&m->id));

    if (slot) {
        p->places.at[*slot] = m->place;
        return;
    }
    map_put(p->arena, &p->ids, arena_str(p->arena, sha256_str(&m->id)), (int64_t)p->places.count);
    vec_push(p->arena, &p->places, m->place);
}

/* A pack from `at` on; returns where it stopped: the end, or a member that is not whole yet. */
static uint64_t learn_pack(Packs *p, uint32_t pack, uint64_t at)
{
    int fd = reader(p, pack);
    uint64_t length = fd < 0 ? 0 : length_of(fd);
    PackMember m;

    while (at < length) {
        if (!member_at(fd, pack, at, length, &m)) {
            uint64_t next = next_header(fd, pack, at, length);
            if (next == length)
                break;
            at = next;
        } else if (m.cut) {
            break;
        } else {
            remember(p, &m);
            at = m.place.at + padded(m.place.size);
        }
    }
    return at;
}

static void learn(Packs *p)
{
    AUTO_ARENA arena = arena_create();
    uint32_t *numbers;
    size_t count = list(p, arena, &numbers);

    for (size_t i = 0; i < count; i++)
        if (numbers[i] >= p->seen_pack) {
            p->seen = learn_pack(p, numbers[i], numbers[i] == p->seen_pack ? p->seen : 0);
            p->seen_pack = numbers[i];
        }
}

void packs_look(Packs *p)
{
    struct stat st;

    /* A pack that was written anew by an erasure: what we hold open is the old one. */
    if (p->read_fd >= 0 && fstat(p->read_fd, &st) == 0 && st.st_nlink == 0)
        forget_places(p);
    learn(p);
    p->learned = true;
}

bool packs_find(Packs *p, const Sha256 *id, PackPlace *ret)
{
    struct stat st;

    if (!p->writing && p->read_fd >= 0 && fstat(p->read_fd, &st) == 0 && st.st_nlink == 0)
        p->learned = false;
    if (!p->learned)
        packs_look(p);
    int64_t *slot = map_get(&p->ids, sha256_str(id));
    if (!slot)
        return false;
    *ret = p->places.at[*slot];
    return true;
}

Status packs_map(Packs *p, const PackPlace *place, Mapped *ret, Error *err)
{
    int fd = reader(p, place->pack);
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), from = place->at / page * page;
    size_t before = (size_t)(place->at - from);

    if (fd < 0 || length_of(fd) < place->at + place->size)
        return fail(err, ERR_IO, "packs/%06u.tar: %s", place->pack,
                    fd < 0 ? strerror(errno) : "it is cut off; dokaz verify names all that is wrong");
    if (place->size == 0) {
        *ret = (Mapped){ S(""), NULL, 0 };
        return OK;
    }
    char *map = mmap(NULL, before + place->size, PROT_READ, MAP_PRIVATE, fd, (off_t)from);
    if (map == MAP_FAILED)
        return fail(err, ERR_IO, "cannot map packs/%06u.tar: %s", place->pack, strerror(errno));
    *ret = (Mapped){ { map + before, place->size }, map, before + place->size };
    return OK;
}

bool packs_hash(Packs *p, const PackPlace *place, Sha256 *ret, Error *err)
{
    int fd = reader(p, place->pack);
    AUTO_FREE char *bytes = place->size <= PACK_OBJECT_MAX ? malloc(place->size + 1) : NULL;

    if (fd < 0 || !bytes || read_at(fd, bytes, place->size, place->at) != (ssize_t)place->size) {
        fail(err, ERR_IO, "%s", errno ? strerror(errno) : "cut off");
        return false;
    }
    *ret = sha256((Str){ bytes, place->size });
    return true;
}

/* ---- appending ---- */

bool packs_sealed_read(const char *case_dir, uint32_t *pack, uint64_t *length, bool *damaged)
{
    AUTO_ARENA arena = arena_create();
    Str text, head, name, number, line, rest;
    uint8_t digest[SHA256_SIZE];
    Status status = os_read_file(arena, os_join(arena, str_of(case_dir), S("packs/sealed")), SEALED_MAX, &text, NULL);

    *damaged = status != OK && status != ERR_NOT_FOUND;
    if (status != OK)
        return false;
    *damaged = true;
    rest = text;
    if (!strict_line(&rest, &head) || !str_eq(head, S(SEALED_HEAD)) || !strict_field(&rest, S("sealed"), &line))
        return false;
    Sha256 is = sha256((Str){ text.ptr, (size_t)(rest.ptr - text.ptr) });
    if (!strict_field(&rest, S("sha256"), &number) || rest.len || !hex_decode(number, digest, SHA256_SIZE) ||
        memcmp(digest, is.byte, SHA256_SIZE) != 0)
        return false;
    if (!str_cut(&line, ' ', &name) || !pack_number(name, pack) || !strict_u64(line, length) ||
        *length % PACK_BLOCK)
        return false;
    *damaged = false;
    return true;
}

static void begin_pack(Packs *p, uint32_t pack, uint64_t end)
{
    if (p->fd >= 0)
        close(p->fd);
    p->fd = -1;
    p->last = pack;
    p->end = p->started = end;
}

static void remove_unfinished(Packs *p, Arena *arena)
{
    char *folder = os_join(arena, str_of(p->dir), S("packs"));
    DIR *d = opendir(folder);

    for (struct dirent *e; d && (e = readdir(d)); )
        if (str_starts(str_of(e->d_name), S(".new-")))
            unlink(os_join(arena, str_of(folder), str_of(e->d_name)));
    if (d)
        closedir(d);
}

Status packs_recover(Packs *p, bool sealed_none, Error *err)
{
    AUTO_ARENA arena = arena_create();
    uint32_t *numbers, pack = 0;
    uint64_t length = 0;
    bool damaged;
    size_t count = list(p, arena, &numbers);
    uint32_t highest = count ? numbers[count - 1] : 0;
    bool known = packs_sealed_read(p->dir, &pack, &length, &damaged);

    p->writing = true;
    remove_unfinished(p, arena);
    if (!known && (damaged || !sealed_none)) {      /* nothing may be cut off then: go on in a pack of its own */
        begin_pack(p, highest + 1, 0);
        return OK;
    }
    if (!known)
        pack = 1;
    for (size_t i = 0; i < count; i++)      /* begun after the last commit: nothing in them was acknowledged */
        if (numbers[i] > pack)
            unlink(os_join(arena, str_of(p->dir), str_of(pack_name(arena, numbers[i]))));
    char *path = os_join(arena, str_of(p->dir), str_of(pack_name(arena, pack)));
    struct stat st;
    uint64_t is = stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
    if (is > length && truncate(path, (off_t)length) < 0)
        return fail(err, ERR_IO, "cannot cut %s back to what was sealed: %s", path, strerror(errno));
    if (is < length)                        /* damaged: verify tells; what is there stays as it is */
        begin_pack(p, pack + 1, 0);
    else
        begin_pack(p, pack, length);
    p->told_pack = pack;
    p->told = length;
    return OK;
}

char *packs_room(Packs *p)
{
    if (!p->room)
        p->room = malloc(2 * PACK_BLOCK + PACK_OBJECT_MAX + 1);
    return p->room ? p->room + PACK_BLOCK : NULL;
}

/* Let the disk begin while we go on hashing; durable it is only after the caller's flush. */
static void flush_ahead(Packs *p)
{
    if (p->end - p->started < FLUSH_AHEAD)
        return;
    sync_file_range(p->fd, (off_t)p->started, (off_t)(p->end - p->started), SYNC_FILE_RANGE_WRITE);
    p->started = p->end;
}

Status packs_append(Packs *p, const Sha256 *id, size_t size, Error *err)
{
    uint64_t total = PACK_BLOCK + padded(size);
    Error inner = { 0 };

    if (!p->learned)
        packs_look(p);
    if (p->end > 0 && p->end + total > PACK_FULL)
        begin_pack(p, p->last + 1, 0);
    if (p->fd < 0) {
        AUTO_ARENA arena = arena_create();
        Status status = os_make_dirs(os_join(arena, str_of(p->dir), S("packs")), 0700, err);
        if (status != OK)
            return status;
        p->fd = open_pack(p, p->last, O_RDWR | O_CREAT);
        if (p->fd < 0)
            return fail(err, ERR_IO, "cannot open packs/%06u.tar: %s", p->last, strerror(errno));
    }
    write_header(p->room, id, size);
    memset(p->room + PACK_BLOCK + size, 0, total - PACK_BLOCK - size);
    if (write_at(p->fd, p->room, total, p->end, &inner) != OK) {
        if (ftruncate(p->fd, (off_t)p->end) < 0)    /* the next writer cuts it off then */
            begin_pack(p, p->last, p->end);
        return fail(err, ERR_IO, "cannot write packs/%06u.tar: %s", p->last, inner.text);
    }
    PackMember m = { .pack = p->last, .id = *id, .place = { p->last, p->end + PACK_BLOCK, size } };
    remember(p, &m);
    p->end += total;
    p->seen_pack = p->last;
    p->seen = p->end;
    flush_ahead(p);
    return OK;
}

Str packs_sealed_text(Arena *arena, uint32_t pack, uint64_t length)
{
    AUTO_STRBUF text = { 0 };
    char hex[SHA256_HEX];

    strbuf_printf(&text, SEALED_HEAD "\nsealed %06u.tar %llu\n", pack, (unsigned long long)length);
    Sha256 digest = sha256(strbuf_str(&text));
    hex_write(sha256_str(&digest), hex);
    strbuf_printf(&text, "sha256 %.64s\n", hex);
    return arena_str(arena, strbuf_str(&text));
}

bool packs_sealed(const Packs *p, Arena *arena, Str *ret)
{
    if (p->last == 0 || (p->last == p->told_pack && p->end == p->told))
        return false;
    *ret = packs_sealed_text(arena, p->last, p->end);
    return true;
}

void packs_told(Packs *p)
{
    p->told_pack = p->last;
    p->told = p->end;
}

/* ---- erasing ---- */

/* Everything of `from` but the members of that name, in the same order. What is no member is kept: it may be
 * a member whose header is damaged. */
static Status copy_without(Packs *p, uint32_t pack, const Sha256 *id, int to, Error *err)
{
    int fd = reader(p, pack);
    uint64_t length = fd < 0 ? 0 : length_of(fd), out = 0;
    PackMember m;
    char *room = packs_room(p);

    if (fd < 0 || !room)
        return fail(err, ERR_IO, "cannot read packs/%06u.tar: %s", pack, strerror(errno));
    for (uint64_t at = 0, next; at < length; at = next) {
        bool is = member_at(fd, pack, at, length, &m) && !m.cut;
        next = is ? m.place.at + padded(m.place.size) : next_header(fd, pack, at, length);
        if (is && memcmp(m.id.byte, id->byte, SHA256_SIZE) == 0)
            continue;
        for (uint64_t from = at; from < next; ) {
            size_t piece = next - from < PACK_OBJECT_MAX ? (size_t)(next - from) : PACK_OBJECT_MAX;
            if (read_at(fd, room, piece, from) != (ssize_t)piece)
                return fail(err, ERR_IO, "cannot read packs/%06u.tar: %s", pack, strerror(errno));
            Status status = write_at(to, room, piece, out, err);
            if (status != OK)
                return status;
            from += piece;
            out += piece;
        }
    }
    return OK;
}

static Status rewrite_without(Packs *p, uint32_t pack, const Sha256 *id, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *folder = os_join(arena, str_of(p->dir), S("packs"));
    char *path = os_join(arena, str_of(p->dir), str_of(pack_name(arena, pack)));
    char *tmp = os_join(arena, str_of(folder), S(".new-XXXXXX"));
    AUTO_CLOSE fd = mkostemp(tmp, O_CLOEXEC);

    if (fd < 0)
        return fail(err, ERR_IO, "cannot create a file in %s: %s", folder, strerror(errno));
    AUTO_UNLINK unfinished = tmp;
    Status status = copy_without(p, pack, id, fd, err);
    if (status != OK)
        return status;
    if (fsync(fd) < 0)
        return fail(err, ERR_IO, "cannot flush %s: %s", tmp, strerror(errno));
    if (rename(tmp, path) < 0)
        return fail(err, ERR_IO, "cannot name %s: %s", path, strerror(errno));
    unfinished = NULL;
    return os_sync_dir(folder, err);
}

Status packs_erase(Packs *p, const Sha256 *id, bool *gone, Error *err)
{
    PackPlace place;

    *gone = false;
    while (packs_find(p, id, &place)) {
        if (place.pack == p->last) {        /* packs/sealed speaks of its length: it must be no longer the last */
            AUTO_ARENA arena = arena_create();
            Str sealed;
            Status status = p->fd >= 0 && fsync(p->fd) < 0
                ? fail(err, ERR_IO, "cannot flush packs/%06u.tar: %s", p->last, strerror(errno)) : OK;
            begin_pack(p, p->last + 1, 0);
            if (status == OK && packs_sealed(p, arena, &sealed))
                status = os_write_file(os_join(arena, str_of(p->dir), S("packs/sealed")), sealed, 0600, DURABLE, err);
            if (status != OK)
                return status;
            packs_told(p);
        }
        AUTO_ARENA names = arena_create();
        Status status = parity_drop(p->dir, pack_name(names, place.pack), err);
        if (status == OK)
            status = rewrite_without(p, place.pack, id, err);
        if (status != OK)
            return status;
        *gone = true;
        forget_places(p);
    }
    return OK;
}

/* ---- verify ---- */

static bool zeros(int fd, uint64_t from, uint64_t to)
{
    char bytes[PACK_BLOCK];
    ssize_t n = read_at(fd, bytes, (size_t)(to - from), from);

    if (n != (ssize_t)(to - from))
        return false;
    for (ssize_t i = 0; i < n; i++)
        if (bytes[i])
            return false;
    return true;
}

static void visit_pack(Packs *p, uint32_t pack, const PackVisit *visit)
{
    int fd = reader(p, pack);
    uint64_t length = fd < 0 ? 0 : length_of(fd);
    PackMember m;

    if (fd < 0) {
        visit->trouble(visit->context, pack, strerror(errno));
        return;
    }
    for (uint64_t at = 0, next; at < length; at = next) {
        if (!member_at(fd, pack, at, length, &m)) {
            next = next_header(fd, pack, at, length);
            visit->strange(visit->context, pack, at, next);
            continue;
        }
        next = m.place.at + padded(m.place.size);
        m.padded = !m.cut && zeros(fd, m.place.at + m.place.size, next);
        visit->member(visit->context, &m);
        if (m.cut)
            break;
    }
}

void packs_visit(Packs *p, const PackVisit *visit)
{
    AUTO_ARENA arena = arena_create();
    uint32_t *numbers;
    size_t count = list(p, arena, &numbers);

    for (size_t i = 0; i < count; i++)
        visit_pack(p, numbers[i], visit);
}
