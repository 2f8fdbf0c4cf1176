/* SPDX-License-Identifier: MIT */
/* Groups, booleans, transformations, colours and marks are taken apart here; whatever is below another module is built as for a
 * file. Flat shapes are shown one unit thick. */
#include "picture/stage.h"

#include "base/list.h"

#include <string.h>

/* What color() says on the way down; the outer one has the last word. */
struct paint {
    bool has_rgb, has_alpha;
    float color[4];
};

/* Something to be seen, before it is known in which layers. */
struct term {
    enum stage_kind kind;
    unsigned marks; /* of enum tree_modifier */
    struct box box;
    bool rendered; /* within a difference it is one thing, however it was made */
    bool flat;
    struct paint paint; /* of a solid, as is the next */
    struct mesh mesh;   /* no triangles: nothing */
    struct term *first, *last, *next;
    int operand_count;
};

struct staging {
    struct arena *arena;
    struct shape_limits limits; /* with what is left of them */
    report_listener *listener;
    void *context;
    struct stage *stage;
    bool preview;
    bool failed;
    struct {
        const struct term **items;
        size_t count, capacity;
    } marked[STAGE_LAYERS];
};

static struct term *term_of(struct staging *staging, const struct tree_node *node,
                            const double matrix[4][4], struct paint paint, int depth);

static void report(struct staging *staging, enum report_severity severity, const char *code,
                   const struct tree_node *node, const char *message)
{
    struct report entry = { severity, code, node, node->position, message, false };
    if (staging->listener)
        staging->listener(staging->context, &entry);
}

static struct term *new_term(struct staging *staging, enum stage_kind kind)
{
    struct term *term = arena_take(staging->arena, sizeof *term);
    term->kind = kind;
    term->box = box_of_nothing();
    return term;
}

static bool is_nothing(const struct term *term)
{
    return term->kind == STAGE_SOLID && term->mesh.triangle_count == 0;
}

/* --- solids --- */

/* From half a unit below the plane to half a unit above it. */
static struct mesh prism_of(struct arena *arena, const struct shape *flat)
{
    const struct region *region = &flat->region;
    size_t points = flat->mesh.vertex_count, count = 0;
    struct mesh mesh =
        mesh_new(arena, 2 * points, 2 * (flat->mesh.triangle_count + region->point_count));
    for (size_t i = 0; i < 2 * points; i++) {
        arena_poll(arena);
        memcpy(mesh.vertices[i], flat->mesh.vertices[i % points], sizeof *mesh.vertices);
        mesh.vertices[i][2] = i < points ? -0.5 : 0.5;
    }
    for (size_t i = 0; i < flat->mesh.triangle_count; i++) {
        arena_poll(arena);
        for (int corner = 0; corner < 3; corner++) {
            uint32_t point = flat->mesh.triangles[i][corner];
            mesh.triangles[2 * i][2 - corner] = point;
            mesh.triangles[2 * i + 1][corner] = point + (uint32_t)points;
        }
    }
    count = 2 * flat->mesh.triangle_count;
    for (size_t i = 0; i < region->outline_count; i++) {
        const struct outline *outline = &region->outlines[i];
        for (size_t j = 0; j < outline->count; j++) {
            arena_poll(arena);
            uint32_t from = (uint32_t)(outline->first + j), above = (uint32_t)points;
            uint32_t to = (uint32_t)(outline->first + (j + 1) % outline->count);
            const uint32_t sides[2][3] = { { from, to, to + above },
                                           { from, to + above, from + above } };
            memcpy(mesh.triangles[count], sides, sizeof sides);
            count += 2;
        }
    }
    mesh.triangle_count = count;
    return mesh;
}

static void take_vertices(struct staging *staging, size_t count)
{
    size_t left = staging->limits.vertices;
    staging->limits.vertices = left > count ? left - count : 1;
}

/* The colour that all of a built shape has is that of something within it. */
static struct paint paint_of(struct paint paint, const struct shape *shape)
{
    if (shape->colored && !paint.has_rgb)
        memcpy(paint.color, shape->color, 3 * sizeof *paint.color);
    if (shape->colored && !paint.has_alpha)
        paint.color[3] = shape->color[3];
    paint.has_rgb = paint.has_rgb || shape->colored;
    paint.has_alpha = paint.has_alpha || shape->colored;
    return paint;
}

/* Around the moved box; as in OpenSCAD this may be larger than what is in it. */
static struct box moved_box(struct box box, const double matrix[4][4])
{
    struct box moved = box_of_nothing();
    for (int i = 0; i < 8; i++) {
        double corner[3];
        for (int axis = 0; axis < 3; axis++)
            corner[axis] = i >> axis & 1 ? box.high[axis] : box.low[axis];
        matrix_apply(matrix, corner);
        box_include(&moved, corner[0], corner[1], corner[2]);
    }
    return moved;
}

