/* SPDX-License-Identifier: MIT */
/* OFF as text, with its comments and colours; and without its binary form and its other dimensions. */
#ifndef SCAD_READERS_OFF_H
#define SCAD_READERS_OFF_H

#include "readers/reading.h"
#include "readers/soup.h"

/* False with a problem if there is no solid to be had. A true result may come with a problem, too: a face names a vertex that
 * there is not, and is built without it. */
bool off_read(struct reading *reading, struct soup *soup);

#endif
