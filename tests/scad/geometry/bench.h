/* SPDX-License-Identifier: MIT */
/* A workbench for tests: makes trees in a few words, builds them and remembers what was reported. */
#ifndef SCAD_TESTS_GEOMETRY_BENCH_H
#define SCAD_TESTS_GEOMETRY_BENCH_H

#include "geometry/shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct bench {
    struct arena arena;
    struct shape_limits limits;
    struct shape shape;
    bool built;
    int reports;
    enum report_severity severity; /* of the last report */
    char code[64], message[512];
    int line;
};

static inline void bench_listen(void *context, const struct report *report)
{
    struct bench *bench = context;
    bench->reports++;
    bench->severity = report->severity;
    bench->line = report->position.line;
    snprintf(bench->code, sizeof bench->code, "%s", report->code);
    snprintf(bench->message, sizeof bench->message, "%s", report->message);
}

static inline void bench_open(struct bench *bench)
{
    memset(bench, 0, sizeof *bench);
    arena_open(&bench->arena);
}

static inline void bench_close(struct bench *bench)
{
    arena_close(&bench->arena);
}

/* Builds the tree; what was reported before is forgotten. */
static inline bool bench_build(struct bench *bench, const struct tree_node *tree)
{
    bench->reports = bench->line = 0;
    bench->code[0] = bench->message[0] = '\0';
    bench->built =
        shape_build(&bench->arena, tree, &bench->limits, bench_listen, bench, &bench->shape);
    return bench->built;
}

/* A node on a line of its own, with the children given, the last of them NULL. */
static inline struct tree_node *bench_node(struct bench *bench, enum tree_kind kind, int line, ...)
{
    struct tree_position position = { NULL, line };
    struct tree_node *node = tree_new(&bench->arena, kind, position);
    va_list children;
    va_start(children, line);
    for (struct tree_node *child; (child = va_arg(children, struct tree_node *));)
        tree_append(node, child);
    va_end(children);
    return node;
}

#define LEAF(bench, kind, line) bench_node(bench, kind, line, (struct tree_node *)NULL)
#define NODE(bench, kind, line, ...) \
    bench_node(bench, kind, line, __VA_ARGS__, (struct tree_node *)NULL)

static inline struct tree_node *bench_cube(struct bench *bench, double x, double y, double z)
{
    struct tree_node *node = LEAF(bench, TREE_CUBE, 1);
    node->as.cube.size[0] = x;
    node->as.cube.size[1] = y;
    node->as.cube.size[2] = z;
    return node;
}

static inline struct tree_node *bench_square(struct bench *bench, double x, double y)
{
    struct tree_node *node = LEAF(bench, TREE_SQUARE, 1);
    node->as.square.size[0] = x;
    node->as.square.size[1] = y;
    return node;
}

static inline struct tree_node *bench_circle(struct bench *bench, double radius, double fn)
{
    struct tree_node *node = LEAF(bench, TREE_CIRCLE, 1);
    node->as.circle.radius = radius;
    node->fragments.fn = fn;
    return node;
}

static inline struct tree_node *bench_move(struct bench *bench, double x, double y, double z,
                                           struct tree_node *child)
{
    struct tree_node *node = NODE(bench, TREE_TRANSFORM, child->position.line, child);
    node->as.transform.matrix[0][3] = x;
    node->as.transform.matrix[1][3] = y;
    node->as.transform.matrix[2][3] = z;
    return node;
}

static inline struct tree_node *bench_scale(struct bench *bench, double x, double y, double z,
                                            struct tree_node *child)
{
    struct tree_node *node = NODE(bench, TREE_TRANSFORM, child->position.line, child);
    node->as.transform.matrix[0][0] = x;
    node->as.transform.matrix[1][1] = y;
    node->as.transform.matrix[2][2] = z;
    return node;
}

static inline bool bench_near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1.0, fmax(fabs(a), fabs(b)));
}

/* Is every triangle one, with an area above nothing? */
static inline bool bench_has_no_sliver(const struct mesh *mesh)
{
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const uint32_t *t = mesh->triangles[i];
        if (t[0] == t[1] || t[1] == t[2] || t[2] == t[0])
            return false;
        double normal[3], *a = mesh->vertices[t[0]], *b = mesh->vertices[t[1]],
                          *c = mesh->vertices[t[2]];
        for (int k = 0; k < 3; k++) {
            int m = (k + 1) % 3, n = (k + 2) % 3;
            normal[k] = (b[m] - a[m]) * (c[n] - a[n]) - (b[n] - a[n]) * (c[m] - a[m]);
        }
        if (normal[0] == 0 && normal[1] == 0 && normal[2] == 0)
            return false;
    }
    return true;
}

/* Is there no place that two vertices share? */
static inline bool bench_shares_vertices(const struct mesh *mesh)
{
    for (size_t i = 0; i < mesh->vertex_count; i++)
        for (size_t j = i + 1; j < mesh->vertex_count; j++)
            if (memcmp(mesh->vertices[i], mesh->vertices[j], sizeof *mesh->vertices) == 0)
                return false;
    return true;
}

/* Builds a solid and checks what every solid must be. */
static inline void bench_solid(struct bench *bench, const struct tree_node *tree, size_t vertices,
                               size_t triangles, double volume)
{
    assert_true(bench_build(bench, tree));
    const struct mesh *mesh = &bench->shape.mesh;
    assert_int_equal(bench->shape.dimension, 3);
    assert_int_equal(mesh->vertex_count, vertices);
    assert_int_equal(mesh->triangle_count, triangles);
    assert_true(mesh_is_closed(&bench->arena, mesh));
    assert_true(bench_has_no_sliver(mesh));
    assert_true(bench_shares_vertices(mesh));
    if (!bench_near(mesh_volume(mesh), volume))
        fail_msg("volume is %.17g, not %.17g", mesh_volume(mesh), volume);
}

static inline int bench_setup(void **state)
{
    static struct bench bench;
    bench_open(&bench);
    *state = &bench;
    return 0;
}

static inline int bench_teardown(void **state)
{
    bench_close(*state);
    return 0;
}

#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, bench_setup, bench_teardown)

#endif
