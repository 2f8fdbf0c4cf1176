/* SPDX-License-Identifier: MIT */
/* Half-edge collapses and flips, each checked against the triangles around. (H. Hoppe et al., "Mesh Optimization", 1993.)
 * Half-edge h is edge h % 3 of triangle h / 3. */
#include "kernel/clean.h"

#include "kernel/cancelled.h"
#include "kernel/hash.h"

#include <math.h>
#include <string.h>

enum { MOST_AROUND = 256, PASSES = 4 };

#define NONE UINT32_MAX

struct cleaner {
    struct mesh *mesh;
    double tolerance;
    uint32_t
        first_cut; /* triangles before this one are as they came, and fold nowhere with each other */
    uint32_t *twins;  /* by half-edge */
    uint32_t *leaves; /* by vertex: a half-edge that leaves it, or NONE if the vertex is gone */
    bool *gone;       /* by triangle */
    bool *changed;    /* by vertex: a triangle there is not what it was */
    size_t changes;
    const volatile int *cancelled;
};

/* The half-edges that leave a vertex. */
struct ring {
    uint32_t items[MOST_AROUND];
    unsigned count;
};

static uint32_t next_of(uint32_t half_edge)
{
    return half_edge % 3 == 2 ? half_edge - 2 : half_edge + 1;
}

static uint32_t before(uint32_t half_edge)
{
    return half_edge % 3 == 0 ? half_edge + 2 : half_edge - 1;
}

static uint32_t *corner(const struct cleaner *cleaner, uint32_t half_edge)
{
    return &cleaner->mesh->triangles[half_edge / 3][half_edge % 3];
}

static uint32_t origin(const struct cleaner *cleaner, uint32_t half_edge)
{
    return *corner(cleaner, half_edge);
}

static uint32_t target(const struct cleaner *cleaner, uint32_t half_edge)
{
    return *corner(cleaner, next_of(half_edge));
}

static const double *place(const struct cleaner *cleaner, uint32_t vertex)
{
    return cleaner->mesh->vertices[vertex];
}

/* False if there are too many, or the vertex is gone. */
static bool find_ring(const struct cleaner *cleaner, uint32_t vertex, struct ring *ring)
{
    uint32_t first = cleaner->leaves[vertex], at = first;
    ring->count = 0;
    if (first == NONE)
        return false;
    do {
        if (ring->count == MOST_AROUND)
            return false;
        ring->items[ring->count++] = at;
        at = cleaner->twins[before(at)];
    } while (at != first);
    return true;
}

/* --- measures --- */

static double dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static double square_distance(const double a[3], const double b[3])
{
    double sum = 0;
    for (int k = 0; k < 3; k++)
        sum += (a[k] - b[k]) * (a[k] - b[k]);
    return sum;
}

static void find_normal(const double a[3], const double b[3], const double c[3], double normal[3])
{
    double u[3], v[3];
    for (int k = 0; k < 3; k++) {
        u[k] = b[k] - a[k];
        v[k] = c[k] - a[k];
    }
    for (int k = 0; k < 3; k++) {
        int i = (k + 1) % 3, j = (k + 2) % 3;
        normal[k] = u[i] * v[j] - u[j] * v[i];
    }
}

static double longest_square(const double a[3], const double b[3], const double c[3])
{
    return fmax(square_distance(a, b), fmax(square_distance(b, c), square_distance(c, a)));
}

/* The square of the smallest height of a triangle. */
static double square_height(const double a[3], const double b[3], const double c[3])
{
    double normal[3], longest = longest_square(a, b, c);
    find_normal(a, b, c, normal);
    return longest > 0 ? dot(normal, normal) / longest : 0;
}

/* --- collapsing a vertex into a neighbour --- */

/* What is around a vertex that may go. */
struct fan {
    struct ring ring;
    double normals[MOST_AROUND][3], lengths[MOST_AROUND], heights[MOST_AROUND];
    double worst; /* the smallest square height */
};

