/* SPDX-License-Identifier: MIT */
/* Source texts with their names, and positions in them. The room opens no files: a caller hands in
 * the texts, and a loader for what they include and use. */
#ifndef SCAD_LANGUAGE_SOURCE_H
#define SCAD_LANGUAGE_SOURCE_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* Where something was written. Lines and columns (in bytes) count from 1; line 0 is nowhere. */
struct position {
    uint32_t line;
    uint16_t column; /* 65535 also stands for all beyond */
    uint16_t source; /* index into struct sources */
};

struct source {
    struct text name;     /* what tells this source from others: a path, or "" for a bare text */
    struct text contents; /* as read, in no particular encoding */
    uint16_t index;
};

/* Every source that a program was read from, by position.source. */
struct sources {
    struct arena *arena;
    const struct source **items;
    size_t count;
    size_t capacity;
};

enum { SOURCES_MAX = 65535 };

/* An empty list whose memory comes from the arena. */
void sources_open(struct sources *sources, struct arena *arena);

/* Adds a source. Neither text is copied: both must live as long as the list. NULL when the list is
 * full. */
const struct source *sources_add(struct sources *sources, struct text name, struct text contents);

/* The source with that name that was added first, or NULL. */
const struct source *sources_find(const struct sources *sources, struct text name);

/* The name up to its last slash, without it: what files named in this source are relative to. "" if
 * the name has no slash. */
struct text source_folder(const struct source *source);

/* The sources being read right now, innermost first: what an include must not name again. */
struct source_chain {
    const struct source *source;
    const struct source_chain *outer; /* NULL for the text that parsing began with */
};

/* Finds what `include <…>` and `use <…>` name. Search order and rules about cycles are the
 * loader's. */
struct source_loader {
    void *context;

    /* The source that `name` means in chain->source, added to the sources; NULL if there is none or
     * it may not be read here, with *problem then the whole message ("Can't find include file
     * 'x'."). */
    const struct source *(*include)(void *context, const struct source_chain *chain,
                                    struct text name, struct text *problem);

    /* The full name of the file that `use <name>` means in `source`, not read now; false if there
     * is none, with *problem then the whole message. */
    bool (*use)(void *context, const struct source *source, struct text name,
                struct text *full_name, struct text *problem);
};

#endif
