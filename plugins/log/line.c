/* SPDX-License-Identifier: MIT */
/* Putting a line together in a buffer that is large enough for all but the strangest. */
#include "line.h"

#include <assert.h>

enum { MESSAGE_CUT = 1024 };

static const char *const level_names[] = { "debug", "info", "warn", "error" };

struct tn_text line_name(struct pen *room, const char *name)
{
    const char *begin = room->at;
    if (*name) {
        pen_quoted(room, tn_text(name));
        pen_char(room, ':');
    }
    return *name && !room->full ? (struct tn_text){ begin, (size_t)(room->at - begin) }
                                : tn_text(NULL);
}

/* What comes before a member's name, unless it is the first of its object. */
static void put_comma(struct pen *pen)
{
    if (pen->at[-1] != '{')
        pen_char(pen, ',');
}

/* False if the member is to be left out. */
static bool put_name(struct pen *pen, struct tn_text name)
{
    if (!name.size)
        return false;
    put_comma(pen);
    pen_text(pen, name);
    return true;
}

static void put_member(struct pen *pen, struct tn_text name, struct tn_text value)
{
    if (tn_text_present(value) && put_name(pen, name))
        pen_quoted(pen, value);
}

static void put_own_name(struct pen *pen, const char *name)
{
    put_comma(pen);
    pen_quoted(pen, tn_text(name));
    pen_char(pen, ':');
}

static void put_fields(struct pen *pen, const struct tn_field *fields)
{
    for (const struct tn_field *field = fields; field && field->name; field++)
        if (*field->name) {
            put_own_name(pen, field->name);
            pen_value(pen, &field->value);
        }
}

/* The members of an object without its braces; what is no object becomes one member. */
static void put_members(struct pen *pen, struct tn_text members)
{
    if (members.size > 2 && members.at[0] == '{') {
        put_comma(pen);
        pen_put(pen, members.at + 1, members.size - 2);
    } else if (members.size && members.at[0] != '{') {
        put_own_name(pen, "fields");
        pen_text(pen, members);
    }
}

static void put_own(struct pen *pen, const struct line_shape *shape, const struct line *line)
{
    bool nested = put_name(pen, shape->fields);
    if (nested)
        pen_char(pen, '{');
    put_fields(pen, line->fields);
    put_members(pen, line->members);
    if (nested)
        pen_char(pen, '}');
}

static void put_timestamp(struct pen *pen, const struct line_shape *shape, int64_t time_ms)
{
    bool quotes = shape->time != PEN_UNIX_MS;
    if (!put_name(pen, shape->timestamp))
        return;
    pen_put(pen, "\"", quotes);
    pen_clock_time(pen, shape->clock, time_ms, shape->time);
    pen_put(pen, "\"", quotes);
}

static void print_json(struct pen *pen, const struct line_shape *shape, const struct line *line)
{
    pen_char(pen, '{');
    put_member(pen, shape->level, tn_text(level_names[line->level]));
    put_member(pen, shape->message, line->message);
    put_timestamp(pen, shape, line->time_ms);
    put_member(pen, shape->service_name, tn_text(shape->service));
    put_member(pen, shape->entry, tn_text(line->entry));
    put_member(pen, shape->request, line->request_id);
    put_fields(pen, line->common);
    put_own(pen, shape, line);
    pen_put(pen, "}\n", 2);
}

static void put_words(struct pen *pen, const struct tn_field *fields)
{
    for (const struct tn_field *field = fields; field && field->name; field++) {
        pen_char(pen, ' ');
        pen_string(pen, field->name);
        pen_char(pen, '=');
        pen_value(pen, &field->value);
    }
}

static void print_text(struct pen *pen, const struct line_shape *shape, const struct line *line)
{
    static const char spaces[] = "      ";
    struct tn_text level = tn_text(level_names[line->level]);
    pen_clock_time(pen, shape->clock, line->time_ms, shape->time);
    pen_char(pen, ' ');
    pen_text(pen, level);
    pen_put(pen, spaces, sizeof spaces - 1 - level.size);
    pen_string(pen, line->entry);
    pen_put(pen, ": ", 2);
    pen_escaped(pen, line->message, false);
    if (tn_text_present(line->request_id)) {
        pen_string(pen, " requestId=");
        pen_escaped(pen, line->request_id, true);
    }
    put_words(pen, line->common);
    put_words(pen, line->fields);
    if (tn_text_present(line->members)) {
        pen_char(pen, ' ');
        pen_text(pen, line->members);
    }
    pen_char(pen, '\n');
}

static size_t print(char *buffer, size_t room, const struct line_shape *shape,
                    const struct line *line)
{
    struct pen pen = { buffer, buffer + room, false };
    if (shape->format == LINE_JSON)
        print_json(&pen, shape, line);
    else
        print_text(&pen, shape, line);
    return pen.full ? 0 : (size_t)(pen.at - buffer);
}

size_t line_print(char *buffer, size_t room, const struct line_shape *shape,
                  const struct line *line)
{
    static const struct tn_field cut[] = {
        { "truncated", { .kind = TN_VALUE_BOOLEAN, .boolean = true } },
        { NULL, { 0 } },
    };
    assert(room >= LINE_ROOM_MIN);
    size_t size = print(buffer, room, shape, line);
    if (size)
        return size;
    struct line brief = *line;
    brief.common = NULL;
    brief.fields = cut;
    brief.members = (struct tn_text){ NULL, 0 };
    if (brief.message.size > MESSAGE_CUT)
        brief.message.size = MESSAGE_CUT;
    if (brief.request_id.size > MESSAGE_CUT)
        brief.request_id.size = MESSAGE_CUT;
    return print(buffer, room, shape, &brief);
}
