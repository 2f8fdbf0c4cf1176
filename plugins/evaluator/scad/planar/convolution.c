/* SPDX-License-Identifier: MIT */
/* Two pens, each with a direction, go along the two lines: at a corner a pen stays and turns, along an edge it moves and does not turn.
 * Whenever one turns over the direction in which an edge of the other leads, the sum of both moves along that edge; backwards where the
 * corner turns to the right. (L. Guibas, L. Ramshaw and J. Stolfi, "A kinetic framework for computational geometry", 1983.) All
 * directions are compared as whole numbers; of two that are the same, the second line's counts as a little further to the left. */
#include "planar/convolution.h"

#include "base/list.h"
#include "base/sort.h"
#include "kernel/int128.h"

#include <math.h>
#include <string.h>

enum { PEN_BITS = 51 };

struct direction {
    int64_t by[2];
    uint32_t edge; /* of the pen that leads there */
};

struct pen {
    int64_t (*points)[2];
    struct direction *directions; /* of the edge from each point to the next */
    struct direction *sorted;     /* from that along the x axis on to the left */
    uint32_t count, edge_count;   /* none lead from a single point to itself */
};

/* From a pair of corners to another one: the first's number times the count of the second pen's, and the second's. */
struct move {
    uint64_t from, to;
    bool made;
};

struct drawing {
    struct pen pens[2];
    int exponent; /* of the whole numbers' unit */
    struct {
        struct move *items;
        size_t count, capacity;
    } moves;
    size_t most;
    struct arena *scratch;
};

/* --- directions --- */

static int turn_of(const struct direction *a, const struct direction *b)
{
    return int128_sign((int128)a->by[0] * b->by[1] - (int128)a->by[1] * b->by[0]);
}

/* The first half of a turn begins along the x axis. */
static bool is_in_second_half(const struct direction *direction)
{
    return direction->by[1] < 0 || (direction->by[1] == 0 && direction->by[0] < 0);
}

/* -1, 0 or 1 as a turn from the x axis on to the left comes to them. */
static int compare_directions(const struct direction *a, const struct direction *b)
{
    bool a_later = is_in_second_half(a), b_later = is_in_second_half(b);
    return a_later != b_later ? (a_later ? 1 : -1) : -turn_of(a, b);
}

static int compare_edges(const void *left, const void *right)
{
    const struct direction *a = left, *b = right;
    int order = compare_directions(a, b);
    return order != 0 ? order : (a->edge > b->edge) - (a->edge < b->edge);
}

