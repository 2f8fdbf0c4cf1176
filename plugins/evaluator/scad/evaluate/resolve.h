/* SPDX-License-Identifier: MIT */
/* Inside the resolver: what is declared where, while it walks the trees. */
#ifndef SCAD_EVALUATE_RESOLVE_H
#define SCAD_EVALUATE_RESOLVE_H

#include "evaluate/program.h"

/* A stretch of text in which some names mean something. Innermost last. */
struct lexical {
    struct lexical *outer;
    struct frame_plan *frame;
    uint32_t frame_depth;                           /* frames on the way here, this one included */
    uint32_t depth;                                 /* lexical scopes on the way here */
    struct callable *callable;                      /* whose parameters these are, or NULL */
    struct name_list variables, functions, modules; /* what to forget at the end */
};

/* A name that means something in a scope. `outer` is what it meant outside. */
struct declaration {
    struct declaration *outer;
    struct lexical *lexical;
    uint32_t slot;                   /* of a variable */
    const struct callable *callable; /* of a function or module */
};

/* A function or module of a library that the file uses. */
struct foreign {
    const struct callable *callable; /* NULL: no library has one of this name */
    const struct program_file *library;
};

/* By name: what it means at this place. */
struct meanings {
    struct declaration **variables, **functions, **modules;
};

struct resolver {
    struct program *program;
    struct arena *arena;
    struct lexical *innermost;
    struct meanings meanings;
    bool *passed_by_name; /* by name: some call names an argument so */
    struct foreign *foreign_functions,
        *foreign_modules;                              /* by name: what the file's libraries have */
    const struct builtin_function **builtin_functions; /* by name */
    const struct builtin_module **builtin_modules;     /* by name */
};

/* Goes through a file before anything is resolved: makes the plans of its functions and scopes,
 * and notes what is captured, which special variables are read and how arguments are named. */
void survey_file(struct resolver *resolver, struct program_file *file);

/* Begins a scope. With a frame plan its variables get a frame of their own. */
void lexical_enter(struct resolver *resolver, struct lexical *lexical, struct frame_plan *frame,
                   struct callable *callable);

/* Ends the innermost scope and forgets what was declared in it. */
void lexical_leave(struct resolver *resolver);

/* Declares a variable in the innermost scope and says where it is. A name that is declared there
 * already keeps its place. */
struct resolution lexical_declare(struct resolver *resolver, name_id name, bool settable);

void lexical_declare_function(struct resolver *resolver, name_id name,
                              const struct callable *callable);
void lexical_declare_module(struct resolver *resolver, name_id name,
                            const struct callable *callable);

/* Where the variable is, seen from the innermost scope. */
struct resolution lexical_find(struct resolver *resolver, name_id name);

/* How many frames there are between the innermost scope and the declaration. */
uint32_t lexical_hops(const struct resolver *resolver, const struct declaration *declaration);

/* Notes what the file's libraries have, or forgets it again. */
void target_note_libraries(struct resolver *resolver, const struct program_file *file);
void target_forget_libraries(struct resolver *resolver, const struct program_file *file);

/* What `call` may mean, in the order in which it is looked for. */
struct function_target *target_of_call(struct resolver *resolver, name_id name);

/* What an instantiation of that name means. */
struct module_target *target_of_module(struct resolver *resolver, name_id name);

#endif
