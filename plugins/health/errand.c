/* SPDX-License-Identifier: MIT */
/* The threads, and what they ask. */
#include "errand.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { MESSAGE_ROOM = 160, STACK_SIZE = 131072 };

/* Who has the task: a thread that has finished hands it to the loop; the loop may have left it to the thread. */
enum { AT_WORK, HANDING_OVER, FINISHED, LEFT };

struct errand_task {
    atomic_int owner;
    uv_async_t *wake;
    enum errand_kind kind;
    uint64_t free_bytes;
    bool good;
    char message[MESSAGE_ROOM];
    char path[]; /* its own: the instance may be gone */
};

/* Messages may be seen by anyone: they name no path. */
static void say(struct errand_task *task, bool good, const char *message)
{
    task->good = good;
    snprintf(task->message, sizeof task->message, "%s", message);
}

static uint64_t mebibytes(uint64_t bytes)
{
    return bytes / (1024 * 1024);
}

static void look_at_disk(struct errand_task *task)
{
    struct statvfs about;
    if (statvfs(task->path, &about) != 0) {
        say(task, false, strerror(errno));
        return;
    }
    uint64_t free_bytes = (uint64_t)about.f_bavail * about.f_frsize;
    task->good = free_bytes >= task->free_bytes;
    snprintf(task->message, sizeof task->message,
             task->good ? "%" PRIu64 " MiB free" : "%" PRIu64 " MiB free, fewer than %" PRIu64,
             mebibytes(free_bytes), mebibytes(task->free_bytes));
}

/* For the user that the worker runs as, who need not be the one that started it. */
static void look_at_file(struct errand_task *task)
{
    bool writable = task->kind == ERRAND_WRITABLE;
    if (faccessat(AT_FDCWD, task->path, writable ? W_OK : F_OK, AT_EACCESS) == 0)
        say(task, true, writable ? "writable" : "it is there");
    else
        say(task, false, strerror(errno));
}

static void *run(void *context)
{
    struct errand_task *task = context;
    if (task->kind == ERRAND_DISK)
        look_at_disk(task);
    else
        look_at_file(task);
    int owner = AT_WORK;
    if (!atomic_compare_exchange_strong(&task->owner, &owner, HANDING_OVER)) {
        free(task);
        return NULL;
    }
    uv_async_send(task->wake);
    atomic_store(&task->owner, FINISHED);
    return NULL;
}

/* Between handing over and finished a thread has one call to make: that is waited for. */
static void await(struct errand_task *task)
{
    while (atomic_load(&task->owner) != FINISHED)
        sched_yield();
}

static void on_wake(uv_async_t *wake)
{
    struct errand *errand = wake->data;
    struct errand_task *task = errand->task;
    if (!task || atomic_load(&task->owner) == AT_WORK)
        return;
    await(task);
    errand->task = NULL;
    tn_check_report(errand->check, task->good ? TN_HEALTH_UP : TN_HEALTH_DOWN, -1, "%s",
                    task->message);
    free(task);
}

void errand_open(struct errand *errand, struct tn_host *host)
{
    uv_async_init(tn_loop(host), &errand->wake, on_wake);
    errand->wake.data = errand;
}

static struct errand_task *task_new(struct errand *errand)
{
    size_t size = strlen(errand->path) + 1;
    struct errand_task *task = malloc(sizeof *task + size);
    if (!task)
        return NULL;
    *task = (struct errand_task){ .wake = &errand->wake,
                                  .kind = errand->kind,
                                  .free_bytes = errand->free_bytes };
    memcpy(task->path, errand->path, size);
    return task;
}

static bool spawn(struct errand_task *task)
{
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    int failed = pthread_create(&thread, &attributes, run, task);
    pthread_attr_destroy(&attributes);
    return !failed;
}

void errand_ask(void *context)
{
    struct errand *errand = context;
    struct errand_task *task = task_new(errand);
    errand->task = task;
    if (task && spawn(task))
        return;
    free(task);
    errand->task = NULL;
    tn_check_report(errand->check, TN_HEALTH_DOWN, -1, "the system gave no thread to look with");
}

void errand_close(struct errand *errand)
{
    struct errand_task *task = errand->task;
    int owner = AT_WORK;
    errand->task = NULL;
    if (task && !atomic_compare_exchange_strong(&task->owner, &owner, LEFT)) {
        await(task);
        free(task);
    }
    uv_close((uv_handle_t *)&errand->wake, NULL);
}
