/* SPDX-License-Identifier: MIT */
/* libpng packs the picture. */
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

/* Memory is taken while libpng holds none, as taking it may end in a jump. */
void image_write_png(struct sink *sink, struct arena *arena, const struct image *image)
{
    png_image head = { .version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)image->width,
                       .height = (png_uint_32)image->height,
                       .format = PNG_FORMAT_RGB };
    png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(head);
    void *bytes = arena_take(arena, length);
    if (!png_image_write_to_memory(&head, bytes, &length, 0, image->pixels, 0, NULL))
        arena_give_up(arena, 0);
    sink_bytes(sink, bytes, length);
}
