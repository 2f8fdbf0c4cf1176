/* SPDX-License-Identifier: MIT */
/* File names as programs write them: what is allowed, and what they mean. */
#include "name.h"

#include <stdio.h>

/* The segment that begins at `at`, up to a slash or the end. */
static struct tn_text segment_at(struct tn_text name, size_t at)
{
    size_t end = at;
    while (end < name.size && name.at[end] != '/')
        end++;
    return (struct tn_text){ name.at + at, end - at };
}

static bool has_segment(struct tn_text name, const char *wanted)
{
    for (size_t at = 0; at < name.size;) {
        struct tn_text segment = segment_at(name, at);
        if (tn_text_is(segment, wanted))
            return true;
        at += segment.size + 1;
    }
    return false;
}

static bool has_control_character(struct tn_text name)
{
    for (size_t at = 0; at < name.size; at++)
        if ((unsigned char)name.at[at] < 0x20 || name.at[at] == 0x7f)
            return true;
    return false;
}

const char *name_problem(struct tn_text name)
{
    if (name.size == 0)
        return "a file's name cannot be empty";
    if (name.size >= NAME_BYTES_MAX)
        return "the file's name is too long";
    if (has_control_character(name))
        return "control characters are not allowed in a file's name";
    if (name.at[0] == '/')
        return "absolute paths are not allowed";
    if (name.at[0] == '~')
        return "a file's name cannot begin with ~";
    if (has_segment(name, ".."))
        return "`..` is not allowed in a file's name";
    if (name.at[name.size - 1] == '/')
        return "a file is expected, not a folder";
    return NULL;
}

bool name_has_extension(struct tn_text name, size_t count, const char *const *extensions)
{
    struct tn_text folder = name_folder(name);
    size_t start = folder.size ? folder.size + 1 : 0;
    for (size_t i = 0; i < count; i++) {
        struct tn_text extension = tn_text(extensions[i]);
        if (name.size <= start + extension.size)
            continue;
        struct tn_text ending = { name.at + name.size - extension.size, extension.size };
        if (tn_text_is_nocase(ending, extensions[i]))
            return true;
    }
    return false;
}

struct tn_text name_folder(struct tn_text name)
{
    size_t size = name.size;
    while (size > 0 && name.at[size - 1] != '/')
        size--;
    return (struct tn_text){ name.at, size ? size - 1 : 0 };
}

/* Adds the segments of `part` behind the `used` bytes of `path`. */
static bool append(char path[NAME_BYTES_MAX], size_t *used, struct tn_text part)
{
    for (size_t at = 0; at < part.size;) {
        struct tn_text segment = segment_at(part, at);
        at += segment.size + 1;
        if (segment.size == 0 || tn_text_is(segment, "."))
            continue;
        size_t slash = *used > 0;
        if (*used + slash + segment.size >= NAME_BYTES_MAX)
            return false;
        if (slash)
            path[(*used)++] = '/';
        memcpy(path + *used, segment.at, segment.size);
        *used += segment.size;
    }
    path[*used] = '\0';
    return true;
}

bool name_join(char path[NAME_BYTES_MAX], struct tn_text first, struct tn_text second,
               struct tn_text third)
{
    size_t used = 0;
    path[0] = '\0';
    return append(path, &used, first) && append(path, &used, second) && append(path, &used, third);
}

bool name_of_library(char name[NAME_BYTES_MAX], unsigned library, const char *path)
{
    int size = snprintf(name, NAME_BYTES_MAX, "library%u://%s", library, path);
    return size > 0 && size < NAME_BYTES_MAX;
}

unsigned name_library(struct tn_text *name)
{
    static const char mark[] = "library";
    size_t at = sizeof mark - 1;
    unsigned number = 0;
    if (name->size < at || memcmp(name->at, mark, at) != 0)
        return 0;
    while (at < name->size && name->at[at] >= '0' && name->at[at] <= '9' && number < 1000)
        number = number * 10 + (unsigned)(name->at[at++] - '0');
    if (name->size < at + 3 || memcmp(name->at + at, "://", 3) != 0)
        return 0;
    name->at += at + 3;
    name->size -= at + 3;
    return number;
}
