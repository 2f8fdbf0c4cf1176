/* SPDX-License-Identifier: MIT */
/* The host's own variables. */
#include <unistd.h>

#include <base/address.h>
#include <base/clock.h>
#include <http/chain.h>
#include <http/status.h>
#include <http/trace.h>

/* All are called alike, and few need all that they are given. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

static struct tn_value request_id(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(request->id);
}

static struct tn_value request_method(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(request->method);
}

static struct tn_value request_path(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(request->path);
}

static struct tn_value request_target(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(request->target);
}

static struct tn_value request_query(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(request->parts.query);
}

static struct tn_value request_version(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(request->version);
}

static struct tn_value request_host(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(request->host);
}

static struct tn_value request_scheme(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(tn_request_scheme(request));
}

static struct tn_value request_size(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct body *body = &request->body;
    return tn_value_integer((int64_t)(body->received ? body->received : body->declared));
}

static struct tn_value request_elapsed_ms(struct tn_request *request, void *self,
                                          struct tn_text rest)
{
    return tn_value_number((double)(tn_request_elapsed_ns(request) / 1000) / 1000);
}

static struct tn_value client_ip(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(request->client);
}

/* One household or machine may use a whole /56 of IPv6 (RFC 6177): limits that count it as one count honestly. */
static struct tn_value client_net(struct tn_request *request, void *self, struct tn_text rest)
{
    enum { NETWORK_BITS = 56 };
    if (address_is_v4(request->address) || tn_text_is(request->client, "unix"))
        return tn_value_text(request->client);
    struct tn_range network = { .bits = NETWORK_BITS };
    memcpy(network.address, request->address, sizeof network.address);
    address_mask(network.address, NETWORK_BITS);
    char *text = arena_alloc(&request->arena, RANGE_TEXT_MAX);
    return tn_value_text((struct tn_text){ text, range_print(&network, text) });
}

static struct tn_value client_port(struct tn_request *request, void *self, struct tn_text rest)
{
    return request->peer && request->peer->port ? tn_value_integer(request->peer->port)
                                                : tn_value_absent();
}

/* The calendar is asked once a second; only the milliseconds are new each time. */
static const char *iso_second(struct chain *chain, int64_t second)
{
    if (chain->iso_second != second) {
        clock_print_iso(second * 1000, chain->iso_text);
        chain->iso_second = second;
    }
    return chain->iso_text;
}

static struct tn_value time_iso(struct tn_request *request, void *self, struct tn_text rest)
{
    int64_t now_ms = tn_wall_clock_ms();
    int ms = (int)(now_ms % 1000);
    char *text = arena_string(&request->arena, iso_second(request->chain, now_ms / 1000));
    text[CLOCK_ISO_MS] = (char)('0' + ms / 100);
    text[CLOCK_ISO_MS + 1] = (char)('0' + ms / 10 % 10);
    text[CLOCK_ISO_MS + 2] = (char)('0' + ms % 10);
    return tn_value_text(tn_text(text));
}

static struct tn_value time_unix(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_integer(tn_wall_clock_ms() / 1000);
}

static struct tn_value time_unix_ms(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_integer(tn_wall_clock_ms());
}

/* The rest of a name as a C string: it is part of a template's text, which ends elsewhere. */
static const char *rest_string(struct tn_request *request, struct tn_text rest)
{
    return arena_copy(&request->arena, rest).at;
}

static struct tn_value header(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(tn_request_header(request, rest_string(request, rest)));
}

static struct tn_value query(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(tn_request_query(request, rest_string(request, rest)));
}

static struct tn_value cookie(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(tn_request_cookie(request, rest_string(request, rest)));
}

static struct tn_value param(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(tn_request_param(request, rest_string(request, rest)));
}

static struct tn_value reply_status(struct tn_request *request, void *self, struct tn_text rest)
{
    return request->reply.status ? tn_value_integer(request->reply.status) : tn_value_absent();
}

/* Once there is a reply. */
static const struct http_entry *replier(const struct tn_request *request)
{
    const struct http_options *options = request->chain->options;
    bool by_entry = request->reply.status && request->reply.entry < options->count;
    return by_entry ? &options->entries[request->reply.entry] : NULL;
}

static struct tn_value reply_entry(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct http_entry *entry = replier(request);
    if (entry)
        return tn_value_text(tn_text(entry->name));
    return request->reply.status ? tn_value_text(TN_TEXT("tenon")) : tn_value_absent();
}

static struct tn_value reply_place(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct http_entry *entry = replier(request);
    return entry ? tn_value_text(tn_text(entry->place)) : tn_value_absent();
}

static struct tn_value reply_plugin(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct http_entry *entry = replier(request);
    return entry ? tn_value_text(tn_text(entry->plugin->name)) : tn_value_absent();
}

static struct tn_value reply_probe(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct http_entry *entry = replier(request);
    return tn_value_boolean(entry && entry->probed);
}

static struct tn_value reply_decided_by(struct tn_request *request, void *self, struct tn_text rest)
{
    struct tn_text by = trace_decided_by(request);
    return by.at ? tn_value_json(by) : tn_value_absent();
}

static struct tn_value reply_size(struct tn_request *request, void *self, struct tn_text rest)
{
    int64_t size = tn_reply_size(request);
    return size >= 0 ? tn_value_integer(size) : tn_value_absent();
}

static struct tn_value reply_header(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(tn_reply_header(request, rest_string(request, rest)));
}

