/* server.c -- a program that is loaded once and forks for each original (sandbox.h).
 *
 * A request is one packet: its words, and two descriptors, the original and where the answer goes. The program
 * reports how the fork ended: the four bytes of waitpid's status. It never reads an original itself.
 */
#include "guard/sandbox_in.h"

#include "base/auto.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define CARRIED 2       /* descriptors of a request */

typedef union Carriage {
    struct cmsghdr head;
    char           room[CMSG_SPACE(CARRIED * sizeof(int))];
} Carriage;

/* ---- outside ---- */

static bool send_request(int socket, const char *request, const int carried[CARRIED])
{
    Carriage carriage = { 0 };
    struct iovec words = { (void *)(uintptr_t)request, strlen(request) + 1 };
    struct msghdr message = { .msg_iov = &words, .msg_iovlen = 1, .msg_control = carriage.room,
                              .msg_controllen = sizeof carriage.room };

    carriage.head = (struct cmsghdr){ CMSG_LEN(CARRIED * sizeof(int)), SOL_SOCKET, SCM_RIGHTS };
    memcpy(CMSG_DATA(&carriage.head), carried, CARRIED * sizeof(int));
    return sendmsg(socket, &message, MSG_NOSIGNAL) == (ssize_t)words.iov_len;
}

static Status start(BoxServer *server, const char *path, const char *const *arguments, Error *err)
{
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return fail(err, ERR_IO, "cannot make a socket for the parser: %s", strerror(errno));
    pid_t pid = box_start(path, arguments, ends[1], -1);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return fail(err, ERR_IO, "cannot start the parser's process: %s", strerror(errno));
    }
    *server = (BoxServer){ pid, ends[0] };
    return OK;
}

/* waitpid's status of the server itself */
static int end_server(BoxServer *server)
{
    int status = 0;

    if (server->pid <= 0)
        return status;
    close(server->socket);
    kill(server->pid, SIGKILL);         /* which is also its forks' end */
    while (waitpid(server->pid, &status, 0) < 0 && errno == EINTR)
        ;
    *server = (BoxServer){ 0 };
    return status;
}

void box_server_end(BoxServer *server)
{
    end_server(server);
}

/* A server that closed its side ended by itself: how, stands for how its fork did. */
static bool wait_report(void *context, int64_t end, int *status)
{
    BoxServer *server = context;
    bool told = end && box_readable(server->socket, end);

    if (told && recv(server->socket, status, sizeof *status, 0) == (ssize_t)sizeof *status)
        return true;
    *status = end_server(server);
    return told;
}

Status box_server_run(BoxServer *server, const char *path, const char *const *arguments, const char *request,
                      int original, const BoxLimits *limits, StrBuf *answer, BoxResult *ret, Error *err)
{
    int ends[2];
    Status status = OK;
    bool sent = false;

    if (strlen(request) >= BOX_REQUEST)
        return fail(err, ERR_BAD_INPUT, "a request to the parser is too long");
    if (pipe2(ends, O_CLOEXEC) < 0)
        return fail(err, ERR_IO, "cannot make a pipe for the parser: %s", strerror(errno));
    AUTO_CLOSE in = ends[0];
    for (int attempt = 0; status == OK && !sent && attempt < 2; attempt++) {    /* it may have died since the last one */
        status = server->pid > 0 ? OK : start(server, path, arguments, err);
        sent = status == OK && send_request(server->socket, request, (int[CARRIED]){ original, ends[1] });
        if (!sent)
            box_server_end(server);
    }
    close(ends[1]);
    if (!sent)
        return status != OK ? status : fail(err, ERR_IO, "the parser's process does not answer (no seccomp?)");
    return box_attend(&(BoxChild){ wait_report, server }, in, limits, answer, ret, err);
}

/* ---- inside ---- */

/* False when nobody will ask any more. */
static bool take_request(char request[BOX_REQUEST], int carried[CARRIED])
{
    Carriage carriage = { 0 };
    struct iovec words = { request, BOX_REQUEST };
    struct msghdr message = { .msg_iov = &words, .msg_iovlen = 1, .msg_control = carriage.room,
                              .msg_controllen = sizeof carriage.room };
    ssize_t len = recvmsg(0, &message, MSG_CMSG_CLOEXEC);

    if (len <= 0 || request[len - 1] != '\0' || carriage.head.cmsg_len != CMSG_LEN(CARRIED * sizeof(int)))
        return false;
    memcpy(carried, CMSG_DATA(&carriage.head), CARRIED * sizeof(int));
    return true;
}

void box_serve(char request[BOX_REQUEST])
{
    int carried[CARRIED];
    pid_t self = getpid();

    while (take_request(request, carried)) {
        int status = BOX_NO_BOX << 8;
        pid_t pid = fork();
        if (pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != self || dup2(carried[0], 0) < 0 || dup2(carried[1], 1) < 0)
                _exit(BOX_NO_BOX);
            close_range(3, ~0u, 0);
            return;
        }
        close(carried[0]);
        close(carried[1]);
        while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
        if (write(0, &status, sizeof status) != (ssize_t)sizeof status)
            break;
    }
    _exit(0);
}
