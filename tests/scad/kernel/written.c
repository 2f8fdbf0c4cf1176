/* SPDX-License-Identifier: MIT */
/* Numbers go through the digits of a file; a triangle that these leave with two corners in one place is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"
#include "written.h"

#include "formats/facets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double as_six_digits(double number)
{
    char text[40];
    snprintf(text, sizeof text, "%.6g", number);
    return strtod(text, NULL);
}

static bool is_one_place(const double a[3], const double b[3])
{
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
}

static bool has_three_places(const struct mesh *mesh, const uint32_t *triangle)
{
    for (int i = 0; i < 3; i++)
        if (is_one_place(mesh->vertices[triangle[i]], mesh->vertices[triangle[(i + 1) % 3]]))
            return false;
    return true;
}

struct mesh written_mesh(struct arena *arena, const struct mesh *mesh, enum written_as as)
{
    const struct facets facets = facets_of_places(arena, mesh);
    struct mesh written = mesh_new(arena, facets.vertex_count, facets.triangle_count);
    for (size_t i = 0; i < 3 * facets.vertex_count; i++) {
        double number = facets.vertices[i / 3][i % 3];
        written.vertices[i / 3][i % 3] = as == WRITTEN_SINGLE ? number : as_six_digits(number);
    }
    written.triangle_count = 0;
    for (size_t i = 0; i < facets.triangle_count; i++)
        if (has_three_places(&written, facets.triangles[i]))
            memcpy(written.triangles[written.triangle_count++], facets.triangles[i],
                   sizeof *facets.triangles);
    return written;
}

size_t check_written(struct arena *arena, const struct mesh *mesh, enum written_as as)
{
    if (mesh->triangle_count == 0)
        return 0;
    struct mesh written = written_mesh(arena, mesh, as);
    struct check before = check_mesh(mesh, true), after = check_mesh(&written, true);
    assert_int_equal(after.open, 0);
    assert_int_equal(after.degenerate, 0);
    return after.crowded > before.crowded ? after.crowded - before.crowded : 0;
}
