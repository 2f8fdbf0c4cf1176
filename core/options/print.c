/* SPDX-License-Identifier: MIT */
/* Effective values as YAML, each with where it comes from. */
#include <options/describe.h>

enum { ORIGIN_COLUMN = 48 };

static const char mask[] = "\"********\"";

static void print_node(struct buffer *buffer, const struct node *node)
{
    if (node->kind == NODE_SCALAR) {
        if (node->secret)
            buffer_string(buffer, mask);
        else if (node->plain && node->text.size)
            buffer_add(buffer, node->text);
        else
            describe_text(buffer, node->text);
        return;
    }
    bool map = node->kind == NODE_MAP;
    buffer_string(buffer, map ? "{" : "[");
    for (const struct node *below = node->first; below; below = below->next) {
        buffer_string(buffer, below == node->first ? (map ? " " : "") : ", ");
        if (map) {
            describe_text(buffer, below->key);
            buffer_string(buffer, ": ");
        }
        print_node(buffer, below);
    }
    buffer_string(buffer, map ? (node->first ? " }" : "}") : "]");
}

static void add_origin(struct buffer *buffer, const struct node *node)
{
    if (!node || !node->place.source)
        buffer_string(buffer, "default");
    else
        buffer_print(buffer, "%s:%u", node->place.source->name, node->place.line);
    if (node && node->origin)
        buffer_print(buffer, ", %s", node->origin);
}

/* Ends the line with where its value comes from. */
static void end_line(FILE *stream, struct buffer *line, const struct node *node)
{
    struct buffer origin = { 0 };
    add_origin(&origin, node);
    fprintf(stream, "%-*s # %s\n", ORIGIN_COLUMN, line->at, origin.at);
    buffer_free(&origin);
    buffer_free(line);
}

void options_print_node(FILE *stream, const struct node *node, unsigned indent)
{
    struct buffer line = { 0 };
    buffer_print(&line, "%*s", (int)indent, "");
    describe_text(&line, node->key);
    buffer_string(&line, ": ");
    print_node(&line, node);
    end_line(stream, &line, node);
}

static void print_value(struct buffer *line, const struct tn_option *row, const void *field,
                        const struct node *node)
{
    bool secret = (row->flags & TN_SECRET) || (node && node->secret);
    if (row->kind == TN_KIND_TEMPLATE && node && !secret)
        print_node(line, node);
    else if (row->kind == TN_KIND_TEMPLATE ? !node : !describe_has_value(row, field))
        buffer_string(line, row->kind >= TN_KIND_RANGES && row->kind <= TN_KIND_TEXTS ? "[]" : "~");
    else if (secret)
        buffer_string(line, mask);
    else
        describe_value(line, row, field);
}

/* The node of the i-th group; groups that are written as one stand for themselves. */
static const struct node *element_node(const struct tn_option *row, const struct node *node,
                                       size_t index)
{
    bool many = node && (node->kind == NODE_LIST ||
                         (node->kind == NODE_MAP && options_flagged(row->rows, TN_KEY)));
    if (!many)
        return node;
    const struct node *element = node->first;
    while (element && index--)
        element = element->next;
    return element;
}

static void print_groups(FILE *stream, const struct tn_option *row, const struct tn_groups *groups,
                         const struct node *node, unsigned indent)
{
    struct buffer line = { 0 };
    if (node && node->kind == NODE_MAP && options_are_pair(row->rows)) {
        fprintf(stream, "%*s%s:\n", (int)indent, "", row->name);
        for (const struct node *member = node->first; member; member = member->next)
            options_print_node(stream, member, indent + 2);
        return;
    }
    buffer_print(&line, "%*s%s:%s", (int)indent, "", row->name, groups->count ? "" : " []");
    end_line(stream, &line, node);
    for (size_t i = 0; i < groups->count; i++) {
        fprintf(stream, "%*s-\n", (int)indent + 2, "");
        options_print(stream, row->rows, (const char *)groups->items + i * row->size,
                      element_node(row, node, i), indent + 4);
    }
}

