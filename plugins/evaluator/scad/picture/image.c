/* SPDX-License-Identifier: MIT */
/* libpng packs the picture, row by row; its memory is the arena's, so that it may be left in between. */
#include "picture/image.h"

#include <png.h>

struct image image_new(struct arena *arena, int width, int height)
{
    size_t count = (size_t)width * (size_t)height;
    return (struct image){ width, height, arena_take(arena, count * 3) };
}

void image_paint(struct image *image, int column, int row, const float rgb[3])
{
    if (column < 0 || row < 0 || column >= image->width || row >= image->height)
        return;
    uint8_t *pixel = image->pixels[(size_t)row * (size_t)image->width + (size_t)column];
    for (int i = 0; i < 3; i++) {
        float value = rgb[i] < 0 ? 0 : rgb[i] > 1 ? 1 : rgb[i];
        pixel[i] = (uint8_t)(value * 255 + 0.5F);
    }
}

/* --- what libpng calls --- */

static png_voidp take(png_structp png, png_alloc_size_t size)
{
    return arena_take(png_get_mem_ptr(png), size);
}

/* It goes with the arena. */
static void give_back(png_structp png, png_voidp memory)
{
    (void)png;
    (void)memory;
}

/* Sizes, colours and rows are sound: only memory can be what is missing. */
static _Noreturn void fail(png_structp png, png_const_charp message)
{
    (void)message;
    arena_give_up(png_get_error_ptr(png), 0);
}

static void write_bytes(png_structp png, png_bytep bytes, size_t length)
{
    sink_bytes(png_get_io_ptr(png), bytes, length);
}

static void flush(png_structp png)
{
    (void)png;
}

void image_write_png(struct sink *sink, struct arena *arena, const struct image *image)
{
    struct arena *scratch = arena_within(arena);
    png_structp png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, scratch, fail, NULL, scratch,
                                                take, give_back);
    png_infop head = png_create_info_struct(png);
    png_set_write_fn(png, sink, write_bytes, flush);
    png_set_IHDR(png, head, (png_uint_32)image->width, (png_uint_32)image->height, 8,
                 PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, head, PNG_sRGB_INTENT_PERCEPTUAL);
    png_write_info(png, head);
    for (int row = 0; row < image->height; row++) {
        arena_poll(arena);
        png_write_row(png, image->pixels[(size_t)row * (size_t)image->width]);
    }
    png_write_end(png, head);
    arena_close(scratch);
}
