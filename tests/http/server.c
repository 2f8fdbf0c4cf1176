/* SPDX-License-Identifier: MIT */
/* The http room with an entry that does one of each: the server to which raw_test.py speaks. Prints its port; ends when its
 * standard input does. */
#include <arpa/inet.h>
#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <http/server.h>

#include "unwired.h"

static struct http_options options;
static uv_loop_t *loop;
static unsigned cancels, dones;

/* A request that waits: resumed by a timer, or when it is cancelled. */
struct wait {
    uv_timer_t timer;
    struct tn_request *request;
};

static void wait_freed(uv_handle_t *handle)
{
    free(handle->data);
}

static void wait_over(uv_timer_t *timer)
{
    struct wait *wait = timer->data;
    tn_resume(wait->request, tn_reply(wait->request, 200, "text/plain", TN_TEXT("waited")));
    uv_close((uv_handle_t *)timer, wait_freed);
}

static enum tn_verdict wait_ms(struct tn_request *request, void *self)
{
    (void)self;
    struct wait *wait = calloc(1, sizeof *wait);
    assert(wait);
    wait->request = request;
    wait->timer.data = wait;
    uv_timer_init(loop, &wait->timer);
    uv_timer_start(&wait->timer, wait_over, strtoul(tn_request_param(request, "ms").at, NULL, 10),
                   0);
    *(struct wait **)tn_request_state(request, NULL, sizeof wait) = wait;
    return TN_LATER;
}

static void on_cancel(struct tn_request *request, void *self)
{
    (void)self;
    struct wait *wait = *(struct wait **)tn_request_state(request, NULL, sizeof wait);
    cancels++;
    uv_close((uv_handle_t *)&wait->timer, wait_freed);
    tn_resume(request, TN_NEXT);
}

static void on_done(struct tn_request *request, void *self)
{
    (void)request, (void)self;
    dones++;
}

static enum tn_verdict hello(struct tn_request *request, void *self)
{
    (void)self;
    return tn_reply(request, 200, "text/plain", TN_TEXT("hello"));
}

static enum tn_verdict counts(struct tn_request *request, void *self)
{
    (void)self;
    return tn_reply(request, 200, "text/plain",
                    tn_request_print(request, "cancels %u dones %u", cancels, dones));
}

static enum tn_verdict echo_body(struct tn_request *request, void *self)
{
    (void)self;
    return tn_reply(request, 200, "application/octet-stream", tn_request_body(request));
}

static enum tn_verdict echo(struct tn_request *request, void *self)
{
    (void)self;
    return tn_body_collect(request, echo_body);
}

/* Counts a body without keeping it; a piece that holds "stop" ends it. */
static bool count_piece(struct tn_request *request, void *self, struct tn_text piece)
{
    (void)self;
    *(size_t *)tn_request_state(request, NULL, sizeof(size_t)) += piece.size;
    if (!memmem(piece.at, piece.size, "stop", 4))
        return true;
    tn_refuse(request, 422, "Stopped.");
    return false;
}

static bool refuse_at_length(struct tn_request *request, void *self, struct tn_text piece)
{
    (void)self, (void)piece;
    static char long_text[100000];
    memset(long_text, 'x', sizeof long_text);
    tn_reply(request, 422, NULL, (struct tn_text){ long_text, sizeof long_text });
    return false;
}

static enum tn_verdict count_end(struct tn_request *request, void *self)
{
    (void)self;
    size_t *size = tn_request_state(request, NULL, sizeof *size);
    return tn_reply(request, 200, "text/plain", tn_request_print(request, "%zu", *size));
}

static enum tn_verdict count(struct tn_request *request, void *self)
{
    (void)self;
    return tn_body_stream(request, count_piece, count_end);
}

static enum tn_verdict long_refusal(struct tn_request *request, void *self)
{
    (void)self;
    return tn_body_stream(request, refuse_at_length, count_end);
}

/* A stream of `left` pieces, with a wait before each. */
struct pieces {
    struct tn_request *request;
    int left;
    bool waited, endless;
    uv_timer_t *timer;
};

static void piece_ready(uv_timer_t *timer)
{
    struct pieces *pieces = timer->data;
    pieces->waited = true;
    tn_stream_ready(pieces->request);
}

static ptrdiff_t read_piece(void *context, char *buffer, size_t room)
{
    struct pieces *pieces = context;
    if (pieces->endless) {
        memset(buffer, 'x', room);
        return (ptrdiff_t)room;
    }
    if (pieces->left == 0)
        return TN_STREAM_END;
    if (pieces->left < 0)
        return TN_STREAM_ERROR;
    if (!pieces->waited) {
        uv_timer_start(pieces->timer, piece_ready, 5, 0);
        return TN_STREAM_WAIT;
    }
    pieces->waited = false;
    pieces->left = pieces->left == 7 ? -1 : pieces->left - 1;
    memcpy(buffer, "piece", 5);
    return 5;
}

static void timer_freed(uv_handle_t *handle)
{
    free(handle);
}

static void close_pieces(void *context)
{
    struct pieces *pieces = context;
    uv_close((uv_handle_t *)pieces->timer, timer_freed);
}

static enum tn_verdict stream_of(struct tn_request *request, struct pieces what, int64_t length)
{
    struct pieces *pieces = tn_request_alloc(request, sizeof *pieces);
    *pieces = what;
    pieces->request = request;
    pieces->timer = calloc(1, sizeof *pieces->timer);
    assert(pieces->timer);
    uv_timer_init(loop, pieces->timer);
    pieces->timer->data = pieces;
    struct tn_stream stream = { sizeof stream, read_piece, close_pieces, pieces, length };
    return tn_reply_stream(request, 200, "text/plain", &stream);
}

