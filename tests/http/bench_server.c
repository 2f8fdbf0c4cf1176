/* SPDX-License-Identifier: MIT */
/* The http room alone under load: ENTRIES that do nothing, then one that says hello. Usage: bench_server PORT [ENTRIES] */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <http/server.h>

#include "unwired.h"

enum { ENTRIES_MAX = 64 };

static enum tn_verdict pass(struct tn_request *request, void *self)
{
    (void)request, (void)self;
    return TN_NEXT;
}

static enum tn_verdict hello(struct tn_request *request, void *self)
{
    (void)self;
    tn_reply_set(request, "X-Request-Id", tn_request_id(request));
    return tn_reply(request, 200, "text/plain", TN_TEXT("hello, world\n"));
}

static const struct tn_plugin idle_plugin = { TN_PLUGIN_HEAD, .request = pass };
static const struct tn_plugin hello_plugin = { TN_PLUGIN_HEAD };
static const struct http_route routes[] = { { "GET", "/", hello }, { 0 } };

static int listen_on(const char *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                                   .sin_port = htons((uint16_t)atoi(port)) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 512) != 0) {
        perror(port);
        exit(1);
    }
    return fd;
}

int main(int count, char **arguments)
{
    if (count < 2)
        return fprintf(stderr, "usage: bench_server PORT [ENTRIES]\n"), 2;
    size_t idle = count > 2 ? strtoul(arguments[2], NULL, 10) : 0;
    static struct http_entry entries[ENTRIES_MAX];
    if (idle > ENTRIES_MAX - 1)
        idle = ENTRIES_MAX - 1;
    for (size_t i = 0; i <= idle; i++)
        entries[i] =
            (struct http_entry){ .name = "idle", .plugin = &idle_plugin, .timeout_ms = -1 };
    entries[idle].plugin = &hello_plugin;
    entries[idle].routes = routes;
    struct http_options options = {
        .loop = uv_default_loop(),
        .body_max = 1 << 20,
        .url_max = 8192,
        .header_max = 16384,
        .headers_max = 100,
        .connections_max = 1000,
        .header_ms = 10000,
        .request_ms = 10000,
        .idle_ms = 60000,
        .blocked_ms = 100,
        .timeout_status = 504,
        .count = idle + 1,
        .entries = entries,
    };
    static const struct http_listener plain = { 0 };
    const char *problem;
    struct http_server *server = http_server_new(&options, &problem);
    if (!server)
        return fprintf(stderr, "%s\n", problem), 1;
    http_server_listen(server, listen_on(arguments[1]), &plain);
    return uv_run(options.loop, UV_RUN_DEFAULT);
}