static bool describe_fan(const struct cleaner *cleaner, uint32_t vertex, struct fan *fan)
{
    if (!find_ring(cleaner, vertex, &fan->ring) || fan->ring.count < 3)
        return false;
    const double *at = place(cleaner, vertex);
    fan->worst = INFINITY;
    for (unsigned i = 0; i < fan->ring.count; i++) {
        uint32_t h = fan->ring.items[i];
        const double *b = place(cleaner, target(cleaner, h)),
                     *c = place(cleaner, origin(cleaner, before(h)));
        find_normal(at, b, c, fan->normals[i]);
        fan->lengths[i] = sqrt(dot(fan->normals[i], fan->normals[i]));
        fan->heights[i] = fan->lengths[i] / sqrt(longest_square(at, b, c));
        fan->worst = fmin(fan->worst, square_height(at, b, c));
    }
    return true;
}

/* May triangle i of the fan get its corner at `to`? *quality is lowered to its square height. */
static bool may_move(const struct cleaner *cleaner, const struct fan *fan, unsigned i,
                     const double from[3], const double to[3], bool near, double *quality)
{
    uint32_t h = fan->ring.items[i];
    const double *b = place(cleaner, target(cleaner, h)),
                 *c = place(cleaner, origin(cleaner, before(h)));
    double normal[3], height = square_height(to, b, c), tolerance = cleaner->tolerance;
    find_normal(to, b, c, normal);
    double length = sqrt(dot(normal, normal)), step[3], turn = dot(normal, fan->normals[i]);
    for (int k = 0; k < 3; k++)
        step[k] = from[k] - to[k];
    *quality = fmin(*quality, height);
    if (height < tolerance * tolerance && height < fan->worst)
        return false;
    if (length == 0 || fabs(dot(normal, step)) / length > tolerance)
        return false;
    if (fan->heights[i] > 2 * tolerance && turn <= 0.5 * length * fan->lengths[i])
        return false;
    return turn >= 0 || near || fan->heights[i] <= 0.1 * tolerance;
}

/* How good the triangles would be if the vertex went to the target of half-edge `way`, or a negative number if it may not. */
static double judge_collapse(const struct cleaner *cleaner, const struct fan *fan, uint32_t vertex,
                             uint32_t way)
{
    uint32_t to = target(cleaner, way);
    const double *from = place(cleaner, vertex), *at = place(cleaner, to);
    bool near = square_distance(from, at) < cleaner->tolerance * cleaner->tolerance;
    double quality = INFINITY;
    for (unsigned i = 0; i < fan->ring.count; i++) {
        uint32_t h = fan->ring.items[i];
        if (target(cleaner, h) == to || origin(cleaner, before(h)) == to)
            continue; /* one of the two that vanish */
        if (!may_move(cleaner, fan, i, from, at, near, &quality))
            return -1;
    }
    return quality;
}

/* The ends of an edge have no neighbours in common but the two opposite it: else the surface would fold onto itself. */
static bool keeps_surface(const struct cleaner *cleaner, const struct ring *ring, uint32_t to)
{
    struct ring others;
    unsigned common = 0;
    if (!find_ring(cleaner, to, &others))
        return false;
    for (unsigned i = 0; i < ring->count; i++)
        for (unsigned j = 0; j < others.count; j++)
            common += target(cleaner, ring->items[i]) == target(cleaner, others.items[j]);
    return common == 2;
}

static void join(struct cleaner *cleaner, uint32_t a, uint32_t b)
{
    cleaner->twins[a] = b;
    cleaner->twins[b] = a;
}

/* The vertex goes where the half-edge leads, and the two triangles beside it go. */
static void collapse(struct cleaner *cleaner, const struct ring *ring, uint32_t vertex,
                     uint32_t way)
{
    uint32_t to = target(cleaner, way), back = cleaner->twins[way];
    uint32_t left = origin(cleaner, before(way)), right = origin(cleaner, before(back));
    uint32_t a = cleaner->twins[next_of(way)], b = cleaner->twins[before(way)];
    uint32_t c = cleaner->twins[next_of(back)], d = cleaner->twins[before(back)];
    for (unsigned i = 0; i < ring->count; i++)
        *corner(cleaner, ring->items[i]) = to;
    join(cleaner, a, b);
    join(cleaner, c, d);
    cleaner->gone[way / 3] = cleaner->gone[back / 3] = true;
    cleaner->leaves[vertex] = NONE;
    cleaner->leaves[left] = origin(cleaner, a) == left ? a : b;
    cleaner->leaves[right] = origin(cleaner, c) == right ? c : d;
    cleaner->leaves[to] = origin(cleaner, a) == to ? a : b;
    cleaner->changed[to] = true;
    cleaner->changes++;
}

