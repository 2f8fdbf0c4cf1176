/* SPDX-License-Identifier: MIT */
/* One entry's life: what its hooks are given, what their failures become, what is called afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <base/current.h>
#include <plugins/instance.h>
#include <tenon/host.h>

/* What the hooks below saw and do. */
static struct {
    const char *entry, *hook;
    bool fail, speak;
    int stops, destroys;
} seen;

static void *create(struct tn_host *host, const void *options)
{
    seen.entry = current.entry;
    seen.hook = current.hook;
    if (seen.speak)
        tn_fail_at(host, "depth.where", "expected more, found less");
    return seen.fail ? NULL : tn_instance_alloc(host, 64 + (options == NULL));
}

static bool start(struct tn_host *host, void *self)
{
    return self && (seen.fail ? tn_fail(host, "no world") : true);
}

static void stop(struct tn_host *host, void *self)
{
    seen.stops += host && self;
}

static void destroy(struct tn_host *host, void *self)
{
    seen.destroys += host && self;
}

static const struct tn_plugin plugin = {
    .name = "test", .create = create, .start = start, .stop = stop, .destroy = destroy
};
static const struct source source = { "a.yaml", { NULL, 0 } };

static struct tn_host new_host(void)
{
    memset(&seen, 0, sizeof seen);
    return (struct tn_host){ .name = "entry", .plugin = &plugin, .place = { &source, 3, 5, 1 } };
}

static void a_whole_life(void **state)
{
    (void)state;
    struct tn_host host = new_host();
    struct errors errors = { 0 };
    assert_true(instance_create(&host, &errors));
    assert_string_equal(seen.entry, "entry");
    assert_string_equal(seen.hook, "create");
    assert_null(current.entry);
    assert_true(instance_start(&host, &errors));
    instance_stop(&host);
    instance_stop(&host);
    instance_destroy(&host);
    assert_int_equal(seen.stops, 1);
    assert_int_equal(seen.destroys, 1);
}

static void who_fails_gets_no_further_call(void **state)
{
    (void)state;
    struct tn_host host = new_host();
    struct errors errors = { 0 };
    seen.fail = true;
    assert_false(instance_create(&host, &errors));
    assert_string_equal(errors.first->message,
                        "plugin `test` failed in `create` and did not say why");
    instance_stop(&host);
    instance_destroy(&host);
    assert_int_equal(seen.stops + seen.destroys, 0);
    errors_free(&errors);
}

static void a_failed_start_is_destroyed_but_not_stopped(void **state)
{
    (void)state;
    struct tn_host host = new_host();
    struct errors errors = { 0 };
    assert_true(instance_create(&host, &errors));
    seen.fail = true;
    assert_false(instance_start(&host, &errors));
    assert_string_equal(errors.first->message, "no world");
    instance_stop(&host);
    instance_destroy(&host);
    assert_int_equal(seen.stops, 0);
    assert_int_equal(seen.destroys, 1);
    errors_free(&errors);
}

/* An error that was said counts, even if the hook then returns an instance. */
static void what_was_said_counts(void **state)
{
    (void)state;
    struct tn_host host = new_host();
    struct errors errors = { 0 };
    seen.speak = true;
    assert_false(instance_create(&host, &errors));
    instance_destroy(&host);
    assert_int_equal(seen.destroys, 1);
    errors_free(&errors);
}

static void an_error_points_at_the_option_or_the_entry(void **state)
{
    (void)state;
    struct tn_host host = new_host();
    struct errors errors = { 0 };
    struct node where = { .place = { &source, 9, 20, 4 }, .key = TN_TEXT("where") };
    struct node depth = { .kind = NODE_MAP,
                          .place = { &source, 8, 3, 5 },
                          .key = TN_TEXT("depth"),
                          .first = &where,
                          .count = 1 };
    struct node options = {
        .kind = NODE_MAP, .place = { &source, 7, 1, 5 }, .first = &depth, .count = 1
    };
    seen.speak = true;
    instance_create(&host, &errors);
    assert_int_equal(errors.first->place.line, 3);
    host.options_node = &options;
    instance_create(&host, &errors);
    assert_int_equal(errors.last->place.line, 9);
    instance_destroy(&host);
    errors_free(&errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_life),
        cmocka_unit_test(who_fails_gets_no_further_call),
        cmocka_unit_test(a_failed_start_is_destroyed_but_not_stopped),
        cmocka_unit_test(what_was_said_counts),
        cmocka_unit_test(an_error_points_at_the_option_or_the_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
