/* SPDX-License-Identifier: MIT */
/* DXF: each entity, layers, blocks, and lines that meet nearly. */
#include "sheet.h"

#define ENTITIES(entities)   "0\nSECTION\n2\nENTITIES\n" entities "0\nENDSEC\n0\nEOF\n"
#define LINE(x1, y1, x2, y2) "0\nLINE\n8\nA\n10\n" #x1 "\n20\n" #y1 "\n11\n" #x2 "\n21\n" #y2 "\n"
#define CIRCLE(x, y, r)      "0\nCIRCLE\n8\nB\n10\n" #x "\n20\n" #y "\n40\n" #r "\n"
#define SQUARE               LINE(0, 0, 4, 0) LINE(4, 4, 4, 0) LINE(0, 4, 4, 4) LINE(0, 4, 0, 0)

static void loose_lines_are_joined(void **state)
{
    sheet_expect(*state, ENTITIES(SQUARE), 16, 0, 0, 4, 4);
    sheet_expect(*state, ENTITIES(LINE(0, 0, 4, 0) LINE(4.0004, 0, 4, 4) LINE(4, 4.0004, 0, 0)), 8,
                 0, 0, 4, 4);
    sheet_expect(*state,
                 "0\r\nSECTION\r\n  2 \r\nENTITIES\r\n" SQUARE "0\r\nENDSEC\r\n0\r\nEOF\r\n", 16, 0,
                 0, 4, 4);
}

static void open_lines_are_closed(void **state)
{
    sheet_expect(*state, ENTITIES(LINE(0, 0, 4, 0) LINE(4, 0, 4, 4)), 8, 0, 0, 4, 4);
    sheet_expect(*state, ENTITIES(LINE(9, 9, 5, 5) SQUARE), 16, 0, 0, 4, 4);
}

static void what_is_inside_an_odd_number_is_solid(void **state)
{
    sheet_expect(
        *state,
        ENTITIES(SQUARE LINE(1, 1, 3, 1) LINE(3, 1, 3, 3) LINE(3, 3, 1, 3) LINE(1, 3, 1, 1)), 12, 0,
        0, 4, 4);
    /* two squares that cross: what both hold is a hole */
    sheet_expect(
        *state,
        ENTITIES(SQUARE LINE(2, 2, 6, 2) LINE(6, 2, 6, 6) LINE(6, 6, 2, 6) LINE(2, 6, 2, 2)), 24, 0,
        0, 6, 6);
}

/* A line that closes a ring and one that hangs on it: the ring is one outline without the tail. */
static void a_tail_is_left_over(void **state)
{
    sheet_expect(*state, ENTITIES(LINE(9, 9, 4, 4) SQUARE), 16, 0, 0, 4, 4);
}

/* As in OpenSCAD the way begins with the first line and takes the first that goes on; what is left of the second ring, which
 * has lost a side, loses a corner too. */
static void lines_that_branch(void **state)
{
    struct sheet *sheet = *state;
    sheet_expect(sheet, ENTITIES(SQUARE LINE(4, 0, 9, 0) LINE(9, 0, 9, 3) LINE(9, 3, 4, 4)),
                 16 + 7.5, 0, 0, 9, 4);
}

/* A line of no length, alone and at the end of others. */
static void lines_without_length(void **state)
{
    sheet_expect(*state,
                 ENTITIES(LINE(7, 7, 7, 7) LINE(0, 0, 4, 0) LINE(4, 0, 4, 4) LINE(4, 4, 4, 4)), 8,
                 0, 0, 4, 4);
}

static void polylines(void **state)
{
#define CORNERS "10\n0\n20\n0\n10\n4\n20\n0\n10\n4\n20\n3\n10\n0\n20\n3\n"
    sheet_expect(*state, ENTITIES("0\nLWPOLYLINE\n70\n1\n" CORNERS), 12, 0, 0, 4, 3);
    sheet_expect(*state, ENTITIES("0\nLWPOLYLINE\n70\n0\n" CORNERS), 12, 0, 0, 4, 3);
}

