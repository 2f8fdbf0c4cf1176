/* SPDX-License-Identifier: MIT */
/* Figures of Liberation Sans, in its units: an em has 2048, and is 100/72 at size 1. */
#include "shelf.h"

#include <math.h>

#define UNITS(count) ((count)*100.0 / 72.0 / 2048.0)

enum { H_ADVANCE = 1479, H_LEFT = 168, H_RIGHT = 1311, H_HEIGHT = 1409 };

static const double tolerance =
    2e-3; /* of hinting, and of boxes, which OpenSCAD takes a little too large */

static char warned[600];
static int warnings;

static void warn(void *context, const char *message)
{
    (void)context;
    warnings++;
    snprintf(warned, sizeof warned, "%s", message);
}

static struct layout lay_out(struct shelf *shelf, const struct tree_text *text)
{
    static const struct layout_listener listener = { NULL, warn };
    struct layout layout;
    warnings = 0;
    warned[0] = '\0';
    assert_int_equal(layout_make(shelf->fonts, &shelf->arena, text, &listener, &layout),
                     LAYOUT_DONE);
    return layout;
}

static void a_letter_is_as_large_as_the_font_says(void **state)
{
    struct tree_text text = shelf_text("H");
    struct layout layout = lay_out(*state, &text);
    assert_int_equal(layout.count, 1);
    assert_float_equal(layout.low[0], UNITS(H_LEFT), tolerance);
    assert_float_equal(layout.high[0], UNITS(H_RIGHT), tolerance);
    assert_float_equal(layout.low[1], 0, tolerance);
    assert_float_equal(layout.high[1], UNITS(H_HEIGHT), tolerance);
    assert_float_equal(layout.ascent, UNITS(H_HEIGHT), tolerance);
    assert_float_equal(layout.advance[0], UNITS(H_ADVANCE), tolerance);
    assert_float_equal(layout.advance[1], 0, tolerance);
}

static void spacing_stretches_what_is_between(void **state)
{
    struct tree_text text = shelf_text("HH");
    text.spacing = 3;
    struct layout layout = lay_out(*state, &text);
    assert_float_equal(layout.advance[0], UNITS(6 * H_ADVANCE), tolerance);
    assert_float_equal(layout.high[0], UNITS(3 * H_ADVANCE + H_RIGHT), tolerance);
    text.spacing = 0;
    assert_float_equal(lay_out(*state, &text).advance[0], 0, tolerance);
}

static double advance_of(struct shelf *shelf, const char *string)
{
    struct tree_text text = shelf_text(string);
    return lay_out(shelf, &text).advance[0];
}

static void pairs_are_kerned_unless_asked_not_to(void **state)
{
    struct shelf *shelf = *state;
    double apart = advance_of(shelf, "A") + advance_of(shelf, "V");
    assert_true(advance_of(shelf, "AV") < apart - 0.01);
    struct tree_text text = shelf_text("AV");
    text.font = "LiberationSans-Regular"; /* the same, opened anew */
    shelf->features = "-kern;nonsense=;-liga";
    assert_float_equal(lay_out(shelf, &text).advance[0], apart, tolerance);
}

static void marks_stand_on_their_letters(void **state)
{
    assert_float_equal(advance_of(*state, "e\xcc\x81"), advance_of(*state, "e"), tolerance);
}

static void expect_offset(struct shelf *shelf, const char *horizontal, const char *vertical,
                          double x, double y)
{
    struct tree_text text = shelf_text("H");
    text.horizontal_align = horizontal;
    text.vertical_align = vertical;
    struct layout layout = lay_out(shelf, &text);
    assert_float_equal(layout.offset[0], x, tolerance);
    assert_float_equal(layout.offset[1], y, tolerance);
}

static void rows_are_aligned(void **state)
{
    struct shelf *shelf = *state;
    expect_offset(shelf, "left", "baseline", 0, 0);
    expect_offset(shelf, "default", "bottom", 0, 0);
    expect_offset(shelf, "center", "center", UNITS(-H_ADVANCE / 2.0), UNITS(-H_HEIGHT / 2.0));
    expect_offset(shelf, "right", "top", UNITS(-H_ADVANCE), UNITS(-H_HEIGHT));
    assert_int_equal(warnings, 0);
}

