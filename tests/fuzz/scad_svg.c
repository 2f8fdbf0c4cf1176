/* SPDX-License-Identifier: MIT */
/* Any bytes as a file of SVG. */
#include "scad_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct file_use use = { "drawing.svg", TREE_IMPORT, false, 20000 };
    build_from_bytes(&use, data, size);
    return 0;
}
