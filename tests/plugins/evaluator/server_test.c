/* SPDX-License-Identifier: MIT */
/* The evaluator program, spoken to as the worker does. Its path is the first argument. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <errno.h>
#include <jansson.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "protocol.h"

enum { RESULT_BYTES = 1 << 20 };

static const char *program;
static uint32_t expected_lacks; /* of every process that is started */

/* A running process and the worker's end of its channel. */
struct server {
    pid_t pid;
    int channel;
    struct frame_limits limits;
    struct frame_reader reader;
    struct frame_writer writer;
};

static void send_frame(struct server *server)
{
    for (size_t sent = 0; sent < server->writer.size;) {
        ssize_t count = send(server->channel, server->writer.bytes + sent,
                             server->writer.size - sent, MSG_NOSIGNAL);
        assert_true(count > 0);
        sent += (size_t)count;
    }
}

/* The next frame's kind; 0 if the process let go of the channel. */
static int receive(struct server *server)
{
    frame_reader_next(&server->reader);
    for (;;) {
        size_t room;
        char *at = frame_reader_room(&server->reader, &room);
        ssize_t count = read(server->channel, at, room);
        if (count <= 0)
            return 0;
        enum frame_state state = frame_reader_took(&server->reader, (size_t)count);
        assert_int_not_equal(state, FRAME_BROKEN);
        if (state == FRAME_WHOLE)
            return server->reader.kind;
    }
}

static void expect_kind(struct server *server, enum protocol_kind kind)
{
    assert_int_equal(receive(server), kind);
}

static void run_program(int channel)
{
    char number[12];
    snprintf(number, sizeof number, "%d", dup(channel));
    execl(program, program, number, (char *)NULL);
    _exit(127);
}

static int prepare_with(void **state, uint64_t memory_bytes, uint64_t timeout_ms)
{
    int ends[2];
    struct server *server = calloc(1, sizeof *server);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    server->pid = fork();
    if (server->pid == 0)
        run_program(ends[1]);
    close(ends[1]);
    server->channel = ends[0];
    server->limits = protocol_to_worker(RESULT_BYTES, 0);
    frame_reader_open(&server->reader, &server->limits);
    struct protocol_settings settings = {
        memory_bytes, RESULT_BYTES, 100, 16 << 20, 0, timeout_ms
    };
    protocol_write_settings(&server->writer, &settings);
    send_frame(server);
    struct protocol_ready ready;
    expect_kind(server, PROTOCOL_READY);
    assert_true(protocol_read_ready(frame_payload(&server->reader), &ready));
    assert_int_equal(ready.lacks, expected_lacks);
    *state = server;
    return 0;
}

static int prepare(void **state)
{
    return prepare_with(state, 256 << 20, 0);
}

static int prepare_hasty(void **state)
{
    return prepare_with(state, 256 << 20, 100);
}

/* A kernel without Landlock, as the children see it. */
static void hide_landlock(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    assert_non_null(filter);
    assert_int_equal(
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0), 0);
    assert_int_equal(seccomp_load(filter), 0);
    seccomp_release(filter);
}

