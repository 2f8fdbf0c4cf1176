/* SPDX-License-Identifier: MIT */
/* Affine maps as multmatrix() writes them; the last row is never looked at, as in OpenSCAD. */
#ifndef SCAD_MODEL_MATRIX_H
#define SCAD_MODEL_MATRIX_H

#include <stdbool.h>

/* Of the linear part. Negative: the map mirrors; 0: it flattens. */
double matrix_determinant(const double matrix[4][4]);

/* The same of what the map does in the plane. */
double matrix_plane_determinant(const double matrix[4][4]);

bool matrix_is_finite(const double matrix[4][4]);

/* Turns and stretches the directions in the columns of `axes`. */
void matrix_turn(const double matrix[4][4], double axes[3][3]);

/* Moves a point. */
void matrix_apply(const double matrix[4][4], double point[3]);

/* Moves a point of the plane, whose z is 0 before and is dropped after. */
void matrix_apply_in_plane(const double matrix[4][4], double point[2]);

#endif
