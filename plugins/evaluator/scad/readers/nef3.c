/* SPDX-License-Identifier: MIT */
/* A line for each part: "number { relations | geometry } mark". A facet has two sides, each with the volume in front of it; its
 * outlines are cycles of arcs, which are what small spheres around the vertices have of it. A solid's surface are the sides with an
 * unmarked volume in front and a marked one behind. */
#include "readers/nef3.h"

#include <stdint.h>
#include <string.h>

/* The shortest line of a part, "0 { 0 } 0" and its end. */
enum { RECORD_BYTES = 10 };

struct side {
    size_t twin, volume;
    struct text outlines; /* an arc of each */
};

struct arc {
    size_t edge, next;
    bool done;
};

struct nef3 {
    struct reading *reading;
    struct soup *soup;
    size_t vertex_count, edge_count, side_count, volume_count, arc_count;
    size_t *origins; /* by half-edge: its vertex */
    struct side *sides;
    bool *solid; /* by volume */
    struct arc *arcs;
};

/* --- lines --- */

/* "vertices 8" */
static bool read_count(struct reading *reading, const char *name, size_t *count)
{
    struct text line, word, number;
    long value;
    if (!reading_line(reading, &line) || !reading_word(&line, &word) || !reading_is(word, name) ||
        !reading_word(&line, &number) || !reading_integer(number, &value) || value < 0)
        return reading_fail(reading, "expected how many %s there are", name);
    if ((size_t)value > (size_t)(reading->end - reading->at) / RECORD_BYTES)
        return reading_fail(reading, "there are not %ld %s in this file", value, name);
    *count = (size_t)value;
    return true;
}

/* Takes what is before the byte and the byte itself out of the text. */
static bool take_until(struct text *text, char byte, struct text *part)
{
    const char *found = text->length ? memchr(text->bytes, byte, text->length) : NULL;
    if (!found)
        return false;
    *part = (struct text){ text->bytes, (size_t)(found - text->bytes) };
    text->length -= part->length + 1;
    text->bytes = found + 1;
    return true;
}

static bool is_one_of(struct text text, const char *bytes)
{
    for (size_t i = 0; i < text.length; i++)
        if (!strchr(bytes, text.bytes[i]) || text.bytes[i] == '\0')
            return false;
    return true;
}

/* The next line's parts. What is not looked at is at least made of numbers. */
static bool read_record(struct reading *reading, struct text *relations, struct text *geometry,
                        struct text *mark)
{
    struct text line, number;
    if (!reading_line(reading, &line))
        return reading_fail(reading, "the file ends too early");
    if (!is_one_of(line, "0123456789+-{},| ") || !take_until(&line, '{', &number) ||
        !take_until(&line, '}', geometry))
        return reading_fail(reading, "expected a number and what belongs to it in braces");
    if (!take_until(geometry, '|', relations))
        *relations = *geometry;
    *mark = line;
    return true;
}

/* Takes a number below the limit out of relations; commas are as good as blanks. */
static bool take_index(struct text *relations, size_t limit, size_t *index)
{
    while (relations->length && strchr(", ", relations->bytes[0])) {
        relations->bytes++;
        relations->length--;
    }
    size_t length = 0;
    while (length < relations->length && !strchr(", ", relations->bytes[length]))
        length++;
    long value;
    if (!reading_integer((struct text){ relations->bytes, length }, &value) || value < 0 ||
        (size_t)value >= limit)
        return false;
    *index = (size_t)value;
    relations->bytes += length;
    relations->length -= length;
    return true;
}

static bool is_marked(struct text mark)
{
    struct text word;
    return reading_word(&mark, &word) && reading_is(word, "1");
}

/* --- parts --- */

/* Homogeneous whole numbers: x, y and z are over the fourth. */
static bool read_vertex(struct nef3 *nef)
{
    struct text relations, geometry, mark, word;
    double point[3], divisor;
    if (!read_record(nef->reading, &relations, &geometry, &mark))
        return false;
    if (!reading_vector(&geometry, point) || !reading_word(&geometry, &word) ||
        !reading_number(word, &divisor) || divisor == 0)
        return reading_fail(nef->reading, "a vertex is expected to be four numbers");
    for (int axis = 0; axis < 3; axis++)
        point[axis] /= divisor;
    soup_add_point(nef->soup, point);
    return true;
}

static bool read_edge(struct nef3 *nef, size_t number)
{
    struct text relations, geometry, mark;
    size_t twin;
    if (!read_record(nef->reading, &relations, &geometry, &mark))
        return false;
    return (take_index(&relations, nef->edge_count, &twin) &&
            take_index(&relations, nef->vertex_count, &nef->origins[number])) ||
           reading_fail(nef->reading, "expected an edge's twin and its vertex");
}