static struct term *build_solid(struct staging *staging, const struct tree_node *node,
                                const double matrix[4][4], struct paint paint)
{
    struct term *term = new_term(staging, STAGE_SOLID);
    struct shape shape;
    if (!shape_build(staging->arena, node, &staging->limits, staging->listener, staging->context,
                     &shape)) {
        staging->failed = true;
        return term;
    }
    if (shape.mesh.triangle_count == 0 || (shape.dimension == 2 && !staging->preview))
        return term;
    take_vertices(staging, shape.mesh.vertex_count);
    term->flat = shape.dimension == 2;
    term->mesh = shape.dimension == 2 ? prism_of(staging->arena, &shape) : shape.mesh;
    term->box = moved_box(mesh_box(&term->mesh), matrix);
    mesh_transform(staging->arena, &term->mesh, matrix);
    term->paint = paint_of(paint, &shape);
    return term;
}

/* --- operands --- */

static void show_in(struct staging *staging, enum stage_layer layer, const struct term *term)
{
    list_append(staging->arena, &staging->marked[layer], term);
}

static void show_marks(struct staging *staging, const struct term *term)
{
    if (term->marks & TREE_BACKGROUND)
        show_in(staging, STAGE_BACKGROUND, term);
    if (term->marks & TREE_HIGHLIGHT)
        show_in(staging, STAGE_HIGHLIGHT, term);
}

static void intersect_box(struct box *box, const struct box *other)
{
    for (int axis = 0; axis < 3; axis++) {
        box->low[axis] = fmax(box->low[axis], other->low[axis]);
        box->high[axis] = fmin(box->high[axis], other->high[axis]);
    }
}

static void add_operand(struct term *term, struct term *operand)
{
    if (term->last)
        term->last->next = operand;
    else
        term->first = operand;
    term->last = operand;
    if (term->operand_count++ == 0)
        term->box = operand->box;
    else if (term->kind == STAGE_UNION)
        box_include_box(&term->box, &operand->box);
    else if (term->kind == STAGE_INTERSECTION)
        intersect_box(&term->box, &operand->box);
}

struct terms {
    struct term **items;
    size_t count, capacity;
};

/* What is marked with # is seen as that alone if it is united with something that is not; otherwise it takes part too. If all is
 * marked that can be seen of it, the whole is. */
static void sort_highlights(struct staging *staging, enum stage_kind kind, struct terms *terms,
                            unsigned *marks)
{
    size_t marked = 0, kept = 0;
    for (size_t i = 0; i < terms->count; i++)
        marked += (terms->items[i]->marks & TREE_HIGHLIGHT) != 0;
    if (marked == 0)
        return;
    bool whole = marked == terms->count ||
                 (kind == STAGE_DIFFERENCE && terms->items[0]->marks & TREE_HIGHLIGHT);
    *marks |= whole ? TREE_HIGHLIGHT : 0;
    for (size_t i = 0; i < terms->count; i++) {
        struct term *term = terms->items[i];
        bool apart = term->marks & TREE_HIGHLIGHT &&
                     (kind == STAGE_DIFFERENCE ? i > 0 : marked < terms->count);
        if (apart)
            show_in(staging, STAGE_HIGHLIGHT, term);
        if (!apart || kind != STAGE_UNION)
            terms->items[kept++] = term;
    }
    terms->count = kept;
}

static struct term *combine(struct staging *staging, enum stage_kind kind, struct terms *terms)
{
    unsigned marks = 0;
    sort_highlights(staging, kind, terms, &marks);
    struct term *nothing = new_term(staging, STAGE_SOLID), *term = new_term(staging, kind);
    for (size_t i = 0; i < terms->count; i++) {
        struct term *operand = terms->items[i];
        if (!is_nothing(operand))
            add_operand(term, operand);
        else if (kind == STAGE_INTERSECTION || (kind == STAGE_DIFFERENCE && i == 0))
            return nothing;
    }
    for (int axis = 0; axis < 3; axis++)
        if (!(term->box.low[axis] <= term->box.high[axis]))
            return nothing;
    term->marks = marks;
    if (term->operand_count > 1)
        return term;
    term->first->marks |= marks;
    return term->first;
}

