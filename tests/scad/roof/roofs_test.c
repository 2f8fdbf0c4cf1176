/* SPDX-License-Identifier: MIT */
/* Roofs over random outlines. Arguments: how many of each sort; then perhaps the first seed, the sort and the method. */
#include "judge.h"
#include "plans.h"

#include "../fonts/shelf.h"

#include <stdlib.h>

static const char *const methods[] = {
    [TREE_ROOF_VORONOI] = "voronoi", [TREE_ROOF_STRAIGHT] = "straight"
};

/* A roof stands on what is left of a polygon on the grid of the plane: what is too thin for that is gone the next time. */
static bool take_again(struct bench *bench, struct sketch *sketch)
{
    for (size_t before = 0; before != sketch->count;) {
        before = sketch->count;
        if (!bench_build(bench, sketch_polygon(bench, sketch)) ||
            !sketch_take(sketch, &bench->shape.region))
            return false;
    }
    return sketch->count > 0;
}

/* False if the outlines are not built, are none, or have too many points to look at. */
static bool take_plan(struct bench *bench, const struct roof_sort *sort, uint64_t seed, bool turned,
                      struct sketch *sketch)
{
    return bench_build(bench, roof_plan_grow(bench, sort, seed, turned)) &&
           sketch_take(sketch, &bench->shape.region) && take_again(bench, sketch);
}

static const char *judge_roof(struct bench *bench, const struct sketch *sketch,
                              const struct sketch *counted, enum tree_roof_method method)
{
    struct tree_node *node = NODE(bench, TREE_ROOF, 1, sketch_polygon(bench, sketch));
    node->as.roof.method = method;
    node->fragments.fn = 180;
    bench_build(bench, node);
    return roof_judge(bench, sketch, counted, method);
}

/* Moves each point this way or that, by so much that an offset sees which corners meet and which miss. */
static void move_points(struct sketch *sketch, uint64_t seed)
{
    static const double most = 0.05;
    for (size_t i = 0; i < 2 * sketch->count; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        sketch->points[i / 2][i % 2] += most * ((double)(seed >> 10) / 9007199254740992.0 - 1);
    }
}

/* A fault; NULL if there is none. Where corners of a straight roof just meet or just miss, how large it is is a matter of rounding: then
 * the same outlines moved a little are looked at. */
static const char *judge(struct bench *bench, const struct roof_sort *sort, uint64_t seed,
                         enum tree_roof_method method)
{
    static struct sketch sketch, counted;
    if (!take_plan(bench, sort, seed, false, &counted) ||
        !take_plan(bench, sort, seed, true, &sketch))
        return bench->reports ? bench->message : NULL;
    const char *fault = judge_roof(bench, &sketch, &counted, method);
    if (fault != roof_fault_size)
        return fault;
    move_points(&counted, seed);
    return take_again(bench, &counted) ? judge_roof(bench, &counted, &counted, method) : NULL;
}

/* Where a slit is beneath the grid, no roof is better than a wrong one. */
static bool is_refused(const struct bench *bench)
{
    return strstr(bench->message, "a slit too thin") != NULL;
}

/* How many of them are at fault. */
static int campaign(struct shelf *shelf, const struct roof_sort *sort, enum tree_roof_method method,
                    const uint64_t seeds[2])
{
    int faults = 0, refused = 0;
    for (uint64_t seed = seeds[0]; seed < seeds[1]; seed++) {
        struct bench bench;
        bench_open(&bench);
        bench.limits.fonts = shelf->fonts;
        const char *fault = judge(&bench, sort, seed, method);
        if (fault && is_refused(&bench)) {
            refused++;
        } else if (fault) {
            faults++;
            print_message("%s %s %llu: %s\n", methods[method], sort->name, (unsigned long long)seed,
                          fault);
        }
        bench_close(&bench);
    }
    print_message("%s, %s: %d at fault, %d refused\n", sort->name, methods[method], faults,
                  refused);
    return faults;
}

int main(int count, char **arguments)
{
    uint64_t first = count > 2 ? strtoull(arguments[2], NULL, 10) : 0;
    const uint64_t seeds[2] = { first,
                                first + strtoull(count > 1 ? arguments[1] : "20", NULL, 10) };
    struct shelf shelf;
    int faults = 0;
    shelf_open(&shelf);
    for (size_t i = 0; i < roof_sort_count; i++)
        for (int method = 0; method < 2; method++) {
            if ((count > 3 && strcmp(arguments[3], roof_sorts[i].name) != 0) ||
                (count > 4 && strcmp(arguments[4], methods[method]) != 0))
                continue;
            faults += campaign(&shelf, &roof_sorts[i], (enum tree_roof_method)method, seeds);
        }
    shelf_close(&shelf);
    return faults > 0;
}
