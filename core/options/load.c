/* SPDX-License-Identifier: MIT */
/* From rows and a node to a struct: groups, unknown and missing options. Single values are in value.c. */
#include <stdio.h>

#include <options/loader.h>

static const struct tn_option *find_row(const struct tn_option *rows, struct tn_text name)
{
    for (const struct tn_option *row = rows; row && row->name; row++)
        if (tn_text_is(name, row->name))
            return row;
    return NULL;
}

static const char *row_name(const void *rows, size_t i)
{
    return ((const struct tn_option *)rows)[i].name;
}

static void report_unknown(struct loader *loader, const struct way *way,
                           const struct tn_option *rows, const struct node *member)
{
    const char *owner = loader->load->owner;
    struct error *error =
        way ? loader_error(loader, member->key_place, "%s has no option `%" TN_PRI "` in `%s`",
                           owner, TN_ARG(member->key), way_text(loader, way))
            : loader_error(loader, member->key_place, "%s has no option `%" TN_PRI "`", owner,
                           TN_ARG(member->key));
    const char *near = rows ? nearest(member->key, row_name, rows) : NULL;
    if (near)
        error_did_you_mean(loader->load->errors, error, near);
    else if (!rows || !rows->name)
        error_hint(loader->load->errors, error, "it has no options");
}

static void warn_deprecated(struct loader *loader, const struct way *way,
                            const struct tn_option *row, const struct node *member)
{
    struct error *warning = errors_add(loader->load->errors, SEVERITY_WARNING, member->key_place,
                                       "`%s` is deprecated", way_text(loader, way));
    if (row->instead)
        error_hint(loader->load->errors, warning, "write `%s` instead", row->instead);
}

/* One group of values: the struct, the rows that describe it, and how one got there. */
struct group {
    const struct tn_option *rows;
    char *target;
    const struct way *way;
    const struct tn_option *key; /* filled by the key of a map of groups; else NULL */
};

static void fill_group(struct loader *loader, const struct group *group, const struct node *node,
                       struct place place);

static void set_defaults(void *target, const void *defaults, size_t size)
{
    if (defaults)
        memcpy(target, defaults, size);
    else
        memset(target, 0, size);
}

/* The key of a map of groups, as a scalar that can fill an option. */
static struct node key_node(const struct node *member)
{
    return (struct node){ .kind = NODE_SCALAR, .text = member->key, .place = member->key_place };
}

static void fill_element(struct loader *loader, const struct way *way, const struct tn_option *row,
                         const struct node *node, const struct tn_option *key, char *target)
{
    set_defaults(target, row->defaults, row->size);
    struct group group = { row->rows, target, way, key };
    if (key) {
        struct node name = key_node(node);
        struct way below = { way, tn_text(key->name) };
        value_fill(loader, &below, key, &name, target + key->offset);
    }
    if (key && options_are_pair(row->rows)) {
        const struct tn_option *value = options_flagged(row->rows, TN_SHORT);
        value_fill(loader, way, value, node, target + value->offset);
    } else {
        fill_group(loader, &group, node, node->place);
    }
}

static void fill_groups(struct loader *loader, const struct way *way, const struct tn_option *row,
                        const struct node *node, struct tn_groups *groups)
{
    const struct tn_option *key =
        node->kind == NODE_MAP ? options_flagged(row->rows, TN_KEY) : NULL;
    bool single = node->kind == NODE_SCALAR || (node->kind == NODE_MAP && !key);
    size_t count = single ? 1 : node->count;
    if (!count_fits(loader, way, row, node, count))
        return;
    char *items = arena_alloc(loader->load->arena, count * row->size);
    *groups = (struct tn_groups){ count, items };
    if (single) {
        fill_element(loader, way, row, node, NULL, items);
        return;
    }
    size_t index = 0;
    for (const struct node *item = node->first; item; item = item->next, index++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", index);
        struct way below = { way, key ? item->key : tn_text(number) };
        fill_element(loader, &below, row, item, key, items + index * row->size);
    }
}

static void fill_option(struct loader *loader, const struct group *group,
                        const struct tn_option *row, const struct node *node)
{
    struct way way = { group->way, tn_text(row->name) };
    char *field = group->target + row->offset;
    if (row->kind == TN_KIND_GROUP) {
        struct group below = { row->rows, field, &way, NULL };
        fill_group(loader, &below, node, node->place);
    } else if (row->kind == TN_KIND_GROUPS) {
        fill_groups(loader, &way, row, node, (struct tn_groups *)(void *)field);
    } else {
        value_fill(loader, &way, row, node, field);
    }
}

