/* SPDX-License-Identifier: MIT */
/* The sdk's health checks: what each instance last said of itself, and asking those that want to be asked. */
#include <stdio.h>
#include <stdlib.h>

#include <base/arena.h>
#include <base/current.h>
#include <tenon/host.h>
#include <tenon/later.h>
#include <tenon/observe.h>
#include <worker/attached.h>
#include <worker/streak.h>

enum { MESSAGE_MAX = 256, DETAIL_MAX = 512 };
enum { INTERVAL_MS = 10000, TIMEOUT_MS = 2000, RISE = 1, FALL = 2 };

struct tn_check {
    struct tn_check *next;
    struct tn_host *host;
    char *name;
    bool required, was_up;
    struct streak streak;
    double latency_ms;
    int64_t changed_ms;
    uint64_t reports, changes;
    char message[MESSAGE_MAX], detail[DETAIL_MAX];

    struct tn_asking asking; /* without `ask`: the plugin reports when it likes */
    bool over;               /* it is not asked any more */
    bool asked;              /* its report is still due */
    bool late;               /* … and will not count */
    uint64_t asked_ns;
    struct tn_timer *deadline;
};

/* Registering */

struct tn_check *tn_check(struct tn_host *host, const char *name, bool required)
{
    plugin_must(host->started && host->errors, "tn_check is for start");
    struct attachment *attached = attachment_of(host);
    const struct config_check *file = attached->check;
    struct tn_check *check = memory_alloc(sizeof *check);
    check->host = host;
    struct arena *arena = &host->arena;
    check->name = name ? (char *)(uintptr_t)arena_print(arena, "%s.%s", host->name, name).at
                       : arena_string(arena, host->name);
    check->required = file && file->says_required ? file->required : required;
    check->latency_ms = -1;
    check->changed_ms = tn_wall_clock_ms();
    *attached->checks_end = check;
    attached->checks_end = &check->next;
    return check;
}

/* What the file says, else what the plugin says, else what is usual. */
static int64_t choose(int64_t file, int64_t plugin, int64_t usual)
{
    return file > 0 ? file : plugin > 0 ? plugin : usual;
}

static void take_times(struct tn_asking *asking, const struct config_check *file)
{
    static const struct config_check nothing;
    if (!file)
        file = &nothing;
    asking->interval_ms = choose(file->interval.ms, asking->interval_ms, INTERVAL_MS);
    asking->timeout_ms = choose(file->timeout.ms, asking->timeout_ms, TIMEOUT_MS);
    asking->rise = choose(file->rise, asking->rise, RISE);
    asking->fall = choose(file->fall, asking->fall, FALL);
}

static void ask(void *context);

struct tn_check *tn_check_asked(struct tn_host *host, const char *name,
                                const struct tn_asking *asking)
{
    plugin_must(asking->asking_size >= sizeof *asking && asking->ask,
                "tn_check_asked wants the size of its struct, and an `ask`");
    struct tn_check *check = tn_check(host, name, asking->required);
    check->asking = *asking;
    take_times(&check->asking, attachment_of(host)->check);
    tn_timer_start(host, 0, 0, ask, check);
    return check;
}

/* Reports */

static void log_change(struct tn_check *check, enum tn_health before)
{
    static const char *const words[] = { "unknown", "up", "degraded", "down" };
    static const enum tn_level levels[] = { TN_INFO, TN_INFO, TN_WARN, TN_ERROR };
    enum tn_health now = check->streak.state;
    struct tn_field fields[] = {
        { "check", tn_value_text(tn_text(check->name)) },
        { "was", tn_value_text(tn_text(words[before])) },
        { "is", tn_value_text(tn_text(words[now])) },
        { *check->detail ? "detail" : NULL, tn_value_text(tn_text(check->detail)) },
        { NULL, tn_value_absent() },
    };
    char message[MESSAGE_MAX + 32];
    snprintf(message, sizeof message, "health is %s%s%s", words[now], *check->message ? ": " : "",
             check->message);
    tn_log_fields(check->host, NULL, levels[now], fields, message);
}

static void take(struct tn_check *check, enum tn_health answer, double latency_ms)
{
    enum tn_health before = check->streak.state;
    bool patient = check->asking.ask != NULL;
    check->reports++;
    check->latency_ms = latency_ms;
    streak_take(&check->streak, answer, patient ? check->asking.rise : 1,
                patient ? check->asking.fall : 1);
    check->was_up = check->was_up || check->streak.state == TN_HEALTH_UP;
    if (check->streak.state != before) {
        check->changes++;
        check->changed_ms = tn_wall_clock_ms();
        log_change(check, before);
    }
    *check->detail = '\0';
}

void tn_check_report(struct tn_check *check, enum tn_health health, double latency_ms,
                     const char *format, ...)
{
    bool asked = check->asked, late = check->late;
    check->asked = check->late = false;
    tn_timer_stop(check->deadline);
    check->deadline = NULL;
    if (late) {
        *check->detail = '\0';
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(check->message, sizeof check->message, format, arguments);
    va_end(arguments);
    if (latency_ms < 0 && asked)
        latency_ms = (double)(tn_clock_ns() - check->asked_ns) / 1e6;
    take(check, health, latency_ms);
}

void tn_check_detail(struct tn_check *check, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(check->detail, sizeof check->detail, format, arguments);
    va_end(arguments);
}

/* Asking */

static void give_up(struct tn_check *check)
{
    check->late = true;
    if (check->asking.abort)
        check->asking.abort(check->asking.context);
}

static void expire(void *context)
{
    struct tn_check *check = context;
    check->deadline = NULL; /* it has fired */
    snprintf(check->message, sizeof check->message, "no answer within %lld ms",
             (long long)check->asking.timeout_ms);
    take(check, TN_HEALTH_DOWN, (double)(tn_clock_ns() - check->asked_ns) / 1e6);
    give_up(check);
}

/* A twentieth to either side, so that the workers of a server, and servers, do not all ask at once for ever. */
static int64_t spread(int64_t interval_ms)
{
    int64_t width_ms = interval_ms / 10;
    return interval_ms - width_ms / 2 + (int64_t)(tn_clock_ns() / 1000 % (uint64_t)(width_ms + 1));
}

/* One that has not answered is not asked again on top. */
static void ask(void *context)
{
    struct tn_check *check = context;
    const struct tn_asking *asking = &check->asking;
    tn_timer_start(check->host, spread(asking->interval_ms), 0, ask, check);
    if (check->asked || check->over)
        return;
    check->asked = true;
    check->asked_ns = tn_clock_ns();
    check->deadline = tn_timer_start(check->host, asking->timeout_ms, 0, expire, check);
    asking->ask(asking->context);
}

void checks_stop(struct attachment *attached)
{
    for (struct tn_check *check = attached->checks; check; check = check->next) {
        check->over = true;
        if (!check->asked || check->late)
            continue;
        tn_timer_stop(check->deadline);
        check->deadline = NULL;
        give_up(check);
    }
}

/* Looking */

/* What a check means for the whole: unknown is as bad as down, and who is not required cannot do worse than degrade. */
static enum tn_health weight(const struct tn_check *check)
{
    enum tn_health health = check->streak.state;
    if (health == TN_HEALTH_UP || health == TN_HEALTH_DEGRADED)
        return health;
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
                .health = check->streak.state,
                .required = check->required,
                .was_up = check->was_up,
                .latency_ms = check->latency_ms,
                .changed_ms = check->changed_ms,
                .message = check->message,
                .reports = check->reports,
                .changes = check->changes,
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
