/* SPDX-License-Identifier: MIT */
/* Two threads make what one makes, to the bit; and end as one does when memory or patience ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/halves.h"
#include "trees.h"

#include <string.h>

enum { TURNED = 300, BOXES = 100, DEEP = 8 };

static enum kernel_result solve(struct model *model, bool two_threads, struct mesh *mesh)
{
    const struct kernel_model input = { .formula = &model->formula,
                                        .leaves = model->leaves.items,
                                        .leaf_count = (uint32_t)model->leaves.count,
                                        .two_threads = two_threads };
    return kernel_solve(&input, &model->arena, mesh, NULL);
}

static void assert_same_with_two(struct model *model)
{
    struct mesh one, two;
    assert_int_equal(solve(model, false, &one), KERNEL_DONE);
    assert_int_equal(solve(model, true, &two), KERNEL_DONE);
    assert_int_equal(one.vertex_count, two.vertex_count);
    assert_int_equal(one.triangle_count, two.triangle_count);
    if (one.triangle_count == 0)
        return;
    assert_memory_equal(one.vertices, two.vertices, one.vertex_count * sizeof *one.vertices);
    assert_memory_equal(one.triangles, two.triangles, one.triangle_count * sizeof *one.triangles);
}

static void random_trees_are_the_same(void **state)
{
    (void)state;
    static struct tree_of_boxes boxes;
    for (uint64_t seed = 0; seed < TURNED; seed++) {
        struct model model;
        trees_of_solids(&model, seed, 3);
        assert_same_with_two(&model);
        model_close(&model);
    }
    for (uint64_t seed = 0; seed < BOXES + DEEP; seed++) {
        trees_of_boxes(&boxes, seed, seed < BOXES ? 3 : 5);
        assert_same_with_two(&boxes.model);
        model_close(&boxes.model);
    }
}

/* Many balls: each half finds points that the other one finds as well. */
static void add_balls(struct model *model)
{
    model_open(model, 1);
    uint32_t root = model_node(model, FORMULA_UNION, FORMULA_NO_NODE);
    for (int i = 0; i < 40; i++) {
        double matrix[3][4];
        const double none[3] = { 0 }, shift[3] = { model_random(model, 8), model_random(model, 8),
                                                   model_random(model, 8) };
        model_turn(matrix, none, shift);
        model_add(model, root, model_ball(model, 2, 24), (const double(*)[4])matrix);
    }
}

static void balls_are_the_same(void **state)
{
    (void)state;
    struct model model;
    add_balls(&model);
    assert_same_with_two(&model);
    model_close(&model);
}

static void jump_out(void *escape)
{
    longjmp(*(jmp_buf *)escape, 1);
}

/* False if more memory was wanted than that. */
static bool solve_within(size_t bytes, struct mesh *mesh, struct model *model)
{
    jmp_buf escape;
    add_balls(model);
    model->arena.limit_bytes = model->arena.held_bytes + bytes;
    model->arena.exhausted = jump_out;
    model->arena.context = &escape;
    if (setjmp(escape) != 0)
        return false;
    assert_int_equal(solve(model, true, mesh), KERNEL_DONE);
    return true;
}

/* A little more memory each time: it ends in every one of the places where it may, until it is enough. */
static void memory_ends_as_with_one(void **state)
{
    (void)state;
    struct model model;
    struct mesh mesh;
    size_t bytes = 1 << 16, failures = 0;
    for (; !solve_within(bytes, &mesh, &model); bytes += bytes / 8) {
        model_close(&model);
        failures++;
    }
    assert_true(failures > 10);
    assert_true(mesh.triangle_count > 0);
    model_close(&model);
}

static void cancelled_is_cancelled(void **state)
{
    (void)state;
    struct model model;
    struct mesh mesh;
    const volatile int cancelled = 1;
    jmp_buf escape;
    add_balls(&model);
    model.arena.cancelled = &cancelled;
    model.arena.exhausted = jump_out;
    model.arena.context = &escape;
    const struct kernel_model input = { .formula = &model.formula,
                                        .leaves = model.leaves.items,
                                        .leaf_count = (uint32_t)model.leaves.count,
                                        .two_threads = true };
    if (setjmp(escape) == 0) {
        kernel_solve(&input, &model.arena, &mesh, NULL);
        fail();
    }
    model.arena.cancelled = NULL;
    model_close(&model);
}

/* What each half takes of its memory. */
struct wish {
    struct halves halves;
    size_t bytes[2];
    bool done[2];
};

static void take(void *context, int half)
{
    struct wish *wish = context;
    arena_take(wish->halves.arenas[half], wish->bytes[half]);
    wish->done[half] = true;
}

static void who_has_no_memory_is_waited_for(void **state)
{
    (void)state;
    for (int greedy = 0; greedy < 2; greedy++) {
        struct arena arena;
        jmp_buf escape;
        static struct wish wish;
        arena_open(&arena);
        wish = (struct wish){ .bytes = { 100, 100 } };
        wish.bytes[greedy] = 1 << 20;
        arena.limit_bytes = 1 << 16;
        arena.exhausted = jump_out;
        arena.context = &escape;
        halves_open(&wish.halves, &arena, true);
        if (setjmp(escape) == 0) {
            halves_do(&wish.halves, take, &wish);
            fail();
        }
        assert_false(wish.done[greedy]);
        assert_true(wish.done[!greedy]);
        assert_true(arena.exhausted == jump_out);
        arena_close(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_trees_are_the_same),       cmocka_unit_test(balls_are_the_same),
        cmocka_unit_test(memory_ends_as_with_one),         cmocka_unit_test(cancelled_is_cancelled),
        cmocka_unit_test(who_has_no_memory_is_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
