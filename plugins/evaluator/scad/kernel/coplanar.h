/* SPDX-License-Identifier: MIT */
/* Triangles in one plane that the search for contacts may have passed over. */
#ifndef SCAD_KERNEL_COPLANAR_H
#define SCAD_KERNEL_COPLANAR_H

#include "kernel/contacts.h"

/* Adds to contacts->coplanar the blurred triangles of different leaves that are in one plane, whether they meet or not: what lies
 * on each other must be looked at together, or would be counted as surface twice. */
void coplanar_unite(struct contacts *contacts, struct scene *scene);

#endif
