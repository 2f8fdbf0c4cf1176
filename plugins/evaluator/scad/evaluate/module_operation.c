/* SPDX-License-Identifier: MIT */
/* Modules that make something else of what stands behind them. */
#include "evaluate/modules.h"
#include "evaluate/parameters.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"

#include <limits.h>
#include <math.h>
#include <string.h>

/* --- linear_extrude() --------------------------------------------------------------------------------- */

/* The first of the two that is defined; a warning if both are. */
static struct value either(struct parameters *parameters, const char *first, const char *second)
{
    struct value one = parameter(parameters, first);
    struct value other = parameter(parameters, second);
    if (one.kind == VALUE_UNDEFINED)
        return other;
    if (other.kind != VALUE_UNDEFINED)
        parameters_warn(parameters, "Specified both \"%s\" and \"%s\"", first, second);
    return one;
}

static void read_height(struct parameters *parameters, struct tree_linear_extrude *extrude)
{
    double direction[3] = { 0, 0, 1 };
    double height = 100;
    struct value v = parameter(parameters, "v");
    if (v.kind != VALUE_UNDEFINED) {
        if (v.length != 3 || !value_read_three(v, 0, direction))
            parameters_warn(parameters, "v when specified should be a 3d vector");
        height = 1;
    }
    struct value given = either(parameters, "height", "h");
    if (given.kind != VALUE_UNDEFINED) {
        if (given.kind == VALUE_NUMBER && isfinite(given.as.number)) {
            height = given.as.number;
        } else {
            parameters_warn(parameters, "height when specified should be a number");
            height = 100;
        }
        double length = sqrt(direction[0] * direction[0] + direction[1] * direction[1] +
                             direction[2] * direction[2]);
        for (int axis = 0; axis < 3 && length > 0; axis++)
            direction[axis] /= length;
    }
    for (int axis = 0; axis < 3; axis++)
        extrude->height[axis] = direction[axis] * height;
    if (extrude->height[2] <= 0)
        extrude->height[2] = 0;
}

static void read_scale(struct parameters *parameters, struct tree_linear_extrude *extrude)
{
    struct value scale = parameter(parameters, "scale");
    double by[2] = { 1, 1 };
    bool ok = scale.kind == VALUE_NUMBER && isfinite(scale.as.number);
    if (ok)
        by[0] = by[1] = scale.as.number;
    else
        ok = vector_read_numbers(scale, 2, by) && isfinite(by[0]) && isfinite(by[1]);
    if (!ok) {
        by[0] = by[1] = 1;
        if (scale.kind != VALUE_UNDEFINED)
            parameters_warn(parameters, "linear_extrude(..., scale=%s) could not be converted",
                            parameter_text(parameters, "scale"));
    }
    extrude->scale[0] = by[0] < 0 ? 0 : by[0];
    extrude->scale[1] = by[1] < 0 ? 0 : by[1];
}

static bool read_count(struct parameters *parameters, const char *name, int least, int *count)
{
    struct value value = parameter(parameters, name);
    if (value.kind == VALUE_UNDEFINED)
        return false;
    if (value.kind != VALUE_NUMBER) {
        parameters_warn(parameters, "%s(..., %s=%s) Invalid type: expected number, found %s",
                        parameters->module, name, parameter_text(parameters, name),
                        value_kind_name(value.kind));
        return false;
    }
    double number = value.as.number;
    if (!isfinite(number)) {
        parameters_warn(parameters, "%s(..., %s=%s) argument cannot be infinite or nan",
                        parameters->module, name, parameter_text(parameters, name));
        return false;
    }
    *count = number < least ? least : number > INT_MAX ? INT_MAX : (int)number;
    return true;
}

void fill_linear_extrude(struct parameters *parameters, struct tree_node *node)
{
    struct tree_linear_extrude *extrude = &node->as.linear_extrude;
    check_fragments(parameters, node);
    read_height(parameters, extrude);
    double convexity = parameter_number(parameters, "convexity", 0);
    extrude->convexity = convexity >= 1 && convexity <= INT_MAX ? (int)convexity : 1;
    read_scale(parameters, extrude);
    parameter_boolean(parameters, "center", &extrude->center);
    extrude->has_slices = read_count(parameters, "slices", 1, &extrude->slices);
    extrude->has_segments = read_count(parameters, "segments", 0, &extrude->segments);
    parameter_finite(parameters, "twist", &extrude->twist);
    extrude->has_twist = extrude->twist != 0;
}

