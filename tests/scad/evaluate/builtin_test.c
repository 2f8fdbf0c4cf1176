/* SPDX-License-Identifier: MIT */
#include "run.h"

static void built_in_functions_answer_as_openscad(void **state)
{
    static const char *const cases[][2] = {
        { "sin(30), cos(60), tan(45), sin(180), cos(90), sin(45)", "0.5, 0.5, 1, 0, 0, 0.707107" },
        { "asin(0.5), acos(0.5), atan(1), atan2(1, -1), atan2(0, 1)", "30, 60, 45, 135, 0" },
        { "abs(-2), sign(-3), floor(-1.5), ceil(1.2), round(-2.5)", "2, -1, -2, 2, -3" },
        { "sqrt(16), exp(0), ln(1), log(1000), log(2, 8), pow(2, 10)", "4, 1, 0, 3, 3, 1024" },
        { "min(3, 1, 2), max([3, 1, 2]), norm([3, 4]), cross([1, 0, 0], [0, 1, 0])",
          "1, 3, 5, [0, 0, 1]" },
        { "cross([2, 1], [3, 4]), len([1, 2]), len(\"\u263a\u263a\"), concat(1, [2, 3], [[4]])",
          "5, 2, 2, [1, 2, 3, [4]]" },
        { "str(\"a\", 1, true, undef, [\"b\"], [1:2])", "\"a1trueundef[\"b\"][1 : 1 : 2]\"" },
        { "chr(65), chr([66, 67]), chr([68:70]), chr(0), ord(\"a\"), ord(\"\u263a\")",
          "\"A\", \"BC\", \"DEF\", \"\", 97, 9786" },
        { "lookup(1.5, [[1, 10], [2, 20]]), lookup(0, [[1, 10], [2, 20]]), lookup(9, [[1, 1]])",
          "15, 10, 1" },
        { "search(\"a\", \"abca\"), search(\"a\", \"abca\", 0), search(3, [1, 3, 3], 0)",
          "[0], [[0, 3]], [1, 2]" },
        { "search([\"b\", \"x\"], [[\"a\", 1], [\"b\", 2]]), search(2, [[1, 2], [3, 2]], 0, 1)",
          "[1, []], [0, 1]" },
        { "rands(0, 1, 2, 42) == rands(0, 1, 2, 42), len(rands(1, 2, 5)), rands(5, 5, 1)",
          "true, 5, [5]" },
        { "is_num(0 / 0), is_num(1), is_bool(false), is_string(\"\"), is_list([]), is_undef(undef)",
          "false, true, true, true, true, true" },
        { "is_function(function() 1), is_function(sin == sin), version_num([2021, 1])",
          "true, false, 2.0211e+7" },
    };
    (void)state;
    for (size_t i = 0; i + 1 < sizeof cases / sizeof *cases; i++)
        expect_echo(cases[i][0], cases[i][1]);
}

/* The numbers of std::mt19937 and std::uniform_real_distribution for this seed. */
static void random_numbers_are_openscads(void **state)
{
    (void)state;
    expect_echo("rands(0, 10, 4, 1)", "[9.97185, 9.32557, 1.28124, 9.99041]");
}

static void wrong_arguments_are_warned_of(void **state)
{
    (void)state;
    expect_messages(
        "a = sin();\nb = sin(\"x\");\nc = max(1, \"2\");\nd = min([]);\ne = norm([1, \"\"]);\n"
        "f = lookup(1 / 0, []);\ng = cross([1], [2]);",
        "WARNING: sin() number of parameters does not match: expected 1, found 0 in "
        "file t.scad, line 1\n"
        "WARNING: sin() parameter could not be converted: argument 0: expected number, "
        "found string (\"x\") in file t.scad, line 2\n"
        "WARNING: max() parameter could not be converted: argument 1: expected number, "
        "found string (\"2\") in file t.scad, line 3\n"
        "WARNING: min() number of parameters does not match: expected at least 1 "
        "vector element, found 0 in file t.scad, line 4\n"
        "WARNING: Incorrect arguments to norm() in file t.scad, line 5\n"
        "WARNING: lookup(inf, ...) first argument is not a number in file t.scad, "
        "line 6\n"
        "WARNING: Invalid vector size of parameter for cross() in file t.scad, line "
        "7\n");
}

static void experiments_must_be_enabled(void **state)
{
    (void)state;
    expect_messages("echo(object(a = 1));",
                    "WARNING: Experimental builtin function 'object' is not enabled in file "
                    "t.scad, line 1\n"
                    "WARNING: Ignoring unknown function 'object' in file t.scad, line 1\n"
                    "ECHO: undef\n");
    struct run run;
    run_open(&run);
    run.input.features = FEATURE_OBJECT_FUNCTION;
    run_program(&run,
                "o = object(a = 1, [[\"b\", 2], [\"a\"]]);\necho(o, o.b, has_key(o, \"a\"));");
    assert_string_equal(run_messages(&run), "ECHO: { b = 2; }, 2, false\n");
    run_close(&run);
}

/* A function with a parameter `this` is given the object that it is taken from, and one that is made of that
 * object has it for itself. */
