/* SPDX-License-Identifier: MIT */
/* Triangles that fill outlines exactly, and outlines that are refused. */
#include "geometry/triangulation.h"

#include "bench.h"
#include "geometry/orientation.h"

#include <stdlib.h>

enum { MOST_POINTS = 400 };

struct drawing {
    double points[MOST_POINTS][2];
    struct outline outlines[16];
    size_t point_count, outline_count;
};

static void draw(struct drawing *drawing, const double (*points)[2], size_t count)
{
    drawing->outlines[drawing->outline_count++] =
        (struct outline){ drawing->point_count, count, false };
    memcpy(drawing->points[drawing->point_count], points, count * sizeof *points);
    drawing->point_count += count;
}

static enum triangulation_result triangulate(struct bench *bench, struct drawing *drawing,
                                             struct triangles *triangles)
{
    struct work work = { .arena = &bench->arena };
    return triangulation_append(&work, (const double(*)[2])drawing->points, drawing->outlines,
                                drawing->outline_count, triangles);
}

static double area_of(const double (*points)[2], size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        const double *a = points[i], *b = points[(i + 1) % count];
        sum += a[0] * b[1] - a[1] * b[0];
    }
    return sum / 2;
}

/* Every triangle turns left, there are n - 2 + 2 * holes - 2 * (solids - 1) of them, and their areas
 * make up that of the outlines: then they overlap nowhere and leave nothing out. */
static void check(struct bench *bench, struct drawing *drawing)
{
    struct triangles triangles = { 0 };
    assert_int_equal(triangulate(bench, drawing, &triangles), TRIANGULATION_DONE);
    double area = 0, expected = 0;
    size_t count = drawing->point_count;
    for (size_t i = 0; i < drawing->outline_count; i++) {
        const struct outline *outline = &drawing->outlines[i];
        double size =
            fabs(area_of((const double(*)[2])drawing->points + outline->first, outline->count));
        expected += outline->hole ? -size : size;
        count += outline->hole ? 2 : 0;
        count -= outline->hole ? 0 : 2;
    }
    for (size_t i = 0; i < triangles.count; i++) {
        const uint32_t *t = triangles.items[i];
        double corners[3][2];
        for (int k = 0; k < 3; k++)
            memcpy(corners[k], drawing->points[t[k]], sizeof corners[k]);
        assert_int_equal(orientation(corners[0], corners[1], corners[2]), 1);
        area += area_of((const double(*)[2])corners, 3);
    }
    assert_int_equal(triangles.count, count);
    assert_true(fabs(area - expected) <= 1e-9 * expected);
}

static const double square[][2] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 0, 10 } };

static void simple_outlines_are_filled(void **state)
{
    static const double comb[][2] = { { 0, 0 }, { 9, 0 }, { 9, 5 }, { 8, 1 }, { 7, 5 }, { 6, 1 },
                                      { 5, 5 }, { 4, 1 }, { 3, 5 }, { 2, 1 }, { 1, 5 } };
    static const double straight[][2] = { { 0, 0 }, { 1, 0 }, { 2, 0 }, { 3, 0 }, { 3, 1 },
                                          { 3, 2 }, { 2, 2 }, { 1, 2 }, { 0, 2 }, { 0, 1 } };
    struct drawing drawings[3] = { 0 };
    draw(&drawings[0], square, 4);
    draw(&drawings[1], comb, 11);
    draw(&drawings[2], straight, 10);
    for (int i = 0; i < 3; i++)
        check(*state, &drawings[i]);
}

static void holes_are_found_whatever_their_direction(void **state)
{
    static const double left[][2] = { { 1, 1 }, { 4, 1 }, { 4, 9 }, { 1, 9 } };
    static const double right[][2] = { { 6, 1 }, { 6, 9 }, { 9, 9 }, { 9, 1 } };
    static const double island[][2] = { { 7, 4 }, { 8, 4 }, { 8, 5 } };
    static const double apart[][2] = { { 20, 0 }, { 21, 0 }, { 20, 9 } };
    struct drawing drawing = { 0 };
    draw(&drawing, island, 3);
    draw(&drawing, left, 4);
    draw(&drawing, apart, 3);
    draw(&drawing, right, 4);
    draw(&drawing, square, 4);
    check(*state, &drawing);
    const bool holes[] = { false, true, false, true, false };
    for (int i = 0; i < 5; i++)
        assert_int_equal(drawing.outlines[i].hole, holes[i]);
}

