/* SPDX-License-Identifier: MIT */
/* Elements are drawn as they are met, those in <defs> where a <use> asks for them. */
#include "readers/svg.h"

#include "base/list.h"
#include "base/names.h"
#include "readers/svg_page.h"
#include "readers/svg_shape.h"

#include <expat.h>
#include <string.h>

enum { CHUNK_BYTES = 1 << 20 };

/* An element that can hold or be a shape. What is shown depends on who holds it. */
struct element {
    struct svg_matrix own, all; /* its own transformations; with those around it */
    struct text id;
    size_t first_outline, outline_count;
    const struct element *target; /* what a <use> shows; NULL: it is none, or shows nothing */
    bool is_selected, is_hidden;  /* asked for; display: none */
    bool is_in_layer;             /* it, or one around it, is the layer that is asked for */
    bool is_shown;
    struct element *first_child, *last_child, *next;
};

struct svg {
    struct drawing *drawing;
    const struct tree_node *node;
    XML_Parser parser;
    struct text contents;
    struct svg_page page;
    struct {
        struct element **items; /* that hold what is read, the outermost first */
        size_t count, capacity;
    } around;
    struct names ids;
    struct {
        const struct element **items; /* of <defs>, by name; NULL: there is none */
        size_t count, capacity;
    } targets;
    size_t depth; /* of all elements */
    bool in_definitions;
    bool matched;        /* something was what was asked for */
    const char *problem; /* NULL: all is well */
};

static void stop(struct svg *svg, const char *problem)
{
    svg->problem = problem;
    XML_StopParser(svg->parser, XML_FALSE);
}

static struct element *holder_of(const struct svg *svg)
{
    return svg->around.count ? svg->around.items[svg->around.count - 1] : NULL;
}

/* --- what is shown ------------------------------------------------------------------------------------- */

static void place(struct element *element, const struct element *holder)
{
    element->all = holder ? svg_matrix_product(&holder->all, &element->own) : svg_identity;
    element->is_shown = element->is_selected || (!element->is_hidden && holder && holder->is_shown);
}

/* The page comes later, as its size may do. */
static void show(struct svg *svg, const struct element *element)
{
    struct drawing_shape shape = { element->first_outline, element->outline_count, { { 0 } } };
    if (!element->is_shown || element->outline_count == 0)
        return;
    memcpy(shape.matrix, element->all.rows, sizeof shape.matrix);
    list_append(svg->drawing->arena, &svg->drawing->shapes, shape);
}

/* Shows a copy of an element of <defs>, and of all in it, in its new place. Copies cost points, so that there is an end to
 * copies of copies. */
static void show_copy(struct svg *svg, const struct element *original, const struct element *holder,
                      size_t depth)
{
    struct element copy = *original;
    if (depth > SVG_DEPTH)
        stop(svg, "elements are nested too deeply");
    if (svg->problem || !drawing_take_points(svg->drawing, 1))
        return;
    place(&copy, holder);
    show(svg, &copy);
    if (original->target)
        show_copy(svg, original->target, &copy, depth + 1);
    for (const struct element *child = original->first_child; child; child = child->next)
        show_copy(svg, child, &copy, depth + 1);
}

/* --- what is asked for ---------------------------------------------------------------------------------- */

static bool is_text(struct text text, const char *expected)
{
    return text_equal(text, text_of(expected));
}

static bool is_layer(const struct svg *svg, const char *const *attributes)
{
    const char *layer = svg->node->as.import.layer;
    return layer && strcmp(svg_attribute(attributes, "inkscape:groupmode"), "layer") == 0 &&
           strcmp(svg_attribute(attributes, "inkscape:label"), layer) == 0;
}

static void choose(struct svg *svg, struct element *element, const struct element *holder,
                   const char *const *attributes)
{
    const struct tree_import *import = &svg->node->as.import;
    bool layer = is_layer(svg, attributes);
    element->is_in_layer = layer || (holder && holder->is_in_layer);
    if (import->id)
        element->is_selected = element->id.length && is_text(element->id, import->id) &&
                               (!import->layer || element->is_in_layer);
    else if (import->layer)
        element->is_selected = layer;
    else
        element->is_selected = !holder;
    svg->matched = svg->matched || element->is_selected;
}

