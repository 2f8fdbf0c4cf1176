/* SPDX-License-Identifier: MIT */
/* Inside the room: the state of a running evaluation, and what its parts offer each other. */
#ifndef SCAD_EVALUATE_EVALUATOR_H
#define SCAD_EVALUATE_EVALUATOR_H

#include "evaluate/builtin.h"
#include "evaluate/evaluate.h"
#include "evaluate/heap.h"
#include "evaluate/print.h"
#include "evaluate/program.h"
#include "evaluate/random.h"
#include "evaluate/value.h"

#include <setjmp.h>

/* Special variables that are read by built-in modules, and at the end of the program; they come
 * first in program->specials. */
enum {
    SPECIAL_FN,
    SPECIAL_FA,
    SPECIAL_FS,
    SPECIAL_FE,
    SPECIAL_VPR,
    SPECIAL_VPT,
    SPECIAL_VPD,
    SPECIAL_VPF,
};

/* What is being evaluated, for the TRACE lines of an error. Kept on the C stack. */
struct trace {
    struct trace *outer;
    enum { TRACE_CALL, TRACE_INSTANTIATION, TRACE_MODULE, TRACE_ASSIGNMENT } kind;
    const void *subject;
    struct frame *frame; /* of a TRACE_MODULE: its parameters */
};

/* A user's module at work. */
struct activation {
    struct activation *outer;
    name_id name;
    uint32_t depth; /* 1 for the outermost */
};

/* What stood behind an instantiation, and the variables it sees. */
struct children {
    const struct scope *scope;
    struct frame *frame;
};

struct saved_special {
    uint32_t index;
    struct value value;
};

/* A node marked with !, and the place in the program that made it. */
struct marked_root {
    const struct tree_node *node;
    const struct instantiation *instantiation;
    bool is_list; /* it only holds what is in it together */
    struct marked_root *next;
};

/* What a name stands for while the arguments of a call are matched; all 0 in between. */
struct name_use {
    uint32_t parameter; /* index of the first of that name, plus 1 */
    uint32_t slot;      /* of the callee's frame, that an argument of that name sets, plus 1 */
    bool named;         /* an argument has it */
    bool placed;        /* the parameter was given by place */
};

struct evaluator {
    struct heap heap;
    const struct evaluate_input *input;
    struct arena *arena;
    struct program *program;
    jmp_buf *escape;
    struct value *stack_bottom, *stack, *stack_end; /* slots of frames that are not captured */
    struct value *specials;                         /* by index: what they are now */
    struct name_use *name_uses;                     /* by name */
    struct saved_special *saved;                    /* what they were in the scopes around; grows */
    size_t saved_count, saved_capacity;
    struct trace *trace;
    struct activation *activation;
    uint32_t module_count;         /* index of the special variable $parent_modules */
    struct frame **library_frames; /* by file index: those that can be used again */
    struct marked_root *roots;
    uint64_t steps;        /* not yet spent */
    uint32_t slice;        /* until it is time to look at steps and the flag */
    uint64_t unrepeatable; /* counts what makes a second run of the same text differ */
    size_t output_bytes;
    struct random random;
    struct tree_node *root;
};

/* --- report.c ----------------------------------------------------------------------------------- */

