/* SPDX-License-Identifier: MIT */
/* Search order and rules about cycles are OpenSCAD's: a file that is being read is not found again. */
#include "command/library.h"

#include "base/list.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_absolute(struct text path)
{
    return path.length > 0 && path.bytes[0] == '/';
}

static struct text joined(struct arena *arena, struct text folder, struct text name)
{
    struct builder builder = builder_in(arena);
    if (!is_absolute(name)) {
        builder_text(&builder, folder);
        if (folder.length > 0 && folder.bytes[folder.length - 1] != '/')
            builder_byte(&builder, '/');
    }
    builder_text(&builder, name);
    return builder_result(&builder);
}

static struct text working_folder(struct arena *arena)
{
    char folder[PATH_MAX];
    return text_copy(arena, text_of(getcwd(folder, sizeof folder) ? folder : "/"));
}

static void add_folder(struct library *library, struct text folder)
{
    struct text absolute = joined(library->arena, library->working_folder, folder);
    list_append(library->arena, library, absolute);
}

static void add_environment(struct library *library)
{
    const char *folders = getenv("OPENSCADPATH");
    while (folders && *folders) {
        size_t length = strcspn(folders, ":");
        add_folder(library, (struct text){ folders, length });
        folders += length + (folders[length] == ':');
    }
}

void library_open(struct library *library, struct sources *sources, struct arena *arena)
{
    *library = (struct library){ .arena = arena, .sources = sources };
    library->working_folder = working_folder(arena);
    add_environment(library);
    const char *home = getenv("HOME");
    if (home)
        add_folder(library,
                   joined(arena, text_of(home), text_of(".local/share/OpenSCAD/libraries")));
    add_folder(library, text_of("/usr/share/openscad/libraries"));
    add_folder(library, text_of("/usr/local/share/openscad/libraries"));
}

static bool is_open(const struct source_chain *chain, struct text name)
{
    for (; chain && chain->outer; chain = chain->outer)
        if (text_equal(chain->source->name, name))
            return true;
    return false;
}

static bool is_readable(struct text path, const struct source_chain *chain)
{
    struct stat status;
    return stat(path.bytes, &status) == 0 && !S_ISDIR(status.st_mode) && !is_open(chain, path);
}

/* The real name of what there is, or the path as it is. */
static struct text canonical(struct library *library, struct text path)
{
    char resolved[PATH_MAX];
    if (!realpath(path.bytes, resolved))
        return path;
    return text_copy(library->arena, text_of(resolved));
}

/* Finds what a source calls by that name. False if there is nothing that may be read. */
static bool find(struct library *library, const struct source *from,
                 const struct source_chain *chain, struct text name, struct text *path)
{
    *path = canonical(library, joined(library->arena, source_folder(from), name));
    if (is_readable(*path, chain))
        return true;
    for (size_t i = 0; i < library->count && !is_absolute(name); i++) {
        *path = joined(library->arena, library->items[i], name);
        if (is_readable(*path, NULL))
            return !is_open(chain, *path);
    }
    return false;
}

static void note(struct library *library, struct text path)
{
    if (library->dependencies)
        dependencies_note(library->dependencies, path);
}

static struct text message(struct library *library, const char *problem, struct text name)
{
    struct builder builder = builder_in(library->arena);
    builder_format(&builder, "%s '%.*s'.", problem, (int)name.length, name.bytes);
    return builder_result(&builder);
}

static bool read_all(struct library *library, FILE *stream, struct text *contents)
{
    struct builder builder = builder_in(library->arena);
    char chunk[16384];
    size_t length;
    while ((length = fread(chunk, 1, sizeof chunk, stream)) > 0) {
        builder_bytes(&builder, chunk, length);
        if (builder.length > LIBRARY_FILE_BYTES_MAX) {
            errno = EFBIG;
            return false;
        }
    }
    *contents = builder_result(&builder);
    return !ferror(stream);
}

static const struct source *read_stream(struct library *library, FILE *stream, struct text name)
{
    struct text contents;
    if (!read_all(library, stream, &contents))
        return NULL;
    return sources_add(library->sources, name, contents);
}

static const struct source *read_file(struct library *library, struct text path)
{
    const struct source *known = sources_find(library->sources, path);
    if (known)
        return known;
    FILE *stream = fopen(path.bytes, "rb");
    if (!stream)
        return NULL;
    const struct source *source = read_stream(library, stream, path);
    fclose(stream);
    return source;
}

static const struct source *include(void *context, const struct source_chain *chain,
                                    struct text name, struct text *problem)
{
    struct library *library = context;
    struct text path;
    if (!find(library, chain->source, chain, name, &path)) {
        *problem = message(library, "Can't find include file", name);
        return NULL;
    }
    note(library, path);
    const struct source *source = read_file(library, path);
    if (!source)
        *problem = message(library, "Can't open include file", name);
    return source;
}

static bool use(void *context, const struct source *source, struct text name,
                struct text *full_name, struct text *problem)
{
    struct library *library = context;
    struct text path;
    if (!find(library, source, NULL, name, &path)) {
        *problem = message(library, "Can't open library", name);
        return false;
    }
    note(library, path);
    *full_name = path;
    return true;
}

struct source_loader library_loader(struct library *library)
{
    return (struct source_loader){ .context = library, .include = include, .use = use };
}

struct text library_locate(struct library *library, const struct source *source, struct text name)
{
    struct text path = joined(library->arena, source_folder(source), name);
    if (name.length == 0)
        return name;
    note(library, path);
    return path;
}

const struct source *library_add(struct library *library, const char *path, struct text contents)
{
    return sources_add(library->sources,
                       joined(library->arena, library->working_folder, text_of(path)), contents);
}

/* A link to a file is a file where the link is, but folders have one name each. */
static struct text in_real_folder(struct library *library, struct text path)
{
    const char *name = strrchr(path.bytes, '/') + 1;
    struct text folder =
        text_copy(library->arena, (struct text){ path.bytes, (size_t)(name - path.bytes) });
    return joined(library->arena, canonical(library, folder), text_of(name));
}

const struct source *library_read(struct library *library, const char *path)
{
    bool is_standard_input = strcmp(path, "-") == 0;
    struct text name = text_of(is_standard_input ? "<stdin>" : path);
    struct text absolute = joined(library->arena, library->working_folder, name);
    if (is_standard_input)
        return read_stream(library, stdin, absolute);
    return read_file(library, in_real_folder(library, absolute));
}
