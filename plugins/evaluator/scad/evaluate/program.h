/* SPDX-License-Identifier: MIT */
/* A program made ready to run: its main text, the libraries it uses, and for every name the place
 * where its value will be. The resolver writes this into the syntax tree, once. */
#ifndef SCAD_EVALUATE_PROGRAM_H
#define SCAD_EVALUATE_PROGRAM_H

#include "language/diagnostic.h"
#include "language/syntax.h"

/* What resolution.hops may say instead of a number of frames. */
enum {
    HOPS_FRAME = 0x40000000,     /* plus an index into program->frames: a binding with which a
                                    frame of that plan begins */
    HOPS_UNKNOWN = 0x7FFFFFFA,   /* there is no such variable */
    HOPS_SPECIAL = 0x7FFFFFFB,   /* slot is an index of the special variables */
    HOPS_CONSTANT = 0x7FFFFFFC,  /* PI */
    HOPS_NOWHERE = 0x7FFFFFFD,   /* evaluated, but nobody can see it */
    HOPS_DUPLICATE = 0x7FFFFFFE, /* a second binding of one name in one let */
};

static inline bool hops_is_count(uint32_t hops)
{
    return hops < HOPS_FRAME;
}

static inline bool hops_begin_frame(uint32_t hops)
{
    return hops >= HOPS_FRAME && hops < HOPS_UNKNOWN;
}

/* One variable of a frame. */
struct slot_plan {
    name_id name;
    bool settable;           /* an argument of this name sets it */
    struct resolution outer; /* where to look, from this frame, while it is not set */
};

/* The variables that one frame holds: those of a scope and of the scopes within that need no frame
 * of their own. */
struct frame_plan {
    struct slot_plan *items;
    uint32_t count;
    uint32_t capacity;
    bool captured; /* a function value may outlive the scope: the frame lives on the heap */
};

#define PARAMETER_NONE UINT32_MAX

/* A user's function, function literal or module. */
struct callable {
    name_id name; /* NAME_NONE: a literal */
    struct argument_list *parameters;
    struct expression *body; /* NULL: a module */
    struct scope *scope;     /* NULL: a function */
    struct position position;
    struct frame_plan frame;
    struct resolution children_count; /* a module's $children */
    uint32_t this_parameter;          /* the one named `this`, or PARAMETER_NONE */
};

struct scope_plan {
    struct frame_plan *frame; /* NULL: the variables are in the frame that the scope is run in */
};

/* How one argument goes to the callable. */
struct argument_plan {
    struct resolution place;
    uint32_t parameter; /* PARAMETER_NONE if it is none of them */
    enum {
        ARGUMENT_FITS,
        ARGUMENT_REPEATED,   /* one before it has the same name */
        ARGUMENT_OVERRIDING, /* its parameter was given by place before */
        ARGUMENT_STRANGE,    /* no parameter has its name, or there is none left for it */
    } fit;
};

/* How the arguments of one call go to the parameters of one callable. */
struct binding {
    const struct callable *callable;
    struct argument_plan *arguments;
    bool plain; /* no warning is due, and all arguments go to parameters in the frame */
};

struct program_file;
struct builtin_function;
struct builtin_module;

/* One thing that a called name may mean. What comes first and is there at run time is called. */
struct function_candidate {
    enum {
        CANDIDATE_FUNCTION, /* in the frame so many hops out */
        CANDIDATE_VARIABLE, /* if it holds a function value */
        CANDIDATE_LIBRARY,  /* in a library */
        CANDIDATE_BUILTIN,
    } kind;
    struct resolution resolution;
    const struct callable *callable;
    const struct program_file *library;
    const struct builtin_function *builtin;
    struct function_candidate *next;
};

/* expression.call.target */
struct function_target {
    struct function_candidate *candidates;
    struct binding binding; /* of the last callable that was called here */
};

/* instantiation.target */
struct module_target {
    const struct callable *callable;      /* a user's module, or NULL */
    uint32_t hops;                        /* to the frame it was defined in */
    const struct program_file *library;   /* it was defined in that file instead, if not NULL */
    const struct builtin_module *builtin; /* or NULL */
    struct binding binding;
};

struct program_file_list {
    struct program_file **items;
    uint32_t count;
    uint32_t capacity;
};

struct program_file {
    struct syntax_file *syntax;
    struct text name;
    uint32_t index;
    struct program_file_list libraries; /* in the order in which they are searched */
    struct frame_plan frame;
};

struct frame_plan_list {
    struct frame_plan **items;
    uint32_t count;
    uint32_t capacity;
};

struct name_list {
    name_id *items;
    uint32_t count;
    uint32_t capacity;
};

struct program {
    struct arena *arena;
    struct names *names;
    struct program_file_list files; /* the main text first */
    struct name_list specials;      /* the special variables that somebody reads */
    uint32_t *special_index;        /* by name: index of the special variable, plus 1 */
    struct frame_plan_list frames;
};

/* The index of a special variable, or program->specials.count if nobody reads it. */
uint32_t program_special(const struct program *program, name_id name);

/* Writes places and targets into the trees of all files. The files and their libraries must be
 * there already. */
void program_resolve(struct program *program);

#endif
