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

/* A digest in the making, and the arena that is asked in between whether the work goes on. */
struct making {
    struct digester digester;
    struct arena *arena;
};

enum { PART_BYTES = 4096 };

static struct making making_in(struct arena *arena)
{
    struct making making = { .arena = arena };
    digester_open(&making.digester);
    return making;
}

static void add_bytes(struct making *making, const void *bytes, size_t size)
{
    const char *at = bytes;
    for (size_t part; size > 0; at += part, size -= part) {
        arena_poll(making->arena);
        part = size < PART_BYTES ? size : PART_BYTES;
        digester_add(&making->digester, at, part);
    }
}

static void add_number(struct making *making, uint64_t number)
{
    add_bytes(making, &number, sizeof number);
}

static void add(struct making *making, double number)
{
    add_bytes(making, &number, sizeof number);
}

static void add_string(struct making *making, const char *string)
{
    size_t length = string ? strlen(string) : 0;
    add_number(making, string ? length + 1 : 0);
    add_bytes(making, string, length);
}

/* --- pieces ------------------------------------------------------------------------------------------- */

static void add_mesh(struct making *making, const struct piece *piece)
{
    const struct mesh *mesh = &piece->mesh;
    add_number(making, mesh->vertex_count);
    add_number(making, mesh->triangle_count);
    add_bytes(making, mesh->vertices, mesh->vertex_count * sizeof *mesh->vertices);
    add_bytes(making, mesh->triangles, mesh->triangle_count * sizeof *mesh->triangles);
    add_bytes(making, piece->axes, sizeof piece->axes);
}

static void add_region(struct making *making, const struct region *region)
{
    add_number(making, region->point_count);
    add_number(making, region->outline_count);
    add_bytes(making, region->points, region->point_count * sizeof *region->points);
    for (size_t i = 0; i < region->outline_count; i++) {
        add_number(making, region->outlines[i].first);
        add_number(making, 2 * region->outlines[i].count + region->outlines[i].hole);
    }
}

static void add_pieces(struct making *making, const struct pieces *pieces);

static void add_piece(struct making *making, const struct piece *piece, int dimension)
{
    add_number(making, piece->kind);
    if (piece->kind != PIECE_LEAF) {
        add_number(making, piece->operand_count);
        for (size_t i = 0; i < piece->operand_count; i++)
            add_pieces(making, &piece->operands[i]);
        return;
    }
    add_number(making, (uint64_t)piece->tangled | (uint64_t)piece_is_given(piece) << 1 |
                           (uint64_t)piece->open << 2 | (uint64_t)piece->rule << 3);
    if (dimension == 3)
        add_mesh(making, piece);
    else
        add_region(making, &piece->region);
}

static void add_pieces(struct making *making, const struct pieces *pieces)
{
    add_number(making, (uint64_t)pieces->dimension);
    add_number(making, pieces->count);
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        add_piece(making, piece, pieces->dimension);
}

/* What has a colour hands it on, as the whole of it does. */
static void add_colors(struct making *making, const struct pieces *pieces)
{
    for (const struct piece *piece = pieces->first; piece; piece = piece->next) {
        add_number(making, piece->colored);
        add_bytes(making, piece->color, sizeof piece->color);
    }
}

struct digest fingerprint_union(struct arena *arena, const struct pieces *pieces)
{
    struct making making = making_in(arena);
    add_number(&making, NAME_OF_UNION);
    add_pieces(&making, pieces);
    return digester_close(&making.digester);
}

/* --- parameters --------------------------------------------------------------------------------------- */

_Static_assert(sizeof(struct tree_fragments) == 5 * sizeof(double),
               "what is new among the fragments belongs into the name, too");

static void add_fragments(struct making *making, const struct tree_fragments *fragments)
{
    add(making, fragments->fn);
    add(making, fragments->fa);
    add(making, fragments->fs);
    add(making, fragments->fe);
    add_number(making, fragments->by_error);
}

static void add_polyhedron(struct making *making, const struct tree_polyhedron *polyhedron)
{
    add_number(making, polyhedron->point_count);
    add_number(making, polyhedron->face_count);
    add_bytes(making, polyhedron->points, polyhedron->point_count * sizeof *polyhedron->points);
    for (size_t i = 0; i < polyhedron->face_count; i++) {
        const struct tree_path *face = &polyhedron->faces[i];
        add_number(making, face->count);
        add_bytes(making, face->indices, face->count * sizeof *face->indices);
    }
}

static void add_text(struct making *making, const struct work *work, const struct tree_text *text)
{
    add_string(making, text->text);
    add_string(making, text->font);
    add_string(making, text->direction);
    add_string(making, text->language);
    add_string(making, text->script);
    add_string(making, text->horizontal_align);
    add_string(making, text->vertical_align);
    add(making, text->size);
    add(making, text->spacing);
    struct digest brought = fonts_brought(work->fonts);
    add_bytes(making, brought.bytes, sizeof brought.bytes);
}