static void objects_have_methods(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run.input.features = FEATURE_OBJECT_FUNCTION;
    run_program(&run, "o = object(x = 1, f = function(a, this) [a, this.x],\n"
                      "           set = function(x, this) object(this, x = x));\n"
                      "p = object(o, x = 2, g = o.f);\nf = o.f;\n"
                      "echo(o.f(5), o[\"f\"](a = 6), f(7), p.f(8), p.g(9), o.set(3).set(4).f(1));\n"
                      "echo(o.f == f, f == p.f, o.f(1, this = 2));\n"
                      "n = object([[\"f\", function(i, this) i <= 1 ? 1 : i * this.f(i - 1)]]);\n"
                      "echo(n.f(5), n.f);");
    assert_string_equal(run_messages(&run),
                        "ECHO: [5, 1], [6, 1], [7, 1], [8, 2], [9, 2], [1, 4]\n"
                        "ECHO: true, false, [1, 1]\n"
                        "ECHO: 120, function(i, this) ((i <= 1) ? 1 : (i * (this.f)((i - 1))))\n");
    run_close(&run);
}

static bool read_drawing(void *context, struct text full_name, struct text *contents)
{
    (void)context;
    *contents = text_of("0\nSECTION\n2\nENTITIES\n0\nLINE\n8\nA\n10\n0\n20\n2\n11\n4\n21\n2\n"
                        "0\nLINE\n8\nA\n10\n1\n20\n0\n11\n1\n21\n9\n"
                        "0\nDIMENSION\n8\nB\n1\nwide\n13\n1\n23\n1\n14\n4\n24\n5\n70\n1\n"
                        "0\nENDSEC\n0\nEOF\n");
    return text_equal(full_name, text_of("d.dxf"));
}

static void drawings_give_numbers_and_points(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run.input.read_file = read_drawing;
    run_program(&run,
                "echo(dxf_dim(\"d.dxf\", name = \"wide\"), dxf_dim(file = \"d.dxf\", scale = 2));\n"
                "echo(dxf_cross(\"d.dxf\", layer = \"A\"));\n"
                "echo(dxf_dim(\"d.dxf\", name = \"high\"));\necho(dxf_cross(\"e.dxf\"));");
    assert_string_equal(run_messages(&run),
                        "ECHO: 5, 10\nECHO: [1, 2]\n"
                        "WARNING: Can't find dimension 'high' in 'd.dxf', layer ''! in file "
                        "t.scad, line 3\nECHO: undef\n"
                        "WARNING: Can't open DXF file 'e.dxf'! in file t.scad, line 4\n"
                        "ECHO: undef\n");
    run_close(&run);
}

static bool read_json(void *context, struct text full_name, struct text *contents)
{
    static const char *const files[][2] = {
        { "good.json",
          "{ \"b\": [1, -2.5e1, true, null, \"x\\u00e9\\ud83d\\ude00\\n\"], \"a\": {} }" },
        { "bad.json", "[1, }" },
        { "plus.json", "[+1]" },
        { "point.json", "[1.]" },
        { "large.json", "[1e400]" },
        { "long.json",
          "[-0.0000000000000000000000000000000000000000000000000000000000000000000000000012e76]" },
        { "half.json", "[\"\\ud83d\\u0041\"]" },
        { "sign.json", "[\"\\u+041\"]" },
    };
    (void)context;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (text_equal(full_name, text_of(files[i][0])))
            *contents = text_of(files[i][1]);
    return true;
}

static void json_files_are_values(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run.input.read_file = read_json;
    run.input.features = FEATURE_IMPORT_FUNCTION;
    run_program(&run, "echo(import(\"good.json\"));\necho(import(\"bad.json\"));");
    assert_string_equal(
        run_messages(&run),
        "ECHO: { a = { }; b = [1, -25, true, undef, \"x\u00e9\U0001F600\n\"]; }\n"
        "WARNING: Failed to parse file 'bad.json': expected a value at byte 4 in file "
        "t.scad, line 2\nECHO: undef\n");
    run_close(&run);
}

static void numbers_of_json_have_its_form(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run.input.read_file = read_json;
    run.input.features = FEATURE_IMPORT_FUNCTION;
    run_program(&run, "echo(import(\"long.json\"));\na = import(\"plus.json\");\n"
                      "b = import(\"point.json\");\nc = import(\"large.json\");");
    assert_string_equal(run_messages(&run), "WARNING: Failed to parse file 'plus.json': expected a "
                                            "value at byte 1 in file t.scad, line "
                                            "2\n"
                                            "WARNING: Failed to parse file 'point.json': expected "
                                            "a digit at byte 3 in file t.scad, line "
                                            "3\n"
                                            "WARNING: Failed to parse file 'large.json': expected "
                                            "a number that is not too large at byte "
                                            "6 in file t.scad, line 4\n"
                                            "ECHO: [-12]\n");
    run_close(&run);
}

static void half_a_character_is_a_mistake_in_json(void **state)
{
    (void)state;
    struct run run;
    run_open(&run);
    run.input.read_file = read_json;
    run.input.features = FEATURE_IMPORT_FUNCTION;
    run_program(&run, "a = import(\"half.json\");\nb = import(\"sign.json\");");
    assert_string_equal(
        run_messages(&run),
        "WARNING: Failed to parse file 'half.json': expected a character at byte 14 in file "
        "t.scad, line 1\n"
        "WARNING: Failed to parse file 'sign.json': expected four hexadecimal digits at byte 4 in "
        "file t.scad, line 2\n");
    run_close(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_in_functions_answer_as_openscad),
        cmocka_unit_test(random_numbers_are_openscads),
        cmocka_unit_test(wrong_arguments_are_warned_of),
        cmocka_unit_test(experiments_must_be_enabled),
        cmocka_unit_test(objects_have_methods),
        cmocka_unit_test(drawings_give_numbers_and_points),
        cmocka_unit_test(json_files_are_values),
        cmocka_unit_test(numbers_of_json_have_its_form),
        cmocka_unit_test(half_a_character_is_a_mistake_in_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
