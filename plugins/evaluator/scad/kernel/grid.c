/* SPDX-License-Identifier: MIT */
/* The finest decimal grid that holds all leaves, along the commonest axes. */
#include "kernel/grid.h"

#include <math.h>
#include <string.h>

enum { MOST_ROTATIONS = 64, LEAST_POWER = -300, LARGEST_POWER = 300 };

struct vote {
    double rotation[3][3];
    unsigned votes;
};

/* Makes the columns one unit long. False if they are not at right angles. */
static bool find_axes(const double matrix[3][3], double axes[3][3])
{
    for (int j = 0; j < 3; j++) {
        double length = sqrt(matrix[0][j] * matrix[0][j] + matrix[1][j] * matrix[1][j] +
                             matrix[2][j] * matrix[2][j]);
        if (!(length > 0) || !isfinite(length))
            return false;
        for (int i = 0; i < 3; i++)
            axes[i][j] = matrix[i][j] / length;
    }
    for (int i = 0; i < 3; i++)
        for (int j = i + 1; j < 3; j++)
            if (!(fabs(axes[0][i] * axes[0][j] + axes[1][i] * axes[1][j] +
                       axes[2][i] * axes[2][j]) <= 1e-9))
                return false;
    return true;
}

/* The same three lines as axes, each in the place and the direction of the model's axis that it is nearest to. */
static void put_in_order(double axes[3][3])
{
    for (int place = 0; place < 3; place++) {
        int nearest = place;
        for (int j = place + 1; j < 3; j++)
            if (fabs(axes[place][j]) > fabs(axes[place][nearest]) + 1e-9)
                nearest = j;
        double sign = axes[place][nearest] < 0 ? -1 : 1;
        for (int i = 0; i < 3; i++) {
            double kept = axes[i][place];
            axes[i][place] = sign * axes[i][nearest];
            if (nearest != place)
                axes[i][nearest] = kept;
        }
    }
}

static bool is_same_rotation(const double a[3][3], const double b[3][3])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            if (fabs(a[i][j] - b[i][j]) > 1e-12)
                return false;
    return true;
}

static void cast_vote(struct vote *votes, unsigned *count, const double rotation[3][3])
{
    for (unsigned i = 0; i < *count; i++)
        if (is_same_rotation((const double(*)[3])votes[i].rotation, rotation)) {
            votes[i].votes++;
            return;
        }
    if (*count == MOST_ROTATIONS)
        return;
    memcpy(votes[*count].rotation, rotation, sizeof votes[*count].rotation);
    votes[(*count)++].votes = 1;
}

static const double identity[3][3] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };

/* The commonest axes, if they are twice as common as the model's own. */
static void choose_axes(struct arena *arena, struct grid *grid, const struct kernel_leaf *leaves,
                        uint32_t leaf_count)
{
    struct vote votes[MOST_ROTATIONS];
    unsigned count = 0, best = 0, own = 0;
    double axes[3][3];
    for (uint32_t i = 0; i < leaf_count; i++) {
        arena_poll(arena);
        if (find_axes(leaves[i].axes, axes)) {
            put_in_order(axes);
            cast_vote(votes, &count, (const double(*)[3])axes);
        }
    }
    for (unsigned i = 0; i < count; i++) {
        if (votes[i].votes > votes[best].votes)
            best = i;
        if (is_same_rotation((const double(*)[3])votes[i].rotation, identity))
            own = votes[i].votes;
    }
    memcpy(grid->rotation, identity, sizeof identity);
    grid->turned = count > 0 && votes[best].votes > 2 * own &&
                   !is_same_rotation((const double(*)[3])votes[best].rotation, identity);
    if (grid->turned)
        memcpy(grid->rotation, votes[best].rotation, sizeof grid->rotation);
}

static void turn_back(const struct grid *grid, const double at[3], double turned[3])
{
    if (!grid->turned) {
        memcpy(turned, at, 3 * sizeof *at);
        return;
    }
    for (int i = 0; i < 3; i++)
        turned[i] = grid->rotation[0][i] * at[0] + grid->rotation[1][i] * at[1] +
                    grid->rotation[2][i] * at[2];
}

static double reach_of(struct arena *arena, const struct grid *grid,
                       const struct kernel_leaf *leaves, uint32_t count)
{
    double reach = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct mesh *mesh = leaves[i].mesh;
        for (size_t vertex = 0; vertex < mesh->vertex_count; vertex++) {
            arena_poll(arena);
            double at[3];
            turn_back(grid, mesh->vertices[vertex], at);
            for (int k = 0; k < 3; k++)
                reach = fmax(reach, fabs(at[k]));
        }
    }
    return reach;
}

/* 10^power is exact up to 10^22, and the same everywhere beyond. */
double grid_steps(double reach)
{
    static const double factors[] = { 5, 4, 2, 1 };
    const double limit = (double)(1 << GRID_BITS) - 4;
    if (!(reach > 0))
        return 1;
    double wanted =
        floor(log10(limit / reach)) + 1; /* without end for what is hardly more than 0 */
    for (int power = (int)fmax(fmin(wanted, LARGEST_POWER), LEAST_POWER);; power--)
        for (int i = 0; i < 4; i++) {
            double steps = power >= 0 ? factors[i] * pow(10, power) : factors[i] / pow(10, -power);
            if (steps * reach < limit)
                return steps;
        }
}

struct grid grid_choose(struct arena *arena, const struct kernel_leaf *leaves, uint32_t count)
{
    struct grid grid;
    choose_axes(arena, &grid, leaves, count);
    grid.steps = grid_steps(reach_of(arena, &grid, leaves, count));
    return grid;
}

struct grid grid_for_points(struct arena *arena, const double (*points)[3], size_t count)
{
    double reach = 0;
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        for (int k = 0; k < 3; k++)
            reach = fmax(reach, fabs(points[i][k]));
    }
    return (struct grid){ .steps = grid_steps(reach) };
}

void grid_snap(const struct grid *grid, const double at[3], int32_t corner[3])
{
    double turned[3];
    turn_back(grid, at, turned);
    for (int k = 0; k < 3; k++)
        corner[k] = (int32_t)llrint(turned[k] * grid->steps);
}

void grid_unsnap(const struct grid *grid, const double steps[3], double at[3])
{
    double turned[3];
    for (int k = 0; k < 3; k++)
        turned[k] = steps[k] / grid->steps;
    if (!grid->turned) {
        memcpy(at, turned, sizeof turned);
        return;
    }
    for (int i = 0; i < 3; i++)
        at[i] = grid->rotation[i][0] * turned[0] + grid->rotation[i][1] * turned[1] +
                grid->rotation[i][2] * turned[2];
}
