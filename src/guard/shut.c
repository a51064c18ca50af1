/* shut.c -- a process shuts every door on itself, in two steps (sandbox.h).
 *
 * Before it becomes the parser's program (box_narrow) it keeps what the dynamic linker and the libraries need to
 * load; when all is loaded, and before it looks at a byte of the original (box_shut), it keeps nothing. Landlock
 * closes files and network, seccomp calls; each would be enough for most of what a parser could try.
 *
 * Calls allowed in the end are those of computing with memory that is there and writing to descriptors that are
 * open. Calls that libraries try out of habit fail quietly; any other ends the process at once.
 */
#include "guard/landlock.h"
#include "guard/sandbox_in.h"

#include "base/auto.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <seccomp.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define QUIETLY SCMP_ACT_ERRNO(EPERM)

typedef struct ArgumentRule {
    int                 call;
    uint32_t            action;
    struct scmp_arg_cmp when;
} ArgumentRule;

/* ---- calls: after ---- */

static const int allowed_calls[] = {
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(newfstatat),
    SCMP_SYS(mremap), SCMP_SYS(munmap), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getrusage), SCMP_SYS(sched_yield),
    SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
};

/* One may ask, and gets nothing. */
static const int refused_calls[] = {
    SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(creat), SCMP_SYS(stat), SCMP_SYS(lstat),
    SCMP_SYS(statx), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(access), SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(getcwd),
    SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(ioctl), SCMP_SYS(fcntl),
    SCMP_SYS(fadvise64), SCMP_SYS(prlimit64), SCMP_SYS(getrlimit), SCMP_SYS(sysinfo), SCMP_SYS(uname),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid),
    SCMP_SYS(getppid), SCMP_SYS(prctl),
};

/* Allowed or refused by one argument. No memory ever becomes code; only the answer and stderr are written to;
 * abort() may end the process itself; name services are asked in vain. */
static const ArgumentRule last_rules[] = {
    { SCMP_SYS(mmap),     SCMP_ACT_ALLOW, { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } },
    { SCMP_SYS(mmap),     QUIETLY,        { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC } },
    { SCMP_SYS(mprotect), SCMP_ACT_ALLOW, { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } },
    { SCMP_SYS(mprotect), QUIETLY,        { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC } },
    { SCMP_SYS(write),    SCMP_ACT_ALLOW, { 0, SCMP_CMP_EQ, 1, 0 } },
    { SCMP_SYS(write),    SCMP_ACT_ALLOW, { 0, SCMP_CMP_EQ, 2, 0 } },
    { SCMP_SYS(write),    QUIETLY,        { 0, SCMP_CMP_EQ, 0, 0 } },
    { SCMP_SYS(write),    QUIETLY,        { 0, SCMP_CMP_GT, 2, 0 } },
    { SCMP_SYS(writev),   SCMP_ACT_ALLOW, { 0, SCMP_CMP_EQ, 1, 0 } },
    { SCMP_SYS(writev),   SCMP_ACT_ALLOW, { 0, SCMP_CMP_EQ, 2, 0 } },
    { SCMP_SYS(socket),   QUIETLY,        { 0, SCMP_CMP_EQ, AF_UNIX, 0 } },
};

/* ---- calls: before ---- */

/* Nothing that loads a library needs these; everything that would reach out of the process does. */
static const int never_calls[] = {
    SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
    SCMP_SYS(accept4), SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg), SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(process_madvise), SCMP_SYS(pidfd_open),
    SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal), SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(kcmp),
    SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(keyctl),
    SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(move_mount), SCMP_SYS(open_tree), SCMP_SYS(fsopen),
    SCMP_SYS(fsmount), SCMP_SYS(fsconfig), SCMP_SYS(fspick), SCMP_SYS(mount_setattr), SCMP_SYS(pivot_root),
    SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(name_to_handle_at), SCMP_SYS(open_by_handle_at),
    SCMP_SYS(fanotify_init), SCMP_SYS(inotify_init), SCMP_SYS(inotify_init1), SCMP_SYS(personality),
    SCMP_SYS(memfd_create), SCMP_SYS(memfd_secret), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
    SCMP_SYS(shmget), SCMP_SYS(shmat), SCMP_SYS(msgget), SCMP_SYS(semget), SCMP_SYS(mq_open), SCMP_SYS(swapon),
    SCMP_SYS(swapoff), SCMP_SYS(reboot), SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(init_module),
    SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime),
    SCMP_SYS(clock_adjtime), SCMP_SYS(adjtimex), SCMP_SYS(acct), SCMP_SYS(quotactl), SCMP_SYS(syslog),
    SCMP_SYS(sethostname), SCMP_SYS(setdomainname), SCMP_SYS(iopl), SCMP_SYS(ioperm), SCMP_SYS(lookup_dcookie),
    SCMP_SYS(migrate_pages), SCMP_SYS(move_pages), SCMP_SYS(vhangup), SCMP_SYS(setuid), SCMP_SYS(setgid),
    SCMP_SYS(setreuid), SCMP_SYS(setregid), SCMP_SYS(setresuid), SCMP_SYS(setresgid), SCMP_SYS(setgroups),
};

