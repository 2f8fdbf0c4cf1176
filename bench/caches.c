/* SPDX-License-Identifier: MIT */
/* What a cache of geometry saves: CPU of a model built for the first time, again, and with one part of it moved, beside the same without
 * a cache. */
#include "geometry/stock.h"
#include "shapes.h"

#include <math.h>
#include <stdio.h>

enum { ROUNDS = 5 };

static void measure(const char *name, make_model *make)
{
    struct arena arena;
    double bare = INFINITY, first = INFINITY, again = INFINITY, edited = INFINITY;
    arena_open(&arena);
    for (int round = 0; round < ROUNDS; round++) {
        struct shape_limits without = { 0 };
        struct shape_limits with = { .stock = stock_new(100, 64 << 20) };
        const struct tree_node *tree = make(&arena, 0);
        shapes_build(&without, tree, &bare);
        shapes_build(&with, tree, &first);
        shapes_build(&with, tree, &again);
        shapes_build(&with, make(&arena, 0.25), &edited);
        stock_free(with.stock);
    }
    printf("| %s | %.1f | %.1f | %.1f | %.1f |\n", name, bare, first, again, edited);
    arena_close(&arena);
}

int main(void)
{
    puts("| CPU, ms | no cache | first | again | one part moved |\n|---|---|---|---|---|");
    measure("plate with 100 holes", shapes_plate_100);
    measure("plate with 1,000 holes", shapes_plate_1000);
    measure("two spheres of 100,000 triangles", shapes_spheres_100000);
    measure("ten brackets with round edges", shapes_brackets);
}
