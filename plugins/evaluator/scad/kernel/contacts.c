/* SPDX-License-Identifier: MIT */
/* Pairs of boxes, then pairs of triangles, each decided exactly. */
#include "kernel/contacts.h"

#include "base/list.h"
#include "kernel/coplanar.h"
#include "kernel/places.h"
#include "kernel/sets.h"

#include <math.h>
#include <string.h>

/* --- where a triangle meets a plane --- */

/* A corner, or a place on an edge that becomes a point only if it is kept. */
struct end {
    bool is_corner;
    uint32_t corner;
    struct crossing crossing; /* its `at` is filled for corners too */
};

static struct end corner_end(const struct scene *scene, uint32_t corner)
{
    struct end end = { .is_corner = true, .corner = corner };
    for (int k = 0; k < 3; k++)
        end.crossing.at[k] = scene->points.whole[corner][k];
    return end;
}

static void find_ends(const struct scene *scene, uint32_t triangle, const int128 sides[3],
                      struct end ends[2])
{
    const uint32_t *corners = scene->triangles[triangle].corners;
    int count = 0;
    for (int i = 0; i < 3; i++)
        if (sides[i] == 0)
            ends[count++] = corner_end(scene, corners[i]);
    for (int i = 0; i < 3 && count < 2; i++) {
        int j = (i + 1) % 3;
        if ((sides[i] > 0 && sides[j] < 0) || (sides[i] < 0 && sides[j] > 0)) {
            ends[count].is_corner = false;
            ends[count++].crossing =
                points_cross(&scene->points, corners[i], corners[j], sides[i], sides[j]);
        }
    }
    if (count == 1)
        ends[1] = ends[0];
}

static uint32_t point_of(struct points *points, const struct end *end)
{
    return end->is_corner ? end->corner : points_of_crossing(points, &end->crossing);
}

void contacts_trace(struct scene *scene, uint32_t triangle, const int128 sides[3],
                    uint32_t points[2])
{
    struct end ends[2];
    find_ends(scene, triangle, sides, ends);
    for (int i = 0; i < 2; i++)
        points[i] = point_of(&scene->points, &ends[i]);
}

static int compare_ends(const struct scene *scene, const struct end *a, const struct end *b,
                        int axis)
{
    double difference = a->crossing.at[axis] - b->crossing.at[axis];
    if (a->is_corner && b->is_corner)
        return (difference > 0) - (difference < 0);
    if (fabs(difference) > 1e-5)
        return difference > 0 ? 1 : -1;
    struct big x, y, one = big_of(1), wx = one, wy = one;
    if (a->is_corner) {
        x = big_of(scene->points.whole[a->corner][axis]);
    } else {
        x = big_of(a->crossing.coordinates[axis]);
        wx = big_of(a->crossing.weight);
    }
    if (b->is_corner) {
        y = big_of(scene->points.whole[b->corner][axis]);
    } else {
        y = big_of(b->crossing.coordinates[axis]);
        wy = big_of(b->crossing.weight);
    }
    struct big left = big_product(&x, &wy), right = big_product(&y, &wx);
    return big_compare(&left, &right);
}

/* --- two triangles --- */

static bool all_on_one_side(const int128 sides[3])
{
    return (sides[0] > 0 && sides[1] > 0 && sides[2] > 0) ||
           (sides[0] < 0 && sides[1] < 0 && sides[2] < 0);
}

static void find_sides(const struct scene *scene, uint32_t triangle, uint32_t of_plane,
                       int128 sides[3])
{
    for (int i = 0; i < 3; i++)
        sides[i] = plane_side(scene_plane(scene, of_plane), scene_corner(scene, triangle, i));
}

/* The axis along which the line of two planes runs most. */
static int line_axis(const struct plane *a, const struct plane *b)
{
    int axis = 0;
    double most = -1;
    for (int k = 0; k < 3; k++) {
        double length = fabs((double)plane_cross(a, b, k));
        if (length > most) {
            most = length;
            axis = k;
        }
    }
    return axis;
}

