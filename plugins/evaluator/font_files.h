/* SPDX-License-Identifier: MIT */
/* The fonts that are installed, as fontconfig knows them. Loaded when the first is looked for. Not for several
 * threads at once. */
#pragma once

#include <stdbool.h>

struct font_files;

/* What a pattern comes to. */
struct font_match {
    char *path;
    int index;      /* of the face in the file */
    char *features; /* of OpenType, separated by semicolons */
};

/* Nothing is read yet. `folders` (colons between them; NULL: none) are searched besides the system's. Never NULL. */
struct font_files *font_files_open(const char *folders);
void font_files_close(struct font_files *files);

/* The outline font nearest to a pattern; false if none is installed. Release what is found. */
bool font_files_match(struct font_files *files, const char *pattern, struct font_match *match);
void font_match_release(struct font_match *match);

/* Makes a font file one of them. */
bool font_files_add(struct font_files *files, const char *path);