/* The node that filled a row: the member of its name, or what stood in place of the map. */
static const struct node *filled_by(const struct tn_option *row, const struct node *node)
{
    if (!node || (node->kind == NODE_SCALAR && node->text.size == 0))
        return NULL;
    if (node->kind == NODE_MAP) {
        const struct node *member = node_member(node, row->name);
        return member ? member : (row->flags & TN_KEY) ? node : NULL;
    }
    return row->flags & (TN_SHORT | TN_KEY) ? node : NULL;
}

static const struct node *source_of(const struct tn_option *row, const void *field,
                                    const struct node *node)
{
    const struct node *from = filled_by(row, node);
    bool other = from == node && row->kind < TN_KIND_TEMPLATE && !describe_has_value(row, field);
    return other ? NULL : from; /* the node stands for a map without this option */
}

void options_print(FILE *stream, const struct tn_option *rows, const void *values,
                   const struct node *node, unsigned indent)
{
    for (const struct tn_option *row = rows; row && row->name; row++) {
        const void *field = describe_field(row, values);
        const struct node *from = source_of(row, field, node);
        if ((row->flags & TN_DEPRECATED) && !from)
            continue;
        if (row->kind == TN_KIND_GROUP) {
            fprintf(stream, "%*s%s:\n", (int)indent, "", row->name);
            options_print(stream, row->rows, field, from, indent + 2);
        } else if (row->kind == TN_KIND_GROUPS) {
            print_groups(stream, row, field, from, indent);
        } else {
            struct buffer line = { 0 };
            buffer_print(&line, "%*s%s: ", (int)indent, "", row->name);
            print_value(&line, row, field, from);
            end_line(stream, &line, from);
        }
    }
}

static void visit_value(const struct tn_option *row, const void *field, const struct node *node,
                        const char *way, options_visitor *visit, void *context)
{
    struct buffer value = { 0 }, origin = { 0 };
    if (row->kind == TN_KIND_GROUPS && node)
        print_node(&value, node);
    else if (row->kind == TN_KIND_GROUPS)
        buffer_string(&value, "[]");
    else
        print_value(&value, row, field, node);
    add_origin(&origin, node);
    visit(context, way, value.at, origin.at);
    buffer_free(&value);
    buffer_free(&origin);
}

/* Each by its number, since its secrets are known by its rows alone; what is written as a map of values stays one. */
static void visit_groups(const struct tn_option *row, const struct tn_groups *groups,
                         const struct node *node, const char *way, options_visitor *visit,
                         void *context)
{
    char below[256];
    if (groups->count == 0 || (node && node->kind == NODE_MAP && options_are_pair(row->rows))) {
        visit_value(row, groups, node, way, visit, context);
        return;
    }
    for (size_t i = 0; i < groups->count; i++) {
        snprintf(below, sizeof below, "%.200s.%u", way, (unsigned)i);
        options_visit(row->rows, (const char *)groups->items + i * row->size,
                      element_node(row, node, i), below, visit, context);
    }
}

void options_visit(const struct tn_option *rows, const void *values, const struct node *node,
                   const char *prefix, options_visitor *visit, void *context)
{
    for (const struct tn_option *row = rows; row && row->name; row++) {
        const void *field = describe_field(row, values);
        const struct node *from = source_of(row, field, node);
        char way[256];
        snprintf(way, sizeof way, "%s%s%s", prefix, *prefix ? "." : "", row->name);
        if ((row->flags & TN_DEPRECATED) && !from)
            continue;
        if (row->kind == TN_KIND_GROUP)
            options_visit(row->rows, field, from, way, visit, context);
        else if (row->kind == TN_KIND_GROUPS)
            visit_groups(row, field, from, way, visit, context);
        else
            visit_value(row, field, from, way, visit, context);
    }
}
