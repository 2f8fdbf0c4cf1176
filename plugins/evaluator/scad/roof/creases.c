/* SPDX-License-Identifier: MIT */
/* Points are found again by the cell of a fine grid that they lie in. */
#include "roof/creases.h"

#include "base/list.h"
#include "kernel/hash.h"

#include <math.h>
#include <string.h>

/* A cell is as wide as what is near there, or up to twice as wide. */
static int width_of(double near)
{
    int power;
    frexp(near, &power);
    return power;
}

static size_t slot_of(const struct roof_creases *creases, int width, double x, double y)
{
    return hash3((int64_t)x, (int64_t)y, width) & (creases->cell_count - 1);
}

static void enter(struct roof_creases *creases, uint32_t number)
{
    struct roof_point *point = &creases->points.items[number];
    int width = width_of(roof_creases_near(creases, point->height));
    size_t slot = slot_of(creases, width, floor(ldexp(point->at[0], -width)),
                          floor(ldexp(point->at[1], -width)));
    point->next = creases->cells[slot];
    creases->cells[slot] = number;
}

static void make_cells(struct roof_creases *creases, size_t count)
{
    creases->cell_count = count;
    creases->cells = arena_take(creases->arena, count * sizeof *creases->cells);
    memset(creases->cells, 0xff, count * sizeof *creases->cells);
    for (size_t i = 0; i < creases->points.count; i++)
        enter(creases, (uint32_t)i);
}

static uint32_t add_point(struct roof_creases *creases, const double at[2], double height)
{
    struct roof_point point = { { at[0], at[1] }, height, ROOF_NONE };
    list_append(creases->arena, &creases->points, point);
    if (creases->points.count > creases->cell_count)
        make_cells(creases, 4 * creases->cell_count);
    else
        enter(creases, (uint32_t)creases->points.count - 1);
    return (uint32_t)creases->points.count - 1;
}

void roof_creases_open(struct roof_creases *creases, struct arena *arena, const struct region *plan,
                       double near, double share)
{
    struct box box = region_box(plan);
    double reach =
        fmax(fmax(fabs(box.low[0]), fabs(box.high[0])), fmax(fabs(box.low[1]), fabs(box.high[1])));
    *creases =
        (struct roof_creases){ .arena = arena, .near = fmax(near, 1e-14 * reach), .share = share };
    size_t cells = 64;
    while (cells < 4 * plan->point_count)
        cells *= 2;
    make_cells(creases, cells);
    for (size_t i = 0; i < plan->point_count; i++)
        add_point(creases, plan->points[i], 0);
}

/* Beyond this no cell can be told. */
static bool is_out_of_bounds(const struct roof_creases *creases, const double at[2])
{
    return !(fabs(at[0]) + fabs(at[1]) < 1e15 * creases->near);
}

/* The first of those that are near, in cells of that width. */
static uint32_t find_within(const struct roof_creases *creases, const double at[2], double near,
                            int width)
{
    double x = floor(ldexp(at[0], -width)), y = floor(ldexp(at[1], -width));
    uint32_t first = ROOF_NONE;
    for (int cell = 0; cell < 9; cell++) {
        uint32_t each = creases->cells[slot_of(creases, width, x + cell % 3 - 1, y + cell / 3 - 1)];
        for (; each != ROOF_NONE; each = creases->points.items[each].next) {
            const double *other = creases->points.items[each].at;
            if (hypot(other[0] - at[0], other[1] - at[1]) <= near && each < first)
                first = each;
        }
    }
    return first;
}

/* Points that are near are as high but for a little; for that, cells may be one wider or narrower. */
uint32_t roof_creases_find(const struct roof_creases *creases, const double at[2], double height)
{
    static const double little = 1e-6;
    double near = roof_creases_near(creases, height);
    if (is_out_of_bounds(creases, at))
        return ROOF_NONE;
    int low = width_of(roof_creases_near(creases, height * (1 - little))),
        high = width_of(roof_creases_near(creases, height * (1 + little)));
    uint32_t first = find_within(creases, at, near, low);
    uint32_t other = low < high ? find_within(creases, at, near, high) : first;
    return other < first ? other : first;
}

uint32_t roof_creases_point(struct roof_creases *creases, const double at[2], double height)
{
    if (is_out_of_bounds(creases, at) || !isfinite(height))
        return ROOF_NONE;
    uint32_t found = roof_creases_find(creases, at, height);
    return found == ROOF_NONE ? add_point(creases, at, height) : found;
}

void roof_creases_line(struct roof_creases *creases, uint32_t from, uint32_t to)
{
    struct roof_line line = { from, to };
    if (from != to && from != ROOF_NONE && to != ROOF_NONE)
        list_append(creases->arena, &creases->lines, line);
}
