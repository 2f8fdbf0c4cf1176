/* SPDX-License-Identifier: MIT */
/* Packed pieces are read as they were written; blocks that another process may have made up are refused, or harmless. */
#include "geometry/packed.h"

#include "bench.h"

#include <stdlib.h>

static struct piece *leaf(struct bench *bench, struct pieces *pieces)
{
    struct piece *piece = arena_take(&bench->arena, sizeof *piece);
    pieces_add(pieces, piece);
    return piece;
}

static struct pieces solid(struct bench *bench)
{
    struct pieces pieces = pieces_of_dimension(3);
    for (int i = 0; i < 2; i++) {
        struct piece *piece = leaf(bench, &pieces);
        assert_true(bench_build(bench, bench_cube(bench, 1, 2, 3 + i)));
        piece->mesh = bench->shape.mesh;
        piece->colored = i;
        piece->color[2] = 0.5f;
        piece->axes[1][2] = 7;
        pieces_measure(piece, 3);
    }
    return pieces;
}

static struct pieces area(struct bench *bench)
{
    struct pieces pieces = pieces_of_dimension(2);
    struct piece *piece = leaf(bench, &pieces);
    assert_true(bench_build(bench, NODE(bench, TREE_DIFFERENCE, 1, bench_square(bench, 9, 9),
                                        bench_move(bench, 1, 1, 0, bench_square(bench, 2, 2)))));
    piece->region = bench->shape.region;
    piece->tangled = true;
    piece->rule = PLANAR_ODD;
    pieces_measure(piece, 2);
    return pieces;
}

static unsigned char *packed(struct bench *bench, const struct pieces *pieces, size_t *size)
{
    *size = packed_size(pieces);
    unsigned char *block = malloc(*size);
    packed_write(&bench->arena, pieces, 12345, block);
    return block;
}

static void assert_same_piece(const struct piece *a, const struct piece *b)
{
    assert_int_equal(a->mesh.vertex_count, b->mesh.vertex_count);
    assert_int_equal(a->mesh.triangle_count, b->mesh.triangle_count);
    assert_int_equal(a->region.point_count, b->region.point_count);
    assert_int_equal(a->region.outline_count, b->region.outline_count);
    if (a->mesh.vertex_count) {
        assert_memory_equal(a->mesh.vertices, b->mesh.vertices,
                            a->mesh.vertex_count * sizeof(double[3]));
        assert_memory_equal(a->mesh.triangles, b->mesh.triangles,
                            a->mesh.triangle_count * sizeof(uint32_t[3]));
    }
    for (size_t i = 0; i < a->region.outline_count; i++) {
        assert_int_equal(a->region.outlines[i].first, b->region.outlines[i].first);
        assert_int_equal(a->region.outlines[i].count, b->region.outlines[i].count);
        assert_int_equal(a->region.outlines[i].hole, b->region.outlines[i].hole);
    }
    assert_memory_equal(&a->box, &b->box, sizeof a->box);
    assert_memory_equal(a->axes, b->axes, sizeof a->axes);
    assert_memory_equal(a->color, b->color, sizeof a->color);
    assert_int_equal(a->colored, b->colored);
    assert_int_equal(a->tangled, b->tangled);
    assert_int_equal(a->rule, b->rule);
}

static void what_is_written_is_read(void **state)
{
    struct bench *bench = *state;
    const struct pieces all[] = { solid(bench), area(bench), pieces_of_dimension(3) };
    const struct tree_node *origin = bench_cube(bench, 1, 1, 1);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t size;
        unsigned char *block = packed(bench, &all[i], &size);
        assert_true(packed_adopt(&bench->arena, block, size));
        assert_int_equal(packed_vertices(block), 12345);
        struct pieces pieces = packed_read(&bench->arena, block, origin);
        assert_int_equal(pieces.dimension, all[i].dimension);
        assert_int_equal(pieces.count, all[i].count);
        const struct piece *expected = all[i].first;
        for (const struct piece *piece = pieces.first; piece; piece = piece->next) {
            assert_same_piece(piece, expected);
            assert_true(piece->shared && piece->origin == origin);
            expected = expected->next;
        }
        free(block);
    }
}

/* A block that is adopted can be used, whatever it is: all that it points to is within it. */
static void use(struct bench *bench, const unsigned char *block)
{
    struct pieces pieces = packed_read(&bench->arena, block, bench_cube(bench, 1, 1, 1));
    for (struct piece *piece = pieces.first; piece; piece = piece->next) {
        struct mesh mesh = mesh_copy(&bench->arena, &piece->mesh);
        struct region region = { 0 };
        assert_true(isfinite(mesh_volume(&mesh)));
        region_add_region(&bench->arena, &region, &piece->region);
        for (int axis = 0; axis < pieces.dimension; axis++)
            assert_true(piece->box.low[axis] <= piece->box.high[axis] ||
                        mesh.vertex_count + region.point_count == 0);
    }
}

static void what_is_made_up_does_no_harm(void **state)
{
    static const unsigned char changes[] = { 0x01, 0x80, 0xff };
    struct bench *bench = *state;
    const struct pieces all[] = { solid(bench), area(bench) };
    unsigned refused = 0;
    for (size_t i = 0; i < 2; i++) {
        size_t size;
        unsigned char *block = packed(bench, &all[i], &size), *copy = malloc(size);
        for (size_t at = 0; at < 3 * size; at++) {
            memcpy(copy, block, size);
            copy[at / 3] ^= changes[at % 3];
            if (packed_adopt(&bench->arena, copy, size))
                use(bench, copy);
            else
                refused++;
        }
        for (size_t less = 0; less < size; less++)
            assert_false(packed_adopt(&bench->arena, block, less));
        free(copy);
        free(block);
    }
    assert_true(refused > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(what_is_written_is_read),
        BENCH_TEST(what_is_made_up_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
