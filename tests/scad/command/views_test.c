/* SPDX-License-Identifier: MIT */
/* What is understood of a camera, a size and the like, and what is said if it is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "command/views.h"

struct read {
    struct arena arena;
    struct views views;
    struct builder said;
    bool good;
};

static void read(struct read *read, struct view_options options)
{
    arena_open(&read->arena);
    read->said = builder_in(&read->arena);
    read->good = views_read(&options, &read->said, &read->views);
}

static void assert_refused(struct view_options options)
{
    struct read refused;
    read(&refused, options);
    assert_false(refused.good);
    assert_true(refused.said.length > 0);
    arena_close(&refused.arena);
}

static void without_options_all_is_in_the_picture(void **state)
{
    (void)state;
    struct read done;
    read(&done, (struct view_options){ 0 });
    assert_true(done.good && done.said.length == 0);
    assert_int_equal(done.views.picture.width, 512);
    assert_true(done.views.picture.camera.view_all && done.views.picture.camera.auto_center);
    assert_false(done.views.camera_is_fixed);
    arena_close(&done.arena);
}

static void seven_numbers_are_a_camera(void **state)
{
    (void)state;
    struct read done;
    read(&done, (struct view_options){ .camera = "1,-2,3e1,4,5,6,+7.5", .view_all = true });
    const struct camera *camera = &done.views.picture.camera;
    assert_true(done.good && done.views.camera_is_fixed);
    assert_true(camera->target[1] == -2 && camera->target[2] == 30);
    assert_true(camera->rotation[2] == 6 && camera->distance == 7.5);
    assert_true(camera->view_all && !camera->auto_center);
    arena_close(&done.arena);
}

static void what_is_no_number_is_forgiven(void **state)
{
    (void)state;
    static const char *const cameras[] = { "1,2,3,4,5,x", "1,2,3,4,5,", "1,2,3,4,5, 6",
                                           "0x1,2,3,4,5,6", "nan,2,3,4,5,6" };
    for (size_t i = 0; i < sizeof cameras / sizeof *cameras; i++) {
        struct read done;
        read(&done, (struct view_options){ .camera = cameras[i] });
        assert_true(done.good);
        assert_string_equal(builder_result(&done.said).bytes,
                            "Camera setup requires numbers as parameters\n");
        assert_true(done.views.picture.camera.distance == 140);
        assert_false(done.views.picture.camera.view_all || done.views.camera_is_fixed);
        arena_close(&done.arena);
    }
}

static void counts_are_not(void **state)
{
    (void)state;
    assert_refused((struct view_options){ .camera = "" });
    assert_refused((struct view_options){ .camera = "1,2,3,4,5" });
    assert_refused((struct view_options){ .camera = "1,2,3,4,5,6,7,8" });
    assert_refused((struct view_options){ .image_size = "1,2,3" });
    assert_refused((struct view_options){ .image_size = "100" });
}

static void sizes_have_bounds(void **state)
{
    (void)state;
    assert_refused((struct view_options){ .image_size = "0,1" });
    assert_refused((struct view_options){ .image_size = "1,-1" });
    assert_refused((struct view_options){ .image_size = "16385,1" });
    assert_refused((struct view_options){ .image_size = "9999,9999" });
    struct read done;
    read(&done, (struct view_options){ .image_size = "16384,4096" });
    assert_true(done.good);
    assert_int_equal(done.views.picture.height, 4096);
    arena_close(&done.arena);
}

static void words_are_openscads(void **state)
{
    (void)state;
    assert_refused((struct view_options){ .projection = "ort" });
    assert_refused((struct view_options){ .color_scheme = "cornfield" });
    struct read done;
    read(&done, (struct view_options){
                    .projection = "orthogonal", .view = "edges,,axes", .color_scheme = "Nature" });
    assert_true(done.good && done.views.picture.camera.orthogonal);
    assert_true(done.views.picture.guides.edges && done.views.picture.guides.axes);
    assert_false(done.views.picture.guides.scales);
    assert_string_equal(done.views.picture.scheme->name, "Nature");
    assert_string_equal(builder_result(&done.said).bytes,
                        "Unknown --view option '' ignored. Use -h to list available options.\n");
    arena_close(&done.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_options_all_is_in_the_picture),
        cmocka_unit_test(seven_numbers_are_a_camera),
        cmocka_unit_test(what_is_no_number_is_forgiven),
        cmocka_unit_test(counts_are_not),
        cmocka_unit_test(sizes_have_bounds),
        cmocka_unit_test(words_are_openscads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
