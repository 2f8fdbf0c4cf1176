/* SPDX-License-Identifier: MIT */
/* A head, then each piece: its own head, vertices, points, outlines, and triangles, which alone may end off the alignment. */
#include "geometry/packed.h"

#include <stdalign.h>
#include <string.h>

/* What is copied without a question. */
enum { PART_BYTES = 1 << 20 };

struct head {
    uint64_t size; /* of the block */
    uint64_t vertices;
    uint32_t count;
    int32_t dimension;
};

struct piece_head {
    uint64_t vertex_count, point_count, outline_count, triangle_count;
    struct box box;
    double axes[3][3];
    float color[4];
    uint8_t colored, tangled, open, rule, unused[4];
};

static size_t rounded_up(size_t size)
{
    const size_t step = alignof(max_align_t);
    return (size + step - 1) / step * step;
}

static struct piece_head head_of(const struct piece *piece)
{
    struct piece_head head = {
        .vertex_count = piece->mesh.vertex_count,
        .point_count = piece->region.point_count,
        .outline_count = piece->region.outline_count,
        .triangle_count = piece->mesh.triangle_count,
        .box = piece->box,
        .colored = piece->colored,
        .tangled = piece->tangled,
        .open = piece->open,
        .rule = (uint8_t)piece->rule,
    };
    memcpy(head.axes, piece->axes, sizeof head.axes);
    memcpy(head.color, piece->color, sizeof head.color);
    return head;
}

/* Where the parts of a piece are, from its head on. */
struct places {
    size_t vertices, points, outlines, triangles, end;
};

static struct places places_of(const struct piece_head *head)
{
    struct places places = { .vertices = sizeof *head };
    places.points = places.vertices + head->vertex_count * sizeof(double[3]);
    places.outlines = places.points + head->point_count * sizeof(double[2]);
    places.triangles = places.outlines + head->outline_count * sizeof(struct outline);
    places.end = rounded_up(places.triangles + head->triangle_count * sizeof(uint32_t[3]));
    return places;
}

size_t packed_size(const struct pieces *pieces)
{
    size_t size = rounded_up(sizeof(struct head));
    for (const struct piece *piece = pieces->first; piece; piece = piece->next) {
        struct piece_head head = head_of(piece);
        size += places_of(&head).end;
    }
    return size;
}

/* --- writing ------------------------------------------------------------------------------------------ */

void packed_copy(struct arena *arena, void *to, const void *from, size_t size)
{
    for (size_t at = 0; at < size; at += PART_BYTES) {
        arena_poll(arena);
        size_t left = size - at;
        memcpy((char *)to + at, (const char *)from + at, left < PART_BYTES ? left : PART_BYTES);
    }
}

/* Member by member: what is between them stays zero. */
static void write_outlines(struct arena *arena, unsigned char *to, const struct region *region)
{
    for (size_t i = 0; i < region->outline_count; i++) {
        arena_poll(arena);
        struct outline outline;
        memset(&outline, 0, sizeof outline);
        outline.first = region->outlines[i].first;
        outline.count = region->outlines[i].count;
        outline.hole = region->outlines[i].hole;
        memcpy(to + i * sizeof outline, &outline, sizeof outline);
    }
}

static size_t write_piece(struct arena *arena, unsigned char *to, const struct piece *piece)
{
    struct piece_head head = head_of(piece);
    struct places places = places_of(&head);
    const struct mesh *mesh = &piece->mesh;
    const struct region *region = &piece->region;
    size_t corners = mesh->triangle_count * sizeof *mesh->triangles;
    memcpy(to, &head, sizeof head);
    packed_copy(arena, to + places.vertices, mesh->vertices,
                mesh->vertex_count * sizeof *mesh->vertices);
    packed_copy(arena, to + places.points, region->points,
                region->point_count * sizeof *region->points);
    write_outlines(arena, to + places.outlines, region);
    packed_copy(arena, to + places.triangles, mesh->triangles, corners);
    memset(to + places.triangles + corners, 0, places.end - places.triangles - corners);
    return places.end;
}

void packed_write(struct arena *arena, const struct pieces *pieces, size_t vertices, void *block)
{
    struct head head = { packed_size(pieces), vertices, (uint32_t)pieces->count,
                         pieces->dimension };
    unsigned char *to = block;
    memset(to, 0, rounded_up(sizeof head));
    memcpy(to, &head, sizeof head);
    to += rounded_up(sizeof head);
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        to += write_piece(arena, to, piece);
}

/* --- reading ------------------------------------------------------------------------------------------ */

size_t packed_vertices(const void *block)
{
    return (size_t)((const struct head *)block)->vertices;
}

/* Pieces are changed by whoever made them alone, and `shared` says that nobody did. */
static void *unlocked(const unsigned char *at)
{
    return (void *)(uintptr_t)at;
}

