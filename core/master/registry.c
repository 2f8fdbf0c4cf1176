/* SPDX-License-Identifier: MIT */
/* Zones by name: a worker of the next generation gets what the last one left. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <base/arena.h>
#include <master/registry.h>
#include <zones/zones.h>

struct zone_record {
    struct zone_record *next;
    char *name;
    size_t size;
    int fd;
    unsigned last_generation; /* the newest that has asked for it */
};

int registry_zone(struct registry *registry, const char *name, size_t size, unsigned generation)
{
    struct zone_record *zone = registry->zones;
    while (zone && (zone->size != size || strcmp(zone->name, name) != 0))
        zone = zone->next;
    if (!zone) {
        int fd = zone_create(name, size);
        if (fd < 0)
            return -1;
        zone = memory_alloc(sizeof *zone);
        *zone = (struct zone_record){ registry->zones, strdup(name), size, fd, generation };
        registry->zones = zone;
    }
    if (zone->last_generation < generation)
        zone->last_generation = generation;
    return zone->fd;
}

void registry_visit(const struct registry *registry,
                    void (*visit)(void *context, const char *name, size_t size, int fd),
                    void *context)
{
    for (const struct zone_record *zone = registry->zones; zone; zone = zone->next)
        visit(context, zone->name, zone->size, zone->fd);
}

void registry_forget(struct registry *registry, unsigned oldest)
{
    for (struct zone_record **link = &registry->zones; *link;) {
        struct zone_record *zone = *link;
        if (zone->last_generation >= oldest) {
            link = &zone->next;
            continue;
        }
        *link = zone->next;
        close(zone->fd);
        free(zone->name);
        free(zone);
    }
}
