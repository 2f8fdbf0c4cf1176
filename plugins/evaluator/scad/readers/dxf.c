/* SPDX-License-Identifier: MIT */
/* Everything becomes straight lines; lines of blocks wait until their block is inserted. */
#include "readers/dxf.h"

#include "base/degrees.h"
#include "base/dxf.h"
#include "base/list.h"
#include "base/names.h"
#include "model/fragments.h"
#include "readers/joints.h"

#include <math.h>

/* Lines of a block, in its own coordinates. */
struct block {
    struct {
        double (*items)[2][2];
        size_t count, capacity;
    } lines;
};

/* A kind of entity that is left out. */
struct omission {
    struct text kind;
    unsigned count;
};

struct reader {
    struct drawing *drawing;
    const struct tree_node *node;
    const struct dxf_entity *entity;
    const char *layer; /* "": all */
    double scale;
    struct joints joints;
    struct names block_names;
    struct {
        struct block *items; /* by name; the first has none */
        size_t count, capacity;
    } blocks;
    name_id block; /* that is being read, or NAME_NONE */
    struct names omitted_names;
    struct {
        struct omission *items; /* by name, the first is unused */
        size_t count, capacity;
    } omissions;
};

static void complain(void *context, const char *message)
{
    drawing_note(context, DRAWING_REMARK, "%s", message);
}

static bool in_layer(const struct reader *reader)
{
    return reader->layer[0] == '\0' || text_equal(reader->entity->layer, text_of(reader->layer));
}

/* --- lines --------------------------------------------------------------------------------------------- */

static struct block *block_named(struct reader *reader, name_id name)
{
    while (reader->blocks.count <= name)
        list_append(reader->drawing->arena, &reader->blocks, (struct block){ 0 });
    return &reader->blocks.items[name];
}

static bool is_near_enough(const double line[2][2])
{
    for (int i = 0; i < 4; i++)
        if (!(fabs(line[i / 2][i % 2]) <= JOINTS_LARGEST))
            return false;
    return true;
}

/* Ends of lines in blocks are on the grid before they are inserted, as in OpenSCAD. */
static void add_to_block(struct reader *reader, double line[2][2])
{
    struct block *block = block_named(reader, reader->block);
    if (block->lines.count == block->lines.capacity)
        list_make_room(reader->drawing->arena, &block->lines);
    double(*added)[2] = block->lines.items[block->lines.count++];
    for (int end = 0; end < 2; end++)
        joints_position(&reader->joints, joints_place(&reader->joints, line[end][0], line[end][1]),
                        added[end]);
}

/* False if there are too many. */
static bool add_line(struct reader *reader, const double from[2], const double to[2])
{
    double line[2][2] = { { from[0], from[1] }, { to[0], to[1] } };
    if (!is_near_enough((const double(*)[2])line)) {
        drawing_note(reader->drawing, DRAWING_WARNING,
                     "Coordinates are too large - leaving out a line");
        return true;
    }
    if (!drawing_take_points(reader->drawing, 1))
        return false;
    if (reader->entity->section == DXF_BLOCKS) {
        if (reader->block != NAME_NONE)
            add_to_block(reader, line);
        return true;
    }
    uint32_t ends[2];
    for (int end = 0; end < 2; end++)
        ends[end] = joints_place(&reader->joints, line[end][0], line[end][1]);
    joints_add_line(&reader->joints, ends[0], ends[1]);
    return true;
}

/* --- entities ------------------------------------------------------------------------------------------ */

static bool read_line(struct reader *reader)
{
    const struct dxf_entity *entity = reader->entity;
    const double from[2] = { entity->x.items[0], entity->y.items[0] };
    const double to[2] = { entity->x.items[1], entity->y.items[1] };
    return add_line(reader, from, to);
}

static bool read_polyline(struct reader *reader)
{
    const struct dxf_entity *entity = reader->entity;
    bool is_closed = entity->flags & 1;
    size_t count = entity->x.count < entity->y.count ? entity->x.count : entity->y.count;
    for (size_t i = is_closed ? 0 : 1; i < count; i++) {
        size_t before = i ? i - 1 : count - 1;
        const double from[2] = { entity->x.items[before], entity->y.items[before] };
        const double to[2] = { entity->x.items[i], entity->y.items[i] };
        if (!add_line(reader, from, to))
            return false;
    }
    return true;
}

