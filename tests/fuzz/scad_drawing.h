/* SPDX-License-Identifier: MIT */
/* Imports any bytes as a drawing: once with plenty of memory, once with so little that it runs out somewhere on the way. */
#ifndef TENON_TESTS_FUZZ_SCAD_DRAWING_H
#define TENON_TESTS_FUZZ_SCAD_DRAWING_H

#include "geometry/shape.h"

#include <stdlib.h>
#include <string.h>

enum { DRAWING_VERTICES = 20000, SCARCE_DRAWING_BYTES = 65536, PLENTY_DRAWING_BYTES = 256 << 20 };

static bool drawing_file(void *context, const char *file, struct file_answer *answer)
{
    (void)file;
    answer->contents = *(struct text *)context;
    return true;
}

static void count_report(void *context, const struct report *report)
{
    (void)report;
    ++*(size_t *)context;
}

/* Whatever was not built must have been reported. */
static void import_drawing_within(size_t bytes, const char *file, struct text contents)
{
    struct arena arena;
    struct shape shape;
    size_t reports = 0;
    const struct shape_limits limits = { .vertices = DRAWING_VERTICES,
                                         .bytes = bytes,
                                         .files = { drawing_file, &contents } };
    arena_open(&arena);
    struct tree_node *node = tree_new(&arena, TREE_IMPORT, (struct tree_position){ NULL, 1 });
    node->as.import.file = file;
    if (!shape_build(&arena, node, &limits, count_report, &reports, &shape) && reports == 0)
        abort();
    arena_close(&arena);
}

/* A copy of just that size, so that reading past the end is seen. */
static void import_drawing_bytes(const char *file, const uint8_t *data, size_t size)
{
    char *copy = malloc(size ? size : 1);
    if (size)
        memcpy(copy, data, size);
    import_drawing_within(PLENTY_DRAWING_BYTES, file, (struct text){ copy, size });
    import_drawing_within(SCARCE_DRAWING_BYTES, file, (struct text){ copy, size });
    free(copy);
}

#endif
