/* SPDX-License-Identifier: MIT */
/* A piece is a convex solid: faces with their corners in order. The planes of a leaf cut it: of what lies outside, and of what is
 * left inside, the next leaf is asked, as long as the tree's value is open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pieces.h"

#include <math.h>
#include <string.h>

/* What is nearer to a plane than this, of how far the solids reach, is on it. */
static const double near_plane = 1e-12;

enum truth { NO, YES, OPEN };

struct face {
    int count;
    double (*corners)[3];
};

struct piece {
    int count;
    struct face *faces;
};

struct cut {
    double normal[3], offset;
    double near; /* what is nearer is on it */
};

/* The planes of a leaf. */
struct cuts {
    struct cut *items;
    size_t count;
};

struct pieces {
    const struct model *model;
    struct cuts *cuts;  /* of each leaf */
    enum truth *truths; /* of the formula's nodes */
    double volume;
};

/* --- the tree's value while some leaves are not known --- */

static enum truth truth_of_node(const struct pieces *pieces, uint32_t node)
{
    const struct formula *formula = &pieces->model->formula;
    enum formula_operation operation = formula->items[node].operation;
    bool is_union = operation == FORMULA_UNION, is_first = true;
    enum truth truth = is_union ? NO : YES;
    for (uint32_t child = node + 1; child < formula->count; child++) {
        if (formula->items[child].parent != node)
            continue;
        enum truth of_child = pieces->truths[child];
        bool turned = operation == FORMULA_DIFFERENCE && !is_first;
        is_first = false;
        if (of_child == OPEN)
            truth = OPEN;
        else if (((of_child == YES) != turned) == is_union)
            return is_union ? YES : NO;
    }
    return truth;
}

static enum truth truth_of_tree(struct pieces *pieces)
{
    const struct formula *formula = &pieces->model->formula;
    for (uint32_t node = (uint32_t)formula->count; node-- > 0;)
        if (formula->items[node].operation != FORMULA_LEAF)
            pieces->truths[node] = truth_of_node(pieces, node);
    return pieces->truths[0];
}

/* --- cutting --- */

static double height_over(const struct cut *cut, const double at[3])
{
    const double *n = cut->normal;
    double height = n[0] * at[0] + n[1] * at[1] + n[2] * at[2] - cut->offset;
    return fabs(height) < cut->near ? 0 : height;
}

static void add_corner(struct face *face, const double at[3])
{
    memcpy(face->corners[face->count++], at, sizeof *face->corners);
}

/* What of the face is where heights have this sign. Places in the plane are added to the rim, too. */
static void cut_face(const struct face *face, const struct cut *cut, int sign, struct face *kept,
                     struct face *rim)
{
    for (int i = 0; i < face->count; i++) {
        const double *a = face->corners[i], *b = face->corners[(i + 1) % face->count];
        double of_a = sign * height_over(cut, a), of_b = sign * height_over(cut, b);
        if (of_a >= 0)
            add_corner(kept, a);
        if (of_a == 0)
            add_corner(rim, a);
        if (of_a * of_b < 0) {
            double at[3], part = of_a / (of_a - of_b);
            for (int k = 0; k < 3; k++)
                at[k] = a[k] + part * (b[k] - a[k]);
            add_corner(kept, at);
            add_corner(rim, at);
        }
    }
}

static double angle_about(const struct cut *cut, const double middle[3], const double at[3])
{
    const double *n = cut->normal;
    int axis = fabs(n[0]) > 0.6 ? 0 : fabs(n[1]) > 0.6 ? 1 : 2; /* along which it points most */
    double u[3] = { 0, 0, 0 }, x = 0, y = 0;
    u[axis] = -n[(axis + 1) % 3];
    u[(axis + 1) % 3] = n[axis];
    for (int k = 0; k < 3; k++) {
        x += u[k] * (at[k] - middle[k]);
        y += (n[(k + 1) % 3] * u[(k + 2) % 3] - n[(k + 2) % 3] * u[(k + 1) % 3]) *
             (at[k] - middle[k]);
    }
    return atan2(y, x);
}

