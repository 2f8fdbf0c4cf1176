/* SPDX-License-Identifier: MIT */
/* Files that a program names, and fonts: asked of the worker over the channel, each kept for the request. */
#pragma once

#include "channel.h"
#include "fonts/fonts.h"
#include "language/source.h"

/* What a file that could not be had is called in messages, and why. */
struct loader_problem {
    struct text message; /* whole, as the diagnostic holds it */
    const char *code;
};

/* What `import()` and the like name, written so in files of that folder, and what came of it. */
struct loader_import {
    struct text name, folder;
    struct text full_name;       /* the name itself if there is no file */
    const struct source *source; /* NULL: then */
    struct loader_problem problem;
};

struct loader {
    struct channel *channel;
    struct arena *arena;
    struct sources *sources;
    struct source_loader table; /* for the parser */
    struct font_source fonts;
    struct {
        struct loader_problem *items;
        size_t count, capacity;
    } problems;
    struct {
        const struct source **items;
        size_t count, capacity;
    } files; /* had so far, by their full names */
    struct {
        struct loader_import *items;
        size_t count, capacity;
    } imports;
};

void loader_open(struct loader *loader, struct channel *channel, struct arena *arena,
                 struct sources *sources);

/* The file with that full name, which was found before; NULL if it was not. */
const struct source *loader_find(const struct loader *loader, struct text full_name);

/*
 * The file that `name` means, as it is written in the file `from`; NULL with a message if it cannot
 * be had.
 */
const struct source *loader_read(struct loader *loader, struct text name, struct text from,
                                 struct text *problem);

/*
 * The full name of what is to be imported; the worker is asked once for each name and folder. What has no
 * file is noticed when it is read: a program need not build all that it names.
 */
struct text loader_locate(struct loader *loader, const struct source *from, struct text name);

/* What was located by that full name. */
const struct loader_import *loader_import(const struct loader *loader, struct text full_name);

/* Why: the problem whose message this very text is, or NULL. */
const struct loader_problem *loader_problem(const struct loader *loader, struct text message);
