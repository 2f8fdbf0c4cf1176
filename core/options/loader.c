/* SPDX-License-Identifier: MIT */
/* The errors of a loading, and the names in them. */
#include <options/loader.h>

struct error *loader_error(struct loader *loader, struct place place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct error *error =
        errors_vadd(loader->load->errors, SEVERITY_ERROR, place, format, arguments);
    va_end(arguments);
    loader->good = false;
    return error;
}

const char *way_text(struct loader *loader, const struct way *way)
{
    struct arena *arena = &loader->load->errors->arena;
    if (!way)
        return "";
    if (!way->above)
        return arena_copy(arena, way->name).at;
    return arena_print(arena, "%s.%" TN_PRI, way_text(loader, way->above), TN_ARG(way->name)).at;
}

bool node_is_null(const struct node *node)
{
    return node->kind == NODE_SCALAR && node->plain &&
           (node->text.size == 0 || tn_text_is(node->text, "~") || tn_text_is(node->text, "null"));
}
