/* SPDX-License-Identifier: MIT */
/* The zones that workers have asked for, by name and size, kept while any generation uses them. */
#pragma once

#include <stddef.h>

struct zone_record;

struct registry {
    struct zone_record *zones;
};

/* The zone's descriptor, which stays the registry's; made if it is not there. -1 with errno. */
int registry_zone(struct registry *registry, const char *name, size_t size, unsigned generation);
/* All zones. */
void registry_visit(const struct registry *registry,
                    void (*visit)(void *context, const char *name, size_t size, int fd),
                    void *context);
/* Forgets the zones that no generation from `oldest` on has asked for. */
void registry_forget(struct registry *registry, unsigned oldest);
