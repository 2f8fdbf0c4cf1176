/* SPDX-License-Identifier: MIT */
/* libpq's steps (libpq, "Asynchronous Command Processing"), each waited for together with `wake`. */
#include "session.h"

#include <poll.h>
#include <stdio.h>

static void fail(struct session *session, const char *message)
{
    session->good = false;
    session->message = message;
    snprintf(session->detail, sizeof session->detail, "%s", PQerrorMessage(session->connection));
}

/* False: nobody waits any more. */
static bool wait_for(const struct session *session, short events)
{
    struct pollfd fds[] = { { PQsocket(session->connection), events, 0 },
                            { session->wake, POLLIN, 0 } };
    while (poll(fds, 2, -1) < 0)
        continue;
    return !fds[1].revents;
}

/* Notices of the server are not for standard error. */
static void ignore(void *context, const char *message)
{
    (void)context, (void)message;
}

static bool connect_to(struct session *session)
{
    const char *const keywords[] = { "dbname", "password", "fallback_application_name", NULL };
    const char *const with[] = { session->url, session->password, "tenon", NULL };
    const char *const keywords_without[] = { "dbname", "fallback_application_name", NULL };
    const char *const without[] = { session->url, "tenon", NULL };
    session->connection = session->password ? PQconnectStartParams(keywords, with, 1)
                                            : PQconnectStartParams(keywords_without, without, 1);
    PQsetNoticeProcessor(session->connection, ignore, NULL);
    PostgresPollingStatusType want = PGRES_POLLING_WRITING;
    while (PQstatus(session->connection) != CONNECTION_BAD && want != PGRES_POLLING_OK &&
           want != PGRES_POLLING_FAILED) {
        if (!wait_for(session, want == PGRES_POLLING_READING ? POLLIN : POLLOUT))
            return false;
        want = PQconnectPoll(session->connection);
    }
    return PQstatus(session->connection) == CONNECTION_OK;
}

/* All results have to be taken, whatever they are; false: nobody waits any more. */
static bool take_results(struct session *session, bool *good)
{
    *good = true;
    for (;;) {
        while (PQisBusy(session->connection)) {
            if (!wait_for(session, POLLIN))
                return false;
            if (!PQconsumeInput(session->connection))
                return *good = false, true;
        }
        PGresult *result = PQgetResult(session->connection);
        if (!result)
            return true;
        ExecStatusType status = PQresultStatus(result);
        *good = *good && (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK);
        if (!*good)
            snprintf(session->detail, sizeof session->detail, "%s", PQresultErrorMessage(result));
        PQclear(result);
    }
}

static bool run_query(struct session *session)
{
    bool good = false;
    *session->detail = '\0';
    if (!PQsendQuery(session->connection, session->query))
        return false;
    return take_results(session, &good) && good;
}

void session_ask(struct session *session)
{
    *session->detail = '\0';
    session->good = session->connection && run_query(session);
    /* It may have been lost meanwhile, by a server that was started anew. */
    if (!session->good && PQstatus(session->connection) != CONNECTION_OK) {
        session_close(session);
        if (!connect_to(session)) {
            fail(session, "no connection");
            session_close(session);
            return;
        }
        session->good = run_query(session);
    }
    session->message = session->good ? "the query was answered" : "the query failed";
    /* One that nobody waited for is half done: what comes of it must not answer the next. */
    if (!session->good)
        session_close(session);
}

void session_close(struct session *session)
{
    PQfinish(session->connection);
    session->connection = NULL;
}
