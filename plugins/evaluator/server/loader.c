/* SPDX-License-Identifier: MIT */
/* Files that a program names, and fonts. Where they come from, and which may be had, the worker decides. */
#include "loader.h"

#include "base/list.h"

#include <stdlib.h>

static struct tn_text outward(struct text text)
{
    return (struct tn_text){ text.bytes ? text.bytes : "", text.length };
}

static struct text inward(struct tn_text text)
{
    return (struct text){ text.at, text.size };
}

/* A name that may not be used is not repeated: it may look like a path of the system. */
static struct text message_about(struct loader *loader, struct text name, struct text why,
                                 enum protocol_end end)
{
    struct builder builder = builder_in(loader->arena);
    builder_string(&builder, "Can't open file");
    if (end != PROTOCOL_FORBIDDEN)
        builder_format(&builder, " '%.*s'", (int)name.length, name.bytes);
    builder_string(&builder, ": ");
    builder_text(&builder, why);
    return builder_result(&builder);
}

static void keep_problem(struct loader *loader, const char *code, struct text message)
{
    struct loader_problem problem = { message, code };
    list_append(loader->arena, &loader->problems, problem);
}

static struct protocol_file ask(struct loader *loader, enum protocol_wanted kind, struct text name,
                                struct text from)
{
    struct protocol_want want = { kind, outward(name), outward(from) };
    protocol_write_want(&loader->channel->writer, &want);
    channel_send(loader->channel, (struct tn_text){ "", 0 });
    struct protocol_file file;
    struct tn_text payload = channel_receive(loader->channel, PROTOCOL_FILE);
    if (!protocol_read_file(payload, &file))
        file = (struct protocol_file){ .end = PROTOCOL_UNREADABLE,
                                       .content = TN_TEXT("the answer makes no sense") };
    return file;
}

/* The source for a file that the worker sent: the same one if it was sent before. */
static const struct source *keep_file(struct loader *loader, const struct protocol_file *file)
{
    const struct source *source = loader_find(loader, inward(file->name));
    if (source)
        return source;
    struct text name = text_copy(loader->arena, inward(file->name));
    struct text content = text_copy(loader->arena, inward(file->content));
    source = sources_add(loader->sources, name, content);
    if (source)
        list_append(loader->arena, &loader->files, source);
    return source;
}

const struct source *loader_find(const struct loader *loader, struct text full_name)
{
    for (size_t i = 0; i < loader->files.count; i++)
        if (text_equal(loader->files.items[i]->name, full_name))
            return loader->files.items[i];
    return NULL;
}

static const struct source *fail(struct loader *loader, struct text name, enum protocol_end end,
                                 struct text why, struct text *problem)
{
    static const char *const codes[PROTOCOL_ENDS] = {
        [PROTOCOL_MISSING] = "IMPORT_NOT_FOUND",
        [PROTOCOL_FORBIDDEN] = "IMPORT_FORBIDDEN",
        [PROTOCOL_TOO_LARGE] = "IMPORT_TOO_LARGE",
        [PROTOCOL_UNREADABLE] = "IMPORT_UNREADABLE",
    };
    *problem = message_about(loader, name, why, end);
    keep_problem(loader, codes[end], *problem);
    return NULL;
}

const struct source *loader_read(struct loader *loader, struct text name, struct text from,
                                 struct text *problem)
{
    if (name.length > PROTOCOL_NAME_MAX || from.length > PROTOCOL_NAME_MAX)
        return fail(loader, name, PROTOCOL_FORBIDDEN, text_of("the file's name is too long"),
                    problem);
    struct protocol_file file = ask(loader, PROTOCOL_WANT_FILE, name, from);
    if (file.end != PROTOCOL_FOUND)
        return fail(loader, name, file.end, inward(file.content), problem);
    const struct source *source = keep_file(loader, &file);
    if (!source)
        return fail(loader, name, PROTOCOL_UNREADABLE, text_of("there are too many files"),
                    problem);
    return source;
}

const struct loader_problem *loader_problem(const struct loader *loader, struct text message)
{
    for (size_t i = 0; i < loader->problems.count; i++)
        if (loader->problems.items[i].message.bytes == message.bytes)
            return &loader->problems.items[i];
    return NULL;
}

static bool is_import(const struct loader_import *import, struct text name, struct text folder)
{
    return text_equal(import->name, name) && text_equal(import->folder, folder);
}

struct text loader_locate(struct loader *loader, const struct source *from, struct text name)
{
    struct text folder = source_folder(from), message;
    for (size_t i = 0; i < loader->imports.count; i++)
        if (is_import(&loader->imports.items[i], name, folder))
            return loader->imports.items[i].full_name;
    struct loader_import import = { .name = text_copy(loader->arena, name), .folder = folder };
    import.source = loader_read(loader, name, from->name, &message);
    import.full_name = import.source ? import.source->name : import.name;
    if (!import.source)
        import.problem = *loader_problem(loader, message);
    list_append(loader->arena, &loader->imports, import);
    return import.full_name;
}

const struct loader_import *loader_import(const struct loader *loader, struct text full_name)
{
    for (size_t i = 0; i < loader->imports.count; i++)
        if (text_equal(loader->imports.items[i].full_name, full_name))
            return &loader->imports.items[i];
    return NULL;
}

static bool is_being_read(const struct source_chain *chain, const struct source *source)
{
    for (; chain; chain = chain->outer)
        if (chain->source == source)
            return true;
    return false;
}

static const struct source *include(void *context, const struct source_chain *chain,
                                    struct text name, struct text *problem)
{
    struct loader *loader = context;
    const struct source *source = loader_read(loader, name, chain->source->name, problem);
    if (!source || !is_being_read(chain, source))
        return source;
    struct builder builder = builder_in(loader->arena);
    builder_format(&builder, "Circular dependency detected: %.*s", (int)source->name.length,
                   source->name.bytes);
    *problem = builder_result(&builder);
    keep_problem(loader, "CIRCULAR_DEPENDENCY", *problem);
    return NULL;
}

static bool use(void *context, const struct source *source, struct text name,
                struct text *full_name, struct text *problem)
{
    const struct source *found = loader_read(context, name, source->name, problem);
    if (found)
        *full_name = found->name;
    return found != NULL;
}

/* Fonts */

static bool find_font(void *context, const char *pattern, struct font_file *font)
{
    struct loader *loader = context;
    struct text name = text_of(pattern);
    if (name.length > PROTOCOL_NAME_MAX)
        return false;
    struct protocol_file file = ask(loader, PROTOCOL_WANT_FONT, name, text_of(""));
    if (file.end != PROTOCOL_FOUND)
        return false;
    char *features;
    const char *face = text_copy(loader->arena, inward(file.name)).bytes;
    font->index = (int)strtol(face, &features, 10);
    font->features = *features ? features + 1 : features;
    font->contents = text_copy(loader->arena, inward(file.content));
    return true;
}

static bool add_font(void *context, struct text full_name, struct text *contents)
{
    const struct source *source = loader_find(context, full_name);
    if (source)
        *contents = source->contents;
    return source != NULL;
}

void loader_open(struct loader *loader, struct channel *channel, struct arena *arena,
                 struct sources *sources)
{
    *loader = (struct loader){ .channel = channel, .arena = arena, .sources = sources };
    loader->table = (struct source_loader){ loader, include, use };
    loader->fonts = (struct font_source){ loader, find_font, add_font };
}
