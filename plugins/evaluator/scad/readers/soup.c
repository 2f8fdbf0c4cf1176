/* SPDX-License-Identifier: MIT */
/* Lists, and a hash table with open addressing for points. */
#include "readers/soup.h"

#include <string.h>

struct soup soup_in(struct arena *arena)
{
    return (struct soup){ .arena = arena };
}

void soup_begin_object(struct soup *soup)
{
    soup->objects++;
}

uint32_t soup_add_point(struct soup *soup, const double point[3])
{
    arena_poll(soup->arena);
    if (soup->points.count == soup->points.capacity)
        list_make_room(soup->arena, &soup->points);
    double *place = soup->points.items[soup->points.count];
    for (int axis = 0; axis < 3; axis++)
        place[axis] = point[axis] + 0.0; /* -0 becomes 0 */
    return (uint32_t)soup->points.count++;
}

static size_t slot_of(const struct soup *soup, const double point[3])
{
    uint64_t hash = 0, bits;
    for (int axis = 0; axis < 3; axis++) {
        double value = point[axis] + 0.0;
        memcpy(&bits, &value, sizeof bits);
        hash = (hash ^ bits) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    return (size_t)hash & (soup->slot_count - 1);
}

static bool are_equal(const double a[3], const double b[3])
{
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
}

/* The slot of the equal point, or a free one. */
static size_t find_slot(const struct soup *soup, const double point[3])
{
    size_t slot = slot_of(soup, point);
    while (soup->slots[slot] && !are_equal(soup->points.items[soup->slots[slot] - 1], point))
        slot = (slot + 1) & (soup->slot_count - 1);
    return slot;
}

static void grow_slots(struct soup *soup)
{
    soup->slot_count = soup->slot_count ? 2 * soup->slot_count : 64;
    soup->slots = arena_take(soup->arena, soup->slot_count * sizeof *soup->slots);
    for (size_t i = 0; i < soup->points.count; i++) {
        arena_poll(soup->arena);
        soup->slots[find_slot(soup, soup->points.items[i])] = (uint32_t)i + 1;
    }
}

uint32_t soup_place(struct soup *soup, const double point[3])
{
    if (2 * (soup->points.count + 1) > soup->slot_count)
        grow_slots(soup);
    uint32_t *slot = &soup->slots[find_slot(soup, point)];
    if (*slot == 0)
        *slot = soup_add_point(soup, point) + 1;
    return *slot - 1;
}

void soup_add_corner(struct soup *soup, uint32_t point)
{
    list_append(soup->arena, &soup->corners, point);
}

void soup_end_face(struct soup *soup)
{
    size_t begin = soup->ends.count ? soup->ends.items[soup->ends.count - 1] : 0;
    if (soup->corners.count - begin < 3)
        soup->corners.count = begin;
    else
        list_append(soup->arena, &soup->ends, soup->corners.count);
}

void soup_add_triangle(struct soup *soup, uint32_t a, uint32_t b, uint32_t c)
{
    soup_add_corner(soup, a);
    soup_add_corner(soup, b);
    soup_add_corner(soup, c);
    soup_end_face(soup);
}
