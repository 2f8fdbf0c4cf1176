/* SPDX-License-Identifier: MIT */
/* Reading the control groups' files (Documentation/admin-guide/cgroup-v2.rst of Linux). */
#include "memory.h"

#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ROOT "/sys/fs/cgroup"

static uint64_t machine_memory(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : 0;
}

/* The group's folder beneath ROOT, from the line "0::/…". */
static bool find_group(char group[PATH_MAX])
{
    FILE *file = fopen("/proc/self/cgroup", "re");
    bool found = false;
    while (file && !found && fgets(group, PATH_MAX, file))
        found = strncmp(group, "0::/", 4) == 0;
    if (file)
        fclose(file);
    if (!found)
        return false;
    memmove(group, group + 3, strlen(group + 3) + 1);
    group[strcspn(group, "\n")] = '\0';
    return true;
}

/* 0: "max", or no such file. */
static uint64_t limit_of(const char *group)
{
    char path[PATH_MAX + 64];
    uint64_t limit = 0;
    snprintf(path, sizeof path, ROOT "%s/memory.max", group);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    if (fscanf(file, "%" SCNu64, &limit) != 1)
        limit = 0;
    fclose(file);
    return limit;
}

uint64_t memory_limit(void)
{
    char group[PATH_MAX];
    uint64_t least = machine_memory();
    if (!find_group(group))
        return least;
    for (;;) {
        uint64_t limit = limit_of(group);
        if (limit && (!least || limit < least))
            least = limit;
        char *slash = strrchr(group, '/');
        if (!slash || group[0] == '\0')
            return least;
        *slash = '\0';
    }
}
