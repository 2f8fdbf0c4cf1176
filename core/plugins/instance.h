/* SPDX-License-Identifier: MIT */
/* Instances: one per entry of the file. Options, create, start in the order of services, stop, destroy. */
#pragma once

#include <base/node.h>
#include <options/variables.h>
#include <plugins/library.h>

/* What struct tn_host of the sdk is. Other rooms hang what is theirs on it and see only what they need. */
struct tn_host {
    const char *name; /* the entry's */
    const struct tn_plugin *plugin;
    struct place place;
    struct node *options_node;
    void *options; /* the plugin's struct */
    void *self;
    struct arena arena;    /* tn_instance_alloc; lives until after destroy */
    struct errors *errors; /* during create and start; NULL later */
    bool failed;           /* tn_fail was called in this hook */
    bool created, started;
    size_t index;                /* in the order of the file */
    struct tn_service *services; /* one per row of `needs` */
    void *worker;                /* the worker's own: timers, checks, series, zones */
};
