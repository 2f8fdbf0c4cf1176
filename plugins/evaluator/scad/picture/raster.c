/* SPDX-License-Identifier: MIT */
/* Row by row: where the middle of the row crosses the edges of a face, the face begins and ends. Both faces at an edge get the
 * same crossing, so that every line of sight leaves a closed solid as often as it enters it. */
#include "picture/raster.h"

#include "base/list.h"
#include "base/sort.h"
#include "picture/faces.h"
#include "picture/sight.h"

#include <string.h>

struct raster {
    struct arena *arena;
    const struct raster_input *input;
    struct image *image;
    struct faces faces;
    struct dots dots; /* of all strokes, by rows */
    size_t next_dot;
    struct sight sight;
    uint32_t *order;  /* faces by the first row that they are in */
    size_t *begins;   /* where each row's faces begin in it */
    uint32_t *active; /* the faces that the row meets */
    size_t active_count;
    struct {
        struct hit *items;
        size_t count, capacity;
    } hits;             /* of the row */
    struct hit *sorted; /* the same by columns */
    size_t sorted_capacity;
    size_t *columns; /* where each column's hits begin */
};

/* --- which faces a row meets --- */

/* The number of pixel middles before it, within the picture. */
static int middles_before(double coordinate, int count)
{
    double middle = ceil(coordinate - 0.5);
    return middle > 0 ? middle < count ? (int)middle : count : 0;
}

/* The rows that the face is in; false if there are none. */
static bool rows_of(const struct raster *raster, const struct face *face, int *first, int *end)
{
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < 3; i++) {
        double y = raster->faces.places.items[face->corners[i]][1];
        low = fmin(low, y);
        high = fmax(high, y);
    }
    *first = middles_before(low, raster->image->height);
    *end = middles_before(high, raster->image->height);
    return *first < *end;
}

static void order_faces(struct raster *raster)
{
    const struct faces *faces = &raster->faces;
    size_t rows = (size_t)raster->image->height;
    int first, end;
    raster->begins = arena_take(raster->arena, (rows + 2) * sizeof *raster->begins);
    raster->order = arena_take(raster->arena, faces->count * sizeof *raster->order);
    raster->active = arena_take(raster->arena, faces->count * sizeof *raster->active);
    for (size_t i = 0; i < faces->count; i++) {
        arena_poll(raster->arena);
        if (rows_of(raster, &faces->items[i], &first, &end))
            raster->begins[first + 2]++;
    }
    for (size_t row = 1; row <= rows; row++)
        raster->begins[row + 1] += raster->begins[row];
    for (size_t i = 0; i < faces->count; i++) {
        arena_poll(raster->arena);
        if (rows_of(raster, &faces->items[i], &first, &end))
            raster->order[raster->begins[first + 1]++] = (uint32_t)i;
    }
}

static void find_active(struct raster *raster, int row)
{
    size_t kept = 0;
    int first, end;
    for (size_t i = 0; i < raster->active_count; i++) {
        arena_poll(raster->arena);
        rows_of(raster, &raster->faces.items[raster->active[i]], &first, &end);
        if (row < end)
            raster->active[kept++] = raster->active[i];
    }
    for (size_t i = raster->begins[row]; i < raster->begins[row + 1]; i++)
        raster->active[kept++] = raster->order[i];
    raster->active_count = kept;
}

/* --- what of a face is in a row --- */

/* Where an edge crosses the middle of a row, from whichever end. */
static double crossing(const double a[3], const double b[3], double y)
{
    bool swapped = a[1] > b[1] || (a[1] == b[1] && a[0] > b[0]);
    const double *low = swapped ? b : a, *high = swapped ? a : b;
    double x = low[0] + (y - low[1]) / (high[1] - low[1]) * (high[0] - low[0]);
    return fmin(fmax(x, fmin(low[0], high[0])), fmax(low[0], high[0]));
}

/* A value that changes evenly over a face. */
struct slope {
    double origin[2], value, across, down;
};

static double value_at(const struct slope *slope, double x, double y)
{
    return slope->value + slope->across * (x - slope->origin[0]) +
           slope->down * (y - slope->origin[1]);
}

static struct slope slope_of(const double *a, const double *b, const double *c,
                             const double values[3])
{
    double x1 = b[0] - a[0], y1 = b[1] - a[1], x2 = c[0] - a[0], y2 = c[1] - a[1];
    double v1 = values[1] - values[0], v2 = values[2] - values[0];
    double area = x1 * y2 - x2 * y1;
    struct slope slope = { { a[0], a[1] }, values[0], 0, 0 };
    if (area != 0) {
        slope.across = (v1 * y2 - v2 * y1) / area;
        slope.down = (v2 * x1 - v1 * x2) / area;
    }
    return slope;
}

/* How much of an edge there is at a place, 1 on it and 0 from some pixels on. */
static float edge_at(const struct slope slopes[3], uint8_t edges, double x, double y)
{
    static const double width = 1.414;
    float edge = 0;
    for (int i = 0; i < 3; i++) {
        double reach = width * (fabs(slopes[i].across) + fabs(slopes[i].down));
        if (!(edges >> i & 1) || !(reach > 0))
            continue;
        double t = fmin(fmax(value_at(&slopes[i], x, y) / reach, 0), 1);
        edge = fmaxf(edge, (float)(1 - t * t * (3 - 2 * t)));
    }
    return edge;
}

