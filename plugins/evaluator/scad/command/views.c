/* SPDX-License-Identifier: MIT */
/* The messages are OpenSCAD's, and so is what it forgives: text where numbers should be, but not their count. */
#include "command/views.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { CAMERA_NUMBERS = 7, SIZE_NUMBERS = 2, PIXELS_MAX = 1 << 26 };

static bool fail(struct builder *said, const char *why)
{
    builder_format(said, "%s\n", why);
    return false;
}

/* Without blanks, and nothing but digits. */
static bool read_number(const char *begin, size_t length, double *number)
{
    char digits[64], *end;
    if (length == 0 || length >= sizeof digits || strspn(begin, "+-.0123456789eE") < length)
        return false;
    memcpy(digits, begin, length);
    digits[length] = '\0';
    *number = strtod(digits, &end);
    return *end == '\0';
}

/* The numbers between commas. Returns how many there should be; *good: all are numbers. */
static int read_numbers(const char *text, double *numbers, int most, bool *good)
{
    int count = 0;
    *good = true;
    for (const char *at = text;; at++) {
        size_t length = strcspn(at, ",");
        if (count < most && !read_number(at, length, &numbers[count]))
            *good = false;
        count++;
        at += length;
        if (*at == '\0')
            return count;
    }
}

static bool read_camera(const char *text, struct builder *said, struct views *views)
{
    struct camera *camera = &views->picture.camera;
    double numbers[CAMERA_NUMBERS] = { 0 };
    bool good;
    int count = read_numbers(text, numbers, CAMERA_NUMBERS, &good);
    if (count != CAMERA_NUMBERS && count != CAMERA_NUMBERS - 1)
        return fail(said, "Camera setup requires either 7 numbers for Gimbal Camera or 6 numbers "
                          "for Vector Camera");
    camera->view_all = camera->auto_center = false;
    if (!good) {
        builder_string(said, "Camera setup requires numbers as parameters\n");
        return true;
    }
    views->camera_is_fixed = true;
    if (count < CAMERA_NUMBERS) {
        camera_look(camera, numbers, numbers + 3);
        return true;
    }
    memcpy(camera->target, numbers, sizeof camera->target);
    memcpy(camera->rotation, numbers + 3, sizeof camera->rotation);
    camera->distance = numbers[6];
    return true;
}

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words && strcmp(word, *words) != 0)
        words++;
    return *words != NULL;
}

static bool read_projection(const char *text, struct builder *said, struct camera *camera)
{
    static const char *const orthogonal[] = { "o", "ortho", "orthogonal", NULL };
    static const char *const perspective[] = { "p", "perspective", NULL };
    camera->orthogonal = is_one_of(text, orthogonal);
    return camera->orthogonal || is_one_of(text, perspective) ||
           fail(said, "projection needs to be 'o' or 'p' for ortho or perspective\n");
}

static bool read_size(const char *text, struct builder *said, struct picture *picture)
{
    static const char two_numbers[] = "Need 2 numbers for imgsize";
    double sides[SIZE_NUMBERS] = { 0 };
    bool good;
    if (read_numbers(text, sides, SIZE_NUMBERS, &good) != SIZE_NUMBERS)
        return fail(said, two_numbers);
    for (int i = 0; i < SIZE_NUMBERS; i++)
        good = good && strcspn(text, ".eE") == strlen(text);
    if (!good) {
        fail(said, two_numbers);
        return true;
    }
    for (int i = 0; i < SIZE_NUMBERS; i++)
        if (!(sides[i] >= 1 && sides[i] <= IMAGE_SIDE_MAX) || sides[0] * sides[1] > PIXELS_MAX) {
            builder_format(said, "A picture has at least 1 and at most %d pixels a side, and %d\n",
                           IMAGE_SIDE_MAX, PIXELS_MAX);
            return false;
        }
    picture->width = (int)sides[0];
    picture->height = (int)sides[1];
    return true;
}

static void read_guide(const char *name, size_t length, struct builder *said, struct guides *guides)
{
    const struct {
        const char *name;
        bool *shown;
    } all[] = { { "axes", &guides->axes },
                { "crosshairs", &guides->crosshairs },
                { "edges", &guides->edges },
                { "scales", &guides->scales } };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strlen(all[i].name) == length && memcmp(all[i].name, name, length) == 0) {
            *all[i].shown = true;
            return;
        }
    builder_format(said,
                   "Unknown --view option '%.*s' ignored. Use -h to list available options.\n",
                   (int)length, name);
}

static void read_guides(const char *text, struct builder *said, struct guides *guides)
{
    for (const char *at = text;; at++) {
        size_t length = strcspn(at, ",");
        read_guide(at, length, said, guides);
        at += length;
        if (*at == '\0')
            return;
    }
}

static bool read_scheme(const char *name, struct builder *said, struct picture *picture)
{
    picture->scheme = scheme_find(name);
    if (!picture->scheme)
        scheme_print_names(said);
    return picture->scheme != NULL;
}

bool views_read(const struct view_options *options, struct builder *said, struct views *views)
{
    struct picture *picture = &views->picture;
    *views = (struct views){ .picture = picture_default() };
    if (options->view)
        read_guides(options->view, said, &picture->guides);
    if (options->camera && !read_camera(options->camera, said, views))
        return false;
    picture->camera.view_all |= options->view_all;
    picture->camera.auto_center |= options->auto_center;
    return (!options->projection || read_projection(options->projection, said, &picture->camera)) &&
           (!options->image_size || read_size(options->image_size, said, picture)) &&
           (!options->color_scheme || read_scheme(options->color_scheme, said, picture));
}