static enum tn_verdict stream(struct tn_request *request, void *self)
{
    (void)self;
    return stream_of(request, (struct pieces){ .left = 3 }, -1);
}

static enum tn_verdict sized_stream(struct tn_request *request, void *self)
{
    (void)self;
    return stream_of(request, (struct pieces){ .left = 3 }, 15);
}

static enum tn_verdict broken_stream(struct tn_request *request, void *self)
{
    (void)self;
    return stream_of(request, (struct pieces){ .left = 7 }, -1);
}

static enum tn_verdict endless_stream(struct tn_request *request, void *self)
{
    (void)self;
    return stream_of(request, (struct pieces){ .endless = true }, -1);
}

static enum tn_verdict file(struct tn_request *request, void *self)
{
    (void)self;
    char name[] = "/tmp/http_test_XXXXXX";
    int fd = mkstemp(name);
    assert(fd >= 0 && write(fd, "0123456789", 10) == 10);
    unlink(name);
    return tn_reply_file(request, 200, "text/plain", fd, 2, 5);
}

static enum tn_verdict no_content(struct tn_request *request, void *self)
{
    (void)self;
    return tn_reply(request, 204, NULL, TN_TEXT(""));
}

static enum tn_verdict empty_field(struct tn_request *request, void *self)
{
    (void)self;
    tn_reply_set(request, "X-Empty", TN_TEXT(""));
    return tn_reply(request, 200, NULL, TN_TEXT(""));
}

static enum tn_verdict seen(struct tn_request *request, void *self)
{
    (void)self;
    return tn_reply(request, 200, "text/plain",
                    tn_request_print(request, "%" TN_PRI "|%" TN_PRI "|%" TN_PRI "|%" TN_PRI,
                                     TN_ARG(tn_request_path(request)),
                                     TN_ARG(tn_request_query(request, "q")),
                                     TN_ARG(tn_request_client(request)),
                                     TN_ARG(tn_request_header(request, "x-a"))));
}

static void on_reply(struct tn_request *request, void *self)
{
    (void)self;
    tn_reply_set(request, "X-Passed", TN_TEXT("yes"));
}

static const struct http_route routes[] = {
    { "GET", "/hello", hello },
    { "GET", "/counts", counts },
    { NULL, "/echo", echo },
    { NULL, "/count", count },
    { NULL, "/long-refusal", long_refusal },
    { NULL, "/wait/:ms", wait_ms },
    { "GET", "/stream", stream },
    { "GET", "/stream/sized", sized_stream },
    { "GET", "/stream/broken", broken_stream },
    { "GET", "/stream/endless", endless_stream },
    { "GET", "/file", file },
    { "GET", "/nothing", no_content },
    { "GET", "/empty", empty_field },
    { "GET", "/seen/*", seen },
    { 0 },
};
static const struct tn_plugin plugin = { TN_PLUGIN_HEAD, .reply = on_reply, .done = on_done,
                                         .cancel = on_cancel };
static const struct http_entry entry = {
    .name = "test", .plugin = &plugin, .timeout_ms = -1, .routes = routes
};

static void say(void *context, enum tn_level level, struct tn_request *request,
                const struct tn_field *fields, const char *message)
{
    (void)context, (void)request, (void)fields;
    fprintf(stderr, "%d %s\n", (int)level, message);
}

static int listen_on_loopback(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    assert(fd >= 0 && bind(fd, (struct sockaddr *)&address, size) == 0 && listen(fd, 128) == 0);
    getsockname(fd, (struct sockaddr *)&address, &size);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

static void closed(void *context)
{
    http_server_free(*(struct http_server **)context);
}

static void drained(void *context)
{
    (void)context;
    printf("drained\n");
    fflush(stdout);
}

/* "d" on standard input drains; its end closes. */
static void on_input(uv_poll_t *poll, int status, int events)
{
    (void)status, (void)events;
    struct http_server **server = poll->data;
    char command;
    if (read(STDIN_FILENO, &command, 1) == 1) {
        http_server_drain(*server, drained, NULL);
        return;
    }
    uv_close((uv_handle_t *)poll, NULL);
    http_server_close(*server, closed, server);
}

int main(void)
{
    loop = uv_default_loop();
    options = (struct http_options){
        .loop = loop,
        .body_max = 200000,
        .url_max = 8192,
        .header_max = 16384,
        .headers_max = 100,
        .connections_max = 20,
        .rate_min = 1000,
        .header_ms = 2000,
        .request_ms = 2000,
        .idle_ms = 3000,
        .blocked_ms = 1000,
        .timeout_status = 504,
        .accept_request_id = true,
        .server_header = "test",
        .count = 1,
        .entries = &entry,
        .log = say,
    };
    static const struct http_listener plain = { 0 };
    const char *problem = NULL;
    struct http_server *server = http_server_new(&options, &problem);
    assert(server);
    int fd = listen_on_loopback();
    http_server_listen(server, fd, &plain);
    uv_poll_t input;
    uv_poll_init(loop, &input, STDIN_FILENO);
    input.data = &server;
    uv_poll_start(&input, UV_READABLE, on_input);
    uv_run(loop, UV_RUN_DEFAULT);
    close(fd);
    return uv_loop_close(loop) == 0 ? 0 : 1;
}
