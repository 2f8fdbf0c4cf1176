/* SPDX-License-Identifier: MIT */
/* dxf_dim() and dxf_cross(): a number or a point from a drawing. Of the drawing only dimensions and
 * lines are read. */
#include "evaluate/functions.h"

#include "base/degrees.h"
#include "base/list.h"
#include "evaluate/parameters.h"
#include "evaluate/vector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = { "file", "layer", "origin", "scale", "name", NULL };

/* One DIMENSION or LINE: the points of the group codes 10 to 16 and 20 to 26. */
struct entity {
    struct text kind, layer, name;
    double points[7][2];
    double angle;
    int type;
};

struct entity_list {
    struct entity *items;
    size_t count, capacity;
};

struct drawing {
    struct parameters parameters;
    const char *file, *layer, *name;
    double origin[2], scale;
    struct entity_list dimensions, lines;
};

/* --- reading ------------------------------------------------------------------------------------------- */

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static struct text next_line(struct text *rest)
{
    const char *end = rest->length ? memchr(rest->bytes, '\n', rest->length) : NULL;
    size_t length = end ? (size_t)(end - rest->bytes) : rest->length;
    struct text line = { rest->bytes, length };
    size_t used = end ? length + 1 : length;
    *rest = (struct text){ rest->bytes + used, rest->length - used };
    while (line.length > 0 && is_blank(line.bytes[line.length - 1]))
        line.length--;
    while (line.length > 0 && is_blank(line.bytes[0]))
        line = (struct text){ line.bytes + 1, line.length - 1 };
    return line;
}

static double to_number(struct text text)
{
    char digits[64];
    size_t length = text.length < sizeof digits - 1 ? text.length : sizeof digits - 1;
    memcpy(digits, text.bytes, length);
    digits[length] = '\0';
    return strtod(digits, NULL);
}

/* Group codes and types are small; anything else is none of them. */
static int to_whole(struct text text)
{
    double number = to_number(text);
    return number >= 0 && number < 10000 ? (int)number : -1;
}

/* Of a dimension, the points 1, 2 and 6 are distances, which do not know the origin. */
static double to_coordinate(const struct drawing *drawing, const struct entity *entity, int point,
                            int axis, double number)
{
    bool dimension = text_equal(entity->kind, text_of("DIMENSION"));
    if (dimension && (point == 1 || point == 2 || point == 6))
        return number * drawing->scale;
    return (number - drawing->origin[axis]) * drawing->scale;
}

static void take_group(const struct drawing *drawing, struct entity *entity, int code,
                       struct text data)
{
    int point = code % 10, axis = code / 10 - 1;
    if ((axis == 0 || axis == 1) && point >= 0 && point <= 6)
        entity->points[point][axis] = to_coordinate(drawing, entity, point, axis, to_number(data));
    else if (code == 1)
        entity->name = data;
    else if (code == 8)
        entity->layer = data;
    else if (code == 50)
        entity->angle = to_number(data);
    else if (code == 70)
        entity->type = to_whole(data);
}

static void finish_entity(struct drawing *drawing, const struct entity *entity)
{
    struct arena *arena = drawing->parameters.evaluator->arena;
    if (drawing->layer[0] && !text_equal(entity->layer, text_of(drawing->layer)))
        return;
    if (text_equal(entity->kind, text_of("DIMENSION")))
        list_append(arena, &drawing->dimensions, *entity);
    else if (text_equal(entity->kind, text_of("LINE")))
        list_append(arena, &drawing->lines, *entity);
}

/* Group codes and their values come in pairs of lines; code 0 begins an entity. */
static void read_entities(struct drawing *drawing, struct text contents)
{
    struct entity entity = { .type = 0 };
    bool in_entities = false, begins_section = false;
    while (contents.length > 0) {
        int code = to_whole(next_line(&contents));
        struct text data = next_line(&contents);
        limits_spend(drawing->parameters.evaluator);
        if (code == 0) {
            if (in_entities)
                finish_entity(drawing, &entity);
            begins_section = text_equal(data, text_of("SECTION"));
            entity = (struct entity){ .kind = data };
        } else if (begins_section && code == 2) {
            in_entities = text_equal(data, text_of("ENTITIES"));
        } else {
            take_group(drawing, &entity, code, data);
        }
    }
}

static const char *string_parameter(const struct parameters *parameters, const char *name)
{
    return parameter(parameters, name).kind == VALUE_STRING ? parameter_string(parameters, name)
                                                            : "";
}

static void read_origin(struct drawing *drawing)
{
    const struct parameters *parameters = &drawing->parameters;
    if (!parameter_given(parameters, "origin"))
        return;
    bool read = vector_read_numbers(parameter(parameters, "origin"), 2, drawing->origin);
    if (!read || !isfinite(drawing->origin[0]) || !isfinite(drawing->origin[1]))
        parameters_warn(parameters, "%s(..., origin=%s) could not be converted", parameters->module,
                        parameter_text(parameters, "origin"));
}

