/* SPDX-License-Identifier: MIT */
/* Children are named by the points that they are made of: how they came to them does not matter. Numbers, not structs: nothing
 * between the members may count. */
#include "geometry/fingerprint.h"

#include "fonts/fonts.h"
#include "geometry/piece.h"
#include "model/fragments.h"

#include <string.h>

/* What has fewer is made faster than it is found. */
enum { FEWEST_SIDES = 16, FEWEST_POINTS = 32 };

/* What is named, so that one kind of thing is never taken for another. */
enum { NAME_OF_MODULE = 1, NAME_OF_UNION };

static void add(struct digester *digester, double number)
{
    digester_add(digester, &number, sizeof number);
}

static void add_string(struct digester *digester, const char *string)
{
    size_t length = string ? strlen(string) : 0;
    digester_add_number(digester, string ? length + 1 : 0);
    digester_add(digester, string, length);
}

/* --- pieces ------------------------------------------------------------------------------------------- */

static void add_mesh(struct digester *digester, const struct piece *piece)
{
    const struct mesh *mesh = &piece->mesh;
    digester_add_number(digester, mesh->vertex_count);
    digester_add_number(digester, mesh->triangle_count);
    digester_add(digester, mesh->vertices, mesh->vertex_count * sizeof *mesh->vertices);
    digester_add(digester, mesh->triangles, mesh->triangle_count * sizeof *mesh->triangles);
    digester_add(digester, piece->axes, sizeof piece->axes);
}

static void add_region(struct digester *digester, const struct region *region)
{
    digester_add_number(digester, region->point_count);
    digester_add_number(digester, region->outline_count);
    digester_add(digester, region->points, region->point_count * sizeof *region->points);
    for (size_t i = 0; i < region->outline_count; i++) {
        digester_add_number(digester, region->outlines[i].first);
        digester_add_number(digester, 2 * region->outlines[i].count + region->outlines[i].hole);
    }
}

static void add_pieces(struct digester *digester, const struct pieces *pieces);

static void add_piece(struct digester *digester, const struct piece *piece, int dimension)
{
    digester_add_number(digester, piece->kind);
    if (piece->kind != PIECE_LEAF) {
        digester_add_number(digester, piece->operand_count);
        for (size_t i = 0; i < piece->operand_count; i++)
            add_pieces(digester, &piece->operands[i]);
        return;
    }
    digester_add_number(digester, (uint64_t)piece->tangled | (uint64_t)piece_is_given(piece) << 1 |
                                      (uint64_t)piece->open << 2 | (uint64_t)piece->rule << 3);
    if (dimension == 3)
        add_mesh(digester, piece);
    else
        add_region(digester, &piece->region);
}

static void add_pieces(struct digester *digester, const struct pieces *pieces)
{
    digester_add_number(digester, (uint64_t)pieces->dimension);
    digester_add_number(digester, pieces->count);
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        add_piece(digester, piece, pieces->dimension);
}

/* What has a colour hands it on, as the whole of it does. */
static void add_colors(struct digester *digester, const struct pieces *pieces)
{
    for (const struct piece *piece = pieces->first; piece; piece = piece->next) {
        digester_add_number(digester, piece->colored);
        digester_add(digester, piece->color, sizeof piece->color);
    }
}

struct digest fingerprint_union(const struct pieces *pieces)
{
    struct digester digester;
    digester_open(&digester);
    digester_add_number(&digester, NAME_OF_UNION);
    add_pieces(&digester, pieces);
    return digester_close(&digester);
}

/* --- parameters --------------------------------------------------------------------------------------- */

_Static_assert(sizeof(struct tree_fragments) == 5 * sizeof(double),
               "what is new among the fragments belongs into the name, too");

static void add_fragments(struct digester *digester, const struct tree_fragments *fragments)
{
    add(digester, fragments->fn);
    add(digester, fragments->fa);
    add(digester, fragments->fs);
    add(digester, fragments->fe);
    digester_add_number(digester, fragments->by_error);
}

static void add_polyhedron(struct digester *digester, const struct tree_polyhedron *polyhedron)
{
    digester_add_number(digester, polyhedron->point_count);
    digester_add_number(digester, polyhedron->face_count);
    digester_add(digester, polyhedron->points,
                 polyhedron->point_count * sizeof *polyhedron->points);
    for (size_t i = 0; i < polyhedron->face_count; i++) {
        const struct tree_path *face = &polyhedron->faces[i];
        digester_add_number(digester, face->count);
        digester_add(digester, face->indices, face->count * sizeof *face->indices);
    }
}

static void add_text(struct digester *digester, const struct work *work,
                     const struct tree_text *text)
{
    add_string(digester, text->text);
    add_string(digester, text->font);
    add_string(digester, text->direction);
    add_string(digester, text->language);
    add_string(digester, text->script);
    add_string(digester, text->horizontal_align);
    add_string(digester, text->vertical_align);
    add(digester, text->size);
    add(digester, text->spacing);
    struct digest brought = fonts_brought(work->fonts);
    digester_add(digester, brought.bytes, sizeof brought.bytes);
}