static bool try_collapse(struct cleaner *cleaner, uint32_t vertex)
{
    struct fan fan;
    if (!describe_fan(cleaner, vertex, &fan))
        return false;
    uint32_t best = NONE;
    double quality = -1;
    for (unsigned i = 0; i < fan.ring.count; i++) {
        double judged = judge_collapse(cleaner, &fan, vertex, fan.ring.items[i]);
        if (judged > quality) {
            quality = judged;
            best = fan.ring.items[i];
        }
    }
    if (best == NONE || !keeps_surface(cleaner, &fan.ring, target(cleaner, best)))
        return false;
    collapse(cleaner, &fan.ring, vertex, best);
    return true;
}

/* --- turning an edge --- */

static bool has_edge(const struct cleaner *cleaner, uint32_t a, uint32_t b)
{
    struct ring ring;
    if (!find_ring(cleaner, a, &ring))
        return true;
    for (unsigned i = 0; i < ring.count; i++)
        if (target(cleaner, ring.items[i]) == b)
            return true;
    return false;
}

/* An edge's two triangles, (a, b, x) and (b, a, y). */
struct hinge {
    uint32_t a, b, x, y;
};

static struct hinge hinge_of(const struct cleaner *cleaner, uint32_t edge)
{
    return (struct hinge){ origin(cleaner, edge), target(cleaner, edge),
                           origin(cleaner, before(edge)),
                           origin(cleaner, before(cleaner->twins[edge])) };
}

/* The triangles of the edge become (x, a, y) and (y, b, x). */
static void flip(struct cleaner *cleaner, uint32_t edge)
{
    const struct hinge hinge = hinge_of(cleaner, edge);
    uint32_t a = hinge.a, b = hinge.b, x = hinge.x, y = hinge.y, back = cleaner->twins[edge];
    uint32_t bx = cleaner->twins[next_of(edge)], xa = cleaner->twins[before(edge)];
    uint32_t ay = cleaner->twins[next_of(back)], yb = cleaner->twins[before(back)];
    uint32_t one = edge / 3 * 3, other = back / 3 * 3;
    const uint32_t first[3] = { x, a, y }, second[3] = { y, b, x };
    memcpy(cleaner->mesh->triangles[edge / 3], first, sizeof first);
    memcpy(cleaner->mesh->triangles[back / 3], second, sizeof second);
    join(cleaner, one, xa);
    join(cleaner, one + 1, ay);
    join(cleaner, other, yb);
    join(cleaner, other + 1, bx);
    join(cleaner, one + 2, other + 2);
    cleaner->leaves[x] = one;
    cleaner->leaves[a] = one + 1;
    cleaner->leaves[y] = other;
    cleaner->leaves[b] = other + 1;
    cleaner->changed[x] = cleaner->changed[y] = true;
    cleaner->changes++;
}

/* For a triangle whose third corner is next to this edge. */
static bool try_flip(struct cleaner *cleaner, uint32_t edge)
{
    const struct hinge hinge = hinge_of(cleaner, edge);
    if (hinge.x == hinge.y || has_edge(cleaner, hinge.x, hinge.y))
        return false;
    const double *a = place(cleaner, hinge.a), *b = place(cleaner, hinge.b);
    const double *x = place(cleaner, hinge.x), *y = place(cleaner, hinge.y);
    double was = fmin(square_height(a, b, x), square_height(b, a, y));
    double is = fmin(square_height(x, a, y), square_height(b, x, y));
    double old[3], one[3], other[3];
    find_normal(b, a, y, old);
    find_normal(x, a, y, one);
    find_normal(b, x, y, other);
    if (is <= was || dot(one, old) <= 0 || dot(other, old) <= 0)
        return false;
    flip(cleaner, edge);
    return true;
}

/* --- walls and cracks without thickness --- */

static double double_area(const double a[3], const double b[3], const double c[3])
{
    double normal[3];
    find_normal(a, b, c, normal);
    return sqrt(dot(normal, normal));
}

