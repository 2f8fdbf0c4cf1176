/* SPDX-License-Identifier: MIT */
/* Schemes have OpenSCAD's names and colours. */
#include "picture/scheme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void cornfield_is_the_default(void **state)
{
    (void)state;
    const struct scheme *scheme = scheme_default();
    assert_string_equal(scheme->name, "Cornfield");
    assert_ptr_equal(scheme, scheme_find("Cornfield"));
    assert_int_equal(scheme->colors[SCHEME_BACKGROUND], 0xFFFFE5);
    assert_int_equal(scheme->colors[SCHEME_FACE], 0xF9D72C);
    assert_int_equal(scheme->colors[SCHEME_CUT], 0x9DCB51);
}

static void names_are_exact(void **state)
{
    (void)state;
    assert_non_null(scheme_find("Tomorrow Night"));
    assert_null(scheme_find("TomorrowNight"));
    assert_null(scheme_find("cornfield"));
    assert_null(scheme_find(""));
}

static void one_scheme_fades(void **state)
{
    (void)state;
    const struct scheme *sky = scheme_find("ClearSky");
    assert_int_equal(sky->colors[SCHEME_BACKGROUND], 0x87CEEB);
    assert_int_equal(sky->colors[SCHEME_BACKGROUND_FOOT], 0xC9E9F6);
}

static void names_are_listed_in_openscads_order(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    struct builder names = builder_in(&arena);
    scheme_print_names(&names);
    assert_string_equal(builder_result(&names).bytes,
                        "Cornfield\nMetallic\nSunset\nStarnight\nBeforeDawn\nNature\n"
                        "Daylight Gem\nNocturnal Gem\nDeepOcean\nSolarized\nTomorrow\n"
                        "Tomorrow Night\nClearSky\nMonotone\n");
    arena_close(&arena);
}

static void colors_come_apart(void **state)
{
    (void)state;
    float rgb[3];
    scheme_color(scheme_find("Monotone"), SCHEME_CROSSHAIR, rgb);
    assert_true(rgb[0] == 128.0F / 255 && rgb[1] == 0 && rgb[2] == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cornfield_is_the_default),
        cmocka_unit_test(names_are_exact),
        cmocka_unit_test(one_scheme_fades),
        cmocka_unit_test(names_are_listed_in_openscads_order),
        cmocka_unit_test(colors_come_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
