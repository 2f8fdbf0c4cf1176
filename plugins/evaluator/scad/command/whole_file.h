/* SPDX-License-Identifier: MIT */
/* Files that are there as a whole, or not at all. */
#ifndef SCAD_WHOLE_FILE_H
#define SCAD_WHOLE_FILE_H

#include "base/text.h"

/* From now on who ends the program by a signal, as Ctrl-C does, leaves nothing half-written behind; and a file that may not be as large
 * is an error like any other. */
void whole_file_guard(void);

/* Writes the file of that path; "-" is standard output. What was there before stays until all is written: that is done beside it, under
 * another name. What is no file, or somebody else's, is written where it is. False, after a message, if it cannot be written. */
bool whole_file_write(const char *path, struct text bytes);

#endif
