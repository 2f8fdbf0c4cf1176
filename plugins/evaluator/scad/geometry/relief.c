/* SPDX-License-Identifier: MIT */
/* Four triangles between each four neighbours, around a point in their middle; walls down to one below the lowest, and a
 * floor. */
#include "geometry/relief.h"

#include "geometry/import.h"
#include "readers/heights.h"

/* The points: first those of the map, then the middles, then the rim of the floor, which begins where x and y are least and
 * turns left. */
struct relief {
    const struct heights *heights;
    struct soup soup;
    double origin[2];
};

static void add_point(struct relief *relief, double x, double y, double z)
{
    const double point[3] = { relief->origin[0] + x, relief->origin[1] + y, z };
    soup_add_point(&relief->soup, point);
}

static uint32_t place_of(const struct relief *relief, size_t x, size_t y)
{
    return (uint32_t)(y * relief->heights->columns + x);
}

static double height_at(const struct relief *relief, size_t x, size_t y)
{
    return relief->heights->values[place_of(relief, x, y)];
}

static void add_map(struct relief *relief)
{
    for (size_t y = 0; y < relief->heights->rows; y++)
        for (size_t x = 0; x < relief->heights->columns; x++)
            add_point(relief, (double)x, (double)y, height_at(relief, x, y));
}

static void add_cell(struct relief *relief, size_t x, size_t y)
{
    const uint32_t corners[4] = { place_of(relief, x, y), place_of(relief, x + 1, y),
                                  place_of(relief, x + 1, y + 1), place_of(relief, x, y + 1) };
    uint32_t middle = (uint32_t)relief->soup.points.count;
    double sum = height_at(relief, x, y) + height_at(relief, x + 1, y) +
                 height_at(relief, x, y + 1) + height_at(relief, x + 1, y + 1);
    add_point(relief, (double)x + 0.5, (double)y + 0.5, sum / 4);
    for (int i = 0; i < 4; i++)
        soup_add_triangle(&relief->soup, corners[i], corners[(i + 1) % 4], middle);
}

/* The place that is `step` along the rim. */
static void walk_rim(const struct relief *relief, size_t step, size_t place[2])
{
    size_t width = relief->heights->columns - 1, depth = relief->heights->rows - 1;
    if (step < width + depth) {
        place[0] = step < width ? step : width;
        place[1] = step < width ? 0 : step - width;
    } else {
        step -= width + depth;
        place[0] = step < width ? width - step : 0;
        place[1] = step < width ? depth : depth - (step - width);
    }
}

static void add_walls(struct relief *relief)
{
    size_t length = 2 * (relief->heights->columns + relief->heights->rows - 2), here[2], next[2];
    uint32_t floor = (uint32_t)relief->soup.points.count;
    for (size_t i = 0; i < length; i++) {
        walk_rim(relief, i, here);
        add_point(relief, (double)here[0], (double)here[1], relief->heights->lowest - 1);
    }
    for (size_t i = 0; i < length; i++) {
        uint32_t below = floor + (uint32_t)i, below_next = floor + (uint32_t)((i + 1) % length);
        walk_rim(relief, i, here);
        walk_rim(relief, (i + 1) % length, next);
        soup_add_corner(&relief->soup, below);
        soup_add_corner(&relief->soup, below_next);
        soup_add_corner(&relief->soup, place_of(relief, next[0], next[1]));
        soup_add_corner(&relief->soup, place_of(relief, here[0], here[1]));
        soup_end_face(&relief->soup);
    }
    for (size_t i = length; i-- > 0;)
        soup_add_corner(&relief->soup, floor + (uint32_t)i);
    soup_end_face(&relief->soup);
}

bool relief_build(struct work *work, const struct tree_node *node, struct piece *piece)
{
    const struct tree_surface *surface = &node->as.surface;
    struct heights heights;
    struct text contents;
    if (!import_file(work, surface->file, &contents))
        return false;
    struct reading reading = reading_of(work->arena, contents);
    if (!heights_read(&reading, surface->invert, &heights)) {
        work_complain(work, REPORT_BAD_FILE, "'%s', %s", surface->file, reading.problem.bytes);
        return false;
    }
    if (heights.columns < 2 || heights.rows < 2)
        return false;
    struct relief relief = { .heights = &heights, .soup = soup_in(work->arena) };
    if (surface->center) {
        relief.origin[0] = -(double)(heights.columns - 1) / 2;
        relief.origin[1] = -(double)(heights.rows - 1) / 2;
    }
    add_map(&relief);
    for (size_t y = 0; y + 1 < heights.rows; y++)
        for (size_t x = 0; x + 1 < heights.columns; x++)
            add_cell(&relief, x, y);
    add_walls(&relief);
    return import_soup(work, &relief.soup, piece);
}
