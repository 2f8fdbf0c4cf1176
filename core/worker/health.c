/* SPDX-License-Identifier: MIT */
/* The sdk's health checks: what each instance last said of itself. */
#include <stdio.h>
#include <stdlib.h>

#include <base/arena.h>
#include <base/current.h>
#include <tenon/host.h>
#include <tenon/observe.h>
#include <worker/attached.h>

enum { MESSAGE_MAX = 256 };

struct tn_check {
    struct tn_check *next;
    struct tn_host *host;
    char *name;
    bool required;
    enum tn_health health;
    double latency_ms;
    int64_t changed_ms;
    char message[MESSAGE_MAX];
};

struct tn_check *tn_check(struct tn_host *host, const char *name, bool required)
{
    plugin_must(host->started && host->errors, "tn_check is for start");
    struct attachment *attached = attachment_of(host);
    struct tn_check *check = memory_alloc(sizeof *check);
    check->host = host;
    struct arena *arena = &host->arena;
    check->name = name ? (char *)(uintptr_t)arena_print(arena, "%s.%s", host->name, name).at
                       : arena_string(arena, host->name);
    check->required = required;
    check->latency_ms = -1;
    check->changed_ms = tn_wall_clock_ms();
    *attached->checks_end = check;
    attached->checks_end = &check->next;
    return check;
}

static void log_change(const struct tn_check *check, enum tn_health before)
{
    static const char *const words[] = { "unknown", "up", "degraded", "down" };
    static const enum tn_level levels[] = { TN_INFO, TN_INFO, TN_WARN, TN_ERROR };
    struct tn_field fields[] = {
        { "check", tn_value_text(tn_text(check->name)) },
        { "was", tn_value_text(tn_text(words[before])) },
        { "is", tn_value_text(tn_text(words[check->health])) },
        { NULL, tn_value_absent() },
    };
    char message[MESSAGE_MAX + 16];
    snprintf(message, sizeof message, "health is %s%s%s", words[check->health],
             *check->message ? ": " : "", check->message);
    tn_log_fields(check->host, NULL, levels[check->health], fields, message);
}

void tn_check_report(struct tn_check *check, enum tn_health health, double latency_ms,
                     const char *format, ...)
{
    enum tn_health before = check->health;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(check->message, sizeof check->message, format, arguments);
    va_end(arguments);
    check->latency_ms = latency_ms;
    check->health = health;
    if (health == before)
        return;
    check->changed_ms = tn_wall_clock_ms();
    log_change(check, before);
}

/* What a check means for the whole: unknown is as bad as down, and who is not required cannot do worse than degrade. */
static enum tn_health weight(const struct tn_check *check)
{
    if (check->health == TN_HEALTH_UP || check->health == TN_HEALTH_DEGRADED)
        return check->health;
    return check->required ? TN_HEALTH_DOWN : TN_HEALTH_DEGRADED;
}

enum tn_health tn_observe_health(struct tn_host *host,
                                 void (*visit)(void *context, const struct tn_check_state *state),
                                 void *context)
{
    (void)host;
    struct worker *worker = worker_here();
    enum tn_health worst = TN_HEALTH_UP;
    for (size_t i = 0; i < worker->count; i++) {
        for (struct tn_check *check = worker->attached[i].checks; check; check = check->next) {
            struct tn_check_state state = {
                .state_size = sizeof state,
                .name = check->name,
                .health = check->health,
                .required = check->required,
                .latency_ms = check->latency_ms,
                .changed_ms = check->changed_ms,
                .message = check->message,
            };
            if (visit)
                visit(context, &state);
            if (weight(check) > worst)
                worst = weight(check);
        }
    }
    return worst;
}

void checks_forget(struct attachment *attached)
{
    for (struct tn_check *check = attached->checks, *next; check; check = next) {
        next = check->next;
        free(check);
    }
    attached->checks = NULL;
    attached->checks_end = &attached->checks;
}
