/* SPDX-License-Identifier: MIT */
/* Zip archives, such as 3MF files and some AMF files are. */
#ifndef SCAD_READERS_ARCHIVE_H
#define SCAD_READERS_ARCHIVE_H

#include "readers/reading.h"

enum { ARCHIVE_ENTRY_BYTES = 256 << 20 };

/* True if the file begins as an archive does. */
bool archive_is(const struct reading *reading);

/* The first entry of that name, whatever the case of its letters; a name that begins with a dot stands for all that end so.
 * False with a problem, also if the entry has more than ARCHIVE_ENTRY_BYTES. The archive is never written to a disk. */
bool archive_read(struct reading *reading, const char *name, struct text *entry);

#endif
