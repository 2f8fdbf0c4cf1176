/* SPDX-License-Identifier: MIT */
/* From what the file says of a check to one that the host asks. */
#include "check.h"

#include <inttypes.h>
#include <stdio.h>

#include "memory.h"

static const struct tn_choice kinds[] = {
    { "disk", CHECK_DISK, "`path` is on a file system with at least `free` left." },
    { "writable", CHECK_WRITABLE, "The server may write to the file or folder `path`." },
    { "exists", CHECK_EXISTS, "The file or folder `path` is there." },
    { "memory", CHECK_MEMORY,
      "The worker uses at most `most` of memory, or `most_percent` of its limit." },
    { "tcp", CHECK_TCP, "`address` takes connections." },
    { "http", CHECK_HTTP,
      "`url` answers with one of `status`, and with a body that one of `body` matches." },
    { "command", CHECK_COMMAND, "`command` ends with status 0." },
    { 0 },
};

const struct check_settings check_defaults = {
    .free = { UINT64_C(100) * 1024 * 1024 },
    .interval = { 10000 },
    .timeout = { 2000 },
    .verify = true,
    .rise = 1,
    .fall = 2,
};

const struct tn_option check_rows[] = {
    { "name", TN_OPTION_TEXT(struct check_settings, name), .flags = TN_KEY | TN_REQUIRED,
      .summary = "What the check is called." },
    { "kind", TN_OPTION_CHOICE(struct check_settings, kind, kinds), .flags = TN_REQUIRED,
      .summary = "What is checked." },
    { "required", TN_OPTION_BOOLEAN(struct check_settings, required),
      .summary = "Whether the worker is not ready while it is down, instead of degraded." },
    { "path", TN_OPTION_PATH(struct check_settings, path),
      .summary = "The file or folder of a check of kind disk, writable or exists." },
    { "free", TN_OPTION_BYTES(struct check_settings, free),
      .summary = "What must be left of the disk; for a check of kind disk." },
    { "warn", TN_OPTION_BYTES(struct check_settings, warn),
      .summary = "Above it a check of kind memory is degraded." },
    { "most", TN_OPTION_BYTES(struct check_settings, most),
      .summary = "Above it a check of kind memory is down." },
    { "warn_percent", TN_OPTION_INTEGER(struct check_settings, warn_percent), .min = 0, .max = 100,
      .summary = "The same in percent of what the worker may have: the control group's limit, else "
                 "the machine's memory. 0: not looked at." },
    { "most_percent", TN_OPTION_INTEGER(struct check_settings, most_percent), .min = 0, .max = 100,
      .summary = "Above so many percent of it a check of kind memory is down. 0: not looked at." },
    { "address", TN_OPTION_TEXT(struct check_settings, address),
      .summary = "Where a check of kind tcp connects to, as host:port." },
    { "url", TN_OPTION_TEXT(struct check_settings, url),
      .summary = "What a check of kind http asks for, as http://host:port/path or "
                 "https://host:port/path." },
    { "ca", TN_OPTION_PATH(struct check_settings, ca),
      .summary = "Certificates of the authorities of which one must have signed the certificate of "
                 "an https server, in PEM; if left "
                 "out, those that the system trusts." },
    { "verify", TN_OPTION_BOOLEAN(struct check_settings, verify),
      .summary = "Whether the certificate of an https server must be signed so, be in time, and "
                 "hold the name in `url`." },
    { "status", TN_OPTION_TEXTS(struct check_settings, status),
      .summary = "Statuses that are good for a check of kind http, such as 204 or 200-299; if left "
                 "out, 200-399." },
    { "body", TN_OPTION_PATTERNS(struct check_settings, body),
      .summary = "Patterns of which one must match the body, such as `*\"ok\":true*`; for a check "
                 "of kind http. It is read up to 64 KiB." },
    { "command", TN_OPTION_TEXTS(struct check_settings, command),
      .summary = "A program and its arguments, run without a shell; for a check of kind command. "
                 "What it prints goes to the log, up to 400 bytes. Too late, it is killed with all "
                 "that it has started." },
    { "interval", TN_OPTION_DURATION(struct check_settings, interval), .min = 100, .max = 86400000,
      .summary = "How often it is checked." },
    { "timeout", TN_OPTION_DURATION(struct check_settings, timeout), .min = 10, .max = 600000,
      .summary = "How long an answer may take." },
    { "rise", TN_OPTION_INTEGER(struct check_settings, rise), .min = 1, .max = 100,
      .summary = "How many good results in a row turn a check up that was down." },
    { "fall", TN_OPTION_INTEGER(struct check_settings, fall), .min = 1, .max = 100,
      .summary = "How many bad results in a row turn a check down that was up." },
    { 0 },
};

