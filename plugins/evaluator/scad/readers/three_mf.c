/* SPDX-License-Identifier: MIT */
/* The archive says where the model is; the model's objects are kept, and added where the build or another object asks for
 * them. */
#include "readers/three_mf.h"

#include "base/sort.h"
#include "readers/archive.h"
#include "readers/xml.h"

#include <string.h>

enum { DEPTH_MAX = 32, POINTS_MAX = 4000000 };

/* A point is a row before it: x' = x m[0] + y m[3] + z m[6] + m[9]. */
struct matrix {
    double m[12];
};

/* An object that is part of another, or of what is to be built. */
struct use {
    long object;
    struct matrix matrix;
};

struct uses {
    struct use *items;
    size_t count, capacity;
};

struct object {
    long id;
    struct soup mesh;
    struct uses components;
};

struct model {
    struct arena *arena;
    double unit; /* in millimetres */
    struct {
        struct object *items;
        size_t count, capacity;
    } objects;
    const struct object **by_id; /* all objects, sorted; of equal ones the first comes first */
    struct uses build;
    const char *problem;
};

static const struct matrix identity = { { 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0 } };

static struct matrix product(const struct matrix *first, const struct matrix *second)
{
    struct matrix result;
    for (int row = 0; row < 4; row++)
        for (int column = 0; column < 3; column++) {
            double sum = row == 3 ? second->m[9 + column] : 0;
            for (int i = 0; i < 3; i++)
                sum += first->m[3 * row + i] * second->m[3 * i + column];
            result.m[3 * row + column] = sum;
        }
    return result;
}

static bool mirrors(const struct matrix *matrix)
{
    const double *m = matrix->m;
    return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) +
               m[2] * (m[3] * m[7] - m[4] * m[6]) <
           0;
}

/* --- reading ------------------------------------------------------------------------------------------- */

static bool read_number(struct xml *xml, const char *const *attributes, const char *name,
                        double *number)
{
    if (reading_number(xml_attribute(attributes, name), number))
        return true;
    xml_fail(xml, "%s is expected to be a number", name);
    return false;
}

static bool read_index(struct xml *xml, const char *const *attributes, const char *name,
                       long *number)
{
    if (reading_integer(xml_attribute(attributes, name), number) && *number >= 0)
        return true;
    xml_fail(xml, "%s is expected to be a whole number", name);
    return false;
}

static bool read_matrix(struct xml *xml, const char *const *attributes, struct matrix *matrix)
{
    struct text text = xml_attribute(attributes, "transform"), word;
    *matrix = identity;
    if (text.length == 0)
        return true;
    for (int i = 0; i < 12; i++)
        if (!reading_word(&text, &word) || !reading_number(word, &matrix->m[i])) {
            xml_fail(xml, "transform is expected to be twelve numbers");
            return false;
        }
    return true;
}

static void read_unit(struct xml *xml, const char *const *attributes)
{
    static const struct {
        const char *name;
        double millimetres;
    } units[] = { { "", 1 },        { "millimeter", 1 }, { "micron", 0.001 }, { "centimeter", 10 },
                  { "inch", 25.4 }, { "foot", 304.8 },   { "meter", 1000 } };
    struct model *model = xml->context;
    struct text unit = xml_attribute(attributes, "unit");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (reading_is(unit, units[i].name)) {
            model->unit = units[i].millimetres;
            return;
        }
    xml_fail(xml, "there is no such unit");
}

static struct object *last_object(struct model *model)
{
    return model->objects.count ? &model->objects.items[model->objects.count - 1] : NULL;
}

static void read_object(struct xml *xml, const char *const *attributes)
{
    struct model *model = xml->context;
    struct object object = { .mesh = soup_in(model->arena) };
    if (read_index(xml, attributes, "id", &object.id))
        list_append(model->arena, &model->objects, object);
}

static void read_vertex(struct xml *xml, struct object *object, const char *const *attributes)
{
    double point[3];
    if (read_number(xml, attributes, "x", &point[0]) &&
        read_number(xml, attributes, "y", &point[1]) &&
        read_number(xml, attributes, "z", &point[2]))
        soup_add_point(&object->mesh, point);
}

static void read_triangle(struct xml *xml, struct object *object, const char *const *attributes)
{
    static const char *const names[3] = { "v1", "v2", "v3" };
    uint32_t corners[3];
    for (int i = 0; i < 3; i++) {
        long index;
        if (!read_index(xml, attributes, names[i], &index))
            return;
        if ((size_t)index >= object->mesh.points.count) {
            xml_fail(xml, "there is no vertex %ld", index);
            return;
        }
        corners[i] = (uint32_t)index;
    }
    soup_add_triangle(&object->mesh, corners[0], corners[1], corners[2]);
}

static void read_use(struct xml *xml, struct uses *uses, const char *const *attributes)
{
    struct model *model = xml->context;
    struct use use;
    if (read_index(xml, attributes, "objectid", &use.object) &&
        read_matrix(xml, attributes, &use.matrix))
        list_append(model->arena, uses, use);
}

static void begin(struct xml *xml, const char *name, const char *const *attributes)
{
    struct model *model = xml->context;
    struct object *object = last_object(model);
    if (strcmp(name, "model") == 0)
        read_unit(xml, attributes);
    else if (strcmp(name, "object") == 0)
        read_object(xml, attributes);
    else if (strcmp(name, "item") == 0)
        read_use(xml, &model->build, attributes);
    else if (object && strcmp(name, "vertex") == 0)
        read_vertex(xml, object, attributes);
    else if (object && strcmp(name, "triangle") == 0)
        read_triangle(xml, object, attributes);
    else if (object && strcmp(name, "component") == 0)
        read_use(xml, &object->components, attributes);
}