/* The corners of the face that a cut makes, in order around their middle. */
static void order_rim(struct face *rim, const struct cut *cut, int sign, struct arena *arena)
{
    double middle[3] = { 0, 0, 0 };
    double *angles = arena_take(arena, (size_t)rim->count * sizeof *angles);
    for (int i = 0; i < 3 * rim->count; i++)
        middle[i % 3] += rim->corners[i / 3][i % 3] / rim->count;
    for (int i = 0; i < rim->count; i++) {
        double at[3], angle = -sign * angle_about(cut, middle, rim->corners[i]);
        int j = i;
        memcpy(at, rim->corners[i], sizeof at);
        for (; j > 0 && angles[j - 1] > angle; j--) {
            angles[j] = angles[j - 1];
            memcpy(rim->corners[j], rim->corners[j - 1], sizeof at);
        }
        angles[j] = angle;
        memcpy(rim->corners[j], at, sizeof at);
    }
}

static bool are_near(const double a[3], const double b[3], double near)
{
    return fabs(a[0] - b[0]) + fabs(a[1] - b[1]) + fabs(a[2] - b[2]) < near;
}

/* Two faces add each place of the rim. */
static void drop_repeated(struct face *face, double near)
{
    int kept = 0;
    for (int i = 0; i < face->count; i++)
        if (kept == 0 || (!are_near(face->corners[i], face->corners[kept - 1], near) &&
                          !are_near(face->corners[i], face->corners[0], near)))
            memmove(face->corners[kept++], face->corners[i], sizeof *face->corners);
    face->count = kept;
}

static struct face new_face(struct arena *arena, int room)
{
    return (struct face){ 0, arena_take(arena, (size_t)room * sizeof(double[3])) };
}

static struct piece side_of(const struct piece *piece, const struct cut *cut, int sign,
                            struct arena *arena)
{
    struct piece side = { 0, arena_take(arena, ((size_t)piece->count + 1) * sizeof(struct face)) };
    int room = 0;
    for (int i = 0; i < piece->count; i++)
        room += piece->faces[i].count;
    struct face rim = new_face(arena, 2 * room);
    for (int i = 0; i < piece->count; i++) {
        struct face kept = new_face(arena, 2 * piece->faces[i].count);
        cut_face(&piece->faces[i], cut, sign, &kept, &rim);
        drop_repeated(&kept, cut->near);
        if (kept.count >= 3)
            side.faces[side.count++] = kept;
    }
    order_rim(&rim, cut, sign, arena);
    drop_repeated(&rim, cut->near);
    if (rim.count >= 3)
        side.faces[side.count++] = rim;
    return side;
}

/* On which sides of the plane the piece has anything. */
static void find_sides(const struct piece *piece, const struct cut *cut, bool *in, bool *out)
{
    *in = *out = false;
    for (int i = 0; i < piece->count && !(*in && *out); i++)
        for (int j = 0; j < piece->faces[i].count; j++) {
            double height = height_over(cut, piece->faces[i].corners[j]);
            *in = *in || height < 0;
            *out = *out || height > 0;
        }
}

static double volume_of(const struct piece *piece)
{
    double volume = 0;
    const double *from = piece->faces[0].corners[0];
    for (int i = 0; i < piece->count; i++)
        for (int j = 2; j < piece->faces[i].count; j++) {
            double edges[3][3];
            const int corners[3] = { 0, j - 1, j };
            for (int n = 0; n < 9; n++)
                edges[n / 3][n % 3] = piece->faces[i].corners[corners[n / 3]][n % 3] - from[n % 3];
            for (int k = 0; k < 3; k++)
                volume += edges[0][k] *
                          (edges[1][(k + 1) % 3] * edges[2][(k + 2) % 3] -
                           edges[1][(k + 2) % 3] * edges[2][(k + 1) % 3]) /
                          6;
        }
    return volume;
}

/* --- the whole --- */

static bool cut_through(const struct mesh *mesh, size_t number, struct cut *cut)
{
    const uint32_t *t = mesh->triangles[number];
    const double *a = mesh->vertices[t[0]], *b = mesh->vertices[t[1]], *c = mesh->vertices[t[2]];
    double square = 0;
    for (int k = 0; k < 3; k++) {
        int i = (k + 1) % 3, j = (k + 2) % 3;
        cut->normal[k] = (b[i] - a[i]) * (c[j] - a[j]) - (b[j] - a[j]) * (c[i] - a[i]);
        square += cut->normal[k] * cut->normal[k];
    }
    cut->offset = 0;
    for (int k = 0; k < 3; k++) {
        cut->normal[k] /= sqrt(square);
        cut->offset += cut->normal[k] * a[k];
    }
    return square > 0;
}