static bool is_hidden(const char *const *attributes)
{
    struct text display = svg_style(svg_attribute(attributes, "style"), "display");
    return is_text(display.length ? display : text_of(svg_attribute(attributes, "display")),
                   "none");
}

/* --- <defs> and <use> ------------------------------------------------------------------------------------ */

static void define(struct svg *svg, const struct element *element)
{
    if (element->id.length == 0)
        return;
    name_id name = names_intern(&svg->ids, element->id);
    while (svg->targets.count <= name)
        list_append(svg->drawing->arena, &svg->targets, NULL);
    if (!svg->targets.items[name])
        svg->targets.items[name] = element;
}

/* What was defined before, as in OpenSCAD. */
static const struct element *find_target(const struct svg *svg, const char *const *attributes)
{
    const char *link = svg_attribute(attributes, "href");
    if (!*link)
        link = svg_attribute(attributes, "xlink:href");
    if (*link != '#')
        return NULL;
    name_id name = names_find(&svg->ids, text_of(link + 1));
    return name != NAME_NONE && name < svg->targets.count ? svg->targets.items[name] : NULL;
}

static void read_use(struct svg *svg, struct element *element, const char *const *attributes)
{
    const struct svg_matrix moved = { { { 1, 0, svg_number(svg_attribute(attributes, "x")) },
                                        { 0, 1, svg_number(svg_attribute(attributes, "y")) } } };
    element->own = svg_matrix_product(&element->own, &moved);
    element->target = find_target(svg, attributes);
}

/* --- elements -------------------------------------------------------------------------------------------- */

static bool is_one_of(const char *name, const char *const *names)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names;
}

static const char *const holders[] = { "svg", "g", "text", "tspan", NULL };
static const char *const others[] = { "path",     "rect",    "circle", "ellipse", "line",
                                      "polyline", "polygon", "use",    NULL };

static void read_element(struct svg *svg, struct element *element, const char *name,
                         const char *const *attributes)
{
    struct drawing *drawing = svg->drawing;
    element->own = svg_transform(svg_attribute(attributes, "transform"));
    element->id = text_copy(drawing->arena, text_of(svg_attribute(attributes, "id")));
    element->is_hidden = is_hidden(attributes);
    element->first_outline = drawing->outlines.count;
    svg_shape_draw(drawing, &svg->node->fragments, name, attributes);
    element->outline_count = drawing->outlines.count - element->first_outline;
    if (strcmp(name, "use") == 0)
        read_use(svg, element, attributes);
}

static void adopt(struct element *holder, struct element *element)
{
    if (holder->last_child)
        holder->last_child->next = element;
    else
        holder->first_child = element;
    holder->last_child = element;
}

static void begin_known(struct svg *svg, const char *name, const char *const *attributes)
{
    struct element *holder = holder_of(svg);
    struct element *element = arena_take(svg->drawing->arena, sizeof *element);
    element->own = svg_identity;
    if (strcmp(name, "svg") == 0)
        svg->page = svg_page_of(attributes, svg->node->as.import.dpi);
    else
        read_element(svg, element, name, attributes);
    choose(svg, element, holder, attributes);
    place(element, holder);
    if (is_one_of(name, holders))
        list_append(svg->drawing->arena, &svg->around, element);
    if (svg->in_definitions) {
        define(svg, element);
        if (holder)
            adopt(holder, element);
        return;
    }
    show(svg, element);
    if (element->target)
        show_copy(svg, element->target, element, svg->depth);
}

