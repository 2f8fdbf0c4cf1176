/* SPDX-License-Identifier: MIT */
#include "run.h"

#define IDENTITY "[[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]"

static void shapes_have_their_defaults(void **state)
{
    (void)state;
    expect_tree("cube(); sphere(d = 4); cylinder(h = 2, r1 = 3, r2 = 0, center = true, $fn = 8);\n"
                "square([1, 2]); circle(3); polygon([[0, 0], [1, 0], [0, 1]]);",
                "cube(size = [1, 1, 1], center = false);\n"
                "sphere($fn = 0, $fa = 12, $fs = 2, r = 2);\n"
                "cylinder($fn = 8, $fa = 12, $fs = 2, h = 2, r1 = 3, r2 = 0, center = true);\n"
                "square(size = [1, 2], center = false);\n"
                "circle($fn = 0, $fa = 12, $fs = 2, r = 3);\n"
                "polygon(points = [[0, 0], [1, 0], [0, 1]], paths = undef, convexity = 1);\n\n");
}

static void transformations_are_matrices(void **state)
{
    (void)state;
    expect_tree("translate([1, 2]) rotate(90) cube();\nmirror([1, 0, 0]) scale(2) cube();\n"
                "rotate([0, 90, 0]) cube();\nmultmatrix() cube();",
                "multmatrix([[1, 0, 0, 1], [0, 1, 0, 2], [0, 0, 1, 0], [0, 0, 0, 1]]) {\n"
                "\tmultmatrix([[0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]) {\n"
                "\t\tcube(size = [1, 1, 1], center = false);\n\t}\n}\n"
                "multmatrix([[-1, -0, -0, 0], [-0, 1, -0, 0], [-0, -0, 1, 0], [0, 0, 0, 1]]) {\n"
                "\tmultmatrix([[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0], [0, 0, 0, 1]]) {\n"
                "\t\tcube(size = [1, 1, 1], center = false);\n\t}\n}\n"
                "multmatrix([[0, 0, 1, 0], [0, 1, 0, 0], [-1, 0, 0, 0], [0, 0, 0, 1]]) {\n"
                "\tcube(size = [1, 1, 1], center = false);\n}\n"
                "multmatrix(" IDENTITY ") {\n\tcube(size = [1, 1, 1], center = false);\n}\n\n");
}

static void special_variables_reach_the_children(void **state)
{
    (void)state;
    expect_tree("translate([0, 0], $fn = 5) circle();",
                "multmatrix(" IDENTITY ") {\n\tcircle($fn = 5, $fa = 12, $fs = 2, r = 1);\n}\n\n");
}

static void children_come_in_all_forms(void **state)
{
    (void)state;
    expect_messages("module all() { echo($children); children(); }\n"
                    "module some(i) children(i);\n"
                    "all() { echo(1); echo(2); }\nall();\nsome(1) { echo(1); echo(2); }\n"
                    "some([2, 0]) { echo(1); echo(2); echo(3); }\n"
                    "some([0:1]) { echo(1); echo(2); echo(3); }\nsome(5) echo(1);",
                    "ECHO: 2\nECHO: 1\nECHO: 2\nECHO: 0\nECHO: 2\nECHO: 3\nECHO: 1\nECHO: 1\n"
                    "ECHO: 2\n"
                    "WARNING: Children index (5) out of bounds (1 children) in file t.scad, line "
                    "2\n");
}

static void children_see_their_own_scope(void **state)
{
    (void)state;
    expect_messages("module outer(x) { inner(x + 1) children(); }\n"
                    "module inner(x) { echo(inner = x); children(); }\n"
                    "x = 0;\nouter(1) { y = x; echo(x = x, y = y, n = $children); }",
                    "ECHO: inner = 2\n"
                    "WARNING: Ignoring unknown variable \"$children\" in file t.scad, line 4\n"
                    "ECHO: x = 0, y = 0, n = undef\n");
}

static void modules_know_their_parents(void **state)
{
    (void)state;
    expect_messages("module a() { echo($parent_modules, parent_module(0)); children(); }\n"
                    "module b() a() echo(parent_module(1), parent_module(0));\nb();\n"
                    "echo(parent_module(0));",
                    "ECHO: 2, \"a\"\nECHO: \"b\", \"a\"\n"
                    "WARNING: Parent module index (0) greater than the number of modules on the "
                    "stack in file t.scad, line 4\nECHO: undef\n");
}

static void modifiers_are_kept(void **state)
{
    (void)state;
    expect_tree("*cube();\n%sphere();\n#square();", "%sphere($fn = 0, $fa = 12, $fs = 2, r = 1);\n"
                                                    "#square(size = [1, 1], center = false);\n\n");
    expect_tree("sphere(); translate([0, 0]) { !cube(); square(); }",
                "cube(size = [1, 1, 1], center = false);\n\n");
}

