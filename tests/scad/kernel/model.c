/* SPDX-License-Identifier: MIT */
/* Plain meshes, and xorshift for numbers (G. Marsaglia, 2003). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model.h"

#include "base/degrees.h"
#include "base/list.h"

#include <string.h>

void model_open(struct model *model, uint64_t seed)
{
    *model = (struct model){ .random = 0x9E3779B97F4A7C15u * (seed + 1) };
    arena_open(&model->arena);
    formula_open(&model->formula, &model->arena);
}

void model_close(struct model *model)
{
    arena_close(&model->arena);
}

uint32_t model_random(struct model *model, uint32_t below)
{
    model->random ^= model->random << 13;
    model->random ^= model->random >> 7;
    model->random ^= model->random << 17;
    return (uint32_t)(model->random >> 20) % below;
}

uint32_t model_node(struct model *model, enum formula_operation operation, uint32_t parent)
{
    return formula_add(&model->formula, operation, parent);
}

struct mesh model_box(struct model *model, const double low[3], const double size[3])
{
    static const uint32_t triangles[12][3] = { { 0, 2, 1 }, { 1, 2, 3 }, { 4, 5, 6 }, { 5, 7, 6 },
                                               { 0, 1, 4 }, { 1, 5, 4 }, { 2, 6, 3 }, { 3, 6, 7 },
                                               { 0, 4, 2 }, { 2, 4, 6 }, { 1, 3, 5 }, { 3, 7, 5 } };
    struct mesh mesh = mesh_new(&model->arena, 8, 12);
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 3; k++)
            mesh.vertices[i][k] = low[k] + (i >> k & 1 ? size[k] : 0);
    memcpy(mesh.triangles, triangles, sizeof triangles);
    return mesh;
}

/* Rings one above the other, and fans at both ends. */
static struct mesh rings(struct model *model, unsigned count, unsigned sides, const double *radii,
                         const double *heights)
{
    struct mesh mesh = mesh_new(&model->arena, (size_t)count * sides,
                                (size_t)2 * sides * (count - 1) + 2 * (sides - 2));
    uint32_t(*next)[3] = mesh.triangles;
    for (unsigned i = 0; i < count; i++)
        for (unsigned j = 0; j < sides; j++) {
            double *at = mesh.vertices[i * sides + j], angle = 360.0 * j / sides;
            at[0] = radii[i] * degrees_cosine(angle);
            at[1] = radii[i] * degrees_sine(angle);
            at[2] = heights[i];
        }
    for (unsigned i = 0; i + 1 < count; i++)
        for (unsigned j = 0; j < sides; j++) {
            uint32_t a = i * sides + j, b = i * sides + (j + 1) % sides;
            memcpy(*next++, ((const uint32_t[3]){ a, b, b + sides }), sizeof *next);
            memcpy(*next++, ((const uint32_t[3]){ a, b + sides, a + sides }), sizeof *next);
        }
    uint32_t top = (count - 1) * sides;
    for (uint32_t j = 1; j + 1 < sides; j++) {
        memcpy(*next++, ((const uint32_t[3]){ 0, j + 1, j }), sizeof *next);
        memcpy(*next++, ((const uint32_t[3]){ top, top + j, top + j + 1 }), sizeof *next);
    }
    return mesh;
}

struct mesh model_prism(struct model *model, double radius, double height, unsigned sides)
{
    return rings(model, 2, sides, (const double[2]){ radius, radius },
                 (const double[2]){ 0, height });
}

struct mesh model_ball(struct model *model, double radius, unsigned sides)
{
    unsigned count = (sides + 1) / 2;
    double radii[256], heights[256];
    assert_true(count <= 256);
    for (unsigned i = 0; i < count; i++) {
        double angle = 180.0 * (i + 0.5) / count;
        radii[i] = radius * degrees_sine(angle);
        heights[i] = -radius * degrees_cosine(angle);
    }
    return rings(model, count, sides, radii, heights);
}

void model_turn(double matrix[3][4], const double degrees[3], const double shift[3])
{
    double cx = degrees_cosine(degrees[0]), sx = degrees_sine(degrees[0]);
    double cy = degrees_cosine(degrees[1]), sy = degrees_sine(degrees[1]);
    double cz = degrees_cosine(degrees[2]), sz = degrees_sine(degrees[2]);
    const double rows[3][4] = {
        { cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx, shift[0] },
        { sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx, shift[1] },
        { -sy, cy * sx, cy * cx, shift[2] }
    };
    memcpy(matrix, rows, sizeof rows);
}

