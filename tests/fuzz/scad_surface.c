/* SPDX-License-Identifier: MIT */
/* Any bytes as the heights of a surface, a picture of PNG or a text. */
#include "scad_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct file_use use = { "heights", TREE_SURFACE, true, 2000 };
    build_from_bytes(&use, data, size);
    return 0;
}
