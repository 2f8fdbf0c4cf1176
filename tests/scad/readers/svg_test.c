/* SPDX-License-Identifier: MIT */
/* SVG as a whole: groups and transformations, <use>, what is shown and what is asked for, and files that mean harm. */
#include "sheet.h"

#include "readers/svg.h"

#define SVG(shapes) "<svg>" shapes "</svg>"
#define SQUARE      "<rect width='1' height='1'/>"

static void transformations(void **state)
{
#define MOVED(list) SVG("<rect width='2' height='1' transform='" list "'/>")
    sheet_expect(*state, MOVED("translate(3,4)"), 2, 3, -5, 5, -4);
    sheet_expect(*state, MOVED("translate(3)"), 2, 3, -1, 5, 0);
    sheet_expect(*state, MOVED("scale(2)"), 8, 0, -2, 4, 0);
    sheet_expect(*state, MOVED("scale(2 -3)"), 12, 0, 0, 4, 3);
    sheet_expect(*state, MOVED("rotate(90)"), 2, -1, -2, 0, 0);
    sheet_expect(*state, MOVED("rotate(90, 1, 1)"), 2, 1, -2, 2, 0);
    sheet_expect(*state, MOVED("skewX(45)"), 2, 0, -1, 3, 0);
    sheet_expect(*state, MOVED("skewY(45)"), 2, 0, -3, 2, 0);
    sheet_expect(*state, MOVED("matrix(1 0 0 2 5 6)"), 4, 5, -8, 7, -6);
    sheet_expect(*state, MOVED("translate(10) , scale(2)"), 8, 10, -2, 14, 0);
    sheet_expect(*state, MOVED("scale(1,2,3) turn(9) translate() rotate(1 2)"), 2, 0, -1, 2, 0);
}

static void groups(void **state)
{
    sheet_expect(
        *state,
        SVG("<g transform='translate(5 0)'><g transform='scale(2)'>" SQUARE "</g>" SQUARE "</g>"),
        4, 5, -2, 7, 0);
    sheet_expect(*state, SVG("<a><switch>" SQUARE "</switch></a>"), 1, 0, -1, 1, 0);
    sheet_expect(*state, "<svg><svg width='9' transform='scale(5)'>" SQUARE "</svg></svg>", 1, 0,
                 -1, 1, 0);
}

static void shapes_are_united(void **state)
{
    sheet_expect(*state,
                 SVG("<rect width='4' height='4'/><rect x='2' y='2' width='4' height='4'/>"), 28, 0,
                 -6, 6, 0);
}

static void used_definitions(void **state)
{
#define DEFINITIONS                                                                \
    "<defs><rect id='r' width='2' height='1'/><g id='g'>" SQUARE "<use href='#r' " \
    "x='5'/></g></defs>"
    sheet_expect(*state, SVG(DEFINITIONS "<use href='#r' x='3' y='4'/>"), 2, 3, -5, 5, -4);
    sheet_expect(*state, SVG(DEFINITIONS "<use xlink:href='#r' transform='scale(2)' x='3'/>"), 8, 6,
                 -2, 10, 0);
    sheet_expect(*state, SVG(DEFINITIONS "<use href='#g' y='1'/><use href='#g' y='8'/>"), 6, 0, -9,
                 7, -1);
    sheet_expect(*state, SVG(DEFINITIONS "<use href='#g' display='none'/>" SQUARE), 1, 0, -1, 1, 0);
    /* what is not defined, not yet, elsewhere, or not in <defs> */
    sheet_expect(*state,
                 SVG("<use href='#r' x='9'/>" DEFINITIONS
                     "<use href='#none'/><use/><use href='a.svg#r'/>"
                     "<g id='h'>" SQUARE "</g><use href='#h' x='9'/>"),
                 1, 0, -1, 1, 0);
}

static void what_is_hidden(void **state)
{
    sheet_expect(*state, SVG(SQUARE "<g display='none'><rect width='9' height='9'/></g>"), 1, 0, -1,
                 1, 0);
    sheet_expect(*state,
                 SVG(SQUARE "<rect width='9' height='9' style='fill:none; display : none'/>"), 1, 0,
                 -1, 1, 0);
    sheet_expect(*state, SVG("<rect width='1' height='1' visibility='hidden' fill='none'/>"), 1, 0,
                 -1, 1, 0);
    sheet_expect(*state, SVG("<rect width='1' height='1' display='none' style='display:inline'/>"),
                 1, 0, -1, 1, 0);
}

