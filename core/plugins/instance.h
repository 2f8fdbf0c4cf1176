/* SPDX-License-Identifier: MIT */
/* Instances: one per entry of the file. Create, start in the order of services, stop, destroy. */
#pragma once

#include <base/node.h>
#include <plugins/library.h>
#include <tenon/service.h>

/* One line of the entry's `uses`. */
struct instance_use {
    const char *name, *entry;
    struct place place;
};

/* What struct tn_host of the sdk is. Other rooms hang what is theirs on it and see only what they need. */
struct tn_host {
    const char *name;               /* the entry's */
    const struct tn_plugin *plugin; /* NULL if it did not load: such an entry is only looked at */
    struct place place;
    struct node *options_node;
    void *options; /* the plugin's struct, filled by the caller before create */
    void *self;
    struct arena arena;    /* tn_instance_alloc; lives until after destroy */
    struct errors *errors; /* during create and start; NULL otherwise */
    bool created, started;
    unsigned roles; /* tn_declare */
    size_t index;   /* in the order of the file */
    size_t use_count;
    const struct instance_use *uses;
    /* One per row of `needs`; NULL where an optional one is not wired. */
    struct tn_host **providers;
    /* The worker's own: timers, checks, zones. */
    void *worker;
};

/* Calls create. False after an error. */
bool instance_create(struct tn_host *host, struct errors *errors);
bool instance_start(struct tn_host *host, struct errors *errors);
/* Calls stop if it has started, destroy if it was created, and gives its memory back. */
void instance_stop(struct tn_host *host);
void instance_destroy(struct tn_host *host);

/*
 * Finds for every need the entry that `uses` names and checks that it offers the id; fills `providers`. `order` receives the
 * hosts so that each comes behind those it uses, and otherwise as in the file. False after errors; a cycle is one, and is named.
 */
bool services_wire(struct tn_host *const *hosts, size_t count, struct tn_host **order,
                   struct errors *errors);