static struct tn_value error_status(struct tn_request *request, void *self, struct tn_text rest)
{
    return request->reply.refused ? tn_value_integer(request->reply.refused) : tn_value_absent();
}

static struct tn_value error_title(struct tn_request *request, void *self, struct tn_text rest)
{
    return request->reply.refused ? tn_value_text(tn_text(status_title(request->reply.refused)))
                                  : tn_value_absent();
}

static struct tn_value error_message(struct tn_request *request, void *self, struct tn_text rest)
{
    return request->reply.refused ? tn_value_text(request->reply.message) : tn_value_absent();
}

static struct tn_value error_code(struct tn_request *request, void *self, struct tn_text rest)
{
    return request->reply.refused ? tn_value_text(tn_text(request->reply.code)) : tn_value_absent();
}

static struct tn_value limits_body(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_integer((int64_t)request->chain->options->body_max);
}

static struct tn_value limits_url(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_integer((int64_t)request->chain->options->url_max);
}

static struct tn_value limits_request_ms(struct tn_request *request, void *self,
                                         struct tn_text rest)
{
    return tn_value_integer(request->chain->options->request_ms);
}

static struct tn_value server_version(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_text(tn_text(tn_host_version()));
}

static struct tn_value server_pid(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_integer(getpid());
}

static struct tn_value server_uptime(struct tn_request *request, void *self, struct tn_text rest)
{
    return tn_value_number((double)(tn_wall_clock_ms() - request->chain->options->started_ms) /
                           1000);
}

static struct tn_value server_state(struct tn_request *request, void *self, struct tn_text rest)
{
    static const char *const names[] = { "starting", "ready", "draining", "stopping" };
    return tn_value_text(tn_text(names[tn_worker_state()]));
}

/* clang-format off */
const struct tn_variable http_variables[] = {
    { "request.id", request_id, 0, "The request's id: the client's own if it was accepted, else a new UUID." },
    { "request.method", request_method, 0, "The method as sent, such as GET." },
    { "request.path", request_path, 0, "The path, decoded and normalised." },
    { "request.target", request_target, 0, "The target as it was sent, with its query." },
    { "request.query", request_query, 0, "The query as it was sent, without the question mark." },
    { "request.version", request_version, 0, "HTTP/1.0 or HTTP/1.1." },
    { "request.host", request_host, 0, "The host asked for, in lower case, without the port." },
    { "request.scheme", request_scheme, 0, "https or http: what a trusted proxy says that the client speaks, else what the connection does." },
    { "request.size", request_size, 0, "The size of the request's body in bytes, as far as it is known." },
    { "request.elapsed_ms", request_elapsed_ms, 0, "Milliseconds since the request was taken up, to the microsecond." },
    { "client.ip", client_ip, 0, "The client's address behind trusted proxies." },
    { "client.net", client_net, 0, "The client's network: IPv6 addresses grouped by /56, an IPv4 address whole." },
    { "client.port", client_port, 0, "The port of the connection's other end, which may be a proxy's." },
    { "time.iso", time_iso, 0, "The time now in UTC, such as 2025-01-31T12:00:00.000Z." },
    { "time.unix", time_unix, 0, "Seconds since 1970-01-01 UTC." },
    { "time.unix_ms", time_unix_ms, 0, "Milliseconds since 1970-01-01 UTC." },
    { "header.*", header, 0, "A header field of the request, by its name in any case." },
    { "query.*", query, 0, "The first value of a query parameter, decoded." },
    { "cookie.*", cookie, 0, "The value of a cookie, undecoded." },
    { "param.*", param, 0, "A parameter of the route's path." },
    { "reply.status", reply_status, 0, "The status of the reply, once there is one." },
    { "reply.size", reply_size, 0, "The size of the reply's body in bytes, where it is known." },
    { "reply.entry", reply_entry, 0, "The name of the entry that set the reply, or tenon." },
    { "reply.plugin", reply_plugin, 0, "The plugin of the entry that set the reply; absent for tenon itself." },
    { "reply.place", reply_place, 0, "The place in the file of the entry that set the reply, such as tenon.yaml:12:5." },
    { "reply.probe", reply_probe, 0, "Whether the entry that set the reply tells machines how the server is, as health and metrics do." },
    { "reply.decided_by", reply_decided_by, 0, "Who set the reply, as JSON: plugin, entry and place; of tenon itself the entry alone." },
    { "reply.header.*", reply_header, 0, "A header field of the reply, by its name in any case." },
    { "error.status", error_status, 0, "The status of a refusal." },
    { "error.title", error_title, 0, "The name of the refusal's status, such as Not Found." },
    { "error.message", error_message, 0, "What the refusal says to the client." },
    { "error.code", error_code, 0, "The refusal's code for machines, where it has one." },
    { "limits.body", limits_body, 0, "The largest request body allowed, in bytes." },
    { "limits.url", limits_url, 0, "The longest request target allowed, in bytes." },
    { "limits.request_ms", limits_request_ms, 0, "How long a request may take, in milliseconds." },
    { "server.version", server_version, 0, "The version of the server." },
    { "server.pid", server_pid, 0, "The process id of the worker." },
    { "server.uptime", server_uptime, 0, "Seconds since the server was started." },
    { "server.state", server_state, 0, "Where the worker stands: starting, ready, draining or stopping." },
    { 0 },
};
/* clang-format on */