static void fill_map(struct loader *loader, const struct group *group, const struct node *node)
{
    for (const struct node *member = node->first; member; member = member->next) {
        const struct tn_option *row = find_row(group->rows, member->key);
        if (!row) {
            report_unknown(loader, group->way, group->rows, member);
            continue;
        }
        struct way way = { group->way, member->key };
        if (row == group->key) {
            loader_error(loader, member->key_place, "`%s` is given twice: here and by the key",
                         way_text(loader, &way));
            continue;
        }
        if (row->flags & TN_DEPRECATED)
            warn_deprecated(loader, &way, row, member);
        fill_option(loader, group, row, member);
    }
}

/* Whether the map has an unknown key that has been said to mean this option: one error for one slip. */
static bool is_misspelt(const struct group *group, const struct node *node, const char *name)
{
    if (!node || node->kind != NODE_MAP)
        return false;
    for (const struct node *member = node->first; member; member = member->next) {
        const char *near =
            find_row(group->rows, member->key) ? NULL : nearest(member->key, row_name, group->rows);
        if (near && strcmp(near, name) == 0)
            return true;
    }
    return false;
}

static void check_required(struct loader *loader, const struct group *group,
                           const struct node *node, const struct tn_option *given,
                           struct place place)
{
    for (const struct tn_option *row = group->rows; row && row->name; row++) {
        if (!(row->flags & TN_REQUIRED) || row == given || row == group->key ||
            (node && node_member(node, row->name)) || is_misspelt(group, node, row->name))
            continue;
        struct way way = { group->way, tn_text(row->name) };
        struct error *error = loader_error(loader, place, "%s needs the option `%s`",
                                           loader->load->owner, way_text(loader, &way));
        error_hint(loader->load->errors, error, "%s", row->summary);
    }
}

static void fill_group(struct loader *loader, const struct group *group, const struct node *node,
                       struct place place)
{
    const struct tn_option *given = NULL;
    if (node && node->kind == NODE_MAP) {
        fill_map(loader, group, node);
    } else if (node && !node_is_null(node)) {
        given = options_flagged(group->rows, TN_SHORT);
        if (!given) {
            char found[64];
            const char *name = group->way ? way_text(loader, group->way) : NULL;
            loader_error(loader, place, "%s%s%s must be a map of options, found %s",
                         name ? "`" : "", name ? name : loader->load->owner, name ? "`" : "",
                         node_describe(node, found));
            return;
        }
        fill_option(loader, group, given, node);
    }
    check_required(loader, group, node, given, place);
}

/* Paths are made absolute last, so that those of the defaults are too. */
static void complete_paths(const struct options_load *load, const struct tn_option *rows,
                           char *target)
{
    for (const struct tn_option *row = rows; row && row->name; row++) {
        char *field = target + row->offset;
        if (row->kind == TN_KIND_GROUP)
            complete_paths(load, row->rows, field);
        if (row->kind == TN_KIND_GROUPS) {
            struct tn_groups *groups = (struct tn_groups *)(void *)field;
            char *items = arena_alloc(load->arena, groups->count * row->size);
            if (groups->count)
                memcpy(items, groups->items, groups->count * row->size);
            groups->items = items;
            for (size_t i = 0; i < groups->count; i++)
                complete_paths(load, row->rows, items + i * row->size);
        }
        if (row->kind == TN_KIND_PATH) {
            struct tn_path *path = (struct tn_path *)(void *)field;
            if (path->at && path->at[0] != '/')
                path->at = arena_print(load->arena, "%s/%s", load->folder, path->at).at;
        }
    }
}

bool options_fill(const struct options_load *load, const struct tn_option *rows,
                  const void *defaults, size_t size, const struct node *node, void *target)
{
    struct loader loader = { load, true };
    struct group group = { .rows = rows, .target = target };
    set_defaults(target, defaults, size);
    struct place place = node && node->place.line ? node->place : load->place;
    fill_group(&loader, &group, node, node && !node_is_null(node) ? place : load->place);
    if (load->folder)
        complete_paths(load, rows, target);
    return loader.good;
}
