/* SPDX-License-Identifier: MIT */
/* Walking the tree of the configuration, and naming what one finds. */
#include <stdio.h>

#include <base/node.h>

static struct node *member(const struct node *map, struct tn_text key)
{
    if (map->kind != NODE_MAP)
        return NULL;
    for (struct node *node = map->first; node; node = node->next)
        if (tn_text_equal(node->key, key))
            return node;
    return NULL;
}

struct node *node_member(const struct node *map, const char *key)
{
    return map ? member(map, tn_text(key)) : NULL;
}

/* Of a map too, for who knows a member's number and not whether the file has a map or a list. */
static struct node *item(const struct node *list, struct tn_text step)
{
    size_t index = 0;
    if (list->kind == NODE_SCALAR || step.size == 0 || step.size > 9)
        return NULL;
    for (size_t i = 0; i < step.size; i++) {
        if (step.at[i] < '0' || step.at[i] > '9')
            return NULL;
        index = index * 10 + (size_t)(step.at[i] - '0');
    }
    struct node *node = list->first;
    while (node && index--)
        node = node->next;
    return node;
}

struct node *node_way(struct node *node, const char *way)
{
    while (node && *way) {
        struct tn_text step = { way, strcspn(way, ".") };
        struct node *below = member(node, step);
        if (!below)
            below = item(node, step);
        if (!below)
            return node;
        node = below;
        way += step.size;
        way += *way == '.';
    }
    return node;
}

const char *node_describe(const struct node *node, char buffer[64])
{
    switch (node->kind) {
    case NODE_LIST:
        return "a list";
    case NODE_MAP:
        return "a map";
    case NODE_SCALAR:
        break;
    }
    if (node->secret)
        return "a secret text";
    if (node->text.size == 0)
        return "nothing";
    bool long_text = node->text.size > 40;
    snprintf(buffer, 64, "`%.*s%s`", long_text ? 37 : (int)node->text.size, node->text.at,
             long_text ? "..." : "");
    return buffer;
}
