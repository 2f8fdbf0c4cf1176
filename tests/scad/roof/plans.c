/* SPDX-License-Identifier: MIT */
/* What people draw, and what is hard: corners that meet at the same time, walls that are all but parallel, outlines that touch. */
#include "plans.h"

#include "../fonts/shelf.h"

#include <math.h>

/* From 0 to 1. */
static double any(struct roof_random *random)
{
    random->state = random->state * 6364136223846793005u + 1442695040888963407u;
    return (double)(random->state >> 11) / 9007199254740992.0;
}

static double between(struct roof_random *random, double low, double high)
{
    return low + (high - low) * any(random);
}

static int any_of(struct roof_random *random, int count)
{
    return (int)(any(random) * count);
}

static struct tree_node *turn(struct bench *bench, double degrees, struct tree_node *child)
{
    double s = sin(degrees * M_PI / 180), c = cos(degrees * M_PI / 180);
    struct tree_node *node = NODE(bench, TREE_TRANSFORM, 1, child);
    node->as.transform.matrix[0][0] = node->as.transform.matrix[1][1] = c;
    node->as.transform.matrix[0][1] = -s;
    node->as.transform.matrix[1][0] = s;
    return node;
}

static struct tree_node *polygon(struct bench *bench, const double (*points)[2], size_t count)
{
    struct tree_node *node = LEAF(bench, TREE_POLYGON, 1);
    node->as.polygon = (struct tree_polygon){ count, points, false, 0, NULL, 1 };
    return node;
}

static double (*room_for(struct bench *bench, size_t count))[2]
{
    return arena_take(&bench->arena, count * sizeof(double[2]));
}

/* --- stars --- */

/* Around the origin, with corners at random distances between two radii, on a grid or not. */
static struct tree_node *star(struct bench *bench, struct roof_random *random, size_t count,
                              const double radii[2], double grid)
{
    double(*points)[2] = room_for(bench, count);
    for (size_t i = 0; i < count; i++) {
        double angle = ((double)i + 0.9 * any(random)) * 2 * M_PI / (double)count;
        double radius = between(random, radii[0], radii[1]);
        points[i][0] = radius * cos(angle);
        points[i][1] = radius * sin(angle);
        for (int k = 0; k < 2 && grid > 0; k++)
            points[i][k] = grid * round(points[i][k] / grid);
    }
    return polygon(bench, (const double(*)[2])points, count);
}

/* Compilers may ask for numbers in any order within one expression: so there is one in each that matters. */
static struct tree_node *move_anywhere(struct bench *bench, struct roof_random *random,
                                       struct tree_node *child)
{
    double y = between(random, -2, 2);
    return bench_move(bench, between(random, -2, 2), y, 0, child);
}

static struct tree_node *grow_star(struct bench *bench, struct roof_random *random)
{
    static const double grids[] = { 0, 0.001, 1 };
    const double outer[] = { 2, 10 }, inner[] = { 0.2, 0.6 };
    double grid = grids[any_of(random, 3)];
    struct tree_node *node = star(bench, random, 5 + (size_t)any_of(random, 40), outer, grid);
    if (any_of(random, 3) > 0)
        return node;
    node = NODE(bench, TREE_DIFFERENCE, 1, node);
    for (int i = any_of(random, 4); i >= 0; i--)
        tree_append(node,
                    move_anywhere(bench, random,
                                  star(bench, random, 3 + (size_t)any_of(random, 7), inner, 0)));
    return node;
}

/* --- boards --- */

/* Squares of a board, and halves of some. */
static struct tree_node *board(struct bench *bench, struct roof_random *random)
{
    static const double half[][2] = { { 0, 0 }, { 1, 0 }, { 0, 1 } };
    int size = 3 + any_of(random, 6);
    bool halves = any_of(random, 3) == 0;
    double share = between(random, 0.4, 0.8);
    struct tree_node *node = LEAF(bench, TREE_UNION, 1);
    for (int i = 0; i < size * size; i++) {
        if (any(random) > share)
            continue;
        struct tree_node *part =
            halves && any_of(random, 2) ? polygon(bench, half, 3) : bench_square(bench, 1, 1);
        tree_append(node, bench_move(bench, i % size, i / size, 0, part));
    }
    return node;
}

