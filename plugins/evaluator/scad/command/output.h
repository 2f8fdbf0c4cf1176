/* SPDX-License-Identifier: MIT */
/* The formats that a run can be asked for, and writing them. */
#ifndef SCAD_OUTPUT_H
#define SCAD_OUTPUT_H

#include "command/run.h"

/* True for the formats of OpenSCAD and our own, also for those that cannot be written. */
bool output_knows(const char *format);

/* Runs the program and writes the file, "-" being standard output, in the format or, if that is NULL, in the one that
 * the file's name ends with. `time` is $t. False, after a message, if nothing was written or an error is to be told. */
bool output_write(struct command *command, const char *path, const char *format, double time);

#endif
