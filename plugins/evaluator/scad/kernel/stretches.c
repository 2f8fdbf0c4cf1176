/* SPDX-License-Identifier: MIT */
/* Segments with the same ends are cut once, and those that overlap on one line together: solids that are stacked or fanned out have many
 * of these, and each pair of them would be compared. */
#include "kernel/overlay.h"

#include "base/list.h"
#include "base/sort.h"
#include "kernel/cells.h"
#include "kernel/hash.h"

#include <math.h>
#include <string.h>

enum { FEW_SEGMENTS = 16 }; /* up to here it does not pay to look for lines */

/* --- distinct ends --- */

static uint32_t lower_end(const struct segment *segment)
{
    return segment->from < segment->to ? segment->from : segment->to;
}

static uint32_t upper_end(const struct segment *segment)
{
    return segment->from < segment->to ? segment->to : segment->from;
}

static int compare_ends(const void *a, const void *b)
{
    const struct segment *s = a, *t = b;
    if (lower_end(s) != lower_end(t))
        return lower_end(s) < lower_end(t) ? -1 : 1;
    if (upper_end(s) != upper_end(t))
        return upper_end(s) < upper_end(t) ? -1 : 1;
    if (s->source != t->source)
        return s->source < t->source ? -1 : 1;
    return s->own < t->own ? -1 : s->own > t->own;
}

static void find_distinct(struct overlay *overlay)
{
    const struct segment *segments = overlay->segments.items;
    uint32_t count = (uint32_t)overlay->segments.count;
    if (count > 1)
        sort_items(overlay->arena, overlay->segments.items, count, sizeof *segments, compare_ends);
    overlay->distinct.count = 0;
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(overlay->arena);
        if (i == 0 || lower_end(&segments[i]) != lower_end(&segments[i - 1]) ||
            upper_end(&segments[i]) != upper_end(&segments[i - 1]))
            list_append(overlay->arena, &overlay->distinct, i);
    }
    list_append(overlay->arena, &overlay->distinct, count);
    overlay->distinct.count--;
}

static const struct segment *distinct(const struct overlay *overlay, uint32_t number)
{
    return &overlay->segments.items[overlay->distinct.items[number]];
}

static void add_stretch(struct overlay *overlay, const struct segment *whole, uint32_t first)
{
    struct stretch stretch = { *whole, first, (uint32_t)overlay->stretch_parts.count - first };
    list_append(overlay->arena, &overlay->stretches, stretch);
}

/* --- lines --- */

/* The segments on one line. */
struct line {
    uint32_t first, count; /* in lines->members */
    uint32_t segment;      /* one of them */
};

struct lines {
    struct overlay *overlay;
    struct arena *arena;
    uint32_t *slots, *line_of; /* slots: lines */
    size_t size;
    struct {
        struct line *items;
        size_t count, capacity;
    } list;
    uint32_t *members; /* distinct segments, line by line */
};

/* Where the line of a segment is, and which way it runs, both the same for all segments on it but for rounding. */
static void measure(const struct overlay *overlay, const struct segment *segment,
                    struct cells *offset, struct cells *direction)
{
    const struct scene *scene = overlay->arrangement->scene;
    const struct plane *plane = scene_plane(scene, overlay->group.plane),
                       *carrier = &scene->planes.items[segment->carrier];
    int x = overlay->group.x, y = overlay->group.y;
    double dx = (double)plane_cross(plane, carrier, x), dy = (double)plane_cross(plane, carrier, y);
    if (dx < 0 || (dx == 0 && dy < 0))
        dx = -dx, dy = -dy;
    double length = sqrt(dx * dx + dy * dy);
    const double *at = points_at(&scene->points, segment->from)->at;
    *offset = cells_of((at[x] * dy - at[y] * dx) / length * 16);
    *direction = cells_of(dy / length * (1 << 24));
}

static bool is_on_line(const struct overlay *overlay, const struct segment *segment,
                       const struct segment *line)
{
    const struct scene *scene = overlay->arrangement->scene;
    const struct plane *carrier = &scene->planes.items[line->carrier];
    const uint32_t ends[2] = { segment->from, segment->to };
    for (int i = 0; i < 2; i++)
        if (ends[i] != line->from && ends[i] != line->to &&
            points_side(&scene->points, carrier, ends[i]) != 0)
            return false;
    return true;
}

static uint32_t *find(const struct lines *lines, const struct segment *segment, int64_t offset,
                      int64_t direction)
{
    size_t slot = hash3(offset, direction, 17) & (lines->size - 1);
    while (lines->slots[slot] != NOTHING &&
           !is_on_line(lines->overlay, segment,
                       distinct(lines->overlay, lines->list.items[lines->slots[slot]].segment)))
        slot = (slot + 1) & (lines->size - 1);
    return &lines->slots[slot];
}

