/* SPDX-License-Identifier: MIT */
/* CSG text. */
#include "formats/csg.h"

#include "base/number.h"
#include "language/ast_text.h"
#include "language/diagnostic.h"

#include <math.h>
#include <string.h>
#include <strings.h>

struct csg {
    struct builder *out;
    struct text folder;
};

static void print_numbers(struct csg *csg, const double *numbers, size_t count)
{
    builder_byte(csg->out, '[');
    for (size_t i = 0; i < count; i++) {
        builder_string(csg->out, i > 0 ? ", " : "");
        number_print_general(csg->out, numbers[i]);
    }
    builder_byte(csg->out, ']');
}

static const char *truth(bool value)
{
    return value ? "true" : "false";
}

/* What comes before the value as well. */
static void print_named(struct csg *csg, const char *before, double number)
{
    builder_string(csg->out, before);
    number_print_general(csg->out, number);
}

static void print_fragments(struct csg *csg, const struct tree_node *node)
{
    print_named(csg, "$fn = ", node->fragments.fn);
    if (node->fragments.by_error)
        print_named(csg, ", $fe = ", node->fragments.fe);
    print_named(csg, ", $fa = ", node->fragments.fa);
    print_named(csg, ", $fs = ", node->fragments.fs);
}

/* --- solids and flat shapes ----------------------------------------------------------------------------- */

static void print_paths(struct csg *csg, const struct tree_path *paths, size_t count)
{
    builder_byte(csg->out, '[');
    for (size_t i = 0; i < count; i++) {
        builder_string(csg->out, i > 0 ? ", [" : "[");
        for (size_t j = 0; j < paths[i].count; j++)
            builder_format(csg->out, "%s%zu", j > 0 ? ", " : "", paths[i].indices[j]);
        builder_byte(csg->out, ']');
    }
    builder_byte(csg->out, ']');
}

static void print_polyhedron(struct csg *csg, const struct tree_polyhedron *polyhedron)
{
    builder_string(csg->out, "points = [");
    for (size_t i = 0; i < polyhedron->point_count; i++) {
        builder_string(csg->out, i > 0 ? ", " : "");
        print_numbers(csg, polyhedron->points[i], 3);
    }
    builder_string(csg->out, "], faces = ");
    print_paths(csg, polyhedron->faces, polyhedron->face_count);
    builder_format(csg->out, ", convexity = %d", polyhedron->convexity);
}

static void print_polygon(struct csg *csg, const struct tree_polygon *polygon)
{
    builder_string(csg->out, "points = [");
    for (size_t i = 0; i < polygon->point_count; i++) {
        builder_string(csg->out, i > 0 ? ", " : "");
        print_numbers(csg, polygon->points[i], 2);
    }
    builder_string(csg->out, "], paths = ");
    if (polygon->has_paths)
        print_paths(csg, polygon->paths, polygon->path_count);
    else
        builder_string(csg->out, "undef");
    builder_format(csg->out, ", convexity = %d", polygon->convexity);
}

static void print_text(struct csg *csg, const struct tree_node *node)
{
    const struct tree_text *text = &node->as.text;
    builder_format(csg->out,
                   "text = \"%s\", size = %g, spacing = %g, font = \"%s\", direction = \"%s\", "
                   "language = \"%s\"",
                   text->text, text->size, text->spacing, text->font, text->direction,
                   text->language);
    if (text->script[0])
        builder_format(csg->out, ", script = \"%s\"", text->script);
    builder_format(csg->out, ", halign = \"%s\", valign = \"%s\", ", text->horizontal_align,
                   text->vertical_align);
    print_fragments(csg, node);
}

static void print_file(struct csg *csg, const char *file)
{
    struct builder path = builder_in(csg->out->arena);
    diagnostic_print_path(&path, text_of(file), csg->folder);
    builder_string(csg->out, "file = ");
    ast_text_print_string(csg->out, builder_result(&path));
}

static void print_option(struct csg *csg, const char *name, const char *value)
{
    if (!value)
        return;
    builder_format(csg->out, ", %s = ", name);
    ast_text_print_string(csg->out, text_of(value));
}

static bool is_svg(const char *file)
{
    size_t length = strlen(file);
    return length >= 4 && strcasecmp(file + length - 4, ".svg") == 0;
}