/* --- rotate_extrude() --------------------------------------------------------------------------------- */

void fill_rotate_extrude(struct parameters *parameters, struct tree_node *node)
{
    static const struct position nowhere;
    struct tree_rotate_extrude *extrude = &node->as.rotate_extrude;
    check_fragments(parameters, node);
    int convexity = parameter_integer(parameters, "convexity");
    extrude->convexity = convexity > 2 ? convexity : 2;
    struct value angle = either(parameters, "angle", "a");
    bool has_angle = angle.kind == VALUE_NUMBER && isfinite(angle.as.number);
    extrude->angle = has_angle ? angle.as.number : 360;
    extrude->start = has_angle ? 0 : 180;
    if (extrude->angle <= -360 || extrude->angle > 360)
        extrude->angle = 360;
    bool has_start = parameter_finite(parameters, "start", &extrude->start);
    double fn = node->fragments.fn;
    if (!has_angle && !has_start && fn < INT_MAX && ((int)fn & 1))
        report_deprecated(
            parameters->evaluator, nowhere,
            "In future releases, rotational extrusion without \"angle\" will start at zero, the "
            "+X axis.  Set start=180 to explicitly start on the -X axis.");
}

/* --- the rest ----------------------------------------------------------------------------------------- */

void fill_offset(struct parameters *parameters, struct tree_node *node)
{
    struct tree_offset *offset = &node->as.offset;
    struct value radius = parameter(parameters, "r");
    struct value delta = parameter(parameters, "delta");
    clamp_fragments(node);
    offset->delta = 1;
    offset->join = TREE_JOIN_ROUND;
    if (radius.kind == VALUE_NUMBER) {
        if (delta.kind == VALUE_NUMBER)
            parameters_warn(parameters, "Ignoring \"delta\" argument as \"r\" is defined too.");
        offset->delta = radius.as.number;
    } else if (delta.kind == VALUE_NUMBER) {
        bool chamfer = false;
        parameter_boolean(parameters, "chamfer", &chamfer);
        offset->delta = delta.as.number;
        offset->join = chamfer ? TREE_JOIN_SQUARE : TREE_JOIN_MITER;
    }
}

void fill_projection(struct parameters *parameters, struct tree_node *node)
{
    node->as.projection.convexity = parameter_integer(parameters, "convexity");
    parameter_boolean(parameters, "cut", &node->as.projection.cut);
}

void fill_render(struct parameters *parameters, struct tree_node *node)
{
    node->as.operation.convexity = 1;
    if (parameter(parameters, "convexity").kind == VALUE_NUMBER)
        node->as.operation.convexity = parameter_integer(parameters, "convexity");
}

void fill_minkowski(struct parameters *parameters, struct tree_node *node)
{
    node->as.operation.convexity = parameter_integer(parameters, "convexity");
}

void fill_resize(struct parameters *parameters, struct tree_node *node)
{
    struct tree_resize *resize = &node->as.resize;
    struct value size = parameter(parameters, "newsize");
    struct value automatic = parameter(parameters, "auto");
    resize->convexity = parameter_integer(parameters, "convexity");
    for (uint32_t axis = 0; axis < 3; axis++) {
        resize->size[axis] = 0;
        if (size.kind == VALUE_VECTOR && axis < size.length &&
            vector_items(size)[axis].kind == VALUE_NUMBER)
            resize->size[axis] = vector_items(size)[axis].as.number;
        resize->automatic[axis] = automatic.kind == VALUE_BOOLEAN && automatic.as.boolean;
        if (automatic.kind == VALUE_VECTOR && axis < automatic.length)
            resize->automatic[axis] = value_is_true(vector_items(automatic)[axis]);
    }
}

void fill_roof(struct parameters *parameters, struct tree_node *node)
{
    check_fragments(parameters, node);
    node->as.roof.method = TREE_ROOF_VORONOI;
    if (parameter(parameters, "method").kind != VALUE_UNDEFINED) {
        const char *method = parameter_string(parameters, "method");
        if (strcmp(method, "straight") == 0)
            node->as.roof.method = TREE_ROOF_STRAIGHT;
        else if (strcmp(method, "voronoi") != 0)
            parameters_warn(parameters, "Unknown roof method '%s'. Using 'voronoi'.", method);
    }
    int convexity = parameter_integer(parameters, "convexity");
    node->as.roof.convexity = convexity <= 0 ? 1 : convexity;
}