static void begin(void *context, const char *name, const char **attributes)
{
    struct svg *svg = context;
    if (++svg->depth > SVG_DEPTH) {
        stop(svg, "elements are nested too deeply");
        return;
    }
    if (strcmp(name, "defs") == 0)
        svg->in_definitions = true;
    else if (is_one_of(name, holders) || is_one_of(name, others))
        begin_known(svg, name, (const char *const *)attributes);
    if (svg->drawing->too_large)
        stop(svg, "too many points");
}

static void end(void *context, const char *name)
{
    struct svg *svg = context;
    svg->depth--;
    if (strcmp(name, "defs") == 0)
        svg->in_definitions = false;
    else if (is_one_of(name, holders))
        svg->around.count--;
}

/* --- the file -------------------------------------------------------------------------------------------- */

static void give_up(struct svg *svg, enum XML_Error error)
{
    if (error == XML_ERROR_NO_MEMORY)
        arena_give_up(svg->drawing->arena, 0);
    if (!svg->problem)
        svg->problem = XML_ErrorString(error);
}

/* The parser's tables get the seed of ours, as it may not ask the system for one where evaluators run. */
static void parse(void *context)
{
    struct svg *svg = context;
    struct text rest = svg->contents;
    XML_SetHashSalt(svg->parser, svg->ids.seed | 1ul);
    XML_SetUserData(svg->parser, svg);
    XML_SetElementHandler(svg->parser, begin, end);
    while (!svg->problem) {
        size_t length = rest.length < CHUNK_BYTES ? rest.length : CHUNK_BYTES;
        bool is_last = length == rest.length;
        if (XML_Parse(svg->parser, rest.bytes, (int)length, is_last) != XML_STATUS_OK)
            give_up(svg, XML_GetErrorCode(svg->parser));
        if (is_last)
            return;
        rest = (struct text){ rest.bytes + length, rest.length - length };
    }
}

static void report_no_match(const struct svg *svg)
{
    const struct tree_import *import = &svg->node->as.import;
    const char *id = import->id ? import->id : "", *layer = import->layer ? import->layer : "";
    if (svg->matched || (!import->id && !import->layer))
        return;
    drawing_note(svg->drawing, DRAWING_WARNING,
                 "import() filter %s%s%s%s%s%s%s did not match anything",
                 import->id ? "id = \"" : "", id, import->id ? "\"" : "",
                 import->id && import->layer ? ", " : "", import->layer ? "layer = \"" : "", layer,
                 import->layer ? "\"" : "");
}

static void finish(struct svg *svg)
{
    struct drawing *drawing = svg->drawing;
    for (size_t i = 0; i < drawing->shapes.count; i++) {
        struct drawing_shape *shape = &drawing->shapes.items[i];
        struct svg_matrix matrix;
        memcpy(matrix.rows, shape->matrix, sizeof matrix.rows);
        matrix = svg_matrix_product(&svg->page.matrix, &matrix);
        memcpy(shape->matrix, matrix.rows, sizeof matrix.rows);
    }
    memcpy(drawing->middle, svg->page.middle, sizeof drawing->middle);
    report_no_match(svg);
}

void svg_read(struct drawing *drawing, const struct tree_node *node, struct text contents)
{
    struct svg svg = { .drawing = drawing, .node = node, .contents = contents };
    names_open(&svg.ids, drawing->arena);
    svg.page.matrix = (struct svg_matrix){ { { 1, 0, 0 }, { 0, -1, 0 } } };
    svg.parser = XML_ParserCreate(NULL);
    if (!svg.parser)
        arena_give_up(drawing->arena, 0);
    bool enough = arena_attempt(drawing->arena, parse, &svg);
    unsigned long line = XML_GetCurrentLineNumber(svg.parser);
    XML_ParserFree(svg.parser);
    if (!enough)
        arena_give_up(drawing->arena, 0);
    if (!svg.problem) {
        finish(&svg);
        return;
    }
    drawing->shapes.count = 0;
    if (!drawing->too_large)
        drawing_note(drawing, DRAWING_ERROR, "Error parsing file '%s': %s, line %lu",
                     node->as.import.file, svg.problem, line);
}