/* An ellipse, or a part of it, from angle to angle in degrees, in so many lines. */
struct curve {
    double center[2], axes[2][2];
    double begin, sweep;
    size_t count;
};

static void point_of_curve(const struct curve *curve, size_t number, double point[2])
{
    double angle = curve->begin + curve->sweep * (double)number / (double)curve->count;
    double x = degrees_cosine(angle), y = degrees_sine(angle);
    for (int i = 0; i < 2; i++)
        point[i] = curve->center[i] + x * curve->axes[0][i] + y * curve->axes[1][i];
}

static bool add_curve(struct reader *reader, const struct curve *curve)
{
    double from[2], to[2];
    if (curve->count > reader->drawing->points_left)
        return drawing_take_points(reader->drawing, curve->count);
    point_of_curve(curve, 0, to);
    for (size_t i = 0; i < curve->count; i++) {
        from[0] = to[0], from[1] = to[1];
        point_of_curve(curve, i + 1, to);
        if (!add_line(reader, from, to))
            return false;
    }
    return true;
}

static struct curve circle_of(const struct dxf_entity *entity)
{
    return (struct curve){ .center = { entity->x.items[0], entity->y.items[0] },
                           .axes = { { entity->size, 0 }, { 0, entity->size } } };
}

static bool read_circle(struct reader *reader)
{
    struct curve curve = circle_of(reader->entity);
    curve.sweep = 360;
    curve.count = fragments_of_circle(&reader->node->fragments, reader->entity->size);
    return add_curve(reader, &curve);
}

/* From the first angle counter-clockwise to the other, which may be the smaller number: one turn at most, as more would only
 * cover itself. */
static double sweep_between(double begin, double end)
{
    double sweep = end - begin;
    if (sweep < 0 || sweep > 360)
        sweep = fmod(sweep, 360);
    return sweep < 0 ? sweep + 360 : sweep;
}

static bool read_arc(struct reader *reader)
{
    const struct dxf_entity *entity = reader->entity;
    struct curve curve = circle_of(entity);
    curve.begin = entity->angle;
    curve.sweep = sweep_between(entity->angle, entity->last_angle);
    curve.count = fragments_of_arc(&reader->node->fragments, entity->size, curve.sweep);
    return add_curve(reader, &curve);
}

static bool read_ellipse(struct reader *reader)
{
    const double degrees = 180 / 3.14159265358979323846;
    const struct dxf_entity *entity = reader->entity;
    double x = entity->x.items[1], y = entity->y.items[1], ratio = entity->size;
    struct curve curve = { .center = { entity->x.items[0], entity->y.items[0] },
                           .axes = { { x, y }, { -y * ratio, x * ratio } },
                           .begin = entity->first * degrees };
    curve.sweep = sweep_between(curve.begin, entity->second * degrees);
    curve.count = fragments_of_arc(&reader->node->fragments, hypot(x, y), curve.sweep);
    return add_curve(reader, &curve);
}

static void insert_point(const struct reader *reader, const double inner[2], double point[2])
{
    const struct dxf_entity *entity = reader->entity;
    double cosine = degrees_cosine(entity->angle), sine = degrees_sine(entity->angle);
    double x = inner[0] * entity->first, y = inner[1] * entity->second;
    point[0] = entity->x.items[0] + (cosine * x - sine * y) * reader->scale;
    point[1] = entity->y.items[0] + (sine * x + cosine * y) * reader->scale;
}

/* In a block itself, it adds what is there now, which in one that inserts itself is less than all. */
static bool read_insert(struct reader *reader)
{
    name_id name = names_intern(&reader->block_names, reader->entity->block);
    size_t count = block_named(reader, name)->lines.count;
    for (size_t i = 0; i < count; i++) {
        const double(*line)[2] = (const double(*)[2])reader->blocks.items[name].lines.items[i];
        double from[2], to[2];
        insert_point(reader, line[0], from);
        insert_point(reader, line[1], to);
        if (!add_line(reader, from, to))
            return false;
    }
    return true;
}

static bool begin_block(struct reader *reader)
{
    reader->block = reader->entity->block.length
                        ? names_intern(&reader->block_names, reader->entity->block)
                        : NAME_NONE;
    return true;
}

