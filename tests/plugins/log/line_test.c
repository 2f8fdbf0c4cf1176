/* SPDX-License-Identifier: MIT */
/* Lines: exact where people grep, valid JSON whatever a client sends. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

#include "line.h"

#define NAME(name)                        \
    {                                     \
        "\"" name "\":", sizeof(name) + 2 \
    }

static char buffer[LINE_ROOM_MIN];

static struct line_shape shape = { .level = NAME("level"),
                                   .message = NAME("message"),
                                   .timestamp = NAME("timestamp"),
                                   .service_name = NAME("service"),
                                   .entry = NAME("entry"),
                                   .request = NAME("requestId"),
                                   .fields = { NULL, 0 } };

static const char *printed(enum line_format format, const struct line *line)
{
    static char text[LINE_ROOM_MIN + 1];
    shape.format = format;
    size_t size = line_print(buffer, sizeof buffer, &shape, line);
    assert_in_range(size, 1, sizeof buffer);
    memcpy(text, buffer, size);
    text[size] = '\0';
    assert_ptr_equal(strchr(text, '\n'), text + size - 1);
    return text;
}

static json_t *parsed(const struct line *line)
{
    json_error_t error;
    json_t *object = json_loads(printed(LINE_JSON, line), 0, &error);
    if (!object)
        fail_msg("%s in %s", error.text, buffer);
    return object;
}

/* 2026-11-20T08:29:07.546Z */
static const int64_t then_ms = INT64_C(1795163347546);

static void the_plain_line(void **state)
{
    (void)state;
    struct line line = { .level = TN_INFO,
                         .time_ms = then_ms,
                         .entry = "evaluator",
                         .message = TN_TEXT("Processing job 1mmrda") };
    shape.service = "moicad-backend";
    assert_string_equal(printed(LINE_JSON, &line),
                        "{\"level\":\"info\",\"message\":\"Processing job 1mmrda\","
                        "\"timestamp\":\"2026-11-20T08:29:07.546Z\","
                        "\"service\":\"moicad-backend\",\"entry\":\"evaluator\"}\n");
    assert_string_equal(printed(LINE_TEXT, &line),
                        "2026-11-20T08:29:07.546Z info  evaluator: Processing job 1mmrda\n");
    shape.service = NULL;
}

static void names_and_nesting_are_the_files(void **state)
{
    (void)state;
    const struct line_shape usual = shape;
    const struct tn_field common[] = { { "env", tn_value_text(TN_TEXT("x")) },
                                       { NULL, tn_value_absent() } };
    const struct tn_field fields[] = { { "type", tn_value_text(TN_TEXT("api")) },
                                       { NULL, tn_value_absent() } };
    struct line line = { .time_ms = then_ms,
                         .entry = "x",
                         .message = TN_TEXT("m"),
                         .request_id = TN_TEXT("id"),
                         .common = common,
                         .fields = fields,
                         .members = TN_TEXT("{\"n\":1}") };
    shape = (struct line_shape){ .level = NAME("severity"),
                                 .message = NAME("msg"),
                                 .timestamp = NAME("time"),
                                 .service_name = { NULL, 0 },
                                 .entry = { NULL, 0 },
                                 .request = { NULL, 0 },
                                 .fields = NAME("context"),
                                 .service = "s",
                                 .time = PEN_PLAIN };
    assert_string_equal(printed(LINE_JSON, &line),
                        "{\"severity\":\"debug\",\"msg\":\"m\",\"time\":\"2026-11-20 08:29:07\","
                        "\"env\":\"x\",\"context\":{\"type\":\"api\",\"n\":1}}\n");
    line.fields = NULL;
    shape.time = PEN_UNIX_MS;
    shape.level = shape.message = tn_text(NULL);
    assert_string_equal(printed(LINE_JSON, &line),
                        "{\"time\":1795163347546,\"env\":\"x\",\"context\":{\"n\":1}}\n");
    line.members = TN_TEXT("{}");
    line.common = NULL;
    assert_string_equal(printed(LINE_JSON, &line), "{\"time\":1795163347546,\"context\":{}}\n");
    shape = usual;
}

