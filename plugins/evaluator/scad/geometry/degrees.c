/* SPDX-License-Identifier: MIT */
/* Angles are folded into the first eighth of the circle, where libm is exact to the last bit or so,
 * and the few angles with a short value are answered from a table. */
#include "geometry/degrees.h"

#include <math.h>
#include <stdbool.h>

static const double largest_angle = 360.0 * 4503599627370496.0; /* 2^52 turns */

static double radians(double angle)
{
    return angle * (M_PI / 180.0);
}

/* The same direction in [0, 360), NaN if the angle says nothing any more. */
static double folded(double angle)
{
    if (angle >= 0.0 && angle < 360.0)
        return angle;
    if (!(fabs(angle) < largest_angle))
        return NAN;
    return angle - 360.0 * floor(angle / 360.0);
}

/* The sine for 0 to 90 degrees. */
static double first_quadrant_sine(double angle)
{
    if (angle == 30.0)
        return 0.5;
    if (angle == 45.0)
        return M_SQRT1_2;
    if (angle == 60.0)
        return 0.86602540378443864676; /* the square root of 3/4 */
    return angle < 45.0 ? sin(radians(angle)) : cos(radians(90.0 - angle));
}

/* The cosine for 0 to 90 degrees. */
static double first_quadrant_cosine(double angle)
{
    if (angle == 30.0 || angle == 45.0 || angle == 60.0)
        return first_quadrant_sine(90.0 - angle);
    return angle < 45.0 ? cos(radians(angle)) : sin(radians(90.0 - angle));
}

double degrees_sine(double angle)
{
    angle = folded(angle);
    bool negative = angle >= 180.0;
    if (negative)
        angle -= 180.0;
    double sine = first_quadrant_sine(angle > 90.0 ? 180.0 - angle : angle);
    return negative ? -sine : sine;
}

double degrees_cosine(double angle)
{
    angle = folded(angle);
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