/* True if both triangles of the edge lie on each other, face to face or back to back, but for a tolerance. */
static bool is_fold(const struct cleaner *cleaner, uint32_t edge, const double normal[3])
{
    const struct hinge hinge = hinge_of(cleaner, edge);
    const double *a = place(cleaner, hinge.a), *b = place(cleaner, hinge.b);
    const double *x = place(cleaner, hinge.x), *y = place(cleaner, hinge.y);
    double other[3], way[3], tolerance = cleaner->tolerance;
    find_normal(b, a, y, other);
    double product = dot(normal, other);
    if (product >= 0)
        return false;
    double length = sqrt(dot(normal, normal)), other_length = sqrt(dot(other, other));
    if (product > -0.99 * length * other_length)
        return false;
    for (int k = 0; k < 3; k++)
        way[k] = y[k] - x[k];
    return fabs(dot(way, normal)) <= tolerance * length &&
           fabs(dot(way, other)) <= tolerance * other_length;
}

/* Where the surface folds back onto itself, each turn of an edge takes away a part that lies on another. */
static bool try_unfold(struct cleaner *cleaner, uint32_t edge)
{
    const struct hinge hinge = hinge_of(cleaner, edge);
    if (hinge.x == hinge.y || has_edge(cleaner, hinge.x, hinge.y))
        return false;
    const double *a = place(cleaner, hinge.a), *b = place(cleaner, hinge.b);
    const double *x = place(cleaner, hinge.x), *y = place(cleaner, hinge.y);
    double was = double_area(a, b, x) + double_area(b, a, y);
    double is = double_area(x, a, y) + double_area(y, b, x);
    if (is >= 0.999 * was)
        return false;
    flip(cleaner, edge);
    return true;
}

static uint32_t half_edge_to(const struct cleaner *cleaner, uint32_t from, uint32_t to)
{
    struct ring ring;
    if (!find_ring(cleaner, from, &ring))
        return NONE;
    for (unsigned i = 0; i < ring.count; i++)
        if (target(cleaner, ring.items[i]) == to)
            return ring.items[i];
    return NONE;
}

/* True if the half-edge is one of those that leave a vertex that has three neighbours at least, each once. */
static bool is_round(const struct cleaner *cleaner, uint32_t half_edge, struct ring *ring)
{
    ring->count = 0;
    for (uint32_t at = half_edge; ring->count == 0 || at != half_edge;
         at = cleaner->twins[before(at)]) {
        if (ring->count == MOST_AROUND)
            return false;
        for (unsigned i = 0; i < ring->count; i++)
            if (target(cleaner, ring->items[i]) == target(cleaner, at))
                return false;
        ring->items[ring->count++] = at;
    }
    return ring->count >= 3;
}

/* Eight half-edges in pairs: the first four surround the two triangles of a fold, (a, b, x) and (b, a, y), the others those of
 * the edge from x to y. */
struct seam {
    uint32_t inner[8]; /* of the triangles that go */
    uint32_t outer
        [8]; /* their twins, which become each other's: the first one's the second, and so on */
};

static struct seam seam_of(const struct cleaner *cleaner, uint32_t edge, uint32_t way)
{
    uint32_t back = cleaner->twins[edge], other = cleaner->twins[way];
    struct seam seam = { { next_of(edge), before(back), before(edge), next_of(back), next_of(way),
                           before(way), next_of(other), before(other) },
                         { 0 } };
    for (int i = 0; i < 8; i++)
        seam.outer[i] = cleaner->twins[seam.inner[i]];
    return seam;
}

static void close_seam(struct cleaner *cleaner, const struct seam *seam)
{
    for (int i = 0; i < 8; i += 2)
        join(cleaner, seam->outer[i], seam->outer[i + 1]);
}

static void open_seam(struct cleaner *cleaner, const struct seam *seam)
{
    for (int i = 0; i < 8; i++)
        join(cleaner, seam->inner[i], seam->outer[i]);
}

static void move_ring(struct cleaner *cleaner, const struct ring *ring, uint32_t vertex)
{
    for (unsigned i = 0; i < ring->count; i++)
        *corner(cleaner, ring->items[i]) = vertex;
    cleaner->leaves[vertex] = ring->items[0];
}

