/* SPDX-License-Identifier: MIT */
/* The same figures twice: as lines for people, and as JSON. */
#include "command/summary.h"

#include "base/json.h"
#include "command/whole_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool wants(const struct arguments *arguments, const char *part)
{
    for (size_t i = 0; i < arguments->summaries.count; i++)
        if (!strcmp(arguments->summaries.items[i], part) ||
            !strcmp(arguments->summaries.items[i], "all"))
            return true;
    return false;
}

static struct box box_of_shape(const struct shape *shape)
{
    return shape->dimension == 2 ? region_box(&shape->region) : mesh_box(&shape->mesh);
}

static double area_of(const struct region *region)
{
    double area = 0;
    for (size_t i = 0; i < region->outline_count; i++) {
        const struct outline *outline = &region->outlines[i];
        area +=
            region_signed_area((const double(*)[2])region->points + outline->first, outline->count);
    }
    return area;
}

static bool is_convex(const struct region *region)
{
    const double(*points)[2] = (const double(*)[2])region->points;
    size_t count = region->point_count;
    for (size_t i = 0; i < count; i++) {
        const double *a = points[i], *b = points[(i + 1) % count], *c = points[(i + 2) % count];
        if ((b[0] - a[0]) * (c[1] - b[1]) < (b[1] - a[1]) * (c[0] - b[0]))
            return false;
    }
    return region->outline_count <= 1;
}

/* --- lines -------------------------------------------------------------------------------------------- */

static void print_time(struct builder *out, uint64_t ms)
{
    builder_format(out, "%" PRIu64 ":%02u:%02u.%03u", ms / 3600000, (unsigned)(ms / 60000 % 60),
                   (unsigned)(ms / 1000 % 60), (unsigned)(ms % 1000));
}

static void print_row(struct builder *out, const char *name, const double *numbers, int count)
{
    builder_format(out, "   %s", name);
    for (int i = 0; i < count; i++)
        builder_format(out, "%s%.2f", i ? ", " : "", numbers[i]);
    builder_byte(out, '\n');
}

static void print_box(struct builder *out, const struct shape *shape)
{
    struct box box = box_of_shape(shape);
    double size[3];
    for (int axis = 0; axis < 3; axis++)
        size[axis] = box.high[axis] - box.low[axis];
    builder_string(out, "Bounding box:\n");
    print_row(out, "Min:  ", box.low, shape->dimension);
    print_row(out, "Max:  ", box.high, shape->dimension);
    print_row(out, "Size: ", size, shape->dimension);
}

/* The genus is by Euler's formula; a solid has three edges for two triangles. */
static void print_solid(struct builder *out, const struct mesh *mesh)
{
    long vertices = (long)mesh->vertex_count, facets = (long)mesh->triangle_count;
    builder_format(out,
                   "Top level object is a 3D object:\n   Genus:      %ld\n"
                   "   Vertices:   %6ld\n   Facets:     %6ld\n",
                   1 - (vertices - facets / 2) / 2, vertices, facets);
}

static void print_shape(struct builder *out, const struct arguments *arguments,
                        const struct shape *shape)
{
    if (shape->dimension == 3)
        print_solid(out, &shape->mesh);
    else
        builder_format(out, "Top level object is a 2D object:\n   Contours:   %6zu\n",
                       shape->region.outline_count);
    if (wants(arguments, "bounding-box"))
        print_box(out, shape);
    if (shape->dimension == 2 && wants(arguments, "area"))
        builder_format(out, "Measurements:\n   Area: %.2f\n", area_of(&shape->region));
}

static void print_lines(struct builder *out, const struct arguments *arguments,
                        const struct summary *summary)
{
    const struct camera *camera = summary->camera;
    builder_format(out, "Geometries in cache: %zu\nGeometry cache size in bytes: %zu\n",
                   summary->stock.items, summary->stock.bytes);
    builder_string(out, "Total rendering time: ");
    print_time(out, summary->milliseconds);
    builder_byte(out, '\n');
    if (summary->shape->dimension != 0)
        print_shape(out, arguments, summary->shape);
    if (!wants(arguments, "camera"))
        return;
    builder_string(out, "Camera:\n");
    print_row(out, "Translation: ", camera->target, 3);
    print_row(out, "Rotation:    ", camera->rotation, 3);
    print_row(out, "Distance:    ", &camera->distance, 1);
    print_row(out, "FOV:         ", &camera->field, 1);
}

