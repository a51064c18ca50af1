/* escape_test.c -- what a parser that was taken over would try, each from a box of its own; none may succeed.
 *
 * The program runs itself as the parser: `escape_test PROBE SCENE`. The table says how each attempt ends: its process
 * is killed by the filter, or the call is refused. Afterwards the outside is looked at, too: files, sockets,
 * the original.
 */
#include "check.h"
#include "base/auto.h"
#include "guard/landlock.h"
#include "guard/sandbox_in.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <linux/seccomp.h>
#include <mqueue.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>

/* What stands outside, for the probes to reach for. */
typedef struct Scene {
    char   folder[PATH_MAX];    /* "case/secret" and "keys/secret" lie below it */
    int    parent;
    int    tcp, udp;            /* ports of the loopback */
    void  *canary;              /* in the parent's memory */
} Scene;

/* ---- the attempts: true when one succeeds ---- */

#define PROBE(name, ...) static bool name(const Scene *s) { (void)s; errno = 0; return __VA_ARGS__; }
#define CALL(...) (syscall(__VA_ARGS__) >= 0)

static const char *below(const Scene *s, const char *name, char path[PATH_MAX])
{
    return snprintf(path, PATH_MAX, "%.3000s/%s", s->folder, name) < PATH_MAX ? path : "";
}

static bool reads(const char *path)
{
    char byte;
    AUTO_CLOSE fd = open(path, O_RDONLY);
    return fd >= 0 && read(fd, &byte, 1) >= 0;
}

static bool writes(const char *path)
{
    AUTO_CLOSE fd = open(path, O_WRONLY | O_CREAT, 0600);
    return fd >= 0;
}

static struct sockaddr_in loopback(int port)
{
    return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static bool says_hello(int kind, int port)
{
    struct sockaddr_in to = loopback(port);
    int fd = socket(AF_INET, kind, 0);
    return fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0 && write(fd, "x", 1) == 1;
}

static bool abstract_connect(const Scene *s)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(to.sun_path + 1, sizeof to.sun_path - 1, "dokaz-escape-%d", s->parent);
    return fd >= 0 && connect(fd, (struct sockaddr *)&to, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
                                                                       strlen(to.sun_path + 1))) == 0;
}

static bool sends_descriptor(const Scene *s)
{
    union { struct cmsghdr head; char room[CMSG_SPACE(sizeof(int))]; } c = { 0 };
    struct iovec words = { "x", 1 };
    struct msghdr m = { .msg_iov = &words, .msg_iovlen = 1, .msg_control = c.room, .msg_controllen = sizeof c.room };

    (void)s;
    c.head = (struct cmsghdr){ CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS };
    return sendmsg(1, &m, 0) == 1;
}

static bool reads_parent(const Scene *s)
{
    char byte = 0;
    struct iovec here = { &byte, 1 }, there = { s->canary, 1 };
    return process_vm_readv(s->parent, &here, 1, &there, 1, 0) == 1;
}

