/* SPDX-License-Identifier: MIT */
/* Each solid knows whether the line is within it; whether it is within a difference or an intersection changes with that. Where it
 * does, there is a surface. */
#include "picture/sight.h"

#include "base/sort.h"

#include <math.h>
#include <string.h>

struct sight_part {
    float color[4];
    int turns;           /* of a solid: how often the line has gone in and not out */
    int inside_operands; /* how many operands the line is within */
    bool first_inside;   /* whether the first is among them */
    bool inside;
    bool was_inside; /* of a member: before the surfaces of `group` */
    bool shown;      /* among these */
    uint32_t group;
};

/* --- colours --- */

static void fill_in(float color[4], const struct stage_part *part, const float *rgb, float alpha)
{
    memcpy(color, part->has_rgb ? part->color : rgb, 3 * sizeof *color);
    color[3] = part->has_alpha ? part->color[3] : alpha;
}

static void find_color(const struct stage *stage, const struct scheme *scheme,
                       const struct stage_part *part, float color[4])
{
    static const float half = 128.0f / 255;
    static const float gray[] = { 180.0f / 255, 180.0f / 255, 180.0f / 255 };
    static const float pink[] = { 1, 81.0f / 255, 81.0f / 255 };
    float rgb[3];
    scheme_color(scheme, part->cut ? SCHEME_CUT : SCHEME_FACE, rgb);
    if (stage->is_flat)
        scheme_color(scheme, SCHEME_FLAT, rgb);
    if (part->layer == STAGE_MODEL)
        fill_in(color, part, rgb, 1);
    else if (part->layer == STAGE_BACKGROUND)
        fill_in(color, part, gray, half);
    else
        fill_in(color, &(struct stage_part){ .has_rgb = false }, pink, half);
}

void sight_open(struct sight *sight, struct arena *arena, const struct stage *stage,
                const struct scheme *scheme, bool orthogonal, double distance)
{
    static const double same = 1e-9;
    *sight = (struct sight){ .arena = arena,
                             .stage = stage,
                             .tie = orthogonal ? same * fabs(distance) : 0,
                             .tie_share = orthogonal ? 0 : same };
    sight->parts = arena_take(arena, (size_t)stage->count * sizeof *sight->parts);
    for (int i = 0; i < stage->count; i++) {
        arena_poll(arena);
        find_color(stage, scheme, &stage->items[i], sight->parts[i].color);
    }
}

/* --- in and out --- */

static bool is_within(const struct sight *sight, int index)
{
    const struct stage_part *part = &sight->stage->items[index];
    const struct sight_part *state = &sight->parts[index];
    switch (part->kind) {
    case STAGE_SOLID:
        return state->turns != 0;
    case STAGE_UNION:
        return state->inside_operands > 0;
    case STAGE_DIFFERENCE:
        return state->first_inside && state->inside_operands == 1;
    default:
        return state->inside_operands == part->operand_count;
    }
}

/* Tells all above of a solid that the line may have entered or left. */
static void spread(struct sight *sight, int index)
{
    arena_poll(sight->arena);
    while (index != STAGE_NO_PART && sight->parts[index].inside != is_within(sight, index)) {
        const struct stage_part *part = &sight->stage->items[index];
        bool inside = !sight->parts[index].inside;
        sight->parts[index].inside = inside;
        if (part->parent != STAGE_NO_PART) {
            struct sight_part *parent = &sight->parts[part->parent];
            parent->inside_operands += inside ? 1 : -1;
            if (part->first)
                parent->first_inside = inside;
        }
        index = part->parent;
    }
}

static bool is_stroke(const struct hit *hit)
{
    return hit->part == SIGHT_NO_PART;
}

/* A solid that nothing is done to shows all its surfaces, even if it is not closed. */
static bool is_lone(const struct sight *sight, const struct hit *hit)
{
    const struct stage_part *part = &sight->stage->items[hit->part];
    return part->kind == STAGE_SOLID && part->parent == STAGE_NO_PART;
}

/* Far away the line is in nothing. Where what is too near was cut off, it may begin within a solid. */
static void start_inside(struct sight *sight, const struct hit *hits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!is_stroke(&hits[i]) && !is_lone(sight, &hits[i]))
            sight->parts[hits[i].part].turns -= hits[i].turn;
    for (size_t i = 0; i < count; i++)
        if (!is_stroke(&hits[i]) && !is_lone(sight, &hits[i]))
            spread(sight, (int)hits[i].part);
}