/* A file counts by what it holds, and by the ending that tells its format. */
static bool add_file(struct digester *digester, const struct work *work, const char *file)
{
    struct file_answer answer = { .code = NULL };
    const struct files *files = work->files;
    const char *ending = strrchr(file, '.');
    if (!files || !files->read || !files->read(files->context, file, &answer))
        return false;
    add_string(digester, ending);
    digester_add_number(digester, answer.contents.length);
    digester_add(digester, answer.contents.bytes, answer.contents.length);
    return true;
}

static bool add_import(struct digester *digester, const struct work *work,
                       const struct tree_import *import)
{
    add_string(digester, import->layer);
    add_string(digester, import->id);
    digester_add(digester, import->origin, sizeof import->origin);
    add(digester, import->scale);
    add(digester, import->dpi);
    digester_add_number(digester, import->center);
    return add_file(digester, work, import->file);
}

static void add_linear_extrude(struct digester *digester, const struct tree_linear_extrude *extrude)
{
    digester_add(digester, extrude->height, sizeof extrude->height);
    digester_add(digester, extrude->scale, sizeof extrude->scale);
    add(digester, extrude->twist);
    digester_add_number(digester, (uint64_t)extrude->center | (uint64_t)extrude->has_twist << 1 |
                                      (uint64_t)extrude->has_slices << 2 |
                                      (uint64_t)extrude->has_segments << 3);
    digester_add_number(digester, (uint64_t)extrude->slices);
    digester_add_number(digester, (uint64_t)extrude->segments);
}

static bool has_many_sides(const struct tree_node *node, double radius)
{
    return fragments_of_circle(&node->fragments, radius) >= FEWEST_SIDES;
}

/* Of a module without children. */
static bool add_leaf(struct digester *digester, const struct work *work)
{
    const struct tree_node *node = work->node;
    const struct tree_cylinder *cylinder = &node->as.cylinder;
    add_fragments(digester, &node->fragments);
    switch (node->kind) {
    case TREE_SPHERE:
        add(digester, node->as.sphere.radius);
        return has_many_sides(node, node->as.sphere.radius);
    case TREE_CYLINDER:
        add(digester, cylinder->height);
        add(digester, cylinder->bottom_radius);
        add(digester, cylinder->top_radius);
        digester_add_number(digester, cylinder->center);
        return has_many_sides(node, fmax(cylinder->bottom_radius, cylinder->top_radius));
    case TREE_CIRCLE:
        add(digester, node->as.circle.radius);
        return has_many_sides(node, node->as.circle.radius);
    case TREE_TEXT:
        add_text(digester, work, &node->as.text);
        return work->fonts != NULL;
    case TREE_POLYHEDRON:
        add_polyhedron(digester, &node->as.polyhedron);
        return node->as.polyhedron.point_count >= FEWEST_POINTS;
    case TREE_IMPORT:
        return add_import(digester, work, &node->as.import);
    case TREE_SURFACE:
        digester_add_number(digester, 2 * node->as.surface.center + node->as.surface.invert);
        return add_file(digester, work, node->as.surface.file);
    default:
        return false;
    }
}

/* Of a module that works its children out. */
static bool add_operation(struct digester *digester, const struct tree_node *node)
{
    switch (node->kind) {
    case TREE_HULL:
    case TREE_FILL:
    case TREE_MINKOWSKI:
        return true;
    case TREE_LINEAR_EXTRUDE:
        add_linear_extrude(digester, &node->as.linear_extrude);
        add_fragments(digester, &node->fragments);
        return true;
    case TREE_ROTATE_EXTRUDE:
        add(digester, node->as.rotate_extrude.angle);
        add(digester, node->as.rotate_extrude.start);
        add_fragments(digester, &node->fragments);
        return true;
    case TREE_ROOF:
        digester_add_number(digester, node->as.roof.method);
        add_fragments(digester, &node->fragments);
        return true;
    case TREE_OFFSET:
        add_fragments(digester, &node->fragments);
        add(digester, node->as.offset.delta);
        digester_add_number(digester, node->as.offset.join);
        return true;
    case TREE_PROJECTION:
        digester_add_number(digester, node->as.projection.cut);
        return true;
    default:
        return false;
    }
}

static void add_operands(struct digester *digester, const struct operands *operands)
{
    digester_add_number(digester, (uint64_t)operands->dimension);
    digester_add_number(digester, operands->count);
    for (size_t i = 0; i < operands->count; i++) {
        add_pieces(digester, &operands->items[i].pieces);
        add_colors(digester, &operands->items[i].pieces);
    }
}

bool fingerprint_module(struct work *work, const struct operands *operands, struct digest *digest)
{
    const struct tree_node *node = work->node;
    struct digester digester;
    digester_open(&digester);
    digester_add_number(&digester, NAME_OF_MODULE);
    digester_add_number(&digester, node->kind);
    if (!add_operation(&digester, node) && !add_leaf(&digester, work))
        return false;
    add_operands(&digester, operands);
    *digest = digester_close(&digester);
    return true;
}