static bool end_block(struct reader *reader)
{
    reader->block = NAME_NONE;
    return true;
}

static bool skip(struct reader *reader)
{
    (void)reader;
    return true;
}

/* --- all ----------------------------------------------------------------------------------------------- */

struct kind {
    const char *name;
    size_t points;       /* without which it cannot be */
    bool shows_anywhere; /* is not asked for its layer */
    bool (*read)(struct reader *reader);
};

static const struct kind kinds[] = {
    { "LINE", 2, false, read_line },       { "LWPOLYLINE", 0, false, read_polyline },
    { "CIRCLE", 1, false, read_circle },   { "ARC", 1, false, read_arc },
    { "ELLIPSE", 2, false, read_ellipse }, { "INSERT", 1, false, read_insert },
    { "DIMENSION", 0, false, skip },       { "BLOCK", 0, true, begin_block },
    { "ENDBLK", 0, true, end_block },      { "SECTION", 0, true, skip },
    { "ENDSEC", 0, true, skip },
};

static const struct kind *find_kind(struct text name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_equal(name, text_of(kinds[i].name)))
            return &kinds[i];
    return NULL;
}

static void note_omission(struct reader *reader)
{
    const struct omission omission = { .kind = reader->entity->kind };
    name_id name = names_intern(&reader->omitted_names, omission.kind);
    while (reader->omissions.count <= name)
        list_append(reader->drawing->arena, &reader->omissions, omission);
    reader->omissions.items[name].count++;
}

static bool read_entity(struct reader *reader)
{
    const struct dxf_entity *entity = reader->entity;
    const struct kind *kind = find_kind(entity->kind);
    bool shows = entity->section == DXF_BLOCKS || in_layer(reader);
    if (kind && kind->shows_anywhere)
        return kind->read(reader);
    if (entity->section == DXF_OTHER || !shows)
        return true;
    if (!kind) {
        note_omission(reader);
        return true;
    }
    if (entity->x.count < kind->points || entity->y.count < kind->points) {
        drawing_note(reader->drawing, DRAWING_REMARK, "Not enough input values for %s. in '%s'",
                     kind->name, reader->node->as.import.file);
        return true;
    }
    return kind->read(reader);
}

static void report_omissions(const struct reader *reader)
{
    const char *file = reader->node->as.import.file;
    for (size_t i = 1; i < reader->omissions.count; i++) {
        const struct omission *omission = &reader->omissions.items[i];
        int length = omission->kind.length < 80 ? (int)omission->kind.length : 80;
        const char *bytes = omission->kind.bytes;
        if (reader->layer[0])
            drawing_note(reader->drawing, DRAWING_REMARK,
                         "Unsupported DXF Entity '%.*s' (%x) in layer '%s' of %s", length, bytes,
                         omission->count, reader->layer, file);
        else
            drawing_note(reader->drawing, DRAWING_REMARK,
                         "Unsupported DXF Entity '%.*s' (%x) in \"%s\".", length, bytes,
                         omission->count, file);
    }
}

/* The lines have been counted; their points are so again when they are drawn. */
void dxf_read(struct drawing *drawing, const struct tree_node *node, struct text contents)
{
    const struct tree_import *import = &node->as.import;
    struct reader reader = { .drawing = drawing,
                             .node = node,
                             .layer = import->layer ? import->layer : "",
                             .scale = import->scale,
                             .joints = joints_in(drawing->arena) };
    struct dxf dxf = dxf_of(drawing->arena, contents, import->file, complain, drawing);
    dxf.scale = import->scale;
    dxf.origin[0] = import->origin[0];
    dxf.origin[1] = import->origin[1];
    names_open(&reader.block_names, drawing->arena);
    names_open(&reader.omitted_names, drawing->arena);
    while ((reader.entity = dxf_next(&dxf)))
        if (!read_entity(&reader))
            return;
    report_omissions(&reader);
    if (!joints_draw(&reader.joints, drawing))
        return;
    struct drawing_shape shape = { .count = drawing->outlines.count,
                                   .matrix = { { 1, 0, 0 }, { 0, 1, 0 } } };
    list_append(drawing->arena, &drawing->shapes, shape);
}
