/* SPDX-License-Identifier: MIT */
/* libmicrohttpd as it is used here: an epoll set that we run, sockets that we accept, and its callbacks. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <http/body.h>
#include <http/engine.h>
#include <http/tls.h>

enum {
    /* A body of at most this size is read and dropped when nobody wanted it, so that the connection can go on. */
    SWALLOW_MAX = 64 * 1024,
    /* What libmicrohttpd keeps in a connection's memory for each header field, and for the header of a reply, and of a trace. */
    FIELD_OVERHEAD = 64,
    REPLY_HEADER = 4 * 1024,
    TRACE_ENTRY = 512,
};

static struct connection *connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info->socket_context;
}

static void notify_connection(void *context, struct MHD_Connection *mhd, void **socket_context,
                              enum MHD_ConnectionNotificationCode code)
{
    struct http_server *server = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        struct connection *connection = server->adding;
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION);
        connection->mhd = mhd;
        connection->session = info ? info->tls_session : NULL;
        if (connection->session)
            tls_begin(connection);
        *socket_context = connection;
        server->adding = NULL;
    } else {
        connection_closed(*socket_context);
        *socket_context = NULL;
    }
}

/*
 * libmicrohttpd is about to take the query apart, into memory of the connection, one record for each parameter: nobody would
 * look at them, and a stranger says how many there are. An empty query costs nothing. It writes to this very place itself.
 */
static void hide_query(const char *target)
{
    char *mark = strchr((char *)(uintptr_t)target, '?');
    if (mark)
        mark[1] = '\0';
}

/* The first line of a request has come. */
static void *begin_request(void *context, const char *target, struct MHD_Connection *mhd)
{
    struct http_server *server = context;
    struct connection *connection = connection_of(mhd);
    struct tn_request *request = request_new(&server->chain, &connection_exchange, connection);
    request->peer = &connection->peer;
    request->secure = connection->peer.secure;
    request->target = arena_copy(&request->arena, tn_text(target));
    connection->request = request;
    connection->in_header = true;
    connection->linger = false;
    if (connection->stage != STAGE_HEADER)
        connection_enter(connection, STAGE_HEADER);
    if (target)
        hide_query(target);
    return request;
}

static size_t leave_escaped(void *context, struct MHD_Connection *mhd, char *text)
{
    (void)context, (void)mhd;
    return strlen(text);
}

static enum MHD_Result receive_field(void *context, enum MHD_ValueKind kind, const char *name,
                                     size_t name_size, const char *value, size_t value_size)
{
    (void)kind;
    request_receive(context, (struct tn_text){ name, name_size },
                    (struct tn_text){ value, value_size });
    return MHD_YES;
}

/* The header has come. */
static void take_header(struct tn_request *request, struct MHD_Connection *mhd, const char *url,
                        const char *method, const char *version)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    request->method = tn_text(method);
    request->version = tn_text(version);
    MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, receive_field, request);
    request->hidden = hidden_in_line(request, url, version) ||
                      hidden_in_fields(request, method, info ? info->header_size : 0);
}

static bool may_swallow(const struct tn_request *request)
{
    const struct body *body = &request->body;
    return !request->close && !body->chunked && !body->expected && body->declared <= SWALLOW_MAX;
}

/* Lets libmicrohttpd go on to the body. */
static enum MHD_Result read_body(struct connection *connection)
{
    connection->in_header = false;
    if (body_declared(connection->request))
        connection_enter(connection, STAGE_BODY);
    return MHD_YES;
}

/* Does what the request's phase says, at a time when libmicrohttpd takes a reply. */
static enum MHD_Result advance(struct connection *connection)
{
    struct tn_request *request = connection->request;
    if (request->phase == PHASE_BODY && !connection->in_header)
        body_end(request);
    switch (request->phase) {
    case PHASE_BODY:
        return read_body(connection);
    case PHASE_LATER:
        connection_suspend(connection);
        return MHD_YES;
    case PHASE_REPLY:
        if (!connection->in_header || !body_declared(request))
            return send_queue(connection);
        if (may_swallow(request))
            return read_body(connection);
        connection->linger = true;
        return send_queue(connection);
    default:
        return MHD_NO;
    }
}

/*
 * A piece of a body. libmicrohttpd takes no reply now: one that cannot wait goes straight to the socket. One that does not fit
 * there at once waits for the end of the body after all, as long as that keeps to the limit.
 */
static void receive_piece(struct connection *connection, struct tn_text piece)
{
    struct tn_request *request = connection->request;
    if (connection->stage == STAGE_DISCARD || body_receive(request, piece))
        return;
    if (send_raw(connection)) {
        tls_end(connection);
        shutdown(connection->fd, SHUT_WR);
        connection_enter(connection, STAGE_DISCARD);
    } else if (request->body.received > request->chain->options->body_max) {
        connection_cut(connection);
    }
}

/*
 * Called when the header has come, for each piece of the body, when all has come, and again after each suspension. A reply that
 * is queued at the first of these closes the connection, even where there is no body: so that call only looks at the header.
 */
