/* SPDX-License-Identifier: MIT */
/* One row for each kind of file. */
#include "geometry/import.h"

#include "geometry/flat.h"
#include "geometry/polyhedron.h"
#include "readers/amf.h"
#include "readers/dxf.h"
#include "readers/nef3.h"
#include "readers/obj.h"
#include "readers/off.h"
#include "readers/stl.h"
#include "readers/svg.h"
#include "readers/three_mf.h"

#include <string.h>

/* What it holds is a solid or a drawing. */
struct import_format {
    const char *suffix;
    bool (*read_solid)(struct reading *reading, struct soup *soup);
    void (*read_drawing)(struct drawing *drawing, const struct tree_node *import,
                         struct text contents);
    bool stays; /* where it is; to OpenSCAD `center` means nothing there */
};

static const struct import_format formats[] = {
    { ".stl", stl_read, NULL, false },      { ".off", off_read, NULL, false },
    { ".obj", obj_read, NULL, false },      { ".amf", amf_read, NULL, false },
    { ".3mf", three_mf_read, NULL, false }, { ".nef3", nef3_read, NULL, true },
    { ".dxf", NULL, dxf_read, false },      { ".svg", NULL, svg_read, false },
};

static bool has_suffix(const char *file, const char *suffix)
{
    struct text name = text_of(file);
    size_t length = strlen(suffix);
    return name.length >= length &&
           reading_begins((struct text){ name.bytes + name.length - length, length }, suffix);
}

static const struct import_format *find_format(const char *file)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (has_suffix(file, formats[i].suffix))
            return &formats[i];
    return NULL;
}

int import_dimension(const struct tree_import *import)
{
    const struct import_format *format = find_format(import->file);
    return format && format->read_drawing ? 2 : 3;
}

/* --- solids ------------------------------------------------------------------------------------------- */

/* Faces of polyhedrons are clockwise. */
static struct tree_path face_of(struct arena *arena, const struct soup *soup, size_t number)
{
    size_t begin = number ? soup->ends.items[number - 1] : 0, end = soup->ends.items[number];
    size_t *indices = arena_take(arena, (end - begin) * sizeof *indices);
    for (size_t i = begin; i < end; i++) {
        arena_poll(arena);
        indices[end - 1 - i] = soup->corners.items[i];
    }
    return (struct tree_path){ end - begin, indices };
}

bool import_soup(struct work *work, const struct soup *soup, struct piece *piece)
{
    struct tree_path *faces = arena_take(work->arena, soup->ends.count * sizeof *faces);
    for (size_t i = 0; i < soup->ends.count; i++)
        faces[i] = face_of(work->arena, soup, i);
    struct tree_polyhedron polyhedron = {
        .point_count = soup->points.count,
        .points = (const double(*)[3])soup->points.items,
        .face_count = soup->ends.count,
        .faces = faces,
    };
    piece->tangled = soup->objects > 1; /* their union */
    return polyhedron_build(work, &polyhedron, piece);
}

/* In the middle of its box. */
static void center(struct arena *arena, struct mesh *mesh)
{
    double matrix[4][4] = { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } };
    struct box box = mesh_box(mesh);
    for (int axis = 0; axis < 3; axis++)
        matrix[axis][3] = -(box.low[axis] + box.high[axis]) / 2;
    mesh_transform(arena, mesh, (const double(*)[4])matrix);
}

static bool import_solid(struct work *work, const struct tree_import *import,
                         const struct import_format *format, struct text contents,
                         struct piece *piece)
{
    struct reading reading = reading_of(work->arena, contents);
    struct soup soup = soup_in(work->arena);
    bool done = format->read_solid(&reading, &soup);
    if (reading.problem.length)
        work_complain(work, REPORT_BAD_FILE, "'%s', %s", import->file, reading.problem.bytes);
    if (!done || soup.ends.count == 0 || !import_soup(work, &soup, piece))
        return false;
    if (import->center && !format->stays)
        center(work->arena, &piece->mesh);
    return true;
}

/* --- both --------------------------------------------------------------------------------------------- */

bool import_file(struct work *work, const char *file, struct text *contents)
{
    const struct files *files = work->files;
    struct file_answer answer = { .code = REPORT_NO_FILE };
    if (files && files->read && files->read(files->context, file, &answer)) {
        *contents = answer.contents;
        return true;
    }
    if (answer.message.length)
        work_warn(work, answer.code, "%s", answer.message.bytes);
    else if (work->node->kind == TREE_SURFACE)
        work_warn(work, REPORT_NO_FILE, "Can't open '%s'.", file);
    else if (has_suffix(file, ".dxf"))
        work_tell(work, REPORT_WARNING, REPORT_NO_FILE, "Can't open DXF file '%s'.", file);
    else
        work_tell(work, REPORT_WARNING, REPORT_NO_FILE,
                  "Can't open import file '%s', import() at line %d", file,
                  work->node->position.line);
    return false;
}

bool import_build(struct work *work, const struct tree_node *node, struct piece *piece)
{
    const struct tree_import *import = &node->as.import;
    const struct import_format *format = find_format(import->file);
    struct text contents;
    if (!format) {
        work_tell(work, REPORT_ERROR, REPORT_BAD_FILE,
                  "Unsupported file format while trying to import file '%s', import() at line %d",
                  import->file, node->position.line);
        return false;
    }
    if (format->read_solid == amf_read)
        work_tell(work, REPORT_DEPRECATED, REPORT_BAD_FILE,
                  "AMF import is deprecated. Please use 3MF instead.");
    return import_file(work, import->file, &contents) &&
           import_solid(work, import, format, contents, piece);
}

struct pieces import_drawing(struct work *work, const struct tree_node *node)
{
    struct pieces pieces = { .dimension = 2 };
    struct drawing drawing = drawing_in(work->arena, work->vertices_left);
    struct text contents;
    if (!import_file(work, node->as.import.file, &contents))
        return pieces;
    find_format(node->as.import.file)->read_drawing(&drawing, node, contents);
    if (!flat_build(work, &drawing, &pieces))
        return (struct pieces){ .dimension = 2 };
    return pieces;
}