static void fields_keep_their_types(void **state)
{
    (void)state;
    const struct tn_field fields[] = {
        { "codeLength", tn_value_integer(8) },     { "ratio", tn_value_number(0.1) },
        { "success", tn_value_boolean(true) },     { "none", tn_value_absent() },
        { "wait", tn_value_text(TN_TEXT("0ms")) }, { "raw", tn_value_json(TN_TEXT("[1,2]")) },
        { "odd", tn_value_number(NAN) },           { NULL, tn_value_absent() },
    };
    struct line line = { .level = TN_WARN,
                         .entry = "x",
                         .message = TN_TEXT("m"),
                         .request_id = TN_TEXT("id-1"),
                         .fields = fields,
                         .members = TN_TEXT("{\"path\":\"/a\"}") };
    json_t *object = parsed(&line);
    assert_int_equal(json_integer_value(json_object_get(object, "codeLength")), 8);
    assert_true(json_real_value(json_object_get(object, "ratio")) == 0.1);
    assert_true(json_is_true(json_object_get(object, "success")));
    assert_true(json_is_null(json_object_get(object, "none")));
    assert_true(json_is_null(json_object_get(object, "odd")));
    assert_int_equal(json_array_size(json_object_get(object, "raw")), 2);
    assert_string_equal(json_string_value(json_object_get(object, "path")), "/a");
    assert_string_equal(json_string_value(json_object_get(object, "requestId")), "id-1");
    assert_string_equal(json_string_value(json_object_get(object, "level")), "warn");
    json_decref(object);
    assert_string_equal(
        printed(LINE_TEXT, &line),
        "1970-01-01T00:00:00.000Z warn  x: m requestId=id-1 codeLength=8 ratio=0.1 "
        "success=true none=null wait=\"0ms\" raw=[1,2] odd=null {\"path\":\"/a\"}\n");
}

static void times_and_numbers(void **state)
{
    (void)state;
    static const struct {
        int64_t time_ms;
        const char *text;
    } times[] = {
        { 0, "1970-01-01T00:00:00.000Z" },
        { INT64_C(951782399999), "2000-02-28T23:59:59.999Z" },
        { INT64_C(951782400000), "2000-02-29T00:00:00.000Z" },
        { INT64_C(951868800001), "2000-03-01T00:00:00.001Z" },
        { INT64_C(1735689599000), "2024-12-31T23:59:59.000Z" },
        { INT64_C(4107542400000), "2100-03-01T00:00:00.000Z" },
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct line line = { .entry = "x", .message = TN_TEXT("m"), .time_ms = times[i].time_ms };
        assert_non_null(strstr(printed(LINE_JSON, &line), times[i].text));
    }
    static const struct {
        double number;
        const char *text;
    } numbers[] = {
        { 0, "n=0\n" },          { 0.026, "n=0.026\n" },    { 12.5, "n=12.5\n" },
        { 3.07, "n=3.07\n" },    { 1e9, "n=1000000000\n" }, { -1.5, "n=-1.5\n" },
        { 1e-7, "n=1e-07\n" },   { 0.1234, "n=0.1234\n" },  { 7, "n=7\n" },
        { 1e300, "n=1e+300\n" },
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const struct tn_field fields[] = { { "n", tn_value_number(numbers[i].number) },
                                           { NULL, tn_value_absent() } };
        struct line line = { .entry = "x", .message = TN_TEXT("m"), .fields = fields };
        const char *text = printed(LINE_TEXT, &line);
        if (!strstr(text, numbers[i].text))
            fail_msg("%s: %s", numbers[i].text, text);
    }
    const struct tn_field least[] = { { "n", tn_value_integer(INT64_MIN) },
                                      { NULL, tn_value_absent() } };
    struct line line = { .entry = "x", .message = TN_TEXT("m"), .fields = least };
    assert_non_null(strstr(printed(LINE_TEXT, &line), "n=-9223372036854775808\n"));
}

