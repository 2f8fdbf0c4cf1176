/* SPDX-License-Identifier: MIT */
/* Bodies of requests: what is understood, and what the client is told of the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "order.h"

struct fixture {
    struct arena arena;
    struct order order;
    struct text message;
};

static int prepare(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    arena_open(&fixture->arena);
    *state = fixture;
    return 0;
}

static int clean(void **state)
{
    struct fixture *fixture = *state;
    order_close(&fixture->order);
    arena_close(&fixture->arena);
    free(fixture);
    return 0;
}

static bool read_body(struct fixture *fixture, enum protocol_operation operation, const char *body)
{
    struct protocol_request request = { operation, false, tn_text(body) };
    order_close(&fixture->order);
    return order_read(&request, &fixture->arena, &fixture->order, &fixture->message);
}

static void expect_refused(struct fixture *fixture, enum protocol_operation operation,
                           const char *body, const char *message)
{
    assert_false(read_body(fixture, operation, body));
    char found[200];
    snprintf(found, sizeof found, "%.*s", (int)fixture->message.length, fixture->message.bytes);
    assert_string_equal(found, message);
}

static void test_code_is_read(void **state)
{
    struct fixture *fixture = *state;
    assert_true(read_body(fixture, PROTOCOL_PARSE, "{\"code\":\"cube(10);\\n\",\"other\":1}"));
    assert_true(text_equal(fixture->order.code, text_of("cube(10);\n")));
    assert_true(read_body(fixture, PROTOCOL_PARSE, "\xef\xbb\xbf{\"code\":\"cube();\"}"));
    assert_false(read_body(fixture, PROTOCOL_PARSE, "\xef\xbb"));
}

static void test_code_is_required(void **state)
{
    struct fixture *fixture = *state;
    expect_refused(fixture, PROTOCOL_EVALUATE, "{}", "code is required");
    expect_refused(fixture, PROTOCOL_EVALUATE, "{\"code\":\"\"}", "code is required");
    expect_refused(fixture, PROTOCOL_EVALUATE, "{\"code\":null}", "code is required");
    expect_refused(fixture, PROTOCOL_EVALUATE, "{\"code\":7}", "code must be a string");
    expect_refused(fixture, PROTOCOL_EVALUATE, "[1]", "a JSON object is expected");
}

static void test_null_says_nothing(void **state)
{
    struct fixture *fixture = *state;
    assert_true(
        read_body(fixture, PROTOCOL_EVALUATE,
                  "{\"code\":\"cube();\",\"t\":null,\"parameters\":null,\"language\":null}"));
    assert_true(fixture->order.time == 0);
    assert_false(fixture->order.parameters);
    assert_true(
        read_body(fixture, PROTOCOL_EXPORT,
                  "{\"code\":\"cube();\",\"geometry\":null,\"format\":\"off\",\"binary\":null}"));
    assert_false(fixture->order.text);
    expect_refused(fixture, PROTOCOL_EXPORT, "{\"format\":null}", "format is required");
}

static void test_what_has_two_meanings_is_refused(void **state)
{
    struct fixture *fixture = *state;
    expect_refused(fixture, PROTOCOL_EVALUATE, "{\"code\":\"cube();\",\"code\":\"sphere();\"}",
                   "bad JSON at line 1, column 24 (byte 24): duplicate object key near '\"code\"'");
    expect_refused(fixture, PROTOCOL_EVALUATE, "{\"code\":\"cube();\\u0000\"}",
                   "code cannot hold the character U+0000");
}

static void test_other_languages_are_refused(void **state)
{
    struct fixture *fixture = *state;
    assert_true(
        read_body(fixture, PROTOCOL_PARSE, "{\"code\":\"cube();\",\"language\":\"openscad\"}"));
    expect_refused(fixture, PROTOCOL_PARSE, "{\"code\":\"cube();\",\"language\":\"javascript\"}",
                   "Unsupported language: javascript; expected openscad");
}

static void test_bad_json_is_told_with_its_place(void **state)
{
    struct fixture *fixture = *state;
    expect_refused(fixture, PROTOCOL_PARSE, "{\n \"code\": }",
                   "bad JSON at line 2, column 10 (byte 12): unexpected token near '}'");
    assert_false(read_body(fixture, PROTOCOL_PARSE, ""));
    assert_false(read_body(fixture, PROTOCOL_PARSE, "{\"code\":\"\xff\"}"));
    assert_false(read_body(fixture, PROTOCOL_PARSE, "{\"code\":\"a\"} x"));
}

static void test_deep_nesting_is_an_error_not_a_crash(void **state)
{
    struct fixture *fixture = *state;
    enum { DEPTH = 1000000 };
    char *body = calloc(1, DEPTH + 1);
    memset(body, '[', DEPTH);
    assert_false(read_body(fixture, PROTOCOL_PARSE, body));
    free(body);
}

#define TRIANGLE "\"vertices\":[0,0,0,1,0,0,0,1,0.5]"

static void test_geometry_is_read(void **state)
{
    struct fixture *fixture = *state;
    assert_true(read_body(fixture, PROTOCOL_EXPORT,
                          "{\"format\":\"stl\",\"geometry\":{" TRIANGLE ",\"indices\":[0,1,2]}}"));
    assert_int_equal(fixture->order.format, protocol_format_number("stl"));
    assert_false(fixture->order.text);
    assert_int_equal(fixture->order.shape.dimension, 3);
    assert_int_equal(fixture->order.shape.mesh.triangle_count, 1);
    assert_int_equal(fixture->order.facets.triangle_count, 1);
    assert_true(read_body(fixture, PROTOCOL_EXPORT,
                          "{\"format\":\"obj\",\"binary\":false,\"geometry\":{" TRIANGLE
                          ",\"indices\":[0,1,2],\"normals\":[0,0,1,0,0,1,0,0,1]}}"));
    assert_int_equal(fixture->order.format, protocol_format_number("obj"));
    assert_true(fixture->order.text);
    assert_true(read_body(fixture, PROTOCOL_EXPORT,
                          "{\"format\":\"svg\",\"geometry\":{\"dimension\":2," TRIANGLE
                          ",\"indices\":[0,1,2]}}"));
    assert_int_equal(fixture->order.shape.dimension, 2);
}

static void test_other_formats_are_refused(void **state)
{
    struct fixture *fixture = *state;
    expect_refused(fixture, PROTOCOL_EXPORT, "{\"format\":\"step\"}",
                   "Unsupported export format: step; expected stl, obj, off, amf, 3mf, svg, dxf, "
                   "pdf, png, csg, json");
    expect_refused(fixture, PROTOCOL_EXPORT, "{\"format\":\"\"}",
                   "Unsupported export format: ; expected stl, obj, off, amf, 3mf, svg, dxf, pdf, "
                   "png, csg, json");
    expect_refused(fixture, PROTOCOL_EXPORT, "{\"format\":7}", "format must be a string");
    expect_refused(fixture, PROTOCOL_EXPORT, "{}", "format is required");
    expect_refused(fixture, PROTOCOL_EXPORT, "{\"format\":\"stl\",\"binary\":1}",
                   "binary must be true or false");
}

static void test_either_a_geometry_or_a_program_is_exported(void **state)
{
    struct fixture *fixture = *state;
    assert_true(
        read_body(fixture, PROTOCOL_EXPORT, "{\"format\":\"csg\",\"code\":\"cube($t);\",\"t\":2}"));
    assert_true(text_equal(fixture->order.code, text_of("cube($t);")));
    assert_true(fixture->order.time == 2);
    expect_refused(fixture, PROTOCOL_EXPORT, "{\"format\":\"stl\"}",
                   "Invalid geometry: there is none; geometry or code is required");
    expect_refused(fixture, PROTOCOL_EXPORT, "{\"format\":\"stl\",\"code\":\"\"}",
                   "code is required");
    expect_refused(fixture, PROTOCOL_EXPORT,
                   "{\"format\":\"stl\",\"code\":\"cube();\",\"geometry\":{}}",
                   "either geometry or code is expected, not both");
    expect_refused(fixture, PROTOCOL_EXPORT, "{\"format\":\"csg\",\"geometry\":{}}",
                   "csg is the text of a program: code is required");
}

static void test_what_is_no_geometry_is_refused(void **state)
{
    static const char *const geometries[] = {
        "null",
        "{}",
        "[]",
        "{\"vertices\":[0,0,0]}",
        "{" TRIANGLE ",\"indices\":[0,1]}",
        "{" TRIANGLE ",\"indices\":[0,1,3]}",
        "{" TRIANGLE ",\"indices\":[0,1,-1]}",
        "{" TRIANGLE ",\"indices\":[0,1,1.5]}",
        "{" TRIANGLE ",\"indices\":[0,1,1e300]}",
        "{" TRIANGLE ",\"indices\":[0,1,\"2\"]}",
        "{" TRIANGLE ",\"indices\":{}}",
        "{\"vertices\":[0,0],\"indices\":[]}",
        "{" TRIANGLE ",\"indices\":[0,1,2],\"normals\":[0,0,1]}",
        "{" TRIANGLE ",\"indices\":[0,1,2],\"normals\":7}",
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof geometries / sizeof geometries[0]; i++) {
        char body[300];
        snprintf(body, sizeof body, "{\"format\":\"stl\",\"geometry\":%s}", geometries[i]);
        expect_refused(fixture, PROTOCOL_EXPORT, body, "Invalid geometry");
    }
}

static void read_geometry(void *context)
{
    read_body(context, PROTOCOL_EXPORT,
              "{\"format\":\"stl\",\"geometry\":{" TRIANGLE ",\"indices\":[0,1,2]}}");
}

/* What jansson had read by then is given back: the sanitizer looks. */
static void test_reading_can_be_cancelled(void **state)
{
    static const volatile int cancelled = 1;
    struct fixture *fixture = *state;
    assert_true(arena_attempt(&fixture->arena, read_geometry, fixture));
    fixture->arena.cancelled = &cancelled;
    assert_false(arena_attempt(&fixture->arena, read_geometry, fixture));
    fixture->arena.cancelled = NULL;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_code_is_read),
        TEST(test_code_is_required),
        TEST(test_null_says_nothing),
        TEST(test_what_has_two_meanings_is_refused),
        TEST(test_other_languages_are_refused),
        TEST(test_bad_json_is_told_with_its_place),
        TEST(test_deep_nesting_is_an_error_not_a_crash),
        TEST(test_geometry_is_read),
        TEST(test_other_formats_are_refused),
        TEST(test_either_a_geometry_or_a_program_is_exported),
        TEST(test_what_is_no_geometry_is_refused),
        TEST(test_reading_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
