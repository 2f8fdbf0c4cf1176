/* SPDX-License-Identifier: MIT */
/* Reading a file whole, up to a cap. */
#pragma once

#include <base/arena.h>

/* NULL if all went well, else why not. The text is put into the arena, NUL-terminated. */
const char *file_read(const char *path, size_t size_max, struct arena *arena, struct tn_text *text);
