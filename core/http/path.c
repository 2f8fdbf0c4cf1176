/* SPDX-License-Identifier: MIT */
/* Targets, paths and query parameters. */
#include <http/path.h>
#include <http/token.h>

static bool target_bytes_valid(struct tn_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte <= ' ' || byte >= 0x7f || byte == '#')
            return false;
    }
    return text.size > 0;
}

static void split_query(struct tn_text text, struct target *target)
{
    const char *mark = memchr(text.at, '?', text.size);
    target->path = (struct tn_text){ text.at, mark ? (size_t)(mark - text.at) : text.size };
    if (mark)
        target->query = (struct tn_text){ mark + 1, (size_t)(text.at + text.size - (mark + 1)) };
}

static bool parse_absolute(struct tn_text text, struct target *target)
{
    size_t scheme;
    if (text.size > 7 && strncasecmp(text.at, "http://", 7) == 0)
        scheme = 7;
    else if (text.size > 8 && strncasecmp(text.at, "https://", 8) == 0)
        scheme = 8;
    else
        return false;
    struct tn_text rest = { text.at + scheme, text.size - scheme };
    size_t end = 0;
    while (end < rest.size && rest.at[end] != '/' && rest.at[end] != '?')
        end++;
    target->authority = (struct tn_text){ rest.at, end };
    split_query((struct tn_text){ rest.at + end, rest.size - end }, target);
    if (target->path.size == 0)
        target->path = TN_TEXT("/");
    return true;
}

bool target_parse(struct tn_text text, struct target *target)
{
    *target = (struct target){ 0 };
    if (!text.at || !target_bytes_valid(text))
        return false;
    if (tn_text_is(text, "*")) {
        target->asterisk = true;
        target->path = TN_TEXT("/");
        return true;
    }
    if (text.at[0] != '/')
        return parse_absolute(text, target);
    split_query(text, target);
    return true;
}

/* Reads the two digits behind a percent sign; -1 if they are not there. */
static int percent_byte(struct tn_text text, size_t at)
{
    if (at + 2 >= text.size)
        return -1;
    int high = hexadecimal(text.at[at + 1]), low = hexadecimal(text.at[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* Decodes into `to`, which has room for the whole; false for what must be refused. */
static bool decode(struct tn_text raw, char *to, size_t *size)
{
    size_t out = 0;
    for (size_t i = 0; i < raw.size; i++) {
        if (raw.at[i] != '%') {
            to[out++] = raw.at[i];
            continue;
        }
        int byte = percent_byte(raw, i);
        if (byte <= 0)
            return false;
        if (byte == '/') {
            memcpy(to + out, "%2F", 3);
            out += 3;
        } else {
            to[out++] = (char)byte;
        }
        i += 2;
    }
    *size = out;
    return true;
}

static bool segment_is(const char *segment, size_t size, const char *dots)
{
    return size == strlen(dots) && memcmp(segment, dots, size) == 0;
}

/* Resolves in place: what is written never overtakes what is read. */
static size_t resolve(char *path, size_t size)
{
    size_t out = 1, at = 1; /* both behind the leading slash */
    while (at < size) {
        size_t end = at;
        while (end < size && path[end] != '/')
            end++;
        size_t length = end - at;
        if (segment_is(path + at, length, "..")) {
            if (out > 1)
                out--;
            while (path[out - 1] != '/')
                out--;
        } else if (length > 0 && !segment_is(path + at, length, ".")) {
            memmove(path + out, path + at, length);
            out += length;
            if (end < size)
                path[out++] = '/';
        }
        at = end + 1;
    }
    return out;
}

/* Most paths need no work at all: no percent sign, no empty segment, none that begins with a dot. */
static bool is_normal(struct tn_text raw)
{
    for (size_t i = 0; i < raw.size; i++)
        if (raw.at[i] == '%' || (raw.at[i] == '/' && i + 1 < raw.size &&
                                 (raw.at[i + 1] == '/' || raw.at[i + 1] == '.')))
            return false;
    return true;
}

struct tn_text path_normalise(struct tn_text raw, struct arena *arena)
{
    if (raw.size == 0 || raw.at[0] != '/')
        return (struct tn_text){ 0 };
    if (is_normal(raw))
        return raw;
    char *path = arena_alloc(arena, raw.size + 1);
    size_t size;
    if (!decode(raw, path, &size))
        return (struct tn_text){ 0 };
    size = resolve(path, size);
    path[size] = '\0';
    return (struct tn_text){ path, size };
}

/* Decodes a name or value of a query; a percent sign without digits stands for itself, as browsers have it. */
static struct tn_text decode_form(struct tn_text raw, struct arena *arena)
{
    char *to = arena_alloc(arena, raw.size + 1);
    size_t out = 0;
    for (size_t i = 0; i < raw.size; i++) {
        int byte = raw.at[i] == '%' ? percent_byte(raw, i) : -1;
        if (byte >= 0) {
            to[out++] = (char)byte;
            i += 2;
        } else {
            to[out++] = raw.at[i] == '+' ? ' ' : raw.at[i];
        }
    }
    return (struct tn_text){ to, out };
}

/* Cuts what lies before `mark` off the front of `text`. */
static struct tn_text cut(struct tn_text *text, char mark)
{
    const char *at = memchr(text->at, mark, text->size);
    struct tn_text head = { text->at, at ? (size_t)(at - text->at) : text->size };
    size_t taken = head.size + (at ? 1 : 0);
    *text = (struct tn_text){ text->at + taken, text->size - taken };
    return head;
}

struct tn_text query_find(struct tn_text query, struct tn_text name, struct arena *arena)
{
    while (query.at && query.size > 0) {
        struct tn_text value = cut(&query, '&');
        struct tn_text key = cut(&value, '=');
        bool plain = !memchr(key.at, '%', key.size) && !memchr(key.at, '+', key.size);
        if (tn_text_equal(plain ? key : decode_form(key, arena), name))
            return decode_form(value, arena);
    }
    return (struct tn_text){ 0 };
}