/* Half of the search. */
struct search {
    struct scene *scene;
    struct relevance *relevance;
    struct arena *arena;
    struct points *points;     /* of what it finds */
    struct contacts *contacts; /* but for `touched` its own */
    uint32_t a, b;             /* the leaves that it looks at */
    /* How many there were when the needless ones were last dropped, and how many of those since are on triangles that others lie
     * in one plane with. */
    size_t thinned, shared;
};

/* True if it makes no difference how two leaves meet there. */
static bool is_idle(struct search *search, const struct probe *probe)
{
    return relevance_is_none(search->relevance, search->a, probe) ||
           (search->a != search->b && relevance_is_none(search->relevance, search->b, probe));
}

static bool is_idle_contact(struct search *search, const struct end *from, const struct end *to)
{
    struct probe probe = { .corner_count = 2 };
    for (int k = 0; k < 3; k++) {
        double a = from->crossing.at[k], b = to->crossing.at[k];
        probe.corners[0][k] = a;
        probe.corners[1][k] = b;
        probe.box.low[k] = (int32_t)floor(a < b ? a : b) - 1;
        probe.box.high[k] = (int32_t)ceil(a < b ? b : a) + 1;
    }
    return is_idle(search, &probe);
}

static void keep_contact(struct search *search, struct contact contact)
{
    if (search->scene->culled[contact.triangle])
        return;
    list_append(search->arena, search->contacts, contact);
    halves_mark(&search->contacts->touched[contact.triangle]);
    search->shared += search->contacts->coplanar[contact.triangle] != contact.triangle;
}

static void keep_coplanar(struct search *search, uint32_t a, uint32_t b)
{
    struct contacts *contacts = search->contacts;
    sets_unite(contacts->coplanar, a, b);
    halves_mark(&contacts->touched[a]);
    halves_mark(&contacts->touched[b]);
}

static void blur(const struct scene *scene, uint32_t a, uint32_t b)
{
    halves_mark(&scene->blurred[a]);
    halves_mark(&scene->blurred[b]);
}

static void meet_triangles(struct search *search, uint32_t a, uint32_t b)
{
    const struct scene *scene = search->scene;
    int128 a_sides[3], b_sides[3];
    find_sides(scene, b, a, b_sides);
    if (all_on_one_side(b_sides))
        return;
    if (b_sides[0] == 0 && b_sides[1] == 0 && b_sides[2] == 0) {
        keep_coplanar(search, a, b);
        return;
    }
    find_sides(scene, a, b, a_sides);
    if (all_on_one_side(a_sides))
        return;
    struct end a_ends[2], b_ends[2];
    find_ends(scene, a, a_sides, a_ends);
    find_ends(scene, b, b_sides, b_ends);
    int axis = line_axis(scene_plane(scene, a), scene_plane(scene, b));
    int a_low = compare_ends(scene, &a_ends[0], &a_ends[1], axis) > 0;
    int b_low = compare_ends(scene, &b_ends[0], &b_ends[1], axis) > 0;
    const struct end *low = &a_ends[a_low], *high = &a_ends[!a_low];
    if (compare_ends(scene, low, &b_ends[b_low], axis) < 0)
        low = &b_ends[b_low];
    if (compare_ends(scene, high, &b_ends[!b_low], axis) > 0)
        high = &b_ends[!b_low];
    int order = compare_ends(scene, low, high, axis);
    if (order > 0)
        return;
    if (is_idle_contact(search, low, high)) {
        blur(scene, a, b);
        return;
    }
    uint32_t from = point_of(search->points, low),
             to = order == 0 ? from : point_of(search->points, high);
    keep_contact(search, (struct contact){ a, b, from, to });
    keep_contact(search, (struct contact){ b, a, from, to });
}

/* --- two triangles of one leaf --- */