/* The modules below, without those that OpenSCAD counts as no operands and those that are shown only. */
static struct term *combine_children(struct staging *staging, enum stage_kind kind,
                                     const struct tree_node *node, const double matrix[4][4],
                                     struct paint paint, int depth)
{
    struct terms terms = { 0 };
    if (depth == SHAPE_DEPTH) {
        report(staging, REPORT_ERROR, REPORT_TOO_LARGE, node, "Modules are nested too deep");
        staging->failed = true;
        return new_term(staging, STAGE_SOLID);
    }
    for (const struct tree_node *child = node->first_child; child; child = child->next) {
        if (child->modifiers & TREE_BACKGROUND && !staging->preview)
            continue;
        if (child->kind == TREE_GROUP && !child->first_child)
            continue;
        struct term *term = term_of(staging, child, matrix, paint, depth + 1);
        if (staging->failed)
            break;
        if (term->marks & TREE_BACKGROUND)
            show_marks(staging, term);
        else
            list_append(staging->arena, &terms, term);
    }
    return combine(staging, kind, &terms);
}

/* What is marked below a module that makes something new of its children is shown as it is. */
static void show_marked(struct staging *staging, const struct tree_node *node,
                        const double matrix[4][4], struct paint paint, int depth)
{
    static const unsigned any = TREE_HIGHLIGHT | TREE_BACKGROUND;
    for (const struct tree_node *child = node->first_child; child; child = child->next) {
        if (!staging->preview || !(child->modifiers & any) || staging->failed)
            continue;
        const struct term *term = term_of(staging, child, matrix, paint, depth + 1);
        show_marks(staging, term);
    }
}

/* --- the walk --- */

static void multiply(const double a[4][4], const double b[4][4], double product[4][4])
{
    for (int row = 0; row < 4; row++)
        for (int column = 0; column < 4; column++) {
            product[row][column] = 0;
            for (int i = 0; i < 4; i++)
                product[row][column] += a[row][i] * b[i][column];
        }
}

static __attribute__((noinline)) struct term *transform(struct staging *staging,
                                                        const struct tree_node *node,
                                                        const double matrix[4][4],
                                                        struct paint paint, int depth)
{
    double product[4][4];
    if (!matrix_is_finite(node->as.transform.matrix)) {
        report(staging, REPORT_WARNING, REPORT_REMOVED, node,
               "Transformation matrix contains Not-a-Number and/or Infinity - removing object.");
        return new_term(staging, STAGE_SOLID);
    }
    multiply(matrix, node->as.transform.matrix, product);
    return combine_children(staging, STAGE_UNION, node, (const double(*)[4])product, paint, depth);
}

/* What is rendered is built, and as large as it comes out; a solid still shows what it was cut from, but no marks. */
static struct term *render(struct staging *staging, const struct tree_node *node,
                           const double matrix[4][4], struct paint paint, int depth)
{
    struct term *built = build_solid(staging, node, matrix, paint);
    if (staging->failed || built->flat || is_nothing(built))
        return built;
    bool preview = staging->preview;
    staging->preview = false;
    struct term *term = combine_children(staging, STAGE_UNION, node, matrix, paint, depth);
    staging->preview = preview;
    term->box = built->box;
    term->rendered = true;
    return term;
}

static struct paint painted(struct paint outer, const float rgba[4])
{
    if (!outer.has_rgb && rgba[0] >= 0) {
        memcpy(outer.color, rgba, 3 * sizeof *rgba);
        outer.has_rgb = true;
    }
    if (!outer.has_alpha && rgba[3] >= 0) {
        outer.color[3] = rgba[3];
        outer.has_alpha = true;
    }
    return outer;
}

static struct term *plain_term_of(struct staging *staging, const struct tree_node *node,
                                  const double matrix[4][4], struct paint paint, int depth)
{
    switch (node->kind) {
    case TREE_GROUP:
    case TREE_UNION:
        return combine_children(staging, STAGE_UNION, node, matrix, paint, depth);
    case TREE_DIFFERENCE:
        return combine_children(staging, STAGE_DIFFERENCE, node, matrix, paint, depth);
    case TREE_INTERSECTION:
        return combine_children(staging, STAGE_INTERSECTION, node, matrix, paint, depth);
    case TREE_RENDER:
        return render(staging, node, matrix, paint, depth);
    case TREE_TRANSFORM:
        return transform(staging, node, matrix, paint, depth);
    case TREE_COLOR:
        return combine_children(staging, STAGE_UNION, node, matrix,
                                painted(paint, node->as.color.rgba), depth);
    case TREE_HULL:
    case TREE_FILL:
    case TREE_MINKOWSKI:
    case TREE_RESIZE:
        show_marked(staging, node, matrix, paint, depth);
        return build_solid(staging, node, matrix, paint);
    default:
        return build_solid(staging, node, matrix, paint);
    }
}

static struct term *term_of(struct staging *staging, const struct tree_node *node,
                            const double matrix[4][4], struct paint paint, int depth)
{
    struct term *term = plain_term_of(staging, node, matrix, paint, depth);
    if (staging->preview)
        term->marks |= node->modifiers & (TREE_HIGHLIGHT | TREE_BACKGROUND);
    return term;
}

