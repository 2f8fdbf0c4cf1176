/* SPDX-License-Identifier: MIT */
/* Flat shapes: square, circle, polygon. */
#include "evaluate/modules.h"
#include "evaluate/parameters.h"
#include "evaluate/vector.h"

#include <math.h>

void fill_square(struct parameters *parameters, struct tree_node *node)
{
    struct value size = parameter(parameters, "size");
    double *sides = node->as.square.size;
    bool converted = true;
    if (size.kind == VALUE_NUMBER)
        sides[0] = sides[1] = size.as.number;
    else if (size.kind != VALUE_UNDEFINED)
        converted = vector_read_numbers(size, 2, sides);
    if (!converted)
        parameters_warn(parameters,
                        "Unable to convert square(size=%s, ...) parameter to a number or a vec2 "
                        "of numbers",
                        parameter_text(parameters, "size"));
    else if (parameters->evaluator->input->check_ranges &&
             !(makes_something(sides[0]) && makes_something(sides[1])))
        parameters_warn(parameters, "square(size=%s, ...)", parameter_text(parameters, "size"));
    parameter_boolean(parameters, "center", &node->as.square.center);
}

void fill_circle(struct parameters *parameters, struct tree_node *node)
{
    check_fragments(parameters, node);
    struct value radius = read_radius(parameters, "d", "r");
    if (radius.kind != VALUE_NUMBER)
        return;
    node->as.circle.radius = radius.as.number;
    if (parameters->evaluator->input->check_ranges && !makes_something(radius.as.number))
        parameters_warn(parameters, "circle(r=%s)", report_value(parameters->evaluator, radius));
}

static void read_points(struct parameters *parameters, struct tree_polygon *polygon,
                        struct value points)
{
    double(*read)[2] = arena_take(parameters->evaluator->arena, points.length * sizeof *read);
    heap_spend(&parameters->evaluator->heap, points.length);
    for (uint32_t i = 0; i < points.length; i++) {
        arena_poll(parameters->evaluator->arena);
        struct value value = vector_items(points)[i];
        double point[2];
        if (vector_read_numbers(value, 2, point) && isfinite(point[0]) && isfinite(point[1])) {
            read[i][0] = point[0];
            read[i][1] = point[1];
            continue;
        }
        parameters_warn(parameters, "Unable to convert points[%u] = %s to a vec2 of numbers", i,
                        report_value(parameters->evaluator, value));
    }
    polygon->points = (const double(*)[2])read;
    polygon->point_count = points.length;
}

void fill_polygon(struct parameters *parameters, struct tree_node *node)
{
    struct tree_polygon *polygon = &node->as.polygon;
    polygon->convexity = 1;
    struct value points = parameter(parameters, "points");
    struct value paths = parameter(parameters, "paths");
    if (points.kind != VALUE_VECTOR) {
        parameters_warn(parameters, "Unable to convert points = %s to a vector of coordinates",
                        parameter_text(parameters, "points"));
        return;
    }
    read_points(parameters, polygon, points);
    if (paths.kind == VALUE_VECTOR) {
        struct path_reading reading = { .parameters = parameters,
                                        .name = "paths",
                                        .point_count = polygon->point_count };
        polygon->paths = read_paths(&reading, paths);
        polygon->path_count = reading.path_count;
        polygon->has_paths = reading.path_count > 0;
    } else if (paths.kind != VALUE_UNDEFINED) {
        parameters_warn(parameters,
                        "Unable to convert paths = %s to a vector of vector of point indices",
                        parameter_text(parameters, "paths"));
        return;
    }
    int convexity = parameter_integer(parameters, "convexity");
    polygon->convexity = convexity < 1 ? 1 : convexity;
}
