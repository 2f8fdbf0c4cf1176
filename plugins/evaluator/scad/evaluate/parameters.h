/* SPDX-License-Identifier: MIT */
/* The parameters of built-in modules, and of functions that have names for theirs. */
#ifndef SCAD_EVALUATE_PARAMETERS_H
#define SCAD_EVALUATE_PARAMETERS_H

#include "evaluate/evaluator.h"

enum { PARAMETERS_MAX = 12 }; /* import() has that many */

struct parameters {
    struct evaluator *evaluator;
    struct position position;            /* of the call or instantiation, for warnings */
    const char *module;                  /* the name for messages about parameters */
    const char *const *names;            /* ends with NULL */
    struct value values[PARAMETERS_MAX]; /* unset: not given */
};

/* Evaluates the arguments and sorts them to the names. Special variables among them are bound: the
 * caller restores them. Warns of what does not fit. `names` ends with NULL. */
void parameters_open(struct parameters *parameters, struct evaluator *evaluator, const char *module,
                     const char *const *names, const struct argument_list *arguments,
                     struct position position, struct frame *frame);

/* The same for a module that takes no children: warns of those that stand behind it, between what the
 * arguments say and what is said of them. */
void parameters_open_childless(struct parameters *parameters, struct evaluator *evaluator,
                               const char *module, const char *const *names,
                               const struct instantiation *instantiation, struct frame *frame);

/* Drops the values. */
void parameters_close(struct parameters *parameters);

/* The value, or undefined; also of a name that is none of theirs. It stays the parameters'. */
struct value parameter(const struct parameters *parameters, const char *name);

/* Was it given, even if as undef? */
bool parameter_given(const struct parameters *parameters, const char *name);

/* The number, or `otherwise` if it is none. */
double parameter_number(const struct parameters *parameters, const char *name, double otherwise);

/* As an integer, the way a processor cuts a double; 0 if it is not a number. */
int parameter_integer(const struct parameters *parameters, const char *name);

/* Sets the result if it is a boolean. */
void parameter_boolean(const struct parameters *parameters, const char *name, bool *result);

/* Sets the result if it is a finite number. */
bool parameter_finite(const struct parameters *parameters, const char *name, double *result);

/* The value as echo() writes it, for messages. */
const char *parameter_text(const struct parameters *parameters, const char *name);

/* A copy in the arena of what str() makes of it. */
const char *parameter_string(const struct parameters *parameters, const char *name);

/* The full name of the file that a parameter names; "" stays "". */
const char *parameters_locate(const struct parameters *parameters, const char *name);

/* A warning at the place of the call or instantiation. */
void parameters_warn(const struct parameters *parameters, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Reads a vector of 3 numbers, or of 2 and the given third; false otherwise. What could be read
 * was read. */
bool value_read_three(struct value value, double third, double three[3]);

#endif
