/* SPDX-License-Identifier: MIT */
/* What the parts of this room share: where things go while a file becomes a config. */
#pragma once

#include <config/config.h>
#include <options/options.h>

enum {
    CONFIG_WORKERS_MAX = 256,
    CONFIG_TRACE_KEY_MIN = 16, /* a shorter one could be guessed */
    CONFIG_ENTRIES_MAX = 1000,
    CONFIG_SOCKET_PATH_MAX = 108, /* sun_path of sockaddr_un */
};

struct room {
    struct arena *arena;
    struct errors *errors;
    const char *folder; /* in which the server was started */
    struct place place; /* the file as a whole */
};

/* `server:`, which may be absent. False after errors. */
bool server_fill(const struct room *room, const struct node *root, struct config_server *settings);

/* What rows cannot check of `server.listen`; reads the files that it names into their nodes. False after errors. */
bool listeners_check(const struct room *room, const struct node *root,
                     const struct tn_groups *listeners);

/* `plugins:`; the node may be NULL. False after errors. */
bool entries_fill(const struct room *room, struct node *node, struct config *config);
