/* SPDX-License-Identifier: MIT */
/*
 * A health check of a PostgreSQL server: one connection a worker, over which a query is run now and
 * then. The entry's `check:` says how often, how long it may take, and whether it is required, which
 * it is unless the file says otherwise.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <tenon/tenon.h>

#include "session.h"

struct settings {
    const char *url, *password, *query;
};

struct postgresql {
    struct tn_host *host;
    struct tn_check *check;
    struct session session;
};

static void run(void *context)
{
    struct postgresql *self = context;
    session_ask(&self->session);
}

/* libpq's messages are of several lines. */
static void join_lines(char *text)
{
    for (char *at = text; *at; at++)
        if ((unsigned char)*at < ' ')
            *at = at[1] ? ' ' : '\0';
}

static void done(void *context, enum tn_job_end end)
{
    struct postgresql *self = context;
    struct session *session = &self->session;
    if (end == TN_JOB_CANCELLED) {
        tn_check_report(self->check, TN_HEALTH_DOWN, -1, "not asked");
        return;
    }
    join_lines(session->detail);
    if (!session->good && *session->detail)
        tn_check_detail(self->check, "%s", session->detail);
    tn_check_report(self->check, session->good ? TN_HEALTH_UP : TN_HEALTH_DOWN, -1, "%s",
                    session->message);
}

static void ask(void *context)
{
    struct postgresql *self = context;
    uint64_t count;
    while (read(self->session.wake, &count, sizeof count) < 0 && errno == EINTR)
        continue;
    tn_job(self->host, NULL, run, done, self);
}

static void give_up(void *context)
{
    struct postgresql *self = context;
    const uint64_t one = 1;
    while (write(self->session.wake, &one, sizeof one) < 0 && errno == EINTR)
        continue;
}

/* What libpq says of a wrong one may hold the password. */
static bool check_url(struct tn_host *host, const char *url)
{
    PQconninfoOption *options = PQconninfoParse(url, NULL);
    PQconninfoFree(options);
    return options || tn_fail_at(host, "url",
                                 "expected a connection string of PostgreSQL, such as "
                                 "postgresql://user@host/database or `host=… dbname=…`");
}

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    /* Without a `=` or `://`, libpq would take it for a database's name. */
    if (!strchr(settings->url, '=') && !strstr(settings->url, "://"))
        return tn_fail_at(host, "url", "expected a connection string, found a name alone"), NULL;
    if (!check_url(host, settings->url))
        return NULL;
    struct postgresql *self = tn_instance_alloc(host, sizeof *self);
    self->host = host;
    self->session = (struct session){
        .url = settings->url, .password = settings->password, .query = settings->query, .wake = -1
    };
    return self;
}

static bool start(struct tn_host *host, void *context)
{
    struct postgresql *self = context;
    const struct tn_asking asking = { .asking_size = sizeof asking,
                                      .required = true,
                                      .fall = 2,
                                      .ask = ask,
                                      .abort = give_up,
                                      .context = self };
    self->session.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (self->session.wake < 0)
        return tn_fail(host, "the system gives no descriptor: %s", strerror(errno));
    self->check = tn_check_asked(host, NULL, &asking);
    return true;
}

/* The job, if there was one, was woken up and may still be on its way out; `destroy` comes after it. */
static void destroy(struct tn_host *host, void *context)
{
    (void)host;
    struct postgresql *self = context;
    session_close(&self->session);
    if (self->session.wake >= 0)
        close(self->session.wake);
}

static const struct settings defaults = { .query = "SELECT 1" };

static const struct tn_option options[] = {
    { "url", TN_OPTION_TEXT(struct settings, url), .flags = TN_REQUIRED | TN_SECRET | TN_SHORT,
      .summary = "Where the server is and who asks, as libpq takes it: "
                 "postgresql://user:password@host:port/database, or `host=… dbname=… user=…`. What "
                 "is left out comes from libpq's environment, such as PGSSLROOTCERT." },
    { "password", TN_OPTION_TEXT(struct settings, password), .flags = TN_SECRET,
      .summary = "The password, if it is not in `url`, such as ${file:/run/secrets/database}." },
    { "query", TN_OPTION_TEXT(struct settings, query),
      .summary = "What is asked; any answer but an error is good." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "postgresql",
    .version = "1.0.0",
    .summary = "Checks now and then that a PostgreSQL server answers.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .create = create,
    .start = start,
    .destroy = destroy,
};
