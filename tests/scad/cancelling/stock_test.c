/* SPDX-License-Identifier: MIT */
/* What is kept of a model, found again, and fetched from elsewhere: it is asked often whether to go on, and what was left half-way is not
 * found later. */
#include "../evaluate/run.h"
#include "trial.h"

#include "geometry/shape.h"
#include "geometry/stock.h"

#include <stdlib.h>

enum { ITEMS = 100, BYTES = 64 << 20, KEPT_MAX = 16 };

static const char *const programs[] = {
    "sphere(10, $fn = 200);",
    "resize([1, 2, 3]) sphere(10, $fn = 160);",
    "union() { hull() { sphere(10, $fn = 100); translate([20, 0, 0]) sphere(10, $fn = 120); } }",
    "offset(r = 1) circle(100, $fn = 10000);",
    "polyhedron([for (z = [0, 1], i = [0:9999]) [cos(i * 0.036), sin(i * 0.036), z]],"
    " [[for (i = [0:9999]) i], [for (i = [9999:-1:0]) 10000 + i],"
    " for (i = [0:9999]) [i, 10000 + i, 10000 + (i + 1) % 10000, (i + 1) % 10000]]);",
};

/* What all stocks share. */
struct depot {
    struct {
        struct digest key;
        void *block;
        size_t size;
    } kept[KEPT_MAX];
    size_t count;
};

static const void *find(void *context, const struct digest *key, size_t *size)
{
    struct depot *depot = context;
    for (size_t i = 0; i < depot->count; i++)
        if (memcmp(&depot->kept[i].key, key, sizeof *key) == 0) {
            *size = depot->kept[i].size;
            return depot->kept[i].block;
        }
    return NULL;
}

static void keep(void *context, const struct digest *key, const void *block, size_t size)
{
    struct depot *depot = context;
    assert_true(depot->count < KEPT_MAX);
    depot->kept[depot->count].key = *key;
    depot->kept[depot->count].size = size;
    depot->kept[depot->count].block = memcpy(malloc(size), block, size);
    depot->count++;
}

static void close_depot(struct depot *depot)
{
    for (size_t i = 0; i < depot->count; i++)
        free(depot->kept[i].block);
}

struct model {
    const struct tree_node *tree;
    struct stock *stock;
    struct stock_depot depot; /* for stocks that are new; `find` NULL: none */
    size_t triangles;
};

static void build_with(struct model *model, struct arena *arena)
{
    const struct shape_limits limits = { .stock = model->stock };
    struct shape shape;
    if (!shape_build(arena, model->tree, &limits, NULL, NULL, &shape))
        arena_give_up(arena, 0); /* it was left within */
    if (model->triangles == 0)
        model->triangles = shape.mesh.triangle_count;
    assert_int_equal(shape.mesh.triangle_count, model->triangles);
}

/* With an empty stock each time. */
static void build_anew(void *context, struct arena *arena)
{
    struct model *model = context;
    if (model->stock)
        stock_free(model->stock);
    model->stock = stock_new(ITEMS, BYTES);
    if (model->depot.find)
        stock_share(model->stock, model->depot, BYTES);
    build_with(model, arena);
}

/* With what was left by those before. */
static void build_again(void *context, struct arena *arena)
{
    build_with(context, arena);
}

/* How much was fetched. */
static size_t check(const char *program)
{
    struct run run;
    struct depot depot = { .count = 0 };
    struct arena arena;
    run_open(&run);
    arena_open(&arena);
    run_program(&run, program);
    struct model model = { .tree = run.result.root };
    trial_check(&(struct trial){ program, "keeping", build_anew, &model });
    trial_check(&(struct trial){ program, "finding", build_again, &model });
    model.depot = (struct stock_depot){ &depot, find, keep };
    build_anew(&model, &arena);
    trial_check(&(struct trial){ program, "fetching", build_anew, &model });
    build_again(&model, &arena);
    size_t fetched = stock_figures(model.stock).fetched;
    assert_true(stock_figures(model.stock).items > 0);
    stock_free(model.stock);
    close_depot(&depot);
    arena_close(&arena);
    run_close(&run);
    return fetched;
}

static void what_is_left_is_not_found(void **state)
{
    (void)state;
    size_t fetched = 0;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        fetched += check(programs[i]);
    assert_true(fetched > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_left_is_not_found) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
