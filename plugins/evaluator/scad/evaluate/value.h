/* SPDX-License-Identifier: MIT */
/* Values of the language: sixteen bytes, numbers inside, everything larger shared by reference
 * counting and never changed while anybody else can see it. */
#ifndef SCAD_EVALUATE_VALUE_H
#define SCAD_EVALUATE_VALUE_H

#include "base/text.h"
#include "evaluate/heap.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Kinds from VALUE_STRING on refer to something shared. */
enum value_kind {
    VALUE_UNSET, /* a variable that was not assigned yet; never seen by a program */
    VALUE_UNDEFINED,
    VALUE_BOOLEAN,
    VALUE_NUMBER,
    VALUE_STRING,
    VALUE_VECTOR,
    VALUE_RANGE,
    VALUE_FUNCTION,
    VALUE_OBJECT,
    VALUE_FRAME, /* the variables of a scope that a function value captured; never seen either */
};

/* What every shared thing begins with. */
struct shared {
    uint32_t references;
    uint8_t kind; /* enum value_kind */
    bool ascii;   /* of a string: all its bytes are below 128 */
};

/* Strings and vectors are the first `length` parts of a buffer, so that appending to the longest
 * holder of a buffer need not copy. */
struct value {
    enum value_kind kind;
    uint32_t length;
    union {
        double number;
        bool boolean;
        struct shared *shared;
        struct string *string;
        struct vector *vector;
        struct range *range;
        struct function *function;
        struct object *object;
    } as;
};

struct string_marks;

struct string {
    struct shared shared;
    uint32_t used, capacity;
    struct string_marks *marks; /* where some of its characters begin, or NULL */
    char bytes[];
};

struct vector {
    struct shared shared;
    uint32_t used, capacity;
    struct value items[];
};

struct range {
    struct shared shared;
    double begin, step, end;
};

struct callable;
struct children;
struct frame_plan;

/* The variables of one scope. `slots` follow it in memory if the scope was captured. */
struct frame {
    struct shared shared;
    uint32_t count;
    struct frame *parent;
    struct value *slots;
    const struct frame_plan *plan;
    const struct children *children; /* of a module: what it was given; else NULL */
};

/* A function value: what is called, and the variables it was written among. */
struct function {
    struct shared shared;
    const struct callable *callable;
    struct frame *frame;
    struct object *object; /* of a method: where it was taken from; else NULL */
};

struct object_entry {
    struct value key; /* a string */
    struct value value;
};

/* Entries in the order in which they were first set. */
struct object {
    struct shared shared;
    uint32_t count, capacity;
    struct object_entry *entries;
};

static inline struct value value_undefined(void)
{
    return (struct value){ .kind = VALUE_UNDEFINED };
}

static inline struct value value_boolean(bool boolean)
{
    return (struct value){ .kind = VALUE_BOOLEAN, .as.boolean = boolean };
}

static inline struct value value_number(double number)
{
    return (struct value){ .kind = VALUE_NUMBER, .as.number = number };
}

/* One more holder of the value. */
static inline struct value value_keep(struct value value)
{
    if (value.kind >= VALUE_STRING)
        value.as.shared->references++;
    return value;
}

/* Frees what nobody holds any longer, and what only that held, without recursion. */
void value_free(struct heap *heap, struct shared *shared);

/* One holder less. */
static inline void value_drop(struct heap *heap, struct value value)
{
    if (value.kind >= VALUE_STRING && --value.as.shared->references == 0)
        value_free(heap, value.as.shared);
}

/* Drops what a variable held and gives it the value. */
static inline void value_assign(struct heap *heap, struct value *variable, struct value value)
{
    struct value old = *variable;
    *variable = value;
    value_drop(heap, old);
}

/* Everything but undef, false, 0, "" , [] and an empty object counts as true. */
bool value_is_true(struct value value);

/* "number", "vector", …, as in OpenSCAD's messages. */
const char *value_kind_name(enum value_kind kind);

struct value value_range(struct heap *heap, double begin, double step, double end);

/* Counts the callable's frame up; `frame` may be NULL. */
struct value value_function(struct heap *heap, const struct callable *callable,
                            struct frame *frame);

/* A frame that function values may capture; all its slots are unset. Counts the parent up if that
 * is a captured one. */
struct frame *value_frame(struct heap *heap, struct frame *parent, uint32_t count);

/* One holder less of a captured frame. */
void value_drop_frame(struct heap *heap, struct frame *frame);

/* Is the frame of the kind that value_frame makes? */
static inline bool value_frame_is_shared(const struct frame *frame)
{
    return frame && frame->shared.kind == VALUE_FRAME;
}

/* How many numbers a range yields: UINT32_MAX if it has no end. */
uint32_t range_count(const struct range *range);

/* The number at an index below range_count. */
static inline double range_at(const struct range *range, uint32_t index)
{
    return index ? range->begin + range->step * index : range->begin;
}

/* An object without entries. */
struct value object_new(struct heap *heap);

/* Sets an entry, taking over the value; the key is copied. The object must have one holder only. */
void object_set(struct heap *heap, struct object *object, struct text key, struct value value);

/* Removes an entry, if there is one. */
void object_remove(struct heap *heap, struct object *object, struct text key);

/* The entry's value, or NULL. */
const struct value *object_get(const struct object *object, struct text key);

#endif