static int clean(void **state)
{
    struct server *server = *state;
    kill(server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
    close(server->channel);
    frame_reader_close(&server->reader);
    frame_writer_close(&server->writer);
    free(server);
    return 0;
}

static void ask(struct server *server, enum protocol_operation operation, const char *body)
{
    struct protocol_request request = { operation, false, tn_text(body) };
    protocol_write_request(&server->writer, &request);
    send_frame(server);
}

/* Sends a program and passes over BEGUN. */
static void ask_code(struct server *server, enum protocol_operation operation, const char *code)
{
    json_t *json = json_pack("{s:s}", "code", code);
    char *body = json_dumps(json, 0);
    ask(server, operation, body);
    free(body);
    json_decref(json);
    struct protocol_begun begun;
    expect_kind(server, PROTOCOL_BEGUN);
    assert_true(protocol_read_begun(frame_payload(&server->reader), &begun));
    assert_int_equal(begun.code_bytes, strlen(code));
}

static json_t *receive_timed_result(struct server *server, bool success, bool timed_out)
{
    struct protocol_result result;
    json_error_t error;
    expect_kind(server, PROTOCOL_RESULT);
    assert_true(protocol_read_result(frame_payload(&server->reader), &result));
    json_t *json = json_loadb(result.body.at, result.body.size, 0, &error);
    if (!json)
        print_error("%s in: %.*s\n", error.text, (int)result.body.size, result.body.at);
    assert_non_null(json);
    assert_int_equal(result.success, success);
    assert_int_equal(result.timed_out, timed_out);
    assert_int_equal(json_is_true(json_object_get(json, "success")), success);
    assert_true(result.resident_bytes > 0);
    return json;
}

static json_t *receive_result(struct server *server, bool success)
{
    return receive_timed_result(server, success, false);
}

/* The process asks for this file. */
static void expect_want(struct server *server, const char *name, const char *from)
{
    struct protocol_want want;
    expect_kind(server, PROTOCOL_WANT);
    assert_true(protocol_read_want(frame_payload(&server->reader), &want));
    assert_true(tn_text_is(want.name, name));
    assert_true(tn_text_is(want.from, from));
}

static void give(struct server *server, enum protocol_end end, const char *name,
                 const char *content)
{
    struct protocol_file file = { end, tn_text(name), tn_text(content) };
    protocol_write_file(&server->writer, &file);
    send_frame(server);
}

static const char *error_text(const json_t *result, size_t index, const char *member)
{
    const json_t *entry = json_array_get(json_object_get(result, "errors"), index);
    return json_string_value(json_object_get(entry, member));
}

static void test_program_is_parsed(void **state)
{
    struct server *server = *state;
    ask_code(server, PROTOCOL_PARSE, "cube(10);");
    json_t *result = receive_result(server, true);
    const json_t *node = json_array_get(json_object_get(result, "ast"), 0);
    assert_string_equal(json_string_value(json_object_get(node, "type")), "primitive");
    assert_string_equal(json_string_value(json_object_get(node, "op")), "cube");
    assert_int_equal(json_array_size(json_object_get(result, "errors")), 0);
    json_decref(result);
}

static void test_syntax_error_has_its_place(void **state)
{
    struct server *server = *state;
    ask_code(server, PROTOCOL_PARSE, "cube(10);\nsphere(;\n");
    json_t *result = receive_result(server, false);
    const json_t *entry = json_array_get(json_object_get(result, "errors"), 0);
    assert_int_equal(json_integer_value(json_object_get(entry, "line")), 2);
    assert_string_equal(error_text(result, 0, "code"), "SYNTAX_ERROR");
    assert_string_equal(error_text(result, 0, "category"), "syntax");
    assert_string_equal(error_text(result, 0, "severity"), "error");
    json_decref(result);
}

static void test_one_request_follows_another(void **state)
{
    struct server *server = *state;
    for (int i = 0; i < 100; i++) {
        ask_code(server, PROTOCOL_PARSE, i % 2 ? "cube(" : "cube();");
        json_decref(receive_result(server, i % 2 == 0));
    }
}

static void test_senseless_requests_are_refused(void **state)
{
    struct server *server = *state;
    struct protocol_refused refused;
    ask(server, PROTOCOL_EVALUATE, "{\"code\":");
    expect_kind(server, PROTOCOL_REFUSED);
    assert_true(protocol_read_refused(frame_payload(&server->reader), &refused));
    assert_int_equal(refused.status, 400);
    ask_code(server, PROTOCOL_PARSE, "cube();");
    json_decref(receive_result(server, true));
}

static void test_included_files_are_asked_for(void **state)
{
    struct server *server = *state;
    ask_code(server, PROTOCOL_PARSE, "include <lib/a.scad>\ncube(size);");
    expect_want(server, "lib/a.scad", "");
    give(server, PROTOCOL_FOUND, "lib/a.scad", "include <b.scad>");
    expect_want(server, "b.scad", "lib/a.scad");
    give(server, PROTOCOL_FOUND, "lib/b.scad", "size = 3;");
    json_decref(receive_result(server, true));
}

static void test_forbidden_file_is_an_error_without_a_path(void **state)
{
    struct server *server = *state;
    ask_code(server, PROTOCOL_PARSE, "include </etc/passwd>\ncube();");
    expect_want(server, "/etc/passwd", "");
    give(server, PROTOCOL_FORBIDDEN, "", "absolute paths are not allowed");
    json_t *result = receive_result(server, false);
    assert_string_equal(error_text(result, 0, "code"), "IMPORT_FORBIDDEN");
    assert_string_equal(error_text(result, 0, "severity"), "error");
    assert_null(strstr(error_text(result, 0, "message"), "etc"));
    json_decref(result);
}

static void test_circle_of_includes_ends(void **state)
{
    struct server *server = *state;
    ask_code(server, PROTOCOL_PARSE, "include <a.scad>");
    expect_want(server, "a.scad", "");
    give(server, PROTOCOL_FOUND, "a.scad", "include <b.scad>");
    expect_want(server, "b.scad", "a.scad");
    give(server, PROTOCOL_FOUND, "b.scad", "include <a.scad>");
    expect_want(server, "a.scad", "b.scad");
    give(server, PROTOCOL_FOUND, "a.scad", "include <b.scad>");
    json_t *result = receive_result(server, false);
    assert_string_equal(error_text(result, 0, "code"), "CIRCULAR_DEPENDENCY");
    assert_string_equal(error_text(result, 0, "message"), "Circular dependency detected: a.scad");
    json_decref(result);
}

static void test_solid_is_evaluated(void **state)
{
    struct server *server = *state;
    ask_code(server, PROTOCOL_EVALUATE, "cube(10);");
    json_t *result = receive_result(server, true);
    const json_t *geometry = json_object_get(result, "geometry");
    const json_t *stats = json_object_get(geometry, "stats");
    assert_int_equal(json_array_size(json_object_get(geometry, "vertices")), 24);
    assert_int_equal(json_array_size(json_object_get(geometry, "indices")), 36);
    assert_true(json_number_value(json_object_get(stats, "volume")) == 1000);
    assert_true(json_is_real(json_object_get(result, "executionTime")));
    json_decref(result);
}

static void test_program_without_a_solid_fails(void **state)
{
    struct server *server = *state;
    ask_code(server, PROTOCOL_EVALUATE, "echo(\"a\", 1);");
    json_t *result = receive_result(server, false);
    assert_true(json_is_null(json_object_get(result, "geometry")));
    assert_string_equal(error_text(result, 0, "message"), "No geometry generated");
    const json_t *console = json_object_get(result, "console");
    assert_string_equal(json_string_value(json_array_get(console, 0)), "ECHO: \"a\", 1");
    json_decref(result);
}

static void test_warnings_do_not_fail(void **state)
{
    struct server *server = *state;
    ask_code(server, PROTOCOL_EVALUATE, "cube(missing);");
    json_t *result = receive_result(server, true);
    assert_string_equal(error_text(result, 0, "severity"), "warning");
    assert_false(json_is_null(json_object_get(result, "geometry")));
    json_decref(result);
}

static void test_used_library_is_run(void **state)
{
    struct server *server = *state;
    ask_code(server, PROTOCOL_EVALUATE, "use <lib/a.scad>\nbox();");
    expect_want(server, "lib/a.scad", "");
    give(server, PROTOCOL_FOUND, "lib/a.scad", "use <b.scad>\nmodule box() cube(size());");
    expect_want(server, "b.scad", "lib/a.scad");
    give(server, PROTOCOL_FOUND, "lib/b.scad", "function size() = 3;");
    json_decref(receive_result(server, true));
}

/* Programs that take all there is: each is answered, and the process serves the next. */
static void test_greedy_programs_are_stopped(void **state)
{
    static const char *const programs[] = {
        "function f(n) = 1 + f(n); echo(f(1));",
        "module m() m(); m();",
        "function g(n, v) = n == 0 ? v : g(n - 1, concat(v, v)); cube(len(g(60, [1])));",
        "cylinder(r = 1, h = 1, $fn = 1e9);",
    };
    struct server *server = *state;
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        ask_code(server, PROTOCOL_EVALUATE, programs[i]);
        json_t *result = receive_result(server, false);
        assert_string_equal(error_text(result, 0, "severity"), "error");
        json_decref(result);
    }
    ask_code(server, PROTOCOL_EVALUATE, "cube();");
    json_decref(receive_result(server, true));
}

