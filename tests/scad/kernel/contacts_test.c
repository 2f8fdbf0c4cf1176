/* SPDX-License-Identifier: MIT */
/* What is kept of how touching solids meet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/contacts.h"
#include "kernel/cull.h"
#include "kernel/kernel.h"
#include "kernel/scene.h"

#include "model.h"

enum { SIDE = 10 };

/* Around a corner inside there are eight cubes, and each pair of their triangles meets there. */
static void touching_cubes_do_not_keep_all_that_touches(void **state)
{
    (void)state;
    struct model model;
    struct scene scene;
    struct contacts contacts;
    model_open(&model, 0);
    model_node(&model, FORMULA_UNION, FORMULA_NO_NODE);
    for (int i = 0; i < SIDE * SIDE * SIDE; i++)
        model_add_box(&model, 0, (const double[3]){ i % SIDE, i / SIDE % SIDE, i / SIDE / SIDE },
                      (const double[3]){ 1, 1, 1 });
    const struct kernel_model input = { .formula = &model.formula,
                                        .leaves = model.leaves.items,
                                        .leaf_count = (uint32_t)model.leaves.count };
    assert_int_equal(scene_build(&scene, &input, &model.arena, NULL), KERNEL_DONE);
    struct halves halves;
    halves_open(&halves, &model.arena, false);
    struct relevance *first = relevance_open(&scene, halves.arenas[0]);
    struct relevance *const relevances[2] = { first,
                                              relevance_open_beside(first, halves.arenas[1]) };
    cull_triangles(&scene, &halves, relevances);
    contacts_find(&contacts, &scene, &halves, relevances);
    assert_true(contacts.count < 20 * (size_t)scene.triangle_count); /* of about 50 */
    for (uint32_t t = 0; t < scene.triangle_count; t++)
        for (uint32_t i = contacts.begin[t]; i < contacts.begin[t + 1]; i++)
            assert_int_equal(contacts.items[i].triangle, t);
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(touching_cubes_do_not_keep_all_that_touches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
