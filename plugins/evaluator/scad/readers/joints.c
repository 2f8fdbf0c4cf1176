/* SPDX-License-Identifier: MIT */
/* A hash table from cells to places; each place has a list of the ends of lines, in the order in which they came. */
#include "readers/joints.h"

#include "base/list.h"

#include <math.h>

/* A power of two, so that whole numbers and their halves stay what they are. */
static const double cell_size = 1.0 / 1024;

struct joints joints_in(struct arena *arena)
{
    return (struct joints){ .arena = arena };
}

/* --- places -------------------------------------------------------------------------------------------- */

static size_t bucket_of(const struct joints *joints, int64_t x, int64_t y)
{
    uint64_t mixed = (uint64_t)x * 0x9e3779b97f4a7c15u ^ ((uint64_t)y * 0xc2b2ae3d27d4eb4fu);
    mixed ^= mixed >> 29;
    mixed *= 0xbf58476d1ce4e5b9u;
    return (size_t)(mixed >> 32) & (joints->bucket_count - 1);
}

static uint32_t find(const struct joints *joints, int64_t x, int64_t y)
{
    if (joints->bucket_count == 0)
        return JOINTS_NONE;
    uint32_t place = joints->buckets[bucket_of(joints, x, y)];
    while (place != JOINTS_NONE &&
           (joints->places.items[place].cell[0] != x || joints->places.items[place].cell[1] != y))
        place = joints->places.items[place].next;
    return place;
}

/* The nearest of the cells around that is a place already; of two equally near ones that with the smaller x, then y. */
static uint32_t find_beside(const struct joints *joints, int64_t x, int64_t y)
{
    static const signed char beside[8][2] = { { -1, 0 },  { 0, -1 }, { 0, 1 },  { 1, 0 },
                                              { -1, -1 }, { -1, 1 }, { 1, -1 }, { 1, 1 } };
    uint32_t place = JOINTS_NONE;
    for (size_t i = 0; i < 8 && place == JOINTS_NONE; i++)
        place = find(joints, x + beside[i][0], y + beside[i][1]);
    return place;
}

static void link_place(struct joints *joints, uint32_t place)
{
    struct joint *joint = &joints->places.items[place];
    uint32_t *bucket = &joints->buckets[bucket_of(joints, joint->cell[0], joint->cell[1])];
    joint->next = *bucket;
    *bucket = place;
}

static void make_bucket_room(struct joints *joints)
{
    if (joints->places.count < joints->bucket_count)
        return;
    joints->bucket_count = joints->bucket_count ? 4 * joints->bucket_count : 64;
    joints->buckets = arena_take(joints->arena, joints->bucket_count * sizeof *joints->buckets);
    for (size_t i = 0; i < joints->bucket_count; i++)
        joints->buckets[i] = JOINTS_NONE;
    for (uint32_t i = 0; i < joints->places.count; i++)
        link_place(joints, i);
}

uint32_t joints_place(struct joints *joints, double x, double y)
{
    int64_t cell[2] = { (int64_t)round(x / cell_size), (int64_t)round(y / cell_size) };
    uint32_t place = find(joints, cell[0], cell[1]);
    if (place == JOINTS_NONE)
        place = find_beside(joints, cell[0], cell[1]);
    if (place != JOINTS_NONE)
        return place;
    struct joint joint = { .cell = { cell[0], cell[1] },
                           .first_end = JOINTS_NONE,
                           .last_end = JOINTS_NONE };
    make_bucket_room(joints);
    list_append(joints->arena, &joints->places, joint);
    place = (uint32_t)joints->places.count - 1;
    link_place(joints, place);
    return place;
}

void joints_position(const struct joints *joints, uint32_t place, double point[2])
{
    for (int axis = 0; axis < 2; axis++)
        point[axis] = (double)joints->places.items[place].cell[axis] * cell_size;
}

/* --- lines --------------------------------------------------------------------------------------------- */

static void append_end(struct joints *joints, uint32_t end)
{
    struct joint *joint = &joints->places.items[joints->lines.items[end / 2].places[end % 2]];
    if (joint->last_end == JOINTS_NONE)
        joint->first_end = end;
    else
        joints->lines.items[joint->last_end / 2].next[joint->last_end % 2] = end;
    joint->last_end = end;
    joint->open_ends++;
}

