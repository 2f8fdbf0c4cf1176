/* SPDX-License-Identifier: MIT */
/* Wiring: who gets whose service, in which order they start, and what is said when it cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <plugins/instance.h>

static const int gift = 1, song = 2;
static const struct tn_offer gives_gift[] = { { "gift/1", &gift }, { 0 } };
static const struct tn_offer gives_both[] = { { "gift/1", &gift }, { "song/1", &song }, { 0 } };
static const struct tn_need wants_gift[] = { { "gift", "gift/1", .summary = "x" }, { 0 } };
static const struct tn_need wants_song[] = { { "tune", "song/1", .optional = true, .summary = "x" },
                                             { 0 } };

static const struct tn_plugin giver = { .name = "giver", .offers = gives_gift };
static const struct tn_plugin singer = { .name = "singer",
                                         .offers = gives_both,
                                         .needs = wants_gift };
static const struct tn_plugin taker = { .name = "taker", .needs = wants_gift };
static const struct tn_plugin dancer = { .name = "dancer",
                                         .needs = wants_song,
                                         .offers = gives_gift };

enum { HOSTS_MAX = 4 };

struct fixture {
    struct tn_host hosts[HOSTS_MAX];
    struct tn_host *list[HOSTS_MAX], *order[HOSTS_MAX];
    size_t count;
    struct errors errors;
};

static struct tn_host *add(struct fixture *fixture, const char *name,
                           const struct tn_plugin *plugin, const struct instance_use *use)
{
    struct tn_host *host = &fixture->hosts[fixture->count];
    *host = (struct tn_host){ .name = name,
                              .plugin = plugin,
                              .index = fixture->count,
                              .self = (void *)(uintptr_t)name,
                              .uses = use,
                              .use_count = use ? 1 : 0 };
    fixture->list[fixture->count++] = host;
    return host;
}

static bool wire(struct fixture *fixture)
{
    return services_wire(fixture->list, fixture->count, fixture->order, &fixture->errors);
}

static int setup(void **state)
{
    *state = memory_alloc(sizeof(struct fixture));
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < fixture->count; i++)
        arena_free(&fixture->hosts[i].arena);
    errors_free(&fixture->errors);
    free(fixture);
    return 0;
}

static void a_provider_starts_first(void **state)
{
    struct fixture *fixture = *state;
    const struct instance_use use = { .name = "gift", .entry = "late" };
    struct tn_host *early = add(fixture, "early", &taker, &use);
    struct tn_host *middle = add(fixture, "middle", &giver, NULL);
    struct tn_host *late = add(fixture, "late", &giver, NULL);
    assert_true(wire(fixture));
    assert_ptr_equal(fixture->order[0], late);
    assert_ptr_equal(fixture->order[1], early);
    assert_ptr_equal(fixture->order[2], middle);
    early->started = true;
    struct tn_service service = tn_service(early, "gift");
    assert_ptr_equal(service.table, &gift);
    assert_ptr_equal(service.self, late->self);
}

static void an_optional_need_may_stay_unmet(void **state)
{
    struct fixture *fixture = *state;
    struct tn_host *host = add(fixture, "dancer", &dancer, NULL);
    assert_true(wire(fixture));
    host->started = true;
    assert_null(tn_service(host, "tune").table);
}

static const char *only_message(struct fixture *fixture)
{
    assert_int_equal(fixture->errors.count, 1);
    return fixture->errors.first->message;
}

static void an_unmet_need_names_who_could_meet_it(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "taker", &taker, NULL);
    add(fixture, "rich", &giver, NULL);
    assert_false(wire(fixture));
    assert_string_equal(only_message(fixture), "plugin `taker` needs the service `gift` (gift/1)");
    assert_string_equal(fixture->errors.first->hint,
                        "entry `rich` offers it: add `uses: { gift: rich }`");
}

/* A line in `uses` that is wrong is one error, not a second for the need that stays unmet. */
static void the_wrong_entry_is_one_error(void **state)
{
    struct fixture *fixture = *state;
    const struct instance_use use = { .name = "gift", .entry = "other" };
    add(fixture, "taker", &taker, &use);
    add(fixture, "other", &taker, &use);
    fixture->list[1]->use_count = 0;
    assert_false(wire(fixture));
    assert_int_equal(fixture->errors.count, 2);
    assert_string_equal(fixture->errors.first->message,
                        "entry `other` (plugin `taker`) does not offer gift/1");
}

static void what_uses_a_plugin_that_is_missing_is_not_at_fault(void **state)
{
    struct fixture *fixture = *state;
    const struct instance_use use = { .name = "gift", .entry = "absent" };
    add(fixture, "taker", &taker, &use);
    add(fixture, "absent", NULL, &use);
    assert_true(wire(fixture));
}

static void a_circle_is_named_once(void **state)
{
    struct fixture *fixture = *state;
    const struct instance_use to_dancer = { .name = "gift", .entry = "d" };
    const struct instance_use to_singer = { .name = "tune", .entry = "s" };
    add(fixture, "s", &singer, &to_dancer);
    add(fixture, "d", &dancer, &to_singer);
    assert_false(wire(fixture));
    assert_string_equal(only_message(fixture),
                        "services in a circle: s, which uses d, which uses s");
}

static void nobody_uses_himself(void **state)
{
    struct fixture *fixture = *state;
    const struct instance_use self = { .name = "gift", .entry = "s" };
    add(fixture, "s", &singer, &self);
    assert_false(wire(fixture));
    assert_string_equal(only_message(fixture), "services in a circle: s, which uses s");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_provider_starts_first, setup, teardown),
        cmocka_unit_test_setup_teardown(an_optional_need_may_stay_unmet, setup, teardown),
        cmocka_unit_test_setup_teardown(an_unmet_need_names_who_could_meet_it, setup, teardown),
        cmocka_unit_test_setup_teardown(the_wrong_entry_is_one_error, setup, teardown),
        cmocka_unit_test_setup_teardown(what_uses_a_plugin_that_is_missing_is_not_at_fault, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_circle_is_named_once, setup, teardown),
        cmocka_unit_test_setup_teardown(nobody_uses_himself, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
