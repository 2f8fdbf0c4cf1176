/* SPDX-License-Identifier: MIT */
#include "shelf.h"

static void a_font_is_opened_once(void **state)
{
    struct shelf *shelf = *state;
    struct font *font = fonts_find(shelf->fonts, "");
    assert_non_null(font);
    assert_ptr_equal(fonts_find(shelf->fonts, " \t"), font);
    assert_ptr_equal(fonts_find(shelf->fonts, " Liberation Sans:style=Regular\n"), font);
    assert_int_equal(shelf->found, 1);
    assert_non_null(fonts_find(shelf->fonts, "LiberationSans-Bold"));
    assert_int_equal(shelf->found, 2);
}

/* Figures of the font's own tables, in units of which an em has 2048: hhea 1854, -434, line gap 67. At size 72 an em
 * is 100. */
static void metrics_are_those_of_the_tables(void **state)
{
    struct shelf *shelf = *state;
    struct font_metrics metrics = font_metrics(fonts_find(shelf->fonts, ""));
    double em = 100.0 / 72.0;
    assert_float_equal(metrics.ascent, em * 1854 / 2048, 1e-4);
    assert_float_equal(metrics.descent, em * -434 / 2048, 1e-4);
    assert_float_equal(metrics.interline, em * (1854 + 434 + 67) / 2048, 1e-4);
    assert_true(metrics.max_ascent >= metrics.ascent && metrics.max_descent <= metrics.descent);
    assert_string_equal(metrics.family, "Liberation Sans");
    assert_string_equal(metrics.style, "Regular");
}

static void what_is_not_there_is_asked_for_once(void **state)
{
    struct shelf *shelf = *state;
    assert_null(fonts_find(shelf->fonts, "Other"));
    assert_null(fonts_find(shelf->fonts, "Other"));
    assert_int_equal(shelf->found, 1);
    struct fonts *none = fonts_open(&shelf->arena, NULL);
    assert_null(fonts_find(none, ""));
    fonts_add(none, text_of("a.ttf"));
    fonts_close(none);
}

static void hear(void *context, const char *message)
{
    (void)context;
    assert_true(message[0] != '\0');
}

/* Kilobytes of a good font are spoilt in turn, or the file is cut off there: an answer, whatever it is, in bounds. */
static void broken_files_do_no_harm(void **state)
{
    static const struct layout_listener nobody = { NULL, hear };
    struct shelf *shelf = *state;
    struct text whole = shelf_read(&shelf->arena, "LiberationSans-Regular");
    struct tree_text text = shelf_text("Hamburgefonstiv");
    for (size_t at = 0; at < whole.length; at += 4001) {
        struct arena *arena = arena_within(&shelf->arena);
        char *bytes = arena_copy(arena, whole.bytes, whole.length);
        memset(bytes + at, (int)(at % 251), whole.length - at < 1000 ? whole.length - at : 1000);
        shelf->made_up = (struct text){ bytes, at % 2 ? whole.length : at };
        struct fonts *fonts = fonts_open(arena, &shelf->source);
        struct layout layout;
        layout_make(fonts, arena, &text, &nobody, &layout);
        fonts_close(fonts);
        arena_close(arena);
    }
    shelf->made_up = text_of("this is no font at all");
    assert_null(fonts_find(shelf->fonts, "Any"));
    shelf->made_up = (struct text){ "", 0 };
    assert_null(fonts_find(shelf->fonts, "Empty"));
}

static const char *style_of(struct shelf *shelf, const char *pattern)
{
    struct font *font = fonts_find(shelf->fonts, pattern);
    return font ? font_metrics(font).style : "none";
}

static void what_a_program_brings_comes_first(void **state)
{
    struct shelf *shelf = *state;
    shelf->brought = shelf_read(&shelf->arena, "LiberationSerif-Bold");
    fonts_add(shelf->fonts, text_of("LiberationSerif-Bold.ttf"));
    assert_string_equal(style_of(shelf, "Liberation Serif"), "Bold");
    assert_string_equal(style_of(shelf, "liberationserif:style=bold"), "Bold");
    assert_string_equal(style_of(shelf, "Liberation\\ Serif,Other:fontfeatures=+liga"), "Bold");
    assert_int_equal(shelf->found, 0);
    /* Another style may be installed; if not, better the wrong style than none. */
    assert_string_equal(style_of(shelf, "LiberationSerif-Italic"), "Italic");
    assert_int_equal(shelf->found, 1);
    assert_string_equal(style_of(shelf, "Serif"), "none");
    assert_string_equal(style_of(shelf, "Liberal"), "none");
}

static void what_is_no_font_is_not_brought(void **state)
{
    struct shelf *shelf = *state;
    shelf->brought = text_of("cube();");
    fonts_add(shelf->fonts, text_of("cube.ttf"));
    assert_null(fonts_find(shelf->fonts, "cube"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_font_is_opened_once, shelf_setup, shelf_teardown),
        cmocka_unit_test_setup_teardown(metrics_are_those_of_the_tables, shelf_setup,
                                        shelf_teardown),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_asked_for_once, shelf_setup,
                                        shelf_teardown),
        cmocka_unit_test_setup_teardown(broken_files_do_no_harm, shelf_setup, shelf_teardown),
        cmocka_unit_test_setup_teardown(what_a_program_brings_comes_first, shelf_setup,
                                        shelf_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_font_is_not_brought, shelf_setup,
                                        shelf_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
