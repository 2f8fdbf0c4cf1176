/* SPDX-License-Identifier: MIT */
/* dxf_dim() and dxf_cross(): a number or a point from a drawing. Of the drawing only dimensions and
 * lines are read. */
#include "evaluate/functions.h"

#include "base/degrees.h"
#include "base/dxf.h"
#include "base/list.h"
#include "base/names.h"
#include "evaluate/parameters.h"
#include "evaluate/vector.h"

#include <math.h>
#include <string.h>

static const struct position nowhere;
static const char *const names[] = { "file", "layer", "origin", "scale", "name", NULL };

struct dimension {
    struct text name;
    double points[7][2], angle;
    int type;
};

struct line {
    double ends[2][2];
};

/* A kind of entity that is passed over, and how many there are of it. */
struct passed_over {
    struct text kind;
    unsigned count;
};

struct drawing {
    struct parameters parameters;
    const char *file, *full_name, *layer, *name;
    double origin[2], scale;
    struct {
        struct dimension *items;
        size_t count, capacity;
    } dimensions;
    struct {
        struct line *items;
        size_t count, capacity;
    } lines;
    struct names kinds;
    struct {
        struct passed_over *items; /* by kind; the first is unused */
        size_t count, capacity;
    } passed_over;
};

/* --- reading ------------------------------------------------------------------------------------------- */

static void add_dimension(struct drawing *drawing, const struct dxf_entity *entity)
{
    struct dimension dimension = { .name = entity->name,
                                   .angle = entity->angle,
                                   .type = entity->flags };
    memcpy(dimension.points, entity->points, sizeof dimension.points);
    list_append(drawing->parameters.evaluator->arena, &drawing->dimensions, dimension);
}

static void add_line(struct drawing *drawing, const struct dxf_entity *entity)
{
    struct line line = { 0 };
    for (size_t end = 0; end < 2; end++) {
        line.ends[end][0] = end < entity->x.count ? entity->x.items[end] : 0;
        line.ends[end][1] = end < entity->y.count ? entity->y.items[end] : 0;
    }
    list_append(drawing->parameters.evaluator->arena, &drawing->lines, line);
}

static bool is_known(struct text kind)
{
    static const char *const kinds[] = { "LINE",    "LWPOLYLINE", "CIRCLE",   "ARC",
                                         "ELLIPSE", "INSERT",     "BLOCK",    "ENDBLK",
                                         "ENDSEC",  "SECTION",    "DIMENSION" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_equal(kind, text_of(kinds[i])))
            return true;
    return false;
}

static void pass_over(struct drawing *drawing, struct text kind)
{
    name_id name = names_intern(&drawing->kinds, kind);
    while (drawing->passed_over.count <= name)
        list_append(drawing->parameters.evaluator->arena, &drawing->passed_over,
                    (struct passed_over){ kind });
    drawing->passed_over.items[name].count++;
}

static void add_entity(struct drawing *drawing, const struct dxf_entity *entity)
{
    bool shown = !drawing->layer[0] || text_equal(entity->layer, text_of(drawing->layer));
    bool in_entities = entity->section == DXF_ENTITIES && shown;
    if (in_entities && text_equal(entity->kind, text_of("DIMENSION")))
        add_dimension(drawing, entity);
    else if (in_entities && text_equal(entity->kind, text_of("LINE")))
        add_line(drawing, entity);
    else if ((in_entities || entity->section == DXF_BLOCKS) && !is_known(entity->kind))
        pass_over(drawing, entity->kind);
}

static void complain(void *context, const char *message)
{
    const struct drawing *drawing = context;
    parameters_warn(&drawing->parameters, "%s", message);
}

static void read_entities(struct drawing *drawing, struct text contents)
{
    struct evaluator *evaluator = drawing->parameters.evaluator;
    struct dxf dxf = dxf_of(evaluator->arena, contents, drawing->file, complain, drawing);
    const struct dxf_entity *entity;
    memcpy(dxf.origin, drawing->origin, sizeof dxf.origin);
    dxf.scale = drawing->scale;
    names_open(&drawing->kinds, evaluator->arena);
    while ((entity = dxf_next(&dxf))) {
        limits_spend(evaluator);
        add_entity(drawing, entity);
    }
}

/* OpenSCAD says it without a place. */
static void warn_of_passed_over(const struct drawing *drawing)
{
    struct evaluator *evaluator = drawing->parameters.evaluator;
    struct builder path = builder_in(evaluator->arena);
    diagnostic_print_path(&path, text_of(drawing->full_name),
                          source_folder(evaluator->input->main->source));
    const char *file = builder_result(&path).bytes;
    for (size_t i = 1; i < drawing->passed_over.count; i++) {
        const struct passed_over *entity = &drawing->passed_over.items[i];
        int length = entity->kind.length < 80 ? (int)entity->kind.length : 80;
        if (drawing->layer[0])
            report_warning(evaluator, nowhere,
                           "Unsupported DXF Entity '%.*s' (%x) in layer '%s' of %s", length,
                           entity->kind.bytes, entity->count, drawing->layer, file);
        else
            report_warning(evaluator, nowhere, "Unsupported DXF Entity '%.*s' (%x) in \"%s\".",
                           length, entity->kind.bytes, entity->count, file);
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
    drawing->full_name = parameters_locate(parameters, drawing->file);
    if (!input->read_file ||
        !input->read_file(input->file_context, text_of(drawing->full_name), &contents)) {
        parameters_warn(parameters, "Can't open DXF file '%s'!", drawing->file);
        return false;
    }
    read_entities(drawing, contents);
    warn_of_passed_over(drawing);
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
static bool measure(const struct dimension *dimension, double *result)
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
        const struct dimension *dimension = &drawing->dimensions.items[i];
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
static bool is_alone(const struct drawing *drawing, size_t index)
{
    const struct line *lines = drawing->lines.items;
    for (size_t i = 0; i < drawing->lines.count; i++)
        for (int end = 0; end < 4 && i != index; end++)
            if (same_point(lines[index].ends[end & 1], lines[i].ends[end >> 1]))
                return false;
    return true;
}

/* Where two lines, or what they are parts of, meet; false if they are parallel. */
static bool intersect(const struct line *a, const struct line *b, double point[2])
{
    const double *a1 = a->ends[0], *a2 = a->ends[1], *b1 = b->ends[0], *b2 = b->ends[1];
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
    const struct line *found[2];
    size_t count = 0;
    double point[2];
    for (size_t i = 0; i < drawing->lines.count && count < 2; i++)
        if (is_alone(drawing, i))
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