/* Memory is looked at on the spot. */

static double percent_of_limit(uint64_t bytes)
{
    uint64_t limit = memory_limit();
    return limit ? (double)bytes * 100 / (double)limit : 0;
}

static bool exceeds(uint64_t bytes, double percent, struct tn_bytes most, int64_t most_percent)
{
    return (most.count && bytes > most.count) || (most_percent && percent > (double)most_percent);
}

static void ask_memory(void *context)
{
    struct check *check = context;
    const struct check_settings *settings = check->settings;
    struct tn_process process = { .process_size = sizeof process };
    tn_observe_process(&process);
    uint64_t bytes = process.resident_bytes;
    double percent = percent_of_limit(bytes);
    bool down = exceeds(bytes, percent, settings->most, settings->most_percent);
    bool degraded = exceeds(bytes, percent, settings->warn, settings->warn_percent);
    tn_check_report(check->registered,
                    down       ? TN_HEALTH_DOWN
                    : degraded ? TN_HEALTH_DEGRADED
                               : TN_HEALTH_UP,
                    -1, "%" PRIu64 " MiB, %.0f %% of what there is", bytes / 1048576, percent);
}

/* Starting, by kind */

static struct tn_asking start_errand(struct check *check)
{
    static const enum errand_kind errands[] = { [CHECK_DISK] = ERRAND_DISK,
                                                [CHECK_WRITABLE] = ERRAND_WRITABLE,
                                                [CHECK_EXISTS] = ERRAND_EXISTS };
    struct errand *errand = &check->as.errand;
    errand->kind = errands[check->settings->kind];
    errand->path = check->settings->path.at;
    errand->free_bytes = check->settings->free.count;
    errand_open(errand, check->host);
    return (struct tn_asking){ .ask = errand_ask, .context = errand };
}

static const struct status_range *parse_ranges(struct tn_host *host, const struct tn_texts *texts)
{
    struct status_range *ranges = tn_instance_alloc(host, (texts->count + 1) * sizeof *ranges);
    for (size_t i = 0; i < texts->count; i++)
        remote_parse_range(texts->items[i], &ranges[i]);
    return ranges;
}

static void open_http(struct check *check, struct remote *remote)
{
    const struct check_settings *settings = check->settings;
    const char *problem;
    target_parse_url(&remote->target, settings->url);
    remote_open(remote);
    remote->verify = remote->target.tls && settings->verify;
    if (!remote->verify)
        return;
    remote->trust = secure_trust_open(settings->ca.at, &problem);
    if (!remote->trust)
        tn_log(check->host, TN_ERROR, "checks.%s: authorities to trust cannot be read: %s",
               settings->name, problem);
}

static struct tn_asking start_remote(struct check *check)
{
    static const struct status_range usual = { 200, 399 };
    const struct check_settings *settings = check->settings;
    struct remote *remote = &check->as.remote;
    remote->host = check->host;
    remote->http = settings->kind == CHECK_HTTP;
    remote->body = &settings->body;
    remote->ranges = settings->status.count ? settings->status.count : 1;
    remote->range = settings->status.count ? parse_ranges(check->host, &settings->status) : &usual;
    if (remote->http)
        open_http(check, remote);
    else
        target_parse_address(&remote->target, settings->address);
    return (struct tn_asking){ .ask = remote_ask, .abort = remote_abort, .context = remote };
}

static struct tn_asking start_program(struct check *check)
{
    struct program *program = &check->as.program;
    program->host = check->host;
    program->command = &check->settings->command;
    return (struct tn_asking){ .ask = program_ask, .abort = program_abort, .context = program };
}

