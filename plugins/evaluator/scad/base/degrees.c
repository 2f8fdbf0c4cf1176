/* SPDX-License-Identifier: MIT */
/* Angles are folded into the first eighth of the circle, where libm is exact to the last bit or so,
 * and the few angles with a short value are answered from a table. */
#include "base/degrees.h"

#include <math.h>
#include <stdbool.h>

/* 2^52 turns: beyond, a double has no digits left for a part of a turn. */
static const double largest_angle = 360.0 * 4503599627370496.0;

static const double root_3_4 = 0.86602540378443864676;
static const double root_1_3 = 0.57735026918962576451;
static const double root_3 = 1.73205080756887729353;

static double to_radians(double angle)
{
    return angle * (M_PI / 180.0);
}

static double to_degrees(double radians)
{
    return radians * (180.0 / M_PI);
}

/* The same within one period from 0 on, NaN if the angle says nothing any more. */
static double folded(double angle, double period)
{
    if (angle >= 0.0 && angle < period)
        return angle;
    if (!(fabs(angle) < largest_angle))
        return NAN;
    return angle - period * floor(angle / period);
}

/* The sine for 0 to 90 degrees. */
static double first_quadrant_sine(double angle)
{
    if (angle == 30.0)
        return 0.5;
    if (angle == 45.0)
        return M_SQRT1_2;
    if (angle == 60.0)
        return root_3_4;
    return angle < 45.0 ? sin(to_radians(angle)) : cos(to_radians(90.0 - angle));
}

/* The cosine for 0 to 90 degrees. */
static double first_quadrant_cosine(double angle)
{
    if (angle == 30.0 || angle == 45.0 || angle == 60.0)
        return first_quadrant_sine(90.0 - angle);
    return angle < 45.0 ? cos(to_radians(angle)) : sin(to_radians(90.0 - angle));
}

/* The tangent for 0 to 90 degrees. */
static double first_quadrant_tangent(double angle)
{
    if (angle == 30.0)
        return root_1_3;
    if (angle == 45.0)
        return 1.0;
    if (angle == 60.0)
        return root_3;
    return angle == 90.0 ? INFINITY : tan(to_radians(angle));
}

double degrees_sine(double angle)
{
    angle = folded(angle, 360.0);
    bool negative = angle >= 180.0;
    if (negative)
        angle -= 180.0;
    double sine = first_quadrant_sine(angle > 90.0 ? 180.0 - angle : angle);
    return negative ? -sine : sine;
}

double degrees_cosine(double angle)
{
    angle = folded(angle, 360.0);
    bool negative = angle >= 180.0;
    if (negative)
        angle -= 180.0;
    if (angle > 90.0) {
        angle = 180.0 - angle;
        negative = !negative;
    }
    double cosine = first_quadrant_cosine(angle);
    return negative ? -cosine : cosine;
}

/* Zero and infinity have the sign of sine divided by cosine, which changes with each half turn. */
double degrees_tangent(double angle)
{
    double within = folded(angle, 180.0);
    if (isnan(within))
        return within;
    if (within == 0.0 || within == 90.0) {
        double even = fmod(floor(angle / 180.0), 2.0) == 0.0 ? 1.0 : -1.0;
        return even * first_quadrant_tangent(within);
    }
    return within > 90.0 ? -first_quadrant_tangent(180.0 - within) : first_quadrant_tangent(within);
}

double degrees_arcsine(double sine)
{
    double degrees = to_degrees(asin(sine));
    double whole = round(degrees);
    return degrees_sine(whole) == sine ? whole : degrees;
}

double degrees_arccosine(double cosine)
{
    double degrees = to_degrees(acos(cosine));
    double whole = round(degrees);
    return degrees_cosine(whole) == cosine ? whole : degrees;
}

double degrees_arctangent(double tangent)
{
    double degrees = to_degrees(atan(tangent));
    double whole = round(degrees);
    return degrees_tangent(whole) == tangent ? whole : degrees;
}

double degrees_direction(double y, double x)
{
    double degrees = to_degrees(atan2(y, x));
    double whole = round(degrees);
    return fabs(degrees - whole) < 3.0e-14 ? whole : degrees;
}