static bool maps_code(const Scene *s)
{
    (void)s;
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool makes_code(const Scene *s)
{
    (void)s;
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED && mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool raises_limit(const Scene *s)
{
    struct rlimit r = { RLIM_INFINITY, RLIM_INFINITY };
    (void)s;
    return setrlimit(RLIMIT_FSIZE, &r) == 0;
}

static bool has_descriptors(const Scene *s)
{
    char byte;
    (void)s;
    for (int fd = 3; fd < 256; fd++)
        if (read(fd, &byte, 1) >= 0 || lseek(fd, 0, SEEK_CUR) >= 0)
            return true;
    return false;
}

static bool opens_ring(const Scene *s)
{
    struct io_uring_params p = { 0 };
    (void)s;
    return CALL(SYS_io_uring_setup, 4, &p);
}

static bool opens_perf(const Scene *s)
{
    struct perf_event_attr a = { .type = PERF_TYPE_SOFTWARE, .size = sizeof a, .exclude_kernel = 1 };
    (void)s;
    return CALL(SYS_perf_event_open, &a, 0, -1, -1, 0);
}

static bool loads_bpf(const Scene *s)
{
    union bpf_attr a = { .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1 };
    (void)s;
    return CALL(SYS_bpf, BPF_MAP_CREATE, &a, sizeof a);
}

static bool notifies_itself(const Scene *s)
{
    struct sock_filter allow = { 6, 0, 0, 0x7fff0000 };
    struct sock_fprog program = { 1, &allow };
    (void)s;
    return CALL(SYS_seccomp, 1, 8 /* SECCOMP_FILTER_FLAG_NEW_LISTENER */, &program);
}

#if defined(__x86_64__)
static bool calls_as_32_bit(const Scene *s)
{
    long ret = 20;      /* getpid of i386 */
    (void)s;
    __asm__ volatile ("int $0x80" : "+a"(ret) : : "memory");
    return ret > 0;
}
PROBE(calls_as_x32,         CALL(0x40000000 | SYS_getppid))
#endif

static bool forks(const Scene *s)
{
    (void)s;
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static bool runs_memory(const Scene *s)
{
    (void)s;
    return CALL(SYS_memfd_create, "x", 0);
}

static const char *passwd = "/etc/passwd";
static char *const no_words[] = { "true", NULL };

PROBE(reads_case,           reads(below(s, "case/secret", (char[PATH_MAX]){ 0 })))
PROBE(writes_case,          writes(below(s, "case/written", (char[PATH_MAX]){ 0 })))
PROBE(unlinks_case,         unlink(below(s, "case/secret", (char[PATH_MAX]){ 0 })) == 0)
PROBE(renames_case,         rename(below(s, "case/secret", (char[PATH_MAX]){ 0 }), "/tmp/dokaz-escape-moved") == 0)
PROBE(links_case,           link(below(s, "case/secret", (char[PATH_MAX]){ 0 }), "/tmp/dokaz-escape-link") == 0)
PROBE(truncates_case,       truncate(below(s, "case/secret", (char[PATH_MAX]){ 0 }), 0) == 0)
PROBE(chmods_case,          chmod(below(s, "case/secret", (char[PATH_MAX]){ 0 }), 0777) == 0)
PROBE(stats_case,           access(below(s, "case/secret", (char[PATH_MAX]){ 0 }), R_OK) == 0)
PROBE(reads_keys,           reads(below(s, "keys/secret", (char[PATH_MAX]){ 0 })))
PROBE(lists_case,           open(below(s, "case", (char[PATH_MAX]){ 0 }), O_RDONLY | O_DIRECTORY) >= 0)
PROBE(reads_passwd,         reads(passwd))
PROBE(openat2s_passwd,      CALL(SYS_openat2, AT_FDCWD, passwd, (uint64_t[3]){ 0 }, 24))
PROBE(reads_own_memory,     reads("/proc/self/mem"))
PROBE(reads_parent_memory,  reads(({ static char p[64]; snprintf(p, sizeof p, "/proc/%d/mem", s->parent); p; })))
PROBE(reads_parent_words,   reads(({ static char p[64]; snprintf(p, sizeof p, "/proc/%d/environ", s->parent); p; })))
PROBE(reads_library,        reads("/usr/share/common-licenses/GPL-3") || reads("/etc/ld.so.cache"))
PROBE(writes_shm,           writes("/dev/shm/dokaz-escape"))
PROBE(writes_tmp,           writes("/tmp/dokaz-escape"))
PROBE(makes_folder,         mkdir("/tmp/dokaz-escape-folder", 0700) == 0)
PROBE(makes_link,           symlink(passwd, "/tmp/dokaz-escape-symlink") == 0)
PROBE(makes_fifo,           mknod("/tmp/dokaz-escape-fifo", S_IFIFO | 0600, 0) == 0)
PROBE(opens_device,         open("/dev/kmsg", O_RDONLY | O_NONBLOCK) >= 0)
PROBE(connects_tcp,         says_hello(SOCK_STREAM, s->tcp))
PROBE(sends_udp,            says_hello(SOCK_DGRAM, s->udp))
PROBE(opens_netlink,        socket(AF_NETLINK, SOCK_RAW, 0) >= 0)
PROBE(opens_raw,            socket(AF_PACKET, SOCK_RAW, 0) >= 0)
PROBE(opens_vsock,          socket(AF_VSOCK, SOCK_STREAM, 0) >= 0)
PROBE(pairs_sockets,        socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){ 0 }) == 0)
PROBE(runs_program,         execve("/bin/true", no_words, NULL) == 0)
PROBE(runs_original,        CALL(SYS_execveat, 0, "", no_words, NULL, AT_EMPTY_PATH))
PROBE(clones,               CALL(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0))
PROBE(clones_3,             CALL(SYS_clone3, (uint64_t[11]){ 0 }, 88))
PROBE(starts_thread,        CALL(SYS_clone, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD, NULL, NULL,
                                 NULL, 0))
PROBE(traces_parent,        ptrace(PTRACE_ATTACH, s->parent, NULL, NULL) == 0)
PROBE(is_traced,            ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0)
PROBE(kills_parent,         kill(s->parent, 0) == 0)
PROBE(kills_group,          kill(0, 0) == 0)
PROBE(signals_parent,       CALL(SYS_tgkill, s->parent, s->parent, 0))
PROBE(holds_parent,         CALL(SYS_pidfd_open, s->parent, 0))
PROBE(asks_limits,          CALL(SYS_prlimit64, s->parent, RLIMIT_CORE, NULL, (uint64_t[2]){ 0 }))
PROBE(sets_limit,           CALL(SYS_setrlimit, RLIMIT_FSIZE, (uint64_t[2]){ RLIM_INFINITY, RLIM_INFINITY }))
PROBE(becomes_dumpable,     prctl(PR_SET_DUMPABLE, 1) == 0)
PROBE(outlives_parent,      prctl(PR_SET_PDEATHSIG, 0) == 0)
PROBE(gets_capabilities,    CALL(SYS_capset, (uint32_t[2]){ 0x20080522, 0 }, (uint32_t[6]){ ~0u, ~0u }))
PROBE(takes_ownership,      setuid(0) == 0 || setgid(0) == 0)
PROBE(faults_by_hand,       CALL(SYS_userfaultfd, O_NONBLOCK))
PROBE(adds_key,             CALL(SYS_add_key, "user", "dokaz", "x", 1, -3))
PROBE(reads_keyring,        CALL(SYS_keyctl, 0, -3, 0))
PROBE(mounts,               CALL(SYS_mount, "none", "/nowhere", "tmpfs", 0, NULL))
PROBE(opens_tree,           CALL(SYS_open_tree, AT_FDCWD, "/", 1))
PROBE(changes_root,         chroot("/tmp") == 0)
PROBE(moves_root,           CALL(SYS_pivot_root, "/tmp", "/tmp"))
PROBE(unshares,             unshare(CLONE_NEWUSER) == 0)
PROBE(enters_namespace,     setns(0, 0) == 0)
PROBE(shortens_original,    ftruncate(0, 0) == 0)
PROBE(lengthens_original,   fallocate(0, 0, 0, 1 << 20) == 0)
PROBE(writes_original,      write(0, "x", 1) == 1)
PROBE(pwrites_original,     pwrite(0, "x", 1, 0) == 1)
PROBE(maps_original,        ({ void *m = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, 0, 0); m != MAP_FAILED; }))
PROBE(splices,              splice(0, NULL, 1, NULL, 1, 0) >= 0)
PROBE(tees,                 tee(1, 1, 1, 0) >= 0)
PROBE(splices_memory,       vmsplice(1, &(struct iovec){ "x", 1 }, 1, 0) >= 0)
PROBE(sends_file,           CALL(SYS_sendfile, 1, 0, NULL, 1))
PROBE(copies_range,         CALL(SYS_copy_file_range, 0, NULL, 1, NULL, 1, 0))
PROBE(types_at_terminal,    ioctl(0, TIOCSTI, "x") == 0 || ioctl(1, TIOCSTI, "x") == 0)
PROBE(duplicates,           fcntl(1, F_DUPFD, 50) >= 0)
PROBE(duplicates_2,         dup2(1, 50) >= 0)
PROBE(makes_pipe,           pipe((int[2]){ 0 }) == 0)
PROBE(shares_memory,        CALL(SYS_shmget, 1234, 4096, 0600 | 01000))
PROBE(attaches_memory,      CALL(SYS_shmat, 0, NULL, 0))
PROBE(opens_queue,          mq_open("/dokaz-escape", O_CREAT | O_RDWR, 0600, NULL) >= 0)
PROBE(watches,              CALL(SYS_inotify_init1, 0))
PROBE(watches_all,          CALL(SYS_fanotify_init, 0, 0))
PROBE(names_handle,         CALL(SYS_name_to_handle_at, AT_FDCWD, "/", (uint64_t[20]){ 128 }, (int[1]){ 0 }, 0))
PROBE(opens_handle,         CALL(SYS_open_by_handle_at, 0, (uint64_t[20]){ 128 }, 0))
PROBE(changes_person,       CALL(SYS_personality, 0x0400000 /* READ_IMPLIES_EXEC */))
PROBE(swaps,                CALL(SYS_swapon, "/dev/null", 0))
PROBE(reboots,              CALL(SYS_reboot, 0, 0, 0, NULL))
PROBE(sets_clock,           CALL(SYS_settimeofday, (int64_t[2]){ 0, -1 }, NULL))
PROBE(loads_module,         CALL(SYS_finit_module, 0, "", 0))
PROBE(reads_kernel_log,     CALL(SYS_syslog, 3, (char[64]){ 0 }, 64))
PROBE(compares_parent,      CALL(SYS_kcmp, s->parent, s->parent, 0, 0, 0))
PROBE(protects_by_key,      CALL(SYS_pkey_mprotect, NULL, 0, PROT_EXEC, -1))
PROBE(remaps,               CALL(SYS_remap_file_pages, NULL, 0, 0, 0, 0))
PROBE(sets_alarm,           CALL(SYS_timer_create, 0, NULL, (int[1]){ 0 }))
PROBE(opens_event,          CALL(SYS_eventfd2, 0, 0))