#define LAYERS                                                                                   \
    SVG("<g inkscape:groupmode='layer' inkscape:label='low' transform='translate(10 0)'>" SQUARE \
        "<rect id='r' width='3' height='1'/></g>"                                                \
        "<g inkscape:groupmode='layer' inkscape:label='high' display='none'><g><rect id='s' "    \
        "width='5' "                                                                             \
        "height='1'/></g></g><rect id='t' width='7' height='1'/>")

static void layers_and_ids(void **state)
{
    struct sheet *sheet = *state;
    struct tree_import *import = &sheet->node->as.import;
    import->id = "r";
    sheet_expect(sheet, LAYERS, 3, 10, -1, 13, 0);
    import->layer = "low";
    sheet_expect(sheet, LAYERS, 3, 10, -1, 13, 0);
    import->id = "s"; /* of a hidden layer: shown, as it is asked for */
    import->layer = "high";
    sheet_expect(sheet, LAYERS, 5, 0, -1, 5, 0);
    import->id = NULL;
    assert_true(sheet_draw(sheet, LAYERS));
    import->layer = "low";
    sheet_expect(sheet, LAYERS, 3, 10, -1, 13, 0);
}

static void what_is_not_there_is_said(void **state)
{
    struct sheet *sheet = *state;
    struct tree_import *import = &sheet->node->as.import;
    import->id = "t";
    import->layer = "low";
    assert_true(sheet_draw(sheet, LAYERS));
    assert_string_equal(
        sheet->messages,
        "WARNING: import() filter id = \"t\", layer = \"low\" did not match anything\n");
    import->id = NULL;
    import->layer = "none";
    assert_true(sheet_draw(sheet, LAYERS));
    assert_string_equal(sheet->messages,
                        "WARNING: import() filter layer = \"none\" did not match anything\n");
    assert_int_equal(sheet->shape.dimension, 2);
    assert_int_equal(sheet->shape.region.outline_count, 0);
}

static void other_roots(void **state)
{
    sheet_expect(*state, "<g transform='scale(9)'>" SQUARE "</g>", 1, 0, -1, 1, 0);
    sheet_expect(*state, "<rect width='1' height='1'/>", 1, 0, -1, 1, 0);
    sheet_expect(*state,
                 "<?xml version='1.0' encoding='ISO-8859-1'?><svg><title>\xE4</title>" SQUARE
                 "</svg>",
                 1, 0, -1, 1, 0);
}

/* --- files that mean harm ---------------------------------------------------------------------------- */

static void what_is_no_xml_is_an_error(void **state)
{
    struct sheet *sheet = *state;
    assert_true(sheet_draw(sheet, "<svg>" SQUARE "</g>"));
    assert_string_equal(sheet->messages,
                        "ERROR: Error parsing file 'page.svg': mismatched tag, line 1\n");
    assert_int_equal(sheet->shape.dimension, 2);
    assert_int_equal(sheet->shape.region.outline_count, 0);
    assert_true(sheet_draw(sheet, ""));
    assert_string_equal(sheet->messages,
                        "ERROR: Error parsing file 'page.svg': no element found, line 1\n");
    assert_true(sheet_draw(sheet, SVG("&nothing;")));
    assert_string_equal(sheet->messages,
                        "ERROR: Error parsing file 'page.svg': undefined entity, line 1\n");
    assert_true(sheet_draw(
        sheet, "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg>&a;" SQUARE "</svg>"));
    assert_string_equal(sheet->messages, "");
    assert_true(sheet_near(sheet_area(sheet), 1));
}

