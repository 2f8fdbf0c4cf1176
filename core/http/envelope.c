/* SPDX-License-Identifier: MIT */
/*
 * Responses of libmicrohttpd that are used again. Each of their header fields is three allocations and a search for line ends,
 * about a third of what a request cost; but most replies differ from one before in a value or two. A value of the same size is
 * written over the one that libmicrohttpd holds: it looks at the bytes only when it prints a header. The size of a response is
 * fixed when it is made: so there is a slot for each size of body, modulo SLOTS, with the one that was sent last.
 */
#include <stdlib.h>

#include <http/envelope.h>
#include <http/token.h>

enum { SLOTS = 32, BODY_MAX = 4096, FIELDS_MAX = 64 };

/* A field as libmicrohttpd has it. */
struct line {
    struct tn_text name;
    char *value;                      /* its own; NULL: it did not take the field */
    size_t size;                      /* 0: a space stands for nothing */
    const struct tn_header *prepared; /* as in struct field */
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

/* libmicrohttpd takes no empty value; a space in its place is one on the wire (RFC 9110, 5.5). */
static const char *sendable(const char *value)
{
    return *value ? value : " ";
}

void envelope_add_field(struct MHD_Response *response, const char *name, const char *value)
{
    MHD_add_response_header(response, name, sendable(value));
}

/* Walks over the fields that libmicrohttpd has taken, in the order in which they came. */
struct walk {
    const struct fields *fields;
    struct line *lines;
    size_t next;
};

static enum MHD_Result note_line(void *context, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    (void)kind;
    struct walk *walk = context;
    while (walk->next < walk->fields->count &&
           !tn_text_is(walk->fields->items[walk->next].name, name))
        walk->next++;
    if (walk->next < walk->fields->count)
        walk->lines[walk->next++].value = (char *)(uintptr_t)value;
    return MHD_YES;
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
        const struct field *field = &fields->items[i];
        envelope->lines[i] = (struct line){ .name = arena_copy(arena, field->name),
                                            .size = field->value.size,
                                            .prepared = field->prepared };
        envelope_add_field(envelope->response, field->name.at, field->value.at);
    }
    struct walk walk = { fields, envelope->lines, 0 };
    MHD_get_response_headers(envelope->response, note_line, &walk);
    return envelope;
}

static bool same_value(const struct line *line, const struct field *field)
{
    return line->value && line->size == field->value.size &&
           memcmp(line->value, field->value.at, line->size) == 0;
}

static bool is_repeated(const struct fields *fields, size_t index)
{
    struct tn_text name = fields->items[index].name;
    for (size_t i = 0; i < fields->count; i++)
        if (i != index && text_equal_nocase(fields->items[i].name, name))
            return true;
    return false;
}

static bool can_be_overwritten(const struct line *line, const struct field *field)
{
    return line->value && line->size > 0 && line->size == field->value.size;
}

/*
 * Whether the response can be made to say this: fields of the same names, in the same order as far as order means something.
 * Sets a bit of `changes` for each whose value is another.
 */
static bool fits(const struct envelope *envelope, size_t body_size, const struct fields *fields,
                 uint64_t *changes)
{
    *changes = 0;
    if (envelope->body_size != body_size || envelope->count != fields->count ||
        fields->count > FIELDS_MAX)
        return false;
    for (size_t i = 0; i < fields->count; i++) {
        const struct line *line = &envelope->lines[i];
        const struct field *field = &fields->items[i];
        if (field->prepared && field->prepared == line->prepared)
            continue;
        if (!tn_text_equal(line->name, field->name))
            return false;
        if (same_value(line, field))
            continue;
        if (!can_be_overwritten(line, field) && is_repeated(fields, i))
            return false;
        *changes |= (uint64_t)1 << i;
    }
    return true;
}

/* A value of another size moves its field to the end, where no other of its name is. */
static void change(struct MHD_Response *response, struct line *line, const struct field *field)
{
    line->prepared = field->prepared;
    if (can_be_overwritten(line, field)) {
        memcpy(line->value, field->value.at, line->size);
        return;
    }
    if (line->value)
        MHD_del_response_header(response, line->name.at, line->value);
    envelope_add_field(response, line->name.at, field->value.at);
    line->value = (char *)(uintptr_t)MHD_get_response_header(response, line->name.at);
    line->size = field->value.size;
}

struct envelope *envelope_take(struct envelopes *envelopes, struct tn_text body,
                               const struct fields *fields)
{
    if (body.size > BODY_MAX)
        return NULL;
    struct envelope **slot = &envelopes->slots[body.size % SLOTS], *envelope = *slot;
    uint64_t changes;
    if (envelope && fits(envelope, body.size, fields, &changes)) {
        *slot = NULL;
        for (size_t i = 0; changes; i++, changes >>= 1)
            if (changes & 1)
                change(envelope->response, &envelope->lines[i], &fields->items[i]);
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