/* The calendar is asked once a second, and what comes in between reads the same. */
static void a_clock_changes_nothing(void **state)
{
    (void)state;
    static const int64_t times[] = {
        then_ms, then_ms + 1, then_ms + 400, then_ms + 500, 0, 999, 0
    };
    static const enum pen_time forms[] = { PEN_ISO, PEN_PLAIN, PEN_APACHE, PEN_UNIX_MS };
    for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
        struct pen_clock clock = { 0 };
        for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
            char with[40] = "", without[40] = "";
            struct pen pen = { with, with + sizeof with, false };
            pen_clock_time(&pen, &clock, times[i], forms[form]);
            pen = (struct pen){ without, without + sizeof without, false };
            pen_time(&pen, times[i], forms[form]);
            assert_string_equal(with, without);
        }
    }
}

static void names_are_made_once(void **state)
{
    (void)state;
    char room[12];
    struct pen pen = { room, room + sizeof room, false };
    struct tn_text name = line_name(&pen, "a\"b");
    assert_int_equal(name.size, 7);
    assert_memory_equal(name.at, "\"a\\\"b\":", name.size);
    assert_false(tn_text_present(line_name(&pen, "")));
    assert_false(tn_text_present(line_name(&pen, "too long for it")));
}

/* Wherever it stands, what needs an escape gets it. */
static void every_place_is_looked_at(void **state)
{
    (void)state;
    static const char awkward[] = "\"\\\n\x7f\xff";
    for (size_t size = 1; size <= 24; size++)
        for (size_t place = 0; place < size; place++)
            for (const char *byte = awkward; *byte; byte++) {
                char text[24], made[64];
                memset(text, 'a', sizeof text);
                struct pen pen = { made, made + sizeof made, false };
                pen_escaped(&pen, (struct tn_text){ text, size }, true);
                assert_int_equal(pen.at - made, size);
                text[place] = *byte;
                pen.at = made;
                pen_escaped(&pen, (struct tn_text){ text, size }, true);
                assert_true((size_t)(pen.at - made) > size);
            }
}

static void members_may_be_missing_or_no_map(void **state)
{
    (void)state;
    struct line line = { .entry = "x", .message = TN_TEXT("m"), .members = TN_TEXT("{}") };
    json_t *object = parsed(&line);
    assert_int_equal(json_object_size(object), 4);
    json_decref(object);
    line.members = TN_TEXT("\"GET\"");
    object = parsed(&line);
    assert_string_equal(json_string_value(json_object_get(object, "fields")), "GET");
    json_decref(object);
}

static void no_client_can_break_a_line(void **state)
{
    (void)state;
    static const char nasty[] =
        "a\n\r\t\"\\\x01\x7f\0b\xff\xc0\x80\xed\xa0\x80\xe2\x82\xf4\x90\x80\x80"
        "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xe2";
    struct tn_text text = { nasty, sizeof nasty - 1 };
    const struct tn_field fields[] = { { "f", tn_value_text(text) }, { NULL, tn_value_absent() } };
    struct line line = { .entry = "x", .message = text, .request_id = text, .fields = fields };
    json_t *object = json_loads(printed(LINE_JSON, &line), JSON_ALLOW_NUL, NULL);
    assert_non_null(object);
    assert_non_null(strstr(printed(LINE_JSON, &line), "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"));
    json_decref(object);
    printed(LINE_TEXT, &line);
}

static void a_line_that_is_too_long_says_so(void **state)
{
    (void)state;
    static char huge[2 * LINE_ROOM_MIN];
    memset(huge, 1, sizeof huge);
    struct line line = { .entry = "x",
                         .message = { huge, sizeof huge },
                         .request_id = { huge, sizeof huge },
                         .members = { huge, sizeof huge } };
    json_t *object = parsed(&line);
    assert_true(json_is_true(json_object_get(object, "truncated")));
    json_decref(object);
    assert_non_null(strstr(printed(LINE_TEXT, &line), "truncated=true"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plain_line),
        cmocka_unit_test(names_and_nesting_are_the_files),
        cmocka_unit_test(fields_keep_their_types),
        cmocka_unit_test(times_and_numbers),
        cmocka_unit_test(names_are_made_once),
        cmocka_unit_test(a_clock_changes_nothing),
        cmocka_unit_test(every_place_is_looked_at),
        cmocka_unit_test(members_may_be_missing_or_no_map),
        cmocka_unit_test(no_client_can_break_a_line),
        cmocka_unit_test(a_line_that_is_too_long_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