static void curves_have_as_many_sides_as_fragments(void **state)
{
    struct sheet *sheet = *state;
    sheet->node->fragments.fn = 4;
    sheet_expect(sheet, ENTITIES(CIRCLE(1, 1, 2)), 8, -1, -1, 3, 3);
    sheet_expect(sheet, ENTITIES("0\nARC\n10\n0\n20\n0\n40\n2\n50\n270\n51\n90\n"), 4, 0, -2, 2, 2);
    sheet_expect(
        sheet,
        ENTITIES("0\nELLIPSE\n10\n0\n20\n0\n11\n0\n21\n4\n40\n0.5\n41\n0\n42\n6.283185307\n"), 16,
        -2, -4, 2, 4);
}

/* Each turn would cross all the others. */
static void arcs_make_one_turn_at_most(void **state)
{
    struct sheet *sheet = *state;
    sheet->node->fragments.fn = 4;
    sheet_expect(sheet, ENTITIES("0\nARC\n10\n0\n20\n0\n40\n2\n50\n-90\n51\n91890\n"), 4, 0, -2, 2,
                 2);
    sheet_expect(sheet, ENTITIES("0\nARC\n10\n0\n20\n0\n40\n2\n50\n0\n51\n360\n"), 8, -2, -2, 2, 2);
}

static void origin_scale_and_layer(void **state)
{
    struct sheet *sheet = *state;
    struct tree_import *import = &sheet->node->as.import;
    sheet->node->fragments.fn = 4;
    import->layer = "A";
    sheet_expect(sheet, ENTITIES(SQUARE CIRCLE(50, 0, 1)), 16, 0, 0, 4, 4);
    import->layer = "B";
    import->scale = 2;
    import->origin[0] = 50;
    import->origin[1] = 1;
    sheet_expect(sheet, ENTITIES(SQUARE CIRCLE(50, 0, 1)), 8, -2, -4, 2, 0);
    import->center = true;
    sheet_expect(sheet, ENTITIES(SQUARE CIRCLE(50, 0, 1)), 8, -2, -2, 2, 2);
}

static void blocks_are_inserted(void **state)
{
    sheet_expect(*state,
                 "0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n2\nbox\n" SQUARE
                 "0\nENDBLK\n0\nENDSEC\n" ENTITIES(
                     "0\nINSERT\n2\nbox\n10\n10\n20\n0\n41\n2\n42\n3\n50\n90\n"
                     "0\nINSERT\n2\nbox\n10\n20\n20\n0\n0\nINSERT\n2\nnone\n10\n0\n20\n0\n"),
                 96 + 16, -2, 0, 24, 8);
}

static void what_is_left_out_is_said(void **state)
{
    struct sheet *sheet = *state;
    assert_true(
        sheet_draw(sheet, ENTITIES("0\nTEXT\n1\nhi\n0\nTEXT\n1\nho\n0\nSPLINE\n8\nA\n" SQUARE)));
    assert_string_equal(sheet->messages,
                        "WARNING: Unsupported DXF Entity 'TEXT' (2) in \"plan.dxf\".\n"
                        "WARNING: Unsupported DXF Entity 'SPLINE' (1) in \"plan.dxf\".\n");
    sheet->node->as.import.layer = "A";
    assert_true(sheet_draw(sheet, ENTITIES("0\nTEXT\n1\nhi\n0\nSPLINE\n8\nA\n" SQUARE)));
    assert_string_equal(sheet->messages,
                        "WARNING: Unsupported DXF Entity 'SPLINE' (1) in layer 'A' of plan.dxf\n");
    assert_true(sheet_near(sheet_area(sheet), 16));
}