static enum MHD_Result handle(void *context, struct MHD_Connection *mhd, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **request_context)
{
    (void)context;
    struct tn_request *request = *request_context;
    struct connection *connection = request->carrier;
    if (connection->gone)
        return MHD_NO;
    if (*size > 0) {
        receive_piece(connection, (struct tn_text){ data, *size });
        *size = 0;
        return connection->gone ? MHD_NO : MHD_YES;
    }
    if (connection->stage == STAGE_DISCARD)
        return MHD_NO;
    if (!request->examined) {
        take_header(request, mhd, url, method, version);
        connection_enter(connection, STAGE_CHAIN);
        chain_examine(request);
        if (request->phase == PHASE_NEW && !body_declared(request)) {
            connection->in_header = false;
            return MHD_YES;
        }
    }
    if (request->phase == PHASE_NEW)
        chain_run(request);
    return advance(connection);
}

/*
 * With epoll, libmicrohttpd 0.9.75 leaves a connection lying that it closes while it asks for more of a reply: no event will
 * come for it. But those with a time limit of their own are looked at whenever it runs.
 */
static void sweep_up(struct MHD_Connection *mhd)
{
    MHD_set_connection_option(mhd, MHD_CONNECTION_OPTION_TIMEOUT, 1u);
    server_run_soon(connection_of(mhd)->daemon);
}

static void end_request(void *context, struct MHD_Connection *mhd, void **request_context,
                        enum MHD_RequestTerminationCode code)
{
    (void)context;
    struct tn_request *request = *request_context;
    if (code != MHD_REQUEST_TERMINATED_COMPLETED_OK)
        sweep_up(mhd);
    if (!request)
        return;
    struct connection *connection = request->carrier;
    if (connection->envelope)
        envelope_give_back(connection->server->envelopes, connection->envelope);
    connection->envelope = NULL;
    connection->request = NULL;
    *request_context = NULL;
    if (connection->stage != STAGE_DISCARD)
        connection_enter(connection, STAGE_IDLE);
    if (!request->examined)
        chain_note_unread(request, connection_refusal(connection));
    request_end(request);
}

/*
 * Refusals that libmicrohttpd makes by itself reach no handler: this is where they are seen. Whose it is is not said; but what
 * it does next is to answer that connection and close it.
 */
TN_PRINTF(2, 0) static void log_line(void *context, const char *format, va_list arguments)
{
    struct http_server *server = context;
    static const char refused[] = "Error processing request (HTTP response code is ";
    char line[512];
    vsnprintf(line, sizeof line, format, arguments);
    line[strcspn(line, "\n")] = '\0';
    if (strncmp(line, refused, sizeof refused - 1) == 0) {
        server->refusal = (int)strtol(line + sizeof refused - 1, NULL, 10);
        chain_count_refused(&server->chain, "library");
        chain_log(&server->chain, TN_INFO, NULL, "libmicrohttpd: %s", line);
    } else {
        chain_log(&server->chain, TN_DEBUG, NULL, "libmicrohttpd: %s", line);
    }
}

static void panic(void *context, const char *file, unsigned line, const char *reason)
{
    struct http_server *server = context;
    chain_log(&server->chain, TN_ERROR, NULL, "libmicrohttpd gives up at %s:%u: %s", file, line,
              reason ? reason : "no reason given");
    abort();
}

/*
 * The memory of a connection holds the line, the header, and the header of the reply. What our limits let through must fit, so
 * that it is we who refuse the rest; but libmicrohttpd zeroes all of it after each request, so it must not be generous.
 */
static size_t memory_limit(const struct http_options *options)
{
    size_t trace = options->trace_key ? options->count * TRACE_ENTRY : 0;
    return options->url_max + options->header_max + options->headers_max * FIELD_OVERHEAD +
           REPLY_HEADER + trace;
}

bool daemon_start(struct http_server *server, int which, const char **problem)
{
    struct http_daemon *daemon = &server->daemons[which];
    bool secure = which == DAEMON_TLS;
    const struct http_options *options = server->options;
    struct MHD_OptionItem more[TLS_OPTIONS] = { { MHD_OPTION_END, 0, NULL } };
    unsigned flags =
        MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    daemon->server = server;
    if (secure)
        tls_options(more);
    MHD_set_panic_func(panic, server);
    /* clang-format off */
    daemon->mhd = MHD_start_daemon(secure ? flags | MHD_USE_TLS : flags,
        0, NULL, NULL, handle, server,
        MHD_OPTION_EXTERNAL_LOGGER, log_line, server, /* first, so that it hears of the others */
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory_limit(options),
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)options->connections_max,
        MHD_OPTION_CONNECTION_TIMEOUT, 0u, /* the deadlines are ours */
        MHD_OPTION_NOTIFY_CONNECTION, notify_connection, server,
        MHD_OPTION_URI_LOG_CALLBACK, begin_request, server,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, server,
        MHD_OPTION_NOTIFY_COMPLETED, end_request, server,
        MHD_OPTION_STRICT_FOR_CLIENT, 0, /* hygiene.c is stricter, and answers */
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
        MHD_OPTION_ARRAY, more,
        MHD_OPTION_END);
    /* clang-format on */
    if (!daemon->mhd)
        *problem = secure ? "libmicrohttpd did not start with TLS: it may have been built without"
                          : "libmicrohttpd did not start";
    return daemon->mhd != NULL;
}
