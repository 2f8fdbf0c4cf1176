/* SPDX-License-Identifier: MIT */
/* Opening, inheriting and sharing out the listening sockets. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <pwd.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <base/address.h>
#include <base/arena.h>
#include <config/config.h>
#include <master/sockets.h>

enum { INHERITED_FIRST = 3, INHERITED_MAX = 64, ADDRESS_SIZE = 160 };

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

static socklen_t address_size(const union address *address)
{
    switch (address->any.sa_family) {
    case AF_INET:
        return sizeof address->v4;
    case AF_INET6:
        return sizeof address->v6;
    default:
        return (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
                           strlen(address->local.sun_path) + 1);
    }
}

static bool parse_address(const char *written, union address *address)
{
    struct config_listen parts;
    memset(address, 0, sizeof *address);
    if (!config_listen(written, &parts))
        return false;
    if (parts.path) {
        address->local.sun_family = AF_UNIX;
        strncpy(address->local.sun_path, parts.path, sizeof address->local.sun_path - 1);
    } else if (address_is_v4(parts.address)) {
        address->v4.sin_family = AF_INET;
        address->v4.sin_port = htons(parts.port);
        memcpy(&address->v4.sin_addr, parts.address + 12, 4);
    } else {
        address->v6.sin6_family = AF_INET6;
        address->v6.sin6_port = htons(parts.port);
        memcpy(&address->v6.sin6_addr, parts.address, 16);
    }
    return true;
}

static char *print_address(const union address *address)
{
    char host[INET6_ADDRSTRLEN], text[ADDRESS_SIZE];
    if (address->any.sa_family == AF_INET)
        snprintf(text, sizeof text, "%s:%u",
                 inet_ntop(AF_INET, &address->v4.sin_addr, host, sizeof host),
                 ntohs(address->v4.sin_port));
    else if (address->any.sa_family == AF_INET6)
        snprintf(text, sizeof text, "[%s]:%u",
                 inet_ntop(AF_INET6, &address->v6.sin6_addr, host, sizeof host),
                 ntohs(address->v6.sin6_port));
    else
        snprintf(text, sizeof text, "unix:%s", address->local.sun_path);
    return strdup(text);
}

/* A socket of that address, bound; -1 with errno. */
static int bind_one(const union address *address, bool share_port)
{
    int on = 1;
    int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    bool good = true;
    if (address->any.sa_family != AF_UNIX)
        good = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
               (!share_port || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0);
    /* What is written is what is bound: [::] does not take IPv4 as well. */
    if (good && address->any.sa_family == AF_INET6)
        good = setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0;
    if (good && bind(fd, &address->any, address_size(address)) == 0)
        return fd;
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

/* SO_REUSEPORT would let a second server of the same user share the port unnoticed: so once without it. */
static bool is_free(const union address *address)
{
    int fd = bind_one(address, false);
    if (fd < 0)
        return false;
    close(fd);
    return true;
}

/* A socket file that nobody answers on is left over from a server that was killed. */
static bool clear_path(const union address *address)
{
    struct stat status;
    const char *path = address->local.sun_path;
    if (lstat(path, &status) != 0 || !S_ISSOCK(status.st_mode))
        return true;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool answered = connect(fd, &address->any, address_size(address)) == 0;
    close(fd);
    if (answered) {
        errno = EADDRINUSE;
        return false;
    }
    return unlink(path) == 0;
}

static struct listening *add(struct sockets *sockets, const char *written, int fd)
{
    union address bound;
    socklen_t size = sizeof bound;
    memset(&bound, 0, sizeof bound);
    getsockname(fd, &bound.any, &size);
    sockets->items = memory_resize(sockets->items, (sockets->count + 1) * sizeof(*sockets->items));
    struct listening *item = &sockets->items[sockets->count++];
    *item = (struct listening){ .written = strdup(written),
                                .address = print_address(&bound),
                                .fd = fd,
                                .shared = bound.any.sa_family == AF_UNIX };
    return item;
}

/* An opening under way. */
struct opening {
    struct sockets *sockets;
    const struct sockets *before;
    const struct config *config;
    unsigned slots, row;
    struct errors *errors;
};

static const struct config_listener *listener_of(const struct config *config, size_t row)
{
    return (const struct config_listener *)config->server.listen.items + row;
}

static bool report(const struct opening *opening, const char *written, const char *problem)
{
    errors_add(opening->errors, SEVERITY_ERROR,
               config_listener_node(opening->config, opening->row, "address")->place,
               "cannot listen on `%s`: %s", written, problem);
    return false;
}

/* NULL, or what is wrong. */
static const char *give_path(const struct config_listener *listener, const char *path)
{
    const struct passwd *user = listener->owner ? getpwnam(listener->owner) : NULL;
    const struct group *group = listener->group ? getgrnam(listener->group) : NULL;
    if ((listener->owner && !user) || (listener->group && !group))
        return "the system knows no such `owner` or `group`";
    const uid_t same = (uid_t)-1;
    bool given = (!user && !group) ||
                 chown(path, user ? user->pw_uid : same, group ? group->gr_gid : same) == 0;
    return given ? NULL : strerror(errno);
}

/* Who may connect to a path, options say; without any, its folder, as with a port. */
static const char *bind_path(const struct config_listener *listener, const union address *address,
                             int *fd)
{
    unsigned mode = 0666;
    if (listener->mode)
        config_mode(listener->mode, &mode);
    mode_t before = umask(~mode & 0777);
    *fd = bind_one(address, true);
    umask(before);
    if (*fd < 0)
        return strerror(errno);
    const char *problem = give_path(listener, address->local.sun_path);
    if (problem) {
        close(*fd);
        unlink(address->local.sun_path);
    }
    return problem;
}

static bool open_next(const struct opening *opening, const char *written, union address *address,
                      unsigned index)
{
    int fd = -1;
    const char *problem = NULL;
    if (address->any.sa_family == AF_UNIX)
        problem = bind_path(listener_of(opening->config, opening->row), address, &fd);
    else if ((fd = bind_one(address, true)) < 0)
        problem = strerror(errno);
    if (problem)
        return report(opening, written, problem);
    socklen_t size = sizeof *address;
    if (address->any.sa_family != AF_UNIX)
        getsockname(fd, &address->any, &size); /* so that all of a port 0 get the same */
    /* A reload may yet be refused: its sockets take no clients before it is decided. */
    bool first = !opening->before || opening->before->count == 0;
    if (first && listen(fd, SOCKETS_BACKLOG) != 0) {
        int reason = errno;
        close(fd);
        return report(opening, written, strerror(reason));
    }
    struct listening *item = add(opening->sockets, written, fd);
    item->index = index;
    item->row = opening->row;
    return true;
}

/* Takes over what was open for this address; `address` becomes the one that is bound. Returns how many. */
static unsigned take_over(const struct opening *opening, const char *written,
                          union address *address)
{
    unsigned taken = 0;
    for (size_t i = 0; opening->before && i < opening->before->count; i++) {
        struct listening *old = &opening->before->items[i];
        if (strcmp(old->written, written) != 0)
            continue;
        struct listening *item = add(opening->sockets, written, old->fd);
        item->index = taken++;
        item->row = opening->row;
        item->kept = true;
        socklen_t size = sizeof *address;
        getsockname(old->fd, &address->any, &size);
    }
    return taken;
}

static bool open_address(const struct opening *opening, const char *written)
{
    union address address;
    if (!parse_address(written, &address))
        return report(opening, written, "that is no address");
    for (size_t i = 0; i < opening->sockets->count;
         i++) /* a reload finds a socket by what is written */
        if (strcmp(opening->sockets->items[i].written, written) == 0)
            return report(opening, written, "it is written twice");
    unsigned index = take_over(opening, written, &address);
    bool local = address.any.sa_family == AF_UNIX;
    if (index == 0 && (local ? !clear_path(&address) : !is_free(&address)))
        return report(opening, written, strerror(errno));
    for (; index < (local ? 1 : opening->slots); index++)
        if (!open_next(opening, written, &address, index))
            return false;
    return true;
}

bool sockets_open(struct sockets *sockets, const struct sockets *before,
                  const struct config *config, unsigned slots, struct errors *errors)
{
    struct opening opening = { sockets, before, config, slots, 0, errors };
    bool good = true;
    for (; opening.row < config->server.listen.count; opening.row++) {
        const struct tn_texts *addresses = &listener_of(config, opening.row)->address;
        for (size_t i = 0; i < addresses->count; i++)
            good = open_address(&opening, addresses->items[i]) && good;
    }
    if (!good)
        sockets_undo(sockets);
    return good;
}

/* The row that names this address; as many as there are if none does, which is as good where all rows are plain. */
static bool find_row(const struct config *config, struct listening *item)
{
    bool plain = true;
    for (item->row = 0; item->row < config->server.listen.count; item->row++) {
        const struct config_listener *listener = listener_of(config, item->row);
        for (size_t i = 0; i < listener->address.count; i++)
            if (strcmp(listener->address.items[i], item->address) == 0)
                return true;
        plain = plain && listener->tls.count == 0 && !listener->proxy_protocol;
    }
    return plain;
}

bool sockets_keep(struct sockets *sockets, const struct sockets *inherited,
                  const struct config *config, struct errors *errors)
{
    unsigned before = errors->count;
    for (size_t i = 0; i < inherited->count; i++) {
        struct listening *item = add(sockets, "", inherited->items[i].fd);
        item->shared = item->kept = true;
        if (!find_row(config, item))
            errors_add(errors, SEVERITY_ERROR, config_listener_node(config, 0, "")->place,
                       "systemd listens on `%s`, and no row of `listen` says how that is served",
                       item->address);
    }
    if (errors->count > before)
        sockets_undo(sockets);
    return errors->count == before;
}

bool sockets_listen(const struct sockets *sockets)
{
    bool good = true;
    for (size_t i = 0; i < sockets->count; i++)
        good = listen(sockets->items[i].fd, SOCKETS_BACKLOG) == 0 && good;
    return good;
}

int sockets_open_local(const char *path)
{
    union address address;
    memset(&address, 0, sizeof address);
    address.local.sun_family = AF_UNIX;
    if (strlen(path) >= sizeof address.local.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.local.sun_path, path, strlen(path));
    if (!clear_path(&address))
        return -1;
    mode_t before = umask(0117);
    int fd = bind_one(&address, false);
    umask(before);
    return fd;
}

size_t sockets_inherit(struct sockets *sockets)
{
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
    if (!pid || !count || strtol(pid, NULL, 10) != getpid())
        return 0;
    long fds = strtol(count, NULL, 10);
    for (int i = 0; i < fds && i < INHERITED_MAX; i++) {
        int fd = INHERITED_FIRST + i;
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
        add(sockets, "", fd)->shared = true;
    }
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    return sockets->count;
}

static void forget(struct sockets *sockets)
{
    for (size_t i = 0; i < sockets->count; i++) {
        free(sockets->items[i].written);
        free(sockets->items[i].address);
    }
    free(sockets->items);
    *sockets = (struct sockets){ NULL, 0 };
}

/*
 * A segment that asks for a connection (SYN; RFC 9293, section 3.1: bit 1 of byte 13) is dropped, and asks again a second later, when
 * the socket is gone: that client is refused, or finds the next server. All else passes, so that handshakes under way are finished.
 */
static void refuse_tcp(int fd)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x02, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
    };
    struct sock_fprog program = { sizeof code / sizeof *code, code };
    setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