/* --- JSON --------------------------------------------------------------------------------------------- */

static void add_numbers(struct builder *out, const char *name, const double *numbers, int count)
{
    builder_format(out, "%s:[", name);
    for (int i = 0; i < count; i++) {
        if (i > 0)
            builder_byte(out, ',');
        json_print_number(out, numbers[i]);
    }
    builder_byte(out, ']');
}

static void add_cache(struct builder *out, const struct summary *summary)
{
    builder_format(
        out, "\"cache\":{\"geometry_cache\":{\"bytes\":%zu,\"entries\":%zu,\"max_size\":%zu}}",
        summary->stock.bytes, summary->stock.items, summary->stock_limit);
}

static void add_camera(struct builder *out, const struct camera *camera)
{
    builder_string(out, "\"camera\":{\"distance\":");
    json_print_number(out, camera->distance);
    builder_string(out, ",\"fov\":");
    json_print_number(out, camera->field);
    add_numbers(out, ",\"rotation\"", camera->rotation, 3);
    add_numbers(out, ",\"translation\"", camera->target, 3);
    builder_byte(out, '}');
}

static void add_box(struct builder *out, const struct shape *shape)
{
    struct box box = box_of_shape(shape);
    double size[3];
    for (int axis = 0; axis < 3; axis++)
        size[axis] = box.high[axis] - box.low[axis];
    add_numbers(out, "\"bounding_box\":{\"max\"", box.high, shape->dimension);
    add_numbers(out, ",\"min\"", box.low, shape->dimension);
    add_numbers(out, ",\"size\"", size, shape->dimension);
    builder_string(out, "},");
}

static void add_shape(struct builder *out, struct arena *arena, const struct arguments *arguments,
                      const struct shape *shape)
{
    builder_string(out, "\"geometry\":{");
    if (wants(arguments, "bounding-box"))
        add_box(out, shape);
    if (shape->dimension == 2)
        builder_format(out, "\"contours\":%zu,\"convex\":%s,\"dimensions\":2}",
                       shape->region.outline_count, is_convex(&shape->region) ? "true" : "false");
    else
        builder_format(out, "\"dimensions\":3,\"facets\":%u,\"simple\":%s,\"vertices\":%u}",
                       (unsigned)shape->mesh.triangle_count,
                       mesh_is_closed(arena, &shape->mesh) ? "true" : "false",
                       (unsigned)shape->mesh.vertex_count);
}

static void add_time(struct builder *out, uint64_t ms)
{
    builder_format(out,
                   "\"time\":{\"hours\":%" PRIu64 ",\"milliseconds\":%u,\"minutes\":%u,"
                   "\"seconds\":%u,\"time\":\"",
                   ms / 3600000, (unsigned)(ms % 1000), (unsigned)(ms / 60000 % 60),
                   (unsigned)(ms / 1000 % 60));
    print_time(out, ms);
    builder_format(out, "\",\"total\":%" PRIu64 "}", ms);
}

static void begin_member(struct builder *out, bool *first)
{
    builder_byte(out, *first ? '{' : ',');
    *first = false;
}

static void print_json(struct builder *out, struct arena *arena, const struct arguments *arguments,
                       const struct summary *summary)
{
    bool first = true;
    if (wants(arguments, "cache")) {
        begin_member(out, &first);
        add_cache(out, summary);
    }
    if (wants(arguments, "camera")) {
        begin_member(out, &first);
        add_camera(out, summary->camera);
    }
    if (wants(arguments, "geometry") && summary->shape->dimension != 0) {
        begin_member(out, &first);
        add_shape(out, arena, arguments, summary->shape);
    }
    if (wants(arguments, "time")) {
        begin_member(out, &first);
        add_time(out, summary->milliseconds);
    }
    builder_string(out, first ? "null" : "}");
}

bool summary_print(const struct arguments *arguments, struct arena *arena,
                   const struct summary *summary)
{
    struct builder out = builder_in(arena);
    if (arguments->summary_file) {
        print_json(&out, arena, arguments, summary);
        return whole_file_write(arguments->summary_file, builder_result(&out));
    }
    if (arguments->summaries.count > 0 && !arguments->quiet) {
        print_lines(&out, arguments, summary);
        fputs(builder_result(&out).bytes, stderr);
    }
    return true;
}