static void what_is_no_number_is_said(void **state)
{
    struct sheet *sheet = *state;
    assert_true(sheet_draw(sheet, ENTITIES("0\nCIRCLE\n10\n0\n20\n1,5\n40\nnan\n" SQUARE)));
    assert_string_equal(sheet->messages,
                        "WARNING: Illegal value '1,5'in `plan.dxf'\n"
                        "WARNING: Illegal value 'nan'in `plan.dxf'\n"
                        "WARNING: Not enough input values for CIRCLE. in 'plan.dxf'\n");
    assert_true(sheet_near(sheet_area(sheet), 16));
    assert_true(sheet_draw(sheet, "<?xml version='1.0'?>\n<svg/>\n"));
    assert_string_equal(sheet->messages,
                        "WARNING: Illegal ID '<?xml version='1.0'?>' in `plan.dxf'\n");
    assert_true(sheet_draw(sheet, ""));
    assert_string_equal(sheet->messages, "");
    assert_int_equal(sheet->shape.dimension, 2);
}

static void too_much_is_refused(void **state)
{
    struct sheet *sheet = *state;
    assert_true(sheet_draw(sheet, ENTITIES(LINE(0, 0, 1e300, 0))));
    assert_string_equal(sheet->messages,
                        "WARNING: Coordinates are too large - leaving out a line\n");
    sheet->node->fragments.fn = 1e9;
    assert_false(sheet_draw(sheet, ENTITIES(CIRCLE(0, 0, 1))));
    assert_string_equal(sheet->messages,
                        "ERROR: 'plan.dxf' needs more vertices than a model may have\n");
}

/* A block that holds itself twice, and again, and again: it grows until it may not. */
static void blocks_in_blocks_end(void **state)
{
    struct sheet *sheet = *state;
    struct builder text = builder_in(&sheet->arena);
    builder_string(&text, "0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n2\nb\n" SQUARE);
    for (int i = 0; i < 60; i++)
        builder_string(&text, "0\nINSERT\n2\nb\n10\n1\n20\n1\n");
    builder_string(&text, "0\nENDBLK\n");
    sheet->limits.vertices = 10000;
    assert_false(sheet_draw_bytes(sheet, builder_result(&text)));
    assert_string_equal(sheet->messages,
                        "ERROR: 'plan.dxf' needs more vertices than a model may have\n");
}

/* Every line loosens the one before it: nothing is looked at again and again. */
static void long_chains_take_no_time(void **state)
{
    enum { COUNT = 100000 };
    struct sheet *sheet = *state;
    struct builder text = builder_in(&sheet->arena);
    builder_string(&text, "0\nSECTION\n2\nENTITIES\n");
    for (int i = COUNT; i > 0; i--)
        builder_format(&text, "0\nLINE\n10\n%d\n20\n%d\n11\n%d\n21\n%d\n", i - 1, (i - 1) % 2, i,
                       i % 2);
    builder_format(&text,
                   "0\nLINE\n10\n0\n20\n0\n11\n0\n21\n-9\n0\nLINE\n10\n%d\n20\n0\n11\n0\n21\n-9\n",
                   COUNT);
    builder_string(&text, "0\nENDSEC\n");
    assert_true(sheet_draw_bytes(sheet, builder_result(&text)));
    assert_string_equal(sheet->messages, "");
    assert_int_equal(sheet->shape.region.outline_count, 1);
    assert_true(sheet_near(sheet_area(sheet), COUNT * 5.0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DXF_TEST(loose_lines_are_joined),
        DXF_TEST(open_lines_are_closed),
        DXF_TEST(what_is_inside_an_odd_number_is_solid),
        DXF_TEST(a_tail_is_left_over),
        DXF_TEST(lines_that_branch),
        DXF_TEST(lines_without_length),
        DXF_TEST(polylines),
        DXF_TEST(curves_have_as_many_sides_as_fragments),
        DXF_TEST(arcs_make_one_turn_at_most),
        DXF_TEST(origin_scale_and_layer),
        DXF_TEST(blocks_are_inserted),
        DXF_TEST(what_is_left_out_is_said),
        DXF_TEST(what_is_no_number_is_said),
        DXF_TEST(too_much_is_refused),
        DXF_TEST(blocks_in_blocks_end),
        DXF_TEST(long_chains_take_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
