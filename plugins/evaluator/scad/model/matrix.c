/* SPDX-License-Identifier: MIT */
/* Affine maps of space and of the plane. */
#include "model/matrix.h"

#include <math.h>

double matrix_determinant(const double m[4][4])
{
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
           m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
           m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

double matrix_plane_determinant(const double m[4][4])
{
    return m[0][0] * m[1][1] - m[0][1] * m[1][0];
}

bool matrix_is_finite(const double matrix[4][4])
{
    for (int row = 0; row < 4; row++)
        for (int column = 0; column < 4; column++)
            if (!isfinite(matrix[row][column]))
                return false;
    return true;
}

void matrix_apply(const double m[4][4], double point[3])
{
    double x = point[0], y = point[1], z = point[2];
    for (int row = 0; row < 3; row++)
        point[row] = m[row][0] * x + m[row][1] * y + m[row][2] * z + m[row][3];
}

void matrix_apply_in_plane(const double m[4][4], double point[2])
{
    double x = point[0], y = point[1];
    for (int row = 0; row < 2; row++)
        point[row] = m[row][0] * x + m[row][1] * y + m[row][3];
}

void matrix_turn(const double matrix[4][4], double axes[3][3])
{
    for (int column = 0; column < 3; column++) {
        double before[3] = { axes[0][column], axes[1][column], axes[2][column] };
        for (int row = 0; row < 3; row++)
            axes[row][column] = matrix[row][0] * before[0] + matrix[row][1] * before[1] +
                                matrix[row][2] * before[2];
    }
}