static void expect_timeout(struct server *server, const char *code, int line)
{
    ask_code(server, PROTOCOL_EVALUATE, code);
    json_t *result = receive_timed_result(server, false, true);
    const json_t *errors = json_object_get(result, "errors");
    const json_t *entry = json_array_get(errors, json_array_size(errors) - 1);
    assert_string_equal(json_string_value(json_object_get(entry, "message")),
                        "Evaluation timeout after 100ms");
    assert_string_equal(json_string_value(json_object_get(entry, "code")), "EVALUATION_TIMEOUT");
    assert_string_equal(json_string_value(json_object_get(entry, "category")), "system");
    assert_int_equal(json_integer_value(json_object_get(entry, "line")), line);
    json_decref(result);
}

/* The process ends what takes too long by itself, says where it was, and serves the next; what was said until then is not lost. */
static void test_slow_programs_are_told_where_they_were(void **state)
{
    struct server *server = *state;
    expect_timeout(server,
                   "function f(n) = n == 0 ? 0 : f(n - 1) + f(n - 1);\n\n"
                   "echo(f(60));",
                   1);
    expect_timeout(server, "x = 1;\n\ny = [for (i = [0:1e5]) for (j = [0:1e5]) if (i < 0) x];", 3);
    expect_timeout(server,
                   "module ball(n) sphere(n, $fn = 150);\n"
                   "minkowski() { difference() { ball(10); ball(9); }\n  ball(2); }",
                   2);
    ask_code(server, PROTOCOL_EVALUATE, "cube();");
    json_decref(receive_result(server, true));
}

