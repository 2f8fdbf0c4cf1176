/* SPDX-License-Identifier: MIT */
/* Any bytes as a file of SVG. */
#include "scad_drawing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    import_drawing_bytes("drawing.svg", data, size);
    return 0;
}