/* Where the third corners of a fold are so near to each other that they have an edge without a length, x becomes y, and the fold and the
 * triangles of that edge go. What was around the corners may come apart in two there. */
static bool try_zip(struct cleaner *cleaner, uint32_t edge)
{
    const struct hinge hinge = hinge_of(cleaner, edge);
    uint32_t a = hinge.a, b = hinge.b, x = hinge.x, y = hinge.y;
    double tolerance = cleaner->tolerance;
    if (x == y || square_distance(place(cleaner, x), place(cleaner, y)) > tolerance * tolerance)
        return false;
    uint32_t way = half_edge_to(cleaner, x, y);
    if (way == NONE)
        return false;
    uint32_t p = origin(cleaner, before(way)), q = origin(cleaner, before(cleaner->twins[way]));
    if (p == a || p == b || q == a || q == b || p == q)
        return false;
    const struct seam seam = seam_of(cleaner, edge, way);
    struct ring one, two, ends;
    close_seam(cleaner, &seam);
    /* leaving, in this order: x towards b, y towards a; b, a, p, q */
    bool sound = is_round(cleaner, seam.outer[0], &one) && is_round(cleaner, seam.outer[3], &two);
    static const int leaving[] = { 1, 2, 4, 6 };
    for (int i = 0; i < 4 && sound; i++)
        sound = is_round(cleaner, seam.outer[leaving[i]], &ends);
    if (!sound) {
        open_seam(cleaner, &seam);
        return false;
    }
    const uint32_t corners[] = { b, a, p, q };
    for (int i = 0; i < 4; i++)
        cleaner->leaves[corners[i]] = seam.outer[leaving[i]];
    for (int i = 0; i < 8; i++)
        cleaner->gone[seam.inner[i] / 3] = true;
    memcpy(cleaner->mesh->vertices[x], place(cleaner, y), sizeof cleaner->mesh->vertices[x]);
    cleaner->leaves[x] = NONE;
    cleaner->changed[x] = cleaner->changed[y] = true;
    move_ring(cleaner, &two, x);
    move_ring(cleaner, &one, y);
    if (origin(cleaner, seam.outer[3]) == y)
        cleaner->leaves[x] = NONE; /* both are one */
    cleaner->changes++;
    return true;
}

/* True if an edge was turned; each edge is looked at from one side only. */
static bool unfold_triangle(struct cleaner *cleaner, uint32_t triangle)
{
    const uint32_t *corners = cleaner->mesh->triangles[triangle];
    double normal[3];
    find_normal(place(cleaner, corners[0]), place(cleaner, corners[1]), place(cleaner, corners[2]),
                normal);
    for (uint32_t edge = 3 * triangle; edge < 3 * triangle + 3; edge++) {
        uint32_t back = cleaner->twins[edge];
        if ((back > edge || back < 3 * cleaner->first_cut) && is_fold(cleaner, edge, normal) &&
            (try_unfold(cleaner, edge) || try_zip(cleaner, edge)))
            return true;
    }
    return false;
}

/* --- all of them --- */

static void clean_triangle(struct cleaner *cleaner, uint32_t triangle)
{
    const uint32_t *corners = cleaner->mesh->triangles[triangle];
    double least = 4 * cleaner->tolerance * cleaner->tolerance, lengths[3];
    if (square_height(place(cleaner, corners[0]), place(cleaner, corners[1]),
                      place(cleaner, corners[2])) >= least)
        return;
    int shortest = 0, longest = 0;
    for (int k = 0; k < 3; k++)
        lengths[k] =
            square_distance(place(cleaner, corners[k]), place(cleaner, corners[(k + 1) % 3]));
    for (int k = 1; k < 3; k++) {
        shortest = lengths[k] < lengths[shortest] ? k : shortest;
        longest = lengths[k] > lengths[longest] ? k : longest;
    }
    if (lengths[shortest] < least && (try_collapse(cleaner, corners[shortest]) ||
                                      try_collapse(cleaner, corners[(shortest + 1) % 3])))
        return;
    if (try_collapse(cleaner, corners[(longest + 2) % 3]) ||
        try_flip(cleaner, 3 * triangle + (uint32_t)longest) ||
        try_collapse(cleaner, corners[longest]))
        return;
    try_collapse(cleaner, corners[(longest + 1) % 3]);
}

