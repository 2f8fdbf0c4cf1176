/* SPDX-License-Identifier: MIT */
/* Routes. */
#include <http/router.h>

#include "cmocka_all.h"

static enum tn_verdict handle(struct tn_request *request, void *self)
{
    (void)request, (void)self;
    return TN_NEXT;
}

static const struct http_route first_routes[] = {
    { "GET", "/a", handle },        { "POST", "/a", handle }, { NULL, "/any", handle },
    { "GET", "/jobs/:id", handle }, { "GET", "/*", handle },  { 0 },
};
static const struct http_route second_routes[] = {
    { "GET", "/jobs/new", handle }, { "GET", "/jobs/:id/log", handle }, { "HEAD", "/a", handle },
    { "GET", "/static/*", handle }, { "DELETE", "/jobs/:id", handle },  { 0 },
};
static const struct http_entry entries[] = {
    { .name = "first", .routes = first_routes },
    { .name = "second", .routes = second_routes },
};
static const struct http_options options = { .count = 2, .entries = entries };
static struct arena arena;
static struct router router;
static const bool all[] = { true, true };

static int build(void **state)
{
    (void)state;
    const char *problem;
    return router_build(&router, &options, &arena, &problem) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const char *found(const char *method, const char *path)
{
    const struct route *route = router_find(&router, tn_text(method), tn_text(path), all);
    return route ? route->row->path : "none";
}

static void the_most_exact_wins(void **state)
{
    (void)state;
    assert_string_equal(found("GET", "/a"), "/a");
    assert_string_equal(found("GET", "/jobs/new"), "/jobs/new");
    assert_string_equal(found("GET", "/jobs/7"), "/jobs/:id");
    assert_string_equal(found("GET", "/jobs/7/log"), "/jobs/:id/log");
    assert_string_equal(found("GET", "/jobs/"), "/*");
    assert_string_equal(found("GET", "/static/x/y"), "/static/*");
    assert_string_equal(found("GET", "/static"), "/*");
    assert_string_equal(found("BREW", "/any"), "/any");
    assert_string_equal(found("PUT", "/a"), "none");
}

static void head_takes_its_own_route_or_gets(void **state)
{
    (void)state;
    const struct route *route = router_find(&router, TN_TEXT("HEAD"), TN_TEXT("/a"), all);
    assert_string_equal(route->row->method, "HEAD");
    route = router_find(&router, TN_TEXT("HEAD"), TN_TEXT("/jobs/7"), all);
    assert_string_equal(route->row->method, "GET");
}

static void parameters_are_found(void **state)
{
    (void)state;
    const struct route *route = router_find(&router, TN_TEXT("GET"), TN_TEXT("/jobs/7/log"), all);
    assert_text(route_param(route, TN_TEXT("/jobs/7/log"), "id"), "7");
    assert_text(route_param(route, TN_TEXT("/jobs/7/log"), "*"), NULL);
    route = router_find(&router, TN_TEXT("GET"), TN_TEXT("/static/x/y"), all);
    assert_text(route_param(route, TN_TEXT("/static/x/y"), "*"), "x/y");
}

static void entries_that_do_not_apply_do_not_answer(void **state)
{
    (void)state;
    const bool only_first[] = { true, false };
    const struct route *route =
        router_find(&router, TN_TEXT("GET"), TN_TEXT("/static/x"), only_first);
    assert_string_equal(route->row->path, "/*");
}

static void allow_lists_what_the_path_knows(void **state)
{
    (void)state;
    const bool only_second[] = { false, true };
    assert_text(router_allow(&router, TN_TEXT("/a"), all, &arena), "HEAD, GET, POST, OPTIONS");
    assert_text(router_allow(&router, TN_TEXT("/jobs/7"), only_second, &arena), "DELETE, OPTIONS");
    assert_text(router_allow(&router, TN_TEXT("/x"), only_second, &arena), NULL);
}

static void same_routes_conflict(void **state)
{
    (void)state;
    size_t first, second;
    const char *path;
    assert_false(http_routes_conflict(&options, &first, &second, &path));
    static const struct http_route same[] = { { "DELETE", "/jobs/:number", handle }, { 0 } };
    struct http_entry three[] = { entries[0], entries[1], { .name = "third", .routes = same } };
    struct http_options more = { .count = 3, .entries = three };
    assert_true(http_routes_conflict(&more, &first, &second, &path));
    assert_int_equal(first, 1);
    assert_int_equal(second, 2);
    assert_string_equal(path, "/jobs/:id");
    three[2].shadow = true;
    assert_false(http_routes_conflict(&more, &first, &second, &path));
}

static void a_path_begins_with_a_slash(void **state)
{
    (void)state;
    static const struct http_route bad[] = { { "GET", "a", handle }, { 0 } };
    struct http_entry one = { .name = "one", .routes = bad };
    struct http_options wrong = { .count = 1, .entries = &one };
    struct router broken;
    const char *problem = NULL;
    assert_false(router_build(&broken, &wrong, &arena, &problem));
    assert_non_null(strstr(problem, "entry `one`"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_most_exact_wins),
        cmocka_unit_test(head_takes_its_own_route_or_gets),
        cmocka_unit_test(parameters_are_found),
        cmocka_unit_test(entries_that_do_not_apply_do_not_answer),
        cmocka_unit_test(allow_lists_what_the_path_knows),
        cmocka_unit_test(same_routes_conflict),
        cmocka_unit_test(a_path_begins_with_a_slash),
    };
    return cmocka_run_group_tests(tests, build, end);
}