static void entities_that_grow_and_grow(void **state)
{
    struct sheet *sheet = *state;
    struct builder text = builder_in(&sheet->arena);
    builder_string(&text, "<!DOCTYPE svg [<!ENTITY e0 'aaaaaaaaaaaaaaaa'>");
    for (int i = 1; i < 20; i++)
        builder_format(&text, "<!ENTITY e%d '&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;'>", i, i - 1,
                       i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    builder_string(&text, "]><svg>&e19;</svg>");
    assert_true(sheet_draw_bytes(sheet, builder_result(&text)));
    assert_string_equal(sheet->messages,
                        "ERROR: Error parsing file 'page.svg': limit on input amplification "
                        "factor (from DTD and entities) breached, line 1\n");
}

static void repeat(struct builder *text, const char *part, size_t count)
{
    while (count-- > 0)
        builder_string(text, part);
}

static void elements_as_deep_as_may_be(void **state)
{
    struct sheet *sheet = *state;
    for (size_t extra = 0; extra < 2; extra++) {
        struct builder text = builder_in(&sheet->arena);
        builder_string(&text, "<svg>");
        repeat(&text, "<g>", SVG_DEPTH - 2 + extra);
        builder_string(&text, SQUARE);
        repeat(&text, "</g>", SVG_DEPTH - 2 + extra);
        builder_string(&text, "</svg>");
        assert_true(sheet_draw_bytes(sheet, builder_result(&text)));
        assert_string_equal(sheet->messages,
                            extra ? "ERROR: Error parsing file 'page.svg': elements are nested "
                                    "too deeply, line 1\n"
                                  : "");
    }
}

static void copies_of_copies_end(void **state)
{
    struct sheet *sheet = *state;
    struct builder text = builder_in(&sheet->arena);
    builder_string(&text, "<svg><defs><g id='g0'>" SQUARE "</g>");
    for (int i = 1; i < 50; i++)
        builder_format(&text, "<g id='g%d'><use href='#g%d'/><use href='#g%d'/></g>", i, i - 1,
                       i - 1);
    builder_string(&text, "</defs><use href='#g49'/></svg>");
    assert_false(sheet_draw_bytes(sheet, builder_result(&text)));
    assert_string_equal(sheet->messages,
                        "ERROR: 'page.svg' needs more vertices than a model may have\n");
    assert_true(
        sheet_draw(sheet, SVG("<defs><g id='a'><use href='#a'/></g></defs><use href='#a'/>")));
    assert_string_equal(
        sheet->messages,
        "ERROR: Error parsing file 'page.svg': elements are nested too deeply, line 1\n");
}

static void more_points_than_a_model_may_have(void **state)
{
    struct sheet *sheet = *state;
    sheet->node->fragments.fn = 1e9;
    assert_false(sheet_draw(sheet, SVG("<circle r='1'/>")));
    assert_string_equal(sheet->messages,
                        "ERROR: 'page.svg' needs more vertices than a model may have\n");
    sheet->node->fragments.fn = 0;
    sheet->limits.vertices = 100;
    struct builder text = builder_in(&sheet->arena);
    builder_string(&text, "<svg><path d='M0 0");
    repeat(&text, "L9 9", 1000);
    builder_string(&text, "'/></svg>");
    assert_false(sheet_draw_bytes(sheet, builder_result(&text)));
    assert_string_equal(sheet->messages,
                        "ERROR: 'page.svg' needs more vertices than a model may have\n");
}

/* The parser's own memory is given back; a sanitizer would tell. */
static void memory_that_runs_out(void **state)
{
    struct sheet *sheet = *state;
    struct builder text = builder_in(&sheet->arena);
    builder_string(&text, "<svg>");
    repeat(&text, "<g id='a'/>", 100000);
    builder_string(&text, "</svg>");
    struct text contents = builder_result(&text);
    sheet->limits.bytes = 4 << 20;
    assert_false(sheet_draw_bytes(sheet, contents));
    assert_string_equal(
        sheet->messages,
        "ERROR: The model needs more memory than it may have (4 MiB), or than there is\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SVG_TEST(transformations),
        SVG_TEST(groups),
        SVG_TEST(shapes_are_united),
        SVG_TEST(used_definitions),
        SVG_TEST(what_is_hidden),
        SVG_TEST(layers_and_ids),
        SVG_TEST(what_is_not_there_is_said),
        SVG_TEST(other_roots),
        SVG_TEST(what_is_no_xml_is_an_error),
        SVG_TEST(entities_that_grow_and_grow),
        SVG_TEST(elements_as_deep_as_may_be),
        SVG_TEST(copies_of_copies_end),
        SVG_TEST(more_points_than_a_model_may_have),
        SVG_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