static bool find_twins(struct cleaner *cleaner, struct arena *scratch)
{
    uint32_t count = 3 * (uint32_t)cleaner->mesh->triangle_count;
    size_t size = 16;
    while (size < 2 * (size_t)count)
        size *= 2;
    uint32_t *slots = arena_take(scratch, size * sizeof *slots);
    memset(slots, 0xff, size * sizeof *slots);
    memset(cleaner->twins, 0xff, count * sizeof *cleaner->twins);
    uint32_t alone = 0;
    for (uint32_t h = 0; h < count && !is_cancelled(cleaner->cancelled); h++) {
        uint32_t a = origin(cleaner, h), b = target(cleaner, h);
        cleaner->leaves[a] = h;
        size_t slot = hash3(a < b ? a : b, a < b ? b : a, 5) & (size - 1);
        for (; slots[slot] != NONE; slot = (slot + 1) & (size - 1)) {
            uint32_t other = slots[slot];
            if (origin(cleaner, other) == b && target(cleaner, other) == a &&
                cleaner->twins[other] == NONE)
                break;
        }
        if (slots[slot] == NONE) {
            slots[slot] = h;
            alone++;
        } else {
            join(cleaner, h, slots[slot]);
            alone--;
        }
    }
    return alone == 0 && !is_cancelled(cleaner->cancelled);
}

/* Puts what is left together. */
static void compact(struct cleaner *cleaner, struct arena *scratch)
{
    struct mesh *mesh = cleaner->mesh;
    uint32_t *numbers = arena_take(scratch, mesh->vertex_count * sizeof *numbers), used = 0;
    size_t kept = 0;
    for (size_t i = 0; i < mesh->triangle_count; i++)
        if (!cleaner->gone[i])
            memmove(mesh->triangles[kept++], mesh->triangles[i], sizeof *mesh->triangles);
    mesh->triangle_count = kept;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        if (cleaner->leaves[i] == NONE)
            continue;
        memmove(mesh->vertices[used], mesh->vertices[i], sizeof *mesh->vertices);
        cleaner->changed[used] = cleaner->changed[i];
        numbers[i] = used++;
    }
    mesh->vertex_count = used;
    for (size_t i = 0; i < 3 * kept; i++)
        mesh->triangles[i / 3][i % 3] = numbers[mesh->triangles[i / 3][i % 3]];
}

bool *clean_mesh(struct mesh *mesh, double tolerance, size_t first_cut, struct arena *arena,
                 const volatile int *cancelled)
{
    struct arena *scratch = arena_within(arena);
    struct cleaner cleaner = { .mesh = mesh,
                               .tolerance = tolerance,
                               .first_cut = (uint32_t)first_cut,
                               .cancelled = cancelled };
    cleaner.twins = arena_take(scratch, 3 * mesh->triangle_count * sizeof *cleaner.twins);
    cleaner.leaves = arena_take(scratch, mesh->vertex_count * sizeof *cleaner.leaves);
    cleaner.changed = arena_take(arena, mesh->vertex_count);
    cleaner.gone = arena_take(scratch, mesh->triangle_count * sizeof *cleaner.gone);
    memset(cleaner.leaves, 0xff, mesh->vertex_count * sizeof *cleaner.leaves);
    if (find_twins(&cleaner, scratch)) {
        for (int pass = 0; pass < PASSES; pass++) {
            size_t before_pass = cleaner.changes;
            for (uint32_t i = 0; i < mesh->triangle_count && !is_cancelled(cancelled); i++)
                if (!cleaner.gone[i])
                    clean_triangle(&cleaner, i);
            for (uint32_t i = cleaner.first_cut;
                 i < mesh->triangle_count && !is_cancelled(cancelled); i++)
                while (!cleaner.gone[i] && unfold_triangle(&cleaner, i))
                    ;
            if (cleaner.changes == before_pass)
                break;
        }
        if (cleaner.changes > 0)
            compact(&cleaner, scratch);
    }
    arena_close(scratch);
    return cleaner.changes > 0 ? cleaner.changed : NULL;
}
