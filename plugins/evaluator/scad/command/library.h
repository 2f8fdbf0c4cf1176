/* SPDX-License-Identifier: MIT */
/* Finds and reads source files for the command line: beside the file that names them, then in the library
 * folders. */
#ifndef SCAD_LIBRARY_H
#define SCAD_LIBRARY_H

#include "command/dependencies.h"
#include "language/source.h"

enum { LIBRARY_FILE_BYTES_MAX = 64 << 20 };

struct library {
    struct arena *arena;
    struct sources *sources;
    struct dependencies *dependencies; /* learns of what is found; may be NULL */
    struct text working_folder;        /* of the process */
    struct text *items;                /* the folders, in the order in which they are searched */
    size_t count;
    size_t capacity;
};

/* The folders are those of the environment variable OPENSCADPATH, the user's and the system's. */
void library_open(struct library *library, struct sources *sources, struct arena *arena);

/* A loader that reads through the library, which must outlive it. */
struct source_loader library_loader(struct library *library);

/* Makes a source of contents that the caller holds, under its absolute name. */
const struct source *library_add(struct library *library, const char *path, struct text contents);

/* The full name of a file that a source imports, which need not be there. */
struct text library_locate(struct library *library, const struct source *source, struct text name);

/* Reads a file, or standard input if the path is "-", as a source under its absolute name. NULL if that
 * cannot be done; errno says why. */
const struct source *library_read(struct library *library, const char *path);

#endif
