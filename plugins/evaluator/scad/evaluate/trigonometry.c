/* SPDX-License-Identifier: MIT */
/* Trigonometry in degrees. */
#include "evaluate/trigonometry.h"

#include <math.h>

/* Beyond this a double has no digits left for a part of a turn. */
#define ANGLE_MAX (0x1p52 * 360.0)

#define DEGREES_PER_RADIAN (180.0 / M_PI)
#define RADIANS_PER_DEGREE (M_PI / 180.0)
#define ROOT_3_4           0.86602540378443859659 /* sqrt(3)/2 */
#define ROOT_1_3           0.57735026918962573106 /* 1/sqrt(3) */
#define ROOT_3             1.73205080756887719318

/* The angle within one period; nan if it is too large or no number. */
static double reduce(double angle, double period)
{
    if (angle >= 0 && angle < period)
        return angle;
    if (angle < ANGLE_MAX && angle > -ANGLE_MAX)
        return angle - period * floor(angle / period);
    return NAN;
}

double sine_degrees(double angle)
{
    double x = reduce(angle, 360);
    if (isnan(x))
        return x;
    double sign = x >= 180 ? -1 : 1;
    if (x >= 180)
        x -= 180;
    if (x > 90)
        x = 180 - x;
    if (x == 30)
        return sign * 0.5;
    if (x < 45)
        return sign * sin(x * RADIANS_PER_DEGREE);
    if (x == 45)
        return sign * M_SQRT1_2;
    if (x == 60)
        return sign * ROOT_3_4;
    return sign * cos((90 - x) * RADIANS_PER_DEGREE);
}

double cosine_degrees(double angle)
{
    double x = reduce(angle, 360);
    if (isnan(x))
        return x;
    double sign = x >= 180 ? -1 : 1;
    if (x >= 180)
        x -= 180;
    if (x > 90) {
        x = 180 - x;
        sign = -sign;
    }
    if (x == 60)
        return sign * 0.5;
    if (x > 45)
        return sign * sin((90 - x) * RADIANS_PER_DEGREE);
    if (x == 45)
        return sign * M_SQRT1_2;
    if (x == 30)
        return sign * ROOT_3_4;
    return sign * cos(x * RADIANS_PER_DEGREE);
}

double tangent_degrees(double angle)
{
    double x = reduce(angle, 180);
    if (isnan(x))
        return x;
    double even = fmod(floor(angle / 180), 2) == 0 ? 1 : -1; /* of zero and of infinity */
    double sign = x > 90 ? -1 : 1;
    if (x > 90)
        x = 180 - x;
    if (x == 0)
        return sign * even * 0.0;
    if (x == 30)
        return sign * ROOT_1_3;
    if (x == 45)
        return sign;
    if (x == 60)
        return sign * ROOT_3;
    if (x == 90)
        return even * INFINITY;
    return sign * tan(x * RADIANS_PER_DEGREE);
}

double arcsine_degrees(double sine)
{
    double degrees = asin(sine) * DEGREES_PER_RADIAN;
    double whole = round(degrees);
    return sine_degrees(whole) == sine ? whole : degrees;
}

double arccosine_degrees(double cosine)
{
    double degrees = acos(cosine) * DEGREES_PER_RADIAN;
    double whole = round(degrees);
    return cosine_degrees(whole) == cosine ? whole : degrees;
}

double arctangent_degrees(double tangent)
{
    double degrees = atan(tangent) * DEGREES_PER_RADIAN;
    double whole = round(degrees);
    return tangent_degrees(whole) == tangent ? whole : degrees;
}

double arctangent2_degrees(double y, double x)
{
    double degrees = atan2(y, x) * DEGREES_PER_RADIAN;
    double whole = round(degrees);
    return fabs(degrees - whole) < 3.0e-14 ? whole : degrees;
}
