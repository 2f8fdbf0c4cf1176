/* SPDX-License-Identifier: MIT */
/* OpenSCAD's rule: with a wanted number of sides, always the longest edges are cut next, equal ones
 * together; else pieces are no longer than $fs, but not more than $fa asks for. */
#include "geometry/segments.h"

#include "base/degrees.h"

/* Edges whose lengths differ by less are cut together, so that the result looks even. */
static const double nearly_equal = 0.999;

struct cut_edge {
    double length; /* the longest on its way up */
    size_t pieces;
};

void segments_bend(const struct bending *bending, size_t slice, const double point[2],
                   double bent[2])
{
    double climbed = (double)slice, all = (double)bending->slices;
    double turned = -bending->twist * climbed / all;
    double sine = degrees_sine(turned), cosine = degrees_cosine(turned);
    double scale_x = 1.0 - (1.0 - bending->scale[0]) * climbed / all;
    double scale_y = 1.0 - (1.0 - bending->scale[1]) * climbed / all;
    bent[0] = scale_x * (cosine * point[0] - sine * point[1]);
    bent[1] = scale_y * (sine * point[0] + cosine * point[1]);
}

static double longest_length(const struct bending *bending, const double a[2], const double b[2])
{
    if (bending->scale[0] == bending->scale[1])
        return hypot(b[0] - a[0], b[1] - a[1]) * fmax(bending->scale[0], 1.0);
    double longest = 0;
    for (size_t slice = 0; slice <= bending->slices; slice++) {
        double bent_a[2], bent_b[2];
        segments_bend(bending, slice, a, bent_a);
        segments_bend(bending, slice, b, bent_b);
        longest = fmax(longest, hypot(bent_b[0] - bent_a[0], bent_b[1] - bent_a[1]));
    }
    return longest;
}

/* The length of the pieces, halfway between now and after one more cut. */
static double urgency(const struct cut_edge *edge)
{
    return edge->length / ((double)edge->pieces + 0.5);
}

/* Edges as a heap: none is more urgent than the one at half its place. */
struct agenda {
    struct arena *arena;
    struct cut_edge **items;
    size_t count;
};

static void sink_edge(struct agenda *agenda, size_t place)
{
    struct cut_edge **items = agenda->items, *sinking = items[place];
    for (;;) {
        size_t below = 2 * place + 1;
        if (below + 1 < agenda->count && urgency(items[below + 1]) > urgency(items[below]))
            below++;
        if (below >= agenda->count || urgency(items[below]) <= urgency(sinking))
            break;
        items[place] = items[below];
        place = below;
    }
    items[place] = sinking;
}

static void raise_edge(struct agenda *agenda, size_t place)
{
    struct cut_edge **items = agenda->items, *rising = items[place];
    for (; place > 0 && urgency(items[(place - 1) / 2]) < urgency(rising); place = (place - 1) / 2)
        items[place] = items[(place - 1) / 2];
    items[place] = rising;
}

/* Moves the most urgent edges, those about as urgent as the first, behind the end of the heap. Returns how many. */
static size_t take_group(struct agenda *agenda)
{
    size_t before = agenda->count;
    double most = urgency(agenda->items[0]);
    while (agenda->count > 0 && urgency(agenda->items[0]) >= nearly_equal * most) {
        arena_poll(agenda->arena);
        struct cut_edge *taken = agenda->items[0];
        agenda->items[0] = agenda->items[--agenda->count];
        agenda->items[agenda->count] = taken;
        if (agenda->count > 0)
            sink_edge(agenda, 0);
    }
    return before - agenda->count;
}

static struct agenda agenda_of(struct work *work, struct cut_edge *edges, size_t count)
{
    struct agenda agenda = { work->arena, arena_take(work->arena, count * sizeof *agenda.items),
                             0 };
    for (size_t i = 0; i < count; i++) {
        arena_poll(work->arena);
        agenda.items[agenda.count++] = &edges[i];
        raise_edge(&agenda, i);
    }
    return agenda;
}