/* --- colours add up --- */

static void pass(struct sight *sight, const float rgb[3], float alpha)
{
    float share = (1 - sight->cover) * alpha;
    for (int i = 0; i < 3; i++)
        sight->rgb[i] += share * rgb[i];
    sight->cover += share;
}

static void pass_stroke(struct sight *sight, const struct hit *hit)
{
    float rgb[3];
    for (int i = 0; i < 3; i++)
        rgb[i] = (float)(hit->color >> (16 - 8 * i) & 0xFF) / 255;
    pass(sight, rgb, 1);
}

/* Edges are opaque, and half as far from white as the surface. */
static void pass_surface(struct sight *sight, const struct hit *hit)
{
    const float *color = sight->parts[hit->part].color;
    float rgb[3];
    for (int i = 0; i < 3; i++) {
        float lit = fminf(1, color[i] * hit->light);
        rgb[i] = lit + hit->edge * ((color[i] + 1) / 2 - lit);
    }
    pass(sight, rgb, color[3] + hit->edge * (1 - color[3]));
}

/* --- surfaces in one place --- */

static struct sight_part *member_of(struct sight *sight, const struct hit *hit)
{
    return &sight->parts[sight->stage->items[hit->part].member];
}

static void remember(struct sight *sight, const struct hit *hit)
{
    struct sight_part *member = member_of(sight, hit);
    if (member->group == sight->group)
        return;
    member->group = sight->group;
    member->was_inside = member->inside;
    member->shown = false;
}

/* Of what is cut, only the side is seen that faces the camera, unless the camera is within. */
static bool is_seen(struct sight *sight, const struct hit *hit)
{
    struct sight_part *member = member_of(sight, hit);
    bool enters = (hit->turn > 0) != sight->stage->items[hit->part].taken;
    if (is_lone(sight, hit))
        return true;
    if (member->shown || member->inside == member->was_inside || enters != member->inside)
        return false;
    return enters || sight->parts[hit->part].color[3] == 1;
}

static void pass_group(struct sight *sight, const struct hit *hits, size_t count)
{
    sight->group++;
    for (size_t i = 0; i < count; i++)
        if (!is_stroke(&hits[i]))
            remember(sight, &hits[i]);
    for (size_t i = 0; i < count; i++) {
        if (is_stroke(&hits[i])) {
            pass_stroke(sight, &hits[i]);
        } else if (!is_lone(sight, &hits[i])) {
            sight->parts[hits[i].part].turns += hits[i].turn;
            spread(sight, (int)hits[i].part);
        }
    }
    for (int layer = STAGE_LAYERS - 1; layer >= 0; layer--)
        for (size_t i = 0; i < count; i++) {
            arena_poll(sight->arena);
            const struct hit *hit = &hits[i];
            if (is_stroke(hit) || (int)sight->stage->items[hit->part].layer != layer ||
                !is_seen(sight, hit))
                continue;
            member_of(sight, hit)->shown = true;
            pass_surface(sight, hit);
        }
}

static int compare_hits(const void *left, const void *right)
{
    const struct hit *a = left, *b = right;
    if (a->nearness != b->nearness)
        return a->nearness > b->nearness ? -1 : 1;
    return (a->part > b->part) - (a->part < b->part);
}

void sight_follow(struct sight *sight, struct hit *hits, size_t count, float rgb[3])
{
    memset(sight->rgb, 0, sizeof sight->rgb);
    sight->cover = 0;
    if (count > 1)
        sort_items(sight->arena, hits, count, sizeof *hits, compare_hits);
    start_inside(sight, hits, count);
    for (size_t first = 0, end; first < count; first = end) {
        double nearest = hits[first].nearness;
        double reach = sight->tie + sight->tie_share * nearest;
        end = first + 1;
        while (end < count && nearest - hits[end].nearness <= reach)
            end++;
        pass_group(sight, hits + first, end - first);
    }
    for (int i = 0; i < 3; i++)
        rgb[i] = sight->rgb[i] + (1 - sight->cover) * rgb[i];
}
