/* landlock.h -- Landlock, the kernel's way for a process to give up files and the network: raw calls, since
 * libc has no wrappers and headers are older than kernels. Private to guard/ and its tests.
 */
#ifndef GUARD_LANDLOCK_H
#define GUARD_LANDLOCK_H

#include <stdbool.h>
#include <stddef.h>

/* A file or folder that stays open to reading; one that is not there is passed over. */
typedef struct LandlockPath {
    const char *path;
    bool        execute;        /* also to being run */
} LandlockPath;

#define LANDLOCK_NET_ABI 4      /* from here on TCP can be given up, too */

/* The kernel's version of Landlock; 0: it has none, or it is switched off. */
int landlock_abi(void);

/* From now on this process and what it starts reads only below `paths`, changes no file anywhere, opens no TCP
 * connection, and signals nobody outside (the last two as far as the kernel knows how). NO_NEW_PRIVS must be set.
 * True also where the kernel has no Landlock: ask landlock_abi(). */
bool landlock_keep_only(const LandlockPath *paths, size_t count);

#endif
