/* SPDX-License-Identifier: MIT */
/* What -O says of sheets of paper, understood. */
#ifndef SCAD_PAPERS_H
#define SCAD_PAPERS_H

#include "command/arguments.h"
#include "formats/pdf.h"

#include <stdio.h>

/* The sheet for a file of that name. As in OpenSCAD what is not known or makes no sense changes nothing; only colours are
 * worth a line. */
struct pdf_page papers_read(const struct string_list *options, const char *file,
                            struct builder *said);

/* What --help-export prints. */
void papers_print_help(FILE *stream);

#endif
