/* SPDX-License-Identifier: MIT */
/* Sine and cosine of angles in degrees, exact where the true value is 0, 1/2 or 1. */
#ifndef SCAD_GEOMETRY_DEGREES_H
#define SCAD_GEOMETRY_DEGREES_H

/* Symmetric to the last bit: sine(180 - x) is sine(x), sine(x + 180) is -sine(x), so that circles
 * close and meet their mirror images. NaN for infinities and beyond 2^52 turns. */
double degrees_sine(double angle);

/* Likewise; cosine(60) is 0.5 and cosine(90) is 0. */
double degrees_cosine(double angle);

#endif
