/* SPDX-License-Identifier: MIT */
/* What both halves of the JSON printer, statements and expressions, are made of. */
#ifndef SCAD_LANGUAGE_JSON_PRINTER_H
#define SCAD_LANGUAGE_JSON_PRINTER_H

#include "language/syntax.h"

struct json_printer {
    struct builder *out;
    const struct names *names;
    uint32_t *seen_in; /* by name: the number of the list that it was last seen in */
    uint32_t list_count;
};

/* A printer that writes to the builder. */
struct json_printer json_printer_to(struct builder *out, const struct names *names);

/* Begins an object with its type. */
void json_printer_open(struct json_printer *printer, const char *type);
void json_printer_close(struct json_printer *printer);

/* A comma, the key and a colon. */
void json_printer_key(struct json_printer *printer, const char *key);

void json_printer_string(struct json_printer *printer, const char *key, const char *value);
void json_printer_name(struct json_printer *printer, const char *key, name_id name);
void json_printer_expression(struct json_printer *printer, const char *key,
                             const struct expression *expression);

/* An expression without a key; see json_expression.c. */
void json_printer_value(struct json_printer *printer, const struct expression *expression);

/* "params" and, if there are any, "defaults" of a definition. */
void json_printer_parameters(struct json_printer *printer, const struct argument_list *parameters);

/* "params" of a call. */
void json_printer_arguments(struct json_printer *printer, const struct argument_list *arguments);

/* The arguments in order. */
void json_printer_argument_array(struct json_printer *printer, const char *key,
                                 const struct argument_list *arguments);

/* Those with names as an object; of two with one name, the first. */
void json_printer_bindings(struct json_printer *printer, const char *key,
                           const struct argument_list *arguments);

/* `"variable":…,"range":…` of a for. */
void json_printer_loop_variable(struct json_printer *printer, const struct assignment *variable);

/* "condition" and "message" of an assert. */
void json_printer_assertion(struct json_printer *printer, const struct argument_list *arguments);

#endif