/* On which side of an edge of the triangle, which is seen along axes x and y, a point is: positive where the triangle is. */
static int128 side_in_plane(const int32_t *a, const int32_t *b, const int32_t *point, int x, int y)
{
    return (int128)((int64_t)b[x] - a[x]) * ((int64_t)point[y] - a[y]) -
           (int128)((int64_t)b[y] - a[y]) * ((int64_t)point[x] - a[x]);
}

/* True if an edge of t has all of u beyond it: both lie in one plane. */
static bool is_divided(const struct scene *scene, uint32_t t, uint32_t u, int x, int y)
{
    for (int i = 0; i < 3; i++) {
        const int32_t *a = scene_corner(scene, t, i), *b = scene_corner(scene, t, (i + 1) % 3);
        int inner = int128_sign(side_in_plane(a, b, scene_corner(scene, t, (i + 2) % 3), x, y));
        bool beyond = true;
        for (int j = 0; j < 3; j++)
            beyond = beyond &&
                     int128_sign(side_in_plane(a, b, scene_corner(scene, u, j), x, y)) * inner <= 0;
        if (beyond)
            return true;
    }
    return false;
}

static bool overlap_in_plane(const struct scene *scene, uint32_t t, uint32_t u)
{
    int axis = plane_axis(scene_plane(scene, t)), x = (axis + 1) % 3, y = (axis + 2) % 3;
    return !is_divided(scene, t, u, x, y) && !is_divided(scene, u, t, x, y);
}

/* How many corners two triangles have in common. */
static int count_shared(const struct scene *scene, uint32_t t, uint32_t u)
{
    int shared = 0;
    for (int i = 0; i < 9; i++)
        shared += scene->triangles[t].corners[i / 3] == scene->triangles[u].corners[i % 3];
    return shared;
}

/* True if the leaf's surface goes from one to the other. */
static bool are_neighbours(const struct scene *scene, uint32_t t, uint32_t u)
{
    const uint32_t *beside = scene->triangles[t].beside;
    return beside[0] == u || beside[1] == u || beside[2] == u;
}

/* Neighbours meet where they should; all else that triangles of one leaf have in common is a fault that the leaf has: over one edge,
 * too, if several sheets come together there. */
static void meet_own_triangles(struct search *search, uint32_t t, uint32_t u)
{
    const struct scene *scene = search->scene;
    struct contacts *contacts = search->contacts;
    int128 sides[3];
    find_sides(scene, u, t, sides);
    bool coplanar = sides[0] == 0 && sides[1] == 0 && sides[2] == 0;
    int shared = count_shared(scene, t, u);
    if (coplanar ? !overlap_in_plane(scene, t, u) : shared > 1 && are_neighbours(scene, t, u))
        return;
    size_t before = contacts->count;
    meet_triangles(search, t, u);
    if (shared == 1 && contacts->count > before &&
        contacts->items[before].from == contacts->items[before].to)
        contacts->count = before; /* the corner that they share, and nothing else */
}

/* --- two leaves --- */

static void meet_buckets(struct search *search, uint32_t a_node, uint32_t b_node)
{
    const struct scene *scene = search->scene;
    const struct hierarchy *a = &scene->leaves[search->a].hierarchy,
                           *b = &scene->leaves[search->b].hierarchy;
    uint32_t a_end = hierarchy_begin(a, a_node + 1), b_end = hierarchy_begin(b, b_node + 1);
    for (uint32_t i = hierarchy_begin(a, a_node); i < a_end; i++) {
        arena_poll(search->arena);
        uint32_t t = a->order[i];
        if (!extent_meets(&scene->extents[t], &b->nodes[b_node]))
            continue;
        for (uint32_t j = hierarchy_begin(b, b_node); j < b_end; j++) {
            uint32_t u = b->order[j];
            if (!extent_meets(&scene->extents[t], &scene->extents[u]))
                continue;
            if (scene->culled[t] || scene->culled[u])
                blur(scene, t, u);
            else if (a != b)
                meet_triangles(search, t, u);
            else if (t < u)
                meet_own_triangles(search, t, u);
        }
    }
}

