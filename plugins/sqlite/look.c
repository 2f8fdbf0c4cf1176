/* SPDX-License-Identifier: MIT */
/* SQLite's calls. Its short words for errors (sqlite3_errstr) name no file. */
#include "look.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { STEPS_BETWEEN = 1000, PAUSE_MS = 10 };

/* SQLite asks now and then whether to go on. */
static int is_unwanted(void *context)
{
    const struct look *look = context;
    return atomic_load(&look->unwanted);
}

/* The file is locked, for the `times`-th time: 1 waits a little, 0 gives up. */
static int wait_for_lock(void *context, int times)
{
    const struct look *look = context;
    const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
    if (is_unwanted(context) || (int64_t)times * PAUSE_MS >= look->busy_ms)
        return 0;
    nanosleep(&pause, NULL);
    return 1;
}

static bool fail(struct look *look, sqlite3 *database, int problem)
{
    snprintf(look->message, sizeof look->message, "%s", sqlite3_errstr(problem));
    snprintf(look->detail, sizeof look->detail, "%s: %s", look->path, sqlite3_errmsg(database));
    return false;
}

/* Runs a query to its end; `first` receives the first text of its first row. */
static bool run(struct look *look, sqlite3 *database, const char *query, char *first, size_t room)
{
    sqlite3_stmt *statement = NULL;
    int status = sqlite3_prepare_v2(database, query, -1, &statement, NULL);
    if (status != SQLITE_OK)
        return fail(look, database, status);
    bool any = false;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        const unsigned char *text = any || !first ? NULL : sqlite3_column_text(statement, 0);
        if (text)
            snprintf(first, room, "%s", (const char *)text);
        any = true;
    }
    bool good = status == SQLITE_DONE || fail(look, database, status);
    sqlite3_finalize(statement);
    return good;
}

static bool ask(struct look *look, sqlite3 *database)
{
    char found[LOOK_TEXT_ROOM] = "";
    if (!run(look, database, look->query, NULL, 0))
        return false;
    snprintf(look->message, sizeof look->message, "the query was answered");
    if (!look->quick_check)
        return true;
    if (!run(look, database, "PRAGMA quick_check(1)", found, sizeof found))
        return false;
    if (strcmp(found, "ok") == 0)
        return true;
    snprintf(look->message, sizeof look->message, "the file is damaged");
    snprintf(look->detail, sizeof look->detail, "%s", found);
    return false;
}

void look_take(struct look *look)
{
    sqlite3 *database = NULL;
    *look->detail = '\0';
    int status =
        sqlite3_open_v2(look->path, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    if (status == SQLITE_OK) {
        sqlite3_busy_handler(database, wait_for_lock, look);
        sqlite3_progress_handler(database, STEPS_BETWEEN, is_unwanted, look);
        look->good = ask(look, database);
    } else {
        look->good = fail(look, database, status);
    }
    sqlite3_close(database);
}