static bool read_side(struct nef3 *nef, size_t number)
{
    struct side *side = &nef->sides[number];
    struct text relations, geometry, mark, twin, loops;
    if (!read_record(nef->reading, &relations, &geometry, &mark))
        return false;
    return (take_until(&relations, ',', &twin) && take_index(&twin, nef->side_count, &side->twin) &&
            take_until(&relations, ',', &side->outlines) && take_until(&relations, ',', &loops) &&
            take_index(&relations, nef->volume_count, &side->volume)) ||
           reading_fail(nef->reading, "expected a facet's other side, its arcs and its volume");
}

static bool read_volume(struct nef3 *nef, size_t number)
{
    struct text relations, geometry, mark;
    if (!read_record(nef->reading, &relations, &geometry, &mark))
        return false;
    nef->solid[number] = is_marked(mark);
    return true;
}

static bool read_arc(struct nef3 *nef, size_t number)
{
    struct arc *arc = &nef->arcs[number];
    struct text relations, geometry, mark;
    size_t other;
    if (!read_record(nef->reading, &relations, &geometry, &mark))
        return false;
    bool good = true;
    for (int i = 0; i < 3; i++)
        good = good && take_index(&relations, nef->arc_count, &other);
    good = good && take_index(&relations, nef->edge_count, &arc->edge) &&
           take_index(&relations, SIZE_MAX, &other) &&
           take_index(&relations, nef->arc_count, &other) &&
           take_index(&relations, nef->arc_count, &arc->next);
    return good || reading_fail(nef->reading, "expected an arc's neighbours");
}

static bool read_parts(struct nef3 *nef)
{
    bool good = true;
    for (size_t i = 0; good && i < nef->vertex_count; i++)
        good = read_vertex(nef);
    for (size_t i = 0; good && i < nef->edge_count; i++)
        good = read_edge(nef, i);
    for (size_t i = 0; good && i < nef->side_count; i++)
        good = read_side(nef, i);
    for (size_t i = 0; good && i < nef->volume_count; i++)
        good = read_volume(nef, i);
    for (size_t i = 0; good && i < nef->arc_count; i++)
        good = read_arc(nef, i);
    return good;
}

static bool read_header(struct nef3 *nef)
{
    struct reading *reading = nef->reading;
    struct text line;
    size_t ignored;
    if (!reading_line(reading, &line) || !reading_is(line, "Selective Nef Complex"))
        return reading_fail(reading, "expected Selective Nef Complex");
    if (!reading_line(reading, &line) || !reading_is(line, "standard"))
        return reading_fail(reading, "expected numbers of the standard kind");
    return read_count(reading, "vertices", &nef->vertex_count) &&
           read_count(reading, "halfedges", &nef->edge_count) &&
           read_count(reading, "facets", &nef->side_count) &&
           read_count(reading, "volumes", &nef->volume_count) &&
           read_count(reading, "shalfedges", &nef->arc_count) &&
           read_count(reading, "shalfloops", &ignored) && read_count(reading, "sfaces", &ignored);
}

/* --- the surface --- */

/* Runs the way the side's normal wants it. */
static void add_outline(struct nef3 *nef, size_t arc)
{
    for (; !nef->arcs[arc].done; arc = nef->arcs[arc].next) {
        soup_add_corner(nef->soup, (uint32_t)nef->origins[nef->arcs[arc].edge]);
        nef->arcs[arc].done = true;
    }
    soup_end_face(nef->soup);
}

/* A hole becomes a face of its own that runs the other way: the two cancel where they lie on each other, as objects do that
 * overlap. */
static bool add_side(struct nef3 *nef, const struct side *side)
{
    struct text outlines = side->outlines;
    size_t arc, count = 0;
    if (nef->solid[side->volume] || !nef->solid[nef->sides[side->twin].volume])
        return true;
    for (; take_index(&outlines, nef->arc_count, &arc); count++)
        add_outline(nef, arc);
    if (count > 1)
        soup_begin_object(nef->soup);
    return count > 0 || reading_fail(nef->reading, "a facet has no outline");
}

bool nef3_read(struct reading *reading, struct soup *soup)
{
    struct nef3 nef = { .reading = reading, .soup = soup };
    if (!read_header(&nef))
        return false;
    nef.origins = arena_take(reading->arena, nef.edge_count * sizeof *nef.origins);
    nef.sides = arena_take(reading->arena, nef.side_count * sizeof *nef.sides);
    nef.solid = arena_take(reading->arena, nef.volume_count * sizeof *nef.solid);
    nef.arcs = arena_take(reading->arena, nef.arc_count * sizeof *nef.arcs);
    soup_begin_object(soup);
    if (!read_parts(&nef))
        return false;
    for (size_t i = 0; i < nef.side_count; i++)
        if (!add_side(&nef, &nef.sides[i]))
            return false;
    return true;
}
