/* SPDX-License-Identifier: MIT */
/* What a stranger's table must be, row by row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <plugins/library.h>
#include <tenon/metric.h>
#include <tenon/service.h>
#include <tenon/variable.h>

static enum tn_verdict handle(struct tn_request *request, void *self)
{
    (void)request;
    (void)self;
    return TN_NEXT;
}

static struct tn_value get(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request;
    (void)self;
    return tn_value_text(rest);
}

/* The one message about the table, or "" if there is none. */
static void assert_said(const struct tn_plugin *plugin, const char *message)
{
    struct errors errors = { 0 };
    bool sane = library_sane(plugin, "plugin `x`", (struct place){ 0 }, &errors);
    assert_int_equal(sane, errors.count == 0);
    assert_int_equal(errors.count, *message ? 1 : 0);
    if (*message)
        assert_string_equal(errors.first->message, message);
    errors_free(&errors);
}

#define WHOLE .name = "x", .version = "1", .summary = "X."

static void a_bare_plugin_is_sane(void **state)
{
    (void)state;
    assert_said(&(struct tn_plugin){ WHOLE }, "");
    assert_said(&(struct tn_plugin){ .name = "x", .summary = "X." }, "plugin `x` has no version");
    assert_said(&(struct tn_plugin){ .name = "x", .version = "1" }, "plugin `x` has no summary");
}

static void metrics(void **state)
{
    (void)state;
    const struct tn_metric good[] = {
        { "a", TN_HISTOGRAM, .labels = { "b" }, .buckets = { 0.1, 1 }, .summary = "A." }, { 0 }
    };
    const struct tn_metric label[] = { { "a", TN_COUNTER, .labels = { "entry" }, .summary = "A." },
                                       { 0 } };
    const struct tn_metric falling[] = {
        { "a", TN_HISTOGRAM, .buckets = { 1, 0.1 }, .summary = "A." }, { 0 }
    };
    const struct tn_metric kindless[] = { { "a", .summary = "A." }, { 0 } };
    assert_said(&(struct tn_plugin){ WHOLE, .metrics = good }, "");
    assert_said(&(struct tn_plugin){ WHOLE, .metrics = label },
                "plugin `x`, metric `a`: a label must be lower case, digits and underscores, and "
                "not `entry`");
    assert_said(&(struct tn_plugin){ WHOLE, .metrics = falling },
                "plugin `x`, metric `a`: the buckets must ascend");
    assert_said(&(struct tn_plugin){ WHOLE, .metrics = kindless },
                "plugin `x`, metric `a`: the kind must be a counter, a gauge or a histogram");
}

static void routes_variables_services(void **state)
{
    (void)state;
    const struct tn_route good[] = { { "GET", "$mount/a", handle, "A." }, { 0 } };
    const struct tn_route deaf[] = { { "GET", "/a", NULL, "A." }, { 0 } };
    const struct tn_variable known[] = { { "check.*", get, 0, "A." }, { 0 } };
    const struct tn_variable silent[] = { { "a", NULL, 0, "A." }, { 0 } };
    const struct tn_need vague[] = { { .name = "a" }, { 0 } };
    const struct tn_offer empty[] = { { .id = "a/1" }, { 0 } };
    assert_said(&(struct tn_plugin){ WHOLE, .routes = good, .variables = known }, "");
    assert_said(&(struct tn_plugin){ WHOLE, .routes = deaf },
                "plugin `x`, route `/a`: there is no handler");
    assert_said(&(struct tn_plugin){ WHOLE, .variables = silent },
                "plugin `x`, variable `a`: there is no function that gets it");
    assert_said(&(struct tn_plugin){ WHOLE, .needs = vague },
                "plugin `x`, need `a`: there is no id");
    assert_said(&(struct tn_plugin){ WHOLE, .offers = empty },
                "plugin `x`, offer `a/1`: there is no table");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bare_plugin_is_sane),
        cmocka_unit_test(metrics),
        cmocka_unit_test(routes_variables_services),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
