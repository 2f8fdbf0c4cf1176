/* SPDX-License-Identifier: MIT */
/* What this process uses of the machine. */
#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <base/current.h>
#include <tenon/observe.h>
#include <worker/worker.h>

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* /proc/self/statm: pages in all, pages in memory (proc(5)). */
static void count_memory(struct tn_process *process)
{
    unsigned long long total, resident, page = (unsigned long long)sysconf(_SC_PAGESIZE);
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return;
    if (fscanf(file, "%llu %llu", &total, &resident) == 2) {
        process->virtual_bytes = total * page;
        process->resident_bytes = resident * page;
    }
    fclose(file);
    struct mallinfo2 heap = mallinfo2();
    process->heap_used_bytes = heap.uordblks + heap.hblkhd;
    process->heap_total_bytes = heap.arena + heap.hblkhd;
}

static void count_descriptors(struct tn_process *process)
{
    struct rlimit limit;
    DIR *folder = opendir("/proc/self/fd");
    if (folder) {
        while (readdir(folder))
            process->open_descriptors++;
        closedir(folder);
        process->open_descriptors -= 3; /* ".", ".." and the folder itself */
    }
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        process->max_descriptors = limit.rlim_cur;
}

void tn_observe_process(struct tn_process *process)
{
    plugin_must(process->process_size > 0, "tn_observe_process is given a struct with its size");
    struct tn_process own = { .process_size = process->process_size };
    struct rusage usage;
    own.started_ms = worker_here()->facts.started_ms;
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        own.cpu_user_seconds = seconds(usage.ru_utime);
        own.cpu_system_seconds = seconds(usage.ru_stime);
    }
    count_memory(&own);
    count_descriptors(&own);
    /* A plugin that was built long ago knows, and has room for, fewer of them. */
    memcpy(process, &own, own.process_size < sizeof own ? own.process_size : sizeof own);
}