static void add_hits(struct raster *raster, const struct face *face, double y, double left,
                     double right, int turn)
{
    double(*places)[3] = raster->faces.places.items;
    const double *a = places[face->corners[0]], *b = places[face->corners[1]];
    const double *c = places[face->corners[2]];
    double low = fmin(a[2], fmin(b[2], c[2])), high = fmax(a[2], fmax(b[2], c[2]));
    int end = middles_before(right, raster->image->width);
    struct slope nearness = slope_of(a, b, c, (const double[]){ a[2], b[2], c[2] });
    struct slope corners[3];
    for (int i = 0; i < 3 && face->edges; i++)
        corners[i] = slope_of(a, b, c, (const double[]){ i == 0, i == 1, i == 2 });
    for (int column = middles_before(left, raster->image->width); column < end; column++) {
        double x = column + 0.5;
        struct hit hit = {
            .column = (uint32_t)column, .part = face->part, .turn = turn, .light = face->light
        };
        hit.nearness = fmin(fmax(value_at(&nearness, x, y), low), high);
        if (face->edges)
            hit.edge = edge_at(corners, face->edges, x, y);
        list_append(raster->arena, &raster->hits, hit);
    }
}

/* The line of sight enters where the edge that goes down is at the left, as seen from outside all edges run counter-clockwise. */
static void cut_face(struct raster *raster, const struct face *face, double y)
{
    double down = NAN, up = NAN;
    for (int i = 0; i < 3; i++) {
        const double *a = raster->faces.places.items[face->corners[i]];
        const double *b = raster->faces.places.items[face->corners[(i + 1) % 3]];
        if (a[1] <= y && b[1] > y)
            down = crossing(a, b, y);
        else if (b[1] <= y && a[1] > y)
            up = crossing(a, b, y);
    }
    if (down < up)
        add_hits(raster, face, y, down, up, 1);
    else if (up < down)
        add_hits(raster, face, y, up, down, -1);
}

/* --- rows --- */

static void sort_by_columns(struct raster *raster)
{
    size_t width = (size_t)raster->image->width;
    if (raster->sorted_capacity < raster->hits.capacity) {
        raster->sorted_capacity = raster->hits.capacity;
        raster->sorted =
            arena_take(raster->arena, raster->sorted_capacity * sizeof *raster->sorted);
    }
    memset(raster->columns, 0, (width + 2) * sizeof *raster->columns);
    for (size_t i = 0; i < raster->hits.count; i++) {
        arena_poll(raster->arena);
        raster->columns[raster->hits.items[i].column + 2]++;
    }
    for (size_t column = 1; column <= width; column++)
        raster->columns[column + 1] += raster->columns[column];
    for (size_t i = 0; i < raster->hits.count; i++) {
        arena_poll(raster->arena);
        raster->sorted[raster->columns[raster->hits.items[i].column + 1]++] = raster->hits.items[i];
    }
}

static void find_background(const struct raster *raster, int row, float rgb[3])
{
    float foot[3], share = ((float)row + 0.5F) / (float)raster->image->height;
    scheme_color(raster->input->scheme, SCHEME_BACKGROUND, rgb);
    scheme_color(raster->input->scheme, SCHEME_BACKGROUND_FOOT, foot);
    for (int i = 0; i < 3; i++)
        rgb[i] += share * (foot[i] - rgb[i]);
}

static void paint_row(struct raster *raster, int row)
{
    float background[3], rgb[3];
    find_background(raster, row, background);
    raster->hits.count = 0;
    find_active(raster, row);
    for (size_t i = 0; i < raster->active_count; i++) {
        arena_poll(raster->arena);
        cut_face(raster, &raster->faces.items[raster->active[i]], row + 0.5);
    }
    for (; raster->next_dot < raster->dots.count && raster->dots.items[raster->next_dot].row == row;
         raster->next_dot++)
        list_append(raster->arena, &raster->hits, raster->dots.items[raster->next_dot].hit);
    sort_by_columns(raster);
    for (int column = 0; column < raster->image->width; column++) {
        arena_poll(raster->arena);
        size_t begin = raster->columns[column], end = raster->columns[column + 1];
        memcpy(rgb, background, sizeof rgb);
        if (begin < end)
            sight_follow(&raster->sight, raster->sorted + begin, end - begin, rgb);
        image_paint(raster->image, column, row, rgb);
    }
}

static int compare_dots(const void *left, const void *right)
{
    const struct dot *a = left, *b = right;
    return (a->row > b->row) - (a->row < b->row);
}

static void order_dots(struct raster *raster)
{
    const struct dots *dots = raster->input->dots;
    if (dots->count == 0)
        return;
    raster->dots = *dots;
    raster->dots.items = arena_take(raster->arena, dots->count * sizeof *dots->items);
    memcpy(raster->dots.items, dots->items, dots->count * sizeof *dots->items);
    sort_items(raster->arena, raster->dots.items, dots->count, sizeof *dots->items, compare_dots);
}

void raster_paint(struct arena *arena, const struct raster_input *input, struct image *image)
{
    struct raster raster = { .arena = arena_within(arena), .input = input, .image = image };
    const struct lens *lens = input->lens;
    sight_open(&raster.sight, raster.arena, input->stage, input->scheme, lens->orthogonal,
               lens->distance);
    faces_see(raster.arena, input->stage, lens, input->edges, &raster.faces);
    order_dots(&raster);
    order_faces(&raster);
    raster.columns = arena_take(raster.arena, ((size_t)image->width + 2) * sizeof *raster.columns);
    for (int row = 0; row < image->height; row++)
        paint_row(&raster, row);
    arena_close(raster.arena);
}
