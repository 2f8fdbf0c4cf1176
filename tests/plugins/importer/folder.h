/* SPDX-License-Identifier: MIT */
/* A folder of its own for a test, and files in it. */
#pragma once

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
    char path[64];
};

static inline void folder_make(struct folder *folder)
{
    strcpy(folder->path, "/tmp/tenon-importer-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
}

static inline void folder_remove(struct folder *folder)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder->path);
    assert_int_equal(system(command), 0);
}

/* The path of `name` within the folder; good until the fourth call after it. */
static inline const char *folder_path(const struct folder *folder, const char *name)
{
    static char paths[4][256];
    static unsigned turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder->path, name);
    return path;
}

static inline void folder_write(const struct folder *folder, const char *name, const char *content)
{
    FILE *file = fopen(folder_path(folder, name), "w");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline void folder_sub(const struct folder *folder, const char *name)
{
    assert_int_equal(mkdir(folder_path(folder, name), 0755), 0);
}
