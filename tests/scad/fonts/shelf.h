/* SPDX-License-Identifier: MIT */
/* Fonts for tests: those of Debian's fonts-liberation, by the names of their files, and what a test makes up. */
#ifndef TEST_SCAD_SHELF_H
#define TEST_SCAD_SHELF_H

#include "fonts/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct shelf {
    struct arena arena;
    struct font_source source;
    struct fonts *fonts;
    struct text made_up; /* if it has bytes, what every pattern comes to */
    struct text brought; /* what a program brings */
    const char *features;
    int found; /* how often a font was looked for */
};

/* A file of the package. */
static inline struct text shelf_read(struct arena *arena, const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "/usr/share/fonts/truetype/liberation/%s.ttf", name);
    FILE *stream = fopen(path, "rb");
    if (!stream)
        fail_msg("%s: the package fonts-liberation is needed", path);
    fseek(stream, 0, SEEK_END);
    size_t size = (size_t)ftell(stream);
    char *bytes = arena_take(arena, size);
    rewind(stream);
    assert_int_equal(fread(bytes, 1, size, stream), size);
    fclose(stream);
    return (struct text){ bytes, size };
}

/* A pattern is the name of a file; OpenSCAD's own font is the regular one. */
static inline bool shelf_find(void *context, const char *pattern, struct font_file *file)
{
    struct shelf *shelf = context;
    bool is_default = strcmp(pattern, "Liberation Sans:style=Regular") == 0;
    shelf->found++;
    file->features = shelf->features;
    file->contents = shelf->made_up;
    if (shelf->made_up.bytes)
        return true;
    if (!is_default && strncmp(pattern, "Liberation", 10) != 0)
        return false;
    file->contents = shelf_read(&shelf->arena, is_default ? "LiberationSans-Regular" : pattern);
    return true;
}

static inline bool shelf_add(void *context, struct text full_name, struct text *contents)
{
    struct shelf *shelf = context;
    (void)full_name;
    *contents = shelf->brought;
    return true;
}

static inline void shelf_open(struct shelf *shelf)
{
    *shelf = (struct shelf){ .features = "" };
    arena_open(&shelf->arena);
    shelf->source = (struct font_source){ shelf, shelf_find, shelf_add };
    shelf->fonts = fonts_open(&shelf->arena, &shelf->source);
}

static inline void shelf_close(struct shelf *shelf)
{
    fonts_close(shelf->fonts);
    arena_close(&shelf->arena);
}

static inline int shelf_setup(void **state)
{
    static struct shelf shelf;
    shelf_open(&shelf);
    *state = &shelf;
    return 0;
}

static inline int shelf_teardown(void **state)
{
    shelf_close(*state);
    return 0;
}

/* A text as text() has it without further parameters. */
static inline struct tree_text shelf_text(const char *text)
{
    return (struct tree_text){ .text = text,
                               .font = "",
                               .direction = "ltr",
                               .language = "en",
                               .script = "Latn",
                               .horizontal_align = "default",
                               .vertical_align = "default",
                               .size = 10,
                               .spacing = 1 };
}

#endif
