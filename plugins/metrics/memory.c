/* SPDX-License-Identifier: MIT */
/*
 * A container's limit stands in its control group, and counts the processes that plugins start
 * beside the workers. Without a limit, the machine's memory is the limit.
 */
#include "memory.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *open_in(const char *root, const char *folder, const char *name)
{
    char path[PATH_MAX];
    int size = snprintf(path, sizeof path, "%s%s%s", root, folder, name);
    return size < (int)sizeof path ? fopen(path, "re") : NULL;
}

/* The number behind `key` at a line's beginning, as in memory.stat and meminfo. */
static bool find_number(FILE *file, const char *key, uint64_t *number)
{
    char line[256];
    bool found = false;
    size_t size = strlen(key);
    while (!found && fgets(line, sizeof line, file))
        if (!strncmp(line, key, size)) {
            char *end;
            *number = strtoull(line + size, &end, 10);
            found = end != line + size;
        }
    return found;
}

static bool read_number(const char *root, const char *folder, const char *name, const char *key,
                        uint64_t *number)
{
    FILE *file = open_in(root, folder, name);
    if (!file)
        return false;
    bool found = find_number(file, key, number);
    fclose(file);
    return found;
}

/* The group of this process below /sys/fs/cgroup: the line that begins with "0::". */
static bool find_group(const char *root, char *group, size_t room)
{
    FILE *file = open_in(root, "/proc/self/", "cgroup");
    if (!file)
        return false;
    bool found = false;
    while (!found && fgets(group, (int)room, file))
        found = !strncmp(group, "0::/", 4);
    fclose(file);
    if (!found)
        return false;
    group[strcspn(group, "\n")] = '\0';
    memmove(group, group + 3, strlen(group + 3) + 1);
    return true;
}

/* Pages of files that nobody uses give way at once: they do not count as used. */
static bool read_folder(const char *root, const char *folder, struct memory *memory)
{
    uint64_t idle = 0;
    if (!read_number(root, folder, "/memory.max", "", &memory->limit_bytes) ||
        !read_number(root, folder, "/memory.current", "", &memory->used_bytes))
        return false;
    read_number(root, folder, "/memory.stat", "inactive_file ", &idle);
    memory->used_bytes -= idle < memory->used_bytes ? idle : memory->used_bytes;
    return true;
}

/* A limit may stand at any group above. One without says "max", which is no number. */
static bool read_group(const char *root, struct memory *memory)
{
    char group[PATH_MAX / 2], folder[PATH_MAX];
    if (!find_group(root, group, sizeof group))
        return false;
    for (;;) {
        snprintf(folder, sizeof folder, "/sys/fs/cgroup%s", group);
        if (read_folder(root, folder, memory))
            return true;
        char *last = strrchr(group, '/');
        if (!last)
            return false;
        *last = '\0';
    }
}

static bool read_machine(const char *root, struct memory *memory)
{
    uint64_t total, available;
    if (!read_number(root, "/proc/", "meminfo", "MemTotal:", &total) ||
        !read_number(root, "/proc/", "meminfo", "MemAvailable:", &available))
        return false;
    *memory =
        (struct memory){ .used_bytes = (total - available) * 1024, .limit_bytes = total * 1024 };
    return true;
}

bool memory_measure(const char *root, struct memory *memory)
{
    return read_group(root, memory) || read_machine(root, memory);
}