static void print_import(struct csg *csg, const struct tree_node *node)
{
    const struct tree_import *import = &node->as.import;
    print_file(csg, import->file);
    print_option(csg, "id", import->id);
    print_option(csg, "layer", import->layer);
    builder_string(csg->out, ", origin = ");
    print_numbers(csg, import->origin, 2);
    if (is_svg(import->file))
        builder_format(csg->out, ", dpi = %g", import->dpi);
    builder_format(csg->out, ", scale = %g, center = %s, convexity = %d, ", import->scale,
                   truth(import->center), import->convexity);
    print_fragments(csg, node);
    builder_string(csg->out, ", timestamp = 0");
}

static void print_surface(struct csg *csg, const struct tree_surface *surface)
{
    print_file(csg, surface->file);
    builder_format(csg->out, ", center = %s, invert = %s, timestamp = 0", truth(surface->center),
                   truth(surface->invert));
}

static void print_cylinder(struct csg *csg, const struct tree_node *node)
{
    const struct tree_cylinder *cylinder = &node->as.cylinder;
    print_fragments(csg, node);
    print_named(csg, ", h = ", cylinder->height);
    print_named(csg, ", r1 = ", cylinder->bottom_radius);
    print_named(csg, ", r2 = ", cylinder->top_radius);
    builder_string(csg->out, ", center = ");
    builder_string(csg->out, truth(cylinder->center));
}

/* --- operations ----------------------------------------------------------------------------------------- */

static void print_matrix(struct csg *csg, const struct tree_transform *transform)
{
    builder_byte(csg->out, '[');
    for (int row = 0; row < 4; row++) {
        builder_string(csg->out, row > 0 ? ", " : "");
        print_numbers(csg, transform->matrix[row], 4);
    }
    builder_byte(csg->out, ']');
}

static void print_color(struct csg *csg, const struct tree_color *color)
{
    const double rgba[] = { color->rgba[0], color->rgba[1], color->rgba[2], color->rgba[3] };
    print_numbers(csg, rgba, 4);
}

static void print_direction(struct csg *csg, const double vector[3], double height)
{
    if (!(height > 0) || !(vector[2] / height < 1))
        return;
    builder_format(csg->out, ", v = [ %g, %g, %g]", vector[0] / height, vector[1] / height,
                   vector[2] / height);
}

static void print_linear_extrude(struct csg *csg, const struct tree_node *node)
{
    const struct tree_linear_extrude *extrude = &node->as.linear_extrude;
    const double *v = extrude->height;
    double height = sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    builder_format(csg->out, "height = %g", height);
    print_direction(csg, v, height);
    if (extrude->center)
        builder_string(csg->out, ", center = true");
    if (extrude->has_twist)
        builder_format(csg->out, ", twist = %g", extrude->twist);
    if (extrude->has_slices)
        builder_format(csg->out, ", slices = %d", extrude->slices);
    if (extrude->has_segments)
        builder_format(csg->out, ", segments = %d", extrude->segments);
    if (extrude->scale[0] != extrude->scale[1]) {
        builder_string(csg->out, ", scale = ");
        print_numbers(csg, extrude->scale, 2);
    } else if (extrude->scale[0] != 1) {
        builder_format(csg->out, ", scale = %g", extrude->scale[0]);
    }
    if (!extrude->has_slices || !extrude->has_segments) {
        builder_string(csg->out, ", ");
        print_fragments(csg, node);
    }
    if (extrude->convexity > 1)
        builder_format(csg->out, ", convexity = %d", extrude->convexity);
}

static void print_rotate_extrude(struct csg *csg, const struct tree_node *node)
{
    const struct tree_rotate_extrude *extrude = &node->as.rotate_extrude;
    builder_format(csg->out, "angle = %g, start = %g, convexity = %d, ", extrude->angle,
                   extrude->start, extrude->convexity);
    print_fragments(csg, node);
}

static void print_offset(struct csg *csg, const struct tree_node *node)
{
    const struct tree_offset *offset = &node->as.offset;
    if (offset->join == TREE_JOIN_ROUND)
        builder_format(csg->out, "r = %g, ", offset->delta);
    else
        builder_format(csg->out, "delta = %g, chamfer = %s, ", offset->delta,
                       truth(offset->join == TREE_JOIN_SQUARE));
    print_fragments(csg, node);
}

static void print_resize(struct csg *csg, const struct tree_resize *resize)
{
    builder_format(csg->out, "newsize = [%g,%g,%g], auto = [%d,%d,%d], convexity = %d",
                   resize->size[0], resize->size[1], resize->size[2], resize->automatic[0],
                   resize->automatic[1], resize->automatic[2], resize->convexity);
}

