/* SPDX-License-Identifier: MIT */
/* A drawing in a string, imported into a model: its area, its box, and what was said of it. */
#ifndef SCAD_TESTS_READERS_SHEET_H
#define SCAD_TESTS_READERS_SHEET_H

#include "geometry/shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct sheet {
    struct arena arena;
    struct tree_node *node; /* the import(), to be set up before it is drawn */
    struct shape_limits limits;
    struct shape shape;
    struct text contents;
    char messages[4096];
};

static inline void sheet_listen(void *context, const struct report *report)
{
    struct sheet *sheet = context;
    size_t length = strlen(sheet->messages);
    snprintf(sheet->messages + length, sizeof sheet->messages - length, "%s: %s\n",
             report->severity == REPORT_ERROR ? "ERROR" : "WARNING", report->message);
}

static inline bool sheet_file(void *context, const char *file, struct file_answer *answer)
{
    (void)file;
    answer->contents = ((struct sheet *)context)->contents;
    return true;
}

static inline bool sheet_draw_bytes(struct sheet *sheet, struct text contents)
{
    /* at its exact size in memory, so that a sanitizer sees who reads on */
    char *copy = arena_take(&sheet->arena, contents.length ? contents.length : 1);
    memcpy(copy, contents.bytes, contents.length);
    sheet->contents = (struct text){ copy, contents.length };
    sheet->messages[0] = '\0';
    sheet->limits.files = (struct files){ sheet_file, sheet };
    return shape_build(&sheet->arena, sheet->node, &sheet->limits, sheet_listen, sheet,
                       &sheet->shape);
}

static inline bool sheet_draw(struct sheet *sheet, const char *contents)
{
    return sheet_draw_bytes(sheet, text_of(contents));
}

static inline double sheet_area(const struct sheet *sheet)
{
    const struct mesh *mesh = &sheet->shape.mesh;
    double area = 0;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const double *a = mesh->vertices[mesh->triangles[i][0]],
                     *b = mesh->vertices[mesh->triangles[i][1]],
                     *c = mesh->vertices[mesh->triangles[i][2]];
        area += ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2;
    }
    return area;
}

static inline bool sheet_near(double a, double b)
{
    return fabs(a - b) <= 1e-6 * fmax(1, fabs(b));
}

/* Draws without a word, and has this area and box. */
static inline void sheet_expect(struct sheet *sheet, const char *contents, double area, double left,
                                double bottom, double right, double top)
{
    assert_true(sheet_draw(sheet, contents));
    assert_string_equal(sheet->messages, "");
    assert_int_equal(sheet->shape.dimension, 2);
    const struct box box = region_box(&sheet->shape.region);
    if (!sheet_near(sheet_area(sheet), area))
        fail_msg("the area is %.10g, not %.10g", sheet_area(sheet), area);
    if (!sheet_near(box.low[0], left) || !sheet_near(box.low[1], bottom) ||
        !sheet_near(box.high[0], right) || !sheet_near(box.high[1], top))
        fail_msg("the box is %.10g %.10g %.10g %.10g", box.low[0], box.low[1], box.high[0],
                 box.high[1]);
}

static inline int sheet_set_up(void **state, const char *file)
{
    static struct sheet sheet;
    memset(&sheet, 0, sizeof sheet);
    arena_open(&sheet.arena);
    sheet.node = tree_new(&sheet.arena, TREE_IMPORT, (struct tree_position){ NULL, 3 });
    sheet.node->as.import.file = file;
    sheet.node->as.import.dpi = 25.4; /* a unit is a millimetre */
    *state = &sheet;
    return 0;
}

static inline int sheet_tear_down(void **state)
{
    arena_close(&((struct sheet *)*state)->arena);
    return 0;
}

static inline int sheet_set_up_svg(void **state)
{
    return sheet_set_up(state, "page.svg");
}

static inline int sheet_set_up_dxf(void **state)
{
    return sheet_set_up(state, "plan.dxf");
}

#define SVG_TEST(name) cmocka_unit_test_setup_teardown(name, sheet_set_up_svg, sheet_tear_down)
#define DXF_TEST(name) cmocka_unit_test_setup_teardown(name, sheet_set_up_dxf, sheet_tear_down)

#endif
