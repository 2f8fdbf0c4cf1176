/* SPDX-License-Identifier: MIT */
/* Any bytes as a small tree of booleans, broken solids among its leaves: those that are not closed the kernel may refuse. What it makes is closed, as
 * large as cutting space into convex pieces says if all leaves are convex, and crosses itself nowhere if they are whole boxes; and
 * memory may end anywhere on the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"
#include "pieces.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_LEAVES = 12, MOST_DEPTH = 4, MOST_FACES_IN_PIECES = 60 };

struct kernel_fuzz {
    const uint8_t *at, *end;
    struct model model;
    bool broken; /* some leaf is not what a leaf should be */
    bool whole;  /* all leaves are boxes with whole corners */
    size_t faces;
    double area, reach; /* of all leaves */
};

static unsigned take(struct kernel_fuzz *fuzz, unsigned below)
{
    return fuzz->at < fuzz->end ? *fuzz->at++ % below : 0;
}

/* --- leaves --- */

static struct mesh make_box(struct kernel_fuzz *fuzz)
{
    double low[3], extent[3];
    for (int k = 0; k < 3; k++) {
        unsigned byte = take(fuzz, 256);
        low[k] = (int)(byte % 16) - 8;
        extent[k] = 1 + byte / 32;
    }
    return model_box(&fuzz->model, low, extent);
}

/* Four corners: flat, or inside out, now and then. */
static struct mesh make_tetrahedron(struct kernel_fuzz *fuzz)
{
    static const uint32_t corners[4][3] = { { 0, 2, 1 }, { 0, 1, 3 }, { 1, 2, 3 }, { 0, 3, 2 } };
    struct mesh mesh = mesh_new(&fuzz->model.arena, 4, 4);
    for (int i = 0; i < 12; i++) {
        mesh.vertices[i / 3][i % 3] = (int)take(fuzz, 32) - 16;
        mesh.triangles[i / 3][i % 3] = corners[i / 3][i % 3];
    }
    if (mesh_volume(&mesh) < 0)
        mesh_turn_inside_out(&mesh);
    return mesh;
}

/* Two boxes as one mesh, which may lie anywhere to each other. */
static struct mesh make_two_boxes(struct kernel_fuzz *fuzz)
{
    struct mesh boxes[2];
    for (int i = 0; i < 2; i++)
        boxes[i] = make_box(fuzz);
    struct mesh both = mesh_new(&fuzz->model.arena, 16, 24);
    for (uint32_t i = 0; i < 48; i++)
        both.vertices[i / 3][i % 3] = boxes[i / 24].vertices[i / 3 % 8][i % 3];
    for (uint32_t i = 0; i < 72; i++)
        both.triangles[i / 3][i % 3] = boxes[i / 36].triangles[i / 3 % 12][i % 3] + i / 36 * 8;
    return both;
}

/* A box of which something is wrong. */
static struct mesh make_broken_box(struct kernel_fuzz *fuzz)
{
    struct mesh mesh = make_box(fuzz);
    unsigned number = take(fuzz, 8);
    uint32_t *corners = mesh.triangles[number];
    switch (take(fuzz, 5)) {
    case 0: /* a corner is elsewhere */
        for (int k = 0; k < 3; k++)
            mesh.vertices[number][k] += (int)take(fuzz, 32) - 16;
        break;
    case 1: /* a corner is another's */
        corners[0] = take(fuzz, 8);
        break;
    case 2: /* a triangle is turned around */
        corners[1] = mesh.triangles[number][2];
        break;
    case 3: /* one is missing */
        mesh.triangle_count--;
        break;
    default:
        mesh_turn_inside_out(&mesh);
    }
    return mesh;
}

static struct mesh make_leaf(struct kernel_fuzz *fuzz, bool *rough)
{
    unsigned kind = take(fuzz, 8);
    *rough = kind >= 6;
    fuzz->whole = fuzz->whole && kind < 3;
    switch (kind) {
    default:
        return make_box(fuzz);
    case 3: {
        struct mesh mesh = make_tetrahedron(fuzz);
        *rough = mesh_volume(&mesh) == 0;
        return mesh;
    }
    case 4: {
        unsigned radius = 1 + take(fuzz, 8), height = 1 + take(fuzz, 8);
        return model_prism(&fuzz->model, radius, height, 3 + take(fuzz, 10));
    }
    case 5: {
        unsigned radius = 1 + take(fuzz, 8);
        return model_ball(&fuzz->model, radius, 4 + take(fuzz, 8));
    }
    case 6:
        return make_two_boxes(fuzz);
    case 7:
        return make_broken_box(fuzz);
    }
}

