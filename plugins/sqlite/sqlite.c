/* SPDX-License-Identifier: MIT */
/*
 * A health check of an SQLite database: the file is opened for reading now and then, and asked. The
 * entry's `check:` says how often, how long it may take, and whether it is required, which it is
 * unless the file says otherwise.
 */
#include <stdio.h>

#include <tenon/tenon.h>

#include "look.h"

struct settings {
    struct tn_path path;
    const char *query;
    bool quick_check;
    struct tn_duration busy_timeout;
};

struct sqlite {
    struct tn_host *host;
    struct tn_check *check;
    struct look look;
};

static void run(void *context)
{
    struct sqlite *self = context;
    look_take(&self->look);
}

static void done(void *context, enum tn_job_end end)
{
    struct sqlite *self = context;
    const struct look *look = &self->look;
    if (end == TN_JOB_CANCELLED) {
        tn_check_report(self->check, TN_HEALTH_DOWN, -1, "not asked");
        return;
    }
    if (!look->good)
        tn_check_detail(self->check, "%s", look->detail);
    tn_check_report(self->check, look->good ? TN_HEALTH_UP : TN_HEALTH_DOWN, -1, "%s",
                    look->message);
}

static void ask(void *context)
{
    struct sqlite *self = context;
    atomic_store(&self->look.unwanted, false);
    tn_job(self->host, NULL, run, done, self);
}

static void give_up(void *context)
{
    struct sqlite *self = context;
    atomic_store(&self->look.unwanted, true);
}

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    struct sqlite *self = tn_instance_alloc(host, sizeof *self);
    self->host = host;
    self->look.path = settings->path.at;
    self->look.query = settings->query;
    self->look.quick_check = settings->quick_check;
    self->look.busy_ms = settings->busy_timeout.ms;
    return self;
}

static bool start(struct tn_host *host, void *context)
{
    struct sqlite *self = context;
    const struct tn_asking asking = { .asking_size = sizeof asking,
                                      .required = true,
                                      .fall = 2,
                                      .ask = ask,
                                      .abort = give_up,
                                      .context = self };
    self->check = tn_check_asked(host, NULL, &asking);
    return true;
}

/* Reads the schema, without which nothing works; an empty database has one too. */
static const struct settings defaults = {
    .query = "SELECT count(*) FROM sqlite_schema",
    .busy_timeout = { 1000 },
};

static const struct tn_option options[] = {
    { "path", TN_OPTION_PATH(struct settings, path), .flags = TN_REQUIRED | TN_SHORT,
      .summary = "The database's file, which is opened for reading only." },
    { "query", TN_OPTION_TEXT(struct settings, query),
      .summary = "What is asked; any answer but an error is good." },
    { "quick_check", TN_OPTION_BOOLEAN(struct settings, quick_check),
      .summary = "Whether the whole file is looked through for damage each time, with PRAGMA "
                 "quick_check: give a large one a long `check: { interval: …, timeout: … }`." },
    { "busy_timeout", TN_OPTION_DURATION(struct settings, busy_timeout), .max = 600000,
      .summary = "How long a lock of another program is waited for before it counts as bad." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "sqlite",
    .version = "1.0.0",
    .summary = "Checks now and then that an SQLite database can be read.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .create = create,
    .start = start,
};
