/* SPDX-License-Identifier: MIT */
/* The line that a message is about, with a caret below the place. */
#ifndef SCAD_LANGUAGE_EXCERPT_H
#define SCAD_LANGUAGE_EXCERPT_H

#include "language/source.h"

enum { EXCERPT_BYTES_MAX = 120 }; /* of a line; of a longer one, what is round the place */

/* The line, then, if the column is known, a line end and the caret under it. Empty if there is no such line. */
struct text excerpt_of(struct arena *arena, const struct sources *sources,
                       struct position position);

#endif
