/* SPDX-License-Identifier: MIT */
/* `${NAME}`, `${NAME:-default}` and `${file:path}` in the scalars of a tree. */
#pragma once

#include <base/node.h>

enum { EXPAND_BYTES_MAX = 64 * 1024 }; /* of a file that is put in, and of a scalar afterwards */

/*
 * Expands every scalar once; what is put in is not looked at again, and its dollars are doubled (dollar.h), so that neither
 * YAML nor variables can come in by it. `:-` gives the default where the variable is not set or is empty. A file's last line
 * break is left out, and what came from a file is secret. False after errors; all are reported.
 */
bool expand(struct node *root, struct arena *arena, struct errors *errors);
