/* SPDX-License-Identifier: MIT */
/* Trigonometry in degrees, exact where the exact result is known. */
#ifndef SCAD_BASE_DEGREES_H
#define SCAD_BASE_DEGREES_H

/* Symmetric to the last bit: sine(180 - x) is sine(x), sine(x + 180) is -sine(x), so that circles
 * close and meet their mirror images. Exact at multiples of 30 and 45 degrees. NaN for infinities and
 * beyond 2^52 turns. */
double degrees_sine(double angle);
double degrees_cosine(double angle);

/* Likewise; infinite at 90 degrees. */
double degrees_tangent(double angle);

/* Degrees, whole ones where the function of these is exactly the argument. NaN where there is no angle. */
double degrees_arcsine(double sine);
double degrees_arccosine(double cosine);
double degrees_arctangent(double tangent);

/* The direction of (x, y), -180 to 180; whole degrees if it is so near to them that only rounding can
 * be the difference. */
double degrees_direction(double y, double x);

#endif
