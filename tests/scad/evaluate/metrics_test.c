/* SPDX-License-Identifier: MIT */
/* textmetrics() and fontmetrics(), with Debian's Liberation fonts. What the figures are is tests/scad/fonts' matter. */
#include "../fonts/shelf.h"
#include "run.h"

struct pass {
    struct shelf shelf;
    struct run run;
};

static const char *messages(struct pass *pass, const char *program)
{
    run_open(&pass->run);
    pass->run.input.features = FEATURE_TEXT_METRICS;
    pass->run.input.fonts = pass->shelf.fonts;
    run_program(&pass->run, program);
    return run_messages(&pass->run);
}

static void expect(struct pass *pass, const char *program, const char *expected)
{
    assert_string_equal(messages(pass, program), expected);
    run_close(&pass->run);
}

static int open_pass(void **state)
{
    static struct pass pass;
    shelf_open(&pass.shelf);
    *state = &pass;
    return 0;
}

static int close_pass(void **state)
{
    struct pass *pass = *state;
    shelf_close(&pass->shelf);
    return 0;
}

static void experiments_must_be_enabled(void **state)
{
    (void)state;
    expect_messages("echo(textmetrics(\"a\"));",
                    "WARNING: Experimental builtin function 'textmetrics' is not enabled in file "
                    "t.scad, line 1\n"
                    "WARNING: Ignoring unknown function 'textmetrics' in file t.scad, line 1\n"
                    "ECHO: undef\n");
}

static void a_text_is_measured(void **state)
{
    expect(*state,
           "m = textmetrics(\"H\", size = 72);\n"
           "function near(a, b) = abs(a - b) < 0.1;\n"
           "u = 100 / 2048;\n"
           "echo([for (k = m) k]);\n"
           "echo(near(m.position.x, 168 * u), near(m.size.x, (1311 - 168) * u));\n"
           "echo(near(m.ascent, 1409 * u), near(m.advance.x, 1479 * u));\n"
           "echo(m.position.y, m.descent, m.offset, m.advance.y);\n"
           "echo(textmetrics(\"H\", em = 100) == m);\n",
           "ECHO: [\"position\", \"size\", \"ascent\", \"descent\", \"offset\", \"advance\"]\n"
           "ECHO: true, true\nECHO: true, true\nECHO: 0, 0, [0, 0], 0\nECHO: true\n");
}

static void blanks_only_advance(void **state)
{
    expect(*state,
           "m = textmetrics(\"  \", halign = \"center\");\n"
           "echo(m.position, m.size, m.ascent, m.descent, m.offset, m.advance.x > 5);",
           "ECHO: [0, 0], [0, 0], 0, 0, [0, 0], true\n");
    expect(*state, "echo(textmetrics().size, textmetrics(\"H\", size = 0 / 0).advance);",
           "ECHO: [0, 0], [nan, nan]\n");
}

static void a_font_is_measured(void **state)
{
    expect(*state,
           "m = fontmetrics(size = 72);\n"
           "echo(m.font, round(m.nominal.ascent * 2048 / 100), m.nominal.descent < 0,\n"
           "     m.max.ascent >= m.nominal.ascent, round(m.interline * 2048 / 100));\n"
           "echo(fontmetrics(font = \"LiberationMono-Bold\").font.style);",
           "ECHO: { family = \"Liberation Sans\"; style = \"Regular\"; }, 1854, true, true, 2355\n"
           "ECHO: \"Bold\"\n");
}

static void wrong_arguments_are_warned_of(void **state)
{
    expect(*state, "echo(is_undef(textmetrics(1, halign = \"x\")));",
           "WARNING: textmetrics(..., text=1) Invalid type: expected string, found number in file "
           "t.scad, line 1\n"
           "ECHO: false\n");
    expect(*state, "x = fontmetrics(text = \"a\", size = []);",
           "WARNING: variable \"text\" not specified as parameter in file t.scad, line 1\n"
           "WARNING: fontmetrics(..., size=[]) Invalid type: expected number, found vector in file "
           "t.scad, line 1\n");
    expect(*state, "x = textmetrics(\"H\", valign = \"x\");",
           "WARNING: Unknown value for the valign parameter (use \"baseline\", \"bottom\", \"top\" "
           "or \"center\"): 'x' in file t.scad, line 1\n");
}

static void a_font_that_is_not_there_has_no_metrics(void **state)
{
    expect(*state, "echo(textmetrics(\"a\", font = \"Other\"), fontmetrics(font = \"Other\"));",
           "WARNING: Can't get font Other in file t.scad, line 1\n"
           "WARNING: Can't get font Other in file t.scad, line 1\n"
           "ECHO: undef, undef\n");
}

static void fonts_are_brought_along(void **state)
{
    struct pass *pass = *state;
    pass->shelf.brought = shelf_read(&pass->shelf.arena, "LiberationSerif-Italic");
    expect(pass, "use <fonts/a.TTF>\necho(fontmetrics(font = \"Liberation Serif\").font.style);",
           "ECHO: \"Italic\"\n");
}

static void too_long_a_text_is_not_measured(void **state)
{
    expect(*state,
           "function twice(s, n) = n == 0 ? s : twice(str(s, s), n - 1);\n"
           "echo(textmetrics(twice(\"ab\", 20)));",
           "WARNING: textmetrics() takes at most 1048576 bytes of text in file t.scad, line 2\n"
           "ECHO: undef\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_pass, close_pass)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(experiments_must_be_enabled),   TEST(a_text_is_measured),
        TEST(blanks_only_advance),           TEST(a_font_is_measured),
        TEST(wrong_arguments_are_warned_of), TEST(a_font_that_is_not_there_has_no_metrics),
        TEST(fonts_are_brought_along),       TEST(too_long_a_text_is_not_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