/* Mostly as it is; turned by what is easy or by anything, moved by little or by much. */
static void place(struct kernel_fuzz *fuzz, double matrix[3][4])
{
    static const double scales[] = { 1, 1, 1, 0.1, 1e-6, 1e6 };
    double degrees[3] = { 0, 0, 0 }, shift[3] = { 0, 0, 0 }, scale = 1;
    unsigned how = take(fuzz, 8);
    for (int k = 0; k < 3 && how > 3; k++) {
        degrees[k] = how < 6 ? 15.0 * take(fuzz, 24) : 1.40625 * take(fuzz, 256);
        shift[k] = how % 2 ? (int)take(fuzz, 16) - 8 : take(fuzz, 256) / 77.0;
    }
    if (how == 3 || how == 7)
        scale = scales[take(fuzz, 6)];
    fuzz->whole = fuzz->whole && how < 3;
    model_turn(matrix, degrees, shift);
    for (int i = 0; i < 9; i++)
        matrix[i / 3][i % 3] *= scale;
}

static void add_leaf(struct kernel_fuzz *fuzz, uint32_t parent)
{
    bool rough;
    double matrix[3][4];
    struct mesh mesh = make_leaf(fuzz, &rough);
    place(fuzz, matrix);
    model_add(&fuzz->model, parent, mesh, (const double(*)[4])matrix);
    fuzz->model.leaves.items[fuzz->model.leaves.count - 1].rough = rough;
    fuzz->broken = fuzz->broken || rough;
    fuzz->faces += mesh.triangle_count;
    fuzz->area += measure_mesh(&mesh).area;
    for (size_t i = 0; i < 3 * mesh.vertex_count; i++)
        fuzz->reach = fmax(fuzz->reach, fabs(mesh.vertices[i / 3][i % 3]));
}

static void grow(struct kernel_fuzz *fuzz, uint32_t parent, int depth)
{
    static const enum formula_operation operations[] = { FORMULA_UNION, FORMULA_DIFFERENCE,
                                                         FORMULA_INTERSECTION };
    uint32_t node = model_node(&fuzz->model, operations[take(fuzz, 3)], parent);
    unsigned children = 1 + take(fuzz, 4);
    for (unsigned i = 0; i < children && fuzz->model.leaves.count < MOST_LEAVES; i++)
        if (depth < MOST_DEPTH && take(fuzz, 4) == 3)
            grow(fuzz, node, depth + 1);
        else
            add_leaf(fuzz, node);
}

/* --- what comes out --- */

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "the result is not %s\n", what);
    abort();
}

static void judge(const struct kernel_fuzz *fuzz, const struct mesh *mesh)
{
    struct check check = { 0 };
    if (mesh->triangle_count > 0)
        check = check_mesh(mesh, false);
    require(check.open == 0 && check.crowded == 0, "closed");
    require(check.degenerate == 0, "without triangles of no area");
    require(check.meeting == 0 || !fuzz->whole, "without triangles that meet");
    /* A step of the grid is no more than that; slivers of some steps may go. */
    double step = fuzz->reach / (1 << 27);
    if (!fuzz->broken && fuzz->faces <= MOST_FACES_IN_PIECES)
        require(fabs(check.volume - pieces_volume(&fuzz->model)) <= 8 * step * fuzz->area,
                "as large as its pieces");
}

static enum kernel_result solve(struct kernel_fuzz *fuzz, struct arena *arena, struct mesh *mesh)
{
    const struct kernel_model model = { .formula = &fuzz->model.formula,
                                        .leaves = fuzz->model.leaves.items,
                                        .leaf_count = (uint32_t)fuzz->model.leaves.count };
    return kernel_solve(&model, arena, mesh, NULL);
}

static void solve_with_plenty(struct kernel_fuzz *fuzz)
{
    struct arena arena;
    struct mesh mesh;
    arena_open(&arena);
    enum kernel_result result = solve(fuzz, &arena, &mesh);
    require(result == KERNEL_DONE || (result == KERNEL_OPEN_LEAF && fuzz->broken), "there");
    if (result == KERNEL_DONE)
        judge(fuzz, &mesh);
    arena_close(&arena);
}

static void jump_out(void *context)
{
    longjmp(context, 1);
}

static void solve_with_little(struct kernel_fuzz *fuzz, size_t bytes)
{
    jmp_buf exhausted;
    struct mesh mesh;
    struct arena arena;
    arena_open(&arena);
    arena.limit_bytes = bytes;
    arena.exhausted = jump_out;
    arena.context = exhausted;
    if (setjmp(exhausted) == 0)
        solve(fuzz, &arena, &mesh);
    arena_close(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kernel_fuzz fuzz = { .at = data, .end = data + size, .whole = true };
    model_open(&fuzz.model, 0);
    size_t bytes = 4096 * (size_t)(1 + take(&fuzz, 256));
    grow(&fuzz, FORMULA_NO_NODE, 0);
    solve_with_plenty(&fuzz);
    solve_with_little(&fuzz, bytes);
    model_close(&fuzz.model);
    return 0;
}