static void choices_and_loops_are_groups(void **state)
{
    (void)state;
    expect_tree("if (true) cube(); else sphere();\nif (false) cube();\nfor (i = [1, 2]) cube(i);\n"
                "intersection_for (i = [1:2]) cube(i);\necho_nothing();\n"
                "module echo_nothing() { let (a = 3) cube(a); }",
                "group() {\n\tcube(size = [1, 1, 1], center = false);\n}\n"
                "group() {\n\tcube(size = [1, 1, 1], center = false);\n"
                "\tcube(size = [2, 2, 2], center = false);\n}\n"
                "intersection() {\n\tcube(size = [1, 1, 1], center = false);\n"
                "\tcube(size = [2, 2, 2], center = false);\n}\n"
                "group() {\n\tgroup() {\n\t\tcube(size = [3, 3, 3], center = false);\n\t}\n}\n\n");
}

static void nothing_is_dropped_in_silence(void **state)
{
    (void)state;
    expect_tree("hull() minkowski() render() projection() offset(delta = 1) resize([1, 2])\n"
                "import(\"a.stl\");\nfill() linear_extrude(5, twist = 9) text(\"A\");\n"
                "rotate_extrude(angle = 90) surface(\"h.png\");",
                "hull() {\n\tminkowski(convexity = 0) {\n\t\trender(convexity = 1) {\n"
                "\t\t\tprojection(cut = false, convexity = 0) {\n"
                "\t\t\t\toffset(delta = 1, chamfer = false, $fn = 0, $fa = 12, $fs = 2) {\n"
                "\t\t\t\t\tresize(newsize = [1,2,0], auto = [0,0,0], convexity = 0) {\n"
                "\t\t\t\t\t\timport(file = \"a.stl\", origin = [0, 0], scale = 1, center = false, "
                "convexity = 1, $fn = 0, $fa = 12, $fs = 2, timestamp = 0);\n"
                "\t\t\t\t\t}\n\t\t\t\t}\n\t\t\t}\n\t\t}\n\t}\n}\n"
                "fill() {\n\tlinear_extrude(height = 5, twist = 9, $fn = 0, $fa = 12, $fs = 2) {\n"
                "\t\ttext(text = \"A\", size = 10, spacing = 1, font = \"\", direction = \"ltr\", "
                "language = \"en\", script = \"Latn\", halign = \"default\", valign = "
                "\"default\", $fn = 0, $fa = 12, $fs = 2);\n\t}\n}\n"
                "rotate_extrude(angle = 90, start = 0, convexity = 2, $fn = 0, $fa = 12, $fs = 2) "
                "{\n\tsurface(file = \"h.png\", center = false, invert = false, timestamp = "
                "0);\n}\n\n");
}

static void parameters_that_make_no_sense_are_warned_of(void **state)
{
    (void)state;
    expect_messages("cube(\"a\");\nrotate(\"x\") cylinder(r = 1, r1 = 2);\ncolor(\"nocolor\") "
                    "circle(r = 1, d = 2, $fn = -1);\ntranslate(3);\ncube() sphere();",
                    "WARNING: Unable to convert cube(size=\"a\", ...) parameter to a number or a "
                    "vec3 of numbers in file t.scad, line 1\n"
                    "WARNING: Problem converting rotate(a=\"x\") parameter in file t.scad, line 2\n"
                    "WARNING: Cylinder parameters ambiguous in file t.scad, line 2\n"
                    "WARNING: Unable to parse color \"nocolor\" in file t.scad, line 3\n"
                    "WARNING: $fn negative - setting to 0 in file t.scad, line 3\n"
                    "WARNING: Ignoring radius variable \"r\" as diameter \"d\" is defined too. in "
                    "file t.scad, line 3\n"
                    "WARNING: Unable to convert translate(3) parameter to a vec3 or vec2 of "
                    "numbers in file t.scad, line 4\n"
                    "WARNING: module cube() does not support child modules in file t.scad, line "
                    "5\n");
}

static void the_error_of_curves_is_an_experiment(void **state)
{
    (void)state;
    expect_tree("circle($fe = 0.5);", "circle($fn = 0, $fa = 12, $fs = 2, r = 1);\n\n");
    struct run run;
    run_open(&run);
    run.input.features = FEATURE_DISCRETIZATION_BY_ERROR;
    run_program(&run, "circle();\n$fe = 0.25;\nsphere();\ncylinder($fe = -1);\noffset($fe = -1);");
    assert_string_equal(run_messages(&run),
                        "WARNING: $fe negative - setting to 0 in file t.scad, line 4\n");
    struct builder out = builder_in(&run.arena);
    csg_print(&out, run.result.root, true, text_of(""));
    assert_string_equal(
        builder_result(&out).bytes,
        "circle($fn = 0, $fe = 0.25, $fa = 12, $fs = 2, r = 1);\n"
        "sphere($fn = 0, $fe = 0.25, $fa = 12, $fs = 2, r = 1);\n"
        "cylinder($fn = 0, $fe = 0, $fa = 12, $fs = 2, h = 1, r1 = 1, r2 = 1, center = false);\n"
        "offset(r = 1, $fn = 0, $fe = 0, $fa = 12, $fs = 2);\n\n");
    run_close(&run);
}

