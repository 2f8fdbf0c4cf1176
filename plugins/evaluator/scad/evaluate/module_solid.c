/* SPDX-License-Identifier: MIT */
/* Solids: cube, sphere, cylinder, polyhedron. */
#include "evaluate/modules.h"
#include "evaluate/parameters.h"
#include "evaluate/vector.h"

#include <math.h>

#define FRAGMENT_SIZE_MIN 0.01

static void warn_small(struct parameters *parameters, const char *name, double *size)
{
    if (*size >= FRAGMENT_SIZE_MIN || isnan(*size))
        return;
    parameters_warn(parameters, "%s too small - clamping to 0.010000", name);
    *size = FRAGMENT_SIZE_MIN;
}

void check_fragments(struct parameters *parameters, struct tree_node *node)
{
    if (node->fragments.fn < 0) {
        parameters_warn(parameters, "$fn negative - setting to 0");
        node->fragments.fn = 0;
    }
    if (node->fragments.by_error && node->fragments.fe < 0) {
        parameters_warn(parameters, "$fe negative - setting to 0");
        node->fragments.fe = 0;
    }
    warn_small(parameters, "$fs", &node->fragments.fs);
    warn_small(parameters, "$fa", &node->fragments.fa);
}

void clamp_fragments(struct tree_node *node)
{
    node->fragments.fn = fmax(node->fragments.fn, 0);
    node->fragments.fe = fmax(node->fragments.fe, 0);
    node->fragments.fs = fmax(node->fragments.fs, FRAGMENT_SIZE_MIN);
    node->fragments.fa = fmax(node->fragments.fa, FRAGMENT_SIZE_MIN);
}

struct value read_radius(struct parameters *parameters, const char *diameter, const char *radius)
{
    struct value d = parameter(parameters, diameter);
    struct value r = parameter(parameters, radius);
    if (d.kind == VALUE_NUMBER) {
        if (r.kind == VALUE_NUMBER)
            parameters_warn(parameters,
                            "Ignoring radius variable \"%s\" as diameter \"%s\" is defined too.",
                            radius, diameter);
        return value_number(d.as.number / 2);
    }
    return r.kind == VALUE_NUMBER ? r : value_undefined();
}

void fill_cube(struct parameters *parameters, struct tree_node *node)
{
    struct value size = parameter(parameters, "size");
    double *sides = node->as.cube.size;
    bool converted = true;
    if (size.kind == VALUE_NUMBER)
        sides[0] = sides[1] = sides[2] = size.as.number;
    else if (size.kind != VALUE_UNDEFINED)
        converted = size.length == 3 && value_read_three(size, 0, sides);
    if (!converted)
        parameters_warn(parameters,
                        "Unable to convert cube(size=%s, ...) parameter to a number or a vec3 of "
                        "numbers",
                        parameter_text(parameters, "size"));
    else if (parameters->evaluator->input->check_ranges &&
             !(makes_something(sides[0]) && makes_something(sides[1]) && makes_something(sides[2])))
        parameters_warn(parameters, "cube(size=%s, ...)", parameter_text(parameters, "size"));
    parameter_boolean(parameters, "center", &node->as.cube.center);
}

void fill_sphere(struct parameters *parameters, struct tree_node *node)
{
    check_fragments(parameters, node);
    struct value radius = read_radius(parameters, "d", "r");
    if (radius.kind != VALUE_NUMBER)
        return;
    node->as.sphere.radius = radius.as.number;
    if (parameters->evaluator->input->check_ranges && !makes_something(radius.as.number))
        parameters_warn(parameters, "sphere(r=%s)", report_value(parameters->evaluator, radius));
}

static void check_cylinder(struct parameters *parameters, const struct tree_cylinder *cylinder,
                           struct value bottom, struct value top)
{
    if (!parameters->evaluator->input->check_ranges)
        return;
    if (!makes_something(cylinder->height))
        parameters_warn(parameters, "cylinder(h=%s, ...)", parameter_text(parameters, "h"));
    double r1 = cylinder->bottom_radius, r2 = cylinder->top_radius;
    if (r1 < 0 || r2 < 0 || (r1 == 0 && r2 == 0) || !isfinite(r1) || !isfinite(r2))
        parameters_warn(parameters, "cylinder(r1=%s, r2=%s, ...)",
                        report_value(parameters->evaluator, bottom),
                        report_value(parameters->evaluator, top));
}

