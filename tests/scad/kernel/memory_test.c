/* SPDX-License-Identifier: MIT */
/* Memory may run out wherever the kernel takes some: it ends in one place, nothing leaks, and with just enough the result is the
 * same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/minkowski.h"
#include "trees.h"

#include <string.h>

/* What a test does with an arena of its own. */
typedef struct mesh job(struct model *model, struct arena *arena);

static void jump_out(void *context)
{
    longjmp(context, 1);
}

static struct mesh solve(struct model *model, struct arena *arena)
{
    const struct kernel_model input = { .formula = &model->formula,
                                        .leaves = model->leaves.items,
                                        .leaf_count = (uint32_t)model->leaves.count };
    struct mesh mesh;
    assert_int_equal(kernel_solve(&input, arena, &mesh, NULL), KERNEL_DONE);
    return mesh;
}

/* The last part of the sum of the first two leaves. */
static struct mesh add_up(struct model *model, struct arena *arena)
{
    struct minkowski sum;
    assert_int_equal(
        minkowski_sum(model->leaves.items[0].mesh, model->leaves.items[1].mesh, arena, &sum),
        KERNEL_DONE);
    return sum.items[sum.count - 1];
}

/* The mesh with so many bytes at most, in the caller's arena; false if they do not suffice. */
static bool suffices(job *work, void (*grow)(struct model *), size_t limit_bytes,
                     struct arena *kept, struct mesh *mesh)
{
    jmp_buf exhausted;
    struct model model;
    struct arena arena;
    grow(&model);
    arena_open(&arena);
    arena.limit_bytes = limit_bytes;
    arena.exhausted = jump_out;
    arena.context = exhausted;
    bool enough = setjmp(exhausted) == 0;
    if (enough) {
        struct mesh made = work(&model, &arena);
        *mesh = mesh_copy(kept, &made);
    }
    arena_close(&arena);
    model_close(&model);
    return enough;
}

static void assert_the_same(const struct mesh *a, const struct mesh *b)
{
    assert_int_equal(a->vertex_count, b->vertex_count);
    assert_int_equal(a->triangle_count, b->triangle_count);
    assert_memory_equal(a->vertices, b->vertices, a->vertex_count * sizeof *a->vertices);
    assert_memory_equal(a->triangles, b->triangles, a->triangle_count * sizeof *a->triangles);
}

/* Blocks are at least as large as a step. */
static void assert_ends_in_one_place(job *work, void (*grow)(struct model *))
{
    struct arena kept;
    struct mesh mesh, whole;
    size_t limit_bytes = 4096;
    unsigned attempts = 0;
    arena_open(&kept);
    assert_true(suffices(work, grow, 0, &kept, &whole));
    assert_true(whole.triangle_count > 0);
    for (; !suffices(work, grow, limit_bytes, &kept, &mesh); attempts++)
        limit_bytes += 4096;
    assert_true(attempts > 10);
    assert_the_same(&mesh, &whole);
    arena_close(&kept);
}

static void grow_tree(struct model *model)
{
    trees_of_solids(model, 2, 3);
}

/* What crosses itself once it is rounded is solved again. */
static void grow_crossing(struct model *model)
{
    trees_of_solids(model, 725, 3);
}

static void grow_rough(struct model *model)
{
    trees_of_solids(model, 14, 3);
    for (size_t i = 0; i < model->leaves.count; i++)
        model->leaves.items[i].rough = true;
}

static void grow_two(struct model *model)
{
    model_open(model, 0);
    model_node(model, FORMULA_UNION, FORMULA_NO_NODE);
    model_add(model, 0, model_prism(model, 3, 4, 9), NULL);
    model_add(model, 0, model_ball(model, 2, 12), NULL);
}

static void solving_ends_in_one_place(void **state)
{
    (void)state;
    assert_ends_in_one_place(solve, grow_tree);
    assert_ends_in_one_place(solve, grow_crossing);
    assert_ends_in_one_place(solve, grow_rough);
}

static void adding_up_ends_in_one_place(void **state)
{
    (void)state;
    assert_ends_in_one_place(add_up, grow_two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solving_ends_in_one_place),
        cmocka_unit_test(adding_up_ends_in_one_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
