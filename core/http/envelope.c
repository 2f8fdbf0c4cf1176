/* SPDX-License-Identifier: MIT */
/*
 * Responses of libmicrohttpd that are used again. Each header field costs it three allocations and a search for line ends when it
 * is added, and a look whenever a header is printed. So it is given one whose value holds the others, line by line, and which
 * is written over in the memory where libmicrohttpd has put it: for it takes no line ends, but only looks for them at first. Most
 * replies differ from one before in a value or two of the same size. The size of a response is fixed when it is made: so
 * there is a slot for each size of body, modulo SLOTS, with the one that was sent last.
 */
#include <stdlib.h>

#include <http/envelope.h>

enum { SLOTS = 32, BODY_MAX = 4096, BETWEEN = 4 /* a colon, a space, a line end */ };

/* A field where libmicrohttpd has it. */
struct line {
    struct tn_text name;
    char *value;
    size_t size;
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

static char *write_text(char *to, struct tn_text text)
{
    return mempcpy(to, text.at, text.size);
}

/* libmicrohttpd's own copy of a value. */
static char *add_header(struct MHD_Response *response, const char *name, const char *value)
{
    MHD_add_response_header(response, name, value);
    const char *copy = MHD_get_response_header(response, name);
    if (!copy)
        memory_exhausted(strlen(value));
    return (char *)(uintptr_t)copy;
}

/* It looks for a Date when it prints a header, and adds its own: so this one stands alone. NULL: there is none. */
static const struct field *date_of(const struct fields *fields)
{
    const struct field *date = fields_find(fields, TN_TEXT("Date"));
    return date && date->value.size > 0 ? date : NULL;
}

/* The first that is not that one. */
static const struct field *first_of(const struct fields *fields, const struct field *date)
{
    size_t at = fields->count > 0 && &fields->items[0] == date;
    return at < fields->count ? &fields->items[at] : NULL;
}

/* Room for all fields but Date, as the value of the first of them: without its name, and the line end behind the last. */
static char *add_room(struct MHD_Response *response, const struct fields *fields,
                      const struct field *first, const struct field *date)
{
    size_t size = 0;
    for (size_t i = 0; i < fields->count; i++)
        if (&fields->items[i] != date)
            size += fields->items[i].name.size + fields->items[i].value.size + BETWEEN;
    size -= first->name.size + BETWEEN;
    char *room = memory_alloc(size + 2);
    /* It takes no empty value; a space in its place is one on the wire (RFC 9110, 5.5). */
    memset(room, ' ', size > 0 ? size : 1);
    char *copy = add_header(response, first->name.at, room);
    free(room);
    return copy;
}

struct line *envelope_add_fields(struct MHD_Response *response, const struct fields *fields,
                                 struct arena *arena)
{
    const struct field *date = date_of(fields), *first = first_of(fields, date);
    struct line *lines = arena_alloc(arena, fields->count * sizeof *lines);
    char *to = first ? add_room(response, fields, first, date) : NULL;
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->items[i];
        if (field != first && field != date)
            to =
                write_text(write_text(write_text(to, TN_TEXT("\r\n")), field->name), TN_TEXT(": "));
        lines[i] =
            (struct line){ arena_copy(arena, field->name), to, field->value.size, field->prepared };
        if (field == date)
            lines[i].value = add_header(response, "Date", field->value.at);
        else
            to = write_text(to, field->value);
    }
    return lines;
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
    envelope->count = fields->count;
    envelope->lines = envelope_add_fields(envelope->response, fields, arena);
    return envelope;
}

/*
 * Has the response say these fields, if they have the names and sizes of its own. Values are written over one after the other:
 * where a later field does not fit, nothing is lost, for it is what stands there that is written over the next time.
 */
static bool adapt(struct envelope *envelope, size_t body_size, const struct fields *fields)
{
    if (envelope->body_size != body_size || envelope->count != fields->count)
        return false;
    for (size_t i = 0; i < fields->count; i++) {
        struct line *line = &envelope->lines[i];
        const struct field *field = &fields->items[i];
        if (field->prepared && field->prepared == line->prepared)
            continue;
        if (line->size != field->value.size || !tn_text_equal(line->name, field->name))
            return false;
        write_text(line->value, field->value);
        line->prepared = field->prepared;
    }
    return true;
}

struct envelope *envelope_take(struct envelopes *envelopes, struct tn_text body,
                               const struct fields *fields)
{
    if (body.size > BODY_MAX)
        return NULL;
    struct envelope **slot = &envelopes->slots[body.size % SLOTS], *envelope = *slot;
    if (envelope && adapt(envelope, body.size, fields)) {
        *slot = NULL;
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