static size_t read_piece(const unsigned char *at, struct piece *piece)
{
    const struct piece_head *head = (const void *)at;
    struct places places = places_of(head);
    piece->mesh = (struct mesh){ unlocked(at + places.vertices), (size_t)head->vertex_count,
                                 unlocked(at + places.triangles), (size_t)head->triangle_count };
    piece->region = (struct region){ .points = unlocked(at + places.points),
                                     .point_count = (size_t)head->point_count,
                                     .point_capacity = (size_t)head->point_count,
                                     .outlines = unlocked(at + places.outlines),
                                     .outline_count = (size_t)head->outline_count,
                                     .outline_capacity = (size_t)head->outline_count };
    piece->box = head->box;
    memcpy(piece->axes, head->axes, sizeof piece->axes);
    memcpy(piece->color, head->color, sizeof piece->color);
    piece->colored = head->colored;
    piece->tangled = head->tangled;
    piece->open = head->open;
    piece->rule = (enum planar_rule)head->rule;
    piece->shared = true;
    return places.end;
}

struct pieces packed_read(struct arena *arena, const void *block, const struct tree_node *origin)
{
    const struct head *head = block;
    const unsigned char *at = (const unsigned char *)block + rounded_up(sizeof *head);
    struct pieces pieces = pieces_of_dimension(head->dimension);
    for (uint32_t i = 0; i < head->count; i++) {
        struct piece *piece = arena_take(arena, sizeof *piece);
        piece->origin = origin;
        at += read_piece(at, piece);
        pieces_add(&pieces, piece);
    }
    return pieces;
}

/* --- trust -------------------------------------------------------------------------------------------- */

/* No count is so large that a sum of sizes could overflow. */
static bool counts_fit(const struct piece_head *head, size_t room)
{
    return head->vertex_count <= room && head->point_count <= room && head->outline_count <= room &&
           head->triangle_count <= room && room < SIZE_MAX / 256 && places_of(head).end <= room;
}

static bool outlines_are_sound(struct arena *arena, const unsigned char *at,
                               const struct piece_head *head)
{
    for (uint64_t i = 0; i < head->outline_count; i++) {
        arena_poll(arena);
        const unsigned char *outline = at + i * sizeof(struct outline);
        size_t first, count;
        memcpy(&first, outline + offsetof(struct outline, first), sizeof first);
        memcpy(&count, outline + offsetof(struct outline, count), sizeof count);
        if (count > head->point_count || first > head->point_count - count ||
            outline[offsetof(struct outline, hole)] > 1)
            return false;
    }
    return true;
}

static bool triangles_are_sound(struct arena *arena, const unsigned char *at,
                                const struct piece_head *head)
{
    for (uint64_t i = 0; i < 3 * head->triangle_count; i++) {
        arena_poll(arena);
        uint32_t index;
        memcpy(&index, at + i * sizeof index, sizeof index);
        if (index >= head->vertex_count)
            return false;
    }
    return true;
}

static bool are_numbers(struct arena *arena, const unsigned char *at, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        arena_poll(arena);
        double number;
        memcpy(&number, at + i * sizeof number, sizeof number);
        if (!isfinite(number))
            return false;
    }
    return true;
}

static bool head_is_sound(struct arena *arena, const struct piece_head *head, size_t room,
                          int dimension)
{
    return counts_fit(head, room) && head->colored <= 1 && head->tangled <= 1 && head->open <= 1 &&
           head->rule <= PLANAR_POSITIVE &&
           (dimension == 2 ? head->vertex_count : head->point_count) == 0 &&
           are_numbers(arena, (const unsigned char *)head->axes, 9);
}

static bool parts_are_sound(struct arena *arena, const unsigned char *at,
                            const struct piece_head *head)
{
    struct places places = places_of(head);
    return outlines_are_sound(arena, at + places.outlines, head) &&
           triangles_are_sound(arena, at + places.triangles, head) &&
           are_numbers(arena, at + places.vertices, 3 * head->vertex_count + 2 * head->point_count);
}

/* The size of a piece, or 0 if it is not sound. The box is not believed but measured. */
static size_t adopt_piece(struct arena *arena, unsigned char *at, size_t room, int dimension)
{
    struct piece piece = { .kind = PIECE_LEAF };
    struct piece_head head;
    if (room < sizeof head)
        return 0;
    memcpy(&head, at, sizeof head);
    if (!head_is_sound(arena, &head, room, dimension) || !parts_are_sound(arena, at, &head))
        return 0;
    read_piece(at, &piece);
    pieces_measure(&piece, dimension);
    memcpy(at + offsetof(struct piece_head, box), &piece.box, sizeof piece.box);
    return places_of(&head).end;
}

bool packed_adopt(struct arena *arena, void *block, size_t size)
{
    struct head head;
    if (size < rounded_up(sizeof head))
        return false;
    memcpy(&head, block, sizeof head);
    size_t at = rounded_up(sizeof head);
    if (head.size != size || head.dimension < 0 || head.dimension > 3 || head.dimension == 1)
        return false;
    for (uint32_t i = 0; i < head.count; i++) {
        size_t used = adopt_piece(arena, (unsigned char *)block + at, size - at, head.dimension);
        if (used == 0)
            return false;
        at += used;
    }
    return at == size;
}
