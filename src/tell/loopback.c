/* loopback.c -- see loopback.h. HTTP/1.0, so that the answer ends where the connection does. The address is
 * never looked up: a name could lead out of the machine. */
#include "tell/loopback.h"

#include "base/auto.h"
#include "base/os.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>

typedef struct Address {
    struct sockaddr_storage at;
    socklen_t               size;
    Str                     host;       /* as given, with the port */
    Str                     prefix;     /* of the path, without a slash at its end */
} Address;

static bool set_host(Arena *arena, Str host, uint16_t port, Address *ret)
{
    struct sockaddr_in *four = (struct sockaddr_in *)&ret->at;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&ret->at;

    if (str_eq(host, S("[::1]"))) {
        *six = (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_port = htons(port),
                                      .sin6_addr = IN6ADDR_LOOPBACK_INIT };
        ret->size = sizeof *six;
        return true;
    }
    *four = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port) };
    ret->size = sizeof *four;
    if (str_eq(host, S("localhost")))
        host = S("127.0.0.1");
    return inet_pton(AF_INET, arena_cstr(arena, host), &four->sin_addr) == 1 &&
           (ntohl(four->sin_addr.s_addr) >> 24) == 127;
}

static Status parse_address(Arena *arena, Str base, Address *ret, Error *err)
{
    Address a = { .size = 0 };
    Str rest = base, host;
    int64_t port;

    for (size_t i = 0; i < base.len; i++)
        if ((unsigned char)base.ptr[i] <= 0x20 || (unsigned char)base.ptr[i] >= 0x7F)
            return fail(err, ERR_USAGE, "an address holds no spaces and no letters beyond ASCII");
    if (!str_starts(rest, S("http://")))
        return fail(err, ERR_USAGE, "the address reads http://127.0.0.1:PORT");
    rest = str_slice(rest, 7, rest.len);
    str_cut(&rest, '/', &a.host);
    a.prefix = rest;
    while (str_ends(a.prefix, S("/")))
        a.prefix.len--;
    size_t colon = a.host.len;
    while (colon > 0 && a.host.ptr[colon - 1] != ':' && a.host.ptr[colon - 1] != ']')
        colon--;
    bool has_port = colon > 0 && a.host.ptr[colon - 1] == ':';
    host = has_port ? str_slice(a.host, 0, colon - 1) : a.host;
    if (!has_port || !str_to_i64(str_slice(a.host, colon, a.host.len), &port) || port < 1 || port > 65535)
        port = 0;
    if (!set_host(arena, host, (uint16_t)port, &a))
        return fail(err, ERR_REFUSED, "only a program on this machine is spoken to: 127.0.0.1, [::1] or localhost");
    if (port == 0)
        return fail(err, ERR_USAGE, "the address reads http://127.0.0.1:PORT");
    *ret = a;
    return OK;
}

static Status parse_reply(Str bytes, LoopbackReply *ret, Error *err)
{
    size_t head = str_find(bytes, S("\r\n\r\n"), 0);
    Str code = str_slice(bytes, 9, 12);
    int64_t status, told;

    if (head == SIZE_MAX || !str_starts(bytes, S("HTTP/1.")) || code.len != 3 || !str_to_i64(code, &status) ||
        status < 100 || status > 599)
        return fail(err, ERR_IO, "the answer is no HTTP");
    Str body = str_slice(bytes, head + 4, bytes.len), lines = str_slice(bytes, 0, head), line, name;
    while (str_cut(&lines, '\n', &line)) {
        line = str_trim(line);
        if (!str_cut(&line, ':', &name) || !line.ptr)
            continue;
        if (name.len == 14 && strncasecmp(name.ptr, "Content-Length", 14) == 0 &&
            (!str_to_i64(str_trim(line), &told) || told != (int64_t)body.len))
            return fail(err, ERR_IO, "the answer was cut off");
        if (name.len == 17 && strncasecmp(name.ptr, "Transfer-Encoding", 17) == 0)
            return fail(err, ERR_IO, "the answer comes in a form that was not asked for");
    }
    *ret = (LoopbackReply){ (int)status, body };
    return OK;
}

Status loopback_post(Arena *arena, Str base, const char *path, Str body, LoopbackReply *ret, Error *err)
{
    struct timeval patience = { .tv_sec = LOOPBACK_SECONDS };
    AUTO_STRBUF request = { 0 };
    Address a;
    Error inner = { 0 };
    Str reply;
    Status status = parse_address(arena, base, &a, err);

    if (status != OK)
        return status;
    AUTO_CLOSE fd = socket(a.at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) < 0 ||
        connect(fd, (struct sockaddr *)&a.at, a.size) < 0)
        return fail(err, ERR_IO, "nobody answers at " STR_FMT ": %s", STR_ARG(a.host), strerror(errno));
    strbuf_printf(&request, "POST %s" STR_FMT "%s HTTP/1.0\r\nHost: " STR_FMT "\r\nContent-Type: text/plain\r\n"
                  "Content-Length: %zu\r\n\r\n", a.prefix.len ? "/" : "", STR_ARG(a.prefix), path, STR_ARG(a.host),
                  body.len);
    strbuf_add(&request, body);
    status = os_write_all(fd, strbuf_str(&request), &inner);
    if (status == OK)
        status = os_read_all(arena, fd, LOOPBACK_REPLY_MAX, &reply, &inner);
    if (status != OK)
        return fail(err, ERR_IO, STR_FMT ": %s", STR_ARG(a.host), inner.text);
    status = parse_reply(reply, ret, &inner);
    return status == OK ? OK : fail(err, status, STR_FMT ": %s", STR_ARG(a.host), inner.text);
}
