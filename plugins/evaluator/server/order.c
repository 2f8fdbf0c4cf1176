/* SPDX-License-Identifier: MIT */
/* The body of a request, read. It is done here and not in the worker because a few megabytes of
 * JSON can hold a loop for seconds and grow a hundredfold in memory. */
#include "order.h"

#include <string.h>

static bool refuse(struct text *message, const char *words)
{
    *message = text_of(words);
    return false;
}

static struct text describe(struct arena *arena, const json_error_t *error)
{
    struct builder builder = builder_in(arena);
    builder_format(&builder, "bad JSON at line %d, column %d (byte %d): %s", error->line,
                   error->column, error->position, error->text);
    return builder_result(&builder);
}

/* Some programs write a mark of UTF-8 before all that they write. */
static struct tn_text without_mark(struct tn_text body)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t size = sizeof mark - 1;
    if (body.size < size || memcmp(body.at, mark, size) != 0)
        return body;
    return (struct tn_text){ body.at + size, body.size - size };
}

/* A body on its way to jansson. */
struct feed {
    struct tn_text left;
    const struct arena *arena;
};

/* Nothing more once the work is to end: a jump would leave jansson with what it holds. */
static size_t hand_over(void *buffer, size_t size, void *context)
{
    struct feed *feed = context;
    if (arena_is_cancelled(feed->arena))
        return (size_t)-1;
    size_t part = feed->left.size < size ? feed->left.size : size;
    memcpy(buffer, feed->left.at, part);
    feed->left.at += part;
    feed->left.size -= part;
    return part;
}

