/* SPDX-License-Identifier: MIT */
/* Services: how plugins use each other without naming each other. The contracts are in
 * <tenon/services/>. */
#pragma once

#include <tenon/plugin.h>

/*
 * A contract is a const table of functions with an id that carries its revision, such as
 * "tenon.source/1". Every function takes the offering instance's `self` first.
 */

/* A row of `offers`. */
struct tn_offer {
    const char *id;
    const void *table;
};

/* A row of `needs`: the file wires it with `uses: { NAME: ENTRY }`. */
struct tn_need {
    const char *name; /* the key under `uses` */
    const char *id;
    bool optional;
    const char *summary;
};

/* A service that the file wired: `table` is NULL where an optional one was not. */
struct tn_service {
    const void *table;
    void *self;
};

/*
 * The service wired under `name`, one of this plugin's `needs`. The host has checked that the id
 * fits and starts the offering entry first, whatever the order in the file, and stops it last. Good
 * until stop. Hooks: start and later.
 */
TN_API struct tn_service tn_service(struct tn_host *host, const char *name);