static void what_touches_or_crosses_is_refused(void **state)
{
    static const double bow[][2] = { { 0, 0 }, { 2, 2 }, { 2, 0 }, { 0, 2 } };
    static const double twice[][2] = { { 0, 0 }, { 2, 0 }, { 1, 1 }, { 2, 2 }, { 0, 2 }, { 1, 1 } };
    static const double onto[][2] = { { 0, 0 }, { 4, 0 }, { 4, 4 }, { 2, 0 }, { 0, 4 } };
    static const double spike[][2] = { { 0, 0 }, { 4, 0 }, { 4, 4 }, { 4, 2 }, { 0, 2 } };
    static const double touching[][2] = { { 10, 2 }, { 12, 2 }, { 12, 4 } };
    static const double beside[][2] = { { 10, 0 }, { 20, 0 }, { 20, 10 }, { 10, 10 } };
    struct drawing drawings[7] = { 0 };
    draw(&drawings[0], bow, 4);
    draw(&drawings[1], twice, 6);
    draw(&drawings[2], onto, 5);
    draw(&drawings[3], spike, 5);
    for (int i = 4; i < 7; i++)
        draw(&drawings[i], square, 4);
    draw(&drawings[4], touching, 3);
    draw(&drawings[5], beside, 4);
    draw(&drawings[6], square, 4);
    for (int i = 0; i < 7; i++) {
        struct triangles triangles = { 0 };
        assert_int_equal(triangulate(*state, &drawings[i], &triangles), TRIANGULATION_CROSSING);
    }
}

/* A small generator of numbers, the same everywhere. */
static uint32_t random_state;

static unsigned random_below(unsigned limit)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % limit;
}

/* Points at growing angles around a middle: simple, with many reflex corners. */
static void draw_star(struct drawing *drawing, double x, double y, double inner, double outer)
{
    double points[40][2];
    size_t count = 3 + random_below(37);
    for (size_t i = 0; i < count; i++) {
        double angle = 2 * M_PI * (double)i / (double)count;
        double radius = inner + (outer - inner) * random_below(1000) / 1000.0;
        points[i][0] = x + radius * cos(angle);
        points[i][1] = y + radius * sin(angle);
    }
    draw(drawing, (const double(*)[2])points, count);
}

static void random_stars_with_holes_are_filled(void **state)
{
    for (unsigned seed = 0; seed < 300; seed++) {
        random_state = seed;
        struct drawing drawing = { 0 };
        static const double frame[][2] = { { -9, -9 }, { 29, -9 }, { 29, 29 }, { -9, 29 } };
        if (seed % 2)
            draw(&drawing, frame, 4);
        for (int i = 0; i < 9; i++)
            draw_star(&drawing, 10.0 * (i % 3), 10.0 * (i / 3), 1, 4.9);
        check(*state, &drawing);
    }
}

static bool crosses(const double (*p)[2], size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            const double *a = p[i], *b = p[(i + 1) % count], *c = p[j], *d = p[(j + 1) % count];
            int abc = orientation(a, b, c), abd = orientation(a, b, d);
            int cda = orientation(c, d, a), cdb = orientation(c, d, b);
            bool neighbours = j == i + 1 || (i == 0 && j == count - 1);
            if (!neighbours && abc * abd <= 0 && cda * cdb <= 0 && (abc || abd))
                return true;
            if (!neighbours && !abc && !abd && fmax(a[0], b[0]) >= fmin(c[0], d[0]) &&
                fmax(c[0], d[0]) >= fmin(a[0], b[0]) && fmax(a[1], b[1]) >= fmin(c[1], d[1]) &&
                fmax(c[1], d[1]) >= fmin(a[1], b[1]))
                return true;
        }
    return false;
}

/* Small outlines on a coarse grid, where nearly everything touches: the sweep and the test of all pairs
 * agree. Straight corners and spikes are left to region_add_outline. */
static void random_outlines_are_judged_like_all_pairs(void **state)
{
    int simple = 0;
    for (unsigned seed = 0; seed < 4000; seed++) {
        random_state = seed;
        double points[7][2];
        size_t count = 3 + random_below(5);
        for (size_t i = 0; i < count; i++) {
            points[i][0] = random_below(7);
            points[i][1] = random_below(7);
        }
        bool straight = false;
        for (size_t i = 0; i < count; i++)
            straight |=
                orientation(points[i], points[(i + 1) % count], points[(i + 2) % count]) == 0;
        if (straight)
            continue;
        struct drawing drawing = { 0 };
        draw(&drawing, (const double(*)[2])points, count);
        struct triangles triangles = { 0 };
        bool refused = triangulate(*state, &drawing, &triangles) == TRIANGULATION_CROSSING;
        assert_int_equal(refused, crosses((const double(*)[2])points, count));
        if (!refused)
            check(*state, &drawing);
        simple += !refused;
    }
    assert_true(simple > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(simple_outlines_are_filled),
        BENCH_TEST(holes_are_found_whatever_their_direction),
        BENCH_TEST(what_touches_or_crosses_is_refused),
        BENCH_TEST(random_stars_with_holes_are_filled),
        BENCH_TEST(random_outlines_are_judged_like_all_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
