/* SPDX-License-Identifier: MIT */
/* Builds a model from a file of any bytes: once with plenty of memory, once with so little that it runs out somewhere on the
 * way, elsewhere for other bytes. */
#ifndef TENON_TESTS_FUZZ_SCAD_FILE_H
#define TENON_TESTS_FUZZ_SCAD_FILE_H

#include "geometry/shape.h"
#include "model/tree.h"

#include <stdlib.h>
#include <string.h>

enum { SCARCE_FILE_BYTES = 8192, PLENTY_FILE_BYTES = 256 << 20 };

/* How the file is used: by import() or surface(), alone or joined with a cube, which solids must be closed for. */
struct file_use {
    const char *name;
    enum tree_kind module;
    bool joined;
    size_t
        vertices; /* that may be made of it: what crosses itself everywhere needs their square of time */
};

static bool the_file(void *context, const char *file, struct file_answer *answer)
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

static struct tree_node *describe(struct arena *arena, const struct file_use *use)
{
    const struct tree_position position = { NULL, 1 };
    struct tree_node *node = tree_new(arena, use->module, position);
    if (use->module == TREE_IMPORT)
        node->as.import.file = use->name;
    else
        node->as.surface.file = use->name;
    if (!use->joined)
        return node;
    struct tree_node *cube = tree_new(arena, TREE_CUBE, position);
    struct tree_node *whole = tree_new(arena, TREE_UNION, position);
    for (int axis = 0; axis < 3; axis++)
        cube->as.cube.size[axis] = 1;
    tree_append(whole, node);
    tree_append(whole, cube);
    return whole;
}

/* Whatever was not built must have been reported. */
static void build_within(size_t bytes, const struct file_use *use, struct text contents)
{
    struct arena arena;
    struct shape shape;
    size_t reports = 0;
    const struct shape_limits limits = { .vertices = use->vertices,
                                         .bytes = bytes,
                                         .files = { the_file, &contents } };
    arena_open(&arena);
    const struct tree_node *tree = describe(&arena, use);
    if (!shape_build(&arena, tree, &limits, count_report, &reports, &shape) && reports == 0)
        abort();
    arena_close(&arena);
}

static size_t scarce_bytes(const uint8_t *data, size_t size)
{
    size_t sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += data[i];
    return SCARCE_FILE_BYTES * (1 + sum % 64);
}

/* A copy of just that size, so that reading past the end is seen. */
static void build_from_bytes(const struct file_use *use, const uint8_t *data, size_t size)
{
    char *copy = malloc(size ? size : 1);
    if (size)
        memcpy(copy, data, size);
    build_within(PLENTY_FILE_BYTES, use, (struct text){ copy, size });
    build_within(scarce_bytes(data, size), use, (struct text){ copy, size });
    free(copy);
}

#endif
