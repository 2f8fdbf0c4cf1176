/* SPDX-License-Identifier: MIT */
/* The syntax tree: plain structs in an arena, written by the parser and read by everyone else. The
 * members marked "evaluator" are left zero here; whoever runs the tree may keep what it resolved in
 * them. */
#ifndef SCAD_LANGUAGE_SYNTAX_H
#define SCAD_LANGUAGE_SYNTAX_H

#include "base/names.h"
#include "language/source.h"

#include <stdbool.h>
#include <stdint.h>

/* No expression is deeper than this, and no statement stands deeper within others, so recursion over them is
 * safe. */
enum { SYNTAX_DEPTH_MAX = 2000 };

/* Where a name was found: so many frames outward, then that slot. Evaluator. */
struct resolution {
    uint32_t hops;
    uint32_t slot;
};

struct expression;

/* Comments beside an assignment that a customizer reads; each NULL if there is none. */
struct annotations {
    struct expression *group;
    struct expression *description;
    struct expression *parameter;
};

/* `name = value`: an assignment in a scope, a parameter, an argument, a binding of let or for. */
struct assignment {
    name_id name;                    /* NAME_NONE: an argument by place */
    struct expression *value;        /* NULL: a parameter without a default */
    struct position position;        /* where it was first written */
    struct position overwritten;     /* where it was assigned again and got its value, or line 0 */
    struct annotations *annotations; /* NULL if there are none */
    struct resolution resolution;    /* evaluator */
};

struct assignment_list {
    struct assignment **items;
    uint32_t count;
    uint32_t capacity;
};

/* What `f(a, b = 1)`, `let(…)`, `function(a, b = 1)` hold between their parentheses. */
struct argument_list {
    struct assignment *items;
    uint32_t count;
    uint32_t capacity;
};

enum expression_kind {
    EXPRESSION_UNDEF,
    EXPRESSION_BOOLEAN,
    EXPRESSION_NUMBER,
    EXPRESSION_STRING,
    EXPRESSION_VARIABLE,
    EXPRESSION_UNARY,
    EXPRESSION_BINARY,
    EXPRESSION_TERNARY,
    EXPRESSION_INDEX,
    EXPRESSION_MEMBER,
    EXPRESSION_CALL,
    EXPRESSION_RANGE,
    EXPRESSION_VECTOR,
    EXPRESSION_FUNCTION, /* a function literal */
    EXPRESSION_LET,
    EXPRESSION_ASSERT,
    EXPRESSION_ECHO,
    /* The rest stand only where an element of a vector may: */
    EXPRESSION_ELEMENT_LET,
    EXPRESSION_ELEMENT_EACH,
    EXPRESSION_ELEMENT_FOR,
    EXPRESSION_ELEMENT_FOR_C, /* for (a; b; c), as in C */
    EXPRESSION_ELEMENT_IF,
};

enum operation {
    OPERATION_NEGATE, /* unary: */
    OPERATION_NOT,
    OPERATION_BINARY_NOT,
    OPERATION_OR, /* binary: */
    OPERATION_AND,
    OPERATION_EQUAL,
    OPERATION_NOT_EQUAL,
    OPERATION_GREATER,
    OPERATION_GREATER_EQUAL,
    OPERATION_LESS,
    OPERATION_LESS_EQUAL,
    OPERATION_BINARY_OR,
    OPERATION_BINARY_AND,
    OPERATION_SHIFT_LEFT,
    OPERATION_SHIFT_RIGHT,
    OPERATION_ADD,
    OPERATION_SUBTRACT,
    OPERATION_MULTIPLY,
    OPERATION_DIVIDE,
    OPERATION_MODULO,
    OPERATION_POWER,
};

struct expression_list {
    struct expression **items;
    uint32_t count;
    uint32_t capacity;
};