void joints_add_line(struct joints *joints, uint32_t from, uint32_t to)
{
    struct joint_line line = { .places = { from, to }, .next = { JOINTS_NONE, JOINTS_NONE } };
    list_append(joints->arena, &joints->lines, line);
    uint32_t end = 2 * ((uint32_t)joints->lines.count - 1);
    append_end(joints, end);
    append_end(joints, end + 1);
}

/* The first end of an unused line at a place; those of used ones before it are forgotten. */
static uint32_t next_end(struct joints *joints, uint32_t place)
{
    struct joint *joint = &joints->places.items[place];
    while (joint->first_end != JOINTS_NONE && joints->lines.items[joint->first_end / 2].used)
        joint->first_end = joints->lines.items[joint->first_end / 2].next[joint->first_end % 2];
    return joint->first_end;
}

/* A line that is now alone at a place is looked at again later. */
static void use_line(struct joints *joints, uint32_t number)
{
    struct joint_line *line = &joints->lines.items[number];
    line->used = true;
    for (int i = 0; i < 2; i++)
        joints->places.items[line->places[i]].open_ends--;
    for (int i = 0; i < 2; i++)
        if (joints->places.items[line->places[i]].open_ends == 1)
            list_append(joints->arena, &joints->loosened, next_end(joints, line->places[i]) / 2);
}

static bool add_place(const struct joints *joints, uint32_t place, struct drawing *drawing)
{
    double point[2];
    if (!drawing_take_points(drawing, 1))
        return false;
    joints_position(joints, place, point);
    drawing_add_point(drawing, point[0], point[1]);
    return true;
}

/* From one end of a line along it, and on along unused lines as long as there are some. */
static bool follow(struct joints *joints, uint32_t end, struct drawing *drawing)
{
    drawing_begin(drawing);
    if (!add_place(joints, joints->lines.items[end / 2].places[end % 2], drawing))
        return false;
    while (end != JOINTS_NONE) {
        uint32_t to = joints->lines.items[end / 2].places[!(end % 2)];
        use_line(joints, end / 2);
        if (!add_place(joints, to, drawing))
            return false;
        end = next_end(joints, to);
    }
    return true;
}

/* The end of a line where no other line is, or JOINTS_NONE. */
static uint32_t loose_end(const struct joints *joints, uint32_t line)
{
    const uint32_t *places = joints->lines.items[line].places;
    uint32_t own_ends = places[0] == places[1] ? 2 : 1;
    for (uint32_t i = 0; i < 2; i++)
        if (joints->places.items[places[i]].open_ends == own_ends)
            return 2 * line + i;
    return JOINTS_NONE;
}

static bool draw_if_loose(struct joints *joints, uint32_t line, struct drawing *drawing)
{
    uint32_t end = joints->lines.items[line].used ? JOINTS_NONE : loose_end(joints, line);
    return end == JOINTS_NONE || follow(joints, end, drawing);
}

/* As OpenSCAD finds out, at the leftmost point, which way an outline runs. */
static bool runs_backward(const double (*points)[2], size_t count)
{
    size_t left = 0;
    for (size_t i = 1; i < count; i++)
        if (points[i][0] < points[left][0])
            left = i;
    const double *at = points[left], *before = points[left ? left - 1 : count - 2];
    const double *after = points[left == count - 1 ? 1 : left + 1];
    return atan2(before[0] - at[0], before[1] - at[1]) < atan2(after[0] - at[0], after[1] - at[1]);
}

/* An outline ends where it began; one of its ends goes. With lines that branch it may end elsewhere, and which one goes
 * matters. */
static bool draw_closed(struct joints *joints, uint32_t line, bool some_are_open,
                        struct drawing *drawing)
{
    if (joints->lines.items[line].used)
        return true;
    if (!follow(joints, 2 * line, drawing))
        return false;
    struct drawing_outline *outline = drawing_last(drawing);
    const double(*points)[2] = (const double(*)[2])drawing->points.items + outline->first;
    if (some_are_open || !runs_backward(points, outline->count))
        outline->first++;
    outline->count--;
    return true;
}

bool joints_draw(struct joints *joints, struct drawing *drawing)
{
    for (uint32_t line = 0; line < joints->lines.count; line++)
        if (!draw_if_loose(joints, line, drawing))
            return false;
    for (size_t i = 0; i < joints->loosened.count; i++)
        if (!draw_if_loose(joints, joints->loosened.items[i], drawing))
            return false;
    bool some_are_open = drawing->outlines.count > 0;
    for (uint32_t line = 0; line < joints->lines.count; line++)
        if (!draw_closed(joints, line, some_are_open, drawing))
            return false;
    return true;
}