static int64_t girth(const struct extent *extent)
{
    int64_t sum = 0;
    for (int k = 0; k < 3; k++)
        sum += (int64_t)extent->high[k] - extent->low[k];
    return sum;
}

/* Two nodes of the hierarchies. */
struct meeting {
    uint32_t nodes[2];
    int64_t girth; /* of the place that was judged last */
};

/* The one to be halved: the larger, unless it is a bucket, or `ends`; -1 if there is none. */
static int larger_node(const struct hierarchy *const hierarchies[2], const struct meeting *meeting,
                       const bool ends[2])
{
    if (ends[0] || ends[1])
        return ends[0] && ends[1] ? -1 : ends[0];
    return girth(&hierarchies[0]->nodes[meeting->nodes[0]]) <
           girth(&hierarchies[1]->nodes[meeting->nodes[1]]);
}

/* True if it makes no difference how the nodes meet; asked again once the place has become a good deal smaller. */
static bool is_idle_meeting(struct search *search, const struct hierarchy *const hierarchies[2],
                            struct meeting *meeting)
{
    struct probe probe = { .box = hierarchies[0]->nodes[meeting->nodes[0]] };
    extent_intersect(&probe.box, &hierarchies[1]->nodes[meeting->nodes[1]]);
    int64_t size = girth(&probe.box);
    if (2 * size > meeting->girth)
        return false;
    meeting->girth = size;
    return is_idle(search, &probe);
}

static void meet_leaves(struct search *search)
{
    const struct hierarchy *const hierarchies[2] = { &search->scene->leaves[search->a].hierarchy,
                                                     &search->scene->leaves[search->b].hierarchy };
    struct meeting waiting[2 * HIERARCHY_STACK];
    uint32_t count = 0;
    waiting[count++] = (struct meeting){ { 1, 1 }, INT64_MAX };
    while (count > 0) {
        arena_poll(search->arena);
        struct meeting meeting = waiting[--count];
        bool ends[2], dead[2];
        if (!extent_meets(&hierarchies[0]->nodes[meeting.nodes[0]],
                          &hierarchies[1]->nodes[meeting.nodes[1]]))
            continue;
        for (int i = 0; i < 2; i++) {
            ends[i] = hierarchy_is_bucket(hierarchies[i], meeting.nodes[i]);
            dead[i] = hierarchies[i]->dead[meeting.nodes[i]];
        }
        int larger = larger_node(hierarchies, &meeting, ends);
        bool ignored = dead[0] || dead[1] ? larger < 0 || dead[larger] || dead[0] == dead[1]
                                          : is_idle_meeting(search, hierarchies, &meeting);
        if (ignored) {
            for (int i = 0; i < 2; i++)
                halves_mark(&hierarchies[i]->blurred[meeting.nodes[i]]);
        } else if (larger < 0) {
            meet_buckets(search, meeting.nodes[0], meeting.nodes[1]);
        } else {
            for (uint32_t half = 0; half < 2; half++) {
                waiting[count] = meeting;
                waiting[count++].nodes[larger] = 2 * meeting.nodes[larger] + half;
            }
        }
    }
}

/* --- dropping what is not needed --- */

enum { MANY_CONTACTS = 1 << 17 /* of one half */ };

/* Their numbers, set after set, in each by triangle. Numbers, as the contacts themselves in another order would need four times the
 * memory where there is most of them. */
