/* SPDX-License-Identifier: MIT */
/* OpenSCAD's rules: $fn if it is set, else $fe if it counts, else the coarser of $fa and $fs. */
#include "model/fragments.h"

#include <float.h>
#include <math.h>

/* OpenSCAD's GRID_FINE, 2^-20: what is smaller counts as a point. */
static const double smallest_radius = 0.00000095367431640625;

/* OpenSCAD's F_MINIMUM. */
static const double smallest_fa_or_fs = 0.01;

static const double largest_step = 120.0; /* degrees of twist that one slice may take */

static double at_least(double value, double minimum)
{
    return value > minimum ? value : minimum;
}

static size_t whole(double count, size_t minimum)
{
    if (!(count < FRAGMENTS_MOST))
        return FRAGMENTS_MOST;
    return count > (double)minimum ? (size_t)ceil(count) : minimum;
}

static double fa_of(const struct tree_fragments *fragments)
{
    return at_least(fragments->fa, smallest_fa_or_fs);
}

static double fs_of(const struct tree_fragments *fragments)
{
    return at_least(fragments->fs, smallest_fa_or_fs);
}

static bool follows_error(const struct tree_fragments *fragments, double least)
{
    return fragments->by_error && !(fragments->fn > 0.0) && fragments->fe >= least;
}

/* Nothing can be made of a curve that is a point or has such numbers. */
static bool has_sides(const struct tree_fragments *fragments, double radius)
{
    if (radius < smallest_radius || !isfinite(fragments->fn))
        return false;
    return fragments->fn > 0.0 || !fragments->by_error || isfinite(fragments->fe);
}

/* Sides whose middles are so far within the circle, at least five; not a whole number. */
static double sides_by_error(double radius, double error)
{
    const double ratio_of_five = 0.1909830056;
    double most = fmin(360.0 / smallest_fa_or_fs, radius * 2.0 * M_PI / smallest_fa_or_fs);
    if (error / radius >= ratio_of_five)
        return 5.0;
    return fmin(at_least(most, 5.0), M_PI / acos(1.0 - error / radius));
}

/* Of a full circle, before an arc takes its share. */
static double sides(const struct tree_fragments *fragments, double radius)
{
    if (fragments->fn > 0.0)
        return ceil(at_least(fragments->fn, 3.0));
    if (follows_error(fragments, smallest_radius))
        return sides_by_error(radius, fragments->fe);
    double by_angle = 360.0 / fa_of(fragments);
    double by_size = radius * 2.0 * M_PI / fs_of(fragments);
    return ceil(at_least(fmin(by_angle, by_size), 5.0));
}

size_t fragments_of_circle(const struct tree_fragments *fragments, double radius)
{
    if (!has_sides(fragments, radius))
        return 3;
    return whole(sides(fragments, radius), 1);
}

size_t fragments_of_arc(const struct tree_fragments *fragments, double radius, double angle)
{
    if (!has_sides(fragments, radius))
        return (size_t)at_least(floor(fabs(angle) / 360.0 * 3.0), 1.0);
    return whole(sides(fragments, radius) * fabs(angle) / 360.0, 1);
}

static size_t smallest_slices(double twist)
{
    return whole(twist / largest_step, 1);
}

static size_t slices_along(const struct tree_fragments *fragments, double length, double twist)
{
    double by_angle = ceil(twist / fa_of(fragments));
    double by_size = ceil(length / fs_of(fragments));
    return whole(fmin(by_angle, by_size), smallest_slices(twist));
}

/* Slices between which the outermost point leaves its arc by so much at most. */
static size_t slices_by_error(double radius, double error, double twist)
{
    if (error >= radius)
        return smallest_slices(twist);
    double step = 2.0 * (M_PI - acos(error / radius - 1.0));
    return whole(twist * M_PI / 180.0 / step, smallest_slices(twist));
}

size_t fragments_of_helix(const struct tree_fragments *fragments, double radius, double height,
                          double twist)
{
    twist = fabs(twist);
    if (radius < smallest_radius || !isfinite(fragments->fn))
        return smallest_slices(twist);
    if (fragments->fn > 0.0)
        return whole(ceil(twist / 360.0 * fragments->fn), smallest_slices(twist));
    if (follows_error(fragments, DBL_MIN))
        return slices_by_error(radius, fragments->fe, twist);
    double turned = twist * M_PI / 180.0;
    double rise = height / turned;
    return slices_along(fragments, turned * sqrt(radius * radius + rise * rise), twist);
}

/* The length of the spiral of Archimedes r = a * angle, from its centre. */
static double spiral_length(double a, double angle)
{
    return 0.5 * a * (angle * sqrt(1.0 + angle * angle) + asinh(angle));
}

size_t fragments_of_conical_helix(const struct tree_fragments *fragments, double radius,
                                  double height, double twist, double scale)
{
    twist = fabs(twist);
    if (radius < smallest_radius || !isfinite(fragments->fn))
        return smallest_slices(twist);
    if (fragments->fn > 0.0)
        return whole(ceil(twist * fragments->fn / 360.0), smallest_slices(twist));
    double turned = twist * M_PI / 180.0;
    double outer_angle = scale > 1.0 ? turned * scale / (scale - 1.0) : turned / (1.0 - scale);
    double a = radius / outer_angle;
    double flat = spiral_length(a, outer_angle) - spiral_length(a, outer_angle - turned);
    return slices_along(fragments, sqrt(flat * flat + height * height), twist);
}

size_t fragments_of_slope(const struct tree_fragments *fragments, double shift, double height)
{
    if (shift < smallest_radius || !isfinite(fragments->fn))
        return 1;
    if (fragments->fn > 0.0)
        return whole(floor(fragments->fn), 1);
    return whole(sqrt(shift * shift + height * height) / fs_of(fragments), 1);
}
