/* SPDX-License-Identifier: MIT */
/* Any bytes as a Nef polyhedron. */
#include "scad_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct file_use use = { "solid.nef3", TREE_IMPORT, true, 400 };
    build_from_bytes(&use, data, size);
    return 0;
}