/* What was on one line is almost on one line, and touches or not as rounding has it. */
static struct tree_node *grow_turned_board(struct bench *bench, struct roof_random *random)
{
    double degrees = any_of(random, 3) ? any_of(random, 360) : between(random, 0, 360);
    random->turn = degrees;
    return board(bench, random);
}

/* Rectangles with whole or any coordinates, taken from each other too. */
static struct tree_node *grow_rectangles(struct bench *bench, struct roof_random *random)
{
    bool whole = any_of(random, 2);
    struct tree_node *parts[2] = { LEAF(bench, TREE_UNION, 1), LEAF(bench, TREE_UNION, 1) };
    for (int i = 4 + any_of(random, 16); i >= 0; i--) {
        double box[4];
        for (int k = 0; k < 4; k++)
            box[k] = k < 2 ? between(random, 0, 16) : between(random, 1, 7);
        for (int k = 0; k < 4 && whole; k++)
            box[k] = floor(box[k]);
        tree_append(parts[i > 3 && any_of(random, 4) == 0],
                    bench_move(bench, box[0], box[1], 0, bench_square(bench, box[2], box[3])));
    }
    return NODE(bench, TREE_DIFFERENCE, 1, parts[0], parts[1]);
}

/* --- bars and wedges across each other --- */

static struct tree_node *bar_end(struct bench *bench, struct roof_random *random)
{
    double size = between(random, 0.2, 0.6);
    struct tree_node *end = any_of(random, 2) ? bench_circle(bench, size, 3 + any_of(random, 8))
                                              : bench_square(bench, size, size);
    int y = any_of(random, 6);
    return bench_move(bench, any_of(random, 7), y, 0, end);
}

static struct tree_node *grow_bars(struct bench *bench, struct roof_random *random)
{
    struct tree_node *node = LEAF(bench, TREE_UNION, 1);
    for (int i = 2 + any_of(random, 6); i >= 0; i--) {
        struct tree_node *last = bar_end(bench, random), *first = bar_end(bench, random);
        tree_append(node, NODE(bench, TREE_HULL, 1, first, last));
    }
    return node;
}

static struct tree_node *grow_fan(struct bench *bench, struct roof_random *random)
{
    int arms = 3 + any_of(random, 40);
    double width = between(random, 0.1, 1), step = 360.0 / arms;
    double ring = any_of(random, 2) ? between(random, 1, 4) : 0;
    struct tree_node *node = LEAF(bench, TREE_UNION, 1);
    if (any_of(random, 4) == 0)
        step = floor(step * 1000) / 1000;
    for (int i = 0; i < arms; i++)
        tree_append(node, turn(bench, step * i,
                               bench_move(bench, any_of(random, 2) ? -10 : 0, -width / 2, 0,
                                          bench_square(bench, 20, width))));
    return ring > 0 ? NODE(bench, TREE_DIFFERENCE, 1, node,
                           bench_circle(bench, ring, 3 + any_of(random, 60)))
                    : node;
}

/* Wedges that all but have no width: corners that are faster than the walls by far. */
static struct tree_node *grow_wedges(struct bench *bench, struct roof_random *random)
{
    struct tree_node *node = LEAF(bench, TREE_UNION, 1);
    for (int i = 2 + any_of(random, 5); i >= 0; i--) {
        double(*points)[2] = room_for(bench, 3), width = 0.3 * pow(10, between(random, -4, 0));
        points[1][0] = between(random, 3, 13), points[1][1] = -width;
        points[2][0] = between(random, 2, 10), points[2][1] = width;
        tree_append(node, move_anywhere(bench, random,
                                        turn(bench, between(random, 0, 360),
                                             polygon(bench, (const double(*)[2])points, 3))));
    }
    return node;
}

/* --- text and offsets --- */

static struct tree_node *grow_text(struct bench *bench, struct roof_random *random)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&@%#?!";
    char *word = arena_take(&bench->arena, 4);
    for (int i = any_of(random, 3); i >= 0; i--)
        word[i] = letters[any_of(random, (int)sizeof letters - 1)];
    struct tree_node *node = LEAF(bench, TREE_TEXT, 1);
    node->as.text = shelf_text(word);
    node->as.text.size = any_of(random, 2) ? 10 : between(random, 3, 40);
    node->fragments.fn = any_of(random, 2) ? 0 : 4 + any_of(random, 30);
    random->turn = any_of(random, 3) ? 0 : any_of(random, 360);
    return node;
}