/* ---- the table ---- */

typedef enum Stage {
    LOADING,        /* narrowed, and loading its libraries: the original was not looked at yet */
    NO_FILTER,      /* the whole box but for the second filter: what the rest holds by itself */
    SHUT,           /* the whole box */
} Stage;

typedef enum Want { KILLED, REFUSED } Want;

typedef struct Row {
    const char *name;
    Stage       stage;
    Want        want;
    bool      (*try)(const Scene *);
    bool        landlock;       /* nothing but Landlock refuses it: not tried where the kernel has none */
} Row;

#define ROW(stage, want, probe)  { #probe, stage, want, probe, false }
#define FILES(stage, probe)      { #probe, stage, REFUSED, probe, true }

static const Row rows[] = {
    FILES(LOADING, reads_case), FILES(LOADING, writes_case), FILES(LOADING, unlinks_case), FILES(LOADING, renames_case),
    FILES(LOADING, links_case), FILES(LOADING, truncates_case), FILES(LOADING, reads_keys), FILES(LOADING, lists_case),
    FILES(LOADING, reads_passwd), FILES(LOADING, writes_shm), FILES(LOADING, writes_tmp), FILES(LOADING, makes_folder),
    FILES(LOADING, makes_link), FILES(LOADING, makes_fifo), FILES(LOADING, opens_device),
    FILES(LOADING, reads_parent_memory), FILES(LOADING, reads_parent_words),
    ROW(LOADING, KILLED, connects_tcp), ROW(LOADING, KILLED, sends_udp), ROW(LOADING, REFUSED, abstract_connect),
    ROW(LOADING, KILLED, traces_parent), ROW(LOADING, KILLED, reads_parent), ROW(LOADING, KILLED, kills_parent),
    ROW(LOADING, KILLED, runs_memory), ROW(LOADING, KILLED, opens_ring), ROW(LOADING, KILLED, loads_bpf),
    ROW(LOADING, KILLED, mounts), ROW(LOADING, KILLED, unshares), ROW(LOADING, KILLED, faults_by_hand),

    FILES(NO_FILTER, reads_library), FILES(NO_FILTER, reads_own_memory), FILES(NO_FILTER, reads_case),
    FILES(NO_FILTER, runs_program), FILES(NO_FILTER, writes_tmp), FILES(NO_FILTER, lists_case),
    ROW(NO_FILTER, REFUSED, gets_capabilities), ROW(NO_FILTER, REFUSED, raises_limit),
    ROW(NO_FILTER, REFUSED, has_descriptors),

    ROW(SHUT, REFUSED, reads_case), ROW(SHUT, REFUSED, writes_case), ROW(SHUT, REFUSED, unlinks_case),
    ROW(SHUT, KILLED, renames_case), ROW(SHUT, KILLED, links_case), ROW(SHUT, KILLED, truncates_case),
    ROW(SHUT, KILLED, chmods_case), ROW(SHUT, REFUSED, stats_case), ROW(SHUT, REFUSED, reads_keys),
    ROW(SHUT, REFUSED, lists_case), ROW(SHUT, REFUSED, reads_passwd), ROW(SHUT, REFUSED, openat2s_passwd),
    ROW(SHUT, REFUSED, reads_own_memory), ROW(SHUT, REFUSED, reads_parent_memory),
    ROW(SHUT, REFUSED, reads_parent_words), ROW(SHUT, REFUSED, reads_library), ROW(SHUT, REFUSED, writes_shm),
    ROW(SHUT, REFUSED, writes_tmp), ROW(SHUT, REFUSED, makes_folder), ROW(SHUT, KILLED, makes_link),
    ROW(SHUT, KILLED, makes_fifo), ROW(SHUT, REFUSED, opens_device), ROW(SHUT, KILLED, connects_tcp),
    ROW(SHUT, KILLED, sends_udp), ROW(SHUT, REFUSED, abstract_connect), ROW(SHUT, KILLED, opens_netlink),
    ROW(SHUT, KILLED, opens_raw), ROW(SHUT, KILLED, opens_vsock), ROW(SHUT, KILLED, pairs_sockets),
    ROW(SHUT, KILLED, sends_descriptor), ROW(SHUT, KILLED, runs_program), ROW(SHUT, KILLED, runs_original),
    ROW(SHUT, KILLED, runs_memory), ROW(SHUT, KILLED, forks), ROW(SHUT, KILLED, clones), ROW(SHUT, KILLED, clones_3),
    ROW(SHUT, KILLED, starts_thread), ROW(SHUT, KILLED, traces_parent), ROW(SHUT, KILLED, is_traced),
    ROW(SHUT, KILLED, reads_parent), ROW(SHUT, KILLED, kills_parent), ROW(SHUT, KILLED, kills_group),
    ROW(SHUT, KILLED, signals_parent), ROW(SHUT, KILLED, holds_parent), ROW(SHUT, REFUSED, raises_limit), ROW(SHUT, KILLED, sets_limit),
    ROW(SHUT, REFUSED, asks_limits), ROW(SHUT, REFUSED, becomes_dumpable), ROW(SHUT, REFUSED, outlives_parent),
    ROW(SHUT, KILLED, gets_capabilities), ROW(SHUT, KILLED, takes_ownership), ROW(SHUT, REFUSED, maps_code),
    ROW(SHUT, REFUSED, makes_code), ROW(SHUT, REFUSED, maps_original), ROW(SHUT, KILLED, protects_by_key),
    ROW(SHUT, KILLED, remaps), ROW(SHUT, KILLED, opens_ring), ROW(SHUT, KILLED, loads_bpf), ROW(SHUT, KILLED, opens_perf),
    ROW(SHUT, KILLED, faults_by_hand), ROW(SHUT, KILLED, adds_key), ROW(SHUT, KILLED, reads_keyring),
    ROW(SHUT, KILLED, mounts), ROW(SHUT, KILLED, opens_tree), ROW(SHUT, KILLED, changes_root),
    ROW(SHUT, KILLED, moves_root), ROW(SHUT, KILLED, unshares), ROW(SHUT, KILLED, enters_namespace),
    ROW(SHUT, REFUSED, has_descriptors), ROW(SHUT, KILLED, shortens_original), ROW(SHUT, KILLED, lengthens_original),
    ROW(SHUT, REFUSED, writes_original), ROW(SHUT, KILLED, pwrites_original), ROW(SHUT, KILLED, splices),
    ROW(SHUT, KILLED, tees), ROW(SHUT, KILLED, splices_memory), ROW(SHUT, KILLED, sends_file),
    ROW(SHUT, KILLED, copies_range), ROW(SHUT, REFUSED, types_at_terminal), ROW(SHUT, REFUSED, duplicates),
    ROW(SHUT, KILLED, duplicates_2), ROW(SHUT, KILLED, makes_pipe), ROW(SHUT, KILLED, shares_memory),
    ROW(SHUT, KILLED, attaches_memory), ROW(SHUT, KILLED, opens_queue), ROW(SHUT, KILLED, watches),
    ROW(SHUT, KILLED, watches_all), ROW(SHUT, KILLED, names_handle), ROW(SHUT, KILLED, opens_handle),
    ROW(SHUT, KILLED, changes_person), ROW(SHUT, KILLED, swaps), ROW(SHUT, KILLED, reboots),
    ROW(SHUT, KILLED, sets_clock), ROW(SHUT, KILLED, loads_module), ROW(SHUT, KILLED, reads_kernel_log),
    ROW(SHUT, KILLED, compares_parent), ROW(SHUT, KILLED, sets_alarm), ROW(SHUT, KILLED, opens_event),
    ROW(SHUT, KILLED, notifies_itself),
#if defined(__x86_64__)
    ROW(SHUT, KILLED, calls_as_32_bit), ROW(SHUT, KILLED, calls_as_x32),
#endif
};