static void print_roof(struct csg *csg, const struct tree_node *node)
{
    bool straight = node->as.roof.method == TREE_ROOF_STRAIGHT;
    builder_format(csg->out, "method = \"%s\", ", straight ? "straight" : "voronoi");
    print_fragments(csg, node);
    builder_format(csg->out, ", convexity = %d", node->as.roof.convexity);
}

/* --- nodes ------------------------------------------------------------------------------------------------ */

static void print_shape(struct csg *csg, const struct tree_node *node)
{
    switch (node->kind) {
    case TREE_CUBE:
        builder_string(csg->out, "size = ");
        print_numbers(csg, node->as.cube.size, 3);
        builder_string(csg->out, ", center = ");
        builder_string(csg->out, truth(node->as.cube.center));
        break;
    case TREE_SQUARE:
        builder_string(csg->out, "size = ");
        print_numbers(csg, node->as.square.size, 2);
        builder_format(csg->out, ", center = %s", truth(node->as.square.center));
        break;
    case TREE_SPHERE:
    case TREE_CIRCLE:
        print_fragments(csg, node);
        print_named(csg, ", r = ",
                    node->kind == TREE_SPHERE ? node->as.sphere.radius : node->as.circle.radius);
        break;
    case TREE_CYLINDER:
        print_cylinder(csg, node);
        break;
    case TREE_POLYHEDRON:
        print_polyhedron(csg, &node->as.polyhedron);
        break;
    case TREE_POLYGON:
        print_polygon(csg, &node->as.polygon);
        break;
    case TREE_TEXT:
        print_text(csg, node);
        break;
    case TREE_IMPORT:
        print_import(csg, node);
        break;
    case TREE_SURFACE:
        print_surface(csg, &node->as.surface);
        break;
    default:
        break; /* booleans, groups and hulls have no parameters */
    }
}

static void print_parameters(struct csg *csg, const struct tree_node *node)
{
    switch (node->kind) {
    case TREE_TRANSFORM:
        print_matrix(csg, &node->as.transform);
        break;
    case TREE_COLOR:
        print_color(csg, &node->as.color);
        break;
    case TREE_LINEAR_EXTRUDE:
        print_linear_extrude(csg, node);
        break;
    case TREE_ROTATE_EXTRUDE:
        print_rotate_extrude(csg, node);
        break;
    case TREE_OFFSET:
        print_offset(csg, node);
        break;
    case TREE_PROJECTION:
        builder_format(csg->out, "cut = %s, convexity = %d", truth(node->as.projection.cut),
                       node->as.projection.convexity);
        break;
    case TREE_RENDER:
    case TREE_MINKOWSKI:
        builder_format(csg->out, "convexity = %d", node->as.operation.convexity);
        break;
    case TREE_RESIZE:
        print_resize(csg, &node->as.resize);
        break;
    case TREE_ROOF:
        print_roof(csg, node);
        break;
    default:
        print_shape(csg, node);
    }
}

static void indent(struct csg *csg, unsigned depth)
{
    static const char tabs[] = "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";
    const unsigned most = sizeof tabs - 1;
    for (; depth > most; depth -= most)
        builder_bytes(csg->out, tabs, most);
    builder_bytes(csg->out, tabs, depth);
}

static void print_marked(struct csg *csg, const struct tree_node *node, unsigned depth);

static void print_node(struct csg *csg, const struct tree_node *node, unsigned depth)
{
    indent(csg, depth);
    builder_string(csg->out, tree_kind_name(node->kind));
    builder_byte(csg->out, '(');
    print_parameters(csg, node);
    if (!node->first_child) {
        builder_string(csg->out, ");\n");
        return;
    }
    builder_string(csg->out, ") {\n");
    for (const struct tree_node *child = node->first_child; child; child = child->next)
        print_marked(csg, child, depth + 1);
    indent(csg, depth);
    builder_string(csg->out, "}\n");
}

static void print_marked(struct csg *csg, const struct tree_node *node, unsigned depth)
{
    if (node->modifiers & TREE_BACKGROUND)
        builder_byte(csg->out, '%');
    if (node->modifiers & TREE_HIGHLIGHT)
        builder_byte(csg->out, '#');
    print_node(csg, node, depth);
}

void csg_print(struct builder *builder, const struct tree_node *root, bool is_program,
               struct text folder)
{
    struct csg csg = { builder, folder };
    if (!is_program) /* OpenSCAD leaves out its other modifiers */
        print_node(&csg, root, 0);
    for (const struct tree_node *child = root->first_child; is_program && child;
         child = child->next)
        print_marked(&csg, child, 0);
    builder_byte(builder, '\n');
}
