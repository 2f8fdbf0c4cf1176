/* SPDX-License-Identifier: MIT */
/* Testing a plugin without a network: the host in the test's own process, with the plugins that are linked into the test. */
#pragma once

#include <tenon/tenon.h>

/* One host. At most one at a time in a process. */
struct tn_test;

/*
 * Makes a host from a configuration (YAML, as in a file) and starts its entries; their plugins are `plugins`, ended by NULL, not
 * shared objects. Options, messages, services, zones, timers and jobs are the real ones. Never NULL: if anything was wrong,
 * tn_test_errors says what, and nothing but tn_test_close may be called.
 */
struct tn_test *tn_test_open(const char *configuration, const struct tn_plugin *const *plugins);

/* All that was wrong with the configuration, as an operator would read it; warnings too; "" if nothing. Good until close. */
const char *tn_test_errors(const struct tn_test *test);

/* What is asked. Zero what you do not need; everything is borrowed until the reply is closed. */
struct tn_test_call {
    const char *method;         /* NULL: GET */
    const char *target;         /* NULL: / */
    const char *const *headers; /* name, value, name, value, …, NULL */
    struct tn_text body;        /* sent with its Content-Length */
    size_t piece;               /* the body arrives in pieces of this size; 0: at once */
    const char *client;         /* the address of the client; NULL: 127.0.0.1 */
};

/* A request on its way, and its reply. */
struct tn_test_reply;

/*
 * Sends a request and waits until it is replied to, running the loop: timers and jobs go on meanwhile. Never NULL.
 * Ends the test's process if nothing comes within 20 s.
 */
struct tn_test_reply *tn_test_send(struct tn_test *test, const struct tn_test_call *call);

/* The same in two steps, for what comes between: sends, and says whether the reply is there already; then waits. */
struct tn_test_reply *tn_test_begin(struct tn_test *test, const struct tn_test_call *call);
bool tn_test_replied(const struct tn_test_reply *reply);
void tn_test_wait(struct tn_test_reply *reply);

/* The reply. Texts are good until it is closed; a header that is not there is absent. */
int tn_test_status(const struct tn_test_reply *reply);
struct tn_text tn_test_header(const struct tn_test_reply *reply, const char *name);
struct tn_text tn_test_body(struct tn_test_reply *reply);

/* The client has the reply, or leaves without it: the `done` hooks run. */
void tn_test_reply_close(struct tn_test_reply *reply);

/* Runs the loop for so long: for timers and checks. */
void tn_test_run(struct tn_test *test, int64_t duration_ms);

/* Stops and destroys all instances and frees the host. */
void tn_test_close(struct tn_test *test);