/* --- putting together ---------------------------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b)
{
    const struct object *one = *(const struct object *const *)a;
    const struct object *other = *(const struct object *const *)b;
    if (one->id != other->id)
        return one->id < other->id ? -1 : 1;
    return one < other ? -1 : one > other;
}

static void sort_objects(struct model *model)
{
    size_t count = model->objects.count;
    model->by_id = arena_take(model->arena, count * sizeof *model->by_id);
    for (size_t i = 0; i < count; i++)
        model->by_id[i] = &model->objects.items[i];
    if (count)
        sort_items(model->arena, model->by_id, count, sizeof *model->by_id, compare_ids);
}

/* A model may be of as many objects as triangles. */
static const struct object *find_object(const struct model *model, long id)
{
    size_t low = 0, high = model->objects.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (model->by_id[middle]->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < model->objects.count && model->by_id[low]->id == id;
    return found ? model->by_id[low] : NULL;
}

static void add_mesh(const struct soup *mesh, const struct matrix *matrix, struct soup *soup)
{
    uint32_t first = (uint32_t)soup->points.count;
    bool turns = mirrors(matrix);
    const double *m = matrix->m;
    for (size_t i = 0; i < mesh->points.count; i++) {
        const double *p = mesh->points.items[i];
        double moved[3];
        for (int axis = 0; axis < 3; axis++)
            moved[axis] = p[0] * m[axis] + p[1] * m[3 + axis] + p[2] * m[6 + axis] + m[9 + axis];
        soup_add_point(soup, moved);
    }
    for (size_t i = 0; i < mesh->corners.count; i += 3) {
        const uint32_t *corner = mesh->corners.items + i;
        soup_add_triangle(soup, first + corner[0], first + corner[turns ? 2 : 1],
                          first + corner[turns ? 1 : 2]);
    }
}

/* Adds what is used. False, with a problem, if that cannot be. Every use costs a point, so that there is an end to objects
 * that use others without a mesh. */
static bool add_use(struct model *model, const struct use *use, const struct matrix *outer,
                    int depth, struct soup *soup, size_t *points_left)
{
    const struct object *object = find_object(model, use->object);
    struct matrix matrix = product(&use->matrix, outer);
    if (!object || depth > DEPTH_MAX) {
        model->problem = object ? "objects are nested too deeply" : "an object is not there";
        return false;
    }
    if (object->mesh.points.count >= *points_left) {
        model->problem = "there are too many vertices";
        return false;
    }
    *points_left -= object->mesh.points.count + 1;
    if (object->mesh.ends.count) {
        soup_begin_object(soup);
        add_mesh(&object->mesh, &matrix, soup);
    }
    for (size_t i = 0; i < object->components.count; i++)
        if (!add_use(model, &object->components.items[i], &matrix, depth + 1, soup, points_left))
            return false;
    return true;
}

static bool add_build(struct model *model, struct reading *reading, struct soup *soup)
{
    struct matrix scale = identity;
    scale.m[0] = scale.m[4] = scale.m[8] = model->unit;
    size_t points_left = POINTS_MAX;
    sort_objects(model);
    for (size_t i = 0; i < model->build.count; i++)
        if (!add_use(model, &model->build.items[i], &scale, 0, soup, &points_left))
            return reading_fail(reading, "%s", model->problem);
    if (soup->ends.count == 0)
        return reading_fail(reading, "there is nothing to be built");
    return true;
}

/* --- the archive --------------------------------------------------------------------------------------- */

/* The relationship whose type ends so names the model. */
static void begin_relationship(struct xml *xml, const char *name, const char *const *attributes)
{
    static const char type_of_model[] = "/3dmodel";
    struct text type = xml_attribute(attributes, "Type"), *target = xml->context;
    size_t length = sizeof type_of_model - 1;
    if (strcmp(name, "Relationship") != 0 || target->length || type.length < length ||
        memcmp(type.bytes + type.length - length, type_of_model, length) != 0)
        return;
    struct text found = xml_attribute(attributes, "Target");
    if (found.length && found.bytes[0] == '/')
        found = (struct text){ found.bytes + 1, found.length - 1 };
    *target = text_copy(xml->reading->arena, found);
}

static bool find_model(struct reading *reading, struct text *contents)
{
    struct text relationships, target = { "", 0 };
    if (!archive_read(reading, "_rels/.rels", &relationships))
        return false;
    struct reading inner = reading_of(reading->arena, relationships);
    struct xml xml = { .reading = &inner, .context = &target, .begin = begin_relationship };
    if (!xml_read(&xml))
        return reading_fail_at(reading, "in _rels/.rels, %s", inner.problem.bytes);
    if (target.length == 0)
        return reading_fail_at(reading, "no relationship names a model");
    return archive_read(reading, target.bytes, contents);
}

bool three_mf_read(struct reading *reading, struct soup *soup)
{
    struct model model = { .arena = reading->arena, .unit = 1 };
    struct xml xml = { .reading = reading, .context = &model, .begin = begin };
    struct text contents;
    if (!find_model(reading, &contents))
        return false;
    *reading = reading_of(reading->arena, contents);
    return xml_read(&xml) && add_build(&model, reading, soup);
}
