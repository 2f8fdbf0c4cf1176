/* SPDX-License-Identifier: MIT */
/* Where the evaluator program is. */
#include "program.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <tenon/host.h>

#define INSTALLED EVALUATOR_PROGRAM_FOLDER "/tenon-evaluator"
#define BESIDE    "/evaluator/tenon-evaluator"

/* The program beneath one folder of the list; NULL if it is not there. */
static const char *beside(struct tn_host *host, const char *folder, size_t size)
{
    size_t room = size + sizeof BESIDE;
    char *path = tn_instance_alloc(host, room);
    snprintf(path, room, "%.*s%s", (int)size, folder, BESIDE);
    return access(path, X_OK) == 0 ? path : NULL;
}

const char *program_path(struct tn_host *host)
{
    const char *folders = getenv("TENON_PLUGIN_PATH");
    while (folders && *folders) {
        size_t size = strcspn(folders, ":");
        const char *path = beside(host, folders, size);
        if (path)
            return path;
        folders += size + (folders[size] == ':');
    }
    return INSTALLED;
}