static const ArgumentRule first_rules[] = {
    { SCMP_SYS(socket), QUIETLY,               { 0, SCMP_CMP_EQ, AF_UNIX, 0 } },
    { SCMP_SYS(socket), SCMP_ACT_KILL_PROCESS, { 0, SCMP_CMP_NE, AF_UNIX, 0 } },
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool add_rules(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int e = seccomp_rule_add(filter, action, calls[i], 0);
        if (e < 0 && e != -EDOM)        /* a call that this architecture does not have */
            return false;
    }
    return true;
}

static bool add_argument_rules(scmp_filter_ctx filter, const ArgumentRule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (seccomp_rule_add_array(filter, rules[i].action, rules[i].call, 1, &rules[i].when) < 0)
            return false;
    return true;
}

/* Calls of another architecture of the same machine end the process, and every thread is bound. */
static bool load(scmp_filter_ctx filter)
{
    return seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
           seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 && seccomp_load(filter) == 0;
}

static bool close_calls(void)
{
    const ArgumentRule abort_rule = { SCMP_SYS(tgkill), SCMP_ACT_ALLOW, { 0, SCMP_CMP_EQ, (uint64_t)getpid(), 0 } };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool ok = filter && add_rules(filter, SCMP_ACT_ALLOW, allowed_calls, COUNT(allowed_calls)) &&
              add_rules(filter, QUIETLY, refused_calls, COUNT(refused_calls)) &&
              add_argument_rules(filter, last_rules, COUNT(last_rules)) && add_argument_rules(filter, &abort_rule, 1) &&
              load(filter);

    seccomp_release(filter);
    return ok;
}

static bool close_most_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool ok = filter && add_rules(filter, SCMP_ACT_KILL_PROCESS, never_calls, COUNT(never_calls)) &&
              add_argument_rules(filter, first_rules, COUNT(first_rules)) && load(filter);

    seccomp_release(filter);
    return ok;
}

/* ---- limits ---- */

static bool limit(int what, uint64_t value)
{
    struct rlimit r = { value, value };
    return setrlimit(what, &r) == 0;
}

/* The signal that says why comes a second before the one that cannot be caught. */
static bool limit_cpu(unsigned seconds)
{
    struct rlimit r = { seconds, seconds + 1 };
    return setrlimit(RLIMIT_CPU, &r) == 0;
}

/* What the process has mapped already counts against RLIMIT_AS: a large input must not eat the cap. */
static uint64_t mapped_now(void)
{
    AUTO_CLOSE fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    char text[64] = "";

    if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
        return 0;
    return strtoull(text, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* A library that started a thread while it loaded would leave one outside of Landlock. ASan has one of its own. */
static bool is_alone(void)
{
    struct stat st;
    return UNDER_ASAN || (stat("/proc/self/task", &st) == 0 && st.st_nlink == 3);
}

/* Root is root no more. */
static bool drop_capabilities(void)
{
    struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

    return syscall(SYS_capset, &head, none) == 0;
}

/* ---- the steps ---- */

bool box_narrow(const char *path)
{
    char folder[PATH_MAX];
    const LandlockPath kept[] = {
        { "/lib", true }, { "/lib64", true }, { "/usr/lib", true }, { "/usr/lib64", true }, { "/usr/share", false },
        { "/etc/ld.so.cache", false }, { "/etc/fonts", false }, { "/var/cache/fontconfig", false },
        { "/proc/self", false }, { "/dev/null", false }, { "/dev/urandom", false }, { folder, false }, { path, true },
    };

    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (!slash)
        return false;
    *slash = '\0';
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && limit(RLIMIT_CORE, 0) &&
           landlock_keep_only(kept, COUNT(kept)) && close_most_calls();
}

bool box_give_up(const BoxLimits *limits)
{
    close_range(3, ~0u, 0);
    if (!UNDER_ASAN && !limit(RLIMIT_AS, mapped_now() + limits->memory))
        return false;
    return is_alone() && limit_cpu(limits->cpu_seconds) && limit(RLIMIT_FSIZE, 0) &&
           limit(RLIMIT_NOFILE, 32) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0) &&
           prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           drop_capabilities() && landlock_keep_only(NULL, 0);
}

bool box_shut(const BoxLimits *limits)
{
    return box_give_up(limits) && close_calls();
}

const char *box_strength(void)
{
    int abi = landlock_abi();

    return abi == 0                 ? "seccomp, rlimits; no landlock on this kernel"
           : abi < LANDLOCK_NET_ABI ? "seccomp, rlimits, landlock for files"
                                    : "seccomp, rlimits, landlock";
}
