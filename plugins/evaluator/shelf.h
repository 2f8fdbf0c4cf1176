/* SPDX-License-Identifier: MIT */
/* The fonts of the machine, handed out to evaluator processes, which can open no file. */
#pragma once

#include <tenon/service.h>

struct shelf;

/* `folder` (NULL: none) is searched besides the system's. Nothing is read before a font is asked for. */
struct shelf *shelf_new(struct tn_host *host, const char *folder);
void shelf_free(struct shelf *shelf);

/* Fonts by pattern, in the shape of struct tn_source: a found file's name is the number of its face, a colon, and
 * what features the pattern asks for. */
struct tn_service shelf_service(struct shelf *shelf);
