/* landlock.c -- see landlock.h. The numbers are the kernel's own (include/uapi/linux/landlock.h); what a later
 * kernel can take away as well is asked for by its ABI version.
 */
#include "guard/landlock.h"

#include "base/auto.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define ASK_VERSION     1u
#define PATH_BENEATH    1

/* Rights to files, bit by bit. */
#define FS_EXECUTE      (1ull << 0)
#define FS_READ_FILE    (1ull << 2)
#define FS_READ_DIR     (1ull << 3)

typedef struct Ruleset {
    uint64_t fs, net, scoped;
} Ruleset;

typedef struct Beneath {
    uint64_t rights;
    int32_t  folder;
} __attribute__((packed)) Beneath;

/* Everything that a version can take away. */
static const struct { int abi; size_t size; Ruleset all; } versions[] = {
    { 6, 24, { 0xFFFF, 3, 3 } },        /* reaching outside by abstract sockets and signals */
    { 5, 16, { 0xFFFF, 3, 0 } },        /* ioctl on devices */
    { LANDLOCK_NET_ABI, 16, { 0x7FFF, 3, 0 } },     /* bind and connect of TCP */
    { 3,  8, { 0x7FFF, 0, 0 } },        /* truncate */
    { 2,  8, { 0x3FFF, 0, 0 } },        /* links and renames between folders */
    { 1,  8, { 0x1FFF, 0, 0 } },
};

int landlock_abi(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_VERSION);
    return abi > 0 ? (int)abi : 0;
}

static int make_ruleset(int abi)
{
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        if (abi >= versions[i].abi)
            return (int)syscall(SYS_landlock_create_ruleset, &versions[i].all, versions[i].size, 0);
    return -1;
}

static bool allow(int ruleset, const LandlockPath *path)
{
    struct stat st;
    AUTO_CLOSE fd = open(path->path, O_PATH | O_CLOEXEC);
    Beneath rule = { .rights = FS_READ_FILE, .folder = fd };

    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    if (fstat(fd, &st) < 0)
        return false;
    if (S_ISDIR(st.st_mode))
        rule.rights |= FS_READ_DIR;
    if (path->execute)
        rule.rights |= FS_EXECUTE;
    return syscall(SYS_landlock_add_rule, ruleset, PATH_BENEATH, &rule, 0) == 0;
}

bool landlock_keep_only(const LandlockPath *paths, size_t count)
{
    int abi = landlock_abi();
    AUTO_CLOSE ruleset = abi ? make_ruleset(abi) : -1;

    if (!abi)
        return true;
    if (ruleset < 0)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!allow(ruleset, &paths[i]))
            return false;
    return syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
}
