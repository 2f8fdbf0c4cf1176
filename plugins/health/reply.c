/* SPDX-License-Identifier: MIT */
/* As much of HTTP/1.1 (RFC 9112) as it takes to see that a server is well. */
#include "reply.h"

#include <stdlib.h>

bool reply_begin(struct reply *reply)
{
    if (!reply->bytes)
        reply->bytes = malloc(REPLY_ROOM);
    reply->size = reply->head = reply->body = reply->body_size = 0;
    reply->status = 0;
    return reply->bytes != NULL;
}

void reply_free(struct reply *reply)
{
    free(reply->bytes);
    *reply = (struct reply){ .bytes = NULL };
}

char *reply_room(struct reply *reply, size_t *room)
{
    *room = REPLY_ROOM - reply->size;
    return reply->bytes + reply->size;
}

/* The status in a first line; 0: more is needed, -1: this is no HTTP. */
static int status_of(struct tn_text head)
{
    static const char version[] = "HTTP/1.";
    size_t known = sizeof version - 1;
    if (memcmp(head.at, version, head.size < known ? head.size : known))
        return -1;
    if (head.size < known + 5)
        return 0;
    const char *number = head.at + known + 2;
    if (number[-1] != ' ' ||
        strspn((const char[]){ number[0], number[1], number[2], '\0' }, "0123456789") != 3)
        return -1;
    int status = (number[0] - '0') * 100 + (number[1] - '0') * 10 + (number[2] - '0');
    return status < 100 ? -1 : status;
}

/* Behind the empty line that ends a head; 0: it is not there yet. */
static size_t head_size(struct tn_text text)
{
    const char *end = text.size ? memmem(text.at, text.size, "\r\n\r\n", 4) : NULL;
    return end ? (size_t)(end - text.at) + 4 : 0;
}

/* The value of a field, or absent. */
static struct tn_text field(struct tn_text head, const char *name)
{
    size_t size = strlen(name);
    const char *end = head.at + head.size, *line = head.at;
    while ((line = memmem(line, (size_t)(end - line), "\r\n", 2)) != NULL) {
        line += 2;
        if ((size_t)(end - line) <= size || line[size] != ':' || strncasecmp(line, name, size) != 0)
            continue;
        const char *value = line + size + 1;
        while (value < end && *value == ' ')
            value++;
        const char *stop = memmem(value, (size_t)(end - value), "\r\n", 2);
        return (struct tn_text){ value, (size_t)((stop ? stop : end) - value) };
    }
    return (struct tn_text){ NULL, 0 };
}

/* Takes the framing out of chunks, in place, as far as they have come; true when the last was there. */
static bool join_chunks(char *at, size_t size, size_t *joined)
{
    const char *from = at, *end = at + size;
    *joined = 0;
    for (;;) {
        const char *line = memmem(from, (size_t)(end - from), "\r\n", 2);
        if (!line)
            return false;
        size_t chunk = strtoul(from, NULL, 16);
        from = line + 2;
        if (chunk == 0)
            return true;
        if (chunk > (size_t)(end - from))
            chunk = (size_t)(end - from);
        memmove(at + *joined, from, chunk);
        *joined += chunk;
        from += chunk;
        if (end - from < 2)
            return false;
        from += 2;
    }
}

static bool ends_in_chunks(const struct reply *reply)
{
    static const char last[] = "0\r\n\r\n";
    size_t size = reply->size - reply->body;
    return size >= 5 && memcmp(reply->bytes + reply->size - 5, last, 5) == 0;
}

static enum reply_state read_body(struct reply *reply, struct tn_text head, bool ended)
{
    struct tn_text length = field(head, "Content-Length");
    bool chunked = tn_text_is_nocase(field(head, "Transfer-Encoding"), "chunked");
    size_t come = reply->size - reply->body;
    if (chunked) {
        if (!ended && !ends_in_chunks(reply))
            return REPLY_MORE;
        join_chunks(reply->bytes + reply->body, come, &reply->body_size);
        return REPLY_WHOLE;
    }
    reply->body_size = come;
    return ended || (length.at && come >= strtoul(length.at, NULL, 10)) ? REPLY_WHOLE : REPLY_MORE;
}

enum reply_state reply_read(struct reply *reply, bool ended)
{
    struct tn_text text = { reply->bytes + reply->head, reply->size - reply->head };
    int status = status_of(text);
    size_t head = head_size(text);
    if (status >= 100 && status < 200 && head) { /* early hints and the like */
        reply->head += head;
        return reply_read(reply, ended);
    }
    if (status < 0 || (ended && status < 200))
        return REPLY_BROKEN;
    if (status < 200)
        return REPLY_MORE;
    reply->status = status;
    reply->body = reply->head + (head ? head : text.size);
    if (!head)
        return ended ? REPLY_WHOLE : REPLY_MORE;
    return read_body(reply, (struct tn_text){ text.at, head }, ended);
}

struct tn_text reply_body(const struct reply *reply)
{
    return (struct tn_text){ reply->bytes + reply->body, reply->body_size };
}
