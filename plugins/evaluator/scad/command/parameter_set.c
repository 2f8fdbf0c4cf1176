/* SPDX-License-Identifier: MIT */
/* {"parameterSets":{"name":{"parameter":"value", …}, …}}: every value is a text. */
#include "command/parameter_set.h"

#include "base/json_tree.h"

#include <stdio.h>

enum { FILE_BYTES_MAX = 16 << 20 };

static bool fail(struct arena *arena, struct text *problem, const char *path, const char *reason,
                 size_t line)
{
    struct builder text = builder_in(arena);
    builder_format(&text, "Cannot open Parameter Set '%s'", path);
    if (line > 0)
        builder_format(&text, ": %s(%zu): %s", path, line, reason);
    else
        builder_format(&text, " %s", reason);
    *problem = builder_result(&text);
    return false;
}

static bool read_file(struct arena *arena, const char *path, struct text *contents)
{
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return false;
    struct builder bytes = builder_in(arena);
    char chunk[16384];
    size_t length;
    while ((length = fread(chunk, 1, sizeof chunk, stream)) > 0 && bytes.length < FILE_BYTES_MAX)
        builder_bytes(&bytes, chunk, length);
    bool whole = length == 0 && !ferror(stream);
    fclose(stream);
    *contents = builder_result(&bytes);
    return whole;
}

bool parameter_set_apply(const struct form *form, const char *path, const char *name,
                         struct text *problem)
{
    struct text contents;
    struct json_mistake mistake;
    if (!read_file(form->arena, path, &contents))
        return fail(form->arena, problem, path, "for reading", 0);
    const struct json_node *root = json_tree_read(form->arena, contents, &mistake);
    if (!root)
        return fail(form->arena, problem, path, mistake.what, mistake.line);
    const struct json_node *sets = json_tree_find(root, text_of("parameterSets"));
    const struct json_node *set = json_tree_find(sets, text_of(name));
    for (const struct json_node *value = set ? set->first : NULL; value; value = value->next) {
        struct form_field *field = form_find(form, value->name);
        if (field)
            form_set(form, field, value->text);
    }
    return true;
}
