/* SPDX-License-Identifier: MIT */
/* Zip archives in memory, equal to the byte for equal files. */
#ifndef SCAD_FORMATS_ARCHIVE_H
#define SCAD_FORMATS_ARCHIVE_H

#include "base/text.h"

struct archive_file {
    const char *name;
    struct text contents;
};

/* Packs the files into the arena. Memory that runs out in libzip is the arena's that ran out. */
struct text archive_pack(struct arena *arena, const struct archive_file *files, size_t count);

#endif
