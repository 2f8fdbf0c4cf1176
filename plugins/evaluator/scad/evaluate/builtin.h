/* SPDX-License-Identifier: MIT */
/* The functions and modules that every program has. */
#ifndef SCAD_EVALUATE_BUILTIN_H
#define SCAD_EVALUATE_BUILTIN_H

#include "evaluate/value.h"
#include "language/syntax.h"

struct evaluator;
struct parameters;
struct tree_node;

/* A call of a built-in function. The arguments stay the caller's. */
struct builtin_call {
    struct evaluator *evaluator;
    const struct builtin_function *function;
    const struct expression *expression;
    const struct value *arguments;
    uint32_t count;
};

struct builtin_function {
    const char *name;
    struct value (*call)(const struct builtin_call *call);
    uint32_t feature; /* of enum evaluate_feature: an experiment that must be enabled; 0 is none */
    bool quiet;       /* says nothing about arguments that are unknown variables */

    /* For those with named parameters, which evaluate their arguments themselves; then no `call`. */
    struct value (*evaluate)(struct evaluator *evaluator, const struct expression *call,
                             struct frame *frame);
};

enum module_style {
    MODULE_PLAIN,
    MODULE_LET, /* its arguments are bindings */
    MODULE_FOR, /* its arguments are loop variables */
};

struct builtin_module {
    const char *name;
    enum module_style style;

    /* Instantiates: NULL if nothing is made. */
    struct tree_node *(*instantiate)(struct evaluator *evaluator,
                                     const struct instantiation *instantiation,
                                     struct frame *frame);

    /* For those without `instantiate`, which make a node of their parameters. */
    const char *const *parameters; /* their names; ends with NULL */
    bool childless;                /* what stands behind is ignored, with a warning */
    void (*fill)(struct parameters *parameters, struct tree_node *node); /* may be NULL */
    uint32_t kind;                                                       /* enum tree_kind */
    uint32_t feature; /* of enum evaluate_feature; 0 is none */
};

/* By index; NULL after the last. */
const struct builtin_function *builtin_function_at(size_t index);
const struct builtin_module *builtin_module_at(size_t index);

#endif