/* A file counts by what it holds, and by the ending that tells its format. */
static bool add_file(struct making *making, const struct work *work, const char *file)
{
    struct file_answer answer = { .code = NULL };
    const struct files *files = work->files;
    const char *ending = strrchr(file, '.');
    if (!files || !files->read || !files->read(files->context, file, &answer))
        return false;
    add_string(making, ending);
    add_number(making, answer.contents.length);
    add_bytes(making, answer.contents.bytes, answer.contents.length);
    return true;
}

static bool add_import(struct making *making, const struct work *work,
                       const struct tree_import *import)
{
    add_string(making, import->layer);
    add_string(making, import->id);
    add_bytes(making, import->origin, sizeof import->origin);
    add(making, import->scale);
    add(making, import->dpi);
    add_number(making, import->center);
    return add_file(making, work, import->file);
}

static void add_linear_extrude(struct making *making, const struct tree_linear_extrude *extrude)
{
    add_bytes(making, extrude->height, sizeof extrude->height);
    add_bytes(making, extrude->scale, sizeof extrude->scale);
    add(making, extrude->twist);
    add_number(making, (uint64_t)extrude->center | (uint64_t)extrude->has_twist << 1 |
                           (uint64_t)extrude->has_slices << 2 |
                           (uint64_t)extrude->has_segments << 3);
    add_number(making, (uint64_t)extrude->slices);
    add_number(making, (uint64_t)extrude->segments);
}

static bool has_many_sides(const struct tree_node *node, double radius)
{
    return fragments_of_circle(&node->fragments, radius) >= FEWEST_SIDES;
}

/* Of a module without children. */
static bool add_leaf(struct making *making, const struct work *work)
{
    const struct tree_node *node = work->node;
    const struct tree_cylinder *cylinder = &node->as.cylinder;
    add_fragments(making, &node->fragments);
    switch (node->kind) {
    case TREE_SPHERE:
        add(making, node->as.sphere.radius);
        return has_many_sides(node, node->as.sphere.radius);
    case TREE_CYLINDER:
        add(making, cylinder->height);
        add(making, cylinder->bottom_radius);
        add(making, cylinder->top_radius);
        add_number(making, cylinder->center);
        return has_many_sides(node, fmax(cylinder->bottom_radius, cylinder->top_radius));
    case TREE_CIRCLE:
        add(making, node->as.circle.radius);
        return has_many_sides(node, node->as.circle.radius);
    case TREE_TEXT:
        add_text(making, work, &node->as.text);
        return work->fonts != NULL;
    case TREE_POLYHEDRON:
        add_polyhedron(making, &node->as.polyhedron);
        return node->as.polyhedron.point_count >= FEWEST_POINTS;
    case TREE_IMPORT:
        return add_import(making, work, &node->as.import);
    case TREE_SURFACE:
        add_number(making, 2 * node->as.surface.center + node->as.surface.invert);
        return add_file(making, work, node->as.surface.file);
    default:
        return false;
    }
}

/* Of a module that works its children out. */
static bool add_operation(struct making *making, const struct tree_node *node)
{
    switch (node->kind) {
    case TREE_HULL:
    case TREE_FILL:
    case TREE_MINKOWSKI:
        return true;
    case TREE_LINEAR_EXTRUDE:
        add_linear_extrude(making, &node->as.linear_extrude);
        add_fragments(making, &node->fragments);
        return true;
    case TREE_ROTATE_EXTRUDE:
        add(making, node->as.rotate_extrude.angle);
        add(making, node->as.rotate_extrude.start);
        add_fragments(making, &node->fragments);
        return true;
    case TREE_ROOF:
        add_number(making, node->as.roof.method);
        add_fragments(making, &node->fragments);
        return true;
    case TREE_OFFSET:
        add_fragments(making, &node->fragments);
        add(making, node->as.offset.delta);
        add_number(making, node->as.offset.join);
        return true;
    case TREE_PROJECTION:
        add_number(making, node->as.projection.cut);
        return true;
    default:
        return false;
    }
}

static void add_operands(struct making *making, const struct operands *operands)
{
    add_number(making, (uint64_t)operands->dimension);
    add_number(making, operands->count);
    for (size_t i = 0; i < operands->count; i++) {
        add_pieces(making, &operands->items[i].pieces);
        add_colors(making, &operands->items[i].pieces);
    }
}

bool fingerprint_module(struct work *work, const struct operands *operands, struct digest *digest)
{
    const struct tree_node *node = work->node;
    struct making making = making_in(work->arena);
    add_number(&making, NAME_OF_MODULE);
    add_number(&making, node->kind);
    if (!add_operation(&making, node) && !add_leaf(&making, work))
        return false;
    add_operands(&making, operands);
    *digest = digester_close(&making.digester);
    return true;
}