struct expression {
    uint8_t kind;      /* enum expression_kind */
    uint8_t operation; /* enum operation, of unary and binary ones */
    bool literal;      /* made of literals alone: no name is looked up, nothing is called */
    uint16_t depth;    /* the longest way down from here, 1 for a leaf */
    struct position position;
    union {
        bool boolean;
        double number;
        struct text string; /* escapes done; never NUL inside */
        struct {
            name_id name;
            struct resolution resolution; /* evaluator */
        } variable;
        struct {
            struct expression *operand;
        } unary;
        struct {
            struct expression *left, *right;
        } binary;
        struct {
            struct expression *condition, *then, *otherwise;
        } ternary;
        struct {
            struct expression *array, *index;
        } index;
        struct {
            struct expression *object;
            name_id member;
        } member;
        struct {
            struct expression *function; /* a variable: looked up among functions, too */
            struct argument_list *arguments;
            void *target; /* evaluator */
        } call;
        struct {
            struct expression *begin, *step, *end; /* step may be NULL */
        } range;
        struct expression_list vector;
        struct {
            struct argument_list *parameters;
            struct expression *body;
            void *plan; /* evaluator */
        } function;
        struct {
            struct argument_list *arguments;
            struct expression *body; /* NULL after assert or echo that ends there */
        } block;                     /* let, assert, echo, and element let */
        struct {
            struct expression *value;
        } each;
        struct {
            struct argument_list *arguments; /* of the C kind: what is set first */
            struct expression *condition;    /* of the C kind alone, as is next */
            struct argument_list *next;
            struct expression *body;
        } loop;
        struct {
            struct expression *condition, *then, *otherwise; /* otherwise may be NULL */
        } choice;
    };
};

struct scope;

/* `function name(parameters) = body;` */
struct function_definition {
    name_id name;
    struct argument_list *parameters;
    struct expression *body;
    struct position position;
    void *plan; /* evaluator */
};

/* `module name(parameters) body` */
struct module_definition {
    name_id name;
    struct argument_list *parameters;
    struct scope *body;
    struct position position; /* of the parenthesis that ends the parameters, as in OpenSCAD */
    void *plan;               /* evaluator */
};

/* `name(arguments) children`, the built-in `if` among them. */
struct instantiation {
    name_id name;
    struct argument_list *arguments; /* of if: the condition alone */
    struct scope *children;          /* never NULL */
    struct scope *otherwise;         /* of an if with else; else NULL */
    struct position position;        /* of an if: the parenthesis that ends the condition */
    bool is_if;
    bool is_root;       /* ! */
    bool is_highlight;  /* # */
    bool is_background; /* % */
    bool is_disabled;   /* *: only in statements, never among the instantiations of a scope */
    void *target;       /* evaluator */
};

struct function_list {
    struct function_definition **items;
    uint32_t count;
    uint32_t capacity;
};

struct module_list {
    struct module_definition **items;
    uint32_t count;
    uint32_t capacity;
};

struct instantiation_list {
    struct instantiation **items;
    uint32_t count;
    uint32_t capacity;
};

enum statement_kind {
    STATEMENT_ASSIGNMENT, /* each as it was written, overwritten ones too */
    STATEMENT_FUNCTION,
    STATEMENT_MODULE,
    STATEMENT_INSTANTIATION, /* disabled ones too */
    STATEMENT_USE,
};

struct use;

struct statement {
    enum statement_kind kind;
    struct position position; /* where its first word is */
    union {
        const struct assignment *assignment;
        const struct function_definition *function;
        const struct module_definition *module;
        const struct instantiation *instantiation;
        const struct use *use;
    };
};

struct statement_list {
    struct statement *items;
    uint32_t count;
    uint32_t capacity;
};

/* What may stand between braces. In the lists of functions and modules a name may stand twice; the
 * last one counts. An assignment stands once, where it was first written, with the value of the
 * last. */
struct scope {
    struct assignment_list assignments;
    struct function_list functions;
    struct module_list modules;
    struct instantiation_list instantiations;
    struct statement_list statements; /* all of it again as it was written, for printing */
    void *plan;                       /* evaluator */
};

/* `use <name>` */
struct use {
    struct text name;      /* as written */
    struct text full_name; /* as the loader found it; as written if it found nothing */
    struct position position;
    bool found;
};

struct use_list {
    struct use **items;
    uint32_t count;
    uint32_t capacity;
};

/* A text and all it includes. Its libraries are in the order in which they are searched: the one used last
 * comes first, and none twice. */
struct syntax_file {
    const struct source *source;
    struct scope *scope;
    struct use_list uses;
};

#endif