/* Adds a warning. */
void report_warning(struct evaluator *evaluator, struct position position, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds any message. */
void report_message(struct evaluator *evaluator, enum severity severity, struct position position,
                    struct text text);

/* Adds a deprecation, once. */
void report_deprecated(struct evaluator *evaluator, struct position position, const char *text);

/* Adds an error and its TRACE lines, and leaves the evaluation. */
_Noreturn void report_error(struct evaluator *evaluator, struct position position,
                            const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds an error with a code, without TRACE lines, and leaves the evaluation. */
_Noreturn void report_limit(struct evaluator *evaluator, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The value as echo() writes it, in the arena; "..." if it is nested too deeply. */
const char *report_value(struct evaluator *evaluator, struct value value);

/* A name as a C string. */
const char *report_name(const struct evaluator *evaluator, name_id name);

/* What is called in a call, for messages. */
const char *report_callee(struct evaluator *evaluator, const struct expression *call);

/* A printer that can print function values. Drop printer.text afterwards. */
struct printer report_printer(struct evaluator *evaluator);

/* --- limits.c ----------------------------------------------------------------------------------- */

/* Looks at the step limit and at the flag; may not return. */
void limits_refill(struct evaluator *evaluator);

/* One step of work. */
static inline void limits_spend(struct evaluator *evaluator)
{
    if (__builtin_expect(--evaluator->slice == 0, 0))
        limits_refill(evaluator);
}

/* Leaves the evaluation if there is too little of the C stack left to go deeper. User's functions
 * and modules look a little earlier, so that endless recursion is reported as OpenSCAD does. */
static inline void limits_check_stack(struct evaluator *evaluator)
{
    enum { RESERVE_BYTES = 256 * 1024 };
    const char *here = __builtin_frame_address(0);
    if (__builtin_expect(here < evaluator->heap.stack_floor - RESERVE_BYTES, 0))
        report_limit(evaluator, "LIMIT_DEPTH", "Evaluation stopped: it is nested too deeply");
}

/* Sets the limits of the evaluator's memory, given the address of the outermost C frame. */
void limits_open(struct evaluator *evaluator, const char *outermost);

/* --- frame.c ------------------------------------------------------------------------------------ */

/* Room for so many values on the evaluator's stack, all unset. */
struct value *stack_take(struct evaluator *evaluator, uint32_t count);

/* Drops all values from `bottom` on. */
void stack_drop(struct evaluator *evaluator, struct value *bottom);

/* Begins a scope: `storage` is used if the frame is not captured. */
struct frame *frame_enter(struct evaluator *evaluator, struct frame *storage,
                          const struct frame_plan *plan, struct frame *parent);

/* Ends a scope. Frames that are not captured end in reverse order. */
void frame_leave(struct evaluator *evaluator, struct frame *frame);

static inline struct frame *frame_outward(struct frame *frame, uint32_t hops)
{
    while (hops-- > 0)
        frame = frame->parent;
    return frame;
}

/* The variable there, or NULL if there is none that is set. It stays the frame's. */
const struct value *frame_find(const struct evaluator *evaluator, struct resolution resolution,
                               const struct frame *frame);

/* Gives a variable its value, taking the value over. */
void frame_set(struct evaluator *evaluator, struct resolution resolution, struct frame *frame,
               struct value value);

/* Binds a special variable until special_restore, taking the value over. An index that is none
 * means one that nobody reads. */
void special_bind(struct evaluator *evaluator, uint32_t index, struct value value);

/* How many bindings there are to come back to. */
static inline size_t special_mark(const struct evaluator *evaluator)
{
    return evaluator->saved_count;
}

void special_restore(struct evaluator *evaluator, size_t mark);

/* Was the variable bound since then? */
bool special_bound_since(const struct evaluator *evaluator, uint32_t index, size_t mark);

/* --- expression.c, element.c, loop.c, call.c ------------------------------------------------------ */

/* The value of an expression; the caller's to drop. */
struct value evaluate_expression(struct evaluator *evaluator, const struct expression *expression,
                                 struct frame *frame);

/* The same, at once for what most operands are: numbers, and variables that are set. */
static inline struct value evaluate_operand(struct evaluator *evaluator,
                                            const struct expression *expression,
                                            struct frame *frame)
{
    if (expression->kind == EXPRESSION_NUMBER)
        return value_number(expression->number);
    if (expression->kind == EXPRESSION_VARIABLE) {
        struct resolution resolution = expression->variable.resolution;
        if (hops_is_count(resolution.hops)) {
            struct value value = frame_outward(frame, resolution.hops)->slots[resolution.slot];
            if (value.kind != VALUE_UNSET)
                return value_keep(value);
        }
    }
    return evaluate_expression(evaluator, expression, frame);
}

/* Is the expression's value true? */
bool evaluate_condition(struct evaluator *evaluator, const struct expression *condition,
                        struct frame *frame);

/* Adds what an expression yields as an element of a vector: nothing, one or many values. */
void evaluate_element(struct evaluator *evaluator, const struct expression *expression,
                      struct frame *frame, struct value *vector);

/* Makes one binding of a let or of what a C-like loop sets; warns of one that nobody can see. */
void evaluate_binding(struct evaluator *evaluator, const struct assignment *binding,
                      struct position position, struct frame *frame);

/* Makes the bindings of a let, one after the other. Returns the frame they are in: one that the
 * caller must leave if it is not `frame`. */
struct frame *evaluate_bindings(struct evaluator *evaluator, const struct argument_list *arguments,
                                struct position position, struct frame *frame);

/* Runs the body for every combination of the loop variables. */
typedef void loop_body(struct evaluator *evaluator, void *context, struct frame *frame);
void loop_run(struct evaluator *evaluator, const struct argument_list *arguments,
              struct position position, struct frame *frame, loop_body *body, void *context);

/* The numbers of a range, unless they are too many: that gives a warning and 0. */
uint32_t loop_count(struct evaluator *evaluator, const struct range *range,
                    struct position position);

/* A call, with all tail calls in it. */
struct value evaluate_call(struct evaluator *evaluator, const struct expression *call,
                           struct frame *frame);

/* The conditions of assert() and what echo() writes. */
void evaluate_assertion(struct evaluator *evaluator, const struct argument_list *arguments,
                        struct position position, struct frame *frame);
void evaluate_echo(struct evaluator *evaluator, const struct argument_list *arguments,
                   struct frame *frame);

/* --- binding.c ---------------------------------------------------------------------------------- */

/* Evaluates the arguments in `frame` and gives them, or defaults, to the parameters in `callee`.
 * `cache` belongs to the place of the call. */
void binding_make(struct evaluator *evaluator, struct binding *cache,
                  const struct callable *callable, const struct argument_list *arguments,
                  struct position position, struct frame *frame, struct frame *callee);

/* --- statement.c -------------------------------------------------------------------------------- */

/* Instantiates all of a scope into `target`; only those at `indices` if that is not NULL. */
void instantiate_scope(struct evaluator *evaluator, const struct scope *scope, struct frame *frame,
                       struct tree_node *target, const uint32_t *indices, uint32_t index_count);

/* Instantiates one module and makes what it gives a child of the target. */
void instantiate_into(struct evaluator *evaluator, const struct instantiation *instantiation,
                      struct frame *frame, struct tree_node *target);

/* Evaluates the assignments of a scope whose frame it is. */
void evaluate_assignments(struct evaluator *evaluator, const struct scope *scope,
                          struct frame *frame, size_t special_marked);

/* A frame of the file's variables, to be left by frame_leave. */
struct frame *library_frame(struct evaluator *evaluator, const struct program_file *file);

/* A node for this instantiation, with modifiers, position and fragments. */
struct tree_node *statement_node(struct evaluator *evaluator,
                                 const struct instantiation *instantiation, enum tree_kind kind);

#endif