void fill_cylinder(struct parameters *parameters, struct tree_node *node)
{
    struct tree_cylinder *cylinder = &node->as.cylinder;
    check_fragments(parameters, node);
    cylinder->height = parameter_number(parameters, "h", cylinder->height);
    struct value both = read_radius(parameters, "d", "r");
    struct value bottom = read_radius(parameters, "d1", "r1");
    struct value top = read_radius(parameters, "d2", "r2");
    if (both.kind == VALUE_NUMBER && (bottom.kind == VALUE_NUMBER || top.kind == VALUE_NUMBER))
        parameters_warn(parameters, "Cylinder parameters ambiguous");
    if (bottom.kind != VALUE_NUMBER)
        bottom = both;
    if (top.kind != VALUE_NUMBER)
        top = both;
    if (bottom.kind == VALUE_NUMBER)
        cylinder->bottom_radius = bottom.as.number;
    if (top.kind == VALUE_NUMBER)
        cylinder->top_radius = top.as.number;
    check_cylinder(parameters, cylinder, bottom, top);
    parameter_boolean(parameters, "center", &cylinder->center);
}

/* --- polyhedron --------------------------------------------------------------------------------------- */

static bool read_point(struct value value, double point[3])
{
    return value_read_three(value, 0, point) && isfinite(point[0]) && isfinite(point[1]) &&
           isfinite(point[2]);
}

static void read_points(struct parameters *parameters, struct tree_polyhedron *polyhedron,
                        struct value points)
{
    double(*read)[3] = arena_take(parameters->evaluator->arena, points.length * sizeof *read);
    heap_spend(&parameters->evaluator->heap, points.length);
    for (uint32_t i = 0; i < points.length; i++) {
        arena_poll(parameters->evaluator->arena);
        double point[3] = { 0, 0, 0 };
        bool ok = read_point(vector_items(points)[i], point);
        if (!ok)
            parameters_warn(parameters, "Unable to convert points[%u] = %s to a vec3 of numbers", i,
                            report_value(parameters->evaluator, vector_items(points)[i]));
        for (int axis = 0; axis < 3 && ok; axis++)
            read[i][axis] = point[axis];
    }
    polyhedron->points = (const double(*)[3])read;
    polyhedron->point_count = points.length;
}

static size_t to_point_index(double number)
{
    return number > -1 && number < 9e15 ? (size_t)number : SIZE_MAX;
}

static struct tree_path read_path(struct path_reading *reading, struct value path, uint32_t number)
{
    struct evaluator *evaluator = reading->parameters->evaluator;
    size_t *indices = arena_take(evaluator->arena, path.length * sizeof *indices);
    heap_spend(&evaluator->heap, path.length);
    struct tree_path result = { 0, indices };
    for (uint32_t i = 0; i < path.length; i++) {
        arena_poll(evaluator->arena);
        struct value value = vector_items(path)[i];
        if (value.kind != VALUE_NUMBER) {
            parameters_warn(reading->parameters, "Unable to convert %s[%u][%u] = %s to a number",
                            reading->name, number, i, report_value(evaluator, value));
            continue;
        }
        size_t index = to_point_index(value.as.number);
        if (index < reading->point_count)
            indices[result.count++] = index;
        else
            parameters_warn(reading->parameters,
                            "Point index %zu is out of bounds (from %s[%u][%u])", index,
                            reading->name, number, i);
    }
    return result;
}

struct tree_path *read_paths(struct path_reading *reading, struct value paths)
{
    struct evaluator *evaluator = reading->parameters->evaluator;
    struct tree_path *read = arena_take(evaluator->arena, paths.length * sizeof *read);
    for (uint32_t i = 0; i < paths.length; i++) {
        arena_poll(evaluator->arena);
        struct value value = vector_items(paths)[i];
        if (value.kind != VALUE_VECTOR) {
            parameters_warn(reading->parameters,
                            "Unable to convert %s[%u] = %s to a vector of numbers", reading->name,
                            i, report_value(evaluator, value));
            continue;
        }
        struct tree_path path = read_path(reading, value, i);
        if (path.count >= reading->fewest)
            read[reading->path_count++] = path;
    }
    return read;
}

void fill_polyhedron(struct parameters *parameters, struct tree_node *node)
{
    struct tree_polyhedron *polyhedron = &node->as.polyhedron;
    polyhedron->convexity = 1;
    struct value points = parameter(parameters, "points");
    if (points.kind != VALUE_VECTOR) {
        parameters_warn(parameters, "Unable to convert points = %s to a vector of coordinates",
                        parameter_text(parameters, "points"));
        return;
    }
    read_points(parameters, polyhedron, points);
    struct value faces = parameter(parameters, "faces");
    if (faces.kind != VALUE_VECTOR) {
        parameters_warn(parameters,
                        "Unable to convert faces = %s to a vector of vector of point indices",
                        parameter_text(parameters, "faces"));
        return;
    }
    struct path_reading reading = { .parameters = parameters,
                                    .name = "faces",
                                    .point_count = polyhedron->point_count,
                                    .fewest = 3 };
    polyhedron->faces = read_paths(&reading, faces);
    polyhedron->face_count = reading.path_count;
    int convexity = parameter_integer(parameters, "convexity");
    polyhedron->convexity = convexity < 1 ? 1 : convexity;
}