static bool is_same_cut(const struct cut *a, const struct cut *b)
{
    double difference = fabs(a->offset - b->offset);
    for (int k = 0; k < 3; k++)
        difference = fmax(difference, fabs(a->normal[k] - b->normal[k]) * a->near / near_plane);
    return difference < a->near;
}

/* Two triangles of a flat face come one after the other. */
static struct cuts cuts_of(const struct mesh *mesh, double near, struct arena *arena)
{
    struct cuts cuts = { arena_take(arena, mesh->triangle_count * sizeof(struct cut)), 0 };
    for (size_t t = 0; t < mesh->triangle_count; t++) {
        struct cut *cut = &cuts.items[cuts.count];
        if (!cut_through(mesh, t, cut))
            continue;
        cut->near = near;
        if (cuts.count == 0 || !is_same_cut(cut, cut - 1))
            cuts.count++;
    }
    return cuts;
}

static void ask_leaf(struct pieces *pieces, struct piece piece, size_t number, struct arena *outer)
{
    enum truth truth = truth_of_tree(pieces);
    if (truth != OPEN) {
        pieces->volume += truth == YES ? volume_of(&piece) : 0;
        return;
    }
    struct arena *arena = arena_within(outer);
    const struct cuts *cuts = &pieces->cuts[number];
    uint32_t node = pieces->model->leaves.items[number].node;
    bool in = true, out;
    for (size_t i = 0; i < cuts->count && in; i++) {
        const struct cut *cut = &cuts->items[i];
        find_sides(&piece, cut, &in, &out);
        if (!out)
            continue;
        pieces->truths[node] = NO;
        ask_leaf(pieces, in ? side_of(&piece, cut, 1, arena) : piece, number + 1, arena);
        if (in)
            piece = side_of(&piece, cut, -1, arena);
    }
    pieces->truths[node] = YES;
    if (in)
        ask_leaf(pieces, piece, number + 1, arena);
    pieces->truths[node] = OPEN;
    arena_close(arena);
}

/* A little more than how far the solids go from the origin along any axis. */
static double reach_of(const struct model *model)
{
    double reach = 0;
    for (size_t i = 0; i < model->leaves.count; i++) {
        const struct mesh *mesh = model->leaves.items[i].mesh;
        for (size_t j = 0; j < 3 * mesh->vertex_count; j++)
            reach = fmax(reach, 1.1 * fabs(mesh->vertices[j / 3][j % 3]));
    }
    return reach;
}

static struct piece cube_of(double reach, struct arena *arena)
{
    static const int corners[6][4] = { { 0, 2, 3, 1 }, { 4, 5, 7, 6 }, { 0, 1, 5, 4 },
                                       { 2, 6, 7, 3 }, { 0, 4, 6, 2 }, { 1, 3, 7, 5 } };
    struct piece piece = { 6, arena_take(arena, 6 * sizeof(struct face)) };
    for (int i = 0; i < 6; i++) {
        piece.faces[i] = new_face(arena, 4);
        for (int j = 0; j < 4; j++) {
            int c = corners[i][j];
            add_corner(&piece.faces[i],
                       (const double[3]){ c & 1 ? reach : -reach, c & 2 ? reach : -reach,
                                          c & 4 ? reach : -reach });
        }
    }
    return piece;
}

double pieces_volume(const struct model *model)
{
    struct arena arena;
    double reach = reach_of(model);
    arena_open(&arena);
    struct pieces pieces = {
        .model = model,
        .cuts = arena_take(&arena, model->leaves.count * sizeof(struct cuts)),
        .truths = arena_take(&arena, model->formula.count * sizeof(enum truth)),
    };
    for (size_t i = 0; i < model->leaves.count; i++)
        pieces.cuts[i] = cuts_of(model->leaves.items[i].mesh, near_plane * reach, &arena);
    for (size_t i = 0; i < model->formula.count; i++)
        pieces.truths[i] = OPEN;
    ask_leaf(&pieces, cube_of(reach, &arena), 0, &arena);
    arena_close(&arena);
    return pieces.volume;
}
