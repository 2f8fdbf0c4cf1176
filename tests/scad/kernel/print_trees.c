/* SPDX-License-Identifier: MIT */
/* Prints so many random trees of turned solids, one a line, as JSON: its volume by cutting it into convex pieces, and the tree
 * with the corners of its leaves, which are convex. Usage: print_trees COUNT */
#include "pieces.h"
#include "trees.h"

#include <stdio.h>
#include <stdlib.h>

static void print_node(const struct model *model, uint32_t node);

static void print_leaf(const struct mesh *mesh)
{
    printf("[");
    for (size_t i = 0; i < mesh->vertex_count; i++)
        printf("%s[%.17g,%.17g,%.17g]", i > 0 ? "," : "", mesh->vertices[i][0],
               mesh->vertices[i][1], mesh->vertices[i][2]);
    printf("]");
}

static void print_children(const struct model *model, uint32_t parent)
{
    const char *comma = "";
    for (uint32_t i = parent + 1; i < model->formula.count; i++)
        if (model->formula.items[i].parent == parent) {
            printf("%s", comma);
            print_node(model, i);
            comma = ",";
        }
}

static void print_node(const struct model *model, uint32_t node)
{
    static const char *const names[] = { [FORMULA_LEAF] = "hull",
                                         [FORMULA_UNION] = "union",
                                         [FORMULA_INTERSECTION] = "intersection",
                                         [FORMULA_DIFFERENCE] = "difference" };
    enum formula_operation operation = model->formula.items[node].operation;
    printf("{\"%s\":", names[operation]);
    if (operation == FORMULA_LEAF) {
        for (size_t i = 0; i < model->leaves.count; i++)
            if (model->leaves.items[i].node == node)
                print_leaf(model->leaves.items[i].mesh);
    } else {
        printf("[");
        print_children(model, node);
        printf("]");
    }
    printf("}");
}

int main(int count, char **strings)
{
    uint64_t trees = count > 1 ? strtoull(strings[1], NULL, 10) : 0;
    for (uint64_t seed = 0; seed < trees; seed++) {
        struct model model;
        trees_of_solids(&model, seed, 3);
        printf("{\"volume\":%.15g,\"tree\":", pieces_volume(&model));
        print_node(&model, 0);
        printf("}\n");
        model_close(&model);
    }
    return 0;
}
