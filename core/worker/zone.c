/* SPDX-License-Identifier: MIT */
/* The sdk's zones and tables: memory by name from whoever keeps it, mapped once in this process. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <base/arena.h>
#include <base/current.h>
#include <tenon/host.h>
#include <worker/attached.h>
#include <zones/zones.h>

/* What an instance has asked for. */
struct mapping {
    struct mapping *next;
    char *name;
    void *memory;
    size_t size;
    struct tn_table *table; /* if it was asked for as one */
};

void *zone_open(const struct worker *worker, const char *name, size_t size)
{
    const struct outside *outside = &worker->facts.outside;
    int fd = outside->zone ? outside->zone(outside->context, name, size) : zone_create(name, size);
    if (fd < 0)
        return NULL;
    void *memory = zone_map(fd, size);
    int reason = errno;
    close(fd);
    errno = reason;
    return memory;
}

static struct mapping *mapping_of(struct tn_host *host, const char *name, size_t size)
{
    plugin_must(host->started && host->errors, "tn_zone and tn_table are for start");
    struct attachment *attached = attachment_of(host);
    struct mapping *mapping = attached->mappings;
    while (mapping && (strcmp(mapping->name, name) != 0 || mapping->size != size))
        mapping = mapping->next;
    if (mapping)
        return mapping;
    void *memory = zone_open(worker_here(), name, size);
    if (!memory) {
        tn_fail(host, "the system gave no shared memory of %zu bytes: %s", size, strerror(errno));
        return NULL;
    }
    mapping = memory_alloc(sizeof *mapping);
    *mapping = (struct mapping){ attached->mappings, strdup(name), memory, size, NULL };
    attached->mappings = mapping;
    return mapping;
}

void *tn_zone(struct tn_host *host, const char *name, size_t size)
{
    struct arena arena = { 0 };
    struct mapping *mapping =
        mapping_of(host, arena_print(&arena, "%s/%s", host->name, name).at, size);
    arena_free(&arena);
    return mapping ? mapping->memory : NULL;
}

struct tn_table *tn_table(struct tn_host *host, const char *name, size_t capacity)
{
    struct arena arena = { 0 };
    struct mapping *mapping =
        mapping_of(host, arena_print(&arena, "%s/%s" TABLE_SUFFIX, host->name, name).at,
                   table_bytes(capacity));
    arena_free(&arena);
    if (mapping && !mapping->table)
        mapping->table = table_attach(mapping->memory, capacity);
    return mapping ? mapping->table : NULL;
}

uint64_t tn_key(struct tn_text text)
{
    return siphash(worker_here()->facts.key, text.at, text.size);
}

void mappings_forget(struct attachment *attached)
{
    for (struct mapping *mapping = attached->mappings, *next; mapping; mapping = next) {
        next = mapping->next;
        if (mapping->table)
            table_detach(mapping->table);
        munmap(mapping->memory, mapping->size);
        free(mapping->name);
        free(mapping);
    }
    attached->mappings = NULL;
}
