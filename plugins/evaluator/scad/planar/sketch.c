/* SPDX-License-Identifier: MIT */
/* Points are put on the grid and sorted by their digits: what is in one place is side by side then. */
#include "planar/sketch.h"

#include "kernel/grid.h"

#include <math.h>
#include <string.h>

/* Both coordinates of a corner, moved to be positive, are so many digits. */
enum {
    COORDINATE_BITS = GRID_BITS + 1,
    DIGIT_BITS = 10,
    DIGITS = 2 * COORDINATE_BITS / DIGIT_BITS
};

struct mark {
    uint64_t key;
    uint32_t given;
};

size_t sketch_count_points(const struct planar_model *model)
{
    size_t count = 0;
    for (uint32_t i = 0; i < model->leaf_count; i++)
        for (size_t j = 0; j < model->leaves[i].line_count; j++)
            count += model->leaves[i].lines[j].count;
    return count;
}

static double reach_of(const struct planar_model *model, struct arena *arena)
{
    double reach = 0;
    for (uint32_t i = 0; i < model->leaf_count; i++)
        for (size_t j = 0; j < model->leaves[i].line_count; j++) {
            const struct planar_line *line = &model->leaves[i].lines[j];
            for (size_t k = 0; k < line->count; k++) {
                arena_poll(arena);
                reach = fmax(reach, fmax(fabs(line->points[k][0]), fabs(line->points[k][1])));
            }
        }
    return reach;
}

/* --- corners --- */

/* Both coordinates on the grid, so that the order of keys is that of the sweep. */
static uint64_t key_of(double steps, const double point[2])
{
    uint64_t x = (uint64_t)((int32_t)llrint(point[0] * steps) + (1 << GRID_BITS));
    uint64_t y = (uint64_t)((int32_t)llrint(point[1] * steps) + (1 << GRID_BITS));
    return x << COORDINATE_BITS | y;
}

static unsigned digit_of(uint64_t key, int digit)
{
    return (unsigned)(key >> digit * DIGIT_BITS) & ((1 << DIGIT_BITS) - 1);
}

/* Digit by digit from the last one; equal keys stay in their order. Returns one of the two arrays. */
static struct mark *sort_marks(struct arena *arena, struct mark *marks, struct mark *spare,
                               size_t count)
{
    uint32_t places[DIGITS][1 << DIGIT_BITS] = { { 0 } };
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        for (int digit = 0; digit < DIGITS; digit++)
            places[digit][digit_of(marks[i].key, digit)]++;
    }
    for (int digit = 0; digit < DIGITS; digit++) {
        uint32_t begin = 0;
        for (unsigned value = 0; value < 1 << DIGIT_BITS; value++) {
            uint32_t here = places[digit][value];
            places[digit][value] = begin;
            begin += here;
        }
        for (size_t i = 0; i < count; i++) {
            arena_poll(arena);
            spare[places[digit][digit_of(marks[i].key, digit)]++] = marks[i];
        }
        struct mark *sorted = spare;
        spare = marks;
        marks = sorted;
    }
    return marks;
}

static void add_corner(struct sketch *sketch, const struct mark *mark)
{
    const uint64_t mask = ((uint64_t)1 << COORDINATE_BITS) - 1;
    sketch->corners[sketch->corner_count++] = (struct corner){
        .at = { (int32_t)(mark->key >> COORDINATE_BITS) - (1 << GRID_BITS),
                (int32_t)(mark->key & mask) - (1 << GRID_BITS) },
        .given = mark->given,
        .begins = NOTHING,
        .ends = NOTHING,
    };
}

/* Returns the corner of each given point. */
static uint32_t *find_corners(struct sketch *sketch, const struct planar_model *model,
                              struct arena *arena, struct arena *scratch)
{
    size_t count = sketch_count_points(model);
    uint32_t given = 0, *corners = arena_take(scratch, count * sizeof *corners);
    struct mark *marks = arena_take(scratch, count * sizeof *marks);
    for (uint32_t i = 0; i < model->leaf_count; i++)
        for (size_t j = 0; j < model->leaves[i].line_count; j++) {
            const struct planar_line *line = &model->leaves[i].lines[j];
            for (size_t k = 0; k < line->count; k++, given++) {
                arena_poll(scratch);
                marks[given] = (struct mark){ key_of(sketch->steps, line->points[k]), given };
            }
        }
    marks = sort_marks(scratch, marks, arena_take(scratch, count * sizeof *marks), count);
    sketch->corners = arena_take(arena, count * sizeof *sketch->corners);
    for (size_t i = 0; i < count; i++) {
        arena_poll(scratch);
        if (i == 0 || marks[i].key != marks[i - 1].key)
            add_corner(sketch, &marks[i]);
        corners[marks[i].given] = sketch->corner_count - 1;
    }
    return corners;
}

/* --- strokes --- */

static void add_stroke(struct sketch *sketch, uint32_t leaf, uint32_t a, uint32_t b)
{
    if (a == b)
        return;
    uint32_t added = sketch->stroke_count++, low = a < b ? a : b, high = a < b ? b : a;
    struct corner *from = &sketch->corners[low], *to = &sketch->corners[high];
    sketch->strokes[added] = (struct stroke){
        .course = { { from->at[0], from->at[1] },
                    { to->at[0] - from->at[0], to->at[1] - from->at[1] } },
        .from = low,
        .to = high,
        .next = from->begins,
        .leaf = leaf,
        .turn = a < b ? 1 : -1,
    };
    from->begins = to->ends = added;
}

void sketch_make(struct sketch *sketch, const struct planar_model *model, struct arena *arena)
{
    struct arena *scratch = arena_within(arena);
    *sketch = (struct sketch){ .steps = grid_steps(reach_of(model, scratch)) };
    const uint32_t *corners = find_corners(sketch, model, arena, scratch);
    sketch->strokes = arena_take(arena, sketch_count_points(model) * sizeof *sketch->strokes);
    for (uint32_t i = 0; i < model->leaf_count; i++)
        for (size_t j = 0; j < model->leaves[i].line_count; j++) {
            size_t count = model->leaves[i].lines[j].count;
            for (size_t k = 0; k < count; k++) {
                arena_poll(scratch);
                add_stroke(sketch, i, corners[k], corners[k + 1 < count ? k + 1 : 0]);
            }
            corners += count;
        }
    arena_close(scratch);
}