static void put_on_line(struct lines *lines, uint32_t number)
{
    const struct segment *segment = distinct(lines->overlay, number);
    struct cells offset, direction;
    measure(lines->overlay, segment, &offset, &direction);
    uint32_t *slot = NULL;
    for (int i = 0; i < offset.count && (!slot || *slot == NOTHING); i++)
        for (int j = 0; j < direction.count && (!slot || *slot == NOTHING); j++)
            slot = find(lines, segment, offset.items[i], direction.items[j]);
    if (*slot == NOTHING) {
        slot = find(lines, segment, offset.items[0], direction.items[0]);
        *slot = (uint32_t)lines->list.count;
        struct line line = { .segment = number };
        list_append(lines->arena, &lines->list, line);
    }
    lines->line_of[number] = *slot;
    lines->list.items[*slot].count++;
}

static void sort_by_line(struct lines *lines)
{
    uint32_t count = (uint32_t)lines->overlay->distinct.count, begin = 0;
    for (size_t i = 0; i < lines->list.count; i++) {
        lines->list.items[i].first = begin;
        begin += lines->list.items[i].count;
        lines->list.items[i].count = 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(lines->arena);
        arena_poll(lines->arena);
        struct line *line = &lines->list.items[lines->line_of[i]];
        lines->members[line->first + line->count++] = i;
    }
}

/* The ends of a distinct segment in the order of the sweep. */
static void ends_in_order(const struct overlay *overlay, uint32_t number, uint32_t ends[2])
{
    const struct segment *segment = distinct(overlay, number);
    bool forward = overlay_compare(overlay, segment->from, segment->to) < 0;
    ends[0] = forward ? segment->from : segment->to;
    ends[1] = forward ? segment->to : segment->from;
}

static int compare_begins(const void *a, const void *b, void *overlay)
{
    uint32_t p[2], q[2];
    ends_in_order(overlay, *(const uint32_t *)a, p);
    ends_in_order(overlay, *(const uint32_t *)b, q);
    int order = overlay_compare(overlay, p[0], q[0]);
    return order != 0 ? order : *(const uint32_t *)a < *(const uint32_t *)b ? -1 : 1;
}

/* From the first segment on, as long as the next one begins before the last one ends. */
static void stretch_line(struct overlay *overlay, uint32_t *members, uint32_t count)
{
    if (count > 1)
        sort_items_with(overlay->arena, members, count, sizeof *members, compare_begins, overlay);
    for (uint32_t i = 0; i < count;) {
        uint32_t ends[2], first = (uint32_t)overlay->stretch_parts.count;
        struct segment whole = *distinct(overlay, members[i]);
        ends_in_order(overlay, members[i], ends);
        whole.from = ends[0], whole.to = ends[1];
        list_append(overlay->arena, &overlay->stretch_parts, members[i]);
        for (i++; i < count; i++) {
            arena_poll(overlay->arena);
            ends_in_order(overlay, members[i], ends);
            if (overlay_compare(overlay, ends[0], whole.to) > 0)
                break;
            if (overlay_compare(overlay, ends[1], whole.to) > 0)
                whole.to = ends[1];
            list_append(overlay->arena, &overlay->stretch_parts, members[i]);
        }
        add_stretch(overlay, &whole, first);
    }
}

static void find_along_lines(struct overlay *overlay)
{
    struct arena *scratch = arena_within(overlay->arena);
    struct lines lines = { .overlay = overlay, .arena = scratch, .size = 16 };
    uint32_t count = (uint32_t)overlay->distinct.count;
    while (lines.size < 2 * (size_t)count)
        lines.size *= 2;
    lines.slots = arena_take(scratch, lines.size * sizeof *lines.slots);
    lines.line_of = arena_take(scratch, count * sizeof *lines.line_of);
    lines.members = arena_take(scratch, count * sizeof *lines.members);
    memset(lines.slots, 0xff, lines.size * sizeof *lines.slots);
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(scratch);
        put_on_line(&lines, i);
    }
    sort_by_line(&lines);
    for (size_t i = 0; i < lines.list.count; i++)
        stretch_line(overlay, &lines.members[lines.list.items[i].first], lines.list.items[i].count);
    arena_close(scratch);
}

void stretches_find(struct overlay *overlay)
{
    overlay->stretches.count = overlay->stretch_parts.count = 0;
    find_distinct(overlay);
    if (overlay->distinct.count > FEW_SEGMENTS) {
        find_along_lines(overlay);
        return;
    }
    for (uint32_t i = 0; i < overlay->distinct.count; i++) {
        list_append(overlay->arena, &overlay->stretch_parts, i);
        add_stretch(overlay, distinct(overlay, i), i);
    }
}