#define ROWS (sizeof rows / sizeof *rows)

static const BoxLimits small = { .memory = 64 << 20, .cpu_seconds = 2, .wall_seconds = 20, .output = 1 << 10 };

/* ---- inside ---- */

static int be_taken_over(const char *number, const char *scene)
{
    const Row *row = &rows[strtoul(number, NULL, 10) % ROWS];
    Scene s = { 0 };
    AUTO_STRBUF answer = { 0 };
    bool closed = sscanf(scene, "%d %d %d %p %4095s", &s.parent, &s.tcp, &s.udp, &s.canary, s.folder) == 5 &&
                  (row->stage == LOADING || (row->stage == NO_FILTER && box_give_up(&small)) ||
                   (row->stage == SHUT && box_shut(&small)));

    if (closed)
        strbuf_add(&answer, row->try(&s) ? S("escaped") : S("refused"));
    box_answer(closed ? 0 : BOX_NO_BOX, &answer, &small);
}

/* ---- outside ---- */

static int listen_at(int kind, int *port)
{
    struct sockaddr_in at = loopback(0);
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, kind | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    CHECK(bind(fd, (struct sockaddr *)&at, len) == 0 && (kind == SOCK_DGRAM || listen(fd, 4) == 0), "a port");
    getsockname(fd, (struct sockaddr *)&at, &len);
    *port = ntohs(at.sin_port);
    return fd;
}

