/* SPDX-License-Identifier: MIT */
/* File names as programs write them: what is allowed, and what they mean. Nothing here looks at the
 * file system. */
#pragma once

#include <tenon/text.h>

/* No name, as written or as resolved, is longer. */
enum { NAME_BYTES_MAX = 1024 };

/*
 * Why a program may not use this name, as the end of a sentence; NULL if it may. Refused: an empty
 * name, an absolute one, a segment "..", one that begins with "~" or ends with a slash, NUL and
 * other control characters, and one that is too long.
 */
const char *name_problem(struct tn_text name);

/* Whether the name ends with one of the extensions (each begins with a full stop), in small letters or in capitals, and has
 * something before it. */
bool name_has_extension(struct tn_text name, size_t count, const char *const *extensions);

/* The name up to its last slash, without it; empty if it has none. */
struct tn_text name_folder(struct tn_text name);

/*
 * Writes "first/second/third" without empty and "." segments, NUL-terminated; empty parts are left
 * out. False if it does not fit.
 */
bool name_join(char path[NAME_BYTES_MAX], struct tn_text first, struct tn_text second,
               struct tn_text third);

/*
 * Names of files in a library carry its number before them: "library2://gears.scad". A joined name
 * holds no two slashes in a row, so this cannot be mistaken for a file of the first root.
 * `name_of_library` writes such a name; false if it does not fit.
 */
bool name_of_library(char name[NAME_BYTES_MAX], unsigned library, const char *path);

/* Takes the mark of a library off a name and returns its number; 0, and the name as it is, if it
 * has none. */
unsigned name_library(struct tn_text *name);