static struct tree_node *grow_offset(struct bench *bench, struct roof_random *random)
{
    static const enum tree_join joins[] = { TREE_JOIN_ROUND, TREE_JOIN_MITER, TREE_JOIN_SQUARE };
    struct tree_node *(*const inside[])(
        struct bench *, struct roof_random *) = { grow_star, board, grow_rectangles, grow_bars };
    struct tree_node *child = inside[any_of(random, 4)](bench, random);
    struct tree_node *node = NODE(bench, TREE_OFFSET, 1, child);
    double delta = between(random, 0.05, 0.5);
    delta = any_of(random, 2) ? delta : -delta;
    node->as.offset = (struct tree_offset){ delta, joins[any_of(random, 3)] };
    node->fragments.fn = 6 + any_of(random, 30);
    return node;
}

/* --- all but nothing --- */

/* Regular ones, of which some corners are moved or doubled by next to nothing, and walls have corners along them. */
static struct tree_node *grow_tiny(struct bench *bench, struct roof_random *random)
{
    size_t sides = 3 + (size_t)any_of(random, 20), count = 0;
    double(*points)[2] = room_for(bench, 3 * sides);
    double blunt = any_of(random, 2) ? between(random, 0.3, 0.9) : 1;
    for (size_t i = 0; i < sides; i++) {
        double angle = 2 * M_PI * (double)i / (double)sides, radius = i % 2 ? 10 * blunt : 10;
        const double at[2] = { radius * cos(angle), radius * sin(angle) };
        for (int copies = any_of(random, 4) == 0 ? 1 + any_of(random, 2) : 0; copies >= 0;
             copies--) {
            double size = any_of(random, 2) ? pow(10, between(random, -8, -1)) : 0;
            for (int k = 0; k < 2; k++)
                points[count][k] = at[k] + size * between(random, -1, 1);
            count++;
        }
    }
    return polygon(bench, (const double(*)[2])points, count);
}

/* Combs and stairs with whole numbers: much happens at the same time. */
static struct tree_node *grow_comb(struct bench *bench, struct roof_random *random)
{
    size_t teeth = 2 + (size_t)any_of(random, 12), count = 0;
    double(*points)[2] = room_for(bench, 4 * teeth + 2);
    double size = any_of(random, 2) ? 1 : 0.1,
           slant = any_of(random, 3) ? 0 : between(random, -0.3, 0.3);
    for (size_t i = 0; i < teeth; i++) {
        double x = (double)i * 2, depth = 1 + any_of(random, 4);
        const double corners[][2] = {
            { x, 5 + slant }, { x, 5 + depth }, { x + 1, 5 + depth }, { x + 1, 5 }
        };
        for (int k = 0; k < 4; k++, count++)
            points[count][0] = size * corners[k][0], points[count][1] = size * corners[k][1];
    }
    points[count][0] = size * (2 * (double)teeth - 1), points[count++][1] = 0;
    points[count][0] = 0, points[count++][1] = 0;
    random->turn = any_of(random, 2) ? 0 : any_of(random, 360);
    return polygon(bench, (const double(*)[2])points, count);
}

struct tree_node *roof_plan_grow(struct bench *bench, const struct roof_sort *sort, uint64_t seed,
                                 bool turned)
{
    struct roof_random random = { seed * 2654435761u + 1, 0 };
    for (int i = 0; i < 20; i++)
        any(&random);
    struct tree_node *node = sort->grow(bench, &random);
    return turned ? turn(bench, random.turn, node) : node;
}

const struct roof_sort roof_sorts[] = {
    { "stars", grow_star },     { "rectangles", grow_rectangles },
    { "boards", board },        { "turned", grow_turned_board },
    { "bars", grow_bars },      { "fans", grow_fan },
    { "wedges", grow_wedges },  { "text", grow_text },
    { "offsets", grow_offset }, { "tiny", grow_tiny },
    { "combs", grow_comb },
};
const size_t roof_sort_count = sizeof roof_sorts / sizeof *roof_sorts;
