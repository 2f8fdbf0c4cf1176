/* SPDX-License-Identifier: MIT */
/* Zones: the same name and size is the same memory, until nobody of a living generation has asked for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include <master/registry.h>

static void the_same_name_and_size_is_the_same_zone(void **state)
{
    (void)state;
    struct registry registry = { 0 };
    int fd = registry_zone(&registry, "a/counts", 4096, 1);
    assert_true(fd >= 0);
    assert_int_equal(lseek(fd, 0, SEEK_END), 4096);
    assert_int_equal(registry_zone(&registry, "a/counts", 4096, 2), fd);
    assert_int_not_equal(registry_zone(&registry, "a/counts", 8192, 2), fd);
    assert_int_not_equal(registry_zone(&registry, "b/counts", 4096, 2), fd);
    assert_true(ftruncate(fd, 100) != 0); /* sealed: nobody can pull it away */
    registry_forget(&registry, ~0u);
    assert_null(registry.zones);
    assert_int_equal(fcntl(fd, F_GETFD), -1);
}

static void a_zone_goes_with_its_last_generation(void **state)
{
    (void)state;
    struct registry registry = { 0 };
    int kept = registry_zone(&registry, "kept", 4096, 1);
    int lost = registry_zone(&registry, "lost", 4096, 1);
    registry_zone(&registry, "kept", 4096, 2);
    registry_forget(&registry, 1);
    assert_int_equal(registry_zone(&registry, "lost", 4096, 1), lost);
    registry_forget(&registry, 2);
    assert_int_equal(fcntl(lost, F_GETFD), -1);
    assert_int_equal(registry_zone(&registry, "kept", 4096, 2), kept);
    registry_forget(&registry, ~0u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_name_and_size_is_the_same_zone),
        cmocka_unit_test(a_zone_goes_with_its_last_generation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
