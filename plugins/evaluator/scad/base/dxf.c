/* SPDX-License-Identifier: MIT */
/* Reads line by line, as OpenSCAD does: what is not a number is said once and left out, what is not a group code is the end. */
#include "base/dxf.h"

#include "base/list.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COMPLAINTS = 20, LONGEST_QUOTE = 80 };

struct dxf dxf_of(struct arena *arena, struct text contents, const char *file,
                  void (*complain)(void *context, const char *message), void *context)
{
    return (struct dxf){ .arena = arena,
                         .file = file,
                         .scale = 1,
                         .complain = complain,
                         .context = context,
                         .rest = contents,
                         .complaints_left = COMPLAINTS };
}

static void complain(struct dxf *dxf, const char *what, struct text value, const char *where)
{
    if (dxf->complaints_left == 0)
        return;
    dxf->complaints_left--;
    struct builder message = builder_in(dxf->arena);
    int length = value.length < LONGEST_QUOTE ? (int)value.length : LONGEST_QUOTE;
    builder_format(&message, "Illegal %s '%.*s'%s `%s'", what, length, value.bytes, where,
                   dxf->file);
    dxf->complain(dxf->context, builder_result(&message).bytes);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static struct text next_line(struct text *rest)
{
    const char *end = rest->length ? memchr(rest->bytes, '\n', rest->length) : NULL;
    size_t length = end ? (size_t)(end - rest->bytes) : rest->length;
    struct text line = { rest->bytes, length };
    size_t used = end ? length + 1 : length;
    *rest = (struct text){ rest->bytes + used, rest->length - used };
    while (line.length > 0 && is_blank(line.bytes[line.length - 1]))
        line.length--;
    while (line.length > 0 && is_blank(line.bytes[0]))
        line = (struct text){ line.bytes + 1, line.length - 1 };
    return line;
}

/* All of the text, and finite. */
static bool read_number(struct text text, double *number)
{
    char digits[64], *end;
    if (text.length == 0 || text.length >= sizeof digits)
        return false;
    memcpy(digits, text.bytes, text.length);
    digits[text.length] = '\0';
    if (digits[strspn(digits, "+-.0123456789eE")] != '\0')
        return false;
    *number = strtod(digits, &end);
    return *end == '\0' && isfinite(*number);
}

static bool read_whole(struct text text, int *whole)
{
    double number;
    if (!read_number(text, &number) || number != floor(number) || fabs(number) > 1e9)
        return false;
    *whole = (int)number;
    return true;
}

/* Of every point, one coordinate. In a block it is where it is; else it knows the origin, but for the points 1, 2 and 6 of
 * dimensions, which are sizes. */
static void take_coordinate(struct dxf *dxf, int point, int axis, double number)
{
    struct dxf_entity *entity = &dxf->entity;
    bool in_block = dxf->section == DXF_BLOCKS, is_size = point == 1 || point == 2 || point == 6;
    double placed = in_block ? number : (number - dxf->origin[axis]) * dxf->scale;
    if (point <= 1)
        list_append(dxf->arena, axis == 0 ? &entity->x : &entity->y, placed);
    entity->points[point][axis] = is_size && !in_block ? number * dxf->scale : placed;
}

static void take_number(struct dxf *dxf, int code, double number)
{
    struct dxf_entity *entity = &dxf->entity;
    if (code >= 10 && code <= 26)
        take_coordinate(dxf, code % 10, code / 10 - 1, number);
    else if (code == 40)
        entity->size = dxf->section == DXF_BLOCKS ? number : number * dxf->scale;
    else if (code == 41)
        entity->first = number;
    else if (code == 42)
        entity->second = number;
    else if (code == 50)
        entity->angle = number;
    else
        entity->last_angle = number;
}

static bool holds_number(int code)
{
    return (code >= 10 && code <= 16) || (code >= 20 && code <= 26) || (code >= 40 && code <= 42) ||
           code == 50 || code == 51;
}

static void take_group(struct dxf *dxf, int code, struct text value)
{
    struct dxf_entity *entity = &dxf->entity;
    double number;
    bool legal = true;
    if (code == 1)
        entity->name = value;
    else if (code == 2)
        entity->block = value;
    else if (code == 8)
        entity->layer = value;
    else if (code == 70)
        legal = read_whole(value, &entity->flags);
    else if (holds_number(code) && (legal = read_number(value, &number)))
        take_number(dxf, code, number);
    if (!legal)
        complain(dxf, "value", value, "in");
}

/* The lists of coordinates keep their room. A block is inserted in its size unless something else is said. */
static void begin_entity(struct dxf *dxf)
{
    struct dxf_entity *entity = &dxf->entity;
    struct dxf_coordinates x = entity->x, y = entity->y;
    x.count = y.count = 0;
    *entity =
        (struct dxf_entity){ .kind = dxf->next_kind, .section = dxf->section, .x = x, .y = y };
    if (text_equal(entity->kind, text_of("INSERT")))
        entity->first = entity->second = 1;
}

static void note_section(struct dxf *dxf)
{
    if (!text_equal(dxf->entity.kind, text_of("SECTION")))
        return;
    if (text_equal(dxf->entity.block, text_of("ENTITIES")))
        dxf->section = DXF_ENTITIES;
    else if (text_equal(dxf->entity.block, text_of("BLOCKS")))
        dxf->section = DXF_BLOCKS;
    else
        dxf->section = DXF_OTHER;
}

const struct dxf_entity *dxf_next(struct dxf *dxf)
{
    begin_entity(dxf);
    while (dxf->rest.length > 0) {
        struct text line = next_line(&dxf->rest), value = next_line(&dxf->rest);
        int code;
        if (!read_whole(line, &code)) {
            if (line.length > 0 || dxf->rest.length > 0)
                complain(dxf, "ID", line, " in");
            return NULL;
        }
        if (code != 0) {
            take_group(dxf, code, value);
            continue;
        }
        dxf->next_kind = value;
        note_section(dxf);
        return &dxf->entity;
    }
    return NULL;
}
