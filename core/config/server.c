/* SPDX-License-Identifier: MIT */
/* `server:`, its rows and defaults, and what rows cannot check. */
#include <stdio.h>

#include <config/room.h>
#include <options/units.h>

/* clang-format off */
static const struct tn_option limits_rows[] = {
    { "body", TN_OPTION_BYTES(struct config_limits, body), .max = 1LL << 40, .summary = "The largest body of a request; beyond it the answer is 413." },
    { "url", TN_OPTION_BYTES(struct config_limits, url), .min = 64, .max = 64 * 1024, .summary = "The longest target of a request; beyond it the answer is 414." },
    { "header", TN_OPTION_BYTES(struct config_limits, header), .min = 512, .max = 1024 * 1024, .summary = "All header fields of a request together; beyond it the answer is 431." },
    { "headers", TN_OPTION_INTEGER(struct config_limits, headers), .min = 1, .max = 10000, .summary = "How many header fields a request may have; beyond it the answer is 431." },
    { "connections", TN_OPTION_INTEGER(struct config_limits, connections), .min = 1, .max = 1000000, .summary = "How many connections one worker holds at once." },
    { "body_rate", TN_OPTION_BYTES(struct config_limits, body_rate), .max = 1LL << 30, .summary = "The fewest bytes a second that a client may send of a body or take of a reply; 0 for no bound." },
    { 0 },
};

static const struct tn_option timeouts_rows[] = {
    { "header", TN_OPTION_DURATION(struct config_timeouts, header), .min = 1, .max = 3600 * 1000, .summary = "How long a client may take to send the headers of a request." },
    { "request", TN_OPTION_DURATION(struct config_timeouts, request), .max = 24 * 3600 * 1000, .summary = "How long a request may take from its headers to its reply, unless its entry says otherwise; 0 for no bound." },
    { "idle", TN_OPTION_DURATION(struct config_timeouts, idle), .min = 1, .max = 24 * 3600 * 1000, .summary = "How long a connection is kept between two requests." },
    { "drain", TN_OPTION_DURATION(struct config_timeouts, drain), .max = 24 * 3600 * 1000, .summary = "How long requests that are under way may take to finish when a worker stops." },
    { "drain_delay", TN_OPTION_DURATION(struct config_timeouts, drain_delay), .max = 3600 * 1000, .summary = "How long connections are still accepted after readiness has turned to 503, for balancers to notice." },
    { "status", TN_OPTION_INTEGER(struct config_timeouts, status), .min = 400, .max = 599, .summary = "The status of a reply to a request that took too long: 408, 503 or 504." },
    { "blocked", TN_OPTION_DURATION(struct config_timeouts, blocked), .min = 1, .max = 3600 * 1000, .summary = "A hook that holds the loop for longer is named in the log." },
    { "hung", TN_OPTION_DURATION(struct config_timeouts, hung), .max = 24 * 3600 * 1000, .summary = "A worker whose loop is held for that long is ended, the entry and the hook that held it are named in the log, and another worker takes its place; 0 for never." },
    { 0 },
};

static const struct tn_option trace_rows[] = {
    { "key", TN_OPTION_TEXT(struct config_trace, key), .flags = TN_SECRET, .summary = "A secret of 16 characters or more that signs the tickets of `tenon trace-token`: who sends one as the header Tenon-Trace gets a trace of the request. Nobody does if absent or empty." },
    { "keep", TN_OPTION_INTEGER(struct config_trace, keep), .max = 1000, .summary = "How many traces, and how many requests that failed or were slow, `tenon traces` shows; 0 for none." },
    { "slow", TN_OPTION_DURATION(struct config_trace, slow), .max = 24 * 3600 * 1000, .summary = "A request that waits longer for its reply is slow; 0 for none." },
    { 0 },
};

