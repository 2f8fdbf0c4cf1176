/* SPDX-License-Identifier: MIT */
/* Runs a program: from syntax tree to geometry tree. This is the room's only door. */
#ifndef SCAD_EVALUATE_EVALUATE_H
#define SCAD_EVALUATE_EVALUATE_H

#include "language/diagnostic.h"
#include "language/parser.h"
#include "model/tree.h"

#include <stdbool.h>
#include <stdint.h>

/* OpenSCAD's experiments that a program sees only if they are asked for; or-ed. */
enum evaluate_feature {
    FEATURE_OBJECT_FUNCTION = 1,
    FEATURE_TEXT_METRICS = 2,
    FEATURE_IMPORT_FUNCTION = 4,
    FEATURE_VECTOR_SWIZZLE = 8,
    FEATURE_ROOF = 16,
    FEATURE_DISCRETIZATION_BY_ERROR = 64, /* $fe: how far curves may be off */
    FEATURE_LAZY_UNION = 32,              /* for(), if(), children() and the like make no group */
};

/* What an evaluation may use. 0 is the default. */
struct evaluate_limits {
    uint64_t steps;      /* calls, loop passes, instantiations; default 1e9 */
    size_t value_bytes;  /* memory of values; default 1 GiB */
    size_t tree_bytes;   /* memory of the arena: tree and messages; default 1 GiB */
    size_t output_bytes; /* text of messages; default 64 MiB */
    size_t stack_bytes;  /* of the C stack; default 6 MiB, or three quarters of what there is */
    size_t variables; /* in all frames that are active at once; default 4 million, or a quarter of
                             value_bytes */
};

struct fonts;

/* From where a program is looked at: $vpt, $vpr, $vpd and $vpf. */
struct evaluate_view {
    double target[3];
    double rotation[3]; /* degrees */
    double distance;
    double field; /* degrees */
};

struct evaluate_input {
    struct arena *arena; /* owns the result */
    struct names *names;
    struct sources *sources;
    struct diagnostics *diagnostics;
    struct syntax_file *main;

    /* Reads a library by the full name that the loader gave to `use`; NULL if it cannot be read.
     * May be NULL: then libraries have no contents. */
    const struct source *(*read_library)(void *context, struct text full_name);
    void *read_context;
    const struct source_loader *loader; /* for what libraries include and use */

    /* The full name of a file that import() or surface() means, `name` being in `source`. NULL:
     * the name in the folder of the source. */
    struct text (*locate_file)(void *context, const struct source *source, struct text name);

    /* The contents of a file by its full name, which must live as long as the arena; false if it
     * cannot be read. NULL: no file can. Only dxf_dim(), dxf_cross() and the function
     * import() need it; what is imported into a solid is read by whoever builds the tree. */
    bool (*read_file)(void *context, struct text full_name, struct text *contents);
    void *file_context; /* given to locate_file and read_file */

    struct fonts *fonts; /* of textmetrics() and `use <font.ttf>`; NULL: none */

    struct text commands; /* -D, which libraries get as well; may be empty */
    struct text
        folder; /* that messages of their parser name files relative to; as parser_input's */

    struct evaluate_limits limits;
    uint32_t features;                /* of enum evaluate_feature */
    bool check_ranges;                /* warn of sizes that make nothing */
    bool omit_parameter_check;        /* do not warn of arguments that no parameter takes */
    uint32_t trace_depth;             /* TRACE lines at each end of an error's; default 12 */
    bool omit_traces;                 /* no TRACE lines at all */
    bool omit_module_traces;          /* leave the parameters of modules out of traces */
    bool hard_warnings;               /* the first warning stops the evaluation */
    bool preview;                     /* $preview */
    double time;                      /* $t */
    const struct evaluate_view *view; /* NULL: OpenSCAD's when it starts */
    bool view_is_fixed;               /* what the program sets counts for nothing */
    uint32_t seed;                    /* of rands() without a seed */
    const volatile int *cancelled;    /* polled; not 0 stops the evaluation. May be NULL */
};

struct evaluate_result {
    struct tree_node *root; /* never NULL: a TREE_GROUP with all, or the node marked with ! */
    bool failed;            /* an error stopped the evaluation; root holds what was there by then */
    bool has_view;          /* the program says from where it is to be looked at */
    struct evaluate_view view;
};

/* Loads the libraries, resolves and runs the program. What it has to say goes to the diagnostics.
 * A syntax tree can be evaluated once. */
struct evaluate_result evaluate(const struct evaluate_input *input);

#endif
