/* SPDX-License-Identifier: MIT */
/* What a plugin is: one const table, `tn_plugin`, read before any of the plugin's code runs. */
#pragma once

#include <stdint.h>

#include <tenon/abi.h>
#include <tenon/text.h>

struct tn_host;    /* the host as one entry of the configuration sees it: one per instance */
struct tn_request; /* one request and its reply */
struct tn_option;
struct tn_variable;
struct tn_metric;
struct tn_need;
struct tn_offer;

/* What a hook decided. */
enum tn_verdict {
    TN_NEXT,   /* go on to the next plugin */
    TN_REPLY,  /* the reply is set: no later plugin sees the request */
    TN_LATER,  /* the plugin will call tn_resume, exactly once (later.h) */
    TN_FAILED, /* the hook could not do its work: the entry's `on_error` decides (deny: 500, skip:
                  TN_NEXT) */
};

/* A request hook or a route's handler. `self` is what `create` returned. Runs on the loop; must not
 * block. */
typedef enum tn_verdict tn_hook(struct tn_request *request, void *self);

/*
 * A path that the plugin answers itself. It is taken after the request hooks of the entries above,
 * and of this entry, have let the request pass. A path is exact ("/live"), has parameters
 * ("/jobs/:id", read by tn_request_param), or ends in a star ("/static/" followed by "*", the rest
 * being the parameter "*"). A path that begins with "$name" begins with the value of this entry's
 * text option `name`, such as "$mount/parse", or "$live.path" in a group; where it is absent, so is
 * the route, and for each of several texts or groups there is one. GET answers HEAD too; another
 * method on a known path is answered 405 with Allow (RFC 9110, 15.5.6).
 */
struct tn_route {
    const char *method; /* "GET", or NULL for every method */
    const char *path;
    tn_hook *handle;
    const char *summary; /* one sentence for the documentation */
};

/*
 * The table. Rows (options, variables, metrics, needs, offers, routes) end with an all-zero row.
 * Any member may be absent but name, version and summary. The order of an instance's life is
 * create, start, {request, reply, done}*, stop, destroy; a hook that fails leaves nothing behind
 * and gets no further call, and the host undoes the others in reverse order.
 */
struct tn_plugin {
    uint16_t abi_major; /* TN_PLUGIN_HEAD fills the first three: they stay first for ever */
    uint16_t abi_minor;
    uint32_t size;

    const char *name; /* the key in the configuration: lower case, digits, hyphens */
    const char *version;
    const char *summary; /* one sentence */

    const struct tn_option *options; /* rows of option.h */
    const void *defaults;            /* an instance of the options' struct */
    size_t options_size;             /* its size */

    const struct tn_need *needs; /* services, service.h */
    const struct tn_offer *offers;
    const struct tn_variable *variables; /* variable.h */
    const struct tn_metric *metrics;     /* metric.h */
    const struct tn_route *routes;

    /*
     * Checks the options and allocates: no I/O, no services, no threads. `options` is the plugin's
     * own struct, filled and checked row by row, good until destroy. Returns the instance, or NULL
     * after tn_fail. Without `create` the instance is the options.
     */
    void *(*create)(struct tn_host *host, const void *options);
    /* Joins the world: files, timers, services, checks. False after tn_fail: the worker does not
     * become ready. */
    bool (*start)(struct tn_host *host, void *self);
    /* Closes what `start` opened. No request is under way, every job has ended. */
    void (*stop)(struct tn_host *host, void *self);
    /* Frees what `create` made outside tn_instance_alloc. */
    void (*destroy)(struct tn_host *host, void *self);

    /* A request on its way in, when its headers are there, in the order of the file. */
    tn_hook *request;
    /*
     * A reply on its way out, in reverse order, the host's own errors included: it may run without
     * `request` having run. It may change status and headers (reply.h) but not wait.
     */
    void (*reply)(struct tn_request *request, void *self);
    /* The request is over: sent, refused, timed out or the client is gone. Always runs once, in
     * reverse order. */
    void (*done)(struct tn_request *request, void *self);
    /*
     * The request that this instance holds by TN_LATER has ended otherwise (client gone, deadline,
     * shutdown): stop working on it, and still call tn_resume once; its verdict is then ignored.
     */
    void (*cancel)(struct tn_request *request, void *self);
    /* Files are to be opened anew (SIGUSR1, `tenon reopen`). */
    void (*reopen)(struct tn_host *host, void *self);
};

/* The first members of the table. */
#define TN_PLUGIN_HEAD \
    .abi_major = TN_ABI_MAJOR, .abi_minor = TN_ABI_MINOR, .size = (uint32_t)sizeof(struct tn_plugin)
