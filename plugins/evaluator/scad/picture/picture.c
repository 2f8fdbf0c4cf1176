/* SPDX-License-Identifier: MIT */
/* Camera, guides and solids come together. */
#include "picture/picture.h"

#include "picture/raster.h"

#include <string.h>

struct picture picture_default(void)
{
    return (struct picture){ .camera = camera_default(),
                             .width = PICTURE_SIDE,
                             .height = PICTURE_SIDE,
                             .scheme = scheme_default() };
}

/* A flat model has its outlines drawn. */
static void draw_outlines(struct arena *arena, const struct picture *picture,
                          const struct lens *lens, const struct region *flat, struct dots *dots)
{
    struct stroke stroke = { .color = picture->scheme->colors[SCHEME_FLAT_EDGE],
                             .width = 2,
                             .on_top = true };
    for (size_t i = 0; i < flat->outline_count; i++)
        for (size_t j = 0; j < flat->outlines[i].count; j++) {
            arena_poll(arena);
            const struct outline *outline = &flat->outlines[i];
            size_t next = (j + 1) % outline->count;
            memcpy(stroke.from, flat->points[outline->first + j], 2 * sizeof *stroke.from);
            memcpy(stroke.to, flat->points[outline->first + next], 2 * sizeof *stroke.to);
            stroke_draw(arena, &stroke, lens, picture->width, picture->height, dots);
        }
}

struct image picture_paint(struct arena *arena, const struct picture *picture,
                           const struct stage *stage)
{
    struct camera camera = picture->camera;
    struct image image = image_new(arena, picture->width, picture->height);
    struct dots dots = { 0 };
    camera_fit(&camera, &stage->box);
    struct lens lens = lens_of(&camera, picture->width, picture->height);
    guides_draw(arena, &picture->guides, &lens, picture->scheme, picture->width, picture->height,
                &dots);
    if (stage->is_flat)
        draw_outlines(arena, picture, &lens, &stage->flat, &dots);
    const struct raster_input input = {
        .stage = stage,
        .lens = &lens,
        .scheme = picture->scheme,
        .dots = &dots,
        .edges = picture->guides.edges,
    };
    raster_paint(arena, &input, &image);
    return image;
}
