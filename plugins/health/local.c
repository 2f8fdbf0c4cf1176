/* SPDX-License-Identifier: MIT */
/* Probes of this machine: disk and files on a thread, for a file system may hang; memory at once. */
#include "probe.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/statvfs.h>
#include <unistd.h>

static uint64_t mebibytes(uint64_t bytes)
{
    return bytes / (1024 * 1024);
}

/* Messages may be seen by anyone: they name no path. */
static void probe_disk(void *context)
{
    struct probe *probe = context;
    struct statvfs about;
    if (statvfs(probe->settings->path.at, &about) != 0) {
        probe->good = false;
        snprintf(probe->message, sizeof probe->message, "%s", strerror(errno));
        return;
    }
    uint64_t free_bytes = (uint64_t)about.f_bavail * about.f_frsize;
    uint64_t wanted = probe->settings->free.count;
    probe->good = free_bytes >= wanted;
    snprintf(probe->message, sizeof probe->message,
             probe->good ? "%" PRIu64 " MiB free" : "%" PRIu64 " MiB free, fewer than %" PRIu64,
             mebibytes(free_bytes), mebibytes(wanted));
}

static void probe_writable(void *context)
{
    struct probe *probe = context;
    probe->good = access(probe->settings->path.at, W_OK) == 0;
    snprintf(probe->message, sizeof probe->message, "%s",
             probe->good ? "writable" : strerror(errno));
}

static void probe_memory(struct probe *probe)
{
    struct tn_process process = { .process_size = sizeof process };
    tn_observe_process(&process);
    uint64_t most = probe->settings->most.count;
    probe_decide(probe, process.resident_bytes <= most, "%" PRIu64 " MiB of %" PRIu64,
                 mebibytes(process.resident_bytes), mebibytes(most));
    probe_end(probe);
}

static void end(void *context, enum tn_job_end how)
{
    struct probe *probe = context;
    if (how == TN_JOB_FINISHED)
        probe_decide(probe, probe->good, "%s", probe->message);
    probe_end(probe);
}

void local_begin(struct probe *probe)
{
    if (probe->settings->kind == PROBE_MEMORY)
        probe_memory(probe);
    else
        tn_job(probe->host, NULL, probe->settings->kind == PROBE_DISK ? probe_disk : probe_writable,
               end, probe);
}
