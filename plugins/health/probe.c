/* SPDX-License-Identifier: MIT */
/* When a probe begins, how long it may take, and what its result means. */
#include "probe.h"

#include <stdarg.h>
#include <stdio.h>

static bool is_remote(const struct probe_settings *settings)
{
    return settings->kind == PROBE_TCP || settings->kind == PROBE_HTTP;
}

void probe_decide(struct probe *probe, bool good, const char *format, ...)
{
    static const enum tn_health health[] = { [STREAK_UNKNOWN] = TN_HEALTH_UNKNOWN,
                                             [STREAK_UP] = TN_HEALTH_UP,
                                             [STREAK_DOWN] = TN_HEALTH_DOWN };
    if (probe->decided)
        return;
    probe->decided = true;
    tn_timer_stop(probe->deadline);
    probe->deadline = NULL;

    char message[PROBE_MESSAGE_ROOM];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    streak_take(&probe->streak, good, probe->settings->rise, probe->settings->fall);
    tn_check_report(probe->check, health[probe->streak.state],
                    (double)(tn_clock_ns() - probe->began_ns) / 1e6, "%s", message);
}

void probe_end(struct probe *probe)
{
    probe->running = false;
}

static void expire(void *context)
{
    struct probe *probe = context;
    probe->deadline = NULL; /* it has fired */
    probe_decide(probe, false, "no answer within %lld ms", (long long)probe->settings->timeout.ms);
    if (is_remote(probe->settings))
        remote_abort(probe);
}

/* A probe that hangs is not begun again on top of itself. */
static void begin(void *context)
{
    struct probe *probe = context;
    if (probe->running)
        return;
    probe->running = true;
    probe->decided = false;
    probe->began_ns = tn_clock_ns();
    probe->deadline = tn_timer_start(probe->host, probe->settings->timeout.ms, 0, expire, probe);
    if (is_remote(probe->settings))
        remote_begin(probe);
    else
        local_begin(probe);
}

void probe_start(struct probe *probe, struct tn_host *host, const struct probe_settings *settings)
{
    probe->host = host;
    probe->settings = settings;
    probe->check = tn_check(host, settings->name, settings->required);
    if (settings->kind == PROBE_TCP)
        target_parse_address(&probe->target, settings->address);
    else if (settings->kind == PROBE_HTTP)
        target_parse_url(&probe->target, settings->url);
    tn_timer_start(host, 0, settings->interval.ms, begin, probe);
}

void probe_stop(struct probe *probe)
{
    probe->deadline = NULL; /* the host has stopped all timers */
    probe->decided = true;
    remote_abort(probe);
}

static bool wrong(struct tn_host *host, const struct probe_settings *settings, const char *option,
                  const char *problem)
{
    char way[160];
    snprintf(way, sizeof way, "checks.%s.%s", settings->name, option);
    return tn_fail_at(host, way, "%s", problem);
}

bool probe_check(struct tn_host *host, const struct probe_settings *settings)
{
    struct target target;
    const char *problem = NULL;
    switch ((enum probe_kind)settings->kind) {
    case PROBE_DISK:
    case PROBE_WRITABLE:
        if (!settings->path.at)
            return wrong(host, settings, "path", "this kind of check needs `path`");
        break;
    case PROBE_MEMORY:
        if (!settings->most.count)
            return wrong(host, settings, "most", "a check of memory needs `most`");
        break;
    case PROBE_TCP:
        problem = settings->address ? target_parse_address(&target, settings->address)
                                    : "a check over TCP needs `address`, as host:port";
        return !problem || wrong(host, settings, "address", problem);
    case PROBE_HTTP:
        problem = settings->url ? target_parse_url(&target, settings->url)
                                : "a check over HTTP needs `url`";
        return !problem || wrong(host, settings, "url", problem);
    }
    return true;
}