/* What may not be sent is an error of the program, not the end of the process. */
static void test_results_that_are_too_large_are_told_of(void **state)
{
    struct server *server = *state;
    ask_code(server, PROTOCOL_EVALUATE, "sphere(10, $fn = 300);");
    json_t *result = receive_result(server, false);
    assert_true(json_is_null(json_object_get(result, "geometry")));
    assert_string_equal(error_text(result, 0, "code"), "RESULT_TOO_LARGE");
    json_decref(result);
    char *code = calloc(1, 90001);
    for (size_t i = 0; i < 90000; i += 9)
        memcpy(code + i, "cube(12);", 9);
    ask_code(server, PROTOCOL_PARSE, code);
    result = receive_result(server, false);
    assert_int_equal(json_array_size(json_object_get(result, "ast")), 0);
    assert_string_equal(error_text(result, 0, "code"), "RESULT_TOO_LARGE");
    json_decref(result);
    free(code);
}

static void test_solid_is_exported(void **state)
{
    struct server *server = *state;
    struct protocol_result result;
    ask(server, PROTOCOL_EXPORT,
        "{\"format\":\"stl\",\"geometry\":{\"vertices\":[0,0,0,1,0,0,0,1,0],\"indices\":[0,1,2]}}");
    expect_kind(server, PROTOCOL_BEGUN);
    expect_kind(server, PROTOCOL_RESULT);
    assert_true(protocol_read_result(frame_payload(&server->reader), &result));
    assert_int_equal(result.format, protocol_format_number("stl"));
    assert_int_equal(result.body.size, 84 + 50);
}

#if !defined(__SANITIZE_ADDRESS__) /* which cannot do with so little address space */
static int prepare_small(void **state)
{
    return prepare_with(state, 48 << 20, 0);
}

/* A body that becomes many times its size when it is read. */
static void test_spent_memory_is_told_by_the_exit_status(void **state)
{
    enum { NUMBERS = 4000000 };
    struct server *server = *state;
    int status;
    char *body = malloc(NUMBERS * 2 + 1);
    for (size_t i = 0; i < NUMBERS; i++)
        memcpy(body + i * 2, i == 0 ? "[0" : ",0", 2);
    body[NUMBERS * 2] = '\0';
    ask(server, PROTOCOL_EXPORT, body);
    free(body);
    assert_int_equal(receive(server), 0);
    assert_int_equal(waitpid(server->pid, &status, 0), server->pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), PROTOCOL_EXIT_MEMORY);
}
#endif

/* It has nobody to work for any more. */
static void test_process_ends_with_its_channel(void **state)
{
    struct server *server = *state;
    int status;
    shutdown(server->channel, SHUT_WR);
    assert_int_equal(waitpid(server->pid, &status, 0), server->pid);
    assert_true(WIFEXITED(status));
}

static void test_frame_out_of_turn_ends_the_process(void **state)
{
    struct server *server = *state;
    give(server, PROTOCOL_FOUND, "a.scad", "");
    assert_int_equal(receive(server), 0);
}

/* Comes last: what is hidden stays hidden. */
static void test_missing_landlock_is_told_of(void **state)
{
    hide_landlock();
    expected_lacks = PROTOCOL_NO_LANDLOCK;
    prepare(state);
    ask_code(*state, PROTOCOL_PARSE, "cube();");
    json_decref(receive_result(*state, true));
    clean(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare, clean)

int main(int argument_count, char **arguments)
{
    if (argument_count < 2)
        return EXIT_FAILURE;
    program = arguments[1];
    const struct CMUnitTest tests[] = {
        TEST(test_program_is_parsed),
        TEST(test_syntax_error_has_its_place),
        TEST(test_one_request_follows_another),
        TEST(test_senseless_requests_are_refused),
        TEST(test_included_files_are_asked_for),
        TEST(test_forbidden_file_is_an_error_without_a_path),
        TEST(test_circle_of_includes_ends),
        TEST(test_solid_is_evaluated),
        TEST(test_program_without_a_solid_fails),
        TEST(test_warnings_do_not_fail),
        TEST(test_used_library_is_run),
        TEST(test_greedy_programs_are_stopped),
        cmocka_unit_test_setup_teardown(test_slow_programs_are_told_where_they_were, prepare_hasty,
                                        clean),
        TEST(test_results_that_are_too_large_are_told_of),
        TEST(test_solid_is_exported),
#if !defined(__SANITIZE_ADDRESS__)
        cmocka_unit_test_setup_teardown(test_spent_memory_is_told_by_the_exit_status, prepare_small,
                                        clean),
#endif
        TEST(test_process_ends_with_its_channel),
        TEST(test_frame_out_of_turn_ends_the_process),
        cmocka_unit_test(test_missing_landlock_is_told_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
