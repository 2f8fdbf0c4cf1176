/* SPDX-License-Identifier: MIT */
/* Transformations as matrices, and color(). */
#include "evaluate/modules.h"

#include "base/degrees.h"
#include "evaluate/color.h"
#include "evaluate/parameters.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"

#include <math.h>

/* OpenSCAD multiplies the identity by what it is told, which decides between 0 and -0, and the two are
 * printed differently. */
static void multiply(double matrix[4][4], double linear[3][3])
{
    for (int row = 0; row < 3; row++)
        for (int column = 0; column < 3; column++) {
            double x = row == 0, y = row == 1, z = row == 2;
            matrix[row][column] =
                x * linear[0][column] + y * linear[1][column] + z * linear[2][column];
        }
}

void fill_translate(struct parameters *parameters, struct tree_node *node)
{
    double by[3] = { 0, 0, 0 };
    bool ok = value_read_three(parameter(parameters, "v"), 0, by);
    if (!ok || !isfinite(by[0]) || !isfinite(by[1]) || !isfinite(by[2])) {
        parameters_warn(parameters,
                        "Unable to convert translate(%s) parameter to a vec3 or vec2 of numbers",
                        parameter_text(parameters, "v"));
        return;
    }
    for (int axis = 0; axis < 3; axis++)
        node->as.transform.matrix[axis][3] += by[axis]; /* 0 and -0 is 0 */
}

void fill_scale(struct parameters *parameters, struct tree_node *node)
{
    struct value value = parameter(parameters, "v");
    double by[3] = { 1, 1, 1 };
    if (value.kind == VALUE_NUMBER)
        by[0] = by[1] = by[2] = value.as.number;
    else if (!value_read_three(value, 1, by))
        parameters_warn(parameters,
                        "Unable to convert scale(%s) parameter to a number, a vec3 or vec2 of "
                        "numbers or a number",
                        parameter_text(parameters, "v"));
    bool sensible = true;
    for (int axis = 0; axis < 3; axis++) {
        for (int row = 0; row < 3; row++)
            node->as.transform.matrix[row][axis] *= by[axis];
        sensible = sensible && by[axis] != 0 && isfinite(by[axis]);
    }
    if (parameters->evaluator->input->check_ranges && !sensible)
        parameters_warn(parameters, "scale(%s)", parameter_text(parameters, "v"));
}

void fill_mirror(struct parameters *parameters, struct tree_node *node)
{
    double normal[3] = { 1, 0, 0 };
    if (!value_read_three(parameter(parameters, "v"), 0, normal))
        parameters_warn(parameters,
                        "Unable to convert mirror(%s) parameter to a vec3 or vec2 of numbers",
                        parameter_text(parameters, "v"));
    double square = normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2];
    if (normal[0] == 0 && normal[1] == 0 && normal[2] == 0)
        return;
    for (int row = 0; row < 3; row++)
        for (int column = 0; column < 3; column++) {
            double part = -2 * normal[column] * normal[row] / square;
            node->as.transform.matrix[row][column] = row == column ? 1 + part : part;
        }
}

void fill_multmatrix(struct parameters *parameters, struct tree_node *node)
{
    struct value rows = parameter(parameters, "m");
    double(*matrix)[4] = node->as.transform.matrix;
    if (rows.kind != VALUE_VECTOR)
        return;
    for (uint32_t i = 0; i < rows.length && i < 4; i++) {
        struct value row = vector_items(rows)[i];
        for (uint32_t j = 0; row.kind == VALUE_VECTOR && j < row.length && j < 4; j++)
            if (vector_items(row)[j].kind == VALUE_NUMBER)
                matrix[i][j] = vector_items(row)[j].as.number;
    }
    double weight = matrix[3][3];
    for (int cell = 0; cell < 16 && weight != 1; cell++)
        matrix[cell / 4][cell % 4] /= weight;
}

/* --- rotate() ----------------------------------------------------------------------------------------- */

/* Angles about x, y and z, one after the other. */
static void turn_about_axes(double matrix[4][4], const double sine[3], const double cosine[3])
{
    double sx = sine[0], sy = sine[1], sz = sine[2];
    double cx = cosine[0], cy = cosine[1], cz = cosine[2];
    double turned[3][3] = {
        { cy * cz, cz * sx * sy - cx * sz, cx * cz * sy + sx * sz },
        { cy * sz, cx * cz + sx * sy * sz, -cz * sx + cx * sy * sz },
        { -sy, cy * sx, cx * cy },
    };
    multiply(matrix, turned);
}

