/* SPDX-License-Identifier: MIT */
/* Reading files with their includes, and merging them. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include <base/dollar.h>
#include <config/document.h>
#include <config/expand.h>
#include <config/file.h>
#include <config/include.h>

/* The files that are being read, from the innermost outward. */
struct open_file {
    const char *path; /* resolved */
    const struct open_file *includer;
    unsigned depth;
};

struct includer {
    struct arena *arena;
    struct errors *errors;
    unsigned files;
    bool refused; /* a text has no includes */
};

static struct node *read_file(struct includer *includer, const char *name, struct place place,
                              const struct open_file *parent);

static void append(struct node *parent, struct node *node)
{
    struct node **last = &parent->first;
    while (*last)
        last = &(*last)->next;
    *last = node;
    node->next = NULL;
    parent->count++;
}

static void merge_member(struct includer *includer, struct node *into, struct node *member);

static void merge_members(struct includer *includer, struct node *into, struct node *from)
{
    for (struct node *member = from->first, *next; member; member = next) {
        next = member->next;
        merge_member(includer, into, member);
    }
}

static void join_lists(struct node *into, const struct node *from)
{
    struct node **last = &into->first;
    while (*last)
        last = &(*last)->next;
    *last = from->first;
    into->count += from->count;
}

/* Puts a member into a map that may have one of that name. Only the list of plugins is joined. */
static void merge_member(struct includer *includer, struct node *into, struct node *member)
{
    struct node *present = node_member(into, member->key.at);
    if (!present) {
        append(into, member);
    } else if (present->kind == NODE_MAP && member->kind == NODE_MAP) {
        merge_members(includer, present, member);
    } else if (present->kind == NODE_LIST && member->kind == NODE_LIST &&
               tn_text_is(member->key, "plugins")) {
        join_lists(present, member);
    } else {
        struct error *error = errors_add(includer->errors, SEVERITY_ERROR, member->key_place,
                                         "`%s` is given by two files", member->key.at);
        error_first_written(includer->errors, error, present->key_place);
    }
}

/* The pattern as glob wants it: relative to the folder of the file in which it is written. */
static const char *beside(struct includer *includer, const struct node *pattern)
{
    struct buffer plain = { 0 };
    const char *file = pattern->place.source->name, *slash = strrchr(file, '/');
    if (slash && pattern->text.size && pattern->text.at[0] != '/')
        buffer_add(&plain, (struct tn_text){ file, (size_t)(slash - file) + 1 });
    dollar_unescape(&plain, pattern->text);
    const char *path = arena_copy(includer->arena, buffer_text(&plain)).at;
    buffer_free(&plain);
    return path;
}

static void include_pattern(struct includer *includer, struct node *into,
                            const struct node *pattern, const struct open_file *file)
{
    if (pattern->kind != NODE_SCALAR || pattern->text.size == 0) {
        char found[64];
        errors_add(includer->errors, SEVERITY_ERROR, pattern->place,
                   "`include` must name files, found %s", node_describe(pattern, found));
        return;
    }
    glob_t found = { 0 };
    const char *path = beside(includer, pattern);
    bool many = strpbrk(path, "*?[") != NULL;
    int status = glob(path, many ? GLOB_ERR : GLOB_NOCHECK, NULL, &found);
    if (status != 0 && status != GLOB_NOMATCH)
        errors_add(includer->errors, SEVERITY_ERROR, pattern->place, "cannot look for `%s`", path);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *name = arena_string(includer->arena, found.gl_pathv[i]);
        struct node *root = read_file(includer, name, pattern->place, file);
        if (root)
            merge_members(includer, into, root);
    }
    globfree(&found);
}

static void include_all(struct includer *includer, struct node *into, const struct node *include,
                        const struct open_file *file)
{
    if (includer->refused) {
        errors_add(includer->errors, SEVERITY_ERROR, include->key_place,
                   "`include` needs a file to be relative to");
        return;
    }
    if (include->kind != NODE_LIST) {
        include_pattern(includer, into, include, file);
        return;
    }
    for (const struct node *item = include->first; item; item = item->next)
        include_pattern(includer, into, item, file);
}

/* The members of a file in their order, each `include` replaced by what it brings. */
static struct node *resolve(struct includer *includer, struct node *root,
                            const struct open_file *file)
{
    struct node *resolved = arena_alloc(includer->arena, sizeof *resolved);
    resolved->kind = NODE_MAP;
    resolved->place = root->place;
    for (struct node *member = root->first, *next; member; member = next) {
        next = member->next;
        if (tn_text_is(member->key, "include"))
            include_all(includer, resolved, member, file);
        else
            merge_member(includer, resolved, member);
    }
    return resolved;
}

static struct node *read_source(struct includer *includer, const struct source *source,
                                const struct open_file *file)
{
    struct node *root = document_read(source, includer->arena, includer->errors);
    if (!root)
        return NULL;
    if (root->kind != NODE_MAP) {
        char found[64];
        errors_add(
            includer->errors, SEVERITY_ERROR, root->place,
            "the file must be a map with `server`, `errors`, `plugins` or `include`, found %s",
            node_describe(root, found));
        return NULL;
    }
    expand(root, includer->arena, includer->errors);
    return resolve(includer, root, file);
}

static bool is_open(const struct open_file *file, const char *path)
{
    for (; file; file = file->includer)
        if (strcmp(file->path, path) == 0)
            return true;
    return false;
}

/* What the file is, whatever it is called: to see that it includes itself. */
static const char *resolved_path(struct includer *includer, const char *name)
{
    char *resolved = realpath(name, NULL);
    const char *copy = arena_string(includer->arena, resolved ? resolved : name);
    free(resolved);
    return copy;
}

/* `place` is where the file is named: the scalar of an include, or nowhere for the first file. */
static struct node *read_file(struct includer *includer, const char *name, struct place place,
                              const struct open_file *parent)
{
    struct open_file file = { resolved_path(includer, name), parent,
                              parent ? parent->depth + 1 : 1 };
    if (is_open(parent, file.path)) {
        errors_add(includer->errors, SEVERITY_ERROR, place, "`%s` includes itself", name);
        return NULL;
    }
    if (file.depth > INCLUDE_DEPTH_MAX || ++includer->files > INCLUDE_FILES_MAX) {
        errors_add(includer->errors, SEVERITY_ERROR, place,
                   "`%s` is one file too many: 256 may be included, 16 deep", name);
        return NULL;
    }
    struct source *source = arena_alloc(includer->arena, sizeof *source);
    source->name = name;
    const char *problem = file_read(name, DOCUMENT_BYTES_MAX, includer->arena, &source->text);
    if (problem) {
        errors_add(includer->errors, SEVERITY_ERROR, place, "cannot read `%s`: %s", name, problem);
        return NULL;
    }
    return read_source(includer, source, &file);
}

struct node *include_read(const char *file, struct arena *arena, struct errors *errors)
{
    struct includer includer = { .arena = arena, .errors = errors };
    return read_file(&includer, arena_string(arena, file), (struct place){ 0 }, NULL);
}

struct node *include_parse(const char *name, struct tn_text text, struct arena *arena,
                           struct errors *errors)
{
    struct includer includer = { .arena = arena, .errors = errors, .refused = true };
    struct source *source = arena_alloc(arena, sizeof *source);
    source->name = arena_string(arena, name);
    source->text = arena_copy(arena, text);
    return read_source(&includer, source, NULL);
}