/* --- the parts --- */

static void add_part(struct staging *staging, const struct term *term,
                     const struct stage_part *above, bool first)
{
    struct stage *stage = staging->stage;
    struct stage_part part = {
        .kind = term->kind,
        .layer = above->layer,
        .parent = above->parent,
        .member = above->parent == STAGE_NO_PART ? stage->count : above->member,
        .operand_count = term->operand_count,
        .first = first,
        .taken = above->taken,
        .cut = above->cut,
        .has_rgb = term->paint.has_rgb,
        .has_alpha = term->paint.has_alpha,
        .mesh = &term->mesh,
    };
    memcpy(part.color, term->paint.color, sizeof part.color);
    part.all_cut = above->all_cut || (term->rendered && above->cut);
    struct stage_part below = part;
    below.parent = stage->count;
    list_append(staging->arena, stage, part);
    for (const struct term *operand = term->first; operand; operand = operand->next) {
        bool away = term->kind == STAGE_DIFFERENCE && operand != term->first;
        below.taken = part.taken != away;
        below.cut = part.all_cut || below.taken;
        add_part(staging, operand, &below, operand == term->first);
    }
}

/* What is united is seen piece by piece. */
static void add_members(struct staging *staging, const struct term *term, enum stage_layer layer)
{
    const struct stage_part above = { .layer = layer, .parent = STAGE_NO_PART };
    if (is_nothing(term))
        return;
    if (term->kind != STAGE_UNION) {
        add_part(staging, term, &above, true);
        return;
    }
    for (const struct term *operand = term->first; operand; operand = operand->next)
        add_members(staging, operand, layer);
}

static void add_layers(struct staging *staging, struct term *root)
{
    show_marks(staging, root);
    if (!(root->marks & TREE_BACKGROUND))
        show_in(staging, STAGE_MODEL, root);
    for (int layer = 0; layer < STAGE_LAYERS; layer++)
        for (size_t i = 0; i < staging->marked[layer].count; i++) {
            const struct term *term = staging->marked[layer].items[i];
            add_members(staging, term, (enum stage_layer)layer);
            box_include_box(&staging->stage->box, &term->box);
        }
}

/* Flat models have one colour in all schemes, whatever color() says. */
void stage_of_shape(struct arena *arena, const struct shape *shape, struct stage *stage)
{
    bool flat = shape->dimension == 2;
    struct stage_part part = {
        .parent = STAGE_NO_PART,
        .first = true,
        .has_rgb = shape->colored && !flat,
        .has_alpha = shape->colored && !flat,
        .mesh = &shape->mesh,
    };
    memcpy(part.color, shape->color, sizeof part.color);
    *stage = (struct stage){ .box = box_of_nothing(), .is_flat = flat };
    if (shape->mesh.triangle_count == 0)
        return;
    stage->flat = shape->region;
    stage->box = mesh_box(&shape->mesh);
    list_append(arena, stage, part);
}

/* Builds the whole as for a file, to know that it can be, and what it is. */
static bool build_whole(struct staging *staging, const struct tree_node *tree, struct box *box)
{
    struct shape *shape = arena_take(staging->arena, sizeof *shape);
    if (!shape_build(staging->arena, tree, &staging->limits, staging->listener, staging->context,
                     shape))
        return false;
    staging->listener = NULL; /* all was said */
    *box = shape->mesh.triangle_count ? mesh_box(&shape->mesh) : box_of_nothing();
    if (shape->dimension == 2)
        stage_of_shape(staging->arena, shape, staging->stage);
    return true;
}

bool stage_build(struct arena *arena, const struct tree_node *tree, bool preview,
                 const struct shape_limits *limits, report_listener *listener, void *context,
                 struct stage *stage)
{
    static const double identity[4][4] = {
        { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 }
    };
    struct staging staging = {
        .arena = arena,
        .limits = *limits,
        .listener = listener,
        .context = context,
        .stage = stage,
        .preview = preview,
    };
    if (staging.limits.vertices == 0)
        staging.limits.vertices = SHAPE_VERTICES;
    struct box box;
    *stage = (struct stage){ .box = box_of_nothing() };
    if (!preview && !build_whole(&staging, tree, &box))
        return false;
    if (stage->is_flat)
        return true;
    staging.limits.last = false; /* parts are built one by one, and the next one may be the same */
    staging.limits.progress.listen = NULL;
    struct term *root = term_of(&staging, tree, identity, (struct paint){ false }, 0);
    if (staging.failed)
        return false;
    add_layers(&staging, root);
    if (!preview)
        stage->box = box;
    return true;
}
