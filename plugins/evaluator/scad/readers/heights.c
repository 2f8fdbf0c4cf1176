/* SPDX-License-Identifier: MIT */
/* Texts by hand, pictures by libpng. */
#include "readers/heights.h"

#include "base/list.h"

#include <math.h>
#include <png.h>
#include <string.h>

/* No more than may be; the columns and rows are counted already. */
static bool make_room(struct reading *reading, struct heights *heights)
{
    if (heights->rows > 0 && heights->columns > HEIGHTS_MAX / heights->rows)
        return reading_fail_at(reading, "%zu times %zu heights are more than %d", heights->columns,
                               heights->rows, HEIGHTS_MAX);
    heights->values =
        arena_take(reading->arena, heights->columns * heights->rows * sizeof *heights->values);
    return true;
}

/* --- texts --------------------------------------------------------------------------------------------- */

/* The next line that is neither empty nor a comment. */
static bool take_row(struct reading *reading, struct text *line)
{
    while (reading_line(reading, line))
        if (line->length > 0 && line->bytes[0] != '#')
            return true;
    return false;
}

static bool measure_text(struct reading *reading, struct heights *heights)
{
    struct text line, word;
    double value;
    for (; take_row(reading, &line); heights->rows++) {
        size_t columns = 0;
        for (; reading_word(&line, &word); columns++)
            if (!reading_number(word, &value))
                return reading_fail(reading, "expected a number, found '%.*s'",
                                    word.length < 20 ? (int)word.length : 20, word.bytes);
        if (columns > heights->columns)
            heights->columns = columns;
    }
    return true;
}

static bool read_text(struct reading *reading, struct heights *heights)
{
    if (!measure_text(reading, heights) || !make_room(reading, heights))
        return false;
    heights->lowest = 1;
    reading->at = reading->begin;
    struct text line, word;
    for (double *row = heights->values; take_row(reading, &line); row += heights->columns)
        for (size_t column = 0; reading_word(&line, &word); column++) {
            reading_number(word, &row[column]);
            heights->lowest = fmin(heights->lowest, row[column]);
        }
    return true;
}

/* --- pictures ------------------------------------------------------------------------------------------ */

static bool is_png(const struct reading *reading)
{
    size_t length = (size_t)(reading->end - reading->begin);
    return length >= 8 && png_sig_cmp((png_const_bytep)reading->begin, 0, 8) == 0;
}

static bool begin_png(struct reading *reading, png_image *image)
{
    *image = (png_image){ .version = PNG_IMAGE_VERSION };
    size_t length = (size_t)(reading->end - reading->begin);
    if (!png_image_begin_read_from_memory(image, reading->begin, length))
        return reading_fail_at(reading, "not a PNG file: %s", image->message);
    image->format = PNG_FORMAT_RGBA;
    image->flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    return true;
}

/* Memory is taken while libpng holds none, as taking it may end in a jump. */
static bool read_pixels(struct reading *reading, struct heights *heights, unsigned char **pixels)
{
    png_image image;
    if (!begin_png(reading, &image))
        return false;
    heights->columns = image.width;
    heights->rows = image.height;
    png_image_free(&image);
    if (!make_room(reading, heights))
        return false;
    *pixels = arena_take(reading->arena, 4 * heights->columns * heights->rows);
    if (!begin_png(reading, &image))
        return false;
    if (png_image_finish_read(&image, NULL, *pixels, 0, NULL))
        return true;
    reading_fail_at(reading, "not a whole PNG file: %s", image.message);
    png_image_free(&image);
    return false;
}

/* White is 100 high. OpenSCAD inverts values up to 255 as if they went up to 1. */
static double height_of(const unsigned char *pixel, bool invert)
{
    double brightness = 0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2];
    return 100.0 / 255 * (invert ? 1 - brightness : brightness);
}

static bool read_picture(struct reading *reading, bool invert, struct heights *heights)
{
    unsigned char *pixels;
    if (!read_pixels(reading, heights, &pixels))
        return false;
    heights->lowest = 200;
    for (size_t y = 0; y < heights->rows; y++)
        for (size_t x = 0; x < heights->columns; x++) {
            size_t from_top = heights->rows - 1 - y;
            double height = height_of(pixels + 4 * (from_top * heights->columns + x), invert);
            heights->values[y * heights->columns + x] = height;
            heights->lowest = fmin(heights->lowest, height);
        }
    return true;
}

bool heights_read(struct reading *reading, bool invert, struct heights *heights)
{
    *heights = (struct heights){ .rows = 0 };
    return is_png(reading) ? read_picture(reading, invert, heights) : read_text(reading, heights);
}