static const uint32_t *order_by_set(const struct contacts *contacts, struct places *places,
                                    uint32_t triangles, struct arena *scratch)
{
    const struct contact *items = contacts->items;
    uint32_t *by_triangle = arena_take(scratch, contacts->count * sizeof *by_triangle);
    uint32_t *by_set = arena_take(scratch, contacts->count * sizeof *by_set);
    places_open(places, scratch, triangles);
    for (size_t i = 0; i < contacts->count; i++)
        places_count(places, items[i].triangle);
    places_lay_out(places);
    for (size_t i = 0; i < contacts->count; i++)
        by_triangle[places_take(places, items[i].triangle)] = (uint32_t)i;
    places_open(places, scratch, triangles);
    for (size_t i = 0; i < contacts->count; i++)
        places_count(places, sets_find(contacts->coplanar, items[i].triangle));
    places_lay_out(places);
    for (size_t i = 0; i < contacts->count; i++) {
        uint32_t set = sets_find(contacts->coplanar, items[by_triangle[i]].triangle);
        by_set[places_take(places, set)] = by_triangle[i];
    }
    return by_set;
}

/* Where triangles of several leaves lie in one plane, the whole trace of another triangle is taken, once, for the first of them that it
 * meets. What it has to do with the others is dropped: of touching boxes there is far more of it than of anything else. */
