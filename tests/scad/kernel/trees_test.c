/* SPDX-License-Identifier: MIT */
/* Random trees, as many as are asked for: of boxes, beside counting cells; of turned solids, beside the volumes that other hands
 * have recorded (turned_volumes.mjs). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"
#include "trees.h"
#include "written.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the command line asks for. */
struct wanted {
    const char *volumes; /* a file: who recorded them, then a line for each turned tree */
    uint64_t turned, shallow, deep;
};

static double volume_of_sound(const struct mesh *mesh)
{
    if (mesh->triangle_count == 0)
        return 0;
    check_sound(mesh);
    return measure_mesh(mesh).volume;
}

static void assert_boxes(uint64_t seed, int depth)
{
    static struct tree_of_boxes tree;
    trees_of_boxes(&tree, seed, depth);
    struct mesh mesh = model_solve(&tree.model);
    assert_float_equal(volume_of_sound(&mesh), (double)trees_count_cells(&tree), 1e-6);
    model_close(&tree.model);
}

static void boxes_have_the_volume_of_their_cells(void **state)
{
    const struct wanted *wanted = *state;
    for (uint64_t seed = 0; seed < wanted->shallow; seed++)
        assert_boxes(seed, 3);
    for (uint64_t seed = 0; seed < wanted->deep; seed++)
        assert_boxes(seed, 5);
}

/* Details that are smaller than the last digit of a file may come together in one edge: in how many files of the tree's. */
static unsigned count_pressed(struct model *model, const struct mesh *mesh)
{
    return (check_written(&model->arena, mesh, WRITTEN_SINGLE) > 0) +
           (check_written(&model->arena, mesh, WRITTEN_SIX_DIGITS) > 0);
}

/* As far apart as slivers of the grid may be high; faces of the trees' leaves are 10^-2 apart at least, where they do not touch. */
static bool lies_on_itself(const struct mesh *mesh)
{
    return mesh->triangle_count > 0 && check_walls(mesh, 1e-6) > 1e-6;
}

static void turned_solids_have_the_recorded_volumes(void **state)
{
    const struct wanted *wanted = *state;
    unsigned pressed = 0, walled = 0;
    FILE *file = fopen(wanted->volumes, "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "#%*[^\n]"), 0);
    for (uint64_t seed = 0; seed < wanted->turned; seed++) {
        struct model model;
        double recorded;
        assert_int_equal(fscanf(file, "%lf", &recorded), 1);
        trees_of_solids(&model, seed, 3);
        struct mesh mesh = model_solve(&model);
        double volume = volume_of_sound(&mesh);
        if (fabs(volume - recorded) > 1e-5)
            fail_msg("tree %d: volume %.9g, not %.9g", (int)seed, volume, recorded);
        pressed += count_pressed(&model, &mesh);
        walled += lies_on_itself(&mesh);
        model_close(&model);
    }
    assert_int_equal(walled, 0);
    assert_true(pressed <= 2 * wanted->turned / 100);
    fclose(file);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: %s VOLUMES TURNED SHALLOW DEEP\n", argv[0]);
        return 2;
    }
    struct wanted wanted = { argv[1], strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10),
                             strtoull(argv[4], NULL, 10) };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(boxes_have_the_volume_of_their_cells, &wanted),
        cmocka_unit_test_prestate(turned_solids_have_the_recorded_volumes, &wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
