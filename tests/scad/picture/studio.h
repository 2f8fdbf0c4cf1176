/* SPDX-License-Identifier: MIT */
/* A place to take pictures for tests: from above, without perspective, ten pixels a unit, the origin in the middle. */
#ifndef SCAD_TESTS_PICTURE_STUDIO_H
#define SCAD_TESTS_PICTURE_STUDIO_H

#include "../geometry/bench.h"
#include "picture/picture.h"

enum { STUDIO_SIDE = 200, STUDIO_PIXELS_PER_UNIT = 10 };

static inline struct picture studio_picture(void)
{
    struct picture picture = picture_default();
    picture.width = picture.height = STUDIO_SIDE;
    picture.camera.view_all = picture.camera.auto_center = false;
    picture.camera.orthogonal = true;
    picture.camera.field = 90;
    picture.camera.distance = STUDIO_SIDE / 2.0 / STUDIO_PIXELS_PER_UNIT;
    memset(picture.camera.rotation, 0, sizeof picture.camera.rotation);
    return picture;
}

static inline struct image studio_shoot(struct bench *bench, const struct picture *picture,
                                        const struct tree_node *tree)
{
    struct stage stage;
    assert_true(
        stage_build(&bench->arena, tree, true, &bench->limits, bench_listen, bench, &stage));
    return picture_paint(&bench->arena, picture, &stage);
}

/* The colour at a place in units. */
static inline uint32_t studio_color(const struct image *image, double x, double y)
{
    int column = (int)(STUDIO_SIDE / 2.0 + x * STUDIO_PIXELS_PER_UNIT);
    int row = (int)(STUDIO_SIDE / 2.0 - y * STUDIO_PIXELS_PER_UNIT);
    const uint8_t *pixel = image->pixels[row * STUDIO_SIDE + column];
    return (uint32_t)pixel[0] << 16 | (uint32_t)pixel[1] << 8 | pixel[2];
}

/* How many pixels are not of that colour. */
static inline int studio_count_others(const struct image *image, uint32_t color)
{
    int count = 0;
    for (int i = 0; i < image->width * image->height; i++) {
        const uint8_t *pixel = image->pixels[i];
        count += ((uint32_t)pixel[0] << 16 | (uint32_t)pixel[1] << 8 | pixel[2]) != color;
    }
    return count;
}

/* A colour that the light dims, as it falls on a face that looks up: 0.2 + 1 / sqrt(3) of it. */
static inline uint32_t studio_lit(uint32_t color)
{
    uint32_t lit = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        float value = (float)(color >> shift & 0xFF) * (0.2F + 1 / sqrtf(3));
        lit |= (uint32_t)(value + 0.5F) << shift;
    }
    return lit;
}

static inline struct tree_node *studio_paint(struct bench *bench, float red, float green,
                                             float blue, float alpha, struct tree_node *child)
{
    struct tree_node *node = NODE(bench, TREE_COLOR, 1, child);
    const float rgba[] = { red, green, blue, alpha };
    memcpy(node->as.color.rgba, rgba, sizeof rgba);
    return node;
}

#endif
