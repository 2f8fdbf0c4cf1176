/* SPDX-License-Identifier: MIT */
/* The checks of the file: what each kind needs, and how it is asked. The host says when, and how
 * long an answer may take; nobody who asks for the state waits for one. */
#pragma once

#include <tenon/loop.h>
#include <tenon/tenon.h>

#include "errand.h"
#include "program.h"
#include "remote.h"

enum check_kind {
    CHECK_DISK,
    CHECK_WRITABLE,
    CHECK_EXISTS,
    CHECK_MEMORY,
    CHECK_TCP,
    CHECK_HTTP,
    CHECK_COMMAND
};

/* A check as the file has it. */
struct check_settings {
    const char *name;
    int kind;
    bool required;
    struct tn_path path;
    struct tn_bytes free, warn, most;
    int64_t warn_percent, most_percent;
    const char *address, *url;
    struct tn_path ca;
    bool verify;
    struct tn_texts status;
    struct tn_patterns body;
    struct tn_texts command;
    struct tn_duration interval, timeout;
    int64_t rise, fall;
};
extern const struct tn_option check_rows[];
extern const struct check_settings check_defaults;

struct check {
    struct tn_host *host;
    const struct check_settings *settings;
    struct tn_check *registered;
    union {
        struct errand errand;
        struct remote remote;
        struct program program;
    } as; /* by kind */
};

/* Checks what the rows cannot. False after tn_fail_at. Hook: create. */
bool check_examine(struct tn_host *host, const struct check_settings *settings);

/* Registers the check, which is asked from now on. Hook: start. */
void check_start(struct check *check, struct tn_host *host, const struct check_settings *settings);

/* Closes what is open. Hook: stop. */
void check_stop(struct check *check);