static void thin_out(struct search *search)
{
    struct contacts *contacts = search->contacts;
    const struct scene *scene = search->scene;
    struct contact *items = contacts->items;
    struct arena *scratch = arena_within(search->arena);
    struct places places = { NULL, 0, 0, NULL };
    const uint32_t *order = order_by_set(contacts, &places, scene->triangle_count, scratch);
    uint32_t *seen = arena_take(scratch, scene->triangle_count * sizeof *seen);
    bool *needless = arena_take(scratch, contacts->count * sizeof *needless);
    for (uint32_t set = 0; set < scene->triangle_count; set++) {
        uint32_t begin = places.begin[set], end = places.begin[set + 1];
        bool several = false;
        for (uint32_t i = begin; i < end; i++)
            several = several || scene->triangles[items[order[i]].triangle].leaf !=
                                     scene->triangles[items[order[begin]].triangle].leaf;
        for (uint32_t i = begin; i < end; i++) {
            arena_poll(search->arena);
            uint32_t *last = &seen[items[order[i]].other];
            needless[order[i]] = several && *last == set + 1;
            *last = set + 1;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < contacts->count; i++)
        if (!needless[i])
            items[kept++] = items[i];
    arena_close(scratch);
    contacts->count = search->thinned = kept;
    search->shared = 0;
}

/* True if there are many, and it is likely that few of them are needed. */
static bool are_too_many(const struct search *search)
{
    size_t count = search->contacts->count;
    return count >= MANY_CONTACTS && count >= 2 * search->thinned &&
           2 * search->shared > count - search->thinned;
}

/* --- all of them --- */

/* Two leaves whose boxes meet, or one that may cross itself. */
struct pair {
    uint32_t a, b;
};

struct pairs {
    struct pair *items;
    size_t count, capacity;
};

static void find_pairs(const struct scene *scene, struct arena *arena, struct pairs *pairs)
{
    for (uint32_t i = 0; i < scene->leaf_count; i++) {
        arena_poll(arena);
        const struct leaf *leaf = &scene->leaves[i];
        struct hierarchy_search others = { .hierarchy = &scene->hierarchy, .extent = leaf->extent };
        uint32_t other;
        while (hierarchy_next(&others, &other)) {
            struct pair pair = { i, other };
            if (other > i || (other == i && leaf->rough))
                list_append(arena, pairs, pair);
        }
    }
}

struct whole_search {
    struct pairs pairs;
    struct search halves[2];
};

static void search_half(void *context, int half)
{
    const struct whole_search *whole = context;
    struct search search = whole->halves[half];
    for (size_t i = 0; i < whole->pairs.count; i++) {
        if (halves_of(i, whole->pairs.count) != half)
            continue;
        arena_poll(search.arena);
        search.a = whole->pairs.items[i].a;
        search.b = whole->pairs.items[i].b;
        relevance_look_elsewhere(search.relevance);
        meet_leaves(&search);
        if (are_too_many(&search))
            thin_out(&search);
    }
}

/* What the second half found by itself gets numbers behind what the first found: those that it would have had if the second had
 * begun when the first was done. */
static void number_points(struct scene *scene, const struct search *second, struct arena *arena)
{
    const struct points *beside = second->points;
    if (beside == &scene->points)
        return;
    const uint32_t *numbers = points_add_all(&scene->points, beside, arena);
    for (size_t i = 0; i < second->contacts->count; i++) {
        arena_poll(arena);
        struct contact *contact = &second->contacts->items[i];
        if (contact->from >= beside->first)
            contact->from = numbers[contact->from - beside->first];
        if (contact->to >= beside->first)
            contact->to = numbers[contact->to - beside->first];
    }
}

/* The contacts of each triangle one after the other, in the order of the halves, and in that in which they were found. */
static void join_contacts(struct contacts *contacts, struct scene *scene,
                          const struct contacts found[2])
{
    struct places places = { NULL, 0, 0 };
    places_open(&places, scene->arena, scene->triangle_count);
    contacts->count = found[0].count + found[1].count;
    contacts->items = arena_take(scene->arena, contacts->count * sizeof *contacts->items);
    for (int half = 0; half < 2; half++)
        for (size_t i = 0; i < found[half].count; i++)
            places_count(&places, found[half].items[i].triangle);
    places_lay_out(&places);
    for (int half = 0; half < 2; half++)
        for (size_t i = 0; i < found[half].count; i++) {
            const struct contact *contact = &found[half].items[i];
            contacts->items[places_take(&places, contact->triangle)] = *contact;
        }
    contacts->begin = places.begin;
}

/* From the nodes of the hierarchies to the triangles. */
static void pass_blur_down(struct scene *scene)
{
    for (uint32_t i = 0; i < scene->leaf_count; i++) {
        const struct hierarchy *hierarchy = &scene->leaves[i].hierarchy;
        for (uint32_t node = 1; node < 2 * hierarchy->buckets; node++) {
            arena_poll(scene->arena);
            if (!hierarchy->blurred[node])
                continue;
            if (!hierarchy_is_bucket(hierarchy, node)) {
                hierarchy->blurred[2 * node] = hierarchy->blurred[2 * node + 1] = true;
                continue;
            }
            for (uint32_t at = hierarchy_begin(hierarchy, node);
                 at < hierarchy_begin(hierarchy, node + 1); at++)
                scene->blurred[hierarchy->order[at]] = true;
        }
    }
}

void contacts_find(struct contacts *contacts, struct scene *scene, struct halves *halves,
                   struct relevance *const relevances[2])
{
    struct whole_search whole = { .pairs = { NULL, 0, 0 } };
    struct contacts found[2];
    struct points beside;
    *contacts = (struct contacts){ 0 };
    contacts->touched = arena_take(scene->arena, scene->triangle_count * sizeof *contacts->touched);
    uint32_t *const sets[2] = {
        arena_take(scene->arena, scene->triangle_count * sizeof **sets),
        arena_take(halves->arenas[1], scene->triangle_count * sizeof **sets),
    };
    for (int half = 0; half < 2; half++)
        sets_open(sets[half], scene->triangle_count);
    find_pairs(scene, halves->arenas[0], &whole.pairs);
    points_open_beside(&beside, &scene->points, false, halves->arenas[1]);
    for (int half = 0; half < 2; half++) {
        found[half] = (struct contacts){ .touched = contacts->touched, .coplanar = sets[half] };
        whole.halves[half] = (struct search){
            .scene = scene,
            .relevance = relevances[half],
            .arena = halves->arenas[half],
            .points = halves->beside && half == 1 ? &beside : &scene->points,
            .contacts = &found[half],
        };
    }
    halves_do(halves, search_half, &whole);
    number_points(scene, &whole.halves[1], halves->arenas[1]);
    join_contacts(contacts, scene, found);
    contacts->coplanar = sets[0];
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scene->arena);
        sets_unite(sets[0], t, sets[1][t]);
    }
    pass_blur_down(scene);
    coplanar_unite(contacts, scene);
}