/* An angle about any axis (Rodrigues' formula). */
static void turn_about(double matrix[4][4], double angle, const double axis[3])
{
    double square = axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2];
    double sine = degrees_sine(angle), cosine = degrees_cosine(angle);
    if (!(square > 0))
        return;
    double length = sqrt(square), part = (1 - cosine) / square;
    double u[3] = { axis[0] / length * sine, axis[1] / length * sine, axis[2] / length * sine };
    const double cross[3][3] = { { cosine, -u[2], u[1] },
                                 { u[2], cosine, -u[0] },
                                 { -u[1], u[0], cosine } };
    double turned[3][3];
    for (int row = 0; row < 3; row++)
        for (int column = 0; column < 3; column++)
            turned[row][column] = axis[column] * part * axis[row] + cross[row][column];
    multiply(matrix, turned);
}

static bool read_angle(struct value value, double *angle)
{
    if (value.kind != VALUE_NUMBER)
        return false;
    *angle = value.as.number;
    return isfinite(*angle);
}

static void rotate_by_vector(struct parameters *parameters, struct tree_node *node,
                             struct value angles)
{
    double sine[3] = { 0, 0, 0 }, cosine[3] = { 1, 1, 1 };
    double angle = 0;
    bool ok = angles.length <= 3;
    for (uint32_t i = ok ? angles.length : 3; i > 0; i--) {
        ok = read_angle(vector_items(angles)[i - 1], &angle) && ok;
        sine[i - 1] = degrees_sine(angle);
        cosine[i - 1] = degrees_cosine(angle);
    }
    turn_about_axes(node->as.transform.matrix, sine, cosine);
    bool has_axis = parameter(parameters, "v").kind != VALUE_UNDEFINED;
    if (ok && has_axis)
        parameters_warn(parameters,
                        "When parameter a is supplied as vector, v is ignored rotate(a=%s, v=%s)",
                        parameter_text(parameters, "a"), parameter_text(parameters, "v"));
    else if (!ok && has_axis)
        parameters_warn(parameters, "Problem converting rotate(a=%s, v=%s) parameter",
                        parameter_text(parameters, "a"), parameter_text(parameters, "v"));
    else if (!ok)
        parameters_warn(parameters, "Problem converting rotate(a=%s) parameter",
                        parameter_text(parameters, "a"));
}

void fill_rotate(struct parameters *parameters, struct tree_node *node)
{
    struct value angles = parameter(parameters, "a");
    struct value direction = parameter(parameters, "v");
    if (angles.kind == VALUE_VECTOR) {
        rotate_by_vector(parameters, node, angles);
        return;
    }
    double angle = 0, axis[3] = { 0, 0, 1 };
    bool has_angle = read_angle(angles, &angle);
    bool has_axis = value_read_three(direction, 0, axis);
    turn_about(node->as.transform.matrix, has_angle ? angle : 0, axis);
    if (direction.kind != VALUE_UNDEFINED && !has_axis) {
        if (has_angle)
            parameters_warn(parameters, "Problem converting rotate(..., v=%s) parameter",
                            parameter_text(parameters, "v"));
        else
            parameters_warn(parameters, "Problem converting rotate(a=%s, v=%s) parameter",
                            parameter_text(parameters, "a"), parameter_text(parameters, "v"));
    } else if (!has_angle) {
        parameters_warn(parameters, "Problem converting rotate(a=%s) parameter",
                        parameter_text(parameters, "a"));
    }
}

/* --- color() ------------------------------------------------------------------------------------------ */

static void read_color_vector(struct parameters *parameters, struct tree_node *node,
                              struct value vector)
{
    for (uint32_t i = 0; i < 4; i++) {
        float part = 1;
        if (i < vector.length) {
            struct value item = vector_items(vector)[i];
            part = item.kind == VALUE_NUMBER ? (float)item.as.number : 0;
        }
        if (part > 1 || part < 0)
            parameters_warn(parameters,
                            "color() expects numbers between 0.0 and 1.0. Value of %.1f is out of "
                            "range",
                            (double)part);
        node->as.color.rgba[i] = part;
    }
}

void fill_color(struct parameters *parameters, struct tree_node *node)
{
    struct value color = parameter(parameters, "c");
    float *rgba = node->as.color.rgba;
    if (color.kind == VALUE_VECTOR)
        read_color_vector(parameters, node, color);
    else if (color.kind == VALUE_STRING && !color_parse(string_text(color), rgba))
        parameters_warn(parameters, "Unable to parse color \"%s\"",
                        parameter_string(parameters, "c"));
    struct value alpha = parameter(parameters, "alpha");
    if (alpha.kind != VALUE_NUMBER)
        return;
    rgba[3] = (float)alpha.as.number;
    if (rgba[3] < 0 || rgba[3] > 1)
        parameters_warn(parameters,
                        "color() expects alpha between 0.0 and 1.0. Value of %.1f is out of range",
                        (double)rgba[3]);
}
