/* SPDX-License-Identifier: MIT */
/*
 * Responses of libmicrohttpd that are used again. Each of their header fields is three allocations and a search for line ends,
 * about a third of what a request cost; but most replies differ from one before in a value or two. The size of a response is
 * fixed when it is made: so there is a slot for each size of body, modulo SLOTS, with the one that was sent last.
 */
#include <stdlib.h>

#include <http/envelope.h>
#include <http/token.h>

enum { SLOTS = 32, BODY_MAX = 4096, VALUE_ROUND = 32 };

/* A field as libmicrohttpd has it. */
struct line {
    struct tn_text name;
    char *value;
    size_t size, room;
};

struct envelope {
    struct MHD_Response *response;
    char *body;
    size_t body_size;
    struct line *lines;
    size_t count;
    struct arena arena;
};

struct envelopes {
    struct envelope *slots[SLOTS]; /* none of them is being sent */
};

struct envelopes *envelopes_new(void)
{
    return memory_alloc(sizeof(struct envelopes));
}

static void envelope_free(struct envelope *envelope)
{
    MHD_destroy_response(envelope->response);
    arena_free(&envelope->arena);
    free(envelope);
}

void envelopes_free(struct envelopes *envelopes)
{
    for (size_t i = 0; i < SLOTS; i++)
        if (envelopes->slots[i])
            envelope_free(envelopes->slots[i]);
    free(envelopes);
}

static void line_init(struct line *line, const struct field *field, struct arena *arena)
{
    line->name = arena_copy(arena, field->name);
    line->size = field->value.size;
    line->room = (line->size / VALUE_ROUND + 1) * VALUE_ROUND;
    line->value = arena_alloc(arena, line->room);
    memcpy(line->value, field->value.at, line->size);
}

/* libmicrohttpd takes no empty value; a space in its place is one on the wire (RFC 9110, 5.5). */
static const char *sendable(const char *value)
{
    return *value ? value : " ";
}

void envelope_add_field(struct MHD_Response *response, const char *name, const char *value)
{
    MHD_add_response_header(response, name, sendable(value));
}

static struct envelope *make(struct tn_text body, const struct fields *fields)
{
    struct envelope *envelope = memory_alloc(sizeof *envelope);
    struct arena *arena = &envelope->arena;
    envelope->body = arena_alloc(arena, body.size + 1);
    envelope->body_size = body.size;
    envelope->response =
        MHD_create_response_from_buffer(body.size, envelope->body, MHD_RESPMEM_PERSISTENT);
    if (!envelope->response)
        memory_exhausted(body.size);
    envelope->lines = arena_alloc(arena, fields->count * sizeof *envelope->lines);
    envelope->count = fields->count;
    for (size_t i = 0; i < fields->count; i++) {
        line_init(&envelope->lines[i], &fields->items[i], arena);
        envelope_add_field(envelope->response, fields->items[i].name.at, fields->items[i].value.at);
    }
    return envelope;
}

static bool same_value(const struct line *line, const struct field *field)
{
    return line->size == field->value.size && memcmp(line->value, field->value.at, line->size) == 0;
}

static bool is_repeated(const struct fields *fields, size_t index)
{
    struct tn_text name = fields->items[index].name;
    for (size_t i = 0; i < fields->count; i++)
        if (i != index && text_equal_nocase(fields->items[i].name, name))
            return true;
    return false;
}

/* Whether the response can be made to say this: fields of the same names, in the same order as far as order means something. */
static bool fits(const struct envelope *envelope, size_t body_size, const struct fields *fields)
{
    if (envelope->body_size != body_size || envelope->count != fields->count)
        return false;
    for (size_t i = 0; i < fields->count; i++) {
        const struct line *line = &envelope->lines[i];
        const struct field *field = &fields->items[i];
        if (!tn_text_equal(line->name, field->name))
            return false;
        if (!same_value(line, field) && (field->value.size >= line->room || is_repeated(fields, i)))
            return false;
    }
    return true;
}

/* A field whose value is another moves to the end, where no other of its name is. */
static void change(struct envelope *envelope, const struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        struct line *line = &envelope->lines[i];
        const struct field *field = &fields->items[i];
        if (same_value(line, field))
            continue;
        MHD_del_response_header(envelope->response, line->name.at, sendable(line->value));
        line->size = field->value.size;
        memcpy(line->value, field->value.at, line->size + 1);
        envelope_add_field(envelope->response, line->name.at, line->value);
    }
}

struct envelope *envelope_take(struct envelopes *envelopes, struct tn_text body,
                               const struct fields *fields)
{
    if (body.size > BODY_MAX)
        return NULL;
    struct envelope **slot = &envelopes->slots[body.size % SLOTS], *envelope = *slot;
    if (envelope && fits(envelope, body.size, fields)) {
        *slot = NULL;
        change(envelope, fields);
    } else {
        envelope = make(body, fields);
    }
    memcpy(envelope->body, body.at, body.size);
    return envelope;
}

struct MHD_Response *envelope_response(const struct envelope *envelope)
{
    return envelope->response;
}

void envelope_give_back(struct envelopes *envelopes, struct envelope *envelope)
{
    struct envelope **slot = &envelopes->slots[envelope->body_size % SLOTS];
    if (*slot)
        envelope_free(*slot);
    *slot = envelope;
}