static void put_secret(const Scene *s, const char *folder)
{
    char path[PATH_MAX];

    mkdir(below(s, folder, path), 0700);
    strcat(path, "/secret");
    AUTO_CLOSE fd = open(path, O_WRONLY | O_CREAT, 0600);
    CHECK(write(fd, "secret", 6) == 6, path);
}

static void try_row(const char *self, size_t i, const char *scene, int original)
{
    char number[24];
    const char *arguments[] = { "escape", number, scene, NULL };
    AUTO_STRBUF answer = { 0 };
    BoxResult r = { 0 };
    Error err = { 0 };

    snprintf(number, sizeof number, "%zu", i);
    CHECK_INT(box_exec(self, arguments, original, &small, &answer, &r, &err), OK, err.text);
    if (rows[i].want == KILLED)
        CHECK(r.end == BOX_CRASHED && r.detail == SIGSYS, rows[i].name);
    else
        CHECK(r.end == BOX_OK && str_eq(strbuf_str(&answer), S("refused")), rows[i].name);
    if (str_eq(strbuf_str(&answer), S("escaped")))
        fprintf(stderr, "ESCAPED: %s\n", rows[i].name);
}

/* What no probe may have changed. */
static void look_around(const Scene *s, const int sockets[3], int original)
{
    static const char *const made[] = { "/dev/shm/dokaz-escape", "/tmp/dokaz-escape", "/tmp/dokaz-escape-folder",
        "/tmp/dokaz-escape-symlink", "/tmp/dokaz-escape-fifo", "/tmp/dokaz-escape-moved", "/tmp/dokaz-escape-link" };
    char path[PATH_MAX], bytes[32] = "";
    struct stat st;

    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        CHECK(lstat(made[i], &st) < 0, made[i]);
    for (int i = 0; i < 3; i++) {
        struct pollfd p = { .fd = sockets[i], .events = POLLIN };
        CHECK_INT(poll(&p, 1, 0), 0, "somebody called");
    }
    CHECK(stat(below(s, "case/secret", path), &st) == 0 && st.st_size == 6 && (st.st_mode & 0777) == 0600, "secret");
    CHECK(stat(below(s, "case/written", path), &st) < 0, path);
    CHECK_INT(pread(original, bytes, sizeof bytes, 0), 8, "the original's length");
    CHECK_STR(str_of(bytes), S("original"));
}