static void columns_are_aligned(void **state)
{
    struct shelf *shelf = *state;
    struct tree_text text = shelf_text("HH");
    text.direction = "ttb";
    struct layout layout = lay_out(shelf, &text);
    assert_true(layout.advance[1] < -UNITS(2 * H_HEIGHT));
    assert_true(layout.high[1] < 0);
    assert_float_equal(layout.high[0] - layout.low[0], UNITS(H_RIGHT - H_LEFT), tolerance);
    assert_float_equal(layout.offset[0], 0, tolerance);
    text.horizontal_align = "right";
    text.vertical_align = "bottom";
    struct layout moved = lay_out(shelf, &text);
    assert_float_equal(moved.offset[0], -layout.high[0], tolerance);
    assert_float_equal(moved.offset[1], -layout.advance[1], tolerance);
    text.horizontal_align = "left";
    text.vertical_align = "center";
    moved = lay_out(shelf, &text);
    assert_float_equal(moved.offset[0], -layout.low[0], tolerance);
    assert_float_equal(moved.offset[1], -layout.advance[1] / 2, tolerance);
    assert_int_equal(warnings, 0);
    text.vertical_align = "baseline";
    lay_out(shelf, &text);
    assert_string_equal(warned, "Don't use valign=\"baseline\" with vertical layouts");
}

static void wrong_words_are_warned_of(void **state)
{
    struct shelf *shelf = *state;
    expect_offset(shelf, "middle", "baseline", 0, 0);
    assert_string_equal(warned, "Unknown value for the halign parameter (use \"left\", \"right\" "
                                "or \"center\"): 'middle'");
    expect_offset(shelf, "left", "", 0, 0);
    assert_string_equal(warned, "Unknown value for the valign parameter (use \"baseline\", "
                                "\"bottom\", \"top\" or \"center\"): ''");
    assert_int_equal(warnings, 1);
}

static void blanks_have_no_ink(void **state)
{
    struct tree_text text = shelf_text("  ");
    text.horizontal_align = "center";
    struct layout layout = lay_out(*state, &text);
    assert_int_equal(layout.count, 2);
    assert_true(layout.advance[0] > 0);
    for (int axis = 0; axis < 2; axis++)
        assert_true(layout.low[axis] == 0 && layout.high[axis] == 0 && layout.offset[axis] == 0);
    text.text = "";
    assert_int_equal(lay_out(*state, &text).count, 0);
}

static void right_to_left_is_the_other_way_round(void **state)
{
    struct tree_text text = shelf_text("\xd7\x90.");
    text.direction = "rtl";
    text.script = "Hebr";
    struct layout hebrew = lay_out(*state, &text);
    text.text = ".";
    struct layout stop = lay_out(*state, &text);
    assert_int_equal(hebrew.count, 2);
    assert_int_equal(hebrew.glyphs[0].index, stop.glyphs[0].index);
}

/* Invalid UTF-8, characters beyond the font, a script that is none, all that a stranger may write. */
static void anything_can_be_laid_out(void **state)
{
    static const char *const texts[] = {
        "\xff\xfe\x80", "a\xf0\x9f\x98\x80z", "\xed\xa0\x80", "\xe2\x98\xa0", "\x01\x7f\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tree_text text = shelf_text(texts[i]);
        text.script = i % 2 ? "" : "nonsense";
        text.language = i % 2 ? "" : "\xff";
        text.spacing = i % 2 ? NAN : 1e300;
        assert_true(lay_out(*state, &text).count > 0);
    }
}

static void long_texts_end_somewhere(void **state)
{
    struct shelf *shelf = *state;
    static char string[LAYOUT_TEXT_BYTES_MAX + 2];
    struct layout layout;
    memset(string, 'H', 100000);
    struct tree_text text = shelf_text(string);
    assert_float_equal(lay_out(shelf, &text).advance[0], UNITS(1e5 * H_ADVANCE), 1);
    memset(string, 'H', sizeof string - 1);
    assert_int_equal(layout_make(shelf->fonts, &shelf->arena, &text, NULL, &layout),
                     LAYOUT_TOO_LONG);
}

static void without_a_font_there_is_none(void **state)
{
    struct shelf *shelf = *state;
    struct tree_text text = shelf_text("a");
    struct layout layout;
    assert_int_equal(layout_make(NULL, &shelf->arena, &text, NULL, &layout), LAYOUT_NO_FONT);
    text.font = "Other";
    assert_int_equal(layout_make(shelf->fonts, &shelf->arena, &text, NULL, &layout),
                     LAYOUT_NO_FONT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, shelf_setup, shelf_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_letter_is_as_large_as_the_font_says),
        TEST(spacing_stretches_what_is_between),
        TEST(pairs_are_kerned_unless_asked_not_to),
        TEST(marks_stand_on_their_letters),
        TEST(rows_are_aligned),
        TEST(columns_are_aligned),
        TEST(wrong_words_are_warned_of),
        TEST(blanks_have_no_ink),
        TEST(right_to_left_is_the_other_way_round),
        TEST(anything_can_be_laid_out),
        TEST(long_texts_end_somewhere),
        TEST(without_a_font_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
