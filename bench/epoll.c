/* SPDX-License-Identifier: MIT */
/* The floor to measure against: one epoll loop that reads a request's end and writes a fixed reply. Not a server. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static char reply[2048];
static size_t reply_size;

static int listen_on(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 512)) {
        perror("listen");
        exit(1);
    }
    return fd;
}

static void serve(int fd)
{
    char buffer[8192];
    ssize_t size = read(fd, buffer, sizeof buffer - 1);
    if (size <= 0) {
        close(fd);
        return;
    }
    buffer[size] = 0;
    for (char *end = buffer; (end = strstr(end, "\r\n\r\n")); end += 4)
        if (write(fd, reply, reply_size) < 0)
            close(fd);
}

int main(int count, char **arguments)
{
    if (count != 3)
        return fprintf(stderr, "usage: epoll PORT BYTES_OF_HEADERS\n"), 2;
    int padding = atoi(arguments[2]);
    reply_size = (size_t)snprintf(
        reply, sizeof reply,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n"
        "X-Padding: %0*d\r\n\r\n{\"status\":\"ok\"}",
        padding > 1500 ? 1500 : padding, 0);
    int listener = listen_on(atoi(arguments[1])), loop = epoll_create1(0), one = 1;
    struct epoll_event event = { EPOLLIN, { .fd = listener } }, events[64];
    epoll_ctl(loop, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(loop, events, 64, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd != listener) {
                serve(events[i].data.fd);
                continue;
            }
            int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            event = (struct epoll_event){ EPOLLIN, { .fd = fd } };
            epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event);
        }
    }
}
