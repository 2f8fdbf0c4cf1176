/* SPDX-License-Identifier: MIT */
/* Methods: functions in an object that have a parameter `this`. An object holds them as they are, since
 * nothing may refer to itself; who takes one out is given it bound to the object. */
#ifndef SCAD_EVALUATE_METHOD_H
#define SCAD_EVALUATE_METHOD_H

#include "evaluate/evaluator.h"

/* What the object has under that key, held; undefined if nothing. */
struct value method_take(struct heap *heap, struct object *object, struct text key);

/* What an object is to hold of a value: it takes the place of the value, which may be bound to another. */
struct value method_release(struct heap *heap, struct value value);

/* Gives a bound function its object, whatever its parameter `this` was given. */
void method_set_this(struct evaluator *evaluator, struct value function, struct frame *frame);

#endif
