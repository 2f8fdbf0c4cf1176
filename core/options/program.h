/* SPDX-License-Identifier: MIT */
/* A compiled text: literal pieces, ready to be copied, and variables between them. */
#pragma once

#include <base/buffer.h>
#include <options/variables.h>

enum part_kind {
    PART_LITERAL,
    PART_TEXT,   /* a variable's value as plain text */
    PART_INSIDE, /* … escaped, inside a JSON string */
    PART_JSON,   /* … as a JSON value with its type */
    PART_MEMBER, /* … with `literal`, the key, before it and a comma where one is due; absent: nothing */
    PART_COMMA, /* no variable, but a comma where one is due */
};

struct part {
    enum part_kind kind;
    struct tn_text literal;
    struct tn_text name; /* of the variable, as the file writes it */
    struct tn_text rest; /* behind a ".*" row */
    struct variable variable;
};

struct program {
    size_t count;
    size_t variables; /* how many of the parts */
    size_t literal_size;
    struct part *parts;
};

/* A program in the making. Neighbouring literals grow together. */
struct program_builder {
    struct arena *arena; /* receives everything */
    struct buffer literal;
    struct part *parts;
    size_t count, room;
};

void program_literal(struct program_builder *builder, struct tn_text text);
void program_variable(struct program_builder *builder, const struct part *part,
                      enum part_kind kind);
void program_append(struct program_builder *builder, const struct program *program);
/* Ends the builder, and gives back what it took. */
struct program program_finish(struct program_builder *builder);

/* The value now; absent without a request. */
struct tn_value part_value(const struct part *part, struct tn_request *request);

/*
 * The text, NUL-terminated. A program without variables gives its own literal, and needs no arena; else the text is made there,
 * and each variable is asked once.
 */
struct tn_text program_run(const struct program *program, struct tn_request *request,
                           struct arena *arena);
/* The same with each value passed through a filter, or NULL. */
struct tn_text program_run_filtered(const struct program *program, struct tn_request *request,
                                    struct arena *arena, const struct tn_filter *filter);