static void colors_have_names_and_digits(void **state)
{
    (void)state;
    expect_tree("color(\"Red\") color(\"#8040\") color([0, 0.5, 1], 0.25) "
                "color(\"xkcd:barf green\") cube();",
                "color([1, 0, 0, 1]) {\n\tcolor([0.533333, 0, 0.266667, 0]) {\n"
                "\t\tcolor([0, 0.5, 1, 0.25]) {\n"
                "\t\t\tcolor([0.580392, 0.67451, 0.00784314, 1]) {\n"
                "\t\t\t\tcube(size = [1, 1, 1], center = false);\n\t\t\t}\n\t\t}\n\t}\n}\n\n");
}

static void the_view_must_make_sense(void **state)
{
    (void)state;
    expect_messages("$vpr = [1, 2, 3];\n$vpt = \"x\";\n$vpd = [1];",
                    "WARNING: Unable to convert $vpt=\"x\" to a vec3 or vec2 of numbers\n"
                    "WARNING: Unable to convert $vpd=[1] to a number\n");
}

/* One place in the program may make many; which one made a node is not looked for among all. */
static void many_roots_of_one_place_are_one(void **state)
{
    (void)state;
    expect_messages("for (i = [1 : 200000]) !cube(i);\necho(1);", "ECHO: 1\n");
    expect_messages("for (i = [1 : 3]) !cube(i);\n!sphere();",
                    "WARNING: More than one Root Modifier (!) in file t.scad, line 2\n");
}

static void two_roots_are_warned_of(void **state)
{
    (void)state;
    expect_messages("!cube();\ntranslate([1, 0]) !sphere();",
                    "WARNING: More than one Root Modifier (!) in file t.scad, line 2\n");
    expect_messages("for (i = [0:2]) !cube();", "");
    /* The last one is named, but of what stands together the first. */
    expect_messages("!cube();\ngroup() {\n!sphere();\n!circle(); }\n!square();",
                    "WARNING: More than one Root Modifier (!) in file t.scad, line 5\n");
    expect_messages("!cube();\ngroup() {\n!sphere();\n!circle(); }",
                    "WARNING: More than one Root Modifier (!) in file t.scad, line 3\n");
}

static void the_root_shows_no_other_modifiers(void **state)
{
    (void)state;
    expect_tree("!#%group() #cube();",
                "group() {\n#\tcube(size = [1, 1, 1], center = false);\n}\n\n");
}

static void needless_children_are_warned_of_between_the_arguments_and_their_names(void **state)
{
    (void)state;
    expect_messages("cube(x, q = 1) sphere();\nmodule m() children(x, q = 1) cube();\nm();",
                    "WARNING: Ignoring unknown variable \"x\" in file t.scad, line 1\n"
                    "WARNING: module cube() does not support child modules in file t.scad, line 1\n"
                    "WARNING: variable \"q\" not specified as parameter in file t.scad, line 1\n"
                    "WARNING: Ignoring unknown variable \"x\" in file t.scad, line 2\n"
                    "WARNING: module children() does not support child modules in file t.scad, "
                    "line 2\n"
                    "WARNING: variable \"q\" not specified as parameter in file t.scad, line 2\n"
                    "WARNING: Bad parameter type (undef) for children, only accept: empty, number, "
                    "vector, range in file t.scad, line 2\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_have_their_defaults),
        cmocka_unit_test(transformations_are_matrices),
        cmocka_unit_test(special_variables_reach_the_children),
        cmocka_unit_test(children_come_in_all_forms),
        cmocka_unit_test(children_see_their_own_scope),
        cmocka_unit_test(modules_know_their_parents),
        cmocka_unit_test(modifiers_are_kept),
        cmocka_unit_test(many_roots_of_one_place_are_one),
        cmocka_unit_test(two_roots_are_warned_of),
        cmocka_unit_test(the_root_shows_no_other_modifiers),
        cmocka_unit_test(needless_children_are_warned_of_between_the_arguments_and_their_names),
        cmocka_unit_test(the_view_must_make_sense),
        cmocka_unit_test(choices_and_loops_are_groups),
        cmocka_unit_test(nothing_is_dropped_in_silence),
        cmocka_unit_test(parameters_that_make_no_sense_are_warned_of),
        cmocka_unit_test(the_error_of_curves_is_an_experiment),
        cmocka_unit_test(colors_have_names_and_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