static struct tn_asking start_kind(struct check *check)
{
    switch ((enum check_kind)check->settings->kind) {
    case CHECK_TCP:
    case CHECK_HTTP:
        return start_remote(check);
    case CHECK_COMMAND:
        return start_program(check);
    case CHECK_MEMORY:
        return (struct tn_asking){ .ask = ask_memory, .context = check };
    default:
        return start_errand(check);
    }
}

static bool is_errand(const struct check *check)
{
    return check->settings->kind <= CHECK_EXISTS;
}

void check_start(struct check *check, struct tn_host *host, const struct check_settings *settings)
{
    check->host = host;
    check->settings = settings;
    struct tn_asking asking = start_kind(check);
    asking.asking_size = sizeof asking;
    asking.required = settings->required;
    asking.interval_ms = settings->interval.ms;
    asking.timeout_ms = settings->timeout.ms;
    asking.rise = settings->rise;
    asking.fall = settings->fall;
    check->registered = tn_check_asked(host, settings->name, &asking);
    if (is_errand(check))
        check->as.errand.check = check->registered;
    else if (settings->kind == CHECK_TCP || settings->kind == CHECK_HTTP)
        check->as.remote.check = check->registered;
    else if (settings->kind == CHECK_COMMAND)
        check->as.program.check = check->registered;
}

void check_stop(struct check *check)
{
    if (!check->registered)
        return;
    if (is_errand(check))
        errand_close(&check->as.errand);
    else if (check->settings->kind == CHECK_COMMAND)
        program_close(&check->as.program);
    else if (check->settings->kind == CHECK_HTTP)
        remote_close(&check->as.remote);
}

/* Examining */

static bool wrong(struct tn_host *host, const struct check_settings *settings, const char *option,
                  const char *problem)
{
    char way[160];
    snprintf(way, sizeof way, "checks.%s.%s", settings->name, option);
    return tn_fail_at(host, way, "%s", problem);
}

static bool examine_authorities(struct tn_host *host, const struct check_settings *settings)
{
    const char *problem;
    struct secure_trust *trust = secure_trust_open(settings->ca.at, &problem);
    secure_trust_close(trust);
    return trust || wrong(host, settings, "ca", problem);
}

static bool examine_http(struct tn_host *host, const struct check_settings *settings)
{
    struct target target;
    struct status_range range;
    const char *problem =
        settings->url ? target_parse_url(&target, settings->url) : "a check over HTTP needs `url`";
    if (problem)
        return wrong(host, settings, "url", problem);
    for (size_t i = 0; i < settings->status.count; i++)
        if (!remote_parse_range(settings->status.items[i], &range))
            return wrong(host, settings, "status", "expected statuses such as 204 or 200-299");
    return !settings->ca.at || examine_authorities(host, settings);
}

bool check_examine(struct tn_host *host, const struct check_settings *settings)
{
    struct target target;
    const char *problem;
    if (strchr(settings->name, '*'))
        return wrong(host, settings, "name", "a star in a name would be taken for a pattern");
    switch ((enum check_kind)settings->kind) {
    case CHECK_DISK:
    case CHECK_WRITABLE:
    case CHECK_EXISTS:
        return settings->path.at ||
               wrong(host, settings, "path", "this kind of check needs `path`");
    case CHECK_MEMORY:
        return settings->most.count || settings->warn.count || settings->most_percent ||
               settings->warn_percent ||
               wrong(host, settings, "most",
                     "a check of memory needs `most`, `warn` or one of them in percent");
    case CHECK_TCP:
        problem = settings->address ? target_parse_address(&target, settings->address)
                                    : "a check over TCP needs `address`, as host:port";
        return !problem || wrong(host, settings, "address", problem);
    case CHECK_HTTP:
        return examine_http(host, settings);
    case CHECK_COMMAND:
        return (settings->command.count && settings->command.count <= PROGRAM_ARGUMENTS_MAX) ||
               wrong(host, settings, "command",
                     "a check by a command needs `command`, a program and at most 99 arguments");
    }
    return true;
}