struct mesh model_folded_prism(struct model *model)
{
    static const double corners[4][2] = { { 0, -4 }, { 4, 4 }, { 0, 0 }, { -4, 4 } };
    static const uint32_t caps[4][3] = { { 0, 1, 3 }, { 1, 2, 3 }, { 4, 6, 5 }, { 4, 7, 6 } };
    struct mesh mesh = mesh_new(&model->arena, 8, 12);
    for (uint32_t i = 0; i < 4; i++) {
        for (uint32_t k = 0; k < 2; k++)
            mesh.vertices[i][k] = mesh.vertices[i + 4][k] = corners[i][k];
        mesh.vertices[i][2] = 1;
        uint32_t next = (i + 1) % 4;
        const uint32_t sides[2][3] = { { i + 4, next + 4, next }, { i + 4, next, i } };
        for (uint32_t k = 0; k < 3; k++) {
            mesh.triangles[i][k] = caps[i][k];
            mesh.triangles[4 + 2 * i][k] = sides[0][k];
            mesh.triangles[5 + 2 * i][k] = sides[1][k];
        }
    }
    return mesh;
}

void model_chain(double chained[3][4], const double (*outer)[4], const double (*inner)[4])
{
    double product[3][4];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 4; j++) {
            product[i][j] = j == 3 ? outer[i][3] : 0;
            for (int k = 0; k < 3; k++)
                product[i][j] += outer[i][k] * inner[k][j];
        }
    memcpy(chained, product, sizeof product);
}

void model_add(struct model *model, uint32_t parent, struct mesh mesh, const double (*matrix)[4])
{
    struct mesh *kept = arena_take(&model->arena, sizeof *kept);
    struct kernel_leaf leaf = { .mesh = kept, .node = model_node(model, FORMULA_LEAF, parent) };
    *kept = mesh;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            leaf.axes[i][j] = matrix ? matrix[i][j] : i == j;
    for (size_t i = 0; matrix && i < mesh.vertex_count; i++) {
        double at[3];
        memcpy(at, mesh.vertices[i], sizeof at);
        for (int k = 0; k < 3; k++)
            mesh.vertices[i][k] =
                matrix[k][0] * at[0] + matrix[k][1] * at[1] + matrix[k][2] * at[2] + matrix[k][3];
    }
    list_append(&model->arena, &model->leaves, leaf);
}

void model_add_box(struct model *model, uint32_t parent, const double low[3], const double size[3])
{
    model_add(model, parent, model_box(model, low, size), NULL);
}

struct mesh model_solve(struct model *model)
{
    const struct kernel_model input = { .formula = &model->formula,
                                        .leaves = model->leaves.items,
                                        .leaf_count = (uint32_t)model->leaves.count };
    struct mesh mesh;
    assert_int_equal(kernel_solve(&input, &model->arena, &mesh, NULL), KERNEL_DONE);
    return mesh;
}

static void add_squares(struct model *model, uint32_t parent, const double degrees[3], double width,
                        double x, double y, int depth)
{
    width /= 3;
    double matrix[3][4], at[3] = { x - width / 2, y - width / 2, -0.5 };
    model_turn(matrix, degrees, (const double[3]){ 0, 0, 0 });
    model_add(model, parent, model_box(model, at, (const double[3]){ width, width, 1 }),
              (const double(*)[4])matrix);
    for (int i = 0; i < 9 && depth > 1; i++)
        if (i != 4)
            add_squares(model, parent, degrees, width, x + (i % 3 - 1) * width,
                        y + (i / 3 - 1) * width, depth - 1);
}

void model_add_sponge(struct model *model, uint32_t difference, int depth)
{
    static const double turns[3][3] = { { 0, 0, 0 }, { 90, 0, 0 }, { 0, 90, 0 } };
    static const double low[3] = { -0.5, -0.5, -0.5 }, size[3] = { 1, 1, 1 };
    model_add_box(model, difference, low, size);
    for (int i = 0; i < 3; i++)
        add_squares(model, model_node(model, FORMULA_UNION, difference), turns[i], 1, 0, 0, depth);
}
