/* SPDX-License-Identifier: MIT */
/* Trigonometry in degrees, exact where the exact result is known. */
#ifndef SCAD_EVALUATE_TRIGONOMETRY_H
#define SCAD_EVALUATE_TRIGONOMETRY_H

/* Exact at multiples of 30 and 45 degrees. Angles too large to mean anything give nan. */
double sine_degrees(double angle);
double cosine_degrees(double angle);
double tangent_degrees(double angle);

/* Whole degrees where the function of these is exactly the argument. */
double arcsine_degrees(double sine);
double arccosine_degrees(double cosine);
double arctangent_degrees(double tangent);
double arctangent2_degrees(double y, double x);

#endif
