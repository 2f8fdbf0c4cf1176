/* SPDX-License-Identifier: MIT */
/* On which side of a line a point lies: the one question whose answer must never be rounded. */
#ifndef SCAD_GEOMETRY_ORIENTATION_H
#define SCAD_GEOMETRY_ORIENTATION_H

/* Coordinates must be 0 or have a magnitude between these for the answers to be exact. */
#define ORIENTATION_SMALLEST 1e-100
#define ORIENTATION_LARGEST  1e100

/* 1 if a, b, c turn counter-clockwise, -1 if clockwise, 0 if they are on one line; exactly. */
int orientation(const double a[2], const double b[2], const double c[2]);

#endif
