/* SPDX-License-Identifier: MIT */
/* Looks at solids in files, OFF or STL as text, with the tests' own checker. Prints a line for each: how many edges are
 * open, how many have not two triangles, how many triangles have no area, how many pairs meet where they should not (-1 if
 * nobody asked); volume, area, and the corners of the box. Usage: sound [-m] FILE...; with -m it measures only. */
#include "../kernel/checker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct page {
    struct arena arena;
    const char *at;
    struct mesh mesh;
};

static char *read_file(struct arena *arena, const char *path)
{
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return NULL;
    fseek(stream, 0, SEEK_END);
    size_t size = (size_t)ftell(stream);
    rewind(stream);
    char *bytes = arena_take(arena, size + 1);
    size_t got = fread(bytes, 1, size, stream);
    fclose(stream);
    return got == size ? bytes : NULL;
}

static double take_number(struct page *page)
{
    char *end;
    double number = strtod(page->at, &end);
    page->at = end;
    return number;
}

static void take_vertex(struct page *page, size_t number)
{
    for (int axis = 0; axis < 3; axis++)
        page->mesh.vertices[number][axis] = take_number(page);
}

/* Faces of more than three corners are none of ours. */
static bool read_off(struct page *page)
{
    page->at += strlen("OFF");
    size_t vertices = (size_t)take_number(page), triangles = (size_t)take_number(page);
    take_number(page);
    page->mesh = mesh_new(&page->arena, vertices, triangles);
    for (size_t i = 0; i < vertices; i++)
        take_vertex(page, i);
    for (size_t i = 0; i < triangles; i++) {
        if (take_number(page) != 3)
            return false;
        for (int corner = 0; corner < 3; corner++)
            page->mesh.triangles[i][corner] = (uint32_t)take_number(page);
    }
    return true;
}

/* Each triangle has vertices of its own. */
static void read_stl(struct page *page)
{
    static const char word[] = "vertex";
    size_t count = 0;
    for (const char *at = page->at; (at = strstr(at, word)); at += strlen(word))
        count++;
    page->mesh = mesh_new(&page->arena, count, count / 3);
    for (size_t i = 0; i < count; i++) {
        page->at = strstr(page->at, word) + strlen(word);
        take_vertex(page, i);
        page->mesh.triangles[i / 3][i % 3] = (uint32_t)i;
    }
}

static void print(const struct mesh *mesh, const struct check *check, bool measured_only)
{
    const struct box box = mesh_box(mesh);
    printf("%zu %zu %zu %ld %.17g %.17g", check->open, check->crowded, check->degenerate,
           measured_only ? -1L : (long)check->meeting, check->volume, check->area);
    for (int axis = 0; axis < 3; axis++)
        printf(" %.17g %.17g", box.low[axis], box.high[axis]);
    printf("\n");
}

static bool look_at(const char *path, bool measure_only)
{
    struct page page;
    arena_open(&page.arena);
    page.at = read_file(&page.arena, path);
    bool is_off = page.at && strncmp(page.at, "OFF", 3) == 0, done = page.at != NULL;
    if (is_off)
        done = read_off(&page);
    else if (done)
        read_stl(&page);
    if (done) {
        struct check check =
            measure_only ? measure_mesh(&page.mesh) : check_mesh(&page.mesh, !is_off);
        print(&page.mesh, &check, measure_only);
    }
    arena_close(&page.arena);
    return done;
}

int main(int count, char **strings)
{
    bool measure_only = count > 1 && strcmp(strings[1], "-m") == 0;
    for (int i = measure_only ? 2 : 1; i < count; i++)
        if (!look_at(strings[i], measure_only)) {
            fprintf(stderr, "%s: cannot be read\n", strings[i]);
            return 1;
        }
    return 0;
}