int main(int argc, char **argv)
{
    char self[PATH_MAX] = "", scene[PATH_MAX + 128], path[PATH_MAX];
    Scene s = { .folder = "/tmp/dokaz-escape-test-XXXXXX", .parent = getpid(), .canary = self };
    struct sockaddr_un name = { .sun_family = AF_UNIX };
    size_t tried = 0;

    if (argc == 3)
        return be_taken_over(argv[1], argv[2]);
    CHECK(readlink("/proc/self/exe", self, sizeof self - 1) > 0 && mkdtemp(s.folder), "a place");
    put_secret(&s, "case");
    put_secret(&s, "keys");
    int sockets[3] = { listen_at(SOCK_STREAM, &s.tcp), listen_at(SOCK_DGRAM, &s.udp),
                       socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0) };
    snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "dokaz-escape-%d", s.parent);
    CHECK(bind(sockets[2], (struct sockaddr *)&name, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
          strlen(name.sun_path + 1))) == 0 && listen(sockets[2], 4) == 0, "a name");
    AUTO_CLOSE original = memfd_create("original", MFD_CLOEXEC);
    CHECK(write(original, "original", 8) == 8, "an original");
    snprintf(scene, sizeof scene, "%d %d %d %p %s", s.parent, s.tcp, s.udp, s.canary, s.folder);

    /* proves P135 */
    for (size_t i = 0; i < ROWS; i++)
        if (landlock_abi() > 0 || !rows[i].landlock) {
            try_row(self, i, scene, original);
            tried++;
        }
    look_around(&s, sockets, original);
    if (landlock_abi() == 0)
        fprintf(stderr, "\nTHIS KERNEL HAS NO LANDLOCK: %zu of %zu probes were not tried\n\n", ROWS - tried, ROWS);
    printf("%zu probes, box: %s\n", tried, box_strength());
    for (size_t i = 0; i < 2; i++) {
        unlink(below(&s, i ? "keys/secret" : "case/secret", path));
        rmdir(below(&s, i ? "keys" : "case", path));
    }
    rmdir(s.folder);
    return test_end();
}
