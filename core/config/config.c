/* SPDX-License-Identifier: MIT */
/* From a file to a config: its top level, and its life. */
#include <stdlib.h>
#include <unistd.h>

#include <config/include.h>
#include <config/pack.h>
#include <config/room.h>

static const char *top_key(const void *context, size_t i)
{
    static const char *const keys[] = { "server", "errors", "plugins", "include", NULL };
    (void)context;
    return keys[i];
}

static void check_top(const struct room *room, const struct node *root)
{
    for (const struct node *member = root->first; member; member = member->next) {
        bool known = false;
        for (size_t i = 0; top_key(NULL, i); i++)
            known = known || tn_text_is(member->key, top_key(NULL, i));
        if (known)
            continue;
        struct error *error = errors_add(room->errors, SEVERITY_ERROR, member->key_place,
                                         "the file has no section `%s`", member->key.at);
        error_did_you_mean(room->errors, error, nearest(member->key, top_key, NULL));
    }
}

/* The shapes are filled by those who know the variables; here they are only looked at. */
static void check_errors(const struct room *room, const struct node *errors)
{
    struct config_errors shapes;
    struct options_load load = {
        .arena = room->arena,
        .errors = room->errors,
        .scope = &variables_any_scope,
        .owner = "`errors`",
    };
    if (errors)
        options_fill(&load, config_errors_rows, NULL, sizeof shapes, errors, &shapes);
}

static void fill(struct config *config, struct errors *errors)
{
    char folder[4096];
    struct room room = {
        .arena = &config->arena,
        .errors = errors,
        .folder = getcwd(folder, sizeof folder) ? folder : ".",
        .place = { .source = config->root->place.source },
    };
    check_top(&room, config->root);
    server_fill(&room, config->root, &config->server);
    config->errors = node_member(config->root, "errors");
    check_errors(&room, config->errors);
    entries_fill(&room, node_member(config->root, "plugins"), config);
}

/* Ends what config_read and config_parse began: the config, or NULL with what the errors point at handed to them. */
static struct config *finish(struct config *config, struct errors *errors, unsigned errors_before)
{
    if (config->root)
        fill(config, errors);
    if (errors->count == errors_before)
        return config;
    arena_adopt(&errors->arena, &config->arena);
    free(config);
    return NULL;
}

struct config *config_read(const char *file, struct errors *errors)
{
    struct config *config = memory_alloc(sizeof *config);
    unsigned errors_before = errors->count;
    config->file = arena_string(&config->arena, file);
    config->root = include_read(config->file, &config->arena, errors);
    return finish(config, errors, errors_before);
}

struct config *config_parse(const char *name, struct tn_text text, struct errors *errors)
{
    struct config *config = memory_alloc(sizeof *config);
    unsigned errors_before = errors->count;
    config->file = arena_string(&config->arena, name);
    config->root = include_parse(config->file, text, &config->arena, errors);
    return finish(config, errors, errors_before);
}

void config_pack(const struct config *config, struct buffer *packed)
{
    tree_pack(config->root, packed);
}

struct config *config_unpack(const char *file, struct tn_text packed, struct errors *errors)
{
    struct config *config = memory_alloc(sizeof *config);
    unsigned errors_before = errors->count;
    config->file = arena_string(&config->arena, file);
    config->root = tree_unpack(packed, &config->arena);
    if (config->root)
        return finish(config, errors, errors_before);
    config_free(config);
    return NULL;
}

void config_free(struct config *config)
{
    if (!config)
        return;
    arena_free(&config->arena);
    free(config);
}