static json_t *load(struct tn_text body, struct arena *arena, struct text *message)
{
    json_error_t error;
    struct feed feed = { without_mark(body), arena };
    json_t *json =
        json_load_callback(hand_over, &feed, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    arena_poll(arena);
    if (!json)
        *message = describe(arena, &error);
    return json;
}

/* A member that was left out; null says the same. */
static const json_t *member(const json_t *json, const char *name)
{
    const json_t *value = json_object_get(json, name);
    return json_is_null(value) ? NULL : value;
}

static bool read_language(const struct order *order, struct arena *arena, struct text *message)
{
    const json_t *language = member(order->json, "language");
    const char *name = language ? json_string_value(language) : "openscad";
    if (!name)
        return refuse(message, "language must be a string");
    if (text_equal(text_of(name), text_of("openscad")))
        return true;
    struct builder builder = builder_in(arena);
    builder_format(&builder, "Unsupported language: %.40s; expected openscad", name);
    *message = builder_result(&builder);
    return false;
}

static bool read_code(struct order *order, struct text *message)
{
    const json_t *code = member(order->json, "code");
    if (code && !json_is_string(code))
        return refuse(message, "code must be a string");
    if (!code || json_string_length(code) == 0)
        return refuse(message, "code is required");
    if (memchr(json_string_value(code), '\0', json_string_length(code)))
        return refuse(message, "code cannot hold the character U+0000");
    order->code = (struct text){ json_string_value(code), json_string_length(code) };
    return true;
}

/* What is left out is false and 0. */
static bool read_wishes(struct order *order, struct text *message)
{
    const json_t *parameters = member(order->json, "parameters");
    const json_t *time = member(order->json, "t");
    if (parameters && !json_is_boolean(parameters))
        return refuse(message, "parameters must be true or false");
    if (time && !json_is_number(time))
        return refuse(message, "t must be a number");
    order->parameters = json_is_true(parameters);
    order->time = json_number_value(time);
    return true;
}

static bool read_program(struct order *order, struct arena *arena, struct text *message)
{
    return read_code(order, message) && read_wishes(order, message) &&
           read_language(order, arena, message);
}

static bool refuse_format(struct arena *arena, const char *name, struct text *message)
{
    const struct protocol_format *format;
    struct builder builder = builder_in(arena);
    builder_format(&builder, "Unsupported export format: %.40s; expected", name);
    for (unsigned i = PROTOCOL_REPLY + 1; (format = protocol_format(i)); i++)
        builder_format(&builder, "%s %s", i > PROTOCOL_REPLY + 1 ? "," : "", format->name);
    *message = builder_result(&builder);
    return false;
}

static bool read_format(struct order *order, struct arena *arena, struct text *message)
{
    const json_t *format = member(order->json, "format");
    const json_t *binary = member(order->json, "binary");
    if (!format)
        return refuse(message, "format is required");
    if (!json_is_string(format))
        return refuse(message, "format must be a string");
    if (binary && !json_is_boolean(binary))
        return refuse(message, "binary must be true or false");
    order->text = json_is_false(binary);
    order->format = protocol_format_number(json_string_value(format));
    return order->format != PROTOCOL_REPLY ||
           refuse_format(arena, json_string_value(format), message);
}

/* Copies a list of numbers. False if it is no list, or not of numbers alone. */
static bool copy_numbers(const json_t *list, struct arena *arena, const double **numbers,
                         size_t *length)
{
    if (!json_is_array(list))
        return false;
    *length = json_array_size(list);
    double *copy = arena_take(arena, *length * sizeof *copy);
    *numbers = copy;
    for (size_t i = 0; i < *length; i++) {
        arena_poll(arena);
        const json_t *number = json_array_get(list, i);
        if (!json_is_number(number))
            return false;
        copy[i] = json_number_value(number);
    }
    return true;
}

static bool copy_geometry(const json_t *geometry, struct arena *arena, struct facets_arrays *arrays)
{
    const json_t *normals = member(geometry, "normals");
    return copy_numbers(json_object_get(geometry, "vertices"), arena, &arrays->vertices,
                        &arrays->vertices_length) &&
           copy_numbers(json_object_get(geometry, "indices"), arena, &arrays->indices,
                        &arrays->indices_length) &&
           (!normals || copy_numbers(normals, arena, &arrays->normals, &arrays->normals_length));
}

static bool read_geometry(struct order *order, struct arena *arena, struct text *message)
{
    const json_t *geometry = json_object_get(order->json, "geometry");
    bool is_flat = json_integer_value(json_object_get(geometry, "dimension")) == 2;
    struct facets_arrays arrays = { 0 };
    order->shape = (struct shape){ .dimension = is_flat ? 2 : 3 };
    if (!copy_geometry(geometry, arena, &arrays) ||
        !facets_of_arrays(arena, &arrays, &order->shape.mesh, &order->facets))
        return refuse(message, "Invalid geometry");
    return true;
}

/* A solid that was worked out before, or a program. */
static bool read_export(struct order *order, struct arena *arena, struct text *message)
{
    const json_t *geometry = json_object_get(order->json, "geometry");
    const json_t *code = member(order->json, "code");
    if (code && json_is_null(geometry))
        geometry = NULL;
    if (!read_format(order, arena, message))
        return false;
    if (geometry && code)
        return refuse(message, "either geometry or code is expected, not both");
    if (!geometry && !code)
        return refuse(message, "Invalid geometry: there is none; geometry or code is required");
    if (geometry && order->format == protocol_format_number("csg"))
        return refuse(message, "csg is the text of a program: code is required");
    return geometry ? read_geometry(order, arena, message) : read_program(order, arena, message);
}

bool order_read(const struct protocol_request *request, struct arena *arena, struct order *order,
                struct text *message)
{
    *order = (struct order){ 0 };
    order->json = load(request->body, arena, message);
    if (!order->json)
        return false;
    if (!json_is_object(order->json))
        return refuse(message, "a JSON object is expected");
    if (request->operation == PROTOCOL_EXPORT)
        return read_export(order, arena, message);
    return read_program(order, arena, message);
}

void order_close(struct order *order)
{
    json_decref(order->json);
    order->json = NULL;
}
