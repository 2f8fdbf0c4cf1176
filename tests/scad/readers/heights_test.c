/* SPDX-License-Identifier: MIT */
/* Heights from texts and from pictures. */
#include "readers/heights.h"

#include "bench.h"

#include <png.h>

static struct heights heights;
static bool inverted;

static bool read(struct reading *reading, struct soup *soup)
{
    (void)soup;
    return heights_read(reading, inverted, &heights);
}

static void texts(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_read_string(bench, read, "# comment\n\n1 2\t3\n -4\n  # another\n7 8"));
    static const double expected[] = { 1, 2, 3, -4, 0, 0, 7, 8, 0 };
    assert_int_equal(heights.columns, 3);
    assert_int_equal(heights.rows, 3);
    assert_memory_equal(heights.values, expected, sizeof expected);
    assert_true(heights.lowest == -4);
    assert_true(bench_read_string(bench, read, "5 6\n7 8\n"));
    assert_true(heights.lowest == 1);
}

static void broken_texts(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, read, "1 2\n3 four\n", "line 2: expected a number, found 'four'");
    char *wide = arena_take(&bench->arena, 6000);
    for (int i = 0; i < 3000; i++)
        memcpy(wide + 2 * i, i < 1500 ? "1 " : "1\n", 2);
    assert_false(bench_read(bench, read, wide, 6000));
    assert_non_null(strstr(bench->reading.problem.bytes, "are more than 1000000"));
}

/* Two pixels wide, two high: white and red above green and black. */
static size_t picture(unsigned char *bytes, size_t size)
{
    static const unsigned char pixels[] = { 255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 0 };
    png_image image = { .version = PNG_IMAGE_VERSION, .width = 2, .height = 2 };
    image.format = PNG_FORMAT_RGB;
    png_alloc_size_t length = size;
    assert_true(png_image_write_to_memory(&image, bytes, &length, 0, pixels, 0, NULL));
    return length;
}

static bool is_near(double a, double b)
{
    return a - b < 1e-9 && b - a < 1e-9;
}

static void pictures(void **state)
{
    struct bench *bench = *state;
    unsigned char bytes[1000];
    size_t length = picture(bytes, sizeof bytes);
    inverted = false;
    assert_true(bench_read(bench, read, (const char *)bytes, length));
    assert_int_equal(heights.columns * heights.rows, 4);
    assert_true(is_near(heights.values[0], 71.52) && heights.values[1] == 0);
    assert_true(is_near(heights.values[2], 100) && is_near(heights.values[3], 21.26));
    assert_true(heights.lowest == 0);
    inverted = true;
    assert_true(bench_read(bench, read, (const char *)bytes, length));
    assert_true(is_near(heights.lowest, 100.0 / 255 * (1 - 255)));
    inverted = false;
}

static void nothing_crashes(void **state)
{
    unsigned char bytes[1000];
    size_t length = picture(bytes, sizeof bytes);
    bench_survives(*state, read, (const char *)bytes, length);
    static const char text[] = "1 2\t3\n -4\n  # another\n7 8";
    bench_survives(*state, read, text, sizeof text - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(texts),
        BENCH_TEST(broken_texts),
        BENCH_TEST(pictures),
        BENCH_TEST(nothing_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
