/* SPDX-License-Identifier: MIT */
/* The options, as in the file. */
#pragma once

#include <tenon/tenon.h>

struct settings {
    const char *url;
    const char *user, *password; /* NULL: those of the URL */
    int64_t database;
    struct tn_duration connect_timeout, command_timeout, ping;
    struct tn_duration pause, pause_max;
    int64_t failures, waiting;
    bool required;
};