void sockets_refuse(const int *fds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int domain = AF_INET;
        socklen_t size = sizeof domain;
        getsockopt(fds[i], SOL_SOCKET, SO_DOMAIN, &domain, &size);
        if (domain == AF_UNIX)
            shutdown(fds[i], SHUT_RD); /* of a TCP socket, this would reset those that wait */
        else
            refuse_tcp(fds[i]);
    }
}

void sockets_leave_to_workers(struct sockets *sockets)
{
    for (size_t i = 0; i < sockets->count; i++) {
        if (sockets->items[i].fd >= 0)
            close(sockets->items[i].fd);
        sockets->items[i].fd = -1;
    }
}

static void close_one(struct listening *item)
{
    if (item->fd >= 0)
        close(item->fd);
    if (strncmp(item->written, "unix:", 5) == 0)
        unlink(item->written + 5);
}

bool sockets_close(struct sockets *sockets, const struct sockets *after)
{
    bool closed = false;
    for (size_t i = 0; i < sockets->count; i++) {
        bool kept = false;
        for (size_t j = 0; after && j < after->count; j++)
            kept = kept || after->items[j].fd == sockets->items[i].fd;
        if (kept)
            continue;
        if (after)
            sockets_refuse(&sockets->items[i].fd, 1);
        close_one(&sockets->items[i]);
        closed = true;
    }
    forget(sockets);
    return closed;
}

void sockets_undo(struct sockets *sockets)
{
    for (size_t i = 0; i < sockets->count; i++)
        if (!sockets->items[i].kept)
            close_one(&sockets->items[i]);
    forget(sockets);
}

size_t sockets_of_slot(const struct sockets *sockets, unsigned slot, unsigned slots, int *fds,
                       unsigned char *rows, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < sockets->count && count < most; i++) {
        const struct listening *item = &sockets->items[i];
        if (!item->shared && item->index % slots != slot)
            continue;
        if (rows)
            rows[count] = (unsigned char)item->row;
        fds[count++] = item->fd;
    }
    return count;
}