/* Cuts until there are as many pieces as wanted, or the next group of equals would be too many. */
static bool cut_by_count(struct work *work, struct cut_edge *edges, size_t count, size_t wanted)
{
    size_t total = count;
    struct agenda agenda = agenda_of(work, edges, count);
    while (total < wanted) {
        arena_poll(work->arena);
        size_t group = take_group(&agenda);
        if (total + group > wanted)
            return true;
        for (size_t i = 0; i < group; i++) {
            agenda.items[agenda.count]->pieces++;
            raise_edge(&agenda, agenda.count++);
        }
        total += group;
    }
    return true;
}

/* Cuts into pieces of $fs; false, and nothing is cut, if those are as many as $fa allows or more. */
static bool cut_by_size(const struct tree_fragments *fragments, struct cut_edge *edges,
                        size_t count, size_t allowed)
{
    double size = fmax(fragments->fs, 0.01), total = 0;
    for (size_t i = 0; i < count; i++)
        total += ceil(edges[i].length / size);
    if (!(total < (double)allowed))
        return false;
    for (size_t i = 0; i < count; i++)
        edges[i].pieces = (size_t)fmax(ceil(edges[i].length / size), 1.0);
    return true;
}

static bool cut_edges(struct work *work, const struct bending *bending, struct cut_edge *edges,
                      size_t count)
{
    const struct tree_fragments *fragments = bending->fragments;
    bool counted = bending->segments > 0 || fragments->fn > 0.0;
    double wanted = 360.0 / fmax(fragments->fa, 0.01);
    if (bending->segments > 0)
        wanted = (double)bending->segments;
    else if (fragments->fn > 0.0)
        wanted = floor(fmax(fragments->fn, 3.0));
    wanted = ceil(fmin(wanted, 1e9));
    if ((double)count >= wanted)
        return true;
    if (!counted && cut_by_size(fragments, edges, count, (size_t)wanted))
        return true;
    if ((size_t)wanted > work->vertices_left)
        return work_take_vertices(work, (size_t)wanted);
    return cut_by_count(work, edges, count, (size_t)wanted);
}

/* Writes the points of an outline whose edges are cut. */
static void write_points(const double (*points)[2], const struct cut_edge *edges, size_t count,
                         double (*result)[2])
{
    size_t written = 0;
    for (size_t i = 0; i < count; i++) {
        const double *a = points[i], *b = points[(i + 1) % count];
        for (size_t piece = 0; piece < edges[i].pieces; piece++) {
            double along = (double)piece / (double)edges[i].pieces;
            result[written][0] = (1.0 - along) * a[0] + along * b[0];
            result[written++][1] = (1.0 - along) * a[1] + along * b[1];
        }
    }
}

static bool cut_outline(struct work *work, const struct region *region,
                        const struct outline *outline, const struct bending *bending,
                        struct region *result)
{
    const double(*points)[2] = (const double(*)[2])region->points + outline->first;
    struct cut_edge *edges = arena_take(work->arena, outline->count * sizeof *edges);
    for (size_t i = 0; i < outline->count; i++) {
        arena_poll(work->arena);
        edges[i] =
            (struct cut_edge){ longest_length(bending, points[i], points[(i + 1) % outline->count]),
                               1 };
    }
    if (!cut_edges(work, bending, edges, outline->count))
        return false;
    size_t count = 0;
    for (size_t i = 0; i < outline->count; i++) {
        arena_poll(work->arena);
        count += edges[i].pieces;
    }
    struct outline cut = { 0, count, outline->hole };
    struct region added = { .point_count = count, .outlines = &cut, .outline_count = 1 };
    added.points = arena_take(work->arena, count * sizeof *added.points);
    write_points(points, edges, outline->count, added.points);
    region_add_region(work->arena, result, &added);
    return true;
}

bool segments_cut(struct work *work, const struct region *region, const struct bending *bending,
                  struct region *result)
{
    for (size_t i = 0; i < region->outline_count; i++)
        if (!cut_outline(work, region, &region->outlines[i], bending, result))
            return false;
    return true;
}