/* Reads parameters and file; false after a warning. */
static bool open_drawing(struct drawing *drawing, struct evaluator *evaluator, const char *function,
                         const struct expression *call, struct frame *frame)
{
    struct parameters *parameters = &drawing->parameters;
    const struct evaluate_input *input = evaluator->input;
    struct text contents;
    *drawing = (struct drawing){ .scale = 1 };
    evaluator->unrepeatable++;
    parameters_open(parameters, evaluator, function, names, call->call.arguments, call->position,
                    frame);
    read_origin(drawing);
    drawing->file = string_parameter(parameters, "file");
    drawing->layer = string_parameter(parameters, "layer");
    drawing->name = string_parameter(parameters, "name");
    drawing->scale = parameter_number(parameters, "scale", 1);
    struct text full_name = text_of(parameters_locate(parameters, drawing->file));
    if (!input->read_file || !input->read_file(input->file_context, full_name, &contents)) {
        parameters_warn(parameters, "Can't open DXF file '%s'!", drawing->file);
        return false;
    }
    read_entities(drawing, contents);
    return true;
}

/* --- dxf_dim() ------------------------------------------------------------------------------------------- */

static double distance(const double a[2], const double b[2])
{
    return hypot(a[0] - b[0], a[1] - b[1]);
}

static double direction(const double from[2], const double to[2])
{
    return degrees_direction(to[0] - from[0], to[1] - from[1]);
}

/* What the dimension measures; false if its type is not supported. */
static bool measure(const struct entity *dimension, double *result)
{
    const double(*points)[2] = dimension->points;
    double x = points[4][0] - points[3][0], y = points[4][1] - points[3][1];
    switch (dimension->type & 7) {
    case 0: /* rotated, horizontal or vertical */
        *result = fabs(x * degrees_cosine(dimension->angle) + y * degrees_sine(dimension->angle));
        return true;
    case 1: /* aligned */
        *result = distance(points[4], points[3]);
        return true;
    case 2: /* angular */
        *result = fabs(direction(points[5], points[0]) - direction(points[3], points[4]));
        return true;
    case 3: /* diameter */
    case 4: /* radius */
        *result = distance(points[5], points[0]);
        return true;
    case 6: /* ordinate */
        *result = points[3][dimension->type & 64 ? 0 : 1];
        return true;
    default:
        return false;
    }
}

static struct value find_dimension(const struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->dimensions.count; i++) {
        const struct entity *dimension = &drawing->dimensions.items[i];
        double result;
        if (drawing->name[0] && !text_equal(dimension->name, text_of(drawing->name)))
            continue;
        if (measure(dimension, &result))
            return value_number(result);
        parameters_warn(&drawing->parameters,
                        "Dimension '%s' in '%s', layer '%s' has unsupported type!", drawing->name,
                        drawing->file, drawing->layer);
        return value_undefined();
    }
    parameters_warn(&drawing->parameters, "Can't find dimension '%s' in '%s', layer '%s'!",
                    drawing->name, drawing->file, drawing->layer);
    return value_undefined();
}

/* --- dxf_cross() ----------------------------------------------------------------------------------------- */

static bool same_point(const double a[2], const double b[2])
{
    return a[0] == b[0] && a[1] == b[1];
}

/* Does no other line begin or end where this one does? */
static bool is_alone(const struct entity_list *lines, size_t index)
{
    const struct entity *line = &lines->items[index];
    for (size_t i = 0; i < lines->count; i++)
        for (int end = 0; end < 4 && i != index; end++)
            if (same_point(line->points[end & 1], lines->items[i].points[end >> 1]))
                return false;
    return true;
}

/* Where two lines, or what they are parts of, meet; false if they are parallel. */
static bool intersect(const struct entity *a, const struct entity *b, double point[2])
{
    const double *a1 = a->points[0], *a2 = a->points[1], *b1 = b->points[0], *b2 = b->points[1];
    double crossed = (b2[1] - b1[1]) * (a2[0] - a1[0]) - (b2[0] - b1[0]) * (a2[1] - a1[1]);
    if (crossed == 0)
        return false;
    double along =
        ((b2[0] - b1[0]) * (a1[1] - b1[1]) - (b2[1] - b1[1]) * (a1[0] - b1[0])) / crossed;
    point[0] = a1[0] + along * (a2[0] - a1[0]);
    point[1] = a1[1] + along * (a2[1] - a1[1]);
    return true;
}

static struct value find_cross(const struct drawing *drawing)
{
    const struct entity *found[2];
    size_t count = 0;
    double point[2];
    for (size_t i = 0; i < drawing->lines.count && count < 2; i++)
        if (is_alone(&drawing->lines, i))
            found[count++] = &drawing->lines.items[i];
    if (count == 2 && intersect(found[0], found[1], point))
        return vector_of_numbers(&drawing->parameters.evaluator->heap, 2, point);
    parameters_warn(&drawing->parameters, "Can't find cross in '%s', layer '%s'!", drawing->file,
                    drawing->layer);
    return value_undefined();
}

/* --- both ------------------------------------------------------------------------------------------------ */

static struct value read_and_find(struct evaluator *evaluator, const char *function,
                                  const struct expression *call, struct frame *frame,
                                  struct value (*find)(const struct drawing *drawing))
{
    struct drawing drawing;
    size_t mark = special_mark(evaluator);
    struct value result = value_undefined();
    if (open_drawing(&drawing, evaluator, function, call, frame))
        result = find(&drawing);
    parameters_close(&drawing.parameters);
    special_restore(evaluator, mark);
    return result;
}

struct value function_dxf_dim(struct evaluator *evaluator, const struct expression *call,
                              struct frame *frame)
{
    return read_and_find(evaluator, "dxf_dim", call, frame, find_dimension);
}

struct value function_dxf_cross(struct evaluator *evaluator, const struct expression *call,
                                struct frame *frame)
{
    return read_and_find(evaluator, "dxf_cross", call, frame, find_cross);
}