/* The first of the sorted directions that is not before this one, or is behind it. */
static uint32_t find_first(const struct pen *pen, const struct direction *direction, bool behind)
{
    uint32_t low = 0, high = pen->edge_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare_directions(&pen->sorted[middle], direction) < (behind ? 1 : 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* --- pens --- */

static double reach_of(const struct planar_line *line)
{
    double reach = 0;
    for (size_t i = 0; i < line->count; i++)
        reach = fmax(reach, fmax(fabs(line->points[i][0]), fabs(line->points[i][1])));
    return reach;
}

/* Points in one place are one. */
static void take_points(struct pen *pen, const struct planar_line *line, int exponent)
{
    for (size_t i = 0; i < line->count; i++) {
        int64_t *point = pen->points[pen->count];
        for (int axis = 0; axis < 2; axis++)
            point[axis] = llrint(ldexp(line->points[i][axis], -exponent));
        if (pen->count == 0 || memcmp(point, pen->points[pen->count - 1], sizeof *pen->points) != 0)
            pen->count++;
    }
    while (pen->count > 1 &&
           memcmp(pen->points[0], pen->points[pen->count - 1], sizeof *pen->points) == 0)
        pen->count--;
}

static struct pen make_pen(const struct planar_line *line, int exponent, struct arena *scratch)
{
    struct pen pen = { .points = arena_take(scratch, line->count * sizeof *pen.points) };
    take_points(&pen, line, exponent);
    pen.edge_count = pen.count > 1 ? pen.count : 0;
    pen.directions = arena_take(scratch, pen.count * sizeof *pen.directions);
    pen.sorted = arena_take(scratch, pen.count * sizeof *pen.sorted);
    for (uint32_t i = 0; i < pen.edge_count; i++) {
        const int64_t *from = pen.points[i], *to = pen.points[(i + 1) % pen.count];
        pen.directions[i] = (struct direction){ { to[0] - from[0], to[1] - from[1] }, i };
    }
    memcpy(pen.sorted, pen.directions, pen.edge_count * sizeof *pen.sorted);
    sort_items(scratch, pen.sorted, pen.edge_count, sizeof *pen.sorted, compare_edges);
    return pen;
}

/* --- moves --- */

static uint64_t pair_of(const struct drawing *drawing, int turning, uint32_t corner, uint32_t other)
{
    return turning == 0 ? (uint64_t)corner * drawing->pens[1].count + other
                        : (uint64_t)other * drawing->pens[1].count + corner;
}

static void add_move(struct drawing *drawing, int turning, uint32_t corner, uint32_t edge,
                     bool backward)
{
    uint32_t end = edge + 1 < drawing->pens[!turning].count ? edge + 1 : 0;
    struct move move = { pair_of(drawing, turning, corner, backward ? end : edge),
                         pair_of(drawing, turning, corner, backward ? edge : end), false };
    list_append(drawing->scratch, &drawing->moves, move);
}

/* Which of the other pen's sorted edges one turns over in a corner: so many from the first on, and after the last the first again. One that
 * turns right around may as well turn to the left: what that winds around belongs to the sum in any case. Returns how many. */
static uint32_t find_passed(const struct drawing *drawing, int turning, uint32_t corner,
                            uint32_t *first, bool *backward)
{
    const struct pen *pen = &drawing->pens[turning], *other = &drawing->pens[!turning];
    *first = 0;
    *backward = false;
    if (pen->edge_count == 0)
        return other->edge_count;
    const struct direction *coming = &pen->directions[corner > 0 ? corner - 1 : pen->count - 1],
                           *going = &pen->directions[corner];
    if (compare_directions(coming, going) == 0)
        return 0;
    *backward = turn_of(coming, going) < 0;
    const struct direction *from = *backward ? going : coming, *to = *backward ? coming : going;
    uint32_t end = find_first(other, to, turning == 1);
    *first = find_first(other, from, turning == 1);
    return end - *first + (compare_directions(from, to) < 0 ? 0 : other->edge_count);
}

/* The moves along the other pen's edges while one turns in a corner. */
static bool turn_in(struct drawing *drawing, int turning, uint32_t corner)
{
    const struct pen *other = &drawing->pens[!turning];
    uint32_t at;
    bool backward;
    uint32_t count = find_passed(drawing, turning, corner, &at, &backward);
    if (count > drawing->most - drawing->moves.count)
        return false;
    for (; count > 0; count--, at++) {
        at = at < other->edge_count ? at : 0;
        add_move(drawing, turning, corner, other->sorted[at].edge, backward);
    }
    return true;
}

static int compare_moves(const void *left, const void *right)
{
    const struct move *a = left, *b = right;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

/* --- lines --- */

/* One that begins in a pair of corners and was not made yet, or NULL. */
static struct move *next_move(const struct drawing *drawing, uint64_t from)
{
    struct move *moves = drawing->moves.items;
    size_t low = 0, high = drawing->moves.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (moves[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < drawing->moves.count && moves[low].from == from; low++)
        if (!moves[low].made)
            return &moves[low];
    return NULL;
}

static void place_of(const struct drawing *drawing, uint64_t pair, double point[2])
{
    const struct pen *pens = drawing->pens;
    for (int axis = 0; axis < 2; axis++)
        point[axis] = ldexp((double)(pens[0].points[pair / pens[1].count][axis] +
                                     pens[1].points[pair % pens[1].count][axis]),
                            drawing->exponent);
}

/* As many moves lead to a pair of corners as lead away from it: who goes on as long as he can is back in the end. */
static void follow(struct convolution *convolution, const struct drawing *drawing,
                   struct move *move)
{
    struct {
        double (*items)[2];
        size_t count, capacity;
    } points = { NULL, 0, 0 };
    for (; move; move = next_move(drawing, move->to)) {
        arena_poll(convolution->arena);
        if (points.count == points.capacity)
            list_make_room(convolution->arena, &points);
        place_of(drawing, move->from, points.items[points.count++]);
        move->made = true;
    }
    struct planar_line line = { (const double(*)[2])points.items, points.count };
    list_append(convolution->arena, &convolution->lines, line);
    convolution->point_count += points.count;
}

void convolution_open(struct convolution *convolution, struct arena *arena)
{
    *convolution = (struct convolution){ .arena = arena };
}

static bool find_moves(struct drawing *drawing)
{
    for (int turning = 0; turning < 2; turning++)
        for (uint32_t corner = 0; corner < drawing->pens[turning].count; corner++) {
            arena_poll(drawing->scratch);
            if (!turn_in(drawing, turning, corner))
                return false;
        }
    sort_items(drawing->scratch, drawing->moves.items, drawing->moves.count,
               sizeof *drawing->moves.items, compare_moves);
    return true;
}

bool convolution_add(struct convolution *convolution, const struct planar_line *a,
                     const struct planar_line *b, size_t most)
{
    struct drawing drawing = { .most = most, .scratch = arena_within(convolution->arena) };
    frexp(fmax(reach_of(a), reach_of(b)), &drawing.exponent);
    drawing.exponent -= PEN_BITS;
    drawing.pens[0] = make_pen(a, drawing.exponent, drawing.scratch);
    drawing.pens[1] = make_pen(b, drawing.exponent, drawing.scratch);
    bool found = find_moves(&drawing);
    for (size_t i = 0; found && i < drawing.moves.count; i++)
        if (!drawing.moves.items[i].made)
            follow(convolution, &drawing, &drawing.moves.items[i]);
    arena_close(drawing.scratch);
    return found;
}
