/* SPDX-License-Identifier: MIT */
/* One entry's life: its hooks are called with the crash slot set, its failures become errors with a place. */
#include <base/current.h>
#include <plugins/instance.h>
#include <tenon/host.h>

/* A hook that failed must have said why; one that did not is named all the same. */
static void explain(struct tn_host *host, unsigned errors_before, const char *hook)
{
    if (host->errors->count == errors_before)
        errors_add(host->errors, SEVERITY_ERROR, host->place,
                   "plugin `%s` failed in `%s` and did not say why", host->plugin->name, hook);
}

bool instance_create(struct tn_host *host, struct errors *errors)
{
    unsigned count = errors->count;
    host->errors = errors;
    host->self = host->options;
    if (host->plugin->create) {
        struct current before = current_enter(host->name, "create");
        host->self = host->plugin->create(host, host->options);
        current = before;
        if (!host->self)
            explain(host, count, "create");
    }
    host->errors = NULL;
    host->created = host->self || !host->plugin->create;
    return host->created && errors->count == count;
}

bool instance_start(struct tn_host *host, struct errors *errors)
{
    unsigned count = errors->count;
    host->errors = errors;
    host->started = true;
    if (host->plugin->start) {
        struct current before = current_enter(host->name, "start");
        host->started = host->plugin->start(host, host->self);
        current = before;
        if (!host->started)
            explain(host, count, "start");
    }
    host->errors = NULL;
    return host->started && errors->count == count;
}

void instance_stop(struct tn_host *host)
{
    if (host->started && host->plugin->stop) {
        struct current before = current_enter(host->name, "stop");
        host->plugin->stop(host, host->self);
        current = before;
    }
    host->started = false;
}

void instance_destroy(struct tn_host *host)
{
    if (host->created && host->plugin->destroy) {
        struct current before = current_enter(host->name, "destroy");
        host->plugin->destroy(host, host->self);
        current = before;
    }
    host->created = false;
    arena_free(&host->arena);
}

const char *tn_name(struct tn_host *host)
{
    return host->name;
}

void *tn_instance_alloc(struct tn_host *host, size_t size)
{
    return arena_alloc(&host->arena, size);
}

static struct place place_of(struct tn_host *host, const char *option)
{
    const struct node *node = host->options_node ? node_way(host->options_node, option) : NULL;
    return node && node->place.line ? node->place : host->place;
}

bool tn_fail(struct tn_host *host, const char *format, ...)
{
    plugin_must(host->errors, "tn_fail is for create and start");
    va_list arguments;
    va_start(arguments, format);
    errors_vadd(host->errors, SEVERITY_ERROR, host->place, format, arguments);
    va_end(arguments);
    return false;
}

bool tn_fail_at(struct tn_host *host, const char *option, const char *format, ...)
{
    plugin_must(host->errors, "tn_fail_at is for create and start");
    va_list arguments;
    va_start(arguments, format);
    errors_vadd(host->errors, SEVERITY_ERROR, place_of(host, option), format, arguments);
    va_end(arguments);
    return false;
}

void tn_declare(struct tn_host *host, unsigned roles)
{
    plugin_must(host->errors && !host->created, "tn_declare is for create");
    host->roles |= roles;
}

void tn_warn_at(struct tn_host *host, const char *option, const char *format, ...)
{
    plugin_must(host->errors, "tn_warn_at is for create");
    va_list arguments;
    va_start(arguments, format);
    errors_vadd(host->errors, SEVERITY_WARNING, place_of(host, option), format, arguments);
    va_end(arguments);
}