const struct tn_option config_server_rows[] = {
    { "listen", TN_OPTION_GROUPS(struct config_server, listen, struct config_listener, config_listener_rows), .min = 1, .max = 64, .summary = "Where to accept connections: addresses, or maps that say more of them; 127.0.0.1:3000 if absent." },
    { "workers", TN_OPTION_TEXT(struct config_server, workers), .summary = "How many worker processes there are, or `auto` for one a processor." },
    { "pid_file", TN_OPTION_PATH(struct config_server, pid_file), .summary = "A file that holds the process id of the server while it runs." },
    { "control", TN_OPTION_PATH(struct config_server, control), .summary = "The Unix socket on which `tenon reload`, `status`, `drain` and `reopen` reach the server." },
    { "plugin_path", TN_OPTION_TEXTS(struct config_server, plugin_path), .max = 16, .summary = "Folders that are searched for plugins before the built-in one." },
    { "trusted_proxies", TN_OPTION_RANGES(struct config_server, trusted_proxies), .max = 1000, .summary = "Whose X-Forwarded-For, X-Forwarded-Proto, Forwarded and PROXY headers are believed: addresses and networks, and `unix` for who connects by a Unix socket." },
    { "accept_request_id", TN_OPTION_BOOLEAN(struct config_server, accept_request_id), .summary = "Whether a well-formed X-Request-Id of the client becomes the request's id." },
    { "server_header", TN_OPTION_TEXT(struct config_server, server_header), .summary = "The value of the header Server; none if absent." },
    { "limits", TN_OPTION_GROUP(struct config_server, limits, limits_rows), .summary = "What a request and a worker may take up." },
    { "timeouts", TN_OPTION_GROUP(struct config_server, timeouts, timeouts_rows), .summary = "How long things may take." },
    { "trace", TN_OPTION_GROUP(struct config_server, trace, trace_rows), .summary = "Who may ask which plugin decided what, and what it cost." },
    { 0 },
};
/* clang-format on */

static const char *const default_address[] = { "127.0.0.1:3000" };
static const struct config_listener default_listen = { .address = { 1, default_address } };

const struct config_server config_server_defaults = {
    .listen = { 1, &default_listen },
    .workers = "auto",
    .accept_request_id = true,
    .limits = { .body = { 10 << 20 },
                .url = { 4 << 10 },
                .header = { 8 << 10 },
                .headers = 64,
                .connections = 4096,
                .body_rate = { 100 } },
    .timeouts = { .header = { 10 * 1000 },
                  .request = { 30 * 1000 },
                  .idle = { 60 * 1000 },
                  .drain = { 30 * 1000 },
                  .status = 503,
                  .blocked = { 100 },
                  .hung = { 30 * 1000 } },
    .trace = { .keep = 64, .slow = { 1000 } },
};

static bool check_workers(const struct room *room, struct node *server,
                          const struct config_server *settings)
{
    int64_t count;
    const char *workers = settings->workers ? settings->workers : "";
    if (strcmp(workers, "auto") == 0 ||
        (units_integer(tn_text(workers), &count) && count >= 1 && count <= CONFIG_WORKERS_MAX))
        return true;
    errors_add(room->errors, SEVERITY_ERROR, node_way(server, "workers")->place,
               "`workers` must be `auto` or between 1 and %d, found `%s`", CONFIG_WORKERS_MAX,
               workers);
    return false;
}

static bool check_trace(const struct room *room, struct node *server,
                        const struct config_server *settings)
{
    const char *key = settings->trace.key;
    if (!key || !*key || strlen(key) >= CONFIG_TRACE_KEY_MIN)
        return true;
    errors_add(room->errors, SEVERITY_ERROR, node_way(server, "trace.key")->place,
               "`key` must have at least %d characters, found %zu", CONFIG_TRACE_KEY_MIN,
               strlen(key));
    return false;
}

bool server_fill(const struct room *room, const struct node *root, struct config_server *settings)
{
    struct node *node = node_member(root, "server");
    struct options_load load = {
        .arena = room->arena,
        .errors = room->errors,
        .folder = room->folder,
        .owner = "`server`",
        .place = room->place,
    };
    bool good = options_fill(&load, config_server_rows, &config_server_defaults, sizeof *settings,
                             node, settings);
    good = listeners_check(room, root, &settings->listen) && good;
    good = check_trace(room, node, settings) && good;
    return check_workers(room, node, settings) && good;
}
