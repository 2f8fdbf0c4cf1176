/* SPDX-License-Identifier: MIT */
/* The same by libpolyclipping, on a grid as fine as ours that it can still work with in 64 bits. */
#include "flat_case.h"

#include <polyclipping/clipper.hpp>

#include <cmath>

using namespace ClipperLib;

/* Clipper goes over to 128 bits beyond 2^30. */
static double scale_of(const flat_case &flat)
{
    double reach = std::fabs(flat.delta) * 2;
    for (size_t i = 0; i < flat.leaf_count; i++)
        for (size_t k = 0; k < flat.leaves[i].line_count; k++)
            for (size_t m = 0; m < flat.leaves[i].lines[k].count; m++)
                for (double value : flat.leaves[i].lines[k].points[m])
                    reach = std::fmax(reach, std::fabs(value) + std::fabs(flat.delta) * 2);
    return std::exp2(std::floor(std::log2((flat.operation == FLAT_SUM ? 0x1p28 : 0x1p29) / reach)));
}

static Paths paths_of(const flat_leaf &leaf, double scale)
{
    Paths paths(leaf.line_count);
    for (size_t k = 0; k < leaf.line_count; k++)
        for (size_t m = 0; m < leaf.lines[k].count; m++)
            paths[k].emplace_back(std::llround(leaf.lines[k].points[m][0] * scale),
                                  std::llround(leaf.lines[k].points[m][1] * scale));
    return paths;
}

static Paths combine(const flat_case &flat, double scale)
{
    static const ClipType types[] = { ctUnion, ctDifference, ctIntersection };
    Clipper clipper;
    Paths result;
    for (size_t i = 0; i < flat.leaf_count; i++)
        clipper.AddPaths(paths_of(flat.leaves[i], scale),
                         i == 0 || flat.operation == FLAT_UNION ? ptSubject : ptClip, true);
    clipper.Execute(types[flat.operation], result, pftNonZero, pftNonZero);
    return result;
}

static Paths move_outlines(const flat_case &flat, double scale)
{
    static const JoinType joins[] = { jtRound, jtMiter, jtSquare };
    double delta = flat.delta * scale;
    ClipperOffset offset(1e6, std::fabs(delta) * (1 - std::cos(M_PI / flat.sides)));
    Paths result;
    for (size_t i = 0; i < flat.leaf_count; i++)
        offset.AddPaths(paths_of(flat.leaves[i], scale), joins[flat.join], etClosedPolygon);
    offset.Execute(result, delta);
    return result;
}

static Paths add_up(const flat_case &flat, double scale)
{
    Paths result;
    MinkowskiSum(paths_of(flat.leaves[1], scale)[0], paths_of(flat.leaves[0], scale), result, true);
    return result;
}

static Paths solve(const flat_case &flat, double scale)
{
    switch (flat.operation) {
    case FLAT_OFFSET:
        return move_outlines(flat, scale);
    case FLAT_SUM:
        return add_up(flat, scale);
    default:
        return combine(flat, scale);
    }
}

int main(int count, char **arguments)
{
    flat_case flat = flat_read(count, arguments);
    double scale = scale_of(flat), before = flat_cpu_seconds(), area = 0;
    size_t points = 0;
    Paths result;
    for (int i = 0; i < flat.times; i++)
        result = solve(flat, scale);
    double seconds = (flat_cpu_seconds() - before) / flat.times;
    for (const Path &path : result) {
        area += Area(path) / scale / scale;
        points += path.size();
    }
    std::printf("%.6f %.9g %zu\n", seconds, area, points);
    return 0;
}
